//! Numbers: "1,200", "4.5", ".05".

use super::super::fold::{digit, stable_hash};
use super::{Cutter, Form};

impl Cutter<'_> {
    /// ".05" is a number, "word.5" is not.
    pub(super) fn starts_decimal(&self) -> bool {
        self.peek(self.at + 1).is_some_and(|c| c.is_ascii_digit())
            && self.behind(self.at).is_none_or(|c| {
                c.is_whitespace()
                    || matches!(c, '(' | '[' | '<' | '>' | '=' | '-' | '−' | '$' | '£' | '€')
            })
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        if self.peek(self.at) == Some('.') {
            buffer.push('0');
        }
        while let Some(c) = self.peek(self.at) {
            if let Some(figure) = digit(c) {
                buffer.push(figure);
                self.at += c.len_utf8();
            } else if let Some(point) = self.inside_number(start, c) {
                if point {
                    buffer.push('.');
                }
                self.at += c.len_utf8();
            } else {
                break;
            }
        }
        let key = stable_hash(&buffer);
        self.buffer = buffer;
        self.push(key, start, self.at, Form::NUMBER);
    }

    /// A decimal point (`true`) or a separator of thousands (`false`) within a number.
    fn inside_number(&self, start: usize, c: char) -> Option<bool> {
        let rest = &self.bytes[self.at + c.len_utf8()..];
        let figures = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        match c {
            '.' if figures > 0 => Some(true),
            ',' if figures == 3 || (figures == 2 && rest.get(2) == Some(&b',')) => Some(false),
            '\u{a0}' | '\u{202f}' | '\u{2009}' if figures == 3 => Some(false),
            ' ' if figures == 3 && self.begins_group(start) => Some(false),
            _ => None,
        }
    }

    /// "12 500": at most three figures, or groups of three, stand before the blank.
    fn begins_group(&self, start: usize) -> bool {
        let before = &self.text[start..self.at];
        let mut groups = before.split(' ');
        let first = groups.next().map_or(0, str::len);
        (1..=3).contains(&first)
            && before.bytes().all(|b| b.is_ascii_digit() || b == b' ')
            && groups.all(|group| group.len() == 3)
    }
}
