//! What the server knows, as it was at one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use tm_analysis::{Database, Project, ReportOptions, SourceFile};
use tm_project::MANIFEST;

use crate::document::{Document, Key};
use crate::features::Features;
use crate::positions::Encoding;
use crate::settings::Settings;
use crate::told_tokens::ToldTokens;
use crate::types::Uri;
use crate::uris;

/// Where a project comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A folder with a `tm.toml`, or a folder of the workspace without one.
    Folder(PathBuf),
    /// A file that is in neither.
    File(PathBuf),
    /// A document that is no source on the disk.
    Text(Key),
}

/// A folder of the workspace.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    /// As the client calls it.
    pub path: PathBuf,
    /// Symbolic links resolved.
    pub real: PathBuf,
    /// The folders of projects below it, once they are known.
    pub roots: BTreeSet<PathBuf>,
}

/// A project in the database.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub project: Project,
    pub options: ReportOptions,
    /// What paths of the project are relative to.
    pub root: PathBuf,
    pub has_manifest: bool,
    /// How many files of the standard library it has.
    pub std_files: usize,
    /// Its sources, and those of its packages.
    pub files: BTreeMap<Key, SourceFile>,
    /// Its `tm.toml`, and those of its packages.
    pub manifests: BTreeSet<Key>,
    /// By path, as reports name them.
    pub keys: BTreeMap<String, Key>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    pub features: Features,
    pub encoding: Encoding,
    pub settings: Settings,
    pub folders: Vec<Folder>,
    /// By address, as the client wrote it.
    pub documents: BTreeMap<String, Document>,
    pub projects: BTreeMap<Place, Arc<Loaded>>,
    pub told_tokens: Arc<ToldTokens>,
    /// The client asks for the diagnostics of all files, not only of open documents.
    pub pulls_workspace: bool,
    /// The standard library on the disk, if that is where it comes from.
    pub std_folder: Option<PathBuf>,
}

/// The database as it was at one moment, and what belongs to it. Nobody can write as long as one exists: it is to be
/// dropped soon, and wherever it is asked, an edit may end the work.
pub(crate) struct Snapshot {
    pub db: Database,
    pub view: Arc<View>,
}

impl View {
    pub fn document(&self, uri: &Uri) -> Option<&Document> {
        self.documents.get(uri.as_str())
    }

    /// The project that a document is shown with, if it is in one.
    pub fn place(&self, document: &Document) -> Option<Place> {
        if uris::std_path(&document.uri).is_some() {
            return None;
        }
        let Some(real) = document.real() else { return Some(Place::Text(document.key.clone())) };
        if is_manifest(real) {
            let folder = real.parent().filter(|_| real.is_file());
            return folder.map(|folder| Place::Folder(folder.to_path_buf()));
        }
        if real.extension().is_none_or(|extension| extension != "tm") {
            return Some(Place::Text(document.key.clone()));
        }
        let folder = real.parent().unwrap_or(real);
        if let Some(root) = tm_project::root_of(folder) {
            return Some(Place::Folder(root.to_path_buf()));
        }
        let holds = |folder: &&Folder| real.starts_with(&folder.real) && folder.real.is_dir();
        let innermost = self.folders.iter().filter(holds).max_by_key(|folder| folder.real.components().count());
        Some(innermost.map_or_else(|| Place::File(real.to_path_buf()), |folder| Place::Folder(folder.real.clone())))
    }

    /// The projects that there should be: those around and in the folders of the workspace, and those of open documents.
    pub fn places(&self) -> BTreeSet<Place> {
        let around = self.folders.iter().filter_map(|folder| tm_project::root_of(&folder.real));
        let around = around.map(|root| Place::Folder(root.to_path_buf()));
        let within = self.folders.iter().flat_map(|folder| &folder.roots).cloned().map(Place::Folder);
        around.chain(within).chain(self.documents.values().filter_map(|document| self.place(document))).collect()
    }

    /// The address of a source: if it is open, that by which the client calls it, else one below the folder as it calls that.
    pub fn uri(&self, key: &Key) -> Option<Uri> {
        if let Some(document) = self.documents.values().find(|document| document.key == *key) {
            return Some(document.uri.clone());
        }
        if !key.is_absolute() {
            return Uri::from_str(key.to_str()?).ok();
        }
        let below = |folder: &Folder| key.strip_prefix(&folder.real).ok().map(|way| folder.path.join(way));
        uris::of_path(&self.folders.iter().find_map(below).unwrap_or_else(|| key.clone()))
    }

    /// The address of a file of a report on a project, by its number and its path there: first come other texts, then the
    /// standard library, then the sources.
    pub fn report_uri(&self, loaded: &Loaded, number: u32, path: &str) -> Option<Uri> {
        let std = loaded.options.extra_files.len()..loaded.options.extra_files.len() + loaded.std_files;
        match std.contains(&(number as usize)) {
            true => self.std_uri(path),
            false => self.uri(&loaded.key_of(path)),
        }
    }

    /// The address of a file of the standard library.
    pub fn std_uri(&self, path: &str) -> Option<Uri> {
        match &self.std_folder {
            Some(folder) => uris::of_path(&folder.join(path)),
            None => uris::of_std(path),
        }
    }
}

impl Loaded {
    /// The keys of the files of a report, in its order; `None` for those of the standard library.
    pub fn key_of(&self, path: &str) -> Key {
        self.keys.get(path).cloned().unwrap_or_else(|| normal(&self.root.join(path)))
    }
}

/// Whether a path is that of a `tm.toml`.
pub(crate) fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MANIFEST)
}

/// Without `..`, by the text alone: such paths come from real ones.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(normal.pop()),
            std::path::Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}
