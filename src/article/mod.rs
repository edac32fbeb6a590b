//! Articles as they come in: files, folders, JSONL, standard input.
//!
//! In: bytes.  Out: [`Article`]s, each with its text exactly as given and the metadata that
//! stood beside it, or a [`ReadError`] that says where and why.  What stands *inside* the text (headline, dateline, furniture) is found
//! later by rules; this module knows no English.
//!
//! The text of a page in HTML is what [`read`] took out of it: paragraphs of the article's body,
//! separated by blank lines, without scripts, styles, comments and navigation.

mod decode;
mod error;
mod fields;
mod format;
mod front_matter;
mod html;
mod inputs;
mod jsonl;
mod occasion;
mod open;
mod published;
mod read;
#[cfg(test)]
mod tests;
mod zone;

pub use error::{ReadError, Reason};
pub use read::{Articles, ReadOptions, read};

pub mod description;

use crate::extraction::Problem;

/// One article before anything is extracted from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// Unique within a run: the given `id`, else the path, else a number.
    pub id: String,
    /// The file it came from, as given on the command line.
    pub path: Option<String>,
    /// The text exactly as given: the `text` field of JSONL, the decoded file otherwise.
    /// All offsets count its code points.
    pub text: String,
    /// Byte at which the body begins (after front matter).
    pub body_start: usize,
    /// Metadata given beside the text; it wins over what the rules find in it.
    pub given: Given,
    /// What went wrong while reading.
    pub problems: Vec<Problem>,
}

/// Metadata given in JSONL fields or front matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// The headline.
    pub title: Option<String>,
    /// Day of publication, `YYYY-MM-DD`, already parsed from what was given.
    pub published: Option<String>,
    /// `given` (JSON), `front-matter`, or `html-meta`, `html-json-ld`, `html-time` for a page.
    pub published_basis: Option<String>,
    /// The field that gave the day, as it was written.
    pub published_at: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// The authors.
    pub author: Vec<String>,
    /// Where it was published.
    pub url: Option<String>,
}
