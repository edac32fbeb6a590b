//! Where the tokens of the view stand in the text as given.
//!
//! In: a [`Normal`] and its tokens.  Out: for each token its bytes and code points in the
//! original, worked out in one sweep instead of a search for every token that is asked for.

use super::{CodePoints, Normal, Region};
use crate::text::token::Token;

/// A token's stretch of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// First byte.
    pub from: u32,
    /// One past the last byte.
    pub to: u32,
}

/// The places of all tokens of a text.
#[derive(Debug, Clone)]
pub struct Places {
    /// Empty where the original is ASCII and nothing was folded: then all positions agree but for
    /// what stands before the body.
    table: Vec<Place>,
    body_start: u32,
}

impl Places {
    /// Sweeps over tokens in the order of the text.
    pub fn new(normal: &Normal<'_>, points: &CodePoints<'_>, tokens: &[Token]) -> Self {
        let body_start = normal.body_start as u32;
        if normal.is_identity() && points.is_ascii() {
            return Self { table: Vec::new(), body_start };
        }
        let mut sweep = Sweep { normal, points, begun: 0, passed: 0, byte: 0, point: 0 };
        let table = tokens.iter().map(|t| sweep.place(t.start as usize, t.end as usize)).collect();
        Self { table, body_start }
    }

    /// The place of a token.
    #[inline]
    pub fn of(&self, index: usize, token: Token) -> Place {
        match self.table.get(index) {
            Some(place) => *place,
            None => {
                let (start, end) = (self.body_start + token.start, self.body_start + token.end);
                Place { start, end, from: start, to: end }
            }
        }
    }
}

struct Sweep<'a> {
    normal: &'a Normal<'a>,
    points: &'a CodePoints<'a>,
    /// Regions that begin at or before the last start.
    begun: usize,
    /// Regions that begin before the last end.
    passed: usize,
    /// The farthest byte of the original that was reached, and its code point.
    byte: usize,
    point: usize,
}

impl Sweep<'_> {
    fn place(&mut self, start: usize, end: usize) -> Place {
        let regions = &self.normal.regions;
        self.begun += advance(&regions[self.begun..], |region| region.normal.start <= start);
        self.passed += advance(&regions[self.passed..], |region| region.normal.start < end);
        let from = self.normal.begin(self.begun, start);
        let to = self.normal.finish(self.passed, end);
        let (first, last) = (self.point(from), self.point(to));
        Place { start: first as u32, end: last as u32, from: from as u32, to: to as u32 }
    }

    /// The code point at a byte of the original; going back, as within a fold of several tokens,
    /// costs a search.
    fn point(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            return self.points.offset(byte);
        }
        self.point += self.points.between(self.byte, byte);
        self.byte = byte;
        self.point
    }
}

fn advance(regions: &[Region], reached: impl Fn(&Region) -> bool) -> usize {
    regions.iter().take_while(|region| reached(region)).count()
}
