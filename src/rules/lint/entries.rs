//! Lints of lexicons and their entries.

use super::Finding;
use super::checks::{at, texts};
use crate::extraction::Severity;
use crate::rules::check::{Known, rows};
use crate::rules::diagnostic::did_you_mean;
use crate::rules::load::ParsedFile;
use crate::rules::spec::{AttributeSpec, Attributes, LexiconSpec, Located, RuleSpec};
use crate::rules::{PEOPLE, persons};
use std::collections::{BTreeMap, BTreeSet};

/// Runs all of them over all files.
pub(super) fn all(files: &[ParsedFile], out: &mut Vec<Finding>) {
    shadowed_entries(files, out);
    attribute_types(files, out);
    let (builtin, packs): (Vec<&ParsedFile>, Vec<&ParsedFile>) =
        files.iter().partition(|f| f.pack == 0);
    let known = Known::of(builtin.iter().copied());
    unknown_attributes(&packs, &known, out);
    misspelt_types(&packs, &known, out);
    without_forms(&builtin, &packs, out);
    without_attributes(&builtin, &packs, out);
}

fn lexicons<'a>(
    files: impl IntoIterator<Item = &'a ParsedFile>,
) -> impl Iterator<Item = (&'a ParsedFile, &'a Located, &'a LexiconSpec)> {
    files.into_iter().flat_map(|f| f.file.lexicons.0.iter().map(move |(name, l)| (f, name, l)))
}

/// A spelling that stands in a lexicon of a pack twice with different attributes: the later one counts.
fn shadowed_entries(files: &[ParsedFile], out: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(u16, &str, &str), (&ParsedFile, &Located, &Attributes)> =
        BTreeMap::new();
    for (file, name, lexicon) in lexicons(files) {
        for (words, attributes) in &lexicon.entries.0 {
            for spelling in words.value.split('|').map(str::trim) {
                let key = (file.pack, name.value.as_str(), spelling);
                let Some((other, place, before)) = seen.insert(key, (file, words, attributes))
                else {
                    continue;
                };
                if before == attributes || before.get("case") != attributes.get("case") {
                    continue;
                }
                let message = format!(
                    "`{spelling}` stands in the lexicon `{}` twice, with different attributes; these are the ones that count",
                    name.value
                );
                let first = at(other, place, String::new()).place();
                let place = at(file, words, message).code("shadowed-entry");
                let help = format!(
                    "the first is at {first}; if both are meant, put them into two lexicons"
                );
                out.push(Finding { severity: Severity::Warning, place: place.help(help) });
            }
        }
    }
}

/// Most values of an attribute that are taken for all there are.
const CLOSED: usize = 12;

/// Attributes that a pack gives to entries of a built-in lexicon, and that neither the engine nor any
/// pattern or value reads; and values that no built-in entry has.
fn unknown_attributes(packs: &[&ParsedFile], known: &Known<'_>, out: &mut Vec<Finding>) {
    let used: BTreeSet<&str> = packs.iter().flat_map(|f| attributes_read(f)).collect();
    for (file, name, lexicon) in lexicons(packs.iter().copied()) {
        let person = name.value == PEOPLE;
        let facts = || persons::FACTS.iter().map(|fact| (*fact, BTreeSet::new())).collect();
        let of_persons: Option<BTreeMap<&str, BTreeSet<String>>> = person.then(facts);
        let Some(attributes) = of_persons.as_ref().or_else(|| known.lexicon(&name.value)) else {
            continue;
        };
        for (words, own) in &lexicon.entries.0 {
            for (attribute, value) in own.iter().filter(|(a, _)| *a != "case") {
                let finding = match attributes.get(attribute.as_str()) {
                    None if used.contains(attribute.as_str()) => None,
                    None if person && persons::misspelt(attribute).is_some() => None,
                    None => Some(unread(file, words, &name.value, attribute, attributes.keys())),
                    Some(_) if person => None,
                    Some(values) => unheard(file, words, attribute, value, values),
                };
                out.extend(finding);
            }
        }
    }
}

