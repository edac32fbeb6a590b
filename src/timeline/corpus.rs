//! The articles of a run, made comparable: copies folded together, every event and quotation
//! turned into an item of hashed words, words weighted by how rare they are.
//!
//! In: extractions.  Out: a [`Corpus`] in an order that does not depend on the order of the
//! files.  It decides nothing about what belongs together.

use super::EntryKind;
use super::moment::Moment;
use super::policy::MergePolicy;
use super::stories::{likeness, stories};
use super::words::{Lexis, Word, mix, stable_hash};
use crate::extraction::{Event, Extraction, Quote, Range};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Number of telling words under which an article is found.
const TOPICS: usize = 12;

/// Number of telling words by which an article is compared with others.
const TELLING_WORDS: usize = 60;

/// Rarity of a word that tells nothing.
const EVERYWHERE: f32 = 0.1;

/// Most code points between words said and who said them.
const CLOSE: usize = 60;

/// One text; articles that are copies of each other are one document.
#[derive(Debug)]
pub(super) struct Document {
    /// Indices of the articles that have this text, the first by id standing for all.
    pub articles: Vec<usize>,
    /// Its telling words, by hash, with their weights; a unit vector.
    pub telling: Vec<(u64, f32)>,
    /// The most telling of them, for blocking.
    pub topics: Vec<u64>,
    /// Day of publication, as a day number; 0 where it is not known.
    pub day: i32,
    /// Sample of its word sequences, for finding reprints; sorted.
    pub sketch: Vec<u64>,
    /// Whether it is the text of an outlet that is known by name.
    pub outlet: Option<u64>,
}

/// One event, or one quotation with all its parts.
#[derive(Debug)]
pub(super) struct Item {
    /// Index of the document.
    pub document: usize,
    /// Event or quotation.
    pub kind: EntryKind,
    /// Indices into the events or quotes of the document's articles.
    pub parts: Vec<u32>,
    /// When.
    pub when: Option<Moment>,
    /// Stem of the trigger; the name of the speaker for a quotation, 0 where unknown.
    pub stem: u64,
    /// Kin of the trigger.
    pub kin: u64,
    /// Type of the event.
    pub type_: u64,
    /// Content words of the sentence (events, sorted) or all words (quotations, in order).
    pub words: Vec<u64>,
    /// The words of a quotation, sorted.
    pub vocabulary: Vec<u64>,
    /// The content words of an event's sentence that begin with a capital, sorted.
    pub names: Vec<u64>,
    /// Keys of the persons.
    pub people: Vec<u64>,
    /// Keys of the places.
    pub places: Vec<u64>,
    /// Numbers that belong to no date.
    pub numbers: Vec<u64>,
    /// Whether the statement holds a negation.
    pub negations: usize,
    /// The sentence or passage, as bytes of the article's text.
    pub passage: (u32, u32),
    /// For each part of a quotation the stretch that gives it to its speaker: the words, the
    /// word of saying and the speaker.
    pub evidence: Vec<Evidence>,
}

/// A stretch of an article, in code points and in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// Code points.
    pub range: Range,
    /// Bytes.
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
    /// How rare each word is.
    rarity: FxHashMap<u64, f32>,
    /// Rarity of a word never seen.
    unseen: f32,
    /// The words of the language.
    pub lexis: Lexis,
}

impl<'a> Corpus<'a> {
    /// Prepares extractions for merging.
    pub fn new(extractions: &'a [Extraction], policy: &MergePolicy) -> Self {
        let lexis = Lexis::new(&policy.language);
        let groups = fold_copies(extractions);
        let read: Vec<(Vec<Item>, Reading)> = groups
            .par_iter()
            .enumerate()
            .map(|(at, group)| read(&extractions[group[0]], at, &lexis, policy))
            .collect();
        let mut frequency: FxHashMap<u64, u32> = FxHashMap::default();
        for (_, reading) in &read {
            for (stem, _) in &reading.counts {
                *frequency.entry(*stem).or_default() += 1;
            }
        }
        let total = groups.len() as f32;
        let mut rarity: FxHashMap<u64, f32> =
            frequency.iter().map(|(stem, n)| (*stem, (1.0 + total / *n as f32).ln())).collect();
        for word in policy.language.stopwords.split_whitespace() {
            rarity.entry(lexis.stem(word)).or_insert(EVERYWHERE);
        }
        let mut corpus = Self {
            extractions,
            documents: Vec::new(),
            items: Vec::new(),
            stories: Vec::new(),
            rarity,
            unseen: (1.0 + total).ln(),
            lexis,
        };
        for (group, (items, reading)) in groups.into_iter().zip(read) {
            let document = corpus.document(group, reading);
            corpus.documents.push(document);
            corpus.items.extend(items);
        }
        corpus.stories = stories(&corpus.documents, &policy.stories);
        corpus
    }

