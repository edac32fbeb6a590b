//! From what was named on the command line to files.
//!
//! In: paths of files and folders, and `-`.  Out: one [`Input`] a file, in the order of the paths
//! and, within folders, of the names.  Hidden entries, `node_modules` and what `.gitignore` and
//! `.ignore` files of the folder exclude are left out; linked files are followed, linked folders
//! are not.  This module opens nothing.

use super::error::{ReadError, Reason};
use super::format;
use ignore::{DirEntry, Walk, WalkBuilder};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// Something to read articles from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    Stdin,
    File(PathBuf),
}

/// Walks what was given, lazily.
pub(super) struct Inputs {
    given: std::vec::IntoIter<PathBuf>,
    walk: Option<Walk>,
    seen: HashSet<PathBuf>,
    skipped: BTreeMap<String, usize>,
}

impl Inputs {
    pub(super) fn new(given: Vec<PathBuf>) -> Self {
        Self {
            given: given.into_iter(),
            walk: None,
            seen: HashSet::new(),
            skipped: BTreeMap::new(),
        }
    }

    /// Files of walked folders that are no articles, by their ending.
    pub(super) fn skipped(&self) -> &BTreeMap<String, usize> {
        &self.skipped
    }

    /// What a path given by the user stands for; `None` where it is a folder, now being walked.
    fn given(&mut self, path: PathBuf) -> Option<Result<Input, ReadError>> {
        if path.as_os_str() == "-" || path == Path::new("/dev/stdin") {
            return Some(Ok(Input::Stdin));
        }
        match fs::metadata(&path) {
            Err(error) => Some(Err(ReadError::new(&path, error.into()))),
            Ok(metadata) if metadata.is_dir() => {
                self.walk = Some(walk(&path));
                None
            }
            Ok(metadata) if metadata.is_file() || is_open_pipe(&path) => {
                Some(Ok(Input::File(path)))
            }
            Ok(metadata) => Some(Err(not_a_file(&path, metadata.file_type()))),
        }
    }

    /// What an entry of a folder stands for; `None` for folders and files that are no articles.
    fn entry(&mut self, entry: DirEntry) -> Option<Result<Input, ReadError>> {
        let file_type = entry.file_type()?;
        if file_type.is_dir() {
            return None;
        }
        let path = entry.into_path();
        if !format::is_article(&path) {
            *self.skipped.entry(format::ending(&path)).or_default() += 1;
            return None;
        }
        if file_type.is_file() {
            return Some(Ok(Input::File(path)));
        }
        match fs::metadata(&path) {
            Err(error) => Some(Err(ReadError::new(&path, error.into()))),
            Ok(metadata) if metadata.is_dir() => None,
            Ok(metadata) if metadata.is_file() => Some(Ok(Input::File(path))),
            Ok(metadata) => Some(Err(not_a_file(&path, metadata.file_type()))),
        }
    }

    /// The next input, before files that were reached already are left out.
    fn advance(&mut self) -> Option<Result<Input, ReadError>> {
        loop {
            let found = match self.walk.as_mut().map(Iterator::next) {
                Some(Some(Ok(entry))) => self.entry(entry),
                Some(Some(Err(error))) => Some(Err(walk_error(error))),
                Some(None) => {
                    self.walk = None;
                    None
                }
                None => {
                    let path = self.given.next()?;
                    self.given(path)
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.advance()? {
                Ok(Input::File(path)) if !self.seen.insert(path.components().collect()) => {}
                found => return Some(found),
            }
        }
    }
}

fn walk(folder: &Path) -> Walk {
    WalkBuilder::new(folder)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build()
}

/// A pipe that the shell opened for us, as `<(…)` does: reading it cannot hang on a missing writer.
fn is_open_pipe(path: &Path) -> bool {
    path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

fn not_a_file(path: &Path, file_type: FileType) -> ReadError {
    ReadError::new(path, Reason::NotAFile(kind_of(file_type)))
}

#[cfg(unix)]
fn kind_of(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match file_type {
        kind if kind.is_fifo() => "named pipe",
        kind if kind.is_socket() => "socket",
        kind if kind.is_char_device() || kind.is_block_device() => "device",
        _ => "special file",
    }
}

#[cfg(not(unix))]
fn kind_of(_: FileType) -> &'static str {
    "special file"
}

fn walk_error(error: ignore::Error) -> ReadError {
    let path = path_of(&error).map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let message = error.to_string();
    let reason = match error.into_io_error() {
        // What the walker says repeats the path.
        Some(error) => io::Error::from(error.kind()).into(),
        None => Reason::Io(message),
    };
    ReadError::new(&path, reason)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
