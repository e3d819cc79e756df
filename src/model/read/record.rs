//! A mapping as a record of a kind: its fields, its id, and what its schema says beyond types.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json, json};

use super::super::DottedName;
use super::super::agreement::{contradict, same};
use super::super::facts::{Carrier, Data, Facts, Mention, MentionBy, Nth, Record, Spot, Value};
use super::Reading;
use super::coerce::About;
use crate::finding::{Finding, Fix, RecordName, codes, in_letters_of, nearest, only_nearest};
use crate::schema::{Field, KindId, Schema, Type, fold};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::{Entry, Key, Node, NodeValue};

/// How strict to be with names that the kind does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// The file says its kind: every unknown name is a finding.
    Finding,
    /// The file was recognised: only a near miss is.
    NearMiss,
    /// A row: its table has told them at their columns.
    Told,
}

impl Reading<'_> {
    /// Reads a record from entries and adds it to the facts; gives its position.
    pub(super) fn record(
        &mut self,
        kind: KindId,
        span: Span,
        entries: &[&Entry<'_>],
        carrier: Carrier,
        unknown: Unknown,
    ) -> usize {
        let vocabulary = self.vocabulary;
        let spec = vocabulary.schema.kind(kind);
        let id_field = spec.id.as_ref().map(|id| id.field);
        let named: Vec<Option<u16>> = entries.iter().map(|e| self.meant(kind, e)).collect();
        let mut ids = entries.iter().zip(&named).filter(|(_, f)| f.is_some() && **f == id_field).map(|(e, _)| *e);
        // Of two names that may hold the id ("Control", "Ref"), the one whose text looks like one; of several, the one that is most the kind's own.
        let own = |e: &&Entry<'_>| id_field.map(|f| rank(&spec.fields[usize::from(f)], &e.key.text));
        let id_entry = match ids.clone().nth(1) {
            Some(_) => ids.clone().filter(|e| self.is_id(kind, &e.value)).min_by_key(own).or_else(|| ids.next()),
            None => ids.next(),
        };
        let id: Option<Arc<str>> = id_entry.and_then(|e| self.id_text(kind, &e.value)).map(Arc::from);
        let name = RecordName { kind: spec.name.clone(), id: id.clone() };
        let mut fields: Vec<(u16, Value)> = Vec::with_capacity(entries.len());
        for (entry, meant) in entries.iter().zip(&named) {
            let key: &str = &entry.key.text;
            if key.starts_with("x-") || key == "kind" {
                continue;
            }
            let Some(field) = *meant else {
                self.unknown_field(kind, &name, &entry.key, unknown);
                continue;
            };
            let about = About { kind, record: &name, field: DottedName::of(&spec.fields[field as usize].name) };
            let value = self.value(&entry.value, &spec.fields[field as usize].ty, &about);
            let is_id_column = Some(field) == id_field && id_entry.is_some_and(|e| std::ptr::eq(e, *entry));
            match fields.iter_mut().find(|(f, _)| *f == field) {
                None => fields.push((field, value)),
                Some((_, kept)) if is_id_column => *kept = value,
                // Two names of one field: the one that says something counts.
                Some((_, kept)) if kept.is_missing() => *kept = value,
                Some(_) if value.is_missing() => {}
                // Two names of one field in one block say two things; the field's own name, or its nearer one, counts.
                Some((_, kept))
                    if carrier == Carrier::Document
                        && let Some(first) = first_key(entries, &named, field)
                        && fold(&first.text) != fold(&entry.key.text)
                        && span.contains(first.span) == span.contains(entry.key.span) =>
                {
                    let spec = &spec.fields[usize::from(field)];
                    if rank(spec, &entry.key.text) < rank(spec, &first.text) && Some(field) != id_field {
                        *kept = value;
                    }
                }
                // Of a list, each may tell a part.
                Some((_, Value { data: Data::List(kept), .. })) if carrier == Carrier::Document => {
                    let Data::List(more) = value.data else { continue };
                    let mut all = std::mem::take(kept).into_vec();
                    for item in more {
                        if !all.iter().any(|known| same(&known.data, &item.data)) {
                            all.push(item);
                        }
                    }
                    *kept = all.into();
                }
                Some((_, kept)) if carrier == Carrier::Document && contradict(&kept.data, &value.data) => {
                    let (at, other) = (self.place(value.span), self.place(kept.span));
                    self.find(Finding::conflicting(at, other, name.clone(), &spec.fields[field as usize].name));
                }
                Some(_) => {}
            }
        }
        self.levels(kind, entries, &named, &mut fields);
        fields.sort_by_key(|(field, _)| *field);
        let at =
            id_entry.filter(|_| id.is_some()).map_or_else(|| entries.first().map_or(span, |e| first_words(e)), |e| e.value.span);
        if spec.id.is_some()
            && id.is_none()
            && !spec.document
            && matches!(carrier, Carrier::Mapping | Carrier::Item)
            && id_entry.is_none()
        {
            let id_name = id_field.map_or("id", |f| &*spec.fields[f as usize].name);
            let message = format!("this {} has no `{id_name}`, so nothing can refer to it", spec.title);
            self.find(Finding::built_in(codes::MISSING_ID, self.place(at), message).about(name.clone(), id_name));
        }
        let record = Record { kind, id, span, name: at, fields, carrier };
        self.validate(&record, &name);
        self.facts.records.push(record);
        self.facts.records.len() - 1
    }

    pub(super) fn is_id(&self, kind: KindId, node: &Node<'_>) -> bool {
        let pattern = self.vocabulary.schema.kind(kind).id.as_ref().and_then(|id| id.pattern.as_ref());
        self.id_text(kind, node).is_some_and(|id| pattern.is_none_or(|p| p.is_match(id)))
    }

    pub(super) fn id_text<'n>(&self, kind: KindId, node: &'n Node<'_>) -> Option<&'n str> {
        if super::placeholder::blank(node).is_some() {
            return None;
        }
        let text = self.vocabulary.citations.without_namespace(node.text()?.trim());
        let pattern = self.vocabulary.schema.kind(kind).id.as_ref()?.pattern.as_ref();
        // "R-7 Late returns": the id is what is shaped like one.
        let token = text.split(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—')).next().unwrap_or(text);
        // Most are one word: whether it is shaped like one changes nothing.
        let parted = token.len() < text.len() && pattern.is_some_and(|p| p.is_match(token));
        Some(if parted { token } else { text })
    }

    /// The field that an entry is for. `Approved: M. Halvorsen` says by whom, `Approved: 2026-05-22` on which day.
    fn meant(&mut self, kind: KindId, entry: &Entry<'_>) -> Option<u16> {
        let field = self.keys.field(self.vocabulary, kind, &entry.key.text)?;
        let spec = self.vocabulary.schema.kind(kind);
        let Field { name, ty: Type::Date, .. } = &*spec.fields[usize::from(field)] else { return Some(field) };
        let text = entry.value.text().unwrap_or_default();
        let letters = text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '’' | '\''));
        let words = text.split_whitespace();
        let is_name = letters && words.clone().count() > 1 && words.clone().all(|word| word.starts_with(char::is_uppercase));
        if !is_name || fold(&entry.key.text) == fold(name) {
            return Some(field);
        }
        let who = name.strip_suffix("_on").and_then(|stem| spec.field(&format!("{stem}_by"))).map(|(who, _)| who);
        who.or(Some(field))
    }

    /// Tells a name that the kind does not have.
    pub(super) fn unknown_field(&mut self, kind: KindId, record: &RecordName, key: &Key<'_>, unknown: Unknown) {
        if unknown == Unknown::Told || key.text.is_empty() {
            return;
        }
        let spec = self.vocabulary.schema.kind(kind);
        let near = nearest(
            &key.text,
            spec.fields.iter().map(|f| &*f.name).chain(spec.fields.iter().flat_map(|f| f.aliases().iter().map(|a| &**a))),
        );
        let message = match (near, unknown) {
            // A column of the writer's own may resemble one of ours in more than a slip of the pen.
            (Some(near), Unknown::NearMiss) if !is_slip(&key.text, near) => return,
            (Some(near), _) => format!("`{}` is not a field of {}; did you mean `{near}`?", key.text, spec.name),
            (None, Unknown::Finding) => format!("`{}` is not a field of {}", key.text, spec.name),
            (None, _) => return,
        };
        let mut finding = Finding::built_in(codes::UNKNOWN_FIELD, self.place(key.span), message);
        let own = spec.fields.iter().enumerate().map(|(i, f)| (&*f.name, i));
        let others = spec.fields.iter().enumerate().flat_map(|(i, f)| f.aliases().iter().map(move |a| (&**a, i)));
        let meant = only_nearest(&key.text, own.chain(others));
        finding.fix =
            meant.and_then(|(name, _)| Fix::instead(finding.at.place()?, self.text, &key.text, &in_letters_of(&key.text, name)));
        let help = format!("rename it, or write `x-{}` to keep a field of your own", fold(&key.text).replace(' ', "-"));
        self.find(finding.help(help).about(record.clone(), key.text.clone()));
    }

    /// What the schema says beyond types and words, by the JSON Schema validator; phrased for a writer.
    fn validate(&mut self, record: &Record, name: &RecordName) {
        let Some(validator) = self.vocabulary.validator(record.kind) else { return };
        let schema = self.vocabulary.schema.clone();
        let kind = schema.kind(record.kind);
        let mut object = Map::new();
        for (field, value) in &record.fields {
            let field = &kind.fields[*field as usize];
            if let Some(json) = to_json(value, &field.ty) {
                object.insert(field.name.to_string(), json);
            }
        }
        let json = Json::Object(object);
        if validator.is_valid(&json) {
            return;
        }
        let complaints: Vec<(Vec<String>, String)> = validator
            .iter_errors(&json)
            .map(|e| {
                let path = e.instance_path().to_string().split('/').skip(1).map(str::to_owned).collect();
                (path, super::violation::phrase(e.kind(), e.instance()))
            })
            .collect();
        for (path, text) in complaints {
            let Some((span, dotted)) = locate(record, kind, &path) else { continue };
            let finding = Finding::built_in(codes::INVALID_VALUE, self.place(span), format!("`{dotted}` {text}"));
            self.find(finding.about(name.clone(), dotted));
        }
    }
}

