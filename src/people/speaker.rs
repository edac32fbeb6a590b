//! Speakers: from the words that name who speaks to the person.
//!
//! In: quotations and the clusters of an article.  Out: quotations in the form of the output.

use super::cluster::{Clusters, Who};
use super::mention::{Gender, Mention, MentionKind};
use super::names;
use super::why;
use crate::extraction::{Quote, Speaker};
use crate::matching::RuleId;
use crate::matching::trace;
use crate::quotes::{Found, construction};
use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
use crate::rules::starts::Asked;
use crate::text::{Text, Token, TokenRange};
use compact_str::{CompactString, ToCompactString};
use std::ops::Range;

/// How many paragraphs back a pronoun looks for its person.
const PARAGRAPHS_BACK: usize = 3;
/// Most phrases end within so many tokens.
const NEAR: usize = 8;
/// How many mentions back.
const MENTIONS_BACK: usize = 60;

/// Resolves the speakers of one article.
pub struct Speakers<'a> {
    rules: &'a Rules,
    pub(super) text: &'a Text<'a>,
    bits: &'a [u64],
    pub(super) mentions: &'a [Mention],
    /// The persons; offices without a holder are added.
    pub clusters: Clusters,
    /// Who spoke last, and in which paragraph.
    last: Option<(Who, usize)>,
    /// The last label of a turn, and whom it names.
    turn: Option<(Range<usize>, Speaker)>,
    /// The labels of turns in a transcript, which no pronoun refers to.
    labels: Vec<Range<usize>>,
    /// Why the latest speaker was chosen, for `explain`.
    pub(super) why: &'static str,
}

impl<'a> Speakers<'a> {
    /// For one article.
    pub fn new(
        rules: &'a Rules,
        text: &'a Text<'a>,
        bits: &'a [u64],
        mentions: &'a [Mention],
        clusters: Clusters,
    ) -> Self {
        Self {
            rules,
            text,
            bits,
            mentions,
            clusters,
            last: None,
            turn: None,
            labels: Vec::new(),
            why: why::KEPT,
        }
    }

    /// Quotations with the names of their speakers.
    pub fn attribute(&mut self, found: Vec<Found>) -> Vec<Quote> {
        let contents: Vec<Range<usize>> = found.iter().map(|f| f.content.clone()).collect();
        let turns = found.iter().filter(|f| f.rule == construction::TURN);
        self.labels = turns.filter_map(|f| f.speaker.clone()).collect();
        self.labels.dedup();
        found.into_iter().map(|f| self.quote(f, &contents)).collect()
    }

    fn quote(&mut self, found: Found, contents: &[Range<usize>]) -> Quote {
        let (content, words) = self.text.stretch(found.content.clone());
        let about = trace::on().then(|| self.about(&found));
        let named = found.speaker.as_ref().filter(|full| !self.is_author(full)).cloned();
        let speaker = named.as_ref().map(|full| match found.rule {
            construction::TURN => self.labelled(full, contents),
            _ => self.speaker(full, found.speaker_head.as_ref().unwrap_or(full), contents),
        });
        if let Some(about) = about {
            self.explain(about, &found, speaker.as_ref(), contents);
        }
        // Whom a label names is not who the words of the turn speak of.
        if found.rule == construction::TURN {
            self.last = None;
        }
        let via = found.via.as_ref().map(|full| self.speaker(full, full, contents));
        Quote {
            start: content.start,
            end: content.end,
            text: words.to_owned(),
            kind: found.kind,
            closed: found.closed,
            part_of: found.part_of.map(group),
            cue: found.cue.map(|c| self.text.original(c)),
            speaker,
            via,
            said: None,
            modality: found.modality.map(CompactString::const_new),
            aside: None,
            rule: CompactString::const_new(found.rule),
        }
    }

    /// The speaker of a turn: of each of its paragraphs the same.
    fn labelled(&mut self, label: &Range<usize>, contents: &[Range<usize>]) -> Speaker {
        if let Some((_, speaker)) =
            self.turn.as_ref().filter(|(last, _)| last == label && !trace::on())
        {
            return speaker.clone();
        }
        let speaker = self.speaker(label, label, contents);
        self.turn = Some((label.clone(), speaker.clone()));
        speaker
    }

