//! What `is` tells, and how far.

use super::{check, clauses_wrong, fine, said, wrong};

const NOT_EVERY: &str = "type-mismatch at exposed: `exposed` is an attribute of `workload`, not of every `component`; narrow it first: \
                         `f.to is workload and …`";

#[test]
fn to_the_right_in_a_conjunction() {
    fine("f.to is workload and f.to.exposed");
    fine("f.to is workload and s.exposed and (e.secret or f.to.exposed)");
    fine("(f.to is workload and s.exposed) and f.to.exposed");
    wrong("f.to.exposed and f.to is workload", NOT_EVERY);
}

#[test]
fn not_out_of_a_disjunction_or_a_negation() {
    fine("f.to is workload and f.to.exposed or f.to is actor and f.to.untrusted");
    wrong("(f.to is workload or s.exposed) and f.to.exposed", NOT_EVERY);
    wrong("(f.to is workload and s.exposed or s.exposed) and f.to.exposed", NOT_EVERY);
    wrong("not (f.to is workload) and f.to.exposed", NOT_EVERY);
    wrong("f.to is not workload and f.to.exposed", NOT_EVERY);
    wrong("f.to is workload or f.to.exposed", NOT_EVERY);
    wrong("(f.to is workload) == true and f.to.exposed", NOT_EVERY);
}

#[test]
fn into_then_and_not_into_else() {
    fine("if f.to is workload then f.to.exposed else s.exposed");
    wrong("if f.to is workload then s.exposed else f.to.exposed", NOT_EVERY);
    wrong("(if f.to is workload then s.exposed else e.secret) and f.to.exposed", NOT_EVERY);
    // The bare name has to wait for `else`; the narrowing for `then` is kept meanwhile.
    fine("(if f.to is workload then (if f.to.exposed then none else tls) else f.encryption) == none");
}

#[test]
fn from_the_condition_of_a_quantifier_into_its_body() {
    fine("any f2 in s.incoming if f2.from is workload: f2.from.exposed");
    fine("any f2 in s.incoming if f2.from is workload and f2.from.exposed");
    fine("f.to is workload and any x in s.data: f.to.exposed");
    fine("(count x in (collect c in component if c is workload: c): x.replicas) > 1");
    assert_eq!(
        said("for b: boundary let ws = collect m in b.members if m is workload where any w in ws: w.exposed"),
        [""; 0]
    );
    wrong("(any x in s.data if f.to is workload) and f.to.exposed", NOT_EVERY);
}

#[test]
fn into_later_clauses_from_a_conjunct_of_where() {
    assert_eq!(said("for f: flow where f.to is workload and f.encryption == none where f.to.exposed"), [""; 0]);
    assert_eq!(said("for f: flow where f.to is workload let x = f.to.exposed where x"), [""; 0]);
    let checked = check(
        "rule r { for f: flow severity: if f.to.exposed then high else low message: \"{f.to.replicas}\" at: f.to.exposed
           where f.to is workload }",
    );
    assert_eq!(checked.said(), [""; 0]);
    clauses_wrong("for f: flow where f.to.exposed where f.to is workload", NOT_EVERY);
}

#[test]
fn along_paths() {
    fine("f.from.boundary is zone and f.from.boundary.parent is zone and f.from.boundary.parent.open");
    wrong(
        "f.from.boundary is zone and f.from.boundary.parent.open",
        "type-mismatch at open: `open` is an attribute of `zone`, not of every `element`; narrow it first: \
         `f.from.boundary.parent is zone and …`",
    );
}

#[test]
fn of_hops_and_nodes_of_a_path() {
    fine("f.from ~> s along request { all h: h.via.encryption == none and (h.from is workload and h.from.exposed) }");
    fine("f.from ~> s along request { avoiding v: v is workload and v.exposed }");
    wrong(
        "f.from ~> s along request { last h: h.to.exposed }",
        "type-mismatch at exposed: `exposed` is an attribute of `workload`, not of every `element`; narrow it first: \
         `h.to is workload and …`",
    );
}

#[test]
fn to_one_kind_after_another() {
    fine("f.to is component and f.to is workload and f.to is service and f.to.exposed");
    wrong(
        "f.to is gateway and f.to is service",
        "impossible-kind at service: `f.to` is a `gateway`, and never a `service`; remove the test, or ask for a kind below \
         `gateway`",
    );
}

#[test]
fn in_an_edge_from_its_condition_to_its_ends() {
    let fine = "relation inner { edge b.parent -> b via b for b: zone where b.parent is zone and b.parent.open }";
    assert_eq!(check(fine).said(), [""; 0]);
}
