//! Quote marks paired into regions.
//!
//! In: text (the normalised view).  Out: [`Region`]s as byte ranges, in the order of the text:
//! curly, straight, TeX, low, angled, backtick and single marks, two levels deep, with closers
//! that go missing.  A region never leaves its paragraph.  This module does not know what a
//! quotation is: names, slogans and scare quotes are regions too.  It runs in linear time.

mod glyph;
mod nesting;

use glyph::{Glyph, Kind, Places, Side, is_double};
use std::ops::Range;

/// A stretch of text between quote marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The opening mark.
    pub open: Range<usize>,
    /// What stands between the marks; up to the end of the paragraph or the next opening mark
    /// where the closing mark is missing.
    pub content: Range<usize>,
    /// The closing mark, where there is one.
    pub close: Option<Range<usize>>,
    /// The typographic convention.
    pub style: Style,
    /// Whether the closing mark was found.
    pub closed: bool,
    /// 0 for an outermost region, 1 for one within another.
    pub depth: u8,
}

impl Region {
    /// From the opening mark to the end of the closing mark, or of the content.
    pub fn range(&self) -> Range<usize> {
        self.open.start..self.close.as_ref().map_or(self.content.end, |c| c.end)
    }
}

/// Typographic conventions of quoting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// “…”, also „…“ and “…".
    Curly,
    /// "…"
    Straight,
    /// ``…'' and ''…''
    Tex,
    /// «…» and ‹…›
    Angled,
    /// ‘…’ and '…'
    Single,
    /// `…` and `…'
    Backtick,
}

/// All regions of the text, outer ones before those within them.
pub fn regions(text: &str) -> Vec<Region> {
    let mut out = Vec::new();
    let mut glyphs = Vec::new();
    let mut places = Places::new(text.as_bytes());
    let mut from = 0;
    while let Some(place) = places.next_from(from) {
        let paragraph = paragraph(text, from, place);
        from = paragraph.end;
        glyphs.clear();
        glyph::collect(text, paragraph.clone(), &mut places, &mut glyphs);
        if !glyphs.is_empty() {
            Pairing { text, end: paragraph.end, glyphs: &glyphs, out: &mut out, dead: 0 }.run();
        }
    }
    out
}

/// The paragraph that holds a place, as quote marks see it: lines, joined where a line plainly runs
/// on; it begins no nearer to the start of the text than `from`, where the one before it ends.
fn paragraph(text: &str, from: usize, place: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let line_before =
        |end: usize| memchr::memrchr(b'\n', &bytes[from..end]).map_or(from, |n| from + n + 1);
    let mut start = line_before(place);
    let mut line = start;
    while start > from {
        let before = line_before(start - 1);
        if !runs_on(text, before, start - 1) {
            break;
        }
        start = before;
    }
    loop {
        let end = memchr::memchr(b'\n', &bytes[line..]).map_or(bytes.len(), |n| line + n);
        if end >= bytes.len() || !runs_on(text, line, end) {
            return start..end;
        }
        line = end + 1;
    }
}

/// Whether the line break at the end of a line is a mere wrapping of lines.
fn runs_on(text: &str, line: usize, end: usize) -> bool {
    // In bytes: quote marks and dashes take three.
    if !(40..=120).contains(&(end - line)) {
        return false;
    }
    let before = text[line..end].chars().rev().find(|c| *c != '\r' && *c != ' ');
    let after = text[end + 1..].chars().next();
    before.is_some_and(|c| c.is_alphanumeric() || c == ',' || c == '-')
        && after.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
}

/// Pairs the glyphs of one paragraph.
struct Pairing<'a> {
    text: &'a str,
    end: usize,
    glyphs: &'a [Glyph],
    out: &'a mut Vec<Region>,
    /// No single closing mark stands before this glyph: keeps the search linear.
    dead: usize,
}

