//! Bytes to text.
//!
//! In: the bytes of a file.  Out: its text without byte order mark, and notes on everything that
//! was guessed or repaired.  The order of the guesses: byte order mark, UTF-16 by its NULs,
//! binary, UTF-8, UTF-8 with stray windows-1252 bytes, the encoding `chardetng` finds.

use super::error::Reason;
use super::format;
use crate::extraction::{Problem, Severity};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) notes: Vec<Problem>,
}

impl Decoded {
    fn clean(text: String) -> Self {
        Self { text, notes: Vec::new() }
    }

    fn with_note(text: String, code: &str, message: String) -> Self {
        Self { text, notes: vec![Problem::new(Severity::Warning, code, message)] }
    }
}

/// Decodes a file, in the encoding given by the user if there is one.
pub(super) fn decode(bytes: Vec<u8>, given: Option<&'static Encoding>) -> Result<Decoded, Reason> {
    if let Some(kind) = format::binary_kind(&bytes) {
        return Err(Reason::Binary(kind));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok(if encoding == UTF_8 {
            utf_8(bytes, mark)
        } else {
            utf_16(&bytes, mark, encoding)
        });
    }
    if let Some(encoding) = given {
        return Ok(in_encoding(&bytes, encoding, "as the option says"));
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        let mut decoded = utf_16(&bytes, 0, encoding);
        decoded.notes.insert(0, guessed(encoding, "by its NUL bytes"));
        return Ok(decoded);
    }
    if is_binary(&bytes) {
        return Err(Reason::Binary("binary data"));
    }
    Ok(utf_8(bytes, 0))
}

fn guessed(encoding: &'static Encoding, how: &str) -> Problem {
    let message = format!(
        "the text is not UTF-8; it was read as {}, {how}; give --encoding if that is wrong",
        encoding.name()
    );
    Problem::new(Severity::Warning, "encoding-guessed", message)
}

/// Text that should be UTF-8, from byte `start` on.
fn utf_8(mut bytes: Vec<u8>, start: usize) -> Decoded {
    bytes.drain(..start);
    match String::from_utf8(bytes) {
        Ok(text) => Decoded::clean(text),
        Err(error) => repaired(error.as_bytes()),
    }
}

/// UTF-8 with errors: cut off, mixed with windows-1252, or no UTF-8 at all.
fn repaired(bytes: &[u8]) -> Decoded {
    let damage = Damage::of(bytes);
    if damage.is_only_cut_off {
        let message = "the file ends in the middle of a character; it may be incomplete".to_owned();
        return Decoded::with_note(String::from_utf8_lossy(bytes).into_owned(), "cut-off", message);
    }
    if damage.is_legacy() {
        let encoding = most_likely(bytes);
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return Decoded {
            text: text.into_owned(),
            notes: vec![guessed(encoding, "the most likely one")],
        };
    }
    let message = format!(
        "{} bytes are not UTF-8, the first at byte {}; they were read as windows-1252 or replaced",
        damage.invalid, damage.first
    );
    Decoded::with_note(mend(bytes), "encoding-repaired", message)
}

/// The encoding of bytes that are not UTF-8.
///
/// Among the Latin ones letters with accents decide, which English text hardly has: with less than
/// one such byte in thirty it is taken for Western.
fn most_likely(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let is_rare = bytes.iter().filter(|byte| **byte >= 0xA0).count() < bytes.len() / 30;
    let is_latin = [
        "windows-1250",
        "windows-1254",
        "windows-1257",
        "windows-1258",
        "ISO-8859-2",
        "ISO-8859-4",
    ]
    .contains(&guess.name());
    if is_rare && is_latin { WINDOWS_1252 } else { guess }
}

/// How far bytes are from UTF-8.
#[derive(Default)]
struct Damage {
    /// Byte at which UTF-8 ends for the first time.
    first: usize,
    /// Bytes that are not UTF-8.
    invalid: usize,
    /// Characters of more than one byte, and those of them that English text has.
    valid: usize,
    western: usize,
    is_only_cut_off: bool,
}

