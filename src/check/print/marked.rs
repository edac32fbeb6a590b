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
        if matches!(change.op, Op::Speaker | Op::NotSaid | Op::Question) {
            continue;
        }
        push(&mut out, Piece::Both(slice(at, from)));
        push(&mut out, Piece::Draft(slice(from, to)));
        let theirs = super::one_line(&change.source);
        push(
            &mut out,
            if is_context(change.op) { Piece::Cut(theirs) } else { Piece::Source(theirs) },
        );
        at = to;
    }
    push(&mut out, Piece::Both(slice(at, text.len())));
    out
}

fn is_context(op: Op) -> bool {
    matches!(op, Op::CutCondition | Op::CutOpening | Op::Recital | Op::HiddenCondition | Op::Unit)
}

fn push(out: &mut Vec<Piece>, piece: Piece) {
    let (Piece::Both(text) | Piece::Draft(text) | Piece::Source(text) | Piece::Cut(text)) = &piece;
    if !text.is_empty() {
        out.push(piece);
    }
}
