//! Text of an article made safe to show.

/// The text with every character that could steer a terminal, or hide or re-order other
/// characters, made visible or left out.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter_map(visible_character).collect()
}

fn visible_character(character: char) -> Option<char> {
    match character {
        '\u{ad}' | '\u{feff}' | '\u{200b}' => None,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some(char::REPLACEMENT_CHARACTER),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn no_control_character_gets_through() {
        assert_eq!(visible("a\u{1b}[31mb\u{7}\u{9b}2J\u{202e}c"), "a␛[31mb␇\u{fffd}2J\u{fffd}c");
        assert_eq!(visible("co\u{ad}operate"), "cooperate");
    }
}
