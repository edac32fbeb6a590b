//! What dates of a list or a range take from each other.
//!
//! In: two dates that joiners tie.  Out: the year, the month or the day that the second one
//! lends to the first: "April and June 1955", "on 5 and 6 March", "from 9am to 5pm on Tuesday".

use super::evaluate::Evaluator;
use super::find::{DEEPEST, NO_DATE, parts};
use super::functions::Direction;
use super::point::Point;
use crate::matching::{Ground, Match};
use crate::rules::Rules;
use crate::rules::starts::Asked;

/// Most tokens between two dates of a list.
const LIST_GAP: usize = 2;

/// Label of rules for times of day.
pub const CLOCK: &str = "clock";

/// Label of rules for days whose month is told by the date they are listed with.
pub const BARE_DAY: &str = "bare_day";

/// The day that a time takes from the one it is joined to: "from 9am to 5pm on Tuesday"; the
/// date that tells the month of a bare day: "on 5 and 6 March".
pub fn day<'a>(evaluator: &mut Evaluator<'a>, here: &'a Match, next: &'a Match) -> Option<Point> {
    let rules = evaluator.ground.rules;
    if is_a(rules, here, BARE_DAY) {
        evaluator.listed = None;
        return evaluator.value(next, 0).ok()?.point().filter(|point| point.as_day().is_some());
    }
    let is_clock = |found: &Match| is_a(rules, found, CLOCK);
    if !is_clock(here) || is_clock(next) {
        return None;
    }
    let converted = is_converted(evaluator.ground, here, next);
    if !converted && joiners(evaluator.ground, here, next).is_none() {
        return None;
    }
    evaluator.listed = None;
    let day = evaluator.value(next, 0).ok()?.point()?;
    day.as_day().filter(|_| converted || day.time.is_some()).map(Point::day)
}

/// Most tokens between a time and its day, where brackets give the time elsewhere between them:
/// "4 a.m. local time (0200 GMT) on Wednesday".
const CONVERSION: usize = 8;

fn is_converted(ground: Ground<'_>, here: &Match, next: &Match) -> bool {
    let gap = here.last..next.first;
    let close = gap.clone().rev().take(2).find(|at| ground.text.word(*at) == ")");
    gap.len() <= CONVERSION
        && close.is_some_and(|close| (gap.start..close).any(|at| ground.text.word(at) == "("))
}

/// The date that one is listed with: the next, for a bare day the one that names the month, for
/// a time the one that is a date.
pub fn joined<'a>(
    rules: &Rules,
    here: &Match,
    mut rest: impl Iterator<Item = &'a Match>,
) -> Option<&'a Match> {
    let skipped = match (is_a(rules, here, BARE_DAY), is_a(rules, here, CLOCK)) {
        (true, _) => BARE_DAY,
        (_, true) => NO_DATE,
        _ => return rest.next(),
    };
    rest.find(|next| !is_a(rules, next, skipped))
}

fn is_a(rules: &Rules, found: &Match, label: &str) -> bool {
    Some(rules.rule(found.rule).label) == rules.label(label)
}

/// Whether nothing but joiners stands between two matches, and one that makes them a range.
fn joiners(ground: Ground<'_>, here: &Match, next: &Match) -> Option<bool> {
    let gap = here.last..next.first;
    if gap.is_empty() || gap.len() > LIST_GAP {
        return None;
    }
    let entry = |at| ground.rules.longest(ground.text, Asked::DateJoiner, at);
    let joiners: Option<Vec<_>> = gap.map(|at| entry(at).map(|(entry, _)| entry)).collect();
    let is_range = joiners?.iter().any(|entry| ground.rules.lexicons.entry(*entry).is("range"));
    Some(is_range || opens_range(ground, here.first))
}

/// Whether the word before a date makes it the first of two: "between August and October".
fn opens_range(ground: Ground<'_>, first: usize) -> bool {
    first > 0 && ground.rules.stands(ground.text, Asked::RangeOpener, first - 1)
}

/// The year that a date without one takes from the date it is joined to: "April and June 1955",
/// "from May to September".
pub fn year<'a>(evaluator: &mut Evaluator<'a>, here: &'a Match, next: &'a Match) -> Option<i32> {
    let ground = evaluator.ground;
    if names_year(evaluator, here, 0) || is_weekday(ground.rules, here) {
        return None;
    }
    let is_range = joiners(ground, here, next)?;
    evaluator.listed = None;
    let end = evaluator.value(next, 0).ok()?.point()?;
    let year = end.year?;
    if names_year(evaluator, next, 0) {
        evaluator.listed = Some(year);
    }
    // A range runs forward: from November to March begins in the year before.
    let start = evaluator.value(here, 0).ok()?.point()?;
    let reversed = |start: Point| is_range && start.first_day() > end.last_day();
    if !reversed(start) {
        return evaluator.listed;
    }
    if evaluator.listed.is_none() && lies_ahead(evaluator, &start, &end) {
        evaluator.lent = year.checked_add(1).map(|year| (next.first, year));
        return None;
    }
    evaluator.listed = Some(year);
    let same_year = evaluator.value(here, 0).ok()?.point()?;
    Some(if reversed(same_year) { year.checked_sub(1)? } else { year })
}

/// Which of the two weekdays of a range moves by how many days, where the later one would come
/// first: "will run from Tuesday to Friday", written on a Thursday.
pub fn weekdays<'a>(
    evaluator: &mut Evaluator<'a>,
    here: &'a Match,
    next: &'a Match,
) -> Option<(usize, i64)> {
    let rules = evaluator.ground.rules;
    let bare = is_weekday(rules, here) && is_weekday(rules, next);
    if !bare || !joiners(evaluator.ground, here, next)? {
        return None;
    }
    let mut day = |found| evaluator.value(found, 0).ok()?.point()?.as_day();
    let (start, end) = (day(here)?, day(next)?);
    let looks_back = evaluator.direction(here) == Direction::Past;
    let reversed = start > end && start.plus_days(-WEEK)? < end;
    reversed.then_some(if looks_back { (here.first, -WEEK) } else { (next.first, WEEK) })
}

/// Whether a match is a weekday and nothing else.
fn is_weekday(rules: &Rules, found: &Match) -> bool {
    let named = rules.capture("w").and_then(|name| found.capture(name));
    named.is_some() && found.captures.len() == 1
}

/// Days of a week.
const WEEK: i64 = 7;

/// Whether of a range that would run backwards the beginning, which lies ahead, is nearer to the day
/// of publication than the end, which is over: "open May to December" in April.
fn lies_ahead(evaluator: &Evaluator<'_>, start: &Point, end: &Point) -> bool {
    let Some(today) = evaluator.published.map(Point::day) else { return false };
    let ahead = start.first_day() > today.first_day() && end.last_day() < today.first_day();
    ahead && start.distance(&today) < end.distance(&today)
}

fn names_year(evaluator: &Evaluator<'_>, found: &Match, depth: usize) -> bool {
    let own = evaluator.ground.rules.capture("y").is_some_and(|name| found.capture(name).is_some());
    let within = |part: &&Match| names_year(evaluator, part, depth + 1);
    own || (depth < DEEPEST && parts(evaluator, found).iter().any(within))
}
