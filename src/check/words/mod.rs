//! Cuts a text into comparison words: what must agree for a quote to be faithful.
//!
//! In: a text exactly as given and the lexicons.  Out: [`Word`]s, each with a stable key that is
//! equal for all spellings of one word, its byte span, and what stood before it ([`Gap`]).
//! Letters, numbers, operators and units are words; punctuation, quote marks, line breaks and
//! hyphenation are only noted. Nothing is judged here.

mod letters;
mod numbers;
mod signs;

use super::fold::{digit, is_apostrophe, is_letter, push_folded};
use super::lexicon::CheckWords;

/// A word as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Stable hash of the folded word; equal keys are the same word.
    pub key: u64,
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What stands between the word before and this one.
    pub before: Gap,
    /// What kind of word it is and how it is written.
    pub form: Form,
}

macro_rules! flags {
    ($(#[$meta:meta])* $name:ident : $int:ty { $($(#[$doc:meta])* $flag:ident = $bit:expr;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) struct $name($int);
        impl $name {
            $($(#[$doc])* pub const $flag: Self = Self(1 << $bit);)*
            /// Whether any of the given flags is set.
            pub fn has(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }
            /// Sets the given flags.
            pub fn add(&mut self, other: Self) {
                self.0 |= other.0;
            }
            /// Both sets together.
            pub const fn or(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
    };
}

flags! {
    /// What stands between two words.
    Gap: u32 {
        SPACE = 0;
        LINE = 1;
        PARAGRAPH = 2;
        COMMA = 3;
        /// Full stop, question or exclamation mark.
        STOP = 4;
        QUESTION = 5;
        COLON = 6;
        DASH = 7;
        OPEN_QUOTE = 8;
        CLOSE_QUOTE = 9;
        ELLIPSIS = 10;
        BRACKET = 11;
        PAREN = 12;
        HYPHEN = 13;
        SEMICOLON = 14;
        OPEN_SINGLE = 15;
        CLOSE_SINGLE = 16;
        /// An exclamation mark, which is a STOP too.
        EXCLAMATION = 17;
    }
}

flags! {
    /// How a word is written and where it stands.
    Form: u16 {
        NUMBER = 0;
        SYMBOL = 1;
        CAPITAL = 2;
        ALL_CAPS = 3;
        IN_BRACKET = 4;
        IN_PAREN = 5;
        /// Brackets stand inside the word: "[W]e", "want[ed]".
        PART_BRACKET = 6;
        /// A raised figure that refers to a note.
        NOTE = 7;
        /// Glued to the word before: no blank and no mark between.
        GLUED = 8;
    }
}

/// The words of a text and what follows the last one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub list: Vec<Word>,
    pub tail: Gap,
}

/// Cuts a text into comparison words.
pub(crate) fn split(text: &str, lexicon: &CheckWords) -> Words {
    let mut cutter = Cutter::new(text, lexicon);
    cutter.run();
    let mut words = Words { list: cutter.words, tail: cutter.gap };
    lexicon.join_phrases(&mut words.list);
    lexicon.join_numbers(text, &mut words.list);
    words
}

/// The folded letters of a span, without hyphens, brackets, blanks and notes.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_letter(c) {
            push_folded(c, &mut out);
        } else if let Some(figure) = digit(c) {
            out.push(figure);
        } else if is_apostrophe(c) {
            out.push('\'');
        }
    }
    out
}

/// Cuts a text from its beginning to its end.
struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    lexicon: &'a CheckWords,
    words: Vec<Word>,
    gap: Gap,
    bracket_end: usize,
    paren_end: usize,
    /// Within a bracket that holds a part of the word.
    part_open: bool,
    buffer: String,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str, lexicon: &'a CheckWords) -> Self {
        let words = Vec::with_capacity(text.len() / 6);
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            lexicon,
            words,
            gap: Gap::default(),
            bracket_end: 0,
            paren_end: 0,
            part_open: false,
            buffer: String::new(),
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(self.at) {
            if is_letter(c) {
                self.word();
            } else if digit(c).is_some() || (c == '.' && self.starts_decimal()) {
                self.number();
            } else {
                self.sign(c);
            }
        }
    }

    /// The character at a byte.
    fn peek(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(byte) if byte.is_ascii() => Some(*byte as char),
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    /// The character before a byte.
    fn behind(&self, at: usize) -> Option<char> {
        match at.checked_sub(1).and_then(|before| self.bytes.get(before)) {
            Some(byte) if byte.is_ascii() => Some(*byte as char),
            Some(_) => self.text.get(..at)?.chars().next_back(),
            None => None,
        }
    }

    /// Takes a word, with what was noted since the last one.
    fn push(&mut self, key: u64, start: usize, end: usize, mut form: Form) {
        if start < self.bracket_end {
            form.add(Form::IN_BRACKET);
        } else if start < self.paren_end {
            form.add(Form::IN_PAREN);
        }
        if self.words.last().is_some_and(|last| last.end as usize == start) {
            form.add(Form::GLUED);
        }
        self.words.push(Word { key, start: start as u32, end: end as u32, before: self.gap, form });
        self.gap = Gap::default();
    }
}
