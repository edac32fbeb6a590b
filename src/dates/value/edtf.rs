//! Writes points as EDTF (ISO 8601-2).

use super::timex::{push_number, push_part, push_time};
use crate::dates::calendar::Day;
use crate::dates::point::{Part, Point, Time};

/// Joins the outer ends of two EDTF dates, either of which may be an interval (a week).
pub(super) fn join(start: &str, end: &str) -> String {
    let first = start.split('/').next().unwrap_or(start);
    let last = end.rsplit('/').next().unwrap_or(end);
    if first == last { first.to_owned() } else { format!("{first}/{last}") }
}

/// An EDTF date; a week is the interval of its days.  `None` where the year is unknown.
pub(super) fn edtf_point(point: &Point, mark: &str) -> Option<String> {
    let year = point.year?;
    let mut year_text = String::with_capacity(16);
    year_text.push_str(if year < 0 { "-" } else { "" });
    push_number(&mut year_text, year.unsigned_abs(), 4);
    let text = match point.part {
        // The 2nd century BC is the years -0199 to -0100.
        Part::Century if year <= 0 => format!("-{:02}XX", -year / 100),
        Part::Millennium | Part::Decade if year <= 0 => {
            // Before Christ the digits of astronomical years do not line up with decades.
            let (first, last) = (point.first_day()?.year(), point.last_day()?.year());
            let text = |year: i32| edtf_point(&Point::new(Some(year), Part::Year), mark);
            return Some(format!("{}/{}", text(first)?, text(last)?));
        }
        Part::Millennium | Part::Century | Part::Decade => edtf_years(point, &year_text)?,
        Part::Year => year_text,
        Part::Half(0) | Part::Quarter(0) => year_text,
        Part::Half(_) | Part::Quarter(_) => {
            let month =
                |day: Option<Day>| day.map(|day| format!("{year_text}-{:02}{mark}", day.month()));
            return Some(format!("{}/{}", month(point.first_day())?, month(point.last_day())?));
        }
        Part::Season(season) => format!("{year_text}-{}", 21 + season as u8),
        Part::Month(month) => {
            push_part(&mut year_text, "-", month, 2);
            year_text
        }
        Part::Day(month, day) => {
            push_part(&mut year_text, "-", month, 2);
            push_part(&mut year_text, "-", day, 2);
            year_text
        }
        Part::Week(0) | Part::Weekend(0) | Part::Weekday(0, _) => year_text,
        Part::Week(_) | Part::Weekend(_) => {
            return Some(format!("{}{mark}/{}{mark}", point.first_day()?, point.last_day()?));
        }
        Part::Weekday(..) => point.first_day()?.to_string(),
    };
    let mut out = text;
    if let (Some(time @ Time::Clock(_)), Some(_)) = (point.time, point.as_day()) {
        push_time(&mut out, Some(time), true);
    }
    out.push_str(mark);
    Some(out)
}

/// Decades and longer: `199X`.
fn edtf_years(point: &Point, year: &str) -> Option<String> {
    let known = match point.part {
        Part::Millennium => 1,
        Part::Century => 2,
        _ => 3,
    };
    let digits = year.get(..year.len().saturating_sub(4 - known))?;
    Some(format!("{digits}{}", "X".repeat(4 - known)))
}
