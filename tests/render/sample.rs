//! Timelines of invented people and places, built by hand, for what turns timelines into output.

use onrecord::extraction::{ArticleInfo, Problem, Severity};
use onrecord::timeline::*;
use std::collections::BTreeMap;

/// A timeline with the texts of its articles.
pub struct Sample {
    pub timeline: Timeline,
    pub texts: BTreeMap<String, String>,
}

const POST: &str = "Six coastal states meet in Port Sable\n\n\
    PORT SABLE: Ministers of six coastal states met in Port Sable on Saturday to settle who may fish where.\n\
    \u{201c}We will rebuild every jetty before the winter,\u{201d} harbour minister Lena Marsh told them. \
    The talks followed a storm that sank forty boats in March 2021.\n\
    The treaty of 1990 had lapsed. A second round is planned between 12 and 15 September.\n";

const COURIER: &str = "Fishing talks open\nSable Courier\n\
    Ministers from the six states opened talks in Port Sable on 26 July 2025.\n\
    \u{201c}We will restore every jetty before winter,\u{201d} said Lena Marsh, the minister.\n\
    Around forty-five boats were lost in the storm of March 2021.\n\
    Karim Odell did not say that the fleet would be cut.\n\
    The storm spared the old harbour.\n";

const ECHO: &str = "<script>alert(1)</script> Markets & tides\n\
    Some say the <b>old wall</b> fell = @long ago. \u{1b}[31mRed\u{1b}[0m herrings were \u{201c}sold\u{201d} in the 1990s.\n\
    The talks were held on 27 July 2025, the harbour office said.\n";

impl Sample {
    /// Every kind of entry once: precisions, wordings, disagreements, odd characters, undated.
    pub fn harbour() -> Self {
        let mut sample = Self::empty();
        sample.article(
            "post.txt",
            Some("Harbour Post"),
            "Six coastal states meet in Port Sable",
            Some("2025-07-27"),
            POST,
        );
        sample.article(
            "courier.txt",
            Some("Sable Courier"),
            "Fishing talks open",
            Some("2025-07-26"),
            COURIER,
        );
        sample.article("echo.txt", None, "<script>alert(1)</script> Markets & tides", None, ECHO);
        sample.timeline.articles[0].url =
            Some("https://harbourpost.example/talks?id=1&x=\"2\"".into());
        sample.timeline.entries = vec![
            sample.treaty(),
            sample.herrings(),
            sample.storm(),
            sample.talks(),
            sample.promise(),
            sample.denial(),
            sample.second_round(),
        ];
        sample.timeline.undated = vec![sample.wall()];
        let problem =
            Problem::new(Severity::Warning, "unclosed-quote", "line 3: a quote mark is not closed");
        sample.timeline.problems = vec![ArticleProblem { article: "echo.txt".into(), problem }];
        sample
    }

    /// `count` entries of every precision over forty years, ten to an article.
    pub fn crowd(count: usize) -> Self {
        let mut sample = Self::empty();
        let mut number = Numbers(7);
        let mut entries = Vec::new();
        for first in (0..count).step_by(10) {
            let id = format!("{:05}.txt", first / 10);
            let lines: Vec<_> =
                (0..10.min(count - first)).map(|_| crowd_sentence(&mut number)).collect();
            let outlet = OUTLETS[number.below(OUTLETS.len())];
            let text = lines.iter().map(|line| format!("{}\n", line.0)).collect::<String>();
            sample.article(
                &id,
                Some(outlet),
                &format!("Harbour letter {}", first / 10),
                None,
                &text,
            );
            for (index, (words, date, person, place)) in lines.into_iter().enumerate() {
                let source = sample.source(&id, &words, Some(&date.edtf));
                let is_quote = number.below(3) == 0;
                let entry = if is_quote {
                    quote("", "direct", vec![source])
                } else {
                    event("", KINDS[number.below(KINDS.len())], vec![source])
                };
                entries.push(Entry {
                    id: format!("n{}", first + index),
                    date: Some(date),
                    speaker: is_quote.then(|| person.into()),
                    people: vec![person.into()],
                    places: vec![place.into()],
                    ..entry
                });
            }
        }
        let key = |entry: &Entry| {
            entry.date.as_ref().map(|date| (date.earliest.clone(), date.latest.clone()))
        };
        entries.sort_by_key(|entry| (key(entry), entry.id.clone()));
        sample.timeline.entries = entries;
        sample
    }

    fn empty() -> Self {
        let timeline = Timeline {
            version: CONTRACT_VERSION.into(),
            articles: vec![],
            entries: vec![],
            undated: vec![],
            problems: vec![],
        };
        Self { timeline, texts: BTreeMap::new() }
    }

