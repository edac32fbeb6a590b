//! Extended Date/Time Format (ISO 8601-2:2019, levels 0 to 2 as far as prose needs them).
//!
//! In: text such as `2025-07~`, `199X`, `2014-05/2015-06`, `[1864,1866]`.  Out: [`Edtf`],
//! which tells the first and last day it may mean, how precise it is, and whether two of them
//! can be the same time.  Not supported: significant digits (`1950S2`) and durations.

mod parse;
mod precision;

pub use parse::EdtfError;
pub use precision::Precision;

use super::calendar::Day;
use parse::parse_kind;
use std::fmt;

/// A parsed EDTF expression; prints as it was written.
///
/// ```
/// use onrecord::dates::Edtf;
/// let month = Edtf::parse("2025-07~").unwrap();
/// assert!(month.is_approximate());
/// assert_eq!(month.earliest().unwrap().to_string(), "2025-07-01");
/// assert_eq!(month.latest().unwrap().to_string(), "2025-07-31");
/// assert!(month.covers(&Edtf::parse("2025-07-26").unwrap()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    Date(Date),
    Interval(Bound, Bound),
    Set(Vec<(Bound, Bound)>),
}

/// One end of an interval: a date, or open (`..`) or unknown (nothing).
type Bound = Option<Date>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Date {
    precision: Precision,
    earliest: Day,
    latest: Day,
    approximate: bool,
    uncertain: bool,
}

impl Edtf {
    /// Parses an EDTF expression.
    ///
    /// # Errors
    /// [`EdtfError`] says which part is no date, or not on the calendar.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EdtfError::Empty);
        }
        let kind = parse_kind(text)?;
        Ok(Self { text: text.to_owned(), kind })
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// First day it may mean; `None` where its start is open or unknown.
    pub fn earliest(&self) -> Option<Day> {
        match &self.kind {
            Kind::Date(date) => Some(date.earliest),
            Kind::Interval(start, _) => start.map(|date| date.earliest),
            Kind::Set(members) => {
                let starts: Option<Vec<Day>> =
                    members.iter().map(|(start, _)| start.map(|date| date.earliest)).collect();
                starts?.into_iter().min()
            }
        }
    }

    /// Last day it may mean; `None` where its end is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        match &self.kind {
            Kind::Date(date) => Some(date.latest),
            Kind::Interval(_, end) => end.map(|date| date.latest),
            Kind::Set(members) => {
                let ends: Option<Vec<Day>> =
                    members.iter().map(|(_, end)| end.map(|date| date.latest)).collect();
                ends?.into_iter().max()
            }
        }
    }

    /// How much of the calendar it names.
    pub fn precision(&self) -> Precision {
        match &self.kind {
            Kind::Date(date) => date.precision,
            Kind::Interval(Some(start), Some(end)) => unit_of(*start, *end),
            Kind::Interval(..) => Precision::Interval,
            Kind::Set(_) => Precision::Set,
        }
    }

    /// Whether any part is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.dates().any(|date| date.approximate)
    }

    /// Whether any part is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.dates().any(|date| date.uncertain)
    }

    /// Whether there is a day that both may mean.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.spans().any(|a| other.spans().any(|b| meet(a, b)))
    }

    /// Whether every day the other may mean lies within this one.
    pub fn covers(&self, other: &Self) -> bool {
        other.spans().all(|b| self.spans().any(|a| within(b, a)))
    }

    fn dates(&self) -> impl Iterator<Item = Date> + '_ {
        let bounds: Vec<Bound> = match &self.kind {
            Kind::Date(date) => vec![Some(*date)],
            Kind::Interval(start, end) => vec![*start, *end],
            Kind::Set(members) => members.iter().flat_map(|(a, b)| [*a, *b]).collect(),
        };
        bounds.into_iter().flatten()
    }

    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let spans: Vec<Span> = match &self.kind {
            Kind::Date(date) => vec![(Some(date.earliest), Some(date.latest))],
            Kind::Interval(start, end) => vec![span(*start, *end)],
            Kind::Set(members) => members.iter().map(|(a, b)| span(*a, *b)).collect(),
        };
        spans.into_iter()
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::parse(text)
    }
}

/// First and last day, `None` for an open end.
type Span = (Option<Day>, Option<Day>);

/// The unit of time an interval is written for: `1999-07/1999-09` is a quarter, Monday to Sunday
/// a week.
fn unit_of(start: Date, end: Date) -> Precision {
    let days = end.latest.number() - start.earliest.number() + 1;
    match (start.precision, end.precision) {
        (Precision::Day, Precision::Day) if days == 7 && start.earliest.weekday() == 1 => {
            Precision::Week
        }
        (Precision::Month, Precision::Month) if start.earliest.year() == end.latest.year() => {
            match (start.earliest.month(), end.latest.month()) {
                (1, 3) | (4, 6) | (7, 9) | (10, 12) => Precision::Quarter,
                (1, 6) | (7, 12) => Precision::Half,
                _ => Precision::Interval,
            }
        }
        _ => Precision::Interval,
    }
}

fn span(start: Bound, end: Bound) -> Span {
    (start.map(|date| date.earliest), end.map(|date| date.latest))
}

fn meet(a: Span, b: Span) -> bool {
    let ordered = |start: Option<Day>, end: Option<Day>| match (start, end) {
        (Some(start), Some(end)) => start <= end,
        _ => true,
    };
    ordered(a.0, b.1) && ordered(b.0, a.1)
}

fn within(inner: Span, outer: Span) -> bool {
    let starts = outer.0.is_none_or(|outer| inner.0.is_some_and(|inner| inner >= outer));
    let ends = outer.1.is_none_or(|outer| inner.1.is_some_and(|inner| inner <= outer));
    starts && ends
}

#[cfg(test)]
mod tests;
