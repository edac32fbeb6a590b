//! A stage: all rules of one kind and stratum, found through their anchors.
//!
//! In: compiled rules.  Out: [`Stage::run`] gives every place where a pattern and its context
//! hold.  Overlaps are not resolved here.

use super::near;
use super::program::{Anchor, LabelId, Program};
use super::regexes::Regexes;
use super::run::{Goal, Ground, Machine};
use super::trace::{self, Step};
use super::{Match, RuleId};
use crate::rules::{Context, Rules, Scope};
use crate::text::{Shape, Text, TokenRange, WordId, flags};

/// One pattern of a rule.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The rule.
    pub rule: RuleId,
    /// Its program.
    pub program: Program,
    /// Tokens between the start of a match and the anchor.
    pub reach: (u32, u32),
}

/// All rules of one kind and stratum.
#[derive(Debug, Default)]
pub struct Stage {
    /// The patterns.
    pub variants: Vec<Variant>,
    by_word: Vec<Vec<u32>>,
    /// The words of `by_word`, as bits: most words of a text are none, and need not reach for it.
    is_anchor: Vec<u64>,
    digits: Vec<u32>,
    capitalised: Vec<u32>,
    marks: Vec<u32>,
    by_label: Vec<Vec<u32>>,
    /// Rules written as regexes.
    pub regexes: Regexes,
}

/// Watches a run, for `explain` and `--why-not`.
pub trait Observer {
    /// A pattern matched, but its context did not hold.
    fn rejected(&mut self, found: &Match, context: &str) {
        let _ = (found, context);
    }
}

/// Watches nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Silent;

impl Observer for Silent {}

impl Stage {
    /// Adds a pattern under its anchor.
    pub fn add(&mut self, rule: RuleId, program: Program, anchor: &Anchor) {
        let index = self.variants.len() as u32;
        self.variants.push(Variant { rule, program, reach: (anchor.min, anchor.max) });
        let mut words: Vec<WordId> = anchor.words.clone();
        words.sort_unstable();
        words.dedup();
        for word in words.into_iter().filter(|word| *word != WordId::UNKNOWN) {
            slot(&mut self.by_word, word.0 as usize).push(index);
            *slot(&mut self.is_anchor, word.0 as usize / 64) |= 1 << (word.0 % 64);
        }
        for label in &anchor.labels {
            slot(&mut self.by_label, label.0 as usize).push(index);
        }
        for (set, list) in [
            (anchor.digits, &mut self.digits),
            (anchor.capitalised, &mut self.capitalised),
            (anchor.mark, &mut self.marks),
        ] {
            if set {
                list.push(index);
            }
        }
    }

    /// Whether the stage has no rules.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty() && self.regexes.is_empty()
    }

    /// Every place where a pattern and its context hold, in no particular order.
    pub fn run(&self, ground: Ground<'_>, observer: &mut dyn Observer) -> Vec<Match> {
        self.run_within(ground, 0..ground.text.tokens.len(), observer)
    }

    /// As [`run`](Self::run), for anchors within a range of tokens.
    pub fn run_within(
        &self,
        ground: Ground<'_>,
        range: TokenRange,
        observer: &mut dyn Observer,
    ) -> Vec<Match> {
        let mut run = Run {
            stage: self,
            ground,
            machine: Machine::default(),
            tried: vec![0; self.variants.len()],
            found: Vec::new(),
            observer,
            counting: trace::counting(),
        };
        for at in range.clone() {
            run.at(at);
        }
        if let Some(rule) = trace::watched() {
            let near = near::misses(self, ground, rule, range.clone());
            near.into_iter().for_each(|n| trace::step(|| Step::Near(n)));
        }
        if !self.regexes.is_empty() {
            let hits = self.regexes.find(ground.text, range);
            for hit in hits {
                run.keep(hit);
            }
        }
        run.found
    }
}

fn slot<T: Default + Clone>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    &mut list[at]
}

struct Run<'a, 'o> {
    stage: &'a Stage,
    ground: Ground<'a>,
    machine: Machine,
    /// For each pattern one past the last start that was tried.
    tried: Vec<u32>,
    found: Vec<Match>,
    observer: &'o mut dyn Observer,
    /// Whether the cost of each rule is counted.
    counting: bool,
}

impl Run<'_, '_> {
    #[inline]
    fn at(&mut self, at: usize) {
        let token = self.ground.text.tokens[at];
        let word = token.word.0 as usize;
        if self.stage.is_anchor.get(word / 64).is_some_and(|bits| bits >> (word % 64) & 1 == 1) {
            self.try_all(&self.stage.by_word[word], at);
        }
        match token.shape {
            Shape::Number => self.try_all(&self.stage.digits, at),
            Shape::Mark => self.try_all(&self.stage.marks, at),
            Shape::Word if token.has(flags::CAPITALISED) => {
                self.try_all(&self.stage.capitalised, at)
            }
            _ => {}
        }
        if !self.stage.by_label.is_empty() && self.ground.chunks.any_at(at) {
            let chunks = self.ground.chunks;
            for (_, chunk) in chunks.starting_at(at) {
                if let Some(list) = self.stage.by_label.get(chunk.label.0 as usize) {
                    self.try_all(list, at);
                }
            }
        }
    }

    #[inline]
    fn try_all(&mut self, list: &[u32], at: usize) {
        for &index in list {
            self.try_variant(index as usize, at);
        }
    }