    fn speaker(
        &mut self,
        full: &Range<usize>,
        head: &Range<usize>,
        contents: &[Range<usize>],
    ) -> Speaker {
        let slice = self.text.original(full.clone());
        let same = full == head;
        let full = self.tokens(full);
        let head = if same { full.clone() } else { self.tokens(head) };
        let who = self.who(&full, &head, contents);
        let paragraph = self.text.paragraph_of(full.start);
        let (name, uncertain) = match who {
            Some(who) => {
                self.last = Some((who, paragraph));
                let cluster = &mut self.clusters.list[who.cluster];
                cluster.organisation |= cluster.place && !cluster.person;
                cluster.person |= !cluster.organisation;
                let name = cluster.name.clone();
                let core = self.core(&head);
                let whole = || Some(&full).filter(|full| **full != core);
                let joint = self.joint(&core).or_else(|| self.joint(whole()?));
                (joint.map_or(name, CompactString::from), who.uncertain)
            }
            // "Credible reports": of a quality alone nobody is known.
            None if head.len() == 1 && self.rules.stands(self.text, Asked::Quality, head.start) => {
                (self.plain_name(&full), false)
            }
            None => (self.plain_name(&head), false),
        };
        Speaker { start: slice.start, end: slice.end, text: slice.text, name, uncertain }
    }

    /// The rule and the tokens a note on a quotation is about.
    fn about(&self, found: &Found) -> (Option<RuleId>, TokenRange) {
        (self.rules.find(found.rule).map(|(id, _)| id), self.tokens(&found.content))
    }

    pub(super) fn tokens(&self, bytes: &Range<usize>) -> TokenRange {
        let tokens = &self.text.tokens;
        let first = self.text.token_at(bytes.start);
        let last = bytes.end.saturating_sub(1);
        let before = |token: &&Token| token.end as usize <= last;
        let near = tokens[first..].iter().take(NEAR).take_while(before).count();
        let last = if near < NEAR { first + near } else { self.text.token_at(last) };
        first..(last + 1).min(tokens.len())
    }

    pub(super) fn is(&self, at: usize, bits: u64) -> bool {
        self.bits.get(at).is_some_and(|b| b & bits != 0)
    }

    /// Whether the words are the first person singular in a snippet: an author nothing tells of.
    fn is_author(&self, full: &Range<usize>) -> bool {
        let is_one = |tokens: &TokenRange| tokens.len() == 1;
        let alone = || Some(self.tokens(full)).filter(is_one);
        self.text.paragraphs.len() == 1
            && alone().is_some_and(|tokens| self.is(tokens.start, class::FIRST_PERSON))
    }

    /// Mentions that begin within a range of tokens, by index.
    fn within(&self, range: &TokenRange) -> Range<usize> {
        let first = self.mentions.partition_point(|m| m.tokens.end <= range.start);
        let inside = self.mentions[first..].iter().take_while(|m| m.tokens.start < range.end);
        first..first + inside.count()
    }

    fn who(
        &mut self,
        full: &TokenRange,
        head: &TokenRange,
        contents: &[Range<usize>],
    ) -> Option<Who> {
        self.why = why::KEPT;
        if head.len() == 1 && self.is(head.start, class::SUBJECT) {
            return self.pronoun(head.start, contents);
        }
        let core = self.core(head);
        let inside = self.within(&core);
        // "Q. Were you there?": a name never reaches beyond the label of a turn.
        let label = |full: &TokenRange| is_among(&self.labels, &self.text.bytes(full.clone()));
        let beyond = |i: &usize| self.mentions[*i].tokens.end > full.end && label(full);
        let last = inside.clone().next_back();
        if last.as_ref().is_some_and(beyond) {
            return None;
        }
        match last.map(|i| (i, self.mentions[i].kind)) {
            Some((i, MentionKind::Role)) => {
                if let Some(who) = self.in_charge(head, &core) {
                    self.why = why::NAME;
                    return Some(who);
                }
                self.why = why::ROLE;
                self.clusters.who[i]
                    .filter(|who| !label(full) || self.bears(*who, i))
                    .or_else(|| self.apposition(full, head))
                    .or_else(|| self.role(i, &core))
            }
            Some((i, _))
                if self.mentions[i].tokens.end >= core.end || self.only_noun_behind(i, &core) =>
            {
                self.why = why::NAME;
                self.spokesman(full, head).or(self.clusters.who[i])
            }
            _ => {
                self.why = why::APPOSITION;
                self.apposition(full, head)
            }
        }
    }

