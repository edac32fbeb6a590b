//! Annotations: what a person says is in an article.
//!
//! In: JSONL in the shape of `onrecord extract`, or a JSON list of such objects; every field but
//! the article's id and the positions may be left out.  Out: [`Gold`].

use super::Placed;
use crate::extraction::{Event, Extraction, Quote, QuoteKind, Timex};
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// The annotations of one article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Gold {
    /// Which article is meant.
    pub article: GoldArticle,
    /// Its dates; absent where dates are not annotated.
    pub dates: Option<Vec<GoldDate>>,
    /// Its quotes; absent where quotes are not annotated.
    pub quotes: Option<Vec<GoldQuote>>,
    /// Its events; absent where events are not annotated.
    pub events: Option<Vec<GoldEvent>>,
}

impl Gold {
    /// The words of the first annotation that do not stand at its position in the text.
    pub fn out_of_step(&self, text: &str) -> Option<&str> {
        let chars: Vec<char> = text.chars().collect();
        let stands = |start: usize, end: usize, words: &str| {
            words.is_empty()
                || chars.get(start..end).is_some_and(|c| c.iter().copied().eq(words.chars()))
        };
        let dates = self.dates.iter().flatten().map(|d| (d.start, d.end, d.text.as_str()));
        let quotes = self.quotes.iter().flatten().map(|q| (q.start, q.end, q.text.as_str()));
        let events = self.events.iter().flatten().map(|e| (e.start, e.end, e.text.as_str()));
        dates
            .chain(quotes)
            .chain(events)
            .find(|(a, b, words)| !stands(*a, *b, words))
            .map(|(_, _, words)| words)
    }
}

/// Which article is annotated.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldArticle {
    /// Its id; the last parts of a path are enough.
    pub id: String,
}

/// An annotated date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldDate {
    start: usize,
    end: usize,
    #[serde(default)]
    text: String,
    /// TIMEX3 value.
    pub(super) value: Option<String>,
    /// EDTF, compared where no value is given.
    pub(super) edtf: Option<String>,
    #[serde(default)]
    rule: String,
}

/// An annotated quote.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldQuote {
    start: usize,
    end: usize,
    #[serde(default)]
    text: String,
    /// Direct, mixed or indirect.
    pub(super) kind: Option<QuoteKind>,
    /// Who said it; an empty name says that it has no speaker.
    pub(super) speaker: Option<GoldSpeaker>,
    #[serde(default)]
    rule: String,
}

/// An annotated speaker.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldSpeaker {
    /// The fullest name.
    pub name: String,
}

/// An annotated event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldEvent {
    start: usize,
    end: usize,
    #[serde(default)]
    text: String,
    /// Type in the event tree.
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    /// EDTF.
    pub(super) when: Option<String>,
    #[serde(default)]
    rule: String,
}

/// An annotation that cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{path}:{line}:{column}: {message}")]
pub struct GoldError {
    /// The file, as given.
    pub path: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1.
    pub column: usize,
    /// What was expected.
    pub message: String,
}

/// Reads annotations.
///
/// # Errors
/// [`GoldError`] names the line that is no annotation of an article.
pub fn parse_gold(path: &str, text: &str) -> Result<Vec<Gold>, GoldError> {
    let error = |e: serde_json::Error, above: usize| GoldError {
        path: path.to_owned(),
        line: e.line() + above,
        column: e.column(),
        message: e.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    };
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(|e| error(e, 0));
    }
    let mut out = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter();
    #[allow(clippy::while_let_on_iterator)]
    while let Some(next) = stream.next() {
        out.push(next.map_err(|e| error(e, 0))?);
    }
    Ok(out)
}

/// The extraction whose id is the annotation's, or ends with it as a path does.
pub(super) fn find_article<'a>(
    id: &str,
    found: &BTreeMap<&str, &'a Extraction>,
) -> Option<&'a Extraction> {
    let ends = |(key, _): &(&&str, &&Extraction)| {
        key.strip_suffix(id).is_some_and(|head| head.ends_with('/'))
    };
    found.get(id).copied().or_else(|| found.iter().find(ends).map(|(_, e)| *e))
}

macro_rules! placed {
    ($($type:ty),*) => { $(
        impl Placed for $type {
            fn place(&self) -> (usize, usize) {
                (self.start, self.end)
            }
            fn words(&self) -> String {
                self.text.to_string()
            }
            fn rule(&self) -> &str {
                &self.rule
            }
        }
    )* };
}

placed!(GoldDate, GoldQuote, GoldEvent, Timex, Quote, Event);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_lists_are_read() {
        let one = r#"{"article":{"id":"a"},"quotes":[{"start":1,"end":2,"kind":"direct","speaker":{"name":"X"}}]}"#;
        assert_eq!(parse_gold("g", &format!("{one}\n{one}\n")).unwrap().len(), 2);
        assert_eq!(parse_gold("g", &format!("[{one},\n{one}]")).unwrap().len(), 2);
        let gold = parse_gold("g", one).unwrap();
        assert!(gold[0].dates.is_none());
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = parse_gold("g", "{\"article\":{\"id\":\"a\"}}\n{\"articl\":1}\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(error.message.contains("missing field `article`"), "{error}");
    }
}
