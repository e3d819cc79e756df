//! A kind, and the table of all kinds that are loaded.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::answers::Answers;
use super::{Answer, Crosswalk, Field, FieldPath, Shapes, Spelling};
use crate::source::{Place, Text};
use crate::syntax::Lazy;

/// Names a kind in [`Schema`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct KindId(pub u16);

/// One kind of record.
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of its own")]
#[derive(Clone, Debug)]
pub struct Kind {
    /// kebab-case name, as in `kind:`.
    pub name: Arc<str>,
    /// `snake_case` name, as in `the NAME`.
    pub snake: Arc<str>,
    /// `snake_case` plural, as in `all PLURAL` and as a YAML list key.
    pub plural: Arc<str>,
    /// For people: "AI system".
    pub title: Arc<str>,
    /// What it is, in a sentence.
    pub description: Arc<str>,
    /// Itself, its base, the base of that …, up to the top.
    pub line: Vec<KindId>,
    /// Itself and all that extend it, in order.
    pub heirs: Vec<KindId>,
    /// A whole file may be of this kind.
    pub document: bool,
    /// There is at most one that counts.
    pub one: bool,
    /// Its records come with a pack.
    pub data: bool,
    /// Elided from whatever leaves the machine.
    pub sensitive: bool,
    /// How a record is told from others; none for kinds without identity.
    pub id: Option<IdSpec>,
    /// All fields: those of the base first, at the base's indices, so an index into a base kind is valid in every kind that extends it.
    pub fields: Vec<Arc<Field>>,
    /// See [`Kind::names`].
    pub(super) names: OnceLock<FxHashMap<Arc<str>, u16>>,
    /// See [`Kind::sections`].
    pub(super) sections: OnceLock<FxHashMap<Arc<str>, FieldPath>>,
    /// Derived fields, those of the base first; one with the name of a base's replaces it.
    pub derived: Vec<Derived>,
    /// A condition: a record of which it holds does not count.
    pub retired: Option<Derived>,
    /// Relations that lead here from other kinds (those to a base kind included).
    pub inverses: Vec<Inverse>,
    /// Date fields that may not fall.
    pub order: Vec<Vec<FieldPath>>,
    /// Fields that no two records of the kind may share.
    pub unique: Vec<u16>,
    /// How it is known without `kind:`.
    pub recognise: Recognise,
    /// See [`Kind::answers`].
    pub(super) answers: (Vec<Answers>, OnceLock<Vec<Answer>>),
    /// Manifest key that holds the record, and top-level keys that are fields of it.
    pub in_manifest: Option<(Arc<str>, Vec<Arc<str>>)>,
    /// That its records lead from the standard to other frameworks.
    pub crosswalk: Option<Crosswalk>,
    /// The fields that people are told of a record, in this order; empty: all.
    pub tell: Vec<u16>,
    /// Other ways to write its ids, where a person asks for one.
    pub spellings: Vec<Spelling>,
    /// The schema file, at its title.
    pub place: Place,
    /// The schema as JSON, if it says more than types and words (patterns, bounds): for the validator.
    pub validated: Option<Arc<serde_json::Value>>,
}

/// The field that is the id, and how ids of the kind look.
#[derive(Clone, Debug)]
pub struct IdSpec {
    /// Index of the field.
    pub field: u16,
    /// `RSK` in `RSK-004`; empty where ids have none.
    pub prefix: Arc<str>,
    /// Anchored; tells a text that is shaped like an id of this kind.
    pub pattern: Option<Arc<Lazy>>,
}

/// A derived field: a name and an expression, not yet compiled.
#[derive(Clone, Debug)]
pub struct Derived {
    /// `snake_case` name.
    pub name: Arc<str>,
    /// The expression's text.
    pub text: Arc<str>,
    /// Where the text stands in the schema file.
    pub place: Place,
}

/// A relation read from its other end.
#[derive(Clone, Debug)]
pub struct Inverse {
    /// Its name on the kind it leads to.
    pub name: Arc<str>,
    /// The kind that holds the reference (and kinds that extend it).
    pub from: KindId,
    /// The field that refers.
    pub path: FieldPath,
    /// The field of this kind with the same name that stores the relation from this end, if any.
    pub stored: Option<u16>,
}

