//! Dating: which date belongs to which event.
//!
//! In: triggers with their spans, temporal expressions, the day of publication.  Out: for each
//! event a date and what it rests on: its `clause`, its `sentence`, the `passage`, or the
//! `publication`.  Dates are not interpreted here.

use super::said::Said;
use super::spans::Span;
use super::{Known, Trigger, Undated, Words};
use crate::dates::{Day, Edtf};
use crate::extraction::TimexType;
use crate::text::TokenRange;
use rustc_hash::FxHashMap;

/// How many days before the publication the day a report is about may lie.
const RECENT_DAYS: i64 = 8;

/// When an event happened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dated {
    /// EDTF.
    pub edtf: Option<String>,
    /// `clause`, `sentence`, `passage` or `publication`.
    pub basis: Option<&'static str>,
    /// Index of the temporal expression.
    pub date: Option<usize>,
}

impl Dated {
    fn by(date: &Point, basis: &'static str) -> Self {
        Self { edtf: Some(date.edtf.clone()), basis: Some(basis), date: Some(date.index) }
    }
}

/// A temporal expression that names a time on the calendar.
#[derive(Debug, Clone)]
struct Point {
    first: usize,
    last: usize,
    index: usize,
    edtf: String,
    /// It is a limit or describes a noun, and is not simply when something happened.
    limit: bool,
    /// It is coarser than a day.
    coarse: bool,
    day: Option<i64>,
    /// The quotation whose words it belongs to.
    quote: Option<usize>,
}

/// Dates every trigger.
pub(super) fn date(
    known: Known<'_>,
    words: &Words,
    said: &Said,
    triggers: &[Trigger<'_>],
    spans: &[Span],
) -> Vec<Dated> {
    let points = points(known, words, said);
    let published = known.published.and_then(Day::parse).map(Day::number);
    let told = FxHashMap::default();
    let mut course =
        Course { known, said, points: &points, published, focus: None, passage: None, told };
    let mut out: Vec<Dated> = Vec::with_capacity(triggers.len());
    let mut sentence = usize::MAX;
    let mut governor = None;
    for (at, (trigger, span)) in triggers.iter().zip(spans).enumerate() {
        if span.sentence != sentence {
            course.enter(span.sentence);
            (sentence, governor) = (span.sentence, None);
        }
        let dated = course.dated(trigger, span, governor.map(|g: usize| (&triggers[g], &out[g])));
        course.follow(trigger, &dated);
        out.push(dated);
        if !trigger.noun && trigger.undated != Undated::Governor {
            governor = Some(at);
        }
    }
    out
}

/// The temporal expressions of the article that name a time, with their tokens.
fn points(known: Known<'_>, words: &Words, said: &Said) -> Vec<Point> {
    let token_at = |code_point: usize| known.text.token_from(code_point);
    let named = known
        .dates
        .iter()
        .enumerate()
        .filter(|(_, d)| matches!(d.kind, TimexType::Date | TimexType::Time));
    named
        .filter_map(|(index, date)| {
            let edtf = without_time(date.edtf.as_deref()?);
            let parsed = Edtf::parse(&edtf).ok()?;
            let day =
                parsed.earliest().filter(|day| parsed.latest() == Some(*day)).map(Day::number);
            let (first, last) = (token_at(date.start), token_at(date.end));
            let limited = first > 0 && words.is(known, words.date_limit, first - 1);
            let limit = limited || words.is(known, words.date_owner, last);
            let quote = said.inside(date.start);
            Some(Point { first, last, index, edtf, limit, coarse: day.is_none(), day, quote })
        })
        .collect()
}

/// The day of an expression that names a time of day; a timeline is one of days.
fn without_time(edtf: &str) -> String {
    match edtf.split_once('T') {
        Some((day, _)) if !edtf.contains('/') => day.to_owned(),
        _ => edtf.to_owned(),
    }
}

/// Where the telling has got to.
struct Course<'a> {
    known: Known<'a>,
    said: &'a Said,
    points: &'a [Point],
    published: Option<i64>,
    /// The recent day the article is about: the first one near its publication.
    focus: Option<usize>,
    /// The last day named in this paragraph, and the paragraph.
    passage: Option<(usize, usize)>,
    /// The last date of each kind of event, to which "the deal" refers back.
    told: FxHashMap<String, Dated>,
}

