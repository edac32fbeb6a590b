//! Metadata fields as people write them, in JSON and in YAML.

use super::published;
use super::{Article, Given};
use crate::extraction::{Problem, Severity};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A field of any type: text, a number, a list of either, or something of no use.
///
/// One odd field must not cost the article, so that everything can be read into it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Field {
    values: Vec<String>,
    is_odd: bool,
}

impl Field {
    /// A field of one text.
    pub(super) fn one(value: impl Into<String>) -> Self {
        Self { values: vec![value.into()], is_odd: false }
    }

    /// The first of several that is given.
    pub(super) fn first(fields: impl IntoIterator<Item = Self>) -> Self {
        fields.into_iter().find(|field| *field != Self::default()).unwrap_or_default()
    }

    /// The values, empty ones left out.
    pub(super) fn all(self) -> Vec<String> {
        self.values
            .into_iter()
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// The values as one text.
    pub(super) fn joined(self) -> Option<String> {
        let all = self.all();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number or a list of texts")
    }

    fn visit_str<E>(self, value: &str) -> Result<Field, E> {
        Ok(Field::one(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Field, E> {
        Ok(Field::one(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Field, E> {
        Ok(Field::one(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Field, E> {
        Ok(Field::one(value.to_string()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field, E> {
        Ok(Field::one(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field::default())
    }

    fn visit_none<E>(self) -> Result<Field, E> {
        Ok(Field::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Field, A::Error> {
        let mut all = Field::default();
        while let Some(item) = list.next_element::<Field>()? {
            all.values.extend(item.values);
            all.is_odd |= item.is_odd;
        }
        Ok(all)
    }

    /// An author is sometimes an object with a name.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field, A::Error> {
        let mut named = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "name" {
                named = Some(map.next_value::<Field>()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(named.unwrap_or(Field { values: Vec::new(), is_odd: true }))
    }
}

/// The fields that stand beside a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fields {
    pub(super) title: Field,
    pub(super) published: Field,
    pub(super) source: Field,
    pub(super) url: Field,
    pub(super) author: Field,
}

impl Fields {
    /// Writes the fields into the article; what cannot be used becomes a problem.
    pub(super) fn apply(self, article: &mut Article, basis: &str) {
        let fields = [
            ("title", &self.title),
            ("published", &self.published),
            ("source", &self.source),
            ("url", &self.url),
        ];
        for (name, _) in
            fields.iter().chain(&[("author", &self.author)]).filter(|(_, field)| field.is_odd)
        {
            article.problems.push(warning(
                "unusable-field",
                format!("`{name}` is neither text nor a list of texts; it was ignored"),
            ));
        }
        let published = self.published.joined();
        let day =
            published.as_deref().and_then(|field| publication_day(field, &mut article.problems));
        article.given = Given {
            title: self.title.joined(),
            published_basis: day.is_some().then(|| basis.to_owned()),
            published_at: day.as_ref().and(published),
            published: day,
            source: self.source.joined(),
            author: self.author.all(),
            url: self.url.joined(),
        };
    }
}

/// The day a field names, or a problem.
pub(super) fn publication_day(field: &str, problems: &mut Vec<Problem>) -> Option<String> {
    match published::day(field) {
        Ok(day) => Some(day),
        Err(why) => {
            let shown: String = field.chars().take(60).collect();
            problems.push(warning(
                "published-unreadable",
                format!("the publication date {shown:?} was not used: {why}"),
            ));
            None
        }
    }
}

pub(super) fn warning(code: &str, message: String) -> Problem {
    Problem::new(Severity::Warning, code, message)
}
