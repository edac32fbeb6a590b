//! People whom a rule pack lists: a user's own, who win over what articles teach.
//!
//! In: the entries of the lexicon `person`.  Out: [`Persons`]: names, and who holds an office on a
//! day.  Days are EDTF days, months or years; both ends count.

use super::PEOPLE;
use super::diagnostic::{did_you_mean, nearest};
use super::lexicon::{Lexicons, text};
use super::spec::{AttributeSpec, Attributes};
use super::yaml::keys::Step::{self, Item, Key};
use crate::text::vocabulary::fold;
use rustc_hash::FxHashMap;

/// The lexicon of the offices they hold, made of their entries.
pub const OFFICE: &str = "person_office";

/// Somebody a pack lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPerson {
    /// The name the output uses.
    pub name: String,
    /// Every other name.
    pub aliases: Vec<String>,
    /// The offices, in the order of the file.
    pub roles: Vec<ListedRole>,
}

/// An office and when it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRole {
    /// The words, without articles.
    pub title: String,
    /// First day, month or year; from ever where it is missing.
    pub from: Option<String>,
    /// Last day, month or year; to this day where it is missing.
    pub to: Option<String>,
}

/// Everybody the packs list.
#[derive(Debug, Clone, Default)]
pub struct Persons {
    list: Vec<ListedPerson>,
    by_name: FxHashMap<String, usize>,
    /// Persons and which of their roles, by the folded title.
    by_title: FxHashMap<String, Vec<(usize, usize)>>,
}

impl Persons {
    /// Reads the lexicon `person`; of two entries with one name the later pack's wins.
    pub fn read(lexicons: &Lexicons) -> Self {
        let mut persons = Self::default();
        let entries = lexicons.by_name(PEOPLE).map_or(&[][..], |lexicon| &lexicon.entries);
        for entry in entries {
            let name = text(&entry.attributes, "name").unwrap_or(&entry.spelling).to_owned();
            let other = aliases(&entry.attributes).into_iter().chain([&*entry.spelling]);
            let other = other.map(str::to_owned).collect();
            let person = ListedPerson { name, aliases: other, roles: roles(&entry.attributes) };
            match persons.by_name.get(&person.name) {
                Some(at) => persons.list[*at].replace(person),
                None => {
                    persons.by_name.insert(person.name.clone(), persons.list.len());
                    persons.list.push(person);
                }
            }
        }
        for (p, person) in persons.list.iter().enumerate() {
            for (r, role) in person.roles.iter().enumerate() {
                persons.by_title.entry(fold(&role.title)).or_default().push((p, r));
            }
        }
        persons
    }

    /// The person of a name as the output writes it.
    pub fn named(&self, name: &str) -> Option<&ListedPerson> {
        self.by_name.get(name).map(|at| &self.list[*at])
    }

    /// The one person who goes by a name, in any case of letters.
    pub fn who_is(&self, name: &str) -> Option<&ListedPerson> {
        let same = |other: &String| fold(other) == fold(name);
        let goes_by = |p: &&ListedPerson| same(&p.name) || p.aliases.iter().any(same);
        let mut found = self.list.iter().filter(goes_by);
        found.next().filter(|_| found.next().is_none())
    }

    /// Who holds an office on a day; without a day, whoever is listed for it.
    pub fn holders(&self, title: &str, day: Option<&str>) -> Vec<&ListedPerson> {
        let held = self.by_title.get(&fold(title)).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<&ListedPerson> = Vec::new();
        for (p, r) in held {
            let person = &self.list[*p];
            if day.is_none_or(|day| person.roles[*r].holds_on(day)) && !found.contains(&person) {
                found.push(person);
            }
        }
        found
    }
}

impl ListedPerson {
    /// Takes the facts of a later entry; the names of both stay.
    fn replace(&mut self, later: Self) {
        let earlier = std::mem::replace(self, later);
        self.aliases.extend(earlier.aliases);
        self.aliases.sort();
        self.aliases.dedup();
    }
}

