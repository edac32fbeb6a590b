//! Where in a file something stands that was read from it.

use serde_yaml::Location;
use std::ops::Range;

/// Byte of a location of the YAML reader.
pub fn byte_of(text: &str, location: &Location) -> usize {
    if let Some(byte) = location.span().byte_offset() {
        return usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    }
    let line = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(i, _)| i)
}

/// Where in the file a range of a decoded YAML text stands, so that an error inside a pattern
/// can point at its letters.  `location` is that of the scalar.
///
/// Quoted, plain and block texts are followed letter by letter through their escapes and line
/// breaks; where that fails, the beginning of the scalar is named.
pub fn range_in_scalar(text: &str, location: &Location, inner: Range<usize>) -> Range<usize> {
    let start = byte_of(text, location);
    let from = Walk::new(text, start).position(inner.start);
    let to = Walk::new(text, start).position(inner.end).max(from);
    from..to
}

/// Follows a scalar in the file, one decoded character after the other.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    style: Style,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    Single,
    Double,
    Block { indent: usize },
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        let rest = &text[start.min(text.len())..];
        let (style, skip) = match rest.chars().next() {
            Some('"') => (Style::Double, 1),
            Some('\'') => (Style::Single, 1),
            Some('|' | '>') => match rest.find('\n') {
                Some(end) => {
                    let indent = indent_of(&rest[end + 1..]);
                    (Style::Block { indent }, end + 1 + indent)
                }
                None => (Style::Plain, 0),
            },
            _ => (Style::Plain, 0),
        };
        Self { text, at: (start + skip).min(text.len()), style }
    }

    /// The byte in the file at which the decoded byte `target` stands.
    fn position(mut self, target: usize) -> usize {
        let mut decoded = 0;
        while decoded < target && self.at < self.text.len() {
            decoded += self.step();
        }
        self.at
    }

    /// Moves past one decoded character and returns its length when decoded.
    fn step(&mut self) -> usize {
        let rest = &self.text[self.at..];
        let Some(c) = rest.chars().next() else { return 1 };
        match (self.style, c) {
            (Style::Double, '\\') => self.escape(),
            (Style::Single, '\'') => {
                self.at += 2.min(rest.len());
                1
            }
            (_, '\n') => self.line_break(),
            _ => {
                self.at += c.len_utf8();
                c.len_utf8()
            }
        }
    }

    fn escape(&mut self) -> usize {
        let rest = &self.text[self.at + 1..];
        let digits = match rest.chars().next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some(c) => {
                self.at += 1 + c.len_utf8();
                return 1;
            }
            None => {
                self.at = self.text.len();
                return 1;
            }
        };
        let code = rest.get(1..1 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        self.at = (self.at + 2 + digits).min(self.text.len());
        code.and_then(char::from_u32).map_or(1, char::len_utf8)
    }

    /// A line break and the indentation after it decode to one character.
    fn line_break(&mut self) -> usize {
        let rest = &self.text[self.at + 1..];
        let skip = match self.style {
            Style::Block { indent } => indent.min(indent_of(rest)),
            _ => rest.len() - rest.trim_start_matches([' ', '\t']).len(),
        };
        self.at += 1 + skip;
        1
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
