//! Articles made ready for a close look.
//!
//! In: the sources, the positions of those that may hold a quote, and the witness.  Out:
//! [`Ready`]: their words and what was extracted from them, with the way back to the text as given.

use super::align::Side;
use super::lexicon::CheckWords;
use super::words::{Words, split};
use super::{Source, Witness};
use crate::extraction::Extraction;
use crate::quotes::marks::{Region, regions};
use crate::text::normal::{CodePoints, Normal};
use rayon::prelude::*;
use std::ops::Range;

/// An article cut into words.
pub(crate) struct Article<'a> {
    source: Source<'a>,
    view: Normal<'a>,
    points: CodePoints<'a>,
    words: Words,
    extraction: Option<Extraction>,
}

/// The articles that may hold a quote of the draft, by their position among the sources.
pub(crate) struct Ready<'a> {
    articles: Vec<Option<Article<'a>>>,
}

impl<'a> Ready<'a> {
    /// Cuts the candidates into words and asks the witness about them.
    pub fn prepare(
        sources: &[Source<'a>],
        candidates: &[Vec<usize>],
        witness: Witness,
        words: &CheckWords,
    ) -> Self {
        let mut wanted: Vec<usize> = candidates.iter().flatten().copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut told = witness(&wanted).into_iter();
        let pairs: Vec<_> = wanted.into_iter().map(|at| (at, told.next())).collect();
        let ready: Vec<_> = pairs
            .into_par_iter()
            .map(|(at, extraction)| (at, Article::new(sources[at], extraction, words)))
            .collect();
        let mut articles: Vec<Option<Article>> = sources.iter().map(|_| None).collect();
        ready.into_iter().for_each(|(at, article)| articles[at] = Some(article));
        Self { articles }
    }

    /// The article at a position, if it was a candidate.
    pub fn article(&self, at: usize) -> Option<&Article<'a>> {
        self.articles.get(at)?.as_ref()
    }
}

impl<'a> Article<'a> {
    fn new(source: Source<'a>, extraction: Option<Extraction>, words: &CheckWords) -> Self {
        let view = Normal::new(source.text, source.body_start);
        let words = split(view.text(), words);
        let points = view.code_points();
        Self { source, view, points, words, extraction }
    }

    /// Its id.
    pub fn id(&self) -> &'a str {
        self.source.id
    }

    /// Its words, as one side of a comparison.
    pub fn side(&self) -> Side<'_> {
        Side { text: self.view.text(), words: &self.words.list, tail: self.words.tail }
    }

    /// What was extracted from it.
    pub fn extraction(&self) -> Option<&Extraction> {
        self.extraction.as_ref()
    }

    /// The exact words as given that a range of words covers.
    pub fn slice(&self, words: &Range<usize>) -> &'a str {
        self.bytes(words).and_then(|bytes| self.source.text.get(bytes)).unwrap_or("")
    }

    /// The code points of the article as given that a range of words covers.
    pub fn code_points(&self, words: &Range<usize>) -> Option<(usize, usize)> {
        let range = self.points.range(self.bytes(words)?);
        Some((range.start, range.end))
    }

    /// Whether at least half of a range of words stands in quote marks; a name in quote marks
    /// does not make what is told around it somebody's words.
    pub fn is_quoted(&self, words: &Range<usize>) -> bool {
        let Some(list) = self.words.list.get(words.clone()) else { return false };
        let regions = regions(self.view.text());
        let outer: Vec<_> = regions.iter().filter(|r| r.depth == 0).map(Region::range).collect();
        let within = |start: usize| {
            let after = outer.partition_point(|range| range.start <= start);
            after > 0 && start < outer[after - 1].end
        };
        list.iter().filter(|word| within(word.start as usize)).count() * 2 >= list.len()
    }

    /// The line on which a range of words begins, from 1.
    pub fn line(&self, words: &Range<usize>) -> usize {
        let start = self.bytes(words).map_or(0, |bytes| bytes.start);
        1 + memchr::memchr_iter(b'\n', &self.source.text.as_bytes()[..start]).count()
    }

    fn bytes(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let list = &self.words.list;
        let (first, last) = (list.get(words.start)?, list.get(words.end.checked_sub(1)?)?);
        (words.start < words.end)
            .then(|| self.view.original_span(first.start as usize..last.end as usize))
    }
}
