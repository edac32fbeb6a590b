//! The functions that the `value:` of a date rule may call.
//!
//! In: arguments from a rule's captures.  Out: a cycle ("a Monday"), a point ("1999-05") or
//! another [`Value`].  The set is closed and every function is pure: what it needs to know of
//! the article (day of publication, last date mentioned, tense) stands in [`Reference`].
//! [`FUNCTIONS`] is the list, with an example each; `onrecord rules list` can print it.

mod absolute;
mod cycles;
mod fiscal;
mod lengths;
mod marks;
mod steps;
mod times;

use super::calendar::MAX_YEAR;
use super::cycle::Cycle;
use super::point::{Point, Unit};
use super::value::{Kind, Length, Value};
use crate::rules::lexicon;
use crate::rules::spec::{AttributeSpec, Attributes};
use absolute::*;
use cycles::*;
use fiscal::*;
use lengths::*;
use marks::*;
use steps::*;
use times::*;

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
    /// The day that bare weekdays are read against.
    pub day: Point,
    /// Direction of the clause.
    pub direction: Direction,
    /// Whether the text tells a story: what has no year belongs to the last one mentioned.
    pub narrative: bool,
    /// Month with which the fiscal year begins; `None` where unknown.
    pub fiscal_start: Option<u8>,
    /// Whether a fiscal year is named after the year in which it begins.
    pub fiscal_by_start: bool,
    /// Whether 3/4 is the third of April; `None` where unknown.
    pub day_first: Option<bool>,
    /// Whether weeks begin on Sunday.
    pub sunday_first: bool,
    /// The year last mentioned.
    pub story_year: Option<i32>,
    /// The year last named, be it far from the story's own.
    pub named_year: Option<i32>,
    /// The month or day last mentioned.
    pub story_month: Option<Point>,
    /// The date of an earlier year that the paragraph of a report is telling of.
    pub passage: Option<Point>,
}

