//! What the template shows: every label made, nothing left to compute.

use crate::render::catalogue::Catalogue;
use crate::render::period::Period;
use crate::render::visible::visible;
use crate::render::wording::{self, Piece};
use crate::render::{Options, date_label, labels};
use crate::timeline::{Disagreement, Entry, EntryDate, EntryKind, Source, Timeline, Variant};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The page.
#[derive(Serialize)]
pub(super) struct Page {
    title: String,
    summary: String,
    left_out: Option<String>,
    years: Vec<Year>,
    undated: Vec<Card>,
    /// Why most of them have no date.
    undated_because: Option<String>,
    people: Vec<Choice>,
    outlets: Vec<Choice>,
    types: Vec<Choice>,
    articles: Vec<Article>,
    problems: Vec<ProblemLine>,
    version: &'static str,
}

/// Consecutive entries under one year.
#[derive(Serialize)]
struct Year {
    label: String,
    months: Vec<Month>,
}

/// Consecutive entries under one month, or under no month.
#[derive(Serialize)]
struct Month {
    label: Option<String>,
    cards: Vec<Card>,
}

/// A value to filter by, and how many entries have it.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    count: usize,
}

#[derive(Serialize)]
struct Article {
    outlet: String,
    title: Option<String>,
    published: Option<String>,
    count: usize,
}

#[derive(Serialize)]
struct ProblemLine {
    article: String,
    message: String,
}

/// One entry.
#[derive(Serialize)]
struct Card {
    id: String,
    kind: &'static str,
    what: String,
    /// The whole path of an event's type, where it is more than `what`.
    path: Option<String>,
    date: Option<DateView>,
    text: String,
    quoted: bool,
    speaker: Option<String>,
    modality: Option<String>,
    people: Vec<String>,
    places: Vec<String>,
    organisations: Vec<String>,
    source_count: String,
    sources: Vec<SourceView>,
    variants: Vec<VariantView>,
    disagreements: Vec<DisagreementView>,
    because: Vec<String>,
    undated_because: Option<String>,
}

