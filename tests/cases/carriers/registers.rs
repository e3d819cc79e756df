//! The same Statement of Applicability, the same risk register and the same impact assessment in each carrier: the same records, field by
//! field, and each value's place is where it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::title_case;
use crate::told;

type Record = &'static [(&'static str, &'static str)];

/// A register, or a document, that can be written in many ways.
struct Sample {
    kind: &'static str,
    /// The key of a YAML list of its records.
    list: &'static str,
    /// Its records: fields and what is written for them. The first field is the id, the second the title.
    records: &'static [Record],
    /// Other names of the fields, as columns bear them.
    columns: &'static [(&'static str, &'static str)],
    /// Its ids tell its kind, so a heading or a table of field and entry with one is a record.
    told_by_id: bool,
    /// Its fields that sections carry: the heading, and how a list stands there.
    sections: &'static [(&'static str, &'static str)],
    /// A table of its columns is known to be one.
    rows: bool,
}

const SOA: Sample = Sample {
    kind: "soa-entry",
    list: "soa_entries",
    records: &[
        &[
            ("control", "A.2.2"),
            ("title", "AI policy"),
            ("applicable", "Yes"),
            ("justification", "Clause 5.2 asks for it"),
            ("reason_codes", "risk; legal"),
            ("status", "implemented"),
            ("owner", "Head of Claims"),
            ("evidence", "governance/policy.md; governance/minutes.md"),
            ("due", "2026-09-30"),
            ("risks", "RSK-001..RSK-003"),
        ],
        &[
            ("control", "A.10.4"),
            ("title", "Customers"),
            ("applicable", "No"),
            ("justification", "We have no customers of our own, only the group's"),
            ("reason_codes", "business"),
            ("status", "not-applicable"),
            ("owner", "Head of Claims"),
            ("evidence", "governance/minutes.md"),
            ("due", "2026-10-31"),
            ("risks", "RSK-001"),
        ],
    ],
    columns: &[
        ("control", "Annex A ref"),
        ("title", "Control title"),
        ("applicable", "Applicable?"),
        ("justification", "Why / why not"),
        ("reason_codes", "Reason code(s)"),
        ("status", "Status¹"),
        ("owner", "Owner / Accountable"),
        ("evidence", "Evidence (link)"),
        ("due", "Target date *"),
        ("risks", "Risks treated"),
    ],
    told_by_id: false,
    sections: &[("justification", "Justification for inclusion")],
    rows: true,
};

const RISKS: Sample = Sample {
    kind: "risk",
    list: "risks",
    records: &[
        &[
            ("id", "RSK-011"),
            ("title", "Older claimants wait longer"),
            ("owner", "Head of Claims"),
            ("systems", "AIS-001; AIS-002"),
            ("description", "The model learnt from years in which they did"),
            ("likelihood", "4 - Likely"),
            ("impact", "3"),
            ("score", "12"),
            ("option", "mitigate"),
            ("controls", "A.6.2.2-A.6.2.4; A.7.4/A.7.5"),
            ("identified_on", "2026-03-26"),
        ],
        &[
            ("id", "RSK-012"),
            ("title", "The vendor leaves"),
            ("owner", "Head of IT"),
            ("systems", "AIS-002"),
            ("description", "It has told nobody, but others have seen the offer"),
            ("likelihood", "Possible (3)"),
            ("impact", "2"),
            ("score", "6"),
            ("option", "retain"),
            ("controls", "A.10.3"),
            ("identified_on", "2026-04-01"),
        ],
    ],
    columns: &[
        ("id", "Risk #"),
        ("title", "Risk"),
        ("owner", "**Risk owner** *"),
        ("systems", "AI system(s)"),
        ("description", "3. Risk description"),
        ("likelihood", "Likelihood (1-5)"),
        ("impact", "Impact [1–5]"),
        ("score", "Inherent score 1-25"),
        ("option", "Treatment option:"),
        ("controls", "Controls / Treatment controls"),
        ("identified_on", "Date identified†"),
    ],
    told_by_id: true,
    sections: &[("description", "Risk description")],
    rows: true,
};

