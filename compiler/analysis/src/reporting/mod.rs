//! The report of a project: what was found, decided, asked and wrong, with places.
//!
//! Cheap and untracked: everything dear is behind the queries.

mod asked;
mod baseline;
mod decided;
mod diagnostics;
mod findings;
mod gathered;
mod imports;
mod located;
mod options;
mod outcomes;
mod packages;
mod places;
mod rank;
mod retired;
mod rules;
mod wording;

use tm_rules::Engine;

use self::gathered::{Crew, Gathered, Told};
use self::located::Wanted;
use self::outcomes::{outcomes_shown_in, own_outcomes};
use crate::db::{self, Database, Db, IncrementalWorld, Project, SourceFile, pack, units, vocabulary};
use crate::diagnostic::Diagnostic;
use crate::locate::{Locator, UnitText};
use crate::priority::{Dear, Priorities};
use crate::report::{Problem, Report, ReportFile, Summary};
use crate::testing::Tests;
use crate::threads::Unfinished;
use crate::world::decisions::{DecisionSource, Ledger};

pub(crate) use asked::is_stated;
pub(crate) use findings::{Only, Rendering, display, is_heightened, provenance, shown_at};
pub(crate) use located::{located, syntax};
pub(crate) use options::Raised;
pub use options::{Baseline, BaselineEntry, InputProblem, NamedPlace, NamedSort, Pages, Profile, ReportOptions};
pub(crate) use outcomes::{Said, outcomes};
pub(crate) use places::{Files, root};

/// Judges a project and reports.
#[must_use]
pub fn report(db: &Database, project: Project, options: &ReportOptions) -> Report {
    report_on(db, project, options, 1)
}

/// The same with so many threads; all of them end with it.
#[must_use]
pub fn report_on(db: &Database, project: Project, options: &ReportOptions, threads: usize) -> Report {
    assembled(db, project, options, Extent::Whole, threads)
}

/// The part of [`report`] that is located in one file, in the same order: what an editor shows of it. Only what the file
/// depends on is looked at. The summary counts what is in it, without coverage; `options.focus` is not looked at.
#[must_use]
pub fn file_report(db: &Database, project: Project, file: SourceFile, options: &ReportOptions) -> Report {
    if project.files(db).contains(&file) {
        assembled(db, project, options, Extent::File(file), 1)
    } else {
        with_files(db, project, options, |files| Report { files: files.texts(), ..Report::default() })
    }
}

/// The part of [`file_report`] for which nothing but the file and what it refers to is looked at: language errors, and what
/// local rules say of its elements. What the rest of the project says about them is missing.
#[must_use]
pub fn own_report(db: &Database, project: Project, file: SourceFile, options: &ReportOptions) -> Report {
    assembled(db, project, options, Extent::Own(file), 1)
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
            rank::sort(&mut report, files, 1, &|| db.unwind_if_changed());
            report
        });
        let is_outside = |problem: &Problem| problem.location.as_ref().is_none_or(|place| files.is_extra(place));
        report.errors.retain(is_outside);
        report.notices.retain(is_outside);
        Report { errors: report.errors, notices: report.notices, files: files.texts(), ..Report::default() }
    })
}

/// What is wrong with the syntax of a text, whatever project it is in.
#[must_use]
pub fn syntax_report(text: &std::sync::Arc<str>) -> Report {
    let place = |range: std::ops::Range<u32>| Some(crate::report::Location { file: 0, range: range.into() });
    let problems = tm_syntax::parse(text).errors.iter().map(|error| syntax(error, &place)).collect();
    let mut report =
        Report { files: vec![ReportFile { path: String::new(), text: text.clone() }], ..Report::default() };
    located::put(problems, &mut report);
    report
}

/// How much is reported.
#[derive(Clone, Copy)]
enum Extent {
    Whole,
    /// What is located in that file.
    File(SourceFile),
    /// What the file says of itself.
    Own(SourceFile),
}

impl Extent {
    fn file(self) -> Option<SourceFile> {
        match self {
            Extent::Whole => None,
            Extent::File(file) | Extent::Own(file) => Some(file),
        }
    }
}

