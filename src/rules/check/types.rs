//! Types of events: how they are written.
//!
//! In: rules of the kind `event` and entries of the lexicons of events.  Out: errors for types that are no
//! names, which headings and `--type` could not tell apart.

use super::whole;
use crate::rules::diagnostic::RuleError;
use crate::rules::load::ParsedFile;
use crate::rules::spec::{AttributeSpec, Located};
use crate::rules::yaml::{self, keys, keys::Step::Key};

/// Lexicons whose entries are events with a type.
const OF_EVENTS: [&str; 2] = ["event_verb", "event_noun"];

/// Checks the types that a file names.
pub(super) fn check(file: &ParsedFile, out: &mut Vec<RuleError>) {
    let is_event = |kind: &Located| kind.value == "event";
    for rule in file.file.rules.iter().filter(|r| r.kind.as_ref().is_some_and(is_event)) {
        out.extend(rule.type_.as_ref().and_then(|type_| misspelt(file, &rule.id, type_)));
    }
    let lexicons = file.file.lexicons.0.iter().filter(|(n, _)| OF_EVENTS.contains(&&*n.value));
    for (words, attributes) in lexicons.flat_map(|(_, lexicon)| &lexicon.entries.0) {
        if let Some(AttributeSpec::Text(type_)) = attributes.get("type") {
            out.extend(misspelt(file, words, type_));
        }
    }
}

fn misspelt(file: &ParsedFile, owner: &Located, type_: &str) -> Option<RuleError> {
    let of_name = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || c == '-' || c == '_';
    let fits = |part: &str| !part.is_empty() && part.chars().all(of_name);
    if type_.split('.').all(fits) {
        return None;
    }
    let message = format!("`{}` is not how types are written", type_.escape_debug());
    let text = &file.source.text;
    let from = yaml::byte_of(text, &owner.referenced);
    let place = match keys::find(text, from, &[Key("type")]) {
        Some(at) => RuleError::at(&file.source, at, message),
        None => whole(file, owner, message),
    };
    let words = type_.to_lowercase();
    let words: Vec<&str> = words.split(|c| !of_name(c)).filter(|part| !part.is_empty()).collect();
    let help = format!(
        "types are small letters, `-` for a blank and dots from the general to the special, \
         `justice.verdict`; write `{}`",
        words.join(if type_.contains('.') { "." } else { "-" })
    );
    Some(place.code("bad-type").help(help))
}
