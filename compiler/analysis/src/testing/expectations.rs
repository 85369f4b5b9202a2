//! Judges the world of a test and compares with what it expects.

use smol_str::SmolStr;
use tm_model::{ElementId, Facts, Site};
use tm_rules::Outcome;

use super::{PlainWorld, TestFailure, TestOutcome, check, checked};
use crate::db::{self, Db, Pack, Project, SourceFile, pack, vocabulary};
use crate::hir::{self, ExpectationKind};
use crate::locate::{Locator, UnitText};
use crate::modules::Imports;
use crate::report::Location;
use crate::reporting::{Profile, is_heightened};
use crate::world::decisions::Ledger;

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

/// Runs a test. One with errors in it proves nothing, so it is not run.
pub(super) fn run(db: &dyn Db, project: Project, file: SourceFile, index: usize) -> Option<TestOutcome> {
    let test = db::test_items(db, file).get(index)?;
    let unit = file.unit(db);
    let checked = checked(db, project, file, index);
    let mut failures: Vec<(Site, String)> = Vec::new();
    let title = Site { unit, node: test.title.node };
    if checked.errors.is_empty() {
        expectations(db, project, file, test, &mut failures);
    } else {
        failures.push((title, "it has errors, so it did not run".to_owned()));
    }
    let places = UnitText { spans: &db::lowered(db, file).spans, world: &test.world, declared: &checked.declared };
    let find = |number: u32| (number == unit).then_some(places);
    let locator = Locator::new(&find);
    let place = |site: Site| Location { file: 0, range: locator.range(site).unwrap_or_default().into() };
    let mut failures: Vec<TestFailure> =
        failures.into_iter().map(|(site, message)| TestFailure { message, location: place(site) }).collect();
    failures.sort_by(|a, b| (a.location.range, &a.message).cmp(&(b.location.range, &b.message)));
    let start = place(title).range.start;
    let line = file.text(db).as_bytes().iter().take(start as usize).filter(|byte| **byte == b'\n').count() + 1;
    Some(TestOutcome {
        file: file.path(db).to_string(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        title: test.title.text.to_string(),
        failures,
    })
}

fn expectations(db: &dyn Db, project: Project, file: SourceFile, test: &hir::Test, failures: &mut Vec<(Site, String)>) {
    let pack = pack(db, project);
    let imports = db::imports(db, project, file);
    let unit = file.unit(db);
    // What these find wrong is in `checked` already.
    let ignored = &mut Vec::new();
    let settings = check::settings(test, unit, ignored);
    let (world, _) = PlainWorld::build(unit, imports, &test.world, vocabulary(db, project), settings.today);
    let engine = world.engine();
    let source = check::decisions(&world, unit, test, imports);
    let ledger = Ledger::new(&[source], &world.names, pack, &engine, &world, &|_| None, ignored);
    let judging = Judging { world: &world, engine: &engine, ledger: &ledger, pack, profile: settings.profile };
    for expected in &test.expectations {
        judging.expectation(unit, imports, expected, failures);
    }
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
            if !self.ledger.verdict(&rule.name, &subjects).is_silenced() {
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
                add(question.subjects.to_vec(), What::Possible);
            }
            add(question.subjects.into_vec(), What::Question);
        }
        judged
    }

    fn expectation(
        &self,
        unit: u32,
        imports: &Imports,
        expected: &hir::Expectation,
        failures: &mut Vec<(Site, String)>,
    ) {
        let site = Site { unit, node: expected.node };
        if expected.kind == ExpectationKind::Nothing {
            for judged in
                self.pack.rules.iter().flat_map(|rule| self.judge(rule)).filter(|judged| judged.what != What::Question)
            {
                failures
                    .push((site, format!("expected nothing, found `{}`{}", judged.rule, self.on(&judged.subjects))));
            }
            return;
        }
        // What is missing or unknown was reported, and such a test does not run.
        let Some(name) = &expected.rule else { return };
        let Some(rule) = self.pack.find(&name.text) else {
            let rule_site = Site { unit, node: name.node };
            return failures.push((rule_site, format!("the rule `{}` has errors, so it did not run", name.text)));
        };
        let Some(subjects) = check::subjects(self.world, unit, imports, rule, expected, &mut Vec::new()) else {
            return;
        };
        let judged = self.judge(rule);
        let matches = |judged: &&Judged| match subjects.as_slice() {
            [] => expected.subjects.is_empty() || judged.subjects.is_empty(),
            [one] => judged.subjects.first() == Some(one),
            exact => judged.subjects == exact,
        };
        let found: Vec<&Judged> = judged.iter().filter(matches).collect();
        let has = |what| found.iter().any(|judged| judged.what == what);
        let on = if expected.subjects.is_empty() { String::new() } else { self.on(&subjects) };
        let rule = &rule.name;
        let failure = match expected.kind {
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
            // A question is not silence: a rule that still asks may fire once it is answered.
            ExpectationKind::No => found.first().map(|judged| {
                let state = if has(What::Finding) || has(What::Possible) { "it" } else { "an open question" };
                let where_else = if on.is_empty() { self.on(&judged.subjects) } else { String::new() };
                format!("expected no `{rule}`{on}, found {state}{where_else}")
            }),
            _ => None,
        };
        failures.extend(failure.map(|message| (site, message)));
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