fn assembled(db: &Database, project: Project, options: &ReportOptions, extent: Extent, threads: usize) -> Report {
    let pack = pack(db, project);
    let dear = Dear::default();
    rendered_in(db, project, options, extent, &dear, |rendering, of_ledger| {
        let (world, files, only) = (rendering.world, rendering.files, rendering.only);
        let mut diagnostics = match extent {
            Extent::Whole => diagnostics::all(db, project, pack),
            Extent::File(file) => diagnostics::of_file(db, project, pack, file),
            Extent::Own(file) => diagnostics::of_itself(db, project, pack, file),
        };
        diagnostics.extend(of_ledger);
        if let Some(only) = only {
            diagnostics.retain(|diagnostic| diagnostic.site.unit == only.unit);
        }
        let outcomes = match extent {
            Extent::Whole => outcomes(db, project, pack, options),
            Extent::File(file) => outcomes_shown_in(db, project, pack, options, file),
            Extent::Own(file) => own_outcomes(db, project, pack, options, file),
        };
        let Gathered { findings, silenced, questions, coverage } = if threads > 1 && only.is_none() {
            // What others say to their ledgers is said here too, where anything is decided.
            outcomes
                .iter()
                .filter(|said| rendering.ledger.is_about(&said.rule.name))
                .for_each(|said| rendering.weigh(said));
            Crew { database: db, project, options, dear: &dear, threads }.gathered(&outcomes, pack)
        } else {
            Told::of(rendering, &outcomes).gathered(rendering, pack)
        };
        let mut report = Unfinished::new(Report { findings, silenced, questions, ..Report::default() });
        if only.is_none() {
            diagnostics.extend(outcomes.iter().filter_map(diagnostics::not_finished));
        }
        let is_off = |rule: &str| db::is_off(db, project, rule);
        let off = |rule: &str| !options.selects_name(rule, pack) || is_off(rule) || pack.find(rule).is_none();
        let name_of = |id| world.element(id).map(|element| element.name.clone()).unwrap_or_default();
        match extent {
            Extent::Whole => diagnostics.extend(rendering.ledger.notices(&name_of, &off)),
            // Whether a decision is stale hangs on all that its rule says.
            Extent::File(file) if !db::world_items(db, file).decisions.is_empty() => {
                let unit = file.unit(db);
                let all = outcomes::outcomes(db, project, pack, options);
                let decided = all.iter().filter(|said| rendering.ledger.is_about(&said.rule.name));
                decided.for_each(|said| rendering.weigh(said));
                let notices = rendering.ledger.notices(&name_of, &off).into_iter();
                diagnostics.extend(notices.filter(|notice| notice.site.unit == unit));
            }
            Extent::File(_) | Extent::Own(_) => {}
        }
        let wanted = Wanted { tests: Tests::Project, only };
        located::fill(db, project, files, options, diagnostics, wanted, &mut report);
        if only.is_none() {
            focus(&mut report, files, options);
        }
        let not_looked_for = |rule: &str| !options.selects_name(rule, pack) || is_off(rule);
        baseline::apply(&mut report, files, options, pack, only.is_none(), &not_looked_for);
        report.rules = rules::rules(db, project, pack, options, &report);
        rank::sort(&mut report, files, threads, &|| db.unwind_if_changed());
        report.summary = summary(db, project, &report, coverage, world, only);
        if options.profile == Profile::Draft {
            report.questions.clear();
        }
        report.files = files.texts();
        report.finish()
    })
}

fn with_files<T>(db: &dyn Db, project: Project, options: &ReportOptions, f: impl FnOnce(&Files<'_>) -> T) -> T {
    let sources = units(db, project);
    let text = |unit: u32| sources.get(&unit).map(|file| unit_text(db, project, *file));
    let locator = Locator::new(&text);
    f(&Files::new(db, project, options, &locator))
}

/// Brings together all that it takes to print what rules yield; without what is wrong.
pub(crate) fn rendered<T>(
    db: &dyn Db,
    project: Project,
    options: &ReportOptions,
    print: impl FnOnce(&Rendering<'_, '_>) -> T,
) -> T {
    rendered_in(db, project, options, Extent::Whole, &Dear::default(), |rendering, _| print(rendering))
}

/// With what is wrong with decisions.
fn rendered_in<T>(
    db: &dyn Db,
    project: Project,
    options: &ReportOptions,
    extent: Extent,
    dear: &Dear,
    print: impl FnOnce(&Rendering<'_, '_>, Vec<Diagnostic>) -> T,
) -> T {
    with_files(db, project, options, |files| {
        let world = IncrementalWorld::new(db, project);
        let vocabulary = vocabulary(db, project);
        let pack = pack(db, project);
        let engine = Engine::with(&vocabulary.program, db::closures(db, project).clone(), &world);
        let mut diagnostics = Vec::new();
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
        let priorities = Priorities::new(&world, &engine, &vocabulary.program, ledger.safeguards(), dear);
        let only = extent.file().and_then(|file| {
            let unit = file.unit(db);
            Some(Only { file, unit, index: files.index_of_unit(unit)? })
        });
        let rendering = Rendering {
            world: &world,
            engine: &engine,
            files,
            ledger: &ledger,
            options,
            levels: db::levels(db, project),
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
        rank::sort(&mut report, files, 1, &|| db.unwind_if_changed());
        report.errors.append(&mut report.notices);
        (files.texts(), report.errors)
    })
}

/// How many errors a report has. Nothing is judged for it.
#[must_use]
pub fn error_count(db: &Database, project: Project, options: &ReportOptions) -> usize {
    rendered_in(db, project, options, Extent::Whole, &Dear::default(), |rendering, of_ledger| {
        let mut diagnostics = diagnostics::all(db, project, pack(db, project));
        diagnostics.extend(of_ledger);
        let wanted = Wanted { tests: Tests::Project, only: None };
        let mut report = Report::default();
        located::fill(db, project, rendering.files, options, diagnostics, wanted, &mut report);
        rank::sort(&mut report, rendering.files, 1, &|| db.unwind_if_changed());
        report.errors.len()
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
    let own: Vec<SourceFile> = match only {
        Some(only) => vec![only.file],
        None => project.files(db).iter().copied().filter(|file| *file.origin(db) != crate::Origin::Std).collect(),
    };
    let (schema, roots) = (world.schema(), world.schema().roots);
    let elements = |file: &SourceFile| {
        let of = db.project_file(project, file.unit(db));
        let placed = of.iter().flat_map(|of| db::places(db, *of).elements.iter().flatten());
        let judged = placed.filter(|placed| placed.is_judged(schema));
        judged.filter(|placed| schema.is_a(placed.kind, roots.element) && placed.kind != roots.decision).count()
    };
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
        elements: own.iter().map(elements).sum(),
    }
}
