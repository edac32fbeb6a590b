//! Verb groups of saying and who stands before or behind them.
//!
//! In: items of a sentence.  Out: [`Cue`]s: "has repeatedly said", "according to".  Whether
//! anything is said, and what, is found later.

use super::items::final_stop;
use super::phrase::{Phrase, Scope};
use crate::rules::grammar::{Form, class, shape, takes};
use crate::rules::lexicon::{EntryRef, Lexicons};
use std::ops::Range;

/// A verb group or preposition of saying.
#[derive(Debug, Clone)]
pub struct Cue {
    /// Auxiliaries, adverbs and the verb.
    pub group: Range<usize>,
    /// The verb itself.
    pub verb: usize,
    /// What it takes; see [`takes`].
    pub takes: u16,
    /// Its form.
    pub form: Form,
    /// The lexicon entry, for verbs.
    pub entry: Option<EntryRef>,
    /// How the group is built.
    pub voice: Voice,
    /// Negated, or not told as fact.
    pub modality: Modality,
}

/// How a verb group is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// "said", "has said", "is saying"
    Finite,
    /// "saying"
    Participle,
    /// "to say"
    Infinitive,
    /// "was told", "is said"
    Passive,
    /// "according to"
    Preposition,
    /// "her claim that"
    Noun,
}

/// Whether the words are claimed to have been said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modality {
    /// They are.
    Fact,
    /// "did not say"
    Negated,
    /// "would say"
    Hypothetical,
}

const GROUP: u64 = class::AUXILIARY | class::BE | class::MODAL | class::FUTURE | class::ADVERB;

/// The cue whose verb or preposition stands at an item.
pub fn at(scope: &Scope, lexicons: &Lexicons, i: usize) -> Option<Cue> {
    let item = scope.at(i);
    if item.is(class::ACCORDING) && item.is(shape::WORD) {
        if let Some(len) = scope.grammar.according(lexicons, scope.text, item.first as usize) {
            let cue = Cue {
                group: i..i + len,
                verb: i,
                takes: takes::THAT | takes::CLAUSE | takes::DIRECT,
                form: Form::Base,
                entry: None,
                voice: Voice::Preposition,
                modality: Modality::Fact,
            };
            return Some(cue);
        }
    }
    if item.is(class::GLUED_SPEECH) {
        return glued(scope, i);
    }
    let owned = i > scope.low && scope.at(i - 1).is(class::CLITIC | class::POSSESSIVE);
    if owned && item.is(class::SPEECH_NOUN) && scope.at(i + 1).is(class::THAT) {
        return Some(Cue {
            group: i..i + 1,
            verb: i,
            takes: takes::THAT,
            form: Form::Base,
            entry: None,
            voice: Voice::Noun,
            modality: Modality::Fact,
        });
    }
    if !item.is(class::SPEECH) || !item.is(shape::WORD) {
        return None;
    }
    // "self-described", "off-the-record said": a part of a compound.
    if i > scope.low
        && item.is(shape::GLUED)
        && scope.at(i - 1).is(class::JOIN)
        && !scope.at(i - 1).is(shape::DASH)
    {
        return None;
    }
    let (takes, form, len, entry) =
        scope.grammar.verb(lexicons, scope.text, item.first as usize)?;
    let start = group_start(scope, i);
    if owned_noun(scope, start, i, form) {
        return None;
    }
    let mut cue = Cue {
        group: start..i + len,
        verb: i,
        takes,
        form,
        entry: Some(entry),
        voice: Voice::Finite,
        modality: modality(scope, start, i),
    };
    cue.voice = voice(scope, &cue)?;
    if cue.voice == Voice::Infinitive && cue.modality == Modality::Fact {
        cue.modality = Modality::Hypothetical;
    }
    Some(cue)
}

/// Whether what looks like a verb belongs to a noun: "Roe's reported wealth", "the United States".
fn owned_noun(scope: &Scope, start: usize, verb: usize, form: Form) -> bool {
    if start != verb || verb <= scope.low {
        return false;
    }
    let (before, item) = (scope.at(verb - 1), scope.at(verb));
    let owner = before.is(class::CLITIC) && verb >= scope.low + 2;
    let owned = owner && form == Form::Past && !scope.at(verb - 2).is(class::SUBJECT);
    let name = item.is(shape::CAPITAL) && before.is(shape::CAPITAL);
    owned && scope.nominal(verb + 1) || name && form == Form::Third && !headline(scope)
}

