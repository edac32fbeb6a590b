//! How good the rules are, measured against annotated articles.
//!
//! In: annotations in the shape of `onrecord extract` and what was extracted from the same
//! articles.  Out: [`Scores`]: precision, recall and F1 for each kind of thing, right and wrong
//! for each rule, and every single error with its place.  A kind that an annotation leaves out
//! is not scored for that article.  This module reads no files and prints nothing.

mod gold;
mod table;
mod tally;

pub use gold::{Gold, GoldError, parse_gold};
pub use tally::Tally;

use crate::extraction::{Extraction, Quote, Timex};
use gold::{GoldDate, GoldEvent, GoldQuote};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the rules got right and wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scores {
    /// By kind and by what is compared: `dates`, `dates.value`, `quotes.speaker` …
    pub kinds: BTreeMap<String, Tally>,
    /// By the rule that found it; what was missed counts for the rule the annotation names.
    pub rules: BTreeMap<String, Tally>,
    /// Every error, by article and position.
    pub errors: Vec<Miss>,
    /// Annotated articles that were not among the articles given.
    pub absent: Vec<String>,
}

/// One difference between annotation and extraction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Miss {
    /// Id of the article.
    pub article: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What is compared: `dates`, `dates.value` …
    pub kind: String,
    /// What the annotation says, if anything.
    pub expected: Option<String>,
    /// What was found, if anything.
    pub found: Option<String>,
    /// The rule that found it, or the one the annotation names.
    pub rule: String,
}

/// Compares extractions with annotations.
pub fn score(gold: &[Gold], found: &[Extraction]) -> Scores {
    let by_id: BTreeMap<&str, &Extraction> =
        found.iter().map(|e| (e.article.id.as_str(), e)).collect();
    let mut scores = Scores::default();
    for gold in gold {
        match gold::find_article(&gold.article.id, &by_id) {
            Some(extraction) => scores.add(gold, extraction),
            None => scores.absent.push(gold.article.id.clone()),
        }
    }
    scores.errors.sort();
    scores
}

/// What is compared of two things that overlap.
struct Pair<'a, G, F> {
    gold: Option<&'a G>,
    found: Option<&'a F>,
}

/// Something with a place in the text and words to show for it.
trait Placed {
    fn place(&self) -> (usize, usize);
    fn words(&self) -> String;
    fn rule(&self) -> &str;
}

impl Scores {
    fn add(&mut self, gold: &Gold, found: &Extraction) {
        let article = &gold.article.id;
        if let Some(dates) = &gold.dates {
            self.dates(article, dates, &found.dates);
        }
        if let Some(quotes) = &gold.quotes {
            self.quotes(article, quotes, &found.quotes);
        }
        if let Some(events) = &gold.events {
            self.events(article, events, &found.events);
        }
    }

    fn dates(&mut self, article: &str, gold: &[GoldDate], found: &[Timex]) {
        for pair in pairs(gold, found) {
            self.span(article, "dates", &pair);
            let Pair { gold, found } = &pair;
            let reading = |g: &GoldDate| g.value.clone().or_else(|| g.edtf.clone());
            let answer = |f: &Timex| match gold.and_then(|g| g.value.as_ref()) {
                None if gold.is_some_and(|g| g.edtf.is_some()) => f.edtf.clone(),
                _ => Some(f.value.clone()),
            };
            if gold.is_none_or(|g| reading(g).is_some()) {
                self.attribute(
                    article,
                    "dates.value",
                    &pair,
                    gold.and_then(reading),
                    found.and_then(answer).map(Into::into),
                );
            }
        }
    }