/// True for a name that is another's but for a slip of the pen in each of its words, or for the blanks between them.
fn is_slip(written: &str, name: &str) -> bool {
    let (written, name) = (fold(written), fold(name));
    let (words, others): (Vec<&str>, Vec<&str>) = (written.split(' ').collect(), name.split(' ').collect());
    let slips = words.len() == others.len() && words.iter().zip(&others).all(|(word, other)| is_slip_of_word(word, other));
    slips || written.replace(' ', "") == name.replace(' ', "")
}

/// Who slips twice, does so in a long word, and still begins it as it begins: `date` is no slip for `state`.
fn is_slip_of_word(written: &str, word: &str) -> bool {
    const LONG: usize = 6;
    let twice = word.len() >= LONG && written.chars().next() == word.chars().next();
    strsim::osa_distance(written, word) <= if twice { 2 } else { 1 }
}

/// The key under which a field is first told: two names of one field say something else than one name that stands twice.
fn first_key<'e>(entries: &[&'e Entry<'e>], named: &[Option<u16>], field: u16) -> Option<&'e Key<'e>> {
    let mut telling = entries.iter().zip(named).filter(|(entry, named)| **named == Some(field) && entry.key.text != "kind");
    telling.next().map(|(entry, _)| &entry.key)
}

/// How near a name is to a field: its own name before its other names, those in the schema's order.
fn rank(field: &crate::schema::Field, name: &str) -> usize {
    let folded = fold(name);
    field.folded().iter().position(|n| **n == *folded).unwrap_or(usize::MAX)
}

