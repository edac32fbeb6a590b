//! What an office is for, and the name behind it: "Secretary for Trade and Foreign Affairs Jan Roe".
//!
//! In: a run of capitalised words.  Out: where the name begins in it.  Which words end what an
//! office is for ("Affairs"), the rules say.

use super::Finder;
use crate::rules::grammar::{class, shape};
use crate::rules::starts::Asked;
use crate::text::flags;

/// Fewest and most words of a name behind what an office is for.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;
/// Most tokens between an office and the end of what it is for.
const FARTHEST: usize = 24;

impl Finder<'_> {
    /// Whether a person's name begins at a token: with a given name, or a word and an initial.
    pub(super) fn begins_name(&self, at: usize, end: usize) -> bool {
        let initial = at + 3 < end
            && self.text.tokens[at + 1].len() == 1
            && self.is(at + 1, shape::CAPITAL)
            && self.is(at + 2, shape::STOP)
            && self.text.tokens[at].len() > 1;
        initial || at + 1 < end && self.is(at, class::GIVEN)
    }

    /// Start of the person's name in "envoy to the Northern Union Lena Novak": behind an office
    /// and a preposition the words before a given name say what the office is for.
    pub(super) fn behind_office(&self, start: usize, end: usize) -> usize {
        let article = usize::from(start > 0 && self.is(start - 1, class::DETERMINER));
        let Some(to) = (start - article).checked_sub(1) else { return start };
        let office = self.is(to, class::PREPOSITION)
            && to > 0
            && self.is(to - 1, class::TITLE | class::ROLE);
        if !office || self.is(start, class::GIVEN) {
            return start;
        }
        // "envoy for the DPRO Roe"
        let shouted = |i: usize| self.text.tokens[i].has(flags::ALL_CAPS);
        if start + 1 < end && shouted(start) && !shouted(start + 1) && self.capital(start + 1) {
            return start + 1;
        }
        (start + 1..end).find(|i| self.begins_name(*i, end)).unwrap_or(start)
    }

    /// Start of the name in a run that goes on what an office is for: "and Foreign Affairs Jan Roe".
    pub(super) fn behind_field(&self, start: usize, end: usize) -> usize {
        let joins = class::COORDINATOR | class::PREPOSITION | class::DETERMINER | shape::COMMA;
        if start == 0 || !self.is(start - 1, joins) {
            return start;
        }
        let Some(name) = self.field_end(start, end) else { return start };
        if self.follows_office(start) { name } else { start }
    }

    /// Where a name begins behind the last word in a run that says what an office is for.
    pub(super) fn field_end(&self, start: usize, end: usize) -> Option<usize> {
        let field = |at: &usize| self.rules.stands(self.text, Asked::OfficeField, *at);
        let name = (start..end.saturating_sub(1)).rev().find(field)? + 1;
        let words = (name..end).filter(|at| self.is(*at, shape::WORD));
        let whole = |at: usize| !self.is(at, class::ORGANISATION | class::PREPOSITION);
        (NAME.contains(&words.clone().count()) && words.clone().all(whole)).then_some(name)
    }

    /// Number of tokens that carry the name of a body on behind "and" to what it is for: "Bureau of
    /// Cultural" goes on with "and Foreign Affairs".
    pub(super) fn body_goes_on(&self, start: usize, at: usize) -> Option<usize> {
        const LONGEST: usize = 4;
        let body = (start + 1..at).find(|i| self.is(*i, class::PREPOSITION))?;
        if !self.is(at, class::COORDINATOR) || !self.is(body - 1, class::ORGANISATION) {
            return None;
        }
        let other = class::ORGANISATION | class::TITLE | class::GIVEN | shape::SENTENCE;
        let goes_on = |i: &usize| self.is(*i, shape::CAPITAL) && !self.is(*i, other);
        let last = (at + 1..self.bits.len().min(at + 1 + LONGEST)).take_while(goes_on).last()?;
        self.rules.stands(self.text, Asked::OfficeField, last).then_some(last + 1 - at)
    }

    /// Whether a name is that of a thing: "New Trade Treaty".
    pub(super) fn is_thing(&self, start: usize, end: usize) -> bool {
        self.rules.stands(self.text, Asked::Thing, end - 1)
            && !(start..end).any(|i| self.is(i, class::GIVEN | class::TITLE | class::ORGANISATION))
    }

    /// Whether an office stands before, with only capitals and what joins them between.
    fn follows_office(&self, start: usize) -> bool {
        let joins = class::COORDINATOR | class::PREPOSITION | class::DETERMINER;
        let between = |at: &usize| {
            !self.is(*at + 1, shape::SENTENCE)
                && self.is(*at, shape::CAPITAL | shape::COMMA | class::JOIN | joins)
        };
        let before = (start.saturating_sub(FARTHEST)..start).rev().take_while(between);
        before.into_iter().any(|at| self.is(at, class::TITLE | class::ROLE))
    }
}
