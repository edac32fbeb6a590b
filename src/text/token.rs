//! Tokens: what the matcher sees.
//!
//! In: the normalised text and a [`Vocabulary`].  Out: a flat list of [`Token`]s with the ids of
//! the words the rules know.  Letter runs, digit runs, quote glyphs and single punctuation
//! characters are tokens; blanks are flags.  No language is known here: what a clitic is, the
//! rules say.

use super::vocabulary::{Vocabulary, WordId};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Shape {
    /// A run of letters, apostrophes inside included.
    Word,
    /// A run of ASCII digits.
    Number,
    /// A quote glyph: curly, straight, guillemet, apostrophe or backtick outside a word.
    Mark,
    /// Any other single character, or a web address: it holds no words.
    Punct,
}

/// Facts about a token, as bits.
pub mod flags {
    /// Blank before the token, or it is the first.
    pub const SPACE_BEFORE: u8 = 1;
    /// First token of a line.
    pub const LINE_START: u8 = 2;
    /// First token of a paragraph.
    pub const PARAGRAPH_START: u8 = 4;
    /// First token of a sentence.
    pub const SENTENCE_START: u8 = 8;
    /// First letter is upper case.
    pub const CAPITALISED: u8 = 16;
    /// At least two letters, all upper case.
    pub const ALL_CAPS: u8 = 32;
    /// Digits that are part of a longer figure with thousands separators ("1,500").
    pub const IN_FIGURE: u8 = 64;
    /// A blank line stood before.
    pub const BLANK_LINE_BEFORE: u8 = 128;
}

/// One token; offsets are bytes of the normalised text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The word in the vocabulary of the rules; [`WordId::UNKNOWN`] where no rule names it.
    pub word: WordId,
    /// What it is made of.
    pub shape: Shape,
    /// See [`flags`].
    pub flags: u8,
}

impl Token {
    /// Whether a flag of [`flags`] is set.
    #[inline]
    pub fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Length in bytes.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the token has no bytes (never, for tokens of a text).
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Splits `text[from..]` into tokens.
pub fn tokenise(text: &str, from: usize, vocabulary: &Vocabulary) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: from,
        vocabulary,
        tokens: Vec::with_capacity(text.len().saturating_sub(from) / 5 + 8),
        folded: String::with_capacity(32),
    };
    scanner.run();
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    vocabulary: &'a Vocabulary,
    tokens: Vec<Token>,
    folded: String,
}

/// The apostrophes that may stand inside a word.
fn apostrophe_len(bytes: &[u8]) -> usize {
    match bytes {
        [b'\'' | b'`', ..] => 1,
        [0xE2, 0x80, 0x99 | 0x98, ..] | [0xCA, 0xBC, ..] => {
            if bytes[0] == 0xE2 {
                3
            } else {
                2
            }
        }
        _ => 0,
    }
}

/// How a web address begins.
const SCHEMES: [&str; 3] = ["https://", "http://", "www."];

/// Length of the web address at the beginning of a text, without the stops and brackets that
/// end it; 0 where there is none.
fn address_len(text: &str) -> usize {
    if !matches!(text.as_bytes()[0] | 0x20, b'h' | b'w') {
        return 0;
    }
    let bytes = text.as_bytes();
    let begins = |scheme: &&[u8]| {
        bytes.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    let Some(scheme) = SCHEMES.iter().map(|scheme| scheme.as_bytes()).find(begins).map(<[u8]>::len)
    else {
        return 0;
    };
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ')' | ']') || is_quote_glyph(c);
    let whole = &text[..text.find(ends).unwrap_or(text.len())];
    let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '*']);
    if address.len() > scheme { address.len() } else { 0 }
}

