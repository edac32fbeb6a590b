//! UTF-8 that was once read as windows-1252 (`â€œ` for `“`), up to twice, or as Mac Roman.
//!
//! Only what cannot be anything else is repaired: punctuation and Western letters, the letters
//! only inside words.

/// How often a text is taken to have been read wrongly.
const DEEPEST: u32 = 2;

/// The character that the broken sequence at byte `at` stands for, and where the sequence ends.
pub(super) fn repair(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = &text[at..];
    if let Some((c, length)) = mac_roman(rest) {
        return Some((c, at + length));
    }
    (1..=DEEPEST).rev().find_map(|depth| {
        let (c, length) = character(rest, depth)?;
        is_certain(c, text, at, at + length).then_some((c, at + length))
    })
}

/// Reads one character of a text that was wrongly decoded `depth` times.
fn character(text: &str, depth: u32) -> Option<(char, usize)> {
    if depth == 0 {
        let c = text.chars().next()?;
        return Some((c, c.len_utf8()));
    }
    let (lead, mut length) = byte(text, depth)?;
    let more = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0];
    for index in 1..=more {
        match byte(&text[length..], depth).filter(|(byte, _)| (0x80..0xC0).contains(byte)) {
            Some((byte, used)) => {
                bytes[index] = byte;
                length += used;
            }
            None if index == 2 && bytes[..2] == [0xE2, 0x80] => {
                return Some(('”', length + lost_byte(&text[length..], depth)?));
            }
            None => return None,
        }
    }
    Some((std::str::from_utf8(&bytes[..=more]).ok()?.chars().next()?, length))
}

/// The windows-1252 byte that the next character of the text was decoded from.
fn byte(text: &str, depth: u32) -> Option<(u8, usize)> {
    let (c, length) = character(text, depth - 1)?;
    Some((windows_1252(c)?, length))
}

/// Windows-1252 has no character for the last byte of `”`: it is often lost or replaced.
/// The length of its replacement, or nothing where the text goes on in a way that tells nothing.
fn lost_byte(text: &str, depth: u32) -> Option<usize> {
    match character(text, depth - 1) {
        Some(('\u{FFFD}', length)) => Some(length),
        Some((c, _)) if c.is_alphanumeric() => None,
        _ => Some(0),
    }
}

/// Whether nobody can have meant the sequence between `start` and `end` as it stands.
fn is_certain(repaired: char, text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let in_capitals = before.is_some_and(char::is_uppercase);
    match repaired {
        '\u{A0}' | '£' | '©' | '®' | '°' => true,
        '\u{A0}'..='\u{17F}' if in_capitals => false,
        '\u{A0}'..='\u{17F}' if repaired.is_alphabetic() => {
            before.is_some_and(char::is_lowercase) || text[end..].starts_with(char::is_lowercase)
        }
        '\u{A0}'..='\u{BF}' | '\u{2009}' | '\u{200B}' | '\u{2010}'..='\u{2026}' => true,
        '\u{202F}'..='\u{203A}' | '€' | '™' | '−' | '\u{FEFF}' | '\u{FFFD}' => true,
        _ => false,
    }
}

/// The byte windows-1252 decodes to `c`; bytes it leaves undefined are decoded to themselves.
fn windows_1252(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{FF}' => Some(c as u8),
        _ => HIGH.iter().position(|high| *high == c).map(|index| 0x80 + index as u8),
    }
}

/// Windows-1252 from 0x80 on; undefined bytes stand for the control characters of that number.
pub(super) const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Punctuation read as Mac Roman (`‚Äú` for `“`).
fn mac_roman(text: &str) -> Option<(char, usize)> {
    let third = text.strip_prefix("‚Ä")?.chars().next()?;
    let c = match third {
        'ú' => '“',
        'ù' => '”',
        'ò' => '‘',
        'ô' => '’',
        'ì' => '–',
        'î' => '—',
        '¶' => '…',
        _ => return None,
    };
    Some((c, "‚Ä".len() + third.len_utf8()))
}
