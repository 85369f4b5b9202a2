//! Values in models and defaults of kinds: constants of a type that is known.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{EnumId, KindId, Type, Value};

use super::text::{joined, shortened};
use super::{Checker, Noted, Resolved, Ty};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, Literal, NodeId, Path, ValueKind};

impl Checker<'_> {
    /// `elements` finds an element of a kind and reports if there is none. `None` if the value has a mistake.
    pub(crate) fn value(
        &mut self,
        ty: &Type,
        value: &hir::Value,
        elements: &dyn Fn(&Path, KindId) -> Resolved,
    ) -> Option<Value> {
        match &value.kind {
            ValueKind::Literal(Literal::Unknown) => Some(Value::Unknown),
            ValueKind::NotApplicable(reason) => Some(Value::NotApplicable(reason.clone())),
            ValueKind::List(items) => match ty {
                Type::List(of) => self.values(of, items, elements),
                _ if value.is_faulty => None,
                _ => {
                    let help = match items.as_slice() {
                        [only] => format!("write `{}`", value_text(only)),
                        _ => "state one value".to_owned(),
                    };
                    self.wrong(value.node, ty, "a list", help);
                    None
                }
            },
            ValueKind::Literal(literal) => self.scalar(ty, value, literal),
            ValueKind::Path(path) => self.path_value(ty, value, path, elements),
        }
    }

    fn values(
        &mut self,
        of: &Type,
        items: &[hir::Value],
        elements: &dyn Fn(&Path, KindId) -> Resolved,
    ) -> Option<Value> {
        let mut members = Vec::with_capacity(items.len());
        let mut first = FirstPlaces::default();
        let mut complete = true;
        for item in items {
            let open = match &item.kind {
                ValueKind::Literal(Literal::Unknown) => Some("unknown"),
                ValueKind::NotApplicable(_) => Some("not-applicable"),
                _ => None,
            };
            if let Some(word) = open {
                let error = self.error("type-mismatch", item.node, format!("`{word}` cannot stand in a list"));
                self.report(error.help("state it of the whole list, without brackets"));
                complete = false;
                continue;
            }
            let Some(member) = self.value(of, item, elements) else {
                complete = false;
                continue;
            };
            if let Some(earlier) = first.of(&member, &members) {
                let message = format!("`{}` stands in the list twice", value_text(item));
                let warning = Diagnostic::warning("duplicate-value", self.site(item.node), message);
                let warning = warning.label(self.site(earlier), "the first one");
                self.report(warning.help("remove one of them: lists are sets"));
                continue;
            }
            first.push(item.node, &member);
            members.push(member);
        }
        complete.then(|| Value::set(members))
    }

    fn scalar(&mut self, ty: &Type, value: &hir::Value, literal: &Literal) -> Option<Value> {
        let (checked, found) = self.literal_value(value.node, literal)?;
        if Ty::from(ty) == found {
            return Some(checked);
        }
        if value.is_faulty {
            return None;
        }
        let help = match (ty, literal) {
            (Type::List(_), _) => format!("write `[{}]`", value_text(value)),
            (Type::Enum(id), Literal::Text(text)) if self.value_of(*id, text).is_some() => {
                format!("write `{text}` without quotes")
            }
            (Type::Enum(id), _) => {
                let first = self.schema().enumeration(*id).and_then(|item| item.values.first());
                first.map_or_else(
                    || "the enum has no values".to_owned(),
                    |first| format!("write a value of it, such as `{}`", first.name),
                )
            }
            (Type::Date, Literal::Text(text)) if tm_model::Date::parse(text).is_some() => {
                format!("write `{text}` without quotes")
            }
            (Type::Text, _) => format!("write it in quotes: `\"{}\"`", value_text(value)),
            (Type::Element(kind), _) => format!("name a `{}`", self.kind_name(*kind)),
            _ => form(ty).to_owned(),
        };
        self.wrong(value.node, ty, &format!("`{}`", self.type_name(&found)), help);
        None
    }

    fn path_value(
        &mut self,
        ty: &Type,
        value: &hir::Value,
        path: &Path,
        elements: &dyn Fn(&Path, KindId) -> Resolved,
    ) -> Option<Value> {
        match ty {
            Type::Element(kind) => match elements(path, *kind) {
                Resolved::Element(element) => Some(Value::Element(element)),
                Resolved::Error => {
                    self.mistakes += 1;
                    None
                }
            },
            Type::Enum(id) => self.enum_path(*id, path),
            Type::List(_) => {
                self.wrong(value.node, ty, "one value", format!("write `[{}]`", path_text(path)));
                None
            }
            Type::Text => {
                self.wrong(value.node, ty, "a name", format!("write it in quotes: `\"{}\"`", path_text(path)));
                None
            }
            Type::Bool | Type::Int | Type::Date => {
                self.wrong(value.node, ty, &format!("`{}`", path_text(path)), form(ty).to_owned());
                None
            }
        }
    }

    /// `none` or `Encryption.none`
    fn enum_path(&mut self, id: EnumId, path: &Path) -> Option<Value> {
        let (name, of) = path.segments.split_last()?;
        let node = path.node + u32::try_from(path.segments.len()).ok()?;
        if !of.is_empty() && self.scope.enumeration(of) != Some(id) {
            let written = joined(&of.iter().collect::<Vec<_>>());
            let message = format!("expected `{}`, but this is a name in `{written}`", self.enum_name(id));
            let error = self.error("type-mismatch", path.node, message);
            let help = match self.value_of(id, name) {
                Some(_) => format!("write `{}`", shortened(name)),
                None => format!("write a value of `{}`", self.enum_name(id)),
            };
            self.report(error.help(help));
            return None;
        }
        if !of.is_empty() {
            self.note(node - 1, Noted::Enum(id));
        }
        match self.value_of(id, name) {
            Some(value) => {
                self.note(node, Noted::Value(value));
                Some(Value::Enum(value))
            }
            None => {
                self.no_such_value(node, id, name);
                None
            }
        }
    }

    fn wrong(&mut self, node: NodeId, ty: &Type, found: &str, help: String) {
        let message = format!("expected `{}`, but this is {found}", self.type_name(&Ty::from(ty)));
        let error = self.error("type-mismatch", node, message);
        self.report(error.help(help));
    }
}

