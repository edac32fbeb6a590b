//! Names the differences between a quote and the passage it was laid beside.
//!
//! In: an [`Alignment`] with both sides.  Out: [`Finding`]s in the order of the quote, each with
//! its kind; kinds know whether they are faithful.  Speakers are compared elsewhere.

use super::align::{Alignment, Link, Run, Side, Step};
use super::context::{Context, Opening};
use super::lexicon::CheckWords;
use super::report::Op;
use super::spoken::Spoken;
use super::words::{Form, Gap, Word, folded};
use std::ops::Range;

/// A difference, as ranges of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub op: Op,
    pub draft: Range<usize>,
    pub source: Range<usize>,
}

/// What stands around the quote in the draft: it may say itself what the source says around it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Surroundings<'a> {
    /// Words of the same sentence of the draft before the quote, and quotes before it.
    pub before: &'a [Word],
    /// Words of the same sentence after it, and the quotes that go on from it.
    pub after: &'a [Word],
}

/// Both sides of a comparison, ready to be judged.
pub(crate) struct Judge<'a> {
    pub draft: Side<'a>,
    pub spoken: &'a Spoken,
    pub source: Side<'a>,
    pub around: Surroundings<'a>,
    pub lexicon: &'a CheckWords,
}

impl Judge<'_> {
    /// All differences of an alignment, in the order of the quote.
    pub fn findings(&self, alignment: &Alignment, runs: &[Run]) -> Vec<Finding> {
        let mut found = Vec::new();
        for (k, step) in alignment.steps.iter().enumerate() {
            match step.link {
                Link::Same => self.same(step, &mut found),
                Link::Joined => self.note(Op::Spacing, step, &mut found),
                Link::Changed => self.changed(step, &alignment.steps, k, runs, &mut found),
            }
        }
        self.insertions(alignment, &mut found);
        self.edges(alignment, &mut found);
        found.sort_by_key(|finding| (finding.draft.start, finding.draft.end, finding.source.start));
        found
    }

    fn context(&self) -> Context<'_> {
        Context { words: self.source.words, lexicon: self.lexicon }
    }

    fn note(&self, op: Op, step: &Step, found: &mut Vec<Finding>) {
        found.push(Finding { op, draft: step.draft.clone(), source: step.source.clone() });
    }

    fn draft_words(&self, step: &Step) -> &[Word] {
        &self.draft.words[step.draft.clone()]
    }

    fn source_words(&self, step: &Step) -> &[Word] {
        &self.source.words[step.source.clone()]
    }

    /// Equal words can still differ in what their key folds: spelling, capitals, brackets.
    fn same(&self, step: &Step, found: &mut Vec<Finding>) {
        for (i, j) in step.draft.clone().zip(step.source.clone()) {
            let (draft, source) = (&self.draft.words[i], &self.source.words[j]);
            let one = Step { draft: i..i + 1, source: j..j + 1, link: Link::Same };
            if self.is_other_word_in_capitals(i, j) {
                self.note(Op::Replaced, &one, found);
            } else if source.form.has(Form::IN_BRACKET)
                && !draft.form.has(Form::IN_BRACKET)
                && !self.lexicon.is_number(source)
            {
                self.note(Op::BracketDropped, &one, found);
            } else if self.letters(self.draft, draft) != self.letters(self.source, source) {
                self.note(Op::Spelling, &one, found);
            }
        }
    }

    fn letters(&self, side: Side, word: &Word) -> String {
        folded(side.text.get(word.start as usize..word.end as usize).unwrap_or("")).replace('.', "")
    }

    /// "US" is not "us", unless the line is in capitals altogether.
    fn is_other_word_in_capitals(&self, i: usize, j: usize) -> bool {
        let (draft, source) = (&self.draft.words[i], &self.source.words[j]);
        if draft.form.has(Form::ALL_CAPS) == source.form.has(Form::ALL_CAPS)
            || !self.lexicon.is_acronym(source)
        {
            return false;
        }
        let plain = |words: &[Word], at: usize| {
            let near = words[at.saturating_sub(2)..words.len().min(at + 3)].iter();
            near.filter(|word| word.end - word.start > 1)
                .filter(|word| word.form.has(Form::ALL_CAPS))
                .count()
                <= 1
        };
        plain(self.draft.words, i) && plain(self.source.words, j)
    }

    fn changed(
        &self,
        step: &Step,
        steps: &[Step],
        k: usize,
        runs: &[Run],
        found: &mut Vec<Finding>,
    ) {
        let op = match (step.draft.is_empty(), step.source.is_empty()) {
            (true, _) => self.missing(step, steps, k),
            (false, true) => self.added(step, runs, steps),
            (false, false) => self.replaced(step, runs, steps),
        };
        self.note(op, step, found);
    }

    /// Source words the quote does not have.
    fn missing(&self, step: &Step, steps: &[Step], k: usize) -> Op {
        let words = self.source_words(step);
        let marks = || self.spoken.marks_at(step.draft.start);
        if marks().any(|mark| mark.is_ellipsis()) {
            return if self.context().hidden(&step.source).is_some() {
                Op::HiddenCondition
            } else {
                Op::Ellipsis
            };
        }
        if let Some(op) = self.excuse(step, words) {
            return op;
        }
        if let Some(mark) = marks().next() {
            return self.substituted(&mark.inserted, words);
        }
        if self.is_splice(step, steps, k) {
            Op::Splice
        } else {
            self.kind(&[], words).unwrap_or(Op::Dropped)
        }
    }

    /// Whether a step without agreement is faithful all the same.
    pub fn is_excused(&self, step: &Step) -> bool {
        let words = self.source_words(step);
        let marked = || self.spoken.marks_at(step.draft.start).next().is_some();
        step.draft.is_empty()
            && (words.is_empty() || marked() || self.excuse(step, words).is_some())
    }

    /// What a reader of the source would not count as the speaker's words either.
    fn excuse(&self, step: &Step, words: &[Word]) -> Option<Op> {
        let all = |flag: Form| words.iter().all(|word| word.form.has(flag));
        let aside =
            all(Form::IN_BRACKET) || (all(Form::IN_PAREN) && self.lexicon.stage.within(words));
        let note = all(Form::NOTE) || (words.len() == 1 && self.is_note_number(step.source.start));
        let filler = words.iter().all(|word| self.lexicon.filler.has(word));
        if aside || note || filler || self.is_scan_noise(step) {
            return Some(Op::Noise);
        }
        self.context().is_attribution(&step.source).then_some(Op::Attribution)
    }

    /// "error.4 The": a figure glued behind the end of a word or sentence refers to a note.
    fn is_note_number(&self, at: usize) -> bool {
        let word = &self.source.words[at];
        let behind = word.before.has(Gap::STOP.or(Gap::COMMA).or(Gap::CLOSE_QUOTE))
            && !word.before.has(Gap::SPACE);
        let free = self.source.words.get(at + 1).is_none_or(|next| next.before.has(Gap::SPACE));
        word.form.has(Form::NUMBER) && behind && free && at > 0
    }

    /// A page or note number in running text, with what is left of a running head: it counts
    /// nothing, since a function word follows, and no word before asks for a number.
    fn is_scan_noise(&self, step: &Step) -> bool {
        let words = self.source_words(step);
        let Some((last, rest)) = words.split_last() else { return false };
        let short = |word: &Word| word.end - word.start <= 3;
        let (before, after) = (
            step.source.start.checked_sub(1).map(|at| &self.source.words[at]),
            self.source.words.get(step.source.end),
        );
        let counts = after
            .is_none_or(|next| !self.lexicon.function.has(next) || self.lexicon.unit.has(next));
        let asked = before.is_none_or(|word| {
            self.lexicon.function.has(word)
                || self.lexicon.is_number(word)
                || word.form.has(Form::SYMBOL)
        });
        let lone_line = last.before.has(Gap::LINE)
            && after.is_some_and(|next| next.before.has(Gap::LINE))
            && rest.is_empty();
        let tied = last.before.has(Gap::HYPHEN)
            || last.form.has(Form::GLUED)
            || after.is_some_and(|next| next.form.has(Form::GLUED) || next.before.has(Gap::HYPHEN));
        let figure = last.form.has(Form::NUMBER) && short(last) && !tied;
        figure && rest.len() <= 1 && rest.iter().all(short) && (lone_line || !(counts || asked))
    }

    /// Brackets in place of source words: never for a number, a denial, a limit or another name.
    fn substituted(&self, inserted: &[Word], words: &[Word]) -> Op {
        const LONGEST: usize = 8;
        let lexicon = self.lexicon;
        let keys = |words: &[Word], which: &dyn Fn(&Word) -> bool| -> Vec<u64> {
            words.iter().filter(|word| which(word)).map(|word| word.key).collect()
        };
        let differs = |which: &dyn Fn(&Word) -> bool| keys(inserted, which) != keys(words, which);
        let lost = |which: &dyn Fn(&Word) -> bool| {
            keys(words, which).iter().any(|key| inserted.iter().all(|word| word.key != *key))
        };
        if !differs(&|_| true) {
            return Op::Bracket;
        }
        if differs(&|word| lexicon.negation.has(word)) {
            return Op::Negation;
        }
        if lost(&|word| lexicon.is_number(word)) {
            return Op::Number;
        }
        if lost(&|word| lexicon.modality.has(word)) {
            return Op::Modality;
        }
        if lexicon.narrowing.within(inserted) && !lexicon.narrowing.within(words) {
            return Op::Replaced;
        }
        match self.is_other_name(inserted, words) {
            true => Op::Replaced,
            false if words.len() > LONGEST => Op::Dropped,
            false => Op::Bracket,
        }
    }

    /// Names on both sides, and none in common.
    fn is_other_name(&self, inserted: &[Word], words: &[Word]) -> bool {
        let names = |words: &[Word]| -> Vec<u64> {
            let named = |word: &&Word| {
                let plain = self.lexicon.function.has(word) || self.lexicon.finite.has(word);
                word.form.has(Form::CAPITAL) && !plain && !self.lexicon.title.has(word)
            };
            words.iter().filter(named).map(|word| word.key).collect()
        };
        let (ours, theirs) = (names(inserted), names(words));
        !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|key| theirs.contains(key))
    }

    /// Two places joined without a mark: a long leap, or one over the end of a sentence.
    fn is_splice(&self, step: &Step, steps: &[Step], k: usize) -> bool {
        const LEAP: usize = 4;
        let agrees = |step: Option<&Step>| {
            step.is_some_and(|step| {
                step.link != Link::Changed && (step.draft.len() >= 2 || steps.len() <= 3)
            })
        };
        let leaps = step.source.len() >= LEAP
            || (step.source.start..=step.source.end)
                .any(|at| at > step.source.start && self.context().starts_sentence(at));
        leaps && agrees(k.checked_sub(1).and_then(|k| steps.get(k))) && agrees(steps.get(k + 1))
    }

    /// Draft words the source does not have here.
    fn added(&self, step: &Step, runs: &[Run], steps: &[Step]) -> Op {
        let words = self.draft_words(step);
        if words.iter().all(|word| word.form.has(Form::IN_PAREN)) && self.marked_insertion(words) {
            return Op::Bracket;
        }
        self.elsewhere(step, runs, steps)
            .unwrap_or_else(|| self.kind(words, &[]).unwrap_or(Op::Added))
    }

    fn replaced(&self, step: &Step, runs: &[Run], steps: &[Step]) -> Op {
        let (draft, source) = (self.draft_words(step), self.source_words(step));
        if let Some(op) = self.elsewhere(step, runs, steps) {
            return op;
        }
        self.kind(draft, source).unwrap_or_else(|| self.wording(draft, source))
    }

    /// Words that stand, in one piece, in another place of the source.
    fn elsewhere(&self, step: &Step, runs: &[Run], steps: &[Step]) -> Option<Op> {
        const PIECE: usize = 3;
        let used = steps.iter().filter(|step| step.link == Link::Same);
        let covers = |run: &&Run| {
            let common = (run.draft + run.len)
                .min(step.draft.end)
                .saturating_sub(run.draft.max(step.draft.start));
            let real = self.draft.words[run.draft..run.draft + run.len]
                .iter()
                .any(|word| !self.lexicon.function.has(word));
            common >= PIECE && common * 5 >= step.draft.len() * 3 && real
        };
        runs.iter().find(covers).filter(|_| used.count() > 0).map(|_| Op::Order)
    }

    /// The gravest kind of a change, if it is one of those that turn a meaning.
    fn kind(&self, draft: &[Word], source: &[Word]) -> Option<Op> {
        let lexicon = self.lexicon;
        let keys = |words: &[Word], which: &dyn Fn(&Word) -> bool| {
            words.iter().filter(|word| which(word)).map(|word| word.key).collect::<Vec<_>>()
        };
        let differs = |which: &dyn Fn(&Word) -> bool| keys(draft, which) != keys(source, which);
        let prefix = || self.prefix_negation(draft, source);
        if differs(&|word| lexicon.negation.has(word)) && !self.is_contraction(draft, source)
            || prefix()
        {
            return Some(Op::Negation);
        }
        if differs(&|word| lexicon.is_number(word)) {
            return Some(Op::Number);
        }
        if differs(&|word| word.form.has(Form::SYMBOL)) {
            return Some(Op::Operator);
        }
        if self.is_contraction(draft, source) {
            return Some(Op::Contraction);
        }
        if differs(&|word| lexicon.modality.has(word)) {
            return Some(Op::Modality);
        }
        differs(&|word| lexicon.unit.has(word)).then_some(Op::Unit)
    }

    /// "significant" for "non-significant".
    fn prefix_negation(&self, draft: &[Word], source: &[Word]) -> bool {
        let ([a], [b]) = (draft, source) else { return false };
        let (a, b) = (self.letters(self.draft, a), self.letters(self.source, b));
        let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
        short.len() >= 3
            && self
                .lexicon
                .negative_prefix
                .iter()
                .any(|prefix| long.strip_prefix(prefix.as_str()) == Some(short.as_str()))
    }

    /// "we'll" for "we will": one side has the apostrophe, the other the words.
    fn is_contraction(&self, draft: &[Word], source: &[Word]) -> bool {
        let text = |side: Side, words: &[Word]| {
            words.iter().map(|word| self.letters(side, word)).collect::<Vec<_>>()
        };
        let (a, b) = (text(self.draft, draft), text(self.source, source));
        let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
        let ([word], true) = (short.as_slice(), long.len() == 2 || a.len() == b.len()) else {
            return false;
        };
        let Some((head, tail)) = word.split_once('\'') else { return false };
        if long.len() == 1 {
            return long[0] == format!("{head}{tail}");
        }
        let head = head.strip_suffix('n').filter(|_| tail == "t").unwrap_or(head);
        long[0].starts_with(head)
            && !head.is_empty()
            && long[1].chars().last() == tail.chars().last()
    }

    fn wording(&self, draft: &[Word], source: &[Word]) -> Op {
        let ([a], [b]) = (draft, source) else { return Op::Replaced };
        let (a, b) = (self.letters(self.draft, a), self.letters(self.source, b));
        let near = strsim::osa_distance(&a, &b) <= if a.chars().count() > 6 { 2 } else { 1 };
        if near && a.chars().count().min(b.chars().count()) >= 4 { Op::Typo } else { Op::Replaced }
    }

    /// Brackets that add words where the source has none, or replace what stands before.
    fn insertions(&self, alignment: &Alignment, found: &mut Vec<Finding>) {
        for mark in self.spoken.marks.iter().filter(|mark| !mark.is_ellipsis()) {
            let answers = |step: &Step| step.draft.start == mark.at && step.draft.is_empty();
            if alignment.steps.iter().any(answers) {
                continue;
            }
            let start = alignment.passage().start;
            let before = if mark.at == 0 { start.saturating_sub(1)..start } else { 0..0 };
            let tied = self.source.words.get(start).is_some_and(|word| {
                !word.before.has(Gap::COMMA.or(Gap::STOP).or(Gap::OPEN_QUOTE).or(Gap::COLON))
            });
            let other =
                tied && self.is_other_name(&mark.inserted, &self.source.words[before.clone()]);
            let op = match self.marked_insertion(&mark.inserted) {
                true if other => Op::Replaced,
                true => Op::Bracket,
                false => Op::Negation,
            };
            let source = if other { before } else { 0..0 };
            found.push(Finding { op, draft: mark.at..mark.at, source });
        }
    }

    /// Whether words in brackets may be added: not a bare denial.
    fn marked_insertion(&self, words: &[Word]) -> bool {
        words.len() > 3 || !self.lexicon.negation.within(words)
    }

    /// What was cut off at both ends.
    fn edges(&self, alignment: &Alignment, found: &mut Vec<Finding>) {
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
            .filter(|cut| !self.told(cut, self.around.after))
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
            Some(Opening::Governed(cut)) if !self.told(&cut, self.around.before) => {
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
