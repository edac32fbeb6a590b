//! Names that stand in lexicons.
//!
//! In: mentions.  Out: the entries that are their whole names.

use super::mention::Mention;
use crate::rules::Rules;
use crate::rules::lexicon::EntryRef;
use crate::rules::starts::Asked;
use crate::text::Text;

/// Where the entry of a lexicon may begin that is the whole name of a mention: it may hold the
/// article before it.
fn beginnings(mention: &Mention) -> [usize; 3] {
    [mention.name.start, mention.tokens.start, mention.name.start.saturating_sub(1)]
}

/// The entry of a lexicon that is the whole name of a mention, an article before it included.
pub(super) fn spelt_out(
    rules: &Rules,
    lexicon: Asked,
    text: &Text,
    mention: &Mention,
) -> Option<EntryRef> {
    beginnings(mention).into_iter().find_map(|start| {
        let (entry, len) = rules.longest(text, lexicon, start)?;
        (start + len == mention.name.end).then_some(entry)
    })
}

/// The entry of somebody listed; a listed name may hold more than the words taken for the name, as "the
/// Hammer of Kelm" does.
pub(super) fn listed_name(rules: &Rules, text: &Text, mention: &Mention) -> Option<EntryRef> {
    if !rules.starts.is_used(Asked::Person) {
        return None;
    }
    let longer = beginnings(mention).into_iter().find_map(|start| {
        let (entry, len) = rules.longest(text, Asked::Person, start)?;
        (start + len > mention.name.end).then_some(entry)
    });
    longer.or_else(|| spelt_out(rules, Asked::Person, text, mention))
}
