//! Entries: what a cluster of items says, with every source it rests on.
//!
//! In: the items of one cluster.  Out: an [`Entry`] in which one value is chosen for every
//! field by a named rule and every other value is kept beside it.

mod identity;
mod voices;

pub(super) use identity::identity;

use super::corpus::{Corpus, Evidence, Item};
use super::moment::Moment;
use super::policy::MergePolicy;
use super::reasons;
use super::words::mix;
use super::{
    Disagreement, DisagreementValue, Entry, EntryDate, EntryKind, PUBLICATION, Source, Variant,
};
use crate::Extraction;
use crate::dates::Edtf;
use crate::extraction::{Basis, Event, QuoteKind};
use compact_str::{CompactString, ToCompactString};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// From this many sources on independence is counted by text alone, in one pass.
const MANY: usize = 400;

/// Builds the entry of a cluster; its id is settled later, among all entries.
pub(super) fn entry(corpus: &Corpus<'_>, policy: &MergePolicy, cluster: &[u32]) -> Entry {
    let items: Vec<&Item> = cluster.iter().map(|at| &corpus.items[*at as usize]).collect();
    let telling = Telling { corpus, policy, items };
    let mut entry = telling.outline();
    let (date, by_date) = telling.date();
    entry.undated_because = date.is_none().then(|| telling.undated_because());
    entry.date = date;
    entry.disagreements.extend(by_date);
    entry.disagreements.extend(telling.numbers());
    entry.disagreements.extend(telling.wordings(&entry.variants));
    if telling.items.len() > 1 {
        entry.merged_because = reasons::merged_because(corpus, policy, &telling.items);
    }
    entry
}

/// The items of one entry and what is needed to read them.
struct Telling<'c, 'a> {
    corpus: &'c Corpus<'a>,
    policy: &'c MergePolicy,
    items: Vec<&'c Item>,
}

impl Telling<'_, '_> {
    fn outline(&self) -> Entry {
        let kind = self.items[0].kind;
        let mut entry = Entry {
            id: String::new(),
            kind,
            type_: self.type_(),
            date: None,
            text: self.text(),
            speaker: None,
            modality: self.modality(),
            people: self.names(|item| &self.corpus.event(item).people),
            places: self.names(|item| &self.corpus.event(item).places),
            organisations: self.names(|item| &self.corpus.event(item).organisations),
            sources: self.sources(),
            independent_sources: self.independent(),
            variants: Vec::new(),
            disagreements: Vec::new(),
            merged_because: Vec::new(),
            undated_because: None,
        };
        if kind == EntryKind::Quote {
            entry.speaker = self.speaker();
            entry.people = entry.speaker.iter().cloned().collect();
            entry.variants = self.variants();
        }
        entry
    }

    /// The most frequent type among those who tell it outright, if any do; of equally frequent ones
    /// the more special. A statement is as direct as its most direct wording.
    fn type_(&self) -> String {
        if self.items[0].kind == EntryKind::Quote {
            let kinds = self.items.iter().filter_map(|item| self.wording(item));
            let kind = kinds.min_by_key(|kind| *kind as u8);
            return kind.map_or_else(String::new, |kind| kind.name().to_owned());
        }
        let events = || self.items.iter().map(|item| self.corpus.event(item));
        let is_outright = |event: &&Event| event.aside.is_none() && event.modality.is_none();
        let any = events().any(|event| is_outright(&event));
        let types = events().filter(|event| !any || is_outright(event));
        let general = &self.policy.events.general_type;
        most(types.map(|event| event.kind.to_string()), |a| (a != general, a.matches('.').count()))
    }

    /// The most direct kind of wording of a quotation's parts.
    fn wording(&self, item: &Item) -> Option<QuoteKind> {
        self.corpus.quotes(item).map(|q| q.kind).min_by_key(|kind| *kind as u8)
    }

    fn modality(&self) -> Option<String> {
        let modality = |item: &&Item| match item.kind {
            EntryKind::Event => self.corpus.event(item).modality.as_deref(),
            EntryKind::Quote => self.corpus.quotes(item).find_map(|q| q.modality.as_deref()),
        };
        let all = self.items.iter().map(|item| modality(item).map(str::to_owned));
        let all: Option<Vec<String>> = all.collect();
        all.map(|all| most(all.into_iter(), |_| ()))
    }

