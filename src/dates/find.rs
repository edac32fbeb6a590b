//! Finding the temporal expressions of a text.
//!
//! In: a [`Text`](crate::text::Text), rules, the day of publication.  Out: [`Found`].

use super::evaluate::{Evaluator, Story};
use super::functions::Refusal;
use super::lists;
use super::point::Unit;
use super::{Day, Kind, Options, Value};
use crate::extraction::{Basis, Problem, Severity, Timex, TimexType};
use crate::matching::trace::{self, Step};
use crate::matching::{Chunks, Ground, Match, RuleId, What, resolve};
use crate::rules::Rules;
use crate::rules::expression::Expr;
use crate::text::{Shape, Text, TokenRange};
use compact_str::CompactString;

/// What is known of the article.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// Day of publication.
    pub published: Option<Day>,
    /// The house's settings.
    pub options: Options,
    /// Whether the steps to each value are kept.
    pub explain: bool,
}

/// A temporal expression and its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    /// Its tokens.
    pub tokens: TokenRange,
    /// What it means.
    pub value: Value,
    /// What the value rests on.
    pub basis: Basis,
    /// The rule that found it.
    pub rule: RuleId,
    /// The steps to the value; empty unless asked for.
    pub steps: Vec<String>,
}

/// The temporal expressions of a text, and dates the calendar does not have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// In the order of the text, without overlaps.
    pub dates: Vec<Dated>,
    /// Impossible dates.
    pub problems: Vec<Problem>,
    /// Where they stand, in the order of the text.
    pub impossible: Vec<TokenRange>,
}

/// Fact of rules whose dates leave the thread of the story where it is: the end of a range.
const ASIDE: &str = "aside";

impl Dated {
    /// The expression as the output shows it.
    pub fn timex(&self, rules: &Rules, text: &Text<'_>) -> Timex {
        let slice = text.slice_of(self.tokens.clone());
        Timex {
            start: slice.start,
            end: slice.end,
            text: slice.text,
            kind: self.value.timex_type(),
            value: self.value.timex().into(),
            modifier: self.value.modifier.map(|modifier| CompactString::const_new(modifier.name())),
            edtf: self.value.edtf().map(Into::into),
            basis: self.basis,
            rule: (&*rules.rule(self.rule).id).into(),
        }
    }

    /// Labels under which rules of later stages find the expression.
    pub fn labels(&self) -> [&'static str; 2] {
        let kind = match self.value.timex_type() {
            TimexType::Date => "date",
            TimexType::Time => "time",
            TimexType::Duration => "duration",
            TimexType::Set => "set",
        };
        [kind, "timex"]
    }
}

/// Type of rules that keep what they match from being a date: ages, scores, prices.
pub(super) const NO_DATE: &str = "none";

/// Whether rules of later strata find what has the label as `{date}`, whatever its label: not what is a
/// length, a recurrence, a bare time or no date.
pub fn is_date(label: &str) -> bool {
    ![NO_DATE, lists::CLOCK, lists::BARE_DAY, "duration", "set", "time"].contains(&label)
}

/// Finds the temporal expressions of a text.
pub fn find(rules: &Rules, text: &Text<'_>, context: &Context) -> Found {
    let mut chunks = Chunks::new(text.tokens.len());
    let mut store: Vec<Match> = Vec::new();
    let any_date = rules.label("date");
    for stage in rules.strata("date") {
        let mut matches = stage.run(Ground { text, chunks: &chunks, rules });
        resolve(rules, &mut matches);
        for found in matches {
            let label = rules.rule(found.rule).label;
            let any = any_date.filter(|any| *any != label && is_date(rules.label_name(label)));
            for label in [Some(label), any].into_iter().flatten() {
                chunks.add(label, found.first, found.last, store.len() as u32);
            }
            store.push(found);
        }
    }
    let ground = Ground { text, chunks: &chunks, rules };
    evaluate(ground, &store, &winners(rules, &store), context)
}

