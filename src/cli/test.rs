//! `onrecord test`: the examples inside rules, and snapshots of a folder of articles.

use super::shared::{self, Common, Failure, Outcome, Reading};
use super::watch;
use crate::extraction::Severity;
use crate::matching::RuleId;
use crate::rules::Rules;
use crate::rules::diagnostic::{SourceFile, counted};
use crate::rules::lint;
use crate::rules::load::{self, PackFile};
use crate::rules::yaml;
use crate::testing::examples::{self, Selection, Verdict, report};
use crate::testing::review::review;
use crate::testing::snapshot;
use crate::testing::store::{self, Comparison, State};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Arguments of `test`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord test                              the examples of the built-in rules
  onrecord test my-rules/                    the examples of a pack, on top of the built-in rules
  onrecord test my-rules/ --articles news/   also compare what is extracted with the snapshots
  onrecord test my-rules/ --articles news/ --accept
  onrecord test my-rules/ --only verdict --watch

Snapshots are kept in the folder snapshots/ beside the rules. On a terminal, changes are shown one
by one and can be accepted; otherwise nothing is written without --accept. Exit status 1: an example
fails or a snapshot differs.")]
pub struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Articles to snapshot (may be repeated)
    #[arg(long, value_name = "ARTICLES")]
    articles: Vec<PathBuf>,
    /// Folder of the snapshots
    #[arg(long, value_name = "FOLDER")]
    snapshots: Option<PathBuf>,
    /// Accept all changed snapshots
    #[arg(long, conflicts_with = "check")]
    accept: bool,
    /// Never ask and never write, as in CI
    #[arg(long)]
    check: bool,
    /// Also list the rules whose examples hold without them
    #[arg(long)]
    accidents: bool,
    /// Run again whenever a rule file or an article changes
    #[arg(long)]
    watch: bool,
}

/// Which rules are meant.
#[derive(Debug, Args)]
pub struct Which {
    /// Files or folders of rules; the built-in ones where absent
    #[arg(value_name = "RULES")]
    pub packs: Vec<PathBuf>,
    /// Only rules whose id contains this (may be repeated)
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Only rules of this kind (may be repeated)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
}

impl Which {
    /// The rules meant, of packs from `own` on.
    pub fn selection(&self, own: u16) -> Selection {
        Selection { ids: self.only.clone(), kinds: self.kind.clone(), pack: own }
    }
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    if !arguments.watch {
        return once(common, arguments);
    }
    let paths: Vec<&Path> = [&arguments.which.packs, &common.rules, &arguments.articles]
        .into_iter()
        .flatten()
        .map(PathBuf::as_path)
        .collect();
    if paths.is_empty() {
        return Err(Failure::Other(
            "--watch needs a folder of rules or --articles to watch".to_owned(),
        ));
    }
    watch::forever(&paths, || match once(common, arguments) {
        Ok(_) => {}
        Err(failure) => drop(writeln!(anstream::stderr(), "{}", failure.render())),
    })
}

fn once(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    let (files, own) = files(common, &arguments.which.packs)?;
    let sources = sources(&files);
    let doubts = if own == 0 { Vec::new() } else { lint::lint(files.clone()) };
    let loaded = load::load(files)?;
    let rules = loaded.rules;
    let selection = arguments.which.selection(own);
    selection.check(&rules).map_err(Failure::Other)?;
    let mut out = anstream::stdout();
    let outcomes = examples::run(&rules, &selection);
    write!(out, "{}", report::failures(&outcomes, &sources, color()))?;
    let (fired, unreviewed) = if arguments.articles.is_empty() {
        (BTreeSet::new(), false)
    } else {
        snapshots(common, arguments, &rules, &mut out)?
    };
    if arguments.accidents {
        write!(out, "{}", report::accidents(&rules, &outcomes))?;
    }
    write!(out, "{}", report::summary(&rules, &selection, &outcomes, &fired))?;
    hint_at_lint(&arguments.which.packs, &doubts)?;
    let failed = outcomes.iter().any(|o| matches!(o.verdict, Verdict::Failed(_)));
    Ok(if failed || unreviewed { Outcome::Findings } else { Outcome::Fine })
}

/// Most warnings that are listed behind the examples.
const LISTED: usize = 5;

/// Says what `rules lint` has to say: what is only a warning would else go unseen.  A few are listed.
fn hint_at_lint(packs: &[PathBuf], findings: &[lint::Finding]) -> io::Result<()> {
    let warnings = findings.iter().filter(|f| f.severity == Severity::Warning);
    let count = warnings.clone().count();
    if count == 0 {
        return Ok(());
    }
    let mut err = anstream::stderr();
    if count <= LISTED {
        for warning in warnings {
            writeln!(err, "warning: {}", warning.place)?;
        }
    }
    let packs: Vec<String> = packs.iter().map(|p| p.display().to_string()).collect();
    let (count, packs) = (counted(count, "warning"), packs.join(" "));
    writeln!(err, "{count}: see `onrecord rules lint {packs}`")
}