/// Whether nearly all words of the sentence have capitals.
fn headline(scope: &Scope) -> bool {
    const MOST: usize = 24;
    let long = (scope.low..scope.high.min(scope.low + MOST))
        .filter(|i| scope.at(*i).is(shape::WORD) && scope.word(*i).len() > 3);
    let mut lower = long.filter(|i| !scope.at(*i).is(shape::CAPITAL));
    lower.nth(1).is_none()
}

/// A verb run together with the name before it: `Roesaid, "…"`.
fn glued(scope: &Scope, i: usize) -> Option<Cue> {
    let quoted = scope.at(i + 1).is(shape::QUOTED)
        || scope.at(i + 1).is(shape::COMMA | shape::COLON) && scope.at(i + 2).is(shape::QUOTED);
    let cue = Cue {
        group: i..i + 1,
        verb: i,
        takes: takes::DIRECT | takes::STRONG,
        form: Form::Past,
        entry: None,
        voice: Voice::Finite,
        modality: Modality::Fact,
    };
    quoted.then_some(cue)
}

/// First item of the auxiliaries and adverbs before a verb.
fn group_start(scope: &Scope, verb: usize) -> usize {
    let mut start = verb;
    while start > scope.low && verb - start < 7 {
        let before = scope.at(start - 1);
        let contracted = before.is(class::CLITIC)
            && start >= scope.low + 2
            && scope.at(start - 2).is(class::SUBJECT);
        let noun_like = before.is(class::INDEFINITE | class::TIME | class::DETERMINER)
            && !before.is(class::AUXILIARY);
        let capital = before.is(shape::CAPITAL)
            && start - 1 > scope.low
            && (!before.is(class::BE | class::AUXILIARY)
                || scope.auxiliary_name(start - 1)
                || scope.at(start - 2).is(class::GIVEN) && scope.at(start - 2).is(shape::CAPITAL));
        if (before.is(GROUP) && !noun_like && !capital) || contracted {
            start -= 1;
        } else {
            break;
        }
    }
    start
}

fn modality(scope: &Scope, start: usize, verb: usize) -> Modality {
    let group = || (start..verb).map(|i| scope.at(i));
    let before = if start > scope.low { scope.at(start - 1) } else { scope.at(usize::MAX) };
    let participle =
        scope.at(verb).is(shape::WORD) && scope.grammar.looks_participle(scope.word(verb));
    if group().any(|i| i.is(class::NEGATION))
        || participle && before.is(class::NEGATION)
        || (before.is(class::TO) && start >= 2 && scope.at(start - 2).is(class::NEGATION))
    {
        Modality::Negated
    } else if group().any(|i| i.is(class::MODAL | class::FUTURE)) {
        Modality::Hypothetical
    } else {
        Modality::Fact
    }
}

fn voice(scope: &Scope, cue: &Cue) -> Option<Voice> {
    let (start, verb) = (cue.group.start, cue.verb);
    let before = if start > scope.low { scope.at(start - 1) } else { scope.at(usize::MAX) };
    let group = |bits| (start..verb).any(|i| scope.at(i).is(bits));
    let contracted = (start..verb).any(|i| scope.at(i).is(class::CLITIC));
    Some(match cue.form {
        Form::Participle if group(class::BE) || contracted => Voice::Finite,
        // "a warning": a noun.
        Form::Participle if before.is(class::DETERMINER | class::POSSESSIVE) => return None,
        Form::Participle => Voice::Participle,
        Form::Past
            if group(class::BE)
                || (before.is(class::SUBORDINATOR) && scope.at(cue.group.end).is(class::BY)) =>
        {
            Voice::Passive
        }
        Form::Past => Voice::Finite,
        Form::Third if group(class::BE | class::AUXILIARY | class::MODAL | class::FUTURE) => {
            return None;
        }
        Form::Base if before.is(class::TO) => Voice::Infinitive,
        Form::Base if group(class::BE) => return None,
        Form::Base if group(class::AUXILIARY | class::MODAL | class::FUTURE) => Voice::Finite,
        Form::Base | Form::Third if cue.takes & takes::NOUN != 0 && !verbal(scope, cue) => {
            return None;
        }
        Form::Base
            if before.is(class::DETERMINER | class::POSSESSIVE)
                && !before.is(class::INDEFINITE) =>
        {
            return None;
        }
        Form::Base | Form::Third => Voice::Finite,
    })
}

