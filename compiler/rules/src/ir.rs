//! Compiled rules: typed, resolved expressions over the vocabulary.
//!
//! The analysis produces this once per vocabulary; the evaluator walks it. Nothing here knows text: `node` is the handle of
//! the source expression within the declaring unit.

use std::sync::Arc;

use smol_str::SmolStr;
use tm_model::{AttrId, EnumId, KindId, RelationId, Site, Value};

/// A variable's place in the frame of its rule, edge or computation. `self` of a computation is slot 0.
pub type Slot = u16;

/// What the vocabulary computes: derived attributes, computed defaults, relations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// By the index in [`tm_model::Default::Computed`].
    pub computations: Vec<Computation>,
    /// By [`RelationId`].
    pub relations: Vec<Relation>,
}

/// `derive x: T = …` or `fact x: T = …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computation {
    pub expr: Expr,
    /// Number of slots, `self` included.
    pub frame: Slot,
    /// It reads a relation or a whole kind, itself or through other computations: its values stand in a column
    /// ([`tm_model::Facts::column`]).
    pub is_global: bool,
    pub site: Site,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub name: SmolStr,
    pub edges: Vec<Edge>,
    pub site: Site,
}

/// `edge from -> to via v for … where …`. An edge without `via` is a silent step: not counted, shown or quantified over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub bindings: Vec<Binding>,
    pub from: Expr,
    pub to: Expr,
    pub via: Option<Slot>,
    pub condition: Option<Expr>,
    pub frame: Slot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Of the source expression, in the unit that declares the rule, edge or attribute.
    pub node: u32,
    pub kind: ExprKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    Const(Value),
    Today,
    Var(Slot),
    /// An attribute of an element; of `Unset` it is `Unset`, of `Unknown` it is `Unknown`.
    Attr {
        base: Box<Expr>,
        attribute: AttrId,
    },
    /// A field of an enum's value (`f.authentication.bearer`); index in `Enum::fields`.
    EnumField {
        base: Box<Expr>,
        of: EnumId,
        field: u32,
    },
    /// A kind's name in list position: all its elements.
    All(KindId),
    List(Vec<Expr>),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    Compare {
        op: CompareOp,
        lhs: Box<Expr>,
        rhs: Box<Expr>,
    },
    In {
        item: Box<Expr>,
        list: Box<Expr>,
    },
    IsSet(Box<Expr>),
    IsKnown(Box<Expr>),
    IsKind {
        subject: Box<Expr>,
        kind: KindId,
    },
    Quantifier(Box<Quantifier>),
    Leads(Box<Leads>),
    /// `p.length` of a path clause; only in what is computed for a finding (severity, message, help, prefer).
    PathLength(u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantifier {
    pub mode: QuantifierMode,
    pub generators: Vec<Generator>,
    pub condition: Option<Expr>,
    /// `any x in l`, without body: whether there is one. `count`, `max`, `min`, `collect` without body: of the last variable.
    pub body: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantifierMode {
    Any,
    All,
    No,
    Count,
    Max,
    Min,
    Collect,
}

/// Later generators may read the variables of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    pub slot: Slot,
    pub source: GeneratorSource,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneratorSource {
    List(Expr),
    /// `p.hops` of a path clause; a hop takes three slots from `slot` on: from, to, via.
    Hops(u16),
}

/// `from ~> to along relation { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    pub from: Expr,
    pub to: Expr,
    pub relation: RelationId,
    pub hops: Vec<HopCondition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopCondition {
    pub mode: HopMode,
    /// `Avoiding`: the node. Else a hop, in three slots: from, to, via.
    pub slot: Slot,
    pub condition: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HopMode {
    All,
    Any,
    No,
    First,
    Last,
    /// Holds for no node strictly between the ends.
    Avoiding,
}

/// `x: kind` or `x in LIST`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub slot: Slot,
    pub name: SmolStr,
    pub source: BindingSource,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingSource {
    Kind(KindId),
    List(Expr),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub name: SmolStr,
    /// The folder that the rule's file stands in; empty outside `rules/<family>/`.
    pub family: SmolStr,
    pub module: SmolStr,
    /// The first sentence of its documentation: what a finding is called. The name where there is no documentation.
    pub title: SmolStr,
    /// The rule's name in the text.
    pub site: Site,
    /// Number of variable slots.
    pub frame: Slot,
    /// Number of named paths.
    pub paths: u16,
    /// `for`; empty: the rule speaks about the project.
    pub subjects: Vec<Binding>,
    /// `exists`
    pub witnesses: Vec<Binding>,
    /// In source order. All `where` and `path` clauses together are one conjunction.
    pub clauses: Vec<Clause>,
    pub prefer: Vec<Expr>,
    /// Of scale `Severity`.
    pub severity: Expr,
    pub message: Template,
    pub help: Option<Template>,
    /// What to point at: an attribute of a bound element, or a bound element.
    pub at: Option<Expr>,
    pub metadata: Metadata,
    pub class: RuleClass,
    /// That it may take each time it is judged; at most [`MOST_STEPS`].
    pub steps: u64,
}

/// Steps that one rule may take: a few seconds, and some hundreds of megabytes of findings; far more than one takes that is
/// tied.
pub const MOST_STEPS: u64 = 40_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    Let {
        slot: Slot,
        value: Expr,
    },
    Where(Expr),
    /// `path p: a ~> b along r { … }`
    Path {
        path: u16,
        leads: Leads,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// As written, checked by the analysis: `spoofing`, `tampering`, …
    pub stride: Arc<[SmolStr]>,
    pub cwe: Arc<[u32]>,
    /// Names that the rule had, the latest first.
    pub formerly: Vec<SmolStr>,
    /// Other lists (`capec`, `owasp-api`, …), sorted by key.
    pub other: Vec<(SmolStr, Vec<SmolStr>)>,
}

/// What a rule reads, and so when it has to run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleClass {
    /// Bound elements and what they reach by reference, `incoming`, `outgoing`, `boundaries`.
    Local,
    /// Two kinds tied by `==` or `in`.
    Join,
    /// `members`.
    Scope,
    /// `~>`.
    Graph,
    /// A kind as a list without a tie, or no `for`.
    Whole,
}

/// `"{f.from} talks to {f.to} in clear text"`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub parts: Vec<TemplatePart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    Text(SmolStr),
    Value(Expr),
}

impl Expr {
    /// Calls `visit` for this expression and every expression below it, parents first.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Const(_) | ExprKind::Today | ExprKind::Var(_) | ExprKind::All(_) | ExprKind::PathLength(_) => {}
            ExprKind::Attr { base, .. } | ExprKind::EnumField { base, .. } => base.walk(visit),
            ExprKind::Not(inner) | ExprKind::IsSet(inner) | ExprKind::IsKnown(inner) => inner.walk(visit),
            ExprKind::IsKind { subject, .. } => subject.walk(visit),
            ExprKind::List(items) | ExprKind::And(items) | ExprKind::Or(items) => {
                for item in items {
                    item.walk(visit);
                }
            }
            ExprKind::If { condition, then, otherwise } => {
                condition.walk(visit);
                then.walk(visit);
                otherwise.walk(visit);
            }
            ExprKind::Compare { lhs, rhs, .. } => {
                lhs.walk(visit);
                rhs.walk(visit);
            }
            ExprKind::In { item, list } => {
                item.walk(visit);
                list.walk(visit);
            }
            ExprKind::Quantifier(quantifier) => {
                for generator in &quantifier.generators {
                    if let GeneratorSource::List(list) = &generator.source {
                        list.walk(visit);
                    }
                }
                for part in quantifier.condition.iter().chain(&quantifier.body) {
                    part.walk(visit);
                }
            }
            ExprKind::Leads(leads) => leads.walk(visit),
        }
    }
}

impl Leads {
    /// As [`Expr::walk`], for the ends and the conditions on hops.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        self.from.walk(visit);
        self.to.walk(visit);
        for hop in &self.hops {
            hop.condition.walk(visit);
        }
    }
}

impl Edge {
    /// As [`Expr::walk`], for every expression of the edge.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        for binding in &self.bindings {
            if let BindingSource::List(list) = &binding.source {
                list.walk(visit);
            }
        }
        self.from.walk(visit);
        self.to.walk(visit);
        if let Some(condition) = &self.condition {
            condition.walk(visit);
        }
    }
}
