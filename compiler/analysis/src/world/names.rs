//! Every name of a world: which element a path means.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tm_model::{ElementId, KindId};

use super::declare::Declared;
use super::slots::Space;
use crate::diagnostic::Diagnostic;
use crate::hir::Owner;
use crate::modules::{Imports, having};
use crate::spans::Place;
use crate::suggestion::MOST_CANDIDATES;

/// An element under something that it can be looked for by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameEntry {
    /// `cart`, `cart.add-item`, or `add-item` alone.
    pub key: SmolStr,
    /// The component that it is named in.
    pub holder: Option<SmolStr>,
    pub name: SmolStr,
    pub slot: u32,
    pub kind: KindId,
}

/// The names that one unit declares, sorted by key.
pub(crate) fn name_entries(declared: &Declared) -> Vec<NameEntry> {
    let mut entries = Vec::new();
    for element in declared.elements.iter().flatten().filter(|element| !element.name.is_empty()) {
        let holder = match element.owner {
            Owner::Element(index) => {
                declared.elements.get(index as usize).and_then(Option::as_ref).map(|owner| &owner.name)
            }
            Owner::Extension(index) => declared.extensions.get(index as usize).and_then(|path| path.last()),
            Owner::Module => None,
        };
        let holder = holder.filter(|_| element.space == Space::Child);
        let entry = |key: SmolStr| NameEntry {
            key,
            holder: holder.cloned(),
            name: element.name.clone(),
            slot: element.slot,
            kind: element.kind,
        };
        entries.push(entry(element.name.clone()));
        entries.extend(holder.map(|holder| entry(SmolStr::new(format!("{holder}.{}", element.name)))));
    }
    entries.sort();
    entries
}

/// The names of all units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameIndex {
    modules: FxHashMap<SmolStr, ModuleNames>,
    /// Endpoints and identities by the component they stand in.
    children: FxHashMap<ElementId, FxHashMap<SmolStr, ElementId>>,
    /// Kinds of the elements that have names.
    kinds: FxHashMap<ElementId, KindId>,
    /// The later of two elements of one name, and the first.
    duplicates: Vec<(ElementId, ElementId)>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ModuleNames {
    data: FxHashMap<SmolStr, ElementId>,
    flows: FxHashMap<SmolStr, ElementId>,
    elements: FxHashMap<SmolStr, ElementId>,
    /// Declared, and no element for a mistake.
    broken: FxHashSet<SmolStr>,
}

impl ModuleNames {
    fn space(&self, space: Space) -> &FxHashMap<SmolStr, ElementId> {
        match space {
            Space::Data => &self.data,
            Space::Flow => &self.flows,
            _ => &self.elements,
        }
    }

    fn space_mut(&mut self, space: Space) -> &mut FxHashMap<SmolStr, ElementId> {
        match space {
            Space::Data => &mut self.data,
            Space::Flow => &mut self.flows,
            _ => &mut self.elements,
        }
    }
}

