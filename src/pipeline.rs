//! The pipeline: from an article to what is extracted from it.
//!
//! In: an [`Article`] and [`Rules`].  Out: an [`Extraction`].  Each stage is one call; what a
//! stage finds becomes chunks for the rules of the next.  No I/O, no clock, no state between
//! articles.

use crate::article::Article;
use crate::article::description::{self, Description};
use crate::dates;
use crate::events::{self, Known};
use crate::extraction::{Extraction, Problem, Quote, QuoteKind, Range, Timex};
use crate::matching::Chunks;
use crate::people::{self, NameKind, Resolved};
use crate::quotes::{self, construction};
use crate::rules::Rules;
use crate::text::{Text, TokenRange};
use rayon::prelude::*;

/// What a run may set; the defaults are those of the built-in rules.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How dates are read.
    pub dates: dates::Options,
}

/// Extracts dates, quotes and events from one article.
pub fn extract(rules: &Rules, article: &Article, options: &Options) -> Extraction {
    Extraction { text: article.text.clone(), ..read_out(rules, article, options) }
}

/// What is extracted, without the text.
fn read_out(rules: &Rules, article: &Article, options: &Options) -> Extraction {
    let text = rules.text(&article.text, article.body_start);
    let mut chunks = Chunks::new(text.tokens.len());
    let about = description::describe(rules, article, &text);
    let dates = when(rules, &text, &mut chunks, &about, options);
    let published = about.reference();
    let (mut people, marked) = who_said_what(rules, &text, &mut chunks, published);
    let names = events::names(&text, &people.mentions);
    let known = Known {
        text: &text,
        chunks: &chunks,
        rules,
        dates: &dates.dates,
        date_tokens: &dates.tokens,
        published,
        names: &names,
    };
    let events = events::find(known, &mut people.quotes);
    on_the_occasion(&about, &mut people.quotes);
    quotes::within::add(&text, marked, &mut people.quotes);
    let mut extraction = Extraction { events, ..assemble(article, &text, &about, dates, people) };
    leave_out_the_untold(&text, &about, &mut extraction);
    extraction
}

/// What the date stage hands on.
struct Dates {
    dates: Vec<Timex>,
    /// The tokens of each.
    tokens: Vec<TokenRange>,
    problems: Vec<Problem>,
}

/// Label of the chunks of what is said.
pub(crate) const QUOTE: &str = "quote";
/// Label of the chunks of the turns of transcripts.
pub(crate) const TURN: &str = "turn";
/// Label of the chunks of days that the calendar does not have.
pub(crate) const IMPOSSIBLE: &str = "impossible_date";

/// Temporal expressions; each becomes a chunk for the rules of later stages.
fn when(
    rules: &Rules,
    text: &Text<'_>,
    chunks: &mut Chunks,
    about: &Description,
    options: &Options,
) -> Dates {
    let published = about.reference().and_then(dates::Day::parse);
    let options = options.dates.completed(rules, about.outlet());
    let context = dates::Context { published, options, explain: false };
    let mut found = dates::find(rules, text, &context);
    found.dates.retain(|date| !about.is_furniture(date.tokens.start));
    for (index, date) in found.dates.iter().enumerate() {
        for label in date.labels().into_iter().filter_map(|name| rules.label(name)) {
            chunks.add(label, date.tokens.start, date.tokens.end, index as u32);
        }
    }
    if let Some(label) = rules.label(IMPOSSIBLE) {
        for tokens in &found.impossible {
            chunks.add(label, tokens.start, tokens.end, 0);
        }
    }
    let dates = found.dates.iter().map(|date| date.timex(rules, text)).collect();
    let tokens = found.dates.into_iter().map(|date| date.tokens).collect();
    Dates { dates, tokens, problems: found.problems }
}

/// The turns of a transcript were said on the day of which it is the record.
fn on_the_occasion(about: &Description, quotes: &mut [Quote]) {
    let Some(day) = &about.occasion else { return };
    let turns = quotes.iter_mut().filter(|quote| quote.rule == construction::TURN);
    turns.for_each(|quote| quote.said = Some(day.as_str().into()));
}

