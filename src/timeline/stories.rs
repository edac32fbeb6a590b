//! Stories: which articles are about one thing.
//!
//! In: the telling words of documents.  Out: for each document the story it belongs to.
//! Documents are compared only where they share a telling word, and a story grows only while
//! its articles are alike on the average, so that one article on two things does not join them.

use super::blocks::{Keyed, Link, links};
use super::corpus::{Document, common};
use super::policy::StoryPolicy;

/// Documents looked at on either side when two stories are compared.
const SAMPLE: usize = 8;

/// How alike two documents are, between 0 and 1.
pub(super) fn likeness(a: &Document, b: &Document) -> f32 {
    common(&a.telling, &b.telling, |word| word.0).map(|(x, y)| x.1 * y.1).sum()
}

/// The story of each document.
pub(super) fn stories(documents: &[Document], policy: &StoryPolicy) -> Vec<u32> {
    let alike = links(documents, policy.window, |a, b| {
        let alike = likeness(&documents[a as usize], &documents[b as usize]);
        (alike >= policy.alike).then_some(f64::from(alike))
    });
    let mut forest = Forest::new(documents.len());
    for Link { a, b, .. } in alike {
        let (a, b) = (forest.root(a), forest.root(b));
        if a != b
            && average(documents, &forest.members[a as usize], &forest.members[b as usize])
                >= policy.alike
        {
            forest.join(a, b);
        }
    }
    (0..documents.len() as u32).map(|at| forest.root(at)).collect()
}

impl Keyed for [Document] {
    fn len(&self) -> usize {
        <[Document]>::len(self)
    }

    fn keys(&self, item: u32, take: &mut dyn FnMut(u64)) {
        self[item as usize].topics.iter().for_each(|word| take(*word));
    }

    fn day(&self, item: u32) -> i32 {
        self[item as usize].day
    }
}

fn average(documents: &[Document], a: &[u32], b: &[u32]) -> f32 {
    let (a, b) = (sample(a), sample(b));
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (*x as usize, *y as usize)));
    let sum: f32 = pairs.map(|(x, y)| likeness(&documents[x], &documents[y])).sum();
    sum / (a.len() * b.len()).max(1) as f32
}

/// A few members, spread evenly.
fn sample(members: &[u32]) -> Vec<u32> {
    let step = members.len().div_ceil(SAMPLE).max(1);
    members.iter().copied().step_by(step).collect()
}

/// Stories in the making, each with its documents in order.
struct Forest {
    parent: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Forest {
    fn new(size: usize) -> Self {
        Self {
            parent: (0..size as u32).collect(),
            members: (0..size as u32).map(|at| vec![at]).collect(),
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parent[at as usize] != at {
            self.parent[at as usize] = self.parent[self.parent[at as usize] as usize];
            at = self.parent[at as usize];
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second as usize] = first;
        let more = std::mem::take(&mut self.members[second as usize]);
        self.members[first as usize].extend(more);
        self.members[first as usize].sort_unstable();
    }
}
