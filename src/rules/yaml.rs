//! Rule files as YAML: bytes in, typed values or a [`RuleError`] with its place out.
//!
//! YAML is read strictly (one document, no duplicate keys, no tags, no `yes` for `true`) and within
//! budgets, so that no file can take exponential time or memory.  What the values mean is not
//! decided here.

use super::diagnostic::{RuleError, SourceFile, nearest};
use serde::de::DeserializeOwned;
use serde_yaml::{Error, Location, MergeKeyPolicy, Options};
use std::ops::Range;
use std::sync::Arc;

/// Largest rule file that is read.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// Deepest nesting of a rule file; rules need six levels.
const MAX_DEPTH: usize = 24;

/// Decodes a rule file: UTF-8, with or without a byte order mark.
pub fn decode(path: &str, bytes: &[u8]) -> Result<SourceFile, RuleError> {
    if bytes.len() > MAX_FILE_BYTES {
        let message = format!(
            "the file has {} bytes, more than the {MAX_FILE_BYTES} a rule file may have",
            bytes.len()
        );
        return Err(RuleError::new(path, message)
            .code("file-too-large")
            .help("split it, or keep long lists in a .tsv file named by `source:`"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(RuleError::new(path, "the file is UTF-16; rule files are UTF-8")
            .code("not-utf-8")
            .help("save it as UTF-8 in your editor"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(path, text)),
        Err(error) => Err(not_utf8(path, bytes, error.valid_up_to())),
    }
}

fn not_utf8(path: &str, bytes: &[u8], at: usize) -> RuleError {
    let file = SourceFile::new(path, String::from_utf8_lossy(bytes));
    let message = format!("byte 0x{:02x} is not UTF-8", bytes[at]);
    RuleError::at(&file, at..at + 1, message)
        .code("not-utf-8")
        .help("save the file as UTF-8 in your editor")
}

/// Parses a rule file into a typed value.  A file without content is `None`.
pub fn parse<T: DeserializeOwned>(file: &SourceFile) -> Result<Option<T>, RuleError> {
    serde_yaml::from_str_with_options(&file.text, options()).map_err(|e| from_yaml(file, &e))
}

fn options() -> Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_events: 4_000_000,
            max_nodes: 2_000_000,
            max_aliases: 1_000,
            max_documents: 2,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 100_000,
            max_replay_stack_depth: 8,
        },
        emit_comments: false,
        strict_booleans: true,
        merge_keys: MergeKeyPolicy::Error,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

/// Turns an error of the YAML reader into one that names place, expectation and remedy.
pub fn from_yaml(file: &SourceFile, error: &Error) -> RuleError {
    let error = innermost(error);
    let bytes = error.location().map(|l| token_at(&file.text, byte_of(&file.text, &l)));
    let (code, message, help) = describe(error, file, bytes.clone());
    let mut found = match bytes {
        Some(bytes) => RuleError::at(file, bytes, message),
        None => RuleError::new(Arc::clone(&file.path), message),
    };
    found.help = help;
    found.code(code)
}

/// The error itself, without the layers for aliases and snippets.
fn innermost(error: &Error) -> &Error {
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => innermost(error),
        error => error,
    }
}

type Description = (&'static str, String, Option<String>);

fn describe(error: &Error, file: &SourceFile, bytes: Option<Range<usize>>) -> Description {
    let found = bytes.clone().map_or("", |b| &file.text[b]);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            unknown("unknown-key", "key", field, expected)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            unknown("unknown-value", "value", variant, expected)
        }
        Error::SerdeMissingField { field, .. } => (
            "missing-key",
            format!("the key `{field}` is missing"),
            Some(misplaced(field, file, bytes).unwrap_or_else(|| format!("add `{field}:` here"))),
        ),
        Error::SerdeInvalidType { unexpected, expected, .. } => {
            let message = format!("expected {}, found {}", plain(expected), plain(unexpected));
            ("wrong-type", message, quote_hint(found))
        }
        Error::SerdeInvalidValue { unexpected, expected, .. } => (
            "wrong-value",
            format!("expected {}, found {}", plain(expected), plain(unexpected)),
            None,
        ),
        Error::Unexpected { expected, .. } => (
            "wrong-type",
            format!("expected {}{}", plain(expected), but_found(found)),
            quote_hint(found),
        ),
        Error::DuplicateMappingKey { key, .. } => (
            "duplicate-key",
            match key {
                Some(key) => format!("the key `{key}` stands here a second time"),
                None => "this key stands here a second time".to_owned(),
            },
            Some("keep one of the two; only one could count".to_owned()),
        ),
        Error::NullIntoString { .. } => (
            "missing-value",
            "expected text, found nothing".to_owned(),
            Some("write the text after the colon, or \"\" for an empty one".to_owned()),
        ),
        Error::InvalidBooleanStrict { .. } => (
            "wrong-type",
            format!("expected true or false{}", but_found(found)),
            Some("yes, no, on and off are words here, not truth values".to_owned()),
        ),
        Error::InvalidScalar { ty, .. } => {
            ("wrong-type", format!("expected {}{}", plain(ty), but_found(found)), None)
        }
        Error::MultipleDocuments { .. } => (
            "several-documents",
            "a second YAML document begins here; a rule file holds one".to_owned(),
            Some("remove the line `---`, or split the file".to_owned()),
        ),
        Error::UnknownAnchor { .. } => (
            "unknown-anchor",
            format!("no anchor is defined for this alias{}", but_found(found)),
            Some("a text that begins with `*` must stand in quotes".to_owned()),
        ),
        Error::UnsupportedTag { tag, .. } => (
            "tag",
            format!("YAML tags have no meaning here, found `{tag}`"),
            Some("a text that begins with `!` must stand in quotes".to_owned()),
        ),
        Error::MergeKeyNotAllowed { .. } => (
            "merge-key",
            "merge keys (`<<`) are not supported".to_owned(),
            Some("write the keys out, or share a part of a pattern as a macro".to_owned()),
        ),
        Error::Eof { .. } => ("syntax", "the file ends too early".to_owned(), None),
        Error::Budget { breach, .. } => budget(breach),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => (
            "too-many-aliases",
            "the aliases (`*name`) of this file repeat too much or refer to themselves".to_owned(),
            Some("write the parts out, or share a part of a pattern as a macro".to_owned()),
        ),
        other => syntax(&other.to_string(), file, bytes),
    }
}

