//! One element: what it is, every value with who says so, what was found of it, who reaches it.

use tm_model::{AttrId, Class, ElementId, Facts, Origin, Site, Value};

use super::reach::{Reach, every_reach};
use super::{Inspection, Named, inspect};
use crate::db::{self, Database, Project};
use crate::explain::documentation;
use crate::hir::Owner;
use crate::report::{Finding, Location, Name, Provenance, Question, Report};
use crate::reporting::{ReportOptions, provenance, report_on};
use crate::spans::Place;

#[derive(Clone, Debug, PartialEq)]
pub struct ElementSheet {
    pub element: Named,
    /// Markdown; empty: it has no documentation.
    pub docs: String,
    /// What it stands in, from inside out.
    pub within: Vec<Named>,
    /// What it is tied to, by the name of the built-in attribute: `from`, `endpoints`, `incoming`, …
    pub ties: Vec<(Name, Vec<Named>)>,
    /// What can be stated of it, by name; then what is derived.
    pub values: Vec<ValueLine>,
    pub findings: Vec<Finding>,
    pub questions: Vec<Question>,
    /// By relation, those along which anything leads to it or from it.
    pub reach: Vec<Reach>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueLine {
    pub attribute: Name,
    /// `fact`, `control`, `derive`
    pub class: &'static str,
    /// As it would be declared: `Encryption`, `[data]`.
    pub ty: Name,
    pub value: Value,
    /// As it would be written.
    pub shown: Name,
    /// Of a list: each member as it would be written.
    pub members: Vec<Name>,
    /// Of a list: what may be a member; empty names for what is not known at all.
    pub possible: Vec<Name>,
    pub provenance: Provenance,
    /// Nobody has stated it, and no default gives it a value.
    pub is_unstated: bool,
    /// The element that it is inherited from, or the assumption that supplies it.
    pub source: Option<Named>,
    pub location: Option<Location>,
}

/// Everything about one element. Findings and questions are those of a report with these options, put together by so many
/// threads.
#[must_use]
pub fn element(
    db: &Database,
    project: Project,
    options: &ReportOptions,
    id: ElementId,
    threads: usize,
) -> ElementSheet {
    let report = report_on(db, project, &super::own_places(options), threads);
    inspect(db, project, |inspection| ElementSheet {
        reach: every_reach(inspection, id),
        ..inspection.sheet(&report, id)
    })
}

/// An element with what a report says of it, but not who reaches it: for those who have the report already.
#[must_use]
pub fn element_in(db: &Database, project: Project, report: &Report, id: ElementId) -> ElementSheet {
    inspect(db, project, |inspection| inspection.sheet(report, id))
}

impl Inspection<'_> {
    fn sheet(&self, report: &Report, id: ElementId) -> ElementSheet {
        let element = self.named(id);
        let (name, kind) = (&element.name, &element.kind);
        let is_on = |finding: &&Finding| finding.on.iter().any(|on| on.name == *name && on.kind == *kind);
        ElementSheet {
            docs: self.docs(id),
            within: self.within(id),
            ties: self.ties(id),
            values: self.values(id),
            findings: report.findings.iter().filter(is_on).cloned().collect(),
            questions: report.questions.iter().filter(|question| question.element == *name).cloned().collect(),
            reach: Vec::new(),
            element,
        }
    }

    fn docs(&self, id: ElementId) -> String {
        let Some(file) = self.db.file(id.unit) else { return String::new() };
        let declared = db::declared(self.db, self.project, file);
        let index = declared.elements.iter().position(|it| it.as_ref().is_some_and(|it| it.slot == id.slot));
        let element = index.and_then(|index| db::world_items(self.db, file).elements.get(index));
        let node = element.map(|element| element.name.as_ref().map_or(element.node, |name| name.node));
        node.map(|node| documentation(self.db, file, node)).unwrap_or_default()
    }

    pub(super) fn within(&self, id: ElementId) -> Vec<Named> {
        let parent = |id: ElementId| self.world.links(id).and_then(|links| links.parent);
        let mut chain: Vec<ElementId> = Vec::new();
        let mut at = parent(id);
        while let Some(id) = at.filter(|id| !chain.contains(id)) {
            chain.push(id);
            at = parent(id);
        }
        chain.into_iter().map(|id| self.named(id)).collect()
    }