impl Pairing<'_> {
    fn run(mut self) {
        let mut next = 0;
        while next < self.glyphs.len() {
            next = match self.opening(next) {
                Some(style) if matches!(style, Style::Single | Style::Backtick) => {
                    self.single(next, style, self.glyphs.len(), 0)
                }
                Some(style) => self.double(next, style),
                None => next + 1,
            };
        }
    }

    /// The style of the region that begins at this glyph, if one does.
    fn opening(&self, index: usize) -> Option<Style> {
        let glyph = &self.glyphs[index];
        match glyph.kind {
            Kind::CurlyOpen | Kind::Low if !glyph.right.outside() || glyph.left.outside() => {
                Some(Style::Curly)
            }
            Kind::CurlyClose if glyph.left.outside() && glyph.right.word() => Some(Style::Curly),
            Kind::Straight
                if glyph.opens() || (glyph.left == Side::Blank && glyph.right == Side::Blank) =>
            {
                Some(Style::Straight)
            }
            Kind::TexOpen => Some(Style::Tex),
            Kind::TexClose if glyph.opens() => Some(Style::Tex),
            Kind::AngleOpen => Some(Style::Angled),
            Kind::SingleOpen | Kind::SingleStraight if glyph.opens() => Some(Style::Single),
            Kind::Backtick if glyph.opens() => Some(Style::Backtick),
            _ => None,
        }
    }

    /// Pairs a double mark; returns the index after the region.
    fn double(&mut self, open: usize, style: Style) -> usize {
        let mut next = open + 1;
        while next < self.glyphs.len() {
            let glyph = self.glyphs[next];
            if closes(style, &glyph, self.glyphs[open].kind) {
                self.push(open, Some(next), glyph.at, style, 0);
                self.inner(open + 1, next);
                return next + 1;
            }
            if style == Style::Straight && self.nested(next) {
                next += 2;
                continue;
            }
            if reopens(style, &glyph) {
                match nesting::third(self.glyphs, open, next) {
                    Some(close) => next = close + 1,
                    None => break,
                }
                continue;
            }
            next += 1;
        }
        let limit = self.glyphs.get(next).map_or(self.end, |g| g.at);
        self.push(open, None, limit, style, 0);
        self.inner(open + 1, next);
        next
    }

    /// Whether two straight marks stand within an open straight region: `"the "thing" is"`; a
    /// closing mark without an opening one of its own must follow.
    fn nested(&self, inner: usize) -> bool {
        let straight = |i: usize| self.glyphs.get(i).filter(|g| g.kind == Kind::Straight);
        let (Some(open), Some(close), Some(last)) =
            (straight(inner), straight(inner + 1), straight(inner + 2))
        else {
            return false;
        };
        open.left == Side::Blank
            && open.right.word()
            && close.left.word()
            && !close.right.word()
            && last.closes()
            && !last.opens()
    }

    /// Single marks within a double region.
    fn inner(&mut self, from: usize, to: usize) {
        let mut next = from;
        while next < to {
            next = match self.opening(next) {
                Some(style) if matches!(style, Style::Single | Style::Backtick) => {
                    self.single(next, style, to, 1)
                }
                _ => next + 1,
            };
        }
    }

    /// Pairs a single mark where a closing one is in sight; returns the index to go on from.
    fn single(&mut self, open: usize, style: Style, limit: usize, depth: u8) -> usize {
        match self.single_closer(open, style, limit) {
            Some(close) => {
                self.push(open, Some(close), self.glyphs[close].at, style, depth);
                close + 1
            }
            None if style == Style::Backtick && depth == 0 && self.starts_sentence(open) => {
                self.push(open, None, self.end, style, 0);
                limit
            }
            None => open + 1,
        }
    }

    fn single_closer(&mut self, open: usize, style: Style, limit: usize) -> Option<usize> {
        let mut possessive = None;
        let mut nested = false;
        let british = limit == self.glyphs.len() && self.glyphs[open].kind == Kind::SingleOpen;
        let mut next = (open + 1).max(self.dead.min(limit));
        while next < limit {
            let glyph = self.glyphs[next];
            if is_double(glyph.kind) {
                let within = Some(next).filter(|_| british && possessive.is_none());
                let Some(close) = within.and_then(|at| nesting::within_single(self.glyphs, at))
                else {
                    break;
                };
                nested = true;
                next = close + 1;
                continue;
            }
            if single_closes(style, &glyph, self.glyphs[open].kind) {
                let after_s =
                    self.text[..glyph.at].ends_with(['s', 'S']) && glyph.right == Side::Blank;
                let runs_on =
                    self.text[glyph.at + glyph.len..].trim_start().starts_with(char::is_lowercase);
                if !(after_s && runs_on) {
                    return Some(next);
                }
                possessive = possessive.or(Some(next));
            } else if possessive.is_some() && glyph.opens() {
                break;
            }
            next += 1;
        }
        if possessive.is_none() {
            self.dead = self.dead.max(next);
        }
        possessive.filter(|_| !nested)
    }

    fn starts_sentence(&self, open: usize) -> bool {
        let glyph = &self.glyphs[open];
        let before = self.text[..glyph.at].trim_end();
        matches!(glyph.left, Side::Edge | Side::Terminal) || before.ends_with(['.', '?', '!', ':'])
    }

    /// The closing mark; a single one runs on into one of two apostrophes: ''He said `no.'''
    fn closing(&self, close: usize, style: Style) -> Range<usize> {
        let range = self.glyphs[close].range();
        let behind = &self.text[range.end..];
        let third = style == Style::Tex
            && behind.starts_with('\'')
            && !behind[1..].starts_with(char::is_alphanumeric);
        range.start..range.end + usize::from(third)
    }

    fn push(&mut self, open: usize, close: Option<usize>, limit: usize, style: Style, depth: u8) {
        let open = self.glyphs[open].range();
        let content = open.end..limit;
        let content = match close {
            Some(_) => content,
            None => content.start..content.start + self.text[content.clone()].trim_end().len(),
        };
        if content.is_empty() {
            return;
        }
        let close = close.map(|c| self.closing(c, style));
        let closed = close.is_some();
        self.out.push(Region { open, content, close, style, closed, depth });
    }
}