/// How documents, tables and lists of a kind are recognised.
#[derive(Clone, Debug, Default)]
pub struct Recognise {
    /// Folded titles of documents.
    pub titles: Vec<Text>,
    /// Titles that tell the kind only together with what the document holds.
    pub holding: Option<Holding>,
    /// Folded file stems of documents.
    pub paths: Vec<Box<str>>,
    /// Folded titles that tell the kind in a file that speaks of what the packs are about, and nowhere else.
    pub on_ground: Vec<Text>,
    /// Folded words for documents of its sort, which a title begins or ends with.
    pub sorts: Vec<Text>,
    /// Folded names of its records in headings, titles and file names: its own name and plural, and those that the schema adds.
    pub names: Vec<Text>,
    /// Sets of field indices, one of which a table must have; empty: tables are never of this kind.
    pub columns: Vec<Vec<u16>>,
    /// Folded keys of YAML lists, the plural and the kind's name among them.
    pub lists: Vec<Box<str>>,
    /// A share of the table's cells of a field that must be ids of records of a kind.
    pub needs: Option<Needs>,
    /// Folded words that, in a heading, a title or a file's name, say that a table is something else with the same columns.
    pub unless: Vec<Text>,
    /// Its tables and lists tell by themselves what they are about.
    pub anywhere: bool,
}

/// Titles too common to tell a kind alone, and the kind whose records a document so titled must hold.
#[derive(Clone, Debug)]
pub struct Holding {
    /// Folded titles.
    pub titles: Vec<Text>,
    /// The kind of record.
    pub records: Arc<str>,
}

/// See [`Recognise::needs`].
#[derive(Clone, Debug)]
pub struct Needs {
    /// 0 to 1.
    pub share: f64,
    /// The kind of pack data whose ids the id column must hold.
    pub of: Arc<str>,
}

/// All kinds.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// By [`KindId`].
    pub kinds: Vec<Kind>,
    /// By kebab-case name.
    pub by_name: FxHashMap<Arc<str>, KindId>,
    /// How ids look; found out when the first text is asked.
    pub(super) shapes: OnceLock<Shapes>,
    /// See [`Schema::general_first`].
    pub(super) general_first: OnceLock<Vec<KindId>>,
    /// See [`Schema::is_common`].
    pub(super) common: OnceLock<FxHashSet<Arc<str>>>,
}

impl Schema {
    /// The kind of an id.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.0 as usize]
    }

    /// The kind of a kebab-case name.
    pub fn find(&self, name: &str) -> Option<KindId> {
        self.by_name.get(name).copied()
    }

    /// All kinds with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.kinds.iter().enumerate().map(|(i, kind)| (KindId(i as u16), kind))
    }

    /// All kinds, each after those that it extends.
    pub fn general_first(&self) -> &[KindId] {
        self.general_first.get_or_init(|| {
            let mut all: Vec<KindId> = self.iter().map(|(id, _)| id).collect();
            all.sort_by_key(|id| self.kind(*id).line.len());
            all
        })
    }

    /// True for a field that every fourth kind has, of those that tables are recognised as: `title`, `owner`, `description`. It tells no kind
    /// from others.
    pub fn is_common(&self, field: &str) -> bool {
        let common = self.common.get_or_init(|| {
            let mut counts: FxHashMap<&Arc<str>, usize> = FxHashMap::default();
            for field in self.of_tables().flat_map(|kind| &kind.fields) {
                *counts.entry(&field.name).or_default() += 1;
            }
            let all = self.of_tables().count();
            counts.into_iter().filter(|(_, count)| is_many(*count, all)).map(|(name, _)| name.clone()).collect()
        });
        common.contains(field)
    }

    /// True for so many kinds, of those that tables are recognised as, that what they have in common tells none of them from others.
    pub fn are_many(&self, kinds: usize) -> bool {
        is_many(kinds, self.of_tables().count())
    }

    fn of_tables(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter().filter(|kind| !kind.recognise.columns.is_empty())
    }

    /// How the ids of all kinds look.
    pub fn shapes(&self) -> &Shapes {
        self.shapes.get_or_init(|| Shapes::of(self))
    }

    /// True for a kind of documents: a text that is approved and issued, not a thing that a file may be written about. A file of such a kind may
    /// hold records of others.
    pub fn is_paper(&self, id: KindId) -> bool {
        self.find("document").is_some_and(|document| self.is_a(id, document))
    }

    /// True for a kind of document that other kinds extend: whatever is a document may be one.
    pub fn is_umbrella(&self, id: KindId) -> bool {
        self.kind(id).document && self.kind(id).heirs.len() > 1
    }

    /// The kind of a `snake_case` plural.
    pub fn by_plural(&self, plural: &str) -> Option<KindId> {
        self.iter().find(|(_, k)| &*k.plural == plural).map(|(id, _)| id)
    }

    /// The kind of a `snake_case` name.
    pub fn by_snake(&self, snake: &str) -> Option<KindId> {
        self.iter().find(|(_, k)| &*k.snake == snake).map(|(id, _)| id)
    }

    /// True when `kind` is `base` or extends it.
    pub fn is_a(&self, kind: KindId, base: KindId) -> bool {
        kind == base || self.kind(kind).line.contains(&base)
    }
}

