//! Numbers and ordinals in digits or words.
//!
//! In: tokens.  Out: the value and how many tokens it takes.  Which words are numbers is data:
//! the vocabulary's [`NumberWord`]s, from the lexicons `number_word` and `ordinal_word`.

use crate::text::{Shape, Text, WordId, flags};

/// What a word contributes to a spelled number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum NumberWord {
    /// Nothing.
    #[default]
    None,
    /// A value below a hundred, or an article: `seven`, `forty`, `a`.
    Value(i64),
    /// A multiplier: `hundred`, `thousand`.
    Times(i64),
    /// Joins two parts: `and`, `-`.
    Join,
}

/// Number words and ordinals by word id.
#[derive(Debug, Clone, Default)]
pub struct NumberWords {
    /// Cardinals by word id.
    pub cardinals: Vec<NumberWord>,
    /// Ordinals by word id; 0 where the word is none.
    pub ordinals: Vec<i64>,
    /// Endings of ordinals in digits: `st`, `nd`.
    pub endings: Vec<WordId>,
    /// `,` and `.` as words.
    pub comma: WordId,
    /// Full stop.
    pub point: WordId,
    /// Hyphen.
    pub hyphen: WordId,
}

impl NumberWords {
    fn cardinal(&self, word: WordId) -> NumberWord {
        self.cardinals.get(word.0 as usize).copied().unwrap_or_default()
    }

    /// Whether a number or ordinal in words may begin with a word.
    #[inline]
    pub fn may_open(&self, word: WordId) -> bool {
        let at = word.0 as usize;
        self.cardinal(word) != NumberWord::None || self.ordinals.get(at).is_some_and(|n| *n > 0)
    }

    /// A number that starts at a token: its value and the number of tokens.
    pub fn number(&self, text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
        let token = *text.tokens.get(at)?;
        if token.shape == Shape::Number { self.figure(text, at) } else { self.spelled(text, at) }
    }

    /// "1,500", "12.5", "7".
    fn figure(&self, text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
        if text.tokens[at].len() > 15 {
            return None;
        }
        let mut value: f64 = text.word(at).parse().ok()?;
        let mut len = 1;
        let glued = |i: usize, word: WordId| {
            text.tokens.get(i).is_some_and(|t| {
                t.word == word && word != WordId::UNKNOWN && !t.has(flags::SPACE_BEFORE)
            })
        };
        let digits = |i: usize| {
            text.tokens
                .get(i)
                .is_some_and(|t| t.shape == Shape::Number && !t.has(flags::SPACE_BEFORE))
        };
        while text.tokens[at].has(flags::IN_FIGURE)
            && glued(at + len, self.comma)
            && digits(at + len + 1)
            && text.tokens[at + len + 1].len() == 3
            && len < 12
        {
            value = value * 1000.0 + text.word(at + len + 1).parse::<f64>().ok()?;
            len += 2;
        }
        if glued(at + len, self.point)
            && digits(at + len + 1)
            && text.tokens[at + len + 1].len() < 9
            && !glued(at + len + 2, self.point)
        {
            let tail = text.word(at + len + 1);
            value += tail.parse::<f64>().ok()? / 10f64.powi(tail.len() as i32);
            len += 2;
        }
        // "4.5 million", "3 hundred"
        while let Some(times) = self.times(text, at + len) {
            value *= times as f64;
            len += 1;
        }
        Some((value, len))
    }

    fn times(&self, text: &Text<'_>, at: usize) -> Option<i64> {
        match self.cardinal(text.tokens.get(at)?.word) {
            NumberWord::Times(n) => Some(n),
            _ => None,
        }
    }

    /// "twenty-five", "two hundred and six", "a thousand".
    fn spelled(&self, text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
        let (mut total, mut current, mut len) = (0i64, None::<i64>, 0);
        let mut i = at;
        while i < text.tokens.len() && i < at + 12 {
            match self.cardinal(text.tokens[i].word) {
                NumberWord::Value(n) => match current {
                    None => current = Some(n),
                    Some(c) if c >= 20 && c % 10 == 0 && (1..10).contains(&n) && c % 100 != 0 => {
                        current = Some(c + n)
                    }
                    Some(c) if c >= 100 && c % 100 == 0 && n < 100 => current = Some(c + n),
                    _ => break,
                },
                NumberWord::Times(n) => {
                    let Some(c) = current else { break };
                    if n > 100 {
                        total += c.checked_mul(n)?;
                        current = Some(0);
                    } else {
                        current = Some(c.checked_mul(n)?);
                    }
                }
                NumberWord::Join if current.is_some() && self.joins(text, i, current?) => {
                    i += 1;
                    continue;
                }
                _ => break,
            }
            i += 1;
            len = i - at;
        }
        let value = total.checked_add(current?)?;
        (len > 0).then_some((value as f64, len))
    }

    /// Whether a joining word stands between two parts of one number.
    fn joins(&self, text: &Text<'_>, at: usize, before: i64) -> bool {
        let Some(NumberWord::Value(next)) = text.tokens.get(at + 1).map(|t| self.cardinal(t.word))
        else {
            return false;
        };
        if text.tokens[at].word == self.hyphen {
            !text.tokens[at].has(flags::SPACE_BEFORE)
                && before % 100 >= 20
                && before % 10 == 0
                && (1..10).contains(&next)
        } else {
            before >= 100 && before % 100 == 0 || before == 0
        }
    }

    /// An ordinal that starts at a token: its value and the number of tokens.
    pub fn ordinal(&self, text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
        let token = *text.tokens.get(at)?;
        if token.shape == Shape::Number {
            let next = text.tokens.get(at + 1)?;
            let ending = !next.has(flags::SPACE_BEFORE) && self.endings.contains(&next.word);
            return if ending && token.len() <= 4 {
                Some((text.word(at).parse().ok()?, 2))
            } else {
                None
            };
        }
        let ordinal = |i: usize| {
            text.tokens
                .get(i)
                .and_then(|t| self.ordinals.get(t.word.0 as usize).copied())
                .filter(|n| *n > 0)
        };
        if let Some(value) = ordinal(at) {
            return Some((value as f64, 1));
        }
        let NumberWord::Value(tens) = self.cardinal(token.word) else { return None };
        let join = usize::from(text.tokens.get(at + 1)?.word == self.hyphen);
        let unit = ordinal(at + 1 + join)?;
        (tens >= 20 && tens % 10 == 0 && unit < 10).then_some(((tens + unit) as f64, 2 + join))
    }
}
