//! How to judge a rule: its conditions at the earliest place where they can be evaluated, and where to look for witnesses.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Class, Default, KindId, Value};

use crate::eval::{BindingPlan, Condition, Eval, Gen, Let, Planner, Query};
use crate::ir::{BindingSource, Clause, Expr, ExprKind, Rule};
use crate::syntax::{AttrSet, Vars, children, conjuncts, free};

pub(crate) struct RulePlan<'r> {
    pub(crate) rule: &'r Rule,
    /// In source order.
    pub(crate) conjuncts: Vec<Conjunct<'r>>,
    /// By the number of variables that have to be bound: the conjuncts that can be evaluated then, cheap ones first.
    pub(crate) ready: Vec<Vec<usize>>,
    pub(crate) subjects: Vec<BindingPlan<'r>>,
    pub(crate) witnesses: Vec<WitnessPlan<'r>>,
    /// By variable, in the order of binding: the `let`s that rest on it.
    pub(crate) stale: Vec<Vec<usize>>,
    pub(crate) reads_controls: bool,
    /// The conjuncts that need no witness, and those that do; in source order.
    pub(crate) of_subjects: Vec<usize>,
    pub(crate) of_witnesses: Vec<usize>,
    /// Whether there is a witness is what the searches for it say, and nothing else.
    pub(crate) is_searched: bool,
    /// Values worth trying, by attribute.
    pub(super) distinct: RefCell<FxHashMap<AttrId, Rc<[Value]>>>,
}

pub(crate) struct Conjunct<'r> {
    pub(crate) condition: Condition<'r>,
    pub(crate) reads: AttrSet,
    pub(crate) reads_controls: bool,
    pub(crate) has_path: bool,
}

pub(crate) struct WitnessPlan<'r> {
    pub(crate) plan: BindingPlan<'r>,
    /// What is known to be needed of the witness alone: narrows a kind down.
    pub(crate) filter: Option<(KindId, Vec<&'r Expr>)>,
    pub(crate) search: Option<SearchPlan<'r>>,
    /// All preferences of the rule mention the witness alone.
    pub(crate) prefers_alone: bool,
    /// Paths count for the choice between witnesses, and no search orders them.
    pub(crate) has_path: bool,
}

/// Witnesses found by paths that lead from them.
pub(crate) struct SearchPlan<'r> {
    pub(crate) arms: Vec<Arm<'r>>,
}

/// One branch of an `or`, or all there is.
pub(crate) struct Arm<'r> {
    pub(crate) guards: Vec<Condition<'r>>,
    /// What the guards read.
    pub(crate) reads: AttrSet,
    pub(crate) source: ArmSource<'r>,
    /// The search stands for the whole branch.
    pub(crate) is_exact: bool,
    /// Conjuncts that hold of what the search yields, as far as its truth goes.
    pub(crate) covers: Vec<usize>,
}

pub(crate) enum ArmSource<'r> {
    /// `residual`: other conditions have a say, so one witness per target is not enough.
    Search {
        query: Rc<Query<'r>>,
        residual: bool,
    },
    Gen(Gen<'r>),
    /// Anything.
    All,
}

impl WitnessPlan<'_> {
    fn is_searched(&self, conjuncts: &[usize]) -> bool {
        let answers = |arm: &Arm<'_>| {
            matches!(arm.source, ArmSource::Search { residual: false, .. })
                && conjuncts.iter().all(|at| arm.covers.contains(at))
        };
        self.search.as_ref().is_some_and(|search| search.arms.iter().all(answers))
    }
}

/// The `let`s of a rule, in source order.
pub(crate) fn lets(rule: &Rule) -> Vec<Let<'_>> {
    let mut lets: Vec<Let<'_>> = Vec::new();
    for clause in &rule.clauses {
        if let Clause::Let { slot, value } = clause {
            let mut vars = free(value);
            for earlier in &lets {
                if vars.has(earlier.slot) {
                    vars = vars.without(Vars::one(earlier.slot)).union(earlier.vars);
                }
            }
            lets.push(Let { slot: *slot, expr: value, vars });
        }
    }
    lets
}

