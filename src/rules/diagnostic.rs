//! What is wrong with a rule file, said so that its author can mend it.
//!
//! In: a place in a file and what was expected there.  Out: [`RuleError`], which renders as
//! `file:line:column`, the line with a caret, and a hint.  This module reads no file and knows
//! nothing of rules.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A rule file as it was read; cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as given by the user, or the path within the built-in pack.
    pub path: Arc<str>,
    /// The decoded text.
    pub text: Arc<str>,
    /// Byte at which each line begins.
    lines: Arc<[usize]>,
}

impl SourceFile {
    /// A file with its decoded text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { path: path.into(), text, lines }
    }
}

/// One thing that is wrong in a rule file.
///
/// ```
/// use onrecord::rules::diagnostic::{RuleError, SourceFile};
/// let file = SourceFile::new("mine.yaml", "pattern: \"{mnoth:m}\"\n");
/// let error = RuleError::at(&file, 11..16, "no lexicon is named `mnoth`").help("did you mean `month`?");
/// assert_eq!(error.to_string(), "mine.yaml:1:12: no lexicon is named `mnoth`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The file, as given.
    pub path: Arc<str>,
    /// Line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Column in code points, counted from 1.
    pub column: usize,
    /// Number of code points to underline, at least 1.
    pub len: usize,
    /// A stable kebab-case name for this kind of error, for machines; may be empty.
    pub code: &'static str,
    /// What is wrong: lower case, what was expected and what was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The line, where there is one to show.
    excerpt: Option<Box<Excerpt>>,
}

