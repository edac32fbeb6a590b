//! The pattern language: its grammar and syntax tree.
//!
//! In: the text of a pattern.  Out: a [`Node`].  Names of lexicons, chunks and macros are not
//! looked up here.
//!
//! ```text
//! pattern  = sequence { "|" sequence }
//! sequence = { item }
//! item     = atom [ "?" | "{" m [ "," n ] "}" ] [ ":" name ]     the name only behind a group
//! atom     = "(" pattern ")" | "{" element "}" | "$" macro | words and punctuation
//! element  = name [ argument ] [ "[" attribute "=" value "]" ] [ ":" capture ]   |   "/" regex "/" [ ":" capture ]
//! ```
//!
//! A blank between two items matches any run of blanks, or none; without a blank in the pattern
//! there must be none in the text.

mod element;

use thiserror::Error;

/// A node of the syntax tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// One element.
    Leaf(Leaf),
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of several; all are tried, the longest match wins.
    Choice(Vec<Node>),
    /// Between `min` and `max` times.
    Repeat {
        /// What is repeated.
        node: Box<Node>,
        /// Least number of times.
        min: u16,
        /// Greatest number of times.
        max: u16,
    },
    /// A named group.
    Capture {
        /// Its name.
        name: String,
        /// What it captures.
        node: Box<Node>,
    },
    /// A macro to be put in.
    Macro {
        /// Its name.
        name: String,
        /// Byte in the pattern, for messages.
        at: usize,
        /// Whether it stands without a blank behind what comes before.
        glued: bool,
    },
}

/// One element of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// What it matches.
    pub element: Element,
    /// Name under which the match is kept.
    pub name: Option<String>,
    /// No blank may stand before it.
    pub glued: bool,
    /// Byte in the pattern, for messages.
    pub at: usize,
    /// Length in the pattern, for messages.
    pub len: usize,
}

/// What a leaf matches.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// Words or punctuation, to be cut by the tokeniser of texts.
    Literal(String),
    /// `{int 1..31}`: digits with a value in the range.
    Int(i64, i64),
    /// `{digits 4}`, `{digits 1..2}`: that many digits.
    Digits(usize, usize),
    /// `{/regex/}`: one token whose text matches.
    Regex(String),
    /// `{name}`: a built-in class, a lexicon or a chunk, optionally `[attribute=value]`.
    Named {
        /// Name of the class.
        name: String,
        /// Attribute that must have the value.
        filter: Option<(String, String)>,
    },
}

/// A pattern that is not in the language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct PatternError {
    /// Byte in the pattern.
    pub at: usize,
    /// Length of the offending part.
    pub len: usize,
    /// What was expected and found.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Most times an item may be repeated.
pub const MOST_REPEATS: u16 = 64;
/// Deepest nesting of groups.
const DEEPEST: usize = 64;

/// Whether the pattern is written as a regex of the `regex` crate: it holds `\`, `[` or `(?`
/// outside of `{…}` elements.
pub fn is_regex(pattern: &str) -> bool {
    let mut depth = 0usize;
    let bytes = pattern.as_bytes();
    bytes.iter().enumerate().any(|(i, b)| match b {
        b'{' => {
            depth += 1;
            false
        }
        b'}' => {
            depth = depth.saturating_sub(1);
            false
        }
        b'\\' | b'[' => depth == 0,
        b'(' => depth == 0 && bytes.get(i + 1) == Some(&b'?'),
        _ => false,
    })
}

