//! Metadata at the head of a text, between two lines of `---`.
//!
//! In: the text of a file.  Out: the byte at which the body begins and the fields.  Whatever is
//! wrong with them is a problem, never the end of the article.

use super::Article;
use super::fields::{Field, Fields, warning};
use crate::extraction::{Problem, Severity};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// What front matter says by the keys that are used, and the other keys.
#[derive(Debug, Default)]
struct Keys {
    used: BTreeMap<&'static str, Field>,
    unused: Vec<String>,
}

/// The keys of each field, of which the first that is given counts: title, day, outlet, address, author.
const FIELDS: [&[&str]; 5] = [
    &["title"],
    &["published", "date"],
    &["source", "outlet", "publisher", "site"],
    &["url"],
    &["author", "authors"],
];

/// Most keys that are not used a note names.
const NAMED: usize = 5;

impl Keys {
    /// The value of the first of some keys that has one.
    fn first(&mut self, names: &[&'static str]) -> Field {
        Field::first(names.iter().filter_map(|name| self.used.remove(name)))
    }

    /// What is to be known of the keys that are not used.
    fn note(&self) -> Option<Problem> {
        let named = |keys: &[&str]| match keys {
            [first, others @ ..] if !others.is_empty() => {
                format!("`{first}` (also `{}`)", others.join("`, `"))
            }
            _ => format!("`{}`", keys.concat()),
        };
        let shown: Vec<String> =
            self.unused.iter().take(NAMED).map(|key| key.escape_debug().to_string()).collect();
        let more = match self.unused.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "front matter: not used: `{}`{more}; the keys are {}",
            shown.join("`, `"),
            FIELDS.map(named).join(", ")
        );
        let note = Problem::new(Severity::Note, "front-matter-unused", message);
        (!self.unused.is_empty()).then_some(note)
    }
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys with values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Keys::default();
        while let Some(key) = map.next_key::<String>()? {
            let used = FIELDS.iter().flat_map(|line| line.iter()).find(|name| **name == key);
            if let Some(name) = used {
                if keys.used.insert(name, map.next_value()?).is_some() {
                    return Err(Error::custom(format_args!("duplicate field `{name}`")));
                }
            } else {
                map.next_value::<IgnoredAny>()?;
                keys.unused.push(key);
            }
        }
        Ok(keys)
    }
}

/// More bytes than any front matter has.
const MOST: usize = 1 << 16;

/// Reads the front matter of the article, if its text begins with one.
pub(super) fn read(article: &mut Article) {
    let Some(first) = opening(&article.text) else { return };
    let Some((block, body_start)) = block(&article.text, first) else {
        let message = "line 1: the front matter is never closed; end it with a line of three hyphens. All of it was read as text";
        article.problems.push(warning("front-matter-open", message.to_owned()));
        return;
    };
    let yaml = &article.text[block.clone()];
    match keys(yaml) {
        Ok(mut keys) => {
            article.body_start = body_start;
            article.problems.extend(keys.note());
            let [title, published, source, url, author] = FIELDS.map(|names| keys.first(names));
            Fields { title, published, source, url, author }.apply(article, "front-matter");
        }
        Err((place, message)) => {
            article.body_start = body_start;
            let message = format!(
                "{place}: the front matter is not valid YAML: {message}. It was left out, the body was read"
            );
            article.problems.push(warning("front-matter-broken", message));
        }
    }
}

/// The byte behind the first line, where it is three hyphens and a key follows.
fn opening(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("---")?;
    let line = rest.find(['\n', '\r'])?;
    if !rest[..line].trim().is_empty() {
        return None;
    }
    let first = 3 + line + if rest[line..].starts_with("\r\n") { 2 } else { 1 };
    begins_with_key(&text[first..]).then_some(first)
}

/// Whether the next line that says anything is `key:`; otherwise the hyphens are a rule in a text.
fn begins_with_key(block: &str) -> bool {
    let mut lines = block.split(['\n', '\r']).map(str::trim_end);
    let Some(line) = lines.find(|line| !line.trim().is_empty() && !line.starts_with('#')) else {
        return false;
    };
    let Some((key, value)) = line.split_once(':') else { return is_fence(line) };
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !key.is_empty()
        && key.chars().all(is_key)
        && (value.is_empty() || value.starts_with([' ', '\t']))
}

fn is_fence(line: &str) -> bool {
    line == "---" || line == "..."
}

/// The range between the fences, and where the body begins.
fn block(text: &str, first: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let mut start = first;
    while start < text.len() && start - first <= MOST {
        let length = text[start..].find(['\n', '\r']).unwrap_or(text.len() - start);
        let end = start + length;
        let next =
            end + if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) };
        if is_fence(text[start..end].trim_end()) {
            return Some((first..start, next));
        }
        start = next;
    }
    None
}

/// The keys, or where and why they cannot be read.
fn keys(yaml: &str) -> Result<Keys, (String, String)> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: 12, max_events: 20_000, max_nodes: 10_000, max_aliases: 10 },
        with_snippet: false,
    };
    let keys: Result<Option<Keys>, _> = serde_yaml::from_str_with_options(yaml, options);
    match keys {
        Ok(keys) => Ok(keys.unwrap_or_default()),
        Err(error) => {
            // The block begins behind the line that opens it.
            let place = error.location().map_or_else(
                || "line 1".to_owned(),
                |at| format!("line {}, column {}", at.line() + 1, at.column()),
            );
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default();
            let message = message.split_once(" at line ").map_or(message, |(message, _)| message);
            Err((place, message.trim_end_matches('.').to_owned()))
        }
    }
}
