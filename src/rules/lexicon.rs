//! Lexicons: word classes whose entries carry attributes.
//!
//! In: entries as the rule files spell them.  Out: [`Lexicons`], which tells for a word of the
//! vocabulary which entries begin with it.  Spellings are cut by the tokeniser of texts, so that
//! "a.m." in a lexicon and in an article are the same tokens.

use super::spec::{AttributeSpec, Attributes, Case};
use crate::text::{Token, Vocabulary, WordId, flags, token};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Index of a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LexiconId(pub u16);

/// An entry of a lexicon.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The words as the rule file spells them.
    pub spelling: Box<str>,
    /// What the tokens must be.
    pub tokens: Box<[EntryToken]>,
    /// Attributes.
    pub attributes: Arc<Attributes>,
}

/// One token of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EntryToken {
    /// The word.
    pub word: WordId,
    /// Which case it must have.
    pub case: CaseNeed,
    /// No blank may stand before it.
    pub glued: bool,
}

/// Which case a token must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseNeed {
    /// Any.
    Any,
    /// A capital first.
    Capital,
    /// Capitals throughout.
    AllCaps,
}

impl CaseNeed {
    /// The case a word written like this in a rule must have in the text.
    pub fn of(word: &str) -> Self {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters >= 2 && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) {
            Self::AllCaps
        } else if word.chars().next().is_some_and(char::is_uppercase) {
            Self::Capital
        } else {
            Self::Any
        }
    }

    /// Whether a token has it.
    #[inline]
    pub fn holds(self, token: Token) -> bool {
        match self {
            Self::Any => true,
            Self::Capital => token.has(flags::CAPITALISED),
            Self::AllCaps => token.has(flags::ALL_CAPS),
        }
    }
}

/// One word class.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Its name.
    pub name: Box<str>,
    /// Its entries in the order of the files.
    pub entries: Vec<Entry>,
}

/// A reference to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryRef {
    /// The lexicon.
    pub lexicon: LexiconId,
    /// The entry in it.
    pub entry: u32,
}

/// All lexicons and an index by first word.
#[derive(Debug, Default, Clone)]
pub struct Lexicons {
    lexicons: Vec<Lexicon>,
    names: FxHashMap<Box<str>, LexiconId>,
    /// Start of each word's openings, one more than there are words.
    heads: Vec<u32>,
    openings: Vec<Opening>,
    /// For each word the bits of the lexicons with entries that begin with it.
    masks: Vec<u64>,
}

/// So many entries are searched one by one.
const FEW: usize = 8;

/// The bit of a lexicon; several share one.
#[inline]
fn mask(lexicon: LexiconId) -> u64 {
    1 << (lexicon.0 % 64)
}

/// An entry as its first word finds it: what a single word needs to match stands right here.
#[derive(Debug, Clone, Copy)]
struct Opening {
    reference: EntryRef,
    case: CaseNeed,
    /// The entry is a single word.
    single: bool,
}

impl Lexicons {
    /// The id of a lexicon by name.
    pub fn id(&self, name: &str) -> Option<LexiconId> {
        self.names.get(name).copied()
    }

    /// A lexicon.
    pub fn get(&self, id: LexiconId) -> &Lexicon {
        &self.lexicons[id.0 as usize]
    }

    /// A lexicon by name.
    pub fn by_name(&self, name: &str) -> Option<&Lexicon> {
        self.id(name).map(|id| self.get(id))
    }

