//! The functions that the `value:` of a date rule may call.
//!
//! In: arguments from a rule's captures.  Out: a cycle ("a Monday"), a point ("1999-05") or
//! another [`Value`].  The set is closed and every function is pure: what it needs to know of
//! the article (day of publication, last date mentioned, tense) stands in [`Reference`].
//! [`FUNCTIONS`] is the list, with an example each; `onrecord rules list` can print it.

use super::calendar::{Day, MAX_YEAR};
use super::cycle::{Choice, Cycle};
use super::feast::Feast;
use super::point::{Clock, Part, Point, Season, Time, Unit, truncate};
use super::value::{Kind, Length, Modifier, Ref, Value};
use crate::rules::spec::{AttributeSpec, Attributes};

/// An argument or a result of a function.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// An optional part of the pattern that did not match.
    Missing,
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// A lexicon entry with its attributes.
    Entry(&'a Attributes),
    /// A thing that comes round.
    Cycle(Cycle),
    /// A value.
    Value(Value),
}

/// Why a function gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The calendar has no such date: a problem to report.
    Impossible,
    /// It is no date: the match is dropped without a word.
    NoDate,
    /// An argument is of the wrong kind; its number, from 1.
    Argument(usize),
}

/// Direction of a clause in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Direction {
    #[default]
    Unknown,
    Past,
    Future,
}

/// What relative expressions relate to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// What bare months, days and weekdays are read against.
    pub anchor: Point,
    /// Direction of the clause.
    pub direction: Direction,
    /// Whether the text tells a story: what has no year belongs to the last one mentioned.
    pub narrative: bool,
    /// Month with which the fiscal year begins; `None` where unknown.
    pub fiscal_start: Option<u8>,
    /// Whether 3/4 is the third of April; `None` where unknown.
    pub day_first: Option<bool>,
    /// Whether weeks begin on Sunday.
    pub sunday_first: bool,
    /// The year last mentioned.
    pub story_year: Option<i32>,
    /// The month or day last mentioned.
    pub story_month: Option<Point>,
}

/// Result of a function.
pub type Outcome = Result<Arg<'static>, Refusal>;

/// A function of rules.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Fewest arguments.
    pub min: usize,
    /// Most arguments.
    pub max: usize,
    /// What it does, with an example.
    pub about: &'static str,
    /// What it does, as code.
    pub run: fn(&Arguments<'_, '_>) -> Outcome,
}

/// The arguments of one call.
pub struct Arguments<'a, 'b> {
    /// The arguments.
    pub list: &'b [Arg<'a>],
    /// What relative expressions relate to.
    pub reference: &'b Reference,
}

macro_rules! functions {
    ($($name:literal $min:literal $max:literal $run:ident $about:literal)*) => {
        /// Every function, by name.
        pub const FUNCTIONS: &[Function] = &[
            $(Function { name: $name, min: $min, max: $max, about: $about, run: $run }),*
        ];
    };
}

