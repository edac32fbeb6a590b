//! Triggers: the words that name events.
//!
//! In: the matches of the rules of kind `event`.  Out: one [`Trigger`] for each word, from the
//! longest match that holds it.

use super::words::Types;
use super::{Known, Words};
use crate::matching::{CaptureName, Ground, Match, RuleId, What};
use crate::rules::lexicon::{self, EntryRef};
use crate::rules::spec::{AttributeSpec, Attributes};
use crate::text::{Shape, TokenRange, flags};
use std::borrow::Cow;
use std::cmp::Reverse;

/// Most tokens of a noun phrase before its noun.
const PHRASE: usize = 6;

/// Type of the rules that say that a word names no event.
const NO_EVENT: &str = "none";

/// A word that names an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger<'a> {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// First token of the match, helper verbs included.
    pub from: usize,
    /// Type in the event tree.
    pub kind: &'a str,
    /// Only is known that something happened.
    pub general: bool,
    /// It tells that something is said.
    pub said: bool,
    /// Base form.
    pub root: Cow<'a, str>,
    /// Whether it is a noun.
    pub noun: bool,
    /// Whether it is a noun that stands for many.
    pub plural: bool,
    /// Whether it is a noun that points back: "the deal".
    pub definite: bool,
    /// What is not told as fact.
    pub modality: Option<&'a str>,
    /// When it happened if its clause names no date.
    pub undated: Undated,
    /// The rule.
    pub rule: &'a str,
}

/// When an event happened whose clause names no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undated {
    /// On the day the passage is about, else by the publication.
    Narrative,
    /// By the publication.
    Publication,
    /// When the verb it hangs on happened.
    Governor,
    /// Not known.
    None,
    /// Then it is no event.
    Drop,
    /// By the publication where the present tense reports, else not known.
    Reported,
    /// When the verb it hangs on happened, if that is told as fact; else not known.
    Governed,
    /// Not known, whatever dates its clause names.
    Never,
}

/// The triggers of a text, in its order.
pub fn find<'a>(known: Known<'a>, words: &Words) -> Vec<Trigger<'a>> {
    let types = Types::of(known.rules);
    let mut out: Vec<Trigger<'a>> = Vec::new();
    // Words that name no event keep their parts from naming one: "tea party" is no party.
    let mut taken = 0;
    for word in best_for_each_word(known, types) {
        if word.tokens.start < taken {
            continue;
        }
        taken = word.tokens.end;
        if word.kind != NO_EVENT {
            out.push(trigger(known, types, &word));
        }
    }
    out.retain(|t| !is_date(known, t));
    out.retain_mut(|t| !t.noun || names_an_event(known, words, t));
    out
}

/// A match that names an event, and the word it names it by.
#[derive(Clone)]
struct Candidate<'a> {
    rule: RuleId,
    from: usize,
    length: usize,
    tokens: TokenRange,
    entry: Option<EntryRef>,
    kind: &'a str,
}

/// The longest match for each word, else that of the later pack, of the higher priority, of the
/// earlier rule; in the order of the text.
fn best_for_each_word<'a>(known: Known<'a>, types: Types<'a>) -> Vec<Candidate<'a>> {
    let ground = Ground { text: known.text, chunks: known.chunks, rules: known.rules };
    let name = known.rules.capture("trigger");
    let stages = known.rules.strata("event").iter();
    let matches = stages.flat_map(|stage| stage.run(ground));
    let all: Vec<Candidate<'_>> =
        matches.filter_map(|found| candidate(known, types, name, found)).collect();
    let ranked = all.iter().enumerate().map(|(at, one)| (one.tokens.start, one.rank(known), at));
    let mut order: Vec<_> = ranked.collect();
    order.sort_unstable();
    order.dedup_by_key(|(start, ..)| *start);
    order.into_iter().map(|(.., at)| all[at].clone()).collect()
}

impl Candidate<'_> {
    /// The order of candidates, the best for a word first: as overlaps are resolved everywhere.
    fn rank(&self, known: Known<'_>) -> impl Ord + use<> {
        let rule = known.rules.rule(self.rule);
        (Reverse(self.length), Reverse(rule.pack), Reverse(rule.priority), self.rule)
    }
}

