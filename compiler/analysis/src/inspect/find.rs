//! Which element a person means by a name.

use smol_str::SmolStr;
use tm_model::{ElementId, Facts, KindId};

use super::{Inspection, inspect};
use crate::db::{Database, Project};
use crate::report::{Location, Name};
use crate::suggestion::nearest;

/// An element as people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: ElementId,
    /// `module.name`
    pub name: Name,
    pub kind: Name,
    pub location: Option<Location>,
}

/// What a name can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(Named),
    /// In source order.
    Several(Vec<Named>),
    /// Nothing; names near in spelling, the nearest first.
    None(Vec<Name>),
}

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space<'k> {
    All,
    /// Elements of a kind of this name.
    Kind(&'k str),
}

/// So many names are suggested.
const SUGGESTED: usize = 3;

/// The element that a text means: `cart`, `shop.cart`, `cart.add-item`, `checkout->cart`, or with its kind in front,
/// `data orders`.
#[must_use]
pub fn find(db: &Database, project: Project, text: &str) -> Found {
    find_any(db, project, text, Space::All)
}

/// As [`find`], among some elements only.
#[must_use]
pub fn find_any(db: &Database, project: Project, text: &str, space: Space<'_>) -> Found {
    inspect(db, project, |inspection| Finding::new(inspection, text, space).find())
}

/// The names of all kinds.
#[must_use]
pub fn kinds(db: &Database, project: Project) -> Vec<Name> {
    inspect(db, project, |inspection| inspection.world.schema().kinds.iter().map(|kind| kind.name.clone()).collect())
}

/// All elements of a kind, in source order. `None`: there is no such kind.
#[must_use]
pub fn of_kind(db: &Database, project: Project, kind: &str) -> Option<Vec<ElementId>> {
    inspect(db, project, |inspection| {
        let finding = Finding::new(inspection, "", Space::Kind(kind));
        (!finding.kinds.is_empty()).then(|| finding.elements().collect())
    })
}

struct Finding<'i, 'a> {
    inspection: &'i Inspection<'a>,
    kinds: Vec<KindId>,
    name: String,
}

impl<'i, 'a> Finding<'i, 'a> {
    fn new(inspection: &'i Inspection<'a>, text: &str, space: Space<'_>) -> Self {
        let arrow: Vec<&str> = text.split("->").map(str::trim).collect();
        let text = arrow.join("->");
        let (kind, name) = match text.split_once(char::is_whitespace) {
            Some((kind, name)) => (Some(kind), name.trim()),
            None => (None, text.trim()),
        };
        let kind = match (kind, space) {
            (Some(kind), _) | (None, Space::Kind(kind)) => Some(kind),
            (None, Space::All) => None,
        };
        let schema = inspection.world.schema();
        let kinds = match kind {
            Some(kind) => {
                let named = (0..).zip(&schema.kinds).filter(|(_, known)| known.name == kind);
                named.map(|(index, _)| KindId(index)).collect()
            }
            None => vec![schema.roots.element],
        };
        Self { inspection, kinds, name: name.to_owned() }
    }

    fn elements(&self) -> impl Iterator<Item = ElementId> {
        let world = self.inspection.world;
        let decision = world.schema().roots.decision;
        // Nobody calls them by a name: they are told when they are asked for.
        let decisions = self.kinds.contains(&decision);
        let all = self.kinds.iter().flat_map(move |kind| world.all(*kind)).copied();
        all.filter(move |id| world.element(*id).is_some_and(|element| decisions || element.kind != decision))
    }

    fn find(&self) -> Found {
        let exact: Vec<ElementId> = self.elements().filter(|id| self.inspection.name(*id) == self.name).collect();
        let found = if exact.is_empty() { self.elements().filter(|id| self.is_meant(*id)).collect() } else { exact };
        match found.as_slice() {
            [] => Found::None(self.near()),
            [one] => Found::One(self.inspection.named(*one)),
            several => Found::Several(several.iter().map(|id| self.inspection.named(*id)).collect()),
        }
    }

    fn is_meant(&self, id: ElementId) -> bool {
        let world = self.inspection.world;
        let Some(element) = world.element(id) else { return false };
        if is_called(&element.qualified, &self.name) {
            return true;
        }
        // A flow may be called by its ends, whether it has a name or not.
        let Some((from, to)) = self.name.split_once("->") else { return false };
        let Some(links) = world.links(id) else { return false };
        let ends =
            |end: Option<ElementId>, name: &str| end.is_some_and(|end| is_called(&self.inspection.name(end), name));
        ends(links.from, from) && (ends(links.endpoint, to) || ends(links.to, to))
    }

    fn near(&self) -> Vec<Name> {
        let world = self.inspection.world;
        let elements = self.elements().filter_map(|id| world.element(id));
        let mut names: Vec<SmolStr> = elements
            .flat_map(|element| {
                let local = element.qualified.split_once('.').map_or("", |(_, local)| local);
                [element.name.clone(), SmolStr::new(local)]
            })
            .collect();
        names.sort();
        names.dedup();
        let mut near = Vec::new();
        while let Some(found) =
            nearest(&self.name, names.iter().map(SmolStr::as_str)).filter(|_| near.len() < SUGGESTED)
        {
            names.retain(|name| *name != found);
            near.push(found);
        }
        near
    }
}

/// Whether a full name ends in what was given, at the border of a name.
fn is_called(full: &str, given: &str) -> bool {
    full.strip_suffix(given).is_some_and(|before| before.is_empty() || (before.ends_with('.') && !given.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn names_end_at_their_borders() {
        assert!(is_called("shop.cart.add", "add") && is_called("shop.cart.add", "cart.add"));
        assert!(is_called("shop.cart.add", "shop.cart.add"));
        assert!(!is_called("shop.cart.add", "dd") && !is_called("shop.cart.add", ""));
        assert!(is_called("shop.checkout->cart", "checkout->cart"));
    }
}
