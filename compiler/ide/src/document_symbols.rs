//! The outline of a file: what it declares, nested as it is written.

use std::ops::Range;

use smol_str::{SmolStr, format_smolstr};
use tm_analysis::occurrences::{occurrences, syntax};
use tm_analysis::{Database, Project, SourceFile};
use tm_syntax::Parsed;
use tm_syntax::ast;

use crate::symbol_kind::{SymbolKind, symbol_kind};

/// A declaration in the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// Of what has no name, what it says: `cart -> orders`, `accept rule on cart`.
    pub name: SmolStr,
    /// The kind of an element, the type of an attribute; may be empty.
    pub detail: SmolStr,
    pub kind: SymbolKind,
    /// The whole declaration.
    pub full: Range<u32>,
    /// Its name, within `full`.
    pub focus: Range<u32>,
    pub children: Vec<DocumentSymbol>,
}

/// The outline of a file, in the order of its text.
#[must_use]
pub fn document_symbols(db: &Database, project: Project, file: SourceFile) -> Vec<DocumentSymbol> {
    let outline = Outline { db, project, file, text: file.text(db), parsed: syntax(db, file) };
    outline.items(&outline.parsed.file.items)
}

struct Outline<'a> {
    db: &'a Database,
    project: Project,
    file: SourceFile,
    text: &'a str,
    parsed: &'a Parsed,
}

impl Outline<'_> {
    fn source(&self, range: ast::TokRange) -> &str {
        crate::place::slice(self.text, &self.parsed.text_range(range))
    }

    fn path(&self, path: Option<&ast::Path>) -> &str {
        path.map_or("", |path| self.source(path.range))
    }

    /// A declaration with a name. What is not named yet is no part of an outline.
    fn named(
        &self,
        name: Option<ast::Name>,
        detail: &str,
        kind: SymbolKind,
        range: ast::TokRange,
        children: Vec<DocumentSymbol>,
    ) -> Option<DocumentSymbol> {
        let name = name?;
        let focus = self.parsed.token_range(name.0);
        Some(DocumentSymbol {
            name: SmolStr::new(self.parsed.text(self.text, name)),
            detail: SmolStr::new(detail),
            kind,
            full: self.parsed.text_range(range),
            focus,
            children,
        })
    }

    /// What has no name is called by what it says, up to its block.
    fn unnamed(
        &self,
        name: SmolStr,
        kind: SymbolKind,
        range: ast::TokRange,
        focus: ast::TokRange,
        children: Vec<DocumentSymbol>,
    ) -> DocumentSymbol {
        let full = self.parsed.text_range(range);
        let focus = self.parsed.text_range(focus);
        let focus = focus.start.max(full.start)..focus.end.min(full.end).max(focus.start.max(full.start));
        DocumentSymbol { name, detail: SmolStr::default(), kind, full, focus, children }
    }

    /// What sort of element is declared by a name.
    fn element_kind(&self, name: ast::Name) -> SymbolKind {
        let range = self.parsed.token_range(name.0);
        let all = occurrences(self.db, self.project, self.file);
        let found = all.get(all.partition_point(|it| it.range.start < range.start)..).unwrap_or_default().iter();
        let mut declared = found.take_while(|it| it.range.start == range.start).filter(|it| it.is_declaration);
        declared.next().map_or(SymbolKind::Component, |it| symbol_kind(self.db, self.project, &it.symbol))
    }

    fn items(&self, items: &[ast::Item]) -> Vec<DocumentSymbol> {
        items.iter().filter_map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &ast::Item) -> Option<DocumentSymbol> {
        let range = item.range;
        match &item.kind {
            ast::ItemKind::Use(_) => None,
            ast::ItemKind::Enum(decl) => {
                let fields = decl.fields.iter().filter_map(|field| {
                    self.named(Some(field.name), "field", SymbolKind::EnumField, field.range, Vec::new())
                });
                let mut children: Vec<DocumentSymbol> = fields.collect();
                children.extend(self.enum_values(&decl.values));
                children.sort_by_key(|child| child.full.start);
                self.named(decl.name, "enum", SymbolKind::Enum, range, children)
            }
            ast::ItemKind::Scale(decl) => {
                self.named(decl.name, "scale", SymbolKind::Enum, range, self.enum_values(&decl.values))
            }
            ast::ItemKind::ExtendEnum(decl) => {
                let path = decl.path.as_ref()?;
                let name = format_smolstr!("extend enum {}", self.source(path.range));
                Some(self.unnamed(name, SymbolKind::Enum, range, path.range, self.enum_values(&decl.values)))
            }
            ast::ItemKind::Kind(decl) => {
                let children = self.kind_body(decl.body.as_ref());
                self.named(decl.name, self.path(decl.parent.as_ref()), SymbolKind::Kind, range, children)
            }
            ast::ItemKind::Extend(decl) => {
                let path = decl.path.as_ref()?;
                let name = format_smolstr!("extend {}", self.source(path.range));
                let children = self.kind_body(decl.body.as_ref());
                Some(self.unnamed(name, SymbolKind::Kind, range, path.range, children))
            }
            ast::ItemKind::Relation(decl) => self.named(decl.name, "relation", SymbolKind::Relation, range, Vec::new()),
            ast::ItemKind::Rule(decl) => self.named(decl.name, "rule", SymbolKind::Rule, range, Vec::new()),
            ast::ItemKind::Assume(decl) => {
                self.named(decl.name, "assume", SymbolKind::Assumption, range, self.block(decl.block.as_ref()))
            }
            ast::ItemKind::Decision(decl) => {
                let end = decl.block.as_ref().map_or(range.hi, |block| block.range.lo);
                let header = ast::TokRange { lo: range.lo, hi: end.max(range.lo) };
                let name = one_line(self.source(header));
                Some(self.unnamed(name, SymbolKind::Decision, range, header, Vec::new()))
            }
            ast::ItemKind::Test(decl) => {
                let title = ast::TokRange { lo: decl.title, hi: decl.title + 1 };
                let name = SmolStr::new(self.parsed.string(self.text, decl.title));
                Some(self.unnamed(name, SymbolKind::Test, range, title, self.items(&decl.items)))
            }
            ast::ItemKind::Member(member) => self.member(member, range),
        }
    }

    fn member(&self, member: &ast::MemberKind, range: ast::TokRange) -> Option<DocumentSymbol> {
        match member {
            ast::MemberKind::Attribute(_) | ast::MemberKind::Each(_) => None,
            ast::MemberKind::Flow(flow) => {
                if flow.name.is_some() {
                    return self.named(flow.name, "flow", SymbolKind::Flow, range, Vec::new());
                }
                let end = flow.to.as_ref().map_or(range.lo + 1, |to| to.range.hi);
                let header = ast::TokRange { lo: range.lo, hi: end };
                Some(self.unnamed(one_line(self.source(header)), SymbolKind::Flow, range, header, Vec::new()))
            }
            ast::MemberKind::Element(element) => {
                let name = element.name?;
                let kind = self.parsed.text(self.text, element.kind);
                let children = self.block(element.block.as_ref());
                self.named(Some(name), kind, self.element_kind(name), range, children)
            }
        }
    }

    fn block(&self, block: Option<&ast::Block>) -> Vec<DocumentSymbol> {
        let members = block.map_or(&[][..], |block| &block.members);
        members.iter().filter_map(|member| self.member(&member.kind, member.range)).collect()
    }

    fn kind_body(&self, body: Option<&ast::KindBody>) -> Vec<DocumentSymbol> {
        let Some(body) = body else { return Vec::new() };
        let declared = body.declarations.iter().filter_map(|decl| {
            let ty = match &decl.ty {
                Some(ast::Type::Path(path)) => self.source(path.range),
                Some(ast::Type::List(_, range)) => self.source(*range),
                None => "",
            };
            self.named(Some(decl.name), ty, SymbolKind::Attribute, decl.range, Vec::new())
        });
        let members = body.members.iter().filter_map(|member| self.member(&member.kind, member.range));
        let mut children: Vec<DocumentSymbol> = declared.chain(members).collect();
        children.sort_by_key(|child| child.full.start);
        children
    }

    fn enum_values(&self, values: &[ast::EnumValue]) -> Vec<DocumentSymbol> {
        let values = values.iter();
        values
            .filter_map(|value| self.named(Some(value.name), "", SymbolKind::EnumValue, value.range, Vec::new()))
            .collect()
    }
}

