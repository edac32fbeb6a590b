//! What rule authors test with: examples inside rules, and snapshots of a folder of articles.
//!
//! In: rules, articles and what is extracted from them.  Out: which examples fail and why, and
//! what a change to a rule changes.  Nothing here is part of extraction.

pub mod diff;
pub mod examples;
pub mod marked;
pub mod review;
pub mod snapshot;
pub mod store;
