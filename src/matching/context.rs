//! Contexts: what stands around a match.
//!
//! In: a match, a [`Context`] of its rule.  Out: whether it stands there.

use super::Match;
use super::run::{Goal, Ground, Machine};
use crate::rules::{Context, Rules, Scope};
use crate::text::{Text, TokenRange};

/// Farthest a context to the left may begin, in tokens.
const FARTHEST_LEFT: usize = 12;
/// Most tokens of a clause, sentence or paragraph that are searched on each side of a match.
const FARTHEST_SEARCH: usize = 60;

/// Whether a context stands where it should, relative to a match.
pub fn holds(ground: Ground<'_>, machine: &mut Machine, found: &Match, context: &Context) -> bool {
    let (text, sets) = (ground.text, &ground.rules.word_sets);
    let any = |machine: &mut Machine, range: TokenRange| {
        let limit = range.end;
        range.clone().any(|at| {
            context.programs.iter().any(|p| {
                p.lookahead.admits(sets, &text.tokens, at)
                    && machine.run(ground, p, at, Goal::Within(limit)).is_some()
            })
        })
    };
    let near = |range: TokenRange| {
        range.start.max(found.first.saturating_sub(FARTHEST_SEARCH))
            ..range.end.min(found.last + FARTHEST_SEARCH)
    };
    match &context.scope {
        Scope::Left => context.programs.iter().any(|p| {
            if found.first == 0 || !p.ending.admits(sets, &text.tokens, found.first - 1) {
                return false;
            }
            let farthest = p.max.map_or(FARTHEST_LEFT, |m| FARTHEST_LEFT.min(m as usize));
            let from = found.first.saturating_sub(farthest);
            let to = (found.first + 1).saturating_sub((p.min as usize).max(1));
            (from..to).rev().any(|at| {
                p.lookahead.admits(sets, &text.tokens, at)
                    && machine.run(ground, p, at, Goal::EndAt(found.first)).is_some()
            })
        }),
        Scope::Right => context.programs.iter().any(|p| {
            p.lookahead.admits(sets, &text.tokens, found.last)
                && machine.run(ground, p, found.last, Goal::Longest).is_some()
        }),
        Scope::Clause => any(machine, near(clause(ground, found))),
        Scope::Before => {
            let range = near(clause(ground, found));
            any(machine, range.start..found.first)
        }
        Scope::After => {
            let range = near(clause(ground, found));
            any(machine, found.last..range.end.max(found.last))
        }
        Scope::Sentence => any(machine, near(text.sentence(found.first))),
        Scope::Paragraph => {
            let paragraph =
                text.paragraphs.get(text.paragraph_of(found.first)).cloned().unwrap_or(0..0);
            any(machine, near(paragraph))
        }
        Scope::Inside(label) => ground.chunks.covering(*label, found.first, found.last).is_some(),
        Scope::Starts(flag) => text.tokens.get(found.first).is_some_and(|t| t.has(*flag)),
    }
}

/// The clause around a match: its sentence, cut at strong punctuation and at the words the rules
/// name as clause boundaries.
pub fn clause(ground: Ground<'_>, found: &Match) -> TokenRange {
    clause_around(ground.rules, ground.text, found.first, found.last)
}

/// The clause around a range of tokens.
pub fn clause_around(rules: &Rules, text: &Text<'_>, first: usize, last: usize) -> TokenRange {
    let sentence = text.sentence(first);
    let mut start = first;
    while start > sentence.start
        && first - start < FARTHEST_SEARCH
        && !rules.is_clause_boundary(text.tokens[start - 1])
    {
        start -= 1;
    }
    let mut end = last;
    while end < sentence.end
        && end - last < FARTHEST_SEARCH
        && !rules.is_clause_boundary(text.tokens[end])
    {
        end += 1;
    }
    start..end
}
