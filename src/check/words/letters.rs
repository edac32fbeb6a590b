//! Words of letters: "U.S.", "won't", "on-line", "[W]e".

use super::super::fold::{is_apostrophe, is_hyphen, is_invisible, is_letter, push_folded};
use super::{Cutter, Form};

impl Cutter<'_> {
    pub(super) fn word(&mut self) {
        let start = self.at;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let mut form = Form::default();
        let mut capitals = 0usize;
        let mut letters = 0usize;
        while let Some(c) = self.peek(self.at) {
            if is_letter(c) {
                letters += 1;
                capitals += usize::from(c.is_uppercase());
                if letters == 1 && capitals == 1 {
                    form.add(Form::CAPITAL);
                }
                push_folded(c, &mut buffer);
                self.at += c.len_utf8();
            } else if is_invisible(c) {
                self.at += c.len_utf8();
            } else if is_apostrophe(c) && self.letter_at(self.at + c.len_utf8()) {
                buffer.push('\'');
                self.at += c.len_utf8();
            } else if let Some(next) = self.hyphen_join(c).or_else(|| self.acronym_join(c, start)) {
                self.at = next;
            } else if let Some(next) = self.bracket_join(c) {
                form.add(Form::PART_BRACKET);
                self.part_open = c == '[';
                self.at = next;
            } else {
                break;
            }
        }
        if letters >= 2 && capitals == letters {
            form.add(Form::ALL_CAPS);
        }
        let key = self.lexicon.key_of(&buffer);
        self.buffer = buffer;
        self.push(key, start, self.at, form);
    }

    pub(super) fn letter_at(&self, at: usize) -> bool {
        self.peek(at).is_some_and(is_letter)
    }

    /// Where the word goes on after a hyphen: "on-line", "on- line", "N -fold", "vibra-⏎tion".
    fn hyphen_join(&self, c: char) -> Option<usize> {
        if is_hyphen(c) {
            let next = self.at + c.len_utf8();
            let after = self.skip_one_break(next);
            let wide = after > next && !c.eq(&'-') && c != '\u{2010}';
            return (self.letter_at(after) && !wide).then_some(after);
        }
        if c == ' ' {
            let hyphen = self
                .peek(self.at + 1)
                .filter(|c| *c == '-' || *c == '\u{2010}' || *c == '\u{2011}')?;
            let after = self.at + 1 + hyphen.len_utf8();
            return (self.letter_at(after) && self.behind(self.at).is_some_and(is_letter))
                .then_some(after);
        }
        None
    }

    /// Past blanks and at most one line break.
    fn skip_one_break(&self, mut at: usize) -> usize {
        let mut lines = 0;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\n' if lines == 0 => lines = 1,
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            at += 1;
        }
        at
    }

    /// "U.S.", "p.m.": single letters tied by full stops.
    fn acronym_join(&self, c: char, start: usize) -> Option<usize> {
        if c != '.' || !self.is_single_letter_before(self.at, start) {
            return None;
        }
        let next = self.at + 1;
        let letter = self.peek(next).filter(|c| is_letter(*c))?;
        (!self.letter_at(next + letter.len_utf8())).then_some(next)
    }

    fn is_single_letter_before(&self, at: usize, start: usize) -> bool {
        let Some(letter) = self.behind(at).filter(|c| is_letter(*c)) else { return false };
        let before = at - letter.len_utf8();
        before == start || self.behind(before) == Some('.')
    }

    /// "[W]e" and "want[ed]": brackets that hold a part of a word.
    fn bracket_join(&self, c: char) -> Option<usize> {
        let next = self.at + 1;
        match c {
            '[' => {
                let close = self.closing_letters(next)?;
                let inside = self.text.get(next..close)?;
                (close > next && close - next <= 4 && !self.lexicon.is_sic(inside)).then_some(next)
            }
            ']' if self.part_open => Some(next),
            _ => None,
        }
    }

    /// Position of the `]` that follows letters only.
    pub(super) fn closing_letters(&self, mut at: usize) -> Option<usize> {
        let from = at;
        while let Some(c) = self.peek(at) {
            match c {
                ']' => return Some(at),
                _ if is_letter(c) && at - from < 40 => at += c.len_utf8(),
                _ => return None,
            }
        }
        None
    }
}
