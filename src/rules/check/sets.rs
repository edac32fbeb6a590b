//! What stands under `set:`: the facts that the stage of the rule reads, with their values.
//!
//! In: a rule.  Out: errors for facts that nothing reads and values they cannot have.

use super::whole;
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::rules::load::ParsedFile;
use crate::rules::spec::{AttributeSpec, RuleSpec};
use crate::rules::yaml::{self, keys, keys::Step::Key};

/// A fact with the texts it may have; none where it is true or false.
type Fact = (&'static str, &'static [&'static str]);

const OF_ARTICLES: &[Fact] =
    &[("fills", &["line", "cell"]), ("extent", &["line", "paragraph", "rest", "within"])];
const OF_DATES: &[Fact] = &[("aside", &[])];
const OF_EVENTS: &[Fact] = &[
    ("modality", &["planned", "negated", "hypothetical", "mentioned"]),
    (
        "undated",
        &[
            "narrative",
            "publication",
            "reported",
            "governor",
            "governed",
            "none",
            "never",
            "drop",
            "ahead",
            "done",
            "lent",
        ],
    ),
    ("general", &[]),
    ("aside", &["subordinate", "participle"]),
    ("noun", &[]),
];

/// Checks the facts of a rule.
pub(super) fn check(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    let Some(kind) = rule.kind.as_ref().map(|k| k.value.as_str()) else { return };
    let facts = match kind {
        "article" => OF_ARTICLES,
        "date" => OF_DATES,
        "event" => OF_EVENTS,
        _ => return,
    };
    for (name, value) in &rule.set {
        let place = |message: String| {
            let (text, from) = (&file.source.text, &rule.id.referenced);
            let way = [Key("set"), Key(name)];
            let error = match keys::find(text, yaml::byte_of(text, from), &way) {
                Some(at) => RuleError::at(&file.source, at, message),
                None => whole(file, &rule.id, message),
            };
            error.code("set")
        };
        match facts.iter().find(|(known, _)| known == name) {
            None => {
                let message = format!("rules of the kind `{kind}` read no `{name}` under `set:`");
                let known = facts.iter().map(|(known, _)| *known);
                let help =
                    did_you_mean(name, known.clone()).unwrap_or_else(|| list("they read", known));
                out.push(place(message).help(help));
            }
            Some((_, values)) if fits(value, values) => {}
            Some((_, values)) => {
                let message = format!("`set:` has `{name}: {value}`, which means nothing");
                let near = did_you_mean(&value.to_string(), values.iter().copied());
                let truth = ["true", "false"];
                let values = if values.is_empty() { &truth[..] } else { values };
                let help = near.unwrap_or_else(|| list("it is one of", values.iter().copied()));
                out.push(place(message).help(help));
            }
        }
    }
}

fn fits(value: &AttributeSpec, values: &[&str]) -> bool {
    match value {
        AttributeSpec::Bool(_) => values.is_empty(),
        AttributeSpec::Text(text) => values.contains(&text.as_str()),
        _ => false,
    }
}

fn list<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("{what} {}", names.join(", "))
}
