//! The values of a record as text that two states can be compared by, and where each stands on its scale.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::expr::{Cache, World};
use crate::finding::one_line;
use crate::model::index::Told;
use crate::model::{Data, EntityId, Value};
use crate::schema::Type;
use crate::source::FileId;
use crate::workspace::Workspace;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plain {
    /// As text, on one line.
    pub text: String,
    /// From where to where it reaches, on its scale or in its vocabulary.
    pub rank: Option<(f64, f64)>,
    pub sensitive: bool,
}

/// What a record says, by field, those of groups dotted. What is missing or could not be read is left out.
pub(super) fn values(workspace: &Workspace, entity: EntityId, today: Date) -> BTreeMap<Arc<str>, Plain> {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let (noise, cache) = (workspace.base.noise(), Cache::default());
    let world = World::new(index, &workspace.sources, &workspace.base.derived, today, &noise, &cache);
    let mut reader = Reader { workspace, world: &world, found: BTreeMap::new() };
    for (i, field) in kind.fields.iter().enumerate() {
        let sensitive = kind.sensitive || field.sensitive;
        match index.told(entity, i as u16) {
            Told::One(file, value) | Told::Conflict(file, value) => {
                reader.read(field.name.clone(), value, &field.ty, file, sensitive);
            }
            Told::Joined(values) => {
                let texts: Vec<String> = values.iter().map(|(file, value)| reader.text(value, &field.ty, *file)).collect();
                reader.found.insert(field.name.clone(), Plain { text: texts.join(", "), rank: None, sensitive });
            }
            Told::Absent => {}
        }
    }
    reader.found
}

struct Reader<'a, 'w> {
    workspace: &'a Workspace,
    world: &'w World<'a>,
    found: BTreeMap<Arc<str>, Plain>,
}

impl Reader<'_, '_> {
    fn read(&mut self, name: Arc<str>, value: &Value, ty: &Type, file: FileId, sensitive: bool) {
        match (&value.data, ty) {
            (Data::Missing | Data::Poisoned, _) => {}
            (Data::Group(fields), Type::Group(group)) => {
                for (i, value) in fields {
                    let field = &group.fields[*i as usize];
                    self.read(format!("{name}.{}", field.name).into(), value, &field.ty, file, sensitive || field.sensitive);
                }
            }
            _ => {
                let rank = self.rank(value, ty);
                self.found.insert(name, Plain { text: self.text(value, ty, file), rank, sensitive });
            }
        }
    }

    fn rank(&self, value: &Value, ty: &Type) -> Option<(f64, f64)> {
        match (&value.data, ty) {
            (Data::Number(n), _) => Some((*n, *n)),
            (Data::Word(i), Type::Word(words)) if words.ordered => Some((f64::from(*i), f64::from(*i))),
            (Data::Scale(text), Type::Scale(spec)) => self.world.on_levels(text, spec),
            _ => None,
        }
    }

    fn text(&self, value: &Value, ty: &Type, file: FileId) -> String {
        match (&value.data, ty) {
            (Data::Text(text) | Data::Ref(text, _), _) => one_line(text, usize::MAX),
            (Data::Date(date), _) => date.to_string(),
            (Data::Truth(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
            (Data::Word(i), Type::Word(words)) => words.words.get(*i as usize).map_or_else(String::new, ToString::to_string),
            (Data::List(items), Type::List(item)) => {
                items.iter().map(|v| self.text(v, item, file)).collect::<Vec<_>>().join(", ")
            }
            (Data::Group(fields), Type::Group(group)) => {
                let said = fields.iter().map(|(i, v)| {
                    let field = &group.fields[*i as usize];
                    format!("{}: {}", field.name, self.text(v, &field.ty, file))
                });
                said.collect::<Vec<_>>().join("; ")
            }
            _ => one_line(self.workspace.sources.get(file).slice(value.span), usize::MAX),
        }
    }
}
