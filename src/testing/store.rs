//! Snapshots on disk: one file an article, in a folder beside the rules.
//!
//! In: the folder and the new snapshots by name.  Out: what is the same, new, changed or left
//! over.  Nothing is written before [`Comparison::accept`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Ending of snapshot files.
const ENDING: &str = "snap";

/// How a snapshot compares with the accepted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing changed.
    Same,
    /// There is no accepted one yet.
    New,
    /// It differs from this accepted one.
    Changed(String),
    /// This accepted one belongs to no article any more.
    Orphan(String),
}

/// One snapshot beside the accepted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The article.
    pub name: String,
    /// The file of the snapshot.
    pub path: PathBuf,
    /// How it compares.
    pub state: State,
    /// The snapshot now; empty for an orphan.
    pub new: String,
}

/// Compares new snapshots with the accepted ones of a folder, by name.
///
/// # Errors
/// If the folder exists but cannot be read.
pub fn compare(folder: &Path, snapshots: BTreeMap<String, String>) -> io::Result<Vec<Comparison>> {
    let mut left = accepted(folder)?;
    let mut out = Vec::new();
    let mut taken = BTreeSet::new();
    for (name, new) in snapshots {
        let path = folder.join(file_name(&name, &mut taken));
        let state = match left.remove(&path) {
            None => State::New,
            Some(old) if old == new => State::Same,
            Some(old) => State::Changed(old),
        };
        out.push(Comparison { name, path, state, new });
    }
    out.extend(left.into_iter().map(|(path, old)| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Comparison { name, path, state: State::Orphan(old), new: String::new() }
    }));
    Ok(out)
}

impl Comparison {
    /// Whether somebody has to look at it.
    pub fn differs(&self) -> bool {
        self.state != State::Same
    }

    /// Makes the snapshot the accepted one; an orphan is removed.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn accept(&self) -> io::Result<()> {
        match self.state {
            State::Same => Ok(()),
            State::Orphan(_) => fs::remove_file(&self.path),
            State::New | State::Changed(_) => {
                self.path.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::write(&self.path, &self.new)
            }
        }
    }

    /// What changed, for a person.
    pub fn diff(&self, color: bool) -> String {
        match &self.state {
            State::Same => String::new(),
            State::New => super::diff::render("", &self.new, color),
            State::Changed(old) => super::diff::render(old, &self.new, color),
            State::Orphan(old) => {
                let diff = super::diff::render(old, "", color);
                format!("no article has this name any more; accepting removes the snapshot\n{diff}")
            }
        }
    }

    /// `new`, `changed` …
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Same => "same",
            State::New => "new",
            State::Changed(_) => "changed",
            State::Orphan(_) => "orphan",
        }
    }
}

fn accepted(folder: &Path) -> io::Result<BTreeMap<PathBuf, String>> {
    let mut out = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(out),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == ENDING) {
            let text = fs::read(&path)?;
            out.insert(path, String::from_utf8_lossy(&text).replace("\r\n", "\n"));
        }
    }
    Ok(out)
}

/// A file name for an article: its letters, digits, dots and dashes; told apart by a number
/// where two articles would share one.
fn file_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = |c: char| if c.is_alphanumeric() || ".-_".contains(c) { c } else { '_' };
    let stem: String = name.chars().map(safe).take(120).collect();
    let stem = stem.trim_start_matches(['.', '_']).to_owned();
    let stem = if stem.is_empty() { "article".to_owned() } else { stem };
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let free =
        std::iter::once(stem.clone()).chain(numbered).find(|s| taken.insert(s.to_lowercase()));
    format!("{}.{ENDING}", free.unwrap_or(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshots(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn states(folder: &Path, pairs: &[(&str, &str)]) -> Vec<&'static str> {
        compare(folder, snapshots(pairs)).unwrap().iter().map(Comparison::state_name).collect()
    }

    #[test]
    fn what_is_accepted_is_the_same_from_then_on() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("snapshots");
        let before = [("news/a.txt", "1\n"), ("news/b.txt", "2\n")];
        assert_eq!(states(&folder, &before), ["new", "new"]);
        assert!(!folder.exists(), "comparing writes nothing");
        for comparison in compare(&folder, snapshots(&before)).unwrap() {
            comparison.accept().unwrap();
        }
        assert_eq!(states(&folder, &before), ["same", "same"]);
        let after = [("news/a.txt", "3\n")];
        assert_eq!(states(&folder, &after), ["changed", "orphan"]);
        for comparison in compare(&folder, snapshots(&after)).unwrap() {
            comparison.accept().unwrap();
        }
        assert_eq!(states(&folder, &after), ["same"]);
    }

    #[test]
    fn names_stay_within_the_folder_and_apart() {
        let mut taken = BTreeSet::new();
        let mut name = |n| file_name(n, &mut taken);
        assert_eq!(name("../../etc/passwd"), "etc_passwd.snap");
        assert_eq!(name("a/b.txt"), "a_b.txt.snap");
        assert_eq!(name("a:b.txt"), "a_b.txt-2.snap");
        assert_eq!(name(""), "article.snap");
    }
}
