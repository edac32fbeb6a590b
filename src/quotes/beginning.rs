//! Whether a clause begins at a word.
//!
//! In: items of a sentence.  Out: yes or no.  Knows word classes, not words.

use super::cue::Cue;
use super::phrase::Scope;
use crate::rules::grammar::{class, shape, takes};

/// Whether a clause with its own subject begins at an item.
pub(super) fn clause_starts(scope: &Scope, cue: &Cue, at: usize, skipped: bool) -> bool {
    let item = scope.at(at);
    if item.is(class::SUBJECT) && !item.is(class::RELATIVE) {
        return true;
    }
    if item.is(class::TIME) && !item.is(class::GIVEN) {
        return false;
    }
    let person_due = cue.takes & takes::PERSON != 0 && !skipped;
    if person_due {
        return false;
    }
    // "said after the game": when it was said.
    if item.is(class::PREPOSITION) && item.is(class::SUBORDINATOR) {
        return false;
    }
    // "says despite all that, Roe left"
    if item.is(class::PREPOSITION)
        && cue.takes & takes::STRONG != 0
        && !item.is(class::SKIP | class::TO | class::SUBORDINATOR | class::ADVERB | class::ABOUT)
    {
        let comma = (at..scope.high.min(at + 14)).find(|i| scope.at(*i).is(shape::COMMA));
        let subject = class::SUBJECT | class::DETERMINER | shape::CAPITAL;
        return comma
            .is_some_and(|c| scope.at(c + 1).is(subject) && has_finite(scope, c + 1, scope.high));
    }
    let adverb = item.is(class::ADVERB)
        && !item.is(class::SUBORDINATOR | class::DETERMINER | class::INDEFINITE);
    let beyond = scope.at(at + 1);
    let quantity =
        item.is(class::ABOUT) && beyond.is(shape::NUMBER | class::DETERMINER | class::INDEFINITE);
    if !quantity && (item.is(class::PREPOSITION) && !item.is(class::SUBORDINATOR) || adverb) {
        return false;
    }
    let gerund = item.is(shape::WORD) && scope.grammar.looks_participle(scope.word(at));
    if item.is(class::TO | class::COORDINATOR | class::BE | class::AUXILIARY) && !gerund {
        return false;
    }
    let plain = cue.takes & takes::STRONG != 0
        && at + 4 < scope.high
        && (item.is(shape::CAPITAL | class::DETERMINER | class::POSSESSIVE) || scope.nominal(at));
    plain && !skipped || has_finite(scope, at, other_act(scope, at))
}

/// Whether what stands behind a pronoun shows that it is no subject.
pub(super) fn has_no_verb(scope: &Scope, at: usize) -> bool {
    let (item, next) = (scope.at(at), scope.at(at + 1));
    let ends = shape::STOP | class::TIME | class::COORDINATOR | class::SUBORDINATOR;
    let adverb = item.is(class::ADVERB) && !item.is(class::SUBORDINATOR);
    item.bits == 0
        || item.is(ends)
        || item.is(shape::COMMA) && next.is(class::COORDINATOR)
        || item.is(class::PREPOSITION) && !item.is(class::ADVERB)
        || adverb && (next.bits == 0 || next.is(ends) || !has_finite(scope, at + 1, scope.high))
}

/// Whether a finite verb stands right here.
pub(super) fn begins_verb(scope: &Scope, at: usize) -> bool {
    let item = scope.at(at);
    item.is(class::FINITE | class::BE | class::AUXILIARY | class::MODAL)
        || item.is(shape::WORD)
            && !item.is(shape::CAPITAL)
            && scope.grammar.looks_past(scope.word(at))
}

/// Where the writer goes on to another act of saying: "claimed victory | and said …".
fn other_act(scope: &Scope, at: usize) -> usize {
    let speaks = |i: usize| {
        let verb = (i + 1..scope.high).find(|k| !scope.at(*k).is(class::ADVERB));
        verb.is_some_and(|v| {
            scope.at(v).is(class::SPEECH)
                && scope.at(v).is(shape::WORD)
                && scope.grammar.looks_past(scope.word(v))
        })
    };
    (at..scope.high)
        .find(|i| scope.at(*i).is(class::COORDINATOR) && speaks(*i))
        .unwrap_or(scope.high)
}

/// Whether a finite verb stands in a range.
pub fn has_finite(scope: &Scope, from: usize, to: usize) -> bool {
    (from..to.min(from + 40)).any(|i| {
        let item = scope.at(i);
        if item.is(shape::QUOTED)
            && (item.last - item.first > 6 || i > from && verb_within(scope, i))
        {
            return true;
        }
        if item.is(class::FINITE | class::BE | class::AUXILIARY | class::MODAL) {
            return true;
        }
        if item.is(class::CLITIC)
            && i > from
            && scope.at(i - 1).is(class::SUBJECT | class::DEMONSTRATIVE)
        {
            return true;
        }
        item.is(shape::WORD)
            && !item.is(shape::CAPITAL)
            && i > from
            && scope.grammar.looks_past(scope.word(i))
    })
}

/// Whether words in quote marks begin with a finite verb: `said Roe “caused harm”`.
fn verb_within(scope: &Scope, quote: usize) -> bool {
    let (first, last) = (scope.at(quote).first as usize + 1, scope.at(quote).last as usize);
    if first >= last || !scope.at(quote - 1).is(shape::CAPITAL | class::SUBJECT) {
        return false;
    }
    let bits = scope.grammar.bits(scope.text, first);
    let finite = bits & (class::FINITE | class::BE | class::AUXILIARY | class::MODAL) != 0;
    bits & shape::CAPITAL == 0 && (finite || scope.grammar.looks_past(scope.text.word(first)))
}
