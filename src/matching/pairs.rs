//! Which rows may follow each other: for patterns by the rows of their first two tokens.
//!
//! In: for two rows whether a pattern allows both.  Out: [`Pairs`], one bit for two kinds of tokens.
//! Rows that allow the same are one, so that the table stays small enough to be near.

use super::lookahead::DEPTH;
use crate::text::Kind;
use rustc_hash::FxHashMap;

/// Pairs of rows as bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    bits: Vec<u64>,
    /// The first bit of each row at the first place.
    heads: Vec<u32>,
    /// How far from there the bit of each row at the second place is.
    columns: Vec<u32>,
    /// For each kind of tokens the first bit of its row at the first place …
    first: Vec<u32>,
    /// … and how far from there the bit of its row at the second place is …
    second: Vec<u32>,
    /// … which is so far behind the end of the text.
    end: u32,
}

impl Pairs {
    /// The pairs of so many rows at the first and the second place.
    pub fn new(first: usize, second: usize, fits: impl Fn(usize, usize) -> bool) -> Self {
        let row = |row: usize| (0..second).map(|column| fits(row, column)).collect();
        let (of_row, rows) = distinct((0..first).map(row));
        let column = |column: usize| rows.iter().map(|row: &Vec<bool>| row[column]).collect();
        let (columns, distinct) = distinct((0..second).map(column));
        let width = distinct.len();
        let mut bits = vec![0; (rows.len() * width).div_ceil(64)];
        for row in 0..rows.len() {
            for (column, _) in distinct.iter().enumerate().filter(|(_, column)| column[row]) {
                let at = row * width + column;
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        let heads = of_row.into_iter().map(|row| row * width as u32).collect();
        Self { bits, heads, columns, ..Self::default() }
    }

    /// Notes where the bits of each kind are, by its rows, and those of the row behind the end.
    pub fn find(&mut self, rows: &[[u32; DEPTH]], end: u32) {
        if self.is_known() {
            self.first = rows.iter().map(|row| self.heads[row[0] as usize]).collect();
            self.second = rows.iter().map(|row| self.columns[row[1] as usize]).collect();
            self.end = self.columns[end as usize];
        }
    }

    /// Whether anything is known of the pairs.
    #[inline]
    pub fn is_known(&self) -> bool {
        !self.bits.is_empty()
    }

    /// Whether there is a pattern for the kinds of two tokens; that of the second is `None` behind
    /// the end of the text.
    #[inline]
    pub fn hold(&self, first: Kind, second: Option<&Kind>) -> bool {
        let second = second.map_or(self.end, |kind| self.second[kind.0 as usize]);
        let bit = (self.first[first.0 as usize] + second) as usize;
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// The number of each list among those that differ, and these.
fn distinct(lists: impl Iterator<Item = Vec<bool>>) -> (Vec<u32>, Vec<Vec<bool>>) {
    let mut known: FxHashMap<Vec<bool>, u32> = FxHashMap::default();
    let mut all = Vec::new();
    let number = |list: Vec<bool>| {
        *known.entry(list).or_insert_with_key(|list| {
            all.push(list.clone());
            all.len() as u32 - 1
        })
    };
    (lists.map(number).collect(), all)
}
