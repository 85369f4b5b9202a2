//! What the kinds and attributes mean that no source declares.

use tm_model::{Attribute, Builtin, Class};

pub(crate) fn kind(name: &str) -> &'static str {
    match name {
        "element" => "Anything that a model names.",
        "boundary" => "Where things sit: it holds boundaries, components and identities.",
        "component" => "What takes part in flows: it holds endpoints and identities.",
        "endpoint" => "An operation that a component offers.",
        "data" => "Information that is stored or travels.",
        "identity" => "What somebody or something acts as.",
        "flow" => "A call or message from one component to another, in the direction of the call.",
        "assumption" => "What is taken for granted, made with `assume`.",
        "decision" => "What was decided about findings, with `accept`, `mitigate` or `dismiss`.",
        "safeguard" => "A protection in force that no attribute expresses.",
        "project" => "The project itself, of which there is one.",
        _ => "",
    }
}

/// `kind`: the one that has the attribute.
pub(crate) fn attribute(kind: &str, attribute: &Attribute) -> &'static str {
    match (kind, attribute.name.as_str(), attribute.class) {
        ("endpoint", _, Class::Builtin(Builtin::Incoming)) => "The flows that end at it.",
        (_, _, Class::Builtin(builtin)) => structure(builtin),
        ("element", "also-in", _) => "Further boundaries that it counts among its `boundaries`.",
        ("assumption", "about", _) => "The elements that it holds for, with what stands in them.",
        ("safeguard", "about", _) => "The elements that it protects, with what stands in them.",
        ("safeguard", "against", _) => "Names of the rules whose findings it answers.",
        ("safeguard", "status", _) => "How far it has come; only `verified` silences.",
        (_, "expires", _) => "The last day on which it holds.",
        (_, "until", _) => "The last day on which an acceptance holds.",
        (_, "due", _) => "The day by which a mitigation is to be done.",
        _ => "",
    }
}

fn structure(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Name => "Its name.",
        Builtin::Kind => "The name of its kind.",
        Builtin::Module => "The module that it is declared in.",
        Builtin::Parent => "The element around it.",
        Builtin::Boundary => "The innermost boundary around it.",
        Builtin::Boundaries => "All boundaries around it, from inside out, then those of `also-in`.",
        Builtin::Members => "The components inside, at any depth.",
        Builtin::Endpoints => "Its endpoints.",
        Builtin::Incoming => "The flows that end at it or at one of its endpoints.",
        Builtin::Outgoing => "The flows that start at it.",
        Builtin::Component => "The component that offers it.",
        Builtin::From => "The component where it starts.",
        Builtin::To => "The component where it ends.",
        Builtin::Endpoint => "The endpoint where it ends, if it names one.",
        Builtin::Leaves => "Boundaries of `from` that do not hold `to`.",
        Builtin::Enters => "Boundaries of `to` that do not hold `from`.",
        Builtin::Crosses => "Boundaries that it leaves or enters.",
        Builtin::Rule => "The name of the rule that it is about.",
        Builtin::Subjects => "The elements that it is about.",
    }
}
