//! The digest: a timeline as people read it.
//!
//! In: a complete [`Timeline`].  Out: one in which a sentence is shown once.  A sentence that
//! tells three events has three entries, which programs want and readers do not: entries of one
//! day told by the same sentence become one.  What happened or was said in the words of a quotation
//! belongs to the quotation, and events of no type of their own are left out.  The merge policy says
//! which constructions tell too little to be shown without a date or without a second outlet, and
//! which quotations say nothing.  Programs get the whole.

mod occasions;
mod speakers;

use super::policy::{DigestPolicy, MergePolicy};
use super::{CORRECTION, Entry, EntryKind, GOVERNOR, PUBLICATION, Source, Timeline};
use crate::dates::Edtf;
use crate::extraction::{Aside, DENIED, QuoteKind};
use compact_str::CompactString;
use occasions::Occasions;
use std::collections::{BTreeMap, BTreeSet};

/// Length of a year with its month in EDTF.
const YEAR_AND_MONTH: usize = 7;

/// How much a digest left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Events told by a sentence that is shown for another event.
    pub folded: usize,
    /// Events of no type of their own, merely named, or told within a quotation.
    pub dropped: usize,
    /// Quotations by nobody in particular, of a few words, or part of another one.
    pub unsaid: usize,
}

/// The digest of a timeline.
pub fn digest(timeline: Timeline, policy: &MergePolicy) -> (Timeline, LeftOut) {
    let (general, said_type) = (&policy.events.general_type, &policy.events.said_type);
    let policy = &policy.digest;
    let said = quoted(&timeline, is_direct);
    let turns = quoted(&timeline, |entry| is_found_by(entry, &policy.holds));
    let occasions = Occasions::of(&timeline, policy.late);
    let mut left_out = LeftOut::default();
    let mut out = timeline;
    for entries in [&mut out.entries, &mut out.undated] {
        let quotes =
            |entries: &[Entry]| entries.iter().filter(|e| e.kind == EntryKind::Quote).count();
        let (before, said_before) = (entries.len(), quotes(entries));
        entries.retain_mut(|e| match e.kind {
            EntryKind::Event => {
                !(is_plain(e, general)
                    || is_merely_named(e)
                    || is_hidden(e, said_type, &occasions, policy)
                    || is_said(e, &said))
            }
            EntryKind::Quote => {
                let told = if is_direct(e) { &turns } else { &said };
                !(is_idle(e, policy) || is_unsaid(e) || is_within(e, told, policy))
            }
        });
        let unsaid = said_before - quotes(entries);
        left_out.unsaid += unsaid;
        left_out.dropped += before - entries.len() - unsaid;
        let kept = entries.len();
        *entries = fold(std::mem::take(entries));
        entries.iter_mut().for_each(once_a_sentence);
        left_out.folded += kept - entries.len();
    }
    (out, left_out)
}

/// An event without a type of its own, or of which only is known that it began or ended, that no
/// second outlet tells.
fn is_plain(entry: &Entry, general: &str) -> bool {
    let below = entry.type_.strip_prefix(general);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        && entry.independent_sources < 2
}

/// An event without a date that is not told as fact by two outlets.
fn is_merely_named(entry: &Entry) -> bool {
    entry.date.is_none() && entry.modality.is_some() && entry.independent_sources < 2
}

/// Whether every source tells an event in a way the policy leaves out, or those that do not have
/// not its date; otherwise these are kept, and what other articles say of it.
fn is_hidden(
    entry: &mut Entry,
    said_type: &str,
    occasions: &Occasions,
    policy: &DigestPolicy,
) -> bool {
    let alone = entry.independent_sources < 2;
    let vague = alone && !entry.type_.starts_with(said_type);
    let (undated, coarse) = (entry.date.is_none(), is_coarse(entry));
    let behind = |source: &Source| source.start >= policy.lead_length || source.aside.is_some();
    let hides = |source: &Source| {
        let by = |rules: &[String]| rules.contains(&source.rule);
        let open = undated || !names_its_day(source);
        by(&policy.hidden)
            || alone && by(&policy.hidden_after_occasion) && occasions.precede(source)
            || alone && by(&policy.hidden_if_alone)
            || undated && by(&policy.hidden_if_undated)
            || coarse && by(&policy.hidden_if_coarse)
            || open && by(&policy.hidden_unless_dated) && (alone || !opens_with(source, policy))
            || open && source.aside.is_some() && by(&policy.hidden_if_aside)
            || open && behind(source) && by(&policy.hidden_behind_lead)
            || open && vague && is_late(source, policy) && by(&policy.hidden_if_late)
    };
    let keeps: Vec<bool> = entry.sources.iter().map(|source| !hides(source)).collect();
    let telling = || entry.sources.iter().zip(&keeps).filter(|(_, keep)| **keep).map(|(s, _)| s);
    let given = entry.date.as_ref().filter(|date| date.basis != CORRECTION);
    // The date of a source that does not tell the event is not that of the event.
    let own = given.is_none_or(|date| telling().any(|s| s.date.as_deref() == Some(&*date.edtf)));
    if !own || telling().next().is_none() {
        return true;
    }
    let mut keeps = with_other_articles(entry, keeps, alone, policy);
    if alone {
        let own = |source: &Source| !is_of_another_day(source, entry);
        keeps.iter_mut().zip(&entry.sources).for_each(|(keep, source)| *keep &= own(source));
    }
    keep(entry, &keeps);
    entry.text.split_whitespace().count() < policy.fewest_words
}

