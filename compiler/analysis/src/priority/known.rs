//! What the score reads of elements, by the names that the standard library gives it. A project with another vocabulary has
//! less to weigh, and never an error.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, KindId, Value};
use tm_rules::{Engine, World};

/// What is at stake in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Load {
    /// Of the gravest data, from 1; 0: none.
    pub rank: u8,
    /// Personal, health or card data.
    pub regulated: bool,
}

impl Load {
    pub fn with(self, other: Self) -> Self {
        Self { rank: self.rank.max(other.rank), regulated: self.regulated || other.regulated }
    }
}

pub(super) struct Known<'a> {
    pub world: &'a dyn World,
    pub engine: &'a Engine<'a>,
    loads: RefCell<FxHashMap<ElementId, Load>>,
}

impl<'a> Known<'a> {
    pub fn new(world: &'a dyn World, engine: &'a Engine<'a>) -> Self {
        Self { world, engine, loads: RefCell::default() }
    }

    pub fn kind(&self, id: ElementId) -> Option<KindId> {
        self.world.kind(id)
    }

    /// Which of the built-in kinds it is of.
    pub fn root(&self, id: ElementId) -> Option<KindId> {
        self.kind(id).map(|kind| self.world.schema().root_of(kind))
    }

    /// Whether it is of a kind of this name, or of one below it.
    pub fn is_a(&self, id: ElementId, kind: &str) -> bool {
        let schema = self.world.schema();
        let mut at = self.kind(id);
        while let Some(known) = at.and_then(|at| schema.kind(at)) {
            if known.name == kind {
                return true;
            }
            at = known.parent;
        }
        false
    }

    pub fn value(&self, id: ElementId, attribute: &str) -> Value {
        let attribute = self.kind(id).and_then(|kind| self.world.schema().find_attribute(kind, attribute));
        attribute.map_or(Value::Unset, |attribute| self.engine.value(id, attribute).0)
    }

    /// The name of a value of an enum; empty: it is something else.
    pub fn word(&self, id: ElementId, attribute: &str) -> &'a str {
        match self.value(id, attribute) {
            Value::Enum(value) => self.world.schema().enum_value(value).map_or("", |value| value.name.as_str()),
            _ => "",
        }
    }

    /// As [`Self::word`], of each member of a list.
    pub fn words(&self, id: ElementId, attribute: &str) -> Vec<&'a str> {
        let Value::Set(set) = self.value(id, attribute) else { return Vec::new() };
        let word = |value: &Value| match value {
            Value::Enum(value) => self.world.schema().enum_value(*value).map(|value| value.name.as_str()),
            _ => None,
        };
        set.members.iter().filter_map(word).collect()
    }

    /// The place of a value of a scale, from 1; 0: it has none.
    pub fn rank(&self, id: ElementId, attribute: &str) -> u8 {
        match self.value(id, attribute) {
            Value::Enum(value) => u8::try_from(value.index + 1).unwrap_or(u8::MAX),
            _ => 0,
        }
    }

    pub fn holds(&self, id: ElementId, attribute: &str) -> bool {
        self.value(id, attribute) == Value::Bool(true)
    }

    pub fn elements(&self, id: ElementId, attribute: &str) -> Vec<ElementId> {
        let element = |value: &Value| match value {
            Value::Element(id) => Some(*id),
            _ => None,
        };
        match self.value(id, attribute) {
            Value::Set(set) => set.members.iter().filter_map(element).collect(),
            Value::Element(id) => vec![id],
            _ => Vec::new(),
        }
    }

    /// The data that an element holds, carries or handles.
    pub fn load(&self, id: ElementId) -> Load {
        if let Some(load) = self.loads.borrow().get(&id) {
            return *load;
        }
        let load = self.find_load(id);
        self.loads.borrow_mut().insert(id, load);
        load
    }

    /// What has been found of loads so far.
    pub fn take_loads(&self) -> FxHashMap<ElementId, Load> {
        self.loads.take()
    }

    fn find_load(&self, id: ElementId) -> Load {
        let roots = self.world.schema().roots;
        // A vocabulary may list anything under these names: each sort of element looks at simpler ones only, so that it ends.
        let sum = |ids: Vec<ElementId>, of: &[KindId]| {
            let ids = ids.into_iter().filter(|id| self.root(*id).is_some_and(|root| of.contains(&root)));
            ids.fold(Load::default(), |load, id| load.with(self.load(id)))
        };
        let root = self.root(id);
        if root == Some(roots.data) {
            return Load { rank: self.rank(id, "classification"), regulated: self.is_regulated(id) };
        }
        let mut data = self.elements(id, "data");
        if root == Some(roots.flow) {
            data.extend(self.elements(id, "returns"));
        }
        if root == Some(roots.flow) || root == Some(roots.endpoint) {
            return sum(data, &[roots.data]);
        }
        if root == Some(roots.component) {
            let links = self.world.links(id).into_iter();
            let parts = links.flat_map(|links| links.endpoints.iter().chain(&links.incoming).chain(&links.outgoing));
            let parts = parts.copied().collect();
            return sum(data, &[roots.data]).with(sum(parts, &[roots.endpoint, roots.flow]));
        }
        if root == Some(roots.identity) {
            let mut all = self.users(id);
            all.extend(self.elements(id, "grants"));
            return sum(all, &[roots.component]);
        }
        if root == Some(roots.boundary) {
            return sum(self.world.members(id).to_vec(), &[roots.component]);
        }
        Load::default()
    }

    fn is_regulated(&self, data: ElementId) -> bool {
        let Value::Set(kinds) = self.value(data, "kinds") else { return false };
        let schema = self.world.schema();
        let is_regulated = |kind: &Value| match kind {
            Value::Enum(value) => {
                schema.enum_value(*value).is_some_and(|value| matches!(value.name.as_str(), "pii" | "pci" | "phi"))
            }
            _ => false,
        };
        kinds.members.iter().any(is_regulated)
    }

    /// The workloads that run as an identity or hold its credential.
    pub fn users(&self, identity: ElementId) -> Vec<ElementId> {
        self.elements(identity, "used-by")
    }
}
