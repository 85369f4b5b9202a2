module std

/// A datastore can be used without the service that owns it
///
/// ## What it does
///
/// Reports each datastore that untrusted actors talk to directly, or that takes connections from
/// anywhere in its network. A signed request for one object of an object store (`authentication:
/// sigv4`), which the owning service hands out, is left out, and so is reading from an object store
/// that holds nothing but public data. A store in a zone that drops by default counts as closed
/// unless it states otherwise.
///
/// ## Why it matters
///
/// Who may see which row is decided in the service. Past it there is only the password of the
/// store, and what it protects is everything.
///
/// ## How to fix it
///
/// Let only the identity of the owning service connect: a private subnet, a policy, and a
/// credential for it alone. State `open-network: false`.
///
/// ## How to accept it
///
/// ```tm
/// accept datastore-reachable-without-service on catalog-db {
///   reason: "read-only replica of public data"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-501: trust boundary violation
/// - CWE-284: improper access control
/// - CAPEC-1: accessing functionality not properly constrained by access control lists
/// - MITRE ATT&CK T1190: exploit public-facing application
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.2.2: backend components talk with the least privilege
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, AC-3: access enforcement
rule datastore-reachable-without-service {
  for d: datastore
  let for-all = (any g in d.stored-data) and all g in d.stored-data: g.classification == public
  let closed = any b in d.boundaries: b is network-zone and b.network-policy == default-deny
  where (any f in d.incoming:
      f.from is actor
      and f.from.untrusted
      and not (d is object-store
        and (f.authentication == sigv4 or for-all and not f.state-changing)))
    or d.open-network == true and (d.open-network is known or not closed)
  severity: high
  stride: [information-disclosure, tampering]
  cwe: [501, 284]
  capec: [1]
  attack: ["T1190"]
  owasp-api: ["API8:2023"]
  asvs: ["13.2.2"]
  nist: ["SC-7", "AC-3"]
  message: "{d} can be used without the service that owns it"
  at: d.open-network
  help: "let nobody but the owning service connect to {d}, by policy and credential, and state `open-network: false`"
}

test "a store that outsiders talk to is reported" {
  actor visitor { trust: authenticated }
  database orders-db { open-network: false }
  flow query: visitor -> orders-db
  expect datastore-reachable-without-service on orders-db
}

test "so is one that its whole network can connect to" {
  cache sessions { open-network: true }
  expect datastore-reachable-without-service on sessions
}

test "so is an object store without signed requests" {
  actor visitor { trust: anonymous }
  object-store uploads { open-network: false }
  flow put: visitor -> uploads { authentication: none }
  expect datastore-reachable-without-service on uploads
}

test "one that only its service connects to is not" {
  service orders
  database orders-db { open-network: false }
  flow query: orders -> orders-db
  expect no datastore-reachable-without-service
}

test "neither is one that staff query" {
  actor analyst { trust: workforce }
  database orders-db { open-network: false }
  flow query: analyst -> orders-db
  expect no datastore-reachable-without-service
}

test "nor an object store that is handed signed requests" {
  actor visitor { trust: authenticated }
  object-store uploads { open-network: false }
  flow put: visitor -> uploads { authentication: sigv4 }
  expect no datastore-reachable-without-service
}

test "nor one that publishes what everybody may read" {
  data pictures { classification: public }
  actor visitor { trust: anonymous }
  object-store assets { data: [pictures]  open-network: false }
  flow look: visitor -> assets { authentication: none }
  expect no datastore-reachable-without-service
}

test "but outsiders who write to it, or a database with it, are reported" {
  data pictures { classification: public }
  actor visitor { trust: anonymous }
  object-store assets { data: [pictures]  open-network: false }
  database index { data: [pictures]  open-network: false }
  flow put: visitor -> assets { authentication: none  state-changing: true }
  flow query: visitor -> index
  expect datastore-reachable-without-service on assets
  expect datastore-reachable-without-service on index
}

test "a zone that drops by default closes what is in it" {
  namespace shop {
    network-policy: default-deny
    database orders-db
  }
  expect no datastore-reachable-without-service
}

test "unless the store states otherwise" {
  namespace shop {
    network-policy: default-deny
    database orders-db { open-network: true }
  }
  expect datastore-reachable-without-service on orders-db
}

test "a store that does not say is a question" {
  namespace shop {
    network-policy: none
    database orders-db
  }
  database ledger
  expect question datastore-reachable-without-service on orders-db
  expect question datastore-reachable-without-service on ledger
}

test "and one that publishes more than everybody may read" {
  data pictures { classification: public }
  data orders { classification: confidential }
  actor visitor { trust: anonymous }
  object-store assets { data: [pictures, orders]  open-network: false }
  object-store archive { data: [orders]  open-network: false }
  flow look: visitor -> assets { authentication: none }
  flow dig: visitor -> archive { authentication: none }
  expect datastore-reachable-without-service on assets
  expect datastore-reachable-without-service on archive
}
