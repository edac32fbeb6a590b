//! Merging keeps its promises: nothing is lost, and neither order, copies nor threads show.

use super::*;
use crate::extraction::{Event, Extraction, Quote, QuoteKind, Range, Slice, Speaker};
use proptest::prelude::*;

/// An article of sentences, each `trigger|date|text` for an event or `"speaker|date|text` for a
/// quotation; `-` for no date or speaker.
fn article(id: &str, source: &str, published: &str, sentences: &[&str]) -> Extraction {
    let mut out = Extraction::default();
    out.article.id = id.into();
    out.article.source = Some(source.into());
    out.article.published = (published != "-").then(|| published.into());
    for sentence in sentences {
        let mut fields = sentence.splitn(3, '|');
        let [head, date, text] = [(); 3].map(|()| fields.next().unwrap());
        let start = out.text.chars().count();
        out.text.push_str(text);
        let end = out.text.chars().count();
        out.text.push('\n');
        out.sentences.push(Range { start, end });
        let date = (date != "-").then(|| date.to_owned());
        match head.strip_prefix('"') {
            Some(speaker) => out.quotes.push(quote(speaker, date, start, end, text)),
            None => out.events.push(event(head, date, start, end, text)),
        }
    }
    out
}

fn event(trigger: &str, when: Option<String>, start: usize, end: usize, text: &str) -> Event {
    Event {
        start,
        end,
        text: text.into(),
        kind: "happening".into(),
        trigger: Slice { start, end: start + trigger.chars().count(), text: trigger.into() },
        lemma: trigger.into(),
        when_basis: when.as_ref().map(|_| "sentence".into()),
        when: when.map(Into::into),
        date: None,
        modality: None,
        aside: None,
        people: Vec::new(),
        places: Vec::new(),
        organisations: Vec::new(),
        rule: "test".into(),
    }
}

fn quote(speaker: &str, said: Option<String>, start: usize, end: usize, text: &str) -> Quote {
    let speaker = (speaker != "-").then(|| Speaker {
        start,
        end: start,
        text: "".into(),
        name: speaker.into(),
        uncertain: false,
    });
    let (kind, rule) = (QuoteKind::Direct, "test".into());
    Quote {
        start,
        end,
        text: text.into(),
        kind,
        closed: true,
        part_of: None,
        cue: None,
        speaker,
        via: None,
        said: said.map(Into::into),
        modality: None,
        aside: None,
        rule,
    }
}

fn merged(articles: &[Extraction]) -> Timeline {
    merge(articles, &MergePolicy::builtin())
}

fn bytes(timeline: &Timeline) -> String {
    serde_json::to_string(timeline).unwrap()
}

/// The entries without what a copy may add to: its citations.
fn essence(timeline: &Timeline) -> Vec<(String, String, Option<EntryDate>, usize)> {
    let all = timeline.entries.iter().chain(&timeline.undated);
    all.map(|e| (e.id.clone(), e.text.clone(), e.date.clone(), e.independent_sources)).collect()
}

const FERRY: &str = "collide|2031-05-04|Two ferries, the Halcyon and the Petrel, collided off Port Amal, killing 12 passengers.";

#[test]
fn one_event_of_two_articles_is_one_entry_with_both_figures() {
    let first = article("a", "Amal Post", "2031-05-05", &[FERRY]);
    let second = article(
        "b",
        "Coast Daily",
        "2031-05-06",
        &[
            "collide|2031-05-04|Fifteen people died when the ferries Halcyon and Petrel collided near Port Amal.",
        ],
    );
    let timeline = merged(&[first, second]);
    assert_eq!(timeline.entries.len(), 1, "{timeline:#?}");
    let entry = &timeline.entries[0];
    assert_eq!((entry.sources.len(), entry.independent_sources), (2, 2));
    assert_eq!(entry.disagreements[0].field, "number");
    assert!(!entry.merged_because.is_empty());
}

#[test]
fn look_alikes_of_another_month_stay_apart() {
    let first = article("a", "Amal Post", "2031-05-05", &[FERRY]);
    let second = article("b", "Coast Daily", "2031-06-05", &[&FERRY.replace("05-04", "06-04")]);
    assert_eq!(merged(&[first, second]).entries.len(), 2);
}

