//! The stretch of calendar a date may mean, each end as precise as the date is.
//!
//! In: the first and last day of an entry's date.  Out: what formats without EDTF can hold.

use crate::dates::Day;
use crate::timeline::EntryDate;

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// Astronomical: 0 is 1 BC.
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
}

/// From one position to another; one alone where both are the same or an end is open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) start: Option<Position>,
    pub(super) end: Option<Position>,
}

impl Extent {
    /// A whole year or month is one position; other stretches have two ends.
    pub(super) fn of(date: &EntryDate) -> Self {
        let (first, last) = (Day::parse(&date.earliest), Day::parse(&date.latest));
        let (Some(first), Some(last)) = (first, last) else {
            return Self { start: first.map(Position::day), end: last.map(Position::day) };
        };
        let cut = if begins_year(first) && ends_year(last) {
            Position::year
        } else if first.ymd().2 == 1 && ends_month(last) {
            Position::month
        } else {
            Position::day
        };
        let (start, end) = (cut(first), cut(last));
        Self { start: Some(start), end: (start != end).then_some(end) }
    }
}

impl Position {
    fn year(day: Day) -> Self {
        Self { year: day.year(), month: None, day: None }
    }

    fn month(day: Day) -> Self {
        Self { month: Some(day.month()), ..Self::year(day) }
    }

    fn day(day: Day) -> Self {
        Self { day: Some(day.ymd().2), ..Self::month(day) }
    }
}

fn begins_year(day: Day) -> bool {
    day.ymd().1 == 1 && day.ymd().2 == 1
}

fn ends_year(day: Day) -> bool {
    day.ymd().1 == 12 && day.ymd().2 == 31
}

fn ends_month(day: Day) -> bool {
    day.plus_days(1).is_none_or(|next| next.ymd().2 == 1)
}

#[cfg(test)]
mod tests {
    use super::{EntryDate, Extent, Position};

    fn check(earliest: &str, latest: &str, expected: &str) {
        let date = EntryDate {
            edtf: "".into(),
            earliest: earliest.into(),
            latest: latest.into(),
            precision: "".into(),
            basis: "".into(),
        };
        let show = |position: Position| {
            let part = |part: Option<u8>| part.map(|part| format!("-{part}")).unwrap_or_default();
            format!("{}{}{}", position.year, part(position.month), part(position.day))
        };
        let extent = Extent::of(&date);
        let ends: Vec<_> = [extent.start, extent.end].into_iter().flatten().map(show).collect();
        assert_eq!(ends.join(" to "), expected);
    }

    #[test]
    fn ends_are_as_precise_as_the_date() {
        check("2025-07-26", "2025-07-26", "2025-7-26");
        check("2025-07-01", "2025-07-31", "2025-7");
        check("2025-01-01", "2025-12-31", "2025");
        check("1990-01-01", "1999-12-31", "1990 to 1999");
        check("2025-03-01", "2025-05-31", "2025-3 to 2025-5");
        check("2025-09-12", "2025-09-15", "2025-9-12 to 2025-9-15");
        check("-0043-03-15", "-0043-03-15", "-43-3-15");
        check("2019-01-01", "", "2019-1-1");
        check("", "", "");
    }
}
