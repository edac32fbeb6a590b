//! The year and month an entry stands under.

use super::date_label;
use super::labels;
use crate::timeline::Entry;
use chrono::NaiveDate;

/// From this many days on an entry belongs to its year and not to its first month.
const MORE_THAN_MONTHS: i64 = 92;

/// The year and, unless the date is coarser than that, the month an entry begins in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Period {
    /// As people write it: `2025`, `44 BC`, `1990s`.
    pub(super) year: Option<String>,
    /// From 1 to 12.
    pub(super) month: Option<u8>,
}

impl Period {
    pub(super) fn of(entry: &Entry) -> Self {
        let Some(date) = &entry.date else { return Self::default() };
        let known = if date.earliest.is_empty() { &date.latest } else { &date.earliest };
        let (year, rest) = split_year(known);
        let year = date_label::year_label(&date.edtf).unwrap_or_else(|| date_label::label(year));
        let month = rest
            .get(1..3)
            .and_then(|month| month.parse().ok())
            .filter(|_| !is_coarse(&date.earliest, &date.latest));
        Self { year: Some(year), month }
    }

    pub(super) fn month_label(&self) -> Option<&'static str> {
        labels::month(self.month?)
    }
}

/// The year with its sign, and what follows it.
fn split_year(date: &str) -> (&str, &str) {
    let from = usize::from(date.starts_with('-'));
    let end =
        date.get(from..).and_then(|rest| rest.find('-')).map_or(date.len(), |index| index + from);
    date.split_at(end)
}

/// Whether the date is so wide that its first month would say too much.
fn is_coarse(earliest: &str, latest: &str) -> bool {
    let day = |date: &str| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok();
    match (day(earliest), day(latest)) {
        (Some(earliest), Some(latest)) => {
            latest.signed_duration_since(earliest).num_days() > MORE_THAN_MONTHS
        }
        _ => true,
    }
}
