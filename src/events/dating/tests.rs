//! Dating, tried on articles of a sentence or two.

use crate::events::trial::{extract, extract_with};

/// The date of the event that a word tells in an article of 7 May 2031.
#[track_caller]
fn check(text: &str, trigger: &str, when: Option<&str>) {
    let found = extract_with("lexicons: {}", text);
    let event = found.events.iter().find(|event| event.trigger.text == trigger);
    assert_eq!(event.expect(trigger).when.as_deref(), when, "{text}");
}

#[test]
fn what_is_planned_has_the_date_of_its_sentence() {
    let text = "On 26 June 2031 the envoy to monitor the ferries will leave Lowtide.";
    check(text, "leave", Some("2031-06-26"));
}

#[test]
fn a_date_right_behind_a_verb_of_saying_is_when_it_was_said() {
    check("The plan was announced in January 2031 and failed.", "announced", Some("2031-01"));
}

#[test]
fn what_is_planned_has_no_date_of_a_verb_behind_it() {
    let text = "The yard will show the ferry that it launches in June 2032.";
    check(text, "show", Some("2031-05-07/.."));
}

#[test]
fn an_occasion_that_opens_a_sentence_is_when_it_was_done() {
    check("In a Monday ceremony, Ann Oake opened the pier.", "opened", Some("2031-05-05"));
    check("Two men were tried in a 2029 fraud case.", "tried", Some("2031-05-07"));
}

#[test]
fn a_day_the_calendar_does_not_have_dates_nothing() {
    let text = "HARROW: On Monday, 4 March 2024 the mill burned. On 30 February 2024 a \
                bridge collapsed in Lowtide.";
    let found = extract(text);
    let when = |trigger: &str| {
        let event = found.events.iter().find(|event| event.trigger.text == trigger);
        event.map(|event| event.when.clone())
    };
    assert_eq!(when("burned"), Some(Some("2024-03-04".into())));
    assert_eq!(when("collapsed"), Some(None));
}

#[test]
fn what_is_planned_has_the_date_of_what_happens_at_that_time() {
    check(
        "The crew will wear white when it arrives on 11 May. It will then visit Sel.",
        "wear",
        Some("2031-05-11"),
    );
    check(
        "The crew will wear white when it arrives on 11 May. It will then visit Sel.",
        "visit",
        Some("2031-05-11"),
    );
}

#[test]
fn what_has_been_done_was_not_done_later() {
    check("The council has approved a pier for June 2032.", "approved", Some("2031-05-07"));
    check("The pier is slated for a 2032 opening.", "slated", Some("2031-05-07"));
}

#[test]
fn since_when_something_goes_on_is_told_of_the_verb_that_goes_on() {
    let text = "For the old mill, Kelm has been attempting a sale since March.";
    check(text, "attempting", Some("2031-03"));
}

#[test]
fn a_date_of_a_participle_behind_a_noun_is_not_that_of_the_noun() {
    let text = "Both mayors praised the deal begun by their clerks last year.";
    check(text, "deal", Some("2031-05-07"));
    check("The departure was delayed.", "departure", None);
}

#[test]
fn a_word_lends_its_date_to_what_hangs_on_it() {
    let text = "On Monday the yard opened a fair showing old boats.";
    let found = extract_with("lexicons: {}", text);
    let event = found.events.iter().find(|event| event.trigger.text == "showing");
    let (when, basis) =
        event.map_or((None, None), |e| (e.when.as_deref(), e.when_basis.as_deref()));
    assert_eq!((when, basis), (Some("2031-05-05"), Some("governor")));
}

#[test]
fn a_date_that_no_longer_holds_dates_nothing() {
    let text = "The launch, originally due on 3 May 2031, will take place in June 2031.";
    check(text, "launch", Some("2031-06"));
}

#[test]
fn a_date_at_the_front_of_a_clause_belongs_to_it() {
    let text = "Ann Oake was arrested, and on 3 May, the guards fired.";
    check(text, "fired", Some("2031-05-03"));
    let text = "The mill, which has earned much since 2003, burned on 3 May.";
    check(text, "burned", Some("2031-05-03"));
}

#[test]
fn what_is_told_of_did_not_happen_when_it_was_told() {
    let text = "The makers of the Lowtide ceremony announced on Monday that it was lost.";
    let found = extract_with("lexicons: {}", text);
    let event = found.events.iter().find(|event| event.trigger.text == "ceremony").unwrap();
    assert_ne!(event.when_basis.as_deref(), Some("clause"));
    check("He is back in Sel, where he opened the 2028 ceremony.", "ceremony", Some("2028"));
}

#[test]
fn the_stamp_of_a_page_dates_nothing() {
    let text = "Oake to open pier 7 May 2031 | 08:06AM PT The ceremony was moved to Sel.";
    check(text, "open", None);
    check("See / 2029 / pier: guards fired at the crowd.", "fired", Some("2031-05-07"));
}

#[test]
fn what_is_spoken_of_has_the_date_of_its_own_participle() {
    let spoke = "Lena Novak spoke on Tuesday with Karl Ohm. ";
    let text = format!("{spoke}They discussed the council announced by Edda Marr on April 21.");
    check(&text, "discussed", Some("2031-05-06"));
    check(&text, "announced", Some("2031-04-21"));
    let text = format!("{spoke}They discussed the council on April 21.");
    check(&text, "discussed", Some("2031-04-21"));
}
