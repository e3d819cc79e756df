//! What an expression reads of other records than the one it is about, field by field. What it reads of that one is known by whose record it is.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::Compare;
use super::cited::Pointed;
use super::compiled::{Cond, Exists, Pick, ValueExpr};
use super::derived::Body;
pub use super::eval::block_matches;
use super::eval::{self, Cx};
use super::ir::{Access, C, Ir, Lit, P, Slot, X};
use super::{DerivedTable, Env, Rec, Ty, V, World};
use crate::model::index::{MentionId, Revised};
use crate::model::{EntityId, Facts};
use crate::schema::{KindId, Schema};
use crate::source::SourceFile;
use crate::syntax::Lazy;

/// Farther than any path leads: read of all records there are, or of who knows which.
const FAR: u8 = u8::MAX;
/// Most steps of a path that are worth following back.
const FOLLOWED: u8 = 4;

/// What is read of other records.
#[derive(Clone, Debug, Default)]
pub struct Wide {
    /// Fields by the kinds of which they are read, and their names; and how many steps of a path lead there at most.
    pub fields: FxHashMap<(KindId, Arc<str>), u8>,
    /// References by the kinds that hold them, and their names, that are read from where they lead to; and how many steps lead there at most.
    pub inverses: FxHashMap<(KindId, Arc<str>), u8>,
    /// Who cites a record is read: how many steps lead to it at most.
    pub cited: Option<u8>,
    /// Which citations are looked at among all.
    pub mentions: Vec<Cited>,
    /// Kinds of which all records are looked at.
    pub listed: FxHashSet<KindId>,
    /// Prose, otherwise than by asking whether it matches one of the patterns.
    pub prose: bool,
    /// It asks whether prose matches patterns.
    pub patterned: bool,
}

/// Collects what expressions read.
pub struct Reader<'t> {
    schema: &'t Schema,
    derived: &'t DerivedTable,
    seen: FxHashSet<(KindId, u16, u8)>,
    /// In fields of which last names the citations stand that the rule is about, if it is about some of those alone.
    own_fields: Option<FxHashSet<Arc<str>>>,
    /// How many steps lead to the variables.
    variables: FxHashMap<u8, u8>,
    /// What was found.
    pub wide: Wide,
    /// What prose of other documents is matched with.
    pub patterns: Vec<&'t Lazy>,
    /// What parts read of which is kept what they came to, by their numbers.
    pub numbered: Vec<(u64, Wide)>,
}

/// Which citations are looked at among all, and what of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// References in fields of these last names; none for any.
    fields: Option<FxHashSet<Arc<str>>>,
    /// Of what they lead to only its kind is read, and not their words.
    by_kind: bool,
}

impl Cited {
    fn meets(&self, revised: &Revised) -> bool {
        revised.recited.iter().any(|recited| {
            let named = |read: &FxHashSet<Arc<str>>| {
                recited.field.as_ref().is_some_and(|name| read.iter().any(|r| r.eq_ignore_ascii_case(name)))
            };
            (recited.elsewhere || !self.by_kind) && self.fields.as_ref().is_none_or(named)
        })
    }
}

/// From where a change is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Met {
    /// It is not.
    Nowhere,
    /// From records that so many steps at most lead to the changed ones, and from those that so many lead to what their references lead to,
    /// or led to.
    Near {
        /// To those that say something else.
        changed: Option<u8>,
        /// To those that something else leads to.
        led: Option<u8>,
    },
    /// From anywhere.
    Anywhere,
}

