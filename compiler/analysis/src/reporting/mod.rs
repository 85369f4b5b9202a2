//! The report of a project: what was found, decided, asked and wrong, with places.
//!
//! Cheap and untracked: everything dear is behind the queries.

mod baseline;
mod decided;
mod diagnostics;
mod findings;
mod imports;
mod located;
mod options;
mod outcomes;
mod packages;
mod places;
mod questions;
mod rank;
mod rules;

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use tm_model::{Origin, Value};
use tm_rules::Engine;

use self::located::Wanted;
use self::outcomes::{is_off, outcomes_shown_in};
use crate::db::{self, Database, Db, IncrementalWorld, Project, SourceFile, pack, units, vocabulary};
use crate::diagnostic::Diagnostic;
use crate::locate::{Locator, UnitText};
use crate::priority::Priorities;
use crate::report::{Problem, Report, ReportFile, Summary};
use crate::testing::Tests;
use crate::world::decisions::{DecisionSource, Ledger};

pub(crate) use findings::{Only, Rendering, display, is_heightened, provenance, shown_at};
pub(crate) use located::{located, syntax};
pub(crate) use options::Raised;
pub use options::{Baseline, BaselineEntry, InputProblem, NamedPlace, NamedSort, Pages, Profile, ReportOptions};
pub(crate) use outcomes::{Said, outcomes};
pub(crate) use places::{Files, root};

/// Judges a project and reports.
#[must_use]
pub fn report(db: &Database, project: Project, options: &ReportOptions) -> Report {
    assembled(db, project, options, None)
}

/// The part of [`report`] that is located in one file, in the same order: what an editor shows of it. Only what the file
/// depends on is looked at. The summary counts what is in it, without coverage; `options.focus` is not looked at.
#[must_use]
pub fn file_report(db: &Database, project: Project, file: SourceFile, options: &ReportOptions) -> Report {
    if project.files(db).contains(&file) {
        assembled(db, project, options, Some(file))
    } else {
        with_files(db, project, options, |files| Report { files: files.texts(), ..Report::default() })
    }
}

/// The part of [`report`] that is in no [`file_report`]: what is wrong in other texts, such as `tm.toml`, and with the
/// project as a whole.
#[must_use]
pub fn outside_report(db: &Database, project: Project, options: &ReportOptions) -> Report {
    // What of a baseline is stale hangs on all that is found.
    let whole =
        options.baseline.as_ref().map(|_| report(db, project, &ReportOptions { focus: None, ..options.clone() }));
    with_files(db, project, options, |files| {
        let mut report = whole.unwrap_or_else(|| {
            let mut report = Report::default();
            located::put(located::of_options(db, project, files, options), &mut report);
            rank::sort(&mut report, files);
            report
        });
        let is_outside = |problem: &Problem| problem.location.as_ref().is_none_or(|place| files.is_extra(place));
        report.errors.retain(is_outside);
        report.notices.retain(is_outside);
        Report { errors: report.errors, notices: report.notices, files: files.texts(), ..Report::default() }
    })
}

