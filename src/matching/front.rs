//! Patterns by what a match of them may begin with.
//!
//! In: the [`Lookahead`]s of a stage's patterns.  Out: [`Fronts`], which tells for a place in a
//! text which patterns may match there, as far as its first tokens can tell.  Patterns are bits,
//! 64 in a block: the blocks that the word at the place has bits in are few, and each is cut
//! down by the next tokens at once, so that it hardly matters how many patterns ask.

use super::lookahead::{DEPTH, Lookahead, SHAPES, WordSet, shape_index};
use crate::text::{Token, WordId};

/// The patterns of a stage that are found through their first tokens.
#[derive(Debug, Clone, Default)]
pub struct Fronts {
    /// Where each word's cells begin, one more than there are words.
    heads: Vec<u32>,
    /// The patterns that may begin with a word.
    cells: Vec<Cell>,
    /// The patterns that may begin with any word of a shape.
    shapes: [Vec<Cell>; SHAPES],
    /// What the patterns allow behind the first token.
    behind: [Rows; DEPTH - 1],
}

/// Patterns of one block.
#[derive(Debug, Clone, Copy)]
struct Cell {
    block: u32,
    bits: u64,
}

/// For each word and each shape the patterns that allow it at one place.
#[derive(Debug, Clone, Default)]
struct Rows {
    /// Blocks of a row.
    stride: usize,
    /// The row of each word; words without one have the empty row 0.
    of_word: Vec<u32>,
    words: Vec<u64>,
    /// A row for each shape, and one for the end of the text.
    shapes: Vec<u64>,
}

impl Fronts {
    /// The fronts of patterns given by number; `sets` are the sets of words they share.
    pub fn new(patterns: &[(usize, &Lookahead)], sets: &[Vec<WordId>]) -> Self {
        let stride = patterns.last().map_or(0, |(number, _)| number / 64 + 1);
        let mut fronts = Self::default();
        fronts.index_first(patterns, sets);
        for (ahead, rows) in fronts.behind.iter_mut().enumerate() {
            *rows = Rows::new(patterns, sets, ahead + 1, stride);
        }
        fronts
    }

    fn index_first(&mut self, patterns: &[(usize, &Lookahead)], sets: &[Vec<WordId>]) {
        let mut by_word: Vec<Vec<Cell>> = Vec::new();
        for &(number, lookahead) in patterns {
            let set = lookahead.words(0);
            for word in match &set {
                WordSet::Shared(set) => &sets[usize::from(*set)][..],
                WordSet::Own(words) => words,
            } {
                let at = word.0 as usize;
                if by_word.len() <= at {
                    by_word.resize(at + 1, Vec::new());
                }
                add(&mut by_word[at], number);
            }
            for (shape, cells) in self.shapes.iter_mut().enumerate() {
                if lookahead.allows_shape(0, shape) {
                    add(cells, number);
                }
            }
        }
        for cells in by_word {
            self.heads.push(self.cells.len() as u32);
            self.cells.extend(cells);
        }
        self.heads.push(self.cells.len() as u32);
    }

    /// The words with which patterns may begin, by number.
    pub fn words(&self) -> impl Iterator<Item = usize> + '_ {
        let ends = self.heads.windows(2).enumerate();
        ends.filter(|(_, ends)| ends[0] < ends[1]).map(|(word, _)| word)
    }

    /// Whether patterns may begin with any word of a shape, given by index.
    pub fn has_shape(&self, shape: usize) -> bool {
        !self.shapes[shape].is_empty()
    }

    /// Calls `begin` with the number of each pattern that may match at a token.
    #[inline]
    pub fn each(&self, tokens: &[Token], at: usize, mut begin: impl FnMut(usize)) {
        let token = tokens[at];
        let by_word = self.beginning_with(token.word);
        let by_shape = &self.shapes[shape_index(token)][..];
        let [next, after] = &self.behind;
        let (next, after) = (next.row(tokens.get(at + 1)), after.row(tokens.get(at + 2)));
        let mut visit = |block: u32, bits: u64| {
            let block = block as usize;
            let mut bits =
                bits & (next.0[block] | next.1[block]) & (after.0[block] | after.1[block]);
            while bits != 0 {
                begin(block * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        };
        for cell in by_word {
            visit(cell.block, cell.bits);
        }
        for cell in by_shape {
            let seen = by_word.iter().find(|other| other.block == cell.block);
            visit(cell.block, cell.bits & !seen.map_or(0, |other| other.bits));
        }
    }

    #[inline]
    fn beginning_with(&self, word: WordId) -> &[Cell] {
        let at = word.0 as usize;
        match (self.heads.get(at), self.heads.get(at + 1)) {
            (Some(&first), Some(&last)) => &self.cells[first as usize..last as usize],
            _ => &[],
        }
    }
}

fn add(cells: &mut Vec<Cell>, number: usize) {
    let (block, bit) = ((number / 64) as u32, 1 << (number % 64));
    match cells.last_mut() {
        Some(cell) if cell.block == block => cell.bits |= bit,
        _ => cells.push(Cell { block, bits: bit }),
    }
}

impl Rows {
    fn new(
        patterns: &[(usize, &Lookahead)],
        sets: &[Vec<WordId>],
        ahead: usize,
        stride: usize,
    ) -> Self {
        let (of_word, words) = (Vec::new(), vec![0; stride]);
        let shapes = vec![0; (SHAPES + 1) * stride];
        let mut rows = Self { stride, of_word, words, shapes };
        let mut of_set: Vec<Vec<u64>> = vec![Vec::new(); sets.len()];
        for &(number, lookahead) in patterns {
            let (block, bit) = (number / 64, 1u64 << (number % 64));
            for shape in (0..=SHAPES).filter(|shape| lookahead.allows_shape(ahead, *shape)) {
                rows.shapes[shape * stride + block] |= bit;
            }
            match lookahead.words(ahead) {
                WordSet::Shared(set) => {
                    let patterns = &mut of_set[usize::from(set)];
                    patterns.resize(stride, 0);
                    patterns[block] |= bit;
                }
                WordSet::Own(own) => own.iter().for_each(|word| rows.row_of(*word)[block] |= bit),
            }
        }
        for (set, patterns) in sets.iter().zip(&of_set).filter(|(_, p)| !p.is_empty()) {
            for word in set {
                let row = rows.row_of(*word);
                row.iter_mut().zip(patterns).for_each(|(row, bits)| *row |= bits);
            }
        }
        rows
    }

    /// The row of a word, made where it has none.
    fn row_of(&mut self, word: WordId) -> &mut [u64] {
        let at = word.0 as usize;
        if self.of_word.len() <= at {
            self.of_word.resize(at + 1, 0);
        }
        if self.of_word[at] == 0 {
            self.of_word[at] = (self.words.len() / self.stride) as u32;
            self.words.resize(self.words.len() + self.stride, 0);
        }
        let row = self.of_word[at] as usize * self.stride;
        &mut self.words[row..row + self.stride]
    }

    /// The rows of a token's word and of its shape.
    #[inline]
    fn row(&self, token: Option<&Token>) -> (&[u64], &[u64]) {
        let word = token.map_or(0, |t| t.word.0 as usize);
        let row = self.of_word.get(word).map_or(0, |row| *row as usize);
        let shape = token.map_or(SHAPES, |t| shape_index(*t));
        let blocks = |row: usize| row * self.stride..(row + 1) * self.stride;
        (&self.words[blocks(row)], &self.shapes[blocks(shape)])
    }
}
