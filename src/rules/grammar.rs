//! The word classes of the rules, as bits for each word.
//!
//! In: [`Lexicons`].  Out: a [`Grammar`] that tells in constant time what a token may be.
//! The names of the classes are the engine's; which words are in them, the rules say.

use super::lexicon::{Entry, EntryRef, LexiconId, Lexicons};
use super::persons::OFFICE;
use super::spec::AttributeSpec;
use crate::text::{Class, Shape, Text, Token, Vocabulary, WordId, flags};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr, $lexicon:expr;)*) => {
        /// Classes of words, as bits.
        pub mod class {
            $($(#[$doc])* pub const $name: u64 = 1 << $bit;)*
            /// All classes.
            pub const ANY: u64 = $(1 << $bit)|*;
        }
        const CLASSES: &[(&str, u64)] = &[$(($lexicon, class::$name)),*];
    };
}

classes! {
    /// Begins a noun phrase.
    DETERMINER = 0, "determiner";
    /// Begins a noun phrase and stands for its owner.
    POSSESSIVE = 1, "possessive";
    /// A personal or relative pronoun that can be a subject.
    SUBJECT = 2, "subject_pronoun";
    /// An indefinite pronoun.
    INDEFINITE = 3, "indefinite_pronoun";
    /// A pronoun that can be an object.
    OBJECT = 4, "object_pronoun";
    /// This, that, these, those, there.
    DEMONSTRATIVE = 5, "demonstrative";
    /// A preposition.
    PREPOSITION = 6, "preposition";
    /// A coordinating conjunction.
    COORDINATOR = 7, "coordinator";
    /// A subordinating conjunction.
    SUBORDINATOR = 8, "subordinator";
    /// A relative pronoun.
    RELATIVE = 9, "relative_pronoun";
    /// Begins what is said.
    THAT = 10, "complementizer";
    /// Begins an indirect question.
    QUESTION = 11, "question_word";
    /// The marker of the infinitive.
    TO = 12, "infinitive_marker";
    /// Forms of the copula.
    BE = 13, "be";
    /// Other auxiliaries.
    AUXILIARY = 14, "auxiliary";
    /// Auxiliaries after which nothing is told as fact.
    MODAL = 15, "modal";
    /// Auxiliaries of the future.
    FUTURE = 16, "future";
    /// Negation.
    NEGATION = 17, "negation";
    /// The possessive clitic, which may also be the copula.
    CLITIC = 18, "contracted_be";
    /// An adverb.
    ADVERB = 19, "adverb";
    /// A frequent finite verb.
    FINITE = 20, "finite_verb";
    /// Names a time.
    TIME = 21, "time_word";
    /// May begin an expression of time.
    TIME_LEAD = 22, "time_lead";
    /// Joins the parts of a name.
    JOIN = 23, "unit_join";
    /// A title before a name.
    TITLE = 24, "title";
    /// A given name.
    GIVEN = 25, "given_name";
    /// A noun for somebody who may speak.
    ROLE = 26, "role";
    /// Ends the name of an organisation.
    ORGANISATION = 27, "organisation_word";
    /// A noun for a text or body that can say something.
    PUBLICATION = 28, "publication_noun";
    /// A noun of saying.
    SPEECH_NOUN = 29, "speech_noun";
    /// A verb of saying.
    SPEECH = 30, "speech";
    /// A preposition that names a source.
    ACCORDING = 31, "according";
    /// Introduces what may stand between the verb and what is said.
    SKIP = 32, "addressee_skip";
    /// Ends like an adverb and is none.
    NO_ADVERB = 33, "adverb_exception";
    /// Names who acts in a passive.
    BY = 34, "agent_marker";
    /// A name run together with a verb of saying; the lexicon lists the verbs.
    GLUED_SPEECH = 35, "glued_speech";
    /// Sets a clause of the writer's against what is said.
    CONTRAST = 36, "contrast";
    /// Begins a concession or comparison of the writer's behind a comma.
    CONCESSION = 37, "concession";
    /// Begins "as she noted".
    AS_SAID = 38, "reporting_conjunction";
    /// The first person singular as a subject.
    FIRST_PERSON = 40, "first_person";
    /// Begins a clause that is part of what is said: "If it rains, she said, …".
    CONDITION = 41, "condition";
    /// The indefinite article.
    ARTICLE = 42, "article";
    /// Joins what is compared: "more than half".
    THAN = 43, "comparison";
    /// What is said behind it is not told as fact.
    HYPOTHESIS = 44, "hypothesis";
    /// What somebody asked says: "yes".
    ANSWER = 45, "answer";
    /// Goes before a number or quantity.
    ABOUT = 39, "approximation";
}

/// Bits of what a token is apart from its word.
pub mod shape {
    /// A word with a capital.
    pub const CAPITAL: u64 = 1 << 50;
    /// A word.
    pub const WORD: u64 = 1 << 51;
    /// A number.
    pub const NUMBER: u64 = 1 << 52;
    /// A comma.
    pub const COMMA: u64 = 1 << 53;
    /// A full stop, question or exclamation mark, ellipsis.
    pub const STOP: u64 = 1 << 54;
    /// A colon.
    pub const COLON: u64 = 1 << 55;
    /// A semicolon.
    pub const SEMICOLON: u64 = 1 << 56;
    /// A dash between words.
    pub const DASH: u64 = 1 << 57;
    /// An opening bracket.
    pub const OPEN: u64 = 1 << 58;
    /// A closing bracket.
    pub const CLOSE: u64 = 1 << 59;
    /// A quote glyph.
    pub const MARK: u64 = 1 << 60;
    /// Glued to the token before it.
    pub const GLUED: u64 = 1 << 61;
    /// First token of a sentence.
    pub const SENTENCE: u64 = 1 << 62;
    /// A region within quote marks, taken as one item.
    pub const QUOTED: u64 = 1 << 63;
}

/// What a verb of saying takes, as bits.
pub mod takes {
    /// A clause without a conjunction.
    pub const CLAUSE: u16 = 1;
    /// A clause with a conjunction.
    pub const THAT: u16 = 2;
    /// A noun phrase that is what is said.
    pub const OBJECT: u16 = 4;
    /// The person spoken to.
    pub const PERSON: u16 = 8;
    /// An infinitive.
    pub const INFINITIVE: u16 = 16;
    /// An indirect question.
    pub const QUESTION: u16 = 32;
    /// A quotation after a conjunction of comparison.
    pub const AS: u16 = 64;
    /// Words in quote marks within its object.
    pub const FRAGMENT: u16 = 128;
    /// Direct speech.
    pub const DIRECT: u16 = 256;
    /// Plain saying: no other reading is likely.
    pub const STRONG: u16 = 512;
    /// The same form is often a noun.
    pub const NOUN: u16 = 1024;
    /// Needs quote marks to count.
    pub const WEAK: u16 = 2048;
}

/// Forms of verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// say
    #[default]
    Base,
    /// says
    Third,
    /// said
    Past,
    /// saying
    Participle,
}

