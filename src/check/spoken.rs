//! Reads a quote of a draft: which words claim to be the speaker's, and what is marked as not.
//!
//! In: the text between two quote marks.  Out: [`Spoken`]: the words without what stands in
//! brackets, and the marks between them (ellipses, insertions).  Nothing is looked up in a source.

use super::lexicon::CheckWords;
use super::words::{Form, Gap, Word, split};

/// The words of a quote and the marks between them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spoken {
    /// Words that claim to be the speaker's.
    pub words: Vec<Word>,
    /// Marks, each before the word of that position, in rising order.
    pub marks: Vec<Mark>,
    /// What follows the last word.
    pub tail: Gap,
}

/// A place at which the quote owns up to a change.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// Position of the word before which it stands.
    pub at: usize,
    /// Words in brackets; none for an ellipsis.
    pub inserted: Vec<Word>,
}

impl Mark {
    /// Whether words were left out here.
    pub fn is_ellipsis(&self) -> bool {
        self.inserted.is_empty()
    }
}

impl Spoken {
    /// Reads the content of a quote.
    pub fn read(text: &str, lexicon: &CheckWords) -> Self {
        let all = split(text, lexicon);
        let mut spoken = Self { tail: all.tail, ..Self::default() };
        for word in all.list {
            if word.before.has(Gap::ELLIPSIS) && !spoken.words.is_empty() {
                spoken.ellipsis();
            }
            match word.form.has(Form::IN_BRACKET) {
                true => spoken.insert(word, text, lexicon),
                false if word.form.has(Form::IN_PAREN) && is_sic(&word, text, lexicon) => {}
                false => spoken.words.push(word),
            }
        }
        spoken
    }

    /// Positions at which source words may be missing.
    pub fn breaks(&self) -> Vec<usize> {
        let mut at: Vec<usize> = self.marks.iter().map(|mark| mark.at).collect();
        at.dedup();
        at
    }

    /// The marks at a position.
    pub fn marks_at(&self, at: usize) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.at == at)
    }

    /// Whether the last word is followed by a mark that ends a sentence.
    pub fn ends_sentence(&self) -> bool {
        self.tail.has(Gap::STOP)
    }

    /// The words in brackets at a position, as written.
    pub fn inserted_at(&self, at: usize, text: &str) -> String {
        let slice = |mark: &Mark| {
            let (first, last) = (mark.inserted.first()?, mark.inserted.last()?);
            text.get(first.start as usize..last.end as usize).map(|words| format!("[{words}]"))
        };
        self.marks_at(at).filter_map(slice).collect::<Vec<_>>().join(" ")
    }

    fn ellipsis(&mut self) {
        self.marks.push(Mark { at: self.words.len(), inserted: Vec::new() });
    }

    fn insert(&mut self, word: Word, text: &str, lexicon: &CheckWords) {
        if is_sic(&word, text, lexicon) {
            return;
        }
        let at = self.words.len();
        let fresh = word.before.has(Gap::BRACKET);
        match self.marks.last_mut().filter(|mark| mark.at == at && !mark.is_ellipsis() && !fresh) {
            Some(mark) => mark.inserted.push(word),
            None => self.marks.push(Mark { at, inserted: vec![word] }),
        }
    }
}

/// Whether a word owns up to an error of the source.
fn is_sic(word: &Word, text: &str, lexicon: &CheckWords) -> bool {
    lexicon.is_sic(text.get(word.start as usize..word.end as usize).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: usize, marks: &[(usize, usize)]) {
        let spoken = Spoken::read(text, &CheckWords::built_in().unwrap());
        assert_eq!(spoken.words.len(), words, "{text}");
        let found: Vec<_> =
            spoken.marks.iter().map(|mark| (mark.at, mark.inserted.len())).collect();
        assert_eq!(found, marks, "{text}");
    }

    #[test]
    fn marks_stand_between_the_words() {
        check("We will pay", 3, &[]);
        check("We ... pay", 2, &[(1, 0)]);
        check("We . . . pay", 2, &[(1, 0)]);
        check("We [...] pay", 2, &[(1, 0)]);
        check("We […] pay", 2, &[(1, 0)]);
        check("[W]e pay", 2, &[]);
        check("We want[ed] it", 3, &[]);
        check("We [the board] pay", 2, &[(1, 2)]);
        check("We recieve [sic] pay", 3, &[]);
        check("[The board] will … pay", 2, &[(0, 2), (1, 0)]);
    }
}
