//! `onrecord score`: the rules against annotated articles.

use super::shared::{self, Common, Failure, Outcome, Reading};
use crate::extraction::Extraction;
use crate::score::{self, Gold};
use clap::Args;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `score`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord extract news/ > gold.jsonl               a first draft of the annotations, to be corrected by hand
  onrecord score gold.jsonl news/ --show 20         what the rules get right and wrong
  onrecord score gold.jsonl news/ --rules mine/ --format json

An annotation is a line of `extract`; only the article's id and the positions are needed. A kind that it leaves
out (dates, quotes, events) is not scored for that article.")]
pub struct Arguments {
    /// Annotations: JSONL as `extract` prints it, or a list in JSON
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// Print that many single errors
    #[arg(long, value_name = "N", default_value_t = 0)]
    show: usize,
    /// Output format
    #[arg(long, value_name = "NAME", value_parser = ["text", "json"], default_value = "text")]
    format: String,
    /// Exit with status 1 if the F1 of KIND is lower, for instance --at-least dates.value=0.8
    #[arg(long, value_name = "KIND=F1")]
    at_least: Vec<String>,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let path = arguments.gold.display().to_string();
    let text = std::fs::read_to_string(&arguments.gold)
        .map_err(|e| Failure::Other(format!("{path}: {e}")))?;
    let gold = score::parse_gold(&path, &text).map_err(|e| Failure::Other(e.to_string()))?;
    let rules = common.load()?;
    let done = shared::extract(common, &arguments.reading, &rules)?;
    warn_out_of_step(&gold, &done.extractions);
    let scores = score::score(&gold, &done.extractions);
    let mut out = anstream::stdout();
    if arguments.format == "json" {
        let json = serde_json::to_string_pretty(&scores).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        write!(out, "{}", scores.table(arguments.show))?;
    }
    let mut outcome = Outcome::Fine;
    for wanted in &arguments.at_least {
        let (kind, least) = floor(wanted)?;
        let reached = scores.kinds.get(kind).map_or(0.0, score::Tally::f1);
        if reached < least {
            writeln!(anstream::stderr(), "{kind}: F1 {reached:.3} is below {least}")?;
            outcome = Outcome::Findings;
        }
    }
    Ok(outcome)
}

fn floor(wanted: &str) -> Result<(&str, f64), Failure> {
    let parsed =
        wanted.split_once('=').and_then(|(kind, least)| Some((kind, least.parse::<f64>().ok()?)));
    parsed.ok_or_else(|| {
        Failure::Other(format!("--at-least: expected KIND=F1 such as quotes=0.9, found `{wanted}`"))
    })
}

/// Annotations whose words do not stand at their positions belong to another version of the text.
fn warn_out_of_step(gold: &[Gold], extractions: &[Extraction]) {
    let texts: BTreeMap<&str, &str> =
        extractions.iter().map(|x| (x.article.id.as_str(), x.text.as_str())).collect();
    for gold in gold {
        let found = texts.get(gold.article.id.as_str());
        if let Some(wrong) = found.and_then(|text| gold.out_of_step(text)) {
            let id = &gold.article.id;
            let _ = writeln!(
                anstream::stderr(),
                "warning: {id}: the annotation {wrong:?} does not stand at its position"
            );
        }
    }
}
