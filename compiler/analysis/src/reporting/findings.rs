//! Findings with names, values and places instead of ids.

use std::fmt::{self, Write};

use rustc_hash::FxHashMap;
use smol_str::SmolStrBuilder;
use tm_model::{Class, ElementId, EnumValueId, Origin, Schema, Site, Value};
use tm_rules::ir::Rule;
use tm_rules::{At, Control, Engine, World};

use super::asked::Asked;
use super::outcomes::Said;
use super::{Files, ReportOptions, decided, wording};
use crate::db::{RuleLevel, SourceFile};
use crate::priority::Priorities;
use crate::report::{Certainty, Finding, Hop, Location, Name, Provenance, Reason, Severity, Subject};
use crate::world::decisions::{Ledger, Verdict};

/// All that is needed to print what rules yield.
pub(crate) struct Rendering<'a, 'f> {
    pub world: &'a dyn World,
    pub engine: &'a Engine<'a>,
    pub files: &'a Files<'f>,
    pub ledger: &'a Ledger<'a>,
    pub options: &'a ReportOptions,
    /// What `tm.toml` makes of rules.
    pub levels: &'a FxHashMap<Name, RuleLevel>,
    pub priorities: &'a Priorities<'a>,
    /// Only what is located in this file is of interest.
    pub only: Option<Only>,
}

/// A file that alone is reported.
#[derive(Clone, Copy)]
pub(crate) struct Only {
    pub file: SourceFile,
    pub unit: u32,
    /// Among the files of the report.
    pub index: u32,
}

impl Rendering<'_, '_> {
    /// Adds to what is found and to what is silenced.
    pub fn findings(&self, said: &Said<'_>, findings: &mut Vec<Finding>, silenced: &mut Vec<Finding>) {
        let mut put = |finding: Finding, is_silenced: bool| {
            if is_silenced { silenced.push(finding) } else { findings.push(finding) }
        };
        for finding in &said.outcome.findings {
            let severity = self.severity(said.rule, finding.severity);
            self.judged(said.rule, finding, Certainty::Definite, severity, &mut put);
        }
        for possible in said.possible {
            let severity = self.severity(said.rule, possible.severity);
            self.judged(said.rule, possible, Certainty::Possible, severity, &mut put);
        }
    }

    /// Tells the ledger of what is said, and says nothing.
    pub fn weigh(&self, said: &Said<'_>) {
        let findings = said.outcome.findings.iter().map(|finding| finding.subjects.as_slice());
        let questions = said.outcome.questions.iter().map(|question| question.subjects.as_slice());
        for subjects in findings.chain(questions) {
            self.ledger.verdict(&said.rule.name, subjects);
        }
    }

    pub fn questions(&self, said: &Said<'_>, asked: &mut Asked) {
        for question in &said.outcome.questions {
            if !self.ledger.verdict(&said.rule.name, &question.subjects).is_silenced() {
                asked.question(said.number, question, self.only.map(|only| only.unit), &|id| self.name(id));
            }
        }
    }

    /// Puts a finding where decisions and safeguards want it.
    fn judged(
        &self,
        rule: &Rule,
        finding: &tm_rules::Finding,
        certainty: Certainty,
        severity: Severity,
        put: &mut dyn FnMut(Finding, bool),
    ) {
        let verdict = self.ledger.verdict(&rule.name, &finding.subjects);
        let place = self.location(rule, finding);
        if self.only.is_some_and(|only| place.0.file != only.index) {
            return;
        }
        put(self.finding(rule, finding, certainty, severity, &verdict, place), verdict.is_silenced());
    }

