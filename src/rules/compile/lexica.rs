//! Lexicons, word forms, abbreviations and number words of the rule files.

use super::{Compiler, error_whole};
use crate::matching::number::{NumberWord, NumberWords};
use crate::rules::RARELY;
use crate::rules::diagnostic::{RuleError, SourceFile, did_you_mean};
use crate::rules::grammar::Grammar;
use crate::rules::lexicon::{Entry, LexiconId, Lexicons, Seen, entry_tokens, int, is};
use crate::rules::load::ParsedFile;
use crate::rules::spec::{AttributeSpec, Attributes, Case, InflectionSpec, LexiconSpec, Located};
use crate::rules::starts::Starts;
use crate::text::{Abbreviation, Vocabulary, WordId};
use regex::Regex;
use std::sync::Arc;

/// Word forms of one base form, with the attributes of the form.
struct Paradigm {
    lines: Vec<(Ends, InflectionSpec)>,
}

/// What the base forms of a line end with.
enum Ends {
    /// `^arise$`: the line is for one word, as those of irregular verbs are.
    Whole(String),
    Regex(Regex),
}

impl Ends {
    fn new(pattern: &str) -> Option<Self> {
        let whole = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
        match whole.filter(|word| word.chars().all(char::is_alphabetic)) {
            Some(word) => Some(Self::Whole(word.to_owned())),
            None => Regex::new(&format!("(?:{pattern})$")).ok().map(Self::Regex),
        }
    }

    fn fit(&self, word: &str) -> bool {
        match self {
            Self::Whole(whole) => whole == word,
            Self::Regex(regex) => regex.is_match(word),
        }
    }
}

impl Compiler {
    pub(super) fn lexica(&mut self, files: &[ParsedFile]) {
        let clitics: Vec<String> = files
            .iter()
            .filter_map(|f| f.file.text.as_ref())
            .flat_map(|t| t.clitics.iter().cloned())
            .collect();
        self.rules.vocabulary = Vocabulary::new(&clitics);
        let paradigms = self.paradigms(files);
        let mut seen = Seen::default();
        for file in files {
            for (name, spec) in &file.file.lexicons.0 {
                let id = self.rules.lexicons.declare(&name.value);
                self.lexicon(file, spec, id, &paradigms, &mut seen);
            }
        }
        self.persons(&mut seen);
        self.abbreviations(files);
        let words = self.rules.vocabulary.len();
        self.rules.lexicons.index(words);
        self.rules.grammar = Grammar::new(&self.rules.lexicons, words);
        self.rules.starts = Starts::new(&self.rules.lexicons, words);
        self.rules.numbers = number_words(&self.rules.lexicons, &mut self.rules.vocabulary);
        self.boundaries();
        self.frequencies();
    }

    fn frequencies(&mut self) {
        let frequencies = &mut self.rules.frequencies;
        frequencies.resize(self.rules.vocabulary.len() + 1, RARELY);
        let frequent = self.rules.lexicons.by_name("frequent_word");
        for entry in frequent.into_iter().flat_map(|lexicon| &lexicon.entries) {
            if let ([token], Some(often)) = (&entry.tokens[..], entry.int("per_million")) {
                frequencies[token.word.0 as usize] = often.unsigned_abs();
            }
        }
    }

    fn paradigms(&mut self, files: &[ParsedFile]) -> Vec<(String, Paradigm)> {
        let mut paradigms = Vec::new();
        for file in files {
            for (name, lines) in &file.file.inflections.0 {
                let mut compiled = Vec::new();
                for line in lines {
                    match Ends::new(&line.if_ends) {
                        Some(ends) => compiled.push((ends, line.clone())),
                        None => {
                            let message = format!("`{}` is not a regex", line.if_ends);
                            self.errors
                                .push(error_whole(&file.source, name, message).code("regex"));
                        }
                    }
                }
                paradigms.push((name.value.clone(), Paradigm { lines: compiled }));
            }
        }
        paradigms
    }

