//! From a kind to what is of it, from an attribute to where it is stated, from a relation to its edges.

use std::ops::Range;

use tm_analysis::occurrences::{Symbol, elements_of, kinds_below, syntax};
use tm_analysis::{Database, Project, SourceFile};
use tm_syntax::ast;

use crate::place::FilePosition;
use crate::references::references_of;
use crate::symbol_at::symbols_at;
use crate::symbol_kind::symbol_kind;
use crate::target::{Target, targets};
use crate::tree::{Part, walk};

/// Of a kind, the kinds below it and the elements of it; of an attribute, the statements of it; of a relation, its edges; of a
/// rule, the tests that expect it.
#[must_use]
pub fn goto_implementation(db: &Database, project: Project, position: FilePosition) -> Vec<Target> {
    let found = symbols_at(db, project, position.file, position.offset);
    found.iter().flat_map(|found| implementations(db, project, &found.symbol)).collect()
}

fn implementations(db: &Database, project: Project, symbol: &Symbol) -> Vec<Target> {
    match symbol {
        Symbol::Kind(id) => {
            let kinds = kinds_below(db, project, *id).into_iter().map(Symbol::Kind);
            let elements = elements_of(db, project, *id).into_iter().map(Symbol::Element);
            kinds.chain(elements).flat_map(|symbol| targets(db, project, &symbol)).collect()
        }
        Symbol::Attribute(_) | Symbol::EnumField(..) => {
            enclosing(db, project, symbol, |part, range, name| part == Part::Attribute && range.start == name.start)
        }
        Symbol::Rule(_) => {
            enclosing(db, project, symbol, |part, range, name| part == Part::Clause && encloses(range, name))
        }
        Symbol::Relation(_) => edges(db, project, symbol),
        _ => Vec::new(),
    }
}

fn encloses(outer: &Range<u32>, inner: &Range<u32>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The parts of trees that references to a symbol stand in.
fn enclosing(
    db: &Database,
    project: Project,
    symbol: &Symbol,
    is_meant: impl Fn(Part, &Range<u32>, &Range<u32>) -> bool,
) -> Vec<Target> {
    let kind = symbol_kind(db, project, symbol);
    let mut found: Vec<Target> = Vec::new();
    let mut all = references_of(db, project, symbol);
    all.retain(|reference| !reference.is_declaration);
    let mut rest = all.as_slice();
    while let Some(file) = rest.first().map(|reference| reference.file) {
        let (here, after) = rest.split_at(rest.partition_point(|reference| reference.file == file));
        rest = after;
        let parts = parts(db, file);
        for reference in here {
            let range = parts.iter().find(|(part, range)| is_meant(*part, range, &reference.range));
            let Some((_, range)) = range else { continue };
            let name = tm_analysis::occurrences::name(db, project, symbol);
            found.push(Target { file, full: range.clone(), focus: reference.range.clone(), name, kind });
        }
    }
    found
}

fn parts(db: &Database, file: SourceFile) -> Vec<(Part, Range<u32>)> {
    let parsed = syntax(db, file);
    let mut parts = Vec::new();
    walk(&parsed.file, &mut |part, range| parts.push((part, parsed.text_range(range))));
    parts
}

/// The edges of a relation.
fn edges(db: &Database, project: Project, symbol: &Symbol) -> Vec<Target> {
    let mut found = Vec::new();
    for declared in targets(db, project, symbol) {
        let parsed = syntax(db, declared.file);
        for item in &parsed.file.items {
            let ast::ItemKind::Relation(relation) = &item.kind else { continue };
            if relation.name.is_none_or(|name| parsed.token_range(name.0) != declared.focus) {
                continue;
            }
            for edge in &relation.edges {
                let full = parsed.text_range(edge.range);
                let focus = parsed.text_range(ast::TokRange { lo: edge.from.range.lo, hi: edge.to.range.hi });
                found.push(Target { full, focus, ..declared.clone() });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::goto_implementation;
    use crate::fixture::Fixture;

    fn check(text: &str) {
        let fixture = Fixture::new(text);
        let found = goto_implementation(&fixture.db, fixture.project, fixture.cursor);
        let found: Vec<_> = found.iter().map(|target| fixture.show(target.file, &target.focus)).collect();
        assert_eq!(found, fixture.marked(), "{text}");
    }

    #[test]
    fn kinds() {
        check(
            "kind k$0 is service\nkind below is k\n//   ^^^^^\nkind lower is below\n//   ^^^^^\nk  one\n// ^^^\nservice other\nlower two\n//    ^^^\n",
        );
    }

    #[test]
    fn attributes_where_they_are_stated() {
        check(
            "kind k is service { control c$0: bool }\nk one { c: true }\n//      ^\neach k { c: false }\n//       ^\nrule r {\n  for x: k\n  where x.c\n}\n",
        );
    }

    #[test]
    fn relations_and_rules() {
        check(
            "relation r {\n  edge a -> b for a: service, b: service\n//     ^^^^^^\n  edge a -> a for a: service\n//     ^^^^^^\n}\nrule q { for x: service where x ~> x along r$0 }\n",
        );
        check(
            "rule q$0 { for x: service severity: low stride: [spoofing] message: \"\" }\ntest \"t\" {\n  service a\n  expect q on a\n//       ^\n  expect no q\n//          ^\n}\n",
        );
    }

    #[test]
    fn other_things_have_none() {
        check("service a$0\nservice b { -> a }\n");
        check("$0");
    }
}
