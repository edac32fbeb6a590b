//! Conditions on what stands around a match.

use super::{Compiler, Known, error_whole};
use crate::matching::program::{Frequencies, Program};
use crate::rules::diagnostic::did_you_mean;
use crate::rules::load::ParsedFile;
use crate::rules::spec::{ContextSpec, Located, OneOrMany};
use crate::rules::{Context, Scope};
use crate::text::flags;
use rustc_hash::FxHashSet;

/// What `starts:` may say, with the flag of the token that says the same.
const STARTS: [(&str, u8); 3] = [
    ("sentence", flags::SENTENCE_START),
    ("paragraph", flags::PARAGRAPH_START),
    ("line", flags::LINE_START),
];

impl Compiler {
    /// All conditions of a `when:` or `unless:`.
    pub(super) fn contexts(&mut self, file: &ParsedFile, spec: &ContextSpec) -> Vec<Context> {
        let patterns = [
            (&spec.left, Scope::Left),
            (&spec.right, Scope::Right),
            (&spec.clause, Scope::Clause),
            (&spec.before, Scope::Before),
            (&spec.after, Scope::After),
            (&spec.sentence, Scope::Sentence),
            (&spec.paragraph, Scope::Paragraph),
        ];
        let mut contexts = Vec::new();
        for (patterns, scope) in patterns {
            contexts.extend(patterns.as_ref().map(|p| self.nearby(file, p, scope)));
        }
        contexts.extend(spec.inside.as_ref().and_then(|label| self.inside(file, label)));
        contexts.extend(spec.starts.as_ref().and_then(|what| self.starts(file, what)));
        contexts
    }

    fn nearby(&mut self, file: &ParsedFile, patterns: &OneOrMany, scope: Scope) -> Context {
        let mut programs = Vec::new();
        for text in &patterns.0 {
            let Some(tree) = self.tree(file, text, &mut FxHashSet::default()) else { continue };
            let known = Known::new(&self.rules, &self.openings);
            match Program::new(&tree, &known) {
                Some(mut program) => {
                    if scope == Scope::Left {
                        program.ending = known.ending(&program.code);
                    }
                    programs.push(program);
                }
                None => self.errors.push(
                    error_whole(&file.source, text, "the pattern is too large").code("too-much"),
                ),
            }
        }
        let source = patterns.0.iter().map(|p| p.value.as_str()).collect::<Vec<_>>().join(" | ");
        Context { scope, programs, source }
    }

    fn inside(&mut self, file: &ParsedFile, label: &Located) -> Option<Context> {
        if let Some(id) = self.rules.label_ids.get(label.value.as_str()) {
            return Some(without_pattern(Scope::Inside(*id), label));
        }
        let help = did_you_mean(&label.value, self.rules.labels.iter().map(|l| &**l));
        let message = format!("no chunk is labelled `{}`", label.value);
        let error = error_whole(&file.source, label, message).code("unknown-name");
        self.errors.push(error.help_if(help));
        None
    }

    fn starts(&mut self, file: &ParsedFile, what: &Located) -> Option<Context> {
        if let Some((_, flag)) = STARTS.iter().find(|(name, _)| *name == what.value) {
            return Some(without_pattern(Scope::Starts(*flag), what));
        }
        let message = format!("expected `sentence`, `paragraph` or `line`, found `{}`", what.value);
        let error = error_whole(&file.source, what, message).code("wrong-value");
        let help = did_you_mean(&what.value, STARTS.iter().map(|(name, _)| *name));
        self.errors.push(error.help_if(help));
        None
    }
}

fn without_pattern(scope: Scope, source: &Located) -> Context {
    Context { scope, programs: Vec::new(), source: source.value.clone() }
}
