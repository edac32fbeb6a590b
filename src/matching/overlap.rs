//! One total order for overlapping matches.
//!
//! Longest, then the later pack (a user's before the built-in), then priority, then most
//! captures, then the order of the rules.  The losers are kept for `explain`.

use super::Match;
use super::trace::{self, Step};
use crate::rules::Rules;
use std::cmp::Reverse;

/// Keeps the winners, in the order of the text, and returns the losers.
pub fn resolve(rules: &Rules, matches: &mut Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|m| {
        let rule = rules.rule(m.rule);
        (
            Reverse(m.last - m.first),
            Reverse(rule.pack),
            Reverse(rule.priority),
            Reverse(m.captures.len()),
            m.rule,
            m.first,
        )
    });
    let end = matches.iter().map(|m| m.last).max().unwrap_or(0);
    let mut taken = vec![false; end];
    let (mut winners, mut losers) = (Vec::with_capacity(matches.len()), Vec::new());
    for candidate in matches.drain(..) {
        let cells = &mut taken[candidate.first..candidate.last];
        if cells.iter().any(|t| *t) {
            if trace::on() {
                record_loss(&winners, &candidate);
            }
            losers.push(candidate);
        } else {
            cells.fill(true);
            winners.push(candidate);
        }
    }
    winners.sort_by_key(|m| (m.first, m.last));
    *matches = winners;
    if trace::on() {
        matches.iter().for_each(|m| trace::step(|| Step::Won(m.clone())));
    }
    losers
}

fn record_loss(winners: &[Match], found: &Match) {
    if let Some(to) = winners.iter().find(|w| w.first < found.last && found.first < w.last) {
        trace::step(|| Step::Lost { found: found.clone(), to: to.clone() });
    }
}
