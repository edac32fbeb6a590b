//! Which entries of a timeline are wanted, and what to say where none fits.

use super::shared::{Failure, printable};
use crate::dates::{Day, Edtf};
use crate::rules::diagnostic::did_you_mean;
use crate::timeline::{Entry, EntryKind, Selection, Timeline};
use clap::Args;
use std::collections::BTreeSet;

/// Which entries to keep.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectionArguments {
    /// Only entries of this day, month or year and later (2025, 2025-07, 2025-07-26)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Only entries of this day, month or year and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Only entries that name this person or organisation
    #[arg(long, value_name = "NAME")]
    who: Vec<String>,
    /// Only events or only quotes
    #[arg(long, value_name = "KIND", value_parser = ["event", "quote"])]
    kind: Option<String>,
    /// Only entries this outlet or article tells
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only entries of this type, such as conflict.attack or conflict
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// Only the entries of the N dates that matter most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
}

impl SelectionArguments {
    /// The names as they were asked for.
    pub fn who(&self) -> &[String] {
        &self.who
    }

    /// What the options ask for.
    pub fn parse(&self) -> Result<Selection, Failure> {
        let quote = |kind: &str| {
            if kind == "quote" { EntryKind::Quote } else { EntryKind::Event }
        };
        let from = self.from.as_deref().map(|d| period("--from", d)).transpose()?;
        let to = self.to.as_deref().map(|d| period("--to", d)).transpose()?;
        let (from, to) = (from.map(|(first, _)| first), to.map(|(_, last)| last));
        if let (Some(first), Some(last)) = (from, to)
            && first > last
        {
            return Err(Failure::Other(format!(
                "--from {first} lies after --to {last}; nothing can fit, exchange them"
            )));
        }
        Ok(Selection {
            from,
            to,
            who: self.who.clone(),
            kind: self.kind.as_deref().map(quote),
            source: self.source.clone(),
            types: self.types.clone(),
            top: self.top.map(|top| top as usize),
        })
    }
}

/// What is asked for and stands nowhere in the timeline, each with the nearest that does.
pub fn unknown(selection: &Selection, timeline: &Timeline) -> Vec<String> {
    let entries = || timeline.entries.iter().chain(&timeline.undated);
    let types: BTreeSet<&str> = entries().flat_map(|e| branches(&e.type_)).collect();
    let names: BTreeSet<&str> = entries().flat_map(names).collect();
    let articles = timeline.articles.iter();
    let sources: BTreeSet<&str> =
        articles.flat_map(|a| std::iter::once(a.id.as_str()).chain(a.source.as_deref())).collect();
    let mut found = Vec::new();
    for wanted in selection.types.iter().filter(|wanted| !types.contains(wanted.as_str())) {
        found.push(nowhere("is of the type", wanted, &types));
    }
    // An office or alias that is asked for stands beside the names it is resolved to.
    let nobody = !selection.who.iter().any(|wanted| any_holds(&names, wanted));
    for wanted in selection.who.iter().filter(|_| nobody) {
        let words =
            names.iter().flat_map(|name| name.split_whitespace()).chain(names.iter().copied());
        found.push(nowhere("names", wanted, &words.collect()));
    }
    for wanted in selection.source.iter().filter(|wanted| !any_holds(&sources, wanted)) {
        found.push(nowhere("has a source like", wanted, &sources));
    }
    found
}

/// What `--who` hides: entries of others, and those that have a name only in their words.
pub fn of_others(selection: &Selection, asked: &[String], seen: &Timeline) -> Option<String> {
    let others: Vec<&Entry> = selection.of_others(seen).collect();
    let asked_for = |entry: &&&Entry| {
        let words = entry.text.to_lowercase();
        asked.iter().any(|name| words.contains(&name.to_lowercase()))
    };
    let named = others.iter().filter(asked_for).count();
    let entries = match others.len() {
        0 => return None,
        1 => "1 entry is of somebody else or of nobody".to_owned(),
        number => format!("{number} entries are of others or of nobody"),
    };
    let names: Vec<String> = asked.iter().map(|name| format!("`{}`", printable(name))).collect();
    let in_words = match named {
        0 => String::new(),
        number => format!("; {number} of them named {} in the text only", names.join(" or ")),
    };
    Some(format!("{entries}{in_words}; they are shown without --who"))
}

/// Whether one of the names holds the words, whatever their case.
fn any_holds(names: &BTreeSet<&str>, wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    names.iter().any(|name| name.to_lowercase().contains(&wanted))
}

/// A type and the branches it hangs on: `conflict` and `conflict.attack`.
fn branches(type_: &str) -> impl Iterator<Item = &str> {
    type_.match_indices('.').map(|(at, _)| &type_[..at]).chain(std::iter::once(type_))
}

fn names(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.people.iter().chain(&entry.organisations).chain(&entry.speaker).map(String::as_str)
}

fn nowhere(what: &str, wanted: &str, known: &BTreeSet<&str>) -> String {
    const LISTED: usize = 12;
    let hint = did_you_mean(wanted, known.iter().copied()).unwrap_or_else(|| match known.len() {
        number @ 1..=LISTED => {
            let known: Vec<&str> = known.iter().copied().collect();
            format!("there is {}{}", if number > 1 { "only " } else { "" }, known.join(", "))
        }
        _ => "`--format csv` lists what there is".to_owned(),
    });
    format!("no entry {what} `{}`; {}", printable(wanted), printable(&hint))
}

/// First and last day of a day, month or year given on the command line.
fn period(option: &str, text: &str) -> Result<(Day, Day), Failure> {
    let wrong = || {
        Failure::Other(format!(
            "{option} takes a day, month or year as in 2025-07-26, 2025-07 or 2025, found `{text}`"
        ))
    };
    let edtf = Edtf::parse(text).map_err(|_| wrong())?;
    edtf.earliest().zip(edtf.latest()).ok_or_else(wrong)
}
