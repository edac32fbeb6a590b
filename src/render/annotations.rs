//! W3C Web Annotations (JSON-LD): one annotation for each source of each entry.
//!
//! The target is the article with a text position (code points, as the model has it) and a text
//! quote with what stands around it, so that it can be found again in another copy. Written one
//! annotation a line, so that memory does not grow with their number.

use super::catalogue::Catalogue;
use super::{Options, date_label, labels, link};
use crate::timeline::{Entry, Source, Timeline};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Code points of context on either side of a text quote.
const CONTEXT: usize = 32;

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
    options: &Options,
) -> io::Result<()> {
    let surroundings = surroundings(timeline, catalogue);
    let entries = || timeline.entries.iter().chain(&timeline.undated);
    let head = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:x-onrecord:timeline",
        "type": "AnnotationCollection",
        "label": options.title.as_deref().unwrap_or(labels::TITLE),
        "generator": { "type": "Software", "name": concat!("onrecord ", env!("CARGO_PKG_VERSION")) },
        "total": entries().map(|entry| entry.sources.len()).sum::<usize>(),
    });
    write!(out, "{}", head.to_string().trim_end_matches('}'))?;
    write!(
        out,
        r#","first":{{"id":"urn:x-onrecord:timeline:1","type":"AnnotationPage","startIndex":0,"items":["#
    )?;
    let items = entries().flat_map(|entry| annotations(entry, catalogue, &surroundings));
    for (number, item) in items.enumerate() {
        write!(out, "{}{item}", if number == 0 { "\n" } else { ",\n" })?;
    }
    Ok(writeln!(out, "\n]}}}}")?)
}

/// What stands before and after each source.
type Surroundings<'a> = BTreeMap<(&'a str, usize, usize), (String, String)>;

fn surroundings<'a>(timeline: &'a Timeline, catalogue: &Catalogue<'_>) -> Surroundings<'a> {
    let mut by_article: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for source in timeline.entries.iter().chain(&timeline.undated).flat_map(|entry| &entry.sources)
    {
        by_article.entry(&source.article).or_default().push((source.start, source.end));
    }
    let mut surroundings = Surroundings::new();
    for (article, ranges) in by_article {
        let Some(text) = catalogue.texts().text(article) else { continue };
        let letters: Vec<char> = text.chars().collect();
        let slice = |from: usize, to: usize| {
            letters.get(from..to.min(letters.len())).unwrap_or_default().iter().collect()
        };
        for (start, end) in ranges {
            let around = (
                slice(start.saturating_sub(CONTEXT), start),
                slice(end, end.saturating_add(CONTEXT)),
            );
            surroundings.insert((article, start, end), around);
        }
    }
    surroundings
}

fn annotations(
    entry: &Entry,
    catalogue: &Catalogue<'_>,
    surroundings: &Surroundings<'_>,
) -> Vec<Value> {
    let annotation = |(number, source): (usize, &Source)| {
        json!({
            "id": format!("urn:x-onrecord:{}:{}", encoded(&entry.id), number + 1),
            "type": "Annotation",
            "motivation": if entry.speaker.is_some() { "identifying" } else { "describing" },
            "body": bodies(entry),
            "target": target(source, catalogue, surroundings),
        })
    };
    entry.sources.iter().enumerate().map(annotation).collect()
}

/// The entry in words, and its kind, date and names as tags.
fn bodies(entry: &Entry) -> Vec<Value> {
    let date = entry.date.iter().map(|date| format!("{}: ", date_label::label(&date.edtf)));
    let description = date.chain([labels::headline(entry)]).collect::<String>();
    let tags = [entry.kind.name(), &entry.type_].into_iter();
    let tags = tags.chain(entry.date.iter().map(|date| date.edtf.as_str()));
    let names =
        entry.speaker.iter().chain(&entry.people).chain(&entry.organisations).chain(&entry.places);
    let tags = tags.chain(names.map(String::as_str)).chain(entry.modality.as_deref());
    let mut seen = std::collections::BTreeSet::new();
    let body = |purpose: &str, value: &str| json!({ "type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value });
    let tags = tags.filter(|tag| seen.insert(tag.to_string())).map(|tag| body("tagging", tag));
    [body("describing", &description)].into_iter().chain(tags).collect()
}

fn target(source: &Source, catalogue: &Catalogue<'_>, surroundings: &Surroundings<'_>) -> Value {
    let article = catalogue.article(&source.article);
    let address = article.and_then(link::web_address);
    let address =
        address.unwrap_or_else(|| format!("urn:x-onrecord:article:{}", encoded(&source.article)));
    let mut quote = json!({ "type": "TextQuoteSelector", "exact": source.text });
    if let Some((prefix, suffix)) =
        surroundings.get(&(source.article.as_str(), source.start, source.end))
    {
        quote["prefix"] = json!(prefix);
        quote["suffix"] = json!(suffix);
    }
    let position =
        json!({ "type": "TextPositionSelector", "start": source.start, "end": source.end });
    json!({ "source": address, "selector": [position, quote] })
}

/// An id as part of a URN.
fn encoded(id: &str) -> String {
    link::encoded(id, "%\"<>`\\^{|}[]#?")
}
