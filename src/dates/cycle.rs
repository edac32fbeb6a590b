//! Things that come round: Mondays, Marches, third quarters, Easters.
//!
//! In: a [`Cycle`], an anchor and a [`Choice`].  Out: the one of its occurrences that is meant.

use super::calendar::{Day, shift_month};
use super::feast::Feast;
use super::point::{Part, Point, Season, Unit};

/// A thing that recurs on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cycle {
    /// An ISO weekday.
    Weekday(u8),
    /// Saturday and Sunday.
    Weekend,
    /// A day of the month.
    DayOfMonth(u8),
    /// A month.
    Month(u8),
    /// A month and day.
    Day(u8, u8),
    /// A season.
    Season(Season),
    /// A quarter of the year.
    Quarter(u8),
    /// A half of the year.
    Half(u8),
    /// A feast.
    Feast(Feast),
}

/// Which occurrence is meant, seen from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The nearest one; of two equally near ones the earlier.
    Nearest,
    /// The latest that has begun, the anchor's own included.
    Latest,
    /// The latest that is over.
    Last,
    /// The first that has not begun.
    Next,
    /// The first that is not over, the anchor's own included.
    Coming,
    /// The one of the anchor's own week, month or year.
    This,
}

impl Cycle {
    /// The cycle without a date: `XXXX-05`, `XXXX-WXX-1`.
    pub fn pattern(&self) -> Point {
        let part = match self {
            Self::Weekday(weekday) => Part::Weekday(0, *weekday),
            Self::Weekend => Part::Weekend(0),
            Self::DayOfMonth(day) => Part::Day(0, *day),
            Self::Month(month) => Part::Month(*month),
            Self::Day(month, day) | Self::Feast(Feast::Fixed(month, day)) => {
                Part::Day(*month, *day)
            }
            Self::Season(season) => Part::Season(*season),
            Self::Quarter(quarter) => Part::Quarter(*quarter),
            Self::Half(half) => Part::Half(*half),
            Self::Feast(_) => Part::Day(0, 0),
        };
        Point::new(None, part)
    }

    /// Its occurrence in a year, month or week; `None` where there is none or several.
    pub fn of(&self, holder: &Point) -> Option<Point> {
        let whole_year = holder.unit() <= Unit::Season;
        match self {
            Self::Weekday(weekday) => match holder.part {
                Part::Week(week) => {
                    Some(Point::day(Day::of_iso_week(holder.year?, week, *weekday)?))
                }
                _ => Some(Point::new(holder.year, Part::Weekday(0, *weekday))),
            },
            Self::Weekend => Some(holder.within(Unit::Weekend)),
            Self::DayOfMonth(day) => {
                Some(Point::new(holder.year, Part::Day(holder.month()?, *day)))
            }
            Self::Feast(feast) => match holder.year.filter(|_| whole_year) {
                Some(year) => Some(Point::day(feast.in_year(year)?)),
                None => Some(self.pattern()),
            },
            _ => Some(Point { year: holder.year, ..self.pattern() }),
        }
        .filter(Point::exists)
    }

    /// The occurrence that is meant, seen from an anchor.  Where the anchor's date is not known
    /// well enough, what is known of the occurrence.
    pub fn choose(&self, choice: Choice, anchor: &Point) -> Option<Point> {
        let (Some(first), Some(last)) = (anchor.first_day(), anchor.last_day()) else {
            return self.of(&Point::new(anchor.year, Part::Year)).or_else(|| Some(self.pattern()));
        };
        if anchor.unit() < self.holder() {
            return self.of(&anchor.within(Unit::Year)).or_else(|| Some(self.pattern()));
        }
        let candidates = self.around(first);
        let spans = candidates.iter().filter_map(|p| Some((*p, p.first_day()?, p.last_day()?)));
        let mut found = None;
        for (point, start, end) in spans {
            match choice {
                Choice::Latest if start <= last => found = Some(point),
                Choice::Last if end < first => found = Some(point),
                Choice::Next if start > last => return Some(point),
                Choice::Coming if end >= first => return Some(point),
                Choice::This if self.shares_holder(&point, anchor) => return Some(point),
                Choice::Nearest if nearer(&point, found.as_ref(), anchor) => found = Some(point),
                _ => {}
            }
        }
        found
    }

