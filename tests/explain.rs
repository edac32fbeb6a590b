//! `explain` tells what happened at a place: what was found, what lost and which condition failed.

use onrecord::article::{Article, Given};
use onrecord::explain::{Place, explain, why_not};
use onrecord::pipeline::Options;
use onrecord::rules::Rules;
use onrecord::rules::load::{self, PackFile};

const PACK: &str = r#"lexicons:
  tide: { entries: { spring: { num: 1 }, autumn: { num: 3 } } }
rules:
  - id: date.tide
    kind: date
    pattern: "the {tide:t} tides of {digits 4:y}"
    value: of(season(t.num), year(y))
    unless: { left: "novel" }
    tests:
      - { text: "[[the spring tides of 2031]]", is: 2031-SP }
      - { text: "the novel the spring tides of 2031", none: true }
"#;

fn rules() -> Rules {
    let mut files = load::builtin_files();
    files.push(PackFile { path: "tides.yaml".into(), bytes: PACK.into(), pack: 1 });
    load::load(files).unwrap_or_else(|e| panic!("{}", e.render(false))).rules
}

fn article(text: &str) -> Article {
    let given = Given { published: Some("2031-05-05".into()), ..Given::default() };
    Article { id: "a".into(), text: text.into(), given, ..Article::default() }
}

const TEXT: &str = "The quay at Lowtide has been closed since the autumn tides of 2031, the harbour master said.\n\n\
    She reads the novel the spring tides of 2031 to her crew, and waits for the spring tides.\n";

#[test]
fn what_was_found_is_explained() {
    let shown =
        explain(&rules(), &article(TEXT), &Options::default(), &Place::Position(1, 50)).to_string();
    for part in [
        "‹the autumn tides of 2031›",
        "date.tide  tides.yaml:4",
        "pattern   the {tide:t} tides of {digits 4:y}",
        "captured  t = ‹autumn›, y = ‹2031›",
        "season(3) = XXXX-FA",
    ] {
        assert!(shown.contains(part), "{part:?} is not in\n{shown}");
    }
}

#[test]
fn what_came_to_nothing_is_explained() {
    let shown = explain(&rules(), &article(TEXT), &Options::default(), &Place::Line(3)).to_string();
    let condition = "`date.tide`: its condition does not hold: unless.left: \"novel\"";
    assert!(shown.contains(condition), "{shown}");
}

#[test]
fn why_not_names_the_condition_and_the_near_miss() {
    let rules = rules();
    let (id, _) = rules.find("date.tide").unwrap();
    let shown =
        why_not(&rules, &article(TEXT), &Options::default(), &Place::Line(3), id).to_string();
    assert!(shown.contains("kept out   3:21 ‹the spring tides of 2031›"), "{shown}");
    assert!(shown.contains("‹the spring tides› matched, then expected of, found ‹.›"), "{shown}");
}

const SPEAKERS: &str = "Defence Minister Tomas Varga met Ms. Novak at the quay.\n\n\
    “We are ready,” he said. “The ferry leaves in May.”\n";

#[test]
fn who_speaks_is_explained() {
    let at = |place| explain(&rules(), &article(SPEAKERS), &Options::default(), &place);
    let shown = at(Place::Position(3, 5)).to_string();
    for part in [
        "quote.said-after",
        "meaning   What is said, then who says it, then the verb",
        "then      speaker ‹he› is Tomas Varga: ",
        "then      candidate Novak: another gender",
    ] {
        assert!(shown.contains(part), "{part:?} is not in\n{shown}");
    }
    // The verb of saying is a place of its quotation, too.
    assert!(at(Place::Position(3, 20)).to_string().contains("quote.said-after"));
    let shown = at(Place::Position(3, 30)).to_string();
    assert!(shown.contains("then      continues ‹he›"), "{shown}");
    let json = serde_json::to_string(&at(Place::Line(3))).unwrap();
    assert!(json.contains("candidate Novak: another gender"), "{json}");
}

#[test]
fn explaining_changes_nothing() {
    let (rules, article) = (rules(), article(TEXT));
    let before = onrecord::pipeline::extract(&rules, &article, &Options::default());
    let _ = explain(&rules, &article, &Options::default(), &Place::Everywhere);
    assert_eq!(before, onrecord::pipeline::extract(&rules, &article, &Options::default()));
}
