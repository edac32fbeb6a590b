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
    pub fn apply(&self, timeline: Timeline, importance: &ImportancePolicy) -> Timeline {
        self.apply_to_shown(timeline, importance, |_| None)
    }

    /// The same where a reader is shown only a part of the timeline: `shown` makes it, and the days
    /// are chosen among those it has; `None` where it is everything.
    pub fn apply_to_shown(
        &self,
        mut timeline: Timeline,
        importance: &ImportancePolicy,
        shown: impl FnOnce(&Timeline) -> Option<Timeline>,
    ) -> Timeline {
        let outlets = outlets(&timeline);
        timeline.entries.retain(|entry| self.fits(entry, &outlets));
        timeline.undated.retain(|entry| self.fits(entry, &outlets));
        if let Some(top) = self.top {
            let shown = shown(&timeline);
            let told = days_of(shown.as_ref().unwrap_or(&timeline));
            let days = most_important(&timeline, &told, top, importance);
            timeline.entries.retain(|entry| day_of(entry).is_some_and(|day| days.contains(day)));
            timeline.undated.clear();
        }
        timeline
    }

    /// Entries that fit but for the names in `who`: those of other people, and of nobody.
    pub fn of_others<'t>(&self, timeline: &'t Timeline) -> impl Iterator<Item = &'t Entry> {
        let outlets = outlets(timeline);
        let anybody = Self { who: Vec::new(), ..self.clone() };
        let named = Self { who: self.who.clone(), ..Self::default() };
        let entries = timeline.entries.iter().chain(&timeline.undated);
        entries.filter(move |entry| anybody.fits(entry, &outlets) && !named.fits(entry, &outlets))
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

/// For each article its id and its outlet, in small letters.
fn outlets(timeline: &Timeline) -> BTreeMap<String, String> {
    let outlet = |source: Option<&str>| source.unwrap_or_default().to_lowercase();
    let articles = timeline.articles.iter();
    articles
        .map(|a| {
            let names = format!("{}\n{}", a.id.to_lowercase(), outlet(a.source.as_deref()));
            (a.id.clone(), names)
        })
        .collect()
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

fn days_of(timeline: &Timeline) -> BTreeSet<&str> {
    timeline.entries.iter().filter_map(day_of).collect()
}

/// What articles have of a day.
#[derive(Default)]
struct Attention<'a> {
    /// Articles that tell it near their beginning.
    lead: BTreeSet<&'a str>,
    /// Articles that look back on it.
    later: BTreeSet<&'a str>,
}

/// Of the days of `told` those that matter most: those on which articles appear, with which articles begin, and on
/// which later ones look back.  Few articles follow the last days of a collection; so what counts
/// most is the share of those that could look back and do.
fn most_important(
    timeline: &Timeline,
    told: &BTreeSet<&str>,
    top: usize,
    importance: &ImportancePolicy,
) -> BTreeSet<String> {
    let appeared = timeline.articles.iter();
    let published: BTreeMap<&str, &str> =
        appeared.filter_map(|a| Some((a.id.as_str(), a.published.as_deref()?))).collect();
    let mut days: BTreeMap<&str, Attention<'_>> =
        told.iter().map(|day| (*day, Attention::default())).collect();
    for source in timeline.entries.iter().flat_map(|entry| &entry.sources) {
        let appeared = published.get(source.article.as_str()).copied();
        let day = source.date.as_deref().or(appeared);
        let Some(attention) = day.and_then(|day| days.get_mut(day)) else { continue };
        if source.start < importance.lead_length {
            attention.lead.insert(&source.article);
        }
        if appeared > day {
            attention.later.insert(&source.article);
        }
    }
    let mut appeared: Vec<&str> = published.into_values().collect();
    appeared.sort_unstable();
    let weigh = |(day, attention): (&'_ str, Attention<'_>)| {
        let (before, until) = (
            appeared.partition_point(|other| *other < day),
            appeared.partition_point(|other| *other <= day),
        );
        let later = attention.later.len() as f64;
        let after = (appeared.len() - until) as f64 + importance.few_articles;
        importance.published * (until - before) as f64
            + importance.lead * attention.lead.len() as f64
            + importance.later * later
            + importance.share_of_later * later / after
    };
    let mut ranked: Vec<(f64, &str)> =
        days.into_iter().map(|(day, attention)| (weigh((day, attention)), day)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    ranked.into_iter().take(top).map(|(_, day)| day.to_owned()).collect()
}