    /// That of the rule, or what `tm.toml` makes of it.
    pub fn severity(&self, rule: &Rule, value: EnumValueId) -> Severity {
        match self.levels.get(&rule.name) {
            Some(RuleLevel::Level(severity)) => *severity,
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
        (location, cause): (Location, Option<Location>),
    ) -> Finding {
        let weigh = || {
            let factors = self.priorities.factors(rule, finding, severity, certainty);
            let rating = |scheme| Box::new(self.priorities.rating(scheme, rule, finding, &factors));
            (factors.priority(), self.options.scheme.map(rating))
        };
        let (priority, rating) = if self.options.is_unranked { Default::default() } else { weigh() };
        let severity = if certainty == Certainty::Possible { lower(severity) } else { severity };
        let on: Vec<Subject> = finding.subjects.iter().map(|id| self.subject(*id)).collect();
        Finding {
            rule: rule.name.clone(),
            title: rule.title.clone(),
            severity,
            certainty,
            priority,
            rating,
            message: wording::message(self.world, rule, finding),
            help: finding.help.clone(),
            location,
            cause,
            because: finding.because.iter().map(|reason| self.reason(reason, finding.at)).collect(),
            path: finding.path.iter().map(|hop| self.hop(hop)).collect(),
            stride: rule.metadata.stride.clone(),
            cwe: rule.metadata.cwe.clone(),
            id: self.id(rule, &finding.subjects),
            decision: decided::decision(self, verdict).map(Box::new),
            on,
        }
    }

    /// What a finding is called: its rule and the names of its subjects (invariant I6).
    pub fn id(&self, rule: &Rule, subjects: &[ElementId]) -> String {
        let mut id = format!("{}(", rule.name);
        for (at, subject) in subjects.iter().enumerate() {
            id.push_str(if at == 0 { "" } else { ", " });
            id.push_str(&self.name(*subject));
        }
        id.push_str(if subjects.is_empty() { "project)" } else { ")" });
        id
    }

    /// Where a finding is shown; and, if what is shown there is said of many elements at once, that place as the cause.
    fn location(&self, rule: &Rule, finding: &tm_rules::Finding) -> (Location, Option<Location>) {
        let (site, element) = shown_at(self.engine, finding);
        if let Some((site, is_shared)) = site
            && let Some(location) = self.files.own_site(site)
        {
            return (location.clone(), is_shared.then_some(location));
        }
        let place = element.and_then(|id| self.files.element(id));
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
        element_name(self.world, id)
    }

    pub fn attribute(&self, control: Control) -> Name {
        self.world.schema().attribute(control.attribute).map(|attribute| attribute.name.clone()).unwrap_or_default()
    }

    fn reason(&self, reason: &tm_rules::Reason, at: Option<At>) -> Reason {
        let (provenance, site) = provenance(&reason.origin);
        let attribute = self.world.schema().attribute(reason.control.attribute);
        let is_control = attribute.is_some_and(|attribute| attribute.class == Class::Control);
        let is_said = reason.origin != Origin::Computed;
        let is_pointed_at = at == Some(At::Attribute(reason.control));
        Reason {
            element: self.name(reason.control.element),
            attribute: self.attribute(reason.control),
            value: display(self.world, &reason.value),
            provenance,
            location: site.and_then(|site| self.files.own_site(site)),
            is_cause: reason.is_needed && is_said && (is_control || is_pointed_at),
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

/// What a finding points at: where a value is stated (and whether it is said of many elements there), which counts if it is
/// in the project; else an element, else the project.
pub(crate) fn shown_at(engine: &Engine<'_>, finding: &tm_rules::Finding) -> (Option<(Site, bool)>, Option<ElementId>) {
    match finding.at {
        Some(At::Attribute(control)) => {
            let (_, origin) = engine.value(control.element, control.attribute);
            let site = match origin {
                Origin::Stated(site) => Some((site, false)),
                Origin::Each(site) | Origin::Inherited(site) | Origin::Assumed(_, site) => Some((site, true)),
                Origin::Default(_) | Origin::Computed => None,
            };
            (site, Some(control.element))
        }
        Some(At::Element(element)) => (None, Some(element)),
        None => (None, finding.subjects.first().copied()),
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
        Value::Enum(id) => enum_name(world.schema(), *id),
        Value::Element(id) => element_name(world, *id),
        _ => {
            let mut shown = SmolStrBuilder::new();
            // Nothing that is written to memory fails.
            _ = write(world, value, &mut shown);
            shown.finish()
        }
    }
}

fn write(world: &dyn World, value: &Value, to: &mut SmolStrBuilder) -> fmt::Result {
    match value {
        Value::Unset => to.push_str("unset"),
        Value::Unknown => to.push_str("unknown"),
        Value::NotApplicable(reason) => write!(to, "not-applicable({reason:?})")?,
        Value::Bool(true) => to.push_str("true"),
        Value::Bool(false) => to.push_str("false"),
        Value::Int(value) => write!(to, "{value}")?,
        Value::Text(text) => write!(to, "{text:?}")?,
        Value::Date(date) => write!(to, "{date}")?,
        Value::Enum(id) => to.push_str(&enum_name(world.schema(), *id)),
        Value::Element(id) => to.push_str(&element_name(world, *id)),
        Value::Set(set) => {
            to.push('[');
            let all =
                set.members.iter().map(|member| (member, "")).chain(set.possible.iter().map(|member| (member, "?")));
            for (at, (member, mark)) in all.enumerate() {
                to.push_str(if at == 0 { "" } else { ", " });
                // What stands for members that are not known at all.
                if !mark.is_empty() && !member.is_definite() {
                    to.push('…');
                    continue;
                }
                write(world, member, to)?;
                to.push_str(mark);
            }
            to.push(']');
        }
    }
    Ok(())
}

fn element_name(world: &dyn World, id: ElementId) -> Name {
    world.element(id).map(|element| element.qualified.clone()).unwrap_or_default()
}

fn enum_name(schema: &Schema, id: EnumValueId) -> Name {
    schema.enum_value(id).map(|value| value.name.clone()).unwrap_or_default()
}
