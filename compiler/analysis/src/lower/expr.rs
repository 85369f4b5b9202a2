//! Expressions, quantifiers and templates.

use smol_str::SmolStr;
use tm_syntax::ast;

use super::Lower;
use crate::hir;

impl Lower<'_> {
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> hir::Expr {
        if let ast::ExprKind::Paren(inner) = &expr.kind {
            return self.expr(inner);
        }
        let node = self.node(expr.range);
        let kind = match &expr.kind {
            ast::ExprKind::Literal(literal) => hir::ExprKind::Literal(self.literal(*literal)),
            ast::ExprKind::Name(name) => hir::ExprKind::Name(self.text(*name)),
            ast::ExprKind::Field { base, name } => {
                hir::ExprKind::Field { base: self.boxed(base), name: name.map(|name| self.name(name)) }
            }
            ast::ExprKind::List(items) => hir::ExprKind::List(self.exprs(items)),
            ast::ExprKind::Not(inner) => hir::ExprKind::Not(self.boxed(inner)),
            ast::ExprKind::And(items) => hir::ExprKind::And(self.exprs(items)),
            ast::ExprKind::Or(items) => hir::ExprKind::Or(self.exprs(items)),
            ast::ExprKind::If { condition, then, otherwise } => hir::ExprKind::If {
                condition: self.boxed(condition),
                then: self.boxed(then),
                otherwise: self.boxed(otherwise),
            },
            ast::ExprKind::Compare { op, lhs, rhs } => {
                hir::ExprKind::Compare { op: *op, lhs: self.boxed(lhs), rhs: self.boxed(rhs) }
            }
            ast::ExprKind::In { negated, item, list } => {
                hir::ExprKind::In { negated: *negated, item: self.boxed(item), list: self.boxed(list) }
            }
            ast::ExprKind::Is { negated, subject, test } => hir::ExprKind::Is {
                negated: *negated,
                subject: self.boxed(subject),
                test: match test {
                    ast::IsTest::Set => hir::IsTest::Set,
                    ast::IsTest::Known => hir::IsTest::Known,
                    ast::IsTest::Unknown => hir::IsTest::Unknown,
                    ast::IsTest::Kind(path) => hir::IsTest::Kind(self.path(path)),
                },
            },
            ast::ExprKind::Leads(leads) => hir::ExprKind::Leads(Box::new(self.leads(leads, expr.range))),
            ast::ExprKind::Quantifier(quantifier) => hir::ExprKind::Quantifier(Box::new(hir::Quantifier {
                mode: quantifier.mode,
                generators: quantifier
                    .generators
                    .iter()
                    .map(|generator| hir::Generator {
                        variable: self.name(generator.variable),
                        list: self.expr(&generator.list),
                    })
                    .collect(),
                condition: quantifier.condition.as_ref().map(|condition| self.expr(condition)),
                body: quantifier.body.as_ref().map(|body| self.expr(body)),
            })),
            ast::ExprKind::Paren(_) | ast::ExprKind::Missing => hir::ExprKind::Missing,
        };
        hir::Expr { node, kind }
    }

    fn boxed(&mut self, expr: &ast::Expr) -> Box<hir::Expr> {
        Box::new(self.expr(expr))
    }

    pub(super) fn exprs(&mut self, exprs: &[ast::Expr]) -> Vec<hir::Expr> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    pub(super) fn leads(&mut self, leads: &ast::Leads, range: ast::TokRange) -> hir::Leads {
        hir::Leads {
            node: self.node(range),
            from: self.expr(&leads.from),
            to: self.expr(&leads.to),
            relation: leads.relation.as_ref().map(|path| self.path(path)),
            hops: leads
                .hops
                .iter()
                .map(|hop| hir::HopCondition {
                    node: self.node(hop.range),
                    mode: hop.mode,
                    variable: self.name(hop.variable),
                    condition: self.expr(&hop.condition),
                })
                .collect(),
        }
    }

    pub(super) fn binding(&mut self, binding: &ast::Binding) -> hir::Binding {
        hir::Binding {
            name: self.name(binding.variable),
            source: match &binding.source {
                ast::BindingSource::Kind(path) => hir::BindingSource::Kind(self.path(path)),
                ast::BindingSource::List(expr) => hir::BindingSource::List(self.expr(expr)),
                ast::BindingSource::Missing => hir::BindingSource::Missing,
            },
        }
    }

    /// A string cut at its `{path}` placeholders.
    pub(super) fn template(&mut self, token: u32) -> hir::Template {
        let node = self.node(ast::TokRange { lo: token, hi: token + 1 });
        let parts = self.parsed.template(self.source, token);
        hir::Template { node, parts: parts.into_iter().map(|part| self.template_part(part)).collect() }
    }

    fn template_part(&mut self, part: tm_syntax::TemplatePart) -> hir::TemplatePart {
        match part {
            tm_syntax::TemplatePart::Text(text) => hir::TemplatePart::Text(SmolStr::new(text)),
            tm_syntax::TemplatePart::Hole { text, range } => {
                let names: Vec<SmolStr> = text.split('.').map(|segment| SmolStr::new(segment.trim())).collect();
                if names.iter().all(|segment| is_name(segment)) {
                    hir::TemplatePart::Path { node: self.bytes(range), names }
                } else {
                    // With its braces, so that something is pointed at when nothing stands between them.
                    let node = self.bytes(range.start.saturating_sub(1)..range.end + 1);
                    hir::TemplatePart::Malformed { node, text: SmolStr::new(format!("{{{text}}}")) }
                }
            }
            tm_syntax::TemplatePart::Open { range } => {
                hir::TemplatePart::Malformed { node: self.bytes(range), text: SmolStr::new_static("{") }
            }
        }
    }
}

fn is_name(segment: &str) -> bool {
    let mut chars = segment.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
