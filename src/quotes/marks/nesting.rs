//! Quotations within quotations where the marks alone could be read in another way.
//!
//! In: the glyphs of a paragraph.  Out: how far a quotation that is begun within another one reaches.
//! Every search looks a few glyphs ahead, so that pairing stays linear.

use super::glyph::{Glyph, Kind, is_double};
use super::{Style, closes, single_closes};

/// Glyphs that are looked at for the end of what is quoted within.
const AHEAD: usize = 12;

/// The closing mark of a double quotation that opens within a single one, as British papers set it:
/// ‘They said “go” and I went’.
pub(super) fn within_single(glyphs: &[Glyph], open: usize) -> Option<usize> {
    let opener = glyphs.get(open).filter(|glyph| is_double(glyph.kind) && glyph.opens())?;
    let style = match opener.kind {
        Kind::CurlyOpen => Style::Curly,
        Kind::Straight => Style::Straight,
        _ => return None,
    };
    let ahead = open + 1..glyphs.len().min(open + 1 + AHEAD);
    ahead.into_iter().find(|i| closes(style, &glyphs[*i], opener.kind))
}

/// The closing mark of a quotation within one within another: “She said, ‘He shouted “go”’”. At `open` a
/// mark of the outermost kind opens; a single one must be open before it, and close behind it.
pub(super) fn third(glyphs: &[Glyph], outer: usize, open: usize) -> Option<usize> {
    let before = outer.max(open.saturating_sub(AHEAD)) + 1;
    let single = (before..open).rev().find(|i| glyphs[*i].kind == Kind::SingleOpen)?;
    let ends = |glyph: &Glyph| single_closes(Style::Single, glyph, Kind::SingleOpen);
    if (single + 1..open).any(|i| ends(&glyphs[i])) {
        return None;
    }
    let close = within_single(glyphs, open)?;
    let behind = close + 1..glyphs.len().min(close + 1 + AHEAD);
    let closing = behind.into_iter().find(|i| {
        glyphs[*i].kind == Kind::CurlyOpen || ends(&glyphs[*i]) || is_double(glyphs[*i].kind)
    })?;
    ends(&glyphs[closing]).then_some(close)
}
