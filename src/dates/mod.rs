//! Temporal expressions: where they stand and what they mean.
//!
//! In: the text, the date rules, the day of publication.  Out: typed values, from which
//! TIMEX3 and EDTF are both derived, and the steps by which each was reached.

mod calendar;
pub mod edtf;
mod point;
mod value;

pub use calendar::{
    Day, MAX_YEAR, MIN_YEAR, days_in, easter, is_leap, nth_weekday, orthodox_easter, shift_month,
};
pub use edtf::{Edtf, Precision};
pub use point::{Clock, Part, Point, Season, Time, Unit};
pub use value::{Kind, Length, Modifier, Ref, Value};
