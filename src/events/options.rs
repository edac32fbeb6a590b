//! The house's settings for events.
//!
//! In: the settings of the rules.  Out: what they are for one run.

use crate::rules::Rules;
use crate::rules::spec::AttributeSpec;

/// Stage under which the settings stand.
pub(crate) const STAGE: &str = "events";

/// The settings and what each expects.
pub(crate) const SETTINGS: [(&str, &str); 1] = [(TURNS, "`dated` or `all`")];

/// Which sentences of the turns of a transcript tell events.
const TURNS: &str = "turns";
const DATED: &str = "dated";
const ALL: &str = "all";

/// Whether the value of a setting is one that it may have.
pub(crate) fn fits(_: &str, value: &AttributeSpec) -> bool {
    matches!(value, AttributeSpec::Text(which) if [DATED, ALL].contains(&which.as_str()))
}

/// Whether in the turns of a transcript only sentences that name a time tell events.
pub(super) fn only_dated_turns(rules: &Rules) -> bool {
    let turns = rules.settings.get(STAGE).and_then(|settings| settings.get(TURNS));
    matches!(turns, Some(AttributeSpec::Text(which)) if which == DATED)
}
