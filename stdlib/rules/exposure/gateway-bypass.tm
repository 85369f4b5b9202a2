module std

/// A service can be reached past the gateway that guards it
///
/// ## What it does
///
/// Reports each workload whose callers are authenticated at the gateway only, and that somebody can
/// reach without passing a gateway: an untrusted actor by requests, or any other workload by
/// packets. The attacker is taken to sit in some workload; the one shown is where a foothold is
/// most likely. Third parties and load balancers are left out.
///
/// ## Why it matters
///
/// The gateway is a door in a wall that is not there. Whoever gets into one workload, or finds a
/// forgotten route, talks to the service as if already authenticated.
///
/// ## How to fix it
///
/// Drop what is not allowed in the innermost namespace of the service (`network-policy:
/// default-deny`), which clears all ways at once, or admit only its callers (`peer-policy:
/// named-principals`). And authenticate at the service itself (`authentication-at: sidecar` or
/// `service`).
///
/// ## How to accept it
///
/// ```tm
/// accept gateway-bypass on catalog {
///   reason: "answers with public data only"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-288: authentication bypass by an alternate path
/// - CWE-424: improper protection of an alternate path
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-554: functionality bypass
/// - CAPEC-115: authentication bypass
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 12.3.5: services inside authenticate each other strongly
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - MITRE ATT&CK T1210: exploitation of remote services
/// - OWASP Microservices Security Cheat Sheet
rule gateway-bypass {
  for s: workload
  exists x: component
  where s.authentication-at == gateway
    and s is not gateway
    and s is not load-balancer
    and s is not third-party
    and (x is actor and x.untrusted and x ~> s along request { avoiding v: v is gateway }
      or x is workload and x is not gateway and x ~> s along network)
  prefer: [x is actor, x is workload and x.foothold, x.environment != prod]
  severity: critical
  stride: [elevation-of-privilege, spoofing]
  cwe: [288, 424, 306]
  capec: [554, 115]
  attack: ["T1210"]
  owasp-api: ["API2:2023", "API8:2023"]
  asvs: ["12.3.5", "8.4.2"]
  nist: ["SC-7", "AC-4"]
  message: "{x} reaches {s} past the gateway, and only the gateway authenticates"
  at: s.authentication-at
  help: "authenticate at {s} itself (`authentication-at: sidecar`), and let its namespace drop what is not allowed (`network-policy: default-deny`)"
}

test "a neighbour on an open network is reported" {
  namespace shop {
    network-policy: none
    service cart { authentication-at: gateway  peer-policy: allow-all }
    service catalog
  }
  expect gateway-bypass on cart
}

test "so is a workload of another namespace" {
  cluster main {
    network-policy: default-allow
    namespace shop { service cart { authentication-at: gateway  peer-policy: wildcard-principal } }
    namespace lab { service probe { environment: test } }
  }
  expect gateway-bypass on cart
}

test "so is an actor who calls directly" {
  actor visitor { trust: anonymous }
  service cart { authentication-at: gateway }
  flow add: visitor -> cart
  expect gateway-bypass on cart
}

test "so is an actor who comes through a service instead" {
  actor visitor { trust: partner }
  gateway front
  service catalog { authentication-at: service }
  service cart { authentication-at: gateway }
  flow browse: visitor -> front
  flow list: front -> cart
  flow look: visitor -> catalog
  flow add: catalog -> cart
  expect gateway-bypass on cart
}

test "a network that drops by default leaves the gateway as the only way" {
  actor visitor { trust: anonymous }
  namespace shop {
    network-policy: default-deny
    gateway front
    service cart { authentication-at: gateway  peer-policy: allow-all }
    service catalog
    front -> cart
  }
  flow browse: visitor -> front
  expect no gateway-bypass
}

test "so do named peers" {
  namespace shop {
    network-policy: none
    service cart { authentication-at: gateway  peer-policy: named-principals }
    service catalog
  }
  expect no gateway-bypass on cart
}

test "a service that authenticates for itself cannot be bypassed" {
  namespace shop {
    network-policy: none
    service cart { authentication-at: service  peer-policy: allow-all }
    service catalog
  }
  expect no gateway-bypass on cart
}

test "a network that nobody states is a question" {
  namespace shop {
    service cart { authentication-at: gateway  peer-policy: allow-all }
    service catalog
  }
  expect question gateway-bypass on cart
}

test "so is a service that does not say where it authenticates" {
  namespace shop {
    network-policy: none
    service cart { peer-policy: allow-all }
    service catalog
  }
  expect question gateway-bypass on cart
}

test "staff who call directly, and the gateway itself as a neighbour, get past nothing" {
  actor operator { trust: workforce }
  namespace shop {
    network-policy: none
    gateway front
    service cart { authentication-at: gateway  peer-policy: allow-all }
    front -> cart
  }
  flow repair: operator -> cart
  expect no gateway-bypass
}

test "what passes packets on, and what somebody else runs, authenticates in its own way" {
  actor visitor { trust: anonymous }
  load-balancer balancer
  third-party sign-in
  visitor -> balancer
  visitor -> sign-in
  expect no gateway-bypass
}
