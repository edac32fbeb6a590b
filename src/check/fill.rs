//! Compares the short stretches between runs of equal words, cell by cell.
//!
//! In: a range of words on each side.  Out: steps that cover the whole draft range.  A word may
//! agree with two or three that make it up ("on line", "online"), unless writing them apart means
//! another thing.  The size of the table is bounded; beyond it a stretch is simply replaced.

use super::align::{Link, Side, Step, push};
use super::lexicon::CheckWords;
use super::words::{Form, Gap, Word, folded};
use std::ops::Range;

/// Cells of a table.
const CELL_LIMIT: usize = 300_000;

/// Whether source words beyond the draft's cost anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// Both ends are held by equal words.
    Fixed,
    /// The source range may begin later.
    FreeStart,
    /// The source range may end earlier.
    FreeEnd,
}

/// How a cell was reached: words taken from the draft and from the source.
#[derive(Debug, Clone, Copy, Default)]
struct Move {
    draft: u8,
    source: u8,
    link: Option<Link>,
}

struct Table<'a> {
    draft: Stretch<'a>,
    source: Stretch<'a>,
    lexicon: &'a CheckWords,
    ends: Ends,
    columns: usize,
    costs: Vec<f32>,
    moves: Vec<Move>,
}

struct Stretch<'a> {
    words: &'a [Word],
    letters: Vec<String>,
    offset: usize,
}

impl<'a> Stretch<'a> {
    fn new(side: Side<'a>, range: Range<usize>) -> Self {
        let words = &side.words[range.clone()];
        let letters = words
            .iter()
            .map(|word| folded(side.text.get(word.start as usize..word.end as usize).unwrap_or("")))
            .collect();
        Self { words, letters, offset: range.start }
    }
}

/// Aligns two ranges and appends the steps.
pub(crate) fn fill(
    draft: Side,
    draft_range: Range<usize>,
    source: Side,
    source_range: Range<usize>,
    ends: Ends,
    lexicon: &CheckWords,
    steps: &mut Vec<Step>,
) {
    if draft_range.is_empty() {
        if ends == Ends::Fixed {
            push(steps, draft_range, source_range, Link::Changed);
        }
        return;
    }
    let cells = (draft_range.len() + 1).saturating_mul(source_range.len() + 1);
    if source_range.is_empty() || cells > CELL_LIMIT {
        let side = if ends == Ends::FreeEnd {
            source_range.start..source_range.start
        } else {
            source_range.end..source_range.end
        };
        let source_range = if ends == Ends::Fixed { source_range } else { side };
        push(steps, draft_range, source_range, Link::Changed);
        return;
    }
    let columns = source_range.len() + 1;
    let mut table = Table {
        draft: Stretch::new(draft, draft_range),
        source: Stretch::new(source, source_range),
        lexicon,
        ends,
        columns,
        costs: vec![f32::INFINITY; cells],
        moves: vec![Move::default(); cells],
    };
    table.run();
    table.trace(steps);
}

