//! Judges the world of a test and compares with what it expects.

use smol_str::SmolStr;
use tm_model::{Date, ElementId, Facts, Site};
use tm_rules::Outcome;

use super::{PlainWorld, TestFailure, TestOutcome};
use crate::db::{self, Db, Pack, Project, SourceFile, pack, vocabulary};
use crate::diagnostic::{Diagnostic, Level, did_you_mean};
use crate::hir::{self, ExpectationKind};
use crate::locate::{Locator, UnitText};
use crate::report::Location;
use crate::reporting::{Profile, is_heightened};
use crate::world::decisions::{DecisionSource, Ledger, Verdict, find_subject, unknown_rule, unknown_subject};

/// What a test is judged with unless it says otherwise.
const TODAY: &str = "2026-01-01";

/// A finding, a raised question, or a question of a rule, after decisions.
struct Judged {
    rule: SmolStr,
    subjects: Vec<ElementId>,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Finding,
    Possible,
    Question,
}

pub(super) fn run(db: &dyn Db, project: Project, file: SourceFile, test: &hir::Test) -> Option<TestOutcome> {
    let vocabulary = vocabulary(db, project);
    let pack = pack(db, project);
    let imports = db::imports(db, project, file);
    let unit = file.unit(db);
    let mut failures: Vec<(Site, String)> = Vec::new();
    let settings = settings(test, unit, &mut failures);
    let (world, mut diagnostics) = PlainWorld::build(unit, imports, &test.world, vocabulary, settings.today);
    let engine = world.engine();
    let source = DecisionSource {
        unit,
        world: &test.world,
        ties: &world.references.structure.decisions,
        slots: world.declared.decisions.iter().map(|decision| decision.slot).collect(),
        imports,
    };
    let ledger = Ledger::new(&[source], &world.names, pack, &engine, &world, &mut diagnostics);
    let judging = Judging { world: &world, engine: &engine, ledger: &ledger, pack, profile: settings.profile };
    for expectation in &test.expectations {
        judging.expectation(unit, imports, expectation, &mut failures, &mut diagnostics);
    }
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
        failures.push((diagnostic.site, format!("[{}] {}{}", diagnostic.name, diagnostic.message, help(diagnostic))));
    }
    let places = UnitText {
        parsed: db::parsed(db, file),
        spans: &db::lowered(db, file).spans,
        world: &test.world,
        declared: &world.declared,
    };
    let find = |number: u32| (number == unit).then_some(places);
    let locator = Locator::new(&find);
    let place = |site: Site| Location { file: 0, range: locator.range(site).unwrap_or_default().into() };
    let mut failures: Vec<TestFailure> =
        failures.into_iter().map(|(site, message)| TestFailure { message, location: place(site) }).collect();
    failures.sort_by(|a, b| (a.location.range, &a.message).cmp(&(b.location.range, &b.message)));
    let start = place(Site { unit, node: test.title.node }).range.start;
    let line = file.text(db).as_bytes().iter().take(start as usize).filter(|byte| **byte == b'\n').count() + 1;
    Some(TestOutcome {
        file: file.path(db).to_string(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        title: test.title.text.to_string(),
        failures,
    })
}

fn help(diagnostic: &Diagnostic) -> String {
    diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default()
}

struct Settings {
    today: Date,
    profile: Profile,
}

fn settings(test: &hir::Test, unit: u32, failures: &mut Vec<(Site, String)>) -> Settings {
    let today = Date::parse(TODAY).or_else(|| Date::new(2026, 1, 1));
    let mut settings = Settings { today: today.unwrap_or(Date::FIRST), profile: Profile::Default };
    for setting in &test.settings {
        let site = Site { unit, node: setting.node };
        match (setting.name.text.as_str(), setting.value.as_ref().map(|value| &value.kind)) {
            ("today", Some(hir::ValueKind::Literal(hir::Literal::Date(Ok(date))))) => settings.today = *date,
            ("today", _) => failures.push((site, "`today` is a date such as 2026-07-01".to_owned())),
            ("profile", Some(hir::ValueKind::Path(path))) => match path.segments.join(".").as_str() {
                "draft" => settings.profile = Profile::Draft,
                "default" => settings.profile = Profile::Default,
                "strict" => settings.profile = Profile::Strict,
                "paranoid" => settings.profile = Profile::Paranoid,
                other => failures
                    .push((site, format!("there is no profile `{other}`: write draft, default, strict or paranoid"))),
            },
            ("profile", _) => failures.push((site, "`profile` is draft, default, strict or paranoid".to_owned())),
            (other, _) => {
                let help = did_you_mean(other, ["today", "profile"], "attributes stand in the braces of an element");
                failures.push((site, format!("a test has no setting `{other}`; {help}")));
            }
        }
    }
    settings
}

struct Judging<'a> {
    world: &'a PlainWorld<'a>,
    engine: &'a tm_rules::Engine<'a>,
    ledger: &'a Ledger<'a>,
    pack: &'a Pack,
    profile: Profile,
}

