//! Temporal expressions: where they stand and what they mean.
//!
//! In: the text, the date rules, the day of publication.  Out: typed values, from which
//! TIMEX3 and EDTF are both derived, and the steps by which each was reached.

mod calendar;
mod cycle;
pub mod edtf;
mod feast;
pub mod functions;
mod point;
mod value;

pub use calendar::{
    Day, MAX_YEAR, MIN_YEAR, days_in, easter, is_leap, nth_weekday, orthodox_easter, shift_month,
};
pub use cycle::{Choice, Cycle};
pub use edtf::{Edtf, Precision};
pub use feast::Feast;
pub use point::{Clock, Part, Point, Season, Time, Unit};
pub use value::{Kind, Length, Modifier, Ref, Value};
