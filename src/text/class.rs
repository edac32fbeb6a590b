//! Classes of tokens: what patterns can tell of a token alone, as one number.
//!
//! In: a token.  Out: its [`Class`]: the word, where the rules name it, and whether it has a
//! capital; else its shape.  Most classes no pattern tells apart; those are one [`Kind`], by which
//! the tables of the matcher are looked up.

use super::token::{self, Shape, Token, flags};
use super::vocabulary::{Vocabulary, WordId};
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// What can be told of a token alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class(pub u32);

/// Classes that no pattern tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind(pub u32);

/// The kind of each class; without entries, each class is a kind.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    of_class: Vec<Kind>,
    /// For each kind the stages that look for it, as bits.
    sought: Vec<u8>,
}

impl Kinds {
    /// Tells classes apart by each of several tables, all of one length or empty.
    pub fn by<'t, T: Copy + Eq + Hash + 't>(tables: impl Iterator<Item = &'t [T]>) -> Self {
        let mut of_class: Vec<Kind> = Vec::new();
        for table in tables {
            of_class.resize(of_class.len().max(table.len()), Kind(0));
            let mut known: FxHashMap<(u32, T), u32> = FxHashMap::default();
            for (kind, says) in of_class.iter_mut().zip(table) {
                let next = known.len() as u32;
                *kind = Kind(*known.entry((kind.0, *says)).or_insert(next));
            }
        }
        Self { of_class, sought: Vec::new() }
    }

    /// The kind of a class.
    #[inline]
    pub fn of(&self, class: Class) -> Kind {
        self.of_class.get(class.0 as usize).copied().unwrap_or(Kind(class.0))
    }

    /// Notes that a stage, given as a bit, looks for the kinds of a table.
    pub fn seek(&mut self, stage: u8, kinds: impl Iterator<Item = bool>) {
        for (kind, sought) in kinds.enumerate() {
            if self.sought.len() <= kind {
                self.sought.push(0);
            }
            self.sought[kind] |= if sought { stage } else { 0 };
        }
    }

    /// The kind of each token, and the stages that look for it, as bits.
    pub fn of_tokens(&self, tokens: &[Token]) -> (Vec<Kind>, Vec<u8>) {
        let kinds = tokens.iter().map(|token| self.of(Class::of(*token)));
        kinds.map(|kind| (kind, self.sought(kind))).unzip()
    }

    /// The stages that look for a kind, as bits.
    #[inline]
    pub fn sought(&self, kind: Kind) -> u8 {
        self.sought.get(kind.0 as usize).copied().unwrap_or(0)
    }

    /// A table of classes as one of kinds.
    pub fn merge<T: Copy>(&self, table: &[T]) -> Vec<T> {
        let mut merged: Vec<T> = Vec::new();
        for (kind, says) in self.of_class.iter().zip(table) {
            // Kinds are numbered in the order in which they first occur.
            if kind.0 as usize == merged.len() {
                merged.push(*says);
            }
        }
        merged
    }
}

/// Shapes that are told apart.
pub const SHAPES: usize = 7;

/// Index of words with a capital; those without follow.
const CAPITALISED: usize = 3;

impl Class {
    /// What stands behind the text.
    pub const END: Class = Class(SHAPES as u32);
    /// Classes before those of words.
    const UNKNOWN: u32 = 8;

    /// The class of a token.
    #[inline]
    pub fn of(token: Token) -> Self {
        if token.word == WordId::UNKNOWN {
            return Self(shape_index(token) as u32);
        }
        let capital = token.shape == Shape::Word && token.has(flags::CAPITALISED);
        Self(Self::UNKNOWN + 2 * (token.word.0 - 1) + u32::from(capital))
    }

    /// Every class with its word and the index of its shape, [`SHAPES`] for the end of the text;
    /// in their order.
    pub fn all(vocabulary: &Vocabulary) -> Vec<(WordId, usize)> {
        let unknown = (0..=SHAPES).map(|shape| (WordId::UNKNOWN, shape));
        let mut all: Vec<_> = unknown.collect();
        all.resize(Self::UNKNOWN as usize + 2 * vocabulary.len(), (WordId::UNKNOWN, SHAPES));
        vocabulary.each(|word, id| {
            let at = Self::UNKNOWN as usize + 2 * (id.0 as usize - 1);
            let shape = shape_of_word(word);
            let capital = if shape == CAPITALISED + 1 { CAPITALISED } else { shape };
            (all[at], all[at + 1]) = ((id, shape), (id, capital));
        });
        all
    }
}

/// Index of a token's shape, below [`SHAPES`]: one or two digits, four, other digits, words with
/// a capital, other words, punctuation, quote glyphs.
#[inline]
pub fn shape_index(token: Token) -> usize {
    match token.shape {
        Shape::Number => digits_index(token.len()),
        Shape::Word => CAPITALISED + usize::from(!token.has(flags::CAPITALISED)),
        Shape::Punct => 5,
        Shape::Mark => 6,
    }
}

#[inline]
fn digits_index(len: usize) -> usize {
    match len {
        1 | 2 => 0,
        4 => 1,
        _ => 2,
    }
}

/// The index of the shape that tokens of a word have, without a capital.
fn shape_of_word(word: &str) -> usize {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(digit), _) if digit.is_ascii_digit() => digits_index(word.len()),
        (Some(glyph), None) if token::is_quote_glyph(glyph) => 6,
        (Some(letter), None) if !letter.is_alphabetic() => 5,
        _ => CAPITALISED + 1,
    }
}
