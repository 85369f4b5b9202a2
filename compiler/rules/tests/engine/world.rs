//! A small world in memory, with a vocabulary of its own.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use tm_model::{
    AttrId, Attribute, Builtin, Class, Date, Default as Absent, Element, ElementId, Enum, EnumField, EnumId, EnumValue,
    Fact, Facts, Kind, KindId, Links, Origin, RelationId, Roots, Row, Schema, Site, Template, Type, Value,
};
use tm_rules::graph::RelationGraph;
use tm_rules::ir::{Computation, Edge, Expr, Program, Relation};
use tm_rules::{Engine, Graphs, View};

pub struct World {
    pub schema: Schema,
    pub program: Program,
    elements: Vec<Element>,
    links: Vec<Links>,
    members: HashMap<ElementId, Vec<ElementId>>,
    by_kind: Vec<Vec<ElementId>>,
    graphs: RefCell<HashMap<(RelationId, View), Arc<RelationGraph>>>,
    /// How often a graph was asked for.
    pub graph_reads: Cell<usize>,
    template: Arc<Template>,
}

pub const SEVERITY: EnumId = EnumId(0);
pub const LEVEL: EnumId = EnumId(1);
pub const CIPHER: EnumId = EnumId(2);
pub const CLAIM: EnumId = EnumId(3);

/// Name, kind above; in preorder.
const KINDS: &[(&str, &str)] = &[
    ("element", ""),
    ("boundary", "element"),
    ("zone", "boundary"),
    ("component", "element"),
    ("actor", "component"),
    ("workload", "component"),
    ("service", "workload"),
    ("gateway", "workload"),
    ("endpoint", "element"),
    ("data", "element"),
    ("identity", "element"),
    ("flow", "element"),
];

impl World {
    pub fn new() -> Self {
        let mut schema = Schema::default();
        for (at, (name, parent)) in KINDS.iter().enumerate() {
            let parent = KINDS.iter().position(|(known, _)| known == parent).map(|at| KindId(at as u32));
            let below = KINDS[at + 1..].iter().take_while(|(_, of)| {
                let mut of = *of;
                while !of.is_empty() && of != *name {
                    of = KINDS.iter().find(|(known, _)| *known == of).unwrap().1;
                }
                of == *name
            });
            schema.kinds.push(Kind {
                name: (*name).into(),
                module: "test".into(),
                parent,
                is_abstract: false,
                end: KindId((at + 1 + below.count()) as u32),
                attributes: Default::default(),
                layout: Vec::new(),
                defaults: Vec::new(),
                site: None,
            });
        }
        let kind = |name: &str| KindId(KINDS.iter().position(|(known, _)| *known == name).unwrap() as u32);
        schema.roots = Roots {
            element: kind("element"),
            boundary: kind("boundary"),
            component: kind("component"),
            endpoint: kind("endpoint"),
            data: kind("data"),
            identity: kind("identity"),
            flow: kind("flow"),
            ..Roots::default()
        };
        let enums: [(&str, bool, &[&str]); 4] = [
            ("Severity", true, &["info", "low", "medium", "high", "critical"]),
            ("Level", true, &["public", "internal", "confidential"]),
            ("Cipher", false, &["none", "tls", "mtls"]),
            ("Claim", false, &["sig", "iss", "aud"]),
        ];
        for (name, is_scale, values) in enums {
            // `strong` is true of the last value.
            let fields = vec![EnumField { name: "strong".into(), ty: Type::Bool }];
            let value = |(at, name): (usize, &&str)| EnumValue {
                name: (*name).into(),
                fields: vec![Value::Bool(at + 1 == values.len())],
                site: None,
            };
            let values = values.iter().enumerate().map(value).collect();
            schema.enums.push(Enum { name: name.into(), module: "test".into(), is_scale, fields, values, site: None });
        }
        let mut world = Self {
            by_kind: vec![Vec::new(); schema.kinds.len()],
            schema,
            program: Program::default(),
            elements: Vec::new(),
            links: Vec::new(),
            members: HashMap::new(),
            graphs: RefCell::default(),
            graph_reads: Cell::new(0),
            template: Arc::default(),
        };
        world.vocabulary();
        world
    }

