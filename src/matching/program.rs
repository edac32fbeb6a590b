//! Patterns as programs for the matcher.
//!
//! In: a syntax tree whose names are resolved against lexicons and chunk labels.  Out: a
//! [`Program`] and its [`Anchor`].  Does not look at texts.

use super::lookahead::Lookahead;
use crate::rules::lexicon::{CaseNeed, LexiconId};
use crate::rules::spec::AttributeSpec;
use crate::text::WordId;
use regex::Regex;
use std::sync::Arc;

/// Entries of a lexicon that have an attribute.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The attribute.
    pub attribute: String,
    /// The value it must have.
    pub value: AttributeSpec,
    /// For each entry of the lexicon whether it has it.
    pub allowed: Box<[bool]>,
}

/// What one step of a program tests.
#[derive(Debug, Clone)]
pub enum Test {
    /// This word.
    Word(WordId, CaseNeed),
    /// One of several words: what a choice between single words becomes.
    Words(Box<[(WordId, CaseNeed)]>),
    /// An entry of a lexicon, optionally with an attribute.
    Lexicon(LexiconId, Option<Arc<Filter>>),
    /// Digits with a value in the range.
    Int(i64, i64),
    /// That many digits.
    Digits(u16, u16),
    /// A number in digits or words.
    Number,
    /// An ordinal in digits or words.
    Ordinal,
    /// Any token that is a word.
    AnyWord,
    /// A word with a capital first.
    Capitalised,
    /// A word in capitals throughout.
    AllCaps,
    /// A word without a capital first.
    Lower,
    /// Any token.
    Any,
    /// A punctuation character that is no quote glyph.
    Punctuation,
    /// A quote glyph.
    Mark,
    /// A token whose text matches.
    Regex(Box<Regex>),
    /// A chunk found by an earlier stage or stratum.
    Chunk(LabelId),
}

/// Most digits a whole number up to `high` is written with; "07" is a day.
#[inline]
pub fn int_digits(high: i64) -> usize {
    if (0..100).contains(&high) {
        return 2;
    }
    (high.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1).clamp(2, MOST_DIGITS)
}

/// Fewest digits a whole number from `low` on is written with.
pub fn fewest_digits(low: i64) -> usize {
    low.max(1).ilog10() as usize + 1
}

/// Most digits that are read as a whole number.
const MOST_DIGITS: usize = 9;

/// Index of a chunk label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelId(pub u16);

/// Index of a capture name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaptureName(pub u16);

/// One instruction.
#[derive(Debug, Clone)]
pub enum Instruction {
    /// Consume what the test matches.
    Step {
        /// The test.
        test: Test,
        /// No blank may stand before.
        glued: bool,
        /// Name to keep the match under.
        name: Option<CaptureName>,
    },
    /// Try the first, then the second.
    Split(u32, u32),
    /// Go on elsewhere.
    Jump(u32),
    /// A group begins.
    Open(CaptureName),
    /// A group ends.
    Close(CaptureName),
    /// The pattern has matched.
    Accept,
}

/// A compiled pattern.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// Instructions; starts at 0.
    pub code: Vec<Instruction>,
    /// Fewest tokens a match may have.
    pub min: u32,
    /// Most tokens a match may have; `None` with chunks, which have no bound.
    pub max: Option<u32>,
    /// What a match may begin with.
    pub lookahead: Lookahead,
    /// What a match may end with, if that was asked for.
    pub ending: Lookahead,
}

/// What must stand somewhere in every match of a pattern, and how far from its start.
#[derive(Debug, Clone, Default)]
pub struct Anchor {
    /// One of these words …
    pub words: Vec<WordId>,
    /// … or a token of digits …
    pub digits: bool,
    /// … or a capitalised word …
    pub capitalised: bool,
    /// … or a quote glyph …
    pub mark: bool,
    /// … or a chunk with one of these labels.
    pub labels: Vec<LabelId>,
    /// Fewest tokens before it.
    pub min: u32,
    /// Most tokens before it.
    pub max: u32,
    /// Estimated cost: how often it occurs.
    pub cost: u64,
    /// Index of the part of the pattern that it is.
    part: usize,
}

/// Resolved syntax tree.
#[derive(Debug, Clone)]
pub enum Tree {
    /// One test.
    Leaf {
        /// The test.
        test: Test,
        /// No blank may stand before.
        glued: bool,
        /// Name to keep the match under.
        name: Option<CaptureName>,
    },
    /// One after the other.
    Sequence(Vec<Tree>),
    /// One of several.
    Choice(Vec<Tree>),
    /// Between so many times.
    Repeat(Box<Tree>, u16, u16),
    /// A named group.
    Group(CaptureName, Box<Tree>),
}

