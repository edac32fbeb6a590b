//! The report as Markdown: one section a draft, one item a quote.
//!
//! In: reports.  Out: CommonMark; what comes from a text is escaped.

use super::super::report::CheckedQuote;
use super::marked::{Piece, pieces};
use super::{Checked, claim_line, label, one_line, origin, place, summary};
use std::io::{self, Write};

/// Writes all reports.
pub(super) fn write(drafts: &[Checked], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# Quotes checked: {}", summary(drafts))?;
    for draft in drafts {
        writeln!(out, "\n## {}\n", escaped(&one_line(draft.name)))?;
        draft.report.quotes.iter().try_for_each(|quote| item(draft, quote, out))?;
        for claim in &draft.report.claims {
            writeln!(out, "- reported, {}", escaped(&claim_line(draft, claim)))?;
        }
        for problem in &draft.report.problems {
            writeln!(out, "- *{}*", escaped(&one_line(&problem.message)))?;
        }
    }
    Ok(())
}

fn item(draft: &Checked, quote: &CheckedQuote, out: &mut impl Write) -> io::Result<()> {
    let (line, _) = place(draft.text, quote.start);
    write!(out, "- **{}** (line {line}", label(quote.verdict))?;
    if let Some(speaker) = &quote.speaker {
        write!(out, ", {}", escaped(&one_line(speaker)))?;
    }
    write!(out, "): “")?;
    for shown in pieces(quote) {
        match shown {
            Piece::Both(text) => write!(out, "{}", escaped(&text.replace(['\n', '\r'], " ")))?,
            Piece::Draft(text) => write!(out, "**{}**", escaped(&one_line(&text)))?,
            Piece::Source(text) => write!(out, "~~{}~~ ", escaped(&text))?,
            Piece::Cut(text) => write!(out, " *… {} …* ", escaped(&text))?,
        }
    }
    writeln!(out, "”")?;
    if let Some(origin) = origin(quote.source.as_ref()) {
        writeln!(out, "  - source: {}", escaped(&origin))?;
    }
    for change in &quote.changes {
        writeln!(out, "  - {}{}", change.op.label(), escaped(&super::words_of(change)))?;
    }
    Ok(())
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
