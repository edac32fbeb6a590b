//! The way from extractions to a timeline.
//!
//! In: extractions, a policy, a person's corrections.  Out: a [`Timeline`] in which every event
//! and every quotation stands in exactly one entry.

use super::blocks::Link;
use super::clusters::Clusters;
use super::corpus::Corpus;
use super::corrections::Corrections;
use super::entries::{entry, entry_date, identity};
use super::events::{belong_together, event_links};
use super::order::{in_time, name, show_conflict};
use super::policy::MergePolicy;
use super::statements::statement_links;
use super::{ArticleProblem, CONTRACT_VERSION, Entry, Timeline};
use crate::Extraction;
use crate::extraction::{Problem, Severity};
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
    let corpus = Corpus::new(extractions, policy);
    let (clusters, conflicts) = cluster(&corpus, policy);
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
    let entries = correct(&corpus, policy, &clusters, entries, corrections, &mut problems);
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
    let (entries, undated) = entries.into_iter().partition(|entry| entry.date.is_some());
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
        clusters.join(link.a, link.b, |_, _| true);
    }
    (clusters.into_groups(), conflicts)
}

fn build(corpus: &Corpus<'_>, policy: &MergePolicy, clusters: &[Vec<u32>]) -> Vec<Named> {
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

/// Applies corrections; ids that no entry has are reported.
fn correct(
    corpus: &Corpus<'_>,
    policy: &MergePolicy,
    clusters: &[Vec<u32>],
    entries: Vec<Named>,
    corrections: &Corrections,
    problems: &mut Vec<ArticleProblem>,
) -> Vec<Entry> {
    if *corrections == Corrections::default() {
        return entries.into_iter().map(|(entry, _)| entry).collect();
    }
    let at: BTreeMap<String, usize> =
        entries.iter().enumerate().map(|(at, (entry, _))| (entry.id.clone(), at)).collect();
    let mut unknown = BTreeSet::new();
    let mut find = |id: &str| {
        let found = at.get(id).copied();
        if found.is_none() {
            unknown.insert(id.to_owned());
        }
        found
    };
    let mut entries: Vec<Option<Entry>> =
        entries.into_iter().map(|(entry, _)| Some(entry)).collect();
    let mut more = Vec::new();
    for line in &corrections.merge {
        let group: Vec<usize> = line.split_whitespace().filter_map(&mut find).collect();
        let Some((first, rest)) = group.split_first() else { continue };
        let mut items: Vec<u32> =
            group.iter().flat_map(|at| clusters[*at].iter().copied()).collect();
        items.sort_unstable();
        items.dedup();
        let id = entries[*first].as_ref().map(|entry| entry.id.clone());
        let merged = Entry { id: id.unwrap_or_default(), ..entry(corpus, policy, &items) };
        rest.iter().for_each(|at| entries[*at] = None);
        entries[*first] = Some(merged);
    }
    for at in corrections.split.iter().filter_map(|id| find(id)) {
        entries[at] = None;
        let mut parts: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for item in &clusters[at] {
            parts.entry(corpus.items[*item as usize].document()).or_default().push(*item);
        }
        more.extend(
            build(corpus, policy, &parts.into_values().collect::<Vec<_>>())
                .into_iter()
                .map(|(entry, _)| entry),
        );
    }
    for at in corrections.drop.iter().filter_map(|id| find(id)) {
        entries[at] = None;
    }
    for (id, edtf) in &corrections.date {
        let Some(entry) = find(id).and_then(|at| entries[at].as_mut()) else { continue };
        match entry_date(edtf, "correction") {
            Some(date) => (entry.date, entry.undated_because) = (Some(date), None),
            None => problems.push(problem("correction-date", format!("`{edtf}` is no date in EDTF, given for the entry `{id}`; write, for example, 2025-07-26"))),
        }
    }
    problems.extend(unknown.into_iter().map(|id| {
        problem(
            "correction-unknown",
            format!("no entry has the id `{id}`; ids stand in the JSON output of `timeline`"),
        )
    }));
    entries.into_iter().flatten().chain(more).collect()
}

fn problem(code: &str, message: String) -> ArticleProblem {
    ArticleProblem {
        article: String::new(),
        problem: Problem::new(Severity::Warning, code, message),
    }
}
