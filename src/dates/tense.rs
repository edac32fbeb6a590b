//! In which direction of time a clause looks.
//!
//! In: a stretch of tokens.  Out: [`Direction`].  The words that tell are the lexicons
//! `future_cue` and `past_cue`; the nearest before the stretch decides, else the nearest after.

use super::functions::Direction;
use crate::matching::Ground;
use crate::matching::context::clause_around;
use crate::rules::starts::Asked;
use crate::text::{Shape, Text, TokenRange, flags};

/// The direction of the clause around the tokens; where its words leave it open, that of the
/// sentence.  `limits` says whether a limit lies ahead ("by May") unless something else is said.
pub fn direction(ground: Ground<'_>, first: usize, last: usize, limits: bool) -> Direction {
    let Some(cues) = Cues::of(ground) else { return Direction::Unknown };
    let clause = clause_around(ground.rules, ground.text, first, last);
    if limits && cues.sets_limit(&clause, first) {
        return Direction::Future;
    }
    // The word at the boundary counts too: "until Friday".
    let start = clause.start.saturating_sub(1);
    let sentence = ground.text.sentence(first);
    let before = || (start..first).rev().find_map(|at| cues.before(at, start));
    let after = || cues.ahead(last..clause.end);
    let told = |at| cues.before(at, sentence.start).filter(|told| *told != Direction::Unknown);
    let farther = || (sentence.start..start).rev().take(FARTHEST).find_map(told);
    let later = || cues.ahead(clause.end..sentence.end.min(clause.end + FARTHEST));
    before().or_else(after).or_else(farther).or_else(later).unwrap_or_default()
}

/// Farthest a word outside of the clause may tell its direction, in tokens.
const FARTHEST: usize = 40;

/// Farthest an auxiliary may stand before its participle, in tokens.
const AUXILIARY: usize = 3;

/// Farthest the auxiliary of what was over may stand before a limit, in tokens.
const AUXILIARY_FAR: usize = 10;

/// The words that tell a direction.
#[derive(Clone, Copy)]
struct Cues<'a> {
    ground: Ground<'a>,
}

impl<'a> Cues<'a> {
    fn of(ground: Ground<'a>) -> Option<Self> {
        let known = |asked| ground.rules.starts.is_known(asked);
        (known(Asked::FutureCue) && known(Asked::PastCue)).then_some(Self { ground })
    }

    /// How many tokens of an entry begin at a token.
    fn length(&self, lexicon: Asked, at: usize) -> Option<usize> {
        let Ground { rules, text, .. } = self.ground;
        rules.longest(text, lexicon, at).map(|(_, length)| length)
    }

    fn is(&self, lexicon: Asked, at: usize) -> bool {
        self.ground.rules.stands(self.ground.text, lexicon, at)
    }

    /// Whether the tokens from `first` on are a limit that lies ahead: "by May", but not "had
    /// gone by May".
    fn sets_limit(&self, clause: &TokenRange, first: usize) -> bool {
        let is_limit = |at: usize| {
            let length = self.length(Asked::LimitCue, at);
            length.is_some_and(|length| at + length == first)
        };
        let sentence = self.ground.text.sentence(first);
        let from = first.saturating_sub(AUXILIARY_FAR).max(sentence.start).min(clause.start);
        (first.saturating_sub(LONGEST)..first).any(is_limit)
            && !(from..clause.end).any(|at| self.is(Asked::PastPerfect, at))
    }

    /// What the first word of a stretch behind the expression tells; a relative clause only where
    /// nothing else does: "On Friday the band, which will play again, said …".
    fn ahead(&self, range: TokenRange) -> Option<Direction> {
        let text = self.ground.text;
        let mut at = range.start;
        while at < range.end {
            if self.is(Asked::RelativeOpener, at) {
                let aside = (at..range.end).find(|at| text.word(*at) == ",");
                at = aside.unwrap_or(range.end);
            } else if let Some(direction) = self.at(at) {
                return Some(direction);
            }
            at += 1;
        }
        range.clone().find_map(|at| self.at(at))
    }

