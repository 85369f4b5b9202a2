//! Whether every name means after a rename what it meant before.

use std::collections::BTreeMap;

use tm_analysis::occurrences::{Occurrence, Symbol, occurrences};
use tm_analysis::{Database, Origin, Project, SourceFile};

use super::{FileEdits, Refusal, refuse};
use crate::copy::{copied, new_mistake};
use crate::text_edit::{TextEdit, apply};

/// Makes the edits on a copy, resolves it anew, and compares.
pub(super) fn same_meaning(
    db: &Database,
    project: Project,
    edits: &[FileEdits],
    old_name: &str,
    new_name: &str,
) -> Result<(), Refusal> {
    let no_edits: &[TextEdit] = &[];
    let edits_of =
        |file: SourceFile| edits.iter().find(|it| it.file == file).map_or(no_edits, |edits| edits.edits.as_slice());
    let text_of = |file: SourceFile| apply(file.text(db), edits_of(file));
    let (mut copy, input) = (Database::default(), copied(db, project, &text_of, None));
    let copied = copy.add_project(input);
    if let Some(mistake) = new_mistake(db, project, &copy, copied) {
        return refuse(format!("`{old_name}` cannot become `{new_name}`: {}", mistake.message));
    }
    // The copy has its files in the same order, the standard library first.
    let is_std = |file: &SourceFile| *file.origin(db) == Origin::Std;
    let std = project.files(db).iter().filter(|file| is_std(file));
    let own = project.files(db).iter().filter(|file| !is_std(file));
    let mut meanings = Meanings::default();
    for (file, changed) in std.chain(own).zip(copied.files(&copy).iter()) {
        // Where neither name stands, nothing can come to mean something else. The standard library names nothing of a project.
        let text = file.text(db);
        if is_std(file) || !(text.contains(old_name) || text.contains(new_name)) {
            continue;
        }
        let before = occurrences(db, project, *file);
        let after = copy.meanwhile(|| occurrences(&copy, copied, *changed));
        if before.len() != after.len() || !meanings.agree(before, after, edits_of(*file)) {
            let path = file.path(db);
            return refuse(format!(
                "`{new_name}` means something else already: names in `{path}` would change meaning"
            ));
        }
    }
    Ok(())
}

/// What each symbol of the one is in the other.
#[derive(Default)]
struct Meanings {
    after: BTreeMap<Symbol, Symbol>,
    before: BTreeMap<Symbol, Symbol>,
}

impl Meanings {
    fn agree(&mut self, before: &[Occurrence], after: &[Occurrence], edits: &[TextEdit]) -> bool {
        before.iter().zip(after).all(|(before, after)| {
            moved(before.range.start, edits) == i64::from(after.range.start)
                && before.is_declaration == after.is_declaration
                && self.is_one(&before.symbol, &after.symbol)
        })
    }

    fn is_one(&mut self, before: &Symbol, after: &Symbol) -> bool {
        self.after.entry(before.clone()).or_insert_with(|| after.clone()) == after
            && self.before.entry(after.clone()).or_insert_with(|| before.clone()) == before
    }
}

/// Where an offset is after edits.
pub(crate) fn moved(offset: u32, edits: &[TextEdit]) -> i64 {
    let before = edits.iter().take_while(|edit| edit.range.end <= offset);
    let grown = before.map(|edit| i64::try_from(edit.text.len()).unwrap_or(0) - edit.range.len() as i64);
    i64::from(offset) + grown.sum::<i64>()
}
