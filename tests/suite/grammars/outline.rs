//! The tree of the compiler as a list of nodes: what each is called in `grammar.js`, and its bytes.

use std::collections::BTreeSet;
use std::ops::Range;

use tm_syntax::Parsed;
use tm_syntax::ast::{
    BindingSource, Block, Clause, ClauseKind, Declaration, EnumValue, Expr, ExprKind, Field, IsTest, Item, ItemKind,
    KindBody, Leads, Literal, Member, MemberKind, Name, Path, Subject, TokRange, Type, Value, ValueKind,
};

/// What it is called, and from which byte to which.
pub type Node = (&'static str, Range<usize>);

/// Everything that the tree has a place for.
pub fn outline(parsed: &Parsed) -> BTreeSet<(&'static str, usize, usize)> {
    let mut outline = Outline { parsed, nodes: Vec::new() };
    let file = &parsed.file;
    file.module.iter().for_each(|path| outline.path(path));
    file.items.iter().for_each(|item| outline.item(item));
    outline.nodes.into_iter().map(|(name, range)| (name, range.start, range.end)).collect()
}

struct Outline<'p> {
    parsed: &'p Parsed,
    nodes: Vec<Node>,
}

impl Outline<'_> {
    fn add(&mut self, name: &'static str, range: TokRange) {
        let range = self.parsed.text_range(range);
        self.nodes.push((name, range.start as usize..range.end as usize));
    }

    fn token(&mut self, name: &'static str, sig: u32) {
        self.add(name, TokRange { lo: sig, hi: sig + 1 });
    }

    fn name(&mut self, name: Name) {
        self.token("identifier", name.0);
    }

    fn names(&mut self, names: impl IntoIterator<Item = Name>) {
        names.into_iter().for_each(|name| self.name(name));
    }

    fn path(&mut self, path: &Path) {
        self.add("path", path.range);
        self.names(path.segments.iter().copied());
    }

    fn item(&mut self, item: &Item) {
        let mut node = |name| self.add(name, item.range);
        match &item.kind {
            ItemKind::Member(member) => self.member(member, item.range),
            ItemKind::Use(found) => {
                node("use");
                // No node of a path here reaches over the brace.
                self.path(&found.path);
                for import in found.imports.iter().flatten() {
                    self.names([import.name].into_iter().chain(import.alias));
                }
            }
            ItemKind::Enum(found) => {
                node("enum");
                self.names(found.name);
                found.fields.iter().for_each(|field| self.field(field));
                found.values.iter().for_each(|value| self.enum_value(value));
            }
            ItemKind::ExtendEnum(found) => {
                node("extend_enum");
                found.path.iter().for_each(|path| self.path(path));
                found.values.iter().for_each(|value| self.enum_value(value));
            }
            ItemKind::Scale(found) => {
                node("scale");
                self.names(found.name.into_iter().chain(found.values.iter().map(|value| value.name)));
            }
            ItemKind::Kind(found) => {
                node("kind");
                self.names(found.name);
                found.parent.iter().for_each(|path| self.path(path));
                found.body.iter().for_each(|body| self.kind_body(body));
            }
            ItemKind::Extend(found) => {
                node("extend");
                found.path.iter().for_each(|path| self.path(path));
                found.body.iter().for_each(|body| self.kind_body(body));
            }
            ItemKind::Relation(found) => {
                node("relation");
                self.names(found.name);
                for edge in &found.edges {
                    self.add("edge", edge.range);
                    self.expr(&edge.from);
                    self.expr(&edge.to);
                    self.names(edge.via);
                    edge.bindings.iter().for_each(|binding| self.binding(binding.variable, &binding.source));
                    edge.condition.iter().chain(&edge.needs).for_each(|expr| self.expr(expr));
                }
            }
            ItemKind::Rule(found) => {
                node("rule");
                self.names(found.name);
                found.clauses.iter().for_each(|clause| self.clause(clause));
            }
            ItemKind::Assume(found) => {
                node("assume");
                self.names(found.name);
                found.block.iter().for_each(|block| self.block(block));
            }
            ItemKind::Decision(found) => {
                node("decision");
                self.names(found.rule);
                found.subjects.iter().for_each(|subject| self.subject(subject));
                found.block.iter().for_each(|block| self.block(block));
            }
            ItemKind::Test(found) => {
                node("test");
                self.token("string", found.title);
                found.items.iter().for_each(|item| self.item(item));
                for setting in &found.settings {
                    self.names([setting.name]);
                    setting.value.iter().for_each(|value| self.value(value));
                }
                for expectation in &found.expectations {
                    self.add("expectation", expectation.range);
                    self.names(expectation.rule);
                    expectation.subjects.iter().for_each(|subject| self.subject(subject));
                }
            }
        }
    }

    fn member(&mut self, member: &MemberKind, range: TokRange) {
        match member {
            MemberKind::Attribute(attribute) => {
                self.add("attribute", range);
                self.name(attribute.name);
                attribute.value.iter().for_each(|value| self.value(value));
            }
            MemberKind::Each(each) => {
                self.add("each", range);
                each.kind.iter().for_each(|path| self.path(path));
                each.block.iter().for_each(|block| self.block(block));
            }
            MemberKind::Flow(flow) => {
                self.add("flow", range);
                self.names(flow.name);
                flow.from.iter().chain(&flow.to).for_each(|path| self.path(path));
                flow.block.iter().for_each(|block| self.block(block));
            }
            MemberKind::Element(element) => {
                self.add("element", range);
                self.names([element.kind].into_iter().chain(element.name));
                element.block.iter().for_each(|block| self.block(block));
            }
        }
    }

    fn members(&mut self, members: &[Member]) {
        members.iter().for_each(|member| self.member(&member.kind, member.range));
    }

    fn block(&mut self, block: &Block) {
        self.add("block", block.range);
        self.members(&block.members);
    }

    fn kind_body(&mut self, body: &KindBody) {
        self.add("kind_body", body.range);
        self.members(&body.members);
        body.declarations.iter().for_each(|declaration| self.declaration(declaration));
    }

    fn declaration(&mut self, declaration: &Declaration) {
        self.add("declaration", declaration.range);
        self.name(declaration.name);
        declaration.ty.iter().for_each(|ty| self.ty(ty));
        declaration.value.iter().for_each(|expr| self.expr(expr));
    }

    fn field(&mut self, field: &Field) {
        self.add("field", field.range);
        self.name(field.name);
        field.ty.iter().for_each(|ty| self.ty(ty));
        field.default.iter().for_each(|value| self.value(value));
    }

    fn enum_value(&mut self, value: &EnumValue) {
        self.add("enum_value", value.range);
        self.name(value.name);
        for attribute in &value.fields {
            self.name(attribute.name);
            attribute.value.iter().for_each(|value| self.value(value));
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Path(path) => self.path(path),
            Type::List(of, range) => {
                self.add("list_type", *range);
                self.ty(of);
            }
        }
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Literal(literal) => self.literal(*literal, value.range),
            ValueKind::Path(path) => self.path(path),
            ValueKind::List(values) => {
                self.add("list", value.range);
                values.iter().for_each(|value| self.value(value));
            }
            ValueKind::NotApplicable(reason) => {
                self.add("not_applicable", value.range);
                reason.iter().for_each(|sig| self.token("string", *sig));
            }
        }
    }

    fn literal(&mut self, literal: Literal, range: TokRange) {
        let name = match literal {
            Literal::Str(_) => "string",
            Literal::Int(_) => "integer",
            Literal::Date(_) => "date",
            Literal::True | Literal::False => "boolean",
            Literal::Unknown => "unknown",
        };
        self.add(name, range);
    }

    fn subject(&mut self, subject: &Subject) {
        match subject {
            Subject::Project(range) => self.add("subject", *range),
            Subject::Path(path) => {
                self.add("subject", path.range);
                self.path(path);
            }
            Subject::Ends(from, to) => {
                self.add("subject", TokRange { lo: from.range.lo, hi: to.range.hi });
                self.path(from);
                self.path(to);
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let mut node = |name| self.add(name, clause.range);
        match &clause.kind {
            ClauseKind::For(bindings) => {
                node("for_clause");
                bindings.iter().for_each(|binding| self.binding(binding.variable, &binding.source));
            }
            ClauseKind::Exists(bindings) => {
                node("exists_clause");
                bindings.iter().for_each(|binding| self.binding(binding.variable, &binding.source));
            }
            ClauseKind::Let { name, value } => {
                node("let_clause");
                self.name(*name);
                self.expr(value);
            }
            ClauseKind::Where(condition) => {
                node("where_clause");
                self.expr(condition);
            }
            ClauseKind::Path { name, leads } => {
                node("path_clause");
                self.name(*name);
                self.leads(leads);
            }
            ClauseKind::Entry { name, value } => {
                node("entry");
                self.name(*name);
                value.iter().for_each(|value| self.expr(value));
            }
        }
    }

    fn binding(&mut self, variable: Name, source: &BindingSource) {
        self.name(variable);
        match source {
            BindingSource::Kind(path) => self.path(path),
            BindingSource::List(list) => self.expr(list),
            BindingSource::Missing => {}
        }
    }

    fn leads(&mut self, leads: &Leads) {
        self.expr(&leads.from);
        self.expr(&leads.to);
        leads.relation.iter().for_each(|path| self.path(path));
        for hop in &leads.hops {
            self.add("hop", hop.range);
            self.name(hop.variable);
            self.expr(&hop.condition);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let mut node = |name| self.add(name, expr.range);
        match &expr.kind {
            ExprKind::Missing => {}
            ExprKind::Literal(literal) => self.literal(*literal, expr.range),
            ExprKind::Name(name) => {
                node("name");
                self.name(*name);
            }
            ExprKind::Field { base, name } => {
                node("postfix");
                self.expr(base);
                self.names(*name);
            }
            ExprKind::List(items) => {
                node("list");
                items.iter().for_each(|item| self.expr(item));
            }
            ExprKind::Paren(inner) => {
                node("parenthesized");
                self.expr(inner);
            }
            ExprKind::Not(inner) => {
                node("unary");
                self.expr(inner);
            }
            ExprKind::And(operands) => self.operands("and", operands),
            ExprKind::Or(operands) => self.operands("or", operands),
            ExprKind::If { condition, then, otherwise } => {
                node("conditional");
                [condition, then, otherwise].into_iter().for_each(|expr| self.expr(expr));
            }
            ExprKind::Compare { lhs, rhs, .. } => {
                node("comparison");
                self.expr(lhs);
                self.expr(rhs);
            }
            ExprKind::In { item, list, .. } => {
                node("comparison");
                self.expr(item);
                self.expr(list);
            }
            ExprKind::Is { subject, test, .. } => {
                node("comparison");
                self.expr(subject);
                if let IsTest::Kind(path) = test {
                    self.path(path);
                }
            }
            ExprKind::Leads(leads) => {
                node("leads");
                self.leads(leads);
            }
            ExprKind::Quantifier(quantifier) => {
                node("quantifier");
                for generator in &quantifier.generators {
                    self.name(generator.variable);
                    self.expr(&generator.list);
                }
                quantifier.condition.iter().chain(&quantifier.body).for_each(|expr| self.expr(expr));
            }
        }
    }

    /// `a and b and c` is one node for the compiler, and one in the other from the left for tree-sitter.
    fn operands(&mut self, name: &'static str, operands: &[Expr]) {
        let first = operands.first().map_or(0, |operand| operand.range.lo);
        for operand in operands {
            if operand.range.lo != first {
                self.add(name, TokRange { lo: first, hi: operand.range.hi });
            }
            self.expr(operand);
        }
    }
}
