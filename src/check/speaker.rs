//! Compares who speaks in the draft with who speaks in the source.
//!
//! In: the quotes and persons extracted from both.  Out: whether the speakers are the same, for
//! certain another, or not to be told apart.  A name is another's only if both sides give a name,
//! an office only if its holder is named; a pronoun or an unresolved mention decides nothing.

use super::lexicon::CheckWords;
use super::words::{Form, split};
use crate::extraction::{Alias, Extraction, Person, Quote};
use crate::people::names::{fold, same_role};

/// Whether two speakers are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    Same,
    Other,
    Unknown,
}

/// The quote of a source that covers most of a passage given in code points.
pub(crate) fn covering(extraction: &Extraction, start: usize, end: usize) -> Option<&Quote> {
    let common = |quote: &Quote| quote.end.min(end).saturating_sub(quote.start.max(start));
    let longest = extraction
        .quotes
        .iter()
        .filter(|quote| common(quote) * 2 > (end - start).min(quote.end - quote.start));
    longest.max_by_key(|quote| (common(quote), std::cmp::Reverse(quote.start)))
}

/// A speaker with the people known on that side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice<'a> {
    pub name: &'a str,
    pub people: &'a [Person],
}

/// Compares a speaker of the draft with one of the source.
pub(crate) fn compare(draft: Voice, source: Voice, lexicon: &CheckWords) -> Likeness {
    let (a, b) = (Name::new(draft.name, lexicon), Name::new(source.name, lexicon));
    match (a.is_proper, b.is_proper) {
        (true, true) => named(draft, &a, source, &b, lexicon),
        (false, true) => held(draft.name, source, &b, lexicon),
        (true, false) => held(source.name, Voice { people: source.people, ..draft }, &a, lexicon),
        (false, false) if a.fits(&b) => Likeness::Same,
        (false, false) => Likeness::Unknown,
    }
}

/// Two names.
fn named(draft: Voice, a: &Name, source: Voice, b: &Name, lexicon: &CheckWords) -> Likeness {
    if a.fits(b) {
        return namesakes(draft, a, source, b, lexicon);
    }
    let links = |voice: Voice, name: &Name, other: &Name| {
        voice.aliases().any(|alias| match alias.kind.as_str() {
            "role" => fold(&alias.text) == fold(other.text),
            _ => {
                let alias = Name::new(&alias.text, lexicon);
                !alias.is_part_of(name) && alias.fits(other)
            }
        })
    };
    if links(draft, a, b) || links(source, b, a) {
        return Likeness::Same;
    }
    let speaks = |one: Voice, other: &Name| {
        one.speaks_for_others(lexicon)
            && source
                .people
                .iter()
                .chain(draft.people)
                .any(|p| p.kind == "organisation" && Name::new(&p.name, lexicon).fits(other))
    };
    match speaks(source, a) || speaks(draft, b) {
        true => Likeness::Unknown,
        false => Likeness::Other,
    }
}

/// A short name that several in the source bear: an office may tell which of them is meant.
fn namesakes(draft: Voice, a: &Name, source: Voice, b: &Name, lexicon: &CheckWords) -> Likeness {
    let bears = |person: &&Person| Name::new(&person.name, lexicon).fits(a);
    let mut bearers = source.people.iter().filter(bears);
    if bearers.next().is_none() || bearers.next().is_none() {
        return Likeness::Same;
    }
    let holds = |person: &Person| {
        let roles = || draft.aliases().filter(|alias| alias.kind == "role");
        roles().any(|role| has_role(person, &role.text))
    };
    let mut holders = source.people.iter().filter(bears).filter(|person| holds(person));
    match (holders.next(), holders.next()) {
        (Some(holder), None) if Name::new(&holder.name, lexicon).fits(b) => Likeness::Same,
        (Some(_), None) => Likeness::Other,
        _ if a.keys.len() > 1 => Likeness::Same,
        _ => Likeness::Unknown,
    }
}

/// An office beside a name: another's if those who hold it are named and none is the one.
fn held(role: &str, voice: Voice, name: &Name, lexicon: &CheckWords) -> Likeness {
    let mut holders = voice.people.iter().filter(|person| has_role(person, role)).peekable();
    if holders.peek().is_none() {
        return Likeness::Unknown;
    }
    match holders.any(|person| Name::new(&person.name, lexicon).fits(name)) {
        true => Likeness::Same,
        false => Likeness::Other,
    }
}

fn has_role(person: &Person, role: &str) -> bool {
    let role = fold(role);
    let held = |alias: &&Alias| alias.kind == "role" && same_role(&fold(&alias.text), &role);
    person.aliases.iter().any(|alias| held(&alias))
}

