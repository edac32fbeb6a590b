//! A stage: all rules of one kind and stratum, found through their anchors.
//!
//! In: compiled rules.  Out: [`Stage::run`] gives every place where a pattern and its context
//! hold.  Overlaps are not resolved here.

use super::context::holds;
use super::front::{Fronts, Grounds};
use super::gate::Gate;
use super::lookahead::{DEPTH, Lookahead};
use super::near;
use super::program::{Anchor, LabelId, Program};
use super::regexes::Regexes;
use super::run::{Goal, Ground, Machine};
use super::trace::{self, Step};
use super::{Captures, Chunks, Match, RuleId};
use crate::rules::Context;
use crate::text::{Kinds, TokenRange};

/// One pattern of a rule.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The rule.
    pub rule: RuleId,
    /// Its program.
    pub program: Program,
    /// Tokens between the start of a match and the anchor.
    pub reach: (u32, u32),
    /// It is found through its first tokens, not through its anchor.
    front: bool,
    /// What may stand at the tokens it is found through: one of these has to admit them.
    keys: Vec<Lookahead>,
    /// What any token between its start and its anchor may be.
    before: Lookahead,
    /// What may stand behind the chunk it is found through.
    behind: Lookahead,
    /// What its rule wants before a match.
    gate: Gate,
}

/// All rules of one kind and stratum.
#[derive(Debug, Default)]
pub struct Stage {
    /// The patterns.
    pub variants: Vec<Variant>,
    /// Patterns whose anchor may be a chunk, by its label.
    by_label: Vec<Vec<u32>>,
    /// The keys of the patterns …
    fronts: Fronts,
    /// … and whose each of them is.
    of_key: Vec<u32>,
    /// Rules written as regexes.
    pub regexes: Regexes,
    /// The bit by which tokens that patterns are found through are known; 0 where all are looked at.
    bit: u8,
    /// Some pattern may match where no chunk is.
    anywhere: bool,
    /// Most tokens that a match has besides its chunks, where each has one.
    beside: u32,
}

impl Stage {
    /// Adds a pattern, to be found through its first tokens or through its anchor; `beside` tells how
    /// far from the chunks of a match its tokens may stand, if every match has one.
    pub fn add(
        &mut self,
        rule: RuleId,
        program: Program,
        anchor: &Anchor,
        key: Key,
        gate: Gate,
        beside: Option<u32>,
    ) {
        match beside {
            Some(tokens) => self.beside = self.beside.max(tokens),
            None => self.anywhere = true,
        }
        let index = self.variants.len() as u32;
        let Key { front, keys, before, behind } = key;
        if !front {
            for label in &anchor.labels {
                slot(&mut self.by_label, label.0 as usize).push(index);
            }
        }
        let reach = (anchor.min, anchor.max);
        self.variants.push(Variant { rule, program, reach, front, keys, before, behind, gate });
    }

    /// Makes the index of the patterns; call it after the last was added.
    pub fn finish(&mut self, grounds: &Grounds<'_>) {
        let variants = self.variants.iter().enumerate();
        let keys = variants.flat_map(|(at, v)| v.keys.iter().map(move |key| (at as u32, key)));
        let mut keys: Vec<(u32, &Lookahead)> = keys.filter(|(_, key)| key.depth() > 0).collect();
        keys.sort_by_key(|(_, key)| key.order());
        self.of_key = keys.iter().map(|(at, _)| *at).collect();
        let keys: Vec<&Lookahead> = keys.into_iter().map(|(_, key)| key).collect();
        self.fronts = Fronts::new(&keys, grounds);
    }

    /// For each class what the index says of it.
    pub fn rows(&self) -> &[[u32; DEPTH]] {
        self.fronts.rows()
    }

    /// Looks up by kind from now on what was looked up by class; the first stages note for which
    /// kinds they look.
    pub fn merge(&mut self, number: usize, kinds: &mut Kinds) {
        self.fronts.merge(kinds);
        self.bit = 1u8.checked_shl(number as u32).unwrap_or(0);
        if self.bit != 0 {
            kinds.seek(self.bit, self.fronts.sought());
        }
    }