    /// How rare a word is: the logarithm of the articles for each that has it.
    pub fn rarity(&self, stem: u64) -> f32 {
        self.rarity.get(&stem).copied().unwrap_or(self.unseen)
    }

    /// Whether a word of this rarity stands in more than one article.
    pub fn is_shared(&self, rarity: f32) -> bool {
        rarity < self.unseen - 1e-6
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
        &self.article(item.document).events[item.parts[0] as usize]
    }

    /// The parts of the quotation of an item.
    pub fn quotes(&self, item: &Item) -> impl Iterator<Item = &'a Quote> {
        let article = self.article(item.document);
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
        let shared = |stem: u64| self.rarity(stem) < self.unseen - 1e-6;
        let weigh = |(stem, n): &(u64, u32)| (*stem, (1.0 + (*n as f32).ln()) * self.rarity(*stem));
        let counts = reading.counts.iter().filter(|(stem, _)| shared(*stem));
        let mut telling: Vec<(u64, f32)> = counts.map(weigh).collect();
        telling.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        telling.truncate(TELLING_WORDS);
        let topics = telling.iter().take(TOPICS).map(|word| word.0).collect();
        let length =
            telling.iter().map(|word| word.1 * word.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        telling.iter_mut().for_each(|word| word.1 /= length);
        telling.sort_by_key(|word| word.0);
        let source = self.extractions[articles[0]].article.source.as_deref();
        let outlet = source.map(|name| stable_hash(name.trim().to_lowercase().as_bytes()));
        let published = self.extractions[articles[0]].article.published.as_deref();
        let day = published.and_then(|p| Moment::new(p, false)).map_or(0, |m| m.to as i32);
        Document { articles, telling, topics, day, sketch: reading.sketch, outlet }
    }
}

/// The pairs of equal keys of two sorted lists.
pub(super) fn common<'x, T>(
    a: &'x [T],
    b: &'x [T],
    key: impl Fn(&T) -> u64,
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

/// What is learned of a document beside its items.
struct Reading {
    counts: Vec<(u64, u32)>,
    sketch: Vec<u64>,
}

/// Groups the articles that are one text published on one day; each group by id, the groups
/// by day, text and id.
fn fold_copies(extractions: &[Extraction]) -> Vec<Vec<usize>> {
    let mut keyed: Vec<(Option<&str>, u64, &str, usize)> = extractions
        .iter()
        .enumerate()
        .map(|(at, x)| (x.article.published.as_deref(), text_key(x), x.article.id.as_str(), at))
        .collect();
    keyed.par_sort_unstable();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for (published, key, _, at) in keyed {
        match groups.last_mut() {
            Some(group) if last == Some((published, key)) => group.push(at),
            _ => groups.push(vec![at]),
        }
        last = Some((published, key));
    }
    groups
}

/// Hash of all that was extracted from a text and of the text itself.
fn text_key(extraction: &Extraction) -> u64 {
    let mut key = stable_hash(extraction.text.trim().as_bytes());
    for event in &extraction.events {
        key = mix(
            mix(key, event.start as u64),
            stable_hash(event.when.as_deref().unwrap_or_default().as_bytes()),
        );
        key = mix(
            mix(key, stable_hash(event.text.as_bytes())),
            stable_hash(event.trigger.text.as_bytes()),
        );
        key = mix(key, stable_hash(event.people.join("|").as_bytes()));
    }
    for quote in &extraction.quotes {
        let speaker = quote.speaker.as_ref().map_or("", |s| &s.name);
        key = mix(mix(key, quote.start as u64), stable_hash(quote.text.as_bytes()));
        key = mix(
            mix(key, stable_hash(speaker.as_bytes())),
            stable_hash(quote.said.as_deref().unwrap_or_default().as_bytes()),
        );
    }
    key
}

