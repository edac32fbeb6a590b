//! How exact an EDTF expression is.

use std::fmt;

/// How much of the calendar an expression names; finer is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// One of several dates: `[1864,1866]`.
    Set,
    /// From one date to another, possibly open: `2014-05/2015-06`.
    Interval,
    /// A thousand years: `1XXX`.
    Millennium,
    /// A hundred years: `19XX`.
    Century,
    /// Ten years: `199X`.
    Decade,
    /// `1999`.
    Year,
    /// Half of a year: `1999-40`, `1999-41`.
    Half,
    /// `1999-33` to `1999-36`, or a third of a year, `1999-37` to `1999-39`.
    Quarter,
    /// `1999-21` (spring) to `1999-24` (winter).
    Season,
    /// `1999-05`.
    Month,
    /// Seven days from a Monday on.
    Week,
    /// A day or several whose month or day has unspecified digits: `1999-05-1X`.
    Days,
    /// `1999-05-03`.
    Day,
    /// A time of day: `1999-05-03T17:00`.
    Time,
}

impl Precision {
    /// The name shown to users: `day`, `month`, `interval` …
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Interval => "interval",
            Self::Millennium => "millennium",
            Self::Century => "century",
            Self::Decade => "decade",
            Self::Year => "year",
            Self::Half => "half",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::Month => "month",
            Self::Week => "week",
            Self::Days => "days",
            Self::Day => "day",
            Self::Time => "time",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
