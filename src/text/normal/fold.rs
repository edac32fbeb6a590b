//! What is folded, and to what.
//!
//! In: a text and the position of a byte that may begin something to fold.  Out: the stretch and
//! its replacement.  Every fold looks at a bounded stretch or consumes what it looks at, so that
//! normalising is linear in the text.

use super::division::Divisions;
use super::{entity, mojibake};
use std::ops::Range;
use unicode_normalization::char::{canonical_combining_class, compose};

/// A stretch of the original and what stands for it in the view.
pub(super) struct Folded {
    pub(super) original: Range<usize>,
    pub(super) with: Replacement,
}

/// What stands for something folded.
pub(super) enum Replacement {
    Nothing,
    Char(char),
    Text(&'static str),
    Composed(String),
}

impl Replacement {
    pub(super) fn push_to(&self, text: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Char(c) => text.push(*c),
            Self::Text(s) => text.push_str(s),
            Self::Composed(s) => text.push_str(s),
        }
    }
}

/// What to fold at byte `at`, if anything; nothing before byte `free` may be touched any more.
pub(super) fn fold_at(
    text: &str,
    free: usize,
    at: usize,
    divisions: &Divisions<'_>,
) -> Option<Folded> {
    let bytes = text.as_bytes();
    match bytes[at] {
        0xE2 if is_plain_punctuation(bytes, at) => None,
        b'-' if !bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace) => None,
        b'-' => divisions.fold('-', at),
        b'&' => {
            let (c, length) = entity::entity(&text[at..])?;
            Some(Folded { original: at..at + length, with: fold_decoded(c) })
        }
        b'\r' => {
            let length = if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            Some(Folded { original: at..at + length, with: Replacement::Char('\n') })
        }
        _ => fold_char(text, free, at, divisions),
    }
}

/// Curly double quotes, dashes and apostrophes: most of what is not ASCII in news.
fn is_plain_punctuation(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x92..=0x99 | 0x9B..=0xA7))
}

fn fold_char(text: &str, free: usize, at: usize, divisions: &Divisions<'_>) -> Option<Folded> {
    let c = text[at..].chars().next()?;
    let end = at + c.len_utf8();
    match c {
        'Â' | 'Ã' | 'Ä' | 'Å' | 'â' | 'ï' | '‚' => {
            let (repaired, end) = mojibake::repair(text, at)?;
            Some(Folded { original: at..end, with: fold_decoded(repaired) })
        }
        '\u{AD}' | '\u{2010}' => divisions
            .fold(c, at)
            .or_else(|| Some(Folded { original: at..end, with: replacement(c)? })),
        _ if is_combining(c) => combine(text, free, at),
        _ if is_superscript(c) => note_mark(text, at),
        _ => Some(Folded { original: at..end, with: replacement(c)? }),
    }
}

/// A character that was decoded from something else is folded in turn.
fn fold_decoded(c: char) -> Replacement {
    match c {
        '\r' => Replacement::Char('\n'),
        _ => replacement(c).unwrap_or(Replacement::Char(c)),
    }
}

/// What stands for a single character, where it does not stand for itself.
fn replacement(c: char) -> Option<Replacement> {
    let code = c as u32;
    let with = match c {
        '\u{0}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}' => Replacement::Nothing,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' => {
            Replacement::Nothing
        }
        '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}' => {
            Replacement::Nothing
        }
        '\u{B}' | '\u{C}' | '\u{2028}' => Replacement::Char('\n'),
        '\u{2029}' => Replacement::Text("\n\n"),
        // Control characters of this range are windows-1252 read as Latin-1, as in HTML.
        '\u{80}'..='\u{9F}' => Replacement::Char(mojibake::HIGH[(code - 0x80) as usize]),
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Replacement::Char(' ')
        }
        '\u{2010}' | '\u{2011}' | '\u{FE63}' => Replacement::Char('-'),
        '\u{660}'..='\u{669}' => digit(code - 0x660),
        '\u{6F0}'..='\u{6F9}' => digit(code - 0x6F0),
        '\u{FF01}'..='\u{FF5E}' => Replacement::Char(char::from((code - 0xFEE0) as u8)),
        '\u{FB00}'..='\u{FB06}' => Replacement::Text(
            ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][(code - 0xFB00) as usize],
        ),
        _ => return None,
    };
    Some(with)
}

fn digit(value: u32) -> Replacement {
    Replacement::Char(char::from(b'0' + value as u8))
}

fn is_superscript(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹')
}

/// Superscript digits that mark a note: glued to a number, a punctuation mark or a word of three
/// letters or more (shorter ones are units: km²).  Without them "4¹" is the number 4, never 41.
fn note_mark(text: &str, at: usize) -> Option<Folded> {
    let mut before = text[..at].chars().rev();
    let is_mark = match before.next()? {
        c if is_superscript(c) || c.is_whitespace() => false,
        c if c.is_alphabetic() => before.take(2).filter(|c| c.is_alphabetic()).count() == 2,
        _ => true,
    };
    let length = text[at..].find(|c| !is_superscript(c)).unwrap_or(text.len() - at);
    is_mark.then_some(Folded { original: at..at + length, with: Replacement::Nothing })
}

/// Diacritics that follow their letter: the Latin, Greek and Cyrillic ones, and the kana ones.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
}

/// Marks on one letter beyond which they are all taken for decoration and dropped.
const MOST_MARKS: usize = 3;

/// Composes the letter before `at` with the marks from `at` on (NFC of that letter).
fn combine(text: &str, free: usize, at: usize) -> Option<Folded> {
    let length = text[at..].find(|c| !is_combining(c)).unwrap_or(text.len() - at);
    let marks = &text[at..at + length];
    let original = at..at + length;
    if marks.chars().nth(MOST_MARKS).is_some() {
        return Some(Folded { original, with: Replacement::Nothing });
    }
    let Some(letter) = text[free..at].chars().next_back() else {
        return Some(Folded { original, with: Replacement::Composed(marks.to_owned()) });
    };
    let composed = compose_marks(letter, marks);
    Some(Folded {
        original: at - letter.len_utf8()..original.end,
        with: Replacement::Composed(composed),
    })
}

/// The letter composed with its marks in canonical order, as far as they compose.
fn compose_marks(letter: char, marks: &str) -> String {
    let joiner = '\u{34F}';
    let mut sorted: Vec<(u8, char)> = marks
        .chars()
        .filter(|c| *c != joiner)
        .map(|mark| (canonical_combining_class(mark), mark))
        .collect();
    sorted.sort_by_key(|(class, _)| *class);
    let mut composed = letter;
    let mut left = String::new();
    let mut last_class = 0;
    for (class, mark) in sorted {
        match compose(composed, mark) {
            Some(c) if left.is_empty() || last_class < class => composed = c,
            _ => {
                left.push(mark);
                last_class = class;
            }
        }
    }
    left.insert(0, composed);
    left
}
