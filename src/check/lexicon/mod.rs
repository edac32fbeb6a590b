//! The words a check turns on: negations, conditions, spellings, words of reporting.
//!
//! In: `rules/en/check.yaml`.  Out: [`CheckWords`], looked up by the keys of [`super::words`].
//! No word of any language stands in this file; what a list is for is said beside the list.

use super::fold::stable_hash;
use super::words::{Form, Word};
use contraction::Expansions;
use numbers::Numerals;
use rustc_hash::{FxHashMap, FxHashSet};

mod contraction;
mod numbers;
mod phrases;
mod read;

pub(crate) use phrases::{Mark, Phrases};
pub use read::LexiconError;

/// The built-in word lists.
const BUILT_IN: &str = include_str!("../../../rules/en/check.yaml");

/// Every word list of the check.
#[derive(Debug, Clone, Default)]
pub struct CheckWords {
    /// A hash of the files it was read from.
    fingerprint: u64,
    canonical: FxHashMap<u64, u64>,
    endings: Vec<(String, String)>,
    joined: Vec<(Vec<u64>, u64)>,
    joined_first: FxHashSet<u64>,
    tens: Vec<(String, i64)>,
    ones: FxHashMap<String, i64>,
    numerals: Numerals,
    expansions: Expansions,
    /// Abbreviations: how long they are at most, and whether only a number after them shows it.
    abbreviations: FxHashMap<u64, (usize, bool)>,
    plural_endings: Vec<String>,
    sic: FxHashSet<u64>,
    apart: FxHashSet<u64>,
    acronyms: FxHashSet<u64>,
    /// Words that deny.
    pub(crate) negation: Phrases,
    /// Prefixes that deny.
    pub(crate) negative_prefix: Vec<String>,
    /// What limits a statement after it was made: "unless", "provided that".
    pub(crate) condition: Phrases,
    /// What limits a statement within it: "certain", "only", "subject to".
    pub(crate) narrowing: Phrases,
    /// What limits a statement right before it: "almost", "up to", "if".
    pub(crate) opening: Phrases,
    /// Governors that deny or doubt what follows: "denied that", "no evidence that".
    pub(crate) denial: Phrases,
    /// Words of thinking and saying that carry a negation to the clause after them.
    pub(crate) carrier: Phrases,
    /// Words that open a reported clause: "that".
    pub(crate) complementiser: Phrases,
    /// Those whose contentions a text recites without making them its own: "commenters".
    pub(crate) reciter: Phrases,
    /// Words of contending: "argued", "alleged".
    pub(crate) contention: Phrases,
    /// Words of saying.
    pub(crate) reporting: Phrases,
    /// Words by which a stretch is seen to be a statement: auxiliaries, subject pronouns.
    pub(crate) finite: Phrases,
    /// Words of possibility and duty.
    pub(crate) modality: Phrases,
    /// Units and multipliers.
    pub(crate) unit: Phrases,
    /// Stage directions: "applause".
    pub(crate) stage: Phrases,
    /// Sounds that are no words: "um".
    pub(crate) filler: Phrases,
    /// Function words, which weigh little in a search.
    pub(crate) function: Phrases,
    /// Words that take in more or fewer than all: a clause that follows them limits them.
    pub(crate) quantifier: Phrases,
    /// Words before a noun that make it definite.
    pub(crate) determiner: Phrases,
    /// Words that open a clause about what stands before them.
    pub(crate) relative: Phrases,
    /// Days of the week and months.
    pub(crate) calendar: Phrases,
    /// Those who speak for a body.
    pub(crate) spokesperson: Phrases,
    /// Who speaks of himself.
    pub(crate) first_person: Phrases,
    /// Words by which a statement is given to its source: "according to".
    pub(crate) attributing: Phrases,
    /// Titles and forms of address, which are no part of a name.
    pub(crate) title: Phrases,
    /// Words that tie clauses.
    pub(crate) conjunction: Phrases,
}

impl CheckWords {
    /// How the names of the lists begin.
    pub const PREFIX: &str = "check-";

    /// The built-in lists.
    pub fn built_in() -> Result<Self, LexiconError> {
        Self::from_yaml([BUILT_IN])
    }

