//! Signs: punctuation is noted, operators are words.

use super::super::fold::{
    digit, is_apostrophe, is_dash, is_hyphen, is_letter, note_digit, stable_hash,
};
use super::{Cutter, Form, Gap};

/// How far a bracket may reach before it is taken for a stray sign, in bytes.
const BRACKET_REACH: usize = 400;

impl Cutter<'_> {
    pub(super) fn sign(&mut self, c: char) {
        let width = c.len_utf8();
        if c.is_whitespace() {
            self.blanks();
            return;
        }
        if c == '.' || c == '…' {
            self.dots();
            return;
        }
        if is_dash(c) {
            self.dash(c);
            return;
        }
        if let Some(figure) = note_digit(c) {
            self.raised(figure, width);
            return;
        }
        match c {
            ',' | '،' => self.gap.add(Gap::COMMA),
            '?' | '？' => self.gap.add(Gap::STOP.or(Gap::QUESTION)),
            '!' | '！' => self.gap.add(Gap::STOP.or(Gap::EXCLAMATION)),
            '。' => self.gap.add(Gap::STOP),
            ';' => self.gap.add(Gap::SEMICOLON),
            ':' => self.gap.add(Gap::COLON),
            '(' => self.paren(),
            '（' | ')' | '）' => self.gap.add(Gap::PAREN),
            '[' if self.link_text(width) => {}
            ']' if self.link_end(self.at).is_some() => {
                self.at = self.link_end(self.at).unwrap_or(self.at + width);
                return;
            }
            '[' if self.opens_part() => {
                self.word_from_bracket();
                return;
            }
            '[' => self.bracket(),
            ']' => self.gap.add(Gap::BRACKET),
            _ if is_quote_glyph(c) => self.quote_mark(c),
            _ => {
                self.operator(c);
                return;
            }
        }
        self.at += width;
    }

    fn blanks(&mut self) {
        let mut lines = 0;
        while let Some(c) = self.peek(self.at).filter(|c| c.is_whitespace()) {
            lines += usize::from(
                c == '\n'
                    || c == '\u{2029}'
                    || (c == '\r' && self.bytes.get(self.at + 1) != Some(&b'\n')),
            );
            self.at += c.len_utf8();
        }
        self.gap.add(match lines {
            0 => Gap::SPACE,
            1 => Gap::SPACE.or(Gap::LINE),
            _ => Gap::SPACE.or(Gap::LINE).or(Gap::PARAGRAPH),
        });
    }

    /// One full stop ends a sentence; two and more, also spaced, mark an omission.
    fn dots(&mut self) {
        let mut marks = 0;
        let mut at = self.at;
        let mut end = at;
        while let Some(c) = self.peek(at) {
            match c {
                '.' => marks += 1,
                '…' => marks += 3,
                ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {
                    at += c.len_utf8();
                    continue;
                }
                _ => break,
            }
            at += c.len_utf8();
            end = at;
        }
        self.gap.add(if marks > 1 { Gap::ELLIPSIS } else { Gap::STOP });
        self.at = end;
    }

    fn dash(&mut self, c: char) {
        let start = self.at;
        let mut end = start;
        let mut count = 0;
        while let Some(next) = self.peek(end).filter(|c| is_dash(*c)) {
            end += next.len_utf8();
            count += 1;
        }
        let sign = if count == 1 { self.dash_is_sign(c, start, end) } else { false };
        self.at = end;
        if sign {
            self.push(stable_hash("-"), start, end, Form::SYMBOL);
        } else if count == 1 && is_hyphen(c) && !self.peek(end).is_none_or(char::is_whitespace) {
            self.gap.add(Gap::HYPHEN);
        } else {
            self.gap.add(Gap::DASH);
        }
    }

    /// Minus, range and subtraction, as against hyphen and dash.
    fn dash_is_sign(&self, c: char, start: usize, end: usize) -> bool {
        if c == '−' {
            return true;
        }
        let before = self.behind(start);
        let after = self.peek(end);
        let figure = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if !blank(before) && !blank(after) {
            return (figure(before) && figure(after))
                || (before == Some(')') && (figure(after) || self.is_operand(end)));
        }
        if blank(before) && figure(after) {
            return before.is_some();
        }
        if !(blank(before) && blank(after)) {
            return false;
        }
        let left = self.text[..start].trim_end().chars().next_back();
        let right = end + (self.text[end..].len() - self.text[end..].trim_start().len());
        (figure(left) && figure(self.peek(right)))
            || (left == Some(')') && self.is_operand(right))
            || self.between_variables(start, right)
    }

    /// A number, a parenthesis or a function: "(", "2", "vec(".
    fn is_operand(&self, mut at: usize) -> bool {
        match self.peek(at) {
            Some(c) if digit(c).is_some() || c == '(' => true,
            Some(c) if is_letter(c) => {
                while self.letter_at(at) && at < self.bytes.len() {
                    at += self.peek(at).map_or(1, char::len_utf8);
                }
                self.peek(at) == Some('(')
            }
            _ => false,
        }
    }

    /// "x - y": a single letter on both sides.
    fn between_variables(&self, start: usize, right: usize) -> bool {
        let left = self.text[..start].trim_end();
        let mut back = left.chars().rev();
        let lone_left = back.next().is_some_and(is_letter)
            && back.next().is_none_or(|c| c.is_whitespace() || c == '(');
        let mut forth = self.text[right..].chars();
        let lone_right = forth.next().is_some_and(is_letter)
            && forth.next().is_none_or(|c| !is_letter(c) && !is_apostrophe(c));
        lone_left && lone_right
    }

    fn raised(&mut self, figure: char, width: usize) {
        let start = self.at;
        self.at += width;
        let unit = self
            .words
            .last()
            .is_some_and(|last| last.end as usize == start && last.end - last.start <= 2);
        let form = if unit { Form::NUMBER } else { Form::NUMBER.or(Form::NOTE) };
        self.push(stable_hash(figure.encode_utf8(&mut [0; 4])), start, self.at, form);
    }

    fn paren(&mut self) {
        self.gap.add(Gap::PAREN);
        if let Some(length) = self.reach(b')') {
            if is_omission(&self.text[self.at + 1..self.at + length]) {
                self.gap.add(Gap::ELLIPSIS);
                self.at += length;
            } else {
                self.paren_end = self.at + length;
            }
        }
    }

    /// Whether a bracket opens the words of a link: "[words](address)".
    fn link_text(&self, width: usize) -> bool {
        let end = self.bytes.len().min(self.at + BRACKET_REACH);
        let close = memchr::memchr(b']', &self.bytes[self.at + width..end]);
        close.is_some_and(|close| self.link_end(self.at + width + close).is_some())
    }

    /// The end of an address in parentheses right behind a closing bracket.
    fn link_end(&self, close: usize) -> Option<usize> {
        let from = close + 1;
        let end = self.bytes.len().min(from + BRACKET_REACH);
        if self.bytes.get(from) != Some(&b'(') {
            return None;
        }
        let length = memchr::memchr(b')', &self.bytes[from..end])?;
        let address = self.text.get(from + 1..from + length)?;
        let is_address = address.contains("://") || address.starts_with(['/', '#', '.']);
        (is_address && !address.contains('\n')).then_some(from + length + 1)
    }

    fn bracket(&mut self) {
        let next = self.at + 1;
        self.gap.add(Gap::BRACKET);
        if let Some(length) = self.reach(b']') {
            if is_omission(&self.text[next..self.at + length]) {
                self.gap.add(Gap::ELLIPSIS);
                self.at += length;
            } else {
                self.bracket_end = self.at + length;
            }
        }
    }

    /// "[W]e", but not "[the] board".
    fn opens_part(&self) -> bool {
        let next = self.at + 1;
        self.closing_letters(next).is_some_and(|close| close > next && self.letter_at(close + 1))
    }

    /// The word begins inside the bracket.
    fn word_from_bracket(&mut self) {
        self.at += 1;
        self.part_open = true;
        self.word();
        if let Some(last) = self.words.last_mut() {
            last.form.add(Form::PART_BRACKET);
        }
    }

    /// Distance to the closing sign, if it is near.
    fn reach(&self, close: u8) -> Option<usize> {
        let end = self.bytes.len().min(self.at + BRACKET_REACH);
        memchr::memchr(close, &self.bytes[self.at..end])
    }

    fn quote_mark(&mut self, c: char) {
        let after = self.at + c.len_utf8();
        let opens = match c {
            '“' | '„' | '«' | '‘' | '‚' | '‹' => true,
            '”' | '»' | '’' | '›' => false,
            _ => self.looks_opening(self.at, after),
        };
        let single = matches!(c, '‘' | '’' | '\'' | '`' | '´' | '‚' | '‹' | '›');
        self.gap.add(match (opens, single) {
            (true, false) => Gap::OPEN_QUOTE,
            (false, false) => Gap::CLOSE_QUOTE,
            (true, true) => Gap::OPEN_SINGLE,
            (false, true) => Gap::CLOSE_SINGLE,
        });
    }

    /// A straight mark opens after a blank or an opening sign and before a letter.
    fn looks_opening(&self, at: usize, after: usize) -> bool {
        let left = self.behind(at).is_none_or(|c| {
            c.is_whitespace() || is_dash(c) || matches!(c, '(' | '[' | '“' | '‘' | '"' | '\'')
        });
        let right = self.peek(after).is_some_and(|c| !c.is_whitespace());
        left && right
    }

    fn operator(&mut self, c: char) {
        let (start, width) = (self.at, c.len_utf8());
        self.at += width;
        let Some((name, length)) = operator_name(c, self.peek(self.at)) else { return };
        if self.is_markup(c, start, start + width) {
            return;
        }
        self.at = start + width + length;
        let key = self.lexicon.key_of(name);
        self.push(key, start, self.at, Form::SYMBOL);
    }

    /// Signs that lay out a page rather than say something: `*emphasis*`, `# heading`, `> quoted`.
    fn is_markup(&self, c: char, start: usize, end: usize) -> bool {
        let before = self.behind(start);
        let after = self.peek(end);
        let line_start = before.is_none_or(|c| c == '\n');
        let figure = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
        match c {
            '*' | '_' => {
                let within = figure(before) && figure(after);
                let apart = before == Some(' ') && after == Some(' ') && !line_start;
                !(within || apart)
            }
            '>' => line_start || before == Some('>'),
            '#' | '@' => {
                line_start && after == Some(' ')
                    || after.is_none_or(char::is_whitespace)
                    || after == Some('#')
            }
            '~' => !figure(after),
            '=' | '+' => line_start || before == Some(c) || after == Some(c),
            _ => false,
        }
    }
}

