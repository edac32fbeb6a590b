//! Kin: which words name one kind of happening.
//!
//! In: lines of words from the merge policy.  Out: for a trigger its [`Head`]: the word or phrase
//! that names the happening, and the lines it stands in.  It does not know what a word means.

use super::words::{Word, mix};
use rustc_hash::FxHashMap;

/// Most lines in which a word counts.
const LINES: usize = 4;

/// What a trigger names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Stem of the word, or of all words of a phrase; 0 where there is none.
    pub stem: u64,
    /// The first word of its first line of one kind, or its own stem.
    pub kin: u64,
    /// The lines it stands in.
    pub lines: Lines,
}

/// Lines of words by number, from 1; 0 is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lines([u16; LINES]);

impl Lines {
    fn iter(self) -> impl Iterator<Item = u16> {
        self.0.into_iter().filter(|line| *line != 0)
    }

    fn add(&mut self, line: u16) {
        if let Some(free) = self.0.iter_mut().find(|at| **at == 0 || **at == line) {
            *free = line;
        }
    }
}

impl Head {
    /// Whether two triggers name one kind of happening.
    pub fn is_kin(self, other: Self) -> bool {
        let mut lines = self.lines.iter();
        self.kin != 0 && (self.kin == other.kin || lines.any(|line| other.lines.0.contains(&line)))
    }

    /// By what it is looked up: its lines, or itself where it stands in none.
    pub fn groups(self) -> impl Iterator<Item = u64> {
        let alone = self.lines == Lines::default();
        self.lines.iter().map(u64::from).chain(alone.then_some(self.kin))
    }
}

/// All lines, by word.
#[derive(Debug, Default)]
pub(super) struct Kin {
    of: FxHashMap<u64, (u64, Lines)>,
}

impl Kin {
    /// Adds lines of words, each given as the stems of its words.
    pub fn add(&mut self, lines: impl Iterator<Item = Vec<Vec<u64>>>) {
        for (number, line) in (1..).zip(lines) {
            let first = line.first().map_or(0, |stems| phrase(stems));
            for stems in &line {
                let entry = self.of.entry(phrase(stems)).or_insert((first, Lines::default()));
                entry.1.add(number);
            }
        }
    }

    /// What the words of a trigger name: the phrase where a line has it, else its last word where
    /// a line has that ("test flight"), else its first ("lift off").
    pub fn head(&self, words: &[Word]) -> Head {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return Head::default();
        };
        let stems: Vec<u64> = words.iter().map(|word| word.stem).collect();
        let known = [phrase(&stems), last.stem].into_iter().find(|stem| self.of.contains_key(stem));
        let stem = known.unwrap_or(first.stem);
        let (kin, lines) = self.of.get(&stem).copied().unwrap_or((stem, Lines::default()));
        Head { stem, kin, lines }
    }
}

/// A word by its stem, a phrase by those of all its words.
fn phrase(stems: &[u64]) -> u64 {
    let (first, rest) = stems.split_first().map_or((0, &[][..]), |(first, rest)| (*first, rest));
    rest.iter().fold(first, |hash, stem| mix(hash, *stem))
}

#[cfg(test)]
mod tests {
    use crate::timeline::policy::MergePolicy;
    use crate::timeline::words::Lexis;

    #[track_caller]
    fn check(a: &str, b: &str, kin: bool) {
        let lexis = Lexis::new(&MergePolicy::builtin().language);
        let (x, y) = (lexis.head(&lexis.words(a)), lexis.head(&lexis.words(b)));
        assert_eq!(x.is_kin(y), kin, "{a} {b}");
    }

    #[test]
    fn a_word_has_the_kin_of_all_its_lines() {
        check("detained", "arrests", true);
        check("fire", "dismissal", true);
        check("fire", "blaze", true);
        check("blaze", "dismissal", false);
        check("wedding", "dismissal", false);
    }

    #[test]
    fn a_phrase_is_known_as_a_whole_then_by_its_last_word() {
        check("opened fire", "shooting", true);
        check("test flight", "flies", true);
        check("opened fire", "dismissal", false);
    }
}
