//! Whether every name means after a rename what it meant before.

use std::collections::BTreeMap;

use tm_analysis::occurrences::{Occurrence, Symbol, occurrences};
use tm_analysis::{Database, FileInput, Level, Origin, Project, ProjectInput, SourceFile, Tests, problems};

use super::{FileEdits, Refusal, refuse};
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
    let (mut copy, input) = (Database::default(), copied(db, project, &edits_of));
    let copied = copy.add_project(input);
    mistakes(db, project, &copy, copied, old_name, new_name)?;
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

fn copied<'e>(db: &Database, project: Project, edits_of: &dyn Fn(SourceFile) -> &'e [TextEdit]) -> ProjectInput {
    let text = |file: SourceFile| apply(file.text(db), edits_of(file));
    let (mut std, mut files) = (Vec::new(), Vec::new());
    for file in project.files(db).iter().copied() {
        let path = file.path(db).to_string();
        match file.origin(db) {
            Origin::Std => std.push((path, text(file))),
            origin => files.push(FileInput { path, text: text(file), origin: origin.clone() }),
        }
    }
    ProjectInput {
        name: project.name(db).to_string(),
        std,
        files,
        settings: (**project.settings(db)).clone(),
        today: project.today(db),
    }
}

/// Refuses what makes mistakes that were not there. That a name hides one of the standard library is one.
fn mistakes(
    db: &Database,
    project: Project,
    copy: &Database,
    copied: Project,
    old_name: &str,
    new_name: &str,
) -> Result<(), Refusal> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let is_mistake =
        |problem: &tm_analysis::report::Problem| problem.level == Level::Error || problem.name.starts_with("hidden-");
    for problem in problems(db, project, Tests::Project).1.into_iter().filter(is_mistake) {
        *known.entry(problem.name).or_default() += 1;
    }
    let (_, after) = copy.meanwhile(|| problems(copy, copied, Tests::Project));
    for problem in after.into_iter().filter(is_mistake) {
        match known.get_mut(&problem.name).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => return refuse(format!("`{old_name}` cannot become `{new_name}`: {}", problem.message)),
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