impl ListedRole {
    /// Whether the office is held on a day; one end may be less exact than the day.
    pub fn holds_on(&self, day: &str) -> bool {
        let cut = |end: &String| day.get(..end.len().min(day.len())).unwrap_or(day).to_owned();
        self.from.as_ref().is_none_or(|from| from.as_str() <= day || from.starts_with(day))
            && self.to.as_ref().is_none_or(|to| cut(to) <= *to)
    }

    /// The period as an EDTF interval; empty where neither end is known.
    pub fn period(&self) -> String {
        match (&self.from, &self.to) {
            (None, None) => String::new(),
            (from, to) => {
                let end = |end: &Option<String>| end.clone().unwrap_or_else(|| "..".to_owned());
                format!("{}/{}", end(from), end(to))
            }
        }
    }
}

/// Further names of an entry.
pub fn aliases(attributes: &Attributes) -> Vec<&str> {
    match attributes.get("aliases") {
        Some(AttributeSpec::List(list)) => list.iter().filter_map(as_text).collect(),
        _ => Vec::new(),
    }
}

/// The offices of an entry.
pub fn roles(attributes: &Attributes) -> Vec<ListedRole> {
    let Some(AttributeSpec::List(list)) = attributes.get("roles") else { return Vec::new() };
    list.iter().filter_map(role).collect()
}

fn role(value: &AttributeSpec) -> Option<ListedRole> {
    let AttributeSpec::Map(map) = value else {
        let title = as_text(value)?.to_owned();
        return Some(ListedRole { title, from: None, to: None });
    };
    let title = map.get("title").and_then(as_text)?.to_owned();
    let end = |name| map.get(name).and_then(date);
    Some(ListedRole { title, from: end("from"), to: end("to") })
}

/// What entries of the lexicon `person` may say.
pub const FACTS: &[&str] = &["name", "gender", "aliases", "roles", "case"];

/// What roles may say.
const OF_ROLES: &[&str] = &["title", "from", "to"];

/// The letters of the genders.
const GENDERS: [&str; 2] = ["f", "m"];

/// Something that is wrong with an entry, and the way to where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem<'a> {
    /// From the entry on.
    pub way: Vec<Step<'a>>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl<'a> Problem<'a> {
    fn new(way: &[Step<'a>], message: impl Into<String>, help: Option<String>) -> Self {
        Self { way: way.to_vec(), message: message.into(), help }
    }
}

/// What is wrong with an entry: misspelt facts, and values that would not be understood.
pub fn problems(attributes: &Attributes) -> Vec<Problem<'_>> {
    let mut out: Vec<Problem<'_>> = attributes.keys().filter_map(|name| misspelt(name)).collect();
    out.extend(attributes.get("gender").and_then(of_gender));
    out.extend(attributes.get("aliases").and_then(of_aliases));
    match attributes.get("roles") {
        None => {}
        Some(AttributeSpec::List(list)) => {
            let roles = list.iter().enumerate();
            out.extend(roles.filter_map(|(number, role)| of_role(number, role)));
        }
        Some(_) => {
            let help = "write `roles: [{title: mayor, from: 2020-01, to: 2024-05}]`".to_owned();
            out.push(Problem::new(&[Key("roles")], "`roles` must be a list", Some(help)));
        }
    }
    out
}

/// A fact that is almost one of those there are; others may be a pack's own, for its patterns.
pub fn misspelt(name: &str) -> Option<Problem<'_>> {
    if FACTS.contains(&name) {
        return None;
    }
    let begins = |fact: &&&str| name.len() > 2 && fact.starts_with(name);
    let near = FACTS.iter().find(begins).copied();
    let near = near.or_else(|| nearest(name, FACTS.iter().copied()))?;
    let help = format!("did you mean `{near}`?");
    Some(Problem::new(&[Key(name)], format!("a person has no `{name}`"), Some(help)))
}

