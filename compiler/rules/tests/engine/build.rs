//! Short ways to write expressions and rules.

use tm_model::{EnumId, EnumValueId, RelationId, Site, Value};
use tm_rules::ir::{
    Binding, BindingSource, Clause, CompareOp, Edge, Expr, ExprKind, Generator, GeneratorSource, HopCondition, HopMode,
    Leads, MOST_STEPS, Metadata, Quantifier, QuantifierMode, Rule, RuleClass, Slot, Template, TemplatePart,
};

use crate::world::{CIPHER, CLAIM, LEVEL, SEVERITY, World, kind_id};

fn expr(kind: ExprKind) -> Expr {
    Expr { node: 0, kind }
}

pub fn value(of: EnumId, index: u32) -> Value {
    Value::Enum(EnumValueId { of, index })
}

/// A value by its name.
pub fn word(name: &str) -> Value {
    let all: [(EnumId, &[&str]); 4] = [
        (LEVEL, &["public", "internal", "confidential"]),
        (CIPHER, &["none", "tls", "mtls"]),
        (CLAIM, &["sig", "iss", "aud"]),
        (SEVERITY, &["info", "low", "medium", "high", "critical"]),
    ];
    let found = all.iter().find_map(|(of, names)| Some(value(*of, names.iter().position(|n| *n == name)? as u32)));
    found.unwrap_or_else(|| panic!("{name}"))
}

pub fn words(names: &[&str]) -> Value {
    Value::set(names.iter().map(|name| word(name)).collect())
}

pub fn not_applicable() -> Value {
    Value::NotApplicable("there is none".into())
}

pub fn con(value: Value) -> Expr {
    expr(ExprKind::Const(value))
}

pub fn named(name: &str) -> Expr {
    con(word(name))
}

pub fn int(value: i64) -> Expr {
    con(Value::Int(value))
}

pub fn yes() -> Expr {
    con(Value::Bool(true))
}

pub fn no() -> Expr {
    con(Value::Bool(false))
}

pub fn var(slot: Slot) -> Expr {
    expr(ExprKind::Var(slot))
}

pub fn all(kind: &str) -> Expr {
    expr(ExprKind::All(kind_id(kind)))
}

pub fn list(parts: Vec<Expr>) -> Expr {
    expr(ExprKind::List(parts))
}

pub fn not(inner: Expr) -> Expr {
    expr(ExprKind::Not(Box::new(inner)))
}

pub fn and(parts: Vec<Expr>) -> Expr {
    expr(ExprKind::And(parts))
}

pub fn or(parts: Vec<Expr>) -> Expr {
    expr(ExprKind::Or(parts))
}

pub fn cond(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let (condition, then, otherwise) = (Box::new(condition), Box::new(then), Box::new(otherwise));
    expr(ExprKind::If { condition, then, otherwise })
}

pub fn compare(op: CompareOp, lhs: Expr, rhs: Expr) -> Expr {
    expr(ExprKind::Compare { op, lhs: Box::new(lhs), rhs: Box::new(rhs) })
}

pub fn eq(lhs: Expr, rhs: Expr) -> Expr {
    compare(CompareOp::Eq, lhs, rhs)
}

pub fn ne(lhs: Expr, rhs: Expr) -> Expr {
    compare(CompareOp::Ne, lhs, rhs)
}

pub fn within(item: Expr, list: Expr) -> Expr {
    expr(ExprKind::In { item: Box::new(item), list: Box::new(list) })
}

pub fn is_set(inner: Expr) -> Expr {
    expr(ExprKind::IsSet(Box::new(inner)))
}

pub fn is_known(inner: Expr) -> Expr {
    expr(ExprKind::IsKnown(Box::new(inner)))
}

pub fn is_kind(subject: Expr, kind: &str) -> Expr {
    expr(ExprKind::IsKind { subject: Box::new(subject), kind: kind_id(kind) })
}

pub fn today() -> Expr {
    expr(ExprKind::Today)
}

pub fn length(path: u16) -> Expr {
    expr(ExprKind::PathLength(path))
}

impl World {
    pub fn attr(&self, base: Expr, name: &str) -> Expr {
        expr(ExprKind::Attr { base: Box::new(base), attribute: self.attribute(name) })
    }

    /// An attribute of the first variable.
    pub fn my(&self, name: &str) -> Expr {
        self.attr(var(0), name)
    }
}

