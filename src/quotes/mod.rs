//! Quotations and reported speech.
//!
//! In: a [`Text`] and the word classes of the rules.  Out: quotations with the mentions of who
//! said them.  Whom a mention names is resolved by `people`.

pub mod content;
pub mod cue;
pub mod items;
pub mod marks;
pub mod phrase;
pub mod statement;
pub mod unclosed;

use crate::extraction::QuoteKind;
use crate::rules::{Rules, grammar};
use crate::text::{Text, TokenRange};
use items::{Item, Items};
use marks::Region;
use phrase::Scope;
use std::ops::Range;

/// A quotation before its speaker is resolved; ranges are bytes of the normalised text.
#[derive(Debug, Clone)]
pub struct Found {
    /// The words said.
    pub content: Range<usize>,
    /// How they are reported.
    pub kind: QuoteKind,
    /// Whether the closing mark was found.
    pub closed: bool,
    /// The words of saying.
    pub cue: Option<Range<usize>>,
    /// Who says it.
    pub speaker: Option<Range<usize>>,
    /// The head of who says it.
    pub speaker_head: Option<Range<usize>>,
    /// Who reported it, where that is not the article.
    pub via: Option<Range<usize>>,
    /// Number shared by the parts of one quotation.
    pub part_of: Option<u32>,
    /// `negated` or `hypothetical`.
    pub modality: Option<&'static str>,
    /// The construction.
    pub rule: &'static str,
}

/// Finds the quotations of a text; `bits` are the classes of its tokens ([`grammar::Grammar::read`]).
pub fn find(rules: &Rules, text: &Text, bits: &[u64]) -> Vec<Found> {
    let mut regions = marks::regions(text.str());
    let tokens = close(rules, text, bits, &mut regions);
    let mut out = Vec::new();
    let mut items = Items::default();
    let mut next = 0;
    for paragraph in &text.paragraphs {
        let from = next;
        while next < tokens.len() && tokens[next].1.start < paragraph.end {
            next += 1;
        }
        items.build(text, bits, paragraph.clone(), &tokens[from..next]);
        Paragraph { text, rules, regions: &regions, items: &items, out: &mut out }.read();
    }
    out
}

/// Ends regions without a closing mark where they end, drops those that are none; the rest with
/// the tokens they cover.
fn close(
    rules: &Rules,
    text: &Text,
    bits: &[u64],
    regions: &mut [Region],
) -> Vec<(u32, TokenRange)> {
    let mut tokens = items::regions_in_tokens(text, regions);
    let starts: Vec<usize> = tokens.iter().map(|(_, range)| range.start).collect();
    let mut kept = Vec::with_capacity(tokens.len());
    for (at, (index, range)) in tokens.drain(..).enumerate() {
        let region = &mut regions[index as usize];
        if region.closed {
            kept.push((index, range));
            continue;
        }
        let paragraph_end =
            text.paragraphs.get(text.paragraph_of(range.start)).map_or(range.end, |p| p.end);
        let reopened = range.end >= paragraph_end && starts.get(at + 1) == Some(&paragraph_end);
        let end = if reopened {
            Some(range.end)
        } else {
            unclosed::end(rules, text, bits, range.clone())
        };
        if let Some(end) = end.filter(|e| *e > range.start + 1) {
            region.content.end = text.tokens[end - 1].end as usize;
            kept.push((index, range.start..end));
        }
    }
    kept
}

/// The reading of one paragraph.
struct Paragraph<'a> {
    text: &'a Text<'a>,
    rules: &'a Rules,
    regions: &'a [Region],
    items: &'a Items,
    out: &'a mut Vec<Found>,
}

impl Paragraph<'_> {
    fn read(&mut self) {
        let mut last: Option<Found> = None;
        for sentence in &self.items.sentences {
            let scope = Scope {
                text: self.text,
                grammar: &self.rules.grammar,
                list: &self.items.list,
                low: sentence.start,
                high: sentence.end,
            };
            let mut claimed = vec![false; sentence.len()];
            for statement in statement::find(&scope, &self.rules.lexicons) {
                for part in &statement.parts {
                    claimed[part.start - sentence.start..part.end - sentence.start].fill(true);
                    let found = self.found(&statement, part.clone());
                    last = Some(found.clone());
                    self.out.push(found);
                }
            }
            for i in sentence.clone().filter(|i| self.items.list[*i].is(grammar::shape::QUOTED)) {
                if !claimed[i - sentence.start] && i == sentence.start && sentence.len() <= 2 {
                    if let Some(before) = &last {
                        let found = Found {
                            content: self.content(self.items.list[i]),
                            kind: QuoteKind::Direct,
                            rule: "quote.continued",
                            ..before.clone()
                        };
                        self.out.push(found);
                    }
                }
            }
        }
    }

    fn content(&self, item: Item) -> Range<usize> {
        self.regions[item.region as usize].content.clone()
    }

    /// The bytes of a range of items without quote marks at its edges.
    fn unmarked(&self, part: &Range<usize>) -> Range<usize> {
        let bytes = self.text.bytes(self.items.tokens(part.clone()));
        let edge = |i: usize| {
            Some(self.items.list[i])
                .filter(|item| item.is(grammar::shape::QUOTED))
                .map(|item| self.content(item))
        };
        let start = edge(part.start).map_or(bytes.start, |c| c.start);
        let end = edge(part.end - 1).map_or(bytes.end, |c| c.end);
        start..end.max(start)
    }

    fn found(&self, statement: &statement::Statement, part: Range<usize>) -> Found {
        let list = &self.items.list;
        let bytes = |r: &Range<usize>| self.text.bytes(self.items.tokens(r.clone()));
        let quoted = list[part.clone()].iter().filter(|i| i.is(grammar::shape::QUOTED)).count();
        let (content, kind) = if part.len() == 1 && quoted == 1 {
            (self.content(list[part.start]), QuoteKind::Direct)
        } else {
            (self.unmarked(&part), if quoted > 0 { QuoteKind::Mixed } else { QuoteKind::Indirect })
        };
        Found {
            content,
            kind,
            closed: list[part.clone()]
                .iter()
                .filter(|i| i.is(grammar::shape::QUOTED))
                .all(|i| self.regions[i.region as usize].closed),
            cue: Some(bytes(&statement.cue.group)),
            speaker: statement.speaker.as_ref().map(|s| bytes(&s.full)),
            speaker_head: statement.speaker.as_ref().map(|s| bytes(&s.head)),
            via: statement.via.as_ref().map(|v| bytes(&v.full)),
            part_of: None,
            modality: match statement.cue.modality {
                cue::Modality::Fact => None,
                cue::Modality::Negated => Some("negated"),
                cue::Modality::Hypothetical => Some("hypothetical"),
            },
            rule: statement.rule,
        }
    }
}
