//! The sources of an entry for people to read: one citation an article.
//!
//! In: an entry.  Out: for each article the stretch that says most, and the others, which are
//! only located: "the conference", said for the fifth time, is evidence but no news.  The parts
//! of a quotation all have something to say, and stand for themselves.

use crate::timeline::{Entry, EntryKind, Source};

/// What one article says of an entry.
pub(super) struct Cited<'a> {
    /// Its longest stretch, the first of several.
    pub source: &'a Source,
    /// Its other stretches, in the order given.
    pub others: Vec<&'a Source>,
}

/// The sources by article, articles in the order in which they first come.
pub(super) fn by_article(entry: &Entry) -> Vec<Cited<'_>> {
    let mut cited: Vec<Cited<'_>> = Vec::new();
    for source in &entry.sources {
        let mut known = cited.iter_mut().filter(|_| entry.kind == EntryKind::Event);
        let Some(known) = known.find(|c| c.source.article == source.article) else {
            cited.push(Cited { source, others: Vec::new() });
            continue;
        };
        let longer = source.text.chars().count() > known.source.text.chars().count();
        known.others.push(if longer {
            std::mem::replace(&mut known.source, source)
        } else {
            source
        });
    }
    cited
}
