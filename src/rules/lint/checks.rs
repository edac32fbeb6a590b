//! The lints, one function each.

use super::Finding;
use crate::extraction::Severity;
use crate::rules::check::values;
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::rules::load::ParsedFile;
use crate::rules::spec::{AttributeSpec, Attributes, Located, OneOrMany, RuleSpec};
use crate::rules::yaml;
use std::collections::{BTreeMap, BTreeSet};

/// Runs every lint over all files.
pub(super) fn all(files: &[ParsedFile]) -> Vec<Finding> {
    let mut out = Vec::new();
    examples(files, &mut out);
    for (file, rule) in rules(files) {
        let unknown = values::unknown_names(file, rule).into_iter();
        out.extend(unknown.map(|place| Finding { severity: Severity::Warning, place }));
    }
    shadowed_rules(files, &mut out);
    shadowed_entries(files, &mut out);
    deprecated(files, &mut out);
    unused_lexicons(files, &mut out);
    attribute_types(files, &mut out);
    out
}

fn at(file: &ParsedFile, text: &Located, message: String) -> RuleError {
    let range = yaml::range_in_scalar(&file.source.text, &text.referenced, 0..text.value.len());
    RuleError::at(&file.source, range, message)
}

fn rules(files: &[ParsedFile]) -> impl Iterator<Item = (&ParsedFile, &RuleSpec)> {
    files.iter().flat_map(|file| file.file.rules.iter().map(move |rule| (file, rule)))
}

/// Every rule proves itself by an example and by a counter-example.
fn examples(files: &[ParsedFile], out: &mut Vec<Finding>) {
    for (file, rule) in rules(files).filter(|(_, r)| r.deprecated.is_none()) {
        let id = &rule.id.value;
        if !rule.tests.iter().any(|t| !t.none) {
            let place = at(file, &rule.id, format!("`{id}` has no example"))
                .code("no-example")
                .help("add one under `tests:`: { text: \"… [[what it finds]] …\", is: … }");
            out.push(Finding { severity: Severity::Warning, place });
        }
        if !rule.tests.iter().any(|t| t.none) {
            let place = at(file, &rule.id, format!("`{id}` has no counter-example"))
                .code("no-counter-example")
                .help("add a text that looks like it and is not: { text: \"…\", none: true }");
            out.push(Finding { severity: Severity::Warning, place });
        }
    }
}

/// Two rules of one stage with the same patterns and contexts: the second never wins.
fn shadowed_rules(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, (&ParsedFile, &RuleSpec)> = BTreeMap::new();
    for (file, rule) in rules(files) {
        let key = format!(
            "{:?} {} {:?} {:?} {:?}",
            rule.kind.as_ref().map(|k| &k.value),
            rule.stratum,
            squeezed(&rule.pattern),
            contexts(rule, true),
            contexts(rule, false)
        );
        let Some((first_file, first)) = seen.get(&key).copied() else {
            seen.insert(key, (file, rule));
            continue;
        };
        if first.id.value == rule.id.value {
            continue;
        }
        let wins = if (first_file.pack, first.priority) >= (file.pack, rule.priority) {
            first
        } else {
            rule
        };
        let message = format!(
            "`{}` matches the same as `{}`; only `{}` ever wins",
            rule.id.value, first.id.value, wins.id.value
        );
        let place = at(file, &rule.id, message).code("shadowed-rule");
        let first_at = at(first_file, &first.id, String::new()).place();
        out.push(Finding {
            severity: Severity::Warning,
            place: place.help(format!("the other one is at {first_at}")),
        });
    }
}

