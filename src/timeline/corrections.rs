//! A person's corrections, kept in a small file beside the articles.
//!
//! In: YAML with the ids of entries.  Out: what to merge, split, drop and date anew.  The file
//! is applied after merging, so it survives every run.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What a person has put right.
///
/// ```
/// use onrecord::timeline::Corrections;
/// let corrections = Corrections::from_yaml("merge:\n  - e-abcdefghij e-bcdefghijk\ndrop: [q-cdefghijkm]\n").unwrap();
/// assert_eq!(corrections.merge.len(), 1);
/// assert!(Corrections::from_yaml("mrege: []").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Corrections {
    /// Each line: the ids of entries that are one, separated by blanks.
    pub merge: Vec<String>,
    /// Ids of entries whose sources do not belong together; each article gets its own entry.
    pub split: Vec<String>,
    /// Ids of entries that are none.
    pub drop: Vec<String>,
    /// The right date, as EDTF, by id.
    pub date: BTreeMap<String, String>,
}

impl Corrections {
    /// Reads corrections from YAML.
    ///
    /// # Errors
    /// A message with line and column when the file does not say what corrections may say.
    pub fn from_yaml(yaml: &str) -> Result<Self, String> {
        serde_yaml::from_str(yaml).map_err(|e| e.to_string())
    }
}
