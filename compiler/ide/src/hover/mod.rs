//! What is known of the name under the cursor.

mod element;
mod module;
#[cfg(test)]
mod tests;
mod variable;

use std::ops::Range;

use tm_analysis::occurrences::{Symbol, documentation, name, test_kind_of};
use tm_analysis::report::Report;
use tm_analysis::{Database, Project, explain_symbol, schema};

use crate::markdown::{code, docs};
use crate::place::FilePosition;
use crate::symbol_at::symbols_at;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The name that it is about.
    pub range: Range<u32>,
    pub markdown: String,
}

/// What is known of a name: of an element its values with who says so, and what the report says of it; of anything else
/// what `tm explain` says.
///
/// The report is one of the project as it is; places in it are told only if it was made with the files of the project.
#[must_use]
pub fn hover(db: &Database, project: Project, report: &Report, position: FilePosition) -> Option<Hover> {
    let found = symbols_at(db, project, position.file, position.offset);
    let range = found.first()?.range.clone();
    let about = |symbol: &Symbol| about(db, project, report, position, symbol);
    let parts: Vec<String> = found.iter().filter_map(|found| about(&found.symbol)).collect();
    (!parts.is_empty()).then(|| Hover { range, markdown: parts.join("\n\n---\n\n") })
}

fn about(db: &Database, project: Project, report: &Report, position: FilePosition, symbol: &Symbol) -> Option<String> {
    match symbol {
        Symbol::Element(id) => Some(element::page(db, project, report, position.file, *id)),
        Symbol::TestElement { test, element } => {
            let kind = test_kind_of(db, project, *test, *element).and_then(|kind| schema(db, project).kind(kind))?;
            Some(page(&kind.name, &name(db, project, symbol), &documentation(db, project, symbol)))
        }
        Symbol::Module(module) => Some(module::page(db, project, module)),
        Symbol::Variable(_) => Some(variable::page(db, project, position.file, symbol)),
        Symbol::Test(_) => None,
        Symbol::Rule(rule) => {
            let explained = explain_symbol(db, project, symbol);
            let text = explained.map(|explained| explained.text).unwrap_or_default();
            Some(format!("{}\n\n{}", page("rule", rule, &text), element::fires(report, rule)))
        }
        _ => explain_symbol(db, project, symbol).map(|it| page(it.kind, &it.name, &it.text)),
    }
}

/// What it is, and its documentation.
fn page(kind: &str, name: &str, text: &str) -> String {
    let heading = format!("**{kind}** {}", code(name));
    let text = docs(text);
    if text.is_empty() { heading } else { format!("{heading}\n\n{text}") }
}
