//! Values of rules: whether they have one, and its functions.
//!
//! In: a rule.  Out: errors for values of kinds that have none, for functions the stage does not have, and for too
//! few or too many arguments.

use super::{error, whole};
use crate::dates::functions::{FUNCTIONS, function};
use crate::dates::{Modifier, UNITS};
use crate::extraction::TimexType;
use crate::rules::diagnostic::{RuleError, did_you_mean};
use crate::rules::expression::{self, Expr};
use crate::rules::load::ParsedFile;
use crate::rules::spec::{Located, RuleSpec};

/// Kinds whose rules give a value.
const WITH_VALUES: &[&str] = &["article", "date"];

/// Checks the value of a rule; only those of the kind `date` call functions.
pub(super) fn check(file: &ParsedFile, rule: &RuleSpec, out: &mut Vec<RuleError>) {
    let Some(kind) = rule.kind.as_ref().map(|k| k.value.as_str()) else { return };
    if let Some(value) = rule.value.as_ref().filter(|_| !WITH_VALUES.contains(&kind)) {
        let message =
            format!("rules of the kind `{kind}` have no value; this one would be ignored");
        let help = "say what it is with `type:` and further facts with `set:`";
        out.push(whole(file, value, message).code("value").help(help));
    }
    if kind != "date" {
        return;
    }
    type_(file, rule, out);
    let Some(text) = &rule.value else { return };
    if let Ok(value) = expression::parse(&text.value) {
        calls(file, text, &value, out);
    }
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

/// A text that is almost the name of a unit is a slip.
fn unit(file: &ParsedFile, text: &Located, word: &str) -> Option<RuleError> {
    let names = || UNITS.iter().map(|(name, _)| *name);
    if names().any(|name| name == word) || Modifier::named(word).is_some() {
        return None;
    }
    let help = did_you_mean(word, names())?;
    let quoted = format!("'{word}'");
    let at = text.value.find(&quoted)?;
    let message = format!("there is no unit `{word}`");
    let place = error(file, text, at..at + quoted.len(), message);
    Some(place.code("unknown-unit").help(help))
}

fn calls(file: &ParsedFile, text: &Located, value: &Expr, out: &mut Vec<RuleError>) {
    match value {
        Expr::Call(name, arguments) => {
            arguments.iter().for_each(|a| calls(file, text, a, out));
            let at = text.value.find(&format!("{name}(")).unwrap_or(0);
            let place = |message| error(file, text, at..at + name.len(), message);
            match function(name) {
                None => {
                    let help = did_you_mean(name, FUNCTIONS.iter().map(|f| f.name))
                        .or_else(|| Some("`onrecord rules functions` lists them".to_owned()));
                    let message = format!("no function is named `{name}`");
                    out.push(place(message).code("unknown-function").help_if(help));
                }
                Some(f) if !(f.min..=f.max).contains(&arguments.len()) => {
                    let message =
                        format!("`{name}` takes {}, found {}", f.takes(), arguments.len());
                    out.push(place(message).code("arguments").help(f.about));
                }
                Some(_) => {}
            }
        }
        Expr::Negative(inner) => calls(file, text, inner, out),
        Expr::Text(word) => out.extend(unit(file, text, word)),
        Expr::Name(_) | Expr::Attribute(..) | Expr::Int(_) => {}
    }
}
