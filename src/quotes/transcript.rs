//! Transcripts: paragraphs that begin with who speaks and a colon.
//!
//! In: a text.  Out: every paragraph of a turn as a quotation, the paragraphs of one turn tied
//! together.  A text with a single such label ("LONDON: …") is no transcript.

use super::{Found, construction};
use crate::extraction::QuoteKind;
use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
use crate::text::{Text, TokenRange, flags};

/// Longest label, in tokens.
const LONGEST_LABEL: usize = 12;
/// Fewest labels that make a transcript.
const FEWEST_LABELS: usize = 3;

/// Adds the turns of a transcript; nothing where the text is none.
pub(super) fn turns(rules: &Rules, text: &Text, bits: &[u64], out: &mut Vec<Found>) {
    let labels: Vec<Option<TokenRange>> =
        text.paragraphs.iter().map(|p| label(text, bits, p)).collect();
    let found = || labels.iter().flatten();
    let named = rules.lexicons.id("turn_label");
    let known = found()
        .any(|l| named.is_some_and(|n| rules.lexicons.longest(n, &text.tokens, l.start).is_some()));
    let count = found().count();
    if count < if known { 2 } else { FEWEST_LABELS } {
        return;
    }
    let mut group = out.iter().filter_map(|f| f.part_of).max().unwrap_or(0);
    let mut speaker: Option<TokenRange> = None;
    for (paragraph, label) in text.paragraphs.iter().zip(&labels) {
        let mut start = paragraph.start;
        if let Some(label) = label {
            group += 1;
            start = label.end + 1;
            speaker = Some(label.clone());
        }
        if let (Some(speaker), true) = (&speaker, start < paragraph.end) {
            out.push(turn(text, speaker, start..paragraph.end, group));
        }
    }
}

fn turn(text: &Text, speaker: &TokenRange, content: TokenRange, group: u32) -> Found {
    let speaker = text.bytes(speaker.clone());
    Found {
        content: text.bytes(content),
        kind: QuoteKind::Direct,
        closed: true,
        cue: None,
        speaker: Some(speaker.clone()),
        speaker_head: Some(speaker),
        via: None,
        part_of: Some(group),
        modality: None,
        rule: construction::TURN,
    }
}

/// The label a paragraph begins with: capitals throughout up to a colon.
fn label(text: &Text, bits: &[u64], paragraph: &TokenRange) -> Option<TokenRange> {
    let end = paragraph.end.min(paragraph.start + LONGEST_LABEL);
    let colon = (paragraph.start..end).find(|i| bits[*i] & shape::COLON != 0)?;
    let label = paragraph.start..colon;
    let word = |i: usize| bits[i] & shape::WORD != 0;
    let capitals = |i: usize| {
        let token = text.tokens[i];
        !word(i)
            || token.has(flags::ALL_CAPS)
            || (token.has(flags::CAPITALISED) && token.len() == 1)
    };
    let inner = |i: usize| {
        word(i)
            || bits[i] & (shape::STOP | shape::NUMBER | class::JOIN | shape::GLUED | class::CLITIC)
                != 0
    };
    let fits = label.clone().any(word) && label.clone().all(|i| capitals(i) && inner(i));
    (fits && colon + 1 < paragraph.end).then_some(label)
}
