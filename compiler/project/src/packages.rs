//! The folders that `[packages]` names, and those that they name in turn.
//!
//! A folder is loaded once, under the first name that leads to it: the project's own names before those of its packages,
//! each in alphabetical order. Its other names become aliases. Packages may share packages, but not need each other in a
//! circle: that is reported where the circle closes, and everything is still loaded once.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use crate::load::{ManifestRead, read_manifest};
use crate::place::{Territory, has_manifest, normalized, relative, shown};
use crate::suggest::quoted;
use crate::walk::Limits;
use crate::{LoadOptions, Located, ManifestText, Problem};

/// A package that was found.
#[derive(Debug)]
pub(crate) struct Package {
    pub alias: String,
    /// What it calls itself.
    pub name: String,
    pub root: PathBuf,
    /// `root` as seen from the project.
    pub prefix: PathBuf,
    pub manifest: Option<ManifestText>,
}

#[derive(Debug, Default)]
pub(crate) struct Packages {
    /// In order of alias.
    pub packages: Vec<Package>,
    pub aliases: BTreeMap<String, String>,
    /// Those that are named and cannot be read, which is a problem of its own.
    pub unread: Vec<String>,
}

/// Names a folder as a package: one entry of some `[packages]`.
struct Wish {
    /// Whose entry: an index into `folders`.
    by: usize,
    alias: String,
    folder: Located<String>,
}

/// The project and its packages while they are found; the project is the first.
struct Search<'a> {
    territory: &'a Territory,
    options: &'a LoadOptions,
    limits: Limits,
    folders: Vec<Folder>,
    by_root: BTreeMap<PathBuf, usize>,
    wishes: VecDeque<Wish>,
    problems: &'a mut Vec<Problem>,
}

struct Folder {
    root: PathBuf,
    /// How its manifest is shown.
    manifest: String,
    /// Which folders it names, and where.
    needs: Vec<(usize, Wish)>,
}

/// Finds the packages of the project at `root`.
pub(crate) fn find(
    root: &Path,
    wanted: BTreeMap<String, Located<String>>,
    territory: &Territory,
    (options, limits): (&LoadOptions, Limits),
    problems: &mut Vec<Problem>,
) -> Packages {
    let project = Folder { root: root.to_path_buf(), manifest: crate::MANIFEST.to_owned(), needs: Vec::new() };
    let by_root = BTreeMap::from([(root.to_path_buf(), 0)]);
    let mut search =
        Search { territory, options, limits, folders: vec![project], by_root, wishes: VecDeque::new(), problems };
    search.wish(0, None, wanted);
    let mut found = Packages::default();
    while let Some(wish) = search.wishes.pop_front() {
        search.grant(wish, root, &mut found);
    }
    search.report_cycles();
    found.packages.sort_by(|a, b| a.alias.cmp(&b.alias));
    found
}

