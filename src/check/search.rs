//! Finds the few articles of many that may hold a quote.
//!
//! In: the quotes of a draft and the texts of all articles.  Out: for each quote the articles
//! worth a close look, best first.  Only what the draft asks for is looked up: every article is
//! cut into words once (or not at all, where an index knows its words), words and pairs of words that occur in no quote are skipped, and no
//! more than a handful of articles a quote is remembered.  So memory depends on the draft, and
//! time on the length of the articles, not on their number times the number of quotes.

use super::Source;
use super::fold::stable_hash;
use super::index::{self, Index, short};
use super::lexicon::CheckWords;
use super::spoken::Spoken;
use super::words::{Word, folded};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Articles looked at closely for each quote.
const CANDIDATES: usize = 10;
/// Share of the best article's score that makes an article worth a look.
const WORTH: f32 = 0.4;

/// A feature of a piece of a quote: a telling word or a pair of neighbouring words.
#[derive(Debug, Clone, Copy)]
struct Feature {
    piece: u32,
    weight: f32,
}

/// A stretch of a quote between two ellipses.
#[derive(Debug)]
struct Piece {
    quote: usize,
    reach: u32,
}

/// What a draft asks for.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pieces: Vec<Piece>,
    features: FxHashMap<u32, Vec<Feature>>,
    quotes: usize,
}

/// A piece, the place of a word, the key of a feature and its weight.
type Hit = (u32, u32, u32, f32);

/// An article and how well it fits.
type Scored = (usize, f32);

