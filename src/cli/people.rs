//! `onrecord people`: who speaks in the articles, how often, and under which names.

use super::shared::{self, Common, Failure, Outcome, Reading};
use crate::extraction::{Extraction, Person, Speaker};
use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
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
    /// Offices and acronyms, each with the first and last day for which it was seen to hold.
    roles: BTreeMap<String, Period>,
    /// Whether some of the quotations could be another's.
    uncertain: bool,
    #[serde(skip)]
    seen: BTreeSet<String>,
}

/// First and last day, as EDTF; empty where no article tells.
#[derive(Debug, Default, Clone, Serialize)]
struct Period {
    from: String,
    to: String,
}

impl Period {
    /// Takes in a day or an interval. EDTF days sort as text; ".." begins before and ends after all.
    fn widen(&mut self, period: &str) {
        let (from, to) = period.split_once('/').unwrap_or((period, period));
        if !from.is_empty() && (self.from.is_empty() || from < self.from.as_str()) {
            from.clone_into(&mut self.from);
        }
        let later = to == ".." || self.to != ".." && to > self.to.as_str();
        if !to.is_empty() && later {
            to.clone_into(&mut self.to);
        }
    }
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let rules = common.load()?;
    let done = shared::extract(common, &arguments.reading, &rules)?;
    let voices = voices(&rules, &done.extractions);
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
fn voices(rules: &Rules, extractions: &[Extraction]) -> Vec<Voice> {
    let mut by_name: BTreeMap<&str, Voice> = BTreeMap::new();
    for extraction in extractions {
        let whole = extraction.quotes.iter().filter(|q| !q.is_within());
        for speaker in whole.filter_map(|q| q.speaker.as_ref()) {
            count(by_name.entry(&speaker.name).or_default(), speaker, &extraction.article.id);
        }
        for person in &extraction.people {
            if let Some(voice) = by_name.get_mut(person.name.as_str()) {
                voice.learn(person);
            }
        }
    }
    by_name.retain(|name, _| names_somebody(rules, name));
    let mut voices: Vec<Voice> = by_name.into_values().collect();
    for voice in &mut voices {
        voice.articles = voice.seen.len();
        voice.forget_repeated();
    }
    voices.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
    voices
}

/// Whether a speaker's name is a name, an office or a noun for people or a body; a pronoun nothing
/// resolves and a thing that is said to say something name nobody.
fn names_somebody(rules: &Rules, name: &str) -> bool {
    let text = rules.text(name, 0);
    let bits = rules.grammar.read(&text);
    let pronoun = class::SUBJECT | class::OBJECT | class::INDEFINITE | class::DEMONSTRATIVE;
    let words = || bits.iter().filter(|bits| **bits & shape::WORD != 0);
    let Some(last) = words().next_back() else { return false };
    let lone = words().count() == 1;
    if lone && last & (pronoun | class::POSSESSIVE) != 0 {
        return false;
    }
    let owned = words().next().is_some_and(|first| first & class::POSSESSIVE != 0);
    let named = words().any(|bits| bits & shape::CAPITAL != 0);
    named && !owned || words().any(|bits| bits & (class::ROLE | class::PUBLICATION) != 0)
}

impl Voice {
    /// Drops the name itself and what only has a small word before a name: "the COAS", "The COAS".
    fn forget_repeated(&mut self) {
        let known = self.names.iter().chain(self.roles.keys()).chain([&self.name]);
        let known: BTreeSet<String> = known.map(|name| name.to_lowercase()).collect();
        let names = self.names.clone();
        let repeats = |name: &String| {
            let Some((first, rest)) = name.split_once(' ') else { return false };
            let small = first.starts_with(char::is_lowercase)
                || names.contains(&format!("{} {rest}", first.to_lowercase()));
            small && known.contains(&rest.to_lowercase())
        };
        self.names.retain(|name| *name != self.name && !repeats(name));
    }

    fn learn(&mut self, person: &Person) {
        for alias in &person.aliases {
            match alias.period.as_str() {
                "" => _ = self.names.insert(alias.text.to_string()),
                period => self.roles.entry(alias.text.to_string()).or_default().widen(period),
            }
        }
    }
}

fn count(voice: &mut Voice, speaker: &Speaker, article: &str) {
    speaker.name.as_str().clone_into(&mut voice.name);
    voice.quotes += 1;
    voice.uncertain |= speaker.uncertain;
    voice.seen.insert(article.to_owned());
    // A pronoun is no name of its own.
    const LONGEST: usize = 5;
    let words = speaker.text.split_whitespace().count();
    let named = speaker.text.chars().any(char::is_uppercase) && !speaker.text.contains(',');
    if named && (2..=LONGEST).contains(&words) {
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
        let names = voice.names.iter().map(|n| shared::printable(n));
        let names: Vec<String> = names.chain(voice.roles.iter().map(role)).collect();
        if !names.is_empty() {
            writeln!(out, "                    {}", names.join(" · "))?;
        }
    }
    Ok(())
}

/// "mayor (2024-05-01 to 2024-07-09)"
fn role((title, period): (&String, &Period)) -> String {
    let title = shared::printable(title);
    match (period.from.as_str(), period.to.as_str()) {
        (from, to) if from == to => format!("{title} ({from})"),
        ("..", to) => format!("{title} (to {to})"),
        (from, "..") => format!("{title} (from {from})"),
        (from, to) => format!("{title} ({from} to {to})"),
    }
}
