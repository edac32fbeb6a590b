//! The quoted words within a clause that is reported in part in the writer's own.
//!
//! In: the quotations of an article.  Out: those words as direct quotations of their own, tied by `part_of`
//! to the clause they stand in.  Only words that say something are taken: some with a finite verb, or
//! a good many; a word or two colour a clause and are no statement. Denied and supposed words stay out.

use super::construction;
use super::content::title_case;
use super::items::Items;
use super::marks::Region;
use super::phrase::Scope;
use crate::extraction::{Quote, QuoteKind};
use crate::rules::grammar::{class, shape};
use crate::text::Text;
use std::ops::Range;

/// Fewest tokens, marks not counted, that say something with a finite verb.
const FEWEST: usize = 5;
/// As many say something even without.
const MANY: usize = 8;

/// The stretches in quote marks of a part that are statements, as bytes.
pub(super) fn statements(
    scope: &Scope,
    items: &Items,
    regions: &[Region],
    part: Range<usize>,
) -> Vec<Range<usize>> {
    let quoted = part.filter(|i| items.list[*i].is(shape::QUOTED) && says(scope, *i));
    let regions = quoted.map(|i| &regions[items.list[i].region as usize]);
    regions.filter(|region| region.closed).map(|region| region.content.clone()).collect()
}

/// Whether the words of an item in quote marks say something.
fn says(scope: &Scope, at: usize) -> bool {
    let item = scope.at(at);
    let inner = item.first as usize + 1..(item.last as usize).saturating_sub(1);
    let bits = |token: usize| scope.grammar.bits(scope.text, token);
    let words = inner.clone().filter(|token| bits(*token) & (shape::WORD | shape::NUMBER) != 0);
    let count = words.count();
    let finite = |token: usize| {
        let verb = class::FINITE | class::BE | class::AUXILIARY | class::MODAL;
        let plain = bits(token) & shape::WORD != 0 && bits(token) & shape::CAPITAL == 0;
        bits(token) & verb != 0 || plain && scope.grammar.looks_past(scope.text.word(token))
    };
    count >= FEWEST && !title_case(scope, at) && (count >= MANY || inner.clone().any(finite))
}

/// Adds the quoted words of each quotation; `marked` names its place and their bytes.
pub fn add(text: &Text, marked: Vec<(usize, Range<usize>)>, quotes: &mut Vec<Quote>) {
    if marked.is_empty() {
        return;
    }
    for (whole, content) in marked {
        let slice = text.original(content);
        let words = Quote {
            start: slice.start,
            end: slice.end,
            text: slice.text.into(),
            kind: QuoteKind::Direct,
            closed: true,
            rule: construction::WITHIN.into(),
            ..quotes[whole].clone()
        };
        quotes.push(words);
    }
    quotes.sort_by_key(|quote| (quote.start, std::cmp::Reverse(quote.end)));
}
