//! What an ellipsis may not hide.

use super::super::lexicon::Mark;
use super::super::words::Word;
use super::Context;
use std::ops::Range;

impl Context<'_> {
    /// A denial, condition or restriction among words left out at an ellipsis. Whole sentences
    /// between the two sides may go, unless they begin by taking back what was said.
    pub fn hidden(&self, gap: &Range<usize>) -> Option<Range<usize>> {
        let ties = |word: &Word| self.is_contrast(word) || self.lexicon.conjunction.has(word);
        if gap.is_empty() || self.words[gap.clone()].iter().all(ties) {
            return None;
        }
        if self.restricts(gap.start) {
            return Some(gap.start..gap.start + 1);
        }
        let left = if self.starts_sentence(gap.start) {
            gap.start
        } else {
            self.sentence_end(gap.start).min(gap.end)
        };
        let right = if self.starts_sentence(gap.end) {
            gap.end
        } else {
            self.sentence_start(gap.end - 1).max(gap.start)
        };
        self.limit_within(gap.start..left)
            .or_else(|| self.limit_within(right.max(left)..gap.end))
            .or_else(|| self.taken_back(left..right))
    }

    fn limit_within(&self, range: Range<usize>) -> Option<Range<usize>> {
        range.clone().find_map(|at| {
            let rest = &self.words[at..range.end];
            let listed = |(length, mark): (usize, Mark)| {
                (!mark.exempt && !mark.weak && !mark.contrast).then_some(at..at + length)
            };
            self.lexicon
                .negation
                .begin(rest)
                .or_else(|| self.lexicon.narrowing.begin(rest))
                .and_then(listed)
                .or_else(|| {
                    let (length, mark) = self.lexicon.condition.begin(rest)?;
                    (!mark.exempt && !mark.negated && !mark.near).then_some(at..at + length)
                })
        })
    }

    fn taken_back(&self, range: Range<usize>) -> Option<Range<usize>> {
        (range.start..range.end).filter(|at| self.starts_sentence(*at)).find_map(|at| {
            let word = &self.words[at];
            let back = self.is_contrast(word)
                || self
                    .lexicon
                    .negation
                    .begin(&self.words[at..range.end])
                    .is_some_and(|_| self.sentence_end(at) - at <= 6);
            (back || self.strong_condition(at) && self.sentence_end(at) - at <= 8)
                .then_some(at..at + 1)
        })
    }
}