    fn lexicon(
        &mut self,
        file: &ParsedFile,
        spec: &LexiconSpec,
        id: LexiconId,
        paradigms: &[(String, Paradigm)],
        seen: &mut Seen,
    ) {
        let paradigm =
            spec.inflect.as_ref().and_then(|name| {
                let found = paradigms.iter().rev().find(|(n, _)| *n == name.value).map(|(_, p)| p);
                if found.is_none() {
                    let error = error_whole(
                        &file.source,
                        name,
                        format!("no inflection is named `{}`", name.value),
                    )
                    .code("unknown-name");
                    self.errors.push(error.help_if(did_you_mean(
                        &name.value,
                        paradigms.iter().map(|(n, _)| n.as_str()),
                    )));
                }
                found
            });
        for (words, attributes) in &spec.entries.0 {
            self.entry(&file.source, words, attributes, spec.case, id, paradigm, seen);
        }
        if let Some(source) = &spec.source {
            if let Some((_, table)) = file.tables.iter().find(|(name, _)| *name == source.value) {
                self.table(table, spec.case, id, paradigm, seen);
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn entry(
        &mut self,
        file: &SourceFile,
        words: &Located,
        attributes: &Attributes,
        case: Case,
        id: LexiconId,
        paradigm: Option<&Paradigm>,
        seen: &mut Seen,
    ) {
        let case = match attributes.get("case") {
            Some(AttributeSpec::Text(any)) if any == "any" => Case::Any,
            _ => case,
        };
        let shared = Arc::new(match self.is_person(id) {
            true => self.person(file, words, attributes),
            false => attributes.clone(),
        });
        for (i, spelling) in words.value.split('|').map(str::trim).enumerate() {
            if spelling.is_empty() {
                self.errors.push(
                    error_whole(file, words, "an entry is empty")
                        .code("empty-entry")
                        .help("separate spellings by a single `|`"),
                );
                continue;
            }
            self.add(id, spelling, case, Arc::clone(&shared), seen);
            if let (0, Some(paradigm)) = (i, paradigm) {
                self.forms(id, spelling, attributes, case, paradigm, seen);
            }
        }
    }

    pub(super) fn add(
        &mut self,
        id: LexiconId,
        spelling: &str,
        case: Case,
        attributes: Arc<Attributes>,
        seen: &mut Seen,
    ) {
        let tokens = entry_tokens(spelling, case, &mut self.rules.vocabulary);
        if !tokens.is_empty() {
            self.rules.lexicons.add(
                id,
                seen,
                Entry { spelling: spelling.into(), tokens, attributes },
            );
        }
    }

    /// Adds the forms of a base form; each knows it as the attribute `root`.
    fn forms(
        &mut self,
        id: LexiconId,
        spelling: &str,
        attributes: &Attributes,
        case: Case,
        paradigm: &Paradigm,
        seen: &mut Seen,
    ) {
        for (form, extra) in paradigm.forms(spelling) {
            let mut attributes = attributes.clone();
            attributes.entry("root".into()).or_insert_with(|| AttributeSpec::Text(spelling.into()));
            attributes.extend(extra.iter().map(|(k, v)| (k.clone(), v.clone())));
            self.add(id, &form, case, Arc::new(attributes), seen);
        }
    }

    /// A table: a header line that names the columns, then one entry a line.
    fn table(
        &mut self,
        table: &SourceFile,
        case: Case,
        id: LexiconId,
        paradigm: Option<&Paradigm>,
        seen: &mut Seen,
    ) {
        let separator = if table.path.ends_with(".csv") { ',' } else { '\t' };
        let mut lines = table
            .text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let Some((_, header)) = lines.next() else { return };
        let columns: Vec<&str> = header.split(separator).map(str::trim).collect();
        for (number, line) in lines {
            let cells: Vec<&str> = line.split(separator).map(str::trim).collect();
            if cells.len() > columns.len() {
                let start = line.as_ptr() as usize - table.text.as_ptr() as usize;
                let message = format!(
                    "line {} has {} columns, the header {}",
                    number + 1,
                    cells.len(),
                    columns.len()
                );
                self.errors
                    .push(RuleError::at(table, start..start + line.len(), message).code("table"));
                continue;
            }
            let attributes: Attributes = columns
                .iter()
                .zip(&cells)
                .skip(1)
                .filter(|(_, c)| !c.is_empty())
                .map(|(k, v)| ((*k).to_owned(), cell(v)))
                .collect();
            let shared = Arc::new(attributes);
            for spelling in cells[0].split('|').map(str::trim).filter(|s| !s.is_empty()) {
                self.add(id, spelling, case, Arc::clone(&shared), seen);
                if let Some(paradigm) = paradigm {
                    self.forms(id, spelling, &shared, case, paradigm, seen);
                }
            }
        }
    }

    fn abbreviations(&mut self, files: &[ParsedFile]) {
        let mut marked = Vec::new();
        for text in files.iter().filter_map(|f| f.file.text.as_ref()) {
            for (words, meaning) in [
                (&text.openers, Abbreviation::Opener),
                (&text.inner_abbreviations, Abbreviation::Inner),
                (&text.final_abbreviations, Abbreviation::MayEnd),
                (&text.leading_abbreviations, Abbreviation::Leads),
            ] {
                for word in words {
                    // "p.m." ends in the token "m"; only the last word before the stop counts.
                    let tokens = entry_tokens(
                        word.trim_end_matches('.'),
                        Case::Any,
                        &mut self.rules.vocabulary,
                    );
                    marked.extend(tokens.last().map(|t| (t.word, meaning)));
                }
            }
        }
        self.rules.abbreviations = vec![Abbreviation::No; self.rules.vocabulary.len() + 1];
        for (word, meaning) in marked {
            self.rules.abbreviations[word.0 as usize] = meaning;
        }
    }

    /// Words and marks at which a clause begins or ends, from the lexicon `clause_boundary`.
    fn boundaries(&mut self) {
        let mut boundaries = vec![false; self.rules.vocabulary.len() + 1];
        if let Some(lexicon) = self.rules.lexicons.by_name("clause_boundary") {
            for entry in lexicon.entries.iter().filter(|e| e.tokens.len() == 1) {
                boundaries[entry.tokens[0].word.0 as usize] = true;
            }
        }
        self.rules.boundaries = boundaries;
    }
}

fn cell(text: &str) -> AttributeSpec {
    match text {
        "true" => AttributeSpec::Bool(true),
        "false" => AttributeSpec::Bool(false),
        _ => text.parse().map_or_else(|_| AttributeSpec::Text(text.to_owned()), AttributeSpec::Int),
    }
}

impl Paradigm {
    /// The forms of a base form; of several words one is inflected, the first unless the line
    /// says the last.
    fn forms(&self, base: &str) -> Vec<(String, &Attributes)> {
        let last = base.rsplit_once(' ');
        let first = base.split_once(' ');
        let candidates =
            [(last.map(|(_, l)| l), true), (Some(first.map_or(base, |(f, _)| f)), false)];
        let line = candidates.into_iter().find_map(|(word, is_last)| {
            let word = word?;
            let fits = |l: &&(Ends, InflectionSpec)| l.1.last == is_last && l.0.fit(word);
            self.lines.iter().find(fits).map(|(_, line)| (word, line))
        });
        let Some((word, line)) = line else { return Vec::new() };
        let (before, behind) = match (line.last, last, first) {
            (true, Some((before, _)), _) => ([before, " "], ["", ""]),
            (false, _, Some((_, behind))) => (["", ""], [" ", behind]),
            _ => (["", ""], ["", ""]),
        };
        line.forms
            .0
            .iter()
            .map(|(ending, attributes)| {
                let form = line.form(word, &ending.value);
                let parts = [before[0], before[1], &form, behind[0], behind[1]];
                (parts.concat(), attributes)
            })
            .collect()
    }
}

impl InflectionSpec {
    /// A word with its ending changed.
    fn form(&self, word: &str, ending: &str) -> String {
        let cut = self.cut.checked_sub(1).and_then(|last| word.char_indices().rev().nth(last));
        let stem = match cut {
            Some((at, _)) => &word[..at],
            None if self.cut > 0 => "",
            None => word,
        };
        let vowel = ending.starts_with(['e', 'i']);
        let last = stem.char_indices().next_back().filter(|_| self.double && vowel);
        [stem, last.map_or("", |(at, _)| &stem[at..]), ending].concat()
    }
}

/// Number words from the lexicons `number_word` (`num`, `times`, `join`), `ordinal_word` (`num`)
/// and `ordinal_ending`.
fn number_words(lexicons: &Lexicons, vocabulary: &mut Vocabulary) -> NumberWords {
    let marks = [",", ".", "-"].map(|m| vocabulary.intern(m));
    let mut words = NumberWords {
        cardinals: vec![NumberWord::None; vocabulary.len() + 1],
        ordinals: vec![0; vocabulary.len() + 1],
        endings: Vec::new(),
        comma: marks[0],
        point: marks[1],
        hyphen: marks[2],
    };
    let single = |name: &str| {
        let entries = lexicons.by_name(name).map(|l| l.entries.iter()).into_iter().flatten();
        entries
            .filter(|e| e.tokens.len() == 1)
            .map(|e| (e.tokens[0].word, &e.attributes))
            .collect::<Vec<(WordId, &Arc<Attributes>)>>()
    };
    for (word, attributes) in single("number_word") {
        words.cardinals[word.0 as usize] = match (int(attributes, "num"), int(attributes, "times"))
        {
            (_, Some(times)) => NumberWord::Times(times),
            (Some(num), None) => NumberWord::Value(num),
            _ if is(attributes, "join") => NumberWord::Join,
            _ => NumberWord::None,
        };
    }
    for (word, attributes) in single("ordinal_word") {
        words.ordinals[word.0 as usize] = int(attributes, "num").unwrap_or(0);
    }
    words.endings = single("ordinal_ending").into_iter().map(|(word, _)| word).collect();
    words
}
