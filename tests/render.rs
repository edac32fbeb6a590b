//! Every format of a timeline, as snapshots in `snapshots/render-*`.

#[path = "render/sample.rs"]
mod sample;

use onrecord::render::{self, Format, Options};
use onrecord::timeline::{Changes, Entry};
use proptest::prelude::*;
use sample::Sample;
use std::process::Command;

fn written(format: Format, options: &Options) -> String {
    let sample = Sample::harbour();
    let mut bytes = Vec::new();
    render::write(&sample.timeline, format, &sample.texts, &mut bytes, options).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn check(name: &str, output: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("render-{name}"), output));
}

fn uncoloured(output: &str) -> String {
    anstream::adapter::strip_str(output).to_string()
}

#[test]
fn text_formats() {
    let options = Options::default();
    for format in [
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Markdown,
        Format::Calendar,
        Format::TimelineJs,
        Format::Annotations,
        Format::FollowTheMoney,
    ] {
        check(format.name(), &written(format, &options).replace("\r\n", "\n"));
    }
}

#[test]
fn terminal_at_two_widths() {
    for width in [80, 40] {
        let options = Options { width, ..Options::default() };
        check(&format!("terminal-{width}"), &uncoloured(&written(Format::Terminal, &options)));
    }
}

#[test]
fn terminal_lines_keep_to_the_width() {
    for width in [33, 60, 79] {
        let options = Options { width, ..Options::default() };
        let output = uncoloured(&written(Format::Terminal, &options));
        let widest = output.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(widest <= width, "{widest} columns of {width}");
    }
}

#[test]
fn terminal_sends_no_escape_of_an_article() {
    let options =
        Options { hyperlinks: true, base: Some("/home/reader".into()), ..Options::default() };
    let output = written(Format::Terminal, &options);
    assert!(output.contains("\u{1b}]8;;file:///home/reader/articles/courier.txt\u{1b}\\"));
    assert!(
        !output.contains("\u{1b}[31mRed"),
        "the article's own escape sequence must not survive"
    );
    assert!(output.contains("␛[31mRed"));
}

#[test]
fn names_and_endings_pick_the_same_formats() {
    for name in Format::names() {
        assert_eq!(Format::from_name(name).map(Format::name), Some(name));
    }
    for ending in Format::endings() {
        assert!(Format::from_path(format!("a{ending}").as_ref()).is_some(), "{ending}");
    }
}

#[test]
fn the_page_is_one_file_that_shows_articles_as_text_only() {
    let page = written(Format::Html, &Options::default());
    assert!(page.contains("default-src &#x27;none&#x27;; script-src &#x27;sha256-"));
    assert!(!page.contains("<script>alert"), "an article's markup must be escaped");
    assert_eq!(page.matches("<script").count(), 3, "the data twice and the one script");
    for outside in [" src=", "<link", "@import", "url(", "<iframe"] {
        assert!(!page.contains(outside), "{outside} would load something");
    }
    for (id, text) in Sample::harbour().texts {
        let first_line = text.lines().last().unwrap_or_default();
        let embedded = serde_json::to_string(first_line).unwrap().replace('<', "\\u003c");
        assert!(page.contains(embedded.trim_matches('"')), "{id} is not in the page");
    }
}

#[test]
fn a_page_too_big_for_whole_articles_shows_what_surrounds_the_sources() {
    let page = written(Format::Html, &Options { page_text: 10, ..Options::default() });
    assert!(page.contains("The talks followed a storm"));
}

#[test]
fn a_page_holds_so_many_entries_and_says_so() {
    let page = written(Format::Html, &Options { page_entries: 3, ..Options::default() });
    assert_eq!(page.matches("class=\"entry ").count(), 3);
    assert!(page.contains("This page shows the 3 entries with the most sources of 8"));
    for kept in ["e-storm", "e-talks", "q-promise"] {
        assert!(page.contains(&format!("id=\"{kept}\"")), "{kept}");
    }
}

#[test]
fn a_crowd_is_written_twice_alike() {
    for format in Format::names().filter_map(Format::from_name) {
        let bytes = || {
            let sample = Sample::crowd(300);
            render::render(&sample.timeline, format, &sample.texts).unwrap()
        };
        assert!(bytes() == bytes(), "{}", format.name());
    }
}

