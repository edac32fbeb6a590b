//! Attributions: who says what, with which words of saying.
//!
//! In: the items of a paragraph.  Out: [`Statement`]s over items.

use super::content::{self, Join};
use super::cue::{self, Cue, Voice};
use super::phrase::{Phrase, Scope};
use crate::rules::grammar::{class, shape, takes};
use crate::rules::lexicon::Lexicons;
use std::ops::Range;

/// One attribution.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Who says it, if the sentence tells.
    pub speaker: Option<Phrase>,
    /// The words of saying.
    pub cue: Cue,
    /// What is said, in one or two pieces, as ranges of items.
    pub parts: Vec<Range<usize>>,
    /// The construction.
    pub rule: &'static str,
}

/// All attributions of a sentence.
pub fn find(scope: &Scope, lexicons: &Lexicons) -> Vec<Statement> {
    let verbs: Vec<usize> = (scope.low..scope.high)
        .filter(|i| scope.list[*i].is(class::SPEECH | class::ACCORDING))
        .collect();
    let cues: Vec<Cue> = verbs.iter().filter_map(|i| cue::at(scope, lexicons, *i)).collect();
    let places: Vec<usize> = cues.iter().map(|c| c.verb).collect();
    let mut out: Vec<Statement> = Vec::new();
    for cue in cues {
        let known = out.last().and_then(|s: &Statement| s.speaker.clone());
        if let Some(statement) = read(scope, cue, &places, known) {
            out.push(statement);
        }
    }
    out
}

fn read(scope: &Scope, cue: Cue, places: &[usize], known: Option<Phrase>) -> Option<Statement> {
    match cue.voice {
        Voice::Preposition => according(scope, cue, places),
        Voice::Passive => None,
        Voice::Participle | Voice::Infinitive => {
            let speaker = known.or_else(|| main_subject(scope, cue.group.start));
            let (start, join) = content::begins(scope, &cue, cue.group.end)?;
            let end = content::ends(scope, &cue, start, join, places);
            speaker.as_ref()?;
            statement(speaker, cue, vec![start..end], "quote.participle")
        }
        Voice::Finite => finite(scope, cue, places, known),
    }
}

fn finite(scope: &Scope, cue: Cue, places: &[usize], known: Option<Phrase>) -> Option<Statement> {
    if let Some(speaker) = cue::subject_before(scope, &cue) {
        return direct_order(scope, cue, speaker, places);
    }
    let before = if cue.group.start > scope.low {
        scope.at(cue.group.start - 1)
    } else {
        scope.at(usize::MAX)
    };
    // "… and said that": the subject of the verb before.
    if before.is(class::COORDINATOR)
        || (before.is(shape::COMMA) && scope.at(cue.group.end).is(class::THAT))
    {
        let speaker = known.or_else(|| main_subject(scope, cue.group.start));
        if let (Some((start, join)), Some(_)) =
            (content::begins(scope, &cue, cue.group.end), &speaker)
        {
            let end = content::ends(scope, &cue, start, join, places);
            return statement(speaker, cue, vec![start..end], "quote.coordinated");
        }
    }
    inverted(scope, cue, places)
}

/// The subject stands before the verb.
fn direct_order(scope: &Scope, cue: Cue, speaker: Phrase, places: &[usize]) -> Option<Statement> {
    let start = speaker.full.start;
    let left = content::before(scope, &cue, start);
    let quoted_left = left.as_ref().is_some_and(|l| scope.at(l.end - 1).is(shape::QUOTED));
    let right = content::begins(scope, &cue, cue.group.end)
        .filter(|(_, join)| !quoted_left || *join == Join::Quoted);
    if let Some((at, join)) = right {
        let end = content::ends(scope, &cue, at, join, places);
        let mut parts = Vec::new();
        if quoted_left {
            parts.extend(left);
        }
        parts.push(at..end);
        return statement(Some(speaker), cue, parts, "quote.said-before");
    }
    let left = left?;
    let behind = continuation(scope, &cue, places).filter(|_| !quoted_left);
    if !quoted_left && behind.is_none() && !plausible_clause(scope, &left) {
        return None;
    }
    let mut parts = vec![left];
    parts.extend(behind);
    statement(Some(speaker), cue, parts, "quote.said-after")
}

