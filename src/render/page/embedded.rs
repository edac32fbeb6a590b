//! The JSON that stands in the page: what to filter by, and the articles' texts.

use super::view::names;
use crate::render::catalogue::Catalogue;
use crate::render::{date_label, link};
use crate::timeline::{Entry, Timeline};
use serde::Serialize;
use std::collections::BTreeMap;

/// Code points shown on either side of a source where whole texts would make the page too big.
const CONTEXT: usize = 600;

#[derive(Serialize)]
struct Embedded<'a> {
    articles: Vec<ArticleRow<'a>>,
    /// In the order of the page: the dated ones, then the others.
    entries: Vec<EntryRow<'a>>,
}

#[derive(Serialize)]
struct ArticleRow<'a> {
    outlet: &'a str,
    title: Option<&'a str>,
    place: &'a str,
    published: Option<String>,
    basis: Option<&'a str>,
    url: Option<String>,
}

#[derive(Serialize)]
struct EntryRow<'a> {
    id: &'a str,
    kind: &'static str,
    r#type: &'a str,
    /// First and last day.
    from: Option<&'a str>,
    to: Option<&'a str>,
    label: Option<String>,
    doubtful: bool,
    names: Vec<&'a str>,
    places: &'a [String],
    differs: bool,
    /// Index of the article, first and last code point.
    sources: Vec<(usize, usize, usize)>,
}

/// A stretch of a text: its first code point and its words.
type Stretch = (usize, String);

/// The entries and articles.
pub(super) fn entries(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
) -> Result<String, serde_json::Error> {
    let index = index(timeline);
    let articles = timeline.articles.iter().map(|article| ArticleRow {
        outlet: catalogue.outlet(&article.id),
        title: article.title.as_deref(),
        place: catalogue.place(&article.id),
        published: article.published.as_deref().map(date_label::label),
        basis: article.published_basis.as_deref(),
        url: link::web_address(article),
    });
    let entries = timeline.entries.iter().chain(&timeline.undated).map(|entry| row(entry, &index));
    in_script(&Embedded { articles: articles.collect(), entries: entries.collect() })
}

/// The texts of the articles, as stretches; whole ones if all of them have at most `most` bytes.
pub(super) fn texts(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    most: usize,
) -> Result<String, serde_json::Error> {
    let text = |id: &str| catalogue.texts().text(id);
    let size: usize = timeline
        .articles
        .iter()
        .filter_map(|article| text(&article.id))
        .map(|text| text.len())
        .sum();
    let cited = if size > most { cited(timeline) } else { BTreeMap::new() };
    let stretches = |id: &str| -> Vec<Stretch> {
        let Some(text) = text(id) else { return vec![] };
        if size <= most {
            vec![(0, text.into_owned())]
        } else {
            around(&text, cited.get(id).map_or(&[], Vec::as_slice))
        }
    };
    in_script(&timeline.articles.iter().map(|article| stretches(&article.id)).collect::<Vec<_>>())
}

fn row<'a>(entry: &'a Entry, index: &BTreeMap<&str, usize>) -> EntryRow<'a> {
    let date = entry.date.as_ref();
    let source = |source: &crate::timeline::Source| {
        Some((*index.get(source.article.as_str())?, source.start, source.end))
    };
    EntryRow {
        id: &entry.id,
        kind: entry.kind.name(),
        r#type: &entry.type_,
        from: date.map(|date| date.earliest.as_str()),
        to: date.map(|date| date.latest.as_str()),
        label: date.map(|date| date_label::label(&date.edtf)),
        doubtful: date.is_some_and(|date| date.edtf.contains(['~', '?', '%', '['])),
        names: names(entry).into_iter().collect(),
        places: &entry.places,
        differs: !entry.disagreements.is_empty() || entry.other_wordings().next().is_some(),
        sources: entry.sources.iter().filter_map(source).collect(),
    }
}

fn index(timeline: &Timeline) -> BTreeMap<&str, usize> {
    timeline
        .articles
        .iter()
        .enumerate()
        .map(|(index, article)| (article.id.as_str(), index))
        .collect()
}

/// What is cited of each article, in order.
fn cited(timeline: &Timeline) -> BTreeMap<&str, Vec<(usize, usize)>> {
    let mut cited: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for source in timeline.entries.iter().chain(&timeline.undated).flat_map(|entry| &entry.sources)
    {
        cited.entry(source.article.as_str()).or_default().push((source.start, source.end));
    }
    cited.values_mut().for_each(|ranges| ranges.sort_unstable());
    cited
}

/// The stretches around what is cited; those that touch are one.
fn around(text: &str, cited: &[(usize, usize)]) -> Vec<Stretch> {
    let mut windows: Vec<(usize, usize)> = Vec::new();
    for (start, end) in cited {
        let (start, end) = (start.saturating_sub(CONTEXT), end.saturating_add(CONTEXT));
        match windows.last_mut() {
            Some(last) if last.1 >= start => last.1 = last.1.max(end),
            _ => windows.push((start, end)),
        }
    }
    let (mut characters, mut at) = (text.chars(), 0);
    let mut stretch = |(start, end): (usize, usize)| {
        characters.by_ref().take(start - at).for_each(drop);
        at = end;
        (start, characters.by_ref().take(end - start).collect())
    };
    windows.into_iter().map(&mut stretch).collect()
}

/// JSON that cannot end the script element it stands in.
fn in_script(value: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string(value)?
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029"))
}

#[cfg(test)]
mod tests {
    use super::{CONTEXT, around};

    #[test]
    fn long_texts_are_cut_around_what_is_cited() {
        let text = "é".repeat(10_000);
        let stretches = around(&text, &[(5, 10), (700, 720), (9_000, 9_500)]);
        let spans: Vec<_> =
            stretches.iter().map(|(start, words)| (*start, words.chars().count())).collect();
        assert_eq!(spans, [(0, 720 + CONTEXT), (9_000 - CONTEXT, 1_600)]);
        assert!(around("short", &[]).is_empty());
    }
}