    /// Whether "to be" says what was found or thought, and nothing of a plan: "found to be ill".
    fn is_finding(&self, at: usize) -> bool {
        self.is(Asked::Infinitive, at) && at > 0 && self.is(Asked::Appearance, at - 1)
    }

    /// Whether a participle stands behind a verb in the present: "is heard in May".
    fn is_timeless(&self, at: usize) -> bool {
        at > 0 && self.is(Asked::PresentAuxiliary, at - 1) && self.at(at) == Some(Direction::Past)
    }

    /// What a word before the expression tells.
    fn before(&self, at: usize, start: usize) -> Option<Direction> {
        let is_infinitive = at > start && self.is_infinitive(at - 1);
        if is_infinitive || self.is_finding(at) || self.is_timeless(at) {
            return None;
        }
        let found = self.at(at);
        if found == Some(Direction::Future) {
            return Some(self.plan(at, start));
        }
        // "Will be held", "is scheduled to be opened": the auxiliary before the participle decides.
        let from = at.saturating_sub(AUXILIARY).max(start);
        let planned = (from..at).rev().find(|at| self.at(*at) == Some(Direction::Future));
        let planned = planned.map(|at| self.plan(at, start));
        if found.is_none() && self.is_infinitive(at) {
            // "Agreed to pay in May" leaves open which May, "will fly there to speak in May" does not.
            let verb = (start..at).rev().find_map(|at| self.at(at).map(|told| (told, at)));
            let main = verb.filter(|(told, _)| *told == Direction::Future);
            let told = planned.or_else(|| main.map(|(_, at)| self.plan(at, start)));
            return told.or(Some(Direction::Unknown));
        }
        found.map(|found| planned.unwrap_or(found))
    }

    /// Where a plan looks: back if it was over by then, "had been scheduled for Friday".
    fn plan(&self, at: usize, start: usize) -> Direction {
        let from = at.saturating_sub(AUXILIARY).max(start);
        let was_over = (from..at).any(|at| self.is(Asked::PastPerfect, at));
        if was_over { Direction::Past } else { Direction::Future }
    }

    /// What the word tells.
    fn at(&self, at: usize) -> Option<Direction> {
        match (self.length(Asked::FutureCue, at), self.length(Asked::PastCue, at)) {
            (None, None) => self.has_past_ending(at).then_some(Direction::Past),
            (Some(ahead), back) if back.is_none_or(|back| ahead >= back) => Some(Direction::Future),
            _ => Some(Direction::Past),
        }
    }

    /// Whether a word, not a name, has one of the endings of verbs in the past.
    fn has_past_ending(&self, at: usize) -> bool {
        const SHORTEST: usize = 5;
        let Ground { rules, text, .. } = self.ground;
        let (token, word) = (text.tokens[at], text.word(at));
        token.shape == Shape::Word
            && word.len() >= SHORTEST
            && (!token.has(flags::CAPITALISED) || token.has(flags::SENTENCE_START))
            && rules.grammar.looks_past(word)
            && !self.is(Asked::NoPast, at)
    }

    fn is_infinitive(&self, at: usize) -> bool {
        let verb = self.ground.text.tokens.get(at + 1);
        self.is(Asked::Infinitive, at)
            && verb.is_some_and(|t| t.shape == Shape::Word && !t.has(flags::CAPITALISED))
            && !self.is(Asked::NoVerb, at + 1)
    }
}

/// Longest word of a limit, in tokens.
const LONGEST: usize = 4;

/// Whether a quotation that opens in the paragraph is still open at the token.
pub fn is_quoted(text: &Text<'_>, at: usize) -> bool {
    const FARTHEST: usize = 400;
    let paragraph = text.paragraphs.get(text.paragraph_of(at)).map_or(0, |range| range.start);
    let mut open = false;
    for token in paragraph.max(at.saturating_sub(FARTHEST))..at {
        match text.word(token) {
            "\"" => open = !open,
            "“" | "«" => open = true,
            "”" | "»" => open = false,
            _ => {}
        }
    }
    open
}
