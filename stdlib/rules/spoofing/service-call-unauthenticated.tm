module std

/// Calls between services, or of a store, are not authenticated
///
/// ## What it does
///
/// Reports each call of a workload, to another or to a datastore, over a network that is stated to have
/// `authentication: none`. Calls to third parties are left to other rules, load balancers
/// pass on what others prove, and so are stores that
/// anybody may read (`public-access: true`), and those of logs.
///
/// ## Why it matters
///
/// A service that takes calls from anybody does what anybody asks. One compromised pod, or one open
/// port, and the attacker speaks with the authority of whichever service is normally the caller. A
/// cache or database without a password gives all that it holds to whoever finds it.
///
/// ## How to fix it
///
/// Give each caller an identity of its own that the callee can verify: mutual TLS, a SPIFFE
/// identity, or a short-lived token; for a store at least an account of its own. Refuse callers
/// without one. Then state it: `authentication: mtls` (or `spiffe`, `jwt`, `oauth2`, `sasl-scram`).
///
/// ## How to accept it
///
/// ```tm
/// accept service-call-unauthenticated on api-gateway->catalog {
///   reason: "the catalogue is public and cannot be changed over this call"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-115: authentication bypass
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 13.2.1: services authenticate to each other with credentials of their own
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - NIST SP 800-204: authentication between microservices
rule service-call-unauthenticated {
  for f: flow
  where (f.service-to-service and f.from is not load-balancer
      or f.from is workload
        and f.to is datastore
        and f.to is not log-store
        and not f.to.external
        and not (f.to.public-access is known and f.to.public-access == true))
    and f.crosses-network
    and f.authentication == none
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [306]
  capec: [115]
  owasp-api: ["API2:2023"]
  asvs: ["13.2.1"]
  nist: ["IA-9"]
  message: "{f.from} calls {f.target} without authenticating itself"
  at: f.authentication
  help: "give {f.from} an identity that {f.to} verifies, refuse callers without one, and state `authentication: mtls` or a short-lived token"
}

test "a call without authentication is reported" {
  service cart
  service orders
  flow book: cart -> orders { authentication: none }
  expect service-call-unauthenticated on book
}

test "an authenticated call is not" {
  service cart
  service orders
  flow book: cart -> orders { authentication: mtls }
  expect no service-call-unauthenticated
}

test "neither is a call to a third party, nor one inside a process" {
  service cart
  service orders
  third-party provider
  flow pay: cart -> provider { authentication: none }
  flow book: cart -> orders { protocol: in-process  authentication: none }
  expect no service-call-unauthenticated
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders
  expect question service-call-unauthenticated on book
}

test "a store that lets anybody in is reported" {
  service cart
  cache sessions
  flow look: cart -> sessions { protocol: redis  authentication: none }
  expect service-call-unauthenticated on look
}

test "a store that asks for a password is not, nor one that is there for everybody" {
  service cart
  cache sessions
  object-store pictures { public-access: true }
  flow look: cart -> sessions { protocol: redis  authentication: sasl-scram }
  flow show: cart -> pictures { authentication: none }
  log-store journal
  flow record: cart -> journal { authentication: none }
  expect no service-call-unauthenticated
}

test "nor are actors and channels, of which other rules know more, and balancers" {
  load-balancer balancer
  flow pass: balancer -> cart { authentication: none }
  actor visitor { trust: authenticated }
  service cart
  cache sessions
  topic events
  flow ask: visitor -> sessions { authentication: none }
  flow tell: cart -> events { authentication: none }
  expect no service-call-unauthenticated
}

test "a store of which nobody says how it is asked is a question" {
  service cart
  database orders
  flow write: cart -> orders
  expect question service-call-unauthenticated on write
}
