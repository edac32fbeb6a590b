//! Functions on things that come round, and the choice of the one that is meant:
//! `near(weekday(1))`, `last(month(3))`, `of(quarter(3), a)`.

use super::absolute::point;
use super::steps::unit_at;
use super::{Arg, Arguments, Direction, Outcome, Reference, Refusal, int_of};
use crate::dates::calendar::{Day, shift_month};
use crate::dates::cycle::{Choice, Cycle};
use crate::dates::feast::Feast;
use crate::dates::point::{Part, Point, Season, Unit};
use crate::dates::value::{Kind, Value};
use crate::rules::spec::{AttributeSpec, Attributes};

pub(super) fn cycle(cycle: Cycle) -> Outcome {
    if cycle.pattern().exists() { Ok(Arg::Cycle(cycle)) } else { Err(Refusal::Impossible) }
}

pub(super) fn day(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Day(a.small(0)?, a.small(1)?))
}

pub(super) fn day_of_month(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::DayOfMonth(a.small(0)?))
}

pub(super) fn month(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Month(a.small(0)?))
}

pub(super) fn weekday(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Weekday(a.small(0)?))
}

pub(super) fn weekend(_: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Weekend)
}

pub(super) fn quarter(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Quarter(a.small(0)?))
}

pub(super) fn half(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Half(a.small(0)?))
}

pub(super) fn season(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Season(Season::numbered(a.int(0)?).ok_or(Refusal::Impossible)?))
}

pub(super) fn holiday(a: &Arguments<'_, '_>) -> Outcome {
    let Arg::Entry(attributes) = a.get(0) else { return Err(Refusal::Argument(1)) };
    feast(attributes).map(|feast| Arg::Cycle(Cycle::Feast(feast))).ok_or(Refusal::Argument(1))
}

/// The feast that the attributes of a holiday describe.
pub(super) fn feast(attributes: &Attributes) -> Option<Feast> {
    let int = |name: &str| int_of(attributes, name);
    let small = |name: &str| int(name).and_then(|n| u8::try_from(n).ok());
    if let Some(offset) = int("easter") {
        return Some(Feast::Easter(offset));
    }
    if let Some(offset) = int("orthodox_easter") {
        return Some(Feast::Orthodox(offset));
    }
    if let Some(month) = small("islamic_month") {
        return Some(Feast::Islamic(month, small("day")?));
    }
    if let Some(month) = small("hebrew_month") {
        return Some(Feast::Hebrew(month, small("day")?));
    }
    if let Some(AttributeSpec::List(days)) = attributes.get("days") {
        let day = |spec: &AttributeSpec| match spec {
            AttributeSpec::Text(text) => Day::parse(text),
            _ => None,
        };
        return Some(Feast::Listed(days.iter().filter_map(day).collect()));
    }
    let month = small("month")?;
    Some(match small("weekday") {
        Some(weekday) => {
            Feast::Nth { month, weekday, nth: int("nth")?, plus: int("plus").unwrap_or(0) }
        }
        None => Feast::Fixed(month, small("day")?),
    })
}

/// A cycle within a date: `of(month(5), year(1999))`.
pub(super) fn of(a: &Arguments<'_, '_>) -> Outcome {
    if matches!(a.get(0), Arg::Missing) {
        return Ok(Arg::Missing);
    }
    let holder = a.value(1)?;
    let found = match a.get(0) {
        Arg::Cycle(cycle) => cycle.of(&holder.point().ok_or(Refusal::NoDate)?),
        _ => {
            let inner = a.point(0)?;
            Some(Point { year: holder.point().ok_or(Refusal::NoDate)?.year, ..inner })
        }
    };
    point(found)
}

pub(super) fn chosen(a: &Arguments<'_, '_>, choice: Choice, steps: i64) -> Outcome {
    let anchor = a.anchor(1)?;
    if let Arg::Text(_) | Arg::Entry(_) = a.get(0) {
        return unit_at(&anchor, steps, a.unit(0)?, a.reference);
    }
    choose(a.cycle(0)?, choice, &anchor)
}

