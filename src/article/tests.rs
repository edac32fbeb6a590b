//! Reading, through the public interface.

use super::{Article, ReadError, ReadOptions, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

/// What is read from a file of this name and content.
fn read_as(name: &str, content: &[u8]) -> Vec<Result<Article, ReadError>> {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, content).expect("written");
    let articles: Vec<_> = read([&path], ReadOptions::default()).collect();
    let folder = folder.path().to_string_lossy().into_owned() + "/";
    let relative = |text: String| text.replace(&folder, "");
    let mend = |article: Article| Article {
        id: relative(article.id),
        path: article.path.map(relative),
        problems: article
            .problems
            .into_iter()
            .map(|mut problem| {
                problem.message = relative(problem.message);
                problem
            })
            .collect(),
        ..article
    };
    articles
        .into_iter()
        .map(|found| {
            found.map(mend).map_err(|error| ReadError { path: relative(error.path), ..error })
        })
        .collect()
}

/// The only article of a file, which must be readable.
fn one(name: &str, content: &[u8]) -> Article {
    let mut articles = read_as(name, content);
    assert_eq!(articles.len(), 1, "{name}: {articles:?}");
    articles.remove(0).expect("an article")
}

fn codes(article: &Article) -> Vec<&str> {
    article.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// The messages of everything that could not be read.
fn errors(found: &[Result<Article, ReadError>]) -> Vec<String> {
    found.iter().filter_map(|found| found.as_ref().err()).map(ToString::to_string).collect()
}

#[test]
fn text_is_kept_exactly() {
    let text = "\r\n Tarn, 3 May\u{A0}2025 — “no”\0\n\n";
    let article = one("a.txt", text.as_bytes());
    assert_eq!(
        (article.text.as_str(), article.id.as_str(), article.body_start),
        (text, "a.txt", 0)
    );
    assert_eq!(one("b.txt", b"\xEF\xBB\xBF").text, "");
    assert_eq!(one("c", b"plain").text, "plain");
}

mod front_matter {
    use super::*;

    #[test]
    fn gives_metadata_and_hides_itself() {
        let text = "---\r\ntitle: \"Quill: no\"\r\ndate: 2025-05-04T23:00:00-05:00\r\nauthors: [Ilse Brandt, {name: Odo Marsh}]\r\nsource: The Tarn Post\r\nurl: https://example.org/a\r\n---\r\nBody\r\n---\r\n";
        let article = one("a.md", text.as_bytes());
        assert_eq!(article.text, text);
        assert_eq!(&article.text[article.body_start..], "Body\r\n---\r\n");
        assert_eq!(article.given.title.as_deref(), Some("Quill: no"));
        assert_eq!(article.given.published.as_deref(), Some("2025-05-04"));
        assert_eq!(article.given.published_basis.as_deref(), Some("front-matter"));
        assert_eq!(article.given.author, ["Ilse Brandt", "Odo Marsh"]);
        assert_eq!(article.given.source.as_deref(), Some("The Tarn Post"));
        assert!(article.problems.is_empty());
    }

    #[test]
    fn the_outlet_has_other_names_and_what_is_not_used_is_said() {
        let text = "---\noutlet: The Tarn Post\npublisher: Marsh Press\ndraft: true\n---\nBody";
        let article = one("a.md", text.as_bytes());
        assert_eq!(article.given.source.as_deref(), Some("The Tarn Post"));
        assert_eq!(codes(&article), ["front-matter-unused"]);
        insta::assert_snapshot!(
            article.problems[0].message,
            @"front matter: not used: `draft`; the keys are `title`, `published` (also `date`), `source` (also `outlet`, `publisher`, `site`), `url`, `author` (also `authors`)"
        );
        let line = "{\"text\": \"Body\", \"publisher\": \"Marsh Press\"}";
        let article = one("a.jsonl", line.as_bytes());
        assert_eq!(article.given.source.as_deref(), Some("Marsh Press"));
    }

    #[test]
    fn a_repeated_key_is_a_problem_and_a_note_names_few_keys() {
        let article = one("a.md", b"---\ntitle: x\ntitle: y\n---\nBody");
        assert_eq!(codes(&article), ["front-matter-broken"]);
        assert_eq!(article.given.title, None);
        let text = "---\ntitle: x\n\"a\\e\": 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\n---\nBody";
        let article = one("a.md", text.as_bytes());
        let message = &article.problems[0].message;
        assert!(message.contains(r"`a\u{1b}`, `b`, `c`, `d`, `e` and 2 more;"), "{message}");
    }

    #[test]
    fn may_be_all_there_is_or_empty() {
        let article = one("a.md", b"---\ntitle: x\n---");
        assert_eq!(article.body_start, article.text.len());
        let article = one("a.md", b"---\n---\nBody");
        assert_eq!(&article.text[article.body_start..], "Body");
    }

    #[test]
    fn broken_or_open_is_said_and_the_body_read() {
        let article = one("a.md", b"---\ntitle: \"Unclosed\ndate: [2025-03-04\n---\nBody on 3 May");
        assert_eq!(&article.text[article.body_start..], "Body on 3 May");
        assert_eq!(codes(&article), ["front-matter-broken"]);
        insta::assert_snapshot!(
            article.problems[0].message,
            @"line 3, column 1: the front matter is not valid YAML: invalid indentation in multiline quoted scalar. It was left out, the body was read"
        );
        let article = one("a.md", b"---\ntitle: x\nBody");
        assert_eq!((article.body_start, codes(&article)), (0, vec!["front-matter-open"]));
    }

    #[test]
    fn a_rule_in_a_text_is_none() {
        for text in [
            "---\nOn 3 May Quill said no.\n---\nMore.",
            "--- \n\n---x",
            "----\ntitle: x\n----\n",
            "---",
        ] {
            let article = one("a.txt", text.as_bytes());
            assert_eq!((article.body_start, codes(&article)), (0, vec![]), "{text}");
        }
    }
}

mod json {
    use super::*;

    #[test]
    fn lines_are_read_and_bad_ones_named() {
        let lines = concat!(
            "{\"id\":\"1\",\"text\":\"On 3 May a.\",\"author\":[\"Ilse Brandt\",\"Odo Marsh\"],\"tags\":[1]}\n",
            "{\"id\":\"2\",\"text\":\n\n[]\nnull\n{\"id\":\"3\"}\n{\"id\":4,\"text\":5}\n",
            "{\"id\":5,\"text\":\"On 4 May b.\",\"published\":\"soon\"}\r\n",
            "\u{FEFF}{\"text\":\"c\",\"title\":{\"en\":\"x\"}}\n",
            "{\"id\":\"1\",\"text\":\"again\"}\n",
            "{\"id\":\"6\",\"text\":\"x \\ud800 y\"}\n{\"id\":7,\"text\":\"d\",\"published\":1e999}\nnot json\n{\"id\":8,\"text\":\"\\u0000\"}"
        );
        let found = read_as("a.jsonl", lines.as_bytes());
        insta::assert_snapshot!(errors(&found).join("\n"), @r"
        a.jsonl:2:17: not an article in JSON: EOF while parsing a value
        a.jsonl:4: expected a JSON object with a `text`, found a list
        a.jsonl:5: expected a JSON object with a `text`, found null
        a.jsonl:6: the article has no `text`
        a.jsonl:7:16: not an article in JSON: invalid type: integer `5`, expected a string
        a.jsonl:11:27: not an article in JSON: half of a surrogate pair, which is no character
        a.jsonl:12:36: not an article in JSON: number out of range
        a.jsonl:13: expected a JSON object with a `text`, found something else
        ");
        let articles: Vec<_> = found.into_iter().flatten().collect();
        let said: Vec<_> = articles
            .iter()
            .map(|article| (article.id.as_str(), article.text.as_str(), codes(article)))
            .collect();
        assert_eq!(
            said,
            [
                ("1", "On 3 May a.", vec![]),
                ("5", "On 4 May b.", vec!["published-unreadable"]),
                ("a.jsonl:9", "c", vec!["unusable-field"]),
                ("1#2", "again", vec!["duplicate-id"]),
                ("8", "\0", vec![]),
            ]
        );
        assert_eq!(articles[0].given.author, ["Ilse Brandt", "Odo Marsh"]);
    }

    #[test]
    fn stray_bytes_in_lines_are_repaired() {
        let article =
            one("a.jsonl", b"{\"id\":1,\"text\":\"he said \x93no\x94 at the caf\xE9\"}\n");
        assert_eq!(
            (article.text.as_str(), codes(&article)),
            ("he said “no” at the café", vec!["encoding-guessed"])
        );
    }

    #[test]
    fn utf_16_lines_are_read() {
        let bytes: Vec<u8> = "{\"id\":1,\"text\":\"é\"}\n{\"id\":2,\"text\":\"b\"}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let texts: Vec<_> =
            read_as("a.jsonl", &bytes).into_iter().map(|found| found.expect("read").text).collect();
        assert_eq!(texts, ["é", "b"]);
    }

    #[test]
    fn lists_and_objects_are_read() {
        let ids = |json: &str| -> Vec<String> {
            read_as("a.json", json.as_bytes())
                .into_iter()
                .map(|found| found.map_or_else(|e| e.to_string(), |a| a.id))
                .collect()
        };
        assert_eq!(ids("[{\"id\":1,\"text\":\"a\"},\n{\"id\":2,\"text\":\"b\"}]"), ["1", "2"]);
        assert_eq!(
            ids("{\n\"id\":1,\"text\":\"a\"}\n{\"text\":\"b\"} x"),
            ["1", "a.json:2", "a.json:3:14: not an article in JSON: expected value"]
        );
        assert_eq!(
            ids("[{\"id\":1}]"),
            ["a.json: not an article in JSON: article 1: the article has no `text`"]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, format!("{{\"text\":\"{}\"}}\n{{\"text\":\"b\"}}", "x".repeat(300)))
            .expect("written");
        let options = ReadOptions { most_bytes: 100, ..ReadOptions::default() };
        let found: Vec<_> = read([&path], options).collect();
        assert!(found[0].as_ref().is_err_and(|error| error.line == Some(1) && error.reason.code() == "line-too-long"));
        assert!(found[1].as_ref().is_ok_and(|article| article.text == "b"));
    }
}

mod pages {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html><head><title>Dam &amp; water | Tarn Post</title>
        <meta property='og:title' content='Dam &amp; water'><meta property='og:site_name' content='Tarn Post'>
        <meta property='article:published_time' content='2025-05-04T10:00:00+05:00'>
        <script>var q = 'On 9 March 2031 “fake” said Bot'</script><style>.d{content:'1 March 1999'}</style></head>
        <body><nav>Home | 3 May 1990</nav><!-- On 1 Jan 1980 “comment” said X --><article><h1>Dam &amp; water</h1>
        <p>TARN &mdash; Ilse Brandt <b>said</b>on Tuesday:
        &ldquo;The dam   holds.&rdquo;</p><p>One<br>two</p><noscript>9 May 1991</noscript></article></body></html>";

    #[test]
    fn give_their_prose_and_metadata() {
        for name in ["a.html", "a.txt", "noext"] {
            let article = one(name, PAGE.as_bytes());
            assert!(
                article
                    .text
                    .contains("TARN — Ilse Brandt saidon Tuesday: “The dam holds.”\n\nOne\ntwo"),
                "{:?}",
                article.text
            );
            for hidden in ["2031", "1999", "1980", "1990", "1991", "<", "&"] {
                let text = article.text.replace("Dam & water", "");
                assert!(!text.contains(hidden), "{hidden} in {text:?}");
            }
            assert_eq!(article.given.title.as_deref(), Some("Dam & water"));
            assert_eq!(article.given.source.as_deref(), Some("Tarn Post"));
            assert_eq!(article.given.published.as_deref(), Some("2025-05-04"));
            assert_eq!(article.given.published_basis.as_deref(), Some("html-meta"));
        }
    }

    #[test]
    fn choose_one_date_and_name_the_others() {
        let page = "<html><head><meta name=date content='04/03/2025'><script type='application/ld+json'>[{\"@graph\":[{\"@type\":\"NewsArticle\",
            \"datePublished\":\"2025-03-05\",\"author\":{\"name\":\"Ilse Brandt\"},\"headline\":\"Dam\"}]}]</script></head>
            <body><time datetime='2025-03-07'>7 March</time><p>Updated 1 May 2025</p></body></html>";
        let article = one("a.html", page.as_bytes());
        assert_eq!(
            (article.given.published.as_deref(), article.given.published_basis.as_deref()),
            (Some("2025-03-05"), Some("html-json-ld"))
        );
        assert_eq!(article.given.author, ["Ilse Brandt"]);
        assert_eq!(codes(&article), ["published-conflict"]);
    }

    #[test]
    fn tag_soup_and_towers_do_no_harm() {
        let soup = "<p>On 4 May <b>Brandt said <i>“ok</b></i> <p <p></div><script>if(a<b && \"</scr\"+\"ipt>\"){}</script><![CDATA[x]]>&#0;<plaintext>";
        assert!(one("a.html", soup.as_bytes()).text.starts_with("On 4 May Brandt said “ok"));
        for tag in ["<div>", "<b>", "<table><tr><td>", "<ul><li>"] {
            let tower = format!("<html><body>{}<p>On 4 May", tag.repeat(20_000));
            assert!(one("a.html", tower.as_bytes()).text.contains("On 4 May"));
        }
        let towers = format!("{}x{}", "<div>".repeat(390), "</div>".repeat(390)).repeat(100);
        assert_eq!(codes(&one("a.html", towers.as_bytes())), ["html-hostile"]);
        let attributes: String = (0..50_000).map(|n| format!(" a{n}=1")).collect();
        let page = format!("<html><body{attributes}><p data-x='a > b'>On 4 May");
        let article = one("a.html", page.as_bytes());
        assert_eq!((article.text.as_str(), codes(&article)), ("On 4 May", vec!["html-hostile"]));
        assert_eq!(one("a.html", b"").text, "");
    }

    #[test]
    fn declared_encodings_count() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(
            "<html><head><meta charset=\"windows-1251\"></head><body><p>Да, нет</p></body></html>",
        );
        assert_eq!(one("a.html", &bytes).text, "Да, нет");
        let utf_8 =
            "<html><head><meta charset=\"windows-1251\"></head><body><p>Да</p></body></html>";
        assert_eq!(one("a.html", utf_8.as_bytes()).text, "Да");
    }
}

mod compression {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("written");
        encoder.finish().expect("finished")
    }

    #[test]
    fn is_undone_whatever_the_name() {
        let text = b"On 3 May it rained.";
        assert_eq!(one("a.txt.gz", &gzip(text)).text.as_bytes(), text);
        assert_eq!(one("a.txt", &gzip(text)).text.as_bytes(), text);
        assert_eq!(
            one("a.txt.zst", &zstd::encode_all(&text[..], 3).expect("packed")).text.as_bytes(),
            text
        );
        let lines = zstd::encode_all(&b"{\"id\":\"x\",\"text\":\"a\"}\n"[..], 3).expect("packed");
        assert_eq!(one("a.jsonl.zst", &lines).id, "x");
        let joined = [gzip(b"On 3 May "), gzip(b"it rained.")].concat();
        assert_eq!(one("a.txt.gz", &joined).text.as_bytes(), text);
    }

    #[test]
    fn broken_data_and_bombs_are_refused() {
        let mut packed = gzip(&b"On 3 May it rained. ".repeat(50));
        packed.truncate(60);
        let found = read_as("a.txt.gz", &packed);
        assert!(errors(&found)[0].starts_with("a.txt.gz: gzip data is broken: "), "{found:?}");
        for bomb in [
            gzip(&vec![b' '; 20 << 20]),
            zstd::encode_all(&vec![b' '; 20 << 20][..], 3).expect("packed"),
        ] {
            for name in ["a.txt.gz", "a.jsonl.zst"] {
                let found = read_as(name, &bomb);
                assert!(
                    found.iter().any(|found| found
                        .as_ref()
                        .is_err_and(|e| e.reason.code() == "decompression-bomb")),
                    "{name} {found:?}"
                );
            }
        }
    }
}

