//! Capitals that make no name, and where a run of them ends.
//!
//! In: the tokens at the beginning of a sentence, or within a run of capitals.  Out: yes or no.

use super::Finder;
use crate::rules::grammar::{Form, class, shape, takes};
use crate::rules::starts::Asked;
use crate::text::{Text, flags};
use rustc_hash::FxHashSet;

/// Widest gap within a name, in bytes; a wrapped and indented line still fits.
const WIDEST_GAP: u32 = 16;

/// Most bytes between an initial and the rest of a name.
const WIDEST_BLANK: u32 = 1;

/// The words that have a capital within sentences.
pub(super) struct Capitals<'a> {
    /// Those of up to 16 bytes, as integers.
    short: FxHashSet<(u64, u64)>,
    long: FxHashSet<&'a str>,
}

impl<'a> Capitals<'a> {
    /// Those of a text; `bits` are the classes of its tokens.
    fn of(text: &'a Text, bits: &[u64]) -> Self {
        let mut capitals = Self { short: FxHashSet::default(), long: FxHashSet::default() };
        for (at, bits) in bits.iter().enumerate() {
            if bits & (shape::CAPITAL | shape::SENTENCE) != shape::CAPITAL {
                continue;
            }
            match text.packed(at) {
                Some(word) => capitals.short.insert(word),
                None => capitals.long.insert(text.word(at)),
            };
        }
        capitals
    }

    /// Whether the word of a token is one of them.
    fn contains(&self, text: &Text, at: usize) -> bool {
        match text.packed(at) {
            Some(word) => self.short.contains(&word),
            None => self.long.contains(text.word(at)),
        }
    }
}

impl Finder<'_> {
    /// "Health minister Jan Roe": the capital is that of the sentence, not of a name.
    pub(super) fn opens_office(&self, at: usize) -> bool {
        let named = class::GIVEN | class::TITLE | class::ORGANISATION | class::TIME;
        self.is(at, shape::SENTENCE)
            && self.is(at + 1, class::ROLE)
            && !self.is(at + 1, shape::CAPITAL)
            && !self.is(at, named)
            && self.capital(at)
            && !self.text.tokens[at].has(flags::ALL_CAPS)
            && !self.is_name_elsewhere(at)
    }

    /// "Head teacher Jan Roe": an office of several words, of which the first begins the sentence.
    pub(super) fn opens_long_office(&self, at: usize) -> bool {
        self.is(at, shape::SENTENCE)
            && self.is(at, shape::CAPITAL)
            && !self.is(at + 1, shape::CAPITAL)
            && self.title_len(at).is_some_and(|len| len > 1)
    }

    /// Whether a lone word has its capital from the sentence alone.
    pub(super) fn opens_sentence(&self, start: usize, end: usize) -> bool {
        let verb = self.is(start, class::SPEECH | class::FINITE);
        self.is(start, shape::SENTENCE)
            && (verb
                || self.opens_clause(start, end)
                || self.opens_compound(end)
                || self.opens_phrase(start, end))
            && !self.is_name_elsewhere(start)
    }

    /// Whether the word has a capital within a sentence of the article, too.
    fn is_name_elsewhere(&self, at: usize) -> bool {
        let capitals = self.capitals.get_or_init(|| Capitals::of(self.text, self.bits));
        capitals.contains(self.text, at)
    }

    /// "Losing the quay would …": a participle with the capital of the sentence. Before a verb, a comma or
    /// a mark of the owner the word may be a name.
    fn opens_clause(&self, start: usize, end: usize) -> bool {
        let verb = class::SPEECH | class::FINITE | class::BE | class::AUXILIARY | class::MODAL;
        let named = verb | class::CLITIC | shape::COMMA | shape::STOP | shape::CLOSE | shape::COLON;
        // "Pressed, she said": a name is not taken up by a pronoun right behind it.
        let pronoun = self.is(end, shape::COMMA)
            && self.is(end + 1, class::SUBJECT)
            && !self.is(end + 1, class::RELATIVE);
        let word = self.text.word(start).to_lowercase();
        let grammar = &self.rules.grammar;
        !self.is(start, class::GIVEN)
            && (!self.is(end, named) || pronoun)
            && end < self.bits.len()
            && (grammar.looks_participle(&word) || grammar.looks_past(&word))
    }

    /// "Credible reports say …": a quality before a noun in lower case.
    fn opens_phrase(&self, start: usize, end: usize) -> bool {
        // "reports" is a noun here, "says" is none.
        let verb = class::FINITE | class::BE | class::AUXILIARY | class::MODAL | class::ADVERB;
        self.rules.stands(self.text, Asked::Quality, start)
            && self.is(end, shape::WORD)
            && !self.is(end, shape::CAPITAL | verb)
    }

    /// Whether a token stands in another column or block than the one before it.
    pub(super) fn far_apart(&self, at: usize) -> bool {
        let tokens = &self.text.tokens;
        let gap = tokens[at].start - tokens[at - 1].end;
        // "Q   Jan, were you there?": behind a letter, blanks are no part of a name.
        let letter = tokens[at - 1].len() == 1 && self.is(at - 1, shape::WORD);
        gap > WIDEST_GAP || letter && gap > WIDEST_BLANK
    }

    /// Whether a verb of plain saying stands here: "Roe Says Novak Must Go".
    pub(super) fn says(&self, at: usize) -> bool {
        let form = || self.rules.grammar.verb(&self.rules.lexicons, self.text, at);
        self.is(at, class::SPEECH)
            && form().is_some_and(|(takes, form, ..)| {
                takes & takes::STRONG != 0 && matches!(form, Form::Third | Form::Past)
            })
    }

    /// "Cross-examining, Roe asked": the first part of a compound with the capital of the sentence.
    fn opens_compound(&self, end: usize) -> bool {
        self.is(end, class::JOIN)
            && self.is(end, shape::GLUED)
            && self.is(end + 1, shape::WORD)
            && !self.is(end + 1, shape::CAPITAL)
    }
}
