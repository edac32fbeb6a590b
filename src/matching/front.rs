//! Patterns by the tokens they are found through.
//!
//! In: for each pattern of a stage a [`Lookahead`], from its start or from its anchor on.  Out:
//! [`Fronts`], which tells for a place in a text which patterns may have these tokens there, as
//! far as the classes of the tokens can tell.  Patterns are bits, 64 in a block: the blocks that
//! the class at the place has bits in are few, and each is cut down by the next tokens at once,
//! so that it hardly matters how many patterns ask.  At most places the first two tokens rule out
//! all patterns, and that is one bit of a table.

use super::lookahead::{DEPTH, Lookahead, WordSet};
use super::pairs::Pairs;
use crate::text::{Class, Kind, Kinds, SHAPES, WordId};
use rustc_hash::FxHashMap;

/// The patterns of a stage by their first tokens.
#[derive(Debug, Clone, Default)]
pub struct Fronts {
    /// For each kind of tokens its row at each place; [`NOTHING`] where no pattern allows it.
    rows: Vec<[u32; DEPTH]>,
    /// The rows behind the end of the text.
    end: [u32; DEPTH],
    /// Whether any pattern allows a kind at the first place and one at the second, where there are
    /// not too many rows.
    pairs: Pairs,
    /// Where the cells of each row at the first place begin, one more than there are rows.
    heads: Vec<u32>,
    /// The patterns of the rows at the first place.
    cells: Vec<Cell>,
    /// The patterns of the rows at the other places, `stride` blocks a row.
    behind: [Vec<u64>; DEPTH - 1],
    stride: usize,
    /// The patterns that a chunk may continue at the other places; empty where there are none.
    chunks: [Vec<u64>; DEPTH - 1],
}

/// The row that no pattern is in.
const NOTHING: u32 = 0;

/// Patterns of one block.
#[derive(Debug, Clone, Copy)]
struct Cell {
    block: u32,
    bits: u64,
}

/// Most pairs that are told apart.
const MOST_PAIRS: usize = 1 << 22;

/// What the fronts of all stages are made from.
#[derive(Debug)]
pub struct Grounds<'a> {
    /// The sets of words that patterns share, by number.
    pub sets: &'a [Vec<WordId>],
    /// Every class, with its word and the index of its shape.
    pub classes: &'a [(WordId, usize)],
}

impl Fronts {
    /// The fronts of patterns, which are numbered in their order.
    pub fn new(patterns: &[&Lookahead], grounds: &Grounds<'_>) -> Self {
        let mut fronts = Self::default();
        if patterns.is_empty() {
            return fronts;
        }
        fronts.stride = patterns.len().div_ceil(64);
        fronts.rows = vec![[NOTHING; DEPTH]; grounds.classes.len()];
        for place in 0..DEPTH {
            let (of_class, rows) = rows_at(patterns, grounds, place);
            for (of_places, row) in fronts.rows.iter_mut().zip(of_class) {
                of_places[place] = row;
            }
            match place {
                0 => fronts.add_cells(rows),
                _ => fronts.behind[place - 1] = blocks(&rows, fronts.stride),
            }
        }
        fronts.chunks = chunks(patterns, fronts.stride);
        fronts.end = fronts.rows[Class::END.0 as usize];
        fronts.pairs = fronts.pairs();
        fronts
    }

    /// The rows of each class, before classes are merged to kinds.
    pub fn rows(&self) -> &[[u32; DEPTH]] {
        &self.rows
    }

    /// Looks up by kind from now on what was looked up by class.
    pub fn merge(&mut self, kinds: &Kinds) {
        self.rows = kinds.merge(&self.rows);
        self.pairs.find(&self.rows, self.end[1]);
    }

