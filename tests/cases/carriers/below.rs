//! What is said beside a value, above a table, or by a key alone: each text, and what a record of it says at which place.

use clauselint::model::Target;

use crate::told;

/// Of a record, by id, a field, its value and the text under it; `None`: the field is not told.
type Said = (&'static str, &'static str, Option<(&'static str, &'static str)>);

/// What a text shows, its files, and what is read of them.
struct Shown {
    what: &'static str,
    files: &'static [(&'static str, &'static str)],
    says: &'static [Said],
}

const INCIDENTS: &str = "\
# AI incident log

## Incident entry 1: approvals fell

### Part A: identification

| Field | Entry |
|---|---|
| Incident ID | INC-2026-001 |
| Incident title | Approvals fell |
| Date detected | 2026-01-07 |

### Part B: actions

| Action ID | Action | Owner | Status |
|---|---|---|---|
| CA-2026-01 | Adjust the threshold | Head of Claims | Completed |
| CA-2026-02 | Brief the committee | Head of Claims | Completed |

### Part C: closure

| Field | Entry |
|---|---|
| Closure date | 2026-01-14 |
| Incident status | Closed |

## INC-2026-002: the vendor was down

- **Date detected:** 2026-02-01
- **Severity:** low

### Actions

| Action ID | Incident ID | Action | Owner |
|---|---|---|---|
| CA-2026-03 | INC-2026-001 | Ask the vendor | Head of Claims |

## Actions of nobody

| Action ID | Action | Owner | Status |
|---|---|---|---|
| CA-2026-04 | Tidy up | Head of Claims | Open |
";

const RISKS: &str = "\
# AI risk register

| RiskID | Risk | AISystem | RiskOwner | Likelihood (1-5) | Impact (1-5) | RiskScore | DateIdentified |
|---|---|---|---|---|---|---|---|
| RSK-001 | Bias | AIS-001 | Head of Claims | 4 | 3 | 12 (Medium) | 2026-01-02 |
| RSK-002 | Drift | AIS-001 | Head of Claims | 4 | 5 | H20 | 2026-01-02 |
| RSK-003 | Theft | AIS-001 | Head of Claims | 3 | 5 | 15/25 | 2026-01-02 |
| RSK-004 | Leak | AIS-001 | Head of Claims | 2 | 3 | 6 (of old) | 2026-01-02 |
";

const LEVELS: &str = "\
# AI risk register

| Risk ID | Risk | AI system | Owner | Likelihood | Impact | Risk level |
|---|---|---|---|---|---|---|
| RSK-001 | Bias | AIS-001 | Head of Claims | 4 | 3 | 12 (Medium) |
| RSK-002 | Drift | AIS-001 | Head of Claims | 4 | 5 | M12 |
| RSK-003 | Theft | AIS-001 | Head of Claims | 4 | 5 | 4 - High |
";

const SYSTEM: (&str, &str) = ("systems.yaml", "kind: ai-system\nid: AIS-001\ntitle: TalentSift\n");

const SHOWN: &[Shown] = &[
    Shown {
        what: "a table below an incident",
        files: &[("log.md", INCIDENTS)],
        says: &[
            ("INC-2026-001", "closed_on", Some(("Date(2026-01-14)", "2026-01-14"))),
            ("CA-2026-01", "incident", Some(("Ref(\"INC-2026-001\", _)", "INC-2026-001"))),
            ("CA-2026-02", "action", Some(("Text(\"Brief the committee\")", "Brief the committee"))),
            ("CA-2026-02", "incident", Some(("Ref(\"INC-2026-001\", _)", "INC-2026-001"))),
            ("CA-2026-03", "incident", Some(("Ref(\"INC-2026-001\", _)", "INC-2026-001"))),
        ],
    },
    Shown {
        what: "columns in CamelCase, a score and its level",
        files: &[SYSTEM, ("register.md", RISKS)],
        says: &[
            ("RSK-001", "owner", Some(("Ref(\"Head of Claims\", _)", "Head of Claims"))),
            ("RSK-001", "identified_on", Some(("Date(2026-01-02)", "2026-01-02"))),
            ("RSK-001", "score", Some(("Number(12.0)", "12 (Medium)"))),
            ("RSK-001", "level", Some(("Scale(ScaleText { number: Some(12.0), word: Some(\"medium\") })", "12 (Medium)"))),
            ("RSK-002", "score", Some(("Number(20.0)", "H20"))),
            ("RSK-002", "level", Some(("Scale(ScaleText { number: Some(20.0), word: None })", "H20"))),
            ("RSK-003", "score", Some(("Number(15.0)", "15/25"))),
            ("RSK-003", "level", None),
            ("RSK-004", "score", Some(("Number(6.0)", "6 (of old)"))),
            ("RSK-004", "level", None),
        ],
    },
    Shown {
        what: "a level and its score",
        files: &[SYSTEM, ("register.md", LEVELS)],
        says: &[
            ("RSK-001", "level", Some(("Scale(ScaleText { number: Some(12.0), word: Some(\"medium\") })", "12 (Medium)"))),
            ("RSK-001", "score", Some(("Number(12.0)", "12 (Medium)"))),
            ("RSK-002", "level", Some(("Scale(ScaleText { number: Some(12.0), word: None })", "M12"))),
            ("RSK-002", "score", Some(("Number(12.0)", "M12"))),
            ("RSK-003", "score", None),
        ],
    },
    Shown {
        what: "a file a record, known by its id",
        files: &[
            SYSTEM,
            ("ai/risks/r-7.yaml", "risk-id: R-7\ntitle: Drift\nsystems: AIS-001\nowner: Head of Claims\nlikelihood: 3\n"),
            ("ai/incidents/i-1.yaml", "incident_id: AI-INC-1\ntitle: Down\nseverity: low\ndetected_on: 2026-01-07\nroom: 4\n"),
        ],
        says: &[
            ("R-7", "title", Some(("Text(\"Drift\")", "Drift"))),
            ("R-7", "owner", Some(("Ref(\"Head of Claims\", _)", "Head of Claims"))),
            ("AI-INC-1", "detected_on", Some(("Date(2026-01-07)", "2026-01-07"))),
        ],
    },
];

