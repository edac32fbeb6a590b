//! Counts of right, wrong and missed.

use serde::Serialize;
use std::fmt;

/// Right, wrong (found though not annotated) and missed (annotated but not found).  A wrong
/// answer for an annotated thing is both wrong and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Found as annotated.
    pub right: usize,
    /// Found, but not annotated so.
    pub wrong: usize,
    /// Annotated, but not found so.
    pub missed: usize,
}

impl Tally {
    /// Counts one annotated thing, one found thing, or a pair of both that agrees or not.
    pub fn count(&mut self, gold: bool, found: bool, same: bool) {
        let right = gold && found && same;
        self.right += usize::from(right);
        self.wrong += usize::from(found && !right);
        self.missed += usize::from(gold && !right);
    }

    /// Share of what was found that is right; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Share of what is annotated that was found; 1 where nothing is annotated.
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} right, {} wrong, {} missed", self.right, self.wrong, self.missed)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