/// Largest program; a pattern that needs more is refused.
pub const LARGEST: usize = 200_000;

impl Program {
    /// Compiles a tree.  `None` where the program would be too large.
    pub fn new(tree: &Tree, frequencies: &dyn Frequencies) -> Option<Self> {
        let mut code = Vec::new();
        if !emit(&mut code, tree) {
            return None;
        }
        code.push(Instruction::Accept);
        let (min, max) = width(tree, frequencies);
        let lookahead = frequencies.lookahead(&code);
        Some(Self { code, min, max, lookahead, ending: Lookahead::default() })
    }
}

impl Program {
    /// The instructions with those of one of several programs behind them.
    pub fn followed_by(&self, others: &[Program]) -> Vec<Instruction> {
        let mut code = self.code.clone();
        for (number, other) in others.iter().enumerate() {
            if number == 0 {
                code.pop();
            }
            if number + 1 < others.len() {
                let here = code.len() as u32;
                code.push(Instruction::Split(here + 1, here + 1 + other.code.len() as u32));
            }
            let here = code.len() as u32;
            code.extend(other.code.iter().map(|instruction| match instruction {
                Instruction::Split(first, second) => {
                    Instruction::Split(first + here, second + here)
                }
                Instruction::Jump(to) => Instruction::Jump(to + here),
                other => other.clone(),
            }));
        }
        code
    }
}

fn emit(code: &mut Vec<Instruction>, tree: &Tree) -> bool {
    if code.len() > LARGEST {
        return false;
    }
    match tree {
        Tree::Leaf { test, glued, name } => {
            code.push(Instruction::Step { test: test.clone(), glued: *glued, name: *name })
        }
        Tree::Sequence(items) => return items.iter().all(|i| emit(code, i)),
        Tree::Choice(options) => return emit_choice(code, options),
        Tree::Repeat(node, min, max) => return emit_repeat(code, node, *min, *max),
        Tree::Group(name, node) => {
            code.push(Instruction::Open(*name));
            if !emit(code, node) {
                return false;
            }
            code.push(Instruction::Close(*name));
        }
    }
    true
}

fn emit_choice(code: &mut Vec<Instruction>, options: &[Tree]) -> bool {
    let mut jumps = Vec::new();
    let mut rest = options;
    while let Some(option) = rest.first() {
        let words = words(rest);
        rest = &rest[words.len().max(1)..];
        let last = rest.is_empty();
        let split = code.len();
        if !last {
            code.push(Instruction::Split(split as u32 + 1, 0));
        }
        match &words[..] {
            [] | [_] if !emit(code, option) => return false,
            [] | [_] => {}
            _ => code.push(one_of(words, option)),
        }
        if !last {
            jumps.push(code.len());
            code.push(Instruction::Jump(0));
            let next = code.len() as u32;
            code[split] = Instruction::Split(split as u32 + 1, next);
        }
    }
    let end = code.len() as u32;
    for jump in jumps {
        code[jump] = Instruction::Jump(end);
    }
    true
}

/// The words with which options begin of which each is a single word like the first.
fn words(options: &[Tree]) -> Vec<(WordId, CaseNeed)> {
    let word = |tree: &Tree| match tree {
        Tree::Leaf { test: Test::Word(word, case), glued, name: None } => {
            Some((*word, *case, *glued))
        }
        _ => None,
    };
    let first = options.first().and_then(word);
    let alike = options.iter().map_while(word).take_while(|w| first.is_some_and(|f| f.2 == w.2));
    alike.map(|(word, case, _)| (word, case)).collect()
}

/// A step over one of several words, for an option that is the first of them.
fn one_of(words: Vec<(WordId, CaseNeed)>, first: &Tree) -> Instruction {
    let glued = matches!(first, Tree::Leaf { glued: true, .. });
    Instruction::Step { test: Test::Words(words.into()), glued, name: None }
}

fn emit_repeat(code: &mut Vec<Instruction>, node: &Tree, min: u16, max: u16) -> bool {
    for _ in 0..min {
        if !emit(code, node) {
            return false;
        }
    }
    let mut splits = Vec::new();
    for _ in min..max {
        splits.push(code.len());
        code.push(Instruction::Split(code.len() as u32 + 1, 0));
        if !emit(code, node) {
            return false;
        }
    }
    let end = code.len() as u32;
    for split in splits {
        code[split] = Instruction::Split(split as u32 + 1, end);
    }
    true
}

