//! Selections: the part of a timeline a reader asks for.
//!
//! In: a [`Timeline`] and what is wanted.  Out: a timeline of the entries that fit, each of
//! them unchanged.

use super::policy::ImportancePolicy;
use super::{Entry, EntryKind, Timeline};
use crate::dates::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What is wanted; what is left empty restricts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Entries that may lie on this day or later.
    pub from: Option<Day>,
    /// Entries that may lie on this day or earlier.
    pub to: Option<Day>,
    /// Entries in which one of these persons or organisations acts or speaks (part of a name).
    pub who: Vec<String>,
    /// Events or quotations only.
    pub kind: Option<EntryKind>,
    /// Entries one of these outlets or articles tells (part of a name).
    pub source: Vec<String>,
    /// Entries of these types and the types below them: `conflict` has `conflict.attack`.
    pub types: Vec<String>,
    /// Only the entries of so many days, those that matter most.
    pub top: Option<usize>,
}

impl Selection {
    /// Whether everything is wanted.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// The entries that fit, in a timeline of the same articles.  Entries without a date fit no
    /// period and no choice of days.
    pub fn apply(&self, mut timeline: Timeline, importance: &ImportancePolicy) -> Timeline {
        let outlets: BTreeMap<String, String> = timeline
            .articles
            .iter()
            .map(|a| {
                (
                    a.id.clone(),
                    format!("{}\n{}", a.id, a.source.as_deref().unwrap_or_default()).to_lowercase(),
                )
            })
            .collect();
        timeline.entries.retain(|entry| self.fits(entry, &outlets));
        timeline.undated.retain(|entry| self.fits(entry, &outlets));
        if let Some(top) = self.top {
            let days = most_important(&timeline, top, importance);
            timeline.entries.retain(|entry| day_of(entry).is_some_and(|day| days.contains(day)));
            timeline.undated.clear();
        }
        timeline
    }

    fn fits(&self, entry: &Entry, outlets: &BTreeMap<String, String>) -> bool {
        self.kind.is_none_or(|kind| kind == entry.kind)
            && self.fits_period(entry)
            && any(&self.types, |t| {
                entry.type_ == *t
                    || entry
                        .type_
                        .strip_prefix(t.as_str())
                        .is_some_and(|rest| rest.starts_with('.'))
            })
            && any(&self.who, |who| {
                names(entry).any(|name| name.to_lowercase().contains(&who.to_lowercase()))
            })
            && any(&self.source, |wanted| {
                let wanted = wanted.to_lowercase();
                entry
                    .sources
                    .iter()
                    .any(|s| outlets.get(&s.article).is_some_and(|outlet| outlet.contains(&wanted)))
            })
    }

    fn fits_period(&self, entry: &Entry) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some(date) = &entry.date else { return false };
        let (first, last) = (Day::parse(&date.earliest), Day::parse(&date.latest));
        self.from.is_none_or(|from| last.is_none_or(|last| last >= from))
            && self.to.is_none_or(|to| first.is_none_or(|first| first <= to))
    }
}

fn any<T>(wanted: &[T], fits: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(fits)
}

fn names(entry: &Entry) -> impl Iterator<Item = &String> {
    entry.speaker.iter().chain(&entry.people).chain(&entry.organisations)
}

/// The day of an entry that has one, as EDTF.
fn day_of(entry: &Entry) -> Option<&str> {
    let date = entry.date.as_ref()?;
    (date.earliest == date.latest).then_some(date.earliest.as_str())
}

/// The days that matter most: every article that mentions a day adds to it, more where its
/// words name the day, and more still where it looks back on it.
fn most_important(
    timeline: &Timeline,
    top: usize,
    importance: &ImportancePolicy,
) -> BTreeSet<String> {
    let published: BTreeMap<&str, &str> = timeline
        .articles
        .iter()
        .filter_map(|a| Some((a.id.as_str(), a.published.as_deref()?)))
        .collect();
    let mut mentions: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let told: BTreeSet<&str> = timeline.entries.iter().filter_map(day_of).collect();
    for source in timeline.entries.iter().flat_map(|entry| &entry.sources) {
        let published = published.get(source.article.as_str()).copied();
        let Some(day) = source.date.as_deref().or(published).filter(|day| told.contains(day))
        else {
            continue;
        };
        let named = source.date.is_some() && Some(day) != published;
        let weight = if named { importance.dated_mention } else { importance.reported_mention };
        let later = published.is_some_and(|published| published > day);
        let weight = if later { weight * importance.later_mention } else { weight };
        let best = mentions.entry((day, source.article.as_str())).or_default();
        *best = best.max(weight);
    }
    let mut days: BTreeMap<&str, f64> = BTreeMap::new();
    for ((day, _), weight) in mentions {
        *days.entry(day).or_default() += weight;
    }
    let mut ranked: Vec<(&str, f64)> = days.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().take(top).map(|(day, _)| day.to_owned()).collect()
}
