//! The way from extractions to a timeline.
//!
//! In: extractions, a policy, a person's corrections.  Out: a [`Timeline`] in which every event
//! and every quotation stands in exactly one entry.

use super::blocks::Link;
use super::clusters::Clusters;
use super::corpus::Corpus;
use super::corrections::{self, Corrections};
use super::entries::{entry, identity};
use super::events::{belong_together, event_links};
use super::order::{in_time, name, show_conflict};
use super::policy::MergePolicy;
use super::statements::{have_one_speaker, statement_links};
use super::{ArticleProblem, CONTRACT_VERSION, Entry, Timeline};
use crate::Extraction;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An entry and the hashes of what it is.
type Named = (Entry, (u64, u64));

/// Merges what was extracted from many articles into one timeline.
pub fn merge(extractions: &[Extraction], policy: &MergePolicy) -> Timeline {
    merge_corrected(extractions, policy, &Corrections::default())
}

/// Merges as [`merge`] does, then applies a person's corrections.
pub fn merge_corrected(
    extractions: &[Extraction],
    policy: &MergePolicy,
    corrections: &Corrections,
) -> Timeline {
    let mut corpus = Corpus::new(extractions, policy);
    let (clusters, conflicts) = cluster(&corpus, policy);
    if corrections.is_empty() {
        corpus.forget(&clusters);
    }
    let mut entries = build(&corpus, policy, &clusters);
    show_conflicts(&clusters, &conflicts, &mut entries);
    let mut problems: Vec<ArticleProblem> = extractions
        .iter()
        .flat_map(|x| {
            x.problems
                .iter()
                .map(|p| ArticleProblem { article: x.article.id.clone(), problem: p.clone() })
        })
        .collect();
    let entries = entries.into_iter().map(|(entry, _)| entry).collect();
    let (entries, unfollowed) =
        corrections::apply(&corpus, policy, &clusters, entries, corrections);
    problems.extend(unfollowed);
    drop(corpus);
    problems.sort();
    timeline(extractions, entries, problems)
}

fn timeline(
    extractions: &[Extraction],
    mut entries: Vec<Entry>,
    problems: Vec<ArticleProblem>,
) -> Timeline {
    entries.par_sort_unstable_by(in_time);
    let mut undated = entries;
    let entries = undated.split_off(undated.partition_point(|entry| entry.date.is_none()));
    undated.shrink_to_fit();
    let mut articles: Vec<_> = extractions.iter().map(|x| x.article.clone()).collect();
    articles.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    Timeline { version: CONTRACT_VERSION.into(), articles, entries, undated, problems }
}

/// Joins items, the surest pairs first; and the pairs of clusters that give the same words to
/// two speakers.
fn cluster(corpus: &Corpus<'_>, policy: &MergePolicy) -> (Vec<Vec<u32>>, Vec<Link>) {
    let days = corpus
        .items
        .iter()
        .map(|item| {
            item.when.map_or((i64::MIN / 4, i64::MAX / 4), |when| when.days(&policy.events))
        })
        .collect();
    let mut clusters = Clusters::new(days, policy.events.date_slack_days);
    let (statements, conflicts) = statement_links(corpus, policy);
    for link in event_links(corpus, policy) {
        clusters.join(link.a, link.b, |a, b| belong_together(corpus, policy, a, b));
    }
    for link in &statements {
        clusters.join(link.a, link.b, |a, b| have_one_speaker(corpus, a, b));
    }
    (clusters.into_groups(), conflicts)
}

pub(super) fn build(
    corpus: &Corpus<'_>,
    policy: &MergePolicy,
    clusters: &[Vec<u32>],
) -> Vec<Named> {
    let mut entries: Vec<Named> = clusters
        .par_iter()
        .map(|cluster| {
            let entry = entry(corpus, policy, cluster);
            let identity = identity(corpus, cluster, &entry);
            (entry, identity)
        })
        .collect();
    name(&mut entries);
    entries
}

fn show_conflicts(clusters: &[Vec<u32>], conflicts: &[Link], entries: &mut [Named]) {
    if conflicts.is_empty() {
        return;
    }
    let place: BTreeMap<u32, usize> = clusters
        .iter()
        .enumerate()
        .flat_map(|(at, cluster)| cluster.iter().map(move |item| (*item, at)))
        .collect();
    let pairs: BTreeSet<(usize, usize)> = conflicts
        .iter()
        .map(|link| (place[&link.a], place[&link.b]))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .filter(|(a, b)| a != b)
        .collect();
    for (a, b) in pairs {
        show_conflict(entries, a, b);
    }
}
