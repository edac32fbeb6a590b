//! What a page says about itself.
//!
//! The day of publication is taken from the first that has one: a `meta` element of publication,
//! JSON-LD, a `meta` element that only says "date", a `time` element.  Where they differ, that is
//! said.

use super::super::fields::{Field, Fields, publication_day};
use super::super::{Article, Given};
use crate::extraction::{Problem, Severity};
use dom_query::Document;
use serde_json::Value;

const PUBLISHED: [&str; 8] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "publish-date",
    "dc.date.issued",
    "dcterms.issued",
];
const DATED: [&str; 7] = [
    "pubdate",
    "date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "sailthru.date",
    "article.created",
];
const TITLES: [&str; 4] = ["og:title", "twitter:title", "dc.title", "parsely-title"];
const SOURCES: [&str; 4] = ["og:site_name", "application-name", "dc.publisher", "publisher"];
const AUTHORS: [&str; 5] =
    ["author", "dc.creator", "parsely-author", "article:author", "sailthru.author"];

/// Fills in what is given for the article.
pub(super) fn read(page: &Document, article: &mut Article) {
    let metas = Metas::of(page);
    let linked = linked_data(page);
    let title =
        metas.first(&TITLES).or_else(|| text_of(page, "h1")).or_else(|| text_of(page, "title"));
    let canonical = page.select("link[rel=canonical]").attr("href").map(|url| url.to_string());
    Fields {
        title: field(title.or_else(|| linked.headline.clone())),
        source: field(metas.first(&SOURCES).or_else(|| linked.publisher.clone())),
        url: field(canonical.or_else(|| metas.first(&["og:url"]))),
        author: authors(&metas, &linked),
        published: Field::default(),
    }
    .apply(article, "");
    let dates = [
        ("html-meta", metas.first(&PUBLISHED)),
        ("html-json-ld", linked.published),
        ("html-meta", metas.first(&DATED)),
        ("html-time", page.select("time[datetime]").attr("datetime").map(|date| date.to_string())),
    ];
    publish(dates, article);
}

fn field(value: Option<String>) -> Field {
    value.map(Field::one).unwrap_or_default()
}

/// Chooses the day of publication and notes the others.
fn publish(dates: [(&str, Option<String>); 4], article: &mut Article) {
    let mut chosen: Option<(String, &str, String)> = None;
    for (basis, field) in dates.into_iter().filter_map(|(basis, field)| Some((basis, field?))) {
        let mut unread = Vec::new();
        match (publication_day(&field, &mut unread), &chosen) {
            (None, None) => article.problems.append(&mut unread),
            (Some(day), None) => chosen = Some((day, basis, field)),
            (Some(day), Some((first, by, _))) if day != *first => {
                let message = format!(
                    "the page gives {first} ({by}) and {day} ({basis}) as its date; {first} was taken"
                );
                article.problems.push(Problem::new(Severity::Note, "published-conflict", message));
            }
            _ => {}
        }
    }
    let Some((day, basis, field)) = chosen else { return };
    article.given = Given {
        published: Some(day),
        published_basis: Some(basis.to_owned()),
        published_at: Some(field),
        ..std::mem::take(&mut article.given)
    };
}

fn text_of(page: &Document, selector: &str) -> Option<String> {
    let text = page.select_single(selector).text();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn authors(metas: &Metas, linked: &Linked) -> Field {
    let named = metas.all(&AUTHORS).filter(|author| !author.contains("://")).map(Value::from);
    let named: Vec<Value> =
        if linked.authors.is_empty() { named.collect() } else { linked.authors.clone() };
    serde_json::from_value(Value::Array(named)).unwrap_or_default()
}

/// The `meta` elements: names in lower case, and contents.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(page: &Document) -> Self {
        let read = |node: &dom_query::NodeRef<'_>| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| node.attr(key))?;
            let content = node.attr("content")?.trim().to_owned();
            (!content.is_empty()).then(|| (name.to_ascii_lowercase(), content))
        };
        Self(page.select("meta").nodes().iter().filter_map(read).collect())
    }

    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        let of = |name: &'a &str| {
            self.0
                .iter()
                .filter(move |(known, _)| known == name)
                .map(|(_, content)| content.clone())
        };
        names
            .iter()
            .map(of)
            .find_map(|mut found| found.next().map(|first| std::iter::once(first).chain(found)))
            .into_iter()
            .flatten()
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).next()
    }
}

/// What the JSON-LD of a page says of its article.
#[derive(Default)]
struct Linked {
    headline: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    authors: Vec<Value>,
}

/// The first object of JSON-LD that has a day of publication.
fn linked_data(page: &Document) -> Linked {
    let scripts = page.select("script[type='application/ld+json']");
    let found = scripts.nodes().iter().find_map(|script| {
        let value: Value = serde_json::from_str(script.text().trim()).ok()?;
        published_object(&value).map(Linked::of)
    });
    found.unwrap_or_default()
}

/// Looks for the object in lists and under `@graph`; the depth of JSON is bounded by its parser.
fn published_object(value: &Value) -> Option<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(object) if object.contains_key("datePublished") => Some(object),
        Value::Object(object) => object.get("@graph").and_then(published_object),
        Value::Array(list) => list.iter().find_map(published_object),
        _ => None,
    }
}

impl Linked {
    fn of(object: &serde_json::Map<String, Value>) -> Self {
        let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
        let publisher = object
            .get("publisher")
            .and_then(|publisher| publisher.get("name"))
            .and_then(Value::as_str);
        let authors = match object.get("author") {
            Some(Value::Array(authors)) => authors.clone(),
            Some(author) => vec![author.clone()],
            None => Vec::new(),
        };
        Self {
            headline: text("headline"),
            published: text("datePublished"),
            publisher: publisher.map(str::to_owned),
            authors,
        }
    }
}
