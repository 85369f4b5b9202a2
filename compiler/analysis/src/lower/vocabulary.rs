//! Enums, kinds, relations and rules.

use tm_syntax::ast::{self, TokRange};

use super::Lower;
use crate::hir;

impl Lower<'_> {
    pub(super) fn vocabulary_item(&mut self, item: &ast::Item, tree: &mut hir::ItemTree) {
        let vocabulary = &mut tree.vocabulary;
        match &item.kind {
            ast::ItemKind::Enum(decl) => {
                let name = self.documented(decl.name, item);
                let fields = decl.fields.iter().map(|field| self.field(field)).collect();
                let values = decl.values.iter().map(|value| self.enum_value(value)).collect();
                vocabulary.enums.push(hir::Enum { name, is_scale: false, fields, values });
            }
            ast::ItemKind::Scale(decl) => {
                let name = self.documented(decl.name, item);
                let values = decl.values.iter().map(|value| self.enum_value(value)).collect();
                vocabulary.enums.push(hir::Enum { name, is_scale: true, fields: Vec::new(), values });
            }
            ast::ItemKind::ExtendEnum(decl) => {
                if let Some(path) = &decl.path {
                    let path = self.path(path);
                    let values = decl.values.iter().map(|value| self.enum_value(value)).collect();
                    vocabulary.enum_extensions.push(hir::EnumExtension { path, values });
                }
            }
            ast::ItemKind::Kind(decl) => {
                let name = self.documented(decl.name, item);
                let parent = decl.parent.as_ref().map(|path| self.path(path));
                let (declarations, statements) = self.kind_body(decl.body.as_ref(), &mut tree.world);
                vocabulary.kinds.push(hir::Kind {
                    name,
                    is_abstract: decl.is_abstract,
                    parent,
                    declarations,
                    statements,
                });
            }
            ast::ItemKind::Extend(decl) => {
                // Statements are lowered with the world (the target may be an element); declarations can only be a kind's.
                if let Some(path) = &decl.path {
                    let path = self.path(path);
                    let body = decl.body.as_ref();
                    let declarations = body.map(|body| self.declarations(body)).unwrap_or_default();
                    let statements = body.map(|body| self.statements_of(&body.members)).unwrap_or_default();
                    vocabulary.extensions.push(hir::KindExtension { path, declarations, statements });
                }
            }
            ast::ItemKind::Relation(decl) => {
                let name = self.documented(decl.name, item);
                let edges = decl.edges.iter().map(|edge| self.edge(edge)).collect();
                vocabulary.relations.push(hir::Relation { name, edges });
            }
            ast::ItemKind::Rule(decl) => {
                let name = self.documented(decl.name, item);
                let clauses = decl.clauses.iter().map(|clause| self.clause(clause)).collect();
                tree.rules.push(hir::Rule { name, clauses });
            }
            ast::ItemKind::Use(_)
            | ast::ItemKind::Assume(_)
            | ast::ItemKind::Decision(_)
            | ast::ItemKind::Test(_)
            | ast::ItemKind::Member(_) => {}
        }
    }

    pub(super) fn documented(&mut self, name: Option<ast::Name>, item: &ast::Item) -> hir::Name {
        let name = self.name_or_missing(name, item.range);
        self.docs(name.node, item.docs);
        name
    }

    fn field(&mut self, field: &ast::Field) -> hir::EnumField {
        let name = self.name(field.name);
        self.docs(name.node, field.docs);
        hir::EnumField {
            name,
            ty: field.ty.as_ref().map(|ty| self.ty(ty)),
            default: field.default.as_ref().map(|value| self.value(value)),
        }
    }

    fn enum_value(&mut self, value: &ast::EnumValue) -> hir::EnumValue {
        let name = self.name(value.name);
        self.docs(name.node, value.docs);
        hir::EnumValue { name, fields: value.fields.iter().map(|field| self.statement(field, value.range)).collect() }
    }

    fn ty(&mut self, ty: &ast::Type) -> hir::Type {
        match ty {
            ast::Type::Path(path) => hir::Type::Path(self.path(path)),
            ast::Type::List(inner, range) => {
                let node = self.node(*range);
                hir::Type::List(Box::new(self.ty(inner)), node)
            }
        }
    }

    fn kind_body(
        &mut self,
        body: Option<&ast::KindBody>,
        world: &mut hir::World,
    ) -> (Vec<hir::Declaration>, Vec<hir::Statement>) {
        let Some(body) = body else { return (Vec::new(), Vec::new()) };
        for member in &body.members {
            if !matches!(member.kind, ast::MemberKind::Attribute(_)) {
                self.misplaced(world, member.range, &member.kind, hir::MisplacedKind::MemberInKind);
            }
        }
        (self.declarations(body), self.statements_of(&body.members))
    }

    fn declarations(&mut self, body: &ast::KindBody) -> Vec<hir::Declaration> {
        body.declarations
            .iter()
            .map(|decl| {
                let name = self.name(decl.name);
                self.docs(name.node, decl.docs);
                hir::Declaration {
                    name,
                    class: decl.class,
                    inherited: decl.inherited,
                    ty: decl.ty.as_ref().map(|ty| self.ty(ty)),
                    value: decl.value.as_ref().map(|value| self.expr(value)),
                }
            })
            .collect()
    }

    pub(super) fn statements_of(&mut self, members: &[ast::Member]) -> Vec<hir::Statement> {
        // There are many of these, and they stay: each is as long as it has to be.
        let count = members.iter().filter(|member| matches!(member.kind, ast::MemberKind::Attribute(_))).count();
        let mut statements = Vec::with_capacity(count);
        for member in members {
            if let ast::MemberKind::Attribute(attribute) = &member.kind {
                statements.push(self.statement(attribute, member.range));
            }
        }
        statements
    }

    fn edge(&mut self, edge: &ast::Edge) -> hir::Edge {
        hir::Edge {
            node: self.node(edge.range),
            from: self.expr(&edge.from),
            to: self.expr(&edge.to),
            via: edge.via.map(|name| self.name(name)),
            bindings: edge.bindings.iter().map(|binding| self.binding(binding)).collect(),
            condition: edge.condition.as_ref().map(|condition| self.expr(condition)),
            needs: edge.needs.as_ref().map(|needs| self.expr(needs)),
        }
    }

    fn clause(&mut self, clause: &ast::Clause) -> hir::Clause {
        let node = self.node(clause.range);
        let kind = match &clause.kind {
            ast::ClauseKind::For(bindings) => hir::ClauseKind::For(bindings.iter().map(|b| self.binding(b)).collect()),
            ast::ClauseKind::Exists(bindings) => {
                hir::ClauseKind::Exists(bindings.iter().map(|b| self.binding(b)).collect())
            }
            ast::ClauseKind::Let { name, value } => {
                hir::ClauseKind::Let { name: self.name(*name), value: self.expr(value) }
            }
            ast::ClauseKind::Where(condition) => hir::ClauseKind::Where(self.expr(condition)),
            ast::ClauseKind::Path { name, leads } => {
                hir::ClauseKind::Path { name: self.name(*name), leads: self.leads(leads, clause.range) }
            }
            ast::ClauseKind::Entry { name, value } => self.entry(*name, value.as_ref()),
        };
        hir::Clause { node, kind }
    }

    fn entry(&mut self, name: ast::Name, value: Option<&ast::Expr>) -> hir::ClauseKind {
        let name = self.name(name);
        match value.map(|value| &value.kind) {
            Some(ast::ExprKind::Literal(ast::Literal::Str(token)))
                if matches!(name.text.as_str(), "message" | "help") =>
            {
                hir::ClauseKind::Template { name, template: self.template(*token) }
            }
            _ => hir::ClauseKind::Entry { name, value: value.map(|value| self.expr(value)) },
        }
    }

    pub(super) fn range_from(&self, start: u32, end: TokRange) -> TokRange {
        TokRange { lo: start, hi: end.hi }
    }
}
