//! iCalendar (RFC 5545): one all-day event an entry, for any calendar program.
//!
//! The end is exclusive, as the standard has it. `DTSTAMP`, which should be the time of writing,
//! is the entry's first day, because the output knows no clock. Entries without a date, with an
//! open end or outside the years 1 to 9999 do not fit; the calendar's description counts them.

use super::catalogue::Catalogue;
use super::visible::visible;
use super::{Options, date_label, labels, link};
use crate::dates::Day;
use crate::timeline::{Entry, Timeline};
use std::io::{self, Write};

/// Octets of a line, without its end.
const LINE: usize = 75;

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
    options: &Options,
) -> io::Result<()> {
    let fitting: Vec<_> =
        timeline.entries.iter().filter_map(|entry| Some((entry, days(entry)?))).collect();
    let left_out = timeline.entries.len() + timeline.undated.len() - fitting.len();
    let mut sheet = Sheet { out };
    sheet.line("BEGIN", "VCALENDAR")?;
    sheet.line("VERSION", "2.0")?;
    sheet.line("PRODID", concat!("-//onrecord//onrecord ", env!("CARGO_PKG_VERSION"), "//EN"))?;
    sheet.line("CALSCALE", "GREGORIAN")?;
    sheet.text("X-WR-CALNAME", options.title.as_deref().unwrap_or(labels::TITLE))?;
    if left_out > 0 {
        sheet.text("X-WR-CALDESC", &labels::left_out(left_out))?;
    }
    for (entry, (first, after)) in fitting {
        write_event(entry, first, after, catalogue, &mut sheet)?;
    }
    sheet.line("END", "VCALENDAR")
}

/// The first day and the day after the last.
fn days(entry: &Entry) -> Option<(Day, Day)> {
    let date = entry.date.as_ref()?;
    let (first, last) = (Day::parse(&date.earliest)?, Day::parse(&date.latest)?);
    let after = last.plus_days(1)?;
    (first.year() >= 1 && after.year() <= 9999).then_some((first, after))
}

fn write_event(
    entry: &Entry,
    first: Day,
    after: Day,
    catalogue: &Catalogue<'_>,
    sheet: &mut Sheet<'_>,
) -> io::Result<()> {
    sheet.line("BEGIN", "VEVENT")?;
    sheet.text("UID", &format!("{}@onrecord", entry.id))?;
    sheet.line("DTSTAMP", &format!("{}T000000Z", basic(first)))?;
    sheet.line("DTSTART;VALUE=DATE", &basic(first))?;
    sheet.line("DTEND;VALUE=DATE", &basic(after))?;
    sheet.text("SUMMARY", &labels::headline(entry))?;
    sheet.text("DESCRIPTION", &description(entry, catalogue))?;
    if !entry.places.is_empty() {
        sheet.text("LOCATION", &entry.places.join(", "))?;
    }
    let articles = entry.sources.iter().filter_map(|source| catalogue.article(&source.article));
    if let Some(url) = articles.filter_map(link::web_address).next() {
        sheet.line("URL", &url)?;
    }
    sheet.line("CATEGORIES", &format!("{},{}", entry.kind.name(), escaped(&entry.type_)))?;
    sheet.line("STATUS", status(entry))?;
    sheet.line("TRANSP", "TRANSPARENT")?;
    sheet.line("END", "VEVENT")
}

/// Date, words and sources.
fn description(entry: &Entry, catalogue: &Catalogue<'_>) -> String {
    let date = entry.date.iter().map(|date| date_label::label(&date.edtf));
    let sources = entry.sources.iter().map(|source| {
        let (outlet, title) = catalogue.citation(&source.article);
        let title = title.map(|title| format!(", {title}")).unwrap_or_default();
        format!("{outlet}{title} ({}): {}", catalogue.location(source), source.text.trim())
    });
    let differences = entry.disagreements.iter().map(|it| catalogue.difference(it));
    date.chain([entry.text.trim().to_owned()])
        .chain(sources)
        .chain(differences)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Doubtful and planned ones are tentative.
fn status(entry: &Entry) -> &'static str {
    let doubtful = entry.date.as_ref().is_some_and(|date| date.edtf.contains(['~', '?', '%', '[']));
    match entry.modality.as_deref() {
        Some("cancelled" | "negated") => "CANCELLED",
        Some(_) => "TENTATIVE",
        None if doubtful => "TENTATIVE",
        None => "CONFIRMED",
    }
}

fn basic(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// The lines of the file.
struct Sheet<'a> {
    out: &'a mut dyn Write,
}

impl Sheet<'_> {
    /// A property whose value is text from somewhere.
    fn text(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.line(name, &escaped(value))
    }

    /// A property, folded so that no line has more octets than allowed.
    fn line(&mut self, name: &str, value: &str) -> io::Result<()> {
        let (mut line, mut folded) = (format!("{name}:"), String::new());
        for character in value.chars() {
            if line.len() + character.len_utf8() > LINE {
                folded.push_str(&line);
                folded.push_str("\r\n");
                line = " ".to_owned();
            }
            line.push(character);
        }
        write!(self.out, "{folded}{line}\r\n")
    }
}

fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            value.push_str("\\n");
        }
        for character in visible(line).chars() {
            if matches!(character, '\\' | ';' | ',') {
                value.push('\\');
            }
            value.push(character);
        }
    }
    value
}
