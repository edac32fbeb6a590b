//! Every error a rule author can make, and the message it gets.
//!
//! Each file of tests/rules/errors is broken in one way; snapshots/rule-errors.snap shows what
//! its author is told.

use onrecord::rules::lint::{lint, report};
use onrecord::rules::load::PackFile;
use std::fs;
use std::path::Path;

fn message(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut findings = lint(vec![PackFile { path: name, bytes: fs::read(path).unwrap(), pack: 1 }]);
    findings.retain(|f| !f.place.code.ends_with("-example") && f.place.code != "unused-lexicon");
    report::text(&findings, false)
}

#[test]
fn every_error_has_a_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/errors");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let messages: Vec<String> = paths.iter().map(|p| message(p)).collect();
    settings.bind(|| insta::assert_snapshot!("rule-errors", messages.join("\n")));
    for (path, message) in paths.iter().zip(&messages) {
        assert!(!message.starts_with("no findings"), "{} loads without a word", path.display());
    }
}
