//! Working out the values of matches, in the order of the text.
//!
//! In: matches with their captures, the day of publication.  Out: values and, where asked for,
//! every step to them.  The only state is [`Story`]: which dates were mentioned last.

use super::functions::{Arg, Arguments, Direction, Reference, Refusal, function};
use super::point::{Part, Point, Unit};
use super::tense;
use super::value::{Kind, Length, Value};
use super::{Cycle, Day, Options};
use crate::matching::{Capture, Ground, Match, What};
use crate::rules::expression::Expr;
use crate::rules::lexicon::Entry;
use crate::rules::spec::AttributeSpec;
use crate::rules::starts::Asked;
use crate::text::{Shape, TokenRange};

/// The dates last mentioned.
#[derive(Debug, Clone, Copy, Default)]
pub struct Story {
    last: Option<Point>,
    day: Option<Point>,
    month: Option<Point>,
    quarter: Option<Point>,
    year: Option<Point>,
    /// Whether a quarter was the last period mentioned, so that "a year ago" is a quarter too.
    quarterly: bool,
    /// A year far from the story's own that was mentioned last; a second one near it moves the
    /// story there.
    aside: Option<i32>,
    /// The year last named, an aside or not, or the first of a decade: "the war of 1914-18".
    named: Option<i32>,
    /// First token of the expression that last moved the story.
    told_at: usize,
    /// The paragraph that opens with a date of an earlier year, and that year.
    opened: Option<(usize, i32)>,
}

/// Tokens after which a date is forgotten in a text that tells no story: "the end of the year" is
/// then that of the year of publication.
const MEMORY: usize = 80;

/// Tokens within which a paragraph opens with a date.
const OPENING: usize = 3;

/// Years through which a passage goes on from the one it opens with.
const ONWARD: i32 = 5;

/// Years by which a passage lies before the day of publication at least.
const BACK: i32 = 2;

/// Years from which on a year is an aside: "a report, declassified in 2005".
const FAR: i32 = 20;

impl Story {
    /// Takes note of a value, whose expression begins at a token.
    pub fn mention(&mut self, value: &Value, at: usize, published: Option<Day>) {
        if matches!(value.kind, Kind::Length(Length { hundredths: Some(_), .. })) {
            self.quarterly = false;
        }
        let point = match value.kind {
            Kind::Point(point) => point,
            // "The 2008-09 season" begins in 2008.
            Kind::Interval(Some(start), _) if start.unit() == Unit::Year => start,
            // "Three days later" counts from the end of "the night of 2-3 June".
            Kind::Interval(_, Some(end)) if end.as_day().is_some() => end,
            _ => return,
        };
        if point.year.is_none() || point.unit() < Unit::Decade {
            return;
        }
        self.named = point.year;
        if point.unit() < Unit::Year || self.is_aside(&point) {
            return;
        }
        let within_last =
            point.unit() == Unit::Year && self.last.is_some_and(|last| last.year == point.year);
        if !within_last {
            self.last = Some(Point { time: None, ..point });
        }
        self.year = Some(point.within(Unit::Year));
        self.told_at = at;
        match point.unit() {
            // A comparison with the year before leaves the quarter under report in place.
            Unit::Quarter
                if self.quarter.is_some_and(|q| q.shift_same(-1, Unit::Year) == Some(point)) => {}
            Unit::Quarter if !self.moves_report(&point, value.approximate, published) => {}
            Unit::Quarter => {
                self.quarter = Some(point);
                self.quarterly = true;
            }
            Unit::Month => self.month = Some(point),
            Unit::Year | Unit::Half | Unit::Season => {
                self.quarterly = false;
                if value.is_part() && self.month.is_some_and(|month| month.year != point.year) {
                    // "Early in 1927" moves the story on; "in 1927" may be an aside.
                    (self.month, self.day) = (None, None);
                }
            }
            _ => {
                self.month = Some(point.within(Unit::Month));
                self.day =
                    Some(point.within(Unit::Day)).filter(|p| p.as_day().is_some()).or(self.day);
            }
        }
    }
}