impl<'a> Voice<'a> {
    /// Every name, office and acronym the speaker goes by, as far as it is known.
    fn aliases(self) -> impl Iterator<Item = &'a Alias> {
        let own = move |person: &&Person| {
            person.name == self.name
                || person.aliases.iter().any(|alias| alias.text.eq_ignore_ascii_case(self.name))
        };
        self.people.iter().filter(own).flat_map(|person| &person.aliases)
    }

    fn speaks_for_others(self, lexicon: &CheckWords) -> bool {
        let speaks = |alias: &Alias| lexicon.spokesperson.within(&split(&alias.text, lexicon).list);
        self.aliases().any(|alias| alias.kind == "role" && speaks(alias))
    }
}

/// A name without titles, as comparison words.
struct Name<'a> {
    text: &'a str,
    keys: Vec<u64>,
    whole: Vec<u64>,
    is_proper: bool,
}

impl<'a> Name<'a> {
    fn new(text: &'a str, lexicon: &CheckWords) -> Self {
        let words = split(text, lexicon).list;
        let named =
            |word: &&super::words::Word| !lexicon.title.has(word) && !lexicon.function.has(word);
        let is_proper = words.iter().filter(named).any(|word| word.form.has(Form::CAPITAL));
        Self {
            text,
            keys: words.iter().filter(named).map(|word| word.key).collect(),
            whole: words.iter().map(|word| word.key).collect(),
            is_proper,
        }
    }

    /// One name within the other: "Verma" and "Asha Verma".
    fn fits(&self, other: &Self) -> bool {
        (!self.whole.is_empty() && self.whole == other.whole)
            || self.is_part_of(other)
            || other.is_part_of(self)
    }

    fn is_part_of(&self, other: &Self) -> bool {
        !self.keys.is_empty() && self.keys.iter().all(|key| other.keys.contains(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, kind: &str, aliases: &[(&str, &str)]) -> Person {
        let alias = |(text, kind): &(&str, &str)| Alias {
            text: (*text).into(),
            kind: (*kind).into(),
            ..Alias::default()
        };
        let aliases = aliases.iter().map(alias).collect();
        Person { name: name.into(), kind: kind.into(), aliases, ..Person::default() }
    }

    fn check_among(a: &str, ours: &[Person], b: &str, theirs: &[Person], expected: Likeness) {
        let lexicon = CheckWords::built_in().unwrap();
        let (draft, source) = (Voice { name: a, people: ours }, Voice { name: b, people: theirs });
        assert_eq!(compare(draft, source, &lexicon), expected, "{a} / {b}");
    }

    fn check(a: &str, b: &str, expected: Likeness) {
        check_among(a, &[], b, &[], expected);
    }

    #[test]
    fn names_are_compared_without_titles() {
        check("Verma", "Asha Verma", Likeness::Same);
        check("Mrs Verma", "Asha Verma", Likeness::Same);
        check("President Asha Verma", "Asha Verma", Likeness::Same);
        check("Asha Verma", "Tom Verma", Likeness::Other);
        check("Asha Verma", "Tom Hale", Likeness::Other);
        check("the minister", "Tom Hale", Likeness::Unknown);
        check("the minister", "the minister", Likeness::Same);
    }

    #[test]
    fn namesakes_are_told_apart_by_name_and_office() {
        let two = [
            person("Asha Verma", "person", &[("Verma", "name"), ("president", "role")]),
            person("Tom Verma", "person", &[("Verma", "name"), ("mayor", "role")]),
        ];
        check_among("Asha Verma", &[], "Tom Verma", &two, Likeness::Other);
        check_among("Verma", &[], "Tom Verma", &two, Likeness::Unknown);
        let ours = [person("Verma", "person", &[("President", "role")])];
        check_among("Verma", &ours, "Tom Verma", &two, Likeness::Other);
        check_among("Verma", &ours, "Asha Verma", &two, Likeness::Same);
    }

    #[test]
    fn an_office_is_its_holders() {
        let people = [
            person("Asha Verma", "person", &[("president", "role"), ("POTR", "acronym")]),
            person("Tom Hale", "person", &[("spokesman", "role")]),
            person("Canal Board", "organisation", &[]),
        ];
        check_among("the president", &[], "Asha Verma", &people, Likeness::Same);
        check_among("president", &[], "Tom Hale", &people, Likeness::Other);
        check_among("the vet", &[], "Tom Hale", &people, Likeness::Unknown);
        check_among("POTR", &[], "Asha Verma", &people, Likeness::Same);
        check_among("Canal Board", &[], "Tom Hale", &people, Likeness::Unknown);
        check_among("Canal Board", &[], "Asha Verma", &people, Likeness::Other);
    }
}
