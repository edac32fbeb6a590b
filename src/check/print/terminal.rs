//! The report for the terminal.
//!
//! In: reports.  Out: a block a quote: verdict and place, the words with what differs, where the
//! source has them, and the reasons.  Colours are those of the user's theme; without colours,
//! brackets show the same.

use super::super::report::{CheckedQuote, Verdict};
use super::marked::{Piece, pieces};
use super::{Checked, claim_line, label, one_line, origin, place, summary};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const QUIET: Style = Style::new().dimmed();
const DRAFT: Style = AnsiColor::Red.on_default();
const SOURCE: Style = AnsiColor::Green.on_default();
const CUT: Style = AnsiColor::Yellow.on_default();

/// Writes all reports and a summary.
pub(super) fn write(drafts: &[Checked], out: &mut impl Write) -> io::Result<()> {
    for draft in drafts {
        for quote in &draft.report.quotes {
            block(draft, quote, out)?;
        }
        for claim in &draft.report.claims {
            writeln!(out, "{QUIET}reported, {}{QUIET:#}", claim_line(draft, claim))?;
        }
        for problem in &draft.report.problems {
            writeln!(out, "{QUIET}  {}{QUIET:#}", one_line(&problem.message))?;
        }
    }
    writeln!(out, "{}", summary(drafts))
}

fn block(draft: &Checked, quote: &CheckedQuote, out: &mut impl Write) -> io::Result<()> {
    let style = colour(quote.verdict).on_default().bold();
    let (line, column) = place(draft.text, quote.start);
    let name = one_line(draft.name);
    write!(
        out,
        "{style}{:<13}{style:#} {QUIET}{name}:{line}:{column}{QUIET:#}",
        label(quote.verdict)
    )?;
    if let Some(speaker) = &quote.speaker {
        write!(out, "  {}", one_line(speaker))?;
    }
    if quote.similarity > 0.0 && quote.similarity < 1.0 {
        write!(out, "  {QUIET}{:.0} % alike{QUIET:#}", (quote.similarity * 100.0).min(99.0))?;
    }
    write!(out, "\n  “")?;
    pieces(quote).iter().try_for_each(|shown| piece(shown, out))?;
    writeln!(out, "”")?;
    if let Some(origin) = origin(quote.source.as_ref()) {
        writeln!(out, "  {QUIET}source{QUIET:#} {origin}")?;
    }
    for change in &quote.changes {
        let style = if change.op.is_faithful() { QUIET } else { Style::new() };
        writeln!(out, "  {style}{}{}{style:#}", change.op.label(), super::words_of(change))?;
    }
    writeln!(out)
}

fn piece(piece: &Piece, out: &mut impl Write) -> io::Result<()> {
    match piece {
        Piece::Both(text) => write!(out, "{}", spaced(text)),
        Piece::Draft(text) => write!(out, "{DRAFT}[+{}+]{DRAFT:#}", one_line(text)),
        Piece::Source(text) => write!(out, "{SOURCE}[-{text}-]{SOURCE:#} "),
        Piece::Cut(text) => write!(out, " {CUT}[… {text} …]{CUT:#} "),
    }
}

/// One line that keeps the blanks at its ends.
fn spaced(text: &str) -> String {
    let blank = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let line = one_line(text);
    match line.is_empty() {
        true => " ".to_owned(),
        false => format!("{}{line}{}", blank(text.chars().next()), blank(text.chars().next_back())),
    }
}

fn colour(verdict: Verdict) -> AnsiColor {
    match verdict {
        Verdict::Verbatim => AnsiColor::Green,
        Verdict::Trimmed => AnsiColor::Yellow,
        Verdict::NotFound => AnsiColor::Magenta,
        Verdict::Misattributed | Verdict::Altered | Verdict::Spliced => AnsiColor::Red,
    }
}
