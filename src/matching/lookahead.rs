//! Look-ahead: which tokens a match of a program may begin with.
//!
//! In: a [`Program`](super::program::Program)'s instructions and the lexicons.  Out: a [`Lookahead`]: for each of the
//! first tokens of a match the set of words and shapes that may stand there.  A place where one
//! of them is not in its set costs a few comparisons and no run of the program.

use super::program::{Filter, Instruction, Test, int_digits};
use crate::rules::lexicon::{EntryToken, LexiconId, Lexicons};
use crate::text::{Shape, Token, WordId, flags};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Tokens that are looked at.
const DEPTH: usize = 3;
/// Most states followed; beyond, anything may stand there.
const MOST_STATES: usize = 4_000;
/// Sets of at most so many words are searched one by one.
const FEW: usize = 6;

/// What may stand at the first tokens of a match.
#[derive(Debug, Clone, Default)]
pub struct Lookahead {
    /// So many of `sets` are in use.
    len: u8,
    sets: [Allowed; DEPTH],
}

/// What may stand at one token.
#[derive(Debug, Clone, Default)]
struct Allowed {
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

/// The id of no word of a text.
const NO_WORD: WordId = WordId(u32::MAX);

/// Most sets that are shared; those of further patterns are kept with the pattern.
const MOST_SHARED: usize = 1024;

/// The larger sets of words of all patterns, by word: what stands in the text is looked up
/// once in memory, however many patterns ask for it.
#[derive(Debug, Clone, Default)]
pub struct WordSets {
    /// 64-bit blocks of one word's row.
    stride: usize,
    /// For each word a bit for every set it is in.
    rows: Box<[u64]>,
}

impl WordSets {
    fn new(sets: &[Vec<WordId>]) -> Self {
        let words = sets.iter().flatten().map(|word| word.0 as usize + 1).max().unwrap_or(0);
        let stride = sets.len().div_ceil(64);
        let mut rows = vec![0u64; words * stride];
        for (number, set) in sets.iter().enumerate() {
            for word in set {
                rows[word.0 as usize * stride + number / 64] |= 1 << (number % 64);
            }
        }
        Self { stride, rows: rows.into() }
    }

    #[inline]
    fn holds(&self, set: u16, word: WordId) -> bool {
        let set = set as usize;
        let block = self.rows.get(word.0 as usize * self.stride + set / 64);
        block.is_some_and(|block| block >> (set % 64) & 1 == 1)
    }
}

/// Shapes of tokens, as bits.
mod shapes {
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
}

#[inline]
fn shape_of(token: Token) -> u8 {
    match token.shape {
        Shape::Number => digits(token.len()),
        Shape::Mark => shapes::MARK,
        Shape::Punct => shapes::PUNCT,
        Shape::Word if token.has(flags::CAPITALISED) => shapes::CAPITALISED,
        Shape::Word => shapes::LOWER,
    }
}

/// The shape of so many digits.
#[inline]
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
        let sets = &self.sets[..self.len as usize];
        let Some(here) = tokens.get(at..at + sets.len()) else { return false };
        sets.iter().zip(here).all(|(allowed, token)| allowed.holds(words, *token))
    }

    fn push(&mut self, allowed: Allowed) {
        self.sets[self.len as usize] = allowed;
        self.len += 1;
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

/// What the search needs to know of words.
pub struct Known<'a> {
    /// Word classes.
    pub lexicons: &'a Lexicons,
    /// Words of numbers, the joining ones included.
    pub number_words: &'a [WordId],
    /// Words of ordinals, their endings included.
    pub ordinal_words: &'a [WordId],
    /// First words of lexicons that were asked for before.
    pub openings: &'a Openings,
}

/// What the patterns of a run of the compiler share: the first words of lexicons, computed once
/// for each lexicon and filter, and the sets of words they ask for.
#[derive(Debug, Default)]
pub struct Openings {
    lexicons: RefCell<FxHashMap<(LexiconId, usize), Rc<Opening>>>,
    sets: RefCell<Sets>,
}

/// Sets of words, each once.
#[derive(Debug, Default)]
struct Sets {
    list: Vec<Vec<WordId>>,
    numbers: FxHashMap<Vec<WordId>, u16>,
}

/// How the entries of a lexicon begin.
#[derive(Debug)]
struct Opening {
    /// First words, sorted.
    words: Vec<WordId>,
    /// Entries of several words.
    long: Vec<u32>,
}

impl Openings {
    fn of(&self, lexicons: &Lexicons, id: LexiconId, filter: Option<&Arc<Filter>>) -> Rc<Opening> {
        let key = (id, filter.map_or(0, |f| Arc::as_ptr(f) as usize));
        let mut cache = self.lexicons.borrow_mut();
        Rc::clone(cache.entry(key).or_insert_with(|| Rc::new(Opening::new(lexicons, id, filter))))
    }

    /// The number of a set of words; `None` where too many are shared already.
    fn share(&self, words: &[WordId]) -> Option<u16> {
        let mut sets = self.sets.borrow_mut();
        if let Some(number) = sets.numbers.get(words) {
            return Some(*number);
        }
        let number = u16::try_from(sets.list.len()).ok().filter(|n| (*n as usize) < MOST_SHARED)?;
        sets.list.push(words.to_vec());
        sets.numbers.insert(words.to_vec(), number);
        Some(number)
    }

