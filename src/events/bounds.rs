//! Bounds: what the words around a date make of it.
//!
//! In: the points of an article.  Out: the same, where a limit is open at one end ("after 1850" is
//! `1850/..`), the two dates of a range are one interval, and of two dates of which one is meant
//! both are named.  Which words do that, the rules say.

use super::Known;
use super::points::Point;
use crate::dates::{Day, Edtf};
use crate::rules::starts::Asked;
use compact_str::{CompactString, format_compact};
use std::ops::Range;

/// Most tokens between the two dates of a range.
const GAP: usize = 2;

/// Most tokens of a word before a limit: "prior to".
const LONGEST: usize = 3;

/// Widens the points to what the words around them say.
pub(super) fn bound(known: Known<'_>, mut points: Vec<Point>) -> Vec<Point> {
    let mut at = 0;
    while at < points.len() {
        let pair = points.get(at + 1).and_then(|next| joined(known, &points[at], next));
        if let Some(edtf) = pair {
            for point in &mut points[at..at + 2] {
                *point = Point { limit: point.limit, ..widened(point, edtf.clone()) };
            }
            at += 2;
            continue;
        }
        if let Some(edtf) = limited(known, &points[at]) {
            points[at] = widened(&points[at], edtf);
        }
        at += 1;
    }
    points
}

/// What is widened is no day, and other dates go before a limit.
fn widened(point: &Point, edtf: CompactString) -> Point {
    let parsed = Edtf::parse(&edtf).ok();
    let from = parsed.and_then(|edtf| edtf.earliest()).map_or(i64::MIN, Day::number);
    Point { edtf, from, limit: true, coarse: true, day: None, ..point.clone() }
}

/// "Before 1928" is any time up to it, "after 1850" any time from it on.
fn limited(known: Known<'_>, point: &Point) -> Option<CompactString> {
    let simple = !point.clock && !point.attributive && !known.is(Asked::DateOwner, point.last);
    if !simple || point.edtf.contains(['/', '[', '{']) {
        return None;
    }
    match relation(known, point.first)? {
        "before" => Some(format_compact!("../{}", point.edtf)),
        "after" => Some(format_compact!("{}/..", point.edtf)),
        _ => None,
    }
}

/// Two dates that are the ends of a range, or of which one is meant.
fn joined(known: Known<'_>, a: &Point, b: &Point) -> Option<CompactString> {
    let gap = a.last..b.first;
    let apart = gap.is_empty() || gap.len() > GAP;
    if apart || a.clock || b.clock || a.quote != b.quote || known.is(Asked::DateOwner, b.last) {
        return None;
    }
    let joins = joiner(known, gap)?;
    let (start, end) = (Edtf::parse(&a.edtf).ok()?, Edtf::parse(&b.edtf).ok()?);
    let ordered = start.earliest()? <= end.latest()?;
    match joins {
        "range" => {}
        "and" if relation(known, a.first) == Some("between") => {}
        "or" if !a.edtf.contains('/') && !b.edtf.contains('/') => {
            return Some(format_compact!("[{},{}]", a.edtf, b.edtf));
        }
        _ => return None,
    }
    let first = a.edtf.split('/').next().unwrap_or(&a.edtf);
    let last = b.edtf.rsplit('/').next().unwrap_or(&b.edtf);
    let text = format_compact!("{first}/{last}");
    (ordered && Edtf::parse(&text).is_ok()).then_some(text)
}

/// How the word before a token relates to the date that begins there.
fn relation(known: Known<'_>, first: usize) -> Option<&str> {
    let lexicons = &known.rules.lexicons;
    (first.saturating_sub(LONGEST)..first).find_map(|at| {
        let (entry, length) = known.rules.longest(known.text, Asked::DateBound, at)?;
        (at + length == first).then(|| lexicons.entry(entry).text("relation"))?
    })
}

/// What joins two dates, articles aside.
fn joiner(known: Known<'_>, gap: Range<usize>) -> Option<&str> {
    let lexicons = &known.rules.lexicons;
    let mut kinds = gap.filter_map(|at| {
        let (entry, _) = known.rules.longest(known.text, Asked::DatePair, at)?;
        lexicons.entry(entry).text("joins")
    });
    kinds.next()
}

#[cfg(test)]
mod tests {
    use crate::events::trial::extract;

    fn check(text: &str, when: &str) {
        let found = extract(text);
        let first = found.events.first().and_then(|event| event.when.as_deref());
        assert_eq!(first, Some(when), "{text}");
    }

    #[test]
    fn limits_and_ranges_say_no_more_than_their_words() {
        for (text, when) in [
            ("The mill burned down before 1928.", "../1928"),
            ("The church was built after 1850.", "1850/.."),
            ("The school opened between 1920 and 1925.", "1920/1925"),
            ("The farm was sold from May 1914 to 1918.", "1914-05/1918"),
            ("Two men were killed in 2020 or 2021.", "[2020,2021]"),
            ("The hall collapsed in 1914.", "1914"),
            ("Two men were arrested after 4 May 2031's vote.", "2031-05-04"),
        ] {
            check(text, when);
        }
    }
}
