//! Tables and properties of the normalised view.

use super::{CodePoints, Normal, entity};
use proptest::prelude::*;

/// Checks the view of a text, and that every word of the view between double brackets stands for
/// the stretch of the original between double brackets.
fn check(original: &str, view: &str) {
    let (plain, marked) = unmark(original);
    let (expected, span) = unmark(view);
    let normal = Normal::new(&plain, 0);
    assert_eq!(normal.text(), expected, "view of {original:?}");
    if let (Some(marked), Some(span)) = (marked, span) {
        assert_eq!(normal.original_span(span.clone()), marked, "span in {original:?}");
        assert_eq!(normal.normal_byte(marked.start), span.start, "way there in {original:?}");
    }
}

fn unmark(marked: &str) -> (String, Option<std::ops::Range<usize>>) {
    let plain = marked.replace("[[", "").replace("]]", "");
    let range = marked.find("[[").zip(marked.find("]]")).map(|(open, close)| open..close - 2);
    (plain, range)
}

/// Checks that a text is its own view.
fn check_clean(text: &str) {
    let normal = Normal::new(text, 0);
    assert_eq!(normal.text(), text);
    assert!(normal.is_identity(), "{text:?} was copied");
}

#[test]
fn clean_text_is_borrowed() {
    check_clean("");
    check_clean(
        "Ilse Brandt said \u{201C}no\u{201D} — on 3–4 May; it’s well-known, AT&T & co, km².",
    );
    check_clean("Café, naïve, château, Ångström, Ärger, São Paulo, PÂTÉ, „Ä“ und Ø");
    check_clean("``TeX'' and `this' and ,,low''");
    check_clean("Жук, 「日本語」, 😀, ½, Ⅻ, ④, 20 °C, 5 €");
}

#[test]
fn line_ends_and_blanks() {
    check("one\r\n[[two]]\r\n", "one\n[[two]]\n");
    check("one\r[[two]]\r\r", "one\n[[two]]\n\n");
    check("4\u{A0}[[May]]\u{2009}2025\u{3000}x", "4 [[May]] 2025 x");
    check("a\u{2028}[[b]]\u{2029}c\u{C}d", "a\n[[b]]\n\nc\nd");
}

#[test]
fn dropped_characters() {
    check("on [[Febru\u{AD}ary]] 3", "on [[February]] 3");
    check("Ha\0drian \u{200B}[[Quill]]\u{FEFF}\0", "Hadrian [[Quill]]");
    check("\u{202A}[[x]]\u{202C} 👩\u{200D}👧 ❤\u{FE0F}", "[[x]] 👩👧 ❤");
}

#[test]
fn entities() {
    check("said &ldquo;[[go]]&rdquo; &#8211; 4&nbsp;May", "said “[[go]]” – 4 May");
    check("&amp;quot;[[x]]&amp;quot; &amp;amp;lt;", "\"[[x]]\" <");
    check("Tarn &amp; [[Vole]] &amp;co", "Tarn & [[Vole]] &co");
    check("&#x201C;[[x]]&#148; Febru&shy;ary", "“[[x]]” February");
    check_clean("&bogus; &#xD800; &#9999999999; &#; &; &nbsp AT&T; &#0; &#x; &#+5;");
}

#[test]
fn every_entity_name_is_found() {
    assert!(entity::NAMES.is_sorted_by_key(|(name, _)| *name));
    for (name, c) in entity::NAMES.iter().filter(|(name, _)| *name != "amp") {
        assert_eq!(entity::entity(&format!("&{name};")), Some((*c, name.len() + 2)));
    }
}

#[test]
fn digits_letters_and_hyphens() {
    check("On [[Ｍａｙ ４， ２０２５]]", "On [[May 4, 2025]]");
    check("٤ [[٢٠٢٥]] ۲۰۲۵-۰۳", "4 [[2025]] 2025-03");
    check("2025‐03‑[[04]] and 2025－03", "2025-03-[[04]] and 2025-03");
    check("the ﬁrst [[oﬃce]] ﬂew", "the first [[office]] flew");
}

#[test]
fn superscripts_mark_notes() {
    check("on March [[4]]¹, 2025", "on March [[4]], 2025");
    check("Quill²³ said “no.”¹ [[Then]]", "Quill said “no.” [[Then]]");
    check_clean("on March ⁴, 2025, of 20 km²");
}

#[test]
fn accents_are_composed() {
    check("[[Zoe\u{308}]] Bru\u{302}le\u{301}", "[[Zoë]] Brûlé");
    check("Vie\u{323}\u{302}t [[Vie\u{302}\u{323}t]]", "Việt [[Việt]]");
    check("x\u{301}y", "x\u{301}y");
    check("\u{301}x", "\u{301}x");
}

#[test]
fn decoration_is_dropped() {
    let stack = "\u{302}\u{30D}\u{34F}\u{353}\u{31A}".repeat(10);
    check(&format!("M{stack}a{stack}y [[4]]"), "May [[4]]");
}

#[test]
fn words_divided_at_line_ends() {
    check("on [[Febru-\nary]] 27", "on [[February]] 27");
    check("the par-\r\n   [[liament]] met", "the par[[liament]] met");
    check("the par\u{AD}\nliament", "the parliament");
    check("to\u{AD}\nday", "today");
    check("on Febru- \n\tary, and in February", "on February, and in February");
    check_clean("mid-\nJuly, a -\nline, e-\nmail, 2024-\n25, par-\n\nliament");
}

