//! Phrases found by their first or last word.
//!
//! In: the keys of words.  Out: [`Phrases`], looked up in a stretch of [`Word`]s.

use super::super::words::Word;
use rustc_hash::FxHashMap;

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
    /// Counts only after a statement of what may or will be: "will run | when".
    pub future: bool,
    /// Counts right before the passage, with no word that opens a clause: "I wish | we had".
    pub bare: bool,
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
    pub(super) fn add(&mut self, keys: Vec<u64>, mark: Mark) {
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
