//! Why a rule found nothing at a place.

use super::{Place, View, squeezed, touch};
use crate::article::Article;
use crate::matching::trace::{self, Step};
use crate::matching::{Match, RuleId};
use crate::pipeline::{self, Options};
use crate::rules::Rules;
use crate::testing::snapshot::{Fact, Lines, facts};
use serde::Serialize;
use std::ops::Range;

/// Why a rule found nothing at a place, or that it did find something.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct WhyNot {
    /// Id of the rule.
    pub rule: String,
    /// Where it is written.
    pub place: String,
    /// What it did find there, if anything.
    pub found: Vec<String>,
    /// Where its pattern matched, but something kept the match out.
    pub kept_out: Vec<String>,
    /// Where its pattern began to match, the farthest first.
    pub near: Vec<String>,
}

/// Most near misses that are worth reading.
const MOST: usize = 8;

/// Says why a rule found nothing at a place.
pub fn why_not(
    rules: &Rules,
    article: &Article,
    options: &Options,
    place: &Place,
    rule: RuleId,
) -> WhyNot {
    let (extraction, steps) = trace::watch(rule, || pipeline::extract(rules, article, options));
    let text = rules.text(&article.text, article.body_start);
    let view = View { rules, text: &text, lines: Lines::of(&article.text) };
    let range = place.range(&article.text, &view.lines);
    let info = view.rule(rule, "");
    let all = facts(&extraction);
    let here = all.iter().filter(|f| f.rule == info.id && touch(&(f.start..f.end), &range));
    let mut out = WhyNot {
        found: here.map(|f| format!("‹{}› {}", squeezed(&f.text), f.facts.join(", "))).collect(),
        rule: info.id,
        place: info.place,
        ..WhyNot::default()
    };
    for tried in view.tried(&steps, &range).into_iter().filter(|t| t.rule == out.rule) {
        out.kept_out
            .push(format!("{}:{} ‹{}›: {}", tried.at.0, tried.at.1, tried.text, tried.because));
    }
    for kept in trace::kept(&steps).filter(|m| m.rule == rule) {
        view.kept_but_not_used(kept, &range, &all, &mut out);
    }
    out.near = view.near(&steps, rule, &range);
    if &*rules.rule(rule).kind == "quote" && out.found.is_empty() {
        view.other_constructions(rule, &range, &all, &mut out);
    }
    out
}

impl View<'_> {
    /// A construction of quotes has no pattern of its own: which one was found in its place, if any.
    fn other_constructions(
        &self,
        rule: RuleId,
        place: &Range<usize>,
        facts: &[Fact],
        out: &mut WhyNot,
    ) {
        let quotes = facts.iter().filter(|f| f.kind == "quote" && touch(&(f.start..f.end), place));
        for quote in quotes {
            let ((line, column), text) = (self.lines.place(quote.start), squeezed(&quote.text));
            let construction = &quote.rule;
            out.kept_out
                .push(format!("{line}:{column} ‹{text}›: its construction is `{construction}`"));
        }
        if out.kept_out.is_empty() {
            let meaning = self.rules.rule(rule).note.as_deref().map(squeezed).unwrap_or_default();
            out.kept_out.push(format!("no quotation was found here; the construction: {meaning}"));
        }
    }

    /// A match that was kept, but of which the stage made nothing.
    fn kept_but_not_used(
        &self,
        kept: &Match,
        place: &Range<usize>,
        facts: &[Fact],
        out: &mut WhyNot,
    ) {
        let range = self.range(kept.tokens());
        if !touch(&range, place) || !out.found.is_empty() {
            return;
        }
        let (line, column) = self.lines.place(range.start);
        let words = self.words(kept);
        let trigger = format!("trigger ‹{words}›");
        let other = facts.iter().find(|fact| {
            fact.kind == &*self.rules.rule(kept.rule).kind
                && touch(&(fact.start..fact.end), &range)
                && (fact.facts.contains(&trigger) || fact.kind != "event")
        });
        let because = match other {
            Some(fact) => {
                format!("it matched, but `{}` ‹{}› has its place", fact.rule, squeezed(&fact.text))
            }
            None => "it matched; what became of it is not an entry of the extraction".to_owned(),
        };
        out.kept_out.push(format!("{line}:{column} ‹{words}›: {because}"));
    }

    fn near(&self, steps: &[Step], rule: RuleId, place: &Range<usize>) -> Vec<String> {
        let mut near: Vec<(usize, usize, String)> = Vec::new();
        for step in steps {
            let Step::Near(n) = step else { continue };
            let range = self.range(n.matched.clone());
            if n.rule != rule || !touch(&range, place) {
                continue;
            }
            let (line, column) = self.lines.place(range.start);
            let matched = squeezed(self.text.slice(n.matched.clone()));
            let next = self
                .text
                .tokens
                .get(n.matched.end)
                .map_or("the end", |_| self.text.word(n.matched.end));
            let mut expected = n.expected.clone();
            expected.sort();
            expected.dedup();
            let expected = expected.join(" or ");
            let message = format!(
                "{line}:{column} ‹{matched}› matched, then expected {expected}, found ‹{next}›"
            );
            near.push((usize::MAX - n.matched.len(), range.start, message));
        }
        near.sort();
        near.dedup();
        near.into_iter().take(MOST).map(|(_, _, message)| message).collect()
    }
}
