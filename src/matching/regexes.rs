//! Rules written as regexes of the `regex` crate: the escape hatch.
//!
//! In: regexes, each with literals one of which every match must hold.  Out: matches.  One
//! Aho-Corasick automaton finds the literals of all regexes in one pass; a regex runs only over
//! the sentence around a hit, capped in length, so that its cost is bounded.

use super::program::CaptureName;
use super::{Capture, Match, RuleId, What};
use crate::text::{Text, TokenRange};
use aho_corasick::{AhoCorasick, Input, MatchKind};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use regex_syntax::hir::{Hir, HirKind};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Shortest literal a regex may be found through, in bytes.
const SHORTEST: usize = 3;
/// Bytes around a hit a regex may look at.
const WINDOW: usize = 2048;
/// Largest compiled regex, in bytes.
pub const LARGEST: usize = 1 << 20;

/// A regex rule.
#[derive(Debug)]
pub struct RegexRule {
    rule: RuleId,
    source: String,
    names: Vec<(String, CaptureName)>,
    compiled: OnceLock<Option<Regex>>,
}

/// All regex rules of a stage.
#[derive(Debug, Default)]
pub struct Regexes {
    rules: Vec<RegexRule>,
    literals: Vec<(Vec<u8>, u32)>,
    finder: OnceLock<Option<Finder>>,
}

/// Why a regex is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Byte in the pattern.
    pub at: usize,
    /// Length of the offending part.
    pub len: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A regex that can be used as a rule: its literals and the names of its groups.
#[derive(Debug, Clone)]
pub struct Checked {
    literals: Vec<Vec<u8>>,
    /// Names of its groups.
    pub groups: Vec<String>,
}

/// Checks that a regex is valid, small enough, and holds a literal it can be found through.
///
/// # Errors
/// [`Refusal`] says what is wrong and what to do.
pub fn check(source: &str) -> Result<Checked, Refusal> {
    let ast = regex_syntax::ast::parse::ParserBuilder::new()
        .nest_limit(100)
        .build()
        .parse(source)
        .map_err(|e| {
            refusal(&e.kind().to_string(), e.span().start.offset, e.span().end.offset, source)
        })?;
    let hir =
        regex_syntax::hir::translate::Translator::new().translate(source, &ast).map_err(|e| {
            refusal(&e.kind().to_string(), e.span().start.offset, e.span().end.offset, source)
        })?;
    let mut groups = Vec::new();
    group_names(&hir, &mut groups);
    let literals = required(&hir).ok_or_else(|| Refusal {
        at: 0,
        len: source.len(),
        message: format!("no anchor: every match must hold a literal of at least {SHORTEST} bytes by which it is found"),
        help: Some("add a word that always stands there, or write the pattern with lexicons instead of a regex".to_owned()),
    })?;
    Ok(Checked { literals, groups })
}

fn refusal(message: &str, start: usize, end: usize, source: &str) -> Refusal {
    let at = &source[start.min(source.len())..];
    let help = if at.starts_with("(?<=")
        || at.starts_with("(?<!")
        || at.starts_with("(?=")
        || at.starts_with("(?!")
        || message.contains("look-around")
    {
        Some("look-around is not supported: say what must stand beside the match with `when:` or `unless:`".to_owned())
    } else if message.contains("backreference") {
        Some("back-references are not supported: matching is linear in the text".to_owned())
    } else if at.starts_with("(?>") {
        Some(
            "atomic groups are not supported, and not needed: matching is linear in the text"
                .to_owned(),
        )
    } else {
        None
    };
    Refusal { at: start, len: end.saturating_sub(start).max(1), message: message.to_owned(), help }
}

fn group_names(hir: &Hir, names: &mut Vec<String>) {
    match hir.kind() {
        HirKind::Capture(capture) => {
            names.extend(capture.name.as_ref().map(|n| n.to_string()));
            group_names(&capture.sub, names);
        }
        HirKind::Repetition(repetition) => group_names(&repetition.sub, names),
        HirKind::Concat(items) | HirKind::Alternation(items) => {
            items.iter().for_each(|i| group_names(i, names))
        }
        _ => {}
    }
}

/// Literals one of which stands in every match.
fn required(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let usable = |seq: &Seq| {
        let literals = seq.literals()?;
        let fits = !literals.is_empty()
            && literals.len() <= 8_192
            && literals.iter().all(|l| l.len() >= SHORTEST);
        fits.then(|| literals.iter().map(|l| l.as_bytes().to_vec()).collect::<Vec<_>>())
    };
    let mut extractor = Extractor::new();
    extractor.limit_total(8_192).limit_literal_len(64).limit_class(4).limit_repeat(4);
    if let Some(found) = usable(&extractor.kind(ExtractKind::Prefix).extract(hir)) {
        return Some(found);
    }
    if let Some(found) = usable(&extractor.kind(ExtractKind::Suffix).extract(hir)) {
        return Some(found);
    }
    inner(hir)
}

