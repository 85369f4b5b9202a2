//! Which elements a unit declares: their kinds, slots and names. Nothing is looked up outside of the unit.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tm_model::{KindId, Site};

use super::slots::{SlotKey, Slots, Space};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, ElementForm, MisplacedKind, Owner};
use crate::modules::{Imports, ambiguous_name};
use crate::scope::{Declaration, VocabularyScope};
use crate::suggestion::nearest;
use crate::vocabulary::{Scope, VocabularyIndex, meant};

/// The elements of one unit.
///
/// Free of places, so that it stays equal while statements come and go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    pub unit: u32,
    pub module: SmolStr,
    /// By index in [`hir::World::elements`]; `None`: it is no element (no kind, no name).
    pub elements: Vec<Option<DeclaredElement>>,
    /// By index in [`hir::World::decisions`].
    pub decisions: Vec<DeclaredElement>,
    /// By index in [`hir::World::extensions`]: what is extended.
    pub extensions: Vec<Vec<SmolStr>>,
    /// Names that are declared and are no element, which is reported: whoever uses them makes no further mistake.
    pub broken: Vec<SmolStr>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeclaredElement {
    pub slot: u32,
    pub kind: KindId,
    pub space: Space,
    /// As written; empty for an unnamed flow, which is called by its ends once they are known.
    pub name: SmolStr,
    /// What it stands in.
    pub owner: Owner,
}

pub(crate) fn declare(
    unit: u32,
    imports: &Imports,
    world: &hir::World,
    vocabulary: &VocabularyIndex,
    slots: &dyn Slots,
) -> (Declared, Vec<Diagnostic>) {
    let mut declare = Declare {
        unit,
        scope: Scope { index: vocabulary, imports },
        occurrences: FxHashMap::default(),
        slots,
        out: Declared {
            unit,
            module: imports.module.clone(),
            elements: Vec::with_capacity(world.elements.len()),
            ..Declared::default()
        },
        no_elements: FxHashSet::default(),
        diagnostics: Vec::new(),
    };
    declare.out.extensions = world.extensions.iter().map(|extension| extension.path.segments.clone()).collect();
    for item in &world.misplaced {
        declare.misplaced(item);
    }
    for element in &world.elements {
        let declared = declare.element(element, world);
        declare.out.broken.extend(element.name.as_ref().filter(|_| declared.is_none()).map(|name| name.text.clone()));
        declare.out.elements.push(declared);
    }
    for decision in &world.decisions {
        declare.decision(decision);
    }
    (declare.out, declare.diagnostics)
}

struct Declare<'a> {
    unit: u32,
    scope: Scope<'a>,
    occurrences: FxHashMap<(Space, SmolStr, SmolStr), u32>,
    slots: &'a dyn Slots,
    out: Declared,
    /// Elements that are declarations with a misspelt word, and what stands in them.
    no_elements: FxHashSet<u32>,
    diagnostics: Vec<Diagnostic>,
}

