//! A variable of a rule: what it holds.

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::{Held, Symbol, held_by, name};
use tm_analysis::{Database, Project, SourceFile};
use tm_model::Type;

use crate::markdown::{code, docs};

pub(super) fn page(db: &Database, project: Project, here: SourceFile, symbol: &Symbol) -> String {
    let heading = format!("**variable** {}", code(&name(db, project, symbol)));
    let Some(held) = held_by(db, project, symbol) else { return heading };
    let scope = InScope::new(db, project, here);
    let schema = scope.schema();
    let kind = |id| schema.kind(id).map(|kind| code(&kind.name)).unwrap_or_default();
    let (what, text) = match &held {
        Held::Value(ty) => (code(&schema.type_name(ty)), explained(&scope, ty)),
        Held::Hop(via) => (format!("a hop by {}, with `from`, `to` and `via`", kind(*via)), String::new()),
        Held::Path(via) => (format!("a path by {}, with `length` and `hops`", kind(*via)), String::new()),
    };
    let text = docs(&text);
    if text.is_empty() { format!("{heading}: {what}") } else { format!("{heading}: {what}\n\n{text}") }
}

fn explained(scope: &InScope<'_>, ty: &Type) -> String {
    match ty {
        Type::Enum(id) => scope.enum_docs(*id),
        Type::Element(id) => scope.kind_docs(*id),
        Type::List(inner) => explained(scope, inner),
        Type::Bool | Type::Int | Type::Text | Type::Date => String::new(),
    }
}
