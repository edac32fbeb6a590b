//! Reads articles one after the other, as they are asked for.

use super::decode::{self, Decoded};
use super::error::{ReadError, Reason};
use super::format::{self, Format};
use super::inputs::{Input, Inputs};
use super::open::{self, Growth, Opened};
use super::{Article, fields, front_matter, html, jsonl};
use encoding_rs::Encoding;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Cursor, Read};
use std::path::PathBuf;

/// How articles are read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The encoding of all plain files without a byte order mark; detected for each if not given.
    pub encoding: Option<&'static Encoding>,
    /// Most bytes of one article, unpacked.
    pub most_bytes: u64,
    /// Compressed data may grow to this many times its size; small files may grow more.
    pub most_growth: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { encoding: None, most_bytes: 256 << 20, most_growth: 200 }
    }
}

/// Unpacked bytes below which growth does not count.
const FREE_GROWTH: u64 = 8 << 20;

/// Articles of files, folders and standard input, read as they are asked for.
///
/// Each item is an article or the reason why one could not be read; no failure ends the others.
/// Ids are unique within one iterator.
pub struct Articles {
    inputs: Inputs,
    options: ReadOptions,
    pending: Box<dyn Iterator<Item = Result<Article, ReadError>> + Send>,
    /// The ids given so far, and for each the number that makes the next one of its kind differ.
    ids: HashMap<String, usize>,
}

/// Reads the articles of `paths`: files, folders, and `-` for standard input.
///
/// The order in which the paths are given does not matter: they are read in the order of their
/// names, as folders are walked, so that the same articles give the same ids.  Files are read by their ending (`.txt`, `.md`,
/// `.jsonl`, `.html`, each also compressed with gzip or zstd) and otherwise by what stands in
/// them.  Nothing is read before the first article is asked for, and JSONL is read line by line.
///
/// ```
/// use onrecord::article::{ReadOptions, read};
///
/// let mut articles = read(["no-such-file.txt"], ReadOptions::default());
/// let error = articles.next().and_then(Result::err).map(|error| error.to_string());
/// assert!(error.is_some_and(|error| error.starts_with("no-such-file.txt: there is no such file")));
/// ```
pub fn read<P: Into<PathBuf>>(
    paths: impl IntoIterator<Item = P>,
    options: ReadOptions,
) -> Articles {
    let mut paths: Vec<PathBuf> = paths.into_iter().map(Into::into).collect();
    paths.sort();
    Articles {
        inputs: Inputs::new(paths),
        options,
        pending: Box::new(std::iter::empty()),
        ids: HashMap::new(),
    }
}

impl Articles {
    /// How many files of walked folders were left out because their ending is that of no article,
    /// by ending.
    pub fn skipped(&self) -> &BTreeMap<String, usize> {
        self.inputs.skipped()
    }

    /// Gives a second article of one id another id, and says so.
    fn unique(&mut self, mut article: Article) -> Article {
        let Some(number) = self.ids.get(&article.id).copied() else {
            self.ids.insert(article.id.clone(), 2);
            return article;
        };
        let numbered = |number: &usize| format!("{}#{number}", article.id);
        let number =
            (number..).find(|number| !self.ids.contains_key(&numbered(number))).unwrap_or(number);
        let unused = numbered(&number);
        self.ids.insert(article.id.clone(), number + 1);
        self.ids.insert(unused.clone(), 2);
        let message = format!(
            "the id {:?} was given before; this article is called {unused:?} here",
            article.id
        );
        article.problems.push(fields::warning("duplicate-id", message));
        article.id = unused;
        article
    }
}

