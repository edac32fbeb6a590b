//! Events: who did what when, one for each word that names one.
//!
//! In: a text, what the rules of kind `event` match in it, its dates, quotations and names.
//! Out: [`Event`]s in the order of the text.  Which words name events, how tense and mood show,
//! and what holds where no date is named, the rules say; here sentences are shared out among
//! their events (`spans`) and dates are linked to them (`dating`).  Nothing is merged here.

mod bounds;
mod cues;
mod dating;
mod points;
mod said;
mod spans;
#[cfg(test)]
mod trial;
mod triggers;
mod words;

pub use dating::Dated;
pub use triggers::{Trigger, Undated};

use crate::extraction::{Event, Quote, QuoteKind, Range, Timex};
use crate::matching::Chunks;
use crate::people;
use crate::rules::Rules;
use crate::text::Text;
use words::Words;

/// A name in the text and whom or what it resolves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Where it stands, in code points.
    pub range: Range,
    /// The fullest name.
    pub name: String,
    /// What it names.
    pub kind: NameKind,
}

/// Sorts what was mentioned into people, organisations and places: a name of unknown kind
/// behind a preposition of place names a place.
pub fn names(rules: &Rules, text: &Text<'_>, mentions: &[people::Named]) -> Vec<Named> {
    let kind = |mention: &people::Named| match mention.kind {
        "person" => Some(NameKind::Person),
        "organisation" => Some(NameKind::Organisation),
        _ if names_place(rules, text, mention) => Some(NameKind::Place),
        _ => None,
    };
    let sure = mentions.iter().filter(|m| !m.uncertain);
    let mut names: Vec<Named> = sure
        .filter_map(|m| {
            let range = text.range_of(m.tokens.clone());
            Some(Named { range, name: m.name.clone(), kind: kind(m)? })
        })
        .collect();
    names.sort_by_key(|n| (n.range, n.kind));
    names
}

/// Whether a name of unknown kind stands behind a preposition of place.
pub fn names_place(rules: &Rules, text: &Text<'_>, mention: &people::Named) -> bool {
    let before = mention.tokens.start.checked_sub(1).filter(|_| mention.kind == "name");
    let preposition = rules.lexicons.id("place_preposition");
    preposition
        .zip(before)
        .is_some_and(|(lexicon, at)| rules.lexicons.longest(lexicon, &text.tokens, at).is_some())
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organisation,
}

/// What is known of an article when its events are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// What earlier stages found.
    pub chunks: &'a Chunks,
    /// The rules.
    pub rules: &'a Rules,
    /// Temporal expressions in the order of the text.
    pub dates: &'a [Timex],
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<&'a str>,
    /// Names in the order of the text.
    pub names: &'a [Named],
}

/// Finds the events of an article.  A word of saying that brings a quotation is none: the
/// quotation tells it; its date, where words name one, becomes the quotation's.
pub fn find(known: Known<'_>, quotes: &mut [Quote]) -> Vec<Event> {
    let said = said::Said::new(quotes);
    let words = Words::of(known.rules);
    let mut triggers = triggers::find(known, &words);
    cues::add(known, quotes, &mut triggers);
    let spans = spans::share_out(known, &words, &said, &triggers);
    let dated = dating::date(known, &words, &said, &triggers, &spans);
    let mut moments = cues::Moments::new(known);
    let mut events = Vec::with_capacity(triggers.len());
    for ((trigger, span), dated) in triggers.into_iter().zip(&spans).zip(dated) {
        let start = known.text.start_of(trigger.first);
        if let Some(at) = said.cued(start) {
            if quotes[at].said.is_none() {
                let open = cues::is_open(known, &words, &quotes[at]);
                quotes[at].said = moments.of(quotes, at, open, dated);
            }
            continue;
        }
        let quote = said.inside(start).map(|at| &quotes[at]);
        if is_vague(&trigger) && quote.is_some_and(|q| q.kind == QuoteKind::Direct) {
            continue;
        }
        if trigger.undated == Undated::Drop && dated.edtf.is_none() {
            continue;
        }
        events.push(event(known, trigger, span, dated));
    }
    events.shrink_to_fit();
    events
}

/// Whether only is known that something happened or was said; in what somebody says, the
/// quotation tells that well enough.
fn is_vague(trigger: &Trigger<'_>) -> bool {
    trigger.general || trigger.said
}

fn event(known: Known<'_>, trigger: Trigger<'_>, span: &spans::Span, dated: Dated) -> Event {
    let whole = known.text.slice_of(span.tokens.clone());
    let names = |kind: NameKind| names_in(known.names, kind, whole.start, whole.end);
    Event {
        start: whole.start,
        end: whole.end,
        kind: trigger.kind.to_owned(),
        trigger: known.text.slice_of(trigger.first..trigger.last),
        lemma: trigger.root.into_owned(),
        when: dated.edtf,
        when_basis: dated.basis.map(str::to_owned),
        date: dated.date,
        modality: trigger.modality.map(str::to_owned),
        people: names(NameKind::Person),
        places: names(NameKind::Place),
        organisations: names(NameKind::Organisation),
        rule: trigger.rule.to_owned(),
        text: whole.text,
    }
}

/// The names of a kind within a range, each once, in the order of the text.
fn names_in(names: &[Named], kind: NameKind, start: usize, end: usize) -> Vec<String> {
    let first = names.partition_point(|n| n.range.end <= start);
    let mut out: Vec<String> = Vec::new();
    for name in names[first..].iter().take_while(|n| n.range.start < end) {
        if name.kind == kind && !out.contains(&name.name) {
            out.push(name.name.clone());
        }
    }
    out
}
