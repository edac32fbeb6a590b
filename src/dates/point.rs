//! Positions on the calendar, as precise as the words and no more.
//!
//! In: years, months, weeks, times of day, any of them unknown.  Out: [`Point`]s and the
//! checked steps between them.  How a point is written stands in `timex` and `value`.

use super::calendar::{Day, MAX_YEAR, MIN_YEAR, days_in};

/// A unit of time that texts count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Unit {
    Millennium,
    Century,
    Decade,
    Year,
    Half,
    Quarter,
    Season,
    Month,
    Week,
    Weekend,
    Day,
    Hour,
    Minute,
    Second,
}

/// Units by the names that rule files use.
pub const UNITS: [(&str, Unit); 14] = [
    ("millennium", Unit::Millennium),
    ("century", Unit::Century),
    ("decade", Unit::Decade),
    ("year", Unit::Year),
    ("half", Unit::Half),
    ("quarter", Unit::Quarter),
    ("season", Unit::Season),
    ("month", Unit::Month),
    ("week", Unit::Week),
    ("weekend", Unit::Weekend),
    ("day", Unit::Day),
    ("hour", Unit::Hour),
    ("minute", Unit::Minute),
    ("second", Unit::Second),
];

impl Unit {
    /// The unit of a name as rule files write it: `year`, `month`, `day` …
    pub fn named(name: &str) -> Option<Self> {
        UNITS.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }

    /// Years in the unit, for those that are made of whole years.
    pub(super) fn years(self) -> Option<i32> {
        match self {
            Self::Millennium => Some(1000),
            Self::Century => Some(100),
            Self::Decade => Some(10),
            Self::Year => Some(1),
            _ => None,
        }
    }
}

/// A season, as TimeML and EDTF number them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// The season of a number from 1 (spring) to 4 (winter).
    pub fn numbered(number: i64) -> Option<Self> {
        Some(match number {
            1 => Self::Spring,
            2 => Self::Summer,
            3 => Self::Autumn,
            4 => Self::Winter,
            _ => return None,
        })
    }

    /// The month it begins with.
    pub(super) fn first_month(self) -> u8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

/// What part of a year (or how many years) a point names; 0 is an unknown number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Part {
    Millennium,
    Century,
    Decade,
    Year,
    Half(u8),
    Quarter(u8),
    Season(Season),
    Month(u8),
    Week(u8),
    Weekend(u8),
    /// A day of an ISO week whose date is unknown.
    Weekday(u8, u8),
    /// Month and day of the month.
    Day(u8, u8),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Time {
    /// A part of the day by its TimeML code: `MO`, `MI`, `AF`, `EV`, `NI`, `DT`.
    Part(&'static str),
    /// By the clock.
    Clock(Clock),
    /// Some time of the day that cannot be told.
    Unknown,
}

/// A time by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Clock {
    /// 0–24.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// 0–60, where the words give seconds.
    pub second: Option<u8>,
    /// Minutes east of Greenwich, where the words give a zone.
    pub zone: Option<i16>,
}

/// A position on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// Astronomical year (0 is 1 BC); for decades and longer the first one.
    pub year: Option<i32>,
    /// What of the year.
    pub part: Part,
    /// When on the day.
    pub time: Option<Time>,
}

impl Point {
    /// A point without a time of day.
    pub fn new(year: Option<i32>, part: Part) -> Self {
        Self { year, part, time: None }
    }

    /// A known day.
    pub fn day(day: Day) -> Self {
        let (year, month, of_month) = day.ymd();
        Self::new(Some(year), Part::Day(month, of_month))
    }

    /// A day of which nothing is known.
    pub fn unknown_day() -> Self {
        Self::new(None, Part::Day(0, 0))
    }

    /// The same point at a time of day.
    pub fn at(self, time: Time) -> Self {
        Self { time: Some(time), ..self }
    }

    /// The unit of the point's own precision.
    pub fn unit(&self) -> Unit {
        match (self.part, self.time) {
            (_, Some(Time::Clock(_))) => Unit::Minute,
            (_, Some(_)) => Unit::Hour,
            (Part::Millennium, _) => Unit::Millennium,
            (Part::Century, _) => Unit::Century,
            (Part::Decade, _) => Unit::Decade,
            (Part::Year, _) => Unit::Year,
            (Part::Half(_), _) => Unit::Half,
            (Part::Quarter(_), _) => Unit::Quarter,
            (Part::Season(_), _) => Unit::Season,
            (Part::Month(_), _) => Unit::Month,
            (Part::Week(_), _) => Unit::Week,
            (Part::Weekend(_), _) => Unit::Weekend,
            (Part::Weekday(..) | Part::Day(..), _) => Unit::Day,
        }
    }

    /// Its day, if it is a known one.
    pub fn as_day(&self) -> Option<Day> {
        match self.part {
            Part::Day(month, day) => Day::new(self.year?, month, day),
            _ => None,
        }
    }

    /// Its month, if one is known.
    pub fn month(&self) -> Option<u8> {
        match self.part {
            Part::Month(month) | Part::Day(month, _) => (month > 0).then_some(month),
            Part::Week(_) | Part::Weekend(_) => self.first_day().map(Day::month),
            _ => None,
        }
    }

