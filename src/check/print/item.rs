//! A checked quote as every form of output shows it.
//!
//! In: a quote and its draft.  Out: [`Item`]: what stands in its first line, the words with what
//! differs, and the notes below.  Nothing is escaped here.

use super::super::report::{Change, CheckedQuote, Op, Verdict};
use super::marked::{Piece, pieces};
use super::{CheckedDraft, label, one_line, origin, place, shortened, words_of};

/// A quote, ready to be written.
pub(super) struct Item {
    pub verdict: Verdict,
    pub label: &'static str,
    /// Line and column in the draft, from 1.
    pub place: (usize, usize),
    pub speaker: Option<String>,
    /// Share of the words that agree, in percent, where some do and some do not.
    pub alike: Option<u8>,
    pub pieces: Vec<Piece>,
    /// Where the sources have it.
    pub source: Option<String>,
    pub notes: Vec<Note>,
}

/// A line below the quote.
pub(super) struct Note {
    pub text: String,
    /// Whether it says nothing against the quote.
    pub is_quiet: bool,
}

/// The quotes of a draft, in its order.
pub(super) fn items<'d>(draft: &'d CheckedDraft) -> impl Iterator<Item = Item> + 'd {
    draft.report.quotes.iter().map(|quote| Item::new(draft, quote))
}

impl Item {
    fn new(draft: &CheckedDraft, quote: &CheckedQuote) -> Self {
        let alike = (quote.similarity * 100.0).min(99.0) as u8;
        Self {
            verdict: quote.verdict,
            label: label(quote.verdict),
            place: place(draft.text, quote.start),
            speaker: quote.speaker.as_deref().map(one_line),
            alike: Some(alike).filter(|_| quote.similarity > 0.0 && quote.similarity < 1.0),
            pieces: pieces(quote),
            source: origin(quote.source.as_ref()).filter(|_| quote.verdict != Verdict::NotFound),
            notes: notes(quote),
        }
    }
}

fn notes(quote: &CheckedQuote) -> Vec<Note> {
    let change =
        |change: &Change| Note { text: reason(quote, change), is_quiet: change.op.is_faithful() };
    let mut notes: Vec<Note> = quote.changes.iter().map(change).collect();
    notes.extend(nearest(quote).map(|text| Note { text, is_quiet: true }));
    let unchecked = unchecked(quote).map(|text| Note { text: text.to_owned(), is_quiet: true });
    notes.extend(unchecked);
    notes
}

/// What a difference says of the quote; where the words are the article's, whose they are not.
fn reason(quote: &CheckedQuote, change: &Change) -> String {
    let reported = quote.source.as_ref().and_then(|source| source.speaker.as_deref());
    let (ours, theirs) = (quote.speaker.as_deref().map(one_line), reported.map(one_line));
    match (change.op, ours, theirs) {
        (Op::Narrated, Some(ours), _) => format!(
            "{}: it tells this itself and does not show it as said by {ours}",
            change.op.label()
        ),
        (Op::Paraphrase, _, Some(theirs)) => {
            format!("{}: it tells what {theirs} said and does not quote it", change.op.label())
        }
        _ => format!("{}{}", change.op.label(), words_of(change)),
    }
}

/// The passage that comes nearest to a quote that was not found.
fn nearest(quote: &CheckedQuote) -> Option<String> {
    let source = quote.source.as_ref().filter(|_| quote.verdict == Verdict::NotFound)?;
    Some(format!("nearest {}: “{}”", origin(Some(source))?, shortened(&source.text)))
}

/// Why nothing is said of the speaker of a quote that was found.
fn unchecked(quote: &CheckedQuote) -> Option<&'static str> {
    let source = quote
        .source
        .as_ref()
        .filter(|_| !matches!(quote.verdict, Verdict::Misattributed | Verdict::NotFound))?;
    match (&quote.speaker, &source.speaker) {
        (None, _) => Some("the speaker was not checked: the draft names none"),
        (_, None) if !source.quoted => Some(
            "the speaker was not checked: the words stand in no quote marks in the source, and nobody is told to say them",
        ),
        (_, None) => Some("the speaker was not checked: the source does not tell who says it"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Passage;

    fn quote(op: Option<Op>, theirs: Option<&str>, quoted: bool) -> CheckedQuote {
        let change = |op| Change { op, draft: String::new(), source: String::new(), at: (0, 0) };
        CheckedQuote {
            draft: None,
            start: 1,
            end: 20,
            text: "The old quay is shut".to_owned(),
            speaker: Some("Vint".to_owned()),
            verdict: op.map_or(Verdict::Verbatim, Op::verdict),
            similarity: 1.0,
            changes: op.map(change).into_iter().collect(),
            source: Some(Passage {
                article: "quay".to_owned(),
                start: 0,
                end: 20,
                text: "The old quay is shut".to_owned(),
                speaker: theirs.map(str::to_owned),
                said: None,
                quoted,
                line: 1,
            }),
        }
    }

    #[test]
    fn notes_say_whose_the_words_are() {
        let check = |op, theirs, quoted, expected: &[&str]| {
            let notes = notes(&quote(op, theirs, quoted));
            let found: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
            assert_eq!(found, expected);
        };
        check(
            Some(Op::Narrated),
            None,
            false,
            &[
                "the article's own words, not in quote marks there: it tells this itself and does not show it as said by Vint",
            ],
        );
        check(
            Some(Op::Paraphrase),
            Some("Edda Marr"),
            false,
            &[
                "an indirect report in the article's words, not in quote marks there: it tells what Edda Marr said and does not quote it",
            ],
        );
        check(
            None,
            None,
            false,
            &[
                "the speaker was not checked: the words stand in no quote marks in the source, and nobody is told to say them",
            ],
        );
        check(
            None,
            None,
            true,
            &["the speaker was not checked: the source does not tell who says it"],
        );
        check(None, Some("Vint"), true, &[]);
    }
}
