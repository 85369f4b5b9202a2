//! Attributes of kinds: what each kind declares, in the layout that its kinds share.

use smol_str::SmolStr;
use tm_model::{AttrId, Attribute, Class, Default, KindId, Site, Type, Value};

use super::index::{Scope, VocabularyIndex, meant};
use super::{Source, enums, roots};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, DeclarationClass};
use crate::modules::STD;
use crate::scope::{Declaration, VocabularyScope};

/// What kinds say that can only be compiled once every attribute is known.
#[derive(Default)]
pub(super) struct Pending<'a> {
    /// Defaults and derivations, of the kind that states them.
    pub expressions: Vec<PendingExpr<'a>>,
    /// `attribute: value` in a kind.
    pub statements: Vec<(KindId, &'a Source<'a>, &'a hir::Statement)>,
}

pub(super) struct PendingExpr<'a> {
    pub kind: KindId,
    pub attribute: AttrId,
    pub source: &'a Source<'a>,
    pub expr: &'a hir::Expr,
}

struct Declared<'a> {
    kind: KindId,
    source: &'a Source<'a>,
    item: &'a hir::Declaration,
}

pub(super) fn declare<'a>(sources: &'a [Source<'a>], index: &mut VocabularyIndex) -> Pending<'a> {
    let mut pending = Pending::default();
    let mut declared: Vec<Declared<'a>> = Vec::new();
    for source in sources {
        for item in &source.items.kinds {
            let own =
                index.modules.get(&source.imports.module).and_then(|names| names.kinds.get(&item.name.text)).copied();
            // A second declaration of a name was refused; what it says is dropped with it.
            let Some(kind) = own.filter(|id| {
                index.schema.kind(*id).and_then(|k| k.site) == Some(Site { unit: source.unit, node: item.name.node })
            }) else {
                continue;
            };
            declared.extend(item.declarations.iter().map(|item| Declared { kind, source, item }));
            pending.statements.extend(item.statements.iter().map(|statement| (kind, source, statement)));
        }
        for item in &source.items.extensions {
            let scope = Scope { index, imports: &source.imports };
            match scope.kind(&item.path.segments) {
                Some(kind) => {
                    declared.extend(item.declarations.iter().map(|item| Declared { kind, source, item }));
                    pending.statements.extend(item.statements.iter().map(|statement| (kind, source, statement)));
                }
                None => {
                    // An element then; who extends something unknown is told where elements are resolved.
                    for declaration in &item.declarations {
                        let site = Site { unit: source.unit, node: declaration.name.node };
                        index.diagnostics.push(
                            Diagnostic::error(
                                "declaration-in-element",
                                site,
                                format!("`{}` is declared in an element", declaration.name.text),
                            )
                            .help("attributes are declared in kinds: `extend service { fact … }`"),
                        );
                    }
                }
            }
        }
    }
    // Preorder: the kind above has its layout before the kinds below continue it.
    declared.sort_by_key(|declared| declared.kind);
    let mut declared = declared.into_iter().peekable();
    for number in 0..index.schema.kinds.len() {
        let kind = KindId(u32::try_from(number).unwrap_or(u32::MAX));
        inherit_layout(kind, index);
        let status = index.modules.get(STD).and_then(|names| names.enums.get("SafeguardStatus")).copied();
        for builtin in roots::attributes(index.schema.roots, status).into_iter().filter(|builtin| builtin.kind == kind)
        {
            add(kind, SmolStr::new_static(builtin.name), builtin.ty, builtin.class, false, None, index);
        }
        while let Some(next) = declared.next_if(|next| next.kind == kind) {
            declare_one(&next, index, &mut pending);
        }
    }
    pending
}

fn inherit_layout(kind: KindId, index: &mut VocabularyIndex) {
    let above = index.schema.kind(kind).and_then(|k| k.parent).and_then(|parent| index.schema.kind(parent)).cloned();
    if let (Some(above), Some(kind)) = (above, index.schema.kinds.get_mut(kind.index())) {
        kind.attributes = above.attributes;
        kind.layout = above.layout;
    }
}

fn add(
    kind: KindId,
    name: SmolStr,
    ty: Type,
    class: Class,
    inherited: bool,
    site: Option<Site>,
    index: &mut VocabularyIndex,
) -> Option<AttrId> {
    let id = AttrId(u32::try_from(index.schema.attributes.len()).ok()?);
    let target = index.schema.kinds.get_mut(kind.index())?;
    let slot = u32::try_from(target.layout.len()).ok()?;
    target.layout.push(id);
    target.attributes.insert(name.clone(), id);
    index.schema.attributes.push(Attribute { name, kind, ty, class, inherited, site });
    index.schema.slots.push(slot);
    Some(id)
}

fn declare_one<'a>(declared: &Declared<'a>, index: &mut VocabularyIndex, pending: &mut Pending<'a>) {
    let Declared { kind, source, item } = *declared;
    let site = Site { unit: source.unit, node: item.name.node };
    let Some(ty) = attribute_type(item, source, index) else {
        index.broken.names.insert(item.name.text.clone());
        return;
    };
    let class = match item.class {
        DeclarationClass::Fact => Class::Fact,
        DeclarationClass::Control => Class::Control,
        DeclarationClass::Derive => Class::Derived,
    };
    let existing = index
        .schema
        .find_attribute(kind, &item.name.text)
        .and_then(|id| Some((id, index.schema.attribute(id)?.clone())));
    let id = match existing {
        Some((id, above)) if class == Class::Derived && above.class == Class::Derived && above.kind != kind => {
            if above.ty != ty {
                let message = format!("`{}` is declared again with another type", item.name.text);
                let diagnostic = Diagnostic::error("type-mismatch", site, message).help(
                    "a derived attribute may be declared again below, with the same type; give this one another name",
                );
                index.diagnostics.push(labelled(diagnostic, above.site));
                return;
            }
            id
        }
        Some((_, above)) => {
            index.diagnostics.push(enums::duplicate("attribute", &item.name.text, site, above.site));
            return;
        }
        None => match add(kind, item.name.text.clone(), ty, class, item.inherited, Some(site), index) {
            Some(id) => id,
            None => return,
        },
    };
    match &item.value {
        Some(expr) => pending.expressions.push(PendingExpr { kind, attribute: id, source, expr }),
        // That it is missing was reported by the parser.
        None if class == Class::Derived => _ = index.broken.attributes.insert(id),
        None => {}
    }
}

