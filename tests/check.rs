//! Replays the cases of `tests/check/*.yaml`: quotes against sources, each with its verdict.
//!
//! A case names sources of its file, a quote (or a whole draft, of the format of a file's ending),
//! the verdict it must get, and, where it matters, the kinds of difference that must be among those
//! found, and what is said of reported speech.

use onrecord::article::{Article, ReadOptions};
use onrecord::check::{CheckReport, CheckWords, ClaimVerdict, Draft, Op, Source, Verdict, check};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Extract speakers for all cases of the file.
    #[serde(default)]
    speakers: bool,
    sources: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    source: Names,
    #[serde(default)]
    quote: Option<String>,
    #[serde(default)]
    draft: Option<String>,
    /// How the draft's file name ends.
    #[serde(default)]
    ext: Option<String>,
    is: Expected,
    /// What is said of reported speech.
    #[serde(default)]
    claims: Vec<ClaimVerdict>,
    #[serde(default)]
    ops: Vec<Op>,
    /// Extract speakers from draft and source with the built-in rules.
    #[serde(default)]
    speakers: bool,
    #[serde(default)]
    #[allow(dead_code, reason = "for whoever reads the cases")]
    why: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Expected {
    Verdict(Verdict),
    /// No quote is found in the draft.
    Nothing(Nothing),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Nothing {
    #[serde(rename = "NONE")]
    None,
}

impl Names {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::One(name) => vec![name],
            Self::Several(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

fn replay(case: &Case, file: &File, words: &CheckWords) -> CheckReport {
    let draft = draft(case);
    let speakers = case.speakers || file.speakers;
    let told = speakers.then(|| extract(&draft));
    let draft =
        Draft { text: &draft.text, body_start: draft.body_start, extraction: told.as_ref() };
    let source = |id| Source { id, text: &file.sources[id], body_start: 0 };
    let sources: Vec<Source> = case.source.list().into_iter().map(source).collect();
    let witness = |wanted: &[usize]| match speakers {
        true => wanted.iter().map(|at| extract(&article(sources[*at].text))).collect(),
        false => Vec::new(),
    };
    check(&draft, &sources, &witness, words)
}

/// The draft as the command reads it.
fn draft(case: &Case) -> Article {
    let text = case
        .draft
        .clone()
        .unwrap_or_else(|| format!("“{}”\n", case.quote.as_deref().unwrap_or("")));
    let Some(ext) = &case.ext else { return article(&text) };
    let name = format!("onrecord-check-{}{ext}", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, text).unwrap();
    let read = onrecord::article::read([path.clone()], ReadOptions::default()).next().unwrap();
    std::fs::remove_file(path).unwrap();
    read.unwrap()
}

fn article(text: &str) -> Article {
    Article { text: text.to_owned(), ..Default::default() }
}

fn extract(article: &Article) -> onrecord::Extraction {
    let rules = onrecord::rules::Rules::builtin();
    onrecord::pipeline::extract(rules, article, &onrecord::pipeline::Options::default())
}

/// The verdict on all quotes of a draft: the first that is not verbatim.
fn verdict(report: &CheckReport) -> Expected {
    let verdicts = || report.quotes.iter().map(|quote| quote.verdict);
    let first = verdicts().find(|verdict| *verdict != Verdict::Verbatim).or(verdicts().next());
    first.map_or(Expected::Nothing(Nothing::None), Expected::Verdict)
}

/// What is wrong with the report on a case, if anything is.
fn fault(case: &Case, report: &CheckReport) -> Option<String> {
    let has = |op: &Op| report.quotes.iter().any(|q| q.changes.iter().any(|c| c.op == *op));
    let missing = case.ops.iter().find(|op| !has(op));
    let claims: Vec<ClaimVerdict> = report.claims.iter().map(|claim| claim.verdict).collect();
    let claims_differ = !case.claims.is_empty() && claims != case.claims;
    let differs = verdict(report) != case.is || missing.is_some() || claims_differ;
    let changes = |quote: &onrecord::check::CheckedQuote| {
        quote.changes.iter().map(|c| format!("{:?} {:?} {:?}", c.op, c.draft, c.source)).collect()
    };
    let shown: Vec<(&str, Vec<String>)> =
        report.quotes.iter().map(|q| (q.verdict.name(), changes(q))).collect();
    differs.then(|| {
        let text = case.quote.as_ref().or(case.draft.as_ref());
        let (source, is, ops) = (&case.source, &case.is, &case.ops);
        format!("{source:?} {text:?} expected {is:?} {ops:?}, found {shown:?}, claims {claims:?}")
    })
}

#[test]
fn cases_get_their_verdicts() {
    let words = CheckWords::built_in().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in glob("tests/check") {
        let file: File = serde_yaml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        count += file.cases.len();
        wrong.extend(file.cases.iter().filter_map(|c| fault(c, &replay(c, &file, &words))));
    }
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 500, "only {count} cases");
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
