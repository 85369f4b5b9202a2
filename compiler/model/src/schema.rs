//! The vocabulary: kinds, attributes, enums.
//!
//! Kinds form a forest below the built-in root kinds (single inheritance). They are numbered in preorder, so "is a" is an
//! interval test.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::id::{AttrId, EnumId, EnumValueId, KindId, Site};
use crate::value::Value;

/// All kinds, attributes and enums in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// In preorder: a kind stands before the kinds below it.
    pub kinds: Vec<Kind>,
    pub attributes: Vec<Attribute>,
    /// By attribute: its position in the layout of every kind that has it. It is asked for with every value that is read.
    pub slots: Vec<u32>,
    pub enums: Vec<Enum>,
    pub roots: Roots,
}

/// The kinds that the compiler itself knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roots {
    pub element: KindId,
    pub boundary: KindId,
    pub component: KindId,
    pub endpoint: KindId,
    pub data: KindId,
    pub identity: KindId,
    pub flow: KindId,
    pub assumption: KindId,
    pub decision: KindId,
    pub safeguard: KindId,
    pub project: KindId,
}

impl std::default::Default for Roots {
    fn default() -> Self {
        let none = KindId(0);
        Self {
            element: none,
            boundary: none,
            component: none,
            endpoint: none,
            data: none,
            identity: none,
            flow: none,
            assumption: none,
            decision: none,
            safeguard: none,
            project: none,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub name: SmolStr,
    /// Where it is declared, such as `std`; empty for the root kinds.
    pub module: SmolStr,
    pub parent: Option<KindId>,
    pub is_abstract: bool,
    /// One past the last kind below this one.
    pub end: KindId,
    /// Every attribute that an element of this kind has, own and inherited from the kinds above, by name.
    pub attributes: FxHashMap<SmolStr, AttrId>,
    /// The attributes in slot order. A kind continues the layout of the kind above it, so an attribute has the same slot
    /// ([`Schema::slot`]) in every kind that has it.
    pub layout: Vec<AttrId>,
    /// What an attribute that nobody states is, by slot; the innermost kind has had its say.
    pub defaults: Vec<Default>,
    /// The declaration; `None` for the root kinds.
    pub site: Option<Site>,
}

/// What an attribute is when nobody states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// `Unset` for a fact without a default, `Unknown` for a control, else the default; with the place that says so.
    Value(Value, Option<Site>),
    /// A computed default or a derived attribute: index of the computation in the compiled program.
    Computed(u32),
    /// Read from the structure: `parent`, `incoming`, …
    Builtin(Builtin),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: SmolStr,
    /// The kind that declares it.
    pub kind: KindId,
    pub ty: Type,
    pub class: Class,
    /// Taken from an enclosing element when nobody states it here.
    pub inherited: bool,
    pub site: Option<Site>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Closed world: unstated means absent.
    Fact,
    /// Open world: unstated means unknown.
    Control,
    /// Computed; cannot be stated.
    Derived,
    /// Part of the structure; cannot be stated.
    Builtin(Builtin),
}

/// Attributes that are the structure itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Builtin {
    Name,
    Kind,
    Module,
    Parent,
    Boundary,
    Boundaries,
    Members,
    Endpoints,
    Incoming,
    Outgoing,
    Component,
    From,
    To,
    Endpoint,
    Leaves,
    Enters,
    Crosses,
    /// `decision.rule`
    Rule,
    /// `decision.subjects`
    Subjects,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    Bool,
    Int,
    Text,
    Date,
    Enum(EnumId),
    /// An element of this kind or of one below it.
    Element(KindId),
    List(Box<Type>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    pub name: SmolStr,
    pub module: SmolStr,
    /// A scale: its values are ordered.
    pub is_scale: bool,
    pub fields: Vec<EnumField>,
    pub values: Vec<EnumValue>,
    pub site: Option<Site>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumField {
    pub name: SmolStr,
    pub ty: Type,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    pub name: SmolStr,
    /// In the order of [`Enum::fields`], defaults applied.
    pub fields: Vec<Value>,
    pub site: Option<Site>,
}

impl Schema {
    #[must_use]
    pub fn kind(&self, id: KindId) -> Option<&Kind> {
        self.kinds.get(id.index())
    }

    #[must_use]
    pub fn attribute(&self, id: AttrId) -> Option<&Attribute> {
        self.attributes.get(id.index())
    }

    /// The position of an attribute in the layout of every kind that has it; past the end of all for one from elsewhere.
    #[must_use]
    pub fn slot(&self, id: AttrId) -> usize {
        self.slots.get(id.index()).map_or(usize::MAX, |slot| *slot as usize)
    }

    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.enums.get(id.index())
    }

    #[must_use]
    pub fn enum_value(&self, id: EnumValueId) -> Option<&EnumValue> {
        self.enumeration(id.of)?.values.get(id.index as usize)
    }

    /// A type as it would be declared.
    #[must_use]
    pub fn type_name(&self, ty: &Type) -> SmolStr {
        match ty {
            Type::Bool => SmolStr::new_static("bool"),
            Type::Int => SmolStr::new_static("int"),
            Type::Text => SmolStr::new_static("text"),
            Type::Date => SmolStr::new_static("date"),
            Type::Enum(id) => self.enumeration(*id).map(|of| of.name.clone()).unwrap_or_default(),
            Type::Element(id) => self.kind(*id).map(|kind| kind.name.clone()).unwrap_or_default(),
            Type::List(inner) => SmolStr::new(format!("[{}]", self.type_name(inner))),
        }
    }

    /// Whether `kind` is `ancestor` or stands below it.
    #[must_use]
    pub fn is_a(&self, kind: KindId, ancestor: KindId) -> bool {
        self.kind(ancestor).is_some_and(|above| ancestor <= kind && kind < above.end)
    }

    /// The attribute of that name on a kind, own or from the kinds above.
    #[must_use]
    pub fn find_attribute(&self, kind: KindId, name: &str) -> Option<AttrId> {
        self.kind(kind)?.attributes.get(name).copied()
    }

    /// What an attribute is on a kind when nobody states it; `None` if the kind has no such attribute.
    #[must_use]
    pub fn default_of(&self, kind: KindId, attribute: AttrId) -> Option<&Default> {
        let (kind, slot) = (self.kind(kind)?, self.slot(attribute));
        (kind.layout.get(slot) == Some(&attribute)).then(|| kind.defaults.get(slot)).flatten()
    }

    /// The root kind that a kind stands below (`element` only for itself).
    #[must_use]
    pub fn root_of(&self, mut kind: KindId) -> KindId {
        while let Some(parent) = self.kind(kind).and_then(|k| k.parent) {
            if parent == self.roots.element {
                break;
            }
            kind = parent;
        }
        kind
    }
}