impl Wide {
    /// From where it is read what is another. `turned`: prose of some document matches a pattern that it did not, or the other way round.
    ///
    /// What is read otherwise is first read by a path that leads where it led: to a record of which a field is another, or to one that a reference
    /// leads to that did not, or does no more.
    pub fn meets(&self, revised: &Revised, turned: bool, schema: &Schema) -> Met {
        if self.prose || self.patterned && turned || self.mentions.iter().any(|cited| cited.meets(revised)) {
            return Met::Anywhere;
        }
        let related = |a, b| schema.is_a(a, b) || schema.is_a(b, a);
        if revised.sets.iter().any(|kind| self.listed.iter().any(|listed| related(*kind, *listed))) {
            return Met::Anywhere;
        }
        let most = |read: &FxHashMap<(KindId, Arc<str>), u8>| {
            let changed = revised.fields.iter().flat_map(|(kind, name)| {
                read.iter().filter(move |((of, read), _)| read == name && related(*kind, *of)).map(|(_, steps)| *steps)
            });
            changed.max()
        };
        let changed = most(&self.fields);
        let led = most(&self.inverses).max(self.cited.filter(|_| !revised.recited.is_empty()));
        match changed.max(led) {
            None => Met::Nowhere,
            Some(steps) if steps > FOLLOWED => Met::Anywhere,
            Some(_) => Met::Near { changed, led },
        }
    }

    /// True if it looks at citations, whichever.
    pub fn cites(&self) -> bool {
        !self.mentions.is_empty() || self.cited.is_some()
    }

    fn add(&mut self, kind: KindId, name: &Arc<str>, steps: u8) {
        let most = self.fields.entry((kind, name.clone())).or_default();
        *most = steps.max(*most);
    }

    fn add_inverse(&mut self, kind: KindId, name: &Arc<str>, steps: u8) {
        let most = self.inverses.entry((kind, name.clone())).or_default();
        *most = steps.max(*most);
    }

    fn add_cited(&mut self, cited: Cited) {
        if !self.mentions.contains(&cited) {
            self.mentions.push(cited);
        }
    }

    fn add_all(&mut self, part: &Self) {
        part.fields.iter().for_each(|((kind, name), steps)| self.add(*kind, name, *steps));
        part.inverses.iter().for_each(|((kind, name), steps)| self.add_inverse(*kind, name, *steps));
        self.cited = self.cited.max(part.cited);
        self.listed.extend(&part.listed);
        part.mentions.iter().for_each(|cited| self.add_cited(cited.clone()));
        self.prose |= part.prose;
        self.patterned |= part.patterned;
    }
}

/// Adds the records that one step of a path may lead to from a record, or back to it: what it cites and what cites it, in fields and in
/// prose, the document that it stands in, and what stands in it.
pub fn neighbours(world: &World, entity: EntityId, into: &mut impl Extend<EntityId>) {
    let (index, env) = (world.index, Env::new(world, None));
    if let V::List(citing) = eval::mentions(Cx::new(&env), entity) {
        for item in citing {
            if let V::Rec(Rec::Mention(mention)) = item.v {
                into.extend(world.cited().from(index, mention));
                into.extend(index.document(mention.file));
            }
        }
    }
    for telling in index.tellings(entity) {
        into.extend(index.document(telling.file));
        let Some(facts) = index.facts(telling.file) else { continue };
        if index.document(telling.file) == Some(entity) {
            into.extend((0..facts.records.len()).filter_map(|record| index.entity_at(facts, record)));
        }
        for position in 0..facts.mentions.len() as u32 {
            let mention = MentionId { file: telling.file, position };
            if world.cited().from(index, mention) == Some(entity)
                && let Some(Pointed::Record(target)) = world.cited().pointed(index, mention)
            {
                into.extend([target]);
            }
        }
    }
}

/// The citations from which one step leads to a record: they cite it, stand in it, or in the document that it is.
pub fn citations_near(world: &World, entity: EntityId) -> Vec<MentionId> {
    let index = world.index;
    let mut found = world.cited().citing(index).get(&entity).map(|few| few.to_vec()).unwrap_or_default();
    for telling in index.tellings(entity) {
        let Some(facts) = index.facts(telling.file) else { continue };
        let is_document = index.document(telling.file) == Some(entity);
        let all = (0..facts.mentions.len() as u32).map(|position| MentionId { file: telling.file, position });
        found.extend(all.filter(|mention| is_document || world.cited().from(index, *mention) == Some(entity)));
    }
    found
}

impl<'t> Reader<'t> {
    /// Nothing read yet.
    pub fn new(schema: &'t Schema, derived: &'t DerivedTable) -> Self {
        Self {
            schema,
            derived,
            seen: FxHashSet::default(),
            own_fields: None,
            variables: FxHashMap::default(),
            wide: Wide::default(),
            patterns: Vec::new(),
            numbered: Vec::new(),
        }
    }

