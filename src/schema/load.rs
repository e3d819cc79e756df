//! From schema files to kinds. A mistake in a schema is a finding with a place in that file; what can be understood is kept.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::answers::Answers;
use super::fold::is_folded_title;
use super::kind::{Derived, Holding, IdSpec, Kind, KindId, Needs, Recognise, Schema};
use super::property::{Properties, is_left, texts};
use super::{crosswalk, fold, fold_title, relations, shape};
use crate::finding::{Finding, codes, did_you_mean};
use crate::source::{FileId, Place, SourceFile, Span, Text};
use crate::syntax::{Lazy, Left, Limits, Node, read_but, read_source};

/// A schema file to load. Several with one name extend each other: the first defines the kind, the others add to it.
#[derive(Clone, Debug)]
pub struct SchemaText {
    /// The kind's name: the file's stem.
    pub name: Arc<str>,
    /// The file, for places.
    pub file: FileId,
    /// Its path and text.
    pub source: SourceFile,
    /// True for a kind that every pack builds upon: a field of it that refers to kinds which no pack brings is left out.
    pub shared: bool,
}

/// Kinds, and what is wrong with their files.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The kinds that could be read.
    pub schema: Schema,
    /// Mistakes, code `invalid-rule`.
    pub findings: Vec<Finding>,
}

const KEYWORDS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "x-extends",
    "x-plural",
    "x-id",
    "x-document",
    "x-one",
    "x-data",
    "x-retired",
    "x-derive",
    "x-order",
    "x-unique",
    "x-recognise",
    "x-answers",
    "x-crosswalk",
    "x-spellings",
    "x-tell",
    "x-sensitive",
    "x-in-manifest",
];

/// One file, and its tree if it had to be read to know whether there is one.
struct Given<'t> {
    text: &'t SchemaText,
    read: Option<Node<'t>>,
}

/// One file's tree, while its kind is built.
struct Raw<'r, 't> {
    file: FileId,
    text: &'r Text,
    node: Cow<'r, Node<'t>>,
    /// What was left unread of it.
    left: Left,
    shared: bool,
    /// It came with the program: its patterns are known to be right.
    tried: bool,
}

impl<'t> Given<'t> {
    /// The tree, for as long as it is needed: those of all kinds are large.
    fn raw(&self) -> Option<Raw<'_, 't>> {
        let SchemaText { file, source, shared, .. } = self.text;
        let (node, left) = match &self.read {
            Some(node) => (Cow::Borrowed(node), Left::default()),
            None => {
                let (node, left) = read_but(source, is_left)?;
                (Cow::Owned(node), left)
            }
        };
        Some(Raw { file: *file, text: &source.text, node, left, shared: *shared, tried: source.packed().is_some() })
    }
}

/// Loads kinds in the order given; a kind may extend one that comes later.
pub fn load(texts: &[SchemaText]) -> Loaded {
    let mut findings = Vec::new();
    let mut given: Vec<Given<'_>> = Vec::new();
    for text in texts {
        if text.source.packed().is_some() {
            given.push(Given { text, read: None });
            continue;
        }
        let mut read = read_source(&text.source, &Limits::default());
        findings.extend(read.problems.drain(..).map(|p| {
            Finding::built_in(codes::INVALID_RULE, Place::new(text.file, p.span), format!("schema {}: {}", text.name, p.message))
        }));
        if let Some(node) = read.documents.into_iter().next() {
            given.push(Given { text, read: Some(node) });
        }
    }
    let mut names: Vec<Arc<str>> = Vec::new();
    for Given { text, .. } in &given {
        if !names.contains(&text.name) {
            names.push(text.name.clone());
        }
    }
    let ids: FxHashMap<Arc<str>, KindId> = names.iter().enumerate().map(|(i, n)| (n.clone(), KindId(i as u16))).collect();
    let mut builder = Builder { given: &given, ids: &ids, kinds: FxHashMap::default(), findings };
    for name in &names {
        builder.kind(name, &mut Vec::new());
    }
    let Builder { mut kinds, mut findings, .. } = builder;
    let mut schema = Schema { kinds: Vec::new(), by_name: ids.clone(), ..Schema::default() };
    schema.kinds = (0..names.len()).filter_map(|i| kinds.remove(&KindId(i as u16))).collect();
    for id in (0..schema.kinds.len()).map(|i| KindId(i as u16)) {
        for base in schema.kind(id).line.clone() {
            schema.kinds[base.0 as usize].heirs.push(id);
        }
    }
    relations::derive(&mut schema, &mut findings);
    crosswalk::verify(&schema, &mut findings);
    Loaded { schema, findings }
}

