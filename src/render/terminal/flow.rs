//! Styled text in lines of a given width, safe for a terminal.
//!
//! In: runs of text, each with a style.  Out: lines with ANSI styles.  Control characters that
//! came with the text never leave this module as they are.

use super::style;
use crate::render::visible::visible;
use crate::render::wording::Piece;
use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Words, each with its style, to be set in lines.
#[derive(Debug, Default)]
pub(in crate::render) struct Flow {
    words: Vec<Word>,
    pending_blank: bool,
}

#[derive(Debug)]
struct Word {
    text: String,
    style: Style,
    link: Option<String>,
    after_blank: bool,
}

impl Flow {
    /// Adds text; its blanks are where lines may break.
    pub(in crate::render) fn push(&mut self, text: &str, style: Style) -> &mut Self {
        self.push_linked(text, style, None)
    }

    /// Adds text that leads to `link` when clicked.
    pub(in crate::render) fn push_linked(
        &mut self,
        text: &str,
        style: Style,
        link: Option<&str>,
    ) -> &mut Self {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            self.pending_blank |= index > 0;
            let text = visible(word);
            if text.is_empty() {
                continue;
            }
            let link = link.map(str::to_owned);
            self.words.push(Word { text, style, link, after_blank: self.pending_blank });
            self.pending_blank = false;
        }
        self
    }

    /// Adds words of a comparison, marked so that they are told apart without colour.
    pub(in crate::render) fn push_piece(&mut self, piece: &Piece) {
        self.blank();
        match piece {
            Piece::Left(words) | Piece::Right(words) if words.is_empty() => self,
            Piece::Same(words) => self.push(words, style::PLAIN),
            Piece::Left(words) => self
                .push("[-", style::LEFT)
                .push(words, style::LEFT.strikethrough())
                .push("-]", style::LEFT),
            Piece::Right(words) => {
                self.push("{+", style::RIGHT).push(words, style::RIGHT).push("+}", style::RIGHT)
            }
        };
    }

    /// A blank, at which the line may break.
    pub(in crate::render) fn blank(&mut self) -> &mut Self {
        self.pending_blank = true;
        self
    }

    /// The lines, none of them wider than `width` (of which at least 16 are used).
    pub(in crate::render) fn lines(&self, width: usize) -> Vec<String> {
        let mut setting =
            Setting { lines: vec![], line: String::new(), used: 0, width: width.max(16) };
        let mut rest = self.words.as_slice();
        while !rest.is_empty() {
            let length = 1 + rest[1..].iter().take_while(|word| !word.after_blank).count();
            setting.set(&rest[..length]);
            rest = &rest[length..];
        }
        setting.finish()
    }
}

/// Lines being filled.
struct Setting {
    lines: Vec<String>,
    line: String,
    used: usize,
    width: usize,
}

impl Setting {
    /// Sets words that stand without a blank between them.
    fn set(&mut self, glued: &[Word]) {
        let wide: usize = glued.iter().map(|word| word.text.width()).sum();
        let blank = usize::from(self.used > 0);
        if self.used > 0 && self.used + blank + wide > self.width {
            self.break_line();
        } else if self.used > 0 {
            self.line.push(' ');
            self.used += 1;
        }
        for word in glued {
            self.set_word(word);
        }
    }

    /// Sets one word, broken where it is wider than what is left of the line.
    fn set_word(&mut self, word: &Word) {
        let mut part = String::new();
        for character in word.text.chars() {
            let wide = character.width().unwrap_or(0);
            if self.used > 0 && self.used + wide > self.width {
                self.style(&std::mem::take(&mut part), word);
                self.break_line();
            }
            part.push(character);
            self.used += wide;
        }
        self.style(&part, word);
    }

    fn style(&mut self, text: &str, word: &Word) {
        if text.is_empty() {
            return;
        }
        if let Some(link) = &word.link {
            self.line.push_str(&format!("\x1b]8;;{link}\x1b\\"));
        }
        self.line.push_str(&format!("{}{text}{}", word.style.render(), word.style.render_reset()));
        if word.link.is_some() {
            self.line.push_str("\x1b]8;;\x1b\\");
        }
    }

    fn break_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.line.is_empty() {
            self.break_line();
        }
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::{Flow, Style};

    fn set(text: &str, width: usize) -> Vec<String> {
        Flow::default().push(text, Style::new()).lines(width)
    }

    #[test]
    fn lines_break_at_blanks_and_overlong_words_anywhere() {
        assert_eq!(set("one two three four five", 16), ["one two three", "four five"]);
        assert_eq!(set("aaaaaaaaaaaaaaaaaaaaaaaa b", 16), ["aaaaaaaaaaaaaaaa", "aaaaaaaa b"]);
        assert_eq!(set("東京東京東京東京東京", 16), ["東京東京東京東京", "東京"]);
        assert!(set(" \n ", 16).is_empty());
    }

    #[test]
    fn glued_runs_stay_on_one_line() {
        let mut flow = Flow::default();
        flow.push("twelve chars", Style::new())
            .blank()
            .push("(", Style::new())
            .push("abcd)", Style::new());
        assert_eq!(flow.lines(16), ["twelve chars", "(abcd)"]);
    }
}
