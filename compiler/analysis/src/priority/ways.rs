//! How an attacker gets to a finding: from which start, over how many hops, past which safeguards.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tm_model::{ElementId, RelationId, Type, Value};
use tm_rules::graph::{RelationGraph, Spread, spread};
use tm_rules::ir::{Clause, Program, Rule};
use tm_rules::{Hop, View, World};

use super::known::Known;
use super::score::{Begin, Way, distance};
use super::weights;
use crate::world::safeguards::Safeguard;

pub(super) struct Ways<'a> {
    world: &'a dyn World,
    request: Option<Arc<RelationGraph>>,
    /// Relations whose paths are no way of an attacker: where data goes, which calls one endpoint makes.
    descriptive: Vec<RelationId>,
    safeguards: &'a [Safeguard],
    dear: &'a Dear,
    /// By end of flows: many have the same.
    ends: RefCell<FxHashMap<ElementId, (Option<Begin>, f64)>>,
}

#[derive(Default)]
pub(super) struct Dear {
    /// Who gets how far, by the safeguards that count; few rules have any.
    spreads: Mutex<BTreeMap<Vec<usize>, Arc<Spread>>>,
    actors: OnceLock<Vec<(ElementId, f64)>>,
    /// The components that are come to most easily, by the safeguards that count.
    easiest: Mutex<BTreeMap<Vec<usize>, Easiest>>,
    /// By data, the components that handle it.
    holders: OnceLock<FxHashMap<ElementId, Vec<ElementId>>>,
}

type Easiest = Arc<[(ElementId, Way)]>;

/// What a component handles is dear to find out: so many are asked before all are.
const ASKED: usize = 64;

/// What keeps attacks on one rule off.
struct Gates<'g> {
    safeguards: Vec<(&'g Safeguard, f64)>,
    numbers: Vec<usize>,
}

pub(super) fn relation(program: &Program, name: &str) -> Option<RelationId> {
    let found = program.relations.iter().position(|relation| relation.name == name)?;
    u32::try_from(found).ok().map(RelationId)
}

impl<'a> Ways<'a> {
    pub fn new(world: &'a dyn World, program: &'a Program, safeguards: &'a [Safeguard], dear: &'a Dear) -> Self {
        Self {
            world,
            request: relation(program, "request").map(|id| world.graph(id, View::Actual)),
            descriptive: ["data-flow", "calls"].into_iter().filter_map(|name| relation(program, name)).collect(),
            safeguards,
            dear,
            ends: RefCell::default(),
        }
    }

    /// Works out in advance what most findings ask for.
    pub fn prepare(&self, known: &Known<'_>) {
        let gates = Gates { safeguards: Vec::new(), numbers: Vec::new() };
        if let Some(graph) = &self.request {
            self.spread(known, &gates, graph);
        }
    }

    /// The likeliest way to what a finding is about.
    pub fn best(&self, known: &Known<'_>, rule: &Rule, finding: &tm_rules::Finding) -> Way {
        let gates = self.gates(known, &rule.name);
        let along = rule.clauses.iter().find_map(|clause| match clause {
            Clause::Path { leads, .. } => Some(leads.relation),
            _ => None,
        });
        let is_attack = along.is_none_or(|relation| !self.descriptive.contains(&relation));
        if let Some(first) = finding.path.first().filter(|_| is_attack) {
            return self.witness(known, &gates, first.from, &finding.path);
        }
        let all = match finding.subjects.first() {
            Some(subject) => self.to(known, &gates, rule, finding, *subject),
            None => self
                .world
                .all(self.world.schema().roots.component)
                .iter()
                .filter_map(|id| self.requests(known, &gates, *id))
                .collect(),
        };
        likeliest(all)
    }

