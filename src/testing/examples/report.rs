//! Outcomes of examples for a person: each failure at its place, then the counts and the coverage.

use super::{Failure, Outcome, Selection, Verdict};
use crate::matching::RuleId;
use crate::rules::diagnostic::{RuleError, SourceFile, counted};
use crate::rules::{Place, Rules, yaml};
use crate::testing::marked;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The failures, each with its line and a mark under the part that is concerned.
pub fn failures(
    outcomes: &[Outcome<'_>],
    sources: &BTreeMap<String, SourceFile>,
    color: bool,
) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        match &outcome.verdict {
            Verdict::Failed(failure) => {
                let place = place(outcome, failure, sources);
                let _ = writeln!(out, "{}", place.render_as("failed", color));
            }
            Verdict::Closed => {
                let failure = Failure { mark: None, expected: String::new(), found: String::new() };
                let mut place = place(outcome, &failure, sources);
                place.message = format!("`{}`: this known gap is closed", outcome.rule.id);
                place.help = Some("remove its `todo:`".to_owned());
                let _ = writeln!(out, "{}", place.render_as("note", color));
            }
            Verdict::Passed | Verdict::Gap(_) => {}
        }
    }
    out
}

fn place(
    outcome: &Outcome<'_>,
    failure: &Failure,
    sources: &BTreeMap<String, SourceFile>,
) -> RuleError {
    let text = &outcome.example.text;
    let message = format!("expected {}", failure.expected);
    let found = format!("found {}", failure.found);
    let path = &outcome.rule.place.path;
    let Some(file) = sources.get(&**path) else {
        return RuleError::new(path.clone(), message).help(found);
    };
    let marks = marked::parse(&text.value).unwrap_or_default().places;
    let inner = failure.mark.and_then(|i| marks.get(i).cloned()).unwrap_or(0..text.value.len());
    let bytes = yaml::range_in_scalar(&file.text, &text.referenced, inner);
    let mut error = RuleError::at(file, bytes, message).help(found);
    error.help = error.help.map(|h| h.trim().to_owned());
    error
}

/// Counts, and what the examples leave uncovered.
pub fn summary(
    rules: &Rules,
    selection: &Selection,
    outcomes: &[Outcome<'_>],
    fired_elsewhere: &BTreeSet<RuleId>,
) -> String {
    let count = |f: fn(&Verdict) -> bool| outcomes.iter().filter(|o| f(&o.verdict)).count();
    let failed = count(|v| matches!(v, Verdict::Failed(_)));
    let gaps = count(|v| matches!(v, Verdict::Gap(_)));
    let closed = count(|v| matches!(v, Verdict::Closed));
    let selected: Vec<RuleId> = (0..rules.rules.len() as u32)
        .map(RuleId)
        .filter(|id| selection.has(rules.rule(*id)))
        .collect();
    let mut out = format!(
        "{} of {}: {} passed, {failed} failed",
        counted(outcomes.len(), "example"),
        counted(selected.len(), "rule"),
        outcomes.len() - failed - gaps
    );
    for (n, word) in [(gaps, ""), (closed, " closed")] {
        if n > 0 {
            let _ = write!(out, ", {}{word}", counted(n, "known gap"));
        }
    }
    out.push('\n');
    let covered: BTreeSet<RuleId> =
        outcomes.iter().flat_map(|o| &o.fired).chain(fired_elsewhere).copied().collect();
    for idle in selected.iter().filter(|id| !covered.contains(id)).map(|id| rules.rule(*id)) {
        let _ = writeln!(out, "never fired: `{}`  {}", idle.id, line(&idle.place));
    }
    out
}

/// Rules whose examples hold without them, each with the rule that stands in.
pub fn accidents(rules: &Rules, outcomes: &[Outcome<'_>]) -> String {
    let mut by_rule: BTreeMap<&Place, (&str, BTreeSet<RuleId>, bool)> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|o| !o.example.none && o.verdict == Verdict::Passed) {
        let entry = by_rule.entry(&outcome.rule.place);
        let entry = entry.or_insert_with(|| (&outcome.rule.id, BTreeSet::new(), true));
        entry.1.extend(outcome.also);
        entry.2 &= outcome.also.is_some();
    }
    let mut out = String::new();
    for (place, (id, others, all)) in by_rule {
        if all && !others.is_empty() {
            let names: Vec<String> =
                others.iter().map(|o| format!("`{}`", rules.rule(*o).id)).collect();
            let (names, place) = (names.join(", "), line(place));
            let _ = writeln!(out, "every example of `{id}` holds without it, by {names}  {place}");
        }
    }
    out
}

fn line(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}