    /// Notes which records the expressions are about: those of some kinds that meet a condition.
    pub fn about(&mut self, kinds: &[KindId], cond: Option<&'t Cond>) {
        if !kinds.is_empty() && kinds.iter().all(|kind| self.is_mention(*kind)) {
            let parts = cond.map_or(&[][..], Cond::parts);
            self.own_fields = parts.iter().find_map(|part| fields(part, &|x| matches!(x.ir, Ir::This), None));
        }
    }

    /// Reads a condition on the record that it is about.
    pub fn cond(&mut self, cond: &'t Cond) {
        cond.parts().iter().for_each(|part| self.c(part, 0));
    }

    /// Reads a condition on some record.
    pub fn far_cond(&mut self, cond: &'t Cond) {
        cond.parts().iter().for_each(|part| self.c(part, FAR));
    }

    /// Reads a list and what its elements must meet.
    pub fn pick(&mut self, pick: &'t Pick) {
        let p = pick.p();
        self.p(p, 0);
        // All that follows may name it.
        let steps = self.steps(&p.from, 0);
        self.variables.insert(p.slot, steps);
    }

    /// Reads a value.
    pub fn value(&mut self, value: &'t ValueExpr) {
        self.x(value.x(), 0);
    }

    /// Reads a value that is told: a record by its id, or by its title.
    pub fn told(&mut self, value: &'t ValueExpr) {
        self.value(value);
        let ty = if let Ty::List(element) = &value.ty { element } else { &value.ty };
        let steps = self.steps(value.x(), 0);
        let Ty::Record(kinds) = ty else { return };
        if steps == 0 {
            return;
        }
        let schema = self.schema;
        for (kind, spec) in schema.iter().filter(|(kind, _)| kinds.any || kinds.of.contains(kind)) {
            let id = spec.id.as_ref().map(|id| &*spec.fields[usize::from(id.field)]);
            for field in id.into_iter().chain(spec.field("title").map(|(_, field)| field)) {
                self.wide.add(kind, &field.name, steps);
            }
        }
    }

    /// Reads what some record must meet.
    pub fn exists(&mut self, exists: &'t Exists) {
        self.wide.listed.insert(exists.kind);
        exists.cond.iter().for_each(|cond| self.far_cond(cond));
    }

    /// `at`: how many steps lead to `this`.
    fn c(&mut self, c: &'t C, at: u8) {
        match c {
            C::And(parts) | C::Or(parts) => parts.iter().for_each(|part| self.c(part, at)),
            C::Not(inner) => self.c(inner, at),
            C::Once(number, inner) => self.part(*number, |part| part.c(inner, at)),
            C::Any(pick) | C::None(pick) => self.p(pick, at),
            C::Regex(x, pattern) => match &x.ir {
                Ir::Field(base, access) if is_prose(access) => {
                    self.x(base, at);
                    if self.steps(base, at) > 0 {
                        self.wide.patterned = true;
                        self.patterns.push(pattern);
                    }
                }
                _ => self.x(x, at),
            },
            C::Has(list, b, Some(number)) => {
                self.part(*number, |part| part.x(list, at));
                self.x(b, at);
            }
            C::Compare(_, a, b) | C::Has(a, b, None) | C::Similar(a, b) | C::Pattern(a, b) => {
                self.x(a, at);
                self.x(b, at);
            }
            C::In(x, _) | C::Given(x) | C::Missing(x) | C::Alone(x) => self.x(x, at),
        }
    }

