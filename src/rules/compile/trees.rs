//! Patterns with their macros put in and their names looked up.

use super::{Compiler, error_at, error_whole, pattern_error};
use crate::matching::program::{Filter, Test, Tree};
use crate::rules::PEOPLE;
use crate::rules::diagnostic::{RuleError, SourceFile, did_you_mean};
use crate::rules::lexicon::{LexiconId, entry_tokens};
use crate::rules::load::ParsedFile;
use crate::rules::pattern::{self, Element, Leaf, Node};
use crate::rules::spec::{AttributeSpec, Case, Located};
use regex::RegexBuilder;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Classes of tokens that patterns may name.
pub const CLASSES: &[&str] = &[
    "word", "cap", "allcaps", "lower", "any", "punct", "mark", "number", "ordinal", "int", "digits",
];
/// The class of words of a name, where it is one without an argument.
fn class(name: &str) -> Option<Test> {
    Some(match name {
        "word" => Test::AnyWord,
        "cap" => Test::Capitalised,
        "allcaps" => Test::AllCaps,
        "lower" => Test::Lower,
        "any" => Test::Any,
        "punct" => Test::Punctuation,
        "mark" => Test::Mark,
        "number" => Test::Number,
        "ordinal" => Test::Ordinal,
        _ => return None,
    })
}

/// Most leaves of a pattern when its macros are put in.
const LARGEST: usize = 50_000;

/// Macros of all files by name; later files win.
#[derive(Debug, Default)]
pub(super) struct Macros {
    nodes: FxHashMap<String, (Node, String)>,
    used: RefCell<FxHashSet<String>>,
    /// Those that cannot be parsed, which is told once and not again where they are used.
    broken: FxHashSet<String>,
}

impl Macros {
    /// Parses all macros and reports the broken ones and the cycles.
    pub(super) fn collect(files: &[ParsedFile], errors: &mut Vec<RuleError>) -> Self {
        let mut macros = Self::default();
        let mut places: Vec<(&SourceFile, &Located, &Located)> = Vec::new();
        for file in files {
            for (name, text) in &file.file.macros.0 {
                match pattern::parse(&text.value) {
                    Ok(node) => {
                        macros.nodes.insert(name.value.clone(), (node, text.value.clone()));
                        places.push((&file.source, name, text));
                    }
                    Err(error) => {
                        errors.push(pattern_error(&file.source, text, error));
                        macros.broken.insert(name.value.clone());
                    }
                }
            }
        }
        let mut told: FxHashSet<String> = FxHashSet::default();
        for (file, name, _) in &places {
            if let Some(chain) = macros.cycle(&name.value).filter(|_| !told.contains(&name.value)) {
                told.extend(chain.iter().cloned());
                let message =
                    format!("the macro `{}` contains itself: {}", name.value, chain.join(" -> "));
                errors.push(
                    error_whole(file, name, message)
                        .code("macro-cycle")
                        .help("break the cycle: a macro may only use macros that do not use it"),
                );
            }
        }
        // Macros used by other macros count as used when those are.
        macros
    }

    pub(super) fn is_used(&self, name: &str) -> bool {
        self.used.borrow().contains(name)
    }

    fn cycle(&self, name: &str) -> Option<Vec<String>> {
        let mut chain = vec![name.to_owned()];
        let mut done = FxHashSet::default();
        self.reaches(name, name, &mut chain, &mut done).then_some(chain)
    }

    fn reaches(
        &self,
        from: &str,
        target: &str,
        chain: &mut Vec<String>,
        done: &mut FxHashSet<String>,
    ) -> bool {
        let Some((node, _)) = self.nodes.get(from) else { return false };
        let mut names = Vec::new();
        macro_names(node, &mut names);
        for name in names {
            chain.push(name.clone());
            if name == target {
                return true;
            }
            if done.insert(name.clone()) && self.reaches(&name, target, chain, done) {
                return true;
            }
            chain.pop();
        }
        false
    }
}

fn macro_names(node: &Node, names: &mut Vec<String>) {
    match node {
        Node::Macro { name, .. } => names.push(name.clone()),
        Node::Leaf(_) => {}
        Node::Sequence(items) | Node::Choice(items) => {
            items.iter().for_each(|i| macro_names(i, names))
        }
        Node::Repeat { node, .. } | Node::Capture { node, .. } => macro_names(node, names),
    }
}

/// Where a node was written: in the pattern itself or in a macro it uses.
struct Site<'a> {
    file: &'a SourceFile,
    text: &'a Located,
    /// Within a macro, errors point at where the macro is used.
    inside: Option<(usize, usize, String)>,
    leaves: usize,
}

