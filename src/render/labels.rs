//! The words the output says in its own voice: everything a translator would touch.

use super::date_label;
use crate::extraction::QuoteKind;
use crate::timeline::{Changes, Entry, EntryKind, Timeline};
use std::collections::BTreeSet;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) const TITLE: &str = "Timeline";
pub(super) const UNDATED: &str = "Undated";
pub(super) const EVENTS: &str = "Events";
pub(super) const QUOTES: &str = "Quotes";
pub(super) const BY_PUBLICATION: &str = "dated by publication";
pub(super) const PLURAL: &str = "s";
pub(super) const SINCE: &str = "from";
pub(super) const UNTIL: &str = "until";
pub(super) const OR: &str = " or ";
pub(super) const AND: &str = " and ";
pub(super) const ABOUT: &str = "about ";
pub(super) const PERHAPS: &str = "perhaps ";
pub(super) const PERHAPS_ABOUT: &str = "perhaps about ";
pub(super) const BC: &str = "BC";
pub(super) const AD: &str = "AD";

/// The name of a month, counted from 1.
pub(super) fn month(number: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(number).checked_sub(1)?).copied()
}

/// Seasons, quarters and halves: the codes 21 to 41 of EDTF level 2.
pub(super) fn part_of_year(code: u8) -> Option<&'static str> {
    Some(match code {
        21 | 25 | 29 => "spring",
        22 | 26 | 30 => "summer",
        23 | 27 | 31 => "autumn",
        24 | 28 | 32 => "winter",
        33 => "Q1",
        34 => "Q2",
        35 => "Q3",
        36 => "Q4",
        37 => "first third of",
        38 => "second third of",
        39 => "last third of",
        40 => "first half of",
        41 => "second half of",
        _ => return None,
    })
}

/// `20th century` for 19, the hundreds of its years; `1st century BC` for -1.
pub(super) fn century(hundreds: i64) -> String {
    let (number, era) = if hundreds < 0 { (-hundreds, " BC") } else { (hundreds + 1, "") };
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending} century{era}")
}

/// What an entry is, in a word: the last part of an event's type, or `Quote`.
pub(super) fn kind(entry: &Entry) -> String {
    match entry.kind {
        EntryKind::Quote if entry.type_ == QuoteKind::Indirect.name() => "Statement".to_owned(),
        EntryKind::Quote => "Quote".to_owned(),
        EntryKind::Event => {
            let name =
                entry.type_.rsplit('.').next().filter(|name| !name.is_empty()).unwrap_or("event");
            capitalised(&name.replace(['-', '_'], " "))
        }
    }
}

/// An entry in one line: what it is, who says it, and its words, cut short.
pub(super) fn headline(entry: &Entry) -> String {
    let words = shortened(&entry.readable());
    let words = if entry.is_verbatim_speech() { format!("“{words}”") } else { words };
    let speaker = entry.speaker.iter().map(|speaker| format!("{speaker}: ")).collect::<String>();
    let modality = modality(entry).map(|modality| format!(" [{modality}]")).unwrap_or_default();
    format!("{speaker}{words}{modality}")
}

/// Up to the last whole word within a line's length.
fn shortened(text: &str) -> String {
    const LETTERS: usize = 120;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > LETTERS {
            return line + " …";
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// `2 added, 1 removed, 3 changed, 40 unchanged`.
pub(super) fn changes(changes: &Changes) -> String {
    let Changes { added, removed, changed, unchanged } = changes;
    format!(
        "{} added, {} removed, {} changed, {unchanged} unchanged",
        added.len(),
        removed.len(),
        changed.len()
    )
}

/// That a page holds only a part of the timeline, where it does.
pub(super) fn not_shown(shown: &Timeline, whole: &Timeline) -> Option<String> {
    let count = |timeline: &Timeline| timeline.entries.len() + timeline.undated.len();
    (count(shown) < count(whole)).then(|| {
        format!(
            "This page shows the {} entries with the most sources of {}; --from, --to, --who, --type or --top pick others.",
            count(shown),
            count(whole)
        )
    })
}

/// How many entries a format could not hold.
pub(super) fn left_out(number: usize) -> String {
    let (entries, stand) =
        if number == 1 { ("entry has", "stands") } else { ("entries have", "stand") };
    format!(
        "{number} {entries} no date that can be shown here and {stand} only in the other formats."
    )
}

/// What an entry's modality means for the reader.
pub(super) fn modality(entry: &Entry) -> Option<&str> {
    Some(match (entry.modality.as_deref()?, entry.kind) {
        ("negated", EntryKind::Quote) => "did not say",
        ("negated", EntryKind::Event) => "did not happen",
        (other, _) => other,
    })
}

/// `1 article`, `2 articles`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { PLURAL })
}

/// `1 source`, `3 sources, 2 independent`.
pub(super) fn source_count(articles: usize, independent: usize) -> String {
    if articles == independent || articles < 2 {
        return count(articles, "source");
    }
    format!("{}, {independent} independent", count(articles, "source"))
}

/// `also in lines 3, 7 and 12`; nothing where there are no others.
pub(super) fn also(lines: &[usize]) -> Option<String> {
    let (last, before) = lines.split_last()?;
    if before.is_empty() {
        return Some(format!("also in line {last}"));
    }
    let before: Vec<_> = before.iter().map(usize::to_string).collect();
    Some(format!("also in lines {} and {last}", before.join(", ")))
}

/// A value in dispute; dates are written out.
pub(super) fn value(field: &str, value: &str) -> String {
    if field == "date" { date_label::label(value) } else { value.to_owned() }
}

/// The rule by which no value is preferred; a list of all values needs no words about it.
const ALL_SHOWN: &str = "all-shown";

/// How the shown value was chosen, ready to follow the list of values.
pub(super) fn chosen_by(rule: &str) -> String {
    match self::rule(rule) {
        rule if rule.is_empty() => rule,
        rule => format!("; shown: {rule}"),
    }
}

/// The name of a rule in words; empty where it prefers no value.
pub(super) fn rule(name: &str) -> String {
    if name == ALL_SHOWN { String::new() } else { name.replace(['-', '_'], " ") }
}

/// Everything counted: `12 events, 4 quotes and 1 undated entry from 5 articles of 4 outlets`.
pub(super) fn summary(timeline: &Timeline) -> String {
    let of_kind = |kind| timeline.entries.iter().filter(|entry| entry.kind == kind).count();
    let outlets: BTreeSet<_> =
        timeline.articles.iter().filter_map(|article| article.source.as_deref()).collect();
    let mut parts =
        vec![count(of_kind(EntryKind::Event), "event"), count(of_kind(EntryKind::Quote), "quote")];
    if !timeline.undated.is_empty() {
        parts.push(format!("{} undated", timeline.undated.len()));
    }
    let mut line =
        format!("{} from {}", parts.join(", "), count(timeline.articles.len(), "article"));
    if !outlets.is_empty() {
        line.push_str(&format!(" of {}", count(outlets.len(), "outlet")));
    }
    if !timeline.problems.is_empty() {
        line.push_str(&format!("; {}", count(timeline.problems.len(), "problem")));
    }
    line
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
