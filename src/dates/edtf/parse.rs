//! Reads EDTF: text in, an expression's parts or what is wrong with them out.

use super::super::calendar::{Day, MAX_YEAR, MIN_YEAR, days_in};
use super::{Bound, Date, Kind, Precision};

/// What is wrong with a text that is no EDTF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    /// Nothing, or nothing but blanks.
    #[error("an empty text is no date: expected EDTF such as 2025-07-26, 2025-07 or 2014/2016")]
    Empty,
    /// A part that is no date.
    #[error("`{part}` in `{text}` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD")]
    Syntax {
        /// The whole expression.
        text: String,
        /// The part.
        part: String,
    },
    /// A day or month that the calendar does not have.
    #[error("`{part}` in `{text}` is not on the calendar")]
    NoSuchDay {
        /// The whole expression.
        text: String,
        /// The part.
        part: String,
    },
    /// An interval whose end lies before its start.
    #[error("`{text}` ends before it begins")]
    Reversed {
        /// The whole expression.
        text: String,
    },
}

pub(super) fn parse_kind(text: &str) -> Result<Kind, EdtfError> {
    let inner = |open, close| text.strip_prefix(open).and_then(|t: &str| t.strip_suffix(close));
    if let Some(members) = inner('[', ']').or_else(|| inner('{', '}')) {
        let members: Result<Vec<_>, _> =
            members.split(',').map(|m| parse_member(m, text)).collect();
        return Ok(Kind::Set(members?));
    }
    match text.split_once('/') {
        None => Ok(Kind::Date(parse_date(text, text)?)),
        Some((start, end)) => {
            let (start, end) = (parse_bound(start, text)?, parse_bound(end, text)?);
            check_order(start, end, text)?;
            Ok(Kind::Interval(start, end))
        }
    }
}

fn check_order(start: Bound, end: Bound, text: &str) -> Result<(), EdtfError> {
    match (start, end) {
        (Some(start), Some(end)) if end.latest < start.earliest => {
            Err(EdtfError::Reversed { text: text.to_owned() })
        }
        _ => Ok(()),
    }
}

fn parse_member(member: &str, text: &str) -> Result<(Bound, Bound), EdtfError> {
    let member = member.trim();
    match member.split_once("..") {
        None => parse_date(member, text).map(|date| (Some(date), Some(date))),
        Some((start, end)) => {
            let (start, end) = (parse_bound(start, text)?, parse_bound(end, text)?);
            check_order(start, end, text)?;
            Ok((start, end))
        }
    }
}

fn parse_bound(bound: &str, text: &str) -> Result<Bound, EdtfError> {
    match bound.trim() {
        "" | ".." => Ok(None),
        date => parse_date(date, text).map(Some),
    }
}

fn parse_date(part: &str, text: &str) -> Result<Date, EdtfError> {
    let syntax = || EdtfError::Syntax { text: text.to_owned(), part: part.to_owned() };
    // Most expressions are a plain day.
    if let Some(day) = Day::parse(part).filter(|_| part.len() == 10) {
        let precision = Precision::Day;
        return Ok(Date {
            precision,
            earliest: day,
            latest: day,
            approximate: false,
            uncertain: false,
        });
    }
    let uncertain = part.contains(['?', '%']);
    let approximate = part.contains(['~', '%']);
    let bare: String = part.chars().filter(|c| !matches!(c, '?' | '~' | '%')).collect();
    let (date, time) = match bare.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (bare.as_str(), None),
    };
    let fields = Fields::parse(date).ok_or_else(syntax)?;
    if time.is_some_and(|time| !is_time(time) || fields.day.is_none()) {
        return Err(syntax());
    }
    let no_such_day = || EdtfError::NoSuchDay { text: text.to_owned(), part: part.to_owned() };
    let (earliest, latest) = fields.bounds().ok_or_else(no_such_day)?;
    let precision = if time.is_some() { Precision::Time } else { fields.precision() };
    Ok(Date { precision, earliest, latest, approximate, uncertain })
}

/// `17`, `17:00`, `17:00:30`, each with `Z` or `+01:00` after it or not.
fn is_time(time: &str) -> bool {
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    let numbers = |text: &str, most: &[u8]| {
        let parts: Vec<&str> = text.split(':').collect();
        parts.len() <= most.len()
            && parts.iter().zip(most).all(|(part, most)| {
                part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number <= *most)
            })
    };
    let zone_ok = zone.is_empty() || zone == "Z" || numbers(&zone[1..], &[14, 59]);
    numbers(clock, &[24, 59, 60]) && zone_ok
}

