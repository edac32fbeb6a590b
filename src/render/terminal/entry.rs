//! One entry: its date, what it is, its words, its sources and what they differ in.

use super::flow::Flow;
use super::{Paper, style};
use crate::render::cited::{self, Cited};
use crate::render::visible::visible;
use crate::render::wording;
use crate::render::{date_label, labels, link};
use crate::timeline::{Disagreement, Entry, Source, Variant};
use std::collections::BTreeSet;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the date, with the blank after it.
const DATE_COLUMN: usize = 11;
/// Below this width there is no column for the date.
const WIDE: usize = 60;

/// The date as it is shown; `in_month`: its year and month stand above it.
pub(super) fn date(entry: &Entry, in_month: bool) -> String {
    let label = entry.date.as_ref().map(|date| match in_month {
        true => date_label::label_within_month(&date.edtf),
        false => date_label::label(&date.edtf),
    });
    visible(&label.unwrap_or_default())
}

/// Writes an entry, under or beside its date, and an empty line.
pub(super) fn write(
    entry: &Entry,
    date: &str,
    paper: &Paper<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let column = if paper.width >= WIDE { DATE_COLUMN } else { 2 };
    let sheet = Sheet { paper, column };
    let beside = date.width() < column && paper.width >= WIDE;
    if !beside && !date.is_empty() {
        writeln!(out, "{}{date}{:#}", style::DATE, style::DATE)?;
    }
    let lines = sheet.lines(entry);
    for (index, line) in lines.iter().enumerate() {
        if index == 0 && beside {
            let blanks = " ".repeat(column - date.width());
            writeln!(out, "{}{date}{:#}{blanks}{line}", style::DATE, style::DATE)?;
        } else {
            writeln!(out, "{}{line}", " ".repeat(column))?;
        }
    }
    writeln!(out)
}

/// The column an entry is set in.
struct Sheet<'a> {
    paper: &'a Paper<'a>,
    column: usize,
}

impl<'a> Sheet<'a> {
    fn lines(&self, entry: &'a Entry) -> Vec<String> {
        let mut head = head(entry);
        if self.paper.options.ids {
            head.push(&format!(" · {}", entry.id), style::QUIET);
        }
        let mut lines = self.set(&head, 0);
        lines.extend(self.set(&words(entry), 0));
        lines.extend(self.set(&who_and_where(entry), 0));
        for cited in cited::by_article(entry) {
            lines.extend(self.cited(&cited, entry));
        }
        for variant in entry.other_wordings() {
            lines.extend(self.set(&self.variant(variant, entry), 2));
        }
        for disagreement in &entry.disagreements {
            lines.extend(self.set(&self.disagreement(disagreement), 2));
        }
        lines
    }

    /// Lines under a hanging indent.
    fn set(&self, flow: &Flow, hanging: usize) -> Vec<String> {
        let width = self.paper.width.saturating_sub(self.column + hanging);
        let indent = |(index, line)| {
            if index == 0 { line } else { format!("{}{line}", " ".repeat(hanging)) }
        };
        flow.lines(width).into_iter().enumerate().map(indent).collect()
    }

    /// Outlet, headline and line, the words where they are not those shown above, and where else
    /// the article tells it.
    fn cited(&self, cited: &Cited<'a>, entry: &Entry) -> Vec<String> {
        let (catalogue, source) = (self.paper.catalogue, cited.source);
        let (outlet, title) = catalogue.citation(&source.article);
        let mut flow = Flow::default();
        flow.push("–", style::QUIET).blank().push(outlet, style::OUTLET);
        if let Some(title) = title {
            flow.push(",", style::QUIET).blank().push(title, style::PLAIN);
        }
        let location = format!("({})", catalogue.location(source));
        flow.blank().push_linked(&location, style::QUIET, self.address(source).as_deref());
        let mut lines = self.set(&flow, 2);
        let words = entry.unshown(&source.text);
        let also = labels::also(&catalogue.other_lines(cited));
        for text in words.iter().chain(&also) {
            let mut flow = Flow::default();
            flow.push(text, style::QUIET);
            let width = self.paper.width.saturating_sub(self.column + 2);
            lines.extend(flow.lines(width).iter().map(|line| format!("  {line}")));
        }
        lines
    }

    fn address(&self, source: &Source) -> Option<String> {
        let options = self.paper.options;
        let article =
            self.paper.catalogue.article(&source.article).filter(|_| options.hyperlinks)?;
        link::address(article, options.base.as_deref())
    }

    fn variant(&self, variant: &'a Variant, entry: &Entry) -> Flow {
        let mut flow = Flow::default();
        flow.push("≈", style::DIFFERENCE)
            .blank()
            .push(&self.paper.catalogue.outlets_of(&variant.sources), style::OUTLET)
            .push(":", style::QUIET);
        wording::compare(&entry.text, &variant.text)
            .iter()
            .for_each(|piece| flow.push_piece(piece));
        flow
    }

    fn disagreement(&self, disagreement: &'a Disagreement) -> Flow {
        let mut flow = Flow::default();
        flow.push("≠", style::DIFFERENCE)
            .blank()
            .push(&disagreement.field, style::DIFFERENCE)
            .push(":", style::QUIET);
        for (index, value) in disagreement.values.iter().enumerate() {
            if index > 0 {
                flow.push(";", style::QUIET);
            }
            flow.blank().push(&labels::value(&disagreement.field, &value.value), style::KIND);
            flow.blank().push(
                &format!("({})", self.paper.catalogue.outlets_of(&value.sources)),
                style::QUIET,
            );
        }
        flow.push(&labels::chosen_by(&disagreement.chosen_by), style::QUIET);
        flow
    }
}

/// What it is, who says it, how many sources.
fn head(entry: &Entry) -> Flow {
    let mut flow = Flow::default();
    flow.push(&labels::kind(entry), style::KIND);
    if let Some(speaker) = &entry.speaker {
        flow.push(",", style::QUIET).blank().push(speaker, style::SPEAKER);
    }
    if let Some(modality) = labels::modality(entry) {
        flow.blank().push(&format!("[{modality}]"), style::MODALITY);
    }
    flow.push(&format!(" · {}", sources(entry)), style::QUIET);
    if entry.date.as_ref().is_some_and(|date| date.basis == "publication") {
        flow.push(&format!(" · {}", labels::BY_PUBLICATION), style::QUIET);
    }
    if let Some(reason) = &entry.undated_because {
        flow.push(&format!(" · {reason}"), style::QUIET);
    }
    flow
}

fn sources(entry: &Entry) -> String {
    let articles: BTreeSet<_> = entry.sources.iter().map(|source| &source.article).collect();
    labels::source_count(articles.len(), entry.independent_sources)
}

fn words(entry: &Entry) -> Flow {
    let mut flow = Flow::default();
    let (open, close) = if entry.is_verbatim_speech() { ("“", "”") } else { ("", "") };
    flow.push(open, style::PLAIN).push(&entry.readable(), style::PLAIN).push(close, style::PLAIN);
    flow
}

/// Everyone and everywhere in it but the speaker, who stands above.
fn who_and_where(entry: &Entry) -> Flow {
    let mut flow = Flow::default();
    let people = entry.people.iter().filter(|name| Some(*name) != entry.speaker.as_ref());
    let names: Vec<_> =
        people.chain(&entry.organisations).chain(&entry.places).map(String::as_str).collect();
    flow.push(&names.join(" · "), style::QUIET);
    flow
}
