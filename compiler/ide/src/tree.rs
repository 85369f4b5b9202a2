//! The parts of a syntax tree, from outside in, as ranges.

use std::ops::Range;

use tm_syntax::Parsed;
use tm_syntax::ast::{self, TokRange};

/// What sort of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A run of `///` or `//!`.
    Docs,
    /// What declares, decides, imports or tests something; with a name or without.
    Declaration,
    /// `name: value`
    Attribute,
    /// From `{` to `}`.
    Block,
    /// A clause, edge or expectation of what encloses it.
    Clause,
    List,
    Expression,
    Path,
    Name,
}

/// Calls back for every part of a file, what encloses before what is enclosed.
pub(crate) fn walk(file: &ast::File, found: &mut dyn FnMut(Part, TokRange)) {
    let mut walk = Walk { found };
    walk.docs(file.docs);
    if let Some(module) = &file.module {
        walk.path(module);
    }
    walk.items(&file.items);
}

/// The whole declaration that a name belongs to; the name itself where there is none.
pub(crate) fn declaration_around(parsed: &Parsed, name: &Range<u32>) -> Range<u32> {
    let mut best = name.clone();
    let mut is_found = false;
    walk(&parsed.file, &mut |part, range| {
        if part == Part::Declaration {
            let bytes = parsed.text_range(range);
            if bytes.start <= name.start && name.end <= bytes.end && (!is_found || bytes.len() <= best.len()) {
                best = bytes;
                is_found = true;
            }
        }
    });
    best
}

struct Walk<'f> {
    found: &'f mut dyn FnMut(Part, TokRange),
}

