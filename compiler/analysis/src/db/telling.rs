//! Where what rules say is shown: what is told of one file is found without going through what is said of all others.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tm_rules::{Engine, Finding, Outcome, Question};

use super::inputs::{Db, Project, SourceFile};
use super::judging::{engine, global_outcome, local_outcomes, pack};
use super::world::IncrementalWorld;
use crate::modules::Origin;
use crate::reporting::{Raised, is_heightened, root, shown_at};

/// What one rule says that is shown in one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    pub outcome: Outcome,
    pub possible: Vec<Finding>,
}

/// What the open questions about the elements of one unit would be, of those that are raised: by index of the rule, where
/// there are any.
#[salsa::tracked(returns(ref))]
pub(crate) fn local_possible(
    db: &dyn Db,
    project: Project,
    file: SourceFile,
    raised: Raised,
) -> Vec<(usize, Vec<Finding>)> {
    let world = IncrementalWorld::new(db, project);
    let engine = engine(db, project, &world);
    let outcomes = local_outcomes(db, project, file).iter();
    let possible =
        outcomes.map(|(rule, outcome)| (*rule, possible(db, project, &engine, &world, *rule, outcome, raised)));
    possible.filter(|(_, findings)| !findings.is_empty()).collect()
}

/// The same of a rule that looks at more than one unit.
#[salsa::tracked(returns(ref))]
pub(crate) fn global_possible(db: &dyn Db, project: Project, rule: usize, raised: Raised) -> Vec<Finding> {
    let world = IncrementalWorld::new(db, project);
    let engine = engine(db, project, &world);
    possible(db, project, &engine, &world, rule, global_outcome(db, project, rule), raised)
}

fn possible(
    db: &dyn Db,
    project: Project,
    engine: &Engine<'_>,
    world: &IncrementalWorld<'_>,
    rule: usize,
    outcome: &Outcome,
    raised: Raised,
) -> Vec<Finding> {
    let Some(rule) = pack(db, project).rules.get(rule) else { return Vec::new() };
    let is_raised = |question: &&Question| match raised {
        Raised::None => false,
        Raised::OnHeightened => question.subjects.iter().any(|subject| is_heightened(world, engine, *subject)),
        Raised::All => true,
    };
    let subjects: Vec<_> =
        outcome.questions.iter().filter(is_raised).map(|question| question.subjects.as_slice()).collect();
    engine.possible(rule, &subjects)
}

/// By unit: the files of whose elements local rules say something that is shown there, in their order.
#[salsa::tracked(returns(ref))]
pub(crate) fn speakers(db: &dyn Db, project: Project, raised: Raised) -> FxHashMap<u32, Vec<SourceFile>> {
    let mut speakers: FxHashMap<u32, Vec<SourceFile>> = FxHashMap::default();
    for file in project.files(db).iter() {
        for unit in shown_in(db, project, *file, raised) {
            speakers.entry(*unit).or_default().push(*file);
        }
    }
    speakers
}

/// The units in which something is shown that local rules say of the elements of a file.
#[salsa::tracked(returns(ref))]
fn shown_in(db: &dyn Db, project: Project, file: SourceFile, raised: Raised) -> BTreeSet<u32> {
    let outcomes = local_outcomes(db, project, file);
    if outcomes.is_empty() {
        return BTreeSet::new();
    }
    let world = IncrementalWorld::new(db, project);
    let engine = engine(db, project, &world);
    let mut units = BTreeSet::new();
    for (rule, outcome) in outcomes.iter() {
        units.extend(outcome.findings.iter().filter_map(|finding| unit(db, project, &engine, *rule, finding)));
        units.extend(asked_in(&outcome.questions));
    }
    if raised != Raised::None {
        for (rule, findings) in local_possible(db, project, file, raised) {
            units.extend(findings.iter().filter_map(|finding| unit(db, project, &engine, *rule, finding)));
        }
    }
    units
}

/// What a rule that looks at more than one unit says, by the unit in which it is shown.
#[salsa::tracked(returns(ref))]
pub(crate) fn global_parts(db: &dyn Db, project: Project, rule: usize, raised: Raised) -> FxHashMap<u32, Part> {
    let world = IncrementalWorld::new(db, project);
    let engine = engine(db, project, &world);
    let outcome = global_outcome(db, project, rule);
    let mut parts: FxHashMap<u32, Part> = FxHashMap::default();
    for finding in &outcome.findings {
        if let Some(unit) = unit(db, project, &engine, rule, finding) {
            parts.entry(unit).or_default().outcome.findings.push(finding.clone());
        }
    }
    for question in &outcome.questions {
        for unit in question.decided_by.iter().map(|control| control.element.unit).collect::<BTreeSet<u32>>() {
            parts.entry(unit).or_default().outcome.questions.push(question.clone());
        }
    }
    if raised != Raised::None {
        for finding in global_possible(db, project, rule, raised) {
            if let Some(unit) = unit(db, project, &engine, rule, finding) {
                parts.entry(unit).or_default().possible.push(finding.clone());
            }
        }
    }
    parts
}

fn asked_in(questions: &[Question]) -> impl Iterator<Item = u32> {
    questions.iter().flat_map(|question| &question.decided_by).map(|control| control.element.unit)
}

/// The unit in which a finding is shown.
fn unit(db: &dyn Db, project: Project, engine: &Engine<'_>, rule: usize, finding: &Finding) -> Option<u32> {
    let (site, element) = shown_at(engine, finding);
    let is_own = |unit: &u32| db.file(*unit).is_some_and(|file| *file.origin(db) != Origin::Std);
    let stated = site.map(|(site, _)| site.unit).filter(is_own);
    let rule = || Some(pack(db, project).rules.get(rule)?.site.unit);
    stated.or(element.map(|element| element.unit)).or_else(|| Some(root(db, project)?.0)).or_else(rule)
}
