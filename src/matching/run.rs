//! Running one program at one place.
//!
//! In: a [`Program`] and a token to start at.  Out: the longest match with its captures.
//! Backtracks over alternatives, within a fixed number of steps, so that no pattern can take
//! more than constant time at a place.

use super::chunks::Chunks;
use super::program::{CaptureName, Instruction, Program, Test, int_digits};
use super::{Capture, What};
use crate::rules::Rules;
use crate::text::{Shape, Text, flags};

/// Most steps spent on one program at one place.
const STEPS: u32 = 20_000;

/// What a program runs over.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// What earlier stages found.
    pub chunks: &'a Chunks,
    /// Lexicons and number words.
    pub rules: &'a Rules,
}

/// Scratch space, reused between places.
#[derive(Debug, Default)]
pub struct Machine {
    pending: Vec<Branch>,
    log: Vec<Event>,
    best: Vec<Event>,
    /// Steps of the last run.
    spent: u32,
    /// Where runs got stuck, if anybody wants to know.
    stuck: Option<Stuck>,
}

/// The farthest token a program reached, and the steps that failed there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stuck {
    /// The token at which the steps failed.
    pub at: usize,
    /// The instructions that failed there.
    pub steps: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Branch {
    at: u32,
    position: u32,
    log: u32,
    /// A capture that belongs to the branch and is logged when it is taken.
    capture: Option<Capture>,
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Open(CaptureName, u32),
    Close(CaptureName, u32),
    Leaf(Capture),
}

/// What a match must fulfil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The longest match.
    Longest,
    /// A match that ends right before this token.
    EndAt(usize),
    /// Any match, within tokens before this one.
    Within(usize),
}

impl Machine {
    /// Runs a program at a token; the end of the match, whose captures [`Self::captures`] gives.
    pub fn run(
        &mut self,
        ground: Ground<'_>,
        program: &Program,
        start: usize,
        goal: Goal,
    ) -> Option<usize> {
        self.pending.clear();
        self.log.clear();
        self.best.clear();
        let mut found: Option<usize> = None;
        let mut branch = Branch { at: 0, position: start as u32, log: 0, capture: None };
        let mut steps = 0;
        loop {
            self.log.truncate(branch.log as usize);
            self.log.extend(branch.capture.map(Event::Leaf));
            if let Some(end) = self.follow(ground, program, branch, start, &mut steps) {
                let fits = match goal {
                    Goal::Longest => found.is_none_or(|best| end > best),
                    Goal::EndAt(target) => end == target,
                    Goal::Within(limit) => end <= limit,
                };
                if fits {
                    found = Some(end);
                    self.best.clear();
                    self.best.extend_from_slice(&self.log);
                    if goal != Goal::Longest {
                        return found;
                    }
                }
            }
            match self.pending.pop() {
                Some(next) if steps < STEPS => branch = next,
                _ => {
                    self.spent = steps;
                    return found;
                }
            }
        }
    }

    /// Follows one branch to its end; pushes the alternatives it passes.
    fn follow(
        &mut self,
        ground: Ground<'_>,
        program: &Program,
        branch: Branch,
        start: usize,
        steps: &mut u32,
    ) -> Option<usize> {
        let (mut at, mut position) = (branch.at as usize, branch.position as usize);
        loop {
            *steps += 1;
            if *steps > STEPS {
                return None;
            }
            match &program.code[at] {
                Instruction::Accept => return Some(position),
                Instruction::Jump(to) => at = *to as usize,
                Instruction::Split(first, second) => {
                    self.pending.push(Branch {
                        at: *second,
                        position: position as u32,
                        log: self.log.len() as u32,
                        capture: None,
                    });
                    at = *first as usize;
                }
                Instruction::Open(name) => {
                    self.log.push(Event::Open(*name, position as u32));
                    at += 1;
                }
                Instruction::Close(name) => {
                    self.log.push(Event::Close(*name, position as u32));
                    at += 1;
                }
                Instruction::Step { test, glued, name } => {
                    if position > start
                        && ground
                            .text
                            .tokens
                            .get(position)
                            .is_some_and(|t| t.has(flags::PARAGRAPH_START))
                    {
                        return None;
                    }
                    if *glued
                        && position > start
                        && ground
                            .text
                            .tokens
                            .get(position)
                            .is_none_or(|t| t.has(flags::SPACE_BEFORE))
                    {
                        return None;
                    }
                    let Some((len, what)) = self.test(ground, test, position, at, *name) else {
                        self.stop(position, at);
                        return None;
                    };
                    if let Some(name) = name {
                        self.log.push(Event::Leaf(Capture {
                            name: *name,
                            first: position as u32,
                            last: (position + len) as u32,
                            what,
                        }));
                    }
                    position += len;
                    at += 1;
                }
            }
        }
    }

    /// Steps of the last run that looked for the longest match.
    pub fn spent(&self) -> u32 {
        self.spent
    }

