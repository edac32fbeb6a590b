//! What several formats ask of an entry.

use crate::timeline::{Entry, EntryKind, Variant};

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
    /// Whether the text is somebody's own words, to be shown in quote marks.
    pub(super) fn is_verbatim_speech(&self) -> bool {
        self.kind == EntryKind::Quote && self.type_ != "indirect"
    }

    /// The wordings other than the one shown.
    pub(super) fn other_wordings(&self) -> impl Iterator<Item = &Variant> {
        self.variants.iter().filter(|variant| variant.text != self.text)
    }

    /// Whether these words stand already in the entry's text or in one of its wordings.
    pub(super) fn shows(&self, words: &str) -> bool {
        let words = words.trim();
        self.text.contains(words)
            || self.variants.iter().any(|variant| variant.text.contains(words))
    }
}
