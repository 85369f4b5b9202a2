//! From a name to where it is declared.

use tm_analysis::{Database, Project};

use crate::place::FilePosition;
use crate::symbol_at::symbols_at;
use crate::target::{Target, targets};

/// Where what is named at a place is declared; of a name that brings in several things, each of them.
#[must_use]
pub fn goto_definition(db: &Database, project: Project, position: FilePosition) -> Vec<Target> {
    let found = symbols_at(db, project, position.file, position.offset);
    found.iter().flat_map(|found| targets(db, project, &found.symbol)).collect()
}

#[cfg(test)]
mod tests {
    use super::goto_definition;
    use crate::fixture::Fixture;

    /// The cursor leads to the marked names, and to nothing else.
    fn check(text: &str) {
        let fixture = Fixture::new(text);
        let found = goto_definition(&fixture.db, fixture.project, fixture.cursor);
        let found: Vec<_> = found.iter().map(|target| fixture.show(target.file, &target.focus)).collect();
        assert_eq!(found, fixture.marked(), "{text}");
    }

    fn first(text: &str) -> String {
        let fixture = Fixture::new(text);
        let found = goto_definition(&fixture.db, fixture.project, fixture.cursor);
        found.first().map(|target| fixture.show(target.file, &target.focus)).unwrap_or_default()
    }

    #[test]
    fn elements() {
        check("service cart { -> ord$0ers }\nservice orders\n//      ^^^^^^\n");
        check("service orders\n//      ^^^^^^\ndata orders\nservice cart { -> ord$0ers }\n");
        check("service orders\ndata orders\n//   ^^^^^^\nservice cart { data: [ord$0ers] }\n");
        check("service a {\n  endpoint go\n//         ^^\n}\nservice b { -> a.g$0o }\n");
        check("service a { -> b }\n//          ^^\nservice b\naccept x on a-$0>b { reason: \"\" }\n");
        check("service $0a\n//      ^\n");
    }

    #[test]
    fn across_files_and_packages() {
        check("//- a.tm\nservice cart { -> ord$0ers }\n//- b.tm\nservice orders\n//      ^^^^^^\n");
        check(
            "//- a.tm\nuse platform.zones\nservice a { -> ed$0ge }\n//- platform/z.tm package:platform=acme\nmodule acme.zones\ngateway edge\n//      ^^^^\n",
        );
        check(
            "//- a.tm\nuse platform.zones.{edge as way}\nservice a { -> wa$0y }\n//- platform/z.tm package:platform=acme\nmodule acme.zones\ngateway edge\n//      ^^^^\n",
        );
    }

    #[test]
    fn into_the_standard_library() {
        assert!(first("serv$0ice cart").starts_with("std:vocabulary/"), "{}", first("serv$0ice cart"));
        assert!(first("service a { exposure: inter$0net }").ends_with(" internet"));
        assert_eq!(first("rule r { for s: service where s.na$0me == \"\" }"), "", "it is built in");
    }

    #[test]
    fn variables() {
        check(
            "rule r {\n  for s: service\n//    ^\n  where s$0.name == \"\"\n  severity: low\n  stride: [spoofing]\n  message: \"m\"\n}\n",
        );
        check(
            "rule r {\n  for s: service\n  where any s in s.endpoints: s$0.name == \"\"\n//          ^\n  severity: low\n  stride: [spoofing]\n  message: \"m\"\n}\n",
        );
    }

    #[test]
    fn nothing_to_go_to() {
        check("service cart { -> ord$0ers }\n");
        check("$0");
        check("// a com$0ment\n");
        check("service a { exposure: $0 }\n");
    }
}
