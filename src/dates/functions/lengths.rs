//! Functions on lengths, recurrences and vague references: `duration(2, 'year')`,
//! `every(2, 'week')`, `past(10, 'day')`.

use super::{Arg, Arguments, Outcome, Refusal};
use crate::dates::point::{Point, Unit};
use crate::dates::value::{Kind, Length, Ref, Value};

pub(super) fn hundredths(a: &Arguments<'_, '_>, at: usize) -> Result<Option<i64>, Refusal> {
    if !a.counts(at) {
        return Ok(None);
    }
    let number = a.number(at)? * a.times(at + 1) * 100.0;
    if (0.0..1e12).contains(&number) {
        Ok(Some(number.round() as i64))
    } else {
        Err(Refusal::NoDate)
    }
}

pub(super) fn duration(a: &Arguments<'_, '_>) -> Outcome {
    let unit = if matches!(a.get(1), Arg::Missing) { None } else { Some(a.unit(1)?) };
    let more = match hundredths(a, 2)? {
        Some(amount) => Some((amount, a.unit(3)?)),
        None => None,
    };
    let length = Length { hundredths: hundredths(a, 0)?, unit, more };
    // "The 1988 quarters" are those of a year.
    let of_a_year = matches!(length.hundredths, Some(190_000..210_000));
    if of_a_year && matches!(unit, Some(Unit::Quarter | Unit::Half | Unit::Second | Unit::Season)) {
        return Err(Refusal::NoDate);
    }
    Ok(Arg::Value(Kind::Length(length).into()))
}

pub(super) fn every(a: &Arguments<'_, '_>) -> Outcome {
    let length = Length { hundredths: hundredths(a, 0)?, unit: Some(a.unit(1)?), more: None };
    Ok(Arg::Value(Kind::Every(length).into()))
}

pub(super) fn set(a: &Arguments<'_, '_>) -> Outcome {
    let pattern = match a.get(0) {
        Arg::Cycle(cycle) => cycle.pattern(),
        Arg::Value(value) => Point { year: None, ..value.point().ok_or(Refusal::NoDate)? },
        _ => Point::unknown_day().within(a.unit(0)?),
    };
    Ok(Arg::Value(Kind::Pattern(pattern).into()))
}

/// A length that ends at the anchor.
pub(super) fn back(a: &Arguments<'_, '_>) -> Outcome {
    reach(a, -1)
}

/// A length that begins at the anchor.
pub(super) fn ahead(a: &Arguments<'_, '_>) -> Outcome {
    reach(a, 1)
}

pub(super) fn reach(a: &Arguments<'_, '_>, sign: i64) -> Outcome {
    let (value, length, anchor) = (a.value(0)?, a.length(0)?, a.anchor(1)?);
    let far = |length: Length| {
        let (hundredths, unit) = (length.hundredths?, length.unit?);
        let units = hundredths / 100;
        if hundredths % 100 != 0 || anchor.year.is_none() {
            return None;
        }
        let from_now = !matches!(a.get(2), Arg::Missing);
        let far = anchor.shift(sign.checked_mul(units)?, unit)?;
        Some((far, near_end(anchor, unit, sign > 0, from_now)?))
    };
    let span = far(length).map(|(far, near)| if sign < 0 { (far, near) } else { (near, far) });
    Ok(Arg::Value(Value { span, ..value }))
}

/// Where a length that is counted from the anchor begins or ends: within two weeks is from today
/// on; the next two days are tomorrow and the day after, the next two quarters begin with the
/// next one, and the next two years are some time from this year on.
fn near_end(anchor: Point, unit: Unit, ahead: bool, from_now: bool) -> Option<Point> {
    if ahead && from_now {
        return Some(anchor);
    }
    let whole = ahead && matches!(unit, Unit::Day | Unit::Quarter);
    let near = if whole { anchor.shift(1, unit)? } else { anchor };
    Some(near.within(unit.min(Unit::Day)))
}

/// A vague reference, with how far it reaches: "days ago" is within ten days.
pub(super) fn vague(a: &Arguments<'_, '_>, reference: Ref, sign: i64) -> Outcome {
    let mut value = Value::from(Kind::Ref(reference));
    if let (Some(n), Ok(unit)) = (a.get(0).as_number(), a.unit(1)) {
        let anchor = a.reference.anchor;
        let known = anchor.year.is_some() && anchor.unit() >= unit;
        let near = anchor.shift(sign, unit).filter(|_| known);
        let far = anchor.shift(sign * (n as i64), unit);
        value.span =
            near.zip(far).map(|(near, far)| if sign < 0 { (far, near) } else { (near, far) });
        value.approximate = true;
    }
    Ok(Arg::Value(value))
}

pub(super) fn past(a: &Arguments<'_, '_>) -> Outcome {
    vague(a, Ref::Past, -1)
}

pub(super) fn future(a: &Arguments<'_, '_>) -> Outcome {
    vague(a, Ref::Future, 1)
}

pub(super) fn present(_: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Kind::Ref(Ref::Present).into()))
}
