//! Words of saying that no rule of kind `event` knows, and when quotations were said.
//!
//! In: quotations and triggers.  Out: a trigger for every verb that brings a quotation, so that a
//! pack's own verb is dated as the others are; the moments that quotations may be given.

use super::Known;
use super::triggers::Trigger;
use crate::dates::{Day, Edtf};
use crate::extraction::Quote;
use crate::quotes::construction;
use crate::rules::naming::{EventType, Undated};
use crate::rules::starts::Asked;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// Adds a trigger for each verb of saying that brings a quotation and is none yet.
pub(super) fn add<'a>(known: Known<'a>, quotes: &[Quote], triggers: &mut Vec<Trigger<'a>>) {
    let Some(kind) = known.rules.naming.said() else { return };
    let said = triggers.len();
    for cue in quotes.iter().filter_map(|q| q.cue.as_ref()) {
        let (from, last) = (known.text.token_from(cue.start), known.text.token_from(cue.end));
        let at = triggers[..said].partition_point(|t| t.first < from);
        if triggers[..said].get(at).is_some_and(|t| t.first < last) {
            continue;
        }
        let verb = (from..last).rev().find(|at| known.is(Asked::Speech, *at));
        triggers.extend(verb.map(|first| of_verb(kind, from, first)));
    }
    if triggers.len() > said {
        triggers.sort_by_key(|t| t.first);
        triggers.dedup_by_key(|t| t.first);
    }
}

fn of_verb(kind: &EventType, from: usize, first: usize) -> Trigger<'_> {
    Trigger {
        first,
        last: first + 1,
        from,
        kind,
        noun: false,
        plural: false,
        definite: false,
        fact: true,
        undated: Undated::Narrative,
        rule: None,
        entry: None,
    }
}

/// When a word of saying is told to have happened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// EDTF.
    pub edtf: Option<&'a str>,
    /// What that rests on.
    pub basis: Option<&'static str>,
    /// Index of the temporal expression.
    pub date: Option<usize>,
}

/// When quotations were said, as far as words tell.
#[derive(Debug)]
pub(super) struct Moments {
    published: Option<Day>,
    /// The quotation beside whose word of saying a date stands.
    spoke: FxHashMap<usize, usize>,
}

impl Moments {
    /// For an article.
    pub fn new(known: Known<'_>) -> Self {
        Self { published: known.published.and_then(Day::parse), spoke: FxHashMap::default() }
    }

    /// The moment of a quotation by the date of its word of saying.
    ///
    /// A date of the sentences before on which somebody else spoke is not this one's; and what
    /// was said was not said after it was reported.
    pub fn of(
        &mut self,
        known: Known<'_>,
        quotes: &[Quote],
        at: usize,
        dated: Told<'_>,
    ) -> Option<CompactString> {
        match (dated.basis?, dated.date) {
            ("clause" | "sentence", Some(date)) => {
                self.spoke.insert(date, at);
            }
            // What is told in passing ("as she once put it") was said at another time.
            ("passage", Some(date)) if !is_open(known, &quotes[at]) && !is_aside(&quotes[at]) => {
                let speaker = |at: usize| quotes[at].speaker.as_ref().map(|s| s.name.as_str());
                if let Some(before) = self.spoke.get(&date) {
                    speaker(at).filter(|_| speaker(at) == speaker(*before))?;
                }
            }
            _ => return None,
        }
        let edtf = dated.edtf.and_then(|e| Edtf::parse(e).ok());
        let (first, last) = (edtf.as_ref()?.earliest(), edtf.as_ref()?.latest());
        let later = self.published.is_some_and(|day| first.is_some_and(|first| first > day));
        // "during her visit this week, adding": when something else was.
        let around = self.published.is_some_and(|day| last.is_some_and(|last| last > day));
        let wide = around && is_participle(&quotes[at]);
        let edtf = dated.edtf.filter(|_| quotes[at].modality.is_some() || !(later || wide));
        edtf.map(CompactString::from)
    }
}

/// Whether a quotation is told in passing; what a participle brings was said when what it hangs
/// on was done.
fn is_aside(quote: &Quote) -> bool {
    quote.aside.is_some() && !is_participle(quote)
}

/// Whether a participle brings a quotation.
fn is_participle(quote: &Quote) -> bool {
    [construction::PARTICIPLE, construction::NOUN_PARTICIPLE].contains(&&*quote.rule)
}

/// Whether a word beside the verb leaves open when it was said: "once said", "has often said".
fn is_open(known: Known<'_>, quote: &Quote) -> bool {
    let Some(cue) = &quote.cue else { return false };
    let (from, last) = (known.text.token_from(cue.start), known.text.token_from(cue.end));
    (from..last).any(|at| known.is(Asked::OpenTime, at))
}

#[cfg(test)]
mod tests {
    use crate::events::trial::extract_with;

    const PACK: &str =
        "lexicons: { speech: { inflect: verb, entries: { aver: { act: say, takes: [that] } } } }";

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let found = extract_with(PACK, text);
        let said = found.quotes.iter().map(|q| q.said.as_deref().unwrap_or("-"));
        assert_eq!(said.collect::<Vec<_>>(), want, "{text}");
    }

    #[test]
    fn every_verb_of_saying_is_dated_alike() {
        check("Ann Oake said on Monday that the pier was lost.", &["2031-05-05"]);
        check("Ann Oake avered on Monday that the pier was lost.", &["2031-05-05"]);
        check("“The pier is lost,” Ann Oake avered on Monday.", &["2031-05-05"]);
        check("Ann Oake avered that the pier was lost.", &["-"]);
    }

    #[test]
    fn nothing_was_said_after_it_was_reported() {
        check("Ann Oake says in an interview to be shown on 9 May 2031 that it is lost.", &["-"]);
        check("Ann Oake will say on 9 May 2031 that the pier is lost.", &["2031-05-09"]);
    }

    #[test]
    fn the_day_of_one_speaker_is_not_that_of_another() {
        check(
            "Ann Oake said on Monday that the pier was lost. She said that the mill stood. Karl \
             Ohm said that it was safe. Ann Oake once said that she could swim.",
            &["2031-05-05", "2031-05-05", "-", "-"],
        );
    }
}
