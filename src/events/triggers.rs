//! Triggers: the words that name events.
//!
//! In: the matches of the rules of kind `event`.  Out: one [`Trigger`] for each word, from the
//! longest match that holds it.

use super::Known;
use crate::matching::{CaptureName, Ground, Match, What};
use crate::rules::lexicon::EntryRef;
use crate::rules::naming::{EntryNaming, EventType, RuleNaming, Undated};
use crate::rules::starts::Asked;
use crate::text::{Shape, Token, TokenRange, flags};
use compact_str::CompactString;
use std::cmp::Reverse;

/// Most tokens of a noun phrase before its noun.
const PHRASE: usize = 6;

/// A word that names an event.
#[derive(Debug, Clone)]
pub(super) struct Trigger<'a> {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// First token of the match, helper verbs included.
    pub from: usize,
    /// Type in the event tree.
    pub kind: &'a EventType,
    /// Whether it is a noun.
    pub noun: bool,
    /// Whether it is a noun that stands for many.
    pub plural: bool,
    /// Whether it is a noun that points back: "the deal".
    pub definite: bool,
    /// Whether it is told as fact.
    pub fact: bool,
    /// When it happened if its clause names no date.
    pub undated: Undated,
    /// The rule; none for a verb that brings a quotation and that no rule names.
    pub rule: Option<&'a RuleNaming>,
    /// The entry of a lexicon it is.
    pub entry: Option<&'a EntryNaming>,
}

/// The triggers of a text, in its order.
pub(super) fn find<'a>(known: Known<'a>, stretches: &[TokenRange]) -> Vec<Trigger<'a>> {
    let mut out: Vec<Trigger<'a>> = Vec::with_capacity(known.text.tokens.len() / 8);
    // Words that name no event keep their parts from naming one: "tea party" is no party.
    let mut taken = 0;
    let mut dates = known.dates.iter().peekable();
    for word in best_for_each_word(known, stretches) {
        if word.first < taken {
            continue;
        }
        taken = word.last;
        // "March" marches nowhere.
        let at = known.text.start_of(word.first);
        while dates.next_if(|date| date.end <= at).is_some() {}
        let is_date = dates.peek().is_some_and(|date| date.start <= at);
        if word.kind.none || is_date {
            continue;
        }
        let mut trigger = trigger(known, &word);
        if !trigger.noun || names_an_event(known, &mut trigger) {
            out.push(trigger);
        }
    }
    out
}

/// A match that names an event, and the word it names it by.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    rule: &'a RuleNaming,
    from: usize,
    length: usize,
    first: usize,
    last: usize,
    entry: Option<EntryRef>,
    kind: &'a EventType,
}

/// The longest match for each word, else that of the later pack, of the higher priority, of the
/// earlier rule; in the order of the text.
fn best_for_each_word<'a>(
    known: Known<'a>,
    stretches: &[TokenRange],
) -> impl Iterator<Item = Candidate<'a>> {
    let ground = Ground { text: known.text, chunks: known.chunks, rules: known.rules };
    let name = known.rules.capture("trigger");
    let mut best: Vec<Candidate<'a>> = Vec::with_capacity(known.text.tokens.len() / 4);
    // For each token the number of its best candidate, from 1.
    let mut at: Vec<u32> = vec![0; known.text.tokens.len() + 1];
    for stage in known.rules.strata("event") {
        for found in stage.run_within(ground, stretches) {
            let Some(one) = candidate(known, name, &found) else { continue };
            let place = &mut at[one.first];
            match place.checked_sub(1).map(|place| &mut best[place as usize]) {
                Some(other) if other.rank() <= one.rank() => {}
                Some(other) => *other = one,
                None => {
                    best.push(one);
                    *place = best.len() as u32;
                }
            }
        }
    }
    at.into_iter().filter_map(move |place| Some(best[place.checked_sub(1)? as usize]))
}

impl Candidate<'_> {
    /// The order of candidates, the best for a word first: as overlaps are resolved everywhere.
    fn rank(&self) -> (Reverse<usize>, usize) {
        (Reverse(self.length), self.rule.rank)
    }
}

