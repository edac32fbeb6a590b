//! Reading rule files and putting packs together.
//!
//! In: the bytes of files.  Out: [`Loaded`], or every error of every file at once.  Does no I/O
//! but for [`folder_files`].

use super::check;
use super::compile;
use super::diagnostic::{RuleError, RuleErrors, SourceFile};
use super::spec::RuleFile;
use super::{Rules, yaml};
use include_dir::{Dir, include_dir};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules/en");

/// A file of a pack.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// Path for messages: as given, or `rules/en/…` for the built-in pack.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// 0 for the built-in pack, higher for packs that override it.
    pub pack: u16,
}

/// Rules and what is worth saying about them.
#[derive(Debug)]
pub struct Loaded {
    /// The rules.
    pub rules: Rules,
    /// Unused macros and the like; not reasons to stop.
    pub warnings: Vec<RuleError>,
    /// Patterns of packs that cost much.
    pub notes: Vec<RuleError>,
}

/// A rule file that has been read, not yet compiled.
#[derive(Debug)]
pub struct ParsedFile {
    /// The file, for messages.
    pub source: SourceFile,
    /// What it says.
    pub file: RuleFile,
    /// Its pack.
    pub pack: u16,
    /// Contents of data files (`source:`) beside it, by name.
    pub tables: Vec<(String, SourceFile)>,
}

/// The files of the built-in pack, sorted by path.
pub fn builtin_files() -> Vec<PackFile> {
    let mut files = Vec::new();
    collect(&BUILTIN, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(dir: &Dir<'_>, files: &mut Vec<PackFile>) {
    for file in dir.files() {
        let path = format!("rules/en/{}", file.path().display());
        files.push(PackFile { path, bytes: file.contents().to_vec(), pack: 0 });
    }
    for sub in dir.dirs() {
        collect(sub, files);
    }
}

/// The rule files (`.yaml`, `.yml`) and tables (`.tsv`, `.csv`) at a path, sorted.
///
/// # Errors
/// Where the path or a file cannot be read, or holds no rule file.
pub fn folder_files(path: &Path, pack: u16) -> Result<Vec<PackFile>, RuleError> {
    let shown = path.display().to_string();
    let read = |p: &Path| {
        let shown = p.display().to_string();
        std::fs::read(p)
            .map(|bytes| PackFile { path: shown.clone(), bytes, pack })
            .map_err(|e| RuleError::new(shown, format!("cannot be read: {e}")).code("unreadable"))
    };
    if path.is_file() {
        return Ok(vec![read(path)?]);
    }
    if !path.is_dir() {
        return Err(RuleError::new(shown, "no such file or folder of rules").code("unreadable"));
    }
    let mut paths: Vec<_> = ignore::WalkBuilder::new(path)
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|p| {
            p.is_file()
                && p.extension()
                    .is_some_and(|e| ["yaml", "yml", "tsv", "csv"].iter().any(|k| e == *k))
        })
        .collect();
    paths.sort();
    if !paths.iter().any(|p| is_rule_file(&p.to_string_lossy())) {
        return Err(RuleError::new(shown, "the folder holds no rule file")
            .code("no-rules")
            .help("rule files end in .yaml"));
    }
    paths.iter().map(|p| read(p)).collect()
}

fn is_rule_file(path: &str) -> bool {
    path.ends_with(".yaml")
        || path.ends_with(".yml")
        || !(path.ends_with(".tsv") || path.ends_with(".csv"))
}

/// Reads and compiles files; those of higher packs override those of lower ones.
///
/// # Errors
/// All errors of all files.
pub fn load(files: Vec<PackFile>) -> Result<Loaded, RuleErrors> {
    let (parsed, mut errors) = parse(&files);
    let unread: BTreeSet<Arc<str>> = errors.iter().map(|e| Arc::clone(&e.path)).collect();
    errors.extend(check::check(&parsed));
    let loaded = compile::compile(parsed, errors);
    if unread.is_empty() {
        return loaded;
    }
    loaded.map_err(|errors| {
        // What other files name may stand in one that cannot be read.
        let own = |e: &RuleError| unread.contains(&e.path) || !e.code.starts_with("unknown-");
        RuleErrors(errors.0.into_iter().filter(own).collect())
    })
}

/// Reads and compiles the built-in pack without the checks that a test makes of it.
///
/// # Errors
/// As [`load`].
pub fn builtin() -> Result<Loaded, RuleErrors> {
    let (parsed, errors) = parse(&builtin_files());
    compile::compile(parsed, errors)
}

/// Reads files without compiling them; a file that cannot be read is an error in the list.
pub fn parse(files: &[PackFile]) -> (Vec<ParsedFile>, Vec<RuleError>) {
    let mut parsed = Vec::new();
    let mut errors = Vec::new();
    for file in files.iter().filter(|f| is_rule_file(&f.path)) {
        match read(file, files) {
            Ok(file) => parsed.push(file),
            Err(error) => errors.push(error),
        }
    }
    (parsed, errors)
}

fn read(file: &PackFile, all: &[PackFile]) -> Result<ParsedFile, RuleError> {
    let source = yaml::decode(&file.path, &file.bytes)?;
    let spec: Option<RuleFile> = yaml::parse(&source)?;
    let Some(spec) = spec else {
        return Err(RuleError::new(file.path.as_str(), "the file holds no rules")
            .code("no-rules")
            .help("begin it with `rules:` or `lexicons:`"));
    };
    let mut tables = Vec::new();
    for (_, lexicon) in &spec.lexicons.0 {
        if let Some(name) = &lexicon.source {
            let wanted = sibling(&file.path, &name.value);
            let table =
                all.iter().find(|f| f.path == wanted && f.pack == file.pack).ok_or_else(|| {
                    let at =
                        yaml::range_in_scalar(&source.text, &name.referenced, 0..name.value.len());
                    RuleError::at(&source, at, format!("there is no table `{wanted}`"))
                        .code("unknown-table")
                        .help("`source:` names a .tsv file, relative to this rule file")
                })?;
            tables.push((name.value.clone(), yaml::decode(&table.path, &table.bytes)?));
        }
    }
    Ok(ParsedFile { source, file: spec, pack: file.pack, tables })
}

fn sibling(path: &str, name: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_load() {
        if let Err(errors) = load(builtin_files()) {
            panic!("{}", errors.render(false));
        }
    }
}
