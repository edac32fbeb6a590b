//! Quotations and reported speech.
//!
//! In: a [`Text`] and the word classes of the rules.  Out: quotations with the mentions of who
//! said them.  Whom a mention names is resolved by `people`.

mod beginning;
mod between;
mod clause;
pub mod construction;
pub mod content;
pub mod cue;
pub mod items;
pub mod marks;
mod order;
pub mod phrase;
mod reading;
mod rightward;
pub mod statement;
mod surroundings;
mod transcript;
pub mod unclosed;
pub mod within;

#[cfg(test)]
mod tests;

use crate::extraction::QuoteKind;
use crate::rules::Rules;
use crate::text::{Text, TokenRange};
use items::Items;
use marks::Region;
use reading::Reading;
use std::ops::Range;

/// A quotation before its speaker is resolved; ranges are bytes of the normalised text.
#[derive(Debug, Clone)]
pub struct Found {
    /// The words said.
    pub content: Range<usize>,
    /// How they are reported.
    pub kind: QuoteKind,
    /// Whether the closing mark was found.
    pub closed: bool,
    /// The words of saying.
    pub cue: Option<Range<usize>>,
    /// Who says it.
    pub speaker: Option<Range<usize>>,
    /// The head of who says it.
    pub speaker_head: Option<Range<usize>>,
    /// Who reported it, where that is not the article.
    pub via: Option<Range<usize>>,
    /// Number shared by the parts of one quotation.
    pub part_of: Option<u32>,
    /// `negated` or `hypothetical`.
    pub modality: Option<&'static str>,
    /// The construction.
    pub rule: &'static str,
    /// Within words reported in part in the writer's own, the statements in quote marks.
    pub marked: Vec<Range<usize>>,
}

/// Finds the quotations of a text; `bits` are the classes of its tokens ([`crate::rules::grammar::Grammar::read`]).
pub fn find(rules: &Rules, text: &Text, bits: &[u64]) -> Vec<Found> {
    let mut regions = marks::regions(text.str());
    let tokens = close(rules, text, bits, &mut regions);
    let mut reading = Reading::new(rules, text, &regions);
    let mut items = Items::default();
    let mut next = 0;
    for (index, paragraph) in text.paragraphs.iter().enumerate() {
        let from = next;
        while next < tokens.len() && tokens[next].1.start < paragraph.end {
            next += 1;
        }
        let here = bits[paragraph.clone()].iter().fold(0, |all, bits| all | bits);
        if from == next && Reading::is_silent(here) {
            reading.pass();
            continue;
        }
        items.build(text, bits, paragraph.clone(), &tokens[from..next]);
        reading.paragraph(index, &items);
    }
    let mut out = reading.out;
    // What a snippet quotes counts only where nobody is named for anything.
    if out.iter().any(|found| found.rule != construction::HEADLINE) {
        out.retain(|found| found.rule != construction::HEADLINE);
    }
    transcript::turns(rules, text, bits, &mut out);
    out.sort_by_key(|found| (found.content.start, found.content.end));
    out
}

/// Ends regions without a closing mark where they end, drops those that are none; the rest with
/// the tokens they cover.
fn close(
    rules: &Rules,
    text: &Text,
    bits: &[u64],
    regions: &mut [Region],
) -> Vec<(u32, TokenRange)> {
    let mut tokens = items::regions_in_tokens(text, regions);
    let starts: Vec<usize> = tokens.iter().map(|(_, range)| range.start).collect();
    let mut kept = Vec::with_capacity(tokens.len());
    for (at, (index, range)) in tokens.drain(..).enumerate() {
        let region = &mut regions[index as usize];
        if region.closed {
            kept.push((index, range));
            continue;
        }
        let paragraph_end =
            text.paragraphs.get(text.paragraph_of(range.start)).map_or(range.end, |p| p.end);
        let reopened = range.end >= paragraph_end && starts.get(at + 1) == Some(&paragraph_end);
        let end = if reopened {
            Some(range.end)
        } else {
            unclosed::end(rules, text, bits, range.clone())
        };
        if let Some(end) = end.filter(|e| *e > range.start + 1) {
            region.content.end = text.tokens[end - 1].end as usize;
            kept.push((index, range.start..end));
        }
    }
    kept
}
