//! The text of an article as the engine sees it: a normalised view cut into tokens, sentences
//! and paragraphs.
//!
//! In: an article's text.  Out: a [`Text`].  Every position maps back to the text as given.
//! This module finds no meaning; it knows characters, not words.

mod address;
pub(crate) mod bytes;
mod class;
pub mod normal;
pub mod segment;
pub mod token;
pub mod vocabulary;

pub use class::{Class, Kind, Kinds, SHAPES, shape_index};
pub use normal::{CodePoints, Normal};
pub use segment::{Abbreviation, Segments, TokenRange};
pub use token::{Shape, Token, flags};
pub use vocabulary::{Vocabulary, WordId};

use crate::extraction::{Range, Slice};

/// A normalised text with its tokens, sentences and paragraphs.
#[derive(Debug)]
pub struct Text<'a> {
    /// The normalised view and its map back to the text as given.
    pub normal: Normal<'a>,
    /// Code points of the text as given.
    pub code_points: CodePoints<'a>,
    /// Tokens in the order of the text.
    pub tokens: Vec<Token>,
    /// The kind of each token.
    pub kinds: Vec<Kind>,
    /// For each token the stages of rules that look for its kind, as bits.
    pub sought: Vec<u8>,
    /// Sentences as ranges of tokens; they cover all tokens.
    pub sentences: Vec<TokenRange>,
    /// Paragraphs as ranges of tokens; they cover all tokens.
    pub paragraphs: Vec<TokenRange>,
    /// Whether single line breaks are wraps within paragraphs.
    pub hard_wrapped: bool,
}

impl<'a> Text<'a> {
    /// Cuts a text into tokens, sentences and paragraphs.
    pub fn new(
        original: &'a str,
        body_start: usize,
        vocabulary: &Vocabulary,
        abbreviation: impl Fn(WordId) -> Abbreviation,
    ) -> Self {
        let is_known = |word: &str| vocabulary.lookup(word) != WordId::UNKNOWN;
        let normal = Normal::with_words(original, body_start, &is_known);
        let hard_wrapped = segment::is_hard_wrapped(normal.text());
        let mut tokens = token::tokenise(normal.text(), 0, vocabulary);
        let Segments { paragraphs, sentences } =
            segment::segments(&mut tokens, normal.text(), hard_wrapped, |t| abbreviation(t.word));
        let (kinds, sought) = vocabulary.kinds.of_tokens(&tokens);
        let code_points = normal.code_points();
        Self { normal, code_points, tokens, kinds, sought, sentences, paragraphs, hard_wrapped }
    }

    /// The normalised text.
    #[inline]
    pub fn str(&self) -> &str {
        self.normal.text()
    }

    /// The normalised words of one token.
    #[inline]
    pub fn word(&self, token: usize) -> &str {
        let t = self.tokens[token];
        &self.str()[t.start as usize..t.end as usize]
    }

    /// A word of up to 16 bytes as two integers, zeros behind its end.
    #[inline]
    pub fn packed(&self, token: usize) -> Option<(u64, u64)> {
        let (start, len) = (self.tokens[token].start as usize, self.tokens[token].len());
        let bytes = self.str().as_bytes();
        let part = |from: usize| match len.saturating_sub(from) {
            0 => 0,
            rest => bytes::first(bytes::eight(bytes, start + from), rest),
        };
        (len <= 16).then(|| (part(0), part(8)))
    }

    /// The normalised words of a range of tokens; empty for an empty range.
    pub fn slice(&self, range: TokenRange) -> &str {
        let bytes = self.bytes(range);
        &self.str()[bytes]
    }

    /// Byte range in the normalised text of a range of tokens.
    pub fn bytes(&self, range: TokenRange) -> std::ops::Range<usize> {
        if range.is_empty() {
            let at = self.tokens.get(range.start).map_or(self.str().len(), |t| t.start as usize);
            return at..at;
        }
        self.tokens[range.start].start as usize..self.tokens[range.end - 1].end as usize
    }

    /// Index of the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= token)
    }

    /// The sentence that holds a token.
    pub fn sentence(&self, token: usize) -> TokenRange {
        self.sentences.get(self.sentence_of(token)).cloned().unwrap_or(0..0)
    }

    /// Index of the paragraph that holds a token.
    pub fn paragraph_of(&self, token: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= token)
    }

    /// First token that ends after a byte of the normalised text.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| t.end as usize <= byte)
    }

    /// Code point range in the text as given of a byte range of the normalised text.
    pub fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        self.code_points.range(self.normal.original_span(bytes))
    }

    /// The stretch of the text as given behind a byte range of the normalised text.
    pub fn original(&self, bytes: std::ops::Range<usize>) -> Slice {
        let (Range { start, end }, words) = self.stretch(bytes);
        Slice { start, end, text: words.into() }
    }

    /// Where a byte range of the normalised text stands in the text as given, and its words there.
    pub fn stretch(&self, bytes: std::ops::Range<usize>) -> (Range, &str) {
        let original = self.normal.original_span(bytes);
        let place = self.code_points.range(original.clone());
        (place, &self.normal.original()[original])
    }

    /// First code point of a token in the text as given.
    #[inline]
    pub fn start_of(&self, token: usize) -> usize {
        self.code_points.offset(self.normal.original_byte(self.tokens[token].start as usize))
    }

    /// The first token that begins at or behind a code point of the text as given.
    pub fn token_from(&self, code_point: usize) -> usize {
        let byte = self.normal.normal_byte(self.code_points.byte(code_point));
        let mut token = self.tokens.partition_point(|t| (t.start as usize) < byte);
        // Tokens of one fold begin at one code point.
        while token > 0 && self.start_of(token - 1) >= code_point {
            token -= 1;
        }
        while token < self.tokens.len() && self.start_of(token) < code_point {
            token += 1;
        }
        token
    }

    /// Code point range in the text as given of a range of tokens.
    pub fn range_of(&self, range: TokenRange) -> Range {
        self.range(self.bytes(range))
    }

    /// As [`Text::range_of`] for ranges in the order of the text.
    pub fn ranges_of(&self, ranges: &[TokenRange]) -> Vec<Range> {
        let mut begun = 0;
        let mut span =
            |range: &TokenRange| self.normal.next_span(&mut begun, self.bytes(range.clone()));
        ranges.iter().map(|range| self.code_points.range(span(range))).collect()
    }

    /// The stretch of the text as given behind a range of tokens.
    pub fn slice_of(&self, range: TokenRange) -> Slice {
        self.original(self.bytes(range))
    }

    /// Where a range of tokens stands in the text as given, and its words there.
    pub fn stretch_of(&self, range: TokenRange) -> (Range, &str) {
        self.stretch(self.bytes(range))
    }
}