/// `only`: what is located in that file.
fn assembled(db: &dyn Db, project: Project, options: &ReportOptions, only: Option<SourceFile>) -> Report {
    let pack = pack(db, project);
    rendered_in(db, project, options, only, |rendering, mut diagnostics| {
        let (world, engine, files, only) = (rendering.world, rendering.engine, rendering.files, rendering.only);
        let mut report = Report::default();
        let mut questions = questions::Questions::default();
        let mut asked = FxHashSet::default();
        let outcomes = match only {
            None => outcomes(db, project, pack, options),
            Some(only) => outcomes_shown_in(db, project, pack, options, only.file),
        };
        for said in &outcomes {
            rendering.findings(said, &mut report);
            rendering.questions(said, &mut questions);
            if only.is_none() {
                asked.extend(said.outcome.asked.iter().copied());
                diagnostics.extend(diagnostics::not_finished(said));
            }
        }
        let is_off = |rule: &str| is_off(project.settings(db), rule);
        let off = |rule: &str| !options.selects_name(rule, pack) || is_off(rule) || pack.find(rule).is_none();
        let name_of = |id| world.element(id).map(|element| element.name.clone()).unwrap_or_default();
        match only {
            None => diagnostics.extend(rendering.ledger.notices(&name_of, &off)),
            // Whether a decision is stale hangs on all that its rule says.
            Some(only) if !db::world_items(db, only.file).decisions.is_empty() => {
                let all = outcomes::outcomes(db, project, pack, options);
                let decided = all.iter().filter(|said| rendering.ledger.is_about(&said.rule.name));
                decided.for_each(|said| rendering.weigh(said));
                let notices = rendering.ledger.notices(&name_of, &off).into_iter();
                diagnostics.extend(notices.filter(|notice| notice.site.unit == only.unit));
            }
            Some(_) => {}
        }
        let stated = asked.iter().filter(|control| is_stated(engine, **control));
        let coverage = crate::report::Coverage { stated: stated.count(), asked: asked.len() };
        report.questions = questions.finish(rendering);
        let wanted = Wanted { tests: Tests::Project, only };
        located::fill(db, project, files, options, diagnostics, wanted, &mut report);
        if only.is_none() {
            focus(&mut report, files, options);
        }
        let not_looked_for = |rule: &str| !options.selects_name(rule, pack) || is_off(rule);
        baseline::apply(&mut report, files, options, only.is_none(), &not_looked_for);
        report.rules = rules::rules(db, project, pack, options, &report);
        rank::sort(&mut report, files);
        report.summary = summary(db, project, &report, coverage, world, only);
        if options.profile == Profile::Draft {
            report.questions.clear();
        }
        report.files = files.texts();
        report
    })
}

/// Whether somebody states a control, at the element or around it.
pub(crate) fn is_stated(engine: &Engine<'_>, control: tm_rules::Control) -> bool {
    let (value, origin) = engine.value(control.element, control.attribute);
    value != Value::Unknown && matches!(origin, Origin::Stated(_) | Origin::Each(_) | Origin::Inherited(_))
}

fn with_files<T>(db: &dyn Db, project: Project, options: &ReportOptions, f: impl FnOnce(&Files<'_>) -> T) -> T {
    let sources = units(db, project);
    let text = |unit: u32| sources.get(&unit).map(|file| unit_text(db, project, *file));
    let locator = Locator::new(&text);
    f(&Files::new(db, project, options, &locator))
}

/// Brings together all that it takes to print what rules yield; with what is wrong apart from findings.
pub(crate) fn rendered<T>(
    db: &dyn Db,
    project: Project,
    options: &ReportOptions,
    print: impl FnOnce(&Rendering<'_, '_>, Vec<Diagnostic>) -> T,
) -> T {
    rendered_in(db, project, options, None, print)
}

/// `only`: what is located in that file.
fn rendered_in<T>(
    db: &dyn Db,
    project: Project,
    options: &ReportOptions,
    only: Option<SourceFile>,
    print: impl FnOnce(&Rendering<'_, '_>, Vec<Diagnostic>) -> T,
) -> T {
    with_files(db, project, options, |files| {
        let world = IncrementalWorld::new(db, project);
        let vocabulary = vocabulary(db, project);
        let pack = pack(db, project);
        let engine = Engine::new(&vocabulary.program, &world);
        let mut diagnostics = match only {
            None => diagnostics::all(db, project, pack),
            Some(file) => diagnostics::of_file(db, project, pack, file),
        };
        let decision_files: Vec<SourceFile> =
            project.files(db).iter().copied().filter(|file| !db::world_items(db, *file).decisions.is_empty()).collect();
        let decisions: Vec<DecisionSource<'_>> =
            decision_files.iter().map(|file| decision_source(db, project, *file)).collect();
        let names = db::names(db, project);
        let said = |unit: u32| {
            let file = *units(db, project).get(&unit)?;
            Some((&**db::world_items(db, file), &**db::declared(db, project, file)))
        };
        let ledger = Ledger::new(&decisions, names, pack, &engine, &world, &said, &mut diagnostics);
        let priorities = Priorities::new(&world, &engine, &vocabulary.program, ledger.safeguards());
        let only = only.and_then(|file| {
            let unit = file.unit(db);
            Some(Only { file, unit, index: files.index_of_unit(unit)? })
        });
        if let Some(only) = only {
            diagnostics.retain(|diagnostic| diagnostic.site.unit == only.unit);
        }
        let rendering = Rendering {
            world: &world,
            engine: &engine,
            files,
            ledger: &ledger,
            options,
            settings: project.settings(db),
            priorities: &priorities,
            only,
        };
        print(&rendering, diagnostics)
    })
}

/// What is wrong with a project and some tests, apart from findings; with the texts that places count in.
#[must_use]
pub fn problems(db: &Database, project: Project, which: Tests) -> (Vec<ReportFile>, Vec<Problem>) {
    let options = ReportOptions::default();
    with_files(db, project, &options, |files| {
        let mut report = Report::default();
        let diagnostics = diagnostics::all(db, project, pack(db, project));
        located::fill(db, project, files, &options, diagnostics, Wanted { tests: which, only: None }, &mut report);
        rank::sort(&mut report, files);
        report.errors.append(&mut report.notices);
        (files.texts(), report.errors)
    })
}

/// The text and tree of one file of a project.
pub(crate) fn unit_text(db: &dyn Db, project: Project, file: SourceFile) -> UnitText<'_> {
    UnitText {
        spans: &db::lowered(db, file).spans,
        world: db::world_items(db, file),
        declared: db::declared(db, project, file),
    }
}

