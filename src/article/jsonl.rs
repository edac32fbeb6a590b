//! Articles in JSON: one object a line, or a file with one object or a list of them.
//!
//! In: bytes.  Out: for each line an [`Article`] or the place and reason of the failure.  Fields
//! that are not known are ignored; `text` must be text, everything else is taken as it comes.

use super::error::{ReadError, Reason};
use super::fields::{Field, Fields};
use super::{Article, decode};
use serde::Deserialize;
use std::io::{self, BufRead};

/// What one object says.
#[derive(Debug, Default, Deserialize)]
struct Record {
    #[serde(default)]
    id: Field,
    text: Option<String>,
    #[serde(default)]
    title: Field,
    #[serde(default)]
    published: Field,
    #[serde(default)]
    source: Field,
    #[serde(default)]
    outlet: Field,
    #[serde(default)]
    publisher: Field,
    #[serde(default)]
    site: Field,
    #[serde(default)]
    url: Field,
    #[serde(default)]
    author: Field,
}

/// Reads articles from lines, one after the other.
pub(super) struct Lines {
    path: String,
    reader: Box<dyn BufRead + Send>,
    line: usize,
    buffer: Vec<u8>,
    limit: u64,
    failed: bool,
}

impl Lines {
    pub(super) fn new(path: String, reader: Box<dyn BufRead + Send>, limit: u64) -> Self {
        Self { path, reader, line: 0, buffer: Vec::new(), limit, failed: false }
    }

    /// The next line without its end, or nothing at the end of the input.
    fn next_line(&mut self) -> Result<Option<()>, Reason> {
        self.buffer.clear();
        self.line += 1;
        let too_long = read_line(&mut self.reader, &mut self.buffer, self.limit)?;
        match too_long {
            Some(true) => Err(Reason::LineTooLong(self.limit)),
            Some(false) => Ok(Some(())),
            None => Ok(None),
        }
    }
}

impl Iterator for Lines {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            match self.next_line() {
                Ok(None) => return None,
                Ok(Some(())) if is_blank(&self.buffer) => {}
                Ok(Some(())) => return Some(article(&self.buffer, &self.path, self.line)),
                Err(reason) => {
                    // A line that is too long was skipped; after any other failure nothing follows.
                    self.failed = !matches!(reason, Reason::LineTooLong(_));
                    return Some(Err(ReadError::at_line(&self.path, self.line, reason)));
                }
            }
        }
        None
    }
}

/// Reads up to the end of the line, and whether it was too long to keep; nothing at the end.
fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, limit: u64) -> io::Result<Option<bool>> {
    let mut length = 0u64;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr::memchr(b'\n', available);
        let used = end.unwrap_or(available.len());
        length += used as u64;
        if length <= limit {
            line.extend_from_slice(&available[..used]);
        }
        let is_last = available.is_empty();
        reader.consume(used + usize::from(end.is_some()));
        if end.is_some() || is_last {
            let nothing = is_last && length == 0;
            return Ok((!nothing).then_some(length > limit));
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty() || line.trim_ascii() == MARK
}

/// A byte order mark, which also turns up in the middle of files that were joined.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The article of one line.
fn article(line: &[u8], path: &str, number: usize) -> Result<Article, ReadError> {
    let line = line.strip_prefix(MARK).unwrap_or(line);
    let parsed = match std::str::from_utf8(line) {
        Ok(text) => record(text).map(|record| (record, Vec::new())),
        Err(_) => decode::decode(line.to_vec(), None)
            .map_err(|reason| (reason, None))
            .and_then(|decoded| record(&decoded.text).map(|record| (record, decoded.notes))),
    };
    match parsed {
        Ok((record, notes)) => {
            let mut article = record
                .into_article(path, number)
                .map_err(|reason| ReadError::at_line(path, number, reason))?;
            article.problems.splice(0..0, notes);
            Ok(article)
        }
        Err((reason, column)) => {
            Err(ReadError { column, ..ReadError::at_line(path, number, reason) })
        }
    }
}

/// What an object says, or why it cannot be read and at which byte.
fn record(json: &str) -> Result<Record, (Reason, Option<usize>)> {
    if let Some(found) = not_an_object(json) {
        return Err((Reason::NotAnObject(found), None));
    }
    serde_json::from_str(json)
        .map_err(|error| (Reason::Json(message(&error)), Some(error.column())))
}

/// The message without the position, which is said in front.
fn message(error: &serde_json::Error) -> String {
    let full = error.to_string();
    match full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message) {
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            "half of a surrogate pair, which is no character".to_owned()
        }
        message => message.to_owned(),
    }
}

fn not_an_object(json: &str) -> Option<&'static str> {
    let json = json.trim_ascii();
    match json.bytes().next()? {
        b'{' => None,
        b'[' => Some("a list"),
        b'"' => Some("a string"),
        b'0'..=b'9' | b'-' => Some("a number"),
        _ if json == "null" => Some("null"),
        _ => Some("something else"),
    }
}

impl Record {
    fn into_article(self, path: &str, number: usize) -> Result<Article, Reason> {
        let Self { id, text, title, published, url, author, .. } = self;
        let source = Field::first([self.source, self.outlet, self.publisher, self.site]);
        let id = id.joined().unwrap_or_else(|| {
            if path == "-" { number.to_string() } else { format!("{path}:{number}") }
        });
        let path = (path != "-").then(|| path.to_owned());
        let mut article =
            Article { id, path, text: text.ok_or(Reason::NoText)?, ..Article::default() };
        Fields { title, published, source, url, author }.apply(&mut article, "given");
        Ok(article)
    }
}

/// The articles of a JSON file: objects one after the other, or a list of them.
pub(super) fn whole(json: &str, path: &str) -> Vec<Result<Article, ReadError>> {
    let records: Vec<Result<Record, serde_json::Error>> =
        if json.trim_ascii_start().starts_with('[') {
            match serde_json::from_str::<Vec<Record>>(json) {
                Ok(records) => records.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        } else {
            // After an error the iterator ends by itself.
            serde_json::Deserializer::from_str(json).into_iter().collect()
        };
    let numbered = records.into_iter().zip(1..);
    numbered.map(|(record, number)| whole_record(record, path, number)).collect()
}

fn whole_record(
    record: Result<Record, serde_json::Error>,
    path: &str,
    number: usize,
) -> Result<Article, ReadError> {
    match record {
        Ok(record) => record.into_article(path, number).map_err(|reason| ReadError {
            path: path.to_owned(),
            line: None,
            column: None,
            reason: Reason::Json(format!("article {number}: {reason}")),
        }),
        Err(error) => {
            let reason = Reason::Json(message(&error));
            Err(ReadError {
                column: Some(error.column()),
                ..ReadError::at_line(path, error.line(), reason)
            })
        }
    }
}
