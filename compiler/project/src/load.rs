//! From a path to a [`Project`].

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::ahead::{self, Ahead};
use crate::decode::decode;
use crate::manifest::{self, Manifest};
use crate::name::identifier_from;
use crate::packages::{self, Package, Packages};
use crate::place::{Territory, project_root, relative, repository, shown};
use crate::read::ReadError;
use crate::walk::{self, Found, Limits, Sources, is_source};
use crate::{
    Config, LoadError, LoadOptions, MANIFEST, ManifestText, Problem, Project, SourceText, baseline, ignored, open, read,
};

/// Loads the project that `path` belongs to.
///
/// `path` is a folder or a file. The project is the nearest folder with a `tm.toml`, from there upwards; without one, the
/// folder or file itself. A file inside a project becomes its [`Project::focus`], and is read even if it would be left out.
pub fn load(path: &Path, options: &LoadOptions) -> Result<Project, LoadError> {
    load_within(path, options, Limits::STANDARD)
}

fn load_within(path: &Path, options: &LoadOptions, limits: Limits) -> Result<Project, LoadError> {
    // What is open need not be on the disk.
    let given = match path.canonicalize() {
        Err(_) if options.open.contains_key(path) => path.to_path_buf(),
        given => given.map_err(|error| load_error(path, &error))?,
    };
    let is_folder = |given: &Path| fs::metadata(given).map(|metadata| metadata.is_dir());
    if !options.open.contains_key(&given) && is_folder(&given).map_err(|error| load_error(path, &error))? {
        fs::read_dir(&given).map_err(|error| load_error(path, &error))?;
        let root = project_root(&given).unwrap_or(&given);
        return Ok(load_folder(root, None, options, limits));
    }
    if !is_source(&given) && !is_source(path) && given.file_name() != Some(OsStr::new(MANIFEST)) {
        return Err(LoadError::NoSource { path: path.to_path_buf() });
    }
    let root = given.parent().and_then(project_root);
    match root {
        Some(root) => Ok(load_folder(root, Some(&given), options, limits)),
        None => load_file(path, &given, options),
    }
}

fn load_error(path: &Path, error: &io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound => LoadError::NotFound { path: path.to_path_buf() },
        _ => LoadError::Unreadable { path: path.to_path_buf(), reason: read::reason(error) },
    }
}

/// The folder with the `tm.toml` of the project that a file in the real folder `folder` belongs to.
#[must_use]
pub fn root_of(folder: &Path) -> Option<&Path> {
    project_root(folder)
}

/// A project of one file, named `name`: standard input, or a test.
pub fn from_text(name: &str, text: String) -> Project {
    let stem = name.strip_suffix(".tm").unwrap_or(name);
    let file = SourceText { path: name.to_owned(), package: None, package_name: None, real: None, text };
    Project {
        root: PathBuf::new(),
        folder: String::new(),
        name: identifier_from(stem),
        config: Config::default(),
        baseline: None,
        files: vec![file],
        manifest: None,
        package_manifests: Vec::new(),
        package_aliases: Default::default(),
        unread_packages: Vec::new(),
        problems: Vec::new(),
        focus: None,
    }
}

/// A single file that stands in no project.
fn load_file(path: &Path, given: &Path, options: &LoadOptions) -> Result<Project, LoadError> {
    let name = given.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut project = from_text(&name, String::new());
    project.root = given.parent().unwrap_or(given).to_path_buf();
    project.folder = folder(&project.root);
    project.files.iter_mut().for_each(|file| file.real = Some(given.to_path_buf()));
    match open::read(given, options.max_file_bytes, options) {
        Ok(bytes) => {
            let (text, problem) = decode(bytes, &name);
            project.files.iter_mut().for_each(|file| file.text.clone_from(&text));
            project.problems.extend(problem);
        }
        Err(ReadError::Unreadable(reason)) => {
            return Err(LoadError::Unreadable { path: path.to_path_buf(), reason });
        }
        Err(error) => {
            project.files.clear();
            project.problems.push(error.problem(&name));
        }
    }
    Ok(project)
}