/// Whether the character is a quote glyph.
pub fn is_quote_glyph(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut pending = flags::SPACE_BEFORE | flags::LINE_START | flags::BLANK_LINE_BEFORE;
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            match byte {
                b' ' | b'\t' => {
                    pending |= flags::SPACE_BEFORE;
                    self.at += 1;
                }
                b'\n' => {
                    if pending & flags::LINE_START != 0 {
                        pending |= flags::BLANK_LINE_BEFORE;
                    }
                    pending |= flags::LINE_START | flags::SPACE_BEFORE;
                    self.at += 1;
                }
                _ => {
                    if self.token(byte, pending).is_some() {
                        pending = 0;
                    } else {
                        pending |= flags::SPACE_BEFORE;
                    }
                }
            }
        }
    }

    /// Reads one token at the current byte; `None` where the character was blank.
    fn token(&mut self, byte: u8, pending: u8) -> Option<Shape> {
        if byte.is_ascii_alphabetic() {
            let address = address_len(&self.text[self.at..]);
            if address > 0 {
                self.push(self.at + address, Shape::Punct, pending);
                return Some(Shape::Punct);
            }
            return Some(self.word(pending));
        }
        if byte.is_ascii_digit() {
            return Some(self.number(pending));
        }
        if byte < 0x80 {
            if byte <= b' ' || byte == 0x7F {
                self.at += 1;
                return None;
            }
            if byte == b'\'' || byte == b'`' {
                if let Some(len) = self.clitic_len() {
                    self.push(self.at + len, Shape::Word, pending);
                    return Some(Shape::Word);
                }
            }
            let shape =
                if matches!(byte, b'"' | b'\'' | b'`') { Shape::Mark } else { Shape::Punct };
            self.push(self.at + 1, shape, pending);
            return Some(shape);
        }
        self.wide(pending)
    }

    fn wide(&mut self, pending: u8) -> Option<Shape> {
        let c = self.text[self.at..].chars().next()?;
        if c.is_alphabetic() {
            return Some(self.word(pending));
        }
        if c.is_whitespace() || c.is_control() {
            self.at += c.len_utf8();
            return None;
        }
        if c == '’' || c == '‘' {
            if let Some(len) = self.clitic_len() {
                self.push(self.at + len, Shape::Word, pending);
                return Some(Shape::Word);
            }
        }
        let shape = if is_quote_glyph(c) { Shape::Mark } else { Shape::Punct };
        self.push(self.at + c.len_utf8(), shape, pending);
        Some(shape)
    }

    /// Length of a clitic such as `'s` that stands right here, glued to the word before.
    fn clitic_len(&self) -> Option<usize> {
        let last = self.tokens.last()?;
        if last.end as usize != self.at || last.shape == Shape::Mark {
            return None;
        }
        clitic_at(self.bytes, self.at, self.vocabulary)
    }

    fn word(&mut self, pending: u8) -> Shape {
        let start = self.at;
        let mut end = start;
        let bytes = self.bytes;
        loop {
            while end < bytes.len() && bytes[end].is_ascii_alphabetic() {
                end += 1;
            }
            if end >= bytes.len() {
                break;
            }
            let quote = apostrophe_len(&bytes[end..]);
            if quote > 0 {
                // An apostrophe stays inside a word only between two letters, and not where a
                // clitic begins: that is a token of its own.
                if starts_with_letter(self.text, end + quote)
                    && clitic_at(bytes, end, self.vocabulary).is_none()
                    && end > start
                {
                    end += quote;
                    continue;
                }
                break;
            }
            if bytes[end] < 0x80 {
                break;
            }
            match self.text[end..].chars().next() {
                Some(c) if c.is_alphabetic() || is_combining(c) => end += c.len_utf8(),
                _ => break,
            }
        }
        self.push(end, Shape::Word, pending);
        Shape::Word
    }

    fn number(&mut self, pending: u8) -> Shape {
        let mut end = self.at;
        while end < self.bytes.len() && self.bytes[end].is_ascii_digit() {
            end += 1;
        }
        let mut extra = 0;
        if self.in_figure(end) {
            extra = flags::IN_FIGURE;
        }
        self.push(end, Shape::Number, pending | extra);
        Shape::Number
    }

    /// Whether the digits here are a part of a figure like "1,500".
    fn in_figure(&self, end: usize) -> bool {
        let group = |from: usize| {
            self.bytes.get(from) == Some(&b',')
                && self.bytes[from + 1..].iter().take_while(|b| b.is_ascii_digit()).count() == 3
        };
        let len = end - self.at;
        let before = self.at >= 2
            && len == 3
            && self.bytes[self.at - 1] == b','
            && self.bytes[self.at - 2].is_ascii_digit()
            && self
                .tokens
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|t| t.len() <= 3 && t.end as usize == self.at - 1);
        (len <= 3 && group(end)) || before
    }

    fn push(&mut self, end: usize, shape: Shape, pending: u8) {
        let start = self.at;
        self.at = end;
        let slice = &self.text[start..end];
        let mut set = pending;
        if shape == Shape::Word {
            set |= case_flags(slice);
        }
        let word = self.vocabulary.lookup_at(self.text, start, end, &mut self.folded);
        self.tokens.push(Token { start: start as u32, end: end as u32, word, shape, flags: set });
    }
}

fn starts_with_letter(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}')
}

/// Length of a clitic at `at` (an apostrophe), where the rules know one that ends at a word end.
fn clitic_at(bytes: &[u8], at: usize, vocabulary: &Vocabulary) -> Option<usize> {
    let quote = apostrophe_len(&bytes[at..]);
    if quote == 0 {
        return None;
    }
    let rest = &bytes[at + quote..];
    vocabulary.clitics().iter().find_map(|clitic| {
        let tail = clitic.as_bytes();
        let hit = rest.len() >= tail.len()
            && rest[..tail.len()].eq_ignore_ascii_case(tail)
            && !rest
                .get(tail.len())
                .is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xC3 && *b < 0xE2);
        hit.then_some(quote + tail.len())
    })
}

fn case_flags(word: &str) -> u8 {
    let bytes = word.as_bytes();
    let first_upper = if bytes[0] < 0x80 {
        bytes[0].is_ascii_uppercase()
    } else {
        word.chars().next().is_some_and(char::is_uppercase)
    };
    if !first_upper {
        return 0;
    }
    let mut letters = 0;
    for c in word.chars() {
        if c.is_lowercase() {
            return flags::CAPITALISED;
        }
        letters += usize::from(c.is_alphabetic());
    }
    if letters >= 2 { flags::CAPITALISED | flags::ALL_CAPS } else { flags::CAPITALISED }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_address_is_one_token_without_the_stop_behind_it() {
        let text =
            "See (https://kelm.example/2018/10/16?a=b), www.kelm.example. HTTP://x wwwx http:// y";
        let tokens = tokenise(text, 0, &Vocabulary::default());
        let words: Vec<&str> =
            tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(
            words,
            [
                "See",
                "(",
                "https://kelm.example/2018/10/16?a=b",
                ")",
                ",",
                "www.kelm.example",
                ".",
                "HTTP://x",
                "wwwx",
                "http",
                ":",
                "/",
                "/",
                "y"
            ]
        );
        assert_eq!((tokens[2].shape, tokens[7].flags), (Shape::Punct, flags::SPACE_BEFORE));
    }
}
