//! Attributions: who says what, with which words of saying.
//!
//! In: the items of a paragraph.  Out: [`Statement`]s over items.

use super::content::{self, Join};
use super::cue::{self, Cue, Voice};
use super::phrase::{Phrase, Scope};
use crate::rules::grammar::{class, shape, takes};
use crate::rules::lexicon::Lexicons;
use std::ops::Range;

/// The construction of ", adding …".
pub const PARTICIPLE: &str = "quote.participle";

/// One attribution.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Who says it, if the sentence tells.
    pub speaker: Option<Phrase>,
    /// The words of saying.
    pub cue: Cue,
    /// Who reported it.
    pub via: Option<Phrase>,
    /// What is said, in one or two pieces, as ranges of items.
    pub parts: Vec<Range<usize>>,
    /// The construction.
    pub rule: &'static str,
}

/// All attributions of a sentence.
pub fn find(scope: &Scope, lexicons: &Lexicons) -> Vec<Statement> {
    let verbs = (scope.low..scope.high).filter(|i| {
        scope.list[*i]
            .is(class::SPEECH | class::ACCORDING | class::SPEECH_NOUN | class::GLUED_SPEECH)
    });
    let cues: Vec<Cue> = verbs.filter_map(|i| cue::at(scope, lexicons, i)).collect();
    let places: Vec<usize> =
        cues.iter().filter(|c| says_something(scope, c)).map(|c| c.verb).collect();
    let mut out: Vec<Statement> = Vec::new();
    for cue in cues {
        let known = out.last().and_then(|s: &Statement| s.speaker.clone());
        if cue.voice == Voice::Passive {
            passive(scope, cue, &mut out);
        } else if let Some(statement) = read(scope, cue, &places, known) {
            add(scope, statement, &mut out);
        }
    }
    out
}

/// Whether a participle or infinitive is followed by what is said; finite verbs need not be.
fn says_something(scope: &Scope, cue: &Cue) -> bool {
    match cue.voice {
        Voice::Participle | Voice::Infinitive => {
            content::begins(scope, cue, cue.group.end).is_some_and(|(_, join)| join != Join::Object)
        }
        _ => true,
    }
}

/// Adds a statement; one that reports a whole attribution tells who that came from.
fn add(scope: &Scope, statement: Statement, out: &mut Vec<Statement>) {
    let reported = statement.rule == "quote.said-after" || statement.rule == "quote.said-inverted";
    if let (true, Some(first)) = (reported, statement.parts.first()) {
        let whole = out.iter_mut().find(|s| {
            let quotes = s.parts.iter().any(|p| p.clone().any(|i| scope.at(i).is(shape::QUOTED)));
            quotes
                && first.contains(&s.cue.verb)
                && s.parts.iter().all(|p| p.start >= first.start && p.end <= first.end)
        });
        if let Some(inner) = whole {
            inner.via = statement.speaker;
            return;
        }
    }
    out.push(statement);
}

/// "…, as stated by Roe": a speaker for a quotation before, or the source of what was attributed.
fn passive(scope: &Scope, cue: Cue, out: &mut Vec<Statement>) {
    let by = cue.group.end;
    if !scope.at(by).is(class::BY) {
        return;
    }
    let Some(speaker) = scope.right(by + 1) else { return };
    // "was criticised by Roe because …"
    if cue.takes & (takes::OBJECT | takes::AS) != 0 {
        if let Some(quote) = fragment(scope, &cue, speaker.head.end) {
            out.extend(statement(Some(speaker), cue, vec![quote..quote + 1], "quote.judged-by"));
            return;
        }
    }
    let as_ = cue
        .group
        .start
        .checked_sub(1)
        .filter(|a| *a >= scope.low && scope.at(*a).is(class::SUBORDINATOR));
    let Some(comma) = as_ else { return };
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
        out.extend(statement(Some(speaker), cue, vec![end - 1..end], "quote.as-stated-by"));
    }
}

