//! Reads the word lists of the check from rule files.
//!
//! In: the texts of rule files.  Out: the fields of [`CheckWords`].  Only lexicons whose names begin
//! with `check-` are read; a pack's lists add to the built-in ones.

use super::super::fold::stable_hash;
use super::super::words::{Words, split};
use super::CheckWords;
use super::phrases::{Mark, Phrases};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::collections::BTreeMap;

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

/// A rule file, of which only the lists of the check are read.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    lexicons: BTreeMap<String, Shape>,
}

/// A lexicon of the check, or one of another shape that is for the rules alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Shape {
    Words(RawLexicon),
    Other(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
struct RawLexicon {
    entries: BTreeMap<String, BTreeMap<String, Attribute>>,
}

/// All lists by name; of two files the later adds to the earlier and wins where both have a form.
#[derive(Default)]
pub(super) struct Lists {
    lists: BTreeMap<String, BTreeMap<String, BTreeMap<String, Attribute>>>,
}

impl Lists {
    /// Reads the lists of one more rule file.
    pub fn add(&mut self, yaml: &str) -> Result<(), LexiconError> {
        let file: File =
            serde_yaml::from_str(yaml).map_err(|error| LexiconError::Yaml(error.to_string()))?;
        for (name, shape) in file.lexicons {
            match shape {
                _ if !name.starts_with(CheckWords::PREFIX) => {}
                Shape::Words(raw) => self.lists.entry(name).or_default().extend(raw.entries),
                Shape::Other(_) => {
                    let message =
                        format!("`{name}`: expected `entries:` with attributes in braces");
                    return Err(LexiconError::Yaml(message));
                }
            }
        }
        Ok(())
    }
}

/// An attribute beside a word.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum Attribute {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// Reading the file.
impl CheckWords {
    pub(super) fn read_spelling(&mut self, file: &Lists) -> Result<(), LexiconError> {
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

    pub(super) fn read_numbers(&mut self, file: &Lists) -> Result<(), LexiconError> {
        for (forms, attributes) in entries(file, "check-number")? {
            let Some(Attribute::Number(number)) = attributes.get("num") else { continue };
            for form in forms.split('|') {
                self.canonical.insert(stable_hash(form), stable_hash(&number.to_string()));
                self.ones.insert(form.to_owned(), *number);
                if *number >= 20 {
                    self.tens.push((form.to_owned(), *number));
                }
            }
        }
        self.tens.sort();
        self.numerals.small = (0..100).map(|n: u64| (stable_hash(&n.to_string()), n)).collect();
        for (forms, attributes) in entries(file, "check-multiple")? {
            let Some(Attribute::Number(power)) = attributes.get("power") else { continue };
            let power = u32::try_from(*power).unwrap_or(u32::MAX);
            self.numerals.multiples.extend(forms.split('|').map(|f| (stable_hash(f), power)));
        }
        let links = entries(file, "check-number-link")?.flat_map(|(forms, _)| forms.split('|'));
        self.numerals.links = links.map(stable_hash).collect();
        Ok(())
    }

    pub(super) fn read_sets(&mut self, file: &Lists) -> Result<(), LexiconError> {
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
        self.plural_endings = entries(file, "check-plural-ending")?
            .flat_map(|(forms, _)| forms.split('|'))
            .map(str::to_owned)
            .collect();
        self.read_contractions(file)?;
        for (forms, _) in entries(file, "check-same")? {
            self.read_same(forms);
        }
        self.joined_first =
            self.joined.iter().filter_map(|(keys, _)| keys.first().copied()).collect();
        Ok(())
    }

    fn read_contractions(&mut self, file: &Lists) -> Result<(), LexiconError> {
        for (forms, attributes) in entries(file, "check-contraction")? {
            let Some(Attribute::Text(ways)) = attributes.get("as") else { continue };
            let ending = attributes.contains_key("ending");
            forms.split('|').for_each(|form| self.expansions.add(form, ways, ending));
        }
        Ok(())
    }

    fn read_abbreviations(&mut self, file: &Lists) -> Result<(), LexiconError> {
        for (forms, attributes) in entries(file, "check-abbreviation")? {
            let number = attributes.contains_key("number");
            for form in forms.split('|') {
                let longest = self.abbreviations.entry(self.key_of(form)).or_default();
                *longest = (longest.0.max(form.len()), number);
            }
        }
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

    pub(super) fn read_phrases(&mut self, file: &Lists) -> Result<(), LexiconError> {
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
        self.read_abbreviations(file)?;
        self.quantifier = self.phrases(file, "check-quantifier")?;
        self.determiner = self.phrases(file, "check-determiner")?;
        self.relative = self.phrases(file, "check-relative")?;
        self.calendar = self.phrases(file, "check-calendar")?;
        self.first_person = self.phrases(file, "check-first-person")?;
        self.spokesperson = self.phrases(file, "check-spokesperson")?;
        self.attributing = self.phrases(file, "check-attributing")?;
        self.title = self.phrases(file, "check-title")?;
        self.conjunction = self.phrases(file, "check-conjunction")?;
        Ok(())
    }

    fn phrases(&self, file: &Lists, name: &'static str) -> Result<Phrases, LexiconError> {
        let mut phrases = Phrases::default();
        for (forms, attributes) in entries(file, name)? {
            let flag = |name: &str| matches!(attributes.get(name), Some(Attribute::Flag(true)));
            let mark = Mark {
                contrast: flag("contrast"),
                negated: flag("negated"),
                near: flag("near"),
                weak: flag("weak"),
                exempt: flag("exempt"),
                future: flag("future"),
                bare: flag("bare"),
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
    file: &'a Lists,
    name: &'static str,
) -> Result<impl Iterator<Item = (&'a str, &'a BTreeMap<String, Attribute>)>, LexiconError> {
    let lexicon = file.lists.get(name).ok_or(LexiconError::Missing(name))?;
    Ok(lexicon.iter().map(|(forms, attributes)| (forms.as_str(), attributes)))
}

/// The word with a suffix; a final vowel of the word gives way to a vowel of the suffix.
fn inflected(word: &str, suffix: &str) -> String {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    match word.strip_suffix('e') {
        Some(stem) if suffix.starts_with(vowel) => format!("{stem}{suffix}"),
        _ => format!("{word}{suffix}"),
    }
}
