//! Quotations and reported speech.
pub mod marks;
