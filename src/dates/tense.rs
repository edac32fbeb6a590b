//! In which direction of time a clause looks.
//!
//! In: a stretch of tokens.  Out: [`Direction`].  The words that tell are the lexicons
//! `future_cue` and `past_cue`; the nearest before the stretch decides, else the nearest after.

use super::functions::Direction;
use crate::matching::Ground;
use crate::matching::stage::clause_around;
use crate::rules::lexicon::LexiconId;
use crate::text::Shape;

/// The direction of the clause around the tokens.
pub fn direction(ground: Ground<'_>, first: usize, last: usize) -> Direction {
    let lexicons = &ground.rules.lexicons;
    let (Some(future), Some(past)) = (lexicons.id("future_cue"), lexicons.id("past_cue")) else {
        return Direction::Unknown;
    };
    let clause = clause_around(ground.rules, ground.text, first, last);
    // The word at the boundary counts too: "until Friday".
    let start = clause.start.saturating_sub(1);
    let before = (start..first).rev().find_map(|at| {
        let found = cue(ground, at, future, past)?;
        // "Will be held", "is scheduled to be opened": the auxiliary before the participle decides.
        let from = at.saturating_sub(AUXILIARY).max(start);
        let planned = (from..at).any(|at| cue(ground, at, future, past) == Some(Direction::Future));
        Some(if planned { Direction::Future } else { found })
    });
    let after = || (last..clause.end).find_map(|at| cue(ground, at, future, past));
    before.or_else(after).unwrap_or_default()
}

/// Farthest an auxiliary may stand before its participle, in tokens.
const AUXILIARY: usize = 3;

fn cue(ground: Ground<'_>, at: usize, future: LexiconId, past: LexiconId) -> Option<Direction> {
    let lexicons = &ground.rules.lexicons;
    let starts = |lexicon| lexicons.longest(lexicon, &ground.text.tokens, at).map(|(_, len)| len);
    match (starts(future), starts(past)) {
        (None, None) => has_past_ending(ground, at).then_some(Direction::Past),
        (Some(ahead), back) if back.is_none_or(|back| ahead >= back) => Some(Direction::Future),
        _ => Some(Direction::Past),
    }
}

/// Whether a word has one of the endings in the lexicon `past_ending`.
fn has_past_ending(ground: Ground<'_>, at: usize) -> bool {
    const SHORTEST: usize = 5;
    let word = ground.text.word(at);
    let Some(endings) = ground.rules.lexicons.by_name("past_ending") else { return false };
    ground.text.tokens[at].shape == Shape::Word
        && word.len() >= SHORTEST
        && endings.entries.iter().any(|entry| word.ends_with(&*entry.spelling))
}
