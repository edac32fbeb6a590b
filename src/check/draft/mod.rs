//! Finds the quotes of a draft.
//!
//! In: the draft's text and what the extraction attributes in it.  Out: [`Claim`]s: every stretch
//! in quote marks and every block quotation, with the speaker the draft gives it, read into words.
//! A word or two in quote marks inside a sentence, without a speaker, may be no quote at all.

mod block;

use super::lexicon::CheckWords;
use super::spoken::Spoken;
use super::words::{Words, split};
use crate::extraction::{Extraction, Quote, QuoteKind};
use crate::quotes::marks::{Region, Style, regions};
use crate::text::normal::{CodePoints, Normal};
use std::ops::Range;

/// A quote that the draft claims somebody said.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    /// Code points of the draft as given.
    pub start: usize,
    pub end: usize,
    /// Bytes of the normalised draft.
    pub bytes: Range<usize>,
    /// Whom the draft names.
    pub speaker: Option<String>,
    pub spoken: Spoken,
    /// A word or two without a speaker: perhaps a name or scare quote.
    pub is_slight: bool,
    /// Words of the draft before it and after it in the same sentence.
    pub before: Range<usize>,
    pub after: Range<usize>,
}

/// A draft, cut into words, with its claims.
#[derive(Debug)]
pub(crate) struct ReadDraft<'a> {
    pub view: Normal<'a>,
    pub words: Words,
    pub claims: Vec<Claim>,
    /// What the draft reports in its own words.
    pub reported: Vec<Claim>,
}

/// Words of a stretch in quote marks that may be a mere name or scare quote.
const SCARE: usize = 2;

impl<'a> ReadDraft<'a> {
    /// Reads a draft.
    pub fn new(
        text: &'a str,
        body_start: usize,
        extraction: Option<&Extraction>,
        lexicon: &CheckWords,
    ) -> Self {
        let view = Normal::new(text, body_start);
        let words = split(view.text(), lexicon);
        let points = view.code_points();
        let mut draft =
            Self { words, claims: Vec::new(), reported: Vec::new(), view: view.clone() };
        let marked = regions(view.text());
        for region in block::with_blocks(view.text(), marked).iter().filter(|r| r.depth == 0) {
            draft.add(region, &points, extraction, lexicon);
        }
        if draft.claims.is_empty() {
            if let Some(region) = whole(view.text()) {
                draft.add(&region, &points, extraction, lexicon);
            }
        }
        if let Some(extraction) = extraction {
            draft.add_reported(extraction, &points, lexicon);
        }
        draft
    }

    fn add(
        &mut self,
        region: &Region,
        points: &CodePoints,
        extraction: Option<&Extraction>,
        lexicon: &CheckWords,
    ) {
        let content = trimmed(self.view.text(), region.content.clone());
        let text = &self.view.text()[content.clone()];
        let spoken = Spoken::read(text, lexicon);
        if spoken.words.is_empty() {
            return;
        }
        let original = points.range(self.view.original_span(content.clone()));
        let attributed =
            extraction.and_then(|found| attributed(found, original.start, original.end));
        let speaker =
            attributed.and_then(|quote| quote.speaker.as_ref()).map(|s| s.name.to_string());
        let speaker =
            speaker.or_else(|| block::attributed_to(self.view.text(), region.range().end));
        let is_slight = spoken.words.len() <= SCARE
            && attributed.is_none()
            && speaker.is_none()
            && !self.stands_alone(region);
        let (before, after) = self.surroundings(region);
        self.claims.push(Claim {
            start: original.start,
            end: original.end,
            bytes: content,
            speaker,
            spoken,
            is_slight,
            before,
            after,
        });
    }

    /// Reported speech with a speaker, outside quote marks.
    fn add_reported(&mut self, extraction: &Extraction, points: &CodePoints, lexicon: &CheckWords) {
        let plain = |quote: &&Quote| quote.kind == QuoteKind::Indirect && quote.modality.is_none();
        for quote in extraction.quotes.iter().filter(plain) {
            let byte = |point: usize| self.view.normal_byte(points.byte(point));
            let bytes = byte(quote.start)..byte(quote.end);
            let Some(text) = self.view.text().get(bytes.clone()) else { continue };
            let spoken = Spoken::read(text, lexicon);
            let quoted = self.claims.iter().any(|c| c.start < quote.end && quote.start < c.end);
            let Some(speaker) = quote.speaker.as_ref().filter(|_| !quoted) else { continue };
            let speaker = Some(speaker.name.to_string());
            let (start, end, none) = (quote.start, quote.end, 0..0);
            let (before, after) = (none.clone(), none);
            let is_slight = false;
            self.reported.push(Claim {
                start,
                end,
                bytes,
                speaker,
                spoken,
                is_slight,
                before,
                after,
            });
        }
    }

    /// Whether a region is all there is on its lines.
    fn stands_alone(&self, region: &Region) -> bool {
        let (text, range) = (self.view.text(), region.range());
        let left = text[..range.start].rsplit('\n').next().unwrap_or("");
        let right = text[range.end..].split('\n').next().unwrap_or("");
        let bare = |side: &str| side.chars().all(|c| !c.is_alphanumeric());
        bare(left) && bare(right)
    }

    /// Words of the sentence around a region, in the draft's own words.
    fn surroundings(&self, region: &Region) -> (Range<usize>, Range<usize>) {
        const REACH: usize = 40;
        let list = &self.words.list;
        let first = list.partition_point(|word| (word.start as usize) < region.content.start);
        let last = list.partition_point(|word| (word.start as usize) < region.content.end);
        let from = paragraph_floor(list, first, REACH);
        let to = (last..list.len().min(last + REACH))
            .find(|k| list[*k].before.has(super::words::Gap::PARAGRAPH))
            .unwrap_or(list.len().min(last + REACH));
        (from..first, last..to)
    }
}

fn paragraph_floor(list: &[super::words::Word], first: usize, reach: usize) -> usize {
    let floor = first.saturating_sub(reach);
    (floor + 1..=first.min(list.len().saturating_sub(1)))
        .rev()
        .find(|k| list[*k].before.has(super::words::Gap::PARAGRAPH))
        .unwrap_or(floor)
        .min(first)
}

/// A draft that is one quote from end to end, whose marks do not pair because others stand within.
fn whole(text: &str) -> Option<Region> {
    let range = trimmed(text, 0..text.len());
    let mark = |c: &char| matches!(c, '“' | '”' | '"' | '„' | '«' | '»' | '‘' | '’');
    let inner = &text[range.clone()];
    let first = inner.chars().next().filter(mark)?.len_utf8();
    let last = inner.chars().next_back().filter(mark)?.len_utf8();
    let content = range.start + first..range.end.checked_sub(last)?;
    (content.start < content.end && !inner.contains("\n\n")).then_some(Region {
        open: range.start..content.start,
        close: Some(content.end..range.end),
        content,
        style: Style::Curly,
        closed: true,
        depth: 0,
    })
}

/// The range without blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// The direct or mixed quote that covers most of a stretch of the draft.
fn attributed(extraction: &Extraction, start: usize, end: usize) -> Option<&Quote> {
    let common = |quote: &Quote| quote.end.min(end).saturating_sub(quote.start.max(start));
    let spoken = extraction
        .quotes
        .iter()
        .filter(|quote| quote.kind != QuoteKind::Indirect && common(quote) * 2 > end - start);
    spoken.max_by_key(|quote| (common(quote), std::cmp::Reverse(quote.start)))
}
