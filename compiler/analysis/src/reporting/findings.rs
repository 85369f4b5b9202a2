//! Findings with names, values and places instead of ids.

use tm_model::{ElementId, EnumValueId, Origin, Schema, Value};
use tm_rules::ir::Rule;
use tm_rules::{At, Control, Engine, Outcome, Question, World};

use super::decided;
use super::questions::Questions;
use super::{Files, Profile, ReportOptions};
use crate::db::{RuleLevel, Settings};
use crate::priority::Priorities;
use crate::report::{Certainty, Finding, Hop, Location, Name, Provenance, Reason, Report, Severity, Subject};
use crate::world::decisions::{Ledger, Verdict};

/// All that is needed to print what rules yield.
pub(crate) struct Rendering<'a> {
    pub world: &'a dyn World,
    pub engine: &'a Engine<'a>,
    pub files: &'a Files<'a>,
    pub ledger: &'a Ledger<'a>,
    pub options: &'a ReportOptions,
    pub settings: &'a Settings,
    pub priorities: &'a Priorities<'a>,
}

impl Rendering<'_> {
    pub fn findings(&self, rule: &Rule, outcome: &Outcome, report: &mut Report) {
        for finding in &outcome.findings {
            let severity = self.severity(rule, finding.severity);
            self.judged(rule, finding, Certainty::Definite, severity, report);
        }
    }

    pub fn questions(&self, rule: &Rule, outcome: &Outcome, report: &mut Report, questions: &mut Questions) {
        let mut raised = Vec::new();
        for question in &outcome.questions {
            let is_silenced = self.ledger.verdict(&rule.name, &question.subjects).is_silenced();
            if self.raises(question) {
                raised.push(question.subjects.as_slice());
            }
            if !is_silenced {
                questions.add(rule, question);
            }
        }
        for possible in self.engine.possible(rule, &raised) {
            let severity = self.severity(rule, possible.severity);
            self.judged(rule, &possible, Certainty::Possible, severity, report);
        }
    }

    /// Puts a finding where decisions and safeguards want it.
    fn judged(
        &self,
        rule: &Rule,
        finding: &tm_rules::Finding,
        certainty: Certainty,
        severity: Severity,
        report: &mut Report,
    ) {
        let verdict = self.ledger.verdict(&rule.name, &finding.subjects);
        let to = if verdict.is_silenced() { &mut report.silenced } else { &mut report.findings };
        to.push(self.finding(rule, finding, certainty, severity, &verdict));
    }

    /// Whether the profile makes a finding of a question.
    pub fn raises(&self, question: &Question) -> bool {
        match self.options.profile {
            Profile::Draft | Profile::Default => false,
            Profile::Paranoid => true,
            Profile::Strict => question.subjects.iter().any(|subject| is_heightened(self.world, self.engine, *subject)),
        }
    }

    /// That of the rule, or what `tm.toml` makes of it.
    pub fn severity(&self, rule: &Rule, value: EnumValueId) -> Severity {
        let level = self.settings.rules.iter().find(|(name, _)| *name == rule.name).map(|(_, level)| *level);
        match level {
            Some(RuleLevel::Level(severity)) => severity,
            _ => Severity::ALL.get(value.index as usize).copied().unwrap_or(Severity::High),
        }
    }

    fn finding(
        &self,
        rule: &Rule,
        finding: &tm_rules::Finding,
        certainty: Certainty,
        severity: Severity,
        verdict: &Verdict<'_>,
    ) -> Finding {
        let (location, cause) = self.location(rule, finding);
        let factors = self.priorities.factors(rule, finding, severity, certainty);
        let rating =
            self.options.scheme.map(|scheme| Box::new(self.priorities.rating(scheme, rule, finding, &factors)));
        let severity = if certainty == Certainty::Possible { lower(severity) } else { severity };
        let on: Vec<Subject> = finding.subjects.iter().map(|id| self.subject(*id)).collect();
        let names: Vec<&str> = on.iter().map(|subject| subject.name.as_str()).collect();
        let id = if names.is_empty() {
            format!("{}(project)", rule.name)
        } else {
            format!("{}({})", rule.name, names.join(", "))
        };
        Finding {
            rule: rule.name.clone(),
            title: rule.title.clone(),
            severity,
            certainty,
            priority: factors.priority(),
            rating,
            message: finding.message.clone(),
            help: finding.help.clone(),
            location,
            cause,
            because: finding.because.iter().map(|reason| self.reason(reason)).collect(),
            path: finding.path.iter().map(|hop| self.hop(hop)).collect(),
            stride: rule.metadata.stride.clone(),
            cwe: rule.metadata.cwe.clone(),
            id,
            decision: decided::decision(self, verdict),
            on,
        }
    }

    /// Where a finding is shown; and, if what is shown there is said of many elements at once, that place as the cause.
    fn location(&self, rule: &Rule, finding: &tm_rules::Finding) -> (Location, Option<Location>) {
        let subject = finding.subjects.first().copied();
        let element = match finding.at {
            Some(At::Attribute(control)) => {
                let (_, origin) = self.engine.value(control.element, control.attribute);
                let site = match origin {
                    Origin::Stated(site) | Origin::Each(site) | Origin::Inherited(site) | Origin::Assumed(_, site) => {
                        Some(site)
                    }
                    Origin::Default(_) | Origin::Computed => None,
                };
                if let Some(location) = site.and_then(|site| self.files.own_site(site)) {
                    let shared = matches!(origin, Origin::Each(_) | Origin::Inherited(_) | Origin::Assumed(..));
                    return (location.clone(), shared.then_some(location));
                }
                Some(control.element)
            }
            Some(At::Element(element)) => Some(element),
            None => subject,
        };
        let place = element.or(subject).and_then(|id| self.files.element(id));
        let place = place.or_else(|| self.files.root_module()).or_else(|| self.files.site(rule.site));
        (place.unwrap_or_default(), None)
    }

    pub fn subject(&self, id: ElementId) -> Subject {
        let element = self.world.element(id);
        let kind = element.and_then(|element| self.world.schema().kind(element.kind));
        Subject {
            name: element.map(|element| element.qualified.clone()).unwrap_or_default(),
            kind: kind.map(|kind| kind.name.clone()).unwrap_or_default(),
        }
    }

    pub fn name(&self, id: ElementId) -> Name {
        self.world.element(id).map(|element| element.qualified.clone()).unwrap_or_default()
    }

    pub fn attribute(&self, control: Control) -> Name {
        self.world.schema().attribute(control.attribute).map(|attribute| attribute.name.clone()).unwrap_or_default()
    }

    fn reason(&self, reason: &tm_rules::Reason) -> Reason {
        let (provenance, site) = provenance(&reason.origin);
        Reason {
            element: self.name(reason.control.element),
            attribute: self.attribute(reason.control),
            value: display(self.world, &reason.value),
            provenance,
            location: site.and_then(|site| self.files.own_site(site)),
        }
    }

    fn hop(&self, hop: &tm_rules::Hop) -> Hop {
        let via = hop.via.and_then(|via| self.files.element(via));
        Hop {
            from: self.name(hop.from),
            to: self.name(hop.to),
            via: hop.via.map(|via| self.name(via)),
            location: via.or_else(|| self.files.element(hop.from)),
        }
    }
}