impl Declare<'_> {
    fn site(&self, node: hir::NodeId) -> Site {
        Site { unit: self.unit, node }
    }

    fn slot(&mut self, space: Space, within: SmolStr, name: SmolStr) -> u32 {
        let count = self.occurrences.entry((space, within.clone(), name.clone())).or_default();
        let occurrence = *count;
        *count += 1;
        self.slots.slot(self.unit, SlotKey { space, within, name, occurrence })
    }

    fn element(&mut self, element: &hir::Element, world: &hir::World) -> Option<DeclaredElement> {
        let roots = self.scope.schema().roots;
        let (kind, name) = match &element.form {
            ElementForm::Flow { from, to } => return Some(self.flow(element, from.as_ref(), to.as_ref())),
            ElementForm::Assume => (roots.assumption, element.name.as_ref()?),
            ElementForm::Declared(word) => (self.kind(word, element)?, element.name.as_ref()?),
        };
        let root = self.scope.schema().root_of(kind);
        let within = self.owner_name(element.owner, world);
        let in_component = self.owner_root(element.owner) == Some(roots.component);
        let space = if root == roots.data {
            Space::Data
        } else if root == roots.endpoint || (root == roots.identity && in_component) {
            Space::Child
        } else if root == roots.identity && matches!(element.owner, Owner::Extension(_)) {
            // The extended element decides; until it is known the name stands for itself.
            Space::Child
        } else {
            Space::Element
        };
        if !self.scope.index.broken.kinds.contains(&kind) {
            self.check_place(root, element, name);
        }
        let within = if space == Space::Child { within } else { SmolStr::default() };
        let slot = self.slot(space, within, name.text.clone());
        Some(DeclaredElement { slot, kind, space, name: name.text.clone(), owner: element.owner })
    }

    fn flow(&mut self, element: &hir::Element, from: Option<&hir::Path>, to: Option<&hir::Path>) -> DeclaredElement {
        let kind = self.scope.schema().roots.flow;
        let text = |path: Option<&hir::Path>| path.map(|path| path.segments.join(".")).unwrap_or_default();
        let (within, name) = match &element.name {
            Some(name) => (SmolStr::default(), name.text.clone()),
            None => {
                let owner = match element.owner {
                    Owner::Element(i) => {
                        self.out.elements.get(i as usize).and_then(|e| e.as_ref()).map(|e| e.name.clone())
                    }
                    _ => None,
                };
                (SmolStr::new(format!("{}{}->{}", owner.unwrap_or_default(), text(from), text(to))), SmolStr::default())
            }
        };
        let slot = self.slot(Space::Flow, within, name.clone());
        DeclaredElement { slot, kind, space: Space::Flow, name, owner: element.owner }
    }

    fn decision(&mut self, decision: &hir::Decision) {
        let rule = decision.rule.as_ref().map(|rule| rule.text.clone()).unwrap_or_default();
        let subjects: Vec<String> = decision
            .subjects
            .iter()
            .map(|subject| match subject {
                hir::Subject::Project(_) => "project".to_owned(),
                hir::Subject::Path(path) => path.segments.join("."),
                hir::Subject::Ends(from, to) => format!("{}->{}", from.segments.join("."), to.segments.join(".")),
            })
            .collect();
        let verb = verb(decision.mode);
        let name = SmolStr::new(format!("{verb} {rule} on {}", subjects.join(", ")));
        let slot = self.slot(Space::Unnamed, SmolStr::default(), name.clone());
        self.out.decisions.push(DeclaredElement {
            slot,
            kind: self.scope.schema().roots.decision,
            space: Space::Unnamed,
            name,
            owner: Owner::Module,
        });
    }

    fn kind(&mut self, word: &hir::Name, element: &hir::Element) -> Option<KindId> {
        let site = self.site(word.node);
        let schema = self.scope.schema();
        let Some(kind) = self.scope.kind(std::slice::from_ref(&word.text)) else {
            // A word alone was reported by the parser; nobody knows yet what it will be.
            let value = element.name.as_ref()?;
            if matches!(element.owner, Owner::Element(around) if self.no_elements.contains(&around)) {
                self.no_elements.insert(self.out.elements.len() as u32);
                return None;
            }
            let mut error =
                unknown_kind(&self.scope, std::slice::from_ref(&word.text), site, &ITEMS, &self.diagnostics);
            if element.statements.is_empty() && self.owner_has(element.owner, &word.text) {
                error = error.help(without_colon(&word.text, &value.text));
            }
            // No kind is as near.
            if error.suggestions.is_empty() && nearest(&word.text, DECLARATIONS).is_some() {
                self.no_elements.insert(self.out.elements.len() as u32);
            }
            self.diagnostics.push(error);
            return None;
        };
        if let Some(modules) = self.scope.ambiguous_kind(std::slice::from_ref(&word.text)) {
            self.diagnostics.push(ambiguous_name(&word.text, modules, site));
        }
        let roots = schema.roots;
        let name = element.name.as_ref().map_or("name", |name| name.text.as_str());
        // That its name is missing has been told, and so has what a flow is like.
        let is_half = kind == roots.flow && element.name.is_none();
        let refused = if kind == roots.flow {
            Some((
                "incomplete-flow",
                format!("the flow `{name}` does not say between whom"),
                format!("write `flow {name}: from -> to {{ … }}`"),
            ))
        } else if kind == roots.assumption {
            Some((
                "misplaced-declaration",
                "an assumption is made with `assume`".to_owned(),
                format!("write `assume {name} {{ … }}`"),
            ))
        } else if kind == roots.decision {
            Some((
                "misplaced-declaration",
                "a decision is made with `accept`, `mitigate` or `dismiss`".to_owned(),
                "write `accept rule on element { … }`".to_owned(),
            ))
        } else if kind == roots.project {
            Some((
                "misplaced-declaration",
                "there is one project, and it is declared in `tm.toml`".to_owned(),
                "remove this declaration".to_owned(),
            ))
        } else if schema.kind(kind).is_some_and(|kind| kind.is_abstract) {
            let below: Vec<&str> = schema
                .kinds
                .iter()
                .filter(|below| !below.is_abstract && below.parent == Some(kind))
                .map(|below| below.name.as_str())
                .take(5)
                .collect();
            let help = if below.is_empty() {
                format!("declare a kind below it: `kind … is {}`", word.text)
            } else {
                format!("use a kind below it, such as `{}`", below.join("`, `"))
            };
            Some(("abstract-kind", format!("`{}` is abstract: no element is just that", word.text), help))
        } else {
            None
        };
        match refused {
            Some(_) if is_half => None,
            Some((name, message, help)) => {
                self.diagnostics.push(Diagnostic::error(name, site, message).help(help));
                None
            }
            None => Some(kind),
        }
    }

    /// The root kind of an owner in the same unit.
    fn owner_root(&self, owner: Owner) -> Option<KindId> {
        let Owner::Element(index) = owner else { return None };
        let element = self.out.elements.get(index as usize)?.as_ref()?;
        Some(self.scope.schema().root_of(element.kind))
    }

    /// Whether an owner in the same unit has an attribute.
    fn owner_has(&self, owner: Owner, attribute: &str) -> bool {
        let Owner::Element(index) = owner else { return false };
        let owner = self.out.elements.get(index as usize).and_then(Option::as_ref);
        owner.is_some_and(|owner| self.scope.schema().find_attribute(owner.kind, attribute).is_some())
    }

    /// Whether nobody knows what kind of element an owner is.
    fn is_broken(&self, index: u32) -> bool {
        let owner = self.out.elements.get(index as usize).and_then(Option::as_ref);
        owner.is_some_and(|owner| self.scope.index.broken.kinds.contains(&owner.kind))
    }

    fn owner_name(&self, owner: Owner, world: &hir::World) -> SmolStr {
        match owner {
            Owner::Module => SmolStr::default(),
            Owner::Element(index) => {
                let name = world.elements.get(index as usize).and_then(|element| element.name.as_ref());
                name.map(|name| name.text.clone()).unwrap_or_default()
            }
            Owner::Extension(index) => {
                let path = world.extensions.get(index as usize).map(|extension| extension.path.segments.join("."));
                SmolStr::new(path.unwrap_or_default())
            }
        }
    }

    /// Boundaries hold boundaries, components and identities; components hold endpoints and identities.
    fn check_place(&mut self, root: KindId, element: &hir::Element, name: &hir::Name) {
        let holder = match element.owner {
            Owner::Module => None,
            // Known once the extended element is.
            Owner::Extension(_) => return,
            Owner::Element(index) => match self.owner_root(element.owner).filter(|_| !self.is_broken(index)) {
                Some(holder) => Some(holder),
                // The holder itself is wrong and was reported.
                None => return,
            },
        };
        if let Some(diagnostic) = misplaced_element(&self.scope, root, holder, &name.text, self.site(name.node)) {
            self.diagnostics.push(diagnostic);
        }
    }

    fn misplaced(&mut self, item: &hir::Misplaced) {
        let (message, help) = match item.what {
            MisplacedKind::AttributeAtTopLevel => (
                "an attribute stands outside of any element",
                "move it into the braces of the element that it is about",
            ),
            MisplacedKind::MemberInEach => {
                ("`each` holds attributes only", "state attributes here; declare elements and flows beside it")
            }
            MisplacedKind::MemberInFlow => ("a flow holds attributes only", "declare elements and flows beside it"),
            MisplacedKind::MemberInDecision => {
                ("a decision holds attributes only", "remove this, or move it beside the decision")
            }
            MisplacedKind::ElementInAssumption => (
                "an assumption holds attributes and `each` only",
                "declare elements and flows outside; an assumption only fills in what is unknown of them",
            ),
            MisplacedKind::MemberInKind => (
                "a kind holds declarations and defaults only",
                "elements and flows are declared in models, `each` inside an element or module",
            ),
            MisplacedKind::DeclarationInTest => (
                "a test holds a model only",
                "declare vocabulary, rules and `use` outside of the test: it sees all that its file sees",
            ),
        };
        let site = self.site(item.node);
        let meant = item
            .words
            .as_ref()
            .filter(|(attribute, _)| self.scope.schema().attributes.iter().any(|known| known.name == *attribute));
        let help = meant.map_or_else(|| help.to_owned(), |(attribute, value)| without_colon(attribute, value));
        self.diagnostics.push(Diagnostic::error("misplaced-declaration", site, message).help(help));
    }
}

