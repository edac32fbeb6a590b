//! What a temporal expression means: one typed value, from which TIMEX3 and EDTF both follow.
//!
//! In: points, lengths and recurrences, put together by `functions`.  Out: the TIMEX3 type,
//! value and modifier (TimeML 1.2.1) and the EDTF text (ISO 8601-2), which never claims more
//! than the words do.

mod edtf;
mod timex;

use super::point::{Point, Unit};
use crate::extraction::TimexType;
use edtf::{edtf_point, join};
use timex::{timex_length, timex_point};

/// The meaning of a temporal expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What kind of thing it is.
    pub kind: Kind,
    /// TIMEX3 modifier.
    pub modifier: Option<Modifier>,
    /// EDTF `~`.
    pub approximate: bool,
    /// EDTF `?`.
    pub uncertain: bool,
    /// First and last point of the calendar that a length or a vague reference covers, where
    /// its anchor tells, or the night between two days.
    pub span: Option<(Point, Point)>,
}

/// What kind of thing an expression means.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A position on the calendar.
    Point(Point),
    /// From one position to another; `None` is an open end.
    Interval(Option<Point>, Option<Point>),
    /// One of several positions.
    OneOf(Vec<Point>),
    /// Past, present or future, no more being said.
    Ref(Ref),
    /// A length of time.
    Length(Length),
    /// A recurrence given by a pattern of the calendar: every Monday.
    Pattern(Point),
    /// A recurrence given by a length: every two weeks.
    Every(Length),
}

/// A vague reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Ref {
    Past,
    Present,
    Future,
}

/// A length of time; an amount in hundredths, `None` where the words leave it open ("years").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Hundredths of the unit.
    pub hundredths: Option<i64>,
    /// The unit; `None` where even that is open ("a while").
    pub unit: Option<Unit>,
    /// A smaller unit added to it: "two years and six months".
    pub more: Option<(i64, Unit)>,
}

/// TIMEX3 modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Modifier {
    Start,
    Mid,
    End,
    Approx,
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
}

const MODIFIERS: [(Modifier, &str); 12] = [
    (Modifier::Start, "START"),
    (Modifier::Mid, "MID"),
    (Modifier::End, "END"),
    (Modifier::Approx, "APPROX"),
    (Modifier::Before, "BEFORE"),
    (Modifier::After, "AFTER"),
    (Modifier::OnOrBefore, "ON_OR_BEFORE"),
    (Modifier::OnOrAfter, "ON_OR_AFTER"),
    (Modifier::LessThan, "LESS_THAN"),
    (Modifier::MoreThan, "MORE_THAN"),
    (Modifier::EqualOrLess, "EQUAL_OR_LESS"),
    (Modifier::EqualOrMore, "EQUAL_OR_MORE"),
];

impl Modifier {
    /// The modifier of a TIMEX3 name.
    pub fn named(name: &str) -> Option<Self> {
        MODIFIERS.iter().find(|(_, known)| *known == name).map(|(modifier, _)| *modifier)
    }

    /// Its TIMEX3 name.
    pub fn name(self) -> &'static str {
        MODIFIERS.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        Self { kind, modifier: None, approximate: false, uncertain: false, span: None }
    }
}

impl From<Point> for Value {
    fn from(point: Point) -> Self {
        Kind::Point(point).into()
    }
}

impl Value {
    /// The TIMEX3 type.
    pub fn timex_type(&self) -> TimexType {
        let of_point = |point: &Point| match point.time {
            Some(_) => TimexType::Time,
            None => TimexType::Date,
        };
        match &self.kind {
            Kind::Point(point) => of_point(point),
            Kind::Interval(start, end) => start.or(*end).map_or(TimexType::Date, |p| of_point(&p)),
            Kind::OneOf(points) => points.first().map_or(TimexType::Date, of_point),
            Kind::Ref(_) => TimexType::Date,
            Kind::Length(_) => TimexType::Duration,
            Kind::Pattern(_) | Kind::Every(_) => TimexType::Set,
        }
    }

    /// The TIMEX3 value: `2025-07-26`, `P2D`, `PAST_REF`, `XXXX-WXX-1` …
    pub fn timex(&self) -> String {
        match &self.kind {
            Kind::Point(point) | Kind::Pattern(point) => timex_point(point),
            Kind::Interval(Some(start), Some(end)) => {
                format!("{}/{}", timex_point(start), timex_point(end))
            }
            Kind::Interval(start, end) => {
                start.or(*end).map_or_else(String::new, |p| timex_point(&p))
            }
            Kind::OneOf(points) => points.first().map_or_else(String::new, timex_point),
            Kind::Ref(Ref::Past) => "PAST_REF".to_owned(),
            Kind::Ref(Ref::Present) => "PRESENT_REF".to_owned(),
            Kind::Ref(Ref::Future) => "FUTURE_REF".to_owned(),
            Kind::Length(length) | Kind::Every(length) => timex_length(length),
        }
    }

    /// The EDTF text; `None` where the words name no position that is known.
    pub fn edtf(&self) -> Option<String> {
        let mark = self.mark();
        let bound = |point: &Option<Point>| match point {
            Some(point) => edtf_point(point, mark),
            None => Some("..".to_owned()),
        };
        match &self.kind {
            Kind::Point(point) => match &self.span {
                Some((start, end)) => {
                    Some(join(&edtf_point(start, mark)?, &edtf_point(end, mark)?))
                }
                None => self.edtf_modified(edtf_point(point, mark)?),
            },
            Kind::Interval(start, end) => Some(join(&bound(start)?, &bound(end)?)),
            Kind::OneOf(points) => {
                let points: Option<Vec<String>> =
                    points.iter().map(|p| edtf_point(p, mark)).collect();
                Some(format!("[{}]", points?.join(",")))
            }
            Kind::Pattern(_) | Kind::Every(_) => None,
            Kind::Ref(_) | Kind::Length(_) => {
                let (start, end) = self.span?;
                Some(join(&edtf_point(&start, mark)?, &edtf_point(&end, mark)?))
            }
        }
    }

    fn mark(&self) -> &'static str {
        let loose = matches!(
            self.modifier,
            Some(
                Modifier::Approx
                    | Modifier::LessThan
                    | Modifier::MoreThan
                    | Modifier::EqualOrLess
                    | Modifier::EqualOrMore
            )
        );
        match (self.approximate || loose, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        }
    }

    fn edtf_modified(&self, edtf: String) -> Option<String> {
        let part = |at: usize| edtf.split('/').nth(at).unwrap_or(&edtf).to_owned();
        match self.modifier {
            Some(Modifier::Before | Modifier::OnOrBefore) => Some(format!("../{}", part(1))),
            Some(Modifier::After | Modifier::OnOrAfter) => Some(format!("{}/..", part(0))),
            _ => Some(edtf),
        }
    }

    /// Whether it is an early, middle or late part of the stretch it names.
    pub fn is_part(&self) -> bool {
        matches!(self.modifier, Some(Modifier::Start | Modifier::Mid | Modifier::End))
    }

    /// The position it is at, for expressions that relate to it.
    pub fn point(&self) -> Option<Point> {
        match &self.kind {
            Kind::Point(point) => Some(*point),
            Kind::Interval(start, end) => end.or(*start),
            Kind::OneOf(points) => points.first().copied(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
