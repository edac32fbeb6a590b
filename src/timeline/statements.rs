//! When two quotations are one statement.
//!
//! In: items of quotations.  Out: links between those that are one statement, and the pairs in
//! which the same words are given to two speakers; those are never linked.

use super::EntryKind;
use super::blocks::{Keyed, Link, links};
use super::corpus::{Corpus, Item, Term, common};
use super::events::spread;
use super::moment::{Relation, relation};
use super::outlets;
use super::policy::MergePolicy;
use super::words::mix;
use crate::extraction::QuoteKind;
use crate::quotes::construction;

/// Longer statements are compared by their beginnings.
const COMPARED_WORDS: usize = 250;

/// Share of common words from which one outlet reports one statement in two articles.
const SAME_REPORT: f64 = 0.9;

/// Whether two speakers are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speakers {
    /// One person.
    Same,
    /// One of them is not named.
    Unknown,
    /// Two persons.
    Different,
}

/// The statements told more than once, and those given to more than one speaker.
pub(super) fn statement_links(corpus: &Corpus<'_>, policy: &MergePolicy) -> (Vec<Link>, Vec<Link>) {
    let found = links(&Statements { corpus }, policy.events.window, |a, b| {
        let (a, b) = (&corpus.items[a as usize], &corpus.items[b as usize]);
        compare(corpus, policy, a, b)
    });
    found.into_iter().partition(|link| link.score > 0.0)
}

/// The statements as they are looked up: by every sequence of three words, or by all words of
/// those that are shorter.
struct Statements<'c, 'a> {
    corpus: &'c Corpus<'a>,
}

impl Keyed for Statements<'_, '_> {
    fn len(&self) -> usize {
        self.corpus.items.len()
    }

    fn keys(&self, item: u32, take: &mut dyn FnMut(u64)) {
        let item = &self.corpus.items[item as usize];
        if item.kind != EntryKind::Quote {
            return;
        }
        let length = item.words.len().clamp(1, 3);
        let words = &item.words[..item.words.len().min(COMPARED_WORDS)];
        for window in words.windows(length) {
            take(window.iter().fold(1, |hash, word| mix(hash, self.corpus.terms.hash(*word))));
        }
        if item.head.stem != 0 && is_reported(self.corpus, item) {
            for word in &item.vocabulary {
                take(mix(item.head.stem, self.corpus.terms.hash(*word)));
            }
        }
    }

    fn day(&self, item: u32) -> i32 {
        self.corpus.items[item as usize].day()
    }
}

