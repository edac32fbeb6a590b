//! The lints, one function each.

use super::{Finding, entries};
use crate::extraction::Severity;
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::rules::load::ParsedFile;
use crate::rules::spec::{Located, OneOrMany, RuleSpec};
use crate::rules::{PEOPLE, slips, yaml};
use std::collections::{BTreeMap, BTreeSet};

/// Runs every lint over all files.
pub(super) fn all(files: &[ParsedFile]) -> Vec<Finding> {
    let mut out = Vec::new();
    examples(files, &mut out);
    shadowed_rules(files, &mut out);
    deprecated(files, &mut out);
    renamed(files, &mut out);
    overridden(files, &mut out);
    names_as_text(files, &mut out);
    bare_events(files, &mut out);
    unused_lexicons(files, &mut out);
    entries::all(files, &mut out);
    out
}

pub(super) fn at(file: &ParsedFile, text: &Located, message: String) -> RuleError {
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

/// A rule all of whose patterns stand, with the same contexts, in rules of its stage that go before it.
fn shadowed_rules(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let mut ranked: Vec<(&ParsedFile, &RuleSpec)> = rules(files).collect();
    ranked.sort_by_key(|(file, rule)| std::cmp::Reverse((file.pack, rule.priority)));
    let mut seen: BTreeMap<(String, String), (&ParsedFile, &RuleSpec)> = BTreeMap::new();
    for (file, rule) in ranked {
        let setting = setting(rule);
        let keys: Vec<(String, String)> =
            squeezed(&rule.pattern).into_iter().map(|p| (setting.clone(), p)).collect();
        let winners: Vec<(&ParsedFile, &RuleSpec)> = keys
            .iter()
            .filter_map(|key| seen.get(key).copied())
            .filter(|(_, winner)| winner.id.value != rule.id.value)
            .collect();
        if let Some((first_file, first)) = winners.first().filter(|_| winners.len() == keys.len()) {
            let (id, winner) = (&rule.id.value, &first.id.value);
            let message =
                format!("all that `{id}` matches goes to `{winner}`, whose patterns are the same");
            let first_at = at(first_file, &first.id, String::new()).place();
            let place = at(file, &rule.id, message)
                .code("shadowed-rule")
                .help(format!("the other one is at {first_at}"));
            out.push(Finding { severity: Severity::Warning, place });
        }
        for key in keys {
            seen.entry(key).or_insert((file, rule));
        }
    }
}

/// Where a rule's patterns count: its stage and the contexts.
fn setting(rule: &RuleSpec) -> String {
    format!(
        "{:?} {} {:?} {:?}",
        rule.kind.as_ref().map(|k| &k.value),
        rule.stratum,
        contexts(rule, true),
        contexts(rule, false)
    )
}

fn squeezed(patterns: &OneOrMany) -> Vec<String> {
    patterns.0.iter().map(|p| p.value.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn contexts(rule: &RuleSpec, wanted: bool) -> Vec<Vec<String>> {
    let context = if wanted { &rule.when } else { &rule.unless };
    let patterns = context.patterns();
    let mut out: Vec<Vec<String>> =
        patterns.iter().map(|p| p.map(squeezed).unwrap_or_default()).collect();
    out.extend(
        [&context.inside, &context.starts].map(|t| t.iter().map(|t| t.value.clone()).collect()),
    );
    out
}

/// Ids that are deprecated but still used.
fn deprecated(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let successors: BTreeMap<&str, &str> =
        rules(files)
            .filter_map(|(_, r)| Some((r.id.value.as_str(), r.deprecated.as_ref()?.value.as_str())))
            .chain(rules(files).filter_map(|(_, r)| {
                Some((r.replaces.as_ref()?.value.as_str(), r.id.value.as_str()))
            }))
            .collect();
    for (file, rule) in rules(files) {
        for used in rule.tests.iter().filter_map(|t| t.rule.as_ref()) {
            let successor = successors.get(used.value.as_str()).filter(|s| **s != used.value);
            let Some(successor) = successor else { continue };
            let place = at(file, used, format!("`{}` is deprecated", used.value))
                .code("deprecated-rule")
                .help(format!("use `{successor}`"));
            out.push(Finding { severity: Severity::Warning, place });
        }
    }
}

/// Rules of a pack that mean to override one that has since got another id.
fn renamed(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let renamed: BTreeMap<&str, (u16, &str)> = rules(files)
        .filter_map(|(file, rule)| {
            let old = rule.replaces.as_ref()?;
            Some((old.value.as_str(), (file.pack, rule.id.value.as_str())))
        })
        .collect();
    for (file, rule) in rules(files) {
        let Some((pack, now)) = renamed.get(rule.id.value.as_str()) else { continue };
        if *pack >= file.pack {
            continue;
        }
        let message =
            format!("`{}` is called `{now}` now; this rule overrides nothing", rule.id.value);
        let place = at(file, &rule.id, message)
            .code("deprecated-rule")
            .help(format!("to override it, use the id `{now}`"));
        out.push(Finding { severity: Severity::Warning, place });
    }
}

/// Rules of a pack that take the place of one of an earlier pack by using its id, and do not say so.
fn overridden(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let mut earlier: BTreeMap<&str, (&ParsedFile, &RuleSpec)> = BTreeMap::new();
    for (file, rule) in rules(files) {
        let id = rule.id.value.as_str();
        let Some((other, before)) = earlier.insert(id, (file, rule)) else { continue };
        let said = rule.replaces.as_ref().is_some_and(|r| r.value == id);
        if said || other.pack == file.pack {
            continue;
        }
        let whose = if other.pack == 0 { "the built-in rule" } else { "the rule" };
        let place = at(other, &before.id, String::new()).place();
        let message = format!("this takes the place of {whose} `{id}` at {place}");
        let place = at(file, &rule.id, message).code("overridden-rule").help(format!(
            "if that is meant, say so with `replaces: {id}`; else give it another id"
        ));
        out.push(Finding { severity: Severity::Warning, place });
    }
}

/// `word:name` in patterns, where a group was meant to be named.
fn names_as_text(files: &[ParsedFile], out: &mut Vec<Finding>) {
    for file in files {
        for text in texts(file) {
            for slip in slips::slips(&text.value) {
                let source = &file.source.text;
                let range = yaml::range_in_scalar(source, &text.referenced, slip.range);
                let message = format!("nothing is named `{}` here", slip.name);
                let place = RuleError::at(&file.source, range, message);
                let place = place.code("name-is-text").help(slip.help);
                out.push(Finding { severity: Severity::Warning, place });
            }
        }
    }
}

/// Event rules that leave it open which word tells the event, or what happened.
fn bare_events(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let is_event = |rule: &RuleSpec| rule.kind.as_ref().is_some_and(|kind| kind.value == "event");
    for (file, rule) in rules(files).filter(|(_, rule)| is_event(rule)) {
        // A macro may name what the pattern itself does not.
        let holds = |names: &[&str]| {
            rule.pattern.0.iter().any(|p| names.iter().any(|name| p.value.contains(name)))
        };
        let mut warn = |code: &'static str, message: &str, help: &str| {
            let place = at(file, &rule.id, message.to_owned()).code(code).help(help);
            out.push(Finding { severity: Severity::Warning, place });
        };
        if !holds(&[":trigger", "<trigger>", "$"]) {
            warn(
                "no-trigger",
                "the whole match counts as the word that tells the event",
                "name the word with `:trigger`: `( acquitted ):trigger`, or with a lexicon `{event_verb:trigger}`",
            );
        }
        if rule.type_.is_none() && !holds(&[":trigger}", "$"]) {
            warn(
                "no-type",
                "of this event is only said that something happened",
                "say what with `type:`, for instance `type: justice.verdict`",
            );
        }
    }
}

/// Lexicons of a user's pack that no pattern names.  Those of the built-in pack are also used by
/// stages, by their names, and a pack may add to them.
fn unused_lexicons(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let used = files.iter().flat_map(texts).flat_map(|t| names(&t.value));
    let builtin = files.iter().filter(|f| f.pack == 0).flat_map(|f| &f.file.lexicons.0);
    let builtin = builtin.map(|(n, _)| n.value.as_str());
    let known: BTreeSet<&str> = used.chain(builtin).chain([PEOPLE]).collect();
    for file in files {
        for (name, _) in &file.file.lexicons.0 {
            if known.contains(name.value.as_str()) {
                continue;
            }
            let help = did_you_mean(&name.value, known.iter().copied())
                .unwrap_or_else(|| format!("use it as `{{{}}}`, or remove it", name.value));
            let place = at(file, name, format!("no pattern uses the lexicon `{}`", name.value))
                .code("unused-lexicon")
                .help(help);
            out.push(Finding { severity: Severity::Warning, place });
        }
    }
}

/// Every pattern of a file, those of macros and contexts included.
pub(super) fn texts(file: &ParsedFile) -> Vec<&Located> {
    let mut out: Vec<&Located> = file.file.macros.0.iter().map(|(_, text)| text).collect();
    for rule in &file.file.rules {
        out.extend(&rule.pattern.0);
        for context in [&rule.when, &rule.unless] {
            out.extend(context.patterns().into_iter().flatten().flat_map(|p| &p.0));
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