struct Builder<'r, 't> {
    given: &'r [Given<'t>],
    ids: &'r FxHashMap<Arc<str>, KindId>,
    kinds: FxHashMap<KindId, Kind>,
    findings: Vec<Finding>,
}

impl Builder<'_, '_> {
    fn complain(&mut self, file: FileId, span: Span, message: String) {
        self.findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(file, span), message));
    }

    /// Builds a kind after its base. `path` holds the kinds under construction, to end a circle.
    fn kind(&mut self, name: &Arc<str>, path: &mut Vec<Arc<str>>) {
        let id = self.ids[name];
        if self.kinds.contains_key(&id) {
            return;
        }
        let given = self.given.iter().filter(|given| given.text.name == *name);
        let raws: Vec<Raw<'_, '_>> = given.filter_map(Given::raw).collect();
        let Some(first) = raws.first() else { return };
        let mut base = None;
        if let Some(node) = first.node.get("x-extends")
            && let Some(wanted) = node.text()
        {
            match self.ids.get_key_value(wanted) {
                Some((other, _)) if path.contains(other) || other == name => {
                    self.complain(first.file, node.span, format!("kind {name} extends itself"));
                }
                Some((other, other_id)) => {
                    path.push(name.clone());
                    self.kind(&other.clone(), path);
                    path.pop();
                    base = Some(*other_id);
                }
                None => {
                    let near = did_you_mean(wanted, self.ids.keys().map(|k| &**k));
                    self.complain(
                        first.file,
                        node.span,
                        format!("kind {name} extends `{wanted}`, which no schema defines{near}"),
                    );
                }
            }
        }
        let mut kind = start(name, id, base.and_then(|base| self.kinds.get(&base)), first);
        for raw in &raws {
            self.extend(&mut kind, raw);
        }
        self.kinds.insert(id, kind);
    }

    fn extend(&mut self, kind: &mut Kind, raw: &Raw<'_, '_>) {
        for entry in if raw.tried { &[] } else { raw.node.entries() } {
            let key: &str = &entry.key.text;
            if !KEYWORDS.contains(&key) {
                let near = did_you_mean(key, KEYWORDS.iter().copied());
                self.complain(raw.file, entry.key.span, format!("`{key}` is not a keyword of a kind's schema{near}"));
            }
        }
        if let Some(node) = raw.node.get("properties") {
            let mut properties = Properties {
                ids: self.ids,
                file: raw.file,
                text: raw.text,
                kind: kind.line[0],
                tried: raw.tried,
                shared: raw.shared,
                left: &raw.left,
                constrained: false,
                findings: &mut self.findings,
            };
            let fields = properties.fields(node);
            let constrained = properties.constrained;
            kind.fields.reserve(fields.len());
            for field in fields {
                match kind.fields.iter_mut().find(|f| f.name == field.name) {
                    Some(inherited) => *inherited = Arc::new(field),
                    None => kind.fields.push(Arc::new(field)),
                }
            }
            for field in kind.fields.iter().filter(|f| f.place.file == raw.file) {
                if let Some(level) = field.level.as_ref().filter(|level| kind.field(&level.field).is_none()) {
                    self.complain(
                        raw.file,
                        field.place.span,
                        format!("kind {} has no field `{}` to be the level", kind.name, level.field),
                    );
                }
            }
            if constrained {
                kind.validated = shape::constraints(kind.validated.take(), node);
            }
        }
        self.identity(kind, raw);
        crosswalk::read(kind, raw.file, &raw.node, raw.tried, &mut self.findings);
        Self::flags(kind, raw);
        if let Some(node) = raw.node.get("x-derive") {
            for entry in node.entries() {
                let Some(text) = entry.value.text() else { continue };
                let derived = Derived {
                    name: (&*entry.key.text).into(),
                    text: text.into(),
                    place: Place::new(raw.file, inside(&entry.value)),
                };
                match kind.derived.iter_mut().find(|d| d.name == derived.name) {
                    Some(inherited) => *inherited = derived,
                    None => kind.derived.push(derived),
                }
            }
        }
        if let Some(node) = raw.node.get("x-retired")
            && let Some(text) = node.text()
        {
            kind.retired = Some(Derived { name: "retired".into(), text: text.into(), place: Place::new(raw.file, inside(node)) });
        }
        self.recognition(kind, raw);
        if let Some(node) = raw.node.get("x-order") {
            for list in node.items() {
                let path = list.items().iter().filter_map(|n| self.field_path(kind, raw.file, n)).collect();
                kind.order.push(path);
            }
        }
        for node in raw.node.get("x-unique").into_iter().flat_map(Node::items) {
            kind.unique.extend(self.field_path(kind, raw.file, node).map(|p| p[0]));
        }
        for node in raw.node.get("x-tell").into_iter().flat_map(Node::items) {
            kind.tell.extend(self.field_path(kind, raw.file, node).map(|p| p[0]));
        }
        if let Some(entry) = raw.node.entry("x-answers") {
            kind.answers.0.push(match raw.left.under(entry.key.span) {
                Some(entries) => Answers::Unread { entries, file: raw.file, shared: raw.shared },
                None => Answers::Read(super::answers::read(&entry.value, kind, raw.file, raw.shared, &mut self.findings)),
            });
        }
    }

    fn identity(&mut self, kind: &mut Kind, raw: &Raw<'_, '_>) {
        let Some(node) = raw.node.get("x-id") else { return };
        let name = node.get("field").and_then(Node::text).unwrap_or("id");
        let Some((field, _)) = kind.field(name) else {
            self.complain(raw.file, node.span, format!("kind {} has no field `{name}` to be its id", kind.name));
            return;
        };
        let read = |text: &str| if raw.tried { Ok(Lazy::tried(text, false)) } else { Lazy::new(text, false) };
        let pattern = node.get("pattern").and_then(|n| match read(n.text().unwrap_or_default()) {
            Ok(pattern) => Some(Arc::new(pattern)),
            Err(_) => {
                self.complain(raw.file, n.span, format!("the pattern of {} ids is not a regular expression", kind.name));
                None
            }
        });
        let prefix = node.get("prefix").and_then(Node::text).unwrap_or_default().into();
        kind.id = Some(IdSpec { field, prefix, pattern });
    }

    fn flags(kind: &mut Kind, raw: &Raw<'_, '_>) {
        let said = |key: &str| raw.node.get(key).and_then(Node::text).map(|t| t == "true");
        kind.one = said("x-one").unwrap_or(kind.one);
        kind.document = said("x-document").unwrap_or(kind.document);
        kind.data = said("x-data").unwrap_or(kind.data);
        kind.sensitive = said("x-sensitive").unwrap_or(kind.sensitive);
        if let Some(node) = raw.node.get("x-in-manifest")
            && let Some(key) = node.get("key").and_then(Node::text)
        {
            let with = node.get("with").into_iter().flat_map(Node::items).filter_map(Node::text).map(Arc::from).collect();
            kind.in_manifest = Some((key.into(), with));
        }
    }

    fn recognition(&mut self, kind: &mut Kind, raw: &Raw<'_, '_>) {
        let Some(node) = raw.node.get("x-recognise") else { return };
        let titles = |node: Option<&Node<'_>>| texts(node, |title| folded_title(raw.text, title));
        kind.recognise.titles.extend(titles(node.get("titles")));
        if let Some(holding) = node.get("holding")
            && let Some(records) = holding.get("records").and_then(Node::text)
        {
            kind.recognise.holding = Some(Holding { titles: titles(holding.get("titles")), records: records.into() });
        }
        kind.recognise.paths.extend(texts(node.get("paths"), fold));
        kind.recognise.lists.extend(texts(node.get("lists"), fold));
        kind.recognise.on_ground.extend(titles(node.get("on_ground")));
        kind.recognise.sorts.extend(titles(node.get("sorts")));
        kind.recognise.names.extend(titles(node.get("names")));
        kind.recognise.unless.extend(titles(node.get("unless")));
        kind.recognise.anywhere = node.get("anywhere").and_then(Node::text) == Some("true");
        let columns = node.get("columns").map(Node::items).unwrap_or_default();
        let sets = columns.iter().filter(|set| !set.items().is_empty()).map(Node::items);
        let one = columns.iter().any(|c| c.text().is_some()).then_some(columns);
        for set in sets.chain(one) {
            let fields = set.iter().filter_map(|column| self.field_path(kind, raw.file, column)).map(|path| path[0]).collect();
            kind.recognise.columns.push(fields);
        }
        if let Some(needs) = node.get("needs") {
            let share = needs.get("share").and_then(Node::text).and_then(|t| t.parse().ok()).unwrap_or(1.0);
            kind.recognise.needs = needs.get("of").and_then(Node::text).map(|of| Needs { share, of: of.into() });
        }
    }

    fn field_path(&mut self, kind: &Kind, file: FileId, node: &Node<'_>) -> Option<Vec<u16>> {
        let name = node.text()?;
        let path = kind.path(name);
        if path.is_none() {
            let near = did_you_mean(name, kind.fields.iter().map(|f| &*f.name));
            self.complain(file, node.span, format!("kind {} has no field `{name}`{near}", kind.name));
        }
        path
    }
}

