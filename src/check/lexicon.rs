//! The words a check turns on: negations, conditions, spellings, words of reporting.
//!
//! In: `rules/en/check.yaml`.  Out: [`CheckWords`], looked up by the keys of [`super::words`].
//! No word of any language stands in this file; what a list is for is said beside the list.

use super::fold::stable_hash;
use super::words::{Form, Word, Words, split};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The built-in word lists.
const BUILT_IN: &str = include_str!("../../rules/en/check.yaml");

/// Word lists that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not YAML, or not of the shape of a lexicon file.
    #[error("word lists of check: {0}")]
    Yaml(String),
    /// A list the check needs is not there.
    #[error("word lists of check: expected a lexicon `{0}`, found none")]
    Missing(&'static str),
}

#[derive(Deserialize)]
struct File {
    lexicons: BTreeMap<String, RawLexicon>,
}

#[derive(Deserialize)]
struct RawLexicon {
    entries: BTreeMap<String, BTreeMap<String, Attribute>>,
}

/// An attribute beside a word.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum Attribute {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// Attributes of a phrase that the check asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    /// Counts only with a negation or a restriction close behind: "but … not".
    pub contrast: bool,
    /// Counts only after a negated statement: "may not … without".
    pub negated: bool,
    /// Counts only at the very place of the cut, not further on.
    pub near: bool,
    /// Not a condition although it begins like one: "even if".
    pub exempt: bool,
    /// Counts only beside a strong sign of the same thing: "some argue", not "some said".
    pub weak: bool,
}

#[derive(Debug, Clone)]
struct Phrase {
    keys: Vec<u64>,
    mark: Mark,
}

/// Phrases found by their first or last word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrases {
    by_first: FxHashMap<u64, Vec<Phrase>>,
    by_last: FxHashMap<u64, Vec<Phrase>>,
}

impl Phrases {
    fn add(&mut self, keys: Vec<u64>, mark: Mark) {
        let (Some(first), Some(last)) = (keys.first().copied(), keys.last().copied()) else {
            return;
        };
        let phrase = Phrase { keys, mark };
        let longest_first =
            |list: &mut Vec<Phrase>| list.sort_by_key(|p| std::cmp::Reverse(p.keys.len()));
        let list = self.by_first.entry(first).or_default();
        list.push(phrase.clone());
        longest_first(list);
        let list = self.by_last.entry(last).or_default();
        list.push(phrase);
        longest_first(list);
    }

    /// The longest phrase that begins with the first of these words: its length and marks.
    pub fn begin(&self, words: &[Word]) -> Option<(usize, Mark)> {
        let list = self.by_first.get(&words.first()?.key)?;
        let fits = |p: &&Phrase| {
            p.keys.len() <= words.len()
                && p.keys.iter().zip(words).all(|(key, word)| *key == word.key)
        };
        list.iter().find(fits).map(|p| (p.keys.len(), p.mark))
    }

    /// The longest phrase that ends with the last of these words: its length and marks.
    pub fn end(&self, words: &[Word]) -> Option<(usize, Mark)> {
        let list = self.by_last.get(&words.last()?.key)?;
        let fits = |p: &&Phrase| {
            p.keys.len() <= words.len()
                && p.keys.iter().rev().zip(words.iter().rev()).all(|(key, word)| *key == word.key)
        };
        list.iter().find(fits).map(|p| (p.keys.len(), p.mark))
    }

    /// Position of the first phrase among the words.
    pub fn find(&self, words: &[Word]) -> Option<usize> {
        (0..words.len()).find(|at| self.begin(&words[*at..]).is_some_and(|(_, mark)| !mark.exempt))
    }

    /// Whether the words hold a phrase of this list.
    pub fn within(&self, words: &[Word]) -> bool {
        self.find(words).is_some()
    }

    /// Whether the word alone stands in this list.
    pub fn has(&self, word: &Word) -> bool {
        self.begin(std::slice::from_ref(word)).is_some()
    }
}

/// Every word list of the check.
#[derive(Debug, Clone, Default)]
pub struct CheckWords {
    canonical: FxHashMap<u64, u64>,
    endings: Vec<(String, String)>,
    joined: Vec<(Vec<u64>, u64)>,
    joined_first: FxHashSet<u64>,
    tens: Vec<(String, i64)>,
    ones: FxHashMap<String, i64>,
    numbers: FxHashSet<u64>,
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
    /// Abbreviations after which a full stop ends no sentence.
    pub(crate) abbreviation: Phrases,
    /// Titles and forms of address, which are no part of a name.
    pub(crate) title: Phrases,
    /// Words that tie clauses.
    pub(crate) conjunction: Phrases,
}

impl CheckWords {
    /// The built-in lists.
    pub fn built_in() -> Result<Self, LexiconError> {
        Self::from_yaml(BUILT_IN)
    }