impl Course<'_> {
    /// A new sentence begins: what was the day of another paragraph is so no longer.
    fn enter(&mut self, sentence: usize) {
        let first = self.known.text.sentences[sentence].start;
        let paragraph = self.known.text.paragraph_of(first);
        if self.passage.is_some_and(|(_, of)| of != paragraph) {
            self.passage = None;
        }
    }

    /// Remembers the day of an event that was told as fact.
    fn follow(&mut self, trigger: &Trigger<'_>, dated: &Dated) {
        let Some(at) =
            dated.date.and_then(|index| self.points.binary_search_by_key(&index, |p| p.index).ok())
        else {
            return;
        };
        let Some(day) = self.points[at].day else { return };
        if trigger.modality.is_some() || !matches!(dated.basis, Some("clause" | "sentence")) {
            return;
        }
        let recent =
            self.published.is_none_or(|published| (0..=RECENT_DAYS).contains(&(published - day)));
        if recent && self.focus.is_none() {
            self.focus = Some(at);
        }
        self.passage = Some((at, self.known.text.paragraph_of(trigger.first)));
    }

    fn dated(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, &Dated)>,
    ) -> Dated {
        let places = [&span.tokens, &span.reach, &span.clause];
        let places = if trigger.noun { &places[..] } else { &places[2..] };
        let own = |p: &&TokenRange| self.nearest(p.start, p.end, trigger.first);
        if let Some(point) = places.iter().find_map(own) {
            return Dated::by(point, "clause");
        }
        match trigger.undated {
            Undated::Drop => Dated::default(),
            Undated::Governor => governor
                .map(|(_, dated)| dated.clone())
                .unwrap_or_else(|| self.told(trigger, span, governor)),
            Undated::Narrative if trigger.noun && trigger.definite => {
                self.referred(trigger).unwrap_or_else(|| self.told(trigger, span, governor))
            }
            Undated::Narrative if trigger.noun => {
                self.sentence(trigger, span, governor).unwrap_or_default()
            }
            Undated::Narrative => self.told(trigger, span, governor),
            Undated::Publication => self.publication(),
            Undated::None if trigger.definite => self.referred(trigger).unwrap_or_default(),
            Undated::None => self.sentence(trigger, span, governor).unwrap_or_default(),
        }
    }

    fn told(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, &Dated)>,
    ) -> Dated {
        self.sentence(trigger, span, governor)
            .or_else(|| self.passage(trigger.kind.starts_with(super::STATEMENT)))
            .unwrap_or_else(|| self.publication())
    }

    /// The date of another clause of the sentence, unless that clause only says what is told.
    fn sentence(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, &Dated)>,
    ) -> Option<Dated> {
        if governor.is_some_and(|(g, _)| g.kind.starts_with(super::STATEMENT)) {
            return None;
        }
        let sentence = self.known.text.sentences[span.sentence].clone();
        self.nearest(sentence.start, sentence.end, trigger.first)
            .map(|point| Dated::by(point, "sentence"))
    }

    /// The date of the event of its kind that was told before.
    fn referred(&self, trigger: &Trigger<'_>) -> Option<Dated> {
        let dated = self.told.get(trigger.kind)?;
        let basis = if dated.date.is_some() { Some("passage") } else { dated.basis };
        Some(Dated { basis, ..dated.clone() })
    }

    /// The day the passage is about; what is said is rather said on the day of the report.
    fn passage(&self, said: bool) -> Option<Dated> {
        let here = self.passage.map(|(at, _)| at);
        let at = if said { self.focus } else { here.or(self.focus) }?;
        Some(Dated::by(&self.points[at], "passage"))
    }

    fn publication(&self) -> Dated {
        let edtf = self.known.published.map(str::to_owned);
        let basis = edtf.as_ref().map(|_| "publication");
        Dated { edtf, basis, date: None }
    }

    /// The date between two tokens that stands nearest to the word; limits only where no other
    /// stands there.
    fn nearest(&self, from: usize, to: usize, word: usize) -> Option<&Point> {
        let quote = self.said.inside(self.known.text.start_of(word));
        let first = self.points.partition_point(|p| p.first < from);
        let here =
            self.points[first..].iter().take_while(|p| p.last <= to).filter(|p| p.quote == quote);
        here.min_by_key(|p| {
            (
                p.limit,
                p.coarse,
                if p.first > word { p.first - word } else { word - p.last.min(word) + 1 },
                p.first,
            )
        })
    }
}
