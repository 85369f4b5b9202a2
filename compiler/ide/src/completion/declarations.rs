//! What may stand in a block: elements, attributes, declarations, keywords.

use tm_analysis::in_scope::Nameable;
use tm_analysis::report::Name;
use tm_model::{AttrId, Class, KindId, Type};
use tm_syntax::Tok;

use super::CompletionKind;
use super::block::Block;
use super::items::{Draft, Items, literal, path_text};
use super::place::Found;
use crate::symbol_kind::SymbolKind;
use crate::text_edit::written;

/// Items of a file besides elements: the word, and what it takes.
const ITEMS: [(&str, &str); 11] = [
    ("flow", "flow ${1:name}: ${2:from} -> ${3:to}"),
    ("each", "each ${1:kind} {\n  $0\n}"),
    ("extend", "extend ${1:name} {\n  $0\n}"),
    ("use", "use ${1:module}"),
    ("assume", "assume ${1:name} {\n  $0\n}"),
    ("kind", "kind ${1:name} is ${2:service} {\n  $0\n}"),
    ("enum", "enum ${1:Name} {\n  $0\n}"),
    ("scale", "scale ${1:Name} { ${2:low} < ${3:high} }"),
    (
        "rule",
        "rule ${1:name} {\n  for ${2:s}: ${3:service}\n  where $4\n  severity: ${5:medium}\n  stride: [$6]\n  message: \"{$2} $0\"\n}",
    ),
    ("relation", "relation ${1:name} {\n  edge $0\n}"),
    ("test", "test \"${1:what it shows}\" {\n  $0\n}"),
];

const DECISIONS: [(&str, &str); 3] = [
    ("accept", "accept ${1:rule} on ${2:element} {\n  reason: \"$3\"\n  owner: \"$4\"\n  until: ${5:YYYY-MM-DD}\n}"),
    ("mitigate", "mitigate ${1:rule} on ${2:element} {\n  plan: \"$3\"\n  owner: \"$4\"\n  due: ${5:YYYY-MM-DD}\n}"),
    ("dismiss", "dismiss ${1:rule} on ${2:element} {\n  reason: \"$3\"\n  reviewer: \"$4\"\n}"),
];

const DECLARATIONS: [(&str, &str); 4] = [
    ("fact", "fact ${1:name}: ${2:type}"),
    ("control", "control ${1:name}: ${2:type}"),
    ("inherited", "inherited ${1:control} ${2:name}: ${3:type}"),
    ("derive", "derive ${1:name}: ${2:bool} = $0"),
];

const KINDS: u32 = 30;
const KEYWORDS: u32 = 50;

impl Items<'_, '_> {
    pub fn members(&mut self, found: &Found) {
        let schema = self.scope.schema();
        let roots = schema.roots;
        let open = found.blocks.first().map(|(open, _)| *open);
        let of = |items: &mut Self, kind: Option<KindId>| {
            if let (Some(kind), Some(open)) = (kind, open) {
                items.attributes(kind, open);
            }
        };
        match found.block() {
            Block::File => {
                self.elements_in(None);
                self.snippets(&ITEMS, KEYWORDS);
                self.snippets(&DECISIONS, KEYWORDS);
                self.words(&["abstract"], KEYWORDS + 1);
                if self.cursor.before == 0 {
                    self.words(&["module"], KEYWORDS);
                }
            }
            Block::Test => {
                self.snippets(
                    &[("expect", "expect $0"), ("today", "today: ${1:YYYY-MM-DD}"), ("profile", "profile: $0")],
                    0,
                );
                self.elements_in(None);
                let model = ["flow", "each", "extend", "assume"];
                let model: Vec<_> = ITEMS.into_iter().filter(|(word, _)| model.contains(word)).collect();
                self.snippets(&model, KEYWORDS);
                self.snippets(&DECISIONS, KEYWORDS);
            }
            Block::Element { kind } => {
                let kind = self.scope.kind(kind);
                of(self, kind);
                self.inside(kind);
            }
            Block::Extend { path } => match self.scope.kind(path) {
                Some(kind) => {
                    of(self, Some(kind));
                    self.snippets(&DECLARATIONS, 0);
                }
                None => {
                    let kind = self.scope.element(path).map(|(_, kind)| kind);
                    of(self, kind);
                    self.inside(kind);
                }
            },
            Block::Kind { name } => {
                of(self, self.scope.kind(std::slice::from_ref(name)));
                self.snippets(&DECLARATIONS, 0);
            }
            Block::Each { kind } => of(self, self.scope.kind(kind)),
            Block::Flow => of(self, Some(roots.flow)),
            Block::Decision => of(self, Some(roots.decision)),
            Block::Assume => {
                of(self, Some(roots.assumption));
                self.snippets(&[("each", "each ${1:kind} {\n  $0\n}")], KEYWORDS);
            }
            Block::Enum { .. } => self.snippets(&[("field", "field ${1:name}: ${2:bool} = ${3:false}")], 0),
            Block::EnumValue { path } => self.fields(path),
            _ => {}
        }
    }

