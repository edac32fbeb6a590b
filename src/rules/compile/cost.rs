//! What patterns are found through, and which of them are tried at very many words.

use super::{Compiler, error_whole};
use crate::matching::RuleId;
use crate::matching::lookahead::Lookahead;
use crate::matching::program::{self, Anchor, Frequencies, Program, Tree};
use crate::matching::stage::{Key, starts_rarely};
use crate::rules::Scope;
use crate::rules::diagnostic::SourceFile;
use crate::rules::spec::Located;

/// Tries in a million words from which on an author is told: one word in a hundred.
const MANY: u64 = 10_000;

/// Most words of an anchor that a note names.
const NAMED: usize = 4;

impl Compiler {
    /// What a pattern is best found through: its first tokens, with what its rule wants behind a
    /// match, or its anchor.
    pub(super) fn key(
        &self,
        tree: &Tree,
        program: &Program,
        anchor: &Anchor,
        rule: RuleId,
        frequencies: &dyn Frequencies,
    ) -> Key {
        let when = &self.rules.rule(rule).when;
        let right = when.iter().find(|context| context.scope == Scope::Right);
        let followed = right.map(|context| program.followed_by(&context.programs));
        let whole = match &followed {
            Some(code) => frequencies.lookahead(code),
            None => program.lookahead.clone(),
        };
        let code = followed.as_deref().unwrap_or(&program.code);
        let starts = frequencies.keys(code, &whole);
        let begins = |key: &Lookahead| key.per_million(&self.openings, |w| self.rules.frequency(w));
        let begins = match whole.depth() {
            0 | 1 => starts.iter().map(begins).sum(),
            _ => begins(&whole),
        };
        if starts_rarely(&starts, anchor, begins) {
            let (before, behind) = (Lookahead::default(), Lookahead::default());
            return Key { front: true, keys: starts, before, behind };
        }
        Key {
            front: false,
            keys: program::ahead(tree, anchor, frequencies),
            before: program::before(tree, anchor, frequencies),
            behind: frequencies.behind(code, &anchor.labels),
        }
    }

    /// Notes a pattern whose rarest part is still frequent.
    pub(super) fn note_cost(&mut self, file: &SourceFile, text: &Located, anchor: &Anchor) {
        if anchor.cost < MANY {
            return;
        }
        let message = format!(
            "the pattern is tried at about {} of 100 words: what it is found by is {}",
            anchor.cost.div_ceil(MANY),
            self.described(anchor)
        );
        let note = error_whole(file, text, message).code("slow-anchor");
        self.notes.push(note.help(
            "add a rarer word that must stand there, or name the words of a class in a lexicon; `onrecord rules bench` counts the cost",
        ));
    }

    fn described(&self, anchor: &Anchor) -> String {
        let mut words = anchor.words.clone();
        words.sort_by_key(|word| std::cmp::Reverse(self.rules.frequency(*word)));
        let named = words.iter().take(NAMED);
        let mut parts: Vec<String> = named
            .filter_map(|word| self.rules.vocabulary.word(*word))
            .map(|w| format!("‹{w}›"))
            .collect();
        parts.extend((words.len() > NAMED).then(|| "other words".to_owned()));
        let shapes = [
            (anchor.digits, "any number"),
            (anchor.capitalised, "any capitalised word"),
            (anchor.mark, "any quote mark"),
        ];
        parts.extend(shapes.iter().filter(|(on, _)| *on).map(|(_, shape)| (*shape).to_owned()));
        let labels = anchor.labels.iter().map(|label| &self.rules.labels[label.0 as usize]);
        parts.extend(labels.map(|label| format!("{{{label}}}")));
        parts.join(" or ")
    }
}
