//! Tokens: what the matcher sees.
//!
//! In: the normalised text and a [`Vocabulary`].  Out: a flat list of [`Token`]s with the ids of
//! the words the rules know.  Letter runs, digit runs, quote glyphs and single punctuation
//! characters are tokens; blanks are flags.  No language is known here: what a clitic is, the
//! rules say.

use super::address::{address_len, begins_like_an_address};
use super::bytes;
use super::vocabulary::{Key, Vocabulary, WordId};

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
    let length = text.len().saturating_sub(from);
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        vocabulary,
        // Prose has a token for every five bytes or more.
        tokens: Vec::with_capacity(length / 4 + 8),
        waiting: Vec::with_capacity(length / 5 + 8),
    };
    scanner.run(from);
    scanner.look_up();
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    vocabulary: &'a Vocabulary,
    tokens: Vec<Token>,
    /// Tokens whose words wait to be looked up.
    waiting: Vec<(u32, Key)>,
}

/// Facts about the character that begins with a byte, as bits: to ask for one of them costs no
/// jump through a table, which no processor foresees in prose.
mod facts {
    /// A digit.
    pub const DIGIT: u8 = 1;
    /// A visible ASCII character that is no letter, no digit and no apostrophe.
    pub const GLYPH: u8 = 2;
    /// An apostrophe or a backtick: a quote mark, a clitic or a part of a word.
    pub const APOSTROPHE: u8 = 4;
    /// A character beyond ASCII.
    pub const WIDE: u8 = 8;
    /// A blank or a control character, line ends aside.
    pub const BLANK: u8 = 16;
}

/// The facts about every byte; letters and line ends have none.
const FACTS: [u8; 256] = {
    let mut all = [facts::WIDE; 256];
    let mut byte = 0;
    while byte < 0x80 {
        all[byte] = match byte as u8 {
            b'\n' | b'a'..=b'z' | b'A'..=b'Z' => 0,
            0..=b' ' | 0x7F => facts::BLANK,
            b'0'..=b'9' => facts::DIGIT,
            b'\'' | b'`' => facts::APOSTROPHE,
            _ => facts::GLYPH,
        };
        byte += 1;
    }
    all
};

