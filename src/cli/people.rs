//! `onrecord people`: who speaks in the articles, how often, and under which names.

use super::shared::{self, Common, Failure, Outcome, Reading};
use crate::extraction::{Extraction, Speaker};
use clap::Args;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};

/// Arguments of `people`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord people articles/
  onrecord people articles/ --format json | jq '.[] | select(.articles > 1) | .name'")]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// Output format
    #[arg(long, value_name = "NAME", value_parser = ["text", "json"], default_value = "text")]
    format: String,
}

/// One speaker over all articles.
#[derive(Debug, Default, Serialize)]
struct Voice {
    name: String,
    quotes: usize,
    articles: usize,
    /// Mentions of the speaker beside quotations, and names and roles the articles give.
    names: BTreeSet<String>,
    /// Whether some of the quotations could be another's.
    uncertain: bool,
    #[serde(skip)]
    seen: BTreeSet<String>,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let rules = common.load()?;
    let done = shared::extract(common, &arguments.reading, &rules)?;
    let voices = voices(&done.extractions);
    let mut out = BufWriter::new(anstream::stdout().lock());
    if arguments.format == "json" {
        serde_json::to_writer_pretty(&mut out, &voices).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        table(&voices, &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// All speakers, the most quoted first, then by name.
fn voices(extractions: &[Extraction]) -> Vec<Voice> {
    let mut by_name: BTreeMap<&str, Voice> = BTreeMap::new();
    for extraction in extractions {
        for speaker in extraction.quotes.iter().filter_map(|q| q.speaker.as_ref()) {
            count(by_name.entry(&speaker.name).or_default(), speaker, &extraction.article.id);
        }
        for person in &extraction.people {
            if let Some(voice) = by_name.get_mut(person.name.as_str()) {
                voice.names.extend(person.aliases.iter().map(|a| a.text.clone()));
            }
        }
    }
    let mut voices: Vec<Voice> = by_name.into_values().collect();
    for voice in &mut voices {
        voice.articles = voice.seen.len();
        voice.names.remove(&voice.name);
    }
    voices.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
    voices
}

fn count(voice: &mut Voice, speaker: &Speaker, article: &str) {
    voice.name.clone_from(&speaker.name);
    voice.quotes += 1;
    voice.uncertain |= speaker.uncertain;
    voice.seen.insert(article.to_owned());
    // A pronoun is no name of its own.
    if speaker.text.chars().any(char::is_uppercase) && speaker.text.split_whitespace().count() > 1 {
        voice.names.insert(speaker.text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

fn table(voices: &[Voice], out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "quotes  articles  name")?;
    for voice in voices {
        let mark = if voice.uncertain { " (?)" } else { "" };
        writeln!(
            out,
            "{:6}  {:8}  {}{mark}",
            voice.quotes,
            voice.articles,
            shared::printable(&voice.name)
        )?;
        if !voice.names.is_empty() {
            let names = voice.names.iter().map(|n| shared::printable(n)).collect::<Vec<_>>();
            writeln!(out, "                    {}", names.join(" · "))?;
        }
    }
    Ok(())
}