/// The YAML reader's words for kinds of values, in the words of the guide.
fn plain(expected: &str) -> &str {
    match expected {
        "mapping start" => "keys with values (`key: value`)",
        "sequence start" => "a list (`- item` lines or `[a, b]`)",
        "string scalar" => "text",
        "map" => "keys with values",
        "sequence" => "a list",
        "unit value" | "unit" | "null" => "nothing",
        "u8" => "a whole number from 0 to 255",
        "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        other => other,
    }
}

/// A missing key that does follow, but with another indentation than its neighbours.
fn misplaced(field: &str, file: &SourceFile, bytes: Option<Range<usize>>) -> Option<String> {
    let from = bytes?.start;
    let line = file.text[..from].bytes().filter(|&b| b == b'\n').count();
    let key = format!("{field}:");
    let mut below = file.text.lines().enumerate().skip(line + 1).take(8);
    let (at, _) = below
        .by_ref()
        .take_while(|(_, l)| !l.trim_start().starts_with("- "))
        .find(|(_, l)| l.trim_start().starts_with(&key))?;
    Some(format!("`{key}` on line {} is indented differently from its neighbours", at + 1))
}

fn unknown(code: &'static str, what: &str, name: &str, expected: &[&'static str]) -> Description {
    let list = expected.iter().map(|e| format!("`{e}`")).collect::<Vec<_>>().join(", ");
    let help = match nearest(name, expected.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if expected.is_empty() => format!("no {what} may stand here"),
        None => format!("a {what} here is one of {list}"),
    };
    (code, format!("unknown {what} `{name}`"), Some(help))
}

fn budget(breach: &serde_yaml::budget::BudgetBreach) -> Description {
    use serde_yaml::budget::BudgetBreach as B;
    let message = match breach {
        B::Depth { .. } => format!("nested deeper than {MAX_DEPTH} levels"),
        B::Documents { .. } => "more than one YAML document in the file".to_owned(),
        B::Aliases { .. } | B::Anchors { .. } | B::AliasAnchorRatio { .. } => {
            "too many aliases (`*name`) for a rule file".to_owned()
        }
        B::MergeKeys { .. } => "merge keys (`<<`) are not supported".to_owned(),
        _ => "the file holds more than a rule file may hold".to_owned(),
    };
    let help = "rules need neither deep nesting nor many aliases; split a very large pack into several files";
    ("too-much", message, Some(help.to_owned()))
}