functions! {
    "ad" 1 1 ad "a year as it stands, however short: ad(79) = 0079"
    "ahead" 1 2 ahead "a length that begins at the anchor: ahead(duration(n, u.unit)) for \"the next two weeks\""
    "approx" 1 1 approx "marks a value as approximate (EDTF ~): approx(year(1850)) = 1850~"
    "back" 1 2 back "a length that ends at the anchor: back(duration(n, u.unit)) for \"the past two weeks\""
    "bc" 1 1 bc "counts years before Christ: bc(year(480)) = -0479"
    "century" 1 1 century "a century by its ordinal: century(20) = 19XX"
    "clock" 2 6 clock "a time of day on a date: clock(a, 5, 30, 's', 'pm', z.minutes); the fourth is seconds"
    "coming" 1 2 coming "the first that is not over: coming(weekday(5))"
    "compact" 1 1 compact "a day in eight figures: compact(20170302) = 2017-03-02"
    "date" 3 3 date "a day: date(2016, 5, 3) = 2016-05-03"
    "dated" 2 2 dated "a cycle in a year, or without one the one the clause means: dated(day(5, 3), y)"
    "day" 2 2 day "a month and day of any year: day(m.num, d)"
    "day_of_month" 1 1 day_of_month "a day of any month: day_of_month(15)"
    "decade" 1 1 decade "the decade of a year: decade(1990) = 199X; a two-digit year is the latest past one"
    "duration" 1 4 duration "a length: duration(2, 'year', 6, 'month') = P2Y6M; without a number PXY"
    "era" 1 1 era "a short year in a passage about years before Christ: era(490)"
    "every" 2 2 every "a recurrence by length: every(2, 'week') = P2W"
    "first_of" 1 9 first_of "the first argument that is there: first_of(a, b)"
    "fiscal" 1 1 fiscal "a fiscal year or quarter: approximate unless the fiscal year is the calendar year"
    "future" 0 2 future "a vague future; with number and unit how far it reaches"
    "half" 1 1 half "a half of any year: half(1)"
    "holiday" 1 1 holiday "a feast, from the attributes of its entry: holiday(h)"
    "interval" 2 2 interval "from one date to another: interval(a, b) = 2014-05/2015-06"
    "last" 1 2 last "the latest that is over: last(month(3)); of a unit the one before: last('week')"
    "latest" 1 2 latest "the latest that has begun: latest(quarter(3))"
    "modified" 2 2 modified "sets the TIMEX3 modifier: modified(a, 'START'); without one nothing changes"
    "month" 1 1 month "a month of any year: month(5)"
    "near" 1 2 near "the one the clause means: by its tense, else the nearest: near(weekday(1))"
    "nearest" 1 2 nearest "the nearest one: nearest(day(5, 3))"
    "next" 1 2 next "the first that has not begun: next(month(3)); of a unit the one after: next('week')"
    "nth" 3 3 nth "the n-th unit or cycle of a date: nth(3, 'week', month); -1 is the last"
    "numeric" 2 3 numeric "a day in figures whose order is not known: numeric(3, 4, 2025) = [2025-03-04,2025-04-03]"
    "of" 2 2 of "a cycle within a date: of(month(5), year(1999)) = 1999-05"
    "on" 2 2 on "a time of day on a date: on(part('MO'), a)"
    "one_of" 2 9 one_of "one of several dates: one_of(a, b) = [1864,1866]"
    "open_from" 1 1 open_from "from a date on: open_from(year(2014)) = 2014/.."
    "part" 1 2 part "a part of the day, of any or of a given date: part('MO', a)"
    "past" 0 2 past "a vague past; with number and unit how far it reaches: past(10, 'day')"
    "plus" 2 2 plus "the sum of two numbers: plus(n, h.num) for \"two and a half\""
    "present" 0 0 present "the present: PRESENT_REF"
    "quarter" 1 1 quarter "a quarter of any year: quarter(3)"
    "same" 3 3 same "the same day, month or quarter so many units later: same(a, -1, 'year')"
    "season" 1 1 season "a season of any year, 1 is spring: season(2)"
    "set" 1 1 set "a recurrence by the calendar: set(weekday(1)) = XXXX-WXX-1; set('day') = XXXX-XX-XX"
    "shift" 3 3 shift "so many units later, as precise as the unit: shift(a, -2, 'year')"
    "short" 1 1 short "a year of two digits in the century of the one last mentioned: short(60) after 1957"
    "spoken" 2 2 spoken "a year in two parts: spoken(19, 97) = 1997"
    "this" 1 2 this "the one of the anchor's own week, month or year: this(month(3)); of a unit: this('week')"
    "uncertain" 1 1 uncertain "marks a value as uncertain (EDTF ?)"
    "until" 1 1 until "up to a date: until(year(2014)) = ../2014"
    "week" 2 2 week "an ISO week: week(2016, 3)"
    "weekday" 1 1 weekday "an ISO weekday: weekday(1) is Monday"
    "weekend" 0 0 weekend "any weekend"
    "whole" 1 2 whole "a length as the span of a date: whole(a)"
    "within" 2 2 within "the unit that holds a date: within(a, 'month')"
    "year" 1 1 year "a year: year(1999); of two digits the one nearest to the anchor: year(87) = 1987"
}

/// The function of a name.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.binary_search_by(|f| f.name.cmp(name)).ok().map(|at| &FUNCTIONS[at])
}

