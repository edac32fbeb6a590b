//! The word classes that events are read by, looked up once for an article.
//!
//! In: the rules.  Out: [`Words`].  Which words are in the classes, the rules say.

use super::Known;
use crate::rules::Rules;
use crate::rules::lexicon::LexiconId;

/// Ids of word classes; `None` where no rule file has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// Points back to something told: "the", "this".
    pub pointer: Option<LexiconId>,
    /// Begins a noun phrase.
    pub noun_opener: Option<LexiconId>,
    /// Ends a noun phrase.
    pub phrase_stop: Option<LexiconId>,
    /// Ties a further phrase to a noun.
    pub phrase_link: Option<LexiconId>,
    /// Verbs that name events.
    pub event_verb: Option<LexiconId>,
    /// Before a date that is only a limit.
    pub date_limit: Option<LexiconId>,
    /// Before a date, with how what happened relates to it.
    pub date_bound: Option<LexiconId>,
    /// Between two dates, with what they are together.
    pub date_pair: Option<LexiconId>,
    /// Behind a date that describes a noun.
    pub date_owner: Option<LexiconId>,
    /// Ties a date to the noun before it.
    pub date_tie: Option<LexiconId>,
    /// Two words the second of which ties no date to a noun.
    pub date_untied: Option<LexiconId>,
    /// Before a date that says when the article appeared.
    pub date_stamp: Option<LexiconId>,
    /// Before a date that is told.
    pub date_introduction: Option<LexiconId>,
    /// Begins a noun phrase that means no single event.
    pub general_opener: Option<LexiconId>,
    /// Verbs that say no more than that the event of their noun took place.
    pub light_verb: Option<LexiconId>,
    /// Leaves open when something was said.
    pub open_time: Option<LexiconId>,
}

/// Branches of the event tree that are read differently; the merge policy names them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Types<'a> {
    general: Option<&'a str>,
    said: Option<&'a str>,
}

impl<'a> Types<'a> {
    /// Looks the names up.
    pub fn of(rules: &'a Rules) -> Self {
        let name = |key: &str| rules.merging.get("events")?.get(key)?.as_str();
        Self { general: name("general-type"), said: name("said-type") }
    }

    /// The type of which only is known that something happened.
    pub fn general_name(self) -> Option<&'a str> {
        self.general
    }

    /// Whether of an event of the type only is known that something happened.
    pub fn is_general(self, kind: &str) -> bool {
        self.general == Some(kind)
    }

    /// The type of what is said.
    pub fn said_name(self) -> Option<&'a str> {
        self.said
    }

    /// Whether something is said in an event of the type.
    pub fn is_said(self, kind: &str) -> bool {
        self.said.is_some_and(|said| kind.starts_with(said))
    }
}

impl Words {
    /// Looks the classes up.
    pub fn of(rules: &Rules) -> Self {
        let id = |name| rules.lexicons.id(name);
        Self {
            pointer: id("pointer"),
            noun_opener: id("noun_opener"),
            phrase_stop: id("phrase_stop"),
            phrase_link: id("phrase_link"),
            event_verb: id("event_verb"),
            date_limit: id("date_limit"),
            date_bound: id("date_bound"),
            date_pair: id("date_pair"),
            date_owner: id("date_owner"),
            date_tie: id("date_tie"),
            date_untied: id("date_untied"),
            date_stamp: id("date_stamp"),
            date_introduction: id("date_introduction"),
            general_opener: id("general_opener"),
            light_verb: id("light_verb"),
            open_time: id("open_time"),
        }
    }

    /// Whether a word of a class stands at a token.
    pub fn is(&self, known: Known<'_>, class: Option<LexiconId>, at: usize) -> bool {
        let tokens = &known.text.tokens;
        class.is_some_and(|class| known.rules.lexicons.longest(class, tokens, at).is_some())
    }

    /// Whether a verb that names an event stands at a token.
    pub fn is_verb(&self, known: Known<'_>, at: usize) -> bool {
        let lexicons = &known.rules.lexicons;
        self.event_verb.is_some_and(|verbs| {
            let mut entries = lexicons.matches(verbs, &known.text.tokens, at);
            entries.any(|(entry, _)| !lexicons.entry(entry).is("bare"))
        })
    }
}
