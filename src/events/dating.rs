//! Dating: which date belongs to which event.
//!
//! In: triggers with their spans, temporal expressions, the day of publication.  Out: for each
//! event a date and what it rests on: its `clause`, its `sentence`, the `passage`, or the
//! `publication`.  Dates are not interpreted here.

use super::points::{Point, points};
use super::said::Said;
use super::spans::Span;
use super::{Known, Trigger, Undated, Words};
use crate::dates::Day;
use crate::text::{Shape, TokenRange, flags};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How many days before the publication the day a report is about may lie.
const RECENT_DAYS: i64 = 8;

/// For so many sentences a day that was named remains the day of what is told.
const PASSAGE: usize = 3;

/// So many first sentences may be headlines, which tell in the present tense.
const HEADLINES: usize = 2;

/// A noun and the verb that tells it are no more words of events apart than this.
const NEAR: usize = 24;

/// Most tokens of a noun phrase before its noun.
const PHRASE: usize = 5;

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
    let mut course = Course {
        known,
        words,
        said,
        points: &points,
        impossible: impossible(known),
        published,
        focus: None,
        passage: None,
        spoken: None,
        told,
    };
    let mut out = vec![Dated::default(); triggers.len()];
    let mut from = 0;
    while let Some(first) = spans.get(from) {
        let rest = &spans[from..];
        let to = from + rest.iter().take_while(|s| s.sentence == first.sentence).count();
        course.enter(first.sentence);
        course.date_verbs(triggers, spans, from..to, &mut out);
        course.date_nouns(triggers, spans, from..to, &mut out);
        from = to;
    }
    out
}

/// The date of the verb in whose clause a noun stands, if that is told as fact: so loosely that
/// it counts as the date of another clause.
fn with_its_verb(
    triggers: &[Trigger<'_>],
    span: &Span,
    mut near: Range<usize>,
    out: &[Dated],
) -> Option<Dated> {
    let verb = near.find(|at| {
        let verb = &triggers[*at];
        !verb.noun && verb.modality.is_none() && span.clause.contains(&verb.first)
    })?;
    let basis = out[verb].basis.map(|basis| if basis == "clause" { "sentence" } else { basis });
    Some(Dated { basis, ..out[verb].clone() })
}

/// Where days stand that the calendar does not have, in the order of the text.
fn impossible(known: Known<'_>) -> Vec<usize> {
    let label = known.rules.label(crate::pipeline::IMPOSSIBLE);
    let days = label.into_iter().flat_map(|label| known.chunks.with_label(label));
    let mut first: Vec<usize> = days.map(|(_, day)| day.first as usize).collect();
    first.sort_unstable();
    first
}

/// Whether other verbs of the sentence may hang on a verb.
fn governs(verb: &Trigger<'_>) -> bool {
    !matches!(verb.undated, Undated::Governor | Undated::Governed | Undated::Never)
}

/// Where the telling has got to.
struct Course<'a> {
    known: Known<'a>,
    words: &'a Words,
    said: &'a Said,
    points: &'a [Point],
    /// First tokens of days that the calendar does not have.
    impossible: Vec<usize>,
    published: Option<i64>,
    /// The recent day the article is about: the first one near its publication.
    focus: Option<usize>,
    /// The last day named in this paragraph, and the sentence.
    passage: Option<(usize, usize)>,
    /// The last recent day on which something was said.
    spoken: Option<usize>,
    /// The last date of each kind of event, to which "the deal" refers back.
    told: FxHashMap<&'a str, Dated>,
}

