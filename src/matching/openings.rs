//! The words with which patterns begin, worked out once for all patterns.
//!
//! In: lexicons, and the sets of words that look-aheads ask for.  Out: [`Openings`] while rules are
//! compiled and [`WordSets`] for the matcher: a set that many patterns ask for is kept once.

use super::program::Filter;
use crate::rules::lexicon::{EntryToken, Lexicon, LexiconId, Lexicons};
use crate::text::WordId;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, Ref, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Most sets that are shared; those of further patterns are kept with the pattern.
const MOST_SHARED: usize = 1024;

/// The larger sets of words of all patterns, by word: what stands in the text is looked up
/// once in memory, however many patterns ask for it.
#[derive(Debug, Clone, Default)]
pub struct WordSets {
    /// 64-bit blocks of one row.
    stride: usize,
    /// The row of each word; words in the same sets share one.
    of_word: Box<[u32]>,
    /// For each row a bit for every set its words are in.
    rows: Vec<u64>,
}

impl WordSets {
    fn new(sets: &[Vec<WordId>]) -> Self {
        let words = sets.iter().flatten().map(|word| word.0 as usize + 1).max().unwrap_or(0);
        let mut of_each: Vec<Vec<u16>> = vec![Vec::new(); words];
        for (set, members) in (0..).zip(sets) {
            members.iter().for_each(|word| of_each[word.0 as usize].push(set));
        }
        let stride = sets.len().div_ceil(64);
        let mut rows = Vec::new();
        let mut known: FxHashMap<Vec<u16>, u32> = FxHashMap::default();
        let of_word = of_each.into_iter().map(|sets| {
            let next = known.len() as u32;
            *known.entry(sets).or_insert_with_key(|sets| {
                let first = rows.len();
                rows.resize(first + stride, 0);
                for set in sets {
                    rows[first + usize::from(*set) / 64] |= 1u64 << (set % 64);
                }
                next
            })
        });
        Self { stride, of_word: of_word.collect(), rows }
    }

    #[inline]
    pub(super) fn holds(&self, set: u16, word: WordId) -> bool {
        let Some(row) = self.of_word.get(word.0 as usize) else { return false };
        let block = *row as usize * self.stride + usize::from(set) / 64;
        self.rows[block] >> (set % 64) & 1 == 1
    }
}

/// The words that numbers are written with.
#[derive(Debug, Default)]
pub struct NumberSets {
    /// Words of numbers, the joining ones included.
    pub cardinals: Vec<WordId>,
    /// Words of ordinals, their endings included.
    pub ordinals: Vec<WordId>,
    /// Words that numbers begin with.
    pub first_of_cardinals: Vec<WordId>,
    /// Words that ordinals begin with.
    pub first_of_ordinals: Vec<WordId>,
}

/// What the patterns of a run of the compiler share: the first words of lexicons, computed once
/// for each lexicon and filter, and the sets of words they ask for.
#[derive(Debug, Default)]
pub struct Openings {
    lexicons: RefCell<FxHashMap<(LexiconId, usize), Rc<Opening>>>,
    sets: RefCell<Sets>,
    numbers: OnceCell<NumberSets>,
    weights: RefCell<FxHashMap<u16, u64>>,
}

/// Sets of words, each once.
#[derive(Debug, Default)]
struct Sets {
    list: Vec<Vec<WordId>>,
    numbers: FxHashMap<Vec<WordId>, u16>,
}

/// How the entries of a lexicon begin.
#[derive(Debug)]
pub(super) struct Opening {
    /// Words that are entries by themselves.
    pub alone: Vec<WordId>,
    /// Entries of several words.
    long: Vec<u32>,
}

impl Openings {
    pub(super) fn of(
        &self,
        lexicons: &Lexicons,
        id: LexiconId,
        filter: Option<&Arc<Filter>>,
    ) -> Rc<Opening> {
        let key = (id, filter.map_or(0, |f| Arc::as_ptr(f) as usize));
        let mut cache = self.lexicons.borrow_mut();
        Rc::clone(cache.entry(key).or_insert_with(|| Rc::new(Opening::new(lexicons, id, filter))))
    }

    /// The number of a set of words; `None` where too many are shared already.
    pub(super) fn share(&self, words: &[WordId]) -> Option<u16> {
        let mut sets = self.sets.borrow_mut();
        if let Some(number) = sets.numbers.get(words) {
            return Some(*number);
        }
        let number = u16::try_from(sets.list.len()).ok().filter(|n| (*n as usize) < MOST_SHARED)?;
        sets.list.push(words.to_vec());
        sets.numbers.insert(words.to_vec(), number);
        Some(number)
    }

    /// How often the words of a shared set stand in a million, all together.
    pub(super) fn weight(&self, set: u16, frequency: impl Fn(WordId) -> u64) -> u64 {
        let words = &self.sets.borrow().list[usize::from(set)];
        let mut weights = self.weights.borrow_mut();
        *weights.entry(set).or_insert_with(|| words.iter().map(|word| frequency(*word)).sum())
    }

    /// The words of numbers, worked out when they are first asked for.
    pub fn numbers(&self, find: impl FnOnce() -> NumberSets) -> &NumberSets {
        self.numbers.get_or_init(find)
    }

    /// The sets that were shared, by number.
    pub(crate) fn shared(&self) -> Ref<'_, [Vec<WordId>]> {
        Ref::map(self.sets.borrow(), |sets| &sets.list[..])
    }

    /// The sets that were shared, for the matcher.
    pub fn word_sets(&self) -> WordSets {
        WordSets::new(&self.sets.borrow().list)
    }
}

impl Opening {
    /// The first words of entries of several words.
    pub(super) fn begun(&self, lexicon: &Lexicon) -> impl Iterator<Item = WordId> {
        self.long.iter().map(|entry| lexicon.entries[*entry as usize].tokens[0].word)
    }

    /// What follows the first words of entries of several words.
    pub(super) fn rests<'l>(&self, lexicon: &'l Lexicon) -> impl Iterator<Item = &'l [EntryToken]> {
        self.long.iter().map(|entry| &lexicon.entries[*entry as usize].tokens[1..])
    }

    fn new(lexicons: &Lexicons, id: LexiconId, filter: Option<&Arc<Filter>>) -> Self {
        let entries = lexicons.get(id).entries.iter().enumerate();
        let fits = entries.filter(|(i, _)| filter.is_none_or(|f| f.allowed[*i]));
        let (mut alone, mut long) = (Vec::new(), Vec::new());
        for (i, entry) in fits {
            match &entry.tokens[..] {
                [token] => alone.push(token.word),
                _ => long.push(i as u32),
            }
        }
        Self { alone, long }
    }
}
