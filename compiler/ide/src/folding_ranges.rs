//! What can be folded away.

use std::ops::Range;

use tm_analysis::occurrences::syntax;
use tm_analysis::{Database, SourceFile};
use tm_syntax::{Parsed, Tok, ast};

use crate::place::slice;
use crate::tree::{Part, walk};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FoldingKind {
    /// Comments and documentation.
    Comment,
    /// A run of `use`.
    Imports,
    /// Blocks, lists, texts over several lines.
    Region,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldingRange {
    /// Of several lines.
    pub range: Range<u32>,
    pub kind: FoldingKind,
}

/// What can be folded, in the order of the text; at most one that begins on a line.
#[must_use]
pub fn folding_ranges(db: &Database, file: SourceFile) -> Vec<FoldingRange> {
    let text = file.text(db);
    let parsed = syntax(db, file);
    let mut found = Vec::new();
    let mut add = |range: Range<u32>, kind| {
        if slice(text, &range).contains('\n') {
            found.push(FoldingRange { range, kind });
        }
    };
    walk(&parsed.file, &mut |part, range| match part {
        Part::Docs => add(parsed.text_range(range), FoldingKind::Comment),
        Part::Declaration | Part::Clause | Part::Block | Part::List => {
            add(parsed.text_range(range), FoldingKind::Region);
        }
        Part::Attribute | Part::Expression | Part::Path | Part::Name => {}
    });
    for run in imports(parsed) {
        add(run, FoldingKind::Imports);
    }
    for run in comments(text, parsed) {
        add(run, FoldingKind::Comment);
    }
    for (token, start) in parsed.tokens.iter().zip(&parsed.starts) {
        if matches!(token.kind, Tok::TextBlock) {
            add(*start..*start + token.len, FoldingKind::Region);
        }
    }
    // Of what begins on one line, the whole is folded.
    found.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end)));
    let mut kept: Vec<FoldingRange> = Vec::with_capacity(found.len());
    for range in found {
        let same_line = kept.last().is_some_and(|last: &FoldingRange| {
            last.range.start <= range.range.start
                && range.range.start <= last.range.end
                && !slice(text, &(last.range.start..range.range.start)).contains('\n')
        });
        if !same_line {
            kept.push(range);
        }
    }
    kept
}

/// Runs of `use`.
fn imports(parsed: &Parsed) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    let mut is_run = false;
    for item in &parsed.file.items {
        let is_use = matches!(item.kind, ast::ItemKind::Use(_));
        let range = parsed.text_range(item.range);
        match runs.last_mut() {
            Some(last) if is_use && is_run => last.end = range.end,
            _ if is_use => runs.push(range),
            _ => {}
        }
        is_run = is_use;
    }
    runs
}

/// Runs of ordinary comments, each on the line below the one before.
fn comments(text: &str, parsed: &Parsed) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for (token, start) in parsed.tokens.iter().zip(&parsed.starts) {
        if token.kind != Tok::Comment {
            continue;
        }
        let range = *start..*start + token.len;
        match runs.last_mut() {
            Some(last) if is_next_line(slice(text, &(last.end..range.start))) => last.end = range.end,
            _ => runs.push(range),
        }
    }
    runs
}

fn is_next_line(between: &str) -> bool {
    between.trim().is_empty() && between.matches('\n').count() == 1
}

#[cfg(test)]
mod tests {
    use super::folding_ranges;
    use crate::fixture::Fixture;

    fn folds(text: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let text = fixture.cursor.file.text(&fixture.db);
        let line = |offset: u32| text.get(..offset as usize).map_or(0, |before| before.matches('\n').count() + 1);
        let found = folding_ranges(&fixture.db, fixture.cursor.file);
        found.iter().map(|it| format!("{}-{} {:?}", line(it.range.start), line(it.range.end), it.kind)).collect()
    }

    #[test]
    fn blocks_lists_comments_and_imports() {
        let text = "//! One.\n//! Two.\nuse a\nuse b\n\n// x\n// y\n\n/// Doc\n/// more\nservice a {\n  data: [\n    p,\n  ]\n  -> b { protocol: http }\n}\nrule r {\n  for s: service\n}\n";
        assert_eq!(
            folds(text),
            [
                "1-2 Comment",
                "3-4 Imports",
                "6-7 Comment",
                "9-10 Comment",
                "11-16 Region",
                "12-14 Region",
                "17-19 Region"
            ]
        );
    }

    #[test]
    fn half_written_texts() {
        assert_eq!(folds(""), [""; 0]);
        assert_eq!(folds("service a {"), [""; 0]);
        assert!(folds("service a {\n  endpoint b {\n    -> \n").len() <= 3);
        assert_eq!(folds("rule r { message: \"\"\"\n  a\n  \"\"\" }"), ["1-3 Region"]);
    }
}
