//! Messages with values in them: `"{f.from} talks to {f.to} in clear text"`.

use smol_str::SmolStr;
use tm_rules::ir;

use super::text::quoted;
use super::{Checker, Ty};
use crate::hir::{Expr, ExprKind, Name, NodeId, Template, TemplatePart};

impl Checker<'_> {
    pub(super) fn template(&mut self, template: &Template) -> ir::Template {
        let mut parts = Vec::with_capacity(template.parts.len());
        for part in &template.parts {
            match part {
                TemplatePart::Text(text) => parts.push(ir::TemplatePart::Text(text.clone())),
                TemplatePart::Path { node, names } => {
                    let Some(path) = path(*node, names) else { continue };
                    parts.push(ir::TemplatePart::Value(self.expr(&path, &Ty::Any).expr));
                }
                TemplatePart::Malformed { node, text } => {
                    let error = self.error("malformed-placeholder", *node, format!("{} holds no path", quoted(text)));
                    self.report(error.help("write a variable or a path, as in `{x.name}`; a brace itself is `\\{`"));
                }
            }
        }
        ir::Template { parts }
    }
}

fn path(node: NodeId, names: &[SmolStr]) -> Option<Expr> {
    let (first, rest) = names.split_first()?;
    let root = Expr { node, kind: ExprKind::Name(first.clone()) };
    Some(rest.iter().fold(root, |base, name| Expr {
        node,
        kind: ExprKind::Field { base: Box::new(base), name: Some(Name { node, text: name.clone() }) },
    }))
}
