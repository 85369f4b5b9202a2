module std

/// Untrusted input is not validated
///
/// ## What it does
///
/// Reports each endpoint that is stated to have `validation: none` and that requests from an
/// untrusted actor reach, directly or through other services.
///
/// ## Why it matters
///
/// Unvalidated input is where injection, mass assignment, parser attacks and nonsense orders begin.
/// A gateway or a caller in between does not help if nobody on the way says no.
///
/// ## How to fix it
///
/// Validate in the service, against a strict schema: decode once, refuse unknown fields, check
/// ranges and types, then apply the rules of the business. State `validation: schema` or
/// `validation: business`.
///
/// ## How to accept it
///
/// ```tm
/// accept untrusted-input-not-validated on cart.ping {
///   reason: "takes no parameters and ignores the body"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-20: improper input validation
/// - CAPEC-153: input data manipulation
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP ASVS 5.0, 2.2.1: input is validated against what the business expects
/// - OWASP ASVS 5.0, 2.2.2: validation happens at a trusted service layer
/// - OWASP ASVS 5.0, 1.1.1: input is decoded once and before it is processed
/// - NIST SP 800-53, SI-10: information input validation
rule untrusted-input-not-validated {
  for e: endpoint
  where e.validation == none and e.reached-by-untrusted
  severity: high
  stride: [tampering]
  cwe: [20]
  capec: [153]
  owasp-api: ["API8:2023", "API10:2023"]
  asvs: ["2.2.1", "2.2.2", "1.1.1"]
  nist: ["SI-10"]
  message: "{e} takes input from untrusted clients and validates nothing"
  at: e.validation
  help: "validate the input in {e.component} against a strict schema that refuses unknown fields, and state `validation: schema` or `business`"
}

test "input from a client that nobody validates is reported" {
  actor visitor { trust: anonymous }
  service cart { endpoint add-item { validation: none } }
  flow add: visitor -> cart.add-item
  expect untrusted-input-not-validated on cart.add-item
}

test "so is input that comes through another service" {
  actor visitor { trust: authenticated }
  gateway front
  service cart { endpoint add-item { validation: none } }
  flow browse: visitor -> front
  flow add: front -> cart.add-item
  expect untrusted-input-not-validated on cart.add-item
}

test "an endpoint that no flow names is reached with its component" {
  actor visitor { trust: anonymous }
  service cart { endpoint add-item { validation: none } }
  flow browse: visitor -> cart
  expect untrusted-input-not-validated on cart.add-item
}

test "validated input is not reported" {
  actor visitor { trust: anonymous }
  service cart { endpoint add-item { validation: schema } }
  flow add: visitor -> cart.add-item
  expect no untrusted-input-not-validated
}

test "neither is an endpoint that only staff can reach, nor one behind a schedule" {
  actor operator { trust: admin }
  actor visitor { trust: anonymous }
  service cart { endpoint add-item { validation: none } }
  service orders { endpoint sweep { validation: none } }
  flow add: operator -> cart.add-item
  service jobs
  flow browse: visitor -> jobs
  flow nightly: jobs -> orders.sweep { initiated: schedule }
  expect no untrusted-input-not-validated
}

test "validation that nobody states is a question" {
  actor visitor { trust: anonymous }
  service cart { endpoint add-item }
  flow add: visitor -> cart.add-item
  expect question untrusted-input-not-validated on cart.add-item
}
