//! `schema`: the JSON Schemas of kinds, manifest, rule files and outputs, as the program holds them.

use crate::output::Failure;
use crate::workspace::embedded;

/// Names that are no kinds, and their files.
const OTHERS: &[(&str, &str)] = &[
    ("kind", "schemas/kind.meta.json"),
    ("manifest", "schemas/manifest.schema.json"),
    ("rule", "schemas/rule.schema.json"),
    ("output", "schemas/check.v1.schema.json"),
    ("coverage", "schemas/coverage.v1.schema.json"),
    ("diff", "schemas/diff.v1.schema.json"),
];

/// The schema of a name, or without one the names of all, one a line.
pub fn answer(name: Option<&str>) -> Result<String, Failure> {
    let names = || names().map(|(name, _)| name);
    match name {
        None => Ok(names().flat_map(|name| [name, "\n"]).collect()),
        Some(wanted) => match self::names().find(|(name, _)| *name == wanted) {
            Some((_, text)) => Ok(text.to_owned()),
            None => Err(Failure::unknown("schema", wanted, names(), "see `clauselint schema` for all names")),
        },
    }
}

/// Kinds in alphabetical order, then the others that this program has.
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let kinds = embedded::files().iter().filter_map(|(path, text)| {
        let name = path.strip_prefix("schemas/")?.strip_suffix(".json")?;
        (!name.contains(['.', '/'])).then_some((name, *text))
    });
    let others = OTHERS.iter().filter_map(|(name, file)| Some((*name, embedded::text(file)?)));
    kinds.chain(others)
}
