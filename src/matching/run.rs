//! Running one program at one place.
//!
//! In: a [`Program`] and a token to start at.  Out: the longest match with its captures.
//! Backtracks over alternatives, within a fixed number of steps, so that no pattern can take
//! more than constant time at a place.

use super::chunks::Chunks;
use super::program::{CaptureName, Instruction, Program, Test, int_digits};
use super::{Capture, What};
use crate::rules::Rules;
use crate::text::{Shape, Text, Token, flags};

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
    /// Captures of branches that wait, logged when their branch is taken.
    leaves: Vec<Capture>,
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
    /// The capture that belongs to the branch, among the leaves; [`NO_LEAF`] for none.
    leaf: u32,
}

/// The leaf of a branch without a capture of its own.
const NO_LEAF: u32 = u32::MAX;

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
        self.leaves.clear();
        self.log.clear();
        self.best.clear();
        let mut found: Option<usize> = None;
        let mut branch = Branch { at: 0, position: start as u32, log: 0, leaf: NO_LEAF };
        let mut steps = 0;
        loop {
            self.log.truncate(branch.log as usize);
            if let Some(leaf) = self.leaves.get(branch.leaf as usize) {
                self.log.push(Event::Leaf(*leaf));
            }
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
        let tokens = &ground.text.tokens[..];
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
                        leaf: NO_LEAF,
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
                    let Some(&token) = tokens.get(position) else {
                        self.stop(position, at);
                        return None;
                    };
                    let barred =
                        flags::PARAGRAPH_START | if *glued { flags::SPACE_BEFORE } else { 0 };
                    if position > start && token.has(barred) {
                        return None;
                    }
                    let taken = match single(test, token) {
                        Some(holds) => holds.then_some((1, What::Nothing)),
                        None => self.test(ground, test, position, at, *name),
                    };
                    let Some((len, what)) = taken else {
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

    #[inline]
    fn stop(&mut self, position: usize, step: usize) {
        if self.stuck.is_some() {
            self.note_stop(position, step);
        }
    }

    #[cold]
    fn note_stop(&mut self, position: usize, step: usize) {
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
        match test {
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
            Test::Regex(regex) => {
                (token.len() <= 200 && regex.is_match(text.word(at))).then_some((1, What::Nothing))
            }
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
            _ => single(test, token)?.then_some((1, What::Nothing)),
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
            let leaf = name.map_or(NO_LEAF, |name| {
                self.leaves.push(Capture { name, first: at as u32, last, what });
                self.leaves.len() as u32 - 1
            });
            let log = self.log.len() as u32;
            self.pending.push(Branch { at: code as u32 + 1, position: last, log, leaf });
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

/// Whether a token passes a test that looks at one token only; `None` for other tests.
#[inline]
fn single(test: &Test, token: Token) -> Option<bool> {
    let is_word = token.shape == Shape::Word;
    Some(match test {
        Test::Word(word, case) => token.word == *word && case.holds(token),
        Test::AnyWord => is_word,
        Test::Capitalised => is_word && token.has(flags::CAPITALISED),
        Test::AllCaps => is_word && token.has(flags::ALL_CAPS),
        Test::Lower => is_word && !token.has(flags::CAPITALISED),
        Test::Any => true,
        Test::Punctuation => token.shape == Shape::Punct,
        Test::Mark => token.shape == Shape::Mark,
        _ => return None,
    })
}
