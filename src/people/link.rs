//! Names across articles.
//!
//! In: extractions of one run.  Out: the same, with an office or a short name that one article
//! leaves open resolved by what the others tell. An office is whose it was on the day of the
//! article; where that is not certain, the link says so.

use super::names;
use super::term::{Holder, Terms, holder};
use crate::extraction::{Alias, Extraction, Person};
use crate::rules::Rules;
use crate::rules::starts::Asked;
use crate::text::Shape;
use crate::text::vocabulary::{fold, fold_into};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cmp::Reverse;

/// Resolves names across articles: an office, an acronym or a spelling in one is the person
/// another names in full. Names of people the packs list stay as they are.
pub fn link(rules: &Rules, extractions: &mut [Extraction]) {
    let renamed = renamed(rules, extractions);
    for (extraction, renamed) in extractions.iter_mut().zip(&renamed) {
        if !renamed.is_empty() {
            rename(extraction, renamed);
        }
    }
}

/// A fuller name, and whether it is uncertain.
type Fuller = (CompactString, bool);

/// By the names in one extraction, those that are fuller.
type Renamed = FxHashMap<CompactString, Fuller>;

/// What is renamed in each extraction.
fn renamed(rules: &Rules, extractions: &[Extraction]) -> Vec<Renamed> {
    let known = Known::gather(extractions);
    let mut asked: FxHashMap<Question<'_>, Option<Fuller>> = FxHashMap::default();
    let mut all = Vec::with_capacity(extractions.len());
    for extraction in extractions {
        let mut renamed = Renamed::default();
        let listed = |name: &str| rules.persons.named(name).is_some();
        let open = |person: &&Person| !listed(&person.name) && !is_common(person);
        for person in extraction.people.iter().filter(open) {
            let by = Sought::of(person);
            let title = extraction.article.title.as_deref().filter(|_| by == Sought::Alias);
            if let Some(named) = title.and_then(|title| known.in_title(rules, &person.name, title))
            {
                renamed.insert(person.name.clone(), (named.into(), false));
                continue;
            }
            let day = extraction.article.published.as_deref().filter(|_| by == Sought::Alias);
            let offices = known.offices(person, by);
            let fuller = asked.entry((&person.name, by, day, offices)).or_insert_with_key(
                |(name, by, day, offices)| known.fuller(name, *by, *day, offices),
            );
            if let Some(new) = fuller {
                renamed.insert(person.name.clone(), new.clone());
            }
        }
        all.push(renamed);
    }
    all
}

/// Most holders of one office that are told apart; of so common a one nothing can be told.
const MOST_HOLDERS: usize = 64;
/// Most words of offices that are kept of one name.
const MOST_OFFICES: usize = 64;

/// Words of titles and offices, by number.
type Offices = SmallVec<[u32; 4]>;

/// A name, by what a fuller one is looked for, the day on which it was written, and the offices
/// that it goes with.
type Question<'a> = (&'a str, Sought, Option<&'a str>, Offices);

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
        let mut roles = person.aliases.iter().filter(|alias| alias.kind == "role");
        let office = roles.any(|role| is_same_folded(&role.text, &person.name));
        let acronym = || person.kind == "organisation" && words(&person.name).count() == 1;
        if office || acronym() { Self::Alias } else { Self::Name }
    }
}

/// Whether a body goes by one common word: "the Council" is short for as many as there are councils.
fn is_common(person: &Person) -> bool {
    let spelt = person.name.contains(char::is_lowercase);
    spelt && person.kind == "organisation" && words(&person.name).nth(1).is_none()
}

fn is_same_folded(a: &str, b: &str) -> bool {
    // Folding keeps the length of ASCII.
    let differs = a.len() != b.len() && a.is_ascii() && b.is_ascii();
    !differs && names::folds_to(a, &fold(b))
}

/// Folded words, each once.
#[derive(Default)]
struct Spellings {
    numbers: FxHashMap<CompactString, u32>,
    list: Vec<Spelling>,
}

struct Spelling {
    word: CompactString,
    first: Option<char>,
    letters: usize,
}

