//! What a rule file says, as serde types that deny unknown fields.
//!
//! In: YAML.  Out: [`RuleFile`].  Nothing is looked up or compiled here.

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_yaml::Spanned;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A text and where it stands in the file.
pub type Located = Spanned<String>;

/// One rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Name of the pack, for messages.
    #[serde(default)]
    pub pack: Option<String>,
    /// What the file is for, for people.
    #[serde(default)]
    pub about: Option<String>,
    /// What the tokeniser and the segmentation need to know of the language.
    #[serde(default)]
    pub text: Option<TextSpec>,
    /// Word forms: a paradigm is a list of `ending -> forms`.
    #[serde(default)]
    pub inflections: Ordered<Vec<InflectionSpec>>,
    /// Word classes with attributes.
    #[serde(default)]
    pub lexicons: Ordered<LexiconSpec>,
    /// Parts of patterns with a name.
    #[serde(default)]
    pub macros: Ordered<Located>,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<RuleSpec>,
    /// How entries are merged; see `timeline`.
    #[serde(default)]
    pub merging: Option<serde_json::Value>,
    /// Numbers and switches of stages, by stage and name.
    #[serde(default)]
    pub settings: Ordered<Ordered<AttributeSpec>>,
}

/// What the tokeniser and the segmentation need to know of the language.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSpec {
    /// Endings behind an apostrophe that are words of their own: `s` for `'s`.
    #[serde(default)]
    pub clitics: Vec<String>,
    /// Abbreviations after whose full stop a sentence never ends.
    #[serde(default)]
    pub inner_abbreviations: Vec<String>,
    /// Abbreviations after whose full stop a sentence may end.
    #[serde(default)]
    pub final_abbreviations: Vec<String>,
    /// Initials with which names begin, such as `U.S.`: a sentence ends there before `openers` only.
    #[serde(default)]
    pub leading_abbreviations: Vec<String>,
    /// Words that open a sentence behind those initials; any other goes on with the name.
    #[serde(default)]
    pub openers: Vec<String>,
}

/// One line of a paradigm.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InflectionSpec {
    /// A regex the base form must match; the first line that matches is used.
    pub if_ends: String,
    /// Number of characters cut off the base form.
    #[serde(default)]
    pub cut: usize,
    /// Whether the last character is doubled before the ending.
    #[serde(default)]
    pub double: bool,
    /// Of several words the last is inflected instead of the first.
    #[serde(default)]
    pub last: bool,
    /// Endings put on, each with the attributes of that form.
    pub forms: Ordered<Attributes>,
}

/// A word class.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconSpec {
    /// What the class is, for people.
    #[serde(default)]
    pub about: Option<String>,
    /// `smart` (an entry with a capital needs one in the text) or `any`.
    #[serde(default)]
    pub case: Case,
    /// Paradigm by which all entries are inflected.
    #[serde(default)]
    pub inflect: Option<Located>,
    /// The entries: words (`|` separates spellings) with their attributes.
    #[serde(default)]
    pub entries: Entries,
    /// A TSV file beside the rule file: first column the words, the others attributes, named by a header line.
    #[serde(default)]
    pub source: Option<Located>,
}

/// How the case of letters counts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// An entry written with a capital must be capitalised in the text; one in lower case matches any.
    #[default]
    Smart,
    /// Case does not matter.
    Any,
}

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[serde(untagged)]
pub enum AttributeSpec {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    Text(String),
    /// Several.
    List(Vec<AttributeSpec>),
    /// Facts of its own, by name: an office with its period.
    Map(BTreeMap<String, AttributeSpec>),
}

impl fmt::Display for AttributeSpec {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Bool(truth) => truth.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Map(map) => {
                let items: Vec<String> = map.iter().map(|(k, v)| format!("{k}: {v}")).collect();
                write!(f, "{{{}}}", items.join(", "))
            }
        }
    }
}

/// Attributes by name.
pub type Attributes = BTreeMap<String, AttributeSpec>;

/// Entries of a lexicon: a map from words to attributes, or a list of words.
#[derive(Debug, Default, Clone)]
pub struct Entries(pub Vec<(Located, Attributes)>);