impl Site<'_> {
    fn error(&self, at: usize, len: usize, message: String) -> RuleError {
        match &self.inside {
            None => error_at(self.file, self.text, at..at + len, message),
            Some((at, len, name)) => error_at(
                self.file,
                self.text,
                *at..at + len,
                format!("in the macro `${name}`: {message}"),
            ),
        }
    }
}

impl Compiler {
    /// The resolved tree of a pattern; `None` after errors.  Adds its captures to `names`.
    pub(super) fn tree(
        &mut self,
        file: &ParsedFile,
        text: &Located,
        names: &mut FxHashSet<String>,
    ) -> Option<Tree> {
        let node = match pattern::parse(&text.value) {
            Ok(node) => node,
            Err(error) => {
                self.errors.push(pattern_error(&file.source, text, error));
                return None;
            }
        };
        let before = self.errors.len();
        let mut site = Site { file: &file.source, text, inside: None, leaves: 0 };
        let tree = self.resolve(&node, &mut site, names, 0);
        (self.errors.len() == before).then_some(tree).flatten()
    }

    fn resolve(
        &mut self,
        node: &Node,
        site: &mut Site<'_>,
        names: &mut FxHashSet<String>,
        depth: usize,
    ) -> Option<Tree> {
        if site.leaves > LARGEST || depth > 200 {
            self.errors.push(
                site.error(0, 1, "the pattern is too large when its macros are put in".to_owned())
                    .code("too-much"),
            );
            return None;
        }
        match node {
            Node::Leaf(leaf) => self.leaf(leaf, site, names),
            Node::Sequence(items) => items
                .iter()
                .map(|i| self.resolve(i, site, names, depth + 1))
                .collect::<Option<Vec<_>>>()
                .map(flat),
            Node::Choice(options) => options
                .iter()
                .map(|o| self.resolve(o, site, names, depth + 1))
                .collect::<Option<Vec<_>>>()
                .map(Tree::Choice),
            Node::Repeat { node, min, max } => Some(Tree::Repeat(
                Box::new(self.resolve(node, site, names, depth + 1)?),
                *min,
                *max,
            )),
            Node::Capture { name, node } => {
                names.insert(name.clone());
                let id = self.capture(name);
                Some(Tree::Group(id, Box::new(self.resolve(node, site, names, depth + 1)?)))
            }
            Node::Macro { name, at, glued } => self.put_in(name, *at, *glued, site, names, depth),
        }
    }

    fn put_in(
        &mut self,
        name: &str,
        at: usize,
        glued: bool,
        site: &mut Site<'_>,
        names: &mut FxHashSet<String>,
        depth: usize,
    ) -> Option<Tree> {
        let Some((node, _)) = self.macros.nodes.get(name) else {
            if self.macros.broken.contains(name) {
                return None;
            }
            let known: Vec<String> = {
                let mut k: Vec<String> = self.macros.nodes.keys().cloned().collect();
                k.sort();
                k
            };
            let help = did_you_mean(name, known.iter().map(String::as_str))
                .or_else(|| Some("define it under `macros:`".to_owned()));
            self.errors.push(
                site.error(at, name.len() + 1, format!("no macro is named `{name}`"))
                    .code("unknown-macro")
                    .help_if(help),
            );
            return None;
        };
        let mut node = node.clone();
        self.macros.used.borrow_mut().insert(name.to_owned());
        if self.macros.cycle(name).is_some() {
            return None;
        }
        pattern::set_glued(&mut node, glued);
        let outer = site.inside.clone();
        if site.inside.is_none() {
            site.inside = Some((at, name.len() + 1, name.to_owned()));
        }
        let tree = self.resolve(&node, site, names, depth + 1);
        site.inside = outer;
        tree
    }

    fn leaf(
        &mut self,
        leaf: &Leaf,
        site: &mut Site<'_>,
        names: &mut FxHashSet<String>,
    ) -> Option<Tree> {
        site.leaves += 1;
        let name = leaf.name.as_ref().map(|n| {
            names.insert(n.clone());
            self.capture(n)
        });
        let test = match &leaf.element {
            Element::Literal(words) => return self.literal(words, leaf, site),
            Element::Int(low, high) => Test::Int(*low, *high),
            Element::Digits(low, high) => {
                Test::Digits((*low).min(15) as u16, (*high).min(15) as u16)
            }
            Element::Regex(source) => {
                match RegexBuilder::new(&format!("^(?:{source})$")).size_limit(1 << 18).build() {
                    Ok(regex) => Test::Regex(Box::new(regex)),
                    Err(error) => {
                        let message = error.to_string();
                        let last = message
                            .lines()
                            .last()
                            .unwrap_or("not a regex")
                            .trim_start_matches("error: ")
                            .to_owned();
                        self.errors.push(site.error(leaf.at, leaf.len, last).code("regex"));
                        return None;
                    }
                }
            }
            Element::Named { name, filter } => self.named(name, filter.as_ref(), leaf, site)?,
        };
        Some(Tree::Leaf { test, glued: leaf.glued, name })
    }