impl<'a> Arguments<'a, '_> {
    fn get(&self, at: usize) -> &Arg<'a> {
        self.list.get(at).unwrap_or(&Arg::Missing)
    }

    fn number(&self, at: usize) -> Result<f64, Refusal> {
        self.get(at).as_number().ok_or(Refusal::Argument(at + 1))
    }

    fn int(&self, at: usize) -> Result<i64, Refusal> {
        let number = self.number(at)?;
        if number.fract() == 0.0 && number.abs() < 1e15 {
            Ok(number as i64)
        } else {
            Err(Refusal::NoDate)
        }
    }

    fn small(&self, at: usize) -> Result<u8, Refusal> {
        u8::try_from(self.int(at)?).map_err(|_| Refusal::Impossible)
    }

    fn calendar_year(&self, at: usize) -> Result<i32, Refusal> {
        let year = self.int(at)?;
        if !(0..=i64::from(MAX_YEAR)).contains(&year) {
            return Err(Refusal::NoDate);
        }
        Ok(if year < 100 {
            century_of(year as i32, self.reference.anchor.year)
        } else {
            year as i32
        })
    }

    fn text(&self, at: usize) -> Result<&'a str, Refusal> {
        match self.get(at) {
            Arg::Text(text) => Ok(text),
            _ => Err(Refusal::Argument(at + 1)),
        }
    }

    fn unit(&self, at: usize) -> Result<Unit, Refusal> {
        let name = match self.get(at) {
            Arg::Entry(attributes) => {
                text_of(attributes, "unit").ok_or(Refusal::Argument(at + 1))?
            }
            _ => self.text(at)?,
        };
        Unit::named(name).ok_or(Refusal::Argument(at + 1))
    }

    /// How many units the unit word stands for: a fortnight is two weeks.
    fn times(&self, at: usize) -> f64 {
        match self.get(at) {
            Arg::Entry(attributes) => int_of(attributes, "times").map_or(1.0, |n| n as f64),
            _ => 1.0,
        }
    }

    /// Whether an argument is there and, if it is a word for a number, tells which.
    fn counts(&self, at: usize) -> bool {
        match self.get(at) {
            Arg::Missing => false,
            Arg::Entry(_) => self.get(at).as_number().is_some(),
            _ => true,
        }
    }

    fn value(&self, at: usize) -> Result<Value, Refusal> {
        match self.get(at) {
            Arg::Value(value) => Ok(value.clone()),
            Arg::Cycle(cycle) => Ok(cycle.pattern().into()),
            _ => Err(Refusal::Argument(at + 1)),
        }
    }

    fn point(&self, at: usize) -> Result<Point, Refusal> {
        self.value(at)?.point().ok_or(Refusal::NoDate)
    }

    /// The point at an optional argument, else the anchor.
    fn anchor(&self, at: usize) -> Result<Point, Refusal> {
        match self.get(at) {
            Arg::Missing => Ok(self.reference.anchor),
            _ => self.point(at),
        }
    }

    fn cycle(&self, at: usize) -> Result<&Cycle, Refusal> {
        match self.get(at) {
            Arg::Cycle(cycle) => Ok(cycle),
            _ => Err(Refusal::Argument(at + 1)),
        }
    }

    fn length(&self, at: usize) -> Result<Length, Refusal> {
        match self.value(at)?.kind {
            Kind::Length(length) => Ok(length),
            _ => Err(Refusal::Argument(at + 1)),
        }
    }
}

impl Arg<'_> {
    /// The number, or that of an entry with the attribute `num`.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Arg::Number(number) => Some(*number),
            Arg::Entry(attributes) => match attributes.get("num") {
                Some(AttributeSpec::Int(n)) => Some(*n as f64),
                Some(AttributeSpec::Float(n)) => Some(*n),
                _ => None,
            },
            Arg::Text(text) if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
            _ => None,
        }
    }

    /// How it is shown in the steps of `explain`.
    pub(super) fn show(&self) -> String {
        match self {
            Arg::Missing => "-".to_owned(),
            Arg::Number(number) => number.to_string(),
            Arg::Text(text) => format!("'{text}'"),
            Arg::Entry(attributes) => {
                let pairs: Vec<String> =
                    attributes.iter().map(|(k, v)| format!("{k}: {}", shown(v))).collect();
                format!("{{{}}}", pairs.join(", "))
            }
            Arg::Cycle(cycle) => Value::from(cycle.pattern()).timex(),
            Arg::Value(value) => match (value.timex(), value.edtf()) {
                (timex, Some(edtf)) if timex != edtf => format!("{timex} ({edtf})"),
                (timex, _) => timex,
            },
        }
    }
}

fn shown(attribute: &AttributeSpec) -> String {
    match attribute {
        AttributeSpec::Bool(b) => b.to_string(),
        AttributeSpec::Int(n) => n.to_string(),
        AttributeSpec::Float(n) => n.to_string(),
        AttributeSpec::Text(text) => text.clone(),
        AttributeSpec::List(list) => format!("[{} values]", list.len()),
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Impossible => f.write_str("not on the calendar"),
            Self::NoDate => f.write_str("no date"),
            Self::Argument(at) => write!(f, "argument {at} is of the wrong kind"),
        }
    }
}

impl Function {
    /// Whether a call reads the anchor: the function does, and no argument takes its place.
    pub(super) fn uses_anchor(&self, list: &[Arg<'_>]) -> bool {
        match self.name {
            "last" | "latest" | "next" | "coming" | "this" | "near" | "nearest" | "back"
            | "ahead" => {
                matches!(list.get(1), None | Some(Arg::Missing))
            }
            "past" | "future" => !list.is_empty(),
            _ => false,
        }
    }
}

fn text_of<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    match attributes.get(name)? {
        AttributeSpec::Text(text) => Some(text),
        _ => None,
    }
}

fn int_of(attributes: &Attributes, name: &str) -> Option<i64> {
    match attributes.get(name)? {
        AttributeSpec::Int(number) => Some(*number),
        _ => None,
    }
}

/// The full year of one of two digits: the latest that is at most ten years after the anchor.
fn century_of(short: i32, anchor: Option<i32>) -> i32 {
    let latest = anchor.unwrap_or(2019) + 10;
    let year = truncate(latest.max(100), 100) + short;
    if year > latest { year - 100 } else { year }
}

fn point(point: Option<Point>) -> Outcome {
    point.filter(Point::exists).map(|p| Arg::Value(p.into())).ok_or(Refusal::Impossible)
}

fn date(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.calendar_year(0)?;
    point(Day::new(year, a.small(1)?, a.small(2)?).map(Point::day))
}

