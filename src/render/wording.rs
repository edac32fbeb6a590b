//! Two wordings of one statement, compared word by word.

use similar::{ChangeTag, TextDiff};

/// A stretch of words that both wordings have, or only one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Same(String),
    /// Only in the wording that is shown.
    Left(String),
    /// Only in the other wording.
    Right(String),
}

/// Past this many words the comparison is not tried: its cost grows with words times changes.
const MOST_WORDS: usize = 2_000;

/// The pieces of both wordings in reading order; blanks between words are not compared.
pub(super) fn compare(left: &str, right: &str) -> Vec<Piece> {
    let (left, right): (Vec<_>, Vec<_>) =
        (left.split_whitespace().collect(), right.split_whitespace().collect());
    if left.len() + right.len() > MOST_WORDS {
        return vec![Piece::Left(left.join(" ")), Piece::Right(right.join(" "))];
    }
    let mut pieces: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    let diff = TextDiff::from_slices(&left, &right);
    for change in diff.iter_all_changes() {
        match pieces.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(change.value()),
            _ => pieces.push((change.tag(), vec![change.value()])),
        }
    }
    pieces.into_iter().map(|(tag, words)| piece(tag, words.join(" "))).collect()
}

fn piece(tag: ChangeTag, words: String) -> Piece {
    match tag {
        ChangeTag::Equal => Piece::Same(words),
        ChangeTag::Delete => Piece::Left(words),
        ChangeTag::Insert => Piece::Right(words),
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, compare};

    #[test]
    fn words_are_compared_and_blanks_are_not() {
        let pieces = compare("we  will rebuild it", "we will\nnot rebuild them");
        let expected = [
            Piece::Same("we will".into()),
            Piece::Right("not".into()),
            Piece::Same("rebuild".into()),
            Piece::Left("it".into()),
            Piece::Right("them".into()),
        ];
        assert_eq!(pieces, expected);
    }
}