pub(crate) fn provenance(origin: &Origin) -> (Provenance, Option<tm_model::Site>) {
    match origin {
        Origin::Stated(site) => (Provenance::Stated, Some(*site)),
        Origin::Each(site) => (Provenance::Each, Some(*site)),
        Origin::Inherited(site) => (Provenance::Inherited, Some(*site)),
        Origin::Assumed(_, site) => (Provenance::Assumed, Some(*site)),
        Origin::Default(site) => (Provenance::Default, *site),
        Origin::Computed => (Provenance::Derived, None),
    }
}

fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    }
}

/// What the profile `strict` looks at: an attribute that the standard library derives.
pub(crate) fn is_heightened(world: &dyn World, engine: &Engine<'_>, id: ElementId) -> bool {
    let Some(element) = world.element(id) else { return false };
    let attribute = world.schema().find_attribute(element.kind, "heightened");
    attribute.is_some_and(|attribute| engine.value(id, attribute).0 == Value::Bool(true))
}

/// A value as it would be written.
pub(crate) fn display(world: &dyn World, value: &Value) -> Name {
    match value {
        Value::Unset => Name::new_static("unset"),
        Value::Unknown => Name::new_static("unknown"),
        Value::NotApplicable(reason) => Name::new(format!("not-applicable({reason:?})")),
        Value::Bool(true) => Name::new_static("true"),
        Value::Bool(false) => Name::new_static("false"),
        Value::Int(value) => Name::new(value.to_string()),
        Value::Text(text) => Name::new(format!("{text:?}")),
        Value::Date(date) => Name::new(date.to_string()),
        Value::Enum(id) => enum_name(world.schema(), *id),
        Value::Element(id) => world.element(*id).map(|element| element.qualified.clone()).unwrap_or_default(),
        Value::Set(set) => {
            let members = set.members.iter().map(|member| display(world, member).to_string());
            let possible = set.possible.iter().map(|member| perhaps(world, member));
            Name::new(format!("[{}]", members.chain(possible).collect::<Vec<_>>().join(", ")))
        }
    }
}

/// A member that is not certain; what stands for members that are not known at all is shown as dots.
fn perhaps(world: &dyn World, member: &Value) -> String {
    if member.is_definite() { format!("{}?", display(world, member)) } else { "…".to_owned() }
}

fn enum_name(schema: &Schema, id: EnumValueId) -> Name {
    schema.enum_value(id).map(|value| value.name.clone()).unwrap_or_default()
}
