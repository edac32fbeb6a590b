//! The timeline as people like to read it in a terminal.
//!
//! In: a timeline and its catalogue.  Out: lines with ANSI colours, grouped by year and month,
//! each entry with its words, its sources and where these differ.

mod entry;
mod flow;
pub(super) mod style;

use super::Options;
use super::catalogue::Catalogue;
use super::labels;
use super::period::Period;
use super::visible::visible;
use crate::timeline::{Entry, Timeline};
pub(super) use anstyle::Style;
pub(super) use flow::Flow;
use std::io::{self, Write};

/// The narrowest and the widest text that is still pleasant to read.
const NARROWEST: usize = 32;
const WIDEST: usize = 100;

/// What every part of the output needs to know.
struct Paper<'a> {
    catalogue: &'a Catalogue<'a>,
    options: &'a Options,
    width: usize,
}

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
    options: &Options,
) -> io::Result<()> {
    let paper = Paper { catalogue, options, width: options.width.clamp(NARROWEST, WIDEST) };
    let (mut period, mut date) = (Period::default(), String::new());
    for entry in &timeline.entries {
        let next = Period::of(entry);
        write_headings(&period, &next, &paper, out)?;
        let next_date = entry::date(entry, next.month.is_some());
        let is_new = period != next || date != next_date;
        entry::write(entry, if is_new { &next_date } else { "" }, &paper, out)?;
        (period, date) = (next, next_date);
    }
    write_undated(&timeline.undated, &paper, out)?;
    write_summary(timeline, &paper, out)
}

fn write_headings(
    before: &Period,
    next: &Period,
    paper: &Paper<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if before.year != next.year
        && let Some(year) = &next.year
    {
        write_heading(year, paper, out)?;
    }
    match next.month_label() {
        Some(month) if before != next => {
            writeln!(out, "{}{month}{:#}\n", style::MONTH, style::MONTH)
        }
        _ => Ok(()),
    }
}

fn write_heading(heading: &str, paper: &Paper<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heading = visible(heading);
    let rule = "─".repeat(paper.width.saturating_sub(heading.chars().count() + 1));
    let (bold, quiet) = (style::YEAR, style::QUIET);
    writeln!(out, "{bold}{heading}{bold:#} {quiet}{rule}{quiet:#}\n")
}

fn write_undated(undated: &[Entry], paper: &Paper<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !undated.is_empty() {
        write_heading(labels::UNDATED, paper, out)?;
    }
    undated.iter().try_for_each(|entry| entry::write(entry, "", paper, out))
}

/// One line that counts everything, so that nothing is missed.
fn write_summary(timeline: &Timeline, paper: &Paper<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut flow = Flow::default();
    flow.push(&labels::summary(timeline), style::QUIET);
    flow.lines(paper.width).iter().try_for_each(|line| writeln!(out, "{line}"))
}