    fn quotes(&mut self, article: &str, gold: &[GoldQuote], found: &[Quote]) {
        // The quoted words within a clause count where somebody annotated them.
        let counts = |pair: &Pair<'_, GoldQuote, Quote>| {
            pair.gold.is_some() || !pair.found.is_some_and(Quote::is_within)
        };
        for pair in pairs(gold, found).into_iter().filter(counts) {
            self.span(article, "quotes", &pair);
            let Pair { gold, found } = &pair;
            let kind = gold.and_then(|g| g.kind).or(found.map(|f| f.kind));
            if let Some(kind) = kind {
                self.count(
                    &format!("quotes.{}", kind.name()),
                    gold.is_some(),
                    found.is_some(),
                    true,
                );
            }
            if gold.is_none_or(|g| g.speaker.is_some()) {
                let expected = gold.and_then(|g| g.speaker.as_ref()).map(|s| s.name.clone());
                let named =
                    found.map(|f| f.speaker.as_ref().map_or(String::new(), |s| s.name.to_string()));
                self.attribute(article, "quotes.speaker", &pair, expected, named);
            }
        }
    }

    fn events(&mut self, article: &str, gold: &[GoldEvent], found: &[crate::extraction::Event]) {
        for pair in pairs(gold, found) {
            self.span(article, "events", &pair);
            let Pair { gold, found } = &pair;
            if gold.is_none_or(|g| g.kind.is_some()) {
                let expected = gold.and_then(|g| g.kind.clone());
                self.attribute(
                    article,
                    "events.type",
                    &pair,
                    expected,
                    found.map(|f| f.kind.to_string()),
                );
            }
            if gold.is_none_or(|g| g.when.is_some()) {
                let when = found.and_then(|f| f.when.clone());
                self.attribute(
                    article,
                    "events.when",
                    &pair,
                    gold.and_then(|g| g.when.clone()),
                    when.map(Into::into),
                );
            }
        }
    }

    /// Counts whether something was found where something is annotated, and whether with the
    /// same boundaries.
    fn span<G: Placed, F: Placed>(&mut self, article: &str, kind: &str, pair: &Pair<'_, G, F>) {
        let (gold, found) = (pair.gold, pair.found);
        self.count(kind, gold.is_some(), found.is_some(), true);
        let same = matches!((gold, found), (Some(g), Some(f)) if g.place() == f.place());
        self.count(&format!("{kind}.strict"), gold.is_some(), found.is_some(), same);
        if let Some(rule) =
            found.map(Placed::rule).or(gold.map(Placed::rule)).filter(|r| !r.is_empty())
        {
            self.rules.entry(rule.to_owned()).or_default().count(
                gold.is_some(),
                found.is_some(),
                true,
            );
        }
        if gold.is_none() || found.is_none() {
            self.miss(article, kind, pair, gold.map(Placed::words), found.map(Placed::words));
        }
    }

    fn attribute<G: Placed, F: Placed>(
        &mut self,
        article: &str,
        kind: &str,
        pair: &Pair<'_, G, F>,
        expected: Option<String>,
        answer: Option<String>,
    ) {
        let same = expected == answer;
        self.count(kind, pair.gold.is_some(), pair.found.is_some(), same);
        if pair.gold.is_some() && pair.found.is_some() && !same {
            self.miss(article, kind, pair, expected, answer);
        }
    }

    fn count(&mut self, kind: &str, gold: bool, found: bool, same: bool) {
        self.kinds.entry(kind.to_owned()).or_default().count(gold, found, same);
    }

    fn miss<G: Placed, F: Placed>(
        &mut self,
        article: &str,
        kind: &str,
        pair: &Pair<'_, G, F>,
        expected: Option<String>,
        found: Option<String>,
    ) {
        let place = pair.found.map(Placed::place).or(pair.gold.map(Placed::place));
        let (start, end) = place.unwrap_or_default();
        let rule = pair.found.map(Placed::rule).or(pair.gold.map(Placed::rule)).unwrap_or_default();
        let (article, kind, rule) = (article.to_owned(), kind.to_owned(), rule.to_owned());
        self.errors.push(Miss { article, start, end, kind, expected, found, rule });
    }
}

