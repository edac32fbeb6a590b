//! When two mentions tell one event.
//!
//! In: items.  Out: links with a score, and the reasons in words.  What each piece of evidence
//! weighs stands in the merge policy; here stands what counts as evidence.

use super::EntryKind;
use super::blocks::{Keyed, Link, links};
use super::corpus::{Corpus, Item, Person, Term, common};
use super::moment::{Relation, relation};
use super::outlets;
use super::policy::MergePolicy;
use super::words::{mix, stable_hash};

/// Mentions looked at on either side when groups are compared, and what a pair counts that
/// cannot be one event.
const SAMPLE: usize = 8;
const APART: f64 = -4.0;

/// Number of keys by which a mention is compared: its words stand in several lines of kin.
const TELLING_KEYS: usize = 20;

/// What two mentions have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub relation: Relation,
    pub same_trigger: bool,
    pub same_kin: bool,
    pub same_type: bool,
    pub words: f64,
    pub people: f64,
    pub places: f64,
    pub names: f64,
    pub names_differ: bool,
    pub own_names_differ: bool,
    pub own_words_differ: bool,
    pub people_apart: bool,
    pub story: bool,
    pub likeness: f64,
    pub vague: bool,
    pub same_sentence: bool,
    pub same_article: bool,
    pub numbers_differ: bool,
    pub far: bool,
    pub same_outlet: bool,
    /// Between 0 and 1: how surely two mentions are about one thing because their articles are,
    /// or because they stand in one; less in long articles, which tell of many things.
    pub focus: f64,
}

/// All pairs of event mentions that tell one event, the surest first.
pub(super) fn event_links(corpus: &Corpus<'_>, policy: &MergePolicy) -> Vec<Link> {
    let general = stable_hash(policy.events.general_type.as_bytes());
    links(&Mentions { corpus, policy, general }, policy.events.window, |a, b| {
        let (a, b) = (&corpus.items[a as usize], &corpus.items[b as usize]);
        let evidence = evidence(corpus, policy, a, b)?;
        let score = score(&evidence, policy);
        (score > 0.0).then_some(score)
    })
}

/// The mentions of events as they are looked up: by the kind of happening with each rare word of
/// the sentence and each topic of the article, and by the kind within the article.
struct Mentions<'c, 'a> {
    corpus: &'c Corpus<'a>,
    policy: &'c MergePolicy,
    general: u64,
}

impl Keyed for Mentions<'_, '_> {
    fn len(&self) -> usize {
        self.corpus.items.len()
    }

    fn keys(&self, item: u32, take: &mut dyn FnMut(u64)) {
        let item = &self.corpus.items[item as usize];
        if item.kind != EntryKind::Event {
            return;
        }
        let topics = &self.corpus.documents[item.document()].topics;
        for word in self.rare_words(item).chain(topics.iter().copied().take(4)) {
            item.head.groups().for_each(|group| take(mix(group, word)));
            if item.type_ != self.general {
                take(mix(item.type_, word));
            }
        }
        let document = u64::from(item.document);
        item.head.groups().for_each(|group| take(mix(group, document)));
    }

    fn telling_keys(&self) -> usize {
        TELLING_KEYS
    }

    fn day(&self, item: u32) -> i32 {
        self.corpus.items[item as usize].day()
    }
}

impl Mentions<'_, '_> {
    /// The rarest words of the sentence that other sentences have too.
    fn rare_words(&self, item: &Item) -> impl Iterator<Item = u64> + use<> {
        let corpus = self.corpus;
        let mut rare: Vec<(u64, f32)> = item
            .words
            .iter()
            .map(|word| (corpus.terms.hash(*word), corpus.rarity(*word)))
            .collect();
        rare.retain(|(_, rarity)| {
            corpus.terms.is_shared(*rarity) && !corpus.is_common(*rarity, self.policy.events.common)
        });
        rare.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        rare.into_iter().take(6).map(|word| word.0)
    }
}

