//! The normalised view of a text, in which the rules look for things.
//!
//! In: an article's text as given and the byte at which its body begins.  Out: a [`Normal`]: the
//! body with line ends, blanks, entities, accents, digits, hyphenation and broken encodings folded
//! to one form, and a map from every position back to the original.  Text with nothing to fold is
//! borrowed.  Quote marks, dashes and backticks stay as they are: what they mean is for the
//! tokeniser.  This module does not decode bytes (`article` does) and never changes the original.

mod code_points;
mod division;
mod entity;
mod fold;
mod mojibake;
mod suspects;
#[cfg(test)]
mod tests;

pub use code_points::CodePoints;

use std::borrow::Cow;
use std::ops::Range;
use suspects::Suspects;

/// A normalised view of the body of a text and the way back.
///
/// ```
/// use onrecord::text::normal::Normal;
///
/// let original = "On Febru-\nary&nbsp;27";
/// let normal = Normal::new(original, 0);
/// assert_eq!(normal.text(), "On February 27");
/// assert_eq!(&original[normal.original_span(3..11)], "Febru-\nary");
/// ```
#[derive(Debug, Clone)]
pub struct Normal<'a> {
    original: &'a str,
    body_start: usize,
    text: Cow<'a, str>,
    regions: Vec<Region>,
}

/// A stretch that differs between the view and the original; between two regions bytes agree.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Region {
    normal: Range<usize>,
    original: Range<usize>,
}

impl<'a> Normal<'a> {
    /// Normalises `original` from byte `body_start` on.
    ///
    /// What stands before `body_start` (front matter) is not part of the view, yet all positions
    /// that come back count from the beginning of `original`.  A `body_start` beyond the end or
    /// inside a character is moved back to the nearest boundary.
    pub fn new(original: &'a str, body_start: usize) -> Self {
        Self::with_words(original, body_start, &|_| false)
    }

    /// As [`Normal::new`], with words that are known to exist.
    ///
    /// They help to tell words divided at the end of a line from words with a hyphen there.
    pub fn with_words(
        original: &'a str,
        body_start: usize,
        is_known: &dyn Fn(&str) -> bool,
    ) -> Self {
        let body_start = floor_char_boundary(original, body_start);
        let mut view =
            View { original, text: String::new(), regions: Vec::new(), copied: body_start };
        let divisions = division::Divisions::new(original, is_known);
        let mut suspects = Suspects::new(original.as_bytes());
        let mut at = body_start;
        while let Some(suspect) = suspects.next(at) {
            at = match fold::fold_at(original, view.copied, suspect, &divisions) {
                Some(folded) => view.replace(folded),
                None => suspect + char_len(original.as_bytes()[suspect]),
            };
        }
        view.finish(body_start)
    }

    /// The view: what the rules are matched against.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as given, front matter included.
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// Byte of the original at which the view begins.
    pub fn body_start(&self) -> usize {
        self.body_start
    }

    /// Whether nothing was folded, so that the view is the body itself.
    pub fn is_identity(&self) -> bool {
        self.regions.is_empty()
    }

    /// Byte of the original at which the character at `normal_byte` of the view begins.
    ///
    /// Use [`Normal::original_span`] for stretches: the end of a stretch is not the beginning of
    /// the character after it where something was dropped between the two.
    pub fn original_byte(&self, normal_byte: usize) -> usize {
        let begun = self.regions.partition_point(|region| region.normal.start <= normal_byte);
        self.begin(begun, normal_byte)
    }

    /// As [`Normal::original_byte`], where so many regions begin at or before the byte.
    fn begin(&self, regions: usize, normal_byte: usize) -> usize {
        let Some(region) = self.regions[..regions].last() else {
            return self.body_start + normal_byte;
        };
        if normal_byte < region.normal.end {
            region.original.start
        } else {
            region.original.end + (normal_byte - region.normal.end)
        }
    }

    /// Byte of the original at which a stretch ends that ends at `normal_byte` of the view.
    pub fn original_end(&self, normal_byte: usize) -> usize {
        let begun = self.regions.partition_point(|region| region.normal.start < normal_byte);
        self.finish(begun, normal_byte)
    }

    /// As [`Normal::original_end`], where so many regions begin before the byte.
    fn finish(&self, regions: usize, normal_byte: usize) -> usize {
        let Some(region) = self.regions[..regions].last() else {
            return self.body_start + normal_byte;
        };
        region.original.end + normal_byte.saturating_sub(region.normal.end)
    }

    /// The stretch of the original that a stretch of the view stands for.
    ///
    /// A folded character at either end is covered whole; what was dropped just outside is not.
    pub fn original_span(&self, normal: Range<usize>) -> Range<usize> {
        let begun = self.regions.partition_point(|region| region.normal.start <= normal.start);
        self.span(begun, normal)
    }

    /// As [`Normal::original_span`] for one of several stretches in the order of the view; `begun`
    /// counts the regions that begin at or before the start of the last one.
    pub fn next_span(&self, begun: &mut usize, normal: Range<usize>) -> Range<usize> {
        let passed = self.regions[*begun..].iter().take_while(|r| r.normal.start <= normal.start);
        *begun += passed.count();
        self.span(*begun, normal)
    }

    fn span(&self, begun: usize, normal: Range<usize>) -> Range<usize> {
        let start = self.begin(begun, normal.start);
        if normal.end <= normal.start {
            return start..start;
        }
        // Few folds stand within a stretch.
        let within = self.regions[begun..].iter().take_while(|r| r.normal.start < normal.end);
        start..self.finish(begun + within.count(), normal.end)
    }

    /// Byte of the view that stands for `original_byte`; positions inside something folded or
    /// dropped give where it stands or stood, positions before the body give 0.
    pub fn normal_byte(&self, original_byte: usize) -> usize {
        let before = self.regions.partition_point(|region| region.original.start <= original_byte);
        let Some(region) = self.regions[..before].last() else {
            return original_byte.saturating_sub(self.body_start).min(self.text.len());
        };
        if original_byte < region.original.end {
            region.normal.start
        } else {
            (region.normal.end + (original_byte - region.original.end)).min(self.text.len())
        }
    }

    /// A converter from byte offsets of the original to code points, for everything that is
    /// printed.
    pub fn code_points(&self) -> CodePoints<'a> {
        CodePoints::new(self.original)
    }
}

/// The view while it is being made.
struct View<'a> {
    original: &'a str,
    text: String,
    regions: Vec<Region>,
    copied: usize,
}

impl<'a> View<'a> {
    /// Takes over what is unchanged before the fold, then the fold; returns where to go on.
    fn replace(&mut self, folded: fold::Folded) -> usize {
        if self.regions.is_empty() {
            self.text.reserve(self.original.len() - self.copied);
        }
        self.text.push_str(&self.original[self.copied..folded.original.start]);
        let start = self.text.len();
        folded.with.push_to(&mut self.text);
        self.copied = folded.original.end;
        self.regions.push(Region { normal: start..self.text.len(), original: folded.original });
        self.copied
    }

    fn finish(mut self, body_start: usize) -> Normal<'a> {
        let rest = &self.original[self.copied..];
        let text = if self.regions.is_empty() {
            Cow::Borrowed(rest)
        } else {
            self.text.push_str(rest);
            Cow::Owned(self.text)
        };
        Normal { original: self.original, body_start, text, regions: self.regions }
    }
}

/// Length of the UTF-8 character that begins with this byte.
fn char_len(lead: u8) -> usize {
    match lead {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// The nearest character boundary at or before `byte`.
fn floor_char_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
