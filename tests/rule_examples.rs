//! The examples of the built-in rules hold, and examples that do not hold are told so.

use onrecord::rules::load::{self, PackFile};
use onrecord::rules::{Rules, yaml};
use onrecord::testing::examples::{self, Outcome, Selection, Verdict, report};
use std::collections::BTreeMap;

fn shown(outcomes: &[Outcome<'_>], files: &[PackFile]) -> String {
    let sources: BTreeMap<_, _> =
        files.iter().map(|f| (f.path.clone(), yaml::decode(&f.path, &f.bytes).unwrap())).collect();
    report::failures(outcomes, &sources, false)
}

#[test]
fn built_in_examples_hold() {
    let mut outcomes = examples::run(Rules::builtin(), &Selection::default());
    outcomes.retain(|o| matches!(o.verdict, Verdict::Failed(_)));
    assert!(outcomes.is_empty(), "{}", shown(&outcomes, &load::builtin_files()));
}

#[test]
fn every_built_in_rule_proves_what_it_finds_and_what_it_does_not() {
    for (none, what) in [(false, "example"), (true, "counter-example")] {
        let without =
            Rules::builtin().rules.iter().filter(|rule| rule.tests.iter().all(|t| t.none != none));
        let ids: Vec<&str> = without.map(|rule| &*rule.id).collect();
        assert!(ids.is_empty(), "rules without {what}: {ids:?}");
    }
}

const PACK: &str = r#"lexicons:
  slip: { entries: { Erratum: {}, Correction: {} } }
rules:
  - id: article.slip
    kind: article
    type: category
    when: { starts: line }
    pattern: "{slip} :"
    tests:
      - { text: "Corn is up\n\n[[Erratum:]] it was barley." }
      - { text: "Corn is up\n\n[[Erratum]]: it was barley." }
      - { text: "Corn is up\n\n[[Corrections:]] it was barley." }
      - { text: "Corn is up\n\nCorrection: it was barley.", none: true }
      - { text: "The Correction: a novel", none: true }
      - { text: "[[Errata:]] it was barley.", todo: the plural }
      - { text: "[[Correction:]] it was barley.", todo: closed long ago }
"#;

fn pack() -> Vec<PackFile> {
    vec![PackFile { path: "slips.yaml".into(), bytes: PACK.into(), pack: 1 }]
}

#[test]
fn failures_stand_at_their_place() {
    let mut files = load::builtin_files();
    files.extend(pack());
    let rules = load::load(files).unwrap().rules;
    let selection = Selection { pack: 1, ..Selection::default() };
    let outcomes = examples::run(&rules, &selection);
    let verdicts: String = outcomes
        .iter()
        .map(|o| match o.verdict {
            Verdict::Passed => 'p',
            Verdict::Failed(_) => 'f',
            Verdict::Gap(_) => 'g',
            Verdict::Closed => 'c',
        })
        .collect();
    assert_eq!(verdicts, "pfffpgc");
    insta::assert_snapshot!(shown(&outcomes, &pack()), @r#"
    failed: expected `article.slip` to find ‹Erratum›
      --> slips.yaml:11:34
       |
    11 |       - { text: "Corn is up\n\n[[Erratum]]: it was barley." }
       |                                  ^^^^^^^
       = help: found ‹Erratum:› (matched by `article.slip`)

    failed: expected `article.slip` to find ‹Corrections:›
      --> slips.yaml:12:34
       |
    12 |       - { text: "Corn is up\n\n[[Corrections:]] it was barley." }
       |                                  ^^^^^^^^^^^^
       = help: found nothing

    failed: expected `article.slip` to find nothing
      --> slips.yaml:13:18
       |
    13 |       - { text: "Corn is up\n\nCorrection: it was barley.", none: true }
       |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: found ‹Correction:› (matched by `article.slip`)

    note: `article.slip`: this known gap is closed
      --> slips.yaml:16:18
       |
    16 |       - { text: "[[Correction:]] it was barley.", todo: closed long ago }
       |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: remove its `todo:`
    "#);
}

const DATES: &str = r#"rules:
  - id: date.ebb
    kind: date
    pattern: "the ebb of {digits 4:y}"
    value: year(y)
    tests:
      - { text: "in [[the ebb of 2031]]", is: March 2031 }
      - { text: "in [[the ebb of 2031]]", is: 2032, type: DURATION }
      - { text: "in the [[ebb of 2031]]", is: 2031 }
"#;

#[test]
fn failures_say_what_differs() {
    let own = vec![PackFile { path: "ebb.yaml".into(), bytes: DATES.into(), pack: 1 }];
    let mut files = load::builtin_files();
    files.extend(own.clone());
    let rules = load::load(files).unwrap().rules;
    let selection = Selection { pack: 1, ..Selection::default() };
    let told = shown(&examples::run(&rules, &selection), &own);
    let told: Vec<&str> =
        told.lines().map(str::trim).filter(|line| line.starts_with("= help")).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    = help: found ‹the ebb of 2031› = 2031 (by `date.ebb`); the value differs; `March 2031` is neither a TIMEX3 value nor EDTF (2031-05-07, 2031-05, 2031-Q2, 2031-W19, P3D)
    = help: found ‹the ebb of 2031› = 2031 (by `date.ebb`); the value differs; the type differs: DATE
    = help: found ‹the ebb of 2031› = 2031 (by `date.ebb`); the words differ: mark what it finds
    ");
}