fn read(scope: &Scope, cue: Cue, places: &[usize], known: Option<Phrase>) -> Option<Statement> {
    match cue.voice {
        Voice::Preposition => according(scope, cue, places),
        Voice::Passive => None,
        Voice::Noun => noun(scope, cue),
        Voice::Participle | Voice::Infinitive => {
            let speaker = known.or_else(|| main_subject(scope, cue.group.start));
            let (start, join) = content::begins(scope, &cue, cue.group.end)?;
            if cue.voice == Voice::Infinitive
                && (matches!(join, Join::Object | Join::Bare)
                    || denied_before(scope, cue.group.start))
            {
                return None;
            }
            let end = content::ends(scope, &cue, start, join, places, false);
            speaker.as_ref()?;
            let rule = if cue.voice == Voice::Infinitive { "quote.infinitive" } else { PARTICIPLE };
            statement(speaker, cue, vec![start..end], rule)
        }
        Voice::Finite => finite(scope, cue, places, known),
    }
}

/// Whether a negation stands shortly before an infinitive: "never have occasion to say".
fn denied_before(scope: &Scope, at: usize) -> bool {
    (at.saturating_sub(6).max(scope.low)..at).any(|i| scope.at(i).is(class::NEGATION))
}

/// "Roe's claim that …": the owner speaks; a quotation ends what is said where a verb follows it.
fn noun(scope: &Scope, cue: Cue) -> Option<Statement> {
    let start = cue.group.end;
    let owner = cue.group.start.checked_sub(1).filter(|o| *o >= scope.low)?;
    let speaker = if scope.at(owner).is(class::POSSESSIVE) {
        Phrase { full: owner..owner + 1, head: owner..owner + 1 }
    } else if scope.at(owner).is(class::CLITIC) {
        scope.left(owner)?
    } else {
        return None;
    };
    let quote = (start..scope.high).find(|i| {
        scope.at(*i).is(shape::QUOTED) || scope.at(*i).is(shape::COMMA | shape::SEMICOLON)
    })?;
    if !scope.at(quote).is(shape::QUOTED) {
        return None;
    }
    statement(Some(speaker), cue, vec![start + 1..quote + 1], "quote.claim-that")
}

fn finite(scope: &Scope, cue: Cue, places: &[usize], known: Option<Phrase>) -> Option<Statement> {
    if cue.takes & (takes::AS | takes::FRAGMENT) != 0 {
        let judged = judged(scope, cue.clone(), known.clone());
        if judged.is_some() || cue.takes & takes::OBJECT == 0 {
            return judged;
        }
    }
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
            let end = content::ends(scope, &cue, start, join, places, false);
            return statement(speaker, cue, vec![start..end], "quote.coordinated");
        }
    }
    if let Some(statement) = inverted(scope, cue.clone(), places) {
        return Some(statement);
    }
    let speaker = scope.with_clause(cue.group.start)?;
    direct_order(scope, cue, speaker, places)
}

/// `dismissed the report as "nonsense"`, `called for a "clean break"`: only the words in quote
/// marks are said.
fn judged(scope: &Scope, cue: Cue, known: Option<Phrase>) -> Option<Statement> {
    let quote = fragment(scope, &cue, cue.group.end)?;
    let speaker = cue::subject_before(scope, &cue).or(known)?;
    statement(Some(speaker), cue, vec![quote..quote + 1], "quote.judged-as")
}

/// The words in quote marks within the object of a verb of judging.
fn fragment(scope: &Scope, cue: &Cue, from: usize) -> Option<usize> {
    let object = cue.takes & takes::FRAGMENT != 0;
    let found = (from..scope.high.min(from + 24)).find(|i| {
        let item = scope.at(*i);
        let named = item.is(shape::QUOTED)
            && (scope.at(*i - 1).is(class::SUBORDINATOR) || object && item.last - item.first > 3);
        named || item.is(shape::COMMA | shape::SEMICOLON)
    })?;
    scope.at(found).is(shape::QUOTED).then_some(found)
}