/// What two mentions have in common; none where they cannot be one event.
pub(super) fn evidence(
    corpus: &Corpus<'_>,
    policy: &MergePolicy,
    a: &Item,
    b: &Item,
) -> Option<Evidence> {
    let relation = relation(a.when, b.when, &policy.events);
    let one_outlet = is_of_one_outlet(corpus, a, b);
    if relation == Relation::Apart
        || a.negated != b.negated
        || (one_outlet || a.document == b.document) && contradicts_itself(a, b)
        || are_two_statements(corpus, a, b)
        || outlets::tells_two(corpus, policy, a, b)
        || outlets::tells_apart(corpus, policy, a, b)
        || a.befell.zip(b.befell).is_some_and(|(a, b)| !a.may_be(b))
    {
        return None;
    }
    let same_passage = a.document == b.document && a.passage == b.passage;
    Some(Evidence {
        relation,
        same_trigger: a.head.stem == b.head.stem && a.head.stem != 0,
        same_kin: a.head.is_kin(b.head),
        same_type: a.type_ == b.type_
            && a.type_ != stable_hash(policy.events.general_type.as_bytes()),
        words: if same_passage {
            0.0
        } else {
            overlap(corpus, &a.words, &b.words, a.weight + b.weight)
        },
        people: share(&a.people, &b.people),
        places: share(&a.places, &b.places),
        names: overlap(corpus, &a.names, &b.names, a.names_weight + b.names_weight),
        names_differ: share(&a.names, &b.names) < 0.0,
        people_apart: lacks(&a.people, &b.people) && lacks(&b.people, &a.people),
        own_names_differ: share(&a.own_names, &b.own_names) < 0.0,
        own_words_differ: share(&a.own_words, &b.own_words) < 0.0,
        story: corpus.is_one_story(a.document(), b.document()),
        likeness: f64::from(corpus.likeness(a.document(), b.document())),
        vague: a.vague || b.vague,
        same_sentence: same_passage,
        same_article: a.document == b.document,
        far: is_far(corpus, policy, a, b),
        same_outlet: one_outlet && !(is_dated(a) && is_dated(b)),
        focus: focus(corpus, policy, a, b),
        numbers_differ: !a.numbers.is_empty()
            && !b.numbers.is_empty()
            && common(&a.numbers, &b.numbers, |n| *n).next().is_none(),
    })
}

