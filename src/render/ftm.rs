//! FollowTheMoney entities (JSON Lines), as Aleph and OpenSanctions read them.
//!
//! Articles are `Article`, entries are `Event` with the articles as proof and the persons and
//! organisations involved, each an entity of its own. Dates are the partial dates the model
//! knows (`2021`, `2021-03`); years it does not know stay in the summary.

use super::catalogue::Catalogue;
use super::extent::{Extent, Position};
use super::{RenderError, date_label, labels, link};
use crate::extraction::ArticleInfo;
use crate::timeline::{Entry, Timeline};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let names = names(timeline);
    let articles = timeline.articles.iter().map(|article| article_entity(article, catalogue));
    let parties = names.iter().map(|(name, party)| party_entity(name, *party));
    let entries = timeline
        .entries
        .iter()
        .chain(&timeline.undated)
        .map(|entry| entry_entity(entry, catalogue));
    for entity in articles.chain(parties).chain(entries) {
        serde_json::to_writer(&mut *out, &entity)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// As what a name occurs.
#[derive(Debug, Clone, Copy, Default)]
struct Party {
    person: bool,
    organisation: bool,
}

fn names(timeline: &Timeline) -> BTreeMap<&str, Party> {
    let mut names: BTreeMap<&str, Party> = BTreeMap::new();
    for entry in timeline.entries.iter().chain(&timeline.undated) {
        for name in &entry.people {
            names.entry(name).or_default().person = true;
        }
        for name in &entry.organisations {
            names.entry(name).or_default().organisation = true;
        }
        if let Some(name) = &entry.speaker {
            names.entry(name).or_default();
        }
    }
    names
}

fn article_entity(article: &ArticleInfo, catalogue: &Catalogue<'_>) -> Value {
    let mut properties = Properties::default();
    properties.add("title", article.title.as_deref());
    properties.add("fileName", article.path.as_deref());
    properties.add("publisher", article.source.as_deref());
    article.author.iter().for_each(|author| properties.add("author", Some(author)));
    properties.add("publishedAt", article.published.as_deref());
    properties.add("sourceUrl", link::web_address(article).as_deref());
    properties.add("bodyText", catalogue.texts().text(&article.id).as_deref());
    entity(&id("article", &article.id), "Article", properties)
}

fn party_entity(name: &str, party: Party) -> Value {
    let schema = match (party.person, party.organisation) {
        (true, false) => "Person",
        (false, true) => "Organization",
        _ => "LegalEntity",
    };
    let mut properties = Properties::default();
    properties.add("name", Some(name));
    entity(&id("party", name), schema, properties)
}

fn entry_entity(entry: &Entry, catalogue: &Catalogue<'_>) -> Value {
    let mut properties = Properties::default();
    properties.add("name", Some(&labels::headline(entry)));
    properties.add("description", Some(entry.text.trim()));
    properties
        .add("summary", entry.date.as_ref().map(|date| date_label::label(&date.edtf)).as_deref());
    properties.add("recordId", Some(&entry.id));
    let keywords = [entry.kind.name(), &entry.type_].into_iter().chain(entry.modality.as_deref());
    keywords.for_each(|keyword| properties.add("keywords", Some(keyword)));
    entry.places.iter().for_each(|place| properties.add("location", Some(place)));
    let parties: BTreeSet<_> =
        entry.speaker.iter().chain(&entry.people).chain(&entry.organisations).collect();
    parties.into_iter().for_each(|name| properties.add("involved", Some(&id("party", name))));
    let articles: BTreeSet<_> = entry.sources.iter().map(|source| &source.article).collect();
    for article in articles {
        properties.add("proof", Some(&id("article", article)));
        properties
            .add("sourceUrl", catalogue.article(article).and_then(link::web_address).as_deref());
    }
    for disagreement in &entry.disagreements {
        properties.add("notes", Some(&catalogue.difference(disagreement)));
    }
    add_dates(entry, &mut properties);
    entity(&id("entry", &entry.id), "Event", properties)
}

fn add_dates(entry: &Entry, properties: &mut Properties) {
    let Some(date) = &entry.date else { return };
    let extent = Extent::of(date);
    let is_open = date.earliest.is_empty() || date.latest.is_empty();
    match (extent.start, extent.end) {
        (Some(start), None) if !is_open => properties.add("date", partial(start).as_deref()),
        (start, end) => {
            properties.add("startDate", start.and_then(partial).as_deref());
            properties.add("endDate", end.and_then(partial).as_deref());
        }
    }
}

/// The date as the model has it, for the years it knows.
fn partial(position: Position) -> Option<String> {
    let part = |part: Option<u8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
    let known = (1000..3000).contains(&position.year);
    known.then(|| format!("{}{}{}", position.year, part(position.month), part(position.day)))
}

/// Properties, each with its values in order.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn add(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
        let values = self.0.entry(name).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut()
            && !values.iter().any(|known| known == value)
        {
            values.push(json!(value));
        }
    }
}

fn entity(id: &str, schema: &str, properties: Properties) -> Value {
    json!({ "id": id, "schema": schema, "properties": properties.0 })
}

/// The same for the same thing in every run.
fn id(kind: &str, name: &str) -> String {
    let hash = Sha256::digest(format!("{kind}\0{name}"));
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("onrecord-{kind}-{hex}")
}