impl Spellings {
    /// The number of a word, added where it is new; `folded` is scratch space.
    fn add(&mut self, word: &str, folded: &mut String) -> u32 {
        fold_into(word, folded);
        if let Some(number) = self.numbers.get(folded.as_str()) {
            return *number;
        }
        let number = self.list.len() as u32;
        let word = CompactString::from(folded.as_str());
        let (first, letters) = (word.chars().next(), word.chars().count());
        self.numbers.insert(word.clone(), number);
        self.list.push(Spelling { word, first, letters });
        number
    }

    /// The number of a known word.
    fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(fold(word).as_str()).copied()
    }

    /// Whether two words can be spellings of one; most differ at a glance.
    fn are_similar(&self, a: u32, b: u32) -> bool {
        let (x, y) = (&self.list[a as usize], &self.list[b as usize]);
        a == b
            || x.first == y.first
                && x.letters.abs_diff(y.letters) <= 1
                && names::similar(&x.word, &y.word)
    }
}

/// A name of several words that somebody goes by.
struct Full<'a> {
    name: &'a str,
    /// Its words, by number.
    words: SmallVec<[u32; 4]>,
    mentions: usize,
    /// Mentions of all who are spelt like this, initials aside.
    spelt: usize,
    /// Words of the titles and offices it goes with, by number.
    offices: Offices,
}

impl Full<'_> {
    /// Of spellings of one name the one most in use is shown, and of that the one with most initials.
    fn in_use(&self) -> (usize, usize, Reverse<&str>) {
        (self.spelt, self.name.len(), Reverse(self.name))
    }

    /// Whether it can be the full form of a name of several words: what stands before that one is a
    /// headline's or an office's ("Ohm Joins Jan Roe") unless it is one word that is much in use.
    fn is_used(&self, spellings: &Spellings, other: &Full<'_>) -> bool {
        const USED: usize = 4;
        let Some(first) = other.words.first().filter(|_| other.words.len() > 1) else {
            return true;
        };
        match self.words.iter().position(|word| spellings.are_similar(*word, *first)) {
            Some(0) => true,
            Some(1) => self.mentions * USED >= other.mentions,
            _ => self.words.len() == other.words.len(),
        }
    }
}

/// Everybody the run knows, by last name and by office.
#[derive(Default)]
struct Known<'a> {
    spellings: Spellings,
    names: Vec<Full<'a>>,
    by_name: FxHashMap<u32, Vec<usize>>,
    /// Holders of offices and bearers of acronyms, with the times for which that was seen.
    by_alias: FxHashMap<u32, Vec<(usize, Terms)>>,
}

impl<'a> Known<'a> {
    fn gather(extractions: &'a [Extraction]) -> Self {
        let mut known = Self::default();
        let mut folded = String::new();
        let mut places: FxHashMap<&str, Option<usize>> = FxHashMap::default();
        for person in extractions.iter().flat_map(|e| &e.people) {
            let place =
                *places.entry(&person.name).or_insert_with(|| known.add(&person.name, &mut folded));
            let Some(at) = place else { continue };
            known.names[at].mentions += person.mentions;
            for alias in person.aliases.iter().filter(|a| a.kind != "name") {
                let number = known.spellings.add(&alias.text, &mut folded);
                known.note(number, at, &alias.period);
                known.office(at, alias, &mut folded);
            }
        }
        known.count_spellings();
        known
    }

    /// Notes the words of an office.
    fn office(&mut self, at: usize, alias: &Alias, folded: &mut String) {
        for word in words(&alias.text).filter(|_| alias.kind == "role") {
            let word = self.spellings.add(word, folded);
            let offices = &mut self.names[at].offices;
            if offices.len() < MOST_OFFICES && !offices.contains(&word) {
                offices.push(word);
            }
        }
    }

    /// Counts for each name how often its spelling is in use.
    fn count_spellings(&mut self) {
        let mut used: FxHashMap<&[u32], usize> = FxHashMap::default();
        for full in &self.names {
            *used.entry(&full.words).or_default() += full.mentions;
        }
        let spelt: Vec<usize> = self.names.iter().map(|full| used[&full.words[..]]).collect();
        self.names.iter_mut().zip(spelt).for_each(|(full, spelt)| full.spelt = spelt);
    }

