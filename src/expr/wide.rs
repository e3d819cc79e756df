//! What an expression reads of other records than the one it is about, field by field. What it reads of that one is known by whose record it is.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::compiled::{Cond, Exists, Pick, ValueExpr};
use super::derived::Body;
use super::ir::{Access, C, Ir, P, Slot, X};
use super::DerivedTable;
use crate::model::Facts;
use crate::model::index::Revised;
use crate::schema::{KindId, Schema};
use crate::source::SourceFile;
use crate::syntax::Lazy;

/// What is read of other records.
#[derive(Clone, Debug, Default)]
pub struct Wide {
    /// Fields by name, and the kinds of which they are read.
    pub fields: FxHashSet<(KindId, Arc<str>)>,
    /// Citations.
    pub mentions: bool,
    /// Prose, otherwise than by asking whether it matches one of the patterns.
    pub prose: bool,
    /// It asks whether prose matches patterns.
    pub patterned: bool,
}

/// Collects what expressions read.
pub struct Reader<'t> {
    schema: &'t Schema,
    derived: &'t DerivedTable,
    seen: FxHashSet<(KindId, u16, bool)>,
    /// What was found.
    pub wide: Wide,
    /// What prose of other documents is matched with.
    pub patterns: Vec<&'t Lazy>,
    /// What parts read of which is kept what they came to, by their numbers.
    pub numbered: Vec<(u64, Wide)>,
}

impl Wide {
    /// True when something of what is read is another. `turned`: prose of some document matches a pattern that it did not, or the other way round.
    pub fn meets(&self, revised: &Revised, turned: bool, schema: &Schema) -> bool {
        let related = |a, b| schema.is_a(a, b) || schema.is_a(b, a);
        let field = |(kind, name): &(KindId, Arc<str>)| self.fields.iter().any(|(of, read)| read == name && related(*kind, *of));
        revised.fields.iter().any(field) || self.mentions && revised.mentions || self.prose || self.patterned && turned
    }
}

impl<'t> Reader<'t> {
    /// Nothing read yet.
    pub fn new(schema: &'t Schema, derived: &'t DerivedTable) -> Self {
        Self { schema, derived, seen: FxHashSet::default(), wide: Wide::default(), patterns: Vec::new(), numbered: Vec::new() }
    }

    /// Reads a condition on the record that it is about.
    pub fn cond(&mut self, cond: &'t Cond) {
        cond.parts().iter().for_each(|part| self.c(part, true));
    }

    /// Reads a list and what its elements must meet.
    pub fn pick(&mut self, pick: &'t Pick) {
        self.p(pick.p(), true);
    }

    /// Reads a value.
    pub fn value(&mut self, value: &'t ValueExpr) {
        self.x(value.x(), true);
    }

    /// Reads what some record must meet.
    pub fn exists(&mut self, exists: &'t Exists) {
        exists.cond.iter().flat_map(Cond::parts).for_each(|part| self.c(part, false));
    }

    /// `own`: `this` is the record that the rule is about.
    fn c(&mut self, c: &'t C, own: bool) {
        match c {
            C::And(parts) | C::Or(parts) => parts.iter().for_each(|part| self.c(part, own)),
            C::Not(inner) => self.c(inner, own),
            C::Once(number, inner) => self.part(*number, |part| part.c(inner, own)),
            C::Any(pick) | C::None(pick) => self.p(pick, own),
            C::Regex(x, pattern) => match &x.ir {
                Ir::Field(base, access) if is_prose(access) => {
                    self.x(base, own);
                    if !(own && matches!(base.ir, Ir::This)) {
                        self.wide.patterned = true;
                        self.patterns.push(pattern);
                    }
                }
                _ => self.x(x, own),
            },
            C::Has(list, b, Some(number)) => {
                self.part(*number, |part| part.x(list, own));
                self.x(b, own);
            }
            C::Compare(_, a, b) | C::Has(a, b, None) | C::Similar(a, b) | C::Pattern(a, b) => {
                self.x(a, own);
                self.x(b, own);
            }
            C::In(x, _) | C::Given(x) | C::Missing(x) | C::Alone(x) => self.x(x, own),
        }
    }

