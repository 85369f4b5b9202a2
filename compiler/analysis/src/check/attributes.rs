//! Reading through `.`: attributes of elements, fields of enums, parts of hops and paths.

use smol_str::SmolStr;
use tm_model::{EnumId, KindId};
use tm_rules::ir::{Expr as IrExpr, ExprKind as Ir};

use super::identifiers::Link;
use super::text::{joined, listed, path_text, quoted};
use super::variables::Meaning;
use super::{Checker, Noted, Ty, Typed};
use crate::hir::{Expr, ExprKind, Name, NodeId};
use crate::suggestion::Help;

impl Checker<'_> {
    /// A whole chain `a.b.c` at once, so that its length costs no stack.
    pub(super) fn field(&mut self, expr: &Expr, expected: &Ty) -> Typed {
        let mut links: Vec<Link<'_>> = Vec::new();
        let mut root = expr;
        while let ExprKind::Field { base, name } = &root.kind {
            links.push((root.node, name.as_ref()));
            root = base;
        }
        links.reverse();
        let (mut current, taken) = match &root.kind {
            ExprKind::Name(text) if self.is_variable(text) => self.begin(root, text, &links),
            ExprKind::Name(text) if text != "today" => self.dotted(root.node, text, &links, expected),
            _ => (self.expr(root, &Ty::Any), 0),
        };
        for (index, (node, name)) in links.iter().enumerate().skip(taken) {
            let Some(name) = name else {
                current = self.missing(*node);
                continue;
            };
            let shown = || {
                let root = path_text(root)?;
                let names: Vec<&SmolStr> =
                    links.iter().take(index).filter_map(|(_, name)| Some(&name.as_ref()?.text)).collect();
                Some(if names.is_empty() { root } else { format!("{root}.{}", joined(&names)) })
            };
            current = self.attribute(current, *node, name, &shown);
        }
        current
    }

    /// The first link of a chain that begins with a variable, where hops and paths have names of their own.
    fn begin(&mut self, root: &Expr, text: &SmolStr, links: &[Link<'_>]) -> (Typed, usize) {
        let meaning = self.variables.find(text).map(|variable| (variable.meaning.clone(), variable.place));
        let Some((node, Some(name))) = links.first().copied() else { return (self.expr(root, &Ty::Any), 0) };
        match meaning {
            Some((Meaning::Hop { slot, via }, place)) => {
                self.note_variable(root.node, text);
                self.variables.read(text);
                let element = Ty::Element(self.schema().roots.element);
                let (offset, ty) = match name.text.as_str() {
                    "from" => (0, element),
                    "to" => (1, element),
                    "via" => (2, via),
                    other => {
                        let error =
                            self.error("unknown-attribute", name.node, format!("a hop has no {}", quoted(other)));
                        let otherwise = "a hop has `from`, `to` and `via`";
                        self.report(error.help(self.suggest(other, ["from", "to", "via"], otherwise)));
                        return (Typed::error(node), links.len());
                    }
                };
                let place = self.narrowing.child(place, &name.text);
                let ty = self.narrowed(ty, place);
                (Typed { place: Some(place), ..Typed::new(node, Ir::Var(slot + offset), ty) }, 1)
            }
            Some((Meaning::Path { index, .. }, _)) => {
                self.note_variable(root.node, text);
                self.variables.read(text);
                (self.part_of_path(index, text, node, name), 1)
            }
            _ => (self.expr(root, &Ty::Any), 0),
        }
    }

    fn part_of_path(&mut self, index: u16, path: &str, node: NodeId, name: &Name) -> Typed {
        match name.text.as_str() {
            "length" if self.in_entry => return Typed::new(node, Ir::PathLength(index), Ty::Int),
            "length" => self.path_too_early(node, path),
            "hops" => {
                let message = format!("the hops of {} can only be ranged over", quoted(path));
                let error = self.error("type-mismatch", node, message);
                self.report(error.help(format!("write `collect h in {path}.hops: h.via`, for example")));
            }
            other => {
                let error = self.error("unknown-attribute", name.node, format!("a path has no {}", quoted(other)));
                self.report(error.help(self.suggest(other, ["length", "hops"], "a path has `length` and `hops`")));
            }
        }
        Typed::error(node)
    }

    pub(super) fn path_too_early(&mut self, node: NodeId, path: &str) {
        let message =
            format!("the path {} is chosen only after all conditions hold, so none can read it", quoted(path));
        let error = self.error("type-mismatch", node, message);
        let help = "read it in `severity`, `message`, `help`, `prefer` or `at`; conditions on its hops stand in the braces \
                    of the path";
        self.report(error.help(help));
    }

    fn attribute(&mut self, base: Typed, node: NodeId, name: &Name, shown: &dyn Fn() -> Option<String>) -> Typed {
        match self.forced(&base.ty) {
            Ty::Error => Typed::error(node),
            Ty::Element(kind) => match self.schema().find_attribute(kind, &name.text) {
                Some(id) => {
                    self.note(name.node, Noted::Attribute(id));
                    let ty = self.schema().attribute(id).map_or(Ty::Error, |attribute| Ty::from(&attribute.ty));
                    let place = base.place.map(|place| self.narrowing.child(place, &name.text));
                    let ty = match place {
                        Some(place) => self.narrowed(ty, place),
                        None => ty,
                    };
                    Typed { place, ..Typed::new(node, Ir::Attr { base: Box::new(base.expr), attribute: id }, ty) }
                }
                None => {
                    self.no_such_attribute(kind, name, shown());
                    Typed::error(node)
                }
            },
            Ty::Enum(id) => self.enum_field(base.expr, id, node, name),
            ty => {
                let what = shown().map_or_else(|| "this".to_owned(), |shown| format!("`{shown}`"));
                let shown = shown().unwrap_or_else(|| "…".to_owned());
                let (message, help) = match &ty {
                    Ty::List(_) => (
                        format!("{what} is a list, and has no {}", quoted(&name.text)),
                        format!("range over it: `any x in {shown}: x.{}`", name.text),
                    ),
                    Ty::Nothing => (format!("nothing can be read of {what}"), "remove it".to_owned()),
                    _ => (
                        format!("{what} is `{}`, and has no {}", self.type_name(&ty), quoted(&name.text)),
                        "only elements have attributes, and enums may have fields".to_owned(),
                    ),
                };
                let error = self.error("type-mismatch", name.node, message);
                self.report(error.help(help));
                Typed::error(node)
            }
        }
    }

    fn enum_field(&mut self, base: IrExpr, id: EnumId, node: NodeId, name: &Name) -> Typed {
        let Some(item) = self.schema().enumeration(id) else { return self.missing(node) };
        let found = item.fields.iter().zip(0..).find(|(field, _)| field.name == name.text);
        if let Some((field, index)) = found {
            self.note(name.node, Noted::Field(id, index));
            let kind = Ir::EnumField { base: Box::new(base), of: id, field: index };
            return Typed::new(node, kind, Ty::from(&field.ty));
        }
        let message = format!("`{}` has no field {}", item.name, quoted(&name.text));
        let error = self.error("unknown-attribute", name.node, message);
        let names = || item.fields.iter().map(|field| field.name.as_str());
        let help = if self.value_of(id, &name.text).is_some() {
            Help::from(format!("to ask for a value, write `== {}`", name.text))
        } else if item.fields.is_empty() {
            format!("declare it: `field {}: bool = false` in `{}`", name.text, item.name).into()
        } else {
            self.suggest(&name.text, names(), &format!("its fields are {}", listed(names(), "and")))
        };
        self.report(error.help(help));
        Typed::error(node)
    }

    fn no_such_attribute(&mut self, kind: KindId, name: &Name, shown: Option<String>) {
        if self.scope.lacks_for_a_mistake(kind, &name.text) {
            self.mistakes += 1;
            return;
        }
        let schema = self.schema();
        let mut having: Vec<KindId> = schema
            .attributes
            .iter()
            .filter(|attribute| attribute.name == name.text)
            .map(|attribute| attribute.kind)
            .collect();
        having.sort_unstable();
        having.dedup();
        let mut below: Vec<KindId> = having.iter().copied().filter(|other| schema.is_a(*other, kind)).collect();
        // A kind that declares the attribute again adds nothing to the kind above it, which stands before it.
        below.dedup_by(|later, earlier| schema.is_a(*later, *earlier));
        if let [first, ..] = below.as_slice() {
            let subject = shown.unwrap_or_else(|| "x".to_owned());
            let message = format!(
                "{} is an attribute of {}, not of every `{}`",
                quoted(&name.text),
                listed(below.iter().map(|kind| self.kind_name(*kind)), "and"),
                self.kind_name(kind),
            );
            let help = format!("narrow it first: `{subject} is {} and …`", self.kind_name(*first));
            let error = self.error("type-mismatch", name.node, message);
            self.report(error.help(help));
            return;
        }
        let message = format!("`{}` has no attribute {}", self.kind_name(kind), quoted(&name.text));
        let otherwise = if having.is_empty() {
            format!(
                "declare it: `extend {} {{ fact {}: … }}`",
                self.kind_name(kind),
                super::text::shortened(&name.text)
            )
        } else {
            format!("it is an attribute of {}", listed(having.iter().map(|kind| self.kind_name(*kind)), "and"))
        };
        let names = schema.kind(kind).into_iter().flat_map(|kind| kind.attributes.keys()).map(SmolStr::as_str);
        let help = self.suggest(&name.text, names, &otherwise);
        let error = self.error("unknown-attribute", name.node, message);
        self.report(error.help(help));
    }
}