/// The subject stands before the verb.
fn direct_order(scope: &Scope, cue: Cue, speaker: Phrase, places: &[usize]) -> Option<Statement> {
    let start = speaker.full.start;
    if start > scope.low && scope.at(start - 1).is(class::AS_SAID) {
        if let Some(statement) = as_said(scope, &cue, &speaker, places) {
            return Some(statement);
        }
    }
    let within = subordinate(scope, &speaker);
    let left = content::before(scope, &cue, start);
    let quoted_left = left.as_ref().is_some_and(|l| scope.at(l.end - 1).is(shape::QUOTED));
    let right = content::begins(scope, &cue, cue.group.end).filter(|(_, join)| {
        !quoted_left
            || *join == Join::Quoted
            || left.as_ref().is_some_and(|l| names_a_programme(scope, l))
    });
    if let Some((at, join)) = right {
        let end = content::ends(scope, &cue, at, join, places, within);
        let mut parts = Vec::new();
        let split = scope.at(cue.group.end).is(shape::COMMA) && at == cue.group.end + 1;
        if quoted_left && join == Join::Quoted
            || split && left.as_ref().is_some_and(|l| begins_a_statement(scope, l))
        {
            parts.extend(left);
        }
        parts.push(at..end);
        return statement(Some(speaker), cue, parts, said_before(join));
    }
    let left = left?;
    let behind = continuation(scope, &cue, content::with_person(scope, &cue), places)
        .filter(|_| !quoted_left);
    if !quoted_left && (scope.at(start).is(class::RELATIVE) || !may_speak(scope, &speaker)) {
        return None;
    }
    if !quoted_left
        && behind.is_none()
        && !(plausible_clause(scope, &left)
            && closes(scope, content::with_person(scope, &cue))
            && main_clause(scope, &left))
    {
        return None;
    }
    let adverbial = !quoted_left
        && left.clone().all(|i| scope.at(i).is(class::ADVERB | class::COORDINATOR | shape::COMMA));
    let mut parts = if adverbial { Vec::new() } else { vec![left] };
    parts.extend(behind);
    statement(Some(speaker), cue, parts, "quote.said-after")
}

/// "As Roe noted, …" and "…, as Roe noted.": an aside that tells who says the rest.
fn as_said(scope: &Scope, cue: &Cue, speaker: &Phrase, places: &[usize]) -> Option<Statement> {
    let conjunction = speaker.full.start - 1;
    let behind = content::with_person(scope, cue);
    let speaker = Some(speaker.clone());
    if conjunction == scope.low {
        let comma = (behind..scope.high.min(behind + 8)).find(|i| scope.at(*i).is(shape::COMMA))?;
        let end = content::ends(scope, cue, comma + 1, Join::Bare, places, false);
        return statement(
            speaker,
            cue.clone(),
            vec![comma + 1..end.max(comma + 1)],
            "quote.as-she-said",
        );
    }
    let left = content::before(scope, cue, conjunction)?;
    let fits = closes(scope, behind) && plausible_clause(scope, &left) && main_clause(scope, &left);
    fits.then(|| statement(speaker, cue.clone(), vec![left], "quote.as-she-said"))?
}

/// The construction of what follows its verb.
fn said_before(join: Join) -> &'static str {
    match join {
        Join::Quoted | Join::Colon => "quote.said-before",
        Join::That => "quote.said-that",
        Join::Bare => "quote.said-clause",
        Join::Object => "quote.said-object",
    }
}

/// Whether the attribution stands in a subordinate or relative clause: "While she said …, he …".
fn subordinate(scope: &Scope, speaker: &Phrase) -> bool {
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
    before > scope.low
        && scope.at(before - 1).is(class::SUBORDINATOR)
        && !scope.at(before - 1).is(class::THAT)
}

/// A quotation before the attribution that is a name in an adverbial: `On "Good Day," Roe said that …`.
fn names_a_programme(scope: &Scope, left: &Range<usize>) -> bool {
    left.len() > 1 && scope.at(left.start).is(class::PREPOSITION | class::SUBORDINATOR)
}

