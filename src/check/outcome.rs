//! Writes down what became of a quote, in the terms of the output contract.
//!
//! In: a claim of the draft and the best passage found for it.  Out: a [`CheckedQuote`] whose
//! positions count code points of draft and article as given.

use super::draft::Claim;
use super::judge::Finding;
use super::report::{Change, CheckedQuote, Op, Passage, Verdict};
use super::verdict::{Bench, Fit};
use std::ops::Range;

/// From this likeness on the nearest passage is worth showing although no source has the quote.
const NEAR: f32 = 0.3;

impl Bench<'_> {
    /// The report on one quote.
    pub(crate) fn report(&self, claim: &Claim, best: Option<Fit>) -> CheckedQuote {
        let found = best.filter(|fit| fit.verdict != Verdict::NotFound || fit.similarity >= NEAR);
        let changes = |fit: &Fit| fit.findings.iter().map(|f| self.change(claim, fit, f)).collect();
        CheckedQuote {
            draft: None,
            start: claim.start,
            end: claim.end,
            text: self.exact(claim, claim.bytes.clone()).to_owned(),
            speaker: claim.speaker.clone(),
            verdict: found.as_ref().map_or(Verdict::NotFound, |fit| fit.verdict),
            similarity: found
                .as_ref()
                .map_or(0.0, |fit| (fit.similarity * 1000.0).round() / 1000.0),
            changes: found.as_ref().map(changes).unwrap_or_default(),
            source: found.as_ref().and_then(|fit| self.passage(fit)),
        }
    }

    fn change(&self, claim: &Claim, fit: &Fit, finding: &Finding) -> Change {
        let theirs = self.ready.article(fit.article).map_or("", |a| a.slice(&finding.source));
        let bytes = self.place(claim, &finding.draft);
        let (draft, source) = match finding.op {
            Op::Paraphrase | Op::Narrated => (String::new(), String::new()),
            Op::Speaker | Op::NotSaid => {
                (claim.speaker.clone().unwrap_or_default(), speaker_of(fit).unwrap_or_default())
            }
            Op::Bracket if finding.draft.is_empty() => {
                let inserted = claim.spoken.inserted_at(finding.draft.start, self.side(claim).text);
                (inserted, theirs.to_owned())
            }
            _ => (self.exact(claim, bytes.clone()).to_owned(), theirs.to_owned()),
        };
        Change { op: finding.op, draft, source, at: self.points(claim, bytes) }
    }

    /// Bytes of the normalised draft at which words of the quote stand.
    fn place(&self, claim: &Claim, words: &Range<usize>) -> Range<usize> {
        let list = &claim.spoken.words;
        let from = list.get(words.start).map_or(claim.bytes.len(), |word| word.start as usize);
        let last = words.end.checked_sub(1).filter(|_| !words.is_empty());
        let to = last.map_or(from, |last| list[last].end as usize);
        claim.bytes.start + from..claim.bytes.start + to
    }

    /// The exact slice of the draft as given.
    pub(crate) fn exact(&self, claim: &Claim, bytes: Range<usize>) -> &str {
        let view = &self.draft.view;
        debug_assert!(bytes.start >= claim.bytes.start);
        view.original().get(view.original_span(bytes)).unwrap_or("")
    }

    /// The same in code points of the quote.
    fn points(&self, claim: &Claim, bytes: Range<usize>) -> (usize, usize) {
        let view = &self.draft.view;
        let range = view.code_points().range(view.original_span(bytes));
        let within = |point: usize| point.clamp(claim.start, claim.end) - claim.start;
        (within(range.start), within(range.end))
    }

    fn passage(&self, fit: &Fit) -> Option<Passage> {
        let article = self.ready.article(fit.article)?;
        let (start, end) = article.code_points(&fit.passage)?;
        Some(Passage {
            article: article.id().to_owned(),
            start,
            end,
            text: article.slice(&fit.passage).to_owned(),
            speaker: speaker_of(fit),
            said: fit.quote.as_ref().and_then(|quote| quote.said.as_deref().map(str::to_owned)),
            quoted: article.is_quoted(&fit.passage),
            line: article.line(&fit.passage),
        })
    }
}

fn speaker_of(fit: &Fit) -> Option<String> {
    Some(fit.quote.as_ref()?.speaker.as_ref()?.name.to_string())
}
