//! What could be better in rule files that do load.
//!
//! In: rule files.  Out: [`Finding`]s, the errors of files that do not load among them.  Examples are run
//! only to see which rule wins them; `onrecord test` is what shows whether a rule does what it says.

mod checks;
mod entries;
mod examples;
pub mod report;

use super::diagnostic::RuleError;
use super::load::{self, PackFile};
use crate::extraction::Severity;
use std::collections::BTreeSet;

/// Something worth telling the author of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Errors keep the rules from loading; the rest does not.
    pub severity: Severity,
    /// Where, what and what to do; its code names the lint.
    pub place: RuleError,
}

/// Lints the files of the highest packs; files of pack 0 below them are only looked things up in,
/// unless there is no other pack.
pub fn lint(files: Vec<PackFile>) -> Vec<Finding> {
    let own = files.iter().map(|f| f.pack).max().unwrap_or(0).min(1);
    let paths: BTreeSet<String> =
        files.iter().filter(|f| f.pack >= own).map(|f| f.path.clone()).collect();
    let (parsed, _) = load::parse(&files);
    let mut findings = match load::load(files) {
        Ok(loaded) => {
            let mut findings = found(Severity::Warning, loaded.warnings);
            findings.extend(found(Severity::Note, loaded.notes));
            findings.extend(examples::lost(&loaded.rules, own, &parsed));
            findings
        }
        Err(errors) => found(Severity::Error, errors.0),
    };
    let broken = findings.iter().any(|f| f.severity == Severity::Error);
    findings.extend(checks::all(&parsed));
    // Who has errors to mend is not told of missing examples as well; hints of errors name slips by themselves.
    let is_small = |code: &str| code.ends_with("-example") || code == "name-is-text";
    findings.retain(|f| !broken || !is_small(f.place.code));
    findings.retain(|f| paths.contains(&*f.place.path) || f.severity == Severity::Error);
    findings.sort_by(|a, b| position(a).cmp(&position(b)));
    findings.dedup();
    findings
}

fn found(severity: Severity, places: Vec<RuleError>) -> Vec<Finding> {
    places.into_iter().map(|place| Finding { severity, place }).collect()
}

fn position(finding: &Finding) -> (&str, usize, usize, &str) {
    let place = &finding.place;
    (&place.path, place.line, place.column, place.code)
}
