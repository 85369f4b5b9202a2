module std

/// Somebody can forge the user identity that a service believes
///
/// ## What it does
///
/// Reports each workload that believes a forgeable identity (a plain header, an unsigned token), if
/// somebody other than a gateway is in a position to send one. The attacker is taken to be an
/// untrusted actor or to sit in some workload; the one shown is where a foothold is most likely.
/// Three can send one:
///
/// - whoever hands on such an identity,
/// - whoever calls over the network and hands on none, since the header that others set fits on any
///   request,
/// - whichever workload can send packets, although no flow says that it does.
///
/// A caller that hands on none is kept from it where the workload admits its callers operation by
/// operation (`callee-authorization: per-operation`), and is a question as long as nobody states how
/// they are admitted. One that hands on a token is taken to be believed by that token alone.
///
/// ## Why it matters
///
/// The forged identity is not limited to what the attacker may do: it is any user's. Segmentation
/// narrows who can try, and callers that are in the chain anyway can always try.
///
/// ## How to fix it
///
/// Make the identity unforgeable: sign it at the edge and verify it at each receiver. That clears
/// every receiver at once. Failing that, let only named peers reach the receiver (`peer-policy:
/// named-principals`, `network-policy: default-deny`) and admit callers that speak for nobody to
/// the operations they need (`callee-authorization: per-operation`), which leaves the callers in
/// the chain.
///
/// ## How to accept it
///
/// ```tm
/// accept spoofable-identity-path on frontend {
///   reason: "the identity is used for greeting the user, nothing else"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-290: authentication bypass by spoofing
/// - CWE-287: improper authentication
/// - CAPEC-21: exploitation of trusted identifiers
/// - CAPEC-633: token impersonation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 4.1.3: headers set by an intermediary cannot be overridden by a client
/// - OWASP ASVS 5.0, 8.3.3: access rests on the permissions of the originating subject
/// - NIST SP 800-53, SC-16: transmission of security attributes
/// - NIST SP 800-53, SC-7: boundary protection
rule spoofable-identity-path {
  for s: workload
  exists x: component
  where s.forgeable-caller
    and (x is workload and x is not gateway or x is actor and x.untrusted)
    and ((any f in s.incoming if f.forgeable-by-caller: f.from == x) or x ~> s along network)
  prefer: [x is actor, x is workload and x.foothold, x.environment != prod]
  severity: critical
  stride: [spoofing, elevation-of-privilege]
  cwe: [290, 287]
  capec: [21, 633]
  owasp-api: ["API2:2023", "API5:2023"]
  asvs: ["4.1.3", "8.3.3"]
  nist: ["SC-16", "SC-7"]
  message: "{x} can forge the user identity that {s} believes"
  help: "sign the identity at the edge and verify it in {s} (`identity-propagation: signed-jwt`), and admit named peers only"
}

test "a caller in the chain can forge" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: plain-header }
  expect spoofable-identity-path on orders
}

test "so can a client of its own" {
  actor visitor { trust: anonymous }
  service orders
  flow book: visitor -> orders { identity-propagation: unsigned-jwt }
  expect spoofable-identity-path on orders
}

test "so can a neighbour who is not meant to call" {
  namespace shop {
    network-policy: none
    gateway front
    service orders { peer-policy: allow-all }
    service bystander
    flow book: front -> orders { identity-propagation: plain-header }
  }
  expect spoofable-identity-path on orders
}

test "a gateway alone is trusted to set the header" {
  namespace shop {
    network-policy: default-deny
    gateway front
    service orders { peer-policy: allow-all }
    service bystander
    flow book: front -> orders { identity-propagation: plain-header }
  }
  expect no spoofable-identity-path
}

test "a signed identity cannot be forged" {
  namespace shop {
    network-policy: none
    service cart
    service orders { peer-policy: allow-all }
    flow book: cart -> orders { identity-propagation: signed-jwt }
  }
  expect no spoofable-identity-path
}

test "without a propagated identity there is nothing to forge" {
  service cart
  service orders
  flow book: cart -> orders
  expect no spoofable-identity-path
}

