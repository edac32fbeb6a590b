//! Functions that go from one date to another: `shift(a, -2, 'year')`, `nth(3, 'week', a)`.

use super::absolute::point;
use super::{Arg, Arguments, Outcome, Reference, Refusal};
use crate::dates::calendar::Day;
use crate::dates::cycle::Cycle;
use crate::dates::point::{Point, Unit};
use crate::dates::value::Kind;

pub(super) fn shift(a: &Arguments<'_, '_>) -> Outcome {
    let (value, n, unit) = (a.value(0)?, a.number(1)? * a.times(2), a.unit(2)?);
    let from = value.point().unwrap_or(Point::unknown_day());
    if n.fract() != 0.0 {
        return shift_part(from, n, unit);
    }
    unit_at(&from, n as i64, unit, a.reference)
}

/// The unit so many steps away; a week from Sunday to Saturday is an interval of days.
pub(super) fn unit_at(from: &Point, n: i64, unit: Unit, reference: &Reference) -> Outcome {
    let day = from.as_day().filter(|_| unit == Unit::Week && reference.sunday_first);
    let Some(day) = day else { return point(from.shift(n, unit)) };
    let sunday = day.plus_days(7 * n.clamp(-10_000, 10_000) - i64::from(day.weekday() % 7));
    let saturday = sunday.and_then(|day| day.plus_days(6));
    let week = Kind::Interval(sunday.map(Point::day), saturday.map(Point::day));
    if saturday.is_some() { Ok(Arg::Value(week.into())) } else { Err(Refusal::Impossible) }
}

/// Weeks from a known day lead to a day: two weeks after 3 May is 17 May.
pub(super) fn exactly(a: &Arguments<'_, '_>) -> Outcome {
    let (from, n, unit) = (a.point(0)?, steps(a)?, a.unit(2)?);
    let weeks = (unit == Unit::Week && from.as_day().is_some()).then(|| n.checked_mul(7)).flatten();
    match weeks {
        Some(days) => point(from.shift(days, Unit::Day)),
        None => point(from.shift(n, unit)),
    }
}

/// How many units there are to go: two for a fortnight, which is a week twice.
fn steps(a: &Arguments<'_, '_>) -> Result<i64, Refusal> {
    a.int(1)?.checked_mul(a.times(2) as i64).ok_or(Refusal::NoDate)
}

/// "Two and a half years ago" is a month, "a year and a half" too.
pub(super) fn shift_part(from: Point, n: f64, unit: Unit) -> Outcome {
    let (smaller, of_unit) = match unit {
        Unit::Year => (Unit::Month, 12.0),
        Unit::Decade => (Unit::Year, 10.0),
        Unit::Century => (Unit::Year, 100.0),
        Unit::Week => (Unit::Day, 7.0),
        Unit::Hour => (Unit::Minute, 60.0),
        Unit::Month => (Unit::Week, 4.0),
        Unit::Day => (Unit::Day, 1.0),
        _ => return Err(Refusal::NoDate),
    };
    point(from.shift((n * of_unit).round() as i64, smaller))
}

pub(super) fn same(a: &Arguments<'_, '_>) -> Outcome {
    if matches!(a.get(0), Arg::Missing) {
        return Ok(Arg::Missing);
    }
    let (from, n, unit) = (a.point(0)?, steps(a)?, a.unit(2)?);
    let moved = match unit {
        Unit::Day | Unit::Week => return exactly(a),
        _ => from.shift_same(n, unit),
    };
    point(moved.or_else(|| from.year.is_none().then_some(from)))
}

pub(super) fn within(a: &Arguments<'_, '_>) -> Outcome {
    unit_at(&a.value(0)?.point().unwrap_or(Point::unknown_day()), 0, a.unit(1)?, a.reference)
}

/// The n-th unit or cycle of a date.
pub(super) fn nth(a: &Arguments<'_, '_>) -> Outcome {
    let (n, holder) = (a.int(0)?, a.point(2)?);
    let (Some(first), Some(last)) = (holder.first_day(), holder.last_day()) else {
        return Ok(Arg::Value(unknown_part(a, holder)?.into()));
    };
    if matches!(a.get(1), Arg::Text(_) | Arg::Entry(_)) && a.unit(1)? == Unit::Week {
        // A week belongs to the month and year of its Thursday, as in ISO 8601.
        let thursday = nth_cycle(&Cycle::Weekday(4), n, &edge_of(first, last, n), &holder);
        let inside = thursday.filter(|p| p.as_day().is_some_and(|day| first <= day && day <= last));
        return point(inside.map(|day| day.within(Unit::Week)));
    }
    let edge = edge_of(first, last, n);
    let steps = if n > 0 { n - 1 } else { n + 1 };
    let found = match a.get(1) {
        Arg::Cycle(cycle) => nth_cycle(cycle, n, &edge, &holder),
        _ => edge.shift(steps, a.unit(1)?),
    };
    let inside = |p: &Point| {
        p.first_day().is_some_and(|day| day <= last) && p.last_day().is_some_and(|day| day >= first)
    };
    point(found.filter(inside))
}

/// The day to count from: the first, or for negative numbers the last.
fn edge_of(first: Day, last: Day, n: i64) -> Point {
    Point::day(if n > 0 { first } else { last })
}

pub(super) fn unknown_part(a: &Arguments<'_, '_>, holder: Point) -> Result<Point, Refusal> {
    match a.get(1) {
        Arg::Cycle(cycle) => cycle.of(&holder).ok_or(Refusal::NoDate),
        _ => Ok(holder.within(a.unit(1)?)),
    }
}

pub(super) fn nth_cycle(cycle: &Cycle, n: i64, edge: &Point, holder: &Point) -> Option<Point> {
    match cycle {
        Cycle::Weekday(weekday) => {
            let day = edge.as_day()?;
            let ahead = (i64::from(*weekday) - i64::from(day.weekday())).rem_euclid(7);
            let offset = if n > 0 { ahead + 7 * (n - 1) } else { (ahead - 7) % 7 + 7 * (n + 1) };
            Some(Point::day(day.plus_days(offset)?))
        }
        Cycle::Weekend => {
            let saturday = nth_cycle(&Cycle::Weekday(6), n, edge, holder)?;
            Some(saturday.within(Unit::Weekend))
        }
        _ => cycle.of(holder),
    }
}
