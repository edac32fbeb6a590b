//! Spans: how the words of a sentence are shared out among its events.
//!
//! In: the triggers of a text.  Out: for each the clause or phrase that tells it.  The first
//! verb of a sentence has the whole sentence; every further verb has the clause it stands in; a
//! noun has its noun phrase.

use super::Known;
use super::said::Said;
use super::triggers::Trigger;
use crate::rules::starts::Asked;
use crate::text::{Shape, TokenRange, flags};

/// Most tokens of a noun phrase before and behind its noun.
const PHRASE_BEFORE: usize = 6;
const PHRASE_BEHIND: usize = 14;

/// Most words of a preposition before a date: "as of".
const PREPOSITION: usize = 2;

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
pub(super) fn share_out(known: Known<'_>, said: &Said, triggers: &[Trigger<'_>]) -> Vec<Span> {
    let mut spans = Vec::with_capacity(triggers.len());
    let mut sharing = Sharing::default();
    let mut rest = triggers;
    let mut sentence = 0;
    while let Some(first) = rest.first() {
        while known.text.sentences[sentence].end <= first.first {
            sentence += 1;
        }
        let end = known.text.sentences[sentence].end;
        let count = rest.iter().take_while(|t| t.first < end).count();
        let (here, behind) = rest.split_at(count);
        sharing.read(known, said, here, sentence);
        sharing.share(known, said, here, &mut spans);
        rest = behind;
    }
    spans
}

/// A sentence cut into the clauses of its verbs.
#[derive(Default)]
struct Sharing {
    sentence: usize,
    /// Its tokens.
    range: TokenRange,
    /// Where the clauses begin, and where the last one ends.
    cuts: Vec<usize>,
    /// First tokens of the verbs that bring a quotation.
    cues: Vec<usize>,
    /// First token of the first other verb.
    first_verb: Option<usize>,
}

impl Sharing {
    /// Cuts a sentence.
    fn read(&mut self, known: Known<'_>, said: &Said, triggers: &[Trigger<'_>], sentence: usize) {
        self.sentence = sentence;
        self.range = trimmed(known, known.text.sentences[sentence].clone());
        self.cuts.clear();
        self.cues.clear();
        self.first_verb = None;
        self.cuts.push(self.range.start);
        let mut before: Option<&Trigger<'_>> = None;
        for verb in triggers.iter().filter(|t| !t.noun) {
            self.cuts.extend(before.map(|before| cut(known, before, verb)));
            before = Some(verb);
            if said.brings(known.text, verb.first) {
                self.cues.push(verb.first);
            } else if self.first_verb.is_none() {
                self.first_verb = Some(verb.first);
            }
        }
        self.cuts.push(self.range.end);
    }

    fn clause_of(&self, known: Known<'_>, at: usize) -> TokenRange {
        let cuts = &self.cuts;
        let clause = cuts.partition_point(|cut| *cut <= at).clamp(1, cuts.len() - 1);
        trimmed(known, cuts[clause - 1]..cuts[clause])
    }

    /// The sentence without the clauses that only say who said it: no part of what is told.
    fn whole(&self, known: Known<'_>, first: usize) -> TokenRange {
        let before = self.cues.iter().rev().find(|cue| **cue < first);
        let behind = self.cues.iter().find(|cue| **cue > first);
        let from = before.map_or(self.range.start, |cue| self.clause_of(known, *cue).end);
        let to = behind.map_or(self.range.end, |cue| self.clause_of(known, *cue).start);
        trimmed(known, from..to)
    }

    /// Gives the triggers of the sentence their spans.
    fn share(
        &self,
        known: Known<'_>,
        said: &Said,
        triggers: &[Trigger<'_>],
        spans: &mut Vec<Span>,
    ) {
        let range = &self.range;
        for (at, trigger) in triggers.iter().enumerate() {
            let clause = self.clause_of(known, trigger.first);
            let before = at.checked_sub(1).map_or(range.start, |b| triggers[b].last);
            let behind = triggers.get(at + 1).map_or(range.end, |t| t.first);
            let tokens = match trigger.noun {
                true => phrase(known, trigger, before.max(range.start)..behind.min(range.end)),
                false if Some(trigger.first) == self.first_verb => {
                    unattributed(known, said, self.whole(known, trigger.first), trigger.first)
                }
                false => unattributed(known, said, clause.clone(), trigger.first),
            };
            let reach = trigger.first..behind.clamp(trigger.first, clause.end.max(trigger.first));
            spans.push(Span { tokens, reach, clause, sentence: self.sentence });
        }
    }
}

