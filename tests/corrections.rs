//! A person's corrections: what `timeline --corrections` makes of them, run after run.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;

const POST: &str = "---\nsource: Amal Post\ndate: 2031-05-05\n---\nTwo ferries collided off Port Amal on Sunday, killing 12 people. \"The harbour stays shut for a week,\" harbour master Ines Okoro said on Monday.\n";
const DAILY: &str = "---\nsource: Coast Daily\ndate: 2031-05-06\n---\nA barge sank in the lagoon of Sel on Monday. The captain of a tanker was arrested on 2 May 2031, police said.\n";

fn news() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), POST).unwrap();
    fs::write(folder.path().join("b.txt"), DAILY).unwrap();
    folder
}

fn timeline(folder: &Path, more: &[&str]) -> Value {
    let output = Command::cargo_bin("onrecord")
        .unwrap()
        .current_dir(folder)
        .args(["timeline", ".", "--format", "json", "--quiet"])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn entries(timeline: &Value) -> Vec<&Value> {
    let of = |key: &str| timeline[key].as_array().unwrap().iter();
    of("entries").chain(of("undated")).collect()
}

/// The id of the first entry of a kind that holds the words.
fn id(timeline: &Value, kind: &str, words: &str) -> String {
    let holds =
        |entry: &&&Value| entry["kind"] == kind && entry["text"].as_str().unwrap().contains(words);
    entries(timeline).iter().find(holds).unwrap()["id"].as_str().unwrap().to_owned()
}

fn texts(timeline: &Value) -> Vec<(String, String)> {
    let text = |e: &&Value| {
        (
            e["date"]["edtf"].as_str().unwrap_or("-").to_owned(),
            e["text"].as_str().unwrap().to_owned(),
        )
    };
    entries(timeline).iter().map(text).collect()
}

#[test]
fn corrections_hold_in_every_run_and_beside_copies() {
    let folder = news();
    let before = timeline(folder.path(), &[]);
    let (barge, quote, ferries, arrest) = (
        id(&before, "event", "barge"),
        id(&before, "quote", "stays shut"),
        id(&before, "event", "ferries"),
        id(&before, "event", "arrested"),
    );
    let yaml =
        format!("merge:\n  - {ferries} {barge}\ndrop: [{quote}]\ndate:\n  {arrest}: 2030-05\n");
    fs::write(folder.path().join("fixes.yaml"), yaml).unwrap();
    let fixes = ["--corrections", "fixes.yaml"];
    let after = timeline(folder.path(), &fixes);
    let told = texts(&after);
    assert!(!entries(&after).iter().any(|entry| entry["id"] == quote.as_str()), "{told:?}");
    let arrests: Vec<&Value> = entries(&after)
        .into_iter()
        .filter(|e| e["kind"] == "event" && e["text"].as_str().unwrap().contains("arrested"))
        .map(|e| &e["date"]["edtf"])
        .collect();
    assert!(!arrests.is_empty() && arrests.iter().all(|date| *date == "2030-05"), "{told:?}");
    let merged = entries(&after).into_iter().find(|e| e["id"] == ferries.as_str()).unwrap();
    let articles: Vec<&str> = merged["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["article"].as_str().unwrap())
        .collect();
    assert!(
        articles.iter().any(|a| a.contains("a.txt"))
            && articles.iter().any(|a| a.contains("b.txt"))
    );

    fs::write(folder.path().join("copy.txt"), POST).unwrap();
    assert_eq!(texts(&timeline(folder.path(), &fixes)), told, "a copy changes nothing");
}

#[test]
fn what_cannot_be_followed_is_said_and_changes_nothing() {
    let folder = news();
    let before = timeline(folder.path(), &[]);
    let barge = id(&before, "event", "barge");
    let misspelt = format!("{}z", &barge[..barge.len() - 1]);
    fs::write(folder.path().join("fixes.yaml"), format!("drop:\n  - {misspelt}\n")).unwrap();
    let output = Command::cargo_bin("onrecord")
        .unwrap()
        .current_dir(folder.path())
        .args(["timeline", ".", "--format", "json", "--corrections", "fixes.yaml"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("fixes.yaml:2:5: no entry has the id"), "{said}");
    assert!(said.contains(&format!("did you mean `{barge}`?")), "{said}");
    let after: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(texts(&after), texts(&before));
}

#[test]
fn a_file_that_is_no_corrections_stops_the_run() {
    let folder = news();
    fs::write(folder.path().join("fixes.yaml"), "drp: []\n").unwrap();
    let assert = Command::cargo_bin("onrecord")
        .unwrap()
        .current_dir(folder.path())
        .args(["timeline", ".", "--corrections", "fixes.yaml"])
        .assert()
        .code(2);
    let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(said.contains("fixes.yaml:1:1") && said.contains("did you mean `drop`?"), "{said}");
}
