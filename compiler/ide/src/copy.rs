//! A copy of a project with other texts: what a change is tried on.

use std::collections::BTreeMap;

use tm_analysis::report::Problem;
use tm_analysis::{Database, FileInput, Level, Origin, Project, ProjectInput, SourceFile, Tests, problems};

/// The project with the texts that `text_of` gives, and perhaps one more file.
pub(crate) fn copied(
    db: &Database,
    project: Project,
    text_of: &dyn Fn(SourceFile) -> String,
    new: Option<(&str, &str)>,
) -> ProjectInput {
    let (mut std, mut files) = (Vec::new(), Vec::new());
    for file in project.files(db).iter().copied() {
        let path = file.path(db).to_string();
        match file.origin(db) {
            Origin::Std => std.push((path, text_of(file))),
            origin => files.push(FileInput { path, text: text_of(file), origin: origin.clone() }),
        }
    }
    if let Some((path, text)) = new {
        let is_before = |file: &FileInput| file.origin == Origin::Project && file.path.as_str() < path;
        let at = files.iter().take_while(|file| is_before(file)).count();
        files.insert(at, FileInput { path: path.to_owned(), text: text.to_owned(), origin: Origin::Project });
    }
    ProjectInput {
        name: project.name(db).to_string(),
        std,
        files,
        settings: (**project.settings(db)).clone(),
        today: project.today(db),
    }
}

/// A mistake of the copy that was not there before. That a name hides one of the standard library is one.
pub(crate) fn new_mistake(db: &Database, project: Project, copy: &Database, copied: Project) -> Option<Problem> {
    let is_mistake = |problem: &Problem| problem.level == Level::Error || problem.name.starts_with("hidden-");
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for problem in problems(db, project, Tests::Project).1.into_iter().filter(is_mistake) {
        *known.entry(problem.name).or_default() += 1;
    }
    let (_, after) = copy.meanwhile(|| problems(copy, copied, Tests::Project));
    after.into_iter().filter(is_mistake).find(|problem| match known.get_mut(&problem.name).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    })
}
