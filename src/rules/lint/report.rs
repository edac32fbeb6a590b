//! Findings for a terminal, for programs (JSON) and for editors and CI (SARIF 2.1.0).

use super::Finding;
use crate::extraction::Severity;
use crate::rules::diagnostic::counted;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The findings as a terminal shows them, with a closing count.
pub fn text(findings: &[Finding], color: bool) -> String {
    let mut parts: Vec<String> =
        findings.iter().map(|f| f.place.render_as(f.severity.name(), color)).collect();
    parts.push(summary(findings));
    parts.join("\n")
}

fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let words: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (count(severity), severity.name()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| counted(n, word))
        .collect();
    if words.is_empty() { "no findings\n".to_owned() } else { format!("{}\n", words.join(", ")) }
}

/// One JSON object a finding, in a list.
pub fn json(findings: &[Finding]) -> Value {
    findings
        .iter()
        .map(|f| {
            json!({
                "severity": f.severity,
                "code": f.place.code,
                "path": &*f.place.path,
                "line": f.place.line,
                "column": f.place.column,
                "length": f.place.len,
                "message": f.place.message,
                "help": f.place.help,
            })
        })
        .collect()
}

/// A SARIF log, as code hosts and editors read it.
pub fn sarif(findings: &[Finding]) -> Value {
    let codes: BTreeMap<&str, &Finding> = findings.iter().map(|f| (f.place.code, f)).collect();
    let rules: Vec<Value> = codes
        .keys()
        .map(|code| json!({"id": code, "shortDescription": {"text": words(code)}}))
        .collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "onrecord",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let place = &finding.place;
    let message = match &place.help {
        Some(help) => format!("{}. {help}", place.message),
        None => place.message.clone(),
    };
    let mut location = json!({"artifactLocation": {"uri": uri(&place.path)}});
    if place.line > 0 {
        location["region"] = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.len,
        });
    }
    json!({
        "ruleId": place.code,
        "level": finding.severity.name(),
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
    })
}

/// A path as a reference of RFC 3986: a relative one, or a file URI where it is absolute.
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    let encoded = path
        .replace('\\', "/")
        .bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect::<String>();
    if encoded.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

fn words(code: &str) -> String {
    code.replace('-', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::diagnostic::{RuleError, SourceFile};

    fn findings() -> Vec<Finding> {
        let file = SourceFile::new("my rules/a.yaml", "macros:\n  day: \"{int 1..31}\"\n");
        let place = RuleError::at(&file, 10..13, "no pattern uses the macro `day`")
            .code("unused-macro")
            .help("remove it, or use it as `$day`");
        vec![Finding { severity: Severity::Warning, place }]
    }

    #[test]
    fn a_finding_reads_the_same_in_every_format() {
        insta::assert_snapshot!(text(&findings(), false), @r#"
        warning[unused-macro]: no pattern uses the macro `day`
         --> my rules/a.yaml:2:3
          |
        2 |   day: "{int 1..31}"
          |   ^^^
          = help: remove it, or use it as `$day`

        1 warning
        "#);
        assert_eq!(json(&findings())[0]["line"], 2);
        let log = sarif(&findings());
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "unused-macro");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20rules/a.yaml");
        assert_eq!(place["region"]["endColumn"], 6);
        assert_eq!(text(&[], false), "no findings\n");
    }
}
