//! JSON and JSON Lines: the contract itself.

use super::RenderError;
use crate::timeline::Timeline;
use std::io::Write;

/// The whole timeline as one indented object.
pub(super) fn write_json(timeline: &Timeline, out: &mut dyn Write) -> Result<(), RenderError> {
    serde_json::to_writer_pretty(&mut *out, timeline)?;
    Ok(out.write_all(b"\n")?)
}

/// One entry a line; those without a date come last and say why in `undated_because`.
pub(super) fn write_jsonl(timeline: &Timeline, out: &mut dyn Write) -> Result<(), RenderError> {
    for entry in timeline.entries.iter().chain(&timeline.undated) {
        serde_json::to_writer(&mut *out, entry)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
