//! The YAML reader: spans, shapes, problems, budgets, and agreement with another parser on honest documents.

use proptest::prelude::*;

use super::super::{Limits, Node, NodeValue, Style};
use super::{Yaml, read};

fn yaml(text: &str) -> Yaml<'_> {
    read(text, 0..text.len(), &Limits::default())
}

/// The only document, which has no problem.
fn clean(text: &str) -> Node<'_> {
    let mut read = yaml(text);
    assert_eq!(read.problems, [], "in {text:?}");
    assert_eq!(read.documents.len(), 1, "in {text:?}");
    read.documents.remove(0)
}

fn slice<'t>(text: &'t str, node: &Node<'_>) -> &'t str {
    &text[node.span.range()]
}

/// A node as text, for comparing shapes.
fn show(node: &Node<'_>) -> String {
    match &node.value {
        NodeValue::Null => "~".to_owned(),
        NodeValue::Scalar(text) => format!("{text:?}"),
        NodeValue::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        NodeValue::Map(entries) => {
            let pairs: Vec<_> = entries.iter().map(|e| format!("{}: {}", e.key.text, show(&e.value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// Code, text at the span and text at each label of every problem.
fn told(text: &str) -> Vec<String> {
    let slice = |s: crate::source::Span| &text[s.range()];
    let one = |p: &super::Problem| {
        let labels: Vec<_> = p.labels.iter().map(|(s, m)| format!(" [{}: {m}]", slice(*s))).collect();
        format!("{} «{}» {}{}", p.code, slice(p.span), p.message, labels.concat())
    };
    yaml(text).problems.iter().map(one).collect()
}

fn only(text: &str) -> String {
    let told = told(text);
    assert_eq!(told.len(), 1, "{told:#?}");
    told.into_iter().next().unwrap_or_default()
}

#[test]
fn scalars_stay_text_and_only_null_is_nothing() {
    let doc = clean("a: no\nb: 1.10\nc: 12e03\nd: ~\ne: null\nf: 'null'\ng:\nh: NULL\ni: !!str x\nj: 2026-11-21\n");
    assert_eq!(show(&doc), r#"{a: "no", b: "1.10", c: "12e03", d: ~, e: ~, f: "null", g: ~, h: ~, i: "x", j: "2026-11-21"}"#);
}

#[test]
fn spans_slice_to_what_was_written_whatever_the_line_ends_and_letters() {
    let plain = "名前: 日本 🎉 x\nlist:\n  - é\n  - \"q ü\"\nflow: [a, {b: ç}]\ntext: |\n  größe\n  zwei\n\n\nnext: 'it''s'\n";
    for text in [plain.to_owned(), format!("\u{feff}{plain}"), format!("\u{feff}{}", plain.replace('\n', "\r\n"))] {
        let doc = clean(&text);
        let at = |key: &str| slice(&text, doc.get(key).unwrap_or(&doc));
        assert_eq!(at("名前"), "日本 🎉 x");
        assert_eq!(at("flow"), "[a, {b: ç}]");
        assert_eq!(at("next"), "'it''s'");
        assert_eq!(at("text").replace('\r', ""), "größe\n  zwei");
        assert_eq!(at("list").replace('\r', ""), "- é\n  - \"q ü\"");
        for entry in doc.entries() {
            assert_eq!(&text[entry.key.span.range()], entry.key.text);
        }
        assert_eq!(doc.get("text").map(|n| n.style), Some(Style::Block));
        assert_eq!(doc.get("next").and_then(Node::text), Some("it's"));
        assert_eq!(slice(&text, &doc), text.trim_start_matches('\u{feff}').trim_end());
    }
}

#[test]
fn text_is_borrowed_where_the_source_says_the_same() {
    let doc = clean("a: plain words\nb: \"quoted\"\nc: 'single'\nd: \"esc\\n\"\ne: [x, y]\n");
    let borrowed = |key| matches!(doc.get(key).map(|n| &n.value), Some(NodeValue::Scalar(std::borrow::Cow::Borrowed(_))));
    assert!(borrowed("a") && borrowed("b") && borrowed("c") && !borrowed("d"));
}

#[test]
fn a_range_is_read_with_offsets_of_the_whole_text() {
    let text = "---\nid: é1\n---\n# Body: [\n";
    let read = read(text, 4..12, &Limits::default());
    assert_eq!(read.problems, []);
    assert_eq!(read.documents[0].get("id").map(|n| slice(text, n)), Some("é1"));
    assert!(super::read(text, 9..10, &Limits::default()).documents.is_empty());
    assert!(super::read(text, 50..99, &Limits::default()).documents.is_empty());
}

#[test]
fn absent_values_stand_after_their_colon_or_dash() {
    let text = "a:\nb :   # later\n\n\nc: 1\nd:\n  -\n  - x\n? k\n";
    let doc = clean(text);
    let start = |key| doc.get(key).map(|n| n.span.start as usize);
    assert_eq!(start("a"), Some(2));
    assert_eq!(start("b"), text.find(" :").map(|i| i + 2));
    assert_eq!(show(&doc), r#"{a: ~, b: ~, c: "1", d: [~, "x"], k: ~}"#);
}

#[test]
fn block_collections_end_with_their_last_child() {
    let text = "a:\n  b: 1\n\n\n# remark\nc:\n  - x\n\n  - y: 2\n\n\n";
    let doc = clean(text);
    assert_eq!(doc.get("a").map(|n| slice(text, n)), Some("b: 1"));
    assert_eq!(doc.get("c").map(|n| slice(text, n)), Some("- x\n\n  - y: 2"));
}

#[test]
fn documents_without_content_are_left_out() {
    let read = yaml("---\na: 1\n---\n---\n# remark\n---\nb: 2\n...\n---\n");
    assert_eq!(read.documents.iter().map(show).collect::<Vec<_>>(), [r#"{a: "1"}"#, r#"{b: "2"}"#]);
    assert_eq!(read.problems, []);
    assert!(yaml("").documents.is_empty() && yaml("\u{feff}").documents.is_empty() && yaml("# x\n").documents.is_empty());
}

#[test]
fn aliases_and_merges_are_expanded_where_they_were_defined() {
    let text =
        "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\nboth:\n  <<: [*b, {z: 4, x: 9}]\nsame: *b\nk: &n name\nl: {*n : v}\n";
    let doc = clean(text);
    assert_eq!(doc.get("use").map(show).as_deref(), Some(r#"{y: "3", x: "1"}"#));
    assert_eq!(doc.get("both").map(show).as_deref(), Some(r#"{x: "1", y: "2", z: "4"}"#));
    assert_eq!(doc.get("same").map(|n| slice(text, n)), Some("{x: 1, y: 2}"));
    assert_eq!(doc.get("l").map(show).as_deref(), Some(r#"{name: "v"}"#));
    let merged = doc.get("use").and_then(|u| u.entry("x")).map(|e| e.key.span.start as usize);
    assert_eq!(merged, text.find("x: 1"));
    assert_eq!(doc.get("use").map(|n| slice(text, n)), Some("<<: *b\n  y: 3"));
    assert!(only("a: {<<: text}\n").contains("`<<` takes a mapping, this is text"));
    assert_eq!(show(&clean("'<<': 1\n")), r#"{<<: "1"}"#);
}

#[test]
fn a_key_given_twice_is_told_with_both_places_and_the_first_kept() {
    let text = "owner: a\nx: {k: 1, k: 2}\nowner: b\n";
    let read = yaml(text);
    assert_eq!(show(&read.documents[0]), r#"{owner: "a", x: {k: "1"}}"#);
    assert_eq!(read.problems.len(), 2);
    let problem = &read.problems[1];
    assert_eq!((problem.code, problem.message.as_str()), ("duplicate-key", "key `owner` is given twice"));
    assert_eq!(problem.span.start as usize, text.rfind("owner").unwrap_or_default());
    assert_eq!(problem.labels, [(crate::source::Span::new(0, 5), "first given here".to_owned())]);
    let lines: Vec<_> = (0..40).map(|i| format!("k{}: {i}\n", i % 30)).collect();
    let many = lines.concat();
    let read = yaml(&many);
    assert_eq!((read.problems.len(), read.documents[0].entries().len()), (10, 30));
    assert_eq!(read.documents[0].get("k3").and_then(Node::text), Some("3"));
}

#[test]
fn placeholders_are_text() {
    let doc = clean(
        "a: {{NAME}}\nb: [CEO name]\nc: [A.7.4]\nd: [a]\ne: [provider, deployer]\nf: {{ x.y }}\ng: [ 'CEO name' ]\nh:\n  - {{A}}\n  - [the owner]\ni: {a: {b: c}}\nj: [{{X}}, b]\n{{K}}: v\n",
    );
    assert_eq!(
        show(&doc),
        r#"{a: "{{NAME}}", b: "[CEO name]", c: ["A.7.4"], d: ["a"], e: ["provider", "deployer"], f: "{{ x.y }}", g: ["CEO name"], h: ["{{A}}", "[the owner]"], i: {a: {b: "c"}}, j: ["{{X}}", "b"], {{K}}: "v"}"#
    );
    assert_eq!(doc.get("b").map(|n| n.style), Some(Style::Plain));
    let item = doc.get("b").and_then(Node::bracketed);
    let start = item.as_ref().map(|n| n.span.start as usize);
    assert_eq!((item.as_ref().and_then(Node::text), start), (Some("CEO name"), Some(16)));
    assert_eq!(doc.get("a").and_then(Node::bracketed), None);
}

#[test]
fn usual_mistakes_are_told_in_our_words() {
    for (text, expected) in [
        ("title: Foo: bar\n", "syntax-error «:» a value that holds `: ` must be quoted"),
        ("a: [1, 2\nb: 3\n", "syntax-error «:» a list is not closed with `]` [[: this `[` is never closed]"),
        ("a: {x: 1\nb: 3\n", "syntax-error «:» a mapping is not closed with `}` [{: this `{` is never closed]"),
        ("a: [b, [c]\nd: e\n", "syntax-error «:» a list is not closed with `]` [[: this `[` is never closed]"),
        ("a: [1, 2\n", "syntax-error «» a list is not closed with `]` [[: this `[` is never closed]"),
        ("a: [x}\n", "syntax-error «}» `[` is closed with `}` [[: this `[` needs `]`]"),
        ("a: ]\n", "syntax-error «]» `]` closes nothing"),
        ("a: \"open\nb: 3\n", "syntax-error «b» a text in `\"` is not closed [\": this `\"` is never closed]"),
        ("a: 'open\n", "syntax-error «» a text in `'` is not closed [': this `'` is never closed]"),
        ("a: @x\n", "syntax-error «@» a value cannot start with `@` unless it is quoted"),
        ("a: `x`\n", "syntax-error «`» a value cannot start with a backtick unless it is quoted"),
        ("a: %x\n", "syntax-error «%» a value cannot start with `%` unless it is quoted"),
        ("a: , x\n", "syntax-error «,» a value cannot start with `,` unless it is quoted"),
        ("a: *bold*\n", "syntax-error «*bold*» `*bold*` is an alias, but nothing before it is marked `&bold*`"),
        ("a: {{X}} Inc\n", "syntax-error «Inc» text follows a value that has already ended"),
        ("a: \"x\" y\n", "syntax-error «y» text follows a value that has already ended"),
        ("a:\n\tb: 1\n", "syntax-error «\t» a tab is used for indentation"),
        ("a:\n  b: 1\n\tc: 2\n", "syntax-error «\t» a tab is used for indentation"),
        ("a:\n  b: 1\n c: 2\n", "syntax-error «c: 2» this line's indentation fits nothing above it"),
        ("a: 1\n  b: 2\n", "syntax-error «b: 2» this key is indented under a key that already has a value [1: the value]"),
        ("- a\nb: 1\n", "syntax-error «b: 1» expected a list item, which starts with `- `"),
        ("a: 1\n- b\n", "syntax-error «- b» a list item stands among the keys of a mapping"),
        ("key:value\nb: 1\n", "syntax-error «key:value» `key:value` has no blank after its colon"),
        ("a\nb: 1\n", "syntax-error «a» expected `key: value`, `a` has no `: `"),
        ("a: 1\nb\n", "syntax-error «b» expected `key: value`, this line has no `: `"),
        ("a: - b\n", "syntax-error «-» a list cannot start on the line of its key"),
        ("a: \"\\q\"\n", "syntax-error «\\q» `\\q` is no escape"),
        ("a: > text\n  b\n", "syntax-error «>» text cannot follow `|` or `>` on the same line"),
        ("a: \u{0}x\n", "syntax-error «\u{0}» the control character U+0000 cannot stand here"),
        ("a: &x [*x]\n", "syntax-error «*x» `*x` stands inside the value that it names"),
        ("[a]: b\n", "syntax-error «[a]» a key is text, this is a list"),
    ] {
        assert_eq!(only(text), expected, "for {text:?}");
    }
    let help = |text| yaml(text).problems.remove(0).help.unwrap_or_default();
    assert_eq!(help("- title: Foo: bar\n"), "quote the value: `title: \"Foo: bar\"`");
    assert_eq!(help("a: *bold* text\n"), "to mean text that starts with `*`, quote it: `\"*bold* text\"`");
    assert_eq!(yaml("a: *bold* text\nb: 1\n").problems.len(), 1);
    assert_eq!(help("a: \"x\" y\n"), "quote the value: `a: '\"x\" y'`");
    assert_eq!(help("a: {{X}} Inc\n"), "quote the value: `a: \"{{X}} Inc\"`");
    assert_eq!(help("a: [\"x\" \"y\"]\n"), "separate items with `,`; quote an item that holds `: `, `,` or a bracket");
}

#[test]
fn what_is_complete_before_an_error_is_kept_and_later_documents_are_read() {
    let read = yaml("a: 1\nb: {x: y}\nc: Foo: bar\nd: 2\n---\ngood: 1\n---\n- p\n- [q\n---\nlast: 1\n");
    let shown: Vec<_> = read.documents.iter().map(show).collect();
    assert_eq!(shown, [r#"{a: "1", b: {x: "y"}}"#, r#"{good: "1"}"#, r#"["p"]"#, r#"{last: "1"}"#]);
    assert_eq!(read.problems.len(), 2);
    assert!(read.problems[0].span.start < read.problems[1].span.start);
}

#[test]
fn hostile_texts_end_with_one_problem() {
    let n = 100_000;
    let laughs = |width: usize, levels: usize, merge: bool| {
        let mut text = String::from("a0: &a0 {k: v}\n");
        for i in 1..levels {
            let alias = format!("*a{}", i - 1);
            let all = vec![alias; width].join(", ");
            let merge_entry = format!("a{i}: &a{i} {{<<: [{all}], k{i}: [{all}]}}\n");
            let list_entry = format!("a{i}: &a{i} [{all}]\n");
            text.push_str(if merge { &merge_entry } else { &list_entry });
        }
        text
    };
    let quadratic = format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(10_000), "*a,".repeat(10_000));
    let fat = format!("a: &a \"\\t{}\"\nb: [{}]\n", "x".repeat(1 << 20), "*a,".repeat(100_000));
    let nested = format!("{}[{}]{}", "&a [".repeat(100), "x,".repeat(50_000), "]".repeat(100))
        .split("&a")
        .enumerate()
        .map(|(i, s)| if i == 0 { s.to_owned() } else { format!("&a{i}{s}") })
        .collect::<String>();
    for text in [
        "[".repeat(n),
        "{a: ".repeat(n),
        "- ".repeat(n),
        "? ".repeat(n),
        "[[a, ".repeat(n),
        (0..5000).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<Vec<_>>().concat(),
        laughs(10, 12, false),
        laughs(3, 40, true),
        quadratic,
        fat,
        nested,
        format!("[{}]", "a,".repeat(1_100_000)),
    ] {
        let problems = yaml(&text).problems;
        let start: String = text.chars().take(40).collect();
        assert_eq!(problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["limit-exceeded"], "for {start}");
    }
    for text in [
        "*".repeat(n),
        "\"".repeat(n),
        "'".repeat(n + 1),
        "]".repeat(n),
        format!("[\"{}", "}".repeat(n)),
        format!("[ {}", "\"}\" ".repeat(n)),
        "---\n[\n".repeat(n),
        "\t- ".repeat(n),
    ] {
        let read = yaml(&text);
        assert!(!read.problems.is_empty() && read.problems.len() <= super::MOST_PROBLEMS + 2);
    }
    assert!(yaml(&"a: 1\n".repeat(n)).problems.len() <= super::MOST_PROBLEMS + 3);
    assert_eq!(yaml(&format!("a:\n{}  b: 1\n", "# c\n".repeat(n))).problems, []);
    let depth = Limits { depth: 4, ..Limits::default() };
    let read = read("a: [[[[1]]]]\n---\nb: [[[1]]]\n", 0..29, &depth);
    assert_eq!((read.problems.len(), read.documents.len()), (1, 1));
}

/// The same tree from the oracle's value: typed scalars are compared as null or not null, text exactly.
fn agrees(node: &Node<'_>, other: &serde_yaml::Value) -> bool {
    match (&node.value, other) {
        (NodeValue::Null, serde_yaml::Value::Null) => true,
        (NodeValue::Scalar(text), serde_yaml::Value::String(s)) => text == s,
        (NodeValue::Scalar(text), serde_yaml::Value::Bool(b)) => *text == b.to_string(),
        (NodeValue::Scalar(text), serde_yaml::Value::Number(n)) => {
            text.parse::<f64>().ok() == n.as_f64() && node.style == Style::Plain
        }
        (NodeValue::List(items), serde_yaml::Value::Sequence(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(a, b)| agrees(a, b))
        }
        (NodeValue::Map(entries), serde_yaml::Value::Mapping(others)) => {
            entries.len() == others.len()
                && entries.iter().zip(others).all(|(e, (k, v))| k.as_str() == Some(&*e.key.text) && agrees(&e.value, v))
        }
        _ => false,
    }
}

#[test]
fn another_parser_reads_honest_documents_alike() {
    let documents = [
        "apiVersion: v1\nkind: risk\nid: R-1\ntitle: \"Bias: in hiring\"\nowner: CISO\nlevel: 12\nopen: true\nreview: 2026-01-01\n",
        "risks:\n  - id: R-1\n    likelihood: 4.5\n    controls: [A.5.2, 'A.5.3', \"A.5.4\"]\n    note: >-\n      folded\n      text\n\n      second\n\n  - id: R-2\n    treatment:\n      option: mitigate\n      actions:\n      - one\n      - two: {a: b, c: [d]}\n",
        "text: |+\n  kept\n\n\nnext: |2\n    two\nlast: >\n  a\n   b\n  c\n",
        "a: 'it''s'\nb: \"tab\\tq\\\"uote \\u00e9\"\nc: multi\n  line plain\nd: \"multi\n  line\n\n  quoted\"\ne: ~\nf:\n",
        "名: 値\r\nlist:\r\n- 🎉\r\n- |\r\n  x\r\n  y\r\n",
        "defaults: &d\n  a: 1\n  b: [x, y]\nuse: *d\nsafe: &s text\nagain: [*s, *s]\n",
        "- - a\n  - b\n- - c\n-\n  - d\n- key: v\n  other: w\n",
        "? complex\n: value\n\"quoted key\": 1\n'single': 2\nhttp://x.y/z: url\nkey with blanks: v # remark\nhash: a#b\n",
    ];
    for text in documents {
        let ours = clean(text);
        let theirs: serde_yaml::Value = serde_yaml::from_str(text).unwrap_or_default();
        assert!(agrees(&ours, &theirs), "{} against {theirs:?}", show(&ours));
    }
}

/// Every span lies in the text on character boundaries, and a child that is no copy lies within its parent.
fn sound(text: &str, node: &Node<'_>) {
    assert!(text.get(node.span.range()).is_some(), "{:?} in {text:?}", node.span);
    let copies = text.contains('*');
    for child in node.items().iter().chain(node.entries().iter().map(|e| &e.value)) {
        assert!(copies || node.span.contains(child.span), "{:?} in {:?} of {text:?}", child.span, node.span);
        sound(text, child);
    }
    for entry in node.entries() {
        assert!(text.get(entry.key.span.range()).is_some());
        assert!(copies || node.span.contains(entry.key.span));
    }
}

#[test]
fn a_list_that_goes_beyond_is_known_by_its_items() {
    let text = "risks:\n  - id: RSK-001\n    title: a\n  - id: RSK-002\n    title: b\n  - id: RSK-003\n";
    let read = read(text, 0..text.len(), &Limits { nodes: 7, ..Limits::default() });
    assert_eq!(read.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["limit-exceeded"]);
    let [root] = &*read.documents else { panic!("{:?}", read.documents) };
    let [risks] = root.entries() else { panic!("{root:?}") };
    assert_eq!(risks.value.items().len(), 2, "{risks:?}");
}

fn check(text: &str) {
    let limits = Limits { depth: 16, nodes: 500, copies: 500, ..Limits::default() };
    let read = read(text, 0..text.len(), &limits);
    for node in &read.documents {
        sound(text, node);
    }
    for problem in &read.problems {
        let spans = problem.labels.iter().map(|(s, _)| s).chain([&problem.span]);
        assert!(spans.into_iter().all(|s| text.get(s.range()).is_some()), "{problem:?} in {text:?}");
        assert!(!problem.message.contains('\n'));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in ".{0,80}") {
        check(&text);
    }

    #[test]
    fn yaml_like_text_is_read_with_sound_spans(
        parts in proptest::collection::vec(prop::sample::select(vec![
            "a", "b: ", "- ", "\n", "  ", "\n  ", "[", "]", "{", "}", ",", ": ", ":", "\"", "'", "#", " # c", "|", ">-", "&a ", "*a", "<<: ", "!t ",
            "~", "---\n", "...\n", "\r\n", "é", "日本", "🎉", "\u{feff}", "\t", "? ", "%", "@", "`", "\\", "{{X}}", "[a b]", "\u{85}", "\u{2028}", "\u{0}", "1",
        ]), 0..40)
    ) {
        check(&parts.concat());
    }
}
