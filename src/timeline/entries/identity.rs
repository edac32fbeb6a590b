//! What an entry is, however it is worded: the base of its id.
//!
//! In: the items of a cluster and its entry.  Out: hashes that no order of articles changes.

use super::super::corpus::{Corpus, Item, Term};
use super::super::words::{mix, stable_hash};
use super::super::{Entry, EntryKind};
use std::collections::BTreeMap;

/// What an entry is, beside its words: kind, date, type, trigger, people, places or speaker;
/// and its words, for telling entries apart that agree in all that.
pub(in super::super) fn identity(
    corpus: &Corpus<'_>,
    cluster: &[u32],
    entry: &Entry,
) -> (u64, u64) {
    let items: Vec<&Item> = cluster.iter().map(|at| &corpus.items[*at as usize]).collect();
    let date = entry.date.as_ref().map_or("", |d| d.edtf.as_str());
    let mut key = mix(stable_hash(date.as_bytes()), entry.kind as u64);
    let text = |key: u64, text: &str| mix(key, stable_hash(text.to_lowercase().as_bytes()));
    match entry.kind {
        EntryKind::Event => {
            key = text(mix(key, items.iter().map(|i| i.head.kin).min().unwrap_or(0)), &entry.type_);
        }
        EntryKind::Quote => key = text(key, entry.speaker.as_deref().unwrap_or_default()),
    }
    let core: Vec<u64> =
        core_words(&items).into_iter().map(|term| corpus.terms.hash(term)).collect();
    let least = core.iter().take(3).fold(key, |key, word| mix(key, *word));
    (least, core.iter().fold(key, |key, word| mix(key, *word)))
}

/// The words that stand in at least half of the items, in order.
fn core_words(items: &[&Item]) -> Vec<Term> {
    if let [item] = items {
        let words = if item.kind == EntryKind::Quote { &item.vocabulary } else { &item.words };
        return words.to_vec();
    }
    let mut count: BTreeMap<Term, usize> = BTreeMap::new();
    for item in items {
        let words = if item.kind == EntryKind::Quote { &item.vocabulary } else { &item.words };
        for word in words {
            *count.entry(*word).or_default() += 1;
        }
    }
    count.into_iter().filter(|(_, n)| 2 * n >= items.len()).map(|(word, _)| word).collect()
}
