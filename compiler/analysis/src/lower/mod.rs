//! From the syntax tree to the item tree: text instead of tokens, node ids instead of ranges.

mod expr;
mod vocabulary;
mod world;

use std::ops::Range;

use smol_str::SmolStr;
use tm_model::Date;
use tm_syntax::ast::{self, TokRange};
use tm_syntax::{Parsed, Tok};

use crate::hir::{self, NodeId};
use crate::spans::SpanMap;

/// Lowers one file. Vocabulary and rules are numbered first (see [`hir`]).
pub(crate) fn lower(source: &str, parsed: &Parsed) -> (hir::ItemTree, SpanMap) {
    let mut cx = Lower { source, parsed, spans: SpanMap::default(), ranges: Vec::new() };
    // Node 0 is the file itself.
    cx.node(TokRange { lo: 0, hi: 0 });
    let file = &parsed.file;
    cx.spans.file_docs = file.docs;
    let mut tree = hir::ItemTree { module: file.module.as_ref().map(|path| cx.path(path)), ..hir::ItemTree::default() };
    for item in &file.items {
        if let ast::ItemKind::Use(item) = &item.kind {
            tree.uses.push(cx.use_item(item));
        }
    }
    for item in &file.items {
        cx.vocabulary_item(item, &mut tree);
    }
    for item in &file.items {
        if let ast::ItemKind::Test(test) = &item.kind {
            let test = cx.test(item, test);
            tree.tests.push(test);
        }
    }
    cx.world(&file.items, &mut tree.world);
    tree.world.elements.shrink_to_fit();
    (tree, SpanMap { ranges: cx.ranges.into_boxed_slice(), ..cx.spans })
}

/// Lowers an expression that stands by itself.
pub(crate) fn lower_expression(source: &str, parsed: &Parsed, expr: &ast::Expr) -> (hir::Expr, SpanMap) {
    let mut cx = Lower { source, parsed, spans: SpanMap::default(), ranges: Vec::new() };
    cx.node(TokRange { lo: 0, hi: 0 });
    let expr = cx.expr(expr);
    (expr, SpanMap { ranges: cx.ranges.into_boxed_slice(), ..cx.spans })
}

struct Lower<'a> {
    source: &'a str,
    parsed: &'a Parsed,
    spans: SpanMap,
    /// Of the nodes so far; they join the spans at the end.
    ranges: Vec<Range<u32>>,
}

impl Lower<'_> {
    fn node(&mut self, range: TokRange) -> NodeId {
        self.bytes(self.parsed.text_range(range))
    }

    fn bytes(&mut self, range: Range<u32>) -> NodeId {
        let id = u32::try_from(self.ranges.len()).unwrap_or(u32::MAX);
        self.ranges.push(range);
        id
    }

    /// Remembers the documentation of the declaration whose name has this node.
    fn docs(&mut self, node: NodeId, docs: ast::Docs) {
        if docs.lo < docs.hi {
            self.spans.docs.insert(node, docs);
        }
    }

    fn text(&self, name: ast::Name) -> SmolStr {
        SmolStr::new(self.parsed.text(self.source, name))
    }

    fn string(&self, token: u32) -> SmolStr {
        SmolStr::new(self.parsed.string(self.source, token))
    }

    fn name(&mut self, name: ast::Name) -> hir::Name {
        hir::Name { node: self.node(TokRange { lo: name.0, hi: name.0 + 1 }), text: self.text(name) }
    }

    /// The name, or an empty one at the place of the declaration where the author has not written it yet.
    fn name_or_missing(&mut self, name: Option<ast::Name>, range: TokRange) -> hir::Name {
        match name {
            Some(name) => self.name(name),
            None => hir::Name { node: self.node(range), text: SmolStr::default() },
        }
    }

    fn path(&mut self, path: &ast::Path) -> hir::Path {
        let node = self.node(path.range);
        for segment in &path.segments {
            self.node(TokRange { lo: segment.0, hi: segment.0 + 1 });
        }
        hir::Path { node, segments: path.segments.iter().map(|segment| self.text(*segment)).collect() }
    }

    fn use_item(&mut self, item: &ast::Use) -> hir::Use {
        hir::Use {
            path: self.path(&item.path),
            imports: item.imports.as_ref().map(|imports| {
                imports
                    .iter()
                    .map(|import| hir::Import {
                        name: self.name(import.name),
                        alias: import.alias.map(|alias| self.name(alias)),
                    })
                    .collect()
            }),
        }
    }

    fn literal(&self, literal: ast::Literal) -> hir::Literal {
        match literal {
            ast::Literal::Str(token) => hir::Literal::Text(self.string(token)),
            ast::Literal::Int(token) => hir::Literal::Int(self.parsed.token_text(self.source, token).parse().ok()),
            ast::Literal::Date(token) => {
                let text = self.parsed.token_text(self.source, token);
                hir::Literal::Date(Date::parse(text).ok_or_else(|| SmolStr::new(text)))
            }
            ast::Literal::True => hir::Literal::Bool(true),
            ast::Literal::False => hir::Literal::Bool(false),
            ast::Literal::Unknown => hir::Literal::Unknown,
        }
    }

    fn value(&mut self, value: &ast::Value) -> hir::Value {
        let node = self.node(value.range);
        let is_bad = |token: u32| self.parsed.kind(token) == Some(Tok::BadStr);
        let is_text_of_others =
            matches!(value.kind, ast::ValueKind::Literal(ast::Literal::Str(token)) if is_bad(token));
        let kind = match &value.kind {
            ast::ValueKind::Literal(literal) => hir::ValueKind::Literal(self.literal(*literal)),
            ast::ValueKind::Path(path) => hir::ValueKind::Path(self.path(path)),
            ast::ValueKind::List(values) => {
                hir::ValueKind::List(values.iter().map(|value| self.value(value)).collect())
            }
            ast::ValueKind::NotApplicable(reason) => {
                hir::ValueKind::NotApplicable(reason.map(|token| self.string(token)).unwrap_or_default())
            }
        };
        hir::Value { node, kind, is_faulty: value.lacks_brackets || is_text_of_others }
    }

    fn statement(&mut self, attribute: &ast::Attribute, range: TokRange) -> hir::Statement {
        hir::Statement {
            node: self.node(range),
            name: self.name(attribute.name),
            value: attribute.value.as_ref().map(|value| self.value(value)),
        }
    }
}
