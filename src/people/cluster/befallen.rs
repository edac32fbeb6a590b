//! Bare names of persons: those to whom something happens that happens to persons only.
//!
//! In: the mentions of an article.  Out: clusters marked as persons: "arrested Piotr Valk and Lucien
//! Ashe", "Piotr Valk was detained".  It reads no names.

use super::{Article, Clusters};
use crate::people::mention::MentionKind;
use crate::rules::grammar::{class, shape};
use crate::rules::starts::Asked;

/// Words of the name of a person.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// Most helper verbs before a participle: "has since been arrested".
const HELPERS: usize = 4;

impl Clusters {
    /// Marks those of whom words of the lexicon say that something befell them.
    pub(super) fn mark_persons(&mut self, article: &Article<'_>) {
        let mentions = article.mentions;
        let mut listed = false;
        for (i, mention) in mentions.iter().enumerate() {
            let verb = mention.tokens.start.checked_sub(1);
            listed = verb.is_some_and(|at| befalls(article, at)) || listed && is_joined(article, i);
            self.mark_person(article, i, listed && !is_attribute(article, mention.tokens.end));
        }
        listed = false;
        for i in (0..mentions.len()).rev() {
            listed =
                is_befallen(article, mentions[i].tokens.end) || listed && is_joined(article, i + 1);
            self.mark_person(article, i, listed);
        }
    }

    fn mark_person(&mut self, article: &Article<'_>, i: usize, befallen: bool) {
        let Some(who) = self.who[i].filter(|_| befallen) else { return };
        let mention = &article.mentions[i];
        // "A player for the Kelm Rovers was arrested": no person has an article.
        let before = mention.tokens.start.checked_sub(1).map_or(0, |at| article.bits[at]);
        let governed = before & (class::DETERMINER | class::PREPOSITION) != 0;
        let bare = mention.kind == MentionKind::Name && !governed;
        let cluster = &mut self.list[who.cluster];
        cluster.person |=
            bare && !cluster.place && !cluster.organisation && NAME.contains(&cluster.words.len());
    }
}

/// Whether a verb of the lexicon stands at a token.
fn befalls(article: &Article<'_>, at: usize) -> bool {
    let Article { rules, text, .. } = *article;
    at < text.tokens.len() && rules.stands(text, Asked::Befalls, at)
}

/// Whether a noun follows a name, which is its attribute: "arrested New Dawn supporters".
fn is_attribute(article: &Article<'_>, end: usize) -> bool {
    const NOUN: u64 = class::ROLE | class::PUBLICATION | class::SPEECH_NOUN;
    let bits = article.bits.get(end).copied().unwrap_or(0);
    bits & shape::WORD != 0 && bits & (shape::CAPITAL | shape::SENTENCE | class::ANY & !NOUN) == 0
}

/// Whether such a verb stands behind a form of "be", and nothing but helpers before it.
fn is_befallen(article: &Article<'_>, end: usize) -> bool {
    const HELPER: u64 = class::BE | class::AUXILIARY | class::ADVERB;
    let is = |at: usize, bits: u64| article.bits.get(at).is_some_and(|b| b & bits != 0);
    let verb = (end..end + HELPERS).find(|at| !is(*at, HELPER)).unwrap_or(end);
    (end..verb).any(|at| is(at, class::BE)) && befalls(article, verb)
}

/// Whether nothing but a comma or a conjunction stands between a mention and the one before.
fn is_joined(article: &Article<'_>, i: usize) -> bool {
    let Article { bits, mentions, .. } = *article;
    let Some(here) = mentions.get(i) else { return false };
    let gap = mentions[i - 1].tokens.end..here.tokens.start;
    let joint = |at: usize| bits[at] & (shape::COMMA | class::COORDINATOR) != 0;
    (1..=2).contains(&gap.len()) && gap.clone().all(joint)
}
