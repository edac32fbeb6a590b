//! Tells an attribution between two parts of one quote from words of the source that were left out.

use super::super::words::Gap;
use super::{Context, QUOTE_CLOSES, QUOTE_OPENS};
use std::ops::Range;

/// Words of an attribution between two parts of one quote.
const ATTRIBUTION: usize = 18;
/// The same, where nothing but its words shows that it belongs to the quote.
const SHORT_ATTRIBUTION: usize = 6;

impl Context<'_> {
    /// Whether source words are an attribution between two parts of one quote: “A,” she said. “B”.
    /// A whole sentence of the writer's between two quotes is none, nor is one that reports more.
    pub fn is_attribution(&self, gap: &Range<usize>) -> bool {
        let (Some(first), Some(next)) = (self.words.get(gap.start), self.words.get(gap.end)) else {
            return false;
        };
        let inner = gap.start + 1..gap.end;
        let opens_inside = inner.clone().any(|k| self.words[k].before.has(Gap::OPEN_QUOTE));
        let sentences = inner.filter(|k| self.starts_sentence(*k)).count();
        let ties = first.before.has(Gap::COMMA.or(Gap::QUESTION).or(Gap::DASH))
            || next.before.has(Gap::COMMA.or(Gap::COLON));
        let marks = first.before.has(QUOTE_CLOSES) && next.before.has(QUOTE_OPENS) && !opens_inside;
        let brief = gap.len() <= if ties { ATTRIBUTION } else { SHORT_ATTRIBUTION };
        marks
            && brief
            && sentences <= 1
            && !self.reports_more(gap)
            && self.every_sentence_reports(gap)
    }

    /// "she said, adding that …": words of the speaker that stand outside the quotes.
    fn reports_more(&self, gap: &Range<usize>) -> bool {
        let that = |at: usize| self.lexicon.complementiser.has(&self.words[at]);
        let says = |at: usize| {
            self.lexicon.reporting.has(&self.words[at])
                || self.lexicon.contention.has(&self.words[at])
        };
        (gap.start + 1..gap.end).any(|at| that(at) && says(at - 1))
    }

    fn every_sentence_reports(&self, gap: &Range<usize>) -> bool {
        let mut from = gap.start;
        for at in gap.start + 1..=gap.end {
            if at == gap.end || self.starts_sentence(at) {
                if !self.lexicon.reporting.within(&self.words[from..at])
                    && !self.lexicon.contention.within(&self.words[from..at])
                {
                    return false;
                }
                from = at;
            }
        }
        true
    }
}