#[test]
fn the_database_answers_questions() {
    let sample = Sample::harbour();
    let bytes = render::render(&sample.timeline, Format::Sqlite, &sample.texts).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("timeline.db");
    std::fs::write(&path, bytes).unwrap();
    let database = rusqlite::Connection::open(path).unwrap();
    let mut report = String::new();
    for (question, sql) in [
        (
            "timeline",
            "SELECT date || ' | ' || kind || ' | ' || coalesce(speaker, '') || ' | ' || outlets FROM timeline WHERE date IS NOT NULL",
        ),
        ("who", "SELECT name || ' | ' || kind FROM people"),
        (
            "found",
            "SELECT entries.id FROM entries_fts JOIN entries ON entries.rowid = entries_fts.rowid WHERE entries_fts MATCH 'storm'",
        ),
        ("broken links", "SELECT \"table\" FROM pragma_foreign_key_check"),
        (
            "rows",
            "SELECT 'sources ' || (SELECT count(*) FROM sources) || ', dates ' || (SELECT count(*) FROM dates) || ', quotes ' || (SELECT count(*) FROM quotes)",
        ),
    ] {
        report.push_str(&format!("{question}\n"));
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.for_each(|row| report.push_str(&format!("  {}\n", row.unwrap())));
    }
    check("sqlite", &report);
}

#[test]
fn changes_between_two_timelines() {
    let (old, mut new) = (Sample::harbour().timeline, Sample::harbour().timeline);
    new.entries.remove(1);
    new.entries[1].id = "e-renamed".into();
    new.entries[1].date.as_mut().unwrap().edtf = "2021-03-04".into();
    new.entries[2].sources.remove(1);
    new.entries[2].independent_sources = 2;
    new.entries[3].text = "We will restore every jetty before winter,".into();
    let late = Entry { id: "e-late".into(), sources: vec![], ..new.entries[0].clone() };
    new.entries.push(late);
    let changes = Changes::between(&old, &new);
    let mut bytes = Vec::new();
    render::write_changes(&changes, &old, &new, &mut bytes, &Options::default()).unwrap();
    check("changes", &uncoloured(&String::from_utf8(bytes).unwrap()));
    assert!(Changes::between(&new, &new).is_empty());
}

#[test]
fn the_command_says_by_its_status_whether_something_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut timeline = Sample::harbour().timeline;
    std::fs::write(path("old.json"), serde_json::to_vec(&timeline).unwrap()).unwrap();
    timeline.entries.pop();
    std::fs::write(path("new.json"), serde_json::to_vec(&timeline).unwrap()).unwrap();
    std::fs::write(path("broken.json"), "{}").unwrap();
    let status = |old: &str, new: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(["timeline", "diff"]).args([path(old), path(new)]);
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(status("old.json", "old.json").0, 0);
    let (code, changes) = status("old.json", "new.json");
    assert_eq!(code, 1);
    assert!(changes.contains("- 12–15 September 2025 · Meeting"), "{changes}");
    assert_eq!(status("old.json", "broken.json").0, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever stands in a timeline, every format is written, and the page stays one script.
    #[test]
    fn no_timeline_breaks_a_format(words in any::<String>(), edtf in "[-0-9X~?%./,T{}\\[\\]]{0,14}", start in any::<u16>(), end in any::<usize>()) {
        let mut sample = Sample::harbour();
        let entry = &mut sample.timeline.entries[3];
        entry.text = words.clone();
        entry.id = words.clone();
        entry.speaker = Some(words.clone());
        entry.sources[0].article = words.clone();
        entry.sources[1].start = usize::from(start);
        entry.sources[1].end = end;
        let date = entry.date.as_mut().unwrap();
        (date.edtf, date.earliest, date.latest) =
            (edtf.as_str().into(), edtf.into(), words.as_str().into());
        sample.timeline.articles[1].title = Some(words.clone());
        sample.timeline.problems[0].article = words;
        for format in Format::names().filter_map(Format::from_name) {
            let bytes = render::render(&sample.timeline, format, &sample.texts).unwrap();
            let page = String::from_utf8_lossy(&bytes);
            prop_assert!(format != Format::Html || page.matches("<script").count() == 3);
        }
    }
}
