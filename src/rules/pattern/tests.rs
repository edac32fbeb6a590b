//! Patterns as trees, and what is said of those that are none.

use super::*;

fn shape(node: &Node) -> String {
    match node {
        Node::Leaf(l) => {
            let body = match &l.element {
                Element::Literal(s) => s.clone(),
                Element::Int(a, b) => format!("int {a}..{b}"),
                Element::Digits(a, b) => format!("digits {a}..{b}"),
                Element::Regex(r) => format!("/{r}/"),
                Element::Named { name, filter } => match filter {
                    Some((a, v)) => format!("<{name}[{a}={v}]>"),
                    None => format!("<{name}>"),
                },
            };
            format!(
                "{}{body}{}",
                if l.glued { "+" } else { "" },
                l.name.as_ref().map(|n| format!(":{n}")).unwrap_or_default()
            )
        }
        Node::Sequence(v) => v.iter().map(shape).collect::<Vec<_>>().join(" "),
        Node::Choice(v) => format!("({})", v.iter().map(shape).collect::<Vec<_>>().join(" | ")),
        Node::Repeat { node, min, max } => format!("[{}]{{{min},{max}}}", shape(node)),
        Node::Capture { name, node } => format!("[{}]:{name}", shape(node)),
        Node::Macro { name, glued, .. } => format!("{}${name}", if *glued { "+" } else { "" }),
    }
}

fn check(pattern: &str, expected: &str) {
    let found = parse(pattern).map_or_else(|e| format!("{}: {}", e.at, e.message), |n| shape(&n));
    assert_eq!(found, expected, "pattern {pattern}");
}

#[test]
fn patterns() {
    check(
        "{month:m} {int 1..31:d} ,? {digits 4:y}",
        "<month>:m int 1..31:d [,]{0,1} digits 4..4:y",
    );
    check("{int:n}( st | nd )", "int 0..999999999:n (+st | +nd)");
    check("( a | b c ):x d", "[(a | b c)]:x d");
    check("$day {unit[u=day]:u}", "$day <unit[u=day]>:u");
    check("{/[a-z]{2}/:x} a:b", "/[a-z]{2}/:x a:b");
    check("a {word}{2,3} b", "a [<word>]{2,3} b");
    check("( a", "0: this group is not closed");
    check("a )", "2: unexpected `)`: no group is open here");
    check(
        "a{3,1}",
        "1: a repetition must go from a smaller to a larger number, at most 64, found `{3,1}`",
    );
}

#[test]
fn regexes() {
    assert!(is_regex(r"\bx\b") && is_regex("(?P<a>b)") && is_regex("[a-z]"));
    assert!(!is_regex("{unit[u=day]:u} ago") && !is_regex("a ( b )?"));
}