impl<'a> Course<'a> {
    /// Dates the verbs of a sentence; what hangs on a verb has its date.
    fn date_verbs(
        &mut self,
        triggers: &[Trigger<'a>],
        spans: &[Span],
        sentence: Range<usize>,
        out: &mut [Dated],
    ) {
        let mut governor = None;
        for at in sentence.filter(|at| !triggers[*at].noun) {
            let above = governor.map(|g: usize| (&triggers[g], &out[g]));
            let dated = self.dated(&triggers[at], &spans[at], above);
            self.follow(&triggers[at], &dated);
            out[at] = dated;
            if governs(&triggers[at]) {
                governor = Some(at);
            }
        }
    }

    /// Dates the nouns of a sentence, once its verbs are dated: "they held talks" tells one
    /// event with two words.
    fn date_nouns(
        &mut self,
        triggers: &[Trigger<'a>],
        spans: &[Span],
        sentence: Range<usize>,
        out: &mut [Dated],
    ) {
        let mut governor = None;
        for at in sentence.clone() {
            let trigger = &triggers[at];
            if !trigger.noun {
                if governs(trigger) {
                    governor = Some(at);
                }
                continue;
            }
            let near = at.saturating_sub(NEAR).max(sentence.start)..(at + NEAR).min(sentence.end);
            let carrier = self.carrier(triggers, spans, near.clone(), at);
            let dated = match carrier {
                Some(verb) if out[verb].edtf.is_some() => out[verb].clone(),
                _ => {
                    let above = governor.map(|g: usize| (&triggers[g], &out[g]));
                    let own = self.dated(trigger, &spans[at], above);
                    match own.edtf {
                        Some(_) => own,
                        None => with_its_verb(triggers, &spans[at], near, out).unwrap_or_default(),
                    }
                }
            };
            self.follow(trigger, &dated);
            out[at] = dated;
        }
    }

    /// The verb that says no more than that the noun's event took place: its object or its
    /// subject, with nothing between them that begins another phrase.
    fn carrier(
        &self,
        triggers: &[Trigger<'_>],
        spans: &[Span],
        near: Range<usize>,
        noun: usize,
    ) -> Option<usize> {
        let is = |class, at| self.words.is(self.known, class, at);
        let (word, clause) = (&triggers[noun], &spans[noun].clause);
        let verb = near.clone().find(|at| {
            let verb = &triggers[*at];
            !verb.noun
                && verb.modality.is_none()
                && clause.contains(&verb.first)
                && is(self.words.light_verb, verb.first)
        })?;
        let starts = |at: usize| is(self.words.phrase_stop, at);
        let object = triggers[verb].last..word.first;
        let is_first = |mut before: Range<usize>| !before.any(|at| triggers[at].noun);
        let tied = if word.first > triggers[verb].first {
            !object.clone().any(starts)
        } else {
            is_first(near.start..noun) && !(clause.start..word.first).any(starts)
        };
        tied.then_some(verb)
    }

    /// A new sentence begins: the day of another paragraph is no longer that of what is told, nor
    /// is one named a while ago.
    fn enter(&mut self, sentence: usize) {
        let text = self.known.text;
        let paragraph = |sentence: usize| text.paragraph_of(text.sentences[sentence].start);
        let here = paragraph(sentence);
        self.passage =
            self.passage.filter(|(_, of)| sentence - of <= PASSAGE && paragraph(*of) == here);
    }

    /// Remembers the day of an event that was told as fact.
    fn follow(&mut self, trigger: &Trigger<'a>, dated: &Dated) {
        if trigger.modality.is_none() && dated.edtf.is_some() && !trigger.general {
            self.told.insert(trigger.kind, dated.clone());
        }
        let Some(at) =
            dated.date.and_then(|index| self.points.binary_search_by_key(&index, |p| p.index).ok())
        else {
            return;
        };
        let Some(day) = self.points[at].day.filter(|_| !self.points[at].limit) else { return };
        if trigger.modality.is_some() || !matches!(dated.basis, Some("clause" | "sentence")) {
            return;
        }
        let recent =
            self.published.is_some_and(|published| (0..=RECENT_DAYS).contains(&(published - day)));
        if recent && self.focus.is_none() {
            self.focus = Some(at);
        }
        if trigger.said {
            self.spoken = Some(at).filter(|_| recent).or(self.spoken);
            return;
        }
        self.passage = Some((at, self.known.text.sentence_of(trigger.first)));
    }

    /// Whether a day that the calendar does not have stands in the sentence.
    fn is_impossible(&self, sentence: usize) -> bool {
        let tokens = &self.known.text.sentences[sentence];
        let next = self.impossible.partition_point(|first| *first < tokens.start);
        self.impossible.get(next).is_some_and(|first| *first < tokens.end)
    }

    fn dated(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, &Dated)>,
    ) -> Dated {
        if trigger.undated == Undated::Never {
            return Dated::default();
        }
        let places = [&span.tokens, &span.reach, &span.clause];
        let particular = !trigger.noun || self.is_particular(trigger);
        let places = match (trigger.noun, particular) {
            (true, true) => &places[..],
            (true, false) => &places[..2],
            (false, _) => &places[2..],
        };
        let own = |p: &&TokenRange| self.nearest(p.start, p.end, trigger);
        if let Some(point) = places.iter().find_map(own) {
            return Dated::by(point, "clause");
        }
        // What is said to have happened on 30 February is dated by no other date.
        if self.is_impossible(span.sentence) {
            return Dated::default();
        }
        match trigger.undated {
            Undated::Drop | Undated::Never => Dated::default(),
            Undated::Governor => governor
                .map(|(_, dated)| dated.clone())
                .unwrap_or_else(|| self.told(trigger, span, governor)),
            Undated::Governed => governor
                .filter(|(verb, _)| verb.modality.is_none())
                .map(|(_, dated)| dated.clone())
                .unwrap_or_default(),
            Undated::Narrative if trigger.noun && trigger.definite => {
                self.referred(trigger).unwrap_or_else(|| self.told(trigger, span, governor))
            }
            Undated::Narrative if trigger.noun => {
                self.sentence(trigger, span, governor).unwrap_or_default()
            }
            Undated::Narrative => self.told(trigger, span, governor),
            Undated::Publication => self.publication(),
            Undated::Reported if self.is_reported(trigger, span) => self.publication(),
            Undated::Reported => Dated::default(),
            Undated::None if !particular => Dated::default(),
            Undated::None if trigger.definite => self.referred(trigger).unwrap_or_default(),
            Undated::None => self.sentence(trigger, span, governor).unwrap_or_default(),
        }
    }

    /// Whether a time lies behind the publication, or is no day but part of what is said, while the
    /// verb tells what was done or said.
    fn is_yet_to_come(&self, trigger: &Trigger<'_>, point: &Point) -> bool {
        let told = !trigger.noun
            && trigger.modality.is_none()
            && matches!(trigger.undated, Undated::Narrative | Undated::Governor);
        let said = trigger.said;
        told && self.published.is_some_and(|published| {
            point.from > published || (said && point.coarse && point.first > trigger.first)
        })
    }

    /// Whether a noun names one event and no kind of events.
    fn is_particular(&self, trigger: &Trigger<'_>) -> bool {
        let tokens = &self.known.text.tokens;
        let (words, is) = (self.words, |class, at| self.words.is(self.known, class, at));
        let before = (trigger.first.saturating_sub(PHRASE)..trigger.first).rev();
        let mut phrase = before
            .take_while(|at| tokens[*at].shape != Shape::Punct && !is(words.phrase_stop, *at))
            .filter(|at| is(words.noun_opener, *at));
        let particular = match phrase.next() {
            Some(opener) => !is(words.general_opener, opener),
            None => tokens[trigger.first].has(flags::CAPITALISED),
        };
        particular && !trigger.plural
    }

    /// Whether the present tense reports: of what is said, or at the beginning of an article.
    fn is_reported(&self, trigger: &Trigger<'_>, span: &Span) -> bool {
        span.sentence < HEADLINES || trigger.said
    }

    fn told(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, &Dated)>,
    ) -> Dated {
        self.sentence(trigger, span, governor)
            .or_else(|| self.passage(trigger.said))
            .unwrap_or_else(|| self.publication())
    }

    /// The date of another clause of the sentence, unless that clause only says what is told.
    fn sentence(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, &Dated)>,
    ) -> Option<Dated> {
        if governor.is_some_and(|(g, _)| g.said) {
            return None;
        }
        let sentence = self.known.text.sentences[span.sentence].clone();
        self.nearest(sentence.start, sentence.end, trigger)
            .map(|point| Dated::by(point, "sentence"))
    }

