//! Attributions: who says what, with which words of saying.
//!
//! In: the items of a paragraph.  Out: [`Statement`]s over items.

use super::construction;
use super::content::{self, Join};
use super::cue::{self, Cue, Modality, Voice};
use super::order::{according, as_said, continuation, inverted, passive, verb_first};
use super::phrase::{Phrase, Scope};
use super::surroundings::{
    asks, begins_a_statement, begins_phrase, closes, fronted, goes_on, is_adverbial, is_frame,
    long_enough, main_clause, may_speak, names_a_programme, plausible_clause, subordinate,
    unattributed,
};
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
    /// Who reported it.
    pub via: Option<Phrase>,
    /// What is said, in one or two pieces, as ranges of items.
    pub parts: Vec<Range<usize>>,
    /// The construction.
    pub rule: &'static str,
}

/// What may be a word of saying.
pub const CUES: u64 = class::SPEECH | class::ACCORDING | class::SPEECH_NOUN | class::GLUED_SPEECH;

/// All attributions of a sentence.
pub fn find(scope: &Scope, lexicons: &Lexicons) -> Vec<Statement> {
    let items = (scope.low..).zip(&scope.list[scope.low..scope.high]);
    let verbs = items.filter(|(_, item)| item.is(CUES));
    let cues: Vec<Cue> = verbs.filter_map(|(i, _)| cue::at(scope, lexicons, i)).collect();
    let places: Vec<usize> =
        cues.iter().filter(|c| says_something(scope, c)).map(|c| c.verb).collect();
    let mut out: Vec<Statement> = Vec::new();
    for cue in cues {
        let known = out.last().and_then(|s: &Statement| s.speaker.clone());
        if cue.voice == Voice::Passive {
            passive(scope, cue, &mut out);
        } else if let Some(mut statement) = read(scope, cue, &places, known) {
            doubt(scope, &mut statement);
            add(scope, statement, &mut out);
        }
    }
    out
}

/// Marks what nobody says ("no official said") and what is only supposed ("if Roe says").
fn doubt(scope: &Scope, statement: &mut Statement) {
    let Some(speaker) =
        statement.speaker.as_ref().filter(|_| statement.cue.modality == Modality::Fact)
    else {
        return;
    };
    let start = speaker.full.start;
    let before = start.checked_sub(1).filter(|b| *b >= scope.low).map(|b| scope.at(b));
    if speaker.head.end <= statement.cue.group.start
        && scope.at(speaker.head.start).is(class::NEGATION)
    {
        statement.cue.modality = Modality::Negated;
    } else if before.is_some_and(|b| b.is(class::HYPOTHESIS)) || asks(scope, start) {
        statement.cue.modality = Modality::Hypothetical;
    }
}

/// Whether a participle or infinitive is followed by what is said; finite verbs need not be.
fn says_something(scope: &Scope, cue: &Cue) -> bool {
    match cue.voice {
        Voice::Participle | Voice::Infinitive => {
            content::begins(scope, cue, cue.group.end).is_some_and(|(_, join)| join != Join::Object)
        }
        Voice::Finite => {
            let end = content::with_person(scope, cue);
            closes(scope, end) && !scope.at(end).is(class::TO)
                || content::begins(scope, cue, cue.group.end).is_some()
        }
        _ => true,
    }
}

/// Adds a statement; one that reports a whole attribution tells who that came from.
fn add(scope: &Scope, mut statement: Statement, out: &mut Vec<Statement>) {
    let reported =
        statement.rule == construction::SAID_AFTER || statement.rule == construction::SAID_INVERTED;
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
    // What the attribution before already has is not said again.
    if statement.parts.len() > 1 {
        let had = |p: &Range<usize>| {
            let mut parts = out.last().into_iter().flat_map(|s: &Statement| &s.parts);
            parts.any(|q| q.start < p.start && p.end <= q.end)
        };
        statement.parts.retain(|p| !had(p));
    }
    if !statement.parts.is_empty() {
        out.push(statement);
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
                && (matches!(join, Join::Object | Join::Bare) && !of_somebody(scope, &cue, start)
                    || denied_before(scope, cue.group.start))
            {
                return None;
            }
            let within = begins_phrase(scope, cue.group.start);
            let end = content::ends(scope, &cue, start, join, places, within);
            let speaker = speaker.or_else(|| {
                // "While saying that …, Roe left": whose participle it is follows.
                let opens = within || fronted(scope, cue.group.start);
                let comma = Some(end).filter(|e| opens && scope.at(*e).is(shape::COMMA));
                scope.right(comma? + 1)
            });
            speaker.as_ref()?;
            let rule = match cue.voice {
                Voice::Infinitive => construction::INFINITIVE,
                _ if stands_apart(scope, cue.group.start) => construction::PARTICIPLE,
                _ => construction::NOUN_PARTICIPLE,
            };
            statement(speaker, cue, vec![start..end], rule)
        }
        Voice::Finite => finite(scope, cue, places, known),
    }
}

