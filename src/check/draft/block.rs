//! Block quotations of Markdown, and the lines that say whose words they are.
//!
//! In: the text of a draft.  Out: regions without quote marks, and names behind a dash.

use crate::quotes::marks::{Region, Style};
use std::ops::Range;

/// Most words of a name behind a dash.
const NAME: usize = 6;

/// The regions of quote marks with the block quotations that are not in quote marks themselves.
pub(super) fn with_blocks(text: &str, marked: Vec<Region>) -> Vec<Region> {
    let mut all = marked;
    for content in blocks(text) {
        let common = |region: &Region| {
            let range = region.range();
            range.end.min(content.end).saturating_sub(range.start.max(content.start))
        };
        if all.iter().map(common).sum::<usize>() * 2 < content.len() {
            all.retain(|region| common(region) == 0);
            all.push(unmarked(content));
        }
    }
    all.sort_by_key(|region| (region.open.start, region.depth));
    all
}

fn unmarked(content: Range<usize>) -> Region {
    let (open, close) = (content.start..content.start, Some(content.end..content.end));
    Region { open, content, close, style: Style::Curly, closed: true, depth: 0 }
}

/// Stretches of lines that begin with `>`, without a last line that names the speaker.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>']).trim_end();
        let quoted = line.trim_start().starts_with('>');
        let start = at + (line.len() - line.trim_start_matches([' ', '>']).len());
        let said = !inner.is_empty() && !starts_with_dash(inner, true);
        match all.last_mut().filter(|_| open) {
            Some(block) if quoted && said => block.end = start + inner.len(),
            None if quoted && said => all.push(start..start + inner.len()),
            _ => {}
        }
        open = quoted && (open || said);
        at += line.len();
    }
    all
}

/// The name that stands behind a dash at the end of a quote's line or on the next one.
pub(super) fn attributed_to(text: &str, end: usize) -> Option<String> {
    let behind = text.get(end..)?;
    let next = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let between = &behind[..behind.len() - next.len()];
    if between.matches('\n').count() > 2 || !starts_with_dash(next, between.contains('>')) {
        return None;
    }
    let line = next.lines().next()?.trim_start_matches(['—', '–', '―', '-', ' ', '\u{a0}']);
    let line = line.trim_matches(['*', '_', ' ']);
    let name = line.split([',', '(', ';', '[']).next()?.trim();
    let whole = between.contains('\n') || line.split_whitespace().count() <= NAME;
    let named = name.starts_with(char::is_uppercase) && !name.ends_with(['.', '?', '!', ':']);
    let short = (1..=NAME).contains(&name.split_whitespace().count());
    (whole && named && short).then(|| name.to_owned())
}

/// Whether a line begins with a dash; one hyphen counts only within a block quotation.
fn starts_with_dash(line: &str, in_block: bool) -> bool {
    line.starts_with(['—', '–', '―'])
        || line.starts_with("--")
        || in_block && line.starts_with("- ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let regions = with_blocks(text, crate::quotes::marks::regions(text));
        let found: Vec<_> = regions
            .iter()
            .map(|region| (&text[region.content.clone()], attributed_to(text, region.range().end)))
            .collect();
        let found: Vec<_> = found.iter().map(|(text, name)| (*text, name.as_deref())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn block_quotations_are_quotes() {
        check("> We go.\n>\n> — Ada Lind, mayor\n", &[("We go.", Some("Ada Lind"))]);
        check("> We\n> go.\n\n-- Ada Lind\n", &[("We\n> go.", Some("Ada Lind"))]);
        check("> “We go.”\n> - *Ada Lind*\n", &[("We go.", Some("Ada Lind"))]);
        check("> We go.\n\nThe end.\n\n> They stay.\n", &[("We go.", None), ("They stay.", None)]);
        check("“We go.” — Ada Lind\n", &[("We go.", Some("Ada Lind"))]);
        check("“We go” — Ada Lind had said so before we left.\n", &[("We go", None)]);
        check("“We go.”\n\n- A list\n", &[("We go.", None)]);
    }
}
