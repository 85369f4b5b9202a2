module std

/// A request that is sent twice is done twice
///
/// ## What it does
///
/// Reports each endpoint of a business flow that changes something and does not recognise a request
/// that it has had before.
///
/// ## Why it matters
///
/// Clients retry, users press twice, and attackers race on purpose: one voucher is redeemed many
/// times.
///
/// ## How to fix it
///
/// Take a key from the client, scoped to subject and operation, and answer a repeat with the stored
/// outcome. State `idempotency: key`, or `natural` where a repeat changes nothing.
///
/// ## How to accept it
///
/// ```tm
/// accept state-transition-not-idempotent on orders.note {
///   reason: "a note that stands twice does no harm"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-837: a unique action can be done more than once
/// - CWE-841: workflow that is not enforced
/// - CAPEC-60: reuse of session ids by replay
/// - CAPEC-212: functionality misuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.1: steps of a business flow come in order
/// - OWASP ASVS 5.0, 2.3.3: a transaction succeeds as a whole or not at all
/// - NIST SP 800-53, SI-10: input validation
rule state-transition-not-idempotent {
  for e: endpoint
  where e.state-changing and e.business-flow != none and e.idempotency == none
  severity: medium
  stride: [tampering]
  cwe: [837, 841]
  capec: [60, 212]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.1", "2.3.3"]
  nist: ["SI-10"]
  message: "a request to {e} that is sent twice is done twice ({e.business-flow})"
  at: e.idempotency
  help: "let {e} take an idempotency key and answer repeats with the stored outcome; state `idempotency: key`"
}

test "a purchase that can be doubled is reported" {
  service orders {
    endpoint place { state-changing: true  business-flow: purchase  idempotency: none }
  }
  expect state-transition-not-idempotent on orders.place
}

test "a key is enough" {
  service orders {
    endpoint place { state-changing: true  business-flow: purchase  idempotency: key }
  }
  expect no state-transition-not-idempotent
}

test "so is a change that is the same twice" {
  service orders {
    endpoint cancel { state-changing: true  business-flow: refund  idempotency: natural }
  }
  expect no state-transition-not-idempotent
}

test "reading changes nothing" {
  service orders { endpoint show { business-flow: purchase  idempotency: none } }
  expect no state-transition-not-idempotent
}

test "outside of business flows it is left to the design" {
  service orders { endpoint note { state-changing: true  idempotency: none } }
  expect no state-transition-not-idempotent
}

test "an endpoint that does not say is a question" {
  service orders { endpoint place { state-changing: true  business-flow: purchase } }
  expect question state-transition-not-idempotent on orders.place
}