#[test]
fn what_stands_beside_and_above_is_read() {
    for shown in SHOWN {
        let judged = told::judged(shown.files).unwrap_or_else(|why| panic!("{}: {why}", shown.what));
        let records: Vec<_> = shown.files.iter().flat_map(|(path, _)| told::records(&judged.workspace, path)).collect();
        for (id, field, expected) in shown.says {
            let record = records.iter().find(|(_, own, _)| own.as_deref() == Some(id));
            let (_, _, fields) = record.unwrap_or_else(|| panic!("{}: {id} is not read of {records:#?}", shown.what));
            let told = fields.get(*field).map(|(value, spans)| (value.as_str(), spans.join("|")));
            let expected = expected.map(|(value, span)| (value, span.to_owned()));
            assert_eq!(told, expected, "{}: `{field}` of {id}", shown.what);
        }
    }
    let none = told::judged(&[("log.md", INCIDENTS)]).expect("it is read");
    let records = told::records(&none.workspace, "log.md");
    assert!(
        !records.iter().any(|(_, id, _)| id.as_deref() == Some("CA-2026-04")),
        "a table below no record has nothing to refer to"
    );
}

#[test]
fn a_mapping_of_another_tool_is_no_record() {
    for text in [
        "incident_id: 4711\nseverity: low\nstatus: open\ntitle: AI is down\n",
        "apiVersion: v1\nincident_id: INC-1\nseverity: low\nstatus: open\ntitle: AI is down\n",
        "incident_id: INC-1\nservice: ai\npod: x\nnode: y\nimage: z\ntitle: AI is down\n",
        "id: INC-1\nseverity: low\nstatus: open\ntitle: AI is down\n",
    ] {
        let judged = told::judged(&[("ai/x.yaml", text)]).expect("nothing is said of it");
        assert!(told::records(&judged.workspace, "ai/x.yaml").is_empty(), "{text}");
    }
}

#[test]
fn a_reference_may_say_more_than_the_name() {
    let own = "kind: ai-system\nid: AIS-001\ntitle: TalentSift\n---\nroles:\n  - { id: ROL-001, title: CISO }\n  - { id: ROL-002, title: Legal }\n  - { id: ROL-003, title: Sales }\n---\npeople:\n  - { id: PER-001, title: Sam Roe }\n---\nkind: risk\nid: R-04\n";
    let cases = [
        (
            "use-cases.yaml",
            "use_cases:\n  - { id: USE-001, system: \"TalentSift (HireLogic B.V.), version 2025.1\" }\n",
            Some("AIS-001"),
        ),
        (
            "risks.yaml",
            "risks:\n  - id: RSK-001\n    systems: TalentSift (HireLogic, Utrecht), version 2025.1\n",
            Some("AIS-001"),
        ),
        ("use-cases.yaml", "use_cases:\n  - { id: USE-001, system: \"TalentSifter (HireLogic B.V.)\" }\n", None),
        ("use-cases.yaml", "use_cases:\n  - { id: USE-001, system: \"TalentSift – the pilot\" }\n", None),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, risk: \"R-04: Bias, unseen\" }\n", Some("R-04")),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, owner: \"Sam Roe, CISO\" }\n", Some("PER-001")),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, owner: CISO (Sam Roe) }\n", Some("ROL-001")),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, owner: \"Legal, Sales\" }\n", None),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, owner: \"Legal (Sam Roe) and Sales\" }\n", None),
    ];
    for (path, text, expected) in cases {
        let judged = told::judged(&[("own.yaml", own), (path, text)]).expect("nothing is wrong with it");
        let index = &judged.workspace.index;
        let file = judged.workspace.sources.find(path).expect("it was looked at");
        let targets: Vec<Target> = index.mentions().filter(|m| m.file == file).map(|m| index.mention_target(m)).collect();
        let ids: Vec<Option<&str>> =
            targets.iter().map(|t| if let Target::Record(e) = t { index.id(*e).map(|id| &**id) } else { None }).collect();
        assert_eq!(ids, [expected], "{text}");
    }
    let uses = "use_cases:\n  - { id: USE-001, system: \"TalentSift (HireLogic B.V.)\" }\n";
    let judged = told::judged(&[("own.yaml", own), ("uses.yaml", uses)]).expect("nothing is wrong with it");
    let index = &judged.workspace.index;
    let system = index.all(index.schema.find("ai-system").expect("a kind"))[0];
    let inverses = &index.schema.kind(index.kind(system)).inverses;
    let back = inverses.iter().flat_map(|i| index.inverse(system, i)).filter_map(|e| index.id(e)).map(ToString::to_string);
    assert_eq!(back.collect::<Vec<_>>(), ["USE-001"], "the system knows its use");
}
