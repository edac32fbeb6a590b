//! What changed from one timeline to another: after new articles, or after changed rules.
//!
//! In: two timelines.  Out: entries that came, went or differ.  Entries are the same by their
//! id, else by kind and by a source they share; this module does not print.

use super::{Entry, Source, Timeline};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The differences of two timelines, each list in the order of time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Changes {
    /// Entries only the new timeline has.
    pub added: Vec<Entry>,
    /// Entries only the old timeline has.
    pub removed: Vec<Entry>,
    /// Entries both have, with what differs.
    pub changed: Vec<Change>,
    /// Number of entries that are alike in everything compared.
    pub unchanged: usize,
}

/// An entry before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// As the old timeline has it.
    pub before: Entry,
    /// As the new timeline has it.
    pub after: Entry,
    /// What differs, beside the sources.
    pub fields: Vec<FieldChange>,
    /// Sources only the new entry has.
    pub sources_added: Vec<Source>,
    /// Sources only the old entry has.
    pub sources_removed: Vec<Source>,
}

/// A field with two values; lists are joined by `; `, an absent value is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field's name in the contract.
    pub field: &'static str,
    /// The old value.
    pub before: String,
    /// The new value.
    pub after: String,
}

impl Changes {
    /// Compares two timelines.  Articles read under another path are the same where the file has
    /// the same name.
    pub fn between(old: &Timeline, new: &Timeline) -> Self {
        let renamed = renamed(old, new);
        let new = renamed.as_ref().unwrap_or(new);
        let (old, new): (Vec<_>, Vec<_>) = (all(old).collect(), all(new).collect());
        let pairs = pair(&old, &new);
        let matched: BTreeSet<usize> = pairs.values().copied().collect();
        let compared =
            pairs.iter().map(|(before, after)| (*after, Change::of(old[*before], new[*after])));
        let mut changed: Vec<_> = compared.filter(|(_, change)| !change.is_empty()).collect();
        changed.sort_by_key(|(position, _)| *position);
        Self {
            added: unmatched(&new, |index| matched.contains(&index)),
            removed: unmatched(&old, |index| pairs.contains_key(&index)),
            unchanged: pairs.len() - changed.len(),
            changed: changed.into_iter().map(|(_, change)| change).collect(),
        }
    }

    /// Whether both timelines are alike in everything compared.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl Change {
    fn of(before: &Entry, after: &Entry) -> Self {
        let values = fields(before).into_iter().zip(fields(after));
        let differing = values.filter(|(before, after)| before.1 != after.1);
        let fields =
            differing.map(|((field, before), (_, after))| FieldChange { field, before, after });
        Self {
            fields: fields.collect(),
            sources_added: only_in(&after.sources, &before.sources),
            sources_removed: only_in(&before.sources, &after.sources),
            before: before.clone(),
            after: after.clone(),
        }
    }

    fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.sources_added.is_empty() && self.sources_removed.is_empty()
    }
}

/// The new timeline with its articles called as the old one calls them; none where all ids agree.
fn renamed(old: &Timeline, new: &Timeline) -> Option<Timeline> {
    let ids = |timeline: &Timeline| -> BTreeSet<String> {
        timeline.articles.iter().map(|article| article.id.clone()).collect()
    };
    let (before, after) = (ids(old), ids(new));
    let old_names = by_file_name(before.difference(&after));
    let new_names = by_file_name(after.difference(&before));
    let names: BTreeMap<String, String> = new_names
        .into_iter()
        .filter_map(|(name, id)| Some((id?.to_owned(), old_names.get(name)?.as_ref()?.to_string())))
        .collect();
    if names.is_empty() {
        return None;
    }
    let mut renamed = new.clone();
    let entries = renamed.entries.iter_mut().chain(&mut renamed.undated);
    for source in entries.flat_map(|entry| &mut entry.sources) {
        if let Some(id) = names.get(&source.article) {
            source.article.clone_from(id);
        }
    }
    Some(renamed)
}

