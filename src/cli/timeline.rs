//! `onrecord timeline`: articles in, one deduplicated timeline out.

use super::diff;
use super::order::say_open_dates;
use super::progress::Progress;
use super::selection::{SelectionArguments, of_others, unknown};
use super::shared::{self, Common, Failure, Outcome, Reading};
use crate::extraction::{Alias, Extraction};
use crate::render::{self, Format};
use crate::rules::{Rules, yaml};
use crate::timeline::{self, Corrections, MergePolicy, Selection, Timeline};
use clap::Args;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Arguments of `timeline`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord timeline articles/
  onrecord timeline articles/ --from 2025-07 --who Noor
  onrecord timeline articles/ -o timeline.html
  onrecord timeline articles/ --format json | jq '.entries[] | .date.edtf'
  onrecord timeline diff before.json after.json")]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    reading: Reading,
    /// Write to a file; its ending picks the format
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Output format; the ending of FILE or the terminal where absent
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// What the page, the calendar or the document is called
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Put entries right as this YAML file says: which to merge, split, drop or date anew
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Show the id of each entry, for a file of corrections
    #[arg(long)]
    ids: bool,
    /// Show every event, also several of one sentence and those of no type of their own
    #[arg(long)]
    all: bool,
    /// Leave out the same in formats for programs as in those for people
    #[arg(long, conflicts_with = "all")]
    digest: bool,
    #[command(flatten)]
    selection: SelectionArguments,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say what changed between two timelines written as JSON
    Diff(diff::Arguments),
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(Command::Diff(arguments)) = &arguments.command {
        return diff::run(arguments);
    }
    let format = format_of(arguments)?;
    let mut selection = arguments.selection.parse()?;
    let rules = common.load()?;
    let policy = policy(&rules)?;
    let corrections = corrections(arguments.corrections.as_deref())?;
    let mut done = shared::extract(common, &arguments.reading, &rules)?;
    say_open_dates(common, &arguments.reading.dates, &done.extractions);
    selection.who = named(&selection.who, &rules, &done.extractions);
    // Names are resolved by now; with many articles, who goes by which takes much room.
    done.extractions.iter_mut().for_each(|extraction| extraction.people = Vec::new());
    let progress = Progress::of_one_step(common, "merging");
    let merged = timeline::merge_corrected(&done.extractions, &policy, &corrections);
    progress.finish();
    if format != Format::Sqlite {
        done.extractions.iter_mut().for_each(keep_text);
    }
    if !common.quiet {
        warn(&selection, &merged);
    }
    let whole = arguments.all || !(arguments.digest || format.is_for_people());
    if !common.quiet && !selection.who.is_empty() {
        let seen = (!whole).then(|| timeline::digest(merged.clone(), &policy).0);
        let note =
            of_others(&selection, arguments.selection.who(), seen.as_ref().unwrap_or(&merged));
        note.iter().for_each(|note| _ = writeln!(anstream::stderr(), "note: {note}"));
    }
    let merged = if selection.is_everything() {
        merged
    } else {
        let shown = |all: &Timeline| timeline::digest(all.clone(), &policy).0;
        selection.apply_to_shown(merged, &policy.importance, |all| (!whole).then(|| shown(all)))
    };
    let merged = if whole { merged } else { digest(common, merged, &policy) };
    let mut out = sink(arguments.output.as_deref(), format)?;
    let options = render_options(arguments);
    render::write(&merged, format, &Kept::new(&done), &mut out, &options).map_err(failure)?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// Where the timeline goes: colours only to a terminal, and bytes of other formats as they are.
fn sink(output: Option<&Path>, format: Format) -> Result<Box<dyn Write>, Failure> {
    let plain: Box<dyn Write> =
        match output {
            Some(path) => Box::new(BufWriter::new(std::fs::File::create(path).map_err(|e| {
                Failure::Other(format!("{}: cannot be written: {e}", path.display()))
            })?)),
            None if format == Format::Terminal => {
                return Ok(Box::new(BufWriter::new(anstream::stdout())));
            }
            None if format.is_binary() && std::io::stdout().is_terminal() => {
                return Err(Failure::Other(format!(
                    "{} is no text; write it to a file with -o FILE",
                    format.name()
                )));
            }
            None => Box::new(BufWriter::new(std::io::stdout())),
        };
    let strip = format == Format::Terminal || (output.is_none() && std::io::stdout().is_terminal());
    Ok(if strip { Box::new(anstream::StripStream::new(plain)) } else { plain })
}

/// The timeline as people read it; says what was left out.
fn digest(common: &Common, merged: timeline::Timeline, policy: &MergePolicy) -> Timeline {
    let (shown, left_out) = timeline::digest(merged, policy);
    if left_out != timeline::LeftOut::default() && !common.quiet {
        let _ = writeln!(anstream::stderr(), "note: {}; --all shows them", hidden(left_out));
    }
    shown
}

/// Drops all findings: only the database lists them apart from the entries.
fn keep_text(extraction: &mut Extraction) {
    extraction.dates = Vec::new();
    extraction.quotes = Vec::new();
    extraction.events = Vec::new();
    extraction.sentences = Vec::new();
}

