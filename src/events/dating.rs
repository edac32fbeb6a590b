//! Dating: which date belongs to which event.
//!
//! In: triggers with their spans, temporal expressions, the day of publication.  Out: for each
//! event a date and what it rests on: its `clause`, its `sentence`, the `passage`, or the
//! `publication`.  Dates are not interpreted here.

mod choice;

use super::Known;
use super::points::Point;
use super::said::Said;
use super::spans::Span;
use super::triggers::Trigger;
use super::when::{Dated, When};
use crate::dates::Day;
use crate::extraction::Aside;
use crate::rules::naming::Undated;
use crate::rules::starts::Asked;
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

/// Dates every trigger.
pub(super) fn date(
    known: Known<'_>,
    said: &Said,
    points: &[Point],
    triggers: &[Trigger<'_>],
    spans: &[Span],
) -> Vec<Dated> {
    let mut course = Course {
        known,
        said,
        points,
        bare: triggers.iter().filter(|t| is_bare(t)).map(|t| t.first).collect(),
        hanging: triggers.iter().filter(|t| hangs(t)).map(|t| t.first).collect(),
        passed: triggers.iter().filter(|t| is_in_passing(t)).map(|t| t.first).collect(),
        telling: triggers.iter().filter(|t| !t.noun && t.kind.said).map(|t| t.first).collect(),
        impossible: impossible(known),
        published: known.published.and_then(Day::parse).map(Day::number),
        here: 0..0,
        is_impossible: false,
        focus: None,
        passage: None,
        coming: None,
        spoken: None,
        told: vec![Dated::default(); known.rules.naming.types()],
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
/// it counts as the date of another clause. Only for showing where that verb tells of the noun's
/// event or is itself only named; none of a verb that says it lies at another time.
fn with_its_verb(
    known: Known<'_>,
    triggers: &[Trigger<'_>],
    span: &Span,
    near: Range<usize>,
    noun: usize,
    out: &[Dated],
) -> Option<Dated> {
    let beside = |at: &usize| !triggers[*at].noun && span.clause.contains(&triggers[*at].first);
    let fact = near.clone().find(|at| beside(at) && triggers[*at].fact);
    let named = |mut near: Range<usize>| near.find(|at| beside(at) && governs(&triggers[*at]));
    let verb = fact.or_else(|| named(near))?;
    if known.is(Asked::ShiftingVerb, triggers[verb].first) {
        return None;
    }
    if !triggers[verb].fact || triggers[verb].kind.said && !triggers[noun].kind.said {
        return Some(out[verb].lent());
    }
    let basis = out[verb].basis.map(|basis| if basis == "clause" { "sentence" } else { basis });
    Some(Dated { basis, ..out[verb] })
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
    !hangs(verb) && !is_bare(verb)
}

/// Whether a verb is a participle or an infinitive that hangs on another one.
fn hangs(verb: &Trigger<'_>) -> bool {
    !verb.noun && matches!(verb.undated, Undated::Governor | Undated::Governed)
}

/// Whether a word is only named, and no clause is made of it.
fn is_bare(trigger: &Trigger<'_>) -> bool {
    !trigger.noun && matches!(trigger.undated, Undated::Never | Undated::Lent)
}

/// Whether a participle tells, behind a noun, what was done to it by somebody.
fn is_in_passing(verb: &Trigger<'_>) -> bool {
    !verb.noun && verb.rule.is_some_and(|rule| rule.aside == Some(Aside::Participle))
}

/// Where the telling has got to.
struct Course<'a> {
    known: Known<'a>,
    said: &'a Said,
    points: &'a [Point],
    /// First tokens of the verbs of which no clause is made.
    bare: Vec<usize>,
    /// Those of the participles and infinitives that hang on another verb.
    hanging: Vec<usize>,
    /// Those of the participles that tell something in passing.
    passed: Vec<usize>,
    /// Those of the verbs of saying.
    telling: Vec<usize>,
    /// First tokens of days that the calendar does not have.
    impossible: Vec<usize>,
    published: Option<i64>,
    /// The points that begin in the sentence under way.
    here: Range<usize>,
    /// Whether a day that the calendar does not have stands in it.
    is_impossible: bool,
    /// The recent day the article is about: the first one near its publication.
    focus: Option<usize>,
    /// The last day named in this paragraph, and the sentence.
    passage: Option<(usize, usize)>,
    /// The last time behind the publication named in this paragraph.
    coming: Option<usize>,
    /// The last recent day on which something was said.
    spoken: Option<usize>,
    /// The last date of each kind of event, to which "the deal" refers back.
    told: Vec<Dated>,
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
            let above = governor.map(|g: usize| (&triggers[g], out[g]));
            let dated = self.dated(&triggers[at], &spans[at], above);
            self.follow(&triggers[at], dated);
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
            let above = governor.map(|g: usize| (&triggers[g], out[g]));
            let dated = self.date_noun(triggers, spans, sentence.clone(), at, above, out);
            self.follow(trigger, dated);
            out[at] = dated;
        }
    }

    /// The date of the verb that carries a noun, else its own, else that of the verb of its clause.
    fn date_noun(
        &self,
        triggers: &[Trigger<'a>],
        spans: &[Span],
        sentence: Range<usize>,
        at: usize,
        above: Option<(&Trigger<'a>, Dated)>,
        out: &[Dated],
    ) -> Dated {
        let near = at.saturating_sub(NEAR).max(sentence.start)..(at + NEAR).min(sentence.end);
        if let Some(dated) = self.within(&triggers[at], &spans[at]) {
            return dated;
        }
        let carrier = self.carrier(triggers, spans, near.clone(), at);
        if let Some(dated) = carrier.map(|verb| out[verb]).filter(|dated| dated.is_known()) {
            return Dated { carried: true, ..dated };
        }
        let own = self.dated(&triggers[at], &spans[at], above);
        match own.is_known() {
            true => own,
            false => {
                with_its_verb(self.known, triggers, &spans[at], near, at, out).unwrap_or_default()
            }
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
        let (word, clause) = (&triggers[noun], &spans[noun].clause);
        let verb = near.clone().find(|at| {
            let verb = &triggers[*at];
            !verb.noun
                && verb.fact
                && clause.contains(&verb.first)
                && self.known.is(Asked::LightVerb, verb.first)
        })?;
        let starts = |at: usize| self.known.is(Asked::PhraseStop, at);
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
        let tokens = &text.sentences[sentence];
        let behind = |from: usize, token: usize| {
            from + self.points[from..].iter().take_while(|p| p.first < token).count()
        };
        let first = behind(self.here.end, tokens.start);
        self.here = first..behind(first, tokens.end);
        let next = self.impossible.partition_point(|first| *first < tokens.start);
        self.is_impossible = self.impossible.get(next).is_some_and(|first| *first < tokens.end);
        let paragraph = |sentence: usize| text.paragraph_of(text.sentences[sentence].start);
        self.passage = self
            .passage
            .filter(|(_, of)| sentence - of <= PASSAGE && paragraph(*of) == paragraph(sentence));
        self.coming = self
            .coming
            .filter(|at| text.paragraph_of(self.points[*at].first) == paragraph(sentence));
    }

    /// Remembers the day of an event that was told as fact.
    fn follow(&mut self, trigger: &Trigger<'a>, dated: Dated) {
        if trigger.fact && dated.is_known() && !trigger.kind.general {
            self.told[trigger.kind.index] = dated;
        }
        let When::Point(at) = dated.when else { return };
        let Some(day) = self.points[at].day.filter(|_| !self.points[at].limit) else { return };
        if !matches!(dated.basis, Some("clause" | "sentence")) {
            return;
        }
        if self.published.is_some_and(|published| day > published) {
            self.coming = Some(at);
        }
        if !trigger.fact {
            return;
        }
        // A noun that no verb carries is what is spoken of, and not what is told.
        if trigger.noun && !dated.carried {
            return;
        }
        let recent =
            self.published.is_some_and(|published| (0..=RECENT_DAYS).contains(&(published - day)));
        if recent && self.focus.is_none() {
            self.focus = Some(at);
        }
        if trigger.kind.occasion && recent {
            self.spoken = Some(at);
        }
        if trigger.kind.said {
            self.spoken = Some(at).filter(|_| recent).or(self.spoken);
            return;
        }
        self.passage = Some((at, self.known.text.sentence_of(trigger.first)));
    }

    fn dated(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, Dated)>,
    ) -> Dated {
        // What brings a quotation was said when what it hangs on was done.
        let brings = || self.said.brings(self.known.text, trigger.first);
        let undated = match trigger.undated {
            Undated::Never | Undated::Lent if brings() => Undated::Governor,
            Undated::Never => return Dated::default(),
            Undated::Lent => return self.lent(trigger, span, governor),
            undated => undated,
        };
        if let Some(point) = self.own(trigger, span) {
            return Dated::by(point, "clause");
        }
        // What is said to have happened on 30 February is dated by no other date.
        if self.is_impossible {
            return Dated::default();
        }
        match undated {
            Undated::Drop | Undated::Never | Undated::Lent => Dated::default(),
            Undated::Ahead => self.coming(trigger, span, governor).unwrap_or_else(|| self.ahead()),
            // What hangs on something planned of which no words say when may lie anywhere.
            Undated::Governor => governor
                .map(|(_, dated)| if dated.when == When::Ahead { Dated::default() } else { dated })
                .unwrap_or_else(|| self.told(trigger, span, governor)),
            Undated::Governed => governor
                .filter(|(verb, d)| verb.fact || d.when == When::Ahead)
                .map(|(_, dated)| dated)
                .unwrap_or_default(),
            Undated::Narrative if trigger.noun && trigger.definite => {
                self.referred(trigger).unwrap_or_else(|| self.told(trigger, span, governor))
            }
            Undated::Narrative if trigger.noun => {
                self.sentence(trigger, span, governor).unwrap_or_default()
            }
            Undated::Narrative => self.told(trigger, span, governor),
            Undated::Publication | Undated::Done => {
                self.since(trigger, span).unwrap_or_else(|| self.publication())
            }
            Undated::Reported if self.is_reported(trigger, span) => self.publication(),
            Undated::Reported => Dated::default(),
            Undated::None if trigger.noun && !self.is_particular(trigger) => Dated::default(),
            Undated::None if trigger.definite => self.referred(trigger).unwrap_or_default(),
            Undated::None => self.sentence(trigger, span, governor).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests;
