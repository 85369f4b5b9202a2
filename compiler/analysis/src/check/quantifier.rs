//! `any`, `all`, `no`, `count`, `max`, `min`, `collect`.

use tm_rules::ir::{self, Expr as IrExpr, ExprKind as Ir, GeneratorSource, QuantifierMode as IrMode};

use super::text::{cut, example, listed, quoted};
use super::variables::Meaning;
use super::{Checker, Ty, Typed};
use crate::hir::{Expr, ExprKind, Generator, NodeId, Quantifier, QuantifierMode};

/// A generator's list of bare names whose enum is not known yet.
struct Deferred {
    generator: usize,
    inferred: usize,
}

impl Checker<'_> {
    pub(super) fn quantifier(&mut self, node: NodeId, quantifier: &Quantifier, expected: &Ty) -> Typed {
        let scope = self.variables.mark();
        let mut generators = Vec::with_capacity(quantifier.generators.len());
        let mut deferred = Vec::new();
        for generator in &quantifier.generators {
            let (source, meaning, inferred) = self.generator(generator);
            let (Meaning::Value { slot, .. } | Meaning::Hop { slot, .. }) = meaning else { continue };
            deferred.extend(inferred.map(|inferred| Deferred { generator: generators.len(), inferred }));
            generators.push(ir::Generator { slot, source });
            self.declare(&generator.variable, meaning, scope);
        }
        let condition = quantifier.condition.as_ref().map(|condition| self.assume(condition));
        let (body, ty) = self.body(node, quantifier, expected);
        self.variables.leave(scope);
        for item in deferred {
            let list = quantifier.generators.get(item.generator).map(|generator| &generator.list);
            let (Some(list), Some(generator)) = (list, generators.get_mut(item.generator)) else { continue };
            generator.source = GeneratorSource::List(self.bare_list(list, item.inferred));
        }
        let mode = match quantifier.mode {
            QuantifierMode::Any => IrMode::Any,
            QuantifierMode::All => IrMode::All,
            QuantifierMode::No => IrMode::No,
            QuantifierMode::Count => IrMode::Count,
            QuantifierMode::Max => IrMode::Max,
            QuantifierMode::Min => IrMode::Min,
            QuantifierMode::Collect => IrMode::Collect,
        };
        let ty = self.settled(&ty);
        let quantifier = ir::Quantifier { mode, generators, condition, body };
        Typed::new(node, Ir::Quantifier(Box::new(quantifier)), ty)
    }

    fn generator(&mut self, generator: &Generator) -> (GeneratorSource, Meaning, Option<usize>) {
        let node = generator.variable.node;
        if let Some((index, via)) = self.hops_of(&generator.list) {
            let slot = self.slots(3, node);
            return (GeneratorSource::Hops(index), Meaning::Hop { slot, via }, None);
        }
        if let Some(names) = self.bare_names(&generator.list) {
            let inferred = self.infer(names);
            let slot = self.slots(1, node);
            let source = GeneratorSource::List(Typed::error(generator.list.node).expr);
            return (source, Meaning::Value { slot, ty: Ty::Inferred(inferred) }, Some(inferred));
        }
        let (list, ty) = self.list_of(&generator.list);
        let slot = self.slots(1, node);
        (GeneratorSource::List(list), Meaning::Value { slot, ty }, None)
    }

    /// An expression that must be a list, with the type of what it holds.
    pub(super) fn list_of(&mut self, expr: &Expr) -> (IrExpr, Ty) {
        let typed = self.expr(expr, &Ty::list(Ty::Any));
        let of = match self.forced(&typed.ty) {
            Ty::List(of) => *of,
            Ty::Error => Ty::Error,
            ty => {
                let shown = example(expr, "…");
                let message = format!("expected a list, but this is `{}`", self.type_name(&ty));
                let help = match ty {
                    Ty::Bool => format!("read it directly: `{shown}`"),
                    _ => format!("read it directly, or write a list of one: `[{shown}]`"),
                };
                let error = self.error("type-mismatch", expr.node, message);
                self.report(error.help(help));
                Ty::Error
            }
        };
        (typed.expr, of)
    }

    /// `p.hops`
    fn hops_of(&mut self, list: &Expr) -> Option<(u16, Ty)> {
        let ExprKind::Field { base, name: Some(name) } = &list.kind else { return None };
        let ExprKind::Name(path) = &base.kind else { return None };
        if name.text != "hops" {
            return None;
        }
        let Some(Meaning::Path { index, via }) = self.variables.find(path).map(|variable| variable.meaning.clone())
        else {
            return None;
        };
        self.note_variable(base.node, path);
        self.variables.read(path);
        if !self.in_entry {
            self.path_too_early(list.node, path);
        }
        Some((index, via))
    }

    fn bare_names(&self, list: &Expr) -> Option<Vec<smol_str::SmolStr>> {
        let ExprKind::List(items) = &list.kind else { return None };
        let names: Option<Vec<_>> = items
            .iter()
            .map(|item| match &item.kind {
                ExprKind::Name(text) if !self.is_known(text) => Some(text.clone()),
                _ => None,
            })
            .collect();
        names.filter(|names| !names.is_empty())
    }

    /// The list of bare names, once its enum is known or cannot be.
    fn bare_list(&mut self, list: &Expr, inferred: usize) -> IrExpr {
        let ty = Ty::Inferred(inferred);
        if let Ty::Enum(id) = self.forced(&ty) {
            return self.expr(list, &Ty::list(Ty::Enum(id))).expr;
        }
        let ExprKind::List(items) = &list.kind else { return self.missing(list.node).expr };
        let unknown = items.iter().find_map(|item| match &item.kind {
            ExprKind::Name(text) => {
                Some((item.node, text, self.enums_with(text))).filter(|(_, _, enums)| enums.is_empty())
            }
            _ => None,
        });
        let first = items.iter().find_map(|item| match &item.kind {
            ExprKind::Name(text) => Some((item.node, text, self.enums_with(text))),
            _ => None,
        });
        let Some((node, name, enums)) = unknown.or(first) else { return self.missing(list.node).expr };
        let (message, help) = match enums.first().map(|(name, _)| cut(name)) {
            None => (
                format!("nothing is called {} here", quoted(name)),
                "only variables, values of enums and kinds can be named here, no elements of a model".to_owned(),
            ),
            Some(one) => (
                format!("nothing tells which enum {} belongs to", quoted(name)),
                format!(
                    "it is a value of {}: write `{one}.{name}`",
                    listed(enums.iter().map(|(name, _)| name.as_str()), "and")
                ),
            ),
        };
        let error = self.error("unresolved-name", node, message);
        self.report(error.help(help));
        Typed::error(list.node).expr
    }

    fn body(&mut self, node: NodeId, quantifier: &Quantifier, expected: &Ty) -> (Option<IrExpr>, Ty) {
        let word = word(quantifier.mode);
        match quantifier.mode {
            QuantifierMode::Any | QuantifierMode::No => {
                (quantifier.body.as_ref().map(|body| self.condition(body)), Ty::Bool)
            }
            QuantifierMode::All => {
                if quantifier.body.is_none() {
                    let error = self.error("missing-body", node, "`all` does not say what holds of all of them");
                    self.report(error.help("add it after a colon: `all x in …: CONDITION`"));
                }
                (quantifier.body.as_ref().map(|body| self.condition(body)), Ty::Bool)
            }
            QuantifierMode::Count => {
                let (body, _) = self.measured(node, quantifier, &Ty::Any);
                (body, Ty::Int)
            }
            QuantifierMode::Collect => {
                let wanted = expected.element();
                let (body, ty) = self.measured(node, quantifier, &wanted);
                // What is asked for may tell the enum of bare names.
                self.comparable(&ty, &wanted);
                (body, Ty::list(ty))
            }
            QuantifierMode::Max | QuantifierMode::Min => {
                let (body, ty) = self.measured(node, quantifier, expected);
                self.comparable(&ty, expected);
                if self.is_ordered(&ty) {
                    return (body, ty);
                }
                let at = quantifier.body.as_ref().map_or(node, |body| body.node);
                let message = format!("`{word}` needs an order, and `{}` has none", self.type_name(&ty));
                let error = self.error("type-mismatch", at, message);
                self.report(
                    error.help(format!("name a number, date or scale of it after a colon: `{word} x in …: x.…`")),
                );
                (body, Ty::Error)
            }
        }
    }

    /// The body, or the last variable where there is none.
    fn measured(&mut self, node: NodeId, quantifier: &Quantifier, expected: &Ty) -> (Option<IrExpr>, Ty) {
        if let Some(body) = &quantifier.body {
            let typed = self.expr(body, expected);
            return (Some(typed.expr), typed.ty);
        }
        let Some(last) = quantifier.generators.last() else { return (None, self.missing(node).ty) };
        let typed = self.name(last.variable.node, &last.variable.text, &Ty::Any);
        (None, typed.ty)
    }
}

fn word(mode: QuantifierMode) -> &'static str {
    match mode {
        QuantifierMode::Any => "any",
        QuantifierMode::All => "all",
        QuantifierMode::No => "no",
        QuantifierMode::Count => "count",
        QuantifierMode::Max => "max",
        QuantifierMode::Min => "min",
        QuantifierMode::Collect => "collect",
    }
}
