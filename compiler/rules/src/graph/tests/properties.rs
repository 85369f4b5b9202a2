//! Searches agree with the naive reference on small random worlds.

use std::sync::Arc;

use proptest::prelude::*;
use tm_model::Truth;
use tm_model::Truth::{False, NotApplicable, True, Unknown};

use super::naive::{LONGEST, NaiveEdge, NaiveStart, Walk, World, controls};
use super::{control, node};
use crate::graph::{Arrival, Open, Witness, search};
use crate::outcome::Control;

const NODES: u32 = 5;
const CONTROLS: u32 = 4;

fn truth() -> impl Strategy<Value = Truth> {
    prop_oneof![6 => Just(True), 4 => Just(Unknown), 1 => Just(NotApplicable), 2 => Just(False)]
}

fn hanging() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..CONTROLS, 0..3)
}

fn edge() -> impl Strategy<Value = NaiveEdge> {
    let ends = (0..NODES, 0..NODES, prop::option::weighted(0.7, 20..22_u32));
    let mostly = prop_oneof![6 => Just(True), 1 => truth()];
    let conditions = (mostly, [truth(), truth()], truth(), truth(), truth());
    (ends, truth(), conditions, hanging()).prop_map(|((from, to, via), truth, conditions, controls)| {
        let (every, some, first, last, last_at) = conditions;
        NaiveEdge { from, to, via, truth, every, some, first, last, last_at, controls }
    })
}

fn world() -> impl Strategy<Value = World> {
    let start = (0..NODES, truth(), 0..2_u32, hanging()).prop_map(|(node, truth, class, controls)| NaiveStart {
        node,
        truth,
        class,
        controls,
    });
    let avoid = (prop_oneof![3 => Just(False), 1 => truth()], hanging());
    (
        prop::collection::vec(edge(), 1..9),
        prop::collection::vec(start, 1..4),
        prop::collection::vec(avoid, NODES as usize),
        prop_oneof![2 => Just(0_usize), 1 => 1..3_usize],
        any::<[bool; 4]>(),
    )
        .prop_map(|(edges, starts, avoid, some, [has_first, has_last, has_avoiding, has_last_at])| {
            World { edges, starts, avoid, some, has_first, has_last, has_avoiding, has_last_at }.tidy()
        })
}

type Reading = fn(Truth) -> Truth;

/// The readings of the open truths, in the order in which they decide, and what each says.
fn readings() -> [(Truth, Reading); 4] {
    [
        (True, |truth| (truth == True).into()),
        (Unknown, |truth| (truth == True || truth == Unknown).into()),
        (NotApplicable, |truth| (truth == True || truth == NotApplicable).into()),
        (Unknown, |truth| (truth != False).into()),
    ]
}

fn hangs_on(world: &World, open: Open) -> Vec<Control> {
    match open {
        Open::Every(hop) | Open::Some(_, hop) | Open::First(hop) | Open::Last(hop) | Open::LastAt(hop) => {
            controls(&world.hop(&hop).controls)
        }
        Open::Start(element) => {
            let start = world.starts.iter().find(|start| node(start.node) == element).unwrap();
            controls(&start.controls)
        }
        Open::Avoiding(element) => controls(&world.avoid[element.slot as usize].1),
    }
}

fn walk_of(world: &World, arrival: &Arrival<'_>, witness: &Witness) -> Walk {
    let start = world.starts.iter().position(|start| node(start.node) == witness.start).unwrap();
    let edges = witness.edges.iter().map(|edge| arrival.reach.graph().edge(*edge).unwrap());
    Walk { start, edges: edges.map(|edge| world.edge(edge.from, edge.to, edge.via)).collect() }
}

/// The first reading in which one of the walks is a path: its place, and the best of them.
fn naive_best(world: &World, walks: &[Walk], target: u32) -> Option<(usize, Walk)> {
    readings().iter().enumerate().find_map(|(place, (_, read))| {
        let paths = walks.iter().filter(|walk| world.truth(walk, target, read) == True);
        paths.min_by_key(|walk| world.key(walk)).map(|walk| (place, walk.clone()))
    })
}

