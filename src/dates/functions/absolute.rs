//! Functions that name a date outright: `date(2016, 5, 3)`, `bc(480)`, `numeric(3, 4, 2025)`.

use super::cycles::{near, near_to};
use super::{Arg, Arguments, Outcome, Refusal};
use crate::dates::calendar::Day;
use crate::dates::cycle::Cycle;
use crate::dates::point::{Part, Point, Unit, truncate};
use crate::dates::value::{Kind, Value};

/// The full year of one of two digits: the latest that is at most ten years after the anchor.
pub(super) fn century_of(short: i32, anchor: Option<i32>) -> i32 {
    let latest = anchor.unwrap_or(2019) + 10;
    let year = truncate(latest.max(100), 100) + short;
    if year > latest { year - 100 } else { year }
}

pub(super) fn point(point: Option<Point>) -> Outcome {
    point.filter(Point::exists).map(|p| Arg::Value(p.into())).ok_or(Refusal::Impossible)
}

pub(super) fn date(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.calendar_year(0)?;
    point(Day::new(year, a.small(1)?, a.small(2)?).map(Point::day))
}

pub(super) fn year(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.calendar_year(0)?;
    let ahead = a.reference.anchor.year.is_some_and(|now| year > now);
    let over = a.int(0)? < 100 && ahead && !matches!(a.get(1), Arg::Missing);
    point(Some(Point::new(Some(if over { year - 100 } else { year }), Part::Year)))
}

pub(super) fn ad(a: &Arguments<'_, '_>) -> Outcome {
    let year = i32::try_from(a.int(0)?).ok().filter(|year| (1..10_000).contains(year));
    point(Some(Point::new(Some(year.ok_or(Refusal::NoDate)?), Part::Year)))
}

/// "In 490", said of a time before Christ; anywhere else the number is no year.
pub(super) fn era(a: &Arguments<'_, '_>) -> Outcome {
    match a.reference.story_year {
        Some(year) if year <= 0 => bc(a),
        _ => Err(Refusal::NoDate),
    }
}

/// The second year of "1957-60".
/// Years by which the end of a range may lie ahead without being a round number.
const PLAN: i64 = 10;

pub(super) fn short(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.int(0)?;
    let before = match a.get(1) {
        Arg::Missing => a.reference.named_year.ok_or(Refusal::NoDate)?,
        _ => a.calendar_year(1)?,
    };
    let year = i64::from(truncate(before, 100)) + year;
    // "2030-50" is a plan, "2015-32" the number of something.
    let now = a.reference.day.year;
    let follows = year == i64::from(before) + 1;
    let is_number =
        !follows && year % 5 != 0 && now.is_some_and(|now| year > i64::from(now) + PLAN);
    if before <= 0 || year < i64::from(before) || is_number {
        return Err(Refusal::NoDate);
    }
    point(i32::try_from(year).ok().map(|year| Point::new(Some(year), Part::Year)))
}

pub(super) fn spoken(a: &Arguments<'_, '_>) -> Outcome {
    let (century, rest) = (a.int(0)?, a.int(1)?);
    if !(1..100).contains(&rest) || !(10..=20).contains(&century) {
        return Err(Refusal::NoDate);
    }
    point(Some(Point::new(Some((century * 100 + rest) as i32), Part::Year)))
}

/// A day in figures: a part above twelve is the day, else the weekday beside it tells, else the
/// house's order decides, else both are possible.
pub(super) fn numeric(a: &Arguments<'_, '_>) -> Outcome {
    let (first, second) = (a.small(0)?, a.small(1)?);
    let day = |month: u8, day: u8| match a.get(2) {
        Arg::Missing => {
            let cycle = Cycle::Day(month, day);
            if !cycle.pattern().exists() || month == 0 || day == 0 {
                return None;
            }
            match near_to(&cycle, &a.reference.anchor, a.reference) {
                Ok(Arg::Value(value)) => value.point(),
                _ => None,
            }
        }
        _ => Day::new(a.calendar_year(2).ok()?, month, day).map(Point::day),
    };
    let on_weekday = |day: Option<Point>| match a.small(3) {
        Ok(weekday) => day.filter(|day| day.as_day().is_some_and(|day| day.weekday() == weekday)),
        Err(_) => None,
    };
    let (month_first, day_first) = (day(first, second), day(second, first));
    if let (Some(only), None) | (None, Some(only)) =
        (on_weekday(month_first), on_weekday(day_first))
    {
        return point(Some(only));
    }
    match (month_first, day_first, a.reference.day_first) {
        (None, None, _) => Err(Refusal::Impossible),
        (Some(only), None, _) | (None, Some(only), _) => point(Some(only)),
        (Some(m), Some(d), _) if m == d => point(Some(m)),
        (Some(m), _, Some(false)) => point(Some(m)),
        (_, Some(d), Some(true)) => point(Some(d)),
        (Some(m), Some(d), None) => Ok(Arg::Value(Kind::OneOf(vec![m, d]).into())),
    }
}

