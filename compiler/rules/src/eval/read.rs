//! Attributes of elements: stored, computed, structural.

use smol_str::SmolStr;
use tm_model::{AttrId, Builtin, Class, Default, ElementId, KindId, Stored, Value};

use super::Eval;
use super::lens::Computed;
use super::val::Val;
use crate::engine::View;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    pub(crate) fn read(&self, element: ElementId, attribute: AttrId) -> Val<'w> {
        if let Some(flip) = &self.lens.flip
            && flip.control.element == element
            && flip.control.attribute == attribute
        {
            return flip.value.clone();
        }
        let engine = self.session.engine;
        let stored = engine.world.stored(element, attribute);
        if engine.schema.attribute(attribute).is_some_and(|a| a.class == Class::Control) {
            let is_open = match stored {
                Stored::Fact(fact) => fact.value == Value::Unknown,
                Stored::Computed(Default::Value(value, _)) => *value == Value::Unknown,
                Stored::Computed(_) => false,
                Stored::Absent => return Val::Unset,
            };
            if is_open || self.lens.view == View::ControlsUnknown {
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
            _ if !computation.is_global || self.lens.flip.is_some() => None,
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
            self.lens.computed.borrow_mut().insert((element, attribute), computed);
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
        let Some(links) = world.links(element) else { return Val::Unset };
        let one = |id: Option<ElementId>| id.map_or(Val::Unset, Val::Element);
        match builtin {
            Builtin::Parent => one(links.parent),
            Builtin::Boundary => one(links.boundary),
            Builtin::Boundaries => Val::Elements(&links.boundaries),
            Builtin::Endpoints => Val::Elements(&links.endpoints),
            Builtin::Incoming => Val::Elements(&links.incoming),
            Builtin::Outgoing => Val::Elements(&links.outgoing),
            Builtin::Component => one(links.component),
            Builtin::From => one(links.from),
            Builtin::To => one(links.to),
            Builtin::Endpoint => one(links.endpoint),
            Builtin::Leaves => self.crossed(links.from, links.to, false),
            Builtin::Enters => self.crossed(links.to, links.from, false),
            Builtin::Crosses => self.crossed(links.from, links.to, true),
            Builtin::Rule => links.rule.clone().map_or(Val::Unset, Val::Text),
            Builtin::Subjects => Val::Elements(&links.subjects),
            Builtin::Name | Builtin::Kind | Builtin::Module | Builtin::Members => Val::Unset,
        }
    }

    /// The boundaries around one element that are not around the other; `both`: and the reverse.
    fn crossed(&self, inner: Option<ElementId>, outer: Option<ElementId>, both: bool) -> Val<'w> {
        let (inner, outer) = (self.enclosing(inner), self.enclosing(outer));
        let only = |these: &[ElementId], those: &[ElementId]| -> Vec<Value> {
            these.iter().filter(|id| !those.contains(id)).copied().map(Value::Element).collect()
        };
        let mut members = only(&inner, &outer);
        if both {
            members.extend(only(&outer, &inner));
        }
        Val::Set(std::sync::Arc::new(tm_model::Set { members, possible: Vec::new() }))
    }

    /// The boundaries that an element stands in, from inside out. What it is also in is not crossed.
    fn enclosing(&self, element: Option<ElementId>) -> Vec<ElementId> {
        let boundary = |id: ElementId| self.session.engine.world.links(id).and_then(|links| links.boundary);
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
        let kind = engine.world.element(element).and_then(|e| engine.schema.kind(e.kind));
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
        engine.world.element(element).is_some_and(|item| engine.schema.is_a(item.kind, kind))
    }

    /// Whether nobody has stated what this attribute is (a control, or a fact stated `unknown`).
    pub(crate) fn is_unstated(&self, element: ElementId, attribute: AttrId) -> bool {
        let engine = self.session.engine;
        match engine.world.stored(element, attribute) {
            Stored::Fact(fact) => fact.value == Value::Unknown || self.is_hidden(attribute),
            Stored::Computed(Default::Value(value, _)) => *value == Value::Unknown || self.is_hidden(attribute),
            Stored::Computed(_) => self.is_hidden(attribute),
            Stored::Absent => false,
        }
    }

    /// Whether the lens hides it.
    fn is_hidden(&self, attribute: AttrId) -> bool {
        self.lens.view == View::ControlsUnknown
            && self.session.engine.schema.attribute(attribute).is_some_and(|a| a.class == Class::Control)
    }

    /// How elements compare by name: what decides between equal witnesses.
    pub(crate) fn by_name(&self, a: ElementId, b: ElementId) -> std::cmp::Ordering {
        by_name(self.session.engine.world, a, b)
    }
}

/// By qualified name, then by place.
pub(crate) fn by_name(world: &dyn crate::World, a: ElementId, b: ElementId) -> std::cmp::Ordering {
    let name = |id| world.element(id).map(|item| item.qualified.as_str());
    name(a).cmp(&name(b)).then_with(|| world.order(a, b))
}