    fn vocabulary(&mut self) {
        let of = |name: &str| Type::Element(kind_id(name));
        let list = |ty: Type| Type::List(Box::new(ty));
        let builtins: [(&str, &str, Type, Builtin); 14] = [
            ("element", "name", Type::Text, Builtin::Name),
            ("element", "boundary", of("boundary"), Builtin::Boundary),
            ("element", "parent", of("element"), Builtin::Parent),
            ("element", "boundaries", list(of("boundary")), Builtin::Boundaries),
            ("boundary", "members", list(of("component")), Builtin::Members),
            ("component", "endpoints", list(of("endpoint")), Builtin::Endpoints),
            ("component", "incoming", list(of("flow")), Builtin::Incoming),
            ("component", "outgoing", list(of("flow")), Builtin::Outgoing),
            ("endpoint", "component", of("component"), Builtin::Component),
            ("flow", "from", of("component"), Builtin::From),
            ("flow", "to", of("component"), Builtin::To),
            ("flow", "leaves", list(of("boundary")), Builtin::Leaves),
            ("flow", "enters", list(of("boundary")), Builtin::Enters),
            ("flow", "crosses", list(of("boundary")), Builtin::Crosses),
        ];
        for (kind, name, ty, builtin) in builtins {
            self.declare(kind, name, ty, Class::Builtin(builtin), Absent::Builtin(builtin));
        }
        let fact = |value: Value| (Class::Fact, Absent::Value(value, None));
        let control = || (Class::Control, Absent::Value(Value::Unknown, None));
        let stated: [(&str, &str, Type, (Class, Absent)); 22] = [
            ("zone", "policy", Type::Enum(CIPHER), control()),
            ("component", "holds", list(of("data")), fact(Value::Unset)),
            ("actor", "untrusted", Type::Bool, fact(Value::Bool(false))),
            ("workload", "auth", Type::Enum(CIPHER), control()),
            ("workload", "replicas", Type::Int, control()),
            ("workload", "owner", Type::Text, fact(Value::Unset)),
            ("workload", "runs-as", of("identity"), fact(Value::Unset)),
            ("workload", "prod", Type::Bool, fact(Value::Bool(false))),
            ("workload", "fields", list(Type::Enum(CLAIM)), control()),
            ("endpoint", "resource", Type::Text, fact(Value::Unset)),
            ("endpoint", "checks", list(Type::Enum(CLAIM)), control()),
            ("data", "level", Type::Enum(LEVEL), fact(Value::Unset)),
            ("identity", "scope", Type::Enum(CIPHER), control()),
            ("identity", "grants", list(of("component")), fact(Value::Unset)),
            ("flow", "cipher", Type::Enum(CIPHER), control()),
            ("flow", "count", Type::Int, control()),
            ("flow", "claims", list(Type::Enum(CLAIM)), control()),
            ("flow", "note", Type::Text, fact(Value::Unset)),
            ("flow", "until", Type::Date, fact(Value::Unset)),
            ("flow", "p", Type::Bool, control()),
            ("flow", "q", Type::Bool, control()),
            ("flow", "defaulted", Type::Bool, (Class::Control, Absent::Value(Value::Bool(true), None))),
        ];
        for (kind, name, ty, (class, absent)) in stated {
            self.declare(kind, name, ty, class, absent);
        }
        self.declare("flow", "r", Type::Bool, Class::Control, Absent::Value(Value::Unknown, None));
    }

    fn declare(&mut self, kind: &str, name: &str, ty: Type, class: Class, absent: Absent) {
        let attribute = AttrId(self.schema.attributes.len() as u32);
        let kind = kind_id(kind);
        let end = self.schema.kind(kind).unwrap().end;
        // Slots are dense only from the kinds above downwards; holes are filled with what nobody asks for.
        let below = kind.0..end.0;
        let slot = below.clone().map(|at| self.schema.kinds[at as usize].layout.len()).max().unwrap();
        for at in below {
            let below = &mut self.schema.kinds[at as usize];
            while below.layout.len() < slot {
                below.layout.push(AttrId(u32::MAX));
                below.defaults.push(Absent::Value(Value::Unset, None));
            }
            below.layout.push(attribute);
            below.defaults.push(absent.clone());
            below.attributes.insert(name.into(), attribute);
        }
        let name = name.into();
        self.schema.attributes.push(Attribute { name, kind, ty, class, inherited: false, site: None });
        self.schema.slots.push(slot as u32);
    }

    /// A derived attribute.
    pub fn derive(&mut self, kind: &str, name: &str, ty: Type, is_global: bool, expr: Expr) {
        let index = self.program.computations.len() as u32;
        self.program.computations.push(Computation { expr, frame: 16, is_global, site: Site { unit: 0, node: 0 } });
        self.declare(kind, name, ty, Class::Derived, Absent::Computed(index));
        // Elements may be there already.
        for element in &mut self.elements {
            let template = Template::of_kind(self.schema.kind(element.kind).unwrap());
            element.row = Row::new(element.row.own().into(), Arc::new(template));
        }
    }

