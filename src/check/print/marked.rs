//! The quote and its source in one line: what agrees once, what differs side by side.
//!
//! In: a checked quote.  Out: pieces in the order of the quote.  Faithful changes are not shown.

use super::super::report::{CheckedQuote, Op};

/// A piece of the merged line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words of both.
    Both(String),
    /// Words the draft has and the source has not.
    Draft(String),
    /// Words the source has and the draft has not.
    Source(String),
    /// What stands around the quote in the source and was cut off.
    Cut(String),
}

impl Piece {
    fn text(&self) -> &str {
        let (Self::Both(text) | Self::Draft(text) | Self::Source(text) | Self::Cut(text)) = self;
        text
    }
}

/// The pieces of a quote.
pub(super) fn pieces(quote: &CheckedQuote) -> Vec<Piece> {
    let text: Vec<char> = quote.text.chars().collect();
    let slice = |from: usize, to: usize| {
        text[from.min(text.len())..to.min(text.len())].iter().collect::<String>()
    };
    let mut out = Vec::new();
    let mut at = 0;
    for change in quote.changes.iter().filter(|change| !change.op.is_faithful()) {
        let (from, to) = (change.at.0.max(at), change.at.1.max(at));
        if is_of_the_whole(change.op) {
            continue;
        }
        push(&mut out, Piece::Both(slice(at, from)));
        push(&mut out, Piece::Draft(slice(from, to)));
        let theirs = super::shortened(&change.source);
        push(
            &mut out,
            if is_context(change.op) { Piece::Cut(theirs) } else { Piece::Source(theirs) },
        );
        at = to;
    }
    push(&mut out, Piece::Both(slice(at, text.len())));
    spaced(out)
}

/// Whether a difference concerns the quote as a whole, and none of its words.
fn is_of_the_whole(op: Op) -> bool {
    matches!(op, Op::Speaker | Op::NotSaid | Op::Narrated | Op::Paraphrase | Op::Question)
}

/// Sets a blank between two pieces where neither brings one along.
fn spaced(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len() * 2);
    for piece in pieces {
        let next = piece.text().chars().next();
        let tied = next.is_none_or(|c| c.is_whitespace() || ".,;:!?)’”".contains(c));
        let free = |last: &Piece| !last.text().ends_with(char::is_whitespace);
        let shared = |last: &Piece| matches!((last, &piece), (Piece::Both(_), Piece::Draft(_)));
        let words = matches!(out.last(), Some(Piece::Draft(_))) && matches!(piece, Piece::Both(_));
        if !tied && !words && out.last().is_some_and(|last| free(last) && !shared(last)) {
            out.push(Piece::Both(" ".to_owned()));
        }
        out.push(piece);
    }
    out
}

fn is_context(op: Op) -> bool {
    matches!(op, Op::CutCondition | Op::CutOpening | Op::Recital | Op::HiddenCondition | Op::Unit)
}

fn push(out: &mut Vec<Piece>, piece: Piece) {
    if !piece.text().is_empty() {
        out.push(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::report::{Change, Verdict};
    use super::*;

    fn check(text: &str, changes: &[(Op, &str, &str, (usize, usize))], expected: &str) {
        let change = |(op, draft, source, at): &(Op, &str, &str, (usize, usize))| Change {
            op: *op,
            draft: (*draft).to_owned(),
            source: (*source).to_owned(),
            at: *at,
        };
        let quote = CheckedQuote {
            draft: None,
            start: 0,
            end: text.chars().count(),
            text: text.to_owned(),
            speaker: None,
            verdict: Verdict::Altered,
            similarity: 0.5,
            changes: changes.iter().map(change).collect(),
            source: None,
        };
        let shown = |piece: &Piece| match piece {
            Piece::Both(text) => text.clone(),
            Piece::Draft(text) => format!("+{text}+"),
            Piece::Source(text) => format!("-{text}-"),
            Piece::Cut(text) => format!("…{text}…"),
        };
        assert_eq!(pieces(&quote).iter().map(shown).collect::<String>(), expected, "{text}");
    }

    #[test]
    fn blanks_stand_once() {
        check("We go now", &[(Op::Replaced, "go", "stay", (3, 5))], "We +go+ -stay- now");
        check("We go.", &[(Op::Replaced, "go", "stay", (3, 5))], "We +go+ -stay-.");
        check("We go now", &[(Op::Dropped, "", "never", (3, 3))], "We -never- go now");
        check("We go now", &[(Op::Added, "go", "", (3, 5))], "We +go+ now");
        check("We go", &[(Op::CutCondition, "", "if we can", (5, 5))], "We go …if we can…");
        check("we go", &[(Op::CutOpening, "", "If we can,", (0, 0))], "…If we can,… we go");
    }
}
