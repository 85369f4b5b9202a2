module std

/// A service meant to be internal can be driven from outside
///
/// ## What it does
///
/// Reports each workload that is not declared exposed, nor any of its endpoints, and that requests
/// of an untrusted actor reach through other services, if the last hop neither establishes trust
/// anew, with a user's token whose signature is verified and authorization at the callee, nor
/// confines what a caller can do: by strong authentication of the workload, callers that are named,
/// and validation at the callee; for messages by a channel with named producers and a strict schema,
/// or by authorization at the consumer. Left out are third parties, what actors call directly, what
/// passes requests on or signs users in, and what everything reports to or gets its settings from.
///
/// ## Why it matters
///
/// Nobody decided to expose it; the calls did, one reasonable decision after the other. The service
/// was built for callers who mean well, and an outsider now chooses its inputs.
///
/// ## How to fix it
///
/// Put an independent check into the service, or at the last hop that every way to it passes: a
/// signed identity that it verifies (`identity-propagation: signed-jwt`) and a decision of its own
/// (`authorization-at: service`). Where no user is involved, let the service name the workloads that
/// may call it (`callee-authorization: named-callers`), have them prove who they are
/// (`authentication: mtls`), and validate what they send (`validation-at: local`). Or remove the
/// call that opens the way, or declare the exposure and defend it.
///
/// ## How to accept it
///
/// ```tm
/// accept internal-api-emergently-exposed on pricing {
///   reason: "takes a product number only and returns public prices"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-668: exposure of a resource to the wrong sphere
/// - CWE-653: improper isolation or compartmentalization
/// - CAPEC-554: functionality bypass
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 13.2.4: an allowlist says with which systems a service communicates
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - MITRE ATT&CK T1190: exploit public-facing application
/// - NIST SP 800-207: zero trust architecture
rule internal-api-emergently-exposed {
  for s: workload
  exists a: actor
  where a.untrusted
    and s.internal
    and not s.external
    and not s.entry-point
    and s is not gateway
    and s is not load-balancer
    and s is not sidecar
    and s is not identity-provider
    and s is not telemetry
    and s is not registry
    and s is not config-server
  path p: a ~> s along request {
    last h: not (h.via is flow and (h.via.re-establishes-trust or h.via.confines-caller))
  }
  severity: high
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [668, 653]
  capec: [554]
  attack: ["T1190"]
  owasp-api: ["API9:2023", "API5:2023"]
  asvs: ["13.2.4"]
  nist: ["SC-7", "AC-4"]
  message: "{a} reaches {s} in {p.length} hops, though nothing declares {s} exposed"
  help: "verify a signed user identity in {s} and authorize there (`authorization-at: service`), or let it take named, authenticated callers only and validate what they send, or cut the way to it"
}

test "an internal service behind an exposed one is reported" {
  actor visitor { trust: authenticated }
  gateway front { exposure: internet }
  service orders { exposure: internet }
  service ledger
  flow browse: visitor -> front
  flow place: front -> orders
  flow book: orders -> ledger { authentication: static-token }
  expect internal-api-emergently-exposed on ledger
  expect no internal-api-emergently-exposed on orders
}

test "a signature that nobody verifies does not help" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { authorization-at: service  validation-at: none }
  flow place: visitor -> orders
  flow book: orders -> ledger { identity-propagation: signed-jwt  validates: [exp] }
  expect internal-api-emergently-exposed on ledger
}

test "neither does an identity that nobody decides on" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { authorization-at: gateway  validation-at: none }
  flow place: visitor -> orders
  flow book: orders -> ledger { identity-propagation: signed-jwt  validates: [sig, iss, aud, exp] }
  expect internal-api-emergently-exposed on ledger
}

test "trust that is established anew is enough" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { authorization-at: service }
  flow place: visitor -> orders
  flow book: orders -> ledger { identity-propagation: signed-jwt  validates: [sig, iss, aud, exp] }
  expect no internal-api-emergently-exposed
}

test "what is declared exposed, by itself or by an endpoint, is no surprise" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { exposure: partner }
  service billing { endpoint pay { exposure: internet } }
  flow place: visitor -> orders
  flow book: orders -> ledger
  flow charge: orders -> billing.pay
  expect no internal-api-emergently-exposed
}

test "staff, schedules and direct calls are other matters" {
  actor operator { trust: admin }
  actor visitor { trust: anonymous }
  service console
  service ledger
  service sweeper
  service archive
  flow look: operator -> console
  flow book: console -> ledger
  flow poke: visitor -> sweeper
  flow nightly: sweeper -> archive { initiated: schedule }
  expect no internal-api-emergently-exposed
}

