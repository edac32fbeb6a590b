//! Reading paragraph by paragraph: attributions, and quotations that continue a speaker.
//!
//! In: the items of each paragraph in order.  Out: [`Found`].  Keeps who spoke last, so that a
//! quotation without an attribution of its own continues him.

use super::items::{Item, Items, Sentence, final_stop};
use super::marks::{Region, Style};
use super::phrase::Scope;
use super::statement::{self, Statement};
use super::{Found, construction, cue, within};
use crate::extraction::{DENIED, QuoteKind};
use crate::rules::Rules;
use crate::rules::grammar::{class, shape};
use crate::text::Text;
use std::ops::Range;

/// Share of the words of a sentence that must stand in quote marks for it to continue a quotation.
const CONTINUED_SHARE: f64 = 0.6;

/// The act of verbs of denial.
const DENIAL: &str = "deny";

/// Who speaks on, as bytes.
#[derive(Debug, Clone)]
struct Awaited {
    full: Range<usize>,
    head: Range<usize>,
    cue: Option<Range<usize>>,
}

/// What is carried from paragraph to paragraph.
pub(super) struct Reading<'a> {
    rules: &'a Rules,
    text: &'a Text<'a>,
    regions: &'a [Region],
    /// What was found so far.
    pub out: Vec<Found>,
    /// The latest attributed quotation and its paragraph.
    last: Option<(usize, usize)>,
    /// Who is announced by a colon at the end of the paragraph before.
    awaited: Option<Awaited>,
    groups: u32,
    /// Which items of the sentence under way attributions claim.
    claimed: Vec<bool>,
}

impl<'a> Reading<'a> {
    pub fn new(rules: &'a Rules, text: &'a Text<'a>, regions: &'a [Region]) -> Self {
        let (out, claimed) = (Vec::new(), Vec::new());
        Self { rules, text, regions, out, last: None, awaited: None, groups: 0, claimed }
    }

    /// Whether nothing is to be read in a paragraph without quote marks whose tokens have these
    /// bits.
    pub fn is_silent(bits: u64) -> bool {
        bits & (statement::CUES | shape::COLON) == 0
    }

    /// Passes over a paragraph that is silent.
    pub fn pass(&mut self) {
        self.awaited = None;
    }

    /// Reads one paragraph.
    pub fn paragraph(&mut self, index: usize, items: &Items) {
        let awaited = self.awaited.take();
        for Sentence { items: sentence, bits } in &items.sentences {
            if bits & (statement::CUES | shape::QUOTED) == 0 {
                continue;
            }
            let scope = scope(self.text, self.rules, items, sentence);
            let statements = match bits & statement::CUES {
                0 => Vec::new(),
                _ => statement::find(&scope, &self.rules.lexicons),
            };
            for statement in &statements {
                self.add(items, &scope, statement, index);
            }
            if bits & shape::QUOTED != 0 {
                let claimed = self.claimed(sentence, &statements);
                self.unclaimed(items, &scope, &claimed, index, awaited.as_ref());
                self.claimed = claimed;
            }
        }
        self.announce(items);
    }

    /// Which items of a sentence its attributions claim.
    fn claimed(&mut self, sentence: &Range<usize>, statements: &[Statement]) -> Vec<bool> {
        let mut claimed = std::mem::take(&mut self.claimed);
        claimed.clear();
        claimed.resize(sentence.len(), false);
        for part in statements.iter().flat_map(|statement| &statement.parts) {
            claimed[part.start - sentence.start..part.end - sentence.start].fill(true);
        }
        claimed
    }

    fn add(&mut self, items: &Items, scope: &Scope, statement: &Statement, paragraph: usize) {
        let first = self.out.len();
        for part in &statement.parts {
            let found = self.found(items, scope, statement, part.clone());
            // "he said, adding, …": the nearer verb has it.
            if let Some(same) =
                self.out.iter_mut().rev().take(4).find(|f| f.content == found.content)
            {
                if [construction::PARTICIPLE, construction::NOUN_PARTICIPLE].contains(&found.rule) {
                    *same = found;
                }
            } else {
                self.out.push(found);
            }
        }
        let marked = self.out[first.min(self.out.len())..].iter().any(|f| !f.marked.is_empty());
        if marked || self.out.len() > first + 1 {
            self.groups += 1;
            self.out[first..].iter_mut().for_each(|f| f.part_of = Some(self.groups));
        }
        if !self.out.is_empty() {
            self.last = Some((self.out.len() - 1, paragraph));
        }
    }

