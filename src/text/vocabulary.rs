//! The words the rules know, as small integers.
//!
//! In: words of patterns and lexicons.  Out: a [`WordId`] for each, equal for all spellings that
//! differ only in case or in the glyph of an apostrophe.  A token of a text whose word no rule
//! names is [`WordId::UNKNOWN`], and costs one hash lookup.

use super::bytes::{self, eight};
use super::class::Kinds;
use super::token::apostrophe_len;
use rustc_hash::FxHashMap;

/// Id of a word in a [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(pub u32);

impl WordId {
    /// A word no rule names.
    pub const UNKNOWN: WordId = WordId(0);
}

/// Folded words and their ids.
///
/// Most words of a text are short: those are looked up as two integers, without being copied or
/// compared letter by letter.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// Single ASCII characters.
    single: [WordId; 128],
    /// Words of up to 16 bytes.
    short: Table,
    /// All other words.
    long: FxHashMap<Box<str>, WordId>,
    /// Bytes of the longest word.
    longest: usize,
    clitics: Vec<Box<str>>,
    /// What the rules tell apart of the words.
    pub kinds: Kinds,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self {
            single: [WordId::UNKNOWN; 128],
            short: Table::default(),
            long: FxHashMap::default(),
            longest: 0,
            clitics: Vec::new(),
            kinds: Kinds::default(),
        }
    }
}

/// Longest word that is packed into a key, in bytes.
const SHORT: usize = 16;

/// Spreads keys over the highest bits of a product (2^64 divided by the golden ratio).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A folded word of up to 16 bytes; zeros behind its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Key {
    /// The first eight bytes, the first of them lowest.
    pub(super) low: u64,
    /// The other eight.
    pub(super) high: u64,
}

impl Key {
    /// The key of a word that is folded already; it has 16 bytes at most.
    fn of_folded(word: &[u8]) -> Self {
        Self { low: eight(word, 0), high: eight(word, 8) }
    }

    /// The key of a word in any case: one of 2 to 16 ASCII bytes, none of them a backquote.
    fn of_plain(word: &[u8]) -> Option<Self> {
        if !(2..=SHORT).contains(&word.len()) {
            return None;
        }
        let Self { low, high } = Self::of_folded(word);
        let odd = (low | high) & bytes::HIGHEST | bytes::is(low, b'`') | bytes::is(high, b'`');
        (odd == 0).then(|| Self { low: bytes::lower_case(low), high: bytes::lower_case(high) })
    }

    /// The word.
    fn word(self) -> String {
        let bytes = [self.low.to_le_bytes(), self.high.to_le_bytes()].concat();
        String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()
    }
}

/// Finds the ids of short words: a hash table without removal, in which a word that is not there
/// mostly costs one look at one integer.
#[derive(Debug, Clone)]
struct Table {
    /// Ids, each at the place its key's hash says or the next free one; 0 where none stands.
    slots: Vec<WordId>,
    /// The keys by id; empty ones for words that stand elsewhere.
    keys: Vec<Key>,
    /// Bits of a hash that say no place.
    shift: u32,
}

impl Default for Table {
    fn default() -> Self {
        const BITS: u32 = 10;
        let slots = vec![WordId::UNKNOWN; 1 << BITS];
        Self { slots, keys: vec![Key::default()], shift: u64::BITS - BITS }
    }
}

