//! Names the differences between a quote and the passage it was laid beside.
//!
//! In: an [`Alignment`] with both sides.  Out: [`Finding`]s in the order of the quote, each with
//! its kind; kinds know whether they are faithful.  Speakers are compared elsewhere.

use super::align::{Alignment, Link, Run, Side, Step};
use super::context::Context;
use super::fill::share_a_stem;
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
                Link::Contracted => self.note(Op::Contraction, step, &mut found),
                Link::Changed => self.changed(step, &alignment.steps, k, runs, &mut found),
            }
        }
        self.insertions(alignment, &mut found);
        self.edges(alignment, &mut found);
        found.sort_by_key(|finding| (finding.draft.start, finding.draft.end, finding.source.start));
        found
    }

    pub(super) fn context(&self) -> Context<'_> {
        Context { text: self.source.text, words: self.source.words, lexicon: self.lexicon }
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
        if self.is_written_out(inserted, words) {
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
        match self.is_other_name(inserted, words) || !self.refers(inserted, words) {
            true => Op::Replaced,
            false if words.len() > LONGEST => Op::Dropped,
            false => Op::Bracket,
        }
    }

    /// Whether words in brackets can stand for those they replace: for mere function words any can;
    /// for others, another form of one of them, or, for "the …", what the article names elsewhere.
    fn refers(&self, inserted: &[Word], words: &[Word]) -> bool {
        const PHRASE: usize = 4;
        let telling =
            |word: &&Word| !(self.lexicon.function.has(word) || self.lexicon.finite.has(word));
        let content: Vec<&Word> = words.iter().filter(telling).collect();
        let ours: Vec<&Word> = inserted.iter().filter(telling).collect();
        let kept = ours.iter().any(|word| content.iter().any(|other| other.key == word.key));
        if content.is_empty() || ours.is_empty() || kept {
            return true;
        }
        if let ([word], [other]) = (ours.as_slice(), content.as_slice()) {
            if share_a_stem(self.draft.slice(word), self.source.slice(other)) {
                return true;
            }
        }
        let definite = words.len() <= PHRASE && self.lexicon.determiner.has(&words[0]);
        let named = |word: &&Word| self.source.words.iter().any(|other| other.key == word.key);
        definite && ours.iter().all(named)
    }

    /// "[are not]" for "ain't".
    fn is_written_out(&self, inserted: &[Word], words: &[Word]) -> bool {
        let all = |side: Side, words: &[Word]| -> Vec<String> {
            words.iter().map(|word| self.letters(side, word)).collect()
        };
        self.lexicon.is_contraction(&all(self.draft, inserted), &all(self.source, words))
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
        if words.iter().all(|word| word.form.has(Form::IN_PAREN)) && self.turned_by(words).is_none()
        {
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
            let whole = common == step.draft.len() && run.len >= PIECE;
            (common >= PIECE || whole) && common * 5 >= step.draft.len() * 3 && real
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

    /// "its" for "it's": only an apostrophe apart. Others were seen when the words were laid beside
    /// each other.
    fn is_contraction(&self, draft: &[Word], source: &[Word]) -> bool {
        let ([a], [b]) = (draft, source) else { return false };
        let (a, b) = (self.letters(self.draft, a), self.letters(self.source, b));
        a != b
            && (a.contains('\'') || b.contains('\''))
            && a.replace('\'', "") == b.replace('\'', "")
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
            let next = self.draft.words.get(mark.at);
            let omits = next.is_some_and(|word| word.before.has(Gap::ELLIPSIS));
            let before = if mark.at == 0 && !omits { self.subject_before(start) } else { 0..0 };
            let replaced = &self.source.words[before.clone()];
            let other = !replaced.is_empty()
                && (self.is_other_name(&mark.inserted, replaced)
                    || !self.refers(&mark.inserted, replaced));
            let op = match self.turned_by(&mark.inserted) {
                Some(op) => op,
                None if other => Op::Replaced,
                None => Op::Bracket,
            };
            let source = if other { before } else { 0..0 };
            found.push(Finding { op, draft: mark.at..mark.at, source });
        }
    }

    /// The words right before a passage that brackets at its beginning replace: "[It] had" for
    /// "the board | had". Empty where another clause ends there.
    fn subject_before(&self, start: usize) -> Range<usize> {
        const LONGEST: usize = 5;
        let lexicon = self.lexicon;
        let apart = Gap::COMMA.or(Gap::STOP).or(Gap::COLON).or(Gap::SEMICOLON).or(Gap::DASH);
        let apart = apart.or(Gap::OPEN_QUOTE).or(Gap::CLOSE_QUOTE).or(Gap::PARAGRAPH);
        let clause = |word: &Word| {
            lexicon.reporting.has(word)
                || lexicon.contention.has(word)
                || lexicon.complementiser.has(word)
                || lexicon.conjunction.has(word)
        };
        let mut from = start;
        while from > 0 && start - from < LONGEST {
            let cut = self.source.words.get(from).is_none_or(|word| word.before.has(apart));
            if cut || clause(&self.source.words[from - 1]) {
                break;
            }
            from -= 1;
        }
        from..start
    }

    /// How words that were added in brackets change what was said: a bare denial, limit or
    /// possibility does.
    fn turned_by(&self, words: &[Word]) -> Option<Op> {
        const BARE: usize = 3;
        let lexicon = self.lexicon;
        let named = |word: &Word| word.form.has(Form::CAPITAL) && !lexicon.negation.has(word);
        let ties = |word: &Word| lexicon.conjunction.has(word) || self.context().is_contrast(word);
        if words.len() > BARE || words.iter().any(named) || words.iter().all(ties) {
            return None;
        }
        if lexicon.negation.within(words) {
            return Some(Op::Negation);
        }
        let modal = lexicon.modality.within(words);
        let narrow = || lexicon.narrowing.within(words);
        if modal { Some(Op::Modality) } else { narrow().then_some(Op::Replaced) }
    }
}
