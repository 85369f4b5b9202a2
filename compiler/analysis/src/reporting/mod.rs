//! The report of a project: what was found, decided, asked and wrong, with places.
//!
//! Cheap and untracked: everything dear is behind the queries.

mod baseline;
mod decided;
mod findings;
mod imports;
mod located;
mod options;
mod packages;
mod places;
mod questions;
mod rank;
mod rules;

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{Origin, Value};
use tm_rules::{Engine, Outcome};

use crate::db::{
    self, Database, Db, IncrementalWorld, Pack, Project, RuleLevel, SourceFile, global_outcome, local_outcomes, pack,
    units, vocabulary,
};
use crate::diagnostic::Diagnostic;
use crate::locate::{Locator, UnitText};
use crate::priority::Priorities;
use crate::report::{Problem, Report, ReportFile, Summary};
use crate::spans::Place;
use crate::testing::Tests;
use crate::world::decisions::{DecisionSource, Ledger};

pub(crate) use findings::{Rendering, display, is_heightened, provenance};
pub(crate) use located::{located, syntax};
pub use options::{Baseline, BaselineEntry, InputProblem, NamedPlace, NamedSort, Pages, Profile, ReportOptions};
pub(crate) use places::Files;

/// Judges a project and reports.
#[must_use]
pub fn report(db: &Database, project: Project, options: &ReportOptions) -> Report {
    let db: &dyn Db = db;
    let pack = pack(db, project);
    rendered(db, project, options, |rendering, mut diagnostics| {
        let (world, engine) = (rendering.world, rendering.engine);
        let outcomes = outcomes(db, project, pack, options);
        let mut report = Report::default();
        let mut questions = questions::Questions::default();
        let mut asked = FxHashSet::default();
        for (rule, outcome) in &outcomes {
            rendering.findings(rule, outcome, &mut report);
            rendering.questions(rule, outcome, &mut report, &mut questions);
            asked.extend(outcome.asked.iter().copied());
            if let Some(skipped) = &outcome.skipped {
                let note = Diagnostic::note(
                    "rule-not-finished",
                    rule.site,
                    format!("`{}` was not judged for {} subjects: it takes too many steps", rule.name, skipped.count),
                )
                .help("narrow the rule: tie its variables with `==`, `in` or a path");
                diagnostics.push(note);
            }
        }
        let off = |rule: &str| {
            !options.selects_name(rule, pack) || is_off(project.settings(db), rule) || pack.find(rule).is_none()
        };
        let name_of = |id| world.element(id).map(|element| element.name.clone()).unwrap_or_default();
        diagnostics.extend(rendering.ledger.notices(&name_of, &off));
        let stated = asked.iter().filter(|control| is_stated(engine, **control));
        let coverage = crate::report::Coverage { stated: stated.count(), asked: asked.len() };
        report.questions = questions.finish(rendering);
        located::fill(db, project, rendering.files, options, diagnostics, Tests::Project, &mut report);
        focus(&mut report, rendering.files, options);
        let not_looked_for = |rule: &str| !options.selects_name(rule, pack) || is_off(project.settings(db), rule);
        baseline::apply(&mut report, rendering.files, options, &not_looked_for);
        report.rules = rules::rules(db, project, pack, options, &report);
        rank::sort(&mut report, rendering.files);
        report.summary = summary(db, project, &report, coverage, world);
        if options.profile == Profile::Draft {
            report.questions.clear();
        }
        report.files = rendering.files.texts();
        report
    })
}

/// Whether somebody states a control, at the element or around it.
pub(crate) fn is_stated(engine: &Engine<'_>, control: tm_rules::Control) -> bool {
    let (value, origin) = engine.value(control.element, control.attribute);
    value != Value::Unknown && matches!(origin, Origin::Stated(_) | Origin::Each(_) | Origin::Inherited(_))
}