/// Pairs of word counts that may make up the same letters.
const JOINS: [(usize, usize); 8] = [(1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (2, 3), (3, 2), (1, 4)];

impl Table<'_> {
    fn run(&mut self) {
        self.costs[0] = 0.0;
        for i in 0..=self.draft.words.len() {
            for j in 0..self.columns {
                let here = self.costs[i * self.columns + j];
                if here.is_finite() {
                    self.leave(i, j, here);
                }
                if i == 0 && self.ends == Ends::FreeStart && j + 1 < self.columns {
                    self.reach(i, j + 1, 0.0, Move { draft: 0, source: 1, link: None });
                }
            }
        }
    }

    /// Relaxes every way out of a cell.
    fn leave(&mut self, i: usize, j: usize, here: f32) {
        let (more_draft, more_source) = (i < self.draft.words.len(), j + 1 < self.columns);
        if more_draft && more_source {
            let (cost, link) = self.compare(i, j);
            self.reach(i + 1, j + 1, here + cost, Move { draft: 1, source: 1, link: Some(link) });
            for (a, b) in JOINS {
                if i + a <= self.draft.words.len()
                    && j + b < self.columns
                    && self.joins(i..i + a, j..j + b)
                {
                    self.reach(
                        i + a,
                        j + b,
                        here + 0.05,
                        Move { draft: a as u8, source: b as u8, link: Some(Link::Joined) },
                    );
                }
            }
        }
        self.leave_contracted(i, j, here);
        if more_draft {
            self.reach(
                i + 1,
                j,
                here + 0.55,
                Move { draft: 1, source: 0, link: Some(Link::Changed) },
            );
        }
        if more_source {
            self.reach(
                i,
                j + 1,
                here + 0.5,
                Move { draft: 0, source: 1, link: Some(Link::Changed) },
            );
        }
    }

    /// Ways out over words that are the same when contractions are written out.
    fn leave_contracted(&mut self, i: usize, j: usize, here: f32) {
        const GROUPS: [(usize, usize); 5] = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3)];
        for (a, b) in GROUPS {
            let (Some(draft), Some(source)) =
                (self.draft.letters.get(i..i + a), self.source.letters.get(j..j + b))
            else {
                continue;
            };
            if self.lexicon.is_contraction(draft, source) {
                let link = Some(Link::Contracted);
                self.reach(
                    i + a,
                    j + b,
                    here + 0.1,
                    Move { draft: a as u8, source: b as u8, link },
                );
            }
        }
    }

    fn reach(&mut self, i: usize, j: usize, cost: f32, way: Move) {
        let cell = i * self.columns + j;
        if cost + 1e-5 < self.costs[cell] {
            self.costs[cell] = cost;
            self.moves[cell] = way;
        }
    }

    fn compare(&self, i: usize, j: usize) -> (f32, Link) {
        let (draft, source) = (&self.draft.words[i], &self.source.words[j]);
        if draft.key == source.key {
            return (0.0, Link::Same);
        }
        let (a, b) = (&self.draft.letters[i], &self.source.letters[j]);
        if draft.form.has(Form::PART_BRACKET) && !a.is_empty() && share_a_stem(a, b) {
            return (0.1, Link::Joined);
        }
        let alike = if a.len().abs_diff(b.len()) > 3 {
            0.0
        } else {
            strsim::normalized_levenshtein(a, b) as f32
        };
        let flat = if self.ends == Ends::Fixed { 1.0 } else { 0.5 };
        (flat - 0.4 * alike, Link::Changed)
    }

    /// Whether two groups of words are made of the same letters and may be.
    fn joins(&self, draft: Range<usize>, source: Range<usize>) -> bool {
        let letters =
            |stretch: &Stretch, range: &Range<usize>| stretch.letters[range.clone()].concat();
        let same_length = |stretch: &Stretch, range: &Range<usize>| {
            stretch.letters[range.clone()].iter().map(String::len).sum::<usize>()
        };
        if same_length(&self.draft, &draft) != same_length(&self.source, &source) {
            return false;
        }
        let joined = letters(&self.draft, &draft);
        !joined.is_empty()
            && joined == letters(&self.source, &source)
            && self.may_join(&self.draft.words[draft.clone()], &joined)
            && self.may_join(&self.source.words[source.clone()], &joined)
            && self.keeps_apart(&draft, &source)
    }

    /// Words that mean another thing written as one must stand as one on both sides.
    fn keeps_apart(&self, draft: &Range<usize>, source: &Range<usize>) -> bool {
        let (ours, theirs) =
            (&self.draft.letters[draft.clone()], &self.source.letters[source.clone()]);
        let missing = |a: &[String], b: &[String]| {
            a.iter().any(|word| self.lexicon.must_stay_apart(word) && !b.contains(word))
        };
        !(missing(ours, theirs) || missing(theirs, ours))
    }

    /// Figures and denials are not glued over a blank, nor words that then mean another thing.
    fn may_join(&self, words: &[Word], joined: &str) -> bool {
        let open = |word: &Word| word.before.has(Gap::SPACE) && !word.before.has(Gap::HYPHEN);
        if words.iter().any(|word| word.form.has(Form::SYMBOL))
            || words.iter().skip(1).any(|word| word.before.has(Gap::STOP.or(Gap::COMMA)))
        {
            return false;
        }
        let blank = words.iter().skip(1).any(open);
        let figures = words.iter().any(|word| word.form.has(Form::NUMBER));
        let denial = words.iter().any(|word| self.lexicon.negation.has(word));
        !(blank && (figures || denial || self.lexicon.must_stay_apart(joined)))
    }

    fn trace(&self, steps: &mut Vec<Step>) {
        let (mut i, mut j) = (self.draft.words.len(), self.best_end());
        let mut found = Vec::new();
        while i > 0 || j > 0 {
            let way = self.moves[i * self.columns + j];
            let (a, b) = (i - way.draft as usize, j - way.source as usize);
            if a == i && b == j {
                break;
            }
            if let Some(link) = way.link {
                found.push((a..i, b..j, link));
            }
            (i, j) = (a, b);
        }
        for (draft, source, link) in found.into_iter().rev() {
            push(steps, shift(draft, self.draft.offset), shift(source, self.source.offset), link);
        }
    }

    /// The column in which the draft is used up at the least cost.
    fn best_end(&self) -> usize {
        let row = self.draft.words.len() * self.columns;
        if self.ends != Ends::FreeEnd {
            return self.columns - 1;
        }
        (0..self.columns)
            .min_by(|a, b| self.costs[row + a].total_cmp(&self.costs[row + b]))
            .unwrap_or(0)
    }
}

/// "want[ed]" for "want", "[it]s" for "it": a marked change of a word's form.
pub(super) fn share_a_stem(draft: &str, source: &str) -> bool {
    let common = draft.chars().zip(source.chars()).take_while(|(a, b)| a == b).count();
    let longest = draft.chars().count().max(source.chars().count());
    common >= 3 && longest - common <= 3
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}
