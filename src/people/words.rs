//! The words of the names of one article as numbers, so that names are compared without reading
//! their letters again.
//!
//! In: names as written.  Out: numbers that are equal where the folded words are.

use super::mention::{Mention, MentionKind};
use crate::text::{Shape, Text, TokenRange, Vocabulary};

/// Words and longer names, and their numbers.
#[derive(Debug, Default)]
pub(super) struct Words(Vocabulary);

impl Words {
    /// The number of a word or of a whole name.
    pub fn number(&mut self, words: &str) -> u32 {
        self.0.intern(words).0
    }

    /// The number of the last word of a name.
    pub fn last(&mut self, name: &str) -> u32 {
        self.number(name.split_whitespace().next_back().unwrap_or_default())
    }
}

/// The words of each name of an article, without initials and punctuation; none of offices.
pub(super) struct NameWords {
    words: Vec<u32>,
    /// Where the words of each name end.
    ends: Vec<usize>,
}

impl NameWords {
    /// Reads the names.
    pub fn read(text: &Text, mentions: &[Mention], numbers: &mut Words) -> Self {
        let mut names = Self {
            words: Vec::with_capacity(2 * mentions.len()),
            ends: Vec::with_capacity(mentions.len()),
        };
        for mention in mentions {
            if mention.kind != MentionKind::Role {
                names.name(text, mention.name.clone(), numbers);
            }
            names.ends.push(names.words.len());
        }
        names
    }

    fn name(&mut self, text: &Text, name: TokenRange, numbers: &mut Words) {
        let first = self.words.len();
        let word = |i: &usize| text.tokens[*i].shape == Shape::Word && text.tokens[*i].len() > 1;
        self.words.extend(name.clone().filter(word).map(|i| numbers.number(text.word(i))));
        if self.words.len() == first {
            self.words.extend(name.map(|i| numbers.number(text.word(i))));
        }
    }

    /// The words of one name.
    pub fn of(&self, mention: usize) -> &[u32] {
        let first = mention.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[first..self.ends[mention]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_fold_alike_have_one_number() {
        let mut words = Words::default();
        for (a, b) in [
            ("Oake", "oAKE"),
            ("O’Dell", "o'dell"),
            ("O`Dell", "o'dell"),
            ("Ünal", "ünal"),
            ("Harbour Minister of Kelm", "harbour minister of kelm"),
        ] {
            assert_eq!(words.number(a), words.number(b), "{a}");
        }
        assert_ne!(words.number("Oake"), words.number("Oakes"));
        assert_eq!(words.last("Ann Oake"), words.number("oake"));
    }
}