impl Search<'_> {
    fn wish(&mut self, by: usize, outer: Option<&str>, wanted: BTreeMap<String, Located<String>>) {
        self.wishes.extend(wanted.into_iter().map(|(inner, folder)| {
            let alias = outer.map_or_else(|| inner.clone(), |outer| format!("{outer}.{inner}"));
            Wish { by, alias, folder }
        }));
    }

    fn grant(&mut self, wish: Wish, project: &Path, found: &mut Packages) {
        let Some(by) = self.folders.get(wish.by) else {
            return;
        };
        let root = match resolve(&by.root, &wish.folder.value, self.territory) {
            Ok(root) => root,
            Err(refusal) => {
                self.problems.push(refusal.problem(&by.manifest, &wish));
                return found.unread.push(wish.alias);
            }
        };
        if let Some(known) = self.by_root.get(&root).copied() {
            if let Some(package) = found.packages.iter().find(|package| package.root == root) {
                found.aliases.insert(wish.alias.clone(), package.alias.clone());
            }
            return self.need(known, wish);
        }
        if found.packages.len() >= self.limits.packages {
            found.unread.push(wish.alias);
            found.unread.extend(self.wishes.drain(..).map(|wish| wish.alias));
            let message = format!(
                "there are more than {} packages; this one and further ones are not read",
                self.limits.packages
            );
            let problem = Problem::error("too-many-packages", by.manifest.clone(), message).at(wish.folder.range);
            return self.problems.push(problem);
        }
        let prefix = relative(project, &root);
        let shown_manifest = shown(&prefix.join(crate::MANIFEST));
        let ManifestRead { name, manifest, text } =
            read_manifest(&root, &shown_manifest, self.territory, self.options, self.problems);
        let index = self.folders.len();
        self.folders.push(Folder { root: root.clone(), manifest: shown_manifest, needs: Vec::new() });
        self.by_root.insert(root.clone(), index);
        self.wish(index, Some(&wish.alias), manifest.packages);
        found.packages.push(Package { alias: wish.alias.clone(), name, root, prefix, manifest: text });
        self.need(index, wish);
    }

    fn need(&mut self, needed: usize, wish: Wish) {
        if let Some(folder) = self.folders.get_mut(wish.by) {
            folder.needs.push((needed, wish));
        }
    }

    /// Depth first from the project; a folder is *open* while what it needs is being looked at.
    fn report_cycles(&mut self) {
        let mut states = vec![State::New; self.folders.len()];
        let mut stack = vec![(0, 0)];
        while let Some((index, next)) = stack.pop() {
            let Some(folder) = self.folders.get(index) else {
                continue;
            };
            let Some((needed, wish)) = folder.needs.get(next) else {
                set(&mut states, index, State::Done);
                continue;
            };
            set(&mut states, index, State::Open);
            stack.push((index, next + 1));
            match states.get(*needed) {
                Some(State::New) => stack.push((*needed, 0)),
                Some(State::Open) => {
                    let back_to = if *needed == 0 { "the project itself" } else { "a package that needs this one" };
                    let message = format!(
                        "{} leads back to {back_to}: packages cannot need each other in a circle",
                        quoted(&wish.folder.value)
                    );
                    let problem =
                        Problem::error("package-cycle", folder.manifest.clone(), message).at(wish.folder.range.clone());
                    self.problems.push(problem.help("move what both need into a package of its own"));
                }
                _ => {}
            }
        }
    }
}

#[derive(Clone, Copy)]
enum State {
    New,
    Open,
    Done,
}

fn set(states: &mut [State], index: usize, state: State) {
    if let Some(slot) = states.get_mut(index) {
        *slot = state;
    }
}

enum Refusal {
    Outside,
    NotFound,
    NoManifest,
}

/// The real folder that `written` means in a manifest in `base`.
fn resolve(base: &Path, written: &str, territory: &Territory) -> Result<PathBuf, Refusal> {
    let path = base.join(written);
    let Ok(real) = path.canonicalize() else {
        // Whether something exists outside is nothing that a manifest may ask.
        return Err(if territory.holds(&normalized(&path)) { Refusal::NotFound } else { Refusal::Outside });
    };
    if !territory.holds(&real) {
        return Err(Refusal::Outside);
    }
    if !fs::metadata(&real).is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Refusal::NotFound);
    }
    if !has_manifest(&real) {
        return Err(Refusal::NoManifest);
    }
    Ok(real)
}

impl Refusal {
    fn problem(&self, manifest: &str, wish: &Wish) -> Problem {
        let folder = quoted(&wish.folder.value);
        let (name, message, help) = match self {
            Refusal::Outside => (
                "package-outside-repository",
                format!("the package {folder} is outside the repository, from where nothing is read"),
                "move it into the repository, or allow its folder with `--allow-outside`",
            ),
            Refusal::NotFound => (
                "package-not-found",
                format!("there is no folder {folder}"),
                "a path is relative to the `tm.toml` that it stands in",
            ),
            Refusal::NoManifest => (
                "package-without-manifest",
                format!("{folder} is no package: it has no `tm.toml`"),
                "add one, with `[project]` and a `name`",
            ),
        };
        Problem::error(name, manifest, message).at(wish.folder.range.clone()).help(help)
    }
}
