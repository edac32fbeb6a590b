//! The JSON Schema of rule files, for editors: completion, hovers and validation while typing.
//!
//! In: nothing.  Out: a JSON Schema (draft 2020-12) of what [`super::spec`] reads.  The tests hold
//! the two together: every key the reader knows is in the schema and the other way round.

use super::KINDS;
use serde_json::{Map, Value, json};

/// The line that tells the YAML language server where the schema is.
pub const EDITOR_LINE: &str = "# yaml-language-server: $schema=";

/// The schema.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://onrecord.example/schema/rules.json",
        "title": "Rules of onrecord",
        "description": "A rule file: word classes (lexicons), parts of patterns (macros) and rules with their examples.",
        "type": "object",
        "additionalProperties": false,
        "properties": file(),
        "$defs": {
            "rule": rule(),
            "lexicon": lexicon(),
            "context": context(),
            "example": example(),
            "inflection": inflection(),
            "text": text(),
            "pattern": pattern(),
            "patterns": {"anyOf": [
                {"$ref": "#/$defs/pattern"},
                {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/pattern"}},
            ]},
            "words": {"type": ["string", "number", "boolean"]},
            "attributes": {
                "type": ["object", "null"],
                "description": "Facts about the words, by name; values of rules use them as `capture.name`.",
                "additionalProperties": {"$ref": "#/$defs/attribute"},
            },
            "attribute": {"anyOf": [
                {"type": ["boolean", "number", "string"]},
                {"type": "array", "items": {"$ref": "#/$defs/attribute"}},
                {"type": "object", "additionalProperties": {"$ref": "#/$defs/attribute"}},
            ]},
        },
    })
}

/// An object that allows these keys only.
fn object(description: &str, required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

fn described(of: &str, description: &str) -> Value {
    json!({"$ref": format!("#/$defs/{of}"), "description": description})
}

fn plain(type_: &str, description: &str) -> Value {
    json!({"type": type_, "description": description})
}

fn list(of: &str, description: &str) -> Value {
    json!({"type": "array", "description": description, "items": {"$ref": format!("#/$defs/{of}")}})
}

fn by_name(of: &str, description: &str) -> Value {
    json!({
        "type": ["object", "null"],
        "description": description,
        "additionalProperties": {"$ref": format!("#/$defs/{of}")},
    })
}

fn file() -> Value {
    json!({
        "pack": plain("string", "Name of the pack, for messages."),
        "about": plain("string", "What the file is for, for people."),
        "text": described("text", "What cutting into words and sentences needs to know of the language."),
        "inflections": {
            "type": ["object", "null"],
            "description": "Paradigms by name: `verb` makes says, said, saying from say.",
            "additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/inflection"}},
        },
        "lexicons": by_name("lexicon", "Word classes by name; patterns use one as `{name}`."),
        "macros": by_name("pattern", "Parts of patterns by name; patterns use one as `$name`."),
        "rules": list("rule", "The rules, each with its examples."),
        "merging": {"type": "object", "description": "How entries of a timeline are merged."},
        "settings": {
            "type": "object",
            "description": "Numbers and switches of stages, by stage and name.",
            "additionalProperties": {"type": "object", "additionalProperties": {"$ref": "#/$defs/attribute"}},
        },
    })
}

fn rule() -> Value {
    object(
        "One rule: what it matches, what comes of it, where it holds, and examples that prove it.",
        &["id", "kind", "pattern"],
        json!({
            "id": {
                "type": "string",
                "description": "Stable name, never used for another rule: `date.month-day-year`.",
                "pattern": "^\\S+$",
            },
            "kind": {"description": "The stage that runs the rule.", "enum": KINDS},
            "pattern": {
                "description": "What it matches: a pattern, or a list of alternatives. Only the constructions of quotations, which the engine finds itself, have an empty list.",
                "anyOf": [{"$ref": "#/$defs/patterns"}, {"type": "array", "maxItems": 0}],
            },
            "value": plain("string", "The value it gives, a function of its captures: `date(y, m.num, d)`."),
            "stratum": {
                "type": "integer",
                "minimum": 0,
                "maximum": 255,
                "description": "A later pass of the same kind, which sees the results of the earlier ones.",
            },
            "label": plain("string", "Name under which later patterns find the result as `{name}`; the kind if absent."),
            "type": plain("string", "Type of what it finds: a TIMEX3 type, an event type, a kind of quote."),
            "set": described("attributes", "Further facts for the stage."),
            "when": described("context", "Context that must hold."),
            "unless": described("context", "Context that must not hold."),
            "priority": plain("integer", "Of overlapping matches of one length the one with the higher number wins."),
            "replaces": plain("string", "Id of the rule whose place it takes: that of a rule of an earlier pack, or the one it had itself before."),
            "deprecated": plain("string", "The id of the rule to use instead."),
            "note": plain("string", "Why the rule is as it is, for people."),
            "tests": list("example", "Examples and counter-examples; `onrecord test` runs them."),
        }),
    )
}

