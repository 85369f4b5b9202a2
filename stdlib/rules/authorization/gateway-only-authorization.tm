module std

/// Only the gateway or the caller authorizes
///
/// ## What it does
///
/// Reports each endpoint whose callers are authorized at the gateway alone, by themselves, or nowhere
/// although it is stated what is compared (`authorization-checks`), if it handles confidential data or
/// changes something. What a gateway offers itself is left out.
///
/// ## Why it matters
///
/// A gateway sees routes and roles, not records. Whoever gets past it, and every service behind it,
/// has full access; and what depends on the object cannot be decided there at all. A caller that
/// decides for itself decides whatever whoever owns it likes.
///
/// ## How to fix it
///
/// Keep coarse checks at the edge and decide about the resource where it is owned: in the service,
/// its sidecar, or a decision point that it must ask. State `authorization-at: service`, `sidecar`
/// or `pdp`.
///
/// ## How to accept it
///
/// ```tm
/// accept gateway-only-authorization on frontend.get-account {
///   reason: "the frontend holds nothing; the account service decides again"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-602: client-side enforcement of server-side security
/// - CWE-862: missing authorization
/// - CAPEC-554: functionality bypass
/// - CAPEC-1: accessing functionality not constrained by access control lists
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP ASVS 5.0, 8.3.1: authorization is enforced at a trusted service layer
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-24: access control decisions
/// - OWASP Microservices Security Cheat Sheet: edge-level and service-level authorization
rule gateway-only-authorization {
  for e: endpoint
  let decider =
    if e.authorization-at is known and e.authorization-at == caller then "by themselves alone"
    else if e.authorization-at is known and e.authorization-at == none
      then "nowhere, though checks are stated"
    else "by the gateway alone"
  where (e.authorization-at in [gateway, caller]
      or e.authorization-at == none and any c in e.authorization-checks)
    and e.sensitive
    and e.component is not gateway
  severity: high
  stride: [elevation-of-privilege]
  cwe: [602, 862]
  capec: [554, 1]
  owasp-api: ["API5:2023", "API1:2023"]
  asvs: ["8.3.1"]
  nist: ["AC-3", "AC-24"]
  message: "callers of {e} are authorized {decider}"
  at: e.authorization-at
  help: "decide again in {e.component} or a sidecar or decision point that it cannot avoid, and state `authorization-at: service`"
}

test "a change that only the gateway authorizes is reported" {
  service billing { endpoint pay { state-changing: true  authorization-at: gateway } }
  expect gateway-only-authorization on billing.pay
}

test "so is access to confidential data" {
  data invoices { classification: confidential }
  service billing { endpoint invoice { data: [invoices]  authorization-at: gateway } }
  expect gateway-only-authorization on billing.invoice
}

test "a decision at the target suffices" {
  service billing { endpoint pay { state-changing: true  authorization-at: sidecar } }
  expect no gateway-only-authorization
}

test "what only reads harmless data is left alone" {
  data prices { classification: internal }
  service catalog { endpoint price { data: [prices]  authorization-at: gateway } }
  expect no gateway-only-authorization
}

test "a gateway decides about its own endpoints itself" {
  gateway edge { endpoint reload { state-changing: true  authorization-at: gateway } }
  expect no gateway-only-authorization
}

test "a place that nobody states is a question" {
  service billing { endpoint pay { state-changing: true } }
  expect question gateway-only-authorization on billing.pay
}

test "a caller that is trusted to have checked is no better" {
  service notes { endpoint add { state-changing: true  authorization-at: caller } }
  expect gateway-only-authorization on notes.add
}

test "checks that nobody makes are none" {
  service notes {
    endpoint add { state-changing: true  authorization-at: none  authorization-checks: [role] }
    endpoint drop { state-changing: true  authorization-at: none  authorization-checks: [] }
  }
  expect gateway-only-authorization on notes.add
  expect no gateway-only-authorization on notes.drop
}