impl Walk<'_> {
    fn part(&mut self, part: Part, range: TokRange) {
        if range.lo < range.hi {
            (self.found)(part, range);
        }
    }

    fn docs(&mut self, docs: ast::Docs) {
        self.part(Part::Docs, docs);
    }

    fn name(&mut self, name: ast::Name) {
        self.part(Part::Name, TokRange { lo: name.0, hi: name.0 + 1 });
    }

    fn names(&mut self, names: impl IntoIterator<Item = ast::Name>) {
        for name in names {
            self.name(name);
        }
    }

    fn path(&mut self, path: &ast::Path) {
        self.part(Part::Path, path.range);
        if path.segments.len() > 1 {
            self.names(path.segments.iter().copied());
        }
    }

    fn paths<'p>(&mut self, paths: impl IntoIterator<Item = &'p ast::Path>) {
        for path in paths {
            self.path(path);
        }
    }

    fn items(&mut self, items: &[ast::Item]) {
        for item in items {
            self.docs(item.docs);
            self.item(item);
        }
    }

    fn item(&mut self, item: &ast::Item) {
        if let ast::ItemKind::Member(member) = &item.kind {
            self.member(member, item.range);
            return;
        }
        self.part(Part::Declaration, item.range);
        match &item.kind {
            ast::ItemKind::Use(item) => {
                self.path(&item.path);
                for import in item.imports.iter().flatten() {
                    self.names([Some(import.name), import.alias].into_iter().flatten());
                }
            }
            ast::ItemKind::Enum(decl) => {
                self.names(decl.name);
                for field in &decl.fields {
                    self.docs(field.docs);
                    self.part(Part::Declaration, field.range);
                    self.name(field.name);
                    self.types(&field.ty);
                    self.values(&field.default);
                }
                self.enum_values(&decl.values);
            }
            ast::ItemKind::ExtendEnum(decl) => {
                self.paths(&decl.path);
                self.enum_values(&decl.values);
            }
            ast::ItemKind::Scale(decl) => {
                self.names(decl.name);
                self.enum_values(&decl.values);
            }
            ast::ItemKind::Kind(decl) => {
                self.names(decl.name);
                self.paths(&decl.parent);
                self.kind_body(decl.body.as_ref());
            }
            ast::ItemKind::Extend(decl) => {
                self.paths(&decl.path);
                self.kind_body(decl.body.as_ref());
            }
            ast::ItemKind::Relation(decl) => {
                self.names(decl.name);
                for edge in &decl.edges {
                    self.docs(edge.docs);
                    self.part(Part::Clause, edge.range);
                    self.expr(&edge.from);
                    self.expr(&edge.to);
                    self.names(edge.via);
                    self.bindings(&edge.bindings);
                    for expr in [&edge.condition, &edge.needs].into_iter().flatten() {
                        self.expr(expr);
                    }
                }
            }
            ast::ItemKind::Rule(decl) => {
                self.names(decl.name);
                for clause in &decl.clauses {
                    self.part(Part::Clause, clause.range);
                    self.clause(&clause.kind);
                }
            }
            ast::ItemKind::Assume(decl) => {
                self.names(decl.name);
                self.block(decl.block.as_ref());
            }
            ast::ItemKind::Decision(decl) => {
                self.names(decl.rule);
                self.subjects(&decl.subjects);
                self.block(decl.block.as_ref());
            }
            ast::ItemKind::Test(decl) => {
                self.part(Part::Name, TokRange { lo: decl.title, hi: decl.title + 1 });
                for setting in &decl.settings {
                    self.attribute(setting, None);
                }
                self.items(&decl.items);
                for expectation in &decl.expectations {
                    self.part(Part::Clause, expectation.range);
                    self.names(expectation.rule);
                    self.subjects(&expectation.subjects);
                }
            }
            ast::ItemKind::Member(_) => {}
        }
    }

    fn member(&mut self, member: &ast::MemberKind, range: TokRange) {
        match member {
            ast::MemberKind::Attribute(attribute) => self.attribute(attribute, Some(range)),
            ast::MemberKind::Each(each) => {
                self.part(Part::Declaration, range);
                self.paths(&each.kind);
                self.block(each.block.as_ref());
            }
            ast::MemberKind::Flow(flow) => {
                self.part(Part::Declaration, range);
                self.names(flow.name);
                self.paths(flow.from.iter().chain(&flow.to));
                self.block(flow.block.as_ref());
            }
            ast::MemberKind::Element(element) => {
                self.part(Part::Declaration, range);
                self.name(element.kind);
                self.names(element.name);
                self.block(element.block.as_ref());
            }
        }
    }

    fn members(&mut self, members: &[ast::Member]) {
        for member in members {
            self.docs(member.docs);
            self.member(&member.kind, member.range);
        }
    }

    fn block(&mut self, block: Option<&ast::Block>) {
        if let Some(block) = block {
            self.part(Part::Block, block.range);
            self.members(&block.members);
        }
    }

    fn kind_body(&mut self, body: Option<&ast::KindBody>) {
        let Some(body) = body else { return };
        self.part(Part::Block, body.range);
        for decl in &body.declarations {
            self.docs(decl.docs);
            self.part(Part::Declaration, decl.range);
            self.name(decl.name);
            self.types(&decl.ty);
            if let Some(value) = &decl.value {
                self.expr(value);
            }
        }
        self.members(&body.members);
    }

    /// Where the whole has no range of its own, it reaches from its name to the end of its value.
    fn attribute(&mut self, attribute: &ast::Attribute, range: Option<TokRange>) {
        let lo = attribute.name.0;
        let hi = attribute.value.as_ref().map_or(lo + 1, |value| value.range.hi);
        self.part(Part::Attribute, range.unwrap_or(TokRange { lo, hi }));
        self.name(attribute.name);
        self.values(&attribute.value);
    }

    fn enum_values(&mut self, values: &[ast::EnumValue]) {
        for value in values {
            self.docs(value.docs);
            self.part(Part::Declaration, value.range);
            self.name(value.name);
            for field in &value.fields {
                self.attribute(field, None);
            }
        }
    }

    fn types(&mut self, ty: &Option<ast::Type>) {
        let mut at = ty.as_ref();
        while let Some(ty) = at {
            at = match ty {
                ast::Type::Path(path) => {
                    self.path(path);
                    None
                }
                ast::Type::List(inner, range) => {
                    self.part(Part::List, *range);
                    Some(inner)
                }
            };
        }
    }

    fn values<'v>(&mut self, values: impl IntoIterator<Item = &'v ast::Value>) {
        for value in values {
            match &value.kind {
                ast::ValueKind::Path(path) => self.path(path),
                ast::ValueKind::List(items) => {
                    self.part(Part::List, value.range);
                    self.values(items);
                }
                ast::ValueKind::Literal(_) | ast::ValueKind::NotApplicable(_) => {
                    self.part(Part::Expression, value.range);
                }
            }
        }
    }

    fn subjects(&mut self, subjects: &[ast::Subject]) {
        for subject in subjects {
            match subject {
                ast::Subject::Project(range) => self.part(Part::Expression, *range),
                ast::Subject::Path(path) => self.path(path),
                ast::Subject::Ends(from, to) => {
                    self.part(Part::Expression, TokRange { lo: from.range.lo, hi: to.range.hi });
                    self.paths([from, to]);
                }
            }
        }
    }

    fn bindings(&mut self, bindings: &[ast::Binding]) {
        for binding in bindings {
            self.name(binding.variable);
            match &binding.source {
                ast::BindingSource::Kind(path) => self.path(path),
                ast::BindingSource::List(list) => self.expr(list),
                ast::BindingSource::Missing => {}
            }
        }
    }

    fn clause(&mut self, clause: &ast::ClauseKind) {
        match clause {
            ast::ClauseKind::For(bindings) | ast::ClauseKind::Exists(bindings) => self.bindings(bindings),
            ast::ClauseKind::Let { name, value } => {
                self.name(*name);
                self.expr(value);
            }
            ast::ClauseKind::Where(condition) => self.expr(condition),
            ast::ClauseKind::Path { name, leads } => {
                self.name(*name);
                self.leads(leads);
            }
            ast::ClauseKind::Entry { name, value } => {
                self.name(*name);
                if let Some(value) = value {
                    self.expr(value);
                }
            }
        }
    }

    fn leads(&mut self, leads: &ast::Leads) {
        self.expr(&leads.from);
        self.expr(&leads.to);
        self.paths(&leads.relation);
        for hop in &leads.hops {
            self.part(Part::Clause, hop.range);
            self.name(hop.variable);
            self.expr(&hop.condition);
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e ast::Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &ast::Expr) {
        use ast::ExprKind;
        // Chains of fields and parentheses can be long: they are walked, not climbed down.
        let mut expr = expr;
        loop {
            let part = if matches!(expr.kind, ExprKind::List(_)) { Part::List } else { Part::Expression };
            self.part(part, expr.range);
            expr = match &expr.kind {
                ExprKind::Field { base, .. } => base,
                ExprKind::Paren(inner) | ExprKind::Not(inner) => inner,
                _ => break,
            };
        }
        match &expr.kind {
            ExprKind::List(items) | ExprKind::And(items) | ExprKind::Or(items) => self.exprs(items),
            ExprKind::If { condition, then, otherwise } => {
                self.exprs([&**condition, &**then, &**otherwise]);
            }
            ExprKind::Compare { lhs, rhs, .. } => self.exprs([&**lhs, &**rhs]),
            ExprKind::In { item, list, .. } => self.exprs([&**item, &**list]),
            ExprKind::Is { subject, test, .. } => {
                self.expr(subject);
                if let ast::IsTest::Kind(path) = test {
                    self.path(path);
                }
            }
            ExprKind::Leads(leads) => self.leads(leads),
            ExprKind::Quantifier(quantifier) => {
                for generator in &quantifier.generators {
                    self.name(generator.variable);
                    self.expr(&generator.list);
                }
                self.exprs(quantifier.condition.iter().chain(&quantifier.body));
            }
            ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Missing => {}
            ExprKind::Field { .. } | ExprKind::Paren(_) | ExprKind::Not(_) => {}
        }
    }
}
