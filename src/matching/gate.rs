//! Gates: what a rule wants where a match begins, looked at before its pattern is run.
//!
//! In: the contexts of a rule that must hold.  Out: a [`Gate`] that never bars a match they let through.

use super::lookahead::Lookahead;
use super::run::Ground;
use crate::rules::{Context, Scope};

/// What a rule wants to stand where a match begins, as far as it is known before the pattern is run.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    /// A flag of the first token; 0 for none.
    flag: u8,
    /// What the token before may be: one of these has to admit it.  Empty for anything.
    before: Vec<Lookahead>,
}

impl Gate {
    /// What contexts that must hold want there.
    pub fn new(when: &[Context]) -> Self {
        let flag = when.iter().find_map(|context| match context.scope {
            Scope::Starts(flag) => Some(flag),
            _ => None,
        });
        let left = when.iter().find(|context| context.scope == Scope::Left);
        let before = left.iter().flat_map(|context| &context.programs);
        let before = before.map(|program| program.ending.clone()).collect();
        Self { flag: flag.unwrap_or(0), before }
    }

    /// Whether a match may begin at a token.
    #[inline]
    pub(super) fn lets(&self, ground: Ground<'_>, start: usize) -> bool {
        let (sets, tokens) = (&ground.rules.word_sets, &ground.text.tokens[..]);
        let starts = self.flag == 0 || tokens[start].has(self.flag);
        let follows = |before: &Lookahead| start > 0 && before.admits(sets, tokens, start - 1);
        starts && (self.before.is_empty() || self.before.iter().any(follows))
    }
}
