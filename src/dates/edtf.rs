//! Extended Date/Time Format (ISO 8601-2:2019, levels 0 to 2 as far as prose needs them).
//!
//! In: text such as `2025-07~`, `199X`, `2014-05/2015-06`, `[1864,1866]`.  Out: [`Edtf`],
//! which tells the first and last day it may mean, how precise it is, and whether two of them
//! can be the same time.  Not supported: significant digits (`1950S2`) and durations.

use super::calendar::{Day, MAX_YEAR, MIN_YEAR, days_in};
use std::fmt;

/// A parsed EDTF expression; prints as it was written.
///
/// ```
/// use onrecord::dates::Edtf;
/// let month = Edtf::parse("2025-07~").unwrap();
/// assert!(month.is_approximate());
/// assert_eq!(month.earliest().unwrap().to_string(), "2025-07-01");
/// assert_eq!(month.latest().unwrap().to_string(), "2025-07-31");
/// assert!(month.covers(&Edtf::parse("2025-07-26").unwrap()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    kind: Kind,
}

/// How much of the calendar an expression names; finer is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// One of several dates: `[1864,1866]`.
    Set,
    /// From one date to another, possibly open: `2014-05/2015-06`.
    Interval,
    /// A thousand years: `1XXX`.
    Millennium,
    /// A hundred years: `19XX`.
    Century,
    /// Ten years: `199X`.
    Decade,
    /// `1999`.
    Year,
    /// Half of a year: `1999-40`, `1999-41`.
    Half,
    /// `1999-33` to `1999-36`, or a third of a year, `1999-37` to `1999-39`.
    Quarter,
    /// `1999-21` (spring) to `1999-24` (winter).
    Season,
    /// `1999-05`.
    Month,
    /// Seven days from a Monday on.
    Week,
    /// A day or several whose month or day has unspecified digits: `1999-05-1X`.
    Days,
    /// `1999-05-03`.
    Day,
    /// A time of day: `1999-05-03T17:00`.
    Time,
}

impl Precision {
    /// The name shown to users: `day`, `month`, `interval` …
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Interval => "interval",
            Self::Millennium => "millennium",
            Self::Century => "century",
            Self::Decade => "decade",
            Self::Year => "year",
            Self::Half => "half",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::Month => "month",
            Self::Week => "week",
            Self::Days => "days",
            Self::Day => "day",
            Self::Time => "time",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

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

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    Date(Date),
    Interval(Bound, Bound),
    Set(Vec<(Bound, Bound)>),
}

/// One end of an interval: a date, or open (`..`) or unknown (nothing).
type Bound = Option<Date>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Date {
    precision: Precision,
    earliest: Day,
    latest: Day,
    approximate: bool,
    uncertain: bool,
}

