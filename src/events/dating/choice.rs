//! Which of the dates around a word is that of its event.
//!
//! In: a trigger and how far the telling has got.  Out: the date in its own words, in its
//! sentence, in its passage, or the publication.

use super::{Course, HEADLINES, PHRASE};
use crate::events::points::Point;
use crate::events::spans::Span;
use crate::events::triggers::Trigger;
use crate::events::when::{Dated, When};
use crate::rules::naming::Undated;
use crate::rules::starts::Asked;
use crate::text::{Shape, flags};

impl Course<'_> {
    /// The date in the words that tell the event.
    pub(super) fn own(&self, trigger: &Trigger<'_>, span: &Span) -> Option<usize> {
        if self.here.is_empty() {
            return None;
        }
        let places = [&span.tokens, &span.reach, &span.clause];
        let places = match trigger.noun {
            true if self.is_particular(trigger) => &places[..],
            true => &places[..2],
            false => &places[2..],
        };
        places.iter().find_map(|place| self.nearest(place.start, place.end, trigger))
    }

    /// The date within the phrase of a noun, before it: "the 2007 ceremony".
    pub(super) fn within(&self, noun: &Trigger<'_>, span: &Span) -> Option<Dated> {
        let at = self.nearest(span.tokens.start, noun.first, noun)?;
        Some(Dated::by(at, "clause"))
    }

    /// Whether a time lies behind the publication, or is no day but part of what is said, while the
    /// verb tells what was done or said.
    pub(super) fn is_yet_to_come(&self, trigger: &Trigger<'_>, point: &Point) -> bool {
        if trigger.undated == Undated::Done {
            return self.published.is_some_and(|published| point.from > published);
        }
        let told = !trigger.noun
            && trigger.fact
            && matches!(trigger.undated, Undated::Narrative | Undated::Governor);
        let said = trigger.kind.said;
        told && self.published.is_some_and(|published| {
            let told = said && point.coarse && point.first > trigger.first;
            let own = point.introduced && point.first <= trigger.last + 1;
            point.from > published || told && !own
        })
    }

    /// Whether a noun names one event and no kind of events.
    pub(super) fn is_particular(&self, trigger: &Trigger<'_>) -> bool {
        let tokens = &self.known.text.tokens;
        let is = |asked, at| self.known.is(asked, at);
        let before = (trigger.first.saturating_sub(PHRASE)..trigger.first).rev();
        let mut phrase = before
            .take_while(|at| tokens[*at].shape != Shape::Punct && !is(Asked::PhraseStop, *at))
            .filter(|at| is(Asked::NounOpener, *at));
        let particular = match phrase.next() {
            Some(opener) => !is(Asked::GeneralOpener, opener),
            None => tokens[trigger.first].has(flags::CAPITALISED),
        };
        particular && !trigger.plural
    }

    /// Whether the present tense reports: of what is said, or at the beginning of an article.
    pub(super) fn is_reported(&self, trigger: &Trigger<'_>, span: &Span) -> bool {
        span.sentence < HEADLINES || trigger.kind.said
    }

    pub(super) fn told(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, Dated)>,
    ) -> Dated {
        self.sentence(trigger, span, governor)
            .or_else(|| self.passage(trigger))
            .unwrap_or_else(|| self.publication())
    }

    /// The date of another clause of the sentence, unless that clause only says what is told.
    pub(super) fn sentence(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, Dated)>,
    ) -> Option<Dated> {
        if governor.is_some_and(|(g, _)| g.kind.said) {
            return None;
        }
        let sentence = &self.known.text.sentences[span.sentence];
        let point = self.nearest(sentence.start, sentence.end, trigger)?;
        Some(Dated::by(point, "sentence"))
    }

    /// When what is planned is to happen: a date before it, or in a clause that tells what happens
    /// at the same time; that of the sentence before where it follows upon that. "They will show
    /// the ferry they launch in May": any other date behind it is another verb's.
    pub(super) fn coming(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, Dated)>,
    ) -> Option<Dated> {
        self.sentence(trigger, span, governor)
            .filter(|dated| {
                self.stands_before(*dated, trigger) || self.is_at_one_time(*dated, trigger)
            })
            .or_else(|| {
                let mut helpers = trigger.from..trigger.first;
                let follows = helpers.any(|at| self.known.is(Asked::Sequel, at));
                self.coming.filter(|_| follows).map(|at| Dated::by(at, "passage"))
            })
    }

    /// The date beside a word that is only named, else that of the verb it hangs on.
    pub(super) fn lent(
        &self,
        trigger: &Trigger<'_>,
        span: &Span,
        governor: Option<(&Trigger<'_>, Dated)>,
    ) -> Dated {
        let own = self.own(trigger, span).map(|point| Dated::by(point, "clause"));
        own.or(governor.map(|(_, dated)| dated)).unwrap_or_default().lent()
    }

    /// Since when what has been done goes on, where it stands behind an infinitive: "has been trying
    /// to buy it since December".
    pub(super) fn since(&self, trigger: &Trigger<'_>, span: &Span) -> Option<Dated> {
        let sentence = &self.known.text.sentences[span.sentence];
        let at = self.nearest(trigger.last, sentence.end, trigger)?;
        let mut between = trigger.last..self.points[at].first.saturating_sub(1);
        let is = |asked, at| self.known.is(asked, at);
        let one_clause =
            !between.any(|at| is(Asked::Subordinator, at) || is(Asked::FiniteHelper, at));
        (one_clause && self.is_lasting(&self.points[at])).then(|| Dated::by(at, "sentence"))
    }

    /// Whether a date is one from which on something has gone on.
    fn is_lasting(&self, point: &Point) -> bool {
        point.first > 0 && self.known.is(Asked::Lasting, point.first - 1)
    }

    /// Whether the clause of a date behind a verb tells what happens at the same time.
    fn is_at_one_time(&self, dated: Dated, trigger: &Trigger<'_>) -> bool {
        let When::Point(at) = dated.when else { return false };
        let mut between = (trigger.last..self.points[at].first).rev();
        let opener = between.find(|at| self.known.is(Asked::Subordinator, *at));
        opener.is_some_and(|at| self.known.is(Asked::SameTime, at))
    }

    fn stands_before(&self, dated: Dated, trigger: &Trigger<'_>) -> bool {
        matches!(dated.when, When::Point(at) if self.points[at].first < trigger.first)
    }

    /// The date of the event of its kind that was told before.
    pub(super) fn referred(&self, trigger: &Trigger<'_>) -> Option<Dated> {
        let dated = Some(self.told[trigger.kind.index]).filter(|dated| dated.is_known())?;
        let named = matches!(dated.when, When::Point(_));
        Some(Dated { basis: if named { Some("passage") } else { dated.basis }, ..dated })
    }

    /// The day the passage is about; what is said was said when it says so, or on the day of the
    /// report, and not when what it is about happened.
    pub(super) fn passage(&self, trigger: &Trigger<'_>) -> Option<Dated> {
        let told = || self.passage.map(|(at, _)| at).or(self.focus);
        let at = if trigger.kind.said { self.spoken } else { told() }?;
        (!self.is_yet_to_come(trigger, &self.points[at])).then(|| Dated::by(at, "passage"))
    }

    pub(super) fn publication(&self) -> Dated {
        match self.known.published {
            Some(_) => {
                Dated { when: When::Publication, basis: Some("publication"), carried: false }
            }
            None => Dated::default(),
        }
    }

    /// Any time from the publication on.
    pub(super) fn ahead(&self) -> Dated {
        match self.publication() {
            Dated { when: When::Publication, basis, .. } => {
                Dated { when: When::Ahead, basis, carried: false }
            }
            unknown => unknown,
        }
    }

    /// The date between two tokens of the sentence that stands nearest to the word; limits only
    /// where no other stands there.
    pub(super) fn nearest(&self, from: usize, to: usize, trigger: &Trigger<'_>) -> Option<usize> {
        if self.here.is_empty() {
            return None;
        }
        let word = trigger.first;
        let quote = self.said.inside(self.known.text.start_of(word));
        let points = self.here.clone().map(|at| (at, &self.points[at]));
        let inside = points.skip_while(|(_, p)| p.first < from).take_while(|(_, p)| p.last <= to);
        let occasion = |p: &Point| p.occasion.is_some_and(|opens| opens || trigger.kind.said);
        let describes = |p: &Point| p.attributive && !trigger.noun && !occasion(p);
        let fits = inside.filter(|(_, p)| {
            p.quote == quote
                && !describes(p)
                && !(p.document && !trigger.kind.said)
                && !self.is_yet_to_come(trigger, p)
                && !self.is_of_verb_between(trigger, p)
                && !self.is_in_passing(trigger, p)
                && !(trigger.undated == Undated::Governed && self.is_lasting(p))
        });
        let nearest = fits.min_by_key(|(_, p)| {
            let away = if p.first > word { p.first - word } else { word - p.last.min(word) + 1 };
            (p.limit, p.coarse, away, p.first)
        });
        nearest.map(|(at, _)| at)
    }

    /// Whether a date is that of a participle behind what is spoken of, where the passage says when
    /// it was: "they spoke on Friday; they discussed the council founded by Roe on May 3".
    fn is_in_passing(&self, verb: &Trigger<'_>, point: &Point) -> bool {
        if verb.noun || self.spoken.is_none() || !(verb.kind.said || verb.kind.occasion) {
            return false;
        }
        let behind = self.passed.partition_point(|first| *first < verb.last);
        self.passed.get(behind).is_some_and(|first| *first < point.first)
    }

    /// Whether a date behind a noun is that of a verb between them: a participle right behind it ("a
    /// deal begun last year"), one that hangs on another ("the job, after leaving it in May") or one
    /// of saying ("the makers of the show said on Monday").
    fn is_of_verb_between(&self, noun: &Trigger<'_>, point: &Point) -> bool {
        let behind = self.bare.partition_point(|first| *first < noun.last);
        let next = self.bare.get(behind).is_some_and(|first| *first == noun.last);
        let between = |verbs: &[usize]| {
            let behind = verbs.partition_point(|first| *first < noun.last);
            verbs.get(behind).is_some_and(|first| *first < point.first)
        };
        noun.noun
            && (next && noun.last < point.first
                || between(&self.hanging)
                || !noun.kind.said && between(&self.telling))
    }
}
