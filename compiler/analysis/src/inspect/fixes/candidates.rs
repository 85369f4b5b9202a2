//! The changes that could help: statements of controls that findings rest on, and flows on their paths.

use std::collections::BTreeMap;
use std::ops::Range;

use tm_model::{Class, ElementId, EnumValueId, Origin, Site, Type, Value};
use tm_rules::Control;

use super::Change;
use super::trial::Edit;
use crate::db::{self, Database, Project};
use crate::report::Name;
use crate::reporting::{Rendering, ReportOptions, outcomes};

/// One place, and what could stand there.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub effort: u32,
    pub values: Vec<Choice>,
    /// The ids of the findings that rest on it.
    pub findings: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub change: Change,
    pub edit: Edit,
}

#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// In the order of the text.
    pub all: Vec<Candidate>,
    /// By finding and by the element whose control it is: places in `all`.
    pub by_element: BTreeMap<(String, Name), Vec<usize>>,
    /// By name, flows that could be taken away.
    pub flows: BTreeMap<Name, Candidate>,
}

/// What an attribute of one element costs, one of many elements or of a boundary, a flow.
const ATTRIBUTE: u32 = 1;
const SHARED: u32 = 2;
const FLOW: u32 = 3;

/// So many elements of one shared statement are asked whether another value would do.
const LOOKED_AT: usize = 16;

/// What stands in one place.
#[derive(Default)]
struct Found {
    /// Of which elements findings rest on it; the first is shown.
    controls: Vec<Control>,
    value: Option<Value>,
    is_shared: bool,
    findings: Vec<(String, Name)>,
    /// What the findings say to state there: `encryption: mtls`.
    helps: Vec<Name>,
}

pub(super) fn collect(
    db: &Database,
    project: Project,
    rendering: &Rendering<'_, '_>,
    options: &ReportOptions,
) -> Candidates {
    let mut found: BTreeMap<Site, Found> = BTreeMap::new();
    let mut flows: BTreeMap<Name, Candidate> = BTreeMap::new();
    for said in outcomes(db, project, db::pack(db, project), options) {
        let rule = said.rule;
        for finding in &said.outcome.findings {
            if rendering.ledger.verdict(&rule.name, &finding.subjects).is_silenced() {
                continue;
            }
            let id = rendering.id(rule, &finding.subjects);
            for reason in &finding.because {
                let (site, is_shared) = match reason.origin {
                    Origin::Stated(site) => (site, false),
                    Origin::Each(site) | Origin::Inherited(site) => (site, true),
                    _ => continue,
                };
                let attribute = rendering.world.schema().attribute(reason.control.attribute);
                let is_control = attribute.is_some_and(|attribute| attribute.class == Class::Control);
                if !is_control || rendering.files.own_site(site).is_none() {
                    continue;
                }
                let found = found.entry(site).or_default();
                if !found.controls.contains(&reason.control) && found.controls.len() < LOOKED_AT {
                    found.controls.push(reason.control);
                }
                found.value.get_or_insert_with(|| reason.value.clone());
                found.is_shared |= is_shared || is_boundary(rendering, reason.control.element);
                found.helps.extend(finding.help.clone().filter(|help| !found.helps.contains(help)));
                found.findings.push((id.clone(), rendering.name(reason.control.element)));
            }
            for via in finding.path.iter().filter_map(|hop| hop.via) {
                if let Some(removal) = removal(rendering, via) {
                    let candidate = flows.entry(rendering.name(via)).or_insert(removal);
                    candidate.findings.push(id.clone());
                }
            }
        }
    }
    let mut candidates = Candidates { flows, ..Candidates::default() };
    for (site, found) in found {
        let values = choices(rendering, site, &found);
        if values.is_empty() {
            continue;
        }
        let place = candidates.all.len();
        let mut findings: Vec<String> = Vec::new();
        for (id, element) in found.findings {
            candidates.by_element.entry((id.clone(), element)).or_default().push(place);
            findings.push(id);
        }
        findings.sort();
        findings.dedup();
        candidates.all.push(Candidate { effort: if found.is_shared { SHARED } else { ATTRIBUTE }, values, findings });
    }
    candidates
}