/// Pairs what overlaps, in the order of the text; each thing is in at most one pair.
fn pairs<'a, G: Placed, F: Placed>(gold: &'a [G], found: &'a [F]) -> Vec<Pair<'a, G, F>> {
    let mut gold: Vec<&G> = gold.iter().collect();
    let mut found: Vec<&F> = found.iter().collect();
    gold.sort_by_key(|g| g.place());
    found.sort_by_key(|f| f.place());
    let mut left: Vec<Option<&F>> = found.into_iter().map(Some).collect();
    let mut out = Vec::new();
    let mut from = 0;
    for g in gold {
        while from < left.len() && left[from].is_none_or(|f| f.place().1 <= g.place().0) {
            from += 1;
        }
        let window = left[from.min(left.len())..].iter().enumerate();
        let best = window
            .take_while(|(_, f)| f.is_none_or(|f| f.place().0 < g.place().1))
            .filter_map(|(i, f)| f.map(|f| (shared(g, f), std::cmp::Reverse(i))))
            .filter(|(shared, _)| *shared > 0)
            .max();
        let found = best.and_then(|(_, i)| left[from + i.0].take());
        out.push(Pair { gold: Some(g), found });
    }
    out.extend(left.into_iter().flatten().map(|f| Pair { gold: None, found: Some(f) }));
    out
}

fn shared<G: Placed, F: Placed>(gold: &G, found: &F) -> usize {
    let ((a, b), (c, d)) = (gold.place(), found.place());
    b.min(d).saturating_sub(a.max(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::{ArticleInfo, Basis, TimexType};

    fn date(start: usize, end: usize, value: &str) -> Timex {
        Timex {
            start,
            end,
            text: "x".repeat(end - start).into(),
            kind: TimexType::Date,
            value: value.into(),
            modifier: None,
            edtf: None,
            basis: Basis::Explicit,
            rule: "date.test".into(),
        }
    }

    fn extraction(dates: Vec<Timex>) -> Extraction {
        let article = ArticleInfo { id: "folder/a.txt".into(), ..ArticleInfo::default() };
        Extraction { article, dates, ..Extraction::default() }
    }

    fn scored(gold: &str, dates: Vec<Timex>) -> Scores {
        score(&parse_gold("gold", gold).unwrap(), &[extraction(dates)])
    }

    #[test]
    fn what_overlaps_is_compared() {
        let gold = r#"{"article":{"id":"a.txt"},"dates":[
            {"start":0,"end":4,"value":"2024"},{"start":10,"end":14,"value":"2023"},{"start":20,"end":24,"value":"2022"}]}"#;
        let scores =
            scored(gold, vec![date(0, 4, "2024"), date(11, 14, "1999"), date(30, 34, "2000")]);
        let shown = |k: &str| scores.kinds[k].to_string();
        assert_eq!(shown("dates"), "2 right, 1 wrong, 1 missed");
        assert_eq!(shown("dates.strict"), "1 right, 2 wrong, 2 missed");
        assert_eq!(shown("dates.value"), "1 right, 2 wrong, 2 missed");
        assert_eq!(scores.rules["date.test"].to_string(), "2 right, 1 wrong, 0 missed");
        assert_eq!(scores.errors.len(), 3);
        assert!(!scores.kinds.contains_key("quotes"), "a kind that is not annotated is not scored");
    }

    #[test]
    fn one_long_thing_answers_for_one_annotation_only() {
        let gold =
            r#"{"article":{"id":"a.txt"},"dates":[{"start":0,"end":4},{"start":5,"end":9}]}"#;
        assert_eq!(
            scored(gold, vec![date(0, 9, "x")]).kinds["dates"].to_string(),
            "1 right, 0 wrong, 1 missed"
        );
        let gold = r#"{"article":{"id":"a.txt"},"dates":[{"start":0,"end":9}]}"#;
        let scores = scored(gold, vec![date(0, 2, "x"), date(3, 9, "y")]);
        assert_eq!(scores.kinds["dates"].to_string(), "1 right, 1 wrong, 0 missed");
    }

    #[test]
    fn an_absent_article_is_named() {
        let gold = parse_gold("gold", r#"{"article":{"id":"b.txt"},"dates":[]}"#).unwrap();
        assert_eq!(score(&gold, &[extraction(Vec::new())]).absent, ["b.txt"]);
    }
}