/// Parses a pattern.
///
/// # Errors
/// [`PatternError`] says where the pattern leaves the grammar.
pub fn parse(pattern: &str) -> Result<Node, PatternError> {
    let mut parser = Parser { text: pattern, at: 0, depth: 0 };
    let node = parser.choice(false)?;
    parser.blank();
    if parser.at < pattern.len() {
        return Err(parser.error(
            1,
            "unexpected `)`: no group is open here",
            Some("remove it, or open a group with `(`"),
        ));
    }
    if matches!(&node, Node::Sequence(items) if items.is_empty()) {
        return Err(parser.error(
            1,
            "the pattern is empty",
            Some("write the words it should match"),
        ));
    }
    Ok(node)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn error(&self, len: usize, message: &str, help: Option<&str>) -> PatternError {
        PatternError {
            at: self.at.min(self.text.len()),
            len,
            message: message.to_owned(),
            help: help.map(str::to_owned),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn blank(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed.len() < rest.len()
    }

    fn choice(&mut self, glued: bool) -> Result<Node, PatternError> {
        let mut options = vec![self.sequence(glued)?];
        while self.peek() == Some('|') {
            self.at += 1;
            options.push(self.sequence(glued)?);
        }
        if options.len() == 1 {
            return Ok(options.swap_remove(0));
        }
        if options.iter().any(|o| matches!(o, Node::Sequence(s) if s.is_empty())) {
            return Err(self.error(
                1,
                "an alternative is empty",
                Some("to make the group optional write `( … )?`"),
            ));
        }
        Ok(Node::Choice(options))
    }

    fn sequence(&mut self, glued: bool) -> Result<Node, PatternError> {
        let mut items = Vec::new();
        loop {
            let blank = self.blank();
            let here = if items.is_empty() { glued } else { !blank };
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => {
                    let item = self.item(here)?;
                    items.push(item);
                }
            }
        }
        Ok(if items.len() == 1 { items.swap_remove(0) } else { Node::Sequence(items) })
    }

    fn item(&mut self, glued: bool) -> Result<Node, PatternError> {
        let group = self.peek() == Some('(');
        let node = match self.peek() {
            Some('(') => self.group(glued)?,
            Some('{') => self.element(glued)?,
            Some('$') => self.macro_name(glued)?,
            Some('?') => {
                return Err(self.error(
                    1,
                    "nothing stands before `?` that could be optional",
                    Some("to match a question mark write `{lit ?}`"),
                ));
            }
            Some('}') => {
                return Err(self.error(1, "unexpected `}`: no element is open here", None));
            }
            _ => self.literal(glued),
        };
        self.suffix(node, group)
    }

    fn group(&mut self, glued: bool) -> Result<Node, PatternError> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(
                1,
                "groups are nested too deeply",
                Some("use macros to make the pattern flatter"),
            ));
        }
        let node = self.choice(glued)?;
        self.depth -= 1;
        if self.peek() != Some(')') {
            self.at = open;
            return Err(self.error(1, "this group is not closed", Some("add `)` where it ends")));
        }
        if matches!(&node, Node::Sequence(items) if items.is_empty()) {
            self.at = open;
            return Err(self.error(2, "the group is empty", None));
        }
        self.at += 1;
        Ok(node)
    }

    fn suffix(&mut self, mut node: Node, group: bool) -> Result<Node, PatternError> {
        loop {
            let rest = &self.text[self.at..];
            if rest.starts_with('?') {
                self.at += 1;
                node = Node::Repeat { node: Box::new(node), min: 0, max: 1 };
            } else if rest.starts_with('{') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
                let (min, max) = self.repeat()?;
                node = Node::Repeat { node: Box::new(node), min, max };
            } else if group
                && rest.starts_with(':')
                && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic())
            {
                self.at += 1;
                let name = self.name();
                node = Node::Capture { name, node: Box::new(node) };
            } else {
                return Ok(node);
            }
        }
    }

    fn repeat(&mut self) -> Result<(u16, u16), PatternError> {
        let rest = &self.text[self.at..];
        let Some(close) = rest.find('}') else {
            return Err(self.error(
                1,
                "this repetition is not closed",
                Some("write `{2}` or `{1,4}`"),
            ));
        };
        let inner = &rest[1..close];
        let (low, high) = inner.split_once(',').unwrap_or((inner, inner));
        let (Ok(min), Ok(max)) = (low.trim().parse::<u16>(), high.trim().parse::<u16>()) else {
            return Err(self.error(
                close + 1,
                "expected a repetition such as `{2}` or `{1,4}`",
                None,
            ));
        };
        if min > max || max == 0 || max > MOST_REPEATS {
            return Err(self.error(
                close + 1,
                &format!("a repetition must go from a smaller to a larger number, at most {MOST_REPEATS}, found `{{{inner}}}`"),
                None,
            ));
        }
        self.at += close + 1;
        Ok((min, max))
    }

    fn name(&mut self) -> String {
        let rest = &self.text[self.at..];
        let len = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let name = rest[..len].trim_end_matches('-').to_owned();
        self.at += name.len();
        name
    }

    fn macro_name(&mut self, glued: bool) -> Result<Node, PatternError> {
        let at = self.at;
        self.at += 1;
        let name = self.name();
        if name.is_empty() {
            self.at = at;
            return Err(self.error(
                1,
                "expected the name of a macro behind `$`",
                Some("for a dollar sign write `{lit $}`"),
            ));
        }
        Ok(Node::Macro { name, at, glued })
    }

    /// Words and punctuation up to the next special character or blank.
    fn literal(&mut self, glued: bool) -> Node {
        let at = self.at;
        let rest = &self.text[at..];
        let len = rest
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '(' | ')' | '{' | '}' | '|' | '?' | '$')
            })
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(0, char::len_utf8));
        self.at += len;
        Node::Leaf(Leaf {
            element: Element::Literal(rest[..len].to_owned()),
            name: None,
            glued,
            at,
            len,
        })
    }
}

/// Says that the first element must stand without a blank behind what comes before.
pub fn set_glued(node: &mut Node, glued: bool) {
    match node {
        Node::Leaf(leaf) => leaf.glued = glued,
        Node::Macro { glued: g, .. } => *g = glued,
        Node::Sequence(items) => {
            for item in items {
                set_glued(item, glued);
                if !matches!(item, Node::Repeat { min: 0, .. }) {
                    break;
                }
            }
        }
        Node::Choice(options) => options.iter_mut().for_each(|o| set_glued(o, glued)),
        Node::Repeat { node, .. } | Node::Capture { node, .. } => set_glued(node, glued),
    }
}

#[cfg(test)]
mod tests;