    /// Adds a name of several words; `None` for shorter ones.
    fn add(&mut self, name: &'a str, folded: &mut String) -> Option<usize> {
        words(name).nth(1)?;
        let words = words(name).map(|word| self.spellings.add(word, folded));
        let words: SmallVec<[u32; 4]> = words.collect();
        let at = self.names.len();
        self.by_name.entry(*words.last()?).or_default().push(at);
        let offices = Offices::new();
        self.names.push(Full { name, words, mentions: 0, spelt: 0, offices });
        Some(at)
    }

    /// Notes that somebody was seen to go by an office or acronym.
    fn note(&mut self, alias: u32, at: usize, period: &str) {
        let holders = self.by_alias.entry(alias).or_default();
        let known = holders.iter().position(|(known, _)| *known == at).or_else(|| {
            let (names, spellings) = (&self.names, &self.spellings);
            let one = |(known, _): &(usize, Terms)| same(spellings, &names[*known], &names[at]);
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
        // What stands before the same name is an office's: "Head of the Office Jan Roe".
        let (words, known) = (&self.names[at].words, &self.names[holders[place].0].words);
        if words.len() > known.len() && names::put_before(known, words).is_none() {
            holders[place].0 = at;
        }
        holders[place].1.add(period);
    }

    /// Who held an office on a day, and whether that is uncertain.
    fn holder(&self, office: &str, day: Option<&str>) -> Option<Fuller> {
        let holders = self.by_alias.get(&self.spellings.number(office)?)?;
        let name = |i: usize| self.names[holders[i].0].name.into();
        match holder(holders.iter().map(|(_, terms)| terms), day) {
            Holder::Certain(i) => Some((name(i), false)),
            // Of several, a name is taken only for a short form that must be somebody's.
            Holder::Likely(_) if holders.len() > 1 && words(office).nth(1).is_some() => None,
            Holder::Likely(i) => Some((name(i), true)),
            Holder::Undated => None,
        }
    }

    /// The holder of an office whom a title names with it: "President Jan Roe met …".
    fn in_title(&self, rules: &Rules, office: &str, title: &str) -> Option<&'a str> {
        let holders = self.by_alias.get(&self.spellings.number(office)?)?;
        let named = |at: usize| {
            let name = self.names[at].name;
            let before = title.find(name).map(|start| title[..start].trim_end());
            let before = before.and_then(|before| before.strip_suffix(office));
            before.filter(|before| opens_office(rules, before)).map(|_| name)
        };
        let mut named = holders.iter().filter_map(|(at, _)| named(*at));
        named.next().filter(|_| named.next().is_none())
    }

    /// The words of the offices of somebody of whom an article tells no more than one name.
    fn offices(&self, person: &Person, by: Sought) -> Offices {
        let lone = by == Sought::Name && words(&person.name).nth(1).is_none();
        let roles = person.aliases.iter().filter(|alias| lone && alias.kind == "role");
        let words = roles.flat_map(|alias| words(&alias.text));
        let mut offices: Offices = words.filter_map(|word| self.spellings.number(word)).collect();
        offices.sort_unstable();
        offices.dedup();
        offices
    }

    /// The fullest name of a person, where others tell more; and whether that is uncertain.
    fn fuller(&self, name: &str, by: Sought, day: Option<&str>, offices: &[u32]) -> Option<Fuller> {
        if by == Sought::Alias {
            if let Some(held) = self.holder(name, day) {
                return Some(held);
            }
        }
        let full = |at: &usize| &self.names[*at];
        let several = words(name).nth(1).is_some();
        let candidates: Vec<&Full<'_>> = match by {
            Sought::Alias => {
                let holders = self.by_alias.get(&self.spellings.number(name)?)?;
                holders.iter().map(|(at, _)| full(at)).collect()
            }
            Sought::Name => {
                let alike = self.by_name.get(&self.spellings.number(words(name).last()?)?)?;
                let words = words(name).map(|word| self.spellings.number(word));
                let known = alike.iter().map(full).find(|full| full.name == name);
                let spelt = known.map_or(0, |known| known.spelt);
                let words = words.collect::<Option<_>>()?;
                let own = Full { name, words, mentions: 0, spelt, offices: offices.into() };
                let is_fuller = |full: &&Full<'_>| {
                    full.name != name
                        && longer(&self.spellings, full, &own)
                        && full.is_used(&self.spellings, &own)
                };
                in_office(alike.iter().map(full).filter(is_fuller).collect(), offices)
            }
        };
        let same = |a: &Full<'_>, b: &Full<'_>| same(&self.spellings, a, b);
        let best = candidates
            .iter()
            .max_by_key(|full| (full.mentions, full.name.len(), Reverse(full.name)))?;
        let rivals = candidates.iter().filter(|full| !same(full, best)).count();
        if several && rivals > 0 {
            return None;
        }
        let same = candidates
            .iter()
            .filter(|full| same(full, best) && full.is_used(&self.spellings, best));
        let fullest = same.max_by_key(|full| {
            let mixed = full.name.contains(char::is_lowercase);
            (mixed, full.words.len(), full.in_use())
        })?;
        Some((fullest.name.into(), rivals > 0))
    }
}

