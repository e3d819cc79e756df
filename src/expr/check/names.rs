//! What a name means on a record, and which name was meant when it means nothing.

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use super::Checker;
use super::types::{noun, ty_of, unify};
use crate::expr::ir::{Access, Slot};
use crate::expr::{Kinds, Ty};
use crate::finding::suggestion;
use crate::schema::{Field, Group, KindId, Schema};
use crate::source::Span;

/// Built-in names of every record.
const BUILT_IN: [(&str, Slot); 6] = [
    ("id", Slot::Id),
    ("kind", Slot::Kind),
    ("document", Slot::Document),
    ("mentions", Slot::Mentions),
    ("path", Slot::Path),
    ("prose", Slot::Prose),
];

impl<'s> Checker<'s> {
    /// What `name` is on records of these kinds; none if on none of them. Kinds with different types are complained about.
    pub(super) fn member(&mut self, kinds: &Kinds, name: &Arc<str>, span: Span) -> Option<(Ty, Access)> {
        let candidates = self.candidates(kinds);
        let mut slots: SmallVec<[(KindId, Slot); 2]> = SmallVec::new();
        let mut ty: Option<Ty> = None;
        // The field whose type was added last: most kinds have it from one base.
        let mut added: Option<&Arc<Field>> = None;
        for kind in candidates.iter().copied() {
            let Some(slot) = self.find(kind, name) else { continue };
            if kinds.any && slots.iter().any(|(base, of_base)| *of_base == slot && self.schema.is_a(kind, *base)) {
                // The base's slot serves; a type that the kind narrows is added, so that words of it are known.
                if let Slot::Field(i) | Slot::Both(i, _) = slot {
                    let field = &self.schema.kind(kind).fields[i as usize];
                    if !added.is_some_and(|same| Arc::ptr_eq(same, field)) {
                        ty = ty.map(|t| unify(t.clone(), ty_of(&field.ty)).unwrap_or(t));
                        added = Some(field);
                    }
                }
                continue;
            }
            let own = self.slot_ty(kind, slot);
            ty = match ty {
                None => Some(own),
                Some(known) => {
                    let both = unify(known.clone(), own.clone());
                    if both.is_none() {
                        let (first, second) = (&self.schema.kind(slots[0].0).name, &self.schema.kind(kind).name);
                        let (a, b) = (noun(&known, self.schema), noun(&own, self.schema));
                        self.complain(span, format!("`{name}` is {a} on {first}, but {b} on {second}"), None);
                    }
                    both.or(Some(Ty::Wrong))
                }
            };
            slots.push((kind, slot));
        }
        Some((ty?, Access { name: name.clone(), slots, kinds: kinds.of.clone(), plain: false }))
    }

