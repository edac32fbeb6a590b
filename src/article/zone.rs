//! The day on which an outlet published what a field dates in UTC.
//!
//! In: what the field says, and the zone the rules set for the outlet or a stamp in the text.
//! Out: the day where the outlet is.  A release of nine in the evening in Washington is dated to
//! the next day in UTC, and its "today" would be that day.  A bare day, a local time and
//! midnight, which mostly is a bare day, stay as they are written.

use super::description::Description;
use crate::dates;
use crate::rules::Rules;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// Ends of fields that say they are in UTC.
const UTC: [&str; 6] = ["Z", "+00:00", "-00:00", "+0000", "GMT", "UTC"];

/// Days with a time as fields have them, without their zone.
const FORMATS: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];

/// The instant that a field in UTC names; none where it names a day only.
pub(super) fn instant(field: &str) -> Option<DateTime<Utc>> {
    let field = field.trim();
    let seconds = || field.get(..10)?.parse().ok().filter(|_| matches!(field.len(), 10 | 13));
    let instant = if field.bytes().all(|byte| byte.is_ascii_digit()) {
        DateTime::from_timestamp(seconds()?, 0)?
    } else {
        let bare = UTC.iter().find_map(|end| field.strip_suffix(end))?.trim_end();
        let read = |format: &&str| NaiveDateTime::parse_from_str(bare, format).ok();
        let in_words = || DateTime::parse_from_rfc2822(field).ok().map(|read| read.naive_utc());
        FORMATS.iter().find_map(read).or_else(in_words)?.and_utc()
    };
    (instant.time() != NaiveTime::MIN).then_some(instant)
}

/// The zone that the rules set for the outlet of the article.
pub(super) fn zone(rules: &Rules, about: &Description) -> Option<Tz> {
    dates::Options::default().completed(rules, about.outlet()).zone
}

/// The day of an instant where the outlet is; none in a year that has not four digits.
pub(super) fn local_day(instant: DateTime<Utc>, zone: Tz) -> Option<String> {
    let day = instant.with_timezone(&zone).date_naive();
    (0..=9999).contains(&day.year()).then(|| day.to_string())
}

/// The most that clocks on Earth are behind UTC and ahead of it, in hours.
const CLOCKS: [i64; 2] = [-12, 14];

/// Whether a day that is not the one in UTC may be the local day of an instant.
pub(super) fn may_be_local(day: &str, instant: DateTime<Utc>) -> bool {
    let Ok(day) = day.parse::<NaiveDate>() else { return false };
    let there = |hours| instant.checked_add_signed(TimeDelta::hours(hours));
    let mut days = CLOCKS.into_iter().filter_map(there).map(|there| there.date_naive());
    day != instant.date_naive() && days.any(|there| there == day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Given, description};

    #[track_caller]
    fn check(field: &str, source: &str, url: Option<&str>, text: &str, expected: &str) {
        let rules = Rules::builtin();
        let given = Given {
            published: Some(field[..10].to_owned()),
            published_basis: Some("given".to_owned()),
            published_at: Some(field.to_owned()),
            source: Some(source.to_owned()),
            url: url.map(str::to_owned),
            ..Given::default()
        };
        let article = Article { text: text.to_owned(), given, ..Article::default() };
        let about = description::describe(rules, &article, &rules.text(text, 0));
        let info = about.info;
        let found = [info.published.unwrap_or_default(), info.published_basis.unwrap_or_default()];
        assert_eq!(found.join(" "), expected, "{field} {source}");
    }

    #[test]
    fn an_instant_is_of_the_day_where_the_outlet_is() {
        let (text, site) = ("The pier was opened today.", Some("https://www.state.gov/pier/"));
        let here = "given, America/New_York";
        check("2031-03-05T01:20:00Z", "state.gov/Press", None, text, &format!("2031-03-04 {here}"));
        check("2031-03-05T01:20:00+00:00", "Pier", site, text, &format!("2031-03-04 {here}"));
        check("2031-03-05T15:20:00Z", "Pier", site, text, "2031-03-05 given");
        check("2031-07-05T04:00:00Z", "Pier", site, text, "2031-07-05 given");
        check("9999-12-31T23:59:00Z", "dawn.com", None, text, "9999-12-31 given");
        check("2031-03-05T20:20:00Z", "dawn.com", None, text, "2031-03-06 given, Asia/Karachi");
    }

    #[test]
    fn a_day_and_a_local_time_stay_as_written() {
        let (text, site) = ("The pier was opened today.", Some("https://www.state.gov/pier/"));
        check("2031-03-05", "Pier", site, text, "2031-03-05 given");
        check("2031-03-05T00:00:00Z", "Pier", site, text, "2031-03-05 given");
        check("2031-03-05T01:20:00", "Pier", site, text, "2031-03-05 given");
        check("2031-03-05T01:20:00+03:00", "Pier", site, text, "2031-03-05 given");
        check("2031-03-05T01:20:00Z", "The Pier", None, text, "2031-03-05 given");
        check("2031-03-05T01:20:00Z", "Pier", Some("estate.gov/x"), text, "2031-03-05 given");
    }

    #[test]
    fn a_stamp_in_the_text_tells_the_local_day() {
        let stamped =
            |day: &str| format!("Pier opened\n\n{day}\n\nThe pier was opened by Orla Venn today.");
        let at = "2031-03-05T01:20:00Z";
        let local = "2031-03-04 article.published-month-day-year";
        check(at, "The Pier", None, &stamped("March 4, 2031"), local);
        check(at, "The Pier", None, &stamped("March 5, 2031"), "2031-03-05 given");
        check(at, "The Pier", None, &stamped("March 6, 2031"), "2031-03-05 given");
        check("2031-03-05", "The Pier", None, &stamped("March 4, 2031"), "2031-03-05 given");
    }

    #[test]
    fn only_what_says_utc_is_an_instant() {
        let check = |field: &str, expected: Option<&str>| {
            let found = instant(field).map(|instant| instant.to_rfc3339());
            assert_eq!(found.as_deref(), expected, "{field}");
        };
        check("2031-03-05T01:20:00.5Z", Some("2031-03-05T01:20:00.500+00:00"));
        check("Wed, 5 Mar 2031 01:20:00 GMT", Some("2031-03-05T01:20:00+00:00"));
        for end in ["T01:20:00+0000", "T01:20Z", " 01:20:00 UTC"] {
            check(&format!("2031-03-05{end}"), Some("2031-03-05T01:20:00+00:00"));
        }
        check("1753576200", Some("2025-07-27T00:30:00+00:00"));
        check("1753576200000", Some("2025-07-27T00:30:00+00:00"));
        for field in ["2031-03-05 01:20", "March 5, 2031, 1:20 EST", "Z", "GMT", "", "20310305"] {
            check(field, None);
        }
    }
}
