//! Ways: how a match of a program may begin and go on.
//!
//! In: a [`Program`](super::program::Program)'s instructions and the lexicons.  Out: [`Lookahead`]s, found by following
//! all states a match may be in token by token.

use super::lookahead::{Builder, DEPTH, Lookahead, shapes};
use super::openings::{NumberSets, Openings};
use super::program::{Anchor, Instruction, LabelId, Test};
use crate::rules::lexicon::{EntryToken, Lexicons};
use crate::text::WordId;
use rustc_hash::FxHashSet;

/// Most states followed; beyond, anything may stand there.
const MOST_STATES: usize = 4_000;

/// What the search needs to know of words.
pub struct Known<'a> {
    /// Word classes.
    pub lexicons: &'a Lexicons,
    /// The words of numbers.
    pub numbers: &'a NumberSets,
    /// First words of lexicons that were asked for before.
    pub openings: &'a Openings,
}

/// Where a match may be after so many tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum State<'a> {
    /// Before an instruction that consumes.
    At(u32),
    /// Within a lexicon entry, before these tokens, then the instruction.
    InEntry(&'a [EntryToken], u32),
    /// Within a number or ordinal, then the instruction.
    InNumber(bool, u32),
}

/// Finds what may stand at the first tokens of a match; stops where anything may.
pub fn lookahead(code: &[Instruction], known: &Known<'_>) -> Lookahead {
    let mut found = Lookahead::default();
    let mut states = FxHashSet::default();
    if closure(code, 0, &mut states) {
        look_on(&mut found, code, known, states);
    }
    found
}

/// Looks on from states in which a match cannot end yet.
fn look_on<'a>(
    found: &mut Lookahead,
    code: &[Instruction],
    known: &Known<'a>,
    mut states: FxHashSet<State<'a>>,
) {
    while found.depth() < DEPTH && !states.is_empty() {
        let Ways { mut ends, goes_on, behind, chunk } = Ways::of(&states, code, known);
        if chunk && found.depth() == 0 {
            return;
        }
        let open = chunk || !ends.is_empty() || behind.len() > MOST_STATES;
        ends.add(goes_on);
        let Some(allowed) = ends.build(known.openings) else { return };
        found.push(allowed, chunk);
        if open {
            return;
        }
        states = behind;
    }
}

/// Most look-aheads of a pattern.
const MOST_KEYS: usize = 4;

/// What a match may begin with, as look-aheads of which one has to admit it: first words behind
/// which different things are asked, one each, if these are not too many; else its look-ahead.
pub fn keys(code: &[Instruction], whole: Lookahead, known: &Known<'_>) -> Vec<Lookahead> {
    let mut first = FxHashSet::default();
    let goes_on = closure(code, 0, &mut first);
    if !goes_on || whole.depth() == 0 || whole.depth() > 1 && first.len() == 1 {
        return vec![whole];
    }
    let mut ends = Builder::default();
    let mut groups: Vec<(FxHashSet<State<'_>>, Builder)> = Vec::new();
    for state in first {
        let ways = Ways::of(&FxHashSet::from_iter([state]), code, known);
        ends.add(ways.ends);
        match groups.iter_mut().find(|(behind, _)| *behind == ways.behind) {
            _ if ways.goes_on.is_empty() => {}
            Some((_, words)) => words.add(ways.goes_on),
            None => groups.push((ways.behind, ways.goes_on)),
        }
        if groups.len() > MOST_KEYS {
            return vec![whole];
        }
    }
    let groups = groups.into_iter().map(|(behind, words)| (Some(behind), words));
    let ends = Some((None, ends)).filter(|(_, words)| !words.is_empty());
    let keys = groups.chain(ends).map(|(behind, words)| {
        let mut key = Lookahead::of(words.build(known.openings)?);
        behind.into_iter().for_each(|states| look_on(&mut key, code, known, states));
        Some(key)
    });
    let keys: Option<Vec<Lookahead>> = keys.collect();
    keys.unwrap_or_else(|| vec![whole])
}

/// Where one more token may lead.
#[derive(Default)]
struct Ways<'a> {
    /// Tokens after which a match may end …
    ends: Builder,
    /// … and others …
    goes_on: Builder,
    /// … with the states behind these.
    behind: FxHashSet<State<'a>>,
    /// A chunk may stand here, which may begin with anything and be of any length.
    chunk: bool,
}

impl<'a> Ways<'a> {
    fn of(states: &FxHashSet<State<'a>>, code: &[Instruction], known: &Known<'a>) -> Self {
        let mut ways = Self::default();
        states.iter().for_each(|state| ways.step(code, known, *state));
        ways
    }

    /// Adds tokens that lead to an instruction; whether no match may end there.
    fn lead(&mut self, code: &[Instruction], to: u32, add: impl FnOnce(&mut Builder)) -> bool {
        let mut states = FxHashSet::default();
        let goes_on = closure(code, to, &mut states);
        if goes_on {
            self.behind.extend(states);
        }
        add(if goes_on { &mut self.goes_on } else { &mut self.ends });
        goes_on
    }

