//! A place in an article as a person names it: `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`.

use crate::testing::snapshot::Lines;
use std::ops::Range;
use thiserror::Error;

/// A place in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All of it.
    Everywhere,
    /// A line, from 1.
    Line(usize),
    /// A line and a column in code points, both from 1.
    Position(usize, usize),
}

/// A place that is not in the article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// Line or column 0.
    #[error("lines and columns count from 1, so there is no {0} 0")]
    Zero(&'static str),
    /// There are fewer lines.
    #[error("there is no line {0}: the article has {1} lines")]
    NoLine(usize, usize),
    /// The line is shorter.
    #[error("there is no column {1} in line {0}, which has {2} characters")]
    NoColumn(usize, usize, usize),
}

impl Place {
    /// Splits `FILE:LINE:COLUMN`; what is no number belongs to the name of the file.
    ///
    /// ```
    /// use onrecord::explain::Place;
    /// assert_eq!(Place::split("news/a.txt:12:5"), ("news/a.txt", Place::Position(12, 5)));
    /// assert_eq!(Place::split("news/a.txt:12"), ("news/a.txt", Place::Line(12)));
    /// assert_eq!(Place::split("c:a.txt"), ("c:a.txt", Place::Everywhere));
    /// assert!(Place::split("news/a.txt:0").1.check("one line").is_err());
    /// ```
    pub fn split(argument: &str) -> (&str, Self) {
        let number = |s: &str| s.parse::<usize>().ok();
        let Some((head, last)) = argument.rsplit_once(':') else {
            return (argument, Self::Everywhere);
        };
        let Some(last) = number(last) else { return (argument, Self::Everywhere) };
        match head.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?))) {
            Some((file, line)) => (file, Self::Position(line, last)),
            None => (head, Self::Line(last)),
        }
    }

    /// Whether the article has the place.
    ///
    /// # Errors
    /// If it has fewer lines, or the line fewer columns.
    pub fn check(&self, text: &str) -> Result<(), PlaceError> {
        let (line, column) = match *self {
            Self::Everywhere => return Ok(()),
            Self::Line(line) => (line, 1),
            Self::Position(line, column) => (line, column),
        };
        if line == 0 || column == 0 {
            return Err(PlaceError::Zero(if line == 0 { "line" } else { "column" }));
        }
        let lines = text.lines().count().max(1);
        if line > lines {
            return Err(PlaceError::NoLine(line, lines));
        }
        let length = text.lines().nth(line - 1).map_or(0, |l| l.chars().count());
        if column > length.max(1) {
            return Err(PlaceError::NoColumn(line, column, length));
        }
        Ok(())
    }

    /// The code points of the place.
    pub(super) fn range(&self, text: &str, lines: &Lines) -> Range<usize> {
        let end = text.chars().count();
        match *self {
            Self::Everywhere => 0..end,
            Self::Line(line) => {
                let start = lines.offset(line, 1).unwrap_or(end);
                start..lines.offset(line + 1, 1).map_or(end, |e| e.saturating_sub(1))
            }
            Self::Position(line, column) => {
                let at = lines.offset(line, column).unwrap_or(end).min(end);
                at..at + 1
            }
        }
    }
}