    fn snippets(&mut self, words: &[(&str, &str)], rank: u32) {
        // Where a name or a brace follows already, the word alone is wanted.
        let is_begun =
            self.is_followed_by(|kind| kind.is_name() || matches!(kind, Tok::Str | Tok::LBrace | Tok::Colon));
        for (word, text) in words {
            let draft = Draft::new(CompletionKind::Keyword, *word, rank);
            self.add(if is_begun { draft } else { draft.snippet((*text).to_owned()) });
        }
    }

    /// Elements and flows that an element of some kind holds.
    fn inside(&mut self, kind: Option<KindId>) {
        let schema = self.scope.schema();
        let roots = schema.roots;
        let Some(root) = kind.map(|kind| schema.root_of(kind)) else { return };
        if root == roots.boundary || root == roots.component {
            self.elements_in(Some(root));
            let flow = |items: &mut Self, label: &str, text: &str| {
                items.add(Draft::new(CompletionKind::Keyword, label, KEYWORDS).snippet(text.to_owned()));
            };
            if root == roots.component {
                flow(self, "->", "-> ${1:target}");
            }
            let words: Vec<_> = ITEMS.into_iter().filter(|(word, _)| matches!(*word, "flow" | "each")).collect();
            self.snippets(&words, KEYWORDS);
        }
    }

    /// Kinds of which an element may stand in one of a root kind, or directly in a module.
    fn elements_in(&mut self, holder: Option<KindId>) {
        let schema = self.scope.schema();
        let roots = schema.roots;
        // These have a syntax of their own, or cannot be declared.
        let closed = [roots.element, roots.flow, roots.assumption, roots.decision, roots.project];
        let is_begun = self.is_followed_by(|kind| kind.is_name() || kind == Tok::LBrace);
        for name in self.scope.kinds() {
            let root = schema.root_of(name.id);
            let fits = match holder {
                None => root != roots.endpoint,
                Some(holder) if holder == roots.component => root == roots.endpoint || root == roots.identity,
                Some(_) => root == roots.boundary || root == roots.component || root == roots.identity,
            };
            let is_open = schema.kind(name.id).is_some_and(|kind| !kind.is_abstract) && !closed.contains(&name.id);
            if !fits || !is_open || name.path.len() > 1 {
                continue;
            }
            let docs = self.scope.kind_docs(name.id);
            let draft = Draft { docs, ..Draft::named(SymbolKind::Kind, &name, KINDS) };
            let text = format!("{} ${{1:name}} {{\n  $0\n}}", literal(&draft.text));
            self.add(if is_begun { draft } else { draft.snippet(text) });
        }
    }

    /// Attributes of a kind that the block does not state yet: controls, then facts.
    fn attributes(&mut self, kind: KindId, open: u32) {
        let schema = self.scope.schema();
        let stated = self.stated(open);
        let layout = schema.kind(kind).map(|kind| kind.layout.as_slice()).unwrap_or_default();
        for id in layout {
            let Some(attribute) = schema.attribute(*id) else { continue };
            let rank = match attribute.class {
                Class::Control => 10,
                Class::Fact => 12,
                Class::Derived | Class::Builtin(_) => continue,
            };
            if !stated.contains(&attribute.name) {
                self.attribute(*id, rank);
            }
        }
    }

    fn attribute(&mut self, id: AttrId, rank: u32) {
        let schema = self.scope.schema();
        let Some(attribute) = schema.attribute(id) else { return };
        let name = written(&attribute.name);
        let class = if attribute.class == Class::Control { "control" } else { "fact" };
        let inherited = if attribute.inherited { "inherited " } else { "" };
        let draft = Draft {
            detail: format!("{inherited}{class}: {}", schema.type_name(&attribute.ty)),
            docs: self.scope.attribute_docs(id),
            ..Draft::new(CompletionKind::Symbol(SymbolKind::Attribute), name.clone(), rank)
        };
        if self.is_followed_by(|kind| kind == Tok::Colon) {
            return self.add(draft);
        }
        let place = match &attribute.ty {
            Type::Text => "\"$1\"",
            Type::List(of) if **of == Type::Text => "[\"$1\"]",
            Type::List(_) => "[$1]",
            _ => return self.add(Draft { text: format!("{name}: "), ..draft }),
        };
        self.add(draft.snippet(format!("{}: {place}", literal(&name))));
    }