/// What the anchor search needs to know of lexicons and words.
pub trait Frequencies {
    /// First words of a lexicon's entries (with the attribute, where one is asked for).
    fn first_words(&self, lexicon: LexiconId, filter: Option<&Filter>) -> Vec<WordId>;
    /// What a match of a program may begin with.
    fn lookahead(&self, code: &[Instruction]) -> Lookahead;
    /// What the last token of a match of a program may be.
    fn ending(&self, code: &[Instruction]) -> Lookahead;
    /// What a match of a program may begin with, as look-aheads of which one has to admit it;
    /// `whole` is its look-ahead.
    fn keys(&self, code: &[Instruction], whole: &Lookahead) -> Vec<Lookahead>;
    /// What any token of a match of a program may be.
    fn tokens(&self, code: &[Instruction]) -> Lookahead;
    /// What may stand behind chunks of some labels in a match of a program.
    fn behind(&self, code: &[Instruction], labels: &[LabelId]) -> Lookahead;
    /// What an anchor may begin with; nothing where that is a chunk only.
    fn opening(&self, anchor: &Anchor) -> Lookahead;
    /// Longest entry of a lexicon in tokens.
    fn longest_entry(&self, lexicon: LexiconId) -> u32;
    /// Words that begin a spelled number, ordinal.
    fn number_words(&self, ordinal: bool) -> Vec<WordId>;
    /// How often a word occurs in a million tokens of news, roughly.
    fn per_million(&self, word: WordId) -> u64;
}

/// Finds the cheapest anchor; `None` where every part of the pattern could be anything.
pub fn anchor(tree: &Tree, frequencies: &dyn Frequencies) -> Option<Anchor> {
    let mut best = None;
    let items: Vec<&Tree> = flatten(tree);
    let (mut min, mut max) = (0u32, Some(0u32));
    for (part, item) in items.into_iter().enumerate() {
        if let (Some(max), Some(mut found)) = (max, first_of(item, frequencies)) {
            if max <= FARTHEST {
                (found.min, found.max, found.part) = (min, max, part);
                found.cost += u64::from(max - min) * found.cost / 4;
                if best.as_ref().is_none_or(|b: &Anchor| found.cost < b.cost) {
                    best = Some(found);
                }
            }
        }
        let (a, b) = width(item, frequencies);
        min += a;
        max = max.zip(b).map(|(m, b)| m.saturating_add(b));
    }
    best
}

/// What may stand from the anchor of a pattern on.
pub fn ahead(tree: &Tree, anchor: &Anchor, frequencies: &dyn Frequencies) -> Vec<Lookahead> {
    let mut code = Vec::new();
    let whole = flatten(tree)[anchor.part..].iter().all(|part| emit(&mut code, part));
    code.push(Instruction::Accept);
    let keys = || frequencies.keys(&code, &frequencies.lookahead(&code));
    let keys = if whole { keys() } else { Vec::new() };
    match keys.is_empty() || keys.iter().any(|key| key.depth() == 0) {
        true => vec![frequencies.opening(anchor)],
        false => keys,
    }
}

/// What any token between the start of a match and the anchor may be.
pub fn before(tree: &Tree, anchor: &Anchor, frequencies: &dyn Frequencies) -> Lookahead {
    let mut code = Vec::new();
    match flatten(tree)[..anchor.part].iter().all(|part| emit(&mut code, part)) {
        true => frequencies.tokens(&code),
        false => Lookahead::default(),
    }
}

/// How far from a chunk of a match its other tokens may stand; `None` where there may be no chunk in
/// it, or where they may be any number.
pub fn around_chunks(tree: &Tree, frequencies: &dyn Frequencies) -> Option<u32> {
    holds_chunk(tree).then(|| beside_chunks(tree, frequencies)).flatten()
}

/// Whether every match holds a chunk.
fn holds_chunk(tree: &Tree) -> bool {
    match tree {
        Tree::Leaf { test, .. } => matches!(test, Test::Chunk(_)),
        Tree::Sequence(items) => items.iter().any(holds_chunk),
        Tree::Choice(options) => options.iter().all(holds_chunk),
        Tree::Repeat(node, min, _) => *min > 0 && holds_chunk(node),
        Tree::Group(_, node) => holds_chunk(node),
    }
}