fn labelled(diagnostic: Diagnostic, site: Option<Site>) -> Diagnostic {
    match site {
        Some(site) => diagnostic.label(site, "first declared here"),
        None => diagnostic,
    }
}

fn attribute_type(item: &hir::Declaration, source: &Source<'_>, index: &mut VocabularyIndex) -> Option<Type> {
    // A missing type was reported by the parser.
    resolve_type(item.ty.as_ref()?, source, index)
}

fn resolve_type(ty: &hir::Type, source: &Source<'_>, index: &mut VocabularyIndex) -> Option<Type> {
    let path = match ty {
        hir::Type::List(inner, _) => return Some(Type::List(Box::new(resolve_type(inner, source, index)?))),
        hir::Type::Path(path) => path,
    };
    if let [name] = path.segments.as_slice() {
        let plain = match name.as_str() {
            "bool" => Some(Type::Bool),
            "int" => Some(Type::Int),
            "text" => Some(Type::Text),
            "date" => Some(Type::Date),
            _ => None,
        };
        if plain.is_some() {
            return plain;
        }
    }
    let scope = Scope { index, imports: &source.imports };
    if let Some(id) = scope.enumeration(&path.segments) {
        return Some(Type::Enum(id));
    }
    if let Some(kind) = scope.kind(&path.segments) {
        return Some(Type::Element(kind));
    }
    let text = path.segments.join(".");
    let help = match elsewhere(&text) {
        Some(ours) => format!("write `{ours}`").into(),
        None => {
            let otherwise = "use `bool`, `int`, `text`, `date`, an enum or a kind; in brackets for a list";
            let sorts = [Declaration::Enum, Declaration::Kind];
            meant(&scope, &sorts, &path.segments, &PLAIN, otherwise, &index.diagnostics)
        }
    };
    let site = Site { unit: source.unit, node: path.node };
    index.diagnostics.push(Diagnostic::error("unknown-type", site, format!("there is no type `{text}`")).help(help));
    None
}

/// The plain types.
pub(super) const PLAIN: [&str; 4] = ["bool", "int", "text", "date"];

/// What other languages call our plain types.
pub(super) fn elsewhere(name: &str) -> Option<&'static str> {
    Some(match name {
        "boolean" | "Bool" | "Boolean" => "bool",
        "integer" | "number" | "Int" | "Integer" | "i32" | "i64" | "u32" | "u64" => "int",
        "string" | "str" | "String" | "Text" => "text",
        "datetime" | "Date" | "time" => "date",
        _ => return None,
    })
}

/// What an attribute without any default is when nobody states it.
pub(super) fn absent(attribute: &Attribute) -> Default {
    match attribute.class {
        Class::Builtin(builtin) => Default::Builtin(builtin),
        Class::Control => Default::Value(Value::Unknown, None),
        Class::Derived => Default::Value(Value::Unknown, None),
        Class::Fact => match attribute.ty {
            Type::Bool => Default::Value(Value::Bool(false), None),
            Type::List(_) => Default::Value(Value::set(Vec::new()), None),
            _ => Default::Value(Value::Unset, None),
        },
    }
}
