//! Enums and scales: names first, so that anything may mention them, then fields and values.

use smol_str::SmolStr;
use tm_model::{Enum, EnumField, EnumId, EnumValue, Site, Type, Value};

use super::Source;
use super::attributes::PLAIN;
use super::index::{Scope, VocabularyIndex, meant};
use crate::check::{Checker, Resolved};
use crate::diagnostic::Diagnostic;
use crate::hir;
use crate::scope::{Declaration, VocabularyScope};
use crate::suggestion::did_you_mean;

pub(super) fn declare(sources: &[Source<'_>], index: &mut VocabularyIndex) {
    for source in sources {
        for item in &source.items.enums {
            let site = Site { unit: source.unit, node: item.name.node };
            if item.name.text.is_empty() {
                continue;
            }
            let id = EnumId(u32::try_from(index.schema.enums.len()).unwrap_or(u32::MAX));
            let names = index.modules.entry(source.imports.module.clone()).or_default();
            if let Some(first) = names.enums.get(&item.name.text) {
                let first = index.schema.enumeration(*first).and_then(|e| e.site);
                index.diagnostics.push(duplicate("enum", &item.name.text, site, first));
                continue;
            }
            names.enums.insert(item.name.text.clone(), id);
            index.schema.enums.push(Enum {
                name: item.name.text.clone(),
                module: source.imports.module.clone(),
                is_scale: item.is_scale,
                fields: Vec::new(),
                values: item.values.iter().map(|value| plain(value, source.unit)).collect(),
                site: Some(site),
            });
        }
    }
    for source in sources {
        for item in &source.items.enum_extensions {
            let scope = Scope { index, imports: &source.imports };
            let site = Site { unit: source.unit, node: item.path.node };
            let Some(id) = scope.enumeration(&item.path.segments) else {
                let text = item.path.segments.join(".");
                let otherwise = "declare it with `enum`, or bring its module into scope with `use`";
                let help = meant(&scope, &[Declaration::Enum], &item.path.segments, &[], otherwise, &index.diagnostics);
                index.diagnostics.push(
                    Diagnostic::error("unknown-enum", site, format!("there is no enum `{text}` in scope")).help(help),
                );
                continue;
            };
            if let Some(target) = index.schema.enums.get_mut(id.index()) {
                if target.is_scale {
                    let message = format!("`{}` is a scale: its order is fixed where it is declared", target.name);
                    index.diagnostics.push(Diagnostic::error("extended-scale", site, message).help(
                        "declare a scale of your own, or ask for the value to be added where the scale is declared",
                    ));
                } else {
                    target.values.extend(item.values.iter().map(|value| plain(value, source.unit)));
                }
            }
        }
    }
    for target in &mut index.schema.enums {
        let mut seen: Vec<(SmolStr, Option<Site>)> = Vec::new();
        for value in &target.values {
            match seen.iter().find(|(name, _)| *name == value.name) {
                Some((_, first)) => {
                    if let Some(site) = value.site {
                        index.diagnostics.push(duplicate("value", &value.name, site, *first));
                    }
                }
                None => seen.push((value.name.clone(), value.site)),
            }
        }
    }
}

fn plain(value: &hir::EnumValue, unit: u32) -> EnumValue {
    EnumValue { name: value.name.text.clone(), fields: Vec::new(), site: Some(Site { unit, node: value.name.node }) }
}

pub(crate) fn duplicate(what: &str, name: &str, site: Site, first: Option<Site>) -> Diagnostic {
    let diagnostic = Diagnostic::error("duplicate-name", site, format!("the {what} `{name}` is declared twice"))
        .help("rename one of the two, or remove it");
    match first {
        Some(first) => diagnostic.label(first, "first declared here"),
        None => diagnostic,
    }
}

/// Index of a field, and its value.
type StatedFields = Vec<(usize, Value)>;

/// Fields and what each value says of them.
pub(super) fn fill(sources: &[Source<'_>], index: &mut VocabularyIndex) {
    let mut diagnostics = Vec::new();
    let mut fields: Vec<(EnumId, Vec<(EnumField, Value)>)> = Vec::new();
    for source in sources {
        let scope = Scope { index, imports: &source.imports };
        for item in &source.items.enums {
            let Some(id) = scope.enumeration(std::slice::from_ref(&item.name.text)) else { continue };
            let mut checker = Checker::new(&scope, source.unit);
            let mut of = Vec::new();
            for field in &item.fields {
                let Some(ty) = field_type(&scope, field, source.unit, &mut diagnostics) else { continue };
                let default = match &field.default {
                    Some(value) => checker.value(&ty, value, &no_elements).unwrap_or(Value::Unset),
                    None if ty == Type::Bool => Value::Bool(false),
                    None => Value::Unset,
                };
                of.push((EnumField { name: field.name.text.clone(), ty }, default));
            }
            diagnostics.extend(checker.into_diagnostics());
            fields.push((id, of));
        }
    }
    for (id, of) in &fields {
        if let Some(target) = index.schema.enums.get_mut(id.index()) {
            target.fields = of.iter().map(|(field, _)| field.clone()).collect();
            for value in &mut target.values {
                value.fields = of.iter().map(|(_, default)| default.clone()).collect();
            }
        }
    }
    let mut statements: Vec<(EnumId, SmolStr, StatedFields)> = Vec::new();
    for source in sources {
        let scope = Scope { index, imports: &source.imports };
        let own = source.items.enums.iter().map(|item| (std::slice::from_ref(&item.name.text), &item.values));
        let extended = source.items.enum_extensions.iter().map(|item| (item.path.segments.as_slice(), &item.values));
        for (path, values) in own.chain(extended) {
            let Some(id) = scope.enumeration(path) else { continue };
            for value in values {
                let stated = value_fields(&scope, id, value, source.unit, &mut diagnostics);
                statements.push((id, value.name.text.clone(), stated));
            }
        }
    }
    for (id, name, stated) in statements {
        let target = index.schema.enums.get_mut(id.index()).and_then(|e| e.values.iter_mut().find(|v| v.name == name));
        if let Some(target) = target {
            for (field, value) in stated {
                if let Some(place) = target.fields.get_mut(field) {
                    *place = value;
                }
            }
        }
    }
    index.diagnostics.extend(diagnostics);
}

fn field_type(scope: &Scope<'_>, field: &hir::EnumField, unit: u32, diagnostics: &mut Vec<Diagnostic>) -> Option<Type> {
    let hir::Type::Path(path) = field.ty.as_ref()? else {
        let site = Site { unit, node: field.name.node };
        diagnostics.push(
            Diagnostic::error("invalid-field-type", site, format!("the field `{}` cannot be a list", field.name.text))
                .help("use `bool`, `int`, `text`, `date` or an enum"),
        );
        return None;
    };
    let ty = match path.segments.as_slice() {
        [name] if name == "bool" => Type::Bool,
        [name] if name == "int" => Type::Int,
        [name] if name == "text" => Type::Text,
        [name] if name == "date" => Type::Date,
        segments => match scope.enumeration(segments) {
            Some(id) => Type::Enum(id),
            None => {
                let site = Site { unit, node: path.node };
                let text = segments.join(".");
                let help = match super::attributes::elsewhere(&text) {
                    Some(ours) => format!("write `{ours}`").into(),
                    None => {
                        let otherwise = "use `bool`, `int`, `text`, `date` or an enum";
                        meant(scope, &[Declaration::Enum], segments, &PLAIN, otherwise, diagnostics)
                    }
                };
                diagnostics.push(
                    Diagnostic::error("unknown-type", site, format!("there is no type `{text}` for a field"))
                        .help(help),
                );
                return None;
            }
        },
    };
    Some(ty)
}

fn value_fields(
    scope: &Scope<'_>,
    id: EnumId,
    value: &hir::EnumValue,
    unit: u32,
    diagnostics: &mut Vec<Diagnostic>,
) -> StatedFields {
    let Some(of) = scope.schema().enumeration(id) else { return Vec::new() };
    let mut checker = Checker::new(scope, unit);
    let mut stated = Vec::new();
    for statement in &value.fields {
        let Some(position) = of.fields.iter().position(|field| field.name == statement.name.text) else {
            let site = Site { unit, node: statement.name.node };
            let help = did_you_mean(
                &statement.name.text,
                of.fields.iter().map(|field| field.name.as_str()),
                &format!("declare it in the enum: `field {}: … = …`", statement.name.text),
            );
            let message = format!("the enum `{}` has no field `{}`", of.name, statement.name.text);
            diagnostics.push(Diagnostic::error("unknown-field", site, message).help(help));
            continue;
        };
        let (Some(field), Some(given)) = (of.fields.get(position), &statement.value) else { continue };
        if let Some(given) = checker.value(&field.ty, given, &no_elements) {
            stated.push((position, given));
        }
    }
    diagnostics.extend(checker.into_diagnostics());
    stated
}

/// Vocabulary cannot name elements; a type that would ask for one is refused before.
pub(crate) fn no_elements(_: &hir::Path, _: tm_model::KindId) -> Resolved {
    Resolved::Error
}
