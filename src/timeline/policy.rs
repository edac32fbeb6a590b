//! The merge policy: everything about merging that is a matter of language or taste.
//!
//! In: `rules/en/merging.yaml` or a user's own file.  Out: a [`MergePolicy`].  The figures and
//! the words live in the file; how they are applied lives in the modules beside this one.

use serde::Deserialize;
use std::collections::BTreeMap;

const BUILTIN: &str = include_str!("../../rules/en/merging.yaml");

/// A file that holds a merge policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    merging: MergePolicy,
}

/// How mentions become entries.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergePolicy {
    /// What is known of the words of the language.
    pub language: LanguagePolicy,
    /// When two articles belong to one story.
    pub stories: StoryPolicy,
    /// When two mentions tell one event.
    pub events: EventPolicy,
    /// When two quotations are one statement.
    pub quotes: QuotePolicy,
    /// When a passage is a copy of another.
    pub copies: CopyPolicy,
    /// Which days matter.
    pub importance: ImportancePolicy,
    /// What people are not shown.
    pub digest: DigestPolicy,
}

/// Words of the language, as merging needs them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguagePolicy {
    /// Words that do not tell one event from another, separated by blanks.
    pub stopwords: String,
    /// Words that turn a statement round, separated by blanks.
    pub negations: String,
    /// What a speaker is called of whom no name is known, beside the stop words, separated by blanks.
    pub nameless: String,
    /// What stands behind a name to tell one of a family from another, separated by blanks.
    pub generations: String,
    /// Endings to take off.
    pub suffixes: Vec<Suffix>,
    /// Number words.
    pub numbers: BTreeMap<String, u64>,
    /// Lines of triggers that name one kind of happening; the words of a phrase are joined by hyphens.
    pub kin: Vec<String>,
    /// Triggers of what befalls one person, separated by blanks: of two persons they are two events.
    pub personal: String,
}

/// An ending and what stands in its place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suffix {
    /// The ending.
    pub from: String,
    /// Its replacement.
    pub to: String,
}

/// When two articles belong to one story.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StoryPolicy {
    /// Likeness of their telling words from which they do, between 0 and 1.
    pub alike: f32,
    /// Number of neighbours with which an article is compared for each telling word.
    pub window: usize,
}

/// When two mentions tell one event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventPolicy {
    /// Days before the publication in which an event without a date of its own may lie.
    pub reported_within_days: i64,
    /// Days before the publication in which something may have been said that has no date of its own.
    pub said_within_days: i64,
    /// Different days this near each other may belong to one event.
    pub date_slack_days: i64,
    /// Days by which a date taken from another clause or sentence may be wrong.
    pub loose_days: i64,
    /// Articles published more days apart than this rarely tell one event, unless both date it.
    pub far_days: i64,
    /// An article up to this long, in bytes, is about one thing.
    pub short: f64,
    /// Number of neighbours within a block with which a mention is compared.
    pub window: usize,
    /// Words in more mentions than this lead to no candidates.
    pub common: usize,
    /// Type of events of which only is known that something happened; it is no evidence.
    pub general_type: String,
    /// Branch of the event tree in which something is said.
    pub said_type: String,
    /// Branches of events at which something is said.
    pub occasion_types: Vec<String>,
    /// Branches of events of which an outlet tells each in one article.
    pub told_once_types: Vec<String>,
    /// Least average of the sums over all pairs when groups of mentions are joined.
    pub together: f64,
    /// What each piece of evidence weighs; a sum above zero merges.
    pub weights: EventWeights,
    /// How each piece of evidence is put into words.
    pub reasons: EventReasons,
}

/// What each piece of evidence weighs.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventWeights {
    /// Before any evidence.
    pub base: f64,
    /// The triggers share a stem.
    pub same_trigger: f64,
    /// The triggers are of one kin.
    pub same_kin: f64,
    /// The types are equal.
    pub same_type: f64,
    /// Both name the same day.
    pub same_day: f64,
    /// The dates overlap.
    pub compatible_date: f64,
    /// The dates differ, but within the slack.
    pub near_date: f64,
    /// One of them has no date, and they stand in different articles.
    pub undated: f64,
    /// The articles appeared far apart, and not both name a date.
    pub far: f64,
    /// They stand in two articles of one outlet that appeared on different days, and not both name
    /// a date.
    pub same_outlet: f64,
    /// They stand in different articles, one of which is long.
    pub long: f64,
    /// Share of common content words, weighted by rarity.
    pub words: f64,
    /// Share of common people.
    pub people: f64,
    /// Both name people and none is common.
    pub people_differ: f64,
    /// They have people in common, and each names one that the other does not.
    pub people_apart: f64,
    /// Share of common places.
    pub places: f64,
    /// Both name places and none is common.
    pub places_differ: f64,
    /// Share of common capitalised words.
    pub names: f64,
    /// Both hold capitalised words and none is common.
    pub names_differ: f64,
    /// In one article, the clauses or phrases that tell them hold capitalised words and none is
    /// common.
    pub own_names_differ: f64,
    /// The clauses or phrases that tell them hold content words and none is common.
    pub own_words_differ: f64,
    /// The articles belong to one story.
    pub story: f64,
    /// Likeness of the two articles.
    pub likeness: f64,
    /// The type is the general one, or that of something said: kind alone tells little.
    pub vague: f64,
    /// Both stand in one sentence.
    pub same_sentence: f64,
    /// Both stand in one article.
    pub same_article: f64,
    /// Both give numbers and none agrees.
    pub numbers_differ: f64,
}

