//! Names that became text by a slip.
//!
//! In: a pattern.  Out: the place where `word:name` was written for `( word ):name`, with the hint.  Only
//! groups and elements in braces can be named; behind anything else `:name` is text to be matched.

use super::pattern::{self, Element, Leaf, Node};
use std::collections::BTreeSet;
use std::ops::Range;

/// A name that became text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Bytes of the pattern.
    pub range: Range<usize>,
    /// The name.
    pub name: String,
    /// What to write instead.
    pub help: String,
}

/// The place where a pattern tries to give something this name and does not.
pub fn slip(pattern: &str, name: &str) -> Option<Slip> {
    slips(pattern).into_iter().find(|slip| slip.name == name)
}

/// All names of a pattern that became text.
///
/// ```
/// use onrecord::rules::slips::slips;
/// let found = slips("{cap} was acquitted:trigger");
/// assert_eq!(found[0].help, "behind a bare word `:trigger` is text to be matched; write `( acquitted ):trigger`");
/// assert!(slips("( acquitted ):trigger").is_empty());
/// ```
pub fn slips(pattern: &str) -> Vec<Slip> {
    if pattern::is_regex(pattern) {
        return Vec::new();
    }
    let mut out = Vec::new();
    if let Ok(node) = pattern::parse(pattern) {
        leaves(&node, &mut |leaf| out.extend(of_leaf(pattern, leaf)));
    }
    out
}

fn of_leaf(pattern: &str, leaf: &Leaf) -> Option<Slip> {
    let Element::Literal(text) = &leaf.element else { return None };
    let (word, name) = text.rsplit_once(':')?;
    let of_name = |c: char| c.is_ascii_lowercase() || c == '_';
    if name.is_empty() || !name.chars().all(of_name) || word.contains(':') {
        return None;
    }
    let (start, what) = match word {
        "" => (macro_before(&pattern[..leaf.at])?, "a macro"),
        _ if word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c)) => {
            (leaf.at, "a bare word")
        }
        _ => return None,
    };
    let named = pattern[start..leaf.at + leaf.len].trim_end_matches(name).trim_end_matches(':');
    let inside = if word.is_empty() {
        format!("; for attributes name the element within the macro, `{{…:{name}}}`")
    } else {
        String::new()
    };
    let help = format!(
        "behind {what} `:{name}` is text to be matched; write `( {named} ):{name}`{inside}"
    );
    Some(Slip { range: start..leaf.at + leaf.len, name: name.to_owned(), help })
}

/// Where the macro begins that ends here.
fn macro_before(before: &str) -> Option<usize> {
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let rest = before.trim_end_matches(of_name);
    (rest.len() < before.len() && rest.ends_with('$')).then(|| rest.len() - 1)
}

/// The names that a pattern itself gives, those within its macros aside.
pub fn names(node: &Node) -> BTreeSet<String> {
    match node {
        Node::Leaf(leaf) => leaf.name.iter().cloned().collect(),
        Node::Sequence(items) | Node::Choice(items) => items.iter().flat_map(names).collect(),
        Node::Repeat { node, .. } => names(node),
        Node::Capture { name, node } => {
            let mut found = names(node);
            found.insert(name.clone());
            found
        }
        Node::Macro { .. } => BTreeSet::new(),
    }
}

fn leaves(node: &Node, visit: &mut impl FnMut(&Leaf)) {
    match node {
        Node::Leaf(leaf) => visit(leaf),
        Node::Sequence(items) | Node::Choice(items) => {
            items.iter().for_each(|item| leaves(item, visit));
        }
        Node::Repeat { node, .. } | Node::Capture { node, .. } => leaves(node, visit),
        Node::Macro { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_words_and_macros_are_slips() {
        let check = |pattern: &str, expected: &str| {
            let found: Vec<String> = slips(pattern)
                .iter()
                .map(|s| format!("{} as {}", &pattern[s.range.clone()], s.name))
                .collect();
            assert_eq!(found.join("; "), expected, "{pattern}");
        };
        check("was acquitted:trigger of", "acquitted:trigger as trigger");
        check("( was | is ) well-known:a $day:d", "well-known:a as a; $day:d as d");
        check("( acquitted ):trigger {month:m} {digits 4:y}", "");
        check("at {int 1..12:h}:{digits 2:m}", "");
        check("10:30 a:b:c note : this Re:", "");
    }
}