#[test]
fn one_outlet_tells_the_next_event_in_the_next_article() {
    let told =
        |id: &str, source: &str, sentence: &str| article(id, source, "2031-05-05", &[sentence]);
    let first =
        "meet|2031-05-04|Ines Okoro met Karl Ohm and Uma Sel in the town hall of Port Amal.";
    let other = "meet|2031-05-04|Ines Okoro met Jan Roe and Ida Bay in the town hall of Port Amal.";
    let news = told("a", "coast.example/news", first);
    let notices = told("b", "coast.example/notices", other);
    assert_eq!(merged(&[news.clone(), notices]).entries.len(), 2);
    let again = told("c", "coast.example/notices", first);
    assert_eq!(merged(&[news, again]).entries.len(), 1);
}

#[test]
fn a_reprint_is_a_source_but_no_second_voice() {
    let first = article("a", "Amal Post", "2031-05-05", &[FERRY]);
    let reprint = article("b", "Coast Daily", "2031-05-06", &[FERRY]);
    let entry = &merged(&[first, reprint]).entries[0];
    assert_eq!((entry.sources.len(), entry.independent_sources), (2, 1));
}

#[test]
fn a_statement_in_two_wordings_is_one_entry_and_a_lost_not_is_shown() {
    let first = article(
        "a",
        "Amal Post",
        "2031-05-05",
        &["\"Ines Okoro|2031-05-04|We will not open the harbour until the wreck is gone,"],
    );
    let second = article(
        "b",
        "Coast Daily",
        "2031-05-06",
        &["\"Ines Okoro|2031-05-04|We will open the harbour until the wreck is gone,"],
    );
    let entry = &merged(&[first, second]).entries[0];
    assert_eq!(entry.variants.len(), 2);
    assert_eq!(entry.disagreements[0].field, "wording");
}

#[test]
fn what_one_speaker_is_reported_to_have_said_is_one_statement_in_other_words() {
    let reported = |id: &str, speaker: &str, text: &str| {
        let story = "wreck|-|The wreck of the dredger Halcyon blocks the harbour of Port Amal.";
        let said = format!("\"{speaker}|2031-05-04|{text}");
        let mut article = article(id, id, "2031-05-05", &[story, &said]);
        article.quotes[0].kind = QuoteKind::Indirect;
        article
    };
    let first = "divers would raise the dredger Halcyon before the summer";
    let other = "the Halcyon, a dredger, is to be raised by divers within weeks";
    let statements = |speaker: &str, text: &str| {
        // Words that all articles have tell nothing, so others must be there, too.
        let others = ["tram line", "new school", "oil price", "old bridge"].map(|about| {
            let told = format!(
                "open|-|The {about} is to be opened by a council, as it would within weeks."
            );
            article(about, "Sel Times", "2031-05-05", &[&told])
        });
        let mut articles = vec![reported("a", "Ines Okoro", first), reported("b", speaker, text)];
        articles.extend(others);
        let timeline = merged(&articles);
        timeline.entries.iter().filter(|entry| entry.kind == EntryKind::Quote).count()
    };
    assert_eq!(statements("Ines Okoro", other), 1);
    assert_eq!(statements("Tomas Lind", other), 2, "two speakers");
    assert_eq!(statements("Ines Okoro", "the ferry would sail again on Friday"), 2);
}

#[test]
fn arrests_of_two_persons_are_two() {
    let arrest = |id: &str, person: &str| {
        let text = format!("arrest|2031-05-04|Police arrested {person} at the harbour of Amal.");
        let mut article = article(id, id, "2031-05-05", &[&text]);
        article.events[0].people = vec![person.into()];
        article
    };
    let entries =
        |people: [&str; 2]| merged(&[arrest("a", people[0]), arrest("b", people[1])]).entries.len();
    assert_eq!(entries(["Tomas Lind", "Tomas Lind"]), 1);
    assert_eq!(entries(["Tomas Lind", "Ines Okoro"]), 2);
}

#[test]
fn what_names_nobody_joins_no_two_persons() {
    let arrest = |id: &str, person: Option<&str>| {
        let name = person.unwrap_or("a suspect");
        let text = format!("arrest|2031-05-04|Police arrested {name} at the harbour of Amal.");
        let mut article = article(id, id, "2031-05-05", &[&text]);
        article.events[0].people = person.iter().map(|name| (*name).into()).collect();
        article
    };
    let (lind, okoro) = (Some("Tomas Lind"), Some("Ines Okoro"));
    let articles = [arrest("a", lind), arrest("b", None), arrest("c", okoro)];
    assert_eq!(merged(&articles).entries.len(), 2);
    let said = |id: &str, speaker: &str| {
        let words = "The harbour of Amal stays shut until the wreck of the Halcyon is gone,";
        article(id, id, "2031-05-05", &[&format!("\"{speaker}|2031-05-04|{words}")])
    };
    let articles = [said("a", "Tomas Lind"), said("b", "-"), said("c", "Ines Okoro")];
    assert_eq!(merged(&articles).entries.len(), 2);
}

