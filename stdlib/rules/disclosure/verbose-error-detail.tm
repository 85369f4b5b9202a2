module std

/// Errors tell callers about the inside
///
/// ## What it does
///
/// Reports each endpoint that is stated to have `error-detail: verbose`.
///
/// ## Why it matters
///
/// Stack traces, queries, versions and internal names are a map for the next step of an attack, and
/// sometimes contain the data itself. A service that only others call passes them on to those who
/// should not see them.
///
/// ## How to fix it
///
/// Answer with a generic problem code and an id to quote, and keep the detail in protected logs.
/// State `error-detail: generic`.
///
/// ## How to accept it
///
/// ```tm
/// accept verbose-error-detail on catalog.products {
///   reason: "a public beta; its users help us debug"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-209: error messages that contain sensitive information
/// - CAPEC-54: query system for information
/// - CAPEC-116: excavation
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 16.5.1: errors are generic to the caller
/// - OWASP ASVS 5.0, 13.4.2: debug modes are off in production
/// - NIST SP 800-53, SI-11: error handling
rule verbose-error-detail {
  for e: endpoint
  where e.error-detail == verbose
  severity: medium
  stride: [information-disclosure]
  cwe: [209]
  capec: [54, 116]
  owasp-api: ["API8:2023"]
  asvs: ["16.5.1", "13.4.2"]
  nist: ["SI-11"]
  message: "the errors of {e} tell callers about the inside"
  at: e.error-detail
  help: "answer errors of {e} with a generic code and an id to quote, keep the detail in the logs, and state `error-detail: generic`"
}

test "verbose errors are reported" {
  service cart { endpoint add-item { error-detail: verbose } }
  expect verbose-error-detail on cart.add-item
}

test "generic errors are not" {
  service cart { endpoint add-item { error-detail: generic } }
  expect no verbose-error-detail
}

test "a component without endpoints has no errors to judge" {
  service cart
  expect no verbose-error-detail
}

test "an endpoint that does not say is a question" {
  service cart { endpoint add-item }
  expect question verbose-error-detail on cart.add-item
}