/// The matches of all strata that no longer one overlaps, in the order of the text.
fn winners(rules: &Rules, store: &[Match]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..store.len()).collect();
    let key = |at: &usize| {
        let found = &store[*at];
        let rule = rules.rule(found.rule);
        let length = found.last - found.first;
        (std::cmp::Reverse((length, rule.pack, rule.stratum, rule.priority)), *at)
    };
    order.sort_by_key(key);
    let end = store.iter().map(|found| found.last).max().unwrap_or(0);
    let mut taken = vec![false; end];
    order.retain(|at| {
        let cells = &mut taken[store[*at].tokens()];
        let free = !cells.contains(&true);
        if free {
            cells.fill(true);
        }
        free
    });
    order.sort_by_key(|at| store[*at].first);
    order
}

fn evaluate(ground: Ground<'_>, store: &[Match], winners: &[usize], context: &Context) -> Found {
    let rules = ground.rules;
    let options = &context.options;
    let published = options.reference.or(context.published);
    let narrative =
        options.narrative.unwrap_or_else(|| tells_a_story(ground.rules, store, winners, published));
    let mut evaluator = Evaluator {
        ground,
        matches: store,
        published,
        narrative,
        undated: published.is_none() && reports(ground.rules, store, winners),
        options,
        day_first: options.day_first.or_else(|| order_shown(ground.rules, store, winners)),
        story: Story::default(),
        relative: false,
        listed: None,
        lent: None,
        moved: (0, 0),
        whole: 0..0,
        listed_day: None,
        steps: (context.explain || trace::on()).then(Vec::new),
    };
    let mut out = Found::default();
    for (place, at) in winners.iter().enumerate() {
        let (here, rest) = (&store[*at], winners[place + 1..].iter().map(|at| &store[*at]));
        let next = lists::joined(rules, here, rest);
        let lent = evaluator.lent.take().filter(|(first, _)| *first == here.first);
        evaluator.listed = next.and_then(|next| lists::year(&mut evaluator, here, next));
        evaluator.listed = evaluator.listed.or(lent.map(|(_, year)| year));
        evaluator.listed_day = next.and_then(|next| lists::day(&mut evaluator, here, next));
        if let Some(moved) = next.and_then(|next| lists::weekdays(&mut evaluator, here, next)) {
            evaluator.moved = moved;
        }
        take(&mut evaluator, &store[*at], &mut out, 0);
    }
    out
}

/// Deepest fall-back from a match to the parts it was built on.
pub(super) const DEEPEST: usize = 8;

/// Works out one match; where it turns out to be no date, the dates it was built on stand.
fn take<'a>(evaluator: &mut Evaluator<'a>, found: &'a Match, out: &mut Found, depth: usize) {
    let rule = evaluator.ground.rules.rule(found.rule);
    if rule.type_.as_deref() == Some(NO_DATE) {
        return;
    }
    evaluator.relative = false;
    evaluator.whole = found.tokens();
    if let Some(steps) = &mut evaluator.steps {
        steps.clear();
    }
    match evaluator.value(found, 0) {
        Ok(value) => {
            let value = in_order(evaluator, found, value);
            if !rule.set.contains_key(ASIDE) {
                evaluator.mention(found, &value);
            }
            out.dates.push(dated(evaluator, found, value));
        }
        Err(refusal) => {
            let problem = refusal == Refusal::Impossible;
            if problem {
                out.problems.push(impossible(evaluator, found));
                out.impossible.push(found.tokens());
            }
            show_steps(evaluator, found, Some(if problem { REPORTED } else { DROPPED }));
            for inner in parts(evaluator, found).into_iter().filter(|_| depth < DEEPEST) {
                take(evaluator, inner, out, depth + 1);
            }
        }
    }
}

/// A weekday of a range, moved by a week where the range would run backwards.
fn in_order(evaluator: &mut Evaluator<'_>, found: &Match, value: Value) -> Value {
    let (first, days) = evaluator.moved;
    let moved = value.point().and_then(|point| point.shift(days, Unit::Day));
    let Some(moved) = moved.filter(|_| days != 0 && first == found.first) else { return value };
    let value = Value { kind: Kind::Point(moved), ..value };
    if let Some(steps) = &mut evaluator.steps {
        steps.push(format!("in order = {}, as a range runs forward", value.timex()));
    }
    value
}

