//! Pages that are not safe to parse: finding them, and cutting away their tags.
//!
//! A parser of HTML takes quadratic time on elements nested thousands deep and on tags with
//! thousands of attributes, and whatever walks its tree recursively overflows the stack.  No real
//! page is like that, hence its text is taken in the plainest way.

/// Elements open at one time beyond which a page is not parsed.
const DEEPEST: i64 = 400;
/// Tags, each counted as often as elements are open around it, beyond which a page is not parsed.
const MOST_WORK: i64 = 5_000_000;
/// Attributes of one tag beyond which a page is not parsed.
const MOST_ATTRIBUTES: usize = 500;

/// Elements that need no closing tag.
const UNCLOSED: [&str; 28] = [
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "hr", "img",
    "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rt", "rp", "source",
    "tbody", "td", "th", "tr", "wbr",
];
/// Elements whose content is not markup.
const RAW: [&str; 5] = ["script", "style", "textarea", "title", "noscript"];

/// Whether so many elements are open at one place, or a tag has so many attributes, that the page
/// should not be parsed.
pub(super) fn is_hostile(source: &str) -> bool {
    let (mut open, mut work) = (0, 0);
    Tags::of(source).any(|tag| {
        if !UNCLOSED.iter().any(|name| name.eq_ignore_ascii_case(tag.name)) {
            open = if tag.closes { (open - 1).max(0) } else { open + 1 };
        }
        work += open;
        open > DEEPEST || work > MOST_WORK || tag.attributes > MOST_ATTRIBUTES
    })
}

/// The text between the tags; entities stay as they are.
pub(super) fn strip(source: &str) -> String {
    let mut text = String::new();
    let mut last = 0;
    for tag in Tags::of(source) {
        text.push_str(&source[last..tag.start]);
        text.push(' ');
        last = tag.end;
    }
    text.push_str(&source[last..]);
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// A tag, a comment, or an element whose content is not markup.
struct Tag<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    closes: bool,
    attributes: usize,
}

/// The tags of a page in order.
struct Tags<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    fn of(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// Position behind the next occurrence of `needle`, or the end.
    fn behind(&self, from: usize, needle: &str) -> usize {
        let found = memchr::memmem::find(&self.source.as_bytes()[from..], needle.as_bytes());
        found.map_or(self.source.len(), |found| from + found + needle.len())
    }

    /// Where the tag ends that `from` is inside of, and how many attributes it has.
    fn tag_end(&self, from: usize) -> (usize, usize) {
        let bytes = self.source.as_bytes();
        let (mut at, mut attributes, mut last) = (from, 0, b' ');
        while let Some(byte) = bytes.get(at).copied() {
            at += 1;
            match byte {
                b'>' => return (at, attributes),
                b'"' | b'\'' if last == b'=' => {
                    at += memchr::memchr(byte, &bytes[at..])
                        .map_or(bytes.len() - at, |length| length + 1);
                }
                b'/' | b'\t' | b'\n' | b'\x0C' | b'\r' | b' ' => {
                    let ends_name = !matches!(last, b'/' | b'=') && !last.is_ascii_whitespace();
                    attributes += usize::from(ends_name);
                }
                _ => {}
            }
            last = if byte.is_ascii_whitespace() && last == b'=' { last } else { byte };
        }
        (bytes.len(), attributes)
    }

    /// Where an element of raw content ends that began at `from`.
    fn raw_end(&self, from: usize, name: &str) -> usize {
        let mut at = from;
        loop {
            let close = self.behind(at, "</");
            let found = self.source.as_bytes().get(close..close + name.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
                return self.behind(close, ">");
            }
            if close >= self.source.len() {
                return close;
            }
            at = close;
        }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + memchr::memchr(b'<', &self.source.as_bytes()[self.at..])?;
            let rest = &self.source[start + 1..];
            if rest.starts_with("!--") {
                self.at = self.behind(start + 4, "-->");
                return Some(Tag { start, end: self.at, name: "br", closes: false, attributes: 0 });
            }
            let closes = rest.starts_with('/');
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            let length =
                rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
            if length == 0 && !rest.starts_with(['!', '?']) {
                self.at = start + 1;
                continue;
            }
            let name = &rest[..length];
            let (end, attributes) = self.tag_end(start + 1);
            let is_raw = !closes && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name));
            self.at = if is_raw { self.raw_end(end, name) } else { end };
            // Raw content closes itself, and `<br>` nests nothing.
            let name = if is_raw || length == 0 { "br" } else { name };
            return Some(Tag { start, end: self.at, name, closes, attributes });
        }
    }
}
