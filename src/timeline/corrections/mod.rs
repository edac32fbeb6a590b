//! A person's corrections, kept in a small file beside the articles.
//!
//! In: YAML with the ids of entries.  Out: what to merge, split, drop and date anew, each with its
//! place in the file.  The corrections are applied after merging, so they survive every run.

mod apply;

pub(super) use apply::apply;

use super::EntryKind;
use crate::dates::Edtf;
use crate::rules::diagnostic::{RuleError, RuleErrors, SourceFile};
use crate::rules::spec::{Located, OneOrMany, Ordered};
use crate::rules::yaml;
use serde::Deserialize;
use std::ops::Range;

/// What a person has put right.
///
/// ```
/// use onrecord::timeline::Corrections;
/// let yaml = "merge:\n  - e-abcdefghij e-bcdefghijk\ndrop: [q-cdefghijkm]\ndate: { e-cdefghijkm: 2025-07 }\n";
/// assert!(Corrections::from_yaml("fixes.yaml", yaml).is_ok());
/// let error = Corrections::from_yaml("fixes.yaml", "mrege: []").unwrap_err();
/// assert!(error.to_string().starts_with("fixes.yaml:1:1: "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrections {
    file: SourceFile,
    /// Entries that are one.
    merge: Vec<Vec<Id>>,
    /// Entries whose sources do not belong together; each article gets its own.
    split: Vec<Id>,
    /// Entries that are none.
    drop: Vec<Id>,
    /// The right date, as EDTF.
    date: Vec<(Id, String)>,
}

impl Default for Corrections {
    fn default() -> Self {
        let (merge, split, drop, date) = Default::default();
        Self { file: SourceFile::new("", ""), merge, split, drop, date }
    }
}

/// The id of an entry and its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Id {
    text: String,
    at: Range<usize>,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CorrectionsFile {
    merge: Vec<OneOrMany>,
    split: Vec<Located>,
    drop: Vec<Located>,
    date: Ordered<Located>,
}

impl Corrections {
    /// Reads corrections from YAML; `path` stands in messages.
    ///
    /// # Errors
    /// Everything in the file that corrections cannot say, each with its line and column.
    pub fn from_yaml(path: &str, yaml: &str) -> Result<Self, RuleErrors> {
        let file = SourceFile::new(path, yaml);
        let spec: Option<CorrectionsFile> = yaml::parse(&file).map_err(of_corrections)?;
        let spec = spec.unwrap_or_default();
        let mut reader = Reader { file: &file, errors: Vec::new() };
        let merge = spec.merge.iter().map(|group| reader.group(group)).collect();
        let split = reader.ids(&spec.split);
        let drop = reader.ids(&spec.drop);
        let date = spec.date.0.iter().filter_map(|(id, edtf)| reader.dated(id, edtf)).collect();
        RuleErrors(reader.errors).into_result()?;
        Ok(Self { file, merge, split, drop, date })
    }

    /// Whether there is nothing to put right.
    pub fn is_empty(&self) -> bool {
        self.merge.is_empty()
            && self.split.is_empty()
            && self.drop.is_empty()
            && self.date.is_empty()
    }
}

/// Checks what the file says and collects what is wrong.
struct Reader<'f> {
    file: &'f SourceFile,
    errors: Vec<RuleError>,
}

