//! The house's settings for reading dates.

use super::calendar::Day;

/// How a house reads dates; what is `None` is decided by each article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether 3/4 is the third of April.
    pub day_first: Option<bool>,
    /// Month with which the fiscal year begins.
    pub fiscal_start: Option<u8>,
    /// Whether the week begins on Sunday (else on Monday, as in ISO 8601).
    pub sunday_first: bool,
    /// What relative dates relate to, in place of the day of publication.
    pub reference: Option<Day>,
    /// Whether the text tells a story, so that "the next day" and "in March" follow the date
    /// last mentioned.
    pub narrative: Option<bool>,
}