    fn step(&mut self, code: &[Instruction], known: &Known<'a>, state: State<'a>) {
        match state {
            State::InEntry([], _) => {}
            State::InEntry([token], at) => {
                self.lead(code, at, |words| words.words(std::iter::once(token.word)));
            }
            State::InEntry([token, rest @ ..], at) => {
                self.goes_on.words(std::iter::once(token.word));
                self.behind.insert(State::InEntry(rest, at));
            }
            State::InNumber(ordinal, at) => {
                if self.lead(code, at, |words| words.rest_of_number(known.numbers, ordinal)) {
                    self.behind.insert(State::InNumber(ordinal, at));
                }
            }
            State::At(at) => {
                let Instruction::Step { test, .. } = &code[at as usize] else { return };
                self.test(code, known, test, at + 1);
            }
        }
    }

    /// Adds the first tokens of what passes a test, and the states behind them.
    fn test(&mut self, code: &[Instruction], known: &Known<'a>, test: &Test, to: u32) {
        match test {
            Test::Lexicon(id, filter) => {
                let opening = known.openings.of(known.lexicons, *id, filter.as_ref());
                let lexicon = known.lexicons.get(*id);
                if !opening.alone.is_empty() {
                    self.lead(code, to, |words| words.words(opening.alone.iter().copied()));
                }
                self.goes_on.words(opening.begun(lexicon));
                self.behind.extend(opening.rests(lexicon).map(|rest| State::InEntry(rest, to)));
            }
            Test::Number | Test::Ordinal => {
                let ordinal = matches!(test, Test::Ordinal);
                if self.lead(code, to, |words| words.first_of_number(known.numbers, ordinal)) {
                    self.behind.insert(State::InNumber(ordinal, to));
                }
            }
            Test::Chunk(_) => self.chunk = true,
            single => {
                self.lead(code, to, |words| words.single(single));
            }
        }
    }
}

/// What any token of a match may be; nothing where it may be anything.
pub fn tokens(code: &[Instruction], known: &Known<'_>) -> Lookahead {
    let mut builder = Builder::default();
    for instruction in code {
        match instruction {
            Instruction::Step { test: Test::Lexicon(id, _), .. } => {
                let entries = &known.lexicons.get(*id).entries;
                builder.words(entries.iter().flat_map(|entry| &entry.tokens).map(|t| t.word));
            }
            Instruction::Step { test: test @ (Test::Number | Test::Ordinal), .. } => {
                let ordinal = matches!(test, Test::Ordinal);
                builder.first_of_number(known.numbers, ordinal);
                builder.rest_of_number(known.numbers, ordinal);
            }
            Instruction::Step { test, .. } => builder.single(test),
            _ => {}
        }
    }
    builder.build(known.openings).map(Lookahead::of).unwrap_or_default()
}

/// What may stand behind the chunks of some labels, wherever a program takes one.
pub fn behind(code: &[Instruction], labels: &[LabelId], known: &Known<'_>) -> Lookahead {
    let mut found = Lookahead::default();
    let mut states = FxHashSet::default();
    let mut goes_on = true;
    for (at, instruction) in code.iter().enumerate() {
        if let Instruction::Step { test: Test::Chunk(label), .. } = instruction {
            if labels.contains(label) {
                goes_on &= closure(code, at as u32 + 1, &mut states);
            }
        }
    }
    if goes_on {
        look_on(&mut found, code, known, states);
    }
    found
}

/// What an anchor may begin with, its chunks left out.
pub fn opening(anchor: &Anchor, openings: &Openings) -> Lookahead {
    let shapes = [
        (anchor.digits, shapes::DIGITS),
        (anchor.capitalised, shapes::CAPITALISED),
        (anchor.mark, shapes::MARK),
    ];
    let wanted = shapes.into_iter().filter(|(wanted, _)| *wanted);
    let shapes = wanted.fold(0, |all, (_, shape)| all | shape);
    let mut found = Lookahead::default();
    if shapes != 0 || !anchor.words.is_empty() {
        let known = anchor.words.iter().filter(|word| **word != WordId::UNKNOWN);
        let builder = Builder::new(known.copied().collect(), shapes);
        builder.build(openings).into_iter().for_each(|allowed| found.push(allowed, false));
    }
    found
}

/// Adds the consuming instructions reachable without consuming; false where the match may end.
fn closure<'a>(code: &[Instruction], at: u32, states: &mut FxHashSet<State<'a>>) -> bool {
    let mut stack = vec![at];
    let mut seen = FxHashSet::default();
    let mut closed = true;
    while let Some(at) = stack.pop() {
        if !seen.insert(at) {
            continue;
        }
        match &code[at as usize] {
            Instruction::Accept => closed = false,
            Instruction::Jump(to) => stack.push(*to),
            Instruction::Split(a, b) => stack.extend([*a, *b]),
            Instruction::Open(_) | Instruction::Close(_) => stack.push(at + 1),
            Instruction::Step { .. } => {
                states.insert(State::At(at));
            }
        }
    }
    closed
}
