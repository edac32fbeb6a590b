//! `onrecord check`: a draft and articles in, a verdict for every quote out.

use super::progress::Progress;
use super::shared::{Common, Failure, Outcome, printable};
use crate::article::{self, Article, ReadOptions};
use crate::check::print::{self, Checked, Format};
use crate::check::{CheckReport, CheckWords, Draft, Source};
use crate::extraction::Extraction;
use crate::pipeline::{self, Options};
use crate::rules::Rules;
use clap::Args;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord check draft.md --against articles/
  onrecord check draft.md --against articles/ interview.txt -o report.html
  onrecord check draft.md --against archive.jsonl --format json | jq '.quotes[] | [.verdict, .text]'

Verdicts: verbatim, trimmed, misattributed, altered, spliced, not found.
Exit status: 0 every quote holds, 1 one does not, 2 an error.")]
pub struct Arguments {
    /// The draft: any supported file, or - for standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// The articles to check against: files and folders
    #[arg(long, required = true, num_args = 1.., value_name = "ARTICLES")]
    against: Vec<PathBuf>,
    /// Write to a file; its ending picks the format
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Output format: terminal, json, markdown or html
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let format = format_of(arguments)?;
    let words = CheckWords::built_in().map_err(|error| Failure::Other(error.to_string()))?;
    let rules = common.load()?;
    let drafts = read(common, std::slice::from_ref(&arguments.draft), None)?;
    let sources = read(common, &arguments.against, Some(&arguments.draft))?;
    let reports: Vec<CheckReport> =
        drafts.iter().map(|draft| one(draft, &sources, &rules, &words)).collect();
    let checked: Vec<Checked> = drafts
        .iter()
        .zip(&reports)
        .map(|(draft, report)| Checked {
            name: draft.path.as_deref().unwrap_or(&draft.id),
            text: &draft.text,
            report,
        })
        .collect();
    write(&checked, format, arguments.output.as_deref())?;
    if reports.iter().all(|report| report.quotes.is_empty()) && !common.quiet {
        let _ = writeln!(
            anstream::stderr(),
            "warning: {}: no quotes found",
            printable(&arguments.draft.display().to_string())
        );
    }
    Ok(if reports.iter().all(CheckReport::holds) { Outcome::Fine } else { Outcome::Findings })
}

/// Checks one draft. Speakers and dates are extracted only from the articles that may hold a quote.
fn one(draft: &Article, sources: &[Article], rules: &Rules, words: &CheckWords) -> CheckReport {
    let options = Options::default();
    let told = pipeline::extract(rules, draft, &options);
    let texts: Vec<Source> = sources
        .iter()
        .map(|a| Source { id: &a.id, text: &a.text, body_start: a.body_start })
        .collect();
    let witness = |wanted: &[usize]| -> Vec<Extraction> {
        let articles: Vec<Article> = wanted.iter().map(|at| sources[*at].clone()).collect();
        let mut found = pipeline::extract_all(rules, articles, &options);
        pipeline::link(rules, &mut found);
        found
    };
    let draft = Draft { text: &draft.text, body_start: draft.body_start, extraction: Some(&told) };
    crate::check::check(&draft, &texts, &witness, words)
}

/// Reads articles; a draft that lies among its own sources is no source.
fn read(
    common: &Common,
    paths: &[PathBuf],
    draft: Option<&PathBuf>,
) -> Result<Vec<Article>, Failure> {
    let itself = draft.and_then(|path| std::fs::canonicalize(path).ok());
    let progress = Progress::new(common);
    let mut articles = Vec::new();
    let mut failures = Vec::new();
    for read in article::read(paths.iter().cloned(), ReadOptions::default()) {
        match read {
            Ok(article) if is_itself(&article, itself.as_deref()) => {}
            Ok(article) => {
                progress.advance(1, article.text.len());
                articles.push(article);
            }
            Err(error) => failures.push(printable(&error.to_string())),
        }
    }
    progress.finish();
    if articles.is_empty() {
        let what = if draft.is_none() {
            "the draft could not be read"
        } else {
            "no article to check against"
        };
        return Err(Failure::Other(failures.first().cloned().unwrap_or_else(|| what.to_owned())));
    }
    failures.iter().for_each(|failure| _ = writeln!(anstream::stderr(), "warning: {failure}"));
    Ok(articles)
}

fn is_itself(article: &Article, draft: Option<&Path>) -> bool {
    let Some((path, draft)) = article.path.as_ref().zip(draft) else { return false };
    std::fs::canonicalize(path).is_ok_and(|path| path == draft)
}

fn write(checked: &[Checked], format: Format, output: Option<&Path>) -> Result<(), Failure> {
    match output {
        Some(path) => {
            let file = std::fs::File::create(path).map_err(|error| {
                Failure::Other(format!("{}: cannot be written: {error}", path.display()))
            })?;
            let mut out = BufWriter::new(anstream::StripStream::new(file));
            print::write(checked, format, &mut out)?;
            Ok(out.flush()?)
        }
        None => {
            let mut out = BufWriter::new(anstream::stdout().lock());
            print::write(checked, format, &mut out)?;
            Ok(out.flush()?)
        }
    }
}

fn format_of(arguments: &Arguments) -> Result<Format, Failure> {
    let ending = arguments
        .output
        .as_ref()
        .map(|path| path.extension().and_then(|e| e.to_str()).unwrap_or(""));
    match arguments.format.as_deref().or(ending) {
        None => Ok(Format::Terminal),
        Some(name) => Format::from_name(name).ok_or_else(|| {
            Failure::Other(format!("unknown format `{name}`; one of {}", Format::NAMES.join(", ")))
        }),
    }
}
