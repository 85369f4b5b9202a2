//! Putting projects into the database and changing them.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use salsa::{Durability, Setter};
use smol_str::SmolStr;
use tm_model::Date;

use super::inputs::{Database, Project, Settings, SourceFile};
use crate::modules::Origin;

/// A project as plain data.
#[derive(Clone, Debug)]
pub struct ProjectInput {
    /// The root module.
    pub name: String,
    /// The standard library: path and text, sorted by path.
    pub std: Vec<(String, String)>,
    /// The project's files by path, then those of packages.
    pub files: Vec<FileInput>,
    pub settings: Settings,
    pub today: Date,
}

#[derive(Clone, Debug)]
pub struct FileInput {
    /// Relative to the project, with `/`.
    pub path: String,
    pub text: String,
    pub origin: Origin,
}

impl Database {
    /// Puts a project in.
    pub fn add_project(&mut self, input: ProjectInput) -> Project {
        let mut files = Vec::with_capacity(input.std.len() + input.files.len());
        for (path, text) in &input.std {
            files.push(self.add_file(path, text, Origin::Std));
        }
        for file in &input.files {
            files.push(self.add_file(&file.path, &file.text, file.origin.clone()));
        }
        let listed: Arc<[SourceFile]> = files.into();
        let project =
            Project::new(self, SmolStr::new(&input.name), listed.clone(), Arc::new(input.settings), input.today);
        self.join(project, &listed);
        project
    }

    /// Makes a project that was put in like another one: what is the same is left as it is, so that nothing is computed again
    /// for it.
    pub fn update_project(&mut self, project: Project, input: ProjectInput) {
        let mut known: FxHashMap<(Arc<str>, Origin), SourceFile> = FxHashMap::default();
        for file in project.files(self).iter() {
            known.insert((file.path(self).clone(), file.origin(self).clone()), *file);
        }
        let std = input.std.into_iter().map(|(path, text)| FileInput { path, text, origin: Origin::Std });
        let mut files = Vec::new();
        for FileInput { path, text, origin } in std.chain(input.files) {
            let file = match known.remove(&(Arc::from(path.as_str()), origin.clone())) {
                Some(file) => {
                    if **file.text(self) != *text {
                        self.set_text(file, &text);
                    }
                    file
                }
                None => self.add_file(&path, &text, origin),
            };
            files.push(file);
        }
        if **project.files(self) != *files {
            self.set_files(project, files);
        }
        if **project.settings(self) != input.settings {
            self.set_settings(project, input.settings);
        }
        if project.today(self) != input.today {
            self.set_today(project, input.today);
        }
        if *project.name(self) != input.name {
            project.set_name(self).to(SmolStr::new(&input.name));
        }
    }

    /// Puts a file in, without a project yet.
    pub fn add_file(&mut self, path: &str, text: &str, origin: Origin) -> SourceFile {
        // The standard library hardly ever changes: what is computed from it alone is not even looked at again.
        let durability = if origin == Origin::Std { Durability::HIGH } else { Durability::LOW };
        self.number_file(|db, unit| {
            SourceFile::builder(unit, Arc::from(path), Arc::from(text), origin).durability(durability).new(db)
        })
    }

    /// Replaces the text of a file.
    pub fn set_text(&mut self, file: SourceFile, text: &str) {
        file.set_text(self).to(Arc::from(text));
    }

    /// Replaces the list of files: the standard library first, then the project's by path, then those of packages.
    pub fn set_files(&mut self, project: Project, files: Vec<SourceFile>) {
        self.join(project, &files);
        project.set_files(self).to(files.into());
    }

    pub fn set_today(&mut self, project: Project, today: Date) {
        project.set_today(self).to(today);
    }

    pub fn set_settings(&mut self, project: Project, settings: Settings) {
        project.set_settings(self).to(Arc::new(settings));
    }
}
