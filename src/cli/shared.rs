//! What all commands share: options, loading rules, reading articles, failures.

use super::progress::Progress;
use crate::article::{self, Article, ReadError, ReadOptions};
use crate::dates::Day;
use crate::extraction::Extraction;
use crate::pipeline;
use crate::rules::load::{self, Loaded};
use crate::rules::{RuleErrors, Rules};
use clap::Args;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// A file or folder of rules to add; its entries win over the built-in ones (may be repeated)
    #[arg(long, global = true, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Leave the built-in rules out
    #[arg(long, global = true)]
    pub no_builtin: bool,
    /// Colour in the terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: clap::ColorChoice,
    /// Number of threads; all processors where absent
    #[arg(long, short = 'j', global = true, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Also print what was noticed in each article
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

/// Options of commands that read articles.
#[derive(Debug, Clone, Args)]
pub struct Reading {
    /// Files, folders, or - for standard input (JSONL or one plain article)
    #[arg(required = true, value_name = "ARTICLES")]
    pub articles: Vec<PathBuf>,
    /// Encoding of plain files; detected where absent
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Exit with status 2 if any article could not be read
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub dates: DateArguments,
}

/// How dates are read; what is not given, each article decides.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Dates")]
pub struct DateArguments {
    /// What 3/4/2025 means; by the article's other dates where absent
    #[arg(long, value_name = "ORDER", value_parser = ["day-month", "month-day"])]
    pub date_order: Option<String>,
    /// First day of the week [default: monday]
    #[arg(long, value_name = "DAY", value_parser = ["monday", "sunday"])]
    pub week_start: Option<String>,
    /// Month with which the fiscal year begins, 1-12
    #[arg(long, value_name = "MONTH", value_parser = clap::value_parser!(u8).range(1..=12))]
    pub fiscal_start: Option<u8>,
    /// Day that relative dates relate to, in place of the day of publication (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub reference: Option<Day>,
    /// Whether dates follow the one last mentioned, as in a story; by the years named where absent
    #[arg(long, value_name = "BOOL")]
    pub narrative: Option<bool>,
    /// Calendar year that fiscal years are named after [default: end]
    #[arg(long, value_name = "END", value_parser = ["start", "end"])]
    pub fiscal_name: Option<String>,
    /// Where "Friday" lies if its clause does not tell: ahead in a schedule; nearest where absent
    #[arg(long, value_name = "WAY", value_parser = ["past", "future"])]
    pub direction: Option<String>,
}

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a day such as 2025-07-26".to_owned())
}

impl DateArguments {
    /// The options of the run.
    pub fn options(&self) -> crate::dates::Options {
        crate::dates::Options {
            day_first: self.date_order.as_deref().map(|order| order == "day-month"),
            sunday_first: self.week_start.as_deref().map(|day| day == "sunday"),
            fiscal_start: self.fiscal_start,
            reference: self.reference,
            narrative: self.narrative,
            fiscal_by_start: self.fiscal_name.as_deref().map(|name| name == "start"),
            direction: self.direction.as_deref().and_then(crate::dates::direction_of),
            zone: None,
        }
    }
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Fine,
    /// There is something to look at: a failed test, a quote that does not hold.
    Findings,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Rules that do not load.
    Rules(RuleErrors),
    /// Writing or reading.
    Io(io::Error),
    /// Anything else, said in a line.
    Other(String),
}

