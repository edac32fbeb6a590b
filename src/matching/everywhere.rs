//! What is found through anchors, gates and look-aheads is what is found by running every pattern
//! everywhere.

use super::context::holds;
use super::{Chunks, Goal, Ground, Machine, Match, RuleId, Stage, resolve};
use crate::rules::Rules;
use std::collections::BTreeSet;

type Found = BTreeSet<(RuleId, usize, usize)>;

/// The texts of every so many examples of the built-in rules.
const EVERY: usize = 4;

fn text_of_examples(rules: &Rules) -> String {
    let examples = rules.rules.iter().flat_map(|rule| &rule.tests).step_by(EVERY);
    let texts = examples.map(|example| example.text.value.replace("[[", "").replace("]]", ""));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// Runs every pattern of a stage at every token.
fn everywhere(stage: &Stage, ground: Ground<'_>) -> Found {
    let (mut machine, mut surroundings) = (Machine::default(), Machine::default());
    let mut found = Found::new();
    for variant in &stage.variants {
        let rule = ground.rules.rule(variant.rule);
        for first in 0..ground.text.tokens.len() {
            let end = machine.run(ground, &variant.program, first, Goal::Longest);
            let Some(last) = end.filter(|end| *end > first) else { continue };
            let one = Match { rule: variant.rule, first, last, captures: Default::default() };
            let mut stands = |context| holds(ground, &mut surroundings, &one, context);
            if rule.when.iter().all(&mut stands) && !rule.unless.iter().any(&mut stands) {
                found.insert((variant.rule, first, last));
            }
        }
    }
    found
}

fn compare(stage: &Stage, ground: Ground<'_>) -> Vec<Match> {
    let matches = stage.run(ground);
    let found: Found = matches.iter().map(|found| (found.rule, found.first, found.last)).collect();
    let shown = |(rule, first, last): &(RuleId, usize, usize)| {
        format!("{} ‹{}›", ground.rules.rule(*rule).id, ground.text.slice(*first..*last))
    };
    let all = everywhere(stage, ground);
    let lost: Vec<String> = all.difference(&found).map(shown).collect();
    let made_up: Vec<String> = found.difference(&all).map(shown).collect();
    assert_eq!((lost, made_up), (Vec::new(), Vec::new()));
    assert!(!found.is_empty());
    matches
}

#[test]
fn anchors_lose_nothing() {
    let rules = Rules::builtin();
    let text = text_of_examples(rules);
    let text = rules.text(&text, 0);
    let mut chunks = Chunks::new(text.tokens.len());
    for (kind, _, stage) in rules.stages() {
        let mut matches = compare(stage, Ground { text: &text, chunks: &chunks, rules });
        if kind == "date" {
            resolve(rules, &mut matches);
            for found in matches {
                let rule = rules.rule(found.rule);
                for label in [Some(rule.label), rules.label("date")].into_iter().flatten() {
                    chunks.add(label, found.first, found.last, 0);
                }
            }
        }
    }
}
