//! Whether what a pattern names in braces can have been found when its rule runs.
//!
//! In: all rules.  Out: errors for patterns and contexts that name what only a later stage or pass finds.

use super::attributes::Known;
use super::{error, whole};
use crate::dates::is_date;
use crate::rules::compile::CLASSES;
use crate::rules::diagnostic::RuleError;
use crate::rules::load::ParsedFile;
use crate::rules::pattern::{self, Element, Leaf};
use crate::rules::spec::{ContextSpec, Located, RuleSpec};
use crate::rules::{ENGINE_LABELS, OFFICES};
use std::collections::BTreeMap;

/// Labels of what date rules find, with the first and the last pass that finds any.
pub(super) struct Passes<'a> {
    of_dates: BTreeMap<&'a str, (u8, u8)>,
}

impl<'a> Passes<'a> {
    pub(super) fn of(files: &'a [ParsedFile]) -> Self {
        let mut of_dates: BTreeMap<&str, (u8, u8)> = BTreeMap::new();
        for rule in files.iter().flat_map(|f| &f.file.rules).filter(|r| kind(r) == "date") {
            // What stands upon dates itself says nothing of the pass in which they are found.
            let label = rule.label.as_deref().unwrap_or("date");
            let labels = if is_date(label) { [label, "date"] } else { [label, label] };
            for label in labels.into_iter().filter(|label| !names(rule, label)) {
                let pass = of_dates.entry(label).or_insert((rule.stratum, rule.stratum));
                *pass = (pass.0.min(rule.stratum), pass.1.max(rule.stratum));
            }
        }
        Self { of_dates }
    }

    /// Checks the patterns and contexts of a rule.
    pub(super) fn check(
        &self,
        known: &Known<'_>,
        file: &ParsedFile,
        rule: &RuleSpec,
        out: &mut Vec<RuleError>,
    ) {
        for text in texts(rule) {
            let Ok(node) = pattern::parse(&text.value) else { continue };
            let mut found = None;
            known.leaves(&node, 0, &mut |leaf, in_macro| {
                if found.is_none() {
                    found = self
                        .too_early(known, rule, leaf)
                        .map(|help| (leaf.clone(), in_macro, help));
                }
            });
            let Some((leaf, in_macro, help)) = found else { continue };
            let range = if in_macro { 0..text.value.len() } else { leaf.at..leaf.at + leaf.len };
            let message = message(name(&leaf).unwrap_or_default());
            out.push(error(file, text, range, message).code("not-found-yet").help(help));
        }
        for label in [&rule.when.inside, &rule.unless.inside].into_iter().flatten() {
            if let Some(help) = self.missing(rule, &label.value) {
                let place = whole(file, label, message(&label.value));
                out.push(place.code("not-found-yet").help(help));
            }
        }
    }

    fn too_early(&self, known: &Known<'_>, rule: &RuleSpec, leaf: &Leaf) -> Option<String> {
        let name = name(leaf)?;
        let is_lexicon = known.lexicon(name).is_some() && name != crate::rules::PEOPLE;
        if is_lexicon || CLASSES.contains(&name) {
            return None;
        }
        self.missing(rule, name)
    }

    /// What to do where the rule runs before anything has the label; `None` where it does not, or where
    /// nothing ever has it.
    fn missing(&self, rule: &RuleSpec, label: &str) -> Option<String> {
        let of_dates = self.of_dates.get(label);
        let of_engine = ENGINE_LABELS.contains(&label);
        match kind(rule) {
            "article" => (of_dates.is_some() || of_engine)
                .then(|| "the header is read before anything else; name words and lexicons".to_owned()),
            "date" => match of_dates {
                Some((first, last)) => (*first >= rule.stratum).then(|| {
                    let later = last.saturating_add(1);
                    format!("let the rule run in a later pass: `stratum: {later}`")
                }),
                None => of_engine.then(|| {
                    format!("dates are found before `{{{label}}}`; name words and lexicons instead")
                }),
            },
            "event" if !of_engine => of_dates
                .map(|_| "to rules of other kinds every date is `{date}`, `{time}`, `{duration}` or `{set}`".to_owned()),
            _ => None,
        }
    }
}

fn message(label: &str) -> String {
    format!("nothing is `{{{label}}}` yet when this rule runs")
}

fn kind(rule: &RuleSpec) -> &str {
    rule.kind.as_ref().map_or("", |k| k.value.as_str())
}

fn name(leaf: &Leaf) -> Option<&str> {
    match &leaf.element {
        Element::Named { name, .. } if name != OFFICES => Some(name),
        _ => None,
    }
}

/// Whether a pattern of the rule names the label in braces.
fn names(rule: &RuleSpec, label: &str) -> bool {
    let ends = |rest: &str| rest.starts_with(['}', ':']);
    let opened = format!("{{{label}");
    let within = |text: &Located| {
        text.value.match_indices(&opened).any(|(at, _)| ends(&text.value[at + opened.len()..]))
    };
    rule.pattern.0.iter().any(within)
}

fn texts(rule: &RuleSpec) -> impl Iterator<Item = &Located> {
    let contexts = [&rule.when, &rule.unless].into_iter().flat_map(ContextSpec::patterns);
    rule.pattern.0.iter().chain(contexts.flatten().flat_map(|patterns| &patterns.0))
}
