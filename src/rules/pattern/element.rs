//! Elements in braces: `{month:m}`, `{int 1..31:d}`, `{digits 4}`, `{lit ?}`, `{/regex/}`.

use super::{Element, Leaf, Node, Parser, PatternError};

impl Parser<'_> {
    pub(super) fn element(&mut self, glued: bool) -> Result<Node, PatternError> {
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
