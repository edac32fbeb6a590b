//! One article read for merging: its events and quotations become items.
//!
//! In: an extraction.  Out: its items in the order of the text, how often it has each word, and
//! a sample of its word sequences.

use super::{Evidence, Item, Person, Term, Terms, sorted};
use crate::extraction::{DENIED, Event, Extraction, Quote, Range, Slice};
use crate::timeline::kin::Head;
use crate::timeline::moment::Moment;
use crate::timeline::policy::MergePolicy;
use crate::timeline::words::{Lexis, Seen, Word, stable_hash};
use crate::timeline::{EntryKind, GOVERNOR, PUBLICATION, copies};
use rustc_hash::FxHashMap;

/// Most code points between words said and who said them.
const CLOSE: usize = 60;

/// Sentences that are longer than so many bytes are lists without stops, and no evidence.
const LONGEST: usize = 1200;

/// What is learned of a document beside its items.
pub(super) struct Reading {
    /// Its words: first their hashes in order, later words of the run; and how often it has
    /// each, 0 for those that tell nothing.
    pub counts: Vec<(Term, u32)>,
    hashes: Vec<u64>,
    /// Sample of its word sequences; sorted.
    pub sketch: Vec<u64>,
}

impl Reading {
    /// The hashes of its words, each with whether it tells something.
    pub fn told(&self) -> impl Iterator<Item = (u64, bool)> + '_ {
        self.hashes.iter().zip(&self.counts).map(|(hash, (_, n))| (*hash, *n > 0))
    }

    /// Looks its words up among those of the run; the hashes are not needed any more.
    pub fn place(&mut self, terms: &Terms) -> Vec<Term> {
        let hashes = std::mem::take(&mut self.hashes);
        let places: Vec<Term> = hashes.iter().filter_map(|hash| terms.term(*hash)).collect();
        self.counts.iter_mut().zip(&places).for_each(|(count, place)| count.0 = *place);
        places
    }
}

/// Reads one article: its items, its words and a sample of its word sequences.  The words of the
/// items are places in the list of the document's words.
pub(super) fn read(
    extraction: &Extraction,
    document: u32,
    lexis: &Lexis,
    policy: &MergePolicy,
    seen: &mut Seen,
) -> (Vec<Item>, Reading) {
    let mut page = Page::new(extraction, lexis, policy, seen);
    let said: Vec<Said> = page.quotations().into_iter().map(|parts| page.said(parts)).collect();
    let (hashes, counts) =
        counts(page.words.iter().chain(said.iter().flat_map(|s| &s.words)), page.words.len());
    page.places = hashes.iter().zip(0..).map(|(hash, at)| (*hash, at)).collect();
    let mut items = Vec::with_capacity(extraction.events.len() + said.len());
    items.extend((0..extraction.events.len()).map(|at| page.event(document, at)));
    items.extend(said.into_iter().map(|said| page.quotation(document, said)));
    let sketch = copies::sketch(&page.words, policy.copies.shingle);
    (items, Reading { hashes, counts, sketch })
}

/// The different words in the order of their hashes, and how often each of them is told among
/// the first so many.  A name tells more of what an article is about than a common word: it
/// counts twice.
fn counts<'w>(words: impl Iterator<Item = &'w Word>, first: usize) -> (Vec<u64>, Vec<(Term, u32)>) {
    let count = |(at, word): (usize, &Word)| {
        let told = at < first && !word.stop && word.number.is_none();
        (word.stem, if told { 1 + u32::from(word.capital) } else { 0 })
    };
    let mut stems: Vec<(u64, u32)> = words.enumerate().map(count).collect();
    stems.sort_unstable();
    let sum = |same: &[(u64, u32)]| (same[0].0, (0, same.iter().map(|word| word.1).sum()));
    stems.chunk_by(|a, b| a.0 == b.0).map(sum).unzip()
}

/// A quotation with its words, without what an editor inserted.
struct Said {
    parts: Vec<u32>,
    words: Vec<Word>,
}

