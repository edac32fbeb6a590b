//! A reference page of rules, for people who write more of them.
//!
//! In: loaded rules.  Out: Markdown: every rule with its patterns, conditions and examples, by file.

use super::spec::ExampleSpec;
use super::{Rule, Rules};
use std::fmt::Write;

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
