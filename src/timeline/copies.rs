//! Copies: which articles and passages are one text, so that wire copy counts once.
//!
//! In: words.  Out: samples of word sequences (MinHash, bottom-k) with stable hashes, and how
//! much two of them share.  Outlet names play no part here.

use super::words::{Word, mix};

/// Size of the sample that stands for an article.
const SKETCH: usize = 64;

/// The smallest hashes of all word sequences of a text, sorted.
pub(super) fn sketch(words: &[Word], shingle: usize) -> Vec<u64> {
    let mut hashes = shingles(words, shingle);
    hashes.truncate(SKETCH);
    hashes.shrink_to_fit();
    hashes
}

/// Hashes of all sequences of so many words, sorted, each once.
pub(super) fn shingles(words: &[Word], length: usize) -> Vec<u64> {
    let length = length.clamp(1, words.len().max(1));
    let mut hashes: Vec<u64> = words
        .windows(length)
        .map(|window| window.iter().fold(0, |hash, word| mix(hash, word.surface)))
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Share of two samples in common (an estimate of the Jaccard index of what they stand for).
pub(super) fn resemblance(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both, mut all) = (0, 0, 0usize, 0usize);
    let limit = if a.len() >= SKETCH && b.len() >= SKETCH { SKETCH } else { usize::MAX };
    while (i < a.len() || j < b.len()) && all < limit {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x == y => (i, j, both) = (i + 1, j + 1, both + 1),
            (Some(x), Some(y)) if x < y => i += 1,
            (Some(_), None) => i += 1,
            _ => j += 1,
        }
        all += 1;
    }
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::{policy::MergePolicy, words::Lexis};

    #[test]
    fn a_reprint_resembles_and_another_text_does_not() {
        let lexis = Lexis::new(&MergePolicy::builtin().language);
        let of = |text: &str| sketch(&lexis.words(text), 3);
        let wire = of(
            "Two ferries collided in fog off Port Amal early on Tuesday, the harbour master Ines Okoro said.",
        );
        let reprint = of(
            "2 ferries collided in fog off Port Amal early on Tuesday, harbour master Ines Okoro said",
        );
        let other = of(
            "The harbour master spoke of thick fog after the collision of two ferries near Port Amal.",
        );
        assert!(resemblance(&wire, &reprint) > 0.6);
        assert!(resemblance(&wire, &other) < 0.1);
    }
}
