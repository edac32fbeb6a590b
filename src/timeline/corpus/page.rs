//! One article read for merging: its events and quotations become items.
//!
//! In: an extraction.  Out: its items in the order of the text, how often it has each word, and
//! a sample of its word sequences.

use super::{Evidence, Item};
use crate::extraction::{Extraction, Quote, Range};
use crate::timeline::moment::Moment;
use crate::timeline::policy::MergePolicy;
use crate::timeline::words::{Lexis, Seen, Word, stable_hash};
use crate::timeline::{EntryKind, PUBLICATION, copies};
use rustc_hash::FxHashMap;

/// Most code points between words said and who said them.
const CLOSE: usize = 60;

/// What is learned of a document beside its items.
pub(super) struct Reading {
    /// Its words that tell something, and how often it has each.
    pub counts: Vec<(u64, u32)>,
    /// Sample of its word sequences; sorted.
    pub sketch: Vec<u64>,
}

/// Reads one article: its items, its words and a sample of its word sequences.
pub(super) fn read(
    extraction: &Extraction,
    document: usize,
    lexis: &Lexis,
    policy: &MergePolicy,
    seen: &mut Seen,
) -> (Vec<Item>, Reading) {
    let page = Page::new(extraction, lexis, policy, seen);
    let mut items: Vec<Item> =
        (0..extraction.events.len()).map(|at| page.event(document, at)).collect();
    items.extend(page.quotations().into_iter().map(|parts| page.quotation(document, parts)));
    // A name tells more of what an article is about than a common word: it counts twice.
    let told = page.words.iter().filter(|w| !w.stop && w.number.is_none());
    let mut stems: Vec<u64> =
        told.flat_map(|w| std::iter::repeat_n(w.stem, 1 + usize::from(w.capital))).collect();
    stems.sort_unstable();
    let counts = stems.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
    (items, Reading { counts, sketch: copies::sketch(&page.words, policy.copies.shingle) })
}

/// An article opened for reading: its words with their bytes, and where code points lie.
struct Page<'a> {
    extraction: &'a Extraction,
    lexis: &'a Lexis,
    policy: &'a MergePolicy,
    words: Vec<Word>,
    /// Byte of every 32nd code point, empty for ASCII.
    marks: Vec<u32>,
    dates: Vec<(usize, usize)>,
}

const MARK: usize = 32;

/// Modality of what is said not to have happened.
const NEGATED: &str = "negated";

impl<'a> Page<'a> {
    fn new(
        extraction: &'a Extraction,
        lexis: &'a Lexis,
        policy: &'a MergePolicy,
        seen: &mut Seen,
    ) -> Self {
        let text = &extraction.text;
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(MARK).map(|(byte, _)| byte as u32).collect()
        };
        let words = lexis.words_seen(text, seen);
        let mut page = Self { extraction, lexis, policy, words, marks, dates: Vec::new() };
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
            when: event
                .when
                .as_deref()
                .and_then(|w| Moment::new(w, event.when_basis.as_deref() != Some(PUBLICATION))),
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
            weight: 0.0,
            names_weight: 0.0,
            negated: event.modality.as_deref() == Some(NEGATED),
            vague: self.is_vague(&event.kind),
            people: sorted(event.people.iter().filter_map(|name| self.name_key(name))),
            places: sorted(event.places.iter().filter_map(|name| self.name_key(name))),
            numbers: self.numbers(own, passage),
            negations: 0,
            evidence: Vec::new(),
            passage: (passage.0 as u32, passage.1 as u32),
        }
    }

    /// Whether a type is the general one or that of something said.
    fn is_vague(&self, kind: &str) -> bool {
        let events = &self.policy.events;
        kind == events.general_type || kind.starts_with(events.said_type.as_str())
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
        let spoken: Vec<Word> = quotes().flat_map(|quote| self.spoken(quote)).collect();
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
            weight: 0.0,
            names_weight: 0.0,
            negated: false,
            vague: false,
            people: Vec::new(),
            places: Vec::new(),
            numbers: sorted(spoken.iter().filter_map(|w| w.number)),
            negations: spoken.iter().filter(|w| w.negation).count(),
            passage: (passage.0 as u32, passage.1 as u32),
            evidence: quotes().map(|quote| self.evidence(quote)).collect(),
            parts,
        }
    }

    /// The words of a quote, without what an editor inserted.
    fn spoken(&self, quote: &Quote) -> Vec<Word> {
        let (from, to) = self.bytes(Range { start: quote.start, end: quote.end });
        let first = self.words.partition_point(|w| w.end <= from);
        let last = self.words.partition_point(|w| w.start < to).max(first);
        let words = &self.words[first..last];
        let whole = words.first().is_none_or(|w| w.start >= from)
            && words.last().is_none_or(|w| w.end <= to);
        if whole && !quote.text.contains('[') {
            words.to_vec()
        } else {
            self.lexis.words(&without_insertions(&quote.text))
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
