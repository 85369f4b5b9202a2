//! Where to look for the elements that a variable can stand for: read off the conditions that tie it to others.
//!
//! A generator yields a superset of the elements that can make the conditions true or open; whoever uses it evaluates the
//! conditions on what it yields.

use std::rc::Rc;

use tm_model::{KindId, Schema};

use super::path::{Query, Starts};
use super::searches::Searches;
use crate::ir::{CompareOp, Expr, ExprKind, GeneratorSource, Leads, Quantifier, QuantifierMode, Slot};
use crate::syntax::{Reads, Vars, conjuncts, free, free_of_hops, free_of_leads, free_of_quantifier};

/// `let n = EXPR` of a rule.
pub(crate) struct Let<'r> {
    pub(crate) slot: Slot,
    pub(crate) expr: &'r Expr,
    /// The variables that it rests on, those behind other `let`s included.
    pub(crate) vars: Vars,
}

/// One of several conditions that all hold: an expression, or a `path` clause.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Condition<'r> {
    Expr(&'r Expr),
    Path(&'r Leads),
}

impl<'r> Condition<'r> {
    pub(crate) fn leads(self) -> Option<&'r Leads> {
        match self {
            Self::Path(leads) => Some(leads),
            Self::Expr(Expr { kind: ExprKind::Leads(leads), .. }) => Some(leads),
            Self::Expr(_) => None,
        }
    }

    pub(crate) fn expr(self) -> Option<&'r Expr> {
        match self {
            Self::Expr(expr) => Some(expr),
            Self::Path(_) => None,
        }
    }
}

/// A way to find candidates for one variable.
#[derive(Debug)]
pub(crate) enum Gen<'r> {
    /// `x == other`, `x in other`: what the other side names.
    Forward { other: &'r Expr },
    /// `key == other`, `key in other`, `other in key`, where `key` mentions nothing but x: the elements of the kind by key.
    Index { kind: KindId, slot: Slot, key: &'r Expr, other: &'r Expr },
    /// `any g in list if …: …` with a tie between g and x inside.
    Within { quantifier: &'r Quantifier, inner: Box<Gen<'r>> },
    /// One of several branches of an `or`.
    Union(Vec<Branch<'r>>),
}

#[derive(Debug)]
pub(crate) struct Branch<'r> {
    /// Conditions that do not mention x: if one is false, the branch yields nothing.
    pub(crate) guards: Vec<&'r Expr>,
    pub(crate) source: BranchSource<'r>,
}

#[derive(Debug)]
pub(crate) enum BranchSource<'r> {
    Gen(Gen<'r>),
    /// The elements of the kind of which these conditions, which mention nothing but x, are not false.
    Filter {
        kind: KindId,
        slot: Slot,
        only: Vec<&'r Expr>,
    },
    /// Anything.
    All,
}

/// `any x in KIND if …: … x ~> target along R …` as one search from all such x.
pub(crate) struct PathQuantifier<'r> {
    /// Conditions that do not mention x.
    pub(crate) guards: Vec<Condition<'r>>,
    pub(crate) query: Rc<Query<'r>>,
}

/// Reads plans off conditions.
pub(crate) struct Planner<'p, 'r> {
    pub(crate) lets: &'p [Let<'r>],
    pub(crate) schema: &'p Schema,
    pub(crate) reads: &'p Reads<'p>,
    pub(crate) searches: &'p Searches,
}

/// How good a generator is; the least is tried first.
fn rank(gen_: &Gen<'_>) -> u32 {
    match gen_ {
        Gen::Forward { .. } => 0,
        Gen::Index { .. } => 1,
        Gen::Within { .. } => 2,
        Gen::Union(branches) => 3 + branches.iter().map(branch_rank).max().unwrap_or(0),
    }
}

fn branch_rank(branch: &Branch<'_>) -> u32 {
    match &branch.source {
        BranchSource::Gen(gen_) => rank(gen_),
        BranchSource::Filter { .. } => 10,
        BranchSource::All => 20,
    }
}