/// Most tokens of a match that are in none of its chunks.
fn beside_chunks(tree: &Tree, frequencies: &dyn Frequencies) -> Option<u32> {
    let beside = |tree: &Tree| beside_chunks(tree, frequencies);
    match tree {
        Tree::Leaf { test: Test::Chunk(_), .. } => Some(0),
        Tree::Leaf { .. } => width(tree, frequencies).1,
        Tree::Sequence(items) => {
            items.iter().try_fold(0u32, |all, item| Some(all.saturating_add(beside(item)?)))
        }
        Tree::Choice(options) => {
            options.iter().try_fold(0, |most: u32, option| Some(most.max(beside(option)?)))
        }
        Tree::Repeat(node, _, max) => Some(beside(node)?.saturating_mul(u32::from(*max))),
        Tree::Group(_, node) => beside(node),
    }
}

/// Farthest an anchor may stand from the start, in tokens.
const FARTHEST: u32 = 24;

fn flatten(tree: &Tree) -> Vec<&Tree> {
    match tree {
        Tree::Sequence(items) => items.iter().flat_map(flatten).collect(),
        Tree::Group(_, node) => flatten(node),
        other => vec![other],
    }
}

/// What the item may begin with; `None` where it may be empty or begin with anything.
fn first_of(tree: &Tree, frequencies: &dyn Frequencies) -> Option<Anchor> {
    match tree {
        Tree::Leaf { test, .. } => first_of_test(test, frequencies),
        Tree::Sequence(items) => items
            .iter()
            .find(|i| width(i, frequencies).0 > 0)
            .filter(|i| std::ptr::eq(*i, &items[0]))
            .and_then(|i| first_of(i, frequencies)),
        Tree::Group(_, node) => first_of(node, frequencies),
        Tree::Repeat(node, min, _) => (*min > 0).then(|| first_of(node, frequencies)).flatten(),
        Tree::Choice(options) => {
            let mut all = Anchor::default();
            for option in options {
                let one = first_of(option, frequencies)?;
                all.words.extend(one.words);
                all.labels.extend(one.labels);
                all.digits |= one.digits;
                all.capitalised |= one.capitalised;
                all.mark |= one.mark;
                all.cost += one.cost;
            }
            Some(all)
        }
    }
}

fn first_of_test(test: &Test, frequencies: &dyn Frequencies) -> Option<Anchor> {
    let words = |words: Vec<WordId>| {
        let cost = words.iter().map(|w| frequencies.per_million(*w)).sum();
        Anchor { words, cost, ..Anchor::default() }
    };
    Some(match test {
        Test::Word(word, _) => words(vec![*word]),
        Test::Words(all) => words(all.iter().map(|(word, _)| *word).collect()),
        Test::Lexicon(id, filter) => words(frequencies.first_words(*id, filter.as_deref())),
        Test::Int(..) | Test::Digits(..) => {
            Anchor { digits: true, cost: 20_000, ..Anchor::default() }
        }
        Test::Number | Test::Ordinal => {
            let mut found = words(frequencies.number_words(matches!(test, Test::Ordinal)));
            found.digits = true;
            found.cost += 20_000;
            found
        }
        Test::Capitalised | Test::AllCaps => {
            Anchor { capitalised: true, cost: 150_000, ..Anchor::default() }
        }
        Test::Mark => Anchor { mark: true, cost: 25_000, ..Anchor::default() },
        Test::Chunk(label) => Anchor { labels: vec![*label], cost: 8_000, ..Anchor::default() },
        Test::AnyWord | Test::Lower | Test::Any | Test::Punctuation | Test::Regex(_) => {
            return None;
        }
    })
}

/// Fewest and most tokens an item may take.
fn width(tree: &Tree, frequencies: &dyn Frequencies) -> (u32, Option<u32>) {
    match tree {
        Tree::Leaf { test, .. } => match test {
            Test::Chunk(_) => (1, None),
            Test::Lexicon(id, _) => (1, Some(frequencies.longest_entry(*id))),
            Test::Number => (1, Some(12)),
            Test::Ordinal => (1, Some(3)),
            _ => (1, Some(1)),
        },
        Tree::Sequence(items) => items.iter().fold((0, Some(0)), |(a, b), i| {
            let (c, d) = width(i, frequencies);
            (a + c, b.zip(d).map(|(x, y): (u32, u32)| x.saturating_add(y)))
        }),
        Tree::Choice(options) => options.iter().fold((u32::MAX, Some(0)), |(a, b), o| {
            let (c, d) = width(o, frequencies);
            (a.min(c), b.zip(d).map(|(x, y): (u32, u32)| x.max(y)))
        }),
        Tree::Group(_, node) => width(node, frequencies),
        Tree::Repeat(node, min, max) => {
            let (a, b) = width(node, frequencies);
            (a * u32::from(*min), b.map(|b| b.saturating_mul(u32::from(*max))))
        }
    }
}
