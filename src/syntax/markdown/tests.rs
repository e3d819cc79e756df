//! The Markdown reader: every construct with its spans, front matter, and texts that no one meant well.

use std::borrow::Cow;

use proptest::prelude::*;

use super::super::{Limits, NodeValue};
use super::{Markdown, Table, read};
use crate::source::Span;

fn markdown(text: &str) -> Markdown<'_> {
    read(text, &Limits::default())
}

fn at(text: &str, span: Span) -> &str {
    &text[span.range()]
}

/// Rows as `header=cell` pairs.
fn rows(table: &Table<'_>) -> Vec<String> {
    let cell = |e: &super::super::Entry<'_>| match &e.value.value {
        NodeValue::Scalar(text) => format!("{}={text}", e.key.text),
        _ => format!("{}~", e.key.text),
    };
    table.rows.iter().map(|row| row.entries().iter().map(cell).collect::<Vec<_>>().join("; ")).collect()
}

#[test]
fn headings_have_words_anchors_and_sections() {
    let text =
        "intro\n\n# A *b* `c`! #\none\n## Über 日本 & x_y\ntwo\n\nSet\next\n---\nthree\n## X {#given}\n# A b c\n#\n## A B C\n";
    let read = markdown(text);
    let all: Vec<_> = read.headings.iter().map(|h| (h.level, &*h.text, at(text, h.span), h.anchor.as_str())).collect();
    assert_eq!(
        all,
        [
            (1, "A b c!", "A *b* `c`!", "a-b-c"),
            (2, "Über 日本 & x_y", "Über 日本 & x_y", "über-日本--x_y"),
            (2, "Set ext", "Set\next", "set-ext"),
            (2, "X", "X", "given"),
            (1, "A b c", "A b c", "a-b-c-1"),
            (1, "", "", ""),
            (2, "A B C", "A B C", "a-b-c-2"),
        ]
    );
    assert!(at(text, read.headings[0].section).ends_with("{#given}\n"));
    assert_eq!(at(text, read.headings[0].body), "one\n");
    assert_eq!(at(text, read.headings[2].section), "three\n");
    assert_eq!(at(text, read.headings[6].section), "");
}

#[test]
fn cells_are_text_without_markup_with_spans_of_what_was_written() {
    let text = "\u{feff}# T\n\n| Id | Name \\| x |  | Id |\n|---|:-:|---|---|\n| R-1 | *it* **b** `c` ~~s~~ | z | twice |\n| é日🎉 | a <br> b<br/>c | [l](m.md) ![alt](i.png) |\n|  | x\\|y |\n| <!-- remark --> |\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let read = markdown(&text);
        let table = &read.tables[0];
        assert_eq!(table.heading, Some(0));
        assert_eq!(table.columns.iter().map(|c| &*c.text).collect::<Vec<_>>(), ["Id", "Name | x", "", "Id"]);
        assert_eq!(at(&text, table.columns[1].span), "Name \\| x");
        assert_eq!(
            rows(table),
            ["Id=R-1; Name | x=it b c s; =z", "Id=é日🎉; Name | x=a\nb\nc; =l alt", "Id~; Name | x=x|y; ~", "Id~; Name | x~; ~"]
        );
        let raw = |row: usize, column: usize| at(&text, table.rows[row].entries()[column].value.span);
        assert_eq!((raw(0, 1), raw(1, 0), raw(2, 0), raw(2, 1)), ("*it* **b** `c` ~~s~~", "é日🎉", "", "x\\|y"));
        assert_eq!(at(&text, table.rows[0].span), "| R-1 | *it* **b** `c` ~~s~~ | z | twice |");
        let lacking = table.rows[3].entries()[1].value.span;
        assert!(lacking.is_empty() && lacking.end == table.rows[3].span.end);
        assert!(matches!(table.rows[0].entries()[0].value.value, NodeValue::Scalar(Cow::Borrowed("R-1"))));
        assert_eq!(read.comments.iter().map(|c| at(&text, c.span)).collect::<Vec<_>>(), ["<!-- remark -->"]);
        assert_eq!(read.links.len(), 2);
    }
}

