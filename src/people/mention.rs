//! Mentions of persons and organisations: names, offices, acronyms.
//!
//! In: a text and the word classes of its tokens.  Out: [`Mention`]s in the order of the text.
//! Whether two mentions are one person is decided later; pronouns are read where they speak.

mod field;
mod opening;

use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
use crate::rules::starts::Asked;
use crate::text::{Shape, Text, TokenRange};
use opening::Capitals;
use smallvec::SmallVec;
use std::cell::OnceCell;

/// What kind of words name somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// A name of a person, or of something not known to be anything else.
    Name,
    /// A name of an organisation.
    Organisation,
    /// An office or occupation: "the defence minister".
    Role,
    /// Capitals that stand for a longer name.
    Acronym,
}

/// Titles and offices of somebody.
pub type Roles = SmallVec<[TokenRange; 1]>;

/// A stretch of text that names somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// With titles before the name.
    pub tokens: TokenRange,
    /// The name itself, or the words of the office.
    pub name: TokenRange,
    /// What kind of words it is.
    pub kind: MentionKind,
    /// Titles and offices that stand before the name or in apposition.
    pub roles: Roles,
    /// Gender told by a title, a role or a given name: `f`, `m` or empty.
    pub gender: Gender,
    /// Titles, given names or offices show that it is a person.
    pub person: bool,
    /// A determiner or owner makes it definite: "the minister".
    pub definite: bool,
    /// The long form that a bracketed acronym right behind it stands for, or the acronym's.
    pub same_as_previous: bool,
}

/// Grammatical gender of who is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Gender {
    /// Not known.
    #[default]
    Unknown,
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Gender {
    /// As the output writes it.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Female => "f",
            Self::Male => "m",
        }
    }

    /// Whether two genders can be one person's.
    pub fn agrees(self, other: Self) -> bool {
        self == Self::Unknown || other == Self::Unknown || self == other
    }

    /// The gender an attribute tells.
    pub fn read(text: Option<&str>) -> Self {
        match text {
            Some("f") => Self::Female,
            Some("m") => Self::Male,
            _ => Self::Unknown,
        }
    }
}

/// Longest run of capitalised words that is taken for one name.
const LONGEST_NAME: usize = 14;

/// Finds the mentions of a text.
pub fn find(rules: &Rules, text: &Text, bits: &[u64]) -> Vec<Mention> {
    let finder = Finder { rules, text, bits, capitals: OnceCell::new() };
    let mut out: Vec<Mention> = Vec::with_capacity(bits.len() / 16);
    let mut at = 0;
    // Nothing begins but at a capital or a noun for somebody.
    let may_begin = |bits: &u64| bits & (shape::CAPITAL | class::ROLE) != 0;
    while let Some(skipped) = bits.get(at..).and_then(|rest| rest.iter().position(may_begin)) {
        at = finder.step(at + skipped, &mut out);
    }
    out
}

struct Finder<'a> {
    rules: &'a Rules,
    text: &'a Text<'a>,
    bits: &'a [u64],
    /// Words with a capital within sentences, once they are asked for.
    capitals: OnceCell<Capitals<'a>>,
}

