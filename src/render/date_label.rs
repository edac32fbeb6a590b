//! Dates for people to read: `2025-07~` becomes "about July 2025".
//!
//! In: EDTF (ISO 8601-2, levels 0 to 2 as far as the dates stage writes them).  Out: a label.
//! What this does not know is shown as it stands, so nothing is ever left out.

use super::labels;
use chrono::{Datelike, NaiveDate};

/// The whole date: `26 July 2025`, `12–15 July 2025`, `from 2019`, `about 1990`.
pub(super) fn label(edtf: &str) -> String {
    read(edtf).map_or_else(|| edtf.to_owned(), |reading| reading.label())
}

/// The date where its year and month already stand above it: `Sat 26`, `12–15`, `July`.
pub(super) fn label_within_month(edtf: &str) -> String {
    let short = match read(edtf) {
        Some(Reading::One(point)) => point.label_within_month(),
        Some(Reading::Span(Bound::At(from), Bound::At(to))) => days_label(&from, &to),
        _ => None,
    };
    short.unwrap_or_else(|| label(edtf))
}

/// The year, decade or century the date begins in, as a heading.
pub(super) fn year_label(edtf: &str) -> Option<String> {
    match read(edtf)? {
        Reading::One(point) | Reading::Span(Bound::At(point), _) => Some(point.year.label()),
        _ => None,
    }
}