/// Whether a source dates the event, and no day is that of its entry: an outlet that tells both
/// on its own hardly contradicts itself.
fn is_of_another_day(source: &Source, entry: &Entry) -> bool {
    let parse = |edtf: &str| Edtf::parse(edtf).ok();
    let given = entry.date.as_ref().filter(|date| date.basis != CORRECTION);
    let Some(given) = given.and_then(|date| parse(&date.edtf)) else { return false };
    let Some(own) = source.date.as_deref().and_then(parse) else { return false };
    !given.overlaps(&own)
}

/// The sources that are kept, and those of articles that only name what another one tells, unless
/// they do so in passing.
fn with_other_articles(
    entry: &Entry,
    keeps: Vec<bool>,
    alone: bool,
    policy: &DigestPolicy,
) -> Vec<bool> {
    let sources = || entry.sources.iter().zip(&keeps);
    let telling: BTreeSet<&str> =
        sources().filter(|(_, keep)| **keep).map(|(source, _)| source.article.as_str()).collect();
    let names = |source: &Source| {
        // Another outlet need not date what it names; the same one may mean another day's.
        let open = source.date.is_none() || source.basis.as_deref() == Some(GOVERNOR);
        source.aside.is_none()
            && (names_its_day(source) || open && !alone)
            && !policy.hidden.contains(&source.rule)
            && !telling.contains(source.article.as_str())
    };
    sources().map(|(source, keep)| *keep || names(source)).collect()
}

/// Keeps some of the sources, and as its text a stretch of one of them.
fn keep(entry: &mut Entry, keeps: &[bool]) {
    let mut keeps = keeps.iter();
    entry.sources.retain(|_| keeps.next().is_some_and(|keep| *keep));
    let articles: BTreeSet<&str> = entry.sources.iter().map(|s| s.article.as_str()).collect();
    entry.independent_sources = entry.independent_sources.min(articles.len());
    // What is not shown disagrees with nothing.
    for disagreement in &mut entry.disagreements {
        let shown = |article: &String| articles.contains(article.as_str());
        disagreement.values.iter_mut().for_each(|value| value.sources.retain(&shown));
        disagreement.values.retain(|value| !value.sources.is_empty());
    }
    entry.disagreements.retain(|disagreement| disagreement.values.len() > 1);
    if !entry.sources.iter().any(|source| entry.text.contains(&source.text)) {
        let longest = entry.sources.iter().max_by_key(|source| source.text.len());
        entry.text = longest.map_or_else(String::new, |source| source.text.clone());
    }
}

/// Whether a source stands so far behind the beginning of an article that its day may be another;
/// where only the day of publication is known, that is sooner.
fn is_late(source: &Source, policy: &DigestPolicy) -> bool {
    let published = source.basis.as_deref() == Some(PUBLICATION);
    source.start >= if published { policy.lead_length } else { policy.late }
}

/// Whether an article opens with the source, in a sentence that names its day.
fn opens_with(source: &Source, policy: &DigestPolicy) -> bool {
    let named = source.basis.as_deref() == Some("sentence") && source.aside.is_none();
    named && source.start < policy.lead_length
}

/// Whether no day and no month is known.
fn is_coarse(entry: &Entry) -> bool {
    let ends = entry.date.iter().flat_map(|date| date.edtf.split('/'));
    ends.map(|end| end.trim_end_matches(['~', '?', '%'])).any(|end| end.len() < YEAR_AND_MONTH)
}

/// Whether the clause of the source has a date, and that is its own.
fn names_its_day(source: &Source) -> bool {
    source.basis.as_deref() == Some("clause") && source.aside != Some(Aside::Borrowed)
}