impl Reference {
    /// The date a report looks back on, where that is what the cycle is read against.
    pub fn look_back(&self, cycle: &Cycle) -> Option<Point> {
        self.passage.filter(|_| self.direction != Direction::Future && cycle.is_of_the_year())
    }
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
    "ahead" 1 3 ahead "a length that begins at the anchor: ahead(duration(n, u.unit)) for \"the next two weeks\"; days begin with the one after it unless a third argument is given"
    "approx" 1 1 approx "marks a value as approximate (EDTF ~): approx(year(1850)) = 1850~"
    "back" 1 2 back "a length that ends at the anchor: back(duration(n, u.unit)) for \"the past two weeks\""
    "bc" 1 1 bc "counts years before Christ: bc(year(480)) = -0479"
    "century" 1 1 century "a century by its ordinal: century(20) = 19XX"
    "clock" 2 6 clock "a time of day on a date: clock(a, 5, 30, 's', 'pm', z.minutes), clock(a, 1430); the fourth is seconds"
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
    "exactly" 3 3 exactly "as shift, but weeks from a known day lead to a day: exactly(date(2016, 5, 3), 2, 'week') = 2016-05-17"
    "falling_on" 2 2 falling_on "a day of the month on a weekday: falling_on(27, 5) is the nearest Friday the 27th"
    "first_of" 1 9 first_of "the first argument that is there: first_of(a, b)"
    "fiscal" 1 2 fiscal "the fiscal year of a name, or of a day, or so many later: fiscal(year(2025)); about the calendar year unless the house says when it begins"
    "fiscal_from" 1 1 fiscal_from "the fiscal year that begins in a year: fiscal_from(2024) for \"the 2024-25 fiscal year\""
    "fiscal_quarter" 1 3 fiscal_quarter "a quarter of a fiscal year, of a name or of a day; without one the one the clause means: fiscal_quarter(3, 2025)"
    "fitting" 2 2 fitting "as near, but beside a weekday the year in which the day falls on it: fitting(day(3, 4), 2)"
    "future" 0 2 future "a vague future; with number and unit how far it reaches"
    "half" 1 1 half "a half of any year: half(1)"
    "holiday" 1 1 holiday "a feast, from the attributes of its entry: holiday(h)"
    "in_story" 1 1 in_story "a value that only a text that tells a story has: in_story(past()) for \"former\""
    "interval" 2 2 interval "from one date to another: interval(a, b) = 2014-05/2015-06"
    "last" 1 2 last "the latest that is over: last(month(3)); of a unit the one before: last('week')"
    "latest" 1 2 latest "the latest that has begun: latest(quarter(3))"
    "millennium" 1 1 millennium "a millennium by its ordinal: millennium(3) = 2XXX"
    "modified" 2 2 modified "sets the TIMEX3 modifier: modified(a, 'START'); without one nothing changes"
    "month" 1 1 month "a month of any year: month(5); of a known one of(month(5), year(1999)) = 1999-05"
    "near" 1 2 near "the one the clause means: by its tense, else the nearest: near(weekday(1))"
    "nearest" 1 2 nearest "the nearest one: nearest(day(5, 3))"
    "next" 1 2 next "the first that has not begun: next(month(3)); of a unit the one after: next('week')"
    "nth" 3 3 nth "the n-th unit or cycle of a date: nth(3, 'week', month); -1 is the last"
    "numeric" 2 4 numeric "a day in figures whose order is not known: numeric(3, 4, 2025) = [2025-03-04,2025-04-03]; the fourth is its weekday"
    "of" 2 2 of "a cycle within a date: of(month(5), year(1999)) = 1999-05"
    "offset" 2 2 offset "minutes east of Greenwich: offset(5, 30) for \"+05:30\""
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
    "short" 1 2 short "a year of two digits in the century of another, else of the one last mentioned: short(60, 1957)"
    "spoken" 2 2 spoken "a year in two parts: spoken(19, 97) = 1997"
    "this" 1 2 this "the one of the anchor's own week, month or year: this(month(3)); of a unit: this('week')"
    "uncertain" 1 1 uncertain "marks a value as uncertain (EDTF ?)"
    "until" 1 1 until "up to a date: until(year(2014)) = ../2014"
    "week" 2 2 week "an ISO week: week(2016, 3)"
    "weekday" 1 1 weekday "an ISO weekday: weekday(1) is Monday"
    "weekend" 0 0 weekend "any weekend"
    "whole" 1 2 whole "a length as the span of a date: whole(a)"
    "within" 2 2 within "the unit that holds a date: within(a, 'month')"
    "year" 1 2 year "a year: year(1999); of two digits the one nearest to the anchor: year(87) = 1987; year(34, 'past') lies behind it"
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
                lexicon::text(attributes, "unit").ok_or(Refusal::Argument(at + 1))?
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
    /// The cycle, where it is one.
    pub(super) fn as_cycle(&self) -> Option<&Cycle> {
        match self {
            Arg::Cycle(cycle) => Some(cycle),
            _ => None,
        }
    }

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
                    attributes.iter().map(|(k, v)| format!("{k}: {v}")).collect();
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
    /// How many arguments it takes, in words: `2 arguments`, `1 to 4 arguments`.
    pub fn takes(&self) -> String {
        match (self.min, self.max) {
            (1, 1) => "1 argument".to_owned(),
            (0, 0) => "no arguments".to_owned(),
            (a, b) if a == b => format!("{a} arguments"),
            (a, b) => format!("{a} to {b} arguments"),
        }
    }

    /// Whether a call reads the anchor: the function does, and no argument takes its place.
    pub(super) fn uses_anchor(&self, list: &[Arg<'_>]) -> bool {
        match self.name {
            "last" | "latest" | "next" | "coming" | "this" | "near" | "nearest" | "back"
            | "ahead" => {
                matches!(list.get(1), None | Some(Arg::Missing))
            }
            "fitting" => true,
            "past" | "future" => !list.is_empty(),
            _ => false,
        }
    }
}

fn int_of(attributes: &Attributes, name: &str) -> Option<i64> {
    match attributes.get(name)? {
        AttributeSpec::Int(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
