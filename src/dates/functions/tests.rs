//! Each function on one-line cases.

use super::*;
use crate::dates::calendar::Day;
use crate::dates::point::Part;

#[test]
fn the_list_is_sorted_for_the_search() {
    assert!(FUNCTIONS.windows(2).all(|pair| pair[0].name < pair[1].name));
}

fn reference(day: &str) -> Reference {
    let anchor = Day::parse(day).map_or(Point::unknown_day(), Point::day);
    Reference {
        passage: None,
        anchor,
        day: anchor,
        direction: Direction::Unknown,
        narrative: false,
        fiscal_start: None,
        fiscal_by_start: false,
        day_first: None,
        sunday_first: false,
        story_year: None,
        named_year: None,
        story_month: None,
    }
}

fn call<'a>(name: &str, list: &[Arg<'a>], at: &str) -> Outcome {
    let reference = reference(at);
    (function(name).unwrap().run)(&Arguments { list, reference: &reference })
}

fn n(number: i32) -> Arg<'static> {
    Arg::Number(f64::from(number))
}

#[track_caller]
fn check(outcome: Outcome, timex: &str, edtf: &str) {
    let Ok(Arg::Value(value)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((value.timex().as_str(), value.edtf().as_deref().unwrap_or("-")), (timex, edtf));
}

#[test]
fn absolute() {
    check(call("date", &[n(2016), n(5), n(3)], ""), "2016-05-03", "2016-05-03");
    check(call("year", &[n(87)], "2025-07-23"), "1987", "1987");
    check(call("year", &[n(31)], "2025-07-23"), "2031", "2031");
    check(call("decade", &[n(90)], "2025-07-23"), "199", "199X");
    check(call("decade", &[n(1850)], ""), "185", "185X");
    check(call("century", &[n(20)], ""), "19", "19XX");
    check(call("millennium", &[n(3)], ""), "2", "2XXX");
    let third = call("millennium", &[n(3)], "").unwrap();
    check(call("bc", &[third], ""), "BC2", "-2999/-2000");
    check(call("week", &[n(2025), n(30)], ""), "2025-W30", "2025-07-21/2025-07-27");
    assert_eq!(call("date", &[n(2021), n(2), n(31)], ""), Err(Refusal::Impossible));
    let either = "[2025-03-04,2025-04-03]";
    check(call("numeric", &[n(3), n(4), n(2025)], ""), "2025-03-04", either);
    check(call("numeric", &[n(3), n(4), n(2025), n(4)], ""), "2025-04-03", "2025-04-03");
    check(call("numeric", &[n(3), n(4), n(2025), n(7)], ""), "2025-03-04", either);
    assert_eq!(call("numeric", &[n(30), n(2), n(2025)], ""), Err(Refusal::Impossible));
    assert_eq!(call("week", &[n(2021), n(53)], ""), Err(Refusal::Impossible));
}

#[test]
fn relative() {
    let at = "2025-07-23";
    let anchor = || Arg::Value(reference(at).anchor.into());
    check(call("last", &[Arg::Text("week")], at), "2025-W29", "2025-07-14/2025-07-20");
    check(call("next", &[Arg::Text("month")], at), "2025-08", "2025-08");
    check(call("near", &[Arg::Cycle(Cycle::Weekday(5))], at), "2025-07-18", "2025-07-18");
    check(call("shift", &[anchor(), n(-2), Arg::Text("year")], at), "2023", "2023");
    check(
        call("shift", &[anchor(), Arg::Number(-1.5), Arg::Text("year")], at),
        "2024-01",
        "2024-01",
    );
    check(call("same", &[anchor(), n(-1), Arg::Text("year")], at), "2024-07-23", "2024-07-23");
    check(call("past", &[n(10), Arg::Text("day")], at), "PAST_REF", "2025-07-13~/2025-07-22~");
    check(call("last", &[Arg::Text("week")], ""), "XXXX-WXX", "-");
}

#[test]
fn the_weekday_beside_a_day_tells_its_year() {
    let day = || Arg::Cycle(Cycle::Day(3, 4));
    let at = "2024-10-16";
    check(call("fitting", &[day(), n(1)], at), "2024-03-04", "2024-03-04");
    check(call("fitting", &[day(), n(2)], at), "2025-03-04", "2025-03-04");
    check(call("fitting", &[day(), n(5)], at), "2025-03-04", "2025-03-04");
    check(call("fitting", &[day(), Arg::Missing], at), "2025-03-04", "2025-03-04");
}

#[test]
fn parts() {
    let month = || Arg::Value(Point::new(Some(2025), Part::Month(5)).into());
    check(
        call("nth", &[n(3), Arg::Cycle(Cycle::Weekday(1)), month()], ""),
        "2025-05-19",
        "2025-05-19",
    );
    check(
        call("nth", &[n(-1), Arg::Cycle(Cycle::Weekday(1)), month()], ""),
        "2025-05-26",
        "2025-05-26",
    );
    check(
        call("nth", &[n(-1), Arg::Text("week"), month()], ""),
        "2025-W22",
        "2025-05-26/2025-06-01",
    );
    check(call("nth", &[n(31), Arg::Text("day"), month()], ""), "2025-05-31", "2025-05-31");
    assert_eq!(call("nth", &[n(32), Arg::Text("day"), month()], ""), Err(Refusal::Impossible));
    check(
        call("clock", &[Arg::Missing, n(5), n(30), Arg::Missing, Arg::Text("pm")], ""),
        "XXXX-XX-XXT17:30",
        "-",
    );
    assert_eq!(call("clock", &[Arg::Missing, n(25)], ""), Err(Refusal::NoDate));
}
