//! Mentions gathered into persons and organisations within one article.
//!
//! In: [`Mention`]s.  Out: [`Clusters`]: which mention is whom.  Two people of one surname stay
//! two; a surname that may be either is marked uncertain.

mod apposition;
mod befallen;

use super::mention::{Gender, Mention, MentionKind};
use super::names;
use super::spelt::{listed_name, spelt_out};
use super::words::{NameWords, Words};
use crate::rules::Rules;
use crate::rules::grammar::class;
use crate::rules::starts::Asked;
use crate::text::Text;
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Most bearers of one name, or holders of one office, that are told apart.
const MOST_CANDIDATES: usize = 32;

/// One person or organisation of an article.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    /// Words of the fullest name, by number.
    pub(super) words: SmallVec<[u32; 4]>,
    /// The fullest name as written.
    pub name: CompactString,
    /// Whether it is known to be a person.
    pub person: bool,
    /// Whether it is an organisation.
    pub organisation: bool,
    /// Whether it is known to be a place; one that speaks is its government.
    pub place: bool,
    /// Its gender.
    pub gender: Gender,
    /// Names it goes by.
    pub names: SmallVec<[CompactString; 1]>,
    /// Titles and offices, without articles.
    pub roles: SmallVec<[CompactString; 1]>,
    /// Acronyms.
    pub acronyms: SmallVec<[CompactString; 1]>,
    /// Number of mentions.
    pub mentions: usize,
    /// Tokens at which the full name stands, then those of short names read so far, rising each.
    full_at: SmallVec<[usize; 2]>,
    short_at: Option<usize>,
}

impl Cluster {
    /// The token of the last mention by name before a place, where there is one.
    fn last_before(&self, at: usize) -> Option<usize> {
        let full = self.full_at.partition_point(|token| *token < at).checked_sub(1);
        full.map(|i| self.full_at[i]).max(self.short_at)
    }

    /// Takes another form of the name where it is the better one to show: a longer one, or one that
    /// is not shouted. What only stands before the same name, as in a headline or behind an office
    /// ("Honourable Jan Roe", "Ohm Joins Jan Roe"), makes it no better, unless it is a given name.
    fn take_name(&mut self, rules: &Rules, words: &[u32], name: &str) {
        let shouted = |name: &str| !name.contains(char::is_lowercase);
        let mixed = shouted(&self.name) && !shouted(name);
        let more = words.len().cmp(&self.words.len());
        let better = match names::put_before(&self.words, words) {
            Some(before) => names::begins_given(rules, name, before),
            None => match names::put_before(words, &self.words) {
                Some(before) => !names::begins_given(rules, &self.name, before),
                None => more.is_gt() || more.is_eq() && mixed,
            },
        };
        if better {
            self.words = words.into();
            self.name = name.into();
        }
    }

    /// Whether it bears a title or office, as written.
    fn has_role(&self, role: &str) -> bool {
        let role = names::fold(role);
        self.roles.iter().any(|known| names::same_role(&names::fold(known), &role))
    }
}

/// Who each mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// Index of the cluster.
    pub cluster: usize,
    /// More than one could be meant.
    pub uncertain: bool,
}

/// The persons and organisations of an article.
#[derive(Debug, Default)]
pub struct Clusters {
    /// All of them.
    pub list: Vec<Cluster>,
    /// For each mention who it is, where that could be told.
    pub who: Vec<Option<Who>>,
    words: Words,
    /// By the number of a word, who bears it in a name.
    bearers: Vec<Bearers>,
    by_initials: FxHashMap<u32, usize>,
    by_acronym: FxHashMap<u32, usize>,
    by_role: FxHashMap<u32, usize>,
    /// By somebody and the last word of what he is to another ("Ohm's lawyer, Anna Lind"), whose he is.
    owners: FxHashMap<(usize, u32), usize>,
    /// Holders of offices by the last word of the office.
    by_role_head: FxHashMap<u32, Vec<usize>>,
}

/// Who bears a word in a name.
#[derive(Debug, Default, Clone)]
struct Bearers {
    /// As the last word.
    last: SmallVec<[u32; 2]>,
    /// As the first word.
    first: Option<u32>,
}

/// The mentions of an article, and what is known of it.
struct Article<'a> {
    rules: &'a Rules,
    text: &'a Text<'a>,
    bits: &'a [u64],
    mentions: &'a [Mention],
    day: Option<&'a str>,
}

