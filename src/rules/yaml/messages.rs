//! What is wrong with a file that is no YAML, or not the YAML of a rule file, in an author's words.
//!
//! In: an error of the YAML reader.  Out: a [`RuleError`] with place, expectation and remedy.

use super::{MAX_DEPTH, byte_of};
use crate::rules::diagnostic::{RuleError, SourceFile, nearest};
use serde_yaml::Error;
use std::ops::Range;
use std::sync::Arc;

/// Turns an error of the YAML reader into one that names place, expectation and remedy.
pub fn from_yaml(file: &SourceFile, error: &Error) -> RuleError {
    let error = innermost(error);
    let bytes = error.location().map(|l| token_at(&file.text, byte_of(&file.text, &l)));
    let tab = bytes.as_ref().and_then(|at| tab_below(error, &file.text, at.start));
    let (code, message, help) = match tab {
        Some(_) => tabbed(),
        None => describe(error, file, bytes.clone()),
    };
    let bytes = tab.map(|at| at..at + 1).or(bytes);
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
            missing_colon(file, bytes.clone()).or_else(|| quote_hint(found)).or_else(|| {
                let about_text = plain(expected) == "text";
                if about_text { map_in_list(file, bytes) } else { shape_hint(file, bytes) }
            }),
        ),
        Error::DuplicateMappingKey { key, .. } => (
            "duplicate-key",
            match key {
                Some(key) => format!("the key `{key}` stands here a second time"),
                None => "this key stands here a second time".to_owned(),
            },
            Some(twice(file, bytes)),
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
        tabbed().2
    } else if message.contains("simple key expected") {
        return no_key(line);
    } else if let Some(key) = key_of_curly_quotes(line) {
        Some(format!("YAML knows straight quote marks only: {key}: \"…\""))
    } else if let Some(value) = unquoted_value(line) {
        Some(format!("put the text in quotes: \"{value}\""))
    } else if message.contains("quoted scalar") {
        Some("is a quote mark missing at the end of a text above?".to_owned())
    } else if message.contains("expected '-' indicator") {
        Some("the items of a list begin in the same column, each with `- `".to_owned())
    } else {
        None
    };
    ("syntax", format!("this is not YAML: {message}"), help)
}

/// Lines after that of the error in which its tab may stand: the reader may still be within a text above.
const TAB_BELOW: usize = 3;

/// The tab in an indentation that an error is about, in the line it names or one soon after.
fn tab_below(error: &Error, text: &str, byte: usize) -> Option<usize> {
    if !error.to_string().contains("tab") {
        return None;
    }
    let mut start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    for line in text[start..].split_inclusive('\n').take(TAB_BELOW) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(at) = line[..indent].find('\t') {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}

fn tabbed() -> Description {
    let help = "indent with blanks: YAML allows no tab there".to_owned();
    ("syntax", "this is not YAML: a tab stands in the indentation".to_owned(), Some(help))
}

/// A line that is no key with a value, as a colon or a blank is missing.
fn no_key(line: &str) -> Description {
    let item = line.trim().trim_start_matches("- ");
    let help = match item.split_once([':', ' ']) {
        _ if item.starts_with('-') => blank_behind_dash(item),
        Some((key, value)) if item[key.len()..].starts_with(':') => {
            Some(format!("a blank is missing behind the colon: `{key}: {value}`"))
        }
        Some((key, value)) => Some(format!("a colon is missing: `{key}: {}`", value.trim_start())),
        None => Some(format!("a colon is missing: `{item}:`")),
    };
    ("syntax", "this is not YAML: expected a key, a colon and a blank".to_owned(), help)
}

fn blank_behind_dash(item: &str) -> Option<String> {
    let rest = item.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with(' '))?;
    Some(format!("a blank is missing behind the dash: `- {rest}`"))
}

