//! The JSON that the TimelineJS library of Knight Lab reads.
//!
//! Dates are as precise as the entry's: year, month or day, with an end for longer stretches, and
//! are labelled in full. TimelineJS takes texts for HTML, so everything is escaped. It shows no
//! entry without a date; these are left out and counted on the title slide.

use super::catalogue::Catalogue;
use super::extent::{Extent, Position};
use super::visible::visible;
use super::{Options, RenderError, date_label, labels, link};
use crate::timeline::{Entry, EntryKind, Source, Timeline};
use serde_json::{Map, Value, json};
use std::io::Write;

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
    options: &Options,
) -> Result<(), RenderError> {
    let events: Vec<_> =
        timeline.entries.iter().filter_map(|entry| event(entry, catalogue)).collect();
    let left_out = timeline.entries.len() + timeline.undated.len() - events.len();
    let mut about = escaped(&labels::summary(timeline));
    if left_out > 0 {
        about.push_str(&format!("<br>{}", escaped(&labels::left_out(left_out))));
    }
    let title = escaped(options.title.as_deref().unwrap_or(labels::TITLE));
    let document =
        json!({ "title": { "text": { "headline": title, "text": about } }, "events": events });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    Ok(out.write_all(b"\n")?)
}

fn event(entry: &Entry, catalogue: &Catalogue<'_>) -> Option<Value> {
    let date = entry.date.as_ref()?;
    let extent = Extent::of(date);
    let (start, end) = (extent.start.or(extent.end)?, extent.start.and(extent.end));
    let label = date_label::label(&date.edtf);
    let mut event = Map::new();
    event.insert("unique_id".into(), json!(entry.id));
    event.insert("display_date".into(), json!(escaped(&label)));
    event.insert("start_date".into(), position(start));
    if let Some(end) = end {
        event.insert("end_date".into(), position(end));
    }
    let group = if entry.kind == EntryKind::Quote { labels::QUOTES } else { labels::EVENTS };
    event.insert("group".into(), json!(group));
    event.insert(
        "text".into(),
        json!({ "headline": escaped(&headline(entry)), "text": text(entry, catalogue) }),
    );
    Some(Value::Object(event))
}

fn position(position: Position) -> Value {
    let mut date = Map::new();
    date.insert("year".into(), json!(position.year));
    date.extend(position.month.map(|month| ("month".into(), json!(month))));
    date.extend(position.day.map(|day| ("day".into(), json!(day))));
    Value::Object(date)
}

/// What it is and who says it; the words follow below.
fn headline(entry: &Entry) -> String {
    let speaker = entry.speaker.iter().map(|speaker| format!(": {speaker}"));
    let modality = labels::modality(entry).map(|modality| format!(" ({modality})"));
    labels::kind(entry) + &speaker.chain(modality).collect::<String>()
}

fn text(entry: &Entry, catalogue: &Catalogue<'_>) -> String {
    let words = escaped(&entry.readable());
    let words = if entry.is_verbatim_speech() {
        format!("<blockquote>“{words}”</blockquote>")
    } else {
        format!("<p>{words}</p>")
    };
    let sources: String = entry.sources.iter().map(|source| citation(source, catalogue)).collect();
    let difference = |it| format!("<p>{}</p>", escaped(&catalogue.difference(it)));
    let differences: String = entry.disagreements.iter().map(difference).collect();
    format!("{words}<ul>{sources}</ul>{differences}")
}

fn citation(source: &Source, catalogue: &Catalogue<'_>) -> String {
    let (outlet, title) = catalogue.citation(&source.article);
    let (outlet, title) = match title {
        Some(title) => (format!("{}: ", escaped(outlet)), escaped(title)),
        None => (String::new(), escaped(outlet)),
    };
    match catalogue.article(&source.article).and_then(link::web_address) {
        Some(url) => format!("<li>{outlet}<a href=\"{}\">{title}</a></li>", escaped(&url)),
        None => format!("<li>{outlet}{title} ({})</li>", escaped(&catalogue.location(source))),
    }
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    let text = text.split_whitespace().map(visible).collect::<Vec<_>>().join(" ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