    /// Lists from the text of a lexicon file.
    pub fn from_yaml(yaml: &str) -> Result<Self, LexiconError> {
        let file: File =
            serde_yaml::from_str(yaml).map_err(|error| LexiconError::Yaml(error.to_string()))?;
        let mut words = Self::default();
        words.read_spelling(&file)?;
        words.read_numbers(&file)?;
        words.read_sets(&file)?;
        words.read_phrases(&file)?;
        Ok(words)
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
        word.form.has(Form::NUMBER) || self.numbers.contains(&word.key)
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
            let phrase = self
                .joined
                .iter()
                .find(|(keys, _)| self.joined_first.contains(&word.key) && fits(keys));
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

/// Reading the file.
impl CheckWords {
    fn read_spelling(&mut self, file: &File) -> Result<(), LexiconError> {
        for (forms, attributes) in entries(file, "check-spelling-ending")? {
            if let Some(Attribute::Text(to)) = attributes.get("as") {
                self.endings.extend(forms.split('|').map(|form| (form.to_owned(), to.clone())));
            }
        }
        self.endings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let suffixes: Vec<&str> = entries(file, "check-spelling-suffix")?
            .flat_map(|(forms, _)| forms.split('|'))
            .collect();
        for (forms, attributes) in entries(file, "check-spelling")? {
            let fixed = attributes.contains_key("fixed");
            self.add_spellings(forms, if fixed { &[] } else { &suffixes });
        }
        Ok(())
    }

    fn add_spellings(&mut self, forms: &str, suffixes: &[&str]) {
        let Some(first) = forms.split('|').next() else { return };
        for other in forms.split('|') {
            for suffix in [""].into_iter().chain(suffixes.iter().copied()) {
                let target = stable_hash(&inflected(first, suffix));
                self.canonical.entry(stable_hash(&inflected(other, suffix))).or_insert(target);
            }
        }
    }

    fn read_numbers(&mut self, file: &File) -> Result<(), LexiconError> {
        for (forms, attributes) in entries(file, "check-number")? {
            let Some(Attribute::Number(number)) = attributes.get("num") else { continue };
            for form in forms.split('|') {
                self.canonical.insert(stable_hash(form), stable_hash(&number.to_string()));
                self.ones.insert(form.to_owned(), *number);
                self.numbers.insert(stable_hash(&number.to_string()));
                if *number >= 20 {
                    self.tens.push((form.to_owned(), *number));
                }
            }
        }
        self.tens.sort();
        Ok(())
    }

    fn read_sets(&mut self, file: &File) -> Result<(), LexiconError> {
        let hashes = |name| -> Result<FxHashSet<u64>, LexiconError> {
            Ok(entries(file, name)?
                .flat_map(|(forms, _)| forms.split('|'))
                .map(stable_hash)
                .collect())
        };
        self.sic = hashes("check-sic")?;
        self.apart = hashes("check-apart")?;
        self.acronyms = hashes("check-acronym")?;
        self.negative_prefix = entries(file, "check-negative-prefix")?
            .flat_map(|(forms, _)| forms.split('|'))
            .map(str::to_owned)
            .collect();
        for (forms, _) in entries(file, "check-same")? {
            self.read_same(forms);
        }
        self.joined_first =
            self.joined.iter().filter_map(|(keys, _)| keys.first().copied()).collect();
        Ok(())
    }

    /// Forms of one word, some of them of two words.
    fn read_same(&mut self, forms: &str) {
        let Some(first) = forms.split('|').next() else { return };
        let target = stable_hash(first);
        for form in forms.split('|') {
            match form.contains(' ') {
                true => self.joined.push((form.split(' ').map(stable_hash).collect(), target)),
                false => _ = self.canonical.insert(stable_hash(form), target),
            }
        }
    }

    fn read_phrases(&mut self, file: &File) -> Result<(), LexiconError> {
        self.negation = self.phrases(file, "check-negation")?;
        self.condition = self.phrases(file, "check-condition")?;
        self.narrowing = self.phrases(file, "check-narrowing")?;
        self.opening = self.phrases(file, "check-opening")?;
        self.denial = self.phrases(file, "check-denial")?;
        self.carrier = self.phrases(file, "check-carrier")?;
        self.complementiser = self.phrases(file, "check-complementiser")?;
        self.reciter = self.phrases(file, "check-reciter")?;
        self.contention = self.phrases(file, "check-contention")?;
        self.reporting = self.phrases(file, "check-reporting")?;
        self.finite = self.phrases(file, "check-finite")?;
        self.modality = self.phrases(file, "check-modality")?;
        self.unit = self.phrases(file, "check-unit")?;
        self.stage = self.phrases(file, "check-stage")?;
        self.filler = self.phrases(file, "check-filler")?;
        self.function = self.phrases(file, "check-function")?;
        self.abbreviation = self.phrases(file, "check-abbreviation")?;
        self.title = self.phrases(file, "check-title")?;
        self.conjunction = self.phrases(file, "check-conjunction")?;
        Ok(())
    }

    fn phrases(&self, file: &File, name: &'static str) -> Result<Phrases, LexiconError> {
        let mut phrases = Phrases::default();
        for (forms, attributes) in entries(file, name)? {
            let flag = |name: &str| matches!(attributes.get(name), Some(Attribute::Flag(true)));
            let mark = Mark {
                contrast: flag("contrast"),
                negated: flag("negated"),
                near: flag("near"),
                weak: flag("weak"),
                exempt: flag("exempt"),
            };
            for form in forms.split('|') {
                let Words { list, .. } = split(form, self);
                phrases.add(list.iter().map(|word| word.key).collect(), mark);
            }
        }
        Ok(phrases)
    }
}

fn entries<'a>(
    file: &'a File,
    name: &'static str,
) -> Result<impl Iterator<Item = (&'a str, &'a BTreeMap<String, Attribute>)>, LexiconError> {
    let lexicon = file.lexicons.get(name).ok_or(LexiconError::Missing(name))?;
    Ok(lexicon.entries.iter().map(|(forms, attributes)| (forms.as_str(), attributes)))
}

/// The word with a suffix; a final vowel of the word gives way to a vowel of the suffix.
fn inflected(word: &str, suffix: &str) -> String {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    match word.strip_suffix('e') {
        Some(stem) if suffix.starts_with(vowel) => format!("{stem}{suffix}"),
        _ => format!("{word}{suffix}"),
    }
}
