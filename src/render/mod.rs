//! Turns a [`Timeline`] into what people and other programs read.
//!
//! In: a timeline, and (optionally) the texts of its articles, which give line numbers and let
//! the page show each source in its place.  Out: bytes.  This module decides nothing about the
//! entries: it neither selects, merges nor re-orders them, and reads no clock, terminal or file.
//!
//! ```
//! use onrecord::render::{self, Format};
//! use onrecord::timeline::{CONTRACT_VERSION, Timeline};
//!
//! let timeline = Timeline {
//!     version: CONTRACT_VERSION.to_owned(),
//!     articles: vec![],
//!     entries: vec![],
//!     undated: vec![],
//!     problems: vec![],
//! };
//! let csv = render::render(&timeline, Format::Csv, &())?;
//! assert!(csv.starts_with(b"id,kind,type,date,"));
//! # Ok::<(), onrecord::render::RenderError>(())
//! ```

mod annotations;
mod calendar;
mod catalogue;
mod changes;
mod cited;
mod date_label;
mod entry;
mod extent;
mod format;
mod ftm;
mod labels;
mod lines;
mod link;
mod markdown;
mod page;
mod period;
mod sqlite;
mod table;
mod terminal;
mod timelinejs;
mod visible;
mod wording;

pub use catalogue::Texts;
pub use changes::{write_changes, write_changes_json};
pub use format::Format;
pub use table::COLUMNS as CSV_COLUMNS;

use crate::timeline::Timeline;
use catalogue::Catalogue;
use std::io::Write;

/// How a timeline is written, where a format leaves a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns of the terminal; text is wrapped to them.
    pub width: usize,
    /// Whether the terminal form carries OSC 8 hyperlinks.
    pub hyperlinks: bool,
    /// The absolute folder that relative paths of articles are hyperlinked against.
    pub base: Option<String>,
    /// What the output is called: the page's and the calendar's name.
    pub title: Option<String>,
    /// Whether the terminal form shows the id of each entry.
    pub ids: bool,
    /// The page carries the articles in full up to this many bytes of them, and beyond that
    /// only what stands around each source.
    pub page_text: usize,
    /// The page holds at most this many entries, those with the most sources, and says so.
    pub page_entries: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 80,
            hyperlinks: false,
            base: None,
            title: None,
            ids: false,
            page_text: 32 << 20,
            page_entries: 10_000,
        }
    }
}

/// Why a timeline could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The writer failed; a closed pipe comes as [`std::io::ErrorKind::BrokenPipe`].
    #[error("cannot write the timeline: {0}")]
    Write(#[from] std::io::Error),
    /// A value could not be written as JSON.
    #[error("cannot write the timeline as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The database could not be built.
    #[error("cannot write the timeline as a database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The page's template failed.
    #[error("cannot write the page: {0}")]
    Page(#[from] minijinja::Error),
}

/// Writes the timeline in the given format.
///
/// The terminal form always carries ANSI colours; strip them through `anstream` where the
/// terminal has none. Whatever comes from an article is cleared of control characters first.
pub fn write(
    timeline: &Timeline,
    format: Format,
    texts: &dyn Texts,
    out: &mut dyn Write,
    options: &Options,
) -> Result<(), RenderError> {
    let catalogue = || Catalogue::new(timeline, texts);
    match format {
        Format::Terminal => terminal::write(timeline, &catalogue(), out, options)?,
        Format::Json => lines::write_json(timeline, out)?,
        Format::Jsonl => lines::write_jsonl(timeline, out)?,
        Format::Csv => table::write(timeline, &catalogue(), out)?,
        Format::Html => page::write(timeline, &catalogue(), out, options)?,
        Format::Calendar => calendar::write(timeline, &catalogue(), out, options)?,
        Format::Sqlite => out.write_all(&sqlite::database(timeline, &catalogue())?)?,
        Format::TimelineJs => timelinejs::write(timeline, &catalogue(), out, options)?,
        Format::Annotations => annotations::write(timeline, &catalogue(), out, options)?,
        Format::FollowTheMoney => ftm::write(timeline, &catalogue(), out)?,
        Format::Markdown => markdown::write(timeline, &catalogue(), out, options)?,
    }
    Ok(())
}

/// The timeline in the given format, with default [`Options`].
pub fn render(
    timeline: &Timeline,
    format: Format,
    texts: &dyn Texts,
) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::new();
    write(timeline, format, texts, &mut bytes, &Options::default())?;
    Ok(bytes)
}
