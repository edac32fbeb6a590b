//! What stands around an attribution: clauses it may close, frames that only tell when or where.
//!
//! In: ranges of items of a sentence.  Out: yes or no.  Knows word classes, not words.

use super::content;
use super::cue::Cue;
use super::phrase::{Phrase, Scope};
use crate::rules::grammar::{class, shape, takes};
use std::ops::Range;

/// Whether the attribution stands in a subordinate or relative clause: "While she said …, he …".
pub(super) fn subordinate(scope: &Scope, speaker: &Phrase) -> bool {
    let start = speaker.full.start;
    if scope.at(start).is(class::RELATIVE) {
        return true;
    }
    let mut before = start;
    while before > scope.low
        && scope.at(before - 1).is(class::ADVERB)
        && !scope.at(before - 1).is(class::SUBORDINATOR)
    {
        before -= 1;
    }
    asks(scope, start)
        || before > scope.low
            && scope.at(before - 1).is(class::SUBORDINATOR)
            && !scope.at(before - 1).is(class::THAT)
}

/// Whether an auxiliary before the subject opens the clause, as in a question or an inverted
/// condition: "Could you tell us", "Had Roe said".
pub(super) fn asks(scope: &Scope, subject: usize) -> bool {
    let Some(auxiliary) = subject.checked_sub(1).filter(|a| *a >= scope.low) else { return false };
    let opens = auxiliary == scope.low
        || scope.at(auxiliary - 1).is(class::COORDINATOR | class::QUESTION | shape::COMMA);
    let item = scope.at(auxiliary);
    opens && item.is(class::AUXILIARY | class::MODAL | class::FUTURE) && !item.is(class::TIME)
}

/// A quotation before the attribution that is a name in an adverbial: `On "Good Day," Roe said that …`.
pub(super) fn names_a_programme(scope: &Scope, left: &Range<usize>) -> bool {
    left.len() > 1 && scope.at(left.start).is(class::PREPOSITION | class::SUBORDINATOR)
}

/// Whether a range before ", she said," begins what she said.
pub(super) fn begins_a_statement(scope: &Scope, left: &Range<usize>) -> bool {
    let first = scope.at(left.start);
    let participle = first.is(shape::WORD)
        && scope.grammar.looks_participle(&scope.word(left.start).to_lowercase());
    if first.is(class::CONDITION) {
        return !is_frame(scope, left);
    }
    !participle
        && !first.is(class::PREPOSITION
            | class::SUBORDINATOR
            | class::ADVERB
            | class::TIME
            | class::SPEECH)
}

/// What stands before an attribution, without what another one before it has.
pub(super) fn unattributed(scope: &Scope, left: Range<usize>, places: &[usize]) -> Range<usize> {
    let last = left.end - 1;
    if scope.at(last).is(shape::QUOTED) && places.iter().any(|p| left.contains(p)) {
        return last..left.end;
    }
    left
}

/// Whether a quotation goes on with the verb of what stands before: `The roof, she said, "is safe"`.
pub(super) fn goes_on(scope: &Scope, at: usize) -> bool {
    let item = scope.at(at);
    let first = (item.first as usize + 1 < item.last as usize)
        .then(|| scope.grammar.bits(scope.text, item.first as usize + 1));
    item.is(shape::QUOTED)
        && first.is_some_and(|bits| {
            bits & (class::FINITE | class::BE | class::AUXILIARY | class::MODAL) != 0
                && bits & shape::CAPITAL == 0
        })
}

/// Adverbs and conjunctions alone: "But, she said".
pub(super) fn is_adverbial(scope: &Scope, left: &Range<usize>) -> bool {
    left.clone().all(|i| scope.at(i).is(class::ADVERB | class::COORDINATOR | shape::COMMA))
}

/// Whether what stands before ", she said," tells when or where it was said: "Asked about it",
/// "In a letter", "On Monday".
pub(super) fn is_frame(scope: &Scope, left: &Range<usize>) -> bool {
    let first = scope.at(left.start);
    let asked = |i: usize| {
        scope.at(i).is(class::SPEECH)
            && (scope.grammar.looks_past(&scope.word(i).to_lowercase())
                || scope.grammar.looks_participle(&scope.word(i).to_lowercase()))
    };
    let spoken = asked(left.start)
        || first.is(class::SUBORDINATOR) && left.len() > 1 && asked(left.start + 1);
    let place = first.is(class::PREPOSITION | class::TIME | class::TIME_LEAD)
        && !first.is(class::SUBJECT)
        && !content::has_finite(scope, left.start, left.end)
        && left.clone().any(|i| {
            scope.at(i).is(class::PUBLICATION | class::SPEECH_NOUN)
                || left.len() < 5 && scope.at(i).is(class::TIME)
        });
    spoken || place
}

