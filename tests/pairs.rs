//! Adversarial pairs: the same table with one thing changed. The reading changes as the manual says ("Which kind"), and in nothing else.
#![allow(clippy::expect_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use clauselint::answers::{FactValue, facts, listing};
use clauselint::source::MemorySystem;
use clauselint::workspace::{Base, Workspace};

static BASE: LazyLock<Arc<Base>> =
    LazyLock::new(|| Workspace::open(&MemorySystem::default()).expect("an empty repository can be opened").base);

/// The records of a file without a manifest: kind and id, or the line of one without id.
fn read(path: &str, text: &str) -> Vec<String> {
    let system: MemorySystem = [(path, text.as_bytes().to_vec())].into_iter().collect();
    let workspace = Workspace::over(BASE.clone(), &system).expect("it opens");
    let listed = listing(&workspace);
    let records = listed.files.iter().flat_map(|f| &f.records).filter(|r| r.carrier != "document");
    records.map(|r| format!("{} {}", r.kind, r.id.as_deref().unwrap_or("without id"))).collect()
}

/// The fields of each record of a kind, by id.
fn fields(text: &str, kind: &str) -> BTreeMap<String, Vec<String>> {
    let system: MemorySystem = [("register.md", text.as_bytes().to_vec())].into_iter().collect();
    let workspace = Workspace::over(BASE.clone(), &system).expect("it opens");
    let index = &workspace.index;
    let kind = index.schema.find(kind).expect("a kind of the pack");
    let told = |fact: clauselint::answers::Fact| {
        let value = match fact.value {
            FactValue::Text(text) => text,
            other @ FactValue::Items(_) => format!("{other:?}"),
        };
        format!("{}: {value}", fact.name)
    };
    let of = |entity: &clauselint::model::EntityId| {
        let mut all: Vec<String> = facts(&workspace, *entity).into_iter().map(told).collect();
        all.sort();
        (index.id(*entity).map(ToString::to_string).unwrap_or_default(), all)
    };
    index.all(kind).iter().map(of).collect()
}

const RISKS: [&str; 4] = [
    "| Risk ID | Risk | AI system | Likelihood | Impact | Owner |",
    "|---|---|---|---|---|---|",
    "| RSK-001 | Wrong refusals | AIS-001 | 3 | 4 | Head of Claims |",
    "| RSK-002 | Drift | AIS-001 | 2 | 3 | Head of Data |",
];

fn page(title: &str, rows: &[String]) -> String {
    format!("# {title}\n\n{}\n", rows.join("\n"))
}

/// The rows with the columns in another order, some of them left out, some renamed.
fn rows(order: &[usize], rename: &[(&str, &str)]) -> Vec<String> {
    let cells = |row: &str| row.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    let pick = |row: &&str| {
        let cells = cells(row);
        let kept: Vec<String> = order.iter().map(|i| cells[*i].clone()).collect();
        rename.iter().fold(format!("| {} |", kept.join(" | ")), |row, (from, to)| row.replace(from, to))
    };
    RISKS.iter().map(pick).collect()
}

const BOTH: [&str; 2] = ["risk RSK-001", "risk RSK-002"];

#[test]
fn the_order_of_columns_says_nothing() {
    let straight = page("AI risk register", &rows(&[0, 1, 2, 3, 4, 5], &[]));
    for order in [[1, 0, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 3, 4, 5, 1, 0]] {
        let moved = page("AI risk register", &rows(&order, &[]));
        assert_eq!(read("register.md", &moved), BOTH, "{moved}");
        assert_eq!(fields(&moved, "risk"), fields(&straight, "risk"), "{moved}");
    }
}