    /// The way that the finding itself shows.
    fn witness(&self, known: &Known<'_>, gates: &Gates<'_>, start: ElementId, path: &[Hop]) -> Way {
        let roots = self.world.schema().roots;
        let is = |id: ElementId, root| known.root(id) == Some(root);
        // Packets take many steps through boundaries, which are one hop to an attacker.
        let calls = |hop: &&Hop| hop.via.is_some_and(|via| is(via, roots.flow) || is(via, roots.endpoint));
        let runs = path.chunk_by(|a, b| calls(&a) == calls(&b));
        let hops: usize = runs.map(|run| if run.first().is_some_and(|hop| calls(&hop)) { run.len() } else { 1 }).sum();
        let credentials =
            path.iter().filter(|hop| is(hop.to, roots.identity)).map(|hop| credential(known, hop.to)).product();
        let left = path.iter().map(|hop| gates.left(hop.from, hop.to, self.world)).product();
        let (begin, weight) = self.begin(known, start);
        Way { begin, weight, hops: u32::try_from(hops).unwrap_or(u32::MAX), credentials, gates: left }
    }

    fn begin(&self, known: &Known<'_>, start: ElementId) -> (Begin, f64) {
        match known.is_a(start, "actor") {
            true => (Begin::Actor(start), weights::actor(known.word(start, "trust"))),
            false => (Begin::Inside(Some(start)), inside(known, start)),
        }
    }

    fn to(
        &self,
        known: &Known<'_>,
        gates: &Gates<'_>,
        rule: &Rule,
        finding: &tm_rules::Finding,
        subject: ElementId,
    ) -> Vec<Way> {
        let roots = self.world.schema().roots;
        let best =
            |ids: &[ElementId]| likeliest(ids.iter().filter_map(|id| self.requests(known, gates, *id)).collect());
        match known.root(subject) {
            Some(root) if root == roots.flow => self.to_flow(known, gates, rule, finding, subject),
            Some(root) if root == roots.component || root == roots.endpoint => {
                self.requests(known, gates, subject).into_iter().collect()
            }
            Some(root) if root == roots.identity => {
                let users = known.users(subject);
                let within = users.first().map(|user| Way {
                    begin: Begin::Inside(Some(*user)),
                    weight: inside(known, *user),
                    hops: 1,
                    ..Way::NONE
                });
                let ways = [Some(best(&users)), within].into_iter().flatten();
                ways.map(|way| Way { credentials: way.credentials * credential(known, subject), ..way }).collect()
            }
            Some(root) if root == roots.boundary => {
                let members = self.world.members(subject);
                let workload = members.iter().find(|id| !known.is_a(**id, "actor"));
                let within = workload.map(|id| Way {
                    begin: Begin::Inside(Some(*id)),
                    weight: inside(known, *id),
                    hops: 1,
                    ..Way::NONE
                });
                [Some(best(members)), within].into_iter().flatten().collect()
            }
            Some(root) if root == roots.data => {
                let handles = |id: ElementId| known.elements(id, "handled-data").contains(&subject);
                match self.easiest(known, gates).iter().find(|(id, _)| handles(*id)) {
                    Some((_, way)) => vec![*way],
                    None => {
                        let holders = self.dear.holders.get_or_init(|| holders(known)).get(&subject);
                        vec![best(holders.map(Vec::as_slice).unwrap_or_default())]
                    }
                }
            }
            _ => vec![best(&known.elements(subject, "about"))],
        }
    }

    /// To spoof, change or read what passes between two ends one has to get between them, or to have one of them; who is merely
    /// served through it can do the rest.
    fn to_flow(
        &self,
        known: &Known<'_>,
        gates: &Gates<'_>,
        rule: &Rule,
        finding: &tm_rules::Finding,
        flow: ElementId,
    ) -> Vec<Way> {
        let Some(links) = self.world.links(flow) else { return Vec::new() };
        let left = gates.left_at(flow, self.world);
        let credentials = self.stolen(known, rule, finding, flow);
        let between = self.between(known, flow, [links.from, links.to]);
        let mut ways = vec![Way { credentials: credentials.unwrap_or(1.0), gates: left, ..between }];
        let only_between = ["spoofing", "tampering", "information-disclosure"];
        let needs_place = rule.metadata.stride.iter().all(|letter| only_between.contains(&letter.as_str()));
        if credentials.is_none() && !needs_place {
            let caller = links.from.and_then(|from| self.requests(known, gates, from));
            ways.extend(caller.map(|way| Way { hops: way.hops + 1, gates: way.gates * left, ..way }));
        }
        ways
    }