    /// The names of several who speak as one: "Jan Roe and Karl Ohm".
    fn joint(&self, phrase: &TokenRange) -> Option<String> {
        let inside = self.within(phrase);
        if inside.len() < 2 || self.mentions[inside.end - 1].tokens.end < phrase.end {
            return None;
        }
        // An occupation before a name is part of that mention, too.
        let part = |i: &usize| {
            let next = self.mentions.get(i + 1);
            next.is_some_and(|next| next.tokens.start <= self.mentions[*i].tokens.start)
        };
        let mut joint = String::new();
        let mut seen = Vec::new();
        let mut coordinated = false;
        let mut from = phrase.start;
        for i in inside.filter(|i| !part(i)) {
            let mention = &self.mentions[i];
            if let Some(who) = self.clusters.who[i] {
                // "Jan Roe, the mayor": the same one again.
                if seen.contains(&who.cluster) {
                    return None;
                }
                seen.push(who.cluster);
            }
            let link = self.link(from..mention.tokens.start)?;
            if joint.is_empty() != link.is_empty() {
                return None;
            }
            // "Jan Roe, Director of …": an office in apposition is no second speaker.
            if mention.kind == MentionKind::Role && !joint.is_empty() && link == "," {
                return None;
            }
            coordinated = link.len() > 1;
            let known = self.clusters.who[i].map(|who| &*self.clusters.list[who.cluster].name);
            let written = names::written(self.text, mention.name.clone());
            joint.push_str(&link);
            joint.push_str(if link.is_empty() { "" } else { " " });
            joint.push_str(known.unwrap_or(&written));
            from = mention.tokens.end;
        }
        Some(joint).filter(|_| coordinated)
    }

    /// What joins two names, a comma or a conjunction, as it is written between them; `None` for
    /// anything else, an article left out.
    fn link(&self, gap: TokenRange) -> Option<String> {
        let article = |i: &usize| self.is(*i, class::DETERMINER) && !self.is(*i, class::INDEFINITE);
        let mut link = String::new();
        for token in gap.filter(|token| !article(token)) {
            if !self.is(token, shape::COMMA | class::COORDINATOR) {
                return None;
            }
            link.push_str(if self.is(token, shape::COMMA) { "" } else { " " });
            link.push_str(self.text.word(token));
        }
        Some(link)
    }

    /// The part of a phrase that holds its head: up to the first preposition, or behind it where
    /// a text speaks for somebody ("a statement by the ministry").
    fn core(&self, head: &TokenRange) -> TokenRange {
        let preposition = (head.start + 1..head.end).find(|i| {
            self.is(*i, class::PREPOSITION)
                && !self.is(*i, shape::CAPITAL)
                && !self.inside_mention(*i)
        });
        match preposition {
            Some(p) if self.is(p - 1, class::PUBLICATION | class::SPEECH_NOUN) => p + 1..head.end,
            Some(p) => head.start..p,
            None => head.clone(),
        }
    }

    fn inside_mention(&self, token: usize) -> bool {
        let at = self.mentions.partition_point(|m| m.tokens.end <= token);
        self.mentions.get(at).is_some_and(|m| m.tokens.start < token)
    }

