//! Reads the day of publication from metadata.
//!
//! In: what a field says.  Out: the day as it is written there, `YYYY-MM-DD`.  Only a whole date
//! counts: nothing is completed from a clock, nothing ambiguous is guessed, and a zone does not
//! shift the day here (`zone` does, where it is known where the outlet is).

use chrono::{Datelike, NaiveDate, NaiveTime, Utc};
use regex::Regex;
use std::sync::LazyLock;

/// Why a day of publication could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it names no whole day; write it as YYYY-MM-DD")]
    Partial,
    #[error("day and month cannot be told apart; write it as YYYY-MM-DD")]
    Ambiguous,
    #[error("there is no such day; write it as YYYY-MM-DD")]
    Impossible,
}

/// The day a field names.
pub(super) fn day(field: &str) -> Result<String, Unreadable> {
    let field = field.trim();
    if PLAIN.iter().any(|shape| is_like(field, shape)) {
        let day = &field[..10];
        return date(&day[..4], &day[5..7], &day[8..]).map(|_| day.to_owned());
    }
    let date = iso(field)
        .or_else(|| numeric(field))
        .or_else(|| timestamp(field))
        .or_else(|| in_words(field))
        .unwrap_or(Err(Unreadable::Partial))?;
    Ok(date.format("%Y-%m-%d").to_string())
}

/// What most fields look like; a zero stands for any digit.
const PLAIN: [&str; 6] = [
    "0000-00-00",
    "0000-00-00T00:00:00Z",
    "0000-00-00T00:00:00.000Z",
    "0000-00-00T00:00:00+00:00",
    "0000-00-00T00:00:00-00:00",
    "0000-00-00 00:00:00",
];

/// Whether a field has the shape, so that no pattern has to be asked.
fn is_like(field: &str, shape: &str) -> bool {
    let is_like =
        |(byte, shape)| if shape == b'0' { u8::is_ascii_digit(&byte) } else { byte == shape };
    field.len() == shape.len() && field.bytes().zip(shape.bytes()).all(is_like)
}

type Day = Result<NaiveDate, Unreadable>;

/// A date whose numbers are told apart, unless they name no day.
fn date(year: &str, month: &str, day: &str) -> Day {
    let numbers = (year.parse().ok(), month.parse().ok(), day.parse().ok());
    match numbers {
        (Some(year), Some(month), Some(day)) => {
            NaiveDate::from_ymd_opt(year, month, day).ok_or(Unreadable::Impossible)
        }
        _ => Err(Unreadable::Impossible),
    }
}

/// `2025-07-27`, `2025/7/27`, `20250727`, each also with a time and a zone.
fn iso(field: &str) -> Option<Day> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?<y>\d{4})-(?<m>\d\d?)-(?<d>\d\d?)|(?<y2>\d{4})[/.](?<m2>\d\d?)[/.](?<d2>\d\d?)|(?<y3>[12]\d{3})(?<m3>\d\d)(?<d3>\d\d))(?:$|(?:[Tt ,]|Z$)(?<time>.*))$",
        )
    });
    let found = ISO.captures(field)?;
    if found.name("time").is_some_and(|time| !is_time(time.as_str())) {
        return None;
    }
    let part = |names: [&str; 3]| {
        names.iter().find_map(|name| found.name(name)).map_or("", |part| part.as_str())
    };
    Some(date(part(["y", "y2", "y3"]), part(["m", "m2", "m3"]), part(["d", "d2", "d3"])))
}

/// `27/07/2025`, `07-27-2025`: only where one of the numbers cannot be a month.
fn numeric(field: &str) -> Option<Day> {
    static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?<a>\d\d?)[/.-](?<b>\d\d?)[/.-](?<y>\d{4})(?:$|[T ,](?<time>.*)$)")
    });
    let found = NUMERIC.captures(field)?;
    if found.name("time").is_some_and(|time| !is_time(time.as_str())) {
        return None;
    }
    let number = |name: &str| found[name].parse::<u32>().unwrap_or(0);
    Some(match (number("a"), number("b")) {
        (a, b) if a <= 12 && b <= 12 && a != b => Err(Unreadable::Ambiguous),
        (a, _) if a > 12 => date(&found["y"], &found["b"], &found["a"]),
        _ => date(&found["y"], &found["a"], &found["b"]),
    })
}

/// Seconds or milliseconds since 1970, in UTC.
fn timestamp(field: &str) -> Option<Day> {
    let is_timestamp =
        matches!(field.len(), 10 | 13) && field.bytes().all(|byte| byte.is_ascii_digit());
    is_timestamp.then(|| read_whole(field).ok_or(Unreadable::Impossible))
}

