//! Markdown: headings for years and months, one paragraph an entry, its sources as a list.

use super::catalogue::Catalogue;
use super::cited::{self, Cited};
use super::period::Period;
use super::{Options, date_label, labels, link};
use crate::timeline::{Entry, Timeline};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) fn write(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
    out: &mut dyn Write,
    options: &Options,
) -> io::Result<()> {
    writeln!(
        out,
        "# {}\n\n{}.",
        escaped(options.title.as_deref().unwrap_or(labels::TITLE)),
        labels::summary(timeline)
    )?;
    let mut period = Period::default();
    for entry in &timeline.entries {
        let next = Period::of(entry);
        if let Some(year) = next.year.as_ref().filter(|_| next.year != period.year) {
            writeln!(out, "\n## {}", escaped(year))?;
        }
        if let Some(month) = next.month_label().filter(|_| next != period) {
            writeln!(out, "\n### {month} {}", next.year.as_deref().unwrap_or_default())?;
        }
        write_entry(entry, catalogue, out)?;
        period = next;
    }
    if !timeline.undated.is_empty() {
        writeln!(out, "\n## {}", labels::UNDATED)?;
    }
    timeline.undated.iter().try_for_each(|entry| write_entry(entry, catalogue, out))
}

fn write_entry(entry: &Entry, catalogue: &Catalogue<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}  ", head(entry))?;
    let text = escaped(&entry.readable());
    if entry.is_verbatim_speech() {
        writeln!(out, "“{text}”\n")?;
    } else {
        writeln!(out, "{text}\n")?;
    }
    for cited in cited::by_article(entry) {
        writeln!(out, "- {}", citation(&cited, entry, catalogue))?;
    }
    for variant in entry.other_wordings() {
        let outlets = catalogue.outlets_of(&variant.sources);
        writeln!(out, "- *other wording* ({}): “{}”", escaped(&outlets), escaped(&variant.text))?;
    }
    for disagreement in &entry.disagreements {
        let value = |value: &crate::timeline::DisagreementValue| {
            let outlets = catalogue.outlets_of(&value.sources);
            escaped(&format!("{} ({outlets})", labels::value(&disagreement.field, &value.value)))
        };
        let values: Vec<_> = disagreement.values.iter().map(value).collect();
        let chosen = escaped(&labels::chosen_by(&disagreement.chosen_by));
        writeln!(
            out,
            "- *sources differ* on {}: {}{chosen}",
            escaped(&disagreement.field),
            values.join(" / ")
        )?;
    }
    Ok(())
}

/// `**26 July 2025** · Quote, **Name** · 2 sources`.
fn head(entry: &Entry) -> String {
    let mut parts = Vec::new();
    if let Some(date) = &entry.date {
        parts.push(format!("**{}**", escaped(&date_label::label(&date.edtf))));
    }
    let speaker = entry.speaker.iter().map(|name| format!(", **{}**", escaped(name)));
    let modality = labels::modality(entry).map(|modality| format!(" *({})*", escaped(modality)));
    parts.push(escaped(&labels::kind(entry)) + &speaker.chain(modality).collect::<String>());
    let articles: BTreeSet<_> = entry.sources.iter().map(|source| &source.article).collect();
    parts.push(labels::source_count(articles.len(), entry.independent_sources));
    if entry.date.as_ref().is_some_and(|date| date.basis == "publication") {
        parts.push(labels::BY_PUBLICATION.to_owned());
    }
    parts.extend(entry.undated_because.iter().map(|reason| escaped(reason)));
    parts.join(" · ")
}

fn citation(cited: &Cited<'_>, entry: &Entry, catalogue: &Catalogue<'_>) -> String {
    let source = cited.source;
    let url = catalogue.article(&source.article).and_then(link::web_address);
    let (outlet, title) = catalogue.citation(&source.article);
    let linked = |text: &str| match &url {
        Some(url) => format!("[{}](<{url}>)", escaped(text)),
        None => escaped(text),
    };
    let named = match title {
        Some(title) => format!("{}, {}", escaped(outlet), linked(title)),
        None => linked(outlet),
    };
    let words = entry.unshown(&source.text).map(|words| format!(": “{}”", escaped(&words)));
    let location = catalogue.location(source).replace(['`', '\n', '\r'], "'");
    let also = labels::also(&catalogue.other_lines(cited)).map(|lines| format!("; {lines}"));
    format!("{named} (`{location}`){}{}", words.unwrap_or_default(), also.unwrap_or_default())
}

/// Text on one line, with what Markdown or HTML would read as markup escaped.
fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if line.is_empty() && opens_block(word) {
            line.push_str(&opener_escaped(word));
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        push_escaped(&mut line, word);
    }
    line
}

fn push_escaped(line: &mut String, word: &str) {
    for character in word.chars().filter(|character| !character.is_control()) {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~') {
            line.push('\\');
        }
        line.push(character);
    }
}

/// Whether a line that begins with this word would be a heading, a list or a rule.
fn opens_block(word: &str) -> bool {
    let numbered = word
        .strip_suffix(['.', ')'])
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    numbered || word.starts_with(['#', '+', '-', '='])
}

fn opener_escaped(word: &str) -> String {
    let mut escaped = String::new();
    match word
        .strip_suffix(['.', ')'])
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    {
        Some(number) => escaped.push_str(&format!("{number}\\{}", &word[number.len()..])),
        None => {
            escaped.push('\\');
            push_escaped(&mut escaped, word);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_words_of_an_article_become_markup() {
        assert_eq!(escaped("a <b>  *c*\n# d"), r"a \<b\> \*c\* # d");
        assert_eq!(escaped("# a"), r"\# a");
        assert_eq!(escaped("1. a"), r"1\. a");
        assert_eq!(escaped("- <x>"), r"\- \<x\>");
    }
}
