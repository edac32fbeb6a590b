//! What a temporal expression means: one typed value, from which TIMEX3 and EDTF both follow.
//!
//! In: points, lengths and recurrences, put together by `functions`.  Out: the TIMEX3 type,
//! value and modifier (TimeML 1.2.1) and the EDTF text (ISO 8601-2), which never claims more
//! than the words do.

use super::calendar::Day;
use super::point::{Part, Point, Season, Time, Unit};
use crate::extraction::TimexType;
use std::fmt::Write as _;

/// The meaning of a temporal expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What kind of thing it is.
    pub kind: Kind,
    /// TIMEX3 modifier.
    pub modifier: Option<Modifier>,
    /// EDTF `~`.
    pub approximate: bool,
    /// EDTF `?`.
    pub uncertain: bool,
    /// First and last point of the calendar that a length or a vague reference covers, where
    /// its anchor tells.
    pub span: Option<(Point, Point)>,
}

/// What kind of thing an expression means.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A position on the calendar.
    Point(Point),
    /// From one position to another; `None` is an open end.
    Interval(Option<Point>, Option<Point>),
    /// One of several positions.
    OneOf(Vec<Point>),
    /// Past, present or future, no more being said.
    Ref(Ref),
    /// A length of time.
    Length(Length),
    /// A recurrence given by a pattern of the calendar: every Monday.
    Pattern(Point),
    /// A recurrence given by a length: every two weeks.
    Every(Length),
}

/// A vague reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Ref {
    Past,
    Present,
    Future,
}

/// A length of time; an amount in hundredths, `None` where the words leave it open ("years").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Hundredths of the unit.
    pub hundredths: Option<i64>,
    /// The unit; `None` where even that is open ("a while").
    pub unit: Option<Unit>,
    /// A smaller unit added to it: "two years and six months".
    pub more: Option<(i64, Unit)>,
}

/// TIMEX3 modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Modifier {
    Start,
    Mid,
    End,
    Approx,
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
}

const MODIFIERS: [(Modifier, &str); 12] = [
    (Modifier::Start, "START"),
    (Modifier::Mid, "MID"),
    (Modifier::End, "END"),
    (Modifier::Approx, "APPROX"),
    (Modifier::Before, "BEFORE"),
    (Modifier::After, "AFTER"),
    (Modifier::OnOrBefore, "ON_OR_BEFORE"),
    (Modifier::OnOrAfter, "ON_OR_AFTER"),
    (Modifier::LessThan, "LESS_THAN"),
    (Modifier::MoreThan, "MORE_THAN"),
    (Modifier::EqualOrLess, "EQUAL_OR_LESS"),
    (Modifier::EqualOrMore, "EQUAL_OR_MORE"),
];

impl Modifier {
    /// The modifier of a TIMEX3 name.
    pub fn named(name: &str) -> Option<Self> {
        MODIFIERS.iter().find(|(_, known)| *known == name).map(|(modifier, _)| *modifier)
    }

    /// Its TIMEX3 name.
    pub fn name(self) -> &'static str {
        MODIFIERS.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        Self { kind, modifier: None, approximate: false, uncertain: false, span: None }
    }
}

impl From<Point> for Value {
    fn from(point: Point) -> Self {
        Kind::Point(point).into()
    }
}

impl Value {
    /// The TIMEX3 type.
    pub fn timex_type(&self) -> TimexType {
        let of_point = |point: &Point| match point.time {
            Some(_) => TimexType::Time,
            None => TimexType::Date,
        };
        match &self.kind {
            Kind::Point(point) => of_point(point),
            Kind::Interval(start, end) => start.or(*end).map_or(TimexType::Date, |p| of_point(&p)),
            Kind::OneOf(points) => points.first().map_or(TimexType::Date, of_point),
            Kind::Ref(_) => TimexType::Date,
            Kind::Length(_) => TimexType::Duration,
            Kind::Pattern(_) | Kind::Every(_) => TimexType::Set,
        }
    }

    /// The TIMEX3 value: `2025-07-26`, `P2D`, `PAST_REF`, `XXXX-WXX-1` …
    pub fn timex(&self) -> String {
        match &self.kind {
            Kind::Point(point) | Kind::Pattern(point) => timex_point(point),
            Kind::Interval(Some(start), Some(end)) => {
                format!("{}/{}", timex_point(start), timex_point(end))
            }
            Kind::Interval(start, end) => {
                start.or(*end).map_or_else(String::new, |p| timex_point(&p))
            }
            Kind::OneOf(points) => points.first().map_or_else(String::new, timex_point),
            Kind::Ref(Ref::Past) => "PAST_REF".to_owned(),
            Kind::Ref(Ref::Present) => "PRESENT_REF".to_owned(),
            Kind::Ref(Ref::Future) => "FUTURE_REF".to_owned(),
            Kind::Length(length) | Kind::Every(length) => timex_length(length),
        }
    }

