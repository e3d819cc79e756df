//! What is read line by line, beside what the parser reads of the same.

use proptest::prelude::*;

use super::super::{Limits, parse};
use super::*;

/// What is read of a text line by line, which is all that the parser reads of it.
fn lines(text: &str) -> Option<Yaml<'_>> {
    let limits = Limits::default();
    let composer = || Composer::new(text, 0, &limits);
    let here = read(text, composer(), limits.depth)?;
    let there = parse(text, composer(), &limits, false);
    assert_eq!(here.documents, there.documents, "{text}");
    assert_eq!(here.problems, there.problems, "{text}");
    assert_eq!((here.comments.len(), here.cut), (0, there.cut), "{text}");
    Some(here)
}

#[test]
fn what_most_files_are_made_of_is_read_line_by_line() {
    for text in [
        "---\n# remark\na: 1\nb : two words # remark\nc:\n\nd:   # later\n  e: x\n",
        "loans:\n- id: L-1\n  title: \"Map: of the north\"\n\n  of: [B-1, 'B, 2']\n-   id: L-2\n    at: { room: 1, shelf: , on: [] }\nnext: -3\n",
        "- a\n-\n- - b\n  - c:\n    - d\n    -\n- e: 'f'\n  \"g\": http://h:80/#i\n",
        "a: |\n  one\n    two \n\n  three\n\nb: >-\n    one\n    two\n\n\n    three\nc:\n- >\n  x\n- y",
        "a: [CEO name]\nb: <name>\nc: –\n名前: é # x\nd: ~",
    ] {
        assert!(lines(text).is_some(), "{text}");
    }
}

#[test]
fn what_may_be_anything_is_left_to_the_parser() {
    for text in [
        "",
        "# remark\n",
        "words\n",
        "a: b\n  c\n",
        "a:\n  b\n",
        "a: b: c\n",
        "a: 1\n- b\n",
        "a: 1\n b: 2\n",
        "a: 1\na: 2\n",
        "a: 1\r\n",
        "a:\t1\n",
        "a: \"\\n\"\n",
        "a: 'it''s'\n",
        "a: \"b\"c\n",
        "a: [b,\n  c]\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: {{B}}\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: |2\n   b\n",
        "a: |\n\n  b\n",
        "a: >\n  b\n    c\n",
        "a: |\n  b",
        "a: 1\n---\nb: 2\n",
        "? a\n: b\n",
        "a: `b`\n",
        "a: b\u{85}\n",
    ] {
        assert!(lines(text).is_none(), "{text}");
    }
}

/// Texts that are mostly right: what is wrong in the first line leaves the rest unread.
fn texts() -> impl Strategy<Value = String> {
    let any = |sound: &'static [&'static str], odd: &'static [&'static str]| prop_oneof![20 => proptest::sample::select(sound), 1 => proptest::sample::select(odd)];
    let keys = any(
        &["a:", "b:", "c :", "d e:", "'f':", "\"g\":", "- ", "- ", "- a:", "- b:", "- - ", "- - c:"],
        &["", "#", "<<:", "x", "-"],
    );
    let sound = &[
        "",
        "",
        "",
        " ",
        "  ",
        " x",
        " x y",
        "  x y ",
        " x # y",
        " # y",
        " 'x y'",
        " \"x: y\"",
        " [x, y z]",
        " []",
        " [ x ]",
        " [CEO name]",
        " {}",
        " {k: v, l: }",
        " {k: [x, {m: 'n'}]}",
        " ~",
        " null",
        " -1",
        " é–x",
        " http://x:1",
        " [x, -1, \"y\"]",
        " a#b",
        " |\n      x\n      y",
        " >-\n         x\n\n         y",
        " >\n      x\n      y",
        " |-\n        x\n          y",
    ];
    let odd = &[
        "# y",
        " #",
        " x: y",
        " 'x''y'",
        " \"x\" y",
        " [x: y]",
        " [x",
        " {k:v}",
        " {{K}}",
        " - x",
        " -",
        " &a x",
        " *a",
        " <<",
        " |",
        " >-",
        " x:",
        " [x]: y",
        "\n   x",
        " |\n   x\n  y",
        " >\n      x\n       y",
        " ? x",
        " \"\\n\"",
        " [x,]",
        " [,]",
        " {k: v,}",
    ];
    let ends =
        any(&["\n", "\n", "\n", "\n\n", "\n  \n", "\n# z\n", "\n    # z\n"], &["", "\r\n", "\n---\n", "\n...\n", "\n\t\n"]);
    // How much deeper or less deep a line begins than the line before.
    let steps = proptest::sample::select(&[0, 0, 0, 2, 2, -2, -2, -4, 4, 1][..]);
    let lines = proptest::collection::vec((steps, keys, any(sound, odd), ends), 1..8);
    lines.prop_map(|lines| {
        let (mut text, mut indent) = (String::new(), 0_i32);
        for (i, (step, key, value, end)) in lines.into_iter().enumerate() {
            indent = if i == 0 { 0 } else { (indent + step).max(0) };
            text.extend(std::iter::repeat_n(' ', indent.unsigned_abs() as usize));
            text.extend([key, value, end]);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn both_ways_say_the_same(text in texts()) {
        lines(&text);
        lines(text.trim_end());
    }
}