/// The words around a verb without "according to the police" before or behind them.
fn unattributed(known: Known<'_>, said: &Said, range: TokenRange, verb: usize) -> TokenRange {
    let end = known.text.start_of(range.end - 1);
    let mut told = range.clone();
    for (start, end) in said.attributions(known.text.start_of(range.start), end) {
        let phrase = known.text.token_from(*start)..known.text.token_from(*end);
        if phrase.start == range.start && phrase.end <= verb {
            told.start = phrase.end;
        } else if phrase.end >= range.end && phrase.start > verb {
            told.end = told.end.min(phrase.start);
        }
    }
    if told == range { range } else { trimmed(known, told) }
}

/// Where the clause of the second verb begins: at the last boundary between the two, else
/// where its helper verbs begin.
fn cut(known: Known<'_>, first: &Trigger<'_>, second: &Trigger<'_>) -> usize {
    let between = first.last..second.from.max(first.last);
    let is_boundary = |at: usize| known.rules.is_clause_boundary(known.text.tokens[at]);
    let is_comma =
        |at: usize| known.text.tokens[at].shape == Shape::Punct && known.text.word(at) == ",";
    let last = between.clone().rev().find(|at| is_boundary(*at) || is_comma(*at));
    let Some(last) = last else { return between.end };
    let opener = if is_comma(last) { front(known, last) } else { None };
    opener.filter(|at| *at >= between.start && (is_boundary(*at) || is_comma(*at))).unwrap_or(last)
}

/// The token before the date that a comma closes, its preposition aside: "and in May, two men were
/// held".
fn front(known: Known<'_>, comma: usize) -> Option<usize> {
    let end = known.text.start_of(comma);
    let behind = known.dates.partition_point(|date| date.end < end);
    let date = known.dates.get(behind).filter(|date| date.end == end)?;
    let mut before = (0..known.text.token_from(date.start)).rev();
    let stops = |at: usize| {
        known.rules.is_clause_boundary(known.text.tokens[at]) || !known.is(Asked::PhraseStop, at)
    };
    let opener = before.by_ref().take(PREPOSITION + 1).find(|at| stops(*at))?;
    let limits = [Asked::DateLimit, Asked::DateBound].iter().any(|word| known.is(*word, opener));
    (!limits).then_some(opener)
}

/// The noun phrase around a noun, with the phrases that prepositions tie to it, within the
/// tokens up to the next trigger on either side.
fn phrase(known: Known<'_>, trigger: &Trigger<'_>, free: TokenRange) -> TokenRange {
    let tokens = &known.text.tokens;
    let opener = |at: usize| known.is(Asked::NounOpener, at);
    let stop = |at: usize| known.is(Asked::PhraseStop, at);
    let link = |at: usize| known.is(Asked::PhraseLink, at);
    let verb = |at: usize| known.is(Asked::EventVerb, at);
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
        // What is glued to a word before it, as in "Noor's", opens nothing: whose it is goes on.
        if opener(at) && tokens[at].has(flags::SPACE_BEFORE) {
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

#[cfg(test)]
mod tests {
    use crate::events::trial::extract;

    #[test]
    fn the_words_of_a_noun_begin_with_whose_it_is() {
        let found = extract("Ada Noor's arrest on Friday shook the town.");
        assert_eq!(found.events[0].text, "Ada Noor's arrest on Friday");
    }

    #[test]
    fn who_tells_it_is_no_part_of_what_happened() {
        for text in [
            "Two men were shot in Kelm, according to police.",
            "According to police, two men were shot in Kelm.",
        ] {
            let told = extract(text).events[0].text.to_lowercase();
            assert_eq!(told, "two men were shot in kelm");
        }
    }
}