    fn between(&self, known: &Known<'_>, flow: ElementId, ends: [Option<ElementId>; 2]) -> Way {
        let places = ends.into_iter().flatten().map(|end| self.at_end(known, end));
        let best = places.reduce(|best, other| if other.1 > best.1 { other } else { best });
        let way = |(begin, weight): (Option<Begin>, f64)| Way {
            begin: begin.unwrap_or(Begin::Between(flow)),
            weight,
            hops: 1,
            ..Way::NONE
        };
        best.map_or(Way::NONE, way)
    }

    /// Who gets between the ends of a flow at one of them; `None`: somebody on the way, which others run.
    fn at_end(&self, known: &Known<'_>, end: ElementId) -> (Option<Begin>, f64) {
        *self.ends.borrow_mut().entry(end).or_insert_with(|| {
            let around = self.world.links(end).map(|links| &*links.boundaries).unwrap_or_default();
            if around.iter().any(|boundary| known.is_a(*boundary, "internet")) {
                (None, weights::ANYBODY)
            } else if known.is_a(end, "actor") {
                let (begin, weight) = self.begin(known, end);
                (Some(begin), weight)
            } else if known.holds(end, "external") {
                (None, weights::PARTNER)
            } else {
                (Some(Begin::Inside(None)), inside(known, end))
            }
        })
    }

    /// The factor of a flow's own credential, if the finding is about that.
    fn stolen(&self, known: &Known<'_>, rule: &Rule, finding: &tm_rules::Finding, flow: ElementId) -> Option<f64> {
        const OF_CREDENTIALS: [&str; 4] = ["Lifetime", "Binding", "TokenStrength", "Revocation"];
        let schema = self.world.schema();
        let is_about = |reason: &tm_rules::Reason| {
            let attribute = schema.attribute(reason.control.attribute);
            let of = attribute.and_then(|attribute| match &attribute.ty {
                Type::Enum(of) => schema.enumeration(*of),
                _ => None,
            });
            reason.control.element == flow && of.is_some_and(|of| OF_CREDENTIALS.contains(&of.name.as_str()))
        };
        let spoofs = rule.metadata.stride.iter().any(|letter| letter == "spoofing");
        if !spoofs || !finding.because.iter().any(is_about) {
            return None;
        }
        let is = |attribute: &str, value: &str| known.word(flow, attribute) == value;
        Some(if is("token-binding", "mtls") || is("token-binding", "dpop") {
            weights::BOUND
        } else if is("token-lifetime", "short") && !is("encryption", "none") {
            weights::SHORT_LIVED
        } else {
            weights::LASTING
        })
    }

    /// By requests, from an actor.
    fn requests(&self, known: &Known<'_>, gates: &Gates<'_>, id: ElementId) -> Option<Way> {
        let graph = self.request.as_ref()?;
        let spot = self.spread(known, gates, graph).to(graph, id)?;
        let weight = weights::actor(known.word(spot.start, "trust"));
        let free = weight * distance(spot.hops);
        let gates = if free > 0.0 { (spot.factor / free).min(1.0) } else { 1.0 };
        Some(Way { begin: Begin::Actor(spot.start), weight, hops: spot.hops, credentials: 1.0, gates })
    }

