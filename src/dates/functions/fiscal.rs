//! Functions on fiscal years: `fiscal(year(2025))`, `fiscal_quarter(1, 2025)`.
//!
//! The house tells with which month the fiscal year begins and which calendar year it is named
//! after; where it does not, a fiscal year is about the calendar year.

use super::absolute::point;
use super::cycles::near_to;
use super::{Arg, Arguments, Direction, Outcome, Reference, Refusal};
use crate::dates::calendar::shift_month;
use crate::dates::cycle::Cycle;
use crate::dates::point::{Part, Point, Unit};
use crate::dates::value::{Kind, Value};

/// The fiscal year of a name, or the one that holds a day, or so many after it.
pub(super) fn fiscal(a: &Arguments<'_, '_>) -> Outcome {
    let holder = a.point(0)?;
    let steps = if matches!(a.get(1), Arg::Missing) { 0 } else { a.int(1)? };
    match a.reference.fiscal_start.filter(|_| holder.year.is_some()) {
        Some(start) => span(begins(&holder, start, steps, a.reference)?, start, 0, 12),
        None => about(point(holder.within(Unit::Year).shift(steps, Unit::Year))?),
    }
}

/// The fiscal year that begins in a calendar year: "the 2024-25 fiscal year".
pub(super) fn fiscal_from(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.calendar_year(0)?;
    match a.reference.fiscal_start {
        Some(start) => span(year, start, 0, 12),
        None => {
            let of = |year| Some(Point::new(Some(year), Part::Year));
            about(Arg::Value(Kind::Interval(of(year), of(year + 1)).into()))
        }
    }
}

/// A quarter of the fiscal year of a name or of the one that holds a day; without either, the
/// one that the clause means.
pub(super) fn fiscal_quarter(a: &Arguments<'_, '_>) -> Outcome {
    let number = a.small(0)?;
    if !(1..=4).contains(&number) {
        return Err(Refusal::Impossible);
    }
    let steps = if matches!(a.get(2), Arg::Missing) { 0 } else { a.int(2)? };
    let holder = match a.get(1) {
        Arg::Missing => None,
        Arg::Value(value) => Some(value.point().ok_or(Refusal::NoDate)?),
        _ => Some(Point::new(Some(a.calendar_year(1)?), Part::Year)),
    };
    let cycle = Cycle::Quarter(number);
    let first = 3 * (i64::from(number) - 1);
    match (a.reference.fiscal_start, holder) {
        (Some(start), Some(holder)) => {
            span(begins(&holder, start, steps, a.reference)?, start, first, 3)
        }
        (Some(start), None) if a.reference.anchor.year.is_some() => {
            meant(start, first, a.reference)
        }
        (None, Some(holder)) => about(point(
            holder.within(Unit::Year).shift(steps, Unit::Year).and_then(|year| cycle.of(&year)),
        )?),
        (_, None) => about(near_to(&cycle, &a.reference.anchor, a.reference)?),
    }
}

/// The calendar year in which the fiscal year of a holder begins.
fn begins(holder: &Point, start: u8, steps: i64, reference: &Reference) -> Result<i32, Refusal> {
    let year = i64::from(holder.year.ok_or(Refusal::NoDate)?);
    let back = match holder.month() {
        Some(month) => month < start,
        None => start > 1 && !reference.fiscal_by_start,
    };
    i32::try_from(year - i64::from(back) + steps).map_err(|_| Refusal::NoDate)
}

/// Months of a fiscal year: so many from an offset on.
fn span(begins: i32, start: u8, offset: i64, months: i64) -> Outcome {
    let month = |n: i64| {
        let (year, month) = shift_month(begins, start, offset + n)?;
        Some(Point::new(Some(year), Part::Month(month)))
    };
    let (Some(first), Some(last)) = (month(0), month(months - 1)) else {
        return Err(Refusal::NoDate);
    };
    let whole = match months {
        12 => Unit::Year,
        _ => Unit::Quarter,
    };
    // Where it is one of the calendar's own, it is called by that name.
    let own = first.within(whole);
    if own == last.within(whole) {
        return point(Some(own));
    }
    Ok(Arg::Value(Kind::Interval(Some(first), Some(last)).into()))
}

/// The quarter a clause means: the coming one where it speaks of the future, else the latest
/// that has begun.
fn meant(start: u8, offset: i64, reference: &Reference) -> Outcome {
    let now = reference.day.first_day().or_else(|| reference.anchor.first_day());
    let now = now.ok_or(Refusal::NoDate)?;
    let quarters = (now.year() - 2..=now.year() + 1).map(|year| span(year, start, offset, 3));
    let points = |outcome: &Outcome| match outcome {
        Ok(Arg::Value(Value { kind: Kind::Interval(Some(first), Some(last)), .. })) => {
            Some((first.first_day()?, last.last_day()?))
        }
        Ok(Arg::Value(value)) => Some((value.point()?.first_day()?, value.point()?.last_day()?)),
        _ => None,
    };
    let mut found = Err(Refusal::NoDate);
    for quarter in quarters {
        match (reference.direction, points(&quarter)) {
            (Direction::Future, Some((_, last))) if last >= now => return quarter,
            (Direction::Past | Direction::Unknown, Some((first, _))) if first <= now => {
                found = quarter;
            }
            _ => {}
        }
    }
    found
}

fn about(arg: Arg<'static>) -> Outcome {
    match arg {
        Arg::Value(value) => Ok(Arg::Value(Value { approximate: true, ..value })),
        _ => Err(Refusal::NoDate),
    }
}
