//! Quote glyphs: where they stand in a paragraph, and beside what.
//!
//! In: the text and the bytes of a paragraph.  Out: [`Glyph`]s in the order of the text; which of
//! them belong together is not decided here.

use std::ops::Range;

/// One quote glyph and its neighbourhood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// Its first byte.
    pub at: usize,
    /// Its length in bytes.
    pub len: usize,
    pub kind: Kind,
    pub left: Side,
    pub right: Side,
}

/// The glyphs that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    CurlyOpen,
    CurlyClose,
    Low,
    Straight,
    TexOpen,
    TexClose,
    AngleOpen,
    AngleClose,
    SingleOpen,
    SingleClose,
    SingleStraight,
    Backtick,
}

/// What stands beside a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Edge,
    Blank,
    Letter,
    Digit,
    Opening,
    Terminal,
    Quote,
    /// The equals sign before an attribute of markup.
    Equals,
    Other,
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            None | Some('\n' | '\r') => Side::Edge,
            Some(c) if c.is_whitespace() => Side::Blank,
            Some(c) if c.is_alphabetic() => Side::Letter,
            Some(c) if c.is_numeric() => Side::Digit,
            Some('(' | '[' | '{' | '-' | '–' | '—' | '/' | '$' | '…' | '#' | '@') => {
                Side::Opening
            }
            Some('=') => Side::Equals,
            Some('.' | ',' | '!' | '?') => Side::Terminal,
            Some('"' | '“' | '”' | '\'' | '‘' | '’' | '`' | '«' | '»' | '„') => {
                Side::Quote
            }
            Some(_) => Side::Other,
        }
    }

    pub fn word(self) -> bool {
        matches!(self, Side::Letter | Side::Digit | Side::Equals)
    }

    pub fn outside(self) -> bool {
        matches!(self, Side::Edge | Side::Blank)
    }
}

impl Glyph {
    /// Stands where an opening mark stands: nothing wordlike before, something after.
    pub fn opens(&self) -> bool {
        !self.left.word() && !self.right.outside() && self.right != Side::Terminal
    }

    /// Stands where a closing mark stands: something before, no word after.
    pub fn closes(&self) -> bool {
        !self.left.outside() && !self.right.word()
    }

    pub fn range(&self) -> Range<usize> {
        self.at..self.at + self.len
    }
}

/// Appends the glyphs of a paragraph, apostrophes within words left out.
pub(super) fn collect(
    text: &str,
    paragraph: Range<usize>,
    places: &mut Places<'_>,
    glyphs: &mut Vec<Glyph>,
) {
    let bytes = &text.as_bytes()[..paragraph.end];
    let mut at = paragraph.start;
    while let Some(place) = places.next_from(at).filter(|place| *place < paragraph.end) {
        at = place;
        let Some((kind, len)) = glyph_at(bytes, at) else {
            at += 1;
            continue;
        };
        let left = Side::of(text[paragraph.start..at].chars().next_back());
        let behind = &text[at + len..paragraph.end];
        // "... and then": an omission begins a quotation, a single stop ends one.
        let right = match behind.starts_with("...") && left.outside() {
            true => Side::Opening,
            false => Side::of(behind.chars().next()),
        };
        let apostrophe = left == Side::Letter && right == Side::Letter;
        if !(apostrophe && is_single(kind)) {
            glyphs.push(Glyph { at, len, kind, left, right });
        }
        at += len;
    }
}

fn is_single(kind: Kind) -> bool {
    matches!(kind, Kind::SingleOpen | Kind::SingleClose | Kind::SingleStraight | Kind::Backtick)
}

/// Where bytes stand with which a glyph may begin.
pub(super) struct Places<'a> {
    bytes: &'a [u8],
    ascii: usize,
    wide: usize,
}

impl<'a> Places<'a> {
    /// Those of a text.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, ascii: ascii_from(bytes, 0), wide: wide_from(bytes, 0) }
    }

    /// The first such byte at or behind a place; no place lies before the one asked for last.
    pub fn next_from(&mut self, at: usize) -> Option<usize> {
        if self.ascii < at {
            self.ascii = ascii_from(self.bytes, at);
        }
        if self.wide < at {
            self.wide = wide_from(self.bytes, at);
        }
        Some(self.ascii.min(self.wide)).filter(|place| *place < self.bytes.len())
    }
}

fn ascii_from(bytes: &[u8], at: usize) -> usize {
    memchr::memchr3(b'"', b'\'', b'`', &bytes[at..]).map_or(bytes.len(), |n| at + n)
}

fn wide_from(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(0xC2, 0xE2, &bytes[at..]).map_or(bytes.len(), |n| at + n)
}

fn glyph_at(bytes: &[u8], at: usize) -> Option<(Kind, usize)> {
    let next = |n: usize| bytes.get(at + n).copied();
    Some(match bytes[at] {
        b'"' => (Kind::Straight, 1),
        b'`' if next(1) == Some(b'`') => (Kind::TexOpen, 2),
        b'`' => (Kind::Backtick, 1),
        b'\'' if next(1) == Some(b'\'') => (Kind::TexClose, 2),
        b'\'' => (Kind::SingleStraight, 1),
        0xC2 if next(1) == Some(0xAB) => (Kind::AngleOpen, 2),
        0xC2 if next(1) == Some(0xBB) => (Kind::AngleClose, 2),
        0xE2 if next(1) == Some(0x80) => match next(2)? {
            0x9C => (Kind::CurlyOpen, 3),
            0x9D => (Kind::CurlyClose, 3),
            0x9E | 0x9F => (Kind::Low, 3),
            0x98 | 0x9B => (Kind::SingleOpen, 3),
            0x99 => (Kind::SingleClose, 3),
            0xB9 => (Kind::AngleOpen, 3),
            0xBA => (Kind::AngleClose, 3),
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether the glyph is no single mark.
pub(super) fn is_double(kind: Kind) -> bool {
    !is_single(kind)
}
