//! Asides: events that a sentence tells only in passing.
//!
//! In: triggers with their spans and dates.  Out: for each whether it stands in a subordinate
//! clause, is a participle, borrows the date of another clause, or stands where somebody speaks of
//! himself.  Which words open clauses, the rules say; what of it people are not shown, the merge
//! policy.

use super::heard;
use super::points::Point;
use super::spans::Span;
use super::when::{Dated, When};
use super::{Known, Trigger};
use crate::dates::{Day, Edtf};
use crate::extraction::Aside;
use crate::pipeline::QUOTE;
use crate::rules::naming::Undated;
use crate::rules::starts::Asked;
use crate::text::{Shape, TokenRange, flags};

/// No clause is looked at further than so many tokens from its verb.
const REACH: usize = 60;

/// Most tokens of a word that joins subjects.
const JOINT: usize = 3;

/// Most tokens between brackets.
const BRACKETED: usize = 12;

/// A date so many tokens from a noun phrase belongs to it.
const NEXT: usize = 2;

/// More days before the publication than this are another time.
const LONG_AGO: i64 = 31;

/// In a text in which somebody speaks, one of so many sentences has a word by which he does.
const SPEAKING_SHARE: usize = 4;

/// In so few sentences nobody can be told to speak.
const FEW_SENTENCES: usize = 4;

/// What is told in passing, and how.
pub(super) fn asides(
    known: Known<'_>,
    points: &[Point],
    triggers: &[Trigger<'_>],
    spans: &[Span],
    dated: &[Dated],
) -> Vec<Option<Aside>> {
    let found = Vec::with_capacity(triggers.len());
    let mut reader = Reader { known, points, long_ago: long_ago(known, points), triggers, found };
    let speech = Speech::new(known);
    for at in 0..triggers.len() {
        let aside = reader.aside(at);
        reader.found.push(aside);
    }
    let told = reader.found.iter().enumerate().map(|(at, found)| {
        let (day, span) = (&dated[at], &spans[at]);
        let open = day.basis.is_none_or(|basis| basis != "clause");
        if reader.borrows(at, span, day) {
            Some(Aside::Borrowed)
        } else {
            let spoken = || (open && speech.speaks(known, &triggers[at])).then_some(Aside::Spoken);
            let earlier = || (open && reader.looks_back(at)).then_some(Aside::Earlier);
            found.or_else(spoken).or_else(earlier)
        }
    });
    told.collect()
}

/// Whether dates lie long before the publication.
fn long_ago(known: Known<'_>, points: &[Point]) -> Vec<bool> {
    let published = known.published.and_then(Day::parse);
    let is_long_ago = |point: &Point| {
        let latest = Edtf::parse(&point.edtf).ok().and_then(|edtf| edtf.latest());
        let days = published.zip(latest).map(|(day, latest)| day.number() - latest.number());
        days.is_some_and(|days| days > LONG_AGO)
    };
    points.iter().map(is_long_ago).collect()
}

/// Reads clauses from their verb to the left.
struct Reader<'a, 't> {
    known: Known<'a>,
    points: &'a [Point],
    /// Whether each of the dates lies long before the publication.
    long_ago: Vec<bool>,
    triggers: &'a [Trigger<'t>],
    /// What was found for the triggers before.
    found: Vec<Option<Aside>>,
}

/// What stands before a verb.
enum Before {
    /// Its subject, with which the sentence or a clause of its own begins.
    Subject,
    /// Nothing: the sentence begins with the verb.
    Nothing,
    /// A word that opens a subordinate clause.
    Subordinator,
    /// A comma or a conjunction, right before the verb.
    Joint(usize),
    /// Another finite verb, by its trigger if it names an event: a phrase behind it lies between.
    Verb(Option<usize>),
    /// Another finite verb, and a word between that joins to it what begins with a common noun.
    Joined,
}

impl Reader<'_, '_> {
    fn is(&self, asked: Asked, at: usize) -> bool {
        self.known.is(asked, at)
    }

