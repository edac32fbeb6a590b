//! Names as words: folding, comparing, spelling variants.
//!
//! In: names as written.  Out: whether they can be one.  Knows letters, not languages.

use crate::text::{Shape, Text, TokenRange, vocabulary};

/// The words of a name, folded, without initials and punctuation.
pub fn words(text: &Text, tokens: TokenRange) -> Vec<String> {
    let word = |i: usize| text.tokens[i].shape == Shape::Word && text.tokens[i].len() > 1;
    let all: Vec<String> =
        tokens.clone().filter(|i| word(*i)).map(|i| fold(text.word(i))).collect();
    if all.is_empty() { tokens.map(|i| fold(text.word(i))).collect() } else { all }
}

/// Whether a name is two words joined by a sign: "Varn-Sel".
pub fn is_compound(text: &Text, name: TokenRange) -> bool {
    let shapes = text.tokens[name].iter().map(|t| t.shape);
    shapes.eq([Shape::Word, Shape::Punct, Shape::Word])
}

/// Lower case, straight apostrophes.
pub fn fold(word: &str) -> String {
    vocabulary::fold(word)
}

/// A title or office as an alias: no stop at the end.
pub fn role(text: &str) -> String {
    text.trim_end_matches(['.', ',', ' ']).to_owned()
}

/// Whether two names with one last name can be one person's: the words of the shorter stand in
/// the longer, in order.
pub fn compatible(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|w| w == word))
}

/// First letters of the capitalised words, folded.
pub fn initials(name: &str) -> String {
    let words =
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(char::is_uppercase));
    words.filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect()
}

/// Whether one office is named in full and in short: "defense minister" and "minister".
pub fn same_role(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (a.split_whitespace().collect(), b.split_whitespace().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    short.iter().rev().zip(long.iter().rev()).all(|(x, y)| x == y || similar(x, y))
}

/// Whether two words can be spellings of one: "Novikova" and "Novikowa", "defense" and "defence".
pub fn similar(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) =
        (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    if short < 5 || long - short > 1 || a.chars().next() != b.chars().next() {
        return false;
    }
    let distance = strsim::damerau_levenshtein(a, b);
    distance == 1 || (distance == 2 && short >= 8)
}
