//! A reference of rules and of what they are made of, for people who write more of them.
//!
//! In: loaded rules.  Out: Markdown: every rule with its patterns, conditions and examples, by file; functions
//! and lexicons, also for a terminal.

use super::lexicon::{Entry, Lexicon};
use super::spec::ExampleSpec;
use super::{Rule, Rules};
use crate::dates::functions::{FUNCTIONS, Function};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Renders the functions of values, the lexicons, and all rules that are selected.
pub fn reference(rules: &Rules, selected: impl Fn(&Rule) -> bool) -> String {
    let mut out = "# Functions of values\n\n| function | what it does |\n|---|---|\n".to_owned();
    for function in FUNCTIONS {
        let takes = function.takes();
        let _ = writeln!(out, "| {} ({takes}) | {} |", code(function.name), escape(function.about));
    }
    out.push_str("\n# Lexicons\n\n| lexicon | entries | attributes |\n|---|---|---|\n");
    for lexicon in rules.lexicons.iter() {
        let attributes: Vec<String> = attributes(lexicon).into_iter().map(code).collect();
        let entries = lexicon.entries.len();
        let _ = writeln!(out, "| {} | {entries} | {} |", code(&lexicon.name), attributes.join(" "));
    }
    out.push('\n');
    out + &markdown(rules, selected)
}

/// The functions of values for a terminal: name, arguments, what it does.
pub fn functions() -> String {
    let width = FUNCTIONS.iter().map(|f| f.name.len()).max().unwrap_or(0);
    let row = |f: &Function| format!("{:width$} {:18} {}\n", f.name, f.takes(), f.about);
    FUNCTIONS.iter().map(row).collect()
}

/// The lexicons for a terminal: name, number of entries, attributes.
pub fn lexicons(rules: &Rules) -> String {
    let width = rules.lexicons.iter().map(|l| l.name.len()).max().unwrap_or(0);
    let row = |l: &Lexicon| {
        let attributes = attributes(l).into_iter().collect::<Vec<_>>().join(" ");
        format!("{:width$} {:>6}  {attributes}", l.name, l.entries.len()).trim_end().to_owned()
    };
    rules.lexicons.iter().map(|l| row(l) + "\n").collect()
}

/// The entries of a lexicon for a terminal, inflected forms among them, with their attributes.
pub fn lexicon(lexicon: &Lexicon) -> String {
    let width = lexicon.entries.iter().map(|e| e.spelling.chars().count()).max().unwrap_or(0);
    let row = |e: &Entry| {
        let attributes: Vec<String> =
            e.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{:width$}  {}", e.spelling, attributes.join(", ")).trim_end().to_owned()
    };
    lexicon.entries.iter().map(|e| row(e) + "\n").collect()
}

fn attributes(lexicon: &Lexicon) -> BTreeSet<&str> {
    lexicon.entries.iter().flat_map(|e| e.attributes.keys().map(String::as_str)).collect()
}

/// Renders the rules that are selected, in the order of their files.
pub fn markdown(rules: &Rules, selected: impl Fn(&Rule) -> bool) -> String {
    let mut out = "# Rules\n".to_owned();
    let mut file = "";
    for rule in rules.rules.iter().filter(|r| selected(r)) {
        if &*rule.place.path != file {
            file = &rule.place.path;
            let _ = write!(out, "\n## {file}\n");
        }
        section(&mut out, rule);
    }
    out
}

fn section(out: &mut String, rule: &Rule) {
    let _ = write!(out, "\n### {}\n\n", rule.id);
    if let Some(successor) = &rule.deprecated {
        let _ = write!(out, "Deprecated: use `{successor}`.\n\n");
    }
    if let Some(note) = &rule.note {
        let _ = write!(out, "{}\n\n", note.trim());
    }
    let mut facts = vec![("kind", rule.kind.to_string())];
    facts.extend(rule.type_.iter().map(|t| ("type", t.to_string())));
    facts.extend((rule.priority != 0).then(|| ("priority", rule.priority.to_string())));
    facts.extend((rule.stratum != 0).then(|| ("stratum", rule.stratum.to_string())));
    facts.extend(rule.patterns.iter().map(|p| ("pattern", code(p))));
    facts.extend(rule.value.iter().map(|v| ("value", code(&v.to_string()))));
    facts.extend(rule.when.iter().map(|c| ("only", code(&c.describe(true)))));
    facts.extend(rule.unless.iter().map(|c| ("never", code(&c.describe(false)))));
    for (name, value) in facts {
        let _ = writeln!(out, "- {name}: {value}");
    }
    if !rule.tests.is_empty() {
        out.push_str("\n| example | gives |\n|---|---|\n");
        rule.tests.iter().for_each(|t| example(out, t));
    }
}

fn example(out: &mut String, example: &ExampleSpec) {
    let mut gives: Vec<String> = Vec::new();
    gives.extend(example.none.then(|| "nothing".to_owned()));
    gives.extend(example.is.as_ref().map(|v| code(&v.value)));
    gives.extend(example.who.as_ref().map(|v| format!("said by {}", v.value)));
    gives.extend(example.type_.clone());
    gives.extend(example.at.as_ref().map(|v| format!("in an article of {}", v.value)));
    gives.extend(example.rule.as_ref().map(|v| format!("found by {}", code(&v.value))));
    gives.extend(example.todo.as_ref().map(|t| format!("not yet: {t}")));
    let text = example.text.value.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = escape(&text).replace("[[", "**").replace("]]", "**");
    let _ = writeln!(out, "| {text} | {} |", gives.join(", "));
}

/// Code in a table or a list: pipes are escaped, as tables want it.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    format!(
        "{fence}{}{fence}",
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
    )
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('*', "\\*")
        .replace('<', "&lt;")
        .replace('`', "\\`")
}
