//! Whether a setting of a rule file is one that a stage knows.
//!
//! In: the names and the value as YAML has them.  Out: nothing, or what is wrong with them.

use super::diagnostic::did_you_mean;
use super::spec::AttributeSpec;
use crate::dates::options::{Options, SETTINGS, STAGE};

/// What is wrong with a setting.
pub(super) struct Refusal {
    /// Whether it is the name of the stage, not that of the setting.
    pub(super) of_stage: bool,
    /// What is wrong.
    pub(super) message: String,
    /// What would be right.
    pub(super) help: Option<String>,
}

/// Checks a setting of a stage.
pub(super) fn check(stage: &str, name: &str, value: &AttributeSpec) -> Result<(), Refusal> {
    if stage.split('/').next() != Some(STAGE) {
        let help = did_you_mean(stage, [STAGE]).unwrap_or_else(|| {
            format!("there are settings of `{STAGE}`, and of one source as `{STAGE}/The Source`")
        });
        let message = format!("no stage with settings is named `{stage}`");
        return Err(Refusal { of_stage: true, message, help: Some(help) });
    }
    let Some((_, expected)) = SETTINGS.iter().find(|(known, _)| *known == name) else {
        let names = SETTINGS.map(|(name, _)| name);
        let all = || format!("the settings are {}", names.map(|n| format!("`{n}`")).join(", "));
        let help = Some(did_you_mean(name, names).unwrap_or_else(all));
        let message = format!("`{STAGE}` has no setting `{name}`");
        return Err(Refusal { of_stage: false, message, help });
    };
    match Options::default().take(name, value) {
        Some(()) => Ok(()),
        None => Err(Refusal {
            of_stage: false,
            message: format!("the value of `{name}` does not fit"),
            help: Some(format!("expected {expected}")),
        }),
    }
}
