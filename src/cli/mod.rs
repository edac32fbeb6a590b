//! The command line: arguments in, library calls, output and exit status out.
//!
//! Exit status 0: fine, or a closed pipe; 1: findings (a failed test, a quote that does not
//! hold); 2: an error.  Data goes to standard output, everything else to standard error.

mod check;
mod diff;
mod explain;
mod extract;
mod order;
mod people;
mod progress;
mod rules;
mod score;
mod selection;
mod shared;
mod test;
mod timeline;
mod watch;

use clap::{CommandFactory, Parser, Subcommand};
use std::io::{self, Write};
use std::process::ExitCode;

pub use shared::{Failure, Outcome};

/// What happened when, who said what when, and where exactly is that written.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, about, long_about = None, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Examples:
  onrecord timeline articles/                       a timeline of a folder, in the terminal
  onrecord timeline articles/ -o timeline.html      the same as a page
  onrecord check draft.md --against articles/       does every quote of the draft hold?
  onrecord explain articles/a.txt:12                why was this found, and how was it dated?
  onrecord test my-rules/                           run the examples inside rules

ARTICLES are files (.txt .md .jsonl .html, also .gz and .zst), folders, or - for standard input.")]
struct Arguments {
    #[command(flatten)]
    common: shared::Common,
    #[command(subcommand)]
    command: Command,
}

// One value of it exists in a process.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Subcommand)]
enum Command {
    /// Merge articles into one deduplicated timeline
    Timeline(timeline::Arguments),
    /// Print what is found in each article, one JSON object a line
    Extract(extract::Arguments),
    /// Check every quote of a draft against articles
    Check(check::Arguments),
    /// Run the examples inside rules, and compare snapshots of articles
    Test(test::Arguments),
    /// Say why something was found at a place in an article, or why not
    Explain(explain::Arguments),
    /// Look at, check and describe rules
    Rules(rules::Arguments),
    /// Measure the rules against annotated articles
    Score(score::Arguments),
    /// List who speaks in the articles, how often, and under which names
    People(people::Arguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs the command line of the process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let shown = error.print();
            return if error.use_stderr() && shown.is_ok() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    arguments.common.apply();
    match dispatch(&arguments) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(anstream::stderr(), "{}", failure.render());
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: &Arguments) -> Result<Outcome, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Timeline(a) => timeline::run(common, a),
        Command::People(a) => people::run(common, a),
        Command::Extract(a) => extract::run(common, a),
        Command::Check(a) => check::run(common, a),
        Command::Test(a) => test::run(common, a),
        Command::Explain(a) => explain::run(common, a),
        Command::Rules(a) => rules::run(common, a),
        Command::Score(a) => score::run(common, a),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut self::Arguments::command(),
                "onrecord",
                &mut io::stdout(),
            );
            Ok(Outcome::Fine)
        }
    }
}
