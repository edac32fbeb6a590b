//! Names as words: folding, comparing, spelling variants.
//!
//! In: names as written.  Out: whether they can be one.  Knows letters, not languages.

use crate::rules::Rules;
use crate::rules::grammar::class;
use crate::text::{Shape, Text, TokenRange, vocabulary};
use std::borrow::Cow;

/// Whether a name is two words joined by a sign: "Varn-Sel".
pub fn is_compound(text: &Text, name: TokenRange) -> bool {
    let shapes = text.tokens[name].iter().map(|t| t.shape);
    shapes.eq([Shape::Word, Shape::Punct, Shape::Word])
}

/// A name as written, on one line.
pub fn written<'t>(text: &'t Text, tokens: TokenRange) -> Cow<'t, str> {
    let pairs = text.tokens[tokens.clone()].windows(2);
    let bytes = text.str().as_bytes();
    let mut gaps = pairs.map(|pair| &bytes[pair[0].end as usize..pair[1].start as usize]);
    let is_plain = gaps.all(|gap| gap.is_empty() || gap == b" ");
    let name = text.slice(tokens);
    if is_plain || !name.contains(['\n', '\r', '\t']) && !name.contains("  ") {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Lower case, straight apostrophes.
pub fn fold(word: &str) -> String {
    vocabulary::fold(word)
}

/// Whether a word folds to another, which is folded.
pub fn folds_to(word: &str, folded: &str) -> bool {
    if !word.is_ascii() || word.contains('`') {
        return fold(word) == folded;
    }
    word.len() == folded.len()
        && word.bytes().zip(folded.bytes()).all(|(a, b)| a.to_ascii_lowercase() == b)
}

/// A title or office as an alias: no stop at the end.
pub fn role(text: &str) -> &str {
    text.trim_end_matches(['.', ',', ' '])
}

/// Whether two names with one last name can be one person's: the words of the shorter stand in
/// the longer, in order.
pub fn compatible<Word: PartialEq>(a: &[Word], b: &[Word]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|w| w == word))
}

/// How many words a longer name has before all those of a shorter one of two or more.
pub fn put_before<Word: PartialEq>(short: &[Word], long: &[Word]) -> Option<usize> {
    let before = long.len().checked_sub(short.len()).filter(|n| *n > 0 && short.len() > 1)?;
    (long[before..] == *short).then_some(before)
}

/// Whether the first words of a name are frequent given names.
pub fn begins_given(rules: &Rules, name: &str, count: usize) -> bool {
    let text = rules.text(name, 0);
    let words = (0..text.tokens.len()).filter(|i| text.tokens[*i].shape == Shape::Word);
    let given = |i: usize| rules.grammar.bits(&text, i) & class::GIVEN != 0;
    words.filter(|i| text.tokens[*i].len() > 1).take(count).all(given)
}

/// The office itself, without what it is for: "Secretary" of "Secretary of State".
pub fn office_head(role: &str) -> &str {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut end = 0;
    for word in role.split(' ').take_while(|word| capital(word)) {
        end += word.len() + 1;
    }
    if end == 0 { role } else { &role[..(end - 1).min(role.len())] }
}

/// First letters of the capitalised words, folded.
pub fn initials(name: &str) -> String {
    let words =
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(char::is_uppercase));
    words.filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect()
}

/// Whether one office is named in full and in short: "defense minister" and "minister".
pub fn same_role(a: &str, b: &str) -> bool {
    let words = |role| str::split_whitespace(role).rev().peekable();
    let (mut a, mut b) = (words(a), words(b));
    a.peek().is_some() && b.peek().is_some() && a.zip(b).all(|(x, y)| x == y || similar(x, y))
}

/// Whether two words can be spellings of one: "Novikova" and "Novikowa", "defense" and "defence".
pub fn similar(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.len().min(b.len()) < 5 || a.chars().next() != b.chars().next() {
        return false;
    }
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    let short = a_len.min(b_len);
    if short < 5 || a_len.abs_diff(b_len) > 1 {
        return false;
    }
    let distance = strsim::damerau_levenshtein(a, b);
    distance == 1 || (distance == 2 && short >= 8)
}
