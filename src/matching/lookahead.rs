//! Look-ahead: which tokens a match of a program may begin with.
//!
//! In: words and shapes.  Out: a [`Lookahead`]: for each of the first tokens of a match the set of
//! words and shapes that may stand there; [`ways`](super::ways) finds them.  A place where one of them is
//! not in its set costs a few comparisons and no run of the program.

use super::openings::{NumberSets, Openings, WordSets};
use super::program::{Test, fewest_digits, int_digits};
use crate::text::{SHAPES, Token, WordId, shape_index};
use std::borrow::Cow;

/// Tokens that are looked at.
pub const DEPTH: usize = 4;
/// Sets of at most so many words are searched one by one.
const FEW: usize = 6;

/// What may stand at the first tokens of a match.
#[derive(Debug, Clone, Default)]
pub struct Lookahead {
    /// So many of `sets` are in use.
    len: u8,
    /// At the last of them a chunk may stand as well.
    chunk: bool,
    sets: [Allowed; DEPTH],
}

/// What may stand at one token.
#[derive(Debug, Clone, Default)]
pub(super) struct Allowed {
    words: Words,
    shapes: u8,
}

/// A set of words.
#[derive(Debug, Clone)]
enum Words {
    /// The words themselves; unused places hold the first of them.
    Few([WordId; FEW]),
    /// A set of [`WordSets`], by number.
    Shared(u16),
    /// The words as bits, where [`WordSets`] is full.
    Many(Box<[u64]>),
}

impl Default for Words {
    fn default() -> Self {
        Self::Few([NO_WORD; FEW])
    }
}

/// At how many of a million tokens a chunk starts, roughly.
const CHUNKS: u64 = 30_000;

/// The id of no word of a text.
const NO_WORD: WordId = WordId(u32::MAX);

/// Shapes of tokens, as bits.
pub(super) mod shapes {
    /// One or two digits, as days and hours have.
    pub const TWO: u8 = 1;
    /// Four digits, as years have.
    pub const FOUR: u8 = 32;
    /// Any other number of digits.
    pub const OTHER: u8 = 64;
    pub const DIGITS: u8 = TWO | FOUR | OTHER;
    pub const CAPITALISED: u8 = 2;
    pub const LOWER: u8 = 4;
    pub const PUNCT: u8 = 8;
    pub const MARK: u8 = 16;
    pub const WORD: u8 = CAPITALISED | LOWER;
    pub const ANY: u8 = WORD | DIGITS | PUNCT | MARK;
    /// Each shape by itself, by its index.
    pub const EACH: [u8; 7] = [TWO, FOUR, OTHER, CAPITALISED, LOWER, PUNCT, MARK];
    /// How many of a million tokens of news have each shape, roughly.
    pub const PER_MILLION: [u64; 7] = [10_000, 6_000, 4_000, 150_000, 650_000, 130_000, 25_000];
}

/// The words that may stand at one token.
pub(super) enum WordSet<'a> {
    /// One of the sets that patterns share, by number.
    Shared(u16),
    /// A set of the pattern's own.
    Own(Cow<'a, [WordId]>),
}

#[inline]
fn shape_of(token: Token) -> u8 {
    shapes::EACH[shape_index(token)]
}

/// The shape of so many digits.
fn digits(len: usize) -> u8 {
    match len {
        1 | 2 => shapes::TWO,
        4 => shapes::FOUR,
        _ => shapes::OTHER,
    }
}

impl Lookahead {
    /// Whether a match may begin at a token, as far as words and shapes can tell.
    #[inline]
    pub fn admits(&self, words: &WordSets, tokens: &[Token], at: usize) -> bool {
        let sets = &self.sets[..self.depth() - usize::from(self.chunk)];
        let Some(here) = tokens.get(at..at + sets.len()) else { return false };
        sets.iter().zip(here).all(|(allowed, token)| allowed.holds(words, *token))
    }

    /// A look at one token.
    pub(super) fn of(allowed: Allowed) -> Self {
        let mut one = Self::default();
        one.push(allowed, false);
        one
    }

    /// Adds what may stand at the next token, and whether a chunk may stand there as well.
    pub(super) fn push(&mut self, allowed: Allowed, chunk: bool) {
        self.sets[self.len as usize] = allowed;
        (self.len, self.chunk) = (self.len + 1, chunk);
    }

    /// What patterns that begin alike have in common, so that their bits stand side by side.
    pub(super) fn order(&self) -> (u8, u32) {
        let Some(first) = self.sets.first() else { return (0, 0) };
        let words = match &first.words {
            Words::Shared(number) => u32::from(*number),
            Words::Few(words) => words[0].0,
            Words::Many(bits) => bits.len() as u32,
        };
        (first.shapes, words)
    }

    /// Tokens that are looked at before a program is run.
    pub(crate) fn depth(&self) -> usize {
        usize::from(self.len)
    }

    /// The place at which a chunk may stand instead of a token, if there is one.
    pub(super) fn chunk(&self) -> Option<usize> {
        self.depth().checked_sub(1).filter(|_| self.chunk)
    }

