//! What is read, what is refused, and how dates compare.

use super::*;

#[track_caller]
fn check(text: &str, precision: Precision, earliest: &str, latest: &str) {
    let edtf = Edtf::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let show = |day: Option<Day>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
    assert_eq!(
        (edtf.precision(), show(edtf.earliest()), show(edtf.latest())),
        (precision, earliest.to_owned(), latest.to_owned()),
        "{text}"
    );
}

#[test]
fn bounds_and_precision() {
    use Precision::*;
    check("2016-05-03", Day, "2016-05-03", "2016-05-03");
    check("2016-02", Month, "2016-02-01", "2016-02-29");
    check("2016", Year, "2016-01-01", "2016-12-31");
    check("199X", Decade, "1990-01-01", "1999-12-31");
    check("18XX", Century, "1800-01-01", "1899-12-31");
    check("1XXX", Millennium, "1000-01-01", "1999-12-31");
    check("2016-XX", Year, "2016-01-01", "2016-12-31");
    check("2016-05-1X", Days, "2016-05-10", "2016-05-19");
    check("2016-02-XX", Days, "2016-02-01", "2016-02-29");
    check("2016-21", Season, "2016-03-01", "2016-05-31");
    check("2016-24", Season, "2016-12-01", "2017-02-28");
    check("2016-35", Quarter, "2016-07-01", "2016-09-30");
    check("2016-40", Half, "2016-01-01", "2016-06-30");
    check("-0043-03-15", Day, "-0043-03-15", "-0043-03-15");
    check("-043X", Decade, "-0439-01-01", "-0430-12-31");
    check("2016-05-03T17:00+01:00", Time, "2016-05-03", "2016-05-03");
    check("2014-05/2015-06", Interval, "2014-05-01", "2015-06-30");
    check("2014-07/2014-09", Quarter, "2014-07-01", "2014-09-30");
    check("2025-07-21/2025-07-27", Week, "2025-07-21", "2025-07-27");
    check("2014/..", Interval, "2014-01-01", "open");
    check("/2014-05-03", Interval, "open", "2014-05-03");
    check("[1864,1866]", Set, "1864-01-01", "1866-12-31");
    check("{2025-10-06..2025-10-07}", Set, "2025-10-06", "2025-10-07");
    check("[..1984]", Set, "open", "1984-12-31");
    check("Y17000", Year, "17000-01-01", "17000-12-31");
}

#[test]
fn qualifiers() {
    let check = |text: &str, approximate, uncertain| {
        let edtf = Edtf::parse(text).unwrap();
        assert_eq!(
            (edtf.is_approximate(), edtf.is_uncertain()),
            (approximate, uncertain),
            "{text}"
        );
    };
    check("2016~", true, false);
    check("2016-05?", false, true);
    check("2016-05-03%", true, true);
    check("2004-06~/2004-08", true, false);
    check("2004-~06-04", true, false);
    check("2016", false, false);
}

#[test]
fn comparison() {
    let overlap = |a: &str, b: &str, want: bool| {
        let (a, b) = (Edtf::parse(a).unwrap(), Edtf::parse(b).unwrap());
        assert_eq!((a.overlaps(&b), b.overlaps(&a)), (want, want), "{a} {b}");
    };
    overlap("2016-05", "2016-05-31", true);
    overlap("2016-05", "2016-06-01", false);
    overlap("2014/..", "2030", true);
    overlap("[1864,1866]", "1865", false);
    let covers = |a: &str, b: &str| Edtf::parse(a).unwrap().covers(&Edtf::parse(b).unwrap());
    assert!(covers("2014/..", "2016/.."));
    assert!(!covers("2016-05-03", "2016-05"));
    assert!(covers("199X", "1994-05~"));
}

#[test]
fn errors() {
    let check =
        |text: &str, want: &str| assert_eq!(Edtf::parse(text).unwrap_err().to_string(), want);
    check("2025-02-31", "`2025-02-31` in `2025-02-31` is not on the calendar");
    check("2025-13", "`2025-13` in `2025-13` is not on the calendar");
    check(
        "2025/12/31",
        "`12/31` in `2025/12/31` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD",
    );
    check("May", "`May` in `May` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD");
    check("2016/2014", "`2016/2014` ends before it begins");
    check(
        "2016-05T17",
        "`2016-05T17` in `2016-05T17` is no EDTF date: expected YYYY, YYYY-MM or YYYY-MM-DD",
    );
}

#[test]
fn any_text_is_parsed_or_refused() {
    for text in [
        "é",
        "-",
        "--",
        "Y",
        "[",
        "[]",
        "{,}",
        "9999-99-99",
        "....",
        "/",
        "2016-05-03T99",
        "T",
        "2016-05-é",
    ] {
        let _ = Edtf::parse(text);
    }
}
