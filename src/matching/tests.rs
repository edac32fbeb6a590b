//! The pattern language, the anchors and the contexts, run over small texts.

use super::{Chunks, Ground, resolve};
use crate::rules::load::{self, PackFile};
use crate::rules::{RuleErrors, Rules};

fn rules(yaml: &str) -> Result<Rules, RuleErrors> {
    let file = PackFile { path: "a.yaml".into(), bytes: yaml.as_bytes().to_vec(), pack: 0 };
    load::load(vec![file]).map(|l| l.rules)
}

fn found(rules: &Rules, text: &str) -> String {
    let text = rules.text(text, 0);
    let chunks = Chunks::new(text.tokens.len());
    let ground = Ground { text: &text, chunks: &chunks, rules };
    let mut matches = rules.strata("article").iter().flat_map(|s| s.run(ground)).collect();
    resolve(rules, &mut matches);
    let show = |m: &super::Match| {
        let captures = m
            .captures
            .iter()
            .map(|c| format!(" {}={}", rules.capture_name(c.name), text.slice(c.tokens())))
            .collect::<String>();
        format!("{}[{}]{captures}", rules.rule(m.rule).id, text.slice(m.tokens()))
    };
    matches.iter().map(show).collect::<Vec<_>>().join("; ")
}

const LEXICA: &str = "
text: { clitics: [s] }
lexicons:
  month: { entries: { 'January|Jan.|Jan': {num: 1}, May: {num: 5} } }
  unit: { entries: { day|days: {u: day}, week|weeks: {u: week} } }
  number_word: { entries: { two: {num: 2}, twenty: {num: 20}, five: {num: 5}, hundred: {times: 100}, and: {join: true}, '-': {join: true} } }
  ordinal_word: { entries: { second: {num: 2}, fifth: {num: 5} } }
  ordinal_ending: { entries: [st, nd, rd, th] }
macros: { day: '{int 1..31:d}( st | nd | rd | th )?' }
";

fn check(pattern: &str, text: &str, expected: &str) {
    let yaml = format!(
        "{LEXICA}\nrules:\n  - {{ id: r, kind: article, type: source, pattern: \"{pattern}\" }}\n  - {{ id: unused, kind: article, type: source, pattern: \"$day zzz\" }}\n"
    );
    let rules = rules(&yaml).unwrap_or_else(|e| panic!("{}", e.render(false)));
    assert_eq!(found(&rules, text), expected, "{pattern} over {text}");
}

#[test]
fn patterns_match_as_they_read() {
    check("{month:m} $day ,? {digits 4:y}", "on May 5, 2016 he", "r[May 5, 2016] m=May d=5 y=2016");
    check("{month:m} $day", "he may 5; Jan. 3rd", "r[Jan. 3rd] m=Jan. d=3");
    check("{month:m} $day", "May 1,500 people", "");
    check(
        "{number:n} {unit:u} ago",
        "two hundred and five days ago",
        "r[two hundred and five days ago] n=two hundred and five u=days",
    );
    check(
        "{number:n} {unit:u} ago",
        "1,500 days ago, 2.5 weeks ago",
        "r[1,500 days ago] n=1,500 u=days; r[2.5 weeks ago] n=2.5 u=weeks",
    );
    check(
        "the {ordinal:o} {unit}",
        "the twenty-fifth day, the 2nd week",
        "r[the twenty-fifth day] o=twenty-fifth; r[the 2nd week] o=2nd",
    );
    check("( about | around ):a {int:n}", "around 7", "r[around 7] a=around n=7");
    check("{digits 4:a}-{int:b}", "2025-07 or 2025 - 07", "r[2025-07] a=2025 b=07");
    check("{cap}{1,3} 's house", "Old Anna Veidt's house", "r[Old Anna Veidt's house]");
    check("{/[a-z]+ing/:x} home", "going home", "r[going home] x=going");
    check("Minister of", "minister of, Minister of", "r[Minister of]");
    check(r"(?i)attack no (?P<n>\\d+)", "the Attack no 17 came", "r[Attack no 17] n=17");
    check("{unit[u=week]:u} end", "day end, week end", "r[week end] u=week");
    check("o'clock", "at five o’clock", "r[o’clock]");
}

#[test]
fn contexts_hold_or_not() {
    let with = |context: &str, text: &str| {
        let yaml = format!(
            "{LEXICA}\nrules:\n  - {{ id: r, kind: article, type: source, pattern: '{{unit}}', {context} }}\n  - {{ id: unused, kind: article, type: source, pattern: '$day zzz' }}\n"
        );
        found(&rules(&yaml).unwrap_or_else(|e| panic!("{}", e.render(false))), text)
    };
    assert_eq!(with("when: { left: the last }", "the last day, a day"), "r[day]");
    assert_eq!(with("unless: { right: ago }", "a day ago"), "");
    assert_eq!(with("when: { sentence: will }", "He will go a day. A week."), "r[day]");
    assert_eq!(with("when: { before: will }", "He will go a day. A week will do."), "r[day]");
    assert_eq!(with("when: { starts: sentence }", "Day one. A week."), "r[Day]");
}

#[test]
fn a_pattern_without_anchor_is_refused() {
    let errors =
        rules("rules:\n  - { id: r, kind: article, type: source, pattern: '{word} {any}{1,3}' }\n")
            .unwrap_err();
    assert!(errors.to_string().contains("no anchor"), "{errors}");
}

#[test]
fn longest_wins_then_priority() {
    let yaml = "rules:\n  - { id: short, kind: article, type: source, pattern: red, priority: 9 }\n  - { id: long, kind: article, type: source, pattern: red house }\n  - { id: low, kind: article, type: source, pattern: blue }\n  - { id: high, kind: article, type: source, pattern: blue, priority: 1 }\n";
    assert_eq!(found(&rules(yaml).unwrap(), "red house blue"), "long[red house]; high[blue]");
}