/// Whether an office that somebody holds may stand behind these words: it is a word of its own, and
/// none of them says that it was held at another time ("Former President Jan Roe").
fn opens_office(rules: &Rules, before: &str) -> bool {
    let text = rules.text(before, 0);
    let last = (0..text.tokens.len()).rev().find(|at| text.tokens[*at].shape == Shape::Word);
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
        && last.is_none_or(|at| !rules.stands(&text, Asked::PastOffice, at))
}

/// Those who share a word of the offices somebody holds; where nobody does, those of whom no office
/// is known.
fn in_office<'n, 'a>(candidates: Vec<&'n Full<'a>>, offices: &[u32]) -> Vec<&'n Full<'a>> {
    let shares = |full: &&Full<'_>| offices.iter().any(|word| full.offices.contains(word));
    if offices.is_empty() {
        return candidates;
    }
    let sharing: Vec<_> = candidates.iter().copied().filter(shares).collect();
    if sharing.is_empty() {
        return candidates.into_iter().filter(|full| full.offices.is_empty()).collect();
    }
    sharing
}

/// The words of a name, without single letters.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    words.filter(|word| word.chars().nth(1).is_some())
}

/// Whether a name is the other with more words, or with other spellings of them.
fn longer(spellings: &Spellings, name: &Full<'_>, other: &Full<'_>) -> bool {
    let (long, short) = (&name.words, &other.words);
    let mut rest = long.iter();
    let mut in_order = || short.iter().all(|w| rest.any(|l| spellings.are_similar(*l, *w)));
    if long.len() < short.len() || !in_order() {
        return false;
    }
    let shouted = |name: &Full<'_>| !name.name.contains(char::is_lowercase);
    let better = || match (shouted(name), shouted(other)) {
        (false, true) => true,
        (true, false) => false,
        _ => name.in_use() > other.in_use(),
    };
    long.len() > short.len() || better()
}

/// Whether two names are one person's.
fn same(spellings: &Spellings, a: &Full<'_>, b: &Full<'_>) -> bool {
    a.name == b.name || longer(spellings, a, b) || longer(spellings, b, a)
}

fn rename(extraction: &mut Extraction, renamed: &Renamed) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: Option<&str>) {
        let mut extraction = Extraction::default();
        let alias = |text: &str, kind: &str| Alias {
            text: text.into(),
            kind: kind.into(),
            period: "2031-05-07".into(),
        };
        extraction.people.push(Person {
            name: "Jan Roe".into(),
            kind: "person".into(),
            gender: "".into(),
            aliases: vec![alias("President", "role")],
            mentions: 1,
        });
        let extractions = [extraction];
        let known = Known::gather(&extractions);
        assert_eq!(known.in_title(Rules::builtin(), "President", title), expected, "{title}");
    }

    #[test]
    fn a_title_names_who_holds_an_office() {
        check("President Jan Roe Opens the Pier", Some("Jan Roe"));
        check("At the pier: President Jan Roe", Some("Jan Roe"));
        check("Former President Jan Roe Opens the Pier", None);
        check("The ex-President Jan Roe Opens the Pier", None);
        check("VicePresident Jan Roe Opens the Pier", None);
        check("Jan Roe Meets the President", None);
    }
}
