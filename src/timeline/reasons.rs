//! Why the sources of an entry were taken to tell the same thing, in words.
//!
//! In: the items of an entry.  Out: sentences made from the templates of the merge policy.

use super::EntryKind;
use super::corpus::{Corpus, Item, common};
use super::events::evidence;
use super::moment::Relation;
use super::policy::MergePolicy;
use super::statements::{Speakers, in_common, speakers};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Shared words that are shown.
const SHOWN_WORDS: usize = 6;

/// The reasons that hold between the first item and any other, each once.
pub(super) fn merged_because(
    corpus: &Corpus<'_>,
    policy: &MergePolicy,
    items: &[&Item],
) -> Vec<String> {
    let first = items[0];
    let mut reasons = Vec::new();
    for other in items[1..].iter().take(20) {
        let found = match first.kind {
            EntryKind::Event => of_events(corpus, policy, first, other),
            EntryKind::Quote => of_statements(corpus, policy, first, other),
        };
        for reason in found {
            if !reasons.contains(&reason) && reasons.len() < 8 {
                reasons.push(reason);
            }
        }
    }
    reasons
}

fn of_events(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> Vec<String> {
    let Some(e) = evidence(corpus, policy, a, b) else { return Vec::new() };
    let texts = &policy.events.reasons;
    let (x, y) = (corpus.event(a), corpus.event(b));
    let mut out = Vec::new();
    let mut say = |holds: bool, template: &str, what: &str| {
        if holds {
            out.push(template.replace("{}", what));
        }
    };
    let triggers = [x.trigger.text.to_lowercase(), y.trigger.text.to_lowercase()];
    say(e.same_trigger, &texts.same_trigger, &triggers[0]);
    say(e.same_kin && !e.same_trigger, &texts.same_kin, &triggers.join(" / "));
    say(e.same_type && !e.same_kin, &texts.same_type, &x.kind);
    say(e.relation == Relation::SameDay, &texts.same_day, x.when.as_deref().unwrap_or_default());
    say(e.relation == Relation::Compatible, &texts.compatible_date, "");
    say(e.relation == Relation::Near, &texts.near_date, "");
    say(e.people > 0.0, &texts.people, &shared(&x.people, &y.people));
    say(e.places > 0.0, &texts.places, &shared(&x.places, &y.places));
    let words = shared_words(corpus, a, b);
    say(!words.is_empty(), &texts.words, &words);
    say(!e.same_article && e.story, &texts.story, "");
    say(e.same_article, &texts.same_article, "");
    out
}

fn shared(a: &[CompactString], b: &[CompactString]) -> String {
    let mut names: Vec<&str> =
        a.iter().filter(|name| b.contains(name)).map(CompactString::as_str).collect();
    if names.is_empty() {
        names = a.iter().map(CompactString::as_str).collect();
    }
    names.join(", ")
}

/// The rarest words both sentences have, as the first writes them.
fn shared_words(corpus: &Corpus<'_>, a: &Item, b: &Item) -> String {
    let both: FxHashMap<u64, f32> = common(&a.words, &b.words, |word| *word)
        .map(|(term, _)| (corpus.terms.hash(*term), corpus.rarity(*term)))
        .collect();
    let text = corpus
        .article(a.document())
        .text
        .get(a.passage.0 as usize..a.passage.1 as usize)
        .unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut words: Vec<(f32, &str)> = corpus
        .lexis
        .words(text)
        .into_iter()
        .filter_map(|word| Some((*both.get(&word.stem)?, word)))
        .filter(|(_, word)| seen.insert(word.stem))
        .map(|(rarity, word)| (rarity, &text[word.start..word.end]))
        .collect();
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    words.iter().take(SHOWN_WORDS).map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
}

fn of_statements(corpus: &Corpus<'_>, policy: &MergePolicy, a: &Item, b: &Item) -> Vec<String> {
    let texts = &policy.quotes.reasons;
    let shorter = a.words.len().min(b.words.len());
    let words = texts.words.replacen("{}", &in_common(&a.words, &b.words).to_string(), 1).replacen(
        "{}",
        &shorter.to_string(),
        1,
    );
    let speaker = match speakers(corpus, a, b) {
        Speakers::Same => {
            let name =
                corpus.quotes(a).find_map(|q| q.speaker.as_ref()).map_or("", |s| s.name.as_str());
            texts.same_speaker.replace("{}", name)
        }
        _ => texts.speaker_unknown.clone(),
    };
    vec![speaker, words]
}
