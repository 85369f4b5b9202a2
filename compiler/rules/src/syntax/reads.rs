//! Which attributes an expression reads, through computations and relations too.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{AttrId, Class, Default, RelationId, Schema};

use super::walk::children;
use crate::ir::{Binding, BindingSource, Expr, ExprKind, Leads, Program};

/// A set of attributes: a bit for each.
#[derive(Clone, Debug, Default)]
pub(crate) struct AttrSet(Vec<u64>);

impl AttrSet {
    pub(crate) fn has(&self, attribute: AttrId) -> bool {
        let (word, bit) = (attribute.index() / 64, attribute.index() % 64);
        self.0.get(word).is_some_and(|bits| bits >> bit & 1 == 1)
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// Whether it was not there.
    fn insert(&mut self, attribute: AttrId) -> bool {
        let (word, bit) = (attribute.index() / 64, attribute.index() % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let Some(bits) = self.0.get_mut(word) else { return false };
        let is_new = *bits >> bit & 1 == 0;
        *bits |= 1 << bit;
        is_new
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = AttrId> + '_ {
        let all =
            (0..).zip(&self.0).flat_map(|(word, bits)| (0..64).map(move |bit| (word * 64 + bit, bits >> bit & 1)));
        all.filter(|(_, bit)| *bit == 1).map(|(index, _)| AttrId(index))
    }
}

/// What a computation or a relation reads.
#[derive(Debug)]
pub(crate) struct Closure {
    pub(crate) reads: AttrSet,
    pub(crate) has_control: bool,
}

/// What attributes, computations and relations of one program read, through each other; worked out when first asked for.
/// Made once for a program, it serves all that judge with it.
#[derive(Debug)]
pub struct Closures {
    /// The computations behind an attribute, over all kinds.
    computed: FxHashMap<AttrId, Vec<u32>>,
    controls: AttrSet,
    attributes: Vec<OnceLock<AttrSet>>,
    computations: Vec<OnceLock<Closure>>,
    relations: Vec<OnceLock<Closure>>,
}

impl Closures {
    #[must_use]
    pub fn new(schema: &Schema, program: &Program) -> Self {
        let mut computed: FxHashMap<AttrId, Vec<u32>> = FxHashMap::default();
        for kind in &schema.kinds {
            for (&attribute, default) in kind.layout.iter().zip(&kind.defaults) {
                if let Default::Computed(index) = default {
                    let known = computed.entry(attribute).or_default();
                    if !known.contains(index) {
                        known.push(*index);
                    }
                }
            }
        }
        let mut controls = AttrSet::default();
        for (id, _) in (0..).zip(&schema.attributes).filter(|(_, attribute)| attribute.class == Class::Control) {
            controls.insert(AttrId(id));
        }
        Self {
            computed,
            controls,
            attributes: schema.attributes.iter().map(|_| OnceLock::new()).collect(),
            computations: program.computations.iter().map(|_| OnceLock::new()).collect(),
            relations: program.relations.iter().map(|_| OnceLock::new()).collect(),
        }
    }
}

/// Answers what is read, over one program.
pub(crate) struct Reads<'w> {
    program: &'w Program,
    closures: Arc<Closures>,
}

/// What has been seen on the way, so that every computation and relation is entered once.
#[derive(Default)]
struct Seen<'w> {
    attributes: AttrSet,
    computations: FxHashSet<u32>,
    relations: FxHashSet<RelationId>,
    /// The expressions of those computations and relations.
    exprs: Vec<&'w Expr>,
}

impl<'w> Reads<'w> {
    pub(crate) fn new(program: &'w Program, closures: Arc<Closures>) -> Self {
        Self { program, closures }
    }

    pub(crate) fn closures(&self) -> Arc<Closures> {
        self.closures.clone()
    }

