//! What a rule of each kind must say so that its stage can do anything with it.
//!
//! In: a rule.  Out: errors for rules that would load and never give anything: events without a word that
//! tells them, dates without a value, kinds that take no patterns.

use super::attributes::Known;
use super::{error, whole};
use crate::matching::regexes;
use crate::quotes::construction;
use crate::rules::diagnostic::{RuleError, nearest};
use crate::rules::load::ParsedFile;
use crate::rules::pattern::{self, Node};
use crate::rules::slips;
use crate::rules::spec::{Located, RuleSpec};
use std::collections::BTreeSet;

/// The capture of an event rule that holds the word telling the event.
const TRIGGER: &str = "trigger";

/// What rules of the kind `article` find.
const OF_ARTICLES: &[&str] =
    &["author", "category", "dateline", "furniture", "occasion", "published", "source"];

/// Checks a rule against what its stage needs.
pub(super) fn check(
    known: &Known<'_>,
    file: &ParsedFile,
    rule: &RuleSpec,
    out: &mut Vec<RuleError>,
) {
    match rule.kind.as_ref().map(|k| k.value.as_str()) {
        Some("event") => event(known, file, rule, out),
        Some("date") => date(file, rule, out),
        Some("quote") => quote(file, rule, out),
        Some("article") => article(file, rule, out),
        _ => {}
    }
}

fn date(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    let helps_others = rule.label.is_some() || rule.type_.as_deref() == Some("none");
    if rule.value.is_none() && !helps_others {
        let message = "a date needs a value, or the rule finds nothing";
        out.push(whole(file, &rule.id, message).code("missing-key").help(
            "add `value:`, for instance `date(y, m.num, d)`; `onrecord rules functions` lists what there is. \
             For what looks like a date and is none say `type: none`",
        ));
    }
}

fn quote(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    if construction::ALL.contains(&rule.id.value.as_str()) && rule.pattern.0.is_empty() {
        return;
    }
    let at = rule.pattern.0.first().unwrap_or(&rule.id);
    let message = "rules of the kind `quote` have no patterns; this one would never be tried";
    out.push(whole(file, at, message).code("quote-pattern").help(
        "the engine finds quotes by itself, over lexicons: a new verb of saying is an entry of `speech`, \
         a new title one of `title`",
    ));
}

fn article(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    let type_ = rule.type_.as_deref();
    if type_.is_some_and(|t| OF_ARTICLES.contains(&t)) {
        return;
    }
    let known: Vec<String> = OF_ARTICLES.iter().map(|t| format!("`{t}`")).collect();
    let message = match type_ {
        Some(other) => format!("the type `{other}` means nothing to rules of the kind `article`"),
        None => "a rule of the kind `article` needs a type".to_owned(),
    };
    let near = type_.and_then(|t| nearest(t, OF_ARTICLES.iter().copied()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("say with `type:` what it finds, one of {}", known.join(", ")),
    };
    out.push(whole(file, &rule.id, message).code("unknown-value").help(help));
}

/// An event rule that never names its trigger means the whole match; one that names it here and
/// not there, or nearly, means something else than it says.
fn event(known: &Known<'_>, file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    let named = rule.pattern.0.iter().any(|text| named(known, text));
    for text in &rule.pattern.0 {
        trigger(known, file, text, named, out);
    }
}

/// Every alternative of the pattern names the word that tells the event, where one does.
fn trigger(
    known: &Known<'_>,
    file: &ParsedFile,
    text: &Located,
    named: bool,
    out: &mut Vec<RuleError>,
) {
    let Some(missing) = alternatives(text).into_iter().find(|(names, node)| {
        !names.contains(TRIGGER) && !node.as_ref().is_some_and(|n| known.captures(n, TRIGGER))
    }) else {
        return;
    };
    let message = "the pattern names no `:trigger`, the word that tells the event";
    let slip = slips::slip(&text.value, TRIGGER);
    let place = match &slip {
        Some(slip) => error(file, text, slip.range.clone(), message),
        None => whole(file, text, message),
    };
    let names: BTreeSet<&str> = missing.0.iter().map(String::as_str).collect();
    let near = nearest(TRIGGER, names).map(|near| format!("`:{near}` should be `:{TRIGGER}`"));
    if !named && slip.is_none() && near.is_none() {
        return;
    }
    let help = slip.map(|slip| slip.help).or(near).unwrap_or_else(|| {
        let regex = missing.1.is_none();
        let how = if regex { "`(?P<trigger>acquitted)`" } else { "`( acquitted ):trigger`" };
        format!("name the word that tells it: {how}, or with a lexicon `{{event_verb:trigger}}`")
    });
    out.push(place.code("no-trigger").help(help));
}

/// The alternatives of a pattern with the names they capture; of a pattern that is broken there are none.
fn alternatives(text: &Located) -> Vec<(BTreeSet<String>, Option<Node>)> {
    if pattern::is_regex(&text.value) {
        let groups = regexes::check(&text.value).map(|checked| checked.groups);
        return groups.into_iter().map(|groups| (groups.into_iter().collect(), None)).collect();
    }
    let options = match pattern::parse(&text.value) {
        Ok(Node::Choice(options)) => options,
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    options.into_iter().map(|node| (slips::names(&node), Some(node))).collect()
}

fn named(known: &Known<'_>, text: &Located) -> bool {
    alternatives(text).iter().any(|(names, node)| {
        names.contains(TRIGGER) || node.as_ref().is_some_and(|n| known.captures(n, TRIGGER))
    })
}
