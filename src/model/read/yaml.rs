//! YAML files: a mapping that is a record, lists of records under a key, top-level lists, several documents in a file.

use super::super::facts::Carrier;
use super::Reading;
use super::recognise::{is_decision, is_id};
use super::record::Unknown;
use crate::finding::{Finding, Fix, codes, nearest, only_nearest};
use crate::schema::{KindId, fold};
use crate::syntax::yaml::Yaml;
use crate::syntax::{Entry, Node, NodeValue};

/// Fewest fields that a record without `kind:` has beside its id.
const FIELDS: usize = 3;

impl Reading<'_> {
    /// Reads every document of a YAML file.
    pub(super) fn yaml(&mut self, tree: &Yaml<'_>) {
        self.problems(&tree.problems);
        self.facts.ground = self.yaml_ground(&tree.documents);
        let named = self.vocabulary.named(self.path);
        if let Some(kind) = named {
            let name = &self.vocabulary.schema.kind(kind).name;
            self.because(format!("the manifest says it is {name}"));
        }
        for document in &tree.documents {
            match &document.value {
                NodeValue::Map(_) => self.mapping(document, named),
                NodeValue::List(items) => {
                    for item in items {
                        if item.get("kind").is_some() || named.is_some() {
                            self.item(item, named);
                        }
                    }
                }
                _ => {}
            }
        }
        if named.is_none() && tree.documents.is_empty() && !tree.problems.is_empty() && says_kind(self.text, self.vocabulary) {
            self.because("it has a `kind:` that is ours".into());
        }
        self.document_record(&tree.documents);
    }

    /// The file's own record is the one document mapping that it holds, if it holds one alone.
    fn document_record(&mut self, documents: &[Node<'_>]) {
        let mappings: Vec<usize> =
            (0..self.facts.records.len()).filter(|i| self.facts.records[*i].carrier == Carrier::Mapping).collect();
        if let [only] = mappings[..]
            && documents.len() == 1
            && self.vocabulary.schema.kind(self.facts.records[only].kind).document
        {
            self.facts.document.record = Some(only);
        }
    }

    fn mapping(&mut self, node: &Node<'_>, named: Option<KindId>) {
        let said = self.said_kind(node).or(named);
        let kind = said.or_else(|| self.kind_by_id(node));
        let entries: Vec<&Entry<'_>> = node.entries().iter().collect();
        let Some(kind) = kind else {
            for entry in entries {
                self.keyed_list(entry, None);
            }
            return;
        };
        // Lists of other records within the mapping are not fields of it.
        let (lists, own): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) =
            entries.into_iter().partition(|e| self.holds_records(e, kind).is_some());
        let whole = said.is_none()
            || own.iter().any(|e| e.key.text == "kind")
            || !self.vocabulary.schema.kind(kind).recognise.lists.iter().any(|_| own.is_empty());
        if whole {
            let unknown = if said.is_some() { Unknown::Finding } else { Unknown::NearMiss };
            self.record(kind, node.span, &own, Carrier::Mapping, unknown);
        }
        for entry in lists {
            self.keyed_list(entry, Some(kind));
        }
    }

    /// The kind of a record that does not say it, by the one key that names the id of a single kind, `risk-id: R-7`: its value is an id, and
    /// most of what stands beside it are fields of the kind, of which one is a decision.
    fn kind_by_id(&mut self, node: &Node<'_>) -> Option<KindId> {
        let keys: Vec<Box<str>> = node.entries().iter().map(|e| fold(&e.key.text)).collect();
        // "id" and "ref" are names of any record's id.
        let may_be = |key: &str, entry: &Entry<'_>| key.contains(' ') && entry.value.text().is_some_and(is_code);
        let another = node.get("kind").is_some() || node.get("apiVersion").is_some();
        if another || !self.has_ground() || !keys.iter().zip(node.entries()).any(|(key, entry)| may_be(key, entry)) {
            return None;
        }
        let schema = self.vocabulary.schema.clone();
        let mut fitting = schema.iter().filter(|(id, kind)| {
            let Some(identity) = kind.id.as_ref().filter(|identity| !identity.prefix.is_empty() && !kind.data) else {
                return false;
            };
            let fields: Vec<Option<u16>> = keys.iter().map(|key| self.vocabulary.folded_field(*id, key)).collect();
            let named = keys.iter().zip(node.entries()).zip(&fields);
            let ids = named.filter(|((key, entry), field)| **field == Some(identity.field) && may_be(key, entry)).count();
            let others: Vec<u16> = fields.iter().flatten().copied().filter(|f| *f != identity.field).collect();
            let decides = |f: &u16| is_decision(kind, *f);
            ids == 1 && others.len() >= FIELDS && others.len() * 2 >= fields.len() && others.iter().any(decides)
        });
        let (Some((kind, spec)), None) = (fitting.next(), fitting.next()) else { return None };
        self.because(format!("a mapping with the id and the fields of {}", spec.name));
        Some(kind)
    }

    /// The kind of the records in an entry, if it is a list of records rather than a field of `within`.
    fn holds_records(&self, entry: &Entry<'_>, within: KindId) -> Option<KindId> {
        if self.vocabulary.field(within, &entry.key.text).is_some()
            || !entry.value.items().iter().any(|n| !n.entries().is_empty())
        {
            return None;
        }
        self.vocabulary.by_list(&entry.key.text)
    }

    fn keyed_list(&mut self, entry: &Entry<'_>, within: Option<KindId>) {
        let Some(kind) = self.vocabulary.by_list(&entry.key.text) else { return };
        let items = entry.value.items();
        let Some(first) = items.iter().find(|n| !n.entries().is_empty()) else { return };
        if within.is_none() && self.ours.is_empty() && !(self.counts(kind) && self.shaped(first, kind) && self.known(items, kind))
        {
            return;
        }
        let name = self.vocabulary.schema.kind(kind).name.clone();
        self.because(format!("the list `{}` holds {name} records", entry.key.text));
        for item in items {
            self.item(item, Some(kind));
        }
    }

    /// True when the item's id looks like an id of the kind.
    fn shaped(&self, item: &Node<'_>, kind: KindId) -> bool {
        let Some(spec) = &self.vocabulary.schema.kind(kind).id else { return false };
        match (&spec.pattern, self.id_of(item, kind)) {
            (Some(pattern), Some(id)) => pattern.is_match(id) && (!spec.prefix.is_empty() || item.entries().len() > 2),
            _ => false,
        }
    }

    /// True unless the kind is known by ids of the pack and too few of the items have one: another standard numbers its controls alike.
    fn known(&self, items: &[Node<'_>], kind: KindId) -> bool {
        let Some(needs) = &self.vocabulary.schema.kind(kind).recognise.needs else { return true };
        let Some(ids) = self.vocabulary.pack_ids.get(&needs.of) else { return false };
        let ours = items.iter().filter_map(|n| self.id_of(n, kind)).filter(|id| ids.contains(&*id.to_uppercase())).count();
        ours as f64 / items.len().max(1) as f64 >= needs.share
    }

    /// The text of the field that would be the item's id.
    fn id_of<'n>(&self, item: &'n Node<'_>, kind: KindId) -> Option<&'n str> {
        let field = self.vocabulary.schema.kind(kind).id.as_ref()?.field;
        let entry = item.entries().iter().find(|e| self.vocabulary.field(kind, &e.key.text) == Some(field))?;
        entry.value.text().map(|id| self.vocabulary.citations.without_namespace(id.trim()))
    }

    fn item(&mut self, node: &Node<'_>, list: Option<KindId>) {
        if node.entries().is_empty() {
            if list.is_some() && !self.ours.is_empty() {
                let finding = Finding::built_in(
                    codes::TYPE_MISMATCH,
                    self.place(node.span),
                    format!("a record must be a mapping, found {}", node.noun()),
                );
                self.find(finding);
            }
            return;
        }
        let Some(kind) = self.said_kind(node).or(list) else { return };
        let entries: Vec<&Entry<'_>> = node.entries().iter().collect();
        self.record(kind, node.span, &entries, Carrier::Item, Unknown::Finding);
    }

    /// The kind that a mapping says, and the finding if it says one that is unknown but near.
    pub(super) fn said_kind(&mut self, node: &Node<'_>) -> Option<KindId> {
        let value = node.get("kind")?;
        let said = value.text()?.trim();
        let schema = self.vocabulary.schema.clone();
        if let Some(kind) = schema.find(said).or_else(|| schema.find(&said.replace(['_', ' '], "-"))) {
            self.because(format!("it says `kind: {said}`"));
            return Some(kind);
        }
        // Another tool's `kind:` is none of our business, unless it is nearly one of ours.
        let near = nearest(said, schema.kinds.iter().map(|k| &*k.name));
        if node.get("apiVersion").is_none() && (near.is_some() || !self.ours.is_empty()) {
            let hint = near.map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
            self.because(format!("it says `kind: {said}`, which is near one of ours"));
            let at = self.place(value.span);
            let mut finding = Finding::built_in(codes::UNKNOWN_KIND, at, format!("`{said}` is not a kind of record{hint}"));
            let meant = only_nearest(said, schema.iter().map(|(id, kind)| (&*kind.name, id)));
            finding.fix = meant.and_then(|(name, _)| Fix::instead(at, self.text, said, name));
            self.find(finding);
        }
        None
    }
}

/// True when a text that could not be parsed has a line `kind: KIND` of ours: then its syntax error is our finding.
fn says_kind(text: &str, vocabulary: &super::Vocabulary) -> bool {
    text.lines().any(|line| {
        let bare = line.trim_start_matches(['-', ' ']);
        bare.strip_prefix("kind:").is_some_and(|kind| vocabulary.schema.find(kind.trim()).is_some())
    }) && !text.contains("apiVersion:")
}

/// True for an id of the writer's own making with a letter in it: a number alone is what programs give.
fn is_code(id: &str) -> bool {
    is_id(id.trim()) && id.contains(|c: char| c.is_ascii_uppercase())
}
