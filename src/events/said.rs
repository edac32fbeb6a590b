//! What is said, as the events see it: whose words a place belongs to, which word brings them.
//!
//! In: quotations.  Out: [`Said`], which answers both in logarithmic time.

use crate::extraction::Quote;
use crate::text::Text;

/// Most code points between a word of saying and whom it names.
const NEAR: usize = 2;

/// Quotations by place.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Where the innermost quotation changes, and which it is from there on.
    turns: Vec<(usize, Option<usize>)>,
    /// The words of saying: first and one past the last code point, and the quotation.
    cues: Vec<(usize, usize, usize)>,
    /// From a word of saying to whom it names right behind: "according to the police".
    attributions: Vec<(usize, usize)>,
}

impl Said {
    /// Indexes quotations.
    pub fn new(quotes: &[Quote]) -> Self {
        let mut order: Vec<usize> = (0..quotes.len()).collect();
        order.sort_by_key(|at| (quotes[*at].start, std::cmp::Reverse(quotes[*at].end)));
        let mut said = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for at in order {
            said.close(quotes, &mut open, quotes[at].start);
            open.push(at);
            said.turns.push((quotes[at].start, Some(at)));
        }
        said.close(quotes, &mut open, usize::MAX);
        let cue = |(at, quote): (usize, &Quote)| quote.cue.as_ref().map(|c| (c.start, c.end, at));
        said.cues = quotes.iter().enumerate().filter_map(cue).collect();
        said.cues.sort_unstable();
        said.attributions = quotes.iter().filter_map(attribution).collect();
        said.attributions.sort_unstable();
        said
    }

    /// The words that only say who told what stands in a range of code points, at either end of it.
    pub fn attributions(&self, start: usize, end: usize) -> &[(usize, usize)] {
        let first = self.attributions.partition_point(|(from, _)| *from < start);
        let rest = &self.attributions[first..];
        &rest[..rest.partition_point(|(from, _)| *from < end)]
    }

    /// Closes the quotations that end before a place.
    fn close(&mut self, quotes: &[Quote], open: &mut Vec<usize>, place: usize) {
        while let Some(top) = open.last().copied().filter(|top| quotes[*top].end <= place) {
            open.pop();
            self.turns.push((quotes[top].end, open.last().copied()));
        }
    }

    /// The innermost quotation to whose words a code point belongs.
    pub fn inside(&self, at: usize) -> Option<usize> {
        let turn = self.turns.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        self.turns[turn].1
    }

    /// Whether a quotation is brought by the word of saying at a token.
    pub fn brings(&self, text: &Text<'_>, token: usize) -> bool {
        !self.cues.is_empty() && self.cued(text.start_of(token)).is_some()
    }

    /// The quotation whose word of saying stands at a code point.
    pub fn cued(&self, at: usize) -> Option<usize> {
        let before = self.cues.partition_point(|(start, ..)| *start <= at).checked_sub(1)?;
        let (_, end, quote) = self.cues[before];
        (at < end).then_some(quote)
    }
}

/// The word of saying with whom it names right behind.
fn attribution(quote: &Quote) -> Option<(usize, usize)> {
    let (cue, speaker) = (quote.cue.as_ref()?, quote.speaker.as_ref()?);
    let near = cue.end..=cue.end + NEAR;
    near.contains(&speaker.start).then_some((cue.start, speaker.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::QuoteKind;

    fn quote(start: usize, end: usize) -> Quote {
        let (text, rule) = (String::new(), "".into());
        let kind = QuoteKind::Direct;
        Quote {
            start,
            end,
            text,
            kind,
            closed: true,
            part_of: None,
            cue: None,
            speaker: None,
            via: None,
            said: None,
            modality: None,
            aside: None,
            rule,
        }
    }

    #[test]
    fn the_innermost_quotation_counts() {
        let said = Said::new(&[quote(10, 50), quote(20, 30), quote(60, 70)]);
        let found: Vec<Option<usize>> =
            [5, 10, 25, 30, 50, 65, 70].iter().map(|at| said.inside(*at)).collect();
        assert_eq!(found, [None, Some(0), Some(1), Some(0), None, Some(2), None]);
    }
}