impl Edtf {
    /// Parses an EDTF expression.
    ///
    /// # Errors
    /// [`EdtfError`] says which part is no date, or not on the calendar.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EdtfError::Empty);
        }
        let kind = parse_kind(text)?;
        Ok(Self { text: text.to_owned(), kind })
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// First day it may mean; `None` where its start is open or unknown.
    pub fn earliest(&self) -> Option<Day> {
        match &self.kind {
            Kind::Date(date) => Some(date.earliest),
            Kind::Interval(start, _) => start.map(|date| date.earliest),
            Kind::Set(members) => {
                let starts: Option<Vec<Day>> =
                    members.iter().map(|(start, _)| start.map(|date| date.earliest)).collect();
                starts?.into_iter().min()
            }
        }
    }

    /// Last day it may mean; `None` where its end is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        match &self.kind {
            Kind::Date(date) => Some(date.latest),
            Kind::Interval(_, end) => end.map(|date| date.latest),
            Kind::Set(members) => {
                let ends: Option<Vec<Day>> =
                    members.iter().map(|(_, end)| end.map(|date| date.latest)).collect();
                ends?.into_iter().max()
            }
        }
    }

    /// How much of the calendar it names.
    pub fn precision(&self) -> Precision {
        match &self.kind {
            Kind::Date(date) => date.precision,
            Kind::Interval(Some(start), Some(end)) => unit_of(*start, *end),
            Kind::Interval(..) => Precision::Interval,
            Kind::Set(_) => Precision::Set,
        }
    }

    /// Whether any part is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.dates().any(|date| date.approximate)
    }

    /// Whether any part is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.dates().any(|date| date.uncertain)
    }

    /// Whether there is a day that both may mean.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.spans().any(|a| other.spans().any(|b| meet(a, b)))
    }

    /// Whether every day the other may mean lies within this one.
    pub fn covers(&self, other: &Self) -> bool {
        other.spans().all(|b| self.spans().any(|a| within(b, a)))
    }

    fn dates(&self) -> impl Iterator<Item = Date> + '_ {
        let bounds: Vec<Bound> = match &self.kind {
            Kind::Date(date) => vec![Some(*date)],
            Kind::Interval(start, end) => vec![*start, *end],
            Kind::Set(members) => members.iter().flat_map(|(a, b)| [*a, *b]).collect(),
        };
        bounds.into_iter().flatten()
    }

    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let spans: Vec<Span> = match &self.kind {
            Kind::Date(date) => vec![(Some(date.earliest), Some(date.latest))],
            Kind::Interval(start, end) => vec![span(*start, *end)],
            Kind::Set(members) => members.iter().map(|(a, b)| span(*a, *b)).collect(),
        };
        spans.into_iter()
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::parse(text)
    }
}

/// First and last day, `None` for an open end.
type Span = (Option<Day>, Option<Day>);

/// The unit of time an interval is written for: `1999-07/1999-09` is a quarter, Monday to Sunday
/// a week.
fn unit_of(start: Date, end: Date) -> Precision {
    let days = end.latest.number() - start.earliest.number() + 1;
    match (start.precision, end.precision) {
        (Precision::Day, Precision::Day) if days == 7 && start.earliest.weekday() == 1 => {
            Precision::Week
        }
        (Precision::Month, Precision::Month) if start.earliest.year() == end.latest.year() => {
            match (start.earliest.month(), end.latest.month()) {
                (1, 3) | (4, 6) | (7, 9) | (10, 12) => Precision::Quarter,
                (1, 6) | (7, 12) => Precision::Half,
                _ => Precision::Interval,
            }
        }
        _ => Precision::Interval,
    }
}

fn span(start: Bound, end: Bound) -> Span {
    (start.map(|date| date.earliest), end.map(|date| date.latest))
}

fn meet(a: Span, b: Span) -> bool {
    let ordered = |start: Option<Day>, end: Option<Day>| match (start, end) {
        (Some(start), Some(end)) => start <= end,
        _ => true,
    };
    ordered(a.0, b.1) && ordered(b.0, a.1)
}

fn within(inner: Span, outer: Span) -> bool {
    let starts = outer.0.is_none_or(|outer| inner.0.is_some_and(|inner| inner >= outer));
    let ends = outer.1.is_none_or(|outer| inner.1.is_some_and(|inner| inner <= outer));
    starts && ends
}

