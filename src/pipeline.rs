//! The pipeline: from an article to what is extracted from it.
//!
//! In: an [`Article`] and [`Rules`].  Out: an [`Extraction`].  Each stage is one call; what a
//! stage finds becomes chunks for the rules of the next.  No I/O, no clock, no state between
//! articles.

use crate::article::Article;
use crate::article::description::{self, Description};
use crate::extraction::Extraction;
use crate::matching::{Chunks, Ground};
use crate::rules::Rules;
use rayon::prelude::*;

/// What a run may set; the defaults are those of the built-in rules.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Day that stands in for a missing day of publication, `YYYY-MM-DD`.
    pub reference: Option<String>,
}

/// Extracts dates, quotes and events from one article.
pub fn extract(rules: &Rules, article: &Article, options: &Options) -> Extraction {
    let _ = options;
    let text = rules.text(&article.text, article.body_start);
    let chunks = Chunks::new(text.tokens.len());
    let about = description::describe(rules, article, &text);
    let _ground = Ground { text: &text, chunks: &chunks, rules };
    assemble(article, &text, about)
}

fn assemble(article: &Article, text: &crate::text::Text<'_>, about: Description) -> Extraction {
    let sentences = text.sentences.iter().map(|s| text.range(text.bytes(s.clone()))).collect();
    let mut problems = article.problems.clone();
    problems.extend(about.problems);
    Extraction { article: about.info, sentences, problems, ..Extraction::default() }
}

/// Extracts from several articles, on all processors; the order stays.
///
/// Names are resolved within each article only; [`link`] does so across them.
pub fn extract_all(rules: &Rules, articles: &[Article], options: &Options) -> Vec<Extraction> {
    articles.par_iter().map(|article| extract(rules, article, options)).collect()
}

/// Resolves names across articles: an office or acronym in one is the person another names.
pub fn link(rules: &Rules, extractions: &mut [Extraction]) {
    let _ = (rules, extractions);
}