/// Brings together all that it takes to print what rules yield; with what is wrong apart from findings.
pub(crate) fn rendered<T>(
    db: &dyn Db,
    project: Project,
    options: &ReportOptions,
    print: impl FnOnce(&Rendering<'_>, Vec<Diagnostic>) -> T,
) -> T {
    let world = IncrementalWorld::new(db, project);
    let vocabulary = vocabulary(db, project);
    let pack = pack(db, project);
    let engine = Engine::new(&vocabulary.program, &world);
    let sources = units(db, project);
    let text = |unit: u32| sources.get(&unit).map(|file| unit_text(db, project, *file));
    let locator = Locator::new(&text);
    let files = Files::new(db, project, options, &locator);
    let mut diagnostics = collect_diagnostics(db, project, pack);
    let decision_files: Vec<SourceFile> =
        project.files(db).iter().copied().filter(|file| !db::world_items(db, *file).decisions.is_empty()).collect();
    let decisions: Vec<DecisionSource<'_>> =
        decision_files.iter().map(|file| decision_source(db, project, *file)).collect();
    let names = db::names(db, project);
    let said = |unit: u32| {
        let file = *sources.get(&unit)?;
        Some((&**db::world_items(db, file), &**db::declared(db, project, file)))
    };
    let ledger = Ledger::new(&decisions, names, pack, &engine, &world, &said, &mut diagnostics);
    let priorities = Priorities::new(&world, &engine, &vocabulary.program, ledger.safeguards());
    let rendering = Rendering {
        world: &world,
        engine: &engine,
        files: &files,
        ledger: &ledger,
        options,
        settings: project.settings(db),
        priorities: &priorities,
    };
    print(&rendering, diagnostics)
}

/// What is wrong with a project and some tests, apart from findings; with the texts that places count in.
#[must_use]
pub fn problems(db: &Database, project: Project, which: Tests) -> (Vec<ReportFile>, Vec<Problem>) {
    let db: &dyn Db = db;
    let options = ReportOptions::default();
    let sources = units(db, project);
    let text = |unit: u32| sources.get(&unit).map(|file| unit_text(db, project, *file));
    let locator = Locator::new(&text);
    let files = Files::new(db, project, &options, &locator);
    let mut report = Report::default();
    let diagnostics = collect_diagnostics(db, project, pack(db, project));
    located::fill(db, project, &files, &options, diagnostics, which, &mut report);
    rank::sort(&mut report, &files);
    report.errors.append(&mut report.notices);
    (files.texts(), report.errors)
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

fn is_off(settings: &db::Settings, rule: &str) -> bool {
    settings.rules.iter().any(|(name, level)| name == rule && *level == RuleLevel::Off)
}

/// What each rule yields, rules in the order of the pack.
pub(crate) fn outcomes<'db>(
    db: &'db dyn Db,
    project: Project,
    pack: &'db Pack,
    options: &ReportOptions,
) -> Vec<(&'db Arc<tm_rules::ir::Rule>, &'db Outcome)> {
    let mut by_rule: FxHashMap<usize, Vec<&Outcome>> = FxHashMap::default();
    for file in project.files(db).iter() {
        for (rule, outcome) in local_outcomes(db, project, *file).iter() {
            by_rule.entry(*rule).or_default().push(outcome);
        }
    }
    let mut all = Vec::new();
    for (index, rule) in pack.rules.iter().enumerate() {
        if !options.selects(rule) || is_off(project.settings(db), &rule.name) {
            continue;
        }
        if db::is_local(rule) {
            all.extend(by_rule.remove(&index).into_iter().flatten().map(|outcome| (rule, outcome)));
        } else {
            all.push((rule, &**global_outcome(db, project, index)));
        }
    }
    all
}

fn collect_diagnostics(db: &dyn Db, project: Project, pack: &Pack) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for file in project.files(db).iter() {
        diagnostics.extend(db::declared_with_diagnostics(db, project, *file).1.iter().cloned());
        diagnostics.extend(db::references(db, project, *file).diagnostics.iter().cloned());
        diagnostics.extend(db::statements(db, project, *file).diagnostics.iter().cloned());
        diagnostics.extend(db::rows_with_diagnostics(db, project, *file).1.iter().cloned());
        diagnostics.extend(imports::check(db, project, *file));
        let expired = db::scoped(db, project, *file).assumptions.iter();
        let expired = expired
            .filter_map(|assumption| Some((assumption, assumption.expires.filter(|date| *date < project.today(db))?)));
        diagnostics.extend(expired.map(|(assumption, date)| {
            Diagnostic::warning(
                "expired-assumption",
                Place::element(assumption.id),
                format!("this assumption ended on {date}: nothing rests on it any more"),
            )
            .help("make sure that it still holds and give it a new date, or remove it")
        }));
    }
    let topology = db::topology(db, project);
    let name_of = |id| topology.get(id).map(|placed| placed.name.clone()).unwrap_or_default();
    diagnostics.extend(db::names(db, project).diagnostics(&name_of));
    diagnostics.extend(topology.diagnostics.iter().cloned());
    diagnostics.extend(vocabulary(db, project).diagnostics.iter().cloned());
    diagnostics.extend(pack.diagnostics.iter().cloned());
    for (number, relation) in (0..).zip(&vocabulary(db, project).program.relations) {
        if !db::graph(db, project, number, tm_rules::View::Actual).is_complete() {
            let message = format!(
                "the relation `{}` has too many edges: paths along it were not judged to the end",
                relation.name
            );
            let error = Diagnostic::error("relation-too-large", relation.site, message);
            diagnostics.push(error.help("tie the variables of its edges, with `==`, `in` or by going through flows"));
        }
    }
    diagnostics.extend(packages::check(db, project, pack));
    diagnostics.extend(rules_not_run(pack));
    diagnostics
}

/// One note for all of a file: it is what the errors mean, and they are told one by one.
fn rules_not_run(pack: &Pack) -> Vec<Diagnostic> {
    const NAMED: usize = 5;
    let of_a_file = pack.broken.chunk_by(|(_, a), (_, b)| a.unit == b.unit);
    let note = |rules: &[(smol_str::SmolStr, tm_model::Site)]| {
        let ((name, site), more) = rules.split_first()?;
        let message = if more.is_empty() {
            format!("the rule `{name}` did not run: it, or something that it reads, has errors")
        } else {
            let names: Vec<String> = rules.iter().take(NAMED).map(|(name, _)| format!("`{name}`")).collect();
            let rest = if rules.len() > NAMED { ", …" } else { "" };
            let (count, names) = (rules.len(), names.join(", "));
            format!("{count} rules did not run: they, or something that they read, have errors: {names}{rest}")
        };
        let note = Diagnostic::note("rule-not-run", *site, message);
        Some(note.help("mend the errors; until then what would be found is not reported"))
    };
    of_a_file.filter_map(note).collect()
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
