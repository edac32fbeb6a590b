//! Patterns by what a match of them may begin with.
//!
//! In: the [`Lookahead`]s of a stage's patterns.  Out: [`Fronts`], which tells for a place in a
//! text which patterns may match there, as far as the classes of its first tokens can tell.
//! Patterns are bits, 64 in a block: the blocks that the class at the place has bits in are few,
//! and each is cut down by the next tokens at once, so that it hardly matters how many patterns
//! ask.

use super::lookahead::{DEPTH, Lookahead, WordSet};
use crate::text::{Class, SHAPES, WordId};
use rustc_hash::FxHashMap;

/// The patterns of a stage that are found through their first tokens.
#[derive(Debug, Clone, Default)]
pub struct Fronts {
    /// The row of each class at the first token.
    of_class: Vec<u32>,
    /// Where the cells of each row begin, one more than there are rows.
    heads: Vec<u32>,
    /// The patterns that may begin with a class.
    cells: Vec<Cell>,
    /// What the patterns allow behind the first token.
    behind: [Rows; DEPTH - 1],
}

/// Patterns of one block.
#[derive(Debug, Clone, Copy)]
struct Cell {
    block: u32,
    bits: u64,
}

/// For each class the patterns that allow it at one place.
#[derive(Debug, Clone, Default)]
struct Rows {
    /// Blocks of a row.
    stride: usize,
    /// The row of each class; classes that the same patterns allow share one.
    of_class: Vec<u32>,
    blocks: Vec<u64>,
}

/// What the fronts of all stages are made from.
#[derive(Debug)]
pub struct Grounds<'a> {
    /// The sets of words that patterns share, by number.
    pub sets: &'a [Vec<WordId>],
    /// Every class, with its word and the index of its shape.
    pub classes: &'a [(WordId, usize)],
}

impl Fronts {
    /// The fronts of patterns given by number.
    pub fn new(patterns: &[(usize, &Lookahead)], grounds: &Grounds<'_>) -> Self {
        let mut fronts = Self::default();
        if patterns.is_empty() {
            return fronts;
        }
        let (of_class, rows) = rows_at(patterns, grounds, 0);
        for row in rows {
            fronts.heads.push(fronts.cells.len() as u32);
            fronts.add_cells(row);
        }
        fronts.heads.push(fronts.cells.len() as u32);
        fronts.of_class = of_class;
        let stride = patterns.last().map_or(0, |(number, _)| number / 64 + 1);
        for (place, behind) in fronts.behind.iter_mut().enumerate() {
            let (of_class, rows) = rows_at(patterns, grounds, place + 1);
            let mut blocks = vec![0; rows.len() * stride];
            for (row, blocks) in rows.iter().zip(blocks.chunks_mut(stride)) {
                row.iter().for_each(|number| blocks[*number as usize / 64] |= 1 << (number % 64));
            }
            *behind = Rows { stride, of_class, blocks };
        }
        fronts
    }

    fn add_cells(&mut self, mut row: Vec<u32>) {
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

    /// The classes with which patterns may begin, by number.
    pub fn classes(&self) -> impl Iterator<Item = usize> + '_ {
        let rows = self.of_class.iter().map(|row| *row as usize).enumerate();
        rows.filter(|(_, row)| self.heads[*row] < self.heads[row + 1]).map(|(class, _)| class)
    }

    /// Calls `begin` with the number of each pattern that may match at a token, in their order.
    #[inline]
    pub fn each(&self, classes: &[Class], at: usize, mut begin: impl FnMut(usize)) {
        let row = self.of_class[classes[at].0 as usize] as usize;
        let cells = &self.cells[self.heads[row] as usize..self.heads[row + 1] as usize];
        let behind: [&[u64]; DEPTH - 1] = std::array::from_fn(|ahead| {
            self.behind[ahead].row(classes.get(at + 1 + ahead).copied().unwrap_or(Class::END))
        });
        for cell in cells {
            let block = cell.block as usize;
            let mut bits = behind.iter().fold(cell.bits, |bits, row| bits & row[block]);
            while bits != 0 {
                begin(block * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }
}

impl Rows {
    #[inline]
    fn row(&self, class: Class) -> &[u64] {
        let first = self.of_class[class.0 as usize] as usize * self.stride;
        &self.blocks[first..first + self.stride]
    }
}

/// The row of each class at a place, and the patterns of each row.
fn rows_at(
    patterns: &[(usize, &Lookahead)],
    grounds: &Grounds<'_>,
    place: usize,
) -> (Vec<u32>, Vec<Vec<u32>>) {
    let (by_word, of_set) = askers(patterns, grounds.sets, place);
    let by_shape: Vec<Vec<u32>> = (0..=SHAPES)
        .map(|shape| {
            let allow = patterns.iter().filter(|(_, ahead)| ahead.allows_shape(place, shape));
            allow.map(|(number, _)| *number as u32).collect()
        })
        .collect();
    let (groups, group_of) = groups(&by_word);
    let mut row_of = vec![[NO_ROW; SHAPES + 1]; groups.len()];
    let (mut of_class, mut rows) = (Vec::with_capacity(grounds.classes.len()), Vec::new());
    for (word, shape) in grounds.classes {
        let group = group_of.get(word.0 as usize).map_or(0, |group| *group as usize);
        let row = &mut row_of[group][*shape];
        if *row == NO_ROW {
            *row = rows.len() as u32;
            let askers = groups[group];
            let asking = askers.sets.iter().flat_map(|set| &of_set[usize::from(*set)]);
            rows.push(asking.chain(&askers.alone).chain(&by_shape[*shape]).copied().collect());
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
    patterns: &[(usize, &Lookahead)],
    sets: &[Vec<WordId>],
    place: usize,
) -> (Vec<Askers>, Vec<Vec<u32>>) {
    let mut by_word: Vec<Askers> = Vec::new();
    let mut of_set: Vec<Vec<u32>> = vec![Vec::new(); sets.len()];
    for &(number, lookahead) in patterns {
        let number = number as u32;
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
