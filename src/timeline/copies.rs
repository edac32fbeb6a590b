//! Copies: which articles and passages are one text, so that wire copy counts once.
//!
//! In: extractions, words.  Out: groups of articles with one text; samples of word sequences
//! (MinHash, bottom-k) with stable hashes, and how much two of them share.  Outlet names play no
//! part here.

use super::words::{Word, mix, stable_hash};
use crate::extraction::Extraction;
use rayon::prelude::*;

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

/// Groups the articles that are one text published on one day; each group by id, the groups
/// by day, text and id.
pub(super) fn fold_copies(extractions: &[Extraction]) -> Vec<Vec<usize>> {
    let mut keyed: Vec<(Option<&str>, u64, &str, usize)> = extractions
        .iter()
        .enumerate()
        .map(|(at, x)| (x.article.published.as_deref(), text_key(x), x.article.id.as_str(), at))
        .collect();
    keyed.par_sort_unstable();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for (published, key, _, at) in keyed {
        match groups.last_mut() {
            Some(group) if last == Some((published, key)) => group.push(at),
            _ => groups.push(vec![at]),
        }
        last = Some((published, key));
    }
    groups
}

/// Hash of all that was extracted from a text and of the text itself.
fn text_key(extraction: &Extraction) -> u64 {
    let mut key = stable_hash(extraction.text.trim().as_bytes());
    for event in &extraction.events {
        key = mix(
            mix(key, event.start as u64),
            stable_hash(event.when.as_deref().unwrap_or_default().as_bytes()),
        );
        key = mix(
            mix(key, stable_hash(event.text.as_bytes())),
            stable_hash(event.trigger.text.as_bytes()),
        );
        key = mix(key, stable_hash(event.people.join("|").as_bytes()));
    }
    for quote in &extraction.quotes {
        let speaker = quote.speaker.as_ref().map_or("", |s| &s.name);
        key = mix(mix(key, quote.start as u64), stable_hash(quote.text.as_bytes()));
        key = mix(
            mix(key, stable_hash(speaker.as_bytes())),
            stable_hash(quote.said.as_deref().unwrap_or_default().as_bytes()),
        );
    }
    key
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
