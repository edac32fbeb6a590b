//! The text of an article as the rules see it.
//!
//! In: an article's text.  Out: a normalised view that maps back to it.

pub mod normal;
