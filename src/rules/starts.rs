//! The lexicons that stages ask for at single tokens, as bits for each word.
//!
//! In: [`Lexicons`].  Out: [`Starts`], which tells with one look-up that no entry of a lexicon
//! begins with a word, as is so for nearly all words, or that the word alone is one.  Which words
//! are in the lexicons, the rules say.

use super::lexicon::{CaseNeed, Entry, EntryRef, LexiconId, Lexicons};
use crate::text::Token;

macro_rules! asked {
    ($($(#[$doc:meta])* $name:ident = $lexicon:expr;)*) => {
        /// A lexicon that stages ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Asked { $($(#[$doc])* $name),* }
        const ASKED: &[(Asked, &str)] = &[$((Asked::$name, $lexicon)),*];
    };
}

asked! {
    /// Titles before a name.
    Title = "title";
    /// Nouns for somebody who may speak.
    Role = super::OFFICES;
    /// Given names.
    Given = "given_name";
    /// Small words in front of a family name.
    Particle = "name_particle";
    /// Ends what an office is for: "Affairs".
    OfficeField = "office_field";
    /// Names a body behind a name that is not its own: "government".
    Body = "named_body";
    /// Ends the names of things, which are nobody: "Treaty".
    Thing = "thing_noun";
    /// A quality with which a sentence opens, and so no name.
    Quality = "opening_quality";
    /// People the packs list.
    Person = super::PEOPLE;
    /// Offices that listed people hold.
    Office = super::persons::OFFICE;
    /// Names of places.
    PlaceName = "place_name";
    /// Behind it stands a place.
    PlacePreposition = "place_preposition";
    /// Before an office that is held no more.
    PastOffice = "past_office";
    /// Verbs of what happens to persons only.
    Befalls = "befalls_person";
    /// Pronouns that can be a subject.
    SubjectPronoun = "subject_pronoun";
    /// Takes up nobody known.
    IndefiniteArticle = "indefinite_article";
    /// Points back to something told: "the", "this".
    Pointer = "pointer";
    /// Begins a noun phrase.
    NounOpener = "noun_opener";
    /// Ends a noun phrase.
    PhraseStop = "phrase_stop";
    /// Ties a further phrase to a noun.
    PhraseLink = "phrase_link";
    /// Verbs that name events; not their bare forms.
    EventVerb = "event_verb";
    /// Before a date that is only a limit.
    DateLimit = "date_limit";
    /// Before a date, with how what happened relates to it.
    DateBound = "date_bound";
    /// Between two dates, with what they are together.
    DatePair = "date_pair";
    /// Behind a date that describes a noun.
    DateOwner = "date_owner";
    /// Ties a date to the noun before it.
    DateTie = "date_tie";
    /// Before the date of a document.
    DocumentDate = "document_date";
    /// Two words the second of which ties no date to a noun.
    DateUntied = "date_untied";
    /// Before a date that says when the article appeared.
    DateStamp = "date_stamp";
    /// Before a date that is told.
    DateIntroduction = "date_introduction";
    /// Stands before a plural noun that means events which took place, not such things in general.
    Particular = "particular";
    /// Begins a noun phrase that means no single event.
    GeneralOpener = "general_opener";
    /// Verbs that say no more than that the event of their noun took place.
    LightVerb = "light_verb";
    /// Leaves open when something was said.
    OpenTime = "open_time";
    /// What may stand between a verb and its helpers.
    EventAdverb = "event_adverb";
    /// Opens a clause that hangs on another.
    Subordinator = "clause_opener";
    /// Joins subjects or verbs.
    ClauseJoint = "clause_joint";
    /// Helper verbs that only a clause of its own has.
    FiniteHelper = "finite_helper";
    /// Verbs behind which what is told may stand without a conjunction.
    TellingVerb = "telling_verb";
    /// Verbs whose object is what is spoken of.
    TopicVerb = "topic_verb";
    /// Verbs that say of an event that it lies at another time.
    ShiftingVerb = "shifting_verb";
    /// Opens a clause that tells what happened at the same time.
    SameTime = "same_time";
    /// Says that one thing follows upon another.
    Sequel = "sequel";
    /// Says that the date behind it no longer holds.
    Superseded = "superseded";
    /// Before a date from which on something has gone on.
    Lasting = "lasting";
    /// By these somebody speaks of himself, or to somebody.
    SpeakingSelf = "speaking_self";
    /// Verbs of saying.
    Speech = "speech";
    /// Stands between two dates that are one expression.
    DateJoiner = "date_joiner";
    /// Before the first date of a range.
    RangeOpener = "range_opener";
    /// Before a noun with a date, on which what is said was said: "in a May 3 interview".
    Occasion = "occasion_preposition";
    /// Looks ahead in time.
    FutureCue = "future_cue";
    /// Looks back in time.
    PastCue = "past_cue";
    /// The auxiliary of what was over.
    PastPerfect = "past_perfect";
    /// Before a date that is a limit.
    LimitCue = "limit_cue";
    /// Begins an infinitive.
    Infinitive = "infinitive";
    /// Stands behind the marker of the infinitive and is no verb.
    NoVerb = "no_verb";
    /// Ends like a past form and is none.
    NoPast = "no_past";
    /// Begins a relative clause.
    RelativeOpener = "relative_opener";
    /// Before an infinitive that says what was found.
    Appearance = "appearance";
    /// Auxiliaries in the present.
    PresentAuxiliary = "present_auxiliary";
}

/// For each word, which of the lexicons have an entry that begins with it.
#[derive(Debug, Default)]
pub struct Starts {
    words: Vec<Start>,
    /// Lexicons with an entry.
    used: u64,
    ids: Vec<Option<LexiconId>>,
}

/// One word.
#[derive(Debug, Default, Clone, Copy)]
struct Start {
    /// Lexicons with an entry that begins with it.
    begins: u64,
    /// Lexicons with an entry that it is, in any case of letters.
    alone: u64,
}

impl Starts {
    /// Reads the lexicons.
    pub fn new(lexicons: &Lexicons, words: usize) -> Self {
        let mut starts = Self { words: vec![Start::default(); words + 1], ..Self::default() };
        for (asked, name) in ASKED {
            starts.ids.push(lexicons.id(name));
            for entry in lexicons.by_name(name).into_iter().flat_map(|l| &l.entries) {
                if !(*asked == Asked::EventVerb && entry.is("bare")) {
                    starts.note(*asked, entry);
                }
            }
        }
        starts
    }

    fn note(&mut self, asked: Asked, entry: &Entry) {
        let Some(first) = entry.tokens.first() else { return };
        let Some(start) = self.words.get_mut(first.word.0 as usize) else { return };
        start.begins |= asked.bit();
        self.used |= asked.bit();
        if entry.tokens.len() == 1 && first.case == CaseNeed::Any {
            start.alone |= asked.bit();
        }
    }

    /// Whether there is such a lexicon.
    pub fn is_known(&self, asked: Asked) -> bool {
        self.ids.get(asked as usize).is_some_and(Option::is_some)
    }

    /// Whether the lexicon has entries.
    #[inline]
    pub fn is_used(&self, asked: Asked) -> bool {
        self.used & asked.bit() != 0
    }

    #[inline]
    fn of(&self, token: Token) -> Start {
        self.words.get(token.word.0 as usize).copied().unwrap_or_default()
    }

    /// Whether an entry of the lexicon may stand at a token: one begins with its word.
    #[inline]
    pub fn may_stand(&self, tokens: &[Token], asked: Asked, at: usize) -> bool {
        tokens.get(at).is_some_and(|token| self.of(*token).begins & asked.bit() != 0)
    }

    /// Whether an entry of the lexicon stands at a token.
    #[inline]
    pub fn stands(&self, lexicons: &Lexicons, tokens: &[Token], asked: Asked, at: usize) -> bool {
        let Some(token) = tokens.get(at) else { return false };
        let start = self.of(*token);
        if start.begins & asked.bit() == 0 {
            return false;
        }
        start.alone & asked.bit() != 0 || self.any(lexicons, tokens, asked, at)
    }

    /// Whether an entry that is asked for stands at a token, looked at one by one.
    fn any(&self, lexicons: &Lexicons, tokens: &[Token], asked: Asked, at: usize) -> bool {
        self.ids[asked as usize].is_some_and(|id| {
            let mut entries = lexicons.matches(id, tokens, at);
            entries.any(|(entry, _)| asked != Asked::EventVerb || !lexicons.entry(entry).is("bare"))
        })
    }

    /// The longest entry of the lexicon that stands at a token, and its length in tokens.
    #[inline]
    pub fn longest(
        &self,
        lexicons: &Lexicons,
        tokens: &[Token],
        asked: Asked,
        at: usize,
    ) -> Option<(EntryRef, usize)> {
        if !self.may_stand(tokens, asked, at) {
            return None;
        }
        lexicons.longest(self.ids[asked as usize]?, tokens, at)
    }
}

impl Asked {
    const fn bit(self) -> u64 {
        1 << self as u32
    }
}
