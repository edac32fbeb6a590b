//! The house's settings for reading dates.
//!
//! In: options of a run and the `settings:` of rule files.  Out: [`Options`].  What nobody has
//! set is decided by each article.
//!
//! ```yaml
//! settings:
//!   dates: { date_order: day-month, week_start: monday, fiscal_start: 4, narrative: false }
//!   "dates/The Harrow Post": { date_order: month-day }     # for articles of one source
//! ```

use super::calendar::Day;
use crate::rules::Rules;
use crate::rules::spec::AttributeSpec;

/// How a house reads dates; what is `None` is decided by each article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether 3/4 is the third of April; else by what other dates of the article show.
    pub day_first: Option<bool>,
    /// Month with which the fiscal year begins; else fiscal years are approximate.
    pub fiscal_start: Option<u8>,
    /// Whether the week begins on Sunday; else on Monday, as in ISO 8601.
    pub sunday_first: Option<bool>,
    /// What relative dates relate to, in place of the day of publication.
    pub reference: Option<Day>,
    /// Whether the text tells a story, so that "the next day" and "in March" follow the date
    /// last mentioned; else by the years the article names.
    pub narrative: Option<bool>,
}

impl Options {
    /// These options, completed by the settings of the rules for a source and in general.
    pub fn completed(self, rules: &Rules, source: Option<&str>) -> Self {
        let of_source = source.map(|source| Self::set_in(rules, &format!("dates/{source}")));
        self.or(of_source.unwrap_or_default()).or(Self::set_in(rules, "dates"))
    }

    fn or(self, other: Self) -> Self {
        Self {
            day_first: self.day_first.or(other.day_first),
            fiscal_start: self.fiscal_start.or(other.fiscal_start),
            sunday_first: self.sunday_first.or(other.sunday_first),
            reference: self.reference.or(other.reference),
            narrative: self.narrative.or(other.narrative),
        }
    }

    fn set_in(rules: &Rules, stage: &str) -> Self {
        let text = |name: &str| match rules.setting(stage, name)? {
            AttributeSpec::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let fiscal_start = match rules.setting(stage, "fiscal_start") {
            Some(AttributeSpec::Int(month @ 1..=12)) => u8::try_from(*month).ok(),
            _ => None,
        };
        let narrative = match rules.setting(stage, "narrative") {
            Some(AttributeSpec::Bool(narrative)) => Some(*narrative),
            _ => None,
        };
        Self {
            day_first: text("date_order").and_then(|order| one_of(order, "day-month", "month-day")),
            fiscal_start,
            sunday_first: text("week_start").and_then(|day| one_of(day, "sunday", "monday")),
            reference: text("reference").and_then(Day::parse),
            narrative,
        }
    }
}

fn one_of(text: &str, yes: &str, no: &str) -> Option<bool> {
    (text == yes || text == no).then_some(text == yes)
}