pub(super) fn compact(a: &Arguments<'_, '_>) -> Outcome {
    let figures = a.int(0)?;
    let part = |divisor: i64, modulus: i64| figures / divisor % modulus;
    let year = i32::try_from(part(10_000, 10_000)).map_err(|_| Refusal::NoDate)?;
    let (month, of_month) = (part(100, 100) as u8, part(1, 100) as u8);
    let day = Day::new(year, month, of_month).filter(|_| (1900..2100).contains(&year));
    point(Some(Point::day(day.ok_or(Refusal::NoDate)?)))
}

pub(super) fn dated(a: &Arguments<'_, '_>) -> Outcome {
    if a.counts(1) {
        let holder = match a.get(1) {
            Arg::Value(value) => value.point().ok_or(Refusal::NoDate)?,
            _ => Point::new(Some(a.calendar_year(1)?), Part::Year),
        };
        return point(a.cycle(0)?.of(&holder));
    }
    let list = [a.get(0).clone()];
    near(&Arguments { list: &list, reference: a.reference })
}

pub(super) fn decade(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.int(0)?;
    if (0..100).contains(&year) {
        let now = a.reference.anchor.year.unwrap_or(2019);
        let this = truncate(now.max(100), 100) + year as i32;
        let past = if this > now { this - 100 } else { this };
        return point(Some(Point::new(Some(past), Part::Decade)));
    }
    let year = i32::try_from(year).map_err(|_| Refusal::NoDate)?;
    // "The 1800s" are a century, "the 2000s" a decade.
    let part =
        if year % 100 == 0 && (1000..2000).contains(&year) { Part::Century } else { Part::Decade };
    point(Some(Point::new(Some(truncate(year, 10)), part)))
}

pub(super) fn century(a: &Arguments<'_, '_>) -> Outcome {
    let number = a.int(0)?;
    if !(1..=99).contains(&number) {
        return Err(Refusal::NoDate);
    }
    // The first century has no year 0 to begin with.
    point(Some(Point::new(Some(((number as i32 - 1) * 100).max(1)), Part::Century)))
}

pub(super) fn millennium(a: &Arguments<'_, '_>) -> Outcome {
    let number = a.int(0)?;
    if !(1..=9).contains(&number) {
        return Err(Refusal::NoDate);
    }
    point(Some(Point::new(Some(((number as i32 - 1) * 1000).max(1)), Part::Millennium)))
}

/// Counts the years of a value before Christ.
pub(super) fn bc(a: &Arguments<'_, '_>) -> Outcome {
    if let Arg::Number(_) = a.get(0) {
        let year = i32::try_from(a.int(0)?).map_err(|_| Refusal::NoDate)?;
        return point(Some(Point::new(1i32.checked_sub(year), Part::Year)));
    }
    let value = a.value(0)?;
    let turn = |p: Point| {
        // The 4th century BC is 400 to 301 BC, the years -0399 to -0300.
        let year = p.year.map(|year| match p.part {
            Part::Millennium => -truncate(year, 1000),
            Part::Century => -truncate(year, 100),
            _ => 1 - year,
        });
        Point { year, ..p }
    };
    match value.kind {
        Kind::Point(p) => Ok(Arg::Value(Value { kind: Kind::Point(turn(p)), ..value })),
        Kind::Interval(start, end) => {
            Ok(Arg::Value(Value { kind: Kind::Interval(start.map(turn), end.map(turn)), ..value }))
        }
        _ => Err(Refusal::Argument(1)),
    }
}

pub(super) fn week(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.calendar_year(0)?;
    point(Day::of_iso_week(year, a.small(1)?, 1).map(|day| Point::day(day).within(Unit::Week)))
}