    fn aside(&self, at: usize) -> Option<Aside> {
        let trigger = &self.triggers[at];
        if trigger.noun || !is_finite(trigger) {
            return ruled(trigger);
        }
        let start = self.known.text.sentence(trigger.first).start;
        // "Two men were held" can be no participle; "two men held" can.
        let bare = trigger.from == trigger.first;
        match self.before(at, start.max(trigger.from.saturating_sub(REACH))) {
            Before::Subordinator => Some(Aside::Subordinate),
            Before::Nothing if bare => Some(Aside::Participle),
            Before::Nothing => None,
            Before::Joint(joint) => self.joined(at, joint, start),
            Before::Verb(verb) if bare && !self.tells(verb) => Some(Aside::Participle),
            Before::Joined => (bare && !self.has_object(at)).then_some(Aside::Participle),
            Before::Verb(_) => None,
            Before::Subject => (bare && self.is_reduced(trigger)).then_some(Aside::Participle),
        }
    }

    /// What stands before the verb of a trigger, read from right to left.
    fn before(&self, of: usize, start: usize) -> Before {
        let tokens = &self.known.text.tokens;
        let mut verbs = self.triggers[..of].iter().enumerate().rev().peekable();
        let mut at = self.triggers[of].from;
        let mut subject = false;
        // Whether the words read so far begin with a verb without a clause of its own.
        let mut opened = false;
        // The token behind the last word that joins.
        let mut joined: Option<usize> = None;
        let beyond = |joined: usize| match self.opens_subject(joined) {
            true => Before::Subject,
            false => Before::Joined,
        };
        while at > start {
            at -= 1;
            while verbs.next_if(|(_, verb)| verb.first > at).is_some() {}
            if let Some((nth, verb)) = verbs.next_if(|(_, verb)| verb.last > at && !verb.noun) {
                if is_finite(verb) && self.found[nth] != Some(Aside::Participle) {
                    return joined.map_or(Before::Verb(Some(nth)), beyond);
                }
                at = verb.first;
                (subject, opened) = (true, true);
                continue;
            }
            if let Some(length) = self.joint_before(at + 1) {
                if !subject {
                    return Before::Joint(at + 1 - length);
                }
                joined = joined.or(Some(at + 1));
                at = at + 1 - length;
                continue;
            }
            if self.is(Asked::Subordinator, at) {
                let told = verbs.peek().is_some_and(|(nth, verb)| {
                    verb.last == at && !verb.noun && self.tells(Some(*nth))
                });
                return if told { Before::Subject } else { Before::Subordinator };
            }
            match tokens[at].shape {
                Shape::Mark => return Before::Subject,
                Shape::Punct => match self.known.text.word(at) {
                    "," | "–" | "—" if !subject => return Before::Joint(at),
                    "," | ";" | ":" | "–" | "—" | "?" | "!" if opened => {
                        return Before::Verb(None);
                    }
                    "," | ";" | ":" | "–" | "—" | "?" | "!" => return Before::Subject,
                    ")" => at = self.opening(at, start),
                    "(" => return Before::Subordinator,
                    _ => {}
                },
                _ if self.helps(at) => {
                    return joined.map_or(Before::Verb(None), beyond);
                }
                _ if self.is_adverb(at) => {}
                _ => (subject, opened) = (true, false),
            }
        }
        match (subject, opened) {
            (_, true) => Before::Verb(None),
            (true, false) => Before::Subject,
            (false, false) => Before::Nothing,
        }
    }

    /// The bracket that a closing one belongs to, itself where none stands near.
    fn opening(&self, closing: usize, start: usize) -> usize {
        let near = start.max(closing.saturating_sub(BRACKETED))..closing;
        near.rev().find(|at| self.known.text.word(*at) == "(").unwrap_or(closing)
    }

    /// Whether what begins at a token may be the subject of a clause of its own: a name, a number or
    /// what an article or a pronoun opens.
    fn opens_subject(&self, at: usize) -> bool {
        let token = self.known.text.tokens[at];
        token.has(flags::CAPITALISED)
            || token.shape == Shape::Number
            || self.is(Asked::NounOpener, at)
            || self.is(Asked::SubjectPronoun, at)
    }