    pub fn relation(&mut self, name: &str, edges: Vec<Edge>) -> RelationId {
        self.program.relations.push(Relation { name: name.into(), edges, site: Site { unit: 0, node: 0 } });
        RelationId(self.program.relations.len() as u32 - 1)
    }

    pub fn attribute(&self, name: &str) -> AttrId {
        AttrId(self.schema.attributes.iter().position(|a| a.name == name).unwrap_or_else(|| panic!("{name}")) as u32)
    }

    pub fn add(&mut self, kind: &str, name: &str, stated: &[(&str, Value)]) -> ElementId {
        let id = ElementId { unit: 0, slot: self.elements.len() as u32 };
        let mut own: Vec<(AttrId, Fact)> = stated
            .iter()
            .enumerate()
            .map(|(at, (name, value))| {
                let site = Site { unit: id.slot, node: at as u32 };
                (self.attribute(name), Fact { value: value.clone(), origin: Origin::Stated(site) })
            })
            .collect();
        own.sort_by_key(|(id, _)| *id);
        self.template = Arc::new(Template::of_kind(self.schema.kind(kind_id(kind)).unwrap()));
        let row = Row::new(own.into(), self.template.clone());
        let qualified = format!("m.{name}").into();
        self.elements.push(Element { kind: kind_id(kind), name: name.into(), qualified, is_unnamed: false, row });
        self.links.push(Links::default());
        for at in 0..self.by_kind.len() {
            if self.schema.is_a(kind_id(kind), KindId(at as u32)) {
                self.by_kind[at].push(id);
            }
        }
        id
    }

    pub fn service(&mut self, name: &str, stated: &[(&str, Value)]) -> ElementId {
        self.add("service", name, stated)
    }

    pub fn flow(&mut self, name: &str, from: ElementId, to: ElementId, stated: &[(&str, Value)]) -> ElementId {
        let id = self.add("flow", name, stated);
        let links = &mut self.links[id.slot as usize];
        (links.from, links.to) = (Some(from), Some(to));
        self.links[from.slot as usize].outgoing.push(id);
        self.links[to.slot as usize].incoming.push(id);
        id
    }

    pub fn endpoint(&mut self, of: ElementId, name: &str, stated: &[(&str, Value)]) -> ElementId {
        let qualified = format!("{}.{name}", self.elements[of.slot as usize].name);
        let id = self.add("endpoint", &qualified, stated);
        self.elements[id.slot as usize].name = name.into();
        self.links[id.slot as usize].component = Some(of);
        self.links[of.slot as usize].endpoints.push(id);
        id
    }

    /// Puts an element into boundaries, innermost first.
    pub fn put(&mut self, element: ElementId, boundaries: &[ElementId]) {
        let links = &mut self.links[element.slot as usize];
        links.boundary = boundaries.first().copied();
        links.parent = boundaries.first().copied();
        links.boundaries = boundaries.into();
        for boundary in boundaries {
            self.members.entry(*boundary).or_default().push(element);
        }
    }

    pub fn engine(&self) -> Engine<'_> {
        Engine::new(&self.program, self)
    }
}

pub fn kind_id(name: &str) -> KindId {
    KindId(KINDS.iter().position(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name}")) as u32)
}

impl Facts for World {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn element(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.slot as usize)
    }

    fn links(&self, id: ElementId) -> Option<&Links> {
        self.links.get(id.slot as usize)
    }

    fn members(&self, id: ElementId) -> &[ElementId] {
        self.members.get(&id).map_or(&[], Vec::as_slice)
    }

    fn all(&self, kind: KindId) -> &[ElementId] {
        &self.by_kind[kind.index()]
    }

    fn today(&self) -> Date {
        Date::new(2026, 7, 1).unwrap()
    }

    fn column(&self, _: ElementId, _: AttrId) -> Option<Value> {
        None
    }
}

impl Graphs for World {
    fn graph(&self, relation: RelationId, view: View) -> Arc<RelationGraph> {
        self.graph_reads.set(self.graph_reads.get() + 1);
        let known = self.graphs.borrow().get(&(relation, view)).cloned();
        known.unwrap_or_else(|| {
            let graph = Arc::new(self.engine().build_graph(relation, view));
            self.graphs.borrow_mut().insert((relation, view), graph.clone());
            graph
        })
    }
}
