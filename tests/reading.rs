//! Reads every file of `tests/articles/reading` and compares what comes out with
//! `snapshots/reading`: the metadata, what the rules will see, and what was said about it.

use onrecord::article::{Article, ReadError, ReadOptions, read};
use onrecord::text::normal::Normal;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn files_are_read_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles/reading");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/reading"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in files(&folder) {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            let prefix = folder.to_string_lossy().into_owned() + "/";
            insta::assert_snapshot!(name, show(&path).replace(&prefix, ""));
        }
    });
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of inputs");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() > 30, "the inputs are missing");
    files
}

/// Everything that is read from a file.
fn show(path: &Path) -> String {
    let found = read([path], ReadOptions::default());
    found
        .map(|found| found.map_or_else(|error| failure(&error), |article| success(&article)))
        .collect()
}

fn failure(error: &ReadError) -> String {
    format!("error[{}]: {error}\n", error.reason.code())
}

fn success(article: &Article) -> String {
    let mut shown = String::new();
    let given = &article.given;
    let fields = [
        ("id", Some(article.id.clone())),
        ("title", given.title.clone()),
        (
            "published",
            given
                .published
                .clone()
                .zip(given.published_basis.clone())
                .map(|(day, basis)| format!("{day} ({basis})")),
        ),
        ("source", given.source.clone()),
        ("author", (!given.author.is_empty()).then(|| given.author.join(" | "))),
        ("url", given.url.clone()),
    ];
    for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let _ = writeln!(shown, "{name}: {value}");
    }
    for problem in &article.problems {
        let _ = writeln!(shown, "{:?}[{}]: {}", problem.severity, problem.code, problem.message);
    }
    let normal = Normal::new(&article.text, article.body_start);
    let _ = writeln!(
        shown,
        "body from byte {} of {}, as the rules see it:",
        article.body_start,
        article.text.len()
    );
    for line in normal.text().split('\n') {
        let _ = writeln!(
            shown,
            "| {}",
            line.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
        );
    }
    shown
}
