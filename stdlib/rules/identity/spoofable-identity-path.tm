module std

/// Somebody can forge the user identity that a service believes
///
/// ## What it does
///
/// Reports each workload that believes a forgeable identity (a plain header, an unsigned token) and
/// that somebody other than a gateway is in a position to send one: as the source of such a flow,
/// or as a workload whose packets can reach it. The attacker is taken to be an untrusted actor or
/// to sit in some workload; the one shown is where a foothold is most likely.
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
/// named-principals`, `network-policy: default-deny`), which leaves the callers in the chain.
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
    and ((any f in s.incoming if f.identity-propagation.forgeable: f.from == x)
      or x ~> s along network)
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
