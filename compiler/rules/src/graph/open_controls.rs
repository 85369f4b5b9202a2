//! Which unstated controls could decide an open path, each alone.
//!
//! A control *opens* if a path is true once everything that hangs on it is true, and *closes* if no path is left once all of
//! that is false. Both are decided by searching back from the target under that supposition, within a fixed number of
//! steps; beyond it a control closes if something that hangs on it dominates the target.

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{ElementId, Truth};

use super::arrival::Arrival;
use super::judge::{Item, Judge, Layer, Recall};
use super::reach::Reach;
use crate::outcome::{Control, Hop};

/// Edges looked at per target, once for what opens and once for what closes.
const STEPS: usize = 1 << 14;
/// Controls tried per target.
const CANDIDATES: usize = 64;

/// A condition that is unknown. The unstated controls that it hangs on are for the caller to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// The condition on a start.
    Start(ElementId),
    /// The conditions `every`, together.
    Every(Hop),
    /// One of the conditions `some`, by its place.
    Some(usize, Hop),
    First(Hop),
    Last(Hop),
    /// Those given to [`Reach::arrival`].
    LastAt(Hop),
    Avoiding(ElementId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenControl {
    pub control: Control,
    /// Some statement of it makes a path true.
    pub opens: bool,
    /// Some statement of it leaves no path.
    pub closes: bool,
}

/// Says which controls an open item hangs on; asks the caller at most once per item.
struct Hanging<'a> {
    reach: &'a Reach,
    ask: &'a dyn Fn(Open) -> Vec<Control>,
    known: FxHashMap<Item, Vec<Control>>,
}

impl<'a> Hanging<'a> {
    fn new(reach: &'a Reach, ask: &'a dyn Fn(Open) -> Vec<Control>) -> Self {
        Self { reach, ask, known: FxHashMap::default() }
    }

    fn hangs(&mut self, item: Item, control: Control) -> bool {
        match item {
            Item::Edge(edge) => self.reach.graph.controls(super::EdgeIx(edge)).any(|other| other == control),
            _ => self.controls(item).contains(&control),
        }
    }

    fn controls(&mut self, item: Item) -> &[Control] {
        self.known.entry(item).or_insert_with(|| {
            let graph = &self.reach.graph;
            let open = match item {
                Item::Edge(edge) => return graph.controls(super::EdgeIx(edge)).collect(),
                Item::Start(at) => {
                    let node = self.reach.entries.get(at as usize).map(|entry| entry.node);
                    node.and_then(|node| graph.element(node)).map(Open::Start)
                }
                Item::Every(edge) => graph.hop(edge).map(Open::Every),
                Item::Some(which, edge) => graph.hop(edge).map(|hop| Open::Some(which as usize, hop)),
                Item::First(edge) => graph.hop(edge).map(Open::First),
                Item::Last(edge) => graph.hop(edge).map(Open::Last),
                Item::LastAt(edge) => graph.hop(edge).map(Open::LastAt),
                Item::Pass(node) => graph.element(node).map(Open::Avoiding),
            };
            open.map(self.ask).unwrap_or_default()
        })
    }
}

/// The world in which everything unknown that hangs on a control has the same truth.
struct Supposing<'a, 'h> {
    recall: Recall<'a>,
    hanging: &'h mut Hanging<'a>,
    control: Control,
    truth: Truth,
}

impl Judge for Supposing<'_, '_> {
    fn judge(&mut self, item: Item) -> Truth {
        match self.recall.truth(item) {
            Truth::Unknown if self.hanging.hangs(item, self.control) => self.truth,
            truth => truth,
        }
    }
}

/// Controls in the order found, each once.
struct Candidates {
    limit: usize,
    controls: Vec<Control>,
    seen: FxHashSet<Control>,
}

impl Candidates {
    fn new(limit: usize) -> Self {
        Self { limit, controls: Vec::new(), seen: FxHashSet::default() }
    }

    fn is_full(&self) -> bool {
        self.controls.len() >= self.limit
    }

    fn add(&mut self, recall: &Recall<'_>, hanging: &mut Hanging<'_>, item: Item) {
        if self.is_full() || recall.truth(item) != Truth::Unknown {
            return;
        }
        for control in hanging.controls(item) {
            if !self.is_full() && self.seen.insert(*control) {
                self.controls.push(*control);
            }
        }
    }
}

