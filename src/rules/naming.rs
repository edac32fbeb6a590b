//! What the rules of kind `event` and the entries of lexicons say of the events they name, read
//! once: an article has hundreds of words that may name one.
//!
//! In: [`Rules`].  Out: [`Naming`].  Finds no events.

use super::lexicon::{self, Entry, EntryRef, Lexicon};
use super::spec::{AttributeSpec, Attributes};
use super::{Rule, Rules};
use crate::extraction::Aside;
use crate::matching::RuleId;
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Type of the rules and entries that say that a word names no event.
const NO_EVENT: &str = "none";

/// A type of the event tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// Its dotted name.
    pub name: CompactString,
    /// Its number among the types.
    pub index: usize,
    /// Of such an event is only known that something happened.
    pub general: bool,
    /// In such an event something is said.
    pub said: bool,
    /// At such an event something is said.
    pub occasion: bool,
    /// It is the type of words that name no event.
    pub none: bool,
}

/// When an event happened whose clause names no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Undated {
    /// On the day the passage is about, else by the publication.
    Narrative,
    /// By the publication.
    #[default]
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
    /// Not before the publication.
    Ahead,
    /// By the publication, and not later, whatever dates its clause names.
    Done,
    /// When the verb it hangs on happened, as far as that goes: a date to be shown, which says
    /// nothing against another; whatever dates its clause names.
    Lent,
}

/// What a rule says of the events it names.
#[derive(Debug, Clone, Default)]
pub struct RuleNaming {
    /// The rule.
    pub id: CompactString,
    /// Index of the type.
    kind: Option<u16>,
    /// Its place among the rules: those of later packs first, then those of higher priority.
    pub rank: usize,
    /// It names no event of which only is known that something happened.
    specific: bool,
    /// It names them by nouns.
    pub noun: bool,
    /// What is not told as fact.
    pub modality: Option<CompactString>,
    /// How they are told in passing.
    pub aside: Option<Aside>,
    /// When they happened if their clause names no date.
    pub undated: Undated,
}

/// What an entry of a lexicon says of the event it names.
#[derive(Debug, Clone, Default)]
pub struct EntryNaming {
    /// Its base form.
    pub root: Option<CompactString>,
    /// It stands for many.
    pub plural: bool,
}

/// What names events, by rule and by entry.
#[derive(Debug, Default)]
pub struct Naming {
    types: Vec<EventType>,
    rules: Vec<RuleNaming>,
    /// By lexicon; empty for lexicons that say nothing of events.
    entries: Vec<Vec<EntryNaming>>,
    /// Index of the type of each entry, in a list of its own that stays in the processor's cache:
    /// it is asked for at every match.
    kinds: Vec<Vec<Option<u16>>>,
    general: Option<u16>,
    said: Option<u16>,
}

impl Naming {
    /// Reads the rules and lexicons; the merge policy names the branches that are read differently.
    pub fn new(rules: &Rules) -> Self {
        let branch = |key: &str| rules.merging.get("events")?.get(key)?.as_str();
        let branches = |key: &str| {
            let list = rules.merging.get("events").and_then(|events| events.get(key)?.as_array());
            list.into_iter().flatten().filter_map(|name| name.as_str()).collect()
        };
        let mut types = Types {
            general: branch("general-type"),
            said: branch("said-type"),
            occasions: branches("occasion-types"),
            ..Types::default()
        };
        let mut of_rules: Vec<RuleNaming> =
            rules.rules.iter().map(|rule| types.rule(rule)).collect();
        let mut order: Vec<usize> = (0..of_rules.len()).collect();
        order.sort_by_key(|at| {
            let rule = &rules.rules[*at];
            (Reverse(rule.pack), Reverse(rule.priority), *at)
        });
        for (rank, at) in order.into_iter().enumerate() {
            of_rules[at].rank = rank;
        }
        let entries = rules.lexicons.iter().map(entries).collect();
        let kinds = rules.lexicons.iter().map(|lexicon| types.kinds(lexicon)).collect();
        Self {
            rules: of_rules,
            entries,
            kinds,
            general: types.general.map(|name| types.of(name)),
            said: types.said.map(|name| types.of(name)),
            types: types.list,
        }
    }