/// The folder `root` with its packages; `given` is the file that the caller named.
fn load_folder(root: &Path, given: Option<&Path>, options: &LoadOptions, limits: Limits) -> Project {
    let mut problems = Vec::new();
    let territory = Territory::around(root, options);
    let ManifestRead { name, manifest, text } = read_manifest(root, MANIFEST, &territory, options, &mut problems);
    let named = manifest.config.baseline.as_ref().filter(|_| options.baseline);
    let baseline = named.and_then(|named| baseline::of_project(root, named, &mut problems));
    let Packages { packages, aliases, unread } =
        packages::find(root, manifest.packages, &territory, (options, limits), &mut problems);

    let mut sources = walk::sources(root, Path::new(""), limits, &mut problems);
    open::add(&mut sources.files, root, Path::new(""), options);
    let focus = given.map(|given| focus(given, root, &mut sources.files));
    let mut is_empty = true;
    let mut reader = Reader {
        options,
        limits,
        files: Vec::new(),
        paths: BTreeSet::new(),
        bytes: 0,
        is_full: false,
        problems: &mut problems,
    };
    is_empty &= sources.files.is_empty();
    reader.read(sources, None);
    for package in &packages {
        if reader.is_full {
            break;
        }
        let mut sources = walk::sources(&package.root, &package.prefix, limits, reader.problems);
        open::add(&mut sources.files, &package.root, &package.prefix, options);
        is_empty &= sources.files.is_empty();
        reader.read(sources, Some(package));
    }
    let files = reader.files;
    // Where something could not be read, that is what is wrong.
    if is_empty && problems.iter().all(|problem| problem.is_warning) {
        problems.push(no_sources(root, text.is_some()));
    }

    let mut package_manifests: Vec<ManifestText> =
        packages.into_iter().filter_map(|package| package.manifest).collect();
    package_manifests.sort_by(|a, b| a.path.cmp(&b.path));
    problems.sort_by_cached_key(|p| (p.path.clone(), p.range.as_ref().map(|range| (range.start, range.end)), p.name));
    Project {
        root: root.to_path_buf(),
        folder: folder(root),
        name,
        config: manifest.config,
        baseline,
        files,
        manifest: text,
        package_manifests,
        package_aliases: aliases,
        unread_packages: unread,
        problems,
        focus,
    }
}

/// A check of nothing would pass.
fn no_sources(root: &Path, has_manifest: bool) -> Problem {
    let name = root.file_name().unwrap_or(root.as_os_str()).to_string_lossy();
    let message = format!("there is nothing to check: no `.tm` file in the folder `{name}`, nor in those below it");
    let path = if has_manifest { MANIFEST } else { "." };
    let help = "begin a model in a file that ends in `.tm`, or name the folder that has one; hidden folders, those with a \
                `tm.toml` of their own, and what git ignores are left out";
    Problem::error("no-sources", path, message).help(help)
}

/// Where `root` lies in its repository.
fn folder(root: &Path) -> String {
    repository(root).map(|repository| shown(&relative(repository, root))).unwrap_or_default()
}

/// How the file `given` is shown; it joins the sources if it is none of them.
fn focus(given: &Path, root: &Path, sources: &mut Vec<Found>) -> String {
    if root.join(MANIFEST).canonicalize().is_ok_and(|manifest| manifest == given) {
        return MANIFEST.to_owned();
    }
    if let Some(found) = sources.iter().find(|found| found.real == given) {
        return shown(&found.shown);
    }
    let found = Found { real: given.to_path_buf(), shown: relative(root, given) };
    let path = shown(&found.shown);
    let place = sources.partition_point(|other| other.shown < found.shown);
    sources.insert(place, found);
    path
}

/// The manifest of a project or a package.
pub(crate) struct ManifestRead {
    /// Valid, whatever the manifest says.
    pub name: String,
    pub manifest: Manifest,
    pub text: Option<ManifestText>,
}

/// Reads the `tm.toml` of the folder `root`, if there is one.
pub(crate) fn read_manifest(
    root: &Path,
    shown_as: &str,
    territory: &Territory,
    options: &LoadOptions,
    problems: &mut Vec<Problem>,
) -> ManifestRead {
    let from_folder = || identifier_from(&root.file_name().unwrap_or_default().to_string_lossy());
    let without = || ManifestRead { name: from_folder(), manifest: Manifest::default(), text: None };
    let path = root.join(MANIFEST);
    let Ok(real) = path.canonicalize() else {
        return without();
    };
    if !territory.holds(&real) {
        let message = "not read: this symbolic link leaves the repository";
        problems.push(
            Problem::error("link-outside-project", shown_as, message)
                .help("put a copy of what it leads to in its place"),
        );
        return without();
    }
    let bytes = match open::read(&real, manifest::MAX_BYTES, options) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(error.problem(shown_as));
            return without();
        }
    };
    let (text, problem) = decode(bytes, shown_as);
    problems.extend(problem);
    let (manifest, found) = manifest::parse(&text, shown_as);
    problems.extend(found);
    let name = manifest.name.clone().unwrap_or_else(from_folder);
    ManifestRead { name, manifest, text: Some(ManifestText { path: shown_as.to_owned(), text }) }
}

