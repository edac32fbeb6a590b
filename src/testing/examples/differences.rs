//! What exactly is different where an example does not hold.
//!
//! In: what its rule found.  Out: the part of the expectation that is not met, in words.

use super::finds::Find;
use crate::dates::edtf::Edtf;
use crate::rules::spec::ExampleSpec;
use std::ops::Range;

/// What differs, to be put behind what was found; empty where the rule found nothing there.
pub(super) fn told(
    there: &[&Find],
    of_rule: &[&Find],
    span: &Range<usize>,
    example: &ExampleSpec,
) -> String {
    let near = |f: &&&Find| f.is_result && f.range.start < span.end && span.start < f.range.end;
    let mut out = match there.iter().find(|f| f.is_result).or(there.first()) {
        Some(find) => of_find(find, example),
        None if of_rule.iter().any(|f| near(&f)) => {
            "; the words differ: mark what it finds".to_owned()
        }
        None => String::new(),
    };
    let is = example.is.as_ref().map(|is| is.value.as_str());
    let dates = there.iter().any(|f| f.is_timex);
    if let Some(is) = is.filter(|is| dates && !is_value(is)) {
        out.push_str(&format!(
            "; `{is}` is neither a TIMEX3 value nor EDTF (2031-05-07, 2031-05, 2031-Q2, 2031-W19, P3D)"
        ));
    }
    out
}

/// The parts in which a result is not what is expected.
fn of_find(find: &Find, example: &ExampleSpec) -> String {
    let mut parts = Vec::new();
    if example.is.as_ref().is_some_and(|is| !find.values.contains(&is.value)) {
        parts.push("the value differs".to_owned());
    }
    let shown = |found: &Option<String>| found.as_deref().unwrap_or("none").to_owned();
    if example.who.as_ref().is_some_and(|who| find.who.as_ref() != Some(&who.value)) {
        parts.push(format!("the speaker differs: {}", shown(&find.who)));
    }
    let same = |t: &String| find.type_.as_ref().is_some_and(|f| f.eq_ignore_ascii_case(t));
    if example.type_.as_ref().is_some_and(|t| !same(t)) {
        parts.push(format!("the type differs: {}", shown(&find.type_)));
    }
    parts.iter().map(|part| format!("; {part}")).collect()
}

/// Whether a text could be the value of a date.
fn is_value(text: &str) -> bool {
    let of_value = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || "-:+._".contains(c);
    let quarter = |part: &str| part.len() == 2 && part.ends_with('Q');
    let timex = text.chars().all(of_value) && !text.split('-').any(quarter);
    timex || Edtf::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_value;

    #[test]
    fn values_of_dates_are_known() {
        for value in
            ["2031-05-07", "2031-Q2", "PRESENT_REF", "P3D", "XXXX-WI", "2031-05?", "../2031"]
        {
            assert!(is_value(value), "{value}");
        }
        for text in ["March 2025", "2025-4Q", "5/7/2031"] {
            assert!(!is_value(text), "{text}");
        }
    }
}
