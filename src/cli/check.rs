//! `onrecord check`: a draft and articles in, a verdict for every quote out.

mod index;

use super::progress::Progress;
use super::shared::{Common, Failure, Outcome, printable};
use crate::article::{self, Article, ReadOptions};
use crate::check::print::{self, CheckedDraft, Format};
use crate::check::{self, CheckReport, CheckWords, Draft, Index, Source};
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
  onrecord check draft.md --against archive/ --index archive.index

Verdicts: verbatim, trimmed, misattributed, altered, spliced, not found.
Exit status: 0 every quote holds, 1 one does not, 2 an error.")]
pub struct Arguments {
    /// The draft: any supported file, or - for standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// The articles to check against: files and folders
    #[arg(long, required = true, num_args = 1.., value_name = "ARTICLES")]
    against: Vec<PathBuf>,
    /// Count reported speech that the sources contradict as a failure too
    #[arg(long)]
    strict: bool,
    /// Keep an index of the articles in a file: made when missing, brought up to date when they change
    #[arg(long, value_name = "FILE")]
    index: Option<PathBuf>,
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
    let words = words(common)?;
    let rules = common.load()?;
    let drafts = read(common, std::slice::from_ref(&arguments.draft), None)?;
    let sources = read(common, &arguments.against, Some(&arguments.draft))?;
    let against = Against::new(&sources, &words, common, arguments.index.as_deref())?;
    let reports: Vec<CheckReport> =
        drafts.iter().map(|draft| against.one(draft, &rules, &words)).collect();
    let checked: Vec<CheckedDraft> = drafts
        .iter()
        .zip(&reports)
        .map(|(draft, report)| CheckedDraft {
            name: draft.path.as_deref().unwrap_or(&draft.id),
            text: &draft.text,
            report,
        })
        .collect();
    // A reader that has seen enough does not make a quote hold.
    match write(&checked, format, arguments.output.as_deref()) {
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    if reports.iter().all(|report| report.quotes.is_empty()) && !common.quiet {
        let _ = writeln!(
            anstream::stderr(),
            "warning: {}: no quotes found",
            printable(&arguments.draft.display().to_string())
        );
    }
    let holds =
        |report: &CheckReport| report.holds() && !(arguments.strict && report.contradicts());
    Ok(if reports.iter().all(holds) { Outcome::Fine } else { Outcome::Findings })
}

/// The word lists of the check: the built-in ones, and what the packs of the run add.
fn words(common: &Common) -> Result<CheckWords, Failure> {
    let files = common.rule_files()?;
    let texts = files.iter().filter_map(|file| std::str::from_utf8(&file.bytes).ok());
    let lists = texts.filter(|text| text.contains(CheckWords::PREFIX));
    CheckWords::from_yaml(lists).map_err(|error| Failure::Other(error.to_string()))
}

/// The articles to check against.
struct Against<'a> {
    articles: &'a [Article],
    sources: Vec<Source<'a>>,
    index: Option<Index>,
}

impl<'a> Against<'a> {
    /// With the index in a file, which is made or brought up to date.
    fn new(
        articles: &'a [Article],
        words: &CheckWords,
        common: &Common,
        path: Option<&Path>,
    ) -> Result<Self, Failure> {
        let source = |a: &'a Article| Source { id: &a.id, text: &a.text, body_start: a.body_start };
        let sources: Vec<Source> = articles.iter().map(source).collect();
        let index = path.map(|path| index::ready(path, &sources, words, common)).transpose()?;
        Ok(Self { articles, sources, index })
    }

    /// Checks one draft. Speakers and dates are extracted only from the articles that may hold a
    /// quote.
    fn one(&self, draft: &Article, rules: &Rules, words: &CheckWords) -> CheckReport {
        let options = Options::default();
        let told = pipeline::extract(rules, draft, &options);
        let witness = |wanted: &[usize]| -> Vec<Extraction> {
            let articles: Vec<Article> =
                wanted.iter().map(|at| self.articles[*at].clone()).collect();
            let mut found = pipeline::extract_all(rules, articles, &options);
            pipeline::link(rules, &mut found);
            found
        };
        let draft =
            Draft { text: &draft.text, body_start: draft.body_start, extraction: Some(&told) };
        match &self.index {
            Some(index) => check::check_with(&draft, &self.sources, index, &witness, words),
            None => check::check(&draft, &self.sources, &witness, words),
        }
    }
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

fn write(checked: &[CheckedDraft], format: Format, output: Option<&Path>) -> Result<(), Failure> {
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