fn year(a: &Arguments<'_, '_>) -> Outcome {
    point(Some(Point::new(Some(a.calendar_year(0)?), Part::Year)))
}

fn ad(a: &Arguments<'_, '_>) -> Outcome {
    let year = i32::try_from(a.int(0)?).map_err(|_| Refusal::NoDate)?;
    point(Some(Point::new(Some(year), Part::Year)))
}

/// "In 490", said of a time before Christ; anywhere else the number is no year.
fn era(a: &Arguments<'_, '_>) -> Outcome {
    match a.reference.story_year {
        Some(year) if year <= 0 => bc(a),
        _ => Err(Refusal::NoDate),
    }
}

/// The second year of "1957-60".
fn short(a: &Arguments<'_, '_>) -> Outcome {
    let (year, before) = (a.int(0)?, a.reference.story_year.ok_or(Refusal::NoDate)?);
    let year = i64::from(truncate(before, 100)) + year;
    if before <= 0 || year < i64::from(before) {
        return Err(Refusal::NoDate);
    }
    point(i32::try_from(year).ok().map(|year| Point::new(Some(year), Part::Year)))
}

fn spoken(a: &Arguments<'_, '_>) -> Outcome {
    let (century, rest) = (a.int(0)?, a.int(1)?);
    if !(1..100).contains(&rest) || !(10..=20).contains(&century) {
        return Err(Refusal::NoDate);
    }
    point(Some(Point::new(Some((century * 100 + rest) as i32), Part::Year)))
}

/// A day in figures: a part above twelve is the day, else the house's order decides, else
/// both are possible.
fn numeric(a: &Arguments<'_, '_>) -> Outcome {
    let (first, second) = (a.small(0)?, a.small(1)?);
    let day = |month: u8, day: u8| match a.get(2) {
        Arg::Missing => {
            let cycle = Cycle::Day(month, day);
            if !cycle.pattern().exists() || month == 0 || day == 0 {
                return None;
            }
            match near_to(&cycle, &a.reference.anchor, a.reference) {
                Ok(Arg::Value(value)) => value.point(),
                _ => None,
            }
        }
        _ => Day::new(a.calendar_year(2).ok()?, month, day).map(Point::day),
    };
    match (day(first, second), day(second, first), a.reference.day_first) {
        (None, None, _) => Err(Refusal::Impossible),
        (Some(only), None, _) | (None, Some(only), _) => point(Some(only)),
        (Some(m), Some(d), _) if m == d => point(Some(m)),
        (Some(m), _, Some(false)) => point(Some(m)),
        (_, Some(d), Some(true)) => point(Some(d)),
        (Some(m), Some(d), None) => Ok(Arg::Value(Kind::OneOf(vec![m, d]).into())),
    }
}

fn compact(a: &Arguments<'_, '_>) -> Outcome {
    let figures = a.int(0)?;
    let part = |divisor: i64, modulus: i64| figures / divisor % modulus;
    let year = i32::try_from(part(10_000, 10_000)).map_err(|_| Refusal::NoDate)?;
    let (month, of_month) = (part(100, 100) as u8, part(1, 100) as u8);
    let day = Day::new(year, month, of_month).filter(|_| (1900..2100).contains(&year));
    point(Some(Point::day(day.ok_or(Refusal::NoDate)?)))
}

fn dated(a: &Arguments<'_, '_>) -> Outcome {
    if a.counts(1) {
        let holder = match a.get(1) {
            Arg::Value(value) => value.point().ok_or(Refusal::NoDate)?,
            _ => Point::new(Some(a.calendar_year(1)?), Part::Year),
        };
        return point(a.cycle(0)?.of(&holder));
    }
    let list = [a.get(0).clone()];
    near(&Arguments { list: &list, reference: a.reference })
}

fn plus(a: &Arguments<'_, '_>) -> Outcome {
    if !a.counts(0) && !matches!(a.get(0), Arg::Missing) {
        return Ok(Arg::Missing);
    }
    let more = if a.counts(1) { a.number(1)? } else { 0.0 };
    let base = if a.counts(0) { a.number(0)? } else { 0.0 };
    Ok(Arg::Number(base + more))
}

fn decade(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.int(0)?;
    if (0..100).contains(&year) {
        let now = a.reference.anchor.year.unwrap_or(2019);
        let this = truncate(now.max(100), 100) + year as i32;
        let past = if this > now { this - 100 } else { this };
        return point(Some(Point::new(Some(past), Part::Decade)));
    }
    let year = i32::try_from(year).map_err(|_| Refusal::NoDate)?;
    // "The 1800s" are a century, "the 2000s" a decade.
    let part =
        if year % 100 == 0 && (1000..2000).contains(&year) { Part::Century } else { Part::Decade };
    point(Some(Point::new(Some(truncate(year, 10)), part)))
}

fn century(a: &Arguments<'_, '_>) -> Outcome {
    let number = a.int(0)?;
    if !(1..=99).contains(&number) {
        return Err(Refusal::NoDate);
    }
    // The first century has no year 0 to begin with.
    point(Some(Point::new(Some(((number as i32 - 1) * 100).max(1)), Part::Century)))
}