/// Whether a range before ", she said," begins what she said.
fn begins_a_statement(scope: &Scope, left: &Range<usize>) -> bool {
    let first = scope.at(left.start);
    let participle = first.is(shape::WORD)
        && scope.grammar.looks_participle(&scope.word(left.start).to_lowercase());
    !participle
        && !first.is(class::PREPOSITION
            | class::SUBORDINATOR
            | class::ADVERB
            | class::TIME
            | class::SPEECH)
}

/// Something brought up as new speaks only if it is somebody or a text: "a plan announced today" does not.
fn may_speak(scope: &Scope, speaker: &Phrase) -> bool {
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
    item.bits == 0
        || item.is(stop | class::PREPOSITION | class::ADVERB | class::TIME | class::SUBORDINATOR)
}

/// Whether a range that begins like an adverbial holds a main clause behind it.
fn main_clause(scope: &Scope, left: &Range<usize>) -> bool {
    let first = scope.at(left.start);
    let word = scope.word(left.start).to_lowercase();
    let participle =
        first.is(shape::WORD) && (scope.grammar.looks_participle(&word) || first.is(class::SPEECH));
    if !participle
        && (!first.is(class::SUBORDINATOR | class::PREPOSITION) || first.is(class::SUBJECT))
    {
        return true;
    }
    left.clone().any(|i| {
        scope.at(i).is(shape::COMMA) && i + 1 < left.end && !scope.at(i + 1).is(class::RELATIVE)
    })
}

/// What is said goes on behind an attribution in its middle: "The roof, she said, will hold".
fn continuation(scope: &Scope, cue: &Cue, comma: usize, places: &[usize]) -> Option<Range<usize>> {
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
fn inverted(scope: &Scope, cue: Cue, places: &[usize]) -> Option<Statement> {
    if cue.group.end - cue.group.start > 2 {
        return None;
    }
    let left = content::before(scope, &cue, cue.group.start)?;
    let quoted = scope.at(left.end - 1).is(shape::QUOTED);
    let speaker = scope.right(cue.group.end)?;
    let middle =
        !quoted && scope.at(speaker.full.end).is(shape::COMMA) && speaker.full.end + 2 < scope.high;
    if !quoted && !(cue.takes & takes::STRONG != 0 && (middle || plausible_clause(scope, &left))) {
        return None;
    }
    let mut parts = vec![left];
    if !quoted {
        parts.extend(continuation(scope, &cue, speaker.full.end, places));
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
    statement(Some(speaker), cue, parts, "quote.said-inverted")
}

/// "According to X, …" and "…, according to X".
fn according(scope: &Scope, cue: Cue, places: &[usize]) -> Option<Statement> {
    let speaker = scope.right(cue.group.end)?;
    let speaker = Phrase { full: speaker.head.clone(), head: speaker.head };
    if cue.group.start == scope.low
        || cue.group.start == scope.low + 1
            && scope.at(scope.low).is(class::COORDINATOR | class::ADVERB)
    {
        let comma = (speaker.head.end..scope.high).find(|i| scope.at(*i).is(shape::COMMA))?;
        let end = content::ends(scope, &cue, comma + 1, Join::Bare, places, false);
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

/// The subject of the last clause before a position, else of the sentence.
pub fn subject_of_clause(scope: &Scope, before: usize) -> Option<Phrase> {
    let opens = |i: &usize| {
        scope.at(*i).is(class::SUBORDINATOR | shape::SEMICOLON | shape::COLON) && *i > scope.low
    };
    let start = (scope.low..before).rev().find(opens).map_or(scope.low, |i| i + 1);
    let clause = Scope { low: start, ..*scope };
    main_subject(&clause, before).or_else(|| main_subject(scope, before))
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
    (!parts.is_empty()).then_some(Statement { speaker, cue, via: None, parts, rule })
}
