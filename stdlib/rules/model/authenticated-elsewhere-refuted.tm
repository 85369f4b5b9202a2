module std

/// An assumption says authenticated elsewhere, and that can be avoided
///
/// ## What it does
///
/// Reports each assumption with `claim: authenticated-elsewhere` about a workload, if somebody can
/// reach it past the gateway that authenticates, or can forge the identity that it believes.
///
/// ## Why it matters
///
/// Authentication elsewhere protects only what cannot be reached from anywhere else. Here it can,
/// so the workload takes strangers for users.
///
/// ## How to fix it
///
/// Close the way past the gateway (`network-policy: default-deny`, `peer-policy:
/// named-principals`), sign the identity that is handed on, or authenticate at the workload and
/// withdraw the claim.
///
/// ## How to accept it
///
/// ```tm
/// accept authenticated-elsewhere-refuted on checked-at-the-edge {
///   reason: "the network policy is rolled out this month"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-807: reliance on untrusted inputs in a security decision
/// - CWE-1059: insufficient technical documentation
/// - CAPEC-554: functionality bypass
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, RA-3: risk assessment
/// - NIST SP 800-53, AC-4: information flow enforcement
rule authenticated-elsewhere-refuted {
  for m: assumption
  exists s in m.about
  where m.claim == authenticated-elsewhere
    and s is workload
    and s is not gateway
    and (s.authentication-at == gateway and s.reached-past-gateway or s.identity-spoofable)
  severity: high
  stride: [elevation-of-privilege]
  cwe: [807, 1059]
  capec: [554]
  owasp-api: ["API9:2023"]
  nist: ["RA-3", "AC-4"]
  message: "{m} claims that callers of {s} are authenticated elsewhere, but that can be avoided"
  at: m.claim
  help: "close the ways past the gateway to {s} or authenticate at {s} itself, then withdraw {m}"
}

test "a neighbour on an open network refutes the claim" {
  namespace shop {
    network-policy: none
    service ledger { authentication-at: gateway  peer-policy: allow-all }
    service catalog
  }
  assume checked {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect authenticated-elsewhere-refuted on checked
}

test "so does an actor who comes past the gateway" {
  actor visitor { trust: anonymous }
  service ledger { authentication-at: gateway }
  flow place: visitor -> ledger
  assume checked {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect authenticated-elsewhere-refuted on checked
}

test "so does a caller who can forge the identity" {
  service orders
  service ledger { authentication-at: service }
  flow book: orders -> ledger { identity-propagation: plain-header }
  assume checked {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect authenticated-elsewhere-refuted on checked
}

test "a gateway that cannot be avoided bears the claim out" {
  actor visitor { trust: anonymous }
  namespace shop {
    network-policy: default-deny
    gateway front
    service ledger { authentication-at: gateway  peer-policy: named-principals }
    front -> ledger
  }
  flow browse: visitor -> front
  assume checked {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no authenticated-elsewhere-refuted
}

test "other claims are judged by other rules" {
  namespace shop {
    network-policy: none
    service ledger { authentication-at: gateway  peer-policy: allow-all }
    service catalog
  }
  assume quiet {
    about: [ledger]
    claim: internal-only
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no authenticated-elsewhere-refuted
}

test "a network that nobody states is a question" {
  namespace shop {
    service ledger { authentication-at: gateway  peer-policy: allow-all }
    service catalog
  }
  assume checked {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect question authenticated-elsewhere-refuted on checked
}

test "a service that authenticates for itself, and the gateway that does it, rest on nobody" {
  actor visitor { trust: anonymous }
  gateway front { authentication-at: gateway }
  service ledger { authentication-at: service }
  visitor -> front
  visitor -> ledger
  assume checked {
    about: [front, ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no authenticated-elsewhere-refuted
}

test "staff who come past the gateway, and the gateway as a neighbour, do not" {
  actor operator { trust: workforce }
  namespace shop {
    network-policy: none
    gateway front
    service ledger { authentication-at: gateway  peer-policy: allow-all }
    front -> ledger
  }
  operator -> ledger
  assume checked {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no authenticated-elsewhere-refuted
}

test "nor do a gateway, staff or a channel that hand on an identity, nor a neighbour where it is signed" {
  actor clerk { trust: workforce }
  gateway front
  topic booked
  service ledger { authentication-at: service }
  namespace shop {
    network-policy: none
    service orders { authentication-at: service  peer-policy: allow-all }
    service catalog
    catalog -> orders { identity-propagation: signed-jwt }
  }
  each flow { identity-propagation: plain-header }
  front -> ledger
  clerk -> ledger
  booked -> ledger
  assume checked {
    about: [ledger, orders]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no authenticated-elsewhere-refuted
}

test "an outsider who hands on an identity refutes it, one caller of several, and a neighbour of the gateway" {
  actor visitor { trust: anonymous }
  gateway front
  service cart
  service ledger { authentication-at: service }
  service billing { authentication-at: service }
  namespace shop {
    network-policy: none
    service orders { authentication-at: service  peer-policy: allow-all }
    service catalog
  }
  each flow { identity-propagation: plain-header }
  visitor -> ledger
  front -> billing
  cart -> billing
  front -> orders
  assume one {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  assume two {
    about: [billing]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  assume three {
    about: [orders]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect authenticated-elsewhere-refuted on one
  expect authenticated-elsewhere-refuted on two
  expect authenticated-elsewhere-refuted on three
}

test "a caller who hands on no identity can forge one, unless it is admitted to single operations" {
  gateway front
  service reports
  service ledger { authentication-at: service }
  service billing { authentication-at: service }
  service payouts { authentication-at: service }
  front -> ledger { identity-propagation: plain-header }
  front -> billing { identity-propagation: plain-header }
  front -> payouts { identity-propagation: plain-header }
  reports -> ledger { callee-authorization: named-callers }
  reports -> billing { callee-authorization: per-operation }
  reports -> payouts
  assume refuted {
    about: [ledger]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  assume borne-out {
    about: [billing]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  assume not-known {
    about: [payouts]
    claim: authenticated-elsewhere
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect authenticated-elsewhere-refuted on refuted
  expect no authenticated-elsewhere-refuted on borne-out
  expect question authenticated-elsewhere-refuted on not-known
}
