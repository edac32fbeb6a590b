//! The report as one page: no scripts, nothing loaded, light and dark.
//!
//! In: reports.  Out: HTML; everything that comes from a text is escaped, and a strict
//! Content-Security-Policy stands behind that.

use super::super::report::Verdict;
use super::item::items;
use super::marked::Piece;
use super::{CheckedDraft, Item, claim_line, one_line, summary};
use std::io::{self, Write};

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Quotes checked</title>
<style>
:root { color-scheme: light dark; --ok: #1a6b35; --warn: #835400; --bad: #b3261e; --none: #6b3fa0; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --ok: #7fd69a; --warn: #f0c060; --bad: #ff9b93; --none: #cdb0ff; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
article { border-top: 1px solid var(--line); padding: .8rem 0; }
blockquote { margin: .4rem 0; font: 1.05rem/1.5 Georgia, serif; overflow-wrap: anywhere; }
.verdict { font-weight: 700; } .verbatim { color: var(--ok); } .trimmed { color: var(--warn); }
.altered, .spliced, .misattributed { color: var(--bad); } .not-found { color: var(--none); }
ins { color: var(--bad); } del { color: var(--ok); } mark { color: var(--warn); background: none; font-style: italic; }
.place, ul { font-size: .9rem; margin: .2rem 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
"#;

/// Writes the page.
pub(super) fn write(drafts: &[CheckedDraft], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{HEAD}<h1>Quotes checked: {}</h1>", escaped(&summary(drafts)))?;
    writeln!(
        out,
        "<p class=\"place\"><ins>underlined</ins>: only in the draft; <del>struck out</del>: only in the source; <mark>italic</mark>: left out around the quote.</p>"
    )?;
    for draft in drafts {
        writeln!(out, "<h2>{}</h2>", escaped(&one_line(draft.name)))?;
        items(draft).try_for_each(|item| article(&item, out))?;
        for claim in &draft.report.claims {
            let line = escaped(&claim_line(draft, claim));
            writeln!(out, "<p class=\"place\">reported, {line}</p>")?;
        }
        for problem in &draft.report.problems {
            writeln!(out, "<p class=\"place\">{}</p>", escaped(&one_line(&problem.message)))?;
        }
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn article(item: &Item, out: &mut impl Write) -> io::Result<()> {
    let (name, label, line) = (item.verdict.name(), item.label, item.place.0);
    write!(
        out,
        "<article>\n<p class=\"place\"><span class=\"verdict {name}\">{label}</span> line {line}"
    )?;
    item.speaker.iter().try_for_each(|speaker| write!(out, ", {}", escaped(speaker)))?;
    write!(out, "</p>\n<blockquote>“")?;
    for shown in &item.pieces {
        match shown {
            Piece::Both(text) => write!(out, "{}", escaped(text))?,
            Piece::Draft(text) => write!(out, "<ins>{}</ins>", escaped(text))?,
            Piece::Source(text) => write!(out, "<del>{}</del>", escaped(text))?,
            Piece::Cut(text) => write!(out, "<mark>… {} …</mark>", escaped(text))?,
        }
    }
    writeln!(out, "”</blockquote>")?;
    match &item.source {
        Some(origin) => writeln!(out, "<p class=\"place\">source: {}</p>", escaped(origin))?,
        None if item.verdict == Verdict::NotFound => {
            writeln!(out, "<p class=\"place\">in no article</p>")?;
        }
        None => {}
    }
    if !item.notes.is_empty() {
        writeln!(out, "<ul>")?;
        item.notes.iter().try_for_each(|note| writeln!(out, "<li>{}</li>", escaped(&note.text)))?;
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</article>")
}

/// Signs of HTML made harmless.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