/// Reads one article: its items, its words and a sample of its word sequences.
fn read(
    extraction: &Extraction,
    document: usize,
    lexis: &Lexis,
    policy: &MergePolicy,
) -> (Vec<Item>, Reading) {
    let page = Page::new(extraction, lexis);
    let mut items: Vec<Item> =
        (0..extraction.events.len()).map(|at| page.event(document, at)).collect();
    items.extend(page.quotations().into_iter().map(|parts| page.quotation(document, parts)));
    // A name tells more of what an article is about than a common word: it counts twice.
    let told = page.words.iter().filter(|w| !w.stop && w.number.is_none());
    let mut stems: Vec<u64> =
        told.flat_map(|w| std::iter::repeat_n(w.stem, 1 + usize::from(w.capital))).collect();
    stems.sort_unstable();
    let counts = stems.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
    (items, Reading { counts, sketch: super::copies::sketch(&page.words, policy.copies.shingle) })
}

/// An article opened for reading: its words with their bytes, and where code points lie.
struct Page<'a> {
    extraction: &'a Extraction,
    lexis: &'a Lexis,
    words: Vec<Word>,
    /// Byte of every 32nd code point, empty for ASCII.
    marks: Vec<u32>,
    dates: Vec<(usize, usize)>,
}

const MARK: usize = 32;

