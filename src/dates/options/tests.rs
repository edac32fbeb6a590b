//! Each setting on its own: what it changes, and that it changes nothing else.

use super::*;
use crate::article::{Article, Given};
use crate::dates::{Context, find};
use crate::pipeline;
use crate::rules::{PackFile, Rules, load};

/// The EDTF of the dates of a text published on 18 September 2025, a Thursday.
fn edtf(text: &str, options: Options) -> String {
    let rules = Rules::builtin();
    let text = rules.text(text, 0);
    let published = Day::new(2025, 9, 18);
    let found = find(rules, &text, &Context { published, options, explain: false });
    let dates = found.dates.iter().map(|date| date.value.edtf().unwrap_or_else(|| "-".to_owned()));
    dates.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(options: Options, cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(edtf(text, options), *want, "{text}");
    }
}

#[test]
fn nothing_set() {
    check(
        Options::default(),
        &[
            ("The fair of 03/04/2025 was wet.", "[2025-03-04,2025-04-03]"),
            ("On 25/12/2024 it snowed, on 03/04/2025 it rained.", "2024-12-25 2025-04-03"),
            ("On 12/25/2024 it snowed, on 03/04/2025 it rained.", "2024-12-25 2025-03-04"),
            (
                "On 12/25/2024, on 25/12/2024, on 3/4/2025.",
                "2024-12-25 2024-12-25 [2025-03-04,2025-04-03]",
            ),
            ("Last week he left.", "2025-09-08/2025-09-14"),
            ("Fiscal 2024 was good.", "2024~"),
            ("A loss in the third quarter of fiscal 2024.", "2024-07~/2024-09~"),
            ("A loss in the 2024-25 fiscal year.", "2024~/2025~"),
            ("Market: Friday.", "2025-09-12"),
            ("The market is on Friday.", "2025-09-19"),
        ],
    );
}

#[test]
fn date_order() {
    let day_first = Options { day_first: Some(true), ..Options::default() };
    check(
        day_first,
        &[("On 03/04/2025 it rained.", "2025-04-03"), ("On 12/25/2024.", "2024-12-25")],
    );
    let month_first = Options { day_first: Some(false), ..Options::default() };
    check(
        month_first,
        &[("On 03/04/2025 it rained.", "2025-03-04"), ("On 25/12/2024.", "2024-12-25")],
    );
}

#[test]
fn week_start() {
    let sunday = Options { sunday_first: Some(true), ..Options::default() };
    check(
        sunday,
        &[
            ("Last week he left.", "2025-09-07/2025-09-13"),
            ("This week he left.", "2025-09-14/2025-09-20"),
            ("Next week he will leave.", "2025-09-21/2025-09-27"),
            ("In the week of 1 October 2025 he left.", "2025-09-28/2025-10-04"),
            ("He left on Monday.", "2025-09-15"),
        ],
    );
}

#[test]
fn fiscal_start() {
    let starting = |month| Options { fiscal_start: Some(month), ..Options::default() };
    check(
        starting(1),
        &[
            ("Fiscal 2024 was good.", "2024"),
            ("A loss in the third quarter of fiscal 2024.", "2024-07/2024-09"),
        ],
    );
    check(
        starting(10),
        &[
            ("Fiscal 2024 was good.", "2023-10/2024-09"),
            ("This fiscal year was good.", "2024-10/2025-09"),
            ("The next fiscal year will be good.", "2025-10/2026-09"),
            ("A loss in the first quarter of fiscal 2025.", "2024-10/2024-12"),
            ("A loss in its fiscal fourth quarter.", "2025-07/2025-09"),
            ("A loss in the 2024-25 fiscal year.", "2024-10/2025-09"),
            ("A loss in the third quarter of 2024.", "2024-07/2024-09"),
            ("In 2024 it rained.", "2024"),
        ],
    );
    check(
        starting(4),
        &[
            ("FY2024 was good.", "2023-04/2024-03"),
            ("Last fiscal year was good.", "2024-04/2025-03"),
        ],
    );
    // Months that no calendar quarter begins with.
    check(starting(2), &[("A loss in Q1 FY2025.", "2024-02/2024-04")]);
}

