//! What stands in an article's text about the article itself: headline, day of publication,
//! byline, dateline, and the furniture of the site around it.
//!
//! In: the text and the rules of kind `article`.  Out: a [`Description`].  What was given beside
//! the text wins.  Knows layout (lines, headings, where the prose begins), not English.

use super::Article;
use super::occasion::occasion;
use super::zone;
use crate::dates;
use crate::extraction::{ArticleInfo, Problem, Severity};
use crate::matching::trace::{self, Step};
use crate::matching::{Chunks, Ground, Match};
use crate::rules::Rules;
use crate::rules::expression::Expr;
use crate::rules::lexicon;
use crate::text::{Shape, Text, TokenRange, flags};
use chrono::{DateTime, Utc};

/// What an article says of itself.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// For the output.
    pub info: ArticleInfo,
    /// The day the article speaks from, where it differs from the day of publication: that of
    /// its dateline.
    pub dateline: Option<String>,
    /// The day of what it is the record of, where its headline says so.
    pub occasion: Option<String>,
    /// Tokens of the headline.
    pub title: Option<TokenRange>,
    /// Token at which the prose begins.
    pub body: usize,
    /// Lines of the header that are not the headline: outlet, tagline, date, byline.
    pub header: Vec<TokenRange>,
    /// The site's furniture: "Also read", weather boxes, footers; in order, not overlapping.
    pub furniture: Vec<TokenRange>,
    /// What could not be decided.
    pub problems: Vec<Problem>,
    /// When it was published, where that does not tell the day at the outlet: a stamp in the text may.
    afloat: Option<DateTime<Utc>>,
}

impl Description {
    /// Whether a token is part of the furniture, in which nothing is looked for.
    pub fn is_furniture(&self, token: usize) -> bool {
        holds(&self.furniture, token)
    }

    /// Whether a token is part of the prose or the headline, which tell events and quote people.
    pub fn is_told(&self, token: usize) -> bool {
        !holds(&self.furniture, token) && !holds(&self.header, token)
    }

    /// The names under which the outlet may have settings.
    pub fn outlet(&self) -> dates::Outlet<'_> {
        dates::Outlet::new(self.info.source.as_deref(), self.info.url.as_deref())
    }

    /// Whether the day of a stamp that is not the one in UTC may be that of publication.
    fn may_be_of(&self, stamp: &str) -> bool {
        self.afloat.is_none_or(|instant| zone::may_be_local(stamp, instant))
    }

    /// The day from which relative dates count: the dateline's, else that of the occasion, else
    /// that of publication.
    pub fn reference(&self) -> Option<&str> {
        let own = self.dateline.as_deref().or(self.occasion.as_deref());
        own.or(self.info.published.as_deref())
    }
}

fn holds(ranges: &[TokenRange], token: usize) -> bool {
    let at = ranges.partition_point(|r| r.end <= token);
    ranges.get(at).is_some_and(|r| r.start <= token)
}

/// Sorts ranges and joins those that touch.
fn tidy(ranges: &mut Vec<TokenRange>) {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut joined: Vec<TokenRange> = Vec::with_capacity(ranges.len());
    for range in ranges.drain(..) {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    *ranges = joined;
}

/// Words a line must have to count as prose.
const PROSE_WORDS: usize = 22;
/// Extent of what stands within a line of prose, which is told all the same.
const WITHIN: &str = "within";
/// Paragraphs at the top that may be a header.
const HEADER: usize = 14;

/// Describes an article.
pub fn describe(rules: &Rules, article: &Article, text: &Text<'_>) -> Description {
    let given = &article.given;
    let info = ArticleInfo {
        id: article.id.clone(),
        path: article.path.clone(),
        title: given.title.clone(),
        source: given.source.clone(),
        author: given.author.clone(),
        url: given.url.clone(),
        published: given.published.clone(),
        published_basis: given.published.as_ref().and(given.published_basis.clone()),
    };
    let mut about = Description { info, ..Description::default() };
    if text.tokens.is_empty() {
        let message = "there are no words in it";
        about.problems.push(Problem::new(Severity::Warning, "no-words", message));
    }
    localise(rules, given.published_at.as_deref(), &mut about);
    let finds = finds(rules, text);
    about.body = prose_start(text, &finds);
    header(rules, text, &finds, &mut about);
    datelines(rules, text, &finds, &mut about);
    let title = about.info.title.as_deref().unwrap_or_default();
    about.occasion = occasion(rules, title, about.info.published.as_deref());
    furniture(text, &finds, &mut about);
    about
}

/// Takes the day where the outlet is for the one that its metadata tell in UTC.
fn localise(rules: &Rules, field: Option<&str>, about: &mut Description) {
    let Some(instant) = field.and_then(zone::instant) else { return };
    let Some(zone) = zone::zone(rules, about) else {
        about.afloat = Some(instant);
        return;
    };
    let day = zone::local_day(instant, zone);
    if day.is_some() && about.info.published != day {
        let given = about.info.published_basis.take().unwrap_or_default();
        about.info.published_basis = Some(format!("{given}, {}", zone.name()));
        about.info.published = day;
    }
}

/// A match of a rule of kind `article`, with what the rule says it is.
pub(super) struct Find<'r> {
    pub found: Match,
    pub kind: &'r str,
    extent: &'r str,
    rule: &'r str,
    pub value: Option<&'r Expr>,
}

