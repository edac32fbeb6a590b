//! What a rule file says and cannot mean, beyond what compiling it finds.
//!
//! In: parsed files.  Out: errors about examples that could never be run and names that nothing
//! could refer to.

mod attributes;
mod chunks;
mod sets;
mod stages;
mod types;
mod values;

pub(super) use attributes::{Known, rows};

use super::compile::CLASSES;
use super::diagnostic::{RuleError, did_you_mean};
use super::load::ParsedFile;
use super::spec::{ExampleSpec, Located, RuleSpec};
use super::yaml;
use super::{ENGINE_LABELS, OFFICES, PEOPLE};
use crate::testing::marked;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;

/// Checks all files.
pub fn check(files: &[ParsedFile]) -> Vec<RuleError> {
    let known = Known::of(files);
    let passes = chunks::Passes::of(files);
    let mut checker = Checker { ids: BTreeMap::new(), errors: Vec::new() };
    for file in files {
        for rule in &file.file.rules {
            let pack = checker.ids.entry(rule.id.value.clone()).or_insert(file.pack);
            *pack = file.pack.min(*pack);
        }
    }
    for file in files {
        for (name, _) in &file.file.lexicons.0 {
            checker.lexicon(file, name);
        }
        for (name, _) in &file.file.macros.0 {
            checker.name(file, name, "macro");
        }
        types::check(file, &mut checker.errors);
        for rule in &file.file.rules {
            checker.rule(file, rule);
            known.rule(file, rule, &mut checker.errors);
            stages::check(&known, file, rule, &mut checker.errors);
            sets::check(file, rule, &mut checker.errors);
            passes.check(&known, file, rule, &mut checker.errors);
        }
    }
    checker.errors
}

struct Checker {
    /// The ids of rules, each with the first pack that has it.
    ids: BTreeMap<String, u16>,
    errors: Vec<RuleError>,
}

fn error(
    file: &ParsedFile,
    text: &Located,
    inner: Range<usize>,
    message: impl Into<String>,
) -> RuleError {
    let bytes = yaml::range_in_scalar(&file.source.text, &text.referenced, inner);
    RuleError::at(&file.source, bytes, message)
}

fn whole(file: &ParsedFile, text: &Located, message: impl Into<String>) -> RuleError {
    error(file, text, 0..text.value.len(), message)
}

impl Checker {
    fn rule(&mut self, file: &ParsedFile, rule: &RuleSpec) {
        if let Some(successor) = &rule.deprecated {
            self.known_rule(file, successor);
        }
        self.replaced(file, rule);
        values::check(file, rule, &mut self.errors);
        for example in &rule.tests {
            self.example(file, example);
        }
    }

    fn known_rule(&mut self, file: &ParsedFile, id: &Located) {
        if !self.ids.contains_key(&id.value) {
            let help = did_you_mean(&id.value, self.ids.keys().map(String::as_str));
            let message = format!("no rule has the id `{}`", id.value);
            self.errors.push(whole(file, id, message).code("unknown-rule").help_if(help));
        }
    }

    /// The id after `replaces:` may be one the rule itself had before, but not almost one of an earlier pack.
    fn replaced(&mut self, file: &ParsedFile, rule: &RuleSpec) {
        let Some(id) = &rule.replaces else { return };
        let earlier = self.ids.iter().filter(|(_, pack)| **pack < file.pack);
        let mut earlier = earlier.map(|(id, _)| id.as_str());
        if earlier.clone().any(|known| known == id.value) {
            return;
        }
        if let Some(help) = did_you_mean(&id.value, &mut earlier) {
            let message = format!("no earlier pack has a rule `{}` to replace", id.value);
            self.errors.push(whole(file, id, message).code("unknown-rule").help(help));
        }
    }

    fn example(&mut self, file: &ParsedFile, example: &ExampleSpec) {
        match marked::parse(&example.text.value) {
            Ok(marked) => self.marks(file, example, marked.spans.len()),
            Err(e) => {
                let place =
                    error(file, &example.text, e.at..e.at + 2, e.to_string()).code("example");
                self.errors.push(place.help("mark what must be found: `on [[May 5]], he`"));
            }
        }
        if let Some(rule) = &example.rule {
            self.known_rule(file, rule);
        }
        if let Some(day) = &example.at {
            self.day(file, day);
        }
    }

    /// An example marks what must be found, or says that nothing must be.
    fn marks(&mut self, file: &ParsedFile, example: &ExampleSpec, marks: usize) {
        let answers = example.is.is_some() || example.who.is_some() || example.type_.is_some();
        let message = match (example.none, marks, answers) {
            (true, 1.., _) => "`none: true` says that nothing is found, but something is marked",
            (true, 0, true) => "`none: true` says that nothing is found, but a result is given",
            (false, 0, false) => "nothing is marked: the example could not fail",
            _ => return,
        };
        let help = if example.none {
            "remove one of the two"
        } else {
            "mark what must be found, `[[…]]`, or add `none: true` if nothing must be"
        };
        self.errors.push(whole(file, &example.text, message).code("example").help(help));
    }

    fn day(&mut self, file: &ParsedFile, day: &Located) {
        if NaiveDate::parse_from_str(&day.value, "%Y-%m-%d").is_err() || day.value.len() != 10 {
            let message = format!("expected a day such as 2016-09-14, found `{}`", day.value);
            self.errors.push(whole(file, day, message).code("example"));
        }
    }

    fn name(&mut self, file: &ParsedFile, name: &Located, what: &str) {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if name.value.is_empty() || !name.value.chars().all(fits) {
            let message = format!("`{}` cannot be the name of a {what}", name.value.escape_debug());
            let place = whole(file, name, message).code("bad-name");
            self.errors.push(place.help("names are made of letters a-z, digits, `_` and `-`"));
        }
    }

    fn lexicon(&mut self, file: &ParsedFile, name: &Located) {
        self.name(file, name, "lexicon");
        let taken = if CLASSES.contains(&name.value.as_str()) {
            "a class of words of the engine"
        } else if [PEOPLE, OFFICES].contains(&name.value.as_str()) {
            return;
        } else if ENGINE_LABELS.contains(&name.value.as_str()) {
            "what patterns call something that an earlier stage has found"
        } else {
            return;
        };
        let message = format!("`{}` is {taken}", name.value);
        self.errors.push(
            whole(file, name, message).code("bad-name").help("give the lexicon another name"),
        );
    }
}