impl Iterator for Articles {
    type Item = Result<Article, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.pending.next() {
                return Some(found.map(|article| self.unique(article)));
            }
            let input = match self.inputs.next()? {
                Ok(input) => input,
                Err(error) => return Some(Err(error)),
            };
            match read_input(&input, &self.options) {
                Ok(articles) => self.pending = articles,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

type Pending = Box<dyn Iterator<Item = Result<Article, ReadError>> + Send>;

/// The articles of one input.
fn read_input(input: &Input, options: &ReadOptions) -> Result<Pending, ReadError> {
    let growth = Growth { free: FREE_GROWTH, factor: options.most_growth };
    let opened = open::open(input, growth)?;
    let (path, format) = match input {
        Input::Stdin => ("-".to_owned(), Format::Unknown),
        Input::File(path) => (path.to_string_lossy().into_owned(), format::by_name(path)),
    };
    let format = if format == Format::Unknown { format::by_content(&opened.head) } else { format };
    let found = match format {
        Format::Jsonl if !is_wide(&opened.head) => lines(opened, &path, options),
        // A program that had nothing to say has written no article.
        Format::Text if path == "-" && opened.head.trim_ascii().is_empty() && opened.is_whole() => {
            Ok(Box::new(std::iter::empty()) as Pending)
        }
        _ => whole(opened, &path, format, options),
    };
    found.map_err(|reason| ReadError { path, line: None, column: None, reason })
}

/// JSONL, read as it is asked for.
fn lines(opened: Opened, path: &str, options: &ReadOptions) -> Result<Pending, Reason> {
    if let Some(kind) = format::binary_kind(&opened.head) {
        return Err(Reason::Binary(kind));
    }
    if memchr::memchr(0, &opened.head).is_some() {
        return Err(Reason::Binary("binary data"));
    }
    Ok(Box::new(jsonl::Lines::new(path.to_owned(), opened.reader, options.most_bytes)))
}

/// Whether the bytes are UTF-16 (or binary), which cannot be cut into lines before decoding.
fn is_wide(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || matches!(head, [0, b'{', ..] | [b'{', 0, ..])
}

/// An input that is read and decoded as a whole.
fn whole(
    opened: Opened,
    path: &str,
    format: Format,
    options: &ReadOptions,
) -> Result<Pending, Reason> {
    if let Some(kind) = format::binary_kind(&opened.head) {
        return Err(Reason::Binary(kind));
    }
    let bytes = read_all(opened, options.most_bytes)?;
    let declared = if format == Format::Html { html::declared_encoding(&bytes) } else { None };
    let decoded = decode::decode(bytes, options.encoding.or(declared))?;
    Ok(match format {
        Format::Jsonl => Box::new(jsonl::Lines::new(
            path.to_owned(),
            Box::new(Cursor::new(decoded.text.into_bytes())),
            options.most_bytes,
        )),
        Format::Json => Box::new(jsonl::whole(&decoded.text, path).into_iter()),
        _ => Box::new(std::iter::once(Ok(plain(decoded, path, format)))),
    })
}

/// A file that is one article: prose or a page.
fn plain(decoded: Decoded, path: &str, format: Format) -> Article {
    let is_stdin = path == "-";
    let mut article = Article {
        id: if is_stdin { "1".to_owned() } else { path.to_owned() },
        path: (!is_stdin).then(|| path.to_owned()),
        text: decoded.text,
        problems: decoded.notes,
        ..Article::default()
    };
    let is_page = format::looks_like_html(article.text.as_bytes());
    if format == Format::Html || is_page {
        if format != Format::Html {
            let message =
                "the file is a page in HTML under another name; its text was taken out".to_owned();
            article.problems.push(fields::warning("html-inside", message));
        }
        html::read(&mut article);
    } else {
        front_matter::read(&mut article);
    }
    article
}

/// All bytes of an input, up to the limit.
fn read_all(opened: Opened, most: u64) -> Result<Vec<u8>, Reason> {
    if opened.size.is_some_and(|size| size > most) {
        return Err(Reason::TooLarge(most));
    }
    let mut bytes = Vec::with_capacity(opened.size.unwrap_or(0) as usize);
    let length: io::Result<usize> = opened.reader.take(most + 1).read_to_end(&mut bytes);
    if length? as u64 > most {
        return Err(Reason::TooLarge(most));
    }
    Ok(bytes)
}
