//! Writes an [`Extraction`] as one line of JSON.
//!
//! In: an extraction.  Out: the bytes that `serde_json` writes for it.  `extract` prints hundreds
//! of short strings for each kilobyte it reads; here the names of fields stand ready with their
//! marks, and text is looked at eight bytes at once.

use super::{ArticleInfo, Event, Extraction, Problem, Quote, Slice, Speaker, Timex};
use crate::text::bytes::{between, is, marked};
use compact_str::CompactString;

impl Extraction {
    /// Appends what `extract` prints for the article, without a line end.
    ///
    /// ```
    /// let mut line = Vec::new();
    /// onrecord::extraction::Extraction::default().write_json(&mut line);
    /// assert!(line.starts_with(br#"{"article":{"id":""},"dates":[]"#));
    /// ```
    pub fn write_json(&self, out: &mut Vec<u8>) {
        self.write(out);
    }
}

/// What can be written as JSON.
trait Json {
    fn write(&self, out: &mut Vec<u8>);

    /// Whether a field of this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Writes the fields of an object in their order.
///
/// Every field is written with a comma in front, and the first comma becomes the bracket.
macro_rules! object {
    ($out:ident, { $($name:literal => $value:expr),+ $(,)? }) => {{
        let begin = $out.len();
        $(if !$value.is_absent() {
            $out.extend_from_slice(concat!(",\"", $name, "\":").as_bytes());
            $value.write($out);
        })+
        $out[begin] = b'{';
        $out.push(b'}');
    }};
}

impl Json for Extraction {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { article, dates, quotes, events, problems, people: _, sentences: _, text: _ } =
            self;
        object!(out, {
            "article" => article,
            "dates" => dates,
            "quotes" => quotes,
            "events" => events,
            "problems" => problems,
        });
    }
}

impl Json for ArticleInfo {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { id, path, title, source, author, url, published, published_basis } = self;
        object!(out, {
            "id" => id,
            "path" => path,
            "title" => title,
            "source" => source,
            "author" => (!author.is_empty()).then_some(author),
            "url" => url,
            "published" => published,
            "published_basis" => published_basis,
        });
    }
}

impl Json for Timex {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { start, end, text, kind, value, modifier, edtf, basis, rule } = self;
        object!(out, {
            "start" => start,
            "end" => end,
            "text" => text,
            "type" => kind.name(),
            "value" => value,
            "mod" => modifier,
            "edtf" => edtf,
            "basis" => basis.name(),
            "rule" => rule,
        });
    }
}

impl Json for Quote {
    fn write(&self, out: &mut Vec<u8>) {
        let Self {
            start,
            end,
            text,
            kind,
            closed,
            part_of,
            cue,
            speaker,
            via,
            said,
            modality,
            rule,
        } = self;
        object!(out, {
            "start" => start,
            "end" => end,
            "text" => text,
            "kind" => kind.name(),
            "closed" => closed,
            "part_of" => part_of,
            "cue" => cue,
            "speaker" => speaker,
            "via" => via,
            "said" => said,
            "modality" => modality,
            "rule" => rule,
        });
    }
}

impl Json for Slice {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { start, end, text } = self;
        object!(out, { "start" => start, "end" => end, "text" => text });
    }
}

impl Json for Speaker {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { start, end, text, name, uncertain } = self;
        object!(out, {
            "start" => start,
            "end" => end,
            "text" => text,
            "name" => name,
            "uncertain" => uncertain.then_some(true),
        });
    }
}

impl Json for Event {
    fn write(&self, out: &mut Vec<u8>) {
        let Self {
            start,
            end,
            text,
            kind,
            trigger,
            lemma: _,
            when,
            when_basis,
            date,
            modality,
            people,
            places,
            organisations,
            rule,
        } = self;
        object!(out, {
            "start" => start,
            "end" => end,
            "text" => text,
            "type" => kind,
            "trigger" => trigger,
            "when" => when,
            "when_basis" => when_basis,
            "date" => date,
            "modality" => modality,
            "people" => people,
            "places" => places,
            "organisations" => organisations,
            "rule" => rule,
        });
    }
}

impl Json for Problem {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { severity, code, message } = self;
        object!(out, { "severity" => severity.name(), "code" => code, "message" => message });
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            item.write(out);
        }
        out.push(b']');
    }
}

impl Json for bool {
    fn write(&self, out: &mut Vec<u8>) {
        let word: &[u8] = if *self { b"true" } else { b"false" };
        out.extend_from_slice(word);
    }
}

impl Json for usize {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(itoa::Buffer::new().format(*self).as_bytes());
    }
}

impl Json for String {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_str().write(out);
    }
}

impl Json for CompactString {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_str().write(out);
    }
}

impl Json for str {
    fn write(&self, out: &mut Vec<u8>) {
        out.reserve(self.len() + 2);
        out.push(b'"');
        let mut rest = self.as_bytes();
        loop {
            let plain = plain_bytes(rest);
            out.extend_from_slice(&rest[..plain]);
            let Some(byte) = rest.get(plain) else { break };
            escape(*byte, out);
            rest = &rest[plain + 1..];
        }
        out.push(b'"');
    }
}