/// Errors of the YAML grammar itself, with a hint where the cause is a usual one.
fn syntax(message: &str, file: &SourceFile, bytes: Option<Range<usize>>) -> Description {
    let message = message.split(" at line ").next().unwrap_or(message);
    let line = bytes.map_or("", |b| line_around(&file.text, b.start));
    let indent = &line[..line.len() - line.trim_start().len()];
    let help = if indent.contains('\t') {
        Some("indent with blanks: YAML allows no tab there".to_owned())
    } else if let Some(value) = unquoted_value(line) {
        Some(format!("put the text in quotes: \"{value}\""))
    } else if message.contains("quoted scalar") {
        Some("is a quote mark missing at the end of a text above?".to_owned())
    } else {
        None
    };
    ("syntax", format!("this is not YAML: {message}"), help)
}

/// A value that has to be quoted because it begins with or holds a character of YAML's own.
fn unquoted_value(line: &str) -> Option<&str> {
    let value = line.trim().trim_start_matches("- ").split_once(": ")?.1.trim();
    let special = value.starts_with(['{', '[', '*', '&', '!', '%', '@', '`', '|', '>'])
        || value.contains(": ");
    let simple = !value.contains('"') && value.chars().count() < 80;
    (special && simple).then_some(value)
}

fn quote_hint(found: &str) -> Option<String> {
    found
        .starts_with(['{', '['])
        .then(|| "a pattern that begins with `{` or `[` must stand in quotes".to_owned())
}

fn but_found(found: &str) -> String {
    if found.is_empty() {
        String::new()
    } else {
        format!(", found `{}`", found.chars().take(60).collect::<String>())
    }
}

fn line_around(text: &str, byte: usize) -> &str {
    let start = text[..byte].rfind('\n').map_or(0, |i| i + 1);
    text[start..].lines().next().unwrap_or("")
}

/// Byte of a location of the YAML reader.
pub fn byte_of(text: &str, location: &Location) -> usize {
    if let Some(byte) = location.span().byte_offset() {
        return usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    }
    let line = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(i, _)| i)
}

/// The word, quoted text or sign at a byte, to be underlined.
fn token_at(text: &str, byte: usize) -> Range<usize> {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let rest = &text[byte..];
    let len = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find([quote, '\n']).map_or(rest.len(), |i| i + 2),
        Some(open @ ('{' | '[')) => {
            rest.find(if open == '{' { ['}', '\n'] } else { [']', '\n'] }).map_or(1, |i| i + 1)
        }
        Some(_) => rest.find([':', ',', '\n', '#', '}', ']']).unwrap_or(rest.len()),
        None => 0,
    };
    byte..(byte + len).min(text.len())
}

/// Where in the file a range of a decoded YAML text stands, so that an error inside a pattern
/// can point at its letters.  `location` is that of the scalar.
///
/// Quoted, plain and block texts are followed letter by letter through their escapes and line
/// breaks; where that fails, the beginning of the scalar is named.
pub fn range_in_scalar(text: &str, location: &Location, inner: Range<usize>) -> Range<usize> {
    let start = byte_of(text, location);
    let from = Walk::new(text, start).position(inner.start);
    let to = Walk::new(text, start).position(inner.end).max(from);
    from..to
}