impl Judging<'_> {
    fn judge(&self, rule: &tm_rules::ir::Rule) -> Vec<Judged> {
        let Outcome { findings, questions, .. } = self.engine.judge(rule, None);
        let mut judged = Vec::new();
        let mut add = |subjects: Vec<ElementId>, what| {
            if !matches!(self.ledger.verdict(&rule.name, &subjects), Verdict::Silenced) {
                judged.push(Judged { rule: rule.name.clone(), subjects, what });
            }
        };
        for finding in findings {
            add(finding.subjects, What::Finding);
        }
        for question in questions {
            let heightened = |subject: &ElementId| is_heightened(self.world, self.engine, *subject);
            let raised = match self.profile {
                Profile::Draft | Profile::Default => false,
                Profile::Paranoid => true,
                Profile::Strict => question.subjects.iter().any(heightened),
            };
            if raised {
                add(question.subjects.clone(), What::Possible);
            }
            add(question.subjects, What::Question);
        }
        judged
    }

    fn expectation(
        &self,
        unit: u32,
        imports: &crate::modules::Imports,
        expectation: &hir::Expectation,
        failures: &mut Vec<(Site, String)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let site = Site { unit, node: expectation.node };
        if expectation.kind == ExpectationKind::Nothing {
            for judged in
                self.pack.rules.iter().flat_map(|rule| self.judge(rule)).filter(|judged| judged.what != What::Question)
            {
                failures
                    .push((site, format!("expected nothing, found `{}`{}", judged.rule, self.on(&judged.subjects))));
            }
            return;
        }
        // What is missing was reported by the parser.
        let Some(name) = &expectation.rule else { return };
        let Some(rule) = self.pack.find(&name.text) else {
            let rule_site = Site { unit, node: name.node };
            if self.pack.is_known(&name.text) {
                failures.push((rule_site, format!("the rule `{}` has errors, so it did not run", name.text)));
            } else {
                diagnostics.push(unknown_rule(
                    &name.text,
                    rule_site,
                    self.pack.rules.iter().map(|rule| rule.name.as_str()),
                ));
            }
            return;
        };
        let Some(subjects) = self.subjects(unit, imports, rule, expectation, diagnostics) else { return };
        let judged = self.judge(rule);
        let matches = |judged: &&Judged| match subjects.as_slice() {
            [] => expectation.subjects.is_empty() || judged.subjects.is_empty(),
            [one] => judged.subjects.first() == Some(one),
            exact => judged.subjects == exact,
        };
        let found: Vec<&Judged> = judged.iter().filter(matches).collect();
        let has = |what| found.iter().any(|judged| judged.what == what);
        let on = if expectation.subjects.is_empty() { String::new() } else { self.on(&subjects) };
        let rule = &rule.name;
        let failure = match expectation.kind {
            ExpectationKind::Finding if !has(What::Finding) => {
                let state = if has(What::Question) { "an open question" } else { "nothing" };
                Some(format!("expected `{rule}`{on}, found {state}{}", self.elsewhere(&judged, What::Finding)))
            }
            ExpectationKind::Possible if !has(What::Possible) => {
                Some(format!("expected a possible `{rule}`{on}, found {}", state_of(&found)))
            }
            ExpectationKind::Question if !has(What::Question) => {
                Some(format!("expected a question of `{rule}`{on}, found {}", state_of(&found)))
            }
            ExpectationKind::No => {
                let wrong = found.iter().find(|judged| judged.what != What::Question);
                wrong.map(|judged| format!("expected no `{rule}`{on}, found it{}", self.on(&judged.subjects)))
            }
            _ => None,
        };
        failures.extend(failure.map(|message| (site, message)));
    }

    /// `None`: a subject is unknown, which is reported.
    fn subjects(
        &self,
        unit: u32,
        imports: &crate::modules::Imports,
        rule: &tm_rules::ir::Rule,
        expectation: &hir::Expectation,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Vec<ElementId>> {
        let schema = self.world.schema();
        let mut found = Vec::new();
        for subject in &expectation.subjects {
            match subject {
                hir::Subject::Project(_) => {}
                hir::Subject::Path(path) => {
                    match find_subject(&path.segments, Some(rule), schema, &self.world.names, imports) {
                        Some(id) => found.push(id),
                        None => {
                            let site = Site { unit, node: path.node };
                            diagnostics.push(unknown_subject(
                                &path.segments,
                                Some(rule),
                                schema,
                                &self.world.names,
                                imports,
                                site,
                            ));
                            return None;
                        }
                    }
                }
                hir::Subject::Ends(from, to) => {
                    use crate::world::slots::Space;
                    let end = |path: &hir::Path| self.world.names.resolve(&path.segments, Space::Element, imports);
                    let flow =
                        end(from).zip(end(to)).and_then(|ends| self.world.topology.flows.get(&ends)?.first().copied());
                    match flow {
                        Some(flow) => found.push(flow),
                        None => {
                            let text = format!("{}->{}", from.segments.join("."), to.segments.join("."));
                            let site = Site { unit, node: from.node };
                            diagnostics.push(
                                Diagnostic::error(
                                    "unresolved-name",
                                    site,
                                    format!("there is no flow `{text}` in this test"),
                                )
                                .help("name a flow by its ends, as they are declared here"),
                            );
                            return None;
                        }
                    }
                }
            }
        }
        Some(found)
    }

    fn on(&self, subjects: &[ElementId]) -> String {
        let name =
            |id: &ElementId| self.world.element(*id).map(|element| format!("`{}`", element.name)).unwrap_or_default();
        if subjects.is_empty() {
            " on the project".to_owned()
        } else {
            format!(" on {}", subjects.iter().map(name).collect::<Vec<_>>().join(", "))
        }
    }

    fn elsewhere(&self, judged: &[Judged], what: What) -> String {
        let others: Vec<String> = judged
            .iter()
            .filter(|judged| judged.what == what)
            .map(|judged| self.on(&judged.subjects))
            .take(3)
            .collect();
        if others.is_empty() { String::new() } else { format!("; it was found{}", others.join(" and")) }
    }
}

fn state_of(found: &[&Judged]) -> &'static str {
    if found.iter().any(|judged| judged.what == What::Finding) {
        "a definite finding"
    } else if found.iter().any(|judged| judged.what == What::Question) {
        "an open question"
    } else {
        "nothing"
    }
}
