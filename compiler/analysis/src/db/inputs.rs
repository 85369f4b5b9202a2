//! Inputs: files, projects, settings. Everything else is computed from them.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use salsa::Durability;
use smol_str::SmolStr;
use tm_model::Date;

use crate::modules::Origin;
use crate::report::Severity;
use crate::world::slots::SlotTable;

/// One `.tm` file. Kept for the life of the database: a file that is gone leaves the project's list.
#[salsa::input(debug)]
pub struct SourceFile {
    /// Number of the file; never used for another one.
    #[returns(copy)]
    pub unit: u32,
    /// Relative to the project, with `/`.
    #[returns(ref)]
    pub path: Arc<str>,
    #[returns(ref)]
    pub text: Arc<str>,
    #[returns(ref)]
    pub origin: Origin,
}

/// One project; the first argument of every query, since an editor has several open (of some, as part of a [`ProjectFile`]).
#[salsa::input(debug)]
pub struct Project {
    /// The root module.
    #[returns(ref)]
    pub name: SmolStr,
    /// The standard library first, then the project's files by path, then those of packages.
    #[returns(ref)]
    pub files: Arc<[SourceFile]>,
    #[returns(ref)]
    pub settings: Arc<Settings>,
    /// What `today` is; dates are UTC and name the last good day.
    #[returns(copy)]
    pub today: Date,
}

/// A file in a project, for the life of the database: the key of what is looked at from many other files, since an answer is
/// found sooner under one number than under a pair.
#[salsa::input(debug)]
pub struct ProjectFile {
    #[returns(copy)]
    pub project: Project,
    #[returns(copy)]
    pub file: SourceFile,
}

/// By number of the file.
pub(super) type ProjectFiles = Arc<Vec<Option<ProjectFile>>>;

/// What the caller chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Assumptions to judge without, plain or with their module.
    pub without: Vec<String>,
    /// Other names of packages, and the names that their files carry.
    pub package_aliases: Vec<(String, String)>,
    /// Packages whose modules are missing because they could not be read.
    pub unread_packages: Vec<String>,
    /// `[rules]`: levels by rule name, as they stand in `tm.toml`.
    pub rules: Vec<(String, RuleLevel)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleLevel {
    Off,
    Level(Severity),
}

/// What queries may ask of the database beside its inputs.
#[salsa::db]
pub trait Db: salsa::Database {
    #[doc(hidden)]
    fn slots(&self) -> &SlotTable;

    /// The file of that number. Numbers are never given again, so reading this is no dependency; whether the file is still
    /// in a project is for the project to say.
    #[doc(hidden)]
    fn file(&self, unit: u32) -> Option<SourceFile>;

    /// Every file that there has been in a project. As with [`Db::file`], this is no dependency.
    #[doc(hidden)]
    fn project_files(&self, project: Project) -> ProjectFiles;

    /// One of them; `None`: it has never been in that project.
    #[doc(hidden)]
    fn project_file(&self, project: Project, unit: u32) -> Option<ProjectFile> {
        self.project_files(project).get(unit as usize).copied().flatten()
    }
}

/// The database of the command and of the server.
#[salsa::db]
#[derive(Clone)]
pub struct Database {
    storage: salsa::Storage<Self>,
    slots: Arc<SlotTable>,
    /// Every file that there has been, by number.
    files: Arc<RwLock<Vec<SourceFile>>>,
    /// Those that there have been in a project.
    by_project: Arc<RwLock<FxHashMap<Project, ProjectFiles>>>,
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl Db for Database {
    fn slots(&self) -> &SlotTable {
        &self.slots
    }

    fn file(&self, unit: u32) -> Option<SourceFile> {
        self.files.read().unwrap_or_else(PoisonError::into_inner).get(unit as usize).copied()
    }

    fn project_files(&self, project: Project) -> ProjectFiles {
        let known = self.by_project.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&project).cloned().unwrap_or_default()
    }
}

impl Default for Database {
    fn default() -> Self {
        Self::stored_in(salsa::Storage::new(None))
    }
}

impl Database {
    fn stored_in(storage: salsa::Storage<Self>) -> Self {
        Self { storage, slots: Arc::default(), files: Arc::default(), by_project: Arc::default() }
    }

    /// Makes the next file; `make` gets its number.
    pub(super) fn number_file(&mut self, make: impl FnOnce(&Self, u32) -> SourceFile) -> SourceFile {
        let count = self.files.read().unwrap_or_else(PoisonError::into_inner).len();
        let file = make(self, u32::try_from(count).unwrap_or(u32::MAX));
        self.files.write().unwrap_or_else(PoisonError::into_inner).push(file);
        file
    }

    /// Lets files be known in a project, before it lists them: of one that is listed alone nothing would be judged.
    pub(super) fn join(&self, project: Project, files: &[SourceFile]) {
        let mut by_project = self.by_project.write().unwrap_or_else(PoisonError::into_inner);
        let known = Arc::make_mut(by_project.entry(project).or_default());
        for file in files {
            let number = file.unit(self) as usize;
            if known.len() <= number {
                known.resize(number + 1, None);
            }
            if let Some(place @ None) = known.get_mut(number) {
                *place = Some(ProjectFile::builder(project, *file).durability(Durability::HIGH).new(self));
            }
        }
    }

    /// A database that tells which queries it runs, by name: for tests of incrementality.
    #[must_use]
    pub fn with_log(log: Arc<std::sync::Mutex<Vec<String>>>) -> Self {
        let callback = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind
                && let Ok(mut log) = log.lock()
            {
                log.push(format!("{database_key:?}"));
            }
        };
        Self::stored_in(salsa::Storage::new(Some(Box::new(callback))))
    }
}
