//! Movable feasts, each by its own calendar.
//!
//! In: a year of the Gregorian calendar.  Out: the day of the feast in it.  Which feast goes
//! by which rule is data (the attributes of the lexicon of holidays).

use super::calendar::{Day, easter, nth_weekday, orthodox_easter};

/// How the day of a feast is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Feast {
    /// The same month and day every year.
    Fixed(u8, u8),
    /// The n-th weekday of a month (-1 is the last), and so many days after it.
    Nth {
        /// Month.
        month: u8,
        /// ISO weekday.
        weekday: u8,
        /// Which one.
        nth: i64,
        /// Days after it.
        plus: i64,
    },
    /// So many days after Western Easter.
    Easter(i64),
    /// So many days after Orthodox Easter.
    Orthodox(i64),
    /// Month and day of the tabular Islamic calendar; sightings differ by a day or two.
    Islamic(u8, u8),
    /// Month (Nisan is 1) and day of the Hebrew calendar.
    Hebrew(u8, u8),
    /// Listed days; years that are not listed have none.
    Listed(Vec<Day>),
}

impl Feast {
    /// The feast in a year.
    pub fn in_year(&self, year: i32) -> Option<Day> {
        match self {
            Self::Fixed(month, day) => Day::new(year, *month, *day),
            Self::Nth { month, weekday, nth, plus } => {
                nth_weekday(year, *month, *weekday, *nth)?.plus_days(*plus)
            }
            Self::Easter(offset) => easter(year)?.plus_days(*offset),
            Self::Orthodox(offset) => orthodox_easter(year)?.plus_days(*offset),
            Self::Islamic(month, day) => islamic(year, *month, *day),
            Self::Hebrew(month, day) => hebrew(year, *month, *day),
            Self::Listed(days) => days.iter().find(|day| day.year() == year).copied(),
        }
    }

    /// Whether the day may be off by one: the new moon is sighted, not computed.
    pub fn is_approximate(&self) -> bool {
        matches!(self, Self::Islamic(..))
    }
}

/// Days from 1970-01-01 back to the first day of the tabular Islamic calendar.
const HIJRA: i64 = -492_148;

/// First time in the year that a day of the tabular Islamic calendar comes.
fn islamic(year: i32, month: u8, day: u8) -> Option<Day> {
    let first = (i64::from(year) - 622) * 33 / 32;
    (first - 1..=first + 2).find_map(|lunar| {
        let months = i64::from(month) - 1;
        let number = HIJRA
            + (lunar - 1) * 354
            + (3 + 11 * lunar).div_euclid(30)
            + 29 * months
            + (months + 1) / 2
            + i64::from(day)
            - 1;
        epoch().plus_days(number).filter(|day| day.year() == year)
    })
}

/// Days from 1970-01-01 back to the first day of the Hebrew calendar.
const CREATION: i64 = -2_092_590;

/// Days before the new year of a Hebrew year, from the calendar's first day.
fn hebrew_elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
}

/// First of Tishri of a Hebrew year, with the delays that keep year lengths lawful.
fn hebrew_new_year(year: i64) -> i64 {
    let (before, here, after) =
        (hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1));
    let delay = if after - here == 356 { 2 } else { i64::from(here - before == 382) };
    CREATION + here + delay
}

/// The day of a Hebrew month (Nisan is 1, Tishri 7) that falls in a Gregorian year.
fn hebrew(year: i32, month: u8, day: u8) -> Option<Day> {
    let autumn = i64::from(year) + 3761;
    let number = if month >= 7 {
        hebrew_new_year(autumn) + autumn_offset(autumn, month)
    } else {
        // From Nisan on months have 30 and 29 days by turns: count back from the next new year.
        hebrew_new_year(autumn) - 177 + i64::from(month - 1) * 29 + i64::from(month / 2)
    };
    epoch().plus_days(number + i64::from(day) - 1)
}

/// Days from the new year to the first of a month between Tishri and Kislev.
fn autumn_offset(year: i64, month: u8) -> i64 {
    let length = hebrew_new_year(year + 1) - hebrew_new_year(year);
    let long_heshvan = i64::from(length % 10 == 5);
    match month {
        7 => 0,
        8 => 30,
        _ => 59 + long_heshvan,
    }
}

fn epoch() -> Day {
    Day::new(1970, 1, 1).unwrap_or_else(|| unreachable!("1970-01-01 is a day"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(feast: Feast, want: &str) {
        let year = want[..4].parse().unwrap();
        assert_eq!(feast.in_year(year).map(|day| day.to_string()).as_deref(), Some(want));
    }

    #[test]
    fn islamic_feasts() {
        check(Feast::Islamic(9, 1), "2024-03-11");
        check(Feast::Islamic(10, 1), "2025-03-31");
        check(Feast::Islamic(12, 10), "2023-06-29");
    }

    #[test]
    fn hebrew_feasts() {
        check(Feast::Hebrew(7, 1), "2024-10-03");
        check(Feast::Hebrew(7, 10), "2023-09-25");
        check(Feast::Hebrew(1, 15), "2025-04-13");
        check(Feast::Hebrew(9, 25), "2024-12-26");
        check(Feast::Hebrew(9, 25), "2023-12-08");
        check(Feast::Hebrew(3, 6), "2024-06-12");
    }

    #[test]
    fn western_feasts() {
        check(Feast::Nth { month: 11, weekday: 4, nth: 4, plus: 1 }, "2025-11-28");
        check(Feast::Easter(-2), "2025-04-18");
        check(Feast::Orthodox(0), "2025-04-20");
        check(Feast::Fixed(12, 25), "2025-12-25");
    }
}