/// A quotation by nobody in particular, or of a few words, that the policy leaves out.
fn is_idle(entry: &Entry, policy: &DigestPolicy) -> bool {
    let words = |source: &Source| source.text.split_whitespace().count();
    let hides = |source: &Source| {
        let passing = source.aside.is_some() && source.date.is_none();
        let nameless = entry.speaker.is_none();
        nameless && (!is_direct(entry) || policy.hidden_if_nameless.contains(&source.rule))
            || !is_direct(entry) && policy.hidden_if_alone.contains(&source.rule)
            || passing && policy.hidden_if_aside.contains(&source.rule)
            || words(source) < policy.few_words && policy.hidden_if_short.contains(&source.rule)
    };
    let someone = entry.speaker.as_deref().is_none_or(|name| {
        let bare = |source: &Source| policy.hidden_unless_named.contains(&source.rule);
        let named = speakers::is_named(name, &policy.speakers) || !entry.sources.iter().all(bare);
        is_found_by(entry, &policy.holds) || named && speakers::is_somebody(name, &policy.speakers)
    });
    !someone || entry.sources.iter().all(hides)
}

/// A quotation that nobody is known to have said, but may say or did not say, told by one outlet;
/// what somebody denied is said of something.
fn is_unsaid(entry: &Entry) -> bool {
    let unsaid = |modality: &str| modality != DENIED;
    entry.modality.as_deref().is_some_and(unsaid) && entry.independent_sources < 2
}

/// A quotation within another one, which holds it.
fn is_within(entry: &Entry, said: &Spans, policy: &DigestPolicy) -> bool {
    !is_found_by(entry, &policy.holds) && is_said(entry, said)
}

/// Whether some of these rules found every source.
fn is_found_by(entry: &Entry, rules: &[String]) -> bool {
    entry.kind == EntryKind::Quote && entry.sources.iter().all(|s| rules.contains(&s.rule))
}

/// Whether the entry is a quotation that stands within quote marks throughout.
fn is_direct(entry: &Entry) -> bool {
    entry.kind == EntryKind::Quote && entry.type_ == QuoteKind::Direct.name()
}

/// Stretches of each article that do not overlap, in order.
type Spans = BTreeMap<String, Vec<(usize, usize)>>;

/// Where quotations of a kind stand, by article; one within another, or behind it without a gap, is
/// part of it.
fn quoted(timeline: &Timeline, kind: impl Fn(&Entry) -> bool) -> Spans {
    let mut spans = Spans::new();
    let entries = timeline.entries.iter().chain(&timeline.undated);
    let quotes = entries.filter(|e| kind(e));
    for source in quotes.flat_map(|e| &e.sources) {
        let span = (source.start, source.end);
        match spans.get_mut(&source.article) {
            Some(spans) => spans.push(span),
            None => _ = spans.insert(source.article.clone(), vec![span]),
        }
    }
    spans.values_mut().for_each(disjoin);
    spans
}

/// Joins stretches that overlap.
fn disjoin(spans: &mut Vec<(usize, usize)>) {
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let overlap = next.0 <= last.1;
        last.1 = if overlap { last.1.max(next.1) } else { last.1 };
        overlap
    });
}

/// Whether all that tells the entry stands, for the greater part, within quotations.
fn is_said(entry: &Entry, said: &Spans) -> bool {
    let within = |source: &Source| {
        said.get(&source.article).is_some_and(|spans| {
            let first = spans.partition_point(|(_, end)| *end <= source.start);
            let near = spans[first..].iter().take_while(|(start, _)| *start < source.end);
            let common = |(start, end): &(usize, usize)| {
                source.end.min(*end).saturating_sub(source.start.max(*start))
            };
            2 * near.map(common).sum::<usize>() > source.end - source.start
        })
    };
    entry.sources.iter().all(within)
}

/// Joins events of one date whose shown sentence is the same, in the order of the first.
fn fold(entries: Vec<Entry>) -> Vec<Entry> {
    let mut places: BTreeMap<(String, Option<CompactString>), usize> = BTreeMap::new();
    let mut out: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        if entry.kind == EntryKind::Quote {
            out.push(entry);
            continue;
        }
        let key = (entry.text.clone(), entry.date.as_ref().map(|d| d.edtf.clone()));
        match places.get(&key) {
            Some(at) => join(&mut out[*at], entry),
            None => {
                places.insert(key, out.len());
                out.push(entry);
            }
        }
    }
    out
}

