module std

/// A test or staging workload can send packets to production
///
/// ## What it does
///
/// Reports each workload of production that a workload of another environment can reach over the
/// network. Gateways and third parties are left out.
///
/// ## Why it matters
///
/// Lower environments run unreviewed code, hold shared passwords, and are watched by nobody. They
/// are where an attacker settles first, and this is the way on.
///
/// ## How to fix it
///
/// Separate the environments by cluster or account, or let the zone that they share and the
/// namespace of the service drop by default (`network-policy: default-deny`). One cut at the common
/// boundary clears all pairs.
///
/// ## How to accept it
///
/// ```tm
/// accept lower-environment-reaches-production on catalog {
///   reason: "load tests run against production until the test cluster is there"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-653: improper isolation or compartmentalization
/// - CWE-668: exposure of a resource to the wrong sphere
/// - CAPEC-700: network boundary bridging
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 15.2.3: production holds only what production needs
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, SC-32: system partitioning
/// - NIST SP 800-53, CM-4(1): separate test environments
/// - MITRE ATT&CK T1210: exploitation of remote services
rule lower-environment-reaches-production {
  for s: workload
  exists x: workload
  where x.environment != prod
    and s.environment == prod
    and s is not gateway
    and s is not third-party
  path p: x ~> s along network
  prefer: [x.foothold]
  severity: critical
  stride: [elevation-of-privilege]
  cwe: [653, 668]
  capec: [700]
  attack: ["T1210"]
  owasp-api: ["API8:2023"]
  asvs: ["15.2.3"]
  nist: ["SC-7", "SC-32", "CM-4(1)"]
  message: "{x} ({x.environment}) can send packets to {s} ({s.environment})"
  help: "separate the environments, or state `network-policy: default-deny` on the zone of {s} once it is in force"
}

test "staging beside production is reported" {
  cluster main {
    network-policy: default-allow
    namespace live { service cart { peer-policy: allow-all } }
    namespace rehearsal {
      environment: staging
      service probe
    }
  }
  expect lower-environment-reaches-production on cart
}

test "a namespace that drops by default is out of reach" {
  cluster main {
    network-policy: default-allow
    namespace live {
      network-policy: default-deny
      service cart { peer-policy: allow-all }
    }
    namespace rehearsal {
      environment: staging
      service probe
    }
  }
  expect no lower-environment-reaches-production
}

test "so is another cluster" {
  cluster main {
    network-policy: default-allow
    service cart { peer-policy: allow-all }
  }
  cluster lab {
    network-policy: none
    environment: dev
    service probe
  }
  expect no lower-environment-reaches-production
}

test "neighbours of the same environment are another matter" {
  namespace live {
    network-policy: none
    service cart { peer-policy: allow-all }
    service catalog
  }
  expect no lower-environment-reaches-production
}

test "a network that nobody states is a question" {
  cluster main {
    service cart { peer-policy: allow-all }
    service probe { environment: test }
  }
  expect question lower-environment-reaches-production on cart
}

test "neither are neighbours in rehearsal, gateways, and what others run" {
  cluster main {
    network-policy: none
    third-party provider { peer-policy: allow-all }
    gateway front { peer-policy: allow-all }
    namespace rehearsal {
      environment: staging
      service probe { peer-policy: allow-all }
      service cart { peer-policy: allow-all }
    }
  }
  expect no lower-environment-reaches-production
}