/// True for every fourth of all.
fn is_many(count: usize, all: usize) -> bool {
    count * 4 >= all
}

/// Folded names that the id column of any kind may have.
const NUMBERS: &[&str] = &["id", "ref", "no", "nr", "number", "#"];

impl Kind {
    /// Records of a pack that it answers to, as the kind itself declares, read when they are first asked for; those of its base hold as well.
    pub fn answers(&self) -> &[Answer] {
        self.answers.1.get_or_init(|| self.answers.0.iter().flat_map(|answers| answers.all(self)).collect())
    }

    /// Folded name or alias to index in `fields`, made when a name is first looked up.
    pub fn names(&self) -> &FxHashMap<Arc<str>, u16> {
        self.names.get_or_init(|| {
            let mut names = super::property::names(&self.fields);
            if let Some(identity) = &self.id {
                // What a column of numbers is called, whatever it numbers.
                for name in NUMBERS {
                    names.entry((*name).into()).or_insert(identity.field);
                }
            }
            names
        })
    }

    /// Fields within groups that a heading may name, by folded name or alias, where no other bears it.
    pub fn sections(&self) -> &FxHashMap<Arc<str>, FieldPath> {
        self.sections.get_or_init(|| super::shape::sections(self))
    }

    /// The field of a `snake_case` name.
    pub fn field(&self, name: &str) -> Option<(u16, &Field)> {
        self.fields.iter().enumerate().find(|(_, f)| &*f.name == name).map(|(i, f)| (i as u16, &**f))
    }

    /// The field of a dotted name: the innermost one.
    pub fn described(&self, name: &str) -> Option<&Field> {
        self.at(&self.path(name)?)
    }

    /// The field at the end of a path.
    pub fn at(&self, path: &[u16]) -> Option<&Field> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(&**self.fields.get(usize::from(*first))?, |field, part| match field.ty.element() {
            super::Type::Group(group) => group.fields.get(usize::from(*part)),
            super::Type::Map(map) => map.keys.fields.get(usize::from(*part)),
            _ => None,
        })
    }

    /// The path of a dotted name.
    pub fn path(&self, name: &str) -> Option<FieldPath> {
        let mut parts = name.split('.');
        let (first, field) = self.field(parts.next()?)?;
        let mut path = vec![first];
        let mut ty = &field.ty;
        for part in parts {
            let fields = match ty.element() {
                super::Type::Group(group) => &group.fields,
                super::Type::Map(map) => &map.keys.fields,
                _ => return None,
            };
            let (i, field) = fields.iter().enumerate().find(|(_, f)| &*f.name == part)?;
            path.push(i as u16);
            ty = &field.ty;
        }
        Some(path)
    }
}