    /// For each kind whether a pattern may be found through it.
    pub fn sought(&self) -> impl Iterator<Item = bool> + '_ {
        self.rows.iter().map(|row| row[0] != NOTHING)
    }

    fn add_cells(&mut self, rows: Vec<Vec<u32>>) {
        for mut row in rows {
            self.heads.push(self.cells.len() as u32);
            row.sort_unstable();
            let first = self.cells.len();
            for number in row {
                let (block, bit) = (number / 64, 1 << (number % 64));
                match self.cells[first..].last_mut() {
                    Some(cell) if cell.block == block => cell.bits |= bit,
                    _ => self.cells.push(Cell { block, bits: bit }),
                }
            }
        }
        self.heads.push(self.cells.len() as u32);
    }

    fn pairs(&self) -> Pairs {
        let (first, width) = (self.heads.len() - 1, self.behind[0].len() / self.stride);
        if first * width > MOST_PAIRS {
            return Pairs::default();
        }
        Pairs::new(first, width, |row, next| {
            let blocks = &self.behind[0][next * self.stride..][..self.stride];
            self.cells(row).iter().any(|cell| {
                let block = cell.block as usize;
                let chunks = self.chunks[0].get(block).copied().unwrap_or(0);
                cell.bits & (blocks[block] | chunks) != 0
            })
        })
    }

    #[inline]
    fn cells(&self, row: usize) -> &[Cell] {
        &self.cells[self.heads[row] as usize..self.heads[row + 1] as usize]
    }

    /// Whether any pattern may have its first two tokens at a place.
    #[inline]
    pub fn may_begin(&self, kinds: &[Kind], at: usize) -> bool {
        if self.pairs.is_known() {
            return self.pairs.hold(kinds[at], kinds.get(at + 1));
        }
        self.rows.get(kinds[at].0 as usize).is_some_and(|row| row[0] != NOTHING)
    }

    /// Calls `begin` with the number of each pattern that may have its first tokens at a place
    /// that may begin one, in their order; `chunk` tells whether a chunk starts at a token.
    pub fn each(
        &self,
        kinds: &[Kind],
        at: usize,
        chunk: impl Fn(usize) -> bool,
        mut begin: impl FnMut(usize),
    ) {
        let row = |ahead: usize| match kinds.get(at + ahead) {
            Some(kind) => self.rows[kind.0 as usize][ahead],
            None => self.end[ahead],
        };
        let behind: [&[u64]; DEPTH - 1] = std::array::from_fn(|place| {
            let first = row(place + 1) as usize * self.stride;
            &self.behind[place][first..first + self.stride]
        });
        let chunks: [&[u64]; DEPTH - 1] = std::array::from_fn(|place| {
            let all = &self.chunks[place][..];
            if !all.is_empty() && chunk(at + place + 1) { all } else { &[] }
        });
        for cell in self.cells(row(0) as usize) {
            let block = cell.block as usize;
            let mut bits = cell.bits;
            for (row, chunks) in behind.iter().zip(chunks) {
                bits &= row[block] | chunks.get(block).copied().unwrap_or(0);
            }
            while bits != 0 {
                begin(block * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }
}

/// The patterns of each row as bits.
fn blocks(rows: &[Vec<u32>], stride: usize) -> Vec<u64> {
    let mut blocks = vec![0; rows.len() * stride];
    for (row, blocks) in rows.iter().zip(blocks.chunks_mut(stride)) {
        row.iter().for_each(|number| blocks[*number as usize / 64] |= 1 << (number % 64));
    }
    blocks
}

/// The patterns that a chunk may continue at each of the places behind the first, as bits.
fn chunks(patterns: &[&Lookahead], stride: usize) -> [Vec<u64>; DEPTH - 1] {
    let mut chunks: [Vec<u64>; DEPTH - 1] = Default::default();
    for (number, lookahead) in patterns.iter().enumerate() {
        let place = lookahead.chunk().and_then(|place| chunks.get_mut(place.checked_sub(1)?));
        if let Some(bits) = place {
            bits.resize(stride, 0);
            bits[number / 64] |= 1 << (number % 64);
        }
    }
    chunks
}

/// The row of each class at a place, and the patterns of each row.
fn rows_at(
    patterns: &[&Lookahead],
    grounds: &Grounds<'_>,
    place: usize,
) -> (Vec<u32>, Vec<Vec<u32>>) {
    let (by_word, of_set) = askers(patterns, grounds, place);
    let by_shape: Vec<Vec<u32>> = (0..=SHAPES)
        .map(|shape| {
            let numbered = (0..).zip(patterns);
            let allow = numbered.filter(|(_, ahead)| ahead.allows_shape(place, shape));
            allow.map(|(number, _)| number).collect()
        })
        .collect();
    let (groups, group_of) = groups(&by_word);
    let mut row_of = vec![[NO_ROW; SHAPES + 1]; groups.len()];
    let mut of_class = Vec::with_capacity(grounds.classes.len());
    let mut rows: Vec<Vec<u32>> = vec![Vec::new()];
    for (word, shape) in grounds.classes {
        let group = group_of.get(word.0 as usize).map_or(0, |group| *group as usize);
        let row = &mut row_of[group][*shape];
        if *row == NO_ROW {
            let askers = groups[group];
            let asking = askers.sets.iter().flat_map(|set| &of_set[usize::from(*set)]);
            let all: Vec<u32> =
                asking.chain(&askers.alone).chain(&by_shape[*shape]).copied().collect();
            *row = if all.is_empty() { NOTHING } else { rows.len() as u32 };
            rows.extend(Some(all).filter(|all| !all.is_empty()));
        }
        of_class.push(*row);
    }
    (of_class, rows)
}

/// Words for which the same patterns ask, as groups, and the group of each word; that of words
/// for which none asks is the first.
fn groups(by_word: &[Askers]) -> (Vec<&Askers>, Vec<u32>) {
    static NOBODY: Askers = Askers { sets: Vec::new(), alone: Vec::new() };
    let mut groups = vec![&NOBODY];
    let mut known: FxHashMap<&Askers, u32> = FxHashMap::default();
    let group_of = by_word.iter().map(|askers| {
        if *askers == NOBODY {
            return 0;
        }
        *known.entry(askers).or_insert_with(|| {
            groups.push(askers);
            groups.len() as u32 - 1
        })
    });
    let group_of = group_of.collect();
    (groups, group_of)
}

/// A row that is not made yet.
const NO_ROW: u32 = u32::MAX;

/// Who asks for a word at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Askers {
    /// The sets that patterns share, by number.
    sets: Vec<u16>,
    /// Patterns that ask for it by itself.
    alone: Vec<u32>,
}

/// Who asks for each word, and the patterns that ask for each set.
fn askers(
    patterns: &[&Lookahead],
    grounds: &Grounds<'_>,
    place: usize,
) -> (Vec<Askers>, Vec<Vec<u32>>) {
    let sets = grounds.sets;
    let mut by_word: Vec<Askers> = Vec::with_capacity(grounds.classes.len() / 2);
    let mut of_set: Vec<Vec<u32>> = vec![Vec::new(); sets.len()];
    for (number, lookahead) in (0..).zip(patterns) {
        match lookahead.words(place) {
            WordSet::Shared(set) => of_set[usize::from(set)].push(number),
            WordSet::Own(own) => {
                for word in own.iter() {
                    let alone = &mut slot(&mut by_word, *word).alone;
                    if alone.last() != Some(&number) {
                        alone.push(number);
                    }
                }
            }
        }
    }
    for (set, words) in sets.iter().enumerate().filter(|(set, _)| !of_set[*set].is_empty()) {
        words.iter().for_each(|word| slot(&mut by_word, *word).sets.push(set as u16));
    }
    (by_word, of_set)
}

fn slot(by_word: &mut Vec<Askers>, word: WordId) -> &mut Askers {
    let at = word.0 as usize;
    if by_word.len() <= at {
        by_word.resize(at + 1, Askers::default());
    }
    &mut by_word[at]
}
