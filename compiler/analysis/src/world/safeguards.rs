//! Safeguards: which are in force, and what they cover.

use smol_str::SmolStr;
use tm_model::{Date, ElementId, Origin, Site, Value};
use tm_rules::{Engine, World};

use super::decisions::{is_empty, unknown_rule};
use super::declare::Declared;
use crate::db::Pack;
use crate::diagnostic::Diagnostic;
use crate::hir::{self, Literal, ValueKind};
use crate::spans::Place;

/// What the units of a world say, by number.
pub(crate) type Units<'a> = dyn Fn(u32) -> Option<(&'a hir::World, &'a Declared)> + 'a;

pub(crate) struct Safeguard {
    pub id: ElementId,
    pub about: Vec<ElementId>,
    /// Rules by their present names.
    against: Vec<SmolStr>,
    /// `verified`, `implemented`, …; empty: nobody says how far it has come.
    pub status: SmolStr,
    pub expires: Option<Date>,
    pub is_expired: bool,
}

impl Safeguard {
    /// Only what was seen to work silences.
    pub fn silences(&self) -> bool {
        self.status == "verified" && !self.is_expired
    }

    pub fn is_against(&self, rule: &str) -> bool {
        self.against.iter().any(|name| name == rule)
    }

    /// Names of the rules that it is against.
    pub fn rules(&self) -> &[SmolStr] {
        &self.against
    }

    /// It protects what it is about and what stands in that; a flow stands in what holds both of its ends.
    pub fn covers(&self, rule: &str, subjects: &[ElementId], world: &dyn World) -> bool {
        let Some(subject) = subjects.first().filter(|_| self.is_against(rule)) else { return false };
        self.holds(*subject, world)
    }

    /// Whether something is what it is about, or stands in that.
    pub fn holds(&self, subject: ElementId, world: &dyn World) -> bool {
        let inside = |id: ElementId| {
            let mut at = Some(id);
            let mut steps = 0;
            while let Some(id) = at.filter(|_| steps < 64) {
                if self.about.contains(&id) {
                    return true;
                }
                at = world.links(id).and_then(|links| links.parent);
                steps += 1;
            }
            false
        };
        match world.links(subject).map(|links| (links.from, links.to)) {
            Some((Some(from), Some(to))) => self.about.contains(&subject) || (inside(from) && inside(to)),
            _ => inside(subject),
        }
    }
}

/// All safeguards, in source order; and what is wrong with them.
pub(crate) fn safeguards(
    pack: &Pack,
    engine: &Engine<'_>,
    world: &dyn World,
    units: &Units<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Safeguard> {
    let schema = world.schema();
    let kind = schema.roots.safeguard;
    let mut safeguards = Vec::new();
    for id in world.all(kind) {
        let value = |name: &str| schema.find_attribute(kind, name).map(|attribute| engine.value(*id, attribute));
        let members = |name: &str| match value(name) {
            Some((Value::Set(set), _)) => set.members.clone(),
            _ => Vec::new(),
        };
        let against: Vec<SmolStr> = members("against")
            .into_iter()
            .filter_map(|member| match member {
                Value::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        for name in &against {
            if !pack.is_known(name) {
                let stated = value("against").and_then(|(_, origin)| match origin {
                    Origin::Stated(site) | Origin::Each(site) => Some(item(site, name, units).unwrap_or(site)),
                    _ => None,
                });
                let site = stated.unwrap_or_else(|| Place::element(*id));
                let known = pack.rules.iter().map(|rule| rule.name.as_str());
                let error = unknown_rule(name, site, known, diagnostics);
                diagnostics.push(error);
            }
        }
        let against = against.iter().map(|name| SmolStr::new(pack.retired.present(name))).collect();
        let status = match value("status") {
            Some((Value::Enum(status), _)) => schema.enum_value(status).map(|value| value.name.clone()),
            Some((Value::Text(text), _)) => Some(text),
            _ => None,
        };
        let expires = match value("expires") {
            Some((Value::Date(date), _)) => Some(date),
            _ => None,
        };
        let expired = expires.is_some_and(|date| date < world.today());
        if expired {
            diagnostics.push(
                Diagnostic::warning(
                    "safeguard-expired",
                    Place::element(*id),
                    "this safeguard has expired: it silences nothing",
                )
                .help("verify that it is still in force and give it a new date, or remove it"),
            );
        }
        let silences = status.as_deref() == Some("verified") && !expired;
        let is_missing = |name: &&str| value(name).is_some_and(|(value, _)| is_empty(&value));
        let missing: Vec<&str> = ["owner", "expires"].into_iter().filter(is_missing).collect();
        if silences && !missing.is_empty() {
            let why = if missing.contains(&"expires") { "it silences for ever" } else { "nobody answers for it" };
            let message = format!("this safeguard lacks `{}`: {why}", missing.join("` and `"));
            diagnostics.push(
                Diagnostic::warning("incomplete-safeguard", Place::element(*id), message)
                    .help("state who answers for it, and the last day on which it holds without another look"),
            );
        }
        let about = members("about")
            .into_iter()
            .filter_map(|member| match member {
                Value::Element(id) => Some(id),
                _ => None,
            })
            .collect();
        safeguards.push(Safeguard {
            id: *id,
            about,
            against,
            status: status.unwrap_or_default(),
            expires,
            is_expired: expired,
        });
    }
    safeguards
}

/// Where an item of the list that is stated at a place is written.
fn item(stated: Site, name: &str, units: &Units<'_>) -> Option<Site> {
    let (world, declared) = units(stated.unit)?;
    let (statements, number) = match Place::of(stated) {
        Place::Own { index: slot, statement } => {
            let is_it =
                |element: &Option<super::declare::DeclaredElement>| element.as_ref().is_some_and(|it| it.slot == slot);
            let index = declared.elements.iter().position(is_it)?;
            (&world.elements.get(index)?.statements, statement)
        }
        Place::Each { index, statement } => (&world.eaches.get(index as usize)?.statements, statement),
        Place::Extension { index, statement } => (&world.extensions.get(index as usize)?.statements, statement),
        Place::Node(_) | Place::Element(_) => return None,
    };
    let ValueKind::List(items) = &statements.get(number as usize)?.value.as_ref()?.kind else { return None };
    let says = |item: &&hir::Value| match &item.kind {
        ValueKind::Path(path) => matches!(path.segments.as_slice(), [only] if only == name),
        ValueKind::Literal(Literal::Text(text)) => text == name,
        _ => false,
    };
    Some(Place::Node(items.iter().find(says)?.node).at(stated.unit))
}
