//! An expression of one type where another is asked for.

use super::text::{example, path_text};
use super::{Checker, Ty, Typed};
use crate::hir::{Expr, ExprKind, Literal};
use tm_rules::ir;

impl Checker<'_> {
    pub(super) fn require(&mut self, typed: Typed, wanted: &Ty, expr: &Expr) -> ir::Expr {
        if !self.fits(&typed.ty, wanted) {
            let what = path_text(expr).map_or_else(|| "this".to_owned(), |path| format!("`{path}`"));
            let message =
                format!("expected `{}`, but {what} is `{}`", self.type_name(wanted), self.type_name(&typed.ty));
            let help = self.mismatch_help(&typed.ty, wanted, expr);
            let error = self.error("type-mismatch", expr.node, message);
            self.report(error.help(help));
        }
        typed.expr
    }

    fn mismatch_help(&self, found: &Ty, wanted: &Ty, expr: &Expr) -> String {
        let (found, wanted) = (self.settled(found), self.settled(wanted));
        let shown = example(expr, "…");
        match (&found, &wanted) {
            (Ty::List(_), Ty::Bool) => {
                format!("ask whether there is one: `any x in {shown}`, or what holds of them: `all x in {shown}: …`")
            }
            (Ty::Enum(id), Ty::Bool) => {
                let item = self.schema().enumeration(*id);
                let field = item.and_then(|item| item.fields.iter().find(|field| field.ty == tm_model::Type::Bool));
                let value = item.and_then(|item| item.values.first()).map_or("…", |value| value.name.as_str());
                match field {
                    Some(field) => {
                        format!("compare it, `{shown} == {value}`, or read a field of it, `{shown}.{}`", field.name)
                    }
                    None => format!("compare it: `{shown} == {value}`"),
                }
            }
            (Ty::Element(_), Ty::Bool) => {
                format!("ask whether it is stated, `{shown} is set`, or what it is, `{shown} is …`")
            }
            (_, Ty::Bool) => format!("compare it: `{shown} == …`"),
            (Ty::List(of), Ty::List(_)) if matches!(of.as_ref(), Ty::List(_)) => {
                "flatten it with two generators: `collect xs in …, x in xs: x`".to_owned()
            }
            (Ty::List(_), Ty::List(_)) => "collect elements of the other type".to_owned(),
            (_, Ty::List(_)) => format!("write a list: `[{shown}]`"),
            (Ty::List(_), Ty::Int) => format!("count them: `count x in {shown}`"),
            (Ty::List(_), _) => format!("choose one: `max x in {shown}: …`"),
            (Ty::Element(kind), Ty::Element(narrow)) if self.schema().is_a(*narrow, *kind) => {
                format!("narrow it first: `{shown} is {}`", self.kind_name(*narrow))
            }
            (Ty::Text, Ty::Enum(_)) => "write the value without quotes".to_owned(),
            (Ty::Text, Ty::Date) if matches!(expr.kind, ExprKind::Literal(Literal::Text(_))) => {
                "write the date without quotes".to_owned()
            }
            (Ty::Element(_), Ty::Text) => format!("read its name: `{shown}.name`"),
            (_, Ty::Enum(id)) => {
                let item = self.schema().enumeration(*id);
                let values = item.into_iter().flat_map(|item| item.values.iter().map(|value| value.name.as_str()));
                format!("write one of its values: {}", super::text::listed(values, "or"))
            }
            (_, wanted) => format!("write an expression of type `{}`", self.type_name(wanted)),
        }
    }
}