fn squeezed(patterns: &OneOrMany) -> Vec<String> {
    patterns.0.iter().map(|p| p.value.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn contexts(rule: &RuleSpec, wanted: bool) -> Vec<Vec<String>> {
    let context = if wanted { &rule.when } else { &rule.unless };
    let patterns = patterns_of(context);
    let mut out: Vec<Vec<String>> =
        patterns.iter().map(|p| p.map(squeezed).unwrap_or_default()).collect();
    out.extend(
        [&context.inside, &context.starts].map(|t| t.iter().map(|t| t.value.clone()).collect()),
    );
    out
}

fn patterns_of(context: &crate::rules::spec::ContextSpec) -> [Option<&OneOrMany>; 7] {
    [
        context.left.as_ref(),
        context.right.as_ref(),
        context.clause.as_ref(),
        context.before.as_ref(),
        context.after.as_ref(),
        context.sentence.as_ref(),
        context.paragraph.as_ref(),
    ]
}

/// A spelling that stands in one lexicon twice with different attributes.
fn shadowed_entries(files: &[ParsedFile], out: &mut Vec<Finding>) {
    for file in files {
        for (name, lexicon) in &file.file.lexicons.0 {
            let mut seen: BTreeMap<String, &Attributes> = BTreeMap::new();
            for (words, attributes) in &lexicon.entries.0 {
                for spelling in words.value.split('|').map(str::trim) {
                    let known = seen.insert(spelling.to_owned(), attributes);
                    if known
                        .is_some_and(|k| k != attributes && k.get("case") == attributes.get("case"))
                    {
                        let message = format!(
                            "`{spelling}` stands in the lexicon `{}` twice, with different attributes",
                            name.value
                        );
                        let place = at(file, words, message)
                            .code("shadowed-entry")
                            .help("if both are meant, put them into two lexicons");
                        out.push(Finding { severity: Severity::Warning, place });
                    }
                }
            }
        }
    }
}

/// Ids that are deprecated but still used, and successors that do not exist.
fn deprecated(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let ids: BTreeSet<&str> = rules(files).map(|(_, r)| r.id.value.as_str()).collect();
    let successors: BTreeMap<&str, &str> =
        rules(files)
            .filter_map(|(_, r)| Some((r.id.value.as_str(), r.deprecated.as_ref()?.value.as_str())))
            .chain(rules(files).filter_map(|(_, r)| {
                Some((r.replaces.as_ref()?.value.as_str(), r.id.value.as_str()))
            }))
            .collect();
    for (file, rule) in rules(files) {
        if let Some(successor) =
            rule.deprecated.as_ref().filter(|s| !ids.contains(s.value.as_str()))
        {
            let message = format!("no rule has the id `{}`", successor.value);
            let place = at(file, successor, message).code("unknown-rule");
            let help = did_you_mean(&successor.value, ids.iter().copied());
            out.push(Finding { severity: Severity::Warning, place: place.help_if(help) });
        }
        for used in rule.tests.iter().filter_map(|t| t.rule.as_ref()) {
            let Some(successor) = successors.get(used.value.as_str()) else { continue };
            let place = at(file, used, format!("`{}` is deprecated", used.value))
                .code("deprecated-rule")
                .help(format!("use `{successor}`"));
            out.push(Finding { severity: Severity::Warning, place });
        }
    }
}

/// Lexicons of a user's pack that no pattern names.  Those of the built-in pack are also used by
/// stages, by their names, and a pack may add to them.
fn unused_lexicons(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let used = files.iter().flat_map(texts).flat_map(|t| names(&t.value));
    let builtin = files.iter().filter(|f| f.pack == 0).flat_map(|f| &f.file.lexicons.0);
    let known: BTreeSet<&str> = used.chain(builtin.map(|(n, _)| n.value.as_str())).collect();
    for file in files {
        for (name, _) in &file.file.lexicons.0 {
            if known.contains(name.value.as_str()) {
                continue;
            }
            let place = at(file, name, format!("no pattern uses the lexicon `{}`", name.value))
                .code("unused-lexicon")
                .help(format!("use it as `{{{}}}`, or remove it", name.value));
            out.push(Finding { severity: Severity::Warning, place });
        }
    }
}

/// Every pattern of a file, those of macros and contexts included.
fn texts(file: &ParsedFile) -> Vec<&Located> {
    let mut out: Vec<&Located> = file.file.macros.0.iter().map(|(_, text)| text).collect();
    for rule in &file.file.rules {
        out.extend(&rule.pattern.0);
        for context in [&rule.when, &rule.unless] {
            out.extend(patterns_of(context).into_iter().flatten().flat_map(|p| &p.0));
        }
    }
    out
}

/// The names in braces of a pattern.
fn names(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).map(|rest| {
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        &rest[..end]
    })
}

/// An attribute is of one type throughout a lexicon: a word among numbers is a slip.
fn attribute_types(files: &[ParsedFile], out: &mut Vec<Finding>) {
    for file in files {
        for (_, lexicon) in &file.file.lexicons.0 {
            let mut types: BTreeMap<&str, (&'static str, &str)> = BTreeMap::new();
            let pairs =
                lexicon.entries.0.iter().flat_map(|(w, a)| a.iter().map(move |(k, v)| (w, k, v)));
            for (words, attribute, value) in pairs {
                let found = type_name(value);
                let (expected, first) = *types.entry(attribute).or_insert((found, &words.value));
                if found != expected {
                    let message =
                        format!("`{attribute}` is {found} here, but {expected} for `{first}`");
                    let place = at(file, words, message).code("attribute-type");
                    out.push(Finding { severity: Severity::Warning, place });
                }
            }
        }
    }
}

fn type_name(value: &AttributeSpec) -> &'static str {
    match value {
        AttributeSpec::Bool(_) => "true or false",
        AttributeSpec::Int(_) | AttributeSpec::Float(_) => "a number",
        AttributeSpec::Text(_) | AttributeSpec::List(_) => "text",
    }
}
