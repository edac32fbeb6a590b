//! `onrecord extract`: what is found in each article, one JSON object a line.

use super::order::say_open_dates;
use super::shared::{self, Common, Failure, Outcome, Reading};
use clap::Args;
use std::io::{BufWriter, Write};

/// Arguments of `extract`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord extract articles/ | jq '.quotes[] | [.speaker.name, .text]'
  onrecord extract - < articles.jsonl > found.jsonl")]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let rules = common.load()?;
    let done = shared::extract(common, &arguments.reading, &rules)?;
    say_open_dates(common, &arguments.reading.dates, &done.extractions);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut line = Vec::new();
    for extraction in &done.extractions {
        line.clear();
        sonic_rs::to_writer(&mut line, extraction).map_err(std::io::Error::from)?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    out.flush()?;
    // The process ends here: a million small pieces need not be given back one by one.
    std::mem::forget(done);
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use crate::extraction::{Extraction, Problem, Severity};

    #[test]
    fn lines_are_the_json_of_serde_json() {
        let odd = "a\"b\\c/\u{0}\u{8}\u{c}\n\r\t\u{1f}\u{7f}\u{2028}\u{feff}é—😀 and more than one block of bytes";
        let problems = vec![Problem::new(Severity::Warning, "odd", odd)];
        let extraction = Extraction { problems, ..Extraction::default() };
        let expected = serde_json::to_string(&extraction).unwrap();
        assert_eq!(sonic_rs::to_string(&extraction).unwrap(), expected);
    }
}
