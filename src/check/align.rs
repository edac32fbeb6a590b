//! Lays the words of a quote beside the words of a source.
//!
//! In: both sides as [`Word`]s and the places where the quote owns up to an omission.  Out:
//! [`Alignment`]s, best first: which words agree, which were joined or split, which differ.
//! Runs of equal words are chained, and only the gaps between them are compared cell by cell, so
//! that the work stays near linear in the source and bounded for any input.  Whether a difference
//! matters is judged elsewhere.

use super::fill::{Ends, fill};
use super::lexicon::CheckWords;
use super::words::{Gap, Word};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    /// What follows the last word.
    pub tail: Gap,
}

impl<'a> Side<'a> {
    /// The letters of one of its words.
    pub fn slice(&self, word: &Word) -> &'a str {
        self.text.get(word.start as usize..word.end as usize).unwrap_or("")
    }
}

/// How the two sides of a step agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Word by word.
    Same,
    /// In their letters, not in where the words are cut.
    Joined,
    /// When contractions are written out.
    Contracted,
    /// Not at all, or only one side has words here.
    Changed,
}

/// A stretch of the quote beside a stretch of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub draft: Range<usize>,
    pub source: Range<usize>,
    pub link: Link,
}

/// The whole quote beside one passage.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Alignment {
    /// In the order of the quote; their source sides follow each other without a hole.
    pub steps: Vec<Step>,
    /// Weight of the words that agree.
    pub matched: f32,
}

impl Alignment {
    /// The passage of the source, as a range of words.
    pub fn passage(&self) -> Range<usize> {
        let agreeing = || self.steps.iter().filter(|step| !step.source.is_empty());
        match (agreeing().next(), agreeing().next_back()) {
            (Some(first), Some(last)) => first.source.start..last.source.end,
            _ => 0..0,
        }
    }
}

/// A stretch of equal words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    pub draft: usize,
    pub source: usize,
    pub len: usize,
    weight: f32,
}

/// Comparisons spent on finding runs before what was found must do.
const RUN_BUDGET: usize = 1_000_000;
/// Runs that are chained.
const RUN_LIMIT: usize = 1_500;
/// Runs a run may follow.
const CHAIN_REACH: usize = 300;
/// Passages of one article that are looked at.
const PASSAGES: usize = 4;

/// What a word says: function words weigh a quarter.
pub(crate) fn weight(word: &Word, lexicon: &CheckWords) -> f32 {
    if lexicon.function.has(word) { 0.25 } else { 1.0 }
}

/// The passages of a source that fit a quote best. `breaks` are the positions in the quote, in
/// rising order, at which words may be missing.
pub(crate) fn align(
    draft: Side,
    breaks: &[usize],
    source: Side,
    lexicon: &CheckWords,
) -> (Vec<Alignment>, Vec<Run>) {
    let weights: Vec<f32> = draft.words.iter().map(|word| weight(word, lexicon)).collect();
    let runs = find_runs(draft.words, breaks, source.words, &weights);
    let chains = chain(&runs, breaks);
    let bridge = Bridge { draft, source, breaks, lexicon, weights: &weights };
    (chains.iter().map(|chain| bridge.alignment(chain)).collect(), runs)
}

