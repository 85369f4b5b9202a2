module std

/// The order of events decides on state, and nobody keeps it
///
/// ## What it does
///
/// Reports each consuming flow that changes state, where events may overtake each other and the
/// consumer does not check that a change fits the state that it has.
///
/// ## Why it matters
///
/// A cancellation that arrives before its order leaves the order alive. Whoever can delay or reorder
/// events chooses which state survives.
///
/// ## How to fix it
///
/// Carry a version or sequence number for each aggregate and reject changes that do not follow from
/// the current state, or keep events of one aggregate on one ordered partition. State `state-guard:
/// set` or `ordering: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept event-order-drives-state-without-guard on events->search {
///   reason: "the index is rebuilt every night"
///   owner: "search-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-841: workflow that is not enforced
/// - CWE-362: race on shared state
/// - CAPEC-212: functionality misuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.1: steps of a business flow come in order
/// - OWASP ASVS 5.0, 15.4.2: state is checked and used in one step
/// - NIST SP 800-53, SI-10: input validation
rule event-order-drives-state-without-guard {
  for f: flow
  where f.consumes and f.state-changing and f.ordering == none and f.state-guard == none
  severity: medium
  stride: [tampering]
  cwe: [841, 362]
  capec: [212]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.1", "15.4.2"]
  nist: ["SI-10"]
  message: "events of {f.from} change the state of {f.target} in whatever order they arrive"
  at: f.state-guard
  help: "reject, at {f.to}, changes that do not follow from the current state (`state-guard: set`), or keep the order for each aggregate (`ordering: set`)"
}

test "a change in any order is reported" {
  topic events
  worker orders
  flow apply: events -> orders { state-changing: true  ordering: none  state-guard: none }
  expect event-order-drives-state-without-guard on apply
}

test "a guard is not" {
  topic events
  worker orders
  flow apply: events -> orders { state-changing: true  ordering: none  state-guard: set }
  expect no event-order-drives-state-without-guard
}

test "neither is an order that is kept" {
  topic events
  worker orders
  flow apply: events -> orders { state-changing: true  ordering: set  state-guard: none }
  expect no event-order-drives-state-without-guard
}

test "what changes nothing needs no order" {
  topic events
  worker stats
  flow count: events -> stats { ordering: none  state-guard: none }
  expect no event-order-drives-state-without-guard
}

test "a consumer that does not say is a question" {
  topic events
  worker orders
  flow apply: events -> orders { state-changing: true  ordering: none }
  expect question event-order-drives-state-without-guard on apply
}

test "calls come in the order in which they are made" {
  service cart
  service orders
  flow book: cart -> orders { state-changing: true  ordering: none  state-guard: none }
  expect no event-order-drives-state-without-guard
}
