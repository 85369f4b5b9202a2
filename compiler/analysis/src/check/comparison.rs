//! `==` and its like, `in`, `is`.

use tm_model::{KindId, Type};
use tm_rules::ir::{CompareOp as IrOp, Expr as IrExpr, ExprKind as Ir};

use super::identifiers::NULLS;
use super::narrowing::Place;
use super::text::{example, listed, path_text};
use super::{Checker, Ty, Typed};
use crate::diagnostic::{Diagnostic, Level};
use crate::hir::{CompareOp, Expr, ExprKind, IsTest, Literal, NodeId, Path};

impl Checker<'_> {
    pub(super) fn compare(&mut self, node: NodeId, op: CompareOp, lhs: &Expr, rhs: &Expr) -> Typed {
        let right_first = self.waits(lhs, rhs);
        let (first, second) = if right_first { (rhs, lhs) } else { (lhs, rhs) };
        let known = self.expr(first, &Ty::Any);
        if self.refuse_absence(op, first, &known.ty, second) {
            return Typed { ty: Ty::Bool, ..Typed::error(node) };
        }
        let other = self.expr(second, &known.ty);
        let (left, right) = if right_first { (other, known) } else { (known, other) };
        let ordering = !matches!(op, CompareOp::Eq | CompareOp::Ne);
        if !self.comparable(&left.ty, &right.ty) {
            self.not_comparable(lhs, &left.ty, rhs, &right.ty);
        } else if ordering {
            let unordered = [&left, &right].into_iter().map(|side| side.ty.clone()).find(|ty| !self.is_ordered(ty));
            if let Some(ty) = unordered {
                self.not_ordered(node, lhs, &ty);
            }
        }
        let op = match op {
            CompareOp::Eq => IrOp::Eq,
            CompareOp::Ne => IrOp::Ne,
            CompareOp::Lt => IrOp::Lt,
            CompareOp::Le => IrOp::Le,
            CompareOp::Gt => IrOp::Gt,
            CompareOp::Ge => IrOp::Ge,
        };
        Typed::new(node, Ir::Compare { op, lhs: Box::new(left.expr), rhs: Box::new(right.expr) }, Ty::Bool)
    }

    /// `x == unset`, `x == unknown`: what does not exist, or what every comparison with is unknown.
    fn refuse_absence(&mut self, op: CompareOp, first: &Expr, ty: &Ty, second: &Expr) -> bool {
        let subject = example(first, "…");
        let (message, word) = match &second.kind {
            ExprKind::Literal(Literal::Unknown) => {
                ("a comparison with `unknown` is always unknown".to_owned(), "unknown")
            }
            ExprKind::Name(text) if NULLS.contains(&text.as_str()) && !self.is_variable(text) => {
                let is_value = matches!(self.settled(ty), Ty::Enum(id) if self.value_of(id, text).is_some());
                if is_value {
                    return false;
                }
                (format!("there is no value `{text}`: what is not stated is unset or unknown"), "set")
            }
            _ => return false,
        };
        // `== unset` asks for the opposite of what `is set` does.
        let negated = (op == CompareOp::Ne) == (word == "unknown");
        let help = format!("write `{subject} is {}{word}`", if negated { "not " } else { "" });
        let name = if word == "unknown" { "type-mismatch" } else { "unresolved-name" };
        let error = self.error(name, second.node, message);
        self.report(error.help(help));
        true
    }

    fn not_comparable(&mut self, lhs: &Expr, left: &Ty, rhs: &Expr, right: &Ty) {
        let (left, right) = (self.settled(left), self.settled(right));
        let (shown_left, shown_right) = (example(lhs, "…"), example(rhs, "…"));
        let help = match (&left, &right) {
            (Ty::List(_), Ty::List(_)) => "compare lists of one type".to_owned(),
            (Ty::List(_), _) => {
                format!("ask whether it is in the list, `{shown_right} in {shown_left}`, or range over it")
            }
            (_, Ty::List(_)) => format!("ask whether it is in the list: `{shown_left} in {shown_right}`"),
            (Ty::Enum(_), Ty::Text) | (Ty::Text, Ty::Enum(_)) => "write the value without quotes".to_owned(),
            (Ty::Date, Ty::Text) | (Ty::Text, Ty::Date) => "write the date without quotes".to_owned(),
            (Ty::Element(_), Ty::Text) => format!("compare its name: `{shown_left}.name`"),
            (Ty::Text, Ty::Element(_)) => format!("compare its name: `{shown_right}.name`"),
            (Ty::Element(_), Ty::Element(_)) => "no element is of both kinds".to_owned(),
            (Ty::Enum(id), Ty::Bool) | (Ty::Bool, Ty::Enum(id)) => {
                let shown = if matches!(left, Ty::Enum(_)) { shown_left } else { shown_right };
                let item = self.schema().enumeration(*id);
                match item.and_then(|item| item.fields.iter().find(|field| field.ty == Type::Bool)) {
                    Some(field) => format!("read a field of it: `{shown}.{}`", field.name),
                    None => format!("compare with one of its values: {}", self.some_values(*id)),
                }
            }
            (Ty::Enum(id), _) | (_, Ty::Enum(id)) => {
                format!("compare with one of its values: {}", self.some_values(*id))
            }
            _ => "compare values of one type".to_owned(),
        };
        let message = format!("`{}` and `{}` cannot be compared", self.type_name(&left), self.type_name(&right));
        let error = self.error("type-mismatch", rhs.node, message);
        let error = error.label(self.site(lhs.node), format!("this is `{}`", self.type_name(&left)));
        self.report(error.help(help));
    }

    fn some_values(&self, id: tm_model::EnumId) -> String {
        let item = self.schema().enumeration(id);
        listed(item.into_iter().flat_map(|item| item.values.iter().map(|value| value.name.as_str())), "and")
    }

    fn not_ordered(&mut self, node: NodeId, lhs: &Expr, ty: &Ty) {
        let shown = example(lhs, "…");
        let help = match self.settled(ty) {
            Ty::List(_) => format!("count them: `(count x in {shown}) > …`"),
            Ty::Enum(_) => format!("list the values that are meant, `{shown} in […]`, or declare it as a `scale`"),
            _ => "only numbers, dates and scales have an order".to_owned(),
        };
        let error = self.error("type-mismatch", node, format!("`{}` has no order", self.type_name(ty)));
        self.report(error.help(help));
    }

    pub(super) fn contains(&mut self, node: NodeId, negated: bool, item: &Expr, list: &Expr) -> Typed {
        let (typed, among) = if self.waits(item, list) {
            let among = self.expr(list, &Ty::list(Ty::Any));
            let typed = self.expr(item, &among.ty.element());
            (typed, among)
        } else {
            let typed = self.expr(item, &Ty::Any);
            let among = self.expr(list, &Ty::list(typed.ty.clone()));
            (typed, among)
        };
        match self.forced(&among.ty) {
            Ty::Error | Ty::Nothing => {}
            Ty::List(of) => {
                if !self.comparable(&typed.ty, &of) {
                    self.never_contains(item, &typed.ty, list, &of);
                }
            }
            ty => {
                let what = path_text(list).map_or_else(|| "this".to_owned(), |path| format!("`{path}`"));
                let message = format!("{what} is `{}`, not a list", self.type_name(&ty));
                let shown = example(list, "…");
                let help = format!("write `== {shown}`, or a list: `[{shown}]`");
                let error = self.error("type-mismatch", list.node, message);
                self.report(error.help(help));
            }
        }
        let found = Ir::In { item: Box::new(typed.expr), list: Box::new(among.expr) };
        let kind = if negated { Ir::Not(Box::new(IrExpr { node, kind: found })) } else { found };
        Typed::new(node, kind, Ty::Bool)
    }

    fn never_contains(&mut self, item: &Expr, ty: &Ty, list: &Expr, of: &Ty) {
        let message = format!("`{}` is never in `[{}]`", self.type_name(ty), self.type_name(of));
        let help = match (self.settled(ty), self.settled(of)) {
            (Ty::List(_), _) => {
                format!("range over it: `any x in {}: x in {}`, or `all`", example(item, "…"), example(list, "…"))
            }
            (Ty::Text, Ty::Enum(_)) | (Ty::Enum(_), Ty::Text) => "write the value without quotes".to_owned(),
            (Ty::Element(_), Ty::Element(_)) => "no element is of both kinds".to_owned(),
            _ => "look for a value of the type that the list holds".to_owned(),
        };
        let error = self.error("type-mismatch", item.node, message);
        let error = error.label(self.site(list.node), format!("this is `[{}]`", self.type_name(of)));
        self.report(error.help(help));
    }

    /// With what it narrows where it is true.
    pub(super) fn is(
        &mut self,
        negated: bool,
        node: NodeId,
        subject: &Expr,
        test: &IsTest,
    ) -> (Ir, Option<(Place, KindId)>) {
        let typed = self.expr(subject, &Ty::Any);
        let wrap = |negated: bool, kind: Ir| if negated { Ir::Not(Box::new(IrExpr { node, kind })) } else { kind };
        let operand = Box::new(typed.expr);
        match test {
            IsTest::Set => (wrap(negated, Ir::IsSet(operand)), None),
            IsTest::Known => (wrap(negated, Ir::IsKnown(operand)), None),
            IsTest::Unknown => (wrap(!negated, Ir::IsKnown(operand)), None),
            IsTest::Kind(path) => {
                let Some((kind, narrowed)) = self.is_kind(negated, subject, &typed.ty, path) else {
                    return (Ir::IsSet(operand), None);
                };
                let found = wrap(negated, Ir::IsKind { subject: operand, kind });
                let place = typed.place.filter(|_| !negated);
                (found, place.map(|place| (place, narrowed)))
            }
        }
    }

    /// The kind asked for, and what the subject is known to be where it is of that kind.
    fn is_kind(&mut self, negated: bool, subject: &Expr, ty: &Ty, path: &Path) -> Option<(KindId, KindId)> {
        let shown = example(subject, "x");
        let asked = path.segments.last().map_or("…", |name| name.as_str());
        let of = match self.forced(ty) {
            Ty::Element(of) => of,
            // Whether there is such a kind can be said all the same.
            Ty::Error | Ty::Nothing => return self.kind(path).map(|kind| (kind, kind)),
            other => {
                let help = match &other {
                    Ty::List(_) => format!("range over it: `any x in {shown}: x is {}`", super::text::shortened(asked)),
                    Ty::Enum(_) => format!("compare it: `{shown} == {}`", super::text::shortened(asked)),
                    _ => "ask `is set` or `is known`, or compare it".to_owned(),
                };
                let message = format!("only elements have a kind; this is `{}`", self.type_name(&other));
                let error = self.error("type-mismatch", subject.node, message);
                self.report(error.help(help));
                return None;
            }
        };
        let kind = self.kind(path)?;
        if self.schema().is_a(of, kind) {
            return Some((kind, of));
        }
        if !self.schema().is_a(kind, of) {
            let message = format!("`{shown}` is a `{}`, and never a `{}`", self.kind_name(of), self.kind_name(kind));
            // Of `is not`, the rule still says what it seems to.
            let level = if negated { Level::Warning } else { Level::Error };
            let diagnostic = Diagnostic { level, ..self.error("impossible-kind", path.node, message) };
            let diagnostic = diagnostic.label(self.site(subject.node), format!("this is a `{}`", self.kind_name(of)));
            let help = match negated {
                true => "remove the test: it always holds".to_owned(),
                false => format!("remove the test, or ask for a kind below `{}`", self.kind_name(of)),
            };
            self.report(diagnostic.help(help));
        }
        Some((kind, kind))
    }
}
