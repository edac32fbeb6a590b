//! Attributions whose words stand in another order than subject, verb, what is said.
//!
//! In: a cue within its sentence.  Out: the [`Statement`] it makes: inverted, in the middle, as an
//! aside, with a preposition, in the passive.

use super::construction;
use super::content::{self, Join};
use super::cue::Cue;
use super::phrase::{Phrase, Scope};
use super::statement::{Statement, fragment, statement};
use super::surroundings::{closes, main_clause, plausible_clause};
use crate::rules::grammar::{class, shape, takes};
use std::ops::Range;

/// "…, as stated by Roe": a speaker for a quotation before, or the source of what was attributed.
pub(super) fn passive(scope: &Scope, cue: Cue, out: &mut Vec<Statement>) {
    let by = cue.group.end;
    if !scope.at(by).is(class::BY) {
        return;
    }
    let Some(speaker) = scope.right(by + 1) else { return };
    // "was criticised by Roe because …"
    if cue.takes & (takes::OBJECT | takes::AS) != 0 {
        if let Some(quote) = fragment(scope, &cue, speaker.head.end) {
            out.extend(statement(
                Some(speaker),
                cue,
                vec![quote..quote + 1],
                construction::JUDGED_BY,
            ));
            return;
        }
    }
    let as_ = cue
        .group
        .start
        .checked_sub(1)
        .filter(|a| *a >= scope.low && scope.at(*a).is(class::SUBORDINATOR));
    let Some(comma) = as_ else { return };
    if comma == scope.low {
        out.extend(as_reported_by(scope, cue, speaker));
        return;
    }
    if let Some(last) = out.last_mut() {
        if last.cue.group.end == comma
            || last.cue.group.end + 1 == comma
            || last.parts.iter().any(|p| p.end + 1 >= comma)
        {
            last.via = Some(speaker);
            return;
        }
    }
    let end =
        if comma > scope.low && scope.at(comma - 1).is(shape::COMMA) { comma - 1 } else { comma };
    if end > scope.low && scope.at(end - 1).is(shape::QUOTED) {
        out.extend(statement(Some(speaker), cue, vec![end - 1..end], construction::AS_STATED_BY));
    }
}

/// "As reported by Roe, …": what follows the comma is said.
fn as_reported_by(scope: &Scope, cue: Cue, speaker: Phrase) -> Option<Statement> {
    let comma = speaker.head.end;
    if !scope.at(comma).is(shape::COMMA) {
        return None;
    }
    let end = content::ends(scope, &cue, comma + 1, Join::Bare, &[], false);
    let speaker = Phrase { full: speaker.head.clone(), head: speaker.head };
    statement(Some(speaker), cue, vec![comma + 1..end.max(comma + 1)], construction::AS_STATED_BY)
}

/// "As Roe noted, …" and "…, as Roe noted.": an aside that tells who says the rest.
pub(super) fn as_said(
    scope: &Scope,
    cue: &Cue,
    speaker: &Phrase,
    places: &[usize],
) -> Option<Statement> {
    let conjunction = speaker.full.start - 1;
    let behind = content::with_person(scope, cue);
    let speaker = Some(speaker.clone());
    let opens = (scope.low..conjunction)
        .all(|i| scope.at(i).is(class::COORDINATOR | shape::COMMA) && i < scope.low + 2);
    if opens {
        if !closes(scope, behind) {
            return None;
        }
        let comma = (behind..scope.high.min(behind + 8)).find(|i| scope.at(*i).is(shape::COMMA))?;
        let end = content::ends(scope, cue, comma + 1, Join::Bare, places, false);
        return statement(
            speaker,
            cue.clone(),
            vec![comma + 1..end.max(comma + 1)],
            construction::AS_SHE_SAID,
        );
    }
    let left = content::before(scope, cue, conjunction)?;
    let fits = closes(scope, behind) && plausible_clause(scope, &left) && main_clause(scope, &left);
    fits.then(|| statement(speaker, cue.clone(), vec![left], construction::AS_SHE_SAID))?
}

/// What is said goes on behind an attribution in its middle: "The roof, she said, will hold".
pub(super) fn continuation(
    scope: &Scope,
    cue: &Cue,
    comma: usize,
    places: &[usize],
) -> Option<Range<usize>> {
    let next = scope.at(comma + 1);
    let other = class::ACCORDING | class::RELATIVE | class::TIME;
    if !scope.at(comma).is(shape::COMMA)
        || next.is(other) && !next.is(class::THAT)
        || places.contains(&(comma + 1))
    {
        return None;
    }
    let end = content::ends(scope, cue, comma + 1, Join::Bare, places, false);
    (end > comma + 1).then_some(comma + 1..end)
}

