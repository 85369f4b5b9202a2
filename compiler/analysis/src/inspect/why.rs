//! Why a rule fires on some elements, why it does not, or what it would take to know.

use tm_model::{ElementId, Facts, Site, Truth};
use tm_rules::ir::{BindingSource, Rule};
use tm_rules::{Control, Missing, Place, Verdict};

use super::priority::weigh;
use super::{Inspection, Named, Open, Silence, Weighed, inspect, silences};
use crate::db::{self, Database, Project};
use crate::report::{Finding, Hop, Location, Name, Reason};
use crate::reporting::{ReportOptions, report};

/// What a rule makes of some elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    pub rule: Name,
    /// What its findings are called.
    pub title: Name,
    pub location: Option<Location>,
    pub on: Vec<Named>,
    pub outcome: RuleOutcome,
    /// It is turned off in `tm.toml`, so that nothing of this is told.
    pub is_off: bool,
    /// What is told of it.
    pub findings: Vec<Finding>,
    /// What keeps it from being told, or from being found.
    pub silences: Vec<Silence>,
    /// What the priority of each finding is made of, also of what is silenced.
    pub weighed: Vec<Weighed>,
    /// The conditions on these elements, in the order of the rule.
    pub parts: Vec<Part>,
    pub choices: Option<Choices>,
    /// What each answer to what is unknown would lead to while all else stays.
    pub answers: Vec<Answer>,
}

/// The truth of a rule's condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOutcome {
    Fires,
    Silent,
    /// It hangs on what nobody has stated.
    Open,
    /// It hangs on what is stated not to apply: nobody is asked.
    NotApplicable,
}

/// One of the conditions that all have to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As it stands in the rule.
    pub text: String,
    pub location: Option<Location>,
    pub outcome: RuleOutcome,
    /// The facts that made it true or false.
    pub because: Vec<Reason>,
    pub unknown: Vec<Open>,
    /// Of a path that holds.
    pub path: Vec<Hop>,
    pub missing: Vec<NoPath>,
    /// Elements whose kind it asks for.
    pub kinds: Vec<Named>,
    /// Of an `or` that does not hold: for each branch the condition in it that does not.
    pub branches: Vec<Part>,
}

/// A path that the rule asks for and that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPath {
    pub from: Name,
    pub to: Name,
    pub relation: Name,
    /// The shortest way without the conditions of the path; empty: there is none.
    pub way: Vec<Hop>,
    /// The first condition that fails on that way, as it stands in the rule, and at which element.
    pub fails: Option<(String, Name)>,
}

/// What became of everything that the rule's other variables can stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// `x: component`, `f in s.outgoing`
    pub variables: Vec<String>,
    pub looked_at: usize,
    pub is_whole: bool,
    /// Those that hold, those that are open, then those that fail, the ones that came farthest first.
    pub groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub outcome: RuleOutcome,
    pub count: usize,
    /// The first few.
    pub elements: Vec<Vec<Name>>,
    /// Of the first: the condition that fails, or all of them.
    pub parts: Vec<Part>,
}

/// What the answers to one unstated control would lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub asked: Open,
    /// By outcome, the values that lead there; as they would be written.
    pub outcomes: Vec<(RuleOutcome, Vec<Name>)>,
}

/// What keeps the question from being answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// There is no such rule.
    NoRule,
    /// The rule has errors, so it does not run.
    Broken,
    /// The rule speaks about other elements: `flow`, or `service, datastore`; empty: about the project.
    NotLookedAt(String),
}

/// Why a rule says what it says of some elements: the values of its first variables.
pub fn why(
    db: &Database,
    project: Project,
    options: &ReportOptions,
    rule: &str,
    on: &[ElementId],
) -> Result<Why, NoAnswer> {
    let pack = db::pack(db, project);
    let Some(found) = pack.find(rule) else {
        return Err(if pack.is_known(rule) { NoAnswer::Broken } else { NoAnswer::NoRule });
    };
    inspect(db, project, |inspection| {
        let not_looked_at = || NoAnswer::NotLookedAt(inspection.subjects_of(found));
        if on.len() > found.subjects.len() || (on.is_empty() && !found.subjects.is_empty()) {
            return Err(not_looked_at());
        }
        let verdict = inspection.engine.verdict(found, on).ok_or_else(not_looked_at)?;
        let on: Vec<Named> = on.iter().map(|id| inspection.named(*id)).collect();
        let told = |finding: &Finding| {
            let about = finding.on.iter().take(on.len());
            finding.rule == found.name && about.map(|subject| &subject.name).eq(on.iter().map(|on| &on.name))
        };
        let is_off = db::is_off(db, project, &found.name);
        let mut silences = silences::by_options(found, is_off, options, pack);
        let given = options;
        let options = super::own_places(options);
        let report = report(db, project, &options);
        let mut findings = report.findings.into_iter().filter(told).collect();
        silences.extend(report.silenced.into_iter().filter(told).map(Silence::decided));
        silences.extend(silences::by_baseline(&mut findings, given, pack));
        silences.extend(inspection.assumed(&verdict));
        let ids: Vec<ElementId> = on.iter().map(|on| on.id).collect();
        let weighed = weigh(db, project, &options, &found.name, &ids);
        let why = inspection.why(found, verdict, on);
        Ok(Why { weighed, is_off, findings, silences, ..why })
    })
}

/// What a rule speaks about: the kinds of its variables. `None`: there is no such rule, or it does not run.
#[must_use]
pub fn subjects_of(db: &Database, project: Project, rule: &str) -> Option<Vec<Name>> {
    let found = db::pack(db, project).find(rule)?;
    inspect(db, project, |inspection| Some(inspection.kinds_of(found)))
}