const ASSESSMENT: Sample = Sample {
    kind: "impact-assessment",
    list: "impact_assessments",
    records: &[&[
        ("id", "AIIA-001"),
        ("title", "Triage of claims"),
        ("system", "AIS-001"),
        ("system_version", "1.10"),
        ("assessed_on", "2026-03-26"),
        ("assessor", "Head of Claims"),
        ("intended_use", "Proposes the track that a claim takes"),
        ("affected", "claimants"),
        ("societal", "None beyond the claimants, who can ask for a person"),
        ("risks", "RSK-001, RSK-002 and RSK-003"),
    ]],
    columns: &[
        ("id", "Assessment ID"),
        ("title", "Title"),
        ("system", "AI system"),
        ("system_version", "Version of the system"),
        ("assessed_on", "Date of assessment"),
        ("assessor", "Assessed by"),
        ("intended_use", "Intended purpose"),
        ("affected", "Affected people"),
        ("societal", "Impact on society"),
        ("risks", "Risks raised"),
    ],
    told_by_id: true,
    sections: &[("intended_use", "Intended purpose"), ("societal", "Societal impact")],
    rows: false,
};

/// A carrier: what it shows, and the files in which it writes the sample.
type Carried = (&'static str, Vec<(String, String)>);

impl Sample {
    fn column(&self, field: &str) -> &'static str {
        self.columns.iter().find(|(f, _)| *f == field).map(|(_, name)| *name).expect("every field has a column")
    }

    /// One file a record.
    fn each(&self, ending: &str, of: impl Fn(Record) -> String) -> Vec<(String, String)> {
        self.records.iter().map(|record| (format!("records/{}.{ending}", record[0].1), of(record))).collect()
    }

    /// A table with these columns, and a row a record.
    fn table(&self, order: &[usize], records: &[Record]) -> String {
        let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
        let fields = self.records[0];
        let header = row(order.iter().map(|i| self.column(fields[*i].0)).collect());
        let rows: String = records.iter().map(|r| row(order.iter().map(|i| r[*i].1).collect())).collect();
        format!("{header}{}{rows}", row(vec!["---"; order.len()]))
    }

    fn carried(&self) -> Vec<Carried> {
        let mut carried = self.in_files();
        if self.rows {
            carried.extend(self.in_rows());
        }
        if self.told_by_id {
            carried.extend(self.below_headings());
        }
        carried
    }

    /// A record a file, or a list of YAML.
    fn in_files(&self) -> Vec<Carried> {
        let kind = self.kind;
        let fenced = |record: Record| format!("---\nkind: {kind}\n{}---\n\n# Our AI\n", yaml(record, ""));
        let below = |record: Record, body: String| format!("---\nkind: {kind}\n---\n\n# {}\n\n{body}", record[1].1);
        vec![
            ("a YAML file", self.each("yaml", |r| format!("kind: {kind}\n{}", yaml(r, "")))),
            ("a YAML list", {
                let items = joined(self.records, |r| format!("  -{}", &yaml(r, "    ")[3..]));
                vec![("records.yaml".into(), format!("{}:\n{items}", self.list))]
            }),
            ("front matter", self.each("md", fenced)),
            ("front matter with only a closing fence", self.each("md", |r| fenced(r).replacen("---\n", "", 1))),
            ("bold key lines", self.each("md", |r| below(r, lines(r, &|f, v| format!("**{f}:** {v}  "))))),
            ("bulleted key lines", self.each("md", |r| below(r, lines(r, &|f, v| format!("- {f}: {v}"))))),
            ("italic key lines", self.each("md", |r| below(r, lines(r, &|f, v| format!("*{f}:* {v}  "))))),
            ("quoted key lines", self.each("md", |r| below(r, lines(r, &|f, v| format!("> **{f}:** {v}  "))))),
            ("plain lines", self.each("md", |r| below(r, lines(r, &|f, v| format!("{f}: {v}"))))),
            (
                "key lines on one line",
                self.each("md", |r| {
                    let all: Vec<String> = r.iter().map(|(f, v)| format!("**{}:** {v}", title_case(f))).collect();
                    below(r, all.join(" | ") + "\n")
                }),
            ),
            (
                "a table of field and value",
                self.each("md", |r| below(r, format!("| Field | Value |\n|---|---|\n{}", field_rows(r)))),
            ),
            ("a table without a header", self.each("md", |r| below(r, format!("| | |\n|---|---|\n{}", field_rows(r))))),
            (
                "a table whose first pair is its header",
                self.each("md", |r| below(r, field_rows(r).replacen('\n', "\n|---|---|\n", 1))),
            ),
            (
                "front matter and sections",
                self.each("md", |r| {
                    let heading = |f: &str| self.sections.iter().find(|(field, _)| *field == f).map(|(_, heading)| *heading);
                    let own = joined(r, |(f, v)| match heading(f) {
                        None => format!("{f}: {}\n", quoted(v)),
                        Some(_) => String::new(),
                    });
                    let sections: String = r.iter().filter_map(|(f, v)| Some(format!("## {}\n\n{v}\n\n", heading(f)?))).collect();
                    format!("---\nkind: {kind}\n{own}---\n\n# Our AI\n\n{sections}")
                }),
            ),
        ]
    }

    /// Tables, a row a record.
    fn in_rows(&self) -> Vec<Carried> {
        let order: Vec<usize> = (0..self.records[0].len()).collect();
        let mut carried: Vec<Carried> = Vec::new();
        let moved: Vec<usize> = order[1..].iter().chain(&order[..1]).copied().collect();
        let file = |text: String| vec![("register.md".to_owned(), text)];
        carried.push(("table rows", file(format!("# Our AI\n\n{}", self.table(&order, self.records)))));
        carried.push(("the id column not first", file(format!("# Our AI\n\n{}", self.table(&moved, self.records)))));
        let split = joined(self.records, |r| format!("## Family of {}\n\n{}\n", r[0].1, self.table(&order, &[r])));
        carried.push(("tables split by family", file(format!("# Our AI\n\n{split}"))));
        carried.push((
            "line breaks in cells",
            file(format!("# Our AI\n\n{}", self.table(&order, self.records).replace("; ", "<br>"))),
        ));
        carried.push(("HTML lists in cells", {
            let listed = |cell: &str| {
                if cell.contains("; ") {
                    format!(" <ul><li>{}</li></ul> ", cell.trim().replace("; ", "</li><li>"))
                } else {
                    cell.to_owned()
                }
            };
            let cells = |line: &str| line.split('|').map(listed).collect::<Vec<_>>().join("|") + "\n";
            file(format!("# Our AI\n\n{}", self.table(&order, self.records).lines().map(cells).collect::<String>()))
        }));
        carried.push(("a total below", {
            let total = format!("| Total | {} |\n", vec!["2"; order.len() - 1].join(" | "));
            file(format!("# Our AI\n\n{}{total}", self.table(&order, self.records)))
        }));
        carried.push(("a column without a header", {
            let table = self.table(&order, self.records);
            let all: Vec<(usize, &str)> = table.lines().enumerate().collect();
            let numbered = joined(&all, |(i, line)| match i {
                0 => format!("| {line}\n"),
                1 => format!("|---{line}\n"),
                n => format!("| {} {line}\n", n - 1),
            });
            file(format!("# Our AI\n\n{numbered}"))
        }));
        carried
    }

    /// A heading a record, or a table of field and value that holds its id.
    fn below_headings(&self) -> Vec<Carried> {
        let mut carried: Vec<Carried> = Vec::new();
        let all = |of: &dyn Fn(Record) -> String| {
            vec![("register.md".to_owned(), format!("# Our AI\n\n{}", self.records.iter().map(|r| of(r)).collect::<String>()))]
        };
        let head = |r: Record| format!("## {}: {}\n\n", r[0].1, r[1].1);
        carried.push((
            "a heading per record, key lines below",
            all(&|r| format!("{}{}\n", head(r), lines(&r[2..], &|f, v| format!("- **{f}:** {v}")))),
        ));
        carried.push((
            "a heading per record, plain lines below",
            all(&|r| format!("{}{}\n", head(r), lines(&r[2..], &|f, v| format!("{f}: {v}")))),
        ));
        carried.push((
            "a heading per record, a table below",
            all(&|r| format!("{}| Field | Value |\n|---|---|\n{}\n", head(r), field_rows(&r[2..]))),
        ));
        carried.push(("a heading per record, parts below it", all(&|r| {
                let (first, second) = r[2..].split_at(3);
                format!("{}### Part A\n\n| Field | Value |\n|---|---|\n{}\n### Part B\n\n| Item | Entry | Basis |\n|---|---|---|\n{}\n",
                    head(r), field_rows(first), lines(second, &|f, v| format!("| {f} | {v} | a guess |")))
            })));
        carried.push(("a table of field and value that holds the id", all(&|r| {
                let (first, second) = r.split_at(4);
                let first = field_rows(first).replacen("**Id**", &format!("**{}**", self.column("id").replace('#', "ID")), 1);
                format!("## An entry\n\n| Field | Value |\n|---|---|\n{first}\n### Assessment\n\n| Dimension | Score | Basis |\n|---|---|---|\n{}\n",
                    lines(second, &|f, v| format!("| {f} | {v} | a guess |")))
            })));
        carried
    }
}

