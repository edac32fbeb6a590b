//! Triggers: the words that name events.
//!
//! In: the matches of the rules of kind `event`.  Out: one [`Trigger`] for each word, from the
//! longest match that holds it.

use super::Known;
use crate::extraction::Slice;
use crate::matching::What;
use crate::matching::{Ground, Match, Silent};
use crate::rules::lexicon;
use crate::rules::spec::{AttributeSpec, Attributes};
use crate::text::{Shape, flags};
use std::collections::BTreeMap;

/// Most tokens of a noun phrase before its noun.
const PHRASE: usize = 6;

/// A word that names an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// First token of the match, helper verbs included.
    pub from: usize,
    /// Type in the event tree.
    pub kind: String,
    /// Base form.
    pub root: String,
    /// Whether it is a noun.
    pub noun: bool,
    /// Whether it is a noun that stands for many.
    pub plural: bool,
    /// Whether it is a noun that points back: "the deal".
    pub definite: bool,
    /// What is not told as fact.
    pub modality: Option<String>,
    /// When it happened if its clause names no date.
    pub undated: Undated,
    /// The rule.
    pub rule: String,
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
}

/// The triggers of a text, in its order.
pub fn find(known: Known<'_>) -> Vec<Trigger> {
    let ground = Ground { text: known.text, chunks: known.chunks, rules: known.rules };
    let mut best: BTreeMap<usize, (usize, i32, std::cmp::Reverse<u32>, Trigger)> = BTreeMap::new();
    for stage in known.rules.strata("event") {
        for found in stage.run(ground, &mut Silent) {
            let rule = known.rules.rule(found.rule);
            let Some(trigger) = trigger(known, &found) else { continue };
            let rank = (found.last - found.first, rule.priority, std::cmp::Reverse(found.rule.0));
            match best.get(&trigger.first) {
                Some((len, priority, order, _)) if (*len, *priority, *order) >= rank => {}
                _ => {
                    best.insert(trigger.first, (rank.0, rank.1, rank.2, trigger));
                }
            }
        }
    }
    let mut out: Vec<Trigger> = Vec::with_capacity(best.len());
    for (_, _, _, trigger) in best.into_values() {
        if out.last().is_none_or(|before| before.last <= trigger.first) {
            out.push(trigger);
        }
    }
    out.retain(|t| !is_date(known, t));
    out.retain_mut(|t| !t.noun || names_an_event(known, t));
    out
}

fn trigger(known: Known<'_>, found: &Match) -> Option<Trigger> {
    let rule = known.rules.rule(found.rule);
    let capture = found.capture(known.rules.capture("trigger")?)?;
    let mut attributes = Attributes::default();
    if let What::Entry(entry) = capture.what {
        attributes.clone_from(&known.rules.lexicons.entry(entry).attributes);
    }
    let kind = rule.type_.as_deref().map(str::to_owned).or_else(|| text(&attributes, "type"))?;
    if kind == super::GENERAL && rule.set.get("general") == Some(&AttributeSpec::Bool(false)) {
        return None;
    }
    let tokens = capture.tokens();
    let Slice { text: word, .. } = known.text.slice_of(tokens.clone());
    Some(Trigger {
        first: tokens.start,
        last: tokens.end,
        from: found.first,
        kind,
        root: text(&attributes, "root").unwrap_or_else(|| word.to_lowercase()),
        noun: lexicon::is(&rule.set, "noun"),
        plural: lexicon::is(&attributes, "plural"),
        definite: false,
        modality: text(&rule.set, "modality"),
        undated: undated(&rule.set),
        rule: rule.id.to_string(),
    })
}

fn undated(set: &Attributes) -> Undated {
    match set.get("undated") {
        Some(AttributeSpec::Text(text)) => match text.as_str() {
            "narrative" => Undated::Narrative,
            "governor" => Undated::Governor,
            "none" => Undated::None,
            "drop" => Undated::Drop,
            _ => Undated::Publication,
        },
        _ => Undated::Publication,
    }
}

fn text(attributes: &Attributes, key: &str) -> Option<String> {
    lexicon::text(attributes, key).map(str::to_owned)
}

/// Whether the word belongs to a date: "March" marches nowhere.
fn is_date(known: Known<'_>, trigger: &Trigger) -> bool {
    let at = known.text.range(known.text.bytes(trigger.first..trigger.last)).start;
    let behind = known.dates.partition_point(|date| date.end <= at);
    known.dates.get(behind).is_some_and(|date| date.start <= at)
}

/// Whether a noun names an event and does not speak of such things in general ("attacks");
/// notes whether it points back to one.
fn names_an_event(known: Known<'_>, trigger: &mut Trigger) -> bool {
    let lexicons = &known.rules.lexicons;
    let tokens = &known.text.tokens;
    let member = |name: &str, at: usize| {
        lexicons.id(name).is_some_and(|l| lexicons.longest(l, tokens, at).is_some())
    };
    let mut opened = false;
    for at in (trigger.first.saturating_sub(PHRASE)..trigger.first).rev() {
        let token = tokens[at];
        trigger.definite |= member("pointer", at);
        if member("noun_opener", at) || known.rules.numbers.number(known.text, at).is_some() {
            opened = true;
            break;
        }
        if member("phrase_stop", at) || token.shape == Shape::Punct {
            break;
        }
        opened |= token.has(flags::CAPITALISED);
    }
    opened || !trigger.plural
}