    fn candidates<'k>(&self, kinds: &'k Kinds) -> Cow<'k, [KindId]>
    where
        's: 'k,
    {
        if kinds.any {
            return Cow::Borrowed(self.schema.general_first());
        }
        let mut all = Cow::Borrowed(kinds.of.as_slice());
        if kinds.open {
            all.to_mut().extend(["file", "url", "text"].iter().filter_map(|k| self.schema.find(k)));
        }
        all
    }

    /// What a name is on one kind.
    fn find(&self, kind: KindId, name: &str) -> Option<Slot> {
        let spec = self.schema.kind(kind);
        match name {
            "id" => return Some(Slot::Id),
            "kind" => return Some(Slot::Kind),
            "mentions" => return Some(Slot::Mentions),
            _ => {}
        }
        if let Some((i, _)) = spec.field(name) {
            let other_end = spec.inverses.iter().position(|inverse| *inverse.name == *name && inverse.stored == Some(i));
            return Some(other_end.map_or(Slot::Field(i), |inverse| Slot::Both(i, inverse as u16)));
        }
        if let Some(i) = spec.derived.iter().position(|d| *d.name == *name) {
            return Some(Slot::Derived(i as u16));
        }
        if let Some(i) = spec.inverses.iter().position(|d| *d.name == *name) {
            return Some(Slot::Inverse(i as u16));
        }
        match name {
            "document" => Some(Slot::Document),
            "path" if self.may_be_document(kind) => Some(Slot::Path),
            "prose" if self.may_be_document(kind) => Some(Slot::Prose),
            _ => None,
        }
    }

    fn may_be_document(&self, kind: KindId) -> bool {
        self.schema.iter().any(|(_, k)| k.document && k.line.contains(&kind))
    }

    fn slot_ty(&mut self, kind: KindId, slot: Slot) -> Ty {
        match slot {
            Slot::Field(i) => ty_of(&self.schema.kind(kind).fields[i as usize].ty),
            Slot::Derived(i) => match self.derived.derived(kind, i) {
                Some((ty, info)) => {
                    self.info.reads.kinds.extend(&info.reads.kinds);
                    self.info.reads.any |= info.reads.any;
                    self.info.reads.text |= info.reads.text;
                    self.info.beyond |= info.beyond;
                    ty
                }
                None => Ty::Wrong,
            },
            Slot::Both(i, inverse) => {
                let spec = self.schema.kind(kind);
                self.info.reads.kinds.insert(spec.inverses[inverse as usize].from);
                self.info.beyond = true;
                ty_of(&spec.fields[i as usize].ty)
            }
            Slot::Inverse(i) => {
                let from = self.schema.kind(kind).inverses[i as usize].from;
                self.info.beyond = true;
                Ty::List(Box::new(Ty::Record(Kinds::of([from]))))
            }
            Slot::Id | Slot::Path => Ty::Text,
            Slot::Kind => Ty::Kind,
            Slot::Document => Ty::Record(Kinds::any()),
            Slot::Mentions => {
                self.info.beyond = true;
                self.info.reads.text = true;
                let kinds = self.schema.find("mention").map_or_else(Kinds::any, |k| Kinds::of([k]));
                Ty::List(Box::new(Ty::Record(kinds)))
            }
            Slot::Prose => {
                self.info.reads.text = true;
                Ty::Prose
            }
        }
    }

    /// True when the name means something on records of these kinds.
    pub(super) fn has_member(&self, kinds: &Kinds, name: &str) -> bool {
        self.candidates(kinds).iter().any(|k| self.find(*k, name).is_some())
    }

    /// All names of records of these kinds, for "did you mean".
    pub(super) fn member_names(&self, kinds: &Kinds) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = BUILT_IN.iter().map(|(n, _)| Arc::from(*n)).collect();
        for kind in &*self.candidates(kinds) {
            let spec = self.schema.kind(*kind);
            names.extend(spec.fields.iter().map(|f| f.name.clone()));
            names.extend(spec.derived.iter().map(|d| d.name.clone()));
            names.extend(spec.inverses.iter().map(|i| i.name.clone()));
        }
        names.sort();
        names.dedup();
        names
    }

    /// Kinds as a writer knows them: "risk", "role or person".
    pub(super) fn kind_names(&self, kinds: &Kinds) -> String {
        if kinds.any || kinds.of.is_empty() {
            return "a record".into();
        }
        let names: Vec<&str> = kinds.of.iter().map(|k| &*self.schema.kind(*k).name).collect();
        names.join(" or ")
    }

    /// Help for a bare name that means nothing: the global it may have been meant for, else the nearest name.
    pub(super) fn help_for_name(&self, name: &str, known: &[Arc<str>]) -> Option<String> {
        if self.schema.by_plural(name).is_some() {
            return Some(format!("all records of the kind are `all {name}`"));
        }
        if let Some(kind) = self.schema.by_snake(name) {
            let kind = self.schema.kind(kind);
            return Some(if kind.one {
                format!("the one of the kind is `the {name}`")
            } else {
                format!("`all {}`", kind.plural)
            });
        }
        if matches!(name, "true" | "false") {
            return Some("a truth is written `x` or `not x`".into());
        }
        suggestion(name, known.iter().map(|n| &**n))
    }
}

/// The fields of groups by name, each type unified.
pub(super) fn group_member(groups: &[Arc<Group>], name: &str) -> Option<Ty> {
    let mut ty = None;
    for field in groups.iter().filter_map(|g| g.fields.iter().find(|f| *f.name == *name)) {
        let own = ty_of(&field.ty);
        ty = Some(match ty {
            None => own,
            Some(known) => unify(known, own).unwrap_or(Ty::Wrong),
        });
    }
    ty
}

/// The kind that `the NAME` or `exists: NAME` means, or what to say.
pub(in crate::expr) fn kind_help(schema: &Schema, name: &str) -> Option<String> {
    let snake = name.replace('-', "_");
    if let Some(kind) = schema.by_plural(&snake) {
        return Some(format!("its name in the singular is `{}`", schema.kind(kind).snake));
    }
    suggestion(&snake, schema.kinds.iter().map(|k| &*k.snake))
}