impl Clusters {
    /// Gathers the mentions of an article; `bits` are the classes of its tokens.
    ///
    /// What the lexicon `person` says (a user's own people) wins; `day` tells who holds an office.
    pub fn gather(
        rules: &Rules,
        text: &Text,
        bits: &[u64],
        mentions: &[Mention],
        day: Option<&str>,
    ) -> Self {
        let article = Article { rules, text, bits, mentions, day };
        let (who, list) = (vec![None; mentions.len()], Vec::with_capacity(mentions.len() / 2));
        let mut clusters = Self { who, list, ..Self::default() };
        let words = NameWords::read(text, mentions, &mut clusters.words);
        let full = |i: usize| {
            words.of(i).len() > 1
                && matches!(mentions[i].kind, MentionKind::Name | MentionKind::Organisation)
        };
        for i in (0..mentions.len()).filter(|i| full(*i)) {
            let who = clusters.listed(&article, &mentions[i]);
            let who =
                who.unwrap_or_else(|| clusters.full_name(&article, &mentions[i], words.of(i)));
            clusters.assign(text, mentions, i, who);
            clusters.list[who.cluster].full_at.push(mentions[i].tokens.start);
        }
        for i in (0..mentions.len()).filter(|i| !full(*i)) {
            let listed = clusters.listed(&article, &mentions[i]);
            let who = listed.or_else(|| match mentions[i].kind {
                MentionKind::Role => clusters.role(&article, i),
                MentionKind::Acronym => clusters.acronym(text, mentions, i, words.of(i)),
                _ => clusters.short_name(text, &mentions[i], words.of(i)),
            });
            if let Some(who) = who {
                clusters.assign(text, mentions, i, who);
            }
        }
        clusters.mark_places(&article);
        clusters.mark_persons(&article);
        clusters
    }

    /// Who bears a word in a name.
    fn bearers(&mut self, word: u32) -> &mut Bearers {
        let at = word as usize;
        if at >= self.bearers.len() {
            self.bearers.resize(at + 1, Bearers::default());
        }
        &mut self.bearers[at]
    }