/// The fields as YAML.
fn yaml(record: Record, indent: &str) -> String {
    joined(record, |(f, v)| format!("{indent}{f}: {}\n", quoted(v)))
}

/// A line a field, its name as a title.
fn lines(record: &[(&str, &str)], of: &dyn Fn(&str, &str) -> String) -> String {
    joined(record, |(f, v)| of(&title_case(f), v) + "\n")
}

/// The rows of a table of field and value.
fn field_rows(record: &[(&str, &str)]) -> String {
    lines(record, &|f, v| format!("| **{f}** | {v} |"))
}

/// Texts one after the other.
fn joined<T>(all: &[T], of: impl Fn(&T) -> String) -> String {
    all.iter().map(of).collect()
}

/// A value as YAML, in quotes only where it must be.
fn quoted(value: &str) -> String {
    if value.contains(": ") { format!("\"{value}\"") } else { value.to_owned() }
}

type Told = BTreeMap<String, told::Fields>;

/// What the records of the kind say, by id.
fn read(kind: &str, files: &[(String, String)]) -> Result<Told, String> {
    let others =
        [("other.yaml", OTHER), ("governance/policy.md", "# Our policy\n"), ("governance/minutes.md", "# Our minutes\n")];
    let own = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let judged = told::judged(&others.into_iter().chain(own).collect::<Vec<_>>())?;
    let index = &judged.workspace.index;
    let kind = index.schema.find(kind).expect("the pack has the kind");
    let told = index.all(kind).iter().map(|entity| {
        let id = index.id(*entity).map_or_else(|| "(no id)".to_owned(), ToString::to_string);
        (id, told::fields(&judged.workspace, *entity))
    });
    Ok(told.filter(|(id, _)| !id.starts_with("RSK-00")).collect())
}

