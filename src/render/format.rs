//! The formats a timeline can be written in, and the names and file endings that pick one.

use std::path::Path;

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For reading in a terminal, with colour.
    Terminal,
    /// The whole timeline as one JSON object: the contract of [`crate::timeline`].
    Json,
    /// One entry a line, the undated ones last.
    Jsonl,
    /// One entry a row; see [`super::CSV_COLUMNS`].
    Csv,
    /// Markdown, grouped by year and month.
    Markdown,
}

/// A format with its names (the first is the one shown) and its file endings.
struct Entry {
    format: Format,
    names: &'static [&'static str],
    endings: &'static [&'static str],
}

const FORMATS: &[Entry] = &[
    Entry { format: Format::Terminal, names: &["terminal", "text"], endings: &[".txt"] },
    Entry { format: Format::Json, names: &["json"], endings: &[".json"] },
    Entry { format: Format::Jsonl, names: &["jsonl", "ndjson"], endings: &[".jsonl", ".ndjson"] },
    Entry { format: Format::Csv, names: &["csv"], endings: &[".csv"] },
    Entry { format: Format::Markdown, names: &["md", "markdown"], endings: &[".md", ".markdown"] },
];

impl Format {
    /// The name for `--format`.
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|entry| entry.format == self).map_or("", |entry| entry.names[0])
    }

    /// The names of all formats, in the order a help text lists them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|entry| entry.names[0])
    }

    /// The format of that name, in any case.
    ///
    /// ```
    /// use onrecord::render::Format;
    /// assert_eq!(Format::from_name("Markdown"), Some(Format::Markdown));
    /// assert_eq!(Format::from_name("docx"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        FORMATS
            .iter()
            .find(|entry| entry.names.iter().any(|known| is(known)))
            .map(|entry| entry.format)
    }

    /// The format a file's ending stands for; of two endings that fit, the longer.
    ///
    /// ```
    /// use onrecord::render::Format;
    /// assert_eq!(Format::from_path("out/July.CSV".as_ref()), Some(Format::Csv));
    /// assert_eq!(Format::from_path("july".as_ref()), None);
    /// ```
    pub fn from_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let fitting = FORMATS.iter().flat_map(|entry| {
            entry
                .endings
                .iter()
                .filter(|ending| name.ends_with(**ending))
                .map(|ending| (ending.len(), entry.format))
        });
        fitting.max_by_key(|(length, _)| *length).map(|(_, format)| format)
    }

    /// Every file ending that picks a format, for messages.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().flat_map(|entry| entry.endings.iter().copied())
    }

    /// Whether the bytes are no text, so that they should not go to a terminal.
    pub fn is_binary(self) -> bool {
        false
    }
}