#[test]
fn tables_stand_in_quotes_and_lists_and_may_lack_outer_pipes() {
    let text = "> a | b\n> -|-\n> 1 |\n> 2 | 3 | 4\n\n- | x |\n  |---|\n  | y |\n";
    let read = markdown(text);
    assert_eq!(read.tables.iter().map(rows).collect::<Vec<_>>(), [vec!["a=1; b~", "a=2; b=3"], vec!["x=y"]]);
    assert_eq!(at(text, read.tables[0].rows[1].span), "2 | 3 | 4");
    assert!(read.blocks.is_empty());
}

#[test]
fn columns_without_a_header_stay_and_quoted_tables_are_known() {
    let text = "| | |\n|---|---|\n| Owner | X |\n\n> | a |\n> |---|\n> | b |\n>\n> # H\n\n# I\n";
    let read = markdown(text);
    assert_eq!(rows(&read.tables[0]), ["=Owner; =X"]);
    assert_eq!(read.tables.iter().map(|t| t.quoted).collect::<Vec<_>>(), [false, true]);
    assert_eq!(read.headings.iter().map(|h| h.quoted).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn html_lists_part_and_hyphens_are_hyphens() {
    let text = "| a | b |\n|---|---|\n| <ul><li>x</li><li> y</li></ul> | RSK\u{2011}001 and *AIS*\u{2011}2 |\n| <p>x</p><p>y</p> | -\u{2010}- |\n";
    let read = markdown(text);
    assert_eq!(rows(&read.tables[0]), ["a=x\ny; b=RSK-001 and AIS-2", "a=x\ny; b=---"]);
}

#[test]
fn links_tell_where_their_destination_stands() {
    let text = "[t *x*](u.md#x \"u.md\") ![al](i.png) [r][d] [d] <http://x.y> <a@b.c> [a](<b c>) [e](a\\_b.md) [](z) [![i](j)](k)\n\n[d]: dest 'q'\n\n# H [in](h.md)\n\n| a |\n|---|\n| [c](d\\|e) |\n";
    let read = markdown(text);
    let all: Vec<_> = read.links.iter().map(|l| (&*l.target, at(text, l.target_span), &*l.text, l.image)).collect();
    assert_eq!(
        all,
        [
            ("u.md#x", "u.md#x", "t x", false),
            ("i.png", "i.png", "al", true),
            ("dest", "[r][d]", "r", false),
            ("dest", "[d]", "d", false),
            ("http://x.y", "http://x.y", "http://x.y", false),
            ("a@b.c", "a@b.c", "a@b.c", false),
            ("b c", "b c", "a", false),
            ("a_b.md", "a\\_b.md", "e", false),
            ("z", "z", "", false),
            ("k", "k", "i", false),
            ("j", "j", "i", true),
            ("h.md", "h.md", "in", false),
            ("d|e", "d\\|e", "c", false),
        ]
    );
    assert_eq!(read.headings[0].text, "H in");
    assert_eq!(at(text, read.links[0].span), "[t *x*](u.md#x \"u.md\")");
}

#[test]
fn prose_is_paragraphs_and_tight_items() {
    let text = "para *one*\nline\n\n# H\n\n- tight `x`\n  more\n  - nested\n- [ ] \\*task\n\n1. loose\n\n2. two\n\n> quoted\n> on\n\n> - qi\n\n```\ncode\n```\n\n    code\n\n<div>\nhtml\n</div>\n\n| t |\n|---|\n| c |\n\n[^1]: note\n\nlast[^1]\n";
    let read = markdown(text);
    let all: Vec<_> = read.blocks.iter().map(|b| (at(text, b.span), b.heading, b.quoted)).collect();
    assert_eq!(
        all,
        [
            ("para *one*\nline", None, false),
            ("tight `x`\n  more", Some(0), false),
            ("nested", Some(0), false),
            ("\\*task", Some(0), false),
            ("loose", Some(0), false),
            ("two", Some(0), false),
            ("quoted\n> on", Some(0), true),
            ("qi", Some(0), true),
            ("note", Some(0), false),
            ("last[^1]", Some(0), false),
        ]
    );
}

#[test]
fn comments_and_code_are_nothing_else() {
    let text = "<!-- a\n\n# no\n\n[l](m) --> rest\n\nx <!-- in\nline --> y\n\n<div>\n<!-- one --><!-- two -->\n</div>\n\n```md\n# no\n[l](m)\n<!-- no -->\n| a |\n|---|\n```\n\n`<!-- no -->`\n\n> <!-- open\n";
    let read = markdown(text);
    let comments: Vec<_> = read.comments.iter().map(|c| at(text, c.span)).collect();
    assert_eq!(comments, ["<!-- a\n\n# no\n\n[l](m) -->", "<!-- in\nline -->", "<!-- one -->", "<!-- two -->", "<!-- open"]);
    assert!(read.headings.is_empty() && read.links.is_empty() && read.tables.is_empty());
}

#[test]
fn front_matter_is_read_whatever_its_ends() {
    let plain = "---\nkind: policy\nowner: é {x}\nlist:\n  - a\n---\n# Title\n\n---\nno: key\n---\n";
    let dots = plain.replacen("---\n# Title", "...\n# Title", 1);
    for text in [plain.to_owned(), format!("\u{feff}{plain}"), plain.replace('\n', "\r\n"), dots] {
        let read = markdown(&text);
        let front = read.front_matter.as_ref();
        let owner = front.and_then(|f| f.get("owner")).map(|n| at(&text, n.span));
        assert_eq!((read.problems.len(), owner), (0, Some("é {x}")), "in {text:?}");
        assert_eq!(at(&text, read.headings[0].span), "Title");
        assert_eq!(read.headings.iter().map(|h| &*h.text).collect::<Vec<_>>(), ["Title", "no: key"]);
    }
    let twice = markdown("---\na: 1\na: 2\nb: [\n---\n# T\n");
    assert_eq!(twice.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["duplicate-key", "syntax-error"]);
    assert_eq!(twice.headings.len(), 1);
}

#[test]
fn a_rule_at_the_start_is_no_front_matter_but_an_open_one_is_told() {
    for text in ["---\n\nProse here.\n\n---\n\nmore\n", "---\n- a\n---\n", "text\n\n---\na: 1\n---\n", " ---\na: 1\n---\n"] {
        let read = markdown(text);
        assert!(read.front_matter.is_none() && read.problems.is_empty(), "in {text:?}");
        assert!(!(read.blocks.is_empty() && read.headings.is_empty()));
    }
    let empty = markdown("---\n---\n# T\n");
    assert!(empty.front_matter.is_none() && empty.problems.is_empty() && empty.headings.len() == 1);
    let text = "---\nkind: policy\nowner: x\n\n# Title\n";
    let open = markdown(text);
    let problem = &open.problems[0];
    assert_eq!((problem.code, at(text, problem.span)), ("syntax-error", "---"));
    assert_eq!(open.problems.len(), 1);
    assert!(markdown("---\nNote to all: this is prose.\n").problems.is_empty());
}

#[test]
fn front_matter_may_lack_its_first_fence() {
    for text in ["kind: risk\nid: RSK-001\ncontrols:\n  - A.5.2\n---\n\n# T\n", "\u{feff}a: 1\nb: 2\n---\n# T\n"] {
        let read = markdown(text);
        assert!(read.front_matter.is_some() && read.problems.is_empty() && read.headings.len() == 1, "in {text:?}");
    }
    // A heading with a rule under it, prose, a list.
    for text in [
        "Title: x\n---\n",
        "a: 1\n\nb: 2\n---\n",
        "Note to all: x\nb: 1\n---\n",
        "a: 1\nb: 2\n",
        "a: 1\nb: [\n---\n",
        "- a: 1\n- b: 2\n---\n",
    ] {
        assert!(markdown(text).front_matter.is_none() && markdown(text).problems.is_empty(), "in {text:?}");
    }
}

#[test]
fn hostile_texts_are_read_to_the_end() {
    let n = 20_000;
    for text in [
        "> ".repeat(n),
        "- ".repeat(n),
        "![a".repeat(n),
        format!("{}{}", "![a".repeat(n), "](x)".repeat(n)),
        "[a](b".repeat(n),
        "<!--".repeat(n),
        "*a **b ".repeat(n),
        "# a\n".repeat(n),
        format!("{}\n{}\n{}", "|a".repeat(n), "|-".repeat(n), "|\n".repeat(n)),
        "---\n".repeat(n),
        format!("---\na: {}\n---\n", "[".repeat(n)),
        "`".repeat(n),
        "[a]: b\n".repeat(n),
        "- a\n\n\n".repeat(n),
    ] {
        check(&text, &Limits::default());
    }
    let few = read("| a |\n|---|\n| b |\n| c |\n| d |\n", &Limits { nodes: 4, ..Limits::default() });
    assert_eq!(few.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["limit-exceeded"]);
    assert_eq!(few.tables.len(), 1, "the table that goes beyond is there, so that the file is known by it");
}

/// Every span lies in the text on character boundaries, and every index in its list.
fn check(text: &str, limits: &Limits) {
    let read = read(text, limits);
    let mut spans: Vec<Span> = read.comments.iter().map(|c| c.span).collect();
    spans.extend(read.headings.iter().flat_map(|h| [h.span, h.section, h.body]));
    spans.extend(read.links.iter().flat_map(|l| [l.span, l.target_span]));
    spans.extend(read.blocks.iter().map(|b| b.span));
    spans.extend(read.problems.iter().map(|p| p.span));
    for table in &read.tables {
        spans.push(table.span);
        spans.extend(table.columns.iter().map(|c| c.span));
        for row in &table.rows {
            spans.push(row.span);
            for entry in row.entries() {
                spans.push(entry.value.span);
                assert!(row.span.contains(entry.value.span), "{entry:?} in {text:?}");
            }
        }
    }
    assert!(spans.iter().all(|s| text.get(s.range()).is_some()), "in {text:?}");
    let headings = read.headings.len();
    let above = read.blocks.iter().map(|b| b.heading).chain(read.tables.iter().map(|t| t.heading));
    assert!(above.flatten().all(|h| h < headings));
    assert!(read.headings.iter().all(|h| h.section.contains(h.body)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in ".{0,80}") {
        check(&text, &Limits::default());
    }

    #[test]
    fn markdown_like_text_is_read_with_sound_spans(
        parts in proptest::collection::vec(prop::sample::select(vec![
            "a", "b c", " ", "\n", "\n\n", "\r\n", "# ", "## ", "- ", "1. ", "> ", "    ", "|", "| a | b |\n|---|---|\n", "\n|-|-|\n", "*", "**", "`", "```\n",
            "[", "](", ")", "[x](y)", "![", "<", ">", "<br>", "<!--", "-->", "<div>\n", "\\", "é", "日本", "🎉", "\u{feff}", "\t", "---\n", "===\n", "a: 1\n", "...\n",
            "[ ] ", "[^1]", "[^1]: ", "[x]: y\n", "{#id}", "~~", "&amp;", "\u{a0}", "\u{0}", "[!NOTE]\n",
        ]), 0..40)
    ) {
        check(&parts.concat(), &Limits::default());
    }
}