    /// Those whose last name a word is.
    fn of_last_name(&self, word: u32) -> impl Iterator<Item = usize> + '_ {
        let bearers = self.bearers.get(word as usize);
        bearers.into_iter().flat_map(|bearers| &bearers.last).map(|cluster| *cluster as usize)
    }

    /// Notes which names are places: listed ones, and those behind a preposition of place.
    fn mark_places(&mut self, article: &Article<'_>) {
        let Article { rules, text, bits, mentions, .. } = *article;
        for (mention, who) in mentions.iter().zip(&self.who) {
            let Some(who) = who.filter(|_| mention.kind == MentionKind::Name) else { continue };
            let cluster = &mut self.list[who.cluster];
            if cluster.place {
                continue;
            }
            let first = mention.tokens.start;
            let located = || {
                first > 0
                    && mention.roles.is_empty()
                    && rules.stands(text, Asked::PlacePreposition, first - 1)
                    && bits.get(mention.tokens.end).is_none_or(|b| b & class::CLITIC == 0)
            };
            cluster.place =
                located() || spelt_out(rules, Asked::PlaceName, text, mention).is_some();
        }
    }

    /// Somebody the packs list by this name or alias, or by an office they hold on the day.
    fn listed(&mut self, article: &Article<'_>, mention: &Mention) -> Option<Who> {
        let Article { rules, text, day, .. } = *article;
        if let Some(entry) = listed_name(rules, text, mention) {
            let entry = rules.lexicons.entry(entry);
            let name = entry.text("name").unwrap_or(&entry.spelling);
            let cluster = self.known(name);
            self.list[cluster].gender = Gender::read(entry.text("gender"));
            return Some(Who { cluster, uncertain: false });
        }
        if mention.kind != MentionKind::Role || !mention.definite {
            return None;
        }
        spelt_out(rules, Asked::Office, text, mention)?;
        let holders = rules.persons.holders(text.slice(mention.name.clone()), day);
        // Of several the one listed last, who is likely to hold it still.
        let name = holders.last()?.name.clone();
        Some(Who { cluster: self.known(&name), uncertain: holders.len() > 1 })
    }

    /// The cluster of a listed person.
    fn known(&mut self, name: &str) -> usize {
        let cluster = self.list.iter().position(|c| c.name == name).unwrap_or_else(|| {
            let words = name.split_whitespace().map(|word| self.words.number(word));
            let words: SmallVec<[u32; 4]> = words.collect();
            let last = self.words.last(name);
            let cluster = self.add(name, &words, false);
            self.bearers(last).last.push(cluster as u32);
            cluster
        });
        self.list[cluster].person = true;
        cluster
    }

    fn assign(&mut self, text: &Text, mentions: &[Mention], i: usize, who: Who) {
        self.who[i] = Some(who);
        let mention = &mentions[i];
        let cluster = &mut self.list[who.cluster];
        cluster.mentions += 1;
        if mention.kind == MentionKind::Name || mention.kind == MentionKind::Organisation {
            push(&mut cluster.names, &names::written(text, mention.name.clone()));
        }
        if who.uncertain {
            return;
        }
        cluster.person |= mention.person;
        if cluster.gender == Gender::Unknown {
            cluster.gender = mention.gender;
        }
        for role in &mention.roles {
            let role = names::written(text, role.clone());
            let role = names::role(&role);
            if !role.is_empty() {
                self.learn(who.cluster, role);
            }
        }
    }

    /// Notes that somebody holds an office.
    fn learn(&mut self, cluster: usize, role: &str) {
        push(&mut self.list[cluster].roles, role);
        let key = self.words.number(role);
        for head in [self.words.last(role), self.words.last(names::office_head(role))] {
            let holders = self.by_role_head.entry(head).or_default();
            if holders.len() < MOST_CANDIDATES && !holders.contains(&cluster) {
                holders.push(cluster);
            }
        }
        self.by_role.insert(key, cluster);
    }

    /// A name of several words: a known one with the same last name and no other given name.
    fn full_name(&mut self, article: &Article<'_>, mention: &Mention, words: &[u32]) -> Who {
        let text = article.text;
        let organisation = mention.kind == MentionKind::Organisation;
        let last = words[words.len() - 1];
        let name = names::written(text, mention.name.clone());
        let same = self.of_last_name(last).find(|c| {
            let known = &self.list[*c];
            known.gender.agrees(mention.gender) && names::compatible(&known.words, words)
        });
        if let Some(cluster) = same {
            self.list[cluster].take_name(article.rules, words, &name);
            return Who { cluster, uncertain: false };
        }
        let cluster = self.add(&name, words, organisation);
        // "Varn-Sel" names two, and neither of them alone.
        let two = mention.roles.is_empty()
            && !mention.person
            && names::is_compound(text, mention.name.clone());
        let bearers = &mut self.bearers(last).last;
        if bearers.len() < MOST_CANDIDATES && !two {
            bearers.push(cluster as u32);
        }
        if organisation {
            let initials = self.words.number(&names::initials(&name));
            self.by_initials.entry(initials).or_insert(cluster);
        } else {
            self.bearers(words[0]).first.get_or_insert(cluster as u32);
        }
        Who { cluster, uncertain: false }
    }

    /// A single name: whoever bears it.
    fn short_name(&mut self, text: &Text, mention: &Mention, words: &[u32]) -> Option<Who> {
        let word = *words.last()?;
        let body = mention.kind == MentionKind::Organisation;
        let fits = |c: &usize| {
            self.list[*c].gender.agrees(mention.gender) && self.list[*c].organisation == body
        };
        let candidates: SmallVec<[usize; 4]> = self.of_last_name(word).filter(fits).collect();
        if let Some(who) = self.bearer(text, mention, &candidates) {
            self.list[who.cluster].short_at = Some(mention.tokens.start);
            return Some(who);
        }
        let given = self.bearers(word).first.map(|cluster| cluster as usize);
        let given = given.filter(|c| self.list[*c].person && mention.roles.is_empty());
        if let Some(cluster) = given {
            return Some(Who { cluster, uncertain: false });
        }
        let organisation = mention.kind == MentionKind::Organisation;
        let cluster = self.add(&names::written(text, mention.name.clone()), words, organisation);
        self.bearers(word).last.push(cluster as u32);
        Some(Who { cluster, uncertain: false })
    }

    /// Which of several bearers of a name is meant: the only one, the one with the title, or the one
    /// named so far; of several, the one named last, which is uncertain.
    fn bearer(&self, text: &Text, mention: &Mention, candidates: &[usize]) -> Option<Who> {
        let certain = |cluster: usize| Some(Who { cluster, uncertain: false });
        if let [cluster] = candidates {
            return certain(*cluster);
        }
        let role = mention.roles.last().map(|role| names::role(text.slice(role.clone())));
        let holders = |c: &&usize| role.as_ref().is_some_and(|r| self.list[**c].has_role(r));
        let mut titled = candidates.iter().filter(holders);
        if let (Some(cluster), None) = (titled.next(), titled.next()) {
            return certain(*cluster);
        }
        let at = mention.tokens.start;
        let named = |c: &&usize| self.list[**c].last_before(at).is_some();
        let mut known = candidates.iter().filter(named);
        if let (Some(cluster), None) = (known.next(), known.next()) {
            return certain(*cluster);
        }
        let last = candidates.iter().max_by_key(|c| {
            (self.list[**c].last_before(at), std::cmp::Reverse(self.list[**c].full_at.first()))
        })?;
        Some(Who { cluster: *last, uncertain: true })
    }

    /// An acronym: the long form it was introduced with, or one whose initials it is.
    fn acronym(
        &mut self,
        text: &Text,
        mentions: &[Mention],
        i: usize,
        words: &[u32],
    ) -> Option<Who> {
        let key = *words.first()?;
        let introduced = i.checked_sub(1).filter(|_| {
            mentions[i].same_as_previous
                && mentions[i - 1].tokens.end + 1 == mentions[i].tokens.start
        });
        if let Some(cluster) = introduced.and_then(|p| self.who[p]).map(|w| w.cluster) {
            push(&mut self.list[cluster].acronyms, text.slice(mentions[i].name.clone()));
            self.by_acronym.insert(key, cluster);
            return Some(Who { cluster, uncertain: false });
        }
        if let Some(cluster) = self.by_acronym.get(&key).or_else(|| self.by_role.get(&key)) {
            return Some(Who { cluster: *cluster, uncertain: false });
        }
        let cluster = match self.by_initials.get(&key).copied() {
            Some(cluster) => cluster,
            None => self.add(text.slice(mentions[i].name.clone()), words, true),
        };
        self.by_acronym.insert(key, cluster);
        Some(Who { cluster, uncertain: false })
    }

    /// An office: whoever holds it, by apposition or from before.
    fn role(&mut self, article: &Article<'_>, i: usize) -> Option<Who> {
        let Article { text, mentions, .. } = *article;
        let mention = &mentions[i];
        let office = names::written(text, mention.name.clone());
        let office = names::role(&office);
        // "the Ministers": several, and not the one who was named last.
        if article.rules.grammar.looks_plural(text.word(mention.name.end - 1)) {
            return None;
        }
        let head = self.words.last(office);
        if let Some(cluster) = self.apposed(article, i) {
            if let Some(owner) = self.owner(article, i, &[cluster]) {
                self.owners.insert((cluster, head), owner);
            }
            self.learn(cluster, office);
            self.list[cluster].person = true;
            return Some(Who { cluster, uncertain: false });
        }
        let introduced = i.checked_sub(1).filter(|_| mention.same_as_previous);
        if let Some(cluster) = introduced.and_then(|p| self.who[p]).map(|w| w.cluster) {
            self.learn(cluster, text.slice(mention.name.clone()));
            return Some(Who { cluster, uncertain: false });
        }
        if !mention.definite {
            return None;
        }
        let key = names::fold(office);
        let held = |c: usize, same: &dyn Fn(&str) -> bool| {
            self.list[c].roles.iter().any(|role| same(role))
        };
        let all = self.by_role_head.get(&head).map_or(&[][..], Vec::as_slice);
        let holding = |same: &dyn Fn(&str) -> bool| -> SmallVec<[usize; 4]> {
            all.iter().copied().filter(|c| held(*c, same)).collect()
        };
        let mut holders = holding(&|role| names::folds_to(role, &key));
        if holders.is_empty() {
            holders = holding(&|role| names::folds_to(names::office_head(role), &key));
        }
        if holders.is_empty() {
            holders = holding(&|role| names::same_role(&names::fold(role), &key));
        }
        if let Some(owner) = self.owner(article, i, &holders) {
            let its = |c: &mut usize| self.owners.get(&(*c, head)).is_none_or(|its| *its == owner);
            holders.retain(its);
        }
        // Of several the one named last; who is named only later need not be meant.
        let at = mention.tokens.start;
        let before = |c: &&usize| self.list[**c].last_before(at);
        let last = holders.iter().max_by_key(|c| (before(c), std::cmp::Reverse(**c)))?;
        let certain =
            holders.len() == 1 && (before(&last).is_some() || self.list[*last].full_at.is_empty());
        Some(Who { cluster: *last, uncertain: !certain })
    }

    fn add(&mut self, name: &str, words: &[u32], organisation: bool) -> usize {
        self.list.push(Cluster {
            words: words.into(),
            name: name.into(),
            organisation,
            ..Cluster::default()
        });
        self.list.len() - 1
    }

    /// The cluster for an office nobody is named for: "the COAS".
    ///
    /// Of several who hold it ("the Ministers") none is meant by name.
    pub fn office(&mut self, role: &str, several: bool) -> usize {
        if several {
            let known = self.list.iter().position(|cluster| cluster.name == role);
            return known.unwrap_or_else(|| self.add(role, &[], true));
        }
        let key = self.words.number(role);
        if let Some(cluster) = self.by_role.get(&key) {
            return *cluster;
        }
        let cluster = self.add(role, &[], false);
        self.list[cluster].person = true;
        self.learn(cluster, role);
        cluster
    }
}

fn push(list: &mut SmallVec<[CompactString; 1]>, text: &str) {
    if !list.iter().any(|t| t == text) {
        list.push(text.into());
    }
}
