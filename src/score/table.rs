//! Scores as a table for a terminal.

use super::{Miss, Scores, Tally};
use std::fmt::Write;

impl Scores {
    /// Figures by kind, figures by rule, and the first `show` errors.
    pub fn table(&self, show: usize) -> String {
        let mut out = String::new();
        let head = ["", "annotated", "found", "precision", "recall", "F1"];
        let rows: Vec<[String; 6]> =
            self.kinds.iter().map(|(kind, tally)| figures(kind, tally)).collect();
        columns(&mut out, &head, &rows);
        if !self.rules.is_empty() {
            out.push('\n');
            let rows: Vec<[String; 4]> =
                self.rules.iter().map(|(rule, tally)| counts(rule, tally)).collect();
            columns(&mut out, &["rule", "right", "wrong", "missed"], &rows);
        }
        for id in &self.absent {
            let _ = writeln!(out, "\nannotated, but not among the articles: {id}");
        }
        self.list_errors(&mut out, show);
        out
    }

    fn list_errors(&self, out: &mut String, show: usize) {
        if show > 0 && !self.errors.is_empty() {
            out.push('\n');
            self.errors.iter().take(show).for_each(|e| line(out, e));
            if self.errors.len() > show {
                let _ = writeln!(out, "… and {} more", self.errors.len() - show);
            }
        }
    }
}

fn line(out: &mut String, miss: &Miss) {
    let said = |s: &Option<String>| s.as_ref().map_or("nothing".to_owned(), |s| format!("{s:?}"));
    let (expected, found) = (said(&miss.expected), said(&miss.found));
    let rule = if miss.rule.is_empty() { String::new() } else { format!("  ({})", miss.rule) };
    let place = format!("{}[{}..{}]", miss.article, miss.start, miss.end);
    let _ = writeln!(out, "{place} {}: expected {expected}, found {found}{rule}", miss.kind);
}

fn figures(kind: &str, tally: &Tally) -> [String; 6] {
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    [
        kind.to_owned(),
        (tally.right + tally.missed).to_string(),
        (tally.right + tally.wrong).to_string(),
        percent(tally.precision()),
        percent(tally.recall()),
        percent(tally.f1()),
    ]
}

fn counts(rule: &str, tally: &Tally) -> [String; 4] {
    [rule.to_owned(), tally.right.to_string(), tally.wrong.to_string(), tally.missed.to_string()]
}

/// Aligns the first column to the left and the others to the right.
fn columns<const N: usize>(out: &mut String, head: &[&str; N], rows: &[[String; N]]) {
    let head = head.map(str::to_owned);
    let all = || std::iter::once(&head).chain(rows);
    let width: Vec<usize> =
        (0..N).map(|i| all().map(|r| r[i].chars().count()).max().unwrap_or(0)).collect();
    for row in all() {
        let mut cells = vec![format!("{:<1$}", row[0], width[0])];
        cells.extend((1..N).map(|i| format!("{:>1$}", row[i], width[i])));
        let _ = writeln!(out, "{}", cells.join("  ").trim_end());
    }
}
