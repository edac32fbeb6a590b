//! Transcripts: paragraphs that begin with who speaks and a colon.
//!
//! In: a text.  Out: every paragraph of a turn as a quotation, the paragraphs of one turn tied
//! together.  A text with a single such label ("LONDON: …") is no transcript.

use super::{Found, construction};
use crate::extraction::QuoteKind;
use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
use crate::text::{Text, TokenRange, flags};
use std::collections::BTreeSet;

/// Longest label, in tokens.
const LONGEST_LABEL: usize = 12;
/// Labels that are looked at to see whether names take turns.
const MOST_NAMES: usize = 16;
/// Bytes of blanks that part a label from what is said.
const GAP: u32 = 2;
/// Fewest labels that make a transcript.
const FEWEST_LABELS: usize = 3;

/// Adds the turns of a transcript; nothing where the text is none.
pub(super) fn turns(rules: &Rules, text: &Text, bits: &[u64], out: &mut Vec<Found>) {
    let Some(labels) = labels(rules, text, bits) else { return };
    let first = labels.iter().position(Option::is_some).map_or(0, |at| text.paragraphs[at].start);
    let from = text.bytes(first..first).start;
    out.retain(|found| found.content.start < from || !is_own(rules, text, found));
    let goes_on = !is_inserted(text, &labels, out);
    out.reserve(text.paragraphs.len());
    let mut group = out.iter().filter_map(|f| f.part_of).max().unwrap_or(0);
    let mut speaker: Option<TokenRange> = None;
    for (paragraph, label) in text.paragraphs.iter().zip(&labels) {
        let mut start = paragraph.start;
        speaker = speaker.filter(|_| goes_on);
        if let Some(label) = label {
            group += 1;
            start = label.end + usize::from(is_marked(bits, label));
            speaker = Some(label.clone());
        }
        if let (Some(speaker), true) = (&speaker, start < paragraph.end) {
            out.push(turn(text, speaker, start..paragraph.end, group));
        }
    }
}

/// Whether a few questions and answers stand within an article that goes on quoting people with
/// attributions: then a turn ends with its paragraph.
fn is_inserted(text: &Text, labels: &[Option<TokenRange>], out: &[Found]) -> bool {
    let first = labels.iter().position(Option::is_some).unwrap_or(0);
    let attributed = |paragraph: &TokenRange| {
        let bytes = text.bytes(paragraph.clone());
        let from = out.partition_point(|found| found.content.start < bytes.start);
        let here = out[from..].iter().take_while(|found| found.content.start < bytes.end);
        here.filter(|found| found.closed && found.cue.is_some())
            .any(|found| found.kind == QuoteKind::Direct)
    };
    let free = || text.paragraphs.iter().zip(labels).skip(first).filter(|(_, l)| l.is_none());
    let quoted = free().filter(|(paragraph, _)| attributed(paragraph)).count();
    quoted > 0 && quoted * 2 >= free().count()
}

/// The labels of the paragraphs of a transcript: in capitals, or each word with a capital where
/// one of them is known to be a label.
fn labels(rules: &Rules, text: &Text, bits: &[u64]) -> Option<Vec<Option<TokenRange>>> {
    let named = rules.lexicons.id("turn_label");
    let known = |label: &TokenRange| {
        named.is_some_and(|named| {
            let found = rules.lexicons.longest(named, &text.tokens, label.start);
            found.is_some_and(|(_, length)| label.start + length == label.end)
        })
    };
    let labelled = |paragraph: &&TokenRange| {
        colon(bits, paragraph).is_some() || letter(text, bits, paragraph).is_some()
    };
    text.paragraphs.iter().filter(labelled).nth(1)?;
    [flags::ALL_CAPS, flags::CAPITALISED].into_iter().find_map(|case| {
        let label = |paragraph| label(text, bits, paragraph, case);
        let mut labels: Vec<_> = text.paragraphs.iter().map(label).collect();
        drop_initials(text, bits, &mut labels, known);
        let known = labels.iter().flatten().any(known);
        let fewest = match (known, case == flags::ALL_CAPS) {
            (true, true) => 2,
            (false, false) if !alternate(text, &labels) => return None,
            _ => FEWEST_LABELS,
        };
        (labels.iter().flatten().count() >= fewest).then_some(labels)
    })
}

