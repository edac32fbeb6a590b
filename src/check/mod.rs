//! Checks the quotes of a draft against articles.
//!
//! In: a draft, the texts of articles, and on demand what was extracted from each.  Out: a
//! [`CheckReport`]: for every quote the best passage, a verdict, and the differences word by word.
//!
//! A quote holds (`verbatim`) if a source has the same words in the same order, said by the same
//! speaker, and nothing that limits them was cut off. Typography, spelling, sentence case,
//! `[insertions]`, `[sic]`, marked ellipses, and a quote rejoined across its attribution are
//! faithful; numbers, operators, units, negation and modality are never touched. The words this
//! turns on are data: `rules/en/check.yaml`.
//!
//! The steps: `draft` finds the claims, `search` the articles worth a look, `align` lays both
//! sides beside each other, `judge` names the differences with a look at what stands around
//! (`context`, `speaker`), and `verdict` picks the best passage; `reported` looks for what the
//! draft tells in its own words. This module does no I/O.

mod align;
mod context;
mod draft;
mod edges;
mod fill;
mod fold;
mod index;
mod judge;
mod lexicon;
mod outcome;
pub mod print;
mod ready;
mod report;
mod reported;
mod search;
mod speaker;
mod spoken;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

pub use index::{Index, IndexError};
pub use lexicon::{CheckWords, LexiconError};
pub use report::{
    Change, CheckReport, Checked, CheckedClaim, CheckedQuote, ClaimVerdict, Op, Passage, Verdict,
};

use crate::extraction::{Extraction, Problem, Severity};
use draft::ReadDraft;
use rayon::prelude::*;
use ready::Ready;
use search::Search;
use verdict::Bench;

/// A draft as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The text exactly as given.
    pub text: &'a str,
    /// Byte at which the body begins, after front matter.
    pub body_start: usize,
    /// What was extracted from it, for speakers; without it no speaker is compared.
    pub extraction: Option<&'a Extraction>,
}

/// An article to check against.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Id, as the report will name it.
    pub id: &'a str,
    /// The text exactly as given.
    pub text: &'a str,
    /// Byte at which the body begins, after front matter.
    pub body_start: usize,
}

/// Gives what was extracted from the sources of these positions, one for each, for speakers and
/// dates. It is asked once, for the few articles that may hold a quote; an empty answer means that
/// no speaker is compared.
pub type Witness<'a> = &'a dyn Fn(&[usize]) -> Vec<Extraction>;

/// Checks every quote of a draft against the sources.
///
/// ```
/// use onrecord::check::{CheckWords, Draft, Source, Verdict, check};
///
/// let words = CheckWords::built_in()?;
/// let draft = Draft { text: "“We will never sign the treaty with them,” said Asha Verma.", body_start: 0, extraction: None };
/// let source = Source { id: "a", text: "Asha Verma said: \"We will sign the treaty with them.\"", body_start: 0 };
/// let report = check(&draft, &[source], &|_| Vec::new(), &words);
/// assert_eq!(report.quotes[0].verdict, Verdict::Altered);
/// assert_eq!(report.quotes[0].changes[0].draft, "never");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check(
    draft: &Draft,
    sources: &[Source],
    witness: Witness,
    words: &CheckWords,
) -> CheckReport {
    run(draft, sources, None, witness, words)
}

/// The same with an index that was refreshed with these sources, which spares a look at most of them.
pub fn check_with(
    draft: &Draft,
    sources: &[Source],
    index: &Index,
    witness: Witness,
    words: &CheckWords,
) -> CheckReport {
    run(draft, sources, Some(index), witness, words)
}

fn run(
    draft: &Draft,
    sources: &[Source],
    index: Option<&Index>,
    witness: Witness,
    words: &CheckWords,
) -> CheckReport {
    let read = ReadDraft::new(draft.text, draft.body_start, draft.extraction, words);
    let view = read.view.text();
    let claims = || read.claims.iter().chain(&read.reported);
    let search =
        Search::new(claims().map(|claim| (&claim.spoken, &view[claim.bytes.clone()])), words);
    let candidates = search.candidates(sources, index, words);
    let ready = Ready::prepare(sources, &candidates, witness, words);
    let bench = Bench {
        draft: &read,
        people: draft.extraction.map_or(&[], |found| &found.people),
        ready: &ready,
        words,
    };
    let (for_quotes, for_reported) = candidates.split_at(read.claims.len());
    let quotes =
        read.claims.par_iter().zip(for_quotes).map(|(c, articles)| bench.judge(c, articles));
    let quotes: Vec<CheckedQuote> = quotes.collect();
    let reported = read.reported.par_iter().zip(for_reported);
    let claims = reported.map(|(c, articles)| bench.judge_reported(c, articles)).collect();
    without_slight(draft.text, CheckReport { quotes, claims, problems: Vec::new() }, &read.claims)
}

/// A word or two without a speaker are a quote if a source has them; if not, perhaps a mere name.
fn without_slight(draft: &str, mut report: CheckReport, claims: &[draft::Claim]) -> CheckReport {
    let mut slight = claims.iter().map(|claim| claim.is_slight);
    let problems = &mut report.problems;
    report.quotes.retain(|quote| {
        let keep = !slight.next().unwrap_or(false) || quote.verdict == Verdict::Verbatim;
        if !keep {
            let line = 1 + draft.chars().take(quote.start).filter(|c| *c == '\n').count();
            let message = format!(
                "line {line}: “{}” is short, without a speaker and in no source: not checked",
                quote.text
            );
            problems.push(Problem::new(Severity::Note, "passed-over", message));
        }
        keep
    });
    report
}