/// Whether the sentence opens with a subordinate clause that lasts up to here: "When Roe said …, he …".
pub(super) fn fronted(scope: &Scope, at: usize) -> bool {
    let low = (scope.low..at).find(|i| !scope.at(*i).is(class::COORDINATOR)).unwrap_or(at);
    let (first, second) = (scope.at(low), scope.at(low + 1));
    let opens = first.is(class::SUBORDINATOR) && !first.is(class::ADVERB)
        || first.is(class::ADVERB) && second.is(class::THAT | class::SUBORDINATOR);
    let boundary = shape::COMMA | shape::DASH | shape::SEMICOLON | shape::QUOTED;
    opens && low < at && !(low..at).any(|i| scope.at(i).is(boundary))
}

/// Whether a participle hangs on a preposition that opens the sentence: "By saying …, she …".
pub(super) fn begins_phrase(scope: &Scope, at: usize) -> bool {
    at == scope.low + 1 && scope.at(scope.low).is(class::PREPOSITION | class::SUBORDINATOR)
}

/// Whether a range that begins like an adverbial holds a main clause behind it.
pub(super) fn main_clause(scope: &Scope, left: &Range<usize>) -> bool {
    let first = scope.at(left.start);
    let word = scope.word(left.start).to_lowercase();
    let participle = first.is(shape::WORD)
        && (scope.grammar.looks_participle(&word)
            || first.is(class::SPEECH) && scope.grammar.looks_past(&word));
    let number = shape::NUMBER | class::DETERMINER | class::INDEFINITE;
    let quantity = first.is(class::ABOUT) && scope.at(left.start + 1).is(number);
    if !participle
        && (!first.is(class::SUBORDINATOR | class::PREPOSITION)
            || first.is(class::SUBJECT)
            || quantity)
    {
        return true;
    }
    // "Seeing it led him to stop": the participle is the subject.
    if participle && !first.is(class::SPEECH) && scope.grammar.looks_participle(&word) {
        return content::has_finite(scope, left.start + 1, left.end);
    }
    left.clone().any(|i| {
        scope.at(i).is(shape::COMMA) && i + 1 < left.end && !scope.at(i + 1).is(class::RELATIVE)
    })
}

/// Whether what stands before an attribution can be what is said, not an adverbial.
pub(super) fn plausible_clause(scope: &Scope, range: &Range<usize>) -> bool {
    range.len() >= 2 && content::has_finite(scope, range.start, range.end)
}

/// Whether what stands before a verb of plain saying is long enough to be what is said, and does
/// not begin like an adverbial.
pub(super) fn long_enough(scope: &Scope, cue: &Cue, left: &Range<usize>) -> bool {
    let first = scope.at(left.start);
    let adverbial = class::PREPOSITION | class::TIME | class::SUBORDINATOR;
    let time = first.is(class::TIME_LEAD) && scope.at(left.start + 1).is(class::TIME);
    !time
        && cue.takes & takes::STRONG != 0
        && left.len() >= 4
        && !first.is(adverbial | class::SPEECH)
        && !scope.grammar.looks_participle(&scope.word(left.start).to_lowercase())
        && !is_adverbial(scope, left)
}

/// Something brought up as new speaks only if it is somebody or a text: "a plan announced today" does not.
pub(super) fn may_speak(scope: &Scope, speaker: &Phrase) -> bool {
    let first = scope.word(speaker.head.start);
    let article = scope.at(speaker.head.start).is(class::DETERMINER) && first.len() <= 2;
    let somebody = class::SUBJECT
        | class::ROLE
        | class::PUBLICATION
        | class::INDEFINITE
        | class::TITLE
        | shape::CAPITAL
        | shape::NUMBER
        | shape::QUOTED;
    !article || (speaker.head.start + 1..speaker.head.end).any(|i| scope.at(i).is(somebody))
}

/// Whether the attribution ends here, but for an adverbial: "…, she said on Monday."
pub fn closes(scope: &Scope, end: usize) -> bool {
    let item = scope.at(end);
    let stop = shape::STOP
        | shape::COMMA
        | shape::DASH
        | shape::CLOSE
        | shape::SEMICOLON
        | shape::COLON
        | shape::QUOTED;
    let aside = class::PREPOSITION | class::ADVERB | class::SUBORDINATOR;
    let time = item.is(class::TIME_LEAD) && scope.at(end + 1).is(class::TIME);
    item.bits == 0 || time || item.is(stop | aside | class::TIME)
}