#[test]
fn paths_in_messages_are_short_and_printable() {
    let path = format!("{}\u{1B}[31m", "d/".repeat(400));
    let error = read([path], ReadOptions::default()).next().expect("an item").expect_err("no file");
    let said = error.to_string();
    assert!(
        said.chars().count() < 550 && said.contains("d/…/d") && said.contains("\\u{1b}[31m: "),
        "{said}"
    );
}

#[test]
fn binary_is_refused_with_its_name() {
    let said = |name: &str, bytes: &[u8]| errors(&read_as(name, bytes)).join("");
    assert_eq!(
        said("a.txt", b"%PDF-1.7 x"),
        "a.txt: this is a PDF, not text; convert it to text, HTML or JSONL first"
    );
    assert_eq!(
        said("a.jsonl", &[0; 100]),
        "a.jsonl: this is binary data, not text; convert it to text, HTML or JSONL first"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever stands in a file, its text is whole and everything that is said has a place.
    #[test]
    fn any_bytes_do_no_harm(pieces in vec(piece(), 0..30), name in select(vec!["a.txt", "a.jsonl", "a.html", "a.json", "a"])) {
        for found in read_as(name, &pieces.concat()) {
            match found {
                Ok(article) => prop_assert!(article.text.is_char_boundary(article.body_start)),
                Err(error) => prop_assert!(error.to_string().starts_with(name)),
            }
        }
    }
}

/// Beginnings and ends of everything a file may hold, and noise.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = select(vec![
        "---\n",
        "title: x\n",
        "date: 2025-05-04\n",
        "\r\n",
        "{\"text\":\"a\"",
        ",\"id\":1",
        "}\n",
        "[",
        "]",
        "\"\\ud800\"",
        "<html>",
        "<p>",
        "<!--",
        "-->",
        "</p>",
        "<script>",
        "<b",
        " a='",
        "\u{FEFF}",
        "é“”",
        "\0",
        "&nbsp;",
        "On 4 May",
        "<table><tr>",
        "\x1F\u{8}",
    ]);
    prop_oneof![known.prop_map(|piece| piece.as_bytes().to_vec()), vec(any::<u8>(), 0..8)]
}

#[cfg(unix)]
mod files;

#[test]
fn a_block_quotation_of_a_page_stands_in_quote_marks() {
    let page = |quote: &str| {
        format!(
            "<html><body><article><p>Ann Oake wrote to the council:</p>{quote}<p>The council met.</p></article></body></html>"
        )
    };
    let check = |quote: &str, expected: &str| {
        let text = one("a.html", page(quote).as_bytes()).text;
        assert!(text.contains(expected), "{text}");
    };
    check(
        "<blockquote><p>It is lost.</p></blockquote>",
        "council:\n\n“It is lost.”\n\nThe council",
    );
    check("<blockquote>“It is lost.”</blockquote>", "council:\n\n“It is lost.”\n\nThe council");
    check("<blockquote><p>It is.</p><p>Lost.</p></blockquote>", "“It is.\n\n“Lost.”\n\nThe");
    check(
        "<blockquote><p>It is lost.</p><p>— Ann Oake</p></blockquote>",
        "“It is lost.”\n\n— Ann Oake",
    );
}
