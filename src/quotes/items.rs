//! A paragraph as a list of items: tokens, with each stretch in quote marks as one.
//!
//! In: the text, its quote regions and the classes of its tokens.  Out: [`Items`] of a paragraph with
//! sentences that a full stop within a quotation does not cut.

use super::marks::Region;
use crate::rules::grammar::{class, shape};
use crate::text::{Text, TokenRange, flags};
use std::ops::Range;

/// Longest dateline, in items.
const LONGEST_DATELINE: usize = 16;

/// A token, or a region in quote marks.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Classes and shape.
    pub bits: u64,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Index of the region, for an item in quote marks.
    pub region: u32,
}

impl Item {
    /// Whether any of the bits is set.
    #[inline]
    pub fn is(self, bits: u64) -> bool {
        self.bits & bits != 0
    }
}

/// A sentence of a paragraph.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its items.
    pub items: Range<usize>,
    /// The bits of all of them.
    pub bits: u64,
}

/// The items of one paragraph.
#[derive(Debug, Default)]
pub struct Items {
    /// The items in the order of the text.
    pub list: Vec<Item>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
}

impl Items {
    /// Builds the items of a paragraph; `regions` are the outermost regions that begin in it,
    /// each with the range of tokens it covers, marks included.
    pub fn build(
        &mut self,
        text: &Text,
        bits: &[u64],
        paragraph: TokenRange,
        regions: &[(u32, TokenRange)],
    ) {
        self.list.clear();
        let mut token = paragraph.start;
        let mut next = regions.iter();
        let mut region = next.next();
        while token < paragraph.end {
            while region.is_some_and(|(_, r)| r.start < token) {
                region = next.next();
            }
            match region {
                Some((index, range)) if range.start == token && range.end > token => {
                    let end = range.end.min(paragraph.end);
                    let start = bits[token] & (shape::SENTENCE | shape::GLUED);
                    self.list.push(Item {
                        bits: shape::QUOTED | start,
                        first: token as u32,
                        last: end as u32,
                        region: *index,
                    });
                    token = end;
                }
                _ => {
                    // The next region begins no nearer than its first token.
                    let end = region.map_or(paragraph.end, |(_, r)| r.start.min(paragraph.end));
                    let end = end.max(token + 1);
                    self.list.extend((token..end).zip(&bits[token..end]).map(plain));
                    token = end;
                }
            }
        }
        self.cut(text);
    }

    /// Cuts the paragraph into sentences.
    fn cut(&mut self, text: &Text) {
        self.sentences.clear();
        let Some(first) = self.list.first() else { return };
        let (mut start, mut before, mut bits) = (0, first.bits, first.bits);
        for (i, item) in self.list.iter().enumerate().skip(1) {
            let here = item.bits;
            let may_start = here & (shape::SENTENCE | shape::QUOTED) | before & shape::QUOTED;
            if may_start != 0 && self.starts_sentence(text, i) {
                self.sentences.push(Sentence { items: start..i, bits });
                (start, bits) = (i, 0);
            }
            (before, bits) = (here, bits | here);
        }
        self.sentences.push(Sentence { items: start..self.list.len(), bits });
        if let Some(body) = self.behind_dateline(text).or_else(|| self.behind_label(text)) {
            self.drop_before(body);
        }
    }

    /// Leaves out the items before one.
    fn drop_before(&mut self, body: usize) {
        self.sentences.retain(|s| s.items.end > body);
        if let Some(first) = self.sentences.first_mut().filter(|s| s.items.start < body) {
            first.items.start = body;
            first.bits = self.list[first.items.clone()].iter().fold(0, |all, item| all | item.bits);
        }
    }

    /// The item behind "SPRINGFIELD, May 5 (AP) —" at the start of the paragraph.
    fn behind_dateline(&self, text: &Text) -> Option<usize> {
        let first = self.list.first().filter(|i| i.is(shape::WORD))?;
        let token = text.tokens[first.first as usize];
        if !token.has(flags::ALL_CAPS) || token.len() < 2 {
            return None;
        }
        let dash = self.list.iter().take(LONGEST_DATELINE).position(|i| i.is(shape::DASH))?;
        let fits = self.list[..dash].iter().all(|i| {
            let inner = shape::CAPITAL | shape::NUMBER | shape::COMMA | shape::STOP;
            i.is(inner | shape::OPEN | shape::CLOSE | class::TIME | class::JOIN)
        });
        let mut body = dash;
        while self.list.get(body).is_some_and(|i| i.is(shape::DASH)) {
            body += 1;
        }
        (fits && body < self.list.len()).then_some(body)
    }

    /// The item behind "MS ROE:" at the start of the paragraph.
    fn behind_label(&self, text: &Text) -> Option<usize> {
        let colon = self.list.iter().take(LONGEST_DATELINE).position(|i| i.is(shape::COLON))?;
        let capitals = |i: &Item| {
            let token = text.tokens[i.first as usize];
            let small = token.has(flags::CAPITALISED) && token.len() == 1;
            i.is(shape::WORD) && (token.has(flags::ALL_CAPS) || small)
        };
        let first = self.list.first().is_some_and(capitals);
        let inner = |i: &Item| capitals(i) || i.is(shape::STOP | shape::NUMBER | class::JOIN);
        let fits = first && self.list[..colon].iter().all(inner);
        (fits && colon + 1 < self.list.len()).then_some(colon + 1)
    }

    fn starts_sentence(&self, text: &Text, i: usize) -> bool {
        let (before, here) = (self.list[i - 1], self.list[i]);
        if here.is(shape::STOP | shape::COMMA | shape::CLOSE) {
            return false;
        }
        if before.is(shape::QUOTED) {
            let capital = here.is(shape::CAPITAL | shape::QUOTED | shape::NUMBER | shape::OPEN);
            return capital && final_stop(text, before) == Some('.');
        }
        if here.is(shape::QUOTED)
            && (here.is(shape::SENTENCE) || here.is(shape::GLUED) && before.is(shape::STOP))
        {
            return true;
        }
        here.is(shape::SENTENCE) && !before.is(shape::COMMA)
    }

    /// The words of a range of items as a range of tokens.
    pub fn tokens(&self, range: Range<usize>) -> TokenRange {
        if range.is_empty() {
            return 0..0;
        }
        self.list[range.start].first as usize..self.list[range.end - 1].last as usize
    }
}

/// A token outside quote marks.
#[inline]
fn plain((token, bits): (usize, &u64)) -> Item {
    Item { bits: *bits, first: token as u32, last: token as u32 + 1, region: u32::MAX }
}

/// The last character within the quote marks of an item.
pub fn final_stop(text: &Text, item: Item) -> Option<char> {
    let bytes = text.bytes(item.first as usize..item.last as usize);
    text.str()[bytes].chars().rev().find(|c| !is_glyph(*c) && !c.is_whitespace())
}

fn is_glyph(c: char) -> bool {
    crate::text::token::is_quote_glyph(c)
}

/// Outermost regions with the tokens they cover.
pub fn regions_in_tokens(text: &Text, regions: &[Region]) -> Vec<(u32, TokenRange)> {
    let mut out = Vec::with_capacity(regions.len());
    let mut at = 0;
    for (index, region) in regions.iter().enumerate().filter(|(_, r)| r.depth == 0) {
        let range = region.range();
        at += text.tokens[at..].partition_point(|t| (t.start as usize) < range.start);
        let len = text.tokens[at..].partition_point(|t| (t.start as usize) < range.end);
        out.push((index as u32, at..at + len));
    }
    out
}
