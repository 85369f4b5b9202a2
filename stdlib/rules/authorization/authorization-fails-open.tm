module std

/// Requests are let through when nobody can decide on them
///
/// ## What it does
///
/// Reports each workload that lets requests through when the policy decision point does not answer
/// (`pdp-failure-mode: open`). It asks for that where a decision point is stated to decide
/// (`authorization-at: pdp`). Third parties are left out.
///
/// ## Why it matters
///
/// A check that can be passed by overloading it checks nothing. A slow network, a full disk or a
/// flood of requests at the decision point opens every service that asks it, all at once.
///
/// ## How to fix it
///
/// Refuse requests on which nobody decided, and state `pdp-failure-mode: closed`. A decision point
/// beside each service, with a copy of the policy, keeps that from becoming an outage.
///
/// ## How to accept it
///
/// ```tm
/// accept authorization-fails-open on catalog {
///   reason: "answers with public data only; to be there counts for more"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-636: not failing securely
/// - CAPEC-180: exploiting incorrectly configured access control levels
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 16.5.3: what fails, fails closed
/// - NIST SP 800-53, SC-24: fail in known state
/// - NIST SP 800-53, AC-24: access control decisions
rule authorization-fails-open {
  for s: workload
  where s is not third-party
    and (s.authorization-at is known and s.authorization-at == pdp or s.pdp-failure-mode is known)
    and s.pdp-failure-mode == open
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [636]
  capec: [180]
  owasp-api: ["API5:2023"]
  asvs: ["16.5.3"]
  nist: ["SC-24", "AC-24"]
  message: "{s} lets requests through when its policy decision point does not answer"
  at: s.pdp-failure-mode
  help: "let {s} refuse requests on which nobody decided, and state `pdp-failure-mode: closed`"
}

test "a service that lets requests through is reported" {
  service orders { authorization-at: pdp  pdp-failure-mode: open }
  expect authorization-fails-open on orders
}

test "so is one whose sidecar asks the decision point" {
  service orders { authorization-at: sidecar  pdp-failure-mode: open }
  expect authorization-fails-open on orders
}

test "one that refuses them is not" {
  service orders { authorization-at: pdp  pdp-failure-mode: closed }
  expect no authorization-fails-open
}

test "neither is one without a decision point, nor a third party" {
  service orders { authorization-at: service }
  third-party provider { authorization-at: pdp  pdp-failure-mode: open }
  expect no authorization-fails-open
}

test "a failure mode that nobody states is a question" {
  service orders { authorization-at: pdp }
  expect question authorization-fails-open on orders
}

test "a service that says nothing of a decision point is not asked" {
  service orders
  expect no authorization-fails-open
}