    /// "The Ledger analysis": behind the name only a noun for a text. The Kelmish navy is not Kelm.
    fn only_noun_behind(&self, mention: usize, core: &TokenRange) -> bool {
        (self.mentions[mention].tokens.end..core.end).all(|i| {
            !self.rules.stands(self.text, Asked::Body, i)
                && self.is(
                    i,
                    class::PUBLICATION
                        | class::SPEECH_NOUN
                        | shape::MARK
                        | class::CLITIC
                        | shape::CLOSE
                        | shape::COMMA,
                )
        })
    }

    /// "The foreign office, Ambassador Roe,": a person with a title who speaks for a body.
    fn spokesman(&self, full: &TokenRange, head: &TokenRange) -> Option<Who> {
        let first = self.within(&(head.end..full.end)).next()?;
        let mention = &self.mentions[first];
        let titled = mention.kind == MentionKind::Name
            && !mention.roles.is_empty()
            && mention.tokens.start <= head.end + 1;
        titled.then(|| self.clusters.who[first])?
    }

    /// The name in apposition to a phrase: "a spokesman, Jesse Roe,".
    fn apposition(&self, full: &TokenRange, head: &TokenRange) -> Option<Who> {
        let behind = self.within(&(head.end..full.end));
        let first = behind.clone().next()?;
        let near = self.mentions[first].tokens.start <= head.end + 1;
        (near && self.mentions[first].kind == MentionKind::Name)
            .then(|| self.clusters.who[first])?
    }

    /// Who stands behind what an office is for: "the Under Secretary for Foreign Affairs Jan Roe".
    fn in_charge(&self, head: &TokenRange, core: &TokenRange) -> Option<Who> {
        let last = self.within(head).next_back()?;
        let mention = &self.mentions[last];
        let first = mention.tokens.start;
        let held = mention.kind == MentionKind::Name
            && mention.tokens.end == head.end
            && first > core.end
            && self.rules.stands(self.text, Asked::OfficeField, first - 1);
        held.then(|| self.clusters.who[last])?
    }

    /// Whether somebody was seen to bear the very office that a label names.
    fn bears(&self, who: Who, mention: usize) -> bool {
        let office = names::fold(names::role(self.text.slice(self.mentions[mention].name.clone())));
        self.clusters.list[who.cluster].roles.iter().any(|role| names::folds_to(role, &office))
    }

    fn role(&mut self, mention: usize, core: &TokenRange) -> Option<Who> {
        let m = &self.mentions[mention];
        let office =
            m.definite && m.tokens.end >= core.end && self.is(m.name.end - 1, shape::CAPITAL);
        let several = self.rules.grammar.looks_plural(self.text.word(m.name.end - 1));
        office.then(|| Who {
            cluster: self.clusters.office(self.text.slice(m.name.clone()), several),
            uncertain: false,
        })
    }

    /// The first mention that may be what a pronoun stands for.
    pub(super) fn reach(&self, at: usize) -> Range<usize> {
        let before = self.mentions.partition_point(|m| m.tokens.end <= at);
        let here = self.text.paragraph_of(at);
        let near = |m: &Mention| here - self.text.paragraph_of(m.tokens.start) <= PARAGRAPHS_BACK;
        let floor = before.saturating_sub(MENTIONS_BACK);
        let first = (floor..before).rev().take_while(|i| near(&self.mentions[*i])).last();
        first.unwrap_or(before)..before
    }

    /// The person a pronoun stands for: the subject of the sentences before it, nearest first.
    fn pronoun(&mut self, at: usize, contents: &[Range<usize>]) -> Option<Who> {
        let gender = self.pronoun_gender(at)?;
        let here = self.text.paragraph_of(at);
        let mut sentence = usize::MAX;
        let mut best: Option<usize> = None;
        let before = self.mentions.partition_point(|m| m.tokens.end <= at);
        for i in (before.saturating_sub(MENTIONS_BACK)..before).rev() {
            let start = self.mentions[i].tokens.start;
            let its = self.text.sentence_of(start);
            if its != sentence && best.is_some()
                || here - self.text.paragraph_of(start) > PARAGRAPHS_BACK
            {
                break;
            }
            sentence = its;
            if self.eligible(i, gender, contents) {
                best = Some(i);
            }
        }
        let found = best.and_then(|b| self.clusters.who[b]);
        match (self.last, found) {
            (Some((last, paragraph)), Some(who))
                if paragraph == here && self.fits(last, gender) =>
            {
                // Within a paragraph who spoke last goes on, unless somebody else has come up since.
                let since = best.is_some_and(|b| {
                    self.text.paragraph_of(self.mentions[b].tokens.start) == here
                        && self.starts_sentence(b)
                });
                self.why = if since { why::CAME_UP } else { why::GOES_ON };
                Some(if since { who } else { last })
            }
            (Some((last, paragraph)), None)
                if here - paragraph <= PARAGRAPHS_BACK && self.fits(last, gender) =>
            {
                self.why = why::SPOKE_LAST;
                Some(last)
            }
            (_, found) => {
                self.why = why::SUBJECT;
                found
            }
        }
    }

