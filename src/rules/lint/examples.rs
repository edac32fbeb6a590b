//! Examples that another rule wins.
//!
//! In: rules that load.  Out: a warning for each example whose rule matches what is marked, but loses it.

use super::{Finding, checks};
use crate::extraction::Severity;
use crate::rules::Rules;
use crate::rules::load::ParsedFile;
use crate::testing::examples::{self, Selection};

/// The examples of packs from `own` on that another rule wins.
pub(super) fn lost(rules: &Rules, own: u16, files: &[ParsedFile]) -> Vec<Finding> {
    let selection = Selection { pack: own, ..Selection::default() };
    let mut out = Vec::new();
    for outcome in examples::run(rules, &selection) {
        let file = files.iter().find(|f| *f.source.path == *outcome.rule.place.path);
        let known_gap = outcome.example.todo.is_some();
        let (Some(winner), Some(file), false) = (outcome.lost_to, file, known_gap) else {
            continue;
        };
        let named = outcome.example.rule.as_ref().map(|rule| rule.value.as_str());
        let (loser, winner) = (named.unwrap_or(&outcome.rule.id), &rules.rule(winner).id);
        let message = format!("`{winner}` wins this example of `{loser}`");
        let place = checks::at(file, &outcome.example.text, message).code("lost-example").help(
            "make the pattern longer, raise its `priority`, or name the winner with `rule:` if it should win",
        );
        out.push(Finding { severity: Severity::Warning, place });
    }
    out
}
