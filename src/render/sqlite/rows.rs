//! The rows of each table.

use crate::render::catalogue::Catalogue;
use crate::timeline::{Entry, Timeline};
use rusqlite::{Result, Transaction, params};
use std::collections::BTreeMap;

/// Row ids by name.
type Ids<'a> = BTreeMap<&'a str, i64>;

/// Every entry, the dated ones first.
pub(super) fn all(timeline: &Timeline) -> impl Iterator<Item = &Entry> {
    timeline.entries.iter().chain(&timeline.undated)
}

/// An offset or a number of things; no text is so long that this would clip it.
pub(super) fn number(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(super) fn articles(
    database: &Transaction<'_>,
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
) -> Result<()> {
    let mut insert =
        database.prepare("INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for article in &timeline.articles {
        let author = (!article.author.is_empty()).then(|| article.author.join("; "));
        let text = catalogue.texts().text(&article.id);
        insert.execute(params![
            article.id,
            article.title,
            article.source,
            author,
            article.published,
            article.published_basis,
            article.url,
            article.path,
            text.as_deref(),
        ])?;
    }
    Ok(())
}

/// Everyone named, in the order of the alphabet.
pub(super) fn people<'a>(database: &Transaction<'_>, timeline: &'a Timeline) -> Result<Ids<'a>> {
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in all(timeline) {
        if let Some(name) = &entry.speaker {
            kinds.entry(name).or_insert("speaker");
        }
        for name in &entry.organisations {
            let kind = kinds.entry(name).or_default();
            *kind = if *kind == "person" { *kind } else { "organisation" };
        }
        kinds.extend(entry.people.iter().map(|name| (name.as_str(), "person")));
    }
    let mut insert = database.prepare("INSERT INTO people (name, kind) VALUES (?, ?)")?;
    kinds.into_iter().map(|(name, kind)| Ok((name, insert.insert(params![name, kind])?))).collect()
}

pub(super) fn places<'a>(database: &Transaction<'_>, timeline: &'a Timeline) -> Result<Ids<'a>> {
    let names: std::collections::BTreeSet<_> =
        all(timeline).flat_map(|entry| &entry.places).collect();
    let mut insert = database.prepare("INSERT INTO places (name) VALUES (?)")?;
    names.into_iter().map(|name| Ok((name.as_str(), insert.insert(params![name])?))).collect()
}

pub(super) fn entries(
    database: &Transaction<'_>,
    timeline: &Timeline,
    people: &Ids<'_>,
) -> Result<()> {
    let mut insert = database.prepare(
        "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (position, entry) in all(timeline).enumerate() {
        let date = entry.date.as_ref();
        insert.execute(params![
            entry.id,
            number(position),
            entry.kind.name(),
            entry.type_,
            date.map(|date| date.edtf.as_str()),
            date.map(|date| date.earliest.as_str()),
            date.map(|date| date.latest.as_str()),
            date.map(|date| date.precision.as_str()),
            date.map(|date| date.basis.as_str()),
            entry.text,
            entry.speaker.as_deref().and_then(|name| people.get(name)),
            entry.modality,
            number(entry.independent_sources),
            entry.undated_because,
        ])?;
    }
    Ok(())
}

pub(super) fn sources(
    database: &Transaction<'_>,
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
) -> Result<()> {
    let mut insert =
        database.prepare("INSERT INTO sources VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for entry in all(timeline) {
        for source in &entry.sources {
            let line = catalogue.line(&source.article, source.start).map(number);
            insert.execute(params![
                entry.id,
                source.article,
                number(source.start),
                number(source.end),
                line,
                source.text,
                source.date.as_deref(),
                source.rule,
            ])?;
        }
    }
    Ok(())
}

/// Who and where, for each entry.
pub(super) fn links(
    database: &Transaction<'_>,
    timeline: &Timeline,
    people: &Ids<'_>,
    places: &Ids<'_>,
) -> Result<()> {
    let mut person = database.prepare("INSERT OR IGNORE INTO entry_people VALUES (?, ?, ?)")?;
    let mut place = database.prepare("INSERT OR IGNORE INTO entry_places VALUES (?, ?)")?;
    for entry in all(timeline) {
        let speaker = entry.speaker.iter().map(|name| (name, "speaker"));
        let named = entry.people.iter().map(|name| (name, "person"));
        let organisations = entry.organisations.iter().map(|name| (name, "organisation"));
        for (name, role) in speaker.chain(named).chain(organisations) {
            person.execute(params![entry.id, people.get(name.as_str()), role])?;
        }
        for name in &entry.places {
            place.execute(params![entry.id, places.get(name.as_str())])?;
        }
    }
    Ok(())
}

/// Wordings, disagreements and the reasons for merging.
pub(super) fn differences(database: &Transaction<'_>, timeline: &Timeline) -> Result<()> {
    let mut wording = database.prepare("INSERT INTO wordings VALUES (NULL, ?, ?, ?)")?;
    let mut value = database.prepare("INSERT INTO disagreements VALUES (NULL, ?, ?, ?, ?, ?)")?;
    let mut reason = database.prepare("INSERT INTO merges VALUES (NULL, ?, ?)")?;
    for entry in all(timeline) {
        for variant in &entry.variants {
            for article in &variant.sources {
                wording.execute(params![entry.id, variant.text, article])?;
            }
        }
        for disagreement in &entry.disagreements {
            for given in &disagreement.values {
                for article in &given.sources {
                    let row = params![
                        entry.id,
                        disagreement.field,
                        given.value,
                        article,
                        disagreement.chosen_by
                    ];
                    value.execute(row)?;
                }
            }
        }
        for why in &entry.merged_because {
            reason.execute(params![entry.id, why])?;
        }
    }
    Ok(())
}