    fn article(
        &mut self,
        id: &str,
        source: Option<&str>,
        title: &str,
        published: Option<&str>,
        text: &str,
    ) {
        self.timeline.articles.push(ArticleInfo {
            id: id.into(),
            path: Some(format!("articles/{id}")),
            title: Some(title.into()),
            source: source.map(str::to_owned),
            published: published.map(str::to_owned),
            published_basis: published.map(|_| "given".to_owned()),
            ..ArticleInfo::default()
        });
        self.texts.insert(id.into(), text.into());
    }

    /// The place of these words in an article.
    fn source(&self, article: &str, words: &str, date: Option<&str>) -> Source {
        let text = &self.texts[article];
        let byte = text.find(words).unwrap_or_else(|| panic!("{article} does not say {words:?}"));
        let start = text[..byte].chars().count();
        Source {
            article: article.into(),
            start,
            end: start + words.chars().count(),
            text: words.into(),
            date: date.map(Into::into),
            basis: None,
            aside: None,
            rule: "event.sample".into(),
        }
    }

    fn treaty(&self) -> Entry {
        let source = self.source("post.txt", "The treaty of 1990 had lapsed.", Some("1990"));
        Entry {
            date: date("1990~", "1989-01-01", "1991-12-31", "year"),
            ..event("e-treaty", "agreement.lapse", vec![source])
        }
    }

    fn herrings(&self) -> Entry {
        let words = "\u{1b}[31mRed\u{1b}[0m herrings were \u{201c}sold\u{201d} in the 1990s.";
        let source = self.source("echo.txt", words, Some("199X"));
        Entry {
            date: date("199X", "1990-01-01", "1999-12-31", "decade"),
            ..event("e-herrings", "trade", vec![source])
        }
    }

    fn storm(&self) -> Entry {
        let first = self.source(
            "post.txt",
            "The talks followed a storm that sank forty boats in March 2021.",
            Some("2021-03"),
        );
        let second = self.source(
            "courier.txt",
            "Around forty-five boats were lost in the storm of March 2021.",
            Some("2021-03"),
        );
        let third = self.source("courier.txt", "The storm", Some("2021-03"));
        Entry {
            date: date("2021-03", "2021-03-01", "2021-03-31", "month"),
            places: vec!["Port Sable".into()],
            disagreements: vec![disagreement(
                "number",
                [("40", &["post.txt"][..]), ("45", &["courier.txt"])],
                "first-published",
            )],
            independent_sources: 2,
            merged_because: vec!["same month, same trigger".into()],
            ..event("e-storm", "disaster.storm", vec![first, second, third])
        }
    }

    fn talks(&self) -> Entry {
        let first = "Ministers of six coastal states met in Port Sable on Saturday to settle who may fish where.";
        let sources = vec![
            self.source(
                "courier.txt",
                "Ministers from the six states opened talks in Port Sable on 26 July 2025.",
                Some("2025-07-26"),
            ),
            self.source(
                "echo.txt",
                "The talks were held on 27 July 2025, the harbour office said.",
                Some("2025-07-27"),
            ),
            self.source("post.txt", first, Some("2025-07-26")),
        ];
        let days =
            [("2025-07-26", &["courier.txt", "post.txt"][..]), ("2025-07-27", &["echo.txt"])];
        Entry {
            text: first.into(),
            date: date("2025-07-26", "2025-07-26", "2025-07-26", "day"),
            people: vec!["Lena Marsh".into(), "Karim Odell".into()],
            places: vec!["Port Sable".into()],
            organisations: vec!["harbour office".into()],
            disagreements: vec![disagreement("date", days, "most-sources")],
            independent_sources: 3,
            merged_because: vec!["same place and trigger; days differ by one".into()],
            ..event("e-talks", "meeting", sources)
        }
    }

    fn promise(&self) -> Entry {
        let post = self.source("post.txt", "We will rebuild every jetty before the winter,", None);
        let courier =
            self.source("courier.txt", "We will restore every jetty before winter,", None);
        Entry {
            date: date("2025-07-26", "2025-07-26", "2025-07-26", "day"),
            speaker: Some("Lena Marsh".into()),
            people: vec!["Lena Marsh".into()],
            variants: vec![
                Variant { text: post.text.clone(), sources: vec!["post.txt".into()] },
                Variant { text: courier.text.clone(), sources: vec!["courier.txt".into()] },
            ],
            independent_sources: 2,
            ..quote("q-promise", "direct", vec![post, courier])
        }
    }

