//! The library: its kinds, its pack, and a way to run rules over its files.

use std::sync::Arc;

use crate::expr::{Cache, DerivedTable};
use crate::finding::{At, Finding};
use crate::model::Index;
use crate::model::read::{self, Vocabulary};
use crate::rules::{Against, Outcome, Over, Pack, Rules, Settings, Verdict, pack, precedence, run};
use crate::schema::{self, SchemaText};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::{Limits, yaml};

const KINDS: [(&str, &str); 8] = [
    (
        "record",
        r#"{ "title": "Record", "type": "object", "x-plural": "records", "x-id": { "field": "id", "prefix": "" },
        "properties": { "id": { "type": "string" }, "title": { "type": "string" } } }"#,
    ),
    (
        "document",
        r#"{ "title": "Document", "type": "object", "x-extends": "record", "x-plural": "documents", "x-document": true,
        "x-id": { "field": "id", "prefix": "" },
        "x-derive": { "in_force": "state == \"valid\"" },
        "properties": { "id": { "type": "string" }, "state": { "type": "string", "enum": ["draft", "valid"] } } }"#,
    ),
    (
        "catalogue",
        r#"{ "title": "Catalogue", "type": "object", "x-extends": "document", "x-plural": "catalogues", "x-one": true,
        "x-document": true, "x-id": { "field": "id", "prefix": "CAT" }, "properties": { "id": { "type": "string" } } }"#,
    ),
    (
        "book",
        r#"{ "title": "Book", "type": "object", "x-extends": "record", "x-plural": "books",
        "x-id": { "field": "id", "prefix": "BK", "pattern": "^BK-\\d+$" },
        "properties": { "id": { "type": "string" }, "bound_on": { "type": "string", "format": "date" },
            "services": { "type": "array", "items": { "type": "string", "x-ref": { "to": "service" } } } },
        "x-recognise": { "columns": ["id", "title"] } }"#,
    ),
    (
        "loan",
        r#"{ "title": "Loan", "type": "object", "x-extends": "record", "x-plural": "loans",
        "x-id": { "field": "id", "prefix": "LN", "pattern": "^LN-\\d+$" },
        "properties": { "id": { "type": "string" }, "book": { "type": "string", "x-ref": { "to": "book" } },
            "due": { "type": "string", "format": "date" }, "reader": { "type": "string" },
            "remark": { "type": "string" },
            "deposit": { "type": "object", "properties": { "sum": { "type": "number" }, "paid_on": { "type": "string", "format": "date" } } },
            "renewals": { "type": "array", "items": { "type": "object", "properties": {
                "on": { "type": "string", "format": "date" }, "by": { "type": "string" } } } } },
        "x-recognise": { "columns": ["id", "book"] } }"#,
    ),
    (
        "service",
        r#"{ "title": "Service", "type": "object", "x-extends": "record", "x-plural": "services", "x-data": true,
        "x-id": { "field": "id", "prefix": "S", "pattern": "^S\\.\\d+$" },
        "x-derive": { "not_offered": "any o in offers where not o.offered" },
        "properties": { "id": { "type": "string" } } }"#,
    ),
    (
        "offer",
        r#"{ "title": "Offer", "type": "object", "x-extends": "record", "x-plural": "offers",
        "x-id": { "field": "service", "pattern": "^S\\.\\d+$" },
        "properties": { "service": { "type": "string", "x-ref": { "to": "service" } }, "offered": { "type": "boolean" } } }"#,
    ),
    (
        "mention",
        r#"{ "title": "Citation", "type": "object", "x-extends": "record", "x-plural": "all_mentions", "x-id": { "field": "id", "prefix": "" },
        "properties": { "id": { "type": "string" } } }"#,
    ),
];

const PACK: &str = "name: library\nversion: \"1\"\nstandard: Library code 7\nstages: [day, audit]\n\
                    steering: { kind: service, excluded: not_offered }\n";

const SERVICES: &str = "services:\n  - { id: S.1, title: Lending }\n  - { id: S.2, title: Binding }\n";