    /// Quotations of a sentence that no attribution claims.
    fn unclaimed(
        &mut self,
        items: &Items,
        scope: &Scope,
        claimed: &[bool],
        paragraph: usize,
        awaited: Option<&Awaited>,
    ) {
        let free = |i: &usize| scope.at(*i).is(shape::QUOTED) && !claimed[*i - scope.low];
        let Some(quote) = (scope.low..scope.high).find(free) else { return };
        let alone = quote == scope.low && scope.high - scope.low <= 2;
        let here = self.last.filter(|(_, p)| *p == paragraph);
        if alone && (here.is_some() || !self.announced(awaited, items, quote)) {
            let before = here.or(self.last.filter(|(_, p)| {
                p + 1 == paragraph && quote == 0 && self.is_speech(items.list[quote])
            }));
            if let Some((last, _)) = before {
                let content = self.content(items.list[quote]);
                self.continued(last, content, QuoteKind::Direct, paragraph);
                return;
            }
        } else if alone {
            return;
        }
        // "But Roe disagreed: “…”" is no longer said by who spoke last.
        let behind_colon = (quote.max(scope.low + 1)..scope.high).find(|i| {
            free(i) && scope.at(*i - 1).is(shape::COLON) && self.sentence_like(items.list[*i])
        });
        if behind_colon.is_some_and(|quote| self.after_colon(items, scope, quote, paragraph)) {
            return;
        }
        if let Some((last, _)) =
            here.filter(|_| !claimed.contains(&true) && self.mostly_quoted(scope))
        {
            let content = self
                .unmarked(items, &(scope.low..super::content::trim(scope, scope.low, scope.high)));
            self.continued(last, content, QuoteKind::Mixed, paragraph);
        } else if self.is_snippet() {
            for i in (scope.low..scope.high).filter(free) {
                let content = self.content(items.list[i]);
                self.out.push(plain(content, None, construction::HEADLINE));
            }
        }
    }

    /// A quotation that goes on with whoever spoke last.
    fn continued(&mut self, last: usize, content: Range<usize>, kind: QuoteKind, paragraph: usize) {
        let group = *self.out[last].part_of.get_or_insert_with(|| {
            self.groups += 1;
            self.groups
        });
        let found = Found {
            content,
            kind,
            rule: construction::CONTINUED,
            marked: Vec::new(),
            part_of: Some(group),
            closed: true,
            ..self.out[last].clone()
        };
        self.out.push(found);
        self.last = Some((self.out.len() - 1, paragraph));
    }

    /// A quotation that the paragraph before announced with a colon.
    fn announced(&mut self, awaited: Option<&Awaited>, items: &Items, quote: usize) -> bool {
        let Some(awaited) = awaited.filter(|_| quote == 0) else { return false };
        let paragraph = self.text.paragraph_of(items.list[quote].first as usize);
        let content = self.content(items.list[quote]);
        self.out.push(plain(content, Some(awaited), construction::ANNOUNCED));
        self.last = Some((self.out.len() - 1, paragraph));
        true
    }

    /// `Roe blasted the plan: "…"`: the subject of the sentence speaks.
    fn after_colon(
        &mut self,
        items: &Items,
        scope: &Scope,
        quote: usize,
        paragraph: usize,
    ) -> bool {
        let author = || statement::author_of_text(scope, quote - 1);
        let speaker = if super::content::has_finite(scope, scope.low, quote - 1) {
            statement::subject_of_clause(scope, quote - 1).or_else(author)
        } else {
            author().or_else(|| statement::subject_of_clause(scope, quote - 1))
        };
        let Some(speaker) = speaker else { return false };
        let bytes = |r: Range<usize>| self.text.bytes(items.tokens(r));
        let awaited = Awaited { full: bytes(speaker.full), head: bytes(speaker.head), cue: None };
        let content = self.content(items.list[quote]);
        self.out.push(plain(content, Some(&awaited), construction::COLON));
        self.last = Some((self.out.len() - 1, paragraph));
        true
    }

    /// Notes who speaks next where a paragraph ends in a colon.
    fn announce(&mut self, items: &Items) {
        let Some(Sentence { items: sentence, .. }) = items.sentences.last() else { return };
        let scope = scope(self.text, self.rules, items, sentence);
        if !scope.at(sentence.end - 1).is(shape::COLON) {
            return;
        }
        let verb = sentence.clone().rev().find(|i| scope.at(*i).is(class::SPEECH));
        let cue = verb.and_then(|v| cue::at(&scope, &self.rules.lexicons, v));
        let speaker = cue
            .as_ref()
            .and_then(|c| cue::subject_before(&scope, c))
            .or_else(|| statement::subject_of_clause(&scope, sentence.end - 1));
        let bytes = |r: Range<usize>| self.text.bytes(items.tokens(r));
        self.awaited = speaker.map(|s| Awaited {
            full: bytes(s.full),
            head: bytes(s.head),
            cue: cue.map(|c| bytes(c.group)),
        });
    }

    /// Whether a paragraph in quote marks is speech; one in single marks is a subheading.
    fn is_speech(&self, item: Item) -> bool {
        let style = self.regions[item.region as usize].style;
        self.sentence_like(item) && !matches!(style, Style::Single | Style::Backtick)
    }