fn candidate<'a>(
    known: Known<'a>,
    types: Types<'a>,
    name: Option<CaptureName>,
    found: Match,
) -> Option<Candidate<'a>> {
    let rule = known.rules.rule(found.rule);
    let capture = name.and_then(|name| found.capture(name));
    let tokens = capture.map_or_else(|| found.tokens(), |capture| capture.tokens());
    let entry = match capture.map(|capture| capture.what) {
        Some(What::Entry(entry)) => Some(entry),
        _ => None,
    };
    let of_entry = || lexicon::text(&known.rules.lexicons.entry(entry?).attributes, "type");
    let kind = rule.type_.as_deref().or_else(of_entry).or(types.general_name())?;
    let specific = || rule.set.get("general") == Some(&AttributeSpec::Bool(false));
    let wanted = !types.is_general(kind) || !specific();
    let length = found.last - found.first;
    wanted.then_some(Candidate { rule: found.rule, from: found.first, length, tokens, entry, kind })
}

fn trigger<'a>(known: Known<'a>, types: Types<'_>, word: &Candidate<'a>) -> Trigger<'a> {
    let rule = known.rules.rule(word.rule);
    let entry = word.entry.map(|entry| &*known.rules.lexicons.entry(entry).attributes);
    let root = entry.and_then(|attributes| lexicon::text(attributes, "root"));
    let lower = || known.text.slice_of(word.tokens.clone()).text.to_lowercase();
    Trigger {
        first: word.tokens.start,
        last: word.tokens.end,
        from: word.from,
        kind: word.kind,
        general: types.is_general(word.kind),
        said: types.is_said(word.kind),
        root: root.map_or_else(|| Cow::Owned(lower()), Cow::Borrowed),
        noun: lexicon::is(&rule.set, "noun"),
        plural: entry.is_some_and(|attributes| lexicon::is(attributes, "plural")),
        definite: false,
        modality: lexicon::text(&rule.set, "modality"),
        undated: undated(&rule.set),
        rule: &rule.id,
    }
}

fn undated(set: &Attributes) -> Undated {
    match set.get("undated") {
        Some(AttributeSpec::Text(text)) => match text.as_str() {
            "narrative" => Undated::Narrative,
            "governor" => Undated::Governor,
            "none" => Undated::None,
            "drop" => Undated::Drop,
            "governed" => Undated::Governed,
            "reported" => Undated::Reported,
            "never" => Undated::Never,
            _ => Undated::Publication,
        },
        _ => Undated::Publication,
    }
}

/// Whether the word belongs to a date: "March" marches nowhere.
fn is_date(known: Known<'_>, trigger: &Trigger<'_>) -> bool {
    let at = known.text.start_of(trigger.first);
    let behind = known.dates.partition_point(|date| date.end <= at);
    known.dates.get(behind).is_some_and(|date| date.start <= at)
}

/// Whether a noun names an event and does not speak of such things in general ("attacks");
/// notes whether it points back to one.
fn names_an_event(known: Known<'_>, words: &Words, trigger: &mut Trigger<'_>) -> bool {
    let tokens = &known.text.tokens;
    let mut opened = false;
    for at in (trigger.first.saturating_sub(PHRASE)..trigger.first).rev() {
        let token = tokens[at];
        trigger.definite |= words.is(known, words.pointer, at);
        let opener = words.is(known, words.noun_opener, at);
        if opener || known.rules.numbers.number(known.text, at).is_some() {
            opened = true;
            break;
        }
        if words.is(known, words.phrase_stop, at) || token.shape == Shape::Punct {
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
    fn a_pack_takes_words_out_with_the_type_none() {
        check("The attack on the pier on Monday was short.", &["attack"], &[]);
        check("The peace deal of 5 May 2031 was short.", &["deal"], &[]);
        check("They crowned a new queen on Monday.", &["crowned"], &[]);
    }
}
