//! Noun phrases that begin at a word.
//!
//! In: items of a sentence.  Out: the [`Phrase`] to the right of a position.

use super::phrase::{LONGEST, Phrase, Scope};
use crate::rules::grammar::{class, shape};

impl Scope<'_> {
    /// The noun phrase that begins at `start`, with its appositions.
    pub fn right(&self, start: usize) -> Option<Phrase> {
        let first = self.at(start);
        if first.is(class::SUBJECT) {
            return Some(Phrase { full: start..start + 1, head: start..start + 1 });
        }
        let end = self.core_right(start)?;
        let full = self.apposition_right(end);
        Some(Phrase { full: start..full, head: start..end })
    }

    /// End of the noun phrase that begins at `start`, attached prepositional phrases included.
    pub fn core_right(&self, start: usize) -> Option<usize> {
        let mut end = start;
        let mut seen = false;
        while end < self.high && end - start < LONGEST {
            let item = self.at(end);
            if item.is(class::DETERMINER | class::POSSESSIVE) && !item.is(shape::QUOTED) {
                if seen {
                    break;
                }
                end += 1;
                continue;
            }
            if item.is(class::CLITIC) && seen {
                end += 1;
                continue;
            }
            if item.is(shape::QUOTED)
                && !(seen && self.short_quote(end))
                && !(end == start && self.short_quote(end))
            {
                break;
            }
            if seen && self.verb_behind(end) {
                break;
            }
            if self.nominal(end) && !(seen && item.is(class::SPEECH) && !item.is(shape::CAPITAL)) {
                seen |= item.is(shape::WORD | shape::NUMBER);
                end += 1;
                continue;
            }
            let link = item.is(class::PREPOSITION | class::COORDINATOR)
                && !item.is(class::SUBORDINATOR | class::ADVERB);
            if seen && link && self.links_right(end) {
                end += 1;
                seen = false;
                continue;
            }
            break;
        }
        while end > start
            && !self.at(end - 1).is(shape::WORD | shape::NUMBER | shape::QUOTED)
            && !self.joint(end - 1)
        {
            end -= 1;
        }
        while end > start
            && self.at(end - 1).is(class::PREPOSITION | class::COORDINATOR | class::DETERMINER)
        {
            end -= 1;
        }
        (end > start).then_some(end)
    }

    /// Whether a word behind a noun is its verb: a past form, or a word with an object behind it.
    fn verb_behind(&self, at: usize) -> bool {
        let (item, next) = (self.at(at), self.at(at + 1));
        let plain = item.is(shape::WORD)
            && !item.is(shape::CAPITAL
                | class::ROLE
                | class::PUBLICATION
                | class::TIME
                | class::CLITIC);
        if !plain || self.at(at - 1).is(class::CLITIC | class::DETERMINER | class::POSSESSIVE) {
            return false;
        }
        let object = class::DETERMINER | class::POSSESSIVE | class::OBJECT;
        let past = self.grammar.looks_past(self.word(at))
            && self.at(at - 1).is(shape::CAPITAL | class::ROLE | class::PUBLICATION);
        // "Roe intends to go"
        let infinitive = next.is(class::TO)
            && self.at(at - 1).is(shape::CAPITAL)
            && self.grammar.looks_plural(self.word(at))
            && !self.at(at + 2).is(shape::CAPITAL | class::DETERMINER | class::POSSESSIVE);
        let object = next.is(object) && !next.is(class::THAT);
        past || infinitive || object && !item.is(class::PREPOSITION | class::COORDINATOR)
    }

    /// Whether a noun phrase that belongs to the one before goes on behind a link.
    fn links_right(&self, link: usize) -> bool {
        let next = self.at(link + 1);
        if self.at(link).is(class::COORDINATOR) {
            return next.is(shape::CAPITAL | class::INDEFINITE)
                && !next.is(class::SUBJECT)
                && self.at(link - 1).is(shape::CAPITAL);
        }
        let object = next
            .is(class::DETERMINER | class::POSSESSIVE | shape::CAPITAL | shape::NUMBER)
            || self.nominal(link + 1);
        let beyond = self.at(link + 2);
        object && !next.is(class::TIME | shape::QUOTED | class::SUBJECT) && !beyond.is(class::TIME)
    }

    /// End of ", a lawyer in Springfield" behind a phrase, where a comma or the sentence ends it.
    fn apposition_right(&self, end: usize) -> usize {
        let mut end = end;
        if self.at(end).is(shape::OPEN) {
            if let Some(close) =
                (end..self.high.min(end + 16)).find(|i| self.at(*i).is(shape::CLOSE))
            {
                end = close + 1;
            }
        }
        if !self.at(end).is(shape::COMMA) {
            return end;
        }
        let next = self.at(end + 1);
        if next.is(class::SUBJECT) && self.at(end + 1).is(class::RELATIVE) {
            return (end + 1..self.high)
                .find(|i| self.at(*i).is(shape::COMMA | shape::STOP) && !self.joint(*i))
                .unwrap_or(self.high);
        }
        if !next.is(class::DETERMINER
            | class::POSSESSIVE
            | shape::CAPITAL
            | shape::NUMBER
            | class::ROLE)
            && !self.nominal(end + 1)
        {
            return end;
        }
        match self.core_right(end + 1) {
            // ", an expert who wrote a book": up to the end of the clause.
            Some(e) if self.at(e).is(class::SUBJECT) && self.at(e).is(class::RELATIVE) => (e..self
                .high)
                .find(|i| {
                    self.at(*i).is(shape::COMMA | shape::STOP | shape::QUOTED) && !self.joint(*i)
                })
                .unwrap_or(self.high),
            Some(e) if self.at(e).is(shape::COMMA | shape::STOP) || e >= self.high => e,
            _ => end,
        }
    }
}