    /// Whether a region in quote marks is a sentence rather than a name or a phrase.
    fn sentence_like(&self, item: Item) -> bool {
        item.last - item.first >= 5
            || matches!(final_stop(self.text, item), Some('.' | '?' | '!' | ','))
    }

    /// Whether most words of a sentence stand in one quotation that ends it.
    fn mostly_quoted(&self, scope: &Scope) -> bool {
        let last = (scope.low..scope.high).rev().find(|i| !scope.at(*i).is(shape::STOP));
        let Some(item) = last.map(|l| scope.at(l)).filter(|i| i.is(shape::QUOTED)) else {
            return false;
        };
        let (first, end) = (scope.at(scope.low).first, scope.at(scope.high - 1).last);
        let quoted = f64::from(item.last - item.first);
        quoted >= 8.0 && quoted >= CONTINUED_SHARE * f64::from(end - first)
    }

    /// A text of one line without a full stop, or that begins in the middle: a headline or snippet.
    fn is_snippet(&self) -> bool {
        let text = self.text.str().trim();
        let whole =
            text.starts_with(char::is_uppercase) && text.ends_with(['.', '!', '?', '…', '”', '"']);
        self.text.paragraphs.len() == 1 && !whole && text.len() < 400
    }

    fn content(&self, item: Item) -> Range<usize> {
        self.regions[item.region as usize].content.clone()
    }

    /// The bytes of a range of items without quote marks at its edges.
    fn unmarked(&self, items: &Items, part: &Range<usize>) -> Range<usize> {
        let bytes = self.text.bytes(items.tokens(part.clone()));
        let edge = |i: usize| {
            Some(items.list[i]).filter(|item| item.is(shape::QUOTED)).map(|item| self.content(item))
        };
        let start = edge(part.start).map_or(bytes.start, |c| c.start);
        let end = edge(part.end - 1).map_or(bytes.end, |c| c.end);
        start..end.max(start)
    }

    fn found(
        &self,
        items: &Items,
        scope: &Scope,
        statement: &Statement,
        part: Range<usize>,
    ) -> Found {
        // The dash before a line of dialogue is no part of it.
        let dash = |i: &usize| items.list[*i].is(shape::DASH);
        let start = part.clone().find(|i| !dash(i)).unwrap_or(part.start);
        let part = start..part.end;
        let list = &items.list[part.clone()];
        let bytes = |r: &Range<usize>| self.text.bytes(items.tokens(r.clone()));
        let quoted = || list.iter().filter(|i| i.is(shape::QUOTED));
        let (content, kind) = match (list.len(), quoted().count()) {
            (1, 1) => (self.content(list[0]), QuoteKind::Direct),
            (_, 0) => (bytes(&part), QuoteKind::Indirect),
            _ => (self.unmarked(items, &part), QuoteKind::Mixed),
        };
        let told = statement.cue.modality == cue::Modality::Fact && kind == QuoteKind::Mixed;
        let marked = told.then(|| within::statements(scope, items, self.regions, part.clone()));
        Found {
            content,
            kind,
            marked: marked.unwrap_or_default(),
            closed: quoted().all(|i| self.regions[i.region as usize].closed),
            cue: Some(bytes(&statement.cue.group)),
            speaker: statement.speaker.as_ref().map(|s| bytes(&s.full)),
            speaker_head: statement.speaker.as_ref().map(|s| bytes(&s.head)),
            via: statement.via.as_ref().map(|v| bytes(&v.full)),
            part_of: None,
            modality: match statement.cue.modality {
                cue::Modality::Fact => self.denies(&statement.cue, kind).then_some(DENIED),
                cue::Modality::Negated => Some("negated"),
                cue::Modality::Hypothetical => Some("hypothetical"),
            },
            rule: statement.rule,
        }
    }

    /// Whether what is reported is what somebody denies: "denied that she had known".
    fn denies(&self, cue: &cue::Cue, kind: QuoteKind) -> bool {
        let act = |entry| self.rules.lexicons.entry(entry).text("act");
        kind != QuoteKind::Direct && cue.entry.and_then(act) == Some(DENIAL)
    }
}

fn scope<'i>(
    text: &'i Text,
    rules: &'i Rules,
    items: &'i Items,
    sentence: &Range<usize>,
) -> Scope<'i> {
    let (low, high) = (sentence.start, sentence.end);
    Scope { text, grammar: &rules.grammar, list: &items.list, low, high }
}

fn plain(content: Range<usize>, speaker: Option<&Awaited>, rule: &'static str) -> Found {
    Found {
        content,
        kind: QuoteKind::Direct,
        closed: true,
        cue: speaker.and_then(|s| s.cue.clone()),
        speaker: speaker.map(|s| s.full.clone()),
        speaker_head: speaker.map(|s| s.head.clone()),
        via: None,
        part_of: None,
        modality: None,
        rule,
        marked: Vec::new(),
    }
}
