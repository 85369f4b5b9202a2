//! Types of expressions, and when two of them go together.

use tm_model::{EnumId, KindId, Type};

use super::{Checker, text::cut};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ty {
    /// Expected where anything may stand; no expression has it.
    Any,
    /// Of an expression with a mistake, which has been reported: it fits everywhere.
    Error,
    /// Of `unknown`, and of the elements of `[]`: it fits every type.
    Nothing,
    Bool,
    Int,
    Text,
    Date,
    Enum(EnumId),
    Element(KindId),
    List(Box<Self>),
    /// Of the values in a list of bare names, until their use tells the enum; index in `Checker::inferred`.
    Inferred(usize),
}

impl From<&Type> for Ty {
    fn from(ty: &Type) -> Self {
        match ty {
            Type::Bool => Self::Bool,
            Type::Int => Self::Int,
            Type::Text => Self::Text,
            Type::Date => Self::Date,
            Type::Enum(id) => Self::Enum(*id),
            Type::Element(kind) => Self::Element(*kind),
            Type::List(of) => Self::list(Self::from(of.as_ref())),
        }
    }
}

impl Ty {
    pub(super) fn list(of: Self) -> Self {
        Self::List(Box::new(of))
    }

    /// Expected of what stands in such a list.
    pub(super) fn element(&self) -> Self {
        match self {
            Self::List(of) => of.as_ref().clone(),
            Self::Error => Self::Error,
            _ => Self::Any,
        }
    }
}

impl<'a> Checker<'a> {
    /// As messages call it, without backticks.
    pub(super) fn type_name(&self, ty: &Ty) -> String {
        match self.settled(ty) {
            Ty::Any | Ty::Error | Ty::Nothing => "unknown".to_owned(),
            Ty::Bool => "bool".to_owned(),
            Ty::Int => "int".to_owned(),
            Ty::Text => "text".to_owned(),
            Ty::Date => "date".to_owned(),
            Ty::Enum(id) => self.enum_name(id).to_owned(),
            Ty::Element(kind) => self.kind_name(kind).to_owned(),
            Ty::List(of) if *of == Ty::Nothing => "[]".to_owned(),
            Ty::List(of) => format!("[{}]", self.type_name(&of)),
            Ty::Inferred(_) => "enum".to_owned(),
        }
    }

    pub(super) fn kind_name(&self, kind: KindId) -> &'a str {
        self.schema().kind(kind).map_or("element", |kind| cut(&kind.name))
    }

    pub(super) fn enum_name(&self, id: EnumId) -> &'a str {
        self.schema().enumeration(id).map_or("enum", |item| cut(&item.name))
    }

    /// The type that both have, for a list or the branches of an `if`.
    pub(super) fn unify(&mut self, a: &Ty, b: &Ty) -> Option<Ty> {
        match self.settled_together(a, b) {
            (Ty::Error, _) | (_, Ty::Error) => Some(Ty::Error),
            (Ty::Nothing | Ty::Any, other) | (other, Ty::Nothing | Ty::Any) => Some(other),
            (Ty::Element(a), Ty::Element(b)) => Some(Ty::Element(self.common_kind(a, b))),
            (Ty::List(a), Ty::List(b)) => Some(Ty::list(self.unify(&a, &b)?)),
            (a, b) => (a == b).then_some(a),
        }
    }

    /// Whether a value of the one can equal a value of the other.
    pub(super) fn comparable(&mut self, a: &Ty, b: &Ty) -> bool {
        match self.settled_together(a, b) {
            (Ty::Error | Ty::Nothing | Ty::Any, _) | (_, Ty::Error | Ty::Nothing | Ty::Any) => true,
            (Ty::Element(a), Ty::Element(b)) => self.related(a, b),
            (Ty::List(a), Ty::List(b)) => self.comparable(&a, &b),
            (Ty::Inferred(_), Ty::Inferred(_)) => true,
            (a, b) => a == b,
        }
    }

    /// Whether a value of `found` may stand where `wanted` is asked for.
    pub(super) fn fits(&mut self, found: &Ty, wanted: &Ty) -> bool {
        match self.settled_together(found, wanted) {
            (Ty::Error | Ty::Nothing, _) | (_, Ty::Error | Ty::Any) => true,
            (Ty::Element(found), Ty::Element(wanted)) => self.schema().is_a(found, wanted),
            (Ty::List(found), Ty::List(wanted)) => self.fits(&found, &wanted),
            (found, wanted) => found == wanted,
        }
    }

    /// Whether `<` can be asked of it.
    pub(super) fn is_ordered(&mut self, ty: &Ty) -> bool {
        match self.forced(ty) {
            Ty::Error | Ty::Nothing | Ty::Any | Ty::Int | Ty::Date => true,
            Ty::Enum(id) => self.schema().enumeration(id).is_some_and(|item| item.is_scale),
            _ => false,
        }
    }

    /// Whether an element can be of both kinds.
    pub(super) fn related(&self, a: KindId, b: KindId) -> bool {
        self.schema().is_a(a, b) || self.schema().is_a(b, a)
    }

    fn common_kind(&self, a: KindId, b: KindId) -> KindId {
        let schema = self.schema();
        let mut common = a;
        while !schema.is_a(b, common) {
            match schema.kind(common).and_then(|kind| kind.parent) {
                Some(parent) => common = parent,
                None => return schema.roots.element,
            }
        }
        common
    }
}