    /// An adverb is no subject.
    fn is_adverb(&self, at: usize) -> bool {
        self.is(Asked::EventAdverb, at)
    }

    /// The length of a word that joins subjects or verbs and ends before a token.
    fn joint_before(&self, end: usize) -> Option<usize> {
        let Known { text, rules, .. } = self.known;
        (1..=JOINT.min(end)).find(|length| {
            let found = rules.longest(text, Asked::ClauseJoint, end - length);
            found.is_some_and(|(_, tokens)| tokens == *length)
        })
    }

    /// A verb right behind a comma or a conjunction goes on with what the last one began; without
    /// one it is a participle, unless the comma closes what is inserted behind its subject.
    fn joined(&self, at: usize, joint: usize, start: usize) -> Option<Aside> {
        let bare = self.triggers[at].from == self.triggers[at].first;
        let comma = self.known.text.tokens[joint].shape == Shape::Punct;
        let last = self.verb_between(start, joint);
        match last {
            Some((nth, _)) if comma => match self.found[nth] {
                // "The ferry, which sank in May, was raised."
                Some(Aside::Subordinate) => None,
                _ if bare && !self.has_object(at) => Some(Aside::Participle),
                aside => aside,
            },
            Some((nth, helper)) => match self.found[nth] {
                aside @ Some(Aside::Subordinate | Aside::Participle) => aside,
                _ if bare && helper => Some(Aside::Participle),
                _ => None,
            },
            None => {
                let from = start.max(joint.saturating_sub(REACH));
                let helped = (from..joint).any(|at| self.helps(at));
                (bare && (helped || !comma)).then_some(Aside::Participle)
            }
        }
    }

    /// The last finite verb between two tokens, and whether a helper verb stands behind it.
    fn verb_between(&self, start: usize, end: usize) -> Option<(usize, bool)> {
        let from = start.max(end.saturating_sub(REACH));
        let behind = self.triggers.partition_point(|t| t.first < end);
        let before = self.triggers[..behind].iter().enumerate().rev();
        let mut before = before.take_while(|(_, t)| t.first >= from);
        let (nth, verb) = before.find(|(nth, t)| {
            !t.noun && is_finite(t) && self.found.get(*nth) != Some(&Some(Aside::Participle))
        })?;
        let helper = (verb.last..end).any(|at| self.helps(at));
        Some((nth, helper))
    }

    /// Whether an object follows a verb, and no preposition or date.
    fn has_object(&self, at: usize) -> bool {
        let next = self.triggers[at].last;
        let Some(token) = self.known.text.tokens.get(next) else { return false };
        let word = token.shape == Shape::Word && !self.is(Asked::PhraseStop, next);
        word && !self.is_dated(next)
    }

    /// Whether a helper verb stands at a token that only a clause of its own has, and no month.
    fn helps(&self, at: usize) -> bool {
        self.is(Asked::FiniteHelper, at) && !self.is_dated(at)
    }

    /// Whether a token belongs to a time.
    fn is_dated(&self, token: usize) -> bool {
        let behind = self.points.partition_point(|point| point.last <= token);
        self.points.get(behind).is_some_and(|point| point.first <= token)
    }

    /// Whether a finite verb follows in the clause of what looks like one: "the men held in May
    /// were freed".
    fn is_reduced(&self, trigger: &Trigger<'_>) -> bool {
        if self.is(Asked::TellingVerb, trigger.first) {
            return false;
        }
        let text = self.known.text;
        let end = text.sentence(trigger.first).end.min(trigger.last + REACH);
        let rest = trigger.last..end;
        let mut words = rest.take_while(|at| {
            let shape = text.tokens[*at].shape;
            let stop = matches!(shape, Shape::Mark | Shape::Punct) && text.word(*at) != "-";
            let joint = self.joint_before(*at + 1).is_some();
            !(stop || joint || self.is(Asked::Subordinator, *at))
        });
        words.any(|at| self.helps(at))
    }

