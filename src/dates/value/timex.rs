//! Writes points and lengths as TIMEX3 values (TimeML 1.2.1).

use super::Length;
use crate::dates::point::{Part, Point, Season, Time, Unit};
use std::fmt::Write as _;

/// A TIMEX3 date or time.
pub(super) fn timex_point(point: &Point) -> String {
    let mut out = String::with_capacity(16);
    push_year(&mut out, point);
    match point.part {
        Part::Millennium | Part::Century | Part::Decade | Part::Year => {}
        Part::Half(half) => push_part(&mut out, "-H", half, 1),
        Part::Quarter(quarter) => push_part(&mut out, "-Q", quarter, 1),
        Part::Season(season) => out.push_str(match season {
            Season::Spring => "-SP",
            Season::Summer => "-SU",
            Season::Autumn => "-FA",
            Season::Winter => "-WI",
        }),
        Part::Month(month) => push_part(&mut out, "-", month, 2),
        Part::Week(week) => push_part(&mut out, "-W", week, 2),
        Part::Weekend(week) => {
            push_part(&mut out, "-W", week, 2);
            out.push_str("-WE");
        }
        Part::Weekday(week, weekday) => {
            push_part(&mut out, "-W", week, 2);
            push_part(&mut out, "-", weekday, 1);
        }
        Part::Day(month, day) => {
            push_part(&mut out, "-", month, 2);
            push_part(&mut out, "-", day, 2);
        }
    }
    push_time(&mut out, point.time, false);
    out
}

/// The year with as many digits as the point is precise to; BC as TIDES and TimeML write it.
fn push_year(out: &mut String, point: &Point) {
    let digits = match point.part {
        Part::Millennium => 1,
        Part::Century => 2,
        Part::Decade => 3,
        _ => 4,
    };
    if let (4, Some(year @ 1..=9999)) = (digits, point.year) {
        return push_number(out, year.unsigned_abs(), 4);
    }
    let year = match point.year {
        None => "XXXX".to_owned(),
        Some(year) if year <= 0 => format!("BC{:04}", 1 - i64::from(year)),
        Some(year) => format!("{year:04}"),
    };
    let whole = if year.starts_with("BC") { digits + 2 } else { digits };
    out.push_str(year.get(..whole.min(year.len())).unwrap_or(&year));
    if digits == 4 && year.len() > whole {
        out.push_str(&year[whole..]);
    }
}

/// A number with zeros before it up to a width.
pub(super) fn push_number(out: &mut String, number: u32, width: u32) {
    let mut place = 10_u32.pow(width);
    if number >= place {
        let _ = write!(out, "{number}");
        return;
    }
    while place > 1 {
        place /= 10;
        out.extend(char::from_digit(number / place % 10, 10));
    }
}

/// A number of a fixed width, or as many X.
pub(super) fn push_part(out: &mut String, before: &str, number: u8, width: usize) {
    out.push_str(before);
    if number == 0 {
        out.extend(std::iter::repeat_n('X', width));
    } else {
        push_number(out, u32::from(number), width as u32);
    }
}

/// The time; its zone is told by EDTF only, TIMEX3 values are local.
pub(super) fn push_time(out: &mut String, time: Option<Time>, with_zone: bool) {
    match time {
        None => {}
        Some(Time::Unknown) => out.push_str("TXX"),
        Some(Time::Part(code)) => {
            let _ = write!(out, "T{code}");
        }
        Some(Time::Clock(clock)) => {
            let _ = write!(out, "T{:02}:{:02}", clock.hour, clock.minute);
            if let Some(second) = clock.second {
                let _ = write!(out, ":{second:02}");
            }
            if with_zone {
                push_zone(out, clock.zone);
            }
        }
    }
}

fn push_zone(out: &mut String, zone: Option<i16>) {
    match zone {
        None => {}
        Some(0) => out.push('Z'),
        Some(zone) => {
            let sign = if zone < 0 { '-' } else { '+' };
            let minutes = zone.unsigned_abs();
            let _ = write!(out, "{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
    }
}

/// A TIMEX3 duration: `P2Y6M`, `PXD`, `PT4H`.
pub(super) fn timex_length(length: &Length) -> String {
    let Some(unit) = length.unit else { return "PXX".to_owned() };
    let Some(hundredths) = length.hundredths else {
        return format!("P{}X{}", clock_mark(unit), letter(unit));
    };
    let (mut hundredths, unit) = in_years(hundredths, unit);
    let more = length.more.map(|(smaller, smaller_unit)| in_years(smaller, smaller_unit));
    if let Some((smaller, _)) = more.filter(|(_, smaller_unit)| *smaller_unit == unit) {
        // "A decade and two years" are twelve years.
        hundredths = hundredths.saturating_add(smaller);
    } else if let Some((smaller, smaller_unit)) = more {
        let mark = if clock_mark(unit).is_empty() { clock_mark(smaller_unit) } else { "" };
        let first = format!("P{}{}{}", clock_mark(unit), decimal(hundredths), letter(unit));
        return format!("{first}{mark}{}{}", decimal(smaller), letter(smaller_unit));
    }
    split_half(hundredths, unit)
        .unwrap_or_else(|| format!("P{}{}{}", clock_mark(unit), decimal(hundredths), letter(unit)))
}

/// Decades, centuries and millennia counted in years.
fn in_years(hundredths: i64, unit: Unit) -> (i64, Unit) {
    match unit.years() {
        Some(years) => (hundredths.saturating_mul(i64::from(years)), Unit::Year),
        None => (hundredths, unit),
    }
}

/// Half years are six months, half hours thirty minutes, half days twelve hours.
fn split_half(hundredths: i64, unit: Unit) -> Option<String> {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let (of_unit, smaller) = match unit {
        Unit::Year => (12, "M"),
        Unit::Hour => (60, "M"),
        Unit::Minute => (60, "S"),
        Unit::Day => (24, "H"),
        _ => return None,
    };
    if rest != 50 && rest != 25 && rest != 75 {
        return None;
    }
    let part = of_unit * rest / 100;
    let (mark, between) = if unit == Unit::Day { ("", "T") } else { (clock_mark(unit), "") };
    Some(match whole {
        0 => format!("P{mark}{between}{part}{smaller}"),
        _ => format!("P{mark}{whole}{}{between}{part}{smaller}", letter(unit)),
    })
}

fn decimal(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        _ if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

fn clock_mark(unit: Unit) -> &'static str {
    if unit >= Unit::Hour { "T" } else { "" }
}

fn letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Millennium => "ML",
        Unit::Century => "CE",
        Unit::Decade => "DE",
        Unit::Year => "Y",
        Unit::Half => "H",
        Unit::Quarter => "Q",
        Unit::Season => "SE",
        Unit::Month | Unit::Minute => "M",
        Unit::Week => "W",
        Unit::Weekend => "WE",
        Unit::Day => "D",
        Unit::Hour => "H",
        Unit::Second => "S",
    }
}
