//! What changed between two snapshots, word by word.
//!
//! In: two texts.  Out: their changed lines with a line of context; the words that changed are
//! marked by colour, or by `[-…-]` and `{+…+}` where there is none.

use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// Renders the difference of two texts; empty if there is none.
pub fn render(old: &str, new: &str, color: bool) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut out = String::new();
    for (i, group) in diff.grouped_ops(1).iter().enumerate() {
        if i > 0 {
            out.push_str("    …\n");
        }
        for change in group.iter().flat_map(|op| diff.iter_inline_changes(op)) {
            line(&mut out, change.tag(), &change.iter_strings_lossy().collect::<Vec<_>>(), color);
        }
    }
    out
}

fn line(
    out: &mut String,
    tag: ChangeTag,
    parts: &[(bool, std::borrow::Cow<'_, str>)],
    color: bool,
) {
    let (sign, tint, marks) = match tag {
        ChangeTag::Delete => ('-', "31", ("[-", "-]")),
        ChangeTag::Insert => ('+', "32", ("{+", "+}")),
        ChangeTag::Equal => (' ', "", ("", "")),
    };
    let mut text = String::new();
    for (changed, part) in parts {
        let part = part.trim_end_matches('\n');
        match (*changed && !part.trim().is_empty(), color) {
            (true, true) => write!(text, "\u{1b}[7m{part}\u{1b}[27m"),
            (true, false) => write!(text, "{}{part}{}", marks.0, marks.1),
            (false, _) => write!(text, "{part}"),
        }
        .unwrap_or_default();
    }
    let _ = match (color, tint) {
        (true, tint) if !tint.is_empty() => writeln!(out, "  \u{1b}[{tint}m{sign} {text}\u{1b}[0m"),
        _ => writeln!(out, "  {}", format!("{sign} {text}").trim_end()),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_marked() {
        let old = "dates\n  1:1 ‹Monday›\n      DATE 2024-03-11 | weekday\nend\n";
        let new = "dates\n  1:1 ‹Monday›\n      DATE 2024-03-18 | weekday\nend\n";
        insta::assert_snapshot!(render(old, new, false), @"
            1:1 ‹Monday›
        -       DATE [-2024-03-11-] | weekday
        +       DATE {+2024-03-18+} | weekday
          end
        ");
        assert_eq!(render(old, old, false), "");
    }
}
