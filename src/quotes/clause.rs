//! Subjects that hold a clause of their own.
//!
//! In: items of a sentence.  Out: the [`Phrase`] before a verb, where plain noun phrases fail.

use super::phrase::{Phrase, Scope};
use crate::rules::grammar::{class, shape};

impl Scope<'_> {
    /// A subject with a clause of its own before the verb at `end`: "people who know him said".
    pub fn with_clause(&self, end: usize) -> Option<Phrase> {
        self.clause_subject(end).or_else(|| {
            // "One delegate, Jan Roe, said": nothing but the subject stands before the verb.
            let head = self.core_right(self.low).filter(|h| *h < end)?;
            let first = self.at(self.low);
            let bare = !first.is(class::PREPOSITION | class::SUBORDINATOR | class::TIME);
            let alone = end - self.low < 40
                && bare
                && self.at(end - 1).is(shape::COMMA)
                && !super::content::has_finite(self, self.low, end);
            alone.then_some(Phrase { full: self.low..end, head: self.low..head })
        })
    }

    fn clause_subject(&self, end: usize) -> Option<Phrase> {
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
        let mut head = self.core_right(start)?;
        if self.at(head).is(class::COORDINATOR) {
            head = self.core_right(head + 1).unwrap_or(head);
        }
        let next = self.at(head);
        let clause = next.is(class::RELATIVE)
            || next.is(class::SUBJECT)
            || (head < end && next.is(shape::WORD) && self.grammar.looks_past(self.word(head)))
            || self.sole_phrase(start, head, end);
        (clause && head < end).then_some(Phrase { full: start..end, head: start..head })
    }

    /// Whether what lies between a noun phrase at the start of the sentence and a verb belongs to
    /// the phrase: an apposition between commas, or nothing with a verb of its own.
    fn sole_phrase(&self, start: usize, head: usize, end: usize) -> bool {
        let begins = start == self.low
            || (self.low..start)
                .all(|i| self.at(i).is(class::ADVERB | class::COORDINATOR | shape::COMMA));
        let apposition = self.at(head).is(shape::COMMA) && self.at(end - 1).is(shape::COMMA);
        let verbs = class::FINITE | class::BE | class::AUXILIARY | class::MODAL;
        begins && (apposition || !(start..end).any(|i| self.at(i).is(verbs)))
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
