//! Numbers of more than one word: "1.5 million", "two hundred and fifty".
//!
//! In: the words of a text.  Out: the same with each such number as one word, whose key is that of
//! its figures: house styles choose between the two.

use super::super::fold::stable_hash;
use super::super::words::{Form, Gap, Word};
use super::CheckWords;
use rustc_hash::FxHashMap;

/// Number words by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Numerals {
    /// Numbers below a hundred.
    pub small: FxHashMap<u64, u64>,
    /// Multipliers, as powers of ten.
    pub multiples: FxHashMap<u64, u32>,
    /// The words that may stand before the last part.
    pub links: Vec<u64>,
}

/// Greatest power of ten that is worked out.
const POWER: u32 = 15;

impl CheckWords {
    /// Makes one word of every number of several words.
    pub(crate) fn join_numbers(&self, text: &str, words: &mut Vec<Word>) {
        let small = |word: &Word| self.numerals.small.get(&word.key).copied();
        let starts = |pair: &[Word]| {
            self.numerals.multiples.contains_key(&pair[1].key)
                || small(&pair[0]).zip(small(&pair[1])).is_some()
        };
        if !words.windows(2).any(starts) {
            return;
        }
        let mut kept = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let (mut word, length) = (words[at], self.number_at(text, &words[at..]));
            if let Some((figures, length)) = length {
                word.key = stable_hash(&figures);
                word.end = words[at + length - 1].end;
                word.form.add(Form::NUMBER);
                at += length - 1;
            }
            kept.push(word);
            at += 1;
        }
        *words = kept;
    }

    /// The figures of a number of two words or more, and how many words it takes.
    fn number_at(&self, text: &str, words: &[Word]) -> Option<(String, usize)> {
        let first = words.first()?;
        match first.form.has(Form::NUMBER) {
            true => self.figures_at(text, words),
            false => self.numerals.spelt_at(words),
        }
    }

    /// "1.5 million": figures and a multiplier.
    fn figures_at(&self, text: &str, words: &[Word]) -> Option<(String, usize)> {
        let (first, next) = (words.first()?, words.get(1)?);
        let power = *self.numerals.multiples.get(&next.key).filter(|_| is_tied(next))?;
        let digits = text.get(first.start as usize..first.end as usize)?;
        let digits: String = digits.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
        let whole = format!("{whole}{part:0<width$}", width = power as usize);
        let (whole, part) = whole.split_at(whole.len() - part.len().saturating_sub(power as usize));
        let whole = whole.trim_start_matches('0');
        let figures = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
        Some((figures, 2))
    }
}

impl Numerals {
    /// "two hundred and fifty": the longest number in letters.
    fn spelt_at(&self, words: &[Word]) -> Option<(String, usize)> {
        let mut number = Spelt { total: 0, group: *self.small.get(&words.first()?.key)?, least: 0 };
        number.least = if number.group >= 20 && number.group.is_multiple_of(10) { 10 } else { 1 };
        let mut at = 1;
        while let Some(word) = words.get(at).filter(|word| is_tied(word)) {
            let linked = usize::from(number.least >= 100 && self.links.contains(&word.key));
            let Some(next) = words.get(at + linked).filter(|word| is_tied(word)) else { break };
            let fits = match (self.small.get(&next.key), self.multiples.get(&next.key)) {
                (Some(small), _) => number.add(*small),
                (None, Some(power)) if linked == 0 => number.multiply(*power),
                _ => false,
            };
            if !fits {
                break;
            }
            at += linked + 1;
        }
        (at > 1).then(|| ((number.total + number.group).to_string(), at))
    }
}

/// A number in letters, read so far.
struct Spelt {
    total: u64,
    group: u64,
    /// What comes next must be smaller.
    least: u64,
}

impl Spelt {
    fn add(&mut self, small: u64) -> bool {
        let fits = small > 0 && small < self.least;
        if fits {
            self.group += small;
            self.least = if small >= 20 && small.is_multiple_of(10) { 10 } else { 1 };
        }
        fits
    }

    fn multiply(&mut self, power: u32) -> bool {
        if power > POWER || self.group == 0 {
            return false;
        }
        let scale = 10u64.pow(power);
        if power == 2 {
            let fits = self.group < 100 && self.least < 100;
            self.group *= if fits { 100 } else { 1 };
            self.least = if fits { 100 } else { self.least };
            return fits;
        }
        let fits =
            self.group < 1000 && (self.total == 0 || self.total.is_multiple_of(scale * 1000));
        if fits {
            self.total += self.group * scale;
            (self.group, self.least) = (0, scale);
        }
        fits
    }
}

/// Whether nothing but a blank or a hyphen stands before a word.
fn is_tied(word: &Word) -> bool {
    let apart = Gap::COMMA
        .or(Gap::STOP)
        .or(Gap::COLON)
        .or(Gap::SEMICOLON)
        .or(Gap::DASH)
        .or(Gap::PARAGRAPH)
        .or(Gap::ELLIPSIS)
        .or(Gap::PAREN)
        .or(Gap::BRACKET)
        .or(Gap::OPEN_QUOTE)
        .or(Gap::CLOSE_QUOTE);
    !word.before.has(apart)
}

#[cfg(test)]
mod tests {
    use super::super::super::words::split;
    use super::*;

    fn check(text: &str, figures: &[&str]) {
        let lexicon = CheckWords::built_in().unwrap();
        let words = split(text, &lexicon).list;
        let keys: Vec<u64> =
            words.iter().filter(|w| lexicon.is_number(w)).map(|word| word.key).collect();
        let expected: Vec<u64> = figures.iter().map(|figures| stable_hash(figures)).collect();
        assert_eq!(keys, expected, "{text}");
    }

    #[test]
    fn numbers_of_several_words_are_one() {
        check("1.5 million crowns", &["1500000"]);
        check("1,500,000 crowns", &["1500000"]);
        check("3bn francs", &["3000000000"]);
        check("0.25 million", &["250000"]);
        check("1.2345 thousand", &["1234.5"]);
        check("two hundred and fifty men", &["250"]);
        check("two thousand three hundred", &["2300"]);
        check("one million two hundred thousand and five", &["1200005"]);
        check("twenty-five thousand", &["25000"]);
        check("twenty five", &["25"]);
        check("nineteen sixty", &["19", "60"]);
        check("two, three and four", &["2", "3", "4"]);
        check("two hundred and many", &["200"]);
        check("five and six", &["5", "6"]);
    }
}