    fn p(&mut self, p: &'t P, at: u8) {
        self.part(p.number, |part| {
            match p.from.ir {
                Ir::All(kind) if part.is_mention(kind) => {
                    let parts = match p.cond.as_ref().map(C::bare) {
                        Some(C::And(parts)) => parts.as_slice(),
                        Some(one) => std::slice::from_ref(one),
                        None => &[],
                    };
                    let is_it = |x: &X| matches!(x.ir, Ir::Var(slot, _) if slot == p.slot);
                    let fields = parts.iter().find_map(|c| fields(c, &is_it, part.own_fields.as_ref()));
                    let by_kind = p.cond.as_ref().is_none_or(|c| is_by_kind(c, p.slot));
                    part.wide.add_cited(Cited { fields, by_kind });
                }
                _ => part.x(&p.from, at),
            }
            let steps = part.steps(&p.from, at);
            part.variables.insert(p.slot, steps);
            p.cond.iter().for_each(|c| part.c(c, at));
        });
    }

    /// Reads a part that has a number.
    fn part(&mut self, number: u64, read: impl FnOnce(&mut Self)) {
        let mut part = Self::new(self.schema, self.derived);
        part.variables.clone_from(&self.variables);
        part.own_fields.clone_from(&self.own_fields);
        read(&mut part);
        self.wide.add_all(&part.wide);
        self.patterns.extend(part.patterns);
        self.numbered.extend(part.numbered);
        self.numbered.push((number, part.wide));
    }

    fn x(&mut self, x: &'t X, at: u8) {
        match &x.ir {
            Ir::Field(base, access) => {
                self.x(base, at);
                let steps = self.steps(base, at);
                for (kind, slot) in &access.slots {
                    self.slot(*kind, *slot, steps);
                }
            }
            Ir::Count(inner) => self.x(inner, at),
            Ir::Max(parts) => parts.iter().for_each(|part| self.x(part, at)),
            Ir::Pick(pick) => self.p(pick, at),
            Ir::Arith(_, a, b) | Ir::Else(a, b) => {
                self.x(a, at);
                self.x(b, at);
            }
            Ir::Cond(c) => self.c(c, at),
            Ir::All(kind) if self.is_mention(*kind) => self.wide.add_cited(Cited { fields: None, by_kind: false }),
            Ir::All(kind) | Ir::The(kind) => _ = self.wide.listed.insert(*kind),
            Ir::This | Ir::Var(..) | Ir::Today | Ir::Lit(_) | Ir::List(_) => {}
        }
    }

    fn is_mention(&self, kind: KindId) -> bool {
        *self.schema.kind(kind).name == *"mention"
    }

    /// How many steps lead to a value at most.
    fn steps(&self, x: &X, at: u8) -> u8 {
        match &x.ir {
            Ir::This => at,
            Ir::Var(slot, _) => self.variables.get(slot).copied().unwrap_or(FAR),
            // A part of a group is no step.
            Ir::Field(base, access) => self.steps(base, at).saturating_add(u8::from(!access.slots.is_empty())),
            Ir::Pick(pick) => self.steps(&pick.from, at),
            Ir::Else(a, b) => self.steps(a, at).max(self.steps(b, at)),
            Ir::Max(parts) => parts.iter().map(|part| self.steps(part, at)).max().unwrap_or(FAR),
            _ => FAR,
        }
    }

    fn slot(&mut self, kind: KindId, slot: Slot, at: u8) {
        let spec = self.schema.kind(kind);
        let (field, inverse) = match slot {
            // What refers back by the same relation counts as well.
            Slot::Field(i) => (Some(i), spec.inverses.iter().position(|inverse| inverse.stored == Some(i))),
            Slot::Both(i, inverse) => (Some(i), Some(inverse.into())),
            Slot::Inverse(inverse) => (spec.inverses[usize::from(inverse)].stored, Some(inverse.into())),
            Slot::Derived(i) => {
                if let Some(field) = self.derived.field(kind, i)
                    && self.seen.insert((kind, i, at))
                {
                    match &field.body {
                        Body::Cond(c) => self.c(c, at),
                        Body::Value(x, _) => self.x(x, at),
                    }
                }
                return;
            }
            Slot::Mentions => {
                self.wide.cited = self.wide.cited.max(Some(at));
                return;
            }
            Slot::Prose => {
                self.wide.prose |= at > 0;
                return;
            }
            Slot::Id => (spec.id.as_ref().map(|id| id.field), None),
            Slot::Kind | Slot::Document | Slot::Path => return,
        };
        if let Some(field) = field.filter(|_| at > 0) {
            self.wide.add(kind, &spec.fields[usize::from(field)].name, at);
        }
        if let Some(inverse) = inverse.map(|i| &spec.inverses[i])
            && let Some(first) = inverse.path.first()
        {
            let name = &self.schema.kind(inverse.from).fields[usize::from(*first)].name;
            self.wide.add_inverse(inverse.from, name, at);
        }
    }
}