/// Checks a witness against the walks that there are, and tells the reading in which it is a path.
fn check_witness(
    world: &World,
    arrival: &Arrival<'_>,
    witness: Option<&Witness>,
    walks: &[Walk],
    target: u32,
) -> usize {
    let naive = naive_best(world, walks, target);
    let Some(witness) = witness else {
        assert_eq!(naive, None, "missed a path");
        return readings().len();
    };
    let walk = walk_of(world, arrival, witness);
    let own = readings().iter().position(|(_, read)| world.truth(&walk, target, read) == True).expect("a path");
    assert_eq!(witness.truth, readings()[own].0);
    let hops = walk.edges.iter().filter(|edge| world.edges[**edge].via.is_some()).count();
    assert_eq!(witness.hops.len(), hops);
    // The walks may be too short to show the best path, never the reverse.
    let best = naive.map(|(place, walk)| (place, world.key(&walk)));
    let found = (own, world.key(&walk));
    if walk.edges.len() <= LONGEST && walk.edges.iter().all(|edge| walk.edges.iter().filter(|e| *e == edge).count() < 4)
    {
        assert_eq!(best, Some(found));
    } else if let Some(best) = best {
        assert!(found <= best, "{found:?} is worse than {best:?}");
    }
    own
}

/// The truth by a search of its own.
fn fresh(world: &World, target: u32) -> Truth {
    let graph = Arc::new(world.graph());
    world.with_conditions(|conditions, last_at| {
        search(&graph, &world.starts(), conditions).arrival(node(target), last_at).truth()
    })
}

fn check(world: &World) {
    let graph = Arc::new(world.graph());
    let reach = world.with_conditions(|conditions, _| search(&graph, &world.starts(), conditions));
    for target in 0..NODES {
        let arrival = world.with_conditions(|_, last_at| reach.arrival(node(target), last_at));
        let walks = world.walks(target);
        let witness = arrival.witness();
        check_witness(world, &arrival, witness.as_ref(), &walks, target);
        assert_eq!(arrival.truth(), witness.as_ref().map_or(False, |witness| witness.truth));

        let mut expected = Vec::new();
        for start in &world.starts {
            let of_start: Vec<Walk> =
                walks.iter().filter(|walk| world.starts[walk.start].node == start.node).cloned().collect();
            let witness = arrival.witness_from(node(start.node));
            let reading = check_witness(world, &arrival, witness.as_ref(), &of_start, target);
            if let Some(witness) = witness {
                expected.push((
                    (reading, start.class, witness.hops.len(), -i64::from(start.node)),
                    witness.start,
                    witness.truth,
                ));
            }
        }
        expected.sort_by_key(|(key, ..)| *key);
        let sources: Vec<_> = arrival.sources(usize::MAX).iter().map(|source| (source.start, source.truth)).collect();
        assert_eq!(sources, expected.iter().map(|(_, start, truth)| (*start, *truth)).collect::<Vec<_>>());
        assert_eq!(sources.first().map(|(start, _)| *start), witness.map(|witness| witness.start));

        let open = arrival.open_controls(&|open| hangs_on(world, open));
        let hasty = arrival.open_controls_within(0, &|open| hangs_on(world, open));
        for number in 0..CONTROLS {
            let is_open = arrival.truth() == Unknown;
            let opens = is_open && fresh(&world.supposing(number, True), target) == True;
            let closes = is_open && fresh(&world.supposing(number, False), target) == False;
            let found = open.iter().find(|open| open.control == control(number));
            assert_eq!(found.is_some_and(|open| open.opens), opens, "opens {target} by {number}");
            assert_eq!(found.is_some_and(|open| open.closes), closes, "closes {target} by {number}");
            let hasty = hasty.iter().find(|open| open.control == control(number));
            assert!(!hasty.is_some_and(|open| open.closes) || closes, "dominated, yet not closed");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn searches_agree_with_all_walks(world in world()) {
        check(&world);
    }

    #[test]
    fn supposed_truths_agree_with_a_search_of_their_own(
        world in world(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), truth()), 1..3),
    ) {
        let graph = Arc::new(world.graph());
        let reach = world.with_conditions(|conditions, _| search(&graph, &world.starts(), conditions));
        let mut other = world.clone();
        let mut changed = Vec::new();
        for (index, truth) in changes {
            let edge = &mut other.edges[index.index(world.edges.len())];
            let found = graph.find(node(edge.from), node(edge.to), edge.via.map(node));
            // What is false in the relation stays so, and one edge changes once.
            if let Some(found) = found.filter(|found| !changed.iter().any(|(known, _)| known == found)) {
                edge.truth = truth;
                changed.push((found, truth));
            }
        }
        for target in 0..NODES {
            let arrival = world.with_conditions(|_, last_at| reach.arrival(node(target), last_at));
            prop_assert_eq!(arrival.truth_if(&changed, &mut { usize::MAX }), Some(fresh(&other, target)));
        }
    }
}
