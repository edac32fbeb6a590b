//! What was found in an example, by which rule.
//!
//! In: an extraction and the steps that led to it.  Out: [`Find`]s: results of the stages, and the
//! matches behind them.

use crate::dates::{DROPPED, REPORTED};
use crate::extraction::{Event, Extraction, Quote, Slice, Timex};
use crate::matching::trace::{self, Step};
use crate::matching::{Match, RuleId};
use crate::rules::Rules;
use crate::text::Text;
use std::ops::Range;

/// Something a rule found.
#[derive(Debug, Clone, Default)]
pub(super) struct Find {
    /// The rule.
    pub rule: RuleId,
    /// Code points.
    pub range: Range<usize>,
    /// Other ranges an example may mark for it: the speaker, the cue, the trigger.
    pub parts: Vec<Range<usize>>,
    /// The exact words.
    pub text: String,
    /// What may stand behind `is:`.
    pub values: Vec<String>,
    /// The speaker.
    pub who: Option<String>,
    /// The type.
    pub type_: Option<String>,
    /// Whether it is part of the extraction; otherwise it is a match of the pattern only.
    pub is_result: bool,
    /// Whether rules of this kind give results of their own.
    pub has_results: bool,
    /// Whether it is a date.
    pub is_timex: bool,
    /// Why nothing came of it, where the stage says so.
    pub because: Option<String>,
}

impl Find {
    /// Whether an example may mark this range for it.
    pub fn covers(&self, span: &Range<usize>) -> bool {
        self.range == *span || self.parts.contains(span)
    }

    /// For a message.
    pub fn describe(&self, rules: &Rules) -> String {
        let mut out = format!("‹{}›", self.text.split_whitespace().collect::<Vec<_>>().join(" "));
        let told = if *rules.rule(self.rule).kind == *"event" { self.values.len() } else { 1 };
        let told: Vec<&str> = self.values.iter().take(told).map(String::as_str).collect();
        if !told.is_empty() && told != [self.text.as_str()] {
            out.push_str(&format!(" = {}", told.join(", ")));
        }
        if let Some(who) = &self.who {
            out.push_str(&format!(", said by {who}"));
        }
        let what = if self.is_result { "" } else { "matched " };
        let because = self.because.iter().map(|b| format!("; {b}")).collect::<String>();
        out.push_str(&format!(" ({what}by `{}`{because})", rules.rule(self.rule).id));
        out
    }
}

/// Everything that was found.
pub(super) fn finds(
    rules: &Rules,
    text: &Text<'_>,
    extraction: &Extraction,
    steps: &[Step],
) -> Vec<Find> {
    let id = |name: &str| rules.find(name).map(|(id, _)| id);
    let mut out: Vec<Find> = Vec::new();
    out.extend(extraction.dates.iter().filter_map(|d| Some(date(d, id(&d.rule)?))));
    out.extend(extraction.quotes.iter().filter_map(|q| Some(quote(q, id(&q.rule)?))));
    out.extend(extraction.events.iter().filter_map(|e| Some(event(e, id(&e.rule)?))));
    let published = extraction.article.published.as_ref();
    let matches: Vec<Find> = trace::kept(steps)
        .map(|m| Find { because: refusal(steps, m), ..matched(rules, text, m, published) })
        .collect();
    for result in &mut out {
        let own = matches.iter().filter(|m| m.rule == result.rule && within(m, result));
        let parts: Vec<Range<usize>> =
            own.flat_map(|m| m.parts.iter().chain([&m.range]).cloned()).collect();
        result.parts.extend(parts);
    }
    out.extend(matches);
    out
}

/// Matches in whose place something else stands, with the rule that found it.
pub(super) fn lost(
    rules: &Rules,
    text: &Text<'_>,
    steps: &[Step],
    finds: &[Find],
) -> Vec<(Find, RuleId)> {
    let beaten = steps.iter().filter_map(|step| match step {
        Step::Lost { found, to } => Some((matched(rules, text, found, None), to.rule)),
        _ => None,
    });
    let unused = finds.iter().filter(|f| !f.is_result && f.has_results).filter_map(|f| {
        let kind = &rules.rule(f.rule).kind;
        let in_place = |r: &&Find| {
            r.is_result && r.rule != f.rule && within(f, r) && rules.rule(r.rule).kind == *kind
        };
        Some((f.clone(), finds.iter().find(in_place)?.rule))
    });
    beaten.chain(unused).filter(|(find, winner)| find.rule != *winner).collect()
}

/// Why a match came to nothing: the last words of its stage about it.
fn refusal(steps: &[Step], found: &Match) -> Option<String> {
    let mut about = steps.iter().filter_map(|step| match step {
        Step::Note { tokens, rule: Some(rule), text } if *rule == found.rule => {
            (*tokens == found.tokens()).then_some(text.as_str())
        }
        _ => None,
    });
    about.next_back().filter(|text| [DROPPED, REPORTED].contains(text))?;
    Some(about.next_back().map_or("it has no value".to_owned(), str::to_owned))
}

fn within(inner: &Find, outer: &Find) -> bool {
    inner.range.start < outer.range.end && outer.range.start < inner.range.end
}

fn result(rule: RuleId, start: usize, end: usize, words: &str) -> Find {
    let (range, text) = (start..end, words.to_owned());
    Find { rule, range, text, is_result: true, has_results: true, ..Find::default() }
}

fn date(date: &Timex, rule: RuleId) -> Find {
    let values = std::iter::once(&date.value).chain(&date.edtf).map(ToString::to_string).collect();
    let type_ = Some(date.kind.name().to_owned());
    Find { values, type_, is_timex: true, ..result(rule, date.start, date.end, &date.text) }
}

fn quote(quote: &Quote, rule: RuleId) -> Find {
    let speaker = quote.speaker.as_ref();
    let parts =
        speaker.map(|s| s.start..s.end).into_iter().chain(quote.cue.as_ref().map(range)).collect();
    Find {
        parts,
        values: vec![quote.text.clone()],
        who: speaker.map(|s| s.name.to_string()),
        type_: Some(quote.kind.name().to_owned()),
        ..result(rule, quote.start, quote.end, &quote.text)
    }
}

fn event(event: &Event, rule: RuleId) -> Find {
    let facts = event.when.iter().chain([&event.kind]).chain(&event.modality);
    let names = event.people.iter().chain(&event.places).chain(&event.organisations);
    let values = facts.chain(names).map(ToString::to_string).collect();
    Find {
        parts: vec![range(&event.trigger)],
        values,
        type_: Some(event.kind.to_string()),
        ..result(rule, event.start, event.end, &event.text)
    }
}

fn range(slice: &Slice) -> Range<usize> {
    slice.start..slice.end
}

fn matched(rules: &Rules, text: &Text<'_>, found: &Match, published: Option<&String>) -> Find {
    let rule = rules.rule(found.rule);
    let at = |tokens| {
        let range = text.range_of(tokens);
        range.start..range.end
    };
    let mut values = vec![text.slice(found.tokens()).to_owned()];
    if rule.type_.as_deref() == Some("published") {
        values = published.into_iter().cloned().collect();
    }
    Find {
        rule: found.rule,
        range: at(found.tokens()),
        parts: found.captures.iter().map(|c| at(c.tokens())).collect(),
        text: text.slice(found.tokens()).to_owned(),
        values,
        type_: rule.type_.as_deref().map(str::to_owned),
        has_results: ["date", "quote", "event"].contains(&&*rule.kind),
        ..Find::default()
    }
}