/// The word classes of a set of rules.
#[derive(Debug, Default)]
pub struct Grammar {
    /// Classes by word.
    words: Vec<u64>,
    /// Classes and shape of tokens by [`Class`], as far as it tells them; 0 where it does not.
    known: Vec<u64>,
    speech: Option<LexiconId>,
    according: Option<LexiconId>,
    /// What each verb takes, by entry.
    verbs: Vec<(u16, Form)>,
    endings: [Endings; 5],
}

/// Endings of words, told apart by their last byte.
#[derive(Debug, Default)]
struct Endings {
    /// The last bytes, as bits.
    last: [u64; 4],
    list: Vec<Box<str>>,
}

impl Endings {
    fn new(list: Vec<Box<str>>) -> Self {
        let mut last = [0; 4];
        for byte in list.iter().filter_map(|ending| ending.as_bytes().last()) {
            last[usize::from(byte / 64)] |= 1 << (byte % 64);
        }
        Self { last, list }
    }

    #[inline]
    fn end(&self, word: &str) -> bool {
        let byte = word.as_bytes().last().copied().unwrap_or(0);
        self.last[usize::from(byte / 64)] >> (byte % 64) & 1 != 0
            && self.list.iter().any(|ending| word.ends_with(&**ending))
    }
}

impl Grammar {
    /// Reads the classes out of the lexicons.
    pub fn new(lexicons: &Lexicons, words: usize) -> Self {
        let mut grammar = Self { words: vec![0; words + 1], ..Self::default() };
        for (name, bit) in CLASSES {
            let Some(lexicon) = lexicons.by_name(name) else { continue };
            for entry in &lexicon.entries {
                // Longer entries mark their first word; whoever asks looks them up in full.
                let Some(first) = entry.tokens.first() else { continue };
                let whole = entry.tokens.len() == 1
                    || matches!(*bit, class::SPEECH | class::ACCORDING | class::TITLE);
                if whole && *bit != class::GLUED_SPEECH {
                    grammar.words[first.word.0 as usize] |= bit;
                }
            }
        }
        for entry in lexicons.by_name(OFFICE).into_iter().flat_map(|l| &l.entries) {
            grammar.mark_office(entry);
        }
        // A word that no rule names is in no class.
        grammar.words[WordId::UNKNOWN.0 as usize] = 0;
        grammar.speech = lexicons.id("speech");
        grammar.according = lexicons.id("according");
        grammar.verbs = lexicons
            .by_name("speech")
            .map(|l| l.entries.iter().map(verb).collect())
            .unwrap_or_default();
        let endings = |name| {
            let entries = lexicons
                .by_name(name)
                .map(|l| l.entries.iter().map(|e| e.spelling.clone()).collect());
            Endings::new(entries.unwrap_or_default())
        };
        grammar.endings = [
            endings("adverb_ending"),
            endings("past_ending"),
            endings("participle_ending"),
            endings("glued_speech"),
            endings("plural_ending"),
        ];
        grammar
    }

