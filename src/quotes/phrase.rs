//! Noun phrases to the left and to the right of a verb of saying.
//!
//! In: items of a sentence.  Out: [`Phrase`]s.  A light chunker: it knows word classes, not words.

use super::items::Item;
use crate::rules::grammar::{Grammar, class, shape};
use crate::text::Text;
use std::ops::Range;

/// A noun phrase as ranges of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// With its appositions.
    pub full: Range<usize>,
    /// Its head part alone.
    pub head: Range<usize>,
}

/// Longest noun phrase that is looked at, in items.
pub(super) const LONGEST: usize = 40;

/// What never stands inside a noun phrase.
const BREAKS: u64 = class::COORDINATOR
    | class::BE
    | class::AUXILIARY
    | class::MODAL
    | class::SUBJECT
    | class::NEGATION;

/// Where phrases are looked for.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// Its word classes.
    pub grammar: &'a Grammar,
    /// The items of the paragraph.
    pub list: &'a [Item],
    /// First item of the sentence.
    pub low: usize,
    /// One past its last item.
    pub high: usize,
}

impl<'a> Scope<'a> {
    /// The item at a position, an empty one outside the sentence.
    #[inline]
    pub fn at(&self, i: usize) -> Item {
        const NOTHING: Item = Item { bits: 0, first: 0, last: 0, region: u32::MAX };
        if i < self.low || i >= self.high { NOTHING } else { self.list[i] }
    }