/// How far the closeness of two mentions, or the shortness of their articles, vouches for them.
fn focus(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> f64 {
    let length = |item: &Item| corpus.article(item.document()).text.len();
    let stretch = if a.document == b.document {
        a.passage.0.abs_diff(b.passage.0) as usize
    } else {
        length(a).max(length(b))
    };
    policy.events.short / policy.events.short.max(stretch as f64)
}

/// Whether the days they name, or on which their articles appeared, are far apart, while not both
/// name a date.
fn is_far(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> bool {
    let days = |item: &Item| match corpus.documents[item.document()].day {
        _ if is_dated(item) => item.when.map(|when| (when.from, when.to)),
        0 => None,
        day => Some((i64::from(day), i64::from(day))),
    };
    let gap = days(a).zip(days(b)).map(|(a, b)| (a.0 - b.1).max(b.0 - a.1));
    gap.is_some_and(|gap| gap > policy.events.far_days) && !(is_dated(a) && is_dated(b))
}

fn is_dated(item: &Item) -> bool {
    item.when.is_some_and(|when| when.named)
}

/// Whether two mentions stand in different articles of one outlet, of different days.
fn is_of_one_outlet(corpus: &Corpus<'_>, a: &Item, b: &Item) -> bool {
    let (first, second) = (&corpus.documents[a.document()], &corpus.documents[b.document()]);
    a.document != b.document && first.day != second.day && outlets::are_of_one(first, second)
}

/// Whether two mentions of one outlet, or each in its own clause of one article, name different
/// days: outlets contradict each other, and seldom themselves.
fn contradicts_itself(a: &Item, b: &Item) -> bool {
    let near = a.document == b.document;
    a.when.zip(b.when).is_some_and(|(a, b)| a.contradicts(&b) && (!near || a.firm && b.firm))
}

/// Whether two mentions tell that something was said, in two articles of one outlet: an outlet
/// reports a statement once, and the next one in another article.
fn are_two_statements(corpus: &Corpus<'_>, a: &Item, b: &Item) -> bool {
    let (first, second) = (&corpus.documents[a.document()], &corpus.documents[b.document()]);
    let said = |item: &Item| item.when.is_some_and(|when| when.said);
    a.document != b.document && said(a) && said(b) && outlets::are_of_one(first, second)
}

/// Whether two groups of mentions tell what befell different persons.
fn befell_two(corpus: &Corpus<'_>, a: &[u32], b: &[u32]) -> bool {
    let persons = |group: &[u32]| -> Vec<Person> {
        group.iter().filter_map(|item| corpus.items[*item as usize].befell).collect()
    };
    let (a, b) = (spread(&persons(a)), spread(&persons(b)));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.iter().any(|y| x.may_be(*y)))
}

/// Whether two groups of mentions tell one event on the average of some of their pairs.
pub(super) fn belong_together(
    corpus: &Corpus<'_>,
    policy: &MergePolicy,
    a: &[u32],
    b: &[u32],
) -> bool {
    // First of all: one that names nobody would join what befell two.
    if befell_two(corpus, a, b) {
        return false;
    }
    if a.len() * b.len() < 3 {
        return true;
    }
    let (a, b) = (spread(a), spread(b));
    let item = |at: &u32| &corpus.items[*at as usize];
    let apart = |x: &Item, y: &Item| x.document == y.document && contradicts_itself(x, y);
    if a.iter().any(|x| b.iter().any(|y| apart(item(x), item(y)))) {
        return false;
    }
    let pair = |x: u32, y: u32| {
        evidence(corpus, policy, item(&x), item(&y)).map_or(APART, |e| score(&e, policy))
    };
    let sum: f64 = a.iter().flat_map(|x| b.iter().map(move |y| pair(*x, *y))).sum();
    sum / (a.len() * b.len()) as f64 >= policy.events.together
}

/// A few mentions, spread evenly.
pub(super) fn spread<T: Copy>(group: &[T]) -> Vec<T> {
    group.iter().copied().step_by(group.len().div_ceil(SAMPLE).max(1)).collect()
}

/// The sum of the weights of the evidence.
pub(super) fn score(evidence: &Evidence, policy: &MergePolicy) -> f64 {
    let w = &policy.events.weights;
    let when = |holds: bool, weight: f64| if holds { weight } else { 0.0 };
    w.base
        + when(evidence.same_trigger, w.same_trigger)
        + when(evidence.same_kin && !evidence.same_trigger, w.same_kin)
        + when(evidence.same_type, w.same_type)
        + match evidence.relation {
            Relation::SameDay => w.same_day,
            Relation::Compatible => w.compatible_date,
            Relation::Near => w.near_date,
            Relation::Unknown if !evidence.same_article => w.undated,
            Relation::Unknown | Relation::Apart => 0.0,
        }
        + w.words * evidence.words
        + w.people * evidence.people.max(0.0)
        + when(evidence.people < 0.0, w.people_differ)
        + w.places * evidence.places.max(0.0)
        + when(evidence.places < 0.0, w.places_differ)
        + w.names * evidence.names
        + when(evidence.names_differ, w.names_differ)
        + when(evidence.people_apart && evidence.people > 0.0, w.people_apart)
        + when(evidence.own_names_differ && evidence.same_article, w.own_names_differ)
        + when(evidence.own_words_differ, w.own_words_differ)
        + when(evidence.story && !evidence.same_article, w.story * evidence.focus)
        + when(!evidence.same_article, w.likeness * evidence.likeness * evidence.focus)
        + when(!evidence.same_article, w.long * (1.0 - evidence.focus))
        + when(evidence.vague, w.vague)
        + when(evidence.same_sentence, w.same_sentence)
        + when(evidence.same_article, w.same_article * evidence.focus)
        + when(evidence.numbers_differ, w.numbers_differ)
        + when(evidence.far, w.far)
        + when(evidence.same_outlet, w.same_outlet)
}

/// Twice the rarity of the common words for each rarity of all.
fn overlap(corpus: &Corpus<'_>, a: &[Term], b: &[Term], all: f64) -> f64 {
    let both: f64 =
        common(a, b, |word| *word).map(|(word, _)| f64::from(corpus.rarity(*word))).sum();
    if all > 0.0 { 2.0 * both / all } else { 0.0 }
}

/// Whether something in the first sorted list is not in the second.
fn lacks<K: Ord + Copy>(a: &[K], b: &[K]) -> bool {
    common(a, b, |key| *key).count() < a.len()
}

/// Share of the shorter list found in the other; 0 where one is empty, -1 where none is found.
fn share<K: Ord + Copy>(a: &[K], b: &[K]) -> f64 {
    let least = a.len().min(b.len());
    match common(a, b, |key| *key).count() {
        _ if least == 0 => 0.0,
        0 => -1.0,
        both => both as f64 / least as f64,
    }
}