/// Whether a form that may be a noun stands where a verb stands.
fn verbal(scope: &Scope, cue: &Cue) -> bool {
    let start = cue.group.start;
    let before = if start > scope.low { scope.at(start - 1) } else { scope.at(usize::MAX) };
    // "the “top secret” emails": words in quote marks that no comma ends belong to the noun.
    if before.is(shape::QUOTED) && cue.form == Form::Base {
        return matches!(final_stop(scope.text, before), Some(',' | '?' | '!' | '.'));
    }
    if before.is(class::SUBJECT | shape::QUOTED) {
        return true;
    }
    if before.is(class::DETERMINER
        | class::POSSESSIVE
        | class::PREPOSITION
        | class::CLITIC
        | class::COORDINATOR)
        || before.bits == 0
    {
        return false;
    }
    let after = scope.at(cue.group.end);
    let beyond = scope.at(cue.group.end + 1);
    // "the states that have moved": a relative clause behind a noun.
    let clause = class::DETERMINER
        | class::POSSESSIVE
        | class::SUBJECT
        | class::SUBORDINATOR
        | shape::CAPITAL
        | shape::NUMBER
        | shape::QUOTED
        | class::TIME;
    if after.is(class::THAT) && (!beyond.is(clause) || beyond.is(class::BE | class::AUXILIARY)) {
        return false;
    }
    let object =
        after.is(class::THAT | class::SUBJECT | shape::COLON | shape::QUOTED | class::QUESTION)
            || (after.is(class::DETERMINER | class::POSSESSIVE) && cue.form == Form::Third);
    let comma_quote = after.is(shape::COMMA) && scope.at(cue.group.end + 1).is(shape::QUOTED);
    let finish = after.is(shape::STOP) && cue.form == Form::Third && before.is(shape::CAPITAL);
    object || comma_quote || finish
}

/// Who stands before a verb group as its subject.
pub fn subject_before(scope: &Scope, cue: &Cue) -> Option<Phrase> {
    if scope.at(cue.verb).is(class::GLUED_SPEECH) {
        return subject_of_glued(scope, cue.verb);
    }
    let end = skip_time_left(scope, cue.group.start);
    let phrase = scope.left(end)?;
    let before = if phrase.full.start > scope.low {
        scope.at(phrase.full.start - 1)
    } else {
        scope.at(usize::MAX)
    };
    // "in a statement said": the object of a preposition is no subject.
    let object = before.is(class::PREPOSITION)
        && !before.is(class::SUBORDINATOR | class::ADVERB)
        && before.is(shape::WORD);
    let infinitive = before.is(class::TO);
    (!object && !infinitive).then_some(phrase)
}

/// The name itself, or the subject of the clause where the name is the object of a preposition.
fn subject_of_glued(scope: &Scope, at: usize) -> Option<Phrase> {
    let phrase = scope.left(at + 1)?;
    let before = phrase.full.start.checked_sub(1).filter(|b| *b >= scope.low);
    if !before.is_some_and(|b| scope.at(b).is(class::PREPOSITION)) {
        return Some(phrase);
    }
    let named = |i: &usize| {
        scope.at(*i).is(class::SUBORDINATOR | class::COORDINATOR)
            && scope.at(*i + 1).is(shape::CAPITAL)
    };
    let start = (scope.low..phrase.full.start).rev().find(named)? + 1;
    scope.core_right(start).map(|end| Phrase { full: start..end, head: start..end })
}

/// "The mayor on Tuesday said": steps over the time.
fn skip_time_left(scope: &Scope, end: usize) -> usize {
    let mut at = end;
    while at > scope.low + 1
        && end - at < 5
        && scope.at(at - 1).is(class::TIME | shape::NUMBER)
        && !scope.at(at - 1).is(class::GIVEN | class::TITLE)
        && !scope.at(at - 2).is(class::GIVEN)
    {
        at -= 1;
    }
    if at == end || !(at..end).any(|i| scope.at(i).is(class::TIME)) {
        return end;
    }
    while at > scope.low + 1
        && end - at < 8
        && scope.at(at - 1).is(class::PREPOSITION | class::TIME_LEAD)
        && !scope.at(at - 1).is(class::TIME)
    {
        at -= 1;
    }
    at
}