fn decision_source(db: &dyn Db, project: Project, file: SourceFile) -> DecisionSource<'_> {
    DecisionSource {
        unit: file.unit(db),
        world: db::world_items(db, file),
        ties: &db::references(db, project, file).structure.decisions,
        slots: db::declared(db, project, file).decisions.iter().map(|decision| decision.slot).collect(),
        imports: db::imports(db, project, file),
    }
}

/// Keeps what stands in the file that the caller asked about.
fn focus(report: &mut Report, files: &Files<'_>, options: &ReportOptions) {
    let Some(path) = &options.focus else { return };
    let focus = files.index_of_path(path);
    let here = |location: &crate::report::Location| Some(location.file) == focus;
    report.findings.retain(|finding| here(&finding.location));
    report.silenced.retain(|finding| here(&finding.location));
    report.questions.retain(|question| here(&question.location));
    report.errors.retain(|problem| problem.location.as_ref().is_none_or(here));
    report.notices.retain(|problem| problem.location.as_ref().is_some_and(here));
}

fn summary(
    db: &dyn Db,
    project: Project,
    report: &Report,
    coverage: crate::report::Coverage,
    world: &dyn tm_rules::World,
    only: Option<Only>,
) -> Summary {
    let mut findings = [0; 5];
    for finding in &report.findings {
        if let Some(count) = findings.get_mut(finding.severity as usize) {
            *count += 1;
        }
    }
    let roots = world.schema().roots;
    let own: BTreeSet<u32> = project
        .files(db)
        .iter()
        .filter(|file| *file.origin(db) != crate::Origin::Std)
        .map(|file| file.unit(db))
        .filter(|unit| only.is_none_or(|only| only.unit == *unit))
        .collect();
    let elements = world.all(roots.element).iter().filter(|id| own.contains(&id.unit));
    let elements = elements.filter(|id| world.element(**id).is_some_and(|element| element.kind != roots.decision));
    Summary {
        findings,
        silenced: report.silenced.len(),
        possible: report
            .findings
            .iter()
            .filter(|finding| finding.certainty == crate::report::Certainty::Possible)
            .count(),
        questions: report.questions.len(),
        coverage,
        files: own.len(),
        elements: elements.count(),
    }
}
