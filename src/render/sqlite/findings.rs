//! The dates, quotes and problems of the articles.

use super::rows::{all, number};
use crate::extraction::{Basis, Quote, QuoteKind, Timex, TimexType};
use crate::render::catalogue::Catalogue;
use crate::timeline::{Entry, EntryKind, Source, Timeline};
use rusqlite::{Result, Transaction, params};
use std::collections::BTreeMap;

/// What the timeline cites of each article, for those whose extraction is not at hand.
pub(super) struct Cited<'a>(BTreeMap<&'a str, Vec<(&'a Entry, &'a Source)>>);

impl<'a> Cited<'a> {
    pub(super) fn of(timeline: &'a Timeline) -> Self {
        let mut cited: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for entry in all(timeline) {
            for source in &entry.sources {
                cited.entry(source.article.as_str()).or_default().push((entry, source));
            }
        }
        Self(cited)
    }

    fn in_article(&self, article: &str) -> impl Iterator<Item = (&'a Entry, &'a Source)> {
        self.0.get(article).into_iter().flatten().copied()
    }
}

pub(super) fn dates(
    database: &Transaction<'_>,
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    cited: &Cited<'_>,
) -> Result<()> {
    let mut insert =
        database.prepare("INSERT INTO dates VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut write = |article: &str, date: &Timex| {
        let (start, end) = (number(date.start), number(date.end));
        let (kind, basis) = (date.kind.name(), date.basis.name());
        insert.execute(params![
            article,
            start,
            end,
            date.text.as_str(),
            kind,
            date.value.as_str(),
            date.modifier.as_deref(),
            date.edtf.as_deref(),
            basis,
            date.rule.as_str()
        ])
    };
    for article in &timeline.articles {
        let Some(extraction) = catalogue.texts().extraction(&article.id) else {
            let dated = cited.in_article(&article.id).filter_map(|(_, source)| date_of(source));
            dated.map(|date| write(&article.id, &date)).collect::<Result<Vec<_>>>()?;
            continue;
        };
        for date in &extraction.dates {
            write(&article.id, date)?;
        }
    }
    Ok(())
}

pub(super) fn quotes(
    database: &Transaction<'_>,
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    cited: &Cited<'_>,
) -> Result<()> {
    let mut insert =
        database.prepare("INSERT INTO quotes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut write = |article: &str, quote: &Quote, speaker: Option<&str>| {
        let (start, end) = (number(quote.start), number(quote.end));
        let cue = quote.cue.as_ref().map(|cue| cue.text.as_str());
        let via = quote.via.as_ref().map(|via| via.name.as_str());
        let kind = quote.kind.name();
        insert.execute(params![
            article,
            start,
            end,
            quote.text,
            kind,
            speaker,
            quote.said.as_deref(),
            cue,
            via,
            quote.part_of.as_deref(),
            quote.modality.as_deref(),
            quote.rule.as_str()
        ])
    };
    for article in &timeline.articles {
        let Some(extraction) = catalogue.texts().extraction(&article.id) else {
            let quotes =
                cited.in_article(&article.id).filter(|(entry, _)| entry.kind == EntryKind::Quote);
            quotes
                .map(|(entry, source)| {
                    write(&article.id, &quote_of(entry, source), entry.speaker.as_deref())
                })
                .collect::<Result<Vec<_>>>()?;
            continue;
        };
        for quote in &extraction.quotes {
            write(&article.id, quote, quote.speaker.as_ref().map(|speaker| speaker.name.as_str()))?;
        }
    }
    Ok(())
}

pub(super) fn problems(database: &Transaction<'_>, timeline: &Timeline) -> Result<()> {
    let mut insert = database.prepare("INSERT INTO problems VALUES (NULL, ?, ?, ?, ?)")?;
    for problem in &timeline.problems {
        insert.execute(params![
            problem.article,
            problem.problem.severity.name(),
            problem.problem.code,
            problem.problem.message
        ])?;
    }
    Ok(())
}

/// The date a source gives; the words are those of the whole source.
fn date_of(source: &Source) -> Option<Timex> {
    let edtf = source.date.clone()?;
    Some(Timex {
        start: source.start,
        end: source.end,
        text: source.text.clone().into(),
        kind: TimexType::Date,
        value: edtf.clone(),
        modifier: None,
        edtf: Some(edtf),
        basis: Basis::Relative,
        rule: source.rule.clone().into(),
    })
}

fn quote_of(entry: &Entry, source: &Source) -> Quote {
    Quote {
        start: source.start,
        end: source.end,
        text: source.text.clone(),
        kind: [QuoteKind::Direct, QuoteKind::Mixed]
            .into_iter()
            .find(|kind| kind.name() == entry.type_)
            .unwrap_or(QuoteKind::Indirect),
        closed: true,
        part_of: None,
        cue: None,
        speaker: None,
        via: None,
        said: source.date.clone(),
        modality: entry.modality.clone().map(Into::into),
        aside: None,
        rule: source.rule.clone().into(),
    }
}
