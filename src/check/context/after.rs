//! What follows a passage and was cut off although it limits it.

use super::super::lexicon::Mark;
use super::super::words::{Gap, Word};
use super::{CLAUSE_END, Context, QUOTE_CLOSES, QUOTE_OPENS};
use std::ops::Range;

/// Words looked at after a cut, as long as no clause ends.
const AFTER: usize = 9;
/// Words of an attribution looked at for the end of it.
const ATTRIBUTION: usize = 18;

/// Where the passage was cut, and what its last sentence says.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// The first word that was cut off.
    from: usize,
    /// It denies.
    negated: bool,
    /// It says what may or will be.
    future: bool,
}

impl Context<'_> {
    /// A condition that follows the passage and was cut off.
    pub fn cut_condition(&self, passage: &Range<usize>, asserts: bool) -> Option<Range<usize>> {
        let end = passage.end;
        if passage.is_empty() || end >= self.words.len() || !asserts {
            return self.cut_unit(passage).or_else(|| self.cut_denial(passage));
        }
        if self.starts_sentence(end) {
            return self.fragment_condition(end);
        }
        let last = &self.words[self.sentence_start(end - 1).max(passage.start)..end];
        let cut = Cut {
            from: end,
            negated: self.lexicon.negation.within(last),
            future: self.lexicon.modality.within(last),
        };
        self.cut_unit(passage)
            .or_else(|| self.cut_denial(passage))
            .or_else(|| self.restricts(end).then_some(end..end + 1))
            .or_else(|| self.condition_from(cut))
            .or_else(|| self.condition_after_attribution(cut))
    }

    /// "I have done nothing | wrong": the passage ends with a denial of what comes next.
    fn cut_denial(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        let next = self.words.get(passage.end)?;
        let apart = CLAUSE_END.or(Gap::STOP).or(Gap::PARAGRAPH).or(QUOTE_CLOSES).or(QUOTE_OPENS);
        let free = next.before.has(apart) || self.lexicon.conjunction.has(next);
        let (_, mark) = self.lexicon.negation.end(&self.words[passage.clone()])?;
        (!free && !mark.weak).then_some(passage.end..passage.end + 1)
    }

    /// "But only if they pay.": a fragment that takes back the sentence before.
    fn fragment_condition(&self, at: usize) -> Option<Range<usize>> {
        let rest = &self.words[at..self.sentence_end(at)];
        if self.words[at].before.has(Gap::PARAGRAPH) || rest.len() > 14 {
            return None;
        }
        let skip =
            usize::from(self.lexicon.conjunction.has(&rest[0]) || self.is_contrast(&rest[0]));
        let (length, mark) = self.lexicon.condition.begin(&rest[skip.min(rest.len() - 1)..])?;
        let two = length > 1 || mark.near && skip > 0;
        (two && !mark.exempt && !mark.contrast).then_some(at..at + skip + length)
    }

    pub fn is_contrast(&self, word: &Word) -> bool {
        self.lexicon
            .condition
            .begin(std::slice::from_ref(word))
            .is_some_and(|(_, mark)| mark.contrast)
    }

    /// The passage ends with a number whose unit or multiplier comes next.
    fn cut_unit(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        let (last, next) =
            (self.words.get(passage.end.checked_sub(1)?)?, self.words.get(passage.end)?);
        let apart = next.before.has(CLAUSE_END.or(Gap::STOP).or(Gap::PARAGRAPH));
        let counted = passage.end >= 2
            && self.lexicon.unit.has(last)
            && self.lexicon.is_number(&self.words[passage.end - 2]);
        let cut =
            (self.lexicon.is_number(last) || counted) && !apart && self.lexicon.unit.has(next);
        cut.then_some(passage.end..passage.end + 1)
    }

    /// A condition in the rest of the sentence, before another clause begins. Behind "and" or
    /// "but" only what comes at once counts.
    fn condition_from(&self, cut: Cut) -> Option<Range<usize>> {
        let from = cut.from;
        let joined = usize::from(self.lexicon.conjunction.has(&self.words[from]));
        let mut at = from;
        while at < self.words.len().min(from + AFTER) {
            if at > from && self.ends_clause(at, joined > 0 && at > from + joined) {
                return None;
            }
            let length = match self.lexicon.condition.begin(&self.words[at..]) {
                Some((length, mark)) if !mark.exempt && self.limits(at, length, mark, cut) => {
                    return Some(at..at + length);
                }
                Some((length, _)) => length,
                None => 1,
            };
            at += length;
        }
        None
    }

    /// Whether what begins with this word belongs to another clause or another voice.
    fn ends_clause(&self, at: usize, elsewhere: bool) -> bool {
        let word = &self.words[at];
        if elsewhere || self.starts_sentence(at) || word.before.has(QUOTE_CLOSES) {
            return true;
        }
        let strong = self.strong_condition(at);
        !strong && (word.before.has(CLAUSE_END) || self.lexicon.conjunction.has(word))
    }

    pub(super) fn strong_condition(&self, at: usize) -> bool {
        self.lexicon.condition.begin(&self.words[at..]).is_some_and(|(_, mark)| {
            !(mark.exempt || mark.near || mark.contrast || mark.negated || mark.future)
        })
    }

    fn limits(&self, at: usize, length: usize, mark: Mark, cut: Cut) -> bool {
        // Words such as "when" tie clauses themselves.
        let joined = at > cut.from && self.lexicon.conjunction.has(&self.words[cut.from]);
        // "and only the board may" is another clause.
        let other = joined
            && self.words.get(at + length).is_some_and(|word| self.lexicon.determiner.has(word));
        if mark.near && (other || at > cut.from + usize::from(joined)) {
            return false;
        }
        if (mark.negated && !cut.negated) || (mark.future && !cut.future) {
            return false;
        }
        !mark.contrast || self.takes_back(at + length)
    }

    /// Whether a negation or restriction stands within the next words.
    fn takes_back(&self, at: usize) -> bool {
        let end = self.words.len().min(at + 5).min(self.sentence_end(at.min(self.words.len() - 1)));
        let next = &self.words[at.min(end)..end];
        self.lexicon.negation.within(next)
            || self.lexicon.denial.within(next)
            || (0..next.len()).any(|k| {
                self.lexicon
                    .condition
                    .begin(&next[k..])
                    .is_some_and(|(_, m)| !m.contrast && !m.exempt)
            })
    }

    /// “We will sign,” she said, “if they pay.”: the condition comes after the attribution.
    fn condition_after_attribution(&self, cut: Cut) -> Option<Range<usize>> {
        let from = cut.from;
        let close = self.words.get(from)?.before;
        if !close.has(QUOTE_CLOSES) || close.has(Gap::STOP) {
            return None;
        }
        let end = self.words.len().min(from + ATTRIBUTION);
        for at in from + 1..end {
            if self.starts_sentence(at) && !self.words[at].before.has(QUOTE_OPENS) {
                return None;
            }
            if self.words[at].before.has(QUOTE_OPENS) {
                let said = self.lexicon.reporting.within(&self.words[from..at])
                    && !self.words[at].before.has(Gap::STOP);
                return if said { self.condition_from(Cut { from: at, ..cut }) } else { None };
            }
            if self.words[at].before.has(Gap::COMMA) && self.strong_condition(at) {
                return Some(at..at + 1);
            }
        }
        None
    }
}
