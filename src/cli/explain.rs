//! `onrecord explain`: why something was found at a place, or why a rule found nothing there.

use super::shared::{self, Common, DateArguments, Failure, Outcome};
use crate::article::{self, Article, ReadOptions};
use crate::explain::{self, Place};
use crate::pipeline::Options;
use crate::rules::diagnostic::did_you_mean;
use crate::rules::{KINDS, Rules};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord explain news/a.txt:12                    everything found in line 12
  onrecord explain news/a.txt:12:40                 what covers this character
  onrecord explain news/a.txt:12 --why-not date.weekday
  onrecord explain news/a.txt --format json")]
pub struct Arguments {
    /// An article, with a line and a column if wanted
    #[arg(value_name = "FILE[:LINE[:COLUMN]]")]
    place: String,
    /// Say why this rule found nothing there
    #[arg(long, value_name = "RULE")]
    why_not: Option<String>,
    /// The article of a .jsonl file, by its id
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Output format
    #[arg(long, value_name = "NAME", value_parser = ["text", "json"], default_value = "text")]
    format: String,
    #[command(flatten)]
    dates: DateArguments,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let rules = common.load()?;
    let (file, place) = split(&arguments.place)?;
    let article = read(file, arguments.article.as_deref())?;
    place.check(&article.text).map_err(|e| Failure::Other(format!("{file}: {e}")))?;
    let options = Options { dates: arguments.dates.options() };
    let mut out = anstream::stdout();
    match &arguments.why_not {
        None => {
            let explanation = explain::explain(&rules, &article, &options, &place);
            print(&mut out, &arguments.format, &explanation)?;
        }
        Some(id) => {
            let (rule, _) = rules.find(id).ok_or_else(|| unknown(&rules, id))?;
            let why = explain::why_not(&rules, &article, &options, &place, rule);
            print(&mut out, &arguments.format, &why)?;
        }
    }
    Ok(Outcome::Fine)
}

fn print<T: serde::Serialize + std::fmt::Display>(
    out: &mut impl Write,
    format: &str,
    what: &T,
) -> Result<(), Failure> {
    if format == "json" {
        let json = serde_json::to_string_pretty(what).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        write!(out, "{what}")?;
    }
    Ok(())
}

/// The file and the place in it; a file whose name looks like a place is meant as a file.
fn split(argument: &str) -> Result<(&str, Place), Failure> {
    let there = |file: &str| Path::new(file).exists();
    if there(argument) {
        return Ok((argument, Place::Everywhere));
    }
    let (file, place) = Place::split(argument);
    let ends = argument.match_indices(':').map(|(at, _)| at);
    match ends.rev().find(|at| there(&argument[..*at])).filter(|_| !there(file)) {
        None => Ok((file, place)),
        Some(end) => Err(Failure::Other(format!(
            "{}: expected a line or LINE:COLUMN behind the name of the file, found `{}`",
            &argument[..end],
            shared::printable(&argument[end + 1..])
        ))),
    }
}

fn read(file: &str, id: Option<&str>) -> Result<Article, Failure> {
    let mut articles = Vec::new();
    for article in article::read([PathBuf::from(file)], ReadOptions::default()) {
        articles.push(article.map_err(|e| Failure::Other(e.to_string()))?);
    }
    let ids: Vec<String> = articles.iter().map(|a| a.id.clone()).collect();
    let found = match id {
        Some(id) => articles.into_iter().find(|a| a.id == id),
        None if articles.len() == 1 => articles.pop(),
        None => None,
    };
    found.ok_or_else(|| {
        let shown = ids.iter().take(10).map(|i| format!("`{i}`")).collect::<Vec<_>>().join(", ");
        Failure::Other(format!(
            "{file} holds {} articles; choose one with --article: {shown}",
            ids.len()
        ))
    })
}

fn unknown(rules: &Rules, id: &str) -> Failure {
    let hint = did_you_mean(id, rules.rules.iter().map(|r| &*r.id));
    let hint = hint.unwrap_or_else(|| {
        let kind = id.split('.').next().unwrap_or(id);
        if KINDS.contains(&kind) && rules.strata(kind).is_empty() {
            format!("what begins with `{kind}.` is a construction of the engine; what it finds follows from lexicons")
        } else {
            "`onrecord rules list` shows all".to_owned()
        }
    });
    Failure::Other(format!("no rule has the id `{id}`; {hint}"))
}
