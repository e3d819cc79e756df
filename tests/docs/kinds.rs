//! `docs/kinds.md`, from the kinds as they are loaded.

use std::fmt::Write as _;

use clauselint::schema::{Field, FieldPath, Kind, KindId, RefTo, Schema, Type};
use clauselint::source::MemorySystem;
use clauselint::workspace::{Workspace, embedded};
use serde_json::Value;

const OPENING: &str = "# Kinds

<!-- written by `CLAUSELINT_UPDATE=1 cargo test --test docs` from schemas/ -->

Each kind of record, its fields, and how it is known. How files are read: [documents.md](documents.md). The JSON Schema of one, for an editor:
`clauselint schema KIND`.

No field but the id is needed to read a record; what an auditor asks for is a matter of rules. A kind has its own fields, listed here, and those
of the kind that it extends. Field names and other names are matched without regard to case, `_`, `-`, blanks and numbering. *Derived* fields are
computed and can be used in rules like any other, as can `kind`, `document` (the file's own record) and `mentions` of every record, and `path` and
`prose` of a document. *From the other end* lists the references that lead here, under the name by which a rule follows
them.
";

/// Groups of kinds: heading, and which kinds stand under it.
type Part = (&'static str, fn(&Kind) -> bool);

const BUILT_IN: &[&str] = &["mention", "file", "url", "text"];
const PARTS: &[Part] = &[
    ("What all have in common", |k| is_base(k)),
    ("Documents", |k| !is_base(k) && k.document),
    ("Records", |k| !is_base(k) && !k.document && !k.data && !is_built_in(k)),
    ("Data of the standard", |k| k.data && !is_built_in(k)),
    ("Built in", is_built_in),
];

fn is_base(kind: &Kind) -> bool {
    matches!(&*kind.name, "record" | "document")
}

fn is_built_in(kind: &Kind) -> bool {
    BUILT_IN.contains(&&*kind.name)
}

/// The whole page.
pub fn page() -> String {
    let base = Workspace::open(&MemorySystem::default()).unwrap().base;
    let schema = &*base.schema;
    let mut page = OPENING.to_owned();
    for (heading, belongs) in PARTS {
        let mut kinds: Vec<(KindId, &Kind)> = schema.iter().filter(|(_, k)| belongs(k)).collect();
        kinds.sort_by(|a, b| a.1.name.cmp(&b.1.name));
        if is_base(kinds[0].1) {
            kinds.reverse();
        }
        let _ = write!(page, "\n## {heading}\n\n");
        let names: Vec<String> = kinds.iter().map(|(_, k)| link(k)).collect();
        let _ = writeln!(page, "{}", names.join(" · "));
        for (id, kind) in kinds {
            section(&mut page, schema, id, kind);
        }
    }
    page
}

fn link(kind: &Kind) -> String {
    format!("[{0}](#{0})", kind.name)
}

fn section(page: &mut String, schema: &Schema, id: KindId, kind: &Kind) {
    let _ = write!(page, "\n### {}\n\n**{}.** {}\n\n", kind.name, kind.title, kind.description);
    for fact in facts(schema, kind) {
        let _ = writeln!(page, "- {fact}");
    }
    let own: Vec<&Field> = kind.fields.iter().map(|f| &**f).filter(|f| f.declared_by == id).collect();
    if !own.is_empty() {
        page.push_str("\n| Field | Type | What it is | Other names |\n|---|---|---|---|\n");
        for field in own {
            row(page, schema, "", field);
        }
    }
    let inherited = |name: &str| {
        kind.line.get(1).is_some_and(|base| {
            schema
                .kind(*base)
                .derived
                .iter()
                .any(|d| *d.name == *name && kind.derived.iter().any(|o| o.name == d.name && o.text == d.text))
        })
    };
    let derived: Vec<String> =
        kind.derived.iter().filter(|d| !inherited(&d.name)).map(|d| format!("| `{}` | {} |\n", d.name, code(&d.text))).collect();
    if !derived.is_empty() {
        let _ = write!(page, "\n| Derived | From |\n|---|---|\n{}", derived.concat());
    }
    let own_end = |i: &&clauselint::schema::Inverse| {
        !kind.line.get(1).is_some_and(|base| schema.kind(*base).inverses.iter().any(|o| o.name == i.name && o.from == i.from))
    };
    let inverses: Vec<String> = (kind.inverses.iter().filter(own_end))
        .map(|i| format!("`{}` ({}'s `{}`)", i.name, link(schema.kind(i.from)), path(schema.kind(i.from), &i.path)))
        .collect();
    if !inverses.is_empty() {
        let _ = write!(page, "\nFrom the other end: {}.\n", inverses.join(", "));
    }
}

/// What is to be known of the kind as a whole.
fn facts(schema: &Schema, kind: &Kind) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(base) = kind.line.get(1) {
        facts.push(format!("Has the fields of {} as well.", link(schema.kind(*base))));
    }
    if let Some(id) = kind.id.as_ref() {
        let field = &kind.fields[usize::from(id.field)].name;
        let shape = id.pattern.as_ref().map(|p| format!(", shaped `{}`", p.source())).unwrap_or_default();
        facts.push(format!("Its id is `{field}`{shape}."));
    }
    if !is_base(kind) && !is_built_in(kind) {
        let lists: Vec<String> =
            std::iter::once(kind.plural.to_string()).chain(recognise(kind, "lists")).map(|list| format!("`{list}:`")).collect();
        facts.push(format!("In YAML also as a list under {}.", lists.join(" or ")));
    }
    if kind.document && !is_base(kind) {
        facts.push("A whole file may be one.".to_owned());
    }
    if kind.one {
        facts.push("One counts.".to_owned());
    }
    if let Some((key, with)) = &kind.in_manifest {
        let with: Vec<String> = with.iter().map(|w| format!("`{w}:`")).collect();
        facts.push(format!("Stands in the manifest under `{key}:`, with {}.", with.join(", ")));
    }
    facts.extend(recognised(kind));
    if let Some(retired) = &kind.retired {
        facts.push(format!("Does not count if `{}`.", retired.text));
    }
    let mut answers: Vec<&str> = Vec::new();
    for key in kind.answers().iter().flat_map(clauselint::schema::Answer::keys) {
        if !answers.contains(&&**key) {
            answers.push(key);
        }
    }
    let numbers = |key: &str| key.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect::<Vec<u32>>();
    answers.sort_by_key(|key| numbers(key));
    if !answers.is_empty() {
        facts.push(format!("Answers to {}.", answers.join(", ")));
    }
    facts
}

/// What the schema says for recognition, in its own words: what is loaded is folded.
fn recognise(kind: &Kind, key: &str) -> Vec<String> {
    let text = embedded::text(&format!("schemas/{}.json", kind.name)).unwrap_or("{}");
    let schema: Value = serde_json::from_str(text).unwrap();
    schema["x-recognise"][key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// How the kind is known.
fn recognised(kind: &Kind) -> Vec<String> {
    let said = |key: &str| -> Vec<String> { recognise(kind, key).iter().map(|w| format!("“{w}”")).collect() };
    let (titles, stems, columns) = (said("titles"), said("paths"), &kind.recognise.columns);
    let mut facts = Vec::new();
    if !titles.is_empty() {
        facts.push(format!("Known by its title: {}.", titles.join(", ")));
    }
    if !stems.is_empty() {
        facts.push(format!("Known by its file name: {}.", stems.join(", ")));
    }
    let on_ground = said("on_ground");
    if !on_ground.is_empty() {
        facts.push(format!("Known on ground by its title: {}.", on_ground.join(", ")));
    }
    let sorts = said("sorts");
    if !sorts.is_empty() {
        facts.push(format!("Known, where no title fits, by what a title about AI begins or ends with: {}.", sorts.join(", ")));
    }
    if !columns.is_empty() {
        let named = |set: &Vec<u16>| {
            let names: Vec<String> = set.iter().map(|c| format!("`{}`", kind.fields[usize::from(*c)].name)).collect();
            names.join(" and ")
        };
        let sets: Vec<String> = columns.iter().map(named).collect();
        facts.push(format!("A table with the columns {} holds such records.", sets.join(", or ")));
        let called: Vec<String> = kind.recognise.names.iter().map(|n| format!("“{}”", &**n)).collect();
        facts.push(format!("So does one that is called {}, with three columns of the kind.", called.join(", ")));
    }
    facts
}

fn row(page: &mut String, schema: &Schema, before: &str, field: &Field) {
    let name = format!("{before}{}", field.name);
    let aliases: Vec<String> = field.aliases().iter().map(|a| escaped(a)).collect();
    let mut said = escaped(&field.description);
    if let Some(default) = field.default {
        let _ = write!(said, " Unless stated: {}.", if default { "yes" } else { "no" });
    }
    let _ = writeln!(page, "| `{name}` | {} | {said} | {} |", noun(schema, &field.ty), aliases.join("; "));
    let (inner, sign): (&[Field], &str) = match &field.ty {
        Type::Group(group) => (&group.fields, "."),
        Type::List(item) => match &**item {
            Type::Group(group) => (&group.fields, "[]."),
            _ => return,
        },
        Type::Map(map) => match &map.entry {
            Type::Group(group) => (&group.fields, ".*."),
            _ => return,
        },
        _ => return,
    };
    for field in inner {
        row(page, schema, &format!("{name}{sign}"), field);
    }
}

/// A type in a cell.
fn noun(schema: &Schema, ty: &Type) -> String {
    match ty {
        Type::Ref(spec) => {
            let to = match &spec.to {
                RefTo::Any => "any record".to_owned(),
                RefTo::Kinds(kinds) => kinds.iter().map(|k| link(schema.kind(*k))).collect::<Vec<_>>().join(" or "),
            };
            let open = if spec.open { ", or free text" } else { "" };
            format!("reference to {to}{open}")
        }
        Type::List(item) => match &**item {
            Type::Word(words) => format!("list of: {}", words.words.join(", ")),
            Type::Group(_) => "list of named fields".to_owned(),
            Type::Text => "list of texts".to_owned(),
            other => format!("list: {}", noun(schema, other)),
        },
        Type::Scale(scale) => format!("a level of [{0}](#{0}), or a number", scale.kind),
        Type::Map(map) if map.keys.fields.is_empty() => format!("mapping, each entry {}", noun(schema, &map.entry)),
        Type::Map(map) => {
            let keys: Vec<String> = map.keys.fields.iter().map(|f| format!("`{}`", f.name)).collect();
            format!("mapping of {} and others, each entry {}", keys.join(", "), noun(schema, &map.entry))
        }
        other => other.noun(),
    }
}

/// The dotted name of a path.
fn path(kind: &Kind, path: &FieldPath) -> String {
    let mut names = Vec::new();
    let mut fields: Vec<&Field> = kind.fields.iter().map(|f| &**f).collect();
    for step in path {
        let Some(field) = fields.get(usize::from(*step)) else { break };
        names.push(field.name.to_string());
        fields = match field.ty.element() {
            Type::Group(group) => group.fields.iter().collect(),
            Type::Map(map) => match map.entry.element() {
                Type::Group(group) => group.fields.iter().collect(),
                _ => map.keys.fields.iter().collect(),
            },
            _ => Vec::new(),
        };
    }
    names.join(".")
}

/// Code in a table cell, which a bare pipe would end.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
