//! A record of what matching does, for `explain`, `--why-not` and the examples inside rules.
//!
//! In: a run of the pipeline on the current thread.  Out: the [`Step`]s of that run.  Off unless
//! [`record`] is running, and then of no influence on what is found; results never depend on it.

use super::{Match, RuleId};
use crate::text::TokenRange;
use std::cell::{Cell, RefCell};

/// Something that happened while an article was processed.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A pattern matched, but a condition of its context did not hold.
    Rejected {
        /// The match.
        found: Match,
        /// The condition, as the rule file writes it.
        context: String,
    },
    /// A pattern matched where another one that goes before it matched.
    Lost {
        /// The match.
        found: Match,
        /// The one that won.
        to: Match,
    },
    /// A match was kept.
    Won(Match),
    /// What a stage made of something, in words.
    Note {
        /// The tokens it is about.
        tokens: TokenRange,
        /// The rule it is about, if any.
        rule: Option<RuleId>,
        /// What was done and why.
        text: String,
    },
}

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Whether steps are recorded on this thread.
#[inline]
pub fn on() -> bool {
    ON.get()
}

/// Adds a step, if steps are recorded.
#[inline]
pub fn step(make: impl FnOnce() -> Step) {
    if on() {
        let step = make();
        STEPS.with_borrow_mut(|steps| steps.push(step));
    }
}

/// Notes what a stage made of something: how a date came to its value, which speakers were
/// considered.  The words are only made where somebody listens.
#[inline]
pub fn note(rule: Option<RuleId>, tokens: TokenRange, text: impl FnOnce() -> String) {
    step(|| Step::Note { tokens, rule, text: text() });
}

/// Runs something on this thread and records its steps.
pub fn record<T>(run: impl FnOnce() -> T) -> (T, Vec<Step>) {
    let before = (ON.replace(true), STEPS.take());
    let out = run();
    ON.set(before.0);
    (out, STEPS.replace(before.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_recorded_only_within_a_record() {
        note(None, 0..1, || unreachable!("nobody listens"));
        let ((), steps) = record(|| note(None, 0..1, || "seen".into()));
        assert_eq!(steps, [Step::Note { tokens: 0..1, rule: None, text: "seen".into() }]);
        assert!(!on());
    }
}