/// Words that may begin an item where an element could stand.
const ITEMS: [&str; 16] = [
    "each", "flow", "assume", "extend", "use", "enum", "scale", "kind", "relation", "rule", "accept", "mitigate",
    "dismiss", "test", "module", "abstract",
];

/// Those behind which no elements stand: what looks like one was meant for something else.
const DECLARATIONS: [&str; 6] = ["enum", "scale", "kind", "relation", "rule", "test"];

/// Help for an attribute that looks like an element.
fn without_colon(attribute: &str, value: &str) -> String {
    format!("a colon stands behind an attribute: write `{attribute}: {value}`")
}

/// What this language has for a word of others.
fn of_another_language(word: &str) -> Option<&'static str> {
    Some(match word {
        "import" | "include" | "require" | "using" | "from" => {
            "names of another module are brought in by `use MODULE`; the files of one module need no `use`"
        }
        "package" => "a file says which module it belongs to in its first line, `module a.b`",
        "class" | "struct" | "interface" | "trait" | "type" | "def" | "function" => {
            "a kind is declared as `kind NAME is KIND { … }`, an element as `KIND NAME { … }`"
        }
        "let" | "var" | "const" | "variable" => {
            "values have no names of their own; what holds for many elements is stated once: `each KIND { … }`"
        }
        "graph" | "subgraph" | "flowchart" | "group" | "box" => {
            "boundaries are kinds such as `cluster`, `namespace` or `network-zone`: `tm explain boundary`"
        }
        _ => return None,
    })
}

