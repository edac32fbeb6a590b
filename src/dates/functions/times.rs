//! Functions on times of day: `clock(a, 5, 30)`, `part('MO', a)`, `on(t, a)`.

use super::absolute::point;
use super::{Arg, Arguments, Outcome, Refusal};
use crate::dates::point::{Clock, Point, Time, Unit};
use crate::dates::value::{Kind, Value};

pub(super) fn clock(a: &Arguments<'_, '_>) -> Outcome {
    let date = match a.get(0) {
        Arg::Missing => Point::unknown_day(),
        _ => a.point(0)?,
    };
    let (hour, minute) = match a.get(2) {
        Arg::Missing => hour_and_minute(a.int(1)?)?,
        _ => (a.small(1)?, a.small(2)?),
    };
    let second = if matches!(a.get(3), Arg::Missing) { None } else { Some(a.small(3)?) };
    let hour = half_day(hour, a.get(4))?;
    let zone = match a.get(5) {
        Arg::Missing => None,
        _ => Some(i16::try_from(a.int(5)?).map_err(|_| Refusal::NoDate)?),
    };
    if hour > 24 || minute > 59 || second.is_some_and(|s| s > 60) || (hour == 24 && minute > 0) {
        return Err(Refusal::NoDate);
    }
    let day = date.within(Unit::Day);
    point(Some(day.at(Time::Clock(Clock { hour, minute, second, zone }))))
}

/// Figures without a mark between them: 1430 is half past two, 7 is seven.
fn hour_and_minute(figures: i64) -> Result<(u8, u8), Refusal> {
    let (hour, minute) = if figures < 100 { (figures, 0) } else { (figures / 100, figures % 100) };
    let small = |number| u8::try_from(number).map_err(|_| Refusal::NoDate);
    Ok((small(hour)?, small(minute)?))
}

/// Minutes east of Greenwich: `offset(5, 30)` for "+05:30".
pub(super) fn offset(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Number(f64::from(a.small(0)?) * 60.0 + f64::from(a.small(1)?)))
}

/// The hour of the 24-hour clock: `am`, `pm`, or a part of the day (`MO`, `AF`, `EV`, `NI`).
pub(super) fn half_day(hour: u8, half: &Arg<'_>) -> Result<u8, Refusal> {
    let Arg::Text(half) = half else { return Ok(hour) };
    match *half {
        "am" | "MO" if hour == 12 => Ok(0),
        "am" | "MO" if hour < 12 => Ok(hour),
        "pm" | "AF" | "EV" if hour < 12 => Ok(hour + 12),
        "NI" if (5..12).contains(&hour) => Ok(hour + 12),
        "NI" if hour == 12 => Ok(0),
        "NI" | "pm" | "AF" | "EV" if hour <= 23 => Ok(hour),
        _ => Err(Refusal::NoDate),
    }
}

const PARTS: [&str; 7] = ["MO", "MI", "AF", "EV", "NI", "DT", "PM"];

pub(super) fn part(a: &Arguments<'_, '_>) -> Outcome {
    let code = a.text(0)?;
    let code = PARTS.iter().find(|known| **known == code).ok_or(Refusal::Argument(1))?;
    let value = match a.get(1) {
        Arg::Missing => Point::unknown_day().into(),
        _ => a.value(1)?,
    };
    // "The night of 3-4 May" is that of the 3rd, and covers both.
    if let Kind::Interval(Some(first), Some(last)) = value.kind {
        let span = (first.within(Unit::Day), last.within(Unit::Day));
        let kind = Kind::Point(span.0.at(Time::Part(code)));
        return Ok(Arg::Value(Value { kind, span: Some(span), ..value }));
    }
    let day = value.point().ok_or(Refusal::NoDate)?.within(Unit::Day);
    point(Some(day.at(Time::Part(code))))
}

/// Puts a time of day on a date.
pub(super) fn on(a: &Arguments<'_, '_>) -> Outcome {
    let (time, date) = (a.value(0)?, a.value(1)?);
    let day = date.point().ok_or(Refusal::NoDate)?.within(Unit::Day);
    let time = time.point().and_then(|p| p.time).ok_or(Refusal::Argument(1))?;
    Ok(Arg::Value(Value { kind: Kind::Point(day.at(time)), ..date }))
}
