//! Expressions over a small lending library: kinds, records and a day, read by the same code as a repository's.

mod evaluation;
mod look_ups;
mod property;
mod reasons;
mod shortcuts;
mod types;

use std::sync::Arc;

use super::*;
use crate::model::Index;
use crate::model::read::{Vocabulary, read};
use crate::model::{EntityId, read_date};
use crate::schema::{self, SchemaText};
use crate::source::{SourceFile, Sources};

const SCHEMAS: [(&str, &str); 11] = [
    (
        "record",
        r#"{"title":"record","type":"object","x-plural":"records","x-id":{"field":"id"},"properties":{
        "id":{"type":"string"},"title":{"type":"string"},"status":{"type":"string"},
        "owner":{"type":"string","x-ref":{"to":["member","clerk"],"open":true,"by":["id","title"]}}}}"#,
    ),
    (
        "house-rules",
        r#"{"title":"House rules","type":"object","x-extends":"record","x-plural":"house_rules_all","x-document":true,"x-one":true,
        "x-id":{"field":"id","prefix":"HR","pattern":"^HR-\\d+$"},
        "properties":{"status":{"type":"string","enum":["draft","approved"]},"approved_on":{"type":"string","format":"date"},
        "review_interval":{"type":"string","format":"duration"},"next_review":{"type":"string","format":"date"},
        "open_books":{"type":"array","items":{"type":"string","x-ref":{"to":"book","inverse":null}}},
        "limit":{"type":"number"},
        "levels":{"type":"array","items":{"type":"object","properties":{"title":{"type":"string"},"min":{"type":"number"},"max":{"type":"number"}}}}},
        "x-derive":{"in_force":"status == \"approved\" and approved_on <= today",
        "due_on":"next_review else approved_on + (review_interval else 12 months)"}}"#,
    ),
    (
        "book",
        r#"{"title":"Book","type":"object","x-extends":"record","x-plural":"books","x-id":{"field":"id","prefix":"BK","pattern":"^BK-\\d+$"},
        "properties":{"status":{"type":"string","enum":["on shelf","lent","lost"],"x-values":{"lost":["gone"]}},
        "bought_on":{"type":"string","format":"date"},"pages":{"type":"number"},"min_age":{"type":"number"},"max_age":{"type":"number"},
        "rare":{"type":"boolean","default":false},"damaged":{"type":"boolean"},
        "worth":{"type":"string","x-scale":{"kind":"house-rules","levels":"levels"}},
        "subjects":{"type":"array","items":{"type":"string"}},
        "copies":{"type":"array","items":{"type":"object","properties":{"shelf":{"type":"string"},"checked_on":{"type":"string","format":"date"},"ok":{"type":"boolean"}}}},
        "care":{"type":"object","additionalProperties":{"type":"object","properties":{"level":{"type":"string","enum":["low","high"]},"note":{"type":"string"}}}}},
        "x-retired":"status == \"lost\""}"#,
    ),
    (
        "member",
        r#"{"title":"Member","type":"object","x-extends":"record","x-plural":"members","x-id":{"field":"id","prefix":"MB","pattern":"^MB-\\d+$"},
        "properties":{"adult":{"type":"boolean","default":false},"joined_on":{"type":"string","format":"date"},"age":{"type":"number"}}}"#,
    ),
    (
        "clerk",
        r#"{"title":"Clerk","type":"object","x-extends":"record","x-plural":"clerks","x-id":{"field":"id","prefix":"CL","pattern":"^CL-\\d+$"},
        "properties":{"stands_in":{"type":"string","x-ref":{"to":"clerk","inverse":"stood_in_by"}},
        "desk":{"type":"string","x-ref":{"to":"desk","inverse":"clerks"}}}}"#,
    ),
    (
        "desk",
        r#"{"title":"Desk","type":"object","x-extends":"record","x-plural":"desks","x-id":{"field":"id","prefix":"DK","pattern":"^DK-\\d+$"},
        "properties":{"clerks":{"type":"array","items":{"type":"string","x-ref":{"to":"clerk","inverse":"desk"}}}}}"#,
    ),
    (
        "loan",
        r#"{"title":"Loan","type":"object","x-extends":"record","x-plural":"loans","x-id":{"field":"id","prefix":"LN","pattern":"^LN-\\d+$"},
        "properties":{"book":{"type":"string","x-ref":{"to":"book"}},"member":{"type":"string","x-ref":{"to":"member"}},
        "lent_on":{"type":"string","format":"date"},"due":{"type":"string","format":"date"},"back_on":{"type":"string","format":"date"},
        "note":{"type":"string"}},
        "x-derive":{"late":"due < (back_on else today)"}}"#,
    ),
    (
        "mention",
        r#"{"title":"Mention","type":"object","x-extends":"record","x-plural":"mentions","properties":{"text":{"type":"string"},
        "target":{"type":"string","x-ref":{"to":"any","inverse":null}},"field":{"type":"string"},
        "from":{"type":"string","x-ref":{"to":"any","inverse":null}},"beside":{"type":"string"}}}"#,
    ),
    (
        "file",
        r#"{"title":"file","type":"object","x-plural":"files","properties":{"path":{"type":"string"},"title":{"type":"string"}}}"#,
    ),
    (
        "url",
        r#"{"title":"web address","type":"object","x-plural":"urls","properties":{"title":{"type":"string"},"retrieved":{"type":"string","format":"date"}}}"#,
    ),
    ("text", r#"{"title":"text","type":"object","x-plural":"texts","properties":{"title":{"type":"string"}}}"#),
];