/// Of this many members, one is looked for by scanning.
const SCANNED: usize = 8;

/// Where the members of a list stand first.
#[derive(Default)]
struct FirstPlaces {
    nodes: Vec<NodeId>,
    /// Of the members beyond the first few.
    later: FxHashMap<Value, NodeId>,
}

impl FirstPlaces {
    fn of(&self, member: &Value, members: &[Value]) -> Option<NodeId> {
        let early = members.iter().take(SCANNED).position(|other| other == member);
        match early {
            Some(at) => self.nodes.get(at).copied(),
            None => self.later.get(member).copied(),
        }
    }

    fn push(&mut self, node: NodeId, member: &Value) {
        if self.nodes.len() < SCANNED {
            self.nodes.push(node);
        } else {
            self.later.insert(member.clone(), node);
        }
    }
}

/// How a value of the type is written.
fn form(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "write `true` or `false`",
        Type::Int => "write a number, such as `3`",
        Type::Date => "write year-month-day, such as `2026-12-31`",
        Type::Text => "write a text in quotes",
        Type::Enum(_) | Type::Element(_) => "write a name",
        Type::List(_) => "write a list: `[…]`",
    }
}

fn path_text(path: &Path) -> String {
    joined(&path.segments.iter().collect::<Vec<&SmolStr>>())
}

/// As written, near enough for an example.
fn value_text(value: &hir::Value) -> String {
    match &value.kind {
        ValueKind::Path(path) => path_text(path),
        ValueKind::Literal(Literal::Text(text)) => format!("\"{}\"", shortened(text)),
        ValueKind::Literal(Literal::Int(Some(number))) => number.to_string(),
        ValueKind::Literal(Literal::Date(Ok(date))) => date.to_string(),
        ValueKind::Literal(Literal::Bool(value)) => value.to_string(),
        ValueKind::Literal(Literal::Unknown) => "unknown".to_owned(),
        ValueKind::Literal(Literal::Int(None) | Literal::Date(Err(_))) | ValueKind::NotApplicable(_) => "…".to_owned(),
        ValueKind::List(_) => "[…]".to_owned(),
    }
}
