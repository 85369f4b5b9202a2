//! Attributes of elements: stored, computed, structural.

use std::cmp::Ordering;

use smol_str::SmolStr;
use tm_model::{AttrId, Builtin, Class, Default, ElementId, KindId, Link, Stored, Value};

use super::Eval;
use super::lens::Computed;
use super::val::Val;
use crate::engine::View;

/// Who looks at one computed value mostly looks at many.
const ROOM: usize = 256;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    pub(crate) fn read(&self, element: ElementId, attribute: AttrId) -> Val<'w> {
        if let Some(flip) = &self.lens.flip
            && flip.control.element == element
            && flip.control.attribute == attribute
        {
            return flip.value.clone();
        }
        let engine = self.session.engine;
        let is_control = engine.schema.attribute(attribute).is_some_and(|a| a.class == Class::Control);
        if is_control && self.lens.view == View::ControlsUnknown {
            return if self.has(element, attribute) { Val::Unknown } else { Val::Unset };
        }
        let stored = engine.world.stored(element, attribute);
        if is_control {
            let is_open = match stored {
                Stored::Fact(fact) => fact.value == Value::Unknown,
                Stored::Computed(Default::Value(value, _)) => *value == Value::Unknown,
                Stored::Computed(_) => false,
                Stored::Absent => return Val::Unset,
            };
            if is_open {
                return Val::Unknown;
            }
            self.session.told.set(true);
        }
        match stored {
            Stored::Fact(fact) => Val::from(&fact.value),
            Stored::Computed(Default::Computed(index)) => self.computed(element, attribute, *index),
            Stored::Computed(Default::Builtin(builtin)) => self.builtin(element, *builtin),
            Stored::Computed(Default::Value(value, _)) => Val::from(value),
            Stored::Absent => Val::Unset,
        }
    }

    /// Whether elements of its kind have that attribute.
    fn has(&self, element: ElementId, attribute: AttrId) -> bool {
        let engine = self.session.engine;
        engine.world.kind(element).is_some_and(|kind| engine.schema.default_of(kind, attribute).is_some())
    }

    fn computed(&self, element: ElementId, attribute: AttrId, index: u32) -> Val<'w> {
        let engine = self.session.engine;
        let Some(closure) = engine.reads().of_computation(index) else { return Val::Unknown };
        // What no control has a say in is the same either way.
        let looks_the_same = match &self.lens.flip {
            Some(flip) => !closure.reads.has(flip.control.attribute),
            None => self.lens.view == View::ControlsUnknown && !closure.has_control,
        };
        if looks_the_same {
            let view = if closure.has_control { self.lens.view } else { View::Actual };
            return Self { lens: engine.lens(view), ..*self }.computed(element, attribute, index);
        }
        let told = &self.session.told;
        if let Some(known) = self.lens.computed.borrow().get(&(element, attribute)) {
            told.set(told.get() || known.is_told);
            return known.value.clone();
        }
        let Some(computation) = engine.program.computations.get(index as usize) else { return Val::Unknown };
        let column = match self.lens.view {
            _ if self.lens.flip.is_some() => None,
            view if !computation.is_global => engine.world.known(element, attribute, view),
            View::Actual => engine.world.column(element, attribute),
            View::ControlsUnknown => engine.world.hidden_column(element, attribute),
        };
        let before = told.replace(false);
        let value = match column {
            Some(value) => {
                told.set(closure.has_control);
                Val::from(&value)
            }
            None => self.compute(element, computation),
        };
        let is_told = told.replace(before || told.get());
        if !self.session.budget.is_spent() {
            let computed = Computed { value: value.clone(), is_told };
            let mut known = self.lens.computed.borrow_mut();
            if known.is_empty() && self.lens.flip.is_none() {
                known.reserve(ROOM);
            }
            known.insert((element, attribute), computed);
        }
        value
    }

    fn builtin(&self, element: ElementId, builtin: Builtin) -> Val<'w> {
        let world = self.session.engine.world;
        match builtin {
            Builtin::Name => return world.element(element).map_or(Val::Unset, |e| Val::Text(e.name.clone())),
            Builtin::Kind => return self.kind_name(element),
            Builtin::Module => return Val::Text(SmolStr::new(self.module(element))),
            Builtin::Members => return Val::Elements(world.members(element)),
            _ => {}
        }
        match builtin {
            Builtin::Leaves => return self.crossed(element, Builtin::From, Builtin::To, false),
            Builtin::Enters => return self.crossed(element, Builtin::To, Builtin::From, false),
            Builtin::Crosses => return self.crossed(element, Builtin::From, Builtin::To, true),
            _ => {}
        }
        match world.link(element, builtin) {
            Link::None => Val::Unset,
            Link::One(id) => Val::Element(id),
            Link::Many(ids) => Val::Elements(ids),
            Link::Text(text) => Val::Text(text.clone()),
        }
    }

    /// The boundaries around one element that are not around the other; `both`: and the reverse.
    fn crossed(&self, element: ElementId, inner: Builtin, outer: Builtin, both: bool) -> Val<'w> {
        let (inner, outer) = (self.enclosing(self.tied(element, inner)), self.enclosing(self.tied(element, outer)));
        let only = |these: &[ElementId], those: &[ElementId]| -> Vec<Value> {
            these.iter().filter(|id| !those.contains(id)).copied().map(Value::Element).collect()
        };
        let mut members = only(&inner, &outer);
        if both {
            members.extend(only(&outer, &inner));
        }
        Val::Set(std::sync::Arc::new(tm_model::Set { members, possible: Vec::new() }))
    }

    fn tied(&self, element: ElementId, which: Builtin) -> Option<ElementId> {
        match self.session.engine.world.link(element, which) {
            Link::One(id) => Some(id),
            _ => None,
        }
    }

    /// The boundaries that an element stands in, from inside out. What it is also in is not crossed.
    fn enclosing(&self, element: Option<ElementId>) -> Vec<ElementId> {
        let boundary = |id: ElementId| self.tied(id, Builtin::Boundary);
        let mut chain = Vec::new();
        let mut at = element.and_then(boundary);
        while let Some(id) = at.filter(|id| !chain.contains(id)) {
            chain.push(id);
            at = boundary(id);
        }
        chain
    }

    fn kind_name(&self, element: ElementId) -> Val<'w> {
        let engine = self.session.engine;
        let kind = engine.world.kind(element).and_then(|kind| engine.schema.kind(kind));
        kind.map_or(Val::Unset, |kind| Val::Text(kind.name.clone()))
    }

    /// The module of an element: what its qualified name has before its own (and that of its component).
    pub(crate) fn module(&self, element: ElementId) -> &'w str {
        let world = self.session.engine.world;
        let Some(item) = world.element(element) else { return "" };
        let before = item.qualified.strip_suffix(item.name.as_str()).unwrap_or_default();
        let before = before.strip_suffix('.').unwrap_or(before);
        let component = world.links(element).and_then(|links| links.component).and_then(|id| world.element(id));
        match component {
            Some(component) => {
                let before = before.strip_suffix(component.name.as_str()).unwrap_or(before);
                before.strip_suffix('.').unwrap_or(before)
            }
            None => before,
        }
    }

    pub(crate) fn is_kind(&self, element: ElementId, kind: KindId) -> bool {
        let engine = self.session.engine;
        engine.world.kind(element).is_some_and(|of| engine.schema.is_a(of, kind))
    }

    /// Whether nobody has stated what this attribute is (a control, or a fact stated `unknown`).
    pub(crate) fn is_unstated(&self, element: ElementId, attribute: AttrId) -> bool {
        if self.is_hidden(attribute) {
            return self.has(element, attribute);
        }
        match self.session.engine.world.stored(element, attribute) {
            Stored::Fact(fact) => fact.value == Value::Unknown,
            Stored::Computed(Default::Value(value, _)) => *value == Value::Unknown,
            Stored::Computed(_) | Stored::Absent => false,
        }
    }

    /// Whether the lens hides it.
    fn is_hidden(&self, attribute: AttrId) -> bool {
        self.lens.view == View::ControlsUnknown
            && self.session.engine.schema.attribute(attribute).is_some_and(|a| a.class == Class::Control)
    }

    /// How elements compare by name: what decides between equal witnesses.
    pub(crate) fn by_name(&self, a: ElementId, b: ElementId) -> Ordering {
        by_name(self.session.engine.world, a, b)
    }
}

/// By qualified name, then by place.
pub(crate) fn by_name(world: &dyn crate::World, a: ElementId, b: ElementId) -> Ordering {
    let name = |id| world.element(id).map(|item| item.qualified.as_str());
    name(a).cmp(&name(b)).then_with(|| world.order(a, b))
}

/// The same order, each name looked up once.
pub(crate) fn sort_by_name<T>(world: &dyn crate::World, items: &mut Vec<T>, id: impl Fn(&T) -> ElementId) {
    let name = |id| world.element(id).map(|item| item.qualified.as_str());
    let mut named: Vec<(Option<&str>, T)> = items.drain(..).map(|item| (name(id(&item)), item)).collect();
    named.sort_by(|(name_a, a), (name_b, b)| name_a.cmp(name_b).then_with(|| world.order(id(a), id(b))));
    items.extend(named.into_iter().map(|(_, item)| item));
}
