//! Points: the temporal expressions that may be when something happened.
//!
//! In: the temporal expressions of an article.  Out: those that name a time on the calendar, with
//! how they stand in the sentence.  What only says when the article appeared is left out, and
//! limits and ranges say no more than their words: "before 1928" is `../1928`.

use super::Known;
use super::bounds::bound;
use super::said::Said;
use crate::dates::{Day, Edtf, Precision};
use crate::extraction::{Basis, Timex, TimexType};
use crate::rules::starts::Asked;
use crate::text::{Shape, TokenRange, flags};
use compact_str::CompactString;

/// In so many first sentences a date may say when the article appeared, with so few tokens
/// between it and the word that says so.
const STAMPS: usize = 4;
const STAMP_GAP: usize = 3;

/// Most tokens between a date that no longer holds and the words that say so.
const SUPERSEDED: usize = 6;

/// Most tokens of a line looked at before a date of the day of publication.
const LINE: usize = 24;

/// Signs that stand between such a date and what follows.
const STAMP_ENDS: [&str; 4] = ["|", "@", "•", "·"];

/// A temporal expression that names a time on the calendar.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// Index of the temporal expression.
    pub index: usize,
    /// The time, without the hour.
    pub edtf: CompactString,
    /// It is a limit or describes a noun, and is not simply when something happened.
    pub limit: bool,
    /// It names a time of day.
    pub clock: bool,
    /// It is coarser than a day.
    pub coarse: bool,
    /// The day, if it is one.
    pub day: Option<i64>,
    /// Its first day.
    pub from: i64,
    /// It describes a noun: "the 3 May accord", "the accord of 3 May".
    pub attributive: bool,
    /// What it describes is an occasion: "in a 3 May interview"; and if that opens the sentence.
    pub occasion: Option<bool>,
    /// It is the date of a document: "a letter dated 3 May".
    pub document: bool,
    /// A preposition of time stands before it: "in 2031".
    pub introduced: bool,
    /// The quotation whose words it belongs to.
    pub quote: Option<usize>,
}

/// The temporal expressions of the article that name a time, with their tokens.
pub(super) fn points(known: Known<'_>, said: &Said) -> Vec<Point> {
    let dates = known.dates.iter().zip(known.date_tokens).enumerate();
    let named = dates.filter(|(_, (d, _))| matches!(d.kind, TimexType::Date | TimexType::Time));
    // Where the last stamp ends; the time of day behind its day belongs to it.
    let mut stamped: Option<(usize, &str)> = None;
    let mut points = Vec::new();
    // Where the date before ends.
    let mut behind = 0;
    for (index, (date, tokens)) in named {
        let tokens = tokens.clone();
        let end = tokens.end;
        let goes_on = |(end, day): (usize, &str)| {
            (end..=end + STAMP_GAP).contains(&tokens.start)
                && date.edtf.as_deref().is_none_or(|edtf| without_time(edtf) == without_time(day))
        };
        let clock = date.kind == TimexType::Time && stamped.is_some_and(goes_on);
        let explicit = date.basis == Basis::Explicit && names_day(date);
        if clock || explicit && is_stamp(known, date, tokens.clone()) {
            stamped = Some((tokens.end, date.edtf.as_deref().unwrap_or_default()));
            continue;
        }
        points.extend(point(known, said, index, date, tokens, behind));
        behind = end;
    }
    bound(known, points)
}

fn point(
    known: Known<'_>,
    said: &Said,
    index: usize,
    date: &Timex,
    tokens: TokenRange,
    behind: usize,
) -> Option<Point> {
    let edtf = without_time(date.edtf.as_deref()?);
    let parsed = Edtf::parse(&edtf).ok()?;
    let earliest = parsed.earliest();
    let day = earliest.filter(|day| parsed.latest() == Some(*day)).map(Day::number);
    let from = earliest.map_or(i64::MIN, Day::number);
    let (first, last) = (tokens.start, tokens.end);
    // A time of day of a day that is not known says when on it, and not when.
    if day.is_none() && date.kind == TimexType::Time {
        return None;
    }
    if is_in_path(known, first, last) {
        return None;
    }
    if is_superseded(known, first, behind) {
        return None;
    }
    let before = |asked| first > 0 && known.is(asked, first - 1);
    let word_follows = known.text.tokens.get(last).is_some_and(|t| t.shape == Shape::Word);
    let introduced = before(Asked::DateIntroduction);
    let noun_follows = word_follows && !known.is(Asked::PhraseStop, last);
    let untied = first > 1 && known.is(Asked::DateUntied, first - 2);
    let tied = before(Asked::DateTie) && !untied;
    let vast = parsed.precision() <= Precision::Century && !introduced;
    let attributive = tied || noun_follows && (before(Asked::NounOpener) || vast);
    let occasion = noun_follows
        && before(Asked::NounOpener)
        && first > 1
        && known.is(Asked::Occasion, first - 2);
    let opens = first > 1 && known.text.tokens[first - 2].has(flags::SENTENCE_START);
    let occasion = occasion.then_some(opens);
    let limit = before(Asked::DateLimit) || known.is(Asked::DateOwner, last);
    let quote = said.inside(date.start);
    Some(Point {
        first,
        last,
        index,
        edtf,
        limit,
        clock: date.kind == TimexType::Time,
        coarse: day.is_none(),
        day,
        from,
        attributive,
        occasion,
        document: before(Asked::DocumentDate),
        introduced,
        quote,
    })
}

