//! Subjects that hold a clause of their own.
//!
//! In: items of a sentence.  Out: the [`Phrase`] before a verb, where plain noun phrases fail.

use super::phrase::{Phrase, Scope};
use crate::rules::grammar::{class, shape};

impl Scope<'_> {
    /// A subject with a clause of its own before the verb at `end`: "people who know him said".
    pub fn with_clause(&self, end: usize) -> Option<Phrase> {
        let floor = self.low.max(end.saturating_sub(40));
        let boundary = shape::SEMICOLON | shape::COLON | shape::QUOTED | shape::DASH;
        let start = (floor..end)
            .rev()
            .find(|i| self.at(*i).is(boundary) || self.opens_clause(*i))
            .map_or(floor, |i| i + 1);
        let start = (start..end).find(|i| {
            !self.at(*i).is(class::ADVERB
                | class::COORDINATOR
                | class::SUBORDINATOR
                | class::THAT
                | shape::COMMA)
                || self.at(*i).is(class::DETERMINER)
        })?;
        if self.at(start).is(class::PREPOSITION) {
            return None;
        }
        let head = self.core_right(start)?;
        let next = self.at(head);
        let clause = next.is(class::RELATIVE)
            || next.is(class::SUBJECT)
            || (head < end && next.is(shape::WORD) && self.grammar.looks_past(self.word(head)));
        (clause && head < end).then_some(Phrase { full: start..end, head: start..head })
    }

    /// A comma or conjunction behind which a clause with its own subject begins.
    fn opens_clause(&self, i: usize) -> bool {
        let (item, next) = (self.at(i), self.at(i + 1));
        let joins = item.is(shape::COMMA)
            || item.is(class::COORDINATOR | class::SUBORDINATOR)
                && !item.is(class::PREPOSITION | class::RELATIVE);
        joins
            && next.is(class::DETERMINER
                | class::INDEFINITE
                | shape::CAPITAL
                | class::ROLE
                | class::PUBLICATION)
            && !next.is(class::RELATIVE)
    }
}