/// What the samples refer to.
const OTHER: &str = "ai_systems:\n  - { id: AIS-001, title: Triage }\n  - { id: AIS-002, title: Letters }\n---\nrisks:\n  - { id: RSK-001, title: A }\n  - { id: RSK-002, title: B }\n  - { id: RSK-003, title: C }\n";

fn holds(sample: &Sample) {
    let mut report = String::new();
    let carried = sample.carried();
    let expected = read(sample.kind, &carried[0].1).expect("the first carrier is read");
    for record in sample.records {
        let fields = expected.get(record[0].1).expect("every record is read");
        assert_eq!(fields.len(), record.len(), "{fields:?}");
        for (field, written) in *record {
            for text in &fields[*field].1 {
                assert!(written.contains(text.as_str()), "`{field}` is at {text:?} of {written:?}");
            }
        }
    }
    for (what, files) in &carried {
        let told = match read(sample.kind, files) {
            Ok(told) => told,
            Err(why) => {
                let _ = writeln!(report, "{what}: {why}\n{}", files[0].1);
                continue;
            }
        };
        let ids = |told: &Told| told.keys().cloned().collect::<Vec<_>>();
        if ids(&told) != ids(&expected) {
            let _ = writeln!(report, "{what}: gives {:?}\n{}", ids(&told), files[0].1);
            continue;
        }
        for (id, fields) in &expected {
            for (field, (value, spans)) in fields {
                let wrong = match told[id].get(field) {
                    None => "is not read".to_owned(),
                    Some((other, _)) if other != value => format!("is {other}, not {value}"),
                    Some((_, others)) if others != spans => format!("is at {others:?}, not {spans:?}"),
                    Some(_) => continue,
                };
                let _ = writeln!(report, "{what}: `{field}` of {id} {wrong}");
            }
            for field in told[id].keys().filter(|f| !fields.contains_key(*f)) {
                let _ = writeln!(report, "{what}: `{field}` of {id} is read, and is not there");
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn a_statement_of_applicability_in_every_carrier() {
    holds(&SOA);
}

#[test]
fn a_risk_register_in_every_carrier() {
    holds(&RISKS);
}

#[test]
fn an_impact_assessment_in_every_carrier() {
    holds(&ASSESSMENT);
}
