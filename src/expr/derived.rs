//! Derived fields and `x-retired` of all kinds, compiled. A derived field may read others, of its own and of other kinds, but not in a circle.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::check::{Checker, DerivedTypes, holds_many};
use super::eval::{Cx, Tri, cond};
use super::info::Info;
use super::ir::{C, X};
use super::parse::{As, expr};
use super::value::Rec;
use super::{Complaint, Env, Truth, Ty, World};
use crate::model::EntityId;
use crate::schema::{Derived, Kind, KindId, Schema};
use crate::source::Place;

/// How long a chain of derived fields may be.
const CHAIN: usize = 24;

/// All derived fields and retirement conditions, by kind.
#[derive(Debug, Default)]
pub struct DerivedTable {
    schema: Arc<Schema>,
    kinds: Vec<OfKind>,
}

/// Those of a kind, as far as they have been compiled.
#[derive(Debug, Default)]
struct OfKind {
    fields: Vec<Compiled>,
    retired: Compiled,
}

type Compiled = OnceLock<Option<Arc<DerivedField>>>;

/// A derived field.
#[derive(Debug)]
pub(super) struct DerivedField {
    pub ty: Ty,
    pub body: Body,
    pub info: Info,
}

/// What it is made of.
#[derive(Debug)]
pub(super) enum Body {
    Cond(C),
    /// A value, and whether it looks at many elements: what it comes to is then kept.
    Value(X, bool),
}

impl DerivedTable {
    /// Those of all kinds, known to be right: each is compiled when it is first asked for. None leads back to itself, so no two threads that
    /// compile wait for each other.
    pub fn tried(schema: &Arc<Schema>) -> Self {
        let of = |kind: &Kind| OfKind { fields: vec![Compiled::new(); kind.derived.len()], retired: Compiled::new() };
        Self { schema: schema.clone(), kinds: schema.kinds.iter().map(of).collect() }
    }

    /// Compiles those of all kinds. One that does not compile reads as poisoned, and of any type.
    pub fn compile(schema: &Arc<Schema>) -> (Self, Vec<(Place, Complaint)>) {
        let builder = Builder { schema, states: RefCell::default(), complaints: RefCell::default(), depth: Cell::new(0) };
        let mut retired: FxHashMap<Place, Option<Arc<DerivedField>>> = FxHashMap::default();
        let kinds = schema
            .iter()
            .map(|(id, kind)| OfKind {
                fields: (0..kind.derived.len()).map(|i| builder.field(id, i as u16).into()).collect(),
                retired: kind.retired.as_ref().map_or_else(Compiled::new, |spec| {
                    // An inherited condition stands once in a file, and is complained about once.
                    retired.entry(spec.place).or_insert_with(|| builder.compile(id, spec, true)).clone().into()
                }),
            })
            .collect();
        (Self { schema: schema.clone(), kinds }, builder.complaints.into_inner())
    }

    pub(super) fn field(&self, kind: KindId, index: u16) -> Option<&DerivedField> {
        self.compiled(kind, index).map(|field| &**field)
    }

    fn compiled(&self, kind: KindId, index: u16) -> Option<&Arc<DerivedField>> {
        let compiled = self.kinds.get(kind.0 as usize)?.fields.get(index as usize)?;
        let compile = || match declaring(&self.schema, kind, index) {
            own if own == kind => self.later(kind, self.schema.kind(kind).derived.get(index as usize)?, false),
            base => self.compiled(base, index).cloned(),
        };
        compiled.get_or_init(compile).as_ref()
    }

    fn retirement(&self, kind: KindId) -> Option<&DerivedField> {
        self.retired_if(kind).map(|field| &**field)
    }

    fn retired_if(&self, kind: KindId) -> Option<&Arc<DerivedField>> {
        let compile = || {
            let own = self.schema.kind(kind).retired.as_ref()?;
            let same = |base: &&KindId| self.schema.kind(**base).retired.as_ref().is_some_and(|spec| spec.place == own.place);
            match self.schema.kind(kind).line.iter().rfind(same) {
                Some(base) if *base != kind => self.retired_if(*base).cloned(),
                _ => self.later(kind, own, true),
            }
        };
        self.kinds.get(kind.0 as usize)?.retired.get_or_init(compile).as_ref()
    }

    fn later(&self, kind: KindId, spec: &Derived, condition: bool) -> Option<Arc<DerivedField>> {
        compile(Checker::new(&self.schema, self, &[kind], &[]).tried(true), spec, condition).ok()
    }

    /// The type of a derived field, for hover; none where it did not compile.
    pub fn ty(&self, kind: KindId, index: u16) -> Option<&Ty> {
        self.field(kind, index).map(|f| &f.ty)
    }

