//! Attributes of lexicon entries that patterns filter by and values use.
//!
//! In: parsed files.  Out: errors for attributes no entry has, and for values none has.

use super::{error, whole};
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::rules::expression::{self, Expr};
use crate::rules::load::ParsedFile;
use crate::rules::pattern::{self, Element, Leaf, Node};
use crate::rules::slips;
use crate::rules::spec::{AttributeSpec, Attributes, Located, RuleSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The attributes of every lexicon, with all their values.
pub(in crate::rules) struct Known<'a> {
    lexicons: BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<String>>>,
    macros: BTreeMap<&'a str, Node>,
}

impl<'a> Known<'a> {
    pub(in crate::rules) fn of(files: impl IntoIterator<Item = &'a ParsedFile> + Clone) -> Self {
        let mut known = Self { lexicons: BTreeMap::new(), macros: BTreeMap::new() };
        let paradigms: BTreeMap<&str, Vec<&Attributes>> = files
            .clone()
            .into_iter()
            .flat_map(|f| &f.file.inflections.0)
            .map(|(name, lines)| {
                let forms = lines.iter().flat_map(|l| l.forms.0.iter().map(|(_, a)| a));
                (name.value.as_str(), forms.collect())
            })
            .collect();
        for file in files {
            for (name, lexicon) in &file.file.lexicons.0 {
                let entry = known.lexicons.entry(&name.value).or_default();
                lexicon.entries.0.iter().for_each(|(_, attributes)| add(entry, attributes));
                let forms = lexicon.inflect.as_ref().and_then(|p| paradigms.get(p.value.as_str()));
                forms.into_iter().flatten().for_each(|attributes| add(entry, attributes));
                let table = lexicon.source.as_ref().and_then(|s| table(file, &s.value));
                table.into_iter().flatten().for_each(|(attribute, value)| {
                    entry.entry(attribute).or_default().insert(value.to_owned());
                });
            }
            for (name, text) in &file.file.macros.0 {
                known
                    .macros
                    .extend(pattern::parse(&text.value).ok().map(|n| (name.value.as_str(), n)));
            }
        }
        known
    }

    /// The attributes of a lexicon with their values; `None` where there is no such lexicon.
    pub(in crate::rules) fn lexicon(
        &self,
        name: &str,
    ) -> Option<&BTreeMap<&'a str, BTreeSet<String>>> {
        self.lexicons.get(name)
    }

    /// Checks the patterns of a rule and its value against each other.
    pub(super) fn rule(&self, file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
        let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for text in &rule.pattern.0 {
            let Ok(node) = pattern::parse(&text.value) else { continue };
            for name in slips::names(&node) {
                named.entry(name).or_default();
            }
            self.leaves(&node, 0, &mut |leaf, in_macro| {
                if !in_macro {
                    out.extend(self.filter(file, text, leaf));
                }
                if let Some(name) = &leaf.name {
                    named.entry(name.clone()).or_default().insert(class(&leaf.element));
                }
            });
        }
        let value =
            rule.value.as_ref().and_then(|text| Some((text, expression::parse(&text.value).ok()?)));
        if let Some((text, value)) = value {
            self.value(file, text, &value, &named, out);
        }
    }

    pub(super) fn leaves(&self, node: &Node, depth: usize, visit: &mut impl FnMut(&Leaf, bool)) {
        match node {
            Node::Leaf(leaf) => visit(leaf, depth > 0),
            Node::Sequence(items) | Node::Choice(items) => {
                items.iter().for_each(|item| self.leaves(item, depth, visit));
            }
            Node::Repeat { node, .. } | Node::Capture { node, .. } => {
                self.leaves(node, depth, visit)
            }
            Node::Macro { name, .. } => {
                // A cycle is reported elsewhere; here it must only end.
                if let Some(node) = self.macros.get(name.as_str()).filter(|_| depth < 16) {
                    self.leaves(node, depth + 1, visit);
                }
            }
        }
    }

    /// Whether something in the pattern or its macros is captured under the name.
    pub(super) fn captures(&self, node: &Node, name: &str) -> bool {
        self.captures_within(node, name, 0)
    }

    fn captures_within(&self, node: &Node, wanted: &str, depth: usize) -> bool {
        match node {
            Node::Leaf(leaf) => leaf.name.as_deref() == Some(wanted),
            Node::Sequence(items) | Node::Choice(items) => {
                items.iter().any(|item| self.captures_within(item, wanted, depth))
            }
            Node::Repeat { node, .. } => self.captures_within(node, wanted, depth),
            Node::Capture { name, node } => {
                name == wanted || self.captures_within(node, wanted, depth)
            }
            Node::Macro { name, .. } => {
                let node = self.macros.get(name.as_str()).filter(|_| depth < 16);
                node.is_some_and(|node| self.captures_within(node, wanted, depth + 1))
            }
        }
    }

    /// A filter asks for a value that some entry has.
    fn filter(&self, file: &ParsedFile, text: &Located, leaf: &Leaf) -> Option<RuleError> {
        let Element::Named { name, filter: Some((attribute, value)) } = &leaf.element else {
            return None;
        };
        let values = self.lexicons.get(name.as_str())?.get(attribute.as_str())?;
        if values.contains(value) {
            return None;
        }
        let message = format!("no entry of the lexicon `{name}` has `{attribute}: {value}`");
        let place =
            error(file, text, leaf.at..leaf.at + leaf.len, message).code("unknown-attribute");
        let help = did_you_mean(value, values.iter().map(String::as_str));
        Some(place.help_if(help.or_else(|| Some(format!("its values are {}", list(values))))))
    }

    /// `m.num` in a value needs an entry with `num` in a lexicon the element `m` stands for.
    fn value(
        &self,
        file: &ParsedFile,
        text: &Located,
        value: &Expr,
        named: &BTreeMap<String, BTreeSet<String>>,
        out: &mut Vec<RuleError>,
    ) {
        match value {
            Expr::Call(_, arguments) => {
                arguments.iter().for_each(|a| self.value(file, text, a, named, out))
            }
            Expr::Negative(inner) => self.value(file, text, inner, named, out),
            Expr::Attribute(capture, attribute) => {
                let Some(classes) = named.get(capture) else { return };
                if classes.iter().all(|c| c.is_empty()) {
                    out.push(without_attributes(file, text, capture, attribute));
                    return;
                }
                let Some(lexicons) = classes
                    .iter()
                    .map(|c| self.lexicons.get(c.as_str()))
                    .collect::<Option<Vec<_>>>()
                else {
                    return;
                };
                let known: BTreeSet<&str> =
                    lexicons.iter().flat_map(|l| l.keys().copied()).collect();
                if !known.contains(attribute.as_str()) {
                    let names =
                        classes.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(" and ");
                    let message = format!("entries of {names} have no attribute `{attribute}`");
                    let help =
                        did_you_mean(attribute, known.iter().copied()).or_else(|| has(&known));
                    let shown = format!("{capture}.{attribute}");
                    let place = match text.value.find(&shown) {
                        Some(at) => error(file, text, at..at + shown.len(), message),
                        None => whole(file, text, message),
                    };
                    out.push(place.code("unknown-attribute").help_if(help));
                }
            }
            Expr::Name(_) | Expr::Int(_) | Expr::Text(_) => {}
        }
    }
}

