//! Chunks: what earlier stages and strata have found, for later patterns to build on.

use super::program::LabelId;
use crate::text::TokenRange;

/// A labelled stretch of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Its label.
    pub label: LabelId,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// What the stage that found it wants to find again, for example an index of its own list.
    pub payload: u32,
}

/// Chunks, found by their first token in constant time.
#[derive(Debug, Clone, Default)]
pub struct Chunks {
    items: Vec<Chunk>,
    /// Tokens of the text.
    tokens: usize,
    /// For each token the last chunk that starts there, plus one; 0 where none does.
    heads: Vec<u32>,
    /// For each token whether a chunk starts there: all bits or none.
    starts: Vec<u8>,
    /// For each chunk the one added before it at the same token, plus one.
    next: Vec<u32>,
    /// Chunks of each label in the order they were added.
    by_label: Vec<Vec<u32>>,
}

impl Chunks {
    /// No chunks yet, for a text of so many tokens.
    pub fn new(tokens: usize) -> Self {
        Self { tokens, ..Self::default() }
    }

    /// Adds a chunk and returns its index.
    pub fn add(&mut self, label: LabelId, first: usize, last: usize, payload: u32) -> u32 {
        let index = self.items.len() as u32;
        if index == 0 {
            (self.heads, self.starts) = (vec![0; self.tokens + 1], vec![0; self.tokens + 1]);
        }
        self.items.push(Chunk { label, first: first as u32, last: last as u32, payload });
        self.next.push(self.heads[first]);
        self.heads[first] = index + 1;
        self.starts[first] = u8::MAX;
        let label = label.0 as usize;
        if self.by_label.len() <= label {
            self.by_label.resize(label + 1, Vec::new());
        }
        self.by_label[label].push(index);
        index
    }

    /// A chunk by index.
    pub fn get(&self, index: u32) -> Chunk {
        self.items[index as usize]
    }

    /// Whether any chunk starts at the token.
    #[inline]
    pub fn any_at(&self, token: usize) -> bool {
        self.starts.get(token).is_some_and(|start| *start != 0)
    }

    /// Whether there are no chunks.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// For each of some tokens whether a chunk starts there: all bits or none.  There must be chunks.
    #[inline]
    pub fn starts(&self, tokens: TokenRange) -> &[u8] {
        &self.starts[tokens]
    }

    /// The tokens of the longest chunk at each token where one starts, in the order of the text.
    pub fn stretches(&self) -> impl Iterator<Item = TokenRange> + '_ {
        let starts = self.starts.iter().enumerate().filter(|(_, start)| **start != 0);
        starts.map(|(first, _)| {
            let ends = self.starting_at(first).map(|(_, chunk)| chunk.last as usize);
            first..ends.max().unwrap_or(first)
        })
    }

    /// Chunks that start at the token, the latest first.
    pub fn starting_at(&self, token: usize) -> impl Iterator<Item = (u32, Chunk)> + '_ {
        let mut head = self.heads.get(token).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let index = head.checked_sub(1)?;
            head = self.next[index as usize];
            Some((index, self.items[index as usize]))
        })
    }

    /// Chunks of a label in the order they were added.
    pub fn with_label(&self, label: LabelId) -> impl Iterator<Item = (u32, Chunk)> + '_ {
        self.by_label
            .get(label.0 as usize)
            .into_iter()
            .flatten()
            .map(|i| (*i, self.items[*i as usize]))
    }

    /// The chunk of a label that covers the tokens; chunks of the label must have been added in
    /// the order of the text and not overlap.
    pub fn covering(&self, label: LabelId, first: usize, last: usize) -> Option<(u32, Chunk)> {
        let list = self.by_label.get(label.0 as usize)?;
        let at = list.partition_point(|i| (self.items[*i as usize].first as usize) <= first);
        let index = *list.get(at.checked_sub(1)?)?;
        let chunk = self.items[index as usize];
        (chunk.last as usize >= last).then_some((index, chunk))
    }

    /// All chunks in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Chunk)> + '_ {
        self.items.iter().enumerate().map(|(i, c)| (i as u32, *c))
    }
}
