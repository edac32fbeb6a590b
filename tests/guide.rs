//! The guides in docs/ and the README do what they show.
//!
//! In a guide, a block ```` ```yaml name=court/a.yaml ```` is a file; with `append` behind the name it
//! is added to that file.  A block ```` ```console ```` holds commands behind `$ ` and what they print; a
//! line `…` stands for any lines.  All blocks of a guide run in one empty folder, in their order.
//! `ONRECORD_GUIDE=write cargo test --test guide` writes what is printed into the guides.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"onrecord"), "only onrecord is run in guides: {command}");
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(&words[1..])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let mut shown = String::from_utf8_lossy(&output.stdout).into_owned();
    shown.push_str(&String::from_utf8_lossy(&output.stderr));
    let mut lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
    while lines.last().is_some_and(|l| l.is_empty()) {
        lines.pop();
    }
    let mut shown: String = lines.iter().map(|l| format!("{l}\n")).collect();
    if let Some(status) = output.status.code().filter(|s| *s != 0) {
        let _ = writeln!(shown, "[exit status {status}]");
    }
    shown
}

/// Whether printed lines are the expected ones, where `…` stands for any lines.
fn fits(expected: &[&str], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((&"…", rest)) => (0..=printed.len()).any(|skip| fits(rest, &printed[skip..])),
        Some((line, rest)) => printed.first() == Some(line) && fits(rest, &printed[1..]),
    }
}

/// Runs a `console` block; the block as it should read.
fn console(folder: &Path, block: &str) -> String {
    let mut out = String::new();
    for part in block.split("$ ").skip(1) {
        let (command, expected) = part.split_once('\n').unwrap_or((part, ""));
        let printed = run(folder, command);
        let lines: Vec<&str> = expected.lines().collect();
        let kept = fits(&lines, &printed.lines().collect::<Vec<_>>());
        let _ = write!(out, "$ {command}\n{}", if kept { expected } else { &printed });
    }
    out
}

fn write_file(folder: &Path, info: &str, block: &str) {
    let Some(name) = info.split_whitespace().find_map(|w| w.strip_prefix("name=")) else { return };
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let before =
        if info.ends_with(" append") { fs::read_to_string(&path).unwrap() } else { String::new() };
    fs::write(path, before + block).unwrap();
}

/// The guide as it should read.
fn executed(guide: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples"), &folder.path().join("examples"));
    let mut out = String::new();
    let mut rest = guide;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (info, after) = after.split_once('\n').unwrap();
        let (block, after) = after.split_once("```").unwrap();
        let shown = if info == "console" {
            console(folder.path(), block)
        } else {
            write_file(folder.path(), info, block);
            block.to_owned()
        };
        let _ = write!(out, "{before}\n```{info}\n{shown}```");
        rest = after;
    }
    out + rest
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies the articles and drafts of a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else if path.extension().is_none_or(|e| e != "rs") {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn guides_do_what_they_show() {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    for path in docs.chain([root().join("README.md")]) {
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let guide = fs::read_to_string(&path).unwrap();
        let executed = executed(&guide);
        if std::env::var_os("ONRECORD_GUIDE").is_some_and(|v| v == "write") {
            fs::write(&path, executed).unwrap();
        } else {
            assert_same(&guide, &executed, &path);
        }
    }
}

fn assert_same(guide: &str, executed: &str, path: &Path) {
    let diff = onrecord::testing::diff::render(guide, executed, false);
    assert!(diff.is_empty(), "{} does not show what is printed:\n{diff}", path.display());
}
