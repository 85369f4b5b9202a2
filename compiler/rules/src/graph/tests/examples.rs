//! What paths are, one property at a time.

use std::cell::RefCell;

use tm_model::Truth::{False, NotApplicable, True, Unknown};
use tm_model::{ElementId, Truth};

use super::{control, graph, hop, node, open_hop, silent, slots};
use crate::graph::{Conditions, EdgeIx, Open, OpenControl, Reach, Source, Start, search};
use crate::outcome::Hop;

fn start(slot: u32) -> Start {
    Start { node: node(slot), truth: True, class: 0 }
}

fn starts(slots: &[u32]) -> Vec<Start> {
    slots.iter().map(|slot| start(*slot)).collect()
}

fn path(reach: &Reach, target: u32) -> Vec<(u32, u32, u32)> {
    reach.arrival(node(target), &[]).witness().map(|witness| slots(&witness.hops)).unwrap_or_default()
}

fn via(slot: u32) -> impl Fn(&Hop) -> Truth {
    move |hop| (hop.via == Some(node(slot))).into()
}

#[test]
fn a_path_has_at_least_one_hop_and_different_ends() {
    let graph = graph(vec![hop(1, 2, 10), hop(2, 1, 11), silent(1, 3), hop(4, 4, 12)]);
    let reach = search(&graph, &starts(&[1, 4]), &Conditions::default());
    assert_eq!(reach.truth(node(2)), True);
    assert_eq!(reach.truth(node(1)), False, "back to its only start");
    assert_eq!(reach.truth(node(3)), True, "1 -> 2 -> 1, then the silent step");
    assert_eq!(reach.truth(node(4)), False);
    assert_eq!(reach.truth(node(99)), False, "not in the relation");
    let reach = search(&graph, &starts(&[1, 2]), &Conditions::default());
    assert_eq!(path(&reach, 1), [(2, 1, 11)]);
}

#[test]
fn a_silent_step_alone_is_no_path() {
    let graph = graph(vec![silent(1, 2), silent(2, 3)]);
    let reach = search(&graph, &starts(&[1]), &Conditions::default());
    assert_eq!(reach.truth(node(3)), False);
}

#[test]
fn silent_steps_stand_anywhere_and_do_not_count() {
    let edges = vec![silent(1, 2), hop(2, 3, 10), silent(3, 4), hop(4, 5, 11), silent(5, 6), silent(6, 7)];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    let witness = reach.arrival(node(7), &[]).witness().unwrap();
    assert_eq!(slots(&witness.hops), [(2, 3, 10), (4, 5, 11)]);
    assert_eq!(witness.edges.len(), 6);
    assert_eq!(witness.start, node(1));
}

#[test]
fn a_longer_way_of_fewer_hops_wins() {
    let edges = vec![hop(1, 2, 10), hop(2, 9, 11), hop(1, 3, 12), silent(3, 4), silent(4, 5), silent(5, 9)];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    assert_eq!(path(&reach, 9), [(1, 3, 12)]);
}

#[test]
fn ties_are_broken_by_name_from_the_start_on() {
    // Names run against ids: 3 stands before 2. The hop into the target would favour 2.
    let edges = vec![hop(1, 2, 10), hop(1, 3, 11), hop(2, 9, 50), hop(3, 9, 12), hop(3, 9, 13)];
    let reach = search(&graph(edges.clone()), &starts(&[1]), &Conditions::default());
    assert_eq!(path(&reach, 9), [(1, 3, 11), (3, 9, 13)]);
    let reach = search(&graph(edges), &starts(&[2, 3]), &Conditions::default());
    assert_eq!(reach.arrival(node(9), &[]).witness().unwrap().start, node(3));
}

#[test]
fn ties_behind_a_silent_step_are_broken_by_the_hop() {
    let edges = vec![hop(1, 4, 10), silent(4, 2), silent(4, 3), hop(2, 9, 99), hop(3, 9, 5)];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    assert_eq!(path(&reach, 9), [(1, 4, 10), (3, 9, 5)]);
}

