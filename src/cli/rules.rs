//! `onrecord rules`: look at, validate, describe and scaffold rules.

use super::shared::{self, Common, Failure, Outcome};
use super::test::{self, Which};
use crate::article;
use crate::extraction::Severity;
use crate::matching::RuleId;
use crate::matching::trace::{self, Cost};
use crate::pipeline::{self, Options};
use crate::rules::diagnostic::{counted, did_you_mean};
use crate::rules::lint::{self, report};
use crate::rules::{Rule, Rules, docs, load, scaffold, schema};
use crate::testing::examples::Selection;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `rules`.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List rules with the place where each is written
    List {
        #[command(flatten)]
        which: Which,
        /// Output format
        #[arg(long, value_name = "NAME", value_parser = ["text", "json"], default_value = "text")]
        format: String,
    },
    /// Find what could be better in rule files, and the errors that keep them from loading
    #[command(after_help = "Examples:
  onrecord rules lint my-rules/
  onrecord rules lint my-rules/ --format sarif > lint.sarif

Exit status 1: there is an error or a warning.")]
    Lint {
        /// Files or folders of rules; the built-in ones where absent
        #[arg(value_name = "RULES")]
        packs: Vec<PathBuf>,
        /// Output format
        #[arg(long, value_name = "NAME", value_parser = ["text", "json", "sarif"], default_value = "text")]
        format: String,
    },
    /// Write a new pack to start from, with examples that hold
    #[command(after_help = "Examples:
  onrecord rules new my-rules/
  onrecord rules new my-rules/ events dates
  onrecord test my-rules/")]
    New {
        /// The folder to write to
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// Only these parts
        #[arg(value_name = "PART")]
        parts: Vec<String>,
    },
    /// Print the JSON Schema of rule files, for editors
    #[command(
        after_help = "To make an editor complete and check rule files, write the schema beside them
  onrecord rules schema > my-rules/rules.schema.json
and begin each file with
  # yaml-language-server: $schema=rules.schema.json"
    )]
    Schema,
    /// List the functions that the values of date rules may call
    Functions,
    /// List lexicons with their attributes, or the entries of one with all their forms
    #[command(after_help = "Examples:
  onrecord rules lexicons
  onrecord rules lexicons speech --rules my-rules/ | grep aver")]
    Lexicons {
        /// Show the entries of this lexicon
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Print a reference page of functions, lexicons and rules in Markdown
    Docs {
        #[command(flatten)]
        which: Which,
    },
    /// Count what each rule costs on articles
    #[command(
        after_help = "The cost is counted in steps of the matcher, so that it is the same on every machine."
    )]
    Bench {
        /// Files, folders, or - for standard input
        #[arg(required = true, value_name = "ARTICLES")]
        articles: Vec<PathBuf>,
        /// Show that many rules
        #[arg(long, value_name = "N", default_value_t = 20)]
        top: usize,
    },
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Outcome, Failure> {
    match &arguments.command {
        Command::List { which, format } => list(common, which, format),
        Command::Lint { packs, format } => lint(common, packs, format),
        Command::New { folder, parts } => new(folder, parts),
        Command::Schema => print_json(&schema::schema()),
        Command::Functions => print(&docs::functions()),
        Command::Lexicons { name } => lexicons(common, name.as_deref()),
        Command::Docs { which } => {
            let (rules, selection) = load(common, which)?;
            let whole = which.packs.is_empty() && which.only.is_empty() && which.kind.is_empty();
            let selected = |rule: &Rule| selection.has(rule);
            print(&if whole {
                docs::reference(&rules, selected)
            } else {
                docs::markdown(&rules, selected)
            })
        }
        Command::Bench { articles, top } => bench(common, articles, *top),
    }
}

fn load(common: &Common, which: &Which) -> Result<(Rules, Selection), Failure> {
    let (files, own) = test::files(common, &which.packs)?;
    let selection = which.selection(own);
    let rules = load::load(files)?.rules;
    selection.check(&rules).map_err(Failure::Other)?;
    Ok((rules, selection))
}

fn print(text: &str) -> Result<Outcome, Failure> {
    write!(anstream::stdout(), "{text}")?;
    Ok(Outcome::Fine)
}

fn lexicons(common: &Common, name: Option<&str>) -> Result<Outcome, Failure> {
    let rules = common.load()?;
    let Some(name) = name else { return print(&docs::lexicons(&rules)) };
    let lexicon = rules.lexicons.by_name(name).ok_or_else(|| {
        let near = did_you_mean(name, rules.lexicons.iter().map(|l| &*l.name));
        let hint = near.unwrap_or_else(|| "`onrecord rules lexicons` lists them".to_owned());
        Failure::Other(format!("no lexicon is named `{name}`; {hint}"))
    })?;
    print(&docs::lexicon(lexicon))
}

fn print_json(value: &serde_json::Value) -> Result<Outcome, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    writeln!(anstream::stdout(), "{text}")?;
    Ok(Outcome::Fine)
}