pub(super) fn choose(cycle: &Cycle, choice: Choice, anchor: &Point) -> Outcome {
    let found = cycle.choose(choice, anchor).ok_or(Refusal::NoDate)?;
    let approximate = matches!(cycle, Cycle::Feast(feast) if feast.is_approximate());
    Ok(Arg::Value(Value { approximate, ..found.into() }))
}

pub(super) fn last(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Last, -1)
}

pub(super) fn next(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Next, 1)
}

pub(super) fn this(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::This, 0)
}

pub(super) fn latest(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Latest, 0)
}

pub(super) fn coming(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Coming, 0)
}

pub(super) fn nearest(a: &Arguments<'_, '_>) -> Outcome {
    choose(a.cycle(0)?, Choice::Nearest, &a.anchor(1)?)
}

/// The occurrence a clause means: in a story the one of the year last mentioned or the next
/// after it, else by the tense, else the nearest.
pub(super) fn near(a: &Arguments<'_, '_>) -> Outcome {
    near_to(a.cycle(0)?, &a.anchor(1)?, a.reference)
}

pub(super) fn near_to(cycle: &Cycle, anchor: &Point, reference: &Reference) -> Outcome {
    let weekly = matches!(cycle, Cycle::Weekday(_) | Cycle::Weekend);
    if reference.narrative && weekly {
        return choose(cycle, Choice::Nearest, &reference.day);
    }
    if let Some(told) = reference.look_back(cycle) {
        return story(cycle, &told, Some(told));
    }
    let choice = match (reference.direction, cycle) {
        _ if reference.narrative => return story(cycle, anchor, reference.story_month),
        (Direction::Future, Cycle::Quarter(_) | Cycle::Half(_)) => Choice::Nearest,
        (_, Cycle::Quarter(_) | Cycle::Half(_)) => Choice::Latest,
        (Direction::Future, Cycle::Day(..) | Cycle::Feast(_) | Cycle::Month(_))
            if just_over(cycle, anchor) =>
        {
            Choice::Latest
        }
        (Direction::Future, _) => Choice::Coming,
        (Direction::Past, Cycle::Day(..)) => return lately(cycle, anchor, AHEAD),
        (Direction::Past, Cycle::Feast(_)) => return lately(cycle, anchor, FEAST_AHEAD),
        (Direction::Past, Cycle::Month(_)) => return lately(cycle, anchor, SOON),
        _ if weekly => Choice::Latest,
        (Direction::Past, _) => Choice::Latest,
        _ => Choice::Nearest,
    };
    choose(cycle, choice, anchor)
}

/// Days from the anchor within which the weekday beside a date tells its year.
const NEARBY: i64 = 300;

/// As [`near`], but where the weekday beside it shows that the year before or after is meant,
/// that one: "Tuesday, 4 March".
pub(super) fn fitting(a: &Arguments<'_, '_>) -> Outcome {
    let (cycle, anchor) = (a.cycle(0)?, &a.reference.anchor);
    let chosen = near_to(cycle, anchor, a.reference)?;
    let (Ok(weekday), Some(now)) = (a.small(1), anchor.as_day()) else { return Ok(chosen) };
    let ahead = match a.reference.direction {
        Direction::Unknown => -NEARBY..=NEARBY,
        Direction::Past => -NEARBY..=0,
        Direction::Future => 0..=NEARBY,
    };
    let fits = |p: &Point| {
        p.as_day().is_some_and(|day| {
            day.weekday() == weekday && ahead.contains(&(day.number() - now.number()))
        })
    };
    let Arg::Value(Value { kind: Kind::Point(found), .. }) = &chosen else { return Ok(chosen) };
    if a.reference.narrative || fits(found) {
        return Ok(chosen);
    }
    match found.year.and_then(|year| occurrences(cycle, year).find(fits)) {
        Some(other) => point(Some(other)),
        None => Ok(chosen),
    }
}

/// Furthest a day may lie ahead of a clause in the past tense, in days: "approved the plan for
/// May 3".
const AHEAD: i64 = 80;

/// As [`AHEAD`], for feasts: "made his debut on Boxing Day".
const FEAST_AHEAD: i64 = 60;

