//! Words as merging compares them: lower case, without endings, hashed in a stable way.
//!
//! In: a stretch of text.  Out: [`Word`]s.  It does not know what a word means; stop words,
//! endings, number words and kin come from the [`LanguagePolicy`].

use super::kin::{Head, Kin};
use super::policy::LanguagePolicy;
use rustc_hash::{FxHashMap, FxHashSet};

/// FNV-1a: small, and the same on every machine and in every version.
pub(super) fn stable_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Mixes two hashes, the order of which matters.
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ b.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ (x >> 31)
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Hash of the word in lower case.
    pub surface: u64,
    /// Hash of the word without its ending.
    pub stem: u64,
    /// Its value, if it is a number in figures or words.
    pub number: Option<u64>,
    /// Whether it tells nothing about what is told.
    pub stop: bool,
    /// Whether it turns a statement round.
    pub negation: bool,
    /// Whether it begins with a capital.
    pub capital: bool,
}

/// The words of a language, ready for use.
#[derive(Debug, Default)]
pub(super) struct Lexis {
    stop: FxHashSet<u64>,
    negations: FxHashSet<u64>,
    nameless: FxHashSet<u64>,
    personal: FxHashSet<u64>,
    generations: FxHashSet<u64>,
    negative_endings: Vec<String>,
    suffixes: Vec<(String, String)>,
    numbers: FxHashMap<u64, u64>,
    kin: Kin,
}

impl Lexis {
    /// Prepares the words of a policy.
    pub fn new(policy: &LanguagePolicy) -> Self {
        let hashes =
            |words: &str| words.split_whitespace().map(|w| stable_hash(w.as_bytes())).collect();
        let mut lexis = Self {
            stop: hashes(&policy.stopwords),
            negations: hashes(&policy.negations),
            nameless: hashes(&policy.nameless),
            generations: hashes(&policy.generations),
            negative_endings: policy
                .negations
                .split_whitespace()
                .filter(|w| w.contains('\''))
                .map(str::to_owned)
                .collect(),
            suffixes: policy.suffixes.iter().map(|s| (s.from.clone(), s.to.clone())).collect(),
            numbers: policy
                .numbers
                .iter()
                .map(|(word, n)| (stable_hash(word.as_bytes()), *n))
                .collect(),
            kin: Kin::default(),
            personal: FxHashSet::default(),
        };
        lexis.personal = lexis.words(&policy.personal).iter().map(|word| word.stem).collect();
        let mut kin = Kin::default();
        kin.add(policy.kin.iter().map(|line| lexis.stems(line)));
        lexis.kin = kin;
        lexis
    }

    /// Whether a speaker's name names nobody: pronouns, and what transcripts call whoever asks.
    pub fn is_nameless(&self, name: &str) -> bool {
        let nameless = |word: &Word| word.stop || self.nameless.contains(&word.surface);
        self.words(name).iter().all(nameless)
    }

    /// Whether a word at the end of a name tells which of a family it is.
    pub fn is_generation(&self, word: &Word) -> bool {
        self.generations.contains(&word.surface)
    }

    /// Whether a trigger tells what befalls one person.
    pub fn is_personal(&self, trigger: &[Word]) -> bool {
        trigger.iter().any(|word| self.personal.contains(&word.stem))
    }

    /// What the words of a trigger name.
    pub fn head(&self, words: &[Word]) -> Head {
        self.kin.head(words)
    }

    /// The stems of every word or hyphenated phrase of a line.
    fn stems(&self, line: &str) -> Vec<Vec<u64>> {
        let stems = |phrase| self.words(phrase).iter().map(|word| word.stem).collect();
        line.split_whitespace().map(stems).collect()
    }

    /// Hash of a lower-case word without its ending.
    pub fn stem(&self, word: &str) -> u64 {
        for (from, to) in &self.suffixes {
            let Some(root) = word.strip_suffix(from.as_str()) else { continue };
            if root.chars().count() + to.len() < 3 || (from == "s" && root.ends_with(['s', 'u'])) {
                continue;
            }
            let root = undouble(root);
            let root = if to.is_empty() { root.strip_suffix('e').unwrap_or(root) } else { root };
            return if to.is_empty() {
                stable_hash(root.as_bytes())
            } else {
                stable_hash(format!("{root}{to}").as_bytes())
            };
        }
        stable_hash(undouble(word).as_bytes())
    }