/// Whether a participle opens the sentence or stands behind a mark, not right behind a noun.
fn stands_apart(scope: &Scope, at: usize) -> bool {
    let marks = shape::COMMA | shape::DASH | shape::CLOSE | shape::QUOTED | shape::SEMICOLON;
    at == scope.low || scope.at(at - 1).is(marks)
}

/// "likely to say they will go": the clause of a plain verb of saying with its own pronoun.
fn of_somebody(scope: &Scope, cue: &Cue, start: usize) -> bool {
    let item = scope.at(start);
    cue.takes & takes::STRONG != 0
        && item.is(class::SUBJECT)
        && !item.is(class::RELATIVE | class::OBJECT)
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
    // "his remarks that she read": a relative clause.
    let plural = scope.grammar.looks_plural(scope.word(cue.verb));
    let quote = (start..scope.high).find(|i| {
        scope.at(*i).is(shape::QUOTED) || scope.at(*i).is(shape::COMMA | shape::SEMICOLON)
    });
    let Some(quote) = quote.filter(|q| scope.at(*q).is(shape::QUOTED)) else {
        // As an object it ends with the sentence: "rejected Roe's claim that …".
        let verb = speaker.full.start.checked_sub(1).filter(|v| *v >= scope.low)?;
        let object = scope.at(verb).is(class::PREPOSITION | class::FINITE | class::SPEECH)
            || scope.at(verb).is(shape::WORD) && scope.grammar.looks_past(scope.word(verb));
        let end = content::ends(scope, &cue, start, Join::That, &[], false);
        let clause = object && !plural && !content::has_finite(scope, scope.low, scope.low + 1);
        return clause
            .then(|| statement(Some(speaker), cue, vec![start..end], construction::CLAIM_THAT))?;
    };
    statement(Some(speaker), cue, vec![start + 1..quote + 1], construction::CLAIM_THAT)
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
            let within = fronted(scope, cue.group.start);
            let end = content::ends(scope, &cue, start, join, places, within);
            return statement(speaker, cue, vec![start..end], construction::COORDINATED);
        }
    }
    let other = verb_first(scope, &cue, places).or_else(|| inverted(scope, cue.clone(), places));
    if other.is_some() {
        return other;
    }
    let speaker = scope.with_clause(cue.group.start)?;
    direct_order(scope, cue, speaker, places)
}

/// `dismissed the report as "nonsense"`, `called for a "clean break"`: only the words in quote
/// marks are said.
fn judged(scope: &Scope, cue: Cue, known: Option<Phrase>) -> Option<Statement> {
    let quote = fragment(scope, &cue, cue.group.end)?;
    let speaker = cue::subject_before(scope, &cue).or(known)?;
    statement(Some(speaker), cue, vec![quote..quote + 1], construction::JUDGED_AS)
}

