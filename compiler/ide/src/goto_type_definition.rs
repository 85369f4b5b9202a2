//! From an element to its kind, from an attribute to its enum.

use tm_analysis::occurrences::{Held, Symbol, held_by, type_of};
use tm_analysis::{Database, Project};
use tm_model::Type;

use crate::place::FilePosition;
use crate::symbol_at::symbols_at;
use crate::target::{Target, targets};

/// Where the type of what is named at a position is declared: the kind of an element, the enum or kind of an attribute, the
/// enum of a value; of a variable of a rule, that of what it holds, and of a hop or path the kind of what it goes via.
#[must_use]
pub fn goto_type_definition(db: &Database, project: Project, position: FilePosition) -> Vec<Target> {
    let found = symbols_at(db, project, position.file, position.offset);
    let types = found.iter().filter_map(|found| match held_by(db, project, &found.symbol) {
        Some(Held::Hop(via) | Held::Path(via)) => Some(Symbol::Kind(via)),
        _ => declared_type(type_of(db, project, &found.symbol)?),
    });
    types.flat_map(|symbol| targets(db, project, &symbol)).collect()
}

/// What declares a type; nothing does for a plain one.
fn declared_type(ty: Type) -> Option<Symbol> {
    match ty {
        Type::Enum(id) => Some(Symbol::Enum(id)),
        Type::Element(id) => Some(Symbol::Kind(id)),
        Type::List(inner) => declared_type(*inner),
        Type::Bool | Type::Int | Type::Text | Type::Date => None,
    }
}

#[cfg(test)]
mod tests {
    use super::goto_type_definition;
    use crate::fixture::Fixture;

    fn check(text: &str) {
        let fixture = Fixture::new(text);
        let found = goto_type_definition(&fixture.db, fixture.project, fixture.cursor);
        let found: Vec<_> = found.iter().map(|target| fixture.show(target.file, &target.focus)).collect();
        assert_eq!(found, fixture.marked(), "{text}");
    }

    #[test]
    fn kinds_and_enums() {
        check("kind k is service\n//   ^\nk o$0ne\n");
        check("kind k is service\n//   ^\nk one\nservice a { -> o$0ne }\n");
        check("kind k is service\n//   ^\ntest \"t\" {\n  k o$0ne\n}\n");
        check("enum C { red }\n//   ^\nkind k is service { fact c: [C] }\nk one { c$0: [red] }\n");
        check("enum C { red }\n//   ^\nkind k is service { fact c: [C] }\nk one { c: [re$0d] }\n");
        check("kind k is service {\n//   ^\n  fact next: k\n}\nk one { ne$0xt: one }\n");
    }

    #[test]
    fn variables_of_rules() {
        let rule = |inside: &str| format!("kind k is service {{\n//   ^\n  fact next: [k]\n}}\n{inside}");
        let tail = "  severity: low\n  stride: [spoofing]\n  message: \"m\"\n}\n";
        check(&rule(&format!("rule r {{\n  for x$0: k\n  where x.next is set\n{tail}")));
        check(&rule(&format!("rule r {{\n  for x: k\n  where x$0.next is set\n{tail}")));
        check(&rule(&format!("rule r {{\n  for x: k, y in x.next\n  where y$0.name == \"a\"\n{tail}")));
        check(&rule(&format!(
            "rule r {{\n  for x: k\n  let all = x.next\n  where any y in al$0l: y.name == \"\"\n{tail}"
        )));
        check(&rule(&format!("rule r {{\n  for x: k\n  where any y$0 in x.next: y.name == \"\"\n{tail}")));
        check(&rule("relation s {\n  edge x -> y$0 via x for x: k, y in x.next\n}\n"));
        // In messages, and where the text breaks off.
        check(&rule("rule r {\n  for x: k\n  severity: low\n  stride: [spoofing]\n  message: \"{x$0.name}\"\n}\n"));
        check(&rule("rule r {\n  for x: k\n  where x$0."));
        check(&rule("rule r {\n  for x: k\n  where all y in x.next: y$0 and ( \n service a {"));
        check(&rule(
            "relation s {\n  edge x -> y via x for x: k, y in x.next\n}\nrule r {\n  for a: k, b: k\n  path p: a ~> b along s {\n    all h$0: h.via is set\n  }\n  severity: low\n  stride: [spoofing]\n  message: \"m\"\n}\n",
        ));
    }

    #[test]
    fn plain_types_are_declared_nowhere() {
        check("kind k is service { fact c$0: bool }\n");
        check("service a { -> nobod$0y }\n");
        check("rule r {\n  for s: service\n  let n$0 = s.name\n  severity: low\n");
        check("rule r {\n  for s: nothing\n  where s$0.x\n");
    }
}