/// Follows a scalar in the file, one decoded character after the other.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    style: Style,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    Single,
    Double,
    Block { indent: usize },
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        let rest = &text[start.min(text.len())..];
        let (style, skip) = match rest.chars().next() {
            Some('"') => (Style::Double, 1),
            Some('\'') => (Style::Single, 1),
            Some('|' | '>') => match rest.find('\n') {
                Some(end) => {
                    let indent = indent_of(&rest[end + 1..]);
                    (Style::Block { indent }, end + 1 + indent)
                }
                None => (Style::Plain, 0),
            },
            _ => (Style::Plain, 0),
        };
        Self { text, at: (start + skip).min(text.len()), style }
    }

    /// The byte in the file at which the decoded byte `target` stands.
    fn position(mut self, target: usize) -> usize {
        let mut decoded = 0;
        while decoded < target && self.at < self.text.len() {
            decoded += self.step();
        }
        self.at
    }

    /// Moves past one decoded character and returns its length when decoded.
    fn step(&mut self) -> usize {
        let rest = &self.text[self.at..];
        let Some(c) = rest.chars().next() else { return 1 };
        match (self.style, c) {
            (Style::Double, '\\') => self.escape(),
            (Style::Single, '\'') => {
                self.at += 2.min(rest.len());
                1
            }
            (_, '\n') => self.line_break(),
            _ => {
                self.at += c.len_utf8();
                c.len_utf8()
            }
        }
    }

    fn escape(&mut self) -> usize {
        let rest = &self.text[self.at + 1..];
        let digits = match rest.chars().next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some(c) => {
                self.at += 1 + c.len_utf8();
                return 1;
            }
            None => {
                self.at = self.text.len();
                return 1;
            }
        };
        let code = rest.get(1..1 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        self.at = (self.at + 2 + digits).min(self.text.len());
        code.and_then(char::from_u32).map_or(1, char::len_utf8)
    }

    /// A line break and the indentation after it decode to one character.
    fn line_break(&mut self) -> usize {
        let rest = &self.text[self.at + 1..];
        let skip = match self.style {
            Style::Block { indent } => indent.min(indent_of(rest)),
            _ => rest.len() - rest.trim_start_matches([' ', '\t']).len(),
        };
        self.at += 1 + skip;
        1
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_yaml::Spanned;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct File {
        #[serde(default)]
        rules: Vec<Rule>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Rule {
        id: Spanned<String>,
        pattern: Spanned<String>,
        #[serde(default)]
        todo: bool,
    }

    fn error(text: &str) -> String {
        parse::<File>(&SourceFile::new("a.yaml", text)).unwrap_err().render(false)
    }

    /// Finds `HERE` in the decoded pattern and expects it at the same letters of the file.
    fn located(text: &str) {
        let file = SourceFile::new("a.yaml", text);
        let parsed: File = parse(&file).unwrap_or_else(|e| panic!("{}", e.render(false))).unwrap();
        let pattern = &parsed.rules[0].pattern;
        let at = pattern.value.find("HERE").unwrap();
        let found = range_in_scalar(text, &pattern.referenced, at..at + 4);
        assert_eq!(&text[found], "HERE", "in {text}");
    }

    #[test]
    fn a_place_inside_a_text_is_found_in_every_style() {
        located("rules:\n  - id: a\n    pattern: some HERE words\n");
        located("rules:\n  - id: a\n    pattern: \"é \\\"q\\\" \\u00e9 \\t HERE\"\n");
        located("rules:\n  - id: a\n    pattern: 'it''s “é” HERE'\n");
        located("rules:\n  - id: a\n    pattern: |\n      first line\n      second HERE\n");
        located("rules:\n  - id: a\n    pattern: >-\n      first line\n      second HERE\n");
        located("rules:\n  - id: a\n    pattern: \"first\n      HERE\"\n");
        located("rules: [{ id: a, pattern: \"x HERE\" }]\n");
        located("rules: [{ \"id\": \"a\", \"pattern\": \"HERE\" }]");
    }

    #[test]
    fn errors_of_yaml_say_what_to_do() {
        let cases = [
            "rules:\n  - id: a\n    patern: b\n",
            "rules:\n  - id: a\n",
            "rules:\n  - id: a\n    pattern: {month:m} x\n",
            "rules:\n  - id: a\n    pattern: {month}\n",
            "rules:\n\t- id: a\n",
            "rules:\n  - id: a\n    id: b\n    pattern: c\n",
            "rules:\n  - id: a\n    pattern:\n",
            "rules:\n  - id: a\n    pattern: \"never closed\n",
            "rules:\n  - id: a\n    pattern: he said: no\n",
            "rules:\n  - id: a\n    pattern: *x\n",
            "rules:\n  - id: a\n    pattern: !x y\n",
            "rules:\n  - id: a\n    pattern: b\n    todo: yes\n",
            "rules: []\n---\nrules: []\n",
            "- id: a\n",
            "just words\n",
            "rules:\n  - <<: {id: a}\n    pattern: b\n",
            "rules:\n  - id: a\n   pattern: b\n",
        ];
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("yaml_errors", cases.map(error).join("\n")));
    }

    #[test]
    fn a_file_without_content_is_nothing() {
        for text in ["", "# only words\n", "\n\n"] {
            assert!(parse::<File>(&SourceFile::new("a.yaml", text)).unwrap().is_none(), "{text:?}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        assert!(decode("a", b"\xff\xfea\0").unwrap_err().message.contains("UTF-16"));
        assert_eq!(decode("a", b"a\nb: \xff").unwrap_err().place(), "a:2:4");
        assert_eq!(&*decode("a", b"\xef\xbb\xbfx").unwrap().text, "x");
    }
}
