//! Every error a rule author can make, and the message it gets.
//!
//! Each file of tests/rules/errors is broken in one way, each of tests/rules/lints loads and could be
//! better in one way; snapshots/rule-errors.snap and rule-lints.snap show what its author is told.

use onrecord::rules::lint::{lint, report};
use onrecord::rules::load::{PackFile, builtin_files};
use std::fs;
use std::path::Path;

fn message(path: &Path) -> String {
    let mut findings = lint(vec![file(path)]);
    findings.retain(|f| !f.place.code.ends_with("-example") && f.place.code != "unused-lexicon");
    report::text(&findings, false)
}

/// What is said of a file of a pack on top of the built-in rules.
fn advice(path: &Path) -> String {
    let mut files = builtin_files();
    files.push(file(path));
    report::text(&lint(files), false)
}

fn file(path: &Path) -> PackFile {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    PackFile { path: name, bytes: fs::read(path).unwrap(), pack: 1 }
}

/// Snapshots what is said of each file of a folder; something must be.
fn check(folder: &str, snapshot: &str, said: fn(&Path) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let messages: Vec<String> = paths.iter().map(|p| said(p)).collect();
    settings.bind(|| insta::assert_snapshot!(snapshot, messages.join("\n")));
    for (path, message) in paths.iter().zip(&messages) {
        assert!(!message.starts_with("no findings"), "{} passes without a word", path.display());
    }
}

#[test]
fn every_error_has_a_message() {
    check("errors", "rule-errors", message);
}

#[test]
fn every_lint_finds_what_it_is_for() {
    check("lints", "rule-lints", advice);
}
