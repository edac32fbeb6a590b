//! The words of a tree of elements as prose: paragraphs apart, blanks as a browser shows them.

use dom_query::{Document, NodeRef};

/// A step of a walk through a tree.
enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(NodeRef<'a>),
}

/// Walks a tree without recursion, however deep it is.
fn walk<'a>(root: NodeRef<'a>, mut visit: impl FnMut(Step<'a>)) {
    let mut node = root;
    loop {
        visit(Step::Enter(node));
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            visit(Step::Leave(node));
            if node.id == root.id {
                return;
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return,
            }
        }
    }
}

/// Elements whose content is never prose.
const SILENT: [&str; 22] = [
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
    "canvas", "audio", "video", "select", "button", "textarea", "input", "dialog", "map",
    "datalist", "progress", "meter",
];
/// Elements around an article.
const AROUND: [&str; 4] = ["nav", "footer", "aside", "form"];
/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "tr",
];

/// The text of a tree; with `alone`, what stands around an article is left out.
pub(super) fn text(tree: &Document, alone: bool) -> String {
    let mut prose = Prose::default();
    walk(tree.root(), |step| match step {
        Step::Enter(node) => prose.enter(node, alone),
        Step::Leave(node) => prose.leave(node, alone),
    });
    prose.text
}

/// Prose while it is being put together.
#[derive(Default)]
struct Prose {
    text: String,
    silent: usize,
    verbatim: usize,
    /// How deep in `<q>` elements.
    quotes: usize,
    /// The `<blockquote>`s around.
    blocks: Vec<Block>,
    gap: Gap,
}

/// The quote marks of a block quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// It has its own, or they are closed.
    None,
    /// To be set before its first word.
    Due,
    /// Set and still open.
    Open,
}

/// What separates the next word from the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl Prose {
    fn enter(&mut self, node: NodeRef<'_>, alone: bool) {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else {
            if node.is_text() && self.silent == 0 {
                self.words(&node.text());
            }
            return;
        };
        match &*name {
            name if is_silent(name, alone) => self.silent += 1,
            "pre" => self.verbatim += 1,
            "q" if self.silent == 0 => self.open_quote(),
            "br" => self.widen(Gap::Line),
            "td" | "th" => self.widen(Gap::Blank),
            _ => {}
        }
        if matches!(&*name, "footer" | "cite") {
            self.end_block();
        }
        if BLOCKS.contains(&&*name) {
            self.widen(Gap::Paragraph);
        }
        if &*name == "blockquote" {
            self.open_block(node);
        }
    }

    fn leave(&mut self, node: NodeRef<'_>, alone: bool) {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { return };
        match &*name {
            name if is_silent(name, alone) => self.silent -= 1,
            "pre" => self.verbatim -= 1,
            "q" if self.silent == 0 => self.close_quote(),
            "blockquote" => {
                self.end_block();
                self.blocks.pop();
            }
            _ => {}
        }
        if BLOCKS.contains(&&*name) {
            self.widen(Gap::Paragraph);
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn words(&mut self, text: &str) {
        if self.verbatim > 0 {
            self.close_gap();
            self.text.push_str(text);
            return;
        }
        let is_blank = |c: char| c.is_ascii_whitespace();
        if text.starts_with(is_blank) {
            self.widen(Gap::Blank);
        }
        for word in text.split(is_blank).filter(|word| !word.is_empty()) {
            if self.gap >= Gap::Line && word.starts_with(['—', '–', '―']) {
                self.end_block();
            }
            self.close_gap();
            self.text.push_str(word);
            self.gap = Gap::Blank;
        }
        if !text.ends_with(is_blank) && !text.is_empty() {
            self.gap = Gap::None;
        }
    }

    /// A browser sets quote marks around `<q>`.
    fn open_quote(&mut self) {
        self.close_gap();
        self.text.push(if self.quotes.is_multiple_of(2) { '“' } else { '‘' });
        self.quotes += 1;
    }

    fn close_quote(&mut self) {
        self.quotes = self.quotes.saturating_sub(1);
        self.text.push(if self.quotes.is_multiple_of(2) { '”' } else { '’' });
    }

    /// A block quotation that has no quote marks of its own gets some: they say what it is.
    fn open_block(&mut self, node: NodeRef<'_>) {
        let bare = !node.text().trim_start().starts_with(['“', '"', '‘', '«', '„', '\'']);
        let due = self.silent == 0 && self.verbatim == 0 && bare;
        self.blocks.push(if due { Block::Due } else { Block::None });
    }

    /// Closes the marks of a block quotation; who said it may follow within the element.
    fn end_block(&mut self) {
        let Some(block) = self.blocks.last_mut() else { return };
        if std::mem::replace(block, Block::None) == Block::Open {
            self.close_quote();
        }
    }

    /// Every paragraph of a block quotation opens its quote marks, the last one closes them.
    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if !self.text.is_empty() {
            self.text.push_str(["", " ", "\n", "\n\n"][gap as usize]);
        }
        match self.blocks.last_mut() {
            Some(block) if *block == Block::Due => {
                *block = Block::Open;
                self.text.push(if self.quotes.is_multiple_of(2) { '“' } else { '‘' });
                self.quotes += 1;
            }
            Some(Block::Open) if gap == Gap::Paragraph => {
                self.text.push(if self.quotes.is_multiple_of(2) { '‘' } else { '“' });
            }
            _ => {}
        }
    }
}

fn is_silent(name: &str, alone: bool) -> bool {
    SILENT.contains(&name) || (alone && AROUND.contains(&name))
}