struct Reader<'a> {
    options: &'a LoadOptions,
    limits: Limits,
    files: Vec<SourceText>,
    paths: BTreeSet<String>,
    bytes: u64,
    is_full: bool,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self, sources: Sources, package: Option<&Package>) {
        let Sources { files, left_out } = sources;
        self.problems.extend(ignored::problem(left_out, &files));
        let start = self.files.len();
        let mut ahead = self.ahead(&files).into_iter();
        for found in &files {
            let read = ahead.next().flatten();
            if !self.is_full {
                self.file(found, read, package);
            }
        }
        if let Some(added) = self.files.get_mut(start..) {
            added.sort_by(|a, b| a.path.cmp(&b.path));
        }
    }

    /// As much of them as there is room for.
    fn ahead(&self, files: &[Found]) -> Vec<Ahead> {
        if self.is_full {
            return Vec::new();
        }
        let room = self.limits.files.saturating_sub(self.paths.len()).min(files.len());
        let bytes = self.limits.bytes.saturating_sub(self.bytes);
        ahead::read(files.get(..room).unwrap_or_default(), bytes, self.options)
    }

    fn file(&mut self, found: &Found, ahead: Ahead, package: Option<&Package>) {
        let path = shown(&found.shown);
        if self.paths.len() >= self.limits.files {
            self.is_full = true;
            let message =
                format!("there are more than {} sources; this one and further ones are not read", self.limits.files);
            return self.problems.push(Problem::error("too-many-files", path, message).help("split the project"));
        }
        if found.shown.to_str().is_none() {
            let message = "the path of this file is not UTF-8, and cannot be shown as it is";
            self.problems.push(Problem::warning("non-utf-8-path", path.clone(), message).help("rename it"));
        }
        if !self.paths.insert(path.clone()) {
            let message = "not read: shown as UTF-8, another file has the same path";
            return self.problems.push(Problem::error("unreadable-file", path, message).help("rename one of them"));
        }
        let read = || open::read(&found.real, self.options.max_file_bytes, self.options);
        let bytes = match ahead.unwrap_or_else(read) {
            Ok(bytes) => bytes,
            Err(error) => return self.problems.push(error.problem(&path)),
        };
        self.bytes += bytes.len() as u64;
        if self.bytes > self.limits.bytes {
            self.is_full = true;
            let message = format!(
                "the sources are larger than {} together; this source and further ones are not read",
                read::size(self.limits.bytes)
            );
            return self.problems.push(Problem::error("project-too-large", path, message).help("split the project"));
        }
        let (text, problem) = decode(bytes, &path);
        self.problems.extend(problem);
        self.files.push(SourceText {
            path,
            package: package.map(|package| package.alias.clone()),
            package_name: package.map(|package| package.name.clone()),
            real: Some(found.real.clone()),
            text,
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn disk(files: &[&str]) -> tempfile::TempDir {
        let disk = tempfile::tempdir().unwrap();
        for path in files {
            fs::create_dir_all(disk.path().join(path).parent().unwrap()).unwrap();
            fs::write(disk.path().join(path), "12345").unwrap();
        }
        disk
    }

    fn load(disk: &tempfile::TempDir, limits: Limits) -> (Vec<String>, Vec<(&'static str, String)>) {
        let project = load_within(disk.path(), &LoadOptions::default(), limits).unwrap();
        let problems = project.problems.into_iter().map(|problem| (problem.name, problem.path)).collect();
        (project.files.into_iter().map(|file| file.path).collect(), problems)
    }

    #[test]
    fn a_file_that_goes_away_after_it_was_listed_is_reported() {
        let disk = disk(&["a.tm", "b.tm"]);
        let mut problems = Vec::new();
        let sources = walk::sources(disk.path(), Path::new(""), Limits::STANDARD, &mut problems);
        fs::remove_file(disk.path().join("a.tm")).unwrap();
        let options = LoadOptions::default();
        let mut reader = Reader {
            options: &options,
            limits: Limits::STANDARD,
            files: Vec::new(),
            paths: BTreeSet::new(),
            bytes: 0,
            is_full: false,
            problems: &mut problems,
        };
        reader.read(sources, None);
        let read: Vec<String> = reader.files.into_iter().map(|file| file.path).collect();
        assert_eq!(read, ["b.tm"]);
        let told = |problem: &Problem| (problem.name, problem.path.clone(), problem.message.clone());
        let gone = ("unreadable-file", "a.tm".to_owned(), "cannot be read: it does not exist".to_owned());
        assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), [gone]);
    }

    #[test]
    fn too_many_files_are_reported_once() {
        let disk = disk(&["a.tm", "b.tm", "c.tm", "d.tm", "e.tm"]);
        let (files, problems) = load(&disk, Limits { files: 2, ..Limits::STANDARD });
        assert_eq!(files, ["a.tm", "b.tm"]);
        assert_eq!(problems, [("too-many-files", "c.tm".to_owned())]);
        let (files, problems) = load(&disk, Limits { files: 5, ..Limits::STANDARD });
        assert_eq!((files.len(), problems.len()), (5, 0));
    }

    #[test]
    fn too_much_text_is_reported_once() {
        let disk = disk(&["a.tm", "b.tm", "c.tm", "d.tm"]);
        let (files, problems) = load(&disk, Limits { bytes: 10, ..Limits::STANDARD });
        assert_eq!(files, ["a.tm", "b.tm"]);
        assert_eq!(problems, [("project-too-large", "c.tm".to_owned())]);
    }
}
