//! Functions that mark or join values: `modified(a, 'START')`, `approx(a)`, `interval(a, b)`.

use super::{Arg, Arguments, Outcome, Refusal};
use crate::dates::point::{Point, Unit};
use crate::dates::value::{Kind, Length, Modifier, Value};

pub(super) fn plus(a: &Arguments<'_, '_>) -> Outcome {
    let open = |at: usize| !a.counts(at) && !matches!(a.get(at), Arg::Missing);
    if open(0) || (!a.counts(0) && !a.counts(1)) {
        return Ok(Arg::Missing);
    }
    let part = |at: usize| if a.counts(at) { a.number(at) } else { Ok(0.0) };
    Ok(Arg::Number(part(0)? + part(1)?))
}

pub(super) fn modified(a: &Arguments<'_, '_>) -> Outcome {
    let value = a.value(0)?;
    let modifier = match a.get(1) {
        Arg::Missing => return Ok(Arg::Value(value)),
        _ => Modifier::named(a.text(1)?).ok_or(Refusal::Argument(2))?,
    };
    Ok(Arg::Value(Value { modifier: Some(modifier), ..value }))
}

pub(super) fn approx(a: &Arguments<'_, '_>) -> Outcome {
    let value = a.value(0)?;
    Ok(Arg::Value(Value { approximate: true, modifier: Some(Modifier::Approx), ..value }))
}

/// The value where the text tells a story of some year; in the news of a day it is no date.
pub(super) fn in_story(a: &Arguments<'_, '_>) -> Outcome {
    if a.reference.narrative && a.reference.story_year.is_some() {
        Ok(Arg::Value(a.value(0)?))
    } else {
        Err(Refusal::NoDate)
    }
}

pub(super) fn uncertain(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Value { uncertain: true, ..a.value(0)? }))
}

pub(super) fn interval(a: &Arguments<'_, '_>) -> Outcome {
    let (start, end) = (a.point(0)?, a.point(1)?);
    let is_reversed = |start: &Point| {
        start.first_day().zip(end.last_day()).is_some_and(|(start, end)| end < start)
    };
    // Two days without a year, the one read as of next year and the other as of this.
    let apart = start.unit() == Unit::Day && start.year == end.year.map(|year| year + 1);
    let in_its_year = Point { year: end.year, ..start };
    let start = if is_reversed(&start) && apart { in_its_year } else { start };
    if is_reversed(&start) {
        return Err(Refusal::NoDate);
    }
    Ok(Arg::Value(Kind::Interval(Some(start), Some(end)).into()))
}

pub(super) fn one_of(a: &Arguments<'_, '_>) -> Outcome {
    let points: Result<Vec<Point>, Refusal> = (0..a.list.len()).map(|at| a.point(at)).collect();
    Ok(Arg::Value(Kind::OneOf(points?).into()))
}

pub(super) fn open_from(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Kind::Interval(Some(a.point(0)?), None).into()))
}

pub(super) fn until(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Kind::Interval(None, Some(a.point(0)?)).into()))
}

/// The length of a date: "the full year" as one year.
pub(super) fn whole(a: &Arguments<'_, '_>) -> Outcome {
    let holder = a.point(0)?;
    let length = Length { hundredths: Some(100), unit: Some(holder.unit()), more: None };
    let span = holder.year.map(|_| (holder, holder));
    Ok(Arg::Value(Value { span, ..Kind::Length(length).into() }))
}

pub(super) fn first_of(a: &Arguments<'_, '_>) -> Outcome {
    for arg in a.list {
        match arg {
            Arg::Missing => {}
            Arg::Number(number) => return Ok(Arg::Number(*number)),
            Arg::Cycle(cycle) => return Ok(Arg::Cycle(cycle.clone())),
            Arg::Value(value) => return Ok(Arg::Value(value.clone())),
            Arg::Text(_) | Arg::Entry(_) => return Err(Refusal::Argument(1)),
        }
    }
    Ok(Arg::Missing)
}
