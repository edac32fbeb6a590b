//! From bytes to code points and back.

use crate::extraction;
use crate::text::bytes::gathered;
use std::ops::Range;

/// Bytes that one block of the table tells of.
const BLOCK: usize = 64;

/// Converts byte offsets of one text to code point offsets and back, in constant time.
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
    /// One for each block of the text and one behind the last; empty for ASCII.
    blocks: Vec<Block>,
}

/// The code points of 64 bytes.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// Code points that begin before the block.
    before: usize,
    /// The bytes at which one begins, from the lowest bit on.
    starts: u64,
}

impl<'a> CodePoints<'a> {
    /// Prepares the conversion for `text`.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, blocks: Vec::new() };
        }
        let (whole, rest) = text.as_bytes().as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let mut before = 0;
        let blocks = whole.iter().chain([&last]).map(|bytes| {
            let block = Block { before, starts: starts(bytes) };
            before += block.starts.count_ones() as usize;
            block
        });
        Self { text, blocks: blocks.collect() }
    }

    /// Code points before `byte`; a position beyond the end is taken as the end.
    #[inline]
    pub fn offset(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(block) = self.blocks.get(byte / BLOCK) else { return byte };
        let behind = (1 << (byte % BLOCK)) - 1;
        block.before + (block.starts & behind).count_ones() as usize
    }

    /// The code point range of a byte range.
    #[inline]
    pub fn range(&self, bytes: Range<usize>) -> extraction::Range {
        extraction::Range { start: self.offset(bytes.start), end: self.offset(bytes.end) }
    }

    /// Byte at which code point number `offset` begins; the length of the text beyond its end.
    pub fn byte(&self, offset: usize) -> usize {
        if self.blocks.is_empty() {
            return offset.min(self.text.len());
        }
        let index = self.blocks.partition_point(|block| block.before <= offset).saturating_sub(1);
        let Block { before, mut starts } = self.blocks[index];
        for _ in 0..(offset - before).min(BLOCK) {
            starts &= starts.wrapping_sub(1);
        }
        (index * BLOCK + starts.trailing_zeros() as usize).min(self.text.len())
    }
}

/// The bytes at which a code point begins, from the lowest bit on.
fn starts(bytes: &[u8; BLOCK]) -> u64 {
    let (words, _) = bytes.as_chunks::<8>();
    words.iter().rev().fold(0, |mask, word| {
        let word = u64::from_le_bytes(*word);
        // A byte goes on with a code point if its highest bit is set and the next is not.
        mask << 8 | gathered(!word | word << 1)
    })
}
