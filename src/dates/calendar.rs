//! Days, ISO weeks, months and movable feasts on the proleptic Gregorian calendar.
//!
//! In: years, months, days.  Out: [`Day`]s, or `None` where there is no such day.  All
//! arithmetic is checked and stays within [`MIN_YEAR`]..=[`MAX_YEAR`]: nothing here panics,
//! whatever the text says.  This module knows no words and no time of day.

use std::fmt;

/// First year (astronomical: 0 is 1 BC) that days are computed for.
pub const MIN_YEAR: i32 = -99_999;
/// Last year that days are computed for.
pub const MAX_YEAR: i32 = 99_999;

/// One day of the proleptic Gregorian calendar; ordered by time.
///
/// ```
/// use onrecord::dates::Day;
/// let day = Day::new(2024, 2, 29).unwrap();
/// assert_eq!(day.plus_days(1).unwrap().to_string(), "2024-03-01");
/// assert_eq!(day.weekday(), 4);
/// assert!(Day::new(2023, 2, 29).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The day of a year, month (1–12) and day of the month (from 1), if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let known = (MIN_YEAR..=MAX_YEAR).contains(&year) && (1..=12).contains(&month);
        (known && day >= 1 && day <= days_in(year, month)).then(|| Self(number(year, month, day)))
    }

    /// Reads `YYYY-MM-DD`, with or without a time after it; `-YYYY-MM-DD` is a day before Christ,
    /// counted as EDTF does.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let date = text.get(..10)?;
        let rest = &text[10..];
        if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
            return None;
        }
        let mut parts = date.split('-');
        let mut part = |width: usize| {
            parts.next().filter(|p| p.len() == width && p.bytes().all(|b| b.is_ascii_digit()))
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let year: i32 = year.parse().ok()?;
        Self::new(sign * year, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        self.0
    }

    /// Year, month and day of the month.
    pub fn ymd(self) -> (i32, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i32, month as u8, day as u8)
    }

    /// The year; 0 is 1 BC.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// The month, 1–12.
    pub fn month(self) -> u8 {
        self.ymd().1
    }

    /// ISO day of the week: Monday is 1, Sunday 7.
    pub fn weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// The day that many days later (earlier if negative).
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let moved = self.0.checked_add(days)?;
        let bounds = number_of_first(MIN_YEAR)..=number(MAX_YEAR, 12, 31);
        bounds.contains(&moved).then_some(Self(moved))
    }

    /// The same day of a month that many months later; the 31st becomes the month's last day.
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.ymd();
        let (year, month) = shift_month(year, month, months)?;
        Self::new(year, month, day.min(days_in(year, month)))
    }

    /// ISO 8601 week: the week's year and its number, 1–53.
    pub fn iso_week(self) -> (i32, u8) {
        let thursday = Self(self.0 + 4 - i64::from(self.weekday()));
        let year = thursday.year();
        let week = (thursday.0 - number_of_first(year)) / 7 + 1;
        (year, week as u8)
    }

    /// A day of an ISO 8601 week; `None` if the year has no such week.
    pub fn of_iso_week(year: i32, week: u8, weekday: u8) -> Option<Self> {
        let fourth = Self::new(year, 1, 4)?;
        let monday = fourth.0 - i64::from(fourth.weekday()) + 1;
        let day = Self(monday + 7 * (i64::from(week) - 1) + i64::from(weekday) - 1);
        (day.iso_week() == (year, week) && (1..=7).contains(&weekday)).then_some(day)
    }

    /// First day of its month.
    pub fn month_start(self) -> Self {
        let (_, _, day) = self.ymd();
        Self(self.0 - i64::from(day) + 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        if year < 0 {
            write!(f, "-{:04}-{month:02}-{day:02}", -year)
        } else {
            write!(f, "{year:04}-{month:02}-{day:02}")
        }
    }
}