    /// The words of a text in their order.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut lower = String::new();
        split(text, |start, end| self.word(text, start, end, &mut lower))
    }

    /// The words of a text in their order; those seen before are not worked out again.
    pub fn words_seen(&self, text: &str, seen: &mut Seen) -> Vec<Word> {
        split(text, |start, end| {
            let letters = &text[start..end];
            if let Some(word) = seen.words.get(letters) {
                return Word { start, end, ..*word };
            }
            let word = self.word(text, start, end, &mut seen.lower);
            if seen.words.len() >= SEEN {
                seen.words.clear();
            }
            seen.words.insert(letters.into(), word);
            word
        })
    }

    fn word(&self, text: &str, start: usize, end: usize, lower: &mut String) -> Word {
        lower.clear();
        for c in text[start..end].chars() {
            match c {
                '\u{ad}' => {}
                '’' | '`' => lower.push('\''),
                c => lower.extend(c.to_lowercase()),
            }
        }
        let negative = self.negative_endings.iter().any(|ending| lower.ends_with(ending.as_str()));
        let bare = lower.strip_suffix("'s").unwrap_or(lower).trim_end_matches('\'');
        let surface = stable_hash(bare.as_bytes());
        let number =
            bare.replace(',', "").parse().ok().or_else(|| self.numbers.get(&surface).copied());
        Word {
            start,
            end,
            surface: number.map_or(surface, |n: u64| stable_hash(n.to_string().as_bytes())),
            stem: number
                .map_or_else(|| self.stem(bare), |n: u64| stable_hash(n.to_string().as_bytes())),
            number,
            stop: self.stop.contains(&surface) || bare.len() < 2 && number.is_none(),
            negation: negative || self.negations.contains(&surface),
            capital: text[start..].starts_with(char::is_uppercase),
        }
    }
}

/// Words that are remembered; more than most languages have in the news.
const SEEN: usize = 1 << 17;

/// Words worked out before, by their letters: most words of a text are.
#[derive(Debug, Default)]
pub(super) struct Seen {
    words: FxHashMap<Box<str>, Word>,
    lower: String,
}

/// Hands the bytes of every word of a text over and collects what comes back.
fn split(text: &str, mut word: impl FnMut(usize, usize) -> Word) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 6);
    let mut start = None;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || (start.is_some() && is_joiner(text, at, c));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(word(from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        out.push(word(from, text.len()));
    }
    out
}

/// Whether the character joins two halves of one word: an apostrophe, a soft hyphen, or the
/// comma of a thousand.
fn is_joiner(text: &str, at: usize, c: char) -> bool {
    let next = text[at + c.len_utf8()..].chars().next();
    match c {
        '\'' | '’' | '`' => next.is_some_and(char::is_alphabetic),
        '\u{ad}' => next.is_some_and(char::is_alphanumeric),
        ',' => {
            text[..at].ends_with(|c: char| c.is_ascii_digit())
                && next.is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

fn undouble(word: &str) -> &str {
    let mut ends = word.chars().rev();
    match (ends.next(), ends.next()) {
        (Some(a), Some(b)) if a == b && a.is_ascii() && word.len() > 3 => &word[..word.len() - 1],
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::policy::MergePolicy;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let lexis = Lexis::new(&MergePolicy::builtin().language);
        for forms in [
            "kill kills killed killing",
            "stop stopped stopping",
            "charge charged charges charging",
            "city cities",
            "fire fired firing fires",
        ] {
            let stems: FxHashSet<u64> = forms.split(' ').map(|w| lexis.stem(w)).collect();
            assert_eq!(stems.len(), 1, "{forms}");
        }
        assert_ne!(lexis.stem("mission"), lexis.stem("missile"));
    }

    #[test]
    fn numbers_in_words_and_figures_are_equal_and_negations_are_seen() {
        let lexis = Lexis::new(&MergePolicy::builtin().language);
        let a = lexis.words("Three guards didn’t leave; 1,200 others did not.");
        let b = lexis.words("3 guards");
        assert_eq!(a[0].stem, b[0].stem);
        assert_eq!(a.iter().filter_map(|w| w.number).collect::<Vec<_>>(), [3, 1200]);
        assert_eq!(a.iter().filter(|w| w.negation).count(), 2);
    }
}
