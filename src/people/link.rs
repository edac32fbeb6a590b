//! Names across articles.
//!
//! In: extractions of one run.  Out: the same, with an office or a short name that one article
//! leaves open resolved by what the others tell.

use super::names::{fold, similar};
use crate::extraction::{Extraction, Person};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Resolves names across articles: an office, an acronym or a spelling in one is the person
/// another names in full.
pub fn link(extractions: &mut [Extraction]) {
    let known = Known::gather(extractions);
    let mut asked: FxHashMap<(String, Sought), Option<(String, bool)>> = FxHashMap::default();
    for extraction in extractions {
        let mut renamed: BTreeMap<String, (String, bool)> = BTreeMap::new();
        for person in &extraction.people {
            let key = (person.name.clone(), Sought::of(person));
            let fuller = asked.entry(key).or_insert_with_key(|(name, by)| known.fuller(name, *by));
            if let Some(new) = fuller {
                renamed.insert(person.name.clone(), new.clone());
            }
        }
        rename(extraction, &renamed);
    }
}

/// By what a fuller name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sought {
    /// The words are an office or an acronym.
    Alias,
    /// The words are a name.
    Name,
}

impl Sought {
    fn of(person: &Person) -> Self {
        let key = fold(&person.name);
        let office = person.aliases.iter().any(|a| a.kind == "role" && fold(&a.text) == key);
        let acronym = person.kind == "organisation" && words(&person.name).len() == 1;
        if office || acronym { Self::Alias } else { Self::Name }
    }
}

/// A name of several words that somebody goes by.
struct Full {
    name: String,
    words: Vec<String>,
    mentions: usize,
}

/// Everybody the run knows, by last name and by office.
#[derive(Default)]
struct Known {
    names: Vec<Full>,
    by_name: FxHashMap<String, Vec<usize>>,
    by_alias: FxHashMap<String, Vec<usize>>,
}

impl Known {
    fn gather(extractions: &[Extraction]) -> Self {
        let mut known = Self::default();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for person in extractions.iter().flat_map(|e| &e.people) {
            let words = words(&person.name);
            if words.len() < 2 {
                continue;
            }
            let at = *places.entry(&person.name).or_insert_with(|| known.add(&person.name, words));
            known.names[at].mentions += person.mentions;
            for alias in person.aliases.iter().filter(|a| a.kind != "name") {
                push(known.by_alias.entry(fold(&alias.text)).or_default(), at);
            }
        }
        known
    }

    fn add(&mut self, name: &str, words: Vec<String>) -> usize {
        let at = self.names.len();
        if let Some(last) = words.last() {
            self.by_name.entry(last.clone()).or_default().push(at);
        }
        self.names.push(Full { name: name.to_owned(), words, mentions: 0 });
        at
    }

    /// The fullest name of a person, where others tell more; and whether that is uncertain.
    fn fuller(&self, name: &str, by: Sought) -> Option<(String, bool)> {
        let own = Full { name: name.to_owned(), words: words(name), mentions: 0 };
        let found = |list: Option<&Vec<usize>>| -> Vec<&Full> {
            list.into_iter().flatten().map(|at| &self.names[*at]).collect()
        };
        let mut candidates = match by {
            Sought::Alias => found(self.by_alias.get(&fold(name))),
            Sought::Name => found(self.by_name.get(own.words.last()?)),
        };
        if by == Sought::Name {
            candidates.retain(|full| full.name != name && longer(full, &own));
        }
        let best = candidates
            .iter()
            .max_by_key(|full| (full.mentions, full.name.len(), Reverse(full.name.as_str())))?;
        let rivals = candidates.iter().filter(|full| !same(full, best)).count();
        if own.words.len() > 1 && rivals > 0 {
            return None;
        }
        let same = candidates.iter().filter(|full| same(full, best));
        let fullest = same.max_by_key(|full| {
            let words = full.name.split_whitespace().count();
            (words, full.name.len(), Reverse(full.name.as_str()))
        })?;
        Some((fullest.name.clone(), rivals > 0))
    }
}

fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| w.chars().count() > 1)
        .map(fold)
        .collect()
}

/// Whether a name is the other with more words, or with other spellings of them.
fn longer(name: &Full, other: &Full) -> bool {
    let (long, short) = (&name.words, &other.words);
    if long.len() < short.len() {
        return false;
    }
    let mut rest = long.iter();
    let in_order = short.iter().all(|w| rest.any(|l| similar(l, w)));
    in_order && (long.len() > short.len() || name.name < other.name)
}

/// Whether two names are one person's.
fn same(a: &Full, b: &Full) -> bool {
    a.name == b.name || longer(a, b) || longer(b, a)
}

fn rename(extraction: &mut Extraction, renamed: &BTreeMap<String, (String, bool)>) {
    for quote in &mut extraction.quotes {
        for speaker in [&mut quote.speaker, &mut quote.via].into_iter().flatten() {
            if let Some((name, uncertain)) = renamed.get(&speaker.name) {
                speaker.name.clone_from(name);
                speaker.uncertain |= uncertain;
            }
        }
    }
    for event in &mut extraction.events {
        for name in event.people.iter_mut().chain(&mut event.organisations) {
            if let Some((new, _)) = renamed.get(name) {
                name.clone_from(new);
            }
        }
    }
    for person in &mut extraction.people {
        if let Some((name, false)) = renamed.get(&person.name) {
            person.name.clone_from(name);
        }
    }
}

fn push(list: &mut Vec<usize>, at: usize) {
    if !list.contains(&at) {
        list.push(at);
    }
}