    /// Lists from the texts of rule files; of two, the later adds to the earlier and wins.
    pub fn from_yaml<'a>(files: impl IntoIterator<Item = &'a str>) -> Result<Self, LexiconError> {
        let mut lists = read::Lists::default();
        let mut words = Self::default();
        for yaml in files {
            lists.add(yaml)?;
            words.fingerprint = words.fingerprint.rotate_left(1) ^ stable_hash(yaml);
        }
        words.read_spelling(&lists)?;
        words.read_numbers(&lists)?;
        words.read_sets(&lists)?;
        words.read_phrases(&lists)?;
        Ok(words)
    }

    /// The same for the same files; another for others.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The key of a folded word: one for all its spellings.
    pub(crate) fn key_of(&self, folded: &str) -> u64 {
        let raw = stable_hash(folded);
        if let Some(key) = self.canonical.get(&raw) {
            return *key;
        }
        if let Some(number) = self.compound_number(folded) {
            return stable_hash(&number.to_string());
        }
        self.respelt(folded).map_or(raw, |other| {
            self.canonical.get(&stable_hash(&other)).copied().unwrap_or(stable_hash(&other))
        })
    }

    /// Whether the letters mark an error of the source as such.
    pub(crate) fn is_sic(&self, text: &str) -> bool {
        self.sic.contains(&stable_hash(&text.trim().to_lowercase()))
    }

    /// Whether the two words written apart mean another thing than written as one.
    pub(crate) fn must_stay_apart(&self, joined: &str) -> bool {
        self.apart.contains(&stable_hash(joined))
    }

    /// Whether the word in capitals is another word: "US" and "us".
    pub(crate) fn is_acronym(&self, word: &Word) -> bool {
        self.acronyms.contains(&word.key)
    }

    /// Whether a word is a number, in figures or letters.
    pub(crate) fn is_number(&self, word: &Word) -> bool {
        word.form.has(Form::NUMBER) || self.numerals.small.contains_key(&word.key)
    }

    /// Whether two different groups of words are the same when contractions are written out.
    pub(crate) fn is_contraction(&self, one: &[String], other: &[String]) -> bool {
        self.expansions.are_same(one, other)
    }

    /// Whether a full stop behind the word belongs to it: "Gen. Noor", "No. 5".
    pub(crate) fn is_abbreviation(&self, word: &Word, next: Option<&Word>) -> bool {
        let numbered = || next.is_some_and(|next| next.form.has(Form::NUMBER));
        let length = (word.end - word.start) as usize;
        self.abbreviations
            .get(&word.key)
            .is_some_and(|(longest, number)| length <= *longest && (!number || numbered()))
    }

    /// Whether the letters end as a plural does.
    pub(crate) fn is_plural(&self, letters: &str) -> bool {
        self.plural_endings.iter().any(|ending| letters.ends_with(ending.as_str()))
    }

    /// Turns phrases that are one word elsewhere into that word: "per cent".
    pub(crate) fn join_phrases(&self, words: &mut Vec<Word>) {
        if !words.iter().any(|word| self.joined_first.contains(&word.key)) {
            return;
        }
        let mut kept = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let mut word = words[at];
            let fits = |keys: &[u64]| {
                words.len() - at >= keys.len()
                    && keys.iter().zip(&words[at..]).all(|(key, word)| *key == word.key)
            };
            let first = self.joined_first.contains(&word.key);
            let phrases = if first { self.joined.as_slice() } else { &[] };
            let phrase = phrases.iter().find(|(keys, _)| fits(keys));
            if let Some((keys, key)) = phrase {
                word.key = *key;
                word.end = words[at + keys.len() - 1].end;
                at += keys.len() - 1;
            }
            kept.push(word);
            at += 1;
        }
        *words = kept;
    }

    /// "twenty" and "one" written as one word.
    fn compound_number(&self, folded: &str) -> Option<i64> {
        let (tens, rest) = self
            .tens
            .iter()
            .find_map(|(word, tens)| Some((*tens, folded.strip_prefix(word.as_str())?)))?;
        self.ones.get(rest).filter(|ones| **ones < 10).map(|ones| tens + ones)
    }

    /// The word with the ending of the other spelling.
    fn respelt(&self, folded: &str) -> Option<String> {
        const STEM: usize = 4;
        let (from, to) = self.endings.iter().find(|(from, _)| {
            folded.len() >= from.len() + STEM && folded.ends_with(from.as_str())
        })?;
        let stem = folded.strip_suffix(from.as_str())?;
        Some(format!("{stem}{to}"))
    }
}