/// Adds what another entry of the same sentence knows; the one with which the sentence begins gives
/// its type, of two such the one with more sources.
fn join(into: &mut Entry, other: Entry) {
    into.independent_sources = into.independent_sources.max(other.independent_sources);
    let rank = |entry: &Entry| (begins(entry), std::cmp::Reverse(entry.sources.len()));
    if rank(&other) < rank(into) {
        into.id = other.id;
        into.type_ = other.type_;
        into.modality = other.modality;
    }
    for source in other.sources {
        // One stretch of an article is shown once, however many events it tells.
        let known = into
            .sources
            .iter()
            .any(|s| s.article == source.article && s.start <= source.end && source.start <= s.end);
        if !known {
            into.sources.push(source);
        }
    }
    for (names, more) in [
        (&mut into.people, other.people),
        (&mut into.places, other.places),
        (&mut into.organisations, other.organisations),
    ] {
        names.extend(more);
        names.sort();
        names.dedup();
    }
    into.disagreements.extend(other.disagreements);
    into.disagreements.dedup();
    into.merged_because.extend(other.merged_because);
    into.merged_because.dedup();
}

/// Where the first stretch of the shown sentence begins that tells an entry.
fn begins(entry: &Entry) -> usize {
    let places = entry.sources.iter().filter_map(|source| entry.text.find(&source.text));
    places.min().unwrap_or(usize::MAX)
}

/// Keeps one stretch of each article's sentence that is shown: the longest.
fn once_a_sentence(entry: &mut Entry) {
    let mut sources = std::mem::take(&mut entry.sources);
    sources.sort_by_key(|s| (std::cmp::Reverse(s.end - s.start), s.start));
    for source in sources {
        let shown = |s: &Source| s.article == source.article && entry.text.contains(&s.text);
        if !(entry.text.contains(&source.text) && entry.sources.iter().any(shown)) {
            entry.sources.push(source);
        }
    }
    entry.sources.sort();
}

#[cfg(test)]
mod tests {
    use super::super::CONTRACT_VERSION;
    use super::*;

    fn entry(kind: EntryKind, type_: &str, text: &str, spans: &[(usize, usize)]) -> Entry {
        let source = |(start, end): &(usize, usize)| Source {
            article: "a".into(),
            start: *start,
            end: *end,
            text: text.into(),
            date: None,
            basis: None,
            aside: None,
            rule: "r".into(),
        };
        Entry {
            id: format!("{type_}-{}", spans[0].0),
            kind,
            type_: type_.into(),
            date: None,
            text: text.into(),
            speaker: None,
            modality: None,
            people: vec![],
            places: vec![],
            organisations: vec![],
            sources: spans.iter().map(source).collect(),
            independent_sources: 1,
            variants: vec![],
            disagreements: vec![],
            merged_because: vec![],
            undated_because: None,
        }
    }

    fn check(entries: Vec<Entry>, expected: &[&str], left_out: (usize, usize, usize)) {
        let timeline = Timeline {
            version: CONTRACT_VERSION.into(),
            articles: vec![],
            entries,
            undated: vec![],
            problems: vec![],
        };
        let (shown, left) = digest(timeline, &MergePolicy::builtin());
        assert_eq!(shown.entries.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!((left.folded, left.dropped, left.unsaid), left_out);
    }

    #[test]
    fn what_is_folded_keeps_its_independent_sources() {
        let mut first = entry(EntryKind::Event, "life.death", "The raid killed two.", &[(0, 8)]);
        let mut second = entry(EntryKind::Event, "conflict", "The raid killed two.", &[(9, 19)]);
        second.independent_sources = 2;
        join(&mut first, second);
        assert_eq!(first.independent_sources, 2);
    }

    #[test]
    fn a_sentence_is_shown_once() {
        use EntryKind::{Event, Quote};
        check(
            vec![
                entry(Event, "life.death", "The raid killed two.", &[(0, 8)]),
                entry(Event, "conflict.attack", "The raid killed two.", &[(9, 19), (40, 50)]),
                entry(Event, "happening", "It rained.", &[(21, 30)]),
                entry(Event, "conflict.attack", "We fought.", &[(61, 70)]),
                entry(Quote, "direct", "We fought.", &[(60, 70)]),
                entry(Event, "agreement", "We said we agreed.", &[(95, 99)]),
                entry(Quote, "direct", "We said we agreed.", &[(80, 100)]),
                entry(Quote, "indirect", "we", &[(88, 90)]),
            ],
            &["conflict.attack-9", "direct-60", "direct-80"],
            (1, 3, 1),
        );
    }
}
