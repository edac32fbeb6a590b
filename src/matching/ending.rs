//! Endings: which tokens a match of a program may end with.
//!
//! In: a program's instructions and the lexicons.  Out: a [`Lookahead`] of one token, its last.
//! What has to stand right before a match is tried only where its last token may stand there.

use super::lookahead::{Builder, Lookahead};
use super::program::{Instruction, Test};
use super::ways::Known;

/// What the last token of a match may be; nothing where it may be anything or there is none.
pub fn ending(code: &[Instruction], known: &Known<'_>) -> Lookahead {
    let ends = ends(code);
    let mut builder = Builder::default();
    if ends.first() == Some(&true) {
        return Lookahead::default();
    }
    let behind = ends.iter().skip(1).copied().chain([false]);
    for (instruction, ends) in code.iter().zip(behind) {
        if let (Instruction::Step { test, .. }, true) = (instruction, ends) {
            last_of(&mut builder, test, known);
        }
    }
    builder.build(known.openings).map(Lookahead::of).unwrap_or_default()
}

/// For each instruction whether the match may end there without another token.  Repetitions are
/// written out, so that instructions lead only to later ones.
fn ends(code: &[Instruction]) -> Vec<bool> {
    let mut ends = vec![false; code.len()];
    let of = |ends: &[bool], at: u32| ends.get(at as usize).copied().unwrap_or(false);
    for (at, instruction) in code.iter().enumerate().rev() {
        ends[at] = match instruction {
            Instruction::Accept => true,
            Instruction::Step { .. } => false,
            Instruction::Jump(to) => of(&ends, *to),
            Instruction::Split(one, other) => of(&ends, *one) || of(&ends, *other),
            Instruction::Open(_) | Instruction::Close(_) => of(&ends, at as u32 + 1),
        };
    }
    ends
}

/// Adds the last tokens of what passes a test.
fn last_of(builder: &mut Builder, test: &Test, known: &Known<'_>) {
    match test {
        Test::Lexicon(id, filter) => {
            let entries = known.lexicons.get(*id).entries.iter().enumerate();
            let fits = entries.filter(|(i, _)| filter.as_ref().is_none_or(|f| f.allowed[*i]));
            let last = fits.filter_map(|(_, entry)| entry.tokens.last());
            builder.words(last.map(|token| token.word));
        }
        Test::Number | Test::Ordinal => {
            builder.rest_of_number(known.numbers, matches!(test, Test::Ordinal));
        }
        single => builder.single(single),
    }
}

#[cfg(test)]
mod tests {
    use crate::matching::{Chunks, Goal, Ground, Machine};
    use crate::rules::{Rules, Scope};

    #[test]
    fn every_match_ends_with_what_its_ending_allows() {
        let rules = Rules::builtin();
        let text = "In about 1,900 of the twenty-first century's 5.5 million cases she might not, \
            as of late May, have said \"the last of them\"; in the spring of 1999, circa 40 had.";
        let text = rules.text(text, 0);
        let chunks = Chunks::new(text.tokens.len());
        let ground = Ground { text: &text, chunks: &chunks, rules };
        let left = rules.rules.iter().flat_map(|rule| rule.when.iter().chain(&rule.unless));
        let left = left.filter(|context| context.scope == Scope::Left);
        let mut met = 0;
        for (context, program) in left.flat_map(|c| c.programs.iter().map(move |p| (c, p))) {
            for start in 0..text.tokens.len() {
                let found = Machine::default().run(ground, program, start, Goal::Longest);
                let Some(end) = found.filter(|end| *end > start) else { continue };
                let allowed = program.ending.admits(&rules.word_sets, &text.tokens, end - 1);
                assert!(allowed, "{} before {:?}", context.source, text.word(end - 1));
                met += 1;
            }
        }
        assert!(met > 50, "only {met} matches");
    }
}
