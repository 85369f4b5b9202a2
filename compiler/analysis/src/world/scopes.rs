//! What reaches an element from its surroundings: `each`, `extend`, inheritable statements, live assumptions.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tm_model::{Date, ElementId, KindId};

use super::statements::{Assumption, Facts, Near, Scoped, sort_eaches};

/// Of what units say of elements wherever they are; or all that matters to one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes {
    /// By the element that the `each` stands in; more general kinds first.
    pub by_element: FxHashMap<ElementId, Vec<(KindId, Facts)>>,
    pub by_module: FxHashMap<SmolStr, Vec<(KindId, Facts)>>,
    pub extensions: FxHashMap<ElementId, Vec<Facts>>,
    pub inheritable: FxHashMap<ElementId, Vec<Facts>>,
    /// Live ones.
    pub assumptions: Vec<Assumption>,
    /// By the elements that live assumptions are about; indices into `assumptions`.
    pub about: FxHashMap<ElementId, Vec<usize>>,
    /// Live assumptions about a whole module.
    pub about_module: FxHashMap<SmolStr, Vec<usize>>,
}

/// Units in source order. `without`: names of assumptions to leave out, plain or with their module.
pub(crate) fn collect<'a>(units: impl Iterator<Item = &'a Scoped>, today: Date, without: &[String]) -> Scopes {
    let mut scopes = Scopes::default();
    for unit in units {
        for each in &unit.eaches {
            let entry = (each.kind, each.facts.clone());
            match each.owner {
                Some(owner) => scopes.by_element.entry(owner).or_default().push(entry),
                None => scopes.by_module.entry(unit.module.clone()).or_default().push(entry),
            }
        }
        for (target, facts) in &unit.extensions {
            scopes.extensions.entry(*target).or_default().push(facts.clone());
        }
        for (target, facts) in &unit.inheritable {
            scopes.inheritable.entry(*target).or_default().push(facts.clone());
        }
        for assumption in &unit.assumptions {
            let expired = assumption.expires.is_some_and(|expires| expires < today);
            let qualified = format!("{}.{}", unit.module, assumption.name);
            if expired
                || assumption.eaches.is_empty()
                || without.iter().any(|name| *name == qualified || assumption.name == *name)
            {
                continue;
            }
            let index = scopes.assumptions.len();
            for target in &assumption.about {
                scopes.about.entry(*target).or_default().push(index);
            }
            if assumption.is_about_module {
                scopes.about_module.entry(unit.module.clone()).or_default().push(index);
            }
            scopes.assumptions.push(assumption.clone());
        }
    }
    scopes.by_element.values_mut().chain(scopes.by_module.values_mut()).for_each(|eaches| sort_eaches(eaches));
    scopes
}

/// What the elements of a unit can feel.
#[derive(Default)]
pub(crate) struct Surroundings {
    /// They, and all that they stand in.
    pub above: FxHashSet<ElementId>,
    /// The same, and the ends of flows with all that those stand in.
    pub around: FxHashSet<ElementId>,
    pub modules: FxHashSet<SmolStr>,
}

impl Scopes {
    /// The part that elements of one unit can feel. `near`: what the elements of a unit say of those that they hold.
    pub fn restrict<'a>(&self, surroundings: &Surroundings, near: &dyn Fn(u32) -> Option<&'a Near>) -> Self {
        let Surroundings { above, around, modules } = surroundings;
        fn part<V: Clone>(map: &FxHashMap<ElementId, V>, keys: &FxHashSet<ElementId>) -> FxHashMap<ElementId, V> {
            // The smaller side is walked.
            if map.len() < keys.len() {
                map.iter().filter(|(key, _)| keys.contains(key)).map(|(key, value)| (*key, value.clone())).collect()
            } else {
                keys.iter().filter_map(|key| Some((*key, map.get(key)?.clone()))).collect()
            }
        }
        let by_name = |map: &FxHashMap<SmolStr, Vec<usize>>| -> FxHashMap<SmolStr, Vec<usize>> {
            map.iter()
                .filter(|(key, _)| modules.contains(*key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        };
        let mut restricted = Self {
            by_element: part(&self.by_element, around),
            by_module: self
                .by_module
                .iter()
                .filter(|(key, _)| modules.contains(*key))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
            extensions: part(&self.extensions, around),
            inheritable: part(&self.inheritable, above),
            assumptions: Vec::new(),
            about: part(&self.about, around),
            about_module: by_name(&self.about_module),
        };
        // Renumbered, so that assumptions about others leave this part equal.
        let mut kept: Vec<usize> =
            restricted.about.values().chain(restricted.about_module.values()).flatten().copied().collect();
        kept.sort_unstable();
        kept.dedup();
        restricted.assumptions = kept.iter().filter_map(|index| self.assumptions.get(*index).cloned()).collect();
        for indices in restricted.about.values_mut().chain(restricted.about_module.values_mut()) {
            for index in indices {
                *index = kept.binary_search(index).unwrap_or(0);
            }
        }
        restricted.add(surroundings, near);
        restricted
    }

    /// What is said next to an element goes before what is said of it elsewhere.
    fn add<'a>(&mut self, surroundings: &Surroundings, near: &dyn Fn(u32) -> Option<&'a Near>) {
        for id in &surroundings.around {
            let Some(eaches) = near(id.unit).and_then(|near| near.eaches.get(&id.slot)) else { continue };
            let all = self.by_element.entry(*id).or_default();
            all.splice(..0, eaches.iter().cloned());
            sort_eaches(all);
        }
        for id in &surroundings.above {
            let Some(inheritable) = near(id.unit).and_then(|near| near.inheritable.get(&id.slot)) else { continue };
            self.inheritable.entry(*id).or_default().splice(..0, inheritable.iter().cloned());
        }
    }

    pub fn is_relevant(&self, id: ElementId) -> bool {
        self.by_element.contains_key(&id) || self.about.contains_key(&id)
    }
}
