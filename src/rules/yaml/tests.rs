//! What YAML errors say, and that places inside texts are found.

use super::*;
use serde::Deserialize;
use serde_yaml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct File {
    #[serde(default)]
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Rule {
    id: Spanned<String>,
    pattern: Spanned<String>,
    #[serde(default)]
    todo: bool,
}

fn error(text: &str) -> String {
    parse::<File>(&SourceFile::new("a.yaml", text)).unwrap_err().render(false)
}

/// Finds `HERE` in the decoded pattern and expects it at the same letters of the file.
fn located(text: &str) {
    let file = SourceFile::new("a.yaml", text);
    let parsed: File = parse(&file).unwrap_or_else(|e| panic!("{}", e.render(false))).unwrap();
    let pattern = &parsed.rules[0].pattern;
    let at = pattern.value.find("HERE").unwrap();
    let found = range_in_scalar(text, &pattern.referenced, at..at + 4);
    assert_eq!(&text[found], "HERE", "in {text}");
}

#[test]
fn a_place_inside_a_text_is_found_in_every_style() {
    located("rules:\n  - id: a\n    pattern: some HERE words\n");
    located("rules:\n  - id: a\n    pattern: \"é \\\"q\\\" \\u00e9 \\t HERE\"\n");
    located("rules:\n  - id: a\n    pattern: 'it''s “é” HERE'\n");
    located("rules:\n  - id: a\n    pattern: |\n      first line\n      second HERE\n");
    located("rules:\n  - id: a\n    pattern: >-\n      first line\n      second HERE\n");
    located("rules:\n  - id: a\n    pattern: \"first\n      HERE\"\n");
    located("rules: [{ id: a, pattern: \"x HERE\" }]\n");
    located("rules: [{ \"id\": \"a\", \"pattern\": \"HERE\" }]");
}

#[test]
fn errors_of_yaml_say_what_to_do() {
    let cases = [
        "rules:\n  - id: a\n    patern: b\n",
        "rules:\n  - id: a\n",
        "rules:\n  - id: a\n    pattern: {month:m} x\n",
        "rules:\n  - id: a\n    pattern: {month}\n",
        "rules:\n\t- id: a\n",
        "rules:\n  - id: a\n    id: b\n    pattern: c\n",
        "rules:\n  - id: a\n    pattern:\n",
        "rules:\n  - id: a\n    pattern: \"never closed\n",
        "rules:\n  - id: a\n    pattern: he said: no\n",
        "rules:\n  - id: a\n    pattern: *x\n",
        "rules:\n  - id: a\n    pattern: !x y\n",
        "rules:\n  - id: a\n    pattern: b\n    todo: yes\n",
        "rules: []\n---\nrules: []\n",
        "- id: a\n",
        "just words\n",
        "rules:\n  - <<: {id: a}\n    pattern: b\n",
        "rules:\n  - id: a\n   pattern: b\n",
    ];
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("yaml_errors", cases.map(error).join("\n")));
}

#[test]
fn a_file_without_content_is_nothing() {
    for text in ["", "# only words\n", "\n\n"] {
        assert!(parse::<File>(&SourceFile::new("a.yaml", text)).unwrap().is_none(), "{text:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    assert!(decode("a", b"\xff\xfea\0").unwrap_err().message.contains("UTF-16"));
    assert_eq!(decode("a", b"a\nb: \xff").unwrap_err().place(), "a:2:4");
    assert_eq!(&*decode("a", b"\xef\xbb\xbfx").unwrap().text, "x");
}
