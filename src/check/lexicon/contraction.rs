//! Contractions: "we'll" beside "we will".
//!
//! In: folded words and the list `check-contraction`.  Out: whether two groups of words are one when
//! written out.  An apostrophe's words may be more than one pair: "he'd" is "he had" or "he would".

/// What contractions stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Expansions {
    /// Whole words with what they stand for.
    whole: Vec<(String, Vec<Vec<String>>)>,
    /// Endings with the word they stand for.
    endings: Vec<(String, Vec<Vec<String>>)>,
}

/// Most ways in which one group of words is written out.
const WAYS: usize = 32;

impl Expansions {
    /// Notes what a form stands for: ways parted by `|`, words by blanks.
    pub fn add(&mut self, form: &str, ways: &str, is_ending: bool) {
        let words = |way: &str| way.split_whitespace().map(str::to_owned).collect();
        let ways = ways.split('|').map(words).collect();
        let list = if is_ending { &mut self.endings } else { &mut self.whole };
        list.push((form.to_owned(), ways));
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }

    /// Whether two different groups of words are the same when written out.
    pub fn are_same(&self, one: &[String], other: &[String]) -> bool {
        if one == other || !one.iter().chain(other).any(|word| self.is_contracted(word)) {
            return false;
        }
        let others = self.ways(other);
        self.ways(one).iter().any(|way| others.contains(way))
    }

    fn is_contracted(&self, word: &str) -> bool {
        self.whole.iter().any(|(form, _)| form == word)
            || self.endings.iter().any(|(form, _)| has_ending(word, form))
    }

    /// All ways to write a group out.
    fn ways(&self, words: &[String]) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = vec![Vec::new()];
        for word in words {
            let ways = self.expand(word);
            all = all
                .iter()
                .flat_map(|head| ways.iter().map(|way| [head.as_slice(), way].concat()))
                .take(WAYS)
                .collect();
        }
        all
    }

    fn expand(&self, word: &str) -> Vec<Vec<String>> {
        if let Some((_, ways)) = self.whole.iter().find(|(form, _)| form == word) {
            return ways.clone();
        }
        let ending = self.endings.iter().find(|(form, _)| has_ending(word, form));
        let Some((form, ways)) = ending else { return vec![vec![word.to_owned()]] };
        let stem = word[..word.len() - form.len()].to_owned();
        ways.iter().map(|way| [std::slice::from_ref(&stem), way.as_slice()].concat()).collect()
    }
}

fn has_ending(word: &str, ending: &str) -> bool {
    word.len() > ending.len() && word.ends_with(ending)
}
