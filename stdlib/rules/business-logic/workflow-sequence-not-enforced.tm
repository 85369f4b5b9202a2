module std

/// Steps of a workflow can be skipped
///
/// ## What it does
///
/// Reports each endpoint of a business flow where nobody, or only the client, makes sure that its
/// step comes in order.
///
/// ## Why it matters
///
/// Clients are programs of the user. Who calls the last step first ships what was never paid.
///
/// ## How to fix it
///
/// Keep the state of the workflow on the server, and reject steps that do not follow from it. State
/// `workflow-enforcement: server`.
///
/// ## How to accept it
///
/// ```tm
/// accept workflow-sequence-not-enforced on orders.survey {
///   reason: "a survey; the order does not matter"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-841: workflow that is not enforced
/// - CAPEC-207: functionality of the client is removed
/// - CAPEC-140: intermediate forms are bypassed
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.1: steps of a business flow come in order
/// - OWASP ASVS 5.0, 2.2.3: combinations of data are checked for sense
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, SI-10: input validation
rule workflow-sequence-not-enforced {
  for e: endpoint
  where e.business-flow != none and e.workflow-enforcement in [none, client]
  severity: high
  stride: [tampering, elevation-of-privilege]
  cwe: [841]
  capec: [207, 140]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.1", "2.2.3"]
  nist: ["AC-3", "SI-10"]
  message: "{e} ({e.business-flow}) can be called out of turn"
  at: e.workflow-enforcement
  help: "keep the state of the flow on the server and reject steps that do not follow from it; state `workflow-enforcement: server`"
}

test "a step that nobody guards is reported" {
  service orders { endpoint ship { business-flow: purchase  workflow-enforcement: none } }
  expect workflow-sequence-not-enforced on orders.ship
}

test "so is one that the client guards" {
  service orders { endpoint ship { business-flow: purchase  workflow-enforcement: client } }
  expect workflow-sequence-not-enforced on orders.ship
}

test "the server is enough" {
  service orders { endpoint ship { business-flow: purchase  workflow-enforcement: server } }
  expect no workflow-sequence-not-enforced
}

test "without a business flow there is no turn" {
  service orders { endpoint show { workflow-enforcement: none } }
  expect no workflow-sequence-not-enforced
}

test "an endpoint that does not say is a question" {
  service orders { endpoint ship { business-flow: purchase } }
  expect question workflow-sequence-not-enforced on orders.ship
}