    /// Whether the stage has no rules.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty() && self.regexes.is_empty()
    }

    /// Every place where a pattern and its context hold, in no particular order.
    pub fn run(&self, ground: Ground<'_>) -> Vec<Match> {
        self.run_within(ground, &[0..ground.text.tokens.len()])
    }

    /// As [`run`](Self::run), for anchors within ranges of tokens, in the order of the text.
    pub fn run_within(&self, ground: Ground<'_>, ranges: &[TokenRange]) -> Vec<Match> {
        let tokens: usize = ranges.iter().map(TokenRange::len).sum();
        let mut run = Run {
            stage: self,
            ground,
            machine: Machine::default(),
            surroundings: Machine::default(),
            tried: vec![0; self.variants.len()],
            found: Vec::with_capacity(tokens / 8),
            counting: trace::counting(),
        };
        let explained = trace::on() || trace::watched().is_some();
        if self.anywhere || !self.regexes.is_empty() || explained {
            ranges.iter().for_each(|range| run.over(range.clone()));
        } else {
            self.near_chunks(ground.chunks, ranges).for_each(|range| run.over(range));
        }
        run.found
    }

    /// The parts of ranges in which a match with a chunk may be.
    fn near_chunks(
        &self,
        chunks: &Chunks,
        ranges: &[TokenRange],
    ) -> impl Iterator<Item = TokenRange> {
        let mut near: Vec<TokenRange> = Vec::new();
        for chunk in chunks.stretches() {
            let beside = self.beside as usize;
            let (start, end) = (chunk.start.saturating_sub(beside), chunk.end + beside);
            match near.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                _ => near.push(start..end),
            }
        }
        ranges.iter().flat_map(move |range| {
            let from = near.partition_point(|part| part.end <= range.start);
            let parts = near[from..].iter().take_while(|part| part.start < range.end);
            let cut = |part: &TokenRange| part.start.max(range.start)..part.end.min(range.end);
            parts.map(cut).collect::<Vec<_>>()
        })
    }
}

impl Stage {
    /// The tokens of a range at which a pattern may be found, in their order: the matcher's
    /// innermost loop, which looks at eight of them at a time.
    fn places(&self, ground: Ground<'_>, range: TokenRange) -> Vec<usize> {
        let (kinds, sought, chunks) = (&ground.text.kinds, &ground.text.sought, ground.chunks);
        let labels = !self.by_label.is_empty() && !chunks.is_empty();
        let bits = u64::from_le_bytes([self.bit.max(1); EIGHT]);
        let mut places = Vec::with_capacity(range.len() / 4);
        let mut first = range.start;
        while first < range.end {
            let here = first..(first + EIGHT).min(range.end);
            let tokens = match self.bit {
                0 => ones(here.len()),
                _ => eight(&sought[here.clone()]),
            };
            let starts = if labels { eight(chunks.starts(here)) } else { 0 };
            let mut left = (tokens | starts) & bits;
            while left != 0 {
                let bit = left.trailing_zeros();
                let at = first + bit as usize / EIGHT;
                if starts >> bit & 1 == 1 || self.fronts.may_begin(kinds, at) {
                    places.push(at);
                }
                left &= left - 1;
            }
            first += EIGHT;
        }
        places
    }
}

/// Tokens that are looked at together: the bytes of a word of the machine.
const EIGHT: usize = 8;

/// Up to eight bytes as one number, the first lowest.
#[inline]
fn eight(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or_else(|| fewer(bytes), |all| u64::from_le_bytes(*all))
}

