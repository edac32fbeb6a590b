//! What of a very long timeline a page can hold and still be fluid.

use crate::timeline::{Entry, Timeline};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The timeline, or at most so many of its entries: those with the most sources, in the order
/// of time, with the articles they rest on.
pub(super) fn shown(timeline: &Timeline, most: usize) -> Cow<'_, Timeline> {
    let all: Vec<&Entry> = timeline.entries.iter().chain(&timeline.undated).collect();
    if all.len() <= most {
        return Cow::Borrowed(timeline);
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    let weight = |index: &usize| (all[*index].independent_sources, all[*index].sources.len());
    order.sort_by_key(|index| (all[*index].date.is_none(), Reverse(weight(index)), *index));
    order.truncate(most);
    order.sort_unstable();
    let (dated, undated) =
        order.split_at(order.partition_point(|index| *index < timeline.entries.len()));
    let entries =
        |indexes: &[usize]| indexes.iter().map(|index| all[*index].clone()).collect::<Vec<_>>();
    let (entries, undated) = (entries(dated), entries(undated));
    let sources = entries.iter().chain(&undated).flat_map(|entry| &entry.sources);
    let cited: BTreeSet<&str> = sources.map(|source| source.article.as_str()).collect();
    let articles =
        timeline.articles.iter().filter(|article| cited.contains(article.id.as_str())).cloned();
    Cow::Owned(Timeline {
        version: timeline.version.clone(),
        articles: articles.collect(),
        problems: timeline.problems.clone(),
        entries,
        undated,
    })
}
