//! Where the file at hand names what the cursor is in.

use std::ops::Range;

use tm_analysis::occurrences::occurrences;
use tm_analysis::{Database, Project};

use crate::place::FilePosition;
use crate::symbol_at::symbols_at;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    pub range: Range<u32>,
    pub is_declaration: bool,
}

/// The places of this file that mean what the name at a position means, in order.
#[must_use]
pub fn document_highlight(db: &Database, project: Project, position: FilePosition) -> Vec<Highlight> {
    let symbols = symbols_at(db, project, position.file, position.offset);
    let meant = |occurrence: &&tm_analysis::occurrences::Occurrence| {
        symbols.iter().any(|found| found.symbol == occurrence.symbol)
    };
    let all = occurrences(db, project, position.file).iter().filter(meant);
    let mut found: Vec<Highlight> =
        all.map(|it| Highlight { range: it.range.clone(), is_declaration: it.is_declaration }).collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::document_highlight;
    use crate::fixture::Fixture;

    fn check(text: &str) {
        let fixture = Fixture::new(text);
        let found = document_highlight(&fixture.db, fixture.project, fixture.cursor);
        let found: Vec<_> = found.iter().map(|found| fixture.show(fixture.cursor.file, &found.range)).collect();
        assert_eq!(found, fixture.marked(), "{text}");
    }

    #[test]
    fn only_this_file() {
        check(
            "//- a.tm\nservice a { -> b$0 }\n//             ^\nservice c { -> b }\n//             ^\n//- b.tm\nservice b\n",
        );
        check(
            "service a { exposure: internet }\n//          ^^^^^^^^\nservice b { expos$0ure: internal }\n//          ^^^^^^^^\n",
        );
        check("service a$0 {\n//      ^\n");
        check("// serv$0ice");
    }
}
