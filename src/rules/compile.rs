//! Compiling rule files: names are looked up, patterns become programs.
//!
//! In: parsed files.  Out: [`Loaded`] rules, or every error at once, each at its place.

mod contexts;
mod cost;
mod known;
mod lexica;
mod persons;
mod trees;

use super::diagnostic::{RuleError, RuleErrors, SourceFile, did_you_mean};
use super::expression::{self, Expr};
use super::lexicon::LexiconId;
use super::load::{Loaded, ParsedFile};
use super::naming::Naming;
use super::pattern::{self, PatternError};
use super::spec::{Located, RuleSpec};
use super::{ENGINE_LABELS, KINDS, Place, Rule, Rules, settings, slips, yaml};
use crate::dates::Unit;
use crate::dates::evaluate::NAMES;
use crate::matching::front::Grounds;
use crate::matching::gate::Gate;
use crate::matching::openings::Openings;
use crate::matching::program::{self, Filter, Program, Tree};
use crate::matching::{CaptureName, LabelId, RuleId, Stage, regexes};
use crate::quotes::construction;
use crate::text::{Class, Kinds};
use known::Known;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;
pub use trees::CLASSES;
use trees::Macros;

/// Most patterns a set of rules may hold.
const MOST_RULES: usize = 200_000;

/// Compiles parsed files; `errors` are those of files that could not be read.
///
/// # Errors
/// All errors, in the order of the files.
pub fn compile(files: Vec<ParsedFile>, errors: Vec<RuleError>) -> Result<Loaded, RuleErrors> {
    let mut compiler = Compiler {
        rules: Rules::default(),
        errors,
        warnings: Vec::new(),
        notes: Vec::new(),
        macros: Macros::default(),
        filters: FxHashMap::default(),
        openings: Openings::default(),
        kept: FxHashMap::default(),
    };
    for label in ENGINE_LABELS {
        compiler.label(label);
    }
    compiler.lexica(&files);
    compiler.macros = Macros::collect(&files, &mut compiler.errors);
    compiler.choose_rules(&files);
    compiler.merge_settings(&files);
    for file in &files {
        for rule in &file.file.rules {
            let label = rule.label.as_deref().or(rule.kind.as_ref().map(|k| k.value.as_str()));
            if let Some(label) = label {
                compiler.label(label);
            }
        }
    }
    let order = files
        .iter()
        .enumerate()
        .flat_map(|(f, file)| (0..file.file.rules.len()).map(move |r| (f, r)));
    for (f, r) in order.collect::<Vec<_>>() {
        compiler.rule(&files[f], &files[f].file.rules[r], (f, r));
    }
    compiler.finish(&files)
}

struct Compiler {
    rules: Rules,
    errors: Vec<RuleError>,
    warnings: Vec<RuleError>,
    notes: Vec<RuleError>,
    macros: Macros,
    /// Entries with an attribute, by lexicon, attribute and value.
    filters: FxHashMap<(LexiconId, String, String), Arc<Filter>>,
    /// First words of lexicons, for the look-ahead of patterns.
    openings: Openings,
    /// For each id the file and rule that is used.
    kept: FxHashMap<String, (usize, usize)>,
}

/// The rule that is compiled, and the stage it is for.
#[derive(Clone, Copy)]
struct Slot<'a> {
    rule: RuleId,
    kind: &'a str,
    stratum: u8,
}

/// The error at a range of a text in a file.
fn error_at(
    file: &SourceFile,
    text: &Located,
    inner: std::ops::Range<usize>,
    message: impl Into<String>,
) -> RuleError {
    RuleError::at(file, yaml::range_in_scalar(&file.text, &text.referenced, inner), message)
}

fn error_whole(file: &SourceFile, text: &Located, message: impl Into<String>) -> RuleError {
    error_at(file, text, 0..text.value.len(), message)
}

fn pattern_error(file: &SourceFile, text: &Located, error: PatternError) -> RuleError {
    error_at(file, text, error.at..error.at + error.len, error.message)
        .code("pattern")
        .help_if(error.help)
}

fn place(file: &SourceFile, text: &Located) -> Place {
    Place {
        path: file.path.clone(),
        line: usize::try_from(text.referenced.line()).unwrap_or(0),
        column: usize::try_from(text.referenced.column()).unwrap_or(0),
    }
}

impl Compiler {
    fn label(&mut self, name: &str) -> LabelId {
        if let Some(id) = self.rules.label_ids.get(name) {
            return *id;
        }
        let id = LabelId(self.rules.labels.len() as u16);
        self.rules.labels.push(name.into());
        self.rules.label_ids.insert(name.into(), id);
        id
    }