/// A positive score for one statement, a negative one for the same words of two speakers.
fn compare(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> Option<f64> {
    let quotes = &policy.quotes;
    if is_apart(policy, a, b) || a.negated != b.negated || asks(corpus, a) != asks(corpus, b) {
        return None;
    }
    let meaning = shared_meaning(corpus, a, b);
    if meaning < quotes.aligned {
        return is_retold(corpus, policy, a, b, meaning).then_some(meaning / 2.0);
    }
    let shorter = a.words.len().min(b.words.len()).min(COMPARED_WORDS);
    if are_turns_apart(corpus, a, b) || outlets::reports_two_days(corpus, a, b) {
        return None;
    }
    let same = in_common(&a.words, &b.words);
    let aligned = same as f64 / shorter.max(1) as f64;
    if aligned < SAME_REPORT && outlets::reports_two(corpus, a, b) {
        return None;
    }
    let whole = shorter >= 2 && (same == shorter || same >= 3 && meaning >= 0.95);
    let one = match speakers(corpus, a, b) {
        Speakers::Same if shorter <= quotes.short_words => whole,
        Speakers::Same => aligned >= quotes.aligned,
        // Then one of them quotes the other.
        Speakers::Unknown if overlap(a, b) || outlets::tell_two_days(corpus, a, b) => false,
        Speakers::Unknown => shorter >= quotes.long_words && aligned >= quotes.aligned,
        Speakers::Different => {
            let longer = a.words.len().max(b.words.len()).min(COMPARED_WORDS);
            let alike = same as f64 >= 0.9 * longer as f64;
            return (alike && shorter >= quotes.conflict_words).then_some(-aligned);
        }
    };
    if one {
        return Some(aligned + shorter.min(50) as f64 / 100.0);
    }
    is_retold(corpus, policy, a, b, meaning).then_some(meaning / 2.0)
}

/// Whether two reports retell one statement of one speaker, each in its own words.
fn is_retold(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item, meaning: f64) -> bool {
    meaning >= policy.quotes.retold
        && a.document != b.document
        && corpus.is_one_story(a.document(), b.document())
        && is_reported(corpus, a)
        && is_reported(corpus, b)
        && !outlets::reports_two(corpus, a, b)
        && speakers(corpus, a, b) == Speakers::Same
        && a.negations == b.negations
        && common(&a.vocabulary, &b.vocabulary, |w| *w).count() >= policy.quotes.retold_words
}

/// Whether a statement is told in the words of those who report it.
fn is_reported(corpus: &Corpus<'_>, item: &Item) -> bool {
    corpus.quotes(item).all(|quote| quote.kind == QuoteKind::Indirect)
}

/// Whether the statement is a turn of nobody in particular: a question from the floor, which tells
/// what others are to have said.
fn asks(corpus: &Corpus<'_>, item: &Item) -> bool {
    item.head.stem == 0 && corpus.quotes(item).any(|quote| quote.rule == construction::TURN)
}

/// Whether the statements are turns of the transcripts of two days: "Thank you, everyone." is said
/// in all of them.
fn are_turns_apart(corpus: &Corpus<'_>, a: &Item, b: &Item) -> bool {
    let turn = |item: &Item| corpus.quotes(item).any(|quote| quote.rule == construction::TURN);
    let day = |item: &Item| corpus.documents[item.document()].day;
    day(a) != day(b) && a.day() != b.day() && turn(a) && turn(b)
}

/// Whether one of two statements stands within the other.
fn overlap(a: &Item, b: &Item) -> bool {
    let spans = |item: &Item| -> Vec<(u32, u32)> {
        item.evidence.iter().map(|evidence| evidence.code_points).collect()
    };
    let (a_spans, b_spans) = (spans(a), spans(b));
    let meet = |x: &(u32, u32)| b_spans.iter().any(|y| x.0 < y.1 && y.0 < x.1);
    a.document == b.document && a_spans.iter().any(meet)
}

/// Share of the less telling wording's words that stand in the other, each by its rarity: a
/// different name weighs more than a different article.
fn shared_meaning(corpus: &Corpus<'_>, a: &Item, b: &Item) -> f64 {
    let rarity = |word: &Term| f64::from(corpus.rarity(*word));
    let both: f64 = common(&a.vocabulary, &b.vocabulary, |w| *w).map(|(w, _)| rarity(w)).sum();
    both / a.weight.min(b.weight).max(f64::MIN_POSITIVE)
}

fn is_apart(policy: &MergePolicy, a: &Item, b: &Item) -> bool {
    match (a.when, b.when) {
        (Some(x), Some(y)) if x.named && y.named => {
            (x.from - y.to).max(y.from - x.to) > policy.events.date_slack_days
        }
        (Some(x), Some(y)) if !x.named && !y.named => {
            (x.from - y.from).abs() > policy.quotes.said_within_days
        }
        (x, y) => relation(x, y, &policy.events) == Relation::Apart,
    }
}

/// Whether the speakers of two quotations are one person, as far as their names tell.
pub(super) fn speakers(corpus: &Corpus<'_>, a: &Item, b: &Item) -> Speakers {
    match (a.head.stem, b.head.stem) {
        (0, _) | (_, 0) => Speakers::Unknown,
        (a, b) if a == b => Speakers::Same,
        _ => {
            let name = |item: &Item| {
                corpus.quotes(item).find_map(|q| q.speaker.as_ref().map(|s| s.name.to_lowercase()))
            };
            match (name(a), name(b)) {
                (Some(a), Some(b)) if a.contains(b.as_str()) || b.contains(a.as_str()) => {
                    Speakers::Same
                }
                _ => Speakers::Different,
            }
        }
    }
}

/// Whether, as far as a sample of each tells, no two of two groups of statements are by different
/// persons: one that names nobody would join what two said.
pub(super) fn have_one_speaker(corpus: &Corpus<'_>, a: &[u32], b: &[u32]) -> bool {
    let named = |group: &[u32]| -> Vec<u32> {
        let named = group.iter().filter(|item| corpus.items[**item as usize].head.stem != 0);
        spread(&named.copied().collect::<Vec<u32>>())
    };
    let (a, b) = (named(a), named(b));
    let differ = |x: u32, y: u32| {
        let (x, y) = (&corpus.items[x as usize], &corpus.items[y as usize]);
        speakers(corpus, x, y) == Speakers::Different
    };
    !a.iter().any(|x| b.iter().any(|y| differ(*x, *y)))
}

/// Number of words that stand in both in the same order.
pub(super) fn in_common(a: &[Term], b: &[Term]) -> usize {
    let (a, b) = (&a[..a.len().min(COMPARED_WORDS)], &b[..b.len().min(COMPARED_WORDS)]);
    let mut row = vec![0u32; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row.last().map_or(0, |n| *n as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_common_keep_their_order() {
        assert_eq!(in_common(&[1, 2, 3, 4], &[1, 9, 2, 4]), 3);
        assert_eq!(in_common(&[1, 2], &[2, 1]), 1);
        assert_eq!(in_common(&[], &[2, 1]), 0);
    }
}