impl Damage {
    fn of(bytes: &[u8]) -> Self {
        let mut damage = Self::default();
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            let beyond_ascii = chunk.valid().chars().filter(|c| !c.is_ascii());
            for c in beyond_ascii {
                damage.valid += 1;
                damage.western +=
                    usize::from(matches!(c, '\u{A0}'..='\u{17F}' | '\u{2010}'..='\u{20CF}'));
            }
            at += chunk.valid().len();
            let length = chunk.invalid().len();
            if length > 0 && damage.invalid == 0 {
                damage.first = at;
                damage.is_only_cut_off =
                    at + length == bytes.len() && is_beginning(chunk.invalid());
            }
            damage.invalid += length;
            at += length;
        }
        damage
    }

    /// Whether the text was never UTF-8: hardly any character of it is, but by accident.
    fn is_legacy(&self) -> bool {
        self.invalid > 2 * self.western && self.invalid > self.valid / 4
    }
}

/// Whether the bytes begin a character that further bytes could complete.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Reads what is no UTF-8 as windows-1252 where it is a single byte, and as surrogate pairs where
/// it is that (CESU-8); the rest becomes U+FFFD.
fn mend(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // What was taken for a surrogate pair may reach beyond this chunk.
        let start = at + chunk.valid().len();
        at = start + chunk.invalid().len();
        match chunk.invalid() {
            [] => {}
            [0xED] if surrogates(&bytes[start..]).is_some() => {
                text.extend(surrogates(&bytes[start..]))
            }
            [_] if is_inside_surrogates(bytes, start) => {}
            [byte] => text.push(windows_1252(*byte)),
            _ => text.push('\u{FFFD}'),
        }
    }
    text
}

/// The character that a pair of surrogates, each written as three bytes, stands for.
fn surrogates(bytes: &[u8]) -> Option<char> {
    let unit = |bytes: &[u8]| match bytes {
        [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, ..] => {
            Some(0xD000 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F))
        }
        _ => None,
    };
    let pair = [unit(bytes)?, unit(bytes.get(3..)?)?];
    char::decode_utf16(pair).next()?.ok()
}

/// Whether the byte belongs to a surrogate pair that began up to five bytes before.
fn is_inside_surrogates(bytes: &[u8], at: usize) -> bool {
    (1..6)
        .filter_map(|back| at.checked_sub(back))
        .any(|start| surrogates(&bytes[start..]).is_some())
}

fn windows_1252(byte: u8) -> char {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    match text.chars().next() {
        Some(c) if !c.is_control() => c,
        _ => '\u{FFFD}',
    }
}

fn in_encoding(bytes: &[u8], encoding: &'static Encoding, how: &str) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if !had_errors {
        return Decoded::clean(text.into_owned());
    }
    let message =
        format!("some bytes are not {}, {how}; they were replaced by U+FFFD", encoding.name());
    Decoded::with_note(text.into_owned(), "encoding-errors", message)
}

fn utf_16(bytes: &[u8], start: usize, encoding: &'static Encoding) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[start..]);
    let text = text.into_owned();
    if bytes.len() % 2 == 1 {
        let message = format!(
            "the {} text ends in the middle of a character at byte {}; it may be incomplete",
            encoding.name(),
            bytes.len()
        );
        return Decoded::with_note(text, "cut-off", message);
    }
    if had_errors {
        let message =
            format!("some of the {} text is broken; it was replaced by U+FFFD", encoding.name());
        return Decoded::with_note(text, "encoding-errors", message);
    }
    Decoded::clean(text)
}

/// Bytes from which encodings without a mark are told.
const SAMPLE: usize = 1 << 16;