#[test]
fn a_column_of_ones_own_changes_that_field_alone() {
    let straight = fields(&page("AI risk register", &rows(&[0, 1, 2, 3, 4, 5], &[])), "risk");
    let renamed = fields(&page("AI risk register", &rows(&[0, 1, 2, 3, 4, 5], &[("Owner", "Weather")])), "risk");
    let without = |all: BTreeMap<String, Vec<String>>| -> BTreeMap<String, Vec<String>> {
        all.into_iter().map(|(id, f)| (id, f.into_iter().filter(|f| !f.starts_with("owner:")).collect())).collect()
    };
    assert_ne!(renamed, straight);
    assert_eq!(renamed, without(straight.clone()));
    // As if the column were not there.
    assert_eq!(renamed, fields(&page("AI risk register", &rows(&[0, 1, 2, 3, 4], &[])), "risk"));
}

#[test]
fn a_telling_column_that_is_missing_is_made_good_by_what_the_table_is_called() {
    for order in [&[0, 1, 3, 4, 5][..], &[1, 0, 5, 4, 3]] {
        assert_eq!(read("register.md", &page("AI risk register", &rows(order, &[]))), BOTH);
        assert_eq!(read("ai/risk-register.md", &page("Register", &rows(order, &[]))), BOTH);
        // Nothing calls it a register of risks: its ids alone do not.
        assert!(read("ai/lists.md", &page("AI lists", &rows(order, &[("Risk ID", "No."), ("| Risk |", "| What |")]))).is_empty());
    }
}

#[test]
fn ids_of_ones_own_making_and_none_need_a_name() {
    let own = [("RSK-00", "R-")];
    assert_eq!(read("register.md", &page("AI risk register", &rows(&[0, 1, 3, 4, 5], &own))), ["risk R-1", "risk R-2"]);
    let none = rows(&[1, 2, 3, 4, 5], &[]);
    assert_eq!(read("register.md", &page("AI risk register", &none)), ["risk without id", "risk without id"]);
    assert!(read("notes.md", &page("Notes on AI", &none)).is_empty());
    // A column of ids that holds no ids is another column.
    let words = rows(&[0, 1, 3, 4, 5], &[("RSK-001", "see below"), ("RSK-002", "as before")]);
    assert!(read("register.md", &page("AI risk register", &words)).is_empty());
}

#[test]
fn without_ground_and_on_foreign_ground_it_is_not_ours() {
    let bare = rows(&[0, 1, 2, 3, 4, 5], &[("AI system", "Systems"), ("AIS-001", "ERP")]);
    assert!(read("register.md", &page("Risk register", &bare)).is_empty());
    assert!(read("register.md", &page("ISMS risk register", &bare)).is_empty());
    assert!(read("isms/register.md", &page("Risk register", &bare)).is_empty());
    assert_eq!(read("register.md", &page("AI risk register", &bare)), BOTH);
    assert_eq!(read("aims/register.md", &page("Risk register", &bare)), BOTH);
    // A catalogue of risks names and describes; nobody has decided anything.
    let catalogue = rows(&[0, 1], &[]);
    assert!(read("register.md", &page("AI risk taxonomy", &catalogue)).is_empty());
}

const SOA: &str = "| Control | Applicable | Justification | Status |\n|---|---|---|---|\n| A.5.2 | Yes | R-1 | done |\n| A.6.2.4 | Yes | R-2 | open |\n| A.7.4 | No | none | |\n";

#[test]
fn a_statement_of_applicability_is_known_by_its_controls_and_columns() {
    let soa = |title: &str, table: &str| read("soa.md", &format!("# {title}\n\n{table}"));
    let entries = ["soa-entry A.5.2", "soa-entry A.6.2.4", "soa-entry A.7.4"];
    assert_eq!(soa("AI Statement of Applicability", SOA), entries);
    assert_eq!(soa("AI Statement of Applicability", &SOA.replace("Applicable", "Weather")), entries);
    assert!(soa("AI Statement of Applicability", &SOA.replace("Applicable", "Weather").replace("Status", "Wind")).is_empty());
    assert!(soa("AI gap assessment", SOA).is_empty());
    assert!(soa("Statement of Applicability ISO/IEC 27001:2022", SOA).is_empty());
    let others = SOA.replace("A.6.2.4", "A.8.24").replace("A.7.4", "A.5.31");
    assert!(soa("AI Statement of Applicability", &others).is_empty(), "the controls of another standard");
}
