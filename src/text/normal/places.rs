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
        let mut sweep =
            Sweep { normal, points, begun: 0, passed: 0, byte: 0, point: 0, calm: Calm::default() };
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
    calm: Calm,
}

/// A stretch of the view in which nothing was folded and every character is one byte.
#[derive(Debug, Clone, Copy, Default)]
struct Calm {
    /// Where it ends.
    until: usize,
    /// From a byte of the view to a byte of the original.
    to_byte: isize,
    /// From a byte of the view to a code point of the original.
    to_point: isize,
}

impl Calm {
    #[inline]
    fn place(self, start: usize, end: usize) -> Place {
        let at = |shift: isize, byte: usize| byte.wrapping_add_signed(shift) as u32;
        let (first, last) = (at(self.to_point, start), at(self.to_point, end));
        Place { start: first, end: last, from: at(self.to_byte, start), to: at(self.to_byte, end) }
    }
}

impl Sweep<'_> {
    #[inline]
    fn place(&mut self, start: usize, end: usize) -> Place {
        if end <= self.calm.until {
            return self.calm.place(start, end);
        }
        let place = self.search(start, end);
        self.calm = self.calm_behind(end, place);
        place
    }

    /// The calm stretch that begins behind a token.
    fn calm_behind(&self, end: usize, place: Place) -> Calm {
        let shift = |to: u32| to as isize - end as isize;
        let (to_byte, to_point) = (shift(place.to), shift(place.end));
        let original = self.normal.original().as_bytes();
        let region = self.normal.regions.get(self.passed);
        let limit = region.map_or(original.len(), |region| region.original.start);
        let ahead = original.get(place.to as usize..limit).unwrap_or_default();
        let wide = ahead.iter().position(|byte| !byte.is_ascii());
        let region = region.map(|region| region.normal.start);
        // A fold that covers the token's end moves what stands behind it.
        let inside = self.normal.regions[..self.passed].last().is_some_and(|r| r.normal.end > end);
        let until = match (wide, region) {
            _ if inside => end,
            (Some(wide), Some(region)) => region.min(end + wide),
            (Some(wide), None) => end + wide,
            (None, Some(region)) => region,
            (None, None) => usize::MAX,
        };
        Calm { until, to_byte, to_point }
    }

    fn search(&mut self, start: usize, end: usize) -> Place {
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
