//! The types that a field may have.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

use rustc_hash::FxHashMap;

use super::{KindId, fold_value, with_folded};
use crate::source::{Place, Text};
use crate::syntax::{Node, Unread};

/// A field of a kind or of a group.
#[derive(Clone, Debug)]
pub struct Field {
    /// `snake_case` name, as in expressions.
    pub name: Arc<str>,
    /// What it is, for hover and `explain`.
    pub description: Text,
    /// Its type.
    pub ty: Type,
    /// See [`Field::aliases`].
    pub(super) aliases: Aliases,
    /// See [`Field::folded`].
    pub(super) folded: OnceLock<Vec<Arc<str>>>,
    /// A completed act: a date that must not lie after today.
    pub past: bool,
    /// Elided from whatever leaves the machine.
    pub sensitive: bool,
    /// A truth that is not stated has this value. Only for truths.
    pub default: Option<bool>,
    /// For a number: the level that is written beside it.
    pub level: Option<LevelSpec>,
    /// A section that carries the group fills this field with its text.
    pub body: bool,
    /// The property's key in the schema file.
    pub place: Place,
    /// The kind whose schema declares it (a base kind for inherited fields).
    pub declared_by: KindId,
}

impl Field {
    /// Other names as key, column or heading, as written in the schema.
    pub fn aliases(&self) -> &[Text] {
        self.aliases.all.get_or_init(|| self.aliases.given.iter().flat_map(Texts::read).collect())
    }

    /// Its name and its other names, folded, when they are first asked for: most fields meet no document that has them.
    pub fn folded(&self) -> &[Arc<str>] {
        self.folded.get_or_init(|| {
            let aliases = self.aliases();
            let mut all = Vec::with_capacity(1 + aliases.len());
            // Many a name is folded already.
            all.push(with_folded(&self.name, |folded| if *self.name == *folded { self.name.clone() } else { folded.into() }));
            all.extend(aliases.iter().map(|alias| with_folded(alias, |folded| folded.into())));
            all
        })
    }

    /// Its name as a heading or a label has it: `Review due`.
    pub fn label(&self) -> String {
        let words = if &*self.name == "id" { "ID".to_owned() } else { self.name.replace('_', " ") };
        // An abbreviation keeps the capitals that another name of the field gives it.
        let same =
            self.aliases().iter().find(|alias| alias.eq_ignore_ascii_case(&words)).map_or(words, |alias| alias.to_string());
        let mut chars = same.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }

    /// What belongs there, as words within a sentence: its description without capital and full stop, and the words that it takes.
    pub fn words(&self) -> String {
        let said = self
            .description
            .split(". ")
            .next()
            .and_then(|said| said.split("; ").next())
            .unwrap_or_default()
            .trim_end_matches('.');
        let mut chars = said.chars();
        let (first, rest) = (chars.next(), chars.as_str());
        // An abbreviation keeps its capitals.
        let small = |c: char| if rest.starts_with(|next: char| next.is_uppercase()) { c } else { c.to_ascii_lowercase() };
        let words = first.map_or_else(|| self.name.replace('_', " "), |c| format!("{}{rest}", small(c)));
        match self.ty.element() {
            Type::Word(vocabulary) if vocabulary.words.len() <= CHOICES => format!("{words}: {}", vocabulary.words.join(", ")),
            Type::Date => format!("{words}, as YYYY-MM-DD"),
            _ => words,
        }
    }
}

/// Texts of a list in a schema.
#[derive(Clone, Debug)]
pub(super) enum Texts {
    Read(Vec<Text>),
    /// Of a schema that came with the program.
    Unread(Unread),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Read(Vec::new())
    }
}

impl Texts {
    fn read(&self) -> Vec<Text> {
        match self {
            Self::Read(texts) => texts.clone(),
            Self::Unread(unread) => unread.texts(),
        }
    }
}

/// Other names of a field, read when they are first asked for.
#[derive(Clone, Debug)]
pub(super) struct Aliases {
    given: [Texts; 2],
    all: OnceLock<Vec<Text>>,
}

impl Aliases {
    /// Those of two lists.
    pub fn of(given: [Texts; 2]) -> Self {
        Self { given, all: OnceLock::new() }
    }
}

/// Words of a vocabulary that are listed in a sentence.
const CHOICES: usize = 8;

/// A path from a record to a value in it: field index in the kind, then in the group, and so on. Lists and maps are passed through.
pub type FieldPath = Vec<u16>;

/// What values a field takes.
#[derive(Clone, Debug)]
pub enum Type {
    /// Any text.
    Text,
    /// A number; `percent`, units and thousands are not read.
    Number,
    /// Yes or no, with other words for them (folded).
    Truth(Arc<Truths>),
    /// A calendar date.
    Date,
    /// A span of time in months and days.
    Duration,
    /// A regular expression, in pack data.
    Pattern,
    /// One of a vocabulary.
    Word(Arc<Vocabulary>),
    /// A word or number on the levels of the one record of another kind.
    Scale(Arc<ScaleSpec>),
    /// A reference to a record.
    Ref(Arc<RefSpec>),
    /// Several of one type.
    List(Box<Type>),
    /// Named fields.
    Group(Arc<Group>),
    /// Entries of one type under names.
    Map(Arc<MapType>),
}

impl Type {
    /// The type for messages: "a date", "a number", "one of draft, approved".
    pub fn noun(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Number => "a number".into(),
            Self::Truth(_) => "yes or no".into(),
            Self::Date => "a date (YYYY-MM-DD)".into(),
            Self::Duration => "a duration such as P12M or 12 months".into(),
            Self::Pattern => "a regular expression".into(),
            Self::Word(v) => format!("one of {}", v.words.join(", ")),
            Self::Scale(_) => "a level or a number".into(),
            Self::Ref(_) => "a reference".into(),
            Self::List(item) => format!("a list, each item {}", item.noun()),
            Self::Group(_) => "named fields".into(),
            Self::Map(_) => "a mapping".into(),
        }
    }

    /// The type of an element for a list, else the type itself.
    pub fn element(&self) -> &Self {
        match self {
            Self::List(item) => item.element(),
            other => other,
        }
    }
}

