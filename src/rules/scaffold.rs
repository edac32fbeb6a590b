//! A new pack to start from: titles, an event type, a verb of saying and a date phrase, each with
//! examples that hold.
//!
//! In: nothing.  Out: the files of the pack.  Does no I/O.

use super::schema;
use include_dir::{Dir, include_dir};

static PACK: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules/new");

/// Name of the schema file that the rule files of a new pack refer to.
pub const SCHEMA_FILE: &str = "rules.schema.json";

/// The files of a new pack with their contents, by name; `parts` limits the rule files to these
/// names (without their endings), all where it is empty.
///
/// # Errors
/// The first name that is none of the parts.
pub fn files(parts: &[String]) -> Result<Vec<(String, String)>, &str> {
    let known = self::parts();
    if let Some(unknown) = parts.iter().find(|p| !known.contains(p)) {
        return Err(unknown);
    }
    let wanted = |name: &str| parts.is_empty() || parts.iter().any(|p| p == name);
    let mut out: Vec<(String, String)> = PACK
        .files()
        .filter(|f| f.path().file_stem().and_then(|s| s.to_str()).is_some_and(wanted))
        .filter_map(|f| Some((f.path().to_str()?.to_owned(), f.contents_utf8()?.to_owned())))
        .collect();
    out.push((SCHEMA_FILE.to_owned(), format!("{:#}\n", schema::schema())));
    out.sort();
    Ok(out)
}

/// What a new pack can hold.
pub fn parts() -> Vec<String> {
    let stems = PACK.files().filter_map(|f| f.path().file_stem()?.to_str().map(str::to_owned));
    let mut stems: Vec<String> = stems.collect();
    stems.sort();
    stems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::lint::lint;
    use crate::rules::load::{self, PackFile};
    use crate::testing::examples::{self, Selection, Verdict};

    #[test]
    fn a_new_pack_loads_and_its_examples_hold() {
        let mut pack = load::builtin_files();
        for (path, text) in files(&[]).unwrap().into_iter().filter(|(p, _)| p.ends_with(".yaml")) {
            pack.push(PackFile { path, bytes: text.into_bytes(), pack: 1 });
        }
        assert_eq!(lint(pack.clone()), [], "a new pack has findings");
        let rules = load::load(pack).unwrap().rules;
        let selection = Selection { pack: 1, ..Selection::default() };
        let outcomes = examples::run(&rules, &selection);
        assert_eq!(outcomes.len(), 4);
        for outcome in outcomes {
            assert_eq!(outcome.verdict, Verdict::Passed, "{}", outcome.rule.id);
        }
    }

    #[test]
    fn parts_are_chosen_by_name() {
        let only = ["dates".to_owned()];
        let names: Vec<String> = files(&only).unwrap().into_iter().map(|(n, _)| n).collect();
        assert_eq!(names, ["dates.yaml", SCHEMA_FILE]);
        assert_eq!(files(&["date".to_owned()]).unwrap_err(), "date");
    }
}
