//! What people and editors ask of a model: what an element is, why a rule fires on it, who reaches whom.
//!
//! Functions of the database that answer with plain data. A [`Location`] in an answer counts in [`sources`].

mod answers;
mod controls;
mod element;
mod find;
mod fixes;
mod hints;
mod ledgers;
mod model;
mod priority;
mod query;
mod reach;
mod repeated;
mod rules;
mod silencers;
mod silences;
mod stride;
mod why;
mod work;

use std::sync::Arc;

use tm_model::{ElementId, Facts, RelationId, Site, Value};
use tm_rules::Engine;

use crate::db::{Database, Db, IncrementalWorld, Project, units, vocabulary};
use crate::locate::Locator;
use crate::modules::Origin;
use crate::report::{Hop, Location, Name, Reason, ReportFile};
use crate::reporting::{Files, ReportOptions, display, provenance, unit_text};

pub use answers::{Settles, answers};
pub use controls::{ControlSheet, CoveredPart, controls};
pub use element::{ElementSheet, ValueLine, element, element_in};
pub use find::{Found, Named, Space, find, find_any, kinds, of_kind};
pub use fixes::{Change, Cut, Fix, FixList, fixes};
pub use hints::{ReachedFrom, coverage_of, given_values, names_of, reached_from};
pub use ledgers::{AssumptionLine, AssumptionState, DecisionLine, Resting, assumptions, decisions};
pub use model::{ModelEdge, ModelElement, each_element, edges};
pub use priority::{Exploitability, Factor, Impact, Weighed};
pub use query::{Answer as QueryAnswer, Answered, ListError, Listed, list, query};
pub use reach::{Open, Path, Paths, Reach, Reached, paths, reach, relations};
pub use repeated::{EachUse, Repeated, all_repeated, each_at, repeated_at};
pub use rules::{Coverage, Covered, Level, RuleCost, RuleLine, coverage, frameworks, rules};
pub use silencers::{Silencer, SilencerSort, silencers};
pub use silences::{Silence, SilenceSort};
pub use stride::{LETTERS, StrideCell, StrideRow, stride};
pub use why::{Answer, Choices, Group, NoAnswer, NoPath, Part, RuleOutcome, Why, subjects_of, why};
pub use work::{RuleWork, work};

/// The texts that locations in answers count in. What stands in the standard library is called `stdlib/…`.
#[must_use]
pub fn sources(db: &Database, project: Project) -> Vec<ReportFile> {
    let path = |path: &str, origin: &Origin| match origin {
        Origin::Std if !path.starts_with("stdlib/") => format!("stdlib/{path}"),
        _ => path.to_owned(),
    };
    let file = |file: &crate::db::SourceFile| ReportFile {
        path: path(file.path(db), file.origin(db)),
        text: Arc::clone(file.text(db)),
    };
    project.files(db).iter().map(file).collect()
}

/// All that answering takes.
pub(crate) struct Inspection<'a> {
    pub db: &'a dyn Db,
    pub project: Project,
    pub world: &'a IncrementalWorld<'a>,
    pub engine: &'a Engine<'a>,
    pub files: &'a Files<'a>,
}

fn inspect<T>(db: &Database, project: Project, ask: impl FnOnce(&Inspection<'_>) -> T) -> T {
    let db: &dyn Db = db;
    let world = IncrementalWorld::new(db, project);
    let engine = Engine::new(&vocabulary(db, project).program, &world);
    let units = units(db, project);
    let text = |unit: u32| units.get(&unit).map(|file| unit_text(db, project, *file));
    let locator = Locator::new(&text);
    let files = Files::new(db, project, &ReportOptions::default(), &locator);
    ask(&Inspection { db, project, world: &world, engine: &engine, files: &files })
}

/// Options of a report whose places count in [`sources`]: without the files that are no sources.
fn own_places(options: &ReportOptions) -> ReportOptions {
    ReportOptions {
        focus: None,
        extra_files: Vec::new(),
        problems: Vec::new(),
        named: Vec::new(),
        baseline: None,
        ..options.clone()
    }
}

impl Inspection<'_> {
    fn name(&self, id: ElementId) -> Name {
        self.world.element(id).map(|element| element.qualified.clone()).unwrap_or_default()
    }

    fn named(&self, id: ElementId) -> Named {
        let element = self.world.element(id);
        let kind = element.and_then(|element| self.world.schema().kind(element.kind));
        Named {
            id,
            name: self.name(id),
            kind: kind.map(|kind| kind.name.clone()).unwrap_or_default(),
            location: self.files.element(id),
        }
    }

    /// A place in the project or the standard library.
    fn place(&self, site: Site) -> Option<Location> {
        self.files.site(site)
    }

    /// What is written at a place, on one line.
    fn source(&self, site: Site) -> String {
        let text = self.place(site).and_then(|at| {
            let file = self.project.files(self.db).get(usize::try_from(at.file).ok()?)?;
            let (start, end) = (usize::try_from(at.range.start).ok()?, usize::try_from(at.range.end).ok()?);
            file.text(self.db).get(start..end)
        });
        text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn relation_name(&self, id: RelationId) -> Name {
        let relations = &vocabulary(self.db, self.project).program.relations;
        relations.get(id.index()).map(|relation| relation.name.clone()).unwrap_or_default()
    }

    fn reason(&self, reason: &tm_rules::Reason) -> Reason {
        let (provenance, site) = provenance(&reason.origin);
        let attribute = self.world.schema().attribute(reason.control.attribute);
        Reason {
            element: self.name(reason.control.element),
            attribute: attribute.map(|attribute| attribute.name.clone()).unwrap_or_default(),
            value: self.display(&reason.value),
            provenance,
            location: site.and_then(|site| self.place(site)),
            is_cause: false,
        }
    }

    fn plain_hop(&self, hop: &tm_rules::Hop) -> Hop {
        let via = hop.via.and_then(|via| self.files.element(via));
        Hop {
            from: self.name(hop.from),
            to: self.name(hop.to),
            via: hop.via.map(|via| self.name(via)),
            location: via.or_else(|| self.files.element(hop.from)),
        }
    }

    fn display(&self, value: &Value) -> Name {
        display(self.world, value)
    }
}
