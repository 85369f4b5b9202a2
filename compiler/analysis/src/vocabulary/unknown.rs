//! Attributes that a kind does not have: which was meant, here or of another kind.

use tm_model::{Class, KindId, Schema, Site, Type};

use super::index::VocabularyIndex;
use crate::diagnostic::{Diagnostic, guessed_enough};
use crate::hir::{self, Literal, ValueKind};
use crate::suggestion::{Help, did_you_mean, nearest};

/// So many kinds are named.
const KINDS: usize = 3;

/// `None` if that is reported where it is made; `made`: what is wrong so far.
pub(crate) fn unknown_attribute(
    index: &VocabularyIndex,
    kind: KindId,
    statement: &hir::Statement,
    site: Site,
    made: &[Diagnostic],
) -> Option<Diagnostic> {
    let name = statement.name.text.as_str();
    let schema = &index.schema;
    let of = schema.kind(kind).filter(|_| !index.broken.explains(kind, name))?;
    let message = format!("the kind `{}` has no attribute `{name}`", of.name);
    let help = if guessed_enough(made) {
        format!("see what it has with `tm explain {}`", of.name).into()
    } else {
        meant(schema, of, name, statement.value.as_ref())
    };
    Some(Diagnostic::error("unknown-attribute", site, message).help(help))
}

/// What takes the value that is written goes before what is near in spelling alone.
fn meant(schema: &Schema, of: &tm_model::Kind, name: &str, value: Option<&hir::Value>) -> Help {
    let takes = |attribute: &tm_model::Attribute| {
        let is_stated = !matches!(attribute.class, Class::Derived | Class::Builtin(_));
        is_stated && value.is_none_or(|value| may_be(schema, &attribute.ty, value))
    };
    let mut own: Vec<&tm_model::Attribute> = of.attributes.values().filter_map(|id| schema.attribute(*id)).collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    let fitting = own.iter().filter(|attribute| takes(attribute)).map(|attribute| attribute.name.as_str());
    let explained = format!("`tm explain {}`", of.name);
    let others = || schema.attributes.iter().filter(|attribute| takes(attribute));
    let belongs = |name: &str| {
        let kinds = kinds_with(schema, name).join("`, `");
        format!("it is an attribute of `{kinds}`; see what `{}` has with {explained}", of.name)
    };
    if others().any(|attribute| attribute.name == name) {
        return belongs(name).into();
    }
    let near = did_you_mean(name, fitting, "");
    if !near.text.is_empty() {
        return near;
    }
    if let Some(other) = nearest(name, others().map(|attribute| attribute.name.as_str())) {
        return format!("did you mean `{other}`? {}", belongs(&other)).into();
    }
    let otherwise = match kinds_with(schema, name).as_slice() {
        [] => format!("see what it has with {explained}, or declare it: `extend {} {{ fact {name}: … }}`", of.name),
        _ => belongs(name),
    };
    did_you_mean(name, own.iter().map(|attribute| attribute.name.as_str()), &otherwise)
}

/// Whether a value can be one of a type; what a name means is known of enums alone.
fn may_be(schema: &Schema, ty: &Type, value: &hir::Value) -> bool {
    match (&value.kind, ty) {
        (ValueKind::NotApplicable(_) | ValueKind::Literal(Literal::Unknown), _) => true,
        (ValueKind::List(items), Type::List(ty)) => items.iter().all(|item| may_be(schema, ty, item)),
        (ValueKind::Path(path), Type::Enum(id)) => path.segments.last().is_some_and(|name| {
            schema.enumeration(*id).is_some_and(|of| of.values.iter().any(|value| value.name == *name))
        }),
        (ValueKind::Path(_), Type::Element(_)) => true,
        (ValueKind::Literal(Literal::Text(_)), Type::Text) => true,
        (ValueKind::Literal(Literal::Int(_)), Type::Int) => true,
        (ValueKind::Literal(Literal::Date(_)), Type::Date) => true,
        (ValueKind::Literal(Literal::Bool(_)), Type::Bool) => true,
        _ => false,
    }
}

/// The first few kinds that declare an attribute of that name.
fn kinds_with<'s>(schema: &'s Schema, name: &str) -> Vec<&'s str> {
    let declared = schema.attributes.iter().filter(|attribute| attribute.name == name);
    let mut kinds: Vec<KindId> = declared.map(|attribute| attribute.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.iter().take(KINDS).filter_map(|kind| Some(schema.kind(*kind)?.name.as_str())).collect()
}