/// A map that keeps the order of the file.
#[derive(Debug, Clone)]
pub struct Ordered<T>(pub Vec<(Located, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Stable id: `date.month-day-year`.
    pub id: Located,
    /// The stage that runs it: `date`, `event`, `quote`, `article`.
    #[serde(default)]
    pub kind: Option<Located>,
    /// What it matches: one pattern or several; an empty list for a construction the engine finds
    /// itself.
    pub pattern: OneOrMany,
    /// The value it gives, an expression over its captures.
    #[serde(default)]
    pub value: Option<Located>,
    /// A later pass of the same stage sees the results of the earlier ones.
    #[serde(default)]
    pub stratum: u8,
    /// Name under which later patterns find the result; the kind where absent.
    #[serde(default)]
    pub label: Option<String>,
    /// Type of what it finds: a TIMEX3 type, an event type, a kind of quote.
    #[serde(default, rename = "type")]
    pub type_: Option<String>,
    /// Further facts for the stage.
    #[serde(default)]
    pub set: Attributes,
    /// Context that must hold.
    #[serde(default)]
    pub when: ContextSpec,
    /// Context that must not hold.
    #[serde(default)]
    pub unless: ContextSpec,
    /// Among overlapping matches of one length the higher wins.
    #[serde(default)]
    pub priority: i32,
    /// Id of the rule whose place it takes: that of a rule of an earlier pack, or the one it had itself
    /// before.
    #[serde(default)]
    pub replaces: Option<Located>,
    /// Deprecated: the id to use instead.
    #[serde(default)]
    pub deprecated: Option<Located>,
    /// Why the rule is as it is, for people.
    #[serde(default)]
    pub note: Option<String>,
    /// Its examples and counter-examples.
    #[serde(default)]
    pub tests: Vec<ExampleSpec>,
}

/// Context of a match.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextSpec {
    /// Ends right where the match begins.
    #[serde(default)]
    pub left: Option<OneOrMany>,
    /// Begins right where the match ends.
    #[serde(default)]
    pub right: Option<OneOrMany>,
    /// Somewhere in the clause of the match.
    #[serde(default)]
    pub clause: Option<OneOrMany>,
    /// Somewhere in the clause before the match.
    #[serde(default)]
    pub before: Option<OneOrMany>,
    /// Somewhere in the clause after the match.
    #[serde(default)]
    pub after: Option<OneOrMany>,
    /// Somewhere in the sentence of the match.
    #[serde(default)]
    pub sentence: Option<OneOrMany>,
    /// Somewhere in the paragraph of the match.
    #[serde(default)]
    pub paragraph: Option<OneOrMany>,
    /// Label of a chunk the match lies in.
    #[serde(default)]
    pub inside: Option<Located>,
    /// The match begins a sentence, paragraph or line: `sentence`, `paragraph`, `line`.
    #[serde(default)]
    pub starts: Option<Located>,
}

impl ContextSpec {
    /// The patterns at each place of the context.
    pub fn patterns(&self) -> [Option<&OneOrMany>; 7] {
        [
            self.left.as_ref(),
            self.right.as_ref(),
            self.clause.as_ref(),
            self.before.as_ref(),
            self.after.as_ref(),
            self.sentence.as_ref(),
            self.paragraph.as_ref(),
        ]
    }
}

/// One pattern or several.
#[derive(Debug, Default, Clone)]
pub struct OneOrMany(pub Vec<Located>);

/// An example of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleSpec {
    /// The text; what must be found stands in `[[…]]`.
    pub text: Located,
    /// The value that must come out.
    #[serde(default)]
    pub is: Option<Located>,
    /// The rule must find nothing.
    #[serde(default)]
    pub none: bool,
    /// Day of publication, `YYYY-MM-DD`.
    #[serde(default)]
    pub at: Option<Located>,
    /// Who must come out as speaker.
    #[serde(default)]
    pub who: Option<Located>,
    /// Type that must come out.
    #[serde(default, rename = "type")]
    pub type_: Option<String>,
    /// A known gap: the example may fail; the reason.
    #[serde(default)]
    pub todo: Option<String>,
    /// Which rule must win, where it is not the rule the example stands in.
    #[serde(default)]
    pub rule: Option<Located>,
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The outer `Spanned` knows where a single text stands, the inner ones where each of several does.
        let shape = Spanned::<OneOrManyShape>::deserialize(deserializer)?;
        Ok(match shape.value {
            OneOrManyShape::One(one) => {
                Self(vec![Spanned::new(one, shape.referenced, shape.defined)])
            }
            OneOrManyShape::Many(many) => Self(many),
        })
    }
}

enum OneOrManyShape {
    One(String),
    Many(Vec<Located>),
}

impl<'de> Deserialize<'de> for OneOrManyShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = OneOrManyShape;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OneOrManyShape::One(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(OneOrManyShape::One(number.to_string()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(OneOrManyShape::One(number.to_string()))
            }

            fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
                Ok(OneOrManyShape::One(truth.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut many = Vec::new();
                while let Some(one) = seq.next_element::<Located>()? {
                    many.push(one);
                }
                Ok(OneOrManyShape::Many(many))
            }
        }
        deserializer.deserialize_any(V)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for V<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("keys with values (`key: value`)")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Ordered::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry::<Located, T>()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_any(V(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("words with attributes (`word: {name: value}`) or a list of words")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Entries::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((words, attributes)) =
                    map.next_entry::<Located, Option<Attributes>>()?
                {
                    entries.push((words, attributes.unwrap_or_default()));
                }
                Ok(Entries(entries))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(words) = seq.next_element::<Located>()? {
                    entries.push((words, Attributes::new()));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_any(V)
    }
}
