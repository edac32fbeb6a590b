//! Where what is said begins and ends.
//!
//! In: items of a sentence and a cue.  Out: ranges of items.

pub use super::beginning::has_finite;
use super::beginning::{begins_verb, clause_starts, has_no_verb};
use super::between::skip;
use super::cue::{Cue, Voice};
use super::items::final_stop;
use super::phrase::Scope;
use crate::rules::grammar::{class, shape, takes};
use crate::text::{Shape, flags};
use std::ops::Range;

/// How what is said is joined to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Right in quote marks.
    Quoted,
    /// After a colon.
    Colon,
    /// With a conjunction.
    That,
    /// A clause without a conjunction.
    Bare,
    /// An object that is what is said.
    Object,
}

/// What is said after the cue: where it begins and how it is joined.
pub fn begins(scope: &Scope, cue: &Cue, from: usize) -> Option<(usize, Join)> {
    let mut at = from;
    let mut skipped_object = false;
    for step in 0..6 {
        if let Some(found) = here(scope, cue, at, step > 0) {
            return Some(found);
        }
        let next = skip(scope, cue, at, &mut skipped_object)?;
        if next <= at || next >= scope.high {
            return None;
        }
        at = next;
    }
    None
}

/// Whether what is said begins right here.
fn here(scope: &Scope, cue: &Cue, at: usize, skipped: bool) -> Option<(usize, Join)> {
    let item = scope.at(at);
    let next = scope.at(at + 1);
    if item.is(shape::COLON) {
        return (at + 1 < scope.high).then_some((at + 1, Join::Colon));
    }
    if item.is(shape::QUOTED) {
        let name = skipped && (scope.at(at - 1).is(class::CLITIC) || title_case(scope, at));
        return (!name).then_some((at, Join::Quoted));
    }
    if item.is(shape::COMMA | shape::DASH) && next.is(shape::QUOTED) {
        return (!(skipped && title_case(scope, at + 1))).then_some((at + 1, Join::Quoted));
    }
    if item.is(shape::COMMA) && next.is(class::THAT) && !scope.at(at + 2).is(shape::STOP) {
        return (cue.takes & takes::THAT != 0).then_some((at + 1, Join::That));
    }
    // "noted this week": a time, not what is noted.
    if item.is(class::TIME_LEAD) && next.is(class::TIME) && !scope.at(at + 2).is(class::CLITIC) {
        return None;
    }
    // "by saying, the roof is safe"
    if item.is(shape::COMMA)
        && cue.voice == Voice::Participle
        && cue.takes & takes::STRONG != 0
        && next.is(shape::CAPITAL | class::DETERMINER)
    {
        let clause = next.is(class::SUBJECT) || has_finite(scope, at + 1, scope.high);
        return clause.then_some((at + 1, Join::Bare));
    }
    if item.is(class::THAT) && item.is(shape::WORD) {
        let clause = at + 1 < scope.high && !next.is(shape::STOP);
        return (cue.takes & (takes::THAT | takes::CLAUSE | takes::PERSON) != 0 && clause)
            .then_some((at, Join::That));
    }
    if item.is(shape::COMMA
        | shape::STOP
        | shape::SEMICOLON
        | shape::DASH
        | shape::CLOSE
        | shape::OPEN)
        || item.bits == 0
    {
        return None;
    }
    if item.is(class::ANSWER) && cue.takes & takes::STRONG != 0 {
        let ends = next.bits == 0 || next.is(shape::STOP | shape::COMMA | class::COORDINATOR);
        return ends.then_some((at, Join::Object));
    }
    // "said it very well", "said this to the town": an object and no clause.
    let pronoun = item.is(class::OBJECT) && item.is(class::SUBJECT)
        || item.is(class::DEMONSTRATIVE) && item.is(class::DETERMINER);
    if pronoun && !item.is(shape::CAPITAL) && has_no_verb(scope, at + 1) {
        return None;
    }
    // "respond to attacks that are launched": a relative clause.
    if item.is(class::THAT)
        && skipped
        && scope.at(at - 1).is(shape::WORD)
        && begins_verb(scope, at + 1)
    {
        return None;
    }
    // "said more than the slogan"
    if next.is(class::THAN)
        && !scope.at(at + 2).is(shape::NUMBER)
        && !has_finite(scope, at + 2, scope.high)
    {
        return None;
    }
    if cue.takes & takes::INFINITIVE != 0 && item.is(class::TO) {
        return Some((at, Join::Bare));
    }
    if cue.takes & takes::QUESTION != 0 && item.is(class::QUESTION) && !item.is(class::TIME) {
        return Some((at, Join::Bare));
    }
    if cue.takes & takes::CLAUSE != 0 && clause_starts(scope, cue, at, skipped) {
        return Some((at, Join::Bare));
    }
    if cue.takes & takes::OBJECT != 0 && !skipped && object_starts(scope, at) {
        return Some((at, Join::Object));
    }
    None
}

