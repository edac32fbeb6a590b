//! Picks the best passage for a quote.
//!
//! In: a claim of the draft and the articles that may hold it.  Out: the [`Fit`] that holds, or else
//! the one most alike, with its verdict.  How it is written down is for [`super::outcome`].

use super::align::{Alignment, Link, Run, Side, Step, align, weight};
use super::draft::{Claim, ReadDraft};
use super::judge::{Finding, Judge, Surroundings};
use super::lexicon::CheckWords;
use super::ready::Ready;
use super::report::{CheckedQuote, Op, Verdict};
use super::speaker::{Likeness, Voice, compare, covering};
use super::words::split;
use crate::extraction::{Extraction, Person, Quote, QuoteKind};
use std::ops::Range;

/// Everything a quote is judged with.
pub(crate) struct Bench<'a> {
    pub draft: &'a ReadDraft<'a>,
    pub people: &'a [Person],
    pub ready: &'a Ready<'a>,
    pub words: &'a CheckWords,
}

/// One passage for one quote.
pub(crate) struct Fit {
    pub article: usize,
    pub passage: Range<usize>,
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
    pub similarity: f32,
    /// What was extracted from the article at the passage.
    pub quote: Option<Quote>,
}

/// Below this share of agreeing words a passage is no source.
const FOUND: f32 = 0.5;
/// The same where the passage is what the speaker of the draft says.
const ALIKE: f32 = 0.4;
/// Below this share, a passage must have at least one longer run in common with the quote.
const LIKELY: f32 = 0.75;