    fn fields(&mut self, path: &[Name]) {
        let of = self.scope.enumeration(path).and_then(|id| self.scope.schema().enumeration(id));
        for field in of.map(|of| of.fields.as_slice()).unwrap_or_default() {
            let name = written(&field.name);
            let detail = self.scope.schema().type_name(&field.ty).to_string();
            let draft = Draft::new(CompletionKind::Symbol(SymbolKind::EnumField), name.clone(), 0);
            let is_begun = self.is_followed_by(|kind| kind == Tok::Colon);
            let text = if is_begun { name } else { format!("{name}: ") };
            self.add(Draft { detail, text, ..draft });
        }
    }

    /// The attributes that a block states itself.
    fn stated(&self, open: u32) -> Vec<Name> {
        let mut stated = Vec::new();
        let mut depth = 0_usize;
        for token in open + 1..self.cursor.end_of_block(open) {
            match self.cursor.any(token) {
                Some(Tok::LBrace) => depth += 1,
                Some(Tok::RBrace) => depth = depth.saturating_sub(1),
                // What is being written is not stated yet.
                Some(kind)
                    if depth == 0
                        && kind.is_name()
                        && self.cursor.any(token + 1) == Some(Tok::Colon)
                        && !(self.cursor.before..self.cursor.first_behind()).contains(&token) =>
                {
                    stated.push(self.cursor.name(token));
                }
                _ => {}
            }
        }
        stated
    }

    /// All kinds, abstract ones too.
    /// Names that stand in front of a dot.
    pub fn used_modules(&mut self) {
        for module in self.scope.used_modules() {
            let last = module.rsplit('.').next().unwrap_or(module);
            let draft = Draft::new(CompletionKind::Symbol(SymbolKind::Module), written(last), KINDS + 2);
            self.add(Draft { detail: module.to_string(), ..draft });
        }
    }

    pub fn kinds(&mut self) {
        if self.cursor.qualifier().is_none() {
            self.used_modules();
        }
        let scope = self.scope;
        self.vocabulary(SymbolKind::Kind, KINDS, scope.kinds(), |path| scope.kind(path), |id| scope.kind_docs(id));
    }

    pub fn enums(&mut self) {
        let (scope, rank) = (self.scope, KINDS - 2);
        self.vocabulary(
            SymbolKind::Enum,
            rank,
            scope.enums(),
            |path| scope.enumeration(path),
            |id| scope.enum_docs(id),
        );
    }

    /// Names of one sort; behind the name of a module, only those of that module.
    fn vocabulary<T: Copy + PartialEq>(
        &mut self,
        sort: SymbolKind,
        rank: u32,
        names: Vec<Nameable<T>>,
        resolve: impl Fn(&[Name]) -> Option<T>,
        docs: impl Fn(T) -> String,
    ) {
        let qualifier = self.cursor.qualifier().map(|(_, path)| path).unwrap_or_default();
        for name in names {
            let draft = match name.path.last() {
                Some(last) if !qualifier.is_empty() => {
                    let path: Vec<Name> = qualifier.iter().chain([last]).cloned().collect();
                    if resolve(&path) != Some(name.id) {
                        continue;
                    }
                    Draft::new(CompletionKind::Symbol(sort), written(last), rank)
                }
                _ => Draft::named(sort, &name, rank),
            };
            self.add(Draft { docs: docs(name.id), ..draft });
        }
    }

    pub fn types(&mut self) {
        for word in ["bool", "int", "text", "date"] {
            self.add(Draft::new(CompletionKind::Type, word, 0));
        }
        self.enums();
        self.kinds();
    }

    pub fn relations(&mut self) {
        let (scope, sort) = (self.scope, SymbolKind::Relation);
        self.vocabulary(sort, 0, scope.relations(), |path| scope.relation(path), |id| scope.relation_docs(id));
    }

    /// Modules that go on from what is written of a path.
    pub fn modules(&mut self, path: &[Name]) {
        let before = path.iter().map(|name| format!("{name}.")).collect::<String>();
        for module in self.scope.modules() {
            let Some(rest) = module.strip_prefix(before.as_str()) else { continue };
            if module == *self.scope.module() || module == "std" || rest.is_empty() {
                continue;
            }
            let segments: Vec<Name> = rest.split('.').map(Name::new).collect();
            self.add(Draft::new(CompletionKind::Symbol(SymbolKind::Module), path_text(&segments), 0));
        }
    }

    /// What `use module.{…}` can bring in.
    pub fn imports(&mut self, module: &[Name]) {
        let module = module.iter().map(Name::as_str).collect::<Vec<_>>().join(".");
        for name in self.scope.declared_in(&module) {
            let path = [name];
            let kind = if self.scope.kind(&path).is_some() { SymbolKind::Kind } else { SymbolKind::Component };
            self.add(Draft::new(CompletionKind::Symbol(kind), path_text(&path), 0));
        }
    }
}