impl<'r> RulePlan<'r> {
    pub(crate) fn new(rule: &'r Rule, eval: &Eval<'_, 'r, '_>) -> Self {
        let planner = eval.planner();
        let conditions = conditions(rule);
        let bindings: Vec<_> = rule.subjects.iter().chain(&rule.witnesses).collect();
        let mut ready: Vec<Vec<usize>> = vec![Vec::new(); bindings.len() + 1];
        let mut list = Vec::new();
        let mut costs = Vec::new();
        for (at, &condition) in conditions.iter().enumerate() {
            let vars = planner.vars_of(condition);
            let last = bindings.iter().rposition(|binding| vars.has(binding.slot)).map_or(0, |last| last + 1);
            // What mentions a path of the rule, or too many variables, has to wait for all of them.
            let known = bindings.iter().fold(Vars::default(), |known, binding| known.union(Vars::one(binding.slot)));
            let last = if vars.is_within(known) { last } else { bindings.len() };
            if let Some(place) = ready.get_mut(last) {
                place.push(at);
            }
            costs.push(cost_of(condition, &planner));
            let reads = reads_of(&[condition], &planner);
            list.push(Conjunct {
                condition,
                reads_controls: planner.reads.has_control(&reads),
                has_path: mentions_path(condition),
                reads,
            });
        }
        for place in &mut ready {
            // Facts first: if one is false, neither the world as it is nor the one without controls matters.
            place.sort_by_key(|&at| {
                let dear = if list.get(at).is_some_and(|it: &Conjunct<'_>| it.reads_controls) { 2 } else { 1 };
                costs.get(at).map(|cost: &u32| cost.saturating_mul(dear))
            });
        }
        let exprs: Vec<&Expr> = conditions.iter().filter_map(|condition| condition.expr()).collect();
        let subjects = eval.plan_bindings(&rule.subjects, &exprs, Vars::default());
        let mut bound = rule.subjects.iter().fold(Vars::default(), |vars, b| vars.union(Vars::one(b.slot)));
        let mut witnesses = Vec::new();
        for (at, _) in rule.witnesses.iter().enumerate() {
            let binding = rule.witnesses.get(at..=at).unwrap_or_default();
            for plan in eval.plan_bindings(binding, &exprs, bound) {
                witnesses.push(witness_plan(rule, plan, &conditions, &planner, at, bound));
            }
            bound = binding.iter().fold(bound, |vars, b| vars.union(Vars::one(b.slot)));
        }
        let stale = bindings.iter().map(|binding| {
            let resting = eval.lets.iter().enumerate().filter(|(_, item)| item.vars.has(binding.slot));
            resting.map(|(at, _)| at).collect()
        });
        let reads_controls = list.iter().any(|conjunct| conjunct.reads_controls);
        let sorted = |places: &[Vec<usize>]| {
            let mut all: Vec<usize> = places.iter().flatten().copied().collect();
            all.sort_unstable();
            all
        };
        let (before, after) = ready.split_at((subjects.len() + 1).min(ready.len()));
        let (of_subjects, of_witnesses) = (sorted(before), sorted(after));
        let stale = stale.collect();
        let is_searched = match witnesses.as_slice() {
            [witness] => witness.is_searched(&of_witnesses),
            _ => false,
        };
        Self {
            rule,
            ready,
            subjects,
            witnesses,
            stale,
            reads_controls,
            of_subjects,
            of_witnesses,
            is_searched,
            conjuncts: list,
            distinct: RefCell::default(),
        }
    }
}

/// All `where` and `path` clauses as one conjunction.
pub(crate) fn conditions(rule: &Rule) -> Vec<Condition<'_>> {
    let mut conditions = Vec::new();
    for clause in &rule.clauses {
        match clause {
            Clause::Let { .. } => {}
            Clause::Where(expr) => {
                let mut parts = Vec::new();
                conjuncts(expr, &mut parts);
                conditions.extend(parts.into_iter().map(Condition::Expr));
            }
            Clause::Path { leads, .. } => conditions.push(Condition::Path(leads)),
        }
    }
    conditions
}

fn witness_plan<'r>(
    rule: &'r Rule,
    plan: BindingPlan<'r>,
    conditions: &[Condition<'r>],
    planner: &Planner<'_, 'r>,
    at: usize,
    bound: Vars,
) -> WitnessPlan<'r> {
    let slot = plan.binding.slot;
    let me = Vars::one(slot);
    let only_at: Vec<usize> = conditions
        .iter()
        .enumerate()
        .filter(|(_, condition)| planner.vars_of(**condition) == me && condition.expr().is_some())
        .map(|(at, _)| at)
        .collect();
    let only: Vec<&'r Expr> = only_at.iter().filter_map(|&at| conditions.get(at)?.expr()).collect();
    let prefer: Vec<&'r Expr> = rule.prefer.iter().filter(|expr| planner.vars(expr) == me).take(16).collect();
    let prefers_alone = prefer.len() == rule.prefer.len();
    let mine = conditions.iter().enumerate().filter(|(_, condition)| planner.vars_of(**condition).has(slot));
    let mine: Vec<usize> = mine.map(|(at, _)| at).collect();
    let has_path = mine.iter().any(|&at| conditions.get(at).is_some_and(|condition| mentions_path(*condition)));
    let (mut filter, mut search) = (None, None);
    if let BindingSource::Kind(kind) = plan.binding.source {
        let kind = planner.narrow(slot, kind, &only);
        // Lists of later witnesses may name this one.
        let later = rule.witnesses.iter().skip(at + 1).any(|later| match &later.source {
            BindingSource::List(list) => planner.vars(list).has(slot),
            BindingSource::Kind(_) => false,
        });
        search = mine.iter().find_map(|&at| {
            let others = mine.iter().any(|other| *other != at && !only_at.contains(other));
            let ask = Ask { slot, kind, only: &only, prefer: &prefer, residual: others || later, bound };
            let mut arms = arms(&ask, *conditions.get(at)?, planner)?;
            for arm in &mut arms {
                let branch = arm.is_exact.then_some(at);
                arm.covers = only_at.iter().copied().chain(branch).collect();
            }
            Some(SearchPlan { arms })
        });
        filter = Some((kind, only));
    }
    WitnessPlan { plan, filter, search, prefers_alone, has_path }
}

