//! Looking through changed snapshots one by one.
//!
//! In: comparisons, a reader of answers and a writer of questions.  Out: how many were accepted,
//! rejected and skipped.  An answer is a letter and Enter, so that no terminal mode is needed.

use super::store::Comparison;
use std::io::{self, BufRead, Write};

/// What became of the changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Now the accepted ones.
    pub accepted: usize,
    /// Judged wrong: the accepted ones stay, and the run counts as failed.
    pub rejected: usize,
    /// Left for later.
    pub skipped: usize,
}

const QUESTION: &str = "[a]ccept  [r]eject  [s]kip  accept a[l]l  [q]uit > ";

/// Asks about each comparison that differs.
///
/// # Errors
/// If the terminal cannot be read or a snapshot cannot be written.
pub fn review(
    comparisons: &[Comparison],
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
    color: bool,
) -> io::Result<Outcome> {
    let changed: Vec<&Comparison> = comparisons.iter().filter(|c| c.differs()).collect();
    let mut outcome = Outcome::default();
    let mut answer = Answer::Skip;
    for (i, comparison) in changed.iter().enumerate() {
        if !matches!(answer, Answer::All | Answer::Quit) {
            writeln!(
                out,
                "\n{} of {}  {}  {}",
                i + 1,
                changed.len(),
                comparison.state_name(),
                comparison.name
            )?;
            write!(out, "{}", comparison.diff(color))?;
            answer = ask(answers, out)?;
        }
        match answer {
            Answer::Accept | Answer::All => {
                comparison.accept()?;
                outcome.accepted += 1;
            }
            Answer::Reject => outcome.rejected += 1,
            Answer::Skip | Answer::Quit => outcome.skipped += 1,
        }
    }
    Ok(outcome)
}

#[derive(Clone, Copy)]
enum Answer {
    Accept,
    Reject,
    Skip,
    All,
    Quit,
}

fn ask(answers: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Answer> {
    loop {
        write!(out, "{QUESTION}")?;
        out.flush()?;
        let mut line = String::new();
        if answers.read_line(&mut line)? == 0 {
            return Ok(Answer::Quit);
        }
        return Ok(match line.trim() {
            "a" | "accept" => Answer::Accept,
            "r" | "reject" => Answer::Reject,
            "s" | "skip" | "" => Answer::Skip,
            "l" | "all" => Answer::All,
            "q" | "quit" => Answer::Quit,
            _ => continue,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::store::compare;
    use std::collections::BTreeMap;

    fn reviewed(answers: &str) -> (Outcome, usize, String) {
        let dir = tempfile::tempdir().unwrap();
        let names = ["a", "b", "c"].map(|n| (n.to_owned(), format!("{n}\n")));
        let comparisons = compare(dir.path(), BTreeMap::from(names)).unwrap();
        let mut shown = Vec::new();
        let outcome = review(&comparisons, &mut answers.as_bytes(), &mut shown, false).unwrap();
        let written = std::fs::read_dir(dir.path()).unwrap().count();
        (outcome, written, String::from_utf8(shown).unwrap())
    }

    #[test]
    fn each_change_gets_its_answer() {
        let (outcome, written, shown) = reviewed("a\nr\nwhat?\ns\n");
        assert_eq!((outcome, written), (Outcome { accepted: 1, rejected: 1, skipped: 1 }, 1));
        assert_eq!(shown.matches(QUESTION).count(), 4);
    }

    #[test]
    fn all_and_quit_end_the_questions() {
        assert_eq!(reviewed("l\n").0, Outcome { accepted: 3, ..Outcome::default() });
        assert_eq!(reviewed("a\nq\n").0, Outcome { accepted: 1, skipped: 2, rejected: 0 });
        assert_eq!(reviewed("").0.skipped, 3, "a closed input accepts nothing");
    }
}