/// End of the cue with the person spoken to: "told the paper".
pub fn with_person(scope: &Scope, cue: &Cue) -> usize {
    let end = cue.group.end;
    if cue.takes & takes::PERSON == 0 {
        return end;
    }
    if scope.at(end).is(class::OBJECT) {
        return end + 1;
    }
    scope.core_right(end).unwrap_or(end)
}

/// Whether all longer words in quote marks have capitals, as in the name of a book or programme.
pub fn title_case(scope: &Scope, at: usize) -> bool {
    let item = scope.at(at);
    let words = (item.first as usize..item.last as usize).map(|t| scope.text.tokens[t]);
    let mut capitals = 0;
    for token in words.filter(|t| t.shape == Shape::Word) {
        if token.has(flags::CAPITALISED) {
            capitals += 1;
        } else if token.len() > 3 {
            return false;
        }
    }
    capitals >= 2
}

fn object_starts(scope: &Scope, at: usize) -> bool {
    let item = scope.at(at);
    !item.is(class::TIME)
        && (item.is(class::DETERMINER | class::POSSESSIVE | shape::CAPITAL) || scope.nominal(at))
}

/// End of what begins at `start`; `within` tells that the attribution stands in a subordinate or
/// relative clause, which ends with it.
pub fn ends(
    scope: &Scope,
    cue: &Cue,
    start: usize,
    join: Join,
    cues: &[usize],
    within: bool,
) -> usize {
    let mut end = scope.high;
    // "that, as of May, the pier …": what is said goes on behind a comma at the conjunction.
    let parenthesis = join == Join::That && scope.at(start + 1).is(shape::COMMA);
    let first = start + 1 + usize::from(parenthesis);
    for i in first..scope.high {
        let subordinate = within
            && scope.at(i).is(shape::COMMA | shape::DASH)
            && !scope.at(i + 1).is(class::COORDINATOR)
            && (join != Join::That || has_finite(scope, start, i));
        if subordinate || cuts(scope, cue, start, i, join, cues) {
            end = i;
            break;
        }
    }
    trim(scope, start, end)
}

/// Drops what does not belong to the end: stops, commas, dashes, conjunctions.
pub fn trim(scope: &Scope, start: usize, mut end: usize) -> usize {
    while end > start {
        let item = scope.at(end - 1);
        let dangling = item.is(shape::COMMA
            | shape::SEMICOLON
            | shape::DASH
            | shape::COLON
            | class::COORDINATOR)
            || (item.is(shape::STOP) && (end == scope.high || !scope.joint(end - 1)));
        if !dangling {
            break;
        }
        end -= 1;
    }
    end
}