#[derive(Serialize)]
struct DateView {
    /// Under the month's heading.
    short: String,
    full: String,
    /// For `<time datetime>`, where HTML knows the form.
    machine: Option<String>,
    /// `day`, `span` or `wide`: how much of the calendar it may cover.
    mark: &'static str,
    doubtful: bool,
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct SourceView {
    outlet: String,
    title: Option<String>,
    line: Option<usize>,
    /// Where these are not the words shown.
    words: Option<String>,
    /// Whether the source above it is of the same article, which is not named again.
    again: bool,
}

#[derive(Serialize)]
struct VariantView {
    outlets: String,
    pieces: Vec<PieceView>,
}

#[derive(Serialize)]
struct PieceView {
    tag: &'static str,
    words: String,
}

#[derive(Serialize)]
struct DisagreementView {
    field: String,
    values: Vec<ValueView>,
    chosen_by: String,
}

#[derive(Serialize)]
struct ValueView {
    value: String,
    outlets: String,
}

impl Page {
    /// `timeline` is what of the `whole` one the page holds.
    pub(super) fn of(
        timeline: &Timeline,
        whole: &Timeline,
        catalogue: &Catalogue<'_>,
        options: &Options,
    ) -> Self {
        let all = || timeline.entries.iter().chain(&timeline.undated);
        let usual = usual_reason(&timeline.undated);
        Self {
            title: options.title.clone().unwrap_or_else(|| labels::TITLE.to_owned()),
            summary: labels::summary(whole),
            left_out: labels::not_shown(timeline, whole),
            years: years(&timeline.entries, catalogue),
            undated: undated(&timeline.undated, usual.as_deref(), catalogue),
            undated_because: usual,
            people: choices(all().flat_map(names), |name| name.to_owned()),
            outlets: choices(all().flat_map(|entry| outlets(entry, catalogue)), |outlet| {
                outlet.to_owned()
            }),
            types: choices(all().flat_map(types), type_label),
            articles: articles(timeline, catalogue),
            problems: timeline
                .problems
                .iter()
                .map(|problem| problem_line(problem, catalogue))
                .collect(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// Why most of the entries without a date have none.
fn usual_reason(entries: &[Entry]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in entries.iter().filter_map(|entry| entry.undated_because.as_deref()) {
        *counts.entry(reason).or_default() += 1;
    }
    let most = counts.into_iter().filter(|(_, count)| *count > 1);
    most.max_by_key(|(_, count)| *count).map(|(reason, _)| reason.to_owned())
}

/// The cards of entries without a date; the usual reason stands above them, not on each.
fn undated(entries: &[Entry], usual: Option<&str>, catalogue: &Catalogue<'_>) -> Vec<Card> {
    let without_usual = |mut card: Card| {
        card.undated_because = card.undated_because.filter(|reason| Some(reason.as_str()) != usual);
        card
    };
    entries.iter().map(|entry| without_usual(card(entry, catalogue))).collect()
}

fn years(entries: &[Entry], catalogue: &Catalogue<'_>) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    let mut before: Option<Period> = None;
    for entry in entries {
        let period = Period::of(entry);
        let label = period.year.clone().unwrap_or_default();
        if years.last().is_none_or(|year| year.label != label) {
            years.push(Year { label, months: vec![] });
            before = None;
        }
        let Some(year) = years.last_mut() else { continue };
        if before.as_ref() != Some(&period) {
            year.months
                .push(Month { label: period.month_label().map(str::to_owned), cards: vec![] });
        }
        if let Some(month) = year.months.last_mut() {
            month.cards.push(card(entry, catalogue));
        }
        before = Some(period);
    }
    years
}

fn card(entry: &Entry, catalogue: &Catalogue<'_>) -> Card {
    let articles: BTreeSet<_> = entry.sources.iter().map(|source| &source.article).collect();
    Card {
        id: entry.id.clone(),
        kind: entry.kind.name(),
        what: labels::kind(entry),
        path: entry.type_.contains('.').then(|| type_label(&entry.type_)),
        date: entry.date.as_ref().map(|date| date_view(date, Period::of(entry).month.is_some())),
        text: shown(&entry.readable()),
        quoted: entry.is_verbatim_speech(),
        speaker: entry.speaker.clone(),
        modality: labels::modality(entry).map(str::to_owned),
        people: entry
            .people
            .iter()
            .filter(|name| Some(*name) != entry.speaker.as_ref())
            .cloned()
            .collect(),
        places: entry.places.clone(),
        organisations: entry.organisations.clone(),
        source_count: labels::source_count(articles.len(), entry.independent_sources),
        sources: source_views(entry, catalogue),
        variants: entry
            .other_wordings()
            .map(|variant| variant_view(variant, entry, catalogue))
            .collect(),
        disagreements: entry
            .disagreements
            .iter()
            .map(|it| disagreement_view(it, catalogue))
            .collect(),
        because: entry.merged_because.clone(),
        undated_because: entry.undated_because.clone(),
    }
}

fn date_view(date: &EntryDate, in_month: bool) -> DateView {
    let full = date_label::label(&date.edtf);
    let is_plain =
        date.edtf.len() >= 4 && date.edtf.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    DateView {
        short: if in_month { date_label::label_within_month(&date.edtf) } else { full.clone() },
        full,
        machine: is_plain.then(|| date.edtf.to_string()),
        mark: match date.precision.as_str() {
            _ if date.earliest == date.latest => "day",
            "month" | "week" | "interval" | "season" | "quarter" => "span",
            _ => "wide",
        },
        doubtful: date.edtf.contains(['~', '?', '%', '[']),
        note: (date.basis == "publication").then_some(labels::BY_PUBLICATION),
    }
}

fn source_views(entry: &Entry, catalogue: &Catalogue<'_>) -> Vec<SourceView> {
    let mut above = None;
    let mut view = |source: &Source| {
        let (outlet, title) = catalogue.citation(&source.article);
        let again = above.replace(source.article.clone()).is_some_and(|a| a == source.article);
        SourceView {
            outlet: shown(outlet),
            title: title.map(shown),
            line: catalogue.line(&source.article, source.start),
            words: entry.unshown(&source.text).map(|words| shown(&words)),
            again,
        }
    };
    entry.sources.iter().map(&mut view).collect()
}

fn variant_view(variant: &Variant, entry: &Entry, catalogue: &Catalogue<'_>) -> VariantView {
    let piece = |piece| match piece {
        Piece::Same(words) => PieceView { tag: "", words: shown(&words) },
        Piece::Left(words) => PieceView { tag: "del", words: shown(&words) },
        Piece::Right(words) => PieceView { tag: "ins", words: shown(&words) },
    };
    VariantView {
        outlets: catalogue.outlets_of(&variant.sources),
        pieces: wording::compare(&entry.text, &variant.text).into_iter().map(piece).collect(),
    }
}

fn disagreement_view(disagreement: &Disagreement, catalogue: &Catalogue<'_>) -> DisagreementView {
    let value = |value: &crate::timeline::DisagreementValue| ValueView {
        value: labels::value(&disagreement.field, &value.value),
        outlets: catalogue.outlets_of(&value.sources),
    };
    DisagreementView {
        field: disagreement.field.clone(),
        values: disagreement.values.iter().map(value).collect(),
        chosen_by: labels::rule(&disagreement.chosen_by),
    }
}

/// Words on one line, with what could hide or re-order others made visible.
fn shown(words: &str) -> String {
    words.split_whitespace().map(visible).collect::<Vec<_>>().join(" ")
}

/// Everyone in an entry, each once.
pub(super) fn names(entry: &Entry) -> BTreeSet<&str> {
    entry
        .speaker
        .iter()
        .chain(&entry.people)
        .chain(&entry.organisations)
        .map(String::as_str)
        .collect()
}

/// The outlets that tell an entry, each once.
pub(super) fn outlets<'a>(entry: &'a Entry, catalogue: &Catalogue<'a>) -> BTreeSet<&'a str> {
    entry.sources.iter().map(|source| catalogue.outlet(&source.article)).collect()
}

/// The types an entry falls under: `conflict` and `conflict.attack`.
fn types(entry: &Entry) -> Vec<&str> {
    let ends = entry.type_.match_indices('.').map(|(end, _)| end).chain([entry.type_.len()]);
    let types: Vec<_> =
        ends.filter(|_| entry.kind == EntryKind::Event).map(|end| &entry.type_[..end]).collect();
    types.into_iter().filter(|name| !name.is_empty()).collect()
}

/// `conflict › attack`.
fn type_label(path: &str) -> String {
    path.replace(['-', '_'], " ").replace('.', " › ")
}

/// The values with their counts, in the order of the alphabet.
fn choices<'a>(
    values: impl Iterator<Item = &'a str>,
    label: impl Fn(&str) -> String,
) -> Vec<Choice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let choice = |(value, count): (&str, usize)| Choice {
        value: value.to_owned(),
        label: label(value),
        count,
    };
    counts.into_iter().map(choice).collect()
}

fn articles(timeline: &Timeline, catalogue: &Catalogue<'_>) -> Vec<Article> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in timeline.entries.iter().chain(&timeline.undated) {
        for article in
            entry.sources.iter().map(|source| source.article.as_str()).collect::<BTreeSet<_>>()
        {
            *counts.entry(article).or_default() += 1;
        }
    }
    let article = |article: &crate::extraction::ArticleInfo| Article {
        outlet: shown(catalogue.citation(&article.id).0),
        title: catalogue.citation(&article.id).1.map(shown),
        published: article.published.as_deref().map(date_label::label),
        count: counts.get(article.id.as_str()).copied().unwrap_or_default(),
    };
    timeline.articles.iter().map(article).collect()
}

fn problem_line(
    problem: &crate::timeline::ArticleProblem,
    catalogue: &Catalogue<'_>,
) -> ProblemLine {
    let message = problem.problem.message.clone();
    ProblemLine { article: catalogue.place(&problem.article).to_owned(), message }
}
