//! Paragraphs and sentences.
//!
//! In: tokens and what the rules say of abbreviations.  Out: token ranges, and the flags
//! `PARAGRAPH_START` and `SENTENCE_START` on the tokens.  Knows no language: which words do not
//! end a sentence is data.

use super::token::{Shape, Token, flags};

/// Half-open range of token indices.
pub type TokenRange = std::ops::Range<usize>;

/// What the rules say of a word before a full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Abbreviation {
    /// An ordinary word: a full stop ends the sentence.
    #[default]
    No,
    /// A full stop after it never ends a sentence ("Gen.").
    Inner,
    /// A full stop after it may end a sentence, if what follows looks like a start ("p.m.").
    MayEnd,
    /// The same, where what follows looks like a start and is an [`Self::Opener`] ("U.S.").
    Leads,
    /// Not an abbreviation, but a word that often opens a sentence ("The"): behind initials such as
    /// "U.S." any other capital goes on with a name.
    Opener,
}

/// Share of single line breaks within running prose above which a text counts as hard-wrapped.
const WRAPPED_SHARE: f64 = 0.6;
/// A line longer than this (bytes) was not wrapped by hand.
const LONGEST_WRAPPED_LINE: usize = 130;

/// Whether single line breaks of the text are wraps within paragraphs rather than their ends.
pub fn is_hard_wrapped(text: &str) -> bool {
    let (mut breaks, mut inner, mut lines, mut long) = (0usize, 0usize, 0usize, 0usize);
    let mut previous: Option<&str> = None;
    for line in lines_of(text) {
        let line = trimmed(line);
        if !line.is_empty() {
            lines += 1;
            long += usize::from(line.len() > LONGEST_WRAPPED_LINE);
            if let Some(before) = previous {
                breaks += 1;
                inner += usize::from(!ends_like_a_paragraph(before) && before.len() > 12);
            }
        }
        previous = (!line.is_empty()).then_some(line);
    }
    breaks >= 2 && long * 20 <= lines && inner as f64 >= WRAPPED_SHARE * breaks as f64
}

/// A line without the blanks around it; nearly all lines have none that can be seen at a glance.
fn trimmed(line: &str) -> &str {
    let ends = [line.as_bytes().first(), line.as_bytes().last()];
    if ends.iter().flatten().all(|end| end.is_ascii_graphic()) { line } else { line.trim() }
}

/// The stretches between line ends.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    ends.scan(0, |from, end| Some(&text[std::mem::replace(from, end + 1)..end]))
}

fn ends_like_a_paragraph(line: &str) -> bool {
    line.chars().next_back().is_some_and(|c| {
        matches!(c, '.' | '!' | '?' | ':' | '”' | '"' | '’' | '\'' | ')' | '…' | '*' | '|')
    })
}

/// The paragraphs and sentences of a text; both cover all tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// Paragraphs in the order of the text.
    pub paragraphs: Vec<TokenRange>,
    /// Sentences in the order of the text; a paragraph always starts one.
    pub sentences: Vec<TokenRange>,
}

/// Marks the starts of paragraphs and sentences and returns both.
pub fn segments(
    tokens: &mut [Token],
    text: &str,
    hard_wrapped: bool,
    abbreviation: impl Fn(Token) -> Abbreviation,
) -> Segments {
    let mut paragraphs = Vec::new();
    let mut sentences = Vec::with_capacity(tokens.len() / 16);
    let mut stop = None;
    for i in 0..tokens.len() {
        let token = tokens[i];
        let is_plain = matches!(token.shape, Shape::Word | Shape::Number);
        // Most tokens are neither a stop nor behind one, nor the first of a line.
        if is_plain && i > 0 && stop.is_none() && !token.has(LINE) {
            continue;
        }
        if i == 0 || token.has(LINE) && starts_paragraph(tokens, i, text, hard_wrapped) {
            tokens[i].flags |= flags::PARAGRAPH_START | flags::SENTENCE_START;
            paragraphs.push(i);
            sentences.push(i);
        } else if stop.is_some_and(|stop| starts_after(stop, tokens, i, text, &abbreviation)) {
            tokens[i].flags |= flags::SENTENCE_START;
            sentences.push(i);
        }
        stop = if is_plain {
            None
        } else if is_stop(tokens, i, text) {
            Some(i)
        } else {
            stop.filter(|stop| i - stop <= MOST_CLOSERS && closes(tokens, i, text))
        };
    }
    let len = tokens.len();
    Segments { paragraphs: ranges(&paragraphs, len), sentences: ranges(&sentences, len) }
}

/// Flags of tokens that may start a paragraph.
const LINE: u8 = flags::BLANK_LINE_BEFORE | flags::LINE_START;
/// Closing marks and brackets that may stand behind a stop.
const MOST_CLOSERS: usize = 4;

fn starts_paragraph(tokens: &[Token], i: usize, text: &str, hard_wrapped: bool) -> bool {
    tokens[i].has(flags::BLANK_LINE_BEFORE) || !hard_wrapped || begins_an_item(tokens, i, text)
}

