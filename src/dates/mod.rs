//! Temporal expressions: where they stand and what they mean.
//!
//! In: the text, the date rules, the day of publication.  Out: typed values, from which
//! TIMEX3 and EDTF are both derived, and the steps by which each was reached.
//!
//! [`find`] matches the strata of date rules, lets the longest match win, and works the values
//! out in the order of the text.  A value knows no words and a rule knows no calendar; the
//! functions of `functions` are where both meet.

mod calendar;
mod cycle;
pub mod edtf;
pub mod evaluate;
mod feast;
mod find;
pub mod functions;
mod lists;
pub mod options;
mod point;
mod tense;
mod value;

pub use calendar::{
    Day, MAX_YEAR, MIN_YEAR, days_in, easter, is_leap, nth_weekday, orthodox_easter, shift_month,
};
pub use cycle::{Choice, Cycle};
pub use edtf::{Edtf, Precision};
pub use feast::Feast;
pub use find::{Context, DROPPED, Dated, Found, REPORTED, find, is_date};
pub use options::{Options, Outlet, direction_of};
pub use point::{Clock, Part, Point, Season, Time, UNITS, Unit};
pub use value::{Kind, Length, Modifier, Ref, Value};