fn parse_kind(text: &str) -> Result<Kind, EdtfError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, precision: Precision, earliest: &str, latest: &str) {
        let edtf = Edtf::parse(text).unwrap_or_else(|error| panic!("{error}"));
        let show = |day: Option<Day>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
        assert_eq!(
            (edtf.precision(), show(edtf.earliest()), show(edtf.latest())),
            (precision, earliest.to_owned(), latest.to_owned()),
            "{text}"
        );
    }

    #[test]
    fn bounds_and_precision() {
        use Precision::*;
        check("2016-05-03", Day, "2016-05-03", "2016-05-03");
        check("2016-02", Month, "2016-02-01", "2016-02-29");
        check("2016", Year, "2016-01-01", "2016-12-31");
        check("199X", Decade, "1990-01-01", "1999-12-31");
        check("18XX", Century, "1800-01-01", "1899-12-31");
        check("1XXX", Millennium, "1000-01-01", "1999-12-31");
        check("2016-XX", Year, "2016-01-01", "2016-12-31");
        check("2016-05-1X", Days, "2016-05-10", "2016-05-19");
        check("2016-02-XX", Days, "2016-02-01", "2016-02-29");
        check("2016-21", Season, "2016-03-01", "2016-05-31");
        check("2016-24", Season, "2016-12-01", "2017-02-28");
        check("2016-35", Quarter, "2016-07-01", "2016-09-30");
        check("2016-40", Half, "2016-01-01", "2016-06-30");
        check("-0043-03-15", Day, "-0043-03-15", "-0043-03-15");
        check("-043X", Decade, "-0439-01-01", "-0430-12-31");
        check("2016-05-03T17:00+01:00", Time, "2016-05-03", "2016-05-03");
        check("2014-05/2015-06", Interval, "2014-05-01", "2015-06-30");
        check("2014-07/2014-09", Quarter, "2014-07-01", "2014-09-30");
        check("2025-07-21/2025-07-27", Week, "2025-07-21", "2025-07-27");
        check("2014/..", Interval, "2014-01-01", "open");
        check("/2014-05-03", Interval, "open", "2014-05-03");
        check("[1864,1866]", Set, "1864-01-01", "1866-12-31");
        check("{2025-10-06..2025-10-07}", Set, "2025-10-06", "2025-10-07");
        check("[..1984]", Set, "open", "1984-12-31");
        check("Y17000", Year, "17000-01-01", "17000-12-31");
    }

    #[test]
    fn qualifiers() {
        let check = |text: &str, approximate, uncertain| {
            let edtf = Edtf::parse(text).unwrap();
            assert_eq!(
                (edtf.is_approximate(), edtf.is_uncertain()),
                (approximate, uncertain),
                "{text}"
            );
        };
        check("2016~", true, false);
        check("2016-05?", false, true);
        check("2016-05-03%", true, true);
        check("2004-06~/2004-08", true, false);
        check("2004-~06-04", true, false);
        check("2016", false, false);
    }

    #[test]
    fn comparison() {
        let overlap = |a: &str, b: &str, want: bool| {
            let (a, b) = (Edtf::parse(a).unwrap(), Edtf::parse(b).unwrap());
            assert_eq!((a.overlaps(&b), b.overlaps(&a)), (want, want), "{a} {b}");
        };
        overlap("2016-05", "2016-05-31", true);
        overlap("2016-05", "2016-06-01", false);
        overlap("2014/..", "2030", true);
        overlap("[1864,1866]", "1865", false);
        let covers = |a: &str, b: &str| Edtf::parse(a).unwrap().covers(&Edtf::parse(b).unwrap());
        assert!(covers("2014/..", "2016/.."));
        assert!(!covers("2016-05-03", "2016-05"));
        assert!(covers("199X", "1994-05~"));
    }

    #[test]
    fn errors() {
        let check =
            |text: &str, want: &str| assert_eq!(Edtf::parse(text).unwrap_err().to_string(), want);
        check("2025-02-31", "`2025-02-31` in `2025-02-31` is not on the calendar");
        check("2025-13", "`2025-13` in `2025-13` is not on the calendar");
        check(
            "2025/12/31",
            "`12/31` in `2025/12/31` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD",
        );
        check("May", "`May` in `May` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD");
        check("2016/2014", "`2016/2014` ends before it begins");
        check(
            "2016-05T17",
            "`2016-05T17` in `2016-05T17` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD",
        );
    }

    #[test]
    fn any_text_is_parsed_or_refused() {
        for text in [
            "é",
            "-",
            "--",
            "Y",
            "[",
            "[]",
            "{,}",
            "9999-99-99",
            "....",
            "/",
            "2016-05-03T99",
            "T",
            "2016-05-é",
        ] {
            let _ = Edtf::parse(text);
        }
    }
}