/// The apostrophes that may stand inside a word.
#[inline]
pub(super) fn apostrophe_len(bytes: &[u8]) -> usize {
    match bytes {
        [b'\'' | b'`', ..] => 1,
        [0xE2, 0x80, 0x98 | 0x99, ..] => 3,
        [0xCA, 0xBC, ..] => 2,
        _ => 0,
    }
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
    /// Reads the tokens from a byte on.  Each reader is told where its token begins and says where
    /// it ends.
    fn run(&mut self, from: usize) {
        let mut at = from;
        let mut pending = flags::SPACE_BEFORE | flags::LINE_START | flags::BLANK_LINE_BEFORE;
        while let Some(byte) = self.bytes.get(at).copied() {
            // The commonest come first.
            let end = if byte.is_ascii_alphabetic() {
                self.letters(at, pending)
            } else if FACTS[byte as usize] & facts::GLYPH != 0 {
                self.glyph(at, byte, pending)
            } else {
                (at, pending) = self.seldom(at, byte, pending);
                continue;
            };
            // Mostly there is one blank behind a token; it is passed over without a branch.
            let is_blank = self.bytes.get(end) == Some(&b' ');
            pending = u8::from(is_blank) * flags::SPACE_BEFORE;
            at = end + usize::from(is_blank);
        }
    }

    /// Reads what begins with a byte that is none of the commonest; returns where it ends and what
    /// is pending there.
    fn seldom(&mut self, at: usize, byte: u8, pending: u8) -> (usize, u8) {
        let is = FACTS[byte as usize];
        let end = if is & facts::WIDE != 0 {
            match self.wide(at, pending) {
                Ok(end) => end,
                Err(end) => return (end, pending | flags::SPACE_BEFORE),
            }
        } else if is & facts::DIGIT != 0 {
            self.number(at, pending)
        } else if is & facts::APOSTROPHE != 0 {
            self.clitic(at, pending).unwrap_or_else(|| self.glyph(at, byte, pending))
        } else if is & facts::BLANK != 0 {
            return (at + 1, pending | flags::SPACE_BEFORE);
        } else {
            let again = pending & flags::LINE_START != 0;
            let blank_line = if again { flags::BLANK_LINE_BEFORE } else { 0 };
            return (at + 1, pending | blank_line | flags::LINE_START | flags::SPACE_BEFORE);
        };
        (end, 0)
    }

    /// Reads a word that begins with an ASCII letter, or a web address.
    ///
    /// Nearly all words are up to 16 letters of ASCII with another ASCII character behind them;
    /// this one looks at eight bytes at once and knows their case from the bits of the letters.
    #[inline]
    fn letters(&mut self, start: usize, pending: u8) -> usize {
        let bytes = self.bytes;
        let low = bytes::eight(bytes, start);
        if begins_like_an_address(low) {
            let address = address_len(&self.text[start..]);
            if address > 0 {
                return self.push(start, start + address, Shape::Punct, pending);
            }
        }
        let word = match bytes::letters(low) {
            8 => {
                let high = bytes::eight(bytes, start + 8);
                Letters::two(low, high, bytes::letters(high))
            }
            len => Letters::one(low, len),
        };
        let end = start + word.len;
        let behind = bytes.get(end).map_or(0, |byte| FACTS[*byte as usize]);
        if word.len == 16 || behind & (facts::APOSTROPHE | facts::WIDE) != 0 {
            return self.word(start, end, pending);
        }
        self.waiting.push((self.tokens.len() as u32, word.key));
        self.add(start, end, WordId::UNKNOWN, Shape::Word, pending | word.case())
    }

    /// Looks up the words that wait, all in one go: with nothing else in between the processor
    /// fetches many of their places in the vocabulary at a time.
    fn look_up(&mut self) {
        for (index, key) in &self.waiting {
            self.tokens[*index as usize].word = self.vocabulary.short(*key);
        }
    }

    /// Adds a token and returns where it ends.
    #[inline]
    fn add(&mut self, start: usize, end: usize, word: WordId, shape: Shape, flags: u8) -> usize {
        self.tokens.push(Token { start: start as u32, end: end as u32, word, shape, flags });
        end
    }

    /// Adds a token whose word has to be looked up by its characters.
    fn push(&mut self, start: usize, end: usize, shape: Shape, pending: u8) -> usize {
        let slice = &self.text[start..end];
        let case = if shape == Shape::Word { case_flags(slice) } else { 0 };
        self.add(start, end, self.vocabulary.lookup(slice), shape, pending | case)
    }

    /// Adds a token of one ASCII character that is no letter and no digit.
    #[inline]
    fn glyph(&mut self, at: usize, byte: u8, pending: u8) -> usize {
        let is_mark = matches!(byte, b'"' | b'\'' | b'`');
        let shape = if is_mark { Shape::Mark } else { Shape::Punct };
        self.add(at, at + 1, self.vocabulary.single(byte), shape, pending)
    }

    /// Reads what begins with a character beyond ASCII; an error where it was blank.
    fn wide(&mut self, at: usize, pending: u8) -> Result<usize, usize> {
        let Some(c) = self.text[at..].chars().next() else { return Err(at) };
        // Dashes, quote glyphs, the ellipsis: they have no case.
        let is_punctuation = matches!(c, '\u{2010}'..='\u{2027}');
        if !is_punctuation && c.is_alphabetic() {
            return Ok(self.word(at, at, pending));
        }
        let end = at + c.len_utf8();
        if !is_punctuation && (c.is_whitespace() || c.is_control()) {
            return Err(end);
        }
        if let Some(end) = matches!(c, '’' | '‘').then(|| self.clitic(at, pending)).flatten() {
            return Ok(end);
        }
        let shape = if is_quote_glyph(c) { Shape::Mark } else { Shape::Punct };
        if is_punctuation {
            let word = self.vocabulary.folded(&self.text[at..end]);
            return Ok(self.add(at, end, word, shape, pending));
        }
        Ok(self.push(at, end, shape, pending))
    }

    /// Reads a clitic such as `'s` that stands right here, glued to the word before.
    fn clitic(&mut self, at: usize, pending: u8) -> Option<usize> {
        let glued = |last: &&Token| last.end as usize == at && last.shape != Shape::Mark;
        self.tokens.last().filter(glued)?;
        let len = clitic_at(self.bytes, at, self.vocabulary)?;
        Some(self.push(at, at + len, Shape::Word, pending))
    }

    /// Reads a word with whatever a word may hold, of which nothing ends before `end`.
    fn word(&mut self, start: usize, mut end: usize, pending: u8) -> usize {
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
        self.push(start, end, Shape::Word, pending)
    }

    fn number(&mut self, start: usize, pending: u8) -> usize {
        let low = bytes::eight(self.bytes, start);
        let len = bytes::digits(low);
        if len == 8 {
            return self.long_number(start, pending);
        }
        let end = start + len;
        let extra = if self.in_figure(start, end) { flags::IN_FIGURE } else { 0 };
        let key = Key { low: bytes::first(low, len), high: 0 };
        self.add(start, end, self.vocabulary.short(key), Shape::Number, pending | extra)
    }

    /// A run of eight digits or more; it is no part of a figure with separators.
    fn long_number(&mut self, start: usize, pending: u8) -> usize {
        let digits = self.bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        self.push(start, start + digits, Shape::Number, pending)
    }

    /// Whether the digits here are a part of a figure like "1,500".
    fn in_figure(&self, start: usize, end: usize) -> bool {
        let len = end - start;
        if len > 3 {
            return false;
        }
        let begins = self.bytes.get(end) == Some(&b',')
            && bytes::digits(bytes::eight(self.bytes, end + 1)) == 3;
        let goes_on = len == 3
            && start >= 2
            && self.bytes[start - 1] == b','
            && self.bytes[start - 2].is_ascii_digit();
        let parts = || self.tokens.iter().rev().nth(1);
        begins || goes_on && parts().is_some_and(|t| t.len() <= 3 && t.end as usize == start - 1)
    }
}

