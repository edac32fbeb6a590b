//! Looks at eight bytes of a text at once.
//!
//! In: bytes.  Out: how many of them are letters or digits, as one integer is asked instead of
//! eight bytes.  Knows ASCII only; whoever meets another byte has to look at characters.

/// The highest bit of every byte: no ASCII byte has it.
pub(crate) const HIGHEST: u64 = 0x8080_8080_8080_8080;
/// The bit by which the two cases of an ASCII letter differ, in every byte.
pub(crate) const CASE: u64 = 0x2020_2020_2020_2020;
/// The lowest bit of every byte.
const LOWEST: u64 = 0x0101_0101_0101_0101;

/// The eight bytes at a position, the first one lowest; zeros behind the end.
#[inline]
pub(crate) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(word) => u64::from_le_bytes(*word),
        None => last(bytes, at),
    }
}

/// As [`eight`], near the end.
fn last(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    // Two overlapping reads see all of four to seven bytes.
    if let (Some(first), Some(end)) = (rest.first_chunk(), rest.last_chunk()) {
        let behind = u64::from(u32::from_le_bytes(*end)) << (8 * (rest.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | behind;
    }
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// The eight bytes, ASCII all of them, in lower case.
#[inline]
pub(crate) fn lower_case(word: u64) -> u64 {
    word | between(word, b'A', b'Z') >> 2
}

/// How many ASCII letters the eight bytes begin with.
#[inline]
pub(crate) fn letters(word: u64) -> usize {
    leading(between(word | CASE, b'a', b'z') & !word)
}

/// How many ASCII digits the eight bytes begin with.
#[inline]
pub(crate) fn digits(word: u64) -> usize {
    leading(between(word, b'0', b'9') & !word)
}

/// The first bytes of eight, zeros behind them; `count` is at most 8.
#[inline]
pub(crate) fn first(word: u64, count: usize) -> u64 {
    word & ones(count)
}

/// As many bytes with all bits set, up to eight.
#[inline]
pub(crate) fn ones(count: usize) -> u64 {
    if count >= 8 { u64::MAX } else { (1 << (8 * count)) - 1 }
}

/// The highest bit of every byte whose lower seven bits are not below `low` nor above `high`.
#[inline]
fn between(word: u64, low: u8, high: u8) -> u64 {
    let lower = word & !HIGHEST;
    // A sum reaches the highest bit where the byte is not below the bound; none runs over.
    let reached = lower + LOWEST * u64::from(0x80 - low);
    let passed = lower + LOWEST * u64::from(0x7F - high);
    reached & !passed & HIGHEST
}

/// The highest bit of every byte whose lower seven bits are those of an ASCII character.
#[inline]
pub(crate) fn is(word: u64, byte: u8) -> u64 {
    between(word, byte, byte)
}

/// How many bytes have their highest bit set before one that has not.
#[inline]
fn leading(marks: u64) -> usize {
    ((marks & HIGHEST ^ HIGHEST).trailing_zeros() / 8) as usize
}

/// The highest bits of eight bytes side by side, the first byte's lowest.
#[inline]
pub(crate) fn gathered(word: u64) -> u64 {
    ((word & HIGHEST) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_where_bytes_looked_at_one_by_one_say() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                for filler in [b'a', b'Z', b'0', b'9'] {
                    let mut bytes = [filler; 8];
                    bytes[at] = byte;
                    let word = eight(&bytes, 0);
                    let run = |is: fn(&u8) -> bool| bytes.iter().take_while(|b| is(b)).count();
                    assert_eq!(letters(word), run(u8::is_ascii_alphabetic), "{bytes:?}");
                    assert_eq!(digits(word), run(u8::is_ascii_digit), "{bytes:?}");
                    assert_eq!(gathered(word), u64::from(byte >> 7) << at, "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn capitals_become_small_letters() {
        let lower = |word: &[u8]| lower_case(eight(word, 0)).to_le_bytes();
        assert_eq!(lower(b"@AmzZ[`{"), *b"@amzz[`{");
        assert_eq!(lower(b"Oak'S-9\0"), *b"oak's-9\0");
    }

    #[test]
    fn behind_the_end_there_are_zeros() {
        for len in 0..8 {
            let mut bytes = [0; 8];
            bytes[..len].copy_from_slice(&b"abcdefg"[..len]);
            assert_eq!(eight(&b"abcdefg"[..len], 0), u64::from_le_bytes(bytes));
        }
        assert_eq!(eight(b"ab", 0), 0x6261);
        assert_eq!(eight(b"abcdefghij", 8), 0x6A69);
        assert_eq!(eight(b"ab", 7), 0);
        assert_eq!((first(0x6261, 1), ones(0), ones(8)), (0x61, 0, u64::MAX));
    }
}