pub(super) fn finds<'r>(rules: &'r Rules, text: &Text<'_>) -> Vec<Find<'r>> {
    let chunks = Chunks::new(text.tokens.len());
    let ground = Ground { text, chunks: &chunks, rules };
    let mut matches: Vec<Match> =
        rules.strata("article").iter().flat_map(|stage| stage.run(ground)).collect();
    matches.retain(|found| fills_its_place(rules, text, found));
    crate::matching::resolve(rules, &mut matches);
    let find = |found: Match| {
        let rule = rules.rule(found.rule);
        Find {
            kind: rule.type_.as_deref().unwrap_or(""),
            extent: lexicon::text(&rule.set, "extent").unwrap_or("paragraph"),
            rule: &rule.id,
            value: rule.value.as_ref(),
            found,
        }
    };
    matches.into_iter().map(find).collect()
}

/// Whether a match fills its line, or the stretch of it between separators, where its rule wants that.
fn fills_its_place(rules: &Rules, text: &Text<'_>, found: &Match) -> bool {
    let wanted = lexicon::text(&rules.rule(found.rule).set, "fills");
    let fills = match wanted {
        Some("line") => fills(text, found, |_| false),
        Some("cell") => fills(text, found, |at| is_separator(text, at)),
        _ => true,
    };
    if !fills {
        let context = format!("set.fills: {}", wanted.unwrap_or_default());
        trace::step(|| Step::Rejected { found: found.clone(), context });
    }
    fills
}

fn line_of(text: &Text<'_>, token: usize) -> TokenRange {
    let mut start = token;
    while start > 0 && !text.tokens[start].has(flags::LINE_START) {
        start -= 1;
    }
    let mut end = token + 1;
    while end < text.tokens.len() && !text.tokens[end].has(flags::LINE_START) {
        end += 1;
    }
    start..end
}

/// Whether the match is all the words of its line, or of the stretch of it between separators.
fn fills(text: &Text<'_>, found: &Match, separates: impl Fn(usize) -> bool) -> bool {
    let tokens = &text.tokens;
    let blank = |at: usize| tokens[at].shape == Shape::Punct;
    let mut first = found.first;
    while first > 0 && !tokens[first].has(flags::LINE_START) && !separates(first - 1) {
        if !blank(first - 1) {
            return false;
        }
        first -= 1;
    }
    let mut last = found.last;
    while last < tokens.len() && !tokens[last].has(flags::LINE_START) && !separates(last) {
        if !blank(last) {
            return false;
        }
        last += 1;
    }
    true
}

/// Whether a token separates what stands beside each other in a header line.
fn is_separator(text: &Text<'_>, token: usize) -> bool {
    matches!(text.word(token), "|" | "¦" | "•" | "·")
}

/// The stretches of a header line between its separators.
fn cells<'t>(text: &'t Text<'_>, line: &TokenRange) -> impl Iterator<Item = TokenRange> + 't {
    let (mut start, end) = (line.start, line.end);
    std::iter::from_fn(move || {
        (start < end).then(|| {
            let cell = start..(start..end).find(|at| is_separator(text, *at)).unwrap_or(end);
            start = cell.end + 1;
            cell
        })
    })
}

/// Most words of an outlet's name.
const OUTLET_WORDS: usize = 5;

/// Whether the words can be the name of an outlet: few, capitalised, and one of those that the
/// names of outlets have ("Herald", "News").
fn names_outlet(rules: &Rules, text: &Text<'_>, range: &TokenRange) -> bool {
    let Some(outlet) = rules.lexicons.id("outlet_word") else { return false };
    let tokens = &text.tokens;
    let is_name = |at: usize| tokens[at].shape != Shape::Word || tokens[at].has(flags::CAPITALISED);
    let told = |at: usize| rules.lexicons.longest(outlet, tokens, at).is_some();
    (1..=OUTLET_WORDS).contains(&words(text, range.clone()))
        && range.clone().all(is_name)
        && range.clone().any(told)
        && !ends_a_sentence(text, range)
}

