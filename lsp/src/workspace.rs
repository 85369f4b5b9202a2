//! Projects in the database, documents over the disk: all that is written.
//!
//! Notifications only note what changed; [`Workspace::settle`] brings the database up to date before anybody looks. So a
//! burst of edits costs one update, and no edit waits for a reader to notice it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tm_analysis::{Database, Date, Origin, Project};
use tm_project::LoadOptions;

use crate::clock::Clock;
use crate::document::Key;
use crate::log;
use crate::types::Uri;
use crate::view::{Folder, Loaded, Place, Snapshot, View, is_manifest, normal};
use crate::watcher::Watcher;

/// Projects of one folder of the workspace that are judged though nothing of theirs is open.
const MOST_ROOTS: usize = 100;

/// What the server is started with.
pub struct Options {
    /// The standard library: path and text, in order of path.
    pub std: Vec<(String, String)>,
    /// Where it is on the disk, if that is where it comes from.
    pub std_folder: Option<PathBuf>,
    /// Folders outside the repository that packages may come from.
    pub allow_outside: Vec<PathBuf>,
    /// What the server says its version is.
    pub version: String,
    pub clock: Box<dyn Clock>,
}

pub(crate) struct Workspace {
    db: Database,
    view: Arc<View>,
    options: Options,
    /// Projects that nobody needs any more: what was computed of the standard library in them is used again.
    spare: Vec<Project>,
    /// By what the clock said last.
    clock_date: Date,
    /// Where the client does not watch.
    watcher: Option<Watcher>,
    stale: Stale,
    /// Projects whose report may be another than was published.
    pub dirty: BTreeSet<Place>,
}

/// What the database does not know yet.
#[derive(Debug, Default)]
struct Stale {
    /// Which projects there are.
    places: bool,
    /// Projects to read again.
    projects: BTreeSet<Place>,
    /// Texts of documents.
    texts: BTreeSet<Key>,
}

impl Workspace {
    pub fn new(options: Options) -> Workspace {
        let view = View { std_folder: options.std_folder.clone(), ..View::default() };
        let mut workspace = Workspace {
            db: Database::default(),
            view: Arc::new(view),
            clock_date: Date::FIRST,
            watcher: None,
            options,
            spare: Vec::new(),
            stale: Stale::default(),
            dirty: BTreeSet::new(),
        };
        workspace.look_at_clock();
        workspace
    }

    pub fn db(&self) -> &Database {
        &self.db
    }

    pub fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// To be changed; snapshots keep what they have.
    pub fn edit(&mut self) -> &mut View {
        Arc::make_mut(&mut self.view)
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot { db: self.db.clone(), view: self.view.clone() }
    }

    pub fn set_folders(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        let known = std::mem::take(&mut self.edit().folders);
        let folder = |path: PathBuf| match known.iter().find(|folder| folder.path == path) {
            Some(known) => known.clone(),
            None => Folder { real: crate::uris::real(&path), path, roots: BTreeSet::new() },
        };
        self.edit().folders = paths.into_iter().map(folder).collect();
        self.stale.places = true;
        self.watch_folders();
    }

    /// From now on, we watch for ourselves.
    pub fn watch_with(&mut self, watcher: Watcher) {
        self.watcher = Some(watcher);
        self.watch_folders();
    }

    fn watch_folders(&self) {
        if let Some(watcher) = &self.watcher {
            watcher.watch(self.view.folders.iter().map(|folder| folder.real.clone()).collect());
        }
    }

