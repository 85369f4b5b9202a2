module std

/// An endpoint is still there that should be gone, or that nobody decided on
///
/// ## What it does
///
/// Reports each endpoint in production that is deprecated, retired or was never decided on
/// (`lifecycle: shadow`), unless it is closed (`exposure: none`). It is worse if outsiders can
/// call it.
///
/// ## Why it matters
///
/// Old versions lack what newer ones were given: the check, the limit, the patch. Nobody watches
/// them, and whoever finds one has found the weakest way to the same data.
///
/// ## How to fix it
///
/// Remove it. Until then block it at the gateway for everybody but the callers that are left,
/// announce a date, and protect it like its successor. State `exposure: none` when it is closed.
///
/// ## How to accept it
///
/// ```tm
/// accept stale-or-shadow-endpoint-reachable on orders.list-v1 {
///   reason: "two partners still move; both are on the list of the gateway, the date is announced"
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
/// - OWASP ASVS 5.0, 15.2.3: production has only the functionality that it needs
/// - OWASP ASVS 5.0, 13.4.5: documentation and monitoring endpoints are not exposed unless that is meant
/// - NIST SP 800-53, CM-7: least functionality
/// - NIST SP 800-53, CM-8: system component inventory
rule stale-or-shadow-endpoint-reachable {
  for e: endpoint
  where e.lifecycle.stale and e.environment == prod and e.exposure != none
  severity: if e.offered-outside or e.reached-by-untrusted then high else medium
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [1059]
  capec: [121]
  owasp-api: ["API9:2023"]
  asvs: ["15.2.3", "13.4.5"]
  nist: ["CM-7", "CM-8"]
  message: "{e} is {e.lifecycle} and still open in production"
  at: e.lifecycle
  help: "remove {e}, or close it for everybody and state `exposure: none`"
}

test "a deprecated endpoint is reported" {
  service orders { endpoint list-v1 { lifecycle: deprecated } }
  expect stale-or-shadow-endpoint-reachable on orders.list-v1
}

test "so is a retired one, and one that nobody decided on" {
  service orders {
    endpoint list-v0 { lifecycle: retired  exposure: internet }
    endpoint dump { lifecycle: shadow  exposure: internet }
  }
  expect stale-or-shadow-endpoint-reachable on orders.list-v0
  expect stale-or-shadow-endpoint-reachable on orders.dump
}

test "one in use is not" {
  service orders { endpoint list-v2 { exposure: internet } }
  expect no stale-or-shadow-endpoint-reachable
}

test "neither is one that is closed" {
  service orders { endpoint list-v1 { lifecycle: deprecated  exposure: none } }
  expect no stale-or-shadow-endpoint-reachable
}

test "nor one outside of production" {
  service orders {
    environment: test
    endpoint list-v1 { lifecycle: deprecated  environment: test }
  }
  expect no stale-or-shadow-endpoint-reachable
}
