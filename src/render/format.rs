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
    /// One self-contained page.
    Html,
    /// An iCalendar file.
    Calendar,
    /// A SQLite database, ready for Datasette.
    Sqlite,
    /// JSON for the TimelineJS library.
    TimelineJs,
    /// W3C Web Annotations in JSON-LD.
    Annotations,
    /// FollowTheMoney entities, one a line.
    FollowTheMoney,
}

/// A format with its names (the first is the one shown) and its file endings.
struct Entry {
    format: Format,
    names: &'static [&'static str],
    endings: &'static [&'static str],
}

const FORMATS: &[Entry] = &[
    known(Format::Terminal, &["terminal", "text"], &[".txt"]),
    known(Format::Json, &["json"], &[".json"]),
    known(Format::Jsonl, &["jsonl", "ndjson"], &[".jsonl", ".ndjson"]),
    known(Format::Csv, &["csv"], &[".csv"]),
    known(Format::Markdown, &["md", "markdown"], &[".md", ".markdown"]),
    known(Format::Html, &["html", "page"], &[".html", ".htm"]),
    known(Format::Calendar, &["ics", "icalendar"], &[".ics"]),
    known(Format::Sqlite, &["sqlite", "db"], &[".sqlite", ".sqlite3", ".db"]),
    known(Format::TimelineJs, &["timelinejs"], &[".timelinejs.json"]),
    known(Format::Annotations, &["annotations", "jsonld"], &[".jsonld"]),
    known(Format::FollowTheMoney, &["ftm", "followthemoney"], &[".ftm.json", ".ftm.jsonl", ".ftm"]),
];

const fn known(
    format: Format,
    names: &'static [&'static str],
    endings: &'static [&'static str],
) -> Entry {
    Entry { format, names, endings }
}

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
    /// assert_eq!(Format::from_path("july.timelinejs.json".as_ref()), Some(Format::TimelineJs));
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

    /// Whether people read it as it is: the terminal, Markdown and the page.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Terminal | Self::Markdown | Self::Html)
    }

    /// Whether the bytes are no text, so that they should not go to a terminal.
    pub fn is_binary(self) -> bool {
        self == Self::Sqlite
    }
}