fn new(folder: &Path, parts: &[String]) -> Result<Outcome, Failure> {
    let files = scaffold::files(parts).map_err(|unknown| {
        let known = scaffold::parts();
        let hint = did_you_mean(unknown, known.iter().map(String::as_str));
        let hint = hint.unwrap_or_else(|| format!("a part is one of {}", known.join(", ")));
        Failure::Other(format!("a pack has no part `{unknown}`; {hint}"))
    })?;
    if let Some(there) = files.iter().map(|(name, _)| folder.join(name)).find(|p| p.exists()) {
        return Err(Failure::Other(format!("{} exists; nothing was written", there.display())));
    }
    let unwritten = |path: &Path| {
        let path = path.display().to_string();
        move |e: std::io::Error| Failure::Other(format!("{path}: cannot be written: {e}"))
    };
    std::fs::create_dir_all(folder).map_err(unwritten(folder))?;
    let mut out = anstream::stdout();
    for (name, text) in &files {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(unwritten(&path))?;
        writeln!(out, "{}", folder.join(name).display())?;
    }
    writeln!(anstream::stderr(), "now run: onrecord test {}", folder.display())?;
    Ok(Outcome::Fine)
}

fn list(common: &Common, which: &Which, format: &str) -> Result<Outcome, Failure> {
    let (rules, selection) = load(common, which)?;
    let selected: Vec<&Rule> = rules.rules.iter().filter(|r| selection.has(r)).collect();
    if format == "json" {
        return print_json(&selected.iter().map(|r| described(r)).collect());
    }
    let width = |f: fn(&Rule) -> usize| selected.iter().map(|r| f(r)).max().unwrap_or(0);
    let (ids, kinds) = (width(|r| r.id.len()), width(|r| r.kind.len()));
    let mut out = anstream::stdout();
    for rule in &selected {
        let place = format!("{}:{}", rule.place.path, rule.place.line);
        let old = if rule.deprecated.is_some() { "  deprecated" } else { "" };
        writeln!(out, "{:kinds$}  {:ids$}  {place}{old}", rule.kind, rule.id)?;
    }
    writeln!(anstream::stderr(), "{}", counted(selected.len(), "rule"))?;
    Ok(Outcome::Fine)
}

fn described(rule: &Rule) -> serde_json::Value {
    serde_json::json!({
        "id": &*rule.id,
        "kind": &*rule.kind,
        "type": rule.type_.as_deref(),
        "path": &*rule.place.path,
        "line": rule.place.line,
        "pattern": rule.patterns,
        "value": rule.value.as_ref().map(ToString::to_string),
        "priority": rule.priority,
        "examples": rule.tests.len(),
        "deprecated": rule.deprecated,
    })
}

fn lint(common: &Common, packs: &[PathBuf], format: &str) -> Result<Outcome, Failure> {
    let (files, _) = test::files(common, packs)?;
    let findings = lint::lint(files);
    match format {
        "json" => drop(print_json(&report::json(&findings))?),
        "sarif" => drop(print_json(&report::sarif(&findings))?),
        _ => write!(anstream::stdout(), "{}", report::text(&findings, test::color()))?,
    }
    let counts = findings.iter().any(|f| f.severity != Severity::Note);
    Ok(if counts { Outcome::Findings } else { Outcome::Fine })
}

fn bench(common: &Common, articles: &[PathBuf], top: usize) -> Result<Outcome, Failure> {
    let rules = common.load()?;
    let mut bytes = 0;
    let mut costs: BTreeMap<RuleId, Cost> = BTreeMap::new();
    for article in article::read(articles.iter().cloned(), article::ReadOptions::default()) {
        let article = article.map_err(|e| Failure::Other(shared::printable(&e.to_string())))?;
        bytes += article.text.len();
        let (_, counted) =
            trace::count(|| pipeline::extract(&rules, &article, &Options::default()));
        for (rule, cost) in counted {
            let sum = costs.entry(rule).or_default();
            sum.tries += cost.tries;
            sum.steps += cost.steps;
            sum.matches += cost.matches;
        }
    }
    let all: u64 = costs.values().map(|c| c.steps).sum();
    let mut sorted: Vec<(RuleId, Cost)> = costs.into_iter().collect();
    sorted.sort_by_key(|(rule, cost)| (std::cmp::Reverse(cost.steps), *rule));
    let mut out = anstream::stdout();
    writeln!(out, "{:>7} {:>12} {:>10} {:>10}  rule", "share", "steps", "tries", "matches")?;
    for (rule, cost) in sorted.iter().take(top) {
        let share = 100.0 * cost.steps as f64 / all.max(1) as f64;
        let id = &rules.rule(*rule).id;
        writeln!(
            out,
            "{share:>6.1}% {:>12} {:>10} {:>10}  {id}",
            cost.steps, cost.tries, cost.matches
        )?;
    }
    let a_byte = all as f64 / f64::max(bytes as f64, 1.0);
    writeln!(out, "{all} steps over {bytes} bytes, {a_byte:.2} a byte")?;
    Ok(Outcome::Fine)
}