/// How many bytes stand before one that must be escaped.
fn plain_bytes(bytes: &[u8]) -> usize {
    let (lanes, _) = bytes.as_chunks::<32>();
    let lanes = lanes.iter().take_while(|lane| !any_escaped(lane)).count() * 32;
    let (words, last) = bytes[lanes..].as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if let Some(found) = first_escaped(*word) {
            return lanes + index * 8 + found;
        }
    }
    match bytes.last_chunk() {
        // The last eight bytes, of which the first were looked at before.
        Some(word) => first_escaped(*word).map_or(bytes.len(), |found| bytes.len() - 8 + found),
        None => last.iter().position(|byte| is_escaped(*byte)).unwrap_or(bytes.len()),
    }
}

/// The first of eight bytes that must be escaped.
#[inline]
fn first_escaped(word: [u8; 8]) -> Option<usize> {
    let word = u64::from_le_bytes(word);
    marked((between(word, 0, 0x1F) | is(word, b'"') | is(word, b'\\')) & !word)
}

/// As [`is_escaped`] for any byte; without branches, so that vector instructions come of it.
fn any_escaped(lane: &[u8; 32]) -> bool {
    lane.iter().fold(false, |any, byte| any | is_escaped(*byte))
}

fn is_escaped(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

/// Quotation mark, backslash and control characters.
fn escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\t' => b't',
        b'\r' => b'r',
        0x08 => b'b',
        0x0C => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            return out.extend([byte >> 4, byte & 15].map(|digit| HEX[digit as usize]));
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::{Basis, QuoteKind, Severity, TimexType};
    use proptest::prelude::*;

    fn speaker(uncertain: bool) -> Speaker {
        Speaker { start: 1, end: 20, text: "she".into(), name: "Ida \"I\" Kelm".into(), uncertain }
    }

    fn quote(full: bool) -> Quote {
        Quote {
            start: 0,
            end: usize::MAX,
            text: "We\n\twill".into(),
            kind: if full { QuoteKind::Mixed } else { QuoteKind::Indirect },
            closed: full,
            part_of: full.then(|| "q1".into()),
            cue: full.then(|| Slice { start: 10, end: 14, text: "said".into() }),
            speaker: full.then(|| speaker(false)),
            via: full.then(|| speaker(true)),
            said: full.then(|| "2025-07-27".into()),
            modality: full.then(|| "negated".into()),
            rule: "quote.said".into(),
        }
    }

    fn date(full: bool) -> Timex {
        Timex {
            start: 3,
            end: 9,
            text: "about May".into(),
            kind: if full { TimexType::Date } else { TimexType::Duration },
            value: "2025-05".into(),
            modifier: full.then(|| "APPROX".into()),
            edtf: full.then(|| "2025-05~".into()),
            basis: if full { Basis::Relative } else { Basis::Explicit },
            rule: "date.month".into(),
        }
    }

    fn event(full: bool) -> Event {
        let names = |names: &[&str]| names.iter().map(|n| (*n).into()).collect();
        Event {
            start: 100,
            end: 12345,
            text: "the mill burned \u{1} down…".into(),
            kind: "disaster.fire".into(),
            trigger: Slice { start: 109, end: 115, text: "burned".into() },
            lemma: "burn".into(),
            when: full.then(|| "2025".into()),
            when_basis: full.then(|| "clause".into()),
            date: full.then_some(7),
            modality: full.then(|| "planned".into()),
            people: if full { names(&["Ida Kelm", "Bo \\ Lund"]) } else { names(&[]) },
            places: if full { names(&["Örebro"]) } else { names(&[]) },
            organisations: names(&[]),
            rule: "event.fire".into(),
        }
    }

    fn article(full: bool) -> ArticleInfo {
        ArticleInfo {
            id: "a.txt".into(),
            path: full.then(|| "x/a.txt".into()),
            title: full.then(|| "Mill".into()),
            source: full.then(|| "The Herald".into()),
            author: if full { vec!["B. Lund".into()] } else { Vec::new() },
            url: full.then(|| "https://kelm.example/".into()),
            published: full.then(|| "2025-07-27".into()),
            published_basis: full.then(|| "given".into()),
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_derived_form() {
        for full in [false, true] {
            let extraction = Extraction {
                article: article(full),
                dates: vec![date(full)],
                quotes: vec![quote(full), quote(!full)],
                events: vec![event(full), event(!full)],
                problems: vec![Problem::new(Severity::Note, "a-b", "x \r\u{8}\u{C}\u{7F}")],
                ..Extraction::default()
            };
            let mut line = Vec::new();
            extraction.write_json(&mut line);
            let expected = serde_json::to_string(&extraction).unwrap();
            assert_eq!(String::from_utf8(line).unwrap(), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_escaped_as_it_should_be(text in "(?s)[\0-\u{7F}é—]{0,40}") {
            let mut line = Vec::new();
            text.write(&mut line);
            prop_assert_eq!(String::from_utf8(line).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }
}