/// What to point at for a record without an id: the value of its first entry if it has one, else the key.
fn first_words(entry: &Entry<'_>) -> Span {
    match &entry.value.value {
        NodeValue::Scalar(_) if !entry.value.span.is_empty() => entry.value.span,
        _ => entry.key.span,
    }
}

fn locate(record: &Record, kind: &crate::schema::Kind, path: &[String]) -> Option<(Span, String)> {
    let (first, rest) = path.split_first()?;
    let (field, spec) = kind.field(first)?;
    let mut value = record.get(field)?;
    let (mut ty, mut dotted) = (&spec.ty, first.clone());
    for step in rest {
        (value, ty) = match (&value.data, ty) {
            (Data::List(items), Type::List(item)) => (items.get(step.parse::<usize>().ok()?)?, &**item),
            (Data::Group(fields), Type::Group(group)) => {
                let i = group.fields.iter().position(|f| *f.name == **step)?;
                dotted = format!("{dotted}.{step}");
                (&fields.iter().find(|(f, _)| *f as usize == i)?.1, &group.fields[i].ty)
            }
            (Data::Map(entries), Type::Map(map)) => {
                dotted = format!("{dotted}.{step}");
                (&entries.iter().find(|e| *e.key == **step)?.value, &map.entry)
            }
            _ => return None,
        };
    }
    Some((value.span, dotted))
}

/// A value as the JSON that the schema describes. What is missing or unreadable is left out.
fn to_json(value: &Value, ty: &Type) -> Option<Json> {
    Some(match (&value.data, ty) {
        (Data::Text(text) | Data::Ref(text, _), _) => json!(&**text),
        (Data::Number(n), _) => json!(n),
        (Data::Truth(t), _) => json!(t),
        (Data::Date(d), _) => json!(d.to_string()),
        (Data::Period(p), _) => json!(p.last.to_string()),
        (Data::Word(i), Type::Word(words)) => json!(&*words.words[*i as usize]),
        (Data::Scale(s), _) => s.number.map_or_else(|| json!(s.word), |n| json!(n)),
        (Data::List(items), Type::List(item)) => items.iter().map(|v| to_json(v, item).unwrap_or(Json::Null)).collect(),
        (Data::Group(fields), Type::Group(group)) => {
            let entry = |(i, v): &(u16, Value)| {
                Some((group.fields[*i as usize].name.to_string(), to_json(v, &group.fields[*i as usize].ty)?))
            };
            Json::Object(fields.iter().filter_map(entry).collect())
        }
        (Data::Map(entries), Type::Map(map)) => {
            Json::Object(entries.iter().filter_map(|e| Some((e.key.to_string(), to_json(&e.value, &map.entry)?))).collect())
        }
        _ => return None,
    })
}

