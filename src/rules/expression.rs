//! Value expressions of rules: `date(y, m.num, d)`.
//!
//! In: the text of an expression.  Out: an [`Expr`].  What the functions do is not known here;
//! there are no operators but a leading minus, and no control flow.

use super::pattern::PatternError;
use std::fmt;

/// A value expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A capture, or a word the stage knows: `d`, `anchor`.
    Name(String),
    /// An attribute of a captured lexicon entry: `m.num`.
    Attribute(String, String),
    /// A whole number.
    Int(i64),
    /// `'text'`.
    Text(String),
    /// A function with its arguments.
    Call(String, Vec<Expr>),
    /// A negated value: `-n`.
    Negative(Box<Expr>),
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Attribute(name, attribute) => write!(f, "{name}.{attribute}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "'{text}'"),
            Self::Negative(inner) => write!(f, "-{inner}"),
            Self::Call(function, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(Self::to_string).collect();
                write!(f, "{function}({})", arguments.join(", "))
            }
        }
    }
}

/// Parses an expression.
///
/// # Errors
/// [`PatternError`] says where the expression leaves the grammar.
pub fn parse(text: &str) -> Result<Expr, PatternError> {
    let mut parser = Parser { text, at: 0 };
    let expr = parser.expr(0)?;
    parser.blank();
    if parser.at < text.len() {
        return Err(parser.error("expected the end of the expression"));
    }
    Ok(expr)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn error(&self, message: &str) -> PatternError {
        let found =
            self.text[self.at..].chars().next().map_or("the end".to_owned(), |c| format!("`{c}`"));
        PatternError {
            at: self.at,
            len: 1,
            message: format!("{message}, found {found}"),
            help: None,
        }
    }

    fn blank(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, c: char) -> bool {
        self.blank();
        let hit = self.text[self.at..].starts_with(c);
        if hit {
            self.at += c.len_utf8();
        }
        hit
    }

    fn word(&mut self) -> &str {
        let rest = &self.text[self.at..];
        let len =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn expr(&mut self, depth: usize) -> Result<Expr, PatternError> {
        if depth > 32 {
            return Err(self.error("the expression is nested too deeply"));
        }
        if self.eat('-') {
            return Ok(Expr::Negative(Box::new(self.expr(depth + 1)?)));
        }
        if self.eat('\'') {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find('\'') else {
                return Err(self.error("expected a closing `'`"));
            };
            let text = rest[..end].to_owned();
            self.at += end + 1;
            return Ok(Expr::Text(text));
        }
        self.blank();
        let word = self.word().to_owned();
        if word.is_empty() {
            return Err(self.error("expected a name, a number, a function or `'text'`"));
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.parse().map(Expr::Int).map_err(|_| self.error("expected a whole number"));
        }
        if self.text[self.at..].starts_with('.') {
            self.at += 1;
            let attribute = self.word().to_owned();
            if attribute.is_empty() {
                return Err(self.error("expected the name of an attribute"));
            }
            return Ok(Expr::Attribute(word, attribute));
        }
        if !self.eat('(') {
            return Ok(Expr::Name(word));
        }
        self.arguments(word, depth)
    }

    fn arguments(&mut self, function: String, depth: usize) -> Result<Expr, PatternError> {
        let mut arguments = Vec::new();
        if self.eat(')') {
            return Ok(Expr::Call(function, arguments));
        }
        loop {
            arguments.push(self.expr(depth + 1)?);
            if self.eat(')') {
                return Ok(Expr::Call(function, arguments));
            }
            if !self.eat(',') {
                return Err(self.error("expected `,` or `)`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        use Expr::{Attribute, Call, Int, Name, Negative, Text};
        let call = |f: &str, a| Call(f.into(), a);
        assert_eq!(
            parse("date(y, m.num, d)"),
            Ok(call(
                "date",
                vec![Name("y".into()), Attribute("m".into(), "num".into()), Name("d".into())]
            ))
        );
        assert_eq!(
            parse("shift(anchor, -n, 'day')"),
            Ok(call(
                "shift",
                vec![
                    Name("anchor".into()),
                    Negative(Box::new(Name("n".into()))),
                    Text("day".into())
                ]
            ))
        );
        assert_eq!(parse(" year( 1999 ) "), Ok(call("year", vec![Int(1999)])));
        assert!(parse("date(y,").is_err() && parse("a b").is_err() && parse("").is_err());
    }
}