/// All maximal runs of equal words, the heaviest ones if there are too many, by source position.
fn find_runs(draft: &[Word], breaks: &[usize], source: &[Word], weights: &[f32]) -> Vec<Run> {
    let mut places: FxHashMap<u64, Vec<u32>> =
        draft.iter().map(|word| (word.key, Vec::new())).collect();
    for (at, word) in source.iter().enumerate() {
        if let Some(list) = places.get_mut(&word.key) {
            list.push(at as u32);
        }
    }
    let mut order: Vec<usize> = (0..draft.len()).collect();
    order.sort_by_key(|i| (places[&draft[*i].key].len(), *i));
    let mut budget = RUN_BUDGET;
    let mut runs = Vec::new();
    for i in order {
        let fresh = breaks.binary_search(&i).is_ok();
        let end = breaks.get(breaks.partition_point(|b| *b <= i)).map_or(draft.len(), |b| *b);
        for &j in &places[&draft[i].key] {
            let j = j as usize;
            if budget == 0 {
                break;
            }
            budget -= 1;
            if i > 0 && j > 0 && !fresh && draft[i - 1].key == source[j - 1].key {
                continue;
            }
            let pairs = draft[i..end].iter().zip(&source[j..]).take(budget + 1);
            let len = pairs.take_while(|(a, b)| a.key == b.key).count();
            budget = budget.saturating_sub(len);
            let whole = (i == 0 || fresh) && i + len == end;
            let weight = weights[i..i + len].iter().sum();
            runs.push((whole, Run { draft: i, source: j, len, weight }));
        }
    }
    // Lone function words are found again when the gaps are filled, but not if they are all that
    // stands between two omissions.
    let telling = runs.iter().any(|(_, run)| run.weight >= 1.0);
    runs.retain(|(whole, run)| run.weight >= 0.5 || *whole || !telling);
    let mut runs: Vec<Run> = runs.into_iter().map(|(_, run)| run).collect();
    if runs.len() > RUN_LIMIT {
        runs.sort_by(|a, b| {
            b.weight.total_cmp(&a.weight).then(a.source.cmp(&b.source)).then(a.draft.cmp(&b.draft))
        });
        runs.truncate(RUN_LIMIT);
    }
    runs.sort_by_key(|run| (run.source, run.draft));
    runs
}

/// The best chains of runs that keep the order on both sides and share no source word.
fn chain(runs: &[Run], breaks: &[usize]) -> Vec<Vec<Run>> {
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(runs.len());
    for (k, run) in runs.iter().enumerate() {
        let mut top = (run.weight, None);
        for p in k.saturating_sub(CHAIN_REACH)..k {
            if let Some(gain) = follow(&runs[p], run, breaks) {
                let score = best[p].0 + gain;
                if score > top.0 + 1e-4 {
                    top = (score, Some(p));
                }
            }
        }
        best.push(top);
    }
    let mut ends: Vec<usize> = (0..runs.len()).collect();
    ends.sort_by(|a, b| best[*b].0.total_cmp(&best[*a].0).then(a.cmp(b)));
    pick(runs, &best, &ends)
}

/// Chains by falling score, as long as they are nearly as good as the first and lie elsewhere.
fn pick(runs: &[Run], best: &[(f32, Option<usize>)], ends: &[usize]) -> Vec<Vec<Run>> {
    let mut chains: Vec<Vec<Run>> = Vec::new();
    let mut used: Vec<Range<usize>> = Vec::new();
    let enough = ends.first().map_or(0.0, |end| best[*end].0 * 0.7);
    for end in ends.iter().take(200) {
        if chains.len() == PASSAGES || best[*end].0 < enough {
            break;
        }
        let chain = trace(runs, best, *end);
        let span = chain[0].source..chain.last().map_or(0, |run| run.source + run.len);
        if used.iter().all(|other| other.end <= span.start || span.end <= other.start) {
            used.push(span);
            chains.push(chain);
        }
    }
    chains
}

fn trace(runs: &[Run], best: &[(f32, Option<usize>)], end: usize) -> Vec<Run> {
    let mut chain = vec![runs[end]];
    let mut at = end;
    while let Some(before) = best[at].1 {
        chain.push(runs[before]);
        at = before;
    }
    chain.reverse();
    for k in 1..chain.len() {
        let cut = overlap(&chain[k - 1], &chain[k]);
        let run = &mut chain[k];
        *run = Run {
            draft: run.draft + cut,
            source: run.source + cut,
            len: run.len - cut,
            weight: run.weight,
        };
    }
    chain
}

/// How many words at its beginning a run shares with the one before.
fn overlap(before: &Run, run: &Run) -> usize {
    let draft = (before.draft + before.len).saturating_sub(run.draft);
    draft.max((before.source + before.len).saturating_sub(run.source))
}

/// What a run adds to a chain that ends with `before`, or nothing if it cannot follow.
fn follow(before: &Run, run: &Run, breaks: &[usize]) -> Option<f32> {
    let cut = overlap(before, run);
    if cut >= run.len
        || run.source + run.len <= before.source + before.len
        || run.draft <= before.draft
    {
        return None;
    }
    let weight = run.weight * (run.len - cut) as f32 / run.len as f32;
    let missing = (run.draft + cut) - (before.draft + before.len);
    let skipped = (run.source + cut) - (before.source + before.len);
    let at = breaks.partition_point(|b| *b < before.draft + before.len);
    let marked = breaks.get(at).is_some_and(|b| *b <= run.draft + cut);
    Some(weight - gap_cost(missing, skipped, marked))
}

