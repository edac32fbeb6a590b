//! Voices: how many outlets tell an entry in words of their own.
//!
//! In: the items of an entry.  Out: their number; what an outlet repeats, and a copy of another's
//! text or passage, counts once.

use super::super::EntryKind;
use super::super::copies::{resemblance, shingles};
use super::super::corpus::{Item, common};
use super::super::policy::MergePolicy;
use super::{MANY, Telling};

impl Telling<'_, '_> {
    /// Number of outlets with a text of their own.
    pub(super) fn independent(&self) -> usize {
        let first = self.items[0].document;
        if self.items.iter().all(|item| item.document == first) {
            return 1;
        }
        let mut groups: Vec<Voice> = Vec::new();
        let mut count = 0;
        for item in &self.items {
            let voice = self.voice(item);
            if groups.iter().any(|other| voice.repeats(other, self.policy)) {
                continue;
            }
            count += 1;
            if groups.len() < MANY {
                groups.push(voice);
            }
        }
        count
    }

    fn voice(&self, item: &Item) -> Voice<'_> {
        let document = &self.corpus.documents[item.document()];
        let passage = match item.kind {
            EntryKind::Event => {
                shingles(&self.corpus.lexis.words(self.passage(item)), self.policy.copies.shingle)
            }
            EntryKind::Quote => Vec::new(),
        };
        Voice {
            document: item.document(),
            outlets: &document.outlets,
            sketch: &document.sketch,
            passage,
        }
    }
}

/// One text by one outlet.
struct Voice<'c> {
    document: usize,
    outlets: &'c [u64],
    sketch: &'c [u64],
    passage: Vec<u64>,
}

impl Voice<'_> {
    fn repeats(&self, other: &Self, policy: &MergePolicy) -> bool {
        self.document == other.document
            || common(self.outlets, other.outlets, |outlet| *outlet).next().is_some()
            || resemblance(self.sketch, other.sketch) >= policy.copies.same_article
            || !self.passage.is_empty()
                && resemblance(&self.passage, &other.passage) >= policy.copies.same_passage
    }
}
