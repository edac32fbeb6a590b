//! What is extracted from one article: the output contract of `onrecord extract`.
//!
//! In: nothing; these are the types every stage fills and every command prints.
//! Offsets (`start`, `end`) count Unicode code points of the article's text exactly as given,
//! as the text positions of the W3C Web Annotation model do; `text` is always that exact slice.
//! This module does not compute anything.  Short words, of which a run has millions, are
//! [`CompactString`]s: up to 24 bytes of them need no memory of their own.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// Modality of a quotation that is what somebody says is not so.
pub(crate) const DENIED: &str = "denied";

/// Everything found in one article; one line of `onrecord extract`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// Who wrote the article, when, where it stands.
    pub article: ArticleInfo,
    /// Temporal expressions in the order of the text.
    pub dates: Vec<Timex>,
    /// Quotations and reported speech in the order of the text.
    pub quotes: Vec<Quote>,
    /// Events in the order of the text.
    pub events: Vec<Event>,
    /// What could not be read, resolved or decided.
    pub problems: Vec<Problem>,
    /// The persons and organisations of this article, with every name they go by in it.
    /// Not part of the printed contract of `extract`; `timeline` and `people` link over it.
    #[serde(skip)]
    pub people: Vec<Person>,
    /// Sentences of the body, as code point ranges, in the order of the text.
    #[serde(skip)]
    pub sentences: Vec<Range>,
    /// The text of the article exactly as given, of which all of the above are slices.
    #[serde(skip)]
    pub text: String,
}

/// A half-open range of code points.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Range {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// The article as the timeline cites it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ArticleInfo {
    /// Unique within a run: the given `id`, else the path, else a number.
    pub id: String,
    /// The file it came from, as given on the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The authors named in the metadata or the byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// What the day of publication rests on: `given`, `front-matter`, or the id of a rule; the zone
    /// follows (`given, Europe/Paris`) where the day there is another than that in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_basis: Option<String>,
}

/// A temporal expression (TimeML TIMEX3) with its EDTF reading (ISO 8601-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The exact words.
    pub text: CompactString,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value, for example `2025-07-26`, `P2D`, `PAST_REF`, `XXXX-WXX-1`.
    pub value: CompactString,
    /// TIMEX3 modifier, for example `APPROX`, `START`.
    #[serde(rename = "mod", default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<CompactString>,
    /// EDTF, absent where the expression names no position on the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edtf: Option<CompactString>,
    /// What the value rests on.
    pub basis: Basis,
    /// Id of the rule.
    pub rule: CompactString,
}

/// TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar position of day granularity or coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurrence.
    Set,
}

/// What a date rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The words name the date in full.
    Explicit,
    /// The words relate to another date: the publication date or one mentioned before.
    Relative,
    /// No words: the day of publication stands in.
    Publication,
}

/// A quotation or a reported statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// First code point of the content, without the quote mark.
    pub start: usize,
    /// One past the last code point of the content.
    pub end: usize,
    /// The exact words.
    pub text: String,
    /// How the words are reported.
    pub kind: QuoteKind,
    /// Whether the closing mark was found (always true for indirect speech).
    pub closed: bool,
    /// Id shared by the parts of one split or continued quotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<CompactString>,
    /// The word of saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Slice>,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
    /// Who reported it, where that is not the article itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Speaker>,
    /// When it was said, as EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<CompactString>,
    /// `negated` ("did not say") or `hypothetical` ("would say"): not claimed to have been said;
    /// `denied`: what the speaker says is not so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<CompactString>,
    /// How it is told in passing that this was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<Aside>,
    /// Id of the rule.
    pub rule: CompactString,
}

/// How words are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// All of it within quote marks.
    Direct,
    /// Partly within quote marks.
    Mixed,
    /// Reported in the writer's words.
    Indirect,
}

/// A stretch of the article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slice {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The exact words.
    pub text: CompactString,
}

