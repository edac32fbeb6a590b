//! The index of `onrecord check --index`, in a file.
//!
//! In: a path and the articles.  Out: an index that knows them all.  A file that is damaged, outdated
//! or of another kind is never trusted: a message says so, and it is made anew.  Only a file that is
//! an index, or no file yet, is ever overwritten.

use super::super::shared::{Common, Failure, printable};
use crate::check::{CheckWords, Index, IndexError, Source};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Reads the index, brings it up to date and writes it back where anything changed.
pub(super) fn ready(
    path: &Path,
    sources: &[Source],
    words: &CheckWords,
    common: &Common,
) -> Result<Index, Failure> {
    let shown = printable(&path.display().to_string());
    let say = |message: &str| {
        if !common.quiet {
            let _ = writeln!(anstream::stderr(), "{shown}: {message}");
        }
    };
    let (mut index, found) = read(path, words, &shown)?;
    let before = index.len();
    let fresh = index.refresh(sources, words);
    if let Err(error) = found {
        say(&format!("{error}: made anew"));
    }
    if fresh == 0 && before == index.len() && found.is_ok() {
        return Ok(index);
    }
    say(&match before {
        0 => format!("index of {} articles made", index.len()),
        _ => format!("index brought up to date: {fresh} new or changed of {}", index.len()),
    });
    write(path, &index.to_bytes(words)).map_err(|error| {
        Failure::Other(format!("{shown}: the index cannot be written: {error}"))
    })?;
    Ok(index)
}

/// The kept index and what was wrong with it; an empty one where there is none.
fn read(
    path: &Path,
    words: &CheckWords,
    shown: &str,
) -> Result<(Index, Result<(), IndexError>), Failure> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok((Index::default(), Ok(()))),
        Err(error) => return Err(Failure::Other(format!("{shown}: cannot be read: {error}"))),
    };
    match Index::from_bytes(&bytes, words) {
        Ok(index) => Ok((index, Ok(()))),
        Err(IndexError::Foreign) if !bytes.is_empty() && !Index::is_one(&bytes) => {
            let message = "is no index and will not be overwritten; name another file for --index";
            Err(Failure::Other(format!("{shown}: {message}")))
        }
        Err(error) => Ok((Index::default(), Err(error))),
    }
}

/// Writes beside the file and renames, so that a run that is cut off leaves the old one whole.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, path).inspect_err(|_| _ = std::fs::remove_file(&beside))
}
