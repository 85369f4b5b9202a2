//! Answers over the whole model that still hold.
//!
//! A relation, a column or a rule over many units is tied to all of them, and a unit changes with any of its values. So what
//! was read for an answer is written down: which attributes, of whatever elements, and which relations and columns. While
//! all that is as it was, so is the answer, and it is not looked for again. Nothing here decides what is said.

use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::mem::discriminant;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Date, Fact, RelationId, Schema};
use tm_rules::graph::RelationGraph;
use tm_rules::{Outcome, View};

use super::inputs::{Db, Project};
use super::judging::{Column, column, graph, pack};
use super::shared::{SharedUnits, is_same_unit, shared_units};
use super::sources::vocabulary;
use super::world::{IncrementalWorld, topology};
use crate::world::topology::Topology;

/// What has been found with the vocabulary that is in force.
#[derive(Default)]
pub(super) struct Kept {
    pub graphs: Shelf<(u32, View), RelationGraph>,
    pub columns: Shelf<(u32, View), Column>,
    structure: Mutex<Option<Arc<Topology>>>,
}

impl Kept {
    /// The same structure. What is as it was in the one before is the same in memory too: answers that are kept rest on many of
    /// them, and comparing them costs what has changed.
    pub fn structure(&self, new: Topology, pulse: &dyn Fn()) -> Arc<Topology> {
        let mut last = self.structure.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Arc::new(match &*last {
            Some(before) => new.sharing(before, pulse),
            None => new,
        });
        *last = Some(new.clone());
        new
    }
}

pub(super) struct Shelf<K, T>(Mutex<FxHashMap<K, Arc<Known<T>>>>);

impl<K, T> Default for Shelf<K, T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

struct Known<T> {
    answer: Arc<T>,
    from: Basis,
}

/// Dropped when the vocabulary changes.
#[salsa::tracked(returns(ref), no_eq)]
pub(super) fn kept(db: &dyn Db, project: Project) -> Kept {
    vocabulary(db, project);
    Kept::default()
}

/// What rules over many units have said, by their index in the pack; dropped when the pack changes.
#[salsa::tracked(returns(ref), no_eq)]
pub(super) fn kept_outcomes(db: &dyn Db, project: Project) -> Shelf<usize, Outcome> {
    pack(db, project);
    Shelf::default()
}

/// How much of what is read an answer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    Values,
    /// Also where they are stated.
    Places,
}