    /// Whether a verb is one behind which what is told may follow without a conjunction.
    fn tells(&self, verb: Option<usize>) -> bool {
        verb.is_some_and(|nth| self.is(Asked::TellingVerb, self.triggers[nth].first))
    }

    /// Whether the date of an event is that of another one: a verb of another clause stands between
    /// them, it is the end of a time and not when something happened, or a noun that no verb
    /// carries has it from somewhere in its clause.
    fn borrows(&self, at: usize, span: &Span, dated: &Dated) -> bool {
        let When::Point(point) = dated.when else { return false };
        let point = &self.points[point];
        let place = point.first..point.last;
        let (trigger, sentence) =
            (&self.triggers[at], self.known.text.sentence(self.triggers[at].first));
        match dated.basis {
            Some("clause") if trigger.noun => {
                let around = span.tokens.start.saturating_sub(NEXT)..span.tokens.end + NEXT;
                !dated.carried && (place.end <= around.start || around.end <= place.start)
            }
            Some("clause") if self.is_of_topic(trigger, place.start) => true,
            Some("clause") if trigger.fact => {
                let limit = place.start > 0 && self.is(Asked::DateLimit, place.start - 1);
                limit && !point.edtf.contains('/')
            }
            Some("sentence") if place.start > trigger.first => {
                self.has_verb(trigger.last..place.start, true)
            }
            Some("sentence") => {
                let opens = !self.has_verb(sentence.start..place.start, false);
                let behind = place.end..trigger.from;
                !opens && (!self.follows_joint(place.start) || self.has_verb(behind, true))
            }
            _ => false,
        }
    }

    /// Whether a date behind a verb whose object is a topic ("discussed the raid of 3 May") is that of
    /// an event its object names.
    fn is_of_topic(&self, verb: &Trigger<'_>, date: usize) -> bool {
        let topic = verb.kind.said || self.is(Asked::TopicVerb, verb.first);
        let from = self.triggers.partition_point(|t| t.first < verb.last);
        let mut between = self.triggers[from..].iter().take_while(|t| t.first < date);
        topic && between.any(|t| t.noun)
    }

    /// Whether the date last named in the paragraph before an event lies long before the
    /// publication.
    fn looks_back(&self, at: usize) -> bool {
        let (text, trigger) = (self.known.text, &self.triggers[at]);
        let before = self.points.partition_point(|point| point.first < trigger.first);
        let Some(last) = before.checked_sub(1).filter(|last| self.long_ago[*last]) else {
            return false;
        };
        text.paragraph_of(self.points[last].first) == text.paragraph_of(trigger.first)
    }

    /// Whether a verb or a word that opens a clause stands between two tokens; verbs without a
    /// clause of their own count where they are not left aside.
    fn has_verb(&self, between: TokenRange, finite: bool) -> bool {
        let from = self.triggers.partition_point(|t| t.first < between.start);
        let mut verbs = self.triggers[from..].iter().take_while(|t| t.first < between.end);
        between.len() > REACH
            || between.clone().any(|at| self.is(Asked::Subordinator, at) || self.helps(at))
            || verbs.any(|verb| !verb.noun && (!finite || is_finite(verb)))
    }

    /// Whether a date, its preposition aside, follows a word that joins clauses.
    fn follows_joint(&self, date: usize) -> bool {
        let preposition = date > 0 && self.is(Asked::PhraseStop, date - 1);
        let start = if preposition { date - 1 } else { date };
        let comma = start > 0 && self.known.text.tokens[start - 1].shape == Shape::Punct;
        comma || self.joint_before(start).is_some()
    }
}

/// How the rule of a trigger says that it tells in passing.
fn ruled(trigger: &Trigger<'_>) -> Option<Aside> {
    trigger.rule.and_then(|rule| rule.aside)
}