/// Counts the years of a value before Christ.
fn bc(a: &Arguments<'_, '_>) -> Outcome {
    if let Arg::Number(_) = a.get(0) {
        let year = i32::try_from(a.int(0)?).map_err(|_| Refusal::NoDate)?;
        return point(Some(Point::new(1i32.checked_sub(year), Part::Year)));
    }
    let value = a.value(0)?;
    let turn = |p: Point| {
        // The 4th century BC is 399 to 300 BC, as the 4th after Christ is 300 to 399.
        let year = p.year.map(|year| 1 - year);
        Point { year, ..p }
    };
    match value.kind {
        Kind::Point(p) => Ok(Arg::Value(Value { kind: Kind::Point(turn(p)), ..value })),
        Kind::Interval(start, end) => {
            Ok(Arg::Value(Value { kind: Kind::Interval(start.map(turn), end.map(turn)), ..value }))
        }
        _ => Err(Refusal::Argument(1)),
    }
}

fn week(a: &Arguments<'_, '_>) -> Outcome {
    let year = a.calendar_year(0)?;
    point(Day::of_iso_week(year, a.small(1)?, 1).map(|day| Point::day(day).within(Unit::Week)))
}

fn cycle(cycle: Cycle) -> Outcome {
    if cycle.pattern().exists() { Ok(Arg::Cycle(cycle)) } else { Err(Refusal::Impossible) }
}

fn day(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Day(a.small(0)?, a.small(1)?))
}

fn day_of_month(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::DayOfMonth(a.small(0)?))
}

fn month(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Month(a.small(0)?))
}

fn weekday(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Weekday(a.small(0)?))
}

fn weekend(_: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Weekend)
}

fn quarter(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Quarter(a.small(0)?))
}

fn half(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Half(a.small(0)?))
}

fn season(a: &Arguments<'_, '_>) -> Outcome {
    cycle(Cycle::Season(Season::numbered(a.int(0)?).ok_or(Refusal::Impossible)?))
}

fn holiday(a: &Arguments<'_, '_>) -> Outcome {
    let Arg::Entry(attributes) = a.get(0) else { return Err(Refusal::Argument(1)) };
    feast(attributes).map(|feast| Arg::Cycle(Cycle::Feast(feast))).ok_or(Refusal::Argument(1))
}

/// The feast that the attributes of a holiday describe.
fn feast(attributes: &Attributes) -> Option<Feast> {
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
fn of(a: &Arguments<'_, '_>) -> Outcome {
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

fn chosen(a: &Arguments<'_, '_>, choice: Choice, steps: i64) -> Outcome {
    let anchor = a.anchor(1)?;
    if let Arg::Text(_) | Arg::Entry(_) = a.get(0) {
        return unit_at(&anchor, steps, a.unit(0)?, a.reference);
    }
    choose(a.cycle(0)?, choice, &anchor)
}

fn choose(cycle: &Cycle, choice: Choice, anchor: &Point) -> Outcome {
    let found = cycle.choose(choice, anchor).ok_or(Refusal::NoDate)?;
    let approximate = matches!(cycle, Cycle::Feast(feast) if feast.is_approximate());
    Ok(Arg::Value(Value { approximate, ..found.into() }))
}

fn last(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Last, -1)
}

fn next(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Next, 1)
}

fn this(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::This, 0)
}

fn latest(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Latest, 0)
}

fn coming(a: &Arguments<'_, '_>) -> Outcome {
    chosen(a, Choice::Coming, 0)
}

fn nearest(a: &Arguments<'_, '_>) -> Outcome {
    choose(a.cycle(0)?, Choice::Nearest, &a.anchor(1)?)
}

/// The occurrence a clause means: in a story the one of the year last mentioned or the next
/// after it, else by the tense, else the nearest.
fn near(a: &Arguments<'_, '_>) -> Outcome {
    near_to(a.cycle(0)?, &a.anchor(1)?, a.reference)
}

fn near_to(cycle: &Cycle, anchor: &Point, reference: &Reference) -> Outcome {
    let weekly = matches!(cycle, Cycle::Weekday(_) | Cycle::Weekend);
    let choice = match (reference.direction, cycle) {
        _ if reference.narrative && !weekly => return story(cycle, anchor, reference.story_month),
        (Direction::Future, Cycle::Quarter(_) | Cycle::Half(_)) => Choice::Nearest,
        (_, Cycle::Quarter(_) | Cycle::Half(_)) => Choice::Latest,
        (Direction::Future, _) if weekly => Choice::Next,
        (Direction::Future, _) => Choice::Coming,
        (Direction::Past, Cycle::Day(..) | Cycle::Feast(_)) => return lately(cycle, anchor, AHEAD),
        (Direction::Past, Cycle::Month(_)) => return lately(cycle, anchor, SOON),
        _ if weekly => Choice::Latest,
        (Direction::Past, _) => Choice::Latest,
        _ => Choice::Nearest,
    };
    choose(cycle, choice, anchor)
}