impl NameIndex {
    /// Units in source order: of two elements of one name the first has it.
    pub fn build<'a>(
        units: impl Iterator<Item = (&'a Declared, &'a Imports)> + Clone,
        roots: tm_model::Roots,
        is_a: &dyn Fn(KindId, KindId) -> bool,
    ) -> Self {
        let mut index = Self::default();
        for (declared, _) in units.clone() {
            if !declared.broken.is_empty() {
                index
                    .modules
                    .entry(declared.module.clone())
                    .or_default()
                    .broken
                    .extend(declared.broken.iter().cloned());
            }
            // Flows without a name are most of a model: nobody looks them up, and one more changes no name.
            for element in declared.elements.iter().flatten().filter(|element| !element.name.is_empty()) {
                let id = ElementId { unit: declared.unit, slot: element.slot };
                index.kinds.insert(id, element.kind);
                if element.space != Space::Child {
                    index.name(&declared.module, element.space, &element.name, id);
                }
            }
        }
        // What stands in an extended component has a name there, and only now is it known which component that is.
        for (declared, imports) in units {
            for element in declared.elements.iter().flatten().filter(|element| element.space == Space::Child) {
                let id = ElementId { unit: declared.unit, slot: element.slot };
                let holder = match element.owner {
                    Owner::Module => None,
                    Owner::Element(i) => {
                        let owner = declared.elements.get(i as usize).and_then(Option::as_ref);
                        owner.map(|owner| ElementId { unit: declared.unit, slot: owner.slot })
                    }
                    Owner::Extension(i) => {
                        let path = declared.extensions.get(i as usize);
                        match path.and_then(|path| index.resolve(path, Space::Element, imports)) {
                            None => continue, // Nobody knows what it stands in: it is not to be called by its name alone.
                            found => found,
                        }
                    }
                };
                let in_component =
                    holder.and_then(|holder| index.kinds.get(&holder)).is_some_and(|kind| is_a(*kind, roots.component));
                match holder.filter(|_| in_component) {
                    Some(holder) => {
                        let names = index.children.entry(holder).or_default();
                        match names.get(&element.name) {
                            Some(first) => index.duplicates.push((id, *first)),
                            None => {
                                names.insert(element.name.clone(), id);
                            }
                        }
                    }
                    None => index.name(&declared.module, Space::Element, &element.name, id),
                }
            }
        }
        index
    }

    fn name(&mut self, module: &SmolStr, space: Space, name: &SmolStr, id: ElementId) {
        let names = self.modules.entry(module.clone()).or_default().space_mut(space);
        match names.get(name) {
            Some(first) => self.duplicates.push((id, *first)),
            None => {
                names.insert(name.clone(), id);
            }
        }
    }

    /// Whether an endpoint or identity stands in a component.
    pub fn holds(&self, component: ElementId, id: ElementId) -> bool {
        self.children.get(&component).is_some_and(|names| names.values().any(|child| *child == id))
    }

    pub fn kind_of(&self, id: ElementId) -> Option<KindId> {
        self.kinds.get(&id).copied()
    }

    /// The element that a path means: `a`, `component.a`, with a module in front or brought in by `use`.
    pub fn resolve(&self, path: &[SmolStr], space: Space, imports: &Imports) -> Option<ElementId> {
        imports.resolve(path, |module, rest| self.find(module, rest, space))
    }

    /// The two modules that both bring in an element of that name.
    pub fn ambiguous<'i>(
        &self,
        path: &[SmolStr],
        space: Space,
        imports: &'i Imports,
    ) -> Option<(&'i SmolStr, &'i SmolStr)> {
        imports.ambiguous(path, |module, rest| self.find(module, rest, space))
    }

    /// Whether a path leads to something, or into something, that is declared with a mistake.
    pub fn is_broken(&self, path: &[SmolStr], imports: &Imports) -> bool {
        let broken = |module: &str, rest: &[SmolStr]| {
            let names = self.modules.get(module)?;
            rest.iter().any(|name| names.broken.contains(name)).then_some(())
        };
        imports.resolve(path, broken).is_some()
    }

    /// The first few modules out of scope in which a path means something; in order.
    pub fn elsewhere(&self, path: &[SmolStr], space: Space) -> Vec<SmolStr> {
        having(self.modules.keys(), |module| self.find(module, path, space).is_some())
    }

    /// What a module calls so.
    pub fn find(&self, module: &str, rest: &[SmolStr], space: Space) -> Option<ElementId> {
        let names = self.modules.get(module)?;
        match rest {
            [name] => names.space(space).get(name).copied(),
            [holder, name] if space == Space::Element => {
                let holder = names.elements.get(holder)?;
                self.children.get(holder)?.get(name).copied()
            }
            _ => None,
        }
    }

    /// Names that could have been meant, in a fixed order: those of the module, of its imports, and below the component
    /// that a path starts with. Among too many there is no guessing.
    pub fn candidates(&self, path: &[SmolStr], space: Space, imports: &Imports) -> Vec<SmolStr> {
        let modules = std::iter::once(&imports.module).chain(&imports.modules);
        let mut names: FxHashSet<SmolStr> = FxHashSet::default();
        for module in modules.filter_map(|module| self.modules.get(module)) {
            let more = module.space(space);
            if names.len() + more.len() <= MOST_CANDIDATES {
                names.extend(more.keys().cloned());
            }
        }
        if let [holder, _] = path
            && let Some(children) = self
                .resolve(std::slice::from_ref(holder), Space::Element, imports)
                .and_then(|id| self.children.get(&id))
        {
            names = children.keys().map(|name| SmolStr::new(format!("{holder}.{name}"))).collect();
        }
        let mut names: Vec<SmolStr> = names.into_iter().chain(imports.names.keys().cloned()).collect();
        names.sort();
        names
    }

    /// Whether a module has an element of that name, in any space.
    pub fn has_name(&self, module: &str, name: &str) -> bool {
        self.modules.get(module).is_some_and(|names| {
            [Space::Data, Space::Flow, Space::Element].iter().any(|space| names.space(*space).contains_key(name))
        })
    }

    /// Both places of each name that is used twice.
    pub fn diagnostics(&self, name_of: &dyn Fn(ElementId) -> SmolStr) -> Vec<Diagnostic> {
        let report = |(later, first): &(ElementId, ElementId)| {
            Diagnostic::error(
                "duplicate-name",
                Place::element(*later),
                format!("the name `{}` is used twice", name_of(*later)),
            )
            .label(Place::element(*first), "first used here")
            .help("rename one of the two, or, if they are one element, add to it with `extend`")
        };
        self.duplicates.iter().map(report).collect()
    }
}
