//! Whether a setting of a rule file is one that a stage knows.
//!
//! In: the names and the value as YAML has them.  Out: nothing, or what is wrong with them.

use super::diagnostic::did_you_mean;
use super::spec::AttributeSpec;
use crate::dates::options as dates;
use crate::events::options as events;

/// What is wrong with a setting.
pub(super) struct Refusal {
    /// Whether it is the name of the stage, not that of the setting.
    pub(super) of_stage: bool,
    /// What is wrong.
    pub(super) message: String,
    /// What would be right.
    pub(super) help: Option<String>,
}

/// The settings of a stage.
struct Stage {
    name: &'static str,
    /// The settings and what each expects.
    settings: &'static [(&'static str, &'static str)],
    fits: fn(&str, &AttributeSpec) -> bool,
}

/// The stages that have settings.
const STAGES: [Stage; 2] = [
    Stage {
        name: dates::STAGE,
        settings: &dates::SETTINGS,
        fits: |name, value| dates::Options::default().take(name, value).is_some(),
    },
    Stage { name: events::STAGE, settings: &events::SETTINGS, fits: events::fits },
];

/// Checks a setting of a stage.
pub(super) fn check(stage: &str, name: &str, value: &AttributeSpec) -> Result<(), Refusal> {
    // Sources have settings of their own for dates.
    let general = match stage.split_once('/') {
        Some((dates::STAGE, _)) => dates::STAGE,
        _ => stage,
    };
    let Some(Stage { name: stage, settings, fits }) = STAGES.iter().find(|s| s.name == general)
    else {
        let known = STAGES.iter().map(|stage| stage.name);
        let help = did_you_mean(stage, known.clone()).unwrap_or_else(|| {
            let [dates, events] = STAGES.map(|stage| stage.name);
            format!("there are settings of `{dates}`, of one source as `{dates}/The Source`, and of `{events}`")
        });
        let message = format!("no stage with settings is named `{stage}`");
        return Err(Refusal { of_stage: true, message, help: Some(help) });
    };
    let Some((_, expected)) = settings.iter().find(|(known, _)| *known == name) else {
        let names = settings.iter().map(|(name, _)| *name);
        let all: Vec<String> = names.clone().map(|name| format!("`{name}`")).collect();
        let all = format!("the settings are {}", all.join(", "));
        let help = Some(did_you_mean(name, names).unwrap_or(all));
        let message = format!("`{stage}` has no setting `{name}`");
        return Err(Refusal { of_stage: false, message, help });
    };
    if fits(name, value) {
        return Ok(());
    }
    Err(Refusal {
        of_stage: false,
        message: format!("the value of `{name}` does not fit"),
        help: Some(format!("expected {expected}")),
    })
}
