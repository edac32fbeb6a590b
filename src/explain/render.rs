//! Explanations for a terminal.

use super::{Explanation, Found, WhyNot};
use std::fmt;

/// Most patterns of a rule that are shown; the likeliest stand first.
const MOST_PATTERNS: usize = 3;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, found) in self.found.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{found}")?;
        }
        if self.found.is_empty() {
            writeln!(f, "nothing was found here")?;
        }
        if !self.tried.is_empty() {
            writeln!(f, "\ntried, and came to nothing")?;
        }
        for tried in &self.tried {
            let (line, column) = tried.at;
            writeln!(f, "  {line}:{column} ‹{}› `{}`: {}", tried.text, tried.rule, tried.because)?;
        }
        Ok(())
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.at;
        writeln!(f, "{line}:{column} ‹{}›", self.text)?;
        let facts = self.facts.join(", ");
        writeln!(f, "  {:<9} {}", self.kind, facts)?;
        if let Some(rule) = &self.rule {
            let place =
                if rule.place.is_empty() { String::new() } else { format!("  {}", rule.place) };
            writeln!(f, "  rule      {}{place}", rule.id)?;
            for note in rule.note.iter().filter(|_| rule.patterns.is_empty()) {
                writeln!(f, "  meaning   {note}")?;
            }
            for pattern in rule.patterns.iter().take(MOST_PATTERNS) {
                writeln!(f, "  pattern   {pattern}")?;
            }
            let more = rule.patterns.len().saturating_sub(MOST_PATTERNS);
            if more > 0 {
                writeln!(f, "            … or one of {more} more")?;
            }
        }
        if !self.captures.is_empty() {
            let captures: Vec<String> =
                self.captures.iter().map(|(n, t)| format!("{n} = ‹{t}›")).collect();
            writeln!(f, "  captured  {}", captures.join(", "))?;
        }
        for note in &self.notes {
            writeln!(f, "  then      {note}")?;
        }
        for beaten in &self.beat {
            writeln!(f, "  before    {beaten}")?;
        }
        Ok(())
    }
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}`  {}", self.rule, self.place)?;
        let sections =
            [("found", &self.found), ("kept out", &self.kept_out), ("came near", &self.near)];
        for (name, rows) in sections {
            for row in rows {
                writeln!(f, "  {name:<10} {row}")?;
            }
        }
        if self.found.is_empty() && self.kept_out.is_empty() && self.near.is_empty() {
            writeln!(f, "  no part of its pattern matches here")?;
        }
        Ok(())
    }
}