    /// All lexicons in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Lexicon> {
        self.lexicons.iter()
    }

    /// An entry.
    pub fn entry(&self, reference: EntryRef) -> &Entry {
        &self.get(reference.lexicon).entries[reference.entry as usize]
    }

    /// The id for a name, added where it is new.
    pub fn declare(&mut self, name: &str) -> LexiconId {
        if let Some(id) = self.id(name) {
            return id;
        }
        let id = LexiconId(self.lexicons.len() as u16);
        self.lexicons.push(Lexicon { name: name.into(), entries: Vec::new() });
        self.names.insert(name.into(), id);
        id
    }

    /// Adds an entry; one with the same tokens is replaced, so that later files win.
    pub fn add(&mut self, id: LexiconId, seen: &mut Seen, entry: Entry) {
        let entries = &mut self.lexicons[id.0 as usize].entries;
        let key = (id, entry.tokens.iter().map(|t| t.word).collect::<Vec<_>>());
        match seen.0.get(&key) {
            Some(&at) if entries[at].tokens == entry.tokens => entries[at] = entry,
            _ => {
                seen.0.insert(key, entries.len());
                entries.push(entry);
            }
        }
    }

    /// Builds the index; call after the last entry was added.
    pub fn index(&mut self, words: usize) {
        let mut by_word: Vec<Vec<EntryRef>> = vec![Vec::new(); words + 1];
        for (l, lexicon) in self.lexicons.iter().enumerate() {
            for (e, entry) in lexicon.entries.iter().enumerate() {
                if let Some(first) = entry.tokens.first() {
                    by_word[first.word.0 as usize]
                        .push(EntryRef { lexicon: LexiconId(l as u16), entry: e as u32 });
                }
            }
        }
        self.heads.clear();
        self.openings.clear();
        self.masks = by_word
            .iter()
            .map(|entries| entries.iter().fold(0, |all, entry| all | mask(entry.lexicon)))
            .collect();
        for mut references in by_word {
            self.heads.push(self.openings.len() as u32);
            references.sort_by_key(|r| {
                (r.lexicon, std::cmp::Reverse(self.entry(*r).tokens.len()), r.entry)
            });
            let openings: Vec<Opening> = references.iter().map(|r| self.opening(*r)).collect();
            self.openings.extend(openings);
        }
        self.heads.push(self.openings.len() as u32);
    }

    fn opening(&self, reference: EntryRef) -> Opening {
        let tokens = &self.entry(reference).tokens;
        let case = tokens.first().map_or(CaseNeed::Any, |token| token.case);
        Opening { reference, case, single: tokens.len() == 1 }
    }

    /// Entries of a lexicon whose first word this is, longer ones first.
    #[inline]
    fn starting_with(&self, lexicon: LexiconId, word: WordId) -> &[Opening] {
        if word == WordId::UNKNOWN {
            return &[];
        }
        let at = word.0 as usize;
        let (Some(&first), Some(&last)) = (self.heads.get(at), self.heads.get(at + 1)) else {
            return &[];
        };
        let all = &self.openings[first as usize..last as usize];
        let from = match all.len() {
            0..=FEW => all.iter().take_while(|o| o.reference.lexicon < lexicon).count(),
            _ => all.partition_point(|o| o.reference.lexicon < lexicon),
        };
        let own = &all[from..];
        &own[..own.iter().take_while(|o| o.reference.lexicon == lexicon).count()]
    }

    /// Whether entries of a lexicon may begin with a word; seldom wrong where it says so.
    #[inline]
    pub fn may_open(&self, lexicon: LexiconId, word: WordId) -> bool {
        let lexicons = self.masks.get(word.0 as usize).copied().unwrap_or(0);
        lexicons & mask(lexicon) != 0
    }

    /// The entry of a lexicon that begins with a word, the longest if there are several.
    pub fn beginning_with(&self, lexicon: LexiconId, word: WordId) -> Option<EntryRef> {
        self.starting_with(lexicon, word).first().map(|opening| opening.reference)
    }

    /// Entries of one lexicon that match the tokens at `at`, longer ones first, with their length.
    #[inline]
    pub fn matches<'t>(
        &'t self,
        lexicon: LexiconId,
        tokens: &'t [Token],
        at: usize,
    ) -> impl Iterator<Item = (EntryRef, usize)> + 't {
        let word = tokens.get(at).map_or(WordId::UNKNOWN, |t| t.word);
        let may = self.may_open(lexicon, word);
        let openings = if may { self.starting_with(lexicon, word) } else { &[] };
        openings.iter().filter_map(move |opening| {
            if opening.single {
                return opening.case.holds(tokens[at]).then_some((opening.reference, 1));
            }
            let entry = &self.entry(opening.reference).tokens;
            matches_at(entry, tokens, at).then_some((opening.reference, entry.len()))
        })
    }

    /// Whether one of the lexicon's entries stands at `at`: its length in tokens.
    #[inline]
    pub fn longest(
        &self,
        lexicon: LexiconId,
        tokens: &[Token],
        at: usize,
    ) -> Option<(EntryRef, usize)> {
        self.matches(lexicon, tokens, at).next()
    }
}

/// Entries already added, by tokens.
#[derive(Debug, Default)]
pub struct Seen(FxHashMap<(LexiconId, Vec<WordId>), usize>);

fn matches_at(entry: &[EntryToken], tokens: &[Token], at: usize) -> bool {
    let Some(window) = tokens.get(at..at + entry.len()) else { return false };
    entry.iter().zip(window).enumerate().all(|(i, (need, token))| {
        need.word == token.word
            && need.case.holds(*token)
            && (i == 0 || !need.glued || !token.has(flags::SPACE_BEFORE))
    })
}

/// Cuts a spelling into the tokens an entry needs, adding its words to the vocabulary.
pub fn entry_tokens(spelling: &str, case: Case, vocabulary: &mut Vocabulary) -> Box<[EntryToken]> {
    // A clitic stands behind a word: "'s" is cut as it would be in "x's".
    let stem =
        if spelling.starts_with(['\'', '’', '`']) && spelling.len() > 1 { "x" } else { "" };
    let text = if stem.is_empty() { spelling } else { &[stem, spelling].concat() };
    let tokens = token::tokenise(text, 0, vocabulary);
    let own = usize::from(!stem.is_empty() && tokens.first().is_some_and(|t| t.len() == 1));
    tokens[own..]
        .iter()
        .enumerate()
        .map(|(i, t)| {
            let word = &text[t.start as usize..t.end as usize];
            EntryToken {
                word: vocabulary.intern(word),
                case: if case == Case::Any { CaseNeed::Any } else { CaseNeed::of(word) },
                glued: i > 0 && !t.has(flags::SPACE_BEFORE),
            }
        })
        .collect()
}

/// A whole number attribute.
pub fn int(attributes: &Attributes, name: &str) -> Option<i64> {
    match attributes.get(name)? {
        AttributeSpec::Int(n) => Some(*n),
        _ => None,
    }
}

/// A text attribute.
pub fn text<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    match attributes.get(name)? {
        AttributeSpec::Text(s) => Some(s),
        _ => None,
    }
}

/// Whether an attribute is set to true.
pub fn is(attributes: &Attributes, name: &str) -> bool {
    attributes.get(name) == Some(&AttributeSpec::Bool(true))
}

impl Entry {
    /// A whole number attribute.
    pub fn int(&self, name: &str) -> Option<i64> {
        int(&self.attributes, name)
    }

    /// A text attribute.
    pub fn text(&self, name: &str) -> Option<&str> {
        text(&self.attributes, name)
    }

    /// Whether an attribute is set to true.
    pub fn is(&self, name: &str) -> bool {
        is(&self.attributes, name)
    }
}
