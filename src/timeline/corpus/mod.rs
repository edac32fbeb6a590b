//! The articles of a run, made comparable: copies folded together, every event and quotation
//! turned into an item of numbered words, words weighted by how rare they are.
//!
//! In: extractions.  Out: a [`Corpus`] in an order that does not depend on the order of the
//! files.  It decides nothing about what belongs together.

mod page;
mod terms;

use super::EntryKind;
use super::copies::fold_copies;
use super::kin::Head;
use super::moment::Moment;
use super::outlets::outlet;
use super::policy::MergePolicy;
use super::stories::{likeness, stories};
use super::words::{Lexis, Seen};
use crate::extraction::{Event, Extraction, Quote};
use page::Reading;
use rayon::prelude::*;
pub(super) use terms::{Term, Terms};

/// Number of telling words under which an article is found.
const TOPICS: usize = 12;

/// Number of telling words by which an article is compared with others.
const TELLING_WORDS: usize = 100;

/// One text; articles that are copies of each other are one document.
#[derive(Debug)]
pub(super) struct Document {
    /// Indices of the articles that have this text, the first by id standing for all.
    pub articles: Vec<usize>,
    /// Its telling words in order, with their weights; a unit vector.
    pub telling: Vec<(Term, f32)>,
    /// The hashes of the most telling of them, for blocking.
    pub topics: Vec<u64>,
    /// Day of publication, as a day number; 0 where it is not known.
    pub day: i32,
    /// Sample of its word sequences, for finding reprints; sorted.
    pub sketch: Vec<u64>,
    /// The outlets known by name that have the text, sorted: all of them, so that it does not show
    /// which copy has the least id.
    pub outlets: Box<[u64]>,
}

/// One event, or one quotation with all its parts.
#[derive(Debug)]
pub(super) struct Item {
    /// Index of the document.
    pub document: u32,
    /// Event or quotation.
    pub kind: EntryKind,
    /// Whether an event is said not to have happened, or what is said is denied.
    pub negated: bool,
    /// Whether the kind of an event tells little: something happened, or something was said.
    pub vague: bool,
    /// Number of negations in a statement.
    pub negations: u32,
    /// Indices into the events or quotes of the document's articles.
    pub parts: Box<[u32]>,
    /// When.
    pub when: Option<Moment>,
    /// What the trigger names; the speaker's name for a quotation, 0 where unknown.
    pub head: Head,
    /// Type of the event.
    pub type_: u64,
    /// Content words of the sentence (events, sorted) or all words (quotations, in order).
    pub words: Box<[Term]>,
    /// The words of a quotation, sorted.
    pub vocabulary: Box<[Term]>,
    /// The content words of an event's sentence that begin with a capital, sorted.
    pub names: Box<[Term]>,
    /// Those of the clause or phrase that tells the event, sorted.
    pub own_names: Box<[Term]>,
    /// All content words of the clause or phrase, sorted.
    pub own_words: Box<[Term]>,
    /// Rarity of all words of an event's sentence, or of the vocabulary of a quotation.
    pub weight: f64,
    /// Rarity of all `names`.
    pub names_weight: f64,
    /// Keys of the persons.
    pub people: Box<[u64]>,
    /// The person whom the event befell, where it is one that befalls one person.
    pub befell: Option<Person>,
    /// Keys of the places.
    pub places: Box<[u64]>,
    /// Numbers that belong to no date.
    pub numbers: Box<[u64]>,
    /// The sentence of an event, as bytes of the article's text.
    pub passage: (u32, u32),
    /// For each part of a quotation the stretch that gives it to its speaker: the words, the
    /// word of saying and the speaker.
    pub evidence: Box<[Evidence]>,
}

/// A person by the words of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// Hash of the first word.
    pub first: u64,
    /// Hash of the last word, generations aside.
    pub last: u64,
    /// First letter of the last word, in lower case.
    pub initial: char,
}

impl Person {
    /// Whether two names can be one person's: a last name is spelt now so, now so.
    pub fn may_be(self, other: Self) -> bool {
        self.last == other.last || self.first == other.first && self.initial == other.initial
    }
}

impl Item {
    /// Turns the words from places in the document's list into words of the run, and weighs them.
    fn settle(&mut self, places: &[Term], terms: &Terms) {
        let (own, own_names) = (&mut self.own_words, &mut self.own_names);
        for words in [&mut self.words, &mut self.vocabulary, &mut self.names, own, own_names] {
            words.iter_mut().for_each(|word| *word = places[*word as usize]);
        }
        let sum = |words: &[Term]| words.iter().map(|term| f64::from(terms.rarity(*term))).sum();
        self.weight = match self.kind {
            EntryKind::Event => sum(&self.words),
            EntryKind::Quote => sum(&self.vocabulary),
        };
        self.names_weight = sum(&self.names);
    }

    /// Index of the document.
    pub fn document(&self) -> usize {
        self.document as usize
    }

    /// Day number by which items are brought into the order of time; 0 where it is not known.
    pub fn day(&self) -> i32 {
        let when = self.when.filter(|when| !when.lent);
        when.map_or(0, |when| when.last().clamp(-10_000_000, 10_000_000) as i32)
    }
}

/// A stretch of an article, in code points and in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// First code point and one past the last.
    pub code_points: (u32, u32),
    /// The same in bytes.
    pub bytes: (u32, u32),
}