fn one_line(text: &str) -> SmolStr {
    SmolStr::new(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::{DocumentSymbol, document_symbols};
    use crate::fixture::Fixture;

    fn outline(text: &str) -> String {
        fn show(symbols: &[DocumentSymbol], depth: usize, out: &mut String) {
            for symbol in symbols {
                let detail = if symbol.detail.is_empty() { String::new() } else { format!(" ({})", symbol.detail) };
                out.push_str(&format!("{}{}: {:?}{detail}\n", "  ".repeat(depth), symbol.name, symbol.kind));
                assert!(symbol.full.start <= symbol.focus.start && symbol.focus.end <= symbol.full.end, "{symbol:?}");
                show(&symbol.children, depth + 1, out);
            }
        }
        let fixture = Fixture::new(text);
        let mut out = String::new();
        show(&document_symbols(&fixture.db, fixture.project, fixture.cursor.file), 0, &mut out);
        out
    }

    #[test]
    fn a_model() {
        let text = "cluster prod {\n  service cart {\n    exposure: internet\n    endpoint add { route: \"/\" }\n    ->  orders\n  }\n}\ndata prices\nflow go: prod ->\naccept no-rule on\n  cart { reason: \"\" }\nassume calm { owner: \"me\" }\n";
        assert_eq!(
            outline(text),
            "prod: Boundary (cluster)\n  cart: Component (service)\n    add: Endpoint (endpoint)\n    -> orders: Flow\nprices: Data (data)\ngo: Flow (flow)\naccept no-rule on cart: Decision\ncalm: Assumption (assume)\n"
        );
    }

    #[test]
    fn vocabulary_rules_and_tests() {
        let text = "enum Colour { field warm: bool  red  blue }\nscale Size { s < m }\nkind k is service { fact c: [Colour] }\nextend k { fact d: bool }\nrelation r { edge a -> a for a: k }\nrule q { for a: k }\ntest \"a  b\" { k one  expect nothing }\n";
        assert_eq!(
            outline(text),
            "Colour: Enum (enum)\n  warm: EnumField (field)\n  red: EnumValue\n  blue: EnumValue\nSize: Enum (scale)\n  s: EnumValue\n  m: EnumValue\nk: Kind (service)\n  c: Attribute ([Colour])\nextend k: Kind\n  d: Attribute (bool)\nr: Relation (relation)\nq: Rule (rule)\na  b: Test\n  one: Component (k)\n"
        );
    }

    #[test]
    fn half_written_texts() {
        assert_eq!(outline(""), "");
        assert_eq!(outline("service"), "");
        assert_eq!(outline("service cart {\n  -> \n"), "cart: Component (service)\n  ->: Flow\n");
        assert_eq!(outline("kind {\n  fact a: bool\n"), "");
        assert_eq!(outline("}}}} service `\u{1b}[31m x`"), "\u{1b}[31m x: Component (service)\n");
    }
}