#[test]
fn what_another_outlet_names_without_a_date_stays_a_source() {
    let told = |id: &str, sentence: &str, basis: Option<&str>| {
        let mut article = article(id, id, "2031-05-06", &[sentence]);
        let event = &mut article.events[0];
        (event.kind, event.rule) = ("meeting".into(), "event.noun".into());
        event.when_basis = basis.map(Into::into);
        article
    };
    let dated = "conference|2031-05-04|The conference of harbour chiefs in Amal closed.";
    let open =
        "conference|-|Nine ports sent harbour chiefs to Amal, where the conference took two days.";
    let lent = "conference|2031-05-06|Nine ports sent harbour chiefs to Amal, where the conference took two days.";
    for (other, basis) in [(open, None), (lent, Some("governor"))] {
        let articles = [told("Amal Post", dated, Some("clause")), told("Sel Times", other, basis)];
        let (shown, _) = digest(merged(&articles), &MergePolicy::builtin());
        assert_eq!(shown.entries[0].sources.len(), 2, "{other}");
    }
}

#[test]
fn the_same_words_of_two_speakers_stay_apart_and_show_it() {
    let first = article(
        "a",
        "Amal Post",
        "2031-05-05",
        &["\"Ines Okoro|2031-05-04|The harbour stays shut,"],
    );
    let second = article(
        "b",
        "Coast Daily",
        "2031-05-05",
        &["\"Tomas Lind|2031-05-04|The harbour stays shut,"],
    );
    let timeline = merged(&[first, second]);
    assert_eq!(timeline.entries.len(), 2);
    assert!(
        timeline
            .entries
            .iter()
            .all(|e| e.disagreements.iter().any(|d| d.field == "speaker" && d.values.len() == 2))
    );
}

#[test]
fn what_has_no_date_stands_under_undated_with_the_reason() {
    let timeline = merged(&[article("a", "Amal Post", "-", &["collide|-|Two ferries collided."])]);
    assert!(timeline.entries.is_empty());
    assert!(
        timeline.undated[0]
            .undated_because
            .as_deref()
            .is_some_and(|why| why.contains("publication"))
    );
}

#[test]
fn corrections_merge_split_drop_and_date() {
    let articles = [
        article(
            "a",
            "Amal Post",
            "2031-05-05",
            &[FERRY, "\"Ines Okoro|2031-05-04|The harbour stays shut for a week,"],
        ),
        article(
            "b",
            "Coast Daily",
            "2031-05-06",
            &["sink|2031-05-05|A barge sank in the lagoon of Sel."],
        ),
    ];
    let before = merged(&articles);
    let id = |word: &str| before.entries.iter().find(|e| e.text.contains(word)).unwrap().id.clone();
    let yaml = format!(
        "merge: ['{} {}']\ndrop: [{}]\ndate: {{ {}: 2031-05 }}\nsplit: [e-none]\n",
        id("ferries"),
        id("barge"),
        id("harbour stays"),
        id("ferries")
    );
    let after = merge_corrected(
        &articles,
        &MergePolicy::builtin(),
        &Corrections::from_yaml("fixes.yaml", &yaml).unwrap(),
    );
    assert_eq!(after.entries.len(), 1);
    assert_eq!(
        (after.entries[0].sources.len(), after.entries[0].date.as_ref().unwrap().edtf.as_str()),
        (2, "2031-05")
    );
    assert!(after.problems.iter().any(|p| p.problem.code == "correction-unknown"));
}

