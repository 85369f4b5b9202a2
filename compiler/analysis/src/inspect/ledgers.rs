//! What people say about a model, and what rests on it: assumptions, decisions, safeguards.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{Date, ElementId, Value};

use super::Named;
use crate::db::{Database, Project};
use crate::prepare::prepare;
use crate::report::{Certainty, DecisionMode, Finding, Name, Report, Severity};
use crate::reporting::{Profile, Rendering, ReportOptions, Said, outcomes, rendered, report_on};
use crate::world::decisions::{Decision, On, State, Verdict};
use crate::world::safeguards::Safeguard;
use crate::{db, hir};

/// An assumption, and what rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumptionLine {
    pub assumption: Named,
    pub about: Vec<Name>,
    pub claim: Option<Name>,
    pub owner: Option<String>,
    pub evidence: Option<String>,
    pub expires: Option<Date>,
    pub state: AssumptionState,
    /// Rules that find its claim to be wrong.
    pub refuted_by: Vec<Name>,
    /// What would be found without it, or would be possible, worst first. `None`: there are too many assumptions to try each.
    pub findings: Option<Vec<Resting>>,
    /// How many more questions would be open without it.
    pub questions: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssumptionState {
    Live,
    /// It supplies nothing any more.
    Expired,
    /// The caller leaves it out.
    LeftOut,
}

impl AssumptionState {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Expired => "expired",
            Self::LeftOut => "left-out",
        }
    }
}

/// A finding that is not told, or would be told otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resting {
    pub rule: Name,
    pub on: Vec<Name>,
    pub severity: Severity,
    pub certainty: Certainty,
    pub score: u8,
}

/// A decision or a safeguard, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionLine {
    pub mode: DecisionMode,
    /// Of a safeguard.
    pub name: Option<Named>,
    /// What it speaks about; empty: the project.
    pub on: Vec<Name>,
    /// One, or those that a safeguard is against.
    pub rules: Vec<Name>,
    pub owner: Option<String>,
    pub date: Option<Date>,
    /// The reason, the plan, the evidence.
    pub reason: Option<String>,
    pub ticket: Option<String>,
    /// `active`, `expired`, `overdue`, `stale`, `done`, `broken`; of a safeguard that does not silence, its status.
    pub state: String,
    /// What it silences; of a mitigation, what it is about; of a safeguard that is not verified, what it lowers.
    pub findings: Vec<Resting>,
    pub location: Option<crate::report::Location>,
}

impl DecisionLine {
    /// Whether it keeps its findings out of a report.
    #[must_use]
    pub fn silences(&self) -> bool {
        self.mode != DecisionMode::Mitigate && self.state == "active"
    }
}

/// So many assumptions are left out in turn: each time everything is judged again that looks at what it supplies.
const TRIED: usize = 100;

/// All assumptions, in source order.
pub fn assumptions(
    db: &mut Database,
    project: Project,
    options: &ReportOptions,
    threads: usize,
) -> Vec<AssumptionLine> {
    // What an assumption answers would be open without it: the worst answer tells how severe that is.
    let options = ReportOptions { profile: Profile::Paranoid, ..super::own_places(options) };
    if !rendered(db, project, &options, has_assumptions) {
        return Vec::new();
    }
    prepare(db, project, threads);
    let before = report_on(db, project, &options, threads);
    let mut lines = rendered(db, project, &options, |rendering| stated(rendering, &before));
    let settings = project.settings(db).clone();
    for line in &mut lines {
        line.state = match line.expires {
            Some(date) if date < project.today(db) => AssumptionState::Expired,
            _ if is_left_out(&settings.without, &line.assumption.name) => AssumptionState::LeftOut,
            _ => AssumptionState::Live,
        };
    }
    let known: BTreeSet<&str> = before.findings.iter().map(|finding| finding.id.as_str()).collect();
    let live = lines.iter_mut().filter(|line| line.state == AssumptionState::Live);
    for (tried, line) in live.enumerate() {
        if tried >= TRIED {
            line.findings = None;
            continue;
        }
        let mut without = db::Settings::clone(&settings);
        without.without.push(line.assumption.name.to_string());
        db.set_settings(project, without);
        prepare(db, project, threads);
        let after = report_on(db, project, &options, threads);
        let new = after.findings.iter().filter(|finding| !known.contains(finding.id.as_str()));
        line.findings = Some(new.map(resting).collect());
        line.questions = after.summary.questions.saturating_sub(before.summary.questions);
    }
    db.set_settings(project, Arc::unwrap_or_clone(settings));
    lines
}