/// Whether the glyph ends a double region of the style.
fn closes(style: Style, glyph: &Glyph, opener: Kind) -> bool {
    match (style, glyph.kind) {
        (Style::Curly, Kind::CurlyClose) => opener != Kind::CurlyClose || glyph.closes(),
        (Style::Curly, Kind::Straight) => glyph.closes(),
        (Style::Curly, Kind::CurlyOpen) => {
            opener == Kind::Low || (glyph.closes() && glyph.right.outside())
        }
        (Style::Straight, Kind::Straight) => !(glyph.left.outside() && glyph.right.word()),
        (Style::Straight, Kind::CurlyClose) => true,
        (Style::Tex, Kind::TexClose) => !(glyph.left.outside() && glyph.right.word()),
        (Style::Tex, Kind::Straight) => glyph.closes(),
        (Style::Angled, Kind::AngleClose) => true,
        _ => false,
    }
}

/// Whether the glyph begins a new region although the one of the style is still open.
fn reopens(style: Style, glyph: &Glyph) -> bool {
    match style {
        Style::Curly | Style::Angled => {
            matches!(glyph.kind, Kind::CurlyOpen | Kind::AngleOpen) && glyph.opens()
        }
        Style::Straight => matches!(glyph.kind, Kind::Straight | Kind::CurlyOpen) && glyph.opens(),
        Style::Tex => matches!(glyph.kind, Kind::TexOpen | Kind::TexClose) && glyph.opens(),
        Style::Single | Style::Backtick => false,
    }
}

fn single_closes(style: Style, glyph: &Glyph, opener: Kind) -> bool {
    let kind = match (style, opener) {
        (Style::Backtick, _) => {
            matches!(glyph.kind, Kind::Backtick | Kind::SingleStraight | Kind::SingleClose)
        }
        (_, Kind::SingleOpen) => matches!(glyph.kind, Kind::SingleClose | Kind::SingleStraight),
        _ => matches!(glyph.kind, Kind::SingleStraight | Kind::SingleClose),
    };
    kind && glyph.closes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |r: &Region| {
            let mark = if r.closed { "" } else { "~" };
            format!("{}[{}]{mark}", ">".repeat(r.depth.into()), &text[r.content.clone()])
        };
        regions(text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(shown(text), want, "{text}");
    }

    #[test]
    fn pairs_the_common_styles() {
        check("“We will go,” she said.", "[We will go,]");
        check("\"We will go,\" she said, \"soon.\"", "[We will go,] [soon.]");
        check("``We will go,'' she said.", "[We will go,]");
        check("''We will go,'' she said.", "[We will go,]");
        check("«Nous partons», a dit Léa.", "[Nous partons]");
        check("„Wir gehen“, sagte Jana.", "[Wir gehen]");
        check("‘We will go,’ she said.", "[We will go,]");
        check("`We will go,` remarked the mayor.", "[We will go,]");
        check("“We will go,\" she said.", "[We will go,]");
        check("It “will go on.“ Then rain.", "[will go on.]");
    }

    #[test]
    fn tells_apostrophes_from_quote_marks() {
        check("It's the farmers' market; they don't 'get' it.", "[get]");
        check("the town`s mayor praised its `spirit` today", "[spirit]");
        check("Rock 'n' roll in the '90s", "[n]");
        check("‘The teachers’ union won,’ he said.", "[The teachers’ union won,]");
        check("a 5\" pipe and a 6\" pipe", "");
    }

    #[test]
    fn nests_single_marks_in_double_ones() {
        check(
            "“He told me ‘go home’ twice,” she said.",
            "[He told me ‘go home’ twice,] >[go home]",
        );
    }

    #[test]
    fn nests_double_marks_in_single_ones() {
        check(
            "‘“Pell,” they say, “fetch coal.” So I do,’ he said.",
            "[“Pell,” they say, “fetch coal.” So I do,]",
        );
        check("He said ‘no. “Yes,” she said.", "[Yes,]");
        check(
            "“She told me, ‘Marr said, “Run,” and I ran,’ ” Reed said. “Oh.”",
            "[She told me, ‘Marr said, “Run,” and I ran,’ ] [Oh.]",
        );
    }

    #[test]
    fn bounds_what_is_not_closed_by_its_paragraph() {
        check("“One.\n\n“Two,” he said.", "[One.]~ [Two,]");
        check("“One, he said. “Two,” he added.", "[One, he said.]~ [Two,]");
        check("`Roads are open, the office said.\nRain.", "[Roads are open, the office said.]~");
        check(
            "“We meet at the old mill, near the river,\nand we go on,” he said.",
            "[We meet at the old mill, near the river,\nand we go on,]",
        );
    }

    #[test]
    fn stays_linear_on_unbalanced_marks() {
        let text = "‘a “b 'c `d ".repeat(5_000);
        assert!(regions(&text).len() <= 20_000);
    }
}
