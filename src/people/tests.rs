//! Who speaks, with people a pack lists and people that articles teach.

use crate::article::{Article, Given};
use crate::pipeline::{self, Options};
use crate::rules::Rules;
use crate::rules::load::{PackFile, builtin_files, load};

const LISTED: &str = "
lexicons:
  person:
    entries:
      \"Orla Penn|Penn\":
        gender: f
        aliases: [the Iron Clerk]
        roles: [{title: harbour minister, from: 2020-01, to: 2024-05}]
      \"Bram Tolle\":
        roles: [{title: harbour minister, from: 2024-06}, town clerk]
";

fn rules(pack: &str) -> Rules {
    let mut files = builtin_files();
    files.push(PackFile { path: "people.yaml".into(), bytes: pack.as_bytes().to_vec(), pack: 1 });
    load(files).unwrap().rules
}

/// The speakers of all quotes of articles with their days; "?" behind an uncertain one.
fn speakers(rules: &Rules, articles: &[(&str, &str)]) -> Vec<String> {
    let article = |(i, (day, text)): (usize, &(&str, &str))| Article {
        id: i.to_string(),
        text: (*text).to_owned(),
        given: Given { published: Some((*day).to_owned()), ..Given::default() },
        ..Article::default()
    };
    let articles: Vec<Article> = articles.iter().enumerate().map(article).collect();
    let mut found = pipeline::extract_all(rules, articles, &Options::default());
    pipeline::link(rules, &mut found);
    let quotes = found.iter().flat_map(|extraction| &extraction.quotes);
    let speaker = |quote: &crate::extraction::Quote| {
        let speaker = quote.speaker.as_ref()?;
        Some(format!("{}{}", speaker.name, if speaker.uncertain { "?" } else { "" }))
    };
    quotes.map(|quote| speaker(quote).unwrap_or_default()).collect()
}

fn check(pack: &str, articles: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(speakers(&rules(pack), articles), expected, "{articles:?}");
}

#[test]
fn listed_offices_are_held_for_a_time() {
    let text = "“The quay will be rebuilt by the spring,” the harbour minister said on Monday.";
    check(LISTED, &[("2023-03-01", text)], &["Orla Penn"]);
    check(LISTED, &[("2024-05-31", text)], &["Orla Penn"]);
    check(LISTED, &[("2025-03-01", text)], &["Bram Tolle"]);
}

#[test]
fn listed_aliases_are_names() {
    let text = "“The quay will be rebuilt by the spring,” the Iron Clerk said on Monday.";
    check(LISTED, &[("2023-03-01", text)], &["Orla Penn"]);
    let text = "“The quay will be rebuilt by the spring,” Penn said on Monday.";
    check(LISTED, &[("2023-03-01", text)], &["Orla Penn"]);
}

#[test]
fn listed_aliases_may_hold_a_place() {
    let pack =
        "lexicons: { person: { entries: { Edda Marr: { aliases: [the Hammer of Kelm] } } } }";
    let text = "“The quay will be rebuilt by the spring,” the Hammer of Kelm said on Monday.";
    check(pack, &[("2023-03-01", text)], &["Edda Marr"]);
}

#[test]
fn a_role_that_ends_before_it_begins_is_an_error() {
    let pack = "lexicons: { person: { entries: { \"Orla Penn\": { roles: [{title: mayor, from: 2024, to: 2020}] } } } }";
    let mut files = builtin_files();
    files.push(PackFile { path: "people.yaml".into(), bytes: pack.as_bytes().to_vec(), pack: 1 });
    assert!(load(files).is_err());
}

#[test]
fn two_people_of_one_surname_stay_two() {
    let text =
        "Harbour Minister Orla Penn met reporters on Monday. “The quay will stay open,” Penn said.

President Stefan Penn, no relation, spoke later. “I trust my ministers,” President Penn said.";
    let articles = [("2023-03-01", text)];
    check("lexicons: {}", &articles, &["Orla Penn", "Stefan Penn"]);
}

#[test]
fn listed_offices_may_be_any_words() {
    let text = "“The quay will be rebuilt by the spring,” the town clerk said on Monday.";
    check(LISTED, &[("2025-03-01", text)], &["Bram Tolle"]);
}

#[test]
fn no_pronoun_stands_for_a_place() {
    let text = "Ann Oake spoke in Kenya. Kenya paid. He said the quay was lost.";
    check(LISTED, &[("2025-03-01", text)], &["He"]);
    let text = "Ann Oake was in Sel. Sel paid. She said the quay was lost.";
    check(LISTED, &[("2025-03-01", text)], &["Ann Oake"]);
}

#[test]
fn what_joins_names_is_no_apposition() {
    let text = "Ann Oake called it the Varn-Sel Quay, and the secretary said it was lost. “It is \
                lost,” Sel said.";
    check(LISTED, &[("2025-03-01", text)], &["secretary", "Sel"]);
}

