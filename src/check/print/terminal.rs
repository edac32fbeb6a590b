//! The report for the terminal.
//!
//! In: reports.  Out: a block a quote: verdict and place, the words with what differs, where the
//! source has them, and the reasons.  Colours are those of the user's theme; without colours,
//! brackets show the same.

use super::super::report::Verdict;
use super::item::items;
use super::marked::Piece;
use super::{CheckedDraft, Item, claim_line, one_line, summary};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const QUIET: Style = Style::new().dimmed();
const DRAFT: Style = AnsiColor::Red.on_default();
const SOURCE: Style = AnsiColor::Green.on_default();
const CUT: Style = AnsiColor::Yellow.on_default();

/// Writes all reports and a summary.
pub(super) fn write(drafts: &[CheckedDraft], out: &mut impl Write) -> io::Result<()> {
    for draft in drafts {
        let name = one_line(draft.name);
        items(draft).try_for_each(|item| block(&name, &item, out))?;
        for claim in &draft.report.claims {
            writeln!(out, "{QUIET}reported, {}{QUIET:#}", claim_line(draft, claim))?;
        }
        for problem in &draft.report.problems {
            writeln!(out, "{QUIET}  {}{QUIET:#}", one_line(&problem.message))?;
        }
    }
    writeln!(out, "{}", summary(drafts))
}

fn block(name: &str, item: &Item, out: &mut impl Write) -> io::Result<()> {
    let style = colour(item.verdict).on_default().bold();
    let (line, column) = item.place;
    write!(out, "{style}{:<13}{style:#} {QUIET}{name}:{line}:{column}{QUIET:#}", item.label)?;
    item.speaker.iter().try_for_each(|speaker| write!(out, "  {speaker}"))?;
    item.alike.iter().try_for_each(|share| write!(out, "  {QUIET}{share} % alike{QUIET:#}"))?;
    write!(out, "\n  “")?;
    item.pieces.iter().try_for_each(|shown| piece(shown, out))?;
    writeln!(out, "”")?;
    let origin = |origin: &String| writeln!(out, "  {QUIET}source{QUIET:#} {origin}");
    item.source.iter().try_for_each(origin)?;
    for note in &item.notes {
        let style = if note.is_quiet { QUIET } else { Style::new() };
        writeln!(out, "  {style}{}{style:#}", note.text)?;
    }
    writeln!(out)
}

fn piece(piece: &Piece, out: &mut impl Write) -> io::Result<()> {
    match piece {
        Piece::Both(text) => write!(out, "{}", spaced(text)),
        Piece::Draft(text) => write!(out, "{DRAFT}[+{}+]{DRAFT:#}", one_line(text)),
        Piece::Source(text) => write!(out, "{SOURCE}[-{text}-]{SOURCE:#}"),
        Piece::Cut(text) => write!(out, "{CUT}[… {text} …]{CUT:#}"),
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
