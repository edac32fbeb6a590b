//! Who is who: mentions gathered into persons, and speakers resolved to their fullest names.
//!
//! In: a [`Text`] and the quotations found in it.  Out: [`Resolved`]: quotations with the names
//! of their speakers, the persons of the article, and every mention with its name.  Across
//! articles [`link()`] goes over the extractions. An office is held for a time: an alias learned
//! from an article is dated with its day, and one of a listed person with the period listed.

pub mod cluster;
pub mod link;
pub mod mention;
pub mod names;
pub mod speaker;
mod spelt;
mod term;
#[cfg(test)]
mod tests;
mod why;
mod words;

pub use link::link;

use crate::extraction::{self, Alias, Person};
use crate::quotes::Found;
use crate::rules::Rules;
use crate::rules::persons::Persons;
use crate::rules::starts::Asked;
use crate::text::{Text, TokenRange};
use cluster::{Cluster, Clusters};
use compact_str::CompactString;
use mention::{Mention, MentionKind};
use speaker::Speakers;

/// What is known of the people of one article.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The quotations with their speakers.
    pub quotes: Vec<extraction::Quote>,
    /// Persons and organisations.
    pub people: Vec<Person>,
    /// Mentions in the order of the text.
    pub mentions: Vec<Named>,
}

/// A mention and whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The tokens, titles included.
    pub tokens: TokenRange,
    /// The fullest name.
    pub name: CompactString,
    /// What is named.
    pub kind: NameKind,
    /// More than one could be meant.
    pub uncertain: bool,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organisation,
    /// An office nobody is known to hold.
    Role,
    /// It is not known what.
    Name,
}

impl NameKind {
    /// All of them, in order.
    pub const ALL: [Self; 5] =
        [Self::Person, Self::Place, Self::Organisation, Self::Role, Self::Name];

    /// The label under which patterns find it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organisation => "organisation",
            Self::Role => "role",
            Self::Name => "name",
        }
    }
}

/// Resolves the speakers of an article's quotations and gathers its people.
///
/// `day` is the day of publication, on which offices are held.
pub fn resolve(
    rules: &Rules,
    text: &Text,
    bits: &[u64],
    found: Vec<Found>,
    day: Option<&str>,
) -> Resolved {
    let mentions = mention::find(rules, text, bits);
    let clusters = Clusters::gather(rules, text, bits, &mentions, day);
    let named = mentions.iter().enumerate().filter_map(|(i, m)| {
        let who = clusters.who[i]?;
        let cluster = &clusters.list[who.cluster];
        Some(Named {
            tokens: m.tokens.clone(),
            name: cluster.name.clone(),
            kind: kind(rules, text, cluster, m),
            uncertain: who.uncertain,
        })
    });
    let named: Vec<Named> = named.collect();
    let mut speakers = Speakers::new(rules, text, bits, &mentions, clusters);
    let quotes = speakers.attribute(found);
    Resolved {
        quotes,
        people: speakers
            .clusters
            .list
            .iter()
            .filter_map(|cluster| person(cluster, &rules.persons, day))
            .collect(),
        mentions: named,
    }
}

/// What a mention names; a name of unknown kind behind a preposition of place names a place.
fn kind(rules: &Rules, text: &Text, cluster: &Cluster, mention: &Mention) -> NameKind {
    let first = mention.tokens.start;
    match mention.kind {
        _ if cluster.person => NameKind::Person,
        _ if cluster.organisation => NameKind::Organisation,
        MentionKind::Role => NameKind::Role,
        _ if first > 0 && rules.stands(text, Asked::PlacePreposition, first - 1) => NameKind::Place,
        _ => NameKind::Name,
    }
}

/// The record of a person or organisation, with every name it goes by.
fn person(cluster: &Cluster, listed: &Persons, day: Option<&str>) -> Option<Person> {
    if !cluster.person && !cluster.organisation {
        return None;
    }
    let alias = |text: &str, kind: &'static str, period: &str| Alias {
        text: text.into(),
        kind: CompactString::const_new(kind),
        period: period.into(),
    };
    let listed = listed.named(&cluster.name).map_or(&[][..], |known| &known.roles);
    let is_listed =
        |role: &str| listed.iter().any(|known| names::folds_to(&known.title, &names::fold(role)));
    let learned = cluster.roles.iter().filter(|role| !is_listed(role));
    let seen = day.unwrap_or_default();
    let used = if cluster.person { seen } else { "" };
    let names = cluster.names.iter().map(|name| alias(name, "name", ""));
    let acronyms = cluster.acronyms.iter().map(|acronym| alias(acronym, "acronym", used));
    let roles = learned.map(|role| alias(role, "role", seen));
    let offices = listed.iter().map(|role| alias(&role.title, "role", &role.period()));
    let mut aliases: Vec<Alias> = names.chain(acronyms).chain(roles).chain(offices).collect();
    aliases.sort();
    aliases.dedup();
    let kind = if cluster.person { "person" } else { "organisation" };
    Some(Person {
        name: cluster.name.clone(),
        kind: CompactString::const_new(kind),
        gender: CompactString::const_new(cluster.gender.letter()),
        aliases,
        mentions: cluster.mentions,
    })
}
