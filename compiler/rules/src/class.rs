//! What a rule costs, from its text.

use std::sync::Arc;

use tm_model::{AttrId, Builtin, Class, Schema};

use crate::cost::Tie;
use crate::eval::{Gen, Let, Planner, Searches};
use crate::ir::{BindingSource, Expr, ExprKind, GeneratorSource, Program, Rule, RuleClass};
use crate::judge::{conditions, lets};
use crate::syntax::{Closures, Reads, Vars, children, contains};

/// The vocabulary that rules are looked at with.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    pub schema: &'a Schema,
    pub program: &'a Program,
    pub closures: &'a Arc<Closures>,
}

/// What a rule reads, and so when it has to run again. A derived attribute counts as local for its readers.
#[must_use]
pub fn classify(rule: &Rule, vocabulary: Vocabulary<'_>) -> RuleClass {
    let schema = vocabulary.schema;
    if rule.subjects.is_empty() {
        return RuleClass::Whole;
    }
    let mut class = RuleClass::Local;
    let mut raise = |to: RuleClass| class = class.max(to);
    for expr in exprs(rule) {
        if contains(expr, &|part| matches!(part.kind, ExprKind::Leads(_))) {
            raise(RuleClass::Graph);
        }
        if contains(expr, &|part| is_members(part, schema)) {
            raise(RuleClass::Scope);
        }
        raise(class_of_lists(expr, vocabulary));
    }
    if rule.clauses.iter().any(|clause| matches!(clause, crate::ir::Clause::Path { .. })) {
        raise(RuleClass::Graph);
    }
    let narrowing = narrowing(rule, vocabulary);
    for found in narrowing {
        raise(match found {
            Tie::List => RuleClass::Local,
            Tie::Named => RuleClass::Local,
            Tie::Key => RuleClass::Join,
            Tie::Path => RuleClass::Graph,
            Tie::Alone | Tie::None => RuleClass::Whole,
        });
    }
    class
}

/// Whether the rule looks at pairs of elements that no `==`, `in` or path narrows down.
#[must_use]
pub fn is_quadratic(rule: &Rule, vocabulary: Vocabulary<'_>) -> bool {
    if narrowing(rule, vocabulary).contains(&Tie::None) {
        return true;
    }
    !rule.subjects.is_empty() && exprs(rule).iter().any(|expr| has_loose_list(expr, rule, vocabulary))
}

/// Whether an expression reads a relation or a whole kind; `is_global_attribute`: the same of the attributes it reads.
#[must_use]
pub fn computation_is_global(expr: &Expr, is_global_attribute: &dyn Fn(AttrId) -> bool) -> bool {
    contains(expr, &|part| match &part.kind {
        ExprKind::Leads(_) | ExprKind::All(_) => true,
        ExprKind::Attr { attribute, .. } => is_global_attribute(*attribute),
        _ => false,
    })
}

/// How each variable after the first finds its elements.
pub(crate) fn narrowing(rule: &Rule, vocabulary: Vocabulary<'_>) -> Vec<Tie> {
    with_planner(&lets(rule), vocabulary, |planner| narrowed_by(rule, planner))
}

fn narrowed_by(rule: &Rule, planner: &Planner<'_, '_>) -> Vec<Tie> {
    let conditions = conditions(rule);
    let exprs: Vec<&Expr> = conditions.iter().filter_map(|condition| condition.expr()).collect();
    let mut bound = Vars::default();
    let mut found = Vec::new();
    for binding in rule.subjects.iter().chain(&rule.witnesses) {
        let me = Vars::one(binding.slot);
        if !bound.is_empty() || rule.subjects.is_empty() {
            found.push(match binding.source {
                BindingSource::List(_) => Tie::List,
                BindingSource::Kind(kind) => match planner.generator(binding.slot, kind, &exprs, bound) {
                    Some(gen_) if is_forward(&gen_) => Tie::Named,
                    Some(_) => Tie::Key,
                    None => {
                        let mine = conditions.iter().filter(|condition| planner.vars_of(**condition).has(binding.slot));
                        let shared: Vec<_> = mine.filter(|condition| planner.vars_of(**condition) != me).collect();
                        let has_path = |condition: &&crate::eval::Condition<'_>| match condition {
                            crate::eval::Condition::Path(_) => true,
                            crate::eval::Condition::Expr(expr) => {
                                contains(expr, &|part| matches!(part.kind, ExprKind::Leads(_)))
                            }
                        };
                        match (shared.is_empty(), shared.iter().any(has_path)) {
                            (true, _) => Tie::Alone,
                            (_, true) => Tie::Path,
                            _ => Tie::None,
                        }
                    }
                },
            });
        }
        bound = bound.union(me);
    }
    found
}

