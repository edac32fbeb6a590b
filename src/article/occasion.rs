//! The day of what an article is the record of: "Briefing – 4 March 2031".
//!
//! In: the headline and the rules of kind `article` and type `occasion`.  Out: the day.  A record
//! may be published on the next day; what it says "today" is said on its own.

use super::description::{Find, day, finds};
use crate::dates::Day;
use crate::rules::Rules;

/// Most days that lie between an occasion and the publication of its record.
const LATEST: i64 = 31;

/// What the rules call the day of an occasion.
const OCCASION: &str = "occasion";

/// The day that a headline ends in, unless it is far from the day of publication.
pub(super) fn occasion(rules: &Rules, title: &str, published: Option<&str>) -> Option<String> {
    if !title.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = rules.text(title, 0);
    let finds = finds(rules, &text);
    let value = |find: &Find<'_>| day(rules, &text, &find.found, find.value?);
    let found = finds.iter().filter(|find| find.kind == OCCASION).find_map(value)?;
    let number = |day: &str| Day::parse(day).map(Day::number);
    let late = published.and_then(number).zip(number(&found)).map(|(p, day)| p - day);
    // One day ahead is the same day elsewhere, or a programme.
    late.is_none_or(|late| (-1..=LATEST).contains(&late)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, published: Option<&str>, expected: Option<&str>) {
        let found = occasion(Rules::builtin(), title, published);
        assert_eq!(found.as_deref(), expected, "{title}");
    }

    #[test]
    fn a_record_says_of_which_day_it_is() {
        let day = Some("2031-05-06");
        check("Harbour Briefing – May 5, 2031", day, Some("2031-05-05"));
        check("Harbour Briefing (5 May 2031)", None, Some("2031-05-05"));
        check("Harbour Briefing – May 5, 2029", day, None);
        check("Harbour Meeting, May 9, 2031", day, None);
        check("The Storm of May 5, 2031", day, None);
        check("Harbour Briefing – May 5, 2031: What We Know", day, None);
        check("Harbour Briefing", day, None);
    }
}