fn candidate<'a>(
    known: Known<'a>,
    name: Option<CaptureName>,
    found: &Match,
) -> Option<Candidate<'a>> {
    let capture = name.and_then(|name| found.capture(name));
    let tokens = capture.map_or_else(|| found.tokens(), |capture| capture.tokens());
    let entry = match capture.map(|capture| capture.what) {
        Some(What::Entry(entry)) => Some(entry),
        _ => None,
    };
    let kind = known.rules.naming.type_of(found.rule, entry)?;
    let (from, length) = (found.first, found.last - found.first);
    let (first, last) = (tokens.start, tokens.end);
    let rule = known.rules.naming.rule(found.rule);
    Some(Candidate { rule, from, length, first, last, entry, kind })
}

fn trigger<'a>(known: Known<'a>, word: &Candidate<'a>) -> Trigger<'a> {
    let rule = word.rule;
    let entry = word.entry.and_then(|entry| known.rules.naming.entry(entry));
    Trigger {
        first: word.first,
        last: word.last,
        from: word.from,
        kind: word.kind,
        noun: rule.noun,
        plural: entry.is_some_and(|entry| entry.plural),
        definite: false,
        fact: rule.modality.is_none(),
        undated: rule.undated,
        rule: Some(rule),
        entry,
    }
}

impl Trigger<'_> {
    /// Its base form: the one the lexicon names, else the words in lower case.
    pub fn root(&self, known: Known<'_>) -> CompactString {
        if let Some(root) = self.entry.and_then(|entry| entry.root.as_ref()) {
            return root.clone();
        }
        let (_, words) = known.text.stretch_of(self.first..self.last);
        words.to_lowercase().into()
    }
}

/// Whether a noun names an event and does not speak of such things in general ("attacks");
/// notes whether it points back to one.
fn names_an_event(known: Known<'_>, trigger: &mut Trigger<'_>) -> bool {
    let tokens = &known.text.tokens;
    // "Oscars": what is written with a capital is a name.
    let named = |token: &Token| token.has(flags::CAPITALISED) && !token.has(flags::SENTENCE_START);
    let mut opened = named(&tokens[trigger.first]);
    for at in (trigger.first.saturating_sub(PHRASE)..trigger.first).rev() {
        let token = tokens[at];
        trigger.definite |= known.is(Asked::Pointer, at);
        let opener = known.is(Asked::NounOpener, at);
        if opener
            || known.is(Asked::Particular, at)
            || known.rules.numbers.number(known.text, at).is_some()
        {
            opened = true;
            break;
        }
        if known.is(Asked::PhraseStop, at) || token.shape == Shape::Punct {
            break;
        }
        opened |= token.has(flags::CAPITALISED);
    }
    opened || !trigger.plural
}

#[cfg(test)]
mod tests {
    use crate::events::trial::extract_with;

    const PACK: &str = "lexicons:
  event_verb: { inflect: event_verb, entries: { crown: { type: none } } }
  event_noun: { entries: { attack: { type: none }, peace deal: { type: none } } }";

    #[track_caller]
    fn check(text: &str, builtin: &[&str], own: &[&str]) {
        for (pack, want) in [("lexicons: {}", builtin), (PACK, own)] {
            let found = extract_with(pack, text);
            let triggers = found.events.iter().map(|e| e.trigger.text.as_str());
            assert_eq!(triggers.collect::<Vec<_>>(), want, "{text}");
        }
    }

    #[test]
    fn plural_nouns_are_events_where_particular_ones_are_meant() {
        for (text, want) in [
            ("It was the latest in a string of recent clashes with smugglers.", &["clashes"][..]),
            ("She is to host Oscars in 2032.", &["host", "Oscars"]),
            ("He was against accidents.", &[]),
        ] {
            check(text, want, want);
        }
    }

    #[test]
    fn a_pack_takes_words_out_with_the_type_none() {
        check("The attack on the pier on Monday was short.", &["attack"], &[]);
        check("The peace deal of 5 May 2031 was short.", &["deal"], &[]);
        check("They crowned a new queen on Monday.", &["crowned"], &[]);
    }
}
