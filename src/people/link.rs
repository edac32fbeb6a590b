//! Names across articles.
//!
//! In: extractions of one run.  Out: the same, with an office or a short name that one article
//! leaves open resolved by what the others tell.

use crate::extraction::{Extraction, Person};
use std::collections::BTreeMap;

/// Resolves names across articles: an office, an acronym or a spelling in one is the person
/// another names in full.
pub fn link(extractions: &mut [Extraction]) {
    let known = Known::gather(extractions);
    for extraction in extractions {
        let mut renamed: BTreeMap<String, (String, bool)> = BTreeMap::new();
        for person in &extraction.people {
            if let Some(new) = known.fuller(person) {
                renamed.insert(person.name.clone(), new);
            }
        }
        rename(extraction, &renamed);
    }
}

/// Everybody the run knows, by name and by office.
struct Known {
    by_name: BTreeMap<String, Vec<String>>,
    by_alias: BTreeMap<String, Vec<String>>,
    mentions: BTreeMap<String, usize>,
}

impl Known {
    fn gather(extractions: &[Extraction]) -> Self {
        let mut known =
            Self { by_name: BTreeMap::new(), by_alias: BTreeMap::new(), mentions: BTreeMap::new() };
        for person in extractions.iter().flat_map(|e| &e.people) {
            let words = words(&person.name);
            if words.len() < 2 {
                continue;
            }
            *known.mentions.entry(person.name.clone()).or_default() += person.mentions;
            if let Some(last) = words.last() {
                push(known.by_name.entry(last.clone()).or_default(), &person.name);
            }
            for alias in person.aliases.iter().filter(|a| a.kind != "name") {
                push(
                    known.by_alias.entry(super::names::fold(&alias.text)).or_default(),
                    &person.name,
                );
            }
        }
        known
    }

    /// The fullest name of a person, where others tell more; and whether that is uncertain.
    fn fuller(&self, person: &Person) -> Option<(String, bool)> {
        let words = words(&person.name);
        let key = super::names::fold(&person.name);
        let office =
            person.aliases.iter().any(|a| a.kind == "role" && super::names::fold(&a.text) == key);
        let candidates: Vec<&String> =
            if office || person.kind == "organisation" && words.len() == 1 {
                self.by_alias.get(&key).into_iter().flatten().collect()
            } else {
                let bearers = self.by_name.get(words.last()?).into_iter().flatten();
                bearers.filter(|name| **name != person.name && longer(name, &person.name)).collect()
            };
        let best = candidates.iter().max_by_key(|n| {
            (self.mentions.get(**n).copied().unwrap_or(0), n.len(), std::cmp::Reverse(n.as_str()))
        })?;
        let rivals = candidates.iter().filter(|n| !same(n, best)).count();
        if words.len() > 1 && rivals > 0 {
            return None;
        }
        let fullest = candidates.iter().filter(|n| same(n, best)).max_by_key(|n| {
            (n.split_whitespace().count(), n.len(), std::cmp::Reverse(n.as_str()))
        })?;
        Some(((*fullest).clone(), rivals > 0))
    }
}

fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| w.chars().count() > 1)
        .map(super::names::fold)
        .collect()
}

/// Whether a name is the other with more words, or with other spellings of them.
fn longer(name: &str, other: &str) -> bool {
    let (long, short) = (words(name), words(other));
    if long.len() < short.len() {
        return false;
    }
    let mut rest = long.iter();
    let in_order = short.iter().all(|w| rest.any(|l| super::names::similar(l, w)));
    in_order && (long.len() > short.len() || name < other)
}

/// Whether two names are one person's.
fn same(a: &str, b: &str) -> bool {
    a == b || longer(a, b) || longer(b, a)
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

fn push(list: &mut Vec<String>, text: &str) {
    if !list.iter().any(|t| t == text) {
        list.push(text.to_owned());
    }
}
