//! Sets of variables.

use super::walk::children;
use crate::ir::{Expr, ExprKind, GeneratorSource, HopCondition, HopMode, Leads, Quantifier, Slot};

/// A set of slots. Frames are short; slots from 127 on share one bit that is never removed, which errs towards "mentions
/// more", and so towards evaluating later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Vars(u128);

const SHARED: u128 = 1 << 127;

impl Vars {
    pub(crate) fn one(slot: Slot) -> Self {
        Self(1_u128.checked_shl(u32::from(slot)).unwrap_or(SHARED))
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !(other.0 & !SHARED))
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn has(self, slot: Slot) -> bool {
        self.meets(Self::one(slot))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether nothing but these is in it.
    pub(crate) fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    /// The slots, ascending, the shared ones left out.
    pub(crate) fn slots(self) -> impl Iterator<Item = Slot> {
        (0..127).filter(move |&slot| self.has(slot))
    }
}

/// The variables that an expression mentions and does not bind itself. A slot is bound in one place of its frame only.
pub(crate) fn free(expr: &Expr) -> Vars {
    let (mut mentioned, mut bound) = (Vars::default(), Vars::default());
    gather(expr, &mut mentioned, &mut bound);
    mentioned.without(bound)
}

pub(crate) fn free_of_quantifier(quantifier: &Quantifier) -> Vars {
    let (mut mentioned, mut bound) = (Vars::default(), Vars::default());
    gather_quantifier(quantifier, &mut mentioned, &mut bound);
    mentioned.without(bound)
}

pub(crate) fn free_of_leads(leads: &Leads) -> Vars {
    free(&leads.from).union(free(&leads.to)).union(free_of_hops(leads).0)
}

/// Of the conditions on hops: what all of them mention, and what those mention that are not on the last hop.
pub(crate) fn free_of_hops(leads: &Leads) -> (Vars, Vars) {
    let (mut all, mut inner) = (Vars::default(), Vars::default());
    for hop in &leads.hops {
        let mentioned = free(&hop.condition).without(bound_by_hop(hop));
        all = all.union(mentioned);
        if hop.mode != HopMode::Last {
            inner = inner.union(mentioned);
        }
    }
    (all, inner)
}

fn bound_by_hop(hop: &HopCondition) -> Vars {
    match hop.mode {
        HopMode::Avoiding => Vars::one(hop.slot),
        _ => three(hop.slot),
    }
}

/// A hop takes three slots: from, to, via.
fn three(slot: Slot) -> Vars {
    Vars::one(slot).union(Vars::one(slot.saturating_add(1))).union(Vars::one(slot.saturating_add(2)))
}

fn gather(expr: &Expr, mentioned: &mut Vars, bound: &mut Vars) {
    match &expr.kind {
        ExprKind::Var(slot) => *mentioned = mentioned.union(Vars::one(*slot)),
        // Known once the witness is: after everything else.
        ExprKind::PathLength(_) => *mentioned = mentioned.union(Vars(SHARED)),
        ExprKind::Quantifier(quantifier) => gather_quantifier(quantifier, mentioned, bound),
        ExprKind::Leads(leads) => {
            for hop in &leads.hops {
                *bound = bound.union(bound_by_hop(hop));
            }
            children(expr, &mut |part| gather(part, mentioned, bound));
        }
        _ => children(expr, &mut |part| gather(part, mentioned, bound)),
    }
}

fn gather_quantifier(quantifier: &Quantifier, mentioned: &mut Vars, bound: &mut Vars) {
    for generator in &quantifier.generators {
        let slots = match generator.source {
            GeneratorSource::List(_) => Vars::one(generator.slot),
            GeneratorSource::Hops(_) => {
                *mentioned = mentioned.union(Vars(SHARED));
                three(generator.slot)
            }
        };
        *bound = bound.union(slots);
    }
    super::walk::quantifier_children(quantifier, &mut |part| gather(part, mentioned, bound));
}