fn words(text: &Text<'_>, range: TokenRange) -> usize {
    text.tokens[range].iter().filter(|t| t.shape == Shape::Word).count()
}

/// The first paragraph that is prose: long enough, or a quotation, or begun by a dateline.
fn prose_start(text: &Text<'_>, finds: &[Find<'_>]) -> usize {
    let datelines = || finds.iter().filter(|f| f.kind == "dateline").map(|f| f.found.first);
    for (i, paragraph) in text.paragraphs.iter().enumerate().take(HEADER) {
        let begins = datelines().any(|t| paragraph.contains(&t));
        let sentences = (paragraph.start..paragraph.end)
            .filter(|t| text.tokens[*t].has(flags::SENTENCE_START))
            .count();
        let long = words(text, paragraph.clone());
        if begins
            || long >= PROSE_WORDS
            || (sentences >= 2 && long >= 14)
            || (i > 0 && ends_a_sentence(text, paragraph) && long >= 9)
        {
            return paragraph.start;
        }
    }
    text.paragraphs.get(1).filter(|_| text.paragraphs.len() > 1).map_or(0, |p| p.start)
}

fn ends_a_sentence(text: &Text<'_>, paragraph: &TokenRange) -> bool {
    paragraph.end > paragraph.start
        && matches!(text.word(paragraph.end - 1), "." | "!" | "?" | "”" | "\"" | "''" | "'")
}

/// Headline, day of publication, byline and outlet from the lines before the prose.
fn header(rules: &Rules, text: &Text<'_>, finds: &[Find<'_>], about: &mut Description) {
    let mut candidates = Vec::new();
    let body = about.body;
    for paragraph in text.paragraphs.iter().take_while(|p| p.start < body) {
        let mut at = paragraph.start;
        while at < paragraph.end {
            let line = line_of(text, at).start.max(at)..line_of(text, at).end.min(paragraph.end);
            let known: Vec<&Find<'_>> = finds
                .iter()
                .filter(|f| line.contains(&f.found.first) && f.kind != "dateline")
                .filter(|f| f.extent != WITHIN)
                .collect();
            known.iter().for_each(|find| note(rules, text, find, about));
            if known.is_empty() {
                candidates.push(line.clone());
            } else {
                for cell in cells(text, &line) {
                    outlet(rules, text, &cell, about);
                }
            }
            at = line.end.max(at + 1);
        }
    }
    // A line with the date may stand behind the first lines of the prose.
    let published = |f: &&Find<'_>| f.kind == "published" && f.found.first < body + 40;
    let mut later = finds.iter().filter(published);
    if let Some(find) = later.find(|f| f.found.first >= body || f.extent == WITHIN) {
        note(rules, text, find, about);
    }
    headline(rules, text, &candidates, about);
}

/// Takes words of the header for the name of the outlet, where they can be one.
fn outlet(rules: &Rules, text: &Text<'_>, range: &TokenRange, about: &mut Description) {
    if about.info.source.is_none() && names_outlet(rules, text, range) {
        about.info.source = Some(text.slice_of(range.clone()).text.trim().to_owned());
    }
}

/// The headline is the line with most words; a heading above it is the outlet's name.
fn headline(rules: &Rules, text: &Text<'_>, candidates: &[TokenRange], about: &mut Description) {
    let Some(best) =
        candidates.iter().max_by_key(|c| (words(text, (*c).clone()), std::cmp::Reverse(c.start)))
    else {
        return;
    };
    let length = words(text, best.clone());
    if length == 0 || length < 2 && candidates.len() > 1 {
        return;
    }
    let bare = without_heading(text, best.clone());
    if about.info.title.is_none() {
        about.info.title = Some(text.slice_of(bare.clone()).text.trim().to_owned());
    }
    about.title = Some(bare);
    for other in candidates.iter().filter(|c| c.start < best.start) {
        let name = without_heading(text, other.clone());
        if about.info.source.is_none() && name.len() < other.len() && words(text, name.clone()) <= 6
        {
            about.info.source = Some(text.slice_of(name).text.trim().to_owned());
        }
    }
    for other in candidates.iter().filter(|c| *c != best) {
        outlet(rules, text, other, about);
        about.header.push(other.clone());
    }
}

/// The line without the marks of a Markdown heading or of emphasis around it.
fn without_heading(text: &Text<'_>, line: TokenRange) -> TokenRange {
    let mark = |t: usize| matches!(text.word(t), "#" | "*" | "_" | "=");
    let mut range = line;
    while range.start + 1 < range.end && mark(range.start) {
        range.start += 1;
    }
    while range.start + 1 < range.end && mark(range.end - 1) {
        range.end -= 1;
    }
    range
}