/// `27 July 2025`, `Sunday, July 27th, 2025 at 5:30 pm`, `Sun, 27 Jul 2025 09:00:00 GMT`.
fn in_words(field: &str) -> Option<Day> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?x) ^ (?: \p{L}+ \.? ,? \s+ )?
            (?: (?<d>\d\d?) (?:\p{L}\p{L})? [\s-]+ (?<m>\p{L}+) \.? ,? [\s-]+ (?<y>[12]\d{3})
              | (?<m2>\p{L}+) \.? \s+ (?<d2>\d\d?) (?:\p{L}\p{L})? ,? \s+ (?<y2>[12]\d{3}) )
            (?: $ | [\s,|–—-]+ (?<time>.*) $ )",
        )
    });
    let found = WORDS.captures(field)?;
    if found.name("time").is_some_and(|time| !is_time(time.as_str())) {
        return None;
    }
    let part = |names: [&str; 2]| {
        names.iter().find_map(|name| found.name(name)).map_or("", |part| part.as_str())
    };
    let (day, month, year) = (part(["d", "d2"]), part(["m", "m2"]), part(["y", "y2"]));
    // Four-letter abbreviations are cut to the three letters the parser knows.
    let short = month.char_indices().nth(4).is_none().then(|| month.get(..3)).flatten();
    let read = [Some(month), short]
        .into_iter()
        .flatten()
        .find_map(|month| read_whole(&format!("{month} 1, {year}")));
    let month = read?.month();
    Some(date(year, &month.to_string(), day))
}

/// A date of which nothing is missing, so that no clock is asked; the time of day is fixed.
fn read_whole(date: &str) -> Option<NaiveDate> {
    let read = dateparser::parse_with(date, &Utc, NaiveTime::MIN).ok()?;
    Some(read.date_naive())
}

/// Whether what follows a date is a time of day, a zone or nothing, and not a second date.
fn is_time(rest: &str) -> bool {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?x) ^ (?: \p{L}{1,2} \s+ )? (?: \d\d? (?:[:.]?\d\d){0,2} (?:[.,]\d+)? \s* )? [\p{L}\s.,/_()+−:-]* (?: \d\d? :? (?:\d\d)? [\s\p{L}()]* )? $",
        )
    });
    TIME.is_match(rest)
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_kept_as_written() {
        let check = |field: &str, expected: &str| {
            assert_eq!(day(field).as_deref(), Ok(expected), "{field}")
        };
        check("2025-07-27", "2025-07-27");
        check(" 2025-7-3 ", "2025-07-03");
        check("20250727", "2025-07-27");
        check("2025/07/27", "2025-07-27");
        check("0987-07-27", "0987-07-27");
        check("2025-07-27T23:30:00-05:00", "2025-07-27");
        check("2025-07-27T23:30:00Z", "2025-07-27");
        check("2025-07-27T23:30:00.123Z", "2025-07-27");
        check("2025-07-27 23:30:00", "2025-07-27");
        check("2025-07-27T00:15:00.123+0530", "2025-07-27");
        check("2025-07-27T23:30Z", "2025-07-27");
        check("2025-07-27Z", "2025-07-27");
        check("2025-07-27 23:30:00 EST", "2025-07-27");
        check("20250727T101500Z", "2025-07-27");
        check("27 July 2025", "2025-07-27");
        check("27-Jul-2025", "2025-07-27");
        check("July 27, 2025", "2025-07-27");
        check("JULY 27 2025", "2025-07-27");
        check("Sept. 3rd, 2025", "2025-09-03");
        check("Sunday, July 27th, 2025 at 5:30 pm", "2025-07-27");
        check("Jul 27, 2025, 11:59 p.m. EDT", "2025-07-27");
        check("Sun, 27 Jul 2025 23:00:00 -0800", "2025-07-27");
        check("Sun, 27 Jul 2025 23:00:00 GMT", "2025-07-27");
        check("July 27, 2025 | 10:00", "2025-07-27");
        check("27/07/2025", "2025-07-27");
        check("07/27/2025 10:00", "2025-07-27");
        check("05.05.2025", "2025-05-05");
        check("1753574400", "2025-07-27");
        check("1753574400000", "2025-07-27");
    }

    #[test]
    fn nothing_is_completed_or_guessed() {
        let check = |field: &str, why: Unreadable| assert_eq!(day(field), Err(why), "{field}");
        for field in [
            "",
            "July 2025",
            "2025-07",
            "2025",
            "27 July",
            "Sunday",
            "yesterday",
            "10:30",
            "not a date",
            "July 27",
        ] {
            check(field, Unreadable::Partial);
        }
        for field in [
            "27 Brumaire 2025",
            "May 4, 2025 - May 6, 2025",
            "2025-07-27 to 2025-07-28",
            "12345678901234567890",
        ] {
            check(field, Unreadable::Partial);
        }
        check("04/03/2025", Unreadable::Ambiguous);
        check("2025-02-30", Unreadable::Impossible);
        check("2025-02-30T10:00:00Z", Unreadable::Impossible);
        check("2025-13-01", Unreadable::Impossible);
        check("31/02/2025", Unreadable::Impossible);
        check("February 30, 2025", Unreadable::Impossible);
        check("99999999", Unreadable::Partial);
    }
}