#[test]
fn a_name_is_what_everybody_uses_not_what_stands_before_it() {
    let text = "Marr Joins Edda Ohm on Quay\n\n“We will rebuild the quay,” Edda Ohm said. “It is time,” Ohm said.";
    check(LISTED, &[("2031-03-03", text)], &["Edda Ohm", "Edda Ohm"]);
    let text = "Honourable Edda Ohm spoke. “We will rebuild the quay,” Edda Ohm said.";
    check(LISTED, &[("2031-03-03", text)], &["Edda Ohm"]);
}

#[test]
fn the_capital_of_a_sentence_makes_no_name() {
    let text = "Health minister Ada Lund came to Kelm. “The clinic will stay open,” she said.";
    check(LISTED, &[("2031-03-03", text)], &["Ada Lund"]);
    let text = "Head teacher Nils Oake came to Kelm. “The roof is leaking again,” he said.";
    check(LISTED, &[("2031-03-03", text)], &["Nils Oake"]);
    let text = "Silvan Oake spoke. Cross-examining, he asked: “Did you ever receive an answer?”";
    check(LISTED, &[("2031-03-03", text)], &["Silvan Oake"]);
}

#[test]
fn several_who_speak_as_one_are_all_named() {
    let text = "Edda Ohm and Karl Lind came. “We will rebuild the quay,” Ohm and Lind said.";
    check(LISTED, &[("2031-03-03", text)], &["Edda Ohm and Karl Lind"]);
    let text = "“We will rebuild the quay,” said Edda Ohm, Karl Lind and Pia Moor.";
    check(LISTED, &[("2031-03-03", text)], &["Edda Ohm, Karl Lind and Pia Moor"]);
}

#[test]
fn a_body_is_not_whose_name_it_bears() {
    let text = "The Varnian navy said it had seized two boats. A Varnian court said on Monday that \
                the boats were free. Kelm police said a clerk was charged.";
    check(LISTED, &[("2031-03-03", text)], &["Varnian navy", "Varnian court", "Kelm police"]);
    let text = "The Ledger analysis said the quay was lost.";
    check(LISTED, &[("2031-03-03", text)], &["Ledger"]);
}

#[test]
fn an_office_goes_by_its_first_words() {
    let text = "Secretary of State Edda Ohm met Assistant Secretary Karl Lind in Kelm. The Secretary said the \
                quay was lost.";
    check(LISTED, &[("2031-03-03", text)], &["Edda Ohm"]);
    let text = "Edda Ohm came to Kelm for the Bay Summit. At the Bay Summit, the Deputy Secretary said the quay \
                was lost.";
    check(LISTED, &[("2031-03-03", text)], &["Deputy Secretary"]);
}

#[test]
fn a_letter_before_a_gap_is_a_label() {
    let text = "MS. ROE: Good morning to all of you.\n\nQ    Jan, is the quay open?\n\nMS. ROE: It is not open yet.";
    check(LISTED, &[("2031-03-03", text)], &["ROE", "Q", "ROE"]);
}

#[test]
fn what_happens_to_somebody_in_a_headline_is_no_name() {
    let rules = rules(LISTED);
    for headline in ["Woman Killed in Kelm, Driver Charged", "Fired Accountant Goes on Trial"] {
        let article = Article { text: headline.to_owned(), ..Article::default() };
        let found = pipeline::extract(&rules, &article, &Options::default());
        assert!(!found.events.is_empty(), "{headline}");
        assert!(found.events.iter().all(|event| event.people.is_empty()), "{:?}", found.events);
    }
}

#[test]
fn whose_lawyer_speaks_is_told_by_whose_he_is() {
    let first =
        "Lawyers for Karl Ohm came early. “We will fight it,” said Ohm's lawyer, Anna Lind. ";
    let other =
        "Former governor Pavel Rusk left the court. His lawyer said the charges were false.";
    check(LISTED, &[("2031-05-07", &format!("{first}{other}"))], &["Anna Lind", "His lawyer"]);
    let same = "Karl Ohm left the court. His lawyer said the charges were false.";
    check(LISTED, &[("2031-05-07", &format!("{first}{same}"))], &["Anna Lind", "Anna Lind"]);
}

#[test]
fn who_is_arrested_is_a_person() {
    let people = |text: &str| {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = pipeline::extract(Rules::builtin(), &article, &Options::default());
        let people = found.people.iter().filter(|person| person.kind == "person");
        people.map(|person| person.name.to_string()).collect::<Vec<_>>()
    };
    let all = ["Qarvo Valk", "Lusk Ashe"];
    assert_eq!(people("Police arrested Qarvo Valk and Lusk Ashe on the pier."), all);
    assert_eq!(people("Qarvo Valk and Lusk Ashe were later detained on the pier."), all);
    assert_eq!(people("A player for the Lusk Rovers was arrested on the pier."), [""; 0]);
    assert_eq!(people("Police arrested New Dawn supporters."), [""; 0]);
    assert_eq!(people("Police detained the Ocean Viking."), [""; 0]);
    assert_eq!(people("Police opened Qarvo Valk and Lusk Ashe on the pier."), [""; 0]);
}