impl Story {
    /// Whether a quarter is the one under report.  What companies report lies behind them, and a
    /// look back at an earlier quarter leaves it in place, unless it is counted in fiscal years.
    fn moves_report(&self, point: &Point, fiscal: bool, published: Option<Day>) -> bool {
        let is_over = |quarter: &Point| published.is_none_or(|day| quarter.last_day() <= Some(day));
        if published.is_some_and(|day| point.first_day() > Some(day)) {
            return false;
        }
        self.quarter.is_none_or(|known| {
            let earlier = !fiscal && is_over(&known) && known.first_day() > point.first_day();
            is_over(point) && !earlier
        })
    }

    /// The month or day last mentioned, whichever came later.
    fn thread(&self) -> Option<Point> {
        self.day.filter(|day| Some(day.within(Unit::Month)) == self.month).or(self.month)
    }

    /// Whether a year leads away from the story without a second one near it.
    fn is_aside(&mut self, point: &Point) -> bool {
        let (Some(year), Some(last)) = (point.year, self.year.and_then(|p| p.year)) else {
            return false;
        };
        let far = |a: i32, b: i32| (a - b).abs() > FAR;
        if point.unit() != Unit::Year
            || !far(year, last)
            || self.aside.is_some_and(|a| !far(a, year))
        {
            self.aside = None;
            return false;
        }
        self.aside = Some(year);
        true
    }
}

/// Works out values.
pub struct Evaluator<'a> {
    /// Text, rules and chunks.
    pub ground: Ground<'a>,
    /// All matches that chunks may refer to.
    pub matches: &'a [Match],
    /// Day of publication.
    pub published: Option<Day>,
    /// Whether the text tells a story.
    pub narrative: bool,
    /// Whether the text is a report whose day is not known: a date is not carried on far.
    pub undated: bool,
    /// The house's settings.
    pub options: &'a Options,
    /// Order of day and month in figures.
    pub day_first: Option<bool>,
    /// The dates last mentioned.
    pub story: Story,
    /// Whether the value under way leans on another date.
    pub relative: bool,
    /// The year of the date that the one under way is listed with: "April and June 1955".
    pub listed: Option<i32>,
    /// The first token of the end of a range that begins ahead, and its year: "from May to February".
    pub lent: Option<(usize, i32)>,
    /// Days by which the weekday under way moves, so that its range runs forward; for the end of
    /// a range with its first token.
    pub moved: (usize, i64),
    /// The expression under way, of which a match may be a part.
    pub whole: TokenRange,
    /// The day of the time or date that the one under way is listed with: "from 9 to 5 on
    /// Tuesday", "on 5 and 6 March".
    pub listed_day: Option<Point>,
    /// The steps to the value under way, where asked for.
    pub steps: Option<Vec<String>>,
}

/// What values may name besides captures; `x` stands for an argument that is not there.
pub const NAMES: &[&str] = &[
    "x",
    "publication",
    "anchor",
    "listed_month",
    "mentioned",
    "mentioned_day",
    "mentioned_month",
    "mentioned_quarter",
    "mentioned_year",
    "reported_quarter",
    "told_day",
    "told_month",
    "told_year",
];

/// Functions whose choice depends on where the clause looks.
const TENSED: [&str; 4] = ["fiscal_quarter", "fitting", "near", "numeric"];

/// Deepest nesting of chunks in chunks.
const DEEPEST: usize = 16;

impl<'a> Evaluator<'a> {
    /// The value of a match.
    ///
    /// # Errors
    /// Where the calendar has no such date, or the rule finds it is none.
    pub fn value(&mut self, found: &'a Match, depth: usize) -> Result<Value, Refusal> {
        let rule = self.ground.rules.rule(found.rule);
        let expr = rule.value.as_ref().filter(|_| depth < DEEPEST).ok_or(Refusal::NoDate)?;
        match self.eval(expr, found, depth)? {
            Arg::Value(value) => Ok(value),
            Arg::Cycle(cycle) => Ok(cycle.pattern().into()),
            _ => Err(Refusal::NoDate),
        }
    }

