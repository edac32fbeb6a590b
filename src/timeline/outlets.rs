//! What one outlet tells in two articles.
//!
//! In: two mentions of an event.  Out: whether they cannot be one because an outlet that told of it
//! once would tell it otherwise.  Several outlets write of one event; what one outlet writes in a
//! second article is as a rule the next of its kind: another meeting, another decision.

use super::corpus::{Corpus, Document, Item, common};
use super::policy::MergePolicy;
use super::words::stable_hash;
use crate::extraction::QuoteKind;

/// So many capitalised words that another clause lacks name somebody or something else.
const OTHERS: usize = 2;

/// The outlet that goes by a name: of "site.org/section" the site.
pub(super) fn outlet(source: &str) -> u64 {
    let source = source.trim().to_lowercase();
    let site = source.split_once('/').map(|(site, _)| site).filter(|site| site.contains('.'));
    stable_hash(site.unwrap_or(&source).as_bytes())
}

/// Whether two documents are different ones of one outlet: some outlet has both.
pub(super) fn are_of_one(a: &Document, b: &Document) -> bool {
    common(&a.outlets, &b.outlets, |outlet| *outlet).next().is_some()
}

/// Whether two mentions in different articles of one outlet tell two events.
pub(super) fn tells_two(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> bool {
    let (first, second) = (&corpus.documents[a.document()], &corpus.documents[b.document()]);
    a.document != b.document
        && are_of_one(first, second)
        && (name_other_people(a, b)
            || are_named_apart(a, b)
            || are_told_once(corpus, policy, a, b)
            || first.day != second.day && are_both_new(a, b))
}

/// Whether two articles of one outlet tell what was said on two days.
pub(super) fn tell_two_days(corpus: &Corpus<'_>, a: &Item, b: &Item) -> bool {
    let (first, second) = (&corpus.documents[a.document()], &corpus.documents[b.document()]);
    a.day() != b.day() && a.document != b.document && are_of_one(first, second)
}

/// Whether two articles of one outlet tell in its own words what was said: as a rule on two occasions.
pub(super) fn reports_two(corpus: &Corpus<'_>, a: &Item, b: &Item) -> bool {
    let (first, second) = (&corpus.documents[a.document()], &corpus.documents[b.document()]);
    let reported = |item: &Item| corpus.quotes(item).all(|quote| quote.kind == QuoteKind::Indirect);
    a.document != b.document && are_of_one(first, second) && reported(a) && reported(b)
}

/// Whether two such reports are of two days.
pub(super) fn reports_two_days(corpus: &Corpus<'_>, a: &Item, b: &Item) -> bool {
    a.day() != b.day() && reports_two(corpus, a, b)
}

/// Whether one article tells two events: it gives each days of its own, names others for each, or
/// tells what was said, and not in the same words.
pub(super) fn tells_apart(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> bool {
    let days = a.when.zip(b.when);
    a.document == b.document
        && a.passage != b.passage
        && (days.is_some_and(|(a, b)| a.is_told_apart(&b))
            || name_other_people(a, b)
            || days.is_some_and(|(a, b)| !a.is_day() && !b.is_day()) && are_named_apart(a, b)
            || are_told_once(corpus, policy, a, b)
                && 5 * shared(&a.words, &b.words) < 3 * a.words.len().min(b.words.len()))
}

fn shared<K: Ord + Copy>(a: &[K], b: &[K]) -> usize {
    common(a, b, |key| *key).count()
}

/// Whether an outlet tells each of them once: what was talked about is told of one occasion.
fn are_told_once(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> bool {
    let once = |item: &Item| {
        let kind = &corpus.event(item).kind;
        policy.events.told_once_types.iter().any(|branch| kind.starts_with(branch.as_str()))
    };
    once(a) && once(b)
}

/// Whether each names somebody whom the other does not.
fn name_other_people(a: &Item, b: &Item) -> bool {
    let both = shared(&a.people, &b.people);
    both < a.people.len() && both < b.people.len()
}

/// Whether the words of each have names, and none in common or many that the other's lack.
fn are_named_apart(a: &Item, b: &Item) -> bool {
    let both = shared(&a.own_names, &b.own_names);
    let least = a.own_names.len().min(b.own_names.len());
    least > 0 && both == 0 || both + OTHERS <= least
}

/// Whether each tells what is new on the day of its article.
fn are_both_new(a: &Item, b: &Item) -> bool {
    let new = |item: &Item| item.when.is_some_and(|when| when.is_of_publication());
    new(a) && new(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sections_of_a_site_are_one_outlet() {
        assert_eq!(outlet("Harbour.org/news"), outlet("harbour.org/Notices, Jan Roe"));
        assert_ne!(outlet("Sel/Amal Post"), outlet("Sel/Coast Daily"));
    }
}