fn pattern() -> Value {
    json!({
        "type": ["string", "number", "boolean"],
        "description": "Reads like the text: `{month:m} {int 1..31:d} ,? {digits 4:y}`. \
            `word` any case, `Word` with a capital, `( a | b )`, `?`, `{2,4}` behind a group, `$macro`, \
            `{lexicon:name}`, `{lexicon[attribute=value]}`, `{int 1..31}`, `{digits 4}`, `{number}`, `{ordinal}`, \
            `{word}`, `{cap}`, `{any}`, `{lit ?}`, `{/regex/}` for one word. A blank matches any run of blanks, or none.",
        "examples": ["{weekday:w}", "last {month:m}", "( the | this ) {unit:u} ago"],
    })
}

fn context() -> Value {
    let keys = [
        ("left", "Ends right where the match begins."),
        ("right", "Begins right where the match ends."),
        ("clause", "Stands somewhere in the clause of the match."),
        ("before", "Stands in the clause, before the match."),
        ("after", "Stands in the clause, after the match."),
        ("sentence", "Stands somewhere in the sentence of the match."),
        ("paragraph", "Stands somewhere in the paragraph of the match."),
    ];
    let mut properties: Map<String, Value> =
        keys.iter().map(|(key, about)| ((*key).to_owned(), described("patterns", about))).collect();
    let inside = plain("string", "Label of a chunk the match lies in, for instance `quoted`.");
    properties.insert("inside".into(), inside);
    let starts = json!({"enum": ["sentence", "paragraph", "line"], "description": "The match begins one of these."});
    properties.insert("starts".into(), starts);
    object("What stands around a match.", &[], Value::Object(properties))
}

fn example() -> Value {
    object(
        "An example: what the rule must find stands in [[double brackets]].",
        &["text"],
        json!({
            "text": plain("string", "The text, for instance `on [[May 5, 2016]], he`."),
            "is": {"$ref": "#/$defs/words", "description": "The value that must come out: EDTF, TIMEX3, a name …"},
            "none": plain("boolean", "The rule must find nothing."),
            "at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Day of publication: 2016-09-14.",
            },
            "who": plain("string", "Who must come out as the speaker."),
            "type": plain("string", "Type that must come out."),
            "todo": plain("string", "A known gap: why the example may fail for now."),
            "rule": plain("string", "Id of the rule that must win, where it is not this one."),
        }),
    )
}

fn lexicon() -> Value {
    object(
        "A word class.",
        &[],
        json!({
            "about": plain("string", "What the class is, for people."),
            "case": {
                "enum": ["smart", "any"],
                "description": "`smart`: an entry written with a capital needs one in the text; `any`: case does not count.",
            },
            "inflect": plain("string", "Paradigm by which all entries are inflected."),
            "entries": {
                "description": "Words with attributes, or a list of words; `|` separates spellings: `September|Sept.|Sep: {num: 9}`.",
                "anyOf": [
                    {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/attributes"}},
                    {"type": "array", "items": {"$ref": "#/$defs/words"}},
                ],
            },
            "source": plain("string", "A .tsv file beside the rule file: words, then attributes named by the header line."),
        }),
    )
}

fn inflection() -> Value {
    object(
        "One line of a paradigm; the first whose `if_ends` fits the base form is used.",
        &["if_ends", "forms"],
        json!({
            "if_ends": plain("string", "A regex for the end of the base form."),
            "cut": {"type": "integer", "minimum": 0, "description": "Letters cut off the base form."},
            "double": plain("boolean", "Whether the last letter is doubled before an ending."),
            "last": plain("boolean", "Of several words the last is inflected instead of the first."),
            "forms": {
                "type": "object",
                "description": "Endings put on, each with the attributes of that form.",
                "additionalProperties": {"$ref": "#/$defs/attributes"},
            },
        }),
    )
}

fn text() -> Value {
    let words = |about: &str| json!({"type": "array", "description": about, "items": {"$ref": "#/$defs/words"}});
    object(
        "What cutting into words and sentences needs to know of the language.",
        &[],
        json!({
            "clitics": words("Endings behind an apostrophe that are words of their own: `s` for `'s`."),
            "inner_abbreviations": words("Abbreviations after whose full stop a sentence never ends."),
            "final_abbreviations": words("Abbreviations after whose full stop a sentence may end."),
            "leading_abbreviations": words("Initials with which names begin, such as `U.S.`: a sentence ends there before `openers` only."),
            "openers": words("Words that open a sentence behind `leading_abbreviations`."),
        }),
    )
}