/// Fewer than eight bytes as one number.
#[cold]
fn fewer(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// So many bytes, each with its lowest bit set, as one number.
#[cold]
fn ones(bytes: usize) -> u64 {
    (0..bytes).fold(0, |all, _| all << 8 | 1)
}

/// What a pattern is found through.
#[derive(Debug)]
pub struct Key {
    /// It is found through its first tokens, else through its anchor.
    pub front: bool,
    /// What may stand there: one of these has to admit it.
    pub keys: Vec<Lookahead>,
    /// What any token between the start of a match and the anchor may be.
    pub before: Lookahead,
    /// What may stand behind the anchor where that is a chunk.
    pub behind: Lookahead,
}

/// Whether a pattern is best found through its first tokens: where these, which stand `begins`
/// times in a million, are about as rare as its anchor.
pub fn starts_rarely(starts: &[Lookahead], anchor: &Anchor, begins: u64) -> bool {
    let places = u64::from(anchor.max - anchor.min) + 1;
    starts.iter().all(|start| start.depth() > 0)
        && begins * OFTENER <= anchor.cost * (4 + places) / 8 + RARE
}

/// Patterns whose first tokens stand about so often in a million are found through them.
const RARE: u64 = 50;
/// Words that patterns name one behind the other stand together so much oftener than by chance.
const OFTENER: u64 = 8;

fn slot<T: Default + Clone>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    &mut list[at]
}

struct Run<'a> {
    stage: &'a Stage,
    ground: Ground<'a>,
    machine: Machine,
    /// Runs contexts while the machine holds what a pattern has captured.
    surroundings: Machine,
    /// For each pattern one past the last start that was tried.
    tried: Vec<u32>,
    found: Vec<Match>,
    /// Whether the cost of each rule is counted.
    counting: bool,
}

impl<'a> Run<'a> {
    /// Finds what has its anchor within a range of tokens.
    fn over(&mut self, range: TokenRange) {
        let (stage, ground) = (self.stage, self.ground);
        for at in stage.places(ground, range.clone()) {
            let chunks = !stage.by_label.is_empty() && ground.chunks.any_at(at);
            if !chunks || stage.fronts.may_begin(&ground.text.kinds, at) {
                let chunk = |at: usize| ground.chunks.any_at(at);
                let begin = |key: usize| self.at(stage.of_key[key] as usize, at);
                stage.fronts.each(&ground.text.kinds, at, chunk, begin);
            }
            if chunks {
                self.at_chunks(at);
            }
        }
        if trace::on() {
            range.clone().for_each(|at| self.show_refused(at));
        }
        if let Some(rule) = trace::watched() {
            let near = near::misses(stage, ground, rule, range.clone());
            near.into_iter().for_each(|n| trace::step(|| Step::Near(n)));
        }
        if !stage.regexes.is_empty() {
            for hit in stage.regexes.find(ground.text, range) {
                let refusal = self.refusal(&hit);
                self.keep(hit, refusal);
            }
        }
    }

    /// Tries a pattern one of whose keys fits the tokens at a place.
    fn at(&mut self, index: usize, at: usize) {
        match self.stage.variants[index].front {
            true => self.at_start(index, at),
            false => self.try_around(index, at),
        }
    }

    /// Tries a pattern whose match would begin at a token.
    fn at_start(&mut self, index: usize, at: usize) {
        if self.tried[index] as usize <= at {
            self.tried[index] = at as u32 + 1;
            self.try_at(index, at);
        }
    }

    /// Records the matches at a place that nothing but what stands behind them refuses: their
    /// patterns are not run otherwise.
    fn show_refused(&mut self, at: usize) {
        let (sets, tokens) = (&self.ground.rules.word_sets, &self.ground.text.tokens[..]);
        for (index, variant) in self.stage.variants.iter().enumerate().filter(|(_, v)| v.front) {
            let admits = |lookahead: &Lookahead| lookahead.admits(sets, tokens, at);
            if admits(&variant.program.lookahead) && !variant.keys.iter().any(admits) {
                self.try_at(index, at);
            }
        }
    }

    fn at_chunks(&mut self, at: usize) {
        let (stage, ground) = (self.stage, self.ground);
        let (sets, tokens) = (&ground.rules.word_sets, &ground.text.tokens[..]);
        for (_, chunk) in ground.chunks.starting_at(at) {
            let Some(list) = stage.by_label.get(chunk.label.0 as usize) else { continue };
            for index in list.iter().map(|index| *index as usize) {
                let behind = &stage.variants[index].behind;
                if trace::on() || behind.admits(sets, tokens, chunk.last as usize) {
                    self.try_around(index, at);
                }
            }
        }
    }

