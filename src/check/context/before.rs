//! What stands before a passage and governs it: a limit, a condition, a denial, another's contention.

use super::super::words::{Gap, Word};
use super::{CLAUSE_END, Context, Opening, QUOTE_CLOSES, QUOTE_OPENS};
use std::ops::Range;

/// Words looked at before a passage.
const BEFORE: usize = 14;
/// Words of a condition at the beginning of a sentence, up to its comma.
const FRONTED: usize = 40;
/// The same without a comma.
const SHORT_FRONTED: usize = 6;

impl Context<'_> {
    /// What governs the passage from before.
    pub fn opening(&self, passage: &Range<usize>, asserts: bool) -> Option<Opening> {
        let start = passage.start;
        let word = self.words.get(start)?;
        if start == 0 || self.starts_sentence(start) {
            return None;
        }
        let from = self.clause_floor(start);
        if word.before.has(QUOTE_OPENS) {
            return self.unsaid(from, start).map(Opening::Governed);
        }
        let before = &self.words[from..start];
        let clause_cut = word.before.has(CLAUSE_END);
        if !clause_cut {
            if let Some(length) =
                self.limit_before(before).filter(|_| asserts || self.reverses(before))
            {
                return Some(Opening::Governed(start - length..start));
            }
        }
        self.fronted_condition(start, clause_cut, asserts)
            .or_else(|| self.ascribed(from, start))
            .or_else(|| self.reported(from, start, clause_cut, passage.len() >= 3))
            .or_else(|| self.wished(from, start, asserts && !clause_cut))
    }

    /// Length of what limits the passage right before it.
    fn limit_before(&self, before: &[Word]) -> Option<usize> {
        self.lexicon.opening.end(before).filter(|(_, mark)| !mark.exempt).map(|(length, _)| length)
    }

    /// "never said “", "denied that he had said “": the source says that it was not said.
    fn unsaid(&self, from: usize, start: usize) -> Option<Range<usize>> {
        const DENIED: usize = 6;
        let lexicon = self.lexicon;
        let before = self.last_clause(&self.words[from..start]);
        let that = lexicon.complementiser.end(before).map_or(0, |(length, _)| length);
        let (last, rest) = before[..before.len() - that].split_last()?;
        if !(lexicon.reporting.has(last) || lexicon.carrier.has(last)) {
            return None;
        }
        // Nothing but "had", "that", "he" stands between a denial and the word of saying.
        let near = (0..rest.len()).rev().take(DENIED);
        let length = near
            .take_while(|k| k + 1 >= rest.len() || self.is_light(&rest[k + 1]))
            .find(|k| lexicon.negation.has(&rest[*k]) || lexicon.denial.has(&rest[*k]))
            .map(|k| rest.len() - k)?;
        Some(start - that - 1 - length..start)
    }

    fn is_light(&self, word: &Word) -> bool {
        self.lexicon.finite.has(word) || self.lexicon.complementiser.has(word)
    }

    /// "According to critics, |".
    fn ascribed(&self, from: usize, start: usize) -> Option<Opening> {
        let before = &self.words[from..start];
        let at =
            (0..before.len()).find(|k| self.lexicon.attributing.begin(&before[*k..]).is_some())?;
        let named = |k: usize| self.lexicon.reciter.begin(&before[k..]).is_some();
        let commas =
            (at + 1..=before.len()).filter(|k| self.words[from + k].before.has(CLAUSE_END)).count();
        ((at..before.len()).any(named) && commas <= 1).then_some(Opening::Recited(from + at..start))
    }

    /// "I wish | we were rich".
    fn wished(&self, from: usize, start: usize, clause: bool) -> Option<Opening> {
        let (length, mark) = self.lexicon.denial.end(&self.words[from..start])?;
        (clause && mark.bare).then_some(Opening::Governed(start - length..start))
    }

    /// A mere fragment is still turned round by a denial or a limit right before it.
    fn reverses(&self, before: &[Word]) -> bool {
        before.last().is_some_and(|word| self.lexicon.negation.has(word))
            || self.lexicon.narrowing.end(before).is_some()
    }

    /// The first word of the sentence, or of the speaker's own words, at most some words back.
    fn clause_floor(&self, start: usize) -> usize {
        let mut at = start;
        while at > start.saturating_sub(BEFORE) && at > 0 {
            if self.starts_sentence(at) || (at < start && self.words[at].before.has(QUOTE_OPENS)) {
                return at;
            }
            if self.words[at].before.has(QUOTE_CLOSES.or(Gap::SEMICOLON)) {
                return at;
            }
            at -= 1;
        }
        at
    }

    /// "If they pay, | we will sign": the sentence begins with a condition that ends at the cut.
    fn fronted_condition(&self, start: usize, clause_cut: bool, asserts: bool) -> Option<Opening> {
        let first = self.sentence_start(start - 1);
        // What the speaker says may begin within the writer's sentence: Roe said: “If they pay, …”.
        let spoken = (first + 1..start).rev().find(|k| self.words[*k].before.has(QUOTE_OPENS));
        let from = |first: usize| self.fronted_from(first, start, clause_cut, asserts);
        spoken.and_then(from).or_else(|| from(first))
    }

    /// The same for a sentence that begins with the word `first`.
    fn fronted_from(
        &self,
        first: usize,
        start: usize,
        clause_cut: bool,
        asserts: bool,
    ) -> Option<Opening> {
        let comma = clause_cut && self.words[start].before.has(Gap::COMMA);
        if !asserts
            || !(comma || self.begins_clause(start, clause_cut))
            || start <= first
            || start - first > if comma { FRONTED } else { SHORT_FRONTED }
        {
            return None;
        }
        let from = |at: usize| self.lexicon.condition.begin(&self.words[at.min(start)..start]);
        let tied = self.lexicon.conjunction.has(&self.words[first])
            || self.is_contrast(&self.words[first]);
        let (_, mark) = from(first)
            .filter(|(_, mark)| !mark.contrast)
            .or_else(|| from(first + 1).filter(|_| tied))?;
        let end = self.words.len().min(start + SHORT_FRONTED);
        let future = || self.lexicon.modality.within(&self.words[start..end]);
        let plain = !(mark.exempt || mark.contrast || mark.negated || mark.future && !future());
        let inner = (first + 1..start).filter(|k| self.words[*k].before.has(Gap::COMMA)).count();
        (plain && inner <= 1).then_some(Opening::Governed(first..start))
    }

    /// "Until then | we will wait": a subject right after a short condition.
    fn begins_clause(&self, start: usize, clause_cut: bool) -> bool {
        !clause_cut && self.lexicon.finite.has(&self.words[start])
    }

    /// "It is not true that |", "commenters argued that |", also some words into that clause.
    fn reported(&self, from: usize, start: usize, clause_cut: bool, long: bool) -> Option<Opening> {
        if clause_cut && !self.words[start].before.has(Gap::COLON) {
            return None;
        }
        const INTO: usize = 5;
        let least = if long { start.saturating_sub(INTO).max(from) } else { start };
        let clause = |end: &usize| {
            (*end..=start).skip(1).all(|k| k >= start || !self.words[k].before.has(CLAUSE_END))
        };
        (least..=start)
            .rev()
            .take_while(clause)
            .find_map(|end| self.reported_from(from, end, end < start))
            .map(|opening| match opening {
                Opening::Governed(range) => Opening::Governed(range.start..start),
                Opening::Recited(range) => Opening::Recited(range.start..start),
            })
    }

    /// The same for a clause that begins with the word `start`.
    fn reported_from(&self, from: usize, start: usize, needs_that: bool) -> Option<Opening> {
        let before = &self.words[from..start];
        let that = self.lexicon.complementiser.end(before).map_or(0, |(length, _)| length);
        if needs_that && that == 0 {
            return None;
        }
        let governor = &before[..before.len() - that];
        let tail = self.last_clause(governor);
        if self.recites(tail, that > 0) {
            return Some(Opening::Recited(start - before.len()..start));
        }
        let at = start - that - tail.len();
        self.denies(tail, that > 0).then_some(Opening::Governed(at..start))
    }

    /// The words since the last mark that ends a clause.
    fn last_clause<'w>(&self, words: &'w [Word]) -> &'w [Word] {
        let from = (1..words.len()).rev().find(|k| words[*k].before.has(CLAUSE_END)).unwrap_or(0);
        &words[from..]
    }

    fn recites(&self, words: &[Word], that: bool) -> bool {
        let says = self.lexicon.reporting.within(words);
        let contends = self.lexicon.contention.within(words);
        if !(that
            || words.last().is_some_and(|word| {
                self.lexicon.reporting.has(word) || self.lexicon.contention.has(word)
            }))
        {
            return false;
        }
        let someone = (0..words.len()).filter_map(|k| self.lexicon.reciter.begin(&words[k..]));
        someone.into_iter().any(|(_, mark)| contends || (says && !mark.weak))
    }

    /// A denial in the governing clause, carried on to the passage.
    fn denies(&self, words: &[Word], that: bool) -> bool {
        if that && self.lexicon.denial.within(words) {
            return true;
        }
        let Some(negation) = self.lexicon.negation.find(words) else { return false };
        let carried = self.lexicon.carrier.find(&words[negation..]).map(|at| negation + at);
        match carried {
            Some(at) => that || at + 1 == words.len(),
            None => false,
        }
    }
}