/// A date as EDTF has it.
enum Reading {
    One(Point),
    Span(Bound, Bound),
    /// One of several or all of them, as the joining word says.
    Several(Vec<Reading>, &'static str),
}

/// An end of an interval.
enum Bound {
    At(Point),
    /// `..` (goes on) or nothing (not known).
    Open,
}

/// A position on the calendar, as precise as it is.
#[derive(Clone)]
struct Point {
    year: Year,
    /// 1 to 12, or a code of [`labels::part_of_year`].
    month: Option<u8>,
    day: Option<u8>,
    time: Option<String>,
    approximate: bool,
    uncertain: bool,
}

/// A year, or as much of it as is known.
#[derive(PartialEq, Clone, Copy)]
enum Year {
    One(i64),
    /// The first year of it.
    Decade(i64),
    /// The first year of it.
    Century(i64),
}

fn read(edtf: &str) -> Option<Reading> {
    let inside =
        |open, close| edtf.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    if let Some(list) = inside('[', ']') {
        return read_list(list, labels::OR);
    }
    if let Some(list) = inside('{', '}') {
        return read_list(list, labels::AND);
    }
    match edtf.split_once('/') {
        Some((from, to)) => Some(Reading::Span(read_bound(from)?, read_bound(to)?)),
        None => read_point(edtf).map(Reading::One),
    }
}

fn read_list(list: &str, joined_by: &'static str) -> Option<Reading> {
    let item = |item: &str| match item.trim().split_once("..") {
        Some((from, to)) => Some(Reading::Span(read_bound(from)?, read_bound(to)?)),
        None => read_point(item.trim()).map(Reading::One),
    };
    Some(Reading::Several(list.split(',').map(item).collect::<Option<_>>()?, joined_by))
}

fn read_bound(text: &str) -> Option<Bound> {
    if matches!(text, "" | "..") { Some(Bound::Open) } else { read_point(text).map(Bound::At) }
}

fn read_point(text: &str) -> Option<Point> {
    let has = |marks: &[char]| text.contains(marks);
    let (approximate, uncertain) = (has(&['~', '%']), has(&['?', '%']));
    let bare = text.replace(['~', '?', '%'], "");
    let (date, time) = match bare.split_once('T') {
        Some((date, time)) => (date, Some(time.to_owned())),
        None => (bare.as_str(), None),
    };
    let (sign, digits) = date.strip_prefix('-').map_or((1, date), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year = read_year(parts.next()?, sign)?;
    let month = read_part(parts.next())?;
    let day = read_part(parts.next())?;
    let known =
        month.is_none_or(|code| labels::month(code).or(labels::part_of_year(code)).is_some());
    (known && parts.next().is_none()).then_some(Point {
        year,
        month,
        day,
        time,
        approximate,
        uncertain,
    })
}

fn read_year(digits: &str, sign: i64) -> Option<Year> {
    let whole = |digits: &str| digits.parse::<i64>().ok().map(|year| year * sign);
    let known = digits.trim_end_matches('X');
    match (digits.len() - known.len(), known.len()) {
        (0, 4) => whole(known).map(Year::One),
        (1, 3) | (0, 3) => whole(known).map(|year| Year::Decade(year * 10)),
        (2, 2) | (0, 2) => whole(known).map(|year| Year::Century(year * 100)),
        (0, _) => whole(digits.strip_prefix('Y')?).map(Year::One),
        _ => None,
    }
}

/// `Some(None)` for a part that is absent or `XX`, `None` for one that cannot be read.
fn read_part(part: Option<&str>) -> Option<Option<u8>> {
    match part {
        None | Some("XX") => Some(None),
        Some(part) => part.parse().ok().map(Some),
    }
}

impl Reading {
    fn label(&self) -> String {
        match self {
            Self::One(point) => point.label(),
            Self::Span(Bound::At(from), Bound::At(to)) => span_label(from, to),
            Self::Span(Bound::At(from), Bound::Open) => {
                format!("{} {}", labels::SINCE, from.label())
            }
            Self::Span(Bound::Open, Bound::At(to)) => format!("{} {}", labels::UNTIL, to.label()),
            Self::Span(Bound::Open, Bound::Open) => labels::UNDATED.to_lowercase(),
            Self::Several(readings, joined_by) => {
                readings.iter().map(Self::label).collect::<Vec<_>>().join(joined_by)
            }
        }
    }
}

/// Both ends, without what they have in common: `12–15 July 2025`.
fn span_label(from: &Point, to: &Point) -> String {
    let plain = from.doubt() == to.doubt() && from.time.is_none() && to.time.is_none();
    let start = Point { approximate: false, uncertain: false, ..from.clone() };
    let end = Point { approximate: false, uncertain: false, ..to.clone() };
    if !plain || from.year != to.year || from.month.is_none() || to.month.is_none() {
        let dash = if from.month.is_none() && to.month.is_none() { "–" } else { " – " };
        return format!("{}{dash}{}", from.label(), to.label());
    }
    match (from.day, to.day) {
        (Some(first), Some(_)) if from.month == to.month => {
            format!("{}{first}–{}", from.doubt(), end.label())
        }
        (None, None) => format!("{}{}–{}", from.doubt(), start.label_in_year(), end.label()),
        _ => format!("{}{} – {}", from.doubt(), start.label_in_year(), end.label()),
    }
}

/// `12–15` for two days of one month.
fn days_label(from: &Point, to: &Point) -> Option<String> {
    let plain = |point: &Point| point.doubt().is_empty() && point.time.is_none();
    let same_month = from.year == to.year && from.month == to.month;
    (same_month && plain(from) && plain(to)).then_some(format!("{}–{}", from.day?, to.day?))
}

impl Point {
    fn label(&self) -> String {
        let year = self.year.label();
        let date =
            if self.month.is_some() { format!("{} {year}", self.label_in_year()) } else { year };
        match &self.time {
            Some(time) => format!("{}{date}, {time}", self.doubt()),
            None => format!("{}{date}", self.doubt()),
        }
    }

    /// Day and month, or the part of the year; empty for a whole year.
    fn label_in_year(&self) -> String {
        let month = self
            .month
            .and_then(|code| labels::month(code).or(labels::part_of_year(code)))
            .unwrap_or_default();
        self.day.map_or_else(|| month.to_owned(), |day| format!("{day} {month}"))
    }

    fn label_within_month(&self) -> Option<String> {
        let (Year::One(year), None) = (self.year, &self.time) else { return None };
        let Some(day) = self.day else {
            return Some(format!("{}{}", self.doubt(), self.label_in_year()));
        };
        let date = NaiveDate::from_ymd_opt(
            i32::try_from(year).ok()?,
            u32::from(self.month?),
            u32::from(day),
        )?;
        let weekday = labels::WEEKDAYS.get(date.weekday().num_days_from_monday() as usize)?;
        Some(format!("{}{weekday} {day}", self.doubt()))
    }

    fn doubt(&self) -> &'static str {
        match (self.uncertain, self.approximate) {
            (false, false) => "",
            (false, true) => labels::ABOUT,
            (true, false) => labels::PERHAPS,
            (true, true) => labels::PERHAPS_ABOUT,
        }
    }
}

impl Year {
    /// Astronomical years as historians count them: 0 is 1 BC.
    fn label(self) -> String {
        match self {
            Self::One(year) if year <= 0 => format!("{} {}", 1 - year, labels::BC),
            Self::One(year) if year < 1000 => format!("{} {year}", labels::AD),
            Self::One(year) => year.to_string(),
            Self::Decade(year) => format!("{year}{}", labels::PLURAL),
            Self::Century(year) => labels::century(year.div_euclid(100)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{label, label_within_month};

    fn check(edtf: &str, expected: &str) {
        assert_eq!(label(edtf), expected, "{edtf}");
    }

    #[test]
    fn labels_are_as_precise_as_the_date() {
        check("2025-07-26", "26 July 2025");
        check("2025-07", "July 2025");
        check("2025", "2025");
        check("199X", "1990s");
        check("199", "1990s");
        check("18XX", "19th century");
        check("2024-22", "summer 2024");
        check("2024-33", "Q1 2024");
        check("2024-40", "first half of 2024");
        check("2025-07-XX", "July 2025");
        check("-0043-03-15", "15 March 44 BC");
        check("0079", "AD 79");
        check("2025-07-26T17:30", "26 July 2025, 17:30");
    }

    #[test]
    fn doubt_is_said() {
        check("1990~", "about 1990");
        check("2025-07-26?", "perhaps 26 July 2025");
        check("1990%", "perhaps about 1990");
    }

    #[test]
    fn spans_leave_out_what_both_ends_share() {
        check("2025-07-12/2025-07-15", "12–15 July 2025");
        check("2025-07-20/2025-09-03", "20 July – 3 September 2025");
        check("2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025");
        check("2025-03/2025-05", "March–May 2025");
        check("2019/2021", "2019–2021");
        check("1914~/1918", "about 1914–1918");
        check("2019/..", "from 2019");
        check("../2019-05", "until May 2019");
        check("[2025-03-04,2025-04-03]", "4 March 2025 or 3 April 2025");
        check("{1960,1964}", "1960 and 1964");
    }

    #[test]
    fn what_is_unknown_stays_as_it_is() {
        for strange in ["", "XXXX-12-25", "soon", "2025-13", "2025-07-26-01", "é"] {
            check(strange, strange);
        }
    }

    #[test]
    fn within_its_month_a_day_shows_its_weekday() {
        assert_eq!(label_within_month("2025-07-26"), "Sat 26");
        assert_eq!(label_within_month("2025-07-26~"), "about Sat 26");
        assert_eq!(label_within_month("2025-07"), "July");
        assert_eq!(label_within_month("2025-07-12/2025-07-15"), "12–15");
        assert_eq!(label_within_month("2025-07-12/2025-08-15"), "12 July – 15 August 2025");
        assert_eq!(label_within_month("2025-02-31"), "31 February 2025");
    }
}