/// A title of a file's, folded; most are written so, and stay where they are.
fn folded_title(file: &Text, title: &str) -> Text {
    if is_folded_title(title) { file.part(title) } else { Text::Read(fold_title(title).into()) }
}

/// The span of a scalar's text, quotes excluded.
fn inside(node: &Node<'_>) -> Span {
    match node.style {
        crate::syntax::Style::Quoted => Span::new(node.span.start as usize + 1, (node.span.end as usize).saturating_sub(1)),
        _ => node.span,
    }
}

/// A kind with what it takes from its base; nothing that tells the base's documents and lists from others is inherited.
fn start(name: &Arc<str>, id: KindId, base: Option<&Kind>, raw: &Raw<'_, '_>) -> Kind {
    let snake: Arc<str> = name.replace('-', "_").into();
    let text = |key: &str| raw.node.get(key).and_then(Node::text);
    let plural: Arc<str> = text("x-plural").map_or_else(|| format!("{snake}s"), str::to_owned).into();
    let lists = vec![fold(&plural), fold(name)];
    let names = [&plural, name].map(|name| Text::Read(fold_title(name).into())).to_vec();
    let mut line = vec![id];
    line.extend(base.iter().flat_map(|b| b.line.iter().copied()));
    let place = raw.node.entry("title").map_or(raw.node.span, |e| e.value.span);
    let own = base.map_or_else(
        || (Vec::new(), Vec::new(), None, None, None, Vec::new()),
        |b| (b.fields.clone(), b.derived.clone(), b.retired.clone(), b.validated.clone(), b.id.clone(), b.order.clone()),
    );
    Kind {
        name: name.clone(),
        snake,
        plural,
        title: text("title").unwrap_or(name).into(),
        description: text("description").unwrap_or_default().into(),
        line,
        heirs: Vec::new(),
        document: false,
        one: false,
        data: false,
        sensitive: false,
        id: own.4,
        names: OnceLock::new(),
        fields: own.0,
        sections: OnceLock::new(),
        derived: own.1,
        retired: own.2,
        inverses: Vec::new(),
        order: own.5,
        unique: Vec::new(),
        recognise: Recognise { names, lists, ..Recognise::default() },
        answers: (Vec::new(), OnceLock::new()),
        in_manifest: None,
        crosswalk: None,
        spellings: Vec::new(),
        tell: Vec::new(),
        place: Place::new(raw.file, place),
        validated: own.3,
    }
}