    /// The names in all items of an event, the most frequent first.
    fn names<'n>(&'n self, of: impl Fn(&Item) -> &'n Vec<CompactString>) -> Vec<String> {
        if self.items[0].kind == EntryKind::Quote {
            return Vec::new();
        }
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.items.iter().flat_map(|item| of(item)) {
            *count.entry(name).or_default() += 1;
        }
        let mut names: Vec<(&str, usize)> = count.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let mut names: Vec<String> = names.into_iter().map(|(name, _)| name.to_owned()).collect();
        names.shrink_to_fit();
        names
    }

    /// The fullest of the most frequent names of the speaker.
    fn speaker(&self) -> Option<String> {
        let names = self
            .items
            .iter()
            .filter_map(|item| self.corpus.quotes(item).find_map(|q| q.speaker.as_ref()));
        let named = names.filter(|s| !self.corpus.lexis.is_nameless(&s.name));
        let name = most(named.map(|s| s.name.to_string()), |name| name.len());
        (!name.is_empty()).then_some(name)
    }

    fn passage(&self, item: &Item) -> &str {
        let text = &self.corpus.article(item.document()).text;
        text.get(item.passage.0 as usize..item.passage.1 as usize).unwrap_or_default()
    }

    /// The sentence that tells the event best, or the fullest wording of the statement.
    fn text(&self) -> String {
        let best = self.items.iter().max_by(|a, b| {
            self.telling_rank(a).cmp(&self.telling_rank(b)).then(b.document.cmp(&a.document))
        });
        let Some(best) = best else { return String::new() };
        match best.kind {
            EntryKind::Quote => self
                .corpus
                .quotes(best)
                .max_by_key(|q| (q.kind == QuoteKind::Direct, q.text.len()))
                .map_or_else(String::new, |q| q.text.clone()),
            EntryKind::Event => {
                let sentence = self.passage(best).trim();
                if sentence.is_empty() {
                    self.corpus.event(best).text.clone()
                } else {
                    sentence.to_owned()
                }
            }
        }
    }

    /// Whether an event is told as fact.
    fn is_told(&self, item: &Item) -> bool {
        item.kind == EntryKind::Quote || self.corpus.event(item).modality.is_none()
    }

    /// How well an item tells the entry: as fact or directly, outright and not in passing, its own
    /// sentence names the day, and it has words enough.
    fn telling_rank(&self, item: &Item) -> (bool, bool, bool, bool, usize) {
        match item.kind {
            EntryKind::Quote => {
                let kind = self.wording(item);
                let indirect = kind == Some(QuoteKind::Indirect);
                (!indirect, kind == Some(QuoteKind::Direct), true, true, item.words.len())
            }
            EntryKind::Event => {
                let basis = self.corpus.event(item).when_basis.as_deref();
                let beside = matches!(basis, Some("clause" | "sentence"));
                let named = item.when.is_some_and(|when| when.named);
                let outright = self.corpus.event(item).aside.is_none();
                let words = item.words.len().min(20);
                (self.is_told(item), outright, named, named && beside, words)
            }
        }
    }

    /// Every stretch of every article, those of copies too.
    fn sources(&self) -> Vec<Source> {
        let articles = |item: &Item| &self.corpus.documents[item.document()].articles;
        let number = self.items.iter().map(|item| articles(item).len() * item.parts.len()).sum();
        let mut sources: Vec<Source> = Vec::with_capacity(number);
        for item in &self.items {
            for at in articles(item) {
                let article = &self.corpus.extractions[*at];
                sources.extend((0..item.parts.len()).map(|nth| source(article, item, nth)));
            }
        }
        sources.sort();
        sources
    }

    /// The date by the finest words, and what the others say where they cannot be reconciled.
    fn date(&self) -> (Option<EntryDate>, Option<Disagreement>) {
        let mut dated: Vec<(Moment, String, &Item)> = self
            .items
            .iter()
            .filter_map(|item| Some((item.when?, self.edtf(item)?, *item)))
            .collect();
        let mut count: FxHashMap<String, usize> = FxHashMap::default();
        for (_, edtf, _) in &dated {
            *count.entry(edtf.clone()).or_default() += 1;
        }
        dated.sort_by(|a, b| {
            let told = |item| self.is_told(item);
            rank(&b.0, told(b.2))
                .cmp(&rank(&a.0, told(a.2)))
                .then(count[&b.1].cmp(&count[&a.1]))
                .then(a.0.from.cmp(&b.0.from))
                .then(a.1.cmp(&b.1))
        });
        let Some((moment, edtf, item)) = dated.first() else { return (None, None) };
        let date = entry_date(edtf, self.basis(item));
        let apart = dated.iter().any(|(other, ..)| {
            moment.named && other.named && (other.to < moment.from || other.from > moment.to)
        });
        let disagreement = apart.then(|| Disagreement {
            field: "date".into(),
            values: self.values(
                dated.iter().filter(|d| d.0.named).map(|(_, edtf, item)| (edtf.clone(), *item)),
            ),
            chosen_by: "finest-then-most-sources".into(),
        });
        (date, disagreement)
    }

    fn edtf(&self, item: &Item) -> Option<String> {
        match item.kind {
            EntryKind::Event => self.corpus.event(item).when.as_ref().map(ToString::to_string),
            EntryKind::Quote => {
                let said = self.corpus.quotes(item).find_map(|q| q.said.as_ref());
                let published = || self.corpus.article(item.document()).article.published.clone();
                said.map(ToString::to_string).or_else(published)
            }
        }
    }

    fn basis(&self, item: &Item) -> &'static str {
        let named = item.when.is_some_and(|when| when.named);
        let date = match item.kind {
            EntryKind::Event => self.corpus.event(item).date,
            EntryKind::Quote => None,
        };
        match date
            .and_then(|at| self.corpus.article(item.document()).dates.get(at))
            .map(|d| d.basis)
        {
            None if !named => PUBLICATION,
            Some(Basis::Explicit) => "explicit",
            _ => "relative",
        }
    }

    fn undated_because(&self) -> String {
        let published = self
            .items
            .iter()
            .any(|item| self.corpus.article(item.document()).article.published.is_some());
        if published {
            "its words name no date that can be resolved"
        } else {
            "its words name no date, and the day of publication is not known"
        }
        .into()
    }

    /// Articles that give different numbers, each with its own.
    fn numbers(&self) -> Option<Disagreement> {
        if self.items[0].kind == EntryKind::Quote {
            return None;
        }
        let told: Vec<&&Item> = self.items.iter().filter(|item| !item.numbers.is_empty()).collect();
        let apart = |a: &Item, b: &Item| {
            a.document != b.document && !a.numbers.iter().any(|n| b.numbers.contains(n))
        };
        let differ = told.len() < MANY && told.iter().any(|a| told.iter().any(|b| apart(a, b)));
        let written =
            |item: &Item| item.numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        differ.then(|| Disagreement {
            field: "number".into(),
            values: self.values(told.iter().map(|item| (written(item), **item))),
            chosen_by: "all-shown".into(),
        })
    }

    /// Each value once, with the articles that give it.
    fn values<'i>(
        &self,
        given: impl Iterator<Item = (String, &'i Item)>,
    ) -> Vec<DisagreementValue> {
        let mut by_value: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (value, item) in given {
            by_value.entry(value).or_default().extend(self.ids(item));
        }
        by_value
            .into_iter()
            .map(|(value, sources)| DisagreementValue {
                value,
                sources: sources.into_iter().collect(),
            })
            .collect()
    }

    fn ids<'s>(&'s self, item: &Item) -> impl Iterator<Item = String> + 's {
        self.corpus.documents[item.document()]
            .articles
            .iter()
            .map(|at| self.corpus.extractions[*at].article.id.clone())
    }

    /// The wordings of a statement that differ in more than typography, the most frequent first.
    fn variants(&self) -> Vec<Variant> {
        if self.items.len() < 2 {
            return Vec::new();
        }
        let mut by_words: BTreeMap<u64, (String, BTreeSet<String>)> = BTreeMap::new();
        for item in &self.items {
            let words = self
                .corpus
                .quotes(item)
                .flat_map(|q| self.corpus.lexis.words(&q.text))
                .fold(0, |hash, word| mix(hash, word.surface));
            let text =
                self.corpus.quotes(item).map(|q| q.text.as_str()).collect::<Vec<_>>().join(" … ");
            let wording = by_words.entry(words).or_insert_with(|| (text.clone(), BTreeSet::new()));
            if text < wording.0 {
                wording.0 = text;
            }
            wording.1.extend(self.ids(item));
        }
        if by_words.len() < 2 {
            return Vec::new();
        }
        let mut variants: Vec<Variant> = by_words
            .into_values()
            .map(|(text, sources)| Variant { text, sources: sources.into_iter().collect() })
            .collect();
        variants.sort_by(|a, b| {
            b.sources
                .len()
                .cmp(&a.sources.len())
                .then(b.text.len().cmp(&a.text.len()))
                .then(a.text.cmp(&b.text))
        });
        variants
    }

    /// Wordings that do not say the same: a negation or a number is in one and not in the other.
    fn wordings(&self, variants: &[Variant]) -> Option<Disagreement> {
        let first = self.items[0];
        let differ = self
            .items
            .iter()
            .any(|item| item.negations != first.negations || item.numbers != first.numbers);
        (differ && !variants.is_empty()).then(|| Disagreement {
            field: "wording".into(),
            values: variants
                .iter()
                .map(|v| DisagreementValue { value: v.text.clone(), sources: v.sources.clone() })
                .collect(),
            chosen_by: "fullest-wording".into(),
        })
    }
}

