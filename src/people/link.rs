//! Names across articles.
//!
//! In: extractions of one run.  Out: the same, with an office or a short name that one article
//! leaves open resolved by what the others tell. An office is whose it was on the day of the
//! article; where that is not certain, the link says so.

use super::names::{fold, similar};
use super::term::{Holder, Terms, holder};
use crate::extraction::{Extraction, Person};
use crate::rules::persons::Persons;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Resolves names across articles: an office, an acronym or a spelling in one is the person
/// another names in full. Names of people the packs list stay as they are.
pub fn link(listed: &Persons, extractions: &mut [Extraction]) {
    let known = Known::gather(extractions);
    let mut asked: FxHashMap<Question, Option<(String, bool)>> = FxHashMap::default();
    for extraction in extractions {
        let mut renamed: BTreeMap<String, (String, bool)> = BTreeMap::new();
        for person in extraction.people.iter().filter(|p| listed.named(&p.name).is_none()) {
            let by = Sought::of(person);
            let day = extraction.article.published.as_ref().filter(|_| by == Sought::Alias);
            let question = (person.name.clone(), by, day.cloned());
            let fuller = asked
                .entry(question)
                .or_insert_with_key(|(name, by, day)| known.fuller(name, *by, day.as_deref()));
            if let Some(new) = fuller {
                renamed.insert(person.name.clone(), new.clone());
            }
        }
        rename(extraction, &renamed);
    }
}

/// Most holders of one office that are told apart; of so common a one nothing can be told.
const MOST_HOLDERS: usize = 64;

/// A name, by what a fuller one is looked for, and the day on which it was written.
type Question = (String, Sought, Option<String>);

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
    /// Holders of offices and bearers of acronyms, with the times for which that was seen.
    by_alias: FxHashMap<String, Vec<(usize, Terms)>>,
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
                known.note(fold(&alias.text), at, &alias.period);
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

    /// Notes that somebody was seen to go by an office or acronym.
    fn note(&mut self, alias: String, at: usize, period: &str) {
        let holders = self.by_alias.entry(alias).or_default();
        let known = holders.iter().position(|(known, _)| *known == at).or_else(|| {
            let one = |(known, _): &(usize, Terms)| same(&self.names[*known], &self.names[at]);
            holders.iter().take(MOST_HOLDERS).position(one)
        });
        let place = match known {
            Some(place) => place,
            None if holders.len() == MOST_HOLDERS => return,
            None => {
                holders.push((at, Terms::default()));
                holders.len() - 1
            }
        };
        if self.names[at].words.len() > self.names[holders[place].0].words.len() {
            holders[place].0 = at;
        }
        holders[place].1.add(period);
    }

    /// Who held an office on a day, and whether that is uncertain.
    fn holder(&self, office: &str, day: Option<&str>) -> Option<(String, bool)> {
        let holders = self.by_alias.get(&fold(office))?;
        let name = |i: usize| self.names[holders[i].0].name.clone();
        match holder(holders.iter().map(|(_, terms)| terms), day) {
            Holder::Certain(i) => Some((name(i), false)),
            // Of several, a name is taken only for a short form that must be somebody's.
            Holder::Likely(_) if holders.len() > 1 && words(office).len() > 1 => None,
            Holder::Likely(i) => Some((name(i), true)),
            Holder::Undated => None,
        }
    }

    /// The fullest name of a person, where others tell more; and whether that is uncertain.
    fn fuller(&self, name: &str, by: Sought, day: Option<&str>) -> Option<(String, bool)> {
        if let Some(held) = self.holder(name, day).filter(|_| by == Sought::Alias) {
            return Some(held);
        }
        let own = Full { name: name.to_owned(), words: words(name), mentions: 0 };
        let full = |at: &usize| &self.names[*at];
        let mut candidates: Vec<&Full> = match by {
            Sought::Alias => {
                self.by_alias.get(&fold(name))?.iter().map(|(at, _)| full(at)).collect()
            }
            Sought::Name => self.by_name.get(own.words.last()?)?.iter().map(full).collect(),
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
            let mixed = full.name.contains(char::is_lowercase);
            (mixed, words, full.name.len(), Reverse(full.name.as_str()))
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