fn dated(evaluator: &Evaluator<'_>, found: &Match, value: Value) -> Dated {
    let vague = matches!(value.kind, Kind::Ref(_));
    let basis = if evaluator.relative || vague { Basis::Relative } else { Basis::Explicit };
    show_steps(evaluator, found, None);
    let steps = evaluator.steps.clone().unwrap_or_default();
    Dated { tokens: found.tokens(), value, basis, rule: found.rule, steps }
}

/// What `explain` says of a match that the calendar does not have.
pub const REPORTED: &str = "not on the calendar: no date, but a problem that is reported";
/// What `explain` says of a match that is none for another reason.
pub const DROPPED: &str = "so it is no date; the dates it was built on stand";

/// Puts the steps to a value on record, where somebody asks for them, and how they ended.
fn show_steps(evaluator: &Evaluator<'_>, found: &Match, end: Option<&str>) {
    let steps = evaluator.steps.iter().flatten().map(String::as_str);
    for text in steps.chain(end) {
        let (tokens, rule) = (found.tokens(), Some(found.rule));
        trace::step(|| Step::Note { tokens, rule, text: text.to_owned() });
    }
}

/// The matches a match was built on.
pub(super) fn parts<'a>(evaluator: &Evaluator<'a>, found: &Match) -> Vec<&'a Match> {
    let chunk = |what| match what {
        What::Chunk(chunk) => {
            evaluator.matches.get(evaluator.ground.chunks.get(chunk).payload as usize)
        }
        _ => None,
    };
    found.captures.iter().filter_map(|capture| chunk(capture.what)).collect()
}

/// Why a match is no date: the calendar has no such day, or words without figures relate to a day of
/// publication that is not known.
fn impossible(evaluator: &Evaluator<'_>, found: &Match) -> Problem {
    let text = evaluator.ground.text;
    let slice = text.slice_of(found.tokens());
    let figures = text.tokens[found.tokens()].iter().any(|token| token.shape == Shape::Number);
    let (code, why) = match evaluator.published {
        None if !figures => {
            ("unresolved-date", "relates to a day of publication, which is not known")
        }
        _ => ("impossible-date", "is not on the calendar"),
    };
    let message = format!("{}..{}: `{}` {why}", slice.start, slice.end, slice.text);
    Problem::new(Severity::Warning, code, message)
}

/// The order of day and month that the article's own dates in figures show: 25/12 is day first.
/// `None` where they show none or both.
fn order_shown(rules: &Rules, store: &[Match], winners: &[usize]) -> Option<bool> {
    let (first, second) = (rules.capture("a")?, rules.capture("b")?);
    let number = |found: &Match, name| match found.capture(name)?.what {
        What::Number(number) => Some(number),
        _ => None,
    };
    let mut shown = None;
    for found in winners.iter().map(|at| &store[*at]) {
        let (Some(a), Some(b)) = (number(found, first), number(found, second)) else { continue };
        let order = match (a > 12.0, b > 12.0) {
            (true, false) => true,
            (false, true) => false,
            _ => continue,
        };
        if shown.is_some_and(|known| known != order) {
            return None;
        }
        shown = Some(order);
    }
    shown
}

/// Years from which on a date is history for a text of a publication day.
const HISTORY: i64 = 3;
/// Fewest dates with a year that make a story.
const FEWEST: usize = 6;