    fn eval(&mut self, expr: &'a Expr, found: &'a Match, depth: usize) -> Result<Arg<'a>, Refusal> {
        match expr {
            Expr::Int(number) => Ok(Arg::Number(*number as f64)),
            Expr::Text(text) => Ok(Arg::Text(text)),
            Expr::Name(name) => self.name(name, found, depth),
            Expr::Attribute(name, attribute) => Ok(self.attribute(name, attribute, found)),
            Expr::Negative(inner) => match self.eval(inner, found, depth)? {
                Arg::Missing => Ok(Arg::Missing),
                arg => arg.as_number().map(|n| Arg::Number(-n)).ok_or(Refusal::NoDate),
            },
            Expr::Call(name, arguments) => self.call(name, arguments, found, depth),
        }
    }

    fn call(
        &mut self,
        name: &str,
        expressions: &'a [Expr],
        found: &'a Match,
        depth: usize,
    ) -> Result<Arg<'a>, Refusal> {
        let function = function(name).ok_or(Refusal::NoDate)?;
        let mut list = Vec::with_capacity(expressions.len());
        for expression in expressions {
            list.push(self.eval(expression, found, depth)?);
        }
        let reference = self.reference(found, TENSED.contains(&name));
        if function.uses_anchor(&list) && reference.anchor.year.is_some() {
            self.relative = true;
            self.show_anchor(&list, &reference);
        }
        let result = (function.run)(&Arguments { list: &list, reference: &reference });
        if let Some(steps) = &mut self.steps {
            let shown: Vec<String> = list.iter().map(Arg::show).collect();
            let result = result.as_ref().map_or_else(|refusal| refusal.to_string(), Arg::show);
            steps.push(format!("{name}({}) = {result}", shown.join(", ")));
        }
        result
    }

    fn reference(&self, found: &Match, tensed: bool) -> Reference {
        let direction = if tensed { self.direction(found) } else { Direction::Unknown };
        let lost = self.undated && self.listed.is_none() && self.is_far(found);
        let told = |p: &Point| self.narrative && p.as_day().is_some() && !lost;
        let thread = self.story.thread();
        Reference {
            anchor: if lost { self.published() } else { self.anchor() },
            day: thread.filter(told).unwrap_or_else(|| self.published()),
            direction,
            narrative: self.narrative || self.listed.is_some(),
            fiscal_start: self.options.fiscal_start,
            fiscal_by_start: self.options.fiscal_by_start == Some(true),
            day_first: self.day_first,
            sunday_first: self.options.sunday_first == Some(true),
            story_year: self.story.year.and_then(|p| p.year),
            named_year: self.story.named,
            story_month: thread.filter(|_| self.listed.is_none() && !lost),
            passage: self.passage(found),
        }
    }

    /// The direction of the clause, else the house's.
    pub fn direction(&self, found: &Match) -> Direction {
        let whole = &self.whole;
        let inside = whole.start <= found.first && found.last <= whole.end;
        let (first, last) =
            if inside { (whole.start, whole.end) } else { (found.first, found.last) };
        // In a look back "by May" is no limit that lies ahead.
        let limits = self.passage(found).is_none();
        match tense::direction(self.ground, first, last, limits) {
            Direction::Unknown => self.options.direction.unwrap_or_default(),
            told => told,
        }
    }

    /// Keeps as a step what a function counts from, and where the clause looks.
    fn show_anchor(&mut self, list: &[Arg<'_>], reference: &Reference) {
        let Some(steps) = &mut self.steps else { return };
        let cycle = list.first().and_then(Arg::as_cycle);
        let weekly = cycle.is_some_and(Cycle::is_weekly);
        let in_story = self.narrative && self.story.last.is_some();
        let told = cycle.and_then(|cycle| reference.look_back(cycle));
        let anchor = match told {
            Some(told) => told,
            None if weekly && in_story => reference.day,
            None => reference.anchor,
        };
        let whose = match self.options.reference {
            _ if told.is_some() => "the date the paragraph looks back on",
            _ if self.listed.is_some() => "the year of the date it is listed with",
            _ if in_story => "the date last mentioned, as the text tells a story",
            Some(_) => "the reference day of the run",
            None => "the day of publication",
        };
        let looks = match reference.direction {
            Direction::Past => "; the clause looks back",
            Direction::Future => "; the clause looks ahead",
            Direction::Unknown => "",
        };
        steps.push(format!("anchor = {}, {whose}{looks}", Value::from(anchor).timex()));
    }

    /// Whether a report has not named a date for so long that none is carried on.
    fn has_forgotten(&self, found: &Match) -> bool {
        let known = !self.narrative && self.published.is_some();
        known && self.is_far(found)
    }

    fn is_far(&self, found: &Match) -> bool {
        found.first.saturating_sub(self.story.told_at) > MEMORY
    }

    /// Takes note of a value that was found.
    pub fn mention(&mut self, found: &Match, value: &Value) {
        self.story.mention(value, found.first, self.published);
        let opens = self.opens_paragraph(found).filter(|_| self.looks_far_back());
        if let Some((paragraph, year)) = opens.zip(self.story.last.and_then(|told| told.year)) {
            self.story.opened = Some((paragraph, year));
        }
    }

    /// The paragraph that an expression opens: "On 3 May 2019 he …", "3 May 2019: He …", but not
    /// "The 2019 flood …" or "Since 2019 …".
    fn opens_paragraph(&self, found: &Match) -> Option<usize> {
        let Ground { rules, text, .. } = self.ground;
        let paragraph = text.paragraph_of(found.first);
        let start = text.paragraphs.get(paragraph)?.start;
        let introduced = found.first.checked_sub(1).is_some_and(|before| {
            let is = |asked| rules.stands(text, asked, before);
            is(Asked::DateIntroduction) && !is(Asked::NounOpener) && !is(Asked::DateLimit)
        });
        let heads = text.tokens.get(found.last).is_some_and(|next| next.shape == Shape::Punct);
        let opens = if found.first == start { heads } else { introduced };
        (opens && found.first - start <= OPENING).then_some(paragraph)
    }

    /// Whether the date last mentioned lies years before the day of publication.
    fn looks_far_back(&self) -> bool {
        let told = self.story.last.filter(|told| told.unit() >= Unit::Year);
        let years = told.and_then(|told| Some(self.published?.year() - told.year?));
        years.is_some_and(|years| years >= BACK)
    }

    /// The date a report looks back on in a paragraph that opens with an earlier year, and in the
    /// next one where it opens with a date, too: "On 3 May 2019 he was held. He was charged in June."
    fn passage(&self, found: &Match) -> Option<Point> {
        let (opened, year) = self.story.opened?;
        let here = self.ground.text.paragraph_of(found.first);
        let goes_on = here == opened + 1 && self.opens_paragraph(found).is_some();
        let asked = self.narrative || self.options.narrative.is_some();
        let looks_back = (here == opened || goes_on) && !asked && self.listed.is_none();
        // A year named in passing, as in "the crisis of 2008", is not that of the passage.
        let passage = |told: &Point| told.year.is_some_and(|t| (0..=ONWARD).contains(&(t - year)));
        self.story.last.filter(|told| looks_back && self.looks_far_back() && passage(told))
    }

    /// Whether a report has told no day that a clause about the past could go on from.
    fn is_untold(&self, found: &Match) -> bool {
        let told = self.listed_day.or_else(|| self.story.thread());
        !self.narrative && told.is_none() && self.direction(found) == Direction::Past
    }

    fn published(&self) -> Point {
        self.published.map_or(Point::unknown_day(), Point::day)
    }

    /// What dates without a year are read against: the day of publication, in a story the
    /// date last mentioned.
    fn anchor(&self) -> Point {
        if let Some(year) = self.listed {
            Point::new(Some(year), Part::Year)
        } else if self.narrative {
            self.story.last.unwrap_or(Point::unknown_day())
        } else {
            self.published()
        }
    }

    fn name(&mut self, name: &str, found: &'a Match, depth: usize) -> Result<Arg<'a>, Refusal> {
        if let Some(capture) = self.capture(name, found) {
            return self.captured(capture, depth);
        }
        let unknown = Point::unknown_day();
        let published = self.published();
        let mentioned = self.story.last.unwrap_or_else(|| self.anchor());
        let point = match name {
            // "Tonight" in a speech of 1940 is the night of the speech, not of the book.
            "publication" if self.narrative && tense::is_quoted(self.ground.text, found.first) => {
                unknown
            }
            "publication" => published,
            "anchor" => self.anchor(),
            "mentioned" => mentioned,
            "listed_month" => match self.listed_day {
                Some(day) => day.within(Unit::Month),
                None => return Err(Refusal::NoDate),
            },
            "told_day" if self.has_forgotten(found) => self.listed_day.unwrap_or(published),
            // "The next day" of a report of what was is that of a day it told, and no other.
            "mentioned_day" if self.is_untold(found) => unknown,
            "mentioned_day" | "told_day" => {
                let told = self.listed_day.or_else(|| self.story.thread());
                told.unwrap_or_else(|| self.anchor())
            }
            "told_month" if self.has_forgotten(found) => published.within(Unit::Month),
            "told_year" if self.has_forgotten(found) => published.within(Unit::Year),
            "mentioned_month" | "told_month" => {
                self.story.month.unwrap_or(mentioned).within(Unit::Month)
            }
            "mentioned_quarter" => {
                self.story.quarter.or_else(|| published.shift(-1, Unit::Quarter)).unwrap_or(unknown)
            }
            "reported_quarter" => match self.story.quarter.filter(|_| self.story.quarterly) {
                Some(quarter) => quarter,
                None => return Ok(Arg::Missing),
            },
            "mentioned_year" | "told_year" => {
                self.story.year.unwrap_or(mentioned).within(Unit::Year)
            }
            _ => return Ok(Arg::Missing),
        };
        self.relative |= point.year.is_some();
        if let Some(steps) = &mut self.steps {
            steps.push(format!("{name} = {}", Value::from(point).timex()));
        }
        Ok(Arg::Value(point.into()))
    }

    fn capture(&self, name: &str, found: &'a Match) -> Option<&'a Capture> {
        found.capture(self.ground.rules.capture(name)?)
    }

    fn captured(&mut self, capture: &'a Capture, depth: usize) -> Result<Arg<'a>, Refusal> {
        let ground = self.ground;
        match capture.what {
            What::Nothing => Ok(Arg::Text(ground.text.slice(capture.tokens()))),
            What::Number(number) => Ok(Arg::Number(number)),
            What::Entry(entry) => Ok(Arg::Entry(&ground.rules.lexicons.entry(entry).attributes)),
            What::Chunk(chunk) => {
                let at = ground.chunks.get(chunk).payload as usize;
                let inner = self.matches.get(at).ok_or(Refusal::NoDate)?;
                self.value(inner, depth + 1).map(Arg::Value)
            }
        }
    }

    fn attribute(&self, name: &str, attribute: &str, found: &'a Match) -> Arg<'a> {
        let entry: Option<&'a Entry> = match self.capture(name, found).map(|c| c.what) {
            Some(What::Entry(entry)) => Some(self.ground.rules.lexicons.entry(entry)),
            _ => None,
        };
        match entry.and_then(|entry| entry.attributes.get(attribute)) {
            Some(AttributeSpec::Int(number)) => Arg::Number(*number as f64),
            Some(AttributeSpec::Float(number)) => Arg::Number(*number),
            Some(AttributeSpec::Text(text)) => Arg::Text(text),
            _ => Arg::Missing,
        }
    }
}