    /// The first of the components, the likeliest way first.
    fn easiest(&self, known: &Known<'_>, gates: &Gates<'_>) -> Easiest {
        let kept = || self.dear.easiest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&gates.numbers) {
            return Arc::clone(known);
        }
        let components = self.world.all(self.world.schema().roots.component).iter();
        let mut ways: Vec<(ElementId, Way)> =
            components.filter_map(|id| Some((*id, self.requests(known, gates, *id)?))).collect();
        ways.sort_by(|(_, a), (_, b)| b.likelihood().total_cmp(&a.likelihood()));
        ways.truncate(ASKED);
        let easiest: Easiest = ways.into();
        kept().insert(gates.numbers.clone(), Arc::clone(&easiest));
        easiest
    }

    fn spread(&self, known: &Known<'_>, gates: &Gates<'_>, graph: &RelationGraph) -> Arc<Spread> {
        let spreads = || self.dear.spreads.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = spreads().get(&gates.numbers) {
            return Arc::clone(known);
        }
        let actors = self.dear.actors.get_or_init(|| {
            let components = self.world.all(self.world.schema().roots.component).iter();
            let actors = components.filter(|id| known.is_a(**id, "actor"));
            actors.map(|id| (*id, weights::actor(known.word(*id, "trust")))).collect()
        });
        let found = spread(graph, actors, &|edge, hops| {
            let distance = if edge.via.is_some() && hops > 0 { weights::HOP } else { 1.0 };
            distance * gates.left(edge.from, edge.to, self.world)
        });
        let found = Arc::new(found);
        spreads().insert(gates.numbers.clone(), Arc::clone(&found));
        found
    }

    fn gates(&self, known: &Known<'_>, rule: &str) -> Gates<'a> {
        let counts = |(number, safeguard): (usize, &'a Safeguard)| {
            let has_evidence = matches!(known.value(safeguard.id, "evidence"), Value::Text(_));
            let effect = weights::safeguard(&safeguard.status, has_evidence);
            let counts = effect > 0.0 && !safeguard.is_expired && safeguard.is_against(rule);
            counts.then_some((number, (safeguard, effect)))
        };
        let (numbers, safeguards) = self.safeguards.iter().enumerate().filter_map(counts).unzip();
        Gates { safeguards, numbers }
    }
}

impl Gates<'_> {
    /// What is left of attacks that step from one element into another: each place enforces once, by the best that is there.
    fn left(&self, from: ElementId, to: ElementId, world: &dyn World) -> f64 {
        let entered = |safeguard: &Safeguard| safeguard.holds(to, world) && !safeguard.holds(from, world);
        self.rest(&entered)
    }

    fn left_at(&self, id: ElementId, world: &dyn World) -> f64 {
        self.rest(&|safeguard| safeguard.holds(id, world))
    }

    fn rest(&self, counts: &dyn Fn(&Safeguard) -> bool) -> f64 {
        let effects = self.safeguards.iter().filter(|(safeguard, _)| counts(safeguard)).map(|(_, effect)| *effect);
        1.0 - effects.fold(0.0, f64::max)
    }
}

fn likeliest(ways: Vec<Way>) -> Way {
    let best = ways.into_iter().reduce(|best, way| if way.likelihood() > best.likelihood() { way } else { best });
    best.unwrap_or(Way::NONE)
}

/// Of an attacker who has taken a workload over.
fn inside(known: &Known<'_>, id: ElementId) -> f64 {
    let is_production = matches!(known.word(id, "environment"), "" | "prod");
    if !is_production || known.is_a(id, "third-party") { weights::INSIDE_TEST } else { weights::INSIDE }
}

/// Of obtaining the credential of an identity.
fn credential(known: &Known<'_>, identity: ElementId) -> f64 {
    match known.word(identity, "credential") {
        "svid" => weights::BOUND,
        "short-lived" => weights::SHORT_LIVED,
        _ => weights::LASTING,
    }
}

fn holders(known: &Known<'_>) -> FxHashMap<ElementId, Vec<ElementId>> {
    let mut holders: FxHashMap<ElementId, Vec<ElementId>> = FxHashMap::default();
    for component in known.world.all(known.world.schema().roots.component) {
        for data in known.elements(*component, "handled-data") {
            holders.entry(data).or_default().push(*component);
        }
    }
    holders
}
