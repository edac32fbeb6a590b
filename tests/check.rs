//! Replays the cases of `tests/check/*.yaml`: quotes against sources, each with its verdict.
//!
//! A case names a source of its file, a quote (or a whole draft), the verdict it must get, and,
//! where it matters, the kinds of difference that must be among those found.

use onrecord::check::{CheckWords, CheckedQuote, Draft, Op, Source, Verdict, check};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    source: String,
    #[serde(default)]
    quote: Option<String>,
    #[serde(default)]
    draft: Option<String>,
    is: Verdict,
    #[serde(default)]
    ops: Vec<Op>,
    /// Extract speakers from draft and source with the built-in rules.
    #[serde(default)]
    speakers: bool,
    #[serde(default)]
    #[allow(dead_code, reason = "for whoever reads the cases")]
    why: String,
}

fn replay(
    case: &Case,
    sources: &BTreeMap<String, String>,
    words: &CheckWords,
) -> Vec<CheckedQuote> {
    let text = case
        .draft
        .clone()
        .unwrap_or_else(|| format!("“{}”\n", case.quote.as_deref().unwrap_or("")));
    let told = case.speakers.then(|| extract(&text));
    let draft = Draft { text: &text, body_start: 0, extraction: told.as_ref() };
    let source = Source { id: &case.source, text: &sources[&case.source], body_start: 0 };
    let witness = |wanted: &[usize]| match case.speakers {
        true => wanted.iter().map(|_| extract(source.text)).collect(),
        false => Vec::new(),
    };
    check(&draft, &[source], &witness, words).quotes
}

fn extract(text: &str) -> onrecord::Extraction {
    let article = onrecord::article::Article { text: text.to_owned(), ..Default::default() };
    let rules = onrecord::rules::Rules::builtin();
    onrecord::pipeline::extract(rules, &article, &onrecord::pipeline::Options::default())
}

/// The verdict on all quotes of a draft: the first that is not verbatim.
fn verdict(found: &[CheckedQuote]) -> Option<Verdict> {
    found
        .iter()
        .map(|quote| quote.verdict)
        .find(|verdict| *verdict != Verdict::Verbatim)
        .or(found.first().map(|q| q.verdict))
}

#[test]
fn cases_get_their_verdicts() {
    let words = CheckWords::built_in().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in glob("tests/check") {
        let file: File = serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in &file.cases {
            let found = replay(case, &file.sources, &words);
            let missing = case.ops.iter().find(|op| {
                !found.iter().any(|quote| quote.changes.iter().any(|change| change.op == **op))
            });
            count += 1;
            if verdict(&found) != Some(case.is) || missing.is_some() {
                let shown: Vec<_> = found
                    .iter()
                    .map(|q| {
                        (
                            q.verdict.name(),
                            q.similarity,
                            q.changes
                                .iter()
                                .map(|c| (c.op, &c.draft, &c.source))
                                .collect::<Vec<_>>(),
                        )
                    })
                    .collect();
                wrong.push(format!(
                    "{:?} {:?} expected {:?} {:?}, found {shown:?}",
                    case.source,
                    case.quote.as_ref().or(case.draft.as_ref()),
                    case.is,
                    case.ops
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 100, "only {count} cases");
}

fn glob(folder: &str) -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    paths.sort();
    paths
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Glyphs on which tokenising, brackets and quote marks turn.
    fn tricky() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "the",
            "not",
            "We",
            "wén",
            "ﬁ",
            "ı\u{308}",
            "\u{ad}",
            "-",
            "–",
            "—",
            "−",
            " ",
            "  ",
            "\n",
            "\n\n",
            "[",
            "]",
            "(",
            ")",
            "...",
            "…",
            ".",
            ",",
            "“",
            "”",
            "\"",
            "‘",
            "’",
            "'",
            "`",
            "1,000",
            "4.5",
            "½",
            "²",
            "<",
            "≤",
            "%",
            "$",
            "&amp;",
            "per cent",
            "sic",
            "if",
            "unless",
            "said",
            "？",
            "（",
            "）",
            "日本",
            "\u{301}",
            "\r\n",
            "U.S.",
            "*",
            "_",
            ">",
            "#",
        ]);
        prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
    }

    fn lexicon() -> &'static CheckWords {
        static WORDS: std::sync::OnceLock<CheckWords> = std::sync::OnceLock::new();
        WORDS.get_or_init(|| CheckWords::built_in().unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_checked_and_every_span_slices_back(draft in tricky(), source in tricky()) {
            let words = lexicon();
            let text = format!("x “{draft}” y\n“{source}”\n{draft}");
            let report = check(&Draft { text: &text, body_start: 0, extraction: None }, &[Source { id: "s", text: &source, body_start: 0 }], &|_| Vec::new(), words);
            for quote in &report.quotes {
                let slice: String = text.chars().skip(quote.start).take(quote.end - quote.start).collect();
                prop_assert_eq!(&slice, &quote.text);
                prop_assert!((0.0..=1.0).contains(&quote.similarity));
                if let Some(passage) = &quote.source {
                    let slice: String = source.chars().skip(passage.start).take(passage.end - passage.start).collect();
                    prop_assert_eq!(&slice, &passage.text);
                }
            }
        }

        #[test]
        fn a_whole_sentence_is_verbatim(words in prop::collection::vec("[b-z]{2,9}", 4..20), number in 1u32..5000) {
            let lexicon = lexicon();
            let sentence = format!("Zq {} {number} vessels.", words.join(" "));
            let source = format!("First comes this.\n\n{sentence} Then comes that.");
            let text = format!("“{sentence}”");
            let report = check(&Draft { text: &text, body_start: 0, extraction: None }, &[Source { id: "s", text: &source, body_start: 0 }], &|_| Vec::new(), lexicon);
            prop_assert_eq!(report.quotes.len(), 1);
            prop_assert_eq!(report.quotes[0].verdict, Verdict::Verbatim);
            let wrong = text.replace(&format!(" {number} "), &format!(" {} ", number + 7));
            let report = check(&Draft { text: &wrong, body_start: 0, extraction: None }, &[Source { id: "s", text: &source, body_start: 0 }], &|_| Vec::new(), lexicon);
            prop_assert_eq!(report.quotes[0].verdict, Verdict::Altered);
        }
    }
}