/// UTF-16 of mostly Western text has a NUL in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut even, mut odd) = (0, 0);
    for at in memchr::memchr_iter(0, sample) {
        if at % 2 == 0 { even += 1 } else { odd += 1 }
    }
    let many = sample.len() / 4;
    match (even, odd) {
        (even, odd) if even > many && odd <= even / 16 => Some(UTF_16BE),
        (even, odd) if odd > many && even <= odd / 16 => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether too many bytes are control characters that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_odd = |byte: &&u8| matches!(byte, 0..=0x06 | 0x0E..=0x1A | 0x1C..=0x1F);
    let odd = sample.iter().filter(is_odd).count();
    odd > 8 && odd > sample.len() / 50
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the text, and the codes of the notes.
    fn check(bytes: &[u8], text: &str, codes: &[&str]) {
        let decoded = decode(bytes.to_vec(), None).expect("text");
        assert_eq!(decoded.text, text);
        assert_eq!(
            decoded.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(),
            codes,
            "{text}"
        );
    }

    fn utf_16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    const PROSE: &str = "Hadrian Quill said on 3 May: \u{201C}We stay.\u{201D}";

    #[test]
    fn utf_8_and_its_mark() {
        check(b"", "", &[]);
        check(PROSE.as_bytes(), PROSE, &[]);
        check(b"\xEF\xBB\xBF", "", &[]);
        check(b"\xEF\xBB\xBFon 3 May", "on 3 May", &[]);
        check(b"Ha\0drian \0\0 said", "Ha\0drian \0\0 said", &[]);
    }

    #[test]
    fn utf_16() {
        for big in [false, true] {
            let bytes = utf_16_bytes(PROSE, big);
            check(&bytes, PROSE, &["encoding-guessed"]);
            check(&[utf_16_bytes("\u{FEFF}", big), bytes.clone()].concat(), PROSE, &[]);
            check(
                &[bytes, vec![b'x']].concat(),
                &format!("{PROSE}\u{FFFD}"),
                &["encoding-guessed", "cut-off"],
            );
        }
        check(b"\xFF\xFEa\0\0\xD8b\0", "a\u{FFFD}b", &["encoding-errors"]);
    }

    #[test]
    fn repairs() {
        check(
            b"\xE2\x80\x9Cno\xE2\x80\x9D, \x93yes\x94 at the caf\xE9.",
            "“no”, “yes” at the café.",
            &["encoding-repaired"],
        );
        check(b"caf\xC3\xA9 \xE2\x80 x", "café \u{FFFD} x", &["encoding-repaired"]);
        check(
            "é said “no”".as_bytes().split_last().expect("some").1,
            "é said “no\u{FFFD}",
            &["cut-off"],
        );
        check(
            b"caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 \xED\xA0\xBD\xED\xB8\x80 x",
            "café café café 😀 x",
            &["encoding-repaired"],
        );
        check(b"caf\xC3\xA9 \x81 x", "café \u{FFFD} x", &["encoding-repaired"]);
    }

    #[test]
    fn legacy_encodings() {
        let western = "René Quill of the Tarn water board said: “no”. The new dam would have cost the town £20m by the spring of 2027, and ";
        let western = western.repeat(3);
        check(&WINDOWS_1252.encode(&western).0, &western, &["encoding-guessed"]);
        for (encoding, text) in [
            (
                encoding_rs::SHIFT_JIS,
                "東京で2025年3月4日、大臣は「国境は三月七日に再開する」と述べた。",
            ),
            (
                encoding_rs::EUC_JP,
                "東京で2025年3月4日、大臣は「国境は三月七日に再開する」と述べた。",
            ),
            (
                encoding_rs::KOI8_R,
                "Москва, 4 марта 2025 года: министр сказал, что граница откроется.",
            ),
            (encoding_rs::GB18030, "北京2025年3月4日电，外长表示：口岸将于三月七日重新开放。"),
        ] {
            check(&encoding.encode(text).0, text, &["encoding-guessed"]);
        }
    }

    #[test]
    fn a_given_encoding_wins() {
        let decoded =
            decode(b"\xEF 4 \xED\xC1\xD2".to_vec(), Some(encoding_rs::KOI8_R)).expect("text");
        assert_eq!(decoded.text, "О 4 Мар");
    }

    #[test]
    fn binary_is_refused() {
        let refused = |bytes: &[u8]| decode(bytes.to_vec(), None).expect_err("no text");
        assert_eq!(refused(b"\x89PNG\r\n\x1A\n\0\0"), Reason::Binary("a PNG image"));
        assert_eq!(refused(&[0; 4096]), Reason::Binary("binary data"));
        let mut noise = 1u32;
        let random = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        });
        assert_eq!(refused(&random.take(4096).collect::<Vec<_>>()), Reason::Binary("binary data"));
    }
}