    fn try_variant(&mut self, index: usize, at: usize) {
        let variant = &self.stage.variants[index];
        let (min, max) = (variant.reach.0 as usize, variant.reach.1 as usize);
        if at < min {
            return;
        }
        let from = at.saturating_sub(max).max(self.tried[index] as usize);
        let (sets, tokens) = (&self.ground.rules.word_sets, &self.ground.text.tokens[..]);
        for start in from..=at - min {
            self.tried[index] = start as u32 + 1;
            if !variant.program.lookahead.admits(sets, tokens, start) {
                continue;
            }
            let end = self.machine.run(self.ground, &variant.program, start, Goal::Longest);
            if self.counting {
                trace::spend(variant.rule, self.machine.spent(), end.is_some());
            }
            if let Some(end) = end {
                if end > start {
                    let captures = self.machine.captures();
                    self.keep(Match { rule: variant.rule, first: start, last: end, captures });
                }
            }
        }
    }

    /// Keeps a match whose context holds.
    fn keep(&mut self, found: Match) {
        if trace::is_muted(found.rule) {
            return;
        }
        let rule = self.ground.rules.rule(found.rule);
        for (contexts, wanted) in [(&rule.when, true), (&rule.unless, false)] {
            for context in contexts {
                if holds(self.ground, &mut self.machine, &found, context) != wanted {
                    self.observer.rejected(&found, &context.describe(wanted));
                    trace::step(|| Step::Rejected { context: context.describe(wanted), found });
                    return;
                }
            }
        }
        trace::step(|| Step::Matched(found.clone()));
        self.found.push(found);
    }
}

/// Farthest a context to the left may begin, in tokens.
const FARTHEST_LEFT: usize = 12;
/// Most tokens of a clause, sentence or paragraph that are searched on each side of a match.
const FARTHEST_SEARCH: usize = 60;

/// Whether a context stands where it should, relative to a match.
pub fn holds(ground: Ground<'_>, machine: &mut Machine, found: &Match, context: &Context) -> bool {
    let (text, sets) = (ground.text, &ground.rules.word_sets);
    let any = |machine: &mut Machine, range: TokenRange| {
        let limit = range.end;
        range.clone().any(|at| {
            context.programs.iter().any(|p| {
                p.lookahead.admits(sets, &text.tokens, at)
                    && machine.run(ground, p, at, Goal::Within(limit)).is_some()
            })
        })
    };
    let near = |range: TokenRange| {
        range.start.max(found.first.saturating_sub(FARTHEST_SEARCH))
            ..range.end.min(found.last + FARTHEST_SEARCH)
    };
    match &context.scope {
        Scope::Left => context.programs.iter().any(|p| {
            let farthest = p.max.map_or(FARTHEST_LEFT, |m| FARTHEST_LEFT.min(m as usize));
            let from = found.first.saturating_sub(farthest);
            let to = (found.first + 1).saturating_sub((p.min as usize).max(1));
            (from..to).rev().any(|at| {
                p.lookahead.admits(sets, &text.tokens, at)
                    && machine.run(ground, p, at, Goal::EndAt(found.first)).is_some()
            })
        }),
        Scope::Right => context.programs.iter().any(|p| {
            p.lookahead.admits(sets, &text.tokens, found.last)
                && machine.run(ground, p, found.last, Goal::Longest).is_some()
        }),
        Scope::Clause => any(machine, near(clause(ground, found))),
        Scope::Before => {
            let range = near(clause(ground, found));
            any(machine, range.start..found.first)
        }
        Scope::After => {
            let range = near(clause(ground, found));
            any(machine, found.last..range.end.max(found.last))
        }
        Scope::Sentence => any(machine, near(text.sentence(found.first))),
        Scope::Paragraph => {
            let paragraph =
                text.paragraphs.get(text.paragraph_of(found.first)).cloned().unwrap_or(0..0);
            any(machine, near(paragraph))
        }
        Scope::Inside(label) => ground.chunks.covering(*label, found.first, found.last).is_some(),
        Scope::Starts(flag) => text.tokens.get(found.first).is_some_and(|t| t.has(*flag)),
    }
}

/// The clause around a match: its sentence, cut at strong punctuation and at the words the rules
/// name as clause boundaries.
pub fn clause(ground: Ground<'_>, found: &Match) -> TokenRange {
    clause_around(ground.rules, ground.text, found.first, found.last)
}

/// The clause around a range of tokens.
pub fn clause_around(rules: &Rules, text: &Text<'_>, first: usize, last: usize) -> TokenRange {
    let sentence = text.sentence(first);
    let mut start = first;
    while start > sentence.start
        && first - start < FARTHEST_SEARCH
        && !rules.is_clause_boundary(text.tokens[start - 1])
    {
        start -= 1;
    }
    let mut end = last;
    while end < sentence.end
        && end - last < FARTHEST_SEARCH
        && !rules.is_clause_boundary(text.tokens[end])
    {
        end += 1;
    }
    start..end
}

impl Stage {
    /// Labels that patterns of the stage build on.
    pub fn labels(&self) -> impl Iterator<Item = LabelId> + '_ {
        self.by_label
            .iter()
            .enumerate()
            .filter(|(_, list)| !list.is_empty())
            .map(|(i, _)| LabelId(i as u16))
    }
}
