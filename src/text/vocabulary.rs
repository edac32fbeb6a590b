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
#[derive(Debug, Default, Clone)]
pub struct Vocabulary {
    ids: FxHashMap<Box<str>, WordId>,
    clitics: Vec<Box<str>>,
}

impl Vocabulary {
    /// An empty vocabulary in which the given endings (`s` for `'s`) are tokens of their own.
    pub fn new(clitics: &[String]) -> Self {
        Self {
            ids: FxHashMap::default(),
            clitics: clitics.iter().map(|c| c.as_str().into()).collect(),
        }
    }

    /// The endings after an apostrophe that are tokens of their own.
    pub fn clitics(&self) -> &[Box<str>] {
        &self.clitics
    }

    /// The id of a word, added where it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        let mut folded = String::new();
        fold_into(word, &mut folded);
        let next = WordId(self.ids.len() as u32 + 1);
        *self.ids.entry(folded.into_boxed_str()).or_insert(next)
    }

    /// The id of a word; `buffer` is scratch space.
    #[inline]
    pub fn lookup(&self, word: &str, buffer: &mut String) -> WordId {
        // No rule names a longer word; a 200 kB token must not be copied.
        const LONGEST: usize = 64;
        if word.len() > LONGEST {
            return WordId::UNKNOWN;
        }
        fold_into(word, buffer);
        self.ids.get(buffer.as_str()).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
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
