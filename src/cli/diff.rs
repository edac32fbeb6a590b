//! `onrecord timeline diff`: what new articles, or changed rules, did to a timeline.

use super::shared::{Failure, Outcome};
use super::timeline::{failure, terminal_width};
use crate::render;
use crate::timeline::{Changes, Timeline};
use clap::Args;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Arguments of `timeline diff`.
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 where nothing changed, 1 where something did.

Examples:
  onrecord timeline articles/ -o before.json
  onrecord timeline articles/ more/ -o after.json
  onrecord timeline diff before.json after.json")]
pub struct Arguments {
    /// The timeline before, as written by `timeline -o FILE.json`
    old: PathBuf,
    /// The timeline after
    new: PathBuf,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (old, new) = (read(&arguments.old)?, read(&arguments.new)?);
    let changes = Changes::between(&old, &new);
    if arguments.json {
        let mut out = BufWriter::new(std::io::stdout());
        render::write_changes_json(&changes, &mut out).map_err(failure)?;
        out.flush()?;
    } else {
        let mut out = BufWriter::new(anstream::stdout());
        let width = if std::io::stdout().is_terminal() { terminal_width() } else { 80 };
        let options = render::Options { width, ..render::Options::default() };
        render::write_changes(&changes, &old, &new, &mut out, &options)?;
        out.flush()?;
    }
    Ok(if changes.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn read(path: &Path) -> Result<Timeline, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|e| Failure::Other(format!("{}: cannot be read: {e}", path.display())))?;
    serde_json::from_slice(&bytes).map_err(|e| {
        let hint = "write one with `onrecord timeline ARTICLES -o FILE.json`";
        Failure::Other(format!("{}: not a timeline in JSON: {e}; {hint}", path.display()))
    })
}
