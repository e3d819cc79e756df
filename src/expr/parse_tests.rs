//! The parser on expressions that are right and wrong.

use super::*;

fn shape(text: &str) -> String {
    match expr(text, 0, As::Cond) {
        Ok(e) => show(&e),
        Err(c) => format!("error: {}", c.message),
    }
}

fn show(e: &Expr) -> String {
    let all = |parts: &[Expr], sep: &str| format!("({})", parts.iter().map(show).collect::<Vec<_>>().join(sep));
    match &e.node {
        Node::Name(n) => n.to_string(),
        Node::Field(b, n, _) => format!("{}.{n}", show(b)),
        Node::Number(n) => n.to_string(),
        Node::And(p) => all(p, " and "),
        Node::Or(p) => all(p, " or "),
        Node::Not(i) => format!("not {}", show(i)),
        Node::Any(p) => format!("any({} in {}: {})", p.var, show(&p.from), p.cond.as_ref().map(show).unwrap_or_default()),
        Node::Pick(p) => format!("pick({} in {}: {})", p.var, show(&p.from), p.cond.as_ref().map(show).unwrap_or_default()),
        Node::Compare(op, a, b) => format!("({} {} {})", show(a), op.sign(), show(b)),
        Node::Arith(op, a, b) => format!("({} {op:?} {})", show(a), show(b)),
        Node::Else(a, b) => format!("({} else {})", show(a), show(b)),
        Node::Given(a) => format!("given({})", show(a)),
        Node::Max(a) => format!("max{}", all(a, ", ")),
        other => format!("{other:?}"),
    }
}

#[test]
fn operators_bind_as_the_specification_says() {
    for (text, want) in [
        ("a + b * c > 1", "((a Add (b Mul c)) > 1)"),
        ("a + b else c >= d", "(((a Add b) else c) >= d)"),
        ("a else b else c given", "given((a else (b else c)))"),
        ("not a == b and c", "(not (a == b) and c)"),
        ("any x in xs where x.y and x.z", "any(x in xs: (x.y and x.z))"),
        ("a and any x in xs where x.y and x.z", "(a and any(x in xs: (x.y and x.z)))"),
        ("max((r in xs where r.a < b).d) > e", "(max(pick(r in xs: (r.a < b)).d) > e)"),
        ("(a or b) and c", "((a or b) and c)"),
        ("f.all.where < year", "(f.all.where < year)"),
    ] {
        assert_eq!(shape(text), want, "{text}");
    }
}

#[test]
fn what_the_grammar_leaves_out_is_named() {
    for (text, want) in [
        ("a and b or c", "do not mix"),
        ("a < b < c", "not expected here"),
        ("\"x\" in xs", "does not begin with a literal"),
        ("x in xs", "`in` is followed by literals"),
        ("all x in xs where y", "no quantifier `all`"),
        ("any where in xs", "cannot name a variable"),
        ("any x in xs: x.y", "`:` is not used"),
        ("a.", "a field's name is missing"),
        ("count()", "a value is missing"),
        ("", "a value is missing before the end"),
        ("a b", "not expected here"),
        ("a == ", "a value is missing"),
        ("[a]", "does not begin with a literal"),
    ] {
        let got = shape(text);
        assert!(got.starts_with("error") && got.contains(want), "{text}: {got}");
    }
}

#[test]
fn depth_is_bounded() {
    for text in [
        "(".repeat(5000),
        "not ".repeat(5000) + "a",
        "a.".repeat(5000) + "a",
        "a + ".repeat(5000) + "a",
        "a else ".repeat(700) + "a",
    ] {
        assert!(shape(&text).starts_with("error"), "{}", &text[..10]);
    }
}

/// Everything that is an expression in a rule file: conditions, picks, paths, placeholders.
fn expressions(rule: &serde_yaml::Value, found: &mut Vec<(What, String)>) {
    for (key, value) in rule.as_mapping().unwrap() {
        let (key, text) = (key.as_str().unwrap(), value.as_str().unwrap_or_default().to_owned());
        match key {
            "where" | "expect" => found.push((What::Cond, text)),
            "each" => found.push((What::Pick, text)),
            "exists" => found.push((What::Exists, text)),
            "at" => found.push((What::Value, text)),
            "require" => {
                found.extend(value.as_sequence().unwrap().iter().map(|v| (What::Value, v.as_str().unwrap().to_owned())));
            }
            "labels" => {
                found.extend(value.as_sequence().unwrap().iter().map(|v| (What::Value, v["at"].as_str().unwrap().to_owned())));
            }
            "message" => {
                let parts = text.split('{').skip(1).filter_map(|p| p.split_once('}'));
                let own = ["lacking", "match", "say"];
                found.extend(parts.map(|(p, _)| p).filter(|p| !own.contains(p)).map(|p| (What::Value, p.to_owned())));
            }
            _ => {}
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    Cond,
    Pick,
    Exists,
    Value,
}

#[test]
fn the_catalogue_parses() {
    let rules: serde_yaml::Value = serde_yaml::from_str(include_str!("../../tests/expr/catalogue.yaml")).unwrap();
    let rules = rules.as_mapping().unwrap();
    assert!(rules.len() >= 70, "{} rules", rules.len());
    let mut found = Vec::new();
    rules.iter().for_each(|(_, rule)| expressions(rule, &mut found));
    assert!(found.iter().filter(|(what, _)| *what == What::Cond).count() > 80);
    for (what, text) in found {
        let result = match what {
            What::Cond => expr(&text, 0, As::Cond).err(),
            What::Value => expr(&text, 0, As::Value).err(),
            What::Pick => pick(&text, 0).err(),
            What::Exists => exists(&text, 0).err(),
        };
        assert_eq!(result, None, "{text}");
    }
}

#[test]
fn what_is_no_token_is_told_before_all_else() {
    for text in ["a and or \"open", "any in x and 2026-02-30", "a == == ~", "(a b /open"] {
        let told = shape(text);
        let no_token = ["is not closed", "is no day", "is not used in expressions"].iter().any(|part| told.contains(part));
        assert!(no_token, "{text}: {told}");
    }
}
