//! Texts of examples in which what must be found stands in double brackets.
//!
//! In: `on [[May 5, 2016]], he`.  Out: the text without the brackets and the marked ranges.

use std::ops::Range;
use thiserror::Error;

/// A text with marked ranges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The text without brackets.
    pub text: String,
    /// What is marked, in code points of `text`, in order.
    pub spans: Vec<Range<usize>>,
    /// The same in bytes of the marked text, without the brackets.
    pub places: Vec<Range<usize>>,
}

/// Brackets that do not pair.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct MarkError {
    /// Byte in the marked text.
    pub at: usize,
    /// What is wrong.
    pub message: &'static str,
}

/// Takes the brackets out of an example.
///
/// ```
/// let marked = onrecord::testing::marked::parse("on [[May 5]], he").unwrap();
/// assert_eq!((marked.text.as_str(), marked.spans), ("on May 5, he", vec![3..8]));
/// ```
///
/// # Errors
/// [`MarkError`] where brackets do not pair, are nested or mark nothing.
pub fn parse(marked: &str) -> Result<Marked, MarkError> {
    let error = |at, message| Err(MarkError { at, message });
    let mut out = Marked::default();
    let mut opened: Option<(usize, usize)> = None;
    let mut chars = 0;
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let at = marked.len() - rest.len();
        if rest.starts_with("[[") {
            if opened.is_some() {
                return error(at, "`[[` within `[[…]]`");
            }
            opened = Some((at, chars));
            rest = &rest[2..];
        } else if rest.starts_with("]]") {
            match opened.take() {
                None => return error(at, "`]]` without `[[`"),
                Some((_, from)) if from == chars => {
                    return error(at, "nothing stands between `[[` and `]]`");
                }
                Some((open, from)) => {
                    out.spans.push(from..chars);
                    out.places.push(open + 2..at);
                }
            }
            rest = &rest[2..];
        } else {
            out.text.push(c);
            chars += 1;
            rest = &rest[c.len_utf8()..];
        }
    }
    match opened {
        Some((at, _)) => error(at, "`[[` is not closed by `]]`"),
        None => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_marks_count_code_points() {
        let marked = parse("“é” [[a]] and [[ü b]]").unwrap();
        assert_eq!(marked.text, "“é” a and ü b");
        assert_eq!(marked.spans, [4..5, 10..13]);
        assert_eq!(marked.places, [11..12, 21..25]);
    }

    #[test]
    fn brackets_must_pair() {
        let message = |text| parse(text).unwrap_err().to_string();
        assert_eq!(message("a [[b"), "`[[` is not closed by `]]`");
        assert_eq!(message("a ]] b"), "`]]` without `[[`");
        assert_eq!(message("[[a [[b]]"), "`[[` within `[[…]]`");
        assert_eq!(message("[[]]"), "nothing stands between `[[` and `]]`");
    }
}
