//! The house's settings for reading dates.
//!
//! In: options of a run and the `settings:` of rule files.  Out: [`Options`].  What nobody has
//! set is decided by each article.  An option of the run goes before the setting of a source,
//! that before the general one.
//!
//! ```yaml
//! settings:
//!   dates: { date_order: day-month, week_start: monday, fiscal_start: 4, narrative: false }
//!   "dates/The Harrow Post": { date_order: month-day }     # for articles of one source
//!   "dates/harrow.example": { zone: America/New_York }     # or of one site
//! ```

use super::calendar::Day;
use super::functions::Direction;
use crate::rules::Rules;
use crate::rules::spec::AttributeSpec;
use chrono_tz::Tz;
use std::borrow::Cow;

/// How a house reads dates; what is `None` is decided by each article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether 3/4 is the third of April; else by what other dates of the article show.
    pub day_first: Option<bool>,
    /// Month with which the fiscal year begins; else fiscal years are approximate.
    pub fiscal_start: Option<u8>,
    /// Whether fiscal 2025 is the one that begins in 2025; else the one that ends in it.
    pub fiscal_by_start: Option<bool>,
    /// Whether the week begins on Sunday; else on Monday, as in ISO 8601.
    pub sunday_first: Option<bool>,
    /// What relative dates relate to, in place of the day of publication.
    pub reference: Option<Day>,
    /// Whether the text tells a story, so that "the next day" and "in March" follow the date
    /// last mentioned; else by the years the article names.
    pub narrative: Option<bool>,
    /// Where a date lies whose clause does not tell: in a schedule ahead; else the nearest.
    pub direction: Option<Direction>,
    /// Where the outlet is: the day of publication is the day there, where metadata tell it in UTC.
    pub zone: Option<Tz>,
}

/// The names under which an outlet may have settings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outlet<'a> {
    source: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> Outlet<'a> {
    /// The outlet of an article of a source and a web address.
    pub fn new(source: Option<&'a str>, url: Option<&'a str>) -> Self {
        Self { source, url }
    }

    /// Its name, the name before a slash, its site, and the sites that is part of.
    fn names(self) -> impl Iterator<Item = Cow<'a, str>> {
        let section = self.source.and_then(|source| source.split_once('/')).map(|(site, _)| site);
        let sites = std::iter::successors(self.url.and_then(host), |site| {
            site.split_once('.').map(|(_, above)| above).filter(|above| above.contains('.'))
        });
        let sites = sites.map(|site| Cow::Owned(site.to_ascii_lowercase()));
        self.source.into_iter().chain(section).map(Cow::Borrowed).chain(sites)
    }
}

/// The host of a web address.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', ':', '?', '#']).next().filter(|host| host.contains('.'))
}

/// Stage under which the settings stand; a source's own follow after a slash.
pub const STAGE: &str = "dates";

/// The settings and what each expects.
pub const SETTINGS: [(&str, &str); 8] = [
    ("date_order", "`day-month` or `month-day`"),
    ("week_start", "`monday` or `sunday`"),
    ("fiscal_start", "a month, 1 to 12"),
    ("fiscal_name", "`start` or `end`: the calendar year that a fiscal year is named after"),
    ("reference", "a day such as 2025-07-26"),
    ("narrative", "`true` or `false`"),
    ("direction", "`past` or `future`"),
    ("zone", "a time zone such as `Europe/Paris`"),
];

impl Options {
    /// These options, completed by the settings of the rules for an outlet and in general.
    pub fn completed(self, rules: &Rules, outlet: Outlet<'_>) -> Self {
        let of_outlet = outlet.names().map(|name| Self::set_in(rules, &format!("{STAGE}/{name}")));
        of_outlet.fold(self, Self::or).or(Self::set_in(rules, STAGE))
    }

    fn or(self, other: Self) -> Self {
        Self {
            day_first: self.day_first.or(other.day_first),
            fiscal_start: self.fiscal_start.or(other.fiscal_start),
            fiscal_by_start: self.fiscal_by_start.or(other.fiscal_by_start),
            sunday_first: self.sunday_first.or(other.sunday_first),
            reference: self.reference.or(other.reference),
            narrative: self.narrative.or(other.narrative),
            direction: self.direction.or(other.direction),
            zone: self.zone.or(other.zone),
        }
    }

    fn set_in(rules: &Rules, stage: &str) -> Self {
        let mut options = Self::default();
        for (name, value) in rules.settings.get(stage).into_iter().flatten() {
            options.take(name, value);
        }
        options
    }

    /// Takes over a setting; `None` where its name or its value is none of [`SETTINGS`].
    pub fn take(&mut self, name: &str, value: &AttributeSpec) -> Option<()> {
        match (name, value) {
            ("date_order", AttributeSpec::Text(order)) => {
                self.day_first = Some(one_of(order, "day-month", "month-day")?);
            }
            ("week_start", AttributeSpec::Text(day)) => {
                self.sunday_first = Some(one_of(day, "sunday", "monday")?);
            }
            ("fiscal_start", AttributeSpec::Int(month @ 1..=12)) => {
                self.fiscal_start = Some(u8::try_from(*month).ok()?);
            }
            ("fiscal_name", AttributeSpec::Text(end)) => {
                self.fiscal_by_start = Some(one_of(end, "start", "end")?);
            }
            ("reference", AttributeSpec::Text(day)) => self.reference = Some(Day::parse(day)?),
            ("narrative", AttributeSpec::Bool(narrative)) => self.narrative = Some(*narrative),
            ("direction", AttributeSpec::Text(direction)) => {
                self.direction = Some(direction_of(direction)?);
            }
            ("zone", AttributeSpec::Text(zone)) => self.zone = Some(zone.parse().ok()?),
            _ => return None,
        }
        Some(())
    }
}

/// The direction of a name: `past`, `future`.
pub fn direction_of(name: &str) -> Option<Direction> {
    one_of(name, "future", "past").map(|ahead| match ahead {
        true => Direction::Future,
        false => Direction::Past,
    })
}

fn one_of(text: &str, yes: &str, no: &str) -> Option<bool> {
    (text == yes || text == no).then_some(text == yes)
}

#[cfg(test)]
mod tests;
