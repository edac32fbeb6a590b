//! What the search for anchors knows of lexicons, numbers and words.

use crate::matching::lookahead::Lookahead;
use crate::matching::number::{NumberWord, NumberWords};
use crate::matching::openings::{NumberSets, Openings};
use crate::matching::program::{Anchor, Filter, Frequencies, Instruction};
use crate::matching::{LabelId, ending, ways};
use crate::rules::Rules;
use crate::rules::lexicon::LexiconId;
use crate::text::WordId;

/// What is known of how often words occur.
pub(super) struct Known<'a> {
    rules: &'a Rules,
    numbers: &'a NumberSets,
    openings: &'a Openings,
}

impl<'a> Known<'a> {
    pub(super) fn new(rules: &'a Rules, openings: &'a Openings) -> Self {
        Self { rules, numbers: openings.numbers(|| number_sets(&rules.numbers)), openings }
    }

    fn words(&self) -> ways::Known<'a> {
        let Self { rules, numbers, openings } = *self;
        ways::Known { lexicons: &rules.lexicons, numbers, openings }
    }
}

/// The words that numbers and ordinals are written with.
fn number_sets(numbers: &NumberWords) -> NumberSets {
    let all = |used: &dyn Fn(usize) -> bool, len: usize| {
        (0..len).filter(|i| used(*i)).map(|i| WordId(i as u32)).collect::<Vec<_>>()
    };
    let cardinal = |i: usize| numbers.cardinals[i] != NumberWord::None;
    let mut cardinals = all(&cardinal, numbers.cardinals.len());
    cardinals.extend([numbers.comma, numbers.point, numbers.hyphen]);
    let mut ordinals = all(&|i| numbers.ordinals[i] > 0, numbers.ordinals.len());
    ordinals.extend(&cardinals);
    ordinals.extend(&numbers.endings);
    let opens = |from: i64| move |i: usize| matches!(numbers.cardinals[i], NumberWord::Value(n) if n >= from);
    let first_of_cardinals = all(&opens(i64::MIN), numbers.cardinals.len());
    let mut first_of_ordinals = all(&opens(20), numbers.cardinals.len());
    first_of_ordinals.extend(all(&|i| numbers.ordinals[i] > 0, numbers.ordinals.len()));
    NumberSets { cardinals, ordinals, first_of_cardinals, first_of_ordinals }
}

impl Frequencies for Known<'_> {
    fn first_words(&self, lexicon: LexiconId, filter: Option<&Filter>) -> Vec<WordId> {
        let entries = self.rules.lexicons.get(lexicon).entries.iter().enumerate();
        let fits = entries.filter(|(i, _)| filter.is_none_or(|f| f.allowed[*i])).map(|(_, e)| e);
        let mut words: Vec<WordId> =
            fits.filter_map(|e| e.tokens.first().map(|t| t.word)).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn lookahead(&self, code: &[Instruction]) -> Lookahead {
        ways::lookahead(code, &self.words())
    }

    fn ending(&self, code: &[Instruction]) -> Lookahead {
        ending::ending(code, &self.words())
    }

    fn keys(&self, code: &[Instruction], whole: &Lookahead) -> Vec<Lookahead> {
        ways::keys(code, whole.clone(), &self.words())
    }

    fn tokens(&self, code: &[Instruction]) -> Lookahead {
        ways::tokens(code, &self.words())
    }

    fn behind(&self, code: &[Instruction], labels: &[LabelId]) -> Lookahead {
        ways::behind(code, labels, &self.words())
    }

    fn opening(&self, anchor: &Anchor) -> Lookahead {
        ways::opening(anchor, self.openings)
    }

    fn longest_entry(&self, lexicon: LexiconId) -> u32 {
        self.rules
            .lexicons
            .get(lexicon)
            .entries
            .iter()
            .map(|e| e.tokens.len() as u32)
            .max()
            .unwrap_or(1)
    }

    fn number_words(&self, ordinal: bool) -> Vec<WordId> {
        let numbers = self.numbers;
        let first = if ordinal { &numbers.first_of_ordinals } else { &numbers.first_of_cardinals };
        first.clone()
    }

    fn per_million(&self, word: WordId) -> u64 {
        self.rules.frequency(word)
    }
}