#[test]
fn a_selection_keeps_what_fits() {
    let timeline = merged(&[
        article(
            "a",
            "Amal Post",
            "2031-05-05",
            &[FERRY, "\"Ines Okoro|2031-05-05|The harbour stays shut for a week,"],
        ),
        article(
            "b",
            "Coast Daily",
            "2031-05-06",
            &[
                "sink|2031-05-01|A barge sank in the lagoon of Sel.",
                "collide|2031-05-04|The ferries Halcyon and Petrel collided off Port Amal.",
            ],
        ),
    ]);
    let importance = MergePolicy::builtin().importance;
    let count = |selection: Selection| selection.apply(timeline.clone(), &importance).entries.len();
    let all = timeline.entries.len();
    assert_eq!(count(Selection::default()), all);
    assert_eq!(count(Selection { who: vec!["okoro".into()], ..Selection::default() }), 1);
    assert_eq!(
        count(Selection {
            kind: Some(EntryKind::Event),
            source: vec!["coast".into()],
            ..Selection::default()
        }),
        2
    );
    assert_eq!(
        count(Selection { from: crate::dates::Day::new(2031, 5, 5), ..Selection::default() }),
        1
    );
    let top =
        Selection { top: Some(1), ..Selection::default() }.apply(timeline.clone(), &importance);
    assert!(top.entries.iter().all(|e| e.date.as_ref().unwrap().edtf == "2031-05-04"));
}

fn any_sentence() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec![
        "collide",
        "sink",
        "\"Ines Okoro",
        "\"Tomas Lind",
        "\"-",
        "arrest",
        "detain",
    ]);
    let date = prop::sample::select(vec![
        "-",
        "2031-05-04",
        "2031-05",
        "2031-05-06",
        "2030/2031",
        "nonsense",
    ]);
    let words = prop::collection::vec(
        prop::sample::select(vec![
            "ferry", "Halcyon", "harbour", "12", "three", "not", "é", "the", "Amal", "guards",
            "wreck",
        ]),
        1..9,
    );
    (head, date, words).prop_map(|(head, date, words)| format!("{head}|{date}|{}", words.join(" ")))
}

fn any_articles() -> impl Strategy<Value = Vec<Extraction>> {
    let published = prop::sample::select(vec!["-", "2031-05-04", "2031-05-07", "2031-06-30"]);
    let outlet = prop::sample::select(vec!["Amal Post", "Coast Daily", "Sel Times"]);
    let one = (published, outlet, prop::collection::vec(any_sentence(), 0..6));
    prop::collection::vec(one, 1..7).prop_map(|all| {
        let build = |(at, (published, outlet, sentences)): (usize, (&str, &str, Vec<String>))| {
            article(
                &format!("article-{at}"),
                outlet,
                published,
                &sentences.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        };
        all.into_iter().enumerate().map(build).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_show(articles in any_articles(), seed in 0usize..720) {
        let mut other = articles.clone();
        other.rotate_left(seed % articles.len());
        if seed % 2 == 0 {
            other.reverse();
        }
        prop_assert_eq!(bytes(&merged(&articles)), bytes(&merged(&other)));
    }

    #[test]
    fn copies_do_not_show(articles in any_articles(), pick in 0usize..7) {
        let mut more = articles.clone();
        let mut copy = articles[pick % articles.len()].clone();
        // Under another outlet, too: one that prints nothing else.
        if pick % 2 == 0 {
            copy.article.source = Some("Bay Mirror".into());
        }
        copy.article.id = if pick % 3 == 0 { "0-copy" } else { "zz-copy" }.into();
        more.push(copy);
        prop_assert_eq!(essence(&merged(&articles)), essence(&merged(&more)));
    }

    #[test]
    fn nothing_is_lost_and_every_source_slices_back(articles in any_articles()) {
        let timeline = merged(&articles);
        let mut cited: Vec<(String, usize, String)> = Vec::new();
        for source in timeline.entries.iter().chain(&timeline.undated).flat_map(|e| &e.sources) {
            let article = articles.iter().find(|a| a.article.id == source.article).unwrap();
            let slice: String = article.text.chars().skip(source.start).take(source.end - source.start).collect();
            prop_assert_eq!(&slice, &source.text);
            cited.push((source.article.clone(), source.start, source.text.clone()));
        }
        let mut told: Vec<(String, usize, String)> = articles
            .iter()
            .flat_map(|a| {
                let id = a.article.id.clone();
                let events = a.events.iter().map(|e| (e.start, e.text.clone()));
                events.chain(a.quotes.iter().map(|q| (q.start, q.text.clone()))).map(move |(start, text)| (id.clone(), start, text))
            })
            .collect();
        cited.sort();
        told.sort();
        prop_assert_eq!(cited, told);
        let mut ids: Vec<&String> = timeline.entries.iter().chain(&timeline.undated).map(|e| &e.id).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
    }
}