    fn capture(&mut self, name: &str) -> CaptureName {
        if let Some(id) = self.rules.capture_ids.get(name) {
            return *id;
        }
        let id = CaptureName(self.rules.captures.len() as u16);
        self.rules.captures.push(name.into());
        self.rules.capture_ids.insert(name.into(), id);
        id
    }

    /// Decides which rule stands behind each id: that of the highest pack; two in one pack are
    /// an error.  A rule that a later pack `replaces` under another id is left out.
    fn choose_rules(&mut self, files: &[ParsedFile]) {
        let mut count = 0;
        for (f, file) in files.iter().enumerate() {
            for (r, rule) in file.file.rules.iter().enumerate() {
                count += 1;
                self.check_id(file, rule);
                let earlier = self.kept.get(&rule.id.value).copied();
                match earlier {
                    Some((g, s)) if files[g].pack == file.pack => {
                        let first = place(&files[g].source, &files[g].file.rules[s].id);
                        let message = format!("the id `{}` is taken", rule.id.value);
                        let error =
                            error_whole(&file.source, &rule.id, message).code("duplicate-id");
                        self.errors.push(error.help(format!(
                            "its first use is at {}:{}:{}",
                            first.path, first.line, first.column
                        )));
                    }
                    _ => {
                        self.kept.insert(rule.id.value.clone(), (f, r));
                    }
                }
            }
        }
        for file in files {
            for (rule, old) in file
                .file
                .rules
                .iter()
                .filter_map(|r| Some((&r.id.value, &r.replaces.as_ref()?.value)))
            {
                let earlier = self.kept.get(old).is_some_and(|(f, _)| files[*f].pack < file.pack);
                if earlier && rule != old {
                    self.kept.remove(old);
                }
            }
        }
        if count > MOST_RULES {
            self.errors.push(
                RuleError::new(
                    "rules",
                    format!("{count} rules, more than the {MOST_RULES} that can be loaded"),
                )
                .code("too-much"),
            );
        }
    }

    fn check_id(&mut self, file: &ParsedFile, rule: &RuleSpec) {
        let id = &rule.id.value;
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if let Some((at, c)) = id.char_indices().find(|(_, c)| !fits(*c)) {
            let message = format!("`{}` cannot stand in an id", c.escape_debug());
            let error =
                error_at(&file.source, &rule.id, at..at + c.len_utf8(), message).code("bad-id");
            self.errors.push(error.help("ids are made of letters a-z, digits, `.`, `-` and `_`"));
        } else if id.is_empty() {
            self.errors.push(error_whole(&file.source, &rule.id, "the id is empty").code("bad-id"));
        }
    }

    fn merge_settings(&mut self, files: &[ParsedFile]) {
        for file in files {
            self.settings(file);
            if let Some(merging) = &file.file.merging {
                match (&mut self.rules.merging, merging) {
                    (serde_json::Value::Object(old), serde_json::Value::Object(new)) => {
                        old.extend(new.iter().map(|(k, v)| (k.clone(), v.clone())));
                    }
                    (slot, new) => *slot = new.clone(),
                }
            }
        }
    }

    fn settings(&mut self, file: &ParsedFile) {
        for (stage, values) in &file.file.settings.0 {
            for (name, value) in &values.0 {
                if let Err(refusal) = settings::check(&stage.value, &name.value, value) {
                    let at = if refusal.of_stage { stage } else { name };
                    let error = error_whole(&file.source, at, refusal.message).code("setting");
                    self.errors.push(error.help_if(refusal.help));
                    continue;
                }
                let slot = self.rules.settings.entry(stage.value.clone()).or_default();
                slot.insert(name.value.clone(), value.clone());
            }
        }
    }

