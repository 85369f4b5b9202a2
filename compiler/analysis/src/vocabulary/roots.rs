//! The kinds and attributes that the compiler itself knows; everything else is declared in `.tm`.

use smol_str::SmolStr;
use tm_model::{Builtin, Class, EnumId, KindId, Roots, Type};

use super::index::VocabularyIndex;
use crate::modules::STD;

/// Root kinds below `element`, in the order of their ids.
pub(super) const BELOW_ELEMENT: [&str; 10] =
    ["boundary", "component", "endpoint", "data", "identity", "flow", "assumption", "decision", "safeguard", "project"];

/// Of these no kind can be declared: their elements have a syntax of their own.
pub(super) const CLOSED: [&str; 4] = ["flow", "assumption", "decision", "project"];

pub(super) fn declare(index: &mut VocabularyIndex) {
    index.modules.entry(SmolStr::new_static(STD)).or_default();
}

pub(super) fn by_name(kind: impl Fn(&str) -> Option<KindId>) -> Roots {
    let none = KindId(0);
    let get = |name| kind(name).unwrap_or(none);
    Roots {
        element: get("element"),
        boundary: get("boundary"),
        component: get("component"),
        endpoint: get("endpoint"),
        data: get("data"),
        identity: get("identity"),
        flow: get("flow"),
        assumption: get("assumption"),
        decision: get("decision"),
        safeguard: get("safeguard"),
        project: get("project"),
    }
}

/// An attribute that needs no declaration.
pub(super) struct BuiltinAttribute {
    pub kind: KindId,
    pub name: &'static str,
    pub ty: Type,
    pub class: Class,
}

pub(super) fn attributes(roots: Roots, safeguard_status: Option<EnumId>) -> Vec<BuiltinAttribute> {
    let list = |kind| Type::List(Box::new(Type::Element(kind)));
    let one = Type::Element;
    let structure = |kind, name, ty, builtin| BuiltinAttribute { kind, name, ty, class: Class::Builtin(builtin) };
    let fact = |kind, name, ty| BuiltinAttribute { kind, name, ty, class: Class::Fact };
    vec![
        structure(roots.element, "name", Type::Text, Builtin::Name),
        structure(roots.element, "kind", Type::Text, Builtin::Kind),
        structure(roots.element, "module", Type::Text, Builtin::Module),
        structure(roots.element, "parent", one(roots.element), Builtin::Parent),
        structure(roots.element, "boundary", one(roots.boundary), Builtin::Boundary),
        structure(roots.element, "boundaries", list(roots.boundary), Builtin::Boundaries),
        fact(roots.element, "also-in", list(roots.boundary)),
        structure(roots.boundary, "members", list(roots.component), Builtin::Members),
        structure(roots.component, "endpoints", list(roots.endpoint), Builtin::Endpoints),
        structure(roots.component, "incoming", list(roots.flow), Builtin::Incoming),
        structure(roots.component, "outgoing", list(roots.flow), Builtin::Outgoing),
        structure(roots.endpoint, "component", one(roots.component), Builtin::Component),
        structure(roots.endpoint, "incoming", list(roots.flow), Builtin::Incoming),
        structure(roots.flow, "from", one(roots.component), Builtin::From),
        structure(roots.flow, "to", one(roots.component), Builtin::To),
        structure(roots.flow, "endpoint", one(roots.endpoint), Builtin::Endpoint),
        structure(roots.flow, "leaves", list(roots.boundary), Builtin::Leaves),
        structure(roots.flow, "enters", list(roots.boundary), Builtin::Enters),
        structure(roots.flow, "crosses", list(roots.boundary), Builtin::Crosses),
        fact(roots.assumption, "about", list(roots.element)),
        fact(roots.assumption, "expires", Type::Date),
        structure(roots.decision, "rule", Type::Text, Builtin::Rule),
        structure(roots.decision, "subjects", list(roots.element), Builtin::Subjects),
        fact(roots.decision, "until", Type::Date),
        fact(roots.decision, "due", Type::Date),
        fact(roots.safeguard, "about", list(roots.element)),
        fact(roots.safeguard, "against", Type::List(Box::new(Type::Text))),
        fact(roots.safeguard, "status", safeguard_status.map_or(Type::Text, Type::Enum)),
        fact(roots.safeguard, "expires", Type::Date),
    ]
}