impl<'r> Planner<'_, 'r> {
    /// The variables that an expression rests on, those behind `let`s included.
    pub(crate) fn vars(&self, expr: &Expr) -> Vars {
        self.expand(free(expr))
    }

    pub(crate) fn vars_of(&self, condition: Condition<'_>) -> Vars {
        self.expand(match condition {
            Condition::Expr(expr) => free(expr),
            Condition::Path(leads) => free_of_leads(leads),
        })
    }

    pub(crate) fn expand(&self, mut vars: Vars) -> Vars {
        for item in self.lets {
            if vars.has(item.slot) {
                vars = vars.without(Vars::one(item.slot)).union(item.vars);
            }
        }
        vars
    }

    /// The best generator for a variable, from conditions that all hold. `bound`: the variables that have a value when
    /// candidates are asked for.
    pub(crate) fn generator(&self, slot: Slot, kind: KindId, conditions: &[&'r Expr], bound: Vars) -> Option<Gen<'r>> {
        let gens = conditions.iter().filter_map(|condition| self.gen_of(slot, kind, condition, bound));
        gens.min_by_key(rank).filter(|gen_| rank(gen_) < 20)
    }

    fn gen_of(&self, slot: Slot, kind: KindId, condition: &'r Expr, bound: Vars) -> Option<Gen<'r>> {
        match &condition.kind {
            ExprKind::Compare { op: CompareOp::Eq, lhs, rhs } => {
                self.tie(slot, kind, lhs, rhs, bound).or_else(|| self.tie(slot, kind, rhs, lhs, bound))
            }
            ExprKind::In { item, list } => self
                .tie(slot, kind, item, list, bound)
                .or_else(|| (!is_var(list, slot)).then(|| self.tie(slot, kind, list, item, bound)).flatten()),
            ExprKind::Quantifier(quantifier) if quantifier.mode == QuantifierMode::Any => {
                self.within(slot, kind, quantifier, bound)
            }
            ExprKind::Or(parts) => {
                let branches: Vec<Branch<'r>> = parts.iter().map(|part| self.branch(slot, kind, part, bound)).collect();
                // Without a tie, everything that passes is as good as a list of it.
                let is_tied = branches.iter().any(|branch| matches!(branch.source, BranchSource::Gen(_)));
                is_tied.then_some(Gen::Union(branches))
            }
            ExprKind::And(_) => {
                let mut parts = Vec::new();
                conjuncts(condition, &mut parts);
                self.generator(slot, kind, &parts, bound)
            }
            _ => None,
        }
    }

    /// `mine` is about x alone, `other` can be evaluated before x has a value.
    fn tie(&self, slot: Slot, kind: KindId, mine: &'r Expr, other: &'r Expr, bound: Vars) -> Option<Gen<'r>> {
        let of_other = self.vars(other);
        if !of_other.is_within(bound) {
            return None;
        }
        if is_var(mine, slot) {
            return Some(Gen::Forward { other });
        }
        let of_mine = self.vars(mine);
        // A constant is no tie: `x.environment == prod` is a filter.
        let is_key = of_mine.is_within(Vars::one(slot)) && of_mine.has(slot) && !of_other.is_empty();
        (is_key && !has_path(mine)).then_some(Gen::Index { kind, slot, key: mine, other })
    }

    fn within(&self, slot: Slot, kind: KindId, quantifier: &'r Quantifier, mut bound: Vars) -> Option<Gen<'r>> {
        for generator in &quantifier.generators {
            match &generator.source {
                GeneratorSource::List(list) if self.vars(list).is_within(bound) && !is_whole(list) => {
                    bound = bound.union(Vars::one(generator.slot));
                }
                _ => return None,
            }
        }
        let parts = parts_of(quantifier);
        let inner = self.generator(slot, kind, &parts, bound)?;
        Some(Gen::Within { quantifier, inner: Box::new(inner) })
    }

    fn branch(&self, slot: Slot, kind: KindId, condition: &'r Expr, bound: Vars) -> Branch<'r> {
        let mut parts = Vec::new();
        conjuncts(condition, &mut parts);
        let (mut guards, mut only) = (Vec::new(), Vec::new());
        for &part in &parts {
            let vars = self.vars(part);
            if vars.is_within(bound) {
                guards.push(part);
            } else if vars.is_within(Vars::one(slot)) && !has_path(part) {
                only.push(part);
            }
        }
        let source = match self.generator(slot, kind, &parts, bound) {
            Some(gen_) => BranchSource::Gen(gen_),
            None if only.is_empty() => BranchSource::All,
            None => BranchSource::Filter { kind, slot, only },
        };
        Branch { guards, source }
    }

    /// The kind that conditions narrow a variable to.
    pub(crate) fn narrow(&self, slot: Slot, mut kind: KindId, conditions: &[&'r Expr]) -> KindId {
        for condition in conditions {
            if let ExprKind::IsKind { subject, kind: narrower } = &condition.kind
                && is_var(subject, slot)
                && self.schema.is_a(*narrower, kind)
            {
                kind = *narrower;
            }
        }
        kind
    }

    /// One search for `any x in KIND …`, if its conditions separate.
    pub(crate) fn path_quantifier(&self, quantifier: &'r Quantifier) -> Option<PathQuantifier<'r>> {
        let [generator] = quantifier.generators.as_slice() else { return None };
        let GeneratorSource::List(Expr { kind: ExprKind::All(kind), .. }) = &generator.source else { return None };
        let parts: Vec<Condition<'r>> = parts_of(quantifier).into_iter().map(Condition::Expr).collect();
        let found = self.separate(generator.slot, *kind, &parts, &[], None)?;
        found.rest.is_empty().then_some(PathQuantifier { guards: found.guards, query: found.query })
    }

    /// How to narrow a quantifier over a whole kind.
    pub(crate) fn quantifier_generator(&self, quantifier: &'r Quantifier) -> Option<Gen<'r>> {
        // With one variable, everything else that is mentioned has a value.
        let [generator] = quantifier.generators.as_slice() else { return None };
        let GeneratorSource::List(Expr { kind: ExprKind::All(kind), .. }) = &generator.source else { return None };
        let body = match quantifier.mode {
            QuantifierMode::Any | QuantifierMode::No => quantifier.body.as_ref(),
            _ => None,
        };
        let mut parts = Vec::new();
        quantifier.condition.iter().chain(body).for_each(|expr| conjuncts(expr, &mut parts));
        let bound = self.expand(free_of_quantifier(quantifier)).without(Vars::one(generator.slot));
        self.generator(generator.slot, *kind, &parts, bound)
    }

    /// Splits conditions that all hold into what is about x alone, what does not mention x, one path from x, and the rest.
    /// `bound`: the variables that have a value before x, if not all others do.
    pub(crate) fn separate(
        &self,
        slot: Slot,
        kind: KindId,
        conditions: &[Condition<'r>],
        prefer: &[&'r Expr],
        bound: Option<Vars>,
    ) -> Option<Separated<'r>> {
        let is_bound = |vars: Vars| bound.is_none_or(|bound| vars.is_within(bound));
        let me = Vars::one(slot);
        let (mut only, mut guards, mut rest, mut path) = (Vec::new(), Vec::new(), Vec::new(), None);
        for &condition in conditions {
            let vars = self.vars_of(condition);
            match (condition, condition.leads()) {
                (_, Some(leads)) if path.is_none() && self.starts_at(slot, leads) && is_bound(vars.without(me)) => {
                    path = Some(leads);
                }
                _ if !vars.meets(me) && is_bound(vars) => guards.push(condition),
                (Condition::Expr(expr), _) if vars == me => only.push(expr),
                _ => rest.push(condition),
            }
        }
        let leads = path?;
        let kind = self.narrow(slot, kind, &only);
        let prefer = prefer.iter().copied().filter(|expr| self.vars(expr) == me).take(16).collect();
        let starts = Starts::Kind { kind, slot, only, prefer };
        Some(Separated { query: Rc::new(self.query(leads, starts)), guards, rest })
    }

    /// Whether paths lead from x, and neither their target nor their conditions depend on it.
    pub(crate) fn starts_at(&self, slot: Slot, leads: &Leads) -> bool {
        let (of_hops, _) = free_of_hops(leads);
        is_var(&leads.from, slot) && !self.vars(&leads.to).union(self.expand(of_hops)).has(slot)
    }

    pub(crate) fn query(&self, leads: &'r Leads, starts: Starts<'r>) -> Query<'r> {
        Query::new(leads, starts, self)
    }
}

pub(crate) struct Separated<'r> {
    pub(crate) query: Rc<Query<'r>>,
    pub(crate) guards: Vec<Condition<'r>>,
    pub(crate) rest: Vec<Condition<'r>>,
}

/// Condition and body of an `any` are one conjunction.
fn parts_of(quantifier: &Quantifier) -> Vec<&Expr> {
    let mut parts = Vec::new();
    for expr in quantifier.condition.iter().chain(&quantifier.body) {
        conjuncts(expr, &mut parts);
    }
    parts
}

pub(crate) fn is_var(expr: &Expr, slot: Slot) -> bool {
    matches!(expr.kind, ExprKind::Var(var) if var == slot)
}

fn is_whole(list: &Expr) -> bool {
    matches!(list.kind, ExprKind::All(_))
}

pub(crate) fn has_path(expr: &Expr) -> bool {
    crate::syntax::contains(expr, &|part| matches!(part.kind, ExprKind::Leads(_)))
}