test "a network that nobody states is a question" {
  namespace shop {
    gateway front
    service orders { peer-policy: allow-all }
    service bystander
    flow book: front -> orders { identity-propagation: plain-header }
  }
  expect question spoofable-identity-path on orders
}

test "each of several callers can" {
  service cart
  service portal
  service orders
  flow book: cart -> orders { identity-propagation: plain-header }
  flow look: portal -> orders { identity-propagation: plain-header }
  expect spoofable-identity-path on orders
}

test "staff are trusted to be who they say, and a channel says nothing by itself" {
  actor clerk { trust: workforce }
  topic booked
  service orders
  service ledger
  flow book: clerk -> orders { identity-propagation: plain-header }
  flow hear: booked -> ledger { identity-propagation: plain-header }
  expect no spoofable-identity-path
}

test "so can a caller who hands on no identity, if it is admitted to all that its callee does" {
  gateway front
  service reports
  service none-asked
  service whoever-is-known
  service whoever-has-the-label
  service whoever-is-named
  front -> none-asked { identity-propagation: plain-header }
  front -> whoever-is-known { identity-propagation: plain-header }
  front -> whoever-has-the-label { identity-propagation: plain-header }
  front -> whoever-is-named { identity-propagation: plain-header }
  reports -> none-asked { callee-authorization: none }
  reports -> whoever-is-known { callee-authorization: any-authenticated }
  reports -> whoever-has-the-label { callee-authorization: service-label }
  reports -> whoever-is-named { callee-authorization: named-callers }
  expect spoofable-identity-path on none-asked
  expect spoofable-identity-path on whoever-is-known
  expect spoofable-identity-path on whoever-has-the-label
  expect spoofable-identity-path on whoever-is-named
}

test "and a client who comes past the gateway that sets the header" {
  actor visitor { trust: anonymous }
  gateway front
  service orders
  front -> orders { identity-propagation: unsigned-jwt }
  visitor -> orders { callee-authorization: none }
  expect spoofable-identity-path on orders
}

test "such a caller is a question as long as nobody states how it is admitted" {
  gateway front
  service reports
  service orders
  front -> orders { identity-propagation: plain-header }
  reports -> orders
  expect question spoofable-identity-path on orders
}

test "and as long as nobody knows whether it hands on an identity that is checked" {
  gateway front
  service reports
  service orders
  front -> orders { identity-propagation: plain-header }
  reports -> orders { identity-propagation: unknown  callee-authorization: named-callers }
  expect question spoofable-identity-path on orders
}

test "it cannot where its callee admits it to single operations" {
  gateway front
  service reports
  service orders
  front -> orders { identity-propagation: plain-header }
  reports -> orders { callee-authorization: per-operation }
  expect no spoofable-identity-path
}

test "it can all the same if it hands on such an identity for one of them" {
  service cart
  service orders
  cart -> orders { identity-propagation: plain-header  callee-authorization: per-operation }
  expect spoofable-identity-path on orders
}

test "a caller whose token is checked is taken to be believed by that" {
  gateway front
  service cart
  service portal
  service reports
  service orders
  front -> orders { identity-propagation: plain-header }
  each flow { callee-authorization: named-callers }
  cart -> orders { identity-propagation: signed-jwt }
  portal -> orders { identity-propagation: token-exchange }
  reports -> orders { identity-propagation: forwarded-token }
  expect no spoofable-identity-path
}

test "a part of the same process sends no header" {
  gateway front
  process app {
    service reports
    service orders
    reports -> orders
  }
  front -> orders { identity-propagation: plain-header }
  expect no spoofable-identity-path
}

test "staff, a gateway and a channel that hand on no identity forge none" {
  actor clerk { trust: workforce }
  gateway front
  gateway side
  topic booked
  service orders
  front -> orders { identity-propagation: plain-header }
  clerk -> orders { callee-authorization: none }
  side -> orders { callee-authorization: none }
  booked -> orders { callee-authorization: none }
  expect no spoofable-identity-path
}