/// A library with what `yaml` says in it.
struct Library {
    schema: Arc<schema::Schema>,
    derived: DerivedTable,
    sources: Sources,
    index: Index,
    cache: Cache,
}

fn kinds(more: &[(&str, &str)]) -> (Arc<schema::Schema>, DerivedTable, Vec<String>, Sources) {
    let mut sources = Sources::default();
    let texts: Vec<SchemaText> = SCHEMAS
        .iter()
        .chain(more)
        .map(|(name, text)| {
            let file = sources.set(SourceFile::new(format!("schemas/{name}.json"), *text));
            SchemaText { name: (*name).into(), file, source: sources.get(file).clone(), shared: false }
        })
        .collect();
    let loaded = schema::load(&texts);
    let mut said: Vec<String> = loaded.findings.iter().map(|f| f.message.clone()).collect();
    let schema = Arc::new(loaded.schema);
    let (derived, complaints) = DerivedTable::compile(&schema);
    said.extend(complaints.into_iter().map(|(_, c)| c.message));
    (schema, derived, said, sources)
}

impl Library {
    fn new(yaml: &str) -> Self {
        Self::of(&[("library.yaml", yaml)])
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let (schema, derived, said, mut sources) = kinds(&[]);
        assert_eq!(said, Vec::<String>::new());
        let vocabulary = Vocabulary::new(schema.clone(), Arc::default());
        let mut index = Index::new(schema.clone());
        for (path, text) in files {
            let source = SourceFile::new(*path, *text);
            let file = sources.set(source.clone());
            index.replace(Arc::new(read(file, &source, &vocabulary)));
        }
        index.settle();
        let mut library = Self { schema, derived, sources, index, cache: Cache::default() };
        let lost: Vec<EntityId> = library.schema.iter().flat_map(|(k, _)| library.index.all(k).iter().copied()).collect();
        let lost: Vec<EntityId> = {
            let world = library.world();
            lost.into_iter().filter(|e| library.derived.retired(&world, *e) == Truth::True).collect()
        };
        library.index.retire(lost);
        library.cache = Cache::default();
        library
    }

    fn world(&self) -> World<'_> {
        self.over(&self.cache)
    }

    /// Without shortcuts.
    fn plainly<'a>(&'a self, cache: &'a Cache) -> World<'a> {
        let mut world = self.over(cache);
        world.shortcuts = false;
        world
    }

    fn over<'a>(&'a self, cache: &'a Cache) -> World<'a> {
        let today = read_date("2026-07-01").unwrap();
        World::new(&self.index, &self.sources, &self.derived, today, &[], cache)
    }

    fn record(&self, id: &str) -> EntityId {
        *self.index.by_id(id).first().unwrap_or_else(|| panic!("no record {id}"))
    }

    fn scope(&self, id: Option<&str>) -> Scope<'_> {
        let this = id.map(|id| self.index.kind(self.record(id))).into_iter().collect();
        Scope { schema: &self.schema, this, vars: Vec::new(), derived: &self.derived, tried: false }
    }

    /// `T`, `F`, `U`, of a record or of the repository.
    fn truth(&self, id: Option<&str>, text: &str) -> char {
        let cond = compile_cond(text, 0, &self.scope(id)).unwrap_or_else(|c| panic!("{text}: {c:?}"));
        let this = id.map(|id| Rec::Entity(self.record(id)));
        let world = self.world();
        let truth = cond.eval(&Env::new(&world, this.clone()));
        let cache = Cache::default();
        let plainly = self.plainly(&cache);
        assert_eq!(truth, cond.eval(&Env::new(&plainly, this)), "{text}, with shortcuts and without");
        match truth {
            Truth::True => 'T',
            Truth::False => 'F',
            Truth::Unknown => 'U',
        }
    }

    fn print(&self, id: Option<&str>, text: &str) -> String {
        let value = compile_value(text, 0, &self.scope(id)).unwrap_or_else(|c| panic!("{text}: {c:?}"));
        let world = self.world();
        value.print(&Env::new(&world, id.map(|id| Rec::Entity(self.record(id)))))
    }

    /// The texts of a reason's places, in order.
    fn reason(&self, id: &str, text: &str, want: bool) -> Vec<String> {
        let cond = compile_cond(text, 0, &self.scope(Some(id))).unwrap_or_else(|c| panic!("{text}: {c:?}"));
        let world = self.world();
        let env = Env::new(&world, Some(Rec::Entity(self.record(id))));
        let steps = cond.explain(&env, want).steps;
        let show = |s: Step| {
            let text = self.sources.get(s.place.file).slice(s.place.span).trim().to_owned();
            let here = if s.in_record { "" } else { " elsewhere" };
            let note = if s.note.is_empty() { String::new() } else { format!(" ({})", s.note) };
            format!("{}: {text}{here}{note}", s.operand)
        };
        steps.into_iter().map(show).collect()
    }
}

fn check(library: &Library, id: Option<&str>, cases: &[(&str, char)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, want)| (text, want, library.truth(id, text)))
        .filter(|(_, want, got)| *want != got)
        .map(|(text, want, got)| format!("{text}: {got}, not {want}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
