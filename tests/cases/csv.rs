//! Registers as CSV, in every way that programs write it: the same records as the Markdown table, each value where it stands.

use std::fmt::Write as _;

use clauselint::source::MemorySystem;

use crate::{judging, told};

/// A row's cells, one string each.
type Rows = Vec<Vec<String>>;

const STATEMENT: &str = "\
| Control | Title | Applicable | Justification | Status | Evidence |
| A.2.2 | AI policy | Yes | Obligations; and the board's wish, which counts | implemented | governance/ai-policy.md |
| A.2.3 | Alignment with other policies | Yes | One set of rules | partial |  |
| A.3.2 | Roles and responsibilities | Yes | RSK-001 | planned | TBC |
| A.10.3 | Suppliers | No | We buy no AI, see the inventory | not-applicable |  |
";

const RISKS: &str = "\
| Risk ID | Risk | AI systems | Likelihood (1-5) | Risk owner | Treatment controls | Due date |
| RSK-001 | Unfair refusals, unseen | AIS-001; AIS-002 | 4 - Likely | Head of Claims | A.2.2, A.6.2.4 | 2026-09-01 |
| RSK-002 | Drift (after) storms | AIS-001<br>AIS-002 | 2 | ROL-001 |  | 2026-12-24 |
| RSK-003 | Überflutung — naïve | AIS-002 | Possible (3) | Head of Claims | A.2.2 |  |
";

const SUPPLIERS: &str = "\
| Vendor | Vendor ID | AI systems | Services | Tier | Last assessed |
| Cloud, Inc. | SUP-001 | AIS-001 | Hosting; models | high | 2026-03-01 |
| Labels Ltd | SUP-002 | AIS-001, AIS-002 | Labelling |  | 2026-02-11 |
";

fn rows(table: &str) -> Rows {
    let cells = |line: &str| line.trim_matches('|').split(" |").map(|c| c.trim().to_owned()).collect();
    table.lines().map(cells).collect()
}

fn markdown(table: &str) -> String {
    let (head, body) = table.split_once('\n').expect("a table has a header");
    format!("# Register\n\n{head}\n{}\n{body}", head.chars().map(|c| if c == '|' { c } else { '-' }).collect::<String>())
}

/// Cells parted by a sign; quoted where they must be, or all of them.
fn parted(rows: &Rows, by: char, all: bool) -> String {
    let quoted = |cell: &String| {
        if all || cell.contains([by, '\n', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&by.to_string());
    rows.iter().map(|r| line(r) + "\n").collect()
}

/// Every way to write the rows: what it shows, the path, the text.
fn written(rows: &Rows) -> Vec<(&'static str, &'static str, String)> {
    let commas = parted(rows, ',', false);
    let wide: Rows = rows.iter().map(|r| [r.clone(), vec![String::new(); 3]].concat()).collect();
    vec![
        ("commas", "x.csv", commas.clone()),
        ("no line break at the end", "x.csv", commas.trim_end().to_owned()),
        ("semicolons, byte-order mark, CRLF", "x.csv", format!("\u{feff}{}", parted(rows, ';', false).replace('\n', "\r\n"))),
        ("tabs", "x.tsv", parted(rows, '\t', false)),
        ("bars, in capitals", "X.CSV", parted(rows, '|', false)),
        ("all quoted", "x.csv", parted(rows, ',', true)),
        ("blanks around the cells", "x.csv", parted(rows, ',', true).replace("\",\"", "\" , \"")),
        ("below a title", "x.csv", format!("Our register\nVersion 1.2, 2026-01-02\n\n{commas}")),
        ("empty columns to the right", "x.csv", format!("Our register,,,\n{}", parted(&wide, ',', false))),
        ("empty lines and remarks between", "x.csv", commas.replacen('\n', "\n\n,,,\nFrom the second workshop\n", 2)),
    ]
}

/// A record: kind, id and fields.
type Told = (String, Option<String>, told::Fields);

fn read(path: &str, text: &str) -> Vec<Told> {
    let mut system = MemorySystem::default();
    system.set(path, text);
    let judged = judging::judge(&system, judging::day("2026-07-01")).expect("it opens");
    told::records(&judged.workspace, path)
}

#[test]
fn registers_give_the_records_of_the_markdown_table() {
    let mut report = String::new();
    for (table, count) in [(STATEMENT, 4), (RISKS, 3), (SUPPLIERS, 2)] {
        let expected = read("x.md", &markdown(table));
        assert_eq!(expected.len(), count, "{table}");
        for (what, path, text) in written(&rows(table)) {
            let told = read(path, &text);
            if told != expected {
                let _ = writeln!(report, "{what}: {told:#?}\nis not {expected:#?}\n{text}");
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn a_line_break_in_a_cell_is_what_a_tag_for_one_is() {
    let expected: Vec<_> = read("x.md", &markdown(RISKS)).into_iter().map(values).collect();
    let broken: Rows = rows(RISKS).into_iter().map(|r| r.into_iter().map(|c| c.replace("<br>", "\n")).collect()).collect();
    for text in [parted(&broken, ',', false), parted(&broken, ';', true).replace('\n', "\r\n")] {
        assert_eq!(read("x.csv", &text).into_iter().map(values).collect::<Vec<_>>(), expected, "{text}");
    }
}

/// A record without places.
fn values((kind, id, fields): Told) -> (String, Option<String>, Vec<(String, String)>) {
    (kind, id, fields.into_iter().map(|(name, (shown, _))| (name, shown)).collect())
}

#[test]
fn data_is_looked_at_no_further_than_its_first_lines() {
    // What follows is no text, which would be told of one of ours.
    let mut data = b"date,region,revenue,units\n".to_vec();
    data.extend(b"2026-01-01,north,12.5,3\n".repeat(10_000));
    data.extend([0xFF; 64]);
    let mut system = MemorySystem::default();
    system.set("sales.csv", data);
    let text = parted(&rows(RISKS), ',', false);
    let (head, row) = (text.lines().next().expect("a header"), text.lines().last().expect("a row"));
    let many: String = (0..2_000).map(|i| row.replace("RSK-003", &format!("RSK-{i:04}")) + "\n").collect();
    system.set("risks.csv", format!("{head}\n{many}"));
    let judged = judging::judge(&system, judging::day("2026-07-01")).expect("it opens");
    let facts = |path: &str| judged.workspace.index.facts(judged.workspace.sources.find(path).expect("a file")).expect("facts");
    assert_eq!((facts("sales.csv").records.len(), facts("sales.csv").findings.len()), (0, 0));
    assert!(judged.workspace.sources.get(facts("sales.csv").file).text.len() < 20_000);
    assert_eq!(facts("risks.csv").records.len(), 2_000, "what is ours is read to its end");
}
