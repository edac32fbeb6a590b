//! Near misses: how far the patterns of one rule got where they did not match.
//!
//! In: a stage, what it runs over and a rule.  Out: [`Near`]s.  Runs the patterns at every token,
//! without anchors; only for `explain --why-not`.

use super::program::{Instruction, Test};
use super::run::{Ground, Machine};
use super::{RuleId, Stage};
use crate::rules::Rules;
use crate::text::TokenRange;

/// A pattern that began to match but did not go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The rule.
    pub rule: RuleId,
    /// The tokens that matched.
    pub matched: TokenRange,
    /// What could have come next, as a rule file writes it.
    pub expected: Vec<String>,
}

/// The near misses of a rule, the farthest one for each start.
pub(super) fn misses(
    stage: &Stage,
    ground: Ground<'_>,
    rule: RuleId,
    range: TokenRange,
) -> Vec<Near> {
    let mut machine = Machine::default();
    let mut out: Vec<Near> = Vec::new();
    for start in range {
        let mut best: Option<Near> = None;
        for variant in stage.variants.iter().filter(|v| v.rule == rule) {
            let (found, stuck) = machine.run_watched(ground, &variant.program, start);
            let farther = best.as_ref().is_none_or(|b| stuck.at > b.matched.end);
            if found.is_none() && stuck.at > start && farther {
                let steps = stuck.steps.iter().map(|s| &variant.program.code[*s]);
                let expected = steps.flat_map(|s| describe(ground.rules, s)).collect();
                best = Some(Near { rule, matched: start..stuck.at, expected });
            }
        }
        out.extend(best);
    }
    // A start within a longer near miss adds nothing.
    let all = out.clone();
    out.retain(|n| {
        !all.iter().any(|o| o.matched.start < n.matched.start && n.matched.end <= o.matched.end)
    });
    out
}

/// What an instruction takes, as a rule file writes it: one text for each of several words.
fn describe(rules: &Rules, step: &Instruction) -> Vec<String> {
    let Instruction::Step { test, .. } = step else { return Vec::new() };
    vec![match test {
        Test::Word(word, _) => return rules.vocabulary.word(*word).into_iter().collect(),
        Test::Words(words) => {
            return words.iter().filter_map(|(word, _)| rules.vocabulary.word(*word)).collect();
        }
        Test::Lexicon(id, None) => format!("{{{}}}", rules.lexicons.get(*id).name),
        Test::Lexicon(id, Some(filter)) => {
            format!("{{{}[{}=…]}}", rules.lexicons.get(*id).name, filter.attribute)
        }
        Test::Int(low, high) => format!("{{int {low}..{high}}}"),
        Test::Digits(low, high) if low == high => format!("{{digits {low}}}"),
        Test::Digits(low, high) => format!("{{digits {low}..{high}}}"),
        Test::Number => "{number}".to_owned(),
        Test::Ordinal => "{ordinal}".to_owned(),
        Test::AnyWord => "{word}".to_owned(),
        Test::Capitalised => "{cap}".to_owned(),
        Test::AllCaps => "{allcaps}".to_owned(),
        Test::Lower => "{lower}".to_owned(),
        Test::Any => "{any}".to_owned(),
        Test::Punctuation => "{punct}".to_owned(),
        Test::Mark => "{mark}".to_owned(),
        Test::Regex(regex) => format!("{{/{}/}}", regex.as_str()),
        Test::Chunk(label) => format!("{{{}}}", rules.label_name(*label)),
    }]
}