impl Finder<'_> {
    fn is(&self, at: usize, bits: u64) -> bool {
        self.bits.get(at).is_some_and(|b| b & bits != 0)
    }

    /// Reads what begins at a token; returns the token to go on from.
    fn step(&self, at: usize, out: &mut Vec<Mention>) -> usize {
        if self.opens_office(at) {
            return at + 1;
        }
        if self.opens_long_office(at) {
            let mention = self.role_mention(at);
            let end = mention.tokens.end;
            out.push(mention);
            return end;
        }
        if let Some(end) = self.run(at) {
            if let Some(mention) = self.name(at, end, out) {
                out.push(mention);
                return end;
            }
        }
        if self.is(at, class::ROLE) && !self.is(at, shape::CAPITAL) {
            let mention = self.role_mention(at);
            let end = mention.tokens.end;
            out.push(mention);
            return end;
        }
        at + 1
    }

    /// End of the run of capitalised words that begins at a token.
    fn run(&self, start: usize) -> Option<usize> {
        if !self.capital(start) {
            return None;
        }
        let mut end = start + 1;
        while end < self.bits.len() && end - start < LONGEST_NAME {
            if self.is(end, shape::SENTENCE) || self.far_apart(end) || self.says(end) {
                break;
            }
            if self.capital(end) && !self.is(end, class::CLITIC) {
                end += 1;
            } else if let Some(link) = self.link(start, end) {
                end += link;
            } else {
                break;
            }
        }
        Some(end)
    }

    /// Whether a token can be part of a name.
    fn capital(&self, at: usize) -> bool {
        let functional = class::DETERMINER
            | class::POSSESSIVE
            | class::SUBJECT
            | class::PREPOSITION
            | class::COORDINATOR
            | class::SUBORDINATOR
            | class::RELATIVE
            | class::BE
            | class::AUXILIARY
            | class::TIME
            | class::INDEFINITE
            | class::DEMONSTRATIVE
            | class::QUESTION
            | class::ADVERB
            | class::ACCORDING;
        let bits = self.bits.get(at).copied().unwrap_or(0);
        let is = |of: u64| bits & of != 0;
        if !is(shape::CAPITAL) {
            return false;
        }
        let named = class::GIVEN | class::TITLE | class::ROLE | class::ORGANISATION;
        let time = is(shape::SENTENCE) && is(class::TIME_LEAD);
        if is(class::SUBJECT) || time && self.is(at + 1, class::TIME) {
            return false;
        }
        // "Will Roe": an auxiliary with a capital within a sentence.
        let auxiliary = is(class::AUXILIARY) && !is(shape::SENTENCE);
        !is(functional)
            || is(named)
            || auxiliary && self.is(at + 1, shape::CAPITAL)
            || (!is(shape::SENTENCE)
                && self.is(at.wrapping_sub(1), shape::CAPITAL)
                && !is(class::TIME | class::COORDINATOR | class::PREPOSITION))
    }

    /// Number of tokens that join the run to a further capitalised word, that word included.
    fn link(&self, start: usize, at: usize) -> Option<usize> {
        let glued = self.is(at, shape::GLUED);
        let next = self.is(at + 1, shape::CAPITAL) && !self.is(at + 1, shape::SENTENCE);
        if self.is(at, shape::STOP) && glued && next {
            let short = self.text.tokens[at - 1].len() <= 4;
            return short.then_some(2);
        }
        // "Ri-an": a syllable of a name.
        let syllable = self.is(at + 1, shape::WORD) && self.text.tokens[at + 1].len() <= 2;
        if self.is(at, class::JOIN) && glued && (next || syllable) && self.is(at + 1, shape::GLUED)
        {
            return Some(2);
        }
        if next && self.text.tokens[at].shape == Shape::Punct && self.text.word(at) == "&" {
            return Some(2);
        }
        if let Some(len) = self.particles(at) {
            return Some(len);
        }
        if let Some(length) = self.body_goes_on(start, at) {
            return Some(length);
        }
        let named = class::TITLE | class::ROLE | class::ORGANISATION;
        let person = (start + 1..at).any(|i| self.is(i, class::GIVEN));
        // "Secretary Roe for Kelm": behind a title alone stands a name.
        let long = || (start..at).any(|i| self.is(i, class::PREPOSITION));
        let office = self.is(at - 1, named) || self.is(start, named) && !person && long();
        if office && self.is(at, class::PREPOSITION) && self.of_phrase(at) {
            return Some(if next { 2 } else { 3 });
        }
        None
    }

    /// "van der Goot", "al-Hadi": small words and the name behind them.
    fn particles(&self, at: usize) -> Option<usize> {
        const MOST: usize = 3;
        let particle = |i: usize| self.rules.stands(self.text, Asked::Particle, i);
        let count = (0..MOST).take_while(|k| particle(at + k)).count();
        let hyphen = usize::from(self.is(at + count, class::JOIN));
        let name = at + count + hyphen;
        let named = self.is(name, shape::CAPITAL) && !self.is(name, shape::SENTENCE);
        (count > 0 && named).then_some(count + hyphen + 1)
    }

    /// "of Army Staff", "for the Interior"
    fn of_phrase(&self, at: usize) -> bool {
        let linking = matches!(self.text.tokens[at].len(), 2..=3)
            && !self.is(at, class::SUBORDINATOR | class::TO);
        let direct = self.is(at + 1, shape::CAPITAL) && !self.is(at + 1, class::TIME);
        let with_article = self.is(at + 1, class::DETERMINER)
            && self.is(at + 2, shape::CAPITAL)
            && !self.is(at + 2, class::TIME);
        linking && (direct || with_article) && !self.is(at + 1, shape::SENTENCE)
    }

    /// Splits a run into titles and name.
    fn name(&self, start: usize, end: usize, out: &[Mention]) -> Option<Mention> {
        if self.has_own_article(start) {
            return Some(self.titled_work(start - 1, end));
        }
        let behind = self.behind_field(self.behind_office(start, end), end);
        let (start, told) = (behind, behind > start);
        let (name_start, mut roles) = self.titles(start, end);
        let mut first = start;
        // "spokesman Jesse Roe": an occupation in lower case right before.
        if let Some(before) = out.last() {
            if before.kind == MentionKind::Role && before.tokens.end == start {
                roles.insert(0, before.name.clone());
                first = before.tokens.start;
            }
        }
        // "Official One": a number is nobody's name.
        let numbered = || end - name_start == 1 && self.is(name_start, class::DETERMINER);
        if name_start >= end || !roles.is_empty() && numbered() {
            return Some(self.office(start, end, out));
        }
        if end - name_start == 1 && name_start > start && self.happens_to(start, name_start) {
            return Some(self.office(start, name_start, out));
        }
        let name = name_start..end;
        let lone = end - name_start == 1;
        let all_caps = lone && self.text.tokens[name_start].has(crate::text::flags::ALL_CAPS);
        let organisation =
            name.clone().any(|i| self.is(i, class::ORGANISATION)) && roles.is_empty();
        let given = self.gender(Asked::Given, name_start);
        let titled = roles
            .iter()
            .map(|r| self.gender_of_role(r.clone()))
            .find(|g| *g != Gender::Unknown)
            .unwrap_or_default();
        let gender = if titled == Gender::Unknown { given.unwrap_or_default() } else { titled };
        let unnamed = roles.is_empty()
            && (lone && self.opens_sentence(start, end) || self.is_thing(name_start, end));
        if unnamed {
            return None;
        }
        let bracketed = name_start > 0 && self.is(name_start - 1, shape::OPEN);
        let kind = if organisation {
            MentionKind::Organisation
        } else if all_caps && roles.is_empty() {
            MentionKind::Acronym
        } else {
            MentionKind::Name
        };
        let person =
            kind == MentionKind::Name && (!roles.is_empty() || !lone && (told || given.is_some()));
        Some(Mention {
            tokens: first..end,
            name,
            kind,
            roles,
            gender,
            person,
            definite: true,
            same_as_previous: bracketed,
        })
    }

    /// "Woman Killed in Crash": in a headline what happens to somebody has a capital, too.
    fn happens_to(&self, start: usize, verb: usize) -> bool {
        self.is(verb - 1, class::ROLE)
            && self.is(verb - 1, shape::CAPITAL)
            && !(start..verb).any(|i| self.is(i, class::TITLE))
            && !self.is(verb, class::GIVEN)
            && self.rules.stands(self.text, Asked::EventVerb, verb)
    }

    /// "The Ledger" within a sentence: the capital makes the article a part of the name.
    fn has_own_article(&self, start: usize) -> bool {
        start > 0
            && self.is(start - 1, class::DETERMINER)
            && self.is(start - 1, shape::CAPITAL)
            && !self.is(start - 1, shape::SENTENCE)
    }

    fn titled_work(&self, start: usize, end: usize) -> Mention {
        Mention {
            tokens: start..end,
            name: start..end,
            kind: MentionKind::Organisation,
            roles: Roles::new(),
            gender: Gender::Unknown,
            person: false,
            definite: true,
            same_as_previous: false,
        }
    }

    /// Titles and offices at the start of a run; returns where the name begins.
    fn titles(&self, start: usize, end: usize) -> (usize, Roles) {
        let mut roles = Roles::new();
        let mut from = start;
        let mut at = start;
        while at < end {
            let Some(len) = self.title_len(at).filter(|l| at + l <= end) else {
                at += 1;
                continue;
            };
            at += len;
            if self.is(at, shape::STOP) && at < end {
                at += 1;
            }
            at = self.office_end(at, end);
            roles.push(from..at);
            from = at;
        }
        (from, roles)
    }

    /// End of "of Army Staff" behind a title: up to a given name or a further title.
    fn office_end(&self, at: usize, end: usize) -> usize {
        if at >= end || !self.is(at, class::PREPOSITION) {
            return at;
        }
        (at + 1..end)
            .find(|i| self.begins_name(*i, end) || self.title_len(*i).is_some())
            .or_else(|| self.field_end(at + 1, end))
            .unwrap_or(end)
    }

    /// Length of the title or office that begins at a token.
    fn title_len(&self, at: usize) -> Option<usize> {
        if ![Asked::Title, Asked::Role].iter().any(|asked| self.may_stand(*asked, at)) {
            return None;
        }
        let longest = |asked| self.rules.longest(self.text, asked, at).map(|(_, len)| len);
        longest(Asked::Title).max(longest(Asked::Role))
    }

    fn may_stand(&self, asked: Asked, at: usize) -> bool {
        self.rules.starts.may_stand(&self.text.tokens, asked, at)
    }

    /// The gender that the entry of a lexicon at a token tells.
    fn gender(&self, asked: Asked, at: usize) -> Option<Gender> {
        let (entry, _) = self.rules.longest(self.text, asked, at)?;
        Some(Gender::read(self.rules.lexicons.entry(entry).text("gender")))
    }

    /// Gender told by a title or an occupation.
    fn gender_of_role(&self, tokens: TokenRange) -> Gender {
        let told = |at: usize| {
            let genders = [Asked::Title, Asked::Role].map(|asked| self.gender(asked, at));
            genders.into_iter().flatten().find(|gender| *gender != Gender::Unknown)
        };
        tokens.rev().find_map(told).unwrap_or_default()
    }

    /// A run that is an office as a whole: "Chief of Army Staff".
    fn office(&self, start: usize, end: usize, out: &[Mention]) -> Mention {
        let gender = self.gender_of_role(start..end);
        let same = out.last().is_some_and(|m| {
            m.kind == MentionKind::Role
                && m.tokens.end + 1 == start
                && self.is(start - 1, shape::OPEN)
        });
        Mention {
            tokens: start..end,
            name: start..end,
            kind: MentionKind::Role,
            roles: Roles::new(),
            gender,
            person: true,
            definite: true,
            same_as_previous: same,
        }
    }

    /// "the defence minister": an occupation in lower case with what stands before it.
    fn role_mention(&self, at: usize) -> Mention {
        let end = at + self.title_len(at).unwrap_or(1);
        let mut first = at;
        while first > 0
            && at - first < 5
            && !self.is(first, shape::SENTENCE)
            && self.modifier(first - 1)
        {
            first -= 1;
        }
        let definite = first > 0
            && self.is(first - 1, class::DETERMINER | class::POSSESSIVE | class::CLITIC)
            && !self.indefinite(first - 1);
        let tokens = if definite && !self.is(first - 1, class::CLITIC) {
            first - 1..end
        } else {
            first..end
        };
        Mention {
            tokens,
            name: first..end,
            kind: MentionKind::Role,
            roles: Roles::new(),
            gender: self.gender_of_role(at..end),
            person: true,
            definite,
            same_as_previous: false,
        }
    }

    fn modifier(&self, at: usize) -> bool {
        let functional = class::DETERMINER
            | class::POSSESSIVE
            | class::PREPOSITION
            | class::COORDINATOR
            | class::SUBORDINATOR
            | class::BE
            | class::AUXILIARY
            | class::SUBJECT
            | class::CLITIC
            | class::RELATIVE
            | class::FINITE
            | class::SPEECH
            | class::ADVERB
            | class::TIME;
        let capital = self.is(at, shape::CAPITAL) && !self.opens_office(at);
        self.is(at, shape::WORD) && !self.is(at, functional) && !capital
    }

    /// "a", "an", "another", "one", "some": does not take up somebody known.
    fn indefinite(&self, at: usize) -> bool {
        self.rules.stands(self.text, Asked::IndefiniteArticle, at)
    }
}