    fn p(&mut self, p: &'t P, own: bool) {
        self.part(p.number, |part| {
            part.x(&p.from, own);
            p.cond.iter().for_each(|c| part.c(c, own));
        });
    }

    /// Reads a part that has a number.
    fn part(&mut self, number: u64, read: impl FnOnce(&mut Self)) {
        let mut part = Self::new(self.schema, self.derived);
        read(&mut part);
        self.wide.fields.extend(part.wide.fields.iter().cloned());
        self.wide.mentions |= part.wide.mentions;
        self.wide.prose |= part.wide.prose;
        self.wide.patterned |= part.wide.patterned;
        self.patterns.extend(part.patterns);
        self.numbered.extend(part.numbered);
        self.numbered.push((number, part.wide));
    }

    fn x(&mut self, x: &'t X, own: bool) {
        match &x.ir {
            Ir::Field(base, access) => {
                self.x(base, own);
                let of_this = own && matches!(base.ir, Ir::This);
                for (kind, slot) in &access.slots {
                    self.slot(*kind, *slot, of_this);
                }
            }
            Ir::Count(inner) => self.x(inner, own),
            Ir::Max(parts) => parts.iter().for_each(|part| self.x(part, own)),
            Ir::Pick(pick) => self.p(pick, own),
            Ir::Arith(_, a, b) | Ir::Else(a, b) => {
                self.x(a, own);
                self.x(b, own);
            }
            Ir::Cond(c) => self.c(c, own),
            Ir::All(kind) => self.wide.mentions |= *self.schema.kind(*kind).name == *"mention",
            Ir::This | Ir::Var(..) | Ir::Today | Ir::The(_) | Ir::Lit(_) | Ir::List(_) => {}
        }
    }

    fn slot(&mut self, kind: KindId, slot: Slot, own: bool) {
        let spec = self.schema.kind(kind);
        let (field, inverse) = match slot {
            // What refers back by the same relation counts as well.
            Slot::Field(i) => (Some(i), spec.inverses.iter().position(|inverse| inverse.stored == Some(i))),
            Slot::Both(i, inverse) => (Some(i), Some(inverse.into())),
            Slot::Inverse(inverse) => (spec.inverses[usize::from(inverse)].stored, Some(inverse.into())),
            Slot::Derived(i) => {
                if let Some(field) = self.derived.field(kind, i)
                    && self.seen.insert((kind, i, own))
                {
                    match &field.body {
                        Body::Cond(c) => self.c(c, own),
                        Body::Value(x) => self.x(x, own),
                    }
                }
                return;
            }
            Slot::Mentions => {
                self.wide.mentions = true;
                return;
            }
            Slot::Prose => {
                self.wide.prose |= !own;
                return;
            }
            Slot::Id | Slot::Kind | Slot::Document | Slot::Path => return,
        };
        if let Some(field) = field.filter(|_| !own) {
            self.wide.fields.insert((kind, spec.fields[usize::from(field)].name.clone()));
        }
        if let Some(inverse) = inverse.map(|i| &spec.inverses[i])
            && let Some(first) = inverse.path.first()
        {
            self.wide.fields.insert((inverse.from, self.schema.kind(inverse.from).fields[usize::from(*first)].name.clone()));
        }
    }
}

fn is_prose(access: &Access) -> bool {
    !access.slots.is_empty() && access.slots.iter().all(|(_, slot)| *slot == Slot::Prose)
}

/// True when a pattern matches a document's prose, block quotes left out, as conditions read it.
pub fn prose_matches(facts: &Facts, source: &SourceFile, pattern: &Lazy) -> bool {
    facts.document.blocks.iter().filter(|b| !b.quoted).any(|b| {
        let text = source.slice(b.span);
        if text.contains(['\n', '\r']) { pattern.is_match(&text.replace(['\n', '\r'], " ")) } else { pattern.is_match(text) }
    })
}