    fn fits(&self, who: Who, gender: Gender) -> bool {
        let cluster = &self.clusters.list[who.cluster];
        cluster.gender.agrees(gender) && !cluster.organisation
    }

    fn starts_sentence(&self, mention: usize) -> bool {
        let start = self.mentions[mention].tokens.start;
        start - self.text.sentence(start).start <= 2
    }

    fn eligible(&self, mention: usize, gender: Gender, contents: &[Range<usize>]) -> bool {
        self.refusal(mention, gender, contents).is_none()
    }

    /// Why a mention cannot be what a pronoun stands for.
    pub(super) fn refusal(
        &self,
        mention: usize,
        gender: Gender,
        contents: &[Range<usize>],
    ) -> Option<&'static str> {
        let m = &self.mentions[mention];
        let Some(who) = self.clusters.who[mention] else { return Some(why::NOBODY) };
        let cluster = &self.clusters.list[who.cluster];
        let human = cluster.person
            || (!cluster.organisation
                && !cluster.place
                && m.kind == MentionKind::Name
                && (2..=4).contains(&cluster.words.len()));
        let governed = m.tokens.start > 0
            && self.is(m.tokens.start - 1, class::PREPOSITION)
            && !cluster.person;
        let byte = self.text.tokens[m.tokens.start].start as usize;
        let at = contents.partition_point(|c| c.start <= byte);
        let quoted = contents[at.saturating_sub(2)..at].iter().any(|c| c.contains(&byte));
        let owner = self.is(m.tokens.end, class::CLITIC);
        let label = self.labels.partition_point(|l| l.end <= byte);
        if self.labels.get(label).is_some_and(|l| l.start <= byte) {
            return Some(why::NOBODY);
        }
        if !human || owner {
            Some(why::NO_PERSON)
        } else if governed {
            Some(why::GOVERNED)
        } else if !cluster.gender.agrees(gender) || !m.gender.agrees(gender) {
            Some(why::GENDER)
        } else {
            quoted.then_some(why::QUOTED)
        }
    }

    /// Gender of a pronoun that stands for one person named before; `None` for others.
    pub(super) fn pronoun_gender(&self, at: usize) -> Option<Gender> {
        let (entry, _) = self.rules.longest(self.text, Asked::SubjectPronoun, at)?;
        let gender = Gender::read(self.rules.lexicons.entry(entry).text("gender"));
        (gender != Gender::Unknown).then_some(gender)
    }

    /// The words of a phrase that names nobody known, without article.
    fn plain_name(&self, head: &TokenRange) -> CompactString {
        let mut start = head.start;
        while start + 1 < head.end
            && self.is(start, class::DETERMINER)
            && !self.is(start, class::INDEFINITE)
        {
            start += 1;
        }
        names::written(self.text, start..head.end).into()
    }
}

/// The name of a group of quotations that are one.
fn group(number: u32) -> CompactString {
    let mut name = CompactString::const_new("q");
    name.push_str(&number.to_compact_string());
    name
}

/// Whether words are one of the labels of turns, which stand in the order of the text.
fn is_among(labels: &[Range<usize>], words: &Range<usize>) -> bool {
    let at = labels.partition_point(|label| label.start < words.start);
    labels.get(at) == Some(words)
}