/// Whether a trigger is a verb of which a clause is made.
fn is_finite(trigger: &Trigger<'_>) -> bool {
    !trigger.noun
        && ruled(trigger).is_none()
        && !matches!(
            trigger.undated,
            Undated::Governor | Undated::Governed | Undated::Never | Undated::Lent
        )
}

/// Where somebody speaks of himself.
struct Speech {
    /// The tokens by which he does, outside of quotations, in order.
    places: Vec<usize>,
    /// Whether the whole text is spoken.
    whole: bool,
}

impl Speech {
    fn new(known: Known<'_>) -> Self {
        let text = known.text;
        let speaks = |at: &usize| known.is(Asked::SpeakingSelf, *at);
        let mut places = Vec::new();
        heard::outside(known, QUOTE).for_each(|free| places.extend(free.filter(speaks)));
        let mut sentences: Vec<usize> = places.iter().map(|at| text.sentence_of(*at)).collect();
        sentences.dedup();
        let enough = text.sentences.len() >= FEW_SENTENCES;
        let whole = enough && sentences.len() * SPEAKING_SHARE >= text.sentences.len();
        Self { places, whole }
    }

    /// Whether the text is spoken, or the sentence of an event as far as its verb.
    fn speaks(&self, known: Known<'_>, trigger: &Trigger<'_>) -> bool {
        let start = known.text.sentence(trigger.first).start;
        let before = self.places.partition_point(|at| *at < trigger.last);
        self.whole || self.places[..before].last().is_some_and(|at| *at >= start)
    }
}

#[cfg(test)]
mod tests {
    use crate::events::trial::extract_with;

    #[track_caller]
    fn check(text: &str, trigger: &str, aside: &str) {
        let found = extract_with("lexicons: {}", text);
        let event = found.events.iter().find(|event| event.trigger.text == trigger);
        let event = event.unwrap_or_else(|| panic!("no `{trigger}` in {text}"));
        let found = event.aside.map_or_else(String::new, |aside| format!("{aside:?}"));
        assert_eq!(found, aside, "{text}");
    }

    #[test]
    fn main_clauses_are_told_outright() {
        for (text, trigger) in [
            ("The guards arrested two men.", "arrested"),
            ("On Monday the guards arrested two men.", "arrested"),
            ("Police said two men were arrested.", "arrested"),
            ("Police said that the guards arrested two men.", "arrested"),
            ("The ferry, which sank in the bay, was raised.", "raised"),
            ("Ann Oake met the crew and thanked the harbour master.", "thanked"),
            ("Sel and Amal signed the treaty.", "signed"),
            ("The master (the Old Pilot) of Sel arrested two men.", "arrested"),
            ("As the fog lifted, the guards arrested two men.", "arrested"),
        ] {
            check(text, trigger, "");
        }
    }

    #[test]
    fn what_hangs_on_another_clause_is_told_in_passing() {
        check("The man who robbed the bank is old.", "robbed", "Subordinate");
        check(
            "They spoke of the day when the rebels attacked the town.",
            "attacked",
            "Subordinate",
        );
        check(
            "The council is proud of the entities blocked under the act.",
            "blocked",
            "Participle",
        );
        check("Individuals arrested in the bay could be freed.", "arrested", "Participle");
        check("Located on the bay, the mill is old.", "Located", "Participle");
    }

    #[test]
    fn a_date_of_another_clause_is_borrowed() {
        check("Ann Oake discussed the attack on 3 May 2031.", "discussed", "Borrowed");
        check("Ann Oake visited the mill on 3 May 2031.", "visited", "");
    }

    #[test]
    fn who_speaks_of_himself_tells_when_he_speaks_and_not_what_happened() {
        let text = "My friends, we are here. I grew up by the bay. My father arrested a pirate. \
                    We remember him.";
        check(text, "arrested", "Spoken");
    }

    #[test]
    fn what_follows_an_old_date_is_of_that_time() {
        let text = "In 2016 the master was arrested. The master was sentenced to a year.";
        check(text, "sentenced", "Earlier");
    }
}
