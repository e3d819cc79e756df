//! The beginning of a rule with its test: `rules new`. What is written loads, fires on its `bad` and is silent on its `good`; who asked
//! for it changes words, not shapes.

use std::fmt::Write as _;

use crate::finding::did_you_mean;
use crate::model::Index;
use crate::schema::{Field, Kind, KindId, RefTo, Type};

/// A rule file for one `require` rule. `Err` says why no example can be shown: a field that the kind does not have, a value that takes more
/// than a word, a kind that nobody writes records of.
pub fn scaffold(index: &Index, kind: KindId, name: &str, fields: &[String], stage: Option<&str>) -> Result<String, String> {
    let schema = &*index.schema;
    let spec = schema.kind(kind);
    // What has ids of no shape is made by the program.
    let shaped = spec.document || spec.id.as_ref().is_some_and(|id| id.pattern.is_some());
    if spec.data || !shaped {
        return Err(format!("nobody writes records of the kind {}; name one of a management system's", spec.name));
    }
    let fields = fields.iter().map(|name| field(spec, name)).collect::<Result<Vec<&Field>, _>>()?;
    let listed: Vec<&str> = fields.iter().map(|f| &*f.name).collect();
    let id = id(index, spec, 1);
    // A document is a file; other records are items of a list, told by its name where ids alone tell the kind.
    let told = spec.id.as_ref().is_some_and(|id| !id.prefix.is_empty());
    let (head, indent) = match (spec.document, told) {
        (true, _) => (format!("      kind: {}\n      ", spec.name), "      "),
        (false, true) => (format!("      {}:\n        - ", spec.plural), "          "),
        (false, false) => (format!("      - kind: {}\n        ", spec.name), "        "),
    };
    let mut given = format!("{}: {id}", id_field(spec));
    let mut beside = String::new();
    for field in &fields {
        let (value, other) = sample(index, kind, &field.ty)
            .ok_or_else(|| format!("an example of `{}` takes more than a word; begin with another field", field.name))?;
        let _ = write!(given, "\n{indent}{}: {value}", field.name);
        beside.push_str(&other);
    }
    let beside = if beside.is_empty() { beside } else { format!("    others.yaml: |\n{beside}") };
    let stage = stage.map(|stage| format!("  stage: \"{stage}\"\n")).unwrap_or_default();
    let thing = spec.title.as_ref();
    let says = listed.iter().map(|name| name.replace('_', " ")).collect::<Vec<_>>().join(" and ");
    Ok(format!(
        "{name}:
  # keys: []                # what of the standard it rests on; `explain` of that then lists the rule
  basis: practice           # documented, requirement, control, guidance, practice, law or hygiene
{stage}  severity: warning         # error, warning or advice; what rests on practice or guidance is a warning at most
  summary: \"{thing}: {says} given\"
  for: {kind}
  # where: …                # the rule applies only if this holds, e.g. status == \"approved\"
  require: [{fields}]  # or `expect: CONDITION`, if more must hold than that something is given
  message: \"{{id}}: {{lacking}} not given\"
  help: \"say what to do\"
  why: \"Say why it matters.\"
  bad:
    example.yaml: |
{head}{own}: {id}   # <- {name}
  good:
    example.yaml: |
{head}{given}
{beside}",
        kind = spec.name,
        own = id_field(spec),
        fields = listed.join(", "),
    ))
}

fn field<'k>(kind: &'k Kind, name: &str) -> Result<&'k Field, String> {
    kind.field(name).map(|(_, field)| field).ok_or_else(|| {
        let near = did_you_mean(name, kind.fields.iter().map(|f| &*f.name));
        format!("the kind {} has no field `{name}`{near}", kind.name)
    })
}

fn id_field(kind: &Kind) -> &str {
    kind.id.as_ref().map_or("id", |id| &kind.fields[usize::from(id.field)].name)
}

/// An id of the kind's shape.
fn id(index: &Index, kind: &Kind, number: u32) -> String {
    match &kind.id {
        Some(spec) if !spec.prefix.is_empty() => {
            let mut shapes = [format!("{}-{number:03}", spec.prefix), format!("{}-{number}", spec.prefix)].into_iter();
            let fits = |id: &String| spec.pattern.as_ref().is_none_or(|pattern| pattern.is_match(id));
            shapes.find(fits).unwrap_or_else(|| format!("{}-{number:03}", spec.prefix))
        }
        // A record that is named by what it refers to bears the id of such a record.
        Some(spec) => match &kind.fields[usize::from(spec.field)].ty {
            Type::Ref(reference) => known(index, &reference.to).unwrap_or_else(|| format!("X-{number}")),
            _ => format!("X-{number}"),
        },
        None => format!("X-{number}"),
    }
}

/// The id of a record of a pack that a reference may lead to.
fn known(index: &Index, to: &RefTo) -> Option<String> {
    let RefTo::Kinds(kinds) = to else { return None };
    let mut records = kinds.iter().filter(|kind| index.schema.kind(**kind).data).flat_map(|kind| index.all(*kind));
    records.find_map(|record| index.id(*record)).map(ToString::to_string)
}

/// A value of the type, and records that it needs beside it. None for named fields.
fn sample(index: &Index, of: KindId, ty: &Type) -> Option<(String, String)> {
    let plain = |text: &str| Some((text.to_owned(), String::new()));
    match ty {
        Type::Text | Type::Pattern => plain("as it is"),
        Type::Number => plain("1"),
        Type::Truth(_) => plain("true"),
        Type::Date => plain("2026-06-30"),
        Type::Duration => plain("P12M"),
        Type::Word(vocabulary) => plain(vocabulary.words.first()?),
        Type::List(item) => sample(index, of, item).map(|(value, beside)| (format!("[{value}]"), beside)),
        Type::Ref(reference) if reference.open => plain("Head of Operations"),
        Type::Ref(reference) => match (&reference.to, known(index, &reference.to)) {
            (_, Some(id)) => plain(&id),
            (RefTo::Any, None) => None,
            (RefTo::Kinds(kinds), None) => {
                let kind = *kinds.first()?;
                let spec = index.schema.kind(kind);
                let id = id(index, spec, if kind == of { 2 } else { 1 });
                let beside = format!("      {}:\n        - {}: {id}\n", spec.plural, id_field(spec));
                (kind != of).then_some((id, beside))
            }
        },
        Type::Scale(_) | Type::Group(_) | Type::Map(_) => None,
    }
}