fn source(article: &Extraction, item: &Item, nth: usize) -> Source {
    let part = item.parts[nth] as usize;
    let (start, end, text, date, rule) = match item.kind {
        EntryKind::Event => {
            let event = &article.events[part];
            (event.start, event.end, event.text.as_str(), &event.when, &event.rule)
        }
        EntryKind::Quote => {
            let quote = &article.quotes[part];
            let Evidence { code_points, bytes } = item.evidence[nth];
            let told =
                article.text.get(bytes.0 as usize..bytes.1 as usize).filter(|t| !t.is_empty());
            match told {
                Some(told) => {
                    let (start, end) = (code_points.0 as usize, code_points.1 as usize);
                    (start, end, told, &quote.said, &quote.rule)
                }
                None => (quote.start, quote.end, quote.text.as_str(), &quote.said, &quote.rule),
            }
        }
    };
    let (text, date) = (text.to_owned(), date.clone());
    let (basis, aside) = match item.kind {
        EntryKind::Event => (article.events[part].when_basis.as_ref(), article.events[part].aside),
        EntryKind::Quote => (None, article.quotes[part].aside),
    };
    let (article, basis) = (article.article.id.clone(), basis.cloned());
    Source { article, start, end, text, date, basis, aside, rule: rule.to_string() }
}