/// Drops quotations and events that stand in a header line or in the site's furniture.
fn leave_out_the_untold(text: &Text<'_>, about: &Description, extraction: &mut Extraction) {
    let untold = about.header.iter().chain(&about.furniture);
    let ranges: Vec<Range> = untold.map(|r| text.range_of(r.clone())).collect();
    let told = |start: usize| !ranges.iter().any(|r| r.start <= start && start < r.end);
    extraction.quotes.retain(|quote| told(quote.start));
    extraction.events.retain(|event| told(event.start));
}

/// Quotations and people; what is mentioned becomes chunks for the rules of later stages.
fn who_said_what(
    rules: &Rules,
    text: &Text<'_>,
    chunks: &mut Chunks,
    day: Option<&str>,
) -> (Resolved, Marked) {
    let bits = rules.grammar.read(text);
    let mut found = quotes::find(rules, text, &bits);
    let marked = marked(&mut found);
    let said = said(text, &found);
    let resolved = people::resolve(rules, text, &bits, found, day);
    let labels = NameKind::ALL.map(|kind| rules.label(kind.label()));
    for (index, mention) in resolved.mentions.iter().enumerate() {
        if let Some(label) = labels[mention.kind as usize] {
            chunks.add(label, mention.tokens.start, mention.tokens.end, index as u32);
        }
    }
    for (label, tokens) in said {
        if let Some(label) = rules.label(label) {
            chunks.add(label, tokens.start, tokens.end, 0);
        }
    }
    (resolved, marked)
}

/// Which quotation holds statements in quote marks, and their bytes.
type Marked = Vec<(usize, std::ops::Range<usize>)>;

fn marked(found: &mut [quotes::Found]) -> Marked {
    let marked = |(at, quote): (usize, &mut quotes::Found)| {
        std::mem::take(&mut quote.marked).into_iter().map(move |content| (at, content))
    };
    found.iter_mut().enumerate().flat_map(marked).collect()
}

/// Which quotations have a label.
type Which = fn(&quotes::Found) -> bool;

/// The words of the quotations as chunks: `quote`; `quoted` too where they stand in quote marks, and
/// `turn` where they are a turn of a transcript.
fn said(text: &Text<'_>, found: &[quotes::Found]) -> Vec<(&'static str, TokenRange)> {
    let token = |byte: usize| text.tokens.partition_point(|t| (t.start as usize) < byte);
    let tokens = |quote: &quotes::Found| token(quote.content.start)..token(quote.content.end);
    let mut all: Vec<(TokenRange, &quotes::Found)> = found.iter().map(|q| (tokens(q), q)).collect();
    all.retain(|(tokens, _)| !tokens.is_empty());
    all.sort_by_key(|(tokens, _)| (tokens.start, tokens.end));
    let labels: [(&str, Which); 3] = [
        (QUOTE, |_| true),
        ("quoted", |quote| quote.kind == QuoteKind::Direct),
        (TURN, |quote| quote.rule == construction::TURN),
    ];
    let of_label = |(label, fits): (&'static str, Which)| {
        let fitting = all.iter().filter(move |(_, quote)| fits(quote));
        fitting.map(move |(tokens, _)| (label, tokens.clone()))
    };
    labels.into_iter().flat_map(of_label).collect()
}

fn assemble(
    article: &Article,
    text: &Text<'_>,
    about: &Description,
    dates: Dates,
    people: Resolved,
) -> Extraction {
    let sentences = text.ranges_of(&text.sentences);
    let mut problems = article.problems.clone();
    problems.extend(about.problems.iter().cloned());
    problems.extend(dates.problems);
    Extraction {
        article: about.info.clone(),
        dates: dates.dates,
        quotes: people.quotes,
        people: people.people,
        sentences,
        problems,
        ..Extraction::default()
    }
}

/// Extracts from several articles, on all processors; the order stays.
///
/// Names are resolved within each article only; [`link`] does so across them.
pub fn extract_all(rules: &Rules, articles: Vec<Article>, options: &Options) -> Vec<Extraction> {
    let one = |article: Article| {
        let extraction = read_out(rules, &article, options);
        Extraction { text: article.text, ..extraction }
    };
    articles.into_par_iter().map(one).collect()
}

/// Resolves names across articles: an office or acronym in one is the person another names.
pub fn link(rules: &Rules, extractions: &mut [Extraction]) {
    people::link(rules, extractions);
}
