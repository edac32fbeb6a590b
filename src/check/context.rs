//! Looks at what stands around a passage in its source: what limits or governs the quoted words.
//!
//! In: the words of the source and a range of them.  Out: the words that were cut off although
//! they limit the passage, or those whose contention it is.  Only the sentence at hand counts.

use super::lexicon::{CheckWords, Mark};
use super::words::{Form, Gap, Word};
use std::ops::Range;

/// Words looked at after a cut, as long as no clause ends.
const AFTER: usize = 9;
/// Words looked at before a passage.
const BEFORE: usize = 14;
/// Words of an attribution between two parts of one quote.
const ATTRIBUTION: usize = 18;
/// The same, where nothing but its words shows that it belongs to the quote.
const SHORT_ATTRIBUTION: usize = 6;
/// Marks behind which another clause begins.
const CLAUSE_END: Gap = Gap::COMMA.or(Gap::SEMICOLON).or(Gap::COLON).or(Gap::DASH);
const QUOTE_OPENS: Gap = Gap::OPEN_QUOTE.or(Gap::OPEN_SINGLE);
const QUOTE_CLOSES: Gap = Gap::CLOSE_QUOTE.or(Gap::CLOSE_SINGLE);

/// The surroundings of passages in one source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub words: &'a [Word],
    pub lexicon: &'a CheckWords,
}

/// What was found before a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A denial, doubt or condition governs the passage.
    Governed(Range<usize>),
    /// Somebody's contention is recited.
    Recited(Range<usize>),
}

