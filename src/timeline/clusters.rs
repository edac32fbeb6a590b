//! Clusters: items joined one pair at a time.
//!
//! In: pairs of items, the surest first.  Out: groups of items; each is an entry.  A cluster keeps
//! the days on which all of its items may have happened, and nothing joins it that leaves none.

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
}
