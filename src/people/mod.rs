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
mod term;
#[cfg(test)]
mod tests;
mod why;

pub use link::link;

use crate::extraction::{self, Alias, Person};
use crate::quotes::Found;
use crate::rules::Rules;
use crate::rules::persons::ListedPerson;
use crate::text::{Text, TokenRange};
use cluster::{Cluster, Clusters};
use mention::MentionKind;
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
    pub name: String,
    /// `person`, `organisation`, `role`, or `name` where it is not known what is named.
    pub kind: &'static str,
    /// More than one could be meant.
    pub uncertain: bool,
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
    let clusters = Clusters::gather(rules, text, &mentions, day);
    let named = mentions.iter().enumerate().filter_map(|(i, m)| {
        let who = clusters.who[i]?;
        let cluster = &clusters.list[who.cluster];
        Some(Named {
            tokens: m.tokens.clone(),
            name: cluster.name.clone(),
            kind: kind(cluster, m.kind),
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
            .filter_map(|cluster| person(cluster, rules.persons.named(&cluster.name), day))
            .collect(),
        mentions: named,
    }
}

fn kind(cluster: &Cluster, kind: MentionKind) -> &'static str {
    match kind {
        _ if cluster.person => "person",
        _ if cluster.organisation => "organisation",
        MentionKind::Role => "role",
        _ => "name",
    }
}

/// The record of a person or organisation, with every name it goes by.
fn person(cluster: &Cluster, listed: Option<&ListedPerson>, day: Option<&str>) -> Option<Person> {
    if !cluster.person && !cluster.organisation {
        return None;
    }
    let aliases = |list: &[String], kind: &str, period: &str| {
        let alias = |text: &String| Alias {
            text: text.clone(),
            kind: kind.to_owned(),
            period: period.to_owned(),
        };
        list.iter().map(alias).collect::<Vec<_>>()
    };
    let seen = day.unwrap_or_default();
    let mut all = aliases(&cluster.names, "name", "");
    all.extend(aliases(&cluster.acronyms, "acronym", if cluster.person { seen } else { "" }));
    let learned = cluster.roles.iter().filter(|role| {
        listed.is_none_or(|known| {
            !known.roles.iter().any(|r| names::fold(&r.title) == names::fold(role))
        })
    });
    all.extend(aliases(&learned.cloned().collect::<Vec<_>>(), "role", seen));
    for role in listed.into_iter().flat_map(|known| &known.roles) {
        all.extend(aliases(std::slice::from_ref(&role.title), "role", &role.period()));
    }
    all.sort();
    all.dedup();
    Some(Person {
        name: cluster.name.clone(),
        kind: if cluster.person { "person" } else { "organisation" }.to_owned(),
        gender: cluster.gender.letter().to_owned(),
        aliases: all,
        mentions: cluster.mentions,
    })
}
