//! A stage: all rules of one kind and stratum, found through their anchors.
//!
//! In: compiled rules.  Out: [`Stage::run`] gives every place where a pattern and its context
//! hold.  Overlaps are not resolved here.

use super::front::{Fronts, Grounds};
use super::lookahead::shapes;
use super::near;
use super::program::{Anchor, LabelId, Program};
use super::regexes::Regexes;
use super::run::{Goal, Ground, Machine};
use super::trace::{self, Step};
use super::{Captures, Match, RuleId};
use crate::rules::{Context, Rules, Scope};
use crate::text::{SHAPES, Shape, Text, TokenRange, WordId};

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
}

/// All rules of one kind and stratum.
#[derive(Debug, Default)]
pub struct Stage {
    /// The patterns.
    pub variants: Vec<Variant>,
    by_word: Vec<Vec<u32>>,
    /// What has to be looked up for a token of each shape …
    shapes: [u8; SHAPES],
    /// … and of each class, as bits: nothing, for most.
    interest: Vec<u8>,
    digits: Vec<u32>,
    capitalised: Vec<u32>,
    marks: Vec<u32>,
    by_label: Vec<Vec<u32>>,
    /// Patterns that are found through their first tokens.
    fronts: Fronts,
    /// Rules written as regexes.
    pub regexes: Regexes,
}

impl Stage {
    /// Adds a pattern, to be found through its first tokens where these are about as rare as its
    /// anchor, else through its anchor.  `begins` is how often its first tokens stand in a million.
    pub fn add(&mut self, rule: RuleId, program: Program, anchor: &Anchor, begins: u64) {
        let index = self.variants.len() as u32;
        let starts = u64::from(anchor.max - anchor.min) + 1;
        let front = program.lookahead.depth() > 0
            && begins * OFTENER <= anchor.cost * (4 + starts) / 8 + RARE;
        self.variants.push(Variant { rule, program, reach: (anchor.min, anchor.max), front });
        if front {
            return;
        }
        let mut words: Vec<WordId> = anchor.words.clone();
        words.sort_unstable();
        words.dedup();
        for word in words.into_iter().filter(|word| *word != WordId::UNKNOWN) {
            slot(&mut self.by_word, word.0 as usize).push(index);
        }
        for label in &anchor.labels {
            slot(&mut self.by_label, label.0 as usize).push(index);
        }
        let by_shape: [(bool, &mut Vec<u32>, &[usize]); 3] = [
            (anchor.digits, &mut self.digits, &shapes::DIGIT_INDICES),
            (anchor.capitalised, &mut self.capitalised, &[shapes::CAPITAL_INDEX]),
            (anchor.mark, &mut self.marks, &[shapes::MARK_INDEX]),
        ];
        for (_, list, shapes) in by_shape.into_iter().filter(|(wanted, ..)| *wanted) {
            list.push(index);
            shapes.iter().for_each(|shape| self.shapes[*shape] |= SHAPE);
        }
    }

    /// Makes the index of the patterns that are found through their first tokens; call it after
    /// the last was added.
    pub fn finish(&mut self, grounds: &Grounds<'_>) {
        let fronts = self.variants.iter().enumerate().filter(|(_, variant)| variant.front);
        let fronts: Vec<_> = fronts.map(|(at, variant)| (at, &variant.program.lookahead)).collect();
        self.fronts = Fronts::new(&fronts, grounds);
        self.interest = grounds
            .classes
            .iter()
            .map(|(word, shape)| {
                let anchors =
                    self.by_word.get(word.0 as usize).is_some_and(|list| !list.is_empty());
                self.shapes.get(*shape).copied().unwrap_or(0) | if anchors { ANCHOR } else { 0 }
            })
            .collect();
        for class in self.fronts.classes() {
            self.interest[class] |= FRONT;
        }
    }

    /// Whether the stage has no rules.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty() && self.regexes.is_empty()
    }

    /// Every place where a pattern and its context hold, in no particular order.
    pub fn run(&self, ground: Ground<'_>) -> Vec<Match> {
        self.run_within(ground, 0..ground.text.tokens.len())
    }

    /// As [`run`](Self::run), for anchors within a range of tokens.
    pub fn run_within(&self, ground: Ground<'_>, range: TokenRange) -> Vec<Match> {
        let mut run = Run {
            stage: self,
            ground,
            machine: Machine::default(),
            surroundings: Machine::default(),
            tried: vec![0; self.variants.len()],
            found: Vec::new(),
            counting: trace::counting(),
        };
        let labels = !self.by_label.is_empty();
        let classes = &ground.text.classes[range.clone()];
        for (at, class) in range.clone().zip(classes) {
            let interest = self.interest.get(class.0 as usize).copied().unwrap_or(0);
            if interest != 0 {
                run.at(at, interest);
            }
            if labels && ground.chunks.any_at(at) {
                run.at_chunks(at);
            }
        }
        if let Some(rule) = trace::watched() {
            let near = near::misses(self, ground, rule, range.clone());
            near.into_iter().for_each(|n| trace::step(|| Step::Near(n)));
        }
        if !self.regexes.is_empty() {
            for hit in self.regexes.find(ground.text, range) {
                let refusal = run.refusal(&hit);
                run.keep(hit, refusal);
            }
        }
        run.found
    }
}

/// Patterns whose first tokens stand about so often in a million are found through them.
const RARE: u64 = 50;
/// Words that patterns name one behind the other stand together so much oftener than by chance.
const OFTENER: u64 = 8;

/// Patterns that may begin with a class.
const FRONT: u8 = 1;
/// Patterns of which a word of the class is the anchor.
const ANCHOR: u8 = 2;
/// Patterns of which the shape of the class is the anchor.
const SHAPE: u8 = 4;

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
    fn at(&mut self, at: usize, interest: u8) {
        let (stage, text) = (self.stage, self.ground.text);
        if interest & FRONT != 0 {
            stage.fronts.each(&text.classes, at, |index| self.try_at(index, at));
        }
        let token = text.tokens[at];
        if interest & ANCHOR != 0 {
            self.try_all(&stage.by_word[token.word.0 as usize], at);
        }
        if interest & SHAPE != 0 {
            match token.shape {
                Shape::Number => self.try_all(&stage.digits, at),
                Shape::Mark => self.try_all(&stage.marks, at),
                _ => self.try_all(&stage.capitalised, at),
            }
        }
    }

    fn at_chunks(&mut self, at: usize) {
        for (_, chunk) in self.ground.chunks.starting_at(at) {
            if let Some(list) = self.stage.by_label.get(chunk.label.0 as usize) {
                self.try_all(list, at);
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
            if variant.program.lookahead.admits(sets, tokens, start) {
                self.try_at(index, start);
            }
        }
    }

    /// Runs a pattern at the start of a match.
    fn try_at(&mut self, index: usize, start: usize) {
        let variant = &self.stage.variants[index];
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

#[cfg(test)]
mod tests {
    use super::*;

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
                stage.fronts.each(&text.classes, at, |index| begun.push(index));
                begun.sort_unstable();
                let admitted = stage.variants.iter().enumerate().filter(|(_, variant)| {
                    let ahead = &variant.program.lookahead;
                    variant.front && ahead.admits(&rules.word_sets, &text.tokens, at)
                });
                let admitted: Vec<usize> = admitted.map(|(index, _)| index).collect();
                assert_eq!(begun, admitted, "{kind} {stratum} at {:?}", text.word(at));
            }
        }
    }
}