impl<K: Copy + Eq + Hash, T> Shelf<K, T> {
    /// The answer that is kept, if it still holds; else what `find` finds.
    pub fn answer(
        &self,
        db: &dyn Db,
        project: Project,
        key: K,
        shows: Shows,
        find: impl FnOnce(&IncrementalWorld<'_>) -> T,
    ) -> Arc<T> {
        // It stays until there is another: an edit may end this at any point.
        let known = self.lock().get(&key).cloned();
        if let Some(known) = known
            && let Some(from) = known.from.clone().still(db, project, shows)
        {
            let answer = known.answer.clone();
            self.put(key, Known { answer: answer.clone(), from });
            return answer;
        }
        let world = IncrementalWorld::noting(db, project);
        let answer = Arc::new(find(&world));
        match world.noted().and_then(|noted| Basis::of(db, project, noted)) {
            Some(from) => self.put(key, Known { answer: answer.clone(), from }),
            None => drop(self.lock().remove(&key)),
        }
        answer
    }

    fn put(&self, key: K, known: Known<T>) {
        self.lock().insert(key, Arc::new(known));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<K, Arc<Known<T>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is read while an answer is looked for.
pub(super) struct Noted {
    /// By attribute.
    attributes: Vec<Cell<bool>>,
    graphs: RefCell<FxHashMap<(RelationId, View), Arc<RelationGraph>>>,
    columns: RefCell<Vec<(AttrId, View)>>,
    today: Cell<Option<Date>>,
    /// Something was read that is not written down here.
    is_lost: Cell<bool>,
}

impl Noted {
    pub fn new(schema: &Schema) -> Self {
        Self {
            attributes: vec![Cell::new(false); schema.attributes.len()],
            graphs: RefCell::default(),
            columns: RefCell::default(),
            today: Cell::new(None),
            is_lost: Cell::new(false),
        }
    }

    pub fn attribute(&self, attribute: AttrId) {
        match self.attributes.get(attribute.index()) {
            Some(read) => read.set(true),
            None => self.lose(),
        }
    }

    pub fn graph(&self, relation: RelationId, view: View, graph: &Arc<RelationGraph>) {
        self.graphs.borrow_mut().insert((relation, view), graph.clone());
    }

    pub fn column(&self, attribute: AttrId, view: View) {
        let mut columns = self.columns.borrow_mut();
        if !columns.contains(&(attribute, view)) {
            columns.push((attribute, view));
        }
    }

    pub fn today(&self, today: Date) {
        self.today.set(Some(today));
    }

    pub fn lose(&self) {
        self.is_lost.set(true);
    }
}

/// What an answer rests on.
#[derive(Clone)]
struct Basis {
    /// Names, ties and order of all elements.
    topology: Arc<Topology>,
    units: SharedUnits,
    /// By attribute: whether it was read.
    attributes: Arc<[bool]>,
    graphs: Vec<(RelationId, View, Arc<RelationGraph>)>,
    columns: Vec<(AttrId, View, Arc<Column>)>,
    today: Option<Date>,
}

impl Basis {
    fn of(db: &dyn Db, project: Project, noted: &Noted) -> Option<Self> {
        let column =
            |&(attribute, view): &(AttrId, View)| (attribute, view, column(db, project, attribute.0, view).clone());
        let graphs = noted.graphs.borrow();
        let mut graphs: Vec<_> =
            graphs.iter().map(|((relation, view), graph)| (*relation, *view, graph.clone())).collect();
        graphs.sort_by_key(|(relation, view, _)| (*relation, *view));
        (!noted.is_lost.get()).then(|| Self {
            topology: topology(db, project).clone(),
            units: shared_units(db, project).clone(),
            attributes: noted.attributes.iter().map(Cell::get).collect(),
            graphs,
            columns: noted.columns.borrow().iter().map(column).collect(),
            today: noted.today.get(),
        })
    }

    /// The same of the model as it is now; `None`: it is another.
    fn still(mut self, db: &dyn Db, project: Project, shows: Shows) -> Option<Self> {
        if self.today.is_some_and(|today| project.today(db) != today) {
            return None;
        }
        is_same(&mut self.topology, topology(db, project)).then_some(())?;
        let is_read = |attribute: AttrId| self.attributes.get(attribute.index()).copied().unwrap_or(false);
        let is_same_fact: &dyn Fn(&Fact, &Fact) -> bool = match shows {
            Shows::Places => &Fact::eq,
            // Whether anybody states it counts, and not where.
            Shows::Values => {
                &|one, other| one.value == other.value && discriminant(&one.origin) == discriminant(&other.origin)
            }
        };
        let units = shared_units(db, project);
        let mut pairs = self.units.iter().zip(units.iter());
        let is_same_world = units.len() == self.units.len()
            && pairs
                .all(|((known, one), (now, other))| known == now && is_same_unit(one, other, &is_read, is_same_fact));
        is_same_world.then_some(())?;
        self.units = units.clone();
        for (relation, view, known) in &mut self.graphs {
            is_same(known, graph(db, project, relation.0, *view)).then_some(())?;
        }
        for (attribute, view, known) in &mut self.columns {
            is_same(known, column(db, project, attribute.0, *view)).then_some(())?;
        }
        Some(self)
    }
}

/// Whether two values are equal; then the newer is kept, which costs nothing to compare the next time.
fn is_same<T: PartialEq>(known: &mut Arc<T>, now: &Arc<T>) -> bool {
    let is_same = Arc::ptr_eq(known, now) || **known == **now;
    if is_same {
        *known = now.clone();
    }
    is_same
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tm_model::{Element, Facts, Origin, Stored, Value};

    use super::*;
    use crate::db::{Database, FileInput, ProjectInput, Settings};

    const MODEL: &str =
        "module model\nservice a {\n  exposure: internal\n  peer-policy: allow-all\n  owner: \"me\"\n}\n";

    /// How often an answer that reads `peer-policy` is looked for while these texts take turns, after the first time.
    fn searches(shows: Shows, texts: &[&str]) -> usize {
        let mut db = Database::default();
        let std = crate::stdlib::embedded().iter().filter(|(path, _)| !path.contains("/rules/"));
        let project = db.add_project(ProjectInput {
            name: "model".to_owned(),
            std: std.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
            files: vec![FileInput {
                path: "a.tm".to_owned(),
                text: MODEL.to_owned(),
                origin: crate::modules::Origin::Project,
            }],
            settings: Settings::default(),
            today: Date::parse("2026-07-01").unwrap(),
        });
        let file = *project.files(&db).last().unwrap();
        let shelf: Shelf<u32, Vec<(String, Value, Origin)>> = Shelf::default();
        let ask = |db: &Database| {
            let find = |world: &IncrementalWorld<'_>| {
                let schema = world.schema();
                let of = |element: &Element| schema.find_attribute(element.kind, "peer-policy");
                let all = world.all(schema.roots.component).iter().filter_map(|id| Some((*id, world.element(*id)?)));
                let stated = all.filter_map(|(id, element)| match world.stored(id, of(element)?) {
                    Stored::Fact(fact) => Some((element.name.to_string(), fact.value.clone(), fact.origin)),
                    _ => None,
                });
                stated.collect()
            };
            let found = Cell::new(0);
            let answer = shelf.answer(db, project, 0, shows, |world| {
                found.set(1);
                find(world)
            });
            // What is kept is what would be found, as far as it is shown.
            let fresh = Shelf::default().answer(db, project, 0, shows, find);
            let shown = |answer: &[(String, Value, Origin)]| -> Vec<_> {
                let place = |origin: Origin| (shows == Shows::Places).then_some(origin);
                answer.iter().map(|(name, value, origin)| (name.clone(), value.clone(), place(*origin))).collect()
            };
            assert_eq!(shown(&answer), shown(&fresh));
            assert_eq!(answer.len(), 1);
            found.get()
        };
        assert_eq!(ask(&db), 1);
        texts.iter().fold(0, |sum, text| {
            db.set_text(file, text);
            sum + ask(&db)
        })
    }

    #[test]
    fn what_was_not_read_does_not_count() {
        for shows in [Shows::Values, Shows::Places] {
            let other = MODEL.replace("me", "you");
            let exposed = MODEL.replace("internal", "internet");
            let noted = MODEL.replace("  owner", "  // a note\n  owner");
            assert_eq!(searches(shows, &[&other, &exposed, &noted, MODEL]), 0);
        }
    }

    #[test]
    fn what_was_read_counts() {
        for shows in [Shows::Values, Shows::Places] {
            let value = MODEL.replace("allow-all", "named-principals");
            assert_eq!(searches(shows, &[&value, &value, MODEL]), 2);
            assert_eq!(searches(shows, &[&MODEL.replace("service a", "service b"), MODEL]), 2);
            assert_eq!(searches(shows, &[&format!("{MODEL}actor c {{}}\n")]), 1);
        }
    }

    #[test]
    fn where_it_is_stated_counts_for_what_shows_it() {
        let moved = MODEL.replace("  exposure", "  criticality: high\n  exposure");
        assert_eq!(searches(Shows::Values, &[&moved, MODEL]), 0);
        assert_eq!(searches(Shows::Places, &[&moved, MODEL]), 2);
    }
}