/// How the evidence for an event is put into words; `{}` stands for what was found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventReasons {
    /// The triggers share a stem.
    pub same_trigger: String,
    /// The triggers are of one kin.
    pub same_kin: String,
    /// The types are equal.
    pub same_type: String,
    /// Both name the same day.
    pub same_day: String,
    /// The dates overlap.
    pub compatible_date: String,
    /// The dates differ, but within the slack.
    pub near_date: String,
    /// Common content words.
    pub words: String,
    /// Common people.
    pub people: String,
    /// Common places.
    pub places: String,
    /// Similar articles.
    pub story: String,
    /// One article.
    pub same_article: String,
}

/// When two quotations are one statement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuotePolicy {
    /// Share of the shorter wording's words that stand in the longer one in the same order.
    pub aligned: f64,
    /// The same of what one speaker is reported to have said, in the words of two articles on one
    /// story; in any order.
    pub retold: f64,
    /// Fewest words these have in common.
    pub retold_words: usize,
    /// Up to this many words a wording must stand whole in the other, from the same speaker.
    pub short_words: usize,
    /// From this many words on the speaker may be unknown in one of them.
    pub long_words: usize,
    /// From this many words on equal words from two speakers are shown as a disagreement.
    pub conflict_words: usize,
    /// Days by which the days of saying may differ.
    pub said_within_days: i64,
    /// How the evidence is put into words.
    pub reasons: QuoteReasons,
}

/// How the evidence for a statement is put into words; `{}` stands for what was found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuoteReasons {
    /// One speaker.
    pub same_speaker: String,
    /// A speaker is missing.
    pub speaker_unknown: String,
    /// Words in common.
    pub words: String,
}

/// When a passage is a copy of another.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CopyPolicy {
    /// Words in a sequence that is compared.
    pub shingle: usize,
    /// Share of common sequences from which two passages are one text.
    pub same_passage: f64,
    /// Share of common sequences from which two articles are one text.
    pub same_article: f64,
}

/// What people are not shown. Rules are named by their ids.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DigestPolicy {
    /// Events that are found by these rules only.
    pub hidden: Vec<String>,
    /// Events that one outlet alone tells, and by these rules.
    pub hidden_if_alone: Vec<String>,
    /// Events that are found by these rules only, whose own clause names no date, unless they stand
    /// at the beginning of an article, and not in passing.
    pub hidden_behind_lead: Vec<String>,
    /// Events that are found by these rules only and whose own clause names no date; what two outlets
    /// tell may have it in the sentence with which an article begins.
    pub hidden_unless_dated: Vec<String>,
    /// Events that are found by these rules only and of which neither day nor month is known.
    pub hidden_if_coarse: Vec<String>,
    /// Events and quotations that are found by these rules only, are told in passing, and whose own
    /// clause names no date.
    pub hidden_if_aside: Vec<String>,
    /// Events that are found by these rules only and have no date.
    pub hidden_if_undated: Vec<String>,
    /// Where the beginning of an article ends, in code points.
    pub lead_length: usize,
    /// Events that one outlet alone tells, by these rules, dated by nothing but the publication of an
    /// article that opens with what happened on an earlier day.
    pub hidden_after_occasion: Vec<String>,
    /// Events that one outlet alone tells, by these rules, behind the code point `late`, and whose
    /// own clause names no date; but not what is said.
    pub hidden_if_late: Vec<String>,
    /// Where the later part of an article begins, in code points.
    pub late: usize,
    /// Fewest words of a stretch that tells an event to people.
    pub fewest_words: usize,
    /// Quotations found by these rules hold others, which are not shown for themselves.
    pub holds: Vec<String>,
    /// Quotations by nobody whose name is known, found by these rules.
    pub hidden_if_nameless: Vec<String>,
    /// Quotations of fewer words than `few_words`, found by these rules.
    pub hidden_if_short: Vec<String>,
    /// Fewest words of a quotation that is not short.
    pub few_words: usize,
    /// Quotations found by these rules whose speaker has no name of several words.
    pub hidden_unless_named: Vec<String>,
    /// Who is shown as a speaker.
    pub speakers: SpeakerPolicy,
}

/// Who is shown as a speaker.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpeakerPolicy {
    /// Most words of a phrase that names somebody.
    pub most_words: usize,
    /// Words at which the noun of such a phrase has ended.
    pub phrase_ends: Vec<String>,
    /// Nouns, in small letters, by which people speak of whom no name is given.
    pub nouns: Vec<String>,
}

/// What makes a day matter.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ImportancePolicy {
    /// An article that appeared on the day.
    pub published: f64,
    /// An article that tells of the day near its beginning.
    pub lead: f64,
    /// Where the beginning of an article ends, in code points.
    pub lead_length: usize,
    /// An article that looks back on the day.
    pub later: f64,
    /// All articles that appeared after the day, if they look back on it.
    pub share_of_later: f64,
    /// So many articles are added to those that appeared after the day, lest few count much.
    pub few_articles: f64,
}

impl MergePolicy {
    /// The policy that is built in.
    pub fn builtin() -> Self {
        Self::from_yaml(BUILTIN).expect("the built-in merge policy loads; a test reads it")
    }

    /// Reads a policy from YAML.
    ///
    /// # Errors
    /// A message with line and column when the file does not say what a policy needs.
    pub fn from_yaml(yaml: &str) -> Result<Self, String> {
        serde_yaml::from_str::<PolicyFile>(yaml).map(|file| file.merging).map_err(|e| e.to_string())
    }
}

impl Default for MergePolicy {
    fn default() -> Self {
        Self::builtin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_policy_loads_and_a_misspelt_key_does_not() {
        assert!(MergePolicy::builtin().events.weights.base < 0.0);
        let misspelt = BUILTIN.replace("same-trigger: ", "same-triger: ");
        let message = MergePolicy::from_yaml(&misspelt).map(|_| ()).unwrap_err();
        assert!(message.contains("same-triger"), "{message}");
    }
}