#[test]
fn words_with_a_hyphen_at_a_line_end_keep_it() {
    check("a five-\n  [[year]] term, or one year", "a five-[[year]] term, or one year");
    check("low-\nand middle, and so on", "low-and middle, and so on");
    let known = |word: &str| ["five", "today", "to"].contains(&word);
    let view = |text: &str| Normal::with_words(text, 0, &known).text().to_owned();
    assert_eq!(view("five-\nyear to-\nday Febru-\nary"), "five-year today February");
}

#[test]
fn broken_encodings() {
    check("said â€œ[[go]],â€\u{9D} itâ€™s â€“ so", "said “[[go]],” it’s – so");
    check("â€œ[[go]]â€ he said â€¦ â€", "“[[go]]” he said … ”");
    check("[[ZoÃ«]] and Ã‰mile, 5Â\u{A0}Â£, WaÅ‚Ä™sa", "[[Zoë]] and Émile, 5 £, Wałęsa");
    check("Ã¢â‚¬Å“[[go]]Ã¢â‚¬ï¿½ Ã¢â‚¬â€\u{FFFD} ZoÃƒÂ«", "“[[go]]” — Zoë");
    check("\u{93}[[go]]\u{94} \u{97} it\u{92}s", "“[[go]]” — it’s");
    check("‚Äú[[go]]‚Äù he said", "“[[go]]” he said");
    check_clean("MAÇÃ“ „Ã“ Ã, Â, â€x â‚");
}

#[test]
fn front_matter_is_skipped_and_counted() {
    let original = "---\r\ntitle: é\r\n---\r\nOn May\u{A0}4";
    let body_start = original.find("On").unwrap();
    let normal = Normal::new(original, body_start);
    assert_eq!(normal.text(), "On May 4");
    assert_eq!(normal.original_byte(0), body_start);
    assert_eq!(&original[normal.original_span(3..8)], "May\u{A0}4");
    assert_eq!(normal.code_points().offset(normal.original_byte(3)), body_start - 1 + 3);
    assert_eq!(Normal::new("é", 1).body_start(), 0);
    assert_eq!(Normal::new("é", 99).text(), "");
}

#[test]
fn long_stacks_and_runs_take_linear_time() {
    for unit in [
        "\u{301}",
        "¹",
        "&amp",
        "&amp;",
        "-\n",
        "ab-\n",
        "- ",
        "â€",
        "Ã¢",
        "\u{AD}",
        "\r",
        "Ã",
        "ﬁ\u{301}",
    ] {
        let text = format!("a4{}", unit.repeat(400_000));
        assert!(Normal::new(&text, 0).text().len() <= text.len());
    }
}

/// Texts in which folds are frequent and touch each other.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "Zo",
        "4",
        " ",
        "\n",
        "\r",
        "\r\n",
        "-",
        "-\n",
        "\u{AD}",
        "\u{200B}",
        "\0",
        "&amp;",
        "&nbsp;",
        "&",
        "quot;",
        "e\u{301}",
        "\u{308}",
        "\u{323}",
        "１",
        "٢",
        "ﬁ",
        "¹",
        "â€œ",
        "â€",
        "Ã¢â‚¬",
        "Ã",
        "©",
        "Â",
        "\u{A0}",
        "‚Ä",
        "ú",
        "“",
        "—",
        "é",
        "日",
        "😀",
        "\u{2029}",
        "\u{FFFD}",
        "ï¿½",
        "\u{94}",
        "\u{3099}",
        "か",
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>()
    ]
}

proptest! {
    #[test]
    fn positions_are_monotone_and_on_boundaries(text in nasty(), body in 0usize..20) {
        let normal = Normal::new(&text, body);
        let (mut start, mut end) = (normal.body_start(), normal.body_start());
        for byte in (0..=normal.text().len()).filter(|byte| normal.text().is_char_boundary(*byte)) {
            let (to_start, to_end) = (normal.original_byte(byte), normal.original_end(byte));
            prop_assert!(text.is_char_boundary(to_start) && text.is_char_boundary(to_end));
            prop_assert!(start <= to_start && end <= to_end && to_start <= text.len());
            prop_assert!(normal.normal_byte(to_start) <= byte);
            (start, end) = (to_start, to_end);
        }
    }

    #[test]
    fn characters_stand_for_disjoint_stretches_in_order(text in nasty()) {
        let normal = Normal::new(&text, 0);
        let mut last = 0..0;
        for (at, c) in normal.text().char_indices() {
            let span = normal.original_span(at..at + c.len_utf8());
            prop_assert!(!span.is_empty() && (span == last || span.start >= last.end));
            prop_assert!(text[span.clone()] == *c.to_string() || !normal.is_identity());
            last = span;
        }
    }

    #[test]
    fn clean_ascii_is_the_identity(text in "[ a-zA-Z0-9.,'\"\n]{0,200}") {
        check_clean(&text);
    }

    #[test]
    fn code_points_agree_with_counting(text in ".{0,300}") {
        let points = CodePoints::new(&text);
        for (offset, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(points.offset(byte), offset);
            prop_assert_eq!(points.byte(offset), byte);
        }
        prop_assert_eq!(points.offset(text.len() + 5), text.chars().count());
        prop_assert_eq!(points.byte(text.len() + 5), text.len());
    }
}
