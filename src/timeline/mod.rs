//! The deduplicated timeline: the output contract of `onrecord timeline`.
//!
//! In: extractions of articles.  Out: a [`Timeline`].  This module does not read or print.
//!
//! [`merge`] is the way through it: copies are folded (`copies`), articles made comparable (`corpus`),
//! candidates found (`blocks`), pairs decided (`events`, `statements`), joined the surest first
//! (`clusters`), and every cluster becomes one [`Entry`] (`entries`).  Everything is sorted by
//! content before it is looked at, so that neither the order of the files nor the number of
//! threads can show.

mod blocks;
mod changes;
mod clusters;
mod copies;
mod corpus;
mod corrections;
mod digest;
mod entries;
mod events;
mod kin;
mod merging;
mod moment;
mod order;
mod outlets;
pub mod policy;
mod reasons;
mod selection;
mod statements;
mod stories;
mod words;

#[cfg(test)]
mod tests;

pub use changes::{Change, Changes, FieldChange};
pub use corrections::Corrections;
pub use digest::{LeftOut, digest};
pub use merging::{merge, merge_corrected};
pub use policy::MergePolicy;
pub use selection::Selection;

use crate::extraction::{ArticleInfo, Aside, Problem};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// What a date rests on when no words name it.
pub(crate) const PUBLICATION: &str = "publication";

/// What a date rests on that another word of the sentence lends.
pub(crate) const GOVERNOR: &str = "governor";

/// What a date rests on that a person has given.
pub(crate) const CORRECTION: &str = "correction";

/// Version of the JSON contract.
pub const CONTRACT_VERSION: &str = "1";

/// Entries of many articles, merged and in the order of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// Version of this contract.
    pub version: String,
    /// The articles, by id.
    pub articles: Vec<ArticleInfo>,
    /// Dated entries in the order of time.
    pub entries: Vec<Entry>,
    /// Entries without a date, each with `undated_because`.
    pub undated: Vec<Entry>,
    /// Problems of the articles, by article.
    pub problems: Vec<ArticleProblem>,
}

/// A problem and the article it concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleProblem {
    /// Id of the article.
    pub article: String,
    /// The problem.
    #[serde(flatten)]
    pub problem: Problem,
}

/// Event or quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// Something that happened.
    Event,
    /// Something that was said.
    Quote,
}

/// One event or statement with all the sources it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Depends on what the entry is, not on wording, position or file order.
    pub id: String,
    /// Event or quotation.
    pub kind: EntryKind,
    /// Type of the event (dotted), or `direct`, `mixed`, `indirect`.
    #[serde(rename = "type")]
    pub type_: String,
    /// When; absent for undated entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<EntryDate>,
    /// A verbatim sentence, clause or quotation of one of the sources.
    pub text: String,
    /// Resolved name of the speaker of a quotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// `negated`, `planned`, `cancelled`, `hypothetical`, or `mentioned` where a word only names the
    /// event; absent for what is told as fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<String>,
    /// Persons.
    pub people: Vec<String>,
    /// Places.
    pub places: Vec<String>,
    /// Organisations.
    pub organisations: Vec<String>,
    /// Every stretch of every article that tells it, by article and position.
    pub sources: Vec<Source>,
    /// Number of outlets with their own text: copies and reprints count once.
    pub independent_sources: usize,
    /// The different wordings of a statement, each with its sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Fields in which sources differ, with all their values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disagreements: Vec<Disagreement>,
    /// Why the sources were taken to tell the same thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_because: Vec<String>,
    /// Why there is no date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undated_because: Option<String>,
}

/// The date of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDate {
    /// EDTF as the sources have it, never more precise than their words.
    pub edtf: CompactString,
    /// First day it may mean, `YYYY-MM-DD`.
    pub earliest: CompactString,
    /// Last day it may mean, `YYYY-MM-DD`.
    pub latest: CompactString,
    /// `day`, `month`, `year`, `decade`, `interval` …
    pub precision: CompactString,
    /// `explicit`, `relative` or `publication`.
    pub basis: CompactString,
}

/// A stretch of an article that tells the entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Id of the article.
    pub article: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The exact words.
    pub text: String,
    /// The date this source gives, as EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<CompactString>,
    /// What that date rests on: `clause`, `sentence`, `passage`, `publication`; events only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<CompactString>,
    /// How it tells an event in passing; absent for what a sentence tells outright.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<Aside>,
    /// Id of the rule that found it.
    pub rule: String,
}

/// One wording of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The words.
    pub text: String,
    /// Ids of the articles that have it.
    pub sources: Vec<String>,
}

/// A field in which the sources differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// `date`, `number`, `speaker`, `name`, `wording`.
    pub field: String,
    /// All values, each with the ids of the articles that give it.
    pub values: Vec<DisagreementValue>,
    /// Name of the rule by which the shown value was chosen.
    pub chosen_by: String,
}

/// One of the values sources give.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DisagreementValue {
    /// The value.
    pub value: String,
    /// Ids of the articles.
    pub sources: Vec<String>,
}