/// As `--without` names it: plain or with its module.
fn is_left_out(without: &[String], name: &str) -> bool {
    without.iter().any(|given| given == name || name.rsplit('.').next() == Some(given.as_str()))
}

pub(super) fn resting(finding: &Finding) -> Resting {
    Resting {
        rule: finding.rule.clone(),
        on: finding.on.iter().map(|on| on.name.clone()).collect(),
        severity: finding.severity,
        certainty: finding.certainty,
        score: finding.priority.score,
    }
}

fn has_assumptions(rendering: &Rendering<'_, '_>) -> bool {
    !rendering.world.all(rendering.world.schema().roots.assumption).is_empty()
}

fn stated(rendering: &Rendering<'_, '_>, report: &Report) -> Vec<AssumptionLine> {
    let kind = rendering.world.schema().roots.assumption;
    let line = |id: &ElementId| {
        let assumption = named(rendering, *id);
        // A finding on an assumption that rests on what it claims says that the claim is wrong.
        let refutes = |finding: &&Finding| {
            let is_on = finding.on.first().is_some_and(|on| on.name == assumption.name);
            is_on
                && finding.certainty == Certainty::Definite
                && finding.because.iter().any(|it| it.attribute == "claim" && it.element == assumption.name)
        };
        let all = report.findings.iter().chain(&report.silenced);
        let mut refuted_by: Vec<Name> = all.filter(refutes).map(|finding| finding.rule.clone()).collect();
        refuted_by.sort();
        refuted_by.dedup();
        let word = |name: &str| match value(rendering, *id, name) {
            Value::Enum(_) => Some(crate::reporting::display(rendering.world, &value(rendering, *id, name))),
            _ => None,
        };
        AssumptionLine {
            about: elements(rendering, *id, "about"),
            claim: word("claim"),
            owner: text(rendering, *id, "owner"),
            evidence: text(rendering, *id, "evidence"),
            expires: date(rendering, *id, "expires"),
            state: AssumptionState::Live,
            refuted_by,
            findings: Some(Vec::new()),
            questions: 0,
            assumption,
        }
    };
    rendering.world.all(kind).iter().map(line).collect()
}

/// All decisions in source order, then all safeguards.
#[must_use]
pub fn decisions(db: &Database, project: Project, options: &ReportOptions) -> Vec<DecisionLine> {
    let options = super::own_places(options);
    rendered(db, project, &options, |rendering| {
        let mut effects: FxHashMap<ElementId, Vec<Resting>> = FxHashMap::default();
        for Said { rule, outcome, .. } in outcomes(db, project, db::pack(db, project), &options) {
            for finding in &outcome.findings {
                let severity = rendering.severity(rule, finding.severity);
                let score = || rendering.priorities.factors(rule, finding, severity, Certainty::Definite).priority();
                let resting = || Resting {
                    rule: rule.name.clone(),
                    on: finding.subjects.iter().map(|id| rendering.name(*id)).collect(),
                    severity,
                    certainty: Certainty::Definite,
                    score: score().score,
                };
                match rendering.ledger.verdict(&rule.name, &finding.subjects) {
                    Verdict::Decided(decision) | Verdict::Mitigated(decision) => {
                        effects.entry(decision.id).or_default().push(resting());
                    }
                    Verdict::Protected(safeguard) => effects.entry(safeguard.id).or_default().push(resting()),
                    Verdict::Stands => {}
                }
                let lowers = |safeguard: &&Safeguard| {
                    !safeguard.silences()
                        && !safeguard.is_expired
                        && safeguard.covers(&rule.name, &finding.subjects, rendering.world)
                };
                for safeguard in rendering.ledger.safeguards().iter().filter(lowers) {
                    effects.entry(safeguard.id).or_default().push(resting());
                }
            }
            // What is decided about a question is not stale either.
            for question in &outcome.questions {
                rendering.ledger.verdict(&rule.name, &question.subjects);
            }
        }
        let mut take = |id: ElementId| {
            let mut findings = effects.remove(&id).unwrap_or_default();
            findings.sort_by(|a, b| {
                let key = |it: &Resting| (std::cmp::Reverse(it.severity), std::cmp::Reverse(it.score));
                key(a).cmp(&key(b)).then_with(|| (&a.rule, &a.on).cmp(&(&b.rule, &b.on)))
            });
            findings
        };
        let decided: Vec<(Decision, State)> =
            rendering.ledger.states().map(|(decision, state)| (decision.clone(), state)).collect();
        let mut lines: Vec<DecisionLine> = decided
            .iter()
            .map(|(decision, state)| decided_line(rendering, decision, *state, take(decision.id)))
            .collect();
        for safeguard in rendering.ledger.safeguards() {
            lines.push(safeguard_line(rendering, safeguard, take(safeguard.id)));
        }
        lines
    })
}

