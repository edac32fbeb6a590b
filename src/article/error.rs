//! Why an article could not be read.

use std::fmt::{self, Write as _};
use std::io;
use std::path::Path;

/// An article, a line or a file that could not be read; the others are still read.
///
/// Displayed as `path:line:column: what is wrong; what to do`, as far as the place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The file as given, or `-` for standard input.
    pub path: String,
    /// Line, counted from 1.
    pub line: Option<usize>,
    /// Column in bytes, counted from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub reason: Reason,
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_path(f, &self.path)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Characters of a path that are shown; of a longer one the middle is left out.
const LONGEST_PATH: usize = 400;

/// Names may hold anything and be of any length, and messages go to terminals.
fn write_path(f: &mut fmt::Formatter<'_>, path: &str) -> fmt::Result {
    let left_out = path.chars().count().saturating_sub(LONGEST_PATH);
    let (head, tail) = (LONGEST_PATH / 2, LONGEST_PATH / 2 + left_out);
    for (at, c) in path.chars().enumerate() {
        match at {
            _ if at == head && at < tail => f.write_char('…')?,
            _ if (head..tail).contains(&at) => {}
            _ if is_unprintable(c) => write!(f, "{}", c.escape_unicode())?,
            _ => f.write_char(c)?,
        }
    }
    Ok(())
}

/// Control characters, and those that turn the direction of a line.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

impl ReadError {
    /// An error about a whole file.
    pub(super) fn new(path: &Path, reason: Reason) -> Self {
        Self { path: path.to_string_lossy().into_owned(), line: None, column: None, reason }
    }

    /// An error about a line of a file.
    pub(super) fn at_line(path: &str, line: usize, reason: Reason) -> Self {
        Self { path: path.to_owned(), line: Some(line), column: None, reason }
    }
}

/// What is wrong with a file or line, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing of that name.
    #[error("there is no such file or folder; check the spelling and the working directory")]
    NotFound,
    /// The system refuses it.
    #[error("permission denied; make the file readable for this user")]
    Denied,
    /// Symbolic links that lead in a circle.
    #[error("the symbolic links lead in a circle; point them at a file")]
    LinkLoop,
    /// A device, socket, named pipe and the like.
    #[error("this is a {0}, not a file; pass text that a program writes through `-`")]
    NotAFile(&'static str),
    /// Anything else the system reports.
    #[error("cannot be read: {0}")]
    Io(String),
    /// More bytes than an article may have.
    #[error("more than {} MB in one article; split the file or give it as JSONL", .0 >> 20)]
    TooLarge(u64),
    /// A line of JSONL with more bytes than an article may have.
    #[error("more than {} MB in one line of JSONL; put one article on each line", .0 >> 20)]
    LineTooLong(u64),
    /// Compressed data that grows beyond all proportion.
    #[error(
        "compressed data grows more than {0}-fold, as only hostile data does; unpack it yourself if you trust it"
    )]
    Bomb(u64),
    /// Compressed data that cannot be unpacked.
    #[error("{format} data is broken: {detail}; fetch the file again")]
    Unpack {
        /// `gzip` or `zstd`.
        format: &'static str,
        /// What the decoder says.
        detail: String,
    },
    /// No text.
    #[error("this is {0}, not text; convert it to text, HTML or JSONL first")]
    Binary(&'static str),
    /// A line of JSONL, or a JSON file, that is not JSON or not of the right types.
    #[error("not an article in JSON: {0}")]
    Json(String),
    /// JSON, but not an object.
    #[error("expected a JSON object with a `text`, found {0}")]
    NotAnObject(&'static str),
    /// An object without text.
    #[error("the article has no `text`")]
    NoText,
}

impl Reason {
    /// A stable kebab-case name of the kind of failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Denied => "permission-denied",
            Self::LinkLoop => "link-loop",
            Self::NotAFile(_) => "not-a-file",
            Self::Io(_) => "unreadable",
            Self::TooLarge(_) => "too-large",
            Self::LineTooLong(_) => "line-too-long",
            Self::Bomb(_) => "decompression-bomb",
            Self::Unpack { .. } => "broken-compression",
            Self::Binary(_) => "binary",
            Self::Json(_) => "bad-json",
            Self::NotAnObject(_) => "not-an-object",
            Self::NoText => "no-text",
        }
    }
}

/// Carries a [`Reason`] through readers that only know [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Carried(pub(super) Reason);

impl From<Reason> for io::Error {
    fn from(reason: Reason) -> Self {
        Self::other(Carried(reason))
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => return Self::NotFound,
            io::ErrorKind::PermissionDenied => return Self::Denied,
            // ELOOP on Linux and on macOS; the kind for it is not stable yet.
            _ if matches!(error.raw_os_error(), Some(40 | 62)) => return Self::LinkLoop,
            _ => {}
        }
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Carried>()) {
            Some(Carried(reason)) => reason.clone(),
            None => Self::Io(error.to_string()),
        }
    }
}
