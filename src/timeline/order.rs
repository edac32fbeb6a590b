//! Order and names of the entries.
//!
//! In: entries with the hashes of what they are.  Out: the same entries in the order of time,
//! each with an id that no other has.

use super::{Disagreement, DisagreementValue, Entry, EntryKind};
use std::collections::BTreeMap;

const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What the ids of this kind begin with.
pub(super) fn mark(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Event => "e",
        EntryKind::Quote => "q",
    }
}

/// Ten letters for a hash, with the kind in front.
pub(super) fn id(kind: EntryKind, hash: u64) -> String {
    let letters = (0..10).map(|at| char::from(LETTERS[(hash >> (5 * at) & 31) as usize]));
    std::iter::once('-').chain(letters).fold(mark(kind).to_owned(), |mut id, c| {
        id.push(c);
        id
    })
}

/// Gives every entry its id: from what it is, then from all its words, then from its place
/// among the entries that agree even in those.
pub(super) fn name(entries: &mut [(Entry, (u64, u64))]) {
    let mut count: BTreeMap<u64, usize> = BTreeMap::new();
    for (_, (least, _)) in entries.iter() {
        *count.entry(*least).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (entry, (least, full)) in entries {
        let hash = if count[least] > 1 { *full } else { *least };
        entry.id = id(entry.kind, hash);
        let twins = seen.entry(entry.id.clone()).or_default();
        *twins += 1;
        if *twins > 1 {
            entry.id = format!("{}-{twins}", entry.id);
        }
    }
}

/// By first day, by the finer date, by kind, by id.
pub(super) fn in_time(a: &Entry, b: &Entry) -> std::cmp::Ordering {
    days(a).cmp(&days(b)).then_with(|| a.kind.cmp(&b.kind)).then_with(|| a.id.cmp(&b.id))
}

/// A day as a number to sort by, and as it is written.
type Sortable<'a> = (i64, &'a str);

fn days(entry: &Entry) -> Option<(Sortable<'_>, Sortable<'_>)> {
    entry.date.as_ref().map(|date| (era_key(&date.earliest), era_key(&date.latest)))
}

/// Years before our era sort before it, an open beginning before everything.
fn era_key(day: &str) -> (i64, &str) {
    let digits = day.trim_start_matches('-');
    let (year, rest) = digits.split_once('-').unwrap_or((digits, ""));
    let year: i64 = year.parse().unwrap_or(if day.is_empty() { i64::MAX } else { 0 });
    (if day.starts_with('-') { -year } else { year }, rest)
}

/// Shows on both entries that their words are given to two speakers.
pub(super) fn show_conflict(entries: &mut [(Entry, (u64, u64))], a: usize, b: usize) {
    let values = [a, b].map(|at| {
        let entry = &entries[at].0;
        let mut sources: Vec<String> = entry.sources.iter().map(|s| s.article.clone()).collect();
        sources.dedup();
        DisagreementValue { value: entry.speaker.clone().unwrap_or_default(), sources }
    });
    let mut values = values.to_vec();
    values.sort();
    for at in [a, b] {
        let disagreement = Disagreement {
            field: "speaker".into(),
            values: values.clone(),
            chosen_by: "as-each-source-has-it".into(),
        };
        if !entries[at].0.disagreements.contains(&disagreement) {
            entries[at].0.disagreements.push(disagreement);
        }
    }
}