/// A library with rules.
pub struct Library {
    pub sources: Sources,
    pub derived: Arc<DerivedTable>,
    pub rules: Rules,
    /// What is wrong with the rule file.
    pub complaints: Vec<Finding>,
    vocabulary: Vocabulary,
    index: Index,
}

impl Library {
    /// A library whose one rule file has this text. Each rule may leave out what all of them say alike.
    pub fn new(rules: &str) -> Self {
        let mut sources = Sources::default();
        let texts: Vec<SchemaText> = KINDS
            .iter()
            .map(|(name, text)| {
                let file = sources.set(SourceFile::new(format!("schemas/{name}.json"), *text));
                SchemaText { name: (*name).into(), file, source: sources.get(file).clone(), shared: false }
            })
            .collect();
        let loaded = schema::load(&texts);
        assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
        let schema = Arc::new(loaded.schema);
        let (derived, wrong) = DerivedTable::compile(&schema);
        assert!(wrong.is_empty(), "{wrong:#?}");
        let vocabulary = Vocabulary::new(schema.clone(), Arc::default());
        let mut index = Index::new(schema.clone());
        let services = sources.set(SourceFile::new("rules/library/records/services.yaml", SERVICES));
        index.mark_pack(services);
        index.replace(Arc::new(read::read(services, sources.get(services), &vocabulary)));
        index.settle();
        let file = sources.set(SourceFile::new("rules/library/rules.yaml", rules));
        let pack = read_pack(&mut sources);
        let derived = Arc::new(derived);
        let against = Against { schema: &schema, derived: &derived, sources: &sources, index: &index, tried: false };
        let (rules, complaints) = Rules::load(&[(&pack, &[file])], against);
        Self { sources, derived, rules, complaints, vocabulary, index }
    }

    /// As [`Library::new`], for rules that are right.
    pub fn right(rules: &str) -> Self {
        let library = Self::new(rules);
        assert!(library.complaints.is_empty(), "{:#?}", library.complaints);
        library
    }

    /// Advice for who writes its rules.
    pub fn unowned(&self) -> Vec<Finding> {
        self.rules.unowned(&self.index.schema)
    }

    /// Adds or replaces a file of the library.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        let file = self.sources.set(SourceFile::new(path, text));
        let facts = read::read(file, self.sources.get(file), &self.vocabulary);
        let blank = |f: &&Finding| *f.code != *crate::finding::codes::PLACEHOLDER_LEFT;
        assert_eq!(facts.findings.iter().find(blank), None);
        self.index.replace(Arc::new(facts));
        self.index.settle();
        self
    }

    /// Runs all rules on the first of July 2026.
    pub fn run(&self) -> Outcome {
        self.run_with(&Settings::default())
    }

    pub fn run_with(&self, settings: &Settings) -> Outcome {
        let cache = Cache::default();
        let over = Over {
            index: &self.index,
            sources: &self.sources,
            derived: &self.derived,
            cache: &cache,
            noise: &[],
            today: jiff::civil::date(2026, 7, 1),
            manifest: None,
        };
        run(&self.rules, over, settings)
    }

    /// Each finding as `place | message | label at place …`, places as the text that they cover.
    pub fn said(&self) -> Vec<String> {
        precedence::settle(self.run().verdicts()).iter().map(|v| self.show(v)).collect()
    }

    fn show(&self, verdict: &Verdict) -> String {
        let text = |p: crate::source::Place| self.sources.get(p.file).slice(p.span).to_owned();
        let at = match verdict.finding.at {
            At::Place(place) => text(place),
            At::Nowhere(_) => "nowhere".to_owned(),
        };
        let mut parts = vec![at, verdict.finding.message.clone()];
        parts.extend(verdict.finding.labels.iter().map(|l| format!("{} at {}", l.text, text(l.place))));
        parts.join(" | ")
    }
}

fn read_pack(sources: &mut Sources) -> Pack {
    let file: FileId = sources.set(SourceFile::new("rules/library/pack.yaml", PACK));
    let yaml = yaml::read(PACK, 0..PACK.len(), &Limits::default());
    let (pack, findings) = pack::read(&yaml.documents[0], file);
    assert!(findings.is_empty(), "{findings:#?}");
    pack.unwrap_or_else(|| panic!("the pack is read"))
}