    /// True if what other records say may decide whether one counts no more.
    pub fn retires_by_others(&self) -> bool {
        self.schema.iter().filter_map(|(kind, _)| self.retirement(kind)).any(|field| field.info.beyond)
    }

    /// Whether a record counts no more, by its kind's `x-retired`; false where the kind has none.
    pub fn retired(&self, world: &World, entity: EntityId) -> Truth {
        let kind = world.index.kind(entity);
        let Some(field) = self.retirement(kind) else { return Truth::False };
        let env = Env::new(world, Some(Rec::Entity(entity)));
        match &field.body {
            Body::Cond(c) => match cond(Cx::new(&env), c) {
                Tri::T => Truth::True,
                Tri::F => Truth::False,
                Tri::U(_) => Truth::Unknown,
            },
            Body::Value(..) => Truth::Unknown,
        }
    }
}

impl DerivedTypes for DerivedTable {
    fn derived(&self, kind: KindId, index: u16) -> Option<(Ty, Info)> {
        self.field(kind, index).map(|f| (f.ty.clone(), f.info.clone()))
    }
}

enum State {
    Busy,
    Done(Option<Arc<DerivedField>>),
}

/// Compiles on demand, so that a field's type is known to those that read it, whatever their order.
struct Builder<'s> {
    schema: &'s Schema,
    states: RefCell<FxHashMap<(KindId, u16), State>>,
    complaints: RefCell<Vec<(Place, Complaint)>>,
    depth: Cell<usize>,
}

impl Builder<'_> {
    fn field(&self, kind: KindId, index: u16) -> Option<Arc<DerivedField>> {
        let kind = declaring(self.schema, kind, index);
        let spec = self.schema.kind(kind).derived.get(index as usize)?;
        match self.states.borrow().get(&(kind, index)) {
            Some(State::Done(done)) => return done.clone(),
            Some(State::Busy) => {
                self.complain(spec, format!("the derived field `{}` reads itself", spec.name));
                return None;
            }
            None => {}
        }
        if self.depth.get() >= CHAIN {
            self.complain(spec, format!("the derived field `{}` ends too long a chain of derived fields", spec.name));
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        self.states.borrow_mut().insert((kind, index), State::Busy);
        let compiled = self.compile(kind, spec, false);
        self.states.borrow_mut().insert((kind, index), State::Done(compiled.clone()));
        self.depth.set(self.depth.get() - 1);
        compiled
    }

    fn complain(&self, spec: &Derived, message: String) {
        self.complaints.borrow_mut().push((spec.place, Complaint { span: spec.place.span, message, help: None }));
    }

    fn compile(&self, kind: KindId, spec: &Derived, condition: bool) -> Option<Arc<DerivedField>> {
        let compiled = compile(Checker::new(self.schema, self, &[kind], &[]), spec, condition);
        let complain = |wrong: Vec<Complaint>| {
            self.complaints.borrow_mut().extend(wrong.into_iter().map(|c| (Place::new(spec.place.file, c.span), c)));
        };
        compiled.map_err(complain).ok()
    }
}

/// The kind whose schema declares a derived field: the most general one that has the same.
fn declaring(schema: &Schema, kind: KindId, index: u16) -> KindId {
    let get = |k: KindId| schema.kind(k).derived.get(index as usize);
    let Some(own) = get(kind) else { return kind };
    let same = |k: &&KindId| get(**k).is_some_and(|d| d.name == own.name && d.place == own.place && d.text == own.text);
    schema.kind(kind).line.iter().rfind(same).copied().unwrap_or(kind)
}

/// Compiles one. `condition`: it is one even if its form does not say so.
fn compile(mut checker: Checker<'_>, spec: &Derived, condition: bool) -> Result<Arc<DerivedField>, Vec<Complaint>> {
    // The place may cover the quotes of a JSON text.
    let quoted = spec.place.span.len() == spec.text.len() + 2;
    let offset = spec.place.span.start + u32::from(quoted);
    let parsed = expr(&spec.text, offset, As::Cond).map_err(|complaint| vec![*complaint])?;
    let (ty, body) = if condition || parsed.is_condition() {
        (Ty::Truth, Body::Cond(checker.whole_cond(&parsed)))
    } else {
        let (x, ty) = checker.whole_value(&parsed);
        let looks_at_many = holds_many(&x);
        (ty, Body::Value(x, looks_at_many))
    };
    if checker.complaints.is_empty() {
        Ok(Arc::new(DerivedField { ty, body, info: checker.info }))
    } else {
        Err(checker.complaints)
    }
}

impl DerivedTypes for Builder<'_> {
    fn derived(&self, kind: KindId, index: u16) -> Option<(Ty, Info)> {
        self.field(kind, index).map(|f| (f.ty.clone(), f.info.clone()))
    }
}
