//! Running one program at one place.
//!
//! In: a [`Program`] and a token to start at.  Out: the longest match with its captures.
//! Backtracks over alternatives, within a fixed number of steps, so that no pattern can take
//! more than constant time at a place.

use super::chunks::Chunks;
use super::program::{CaptureName, Instruction, Program, Test, int_digits};
use super::{Capture, Captures, What};
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

/// One run: a program over what it runs over, from a token on.
#[derive(Clone, Copy)]
struct Scene<'a> {
    ground: Ground<'a>,
    tokens: &'a [Token],
    code: &'a [Instruction],
    start: usize,
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
        let scene = Scene { ground, tokens: &ground.text.tokens, code: &program.code, start };
        self.pending.clear();
        self.leaves.clear();
        self.log.clear();
        self.best.clear();
        self.spent = 0;
        let mut found: Option<usize> = None;
        let mut branch = Branch { at: 0, position: start as u32, log: 0, leaf: NO_LEAF };
        loop {
            self.log.truncate(branch.log as usize);
            if let Some(leaf) = self.leaves.get(branch.leaf as usize) {
                self.log.push(Event::Leaf(*leaf));
            }
            if let Some(end) = self.follow(scene, branch) {
                let fits = match goal {
                    Goal::Longest => found.is_none_or(|best| end > best),
                    Goal::EndAt(target) => end == target,
                    Goal::Within(limit) => end <= limit,
                };
                if fits {
                    found = Some(end);
                    self.keep();
                    if goal != Goal::Longest {
                        return found;
                    }
                }
            }
            match self.pending.pop() {
                Some(next) if self.spent < STEPS => branch = next,
                _ => return found,
            }
        }
    }

    /// Keeps what the branch has captured; the last branch needs it no more.
    fn keep(&mut self) {
        if self.pending.is_empty() {
            std::mem::swap(&mut self.best, &mut self.log);
        } else {
            self.best.clear();
            self.best.extend_from_slice(&self.log);
        }
    }

    /// Follows one branch to its end; pushes the alternatives it passes.
    #[inline]
    fn follow(&mut self, scene: Scene<'_>, branch: Branch) -> Option<usize> {
        let (mut at, mut position) = (branch.at as usize, branch.position as usize);
        loop {
            self.spent += 1;
            if self.spent > STEPS {
                return None;
            }
            match &scene.code[at] {
                Instruction::Accept => return Some(position),
                Instruction::Jump(to) => at = *to as usize,
                Instruction::Split(first, second) => {
                    let (first, second) = (*first as usize, *second as usize);
                    let watched = self.stuck.is_some();
                    if !watched && !scene.may_go_on(first, position) {
                        at = second;
                        continue;
                    }
                    at = first;
                    if watched || scene.may_go_on(second, position) {
                        self.branch(second, position, NO_LEAF);
                    }
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
                    let Some(&token) = scene.tokens.get(position) else {
                        self.stop(position, at);
                        return None;
                    };
                    if scene.bars(token, position, *glued) {
                        return None;
                    }
                    let Some((len, what)) = self.test(scene, test, token, position, at, *name)
                    else {
                        self.stop(position, at);
                        return None;
                    };
                    if let Some(name) = *name {
                        let (first, last) = (position as u32, (position + len) as u32);
                        self.log.push(Event::Leaf(Capture { name, first, last, what }));
                    }
                    position += len;
                    at += 1;
                }
            }
        }
    }

    fn branch(&mut self, at: usize, position: usize, leaf: u32) {
        let log = self.log.len() as u32;
        self.pending.push(Branch { at: at as u32, position: position as u32, log, leaf });
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
    #[inline]
    fn test(
        &mut self,
        scene: Scene<'_>,
        test: &Test,
        token: Token,
        at: usize,
        code: usize,
        name: Option<CaptureName>,
    ) -> Option<(usize, What)> {
        let Ground { text, rules, chunks } = scene.ground;
        match test {
            Test::Int(low, high) => {
                let fits = token.shape == Shape::Number && token.len() <= int_digits(*high);
                let value = (fits && !token.has(flags::IN_FIGURE)).then(|| whole(text, at))??;
                (*low <= value && value <= *high).then_some((1, What::Number(value as f64)))
            }
            Test::Digits(low, high) => {
                let fits = token.shape == Shape::Number
                    && (*low as usize..=*high as usize).contains(&token.len())
                    && !token.has(flags::IN_FIGURE);
                let value = (fits && token.len() <= 15).then(|| whole(text, at))??;
                Some((1, What::Number(value as f64)))
            }
            Test::Number => rules.numbers.number(text, at).map(|(v, len)| (len, What::Number(v))),
            Test::Ordinal => rules.numbers.ordinal(text, at).map(|(v, len)| (len, What::Number(v))),
            Test::Regex(regex) => {
                (token.len() <= 200 && regex.is_match(text.word(at))).then_some((1, What::Nothing))
            }
            Test::Lexicon(lexicon, filter) => {
                let mut taken = None;
                for (entry, len) in rules.lexicons.matches(*lexicon, scene.tokens, at) {
                    if filter.as_ref().is_none_or(|f| f.allowed[entry.entry as usize]) {
                        self.take(&mut taken, (len, What::Entry(entry)), at, code, name);
                    }
                }
                taken
            }
            Test::Chunk(label) => {
                let mut taken = None;
                for (index, chunk) in chunks.starting_at(at).filter(|(_, c)| c.label == *label) {
                    let len = (chunk.last - chunk.first) as usize;
                    self.take(&mut taken, (len, What::Chunk(index)), at, code, name);
                }
                taken
            }
            _ => single(test, token).then_some((1, What::Nothing)),
        }
    }

    /// Takes the first of several options; each other one becomes a branch.
    #[inline]
    fn take(
        &mut self,
        taken: &mut Option<(usize, What)>,
        option: (usize, What),
        at: usize,
        code: usize,
        name: Option<CaptureName>,
    ) {
        if taken.is_none() {
            *taken = Some(option);
            return;
        }
        let (len, what) = option;
        let leaf = name.map_or(NO_LEAF, |name| {
            self.leaves.push(Capture { name, first: at as u32, last: (at + len) as u32, what });
            self.leaves.len() as u32 - 1
        });
        self.branch(code + 1, at + len, leaf);
    }

    /// Captures of the last match, groups after their parts.
    pub fn captures(&self) -> Captures {
        let mut open: Vec<(CaptureName, u32)> = Vec::new();
        let mut captures = Captures::new();
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

impl Scene<'_> {
    /// Whether a token may not be the next one.
    #[inline]
    fn bars(&self, token: Token, position: usize, glued: bool) -> bool {
        let barred = flags::PARAGRAPH_START | if glued { flags::SPACE_BEFORE } else { 0 };
        position > self.start && token.has(barred)
    }

    /// Whether the code from an instruction on may match, as far as the next token can tell.
    #[inline]
    fn may_go_on(&self, mut at: usize, position: usize) -> bool {
        loop {
            match &self.code[at] {
                Instruction::Open(_) | Instruction::Close(_) => at += 1,
                Instruction::Jump(to) => at = *to as usize,
                Instruction::Split(..) | Instruction::Accept => return true,
                Instruction::Step { test, glued, .. } => {
                    let Some(&token) = self.tokens.get(position) else { return false };
                    return !self.bars(token, position, *glued)
                        && self.admits(test, token, position);
                }
            }
        }
    }

    /// Whether a match of a test may begin with a token.
    #[inline]
    fn admits(&self, test: &Test, token: Token, at: usize) -> bool {
        let Ground { rules, chunks, .. } = self.ground;
        match test {
            Test::Lexicon(lexicon, _) => rules.lexicons.may_open(*lexicon, token.word),
            Test::Int(..) | Test::Digits(..) => token.shape == Shape::Number,
            Test::Number | Test::Ordinal => {
                token.shape == Shape::Number || rules.numbers.may_open(token.word)
            }
            Test::Chunk(_) => chunks.any_at(at),
            Test::Regex(_) => true,
            _ => single(test, token),
        }
    }
}

/// The value of a token of digits.
fn whole(text: &Text<'_>, at: usize) -> Option<i64> {
    text.word(at).parse().ok()
}

/// Whether a token passes a test that looks at one token only.
#[inline]
fn single(test: &Test, token: Token) -> bool {
    let is_word = token.shape == Shape::Word;
    match test {
        Test::Word(word, case) => token.word == *word && case.holds(token),
        Test::Words(words) => {
            words.iter().any(|(word, case)| token.word == *word && case.holds(token))
        }
        Test::AnyWord => is_word,
        Test::Capitalised => is_word && token.has(flags::CAPITALISED),
        Test::AllCaps => is_word && token.has(flags::ALL_CAPS),
        Test::Lower => is_word && !token.has(flags::CAPITALISED),
        Test::Any => true,
        Test::Punctuation => token.shape == Shape::Punct,
        Test::Mark => token.shape == Shape::Mark,
        _ => false,
    }
}
