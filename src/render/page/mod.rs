//! The timeline as one self-contained page: no network, from disk, on a phone, in print.
//!
//! In: a timeline and its catalogue with the texts.  Out: HTML.  Everything from articles is
//! escaped by the template or carried as JSON and shown through `textContent`; a Content
//! Security Policy lets run only the one script and the one style sheet whose hashes it names.

mod embedded;
mod shown;
mod view;

use super::catalogue::Catalogue;
use super::{Options, RenderError};
use crate::timeline::Timeline;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest, Sha256};
use std::io::Write;

const TEMPLATE: &str = include_str!("page.html");
const ENTRY: &str = include_str!("entry.html");
const STYLE: &str = include_str!("page.css");
/// One script, in the order its parts rely on each other.
const SCRIPT: &str = concat!(
    include_str!("page.js"),
    include_str!("calendar.js"),
    include_str!("filters.js"),
    include_str!("axis.js"),
    include_str!("reader.js"),
    include_str!("keyboard.js"),
);

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
    options: &Options,
) -> Result<(), RenderError> {
    let whole = timeline;
    let timeline = &*shown::shown(whole, options.page_entries);
    let page = view::Page::of(timeline, whole, catalogue, options);
    let context = context! {
        page => Serde(page),
        policy => policy(),
        style => STYLE,
        script => SCRIPT,
        entries => embedded::entries(timeline, catalogue)?,
        texts => embedded::texts(timeline, catalogue, options.page_text)?,
    };
    let environment = environment()?;
    Ok(out.write_all(environment.get_template("page.html")?.render(context)?.as_bytes())?)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("entry.html", ENTRY)?;
    environment.add_template("page.html", TEMPLATE)?;
    Ok(environment)
}

/// What the page may do: run this script, use this style, and nothing else.
fn policy() -> String {
    let hash =
        |asset: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(asset.as_bytes())));
    format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, STYLE};

    #[test]
    fn assets_cannot_end_their_own_element() {
        for asset in [SCRIPT, STYLE] {
            let lower = asset.to_ascii_lowercase();
            assert!(!lower.contains("</") && !lower.contains("<!--"));
        }
    }

    #[test]
    fn the_script_never_parses_markup() {
        for sink in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "DOMParser",
        ] {
            assert!(!SCRIPT.contains(sink), "{sink}");
        }
    }
}
