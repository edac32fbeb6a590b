//! Web addresses, each of which is one token.
//!
//! In: a text from a letter on.  Out: the length of the address that begins there.

use super::bytes;
use super::token::is_quote_glyph;

/// How a web address begins.
const SCHEMES: [&str; 3] = ["https://", "http://", "www."];

/// Length of the web address at the beginning of a text, without the stops and brackets that
/// end it; 0 where there is none.
pub(super) fn address_len(text: &str) -> usize {
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
    let whole = &text[..address_end(text)];
    let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '*']);
    if address.len() > scheme { address.len() } else { 0 }
}

/// Where the first character stands that no web address holds.
fn address_end(text: &str) -> usize {
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_');
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ')' | ']') || is_quote_glyph(c);
    let mut end = 0;
    loop {
        end += text.as_bytes()[end..].iter().take_while(|byte| is_plain(byte)).count();
        match text[end..].chars().next() {
            Some(c) if !ends(c) => end += c.len_utf8(),
            _ => return end,
        }
    }
}

/// Whether eight bytes begin with `http` or `www.`, in any case.
#[inline]
pub(super) fn begins_like_an_address(word: u64) -> bool {
    const HTTP: u32 = u32::from_le_bytes(*b"http");
    const WWW: u32 = u32::from_le_bytes(*b"www.");
    matches!((word | bytes::CASE) as u32, HTTP | WWW)
}