    /// The EDTF text; `None` where the words name no position that is known.
    pub fn edtf(&self) -> Option<String> {
        let mark = self.mark();
        let bound = |point: &Option<Point>| match point {
            Some(point) => edtf_point(point, mark),
            None => Some("..".to_owned()),
        };
        match &self.kind {
            Kind::Point(point) => self.edtf_modified(edtf_point(point, mark)?),
            Kind::Interval(start, end) => Some(join(&bound(start)?, &bound(end)?)),
            Kind::OneOf(points) => {
                let points: Option<Vec<String>> =
                    points.iter().map(|p| edtf_point(p, mark)).collect();
                Some(format!("[{}]", points?.join(",")))
            }
            Kind::Pattern(_) | Kind::Every(_) => None,
            Kind::Ref(_) | Kind::Length(_) => {
                let (start, end) = self.span?;
                Some(join(&edtf_point(&start, mark)?, &edtf_point(&end, mark)?))
            }
        }
    }

    fn mark(&self) -> &'static str {
        let loose = matches!(
            self.modifier,
            Some(
                Modifier::Approx
                    | Modifier::LessThan
                    | Modifier::MoreThan
                    | Modifier::EqualOrLess
                    | Modifier::EqualOrMore
            )
        );
        match (self.approximate || loose, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        }
    }

    fn edtf_modified(&self, edtf: String) -> Option<String> {
        let part = |at: usize| edtf.split('/').nth(at).unwrap_or(&edtf).to_owned();
        match self.modifier {
            Some(Modifier::Before | Modifier::OnOrBefore) => Some(format!("../{}", part(1))),
            Some(Modifier::After | Modifier::OnOrAfter) => Some(format!("{}/..", part(0))),
            _ => Some(edtf),
        }
    }

    /// The position it is at, for expressions that relate to it.
    pub fn point(&self) -> Option<Point> {
        match &self.kind {
            Kind::Point(point) => Some(*point),
            Kind::Interval(start, end) => end.or(*start),
            Kind::OneOf(points) => points.first().copied(),
            _ => None,
        }
    }
}

/// Joins the outer ends of two EDTF dates, either of which may be an interval (a week).
fn join(start: &str, end: &str) -> String {
    let first = start.split('/').next().unwrap_or(start);
    let last = end.rsplit('/').next().unwrap_or(end);
    if first == last { first.to_owned() } else { format!("{first}/{last}") }
}

