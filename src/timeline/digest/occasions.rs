//! Articles that open with an occasion of an earlier day.
//!
//! In: a timeline.  Out: where in which article something is told whose own words date it before the
//! article appeared. What such an article goes on to tell, and what only its own day dates, is likelier
//! to have happened on the occasion.

use super::super::{Entry, PUBLICATION, Source, Timeline};
use crate::dates::Edtf;
use std::collections::BTreeMap;

/// More days before the publication than this are another time.
const RECENT: i64 = 31;

/// By article, where the first occasions are told, and the days on which they began.
#[derive(Debug, Default)]
pub(super) struct Occasions(BTreeMap<String, Vec<(usize, i64)>>);

impl Occasions {
    /// Those with which articles open.
    pub fn of(timeline: &Timeline, lead: usize) -> Self {
        let mut found = Self::default();
        let entries = timeline.entries.iter().chain(&timeline.undated);
        for source in entries.flat_map(|entry: &Entry| &entry.sources) {
            let named = matches!(source.basis.as_deref(), Some("clause" | "sentence" | "passage"));
            if named && source.aside.is_none() && source.start < lead {
                if let Some(day) = days(source).map(|days| days.0) {
                    found.0.entry(source.article.clone()).or_default().push((source.start, day));
                }
            }
        }
        found
    }

    /// Whether the article told of a recent occasion before it came to what only its own day dates.
    pub fn precede(&self, source: &Source) -> bool {
        let published = source.basis.as_deref() == Some(PUBLICATION);
        let Some(day) = days(source).map(|days| days.1).filter(|_| published) else { return false };
        let recent = |(at, began): &(usize, i64)| {
            *at < source.start && (1..=RECENT).contains(&(day - began))
        };
        self.0.get(&source.article).is_some_and(|found| found.iter().any(recent))
    }
}

/// The first and the last day of a source.
fn days(source: &Source) -> Option<(i64, i64)> {
    let edtf = Edtf::parse(source.date.as_deref()?).ok()?;
    Some((edtf.earliest()?.number(), edtf.latest()?.number()))
}
