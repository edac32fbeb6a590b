//! What a check finds: the output contract of `onrecord check --format json`.
//!
//! In: nothing; these are the types the check fills and every form of output prints.
//! Offsets count Unicode code points of the draft, or of the article, exactly as given.

use crate::extraction::Problem;
use serde::{Deserialize, Serialize};

/// Everything found about the quotes of one draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CheckReport {
    /// The quotes in the order of the draft.
    pub quotes: Vec<CheckedQuote>,
    /// What the draft reports in its own words, in the order of the draft: a hint for a reader, never
    /// a reason to fail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<CheckedClaim>,
    /// What was passed over, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl CheckReport {
    /// Whether a source contradicts what the draft reports in its own words.
    pub fn contradicts(&self) -> bool {
        let against =
            |verdict| matches!(verdict, ClaimVerdict::Differs | ClaimVerdict::Misattributed);
        self.claims.iter().any(|claim| against(claim.verdict))
    }

    /// Whether every quote holds. Claims in the draft's own words do not count.
    pub fn holds(&self) -> bool {
        self.quotes.iter().all(|quote| quote.verdict == Verdict::Verbatim)
    }
}

/// A quote of the draft and what became of it.
pub type CheckedQuote = Checked<Verdict>;

/// Reported speech of the draft ("X said that …") and what the sources have of it.
pub type CheckedClaim = Checked<ClaimVerdict>;

/// Words that the draft claims somebody said, with a verdict `V`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checked<V> {
    /// The draft they stand in, where several were checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// First code point in the draft, without the quote mark.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The exact words of the draft.
    pub text: String,
    /// Whom the draft names as the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Whether they hold, and what is wrong with them.
    pub verdict: V,
    /// Share of the words of a quote that agree, of the telling words of reported speech that stand in
    /// the passage; 0 to 1.
    pub similarity: f32,
    /// The differences, in the order of the quote; for reported speech what contradicts it.
    pub changes: Vec<Change>,
    /// The best passage, where there is one; of a quote that was not found the nearest, if
    /// anything comes near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Passage>,
}

/// What a check says of reported speech; more careful than a [`Verdict`], since words may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimVerdict {
    /// A passage has the same telling words, and nothing in it contradicts.
    Supported,
    /// A passage has them, with another number or denial.
    Differs,
    /// A passage has them, said by another speaker.
    Misattributed,
    /// No passage has enough of them.
    NotFound,
}

impl ClaimVerdict {
    /// The name the JSON contract gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Differs => "differs",
            Self::Misattributed => "misattributed",
            Self::NotFound => "not-found",
        }
    }
}

/// What a check says of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The source has it: the same words in the same order, said by the same speaker.
    Verbatim,
    /// The words are right, but what limits them was cut off or hidden.
    Trimmed,
    /// The words are right, the speaker is not; or they are the article's, which only reports what the
    /// speaker said.
    Misattributed,
    /// Words were changed, dropped or added.
    Altered,
    /// Pieces that do not stand together were joined without a mark.
    Spliced,
    /// No source has anything like it.
    NotFound,
}

impl Verdict {
    /// The name the JSON contract gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Trimmed => "trimmed",
            Self::Misattributed => "misattributed",
            Self::Altered => "altered",
            Self::Spliced => "spliced",
            Self::NotFound => "not-found",
        }
    }
}

/// A difference between the quote and its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of difference.
    pub op: Op,
    /// The words of the draft; empty where the draft lacks them.
    pub draft: String,
    /// The words of the source; empty where the source lacks them.
    pub source: String,
    /// Where the words stand in the draft, in code points (a point where the draft lacks them).
    #[serde(skip)]
    pub at: (usize, usize),
}