    /// Whether it is a day, month, season or feast, which go by the year or the month.
    pub fn is_of_the_year(&self) -> bool {
        !self.is_weekly() && !matches!(self, Self::Quarter(_) | Self::Half(_))
    }

    /// Whether it comes once a week.
    pub fn is_weekly(&self) -> bool {
        self.holder() == Unit::Week
    }

    /// The unit of time in which it comes once.
    fn holder(&self) -> Unit {
        match self {
            Self::Weekday(_) | Self::Weekend => Unit::Week,
            Self::DayOfMonth(_) => Unit::Month,
            _ => Unit::Year,
        }
    }

    fn shares_holder(&self, point: &Point, anchor: &Point) -> bool {
        point.within(self.holder()) == anchor.within(self.holder())
    }

    /// Occurrences around a day, in the order of time.
    fn around(&self, day: Day) -> Vec<Point> {
        match self {
            Self::Weekday(_) | Self::Weekend => (-3..=3)
                .filter_map(|weeks| {
                    let moved = day.plus_days(7 * weeks)?;
                    let week = Point::day(moved).within(Unit::Week);
                    self.of(&week)
                })
                .collect(),
            Self::DayOfMonth(of_month) => (-3..=3)
                .filter_map(|months| {
                    let (year, month) = shift_month(day.year(), day.month(), months)?;
                    Some(Point::day(Day::new(year, month, *of_month)?))
                })
                .collect(),
            _ => (day.year() - 4..=day.year() + 4)
                .filter_map(|year| self.of(&Point::new(Some(year), Part::Year)))
                .collect(),
        }
    }
}

fn nearer(point: &Point, best: Option<&Point>, anchor: &Point) -> bool {
    let Some(best) = best else { return true };
    match (point.distance(anchor), best.distance(anchor)) {
        (Some(here), Some(there)) => here < there,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::value::Value;

    #[track_caller]
    fn check(cycle: &Cycle, choice: Choice, anchor: &str, want: &str) {
        let anchor = Point::day(Day::parse(anchor).unwrap());
        let found = cycle.choose(choice, &anchor).unwrap();
        assert_eq!(Value::from(found).timex(), want);
    }

    #[test]
    fn weekdays() {
        // 2025-07-23 is a Wednesday.
        let (monday, wednesday) = (Cycle::Weekday(1), Cycle::Weekday(3));
        check(&monday, Choice::Latest, "2025-07-23", "2025-07-21");
        check(&wednesday, Choice::Latest, "2025-07-23", "2025-07-23");
        check(&wednesday, Choice::Last, "2025-07-23", "2025-07-16");
        check(&wednesday, Choice::Next, "2025-07-23", "2025-07-30");
        check(&monday, Choice::Coming, "2025-07-23", "2025-07-28");
        check(&Cycle::Weekday(7), Choice::This, "2025-07-23", "2025-07-27");
        check(&Cycle::Weekend, Choice::Last, "2025-07-23", "2025-W29-WE");
    }

    #[test]
    fn years() {
        check(&Cycle::Month(3), Choice::Nearest, "2025-07-23", "2025-03");
        check(&Cycle::Month(1), Choice::Nearest, "2025-11-23", "2026-01");
        check(&Cycle::Month(7), Choice::Last, "2025-07-23", "2024-07");
        check(&Cycle::Day(12, 25), Choice::Nearest, "2025-01-02", "2024-12-25");
        check(&Cycle::Day(2, 29), Choice::Next, "2025-01-02", "2028-02-29");
        check(&Cycle::Quarter(3), Choice::Latest, "2025-07-23", "2025-Q3");
        check(&Cycle::Feast(Feast::Easter(0)), Choice::Last, "2025-07-23", "2025-04-20");
        check(&Cycle::Season(Season::Winter), Choice::Nearest, "2025-01-23", "2024-WI");
        check(&Cycle::DayOfMonth(31), Choice::Last, "2025-07-23", "2025-05-31");
    }

    #[test]
    fn without_an_anchor() {
        let unknown = Point::unknown_day();
        let timex =
            |cycle: Cycle| Value::from(cycle.choose(Choice::Last, &unknown).unwrap()).timex();
        assert_eq!(timex(Cycle::Weekday(1)), "XXXX-WXX-1");
        assert_eq!(timex(Cycle::Day(5, 3)), "XXXX-05-03");
        assert_eq!(timex(Cycle::Feast(Feast::Easter(0))), "XXXX-XX-XX");
    }
}
