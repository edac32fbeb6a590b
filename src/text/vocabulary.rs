//! The words the rules know, as small integers.
//!
//! In: words of patterns and lexicons.  Out: a [`WordId`] for each, equal for all spellings that
//! differ only in case or in the glyph of an apostrophe.  A token of a text whose word no rule
//! names is [`WordId::UNKNOWN`], and costs one hash lookup.

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
/// Most words of a text are short and ASCII: those are looked up as one integer, without being
/// copied or compared letter by letter.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// Single ASCII characters.
    single: [WordId; 128],
    /// Words of up to 16 ASCII bytes, as [`short_key`] packs them.
    short: FxHashMap<u128, WordId>,
    /// All other words.
    long: FxHashMap<Box<str>, WordId>,
    len: u32,
    clitics: Vec<Box<str>>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self {
            single: [WordId::UNKNOWN; 128],
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            len: 0,
            clitics: Vec::new(),
        }
    }
}

/// Longest word that is packed into an integer, in bytes.
const SHORT: usize = 16;
/// No rule names a longer word; a token of 200 kB must not be copied to be looked up.
const LONGEST: usize = 64;
/// The bit by which the two cases of an ASCII letter differ, in every byte.
const CASE: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;
/// The bit that no ASCII byte has, in every byte.
const NOT_ASCII: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;

/// A backtick, in every byte.
const BACKTICK: u128 = 0x6060_6060_6060_6060_6060_6060_6060_6060;
/// The lowest bit of every byte.
const LOWEST: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;

/// A word of 2 to 16 ASCII letters, digits and straight apostrophes as an integer, equal for all
/// cases; `None` for other words.
#[inline]
fn short_key(word: &[u8]) -> Option<u128> {
    if word.len() > SHORT {
        return None;
    }
    let mut bytes = [0u8; SHORT];
    bytes[..word.len()].copy_from_slice(word);
    packed_key(bytes, word.len())
}

/// The key of the word that the first `len` bytes are.
#[inline]
fn packed_key(bytes: [u8; SHORT], len: usize) -> Option<u128> {
    let used = if len == SHORT { u128::MAX } else { (1 << (8 * len)) - 1 };
    let packed = u128::from_le_bytes(bytes) & used;
    // Bytes that are a backtick become zero, and only a zero loses its highest bit here.
    let others = packed ^ BACKTICK;
    let has_backtick = others.wrapping_sub(LOWEST) & !others & NOT_ASCII != 0;
    // Letters gain the bit of lower case; digits and apostrophes have it already.
    (packed & NOT_ASCII == 0 && !has_backtick).then_some(packed | (CASE & used))
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
        let next = WordId(self.len + 1);
        let mut folded = String::new();
        fold_into(word, &mut folded);
        let slot = match folded.as_bytes() {
            [one] if one.is_ascii() => &mut self.single[*one as usize],
            bytes => match short_key(bytes) {
                Some(key) => self.short.entry(key).or_default(),
                None => self.long.entry(folded.into_boxed_str()).or_default(),
            },
        };
        if *slot == WordId::UNKNOWN {
            *slot = next;
            self.len += 1;
        }
        *slot
    }

    /// The id of the word that stands at `start..end` of a text; `buffer` is scratch space.
    #[inline]
    pub fn lookup_at(&self, text: &str, start: usize, end: usize, buffer: &mut String) -> WordId {
        let len = end - start;
        if (2..=SHORT).contains(&len) {
            // Loads a fixed number of bytes, which is much quicker than copying as many as needed.
            let window = text.as_bytes()[start..].first_chunk::<SHORT>();
            if let Some(key) = window.and_then(|bytes| packed_key(*bytes, len)) {
                return self.short.get(&key).copied().unwrap_or_default();
            }
        }
        self.lookup(&text[start..end], buffer)
    }

    /// The id of a word; `buffer` is scratch space.
    #[inline]
    pub fn lookup(&self, word: &str, buffer: &mut String) -> WordId {
        let bytes = word.as_bytes();
        if let [one] = bytes {
            return self.single[one.to_ascii_lowercase() as usize & 127];
        }
        if let Some(key) = short_key(bytes) {
            return self.short.get(&key).copied().unwrap_or_default();
        }
        if bytes.len() > LONGEST {
            return WordId::UNKNOWN;
        }
        fold_into(word, buffer);
        match short_key(buffer.as_bytes()) {
            Some(key) if buffer.len() > 1 => self.short.get(&key).copied().unwrap_or_default(),
            _ => self.long.get(buffer.as_str()).copied().unwrap_or_default(),
        }
    }

    /// The word behind an id, folded; looks at every word, so it is for messages only.
    pub fn word(&self, id: WordId) -> Option<String> {
        if let Some(at) = self.single.iter().position(|w| *w == id) {
            return u8::try_from(at).ok().map(|byte| char::from(byte).to_string());
        }
        let unpack = |key: u128| {
            let bytes = key.to_le_bytes();
            String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()
        };
        let short = self.short.iter().find(|(_, w)| **w == id).map(|(key, _)| unpack(*key));
        short
            .or_else(|| self.long.iter().find(|(_, w)| **w == id).map(|(word, _)| word.to_string()))
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
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
        let mut buffer = String::new();
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
            assert_eq!(vocabulary.lookup(word, &mut buffer), *id, "{word}");
            assert_eq!(vocabulary.lookup(&word.to_uppercase(), &mut buffer), *id, "{word}");
        }
        for (one, other) in
            [("o’clock", "o'clock"), ("o`clock", "o'clock"), ("'s", "’s"), ("ünal", "Ünal")]
        {
            assert_eq!(vocabulary.lookup(one, &mut buffer), vocabulary.intern(other), "{one}");
        }
        let text = "o'clock in May, `may` and MAY’S internationalisation 2025";
        for (start, end) in [(0, 7), (8, 10), (11, 14), (11, 15), (16, 20), (26, 29), (26, 33)] {
            let word = &text[start..end];
            let expected = vocabulary.lookup(word, &mut buffer);
            assert_eq!(vocabulary.lookup_at(text, start, end, &mut buffer), expected, "{word}");
        }
        for unknown in ["b", "mays", "internationalisations", "{", "[", "may'"] {
            assert_eq!(vocabulary.lookup(unknown, &mut buffer), WordId::UNKNOWN, "{unknown}");
        }
    }
}