    /// What a rule says.
    pub fn rule(&self, rule: RuleId) -> &RuleNaming {
        &self.rules[rule.0 as usize]
    }

    /// What an entry says.
    pub fn entry(&self, entry: EntryRef) -> Option<&EntryNaming> {
        self.entries.get(entry.lexicon.0 as usize)?.get(entry.entry as usize)
    }

    /// The type of what is said.
    pub fn said(&self) -> Option<&EventType> {
        Some(&self.types[self.said? as usize])
    }

    /// The number of types.
    pub fn types(&self) -> usize {
        self.types.len()
    }

    /// The type of the event that a rule names by a word; `None` where it names none by it.
    pub fn type_of(&self, rule: RuleId, entry: Option<EntryRef>) -> Option<&EventType> {
        let rule = self.rule(rule);
        let of_entry = || {
            let entry = entry?;
            *self.kinds.get(entry.lexicon.0 as usize)?.get(entry.entry as usize)?
        };
        let kind = &self.types[rule.kind.or_else(of_entry).or(self.general)? as usize];
        (!kind.general || !rule.specific).then_some(kind)
    }
}

/// The types met so far.
#[derive(Default)]
struct Types<'a> {
    general: Option<&'a str>,
    said: Option<&'a str>,
    occasions: Vec<&'a str>,
    list: Vec<EventType>,
    places: FxHashMap<CompactString, u16>,
}

impl Types<'_> {
    fn of(&mut self, name: &str) -> u16 {
        if let Some(known) = self.places.get(name) {
            return *known;
        }
        let index = self.list.len();
        self.list.push(EventType {
            name: name.into(),
            index,
            general: self.general == Some(name),
            said: self.said.is_some_and(|said| name.starts_with(said)),
            occasion: self.occasions.iter().any(|occasion| name.starts_with(occasion)),
            none: name == NO_EVENT,
        });
        self.places.insert(name.into(), index as u16);
        index as u16
    }

    fn rule(&mut self, rule: &Rule) -> RuleNaming {
        RuleNaming {
            id: (&*rule.id).into(),
            kind: rule.type_.as_deref().map(|name| self.of(name)),
            rank: 0,
            specific: rule.set.get("general") == Some(&AttributeSpec::Bool(false)),
            noun: lexicon::is(&rule.set, "noun"),
            modality: lexicon::text(&rule.set, "modality").map(Into::into),
            aside: aside(&rule.set),
            undated: undated(&rule.set),
        }
    }

    fn kinds(&mut self, lexicon: &Lexicon) -> Vec<Option<u16>> {
        let kind = |entry: &Entry| entry.text("type").map(|name| self.of(name));
        let kinds: Vec<Option<u16>> = lexicon.entries.iter().map(kind).collect();
        if kinds.iter().any(Option::is_some) { kinds } else { Vec::new() }
    }
}

fn entries(lexicon: &Lexicon) -> Vec<EntryNaming> {
    let says = |entry: &Entry| {
        entry.attributes.contains_key("root") || entry.attributes.contains_key("plural")
    };
    if !lexicon.entries.iter().any(says) {
        return Vec::new();
    }
    let entry = |entry: &Entry| EntryNaming {
        root: entry.text("root").map(Into::into),
        plural: entry.is("plural"),
    };
    lexicon.entries.iter().map(entry).collect()
}

fn aside(set: &Attributes) -> Option<Aside> {
    match lexicon::text(set, "aside")? {
        "subordinate" => Some(Aside::Subordinate),
        _ => Some(Aside::Participle),
    }
}

fn undated(set: &Attributes) -> Undated {
    match lexicon::text(set, "undated") {
        Some("narrative") => Undated::Narrative,
        Some("governor") => Undated::Governor,
        Some("none") => Undated::None,
        Some("drop") => Undated::Drop,
        Some("governed") => Undated::Governed,
        Some("reported") => Undated::Reported,
        Some("never") => Undated::Never,
        Some("ahead") => Undated::Ahead,
        Some("done") => Undated::Done,
        Some("lent") => Undated::Lent,
        _ => Undated::Publication,
    }
}