/// What is said goes on behind an attribution in its middle: "The roof, she said, will hold".
fn continuation(scope: &Scope, cue: &Cue, places: &[usize]) -> Option<Range<usize>> {
    let comma = cue.group.end;
    let next = scope.at(comma + 1);
    let other = class::ACCORDING | class::RELATIVE | class::TIME;
    if !scope.at(comma).is(shape::COMMA)
        || next.is(other) && !next.is(class::THAT)
        || places.contains(&(comma + 1))
    {
        return None;
    }
    let end = content::ends(scope, cue, comma + 1, Join::Bare, places);
    (end > comma + 1).then_some(comma + 1..end)
}

/// The subject stands behind the verb: `"…," said Ms. Roe`.
fn inverted(scope: &Scope, cue: Cue, places: &[usize]) -> Option<Statement> {
    if cue.group.end - cue.group.start > 2 {
        return None;
    }
    let left = content::before(scope, &cue, cue.group.start)?;
    let quoted = scope.at(left.end - 1).is(shape::QUOTED);
    let speaker = scope.right(cue.group.end)?;
    if !quoted && !(cue.takes & takes::STRONG != 0 && plausible_clause(scope, &left)) {
        return None;
    }
    let mut parts = vec![left];
    let mut at = speaker.full.end;
    while at < scope.high && !scope.at(at).is(shape::QUOTED) && at - speaker.full.end < 14 {
        at += 1;
    }
    if quoted
        && scope.at(at).is(shape::QUOTED)
        && scope.at(at - 1).is(shape::COMMA | shape::COLON | shape::DASH)
        && !places.iter().any(|p| *p > cue.verb && *p < at)
    {
        let end = content::ends(scope, &cue, at, Join::Quoted, places);
        parts.push(at..end);
    }
    statement(Some(speaker), cue, parts, "quote.said-inverted")
}

/// "According to X, …" and "…, according to X".
fn according(scope: &Scope, cue: Cue, places: &[usize]) -> Option<Statement> {
    let speaker = scope.right(cue.group.end)?;
    if cue.group.start == scope.low
        || cue.group.start == scope.low + 1
            && scope.at(scope.low).is(class::COORDINATOR | class::ADVERB)
    {
        let comma = (speaker.head.end..scope.high).find(|i| scope.at(*i).is(shape::COMMA))?;
        let end = content::ends(scope, &cue, comma + 1, Join::Bare, places);
        return (end > comma + 1)
            .then(|| statement(Some(speaker), cue, vec![comma + 1..end], "quote.according-to"))?;
    }
    let end = content::trim(scope, scope.low, cue.group.start);
    let start = (scope.low..end)
        .rev()
        .find(|i| scope.at(*i).is(shape::SEMICOLON))
        .map_or(scope.low, |i| i + 1);
    (end > start).then(|| statement(Some(speaker), cue, vec![start..end], "quote.according-to"))?
}

/// Whether what stands before an attribution can be what is said, not an adverbial.
fn plausible_clause(scope: &Scope, range: &Range<usize>) -> bool {
    range.len() >= 2 && content::has_finite(scope, range.start, range.end)
}

/// The subject of the sentence before a position: its first noun phrase that is no object.
fn main_subject(scope: &Scope, before: usize) -> Option<Phrase> {
    let mut i = scope.low;
    while i < before {
        let item = scope.at(i);
        if item.is(class::PREPOSITION) && item.is(shape::WORD) {
            i = scope.core_right(i + 1).unwrap_or(i + 1).max(i + 1);
            continue;
        }
        let starts = item
            .is(class::SUBJECT | class::DETERMINER | class::POSSESSIVE | shape::CAPITAL)
            && !item.is(class::TIME | class::SUBORDINATOR | class::COORDINATOR);
        if starts {
            if let Some(phrase) = scope.right(i).filter(|p| p.full.end <= before) {
                return Some(phrase);
            }
        }
        i += 1;
    }
    None
}

fn statement(
    speaker: Option<Phrase>,
    cue: Cue,
    parts: Vec<Range<usize>>,
    rule: &'static str,
) -> Option<Statement> {
    let parts: Vec<_> = parts.into_iter().filter(|p| p.end > p.start).collect();
    (!parts.is_empty()).then_some(Statement { speaker, cue, parts, rule })
}