/// Ids by the name of the file; none where two files share it.
fn by_file_name<'a>(ids: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, Option<&'a str>> {
    let mut names: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for id in ids {
        let name = id.rsplit(['/', '\\']).next().unwrap_or(id);
        names.entry(name).and_modify(|shared| *shared = None).or_insert(Some(id));
    }
    names
}

fn all(timeline: &Timeline) -> impl Iterator<Item = &Entry> {
    timeline.entries.iter().chain(&timeline.undated)
}

fn unmatched(entries: &[&Entry], is_matched: impl Fn(usize) -> bool) -> Vec<Entry> {
    let left = entries.iter().enumerate().filter(|(index, _)| !is_matched(*index));
    left.map(|(_, entry)| (*entry).clone()).collect()
}

/// Which new entry each old one became: by id first, then by shared sources.
fn pair(old: &[&Entry], new: &[&Entry]) -> BTreeMap<usize, usize> {
    let ids: BTreeMap<&str, usize> =
        new.iter().enumerate().map(|(index, entry)| (entry.id.as_str(), index)).collect();
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, entry) in old.iter().enumerate() {
        pairs.extend(ids.get(entry.id.as_str()).map(|after| (index, *after)));
    }
    let mut taken: BTreeSet<usize> = pairs.values().copied().collect();
    let by_article = by_article(new, &taken);
    for (index, entry) in old.iter().enumerate() {
        if pairs.contains_key(&index) {
            continue;
        }
        if let Some(after) = best(entry, new, &by_article, &taken) {
            taken.insert(after);
            pairs.insert(index, after);
        }
    }
    pairs
}

/// Sources of entries without a partner: first and last code point and the entry, by article.
type ByArticle<'a> = BTreeMap<&'a str, Vec<(usize, usize, usize)>>;

fn by_article<'a>(new: &[&'a Entry], taken: &BTreeSet<usize>) -> ByArticle<'a> {
    let mut by_article = ByArticle::new();
    for (index, entry) in new.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
        for source in &entry.sources {
            by_article.entry(&source.article).or_default().push((source.start, source.end, index));
        }
    }
    by_article
}

/// The entry of the same kind that shares most text with this one's sources.
fn best(
    entry: &Entry,
    new: &[&Entry],
    by_article: &ByArticle<'_>,
    taken: &BTreeSet<usize>,
) -> Option<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for source in &entry.sources {
        for (start, end, index) in by_article.get(source.article.as_str()).into_iter().flatten() {
            let common = source.end.min(*end).saturating_sub(source.start.max(*start));
            if common > 0 && new[*index].kind == entry.kind && !taken.contains(index) {
                *shared.entry(*index).or_default() += common;
            }
        }
    }
    shared
        .into_iter()
        .max_by_key(|(index, common)| (*common, std::cmp::Reverse(*index)))
        .map(|(index, _)| index)
}

/// What is compared, in the order it is shown.
fn fields(entry: &Entry) -> [(&'static str, String); 9] {
    let date = entry.date.as_ref().map(|date| date.edtf.to_string());
    [
        ("date", date.unwrap_or_default()),
        ("type", entry.type_.clone()),
        ("text", entry.text.clone()),
        ("speaker", entry.speaker.clone().unwrap_or_default()),
        ("modality", entry.modality.clone().unwrap_or_default()),
        ("people", entry.people.join("; ")),
        ("places", entry.places.join("; ")),
        ("organisations", entry.organisations.join("; ")),
        ("independent_sources", entry.independent_sources.to_string()),
    ]
}

/// Sources at places the others do not name.
fn only_in(these: &[Source], others: &[Source]) -> Vec<Source> {
    fn place(source: &Source) -> (&str, usize, usize) {
        (&source.article, source.start, source.end)
    }
    let known: BTreeSet<_> = others.iter().map(place).collect();
    these.iter().filter(|source| !known.contains(&place(source))).cloned().collect()
}