/// Number of days in a month; 0 for a month that does not exist.
pub fn days_in(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether the year has a 29 February.
pub fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The month that many months later, as year and month.
pub fn shift_month(year: i32, month: u8, months: i64) -> Option<(i32, u8)> {
    let index = (i64::from(year) * 12 + i64::from(month) - 1).checked_add(months)?;
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = (index.rem_euclid(12) + 1) as u8;
    (MIN_YEAR..=MAX_YEAR).contains(&year).then_some((year, month))
}

/// The n-th (from 1; -1 is the last) given weekday of a month.
pub fn nth_weekday(year: i32, month: u8, weekday: u8, n: i64) -> Option<Day> {
    let length = i64::from(days_in(year, month));
    if n > 0 {
        let first = Day::new(year, month, 1)?;
        let offset = (i64::from(weekday) - i64::from(first.weekday())).rem_euclid(7);
        let day = offset + 7 * (n - 1);
        (day < length).then(|| first.plus_days(day)).flatten()
    } else {
        let last = Day::new(year, month, days_in(year, month))?;
        let offset = (i64::from(last.weekday()) - i64::from(weekday)).rem_euclid(7);
        let back = offset + 7 * (-n - 1);
        (n < 0 && back < length).then(|| last.plus_days(-back)).flatten()
    }
}

/// Western Easter Sunday (Gregorian computus).
///
/// ```
/// assert_eq!(onrecord::dates::easter(2025).unwrap().to_string(), "2025-04-20");
/// ```
pub fn easter(year: i32) -> Option<Day> {
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let skipped = century - century.div_euclid(4) - (8 * century + 13).div_euclid(25);
    let epact = (skipped + 19 * golden + 15).rem_euclid(30);
    let moon = epact - epact / 28 * (1 - epact / 28 * (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday =
        (year + year.div_euclid(4) + moon + 2 - century + century.div_euclid(4)).rem_euclid(7);
    let offset = moon - weekday;
    Day::new(year, 3, 1)?.plus_days(i64::from(offset) + 27)
}

/// Orthodox Easter Sunday (Julian computus), on the Gregorian calendar.
pub fn orthodox_easter(year: i32) -> Option<Day> {
    let moon = (19 * year.rem_euclid(19) + 15).rem_euclid(30);
    let weekday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
    let lag = i64::from(year.div_euclid(100) - year.div_euclid(400) - 2);
    Day::new(year, 3, 22)?.plus_days(i64::from(moon + weekday) + lag)
}

fn number_of_first(year: i32) -> i64 {
    number(year, 1, 1)
}

/// Days since 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn number(year: i32, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_index = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * month_index + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_round_trip() {
        for number in (-800_000..800_000).step_by(97) {
            let (year, month, day) = Day(number).ymd();
            assert_eq!(Day::new(year, month, day), Some(Day(number)));
        }
    }

    #[test]
    fn iso_weeks() {
        let check = |day: &str, week: (i32, u8)| {
            assert_eq!(Day::parse(day).unwrap().iso_week(), week, "{day}")
        };
        check("2021-01-03", (2020, 53));
        check("2021-01-04", (2021, 1));
        check("2019-12-30", (2020, 1));
        check("2026-11-22", (2026, 47));
        assert_eq!(Day::of_iso_week(2020, 53, 7), Day::new(2021, 1, 3));
        assert_eq!(Day::of_iso_week(2021, 53, 1), None);
    }

    #[test]
    fn feasts() {
        let check = |day: Option<Day>, want: &str| assert_eq!(day.unwrap().to_string(), want);
        check(easter(1999), "1999-04-04");
        check(easter(2024), "2024-03-31");
        check(easter(2038), "2038-04-25");
        check(orthodox_easter(2024), "2024-05-05");
        check(orthodox_easter(2021), "2021-05-02");
        check(nth_weekday(2025, 11, 4, 4), "2025-11-27");
        check(nth_weekday(2025, 5, 1, -1), "2025-05-26");
        assert_eq!(nth_weekday(2025, 2, 1, 5), None);
    }

    #[test]
    fn extremes_are_none() {
        let last = Day::new(MAX_YEAR, 12, 31).unwrap();
        assert_eq!(last.plus_days(1), None);
        assert_eq!(last.plus_months(i64::MAX), None);
        assert_eq!(Day::parse("2025-02-31"), None);
        assert_eq!(Day::parse("é2025-02-3"), None);
    }
}