/// Kinds of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Op {
    /// Another spelling of the same word: "colour" for "color", "8" for "eight".
    Spelling,
    /// The same letters cut into words in another place: "on-line" for "on line".
    Spacing,
    /// Words in brackets, added or in place of the source's.
    Bracket,
    /// Words left out at an ellipsis.
    Ellipsis,
    /// The attribution between two parts of one quote, left out.
    Attribution,
    /// A note mark, page number, stage direction or filler of the source, left out.
    Noise,
    /// Another number.
    Number,
    /// Another operator or sign.
    Operator,
    /// A unit or multiplier changed or lost.
    Unit,
    /// A denial dropped, added or changed.
    Negation,
    /// Possibility or duty dropped, added or changed.
    Modality,
    /// A contraction expanded or made.
    Contraction,
    /// A word misspelt.
    Typo,
    /// Other words in place of the source's.
    Replaced,
    /// Words the source does not have.
    Added,
    /// Words of the source left out without a mark.
    Dropped,
    /// Two places of the source joined without a mark.
    Splice,
    /// Words that stand elsewhere in the source.
    Order,
    /// A condition or restriction after the quote, cut off.
    CutCondition,
    /// A denial, condition or doubt before the quote, cut off.
    CutOpening,
    /// A denial, condition or restriction hidden behind an ellipsis.
    HiddenCondition,
    /// A question made a statement, or the other way round.
    Question,
    /// The source recites somebody else's words.
    Recital,
    /// Another speaker.
    Speaker,
    /// The source says that this was not said, or only might be.
    NotSaid,
    /// The article tells it itself, in no quote marks, and does not say that the speaker said it.
    Narrated,
    /// The article's own wording of what somebody said, which it does not put in quote marks.
    Paraphrase,
    /// Brackets of the source dropped, so that an editor's words pass for the speaker's.
    BracketDropped,
}

impl Op {
    /// Whether a quote with this difference is still faithful.
    pub fn is_faithful(self) -> bool {
        matches!(
            self,
            Self::Spelling
                | Self::Spacing
                | Self::Bracket
                | Self::Ellipsis
                | Self::Attribution
                | Self::Noise
        )
    }

    /// The verdict this difference alone would lead to.
    pub fn verdict(self) -> Verdict {
        match self {
            op if op.is_faithful() => Verdict::Verbatim,
            Self::CutCondition | Self::CutOpening | Self::HiddenCondition => Verdict::Trimmed,
            Self::Recital | Self::Speaker | Self::NotSaid | Self::Narrated | Self::Paraphrase => {
                Verdict::Misattributed
            }
            Self::Splice | Self::Order => Verdict::Spliced,
            _ => Verdict::Altered,
        }
    }

    /// What happened, for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Spelling => "spelling",
            Self::Spacing => "spacing or hyphen",
            Self::Bracket => "marked by brackets",
            Self::Ellipsis => "marked omission",
            Self::Attribution => "attribution left out",
            Self::Noise => "note mark, stage direction or filler left out",
            Self::Number => "another number",
            Self::Operator => "another sign",
            Self::Unit => "another unit",
            Self::Negation => "negation changed",
            Self::Modality => "modality changed",
            Self::Contraction => "contraction",
            Self::Typo => "misspelt",
            Self::Replaced => "other words",
            Self::Added => "not in the source",
            Self::Dropped => "left out without a mark",
            Self::Splice => "two places joined without a mark",
            Self::Order => "stands elsewhere in the source",
            Self::CutCondition => "condition cut off",
            Self::CutOpening => "what governs it cut off",
            Self::HiddenCondition => "hidden behind an ellipsis",
            Self::Question => "question or statement",
            Self::Recital => "the source recites somebody else",
            Self::Speaker => "another speaker",
            Self::NotSaid => "the source does not claim that it was said",
            Self::Narrated => "the article's own words, not in quote marks there",
            Self::Paraphrase => {
                "an indirect report in the article's words, not in quote marks there"
            }
            Self::BracketDropped => "brackets of the source dropped",
        }
    }
}

/// A passage of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Id of the article.
    pub article: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The exact words.
    pub text: String,
    /// Who says it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// When it was said, as EDTF, where the article tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// Whether most of it stands in quote marks there.
    #[serde(default)]
    pub quoted: bool,
    /// Line of the article on which it begins, from 1.
    pub line: usize,
}
