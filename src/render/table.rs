//! CSV: one entry a row, RFC 4180, UTF-8 without a byte order mark.
//!
//! Cells hold the data exactly as it is. A cell may begin with `=`, `+`, `-` or `@`, as the words
//! of an article may; import the columns as text where a spreadsheet would take them as formulas.

use super::catalogue::Catalogue;
use super::{RenderError, labels};
use crate::timeline::{Disagreement, Entry, Timeline};
use compact_str::CompactString;
use std::io::Write;

/// The columns, in order. Cells that list things part them with `; `.
///
/// `date` is EDTF, `earliest` and `latest` are the days it may mean; `outlets`, `titles`,
/// `locations` (`file:line`) and `urls` follow the order of the sources; `variants` and
/// `disagreements` name the articles after each value; `undated_because` is filled only where
/// `date` is empty.
pub const COLUMNS: [&str; 22] = [
    "id",
    "kind",
    "type",
    "date",
    "earliest",
    "latest",
    "precision",
    "basis",
    "text",
    "speaker",
    "modality",
    "people",
    "places",
    "organisations",
    "independent_sources",
    "outlets",
    "titles",
    "locations",
    "urls",
    "variants",
    "disagreements",
    "undated_because",
];

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS).map_err(into_io)?;
    for entry in timeline.entries.iter().chain(&timeline.undated) {
        writer.write_record(row(entry, catalogue)).map_err(into_io)?;
    }
    Ok(writer.flush()?)
}

fn row(entry: &Entry, catalogue: &Catalogue<'_>) -> [String; COLUMNS.len()] {
    let date = |part: fn(&crate::timeline::EntryDate) -> &CompactString| {
        entry.date.as_ref().map(part).map(ToString::to_string).unwrap_or_default()
    };
    let sources =
        |part: &dyn Fn(&crate::timeline::Source) -> String| listed(entry.sources.iter().map(part));
    let article = |id: &str| catalogue.article(id);
    [
        entry.id.clone(),
        entry.kind.name().to_owned(),
        entry.type_.clone(),
        date(|date| &date.edtf),
        date(|date| &date.earliest),
        date(|date| &date.latest),
        date(|date| &date.precision),
        date(|date| &date.basis),
        entry.text.clone(),
        entry.speaker.clone().unwrap_or_default(),
        entry.modality.clone().unwrap_or_default(),
        listed(entry.people.iter().cloned()),
        listed(entry.places.iter().cloned()),
        listed(entry.organisations.iter().cloned()),
        entry.independent_sources.to_string(),
        sources(&|source| catalogue.outlet(&source.article).to_owned()),
        sources(&|source| catalogue.title(&source.article).unwrap_or_default().to_owned()),
        sources(&|source| catalogue.location(source)),
        sources(&|source| {
            article(&source.article).and_then(|article| article.url.clone()).unwrap_or_default()
        }),
        listed(
            entry
                .variants
                .iter()
                .map(|variant| format!("{} ({})", variant.text, variant.sources.join(", "))),
        ),
        listed(entry.disagreements.iter().map(disagreement)),
        entry.undated_because.clone().unwrap_or_default(),
    ]
}

/// `date: 2025-07-26 (a, b) | 2025-07-27 (c); shown: most sources`.
fn disagreement(disagreement: &Disagreement) -> String {
    let values: Vec<_> = disagreement
        .values
        .iter()
        .map(|value| format!("{} ({})", value.value, value.sources.join(", ")))
        .collect();
    format!(
        "{}: {}{}",
        disagreement.field,
        values.join(" | "),
        labels::chosen_by(&disagreement.chosen_by)
    )
}

fn listed(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join("; ")
}

fn into_io(error: csv::Error) -> RenderError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => RenderError::Write(error),
        other => RenderError::Write(std::io::Error::other(format!("{other:?}"))),
    }
}