impl Arrival<'_> {
    /// For a target that is unknown: the unstated controls that could decide it alone, those of the best path first.
    /// `hangs_on`: the unstated controls that an open condition hangs on.
    #[must_use]
    pub fn open_controls(&self, hangs_on: &dyn Fn(Open) -> Vec<Control>) -> Vec<OpenControl> {
        self.open_controls_within(STEPS, hangs_on)
    }

    pub(super) fn open_controls_within(
        &self,
        steps: usize,
        hangs_on: &dyn Fn(Open) -> Vec<Control>,
    ) -> Vec<OpenControl> {
        if self.truth() != Truth::Unknown {
            return Vec::new();
        }
        let mut hanging = Hanging::new(self.reach, hangs_on);
        let mut candidates = Candidates::new(CANDIDATES);
        self.on_witness(&mut hanging, &mut candidates);
        // Every path passes what closes it, so the best path does.
        let on_witness = candidates.controls.len();
        let mut opening = steps;
        self.before_definite(&mut hanging, &mut candidates, &mut opening);

        let mut closing = steps;
        let mut found = Vec::new();
        for (control, place) in candidates.controls.into_iter().zip(0..) {
            let mut if_all = |truth, layer, steps: &mut usize| {
                let mut judge = Supposing { recall: self.recall(), hanging: &mut hanging, control, truth };
                self.leads(&mut judge, layer, steps)
            };
            let opens = if_all(Truth::True, Layer::DEFINITE, &mut opening) == Some(true);
            let closes = place < on_witness
                && match if_all(Truth::False, Layer::POSSIBLE, &mut closing) {
                    Some(leads) => !leads,
                    None => self.is_dominated(&mut hanging, control),
                };
            if opens || closes {
                found.push(OpenControl { control, opens, closes });
            }
        }
        found
    }

    /// The unstated controls that the best path hangs on, from its start on. Together they decide whether it is one.
    #[must_use]
    pub fn witness_controls(&self, hangs_on: &dyn Fn(Open) -> Vec<Control>) -> Vec<Control> {
        let mut candidates = Candidates::new(usize::MAX);
        self.on_witness(&mut Hanging::new(self.reach, hangs_on), &mut candidates);
        candidates.controls
    }

    /// What is open on the best path.
    fn on_witness(&self, hanging: &mut Hanging<'_>, candidates: &mut Candidates) {
        let (recall, graph) = (self.recall(), &self.reach.graph);
        let Some(witness) = self.witness() else { return };
        if let Some(start) = graph.node(witness.start) {
            self.reach.entries_at(start).for_each(|at| candidates.add(&recall, hanging, Item::Start(at)));
        }
        for (place, edge) in witness.edges.iter().enumerate() {
            let edge = edge.0;
            if candidates.is_full() {
                return;
            }
            if let Some(row) = graph.row(edge).filter(|_| place > 0) {
                candidates.add(&recall, hanging, Item::Pass(row.from));
            }
            self.items(edge).for_each(|item| candidates.add(&recall, hanging, item));
        }
    }

    /// What is open right before the part of the relation from which a definite path leads here.
    fn before_definite(&self, hanging: &mut Hanging<'_>, candidates: &mut Candidates, steps: &mut usize) {
        let (recall, graph) = (self.recall(), &self.reach.graph);
        let Some((tree, _)) = self.backward(&mut self.recall(), Layer::DEFINITE, steps, |_, _| false) else { return };
        let reached = self.reach.tree(Layer::DEFINITE);
        // Edges that definite paths reach from the other side come first: one such edge is all that lacks.
        for wants_reached in [true, false] {
            for label in tree.labels() {
                let entering = graph.entering(label.node);
                if candidates.is_full() || *steps < entering.len() {
                    return;
                }
                *steps -= entering.len();
                if wants_reached && label.bits == tree.plan.full() {
                    self.reach.entries_at(label.node).for_each(|at| candidates.add(&recall, hanging, Item::Start(at)));
                }
                if label.edge != super::NONE {
                    candidates.add(&recall, hanging, Item::Pass(label.node));
                }
                for &edge in entering {
                    let is_reached = graph.row(edge).is_some_and(|row| reached.touches(row.from));
                    if is_reached == wants_reached {
                        self.items(edge).for_each(|item| candidates.add(&recall, hanging, item));
                    }
                }
            }
        }
    }

    /// Everything that may count when a path takes an edge.
    fn items(&self, edge: u32) -> impl Iterator<Item = Item> + use<> {
        let some = (0..self.reach.judgements.some_count()).map(move |which| Item::Some(which, edge));
        [Item::Edge(edge), Item::Every(edge), Item::First(edge), Item::Last(edge), Item::LastAt(edge)]
            .into_iter()
            .chain(some)
    }

    fn is_dominated(&self, hanging: &mut Hanging<'_>, control: Control) -> bool {
        let Some(target) = self.target.filter(|_| self.last_at.is_none()) else { return false };
        let tree = self.reach.tree(Layer::POSSIBLE);
        let recall = self.recall();
        self.reach
            .dominators()
            .above(tree, target)
            .any(|item| recall.truth(item) == Truth::Unknown && hanging.hangs(item, control))
    }
}
