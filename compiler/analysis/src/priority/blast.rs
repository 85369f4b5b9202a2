//! What an attacker holds after a success: everything that can be reached from there, by calls that nobody checks again and by
//! identities.

use rustc_hash::FxHashMap;
use tm_model::{ElementId, RelationId};
use tm_rules::View;
use tm_rules::graph::{EdgeIx, Total, Weight, closure};

use super::known::{Known, Load};

/// Nodes that hold restricted data or that the business stops without.
const GRAVE: u8 = 1;
const REGULATED: u8 = 2;
/// Nodes that count at all.
const COUNTED: u8 = 4;

/// What one success leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Blast {
    /// Of the weight of all components.
    pub share: f64,
    pub regulated: bool,
    /// Further components, beside the first.
    pub others: u32,
    /// Whether something grave is among these.
    pub others_grave: bool,
}

pub(super) struct Blasts {
    index: FxHashMap<ElementId, u32>,
    weights: Vec<Weight>,
    totals: Vec<Total>,
    all: u64,
}

/// Some of the components, and of the flows.
pub(super) struct Weighed {
    /// By component, in their order.
    weights: Vec<Weight>,
    /// Of these components and of what they are weighed by.
    pub loads: FxHashMap<ElementId, Load>,
    /// The ends of those of the flows that go to somebody who does not check every caller again: what is lost with its caller.
    unchecked: Vec<(ElementId, ElementId)>,
}

/// So much can be weighed side by side.
pub(super) const SHARES: usize = 2;

/// One of so many equal shares.
fn share(all: &[ElementId], number: usize) -> &[ElementId] {
    let [from, to] = [number, number + 1].map(|share| all.len() * share / SHARES);
    all.get(from..to).unwrap_or_default()
}

pub(super) fn weighed(known: &Known<'_>, number: usize) -> Weighed {
    let roots = known.world.schema().roots;
    let components = share(known.world.all(roots.component), number);
    let weights = components.iter().map(|component| weight(known, *component)).collect();
    let loads = known.take_loads();
    Weighed { weights, loads, unchecked: unchecked(known, share(known.world.all(roots.flow), number)) }
}

fn unchecked(known: &Known<'_>, flows: &[ElementId]) -> Vec<(ElementId, ElementId)> {
    let ends = flows.iter().filter_map(|flow| {
        let ends = known.world.links(*flow).and_then(|links| links.from.zip(links.to))?;
        (!known.holds(*flow, "re-establishes-trust")).then_some(ends)
    });
    ends.collect()
}

impl Blasts {
    /// `weighed`: all shares, in order.
    pub fn new(known: &Known<'_>, authority: Option<RelationId>, weighed: &[&Weighed]) -> Self {
        let components = known.world.all(known.world.schema().roots.component);
        let mut nodes = Nodes::default();
        let weights = weighed.iter().flat_map(|share| &share.weights);
        for (component, weight) in components.iter().zip(weights) {
            let node = nodes.node(*component);
            if let Some(place) = nodes.weights.get_mut(node as usize) {
                *place = *weight;
            }
        }
        let mut edges: Vec<(u32, u32)> = Vec::new();
        for (from, to) in weighed.iter().flat_map(|share| &share.unchecked) {
            edges.push((nodes.node(*from), nodes.node(*to)));
        }
        let authority = authority.map(|relation| known.world.graph(relation, View::Actual));
        if let Some(graph) = authority {
            let numbers = (0..graph.edge_count()).filter_map(|number| u32::try_from(number).ok());
            for edge in numbers.filter_map(|number| graph.edge(EdgeIx(number))) {
                edges.push((nodes.node(edge.from), nodes.node(edge.to)));
            }
        }
        let Nodes { index, weights } = nodes;
        let totals = closure(&weights, &edges);
        let all = weights.iter().map(|weight| weight.weight).sum();
        Self { index, weights, totals, all }
    }

    /// From a component or an identity.
    pub fn of(&self, id: ElementId) -> Blast {
        let found = self
            .index
            .get(&id)
            .and_then(|node| Some((self.weights.get(*node as usize)?, self.totals.get(*node as usize)?)));
        let Some((own, total)) = found else { return Blast::default() };
        let beside = |mark: u8| {
            let [grave, regulated, counted, ..] = total.marks;
            let count = match mark {
                GRAVE => grave,
                REGULATED => regulated,
                _ => counted,
            };
            count - u32::from(own.marks & mark != 0)
        };
        let [_, regulated, ..] = total.marks;
        #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
        let share = if self.all == 0 { 0.0 } else { total.weight as f64 / self.all as f64 };
        Blast { share, regulated: regulated > 0, others: beside(COUNTED), others_grave: beside(GRAVE) > 0 }
    }
}

#[derive(Default)]
struct Nodes {
    index: FxHashMap<ElementId, u32>,
    weights: Vec<Weight>,
}

impl Nodes {
    fn node(&mut self, id: ElementId) -> u32 {
        let next = u32::try_from(self.weights.len()).unwrap_or(u32::MAX);
        *self.index.entry(id).or_insert_with(|| {
            self.weights.push(Weight::default());
            next
        })
    }
}

/// Criticality times classification. Who acts from outside is nothing that could be lost.
fn weight(known: &Known<'_>, component: ElementId) -> Weight {
    if known.is_a(component, "actor") {
        return Weight::default();
    }
    let load = known.load(component);
    let criticality = known.rank(component, "criticality").max(1);
    let mut marks = COUNTED;
    if load.rank >= 4 || criticality >= 4 {
        marks |= GRAVE;
    }
    if load.regulated {
        marks |= REGULATED;
    }
    Weight { weight: u64::from(criticality) * u64::from(load.rank.max(1)), marks }
}