    /// Makes the noun of an office that a pack gives somebody a noun for somebody who may speak:
    /// "clerk" of "town clerk" and of "clerk of works".
    fn mark_office(&mut self, entry: &Entry) {
        let bits = |word: WordId| self.words[word.0 as usize];
        let of = entry.tokens.iter().position(|t| bits(t.word) & class::PREPOSITION != 0);
        let noun = of.unwrap_or(entry.tokens.len()).checked_sub(1);
        if let Some(noun) = noun.map(|at| entry.tokens[at].word) {
            self.words[noun.0 as usize] |= class::ROLE;
        }
    }

    /// Works out what tokens are by their class alone; call it after the last word was added.
    pub fn know(&mut self, classes: &[(WordId, usize)], vocabulary: &Vocabulary) {
        let mut signs: Vec<u64> = vec![0; vocabulary.len() + 1];
        vocabulary.each(|word, id| signs[id.0 as usize] = sign(word));
        let known = |(word, shape): &(WordId, usize)| {
            let bits = self.words.get(word.0 as usize).copied().unwrap_or(0);
            match *shape {
                0..=2 => bits | shape::NUMBER,
                3 if *word != WordId::UNKNOWN => told(bits | shape::WORD | shape::CAPITAL),
                4 if bits != 0 => told(bits | shape::WORD),
                5 => signs
                    .get(word.0 as usize)
                    .map_or(0, |sign| if *sign == 0 { 0 } else { bits | sign }),
                6 => bits | shape::MARK,
                _ => 0,
            }
        };
        self.known = classes.iter().map(known).collect();
    }

    /// Classes and shapes of all tokens of a text.
    pub fn read(&self, text: &Text) -> Vec<u64> {
        (0..text.tokens.len()).map(|token| self.bits(text, token)).collect()
    }

    /// Classes and shape of a token.
    #[inline]
    pub fn bits(&self, text: &Text, token: usize) -> u64 {
        let t = text.tokens[token];
        let known = self.known.get(Class::of(t).0 as usize).copied().unwrap_or(0);
        let mut bits = if known == 0 { self.look_at(text, token) } else { known };
        if !t.has(flags::SPACE_BEFORE) {
            bits |= shape::GLUED;
        }
        if t.has(flags::SENTENCE_START) {
            bits |= shape::SENTENCE;
        }
        bits
    }

    /// Classes and shape of a token of which its class does not tell enough.
    fn look_at(&self, text: &Text, token: usize) -> u64 {
        let t = text.tokens[token];
        let mut bits = self.words.get(t.word.0 as usize).copied().unwrap_or(0);
        bits |= match t.shape {
            Shape::Word => self.word_bits(text, token, t, bits),
            Shape::Number => shape::NUMBER,
            Shape::Mark => shape::MARK,
            Shape::Punct => punctuation(text, token),
        };
        told(bits)
    }