/// The key of a value that stands in typographic quote marks.
fn key_of_curly_quotes(line: &str) -> Option<&str> {
    let (before, _) = line.split_once(": “")?;
    before.rsplit([' ', '{', ',']).next()
}

/// A value that has to be quoted because it begins with or holds a character of YAML's own.
fn unquoted_value(line: &str) -> Option<&str> {
    let item = line.trim().trim_start_matches("- ").trim_start();
    let value = item.trim_start_matches('{').split_once(": ")?.1.trim();
    let value = if item.starts_with('{') { before_next_key(value) } else { value };
    let special = value.starts_with(['{', '[', '*', '&', '!', '%', '@', '`', '|', '>'])
        || value.contains(": ");
    let simple = !value.contains('"') && value.chars().count() < 80;
    (special && simple).then_some(value)
}

/// The value within braces: up to the key that follows it, or to the brace.
fn before_next_key(value: &str) -> &str {
    let ends = value.match_indices(',').filter(|(at, _)| {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        value[at + 1..].split_once(':').is_some_and(|(key, _)| key.trim().chars().all(word))
    });
    let end = ends.map(|(at, _)| at).next().unwrap_or(value.len());
    value[..end].trim().trim_end_matches('}').trim()
}

/// A key that stands twice may belong to a next item of the list, whose dash is missing.
fn twice(file: &SourceFile, bytes: Option<Range<usize>>) -> String {
    let line = bytes.map_or("", |b| line_around(&file.text, b.start));
    let alone = "keep one of the two; only one could count";
    if line.trim_start().starts_with(['-', '{']) {
        return alone.to_owned();
    }
    format!("{alone}. If a new item of the list begins here, put `- ` before its first key")
}

/// A list of words in which one has attributes: then all are keys, without dashes.
fn map_in_list(file: &SourceFile, bytes: Option<Range<usize>>) -> Option<String> {
    let item = line_around(&file.text, bytes?.start).trim().strip_prefix("- ")?;
    let (word, _) = item.split_once(": ").filter(|(word, _)| !word.is_empty())?;
    Some(format!(
        "a list holds nothing but words; where one has attributes, write all without dashes: `{word}: {{name: value}}`"
    ))
}

/// `word { … }` where `word: { … }` was meant.
fn missing_colon(file: &SourceFile, bytes: Option<Range<usize>>) -> Option<String> {
    let line = line_around(&file.text, bytes?.start).trim();
    let (word, _) = line.split_once(" {")?;
    let of_word = |c: char| c.is_alphanumeric() || "_-|' ".contains(c);
    word.chars().all(of_word).then(|| format!("a colon is missing: `{word}: {{ … }}`"))
}

/// What a file or the list of rules looks like.
fn shape_hint(file: &SourceFile, bytes: Option<Range<usize>>) -> Option<String> {
    let start = bytes?.start;
    let before = file.text[..start].trim_end();
    let line = line_around(&file.text, start).trim();
    if before.is_empty() {
        return Some(
            "a rule file has keys: `rules:` with a list below it, `lexicons:`, `macros:`"
                .to_owned(),
        );
    }
    if let Some(help) = blank_behind_dash(line) {
        return Some(help);
    }
    if !line.is_empty() && line.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Some(format!("a colon is missing: `{line}:`"));
    }
    if before.ends_with("rules:") {
        return Some("each rule of the list begins with a dash: `- id: …`".to_owned());
    }
    let (word, value) = line.rsplit_once(": ")?;
    let word = word.rsplit(['{', ',']).next()?.trim();
    let value = value.trim_end_matches(['}', ' ']);
    Some(format!("attributes have names: `{word}: {{ num: {value} }}`"))
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
        format!(", found `{}`", found.trim_end().chars().take(60).collect::<String>())
    }
}

fn line_around(text: &str, byte: usize) -> &str {
    let start = text[..byte].rfind('\n').map_or(0, |i| i + 1);
    text[start..].lines().next().unwrap_or("")
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