impl Reader<'_> {
    fn ids(&mut self, located: &[Located]) -> Vec<Id> {
        located.iter().flat_map(|located| self.words(located)).collect()
    }

    /// The ids of entries that are one.
    fn group(&mut self, group: &OneOrMany) -> Vec<Id> {
        let ids = self.ids(&group.0);
        let kind = |id: &Id| id.text.chars().next();
        let at = |id: &Id, message: String| RuleError::at(self.file, id.at.clone(), message);
        let error = match ids.as_slice() {
            [] => None,
            [one] => Some(
                at(one, format!("merging takes two ids or more, found only `{}`", one.text))
                    .help("write both in one line: `- e-first e-second`"),
            ),
            [first, rest @ ..] => rest.iter().find(|id| kind(id) != kind(first)).map(|other| {
                at(
                    other,
                    format!(
                        "`{}` cannot become one with `{}`: one is an event, the other a quotation",
                        other.text, first.text
                    ),
                )
            }),
        };
        self.errors.extend(error.map(|error| error.code("correction-merge")));
        ids
    }

    /// The ids in a text, separated by blanks or commas.
    fn words(&mut self, located: &Located) -> Vec<Id> {
        let base = located.value.as_ptr() as usize;
        let words = located.value.split([' ', '\t', '\n', ',']).filter(|word| !word.is_empty());
        let mut ids = Vec::new();
        for word in words {
            let start = word.as_ptr() as usize - base;
            let inner = start..start + word.len();
            let at = yaml::range_in_scalar(&self.file.text, &located.referenced, inner);
            if is_id(word) {
                ids.push(Id { text: word.to_owned(), at });
            } else {
                let message =
                    format!("expected the id of an entry such as e-abcdefghij, found `{word}`");
                self.errors.push(
                    RuleError::at(self.file, at, message).code("correction-id").help(WHERE_IDS_ARE),
                );
            }
        }
        ids
    }

    fn dated(&mut self, id: &Located, edtf: &Located) -> Option<(Id, String)> {
        let id = self.words(id).into_iter().next()?;
        let text = edtf.value.trim();
        if Edtf::parse(text).is_ok() {
            return Some((id, text.to_owned()));
        }
        let at = yaml::range_in_scalar(&self.file.text, &edtf.referenced, 0..edtf.value.len());
        let message = format!("expected a date in EDTF, found `{text}`");
        self.errors.push(RuleError::at(self.file, at, message).code("correction-date").help(
            "write 2025-07-26, 2025-07 or 2025; about: 2025-07~; a range: 2025-07-26/2025-07-28",
        ));
        None
    }
}

/// An error of the YAML with the help for corrections, where that for rules would mislead.
fn of_corrections(error: RuleError) -> RuleError {
    match error.code {
        "wrong-type" => error.help(WHAT_THEY_ARE),
        _ => error,
    }
}

/// Said where the file has another shape.
const WHAT_THEY_ARE: &str = "a file of corrections has keys with ids below them: `drop: [e-abcdefghij]`, `split: [e-abcdefghij]`, \
     `merge: [[e-abcdefghij, e-bcdefghijk]]`, `date: { e-abcdefghij: 2025-07-26 }`";

/// Said where an id is wrong.
const WHERE_IDS_ARE: &str = "`timeline --ids` shows them; they also stand in the CSV and JSON, and in the links of the page";

/// A mark for the kind, a dash, and the rest.
fn is_id(word: &str) -> bool {
    let rest = [EntryKind::Event, EntryKind::Quote]
        .iter()
        .find_map(|kind| word.strip_prefix(super::order::mark(*kind))?.strip_prefix('-'));
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_corrections_cannot_say_is_refused_with_its_place() {
        let check = |yaml: &str, expected: &[&str]| {
            let errors = Corrections::from_yaml("c.yaml", yaml).unwrap_err();
            let places: Vec<String> = errors.0.iter().map(RuleError::place).collect();
            assert_eq!(places, expected, "{}", errors.render(false));
        };
        check("merge:\n  - e-abcdefghij\n", &["c.yaml:2:5"]);
        check("merge:\n  - e-abcdefghij q-abcdefghij\n", &["c.yaml:2:18"]);
        check("drop: [nothing, e-abcdefghij]\n", &["c.yaml:1:8"]);
        check(
            "date:\n  e-abcdefghij: 26 July\n  e-bbcdefghij: 2025-13\n",
            &["c.yaml:2:17", "c.yaml:3:17"],
        );
        check("split: e-abcdefghij\n", &["c.yaml:1:8"]);
    }

    #[test]
    fn another_shape_is_answered_with_that_of_corrections() {
        let check = |yaml: &str| {
            let error = Corrections::from_yaml("c.yaml", yaml).unwrap_err().0.remove(0);
            assert_eq!(error.help.as_deref(), Some(WHAT_THEY_ARE), "{yaml}");
        };
        check("- drop: e-abcdefghij\n");
        check("- e-abcdefghij\n");
        check("just words\n");
        check("drop: e-abcdefghij\n");
        check("drop:\n  e-abcdefghij: 2\n");
        check("date: [e-abcdefghij]\n");
    }

    #[test]
    fn ids_stand_in_a_line_or_in_a_list() {
        let read =
            |yaml: &str| Corrections::from_yaml("c.yaml", yaml).map_err(|e| e.to_string()).unwrap();
        let line = read("merge:\n- e-aaaaaaaaaa e-bbbbbbbbbb\ndate: {e-aaaaaaaaaa: 2025}\n");
        let list = read("merge: [[e-aaaaaaaaaa, e-bbbbbbbbbb]]\n");
        let ids = |c: &Corrections| c.merge[0].iter().map(|id| id.text.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&line), ids(&list));
        assert_eq!(line.date[0].1, "2025");
        assert!(read("# nothing yet\n").is_empty());
    }
}