struct Ask<'a, 'r> {
    slot: u16,
    kind: KindId,
    only: &'a [&'r Expr],
    prefer: &'a [&'r Expr],
    /// Other conditions tie the witness to something.
    residual: bool,
    bound: Vars,
}

/// The searches that answer one condition; `None` if none does.
fn arms<'r>(ask: &Ask<'_, 'r>, condition: Condition<'r>, planner: &Planner<'_, 'r>) -> Option<Vec<Arm<'r>>> {
    let arm = |parts: &[Condition<'r>]| -> Option<Arm<'r>> {
        let alone = ask.only.iter().map(|expr| Condition::Expr(expr));
        let all: Vec<Condition<'r>> = alone.chain(parts.iter().copied()).collect();
        let found = planner.separate(ask.slot, ask.kind, &all, ask.prefer, Some(ask.bound))?;
        let is_exact = found.rest.is_empty();
        let source = ArmSource::Search { query: found.query, residual: ask.residual || !is_exact };
        let reads = reads_of(&found.guards, planner);
        Some(Arm { guards: found.guards, reads, source, is_exact, covers: Vec::new() })
    };
    if condition.leads().is_some() {
        return arm(&[condition]).map(|arm| vec![arm]);
    }
    let Condition::Expr(Expr { kind: ExprKind::Or(branches), .. }) = condition else { return None };
    let mut any = false;
    let mut arms = Vec::new();
    for branch in branches {
        let mut parts = Vec::new();
        conjuncts(branch, &mut parts);
        let conditions: Vec<Condition<'r>> = parts.iter().copied().map(Condition::Expr).collect();
        if let Some(arm) = arm(&conditions) {
            any = true;
            arms.push(arm);
            continue;
        }
        let is_guard = |condition: &Condition<'r>| {
            let vars = planner.vars_of(*condition);
            !vars.has(ask.slot) && vars.is_within(ask.bound)
        };
        let guards: Vec<Condition<'r>> = conditions.iter().copied().filter(is_guard).collect();
        let source = match planner.generator(ask.slot, ask.kind, &parts, ask.bound) {
            Some(gen_) => ArmSource::Gen(gen_),
            None => ArmSource::All,
        };
        let reads = reads_of(&guards, planner);
        arms.push(Arm { guards, reads, source, is_exact: false, covers: Vec::new() });
    }
    any.then_some(arms)
}

/// What conditions read, through `let`s too.
fn reads_of<'r>(conditions: &[Condition<'r>], planner: &Planner<'_, 'r>) -> AttrSet {
    let mut all = AttrSet::default();
    for condition in conditions {
        let (mut reads, parts) = match condition {
            Condition::Expr(expr) => (planner.reads.of([*expr]), vec![*expr]),
            Condition::Path(leads) => {
                (planner.reads.of_leads(leads), leads.hops.iter().map(|hop| &hop.condition).collect())
            }
        };
        reads.extend(&planner.reads.of(planner.lets_behind(&parts)));
        all.extend(&reads);
    }
    all
}

fn mentions_path(condition: Condition<'_>) -> bool {
    match condition {
        Condition::Path(_) => true,
        Condition::Expr(expr) => crate::syntax::contains(expr, &|part| matches!(part.kind, ExprKind::Leads(_))),
    }
}

fn cost_of(condition: Condition<'_>, planner: &Planner<'_, '_>) -> u32 {
    match condition {
        Condition::Expr(expr) => cost(expr, planner),
        Condition::Path(_) => 1_000,
    }
}

/// About how long an expression takes: reads count, computed ones more, loops and searches most.
fn cost(expr: &Expr, planner: &Planner<'_, '_>) -> u32 {
    let own = match &expr.kind {
        ExprKind::Attr { attribute, .. } if is_computed(*attribute, planner) => 10,
        ExprKind::Attr { .. } => 2,
        ExprKind::Quantifier(_) => 50,
        ExprKind::Leads(_) => 1_000,
        _ => 1,
    };
    let mut sum: u32 = own;
    children(expr, &mut |part| sum = sum.saturating_add(cost(part, planner)));
    sum
}

fn is_computed(attribute: AttrId, planner: &Planner<'_, '_>) -> bool {
    let Some(declared) = planner.schema.attribute(attribute) else { return false };
    declared.class == Class::Derived
        || matches!(planner.schema.default_of(declared.kind, attribute), Some(Default::Computed(_)))
}
