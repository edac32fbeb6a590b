//! What is extracted from one article, as a text that is pleasant to read and to compare.
//!
//! In: an article's text and its extraction.  Out: one line for each fact, with its place as
//! line and column, and a second one for what belongs to it.  Nothing is left out that a change
//! to a rule could change.

use crate::extraction::{Basis, Event, Extraction, Quote, QuoteKind, Speaker, Timex, TimexType};
use std::fmt::Write;

/// Renders an extraction.
pub fn render(text: &str, extraction: &Extraction) -> String {
    let lines = Lines::of(text);
    let mut out = head(extraction);
    let mut section = |name: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            let _ = write!(out, "\n{name}\n{}", rows.concat());
        }
    };
    section("dates", extraction.dates.iter().map(|d| date(&lines, d)).collect());
    section("quotes", extraction.quotes.iter().map(|q| quote(&lines, q)).collect());
    section("events", extraction.events.iter().map(|e| event(&lines, e)).collect());
    let problems = extraction.problems.iter().map(|p| format!("  {}: {}\n", p.code, p.message));
    section("problems", problems.collect());
    out
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

fn date(lines: &Lines, date: &Timex) -> String {
    let kind = match date.kind {
        TimexType::Date => "DATE",
        TimexType::Time => "TIME",
        TimexType::Duration => "DURATION",
        TimexType::Set => "SET",
    };
    let basis = match date.basis {
        Basis::Explicit => "explicit",
        Basis::Relative => "relative",
        Basis::Publication => "publication",
    };
    let mut facts = vec![format!("{kind} {}", date.value)];
    facts.extend(date.modifier.clone());
    facts.extend(date.edtf.as_ref().filter(|e| **e != date.value).map(|e| format!("EDTF {e}")));
    facts.push(basis.to_owned());
    facts.push(date.rule.clone());
    fact(lines, date.start, &date.text, &facts)
}

fn quote(lines: &Lines, quote: &Quote) -> String {
    let kind = match quote.kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Indirect => "indirect",
    };
    let mut facts = vec![kind.to_owned()];
    facts.extend((!quote.closed).then(|| "unclosed".to_owned()));
    facts.extend(quote.modality.clone());
    facts.extend(quote.part_of.as_ref().map(|p| format!("part of {p}")));
    facts.extend(quote.speaker.as_ref().map(|s| speaker("speaker", s)));
    facts.extend(quote.cue.as_ref().map(|c| format!("cue {}", shown(&c.text))));
    facts.extend(quote.via.as_ref().map(|s| speaker("via", s)));
    facts.extend(quote.said.as_ref().map(|d| format!("said {d}")));
    facts.push(quote.rule.clone());
    fact(lines, quote.start, &quote.text, &facts)
}

fn speaker(role: &str, speaker: &Speaker) -> String {
    let doubt = if speaker.uncertain { "?" } else { "" };
    if speaker.text == speaker.name {
        format!("{role} {}{doubt}", shown(&speaker.name))
    } else {
        format!("{role} {} = {}{doubt}", shown(&speaker.text), shown(&speaker.name))
    }
}

fn event(lines: &Lines, event: &Event) -> String {
    let mut facts = vec![event.kind.clone(), format!("trigger {}", shown(&event.trigger.text))];
    facts.extend(event.modality.clone());
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
    facts.push(event.rule.clone());
    fact(lines, event.start, &event.text, &facts)
}

fn fact(lines: &Lines, start: usize, words: &str, facts: &[String]) -> String {
    let (line, column) = lines.place(start);
    format!("  {line}:{column} {}\n      {}\n", shown(words), facts.join(" | "))
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