/// A TIMEX3 date or time.
fn timex_point(point: &Point) -> String {
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

/// A number of a fixed width, or as many X.
fn push_part(out: &mut String, before: &str, number: u8, width: usize) {
    out.push_str(before);
    if number == 0 {
        out.extend(std::iter::repeat_n('X', width));
    } else {
        let _ = write!(out, "{number:0width$}");
    }
}

/// The time; its zone is told by EDTF only, TIMEX3 values are local.
fn push_time(out: &mut String, time: Option<Time>, with_zone: bool) {
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

/// An EDTF date; a week is the interval of its days.  `None` where the year is unknown.
fn edtf_point(point: &Point, mark: &str) -> Option<String> {
    let year = point.year?;
    let year_text =
        if year < 0 { format!("-{:04}", -i64::from(year)) } else { format!("{year:04}") };
    let part = |number: u8| if number == 0 { "XX".to_owned() } else { format!("{number:02}") };
    let text = match point.part {
        Part::Millennium | Part::Century | Part::Decade if year <= 0 => {
            // Before Christ the digits of astronomical years do not line up with decades.
            let (first, last) = (point.first_day()?.year(), point.last_day()?.year());
            let text = |year: i32| edtf_point(&Point::new(Some(year), Part::Year), mark);
            return Some(format!("{}/{}", text(first)?, text(last)?));
        }
        Part::Millennium | Part::Century | Part::Decade => edtf_years(point, &year_text)?,
        Part::Year => year_text,
        Part::Half(0) | Part::Quarter(0) => year_text,
        Part::Half(_) | Part::Quarter(_) => {
            let month =
                |day: Option<Day>| day.map(|day| format!("{year_text}-{:02}{mark}", day.month()));
            return Some(format!("{}/{}", month(point.first_day())?, month(point.last_day())?));
        }
        Part::Season(season) => format!("{year_text}-{}", 21 + season as u8),
        Part::Month(month) => format!("{year_text}-{}", part(month)),
        Part::Day(month, day) => format!("{year_text}-{}-{}", part(month), part(day)),
        Part::Week(0) | Part::Weekend(0) | Part::Weekday(0, _) => year_text,
        Part::Week(_) | Part::Weekend(_) => {
            return Some(format!("{}{mark}/{}{mark}", point.first_day()?, point.last_day()?));
        }
        Part::Weekday(..) => point.first_day()?.to_string(),
    };
    let mut out = text;
    if let (Some(time @ Time::Clock(_)), Some(_)) = (point.time, point.as_day()) {
        push_time(&mut out, Some(time), true);
    }
    out.push_str(mark);
    Some(out)
}

/// Decades and longer: `199X`.
fn edtf_years(point: &Point, year: &str) -> Option<String> {
    let known = match point.part {
        Part::Millennium => 1,
        Part::Century => 2,
        _ => 3,
    };
    let digits = year.get(..year.len().saturating_sub(4 - known))?;
    Some(format!("{digits}{}", "X".repeat(4 - known)))
}

/// A TIMEX3 duration: `P2Y6M`, `PXD`, `PT4H`.
fn timex_length(length: &Length) -> String {
    let Some(unit) = length.unit else { return "PXX".to_owned() };
    let Some(hundredths) = length.hundredths else {
        return format!("P{}X{}", clock_mark(unit), letter(unit));
    };
    let (hundredths, unit) = in_years(hundredths, unit);
    if let Some((smaller, smaller_unit)) = length.more {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Edtf;
    use crate::dates::point::Clock;

    #[track_caller]
    fn check(value: impl Into<Value>, timex: &str, edtf: &str) {
        let value = value.into();
        assert_eq!((value.timex().as_str(), value.edtf().as_deref().unwrap_or("-")), (timex, edtf));
        if let Some(edtf) = value.edtf() {
            Edtf::parse(&edtf).unwrap_or_else(|error| panic!("{error}"));
        }
    }

    fn length(hundredths: Option<i64>, unit: Unit) -> Value {
        Kind::Length(Length { hundredths, unit: Some(unit), more: None }).into()
    }

    #[test]
    fn points() {
        let year = Some(1999);
        check(Point::new(year, Part::Year), "1999", "1999");
        check(Point::new(Some(1990), Part::Decade), "199", "199X");
        check(Point::new(Some(1900), Part::Century), "19", "19XX");
        check(Point::new(Some(1000), Part::Millennium), "1", "1XXX");
        check(Point::new(year, Part::Half(2)), "1999-H2", "1999-07/1999-12");
        check(Point::new(year, Part::Quarter(3)), "1999-Q3", "1999-07/1999-09");
        check(Point::new(year, Part::Quarter(0)), "1999-QX", "1999");
        check(Point::new(year, Part::Season(Season::Summer)), "1999-SU", "1999-22");
        check(Point::new(year, Part::Month(5)), "1999-05", "1999-05");
        check(Point::new(year, Part::Day(5, 0)), "1999-05-XX", "1999-05-XX");
        check(Point::new(year, Part::Week(12)), "1999-W12", "1999-03-22/1999-03-28");
        check(Point::new(year, Part::Weekend(12)), "1999-W12-WE", "1999-03-27/1999-03-28");
        check(Point::new(None, Part::Weekday(0, 1)), "XXXX-WXX-1", "-");
        check(Point::unknown_day(), "XXXX-XX-XX", "-");
    }

    #[test]
    fn before_christ() {
        check(Point::new(Some(-479), Part::Month(8)), "BC0480-08", "-0479-08");
        check(Point::new(Some(-469), Part::Decade), "BC047", "-0478/-0469");
        check(Point::new(Some(-299), Part::Century), "BC03", "-0398/-0299");
    }

    #[test]
    fn times() {
        let day = Point::day(Day::new(2025, 7, 26).unwrap());
        let clock = Clock { hour: 17, minute: 0, second: None, zone: Some(-300) };
        check(day.at(Time::Clock(clock)), "2025-07-26T17:00", "2025-07-26T17:00-05:00");
        check(day.at(Time::Part("MO")), "2025-07-26TMO", "2025-07-26");
        check(day.at(Time::Unknown), "2025-07-26TXX", "2025-07-26");
    }

    #[test]
    fn lengths() {
        check(length(Some(200), Unit::Day), "P2D", "-");
        check(length(Some(250), Unit::Year), "P2Y6M", "-");
        check(length(Some(50), Unit::Hour), "PT30M", "-");
        check(length(Some(150), Unit::Day), "P1DT12H", "-");
        check(length(Some(2280), Unit::Year), "P22.8Y", "-");
        check(length(Some(300), Unit::Decade), "P30Y", "-");
        check(length(None, Unit::Decade), "PXDE", "-");
        check(length(None, Unit::Hour), "PTXH", "-");
        check(Kind::Length(Length { hundredths: None, unit: None, more: None }), "PXX", "-");
    }

    #[test]
    fn marks() {
        let month = || Value::from(Point::new(Some(2025), Part::Month(7)));
        check(Value { approximate: true, ..month() }, "2025-07", "2025-07~");
        check(Value { uncertain: true, ..month() }, "2025-07", "2025-07?");
        check(Value { modifier: Some(Modifier::After), ..month() }, "2025-07", "2025-07/..");
        check(Value { modifier: Some(Modifier::Start), ..month() }, "2025-07", "2025-07");
        let day = |d| Point::new(Some(2025), Part::Day(10, d));
        check(
            Kind::Interval(Some(day(6)), Some(day(7))),
            "2025-10-06/2025-10-07",
            "2025-10-06/2025-10-07",
        );
        check(Kind::OneOf(vec![day(6), day(7)]), "2025-10-06", "[2025-10-06,2025-10-07]");
        check(
            Value {
                span: Some((day(1), day(9))),
                approximate: true,
                ..Kind::Ref(Ref::Past).into()
            },
            "PAST_REF",
            "2025-10-01~/2025-10-09~",
        );
    }
}
