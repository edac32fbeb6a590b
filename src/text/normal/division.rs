//! Words divided at the end of a line.
//!
//! In: a hyphen before a line end, with lower-case letters on both sides.  Out: whether the word
//! was divided there ("Febru-", "ary"), so that all of it goes, or the hyphen belongs to it
//! ("five-", "year"), so that only the line end goes.  What decides is which words are known: by
//! the rules, or from elsewhere in the same text.

use super::fold::{Folded, Replacement};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;

/// Hyphens at which words are divided; the soft one stands nowhere else.
const SOFT: char = '\u{AD}';
const HYPHENS: [char; 3] = ['-', '\u{2010}', SOFT];

/// Decides about the divisions of one text.
pub(super) struct Divisions<'a> {
    text: &'a str,
    is_known: &'a dyn Fn(&str) -> bool,
    own: OnceCell<FxHashSet<&'a str>>,
}

impl<'a> Divisions<'a> {
    pub(super) fn new(text: &'a str, is_known: &'a dyn Fn(&str) -> bool) -> Self {
        Self { text, is_known, own: OnceCell::new() }
    }

    /// The fold of the hyphen at byte `at`, where a word goes on behind it in the next line.
    pub(super) fn fold(&self, hyphen: char, at: usize) -> Option<Folded> {
        if !two_lower(self.text[..at].chars().rev()) {
            return None;
        }
        let after = &self.text[at + hyphen.len_utf8()..];
        let rest = next_line(after)?;
        if !two_lower(rest.chars()) {
            return None;
        }
        let with = if hyphen == SOFT || self.is_divided(at, rest) {
            Replacement::Nothing
        } else {
            Replacement::Char('-')
        };
        Some(Folded { original: at..self.text.len() - rest.len(), with })
    }

    /// Whether the letters before `at` and those at the beginning of `rest` are one word.
    fn is_divided(&self, at: usize, rest: &str) -> bool {
        let before = &self.text[..at];
        let left = before.trim_end_matches(char::is_alphabetic).len();
        let left = &before[left..];
        let right = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        let whole = [left, right].concat();
        self.knows(&whole) || !(self.knows(left) || self.knows(right))
    }

    fn knows(&self, word: &str) -> bool {
        (self.is_known)(word) || self.own.get_or_init(|| words(self.text)).contains(word)
    }
}

/// What follows the line end and the indentation, where nothing but blanks stands before them.
fn next_line(after: &str) -> Option<&str> {
    let end = after.trim_start_matches([' ', '\t']);
    let line = end.strip_prefix("\r\n").or_else(|| end.strip_prefix(['\n', '\r']))?;
    Some(line.trim_start_matches([' ', '\t']))
}

/// Two letters at least on either side, so that "e-\nmail" stays.
fn two_lower(chars: impl Iterator<Item = char>) -> bool {
    chars.take(2).filter(|c| c.is_lowercase()).count() == 2
}

/// All words of a text but those on either side of a line end with a hyphen.
fn words(text: &str) -> FxHashSet<&str> {
    let mut words = FxHashSet::default();
    let mut is_part = false;
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphabetic());
    while !rest.is_empty() {
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        let is_divided = after.strip_prefix(HYPHENS).and_then(next_line).is_some();
        if !is_divided && !is_part {
            words.insert(word);
        }
        is_part = is_divided;
        rest = after.trim_start_matches(|c: char| !c.is_alphabetic());
    }
    words
}