    /// The first day it covers, if that is known.
    pub fn first_day(&self) -> Option<Day> {
        let year = self.year?;
        match self.part {
            Part::Millennium | Part::Century | Part::Decade | Part::Year => {
                let length = self.unit().years().unwrap_or(1);
                Day::new(if year > 0 { year } else { year - length + 1 }, 1, 1)
            }
            Part::Half(half) => Day::new(year, half.checked_sub(1)? * 6 + 1, 1),
            Part::Quarter(quarter) => Day::new(year, quarter.checked_sub(1)? * 3 + 1, 1),
            Part::Season(season) => Day::new(year, season.first_month(), 1),
            Part::Month(month) => Day::new(year, month, 1),
            Part::Week(week) => Day::of_iso_week(year, week, 1),
            Part::Weekend(week) => Day::of_iso_week(year, week, 6),
            Part::Weekday(week, weekday) => Day::of_iso_week(year, week, weekday),
            Part::Day(month, day) => Day::new(year, month, day),
        }
    }

    /// The last day it covers, if that is known.
    pub fn last_day(&self) -> Option<Day> {
        let first = self.first_day()?;
        let months = |n| first.plus_months(n)?.plus_days(-1);
        match self.part {
            Part::Millennium => months(12_000),
            Part::Century => months(1_200),
            Part::Decade => months(120),
            Part::Year => months(12),
            Part::Half(_) => months(6),
            Part::Quarter(_) | Part::Season(_) => months(3),
            Part::Month(_) => months(1),
            Part::Week(_) => first.plus_days(6),
            Part::Weekend(_) => first.plus_days(1),
            Part::Weekday(..) | Part::Day(..) => Some(first),
        }
    }

    /// The unit of time that holds this point: the month of a day, the decade of a year.
    /// What the point does not tell stays unknown.
    pub fn within(&self, unit: Unit) -> Self {
        let year = self.year;
        let week = self.first_day().filter(|_| self.unit() >= Unit::Week).map(Day::iso_week);
        let of_week = |part: fn(u8) -> Part| match week {
            Some((year, week)) => Self::new(Some(year), part(week)),
            None => Self::new(year, part(0)),
        };
        let month = self.month().unwrap_or(0);
        match unit {
            Unit::Millennium | Unit::Century | Unit::Decade | Unit::Year => self.years(unit),
            Unit::Half => Self::new(year, Part::Half(month.div_ceil(6))),
            Unit::Quarter => Self::new(year, self.quarter()),
            Unit::Season => self.season(),
            Unit::Month => Self::new(year, Part::Month(month)),
            Unit::Week => of_week(Part::Week),
            Unit::Weekend => of_week(Part::Weekend),
            Unit::Day => match self.part {
                Part::Day(..) | Part::Weekday(..) => Self::new(year, self.part),
                _ => Self::new(year, Part::Day(month, 0)),
            },
            Unit::Hour | Unit::Minute | Unit::Second => match self.time {
                Some(_) => *self,
                None => self.within(Unit::Day).at(Time::Unknown),
            },
        }
    }

    fn years(&self, unit: Unit) -> Self {
        let floor = |length: i32| self.year.map(|year| truncate(year, length));
        match unit {
            Unit::Millennium => Self::new(floor(1000), Part::Millennium),
            Unit::Century => Self::new(floor(100), Part::Century),
            Unit::Decade => Self::new(floor(10), Part::Decade),
            _ => Self::new(self.year, Part::Year),
        }
    }

    fn quarter(&self) -> Part {
        match self.part {
            Part::Quarter(quarter) => Part::Quarter(quarter),
            _ => Part::Quarter(self.month().unwrap_or(0).div_ceil(3)),
        }
    }

    fn season(&self) -> Self {
        let (season, year) = match self.month() {
            None => return Self::new(self.year, Part::Year),
            Some(3..=5) => (Season::Spring, self.year),
            Some(6..=8) => (Season::Summer, self.year),
            Some(9..=11) => (Season::Autumn, self.year),
            Some(12) => (Season::Winter, self.year),
            Some(_) => (Season::Winter, self.year.map(|year| year - 1)),
        };
        Self::new(year, Part::Season(season))
    }

    /// The unit that lies `n` of its kind later (earlier if negative).
    ///
    /// The result is as precise as the unit: two years before a day is a year.  `None` where
    /// it would leave the calendar.
    pub fn shift(&self, n: i64, unit: Unit) -> Option<Self> {
        let here = self.within(unit);
        if n == 0 {
            return Some(here);
        }
        match unit {
            Unit::Millennium | Unit::Century | Unit::Decade | Unit::Year => {
                here.shift_years(n, unit)
            }
            Unit::Half => here.shift_part(n, 2),
            Unit::Quarter => here.shift_part(n, 4),
            Unit::Month => here.shift_part(n, 12),
            Unit::Season => Some(here.shift_years(n, Unit::Year).unwrap_or(here)),
            Unit::Week | Unit::Weekend => match here.first_day() {
                Some(day) => Some(Self::day(day.plus_days(n.checked_mul(7)?)?).within(unit)),
                None => Some(here.forget_year_if_far(n, 52)),
            },
            Unit::Day => match here.as_day() {
                Some(day) => Some(Self::day(day.plus_days(n)?)),
                None => Some(here.forget_month().forget_year_if_far(n, 365)),
            },
            Unit::Hour => self.shift_clock(n.checked_mul(60)?),
            Unit::Minute => self.shift_clock(n),
            Unit::Second => self.shift_clock(n / 60),
        }
    }