    /// The sets that were shared, for the matcher.
    pub fn word_sets(&self) -> WordSets {
        WordSets::new(&self.sets.borrow().list)
    }
}

impl Opening {
    fn new(lexicons: &Lexicons, id: LexiconId, filter: Option<&Arc<Filter>>) -> Self {
        let entries = lexicons.get(id).entries.iter().enumerate();
        let fits = entries.filter(|(i, _)| filter.is_none_or(|f| f.allowed[*i]));
        let (mut words, mut long) = (Vec::new(), Vec::new());
        for (i, entry) in fits {
            words.extend(entry.tokens.first().map(|t| t.word));
            if entry.tokens.len() > 1 {
                long.push(i as u32);
            }
        }
        words.sort_unstable();
        words.dedup();
        Self { words, long }
    }
}

/// Where a match may be after so many tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum State<'a> {
    /// Before an instruction that consumes.
    At(u32),
    /// Within a lexicon entry, before these tokens, then the instruction.
    InEntry(&'a [EntryToken], u32),
    /// Within a number or ordinal, then the instruction.
    InNumber(bool, u32),
}

/// Finds what may stand at the first tokens of a match; stops where anything may.
pub fn lookahead(code: &[Instruction], known: &Known<'_>) -> Lookahead {
    let mut found = Lookahead::default();
    let mut states = FxHashSet::default();
    let mut open = !closure(code, 0, &mut states);
    while (found.len as usize) < DEPTH && !open && !states.is_empty() {
        let mut builder = Builder::default();
        let mut next = FxHashSet::default();
        for state in &states {
            step(code, known, *state, &mut builder, &mut next, &mut open);
        }
        match builder.build(known.openings) {
            Some(allowed) => found.push(allowed),
            None => break,
        }
        open |= next.len() > MOST_STATES;
        states = next;
    }
    found
}

/// Adds the consuming instructions reachable without consuming; false where the match may end.
fn closure<'a>(code: &[Instruction], at: u32, states: &mut FxHashSet<State<'a>>) -> bool {
    let mut stack = vec![at];
    let mut seen = FxHashSet::default();
    let mut closed = true;
    while let Some(at) = stack.pop() {
        if !seen.insert(at) {
            continue;
        }
        match &code[at as usize] {
            Instruction::Accept => closed = false,
            Instruction::Jump(to) => stack.push(*to),
            Instruction::Split(a, b) => stack.extend([*a, *b]),
            Instruction::Open(_) | Instruction::Close(_) => stack.push(at + 1),
            Instruction::Step { .. } => {
                states.insert(State::At(at));
            }
        }
    }
    closed
}

fn step<'a>(
    code: &[Instruction],
    known: &Known<'a>,
    state: State<'a>,
    builder: &mut Builder,
    next: &mut FxHashSet<State<'a>>,
    open: &mut bool,
) {
    let mut advance = |next: &mut FxHashSet<State<'a>>, at: u32| *open |= !closure(code, at, next);
    match state {
        State::InEntry([token, rest @ ..], at) => {
            builder.words.push(token.word);
            if rest.is_empty() {
                advance(next, at);
            } else {
                next.insert(State::InEntry(rest, at));
            }
        }
        State::InEntry([], at) => advance(next, at),
        State::InNumber(ordinal, at) => {
            builder.number(known, ordinal);
            advance(next, at);
            next.insert(State::InNumber(ordinal, at));
        }
        State::At(at) => {
            let Instruction::Step { test, .. } = &code[at as usize] else { return };
            match test {
                Test::Lexicon(id, filter) => {
                    let opening = known.openings.of(known.lexicons, *id, filter.as_ref());
                    builder.words.extend(&opening.words);
                    let entries = &known.lexicons.get(*id).entries;
                    let rests = opening.long.iter().map(|i| &entries[*i as usize].tokens[1..]);
                    next.extend(rests.map(|rest| State::InEntry(rest, at + 1)));
                    advance(next, at + 1);
                }
                Test::Number | Test::Ordinal => {
                    let ordinal = matches!(test, Test::Ordinal);
                    builder.number(known, ordinal);
                    advance(next, at + 1);
                    next.insert(State::InNumber(ordinal, at + 1));
                }
                Test::Chunk(_) => {
                    // A chunk may begin with anything and be of any length; what follows is open.
                    builder.shapes = shapes::ANY;
                }
                single => {
                    builder.single(single);
                    advance(next, at + 1);
                }
            }
        }
    }
}

#[derive(Default)]
struct Builder {
    words: Vec<WordId>,
    shapes: u8,
}

impl Builder {
    fn number(&mut self, known: &Known<'_>, ordinal: bool) {
        self.shapes |= shapes::DIGITS;
        self.words.extend(if ordinal { known.ordinal_words } else { known.number_words });
    }

    fn single(&mut self, test: &Test) {
        self.shapes |= match test {
            Test::Word(word, _) => {
                self.words.push(*word);
                0
            }
            Test::Int(_, high) => (1..=int_digits(*high)).fold(0, |all, len| all | digits(len)),
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
    fn build(mut self, openings: &Openings) -> Option<Allowed> {
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