    #[inline]
    fn word_bits(&self, text: &Text, token: usize, t: Token, known: u64) -> u64 {
        let mut bits = shape::WORD;
        if t.has(flags::CAPITALISED) {
            bits |= shape::CAPITAL;
            if t.word == WordId::UNKNOWN && t.len() > 8 && self.endings[3].end(text.word(token)) {
                bits |= class::GLUED_SPEECH;
            }
        } else if known == 0 && t.len() > 4 && self.endings[0].end(text.word(token)) {
            bits |= class::ADVERB;
        }
        bits
    }

    /// Whether a lower-case word looks like a past form or a participle in the past.
    pub fn looks_past(&self, word: &str) -> bool {
        word.len() > 3 && self.endings[1].end(word)
    }

    /// Whether a word looks like a plural, or a verb in the third person.
    pub fn looks_plural(&self, word: &str) -> bool {
        word.len() > 3 && self.endings[4].end(word)
    }

    /// Whether a word looks like a participle in the present.
    pub fn looks_participle(&self, word: &str) -> bool {
        word.len() > 4 && self.endings[2].end(word)
    }

    /// The verb of saying that begins at a token: what it takes, its form, its length and entry.
    pub fn verb(
        &self,
        lexicons: &Lexicons,
        text: &Text,
        token: usize,
    ) -> Option<(u16, Form, usize, EntryRef)> {
        let (reference, len) = lexicons.longest(self.speech?, &text.tokens, token)?;
        let (takes, form) = *self.verbs.get(reference.entry as usize)?;
        Some((takes, form, len, reference))
    }

    /// Length of the source preposition that begins at a token.
    pub fn according(&self, lexicons: &Lexicons, text: &Text, token: usize) -> Option<usize> {
        lexicons.longest(self.according?, &text.tokens, token).map(|(_, len)| len)
    }
}

fn verb(entry: &Entry) -> (u16, Form) {
    let mut bits = 0;
    if let Some(AttributeSpec::List(list)) = entry.attributes.get("takes") {
        for item in list {
            bits |= match item {
                AttributeSpec::Text(t) => match t.as_str() {
                    "clause" => takes::CLAUSE,
                    "that" => takes::THAT,
                    "object" => takes::OBJECT,
                    "person" => takes::PERSON,
                    "infinitive" => takes::INFINITIVE,
                    "question" => takes::QUESTION,
                    "as" => takes::AS,
                    "fragment" => takes::FRAGMENT,
                    _ => 0,
                },
                _ => 0,
            };
        }
    }
    for (name, bit) in [
        ("direct", takes::DIRECT),
        ("strong", takes::STRONG),
        ("noun", takes::NOUN),
        ("weak", takes::WEAK),
    ] {
        if entry.is(name) {
            bits |= bit;
        }
    }
    let form = match entry.text("form") {
        Some("base") => Form::Base,
        Some("third") => Form::Third,
        Some("ing") => Form::Participle,
        // A spelling beside the first one is an irregular past form.
        _ => Form::Past,
    };
    (bits, form)
}

fn punctuation(text: &Text, token: usize) -> u64 {
    match text.word(token) {
        "-" => dash_or_hyphen(text, token),
        word => sign(word),
    }
}

/// A word is a month only with a capital where it may be a verb: "may".
fn told(bits: u64) -> u64 {
    let verb = bits & class::MODAL != 0 && bits & (class::TIME | shape::CAPITAL) == class::TIME;
    if verb { bits & !class::TIME } else { bits }
}

/// What a punctuation character other than the hyphen is.
fn sign(word: &str) -> u64 {
    match word.as_bytes() {
        b"," => shape::COMMA,
        b"." | b"?" | b"!" => shape::STOP,
        b":" => shape::COLON,
        b";" => shape::SEMICOLON,
        b"%" => shape::NUMBER,
        b"(" | b"[" => shape::OPEN,
        b")" | b"]" => shape::CLOSE,
        [_] => 0,
        _ => match word {
            "…" => shape::STOP,
            "—" | "–" | "―" => shape::DASH,
            _ => 0,
        },
    }
}

/// A hyphen between blanks, or beside another hyphen, is a dash.
fn dash_or_hyphen(text: &Text, token: usize) -> u64 {
    let t = text.tokens[token];
    let next = text.tokens.get(token + 1);
    let blank_after = next.is_none_or(|n| n.has(flags::SPACE_BEFORE));
    let double = next.is_some_and(|_| text.word(token + 1) == "-")
        || (token > 0 && text.word(token - 1) == "-");
    if double || (t.has(flags::SPACE_BEFORE) && blank_after) { shape::DASH } else { 0 }
}