    /// The words of an item.
    pub fn word(&self, i: usize) -> &'a str {
        let item = self.list[i];
        self.text.slice(item.first as usize..item.last as usize)
    }

    /// Whether an item can be part of the middle of a noun phrase.
    pub fn nominal(&self, i: usize) -> bool {
        let item = self.at(i);
        if item.is(shape::QUOTED) {
            return self.short_quote(i);
        }
        if item.is(shape::NUMBER) {
            return true;
        }
        if item.is(shape::WORD) {
            // "Theresa May": a family name, whatever else the word may be.
            if item.is(shape::CAPITAL) && i > self.low && self.at(i - 1).is(class::GIVEN) {
                return true;
            }
            if item.is(BREAKS | class::TIME) && !item.is(class::TITLE | class::GIVEN) {
                return self.auxiliary_name(i);
            }
            if item.is(shape::CAPITAL) && i > self.low && !item.is(class::SUBJECT) {
                return true;
            }
            let functional = class::PREPOSITION
                | class::SUBORDINATOR
                | class::RELATIVE
                | class::FINITE
                | class::ADVERB;
            return !item.is(functional)
                || item.is(class::TITLE | class::GIVEN | class::ROLE | class::PUBLICATION);
        }
        self.joint(i)
    }

    /// An auxiliary with a capital within a sentence is a name: "said Will Roe".
    pub(super) fn auxiliary_name(&self, i: usize) -> bool {
        let item = self.at(i);
        item.is(class::AUXILIARY | class::MODAL)
            && item.is(shape::CAPITAL)
            && !item.is(shape::SENTENCE | class::TIME | class::NEGATION)
            && i > self.low
            && !self.at(i - 1).is(shape::COLON)
    }

    /// Punctuation inside a name: the full stop of an abbreviation, a hyphen, an ampersand.
    pub fn joint(&self, i: usize) -> bool {
        let (item, next) = (self.at(i), self.at(i + 1));
        let stop = item.is(shape::STOP)
            && item.is(shape::GLUED)
            && i + 1 < self.high
            && !next.is(shape::SENTENCE | shape::QUOTED);
        let inner =
            item.is(class::JOIN) && !item.is(shape::DASH) && next.is(shape::WORD | shape::NUMBER);
        stop || inner || self.owner_mark(i)
    }

    /// The bare mark of a plural's possessive: "the skippers' boats".
    fn owner_mark(&self, i: usize) -> bool {
        let (item, next) = (self.at(i), self.at(i + 1));
        item.is(shape::MARK)
            && item.is(shape::GLUED)
            && i > self.low
            && self.at(i - 1).is(shape::WORD)
            && self.grammar.looks_plural(self.word(i - 1))
            && next.is(shape::WORD)
            && !next.is(shape::GLUED)
    }

    /// A name or nickname in quote marks within a phrase; one that ends in a comma is said.
    pub(super) fn short_quote(&self, i: usize) -> bool {
        let item = self.at(i);
        item.last - item.first <= 9
            && i > self.low
            && self.nominal_word(i + 1)
            && super::items::final_stop(self.text, item) != Some(',')
    }

    fn nominal_word(&self, i: usize) -> bool {
        self.at(i).is(shape::WORD) && !self.at(i).is(class::SPEECH) && self.nominal(i)
    }

    /// The noun phrase that ends right before `end`.
    pub fn left(&self, end: usize) -> Option<Phrase> {
        let last = end.checked_sub(1).filter(|l| *l >= self.low)?;
        let item = self.at(last);
        // "let me just say": an object is no subject.
        if item.is(class::OBJECT) && !item.is(class::SUBJECT | class::POSSESSIVE | shape::CAPITAL) {
            return None;
        }
        if item.is(class::SUBJECT | class::INDEFINITE) && !item.is(shape::QUOTED) {
            let phrase = self.pronoun(last);
            if item.is(class::SUBJECT) {
                return Some(phrase);
            }
            let start = self.approximated(self.attach_left(phrase.full.start, end));
            return Some(Phrase { full: start..end, head: start..end });
        }
        if item.is(class::RELATIVE) && !item.is(class::THAT) {
            return Some(Phrase { full: last..end, head: last..end });
        }
        if item.is(shape::COMMA | shape::DASH) {
            return self.left_of_apposition(last);
        }
        if item.is(shape::QUOTED) && super::items::final_stop(self.text, item) == Some(',') {
            // `Ms. Roe, who calls it "nonsense," said`
            let phrase = self.left_of_apposition(last)?;
            return self.at(phrase.head.end + 1).is(class::RELATIVE).then_some(phrase);
        }
        if item.is(shape::CLOSE) {
            let open = (self.low..last).rev().take(16).find(|i| self.at(*i).is(shape::OPEN))?;
            let inner = self.left(open)?;
            return Some(Phrase { full: inner.full.start..end, head: inner.head });
        }
        let start = self.core_left(end)?;
        let start = self.approximated(self.attach_left(start, end));
        Some(Phrase { full: start..end, head: start..end })
    }

    /// Takes in "about" and "more than" before a number or quantity.
    fn approximated(&self, start: usize) -> usize {
        let quantity = shape::NUMBER | class::DETERMINER | class::INDEFINITE;
        if start <= self.low || !self.at(start).is(quantity) {
            return start;
        }
        let before = self.at(start - 1);
        // "ask about the Roes": what somebody asks about is no number.
        if self.at(start).is(class::DETERMINER) && self.at(start + 1).is(shape::CAPITAL) {
            return start;
        }
        let compared = start >= self.low + 2
            && before.is(class::PREPOSITION)
            && self.at(start - 2).is(class::DETERMINER)
            && !self.at(start - 2).is(class::ABOUT | shape::CAPITAL | class::TITLE);
        if before.is(class::ABOUT) && !before.is(shape::CAPITAL)
            || start - 1 == self.low && before.is(class::ABOUT)
        {
            start - 1
        } else if compared && before.is(class::THAN) {
            start - 2
        } else {
            start
        }
    }

    fn pronoun(&self, at: usize) -> Phrase {
        let mut start = at;
        if self.at(at).is(class::INDEFINITE)
            && start > self.low
            && self.at(start - 1).is(class::DETERMINER)
        {
            start -= 1;
        }
        Phrase { full: start..at + 1, head: start..at + 1 }
    }

    /// Start of the phrase without attached prepositional phrases.
    fn core_left(&self, end: usize) -> Option<usize> {
        let mut start = end;
        let mut determined = false;
        let alone = self.at(end.wrapping_sub(1));
        if end > self.low
            && alone.is(class::INDEFINITE | class::SUBJECT)
            && !alone.is(shape::QUOTED | class::RELATIVE)
        {
            return Some(end - 1);
        }
        while start > self.low && end - start < LONGEST {
            let item = self.at(start - 1);
            if item.is(class::DETERMINER | class::POSSESSIVE)
                && !item.is(class::TITLE)
                && !(item.is(class::RELATIVE) && !item.is(class::THAT))
            {
                if start == end {
                    return None;
                }
                if item.is(class::THAT) && !self.demonstrative(start - 1) {
                    break;
                }
                start -= 1;
                determined = true;
                if !self.at(start).is(class::POSSESSIVE)
                    && start > self.low
                    && self.at(start - 1).is(class::DETERMINER)
                    && !self.at(start - 1).is(class::RELATIVE)
                {
                    start -= 1;
                }
                break;
            }
            let clitic = item.is(class::CLITIC)
                && start < end
                && start - 1 > self.low
                && self.nominal(start - 2);
            if !clitic && !self.nominal(start - 1) {
                break;
            }
            start -= 1;
        }
        if !determined {
            start = self.trim_verbs(start, end);
        } else if start >= self.low + 2
            && self.at(start - 1).is(class::JOIN)
            && self.at(start - 1).is(shape::GLUED)
            && self.at(start).is(shape::GLUED)
            && self.at(start - 2).is(shape::WORD)
        {
            start -= 2;
        }
        while start < end && !self.at(start).is(shape::WORD | shape::NUMBER | shape::QUOTED) {
            start += 1;
        }
        (start < end && self.heads(start..end)).then_some(start)
    }

    /// Whether a word that may begin a clause begins a noun phrase instead: "that man said".
    fn demonstrative(&self, at: usize) -> bool {
        let before = if at > self.low { self.at(at - 1) } else { return true };
        let plain = !self.at(at + 1).is(shape::CAPITAL);
        plain
            && before.is(class::PREPOSITION | class::COORDINATOR | shape::COMMA)
            && !before.is(class::SUBORDINATOR)
    }

    /// Without a determiner a past form or participle is a verb, and what is left of it no part.
    fn trim_verbs(&self, start: usize, end: usize) -> usize {
        for i in (start..end).rev() {
            let item = self.at(i);
            if item.is(shape::WORD) && !item.is(shape::CAPITAL | class::ROLE | class::PUBLICATION) {
                let word = self.word(i);
                // "in besieged Varn": behind a preposition it describes what follows.
                let describes = i > self.low
                    && i + 1 < end
                    && self.at(i - 1).is(class::PREPOSITION)
                    && !self.at(i - 1).is(class::SUBORDINATOR | class::ADVERB);
                if self.grammar.looks_past(word) && !describes
                    || (i > start && item.is(class::SPEECH))
                    || (self.grammar.looks_participle(word) && i + 1 < end)
                {
                    return i + 1;
                }
            }
        }
        start
    }

    /// Whether a range has a word that can head a phrase.
    fn heads(&self, range: Range<usize>) -> bool {
        let last = range
            .clone()
            .rev()
            .find(|i| self.at(*i).is(shape::WORD | shape::QUOTED | shape::NUMBER));
        last.is_some_and(|l| {
            !self.at(l).is(class::TIME | class::CLITIC)
                || self.at(l).is(class::GIVEN)
                || l > range.start && self.at(l - 1).is(class::GIVEN)
        }) && range.clone().any(|i| self.at(i).is(shape::WORD | shape::QUOTED | shape::NUMBER))
    }

    /// Takes in "the director of" before "the bank", and "Ms. Roe and" before "Mr. Doe".
    fn attach_left(&self, mut start: usize, end: usize) -> usize {
        while start >= self.low + 2 && end - start < LONGEST {
            let link = self.at(start - 1);
            let before = start - 2;
            let preposition =
                link.is(class::PREPOSITION) && !link.is(class::SUBORDINATOR | class::ADVERB);
            if preposition && self.attachable(before) {
                match self.core_left(start - 1) {
                    Some(s) if !self.at(s).is(class::TIME) => start = s,
                    _ => break,
                }
            } else if link.is(class::COORDINATOR) && self.coordinated(before, start) {
                match self.core_left(start - 1) {
                    Some(s) => start = s,
                    None => break,
                }
            } else if link.is(class::COORDINATOR) && self.at(before).is(shape::COMMA) {
                return self.listed(start, end).unwrap_or(start);
            } else {
                break;
            }
        }
        start
    }

    /// The first of several in a list, from the start of its last: "Roe, Ohm, and Lind".
    fn listed(&self, last: usize, end: usize) -> Option<usize> {
        let mut start = last;
        let mut comma = last - 2;
        let mut count = 1;
        while comma > self.low
            && self.at(comma).is(shape::COMMA)
            && end - comma < LONGEST
            && self.coordinated(comma - 1, start)
        {
            start = self.core_left(comma)?;
            count += 1;
            if start < self.low + 2 {
                break;
            }
            comma = start - 1;
        }
        (count > 2 && self.may_begin(start)).then_some(start)
    }

    /// Whether the word before a preposition can carry a prepositional phrase as a noun.
    fn attachable(&self, i: usize) -> bool {
        let item = self.at(i);
        if item.is(shape::NUMBER) {
            return true;
        }
        if !item.is(shape::WORD)
            || item.is(class::TIME | class::SPEECH | class::FINITE | class::ADVERB)
        {
            return false;
        }
        item.is(shape::CAPITAL)
            || item.is(class::ROLE | class::PUBLICATION)
            || (self.nominal(i)
                && !self.grammar.looks_past(self.word(i))
                && !self.grammar.looks_participle(self.word(i)))
    }

    fn coordinated(&self, before: usize, start: usize) -> bool {
        let item = self.at(before);
        let name = |i: Item| i.is(shape::CAPITAL) || i.is(class::ROLE | class::TITLE);
        item.is(shape::WORD)
            && (name(item) || item.is(class::SUBJECT))
            && (name(self.at(start)) || self.at(start).is(class::DETERMINER | class::POSSESSIVE))
    }

    /// "Ms. Roe, a lawyer in Springfield," before the verb: the phrase before the apposition.
    fn left_of_apposition(&self, comma: usize) -> Option<Phrase> {
        let dash = self.at(comma).is(shape::DASH);
        if comma > self.low && self.at(comma - 1).is(shape::CLOSE) {
            return self.left(comma).map(|p| Phrase { full: p.full.start..comma, head: p.head });
        }
        let mut best: Option<Phrase> = None;
        let floor = self.low.max(comma.saturating_sub(60));
        let mut j = comma;
        while j > floor {
            j -= 1;
            let item = self.at(j);
            if item.is(shape::QUOTED) && item.last - item.first > 9
                || item.is(shape::SEMICOLON | shape::COLON)
            {
                break;
            }
            let separator = if dash { item.is(shape::DASH) } else { item.is(shape::COMMA) };
            if !separator || j + 1 == comma {
                continue;
            }
            let Some(phrase) = self.plain_left(j) else { continue };
            if !self.may_begin(phrase.head.start) {
                continue;
            }
            let again =
                phrase.head.start > self.low && self.at(phrase.head.start - 1).is(shape::COMMA);
            best = Some(Phrase { full: phrase.full.start..comma, head: phrase.head });
            if !again {
                break;
            }
        }
        best
    }

    fn plain_left(&self, end: usize) -> Option<Phrase> {
        if self.at(end - 1).is(shape::COMMA | shape::DASH | shape::QUOTED) {
            None
        } else {
            self.left(end)
        }
    }

    /// Whether a subject can begin here: not right behind a preposition or a verb.
    fn may_begin(&self, start: usize) -> bool {
        if start <= self.low {
            return true;
        }
        let before = self.at(start - 1);
        let boundary = shape::COMMA
            | shape::DASH
            | shape::QUOTED
            | shape::COLON
            | shape::SEMICOLON
            | shape::OPEN
            | shape::CLOSE;
        before.is(boundary
            | class::COORDINATOR
            | class::SUBORDINATOR
            | class::THAT
            | class::ADVERB
            | class::TIME
            | class::RELATIVE)
            && !(before.is(class::PREPOSITION) && !before.is(class::SUBORDINATOR))
    }
}