    fn rule(&mut self, file: &ParsedFile, spec: &RuleSpec, at: (usize, usize)) {
        if self.kept.get(&spec.id.value) != Some(&at) {
            return;
        }
        let Some(kind) = self.kind(file, spec) else { return };
        let value = spec.value.as_ref().and_then(|text| match expression::parse(&text.value) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push(pattern_error(&file.source, text, error).code("value"));
                None
            }
        });
        let id = RuleId(self.rules.rules.len() as u32);
        let label = self.label(spec.label.as_deref().unwrap_or(&kind));
        let when = self.contexts(file, &spec.when);
        let unless = self.contexts(file, &spec.unless);
        self.rules.rules.push(Rule {
            id: spec.id.value.as_str().into(),
            kind: kind.as_str().into(),
            stratum: spec.stratum,
            label,
            type_: spec.type_.as_deref().map(Into::into),
            value,
            set: spec.set.clone(),
            when,
            unless,
            priority: spec.priority,
            pack: file.pack,
            place: place(&file.source, &spec.id),
            patterns: spec.pattern.0.iter().map(|p| p.value.clone()).collect(),
            tests: spec.tests.clone(),
            deprecated: spec.deprecated.as_ref().map(|d| d.value.clone()),
            note: spec.note.clone(),
        });
        let slot = Slot { rule: id, kind: &kind, stratum: spec.stratum };
        let before = self.errors.len();
        let mut names = FxHashSet::default();
        for pattern in &spec.pattern.0 {
            self.pattern(file, pattern, slot, &mut names);
        }
        if spec.pattern.0.is_empty() && !construction::ALL.contains(&spec.id.value.as_str()) {
            self.errors.push(
                error_whole(&file.source, &spec.id, "the rule has no pattern")
                    .code("missing-key")
                    .help("say under `pattern:` what it matches"),
            );
        }
        if self.errors.len() == before {
            self.check_value_names(file, spec, id, &names);
        }
    }

    fn kind(&mut self, file: &ParsedFile, spec: &RuleSpec) -> Option<String> {
        let known = KINDS.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        let Some(kind) = &spec.kind else {
            let error = error_whole(&file.source, &spec.id, "the rule has no kind");
            let help = format!("say under `kind:` which stage runs it, one of {known}");
            self.errors.push(error.code("missing-key").help(help));
            return None;
        };
        if KINDS.contains(&kind.value.as_str()) {
            return Some(kind.value.clone());
        }
        let error = error_whole(
            &file.source,
            kind,
            format!("unknown kind `{}`: expected one of {known}", kind.value),
        )
        .code("unknown-kind");
        self.errors.push(error.help_if(did_you_mean(&kind.value, KINDS.iter().copied())));
        None
    }

    /// Names in the value must be captures of the pattern, or what the stage knows by itself.
    fn check_value_names(
        &mut self,
        file: &ParsedFile,
        spec: &RuleSpec,
        id: RuleId,
        names: &FxHashSet<String>,
    ) {
        let rule = &self.rules.rules[id.0 as usize];
        let (Some(text), Some(value)) = (&spec.value, &rule.value) else { return };
        let of_stage: &[&str] = if &*rule.kind == "date" { NAMES } else { &[] };
        let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let mut missing = Vec::new();
        visit_names(value, &mut |name, bare| {
            let fits = known.contains(name) || (bare && of_stage.contains(&name));
            if !fits {
                missing.push(name.to_owned());
            }
        });
        for name in missing {
            let at = word_at(&text.value, &name);
            let message = format!("no element of the pattern is named `{name}`");
            let error = error_at(&file.source, text, at..at + name.len(), message);
            let slip = spec.pattern.0.iter().find_map(|p| slips::slip(&p.value, &name));
            let near = did_you_mean(&name, known.iter().chain(of_stage).copied());
            let unit =
                Unit::named(&name).map(|_| format!("units stand in single quotes: `'{name}'`"));
            let near = slip.map(|slip| slip.help).or(unit).or(near.filter(|_| name.len() > 1));
            let help = near.unwrap_or_else(|| named(&name, &known));
            self.errors.push(error.code("unknown-capture").help(help));
        }
    }

    fn pattern(
        &mut self,
        file: &ParsedFile,
        text: &Located,
        slot: Slot<'_>,
        names: &mut FxHashSet<String>,
    ) {
        if pattern::is_regex(&text.value) {
            return self.regex(file, text, slot, names);
        }
        let Some(tree) = self.tree(file, text, names) else { return };
        let options = match tree {
            Tree::Choice(options) => options,
            one => vec![one],
        };
        for option in options {
            let frequencies = Known::new(&self.rules, &self.openings);
            let Some(anchor) = program::anchor(&option, &frequencies) else {
                let error = error_whole(&file.source, text, "no anchor: every part of the pattern could be anything, so it would be tried at every word").code("no-anchor");
                self.errors.push(
                    error.help("add a word, a number, a lexicon or a chunk that must stand there"),
                );
                return;
            };
            let Some(program) = Program::new(&option, &frequencies) else {
                let error = error_whole(
                    &file.source,
                    text,
                    "the pattern is too large when its repetitions are written out",
                )
                .code("too-much");
                self.errors.push(error.help("repeat fewer times, or nest fewer repetitions"));
                return;
            };
            let beside = program::around_chunks(&option, &frequencies);
            let key = self.key(&option, &program, &anchor, slot.rule, &frequencies);
            if file.pack > 0 {
                self.note_cost(&file.source, text, &anchor);
            }
            let gate = Gate::new(&self.rules.rule(slot.rule).when);
            self.stage(slot).add(slot.rule, program, &anchor, key, gate, beside);
        }
    }

    fn regex(
        &mut self,
        file: &ParsedFile,
        text: &Located,
        slot: Slot<'_>,
        names: &mut FxHashSet<String>,
    ) {
        match regexes::check(&text.value) {
            Ok(checked) => {
                names.extend(checked.groups.iter().cloned());
                let captures =
                    checked.groups.iter().map(|g| (g.clone(), self.capture(g))).collect();
                self.stage(slot).regexes.add(slot.rule, &text.value, &checked, captures);
            }
            Err(refusal) => {
                let error = error_at(
                    &file.source,
                    text,
                    refusal.at..refusal.at + refusal.len,
                    refusal.message,
                )
                .code("regex");
                self.errors.push(error.help_if(refusal.help));
            }
        }
    }

    fn stage(&mut self, slot: Slot<'_>) -> &mut Stage {
        let strata = self.rules.stages.entry(slot.kind.to_owned()).or_default();
        let at = usize::from(slot.stratum);
        if strata.len() <= at {
            strata.resize_with(at + 1, Stage::default);
        }
        &mut strata[at]
    }

    fn finish(mut self, files: &[ParsedFile]) -> Result<Loaded, RuleErrors> {
        self.warn_unused_macros(files);
        if !self.errors.is_empty() {
            let order: FxHashMap<&str, usize> =
                files.iter().enumerate().map(|(i, f)| (&*f.source.path, i)).collect();
            self.errors.sort_by_key(|e| {
                (order.get(&*e.path).copied().unwrap_or(usize::MAX), e.line, e.column)
            });
            self.errors.dedup();
            return Err(RuleErrors(self.errors));
        }
        self.rules.naming = Naming::new(&self.rules);
        self.rules.word_sets = self.openings.word_sets();
        let sets = self.openings.shared();
        let classes = Class::all(&self.rules.vocabulary);
        self.rules.grammar.know(&classes, &self.rules.vocabulary);
        let grounds = Grounds { sets: &sets, classes: &classes };
        self.rules.stages.values_mut().flatten().for_each(|stage| stage.finish(&grounds));
        let mut kinds = Kinds::by(self.rules.stages.values().flatten().map(Stage::rows));
        for (number, stage) in self.rules.stages.values_mut().flatten().enumerate() {
            stage.merge(number, &mut kinds);
        }
        self.rules.vocabulary.kinds = kinds;
        drop(sets);
        Ok(Loaded { rules: self.rules, warnings: self.warnings, notes: self.notes })
    }

    fn warn_unused_macros(&mut self, files: &[ParsedFile]) {
        for file in files {
            for (name, _) in &file.file.macros.0 {
                if !self.macros.is_used(&name.value) {
                    let warning = error_whole(
                        &file.source,
                        name,
                        format!("the macro `{}` is never used", name.value),
                    )
                    .code("unused-macro");
                    self.warnings
                        .push(warning.help("remove it, or put it into a pattern as `$name`"));
                }
            }
        }
    }
}

/// Visits the names in a value, and whether each stands alone or before an attribute.
fn visit_names(value: &Expr, visit: &mut impl FnMut(&str, bool)) {
    match value {
        Expr::Name(name) => visit(name, true),
        Expr::Attribute(name, _) => visit(name, false),
        Expr::Call(_, arguments) => arguments.iter().for_each(|a| visit_names(a, visit)),
        Expr::Negative(inner) => visit_names(inner, visit),
        Expr::Int(_) | Expr::Text(_) => {}
    }
}

/// Where a name stands in a value as a word of its own.
fn word_at(value: &str, name: &str) -> usize {
    let of_word = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |at: usize| {
        !value[..at].ends_with(of_word) && !value[at + name.len()..].starts_with(of_word)
    };
    value.match_indices(name).map(|(at, _)| at).find(|at| alone(*at)).unwrap_or(0)
}

fn named(name: &str, known: &BTreeSet<&str>) -> String {
    let advice = format!("name one with `{{…:{name}}}`");
    if known.is_empty() {
        return advice;
    }
    let known: Vec<String> = known.iter().map(|k| format!("`{k}`")).collect();
    format!("it has {}; {advice}", known.join(", "))
}