/// The fields of a date; each as its least and greatest possible value.
struct Fields {
    year: (i32, i32),
    month: Option<(u8, u8)>,
    day: Option<(u8, u8)>,
}

impl Fields {
    fn parse(date: &str) -> Option<Self> {
        let (negative, rest) = match date.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, date),
        };
        let mut parts = rest.splitn(3, '-');
        let year = parse_year(parts.next()?, negative)?;
        let month = optional(parts.next(), 1)?;
        let day = optional(parts.next(), 1)?;
        Some(Self { year, month, day })
    }

    fn precision(&self) -> Precision {
        match (self.month, self.day) {
            (_, Some((low, high))) if low == high && self.month.is_some_and(|(a, b)| a == b) => {
                if self.year.0 == self.year.1 {
                    Precision::Day
                } else {
                    Precision::Days
                }
            }
            (_, Some(_)) => Precision::Days,
            (Some((21..=32, _)), None) => Precision::Season,
            (Some((33..=39, _)), None) => Precision::Quarter,
            (Some((40..=41, _)), None) => Precision::Half,
            (Some((low, high)), None) if low == high => Precision::Month,
            _ => match self.year.1 - self.year.0 {
                0 => Precision::Year,
                1..=9 => Precision::Decade,
                10..=99 => Precision::Century,
                _ => Precision::Millennium,
            },
        }
    }

    fn bounds(&self) -> Option<(Day, Day)> {
        let (first, last) = self.year;
        let Some((low, high)) = self.month else {
            return Some((Day::new(first, 1, 1)?, Day::new(last, 12, 31)?));
        };
        if low > 12 && self.day.is_none() {
            return season(first, last, low);
        }
        let high = high.min(12);
        let (start, end) = self.day.unwrap_or((1, 31));
        let end = if low == high && start == end { end } else { end.min(days_in(last, high)) };
        Some((Day::new(first, low, start)?, Day::new(last, high, end)?))
    }
}

/// `1999`, `199X`, `Y17000`; values outside the computed calendar are cut to it.
fn parse_year(text: &str, negative: bool) -> Option<(i32, i32)> {
    let (long, digits) = match text.strip_prefix('Y') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) if long => (true, digits),
        _ => (negative, digits),
    };
    if digits.len() < 4 || (!long && digits.len() > 4) || digits.len() > 12 {
        return None;
    }
    let (low, high) = digit_range::<i64>(digits)?;
    let clamp = |year: i64| year.clamp(i64::from(MIN_YEAR), i64::from(MAX_YEAR)) as i32;
    let (low, high) = if negative { (-high, -low) } else { (low, high) };
    Some((clamp(low), clamp(high)))
}

/// An optional two-digit field; the outer `None` means that it is malformed.
fn optional(text: Option<&str>, least: u8) -> Option<Option<(u8, u8)>> {
    let Some(text) = text else { return Some(None) };
    let (low, high) = digit_range::<u8>(text).filter(|_| text.len() == 2)?;
    Some(Some((low.max(least), high)))
}

/// Least and greatest number that digits with `X` for unspecified ones can stand for.
fn digit_range<T: std::str::FromStr>(digits: &str) -> Option<(T, T)> {
    if !digits.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return None;
    }
    Some((digits.replace('X', "0").parse().ok()?, digits.replace('X', "9").parse().ok()?))
}

/// Days of a season, quarter or half; winter runs into the next year.
fn season(first: i32, last: i32, code: u8) -> Option<(Day, Day)> {
    let months = |from: u8, to: u8| {
        let end = if to < from { last.checked_add(1)? } else { last };
        Some((Day::new(first, from, 1)?, Day::new(end, to, days_in(end, to))?))
    };
    match code {
        21 | 25 => months(3, 5),
        22 | 26 => months(6, 8),
        23 | 27 => months(9, 11),
        24 | 28 => months(12, 2),
        29 => months(9, 11),
        30 => months(12, 2),
        31 => months(3, 5),
        32 => months(6, 8),
        33..=36 => months((code - 33) * 3 + 1, (code - 33) * 3 + 3),
        37..=39 => months((code - 37) * 4 + 1, (code - 37) * 4 + 4),
        40 | 41 => months((code - 40) * 6 + 1, (code - 40) * 6 + 6),
        _ => None,
    }
}