    pub fn change_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let kept = self.view.folders.iter().map(|folder| folder.path.clone());
        let folders: Vec<PathBuf> = kept.filter(|path| !removed.contains(path)).chain(added).collect();
        self.set_folders(folders);
    }

    /// Projects were found below a folder: each that has a manifest is one, others are none any more.
    pub fn found(&mut self, below: &Path, roots: Vec<PathBuf>) {
        let mut left_out = 0;
        for folder in &mut self.edit().folders {
            folder.roots.retain(|root| !root.starts_with(below) || root.join(tm_project::MANIFEST).is_file());
            for root in roots.iter().filter(|root| root.starts_with(&folder.real)) {
                match folder.roots.len() < MOST_ROOTS {
                    true => drop(folder.roots.insert(root.clone())),
                    false => left_out += usize::from(!folder.roots.contains(root)),
                }
            }
        }
        if left_out > 0 {
            log::note(&format!("{left_out} projects are judged once a document of theirs is open: there are too many"));
        }
        self.stale.places = true;
    }

    /// Another document is open, or one is not any more.
    pub fn documents_changed(&mut self, key: &Key) {
        self.stale.places = true;
        let has_text = |view: &View, loaded: &Loaded| {
            let document = view.documents.values().find(|document| document.key == *key);
            let known = loaded.files.get(key).map(|file| file.text(&self.db));
            document.is_some() && known == document.map(|document| &document.text)
        };
        // What a document says counts only in its text: if that is known, nothing is new.
        let stale = self.view.projects.iter().filter(|(place, loaded)| {
            let concerns = loaded.files.contains_key(key)
                || loaded.manifests.contains(key)
                || matches!(place, Place::Folder(root) if key.starts_with(root));
            concerns && !has_text(&self.view, loaded)
        });
        let stale: Vec<Place> = stale.map(|(place, _)| place.clone()).collect();
        let same = self.view.projects.iter().filter(|(_, loaded)| loaded.files.contains_key(key));
        self.dirty.extend(same.map(|(place, _)| place.clone()).collect::<Vec<_>>());
        self.stale.projects.extend(stale);
    }

    /// The text of an open document is another.
    pub fn text_changed(&mut self, key: Key) {
        self.stale.texts.insert(key);
    }

    /// Something on the disk is not as it was; a manifest may make projects, and end them.
    pub fn disk_changed(&mut self, path: &Path) {
        let path = crate::uris::real(path);
        if is_manifest(&path) {
            let below = path.parent().unwrap_or(&path);
            self.found(below, path.is_file().then(|| below.to_path_buf()).into_iter().collect());
        } else if path.is_dir() || !path.exists() && path.extension().is_none() {
            self.found(&path, tm_project::roots_below(&path));
        }
        let concerns = |place: &Place, loaded: &Loaded| {
            let is_below = |root: &Path| path.starts_with(root) || root.starts_with(&path);
            is_below(&loaded.root) && !matches!(place, Place::Text(_))
                || loaded.files.keys().chain(&loaded.manifests).any(|key| key.starts_with(&path))
                || loaded.keys.keys().any(|shown| shown.starts_with("..") && is_below(&loaded.key_of(shown)))
        };
        let stale = self.view.projects.iter().filter(|(place, loaded)| concerns(place, loaded));
        let stale: Vec<Place> = stale.map(|(place, _)| place.clone()).collect();
        self.stale.projects.extend(stale);
    }

    /// Settings are others.
    pub fn everything_changed(&mut self) {
        self.stale.places = true;
        self.stale.projects.extend(self.view.projects.keys().cloned());
    }

    /// Looks whether a new day has begun.
    pub fn look_at_clock(&mut self) {
        match self.options.clock.today() {
            Some(date) if date != self.clock_date => {
                self.clock_date = date;
                if self.view.settings.today.is_none() {
                    self.everything_changed();
                }
            }
            Some(_) => {}
            None => log::note("the clock of this machine shows no date"),
        }
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.options.clock
    }

    /// Open documents whose texts the database does not know yet, with the projects that they are in.
    pub fn edited(&self) -> Vec<(Place, Uri)> {
        let documents =
            self.stale.texts.iter().flat_map(|key| self.view.documents.values().filter(move |it| it.key == *key));
        let in_projects = documents.flat_map(|document| {
            let projects = self.view.projects.iter().filter(|(_, loaded)| loaded.files.contains_key(&document.key));
            projects.map(|(place, _)| (place.clone(), document.uri.clone()))
        });
        in_projects.collect()
    }

    /// Brings the database up to date. Waits for readers, which notice; true: projects came or went.
    pub fn settle(&mut self) -> bool {
        let stale = std::mem::take(&mut self.stale);
        let mut again = stale.projects;
        let mut arranged = false;
        if stale.places {
            let wanted = self.view.places();
            let gone: Vec<Place> = self.view.projects.keys().filter(|place| !wanted.contains(place)).cloned().collect();
            arranged = !gone.is_empty();
            for place in gone {
                self.dirty.remove(&place);
                let loaded = self.edit().projects.remove(&place);
                self.spare.extend(loaded.map(|loaded| loaded.project));
            }
            again.retain(|place| wanted.contains(place));
            again.extend(wanted.into_iter().filter(|place| !self.view.projects.contains_key(place)));
        }
        for key in stale.texts {
            self.settle_text(&key, &mut again);
        }
        for place in again {
            let project = self.read(&place);
            self.put(place, project);
        }
        arranged
    }

    fn settle_text(&mut self, key: &Key, again: &mut BTreeSet<Place>) {
        let limit = LoadOptions::default().max_file_bytes;
        let Some(document) = self.view.documents.values().find(|document| document.key == *key) else { return };
        let text = document.text.clone();
        for (place, loaded) in self.view.projects.clone() {
            let Some(file) = loaded.files.get(key).copied() else {
                // What was too large may fit now.
                if matches!(&place, Place::Folder(root) if key.starts_with(root)) || place == Place::File(key.clone()) {
                    again.insert(place);
                }
                continue;
            };
            if text.len() as u64 > limit {
                again.insert(place);
            } else if !again.contains(&place) && *file.text(&self.db) != text {
                self.db.set_text(file, &text);
                self.dirty.insert(place);
            } else {
                // The version is another.
                self.dirty.insert(place);
            }
        }
    }

    fn read(&self, place: &Place) -> tm_project::Project {
        let sources = self.view.documents.values().filter(|document| document.key.is_absolute());
        let open: BTreeMap<PathBuf, Arc<str>> =
            sources.map(|document| (document.key.clone(), document.text.clone())).collect();
        let allow_outside = self.options.allow_outside.clone();
        let options = LoadOptions { allow_outside, open, ..LoadOptions::default() };
        let path = match place {
            Place::Text(key) => return self.text(key),
            Place::Folder(path) | Place::File(path) => path,
        };
        match tm_project::load(path, &options) {
            Ok(project) => project,
            // A document may be open before it is written.
            Err(_) if matches!(place, Place::File(_)) => self.text(path),
            Err(error) => {
                log::note(&error.to_string());
                tm_project::Project { files: Vec::new(), ..tm_project::from_text("project.tm", String::new()) }
            }
        }
    }

    /// A project of one document.
    fn text(&self, key: &Key) -> tm_project::Project {
        let document = self.view.documents.values().find(|document| document.key == *key);
        let (name, text) = document.map(|document| (document.name(), document.text.to_string())).unwrap_or_default();
        let mut project = tm_project::from_text(&name, text);
        project.files.iter_mut().for_each(|file| file.real = Some(key.clone()));
        project
    }

    fn put(&mut self, place: Place, project: tm_project::Project) {
        let root = project.root.clone();
        let has_manifest = project.manifest.is_some();
        let manifests = project.package_manifests.iter().chain(&project.manifest);
        let manifests = manifests.map(|manifest| normal(&root.join(&manifest.path))).collect();
        let keys: BTreeMap<String, Key> =
            project.files.iter().filter_map(|file| Some((file.path.clone(), file.real.clone()?))).collect();
        let settings = &self.view.settings;
        let today = settings.today.unwrap_or(self.clock_date);
        let (input, mut options) = tm_input::from_project(project, self.options.std.clone(), today, Vec::new());
        if let Some(profile) = settings.profile {
            options.profile = tm_input::profile(profile);
        }
        // The protocol knows neither, and editors sort by place.
        options.is_unranked = true;
        let known = self.view.projects.get(&place).map(|loaded| loaded.project);
        let project = match known.or_else(|| self.spare.pop()) {
            Some(project) => {
                self.db.update_project(project, input);
                project
            }
            None => self.db.add_project(input),
        };
        let own = project.files(&self.db).iter().filter(|file| *file.origin(&self.db) != Origin::Std);
        let files = own.filter_map(|file| Some((keys.get(&**file.path(&self.db))?.clone(), *file))).collect();
        let std_files = project.files(&self.db).iter().filter(|file| *file.origin(&self.db) == Origin::Std).count();
        let loaded = Loaded { project, options, root, has_manifest, std_files, files, manifests, keys };
        self.edit().projects.insert(place.clone(), Arc::new(loaded));
        self.dirty.insert(place);
    }
}