/// Whether standard output shows colour; without it, what is marked is marked by signs.
pub fn color() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// The files of the run and the first pack whose examples are meant.
pub fn files(common: &Common, packs: &[PathBuf]) -> Result<(Vec<PackFile>, u16), Failure> {
    let mut files = if common.no_builtin { Vec::new() } else { load::builtin_files() };
    let mut pack = 0;
    for path in &common.rules {
        pack += 1;
        files.extend(load::folder_files(path, pack)?);
    }
    let own = if packs.is_empty() { 0 } else { pack + 1 };
    for path in packs {
        pack += 1;
        files.extend(load::folder_files(path, pack)?);
    }
    Ok((files, own))
}

fn sources(files: &[PackFile]) -> BTreeMap<String, SourceFile> {
    let decoded =
        files.iter().filter_map(|f| Some((f.path.clone(), yaml::decode(&f.path, &f.bytes).ok()?)));
    decoded.collect()
}

/// Compares the snapshots of all articles; the rules that fired, and whether changes are left.
fn snapshots(
    common: &Common,
    arguments: &Arguments,
    rules: &Rules,
    out: &mut impl Write,
) -> Result<(BTreeSet<RuleId>, bool), Failure> {
    let reading = Reading {
        articles: arguments.articles.clone(),
        encoding: None,
        strict: false,
        dates: shared::DateArguments::default(),
    };
    let done = shared::extract(common, &reading, rules)?;
    let ids = done.extractions.iter().flat_map(|e| {
        let quotes = e.quotes.iter().map(|q| q.rule.as_str());
        e.dates
            .iter()
            .map(|d| d.rule.as_str())
            .chain(quotes)
            .chain(e.events.iter().map(|e| e.rule.as_str()))
    });
    let fired = ids
        .collect::<BTreeSet<&str>>()
        .into_iter()
        .filter_map(|id| rules.find(id).map(|(id, _)| id))
        .collect();
    let rendered = done
        .extractions
        .iter()
        .map(|e| (short(&e.article.id, &arguments.articles), snapshot::render(&e.text, e)))
        .collect();
    let folder = arguments.snapshots.clone().unwrap_or_else(|| beside(&arguments.which.packs));
    let mut comparisons = store::compare(&folder, rendered)?;
    // Whoever names single articles does not say that the others are gone.
    if !arguments.articles.iter().all(|path| path.is_dir()) {
        comparisons.retain(|c| !matches!(c.state, State::Orphan(_)));
    }
    let left = settle(arguments, &comparisons, out)?;
    Ok((fired, left))
}

/// Accepts, asks about or shows what differs; whether anything is left.
fn settle(
    arguments: &Arguments,
    comparisons: &[Comparison],
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let changed: Vec<&Comparison> = comparisons.iter().filter(|c| c.differs()).collect();
    let same = comparisons.len() - changed.len();
    let same = format!("{} unchanged", counted(same, "snapshot"));
    if arguments.accept {
        for comparison in &changed {
            comparison.accept()?;
            let done = match comparison.state {
                State::Orphan(_) => "removed",
                _ => "accepted",
            };
            writeln!(
                out,
                "{done:<9} {:<8} {}",
                comparison.state_name(),
                comparison.path.display()
            )?;
        }
        writeln!(out, "{same}, {} accepted", changed.len())?;
        return Ok(false);
    }
    if !arguments.check
        && !changed.is_empty()
        && io::stdin().is_terminal()
        && io::stdout().is_terminal()
    {
        let outcome = review(comparisons, &mut io::stdin().lock(), out, color())?;
        let (accepted, rejected, skipped) = (outcome.accepted, outcome.rejected, outcome.skipped);
        writeln!(out, "\n{same}, {accepted} accepted, {rejected} rejected, {skipped} skipped")?;
        return Ok(rejected + skipped > 0);
    }
    for comparison in &changed {
        writeln!(out, "{}  {}", comparison.state_name(), comparison.path.display())?;
        writeln!(out, "{}", comparison.diff(color()))?;
    }
    let hint = if changed.is_empty() { "" } else { "; accept them with --accept" };
    writeln!(out, "{same}, {} to be reviewed{hint}", changed.len())?;
    Ok(!changed.is_empty())
}

/// The name of an article without the folder that was given on the command line.
fn short(id: &str, given: &[PathBuf]) -> String {
    let path = Path::new(id);
    let inner =
        given.iter().find_map(|g| path.strip_prefix(g).ok()).filter(|p| !p.as_os_str().is_empty());
    let inner = inner.or(path.file_name().map(Path::new)).unwrap_or(path);
    inner.to_string_lossy().into_owned()
}

/// The folder of snapshots beside the rules.
fn beside(packs: &[PathBuf]) -> PathBuf {
    match packs.last() {
        Some(pack) if pack.is_dir() => pack.join("snapshots"),
        Some(pack) => pack.with_file_name("snapshots"),
        None => PathBuf::from("snapshots"),
    }
}
