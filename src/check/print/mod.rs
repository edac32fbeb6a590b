//! Prints a report: for the terminal, as JSON, as Markdown, as a page.
//!
//! In: [`CheckReport`]s with the drafts they are about.  Out: bytes.  Nothing from a draft or an
//! article reaches the output unescaped.

mod html;
mod item;
mod markdown;
mod marked;
mod terminal;

use item::Item;

use super::report::{CheckReport, CheckedClaim, ClaimVerdict, Passage, Verdict};
use std::io::{self, Write};

/// The forms a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, in colour where the terminal can.
    Terminal,
    /// The output contract: one JSON object.
    Json,
    /// For an editor or a pull request.
    Markdown,
    /// A page of its own, without scripts.
    Html,
}

impl Format {
    /// Names of the formats, as the command line takes them.
    pub const NAMES: [&'static str; 4] = ["terminal", "json", "markdown", "html"];

    /// The format of a name or of a file's ending.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "terminal" | "txt" => Self::Terminal,
            "json" => Self::Json,
            "markdown" | "md" => Self::Markdown,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }
}

/// A draft with what was found about it.
#[derive(Debug, Clone, Copy)]
pub struct CheckedDraft<'a> {
    /// The draft's name, as people know it.
    pub name: &'a str,
    /// Its text exactly as given.
    pub text: &'a str,
    /// What was found.
    pub report: &'a CheckReport,
}

/// Writes the reports of one or more drafts.
pub fn write(drafts: &[CheckedDraft], format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Terminal => terminal::write(drafts, out),
        Format::Json => json(drafts, out),
        Format::Markdown => markdown::write(drafts, out),
        Format::Html => html::write(drafts, out),
    }
}

fn json(drafts: &[CheckedDraft], out: &mut impl Write) -> io::Result<()> {
    let mut whole = CheckReport::default();
    for draft in drafts {
        let mut report = draft.report.clone();
        if drafts.len() > 1 {
            report.quotes.iter_mut().for_each(|quote| quote.draft = Some(draft.name.to_owned()));
            report.claims.iter_mut().for_each(|claim| claim.draft = Some(draft.name.to_owned()));
        }
        whole.quotes.append(&mut report.quotes);
        whole.claims.append(&mut report.claims);
        whole.problems.append(&mut report.problems);
    }
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    out.write_all(b"\n")
}

/// Line and column, from 1, of a code point.
fn place(text: &str, point: usize) -> (usize, usize) {
    let (mut line, mut column) = (1, 1);
    for c in text.chars().take(point) {
        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    (line, column)
}

/// A text on one line, without control characters.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A text on one line, without its middle where it is long.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    const END: usize = 50;
    let line = one_line(text);
    let count = line.chars().count();
    if count <= LONGEST {
        return line;
    }
    let head: String = line.chars().take(END).collect();
    let tail: String = line.chars().skip(count - END).collect();
    format!("{} […] {}", head.trim_end(), tail.trim_start())
}

/// Where something was found, and who says it there.
fn origin(source: Option<&Passage>) -> Option<String> {
    let source = source?;
    let mut parts = vec![format!("{}:{}", source.article, source.line)];
    parts.extend(source.speaker.clone());
    parts.extend(source.said.clone());
    Some(one_line(&parts.join(", ")))
}

/// What people read for a verdict.
fn label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotFound => "not found",
        verdict => verdict.name(),
    }
}

/// "3 of 5 quotes hold".
fn summary(drafts: &[CheckedDraft]) -> String {
    let quotes = || drafts.iter().flat_map(|draft| &draft.report.quotes);
    let (all, hold) =
        (quotes().count(), quotes().filter(|q| q.verdict == Verdict::Verbatim).count());
    match (all, hold) {
        (0, _) => "no quotes in the draft".to_owned(),
        (1, 1) => "the quote holds".to_owned(),
        (1, 0) => "the quote does not hold".to_owned(),
        _ if all == hold => format!("all {all} quotes hold"),
        _ => format!("{hold} of {all} quotes hold"),
    }
}

/// The words of a change: “draft” for “source”.
fn words_of(change: &super::report::Change) -> String {
    let (draft, source) = (shortened(&change.draft), shortened(&change.source));
    match (draft.is_empty(), source.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(": “{draft}”"),
        (true, false) => format!(": “{source}”"),
        (false, false) => format!(": “{draft}”, in the source “{source}”"),
    }
}

/// A claim in a line: verdict, place, words, and where the sources have them.
fn claim_line(draft: &CheckedDraft, claim: &CheckedClaim) -> String {
    let verdict =
        if claim.verdict == ClaimVerdict::NotFound { "not found" } else { claim.verdict.name() };
    let (line, _) = place(draft.text, claim.start);
    let speaker = claim.speaker.as_deref().unwrap_or("");
    let found =
        origin(claim.source.as_ref()).map_or(String::new(), |origin| format!(" ({origin})"));
    let reasons: Vec<String> =
        claim.changes.iter().map(|c| format!("; {}{}", c.op.label(), words_of(c))).collect();
    one_line(&format!(
        "{verdict}: {speaker}, line {line}: {}{found}{}",
        claim.text,
        reasons.concat()
    ))
}
