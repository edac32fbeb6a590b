//! Looks at what stands around a passage in its source: what limits or governs the quoted words.
//!
//! In: the words of the source and a range of them.  Out: the words that were cut off although
//! they limit the passage, or those whose contention it is.  Only the sentence at hand counts.

mod after;
mod attribution;
mod before;
mod hidden;

use super::lexicon::CheckWords;
use super::words::{Form, Gap, Word, folded};
use std::ops::Range;

/// Marks behind which another clause begins.
const CLAUSE_END: Gap = Gap::COMMA.or(Gap::SEMICOLON).or(Gap::COLON).or(Gap::DASH);
const QUOTE_OPENS: Gap = Gap::OPEN_QUOTE.or(Gap::OPEN_SINGLE);
const QUOTE_CLOSES: Gap = Gap::CLOSE_QUOTE.or(Gap::CLOSE_SINGLE);

/// The surroundings of passages in one source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    pub lexicon: &'a CheckWords,
}

/// What was found before a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A denial, doubt or condition governs the passage.
    Governed(Range<usize>),
    /// Somebody's contention is recited.
    Recited(Range<usize>),
}

impl Context<'_> {
    /// Whether a sentence begins with this word.
    pub fn starts_sentence(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return true };
        if at == 0 || word.before.has(Gap::PARAGRAPH) {
            return true;
        }
        let stop = word.before.has(Gap::STOP) && !word.before.has(Gap::ELLIPSIS);
        let fresh = word.form.has(Form::CAPITAL.or(Form::NUMBER).or(Form::SYMBOL))
            || word.before.has(QUOTE_OPENS.or(Gap::LINE));
        stop && fresh && !self.abbreviates(at - 1)
    }

    /// "Gen. Noor", "J. Adler": the full stop belongs to the word.
    fn abbreviates(&self, at: usize) -> bool {
        let word = &self.words[at];
        let next = &self.words[at + 1];
        if next.before.has(Gap::QUESTION.or(Gap::EXCLAMATION)) {
            return false;
        }
        let initial = word.end - word.start == 1 && word.form.has(Form::CAPITAL);
        initial || (self.lexicon.is_abbreviation(word, Some(next)) && !next.before.has(Gap::LINE))
    }

    /// First word of the sentence of a word.
    pub fn sentence_start(&self, at: usize) -> usize {
        (0..=at).rev().find(|k| self.starts_sentence(*k)).unwrap_or(0)
    }

    /// One past the last word of the sentence of a word.
    pub fn sentence_end(&self, at: usize) -> usize {
        (at + 1..self.words.len()).find(|k| self.starts_sentence(*k)).unwrap_or(self.words.len())
    }

    /// Whether the words of a passage, from its last sentence on, make a statement that a cut-off
    /// condition would change, and not a mere fragment.
    pub fn asserts(&self, passage: &Range<usize>) -> bool {
        if passage.is_empty() {
            return false;
        }
        let from = self.sentence_start(passage.end - 1).max(passage.start);
        let own_start = self.starts_sentence(from) || self.words[from].before.has(QUOTE_OPENS);
        own_start || self.lexicon.finite.within(&self.words[from..passage.end])
    }

    /// Whether a clause that begins with this word, without a comma, says which of those named
    /// right before it are meant: "anyone | who pays", "farmers | who deliver".
    fn restricts(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|_| at > 0) else { return false };
        let Some((_, mark)) = self.lexicon.relative.begin(&self.words[at..]) else { return false };
        if word.before.has(CLAUSE_END.or(Gap::STOP).or(QUOTE_OPENS).or(QUOTE_CLOSES)) {
            return false;
        }
        let reach = if mark.weak { 2 } else { 3 };
        let near = &self.words[at.saturating_sub(reach).max(self.sentence_start(at - 1))..at];
        if near.iter().any(|word| self.lexicon.quantifier.has(word)) {
            return !(mark.weak && self.lexicon.reporting.within(near));
        }
        !mark.weak && self.is_bare_plural(near)
    }

    /// "We pay | farmers": nothing says which ones.
    fn is_bare_plural(&self, words: &[Word]) -> bool {
        let Some((last, rest)) = words.split_last() else { return false };
        let letters = folded(self.text.get(last.start as usize..last.end as usize).unwrap_or(""));
        let known = |word: &Word| self.lexicon.determiner.has(word) || self.lexicon.is_number(word);
        !last.form.has(Form::CAPITAL)
            && !self.lexicon.function.has(last)
            && self.lexicon.is_plural(&letters)
            && !rest.iter().any(known)
    }
}