/// What a digest left out, in words.
fn hidden(left_out: timeline::LeftOut) -> String {
    let folded = match left_out.folded {
        0 => None,
        1 => Some("1 event shares its sentence with one that is shown".to_owned()),
        number => Some(format!("{number} events share their sentence with one that is shown")),
    };
    let dropped = (left_out.dropped > 0).then(|| {
        let number = left_out.dropped;
        let (verb, own) = if number == 1 { ("is", "its") } else { ("are", "their") };
        let events = if folded.is_some() { "" } else if number == 1 { "event " } else { "events " };
        format!("{number} {events}{verb} of no type or date of {own} own, only named, or told within a quotation")
    });
    let unsaid = (left_out.unsaid > 0).then(|| match left_out.unsaid {
        1 => "1 quote is by nobody in particular, of a few words, not claimed as said, or part of another one".to_owned(),
        number => {
            format!("{number} quotes are by nobody in particular, of a few words, not claimed as said, or part of another one")
        }
    });
    folded.into_iter().chain(dropped).chain(unsaid).collect::<Vec<_>>().join("; ")
}

/// Says which corrections could not be followed, and what is asked for and stands nowhere.
fn warn(selection: &Selection, merged: &Timeline) {
    let mut err = anstream::stderr().lock();
    let of_the_run = merged.problems.iter().filter(|p| p.article.is_empty());
    let messages = of_the_run.map(|p| shared::printable(&p.problem.message));
    for message in messages.chain(unknown(selection, merged)) {
        let _ = writeln!(err, "warning: {message}");
    }
}

/// A person's corrections, where there are any.
fn corrections(path: Option<&Path>) -> Result<Corrections, Failure> {
    let Some(path) = path else { return Ok(Corrections::default()) };
    let name = path.display().to_string();
    let bytes =
        std::fs::read(path).map_err(|e| Failure::Other(format!("{name}: cannot be read: {e}")))?;
    let file = yaml::decode(&name, &bytes)?;
    Ok(Corrections::from_yaml(&name, &file.text)?)
}

/// The merge policy of the run's rules.
fn policy(rules: &crate::rules::Rules) -> Result<MergePolicy, Failure> {
    serde_json::from_value(rules.merging.clone()).map_err(|e| {
        Failure::Other(format!("the merge policy (`merging:`) of the rules does not fit: {e}"))
    })
}

pub(super) fn failure(error: render::RenderError) -> Failure {
    match error {
        render::RenderError::Write(error) => Failure::Io(error),
        other => Failure::Other(other.to_string()),
    }
}

fn format_of(arguments: &Arguments) -> Result<Format, Failure> {
    if let Some(name) = &arguments.format {
        let known = || Format::names().collect::<Vec<_>>().join(", ");
        return Format::from_name(name)
            .ok_or_else(|| Failure::Other(format!("unknown format `{name}`; one of {}", known())));
    }
    match &arguments.output {
        None => Ok(Format::Terminal),
        Some(path) => Format::from_path(path).ok_or_else(|| {
            let endings = Format::endings().collect::<Vec<_>>().join(" ");
            Failure::Other(format!(
                "{}: the ending picks the format; use one of {endings} or --format",
                path.display()
            ))
        }),
    }
}

/// The names asked for, and those of everybody who goes by one of them in a pack or an article.
fn named(asked: &[String], rules: &Rules, extractions: &[Extraction]) -> Vec<String> {
    let mut names = asked.to_vec();
    for who in asked {
        let same = |alias: &Alias| alias.text.to_lowercase() == who.to_lowercase();
        let people = extractions.iter().flat_map(|e| &e.people);
        let goes_by = people.filter(|person| person.aliases.iter().any(same));
        names.extend(goes_by.map(|person| person.name.to_string()));
        names.extend(rules.persons.who_is(who).map(|person| person.name.clone()));
    }
    names.sort();
    names.dedup();
    names
}

fn render_options(arguments: &Arguments) -> render::Options {
    let terminal = arguments.output.is_none() && std::io::stdout().is_terminal();
    let width = if terminal { terminal_width() } else { render::Options::default().width };
    let base = std::env::current_dir().ok().map(|p| p.display().to_string());
    let title = arguments.title.clone();
    let ids = arguments.ids;
    render::Options { width, hyperlinks: terminal, base, title, ids, ..render::Options::default() }
}

pub(super) fn terminal_width() -> usize {
    const WIDEST: usize = 110;
    console_width().clamp(40, WIDEST)
}

fn console_width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| width.0 as usize)
}

/// The texts and extractions of a run, by article id.
struct Kept<'a> {
    by_id: std::collections::HashMap<&'a str, usize>,
    done: &'a shared::Extracted,
}

impl<'a> Kept<'a> {
    fn new(done: &'a shared::Extracted) -> Self {
        let by_id =
            done.extractions.iter().enumerate().map(|(i, e)| (e.article.id.as_str(), i)).collect();
        Self { by_id, done }
    }
}

impl render::Texts for Kept<'_> {
    fn text(&self, article: &str) -> Option<std::borrow::Cow<'_, str>> {
        let extraction = self.done.extractions.get(*self.by_id.get(article)?)?;
        Some(std::borrow::Cow::Borrowed(&extraction.text))
    }

    fn extraction(&self, article: &str) -> Option<std::borrow::Cow<'_, crate::Extraction>> {
        self.by_id
            .get(article)
            .and_then(|i| self.done.extractions.get(*i))
            .map(std::borrow::Cow::Borrowed)
    }
}
