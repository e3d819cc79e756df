//! One id, several records; one record, several stories; several documents where one counts.

use rustc_hash::FxHashMap;

use super::Lint;
use crate::finding::{Finding, codes, list};
use crate::model::{Data, EntityId, Record, Telling, contradict, titles_contradict};
use crate::schema::{Type, fold_value};
use crate::source::Place;

impl Lint<'_> {
    pub(super) fn duplicates(&self, findings: &mut Vec<Finding>) {
        for entity in self.index.retold() {
            self.retold(entity, findings);
        }
        for (kind, spec) in self.index.schema.iter().filter(|(_, spec)| !spec.unique.is_empty()) {
            let mut owns: Vec<EntityId> = self.index.every(kind).filter(|e| self.index.kind(*e) == kind).collect();
            self.index.sort(&mut owns);
            for field in &spec.unique {
                self.repeated(&owns, *field, findings);
            }
        }
    }

    /// A record told more than once: the same thing in two places, or two things under one id.
    fn retold(&self, entity: EntityId, findings: &mut Vec<Finding>) {
        let tellings: Vec<Telling> = self.index.tellings(entity).iter().copied().filter(|t| (self.ours)(t.file)).collect();
        let name = self.name(entity);
        let id = name.id.clone().unwrap_or_else(|| name.kind.clone());
        for (i, other) in tellings.iter().enumerate().skip(1) {
            let b = self.index.record(*other);
            let is_twin = |t: &&Telling| {
                let a = self.index.record(**t);
                // A row of the register and a heading of its own, further down, tell one record.
                let twice = t.file == other.file && std::mem::discriminant(&a.carrier) == std::mem::discriminant(&b.carrier);
                twice || self.titles_differ(a, b)
            };
            if let Some(twin) = tellings[..i].iter().find(is_twin) {
                let finding = Finding::built_in(
                    codes::DUPLICATE_RECORD_ID,
                    Place::new(other.file, b.name),
                    format!("two records have the id {id}"),
                );
                let help = "give one of them another id, and correct the references to it";
                let at = Place::new(twin.file, self.index.record(*twin).name);
                findings.push(finding.label(at, "the other one").help(help).about(name.clone(), "id"));
                continue;
            }
            for (field, value) in &b.fields {
                let spec = &self.index.schema.kind(b.kind).fields[*field as usize];
                if matches!(spec.ty, Type::List(_)) || value.is_missing() {
                    continue;
                }
                // The first telling that says anything of the field, as the index reads it.
                let said = tellings[..i].iter().find_map(|t| {
                    let said = self.index.record(*t).get(*field).filter(|v| !v.is_missing())?;
                    Some((said, t.file))
                });
                if let Some((said, file)) = said.filter(|(said, _)| contradict(&said.data, &value.data)) {
                    let (at, first) = (Place::new(other.file, value.span), Place::new(file, said.span));
                    findings.push(Finding::conflicting(at, first, name.clone(), &spec.name));
                }
            }
        }
    }

    /// Several documents where one counts.
    pub(super) fn claims(&self, findings: &mut Vec<Finding>) {
        for kind in self.unsettled {
            let told = |e: &&EntityId| (self.ours)(self.index.first(**e).0);
            let claim: Vec<EntityId> = self.index.all(*kind).iter().filter(told).copied().collect();
            let [first, rest @ ..] = &*claim else { continue };
            if rest.is_empty() {
                continue; // the others are nobody's business here
            }
            let names: Vec<String> = claim.iter().map(|e| self.told_as(*e)).collect();
            let title = &self.index.schema.kind(*kind).title;
            let message = format!("{} documents are taken for the {title}, of which one counts: {}", claim.len(), list(&names));
            let mut finding = Finding::built_in(codes::SEVERAL_OF_ONE, self.index.name_place(*first), message);
            for other in rest {
                finding = finding.label(self.index.name_place(*other), "and this one");
            }
            // What a document is may have been told by its title alone, so that is said as well.
            let help = "set the status of those that do not count to superseded or withdrawn, or of the next one to draft; \
                one that is something else, such as an annex or a summary, is named in the manifest: `documents: [{ path: …, kind: document }]`";
            findings.push(finding.help(help).about(self.name(*first), "status"));
        }
    }

    /// A record's id, or the file of one that has none.
    fn told_as(&self, entity: EntityId) -> String {
        let path = || self.index.facts(self.index.first(entity).0).map(|f| f.path.to_string());
        self.name(entity).id.map(|id| id.to_string()).or_else(path).unwrap_or_default()
    }

    fn titles_differ(&self, a: &Record, b: &Record) -> bool {
        matches!((self.title(a), self.title(b)), (Some(a), Some(b)) if titles_contradict(a, b))
    }

    fn title<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let (field, _) = self.index.schema.kind(record.kind).field("title")?;
        match &record.get(field)?.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    fn repeated(&self, entities: &[EntityId], field: u16, findings: &mut Vec<Finding>) {
        let mut seen: FxHashMap<Box<str>, (EntityId, Place)> = FxHashMap::default();
        for entity in entities {
            let (file, record) = self.index.first(*entity);
            let Some(value) = record.get(field) else { continue };
            let (Data::Text(text) | Data::Ref(text, _)) = &value.data else { continue };
            let place = Place::new(file, value.span);
            match seen.get(&fold_value(text)) {
                Some((other, at)) if (self.ours)(file) => {
                    let spec = &self.index.schema.kind(record.kind).fields[field as usize];
                    let (name, first) = (self.name(*entity), self.name(*other));
                    let id = |n: &crate::finding::RecordName| n.id.clone().unwrap_or_else(|| n.kind.clone());
                    let message = format!("{} and {} have the same `{}`", id(&first), id(&name), spec.name);
                    findings.push(
                        Finding::built_in(codes::DUPLICATE_VALUE, place, message)
                            .label(*at, "first here")
                            .about(name, &*spec.name),
                    );
                }
                Some(_) => {}
                None => {
                    seen.insert(fold_value(text), (*entity, place));
                }
            }
        }
    }
}
