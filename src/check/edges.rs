//! What was cut off around a quote, and whether the draft says it beside the quote.
//!
//! In: a [`Judge`] and the alignment of a quote.  Out: [`Finding`]s about the words around the passage.

use super::align::Alignment;
use super::context::Opening;
use super::judge::{Finding, Judge};
use super::report::Op;
use super::words::{Form, Gap, Word};
use std::ops::Range;

impl Judge<'_> {
    /// What was cut off at both ends.
    pub(super) fn edges(&self, alignment: &Alignment, found: &mut Vec<Finding>) {
        let passage = alignment.passage();
        if passage.is_empty() {
            return;
        }
        let context = self.context();
        let whole = self.spoken.ends_sentence()
            && self.spoken.words.first().is_some_and(|word| word.form.has(Form::CAPITAL));
        let asserts = whole || context.asserts(&passage);
        let count = self.draft.words.len();
        if let Some(cut) = context
            .cut_condition(&passage, asserts)
            .filter(|cut| !self.told(cut, self.around.after) && !self.told(cut, self.around.before))
        {
            let cut = cut.start.min(passage.end)..cut.end;
            let unit = self.lexicon.unit.has(&self.source.words[cut.start]) && cut.len() == 1;
            found.push(Finding {
                op: if unit { Op::Unit } else { Op::CutCondition },
                draft: count..count,
                source: passage.end..cut.end,
            });
        }
        match context.opening(&passage, asserts) {
            Some(Opening::Governed(cut))
                if !self.told(&cut, self.around.before) && !self.told(&cut, self.around.after) =>
            {
                found.push(Finding {
                    op: Op::CutOpening,
                    draft: 0..0,
                    source: cut.start..passage.start,
                });
            }
            Some(Opening::Recited(cut)) if !self.attributed(&cut) => {
                found.push(Finding { op: Op::Recital, draft: 0..0, source: cut });
            }
            _ => {}
        }
        self.question(&passage, found);
    }

    /// Whether the draft itself says, beside the quote, what was cut off: any of the words by
    /// which the cut was recognised, or another denial or condition.
    fn told(&self, cut: &Range<usize>, around: &[Word]) -> bool {
        let words = &self.source.words[cut.clone()];
        let lists = [
            &self.lexicon.negation,
            &self.lexicon.condition,
            &self.lexicon.denial,
            &self.lexicon.opening,
            &self.lexicon.unit,
        ];
        lists.iter().any(|list| list.within(words) && list.within(around))
            || self.retold(words, around)
    }

    /// Whether most of the telling words that were cut off stand beside the quote.
    fn retold(&self, words: &[Word], around: &[Word]) -> bool {
        let telling = || words.iter().filter(|word| !self.lexicon.function.has(word));
        let kept = telling().filter(|word| around.iter().any(|other| other.key == word.key));
        let (kept, all) = (kept.count(), telling().count());
        all >= 2 && kept * 3 >= all * 2
    }

    /// Whether the draft names those whose words the source recites.
    fn attributed(&self, cut: &Range<usize>) -> bool {
        let said = &self.source.words[cut.clone()];
        let around = || self.around.before.iter().chain(self.around.after);
        said.iter()
            .filter(|word| !self.lexicon.function.has(word))
            .any(|word| around().any(|other| other.key == word.key))
    }

    /// A question quoted as a statement, or the other way round.
    fn question(&self, passage: &Range<usize>, found: &mut Vec<Finding>) {
        let after =
            |at: usize| self.source.words.get(at).map_or(self.source.tail, |word| word.before);
        let (tail, next, count) = (self.spoken.tail, after(passage.end), self.draft.words.len());
        let asked = next.has(Gap::QUESTION)
            || after(self.context().sentence_end(passage.end - 1)).has(Gap::QUESTION);
        let turned = match tail.has(Gap::QUESTION) {
            true => !asked,
            false => tail.has(Gap::STOP) && !tail.has(Gap::ELLIPSIS) && next.has(Gap::QUESTION),
        };
        if turned {
            found.push(Finding {
                op: Op::Question,
                draft: count..count,
                source: passage.end..passage.end,
            });
        }
    }
}