fn of_gender(value: &AttributeSpec) -> Option<Problem<'_>> {
    if as_text(value).is_some_and(|text| GENDERS.contains(&text)) {
        return None;
    }
    let letter = value.to_string().to_lowercase().chars().next().map(String::from);
    let letter = letter.filter(|letter| GENDERS.contains(&letter.as_str()));
    let help = letter.map(|letter| format!("write `gender: {letter}`"));
    let message = format!("the gender is `f` or `m`, found `{value}`");
    Some(Problem::new(&[Key("gender")], message, help))
}

fn of_aliases(value: &AttributeSpec) -> Option<Problem<'_>> {
    match value {
        AttributeSpec::List(list) if list.iter().all(|alias| as_text(alias).is_some()) => None,
        AttributeSpec::List(_) => {
            Some(Problem::new(&[Key("aliases")], "an alias must be text", None))
        }
        one => {
            let help = format!("write `aliases: [{one}]`");
            Some(Problem::new(&[Key("aliases")], "`aliases` must be a list", Some(help)))
        }
    }
}

fn of_role(number: usize, value: &AttributeSpec) -> Option<Problem<'_>> {
    let whole = [Key("roles"), Item(number)];
    let AttributeSpec::Map(map) = value else { return None };
    if let Some(name) = map.keys().find(|name| !OF_ROLES.contains(&name.as_str())) {
        let message = format!("a role has `title`, `from` and `to`, but no `{name}`");
        let help = did_you_mean(name, OF_ROLES.iter().copied());
        return Some(Problem::new(&[whole[0], whole[1], Key(name)], message, help));
    }
    if map.get("title").and_then(as_text).is_none() {
        let help = "say which office it is: `{title: mayor, from: 2020-01}`".to_owned();
        return Some(Problem::new(&whole, "a role needs a `title`", Some(help)));
    }
    for end in ["from", "to"] {
        if let Some(value) = map.get(end).filter(|value| date(value).is_none()) {
            let message = format!("`{end}` must be a day, month or year, found `{value}`");
            let help = "write 2024-05-31, 2024-05 or 2024".to_owned();
            return Some(Problem::new(&[whole[0], whole[1], Key(end)], message, Some(help)));
        }
    }
    let (from, to) = (map.get("from").and_then(date)?, map.get("to").and_then(date)?);
    let backwards = from > to && !from.starts_with(&to);
    let message = || format!("the role ends ({to}) before it begins ({from})");
    backwards.then(|| Problem::new(&whole, message(), None))
}

fn as_text(value: &AttributeSpec) -> Option<&str> {
    match value {
        AttributeSpec::Text(text) => Some(text),
        _ => None,
    }
}

/// A day, month or year, as digits and hyphens.
fn date(value: &AttributeSpec) -> Option<String> {
    let date = match value {
        AttributeSpec::Int(year) => format!("{year:04}"),
        AttributeSpec::Text(text) => text.clone(),
        _ => return None,
    };
    let parts: Vec<&str> = date.split('-').collect();
    let digits =
        |part: &&str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let lengths = [4, 2, 2];
    let fits = parts.len() <= 3 && parts.iter().zip(lengths).all(|(part, n)| digits(part, n));
    fits.then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: Option<&str>, to: Option<&str>, day: &str, holds: bool) {
        let end = |end: Option<&str>| end.map(str::to_owned);
        let role = ListedRole { title: "mayor".into(), from: end(from), to: end(to) };
        assert_eq!(role.holds_on(day), holds, "{from:?} to {to:?} on {day}");
    }

    #[test]
    fn both_ends_of_a_period_count() {
        check(Some("2020-01"), Some("2024-05"), "2019-12-31", false);
        check(Some("2020-01"), Some("2024-05"), "2020-01-01", true);
        check(Some("2020-01"), Some("2024-05"), "2024-05-31", true);
        check(Some("2020-01"), Some("2024-05"), "2024-06-01", false);
        check(Some("2020-03-15"), None, "2020-03-14", false);
        check(Some("2020-03-15"), None, "2020-03-15", true);
        check(None, Some("2024"), "2024-12-31", true);
        check(None, Some("2024"), "2025-01-01", false);
        check(None, None, "1900-01-01", true);
    }
}