/// Named before published, of what is told as fact before others, unhedged before hedged, fine
/// before coarse, and of those as fine what the clause itself names.
fn rank(moment: &Moment, told: bool) -> (bool, bool, bool, i64, bool) {
    let length = moment.from.saturating_sub(moment.to);
    (moment.named, told, !moment.hedged, length, moment.firm)
}

/// The date as the contract has it.
pub(super) fn entry_date(edtf: &str, basis: &str) -> Option<EntryDate> {
    let parsed = Edtf::parse(edtf).ok()?;
    let day = |day: Option<crate::dates::Day>| {
        day.map_or_else(CompactString::default, |d| d.to_compact_string())
    };
    Some(EntryDate {
        edtf: edtf.into(),
        earliest: day(parsed.earliest()),
        latest: day(parsed.latest()),
        precision: parsed.precision().name().into(),
        basis: basis.into(),
    })
}

/// The most frequent value; of equally frequent ones the one of higher rank, then the first in
/// the order of the alphabet.
fn most<R: Ord>(values: impl Iterator<Item = String>, rank: impl Fn(&str) -> R) -> String {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *count.entry(value).or_default() += 1;
    }
    count
        .into_iter()
        .max_by(|a, b| {
            a.1.cmp(&b.1).then_with(|| rank(&a.0).cmp(&rank(&b.0))).then_with(|| b.0.cmp(&a.0))
        })
        .map_or_else(String::new, |(value, _)| value)
}
