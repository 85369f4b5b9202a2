module std

/// A label decides which services may call
///
/// ## What it does
///
/// Reports each call between two workloads that the callee lets in by a label of the caller, such
/// as `team=payments`, if it changes something or carries confidential data.
///
/// ## Why it matters
///
/// A label says to what a service belongs and nothing of what it may do: the report job of the
/// payments team may then charge cards. And whoever may deploy may often write labels, too.
///
/// ## How to fix it
///
/// Allow callers by their verified identity and by operation, in one policy or by claims that list
/// what is allowed. State `callee-authorization: per-operation` or `named-callers`.
///
/// ## How to accept it
///
/// ```tm
/// accept decision-on-coarse-service-label on reports->billing {
///   reason: "one team, one namespace, two services"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1220: insufficient granularity of access control
/// - CWE-863: incorrect authorization
/// - CAPEC-180: exploiting incorrectly configured access control levels
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 10.3.2: decisions follow the claims that say what was delegated
/// - OWASP ASVS 5.0, 13.2.2: services use accounts with the least privileges that they need
/// - NIST SP 800-53, AC-6: least privilege
rule decision-on-coarse-service-label {
  for f: flow
  where f.service-to-service and f.callee-authorization == service-label and f.sensitive
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [1220, 863]
  capec: [180]
  owasp-api: ["API5:2023"]
  asvs: ["10.3.2", "13.2.2"]
  nist: ["AC-6"]
  message: "{f.target} lets {f.from} in by a label, which says nothing of what it may do"
  at: f.callee-authorization
  help: "allow the callers of {f.to} by identity and operation, and state `callee-authorization: per-operation` or `named-callers`"
}

test "a change that a label allows is reported" {
  service reports
  service billing
  flow charge: reports -> billing { callee-authorization: service-label  state-changing: true }
  expect decision-on-coarse-service-label on charge
}

test "so is confidential data that a label opens" {
  data invoices { classification: confidential }
  service reports
  service billing
  flow fetch: reports -> billing { callee-authorization: service-label  data: [invoices] }
  expect decision-on-coarse-service-label on fetch
}

test "a decision on the operation is fine" {
  service reports
  service billing
  flow charge: reports -> billing { callee-authorization: per-operation  state-changing: true }
  expect no decision-on-coarse-service-label
}

test "what does no harm, and third parties, are left alone" {
  service reports
  service billing
  third-party provider
  flow look: reports -> billing { callee-authorization: service-label }
  flow pay: billing -> provider { callee-authorization: service-label  state-changing: true }
  expect no decision-on-coarse-service-label
}

test "grounds that nobody states are a question" {
  service reports
  service billing
  flow charge: reports -> billing { state-changing: true }
  expect question decision-on-coarse-service-label on charge
}
