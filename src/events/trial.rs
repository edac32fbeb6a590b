//! What is extracted from a text in the tests of this module.

use crate::article::{Article, Given};
use crate::extraction::Extraction;
use crate::pipeline::{self, Options};
use crate::rules::Rules;
use crate::rules::load::{PackFile, builtin_files, load};

/// Extracts by the built-in rules.
pub(super) fn extract(text: &str) -> Extraction {
    let article = Article { text: text.to_owned(), ..Article::default() };
    pipeline::extract(Rules::builtin(), &article, &Options::default())
}

/// Extracts by the built-in rules and a pack from an article of 7 May 2031.
pub(super) fn extract_with(pack: &str, text: &str) -> Extraction {
    let mut files = builtin_files();
    files.push(PackFile { path: "own.yaml".into(), bytes: pack.into(), pack: 1 });
    let rules: Rules = load(files).unwrap().rules;
    let given = Given { published: Some("2031-05-07".to_owned()), ..Given::default() };
    let article = Article { text: text.to_owned(), given, ..Article::default() };
    pipeline::extract(&rules, &article, &Options::default())
}