test "an endpoint that states its calls sets off those only" {
  actor visitor { trust: anonymous }
  service orders {
    exposure: internet
    endpoint status { exposure: internet  calls: [stock.level] }
  }
  service stock { endpoint level { exposure: internet } }
  service ledger
  flow ask: visitor -> orders.status
  flow look: orders -> stock.level
  flow book: orders -> ledger
  expect no internal-api-emergently-exposed
}

test "verification that nobody states is a question" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { authorization-at: service }
  flow place: visitor -> orders
  flow book: orders -> ledger { identity-propagation: signed-jwt }
  expect question internal-api-emergently-exposed on ledger
}

test "what somebody else runs is theirs to defend, but a cluster of our own is ours wherever it stands" {
  actor visitor { trust: anonymous }
  service desk { exposure: internet }
  partner-network provider { llm model }
  internet public {
    cluster edge { service cache-filler { validation-at: upstream } }
    service page
  }
  visitor -> desk
  desk -> model
  desk -> cache-filler
  desk -> page
  expect internal-api-emergently-exposed on cache-filler
  expect no internal-api-emergently-exposed on model
  expect no internal-api-emergently-exposed on page
}

test "a gateway passes on, and decides nothing" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  gateway inner
  flow place: visitor -> orders
  flow pass: orders -> inner
  expect no internal-api-emergently-exposed
}

test "nor is a call from outside among others a surprise" {
  actor visitor { trust: anonymous }
  service orders { exposure: internet }
  service ledger
  visitor -> orders
  visitor -> ledger
  orders -> ledger
  expect no internal-api-emergently-exposed
}

test "the calls that an endpoint states lead on" {
  actor visitor { trust: anonymous }
  service orders { exposure: internet  endpoint place { exposure: internet  calls: [ledger.book] } }
  service ledger { endpoint book }
  flow ask: visitor -> orders.place
  flow write: orders -> ledger.book
  expect internal-api-emergently-exposed on ledger
}

test "the user's own token is a signed identity, if it is verified" {
  actor visitor { trust: authenticated }
  gateway front { exposure: internet }
  service ledger { authorization-at: service }
  flow place: visitor -> front
  flow book: front -> ledger {
    identity-propagation: forwarded-token
    validates: [sig, iss, aud, exp]
  }
  expect no internal-api-emergently-exposed
}

test "so is a caller that is known, named and not believed" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { validation-at: local }
  flow place: visitor -> orders
  flow book: orders -> ledger { authentication: mtls  callee-authorization: per-operation }
  expect no internal-api-emergently-exposed
}

test "unless it acts for the user with its own authority" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { validation-at: local }
  flow place: visitor -> orders
  flow book: orders -> ledger {
    authentication: mtls
    callee-authorization: per-operation
    on-behalf-of-user: true
  }
  expect internal-api-emergently-exposed on ledger
}

test "or anybody with a certificate is let in" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { validation-at: local }
  flow place: visitor -> orders
  flow book: orders -> ledger { authentication: mtls  callee-authorization: any-authenticated }
  expect internal-api-emergently-exposed on ledger
}

test "how the callee knows its caller is a question where nobody states it" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  service ledger { validation-at: local }
  flow place: visitor -> orders
  flow book: orders -> ledger { authentication: mtls }
  expect question internal-api-emergently-exposed on ledger
}

test "a channel that names its producers confines them, and one that takes everybody does not" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  worker shipping
  worker refunds
  topic guarded { producer-authentication: per-client  acl: per-principal  schema: strict }
  topic open { producer-authentication: shared  acl: wildcard }
  flow place: visitor -> orders
  orders -> guarded
  orders -> open
  guarded -> shipping
  open -> refunds { consumer-authorization: none }
  expect internal-api-emergently-exposed on refunds
  expect no internal-api-emergently-exposed on shipping
}

test "a consumer that asks who caused the message decides anew" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  worker refunds
  topic open { producer-authentication: shared  acl: wildcard }
  flow place: visitor -> orders
  orders -> open
  open -> refunds { consumer-authorization: set }
  expect no internal-api-emergently-exposed
}

test "what everything reports to or asks is reached by everything" {
  actor visitor { trust: authenticated }
  service orders { exposure: internet }
  log-collector logs
  config-server settings
  identity-provider sign-in
  load-balancer balancer
  registry names
  sidecar proxy
  visitor -> orders
  orders -> logs { authentication: none }
  orders -> settings { authentication: none }
  orders -> sign-in { authentication: none }
  orders -> balancer { authentication: none }
  orders -> names { authentication: none }
  orders -> proxy { authentication: none }
  expect no internal-api-emergently-exposed
}
