//! Rules: what the YAML files say, checked and compiled.
//!
//! In: rule files (the built-in pack and a user's).  Out: [`Rules`]: lexicons, number words and
//! one matching [`Stage`] for each kind and stratum.  Runs nothing; knows no English.
//!
//! [`spec`] is what YAML says; [`pattern`] and [`expression`] are the grammars of what stands in
//! its texts; [`load`] reads, [`compile`] looks names up.

pub mod check;
pub mod compile;
pub mod diagnostic;
pub mod docs;
pub mod expression;
pub mod grammar;
pub mod lexicon;
pub mod lint;
pub mod load;
pub mod naming;
pub mod pattern;
pub mod persons;
pub mod scaffold;
pub mod schema;
mod settings;
pub mod slips;
pub mod spec;
pub mod starts;
pub mod yaml;

pub use diagnostic::{RuleError, RuleErrors};
pub use load::{Loaded, PackFile};

use crate::matching::number::NumberWords;
use crate::matching::openings::WordSets;
use crate::matching::program::Program;
use crate::matching::{CaptureName, LabelId, RuleId, Stage};
use crate::text::{Abbreviation, Text, Token, Vocabulary, WordId};
use expression::Expr;
use lexicon::{EntryRef, Lexicons};
use rustc_hash::FxHashMap;
use spec::{AttributeSpec, Attributes, ExampleSpec};
use starts::Asked;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Kinds of rules, in the order in which their stages run.
pub const KINDS: &[&str] = &["article", "date", "quote", "event"];

/// Chunk labels the engine adds itself, which patterns may name.
pub const ENGINE_LABELS: &[&str] = &[
    "quoted",
    "quote",
    "turn",
    "date",
    "time",
    "duration",
    "set",
    "timex",
    "impossible_date",
    "person",
    "role",
    "organisation",
    "place",
];

/// The lexicon of known people, to which packs add theirs; in patterns `{person}` is anybody who was found.
pub const PEOPLE: &str = "person";

/// The lexicon of offices; the one whose entries patterns mean although chunks have the same name.
pub const OFFICES: &str = "role";

/// How often words that no list of frequent ones names occur in a million tokens, roughly.
const RARELY: u64 = 20;

/// Rules that can be run.
#[derive(Debug, Default)]
pub struct Rules {
    /// The words the rules name.
    pub vocabulary: Vocabulary,
    /// Word classes.
    pub lexicons: Lexicons,
    /// Word classes as bits.
    pub grammar: grammar::Grammar,
    /// Lexicons that stages ask for at single tokens.
    pub starts: starts::Starts,
    /// What names events.
    pub naming: naming::Naming,
    /// People the packs list.
    pub persons: persons::Persons,
    /// Number words.
    pub numbers: NumberWords,
    /// Sets of words that patterns look ahead for.
    pub word_sets: WordSets,
    /// The rules in the order of the files.
    pub rules: Vec<Rule>,
    /// Matching stages by kind; the strata in order.
    stages: BTreeMap<String, Vec<Stage>>,
    labels: Vec<Box<str>>,
    captures: Vec<Box<str>>,
    capture_ids: FxHashMap<Box<str>, CaptureName>,
    label_ids: FxHashMap<Box<str>, LabelId>,
    abbreviations: Vec<Abbreviation>,
    boundaries: Vec<bool>,
    /// How often each word occurs in a million tokens, roughly.
    frequencies: Vec<u64>,
    /// Numbers and switches of stages, by stage and name.
    pub settings: BTreeMap<String, BTreeMap<String, AttributeSpec>>,
    /// How entries are merged, as the rule files say it; later files override keys of earlier ones.
    pub merging: serde_json::Value,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its id.
    pub id: Box<str>,
    /// The stage that runs it.
    pub kind: Box<str>,
    /// The pass within the stage.
    pub stratum: u8,
    /// Label of the chunks it makes.
    pub label: LabelId,
    /// Type of what it finds.
    pub type_: Option<Box<str>>,
    /// The value it gives.
    pub value: Option<Expr>,
    /// Further facts for the stage.
    pub set: Attributes,
    /// Context that must hold.
    pub when: Vec<Context>,
    /// Context that must not hold.
    pub unless: Vec<Context>,
    /// Among overlapping matches of one length the higher wins.
    pub priority: i32,
    /// 0 for the built-in pack, higher for packs that were loaded later.
    pub pack: u16,
    /// Where it stands.
    pub place: Place,
    /// The patterns as written.
    pub patterns: Vec<String>,
    /// Its examples.
    pub tests: Vec<ExampleSpec>,
    /// The id to use instead, where it is deprecated.
    pub deprecated: Option<String>,
    /// Why it is as it is.
    pub note: Option<String>,
}

