//! Takes the article out of a page in HTML.
//!
//! In: an article whose text is the source of a page.  Out: the same article with the text of the
//! body and the metadata of the page.  The body is chosen by `dom_smoothie` (a port of Mozilla's
//! Readability); where it finds none, it is the whole page without navigation.  Scripts, styles,
//! comments and templates never count.

mod metadata;
mod prose;
mod tags;

use super::Article;
use super::fields::warning;
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

/// Elements beyond which the body is not looked for.
const MOST_ELEMENTS: usize = 100_000;

/// Replaces the source of a page by its text, and fills in its metadata.
pub(super) fn read(article: &mut Article) {
    let source = std::mem::take(&mut article.text);
    if tags::is_hostile(&source) {
        let message = "elements or attributes are piled up beyond reason; the tags were cut away without looking for the article".to_owned();
        article.problems.push(warning("html-hostile", message));
        article.text = tags::strip(&source);
        return;
    }
    let page = Document::from(source.as_str());
    metadata::read(&page, article);
    article.text = body(&source, &page);
}

/// The text of the body of a page.
fn body(source: &str, page: &Document) -> String {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let found = Readability::new(source, None, Some(config)).and_then(|mut page| page.parse());
    let body = found.map(|found| prose::text(&Document::fragment(found.content), false));
    body.ok().filter(|body| !body.trim().is_empty()).unwrap_or_else(|| prose::text(page, true))
}

/// The encoding a page declares for itself.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let after = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let label = head[after..].trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let length =
        label.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
    let encoding = Encoding::for_label(&label[..length.unwrap_or(label.len())])?;
    // What decodes as UTF-8 is UTF-8, whatever the page says.
    let is_utf_8 = encoding == encoding_rs::UTF_8 || std::str::from_utf8(bytes).is_ok();
    (!is_utf_8)
        .then_some(encoding.output_encoding())
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
}
