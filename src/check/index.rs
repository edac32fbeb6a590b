//! A prepared index of the sources: the words of each article in their order, as keys.
//!
//! In: articles and the word lists.  Out: [`Index`], kept as bytes between runs.  An entry belongs to
//! a text by its content hash, so that an article that was changed, moved or taken away never
//! misleads; what is missing is cut into words anew.  The index only tells where a look is worth
//! while: verdicts rest on the articles alone, and are the same with and without it.

use super::Source;
use super::lexicon::CheckWords;
use super::words::split;
use crate::text::normal::Normal;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// What every version of it begins with.
const NAME: &[u8] = b"onrecord check index";
/// How a kept index begins; the figure is that of its form.
const MAGIC: &[u8; 24] = b"onrecord check index 2\n\0";
/// Bytes of a hash of content.
const HASH: usize = 16;

/// The hash of a text or of everything an index depends on.
type Hash = [u8; HASH];

/// The words of many articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    articles: FxHashMap<Hash, Box<[u32]>>,
    /// The texts of the sources it was last refreshed with, in their order.
    order: Vec<Hash>,
}

/// Why a kept index is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// It is not an index, or of another form.
    #[error("not an index of this version")]
    Foreign,
    /// It was made with other word lists or by another version.
    #[error("made with other word lists or another version")]
    Outdated,
    /// It was cut off or changed.
    #[error("damaged")]
    Damaged,
}

impl Index {
    /// Reads a kept index; it must have been made with the same word lists.
    pub fn from_bytes(bytes: &[u8], words: &CheckWords) -> Result<Self, IndexError> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(IndexError::Foreign)?;
        let (made_with, rest) = rest.split_first_chunk::<HASH>().ok_or(IndexError::Damaged)?;
        if *made_with != basis(words) {
            return Err(IndexError::Outdated);
        }
        let (body, seal) = rest.split_last_chunk::<HASH>().ok_or(IndexError::Damaged)?;
        if *seal != hash(body) {
            return Err(IndexError::Damaged);
        }
        read_articles(body)
            .map(|articles| Self { articles, order: Vec::new() })
            .ok_or(IndexError::Damaged)
    }

    /// Whether bytes are an index of any version, however damaged.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(NAME)
    }

    /// The index as bytes, the same for the same articles in any order.
    pub fn to_bytes(&self, words: &CheckWords) -> Vec<u8> {
        let mut all: Vec<(&Hash, &Box<[u32]>)> = self.articles.iter().collect();
        all.sort_unstable();
        let mut body = Vec::new();
        for (text, keys) in all {
            body.extend_from_slice(text);
            body.extend_from_slice(&(keys.len() as u32).to_le_bytes());
            keys.iter().for_each(|key| body.extend_from_slice(&key.to_le_bytes()));
        }
        [MAGIC.as_slice(), &basis(words), &body, &hash(&body)].concat()
    }

    /// Takes in the sources that are not yet there and forgets all others; tells how many were new.
    pub fn refresh(&mut self, sources: &[Source], words: &CheckWords) -> usize {
        let old = std::mem::take(&mut self.articles);
        let entry = |source: &Source| {
            let text = of_source(source);
            let known = old.get(&text).cloned();
            let fresh = known.is_none();
            (text, known.unwrap_or_else(|| keys(source, words)), fresh)
        };
        let entries: Vec<(Hash, Box<[u32]>, bool)> = sources.par_iter().map(entry).collect();
        let mut fresh = 0;
        self.order = entries.iter().map(|(text, ..)| *text).collect();
        for (text, keys, is_fresh) in entries {
            let is_first = self.articles.insert(text, keys).is_none();
            fresh += usize::from(is_fresh && is_first);
        }
        fresh
    }

    /// Number of different texts.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The words of the source of a position among those it was last refreshed with.
    pub(super) fn keys(&self, at: usize) -> Option<&[u32]> {
        self.articles.get(self.order.get(at)?).map(|keys| &**keys)
    }
}

/// The key of a word as the index keeps it.
pub(super) fn short(key: u64) -> u32 {
    (key ^ (key >> 32)) as u32
}