impl Failure {
    /// Whether the reader of our output has gone.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message for the terminal.
    pub fn render(&self) -> String {
        match self {
            Self::Rules(errors) => errors.render(io::stderr().is_terminal()),
            Self::Io(error) => format!("error: {error}"),
            Self::Other(message) => format!("error: {message}"),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<RuleErrors> for Failure {
    fn from(errors: RuleErrors) -> Self {
        Self::Rules(errors)
    }
}

impl From<crate::rules::RuleError> for Failure {
    fn from(error: crate::rules::RuleError) -> Self {
        Self::Rules(error.into())
    }
}

/// Rules of a run: the built-in ones, or those with a user's packs.
pub enum RunRules {
    /// Only the built-in rules.
    Builtin(&'static Rules),
    /// With packs of the user.
    Own(Box<Rules>),
}

impl std::ops::Deref for RunRules {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        match self {
            Self::Builtin(rules) => rules,
            Self::Own(rules) => rules,
        }
    }
}

impl Common {
    /// Applies what concerns the whole process.
    pub fn apply(&self) {
        let choice = match self.color {
            clap::ColorChoice::Always => anstream::ColorChoice::Always,
            clap::ColorChoice::Never => anstream::ColorChoice::Never,
            clap::ColorChoice::Auto => anstream::ColorChoice::Auto,
        };
        choice.write_global();
        if let Some(jobs) = self.jobs {
            // Fails only where the pool was built before, which nothing does.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
        }
    }

    /// Loads the rules of the run.
    pub fn load(&self) -> Result<RunRules, Failure> {
        if self.rules.is_empty() && !self.no_builtin {
            return Ok(RunRules::Builtin(Rules::builtin()));
        }
        Ok(RunRules::Own(Box::new(self.load_with_warnings()?.rules)))
    }

    /// Loads the rules of the run with their warnings.
    pub fn load_with_warnings(&self) -> Result<Loaded, Failure> {
        Ok(load::load(self.rule_files()?)?)
    }

    /// The rule files of the run, in the order of the packs.
    pub fn rule_files(&self) -> Result<Vec<load::PackFile>, Failure> {
        let mut files = if self.no_builtin { Vec::new() } else { load::builtin_files() };
        for (i, path) in self.rules.iter().enumerate() {
            files.extend(load::folder_files(path, i as u16 + 1)?);
        }
        Ok(files)
    }
}

/// Articles handled together: enough to keep all processors busy, few enough to stay small.
const BATCH: usize = 512;
/// Bytes of text handled together.
const BATCH_BYTES: usize = 16 << 20;

/// What reading and extracting gave.
pub struct Extracted {
    /// One for each article, in the order they were read.
    pub extractions: Vec<Extraction>,
    /// Number of articles that could not be read.
    pub failed: usize,
}

/// Reads all articles, extracts from them and links names across them.
pub fn extract(common: &Common, reading: &Reading, rules: &Rules) -> Result<Extracted, Failure> {
    let options = &pipeline::Options { dates: reading.dates.options() };
    let mut read = article::read(reading.articles.iter().cloned(), reading.options()?);
    let mut done = Extracted { extractions: Vec::new(), failed: 0 };
    let progress = Progress::new(common);
    loop {
        let batch = next_batch(&mut read, &mut done.failed, &progress);
        if batch.is_empty() {
            break;
        }
        let (articles, bytes) = (batch.len(), batch.iter().map(|a| a.text.len()).sum());
        let mut found = pipeline::extract_all(rules, batch, options);
        found.iter_mut().for_each(trim);
        progress.advance(articles, bytes);
        done.extractions.extend(found);
    }
    progress.finish();
    if !common.quiet {
        say_left_out(&read, &done);
    }
    pipeline::link(rules, &mut done.extractions);
    report(common, &done.extractions);
    if done.failed > 0 && done.extractions.is_empty() {
        return Err(Failure::Other(format!(
            "none of the articles could be read ({} failed)",
            done.failed
        )));
    }
    if done.failed > 0 && reading.strict {
        return Err(Failure::Other(format!(
            "{} articles could not be read, and --strict was given",
            done.failed
        )));
    }
    Ok(done)
}

/// Gives back what was set aside for more findings.
fn trim(extraction: &mut Extraction) {
    extraction.quotes.shrink_to_fit();
    extraction.events.shrink_to_fit();
    extraction.dates.shrink_to_fit();
    extraction.people.shrink_to_fit();
    extraction.sentences.shrink_to_fit();
}

fn next_batch(
    read: &mut article::Articles,
    failed: &mut usize,
    progress: &Progress,
) -> Vec<Article> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        match read.next() {
            Some(Ok(article)) => {
                bytes += article.text.len();
                batch.push(article);
            }
            Some(Err(error)) => {
                *failed += 1;
                progress.suspend(|| say(&error));
            }
            None => break,
        }
    }
    batch
}

/// Reads a number of threads.
fn threads(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "expected a number of threads, 1 or more; leave it out for all".to_owned())
}

/// Says which files of folders were no articles, and where there was nothing at all.
fn say_left_out(read: &article::Articles, done: &Extracted) {
    let mut err = anstream::stderr();
    for (ending, number) in read.skipped() {
        let ending = if ending.is_empty() { "no ending" } else { ending };
        let files = if *number == 1 { "file" } else { "files" };
        let _ = writeln!(err, "note: {number} {files} left out: {}", printable(ending));
    }
    if done.extractions.is_empty() && done.failed == 0 {
        let _ = writeln!(err, "warning: no articles found; .txt, .md, .jsonl and .html are read");
    }
}

fn say(error: &ReadError) {
    let _ = writeln!(anstream::stderr(), "warning: {}", printable(&error.to_string()));
}

/// Problems of the articles, on standard error: errors and warnings always, notes when asked.
fn report(common: &Common, extractions: &[Extraction]) {
    use crate::extraction::Severity;
    if common.quiet {
        return;
    }
    let least = if common.verbose { Severity::Note } else { Severity::Warning };
    let mut err = anstream::stderr().lock();
    for extraction in extractions {
        let id = &extraction.article.id;
        let name = match extraction.article.path.as_deref() {
            Some(path) if path != id && !id.starts_with(path) => format!("{path}: article {id}"),
            _ => id.clone(),
        };
        for problem in extraction.problems.iter().filter(|p| p.severity >= least) {
            let severity = problem.severity.name();
            let _ = writeln!(
                err,
                "{severity}: {}: {} [{}]",
                printable(&name),
                printable(&problem.message),
                problem.code
            );
        }
    }
}

/// A text without control characters, for the terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

impl Reading {
    /// How to read, from the options.
    pub fn options(&self) -> Result<ReadOptions, Failure> {
        let mut options = ReadOptions::default();
        if let Some(name) = &self.encoding {
            let found = encoding_rs::Encoding::for_label(name.as_bytes());
            options.encoding = Some(found.ok_or_else(|| Failure::Other(format!("unknown encoding `{name}`; names are those of the web, such as utf-8 or windows-1252")))?);
        }
        Ok(options)
    }
}
