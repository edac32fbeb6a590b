//! Compares who speaks in the draft with who speaks in the source.
//!
//! In: the quotes and persons extracted from both.  Out: whether the speakers are the same, for
//! certain another, or not to be told apart.  A name is another's only if both sides give a name;
//! a mere role, a pronoun or an unresolved mention decides nothing.

use super::lexicon::CheckWords;
use super::words::{Form, split};
use crate::extraction::{Extraction, Person, Quote};

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

/// Compares two names, each with the persons known on its side.
pub(crate) fn compare(
    draft: &str,
    draft_people: &[Person],
    source: &str,
    source_people: &[Person],
    lexicon: &CheckWords,
) -> Likeness {
    let ours = names(draft, draft_people);
    let theirs = names(source, source_people);
    let any = |test: fn(&Name, &Name) -> bool| {
        ours.iter()
            .any(|a| theirs.iter().any(|b| test(&Name::new(a, lexicon), &Name::new(b, lexicon))))
    };
    if any(Name::fits) {
        return Likeness::Same;
    }
    let (a, b) = (Name::new(draft, lexicon), Name::new(source, lexicon));
    if a.is_proper && b.is_proper { Likeness::Other } else { Likeness::Unknown }
}

/// The name with every other name the person goes by.
fn names<'a>(name: &'a str, people: &'a [Person]) -> Vec<&'a str> {
    let mut all = vec![name];
    let same = |person: &&Person| {
        person.name == name
            || person.aliases.iter().any(|alias| alias.text.eq_ignore_ascii_case(name))
    };
    for person in people.iter().filter(same) {
        all.push(&person.name);
        all.extend(person.aliases.iter().map(|alias| alias.text.as_str()));
    }
    all
}

/// A name without titles, as comparison words.
struct Name {
    keys: Vec<u64>,
    whole: Vec<u64>,
    is_proper: bool,
}

impl Name {
    fn new(text: &str, lexicon: &CheckWords) -> Self {
        let words = split(text, lexicon).list;
        let named =
            |word: &&super::words::Word| !lexicon.title.has(word) && !lexicon.function.has(word);
        let is_proper = words.iter().filter(named).any(|word| word.form.has(Form::CAPITAL));
        Self {
            keys: words.iter().filter(named).map(|word| word.key).collect(),
            whole: words.iter().map(|word| word.key).collect(),
            is_proper,
        }
    }

    /// One name within the other, ending alike: "Verma" and "Asha Verma".
    fn fits(&self, other: &Self) -> bool {
        if !self.whole.is_empty() && self.whole == other.whole {
            return true;
        }
        let (short, long) =
            if self.keys.len() <= other.keys.len() { (self, other) } else { (other, self) };
        !short.keys.is_empty() && short.keys.iter().all(|key| long.keys.contains(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: Likeness) {
        assert_eq!(
            compare(a, &[], b, &[], &CheckWords::built_in().unwrap()),
            expected,
            "{a} / {b}"
        );
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
}