/// The enum field `strong`.
pub fn strong(base: Expr, of: EnumId) -> Expr {
    expr(ExprKind::EnumField { base: Box::new(base), of, field: 0 })
}

/// `MODE x in LIST if … : …`
pub fn quantifier(
    mode: QuantifierMode,
    generators: Vec<(Slot, Expr)>,
    condition: Option<Expr>,
    body: Option<Expr>,
) -> Expr {
    let generators =
        generators.into_iter().map(|(slot, list)| Generator { slot, source: GeneratorSource::List(list) }).collect();
    expr(ExprKind::Quantifier(Box::new(Quantifier { mode, generators, condition, body })))
}

pub fn any(slot: Slot, list: Expr, body: Expr) -> Expr {
    quantifier(QuantifierMode::Any, vec![(slot, list)], None, Some(body))
}

pub fn every(slot: Slot, list: Expr, body: Expr) -> Expr {
    quantifier(QuantifierMode::All, vec![(slot, list)], None, Some(body))
}

pub fn none(slot: Slot, list: Expr, body: Expr) -> Expr {
    quantifier(QuantifierMode::No, vec![(slot, list)], None, Some(body))
}

pub fn count(slot: Slot, list: Expr, condition: Option<Expr>) -> Expr {
    quantifier(QuantifierMode::Count, vec![(slot, list)], condition, None)
}

pub fn collect(slot: Slot, list: Expr, condition: Option<Expr>, body: Expr) -> Expr {
    quantifier(QuantifierMode::Collect, vec![(slot, list)], condition, Some(body))
}

pub fn max(slot: Slot, list: Expr, body: Expr) -> Expr {
    quantifier(QuantifierMode::Max, vec![(slot, list)], None, Some(body))
}

pub fn leads(from: Expr, to: Expr, relation: RelationId, hops: Vec<(HopMode, Slot, Expr)>) -> Leads {
    let hop = |(mode, slot, condition)| HopCondition { mode, slot, condition };
    Leads { from, to, relation, hops: hops.into_iter().map(hop).collect() }
}

pub fn path(from: Expr, to: Expr, relation: RelationId, hops: Vec<(HopMode, Slot, Expr)>) -> Expr {
    expr(ExprKind::Leads(Box::new(leads(from, to, relation, hops))))
}

pub fn binding(slot: Slot, kind: &str) -> Binding {
    Binding { slot, name: "x".into(), source: BindingSource::Kind(kind_id(kind)) }
}

pub fn binding_in(slot: Slot, list: Expr) -> Binding {
    Binding { slot, name: "x".into(), source: BindingSource::List(list) }
}

/// `edge from -> to via v for v: kind where …`
pub fn edge(binding: Binding, from: Expr, to: Expr, via: bool, condition: Option<Expr>) -> Edge {
    let via = via.then_some(binding.slot);
    Edge { bindings: vec![binding], from, to, via, condition, frame: 8 }
}

pub fn template(parts: Vec<TemplatePart>) -> Template {
    Template { parts }
}

pub fn text(text: &str) -> TemplatePart {
    TemplatePart::Text(text.into())
}

pub fn shown(expr: Expr) -> TemplatePart {
    TemplatePart::Value(expr)
}

/// A rule about one kind, of severity high.
pub fn rule(kind: &str, condition: Expr) -> Rule {
    Rule { subjects: vec![binding(0, kind)], clauses: vec![Clause::Where(condition)], ..project_rule(yes()) }
}

/// A rule without subjects.
pub fn project_rule(condition: Expr) -> Rule {
    Rule {
        name: "some-rule".into(),
        family: "".into(),
        module: "m".into(),
        title: "some rule".into(),
        site: Site { unit: 0, node: 0 },
        frame: 24,
        paths: 0,
        subjects: Vec::new(),
        witnesses: Vec::new(),
        clauses: vec![Clause::Where(condition)],
        prefer: Vec::new(),
        severity: named("high"),
        message: Template::default(),
        help: None,
        at: None,
        metadata: Metadata::default(),
        class: RuleClass::Local,
        steps: MOST_STEPS,
    }
}

/// `for x: kind exists w: other where …`
pub fn rule_exists(kind: &str, witness: Binding, condition: Expr) -> Rule {
    Rule { witnesses: vec![witness], ..rule(kind, condition) }
}
