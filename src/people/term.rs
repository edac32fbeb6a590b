//! When an office was seen to be held.
//!
//! In: the periods of aliases, days or EDTF intervals.  Out: [`Terms`], which tell how near a day
//! is to them.  An office learned from one article does not hold for all time.

use crate::dates::Day;
use std::collections::BTreeSet;

/// Days within which one sighting of an office tells of another.
const NEAR: i64 = 366;

/// Days before and after within which sightings of an office are counted.
const AROUND: i64 = 45;

/// Who was seen so many times as often as all others together holds the office, whoever is called by
/// it on the day: there are presidents of companies, and of other countries.
const PREVAILS: usize = 5;

/// The times at which one person was seen to hold one office.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    days: BTreeSet<i64>,
    /// Longer periods, which only lists tell.
    spans: BTreeSet<(i64, i64)>,
}

/// Whose office it is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// The candidate of this index.
    Certain(usize),
    /// Likely that one.
    Likely(usize),
    /// Nothing tells when it was held.
    Undated,
}

impl Terms {
    /// Notes one more period.
    pub fn add(&mut self, period: &str) {
        match read(period) {
            Some((first, last)) if first == last => _ = self.days.insert(first),
            Some(span) => _ = self.spans.insert(span),
            None => {}
        }
    }

    /// Whether a longer period, which only lists tell, holds a day.
    fn is_listed(&self, day: i64) -> bool {
        self.spans.iter().any(|(first, last)| (*first..=*last).contains(&day))
    }

    /// Number of days on which it was seen not long before or after a day.
    fn seen_around(&self, day: i64) -> usize {
        self.days.range(day - AROUND..=day + AROUND).count()
    }

    /// Days between a day and the nearest time; 0 within one.
    fn distance(&self, day: i64) -> Option<i64> {
        let before = self.days.range(..=day).next_back().map(|seen| day - seen);
        let after = self.days.range(day..).next().map(|seen| seen - day);
        let spans = self.spans.iter().map(|(first, last)| (first - day).max(day - last).max(0));
        spans.chain(before).chain(after).min()
    }
}

/// Which of several holders of an office is meant on a day.
pub(super) fn holder<'a>(terms: impl Iterator<Item = &'a Terms>, day: Option<&str>) -> Holder {
    let Some(day) = day.and_then(Day::parse).map(Day::number) else { return Holder::Undated };
    let terms: Vec<&Terms> = terms.collect();
    if let Some(prevalent) = prevalent(&terms, day) {
        return Holder::Certain(prevalent);
    }
    let distances: Vec<Option<i64>> = terms.iter().map(|terms| terms.distance(day)).collect();
    let known = distances.iter().enumerate().filter_map(|(i, distance)| Some((i, (*distance)?)));
    let Some((nearest, distance)) = known.min_by_key(|(i, distance)| (*distance, *i)) else {
        return Holder::Undated;
    };
    let others = || distances.iter().enumerate().filter(|(i, _)| *i != nearest).map(|(_, d)| d);
    let alone = others().next().is_none() && distance <= NEAR;
    let within = distance == 0 && others().all(|d| d.is_some_and(|d| d > 0));
    if alone || within { Holder::Certain(nearest) } else { Holder::Likely(nearest) }
}

/// Who was seen to hold an office far more often than all others about the time, where no list
/// tells who held it on the day.
fn prevalent(terms: &[&Terms], day: i64) -> Option<usize> {
    if terms.iter().any(|terms| terms.is_listed(day)) {
        return None;
    }
    let seen: Vec<usize> = terms.iter().map(|terms| terms.seen_around(day)).collect();
    let (first, most) =
        seen.iter().enumerate().max_by_key(|(i, n)| (**n, std::cmp::Reverse(*i)))?;
    let others = seen.iter().sum::<usize>() - most;
    (*most >= PREVAILS * others.max(1)).then_some(first)
}

/// First and last day of a period.
fn read(period: &str) -> Option<(i64, i64)> {
    if let Some(day) = Day::parse(period).map(Day::number) {
        return Some((day, day));
    }
    let (first, last) = period.split_once('/').unwrap_or((period, period));
    let end = |text: &str, open: i64, rest: [&str; 3]| match text {
        ".." => Some(open),
        _ => rest.iter().find_map(|rest| Day::parse(&format!("{text}{rest}"))).map(Day::number),
    };
    // A month ends with the last day it has.
    let last_day = || {
        ["", "-31", "-30", "-29", "-28", "-12-31"]
            .iter()
            .find_map(|rest| Day::parse(&format!("{last}{rest}")))
            .map(Day::number)
    };
    let first = end(first, i64::MIN / 4, ["", "-01", "-01-01"])?;
    let last = if last == ".." { i64::MAX / 4 } else { last_day()? };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(periods: &[&[&str]], day: &str, expected: Holder) {
        let terms: Vec<Terms> = periods
            .iter()
            .map(|list| {
                let mut terms = Terms::default();
                list.iter().for_each(|period| terms.add(period));
                terms
            })
            .collect();
        assert_eq!(holder(terms.iter(), Some(day)), expected, "{periods:?} on {day}");
    }

    #[test]
    fn an_office_is_held_for_a_time() {
        use Holder::{Certain, Likely, Undated};
        check(&[&["2024-05-01"]], "2024-07-01", Certain(0));
        check(&[&["2014-05-01"]], "2024-07-01", Likely(0));
        check(&[&["2020-01/2024-05"], &["2024-06/.."]], "2024-05-31", Certain(0));
        check(&[&["2020-01/2024-05"], &["2024-06/.."]], "2025-01-01", Certain(1));
        check(&[&["2020/2024-05"], &["2024-05/.."]], "2024-05-12", Likely(0));
        check(&[&["2024-05-01"], &["2024-07-01"]], "2024-06-20", Likely(1));
        check(&[&["2024-05-01"], &["2024-07-01"]], "2024-05-01", Certain(0));
        check(&[&[""]], "2024-05-01", Undated);
        let often = ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04", "2024-05-06"];
        check(&[&["2024-05-05"], &often], "2024-05-05", Certain(1));
        check(&[&["2024-01/2024-06"], &often], "2024-05-07", Certain(0));
    }
}
