//! A record of what matching does, for `explain`, `--why-not` and the examples inside rules.
//!
//! In: a run of the pipeline on the current thread.  Out: the [`Step`]s of that run.  Off unless
//! [`record`] is running, and then of no influence on what is found; results never depend on it.

use super::near::Near;
use super::{Match, RuleId};
use crate::text::TokenRange;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// Something that happened while an article was processed.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A pattern and its context matched; what becomes of it is not decided yet.
    Matched(Match),
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
    /// The pattern of the watched rule began to match, but did not go through.
    Near(Near),
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

/// What one rule cost: deterministic, unlike time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Places at which one of its patterns was tried.
    pub tries: u64,
    /// Steps of the matcher spent there.
    pub steps: u64,
    /// Places at which a pattern matched.
    pub matches: u64,
}

thread_local! {
    static COSTS: RefCell<Option<BTreeMap<RuleId, Cost>>> = const { RefCell::new(None) };
    static ON: Cell<bool> = const { Cell::new(false) };
    static MUTED: Cell<Option<RuleId>> = const { Cell::new(None) };
    static WATCHED: Cell<Option<RuleId>> = const { Cell::new(None) };
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

/// The matches that neither lost to another one nor were refused by their stage.
pub fn kept(steps: &[Step]) -> impl Iterator<Item = &Match> {
    let key = |m: &Match| (m.rule, m.first, m.last);
    let gone: BTreeSet<(RuleId, usize, usize)> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Rejected { found, .. } | Step::Lost { found, .. } => Some(key(found)),
            _ => None,
        })
        .collect();
    steps.iter().filter_map(move |step| match step {
        Step::Matched(found) if !gone.contains(&key(found)) => Some(found),
        _ => None,
    })
}

/// Notes what a stage made of something: how a date came to its value, which speakers were
/// considered.  The words are only made where somebody listens.
#[inline]
pub fn note(rule: Option<RuleId>, tokens: TokenRange, text: impl FnOnce() -> String) {
    step(|| Step::Note { tokens, rule, text: text() });
}

/// Whether matches of a rule are to be passed over; see [`without`].
#[inline]
pub fn is_muted(rule: RuleId) -> bool {
    MUTED.get() == Some(rule)
}

/// Whether costs are counted on this thread.
pub fn counting() -> bool {
    COSTS.with_borrow(Option::is_some)
}

/// Adds to the cost of a rule.
pub fn spend(rule: RuleId, steps: u32, matched: bool) {
    COSTS.with_borrow_mut(|costs| {
        let Some(cost) = costs.as_mut().map(|c| c.entry(rule).or_default()) else { return };
        cost.tries += 1;
        cost.steps += u64::from(steps);
        cost.matches += u64::from(matched);
    });
}

/// Runs something on this thread and counts what each rule costs.
pub fn count<T>(run: impl FnOnce() -> T) -> (T, BTreeMap<RuleId, Cost>) {
    let before = COSTS.replace(Some(BTreeMap::new()));
    let out = run();
    (out, COSTS.replace(before).unwrap_or_default())
}

/// The rule whose near misses are recorded, if any; see [`watch`].
#[inline]
pub fn watched() -> Option<RuleId> {
    WATCHED.get()
}

/// Runs something on this thread and records its steps and the near misses of a rule.
pub fn watch<T>(rule: RuleId, run: impl FnOnce() -> T) -> (T, Vec<Step>) {
    let before = WATCHED.replace(Some(rule));
    let out = record(run);
    WATCHED.set(before);
    out
}

/// Runs something on this thread as if a rule were not there.
pub fn without<T>(rule: RuleId, run: impl FnOnce() -> T) -> T {
    let before = MUTED.replace(Some(rule));
    let out = run();
    MUTED.set(before);
    out
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