fn note(rules: &Rules, text: &Text<'_>, find: &Find<'_>, about: &mut Description) {
    match find.kind {
        "published" if about.info.published.is_none() || about.afloat.is_some() => {
            let day = find.value.and_then(|v| day(rules, text, &find.found, v));
            // The text names the same day: nothing is left to ask.
            if day.is_some() && about.info.published == day {
                about.afloat = None;
            } else if let Some(day) = day.filter(|day| about.may_be_of(day)) {
                about.afloat = None;
                about.info.published = Some(day);
                about.info.published_basis = Some(find.rule.to_owned());
            }
        }
        "author" if about.info.author.is_empty() => {
            if let Some(name) = rules.capture("author") {
                let authors = find.found.captures.iter().filter(|c| c.name == name);
                about.info.author =
                    authors.map(|c| text.stretch_of(c.tokens()).1.to_owned()).collect();
            }
        }
        "source" if about.info.source.is_none() => {
            about.info.source = rules
                .capture("source")
                .and_then(|n| find.found.capture(n))
                .map(|c| text.stretch_of(c.tokens()).1.to_owned());
        }
        _ => {}
    }
    if find.kind != "dateline" && find.extent != WITHIN {
        about.header.push(
            line_of(text, find.found.first).start
                ..find.found.last.max(line_of(text, find.found.last - 1).end),
        );
    }
}

/// The value `date(year, month, day)` of a match; the year may be missing: that of publication.
pub(super) fn day(rules: &Rules, text: &Text<'_>, found: &Match, value: &Expr) -> Option<String> {
    let Expr::Call(function, arguments) = value else { return None };
    let number = |expr: &Expr| number(rules, text, found, expr);
    match (function.as_str(), arguments.as_slice()) {
        ("date", [year, month, day]) => whole_day(number(year)?, number(month)?, number(day)?),
        _ => None,
    }
}

fn number(rules: &Rules, text: &Text<'_>, found: &Match, expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Int(n) => Some(*n),
        Expr::Name(name) => text.slice(found.capture(rules.capture(name)?)?.tokens()).parse().ok(),
        Expr::Attribute(name, attribute) => match found.capture(rules.capture(name)?)?.what {
            crate::matching::What::Entry(entry) => rules.lexicons.entry(entry).int(attribute),
            _ => None,
        },
        _ => None,
    }
}

fn whole_day(year: i64, month: i64, day: i64) -> Option<String> {
    let date = chrono::NaiveDate::from_ymd_opt(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )?;
    (1400..2200).contains(&year).then(|| date.to_string())
}

/// The dateline at the head of the prose: its day is what relative dates count from.
fn datelines(rules: &Rules, text: &Text<'_>, finds: &[Find<'_>], about: &mut Description) {
    let Some(find) = finds
        .iter()
        .find(|f| f.kind == "dateline" && f.found.first >= about.body.saturating_sub(1))
    else {
        return;
    };
    if find.found.first > about.body + 12 {
        return;
    }
    let Some(Expr::Call(_, arguments)) = find.value else { return };
    let values: Vec<Option<i64>> =
        arguments.iter().map(|a| number(rules, text, &find.found, a)).collect();
    let [year, month, day] = values[..] else { return };
    let (Some(month), Some(day)) = (month, day) else { return };
    let published = about.info.published.clone();
    let year =
        year.or_else(|| published.as_ref().and_then(|p| p.get(..4)).and_then(|y| y.parse().ok()));
    let Some(found) = year.and_then(|y| whole_day(y, month, day)) else { return };
    // A dateline of December under a day of publication in January is of the year before.
    let found = match &published {
        Some(p) if found > *p => match year.and_then(|y| whole_day(y - 1, month, day)) {
            Some(earlier) if values[0].is_none() => earlier,
            _ => found,
        },
        _ => found,
    };
    if about.info.published.is_none() {
        about.info.published = Some(found.clone());
        about.info.published_basis = Some(find.rule.to_owned());
    }
    about.dateline = Some(found);
}

/// Lines, paragraphs and tails that the rules call furniture.
fn furniture(text: &Text<'_>, finds: &[Find<'_>], about: &mut Description) {
    let len = text.tokens.len();
    for find in finds.iter().filter(|f| f.kind == "furniture" && f.found.first >= about.body) {
        let at = find.found.first;
        let range = match find.extent {
            "line" => line_of(text, at),
            // A tail is only cut off where little can follow: in the last two fifths.
            "rest" if at * 5 >= len * 3 => text.paragraphs[text.paragraph_of(at)].start..len,
            "rest" => continue,
            "match" => find.found.tokens(),
            _ => text.paragraphs[text.paragraph_of(at)].clone(),
        };
        about.furniture.push(range);
    }
    tidy(&mut about.furniture);
    tidy(&mut about.header);
}
