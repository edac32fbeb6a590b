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
        let start = self.at;
        let mut group = false;
        let node = match self.peek() {
            Some('(') => {
                group = true;
                self.group(glued)?
            }
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
        self.suffix(node, group, start)
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

    fn suffix(&mut self, mut node: Node, group: bool, start: usize) -> Result<Node, PatternError> {
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
                let _ = start;
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

    fn element(&mut self, glued: bool) -> Result<Node, PatternError> {
        let at = self.at;
        let rest = &self.text[at..];
        let close = if let Some(regex) = rest.strip_prefix("{/") {
            regex
                .match_indices('/')
                .map(|(i, _)| i + 2)
                .find_map(|i| closes_regex(&rest[i + 1..]).map(|n| i + 1 + n))
        } else if rest.starts_with("{lit ") {
            rest.char_indices().skip(6).find(|(_, c)| *c == '}').map(|(i, _)| i)
        } else {
            rest.find('}')
        };
        let Some(close) = close else {
            return Err(self.error(
                1,
                "this element is not closed",
                Some("write `{name}` or `{name:capture}`"),
            ));
        };
        let inner = &rest[1..close];
        let (body, name) = split_capture(inner);
        let element = self.element_kind(body, close + 1)?;
        self.at += close + 1;
        Ok(Node::Leaf(Leaf { element, name, glued, at, len: close + 1 }))
    }

    fn element_kind(&self, body: &str, len: usize) -> Result<Element, PatternError> {
        let body = body.trim();
        if let Some(regex) = body.strip_prefix('/') {
            return Ok(Element::Regex(regex.strip_suffix('/').unwrap_or(regex).to_owned()));
        }
        if let Some(literal) = body.strip_prefix("lit ") {
            return Ok(Element::Literal(literal.trim().to_owned()));
        }
        let (head, filter) = split_filter(body);
        let (name, argument) = head.split_once(char::is_whitespace).unwrap_or((head, ""));
        let argument = argument.trim();
        if name.is_empty() {
            return Err(self.error(
                len,
                "this element is empty",
                Some("write `{name}`, the name of a lexicon, a class or a chunk"),
            ));
        }
        match name {
            "int" if argument.is_empty() => Some(Element::Int(0, 999_999_999)),
            "int" => bounds(argument).map(|(a, b)| Element::Int(a, b)),
            "digits" => {
                bounds(argument).map(|(a, b)| Element::Digits(a.max(0) as usize, b.max(0) as usize))
            }
            _ if argument.is_empty() => Some(Element::Named { name: name.to_owned(), filter }),
            _ => None,
        }
        .ok_or_else(|| {
            self.error(
                len,
                &format!(
                    "expected `{{{name}}}` or a range as in `{{int 1..31}}`, found `{argument}`"
                ),
                Some("only `int` and `digits` take an argument"),
            )
        })
    }
}

/// Behind the slash that ends a regex: `}` or `:name}`; the length up to the brace.
fn closes_regex(rest: &str) -> Option<usize> {
    if rest.starts_with('}') {
        return Some(0);
    }
    let name = rest.strip_prefix(':')?;
    let len = name.find('}')?;
    name[..len]
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        .then_some(len + 1)
}

fn split_capture(inner: &str) -> (&str, Option<String>) {
    if let Some((body, name)) = inner.rsplit_once(':') {
        let name = name.trim();
        if !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        {
            return (body, Some(name.to_owned()));
        }
    }
    (inner, None)
}

fn split_filter(body: &str) -> (&str, Option<(String, String)>) {
    let Some((head, rest)) = body.split_once('[') else { return (body, None) };
    let rest = rest.trim_end().trim_end_matches(']');
    let (attribute, value) = rest.split_once('=').unwrap_or((rest, "true"));
    (head.trim(), Some((attribute.trim().to_owned(), value.trim().to_owned())))
}

fn bounds(argument: &str) -> Option<(i64, i64)> {
    let (low, high) = argument.split_once("..").unwrap_or((argument, argument));
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low <= high).then_some((low, high))
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
mod tests {
    use super::*;

    fn shape(node: &Node) -> String {
        match node {
            Node::Leaf(l) => {
                let body = match &l.element {
                    Element::Literal(s) => s.clone(),
                    Element::Int(a, b) => format!("int {a}..{b}"),
                    Element::Digits(a, b) => format!("digits {a}..{b}"),
                    Element::Regex(r) => format!("/{r}/"),
                    Element::Named { name, filter } => match filter {
                        Some((a, v)) => format!("<{name}[{a}={v}]>"),
                        None => format!("<{name}>"),
                    },
                };
                format!(
                    "{}{body}{}",
                    if l.glued { "+" } else { "" },
                    l.name.as_ref().map(|n| format!(":{n}")).unwrap_or_default()
                )
            }
            Node::Sequence(v) => v.iter().map(shape).collect::<Vec<_>>().join(" "),
            Node::Choice(v) => format!("({})", v.iter().map(shape).collect::<Vec<_>>().join(" | ")),
            Node::Repeat { node, min, max } => format!("[{}]{{{min},{max}}}", shape(node)),
            Node::Capture { name, node } => format!("[{}]:{name}", shape(node)),
            Node::Macro { name, glued, .. } => format!("{}${name}", if *glued { "+" } else { "" }),
        }
    }

    fn check(pattern: &str, expected: &str) {
        let found =
            parse(pattern).map_or_else(|e| format!("{}: {}", e.at, e.message), |n| shape(&n));
        assert_eq!(found, expected, "pattern {pattern}");
    }

    #[test]
    fn patterns() {
        check(
            "{month:m} {int 1..31:d} ,? {digits 4:y}",
            "<month>:m int 1..31:d [,]{0,1} digits 4..4:y",
        );
        check("{int:n}( st | nd )", "int 0..999999999:n (+st | +nd)");
        check("( a | b c ):x d", "[(a | b c)]:x d");
        check("$day {unit[u=day]:u}", "$day <unit[u=day]>:u");
        check("{/[a-z]{2}/:x} a:b", "/[a-z]{2}/:x a:b");
        check("a {word}{2,3} b", "a [<word>]{2,3} b");
        check("( a", "0: this group is not closed");
        check("a )", "2: unexpected `)`: no group is open here");
        check(
            "a{3,1}",
            "1: a repetition must go from a smaller to a larger number, at most 64, found `{3,1}`",
        );
    }

    #[test]
    fn regexes() {
        assert!(is_regex(r"\bx\b") && is_regex("(?P<a>b)") && is_regex("[a-z]"));
        assert!(!is_regex("{unit[u=day]:u} ago") && !is_regex("a ( b )?"));
    }
}
