//! The words of a run as small integers, each with how rare it is.
//!
//! In: the hashes of the words of every document.  Out: for each its [`Term`]: its place among
//! all of them in the order of their hashes, so that what is sorted by one is sorted by the other.

use crate::timeline::words::Lexis;
use rayon::prelude::*;

/// A word of the run.
pub(in crate::timeline) type Term = u32;

/// Rarity of a word that tells nothing.
const EVERYWHERE: f32 = 0.1;

/// All words of a run.
#[derive(Debug, Default)]
pub(in crate::timeline) struct Terms {
    hashes: Vec<u64>,
    rarity: Vec<f32>,
    /// Rarity of a word that stands in one document.
    unseen: f32,
}

impl Terms {
    /// Numbers the words of documents, each given with whether it tells something there.
    pub fn new<'d, D>(documents: impl Iterator<Item = D>, lexis: &Lexis, stop: &str) -> Self
    where
        D: Iterator<Item = (u64, bool)> + 'd,
    {
        let mut total = 0usize;
        let mut all: Vec<(u64, bool)> = documents.inspect(|_| total += 1).flatten().collect();
        all.par_sort_unstable();
        let mut stop: Vec<u64> = stop.split_whitespace().map(|word| lexis.stem(word)).collect();
        stop.sort_unstable();
        let (total, unseen) = (total as f32, (1.0 + total as f32).ln());
        let mut terms = Self { unseen, ..Self::default() };
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let hash = same[0].0;
            let rarity = match same.iter().filter(|(_, tells)| *tells).count() {
                0 if stop.binary_search(&hash).is_ok() => EVERYWHERE,
                0 => unseen,
                n => (1.0 + total / n as f32).ln(),
            };
            terms.hashes.push(hash);
            terms.rarity.push(rarity);
        }
        terms
    }

    /// The word with this hash.
    pub fn term(&self, hash: u64) -> Option<Term> {
        self.hashes.binary_search(&hash).ok().map(|at| at as Term)
    }

    /// The hash of a word, which is the same in every run.
    pub fn hash(&self, term: Term) -> u64 {
        self.hashes[term as usize]
    }

    /// How rare a word is: the logarithm of the articles for each that has it.
    pub fn rarity(&self, term: Term) -> f32 {
        self.rarity[term as usize]
    }

    /// Whether a word of this rarity stands in more than one article.
    pub fn is_shared(&self, rarity: f32) -> bool {
        rarity < self.unseen - 1e-6
    }
}
