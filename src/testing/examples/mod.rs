//! The examples inside rules, run.
//!
//! In: loaded rules.  Out: for each example whether it holds, and if not, what was found instead.
//! An example runs through the whole pipeline as an article of its own, published on its `at`
//! day; it holds if the rule it stands in (or the one it names) finds what is marked.

mod differences;
mod finds;
pub mod report;

use super::marked::{self, Marked};
use crate::article::{Article, Given};
use crate::extraction::Extraction;
use crate::matching::RuleId;
use crate::matching::trace::{self, Step};
use crate::pipeline::{self, Options};
use crate::rules::diagnostic::did_you_mean;
use crate::rules::spec::ExampleSpec;
use crate::rules::{Rule, Rules};
use finds::{Find, finds, lost};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// How an example came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It does not hold: what was expected and what was found.
    Failed(Failure),
    /// It does not hold, and is marked as a known gap.
    Gap(Failure),
    /// It is marked as a known gap, but holds.
    Closed,
}

/// Why an example does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The marked part of the example that is concerned, by number.
    pub mark: Option<usize>,
    /// What was expected.
    pub expected: String,
    /// What was found instead.
    pub found: String,
}

/// One example and how it came out.
#[derive(Debug, Clone)]
pub struct Outcome<'r> {
    /// The rule it stands in.
    pub rule: &'r Rule,
    /// The example.
    pub example: &'r ExampleSpec,
    /// How it came out.
    pub verdict: Verdict,
    /// Ids of the rules that fired in it.
    pub fired: BTreeSet<RuleId>,
    /// The rule that finds the same when this one is taken away.
    pub also: Option<RuleId>,
    /// Where the example fails though the rule matches what is marked: the rule that went before it.
    pub lost_to: Option<RuleId>,
}

/// Which examples are run.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only rules whose id contains one of these; all where empty.
    pub ids: Vec<String>,
    /// Only rules of these kinds; all where empty.
    pub kinds: Vec<String>,
    /// Only rules of packs from this one on.
    pub pack: u16,
}

impl Selection {
    /// Whether the selection can have anything, as a slip in an id or a kind selects nothing.
    ///
    /// # Errors
    /// Says which part selects nothing, with a hint.
    pub fn check(&self, rules: &Rules) -> Result<(), String> {
        let own = || rules.rules.iter().filter(|r| r.pack >= self.pack);
        if let Some(kind) = self.kinds.iter().find(|k| own().all(|r| *r.kind != ***k)) {
            let known: BTreeSet<&str> = own().map(|r| &*r.kind).collect();
            let list = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            let near = did_you_mean(kind, known).map(|near| format!("; {near}"));
            let near = near.unwrap_or_else(|| format!("; there are rules of {list}"));
            return Err(format!("no rule is of the kind `{kind}`{near}"));
        }
        if let Some(id) = self.ids.iter().find(|i| own().all(|r| !r.id.contains(i.as_str()))) {
            let near = did_you_mean(id, own().map(|r| &*r.id)).map(|near| format!("; {near}"));
            return Err(format!("no rule has an id with `{id}` in it{}", near.unwrap_or_default()));
        }
        Ok(())
    }

    /// Whether a rule is selected.
    pub fn has(&self, rule: &Rule) -> bool {
        let id = self.ids.is_empty() || self.ids.iter().any(|i| rule.id.contains(i.as_str()));
        let kind = self.kinds.is_empty() || self.kinds.iter().any(|k| **k == *rule.kind);
        id && kind && rule.pack >= self.pack
    }
}

/// Runs the examples of the selected rules, in the order of the rules.
pub fn run<'r>(rules: &'r Rules, selection: &Selection) -> Vec<Outcome<'r>> {
    let selected = rules.rules.iter().enumerate().filter(|(_, rule)| selection.has(rule));
    let cases: Vec<(RuleId, &Rule, &ExampleSpec)> = selected
        .flat_map(|(i, rule)| rule.tests.iter().map(move |t| (RuleId(i as u32), rule, t)))
        .collect();
    cases.into_par_iter().map(|(id, rule, example)| run_one(rules, id, rule, example)).collect()
}