    /// The same day (or month, or quarter) `n` units later: "a year to the day".
    pub fn shift_same(&self, n: i64, unit: Unit) -> Option<Self> {
        let months = match unit {
            Unit::Month => n,
            Unit::Quarter => n.checked_mul(3)?,
            _ => n.checked_mul(i64::from(unit.years()?))?.checked_mul(12)?,
        };
        if let Some(day) = self.as_day() {
            return Some(Self { time: self.time, ..Self::day(day.plus_months(months)?) });
        }
        match self.part {
            Part::Month(_) => self.shift(months, Unit::Month),
            Part::Quarter(_) => self.shift(months / 3, Unit::Quarter),
            _ => Some(Self { year: in_range(i64::from(self.year?) + months / 12), ..*self }),
        }
    }

    fn shift_years(&self, n: i64, unit: Unit) -> Option<Self> {
        let Some(year) = self.year else { return Some(*self) };
        let step = n.checked_mul(i64::from(unit.years()?))?;
        let year = in_range(i64::from(year).checked_add(step)?)?;
        Some(Self { year: Some(year), ..*self })
    }

    /// Steps over halves, quarters or months, of which a year has `of_year`.
    fn shift_part(&self, n: i64, of_year: i64) -> Option<Self> {
        let (index, build): (u8, fn(u8) -> Part) = match self.part {
            Part::Half(half) => (half, Part::Half),
            Part::Quarter(quarter) => (quarter, Part::Quarter),
            Part::Month(month) => (month, Part::Month),
            _ => return None,
        };
        if index == 0 {
            return Some(self.forget_year_if_far(n, of_year));
        }
        let moved = (i64::from(index) - 1).checked_add(n)?;
        let year = match self.year {
            Some(year) => Some(in_range(i64::from(year).checked_add(moved.div_euclid(of_year))?)?),
            None => None,
        };
        Some(Self::new(year, build(moved.rem_euclid(of_year) as u8 + 1)))
    }

    fn shift_clock(&self, minutes: i64) -> Option<Self> {
        let Some(Time::Clock(clock)) = self.time else {
            return Some(self.within(Unit::Day).at(Time::Unknown));
        };
        let moved = (i64::from(clock.hour) * 60 + i64::from(clock.minute)).checked_add(minutes)?;
        let days = moved.div_euclid(1440);
        let of_day = moved.rem_euclid(1440);
        let clock = Clock { hour: (of_day / 60) as u8, minute: (of_day % 60) as u8, ..clock };
        Some(self.within(Unit::Day).shift(days, Unit::Day)?.at(Time::Clock(clock)))
    }

    fn forget_month(self) -> Self {
        match self.part {
            Part::Day(..) if self.month().is_none() => self,
            Part::Day(..) => Self::new(self.year, Part::Day(0, 0)),
            _ => self,
        }
    }

    fn forget_year_if_far(self, n: i64, of_year: i64) -> Self {
        if n.unsigned_abs() > of_year.unsigned_abs() { Self { year: None, ..self } } else { self }
    }

    /// Whether the calendar has it: false for 31 February.
    pub fn exists(&self) -> bool {
        match (self.part, self.year) {
            (Part::Day(month, day), year) if month > 0 && day > 0 => {
                day <= days_in(year.unwrap_or(2000), month)
            }
            (Part::Day(month, day), _) => month <= 12 && day <= 31,
            (Part::Month(month), _) => month <= 12,
            (Part::Quarter(quarter), _) => quarter <= 4,
            (Part::Half(half), _) => half <= 2,
            (Part::Week(week) | Part::Weekend(week) | Part::Weekday(week, _), _) => week <= 53,
            _ => true,
        }
    }

    /// Days between the nearest ends of two points; 0 where they overlap.
    pub fn distance(&self, other: &Self) -> Option<i64> {
        let (from, to) = (self.first_day()?.number(), self.last_day()?.number());
        let (start, end) = (other.first_day()?.number(), other.last_day()?.number());
        Some((from - end).max(start - to).max(0))
    }
}

/// The first year of the decade (century …) that a year is counted to: 1994 to 1990, 494 BC
/// to 490 BC.  Years are astronomical: 494 BC is -493.
pub(super) fn truncate(year: i32, length: i32) -> i32 {
    if year > 0 { year - year % length } else { 1 - ((1 - year) / length * length) }
}

fn in_range(year: i64) -> Option<i32> {
    i32::try_from(year).ok().filter(|year| (MIN_YEAR..=MAX_YEAR).contains(year))
}
