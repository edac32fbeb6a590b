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