/// Whether a date is one that no longer holds, by the words between it and the date before:
/// "the trial, originally due in May, was put off", "originally due in May but now in June".
fn is_superseded(known: Known<'_>, first: usize, behind: usize) -> bool {
    let before = (first.saturating_sub(SUPERSEDED).max(behind.min(first))..first).rev();
    let mut phrase = before.take_while(|at| known.text.tokens[*at].shape != Shape::Punct);
    phrase.any(|at| known.is(Asked::Superseded, at))
}

/// Whether an expression names one day.
fn names_day(date: &Timex) -> bool {
    let edtf = date.edtf.as_deref().and_then(|edtf| Edtf::parse(&without_time(edtf)).ok());
    edtf.is_some_and(|edtf| edtf.earliest().is_some() && edtf.earliest() == edtf.latest())
}

/// Whether a day is when the article appeared and no part of what it tells: "Updated May 4,
/// 2031 18:50", "May 4, 2031 The mayor of Sel".
fn is_stamp(known: Known<'_>, date: &Timex, tokens: TokenRange) -> bool {
    let (first, last) = (tokens.start, tokens.end);
    if known.text.sentence_of(first) >= STAMPS {
        return false;
    }
    let stamped =
        (1..=STAMP_GAP).any(|gap| first >= gap && known.is(Asked::DateStamp, first - gap));
    let introduced = first > 0 && known.is(Asked::DateIntroduction, first - 1);
    let next = known.text.tokens.get(last);
    let clock = next.is_some_and(|t| t.shape == Shape::Number && t.has(flags::SPACE_BEFORE));
    let opens = next.is_some_and(|t| {
        t.shape == Shape::Mark || (t.shape == Shape::Word && t.has(flags::CAPITALISED))
    });
    let parted = next.is_some() && STAMP_ENDS.contains(&known.text.word(last));
    let published = || date.edtf.as_deref().map(without_time).as_deref() == known.published;
    stamped
        || (!introduced && (clock || opens || parted || published() && is_in_line(known, tokens)))
}

/// Whether a date closes its line, or nothing but names and figures stands before it there.
fn is_in_line(known: Known<'_>, tokens: TokenRange) -> bool {
    let all = &known.text.tokens;
    let opens = |at: usize| all[at].has(flags::LINE_START);
    let closes = all.get(tokens.end).is_none_or(|token| token.has(flags::LINE_START));
    let line = (0..tokens.start).rev().take_while(|at| !opens(at + 1));
    let small = |at: usize| all[at].shape == Shape::Word && !all[at].has(flags::CAPITALISED);
    closes || !line.take(LINE).any(small)
}

/// Whether a year belongs to figures that are read as no date or to the path of a page:
/// "2 / 3 / 2009", "/ 2009 /".
fn is_in_path(known: Known<'_>, first: usize, last: usize) -> bool {
    let slash = |at: usize| known.text.tokens.get(at).is_some() && known.text.word(at) == "/";
    let number = |at: usize| known.text.tokens[at].shape == Shape::Number;
    let figures = || first > 3 && number(first - 2) && slash(first - 3) && number(first - 4);
    first > 0 && last == first + 1 && slash(first - 1) && (slash(last) || figures())
}

/// The day of an expression that names a time of day; a timeline is one of days.
fn without_time(edtf: &str) -> CompactString {
    match edtf.split_once('T') {
        Some((day, _)) if !edtf.contains('/') => day.into(),
        _ => edtf.into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::events::trial::{extract, extract_with};

    #[test]
    fn the_hour_behind_a_stamp_is_when_the_article_appeared() {
        let text = "The mill of Kelm burned down\nAUGUST 2, 2031 | 08:06AM PT\nThe talks returned.";
        let found = extract(text);
        assert!(found.events.len() > 1);
        assert!(found.events.iter().all(|event| event.date.is_none()), "{:?}", found.events);
        let found = extract("The mill burned down on August 2, 2031 at 8.06 am.");
        assert_eq!(found.events[0].when.as_deref(), Some("2031-08-02"));
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = extract(text);
        let dates: Vec<&str> = found.events.iter().filter_map(|e| e.when.as_deref()).collect();
        assert_eq!(dates, expected, "{text}");
    }

    #[test]
    fn what_a_letter_tells_is_not_of_the_day_of_the_letter() {
        let letter = "The chief of the harbour resigned in a letter dated May 3, 2031.";
        let found = extract_with("lexicons: {}", letter);
        assert_eq!(found.events[0].when.as_deref(), Some("2031-05-07"), "{:?}", found.events);
    }

    #[test]
    fn a_night_behind_a_stamp_is_told() {
        let stamp = "The mill of Kelm\nUpdated May 7, 2031.";
        let told = format!("{stamp} Monday night the mill burned down.");
        check(&told, &["2031-05-07", "2031-05-05"]);
    }

    #[test]
    fn the_date_that_holds_stands_behind_the_one_that_does_not() {
        check(
            "The pier, originally due in May 2031 but opened in June 2031, is long.",
            &["2031-06"],
        );
    }
}