#[test]
fn definite_before_class_before_hops() {
    let edges = vec![open_hop(1, 9, 10, Unknown, &[0]), hop(2, 3, 11), hop(3, 9, 12), hop(4, 9, 13)];
    let from = |slot, class| Start { node: node(slot), truth: True, class };
    let reach = search(&graph(edges), &[from(1, 0), from(2, 1), from(4, 2)], &Conditions::default());
    let arrival = reach.arrival(node(9), &[]);
    assert_eq!(arrival.truth(), True);
    assert_eq!(arrival.witness().unwrap().start, node(2));
    let sources: Vec<(ElementId, Truth)> = arrival.sources(9).iter().map(|s| (s.start, s.truth)).collect();
    assert_eq!(sources, [(node(2), True), (node(4), True), (node(1), Unknown)]);
    assert_eq!(arrival.sources(1), [Source { start: node(2), truth: True }]);
    assert_eq!(slots(&arrival.witness_from(node(4)).unwrap().hops), [(4, 9, 13)]);
    assert_eq!(arrival.witness_from(node(3)), None, "not a start");
}

#[test]
fn a_start_counts_by_its_own_truth() {
    let edges = vec![hop(1, 9, 10)];
    let of =
        |truth| search(&graph(edges.clone()), &[Start { truth, ..start(1) }], &Conditions::default()).truth(node(9));
    for truth in [True, Unknown, NotApplicable, False] {
        assert_eq!(of(truth), truth);
    }
}

#[test]
fn every_some_first_and_last() {
    let edges = vec![hop(1, 2, 10), hop(2, 3, 11), hop(3, 2, 12), hop(2, 9, 13), hop(3, 9, 14)];
    let graph = graph(edges);
    let (only_11, only_12, only_14) = (via(11), via(12), via(14));
    let not_13 = |hop: &Hop| (hop.via != Some(node(13))).into();

    let every = Conditions { every: vec![&not_13], ..Conditions::default() };
    assert_eq!(path(&search(&graph, &starts(&[1]), &every), 9), [(1, 2, 10), (2, 3, 11), (3, 9, 14)]);

    let some = Conditions { some: vec![&only_12, &only_14], ..Conditions::default() };
    let round = [(1, 2, 10), (2, 3, 11), (3, 2, 12), (2, 3, 11), (3, 9, 14)];
    assert_eq!(path(&search(&graph, &starts(&[1]), &some), 9), round);

    let last = Conditions { last: vec![&only_14], ..Conditions::default() };
    assert_eq!(path(&search(&graph, &starts(&[1]), &last), 9).len(), 3);

    let first = Conditions { first: vec![&only_11], ..Conditions::default() };
    assert_eq!(search(&graph, &starts(&[1]), &first).truth(node(9)), False);
    assert_eq!(path(&search(&graph, &starts(&[2]), &first), 9), [(2, 3, 11), (3, 9, 14)]);
}

#[test]
fn avoiding_spares_the_ends() {
    let edges = vec![hop(1, 2, 10), silent(2, 3), hop(3, 9, 11), hop(9, 4, 12), hop(4, 5, 13)];
    let graph = graph(edges);
    let avoid = |slot: u32| move |element: ElementId| Truth::from(element == node(slot));
    let truth = |slot, target| {
        let avoided = avoid(slot);
        let conditions = Conditions { avoiding: vec![&avoided], ..Conditions::default() };
        search(&graph, &starts(&[1]), &conditions).truth(node(target))
    };
    assert_eq!((truth(1, 9), truth(9, 9), truth(9, 5)), (True, True, False));
    assert_eq!((truth(2, 9), truth(3, 9)), (False, False), "also where a silent step passes");
}

#[test]
fn an_avoided_start_is_passed_by_no_other_start() {
    let edges = vec![hop(1, 2, 10), hop(2, 9, 11), silent(3, 2)];
    let avoided = |element: ElementId| Truth::from(element == node(2));
    let conditions = Conditions { avoiding: vec![&avoided], ..Conditions::default() };
    let from = |slots: &[u32]| search(&graph(edges.clone()), &starts(slots), &conditions).truth(node(9));
    assert_eq!((from(&[1]), from(&[3]), from(&[2]), from(&[1, 2, 3])), (False, False, True, True));
}

#[test]
fn last_at_is_asked_for_the_last_hop_only() {
    let edges = vec![hop(1, 2, 10), hop(2, 3, 11), hop(1, 3, 12), silent(3, 9), hop(7, 9, 13)];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    let asked = RefCell::new(Vec::new());
    let test = |hop: &Hop| {
        asked.borrow_mut().push(hop.via.unwrap().slot);
        via(11)(hop)
    };
    let arrival = reach.arrival(node(9), &[&test]);
    assert_eq!(arrival.truth(), True);
    let witness = arrival.witness().unwrap();
    assert_eq!(slots(&witness.hops), [(1, 2, 10), (2, 3, 11)]);
    assert_eq!(witness.edges.len(), 3);
    asked.borrow_mut().sort_unstable();
    assert_eq!(asked.take(), [11, 12], "each once, and none that no path comes by");
    let never = |_: &Hop| False;
    assert_eq!(reach.arrival(node(9), &[&never]).truth(), False);
    assert_eq!(reach.arrival(node(9), &[]).truth(), True);
}