fn unread<'a>(
    file: &ParsedFile,
    words: &Located,
    lexicon: &str,
    attribute: &str,
    known: impl Iterator<Item = &'a &'a str> + Clone,
) -> Finding {
    let message = format!("nothing reads the attribute `{attribute}` of `{lexicon}`");
    let near = did_you_mean(attribute, known.clone().copied());
    let list: Vec<String> = known.map(|k| format!("`{k}`")).collect();
    let help = near.unwrap_or_else(|| match list.is_empty() {
        true => "its entries have no attributes".to_owned(),
        false => format!("its entries have {}", list.join(", ")),
    });
    let place = at(file, words, message).code("unknown-attribute").help(help);
    Finding { severity: Severity::Warning, place }
}

fn unheard(
    file: &ParsedFile,
    words: &Located,
    attribute: &str,
    value: &AttributeSpec,
    known: &BTreeSet<String>,
) -> Option<Finding> {
    let own = match value {
        AttributeSpec::Text(text) => vec![text],
        AttributeSpec::List(items) => items
            .iter()
            .filter_map(|item| match item {
                AttributeSpec::Text(text) => Some(text),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let odd = own.into_iter().find(|text| known.len() <= CLOSED && !known.contains(*text))?;
    let message = format!("no built-in entry has `{attribute}: {odd}`");
    let list: Vec<String> =
        known.iter().filter(|k| !k.is_empty()).map(|k| format!("`{k}`")).collect();
    let help = did_you_mean(odd, known.iter().map(String::as_str))
        .unwrap_or_else(|| format!("its values are {}", list.join(", ")));
    let place = at(file, words, message).code("unknown-value").help(help);
    Some(Finding { severity: Severity::Warning, place })
}

/// The attributes that patterns ask for (`{month[num=1]}`) and values use (`m.num`).
fn attributes_read(file: &ParsedFile) -> impl Iterator<Item = &str> {
    let of_word = |c: char| c.is_alphanumeric() || c == '_';
    let asked = texts(file).into_iter().flat_map(|text| text.value.split('[').skip(1));
    let values = file.file.rules.iter().filter_map(|rule| rule.value.as_ref());
    let used = values.flat_map(|value| value.value.split('.').skip(1));
    asked.chain(used).map(move |rest| &rest[..rest.find(|c| !of_word(c)).unwrap_or(rest.len())])
}

/// Entries added to an inflected lexicon without its paradigm match in one form only.
fn without_forms(builtin: &[&ParsedFile], packs: &[&ParsedFile], out: &mut Vec<Finding>) {
    let paradigms: BTreeMap<&str, &str> = lexicons(builtin.iter().copied())
        .filter_map(|(_, name, lexicon)| {
            Some((name.value.as_str(), lexicon.inflect.as_ref()?.value.as_str()))
        })
        .collect();
    for (file, name, lexicon) in lexicons(packs.iter().copied()) {
        let Some(paradigm) = paradigms.get(name.value.as_str()) else { continue };
        // Who takes a word out may mean one form of it.
        let taken_out = |own: &Attributes| own.get("type").is_some_and(|t| t.to_string() == "none");
        let added = lexicon.entries.0.iter().any(|(_, own)| !taken_out(own));
        if lexicon.inflect.is_some() || !added {
            continue;
        }
        let message = format!("these entries of `{}` match only as they are written", name.value);
        let place = at(file, name, message)
            .code("no-forms")
            .help(format!("for all their forms add `inflect: {paradigm}`"));
        out.push(Finding { severity: Severity::Note, place });
    }
}

/// Entries without an attribute that all built-in entries of their lexicon have: a verb of no type tells nothing.
fn without_attributes(builtin: &[&ParsedFile], packs: &[&ParsedFile], out: &mut Vec<Finding>) {
    let common = common_attributes(builtin);
    for (file, name, lexicon) in lexicons(packs.iter().copied()) {
        let needed = common.get(name.value.as_str()).into_iter().flatten();
        for (words, own) in &lexicon.entries.0 {
            for attribute in needed.clone().filter(|a| !own.contains_key(**a)) {
                let message = format!(
                    "every built-in entry of `{}` has the attribute `{attribute}`; this one has none",
                    name.value
                );
                let place = at(file, words, message)
                    .code("missing-attribute")
                    .help(format!("add `{attribute}: …` to what stands behind `{}:`", words.value));
                out.push(Finding { severity: Severity::Warning, place });
            }
        }
    }
}

/// For each lexicon the attributes that all its entries have.
fn common_attributes<'a>(files: &[&'a ParsedFile]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut common: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, name, lexicon) in lexicons(files.iter().copied()) {
        let entries = lexicon.entries.0.iter();
        let entries = entries.map(|(_, own)| own.keys().map(String::as_str).collect());
        let table = lexicon.source.iter().flat_map(|source| rows(file, &source.value));
        for own in entries.chain(table).collect::<Vec<BTreeSet<&str>>>() {
            match common.get_mut(name.value.as_str()) {
                Some(seen) => seen.retain(|attribute| own.contains(attribute)),
                None => drop(common.insert(&name.value, own)),
            }
        }
    }
    common
}

