//! What changed between two timelines, for the terminal and as JSON.

use super::catalogue::Catalogue;
use super::terminal::{Flow, Style, style};
use super::wording::{self, Piece};
use super::{Options, RenderError, date_label, labels};
use crate::timeline::{Change, Changes, Entry, FieldChange, Source, Timeline};
use std::io::{self, Write};

/// Columns before an entry's words.
const INDENT: usize = 2;

/// Writes the changes as people read them, with ANSI colours.
///
/// The two timelines name the articles of the sources that came and went.
pub fn write_changes(
    changes: &Changes,
    old: &Timeline,
    new: &Timeline,
    out: &mut dyn Write,
    options: &Options,
) -> io::Result<()> {
    let (old, new) = (Catalogue::new(old, &()), Catalogue::new(new, &()));
    let width = options.width.saturating_sub(INDENT);
    for entry in &changes.removed {
        write_block(("-", style::LEFT), &[head(entry), words(entry)], width, out)?;
    }
    for entry in &changes.added {
        write_block(("+", style::RIGHT), &[head(entry), words(entry)], width, out)?;
    }
    for change in &changes.changed {
        write_block(("~", style::DIFFERENCE), &change_lines(change, &old, &new), width, out)?;
    }
    writeln!(out, "{}", labels::changes(changes))
}

/// Writes the changes as one JSON object.
pub fn write_changes_json(changes: &Changes, out: &mut dyn Write) -> Result<(), RenderError> {
    serde_json::to_writer_pretty(&mut *out, changes)?;
    Ok(out.write_all(b"\n")?)
}

fn write_block(
    (sign, colour): (&str, Style),
    flows: &[Flow],
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines = flows.iter().flat_map(|flow| flow.lines(width));
    for (index, line) in lines.enumerate() {
        let margin =
            if index == 0 { format!("{colour}{sign}{colour:#} ") } else { " ".repeat(INDENT) };
        writeln!(out, "{margin}{line}")?;
    }
    writeln!(out)
}

/// `26 July 2025 · Quote, Name`.
fn head(entry: &Entry) -> Flow {
    let mut flow = Flow::default();
    let date = entry
        .date
        .as_ref()
        .map_or_else(|| labels::UNDATED.to_owned(), |date| date_label::label(&date.edtf));
    flow.push(&date, style::DATE)
        .blank()
        .push("·", style::QUIET)
        .blank()
        .push(&labels::kind(entry), style::KIND);
    if let Some(speaker) = &entry.speaker {
        flow.push(",", style::QUIET).blank().push(speaker, style::SPEAKER);
    }
    flow
}

fn words(entry: &Entry) -> Flow {
    let mut flow = Flow::default();
    flow.push(entry.text.trim(), style::PLAIN);
    flow
}

fn change_lines<'a>(change: &'a Change, old: &Catalogue<'a>, new: &Catalogue<'a>) -> Vec<Flow> {
    let mut flows = vec![head(&change.after)];
    if change.fields.iter().all(|field| field.field != "text") {
        flows.push(words(&change.after));
    }
    flows.extend(change.fields.iter().map(field));
    flows.extend(change.sources_removed.iter().map(|it| source(it, ("-", style::LEFT), old)));
    flows.extend(change.sources_added.iter().map(|it| source(it, ("+", style::RIGHT), new)));
    flows
}

/// The words of a text are compared one by one, other values shown whole.
fn field(change: &FieldChange) -> Flow {
    let mut flow = Flow::default();
    flow.push(&labels::rule(change.field), style::DIFFERENCE).push(":", style::QUIET);
    let value = |value: &str| labels::value(change.field, value);
    let whole =
        || [Piece::Left(value(&change.before)), Piece::Right(value(&change.after))].to_vec();
    let pieces = if change.field == "text" {
        wording::compare(&change.before, &change.after)
    } else {
        whole()
    };
    pieces.iter().for_each(|piece| flow.push_piece(piece));
    flow
}

fn source<'a>(
    source: &'a Source,
    (sign, colour): (&str, Style),
    catalogue: &Catalogue<'a>,
) -> Flow {
    let (outlet, title) = catalogue.citation(&source.article);
    let mut flow = Flow::default();
    flow.push(sign, colour).blank().push(outlet, style::OUTLET);
    if let Some(title) = title {
        flow.push(",", style::QUIET).blank().push(title, style::PLAIN);
    }
    flow.blank().push(&format!("({})", catalogue.location(source)), style::QUIET);
    flow
}