fn decided_line(
    rendering: &Rendering<'_, '_>,
    decision: &Decision,
    state: State,
    findings: Vec<Resting>,
) -> DecisionLine {
    let text = |name: &str| text(rendering, decision.id, name);
    let (mode, reason, owner) = match decision.mode {
        hir::DecisionMode::Accept => (DecisionMode::Accept, text("reason"), None),
        hir::DecisionMode::Mitigate => (DecisionMode::Mitigate, text("plan"), None),
        hir::DecisionMode::Dismiss => (DecisionMode::Dismiss, text("reason"), text("reviewer")),
    };
    let on = match &decision.on {
        On::Project => Vec::new(),
        On::Elements(ids) => ids.iter().map(|id| rendering.name(*id)).collect(),
    };
    DecisionLine {
        mode,
        name: None,
        on,
        rules: vec![decision.rule.clone()],
        owner: decision.owner.as_ref().map(ToString::to_string).or(owner),
        date: decision.date,
        reason,
        ticket: text("ticket"),
        state: state.name().to_owned(),
        findings,
        location: rendering.files.element(decision.id),
    }
}

fn safeguard_line(rendering: &Rendering<'_, '_>, safeguard: &Safeguard, findings: Vec<Resting>) -> DecisionLine {
    let state = match (safeguard.is_expired, safeguard.silences()) {
        (true, _) => "expired",
        (false, true) => "active",
        (false, false) if safeguard.status.is_empty() => "unstated",
        (false, false) => safeguard.status.as_str(),
    };
    DecisionLine {
        mode: DecisionMode::Safeguard,
        name: Some(named(rendering, safeguard.id)),
        on: safeguard.about.iter().map(|id| rendering.name(*id)).collect(),
        rules: safeguard.rules().to_vec(),
        owner: text(rendering, safeguard.id, "owner"),
        date: safeguard.expires,
        reason: text(rendering, safeguard.id, "evidence"),
        ticket: None,
        state: state.to_owned(),
        findings,
        location: rendering.files.element(safeguard.id),
    }
}

fn named(rendering: &Rendering<'_, '_>, id: ElementId) -> Named {
    let subject = rendering.subject(id);
    Named { id, name: subject.name, kind: subject.kind, location: rendering.files.element(id) }
}

fn value(rendering: &Rendering<'_, '_>, id: ElementId, name: &str) -> Value {
    let kind = rendering.world.element(id).map(|element| element.kind);
    let attribute = kind.and_then(|kind| rendering.world.schema().find_attribute(kind, name));
    attribute.map_or(Value::Unset, |attribute| rendering.engine.value(id, attribute).0)
}

fn text(rendering: &Rendering<'_, '_>, id: ElementId, name: &str) -> Option<String> {
    match value(rendering, id, name) {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

fn date(rendering: &Rendering<'_, '_>, id: ElementId, name: &str) -> Option<Date> {
    match value(rendering, id, name) {
        Value::Date(date) => Some(date),
        _ => None,
    }
}

fn elements(rendering: &Rendering<'_, '_>, id: ElementId, name: &str) -> Vec<Name> {
    let element = |value: &Value| match value {
        Value::Element(id) => Some(rendering.name(*id)),
        _ => None,
    };
    match value(rendering, id, name) {
        Value::Set(set) => set.members.iter().filter_map(element).collect(),
        _ => Vec::new(),
    }
}