/// The cost of words between two runs: marked omissions are nearly free, silent leaps are dear.
fn gap_cost(missing: usize, skipped: usize, marked: bool) -> f32 {
    let both = 0.2 * missing.min(skipped) as f32;
    let more = missing.abs_diff(skipped) as f32;
    match (marked, skipped > missing) {
        (true, _) => 0.1 + 0.03 * (1.0 + more).ln() + 0.5 * both,
        (false, true) => both + (0.2 * more).min(1.0 + 0.35 * (1.0 + more).ln()),
        (false, false) => both + 0.1 * more,
    }
}

/// Fills the gaps of a chain.
struct Bridge<'a> {
    draft: Side<'a>,
    source: Side<'a>,
    breaks: &'a [usize],
    lexicon: &'a CheckWords,
    weights: &'a [f32],
}

impl Bridge<'_> {
    fn alignment(&self, chain: &[Run]) -> Alignment {
        let mut steps = Vec::new();
        let first = chain[0];
        let window = first.source.saturating_sub(first.draft * 2 + 3);
        self.fill(0..first.draft, window..first.source, Ends::FreeStart, &mut steps);
        for (k, run) in chain.iter().enumerate() {
            push(
                &mut steps,
                run.draft..run.draft + run.len,
                run.source..run.source + run.len,
                Link::Same,
            );
            let (draft, source) = (run.draft + run.len, run.source + run.len);
            match chain.get(k + 1) {
                Some(next) => self.gap(draft..next.draft, source..next.source, &mut steps),
                None => {
                    let rest = self.draft.words.len() - draft;
                    let window = self.source.words.len().min(source + rest * 2 + 3);
                    self.fill(draft..draft + rest, source..window, Ends::FreeEnd, &mut steps);
                }
            }
        }
        let matched = steps
            .iter()
            .filter(|step| step.link != Link::Changed)
            .map(|step| self.weights[step.draft.clone()].iter().sum::<f32>())
            .sum();
        Alignment { steps, matched }
    }

    /// A gap between two runs; at a marked omission the two sides of the mark are filled apart.
    fn gap(&self, draft: Range<usize>, source: Range<usize>, steps: &mut Vec<Step>) {
        let at = self.breaks.partition_point(|b| *b < draft.start);
        let Some(mark) = self.breaks.get(at).copied().filter(|b| *b <= draft.end) else {
            self.fill(draft, source, Ends::Fixed, steps);
            return;
        };
        let reach = |words: usize| if words == 0 { 0 } else { words * 2 + 3 };
        let left_end = source.end.min(source.start + reach(mark - draft.start));
        let mut left = Vec::new();
        self.fill(draft.start..mark, source.start..left_end, Ends::FreeEnd, &mut left);
        let from = left.last().map_or(source.start, |step| step.source.end.max(source.start));
        let right_start = from.max(source.end.saturating_sub(reach(draft.end - mark)));
        let mut right = Vec::new();
        self.fill(mark..draft.end, right_start..source.end, Ends::FreeStart, &mut right);
        let to = right.first().map_or(source.end, |step| step.source.start);
        left.into_iter().for_each(|step| push(steps, step.draft, step.source, step.link));
        if from < to {
            steps.push(Step { draft: mark..mark, source: from..to, link: Link::Changed });
        }
        steps.extend(right);
    }

    fn fill(&self, draft: Range<usize>, source: Range<usize>, ends: Ends, steps: &mut Vec<Step>) {
        fill(self.draft, draft, self.source, source, ends, self.lexicon, steps);
    }
}

/// Appends a step, or widens the last one if it is of the same kind and neither is a joined word.
pub(crate) fn push(steps: &mut Vec<Step>, draft: Range<usize>, source: Range<usize>, link: Link) {
    if draft.is_empty() && source.is_empty() {
        return;
    }
    if let Some(last) = steps
        .last_mut()
        .filter(|last| last.link == link && matches!(link, Link::Same | Link::Changed))
    {
        if last.draft.end == draft.start && last.source.end == source.start {
            last.draft.end = draft.end;
            last.source.end = source.end;
            return;
        }
    }
    steps.push(Step { draft, source, link });
}