#[test]
fn fiscal_name() {
    let by_start =
        Options { fiscal_start: Some(4), fiscal_by_start: Some(true), ..Options::default() };
    check(
        by_start,
        &[
            ("Fiscal 2024 was good.", "2024-04/2025-03"),
            ("A loss in the fourth quarter of fiscal 2024.", "2025-01/2025-03"),
            ("This fiscal year was good.", "2025-04/2026-03"),
        ],
    );
}

#[test]
fn reference() {
    let new_year = Options { reference: Day::new(2020, 1, 1), ..Options::default() };
    check(
        new_year,
        &[
            ("He left yesterday.", "2019-12-31"),
            ("He left on Monday.", "2019-12-30"),
            ("He left on 3 May 2016.", "2016-05-03"),
        ],
    );
}

#[test]
fn narrative() {
    let text = "On 3 May 1917 the yard burned. In June it was rebuilt.";
    let told = |narrative| Options { narrative: Some(narrative), ..Options::default() };
    check(told(true), &[(text, "1917-05-03 1917-06")]);
    check(told(false), &[(text, "1917-05-03 2025-06")]);
    // If nobody says, a paragraph that opens with an earlier year looks back, and no other.
    let aside = "The yard, which burned on 3 May 1917, stands. In June it was rebuilt.";
    let ahead = "On 3 May 1917 the yard burned. It will be rebuilt in June.";
    check(
        Options::default(),
        &[
            (text, "1917-05-03 1917-06"),
            (aside, "1917-05-03 2025-06"),
            (ahead, "1917-05-03 2026-06"),
            ("The May 1917 fire is recalled. In June they met.", "1917-05 2025-06"),
            ("Since May 1917 it has stood. In June they met.", "1917-05 2025-06"),
        ],
    );
}

#[test]
fn direction() {
    let ahead = Options { direction: Some(Direction::Future), ..Options::default() };
    check(
        ahead,
        &[
            ("Market: Friday.", "2025-09-19"),
            ("Fair: 3 March.", "2026-03-03"),
            ("It was held on Friday.", "2025-09-12"),
        ],
    );
    let back = Options { direction: Some(Direction::Past), ..Options::default() };
    check(back, &[("Market: Friday.", "2025-09-12"), ("It will be held on Friday.", "2025-09-19")]);
}

/// Rules with settings, and what they make of an article of a source.
fn of_source(settings: &str, source: &str) -> String {
    let bytes = settings.as_bytes().to_vec();
    let mut files = load::builtin_files();
    files.push(PackFile { path: "house.yaml".to_owned(), bytes, pack: 1 });
    let rules = load::load(files).unwrap().rules;
    let given = Given {
        source: Some(source.to_owned()),
        published: Some("2025-09-18".to_owned()),
        ..Given::default()
    };
    let text = "The fair of 03/04/2025 was wet. Last week he left.".to_owned();
    let article = Article { text, given, ..Article::default() };
    let found = pipeline::extract(&rules, &article, &pipeline::Options::default());
    found.dates.iter().filter_map(|date| date.edtf.clone()).collect::<Vec<_>>().join(" ")
}

#[test]
fn settings_of_a_source_go_before_the_general_ones() {
    let settings = "settings:\n  dates: { date_order: day-month, week_start: sunday }\n  \
                    \"dates/The Harrow Post\": { date_order: month-day }\n";
    assert_eq!(of_source(settings, "The Harrow Post"), "2025-03-04 2025-09-07/2025-09-13");
    assert_eq!(of_source(settings, "The Lowtide Echo"), "2025-04-03 2025-09-07/2025-09-13");
}