/// The last names of fields that a condition asks a citation to stand in; none if it does not ask that. `is_it` knows the citation, and `own` are
/// those in which the one stands that the rule is about.
fn fields(c: &C, is_it: &dyn Fn(&X) -> bool, own: Option<&FxHashSet<Arc<str>>>) -> Option<FxHashSet<Arc<str>>> {
    let field_of = |x: &X, is_it: &dyn Fn(&X) -> bool| match &x.ir {
        Ir::Field(base, access) => *access.name == *"field" && is_it(base),
        _ => false,
    };
    let text = |lit: &Lit| if let Lit::Text(text) = lit { Some(text.clone()) } else { None };
    match c.bare() {
        C::In(x, lits) if field_of(x, is_it) => lits.iter().map(text).collect(),
        C::Compare(Compare::Eq, a, b) if field_of(a, is_it) => match &b.ir {
            Ir::Lit(lit) => Some(FxHashSet::from_iter([text(lit)?])),
            _ if field_of(b, &|x| matches!(x.ir, Ir::This)) => own.cloned(),
            _ => None,
        },
        _ => None,
    }
}

/// True for a condition that reads of a citation where it stands and of which kind is what it leads to, and nothing else.
fn is_by_kind(c: &C, slot: u8) -> bool {
    let within = |x: &X| is_x_by_kind(x, slot);
    let picks = |p: &P| within(&p.from) && p.cond.as_ref().is_none_or(|c| is_by_kind(c, slot));
    match c {
        C::And(parts) | C::Or(parts) => parts.iter().all(|part| is_by_kind(part, slot)),
        C::Not(inner) | C::Once(_, inner) => is_by_kind(inner, slot),
        C::Any(pick) | C::None(pick) => picks(pick),
        C::Compare(_, a, b) | C::Has(a, b, _) | C::Similar(a, b) | C::Pattern(a, b) => within(a) && within(b),
        C::Regex(x, _) | C::In(x, _) | C::Given(x) | C::Missing(x) | C::Alone(x) => within(x),
    }
}

fn is_x_by_kind(x: &X, slot: u8) -> bool {
    let is_it = |x: &X| matches!(x.ir, Ir::Var(of, _) if of == slot);
    let within = |x: &X| is_x_by_kind(x, slot);
    match &x.ir {
        Ir::Field(base, access) if is_it(base) => matches!(&*access.name, "field" | "from" | "document" | "scheme" | "form"),
        Ir::Field(base, access) => match &base.ir {
            Ir::Field(of, target) if is_it(of) && *target.name == *"target" => *access.name == *"kind",
            _ => within(base),
        },
        Ir::Var(of, _) => *of != slot,
        Ir::Count(inner) => within(inner),
        Ir::Max(parts) => parts.iter().all(within),
        Ir::Pick(p) => within(&p.from) && p.cond.as_ref().is_none_or(|c| is_by_kind(c, slot)),
        Ir::Arith(_, a, b) | Ir::Else(a, b) => within(a) && within(b),
        Ir::Cond(c) => is_by_kind(c, slot),
        Ir::This | Ir::Today | Ir::The(_) | Ir::All(_) | Ir::Lit(_) | Ir::List(_) => true,
    }
}

fn is_prose(access: &Access) -> bool {
    !access.slots.is_empty() && access.slots.iter().all(|(_, slot)| *slot == Slot::Prose)
}

/// True when a pattern matches a document's prose, block quotes left out, as conditions read it.
pub fn prose_matches(facts: &Facts, source: &SourceFile, pattern: &Lazy) -> bool {
    facts.document.blocks.iter().filter(|b| !b.quoted).any(|b| block_matches(source.slice(b.span), pattern))
}
