//! What is wrong with a test itself, found without running it.

use tm_model::{Date, ElementId, Facts, Site};
use tm_rules::ir::Rule;

use super::PlainWorld;
use crate::db::{self, Db, Project, SourceFile, pack, vocabulary};
use crate::diagnostic::{Diagnostic, Level};
use crate::hir::{self, ExpectationKind};
use crate::modules::Imports;
use crate::reporting::Profile;
use crate::suggestion::did_you_mean;
use crate::world::decisions::{DecisionSource, Ledger, find_subject, unknown_rule, unknown_subject};
use crate::world::declare::Declared;
use crate::world::slots::Space;

/// A test that was looked at, and not run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checked {
    /// The elements of its world, which places are found with.
    pub declared: Declared,
    /// Warnings are not among them: what a test shows may well be worth one.
    pub errors: Vec<Diagnostic>,
}

pub(super) fn check(db: &dyn Db, project: Project, file: SourceFile, test: &hir::Test) -> Checked {
    let pack = pack(db, project);
    let imports = db::imports(db, project, file);
    let unit = file.unit(db);
    let mut errors = Vec::new();
    let settings = settings(test, unit, &mut errors);
    let (world, diagnostics) = PlainWorld::build(unit, imports, &test.world, vocabulary(db, project), settings.today);
    errors.extend(diagnostics);
    let said = |number: u32| (number == unit).then_some((&test.world, &world.declared));
    let decisions = decisions(&world, unit, test, imports);
    Ledger::new(&[decisions], &world.names, pack, &world.engine(), &world, &said, &mut errors);
    for expected in test.expectations.iter().filter(|expected| expected.kind != ExpectationKind::Nothing) {
        let Some(name) = &expected.rule else { continue };
        if let Some(rule) = pack.find(&name.text) {
            subjects(&world, unit, imports, rule, expected, &mut errors);
        } else if !pack.is_known(&name.text) {
            let known = pack.rules.iter().map(|rule| rule.name.as_str());
            let error = unknown_rule(&name.text, Site { unit, node: name.node }, known, &errors);
            errors.push(error);
        }
    }
    errors.retain(|diagnostic| diagnostic.level == Level::Error);
    Checked { declared: world.declared, errors }
}

/// The decisions in a test.
pub(super) fn decisions<'a>(
    world: &'a PlainWorld<'_>,
    unit: u32,
    test: &'a hir::Test,
    imports: &'a Imports,
) -> DecisionSource<'a> {
    DecisionSource {
        unit,
        world: &test.world,
        ties: &world.references.structure.decisions,
        slots: world.declared.decisions.iter().map(|decision| decision.slot).collect(),
        imports,
    }
}

/// What a test is judged with.
pub(super) struct Settings {
    pub today: Date,
    pub profile: Profile,
}

/// Unless it says otherwise.
const TODAY: &str = "2026-01-01";

const PROFILES: &str = "write draft, default, strict or paranoid";

pub(super) fn settings(test: &hir::Test, unit: u32, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let mut settings = Settings { today: Date::parse(TODAY).unwrap_or(Date::FIRST), profile: Profile::Default };
    for setting in &test.settings {
        let site = Site { unit, node: setting.node };
        // What is not written was reported by the parser.
        let Some(value) = &setting.value else { continue };
        let wrong = |message: String, help: &str| Diagnostic::error("invalid-setting", site, message).help(help);
        match (setting.name.text.as_str(), &value.kind) {
            ("today", hir::ValueKind::Literal(hir::Literal::Date(Ok(date)))) => settings.today = *date,
            ("today", _) => diagnostics.push(wrong("`today` is not a date".to_owned(), "write it as 2026-07-01")),
            ("profile", hir::ValueKind::Path(path)) => match path.segments.join(".").as_str() {
                "draft" => settings.profile = Profile::Draft,
                "default" => settings.profile = Profile::Default,
                "strict" => settings.profile = Profile::Strict,
                "paranoid" => settings.profile = Profile::Paranoid,
                other => diagnostics.push(wrong(format!("there is no profile `{other}`"), PROFILES)),
            },
            ("profile", _) => diagnostics.push(wrong("`profile` is not a profile".to_owned(), PROFILES)),
            (other, _) => {
                let help = did_you_mean(other, ["today", "profile"], "attributes stand in the braces of an element");
                let message = format!("a test has no setting `{other}`");
                diagnostics.push(Diagnostic::error("unknown-setting", site, message).help(help));
            }
        }
    }
    settings
}

/// The subjects that an expectation names; `None` if one is unknown, which is reported.
pub(super) fn subjects(
    world: &PlainWorld<'_>,
    unit: u32,
    imports: &Imports,
    rule: &Rule,
    expected: &hir::Expectation,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<ElementId>> {
    let (schema, names) = (world.schema(), &world.names);
    let mut found = Vec::new();
    for subject in &expected.subjects {
        match subject {
            hir::Subject::Project(_) => {}
            hir::Subject::Path(path) => match find_subject(&path.segments, Some(rule), schema, names, imports) {
                Some(id) => found.push(id),
                None => {
                    let site = Site { unit, node: path.node };
                    if !names.is_broken(&path.segments, imports) {
                        let error =
                            unknown_subject(&path.segments, Some(rule), schema, names, imports, site, diagnostics);
                        diagnostics.push(error);
                    }
                    return None;
                }
            },
            hir::Subject::Ends(from, to) => {
                let end = |path: &hir::Path| names.resolve(&path.segments, Space::Element, imports);
                let flow = end(from).zip(end(to)).and_then(|ends| world.topology.flows.first(ends));
                let Some(flow) = flow else {
                    let text = format!("{}->{}", from.segments.join("."), to.segments.join("."));
                    let site = Site { unit, node: from.node };
                    diagnostics.push(
                        Diagnostic::error("unresolved-name", site, format!("there is no flow `{text}` in this test"))
                            .help("name a flow by its ends, as they are declared here"),
                    );
                    return None;
                };
                found.push(flow);
            }
        }
    }
    Some(found)
}
