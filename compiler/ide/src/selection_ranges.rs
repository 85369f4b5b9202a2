//! What grows around the cursor: a word, a value, a member, a block, a declaration, the file.

use std::ops::Range;

use tm_analysis::occurrences::{occurrences, syntax};
use tm_analysis::{Database, Project};

use crate::place::FilePosition;
use crate::tree::{Part, walk};

/// The ranges around a position, from inside out; each holds the one before it and is larger. The last is the file.
#[must_use]
pub fn selection_ranges(db: &Database, project: Project, position: FilePosition) -> Vec<Range<u32>> {
    let position = position.in_text(db);
    let parsed = syntax(db, position.file);
    let at = position.offset;
    let mut around: Vec<Range<u32>> = Vec::new();
    let mut add = |range: Range<u32>| {
        if range.start <= at && at <= range.end && range.start < range.end {
            around.push(range);
        }
    };
    // A name in a placeholder is smaller than its token.
    for occurrence in occurrences(db, project, position.file) {
        add(occurrence.range.clone());
    }
    if let Some(token) = parsed.significant_at(at) {
        add(parsed.token_range(token));
    }
    let mut docs = None;
    walk(&parsed.file, &mut |part, range| {
        let bytes = parsed.text_range(range);
        match part {
            Part::Docs => docs = Some((range.hi, bytes.start)),
            Part::Declaration => {
                // The documentation belongs to what it stands above.
                if let Some((_, start)) = docs.filter(|(end, _)| *end == range.lo) {
                    add(start..bytes.end);
                }
            }
            Part::Block => add(bytes.start.saturating_add(1)..bytes.end.saturating_sub(1)),
            _ => {}
        }
        add(bytes);
    });
    let length = u32::try_from(position.file.text(db).len()).unwrap_or(u32::MAX);
    around.push(0..length);
    around.sort_by_key(|range| (range.len(), range.start));
    let mut nested: Vec<Range<u32>> = Vec::new();
    for range in around {
        let holds = |last: &Range<u32>| range.start <= last.start && last.end <= range.end && range != *last;
        if nested.last().is_none_or(holds) {
            nested.push(range);
        }
    }
    nested
}

#[cfg(test)]
mod tests {
    use super::selection_ranges;
    use crate::fixture::Fixture;

    fn ranges(text: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let text = fixture.cursor.file.text(&fixture.db).to_string();
        let found = selection_ranges(&fixture.db, fixture.project, fixture.cursor);
        assert!(found.windows(2).all(|pair| match pair {
            [inner, outer] => outer.start <= inner.start && inner.end <= outer.end && outer != inner,
            _ => false,
        }));
        found.iter().map(|range| crate::place::slice(&text, range).to_owned()).collect()
    }

    #[test]
    fn from_a_word_to_the_file() {
        assert_eq!(
            ranges("/// Doc\nservice a { exposure: inter$0net  -> b }\ndata d"),
            [
                "internet",
                "exposure: internet",
                " exposure: internet  -> b ",
                "{ exposure: internet  -> b }",
                "service a { exposure: internet  -> b }",
                "/// Doc\nservice a { exposure: internet  -> b }",
                "/// Doc\nservice a { exposure: internet  -> b }\ndata d",
            ]
        );
    }

    #[test]
    fn expressions() {
        let text = "rule r { for s: service where s.na$0me == \"x\" and not s.internal }";
        let found = ranges(text);
        assert_eq!(
            found.get(..4),
            Some(&["name", "s.name", "s.name == \"x\"", "s.name == \"x\" and not s.internal"].map(str::to_owned)[..])
        );
    }

    #[test]
    fn half_written_texts() {
        assert_eq!(ranges("$0"), [""]);
        assert_eq!(ranges("service a {\n  -> $0").last().map(String::as_str), Some("service a {\n  -> "));
        assert_eq!(ranges("service `ß$0` {").first().map(String::as_str), Some("`ß`"));
    }
}
