//! Every format of a timeline, as snapshots in `snapshots/render-*`.

#[path = "render/sample.rs"]
mod sample;

use onrecord::render::{self, Format, Options};
use sample::Sample;

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
    for format in [Format::Json, Format::Jsonl, Format::Csv, Format::Markdown] {
        check(format.name(), &written(format, &options));
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