fn is_forward(gen_: &Gen<'_>) -> bool {
    match gen_ {
        Gen::Forward { .. } => true,
        Gen::Within { inner, .. } => is_forward(inner),
        Gen::Index { .. } | Gen::Union(_) => false,
    }
}

/// Everything that is evaluated to judge the rule.
pub(crate) fn exprs(rule: &Rule) -> Vec<&Expr> {
    let mut exprs: Vec<&Expr> = Vec::new();
    for clause in &rule.clauses {
        match clause {
            crate::ir::Clause::Let { value, .. } => exprs.push(value),
            crate::ir::Clause::Where(expr) => exprs.push(expr),
            crate::ir::Clause::Path { leads, .. } => {
                exprs.extend([&leads.from, &leads.to]);
                exprs.extend(leads.hops.iter().map(|hop| &hop.condition));
            }
        }
    }
    let lists = rule.subjects.iter().chain(&rule.witnesses).filter_map(|binding| match &binding.source {
        BindingSource::List(list) => Some(list),
        BindingSource::Kind(_) => None,
    });
    exprs.extend(lists);
    exprs
}

fn is_members(expr: &Expr, schema: &Schema) -> bool {
    let ExprKind::Attr { attribute, .. } = &expr.kind else { return false };
    schema.attribute(*attribute).is_some_and(|a| a.class == Class::Builtin(Builtin::Members))
}

/// Of kinds in list position: a path from them, a tie, or the whole of them.
fn class_of_lists(expr: &Expr, vocabulary: Vocabulary<'_>) -> RuleClass {
    let mut class = match &expr.kind {
        ExprKind::All(_) => RuleClass::Whole,
        _ => RuleClass::Local,
    };
    if let ExprKind::Quantifier(quantifier) = &expr.kind {
        let whole = quantifier.generators.iter().any(|it| is_whole(&it.source));
        let mut rest = RuleClass::Local;
        for generator in &quantifier.generators {
            if let (GeneratorSource::List(list), false) = (&generator.source, is_whole(&generator.source)) {
                rest = rest.max(class_of_lists(list, vocabulary));
            }
        }
        for part in quantifier.condition.iter().chain(&quantifier.body) {
            rest = rest.max(class_of_lists(part, vocabulary));
        }
        if whole {
            rest = rest.max(with_planner(&[], vocabulary, |planner| {
                match planner.path_quantifier(quantifier).is_some() {
                    true => RuleClass::Graph,
                    false if planner.quantifier_generator(quantifier).is_some() => RuleClass::Join,
                    false => RuleClass::Whole,
                }
            }));
        }
        return rest;
    }
    children(expr, &mut |part| class = class.max(class_of_lists(part, vocabulary)));
    class
}

fn is_whole(source: &GeneratorSource) -> bool {
    matches!(source, GeneratorSource::List(Expr { kind: ExprKind::All(_), .. }))
}

/// Whether a quantifier over a whole kind is evaluated for every subject without anything that narrows it down.
fn has_loose_list(expr: &Expr, rule: &Rule, vocabulary: Vocabulary<'_>) -> bool {
    let subjects = rule.subjects.iter().fold(Vars::default(), |vars, binding| vars.union(Vars::one(binding.slot)));
    let mut loose = false;
    if let ExprKind::Quantifier(quantifier) = &expr.kind
        && quantifier.generators.iter().any(|it| is_whole(&it.source))
    {
        loose = with_planner(&lets(rule), vocabulary, |planner| {
            planner.vars(expr).meets(subjects)
                && planner.path_quantifier(quantifier).is_none()
                && planner.quantifier_generator(quantifier).is_none()
        });
    }
    children(expr, &mut |part| loose = loose || has_loose_list(part, rule, vocabulary));
    loose
}

fn with_planner<'r, T>(lets: &[Let<'r>], vocabulary: Vocabulary<'_>, f: impl FnOnce(&Planner<'_, 'r>) -> T) -> T {
    let reads = Reads::new(vocabulary.program, vocabulary.closures.clone());
    f(&Planner { lets, schema: vocabulary.schema, reads: &reads, searches: &Searches::default() })
}
