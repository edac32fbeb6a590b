//! Values written as TIMEX3 and EDTF.

use super::*;
use crate::dates::Edtf;
use crate::dates::calendar::Day;
use crate::dates::point::{Clock, Part, Season, Time};

#[track_caller]
fn check(value: impl Into<Value>, timex: &str, edtf: &str) {
    let value = value.into();
    assert_eq!((value.timex().as_str(), value.edtf().as_deref().unwrap_or("-")), (timex, edtf));
    if let Some(edtf) = value.edtf() {
        Edtf::parse(&edtf).unwrap_or_else(|error| panic!("{error}"));
    }
}

fn length(hundredths: Option<i64>, unit: Unit) -> Value {
    Kind::Length(Length { hundredths, unit: Some(unit), more: None }).into()
}

#[test]
fn points() {
    let year = Some(1999);
    check(Point::new(year, Part::Year), "1999", "1999");
    check(Point::new(Some(1990), Part::Decade), "199", "199X");
    check(Point::new(Some(1900), Part::Century), "19", "19XX");
    check(Point::new(Some(1000), Part::Millennium), "1", "1XXX");
    check(Point::new(year, Part::Half(2)), "1999-H2", "1999-07/1999-12");
    check(Point::new(year, Part::Quarter(3)), "1999-Q3", "1999-07/1999-09");
    check(Point::new(year, Part::Quarter(0)), "1999-QX", "1999");
    check(Point::new(year, Part::Season(Season::Summer)), "1999-SU", "1999-22");
    check(Point::new(year, Part::Month(5)), "1999-05", "1999-05");
    check(Point::new(year, Part::Day(5, 0)), "1999-05-XX", "1999-05-XX");
    check(Point::new(year, Part::Week(12)), "1999-W12", "1999-03-22/1999-03-28");
    check(Point::new(year, Part::Weekend(12)), "1999-W12-WE", "1999-03-27/1999-03-28");
    check(Point::new(None, Part::Weekday(0, 1)), "XXXX-WXX-1", "-");
    check(Point::unknown_day(), "XXXX-XX-XX", "-");
}

#[test]
fn before_christ() {
    check(Point::new(Some(-479), Part::Month(8)), "BC0480-08", "-0479-08");
    check(Point::new(Some(-469), Part::Decade), "BC047", "-0478/-0469");
    check(Point::new(Some(-300), Part::Century), "BC03", "-03XX");
    check(Point::new(Some(0), Part::Century), "BC00", "-00XX");
}

#[test]
fn times() {
    let day = Point::day(Day::new(2025, 7, 26).unwrap());
    let clock = Clock { hour: 17, minute: 0, second: None, zone: Some(-300) };
    check(day.at(Time::Clock(clock)), "2025-07-26T17:00", "2025-07-26T17:00-05:00");
    check(day.at(Time::Part("MO")), "2025-07-26TMO", "2025-07-26");
    check(day.at(Time::Unknown), "2025-07-26TXX", "2025-07-26");
}

#[test]
fn lengths() {
    check(length(Some(200), Unit::Day), "P2D", "-");
    check(length(Some(250), Unit::Year), "P2Y6M", "-");
    check(length(Some(50), Unit::Hour), "PT30M", "-");
    check(length(Some(150), Unit::Day), "P1DT12H", "-");
    check(length(Some(2280), Unit::Year), "P22.8Y", "-");
    check(length(Some(300), Unit::Decade), "P30Y", "-");
    check(length(None, Unit::Decade), "PXDE", "-");
    check(length(None, Unit::Hour), "PTXH", "-");
    check(Kind::Length(Length { hundredths: None, unit: None, more: None }), "PXX", "-");
}

#[test]
fn marks() {
    let month = || Value::from(Point::new(Some(2025), Part::Month(7)));
    check(Value { approximate: true, ..month() }, "2025-07", "2025-07~");
    check(Value { uncertain: true, ..month() }, "2025-07", "2025-07?");
    check(Value { modifier: Some(Modifier::After), ..month() }, "2025-07", "2025-07/..");
    check(Value { modifier: Some(Modifier::Start), ..month() }, "2025-07", "2025-07");
    let day = |d| Point::new(Some(2025), Part::Day(10, d));
    check(
        Kind::Interval(Some(day(6)), Some(day(7))),
        "2025-10-06/2025-10-07",
        "2025-10-06/2025-10-07",
    );
    check(Kind::OneOf(vec![day(6), day(7)]), "2025-10-06", "[2025-10-06,2025-10-07]");
    check(
        Value { span: Some((day(1), day(9))), approximate: true, ..Kind::Ref(Ref::Past).into() },
        "PAST_REF",
        "2025-10-01~/2025-10-09~",
    );
}