impl<'a> Page<'a> {
    fn new(extraction: &'a Extraction, lexis: &'a Lexis) -> Self {
        let text = &extraction.text;
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(MARK).map(|(byte, _)| byte as u32).collect()
        };
        let mut page =
            Self { extraction, lexis, words: lexis.words(text), marks, dates: Vec::new() };
        page.dates = extraction
            .dates
            .iter()
            .map(|d| page.bytes(Range { start: d.start, end: d.end }))
            .collect();
        page
    }

    /// Byte of a code point; the end of the text for one beyond it.
    fn byte(&self, at: usize) -> usize {
        let text = &self.extraction.text;
        if self.marks.is_empty() {
            return at.min(text.len());
        }
        let Some(mark) = self.marks.get(at / MARK) else { return text.len() };
        let from = *mark as usize;
        text[from..].char_indices().nth(at % MARK).map_or(text.len(), |(byte, _)| from + byte)
    }

    fn bytes(&self, range: Range) -> (usize, usize) {
        (self.byte(range.start), self.byte(range.end))
    }

    /// The sentences that a range touches, as bytes; the range itself where none are known.
    fn passage(&self, range: Range) -> (usize, usize) {
        let sentences = &self.extraction.sentences;
        let first = sentences.partition_point(|s| s.end <= range.start);
        let last = sentences.partition_point(|s| s.start < range.end);
        let around =
            match (sentences.get(first), last.checked_sub(1).and_then(|at| sentences.get(at))) {
                (Some(a), Some(b)) if a.start <= range.start && b.end >= range.end => {
                    Range { start: a.start, end: b.end }
                }
                _ => range,
            };
        self.bytes(around)
    }

    /// The words between two bytes that belong to no date.
    fn words_in(&self, (from, to): (usize, usize)) -> impl Iterator<Item = &Word> {
        let first = self.words.partition_point(|w| w.start < from);
        let last = self.words.partition_point(|w| w.end <= to).max(first);
        self.words[first..last].iter().filter(|w| !self.dated(w.start))
    }

    fn dated(&self, byte: usize) -> bool {
        let at = self.dates.partition_point(|date| date.1 <= byte);
        self.dates.get(at).is_some_and(|date| date.0 <= byte)
    }

    fn event(&self, document: usize, at: usize) -> Item {
        let event = &self.extraction.events[at];
        let passage = self.passage(Range { start: event.start, end: event.end });
        let trigger = self.lexis.words(if event.lemma.is_empty() {
            &event.trigger.text
        } else {
            &event.lemma
        });
        let stem = trigger.first().map_or(0, |word| word.stem);
        let own = self.bytes(Range { start: event.start, end: event.end });
        Item {
            document,
            kind: EntryKind::Event,
            parts: vec![at as u32],
            when: event.when.as_deref().and_then(|w| {
                Moment::new(w, event.when_basis.as_deref() != Some(super::PUBLICATION))
            }),
            stem,
            kin: self.lexis.kin(stem),
            type_: stable_hash(event.kind.as_bytes()),
            words: sorted(
                self.words_in(passage)
                    .filter(|w| !w.stop && w.number.is_none() && w.stem != stem)
                    .map(|w| w.stem),
            ),
            vocabulary: Vec::new(),
            names: sorted(
                self.words_in(passage)
                    .skip(1)
                    .filter(|w| w.capital && !w.stop && w.number.is_none() && w.stem != stem)
                    .map(|w| w.stem),
            ),
            people: sorted(event.people.iter().filter_map(|name| self.name_key(name))),
            places: sorted(event.places.iter().filter_map(|name| self.name_key(name))),
            numbers: self.numbers(own, passage),
            negations: 0,
            evidence: Vec::new(),
            passage: (passage.0 as u32, passage.1 as u32),
        }
    }

    /// The numbers of a clause; of a sentence with a single number that one.
    fn numbers(&self, own: (usize, usize), passage: (usize, usize)) -> Vec<u64> {
        let numbers = |range| sorted(self.words_in(range).filter_map(|w| w.number));
        let (own, all) = (numbers(own), numbers(passage));
        if own.is_empty() && all.len() == 1 { all } else { own }
    }

    /// The quotes of the article, the parts of one quotation together.
    fn quotations(&self) -> Vec<Vec<u32>> {
        let mut whole: FxHashMap<&str, usize> = FxHashMap::default();
        let mut out: Vec<Vec<u32>> = Vec::new();
        for (at, quote) in self.extraction.quotes.iter().enumerate() {
            let first = quote.part_of.as_deref().map(|id| *whole.entry(id).or_insert(out.len()));
            match first {
                Some(first) if first < out.len() => out[first].push(at as u32),
                _ => out.push(vec![at as u32]),
            }
        }
        out
    }

    fn quotation(&self, document: usize, parts: Vec<u32>) -> Item {
        let quotes = || parts.iter().map(|part| &self.extraction.quotes[*part as usize]);
        let range = Range {
            start: quotes().map(|q| q.start).min().unwrap_or(0),
            end: quotes().map(|q| q.end).max().unwrap_or(0),
        };
        let passage = self.passage(range);
        let spoken: Vec<Word> =
            quotes().flat_map(|q| self.lexis.words(&without_insertions(&q.text))).collect();
        let said = quotes().find_map(|q| q.said.as_deref().and_then(|s| Moment::new(s, true)));
        let published =
            self.extraction.article.published.as_deref().and_then(|p| Moment::new(p, false));
        let same_as_published =
            said.zip(published).is_some_and(|(s, p)| (s.from, s.to) == (p.from, p.to));
        let speaker = quotes().find_map(|q| q.speaker.as_ref());
        Item {
            document,
            kind: EntryKind::Quote,
            when: if same_as_published { published } else { said.or(published) },
            stem: speaker.and_then(|s| self.name_key(&s.name)).unwrap_or(0),
            kin: 0,
            type_: 0,
            words: spoken.iter().map(|w| w.stem).collect(),
            vocabulary: sorted(spoken.iter().map(|w| w.stem)),
            names: Vec::new(),
            people: Vec::new(),
            places: Vec::new(),
            numbers: sorted(spoken.iter().filter_map(|w| w.number)),
            negations: spoken.iter().filter(|w| w.negation).count(),
            passage: (passage.0 as u32, passage.1 as u32),
            evidence: quotes().map(|quote| self.evidence(quote)).collect(),
            parts,
        }
    }

    /// From the first to the last of the words said, the word of saying and the speaker, as far
    /// as they stand close together.
    fn evidence(&self, quote: &Quote) -> Evidence {
        let cue = quote.cue.as_ref().map(|cue| (cue.start, cue.end));
        let speaker = quote.speaker.as_ref().map(|speaker| (speaker.start, speaker.end));
        let mut range = Range { start: quote.start, end: quote.end };
        for (start, end) in [cue, speaker].into_iter().flatten().filter(|(start, end)| start < end)
        {
            let gap = range.start.saturating_sub(end).max(start.saturating_sub(range.end));
            if gap <= CLOSE {
                range = Range { start: range.start.min(start), end: range.end.max(end) };
            }
        }
        let (from, to) = self.bytes(range);
        if self.extraction.text[from..to].contains("\n\n") {
            range = Range { start: quote.start, end: quote.end };
        }
        let (from, to) = self.bytes(range);
        Evidence { range, bytes: (from as u32, to as u32) }
    }

    /// Key of a name: its last word that carries meaning, without what stands in brackets.
    fn name_key(&self, name: &str) -> Option<u64> {
        let bare = name.split('(').next().unwrap_or(name);
        self.lexis.words(bare).last().map(|word| word.surface)
    }
}

/// The words without what an editor put into square brackets.
fn without_insertions(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| {
            match c {
                '[' => depth += 1,
                ']' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

fn sorted(keys: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut keys: Vec<u64> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
