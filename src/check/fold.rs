//! Folds what typesetting, keyboards and scanners change but no speaker ever said.
//!
//! In: characters.  Out: their plain lower-case letters, and which family of sign they are.
//! Knows glyphs, not words: nothing here depends on a language.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Characters that take no space on paper: soft hyphen, zero-width signs, joiners, marks of direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// A letter of a word, or a mark set upon one.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (!c.is_ascii() && (c.is_alphabetic() || is_combining_mark(c)) && note_digit(c).is_none())
}

/// Apostrophes of every make; between two letters they belong to the word.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | '`' | '´' | '′' | '‛' | '＇')
}

/// Hyphens that join the parts of a word. The en dash counts: "post–war".
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' | '\u{fe63}' | '－')
}

/// Every dash, hyphen and minus.
pub(crate) fn is_dash(c: char) -> bool {
    is_hyphen(c) || matches!(c, '—' | '―' | '−' | '⸺' | '⸻')
}

/// Raised figures, which refer to a note when they follow a word.
pub(crate) fn note_digit(c: char) -> Option<char> {
    match c {
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10),
        _ => None,
    }
}

/// A digit in any width, as its ASCII form.
pub(crate) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

/// Appends the plain lower-case letters of a character: ligatures come apart, marks fall away.
pub(crate) fn push_folded(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_invisible(c) {
        return;
    }
    decompose_compatible(c, |part| {
        if is_combining_mark(part) {
            return;
        }
        match plain_letter(part) {
            Some(letters) => out.push_str(letters),
            None => out.extend(part.to_lowercase()),
        }
    });
}

/// Letters that Unicode does not decompose, though writers without the key do.
fn plain_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ı' => "i",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        _ => return None,
    })
}

/// FNV-1a: the same hash on every machine and in every run.
pub(crate) fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        text.chars().for_each(|c| push_folded(c, &mut out));
        assert_eq!(out, expected, "{text}");
    }

    #[test]
    fn letters_fold_to_what_a_plain_keyboard_writes() {
        check("ﬁrst", "first");
        check("naı\u{308}ve", "naive");
        check("naïve", "naive");
        check("Niccolò", "niccolo");
        check("vibra\u{ad}tion", "vibration");
        check("Straße", "strasse");
        check("ＦＵＬＬ", "full");
    }
}
