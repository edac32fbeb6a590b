//! Appositions: a name and an office side by side that are one person.
//!
//! In: the mention of an office.  Out: the cluster of the name beside it.

use super::{Article, Clusters};
use crate::people::mention::{Mention, MentionKind};
use crate::rules::grammar::class;

/// What begins another clause or phrase, and so no apposition.
const JOINING: u64 =
    class::COORDINATOR | class::SUBORDINATOR | class::PREPOSITION | class::RELATIVE;

/// How many mentions back the person is looked for whose an office is.
const OWNERS_BACK: usize = 12;

impl Clusters {
    /// "Jane Roe, the mayor," and "the mayor, Jane Roe,": who stands in apposition.
    pub(super) fn apposed(&self, article: &Article<'_>, i: usize) -> Option<usize> {
        let Article { text, bits, mentions, .. } = *article;
        let here = &mentions[i];
        let named = |m: &Mention| m.kind == MentionKind::Name;
        let between =
            |a: usize, b: usize| b >= a && b - a <= 1 && text.slice(a..b).chars().all(|c| c == ',');
        if let Some(before) = i.checked_sub(1).map(|p| &mentions[p]).filter(|m| named(m)) {
            // At most an article and an owner between the comma and the office.
            let gap = before.tokens.end..here.name.start;
            let joins = |i: usize| bits[i] & JOINING != 0;
            // "In Kelm, the mayor": where it was.
            let first = before.tokens.start;
            let located = !before.person && first > 0 && bits[first - 1] & class::PREPOSITION != 0;
            let comma = !located
                && (1..=4).contains(&gap.len())
                && text.word(gap.start) == ","
                && !(gap.start + 1..gap.end).any(joins)
                && ends_apposition(article, here.tokens.end);
            if comma
                && !text.tokens[gap.start + 1..=here.name.start]
                    .iter()
                    .any(|t| t.has(crate::text::flags::SENTENCE_START))
            {
                return self.who[i - 1].map(|w| w.cluster);
            }
        }
        let after = mentions.get(i + 1).filter(|m| named(m))?;
        let acronym_between = text.slice(here.tokens.end..after.tokens.start).starts_with('(')
            && after.tokens.start - here.tokens.end == 3;
        (between(here.tokens.end, after.tokens.start) || acronym_between)
            .then(|| self.who[i + 1].map(|w| w.cluster))?
    }
}

impl Clusters {
    /// Whose an office is, "Ohm's lawyer" or "his lawyer": for a pronoun the person named last, who is
    /// none of those that hold it.
    pub(super) fn owner(
        &self,
        article: &Article<'_>,
        i: usize,
        holders: &[usize],
    ) -> Option<usize> {
        let Article { bits, mentions, .. } = *article;
        let before = mentions[i].name.start.checked_sub(1)?;
        let human = |cluster: &usize| {
            let named = &self.list[*cluster];
            !named.organisation && !named.place && !holders.contains(cluster)
        };
        let who = |at: usize| self.who[at].map(|who| who.cluster).filter(human);
        if bits[before] & class::CLITIC != 0 {
            return i.checked_sub(1).filter(|at| mentions[*at].tokens.end == before).and_then(who);
        }
        let named = |at: &usize| {
            mentions[*at].kind == MentionKind::Name && mentions[*at].tokens.end <= before
        };
        let near = i.saturating_sub(OWNERS_BACK)..i;
        (bits[before] & class::POSSESSIVE != 0).then(|| near.rev().filter(named).find_map(who))?
    }
}

/// Whether an apposition can end before a token: "the summit, the mayor said" has none.
fn ends_apposition(article: &Article<'_>, at: usize) -> bool {
    let ends = class::COORDINATOR | class::PREPOSITION | class::RELATIVE;
    let word = article.text.tokens.get(at).filter(|t| t.shape == crate::text::Shape::Word);
    word.is_none_or(|t| t.has(crate::text::flags::SENTENCE_START) || article.bits[at] & ends != 0)
}