fn is_quote_glyph(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '‹' | '›' | '‚')
        || is_apostrophe(c)
}

/// Whether a bracket holds nothing but an omission mark.
fn is_omission(inside: &str) -> bool {
    !inside.is_empty() && inside.chars().all(|c| matches!(c, '.' | '…' | ' ' | '\u{a0}'))
}

/// The name an operator is compared by, and how many bytes of a second sign belong to it.
fn operator_name(c: char, next: Option<char>) -> Option<(&'static str, usize)> {
    Some(match (c, next) {
        ('<', Some('=')) => ("≤", 1),
        ('>', Some('=')) => ("≥", 1),
        ('!', Some('=')) => ("≠", 1),
        ('<', _) => ("<", 0),
        ('>', _) => (">", 0),
        ('≤' | '⩽', _) => ("≤", 0),
        ('≥' | '⩾', _) => ("≥", 0),
        ('≠', _) => ("≠", 0),
        ('=', _) => ("=", 0),
        ('+', _) => ("+", 0),
        ('±', _) => ("±", 0),
        ('×', _) => ("×", 0),
        ('÷', _) => ("÷", 0),
        ('*', _) => ("*", 0),
        ('_', _) => ("_", 0),
        ('/' | '⁄', _) => ("/", 0),
        ('^', _) => ("^", 0),
        ('~' | '≈', _) => ("~", 0),
        ('%' | '٪', _) => ("%", 0),
        ('‰', _) => ("‰", 0),
        ('$', _) => ("$", 0),
        ('€', _) => ("€", 0),
        ('£', _) => ("£", 0),
        ('¥', _) => ("¥", 0),
        ('₹', _) => ("₹", 0),
        ('°', _) => ("°", 0),
        ('&', _) => ("&", 0),
        ('#', _) => ("#", 0),
        ('@', _) => ("@", 0),
        _ => return None,
    })
}