/// Words for yes and no, folded.
pub type Truths = FxHashMap<Box<str>, bool>;

/// Those that every truth understands.
pub(super) static TRUTHS: LazyLock<Arc<Truths>> = LazyLock::new(|| {
    let yes = ["true", "yes", "y", "✓", "✔", "✅", "☑", "x"].map(|word| (fold_value(word), true));
    let no = ["false", "no", "n", "✗", "✘", "❌", "☐"].map(|word| (fold_value(word), false));
    let mut known = Truths::default();
    known.extend(yes);
    known.extend(no);
    Arc::new(known)
});

/// A closed set of words.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Canonical words, in the schema's order.
    pub words: Vec<Arc<str>>,
    others: Others,
    /// See [`Vocabulary::known`].
    known: OnceLock<FxHashMap<Box<str>, u16>>,
    /// True where the order of the words means something.
    pub ordered: bool,
}

/// Other words for those of a vocabulary, as written, with the index in its words.
#[derive(Clone, Debug)]
enum Others {
    Read(Vec<(Text, u16)>),
    /// Of a schema that came with the program.
    Unread(Unread),
}

impl Vocabulary {
    /// These words, and others for them with their index.
    pub fn new(words: Vec<Arc<str>>, others: Vec<(Text, u16)>, ordered: bool) -> Self {
        Self { words, others: Others::Read(others), known: OnceLock::new(), ordered }
    }

    /// The same with what a schema says of other words, to be read when it is asked for.
    pub(super) fn later(words: Vec<Arc<str>>, others: Unread, ordered: bool) -> Self {
        Self { words, others: Others::Unread(others), known: OnceLock::new(), ordered }
    }

    /// Folded word or synonym to index in `words`, made when a value is first read.
    pub fn known(&self) -> &FxHashMap<Box<str>, u16> {
        self.known.get_or_init(|| {
            let words = self.words.iter().enumerate().map(|(i, word)| (fold_value(word), i as u16));
            let mut known: FxHashMap<Box<str>, u16> = words.collect();
            for (other, i) in &*self.others() {
                known.entry(fold_value(other)).or_insert(*i);
            }
            known
        })
    }

    fn others(&self) -> Cow<'_, [(Text, u16)]> {
        match &self.others {
            Others::Read(others) => Cow::Borrowed(others),
            Others::Unread(unread) => {
                let others = |values: Node<'_>| super::property::others(&self.words, &values, &unread.text(), &mut |_, _| {});
                Cow::Owned(unread.read().map(others).unwrap_or_default())
            }
        }
    }

    /// The word that a text is, or means.
    pub fn word(&self, text: &str) -> Option<&Arc<str>> {
        let means = || self.words.get(usize::from(*self.known().get(&fold_value(text))?));
        self.words.iter().find(|word| ***word == *text).or_else(means)
    }
}

impl PartialEq for Vocabulary {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
            && self.ordered == other.ordered
            && (self.others() == other.others() || self.known() == other.known())
    }
}

/// Levels that another kind's one record defines.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleSpec {
    /// The kind whose one record holds the levels.
    pub kind: Arc<str>,
    /// Its field: a list of groups `{title, min, max}`.
    pub levels: Arc<str>,
}

/// The level that people write beside a number, as in `12 (Medium)` or `M12`: either field may tell both.
#[derive(Clone, Debug)]
pub struct LevelSpec {
    /// The name of the field that is the level.
    pub field: Arc<str>,
    /// Words that are levels, folded.
    pub words: Vec<Arc<str>>,
}

/// A reference.
#[derive(Clone, Debug)]
pub struct RefSpec {
    /// Which kinds it may point to.
    pub to: RefTo,
    /// Free text, paths and URLs are allowed.
    pub open: bool,
    /// Must not lead back to the record.
    pub acyclic: bool,
    /// By which fields of the target it may be named, besides the id.
    pub by: Vec<Arc<str>>,
    /// What the relation is called from its other end.
    pub inverse: OtherEnd,
}

/// What a relation is called from its other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherEnd {
    /// The schema does not say: by the plural of the kind that refers, where no other field of it leads to the same kind.
    Unsaid,
    /// Nothing: it cannot be followed backwards.
    Nameless,
    /// This.
    Named(Arc<str>),
}

/// The kinds a reference may point to.
#[derive(Clone, Debug)]
pub enum RefTo {
    /// Any record at all, a file, a URL.
    Any,
    /// One of these kinds or of kinds that extend them.
    Kinds(Vec<KindId>),
}

/// Named fields that stand together.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The fields, in the schema's order.
    pub fields: Vec<Field>,
    /// Folded name or alias to index in `fields`, made when a name is first looked up.
    pub(super) names: OnceLock<FxHashMap<Arc<str>, u16>>,
}

impl Group {
    /// The field that a key, column or heading names.
    pub fn named(&self, name: &str) -> Option<u16> {
        let names = self.names.get_or_init(|| super::property::names(&self.fields));
        with_folded(name, |folded| super::named(names, folded))
    }
}

/// Entries of one type under names; some names may be known.
#[derive(Clone, Debug)]
pub struct MapType {
    /// Known keys with their aliases; every one has the entry type.
    pub keys: Group,
    /// The type of each entry.
    pub entry: Type,
    /// Other keys are allowed.
    pub open: bool,
}
