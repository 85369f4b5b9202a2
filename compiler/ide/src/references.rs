//! From a name to every place that means the same.

use std::ops::Range;

use tm_analysis::occurrences::{Symbol, name, occurrences};
use tm_analysis::{Database, Origin, Project, SourceFile};

use crate::place::FilePosition;
use crate::symbol_at::symbols_at;

/// A place that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub file: SourceFile,
    /// Of the name, backticks included.
    pub range: Range<u32>,
    pub is_declaration: bool,
}

/// Every place that means what the name at a position means: those of the project, then those of packages, then those of the
/// standard library.
#[must_use]
pub fn references(db: &Database, project: Project, position: FilePosition) -> Vec<Reference> {
    let mut symbols = symbols_at(db, project, position.file, position.offset).into_iter();
    let Some(first) = symbols.next() else { return Vec::new() };
    let mut found = references_of(db, project, &first.symbol);
    for symbol in symbols {
        // They share the name that brings them in, and little else.
        let known = found.len();
        let more = references_of(db, project, &symbol.symbol);
        let is_new = |reference: &Reference| !found.iter().take(known).any(|it| it == reference);
        let more: Vec<Reference> = more.into_iter().filter(is_new).collect();
        found.extend(more);
    }
    found
}

/// Every place that means a symbol.
#[must_use]
pub fn references_of(db: &Database, project: Project, symbol: &Symbol) -> Vec<Reference> {
    let mut found = Vec::new();
    for file in files_that_may_name(db, project, symbol) {
        let all = occurrences(db, project, file).iter().filter(|occurrence| occurrence.symbol == *symbol);
        found.extend(all.map(|occurrence| Reference {
            file,
            range: occurrence.range.clone(),
            is_declaration: occurrence.is_declaration,
        }));
    }
    found
}

/// Only files in whose text the name stands are looked at.
fn files_that_may_name(db: &Database, project: Project, symbol: &Symbol) -> Vec<SourceFile> {
    let own = match symbol {
        Symbol::TestElement { element, .. } => Some(element.unit),
        Symbol::Variable(site) | Symbol::Test(site) => Some(site.unit),
        _ => None,
    };
    let all = project.files(db).iter().copied();
    if let Some(unit) = own {
        return all.filter(|file| file.unit(db) == unit).collect();
    }
    let name = name(db, project, symbol);
    // The root module of a package is called otherwise at home.
    let needle = match symbol {
        Symbol::Module(_) => "",
        _ if name.is_empty() => "->",
        _ => name.as_str(),
    };
    let mut files: Vec<SourceFile> = all.filter(|file| file.text(db).contains(needle)).collect();
    files.sort_by_key(|file| match file.origin(db) {
        Origin::Project => 0,
        Origin::Package { .. } => 1,
        Origin::Std => 2,
    });
    files
}

#[cfg(test)]
mod tests {
    use super::references;
    use crate::fixture::Fixture;

    /// The places found are the marked ones.
    fn check(text: &str) {
        let fixture = Fixture::new(text);
        let found = references(&fixture.db, fixture.project, fixture.cursor);
        let found: Vec<_> = found.iter().map(|found| fixture.show(found.file, &found.range)).collect();
        assert_eq!(found, fixture.marked(), "{text}");
    }

    #[test]
    fn elements_across_files() {
        check(
            "//- a.tm\nservice $0cart\n//      ^^^^\nservice a { -> cart }\n//             ^^^^\n//- b.tm\nextend cart { exposure: internal }\n//     ^^^^\ndata cart\naccept x on cart {\n//          ^^^^\n  reason: \"cart\"\n}\n",
        );
    }

    #[test]
    fn a_component_in_front_of_its_endpoint() {
        check(
            "service a$0 {\n//      ^\n  endpoint go\n}\nservice b {\n  -> a.go\n//   ^\n  -> a\n//   ^\n}\nservice c {\n  endpoint go\n}\n",
        );
    }

    #[test]
    fn packages_and_aliases() {
        check(
            "//- a.tm\nuse platform.{edge as way}\n//            ^^^^\n//                    ^^^\nservice a { -> w$0ay }\n//             ^^^\n//- platform/z.tm package:platform=acme\ngateway edge\n//      ^^^^\n",
        );
    }

    #[test]
    fn attributes_and_values_in_models_and_rules() {
        check(
            "enum Colour { red  blue }\n//                 ^^^^\nkind k is service { fact c: Colour = bl$0ue }\n//                                   ^^^^\nk one { c: blue }\n//         ^^^^\nservice blue\nrule r {\n  for x: k\n  where x.c == blue and x.c in [red, Colour.blue]\n//             ^^^^\n//                                          ^^^^\n  severity: low\n  stride: [spoofing]\n  message: \"blue\"\n}\n",
        );
        check(
            "kind k is service { fact co$0lour: bool }\n//                       ^^^^^^\nk one { colour: true }\n//      ^^^^^^\nrule r {\n  for x: k\n  where x.colour\n//        ^^^^^^\n  severity: low\n  stride: [spoofing]\n  message: \"{x.colour}\"\n//             ^^^^^^\n  at: x.colour\n//      ^^^^^^\n}\n",
        );
    }

    #[test]
    fn variables_stay_in_their_scope() {
        check(
            "rule r {\n  for s: service\n//    ^\n  where any s in s.endpoints: s.name == \"\"\n//               ^\n  severity: low\n  stride: [spoofing]\n  message: \"{s$0.name} and {s}\"\n//           ^\n//                        ^\n}\n",
        );
        check(
            "relation r {\n  edge a -> f.to via f for a: service, f in a.outgoing where a.name == \"\"\n//     ^\n//                         ^\n//                                          ^\n//                                                           ^\n  edge a -> a for a: service\n}\nrule x { for $0q: service }\n"
                .replace("edge a -> f", "edge a$0 -> f")
                .replace("for $0q", "for q")
                .as_str(),
        );
    }

    #[test]
    fn rules_and_relations() {
        check(
            "relation rel$0 {\n//       ^^^\n  edge a -> a for a: service\n}\nrule r {\n  for s: service, t: service\n  where s ~> t along rel\n//                   ^^^\n  severity: low\n  stride: [spoofing]\n  message: \"m\"\n}\n",
        );
        check(
            "rule r$0r {\n//   ^^\n  for s: service\n  severity: low\n  stride: [spoofing]\n  message: \"m\"\n}\nservice a\naccept rr on a { reason: \"\" }\n//     ^^\ntest \"t\" {\n  service a\n  expect rr on a\n//       ^^\n}\n",
        );
    }

    #[test]
    fn tests_are_worlds_of_their_own() {
        check(
            "service a\ntest \"t\" {\n  service a$0\n//        ^\n  service b {\n    -> a\n//     ^\n  }\n  expect nothing\n}\n",
        );
    }

    #[test]
    fn flows_without_a_name() {
        check("service b\nservice a {\n  -$0> b\n//^^\n}\naccept x on a->b { reason: \"\" }\n//           ^^\n");
    }

    #[test]
    fn nothing_there() {
        check("service a { -> $0 }\n");
        check("service a { -> b$0 }\n");
        check("$0");
    }
}
