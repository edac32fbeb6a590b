//! Rule files as YAML: bytes in, typed values or a [`RuleError`] with its place out.
//!
//! YAML is read strictly (one document, no duplicate keys, no tags, no `yes` for `true`) and within
//! budgets, so that no file can take exponential time or memory.  What the values mean is not
//! decided here.

pub mod keys;
mod messages;
mod places;

pub use messages::from_yaml;
pub use places::{byte_of, range_in_scalar};

use super::diagnostic::{RuleError, SourceFile};
use serde::de::DeserializeOwned;
use serde_yaml::{MergeKeyPolicy, Options};

/// Largest rule file that is read.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// Deepest nesting of a rule file; rules need six levels.
const MAX_DEPTH: usize = 24;

/// Decodes a rule file: UTF-8, with or without a byte order mark.
pub fn decode(path: &str, bytes: &[u8]) -> Result<SourceFile, RuleError> {
    if bytes.len() > MAX_FILE_BYTES {
        let message = format!(
            "the file has {} bytes, more than the {MAX_FILE_BYTES} a rule file may have",
            bytes.len()
        );
        return Err(RuleError::new(path, message)
            .code("file-too-large")
            .help("split it, or keep long lists in a .tsv file named by `source:`"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(RuleError::new(path, "the file is UTF-16; rule files are UTF-8")
            .code("not-utf-8")
            .help("save it as UTF-8 in your editor"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(path, text)),
        Err(error) => Err(not_utf8(path, bytes, error.valid_up_to())),
    }
}

fn not_utf8(path: &str, bytes: &[u8], at: usize) -> RuleError {
    let file = SourceFile::new(path, String::from_utf8_lossy(bytes));
    let message = format!("byte 0x{:02x} is not UTF-8", bytes[at]);
    RuleError::at(&file, at..at + 1, message)
        .code("not-utf-8")
        .help("save the file as UTF-8 in your editor")
}

/// Parses a rule file into a typed value.  A file without content is `None`.
pub fn parse<T: DeserializeOwned>(file: &SourceFile) -> Result<Option<T>, RuleError> {
    serde_yaml::from_str_with_options(&file.text, options()).map_err(|e| from_yaml(file, &e))
}

fn options() -> Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_events: 4_000_000,
            max_nodes: 2_000_000,
            max_aliases: 1_000,
            max_documents: 2,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 100_000,
            max_replay_stack_depth: 8,
        },
        emit_comments: false,
        strict_booleans: true,
        merge_keys: MergeKeyPolicy::Error,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

#[cfg(test)]
mod tests;
