//! Says which dates an option would settle: those of which nothing tells the day from the month.

use super::shared::{Common, DateArguments, printable};
use crate::extraction::Extraction;
use std::io::Write;

/// A hint at `--date-order`, where there are such dates and it was not given.
pub fn say_open_dates(common: &Common, dates: &DateArguments, extractions: &[Extraction]) {
    if common.quiet || dates.date_order.is_some() {
        return;
    }
    if let Some(note) = note(extractions) {
        let _ = writeln!(anstream::stderr(), "note: {note}");
    }
}

fn note(extractions: &[Extraction]) -> Option<String> {
    let dates = extractions.iter().flat_map(|e| e.dates.iter().map(move |date| (e, date)));
    let mut open = dates.filter(|(_, date)| date.edtf.as_deref().is_some_and(is_open));
    let (first, date) = open.next()?;
    let (text, article) = (printable(&date.text), printable(&first.article.id));
    let number = 1 + open.count();
    let such = match number {
        1 => format!("of 1 date, `{text}` in {article}"),
        number => format!("of {number} dates, such as `{text}` in {article}"),
    };
    Some(format!(
        "{such}, nothing tells which number is the day; --date-order day-month or month-day decides"
    ))
}

/// Whether a date is one of two days that differ in nothing but which number is the month:
/// `[2031-03-04,2031-04-03]`.
fn is_open(edtf: &str) -> bool {
    let two = edtf.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')?.split_once(','));
    let exchanged = |(first, second)| {
        let ((month, day), (other_month, other_day)) =
            (month_and_day(first)?, month_and_day(second)?);
        Some(month == other_day && day == other_month)
    };
    two.and_then(exchanged).unwrap_or(false)
}

fn month_and_day(day: &str) -> Option<(&str, &str)> {
    let (rest, day) = day.rsplit_once('-')?;
    let (_, month) = rest.rsplit_once('-')?;
    (month.len() == 2 && day.len() == 2).then_some((month, day))
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn days_with_their_numbers_exchanged_are_open() {
        assert!(is_open("[2031-03-04,2031-04-03]"));
        for told in
            ["[2031-03-04,2031-03-05]", "[2031-03,2031-04]", "2031-03-04", "[2031,2032]", ""]
        {
            assert!(!is_open(told), "{told}");
        }
    }
}