/// The words in quote marks within the object of a verb of judging.
pub(super) fn fragment(scope: &Scope, cue: &Cue, from: usize) -> Option<usize> {
    let object = cue.takes & takes::FRAGMENT != 0;
    let found = (from..scope.high.min(from + 24)).find(|i| {
        let item = scope.at(*i);
        let named = item.is(shape::QUOTED)
            && !content::title_case(scope, *i)
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
    if let Some(statement) = relative(scope, &cue, &speaker, places) {
        return Some(statement);
    }
    let within = subordinate(scope, &speaker) || fronted(scope, start);
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
        let ahead = left.as_ref().is_some_and(|l| {
            split && begins_a_statement(scope, l)
                || join == Join::Quoted && goes_on(scope, at)
                || join == Join::Colon && plausible_clause(scope, l) && main_clause(scope, l)
        });
        if quoted_left && join == Join::Quoted || ahead {
            parts.extend(left.map(|l| unattributed(scope, l, places)));
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
    // "when people think of tides, they think of boats": verbs of thinking stand alone here.
    let thinks = cue.takes & takes::DIRECT == 0;
    if !quoted_left && thinks && scope.at(cue.group.end).is(class::PREPOSITION) {
        return None;
    }
    if !quoted_left
        && behind.is_none()
        && !((plausible_clause(scope, &left) || long_enough(scope, &cue, &left))
            && closes(scope, content::with_person(scope, &cue))
            && main_clause(scope, &left))
    {
        return None;
    }
    let adverbial = !quoted_left
        && (behind.is_none() && is_adverbial(scope, &left)
            || behind.is_some() && is_frame(scope, &left));
    let mut parts = if adverbial { Vec::new() } else { vec![left] };
    parts.extend(behind);
    statement(Some(speaker), cue, parts, construction::SAID_AFTER)
}

/// "which Roe said will open", "what Roe said was safe": the pronoun belongs to what is said.
fn relative(scope: &Scope, cue: &Cue, speaker: &Phrase, places: &[usize]) -> Option<Statement> {
    let pronoun = speaker.full.start.checked_sub(1).filter(|p| *p >= scope.low)?;
    let (item, start) = (scope.at(pronoun), cue.group.end);
    if !item.is(class::RELATIVE) || cue.takes & takes::CLAUSE == 0 {
        return None;
    }
    let verb = scope.at(start).is(class::FINITE | class::BE | class::AUXILIARY | class::MODAL)
        || scope.at(start).is(shape::WORD)
            && !scope.at(start).is(shape::CAPITAL)
            && scope.grammar.looks_past(scope.word(start));
    let clause = !item.is(class::THAT | class::SUBORDINATOR)
        && content::begins(scope, cue, start)
            .is_some_and(|(at, join)| at == start && join == Join::Bare);
    if !verb && !clause {
        return None;
    }
    let end = content::ends(scope, cue, start, Join::Bare, places, true);
    if end <= start {
        return None;
    }
    let parts = vec![pronoun..pronoun + 1, start..end];
    statement(Some(speaker.clone()), cue.clone(), parts, construction::WHICH_SHE_SAID)
}

/// The construction of what follows its verb.
fn said_before(join: Join) -> &'static str {
    match join {
        Join::Quoted | Join::Colon => construction::SAID_BEFORE,
        Join::That => construction::SAID_THAT,
        Join::Bare => construction::SAID_CLAUSE,
        Join::Object => construction::SAID_OBJECT,
    }
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

/// "a strong speech from Jan Roe": who a text or speech named before a position is from.
pub fn author_of_text(scope: &Scope, before: usize) -> Option<Phrase> {
    let text = |i: &usize| {
        scope.at(*i).is(class::PUBLICATION | class::SPEECH_NOUN)
            && scope.at(*i + 1).is(class::PREPOSITION)
            && scope.at(*i + 2).is(shape::CAPITAL)
    };
    let noun = (scope.low..before).find(text)?;
    let end = scope.core_right(noun + 2).filter(|e| *e <= before)?;
    Some(Phrase { full: noun + 2..end, head: noun + 2..end })
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
            && !item.is(class::TIME | class::SUBORDINATOR | class::COORDINATOR)
            && (item.is(class::DETERMINER) || !item.is(class::DEMONSTRATIVE));
        if starts {
            if let Some(phrase) = scope.right(i).filter(|p| p.full.end <= before) {
                return Some(phrase);
            }
        }
        i += 1;
    }
    None
}

pub(super) fn statement(
    speaker: Option<Phrase>,
    cue: Cue,
    parts: Vec<Range<usize>>,
    rule: &'static str,
) -> Option<Statement> {
    let parts: Vec<_> = parts.into_iter().filter(|p| p.end > p.start).collect();
    (!parts.is_empty()).then_some(Statement { speaker, cue, via: None, parts, rule })
}