/// Whether a text tells a story: it has no day of publication to relate to, or nearly all the
/// years it names lie well before it, or it names its dates in full and hardly any by the day
/// of publication ("yesterday", "Monday").
fn tells_a_story(
    rules: &Rules,
    store: &[Match],
    winners: &[usize],
    published: Option<Day>,
) -> bool {
    let Some(published) = published else { return true };
    let Some(name) = rules.capture("y") else { return false };
    let (mut far, mut near, mut full, mut leaning) = (0, 0, 0, 0);
    for found in winners.iter().map(|at| &store[*at]) {
        let year = found.capture(name).map(|capture| capture.what);
        if let Some(What::Number(year)) = year.filter(|what| *what != What::Nothing) {
            let away = (i64::from(published.year()) - year as i64).abs();
            if away > HISTORY {
                far += 1
            } else {
                near += 1
            }
            full += usize::from(found.captures.len() > 1);
        } else {
            let value = rules.rule(found.rule).value.as_ref();
            leaning += usize::from(value.is_some_and(leans_on_publication));
        }
    }
    // A report with a look back names years; a history names the days and months of its years.
    let looks_back = leaning > 0 && full < leaning;
    let apart = far >= 4 * near && far + near >= 3 * leaning && !looks_back;
    let told_in_full = full >= 2 * FEWEST && full >= 2 * leaning;
    far >= FEWEST && (apart || told_in_full)
}

/// Fewest dates by the day of publication that make a report.
const LEANING: usize = 3;

/// Whether a text tells its dates rather by the day of publication ("Monday") than in full.
fn reports(rules: &Rules, store: &[Match], winners: &[usize]) -> bool {
    let (mut full, mut leaning) = (0, 0);
    for found in winners.iter().map(|at| &store[*at]) {
        let year = rules.capture("y").and_then(|name| found.capture(name));
        if year.is_some_and(|year| year.what != What::Nothing) {
            full += usize::from(found.captures.len() > 1);
        } else {
            let value = rules.rule(found.rule).value.as_ref();
            leaning += usize::from(value.is_some_and(leans_on_publication));
        }
    }
    leaning >= LEANING && leaning > full
}

/// Whether a value is worked out from the day of publication.
fn leans_on_publication(expr: &Expr) -> bool {
    match expr {
        Expr::Name(name) => name == "publication",
        Expr::Call(name, arguments) => {
            name == "weekday" || arguments.iter().any(leans_on_publication)
        }
        Expr::Negative(inner) => leans_on_publication(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::functions;

    fn calls<'a>(expr: &'a Expr, out: &mut Vec<(&'a str, usize)>) {
        match expr {
            Expr::Call(name, arguments) => {
                out.push((name, arguments.len()));
                arguments.iter().for_each(|argument| calls(argument, out));
            }
            Expr::Negative(inner) => calls(inner, out),
            _ => {}
        }
    }

    #[test]
    fn days_the_calendar_does_not_have_are_reported_and_date_nothing() {
        let rules = Rules::builtin();
        for text in [
            "It closed on 31 February 2025.",
            "It closed on February 30.",
            "It closed on 2025-02-30.",
            "It closed on 30/02/2025.",
            "It closed on 31.11.2025.",
            "It closed on the 31st of June, 1999.",
        ] {
            let context = Context { published: Day::new(2025, 9, 18), ..Context::default() };
            let found = find(rules, &rules.text(text, 0), &context);
            let codes: Vec<&str> = found.problems.iter().map(|p| p.code.as_ref()).collect();
            assert_eq!((found.dates.len(), codes), (0, vec!["impossible-date"]), "{text}");
        }
    }

    #[test]
    fn what_relates_to_an_unknown_day_is_reported_as_that() {
        let rules = Rules::builtin();
        let text = rules.text("It opens next Tuesday.", 0);
        let found = find(rules, &text, &Context::default());
        let codes: Vec<&str> = found.problems.iter().map(|p| p.code.as_ref()).collect();
        assert_eq!((found.dates.len(), codes), (0, vec!["unresolved-date"]));
    }

    #[test]
    fn date_rules_call_functions_that_exist() {
        let rules = Rules::builtin();
        for rule in rules.rules.iter().filter(|rule| &*rule.kind == "date") {
            let mut found = Vec::new();
            rule.value.iter().for_each(|expr| calls(expr, &mut found));
            for (name, count) in found {
                let function = functions::function(name);
                let fits = function.is_some_and(|f| (f.min..=f.max).contains(&count));
                assert!(fits, "{}: {name} with {count} arguments", rule.id);
            }
        }
    }
}