/// Furthest a day may lie ahead of a clause in the past tense, in days: "approved the plan for
/// May 3".
const AHEAD: i64 = 80;

/// As [`AHEAD`], for months.
const SOON: i64 = 20;

/// The nearest occurrence, unless that lies far ahead: then the latest.
fn lately(cycle: &Cycle, anchor: &Point, most: i64) -> Outcome {
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
fn story(cycle: &Cycle, anchor: &Point, thread: Option<Point>) -> Outcome {
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
fn occurrences(cycle: &Cycle, year: i32) -> impl Iterator<Item = Point> + '_ {
    (year.saturating_sub(1)..=year.saturating_add(1))
        .filter_map(|year| cycle.of(&Point::new(Some(year), Part::Year)))
}

fn shift(a: &Arguments<'_, '_>) -> Outcome {
    let (value, n, unit) = (a.value(0)?, a.number(1)? * a.times(2), a.unit(2)?);
    let from = value.point().unwrap_or(Point::unknown_day());
    if n.fract() != 0.0 {
        return shift_part(from, n, unit);
    }
    unit_at(&from, n as i64, unit, a.reference)
}

/// The unit so many steps away; a week from Sunday to Saturday is an interval of days.
fn unit_at(from: &Point, n: i64, unit: Unit, reference: &Reference) -> Outcome {
    let day = from.as_day().filter(|_| unit == Unit::Week && reference.sunday_first);
    let Some(day) = day else { return point(from.shift(n, unit)) };
    let sunday = day.plus_days(7 * n.clamp(-10_000, 10_000) - i64::from(day.weekday() % 7));
    let saturday = sunday.and_then(|day| day.plus_days(6));
    let week = Kind::Interval(sunday.map(Point::day), saturday.map(Point::day));
    if saturday.is_some() { Ok(Arg::Value(week.into())) } else { Err(Refusal::Impossible) }
}

/// "Two and a half years ago" is a month, "a year and a half" too.
fn shift_part(from: Point, n: f64, unit: Unit) -> Outcome {
    let (smaller, of_unit) = match unit {
        Unit::Year => (Unit::Month, 12.0),
        Unit::Decade => (Unit::Year, 10.0),
        Unit::Century => (Unit::Year, 100.0),
        Unit::Week => (Unit::Day, 7.0),
        Unit::Hour => (Unit::Minute, 60.0),
        Unit::Month => (Unit::Week, 4.0),
        _ => return Err(Refusal::NoDate),
    };
    point(from.shift((n * of_unit).round() as i64, smaller))
}

fn same(a: &Arguments<'_, '_>) -> Outcome {
    if matches!(a.get(0), Arg::Missing) {
        return Ok(Arg::Missing);
    }
    let from = a.point(0)?;
    point(from.shift_same(a.int(1)?, a.unit(2)?).or(Some(from)))
}

fn within(a: &Arguments<'_, '_>) -> Outcome {
    unit_at(&a.value(0)?.point().unwrap_or(Point::unknown_day()), 0, a.unit(1)?, a.reference)
}

/// The n-th unit or cycle of a date.
fn nth(a: &Arguments<'_, '_>) -> Outcome {
    let (n, holder) = (a.int(0)?, a.point(2)?);
    let (Some(first), Some(last)) = (holder.first_day(), holder.last_day()) else {
        return Ok(Arg::Value(unknown_part(a, holder)?.into()));
    };
    let edge = Point::day(if n > 0 { first } else { last });
    let steps = if n > 0 { n - 1 } else { n + 1 };
    let found = match a.get(1) {
        Arg::Cycle(cycle) => nth_cycle(cycle, n, &edge, &holder),
        _ => edge.shift(steps, a.unit(1)?),
    };
    let inside = |p: &Point| {
        p.first_day().is_some_and(|day| day <= last) && p.last_day().is_some_and(|day| day >= first)
    };
    point(found.filter(inside))
}

fn unknown_part(a: &Arguments<'_, '_>, holder: Point) -> Result<Point, Refusal> {
    match a.get(1) {
        Arg::Cycle(cycle) => cycle.of(&holder).ok_or(Refusal::NoDate),
        _ => Ok(holder.within(a.unit(1)?)),
    }
}

fn nth_cycle(cycle: &Cycle, n: i64, edge: &Point, holder: &Point) -> Option<Point> {
    match cycle {
        Cycle::Weekday(weekday) => {
            let day = edge.as_day()?;
            let ahead = (i64::from(*weekday) - i64::from(day.weekday())).rem_euclid(7);
            let offset = if n > 0 { ahead + 7 * (n - 1) } else { (ahead - 7) % 7 + 7 * (n + 1) };
            Some(Point::day(day.plus_days(offset)?))
        }
        Cycle::Weekend => {
            let saturday = nth_cycle(&Cycle::Weekday(6), n, edge, holder)?;
            Some(saturday.within(Unit::Weekend))
        }
        _ => cycle.of(holder),
    }
}

fn clock(a: &Arguments<'_, '_>) -> Outcome {
    let date = match a.get(0) {
        Arg::Missing => Point::unknown_day(),
        _ => a.point(0)?,
    };
    let hour = a.small(1)?;
    let minute = if matches!(a.get(2), Arg::Missing) { 0 } else { a.small(2)? };
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

/// The hour of the 24-hour clock: `am`, `pm`, or a part of the day (`MO`, `AF`, `EV`, `NI`).
fn half_day(hour: u8, half: &Arg<'_>) -> Result<u8, Refusal> {
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

fn part(a: &Arguments<'_, '_>) -> Outcome {
    let code = a.text(0)?;
    let code = PARTS.iter().find(|known| **known == code).ok_or(Refusal::Argument(1))?;
    let date = match a.get(1) {
        Arg::Missing => Point::unknown_day(),
        _ => a.point(1)?.within(Unit::Day),
    };
    point(Some(date.at(Time::Part(code))))
}

/// Puts a time of day on a date.
fn on(a: &Arguments<'_, '_>) -> Outcome {
    let (time, date) = (a.value(0)?, a.value(1)?);
    let day = date.point().ok_or(Refusal::NoDate)?.within(Unit::Day);
    let time = time.point().and_then(|p| p.time).ok_or(Refusal::Argument(1))?;
    Ok(Arg::Value(Value { kind: Kind::Point(day.at(time)), ..date }))
}

fn hundredths(a: &Arguments<'_, '_>, at: usize) -> Result<Option<i64>, Refusal> {
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

fn duration(a: &Arguments<'_, '_>) -> Outcome {
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

fn every(a: &Arguments<'_, '_>) -> Outcome {
    let length = Length { hundredths: hundredths(a, 0)?, unit: Some(a.unit(1)?), more: None };
    Ok(Arg::Value(Kind::Every(length).into()))
}

fn set(a: &Arguments<'_, '_>) -> Outcome {
    let pattern = match a.get(0) {
        Arg::Cycle(cycle) => cycle.pattern(),
        Arg::Value(value) => Point { year: None, ..value.point().ok_or(Refusal::NoDate)? },
        _ => Point::unknown_day().within(a.unit(0)?),
    };
    Ok(Arg::Value(Kind::Pattern(pattern).into()))
}

/// A length that ends at the anchor.
fn back(a: &Arguments<'_, '_>) -> Outcome {
    reach(a, -1)
}

/// A length that begins at the anchor.
fn ahead(a: &Arguments<'_, '_>) -> Outcome {
    reach(a, 1)
}

fn reach(a: &Arguments<'_, '_>, sign: i64) -> Outcome {
    let (value, length, anchor) = (a.value(0)?, a.length(0)?, a.anchor(1)?);
    let far = |length: Length| {
        let (hundredths, unit) = (length.hundredths?, length.unit?);
        let units = hundredths / 100;
        if hundredths % 100 != 0 || anchor.year.is_none() {
            return None;
        }
        Some((anchor.shift(sign.checked_mul(units)?, unit)?, anchor.within(unit.min(Unit::Day))))
    };
    let span = far(length).map(|(far, near)| if sign < 0 { (far, near) } else { (near, far) });
    Ok(Arg::Value(Value { span, ..value }))
}

/// A vague reference, with how far it reaches: "days ago" is within ten days.
fn vague(a: &Arguments<'_, '_>, reference: Ref, sign: i64) -> Outcome {
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

fn past(a: &Arguments<'_, '_>) -> Outcome {
    vague(a, Ref::Past, -1)
}

fn future(a: &Arguments<'_, '_>) -> Outcome {
    vague(a, Ref::Future, 1)
}

fn present(_: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Kind::Ref(Ref::Present).into()))
}

fn modified(a: &Arguments<'_, '_>) -> Outcome {
    let value = a.value(0)?;
    let modifier = match a.get(1) {
        Arg::Missing => return Ok(Arg::Value(value)),
        _ => Modifier::named(a.text(1)?).ok_or(Refusal::Argument(2))?,
    };
    Ok(Arg::Value(Value { modifier: Some(modifier), ..value }))
}

fn approx(a: &Arguments<'_, '_>) -> Outcome {
    let value = a.value(0)?;
    Ok(Arg::Value(Value { approximate: true, modifier: Some(Modifier::Approx), ..value }))
}

fn uncertain(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Value { uncertain: true, ..a.value(0)? }))
}

fn fiscal(a: &Arguments<'_, '_>) -> Outcome {
    let value = a.value(0)?;
    let approximate = value.approximate || a.reference.fiscal_start != Some(1);
    Ok(Arg::Value(Value { approximate, ..value }))
}

fn interval(a: &Arguments<'_, '_>) -> Outcome {
    let (start, end) = (a.point(0)?, a.point(1)?);
    let reversed = start.first_day().zip(end.last_day()).is_some_and(|(start, end)| end < start);
    if reversed {
        return Err(Refusal::NoDate);
    }
    Ok(Arg::Value(Kind::Interval(Some(start), Some(end)).into()))
}

fn one_of(a: &Arguments<'_, '_>) -> Outcome {
    let points: Result<Vec<Point>, Refusal> = (0..a.list.len()).map(|at| a.point(at)).collect();
    Ok(Arg::Value(Kind::OneOf(points?).into()))
}

fn open_from(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Kind::Interval(Some(a.point(0)?), None).into()))
}

