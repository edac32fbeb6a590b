//! Replays quotes against their sources.

use super::*;

fn verdicts(quote: &str, source: &str) -> Vec<CheckedQuote> {
    let words = CheckWords::built_in().unwrap();
    let text = format!("“{quote}”\n");
    let draft = Draft { text: &text, body_start: 0, extraction: None };
    check(&draft, &[Source { id: "s", text: source, body_start: 0 }], &|_| Vec::new(), &words)
        .quotes
}

/// Cases kept outside the project, one JSON object a line; passes over in silence without them.
#[test]
fn replays_cases_given_by_the_environment() {
    let Ok(path) = std::env::var("ONRECORD_CHECK_CASES") else { return };
    let mut wrong = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let found =
            verdicts(case["quote"].as_str().unwrap().trim(), case["source"].as_str().unwrap());
        let holds = !found.is_empty() && found.iter().all(|q| q.verdict == Verdict::Verbatim);
        if holds != case["faithful"].as_bool().unwrap() || found.is_empty() {
            wrong.push(format!("{} {} {:#?}", case["id"], case["quote"], found));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
