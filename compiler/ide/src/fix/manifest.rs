//! Names that rules had, in `tm.toml`.

use std::collections::BTreeSet;

use tm_analysis::{NamedPlace, NamedSort, ReportOptions, RetiredRules};

use super::{FixedFile, Left, Why};
use crate::text_edit::{TextEdit, apply};

/// The files with the present names, and what stays.
pub(super) fn brought_up_to_date(options: &ReportOptions, retired: &RetiredRules) -> (Vec<FixedFile>, Vec<Left>) {
    let (mut fixed, mut left) = (Vec::new(), Vec::new());
    for (path, before) in &options.extra_files {
        let named: Vec<&NamedPlace> = options.named.iter().filter(|named| named.path == *path).collect();
        // A table has a key once; in a list, a name may stand twice.
        let keys = named.iter().filter(|named| named.sort == NamedSort::Rule).map(|named| named.name.as_str());
        let mut taken: BTreeSet<&str> = keys.filter(|name| retired.successor(name).is_none()).collect();
        let mut edits = Vec::new();
        for named in named.iter().filter(|named| named.sort != NamedSort::Assumption) {
            let Some(present) = retired.successor(&named.name) else { continue };
            let is_free = named.sort != NamedSort::Rule || taken.insert(present);
            match edit(named, before, present).filter(|_| is_free) {
                Some(edit) => edits.push(edit),
                None => left.push(Left {
                    path: path.clone(),
                    offset: named.range.start,
                    text: before.clone(),
                    message: format!("the rule `{}` is called `{present}` now", named.name),
                    help: if is_free { format!("write `{present}`") } else { "keep one of the two".to_owned() },
                    why: if is_free { Why::Unsure } else { Why::Taken },
                }),
            }
        }
        if !edits.is_empty() {
            edits.sort_by_key(|edit| edit.range.start);
            fixed.push(FixedFile {
                path: path.clone(),
                after: apply(before, &edits),
                before: before.clone(),
                names: 0,
                retired: edits.len(),
                gathered: 0,
            });
        }
    }
    (fixed, left)
}

/// `None`: it is written in another way, with escapes.
fn edit(named: &NamedPlace, text: &str, present: &str) -> Option<TextEdit> {
    let written = text.get(named.range.start as usize..named.range.end as usize)?;
    let start = named.range.start + u32::try_from(written.find(&named.name)?).ok()?;
    let end = start + u32::try_from(named.name.len()).ok()?;
    Some(TextEdit { range: start..end, text: present.to_owned() })
}