fn run_one<'r>(
    rules: &'r Rules,
    id: RuleId,
    rule: &'r Rule,
    example: &'r ExampleSpec,
) -> Outcome<'r> {
    // Brackets that do not pair are an error of loading.
    let marked = marked::parse(&example.text.value).unwrap_or_default();
    let article = article(&marked, example);
    let found_here = found(rules, &article);
    let fired = found_here.finds.iter().map(|f| f.rule).collect();
    let wanted = match &example.rule {
        Some(other) => rules.find(&other.value).map_or(id, |(id, _)| id),
        None => id,
    };
    let mut failure = judge(rules, wanted, example, &marked, &found_here.finds);
    let lost_to = failure.as_mut().filter(|_| !example.none).and_then(|failure| {
        let span = failure.mark.and_then(|mark| marked.spans.get(mark));
        found_here.tell_why(rules, wanted, span, failure)
    });
    let also = if failure.is_none() && !example.none {
        trace::without(wanted, || found(rules, &article).finds)
            .into_iter()
            .find(|f| f.rule != wanted && holds_too(f, example, &marked))
            .map(|f| f.rule)
    } else {
        None
    };
    let verdict = match (failure, &example.todo) {
        (None, None) => Verdict::Passed,
        (None, Some(_)) => Verdict::Closed,
        (Some(failure), None) => Verdict::Failed(failure),
        (Some(failure), Some(_)) => Verdict::Gap(failure),
    };
    Outcome { rule, example, verdict, fired, also, lost_to }
}

fn article(marked: &Marked, example: &ExampleSpec) -> Article {
    let published = example.at.as_ref().map(|day| day.value.clone());
    let given = Given {
        published_basis: published.as_ref().map(|_| "given".to_owned()),
        published,
        ..Given::default()
    };
    Article { id: "example".to_owned(), text: marked.text.clone(), given, ..Article::default() }
}

/// What came of an example.
struct Found {
    finds: Vec<Find>,
    /// Matches that another rule went before, with that rule.
    lost: Vec<(Find, RuleId)>,
    /// Matches whose condition does not hold: the rule, the code points, the condition.
    rejected: Vec<(RuleId, Range<usize>, String)>,
}

impl Found {
    /// Adds to a failure why a rule that matches came to nothing; the rule that went before it.
    fn tell_why(
        &self,
        rules: &Rules,
        wanted: RuleId,
        span: Option<&Range<usize>>,
        failure: &mut Failure,
    ) -> Option<RuleId> {
        let winner = self.winner_over(wanted, span);
        let why = match winner {
            Some(winner) => Some(format!("`{}` goes before it", rules.rule(winner).id)),
            None => self
                .condition_of(wanted, span)
                .map(|condition| format!("its condition does not hold: {condition}")),
        };
        if let Some(why) = why {
            failure.found.push_str(&format!("; `{}` matches, but {why}", rules.rule(wanted).id));
        }
        winner
    }

    /// The rule that went before one at a place; none where that one came to something there.
    fn winner_over(&self, wanted: RuleId, span: Option<&Range<usize>>) -> Option<RuleId> {
        let mine = |f: &Find| f.rule == wanted && span.is_none_or(|span| f.covers(span));
        if self.finds.iter().any(|f| f.is_result && mine(f)) {
            return None;
        }
        self.lost.iter().find(|(find, _)| mine(find)).map(|(_, winner)| *winner)
    }

    /// The condition that kept a rule from a place.
    fn condition_of(&self, wanted: RuleId, span: Option<&Range<usize>>) -> Option<&str> {
        let near = |r: &Range<usize>| span.is_none_or(|s| r.start < s.end && s.start < r.end);
        let mut mine =
            self.rejected.iter().filter(|(rule, range, _)| *rule == wanted && near(range));
        mine.next().map(|(.., condition)| condition.as_str())
    }
}

fn found(rules: &Rules, article: &Article) -> Found {
    let (extraction, steps): (Extraction, _) =
        trace::record(|| pipeline::extract(rules, article, &Options::default()));
    let text = rules.text(&article.text, article.body_start);
    let finds = finds(rules, &text, &extraction, &steps);
    let lost = lost(rules, &text, &steps, &finds);
    let rejected = steps.iter().filter_map(|step| match step {
        Step::Rejected { found, context } => {
            let range = text.range_of(found.tokens());
            Some((found.rule, range.start..range.end, context.clone()))
        }
        _ => None,
    });
    let rejected = rejected.collect();
    Found { finds, lost, rejected }
}