/// A word of up to 16 ASCII letters.
#[derive(Clone, Copy)]
struct Letters {
    /// The word as the vocabulary knows it, in lower case.
    key: Key,
    /// Whether the first letter is upper case.
    is_upper: bool,
    /// Zero where all letters are upper case.
    lower: u64,
    len: usize,
}

impl Letters {
    /// The first letters of eight bytes.
    #[inline]
    fn one(low: u64, len: usize) -> Self {
        let mask = bytes::ones(len);
        let key = Key { low: (low | bytes::CASE) & mask, high: 0 };
        Self { key, is_upper: low & 0x20 == 0, lower: low & bytes::CASE & mask, len }
    }

    /// Eight letters and the first of the next eight bytes.
    #[inline]
    fn two(low: u64, high: u64, more: usize) -> Self {
        let high = Self::one(high, more);
        let key = Key { low: low | bytes::CASE, high: high.key.low };
        let lower = low & bytes::CASE | high.lower;
        Self { key, is_upper: low & 0x20 == 0, lower, len: 8 + more }
    }

    /// The flags of its case; without branches, as capitals come when they like.
    #[inline]
    fn case(self) -> u8 {
        let all_upper = self.len > 1 && self.lower == 0;
        (u8::from(self.is_upper) * flags::CAPITALISED) | (u8::from(all_upper) * flags::ALL_CAPS)
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
