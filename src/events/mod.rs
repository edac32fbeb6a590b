//! Events: who did what when, one for each word that names one.
//!
//! In: a text, what the rules of kind `event` match in it, its dates, quotations and names.
//! Out: [`Event`]s in the order of the text.  Which words name events, how tense and mood show,
//! and what holds where no date is named, the rules say; here sentences are shared out among
//! their events (`spans`) and dates are linked to them (`dating`).  Nothing is merged here.

mod aside;
mod bounds;
mod cues;
mod dating;
mod heard;
pub(crate) mod options;
mod points;
mod said;
mod spans;
#[cfg(test)]
mod trial;
mod triggers;
mod when;

use crate::extraction::{Event, Quote, QuoteKind, Range, Timex};
use crate::matching::Chunks;
use crate::people::{self, NameKind};
use crate::rules::Rules;
use crate::rules::naming::Undated;
use crate::rules::starts::Asked;
use crate::text::{Text, TokenRange};
use compact_str::CompactString;
use cues::Told;
use points::Point;
use triggers::Trigger;
use when::{Dated, When};

/// A name in the text and whom or what it resolves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// Where it stands, in code points.
    pub range: Range,
    /// The fullest name.
    pub name: &'a CompactString,
    /// What it names.
    pub kind: NameKind,
}

/// The people, organisations and places among what was mentioned, in the order of the text.
pub fn names<'a>(text: &Text<'_>, mentions: &'a [people::Named]) -> Vec<Named<'a>> {
    let told = |kind| !matches!(kind, NameKind::Role | NameKind::Name);
    let sure = mentions.iter().filter(|m| !m.uncertain && told(m.kind));
    let named =
        sure.map(|m| Named { range: text.range_of(m.tokens.clone()), name: &m.name, kind: m.kind });
    let mut names: Vec<Named<'_>> = named.collect();
    names.sort_by_key(|n| (n.range, n.kind));
    names
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
    /// The tokens of each of them.
    pub date_tokens: &'a [TokenRange],
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<&'a str>,
    /// Names in the order of the text.
    pub names: &'a [Named<'a>],
}

impl Known<'_> {
    /// Whether an entry of a lexicon stands at a token.
    #[inline]
    fn is(self, asked: Asked, at: usize) -> bool {
        self.rules.stands(self.text, asked, at)
    }
}

/// Finds the events of an article.  A word of saying that brings a quotation is none: the
/// quotation tells it; its date, where words name one, becomes the quotation's.
pub fn find(known: Known<'_>, quotes: &mut [Quote]) -> Vec<Event> {
    let said = said::Said::new(quotes);
    let mut triggers = triggers::find(known, &heard::stretches(known));
    cues::add(known, quotes, &mut triggers);
    let spans = spans::share_out(known, &said, &triggers);
    let points = points::points(known, &said);
    let dated = dating::date(known, &said, &points, &triggers, &spans);
    let ahead = known.published.map(|day| format!("{day}/.."));
    let asides = aside::asides(known, &points, &triggers, &spans, &dated);
    let mut moments = cues::Moments::new(known);
    let mut events = Vec::with_capacity(triggers.len());
    let all = triggers.iter().zip(&spans).zip(dated).zip(asides);
    for (((trigger, span), dated), aside) in all {
        let told = told(known, &points, ahead.as_deref(), dated);
        let start = known.text.start_of(trigger.first);
        if let Some(at) = said.cued(start) {
            quotes[at].aside = quotes[at].aside.or(aside);
            if quotes[at].said.is_none() {
                quotes[at].said = moments.of(known, quotes, at, told);
            }
            continue;
        }
        let quote = said.inside(start).map(|at| &quotes[at]);
        if is_vague(trigger) && quote.is_some_and(|q| q.kind == QuoteKind::Direct) {
            continue;
        }
        if trigger.undated == Undated::Drop && told.edtf.is_none() {
            continue;
        }
        events.push(Event { aside, ..event(known, trigger, span, told) });
    }
    events.shrink_to_fit();
    events
}

/// When an event happened, in the words of the output.
fn told<'a>(
    known: Known<'a>,
    points: &'a [Point],
    ahead: Option<&'a str>,
    dated: Dated,
) -> Told<'a> {
    let (point, day) = match dated.when {
        When::Point(at) => (Some(&points[at]), None),
        When::Publication => (None, known.published),
        When::Ahead => (None, ahead),
        When::Unknown => (None, None),
    };
    let edtf = point.map(|point| point.edtf.as_str()).or(day);
    Told { edtf, basis: dated.basis, date: point.map(|point| point.index) }
}

/// Whether only is known that something happened or was said; in what somebody says, the
/// quotation tells that well enough.
fn is_vague(trigger: &Trigger<'_>) -> bool {
    trigger.kind.general || trigger.kind.said
}

fn event(known: Known<'_>, trigger: &Trigger<'_>, span: &spans::Span, told: Told<'_>) -> Event {
    let (Range { start, end }, words) = known.text.stretch_of(span.tokens.clone());
    let [people, places, organisations] = names_in(known.names, start, end);
    let rule = trigger.rule;
    Event {
        start,
        end,
        text: words.to_owned(),
        kind: trigger.kind.name.clone(),
        trigger: known.text.slice_of(trigger.first..trigger.last),
        lemma: trigger.root(known),
        when: told.edtf.map(CompactString::from),
        when_basis: told.basis.map(CompactString::const_new),
        date: told.date,
        modality: rule.and_then(|rule| rule.modality.clone()),
        aside: None,
        people,
        places,
        organisations,
        rule: rule.map(|rule| rule.id.clone()).unwrap_or_default(),
    }
}

/// The names of persons, places and organisations within a range, each once, in the order of the
/// text.
fn names_in(names: &[Named<'_>], start: usize, end: usize) -> [Vec<CompactString>; 3] {
    let first = names.partition_point(|n| n.range.end <= start);
    let mut out = [const { Vec::new() }; 3];
    for name in names[first..].iter().take_while(|n| n.range.start < end) {
        let list: &mut Vec<CompactString> = &mut out[name.kind as usize];
        if !list.contains(name.name) {
            list.push(name.name.clone());
        }
    }
    out
}
