//! Looks for what a draft reports in its own words: "X said that …".
//!
//! In: a reported clause of the draft and the articles that may tell it.  Out: a [`CheckedClaim`].
//! Words may differ, so the verdict is careful: enough of the telling words in one or two
//! sentences, no other number, no denial on one side only, and no other speaker.

use super::context::Context;
use super::draft::Claim;
use super::fold::stable_hash;
use super::lexicon::CheckWords;
use super::ready::Article;
use super::report::{Change, CheckedClaim, ClaimVerdict, Op, Passage};
use super::speaker::{Likeness, Voice, compare, covering};
use super::verdict::Bench;
use super::words::{Form, Word, folded};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Share of the telling words a passage must have.
const ENOUGH: f32 = 0.6;
/// Letters two forms of one word have in common at the least.
const STEM: usize = 5;

/// A passage that may tell what the draft reports.
struct Telling {
    article: usize,
    passage: Range<usize>,
    share: f32,
    /// The first word that tells the same.
    first: usize,
}

/// Whether a word is of a sort.
type Sort<'a> = &'a dyn Fn(&Word) -> bool;

impl Bench<'_> {
    /// Looks for a reported clause in the articles.
    pub(crate) fn judge_reported(&self, claim: &Claim, articles: &[usize]) -> CheckedClaim {
        let side = self.side(claim);
        let stems: FxHashSet<u64> = telling(side.text, side.words, self.words).collect();
        let mut best: Option<Telling> = None;
        for article in articles {
            let told =
                self.ready.article(*article).and_then(|a| self.best_window(a, *article, &stems));
            if told.as_ref().is_some_and(|t| best.as_ref().is_none_or(|b| t.share > b.share)) {
                best = told;
            }
        }
        self.report_reported(claim, best.filter(|told| told.share >= ENOUGH))
    }

    /// The window of at most two sentences that has most of the stems.
    fn best_window(&self, article: &Article, at: usize, stems: &FxHashSet<u64>) -> Option<Telling> {
        let side = article.side();
        let context = Context { text: side.text, words: side.words, lexicon: self.words };
        let mut best: Option<Telling> = None;
        let mut sentences: Vec<(Range<usize>, FxHashMap<u64, usize>)> = Vec::new();
        let mut start = 0;
        while start < side.words.len() {
            let end = context.sentence_end(start);
            let mut found = FxHashMap::default();
            for k in start..end {
                if let Some(stem) =
                    stem(side.text, &side.words[k], self.words).filter(|s| stems.contains(s))
                {
                    found.entry(stem).or_insert(k);
                }
            }
            sentences.push((start..end, found));
            start = end;
        }
        for k in 0..sentences.len() {
            let two = sentences[k..sentences.len().min(k + 2)].iter().collect::<Vec<_>>();
            for window in [&two[..1], &two[..]] {
                let mut seen: FxHashSet<u64> = FxHashSet::default();
                window.iter().for_each(|(_, found)| seen.extend(found.keys()));
                let share = seen.len() as f32 / stems.len().max(1) as f32;
                if share > best.as_ref().map_or(0.0, |b| b.share + 1e-4) {
                    let passage = window[0].0.start..window[window.len() - 1].0.end;
                    let first = window.iter().flat_map(|(_, found)| found.values()).min();
                    let first = first.copied().unwrap_or(passage.start);
                    best = Some(Telling { article: at, passage, share, first });
                }
            }
        }
        best
    }

    fn report_reported(&self, claim: &Claim, told: Option<Telling>) -> CheckedClaim {
        let changes =
            told.as_ref().map(|told| self.contradictions(claim, told)).unwrap_or_default();
        let verdict = match (&told, changes.first().map(|change| change.op)) {
            (None, _) => ClaimVerdict::NotFound,
            (_, Some(Op::Speaker)) => ClaimVerdict::Misattributed,
            (_, Some(_)) => ClaimVerdict::Differs,
            (_, None) => ClaimVerdict::Supported,
        };
        CheckedClaim {
            draft: None,
            start: claim.start,
            end: claim.end,
            text: self.exact(claim, claim.bytes.clone()).to_owned(),
            speaker: claim.speaker.clone(),
            verdict,
            similarity: told.as_ref().map_or(0.0, |told| (told.share * 1000.0).round() / 1000.0),
            changes,
            source: told.as_ref().and_then(|told| self.told_in(told)),
        }
    }

    /// Another speaker, another number, a denial on one side only.
    fn contradictions(&self, claim: &Claim, told: &Telling) -> Vec<Change> {
        let mut changes = Vec::new();
        let Some(article) = self.ready.article(told.article) else { return changes };
        let (ours, theirs) = (self.side(claim), article.side());
        let passage = &theirs.words[told.passage.clone()];
        let mut add = |op, draft: String, source: String| {
            changes.push(Change { op, draft, source, at: (0, 0) })
        };
        if let Some(speaker) = self.other_speaker(claim, article, &told.passage) {
            add(Op::Speaker, claim.speaker.clone().unwrap_or_default(), speaker);
        }
        let words = self.words;
        let number = |word: &Word| words.is_number(word);
        let day = |word: &Word| words.calendar.has(word) && word.form.has(Form::CAPITAL);
        let kinds: [(Op, Sort<'_>); 2] = [(Op::Number, &number), (Op::Replaced, &day)];
        for (op, is) in kinds {
            let theirs = passage.iter().find(|word| is(word)).map(|word| theirs.slice(word));
            let lost = |word: &&Word| is(word) && passage.iter().all(|w| w.key != word.key);
            for word in ours.words.iter().filter(lost) {
                if let Some(theirs) = theirs {
                    add(op, ours.slice(word).to_owned(), theirs.to_owned());
                }
            }
        }
        if self.words.negation.within(ours.words) != self.words.negation.within(passage) {
            add(Op::Negation, String::new(), String::new());
        }
        changes
    }

    fn other_speaker(
        &self,
        claim: &Claim,
        article: &Article,
        passage: &Range<usize>,
    ) -> Option<String> {
        let extraction = article.extraction()?;
        let (start, end) = article.code_points(passage)?;
        let speaker =
            covering(extraction, start, end)?.speaker.as_ref().filter(|s| !s.uncertain)?;
        let ours = Voice { name: claim.speaker.as_ref()?, people: self.people };
        let theirs = Voice { name: &speaker.name, people: &extraction.people };
        let likeness = compare(ours, theirs, self.words);
        (likeness == Likeness::Other).then(|| speaker.name.to_string())
    }

    fn told_in(&self, told: &Telling) -> Option<Passage> {
        let article = self.ready.article(told.article)?;
        let (start, end) = article.code_points(&told.passage)?;
        let quote = article.extraction().and_then(|found| covering(found, start, end));
        Some(Passage {
            article: article.id().to_owned(),
            start,
            end,
            text: article.slice(&told.passage).to_owned(),
            speaker: quote.and_then(|q| q.speaker.as_ref()).map(|speaker| speaker.name.to_string()),
            said: quote.and_then(|q| q.said.as_ref()).map(ToString::to_string),
            quoted: article.is_quoted(&told.passage),
            line: article.line(&(told.first..told.passage.end)),
        })
    }
}

/// Stems of the words that tell something.
fn telling<'a>(
    text: &'a str,
    words: &'a [Word],
    lexicon: &'a CheckWords,
) -> impl Iterator<Item = u64> + 'a {
    words.iter().filter_map(move |word| stem(text, word, lexicon))
}

/// The first letters of a telling word; numbers and short words whole.
fn stem(text: &str, word: &Word, lexicon: &CheckWords) -> Option<u64> {
    if lexicon.function.has(word) || lexicon.negation.has(word) {
        return None;
    }
    let letters = folded(text.get(word.start as usize..word.end as usize).unwrap_or(""));
    let cut = letters.char_indices().nth(STEM).map(|(byte, _)| byte);
    Some(
        cut.filter(|_| !lexicon.is_number(word))
            .map_or(word.key, |byte| stable_hash(&letters[..byte])),
    )
}