/// Names of fields of groups, by the group's and the field's: the records of a file share them.
type Dotted<'t> = FxHashMap<(Arc<str>, &'t str), Arc<str>>;

/// A reference that was found: its place, the name of its field, and where it stands in its record.
type Found = (Span, Arc<str>, Spot);

/// The references of a record, and how many of its file have been counted.
#[derive(Default)]
struct Counted {
    these: Vec<Found>,
    count: u32,
}

/// Adds a mention for every reference in a field, and counts them.
pub(super) fn field_mentions(facts: &mut Facts, schema: &Schema) {
    fn walk<'t>((value, ty): (&mut Value, &'t Type), name: &Arc<str>, at: Spot, names: &mut Dotted<'t>, found: &mut Counted) {
        let within = Spot { item: Spot::WITHIN, ..at };
        match (&mut value.data, ty) {
            (Data::Ref(_, nth), Type::Ref(_)) => {
                *nth = Nth::new(found.count);
                found.count += 1;
                found.these.push((value.span, name.clone(), Spot { nth: *nth, ..at }));
            }
            (Data::List(items), Type::List(item)) => {
                for (i, v) in items.iter_mut().enumerate() {
                    let item_at = if at == within { within } else { Spot { item: i.min(Spot::WITHIN.into()) as u16, ..at } };
                    walk((v, item), name, item_at, names, found);
                }
            }
            (Data::Group(fields), Type::Group(group)) => {
                for (i, v) in fields {
                    let field = &group.fields[*i as usize];
                    if matches!(field.ty.element(), Type::Ref(_) | Type::Group(_)) {
                        let inner = names.entry((name.clone(), &field.name));
                        let inner = inner.or_insert_with(|| format!("{name}.{}", field.name).into()).clone();
                        walk((v, &field.ty), &inner, within, names, found);
                    }
                }
            }
            (Data::Map(entries), Type::Map(map)) => {
                for e in entries {
                    walk((&mut e.value, &map.entry), &format!("{name}.{}", e.key).into(), within, names, found);
                }
            }
            _ => {}
        }
    }
    let mut mentions = Vec::new();
    let (mut found, mut names) = (Counted::default(), Dotted::default());
    for (i, record) in facts.records.iter_mut().enumerate() {
        for (at, (field, value)) in record.fields.iter_mut().enumerate() {
            let field = &schema.kind(record.kind).fields[*field as usize];
            walk(
                (value, &field.ty),
                &field.name,
                Spot { field: at as u16, item: 0, nth: Nth::default() },
                &mut names,
                &mut found,
            );
        }
        // The ids within a range stand nowhere by themselves: they share its place.
        found.these.dedup_by_key(|(span, ..)| *span);
        mentions.extend(found.these.drain(..).map(|(span, name, at)| Mention { span, by: MentionBy::Field(i as u32, name, at) }));
    }
    facts.mentions.append(&mut mentions);
    facts.references = found.count;
}

/// Reads the records that the manifest itself carries: kinds with `x-in-manifest`.
pub fn manifest_record(file: FileId, source: &SourceFile, tree: &Node<'_>, vocabulary: &super::Vocabulary) -> Facts {
    let mut reading = Reading::of(file, source, vocabulary, (false, vec!["the manifest".into()]));
    let schema = vocabulary.schema.clone();
    for (kind, spec) in schema.iter() {
        let Some((key, with)) = &spec.in_manifest else { continue };
        let own = tree.entry(key);
        let entries: Vec<&Entry<'_>> =
            own.iter().flat_map(|e| e.value.entries()).chain(with.iter().filter_map(|key| tree.entry(key))).collect();
        if own.is_some() || !entries.is_empty() {
            let at = own.map_or_else(|| entries[0].key.span, |e| e.key.span);
            let i = reading.record(kind, at, &entries, Carrier::Manifest, Unknown::Finding);
            let record = &mut reading.facts.records[i];
            record.name = at;
            // There is one, and it needs no id to be found.
            record.id.get_or_insert_with(|| spec.name.clone());
        }
    }
    reading.finish()
}
