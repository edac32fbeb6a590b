//! Which kind of file this is, by its name and by its first bytes.

use std::path::Path;

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Prose, with or without front matter.
    Text,
    /// One article a line.
    Jsonl,
    /// One article or a list of articles.
    Json,
    /// A page of the web.
    Html,
    /// To be told by the content.
    Unknown,
}

const ENDINGS: [(&str, Format); 9] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Text),
    ("markdown", Format::Text),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
];

/// The format a name promises, the endings of compressed files set aside.
pub(super) fn by_name(path: &Path) -> Format {
    match ending(path).as_str() {
        // Not among the endings that are looked for in folders, which hold other JSON too.
        "json" => Format::Json,
        ending => ENDINGS
            .iter()
            .find(|(known, _)| *known == ending)
            .map_or(Format::Unknown, |(_, format)| *format),
    }
}

/// Whether a file found in a folder is taken for articles.
pub(super) fn is_article(path: &Path) -> bool {
    let ending = ending(path);
    ENDINGS.iter().any(|(known, _)| *known == ending)
}

/// The ending of a name in lower case, without that of compression.
pub(super) fn ending(path: &Path) -> String {
    let lower =
        |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match lower(path) {
        Some(ending) if matches!(ending.as_str(), "gz" | "zst" | "zstd") => {
            path.file_stem().and_then(|stem| lower(Path::new(stem))).unwrap_or_default()
        }
        ending => ending.unwrap_or_default(),
    }
}

/// What stands in the first bytes, where the name does not tell.
pub(super) fn by_content(head: &[u8]) -> Format {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if head.starts_with(b"{") {
        Format::Jsonl
    } else if looks_like_html(head) {
        Format::Html
    } else {
        Format::Text
    }
}

/// Whether a text begins as a page of the web does.
pub(super) fn looks_like_html(head: &[u8]) -> bool {
    let mut head = head.trim_ascii_start();
    while let Some(comment) = head.strip_prefix(b"<!--".as_slice()) {
        let Some(end) = memchr::memmem::find(comment, b"-->") else { return false };
        head = comment[end + 3..].trim_ascii_start();
    }
    let starts = |tag: &[u8]| {
        head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && head.get(tag.len()).is_none_or(|after| !after.is_ascii_alphanumeric())
    };
    [b"<!doctype html".as_slice(), b"<html", b"<head", b"<body", b"<article"]
        .into_iter()
        .any(starts)
}

/// Binary formats by their first bytes, as they are named to the user.
pub(super) fn binary_kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 15] = [
        (b"%PDF", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive (or a document of an office program)"),
        (b"\xD0\xCF\x11\xE0", "a document of an office program"),
        (b"{\\rtf", "rich text (RTF)"),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"RIFF", "a sound, image or film file"),
        (b"BZh", "bzip2 data"),
        (b"\xFD7zXZ", "xz data"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"\xFF\xFE\0\0", "UTF-32 text, which nobody else reads either"),
        (b"\0\0\xFE\xFF", "UTF-32 text, which nobody else reads either"),
    ];
    KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check =
            |name: &str, format: Format| assert_eq!(by_name(Path::new(name)), format, "{name}");
        check("a.TXT", Format::Text);
        check("dir.html/a.md.gz", Format::Text);
        check("a.jsonl.zst", Format::Jsonl);
        check("a.html", Format::Html);
        check("a.json", Format::Json);
        check("noext", Format::Unknown);
        check("trail.", Format::Unknown);
        check("x.gz", Format::Unknown);
    }

    #[test]
    fn contents() {
        let check =
            |head: &str, format: Format| assert_eq!(by_content(head.as_bytes()), format, "{head}");
        check("\u{FEFF} \n{\"id\"", Format::Jsonl);
        check("<!DOCTYPE html>", Format::Html);
        check("<!-- saved --> <HTML lang=en>", Format::Html);
        check("<headline>", Format::Text);
        check("<!-- never closed", Format::Text);
        check("Tarn, 3 May", Format::Text);
    }
}