impl Bench<'_> {
    /// Judges one quote.
    pub fn judge(&self, claim: &Claim, articles: &[usize]) -> CheckedQuote {
        let mut best: Option<Fit> = None;
        for article in articles {
            for fit in self.fits(claim, *article) {
                if best.as_ref().is_none_or(|top| better(&fit, top)) {
                    best = Some(fit);
                }
            }
        }
        self.report(claim, best)
    }

    /// The passages of one article, judged.
    fn fits(&self, claim: &Claim, article: usize) -> Vec<Fit> {
        let Some(ready) = self.ready.article(article) else { return Vec::new() };
        let draft = self.side(claim);
        let source = ready.side();
        let (alignments, runs) = align(draft, &claim.spoken.breaks(), source, self.words);
        let judge = Judge {
            draft,
            spoken: &claim.spoken,
            source,
            around: self.around(claim),
            lexicon: self.words,
        };
        alignments
            .iter()
            .map(|alignment| self.fit(claim, article, &judge, alignment, &runs))
            .collect()
    }

    pub(crate) fn side<'s>(&'s self, claim: &'s Claim) -> Side<'s> {
        Side {
            text: &self.draft.view.text()[claim.bytes.clone()],
            words: &claim.spoken.words,
            tail: claim.spoken.tail,
        }
    }

    fn around(&self, claim: &Claim) -> Surroundings<'_> {
        let list = &self.draft.words.list;
        Surroundings { before: &list[claim.before.clone()], after: &list[claim.after.clone()] }
    }

    fn fit(
        &self,
        claim: &Claim,
        article: usize,
        judge: &Judge,
        alignment: &Alignment,
        runs: &[Run],
    ) -> Fit {
        let (similarity, coverage) = self.similarity(judge, alignment);
        let passage = alignment.passage();
        let found = self.is_found(judge, alignment, coverage)
            || coverage >= ALIKE && self.is_same_speakers(article, alignment, claim);
        if !found {
            return Fit {
                article,
                passage,
                findings: Vec::new(),
                verdict: Verdict::NotFound,
                similarity,
                quote: None,
            };
        }
        let mut findings = judge.findings(alignment, runs);
        let quote = self.said_there(article, &passage, alignment, &mut findings, claim);
        let verdict = verdict(&findings);
        Fit { article, passage, findings, verdict, similarity, quote }
    }

    /// Share of the words that agree, over both sides and over the draft's side alone.
    fn similarity(&self, judge: &Judge, alignment: &Alignment) -> (f32, f32) {
        let sum = |side: Side, range: &Range<usize>| {
            side.words[range.clone()].iter().map(|word| weight(word, self.words)).sum::<f32>()
        };
        let all = sum(judge.draft, &(0..judge.draft.words.len())).max(0.01);
        let odd = |steps: &Step| match steps.link {
            Link::Changed if !judge.is_excused(steps) => sum(judge.source, &steps.source),
            _ => 0.0,
        };
        let extra = alignment.steps.iter().map(odd).sum::<f32>().min(all);
        let matched = alignment.matched.min(all);
        ((2.0 * matched / (all + matched + extra)).clamp(0.0, 1.0), matched / all)
    }

    /// Whether the passage is where the quote comes from, however changed.
    fn is_found(&self, judge: &Judge, alignment: &Alignment, coverage: f32) -> bool {
        if coverage < FOUND {
            return false;
        }
        coverage >= LIKELY
            || self.longest_run(judge, alignment) >= 2.0
            || self.same_words(judge, alignment) >= LIKELY
            || self.is_one_change(judge, alignment)
    }

    /// Whether the source gives the words that agree to whom the draft names.
    fn is_same_speakers(&self, article: usize, alignment: &Alignment, claim: &Claim) -> bool {
        let same = alignment.steps.iter().filter(|step| step.link == Link::Same);
        let longest = same.max_by_key(|step| step.source.len());
        let said = || {
            let article = self.ready.article(article)?;
            let (start, end) = article.code_points(&longest?.source)?;
            let extraction = article.extraction()?;
            let theirs = covering(extraction, start, end)?.speaker.as_ref()?;
            let theirs = Voice { name: &theirs.name, people: &extraction.people };
            let ours = Voice { name: claim.speaker.as_deref()?, people: self.people };
            Some(compare(ours, theirs, self.words) == Likeness::Same)
        };
        said().unwrap_or(false)
    }

    /// Whether all but one word agrees, over three words or more: "Iron is lighter than wood".
    fn is_one_change(&self, judge: &Judge, alignment: &Alignment) -> bool {
        let odd = |step: &&Step| step.link == Link::Changed;
        let mut changed = alignment.steps.iter().filter(odd);
        let one = |step: &Step| step.draft.len() == 1 && step.source.len() <= 1;
        judge.draft.words.len() > 3 && changed.next().is_some_and(one) && changed.next().is_none()
    }

    /// Share of the draft's words that stand in the passage or close by, in whatever order.
    fn same_words(&self, judge: &Judge, alignment: &Alignment) -> f32 {
        let (draft, source, passage) = (judge.draft.words, judge.source.words, alignment.passage());
        let near =
            passage.start.saturating_sub(draft.len())..source.len().min(passage.end + draft.len());
        let keys: rustc_hash::FxHashSet<u64> = source[near].iter().map(|word| word.key).collect();
        let sum = |words: &mut dyn Iterator<Item = &super::words::Word>| {
            words.map(|word| weight(word, self.words)).sum::<f32>()
        };
        sum(&mut draft.iter().filter(|word| keys.contains(&word.key)))
            / sum(&mut draft.iter()).max(0.01)
    }

    fn longest_run(&self, judge: &Judge, alignment: &Alignment) -> f32 {
        let same = alignment.steps.iter().filter(|step| step.link != Link::Changed);
        same.map(|step| {
            judge.draft.words[step.draft.clone()]
                .iter()
                .map(|word| weight(word, self.words))
                .sum::<f32>()
        })
        .fold(0.0, f32::max)
    }

    /// Who says the passage, as far as the source tells; another speaker is a finding.
    fn said_there(
        &self,
        article: usize,
        passage: &Range<usize>,
        alignment: &Alignment,
        findings: &mut Vec<Finding>,
        claim: &Claim,
    ) -> Option<Quote> {
        let extraction = self.ready.article(article)?.extraction()?;
        let (start, end) = self.ready.article(article)?.code_points(passage)?;
        let count = claim.spoken.words.len();
        let mut add = |op| {
            findings.push(Finding { op, draft: count..count, source: passage.end..passage.end })
        };
        // A name in quote marks within what is told does not make it said.
        let said = covering(extraction, start, end).filter(|quote| {
            let common = quote.end.min(end).saturating_sub(quote.start.max(start));
            common * 2 >= end - start || self.is_quoted(article, passage)
        });
        if self.crosses_speakers(article, alignment, extraction) {
            add(Op::Splice);
        }
        let Some(quote) = said else {
            if self.is_narrated(article, passage, extraction, claim) {
                add(Op::Narrated);
            }
            return None;
        };
        if claim.speaker.is_some() && self.is_paraphrase(article, passage, quote) {
            add(Op::Paraphrase);
        }
        let theirs = quote.speaker.as_ref().filter(|speaker| !speaker.uncertain);
        if let (Some(ours), Some(theirs)) = (&claim.speaker, theirs) {
            let ours = Voice { name: ours, people: self.people };
            let theirs = Voice { name: &theirs.name, people: &extraction.people };
            let likeness = compare(ours, theirs, self.words);
            match likeness {
                Likeness::Other => add(Op::Speaker),
                Likeness::Same if quote.modality.is_some() => add(Op::NotSaid),
                Likeness::Same | Likeness::Unknown => {}
            }
        }
        Some(quote.clone())
    }

    /// Whether a passage is the article's own telling although the draft gives it to somebody whom the
    /// article quotes elsewhere.
    fn is_narrated(
        &self,
        article: usize,
        passage: &Range<usize>,
        extraction: &Extraction,
        claim: &Claim,
    ) -> bool {
        let Some(ours) = claim.speaker.as_deref() else { return false };
        let ours = Voice { name: ours, people: self.people };
        let quoted = extraction.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect);
        let speaks = quoted.filter_map(|quote| quote.speaker.as_ref()).any(|speaker| {
            let theirs = Voice { name: &speaker.name, people: &extraction.people };
            compare(ours, theirs, self.words) == Likeness::Same
        });
        speaks && !self.is_quoted(article, passage)
    }

    /// Whether a passage only reports what somebody said: it stands in no quote marks, and who says it
    /// is told of. A speaker who tells what he himself says is quoted with it.
    fn is_paraphrase(&self, article: usize, passage: &Range<usize>, quote: &Quote) -> bool {
        let himself = |name: &str| self.words.first_person.within(&split(name, self.words).list);
        let told = quote.speaker.as_ref().is_some_and(|speaker| !himself(&speaker.name));
        told && quote.kind != QuoteKind::Direct && !self.is_quoted(article, passage)
    }

    fn is_quoted(&self, article: usize, passage: &Range<usize>) -> bool {
        self.ready.article(article).is_some_and(|a| a.is_quoted(passage))
    }

    /// Whether words of two speakers were joined over an attribution.
    fn crosses_speakers(
        &self,
        article: usize,
        alignment: &Alignment,
        extraction: &Extraction,
    ) -> bool {
        let same = alignment.steps.iter().filter(|step| step.link == Link::Same);
        let names: Vec<&str> = same
            .filter_map(|step| self.ready.article(article)?.code_points(&step.source))
            .filter_map(|(start, end)| covering(extraction, start, end)?.speaker.as_ref())
            .map(|speaker| speaker.name.as_str())
            .collect();
        let voice = |name| Voice { name, people: &extraction.people };
        names
            .windows(2)
            .any(|two| compare(voice(two[0]), voice(two[1]), self.words) == Likeness::Other)
    }
}

/// The verdict the findings add up to: a wrong speaker weighs most, then joins, then words.
fn verdict(findings: &[Finding]) -> Verdict {
    let has = |verdict: Verdict| findings.iter().any(|finding| finding.op.verdict() == verdict);
    if findings.iter().any(|finding| finding.op == Op::Speaker) {
        return Verdict::Misattributed;
    }
    let order = [Verdict::Spliced, Verdict::Altered, Verdict::Misattributed, Verdict::Trimmed];
    order.into_iter().find(|verdict| has(*verdict)).unwrap_or(Verdict::Verbatim)
}

/// Whether a fit is better than the best so far: one that holds, then the more alike.
fn better(fit: &Fit, top: &Fit) -> bool {
    let key = |fit: &Fit| (fit.verdict == Verdict::Verbatim, fit.verdict != Verdict::NotFound);
    match key(fit).cmp(&key(top)) {
        std::cmp::Ordering::Equal => {}
        order => return order.is_gt(),
    }
    let gain = fit.similarity - top.similarity;
    gain > 1e-4 || (gain > -1e-4 && fit.verdict < top.verdict)
}