impl Inspection<'_> {
    fn why(&self, rule: &Rule, verdict: Verdict, on: Vec<Named>) -> Why {
        let part = |part: tm_rules::Part| self.part(rule, part);
        let choices = verdict.choices.map(|choices| Choices {
            variables: choices.variables.iter().map(|name| self.variable(rule, name)).collect(),
            looked_at: choices.looked_at,
            is_whole: choices.is_whole,
            groups: choices.groups.into_iter().map(|group| self.group(rule, group)).collect(),
        });
        Why {
            rule: rule.name.clone(),
            title: rule.title.clone(),
            location: self.place(rule.site),
            on,
            outcome: outcome(verdict.truth),
            is_off: false,
            findings: Vec::new(),
            silences: Vec::new(),
            weighed: Vec::new(),
            parts: verdict.parts.into_iter().map(part).collect(),
            choices,
            answers: verdict.answers.iter().map(|answers| self.answer(answers)).collect(),
        }
    }

    fn group(&self, rule: &Rule, group: tm_rules::Group) -> Group {
        let names = |ids: &Vec<ElementId>| ids.iter().map(|id| self.name(*id)).collect();
        Group {
            outcome: outcome(group.truth),
            count: group.count,
            elements: group.elements.iter().map(names).collect(),
            parts: group.parts.into_iter().map(|part| self.part(rule, part)).collect(),
        }
    }

    fn part(&self, rule: &Rule, part: tm_rules::Part) -> Part {
        let site = |node| Site { unit: rule.site.unit, node };
        let (text, location) = match part.place {
            Place::Expr(node) => (self.source(site(node)), self.place(site(node))),
            Place::Path { from, to, relation } => {
                let (start, end) = (self.source(site(from)), self.source(site(to)));
                (format!("{start} ~> {end} along {}", self.relation_name(relation)), self.place(site(from)))
            }
        };
        Part {
            text,
            location,
            outcome: outcome(part.truth),
            because: part.because.iter().map(|reason| self.reason(reason)).collect(),
            unknown: part.unknown.iter().map(|control| self.open(*control)).collect(),
            path: part.path.iter().map(|hop| self.plain_hop(hop)).collect(),
            missing: part.missing.iter().map(|missing| self.missing(rule, missing)).collect(),
            kinds: part.kinds.iter().map(|id| self.named(*id)).collect(),
            branches: part.branches.into_iter().map(|part| self.part(rule, part)).collect(),
        }
    }

    fn missing(&self, rule: &Rule, missing: &Missing) -> NoPath {
        let fails = missing.fails.as_ref().map(|fails| {
            let text = self.source(Site { unit: rule.site.unit, node: fails.node });
            let mode = match fails.mode {
                tm_rules::ir::HopMode::All => "all",
                tm_rules::ir::HopMode::Any => "any",
                tm_rules::ir::HopMode::No => "no",
                tm_rules::ir::HopMode::First => "first",
                tm_rules::ir::HopMode::Last => "last",
                tm_rules::ir::HopMode::Avoiding => "avoiding",
            };
            (format!("{mode}: {text}"), self.name(fails.at))
        });
        NoPath {
            from: self.name(missing.from),
            to: self.name(missing.to),
            relation: self.relation_name(missing.relation),
            way: missing.way.iter().map(|hop| self.plain_hop(hop)).collect(),
            fails,
        }
    }

    fn answer(&self, answers: &tm_rules::Answers) -> Answer {
        let mut outcomes: Vec<(RuleOutcome, Vec<Name>)> = Vec::new();
        for (value, truth) in &answers.outcomes {
            let (outcome, value) = (outcome(*truth), self.display(value));
            match outcomes.iter_mut().find(|(known, _)| *known == outcome) {
                Some((_, values)) => values.push(value),
                None => outcomes.push((outcome, vec![value])),
            }
        }
        Answer { asked: self.open(answers.control), outcomes }
    }

    pub(super) fn open(&self, control: Control) -> Open {
        let attribute = self.world.schema().attribute(control.attribute);
        Open {
            element: self.name(control.element),
            attribute: attribute.map(|attribute| attribute.name.clone()).unwrap_or_default(),
            location: self.files.element(control.element),
        }
    }

    /// `x: component`, or `x` where it ranges over a list.
    fn variable(&self, rule: &Rule, name: &str) -> String {
        let binding = rule.subjects.iter().chain(&rule.witnesses).find(|binding| binding.name == name);
        match binding.map(|binding| &binding.source) {
            Some(BindingSource::Kind(kind)) => {
                let kind = self.world.schema().kind(*kind).map(|kind| kind.name.as_str()).unwrap_or_default();
                format!("{name}: {kind}")
            }
            Some(BindingSource::List(list)) => {
                format!("{name} in {}", self.source(Site { unit: rule.site.unit, node: list.node }))
            }
            None => name.to_owned(),
        }
    }

    fn kinds_of(&self, rule: &Rule) -> Vec<Name> {
        let kind = |source: &BindingSource| match source {
            BindingSource::Kind(kind) => self.world.schema().kind(*kind).map(|kind| kind.name.clone()),
            BindingSource::List(_) => None,
        };
        rule.subjects.iter().map(|binding| kind(&binding.source).unwrap_or(Name::new_static("element"))).collect()
    }

    fn subjects_of(&self, rule: &Rule) -> String {
        rule.subjects.iter().map(|binding| self.variable(rule, &binding.name)).collect::<Vec<_>>().join(", ")
    }
}

fn outcome(truth: Truth) -> RuleOutcome {
    match truth {
        Truth::True => RuleOutcome::Fires,
        Truth::False => RuleOutcome::Silent,
        Truth::Unknown => RuleOutcome::Open,
        Truth::NotApplicable => RuleOutcome::NotApplicable,
    }
}