/// Whether names take turns: two of them or more come again, and most paragraphs have one.
fn alternate(text: &Text, labels: &[Option<TokenRange>]) -> bool {
    let names = || labels.iter().flatten().map(|label| text.slice(label.clone()));
    let Some(first) = labels.iter().position(Option::is_some) else { return false };
    let again = |name: &str| names().filter(|other| *other == name).count() > 1;
    let again: BTreeSet<&str> = names().take(MOST_NAMES).filter(|name| again(name)).collect();
    let full = |name: &&str| name.contains(' ');
    again.len() > 1 && again.iter().any(full) && names().count() * 2 > labels.len() - first
}

/// Letters with a full stop are labels only where two of them are known to be: "Q." and "A."; else they
/// are initials or the marks of a list.  One with nothing but blanks behind it ("Q   Were you there?")
/// is a label where it is known and others have their colon.
fn drop_initials(
    text: &Text,
    bits: &[u64],
    labels: &mut [Option<TokenRange>],
    known: impl Fn(&TokenRange) -> bool,
) {
    let letter = |label: &TokenRange| bits[label.end] & shape::STOP != 0;
    let words = || labels.iter().flatten().filter(|l| letter(l) && known(l));
    let first = words().next().map(|label| text.word(label.start));
    let two = words().any(|label| Some(text.word(label.start)) != first);
    let colons = labels.iter().flatten().any(|l| is_marked(bits, l) && !letter(l));
    for label in labels.iter_mut() {
        *label = label.take().filter(|label| match is_marked(bits, label) {
            true => !letter(label) || two && known(label),
            false => colons && known(label),
        });
    }
}

/// Whether a colon or a full stop ends the label.
fn is_marked(bits: &[u64], label: &TokenRange) -> bool {
    bits[label.end] & (shape::COLON | shape::STOP) != 0
}

/// Whether whoever speaks or is spoken to is said to say it: "I think", "as you said".  In a turn
/// that is part of what is said.
fn is_own(rules: &Rules, text: &Text, found: &Found) -> bool {
    let Some(head) = &found.speaker_head else { return false };
    let at = text.tokens.partition_point(|token| (token.start as usize) < head.start);
    let own = rules.lexicons.id("turn_person");
    own.is_some_and(|own| rules.lexicons.longest(own, &text.tokens, at).is_some())
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
        marked: Vec::new(),
    }
}

/// Where a colon stands that may end a label.
fn colon(bits: &[u64], paragraph: &TokenRange) -> Option<usize> {
    let end = paragraph.end.min(paragraph.start + LONGEST_LABEL);
    let found = bits[paragraph.start..end].iter().position(|bits| bits & shape::COLON != 0)?;
    Some(paragraph.start + found)
}

/// The label a paragraph begins with: words in a case up to a colon.
fn label(text: &Text, bits: &[u64], paragraph: &TokenRange, case: u8) -> Option<TokenRange> {
    let label = match colon(bits, paragraph) {
        Some(colon) => paragraph.start..colon,
        None => return letter(text, bits, paragraph),
    };
    let word = |i: usize| bits[i] & shape::WORD != 0;
    let capitals = |i: usize| {
        let token = text.tokens[i];
        !word(i) || token.has(case) || (token.has(flags::CAPITALISED) && token.len() == 1)
    };
    let inner = |i: usize| {
        word(i)
            || bits[i] & (shape::STOP | shape::NUMBER | class::JOIN | shape::GLUED | class::CLITIC)
                != 0
    };
    let fits = label.clone().any(word) && label.clone().all(|i| capitals(i) && inner(i));
    let fits = fits && label.end + 1 < paragraph.end;
    fits.then_some(label).or_else(|| letter(text, bits, paragraph))
}

/// A lone letter with a full stop, as court reports set them: "Q. Were you there?", or with a gap.
fn letter(text: &Text, bits: &[u64], paragraph: &TokenRange) -> Option<TokenRange> {
    let first = text.tokens[paragraph.start];
    let lone = first.len() == 1 && first.has(flags::ALL_CAPS | flags::CAPITALISED);
    let next = paragraph.start + 1;
    if !lone || next + 1 >= paragraph.end {
        return None;
    }
    let gap = text.tokens[next].start - first.end >= GAP;
    (gap || bits[next] & shape::STOP != 0).then_some(paragraph.start..next)
}