    /// Tries a pattern whose anchor stands at a token, from all places where it may begin.
    fn try_around(&mut self, index: usize, at: usize) {
        let variant = &self.stage.variants[index];
        let (min, max) = (variant.reach.0 as usize, variant.reach.1 as usize);
        if max == 0 {
            // The pattern begins with its anchor, whose tokens have been looked at.
            return self.at_start(index, at);
        }
        if at < min {
            return;
        }
        let (sets, tokens) = (&self.ground.rules.word_sets, &self.ground.text.tokens[..]);
        let farthest = at.saturating_sub(max).max(self.tried[index] as usize);
        let mut from = at;
        while from > farthest && variant.before.admits(sets, tokens, from - 1) {
            from -= 1;
        }
        for start in from..=at - min {
            self.tried[index] = start as u32 + 1;
            if variant.program.lookahead.admits(sets, tokens, start) {
                self.try_at(index, start);
            }
        }
    }

    /// Runs a pattern at the start of a match.
    fn try_at(&mut self, index: usize, start: usize) {
        let variant = &self.stage.variants[index];
        if !variant.gate.lets(self.ground, start) && !trace::on() {
            return;
        }
        let end = self.machine.run(self.ground, &variant.program, start, Goal::Longest);
        if self.counting {
            trace::spend(variant.rule, self.machine.spent(), end.is_some());
        }
        if let Some(last) = end.filter(|end| *end > start) {
            let mut found =
                Match { rule: variant.rule, first: start, last, captures: Captures::new() };
            let refusal = self.refusal(&found);
            if refusal.is_none() || trace::on() {
                found.captures = self.machine.captures();
                self.keep(found, refusal);
            }
        }
    }

    /// The condition of its context that a match does not fulfil, and whether it must hold.
    fn refusal(&mut self, found: &Match) -> Option<(&'a Context, bool)> {
        let ground = self.ground;
        let rule = ground.rules.rule(found.rule);
        let wanted = rule.when.iter().map(|context| (context, true));
        let mut conditions = wanted.chain(rule.unless.iter().map(|context| (context, false)));
        conditions.find(|(context, wanted)| {
            holds(ground, &mut self.surroundings, found, context) != *wanted
        })
    }

    /// Keeps a match that its context does not refuse.
    fn keep(&mut self, found: Match, refusal: Option<(&Context, bool)>) {
        if trace::is_muted(found.rule) {
            return;
        }
        if let Some((context, wanted)) = refusal {
            trace::step(|| Step::Rejected { context: context.describe(wanted), found });
            return;
        }
        trace::step(|| Step::Matched(found.clone()));
        self.found.push(found);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn fronts_begin_exactly_what_the_look_ahead_admits() {
        let rules = Rules::builtin();
        let text = "On Monday, 3 May 2021 at about 5.30 p.m. the twenty-first Council met in \
            Kelm for two hours; \"We began in the 1990s\", Ms. Ada Noor said on 12/05/1999 of \
            the last quarter. She will travel to Harrow next week (see page 14) and";
        let text = rules.text(text, 0);
        for (kind, stratum, stage) in rules.stages() {
            for at in 0..text.tokens.len() {
                let mut begun = Vec::new();
                if stage.fronts.may_begin(&text.kinds, at) {
                    stage.fronts.each(&text.kinds, at, |_| true, |key| begun.push(key));
                }
                let mut begun: Vec<u32> = begun.into_iter().map(|key| stage.of_key[key]).collect();
                begun.sort_unstable();
                let keys = |(index, variant): (usize, &Variant)| {
                    let keys = variant.keys.iter().filter(|key| key.depth() > 0);
                    let fits = keys.filter(|key| key.admits(&rules.word_sets, &text.tokens, at));
                    vec![index as u32; fits.count()]
                };
                let admitted: Vec<u32> = stage.variants.iter().enumerate().flat_map(keys).collect();
                assert_eq!(begun, admitted, "{kind} {stratum} at {:?}", text.word(at));
            }
        }
    }
}