/// A bullet or heading mark at the start of a line.
fn begins_an_item(tokens: &[Token], i: usize, text: &str) -> bool {
    let glyph = &text[tokens[i].start as usize..tokens[i].end as usize];
    matches!(glyph, "-" | "*" | "•" | "–" | "#" | ">" | "|" | "·")
}

fn ranges(starts: &[usize], len: usize) -> Vec<TokenRange> {
    let ends = starts.iter().skip(1).copied().chain([len]);
    starts.iter().copied().zip(ends).map(|(a, b)| a..b).collect()
}

fn byte(tokens: &[Token], i: usize, text: &str) -> u8 {
    text.as_bytes()[tokens[i].start as usize]
}

/// Closing marks and brackets that belong to the sentence before them.
fn closes(tokens: &[Token], i: usize, text: &str) -> bool {
    match tokens[i].shape {
        Shape::Mark => !tokens[i].has(flags::SPACE_BEFORE),
        Shape::Punct => matches!(byte(tokens, i, text), b')' | b']'),
        _ => false,
    }
}

fn is_stop(tokens: &[Token], i: usize, text: &str) -> bool {
    tokens[i].shape == Shape::Punct
        && match byte(tokens, i, text) {
            b'.' | b'!' | b'?' => true,
            0xE2 => &text[tokens[i].start as usize..tokens[i].end as usize] == "…",
            0xE3 => &text[tokens[i].start as usize..tokens[i].end as usize] == "。",
            _ => false,
        }
}

/// Whether a sentence starts at a token before which a stop stands, with closers between.
fn starts_after(
    stop: usize,
    tokens: &[Token],
    i: usize,
    text: &str,
    abbreviation: &impl Fn(Token) -> Abbreviation,
) -> bool {
    if closes(tokens, i, text) || is_stop(tokens, i, text) {
        return false;
    }
    let token = tokens[i];
    if !token.has(flags::SPACE_BEFORE) && !glued_start(tokens, i, stop, text) {
        return false;
    }
    if token.shape == Shape::Word && !token.has(flags::CAPITALISED) && is_cased(tokens, i, text) {
        return false;
    }
    if matches!(byte(tokens, i, text), b',' | b';' | b':' | b'%') {
        return false;
    }
    if byte(tokens, stop, text) != b'.' || stop == 0 {
        return true;
    }
    !inner_stop(tokens, stop, i, abbreviation)
}

/// "Conference.The rare": no blank after the stop, but a capital and a word before it.
fn glued_start(tokens: &[Token], i: usize, stop: usize, text: &str) -> bool {
    let opening = tokens[i].shape == Shape::Mark && stop + 1 == i;
    let word = if opening { i + 1 } else { i };
    let Some(next) = tokens.get(word) else { return false };
    stop > 0
        && byte(tokens, stop, text) == b'.'
        && tokens[stop - 1].shape == Shape::Word
        && tokens[stop - 1].len() > 2
        && !tokens[stop - 1].has(flags::ALL_CAPS)
        && next.shape == Shape::Word
        && next.has(flags::CAPITALISED)
        && next.len() > 1
        && (opening || tokens.get(word + 1).is_some_and(|t| t.has(flags::SPACE_BEFORE)))
}

fn is_cased(tokens: &[Token], i: usize, text: &str) -> bool {
    text[tokens[i].start as usize..].chars().next().is_some_and(char::is_lowercase)
}

fn inner_stop(
    tokens: &[Token],
    stop: usize,
    next: usize,
    abbreviation: &impl Fn(Token) -> Abbreviation,
) -> bool {
    let before = tokens[stop - 1];
    if before.shape != Shape::Word || tokens[stop].has(flags::SPACE_BEFORE) {
        return false;
    }
    // "J. Smith", "George W. Bush": a single capital is an initial; "U.S. Army": so are runs of them.
    let single = before.len() == 1 && before.has(flags::CAPITALISED);
    let run =
        stop >= 2 && tokens[stop - 2].shape == Shape::Punct && !before.has(flags::SPACE_BEFORE);
    match abbreviation(before) {
        Abbreviation::Inner => true,
        // The last letter of "D.C." stands alone in "C. Smith".
        Abbreviation::MayEnd | Abbreviation::Leads if single && !run => {
            tokens[next].shape == Shape::Word
        }
        Abbreviation::Leads
            if tokens[next].shape == Shape::Word
                && abbreviation(tokens[next]) != Abbreviation::Opener =>
        {
            true
        }
        Abbreviation::MayEnd | Abbreviation::Leads => {
            !tokens[next].has(flags::CAPITALISED) && tokens[next].shape != Shape::Mark
        }
        Abbreviation::No | Abbreviation::Opener => {
            single && tokens[next].shape == Shape::Word && {
                let initial_of_name = stop >= 2
                    && tokens[stop - 2].shape == Shape::Word
                    && tokens[stop - 2].has(flags::CAPITALISED);
                let first =
                    stop < 2 || tokens[stop - 1].has(flags::SENTENCE_START) || !initial_of_name;
                initial_of_name || run || first
            }
        }
    }
}
