//! Where a key stands that was read into a map, which knows no places.
//!
//! In: a file, where the entry or the rule begins that the key belongs to, and the way to the key.
//! Out: the bytes of the key and its value; nothing where it is written in a way not looked for here,
//! through an alias for instance.

use std::ops::Range;

/// A step on the way to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The key of this name.
    Key(&'a str),
    /// The item of this number, from 0.
    Item(usize),
}

/// The place at the end of a way that begins with the entry or rule in which the byte `from` stands.
pub fn find(text: &str, from: usize, way: &[Step<'_>]) -> Option<Range<usize>> {
    let mut region = block(text, from);
    let mut place = None;
    for step in way {
        let (found, within) = match step {
            Step::Key(name) => key(text, &region, name)?,
            Step::Item(number) => item(text, &region, *number)?,
        };
        place = Some(found);
        region = within;
    }
    place
}

/// The lines of the entry or rule that holds a byte: those that are indented deeper than where it begins.
fn block(text: &str, from: usize) -> Range<usize> {
    let line = line_start(text, from);
    let head = head_above(text, line);
    let limit = indent(&text[head.unwrap_or(line)..]);
    let mut end = line;
    for below in text[line..].split_inclusive('\n') {
        if end > line && has_content(below) && indent(below) <= limit {
            break;
        }
        end += below.len();
    }
    head.unwrap_or(from)..end
}

/// The line of the dash of the item whose key a line is, where that is not its first.
fn head_above(text: &str, line: usize) -> Option<usize> {
    let column = keys_column(&text[line..]);
    let outer = |at: &usize| has_content(&text[*at..]) && indent(&text[*at..]) < column;
    let above = lines_up(text, line).find(outer).filter(|_| !is_item(&text[line..]))?;
    (is_item(&text[above..]) && keys_column(&text[above..]) == column).then_some(above)
}

fn line_start(text: &str, byte: usize) -> usize {
    text[..byte].rfind('\n').map_or(0, |at| at + 1)
}

/// The beginnings of the lines above a line, from the nearest on.
fn lines_up(text: &str, line: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(line), |at| at.checked_sub(1).map(|end| line_start(text, end)))
        .skip(1)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_item(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with("- ")
}

/// The column in which the first key of a line stands, behind the dash of an item.
fn keys_column(line: &str) -> usize {
    let line = line.lines().next().unwrap_or("");
    let rest = line.trim_start_matches(' ');
    line.len() - rest.strip_prefix('-').unwrap_or(rest).trim_start_matches(' ').len()
}

fn has_content(line: &str) -> bool {
    let line = line.lines().next().unwrap_or("").trim();
    !line.is_empty() && !line.starts_with('#')
}

/// A key with its value, and what stands behind its colon.
fn key(text: &str, region: &Range<usize>, name: &str) -> Option<(Range<usize>, Range<usize>)> {
    let within = &text[region.clone()];
    within.match_indices(name).find_map(|(at, _)| {
        let before = within[..at].trim_end_matches(['"', '\'']).trim_end_matches(' ');
        let first = before.is_empty() || before.ends_with(['\n', '{', ',', '-']);
        let behind = within[at + name.len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = behind.strip_prefix(':').filter(|v| v.starts_with([' ', '\n', '\r']))?;
        let value = region.end - value.len();
        let place = region.start + at..value_end(text, value..region.end);
        first.then_some((place, value..region.end))
    })
}

/// Where a value on the line of its key ends; one in braces or on further lines is left out.
fn value_end(text: &str, value: Range<usize>) -> usize {
    let start = value.end - text[value.clone()].trim_start_matches(' ').len();
    let rest = &text[start..value.end];
    if rest.starts_with(['{', '[', '\n', '\r', '|', '>']) {
        return value.start;
    }
    let end = rest.find([',', '}', '\n', '#']).unwrap_or(rest.len());
    start + rest[..end].trim_end().len()
}

/// An item of a list: one with a dash in front, or one in brackets.
fn item(text: &str, region: &Range<usize>, number: usize) -> Option<(Range<usize>, Range<usize>)> {
    let start = region.end - text[region.clone()].trim_start().len();
    let items = match text[start..region.end].starts_with('[') {
        true => in_brackets(text, start + 1..region.end),
        false => with_dashes(text, line_start(text, start)..region.end),
    };
    let item = items.into_iter().nth(number)?;
    let content = item.end - text[item.clone()].trim_start_matches([' ', '-']).len();
    let shown = text[content..item.end].lines().next().unwrap_or("").trim_end().len();
    Some((content..content + shown, content..item.end))
}

fn with_dashes(text: &str, region: Range<usize>) -> Vec<Range<usize>> {
    let column = indent(&text[region.clone()]);
    let mut starts = Vec::new();
    let mut at = region.start;
    for line in text[region.clone()].split_inclusive('\n') {
        if is_item(line) && indent(line) == column {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([region.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn in_brackets(text: &str, region: Range<usize>) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let (mut start, mut depth, mut quote) = (region.start, 0, None);
    for (at, c) in text[region.clone()].char_indices().map(|(at, c)| (region.start + at, c)) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, ',' | ']') if depth == 0 => {
                items.push(start..at);
                start = at + 1;
                if c == ']' {
                    break;
                }
            }
            (None, '}' | ']') => depth -= 1,
            _ => {}
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::Step::{Item, Key};
    use super::*;

    const ENTRIES: &str = "entries:\n  \"A B\":\n    roles:\n      - { title: mayor, to: soon }\n      - to: never\n  C: { roles: [reeve, {from: x}], gender: q }\n";
    const RULES: &str = "rules:\n  - id: a\n    set: { general: no }\n\n  - kind: event\n    id: b\n    tests:\n      - { text: \"set: x\" }\n    set:\n      modality: plannned\n";

    fn check(text: &str, from: &str, way: &[Step<'_>], expected: Option<&str>) {
        let found = find(text, text.find(from).unwrap(), way);
        assert_eq!(found.map(|range| &text[range]), expected, "{from} {way:?}");
    }

    #[test]
    fn keys_of_entries_are_found() {
        check(ENTRIES, "\"A B", &[Key("roles"), Item(1), Key("to")], Some("to: never"));
        check(ENTRIES, "\"A B", &[Key("roles"), Item(0)], Some("{ title: mayor, to: soon }"));
        check(ENTRIES, "\"A B", &[Key("gender")], None);
        check(ENTRIES, "C:", &[Key("roles"), Item(1), Key("from")], Some("from: x"));
        check(ENTRIES, "C:", &[Key("gender")], Some("gender: q"));
        check(ENTRIES, "C:", &[Key("roles"), Item(2)], None);
    }

    #[test]
    fn keys_of_rules_are_found() {
        check(RULES, "a\n", &[Key("set"), Key("general")], Some("general: no"));
        check(RULES, "b\n", &[Key("set"), Key("modality")], Some("modality: plannned"));
        check(RULES, "b\n", &[Key("kind")], Some("kind: event"));
        check(RULES, "a\n", &[Key("kind")], None);
    }
}