fn until(a: &Arguments<'_, '_>) -> Outcome {
    Ok(Arg::Value(Kind::Interval(None, Some(a.point(0)?)).into()))
}

/// The length of a date: "the full year" as one year.
fn whole(a: &Arguments<'_, '_>) -> Outcome {
    let holder = a.point(0)?;
    let length = Length { hundredths: Some(100), unit: Some(holder.unit()), more: None };
    let span = holder.year.map(|_| (holder, holder));
    Ok(Arg::Value(Value { span, ..Kind::Length(length).into() }))
}

fn first_of(a: &Arguments<'_, '_>) -> Outcome {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_for_the_search() {
        assert!(FUNCTIONS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    fn reference(day: &str) -> Reference {
        let anchor = Day::parse(day).map_or(Point::unknown_day(), Point::day);
        Reference {
            anchor,
            direction: Direction::Unknown,
            narrative: false,
            fiscal_start: None,
            day_first: None,
            sunday_first: false,
            story_year: None,
            story_month: None,
        }
    }

    fn call<'a>(name: &str, list: &[Arg<'a>], at: &str) -> Outcome {
        let reference = reference(at);
        (function(name).unwrap().run)(&Arguments { list, reference: &reference })
    }

    fn n(number: i32) -> Arg<'static> {
        Arg::Number(f64::from(number))
    }

    #[track_caller]
    fn check(outcome: Outcome, timex: &str, edtf: &str) {
        let Ok(Arg::Value(value)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((value.timex().as_str(), value.edtf().as_deref().unwrap_or("-")), (timex, edtf));
    }

    #[test]
    fn absolute() {
        check(call("date", &[n(2016), n(5), n(3)], ""), "2016-05-03", "2016-05-03");
        check(call("year", &[n(87)], "2025-07-23"), "1987", "1987");
        check(call("year", &[n(31)], "2025-07-23"), "2031", "2031");
        check(call("decade", &[n(90)], "2025-07-23"), "199", "199X");
        check(call("decade", &[n(1850)], ""), "185", "185X");
        check(call("century", &[n(20)], ""), "19", "19XX");
        check(call("week", &[n(2025), n(30)], ""), "2025-W30", "2025-07-21/2025-07-27");
        assert_eq!(call("date", &[n(2021), n(2), n(31)], ""), Err(Refusal::Impossible));
        assert_eq!(call("week", &[n(2021), n(53)], ""), Err(Refusal::Impossible));
    }

    #[test]
    fn relative() {
        let at = "2025-07-23";
        let anchor = || Arg::Value(reference(at).anchor.into());
        check(call("last", &[Arg::Text("week")], at), "2025-W29", "2025-07-14/2025-07-20");
        check(call("next", &[Arg::Text("month")], at), "2025-08", "2025-08");
        check(call("near", &[Arg::Cycle(Cycle::Weekday(5))], at), "2025-07-18", "2025-07-18");
        check(call("shift", &[anchor(), n(-2), Arg::Text("year")], at), "2023", "2023");
        check(
            call("shift", &[anchor(), Arg::Number(-1.5), Arg::Text("year")], at),
            "2024-01",
            "2024-01",
        );
        check(call("same", &[anchor(), n(-1), Arg::Text("year")], at), "2024-07-23", "2024-07-23");
        check(call("past", &[n(10), Arg::Text("day")], at), "PAST_REF", "2025-07-13~/2025-07-22~");
        check(call("last", &[Arg::Text("week")], ""), "XXXX-WXX", "-");
    }

    #[test]
    fn parts() {
        let month = || Arg::Value(Point::new(Some(2025), Part::Month(5)).into());
        check(
            call("nth", &[n(3), Arg::Cycle(Cycle::Weekday(1)), month()], ""),
            "2025-05-19",
            "2025-05-19",
        );
        check(
            call("nth", &[n(-1), Arg::Cycle(Cycle::Weekday(1)), month()], ""),
            "2025-05-26",
            "2025-05-26",
        );
        check(
            call("nth", &[n(-1), Arg::Text("week"), month()], ""),
            "2025-W22",
            "2025-05-26/2025-06-01",
        );
        check(call("nth", &[n(31), Arg::Text("day"), month()], ""), "2025-05-31", "2025-05-31");
        assert_eq!(call("nth", &[n(32), Arg::Text("day"), month()], ""), Err(Refusal::Impossible));
        check(
            call("clock", &[Arg::Missing, n(5), n(30), Arg::Missing, Arg::Text("pm")], ""),
            "XXXX-XX-XXT17:30",
            "-",
        );
        assert_eq!(call("clock", &[Arg::Missing, n(25)], ""), Err(Refusal::NoDate));
    }
}
