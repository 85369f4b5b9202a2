//! Vocabulary with mistakes, and all that rests on it.
//!
//! A mistake is reported once, where it is made. Whoever reads what has one makes no other, and yields nothing that could be
//! relied on: a relation without one of its edges would find fewer paths, and look safe.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tm_model::{AttrId, Default, KindId, RelationId, Schema};
use tm_rules::ir::{Binding, BindingSource, Clause, Expr, ExprKind, Program, Rule, TemplatePart};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Broken {
    pub attributes: FxHashSet<AttrId>,
    pub relations: FxHashSet<RelationId>,
    /// Those whose parent is unknown, so that nobody knows what they have; and those below.
    pub kinds: FxHashSet<KindId>,
    /// Attributes that were declared and are none, by name: their type is unknown.
    pub names: FxHashSet<SmolStr>,
}

impl Broken {
    fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.relations.is_empty()
    }

    /// Whether a kind lacks an attribute only for a mistake elsewhere.
    pub fn explains(&self, kind: KindId, attribute: &str) -> bool {
        self.kinds.contains(&kind) || self.names.contains(attribute)
    }

    /// Adds what is computed from what is broken.
    pub fn close(&mut self, schema: &Schema, program: &Program) {
        if self.is_empty() {
            return;
        }
        let mut computed: FxHashMap<u32, FxHashSet<AttrId>> = FxHashMap::default();
        for kind in &schema.kinds {
            for (attribute, default) in kind.layout.iter().zip(&kind.defaults) {
                if let Default::Computed(number) = default {
                    computed.entry(*number).or_default().insert(*attribute);
                }
            }
        }
        let size = |broken: &Self| broken.attributes.len() + broken.relations.len();
        loop {
            let before = size(self);
            for (number, computation) in (0..).zip(&program.computations) {
                if self.is_in(&computation.expr)
                    && let Some(attributes) = computed.get(&number)
                {
                    self.attributes.extend(attributes);
                }
            }
            for (number, relation) in (0..).zip(&program.relations) {
                let mut is_broken = false;
                relation.edges.iter().for_each(|edge| edge.walk(&mut |expr| is_broken |= self.has(expr)));
                if is_broken {
                    self.relations.insert(RelationId(number));
                }
            }
            if size(self) == before {
                return;
            }
        }
    }

    /// Whether a rule reads anything that is broken.
    pub fn is_in_rule(&self, rule: &Rule) -> bool {
        if self.is_empty() {
            return false;
        }
        let lists = rule.subjects.iter().chain(&rule.witnesses).filter_map(list);
        let templates = std::iter::once(&rule.message).chain(&rule.help).flat_map(|template| &template.parts);
        let shown = templates.filter_map(|part| match part {
            TemplatePart::Value(expr) => Some(expr),
            TemplatePart::Text(_) => None,
        });
        let mut exprs = lists.chain(shown).chain(&rule.prefer).chain(&rule.at).chain([&rule.severity]);
        exprs.any(|expr| self.is_in(expr))
            || rule.clauses.iter().any(|clause| match clause {
                Clause::Let { value, .. } => self.is_in(value),
                Clause::Where(condition) => self.is_in(condition),
                Clause::Path { leads, .. } => {
                    let mut is_broken = self.relations.contains(&leads.relation);
                    leads.walk(&mut |expr| is_broken |= self.has(expr));
                    is_broken
                }
            })
    }

    fn is_in(&self, expr: &Expr) -> bool {
        let mut is_broken = false;
        expr.walk(&mut |expr| is_broken |= self.has(expr));
        is_broken
    }

    fn has(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Attr { attribute, .. } => self.attributes.contains(attribute),
            ExprKind::Leads(leads) => self.relations.contains(&leads.relation),
            _ => false,
        }
    }
}

fn list(binding: &Binding) -> Option<&Expr> {
    match &binding.source {
        BindingSource::List(list) => Some(list),
        BindingSource::Kind(_) => None,
    }
}