    fn denial(&self) -> Entry {
        let source = self.source("courier.txt", "the fleet would be cut", None);
        let mut entry = Entry {
            date: date("2025-07-26", "2025-07-26", "2025-07-26", "day"),
            speaker: Some("Karim Odell".into()),
            people: vec!["Karim Odell".into()],
            modality: Some("negated".into()),
            ..quote("q-denial", "indirect", vec![source])
        };
        entry.date.iter_mut().for_each(|date| date.basis = "publication".into());
        entry
    }

    fn second_round(&self) -> Entry {
        let source = self.source(
            "post.txt",
            "A second round is planned between 12 and 15 September.",
            Some("2025-09-12/2025-09-15"),
        );
        Entry {
            date: date("2025-09-12/2025-09-15", "2025-09-12", "2025-09-15", "interval"),
            modality: Some("planned".into()),
            ..event("e-second-round", "meeting", vec![source])
        }
    }

    fn wall(&self) -> Entry {
        let source =
            self.source("echo.txt", "Some say the <b>old wall</b> fell = @long ago.", None);
        Entry {
            undated_because: Some("\u{201c}long ago\u{201d} names no date".into()),
            ..event("e-wall", "disaster.collapse", vec![source])
        }
    }
}

fn date(edtf: &str, earliest: &str, latest: &str, precision: &str) -> Option<EntryDate> {
    Some(EntryDate {
        edtf: edtf.into(),
        earliest: earliest.into(),
        latest: latest.into(),
        precision: precision.into(),
        basis: "explicit".into(),
    })
}

fn disagreement<'a>(
    field: &str,
    values: impl IntoIterator<Item = (&'a str, &'a [&'a str])>,
    chosen_by: &str,
) -> Disagreement {
    let value = |(value, sources): (&str, &[&str])| DisagreementValue {
        value: value.into(),
        sources: sources.iter().map(|id| (*id).to_owned()).collect(),
    };
    Disagreement {
        field: field.into(),
        values: values.into_iter().map(value).collect(),
        chosen_by: chosen_by.into(),
    }
}

fn event(id: &str, type_: &str, sources: Vec<Source>) -> Entry {
    entry(id, EntryKind::Event, type_, sources)
}

fn quote(id: &str, type_: &str, sources: Vec<Source>) -> Entry {
    entry(id, EntryKind::Quote, type_, sources)
}

fn entry(id: &str, kind: EntryKind, type_: &str, sources: Vec<Source>) -> Entry {
    Entry {
        id: id.into(),
        kind,
        type_: type_.into(),
        date: None,
        text: sources.first().map(|source| source.text.clone()).unwrap_or_default(),
        speaker: None,
        modality: None,
        people: vec![],
        places: vec![],
        organisations: vec![],
        sources,
        independent_sources: 1,
        variants: vec![],
        disagreements: vec![],
        merged_because: vec![],
        undated_because: None,
    }
}

const OUTLETS: [&str; 5] =
    ["Harbour Post", "Sable Courier", "The Tidewatch", "Kestrel Wire", "Northern Quay"];
const KINDS: [&str; 6] = [
    "meeting",
    "disaster.storm",
    "agreement.treaty",
    "appointment",
    "conflict.blockade",
    "trade.auction",
];
const PEOPLE: [&str; 8] = [
    "Lena Marsh",
    "Karim Odell",
    "Ines Valdrop",
    "Tomas Quill",
    "Oyelaran Bede",
    "Sanna Reef",
    "Piet Halloran",
    "Mirela Stoat",
];
const PLACES: [&str; 5] = ["Port Sable", "Kestrel Point", "Low Quay", "Marram", "Saltholm"];

/// Numbers that are the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn crowd_sentence(number: &mut Numbers) -> (String, EntryDate, &'static str, &'static str) {
    let (person, place) = (PEOPLE[number.below(PEOPLE.len())], PLACES[number.below(PLACES.len())]);
    let (year, month, day) = (1985 + number.below(41), 1 + number.below(12), 1 + number.below(28));
    let (edtf, earliest, latest, precision) = match number.below(10) {
        0 => (format!("{year}"), format!("{year}-01-01"), format!("{year}-12-31"), "year"),
        1 | 2 => (
            format!("{year}-{month:02}"),
            format!("{year}-{month:02}-01"),
            format!("{year}-{month:02}-28"),
            "month",
        ),
        _ => {
            let date = format!("{year}-{month:02}-{day:02}");
            (date.clone(), date.clone(), date, "day")
        }
    };
    let words = format!(
        "In the matter of berth {} the harbour board heard {person}, who came from {place} with {} crates of letters and left with {} fewer.",
        number.below(100_000),
        2 + number.below(90),
        1 + number.below(9)
    );
    (words, date(&edtf, &earliest, &latest, precision).unwrap(), person, place)
}
