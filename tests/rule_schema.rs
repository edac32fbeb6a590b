//! The JSON Schema of rule files says what the reader of rule files says.
//!
//! Every rule file of the project is valid, every file of tests/rules/errors that is broken in its
//! keys is not, and both know the same keys.

use onrecord::rules::diagnostic::SourceFile;
use onrecord::rules::schema::schema;
use onrecord::rules::spec::RuleFile;
use onrecord::rules::{load, yaml};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a validator of JSON Schema would object to; knows the keywords the schema uses.
fn violations(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return violations(root, &root["$defs"][name], value, at, out);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        let fits = |option: &Value| {
            let mut inner = Vec::new();
            violations(root, option, value, at, &mut inner);
            inner.is_empty()
        };
        if !options.iter().any(fits) {
            out.push(format!("{at}: none of the alternatives fits"));
        }
    }
    if !has_type(&schema["type"], value) {
        out.push(format!("{at}: expected {}, found {value}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|allowed| !allowed.contains(value)) {
        out.push(format!("{at}: {value} is not allowed"));
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str())
        && !regex::Regex::new(pattern).unwrap().is_match(text)
    {
        out.push(format!("{at}: {text:?} does not match {pattern}"));
    }
    if let Some(number) = value.as_i64() {
        let low = schema["minimum"].as_i64().is_some_and(|m| number < m);
        let high = schema["maximum"].as_i64().is_some_and(|m| number > m);
        if low || high {
            out.push(format!("{at}: {number} is out of range"));
        }
    }
    members(root, schema, value, at, out);
}

fn members(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(map) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !map.contains_key(name) {
                out.push(format!("{at}: `{name}` is missing"));
            }
        }
        for (key, member) in map {
            let at = format!("{at}.{key}");
            match (&schema["properties"][key], &schema["additionalProperties"]) {
                (Value::Null, Value::Bool(false)) => out.push(format!("{at}: unknown key")),
                (Value::Null, Value::Null) => {}
                (Value::Null, any) => violations(root, any, member, &at, out),
                (known, _) => violations(root, known, member, &at, out),
            }
        }
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        if !schema["items"].is_null() {
            violations(root, &schema["items"], item, &format!("{at}[{i}]"), out);
        }
    }
}

fn has_type(types: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    match types {
        Value::Null => true,
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        other => panic!("{other}"),
    }
}

fn check(text: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let (root, mut out) = (schema(), Vec::new());
    violations(&root, &root, &value, "", &mut out);
    out
}

#[test]
fn built_in_rule_files_are_valid() {
    for file in load::builtin_files().iter().filter(|f| f.path.ends_with(".yaml")) {
        let found = check(std::str::from_utf8(&file.bytes).unwrap());
        assert!(found.is_empty(), "{}: {found:#?}", file.path);
    }
}

#[test]
fn broken_keys_are_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/errors");
    let read = |name: &str| fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
    let broken = [
        "yaml-unknown-key-file",
        "yaml-unknown-key-rule",
        "yaml-unknown-key-context",
        "yaml-unknown-key-example",
        "yaml-unknown-key-lexicon",
        "yaml-missing-id",
        "yaml-missing-pattern",
        "yaml-missing-text",
        "yaml-number-expected",
        "yaml-pattern-in-braces",
        "yaml-list",
        "yaml-text",
        "rule-kind-unknown",
        "rule-starts-unknown",
        "rule-stratum",
        "rule-id-blank",
        "example-day",
        "lexicon-case-unknown",
        "lexicon-attributes-a-number",
    ];
    for name in broken {
        assert!(!check(&read(name)).is_empty(), "{name} is broken, but valid");
    }
}

/// Keys the reader accepts at a place: those it lists when it meets an unknown one.
fn keys_of_reader(text: &str) -> BTreeSet<String> {
    let file = SourceFile::new("a.yaml", text);
    let error = yaml::parse::<RuleFile>(&file).unwrap_err();
    let help = error.help.unwrap();
    let list = help.split_once("is one of ").unwrap_or_else(|| panic!("{help}")).1;
    list.split(", ").map(|k| k.trim_matches('`').to_owned()).collect()
}

#[test]
fn schema_and_reader_know_the_same_keys() {
    const ODD: &str = "zzzzzzzzzzzz: 1";
    let rule = |inner: &str| format!("rules:\n  - id: a\n    pattern: b\n    {inner}\n");
    let places = [
        ("", ODD.to_owned()),
        ("rule", rule(ODD)),
        ("context", rule(&format!("when: {{ {ODD} }}"))),
        ("example", rule(&format!("tests: [{{ {ODD} }}]"))),
        ("lexicon", format!("lexicons: {{ a: {{ {ODD} }} }}")),
        ("inflection", format!("inflections: {{ a: [{{ {ODD} }}] }}")),
        ("text", format!("text: {{ {ODD} }}")),
    ];
    let root = schema();
    for (name, text) in places {
        let place = if name.is_empty() { &root } else { &root["$defs"][name] };
        let known: BTreeSet<String> =
            place["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(known, keys_of_reader(&text), "at {name:?}");
    }
}
