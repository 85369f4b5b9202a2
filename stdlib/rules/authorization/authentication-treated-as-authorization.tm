module std

/// Every service that proves who it is may do everything
///
/// ## What it does
///
/// Reports each call between two workloads that is authenticated strongly and then let in without
/// asking for whom the callee is meant (`callee-authorization: none` or `any-authenticated`), if it
/// changes something or carries confidential data.
///
/// ## Why it matters
///
/// Mutual TLS in a mesh gives every pod a valid certificate. If that is all the callee asks for,
/// then the weakest pod of the mesh may do what the strongest may; the certificate only says who it
/// was.
///
/// ## How to fix it
///
/// Allow callers by name, method and path, in the policy of the mesh or in the callee, and check
/// the user's rights besides. State `callee-authorization: named-callers` or `per-operation`.
///
/// ## How to accept it
///
/// ```tm
/// accept authentication-treated-as-authorization on cart->stock {
///   reason: "all services of this namespace may reserve stock"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-285: improper authorization
/// - CWE-862: missing authorization
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.2.1: functions are for those only who have an explicit permission
/// - OWASP ASVS 5.0, 13.2.2: services use accounts with the least privileges that they need
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-6: least privilege
/// - MITRE ATT&CK T1078: valid accounts
/// - NIST SP 800-204B: attribute-based access control with a service mesh
rule authentication-treated-as-authorization {
  for f: flow
  where f.service-to-service
    and f.authentication.strong
    and f.callee-authorization in [none, any-authenticated]
    and f.sensitive
  severity: high
  stride: [elevation-of-privilege]
  cwe: [285, 862]
  capec: [122]
  attack: ["T1078"]
  owasp-api: ["API5:2023"]
  asvs: ["8.2.1", "13.2.2"]
  nist: ["AC-3", "AC-6"]
  message: "{f.target} lets {f.from} in because it is authenticated ({f.authentication}), whatever it asks for"
  at: f.callee-authorization
  help: "allow the callers of {f.to} by name and operation, and state `callee-authorization: named-callers` or `per-operation`"
}

test "a change that any workload with a certificate may make is reported" {
  service cart
  service stock
  flow reserve: cart -> stock {
    authentication: mtls
    callee-authorization: any-authenticated
    state-changing: true
  }
  expect authentication-treated-as-authorization on reserve
}

test "so is confidential data for whoever has a token" {
  data invoices { classification: confidential }
  service cart
  service billing
  flow fetch: cart -> billing {
    authentication: jwt
    callee-authorization: none
    returns: [invoices]
  }
  expect authentication-treated-as-authorization on fetch
}

test "callers by name are fine" {
  service cart
  service stock
  flow reserve: cart -> stock {
    authentication: mtls
    callee-authorization: named-callers
    state-changing: true
  }
  expect no authentication-treated-as-authorization
}

test "calls that do no harm, weak proofs and third parties are other matters" {
  service cart
  service stock
  third-party provider
  flow look: cart -> stock { authentication: mtls  callee-authorization: any-authenticated }
  flow reserve: cart -> stock {
    authentication: static-token
    callee-authorization: none
    state-changing: true
  }
  flow pay: cart -> provider {
    authentication: oauth2
    callee-authorization: none
    state-changing: true
  }
  expect no authentication-treated-as-authorization
}

test "grounds that nobody states are a question" {
  service cart
  service stock
  flow reserve: cart -> stock { authentication: mtls  state-changing: true }
  expect question authentication-treated-as-authorization on reserve
}
