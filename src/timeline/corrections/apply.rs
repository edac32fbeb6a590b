//! Corrections applied to entries.
//!
//! In: the entries of a run, corrections.  Out: the entries as the person wants them, and a warning
//! for every correction that could not be followed; such a one changes nothing.
//!
//! A correction of an event concerns every event that the same sentence tells on that day: where
//! people read a timeline, they are one.

use super::{Corrections, Id, WHERE_IDS_ARE};
use crate::extraction::{Problem, Severity};
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::timeline::corpus::Corpus;
use crate::timeline::entries::{entry, entry_date};
use crate::timeline::merging::build;
use crate::timeline::policy::MergePolicy;
use crate::timeline::{ArticleProblem, CORRECTION, Entry, EntryKind};
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};

/// Applies corrections to the entries of clusters.
pub(in crate::timeline) fn apply(
    corpus: &Corpus<'_>,
    policy: &MergePolicy,
    clusters: &[Vec<u32>],
    entries: Vec<Entry>,
    corrections: &Corrections,
) -> (Vec<Entry>, Vec<ArticleProblem>) {
    if corrections.is_empty() {
        return (entries, Vec::new());
    }
    let mut desk = Desk::new(corrections, entries);
    desk.merge(|places| {
        let mut items: Vec<u32> =
            places.iter().flat_map(|at| clusters[*at].iter().copied()).collect();
        items.sort_unstable();
        entry(corpus, policy, &items)
    });
    desk.split(|at| {
        let mut parts: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for item in &clusters[at] {
            parts.entry(corpus.items[*item as usize].document()).or_default().push(*item);
        }
        let parts: Vec<Vec<u32>> = parts.into_values().collect();
        build(corpus, policy, &parts).into_iter().map(|(entry, _)| entry).collect()
    });
    desk.drop();
    desk.date();
    (desk.entries.into_iter().flatten().collect(), desk.problems)
}

/// The entries on a desk, each at its place; what a correction takes away leaves the place empty.
struct Desk<'c> {
    corrections: &'c Corrections,
    entries: Vec<Option<Entry>>,
    /// Where each id was at first.
    places: BTreeMap<String, usize>,
    /// The events that one sentence tells on one day.
    sentences: BTreeMap<(String, Option<CompactString>), Vec<usize>>,
    /// The place of the entry into which one was merged.
    merged_into: BTreeMap<usize, usize>,
    problems: Vec<ArticleProblem>,
}

impl<'c> Desk<'c> {
    fn new(corrections: &'c Corrections, entries: Vec<Entry>) -> Self {
        let places = entries.iter().enumerate().map(|(at, e)| (e.id.clone(), at)).collect();
        let mut sentences: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate().filter(|(_, e)| e.kind == EntryKind::Event) {
            sentences.entry(sentence(entry)).or_default().push(at);
        }
        let entries = entries.into_iter().map(Some).collect();
        let (merged_into, problems) = Default::default();
        Self { corrections, entries, places, sentences, merged_into, problems }
    }

    /// The place of an entry and of all events its sentence tells; the entry itself comes first.
    fn find(&mut self, id: &Id) -> Vec<usize> {
        let Some(&at) = self.places.get(&id.text) else {
            let known = self.places.keys().map(String::as_str);
            let hint = did_you_mean(&id.text, known).unwrap_or_else(|| {
                format!("{WHERE_IDS_ARE}; `timeline diff OLD NEW` shows what became of an entry")
            });
            let message = format!("no entry has the id `{}`", id.text);
            self.warn("correction-unknown", id, message, hint);
            return Vec::new();
        };
        let mates = self.entries[at].as_ref().and_then(|e| self.sentences.get(&sentence(e)));
        let mates = mates.into_iter().flatten().copied().filter(|mate| *mate != at);
        std::iter::once(at).chain(mates).collect()
    }

    fn warn(&mut self, code: &'static str, id: &Id, message: String, hint: String) {
        let error = RuleError::at(&self.corrections.file, id.at.clone(), message).help(hint);
        let problem = Problem::new(Severity::Warning, code, format!("{error:#}"));
        self.problems.push(ArticleProblem { article: String::new(), problem });
    }

    /// Makes one entry of those that are one; groups that share an entry are one group.
    fn merge(&mut self, merged: impl Fn(&[usize]) -> Entry) {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for ids in &self.corrections.merge {
            let places: Vec<usize> = ids.iter().flat_map(|id| self.find(id)).collect();
            let Some(first) = ids.iter().find(|id| self.places.contains_key(&id.text)) else {
                continue;
            };
            let (mut name, mut places) = (first.text.clone(), places);
            groups.retain_mut(|(other, theirs)| {
                let shared = theirs.iter().any(|at| places.contains(at));
                if shared {
                    name = std::mem::take(other);
                    places.append(theirs);
                }
                !shared
            });
            groups.push((name, places));
        }
        for (name, mut places) in groups {
            places.sort_unstable();
            places.dedup();
            if places.len() < 2 {
                continue;
            }
            let Some(&first) = self.places.get(&name) else { continue };
            let one = Entry { id: name, ..merged(&places) };
            for at in places {
                self.entries[at] = None;
                self.merged_into.insert(at, first);
            }
            self.entries[first] = Some(one);
        }
    }

    /// Gives each article of an entry its own.
    fn split(&mut self, parts: impl Fn(usize) -> Vec<Entry>) {
        for id in &self.corrections.split {
            let places = self.find(id);
            if places.iter().any(|at| self.merged_into.contains_key(at)) {
                let message = format!("`{}` is also to be merged; it is left as it is", id.text);
                self.warn("correction-conflict", id, message, "delete one of the two lines".into());
                continue;
            }
            let mut taken: BTreeSet<String> = self.places.keys().cloned().collect();
            for at in places {
                self.entries[at] = None;
                for (number, mut part) in parts(at).into_iter().enumerate() {
                    if !taken.insert(part.id.clone()) {
                        part.id = format!("{}-{}", part.id, number + 1);
                        taken.insert(part.id.clone());
                    }
                    self.entries.push(Some(part));
                }
            }
        }
    }

    fn drop(&mut self) {
        for id in &self.corrections.drop {
            for at in self.find(id) {
                let merged = self.merged_into.get(&at).is_some_and(|into| {
                    self.entries[*into].as_ref().is_none_or(|entry| entry.id != id.text)
                });
                if merged {
                    let message =
                        format!("`{}` is merged into another entry; it is not dropped", id.text);
                    self.warn(
                        "correction-conflict",
                        id,
                        message,
                        "drop the entry into which it is merged, or do not merge it".into(),
                    );
                    break;
                }
                self.entries[at] = None;
            }
        }
    }

    fn date(&mut self) {
        for (id, edtf) in &self.corrections.date {
            for at in self.find(id) {
                let at = self.merged_into.get(&at).copied().unwrap_or(at);
                if let Some(entry) = &mut self.entries[at] {
                    entry.date = entry_date(edtf, CORRECTION);
                    entry.undated_because = None;
                }
            }
        }
    }
}

/// What makes events one where people read them.
fn sentence(entry: &Entry) -> (String, Option<CompactString>) {
    (entry.text.clone(), entry.date.as_ref().map(|date| date.edtf.clone()))
}
