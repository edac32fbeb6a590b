//! Spans: how the words of a sentence are shared out among its events.
//!
//! In: the triggers of a text.  Out: for each the clause or phrase that tells it.  The first
//! verb of a sentence has the whole sentence; every further verb has the clause it stands in; a
//! noun has its noun phrase.

use super::said::Said;
use super::{Known, Trigger, Words};
use crate::text::{Shape, TokenRange, flags};

/// Most tokens of a noun phrase before and behind its noun.
const PHRASE_BEFORE: usize = 6;
const PHRASE_BEHIND: usize = 14;

/// The stretch that tells an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Sentence, clause or noun phrase.
    pub tokens: TokenRange,
    /// From the word to the next trigger of its clause: a date behind a noun is rather its own.
    pub reach: TokenRange,
    /// The clause in which a date is its own.
    pub clause: TokenRange,
    /// Index of the sentence.
    pub sentence: usize,
}

/// Gives every trigger its span.
pub(super) fn share_out(
    known: Known<'_>,
    words: &Words,
    said: &Said,
    triggers: &[Trigger<'_>],
) -> Vec<Span> {
    let mut spans = Vec::with_capacity(triggers.len());
    let mut rest = triggers;
    while let Some(first) = rest.first() {
        let sentence = known.text.sentence_of(first.first);
        let end = known.text.sentences[sentence].end;
        let count = rest.iter().take_while(|t| t.first < end).count();
        let (here, behind) = rest.split_at(count);
        share_sentence(known, words, said, here, sentence, &mut spans);
        rest = behind;
    }
    spans
}

fn share_sentence(
    known: Known<'_>,
    words: &Words,
    said: &Said,
    triggers: &[Trigger<'_>],
    sentence: usize,
    spans: &mut Vec<Span>,
) {
    let range = trimmed(known, known.text.sentences[sentence].clone());
    let verbs: Vec<&Trigger<'_>> = triggers.iter().filter(|t| !t.noun).collect();
    let mut cuts = vec![range.start];
    for pair in verbs.windows(2) {
        cuts.push(cut(known, pair[0], pair[1]));
    }
    cuts.push(range.end);
    let clause_of = |at: usize| {
        let clause = cuts.partition_point(|cut| *cut <= at).clamp(1, cuts.len() - 1);
        trimmed(known, cuts[clause - 1]..cuts[clause])
    };
    let cue = |v: &Trigger<'_>| said.cued(known.text.start_of(v.first));
    let cues: Vec<usize> = verbs.iter().filter(|v| cue(v).is_some()).map(|v| v.first).collect();
    let first_verb = verbs.iter().map(|v| v.first).find(|first| !cues.contains(first));
    // The clause that only says who said it is not part of what is told.
    let whole = |first: usize| {
        let from = cues.iter().rev().find(|cue| **cue < first).map(|cue| clause_of(*cue).end);
        let to = cues.iter().find(|cue| **cue > first).map(|cue| clause_of(*cue).start);
        trimmed(known, from.unwrap_or(range.start)..to.unwrap_or(range.end))
    };
    for (at, trigger) in triggers.iter().enumerate() {
        let clause = clause_of(trigger.first);
        let before = at.checked_sub(1).map_or(range.start, |b| triggers[b].last);
        let behind = triggers.get(at + 1).map_or(range.end, |t| t.first);
        let tokens = match trigger.noun {
            true => {
                phrase(known, words, trigger, &(before.max(range.start)..behind.min(range.end)))
            }
            false if Some(trigger.first) == first_verb => whole(trigger.first),
            false => clause.clone(),
        };
        let reach = trigger.first..behind.clamp(trigger.first, clause.end.max(trigger.first));
        spans.push(Span { tokens, reach, clause, sentence });
    }
}

/// Where the clause of the second verb begins: at the last boundary between the two, else
/// where its helper verbs begin.
fn cut(known: Known<'_>, first: &Trigger<'_>, second: &Trigger<'_>) -> usize {
    let between = first.last..second.from.max(first.last);
    between
        .clone()
        .rev()
        .find(|at| {
            let token = known.text.tokens[*at];
            known.rules.is_clause_boundary(token) || known.text.word(*at) == ","
        })
        .unwrap_or(between.end)
}

/// The noun phrase around a noun, with the phrases that prepositions tie to it, within the
/// tokens up to the next trigger on either side.
fn phrase(known: Known<'_>, words: &Words, trigger: &Trigger<'_>, free: &TokenRange) -> TokenRange {
    let tokens = &known.text.tokens;
    let opener = |at: usize| words.is(known, words.noun_opener, at);
    let stop = |at: usize| words.is(known, words.phrase_stop, at);
    let link = |at: usize| words.is(known, words.phrase_link, at);
    let verb = |at: usize| words.is_verb(known, at);
    let mut start = trigger.first;
    while start > free.start && trigger.first - start < PHRASE_BEFORE {
        let at = start - 1;
        // "Chiefs of Staff Conference": a preposition between two capitals is part of a name.
        let capital = |i: usize| tokens[i].has(flags::CAPITALISED);
        if link(at) && at > free.start && capital(at - 1) && capital(start) {
            start = at - 1;
            continue;
        }
        if tokens[at].shape == Shape::Punct
            || stop(at)
            || (verb(at) && !tokens[at].has(flags::CAPITALISED))
        {
            break;
        }
        start = at;
        if opener(at) {
            break;
        }
    }
    let mut end = trigger.last;
    while end < free.end && end - trigger.last < PHRASE_BEHIND {
        let stops = matches!(tokens[end].shape, Shape::Punct | Shape::Mark)
            || (stop(end) && !link(end))
            || verb(end);
        if stops {
            break;
        }
        end += 1;
    }
    while end > trigger.last && (stop(end - 1) || opener(end - 1)) {
        end -= 1;
    }
    start..end
}

/// Without punctuation at either end, so that a span reads as words; a full stop stays.
fn trimmed(known: Known<'_>, mut range: TokenRange) -> TokenRange {
    let tokens = &known.text.tokens;
    while range.len() > 1 && tokens[range.start].shape == Shape::Punct {
        range.start += 1;
    }
    while range.len() > 1 && tokens[range.end - 1].shape == Shape::Punct {
        range.end -= 1;
    }
    range
}
