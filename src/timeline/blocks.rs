//! Blocking: which items are worth comparing.
//!
//! In: a key for each reason two items might belong together.  Out: pairs.  Items that share a
//! key are brought into the order of time and compared with a fixed number of neighbours, so
//! that the cost stays near linear however large a block grows.

use rayon::prelude::*;

/// Number of keys by which an item is compared.
const TELLING_KEYS: usize = 12;

/// A reason to compare, the place in time, the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// What the items share.
    pub key: u64,
    /// Day number by which the block is ordered.
    pub day: i32,
    /// Index of the item.
    pub item: u32,
}

/// Two items that belong together, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// The stronger, the sooner it is acted upon.
    pub score: f64,
    /// The item that comes first.
    pub a: u32,
    /// The item that comes second.
    pub b: u32,
}

/// Compares the items of every block with their neighbours; the links, strongest first.
pub(super) fn links(
    mut keys: Vec<Key>,
    window: usize,
    compare: impl Fn(u32, u32) -> Option<f64> + Sync,
) -> Vec<Link> {
    keys.par_sort_unstable();
    keys.dedup_by_key(|k| (k.key, k.item));
    keep_telling(&mut keys);
    let mut pairs: Vec<(u32, u32)> = keys
        .par_chunk_by(|a, b| a.key == b.key)
        .flat_map_iter(|block| neighbours(block, window))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut links: Vec<Link> = pairs
        .par_iter()
        .filter_map(|&(a, b)| compare(a, b).map(|score| Link { score, a, b }))
        .collect();
    links
        .par_sort_unstable_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    links
}

/// Keeps for every item the keys it shares with the fewest others.
fn keep_telling(keys: &mut Vec<Key>) {
    let mut by_item: Vec<(u32, u32, Key)> = keys
        .par_chunk_by(|a, b| a.key == b.key)
        .filter(|block| block.len() > 1)
        .flat_map_iter(|block| block.iter().map(|key| (key.item, block.len() as u32, *key)))
        .collect();
    by_item.par_sort_unstable();
    keys.clear();
    for same in by_item.chunk_by(|a, b| a.0 == b.0) {
        keys.extend(same.iter().take(TELLING_KEYS).map(|(_, _, key)| *key));
    }
    keys.par_sort_unstable();
}

fn neighbours(block: &[Key], window: usize) -> impl Iterator<Item = (u32, u32)> {
    block.iter().enumerate().flat_map(move |(at, first)| {
        let end = (at + 1 + window).min(block.len());
        block[at + 1..end]
            .iter()
            .map(move |second| (first.item.min(second.item), first.item.max(second.item)))
    })
}

/// A forest of items in which every tree is an entry, with the days that are left to it.
#[derive(Debug)]
pub(super) struct Clusters {
    parent: Vec<u32>,
    days: Vec<(i64, i64)>,
    members: Vec<Vec<u32>>,
    slack: i64,
}

impl Clusters {
    /// Every item by itself, with the days on which it may have happened.
    pub fn new(days: Vec<(i64, i64)>, slack: i64) -> Self {
        let all = 0..days.len() as u32;
        Self {
            parent: all.clone().collect(),
            members: all.map(|at| vec![at]).collect(),
            days,
            slack,
        }
    }

    /// The item that stands for the cluster: its first.
    pub fn root(&mut self, mut item: u32) -> u32 {
        while self.parent[item as usize] != item {
            let up = self.parent[self.parent[item as usize] as usize];
            self.parent[item as usize] = up;
            item = up;
        }
        item
    }

    /// Joins two clusters unless no day would be left to them or they do not fit.
    pub fn join(&mut self, a: u32, b: u32, fit: impl Fn(&[u32], &[u32]) -> bool) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        let ((from_a, to_a), (from_b, to_b)) = (self.days[a as usize], self.days[b as usize]);
        let days = (from_a.max(from_b), to_a.min(to_b));
        let (first, second) = (a.min(b), a.max(b));
        if days.0 - days.1 > self.slack
            || !fit(&self.members[first as usize], &self.members[second as usize])
        {
            return false;
        }
        let more = std::mem::take(&mut self.members[second as usize]);
        self.members[first as usize].extend(more);
        self.parent[second as usize] = first;
        self.days[first as usize] = days;
        true
    }

    /// The clusters, each with its items in order, by their first items.
    pub fn into_groups(self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> =
            self.members.into_iter().filter(|m| !m.is_empty()).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_never_runs_out_of_days() {
        let mut clusters = Clusters::new(vec![(1, 1), (1, 9), (5, 5), (9, 9)], 0);
        assert!(clusters.join(0, 1, |_, _| true));
        assert!(!clusters.join(1, 2, |_, _| true), "the month has been narrowed to its first day");
        assert!(!clusters.join(2, 3, |_, _| true));
        assert_eq!(clusters.into_groups(), [vec![0, 1], vec![2], vec![3]]);
    }

    #[test]
    fn large_blocks_cost_no_more_than_the_window() {
        let keys = (0..1000).map(|item| Key { key: 7, day: item, item: item as u32 }).collect();
        let found = links(keys, 3, |_, _| Some(1.0));
        assert_eq!(found.len(), 3 * 1000 - 6);
    }
}
