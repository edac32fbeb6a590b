//! What may stand between a verb of saying and what is said: whom it was said to, when and where.
//!
//! In: items of a sentence.  Out: where to go on.

use super::content::{has_finite, title_case};
use super::cue::Cue;
use super::phrase::Scope;
use crate::rules::grammar::{class, shape, takes};

/// Steps over what may stand between a cue and what is said.
pub(super) fn skip(scope: &Scope, cue: &Cue, at: usize, person: &mut bool) -> Option<usize> {
    let item = scope.at(at);
    if cue.takes & takes::PERSON != 0 && !*person {
        *person = true;
        if item.is(class::OBJECT) {
            return Some(at + 1);
        }
        if let Some(end) = scope.core_right(at) {
            return Some(behind_region(scope, end));
        }
    }
    if item.is(class::TIME) || item.is(class::ADVERB) && !item.is(class::THAT) {
        return Some(at + 1);
    }
    if item.is(class::TIME_LEAD) && scope.at(at + 1).is(class::TIME) {
        return Some(at + 2);
    }
    if item.is(shape::NUMBER) && scope.at(at - 1).is(class::TIME) {
        return Some(at + 1);
    }
    if item.is(class::SKIP) {
        return phrase_end(scope, at + 1);
    }
    // "said on the programme “Morning Tide” that …"
    if item.is(shape::QUOTED) && scope.at(at + 1).is(class::THAT) {
        return Some(at + 1);
    }
    if item.is(shape::COMMA) {
        return parenthesis(scope, at);
    }
    if item.is(shape::OPEN) {
        return (at..scope.high.min(at + 20))
            .find(|i| scope.at(*i).is(shape::CLOSE))
            .map(|i| i + 1);
    }
    None
}

/// End of the object of a preposition: a noun phrase or a time.
fn phrase_end(scope: &Scope, at: usize) -> Option<usize> {
    let mut end = at;
    while scope.at(end).is(class::TIME_LEAD | class::DETERMINER)
        && scope.at(end + 1).is(class::TIME)
    {
        end += 1;
    }
    while scope.at(end).is(class::TIME) || (end > at && scope.at(end).is(shape::NUMBER)) {
        end += 1;
    }
    if end > at {
        return Some(end);
    }
    if scope.at(at).is(class::OBJECT) && !scope.at(at).is(class::POSSESSIVE) {
        return Some(at + 1);
    }
    if scope.at(at).is(shape::QUOTED) && title_case(scope, at) {
        return Some(at);
    }
    scope.core_right(at).map(|end| behind_region(scope, end))
}

/// Behind ", Ohio," or ", Ohio on Monday" that tells where a place is.
fn behind_region(scope: &Scope, end: usize) -> usize {
    let named = scope.at(end).is(shape::COMMA)
        && scope.at(end - 1).is(shape::CAPITAL)
        && scope.at(end + 1).is(shape::CAPITAL);
    let Some(region) = scope.core_right(end + 1).filter(|_| named) else { return end };
    let next = scope.at(region);
    if next.is(shape::COMMA) && scope.at(region + 1).is(class::THAT) {
        region + 1
    } else if next.is(class::SKIP | class::THAT | class::TIME) {
        region
    } else {
        end
    }
}

/// ", however," or ", in a speech on Friday," between the verb and what is said.
fn parenthesis(scope: &Scope, comma: usize) -> Option<usize> {
    let close = (comma + 1..scope.high.min(comma + 14)).find(|i| scope.at(*i).is(shape::COMMA))?;
    let after = scope.at(close + 1);
    let other = (comma + 1..close)
        .any(|i| scope.at(i).is(class::SPEECH) && scope.grammar.looks_participle(scope.word(i)));
    (!other
        && (after.is(class::THAT | shape::QUOTED)
            || after.is(class::SUBJECT) && !after.is(class::RELATIVE))
        && !has_finite(scope, comma + 1, close))
    .then_some(close + 1)
}