impl RuleError {
    /// An error about a whole file.
    pub fn new(path: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
            len: 1,
            code: "",
            message: message.into(),
            help: None,
            excerpt: None,
        }
    }

    /// An error about a range of bytes of a file.
    pub fn at(file: &SourceFile, bytes: Range<usize>, message: impl Into<String>) -> Self {
        let start = floor(&file.text, bytes.start);
        let end = floor(&file.text, bytes.end.max(start));
        let line = file.lines.partition_point(|&s| s <= start);
        let line_start = file.lines[line - 1];
        let shown = file.text[line_start..].lines().next().unwrap_or("");
        let marked = file.text[start..end].lines().next().unwrap_or("");
        let len = marked.trim_end().chars().count().max(1);
        Self {
            line,
            column: 1 + file.text[line_start..start].chars().count(),
            len,
            excerpt: Excerpt::of(shown, start - line_start, len).map(Box::new),
            ..Self::new(Arc::clone(&file.path), message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a hint if there is one; made for [`did_you_mean`].
    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Names the kind of error for machines.
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// The message with the line, a caret under the place, and the hint.
    pub fn render(&self, color: bool) -> String {
        self.render_as("error", color)
    }

    /// As [`render`](Self::render) under another word than `error`, for instance `warning`.
    pub fn render_as(&self, label: &str, color: bool) -> String {
        let paint = Paint { color };
        let tint = if ["error", "failed"].contains(&label) { RED } else { YELLOW };
        let code = if self.code.is_empty() { String::new() } else { format!("[{}]", self.code) };
        let mut out = format!(
            "{}{}\n",
            paint.with(tint, &format!("{label}{code}")),
            paint.with(BOLD, &format!(": {}", self.message))
        );
        let number = if self.line == 0 { String::new() } else { self.line.to_string() };
        let gutter = " ".repeat(number.len().max(1));
        let arrow = paint.with(BLUE, "-->");
        out.push_str(&format!("{gutter}{arrow} {}\n", self.place()));
        let bar = paint.with(BLUE, "|");
        if let Some(excerpt) = &self.excerpt {
            let caret = " ".repeat(excerpt.indent) + &paint.with(tint, &"^".repeat(excerpt.len));
            out.push_str(&format!("{gutter} {bar}\n"));
            out.push_str(&format!("{} {bar} {}\n", paint.with(BLUE, &number), excerpt.line));
            out.push_str(&format!("{gutter} {bar} {caret}\n"));
        }
        if let Some(help) = &self.help {
            let mark = paint.with(BLUE, "=");
            let indented = help.replace('\n', &format!("\n{gutter}         "));
            out.push_str(&format!("{gutter} {mark} help: {indented}\n"));
        }
        out
    }

    /// `file:line:column`, or the file alone.
    pub fn place(&self) -> String {
        match self.line {
            0 => self.path.to_string(),
            line => format!("{}:{line}:{}", self.path, self.column),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)?;
        match &self.help {
            Some(help) if f.alternate() => write!(f, " ({help})"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for RuleError {}

/// Everything that is wrong in a set of rule files, in the order of the files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleErrors(pub Vec<RuleError>);

/// Most errors that are shown at once: whoever has more has made one slip in a great many places.
const SHOWN: usize = 20;

impl RuleErrors {
    /// The messages, separated by blank lines, and their number where there are several; of very many
    /// only the first.
    pub fn render(&self, color: bool) -> String {
        let shown = self.0.iter().take(SHOWN);
        let mut out: Vec<String> = shown.map(|e| e.render(color)).collect();
        if self.0.len() > SHOWN {
            out.push(format!(
                "{} errors, the first {SHOWN} of which are shown; `onrecord rules lint` shows all\n",
                self.0.len()
            ));
        } else if self.0.len() > 1 {
            out.push(format!("{} errors\n", self.0.len()));
        }
        out.join("\n")
    }

    /// `Ok` if there are none.
    pub fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

impl From<RuleError> for RuleErrors {
    fn from(error: RuleError) -> Self {
        Self(vec![error])
    }
}

/// A number with its noun: `1 rule`, `2 rules`.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// "did you mean `x`?" for the known name nearest to a misspelt one, if one is near enough.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|found| format!("did you mean `{found}`?"))
}

/// The known name nearest to a misspelt one: a few letters off, or the same but for its case.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let allowed = (name.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k))
        .filter(|&(distance, k)| distance <= allowed && k != name)
        .min()
        .map(|(_, k)| k)
}

/// A line cut down to what fits a terminal, with the caret moved along.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Excerpt {
    line: String,
    indent: usize,
    len: usize,
}

/// Code points of a line that are shown.
const WIDTH: usize = 100;
/// Code points shown before the caret when a line is cut.
const LEAD: usize = 40;

impl Excerpt {
    /// The part of a line around a byte; nothing for a line without words.
    fn of(line: &str, at: usize, len: usize) -> Option<Self> {
        if line.trim().is_empty() {
            return None;
        }
        let at = at.min(line.len());
        let whole = line.chars().nth(WIDTH).is_none();
        let lead = line[..at].char_indices().rev().nth(LEAD - 1).map_or(0, |(i, _)| i);
        let from = if whole { 0 } else { lead };
        let head = if from > 0 { "… " } else { "" };
        let mut rest = line[from..].chars();
        let shown: String = rest.by_ref().take(WIDTH).map(visible).collect();
        let tail = if rest.next().is_some() { " …" } else { "" };
        let before = line[from..at].chars().count();
        let left = shown.chars().count().saturating_sub(before).max(1);
        Some(Self {
            line: format!("{head}{shown}{tail}"),
            indent: head.chars().count() + before,
            len: len.min(left),
        })
    }
}

/// Tabs take one column, so that the caret stays under its place; other control characters
/// must not reach a terminal.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const BLUE: &str = "1;34";
const BOLD: &str = "1";

struct Paint {
    color: bool,
}

impl Paint {
    fn with(&self, style: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, bytes: Range<usize>) -> String {
        RuleError::at(&SourceFile::new("a.yaml", text), bytes, "wrong")
            .help("mend it")
            .render(false)
    }

    #[test]
    fn a_caret_stands_under_the_place() {
        insta::assert_snapshot!(shown("a: 1\nb: “é” {x}\n", 17..20), @r"
        error: wrong
         --> a.yaml:2:8
          |
        2 | b: “é” {x}
          |        ^^^
          = help: mend it
        ");
    }

    #[test]
    fn tabs_and_escapes_take_one_column() {
        let text = shown("\tb: \u{1b}[31mx", 8..9);
        assert!(text.contains("1 |  b: \u{fffd}[31mx"), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("pattern: {}HERE{}", "a ".repeat(4000), " b".repeat(4000));
        let rendered = shown(&text, 8009..8013);
        assert!(rendered.lines().all(|l| l.chars().count() < 120), "{rendered}");
        let caret = rendered.lines().find(|l| l.contains('^')).unwrap().find("^^^^").unwrap();
        let line = rendered.lines().find(|l| l.contains("HERE")).unwrap();
        assert_eq!(line.chars().take(caret).collect::<String>().chars().count(), caret);
        assert_eq!(line.chars().skip(caret).take(4).collect::<String>(), "HERE");
    }

    #[test]
    #[allow(clippy::reversed_empty_ranges)]
    fn any_range_is_tolerated() {
        for range in [0..0, 3..2, 5..9, 90..99] {
            shown("a: é\n", range);
        }
    }

    #[test]
    fn near_names_are_suggested() {
        assert_eq!(nearest("mnoth", ["month", "weekday"]), Some("month"));
        assert_eq!(nearest("Month", ["month"]), Some("month"));
        assert_eq!(nearest("zebra", ["month", "weekday"]), None);
        assert_eq!(did_you_mean("patern", ["pattern"]).as_deref(), Some("did you mean `pattern`?"));
    }
}