/// A place in a rule file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: std::sync::Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// Something that must or must not stand near a match.
#[derive(Debug, Clone)]
pub struct Context {
    /// Where.
    pub scope: Scope,
    /// What; empty for scopes without a pattern.
    pub programs: Vec<Program>,
    /// The patterns as written, for messages.
    pub source: String,
}

/// Where a context must stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Ends where the match begins.
    Left,
    /// Begins where the match ends.
    Right,
    /// In the clause.
    Clause,
    /// In the clause, before the match.
    Before,
    /// In the clause, after the match.
    After,
    /// In the sentence.
    Sentence,
    /// In the paragraph.
    Paragraph,
    /// The match lies inside a chunk.
    Inside(LabelId),
    /// The match begins a sentence, paragraph or line: a flag of the token.
    Starts(u8),
}

impl Scope {
    /// The key in a rule file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Clause => "clause",
            Self::Before => "before",
            Self::After => "after",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Inside(_) => "inside",
            Self::Starts(_) => "starts",
        }
    }
}

impl Context {
    /// The condition as a rule file writes it: `unless.left: "…"`.
    pub fn describe(&self, wanted: bool) -> String {
        format!(
            "{}.{}: \"{}\"",
            if wanted { "when" } else { "unless" },
            self.scope.name(),
            self.source
        )
    }
}

impl Rules {
    /// The rules that are built into the binary; loaded once.
    ///
    /// # Panics
    /// Where the built-in rules do not load, which the test `the_built_in_rules_load` excludes.
    pub fn builtin() -> &'static Rules {
        static BUILTIN: OnceLock<Rules> = OnceLock::new();
        BUILTIN.get_or_init(|| match load::builtin() {
            Ok(loaded) => loaded.rules,
            Err(errors) => panic!("the built-in rules do not load:\n{}", errors.render(false)),
        })
    }

    /// A rule.
    #[inline]
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// A rule by its id.
    pub fn find(&self, id: &str) -> Option<(RuleId, &Rule)> {
        self.rules.iter().position(|r| &*r.id == id).map(|i| (RuleId(i as u32), &self.rules[i]))
    }

    /// The strata of a kind, in order.
    pub fn strata(&self, kind: &str) -> &[Stage] {
        self.stages.get(kind).map_or(&[], Vec::as_slice)
    }

    /// All stages with their kind and stratum.
    pub fn stages(&self) -> impl Iterator<Item = (&str, usize, &Stage)> {
        self.stages.iter().flat_map(|(kind, strata)| {
            strata.iter().enumerate().map(move |(i, s)| (kind.as_str(), i, s))
        })
    }

    /// The name of a capture in patterns.
    pub fn capture_name(&self, id: CaptureName) -> &str {
        &self.captures[id.0 as usize]
    }

    /// The id of a capture name; `None` where no pattern uses it.
    pub fn capture(&self, name: &str) -> Option<CaptureName> {
        self.capture_ids.get(name).copied()
    }

    /// The id of a chunk label. Engine labels and labels of rules are always known.
    pub fn label(&self, name: &str) -> Option<LabelId> {
        self.label_ids.get(name).copied()
    }

    /// The name of a chunk label.
    pub fn label_name(&self, id: LabelId) -> &str {
        &self.labels[id.0 as usize]
    }

    /// Cuts an article's text into tokens, sentences and paragraphs as these rules see them.
    pub fn text<'a>(&self, original: &'a str, body_start: usize) -> Text<'a> {
        Text::new(original, body_start, &self.vocabulary, |word| self.abbreviation(word))
    }

    /// Whether an entry of a lexicon stands at a token.
    #[inline]
    pub fn stands(&self, text: &Text<'_>, asked: Asked, at: usize) -> bool {
        self.starts.stands(&self.lexicons, &text.tokens, asked, at)
    }

    /// The longest entry of a lexicon that stands at a token, and its length in tokens.
    #[inline]
    pub fn longest(&self, text: &Text<'_>, asked: Asked, at: usize) -> Option<(EntryRef, usize)> {
        self.starts.longest(&self.lexicons, &text.tokens, asked, at)
    }

    /// What a full stop after the word means.
    #[inline]
    pub fn abbreviation(&self, word: WordId) -> Abbreviation {
        self.abbreviations.get(word.0 as usize).copied().unwrap_or_default()
    }

    /// How often a word occurs in a million tokens, roughly: as the lexicon `frequent_word` says,
    /// else little.
    pub fn frequency(&self, word: WordId) -> u64 {
        self.frequencies.get(word.0 as usize).copied().unwrap_or(RARELY)
    }

    /// Whether a clause ends or begins at the token.
    #[inline]
    pub fn is_clause_boundary(&self, token: Token) -> bool {
        self.boundaries.get(token.word.0 as usize).copied().unwrap_or(false)
    }
}