impl Search {
    /// Prepares the search for quotes, each with the text it was read from.
    pub fn new<'a>(
        quotes: impl Iterator<Item = (&'a Spoken, &'a str)>,
        lexicon: &CheckWords,
    ) -> Self {
        let mut search = Self::default();
        for (spoken, text) in quotes {
            let mut from = 0;
            let ellipses =
                spoken.marks.iter().filter(|mark| mark.is_ellipsis()).map(|mark| mark.at);
            for to in ellipses.chain([spoken.words.len()]) {
                search.add_piece(&spoken.words[from..to], text, lexicon);
                from = to;
            }
            search.quotes += 1;
        }
        search
    }

    fn add_piece(&mut self, words: &[Word], text: &str, lexicon: &CheckWords) {
        if words.is_empty() {
            return;
        }
        let piece = self.pieces.len() as u32;
        self.pieces.push(Piece { quote: self.quotes, reach: words.len() as u32 * 2 + 20 });
        let telling = words.iter().any(|word| !lexicon.function.has(word));
        for (k, word) in words.iter().enumerate() {
            if !lexicon.function.has(word) || !telling || words.len() < 4 {
                self.add(short(word.key), piece, 1.0);
            }
            let Some(next) = words.get(k + 1) else { continue };
            self.add(pair(short(word.key), short(next.key)), piece, 1.0);
            let one = stable_hash(&(letters(text, word) + &letters(text, next)));
            self.add(short(one), piece, 1.0);
        }
        self.add_parts(words, text, piece, lexicon);
    }

    /// The parts of hyphenated words, should the source write them apart.
    fn add_parts(&mut self, words: &[Word], text: &str, piece: u32, lexicon: &CheckWords) {
        for word in words {
            let raw = text.get(word.start as usize..word.end as usize).unwrap_or("");
            if raw.contains(['-', '–', '\u{2010}', '\u{2011}']) {
                let parts = raw
                    .split(['-', '–', '\u{2010}', '\u{2011}'])
                    .map(|part| short(lexicon.key_of(&folded(part))));
                parts
                    .collect::<Vec<_>>()
                    .windows(2)
                    .for_each(|two| self.add(pair(two[0], two[1]), piece, 0.5));
            }
        }
    }

    fn add(&mut self, key: u32, piece: u32, weight: f32) {
        let list = self.features.entry(key).or_default();
        if list.last().is_none_or(|feature| feature.piece != piece) {
            list.push(Feature { piece, weight });
        }
    }

    /// For each quote the articles worth a close look, best first; ties keep the given order.
    /// What the index knows is not cut into words again.
    pub fn candidates(
        &self,
        sources: &[Source],
        index: Option<&Index>,
        lexicon: &CheckWords,
    ) -> Vec<Vec<usize>> {
        let scan = |(at, source): (usize, &Source)| match index.and_then(|index| index.keys(at)) {
            Some(keys) => self.scan(keys),
            None => self.scan(&index::keys(source, lexicon)),
        };
        let scores: Vec<Vec<Scored>> = sources.par_iter().enumerate().map(scan).collect();
        let best = self.best(scores.iter().enumerate());
        best.into_iter()
            .map(|list| list.into_iter().map(|(article, _)| article).collect())
            .collect()
    }

    /// For each quote its best articles of those scanned, given in their order.
    fn best<'s>(&self, scores: impl Iterator<Item = (usize, &'s Vec<Scored>)>) -> Vec<Vec<Scored>> {
        let mut best: Vec<Vec<Scored>> = vec![Vec::new(); self.quotes];
        for (article, found) in scores {
            for (quote, score) in found {
                keep(&mut best[*quote], (article, *score));
            }
        }
        best
    }

    /// The quotes that an article with these words may hold, with their scores.
    fn scan(&self, words: &[u32]) -> Vec<Scored> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut last = None;
        for (at, word) in words.iter().enumerate() {
            let pair = last.map(|last| pair(last, *word));
            for key in std::iter::once(*word).chain(pair) {
                let features = self.features.get(&key).map_or(&[][..], Vec::as_slice);
                hits.extend(
                    features.iter().map(|feature| (feature.piece, at as u32, key, feature.weight)),
                );
            }
            last = Some(*word);
        }
        hits.sort_unstable_by_key(|(piece, at, key, _)| (*piece, *at, *key));
        self.sum_up(&hits)
    }

    /// Adds up the best windows of the pieces of each quote.
    fn sum_up(&self, hits: &[Hit]) -> Vec<Scored> {
        let mut scores: Vec<Scored> = Vec::new();
        for group in hits.chunk_by(|a, b| a.0 == b.0) {
            let piece = &self.pieces[group[0].0 as usize];
            let score = best_window(group, piece.reach);
            match scores.last_mut().filter(|(quote, _)| *quote == piece.quote) {
                Some((_, sum)) => *sum += score,
                None => scores.push((piece.quote, score)),
            }
        }
        scores
    }
}

/// The greatest weight of different features within a reach of words.
fn best_window(hits: &[Hit], reach: u32) -> f32 {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let (mut from, mut sum, mut best) = (0, 0.0f32, 0.0f32);
    for hit in hits {
        let count = counts.entry(hit.2).or_default();
        *count += 1;
        if *count == 1 {
            sum += hit.3;
        }
        while hit.1 - hits[from].1 > reach {
            let gone = &hits[from];
            if let Some(count) = counts.get_mut(&gone.2) {
                *count -= 1;
                if *count == 0 {
                    sum -= gone.3;
                }
            }
            from += 1;
        }
        best = best.max(sum);
    }
    best
}

/// Keeps the best articles of one quote, in falling order.
fn keep(best: &mut Vec<Scored>, new: Scored) {
    let at = best.partition_point(|(_, score)| *score >= new.1);
    if at < CANDIDATES {
        best.insert(at, new);
        best.truncate(CANDIDATES);
        let least = best[0].1 * WORTH;
        best.retain(|(_, score)| *score >= least);
    }
}

/// The key of two neighbouring words.
fn pair(first: u32, second: u32) -> u32 {
    first.rotate_left(11).wrapping_mul(0x9e37_79b9) ^ second
}

fn letters(text: &str, word: &Word) -> String {
    folded(text.get(word.start as usize..word.end as usize).unwrap_or(""))
}