/// Why the example does not hold, if it does not.
fn judge(
    rules: &Rules,
    wanted: RuleId,
    example: &ExampleSpec,
    marked: &Marked,
    finds: &[Find],
) -> Option<Failure> {
    let of_rule: Vec<&Find> = finds.iter().filter(|f| f.rule == wanted).collect();
    let id = &*rules.rule(wanted).id;
    if example.none {
        return found_nothing(rules, id, &of_rule);
    }
    if marked.spans.is_empty() {
        let fits = of_rule.iter().any(|f| answers(f, example));
        return (!fits).then(|| Failure {
            mark: None,
            expected: expectation(id, None, example),
            found: seen(rules, of_rule.iter().copied(), finds),
        });
    }
    marked.spans.iter().enumerate().find_map(|(i, span)| {
        let there: Vec<&Find> = of_rule.iter().copied().filter(|f| f.covers(span)).collect();
        // The value is given once; with several marks it is that of the first.
        let fits = there.iter().any(|f| i > 0 || answers(f, example));
        (!fits).then(|| {
            let words: String = marked.text.chars().skip(span.start).take(span.len()).collect();
            let near =
                finds.iter().filter(|f| f.range.start < span.end && span.start < f.range.end);
            let mut found = match there.is_empty() {
                true => seen(rules, near, finds),
                false => seen(rules, there.iter().copied(), finds),
            };
            found.push_str(&differences::told(&there, &of_rule, span, example));
            Failure { mark: Some(i), expected: expectation(id, Some(&words), example), found }
        })
    })
}

/// Why a counter-example does not hold, if it does not.
fn found_nothing(rules: &Rules, id: &str, of_rule: &[&Find]) -> Option<Failure> {
    let result = of_rule.iter().find(|f| f.is_result);
    let hit = result.or(of_rule.first().filter(|_| only_matches(of_rule)))?;
    let expected = format!("`{id}` to find nothing");
    Some(Failure { mark: None, expected, found: hit.describe(rules) })
}

/// A rule whose kind gives no results of its own is judged by its matches.
fn only_matches(of_rule: &[&Find]) -> bool {
    of_rule.iter().all(|f| !f.is_result && !f.has_results)
}

fn answers(find: &Find, example: &ExampleSpec) -> bool {
    let value = example.is.as_ref().is_none_or(|is| find.values.contains(&is.value));
    let who = example.who.as_ref().is_none_or(|who| find.who.as_ref() == Some(&who.value));
    let type_ = example
        .type_
        .as_ref()
        .is_none_or(|t| find.type_.as_ref().is_some_and(|f| f.eq_ignore_ascii_case(t)));
    value && who && type_
}

/// Whether something answers an example as well as its rule does.
fn holds_too(find: &Find, example: &ExampleSpec, marked: &Marked) -> bool {
    let something = example.is.is_some() || example.who.is_some() || example.type_.is_some();
    something && answers(find, example) && marked.spans.first().is_none_or(|span| find.covers(span))
}

fn expectation(id: &str, words: Option<&str>, example: &ExampleSpec) -> String {
    let mut out = match words {
        Some(words) => format!("`{id}` to find ‹{words}›"),
        None => format!("`{id}` to find something"),
    };
    let facts = [("value", &example.is), ("speaker", &example.who)];
    for (name, fact) in facts {
        out.extend(fact.as_ref().map(|f| format!(", {name} {}", f.value)));
    }
    out.extend(example.type_.as_ref().map(|t| format!(", type {t}")));
    out
}

/// What was found, shown shortly: the near ones if there are any, else all.
fn seen<'a>(rules: &Rules, near: impl Iterator<Item = &'a Find>, all: &'a [Find]) -> String {
    let mut shown: Vec<String> = near.map(|f| f.describe(rules)).collect();
    if shown.is_empty() {
        shown = all.iter().map(|f| f.describe(rules)).collect();
    }
    // A match is not worth telling where its result is told.
    let results: Vec<String> =
        shown.iter().filter(|s| !s.contains(" (matched by ")).cloned().collect();
    if !results.is_empty() {
        shown = results;
    }
    shown.dedup();
    if shown.is_empty() { "nothing".to_owned() } else { shown[..shown.len().min(4)].join("; ") }
}