fn cuts(scope: &Scope, cue: &Cue, start: usize, i: usize, join: Join, cues: &[usize]) -> bool {
    let item = scope.at(i);
    let next = scope.at(i + 1);
    if join == Join::Object {
        let clause = item.is(class::SUBORDINATOR) && !item.is(class::PREPOSITION | class::ADVERB)
            || item.is(shape::COMMA) && !next.is(class::COORDINATOR);
        let verb = item.is(class::COORDINATOR)
            && (next.is(class::FINITE | class::SPEECH | class::ADVERB | class::SUBJECT)
                || next.is(shape::WORD)
                    && !next.is(shape::CAPITAL)
                    && scope.grammar.looks_past(scope.word(i + 1)));
        if clause || verb || item.is(class::TIME) && !next.is(class::CLITIC) {
            return true;
        }
    }
    if join == Join::Quoted && i == start + 1 && scope.at(start).is(shape::QUOTED) {
        // What takes no clause ends with the quotation: `a sign reading "…" on the wall`.
        let only = cue.takes & (takes::THAT | takes::CLAUSE) == 0;
        let stop = shape::COMMA | shape::DASH | shape::STOP | shape::COLON | class::SUBORDINATOR;
        if only || item.is(stop) || unlinked(scope, start, i) {
            return true;
        }
    }
    if item.is(shape::SEMICOLON) {
        return join != Join::Colon;
    }
    // `that "…," the ministry stated`
    if i > start
        && scope.at(i - 1).is(shape::QUOTED)
        && !item.is(shape::QUOTED)
        && final_stop(scope.text, scope.at(i - 1)) == Some(',')
    {
        return closing_attribution(scope, i, cues) || another_act(scope, i);
    }
    if item.is(shape::COMMA | shape::DASH) {
        return cuts_at_comma(scope, start, i, cues);
    }
    if item.is(class::COORDINATOR) {
        return next_attribution(scope, i + 1, cues) && has_finite(scope, start, i);
    }
    false
}

/// Whether what follows a whole phrase in quote marks has no link to it: `said "no, never" go home`.
fn unlinked(scope: &Scope, quote: usize, at: usize) -> bool {
    let item = scope.at(at);
    let words = scope.list[quote].last - scope.list[quote].first;
    if !item.is(shape::WORD)
        || item.is(shape::CAPITAL)
        || item.bits & class::ANY & !class::SPEECH != 0
    {
        return false;
    }
    words > 4 || item.is(class::SPEECH) && !scope.grammar.looks_plural(scope.word(at))
}

/// Whether the clause behind a comma is no longer part of what is said.
fn cuts_at_comma(scope: &Scope, start: usize, comma: usize, cues: &[usize]) -> bool {
    let mut at = comma + 1;
    if scope.at(at).is(class::CONCESSION) {
        return true;
    }
    if scope.at(at).is(class::CONTRAST) && writers_clause(scope, at + 1) {
        return !scope.at(at).is(class::SUBORDINATOR) || has_finite(scope, start, comma);
    }
    if scope.at(at).is(shape::WORD) && writers_apposition(scope, start, comma) {
        return true;
    }
    if scope.at(at).is(class::COORDINATOR) {
        at += 1;
        while scope.at(at).is(class::ADVERB) && !scope.at(at).is(class::SUBORDINATOR) {
            at += 1;
        }
        return next_attribution(scope, at, cues);
    }
    while scope.at(at).is(class::ADVERB) && !scope.at(at).is(class::SUBORDINATOR) {
        at += 1;
    }
    if scope.at(at).is(class::ACCORDING) {
        return true;
    }
    if closing_attribution(scope, at, cues) {
        return true;
    }
    if another_act(scope, at) {
        return true;
    }
    if scope.at(at).is(class::SUBORDINATOR) {
        return next_attribution(scope, at + 1, cues);
    }
    false
}

/// ", adding that": another act of saying.
fn another_act(scope: &Scope, at: usize) -> bool {
    scope.at(at).is(class::SPEECH) && scope.grammar.looks_participle(scope.word(at))
}

/// Whether a clause that is set against what is said begins with a subject or a past form.
fn writers_clause(scope: &Scope, at: usize) -> bool {
    let item = scope.at(at);
    let subject = item.is(class::SUBJECT) || item.is(shape::CAPITAL) && !item.is(class::TIME);
    subject
        || scope.at(at - 1).is(class::SUBORDINATOR)
            && item.is(class::DETERMINER | class::INDEFINITE | shape::NUMBER)
        || item.is(shape::WORD)
            && !item.is(shape::CAPITAL)
            && scope.grammar.looks_past(scope.word(at))
}