/// Lexicons whose entries are events with a type.
const OF_EVENTS: [&str; 2] = ["event_verb", "event_noun"];

/// Letters by which a type may be off for it to be a slip.
const SLIP: usize = 2;

/// Types of events that are almost, and not quite, one of the built-in types.
fn misspelt_types(packs: &[&ParsedFile], known: &Known<'_>, out: &mut Vec<Finding>) {
    let of_lexicon = |name: &&str| known.lexicon(name).and_then(|l| l.get("type"));
    let types: BTreeSet<&String> = OF_EVENTS.iter().filter_map(of_lexicon).flatten().collect();
    for file in packs {
        let is_event = |r: &&RuleSpec| r.kind.as_ref().is_some_and(|k| k.value == "event");
        let of_rules = file.file.rules.iter().filter(is_event);
        let of_rules = of_rules.filter_map(|r| Some((&r.id, r.type_.as_ref()?)));
        let entries = file.file.lexicons.0.iter().filter(|(n, _)| OF_EVENTS.contains(&&*n.value));
        let of_entries =
            entries.flat_map(|(_, l)| &l.entries.0).filter_map(|(words, own)| {
                match own.get("type") {
                    Some(AttributeSpec::Text(type_)) => Some((words, type_)),
                    _ => None,
                }
            });
        for (place, type_) in of_rules.chain(of_entries).filter(|(_, t)| !types.contains(t)) {
            let near = |known: &&&String| strsim::damerau_levenshtein(known, type_) <= SLIP;
            let Some(near) = types.iter().find(near) else { continue };
            let place = at(file, place, format!("no built-in event is of the type `{type_}`"));
            let help = format!("did you mean `{near}`? A type of your own is fine, too");
            let place = place.code("unknown-type").help(help);
            out.push(Finding { severity: Severity::Note, place });
        }
    }
}

/// An attribute is of one type throughout a lexicon: a word among numbers is a slip.
fn attribute_types(files: &[ParsedFile], out: &mut Vec<Finding>) {
    for (file, _, lexicon) in lexicons(files) {
        let mut types: BTreeMap<&str, (&'static str, &str)> = BTreeMap::new();
        let pairs =
            lexicon.entries.0.iter().flat_map(|(w, a)| a.iter().map(move |(k, v)| (w, k, v)));
        for (words, attribute, value) in pairs {
            let found = type_name(value);
            let (expected, first) = *types.entry(attribute).or_insert((found, &words.value));
            if found != expected {
                let message =
                    format!("`{attribute}` is {found} here, but {expected} for `{first}`");
                let place = at(file, words, message).code("attribute-type");
                out.push(Finding { severity: Severity::Warning, place });
            }
        }
    }
}

fn type_name(value: &AttributeSpec) -> &'static str {
    match value {
        AttributeSpec::Bool(_) => "true or false",
        AttributeSpec::Int(_) | AttributeSpec::Float(_) => "a number",
        AttributeSpec::Text(_) | AttributeSpec::List(_) | AttributeSpec::Map(_) => "text",
    }
}
