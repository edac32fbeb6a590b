//! From bytes to code points and back.

use crate::extraction;
use std::ops::Range;

/// Bytes between two samples of the table.
const BLOCK: usize = 64;

/// Converts byte offsets of one text to code point offsets and back, in constant time for ASCII
/// and in the time to look at 128 bytes otherwise.
///
/// ```
/// use onrecord::text::normal::CodePoints;
///
/// let points = CodePoints::new("é–x");
/// assert_eq!(points.offset(5), 2);
/// assert_eq!(points.byte(2), 5);
/// ```
#[derive(Debug, Clone)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before each block of the text; empty for ASCII.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Prepares the conversion for `text`.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, before: Vec::new() };
        }
        let mut total = 0;
        let before = text.as_bytes().chunks(BLOCK).map(|block| {
            let here = total;
            total += count(block);
            here
        });
        Self { text, before: before.collect() }
    }

    /// Code points before `byte`; a position beyond the end is taken as the end.
    pub fn offset(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / BLOCK;
        match self.before.get(block) {
            Some(before) => before + count(&self.text.as_bytes()[block * BLOCK..byte]),
            None if self.before.is_empty() => byte,
            // The end of a text that fills its last block.
            None => {
                self.offset(byte - 1) + usize::from(starts_char(self.text.as_bytes()[byte - 1]))
            }
        }
    }

    /// Whether bytes and code points are the same.
    pub fn is_ascii(&self) -> bool {
        self.before.is_empty()
    }

    /// Code points between two bytes, the second not before the first.
    pub(super) fn between(&self, from: usize, to: usize) -> usize {
        let to = to.min(self.text.len());
        count(&self.text.as_bytes()[from.min(to)..to])
    }

    /// The code point range of a byte range.
    pub fn range(&self, bytes: Range<usize>) -> extraction::Range {
        extraction::Range { start: self.offset(bytes.start), end: self.offset(bytes.end) }
    }

    /// Byte at which code point number `offset` begins; the length of the text beyond its end.
    pub fn byte(&self, offset: usize) -> usize {
        if self.before.is_empty() {
            return offset.min(self.text.len());
        }
        let block = self.before.partition_point(|before| *before <= offset).saturating_sub(1);
        let from = block * BLOCK;
        let starts =
            self.text.as_bytes()[from..].iter().enumerate().filter(|(_, byte)| starts_char(**byte));
        let nth = starts.map(|(at, _)| from + at).nth(offset - self.before[block]);
        nth.unwrap_or(self.text.len())
    }
}

/// Characters that begin in these bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| starts_char(**byte)).count()
}

/// Whether the byte is not a continuation byte.
fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}