    /// The date of the event of its kind that was told before.
    fn referred(&self, trigger: &Trigger<'_>) -> Option<Dated> {
        let dated = self.told.get(trigger.kind)?;
        let basis = if dated.date.is_some() { Some("passage") } else { dated.basis };
        Some(Dated { basis, ..dated.clone() })
    }

    /// The day the passage is about; what is said was said when it says so, or on the day of the
    /// report, and not when what it is about happened.
    fn passage(&self, said: bool) -> Option<Dated> {
        let told = || self.passage.map(|(at, _)| at).or(self.focus);
        let at = if said { self.spoken } else { told() }?;
        Some(Dated::by(&self.points[at], "passage"))
    }

    fn publication(&self) -> Dated {
        let edtf = self.known.published.map(str::to_owned);
        let basis = edtf.as_ref().map(|_| "publication");
        Dated { edtf, basis, date: None }
    }

    /// The date between two tokens that stands nearest to the word; limits only where no other
    /// stands there.
    fn nearest(&self, from: usize, to: usize, trigger: &Trigger<'_>) -> Option<&Point> {
        let word = trigger.first;
        let quote = self.said.inside(self.known.text.start_of(word));
        let first = self.points.partition_point(|p| p.first < from);
        let here = self.points[first..].iter().take_while(|p| p.last <= to);
        let describes = |p: &Point| p.attributive && !trigger.noun;
        let here =
            here.filter(|p| p.quote == quote && !describes(p) && !self.is_yet_to_come(trigger, p));
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

#[cfg(test)]
mod tests {
    use crate::events::trial::extract;

    #[test]
    fn a_day_the_calendar_does_not_have_dates_nothing() {
        let text = "HARROW: On Monday, 4 March 2024 the mill burned. On 30 February 2024 a \
                    bridge collapsed in Lowtide.";
        let found = extract(text);
        let when = |trigger: &str| {
            let event = found.events.iter().find(|event| event.trigger.text == trigger);
            event.map(|event| event.when.clone())
        };
        assert_eq!(when("burned"), Some(Some("2024-03-04".to_owned())));
        assert_eq!(when("collapsed"), Some(None));
    }
}