/// Days after which a feast has passed for good: on 2 January "until Christmas" looks back.
const JUST_OVER: i64 = 7;

/// As [`JUST_OVER`], for a day or a month of the year.
const LATELY_OVER: i64 = 20;

fn just_over(cycle: &Cycle, anchor: &Point) -> bool {
    let most = if matches!(cycle, Cycle::Feast(_)) { JUST_OVER } else { LATELY_OVER };
    let last = cycle.choose(Choice::Last, anchor).and_then(|p| p.last_day());
    last.zip(anchor.first_day()).is_some_and(|(last, now)| now.number() - last.number() <= most)
}

/// As [`AHEAD`], for months.
const SOON: i64 = 20;

/// The nearest occurrence, unless that lies far ahead: then the latest.
pub(super) fn lately(cycle: &Cycle, anchor: &Point, most: i64) -> Outcome {
    let near = cycle.choose(Choice::Nearest, anchor);
    let ahead = |p: &Point| {
        p.first_day().zip(anchor.last_day()).is_some_and(|(p, a)| p.number() - a.number() > most)
    };
    choose(
        cycle,
        if near.is_some_and(|p| ahead(&p)) { Choice::Latest } else { Choice::Nearest },
        anchor,
    )
}

/// Days by which a story rather goes forward than back.
const FORWARD: i64 = 60;

/// Days around the last month or day mentioned within which a story goes on from there, whatever
/// years were named in between.
const THREAD: std::ops::RangeInclusive<i64> = -15..=60;

/// In a story a date without a year is the one nearest to the last one mentioned, rather after
/// it than before; of a year alone, and for seasons, it is the year's.
pub(super) fn story(cycle: &Cycle, anchor: &Point, thread: Option<Point>) -> Outcome {
    let away = |p: &Point, from: Day| p.first_day().map(|day| day.number() - from.number());
    if let Some(from) = thread.and_then(|p| p.first_day()) {
        let goes_on = |p: &Point| away(p, from).is_some_and(|days| THREAD.contains(&days));
        if let Some(next) = occurrences(cycle, from.year()).find(goes_on) {
            return point(Some(next));
        }
    }
    let now = anchor.first_day().or_else(|| anchor.within(Unit::Month).first_day());
    let season = matches!(cycle, Cycle::Season(_));
    let (Some(now), false) = (now, season || anchor.unit() <= Unit::Half) else {
        return choose(cycle, Choice::This, anchor);
    };
    let cost = |p: &Point| match away(p, now) {
        Some(days) if days >= 0 => days,
        Some(days) => FORWARD - days,
        None => i64::MAX,
    };
    let nearest = occurrences(cycle, now.year()).min_by_key(cost);
    point(nearest.or_else(|| cycle.choose(Choice::This, anchor)))
}

/// Occurrences in a year and the ones beside it.
pub(super) fn occurrences(cycle: &Cycle, year: i32) -> impl Iterator<Item = Point> + '_ {
    (year.saturating_sub(1)..=year.saturating_add(1))
        .filter_map(|year| cycle.of(&Point::new(Some(year), Part::Year)))
}

/// Months searched on each side for a day of the month that is the weekday.
const MONTHS: i64 = 12;

/// "Friday the 27th": the nearest 27th that is a Friday, else the 27th the clause means.
pub(super) fn falling_on(a: &Arguments<'_, '_>) -> Outcome {
    let (of_month, weekday) = (a.small(0)?, a.small(1)?);
    let cycle = Cycle::DayOfMonth(of_month);
    if !cycle.pattern().exists() || of_month == 0 {
        return Err(Refusal::Impossible);
    }
    let Some(now) = a.reference.day.as_day() else { return point(Some(cycle.pattern())) };
    let fits = |months: i64| {
        let (year, month) = shift_month(now.year(), now.month(), months)?;
        Day::new(year, month, of_month).filter(|day| day.weekday() == weekday)
    };
    let nearest =
        (-MONTHS..=MONTHS).filter_map(fits).min_by_key(|day| (day.number() - now.number()).abs());
    match nearest {
        Some(day) => point(Some(Point::day(day))),
        None => near_to(&cycle, &a.reference.anchor, a.reference),
    }
}