    /// All attributes that evaluating these expressions may read.
    pub(crate) fn of<'x>(&self, exprs: impl IntoIterator<Item = &'x Expr>) -> AttrSet {
        let mut found = AttrSet::default();
        for expr in exprs {
            self.gather(expr, &mut found);
        }
        found
    }

    fn gather(&self, expr: &Expr, found: &mut AttrSet) {
        match &expr.kind {
            ExprKind::Attr { attribute, .. } => {
                if let Some(behind) = self.of_attribute(*attribute) {
                    found.extend(behind);
                }
            }
            ExprKind::Leads(leads) => {
                if let Some(closure) = self.of_relation(leads.relation) {
                    found.extend(&closure.reads);
                }
            }
            _ => {}
        }
        children(expr, &mut |part| self.gather(part, found));
    }

    pub(crate) fn of_leads(&self, leads: &Leads) -> AttrSet {
        let mut found =
            self.of([&leads.from, &leads.to].into_iter().chain(leads.hops.iter().map(|hop| &hop.condition)));
        if let Some(closure) = self.of_relation(leads.relation) {
            found.extend(&closure.reads);
        }
        found
    }

    fn of_attribute(&self, attribute: AttrId) -> Option<&AttrSet> {
        let place = self.closures.attributes.get(attribute.index())?;
        Some(place.get_or_init(|| {
            let mut seen = Seen::default();
            self.attribute(attribute, &mut seen);
            seen.attributes
        }))
    }

    /// The same of a computation; `None`: there is no such computation.
    pub(crate) fn of_computation(&self, index: u32) -> Option<&Closure> {
        let place = self.closures.computations.get(index as usize)?;
        Some(place.get_or_init(|| {
            let mut seen = Seen::default();
            self.computation(index, &mut seen);
            self.closure(seen)
        }))
    }

    fn closure(&self, seen: Seen<'_>) -> Closure {
        Closure { has_control: self.has_control(&seen.attributes), reads: seen.attributes }
    }

    /// What the edges of a relation may read; `None`: there is no such relation.
    pub(crate) fn of_relation(&self, relation: RelationId) -> Option<&Closure> {
        let place = self.closures.relations.get(relation.index())?;
        Some(place.get_or_init(|| {
            let mut seen = Seen::default();
            self.relation(relation, &mut seen);
            self.closure(seen)
        }))
    }

    /// The expressions of the computations and relations behind these expressions and relations.
    pub(crate) fn behind<'x>(
        &self,
        exprs: impl IntoIterator<Item = &'x Expr>,
        relations: impl IntoIterator<Item = RelationId>,
    ) -> Vec<&'w Expr> {
        let mut seen = Seen::default();
        exprs.into_iter().for_each(|expr| self.expr(expr, &mut seen));
        relations.into_iter().for_each(|relation| self.relation(relation, &mut seen));
        seen.exprs
    }

    /// Whether one of them is a control.
    pub(crate) fn has_control(&self, set: &AttrSet) -> bool {
        set.meets(&self.closures.controls)
    }

    fn expr(&self, expr: &Expr, seen: &mut Seen<'w>) {
        match &expr.kind {
            ExprKind::Attr { attribute, .. } => self.attribute(*attribute, seen),
            ExprKind::Leads(leads) => self.relation(leads.relation, seen),
            _ => {}
        }
        children(expr, &mut |part| self.expr(part, seen));
    }

    fn attribute(&self, attribute: AttrId, seen: &mut Seen<'w>) {
        if !seen.attributes.insert(attribute) {
            return;
        }
        for &index in self.closures.computed.get(&attribute).into_iter().flatten() {
            self.computation(index, seen);
        }
    }

    fn computation(&self, index: u32, seen: &mut Seen<'w>) {
        let Some(computation) = self.program.computations.get(index as usize) else { return };
        if seen.computations.insert(index) {
            seen.exprs.push(&computation.expr);
            self.expr(&computation.expr, seen);
        }
    }

    fn relation(&self, id: RelationId, seen: &mut Seen<'w>) {
        let Some(relation) = self.program.relations.get(id.index()) else { return };
        if !seen.relations.insert(id) {
            return;
        }
        for edge in &relation.edges {
            let lists = edge.bindings.iter().filter_map(list_of);
            for expr in [&edge.from, &edge.to].into_iter().chain(&edge.condition).chain(lists) {
                seen.exprs.push(expr);
                self.expr(expr, seen);
            }
        }
    }
}

fn list_of(binding: &Binding) -> Option<&Expr> {
    match &binding.source {
        BindingSource::List(list) => Some(list),
        BindingSource::Kind(_) => None,
    }
}
