//! Why something was found at a place in an article, and why something else was not.
//!
//! In: rules, an article and a place in it.  Out: an [`Explanation`]: for everything found there
//! the rule, what each element captured, how the value came about and whom it beat; then what was
//! tried there and failed, with the condition that failed.  Runs the pipeline; changes nothing.

mod place;
mod render;
mod why_not;

pub use place::{Place, PlaceError};
pub use why_not::{WhyNot, why_not};

use crate::article::Article;
use crate::extraction::Extraction;
use crate::matching::trace::{self, Step};
use crate::matching::{Match, RuleId};
use crate::pipeline::{self, Options};
use crate::rules::Rules;
use crate::testing::snapshot::{Fact, Lines, facts};
use crate::text::{Text, TokenRange};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// What happened at a place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// What was found, in the order of the text.
    pub found: Vec<Found>,
    /// What was tried and came to nothing, in the order of the text.
    pub tried: Vec<Tried>,
}

/// Something that was found, and how.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Line and column, from 1.
    pub at: (usize, usize),
    /// The words.
    pub text: String,
    /// `date`, `quote`, `event` or the kind of rule.
    pub kind: String,
    /// What is known about it: value, speaker, type …
    pub facts: Vec<String>,
    /// The rule, if it can be named.
    pub rule: Option<RuleInfo>,
    /// What the elements of the pattern captured.
    pub captures: Vec<(String, String)>,
    /// What the stages did with it.
    pub notes: Vec<String>,
    /// What it beat.
    pub beat: Vec<String>,
}

/// A rule and where it is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleInfo {
    /// Its id.
    pub id: String,
    /// `file:line`.
    pub place: String,
    /// Its patterns; first those that share most words with what was found; none for a construction
    /// the engine finds itself.
    pub patterns: Vec<String>,
    /// What it means, where the rule file says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that was tried and came to nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// Line and column, from 1.
    pub at: (usize, usize),
    /// The words.
    pub text: String,
    /// Id of the rule.
    pub rule: String,
    /// Why it came to nothing.
    pub because: String,
}

/// Explains what happened at a place of an article.
pub fn explain(rules: &Rules, article: &Article, options: &Options, place: &Place) -> Explanation {
    let (extraction, steps) = trace::record(|| pipeline::extract(rules, article, options));
    let text = rules.text(&article.text, article.body_start);
    let view = View { rules, text: &text, lines: Lines::of(&article.text) };
    let range = place.range(&article.text, &view.lines);
    view.explain(&extraction, &steps, &range)
}

/// What the parts of an explanation look things up in.
struct View<'a> {
    rules: &'a Rules,
    text: &'a Text<'a>,
    lines: Lines,
}

