//! What is extracted from one article, as a text that is pleasant to read and to compare.
//!
//! In: an article's text and its extraction.  Out: one line for each fact, with its place as
//! line and column, and a second one for what belongs to it.  Nothing is left out that a change
//! to a rule could change.

use crate::extraction::{Event, Extraction, Quote, Speaker, Timex};
use std::fmt::Write;
use std::ops::Range;

/// One thing that was extracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// `date`, `quote` or `event`.
    pub kind: &'static str,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The exact words.
    pub text: String,
    /// What is known about it, in words.
    pub facts: Vec<String>,
    /// Id of the rule.
    pub rule: String,
}

/// Everything that was extracted: dates, then quotes, then events.
pub fn facts(extraction: &Extraction) -> Vec<Fact> {
    let dates = extraction.dates.iter().map(date);
    let quotes = extraction.quotes.iter().map(quote);
    dates.chain(quotes).chain(extraction.events.iter().map(event)).collect()
}

/// Renders an extraction.
pub fn render(text: &str, extraction: &Extraction) -> String {
    let lines = Lines::of(text);
    let all = facts(extraction);
    let mut out = head(extraction);
    for kind in ["date", "quote", "event"] {
        let rows: String = all.iter().filter(|f| f.kind == kind).map(|f| row(&lines, f)).collect();
        if !rows.is_empty() {
            let _ = write!(out, "\n{kind}s\n{rows}");
        }
    }
    if !extraction.problems.is_empty() {
        out.push_str("\nproblems\n");
    }
    for problem in &extraction.problems {
        let _ = writeln!(out, "  {}: {}", problem.code, problem.message);
    }
    out
}

fn row(lines: &Lines, fact: &Fact) -> String {
    let (line, column) = lines.place(fact.start);
    let facts =
        fact.facts.iter().chain([&fact.rule]).map(String::as_str).collect::<Vec<_>>().join(" | ");
    format!("  {line}:{column} {}\n      {facts}\n", shown(&fact.text))
}

fn head(extraction: &Extraction) -> String {
    let article = &extraction.article;
    let published = article.published.as_ref().map(|day| match &article.published_basis {
        Some(basis) => format!("{day} ({basis})"),
        None => day.clone(),
    });
    let author = (!article.author.is_empty()).then(|| article.author.join("; "));
    let fields = [
        ("title", article.title.clone()),
        ("source", article.source.clone()),
        ("author", author),
        ("published", published),
    ];
    fields.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}\n", value?))).collect()
}

fn date(date: &Timex) -> Fact {
    let mut facts = vec![format!("{} {}", date.kind.name(), date.value)];
    facts.extend(date.modifier.as_ref().map(ToString::to_string));
    facts.extend(date.edtf.as_ref().filter(|e| **e != date.value).map(|e| format!("EDTF {e}")));
    facts.push(date.basis.name().to_owned());
    fact("date", date.start..date.end, &date.text, &date.rule, facts)
}

fn quote(quote: &Quote) -> Fact {
    let mut facts = vec![quote.kind.name().to_owned()];
    facts.extend((!quote.closed).then(|| "unclosed".to_owned()));
    facts.extend(quote.modality.as_ref().map(ToString::to_string));
    facts.extend(quote.part_of.as_ref().map(|p| format!("part of {p}")));
    facts.extend(quote.speaker.as_ref().map(|s| speaker("speaker", s)));
    facts.extend(quote.cue.as_ref().map(|c| format!("cue {}", shown(&c.text))));
    facts.extend(quote.via.as_ref().map(|s| speaker("via", s)));
    facts.extend(quote.said.as_ref().map(|d| format!("said {d}")));
    fact("quote", quote.start..quote.end, &quote.text, &quote.rule, facts)
}

fn speaker(role: &str, speaker: &Speaker) -> String {
    let doubt = if speaker.uncertain { "?" } else { "" };
    if speaker.text == speaker.name {
        format!("{role} {}{doubt}", shown(&speaker.name))
    } else {
        format!("{role} {} = {}{doubt}", shown(&speaker.text), shown(&speaker.name))
    }
}

fn event(event: &Event) -> Fact {
    let mut facts = vec![event.kind.to_string(), format!("trigger {}", shown(&event.trigger.text))];
    facts.extend(event.modality.as_ref().map(ToString::to_string));
    facts.extend(event.when.as_ref().map(|when| match &event.when_basis {
        Some(basis) => format!("when {when} ({basis})"),
        None => format!("when {when}"),
    }));
    let lists = [
        ("people", &event.people),
        ("places", &event.places),
        ("organisations", &event.organisations),
    ];
    let filled = lists.iter().filter(|(_, names)| !names.is_empty());
    facts.extend(filled.map(|(role, names)| format!("{role} {}", names.join("; "))));
    fact("event", event.start..event.end, &event.text, &event.rule, facts)
}

fn fact(kind: &'static str, at: Range<usize>, words: &str, rule: &str, facts: Vec<String>) -> Fact {
    Fact {
        kind,
        start: at.start,
        end: at.end,
        text: words.to_owned(),
        facts,
        rule: rule.to_owned(),
    }
}

/// Words on one line, in quote marks of their own.
fn shown(words: &str) -> String {
    format!("‹{}›", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Where lines begin, in code points.
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.chars().enumerate().filter(|&(_, c)| c == '\n').map(|(i, _)| i + 1));
        Self { starts }
    }

    /// Line and column, both counted from 1, of a code point.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&s| s <= at);
        (line, at - self.starts[line - 1] + 1)
    }

    /// The code point at a line and column, both counted from 1.
    pub fn offset(&self, line: usize, column: usize) -> Option<usize> {
        Some(self.starts.get(line.checked_sub(1)?)? + column.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::ArticleInfo;
    use crate::extraction::{Basis, TimexType};

    #[test]
    fn a_snapshot_names_place_words_and_rule() {
        let date = Timex {
            start: 10,
            end: 18,
            text: "8\nMarch".into(),
            kind: TimexType::Date,
            value: "2024-03-08".into(),
            modifier: Some("APPROX".into()),
            edtf: Some("2024-03-08~".into()),
            basis: Basis::Explicit,
            rule: "date.day-month".into(),
        };
        let article = ArticleInfo { title: Some("A".into()), ..ArticleInfo::default() };
        let extraction = Extraction { article, dates: vec![date], ..Extraction::default() };
        insta::assert_snapshot!(render("Headline\n\n8\nMarch it was", &extraction), @"
        title: A

        dates
          3:1 ‹8 March›
              DATE 2024-03-08 | APPROX | EDTF 2024-03-08~ | explicit | date.day-month
        ");
    }

    #[test]
    fn places_count_from_one() {
        let lines = Lines::of("é\nab\n");
        assert_eq!(
            [0, 1, 2, 3, 5].map(|at| lines.place(at)),
            [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]
        );
        assert_eq!(lines.offset(2, 2), Some(3));
        assert_eq!((lines.offset(0, 1), lines.offset(9, 1)), (None, None));
    }
}