impl Table {
    /// The place where a key stands or belongs, and the id that stands there.
    #[inline]
    fn find(&self, key: Key) -> (usize, WordId) {
        let mixed = (key.low ^ key.high.rotate_left(29)).wrapping_mul(SPREAD);
        let mut place = (mixed >> self.shift) as usize;
        loop {
            let id = self.slots[place];
            if id == WordId::UNKNOWN || self.keys[id.0 as usize] == key {
                return (place, id);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    #[inline]
    fn get(&self, key: Key) -> WordId {
        self.find(key).1
    }

    /// Adds a word that is new; `None` for a word that stands elsewhere.
    fn add(&mut self, key: Option<Key>) -> WordId {
        let id = WordId(self.keys.len() as u32);
        self.keys.push(key.unwrap_or_default());
        if let Some(key) = key {
            let (place, _) = self.find(key);
            self.slots[place] = id;
        }
        // At most a third is taken, so that runs of taken places stay short.
        if self.keys.len() * 3 > self.slots.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        self.shift -= 1;
        self.slots = vec![WordId::UNKNOWN; self.slots.len() * 2];
        for (id, key) in (0..).zip(self.keys.clone()) {
            if key != Key::default() {
                let (place, _) = self.find(key);
                self.slots[place] = WordId(id);
            }
        }
    }
}

impl Vocabulary {
    /// An empty vocabulary in which the given endings (`s` for `'s`) are tokens of their own.
    pub fn new(clitics: &[String]) -> Self {
        Self { clitics: clitics.iter().map(|c| c.as_str().into()).collect(), ..Self::default() }
    }

    /// The endings after an apostrophe that are tokens of their own.
    pub fn clitics(&self) -> &[Box<str>] {
        &self.clitics
    }

    /// The id of a word, added where it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        let known = self.lookup(word);
        if known != WordId::UNKNOWN || word.is_empty() {
            return known;
        }
        if let Some(key) = Key::of_plain(word.as_bytes()) {
            self.longest = self.longest.max(word.len());
            return self.short.add(Some(key));
        }
        let folded = fold(word);
        self.longest = self.longest.max(folded.len());
        match folded.as_bytes() {
            [one] if is_single(*one) => {
                let id = self.short.add(None);
                self.single[*one as usize] = id;
                id
            }
            bytes if bytes.len() <= SHORT => self.short.add(Some(Key::of_folded(bytes))),
            _ => {
                let id = self.short.add(None);
                self.long.insert(folded.into_boxed_str(), id);
                id
            }
        }
    }

    /// The id of a word that is folded already.
    pub(super) fn folded(&self, word: &str) -> WordId {
        match word.as_bytes() {
            [one] if is_single(*one) => self.single[*one as usize],
            bytes if bytes.len() <= SHORT => self.short.get(Key::of_folded(bytes)),
            _ => self.long.get(word).copied().unwrap_or_default(),
        }
    }

    /// The id of a short word.
    #[inline]
    pub(super) fn short(&self, key: Key) -> WordId {
        self.short.get(key)
    }

    /// The id of an ASCII character that is no letter and no digit.
    #[inline]
    pub(super) fn single(&self, byte: u8) -> WordId {
        self.single[byte as usize & 127]
    }

    /// The id of a word.
    pub fn lookup(&self, word: &str) -> WordId {
        if let Some(key) = Key::of_plain(word.as_bytes()) {
            return self.short.get(key);
        }
        // Folding leaves a third of a word at least; a token of 200 kB must not be copied.
        let is_longer = word.len() > self.longest;
        if is_longer && (word.len() / 3 > self.longest || word.is_ascii()) {
            return WordId::UNKNOWN;
        }
        let mut folded = [0; SHORT];
        match fold_short(word.as_bytes(), &mut folded) {
            Some([one]) if is_single(*one) => self.single[*one as usize],
            Some(bytes) => self.short.get(Key::of_folded(bytes)),
            None => self.folded(&fold(word)),
        }
    }

    /// The word behind an id, folded; looks at many words, so it is for messages only.
    pub fn word(&self, id: WordId) -> Option<String> {
        if let Some(at) = self.single.iter().position(|w| *w == id) {
            return u8::try_from(at).ok().map(|byte| char::from(byte).to_string());
        }
        let key = self.short.keys.get(id.0 as usize).filter(|key| **key != Key::default());
        key.map(|key| key.word())
            .or_else(|| self.long.iter().find(|(_, w)| **w == id).map(|(word, _)| word.to_string()))
    }

    /// Calls `visit` with every word, folded, and its id, in no particular order.
    pub fn each(&self, mut visit: impl FnMut(&str, WordId)) {
        for (at, id) in self.single.iter().enumerate().filter(|(_, id)| **id != WordId::UNKNOWN) {
            visit(char::from(at as u8).encode_utf8(&mut [0; 4]), *id);
        }
        let keys = self.short.keys.iter().enumerate();
        for (id, key) in keys.filter(|(_, key)| **key != Key::default()) {
            visit(&key.word(), WordId(id as u32));
        }
        self.long.iter().for_each(|(word, id)| visit(word, *id));
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.short.keys.len() - 1
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whether a character of one byte is looked up by itself.
fn is_single(byte: u8) -> bool {
    byte < 0x80 && !byte.is_ascii_alphanumeric()
}

/// Folds a word of ASCII and apostrophes of all kinds, where no more than 16 bytes come of it.
fn fold_short<'f>(word: &[u8], folded: &'f mut [u8; SHORT]) -> Option<&'f [u8]> {
    let (mut at, mut len) = (0, 0);
    while at < word.len() {
        let glyph = apostrophe_len(&word[at..]);
        let byte = match word[at] {
            // A glyph by itself is a quote mark and stays what it is.
            _ if (1..word.len()).contains(&glyph) => b'\'',
            byte if byte.is_ascii() => byte.to_ascii_lowercase(),
            _ => return None,
        };
        *folded.get_mut(len)? = byte;
        len += 1;
        at += glyph.max(1);
    }
    Some(&folded[..len])
}

/// Lower case, straight apostrophes.
pub fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        if folded.as_bytes().contains(&b'`') && folded.len() > 1 {
            let straight = folded.replace('`', "'");
            folded.clear();
            folded.push_str(&straight);
        }
        return;
    }
    let only_glyph = word.chars().nth(1).is_none();
    for c in word.chars() {
        match c {
            '’' | '‘' | 'ʼ' | '`' if !only_glyph => folded.push('\''),
            _ => folded.extend(c.to_lowercase()),
        }
    }
}

/// The folded form of a word: lower case, straight apostrophes.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_differ_in_case_or_apostrophe_are_one_word() {
        let mut vocabulary = Vocabulary::default();
        let words = [
            "a",
            "May",
            "o'clock",
            "internationalisation",
            "Ünal",
            "@",
            "'",
            "’",
            "`",
            "9",
            "2025",
            "’s",
            "—",
        ];
        let ids: Vec<WordId> = words.iter().map(|w| vocabulary.intern(w)).collect();
        assert_eq!(vocabulary.len(), words.len());
        for (word, id) in words.iter().zip(&ids) {
            assert_eq!(vocabulary.lookup(word), *id, "{word}");
            assert_eq!(vocabulary.lookup(&word.to_uppercase()), *id, "{word}");
        }
        for (one, other) in
            [("o’clock", "o'clock"), ("o`clock", "o'clock"), ("'s", "’s"), ("ünal", "Ünal")]
        {
            assert_eq!(vocabulary.lookup(one), vocabulary.intern(other), "{one}");
        }
        for unknown in ["b", "mays", "internationalisations", "{", "[", "may'"] {
            assert_eq!(vocabulary.lookup(unknown), WordId::UNKNOWN, "{unknown}");
        }
    }
}