impl View<'_> {
    fn explain(
        &self,
        extraction: &Extraction,
        steps: &[Step],
        place: &Range<usize>,
    ) -> Explanation {
        let told: BTreeSet<(usize, usize)> = attributed(extraction, place);
        let facts = facts(extraction).into_iter().filter(|f| {
            touch(&(f.start..f.end), place) || f.kind == "quote" && told.contains(&(f.start, f.end))
        });
        let mut found: Vec<Found> = facts.map(|fact| self.found(fact, steps)).collect();
        let explained: BTreeSet<String> =
            found.iter().filter_map(|f| Some(f.rule.as_ref()?.id.clone())).collect();
        found.extend(self.other_matches(steps, place, &explained));
        found.sort_by_key(|f| f.at);
        Explanation { found, tried: self.tried(steps, place) }
    }

    fn found(&self, fact: Fact, steps: &[Step]) -> Found {
        let rule = self.rules.find(&fact.rule).map(|(id, _)| id);
        let range = fact.start..fact.end;
        let mine = |m: &&Match| Some(m.rule) == rule && touch(&self.range(m.tokens()), &range);
        let behind = trace::kept(steps).find(mine);
        Found {
            at: self.lines.place(fact.start),
            text: squeezed(&fact.text),
            kind: fact.kind.to_owned(),
            rule: rule.map(|id| self.rule(id, &fact.text)).or(Some(RuleInfo {
                id: fact.rule.clone(),
                place: String::new(),
                patterns: Vec::new(),
                note: None,
            })),
            facts: fact.facts,
            captures: behind.map_or_else(Vec::new, |m| self.captures(m)),
            notes: self.notes(steps, rule, &range),
            beat: behind.map_or_else(Vec::new, |m| self.beat(steps, m)),
        }
    }

    /// Matches behind which no result of the extraction stands: headlines, mentions, chunks.
    fn other_matches(
        &self,
        steps: &[Step],
        place: &Range<usize>,
        explained: &BTreeSet<String>,
    ) -> Vec<Found> {
        let mut seen = BTreeSet::new();
        let won = trace::kept(steps).filter(|m| touch(&self.range(m.tokens()), place));
        won.filter(|m| !explained.contains(&*self.rules.rule(m.rule).id))
            .filter(|m| seen.insert((m.rule, m.first, m.last)))
            .map(|m| {
                let range = self.range(m.tokens());
                Found {
                    at: self.lines.place(range.start),
                    text: self.words(m),
                    kind: self.rules.rule(m.rule).kind.to_string(),
                    facts: self.standing(steps, m),
                    rule: Some(self.rule(m.rule, &self.words(m))),
                    captures: self.captures(m),
                    notes: self.notes(steps, Some(m.rule), &range),
                    beat: self.beat(steps, m),
                }
            })
            .collect()
    }

    /// What became of a match that is no result itself: its type, or what it is a part of.
    fn standing(&self, steps: &[Step], found: &Match) -> Vec<String> {
        let rule = self.rules.rule(found.rule);
        let holds = |m: &&Match| {
            let wider = m.last - m.first > found.last - found.first;
            wider && m.first <= found.first && m.last >= found.last
        };
        let same_kind = |m: &&Match| self.rules.rule(m.rule).kind == rule.kind;
        let whole =
            trace::kept(steps).filter(same_kind).filter(holds).min_by_key(|m| m.last - m.first);
        let part = whole.map(|m| format!("a part of ‹{}›", self.words(m)));
        let none = match &*rule.kind {
            "date" => Some("no date"),
            "quote" | "event" => Some("matched, but is no entry of the extraction"),
            _ => None,
        };
        let none = none.filter(|_| rule.type_.is_none() && part.is_none()).map(str::to_owned);
        rule.type_.iter().map(|t| t.to_string()).chain(part).chain(none).collect()
    }

    fn tried(&self, steps: &[Step], place: &Range<usize>) -> Vec<Tried> {
        let mut out: Vec<(usize, Tried)> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Rejected { found, context } => {
                    Some((found, format!("its condition does not hold: {context}")))
                }
                Step::Lost { found, to } => Some((found, self.lost(found, to))),
                _ => None,
            })
            .filter(|(m, _)| touch(&self.range(m.tokens()), place))
            .map(|(m, because)| {
                let at = self.range(m.tokens()).start;
                let rule = self.rules.rule(m.rule).id.to_string();
                (at, Tried { at: self.lines.place(at), text: self.words(m), rule, because })
            })
            .collect();
        out.sort_by(|a, b| (a.0, &a.1.rule, &a.1.because).cmp(&(b.0, &b.1.rule, &b.1.because)));
        out.dedup();
        out.into_iter().map(|(_, tried)| tried).collect()
    }

    /// Why one match goes before another.
    fn lost(&self, found: &Match, to: &Match) -> String {
        let (loser, winner) = (self.rules.rule(found.rule), self.rules.rule(to.rule));
        let why = if to.last - to.first > found.last - found.first {
            "is longer"
        } else if winner.pack > loser.pack {
            "is of a later pack"
        } else if winner.priority > loser.priority {
            "has a higher priority"
        } else if to.captures.len() > found.captures.len() {
            "captures more"
        } else {
            "stands first in the files"
        };
        format!("`{}` ‹{}› {why}", winner.id, self.words(to))
    }

    fn beat(&self, steps: &[Step], winner: &Match) -> Vec<String> {
        let lost = steps.iter().filter_map(|step| match step {
            Step::Lost { found, to } if to == winner && found.rule != winner.rule => Some(found),
            _ => None,
        });
        let mut out: Vec<String> =
            lost.map(|m| format!("`{}` ‹{}›", self.rules.rule(m.rule).id, self.words(m))).collect();
        out.dedup();
        out
    }

    fn notes(&self, steps: &[Step], of: Option<RuleId>, range: &Range<usize>) -> Vec<String> {
        let mut out: Vec<String> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Note { tokens, rule, text } if rule.is_none() || *rule == of => {
                    touch(&self.range(tokens.clone()), range).then(|| text.clone())
                }
                _ => None,
            })
            .collect();
        out.dedup();
        out
    }

    fn captures(&self, found: &Match) -> Vec<(String, String)> {
        let name = |c: &crate::matching::Capture| self.rules.capture_name(c.name).to_owned();
        found.captures.iter().map(|c| (name(c), squeezed(self.text.slice(c.tokens())))).collect()
    }

    fn rule(&self, id: RuleId, found: &str) -> RuleInfo {
        let rule = self.rules.rule(id);
        let mut patterns = rule.patterns.clone();
        patterns.sort_by_key(|pattern| std::cmp::Reverse(shared_words(pattern, found)));
        RuleInfo {
            id: rule.id.to_string(),
            place: format!("{}:{}", rule.place.path, rule.place.line),
            patterns,
            note: rule.note.as_deref().map(squeezed),
        }
    }

    fn words(&self, found: &Match) -> String {
        squeezed(self.text.slice(found.tokens()))
    }

    /// Code points of tokens.
    fn range(&self, tokens: TokenRange) -> Range<usize> {
        let range = self.text.range_of(tokens);
        range.start..range.end
    }
}

/// The quotations whose speaker or words of saying stand at a place.
fn attributed(extraction: &Extraction, place: &Range<usize>) -> BTreeSet<(usize, usize)> {
    let there = |q: &&crate::extraction::Quote| {
        let speaker = q.speaker.iter().chain(&q.via).map(|s| s.start..s.end);
        let cue = q.cue.iter().map(|c| c.start..c.end);
        speaker.chain(cue).any(|range| touch(&range, place))
    };
    extraction.quotes.iter().filter(there).map(|q| (q.start, q.end)).collect()
}

fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1)
}

/// How many words of a pattern stand in a text.
fn shared_words(pattern: &str, text: &str) -> usize {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect()
    };
    words(pattern).intersection(&words(text)).filter(|word| !word.is_empty()).count()
}

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