/// The subject stands behind the verb: `"…," said Ms. Roe`.
pub(super) fn inverted(scope: &Scope, cue: Cue, places: &[usize]) -> Option<Statement> {
    if cue.group.end - cue.group.start > 2 {
        return None;
    }
    let left = content::before(scope, &cue, cue.group.start)?;
    let quoted = scope.at(left.end - 1).is(shape::QUOTED);
    let speaker = scope.right(cue.group.end)?;
    if !quoted && is_subject_of_clause(scope, &cue, &speaker) {
        return None;
    }
    let middle =
        !quoted && scope.at(speaker.full.end).is(shape::COMMA) && speaker.full.end + 2 < scope.high;
    let whole = plausible_clause(scope, &left);
    let said = cue.takes & takes::STRONG != 0 && (middle || whole)
        || whole && main_clause(scope, &left) && names_somebody(scope, &speaker);
    if !quoted && !said {
        return None;
    }
    let mut parts = vec![left];
    if !quoted {
        let behind = continuation(scope, &cue, speaker.full.end, places);
        parts.extend(behind.filter(|b| content::has_finite(scope, b.start, b.end)));
    }
    let mut at = speaker.full.end;
    while at < scope.high && !scope.at(at).is(shape::QUOTED) && at - speaker.full.end < 14 {
        at += 1;
    }
    if quoted
        && scope.at(at).is(shape::QUOTED)
        && scope.at(at - 1).is(shape::COMMA | shape::COLON | shape::DASH)
        && !places.iter().any(|p| *p > cue.verb && *p < at)
    {
        let end = content::ends(scope, &cue, at, Join::Quoted, places, false);
        parts.push(at..end);
    }
    statement(Some(speaker), cue, parts, construction::SAID_INVERTED)
}

/// `Said Roe: "…"`: the verb begins the sentence.
pub(super) fn verb_first(scope: &Scope, cue: &Cue, places: &[usize]) -> Option<Statement> {
    if cue.group.start != scope.low {
        return None;
    }
    let speaker = scope.right(cue.group.end)?;
    let at = speaker.full.end;
    if !scope.at(at).is(shape::COLON | shape::COMMA) || !scope.at(at + 1).is(shape::QUOTED) {
        return None;
    }
    let end = content::ends(scope, cue, at + 1, Join::Quoted, places, false);
    statement(Some(speaker), cue.clone(), vec![at + 1..end], construction::SAID_BEFORE)
}

/// Whether what follows a verb of saying is the subject of a clause: "said the bridge would open".
fn is_subject_of_clause(scope: &Scope, cue: &Cue, speaker: &Phrase) -> bool {
    let next = scope.at(speaker.full.end);
    let object = scope.at(cue.group.end);
    let past = next.is(shape::WORD)
        && !next.is(shape::CAPITAL)
        && scope.grammar.looks_past(scope.word(speaker.full.end));
    past || next.is(class::FINITE | class::BE | class::AUXILIARY | class::MODAL)
        || object.is(class::OBJECT) && !object.is(class::SUBJECT)
}

/// Whether a phrase that ends the attribution names a person or body.
fn names_somebody(scope: &Scope, speaker: &Phrase) -> bool {
    let named = class::TITLE | class::ROLE | class::PUBLICATION | shape::CAPITAL;
    let end = scope.at(speaker.full.end);
    speaker.head.clone().any(|i| scope.at(i).is(named))
        && (end.bits == 0 || end.is(shape::STOP | shape::COMMA))
}

/// Words that name somebody, or a text.
const NAMING: u64 =
    class::TITLE | class::ROLE | class::PUBLICATION | class::SPEECH_NOUN | shape::CAPITAL;

/// "According to X, …" and "…, according to X".
pub(super) fn according(scope: &Scope, cue: Cue, places: &[usize]) -> Option<Statement> {
    let speaker = scope.right(cue.group.end)?;
    let mut head = speaker.head;
    // "credible reports": the noun looks like a verb of saying.
    if scope.at(head.end).is(class::SPEECH) && scope.at(head.end + 1).is(shape::COMMA) {
        head.end += 1;
    }
    let speaker = Phrase { full: head.clone(), head };
    // "according to their own beliefs": a measure, and nobody who says it.
    if scope.at(speaker.head.start).is(class::POSSESSIVE)
        && !speaker.head.clone().any(|i| scope.at(i).is(NAMING))
    {
        return None;
    }
    if cue.group.start == scope.low
        || cue.group.start == scope.low + 1
            && scope.at(scope.low).is(class::COORDINATOR | class::ADVERB)
    {
        let comma = (speaker.head.end..scope.high).find(|i| scope.at(*i).is(shape::COMMA))?;
        let end = content::ends(scope, &cue, comma + 1, Join::Bare, places, false);
        return (end > comma + 1).then(|| {
            statement(Some(speaker), cue, vec![comma + 1..end], construction::ACCORDING_TO)
        })?;
    }
    let end = content::trim(scope, scope.low, cue.group.start);
    let start = (scope.low..end)
        .rev()
        .find(|i| scope.at(*i).is(shape::SEMICOLON))
        .map_or(scope.low, |i| i + 1);
    let mut parts = vec![start..end];
    let behind = speaker.head.end;
    let split = scope.at(end.max(1) - 1).is(shape::QUOTED)
        && scope.at(behind).is(shape::COMMA)
        && scope.at(behind + 1).is(shape::QUOTED);
    if split {
        parts.push(behind + 1..content::ends(scope, &cue, behind + 1, Join::Quoted, places, false));
    } else if end > start && !main_clause(scope, &parts[0]) {
        parts.extend(continuation(scope, &cue, speaker.head.end, places));
    }
    (end > start).then(|| statement(Some(speaker), cue, parts, construction::ACCORDING_TO))?
}