/// Everything to be merged.
#[derive(Debug)]
pub(super) struct Corpus<'a> {
    /// The extractions.
    pub extractions: &'a [Extraction],
    /// The texts in their canonical order.
    pub documents: Vec<Document>,
    /// The items, by document and position.
    pub items: Vec<Item>,
    /// The story each document belongs to.
    stories: Vec<u32>,
    /// The words of the run.
    pub terms: Terms,
    /// The words of the language.
    pub lexis: Lexis,
}

impl<'a> Corpus<'a> {
    /// Prepares extractions for merging.
    pub fn new(extractions: &'a [Extraction], policy: &MergePolicy) -> Self {
        let lexis = Lexis::new(&policy.language);
        let groups = fold_copies(extractions);
        let mut read: Vec<(Vec<Item>, Reading)> = groups
            .par_iter()
            .enumerate()
            .map_init(Seen::default, |seen, (at, group)| {
                page::read(&extractions[group[0]], at as u32, &lexis, policy, seen)
            })
            .collect();
        let told = read.iter().map(|(_, reading)| reading.told());
        let terms = Terms::new(told, &lexis, &policy.language.stopwords);
        read.par_iter_mut().for_each(|(items, reading)| {
            let places = reading.place(&terms);
            items.iter_mut().for_each(|item| item.settle(&places, &terms));
        });
        let number = read.iter().map(|(items, _)| items.len()).sum();
        let (documents, items) = (Vec::with_capacity(groups.len()), Vec::with_capacity(number));
        let mut corpus = Self { extractions, documents, items, stories: Vec::new(), terms, lexis };
        for (group, (items, reading)) in groups.into_iter().zip(read) {
            let document = corpus.document(group, reading);
            corpus.documents.push(document);
            corpus.items.extend(items);
        }
        corpus.stories = stories(&corpus.documents, &policy.stories);
        corpus
    }

    /// Lets go of what events that stand alone were compared by; nobody compares them any more.
    pub fn forget(&mut self, clusters: &[Vec<u32>]) {
        for alone in clusters.iter().filter(|cluster| cluster.len() == 1) {
            let item = &mut self.items[alone[0] as usize];
            for words in [&mut item.names, &mut item.own_names, &mut item.own_words] {
                *words = Box::default();
            }
        }
    }

    /// How rare a word is.
    pub fn rarity(&self, term: Term) -> f32 {
        self.terms.rarity(term)
    }

    /// Whether a word of this rarity stands in more articles than so many.
    pub fn is_common(&self, rarity: f32, articles: usize) -> bool {
        rarity < (1.0 + self.documents.len() as f32 / articles as f32).ln()
    }

    /// The article that stands for a document.
    pub fn article(&self, document: usize) -> &'a Extraction {
        &self.extractions[self.documents[document].articles[0]]
    }

    /// The event of an item.
    pub fn event(&self, item: &Item) -> &'a Event {
        &self.article(item.document()).events[item.parts[0] as usize]
    }

    /// The parts of the quotation of an item.
    pub fn quotes(&self, item: &Item) -> impl Iterator<Item = &'a Quote> {
        let article = self.article(item.document());
        item.parts.iter().map(|part| &article.quotes[*part as usize])
    }

    /// How alike two documents are, between 0 and 1.
    pub fn likeness(&self, a: usize, b: usize) -> f32 {
        if a == b { 1.0 } else { likeness(&self.documents[a], &self.documents[b]) }
    }

    /// Whether two documents belong to one story.
    pub fn is_one_story(&self, a: usize, b: usize) -> bool {
        self.stories[a] == self.stories[b]
    }

    fn document(&self, articles: Vec<usize>, reading: Reading) -> Document {
        let weigh = |(term, n): (Term, u32)| (term, (1.0 + (n as f32).ln()) * self.rarity(term));
        let counts = reading.counts.iter().copied().filter(|(_, n)| *n > 0);
        let shared = counts.filter(|(term, _)| self.terms.is_shared(self.rarity(*term)));
        let mut telling: Vec<(Term, f32)> = shared.map(weigh).collect();
        telling.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        telling.truncate(TELLING_WORDS);
        let topics = telling.iter().take(TOPICS).map(|word| self.terms.hash(word.0)).collect();
        let length =
            telling.iter().map(|word| word.1 * word.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        telling.iter_mut().for_each(|word| word.1 /= length);
        telling.sort_by_key(|word| word.0);
        let sources =
            articles.iter().filter_map(|at| self.extractions[*at].article.source.as_deref());
        let outlets = sorted(sources.map(outlet));
        let published = self.extractions[articles[0]].article.published.as_deref();
        let day = published.and_then(|p| Moment::new(p, false)).map_or(0, |m| m.to as i32);
        Document { articles, telling, topics, day, sketch: reading.sketch, outlets }
    }
}

/// The keys in order, each once.
fn sorted<K: Ord>(keys: impl Iterator<Item = K>) -> Box<[K]> {
    let mut keys: Vec<K> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into()
}

/// The pairs of equal keys of two sorted lists.
pub(super) fn common<'x, T, K: Ord>(
    a: &'x [T],
    b: &'x [T],
    key: impl Fn(&T) -> K,
) -> impl Iterator<Item = (&'x T, &'x T)> {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while i < a.len() && j < b.len() {
            match key(&a[i]).cmp(&key(&b[j])) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    (i, j) = (i + 1, j + 1);
                    return Some((&a[i - 1], &b[j - 1]));
                }
            }
        }
        None
    })
}