/// The name of a lexicon, class or chunk; empty for other elements.
fn class(element: &Element) -> String {
    match element {
        Element::Named { name, .. } => name.clone(),
        _ => String::new(),
    }
}

/// A group or number has no attributes.
fn without_attributes(
    file: &ParsedFile,
    text: &Located,
    capture: &str,
    attribute: &str,
) -> RuleError {
    let shown = format!("{capture}.{attribute}");
    let at = text.value.find(&shown).unwrap_or(0);
    let message = format!("`{capture}` has no attributes: only entries of lexicons do");
    let help = format!(
        "name the lexicon itself, `{{lexicon:{capture}}}`, not a group around it; a number is `{capture}` alone"
    );
    error(file, text, at..at + shown.len(), message).code("unknown-attribute").help(help)
}

fn add<'a>(known: &mut BTreeMap<&'a str, BTreeSet<String>>, attributes: &'a Attributes) {
    for (name, value) in attributes {
        known.entry(name).or_default().extend(shown(value));
    }
}

fn shown(value: &AttributeSpec) -> Vec<String> {
    match value {
        AttributeSpec::Bool(truth) => vec![truth.to_string()],
        AttributeSpec::Int(number) => vec![number.to_string()],
        AttributeSpec::Float(number) => vec![number.to_string()],
        AttributeSpec::Text(text) => vec![text.clone()],
        AttributeSpec::List(items) => items.iter().flat_map(shown).collect(),
        AttributeSpec::Map(map) => map.values().flat_map(shown).collect(),
    }
}

/// Attributes and values of a table: its header line names the columns.
fn table<'a>(file: &'a ParsedFile, name: &str) -> Option<Vec<(&'a str, &'a str)>> {
    let (_, source) = file.tables.iter().find(|(n, _)| n == name)?;
    let sign = if name.ends_with(".csv") { ',' } else { '\t' };
    let mut lines = source.text.lines().filter(|l| !l.starts_with('#'));
    let columns: Vec<&str> = lines.next()?.split(sign).skip(1).map(str::trim).collect();
    let cells =
        lines.flat_map(|line| columns.iter().copied().zip(line.split(sign).skip(1).map(str::trim)));
    Some(columns.iter().map(|c| (*c, "")).chain(cells.collect::<Vec<_>>()).collect())
}

/// For each row of a table the attributes it gives.
pub(in crate::rules) fn rows<'a>(file: &'a ParsedFile, name: &str) -> Vec<BTreeSet<&'a str>> {
    let columns: BTreeSet<&str> =
        table(file, name).unwrap_or_default().into_iter().map(|(column, _)| column).collect();
    let cells = table(file, name).unwrap_or_default();
    let width = columns.len().max(1);
    let rows = cells.get(width..).unwrap_or_default().chunks(width);
    rows.map(|row| row.iter().filter(|(_, cell)| !cell.is_empty()).map(|(c, _)| *c).collect())
        .collect()
}

fn list<T: std::fmt::Display>(values: &BTreeSet<T>) -> String {
    values.iter().take(8).map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", ")
}

/// What attributes there are; `None` where there are none.
fn has(known: &BTreeSet<&str>) -> Option<String> {
    (!known.is_empty()).then(|| format!("they have {}", list(known)))
}
