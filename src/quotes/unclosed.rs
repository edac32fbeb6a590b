//! Quotations whose closing mark is missing.
//!
//! In: a region without a closing mark.  Out: where it ends: with its paragraph, where the next
//! one opens again; before the attribution that follows; or nowhere, and it is no quotation.

use super::cue::{self, Voice};
use super::items::Items;
use super::phrase::Scope;
use super::surroundings;
use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
use crate::text::{Text, TokenRange};

/// Longest stretch that is searched for an attribution, in tokens.
const LONGEST: usize = 400;

/// One past the last token of an unclosed region that begins at `tokens.start`; `None` where no
/// attribution tells that it is a quotation.
pub fn end(rules: &Rules, text: &Text, bits: &[u64], tokens: TokenRange) -> Option<usize> {
    let mut items = Items::default();
    let stop = tokens.end.min(tokens.start + LONGEST);
    items.build(text, bits, tokens.start + 1..stop, &[]);
    let scope =
        Scope { text, grammar: &rules.grammar, list: &items.list, low: 0, high: items.list.len() };
    let cut = (1..scope.high)
        .filter(|i| scope.at(*i).is(class::SPEECH))
        .find_map(|i| attribution(&scope, rules, i))?;
    (cut > 0).then(|| items.list[cut - 1].last as usize)
}

/// The item at which an attribution with the verb at `verb` begins, behind a comma.
fn attribution(scope: &Scope, rules: &Rules, verb: usize) -> Option<usize> {
    let cue = cue::at(scope, &rules.lexicons, verb).filter(|c| c.voice == Voice::Finite)?;
    let behind_comma = |at: usize| at > 0 && scope.at(at - 1).is(shape::COMMA | shape::STOP);
    if behind_comma(cue.group.start) {
        let speaker = scope.right(cue.group.end)?;
        return (speaker.head.len() <= 24).then_some(cue.group.start);
    }
    let speaker = cue::subject_before(scope, &cue)?;
    let start = speaker.full.start;
    (behind_comma(start) && surroundings::closes(scope, cue.group.end)).then_some(start)
}