#[test]
fn conditions_are_asked_once_and_only_where_a_path_comes_by() {
    let edges = vec![hop(1, 2, 10), hop(2, 3, 11), hop(1, 3, 12), hop(3, 1, 13), hop(8, 9, 14)];
    let asked = RefCell::new(Vec::new());
    let ask = |hop: &Hop| {
        asked.borrow_mut().push(hop.via.unwrap().slot);
        Unknown
    };
    let conditions = Conditions { every: vec![&ask], ..Conditions::default() };
    let reach = search(&graph(edges), &starts(&[1, 2]), &conditions);
    assert_eq!(reach.truth(node(3)), Unknown);
    let mut asked = asked.take();
    asked.sort_unstable();
    assert_eq!(asked, [10, 11, 12, 13]);
}

#[test]
fn parallel_edges_become_one() {
    let edges = vec![
        open_hop(1, 2, 10, Unknown, &[0]),
        open_hop(1, 2, 10, NotApplicable, &[]),
        open_hop(1, 2, 10, Unknown, &[1, 0]),
        open_hop(2, 3, 11, Unknown, &[2]),
        hop(2, 3, 11),
        open_hop(3, 4, 12, False, &[]),
    ];
    let graph = graph(edges);
    assert_eq!((graph.edge_count(), graph.node_count()), (2, 3));
    let edge = graph.find(node(1), node(2), Some(node(10))).unwrap();
    assert_eq!(graph.edge(edge).unwrap().truth, Unknown);
    assert_eq!(graph.controls(edge).collect::<Vec<_>>(), [control(0), control(1)]);
    assert_eq!(graph.edges_asking(control(1)), [edge]);
    let settled = graph.find(node(2), node(3), Some(node(11))).unwrap();
    assert_eq!(graph.edge(settled).unwrap().truth, True);
    assert_eq!(graph.edges_asking(control(2)), []);
    assert_eq!(graph.find(node(3), node(4), Some(node(12))), None);
    assert_eq!(graph.edge(EdgeIx(7)), None);
}

#[test]
fn not_applicable_is_told_from_unknown() {
    let truth = |edges| search(&graph(edges), &starts(&[1]), &Conditions::default()).truth(node(9));
    let na = |from, to| open_hop(from, to, 10, NotApplicable, &[]);
    let unknown = |from, to| open_hop(from, to, 10, Unknown, &[0]);
    assert_eq!(truth(vec![na(1, 9)]), NotApplicable);
    assert_eq!(truth(vec![na(1, 2), unknown(2, 9)]), Unknown, "an answer could close it");
    assert_eq!(truth(vec![na(1, 9), unknown(1, 2), hop(2, 9, 11)]), Unknown, "an answer could open it");
    assert_eq!(truth(vec![hop(1, 2, 10), unknown(1, 3), hop(3, 2, 11), na(2, 9)]), NotApplicable, "no answer helps");
}

#[test]
fn what_opens_and_what_closes() {
    // Two ways to 5, both over controls 0; one of them needs 1 besides. Then 2 bars the only way on.
    let edges = vec![
        open_hop(1, 2, 10, Unknown, &[0]),
        open_hop(1, 3, 11, Unknown, &[0]),
        open_hop(2, 5, 12, Unknown, &[1]),
        hop(3, 5, 13),
        hop(5, 9, 14),
        open_hop(9, 8, 15, Unknown, &[2]),
    ];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    let ask = |target| reach.arrival(node(target), &[]).open_controls(&|_| Vec::new());
    let of = |number, opens, closes| OpenControl { control: control(number), opens, closes };
    assert_eq!(ask(9), [of(0, true, true)]);
    assert_eq!(ask(8), [of(0, false, true), of(2, false, true)]);
    let on_path = reach.arrival(node(8), &[]).witness_controls(&|_| Vec::new());
    assert_eq!(on_path, [control(0), control(2)]);
    assert_eq!(ask(2), [of(0, true, true)]);
    assert_eq!(ask(1), []);
}

