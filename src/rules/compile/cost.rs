//! Patterns that are tried at very many words.

use super::{Compiler, error_whole};
use crate::matching::program::Anchor;
use crate::rules::diagnostic::SourceFile;
use crate::rules::spec::Located;

/// Tries in a million words from which on an author is told: one word in a hundred.
const MANY: u64 = 10_000;

/// Most words of an anchor that a note names.
const NAMED: usize = 4;

impl Compiler {
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