/// An article opened for reading: its words with their bytes, and where code points lie.
struct Page<'a> {
    extraction: &'a Extraction,
    lexis: &'a Lexis,
    policy: &'a MergePolicy,
    words: Vec<Word>,
    /// The place of each word in the list of the article's words, by hash.
    places: FxHashMap<u64, Term>,
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
        let places = FxHashMap::default();
        let mut page = Self { extraction, lexis, policy, words, places, marks, dates: Vec::new() };
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

    /// The sentences that tell an event, as bytes; its own words where they are too long, or no
    /// sentences are known, and what stands around its trigger where even those are too long.
    fn passage(&self, event: &Event) -> (usize, usize) {
        let own = Range { start: event.start, end: event.end };
        let candidates = [self.sentences(own).unwrap_or(own), own];
        let mut short = candidates.into_iter().map(|range| self.bytes(range));
        short
            .find(|(from, to)| to - from <= LONGEST)
            .unwrap_or_else(|| self.around(&event.trigger, self.bytes(own)))
    }

    /// The sentences that a range touches, where they hold all of it.
    fn sentences(&self, range: Range) -> Option<Range> {
        let sentences = &self.extraction.sentences;
        let first = sentences.get(sentences.partition_point(|s| s.end <= range.start))?;
        let last = sentences.partition_point(|s| s.start < range.end).checked_sub(1)?;
        let all = Range { start: first.start, end: sentences.get(last)?.end };
        (all.start <= range.start && range.end <= all.end).then_some(all)
    }

    /// The words around a trigger within a stretch, as bytes.
    fn around(&self, trigger: &Slice, (from, to): (usize, usize)) -> (usize, usize) {
        let at = self.bytes(Range { start: trigger.start, end: trigger.end });
        let from = at.0.saturating_sub(LONGEST / 2).max(from);
        let to = at.1.saturating_add(LONGEST / 2).min(to);
        let first = self.words.get(self.words.partition_point(|w| w.start < from));
        let last = self.words.partition_point(|w| w.end <= to).checked_sub(1);
        match (first, last.and_then(|at| self.words.get(at))) {
            (Some(first), Some(last)) if first.start < last.end => (first.start, last.end),
            _ => at,
        }
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

    fn event(&self, document: u32, at: usize) -> Item {
        let event = &self.extraction.events[at];
        let passage = self.passage(event);
        let trigger = self.lexis.words(if event.lemma.is_empty() {
            &event.trigger.text
        } else {
            &event.lemma
        });
        let head = self.lexis.head(&trigger);
        let personal = self.lexis.is_personal(&trigger);
        let telling = trigger.len() > 1 && trigger.iter().all(|word| !word.stop);
        let own = self.bytes(Range { start: event.start, end: event.end });
        let own = (own.0.max(passage.0), own.1.min(passage.1).max(passage.0));
        let tells =
            |w: &Word| !w.stop && w.number.is_none() && !trigger.iter().any(|t| t.stem == w.stem);
        Item {
            document,
            kind: EntryKind::Event,
            negated: event.modality.as_deref() == Some(NEGATED),
            vague: self.is_vague(&event.kind) && !telling,
            negations: 0,
            parts: [at as u32].into(),
            when: self.when(event),
            head,
            type_: stable_hash(event.kind.as_bytes()),
            words: self.terms(self.words_in(passage).filter(|w| tells(w))),
            vocabulary: Box::default(),
            names: self.terms(self.words_in(passage).skip(1).filter(|w| w.capital && tells(w))),
            own_names: self.terms(self.words_in(own).filter(|w| w.capital && tells(w))),
            own_words: self.terms(self.words_in(own).filter(|w| tells(w))),
            weight: 0.0,
            names_weight: 0.0,
            befell: personal.then(|| self.befell(event, own)).flatten(),
            people: sorted(event.people.iter().filter_map(|name| self.name_key(name))),
            places: sorted(event.places.iter().filter_map(|name| self.name_key(name))),
            numbers: self.numbers(own, passage),
            evidence: Box::default(),
            passage: (passage.0 as u32, passage.1 as u32),
        }
    }

    /// The person whom an event befell, where its words name nobody else.
    fn befell(&self, event: &Event, own: (usize, usize)) -> Option<Person> {
        let people = event.people.iter().filter_map(|name| self.person(name));
        let within = |person: &Person| self.words_in(own).any(|w| w.surface == person.last);
        let mut named = people.filter(within);
        named.next().filter(|_| named.next().is_none())
    }

    fn person(&self, name: &str) -> Option<Person> {
        let bare = name.split('(').next().unwrap_or(name);
        let words = self.lexis.words(bare);
        let last = words.iter().rev().find(|word| !self.lexis.is_generation(word))?;
        let initial = bare.get(last.start..)?.chars().flat_map(char::to_lowercase).next()?;
        Some(Person { first: words.first()?.surface, last: last.surface, initial })
    }

    /// When an event happened, by what that rests on.
    fn when(&self, event: &Event) -> Option<Moment> {
        let basis = event.when_basis.as_deref();
        let moment = Moment::new(event.when.as_deref()?, basis != Some(PUBLICATION))?;
        let said = event.kind.starts_with(&self.policy.events.said_type);
        let moment = match basis {
            Some("sentence" | "passage") => moment.loose(),
            Some(GOVERNOR) => moment.lent(),
            _ => moment,
        };
        Some(Moment { said: said && !moment.lent, ..moment })
    }

    /// The places of words in the list of the article's words, sorted.
    fn terms<'w>(&self, words: impl Iterator<Item = &'w Word>) -> Box<[Term]> {
        sorted(words.map(|word| self.places[&word.stem]))
    }

    /// Whether a type is of the general branch (that something began tells little of what did)
    /// or of the branch in which something is said.
    fn is_vague(&self, kind: &str) -> bool {
        let events = &self.policy.events;
        [&events.general_type, &events.said_type].iter().any(|branch| kind.starts_with(*branch))
    }

    /// The numbers of a clause; of a sentence with a single number that one.
    fn numbers(&self, own: (usize, usize), passage: (usize, usize)) -> Box<[u64]> {
        let numbers = |range| sorted(self.words_in(range).filter_map(|w| w.number));
        let (own, all) = (numbers(own), numbers(passage));
        if own.is_empty() && all.len() == 1 { all } else { own }
    }

    /// The quotes of the article, the parts of one quotation together.
    fn quotations(&self) -> Vec<Vec<u32>> {
        let mut whole: FxHashMap<&str, usize> = FxHashMap::default();
        let mut out: Vec<Vec<u32>> = Vec::new();
        let whole_ones = self.extraction.quotes.iter().enumerate().filter(|(_, q)| !q.is_within());
        for (at, quote) in whole_ones {
            let first = quote.part_of.as_deref().map(|id| *whole.entry(id).or_insert(out.len()));
            match first {
                Some(first) if first < out.len() => out[first].push(at as u32),
                _ => out.push(vec![at as u32]),
            }
        }
        out
    }

    fn quotation(&self, document: u32, Said { parts, words }: Said) -> Item {
        let quotes = || parts.iter().map(|part| &self.extraction.quotes[*part as usize]);
        let said = quotes().find_map(|q| q.said.as_deref().and_then(|s| Moment::new(s, true)));
        // Reports tell what was said within days.
        let on = |published: &str| Some(Moment { said: true, ..Moment::new(published, false)? });
        let published = self.extraction.article.published.as_deref().and_then(on);
        let same_as_published =
            said.zip(published).is_some_and(|(s, p)| (s.from, s.to) == (p.from, p.to));
        let speaker = quotes().find_map(|q| q.speaker.as_ref());
        Item {
            document,
            kind: EntryKind::Quote,
            negated: quotes().any(|quote| quote.modality.as_deref() == Some(DENIED)),
            vague: false,
            negations: words.iter().filter(|w| w.negation).count() as u32,
            when: if same_as_published { published } else { said.or(published) },
            head: Head {
                stem: speaker.and_then(|s| self.name_key(&s.name)).unwrap_or(0),
                ..Head::default()
            },
            type_: 0,
            words: words.iter().map(|word| self.places[&word.stem]).collect(),
            vocabulary: self.terms(words.iter()),
            names: Box::default(),
            own_names: Box::default(),
            own_words: Box::default(),
            weight: 0.0,
            names_weight: 0.0,
            befell: None,
            people: Box::default(),
            places: Box::default(),
            numbers: sorted(words.iter().filter_map(|w| w.number)),
            passage: (0, 0),
            evidence: quotes().map(|quote| self.evidence(quote)).collect(),
            parts: parts.into(),
        }
    }

    fn said(&self, parts: Vec<u32>) -> Said {
        let quotes = parts.iter().map(|part| &self.extraction.quotes[*part as usize]);
        let words = quotes.flat_map(|quote| self.spoken(quote)).collect();
        Said { parts, words }
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
        let code_points = (range.start as u32, range.end as u32);
        Evidence { code_points, bytes: (from as u32, to as u32) }
    }

    /// Key of a name: its last word that carries meaning, without what stands in brackets.
    fn name_key(&self, name: &str) -> Option<u64> {
        if self.lexis.is_nameless(name) {
            return None;
        }
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
