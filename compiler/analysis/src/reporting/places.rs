//! The files of a report, and places in them.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Site};

use super::ReportOptions;
use crate::db::{Db, Project, header};
use crate::hir::NodeId;
use crate::locate::Locator;
use crate::modules::Origin;
use crate::report::{Location, Range32, ReportFile};
use crate::spans::Place;

pub(crate) struct Files<'a> {
    files: Vec<ReportFile>,
    /// How many of them, at the beginning, are no source files.
    extra: usize,
    by_unit: FxHashMap<u32, u32>,
    by_path: FxHashMap<String, u32>,
    /// Units of the project and its packages.
    own: FxHashMap<u32, bool>,
    /// Where the root module says its name: what is said of the project is shown there.
    root: Option<Location>,
    locator: &'a Locator<'a>,
}

/// The file of the root module, and where it says its name; a project without one has its first file.
pub(crate) fn root(db: &dyn Db, project: Project) -> Option<(u32, Option<NodeId>)> {
    let mut first = None;
    for file in project.files(db).iter().filter(|file| *file.origin(db) == Origin::Project) {
        let unit = file.unit(db);
        match header(db, *file).module.as_ref() {
            Some(path) if path.segments.join(".") == project.name(db).as_str() => return Some((unit, Some(path.node))),
            _ => first = first.or(Some((unit, None))),
        }
    }
    first
}

impl<'a> Files<'a> {
    pub fn new(db: &dyn Db, project: Project, options: &ReportOptions, locator: &'a Locator<'a>) -> Self {
        let mut files = Self {
            files: Vec::new(),
            extra: options.extra_files.len(),
            by_unit: FxHashMap::default(),
            by_path: FxHashMap::default(),
            own: FxHashMap::default(),
            root: None,
            locator,
        };
        for (path, text) in &options.extra_files {
            files.add(path, Arc::from(text.as_str()));
        }
        for file in project.files(db).iter() {
            let index = files.add(file.path(db), file.text(db).clone());
            files.by_unit.insert(file.unit(db), index);
            files.own.insert(file.unit(db), *file.origin(db) != Origin::Std);
        }
        files.root = files.find_root(db, project);
        files
    }

    fn find_root(&self, db: &dyn Db, project: Project) -> Option<Location> {
        let (unit, path) = root(db, project)?;
        match path {
            Some(node) => self.site(Place::Node(node).at(unit)),
            None => self.at(unit, 0..0),
        }
    }

    pub fn root_module(&self) -> Option<Location> {
        self.root.clone()
    }

    fn add(&mut self, path: &str, text: Arc<str>) -> u32 {
        let index = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(ReportFile { path: path.to_owned(), text });
        self.by_path.entry(path.to_owned()).or_insert(index);
        index
    }

    pub fn index_of_unit(&self, unit: u32) -> Option<u32> {
        self.by_unit.get(&unit).copied()
    }

    pub fn index_of_path(&self, path: &str) -> Option<u32> {
        self.by_path.get(path).copied()
    }

    /// Whether a place is in a text that is no source file.
    pub fn is_extra(&self, place: &Location) -> bool {
        (place.file as usize) < self.extra
    }

    /// By file, the position of its path among all paths.
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.files.len()).collect();
        order.sort_by_key(|index| self.files.get(*index).map(|file| file.path.as_str()));
        let mut ranks = vec![0; order.len()];
        for (rank, index) in order.into_iter().enumerate() {
            if let Some(place) = ranks.get_mut(index) {
                *place = u32::try_from(rank).unwrap_or(u32::MAX);
            }
        }
        ranks
    }

    pub fn at(&self, unit: u32, range: Range<u32>) -> Option<Location> {
        Some(Location { file: *self.by_unit.get(&unit)?, range: range.into() })
    }

    pub fn site(&self, site: Site) -> Option<Location> {
        self.at(site.unit, self.locator.range(site)?)
    }

    /// A place in the project; `None` for one in the standard library.
    pub fn own_site(&self, site: Site) -> Option<Location> {
        if self.own.get(&site.unit).copied().unwrap_or(false) { self.site(site) } else { None }
    }

    pub fn element(&self, id: ElementId) -> Option<Location> {
        self.at(id.unit, self.locator.element(id)?)
    }

    /// A whole declaration in the project; `None` for one in the standard library.
    pub fn whole(&self, id: ElementId) -> Option<Range32> {
        let own = self.own.get(&id.unit).copied().unwrap_or(false);
        self.locator.whole(id).filter(|_| own).map(Range32::from)
    }

    /// All of what is declared.
    pub fn declaration(&self, id: ElementId) -> Option<Location> {
        self.at(id.unit, self.locator.declaration(id)?)
    }

    pub fn texts(&self) -> Vec<ReportFile> {
        self.files.clone()
    }
}