#[test]
fn several_ways_each_open_alone_and_none_closes() {
    let edges = vec![open_hop(1, 9, 10, Unknown, &[0]), hop(1, 2, 11), open_hop(2, 9, 12, Unknown, &[1])];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    let found = reach.arrival(node(9), &[]).open_controls(&|_| Vec::new());
    let of = |number| OpenControl { control: control(number), opens: true, closes: false };
    assert_eq!(found, [of(0), of(1)]);
}

#[test]
fn open_conditions_are_asked_what_they_hang_on() {
    let edges = vec![hop(1, 2, 10), hop(2, 9, 11)];
    let open = |hop: &Hop| if hop.via == Some(node(11)) { Unknown } else { True };
    let avoid = |_: ElementId| Unknown;
    let conditions = Conditions { last: vec![&open], avoiding: vec![&avoid], ..Conditions::default() };
    let from = [Start { truth: Unknown, ..start(1) }];
    let reach = search(&graph(edges), &from, &conditions);
    let found = reach.arrival(node(9), &[]).open_controls(&|open| match open {
        Open::Start(_) => vec![control(0)],
        Open::Last(_) => vec![control(1)],
        Open::Avoiding(element) => vec![control(element.slot)],
        _ => Vec::new(),
    });
    let closes: Vec<_> = found.iter().map(|open| (open.control, open.opens, open.closes)).collect();
    assert_eq!(closes, [(control(0), false, true), (control(2), false, true), (control(1), false, true)]);
}

#[test]
fn dominators_stand_in_where_steps_run_out() {
    let edges =
        vec![open_hop(1, 2, 10, Unknown, &[0]), open_hop(2, 9, 11, Unknown, &[1]), open_hop(2, 9, 12, Unknown, &[1])];
    let reach = search(&graph(edges), &starts(&[1]), &Conditions::default());
    let found = reach.arrival(node(9), &[]).open_controls_within(0, &|_| Vec::new());
    assert_eq!(found, [OpenControl { control: control(0), opens: false, closes: true }]);
}

#[test]
fn what_a_path_can_do_without_does_not_dominate() {
    // Only the last hop has to satisfy `last`, and one of two statements of a start is enough.
    let edges = vec![hop(1, 2, 10), hop(2, 9, 11), open_hop(9, 8, 12, Unknown, &[2])];
    let open = |hop: &Hop| if hop.via == Some(node(10)) { Unknown } else { True };
    let conditions = Conditions { last: vec![&open], ..Conditions::default() };
    let from = [Start { truth: Unknown, ..start(1) }, Start { truth: Unknown, class: 1, ..start(1) }];
    let hangs_on = |open| match open {
        Open::Last(_) => vec![control(0)],
        Open::Start(_) => vec![control(1)],
        _ => Vec::new(),
    };
    let closes = |starts: &[Start]| {
        let reach = search(&graph(edges.clone()), starts, &conditions);
        let found = reach.arrival(node(8), &[]).open_controls_within(0, &hangs_on);
        found.iter().map(|open| open.control).collect::<Vec<_>>()
    };
    assert_eq!(closes(&from), [control(2)]);
    assert_eq!(closes(&from[..1]), [control(1), control(2)]);
}

#[test]
fn supposing_other_truths() {
    let edges = vec![open_hop(1, 2, 10, Unknown, &[0]), hop(2, 9, 11), hop(3, 9, 12)];
    let graph = graph(edges);
    let edge = |from, to, via| graph.find(node(from), node(to), Some(node(via))).unwrap();
    let reach = search(&graph, &starts(&[1]), &Conditions::default());
    let arrival = reach.arrival(node(9), &[]);
    assert_eq!(arrival.truth(), Unknown);
    assert_eq!(arrival.truth_if(&[(edge(1, 2, 10), True)], &mut { usize::MAX }), Some(True));
    assert_eq!(arrival.truth_if(&[(edge(1, 2, 10), False)], &mut { usize::MAX }), Some(False));
    assert_eq!(
        arrival.truth_if(&[(edge(1, 2, 10), True), (edge(2, 9, 11), NotApplicable)], &mut { usize::MAX }),
        Some(NotApplicable)
    );
    assert_eq!(arrival.truth_if(&[(edge(3, 9, 12), False)], &mut { usize::MAX }), Some(Unknown));
    assert_eq!(arrival.truth_if(&[(edge(3, 9, 12), False)], &mut 1), None, "too few steps to tell");
}
