//! The articles of a timeline by id, with what a citation needs: outlet, headline, line.
//!
//! In: the timeline's articles and their texts.  Out: names and places for people to read.

use super::cited::Cited;
use super::labels;
use crate::extraction::{ArticleInfo, Extraction};
use crate::timeline::{Disagreement, DisagreementValue, Source, Timeline};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Gives the texts of articles, which the timeline itself does not carry.
///
/// `()` knows none; a map from id to text is enough for most.
pub trait Texts {
    /// The text of the article exactly as given, over which all offsets count.
    fn text(&self, article: &str) -> Option<Cow<'_, str>>;

    /// What was extracted from the article, for the formats that list dates and quotes apart
    /// from the entries.
    fn extraction(&self, _article: &str) -> Option<Cow<'_, Extraction>> {
        None
    }
}

impl Texts for () {
    fn text(&self, _article: &str) -> Option<Cow<'_, str>> {
        None
    }
}

impl Texts for BTreeMap<String, String> {
    fn text(&self, article: &str) -> Option<Cow<'_, str>> {
        self.get(article).map(|text| Cow::Borrowed(text.as_str()))
    }
}

/// The articles of a timeline by id.
pub(super) struct Catalogue<'a> {
    articles: BTreeMap<&'a str, &'a ArticleInfo>,
    /// How many articles each file holds.
    files: BTreeMap<&'a str, usize>,
    line_starts: BTreeMap<&'a str, Vec<usize>>,
    texts: &'a dyn Texts,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(timeline: &'a Timeline, texts: &'a dyn Texts) -> Self {
        let articles: BTreeMap<_, _> =
            timeline.articles.iter().map(|article| (article.id.as_str(), article)).collect();
        let line_starts = articles
            .keys()
            .filter_map(|id| texts.text(id).map(|text| (*id, line_starts(&text))))
            .collect();
        let mut files = BTreeMap::new();
        for path in timeline.articles.iter().filter_map(|article| article.path.as_deref()) {
            *files.entry(path).or_insert(0) += 1;
        }
        Self { articles, files, line_starts, texts }
    }

    /// The texts behind the articles.
    pub(super) fn texts(&self) -> &'a dyn Texts {
        self.texts
    }

    pub(super) fn article(&self, id: &str) -> Option<&'a ArticleInfo> {
        self.articles.get(id).copied()
    }

    /// The outlet, else the name of the file, else the id.
    pub(super) fn outlet(&self, id: &'a str) -> &'a str {
        let named = self.article(id).and_then(|article| article.source.as_deref());
        named.unwrap_or_else(|| file_name(self.place(id)))
    }

    /// What a citation begins with: the outlet, and the headline where there is one. Of an
    /// article without an outlet the headline says more than the name of its file.
    pub(super) fn citation(&self, id: &'a str) -> (&'a str, Option<&'a str>) {
        let named = self.article(id).is_some_and(|article| article.source.is_some());
        match self.title(id) {
            Some(title) if !named => (title, None),
            title => (self.outlet(id), title),
        }
    }

    /// The headline, where one is known.
    pub(super) fn title(&self, id: &str) -> Option<&'a str> {
        self.article(id)?.title.as_deref()
    }

    /// The outlets of these articles, each once, in the order given.
    pub(super) fn outlets_of(&self, articles: &'a [String]) -> String {
        let mut outlets = Vec::new();
        for outlet in articles.iter().map(|id| self.outlet(id)) {
            if !outlets.contains(&outlet) {
                outlets.push(outlet);
            }
        }
        outlets.join(", ")
    }

    /// `date: 26 July 2025 (Outlet) | 27 July 2025 (Other); shown: most sources`.
    pub(super) fn difference(&self, disagreement: &'a Disagreement) -> String {
        let value = |value: &'a DisagreementValue| {
            let label = labels::value(&disagreement.field, &value.value);
            format!("{label} ({})", self.outlets_of(&value.sources))
        };
        let values: Vec<_> = disagreement.values.iter().map(value).collect();
        format!(
            "{}: {}{}",
            disagreement.field,
            values.join(" | "),
            labels::chosen_by(&disagreement.chosen_by)
        )
    }

    /// `file:line` of a source, `file` where the text is not at hand; the article's id for the file
    /// where that holds several.
    pub(super) fn location(&self, source: &'a Source) -> String {
        let place = self.place(&source.article);
        match self.line(&source.article, source.start) {
            Some(line) => format!("{place}:{line}"),
            None => place.to_owned(),
        }
    }

    /// The lines on which the other stretches of an article begin, each once.
    pub(super) fn other_lines(&self, cited: &Cited<'_>) -> Vec<usize> {
        let line = |source: &Source| self.line(&source.article, source.start);
        let here = line(cited.source);
        let lines: BTreeSet<_> = cited.others.iter().filter_map(|source| line(source)).collect();
        lines.into_iter().filter(|line| Some(*line) != here).collect()
    }

    /// The line, counted from 1, on which a code point of an article stands.
    pub(super) fn line(&self, id: &str, code_point: usize) -> Option<usize> {
        let starts = self.line_starts.get(id)?;
        Some(starts.partition_point(|start| *start <= code_point))
    }

    /// The file as given on the command line; the id where there is none, or where it holds
    /// several articles.
    pub(super) fn place(&self, id: &'a str) -> &'a str {
        let path = self.article(id).and_then(|article| article.path.as_deref());
        path.filter(|path| self.files.get(path) == Some(&1)).unwrap_or(id)
    }
}

/// The last part of a path, whichever way its slashes lean.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(path)
}

/// The code point at which each line begins; `\n`, `\r\n` and a lone `\r` end a line.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut characters = text.chars().enumerate().peekable();
    while let Some((index, character)) = characters.next() {
        let before_newline = matches!(characters.peek(), Some((_, '\n')));
        if character == '\n' || (character == '\r' && !before_newline) {
            starts.push(index + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(super::line_starts("é\nb\r\nc\rd"), [0, 2, 5, 7]);
        assert_eq!(super::line_starts(""), [0]);
    }
}