/// A mention of a speaker and whom it resolves to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// First code point of the mention.
    pub start: usize,
    /// One past the last code point of the mention.
    pub end: usize,
    /// The exact words of the mention.
    pub text: CompactString,
    /// The fullest name known after pronouns, titles, surnames and aliases are resolved.
    pub name: CompactString,
    /// Set where the resolution had more than one candidate and none was certain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
}

/// An event: a dated sentence or clause with its trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// First code point of the sentence or clause.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The exact words.
    pub text: String,
    /// Type in the event tree, dotted: `conflict.attack`.
    #[serde(rename = "type")]
    pub kind: CompactString,
    /// The word that names the event.
    pub trigger: Slice,
    /// The trigger as the lexicon writes it; empty where it stands in none.
    #[serde(skip)]
    pub lemma: CompactString,
    /// When it happened, as EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<CompactString>,
    /// What `when` rests on: `clause`, `sentence`, `passage`, `publication`, or `governor`: the word
    /// that it hangs on lends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_basis: Option<CompactString>,
    /// Index into `dates` of the expression that dates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<usize>,
    /// `negated`, `planned`, `cancelled`, `hypothetical`, or `mentioned` where a word only names the
    /// event; absent for what is told as fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<CompactString>,
    /// How it is told in passing; absent for what a sentence tells outright.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<Aside>,
    /// Resolved names of the persons in it.
    pub people: Vec<CompactString>,
    /// Places in it.
    pub places: Vec<CompactString>,
    /// Organisations in it.
    pub organisations: Vec<CompactString>,
    /// Id of the rule.
    pub rule: CompactString,
}

/// How an event is told in passing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aside {
    /// In a relative or subordinate clause.
    Subordinate,
    /// By a participle.
    Participle,
    /// With a date that belongs to another clause.
    Borrowed,
    /// By somebody who speaks of himself, so that the day on which it appeared says little.
    Spoken,
    /// In a paragraph that looks back on another time, without a date of its own.
    Earlier,
}

/// Something that could not be read, resolved or decided; never a reason to stop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Stable kebab-case code, for example `impossible-date`.
    pub code: String,
    /// What happened and what to do, lower case, location first.
    pub message: String,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something may be missing or wrong.
    Warning,
    /// The article or a part of it could not be processed.
    Error,
}

impl TimexType {
    /// As the output writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

impl Basis {
    /// As the output writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Relative => "relative",
            Self::Publication => "publication",
        }
    }
}

impl Quote {
    /// Whether these are the quoted words within a clause that is a quotation itself; whoever counts
    /// quotations counts that one.
    pub fn is_within(&self) -> bool {
        self.rule == crate::quotes::construction::WITHIN
    }
}

impl Aside {
    /// As the output writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subordinate => "subordinate",
            Self::Participle => "participle",
            Self::Borrowed => "borrowed",
            Self::Spoken => "spoken",
            Self::Earlier => "earlier",
        }
    }
}

impl QuoteKind {
    /// As the output writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

impl Severity {
    /// As the output and the messages write it; SARIF uses the same three words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Problem {
    /// A problem of the given severity.
    pub fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self { severity, code: code.to_owned(), message: message.into() }
    }
}

/// A person or organisation with every name it goes by in one article or in a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// The fullest name.
    pub name: CompactString,
    /// `person` or `organisation`.
    pub kind: CompactString,
    /// `f`, `m` or empty.
    pub gender: CompactString,
    /// Every name, title with name, role and acronym it goes by, sorted.
    pub aliases: Vec<Alias>,
    /// Number of mentions, pronouns included.
    pub mentions: usize,
}

/// One of the names a person goes by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Alias {
    /// The words, without articles: `COAS`, `defense minister`, `Noor`.
    pub text: CompactString,
    /// `name`, `role` or `acronym`.
    pub kind: CompactString,
    /// First and last day, EDTF interval, for which it was seen to hold; empty where unknown.
    #[serde(default, skip_serializing_if = "CompactString::is_empty")]
    pub period: CompactString,
}
