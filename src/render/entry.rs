//! What several formats ask of an entry.

use crate::extraction::QuoteKind;
use crate::timeline::{Entry, EntryKind, Variant};
use std::borrow::Cow;

impl EntryKind {
    /// The name JSON has for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Quote => "quote",
        }
    }
}

impl Entry {
    /// Whether the whole text is somebody's own words, to be shown in quote marks.
    pub(super) fn is_verbatim_speech(&self) -> bool {
        self.kind == EntryKind::Quote && self.type_ == QuoteKind::Direct.name()
    }

    /// The text for people to read: words partly in quote marks, whose last mark stands behind
    /// the words, get it back.
    pub(super) fn readable(&self) -> Cow<'_, str> {
        let text = self.text.trim();
        if self.kind != EntryKind::Quote || self.is_verbatim_speech() {
            return Cow::Borrowed(text);
        }
        closed(text)
    }

    /// The wordings other than the one shown.
    pub(super) fn other_wordings(&self) -> impl Iterator<Item = &Variant> {
        self.variants.iter().filter(|variant| variant.text != self.text)
    }

    /// What these words of a source say beyond the entry's text and its wordings, in whose place
    /// an ellipsis stands; nothing where they are all shown already.
    pub(super) fn unshown(&self, words: &str) -> Option<String> {
        let words = words.trim();
        let shown = || std::iter::once(&self.text).chain(self.variants.iter().map(|v| &v.text));
        if shown().any(|text| text.contains(words)) {
            return None;
        }
        let within = shown().map(|text| text.trim()).filter(|text| words.contains(text));
        let Some(longest) = within.max_by_key(|text| text.len()).filter(|text| !text.is_empty())
        else {
            return Some(words.to_owned());
        };
        let rest = words.replacen(longest, "…", 1);
        rest.contains(char::is_alphanumeric).then_some(rest)
    }
}

/// The text with the quote mark that its last opening one misses.
fn closed(text: &str) -> Cow<'_, str> {
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    let open = [('“', '”'), ('«', '»')].into_iter().find(|(a, b)| count(*a) > count(*b));
    match open {
        Some((_, close)) => Cow::Owned(format!("{text}{close}")),
        None if count('"') % 2 == 1 => Cow::Owned(format!("{text}\"")),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn words_partly_in_quote_marks_get_their_last_mark_back() {
        assert_eq!(closed("the fire was “an act of malice"), "the fire was “an act of malice”");
        assert_eq!(closed("it was \"safe\" and \"sound"), "it was \"safe\" and \"sound\"");
        assert_eq!(closed("“safe” it was"), "“safe” it was");
        assert_eq!(closed("We stay,"), "We stay,");
    }
}