fn is_boundary(rendering: &Rendering<'_, '_>, id: ElementId) -> bool {
    let schema = rendering.world.schema();
    rendering.world.element(id).is_some_and(|element| schema.is_a(element.kind, schema.roots.boundary))
}

/// The values that the findings themselves advise; where they advise none, all others that say something, the last first:
/// that is mostly the strongest. Values that would not fit what else is stated are left out.
fn choices(rendering: &Rendering<'_, '_>, site: Site, found: &Found) -> Vec<Choice> {
    let (Some(&control), Some(value)) = (found.controls.first(), &found.value) else { return Vec::new() };
    let schema = rendering.world.schema();
    let Some(attribute) = schema.attribute(control.attribute) else { return Vec::new() };
    let others: Vec<(Name, Value)> = match &attribute.ty {
        Type::Bool => vec![("true".into(), Value::Bool(true)), ("false".into(), Value::Bool(false))],
        Type::Enum(of) => {
            let values = schema.enumeration(*of).map(|of| of.values.as_slice()).unwrap_or_default();
            let named = (0..).zip(values).map(|(index, value)| {
                let id = EnumValueId { of: *of, index };
                (value.name.clone(), Value::Enum(id))
            });
            // `other` is what nobody noted, and answers nothing; `none` protects nobody.
            let mut named: Vec<_> = named.filter(|(name, _)| name != "other" && name != "none").collect();
            named.reverse();
            named
        }
        _ => Vec::new(),
    };
    let now = crate::reporting::display(rendering.world, value);
    let Some(range) = bytes(rendering, site) else { return Vec::new() };
    let choice = |to: Name| Choice {
        edit: Edit { unit: site.unit, range: range.clone(), text: format!("{}: {to}", attribute.name) },
        change: Change::State {
            element: rendering.name(control.element),
            attribute: attribute.name.clone(),
            from: now.clone(),
            to,
            location: rendering.files.own_site(site),
            is_shared: found.is_shared && !is_boundary(rendering, control.element),
        },
    };
    let fits = |value: &Value| !found.controls.iter().any(|&control| is_inadvisable(rendering, control, value));
    let others = others.into_iter().filter(|(name, value)| *name != now && fits(value));
    let others: Vec<Name> = others.map(|(name, _)| name).collect();
    let is_advised = |value: &Name| {
        let statement = format!("`{}: {value}`", attribute.name);
        found.helps.iter().any(|help| help.contains(&statement))
    };
    let advised: Vec<Name> = others.iter().filter(|value| is_advised(value)).cloned().collect();
    let values = if advised.is_empty() { others } else { advised };
    values.into_iter().map(choice).collect()
}

/// Whether that would be no advice: what the vocabulary derives as `inadvisable-` and the attribute's name.
fn is_inadvisable(rendering: &Rendering<'_, '_>, control: Control, value: &Value) -> bool {
    let schema = rendering.world.schema();
    let Some(element) = rendering.world.element(control.element) else { return false };
    let name = schema.attribute(control.attribute).map(|attribute| format!("inadvisable-{}", attribute.name));
    let attribute = name.and_then(|name| schema.find_attribute(element.kind, &name));
    attribute.is_some_and(|attribute| {
        rendering.engine.value_if(control.element, attribute, control, value) == Value::Bool(true)
    })
}

fn bytes(rendering: &Rendering<'_, '_>, site: Site) -> Option<Range<usize>> {
    let range = rendering.files.own_site(site)?.range;
    Some(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}

fn removal(rendering: &Rendering<'_, '_>, flow: ElementId) -> Option<Candidate> {
    let schema = rendering.world.schema();
    let is_flow = rendering.world.element(flow).is_some_and(|element| element.kind == schema.roots.flow);
    let range = rendering.files.whole(flow).filter(|_| is_flow)?;
    let range = usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?;
    let change = Change::Remove { flow: rendering.name(flow), location: rendering.files.element(flow) };
    let edit = Edit { unit: flow.unit, range, text: String::new() };
    Some(Candidate { effort: FLOW, values: vec![Choice { change, edit }], findings: Vec::new() })
}
