//! Why somebody is taken for the speaker, for `explain`.
//!
//! In: a quotation whose speaker is resolved.  Out: notes: who was considered, who was not and why
//! not, and why the winner won.  Made only while somebody listens ([`trace::on`]).

use super::speaker::Speakers;
use crate::extraction::Speaker;
use crate::matching::RuleId;
use crate::matching::trace;
use crate::quotes::{Found, construction};
use crate::rules::grammar::class;
use crate::text::TokenRange;
use compact_str::CompactString;
use std::collections::BTreeSet;
use std::ops::Range;

/// No name is known; the words are kept.
pub(super) const KEPT: &str = "the words name nobody known and are kept as they are";
/// A role.
pub(super) const ROLE: &str = "the role is one of theirs";
/// A name.
pub(super) const NAME: &str = "the name is one of theirs";
/// A name in apposition.
pub(super) const APPOSITION: &str = "the name stands in apposition";
/// Somebody new has come up in the paragraph.
pub(super) const CAME_UP: &str = "begins a sentence of this paragraph, after who spoke last";
/// Who spoke last goes on.
pub(super) const GOES_ON: &str = "spoke last in this paragraph, and nobody else has come up";
/// Who spoke last, before this paragraph.
pub(super) const SPOKE_LAST: &str = "spoke last, and nobody nearer fits";
/// The subject of a sentence before.
pub(super) const SUBJECT: &str = "comes first in the nearest sentence that names somebody who fits";
/// The mention names nobody known.
pub(super) const NOBODY: &str = "it is not known whom this names";
/// The mention names no person.
pub(super) const NO_PERSON: &str = "no person";
/// The pronoun has another gender.
pub(super) const GENDER: &str = "another gender";
/// The mention is somebody's words.
pub(super) const QUOTED: &str = "stands within what is quoted";
/// The mention depends on another noun.
pub(super) const GOVERNED: &str = "belongs to another noun";
/// The mention would do.
const WORSE: &str = "fits, but the other goes before";
/// Most candidates that are worth reading.
const MOST: usize = 8;

impl Speakers<'_> {
    /// Notes how the speaker of a quotation came about.
    pub(super) fn explain(
        &self,
        (rule, tokens): (Option<RuleId>, TokenRange),
        found: &Found,
        speaker: Option<&Speaker>,
        contents: &[Range<usize>],
    ) {
        let note = |text: String| trace::note(rule, tokens.clone(), || text);
        let Some(speaker) = speaker else {
            let words = found.speaker.is_some();
            let because = if words { "the author speaks of himself" } else { "nobody is named" };
            return note(format!("no speaker: {because}"));
        };
        if found.rule == construction::CONTINUED {
            note(format!("continues ‹{}›, to whom the quotation before belongs", speaker.text));
        }
        let doubt =
            if speaker.uncertain { ", uncertain: more than one could be meant" } else { "" };
        note(format!("speaker ‹{}› is {}: {}{doubt}", speaker.text, speaker.name, self.why));
        let head = found.speaker_head.as_ref().or(found.speaker.as_ref());
        let head = head.map_or(0..0, |h| self.tokens(h));
        if head.len() == 1 && self.is(head.start, class::SUBJECT) {
            self.candidates(head.start, &speaker.name, contents).into_iter().for_each(note);
        }
    }

    /// Whom else a pronoun could stand for, the nearest first, and why it does not.
    fn candidates(&self, at: usize, winner: &str, contents: &[Range<usize>]) -> Vec<String> {
        let Some(gender) = self.pronoun_gender(at) else { return Vec::new() };
        let mut seen = BTreeSet::from([CompactString::from(winner)]);
        let mut out = Vec::new();
        for i in self.reach(at).rev() {
            let words = self.text.slice(self.mentions[i].tokens.clone());
            let known = self.clusters.who[i].map(|w| self.clusters.list[w.cluster].name.clone());
            let name = known.unwrap_or_else(|| words.into());
            if out.len() < MOST && seen.insert(name.clone()) {
                let because = self.refusal(i, gender, contents).unwrap_or(WORSE);
                out.push(format!("candidate {name}: {because}"));
            }
        }
        out
    }
}