    fn ties(&self, id: ElementId) -> Vec<(Name, Vec<Named>)> {
        let Some(links) = self.world.links(id) else { return Vec::new() };
        let one = |id: Option<ElementId>| id.into_iter().collect::<Vec<_>>();
        // A component's members would be those of its boundary.
        let members = self.world.members(id).to_vec();
        let ties: [(&'static str, Vec<ElementId>); 8] = [
            ("from", one(links.from)),
            ("to", one(links.to)),
            ("endpoint", one(links.endpoint)),
            ("component", one(links.component)),
            ("endpoints", links.endpoints.clone()),
            ("incoming", links.incoming.clone()),
            ("outgoing", links.outgoing.clone()),
            ("members", members),
        ];
        let shown = ties.into_iter().filter(|(_, elements)| !elements.is_empty());
        shown.map(|(name, ids)| (Name::new_static(name), ids.iter().map(|id| self.named(*id)).collect())).collect()
    }

    pub(super) fn values(&self, id: ElementId) -> Vec<ValueLine> {
        let schema = self.world.schema();
        let kind = self.world.element(id).and_then(|element| schema.kind(element.kind));
        let attributes = kind.into_iter().flat_map(|kind| &kind.layout);
        let mut lines: Vec<ValueLine> = attributes.filter_map(|attribute| self.value_line(id, *attribute)).collect();
        lines.sort_by(|a, b| (a.class == "derive", &a.attribute).cmp(&(b.class == "derive", &b.attribute)));
        // A kind that declares a derived attribute again has both; the innermost counts.
        lines.dedup_by(|later, first| later.attribute == first.attribute);
        lines
    }

    /// `None` for what is structure.
    pub(super) fn value_line(&self, id: ElementId, attribute: AttrId) -> Option<ValueLine> {
        let schema = self.world.schema();
        let kind = self.world.element(id)?.kind;
        let declared = schema.attribute(attribute)?;
        let attribute = schema.find_attribute(kind, &declared.name)?;
        let declared = schema.attribute(attribute)?;
        let class = match declared.class {
            Class::Fact => "fact",
            Class::Control => "control",
            Class::Derived => "derive",
            Class::Builtin(_) => return None,
        };
        let (value, origin) = self.engine.value(id, attribute);
        let (provenance, site) = provenance(&origin);
        let (members, possible) = match &value {
            Value::Set(set) => {
                let maybe = |value: &Value| if value.is_definite() { self.display(value) } else { Name::default() };
                let members = set.members.iter().map(|value| self.display(value)).collect();
                (members, set.possible.iter().map(maybe).collect())
            }
            _ => (Vec::new(), Vec::new()),
        };
        // What is computed is declared somewhere.
        let site = if origin == Origin::Computed { declared.site } else { site };
        Some(ValueLine {
            attribute: declared.name.clone(),
            class,
            ty: schema.type_name(&declared.ty),
            shown: self.display(&value),
            members,
            possible,
            is_unstated: origin == Origin::Default(None) && !value.is_definite(),
            provenance,
            source: self.speaker(&origin).map(|id| self.named(id)),
            location: site.and_then(|site| self.place(site)),
            value,
        })
    }

    /// The element whose statement it is, where that is another one.
    fn speaker(&self, origin: &Origin) -> Option<ElementId> {
        match origin {
            Origin::Assumed(assumption, _) => Some(*assumption),
            Origin::Each(site) | Origin::Inherited(site) => self.owner(*site),
            _ => None,
        }
    }

    /// The element that a statement stands in, or that an `each` or `extend` is about.
    fn owner(&self, site: Site) -> Option<ElementId> {
        let file = self.db.file(site.unit)?;
        let structure = &db::references(self.db, self.project, file).structure;
        let declared = db::declared(self.db, self.project, file);
        let element = |owner: Owner| match owner {
            Owner::Module => None,
            Owner::Element(index) => {
                let slot = declared.elements.get(index as usize)?.as_ref()?.slot;
                Some(ElementId { unit: site.unit, slot })
            }
            Owner::Extension(index) => *structure.extensions.get(index as usize)?,
        };
        match Place::of(site) {
            Place::Own { index, .. } | Place::Element(index) => Some(ElementId { unit: site.unit, slot: index }),
            Place::Each { index, .. } => element(db::world_items(self.db, file).eaches.get(index as usize)?.owner),
            Place::Extension { index, .. } => *structure.extensions.get(index as usize)?,
            Place::Node(_) => None,
        }
    }
}