impl Context<'_> {
    /// Whether a sentence begins with this word.
    pub fn starts_sentence(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return true };
        if at == 0 || word.before.has(Gap::PARAGRAPH) {
            return true;
        }
        let stop = word.before.has(Gap::STOP) && !word.before.has(Gap::ELLIPSIS);
        let fresh = word.form.has(Form::CAPITAL.or(Form::NUMBER).or(Form::SYMBOL))
            || word.before.has(QUOTE_OPENS.or(Gap::LINE));
        stop && fresh && !self.abbreviates(at - 1)
    }

    /// "Gen. Noor", "J. Adler": the full stop belongs to the word.
    fn abbreviates(&self, at: usize) -> bool {
        let word = &self.words[at];
        let initial = word.end - word.start == 1 && word.form.has(Form::CAPITAL);
        initial
            || (self.lexicon.abbreviation.has(word) && !self.words[at + 1].before.has(Gap::LINE))
    }

    /// First word of the sentence of a word.
    pub fn sentence_start(&self, at: usize) -> usize {
        (0..=at).rev().find(|k| self.starts_sentence(*k)).unwrap_or(0)
    }

    /// One past the last word of the sentence of a word.
    pub fn sentence_end(&self, at: usize) -> usize {
        (at + 1..self.words.len()).find(|k| self.starts_sentence(*k)).unwrap_or(self.words.len())
    }

    /// A condition that follows the passage and was cut off.
    pub fn cut_condition(&self, passage: &Range<usize>, asserts: bool) -> Option<Range<usize>> {
        let end = passage.end;
        if passage.is_empty() || end >= self.words.len() || !asserts {
            return self.cut_unit(passage);
        }
        let last = self.sentence_start(end - 1).max(passage.start);
        let negated = self.lexicon.negation.within(&self.words[last..end]);
        if self.starts_sentence(end) {
            return self.fragment_condition(end);
        }
        self.cut_unit(passage)
            .or_else(|| self.condition_from(end, negated))
            .or_else(|| self.condition_after_attribution(end, negated))
    }

    /// "But only if they pay.": a fragment that takes back the sentence before.
    fn fragment_condition(&self, at: usize) -> Option<Range<usize>> {
        let rest = &self.words[at..self.sentence_end(at)];
        if self.words[at].before.has(Gap::PARAGRAPH) || rest.len() > 14 {
            return None;
        }
        let skip =
            usize::from(self.lexicon.conjunction.has(&rest[0]) || self.is_contrast(&rest[0]));
        let (length, mark) = self.lexicon.condition.begin(&rest[skip.min(rest.len() - 1)..])?;
        let two = length > 1 || mark.near && skip > 0;
        (two && !mark.exempt && !mark.contrast).then_some(at..at + skip + length)
    }

    fn is_contrast(&self, word: &Word) -> bool {
        self.lexicon
            .condition
            .begin(std::slice::from_ref(word))
            .is_some_and(|(_, mark)| mark.contrast)
    }

    /// The passage ends with a number whose unit or multiplier comes next.
    fn cut_unit(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        let (last, next) =
            (self.words.get(passage.end.checked_sub(1)?)?, self.words.get(passage.end)?);
        let apart = next.before.has(CLAUSE_END.or(Gap::STOP).or(Gap::PARAGRAPH));
        let counted = passage.end >= 2
            && self.lexicon.unit.has(last)
            && self.lexicon.is_number(&self.words[passage.end - 2]);
        let cut =
            (self.lexicon.is_number(last) || counted) && !apart && self.lexicon.unit.has(next);
        cut.then_some(passage.end..passage.end + 1)
    }

    /// A condition in the rest of the sentence, before another clause begins. Behind "and" or
    /// "but" only what comes at once counts.
    fn condition_from(&self, from: usize, negated: bool) -> Option<Range<usize>> {
        let joined = usize::from(self.lexicon.conjunction.has(&self.words[from]));
        let mut at = from;
        while at < self.words.len().min(from + AFTER) {
            if at > from && self.ends_clause(at, joined > 0 && at > from + joined) {
                return None;
            }
            let length = match self.lexicon.condition.begin(&self.words[at..]) {
                Some((length, mark))
                    if !mark.exempt && self.limits(at, length, mark, from, negated) =>
                {
                    return Some(at..at + length);
                }
                Some((length, _)) => length,
                None => 1,
            };
            at += length;
        }
        None
    }

    /// Whether what begins with this word belongs to another clause or another voice.
    fn ends_clause(&self, at: usize, elsewhere: bool) -> bool {
        let word = &self.words[at];
        if elsewhere || self.starts_sentence(at) || word.before.has(QUOTE_CLOSES) {
            return true;
        }
        let strong = self.strong_condition(at);
        !strong && (word.before.has(CLAUSE_END) || self.lexicon.conjunction.has(word))
    }

    fn strong_condition(&self, at: usize) -> bool {
        self.lexicon
            .condition
            .begin(&self.words[at..])
            .is_some_and(|(_, mark)| !(mark.exempt || mark.near || mark.contrast || mark.negated))
    }

    fn limits(&self, at: usize, length: usize, mark: Mark, from: usize, negated: bool) -> bool {
        if mark.near && at > from + usize::from(self.lexicon.conjunction.has(&self.words[from])) {
            return false;
        }
        if mark.negated && !negated {
            return false;
        }
        !mark.contrast || self.takes_back(at + length)
    }

    /// Whether a negation or restriction stands within the next words.
    fn takes_back(&self, at: usize) -> bool {
        let end = self.words.len().min(at + 5).min(self.sentence_end(at.min(self.words.len() - 1)));
        let next = &self.words[at.min(end)..end];
        self.lexicon.negation.within(next)
            || (0..next.len()).any(|k| {
                self.lexicon
                    .condition
                    .begin(&next[k..])
                    .is_some_and(|(_, m)| !m.contrast && !m.exempt)
            })
    }

    /// “We will sign,” she said, “if they pay.”: the condition comes after the attribution.
    fn condition_after_attribution(&self, from: usize, negated: bool) -> Option<Range<usize>> {
        let close = self.words.get(from)?.before;
        if !close.has(QUOTE_CLOSES) || close.has(Gap::STOP) {
            return None;
        }
        let end = self.words.len().min(from + ATTRIBUTION);
        for at in from + 1..end {
            if self.starts_sentence(at) && !self.words[at].before.has(QUOTE_OPENS) {
                return None;
            }
            if self.words[at].before.has(QUOTE_OPENS) {
                let said = self.lexicon.reporting.within(&self.words[from..at])
                    && !self.words[at].before.has(Gap::STOP);
                return if said { self.condition_from(at, negated) } else { None };
            }
            if self.words[at].before.has(Gap::COMMA) && self.strong_condition(at) {
                return Some(at..at + 1);
            }
        }
        None
    }

    /// What governs the passage from before.
    pub fn opening(&self, passage: &Range<usize>, asserts: bool) -> Option<Opening> {
        let start = passage.start;
        let word = self.words.get(start)?;
        if start == 0 || self.starts_sentence(start) {
            return None;
        }
        if word.before.has(QUOTE_OPENS) {
            return None;
        }
        let from = self.clause_floor(start);
        let before = &self.words[from..start];
        let clause_cut = word.before.has(CLAUSE_END);
        if !clause_cut {
            if let Some((length, _)) =
                self.lexicon.opening.end(before).filter(|_| asserts || self.reverses(before))
            {
                return Some(Opening::Governed(start - length..start));
            }
        }
        self.fronted_condition(start, clause_cut, asserts)
            .or_else(|| self.reported(from, start, clause_cut, passage.len() >= 3))
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
        let first = first
            + usize::from(
                self.lexicon.conjunction.has(&self.words[first])
                    || self.is_contrast(&self.words[first]),
            );
        if !asserts
            || !clause_cut
            || !self.words[start].before.has(Gap::COMMA)
            || start <= first
            || start - first > 40
        {
            return None;
        }
        let (length, mark) = self.lexicon.condition.begin(&self.words[first..start])?;
        let plain = !(mark.exempt || mark.contrast || mark.negated);
        let inner = (first + 1..start).filter(|k| self.words[*k].before.has(Gap::COMMA)).count();
        (plain && inner <= 1).then_some(Opening::Governed(first..first + length))
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

    /// A denial, condition or restriction among words left out at an ellipsis. Whole sentences
    /// between the two sides may go, unless they begin by taking back what was said.
    pub fn hidden(&self, gap: &Range<usize>) -> Option<Range<usize>> {
        if gap.is_empty() {
            return None;
        }
        let left = if self.starts_sentence(gap.start) {
            gap.start
        } else {
            self.sentence_end(gap.start).min(gap.end)
        };
        let right = if self.starts_sentence(gap.end) {
            gap.end
        } else {
            self.sentence_start(gap.end - 1).max(gap.start)
        };
        self.limit_within(gap.start..left)
            .or_else(|| self.limit_within(right.max(left)..gap.end))
            .or_else(|| self.taken_back(left..right))
    }

    fn limit_within(&self, range: Range<usize>) -> Option<Range<usize>> {
        range.clone().find_map(|at| {
            let rest = &self.words[at..range.end];
            let listed = |(length, mark): (usize, Mark)| {
                (!mark.exempt && !mark.weak && !mark.contrast).then_some(at..at + length)
            };
            self.lexicon
                .negation
                .begin(rest)
                .or_else(|| self.lexicon.narrowing.begin(rest))
                .and_then(listed)
                .or_else(|| {
                    let (length, mark) = self.lexicon.condition.begin(rest)?;
                    (!mark.exempt && !mark.negated && !mark.near).then_some(at..at + length)
                })
        })
    }

    fn taken_back(&self, range: Range<usize>) -> Option<Range<usize>> {
        (range.start..range.end).filter(|at| self.starts_sentence(*at)).find_map(|at| {
            let word = &self.words[at];
            let back = self.is_contrast(word)
                || self
                    .lexicon
                    .negation
                    .begin(&self.words[at..range.end])
                    .is_some_and(|_| self.sentence_end(at) - at <= 6);
            (back || self.strong_condition(at) && self.sentence_end(at) - at <= 8)
                .then_some(at..at + 1)
        })
    }

    /// Whether the words of a passage, from its last sentence on, make a statement that a cut-off
    /// condition would change, and not a mere fragment.
    pub fn asserts(&self, passage: &Range<usize>) -> bool {
        if passage.is_empty() {
            return false;
        }
        let from = self.sentence_start(passage.end - 1).max(passage.start);
        let own_start = self.starts_sentence(from) || self.words[from].before.has(QUOTE_OPENS);
        own_start || self.lexicon.finite.within(&self.words[from..passage.end])
    }

    /// Whether source words are an attribution between two parts of one quote: “A,” she said. “B”.
    /// A whole sentence of the writer's between two quotes is none, nor is one that reports more.
    pub fn is_attribution(&self, gap: &Range<usize>) -> bool {
        let (Some(first), Some(next)) = (self.words.get(gap.start), self.words.get(gap.end)) else {
            return false;
        };
        let inner = gap.start + 1..gap.end;
        let opens_inside = inner.clone().any(|k| self.words[k].before.has(Gap::OPEN_QUOTE));
        let sentences = inner.filter(|k| self.starts_sentence(*k)).count();
        let ties = first.before.has(Gap::COMMA.or(Gap::QUESTION).or(Gap::DASH))
            || next.before.has(Gap::COMMA.or(Gap::COLON));
        let marks = first.before.has(QUOTE_CLOSES) && next.before.has(QUOTE_OPENS) && !opens_inside;
        let brief = gap.len() <= if ties { ATTRIBUTION } else { SHORT_ATTRIBUTION };
        marks
            && brief
            && sentences <= 1
            && !self.reports_more(gap)
            && self.every_sentence_reports(gap)
    }

    /// "she said, adding that …": words of the speaker that stand outside the quotes.
    fn reports_more(&self, gap: &Range<usize>) -> bool {
        let that = |at: usize| self.lexicon.complementiser.has(&self.words[at]);
        let says = |at: usize| {
            self.lexicon.reporting.has(&self.words[at])
                || self.lexicon.contention.has(&self.words[at])
        };
        (gap.start + 1..gap.end).any(|at| that(at) && says(at - 1))
    }

    fn every_sentence_reports(&self, gap: &Range<usize>) -> bool {
        let mut from = gap.start;
        for at in gap.start + 1..=gap.end {
            if at == gap.end || self.starts_sentence(at) {
                if !self.lexicon.reporting.within(&self.words[from..at])
                    && !self.lexicon.contention.within(&self.words[from..at])
                {
                    return false;
                }
                from = at;
            }
        }
        true
    }
}