/// `besides`: words that may stand in its place; `made`: what is wrong so far.
pub(crate) fn unknown_kind(
    scope: &Scope<'_>,
    path: &[SmolStr],
    site: Site,
    besides: &[&str],
    made: &[Diagnostic],
) -> Diagnostic {
    let otherwise = match path {
        [word] => of_another_language(word),
        _ => None,
    };
    let otherwise = otherwise.unwrap_or("declare it with `kind`, or bring its module into scope with `use`");
    let help = meant(scope, &[Declaration::Kind], path, besides, otherwise, made);
    let text = path.join(".");
    Diagnostic::error("unknown-kind", site, format!("there is no kind `{text}` in scope")).help(help)
}

pub(crate) fn verb(mode: hir::DecisionMode) -> &'static str {
    match mode {
        hir::DecisionMode::Accept => "accept",
        hir::DecisionMode::Mitigate => "mitigate",
        hir::DecisionMode::Dismiss => "dismiss",
    }
}

/// `holder`: the root kind of what it stands in; `None`: the module.
pub(crate) fn misplaced_element(
    scope: &Scope<'_>,
    root: KindId,
    holder: Option<KindId>,
    name: &str,
    site: Site,
) -> Option<Diagnostic> {
    let schema = scope.schema();
    let roots = schema.roots;
    let fits = if root == roots.endpoint {
        holder == Some(roots.component)
    } else if root == roots.identity {
        holder.is_none_or(|holder| holder == roots.boundary || holder == roots.component)
    } else if root == roots.boundary || root == roots.component {
        holder.is_none_or(|holder| holder == roots.boundary)
    } else {
        holder.is_none()
    };
    if fits {
        return None;
    }
    let word = |kind: KindId| schema.kind(kind).map_or("element", |kind| kind.name.as_str()).to_owned();
    let place = holder.map_or("directly in a module".to_owned(), |holder| format!("in {}", article(&word(holder))));
    let help = if root == roots.endpoint {
        "endpoints stand in the component that offers them"
    } else if root == roots.boundary || root == roots.component {
        "boundaries and components stand in a boundary or directly in a module"
    } else if root == roots.identity {
        "identities stand in a boundary, in the component that runs as it, or directly in a module"
    } else {
        "move it out of the braces, directly into a module"
    };
    let message = format!("{} `{name}` cannot stand {place}", article(&word(root)));
    Some(Diagnostic::error("misplaced-element", site, message).help(help))
}

fn article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    if word == "data" {
        word.to_owned()
    } else if vowel {
        format!("an {word}")
    } else {
        format!("a {word}")
    }
}