    /// Words and punctuation as the tokeniser cuts them.
    fn literal(&mut self, words: &str, leaf: &Leaf, site: &mut Site<'_>) -> Option<Tree> {
        let tokens = entry_tokens(words, Case::Smart, &mut self.rules.vocabulary);
        if tokens.is_empty() {
            self.errors.push(
                site.error(
                    leaf.at,
                    leaf.len,
                    format!("`{}` holds nothing that can be matched", words.escape_debug()),
                )
                .code("pattern"),
            );
            return None;
        }
        let items = tokens.iter().enumerate().map(|(i, t)| Tree::Leaf {
            test: Test::Word(t.word, t.case),
            glued: if i == 0 { leaf.glued } else { t.glued },
            name: None,
        });
        Some(flat(items.collect()))
    }

    /// A name in braces: a lexicon, a class of words, or a chunk, in this order.
    fn named(
        &mut self,
        name: &str,
        filter: Option<&(String, String)>,
        leaf: &Leaf,
        site: &Site<'_>,
    ) -> Option<Test> {
        let lexicon = self.rules.lexicons.id(name).filter(|_| name != PEOPLE || filter.is_some());
        if let Some(id) = lexicon {
            let filter = match filter {
                Some(filter) => Some(self.filter(id, filter, leaf, site)?),
                None => None,
            };
            return Some(Test::Lexicon(id, filter));
        }
        if let Some((attribute, _)) = filter {
            let message =
                format!("only lexicons have attributes; `{name}` is none, found `[{attribute}…]`");
            let error = site.error(leaf.at, leaf.len, message);
            self.errors.push(error.code("unknown-attribute"));
            return None;
        }
        let chunk = || self.rules.label_ids.get(name).map(|label| Test::Chunk(*label));
        let test = class(name).or_else(chunk);
        if test.is_none() {
            self.unknown_name(name, leaf, site);
        }
        test
    }

    fn unknown_name(&mut self, name: &str, leaf: &Leaf, site: &Site<'_>) {
        let lexicons = self.rules.lexicons.iter().map(|l| &*l.name);
        let known =
            lexicons.chain(self.rules.labels.iter().map(|l| &**l)).chain(CLASSES.iter().copied());
        let help = did_you_mean(name, known).unwrap_or_else(|| {
            "in braces stands a lexicon, a class of words ({word}, {cap}, {number}, {int 1..31} …) or what an earlier stage found ({date}, {quote} …)".to_owned()
        });
        let message = format!("no lexicon, class or chunk is named `{name}`");
        let error = site.error(leaf.at, leaf.len, message);
        self.errors.push(error.code("unknown-name").help(help));
    }

    fn filter(
        &mut self,
        id: LexiconId,
        (attribute, value): &(String, String),
        leaf: &Leaf,
        site: &Site<'_>,
    ) -> Option<Arc<Filter>> {
        let key = (id, attribute.clone(), value.clone());
        if let Some(filter) = self.filters.get(&key) {
            return Some(Arc::clone(filter));
        }
        let lexicon = self.rules.lexicons.get(id);
        if !lexicon.entries.iter().any(|e| e.attributes.contains_key(attribute)) {
            let all = lexicon.entries.iter().flat_map(|e| e.attributes.keys());
            let known: BTreeSet<&str> = all.map(String::as_str).collect();
            let message = format!("the lexicon `{}` has no attribute `{attribute}`", lexicon.name);
            let help = did_you_mean(attribute, known.iter().copied()).unwrap_or_else(|| {
                format!(
                    "its attributes are {}",
                    known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
                )
            });
            self.errors
                .push(site.error(leaf.at, leaf.len, message).code("unknown-attribute").help(help));
            return None;
        }
        let value = match value.as_str() {
            "true" => AttributeSpec::Bool(true),
            "false" => AttributeSpec::Bool(false),
            text => text
                .parse()
                .map_or_else(|_| AttributeSpec::Text(text.to_owned()), AttributeSpec::Int),
        };
        let allowed = lexicon.entries.iter().map(|e| e.attributes.get(attribute) == Some(&value));
        let allowed = allowed.collect();
        let filter = Arc::new(Filter { attribute: attribute.clone(), value, allowed });
        self.filters.insert(key, Arc::clone(&filter));
        Some(filter)
    }
}

fn flat(items: Vec<Tree>) -> Tree {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Tree::Sequence(inner) => out.extend(inner),
            other => out.push(other),
        }
    }
    if out.len() == 1 { out.swap_remove(0) } else { Tree::Sequence(out) }
}
