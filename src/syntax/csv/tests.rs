//! Cells, their places, and what is told of rows that do not fit.

use super::super::{Limits, Node};
use super::{Csv, Sheet, read, row};

fn csv(text: &str) -> Csv<'_> {
    read(text, &Limits::default())
}

fn sheet(text: &str) -> Sheet<'_> {
    let csv = csv(text);
    let header = csv.headers().next().expect("a header");
    csv.sheet(header).expect("a sheet")
}

/// What each row says under a column: the text, and what stands under its span.
fn column<'s>(text: &'s str, sheet: &'s Sheet<'_>, name: &str) -> Vec<(&'s str, &'s str)> {
    let cells = sheet.table.rows.iter().map(|r| r.get(name).expect("the column"));
    cells.map(|c| (Node::text(c).unwrap_or(""), &text[c.span.range()])).collect()
}

#[test]
fn the_delimiter_is_told_by_header_and_rows() {
    for (text, expected) in [
        ("id,title\n1,x\n", Some(',')),
        ("id;title\n1;x, y\n2;a, b\n", Some(';')),
        ("id\ttitle\n1\tx, y; z\n", Some('\t')),
        ("id|title\n1|x\n", Some('|')),
        ("level;low;high\na;1,5;2,5\nb;1,7;2,7\n", Some(';')),
        ("id,title (short; long)\n1,x\n2,y\n", Some(',')),
        ("id;title, in short;owner\n1;a, b;c\n2;d, e;f\n", Some(';')),
        ("id,title,owner\n1,x\n2,y\n", Some(',')),
        ("one\ntwo\nthree\n", None),
        ("1,2\n3,4\n", None),
        ("", None),
        ("\u{feff}", None),
        ("Register of risks\n\nid,title\n1,a; b\n", Some(',')),
    ] {
        assert_eq!(csv(text).delimiter, expected, "{text:?}");
    }
}

#[test]
fn a_span_is_the_text_between_the_quotes() {
    let text = "\u{feff}id,\"title\",note\r\n1,\"a, b\", \"c\" \r\n 2 ,\"say \"\"no\"\"\",\"\"\r\n3,\"one\r\ntwo\",x<br>y\r\n";
    let sheet = sheet(text);
    assert_eq!(column(text, &sheet, "id"), [("1", "1"), ("2", "2"), ("3", "3")]);
    let titles = [("a, b", "a, b"), ("say \"no\"", "say \"\"no\"\""), ("one\ntwo", "one\r\ntwo")];
    assert_eq!(column(text, &sheet, "title"), titles);
    assert_eq!(column(text, &sheet, "note"), [("c", "c"), ("", ""), ("x\ny", "x<br>y")]);
    let rows: Vec<&str> = sheet.table.rows.iter().map(|r| &text[r.span.range()]).collect();
    assert_eq!(rows[2], "3,\"one\r\ntwo\",x<br>y");
    // An empty cell is where its text would stand: between the quotes.
    let empty = sheet.table.rows[1].get("note").expect("the column").span;
    assert_eq!(&text[empty.start as usize - 1..=empty.end as usize], "\"\"");
    assert!(sheet.ragged.is_empty());
}

#[test]
fn what_stands_above_the_header_is_no_row() {
    let text = "Register of risks;;\nVersion;1.2;\n\n;;\nID;Title;Owner\nR-1;x;y\n";
    let csv = csv(text);
    let header = csv.headers().next().expect("a header");
    assert_eq!(csv.names(header).collect::<Vec<_>>(), ["ID", "Title", "Owner"], "a row with a number in it names no columns");
    assert_eq!(csv.title(header), Some("Register of risks"));
    assert_eq!(sheet(text).table.rows.len(), 1);
}

#[test]
fn a_row_that_does_not_fit_is_named() {
    let text = "id,title,owner,\n1,a\n2,a,b,c,d\n3,a,b,,,,\n4,a,b\n5,a,b,c\nRemarks below\n";
    let sheet = sheet(text);
    let told: Vec<(usize, usize, usize)> = sheet.ragged.iter().map(|r| (r.row, r.cells, r.columns)).collect();
    assert_eq!(told, [(0, 2, 3), (1, 5, 4)]);
    assert_eq!(column(text, &sheet, "owner")[0], ("", ""));
}

#[test]
fn a_name_that_is_repeated_is_no_column() {
    let text = "id,,title,id,\"two\nlines\"\n1,2,3,4,5\n";
    let sheet = sheet(text);
    let keys: Vec<&str> = sheet.table.rows[0].entries().iter().map(|e| &*e.key.text).collect();
    assert_eq!(keys, ["id", "", "title", "two lines"]);
    assert_eq!(column(text, &sheet, "id"), [("1", "1")]);
}

#[test]
fn a_quote_that_is_not_closed_is_a_problem() {
    let text = "id,title\n1,a\n2,\"b\n3,c\n";
    let csv = csv(text);
    assert_eq!(csv.problems.iter().map(|p| (p.code, &text[p.span.range()])).collect::<Vec<_>>(), [("syntax-error", "\"")]);
    assert_eq!(sheet(text).table.rows.len(), 1);
}

#[test]
fn cells_are_counted() {
    let limits = Limits { nodes: 9, ..Limits::default() };
    let csv = read("id,title\n1,a\n2,b\n3,c\n4,d\n5,e\n", &limits);
    assert_eq!(csv.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["limit-exceeded"]);
}

#[test]
fn the_row_at_a_byte() {
    let text = "id,title,owner\n1,\"a, b\",\n\n2,";
    let told = |at: usize| row(text, at).map(|row| row.cells.iter().map(|cell| &text[cell.range()]).collect::<Vec<_>>());
    assert_eq!(told(3).as_deref(), Some(&["id", "title", "owner"][..]));
    assert_eq!(told(text.find("b\"").expect("a cell")).as_deref(), Some(&["1", "a, b", ""][..]));
    assert_eq!(told(text.len()).as_deref(), Some(&["2", ""][..]));
    assert_eq!(told(text.find("\n\n").expect("a line") + 1), None);
}