/// Whether an apposition or relative clause that ends the sentence is the writer's: "…, a plan she
/// gave up", "…, who left in May".
fn writers_apposition(scope: &Scope, start: usize, comma: usize) -> bool {
    let item = scope.at(comma + 1);
    let person = item.is(class::SUBJECT) && item.is(class::RELATIVE);
    if !(person || item.is(class::ARTICLE)) {
        return false;
    }
    let last = !(comma + 1..scope.high).any(|i| scope.at(i).is(shape::COMMA | shape::SEMICOLON));
    last && has_finite(scope, start, comma)
}

/// Whether an attribution without anything behind it begins at an item: "…, the office said."
fn closing_attribution(scope: &Scope, at: usize, cues: &[usize]) -> bool {
    let Some(verb) = cues.iter().copied().find(|c| *c >= at) else { return false };
    let stop = scope.at(verb + 1);
    let inner = (at..verb).any(|i| {
        scope.at(i).is(shape::COMMA
            | shape::QUOTED
            | class::COORDINATOR
            | class::SUBORDINATOR
            | class::THAT)
            && !scope.at(i).is(class::DETERMINER)
    });
    verb > at && verb - at < 12 && !inner && (stop.is(shape::STOP) || stop.bits == 0)
}

/// Whether an attribution with its own verb of saying begins at an item.
fn next_attribution(scope: &Scope, at: usize, cues: &[usize]) -> bool {
    let Some(verb) = cues.iter().copied().find(|c| *c >= at) else { return false };
    if verb - at > 14 || scope.at(at).is(class::THAT) && !scope.at(at).is(class::POSSESSIVE) {
        return false;
    }
    !(at..verb).any(|i| {
        scope.at(i).is(shape::COMMA | shape::QUOTED | class::FINITE | class::COORDINATOR)
            && !scope.at(i).is(class::AUXILIARY | class::BE | class::SPEECH)
            || i > at && scope.at(i).is(class::SUBORDINATOR) && !scope.at(i).is(class::ADVERB)
    })
}

/// What is said before the attribution that begins at `end`: the clause up to it.
pub fn before(scope: &Scope, cue: &Cue, end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|l| *l >= scope.low)?;
    let item = scope.at(last);
    if item.is(shape::QUOTED) {
        let start = quoted_start(scope, last);
        return Some(start..end);
    }
    if !item.is(shape::COMMA | shape::DASH) {
        return None;
    }
    if last > scope.low && scope.at(last - 1).is(shape::QUOTED) {
        let start = quoted_start(scope, last - 1);
        return Some(start..last);
    }
    if cue.voice == Voice::Participle || cue.takes & (takes::CLAUSE | takes::THAT) == 0 {
        return None;
    }
    let start = clause_start(scope, last);
    (last > start).then_some(start..last)
}

/// Where what is said begins that ends with a quotation.
fn quoted_start(scope: &Scope, quote: usize) -> usize {
    let start = clause_start(scope, quote);
    // Conjunctions and adverbs alone before a quotation are the writer's.
    let writers = (start..quote).all(|i| {
        scope.at(i).is(class::COORDINATOR
            | class::ADVERB
            | shape::COMMA
            | shape::DASH
            | shape::COLON)
    });
    if writers || introduces(scope, start, quote) { quote } else { start }
}

/// Whether what stands before a quotation that is a whole sentence only tells what it is about, or
/// when it was said: "As for the pier, “It is lost,” …".
fn introduces(scope: &Scope, start: usize, quote: usize) -> bool {
    let (first, item) = (scope.at(start), scope.at(quote));
    let opens = item.first as usize + 1;
    quote > start + 1
        && scope.at(quote - 1).is(shape::COMMA)
        && first.is(class::PREPOSITION | class::SUBORDINATOR | class::TIME)
        && !has_finite(scope, start, quote - 1)
        && opens < item.last as usize
        && scope.grammar.bits(scope.text, opens) & shape::CAPITAL != 0
}

/// First item of the clause that ends at `end`: the sentence, or what follows a strong break.
fn clause_start(scope: &Scope, end: usize) -> usize {
    (scope.low..end)
        .rev()
        .find(|i| scope.at(*i).is(shape::SEMICOLON | shape::COLON))
        .map_or(scope.low, |i| i + 1)
}
