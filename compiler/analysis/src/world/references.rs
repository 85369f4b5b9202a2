//! What the paths in a unit mean: owners, ends of flows, references in values, subjects of decisions.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{ElementId, KindId, Schema, Site, Type};

use super::declare::{Declared, misplaced_element};
use super::names::NameIndex;
use super::slots::Space;
use crate::diagnostic::{Diagnostic, guessed_enough};
use crate::hir::{self, ElementForm, Owner};
use crate::modules::{Imports, ambiguous_name};
use crate::scope::{Declaration, VocabularyScope};
use crate::suggestion::{Help, Suggestion, bring_in, did_you_mean, meant_path};
use crate::vocabulary::{Scope, VocabularyIndex};

/// A path that names an element, before it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub path: hir::Path,
    pub space: Space,
}

/// The structure of a unit: what is tied to what. Free of places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Structure {
    /// By index in [`hir::World::elements`].
    pub elements: Vec<Tie>,
    /// By index in [`hir::World::extensions`].
    pub extensions: Vec<Option<ElementId>>,
    /// By index in [`hir::World::decisions`].
    pub decisions: Vec<DecisionTie>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tie {
    pub parent: Option<ElementId>,
    pub from: Option<ElementId>,
    pub to: Option<ElementId>,
    pub also_in: Vec<ElementId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DecisionTie {
    pub rule: Option<SmolStr>,
    pub subjects: Vec<SubjectTie>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SubjectTie {
    Project,
    /// Which space is looked at depends on the rule's first binding.
    Path(Vec<SmolStr>),
    /// An unnamed flow.
    Ends(Option<ElementId>, Option<ElementId>),
}

/// The answers for one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct References {
    pub structure: Arc<Structure>,
    /// References in values, by node of the path.
    pub values: FxHashMap<hir::NodeId, ElementId>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The paths in values that name elements, as the types of their attributes say. Names play no part yet.
pub(crate) fn wanted(
    declared: &Declared,
    world: &hir::World,
    imports: &Imports,
    vocabulary: &VocabularyIndex,
) -> Vec<Wanted> {
    let schema = &vocabulary.schema;
    let scope = Scope { index: vocabulary, imports };
    let mut out = Vec::new();
    for (element, declared) in world.elements.iter().zip(&declared.elements) {
        let Some(declared) = declared else { continue };
        collect(&element.statements, Some(declared.kind), schema, &mut out);
    }
    for each in &world.eaches {
        collect(&each.statements, scope.kind(&each.kind.segments), schema, &mut out);
    }
    for extension in &world.extensions {
        collect(&extension.statements, None, schema, &mut out);
    }
    for decision in &world.decisions {
        collect(&decision.statements, Some(schema.roots.decision), schema, &mut out);
    }
    out
}

/// `kind`: of the element; `None`: not known yet, then the name of the attribute decides.
fn collect(statements: &[hir::Statement], kind: Option<KindId>, schema: &Schema, out: &mut Vec<Wanted>) {
    for statement in statements {
        let Some(value) = &statement.value else { continue };
        if !holds_path(value) {
            continue;
        }
        let attribute = match kind {
            Some(kind) => schema.find_attribute(kind, &statement.name.text).and_then(|id| schema.attribute(id)),
            None => schema.attributes.iter().find(|a| a.name == statement.name.text && element_kind(&a.ty).is_some()),
        };
        if let Some(of) = attribute.and_then(|attribute| element_kind(&attribute.ty)) {
            paths(value, space_of(schema, of), out);
        }
    }
}

fn holds_path(value: &hir::Value) -> bool {
    match &value.kind {
        hir::ValueKind::Path(_) => true,
        hir::ValueKind::List(items) => items.iter().any(holds_path),
        _ => false,
    }
}

fn paths(value: &hir::Value, space: Space, out: &mut Vec<Wanted>) {
    match &value.kind {
        hir::ValueKind::Path(path) => out.push(Wanted { path: path.clone(), space }),
        hir::ValueKind::List(items) => {
            for item in items {
                paths(item, space, out);
            }
        }
        _ => {}
    }
}

fn element_kind(ty: &Type) -> Option<KindId> {
    match ty {
        Type::Element(kind) => Some(*kind),
        Type::List(inner) => element_kind(inner),
        _ => None,
    }
}

/// Where a reference of this kind is looked up.
pub(crate) fn space_of(schema: &Schema, kind: KindId) -> Space {
    let roots = schema.roots;
    if schema.is_a(kind, roots.data) {
        Space::Data
    } else if schema.is_a(kind, roots.flow) {
        Space::Flow
    } else {
        Space::Element
    }
}

pub(crate) fn resolve(
    declared: &Declared,
    world: &hir::World,
    wanted: &[Wanted],
    imports: &Imports,
    vocabulary: &VocabularyIndex,
    names: &NameIndex,
) -> References {
    let structure = Structure { elements: Vec::with_capacity(world.elements.len()), ..Structure::default() };
    let out = References::default();
    let mut resolver = Resolver { declared, world, imports, vocabulary, names, structure, out };
    resolver.extensions();
    for item in wanted {
        if let Some(id) = resolver.path_in(&item.path, item.space) {
            resolver.out.values.insert(item.path.node, id);
        }
    }
    resolver.elements();
    resolver.decisions();
    References { structure: Arc::new(resolver.structure), ..resolver.out }
}

/// Help for a path that means something only in modules out of scope, or that carries the wrong module.
pub(crate) fn bring_in_element(names: &NameIndex, path: &[SmolStr], space: Space) -> Option<Help> {
    if let Some(help) = bring_in(&path.join("."), &names.elsewhere(path, space)) {
        return Some(help);
    }
    let last = path.last().filter(|_| path.len() > 1)?;
    match names.elsewhere(std::slice::from_ref(last), space).as_slice() {
        [module] => {
            let path = module.split('.').map(SmolStr::new).chain([last.clone()]).collect();
            let suggestions = vec![Suggestion::Rename { path, is_only: true }];
            Some(Help { text: format!("did you mean `{module}.{last}`?"), suggestions })
        }
        _ => None,
    }
}

struct Resolver<'a> {
    declared: &'a Declared,
    world: &'a hir::World,
    imports: &'a Imports,
    vocabulary: &'a VocabularyIndex,
    names: &'a NameIndex,
    structure: Structure,
    out: References,
}

impl Resolver<'_> {
    fn site(&self, node: hir::NodeId) -> Site {
        Site { unit: self.declared.unit, node }
    }

    fn scope(&self) -> Scope<'_> {
        Scope { index: self.vocabulary, imports: self.imports }
    }

    fn path(&mut self, path: &hir::Path) -> Option<ElementId> {
        self.path_in(path, Space::Element)
    }

    fn path_in(&mut self, path: &hir::Path, space: Space) -> Option<ElementId> {
        // `element` stands for all kinds: a list such as `about` may hold flows and data as well.
        let found = self.names.resolve(&path.segments, space, self.imports).or_else(|| {
            let others =
                if space == Space::Element { [Space::Flow, Space::Data] } else { [Space::Element, Space::Element] };
            others.iter().find_map(|space| self.names.resolve(&path.segments, *space, self.imports))
        });
        if found.is_none() {
            if self.names.is_broken(&path.segments, self.imports) {
                return None;
            }
            let diagnostic = self.unresolved(path, space);
            self.out.diagnostics.push(diagnostic);
        } else if let Some(modules) = self.names.ambiguous(&path.segments, space, self.imports) {
            let error = ambiguous_name(&path.segments.join("."), modules, self.site(path.node));
            self.out.diagnostics.push(error);
        }
        found
    }

    fn guessed_enough(&self) -> bool {
        guessed_enough(&self.out.diagnostics)
    }

    fn unresolved(&self, path: &hir::Path, space: Space) -> Diagnostic {
        let text = path.segments.join(".");
        let candidates =
            if self.guessed_enough() { Vec::new() } else { self.names.candidates(&path.segments, space, self.imports) };
        let what = match space {
            Space::Data => "data",
            Space::Flow => "flow",
            _ => "element",
        };
        let otherwise = match space {
            Space::Data => {
                format!("declare it: `data {text} {{ classification: … }}`, or bring its module into scope with `use`")
            }
            Space::Flow => "only flows with a name can be named here: write `flow name: from -> to`".to_owned(),
            _ => "declare it, or bring its module into scope with `use`".to_owned(),
        };
        // A component that exists, but nothing of that name in it: point at the last segment.
        let known_holder = path.segments.len() > 1
            && path
                .segments
                .split_last()
                .is_some_and(|(_, holder)| self.names.resolve(holder, Space::Element, self.imports).is_some());
        if known_holder && let Some((last, holder)) = path.segments.split_last() {
            let node = path.node + u32::try_from(path.segments.len()).unwrap_or(0);
            let message = format!("`{}` has no endpoint or identity `{last}`", holder.join("."));
            let otherwise = format!("declare it there: `endpoint {last} {{ … }}`");
            let in_holder = |name: SmolStr| {
                let rest = name.strip_prefix(holder.join(".").as_str())?.strip_prefix('.')?;
                Some(vec![SmolStr::new(rest)])
            };
            let help = meant_path(&text, candidates.iter().map(SmolStr::as_str), &otherwise, in_holder);
            return Diagnostic::error("unresolved-name", self.site(node), message).help(help);
        }
        let brought = if self.guessed_enough() { None } else { bring_in_element(self.names, &path.segments, space) };
        let help = brought.unwrap_or_else(|| {
            let help = did_you_mean(&text, candidates.iter().map(SmolStr::as_str), &otherwise);
            match help.suggestions.is_empty() {
                true => self.other_sort(&text, path, space).unwrap_or(help),
                false => help,
            }
        });
        Diagnostic::error("unresolved-name", self.site(path.node), format!("there is no {what} `{text}` in scope"))
            .help(help)
    }

    /// What a name could have meant that is none of an element: a kind, or something of another space.
    fn other_sort(&self, text: &str, path: &hir::Path, space: Space) -> Option<Help> {
        if self.guessed_enough() {
            return None;
        }
        if self.scope().kind(&path.segments).is_some() {
            return Some(format!("`{text}` is a kind: name an element of it").into());
        }
        let others = [Space::Flow, Space::Data].into_iter().filter(|_| space == Space::Element);
        let near = |space| {
            let candidates = self.names.candidates(&path.segments, space, self.imports);
            did_you_mean(text, candidates.iter().map(SmolStr::as_str), "")
        };
        others.map(near).find(|help| !help.suggestions.is_empty())
    }

    fn extensions(&mut self) {
        for extension in &self.world.extensions {
            let kind = self.scope().kind(&extension.path.segments);
            let element = [Space::Element, Space::Flow, Space::Data]
                .iter()
                .find_map(|space| self.names.resolve(&extension.path.segments, *space, self.imports));
            let text = extension.path.segments.join(".");
            let site = self.site(extension.path.node);
            if let (Some(_), Some(_)) = (kind, element) {
                let module = kind
                    .and_then(|kind| self.vocabulary.schema.kind(kind))
                    .map(|kind| kind.module.clone())
                    .unwrap_or_default();
                let module = if module.is_empty() { SmolStr::new_static("std") } else { module };
                let help = if module == self.imports.module || extension.path.segments.len() > 1 {
                    "rename one of the two: they stand in one module, so nothing tells them apart".to_owned()
                } else {
                    format!(
                        "write `extend {module}.{text}` for the kind; for the element, put its module in front: `extend {}.{text}`",
                        self.imports.module
                    )
                };
                let error =
                    Diagnostic::error("ambiguous-extend", site, format!("`{text}` is both a kind and an element"));
                self.out.diagnostics.push(error.help(help));
            } else if kind.is_none() && element.is_none() {
                if self.names.is_broken(&extension.path.segments, self.imports) {
                    self.structure.extensions.push(None);
                    continue;
                }
                let help = self.nothing_to_extend(&extension.path.segments);
                self.out.diagnostics.push(
                    Diagnostic::error(
                        "unresolved-name",
                        site,
                        format!("there is no kind or element `{text}` in scope"),
                    )
                    .help(help),
                );
            }
            self.structure.extensions.push(element.filter(|_| kind.is_none()));
        }
    }

    fn nothing_to_extend(&self, path: &[SmolStr]) -> Help {
        const OTHERWISE: &str = "declare it, or bring its module into scope with `use`";
        if self.guessed_enough() {
            return OTHERWISE.into();
        }
        let spaces = [Space::Element, Space::Flow, Space::Data];
        let kinds = path.last().map(|name| self.scope().elsewhere(Declaration::Kind, name)).unwrap_or_default();
        let elsewhere = spaces.into_iter().find_map(|space| bring_in_element(self.names, path, space));
        elsewhere.or_else(|| bring_in(&path.join("."), &kinds)).unwrap_or_else(|| {
            let mut names = self.names.candidates(path, Space::Element, self.imports);
            names.extend(self.scope().kind_names());
            did_you_mean(&path.join("."), names.iter().map(SmolStr::as_str), OTHERWISE)
        })
    }

    fn id(&self, index: usize) -> Option<ElementId> {
        let element = self.declared.elements.get(index)?.as_ref()?;
        Some(ElementId { unit: self.declared.unit, slot: element.slot })
    }

    fn elements(&mut self) {
        for (index, element) in self.world.elements.iter().enumerate() {
            let parent = match element.owner {
                Owner::Module => None,
                Owner::Element(owner) => self.id(owner as usize),
                Owner::Extension(owner) => self.structure.extensions.get(owner as usize).copied().flatten(),
            };
            let mut tie = Tie { parent, ..Tie::default() };
            self.check_extended_place(index, element, tie.parent);
            if let ElementForm::Flow { from, to } = &element.form {
                (tie.from, tie.to) = self.ends(element, from.as_ref(), to.as_ref(), tie.parent);
            }
            let also_in = element.statements.iter().filter(|statement| statement.name.text == "also-in");
            tie.also_in = also_in.flat_map(|statement| self.values_of(statement)).collect();
            self.structure.elements.push(tie);
        }
    }

    fn values_of(&self, statement: &hir::Statement) -> Vec<ElementId> {
        let Some(hir::ValueKind::List(items)) = statement.value.as_ref().map(|value| &value.kind) else {
            return Vec::new();
        };
        let nodes = items.iter().filter_map(|item| match &item.kind {
            hir::ValueKind::Path(path) => Some(path.node),
            _ => None,
        });
        nodes.filter_map(|node| self.out.values.get(&node).copied()).collect()
    }

    fn check_extended_place(&mut self, index: usize, element: &hir::Element, parent: Option<ElementId>) {
        let (Owner::Extension(_), Some(parent)) = (element.owner, parent) else { return };
        let (Some(Some(declared)), Some(name)) = (self.declared.elements.get(index), &element.name) else { return };
        let schema = &self.vocabulary.schema;
        let holder = self.names.kind_of(parent).map(|kind| schema.root_of(kind));
        let is_broken = |kind: Option<KindId>| kind.is_some_and(|kind| self.vocabulary.broken.kinds.contains(&kind));
        let is_flow = schema.root_of(declared.kind) == schema.roots.flow;
        if is_flow || is_broken(Some(declared.kind)) || is_broken(self.names.kind_of(parent)) {
            return;
        }
        let site = self.site(name.node);
        let diagnostic = misplaced_element(&self.scope(), schema.root_of(declared.kind), holder, &name.text, site);
        self.out.diagnostics.extend(diagnostic);
    }

    fn ends(
        &mut self,
        element: &hir::Element,
        from: Option<&hir::Path>,
        to: Option<&hir::Path>,
        parent: Option<ElementId>,
    ) -> (Option<ElementId>, Option<ElementId>) {
        let roots = self.vocabulary.schema.roots;
        let from = match from {
            Some(path) => {
                self.path(path).filter(|id| self.is_end(*id, &[roots.component], path, "starts at a component"))
            }
            None => {
                let owner = parent.filter(|parent| self.root(*parent) == Some(roots.component));
                // That a flow with a name lacks its source was reported by the parser.
                let is_reported = element.name.is_some() || (parent.is_none() && element.owner != Owner::Module);
                if owner.is_none() && !is_reported {
                    let site = self.site(element.node);
                    self.out.diagnostics.push(
                        Diagnostic::error("flow-without-source", site, "this flow does not say where it starts")
                            .help("write it inside of the component that calls, or with both ends: `from -> to`"),
                    );
                }
                owner
            }
        };
        let to = to.and_then(|path| {
            // An endpoint of the flow's own component may be named by itself only with the component in front.
            self.path(path).filter(|id| {
                self.is_end(*id, &[roots.component, roots.endpoint], path, "ends at a component or an endpoint")
            })
        });
        (from, to)
    }

    fn root(&self, id: ElementId) -> Option<KindId> {
        self.names.kind_of(id).map(|kind| self.vocabulary.schema.root_of(kind))
    }

    fn is_end(&mut self, id: ElementId, allowed: &[KindId], path: &hir::Path, verb: &str) -> bool {
        let Some(root) = self.root(id) else { return false };
        if allowed.contains(&root) {
            return true;
        }
        let schema = &self.vocabulary.schema;
        let kind = self.names.kind_of(id).and_then(|kind| schema.kind(kind));
        if self.names.kind_of(id).is_some_and(|kind| self.vocabulary.broken.kinds.contains(&kind)) {
            return false;
        }
        let word = kind.map(|kind| kind.name.clone()).unwrap_or_default();
        let text = path.segments.join(".");
        let help = if root == schema.roots.endpoint {
            "name the component; what the endpoint itself calls is stated with `calls`"
        } else if root == schema.roots.boundary {
            "name a component that stands in it"
        } else if root == schema.roots.data {
            "name the component that holds it; what goes along is stated with `data` of the flow"
        } else {
            "name a component, or one of its endpoints as the target"
        };
        self.out.diagnostics.push(
            Diagnostic::error(
                "invalid-flow-end",
                self.site(path.node),
                format!("a flow {verb}, and `{text}` is of kind `{word}`"),
            )
            .help(help),
        );
        false
    }

    fn decisions(&mut self) {
        for decision in &self.world.decisions {
            let subjects = decision
                .subjects
                .iter()
                .map(|subject| match subject {
                    hir::Subject::Project(_) => SubjectTie::Project,
                    hir::Subject::Path(path) => SubjectTie::Path(path.segments.clone()),
                    hir::Subject::Ends(from, to) => SubjectTie::Ends(self.path(from), self.path(to)),
                })
                .collect();
            let rule = decision.rule.as_ref().map(|rule| rule.text.clone());
            self.structure.decisions.push(DecisionTie { rule, subjects });
        }
    }
}