fn inner(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) if literal.0.len() >= SHORTEST => Some(vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(items) => {
            items.iter().filter_map(required).max_by_key(|found| found.iter().map(Vec::len).min())
        }
        _ => None,
    }
}

/// Finds literals by their beginnings: looking for these few bytes is much quicker than following
/// all literals from byte to byte.
#[derive(Debug)]
struct Finder {
    automaton: AhoCorasick,
    /// The literals with each beginning.
    literals: Vec<Vec<usize>>,
}

impl Finder {
    fn new(literals: &[(Vec<u8>, u32)]) -> Option<Self> {
        let mut by_beginning: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
        for (at, (literal, _)) in literals.iter().enumerate() {
            by_beginning.entry(&literal[..SHORTEST]).or_default().push(at);
        }
        let mut builder = AhoCorasick::builder();
        let automaton = builder.match_kind(MatchKind::LeftmostFirst).build(by_beginning.keys());
        Some(Self { automaton: automaton.ok()?, literals: by_beginning.into_values().collect() })
    }

    /// Where literals stand and which.
    fn hits(&self, literals: &[(Vec<u8>, u32)], haystack: &str) -> Vec<(usize, usize)> {
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(hit) = self.automaton.find(Input::new(haystack).range(from..)) {
            let here = &haystack.as_bytes()[hit.start()..];
            let alike = self.literals[hit.pattern().as_usize()].iter();
            let standing = alike.filter(|at| here.starts_with(&literals[**at].0));
            hits.extend(standing.map(|at| (hit.start(), *at)));
            from = hit.start() + 1;
        }
        hits
    }
}

impl Regexes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Adds a checked regex.
    pub fn add(
        &mut self,
        rule: RuleId,
        source: &str,
        checked: &Checked,
        names: Vec<(String, CaptureName)>,
    ) {
        let index = self.rules.len() as u32;
        self.literals.extend(checked.literals.iter().map(|l| (l.clone(), index)));
        self.rules.push(RegexRule {
            rule,
            source: source.to_owned(),
            names,
            compiled: OnceLock::new(),
        });
    }

    /// Matches whose first token lies in the range.
    pub fn find(&self, text: &Text<'_>, range: TokenRange) -> Vec<Match> {
        let Some(finder) = self.finder.get_or_init(|| Finder::new(&self.literals)) else {
            return Vec::new();
        };
        let bytes = text.bytes(range);
        let haystack = &text.str()[bytes.clone()];
        let mut seen = rustc_hash::FxHashSet::default();
        let mut found = Vec::new();
        for (at, literal) in finder.hits(&self.literals, haystack) {
            let index = self.literals[literal].1;
            let at = bytes.start + at;
            let token = text.token_at(at);
            let sentence =
                text.bytes(text.sentence(token.min(text.tokens.len().saturating_sub(1))));
            let window = window(text.str(), sentence, at);
            if seen.insert((index, window.start)) {
                self.rules[index as usize].find(text, window, &mut found);
            }
        }
        found
    }
}

/// The sentence around a byte, cut to a bounded length at character boundaries.
fn window(text: &str, sentence: std::ops::Range<usize>, at: usize) -> std::ops::Range<usize> {
    if sentence.len() <= 2 * WINDOW {
        return sentence;
    }
    // Windows on a fixed grid, so that many hits in one long sentence share one.
    let block = (at.saturating_sub(sentence.start)) / WINDOW;
    let mut start = (sentence.start + block.saturating_sub(1) * WINDOW).max(sentence.start);
    let mut end = (start + 3 * WINDOW).min(sentence.end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

impl RegexRule {
    fn find(&self, text: &Text<'_>, window: std::ops::Range<usize>, found: &mut Vec<Match>) {
        let compiled = self
            .compiled
            .get_or_init(|| RegexBuilder::new(&self.source).size_limit(LARGEST).build().ok());
        let Some(regex) = compiled else { return };
        for captures in regex.captures_iter(&text.str()[window.clone()]) {
            let Some(whole) = captures.get(0).filter(|m| !m.is_empty()) else { continue };
            let tokens = tokens_of(text, window.start + whole.start()..window.start + whole.end());
            if tokens.is_empty() {
                continue;
            }
            let named = self.names.iter().filter_map(|(name, id)| {
                let group = captures.name(name)?;
                let tokens =
                    tokens_of(text, window.start + group.start()..window.start + group.end());
                Some(Capture {
                    name: *id,
                    first: tokens.start as u32,
                    last: tokens.end as u32,
                    what: What::Nothing,
                })
            });
            found.push(Match {
                rule: self.rule,
                first: tokens.start,
                last: tokens.end,
                captures: named.collect(),
            });
        }
    }
}

/// The tokens that overlap a byte range.
fn tokens_of(text: &Text<'_>, bytes: std::ops::Range<usize>) -> TokenRange {
    let first = text.token_at(bytes.start);
    let last = text.tokens.partition_point(|t| (t.start as usize) < bytes.end);
    first..last.max(first)
}
