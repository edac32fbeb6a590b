//! Values of rules: their functions, and what they name.
//!
//! In: a rule.  Out: errors for functions the stage of its kind does not have, for too few or too many
//! arguments, and for names that are neither captures nor known to the stage.

use super::{error, whole};
use crate::dates::evaluate::NAMES;
use crate::dates::functions::{FUNCTIONS, function};
use crate::extraction::TimexType;
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::rules::expression::{self, Expr};
use crate::rules::load::ParsedFile;
use crate::rules::spec::{Located, RuleSpec};

/// Checks the value of a rule of kind `date`; other kinds have no functions.
pub(super) fn check(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    if rule.kind.as_ref().is_none_or(|k| k.value != "date") {
        return;
    }
    type_(file, rule, out);
    let Some(text) = &rule.value else { return };
    if let Ok(value) = expression::parse(&text.value) {
        calls(file, text, &value, out);
    }
}

/// Names in the value of a rule of kind `date` that are neither captures nor known to the stage;
/// such an argument counts as not given, which is rarely meant.
pub fn unknown_names(file: &ParsedFile, rule: &RuleSpec) -> Vec<RuleError> {
    let mut out = Vec::new();
    let date = rule.kind.as_ref().is_some_and(|k| k.value == "date");
    let value = rule.value.as_ref().filter(|_| date);
    if let Some((text, Ok(value))) = value.map(|text| (text, expression::parse(&text.value))) {
        names(file, rule, text, &value, &mut out);
    }
    out
}

fn type_(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    let Some(type_) = &rule.type_ else { return };
    let known = [TimexType::Date, TimexType::Time, TimexType::Duration, TimexType::Set];
    let name =
        |t: &TimexType| serde_json::to_value(t).ok().and_then(|v| v.as_str().map(str::to_owned));
    // Rules of the type `none` say what is no date.
    if type_ != "none" && !known.iter().filter_map(name).any(|n| n == *type_) {
        let message = format!("the type of a date is DATE, TIME, DURATION or SET, found `{type_}`");
        out.push(whole(file, &rule.id, message).code("unknown-value"));
    }
}

fn calls(file: &ParsedFile, text: &Located, value: &Expr, out: &mut Vec<RuleError>) {
    match value {
        Expr::Call(name, arguments) => {
            arguments.iter().for_each(|a| calls(file, text, a, out));
            let at = text.value.find(&format!("{name}(")).unwrap_or(0);
            let place = |message| error(file, text, at..at + name.len(), message);
            match function(name) {
                None => {
                    let help = did_you_mean(name, FUNCTIONS.iter().map(|f| f.name));
                    let message = format!("no function is named `{name}`");
                    out.push(place(message).code("unknown-function").help_if(help));
                }
                Some(f) if !(f.min..=f.max).contains(&arguments.len()) => {
                    let wanted = match (f.min, f.max) {
                        (a, b) if a == b => a.to_string(),
                        (a, b) => format!("{a} to {b}"),
                    };
                    let message =
                        format!("`{name}` takes {wanted} arguments, found {}", arguments.len());
                    out.push(place(message).code("arguments").help(f.about));
                }
                Some(_) => {}
            }
        }
        Expr::Negative(inner) => calls(file, text, inner, out),
        _ => {}
    }
}

/// Names are those of captures or of the stage.  A pattern with macros may capture more than it
/// shows, and is not checked here.
fn names(
    file: &ParsedFile,
    rule: &RuleSpec,
    text: &Located,
    value: &Expr,
    out: &mut Vec<RuleError>,
) {
    match value {
        Expr::Call(_, arguments) => arguments.iter().for_each(|a| names(file, rule, text, a, out)),
        Expr::Negative(inner) => names(file, rule, text, inner, out),
        Expr::Name(name) if !NAMES.contains(&name.as_str()) => {
            let captures = |p: &Located| {
                p.value.contains('$')
                    || p.value.contains(&format!(":{name}"))
                    || p.value.contains(&format!("<{name}>"))
            };
            if !rule.pattern.0.iter().any(captures) {
                let at = text.value.find(name.as_str()).unwrap_or(0);
                let message = format!("no element of the pattern is named `{name}`");
                let help = did_you_mean(name, NAMES.iter().copied())
                    .unwrap_or_else(|| format!("name one with `{{…:{name}}}`"));
                out.push(
                    error(file, text, at..at + name.len(), message)
                        .code("unknown-capture")
                        .help(help),
                );
            }
        }
        _ => {}
    }
}
