//! The report as Markdown: one section a draft, one item a quote.
//!
//! In: reports.  Out: CommonMark; what comes from a text is escaped.

use super::item::items;
use super::marked::Piece;
use super::{CheckedDraft, Item, claim_line, one_line, summary};
use std::io::{self, Write};

/// Writes all reports.
pub(super) fn write(drafts: &[CheckedDraft], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# Quotes checked: {}", summary(drafts))?;
    for draft in drafts {
        writeln!(out, "\n## {}\n", escaped(&one_line(draft.name)))?;
        items(draft).try_for_each(|quote| item(&quote, out))?;
        for claim in &draft.report.claims {
            writeln!(out, "- reported, {}", escaped(&claim_line(draft, claim)))?;
        }
        for problem in &draft.report.problems {
            writeln!(out, "- *{}*", escaped(&one_line(&problem.message)))?;
        }
    }
    Ok(())
}

fn item(item: &Item, out: &mut impl Write) -> io::Result<()> {
    write!(out, "- **{}** (line {}", item.label, item.place.0)?;
    item.speaker.iter().try_for_each(|speaker| write!(out, ", {}", escaped(speaker)))?;
    write!(out, "): “")?;
    for shown in &item.pieces {
        match shown {
            Piece::Both(text) => write!(out, "{}", escaped(&text.replace(['\n', '\r'], " ")))?,
            Piece::Draft(text) => write!(out, "**{}**", escaped(&one_line(text)))?,
            Piece::Source(text) => write!(out, "~~{}~~", escaped(text))?,
            Piece::Cut(text) => write!(out, "*… {} …*", escaped(text))?,
        }
    }
    writeln!(out, "”")?;
    item.source.iter().try_for_each(|origin| writeln!(out, "  - source: {}", escaped(origin)))?;
    item.notes.iter().try_for_each(|note| writeln!(out, "  - {}", escaped(&note.text)))
}

/// Signs of Markdown and HTML made harmless.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '|' | '!' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}