    /// How many of a million places the first tokens allow, roughly, as if words stood by chance.
    pub(crate) fn per_million(
        &self,
        openings: &Openings,
        frequency: impl Fn(WordId) -> u64,
    ) -> u64 {
        let mut share = 1_000_000;
        for place in 0..self.depth() {
            let shapes = (0..SHAPES).filter(|shape| self.allows_shape(place, *shape));
            let by_shape: u64 = shapes.map(|shape| shapes::PER_MILLION[shape]).sum();
            let by_word: u64 = match self.words(place) {
                WordSet::Shared(set) => openings.weight(set, &frequency),
                WordSet::Own(own) => {
                    let mut own = own.into_owned();
                    own.dedup();
                    own.iter().map(|w| frequency(*w)).sum()
                }
            };
            let chunks = if self.chunk() == Some(place) { CHUNKS } else { 0 };
            share = share * (by_shape + by_word + chunks).min(1_000_000) / 1_000_000;
        }
        share
    }

    /// Whether any token of a shape, given by index, may stand at a place; [`SHAPES`] is the end
    /// of the text.
    pub(super) fn allows_shape(&self, place: usize, shape: usize) -> bool {
        place >= self.depth()
            || shapes::EACH.get(shape).is_some_and(|bit| self.sets[place].shapes & bit != 0)
    }

    /// The words that may stand at a place, whatever their shape; none where anything may.
    pub(super) fn words(&self, place: usize) -> WordSet<'_> {
        if place >= self.depth() {
            return WordSet::Own(Cow::Borrowed(&[]));
        }
        match &self.sets[place].words {
            Words::Shared(number) => WordSet::Shared(*number),
            Words::Few(words) if words[0] == NO_WORD => WordSet::Own(Cow::Borrowed(&[])),
            Words::Few(words) => WordSet::Own(Cow::Borrowed(words)),
            Words::Many(bits) => {
                let all = (0..bits.len() * 64).filter(|at| bits[at / 64] >> (at % 64) & 1 == 1);
                WordSet::Own(all.map(|at| WordId(at as u32)).collect())
            }
        }
    }
}

impl Allowed {
    #[inline]
    fn holds(&self, sets: &WordSets, token: Token) -> bool {
        self.shapes & shape_of(token) != 0
            || match &self.words {
                Words::Few(words) => words.contains(&token.word),
                Words::Shared(set) => sets.holds(*set, token.word),
                Words::Many(bits) => bits
                    .get(token.word.0 as usize / 64)
                    .is_some_and(|b| b >> (token.word.0 % 64) & 1 == 1),
            }
    }
}

/// What may stand at one token, while it is put together.
#[derive(Default)]
pub(super) struct Builder {
    words: Vec<WordId>,
    shapes: u8,
}

impl Builder {
    /// Words and shapes to begin with.
    pub(super) fn new(words: Vec<WordId>, shapes: u8) -> Self {
        Self { words, shapes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.shapes == 0 && self.words.is_empty()
    }

    /// Adds another set.
    pub(super) fn add(&mut self, other: Builder) {
        self.shapes |= other.shapes;
        self.words.extend(other.words);
    }

    /// Adds what numbers begin with.
    pub(super) fn first_of_number(&mut self, numbers: &NumberSets, ordinal: bool) {
        self.shapes |= shapes::DIGITS;
        let first = [&numbers.first_of_cardinals, &numbers.first_of_ordinals];
        self.words.extend(first[usize::from(ordinal)]);
    }

    /// Adds what numbers are written with.
    pub(super) fn rest_of_number(&mut self, numbers: &NumberSets, ordinal: bool) {
        self.shapes |= shapes::DIGITS;
        self.words.extend([&numbers.cardinals, &numbers.ordinals][usize::from(ordinal)]);
    }

    /// Adds words.
    pub(super) fn words(&mut self, words: impl Iterator<Item = WordId>) {
        self.words.extend(words);
    }

    /// Adds what passes a test of one token; everything, for a chunk.
    pub(super) fn single(&mut self, test: &Test) {
        self.shapes |= match test {
            Test::Word(word, _) => {
                self.words.push(*word);
                0
            }
            Test::Words(words) => {
                self.words.extend(words.iter().map(|(word, _)| *word));
                0
            }
            Test::Int(low, high) => {
                (fewest_digits(*low)..=int_digits(*high)).fold(0, |all, len| all | digits(len))
            }
            Test::Digits(low, high) => {
                (*low..=*high).fold(0, |all, len| all | digits(usize::from(len)))
            }
            Test::AnyWord => shapes::WORD,
            Test::Capitalised | Test::AllCaps => shapes::CAPITALISED,
            Test::Lower => shapes::LOWER,
            Test::Punctuation => shapes::PUNCT,
            Test::Mark => shapes::MARK,
            _ => shapes::ANY,
        };
    }

    /// The set; `None` where it holds everything.
    pub(super) fn build(mut self, openings: &Openings) -> Option<Allowed> {
        if self.shapes == shapes::ANY {
            return None;
        }
        self.words.sort_unstable();
        self.words.dedup();
        let words = if self.words.len() <= FEW {
            let mut few = [self.words.first().copied().unwrap_or(NO_WORD); FEW];
            few[..self.words.len()].copy_from_slice(&self.words);
            Words::Few(few)
        } else {
            openings.share(&self.words).map_or_else(|| bits(&self.words), Words::Shared)
        };
        Some(Allowed { words, shapes: self.shapes })
    }
}

fn bits(words: &[WordId]) -> Words {
    let last = words.iter().map(|w| w.0 as usize).max().unwrap_or(0);
    let mut bits = vec![0u64; last / 64 + 1];
    for word in words {
        bits[word.0 as usize / 64] |= 1 << (word.0 % 64);
    }
    Words::Many(bits.into())
}
