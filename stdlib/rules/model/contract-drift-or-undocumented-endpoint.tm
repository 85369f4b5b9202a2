module std

/// An endpoint is not what was written down
///
/// ## What it does
///
/// Reports each endpoint that the published contract does not list (`in-contract: false`), that
/// was found although this model does not describe it (`in-model: false`), or of which the
/// contract says something else (`contract-mismatch: true`). These facts come from comparing:
/// specifications, routes of the gateway, and traffic, with the model.
///
/// ## Why it matters
///
/// Reviews, tests and filters are made from the contract and the model. What is in neither was
/// looked at by nobody, and the attacker works from what is there.
///
/// ## How to fix it
///
/// Find out why it is there. Remove it, or write it into the contract and the model, and let the
/// build fail on a difference that nobody explained. Then take the fact away.
///
/// ## How to accept it
///
/// ```tm
/// accept contract-drift-or-undocumented-endpoint on orders.export {
///   reason: "goes into the contract with the next version"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1059: insufficient technical documentation
/// - CAPEC-121: exploit non-production interfaces
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - OWASP ASVS 5.0, 13.1.1: communication needs are documented
/// - NIST SP 800-53, CM-8: system component inventory
/// - NIST SP 800-53, CM-3: configuration change control
rule contract-drift-or-undocumented-endpoint {
  for e: endpoint
  let problem =
    if not e.in-model then "is there, and this model does not describe it"
    else if not e.in-contract then "is not in the published contract"
    else "does something else than its published contract says"
  where not e.in-contract or not e.in-model or e.contract-mismatch
  severity: medium
  cwe: [1059]
  capec: [121]
  owasp-api: ["API9:2023"]
  asvs: ["13.1.1"]
  nist: ["CM-8", "CM-3"]
  message: "{e} {problem}"
  at: e
  help: "remove {e}, or bring contract and model up to date with it"
}

test "an endpoint that the contract does not list is reported" {
  service orders { endpoint export { in-contract: false } }
  expect contract-drift-or-undocumented-endpoint on orders.export
}

test "so is one that was found elsewhere" {
  service orders { endpoint dump { in-model: false } }
  expect contract-drift-or-undocumented-endpoint on orders.dump
}

test "so is one that differs from the contract" {
  service orders { endpoint place { contract-mismatch: true } }
  expect contract-drift-or-undocumented-endpoint on orders.place
}

test "one that nobody found to differ is not" {
  service orders { endpoint place { in-contract: true } }
  expect no contract-drift-or-undocumented-endpoint
}

test "a service without endpoints has no contract to keep" {
  service orders
  expect no contract-drift-or-undocumented-endpoint
}