    fn stop(&mut self, position: usize, step: usize) {
        let Some(stuck) = &mut self.stuck else { return };
        if position > stuck.at {
            *stuck = Stuck { at: position, steps: Vec::new() };
        }
        if position == stuck.at && !stuck.steps.contains(&step) {
            stuck.steps.push(step);
        }
    }

    /// Runs a program at a token and says where it got stuck; for `explain`.
    pub fn run_watched(
        &mut self,
        ground: Ground<'_>,
        program: &Program,
        start: usize,
    ) -> (Option<usize>, Stuck) {
        self.stuck = Some(Stuck { at: start, steps: Vec::new() });
        let found = self.run(ground, program, start, Goal::Longest);
        (found, self.stuck.take().unwrap_or_default())
    }

    /// Tests one step. Where several lengths are possible, the others become branches that
    /// start behind the step, with the capture already logged.
    fn test(
        &mut self,
        ground: Ground<'_>,
        test: &Test,
        at: usize,
        code: usize,
        name: Option<CaptureName>,
    ) -> Option<(usize, What)> {
        let text = ground.text;
        let token = *text.tokens.get(at)?;
        let one = |holds: bool| holds.then_some((1, What::Nothing));
        match test {
            Test::Word(word, case) => one(token.word == *word && case.holds(token)),
            Test::Int(low, high) => {
                let fits = token.shape == Shape::Number && token.len() <= int_digits(*high);
                if !fits || token.has(flags::IN_FIGURE) {
                    return None;
                }
                let value: i64 = text.word(at).parse().ok()?;
                (*low <= value && value <= *high).then_some((1, What::Number(value as f64)))
            }
            Test::Digits(low, high) => {
                let fits = token.shape == Shape::Number
                    && (*low as usize..=*high as usize).contains(&token.len())
                    && !token.has(flags::IN_FIGURE);
                if !fits || token.len() > 15 {
                    return None;
                }
                Some((1, What::Number(text.word(at).parse::<i64>().ok()? as f64)))
            }
            Test::Number => {
                ground.rules.numbers.number(text, at).map(|(v, len)| (len, What::Number(v)))
            }
            Test::Ordinal => {
                ground.rules.numbers.ordinal(text, at).map(|(v, len)| (len, What::Number(v)))
            }
            Test::AnyWord => one(token.shape == Shape::Word),
            Test::Capitalised => one(token.shape == Shape::Word && token.has(flags::CAPITALISED)),
            Test::AllCaps => one(token.shape == Shape::Word && token.has(flags::ALL_CAPS)),
            Test::Lower => one(token.shape == Shape::Word && !token.has(flags::CAPITALISED)),
            Test::Any => one(true),
            Test::Punctuation => one(token.shape == Shape::Punct),
            Test::Mark => one(token.shape == Shape::Mark),
            Test::Regex(regex) => one(token.len() <= 200 && regex.is_match(text.word(at))),
            Test::Lexicon(lexicon, filter) => {
                let entries =
                    ground.rules.lexicons.matches(*lexicon, &text.tokens, at).filter(|(r, _)| {
                        filter.as_ref().is_none_or(|f| f.allowed[r.entry as usize])
                    });
                self.several(entries.map(|(r, len)| (len, What::Entry(r))), at, code, name)
            }
            Test::Chunk(label) => {
                let chunks = ground.chunks.starting_at(at).filter(|(_, c)| c.label == *label);
                self.several(
                    chunks.map(|(i, c)| ((c.last - c.first) as usize, What::Chunk(i))),
                    at,
                    code,
                    name,
                )
            }
        }
    }

    fn several(
        &mut self,
        mut options: impl Iterator<Item = (usize, What)>,
        at: usize,
        code: usize,
        name: Option<CaptureName>,
    ) -> Option<(usize, What)> {
        let first = options.next()?;
        for (len, what) in options.filter(|(len, _)| *len > 0) {
            let last = (at + len) as u32;
            let capture = name.map(|name| Capture { name, first: at as u32, last, what });
            self.pending.push(Branch {
                at: code as u32 + 1,
                position: last,
                log: self.log.len() as u32,
                capture,
            });
        }
        (first.0 > 0).then_some(first)
    }

    /// Captures of the last match, groups after their parts.
    pub fn captures(&self) -> Vec<Capture> {
        let mut open: Vec<(CaptureName, u32)> = Vec::new();
        let mut captures = Vec::with_capacity(self.best.len());
        for event in &self.best {
            match *event {
                Event::Leaf(capture) => captures.push(capture),
                Event::Open(name, at) => open.push((name, at)),
                Event::Close(name, at) => {
                    if let Some(i) = open.iter().rposition(|(n, _)| *n == name) {
                        let (_, first) = open.remove(i);
                        captures.push(Capture { name, first, last: at, what: What::Nothing });
                    }
                }
            }
        }
        captures
    }
}
