//! Cuts a text into comparison words: what must agree for a quote to be faithful.
//!
//! In: a text exactly as given and the lexicons.  Out: [`Word`]s, each with a stable key that is
//! equal for all spellings of one word, its byte span, and what stood before it ([`Gap`]).
//! Letters, numbers, operators and units are words; punctuation, quote marks, line breaks and
//! hyphenation are only noted. Nothing is judged here.

use super::fold::{
    digit, is_apostrophe, is_dash, is_hyphen, is_invisible, is_letter, note_digit, push_folded,
    stable_hash,
};
use super::lexicon::CheckWords;

/// A word as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Stable hash of the folded word; equal keys are the same word.
    pub key: u64,
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What stands between the word before and this one.
    pub before: Gap,
    /// What kind of word it is and how it is written.
    pub form: Form,
}

macro_rules! flags {
    ($(#[$meta:meta])* $name:ident : $int:ty { $($(#[$doc:meta])* $flag:ident = $bit:expr;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) struct $name($int);
        impl $name {
            $($(#[$doc])* pub const $flag: Self = Self(1 << $bit);)*
            /// Whether any of the given flags is set.
            pub fn has(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }
            /// Sets the given flags.
            pub fn add(&mut self, other: Self) {
                self.0 |= other.0;
            }
            /// Both sets together.
            pub const fn or(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
    };
}

flags! {
    /// What stands between two words.
    Gap: u32 {
        SPACE = 0;
        LINE = 1;
        PARAGRAPH = 2;
        COMMA = 3;
        /// Full stop, question or exclamation mark.
        STOP = 4;
        QUESTION = 5;
        COLON = 6;
        DASH = 7;
        OPEN_QUOTE = 8;
        CLOSE_QUOTE = 9;
        ELLIPSIS = 10;
        BRACKET = 11;
        PAREN = 12;
        HYPHEN = 13;
        SEMICOLON = 14;
        OPEN_SINGLE = 15;
        CLOSE_SINGLE = 16;
    }
}

flags! {
    /// How a word is written and where it stands.
    Form: u16 {
        NUMBER = 0;
        SYMBOL = 1;
        CAPITAL = 2;
        ALL_CAPS = 3;
        IN_BRACKET = 4;
        IN_PAREN = 5;
        /// Brackets stand inside the word: "[W]e", "want[ed]".
        PART_BRACKET = 6;
        /// A raised figure that refers to a note.
        NOTE = 7;
        /// Glued to the word before: no blank and no mark between.
        GLUED = 8;
    }
}

/// The words of a text and what follows the last one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub list: Vec<Word>,
    pub tail: Gap,
}

/// Cuts a text into comparison words.
pub(crate) fn split(text: &str, lexicon: &CheckWords) -> Words {
    let mut cutter = Cutter::new(text, lexicon);
    cutter.run();
    let mut words = Words { list: cutter.words, tail: cutter.gap };
    lexicon.join_phrases(&mut words.list);
    words
}

/// The folded letters of a span, without hyphens, brackets, blanks and notes.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_letter(c) {
            push_folded(c, &mut out);
        } else if let Some(figure) = digit(c) {
            out.push(figure);
        } else if is_apostrophe(c) {
            out.push('\'');
        }
    }
    out
}

/// How far a bracket may reach before it is taken for a stray sign, in bytes.
const BRACKET_REACH: usize = 400;

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    lexicon: &'a CheckWords,
    words: Vec<Word>,
    gap: Gap,
    bracket_end: usize,
    paren_end: usize,
    /// Within a bracket that holds a part of the word.
    part_open: bool,
    buffer: String,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str, lexicon: &'a CheckWords) -> Self {
        let words = Vec::with_capacity(text.len() / 6);
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            lexicon,
            words,
            gap: Gap::default(),
            bracket_end: 0,
            paren_end: 0,
            part_open: false,
            buffer: String::new(),
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(self.at) {
            if is_letter(c) {
                self.word();
            } else if digit(c).is_some() || (c == '.' && self.starts_decimal()) {
                self.number();
            } else {
                self.sign(c);
            }
        }
    }

    fn peek(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(byte) if byte.is_ascii() => Some(*byte as char),
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    fn behind(&self, at: usize) -> Option<char> {
        match at.checked_sub(1).and_then(|before| self.bytes.get(before)) {
            Some(byte) if byte.is_ascii() => Some(*byte as char),
            Some(_) => self.text.get(..at)?.chars().next_back(),
            None => None,
        }
    }

    fn push(&mut self, key: u64, start: usize, end: usize, mut form: Form) {
        if start < self.bracket_end {
            form.add(Form::IN_BRACKET);
        } else if start < self.paren_end {
            form.add(Form::IN_PAREN);
        }
        if self.words.last().is_some_and(|last| last.end as usize == start) {
            form.add(Form::GLUED);
        }
        self.words.push(Word { key, start: start as u32, end: end as u32, before: self.gap, form });
        self.gap = Gap::default();
    }
}

/// Words of letters.
impl Cutter<'_> {
    fn word(&mut self) {
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

    fn letter_at(&self, at: usize) -> bool {
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
    fn closing_letters(&self, mut at: usize) -> Option<usize> {
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

/// Numbers.
impl Cutter<'_> {
    /// ".05" is a number, "word.5" is not.
    fn starts_decimal(&self) -> bool {
        self.peek(self.at + 1).is_some_and(|c| c.is_ascii_digit())
            && self.behind(self.at).is_none_or(|c| {
                c.is_whitespace()
                    || matches!(c, '(' | '[' | '<' | '>' | '=' | '-' | '−' | '$' | '£' | '€')
            })
    }

    fn number(&mut self) {
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
            } else if let Some(point) = self.inside_number(c) {
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
    fn inside_number(&self, c: char) -> Option<bool> {
        let rest = &self.bytes[self.at + c.len_utf8()..];
        let figures = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        match c {
            '.' if figures > 0 => Some(true),
            ',' if figures == 3 || (figures == 2 && rest.get(2) == Some(&b',')) => Some(false),
            '\u{a0}' | '\u{202f}' | '\u{2009}' if figures == 3 => Some(false),
            _ => None,
        }
    }
}

/// Signs: punctuation is noted, operators are words.
impl Cutter<'_> {
    fn sign(&mut self, c: char) {
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
            '!' | '！' | '。' => self.gap.add(Gap::STOP),
            ';' => self.gap.add(Gap::SEMICOLON),
            ':' => self.gap.add(Gap::COLON),
            '(' => self.paren(),
            '（' | ')' | '）' => self.gap.add(Gap::PAREN),
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
                !(figure(before) && figure(after))
                    && !(before == Some(' ') && after == Some(' ') && !line_start)
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