/// The words of an article, as the index keeps them.
pub(super) fn keys(source: &Source, words: &CheckWords) -> Box<[u32]> {
    let view = Normal::new(source.text, source.body_start);
    split(view.text(), words).list.iter().map(|word| short(word.key)).collect()
}

fn read_articles(mut body: &[u8]) -> Option<FxHashMap<Hash, Box<[u32]>>> {
    let mut articles = FxHashMap::default();
    while !body.is_empty() {
        let (text, rest) = body.split_first_chunk::<HASH>()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let size = (u32::from_le_bytes(*count) as usize).checked_mul(4)?;
        let (keys, rest) = rest.split_at_checked(size)?;
        let (keys, _) = keys.as_chunks::<4>();
        articles.insert(*text, keys.iter().map(|key| u32::from_le_bytes(*key)).collect());
        body = rest;
    }
    Some(articles)
}

/// What an index depends on beside the articles.
fn basis(words: &CheckWords) -> Hash {
    let version = env!("CARGO_PKG_VERSION");
    hash(format!("{version}\n{}", words.fingerprint()).as_bytes())
}

fn of_source(source: &Source) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update((source.body_start as u64).to_le_bytes());
    hasher.update(source.text);
    shortened(&hasher.finalize())
}

fn hash(bytes: &[u8]) -> Hash {
    shortened(&Sha256::digest(bytes))
}

fn shortened(digest: &[u8]) -> Hash {
    std::array::from_fn(|i| digest[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] =
        ["Ada said: “We leave at dawn.”", "Bo said: “We stay.”", "“No ship was seen at sea.”"];

    fn sources<'a>(texts: &[&'a str]) -> Vec<Source<'a>> {
        texts.iter().map(|text| Source { id: text, text, body_start: 0 }).collect()
    }

    fn words() -> CheckWords {
        CheckWords::built_in().unwrap()
    }

    fn check(bytes: &[u8], expected: Result<usize, IndexError>) {
        assert_eq!(Index::from_bytes(bytes, &words()).map(|index| index.len()), expected);
    }

    #[test]
    fn what_is_damaged_or_foreign_is_not_used() {
        let mut index = Index::default();
        assert_eq!(index.refresh(&sources(&TEXTS), &words()), 3);
        let bytes = index.to_bytes(&words());
        check(&bytes, Ok(3));
        check(&bytes[..bytes.len() - 1], Err(IndexError::Damaged));
        check(&bytes[..MAGIC.len() + 3], Err(IndexError::Damaged));
        check(b"{\"an\": \"index\"}", Err(IndexError::Foreign));
        check(b"", Err(IndexError::Foreign));
        for at in MAGIC.len() + HASH..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            check(&other, Err(IndexError::Damaged));
        }
        let more = "lexicons: { check-filler: { entries: { well: {} } } }";
        let built_in = include_str!("../../rules/en/check.yaml");
        let other = CheckWords::from_yaml([built_in, more]).unwrap();
        assert_eq!(Index::from_bytes(&bytes, &other), Err(IndexError::Outdated));
    }

    #[test]
    fn only_what_changed_is_cut_anew() {
        let mut index = Index::default();
        assert_eq!(index.refresh(&sources(&TEXTS), &words()), 3);
        assert_eq!(index.refresh(&sources(&[TEXTS[2], TEXTS[0]]), &words()), 0);
        assert_eq!(index.len(), 2);
        assert_eq!(index.refresh(&sources(&[TEXTS[0], "“New.”", "“New.”"]), &words()), 1);
    }

    #[test]
    fn verdicts_are_the_same_with_and_without_it() {
        let texts: Vec<String> = (0..60)
            .map(|n| format!("Ada said: “We leave at dawn with {n} ships and {} men.”", n * 7 % 11))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let sources = sources(&texts);
        let words = words();
        let mut index = Index::default();
        index.refresh(&sources, &words);
        for n in [0, 17, 59, 99] {
            let text = format!("“We leave at dawn with {n} ships”, “… dawn with 3 ships … men”.");
            let draft = super::super::Draft { text: &text, body_start: 0, extraction: None };
            let plain = super::super::check(&draft, &sources, &|_| Vec::new(), &words);
            let with = super::super::check_with(&draft, &sources, &index, &|_| Vec::new(), &words);
            assert_eq!(plain, with, "{text}");
        }
    }
}
