module std

/// From an exposed workload it is one step to a critical one
///
/// ## What it does
///
/// Reports each workload of high criticality that can be taken from a less critical one: requests
/// of untrusted actors reach that one, or an attacker is taken to be in it (`foothold: true`), it
/// runs as an identity that has a wildcard, is granted the critical workload or runs it too, and
/// its packets get there although no flow leads there. Gateways and third parties are left out.
///
/// A credential that both hold is told by `identity-or-credential-shared-by-services`, and whether
/// an identity has a wildcard is asked by `wildcard-identity-grant`.
///
/// ## Why it matters
///
/// Nobody defends a service of low value like one that moves money. An attacker takes the weaker
/// one, and its identity opens the stronger one: by rights that nobody remembers, on a way that no
/// diagram shows.
///
/// ## How to fix it
///
/// Take the right from the identity, or give each workload an identity of its own. Let the critical
/// workload take connections from its callers only (`peer-policy: named-principals`,
/// `network-policy: default-deny` around it). If the call is meant, model it as a flow.
///
/// ## How to accept it
///
/// ```tm
/// accept pivot-from-exposed-to-critical-service on ledger {
///   reason: "the shared role is split up with the next release"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-269: improper privilege management
/// - CWE-653: improper isolation or compartmentalization
/// - CAPEC-233: privilege escalation
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 13.2.2: services use accounts with the least privileges that they need
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, SC-7: boundary protection
/// - MITRE ATT&CK T1210: exploitation of remote services
/// - MITRE ATT&CK T1550.001: application access tokens
/// - NIST SP 800-207: zero trust architecture
rule pivot-from-exposed-to-critical-service {
  for s: workload
  exists i: identity, x in i.used-by
  where s.criticality >= high
    and s is not gateway
    and s is not third-party
    and x.criticality < high
    and x is not gateway
    and x is not third-party
    and (x.reached-by-untrusted or x.foothold)
    and i in x.acts-as
    and (i.scope is known and i.scope == wildcard or s in i.grants or i in s.acts-as)
    and no f in x.outgoing: f.to == s
  path p: x ~> s along network
  prefer: [x.foothold, x.environment != prod]
  severity: high
  stride: [elevation-of-privilege]
  cwe: [269, 653]
  capec: [233]
  attack: ["T1210", "T1550.001"]
  owasp-api: ["API5:2023"]
  asvs: ["13.2.2"]
  nist: ["AC-4", "AC-6", "SC-7"]
  message: "whoever takes {x} gets to {s} as {i}"
  help: "take the right to {s} from {i} or give {x} an identity of its own, and let {s} take connections from its callers only (`peer-policy: named-principals`)"
}

test "a granted workload that can be reached is reported" {
  actor visitor { trust: anonymous }
  cluster main {
    network-policy: none
    service-account blog-account { scope: narrow  grants: [ledger] }
    service blog { runs-as: blog-account }
    service ledger { criticality: high  peer-policy: allow-all }
  }
  flow read: visitor -> blog
  expect pivot-from-exposed-to-critical-service on ledger
}

test "so is anything critical, if the identity has a wildcard" {
  cluster main {
    network-policy: none
    service blog {
      foothold: true
      service-account blog-account { scope: wildcard }
    }
    service ledger { criticality: mission  peer-policy: allow-all }
  }
  expect pivot-from-exposed-to-critical-service on ledger
}

test "so is what runs as the same identity" {
  cluster main {
    network-policy: none
    service-account default-account { scope: narrow }
    service blog { foothold: true  runs-as: default-account }
    service ledger { criticality: high  peer-policy: allow-all  runs-as: default-account }
  }
  expect pivot-from-exposed-to-critical-service on ledger
}

test "an identity with rights of its own only leads nowhere" {
  cluster main {
    network-policy: none
    service-account blog-account { scope: narrow }
    service-account ledger-account { scope: narrow }
    service blog { foothold: true  runs-as: blog-account }
    service ledger { criticality: high  peer-policy: allow-all  runs-as: ledger-account }
  }
  expect no pivot-from-exposed-to-critical-service
}

test "neither does a network that drops its packets, nor a peer policy with names" {
  cluster main {
    network-policy: none
    service-account blog-account { scope: wildcard }
    service blog { foothold: true  runs-as: blog-account }
    service ledger { criticality: high  peer-policy: named-principals }
    namespace vault {
      network-policy: default-deny
      service keys { criticality: high  peer-policy: allow-all }
    }
  }
  expect no pivot-from-exposed-to-critical-service
}

test "a call that the model shows, and workloads that nobody reaches, are left alone" {
  cluster main {
    network-policy: none
    service-account shop-account { scope: narrow  grants: [ledger] }
    service-account batch-account { scope: wildcard }
    service shop { foothold: true  runs-as: shop-account }
    service batch { runs-as: batch-account }
    service ledger { criticality: high  peer-policy: allow-all }
    shop -> ledger
  }
  expect no pivot-from-exposed-to-critical-service
}

test "neither is what is as critical as its target, or not critical" {
  cluster main {
    network-policy: none
    service-account shop-account { scope: wildcard }
    service shop { foothold: true  criticality: high  runs-as: shop-account }
    service ledger { criticality: mission  peer-policy: allow-all }
    service news { foothold: true  peer-policy: allow-all }
  }
  expect no pivot-from-exposed-to-critical-service
}

test "a network that nobody states is a question" {
  cluster main {
    service-account blog-account { scope: narrow  grants: [ledger] }
    service blog { foothold: true  runs-as: blog-account }
    service ledger { criticality: high  peer-policy: allow-all }
  }
  expect question pivot-from-exposed-to-critical-service on ledger
}

test "calls elsewhere change nothing" {
  cluster main {
    network-policy: none
    service-account blog-account { scope: narrow  grants: [ledger] }
    service blog { foothold: true  runs-as: blog-account  -> news }
    service news { peer-policy: named-principals }
    service ledger { criticality: high  peer-policy: allow-all }
  }
  expect pivot-from-exposed-to-critical-service on ledger
}

test "gateways and what others run neither pivot nor are they targets" {
  cluster main {
    network-policy: none
    service-account wide { scope: wildcard }
    each gateway { peer-policy: allow-all }
    each third-party { peer-policy: allow-all }
    each service { peer-policy: allow-all }
    gateway front { criticality: high }
    third-party provider { criticality: high }
    service blog { foothold: true  runs-as: wide }
  }
  cluster edge {
    network-policy: none
    gateway entry { foothold: true  runs-as: wide }
    third-party partner { foothold: true  runs-as: wide }
    service ledger { criticality: high  peer-policy: allow-all }
  }
  expect no pivot-from-exposed-to-critical-service
}

test "neither is a target that is not critical, nor an identity that is held and not run as" {
  cluster main {
    network-policy: none
    service-account wide { scope: wildcard }
    service-account held { scope: narrow  grants: [ledger] }
    service blog { foothold: true  criticality: low  runs-as: wide }
    service news { criticality: medium  peer-policy: allow-all }
  }
  cluster edge {
    network-policy: none
    service mailer { foothold: true  credentials: [held] }
    service ledger { criticality: high  peer-policy: allow-all }
  }
  expect no pivot-from-exposed-to-critical-service
}

test "a scope that nobody states is not asked about here" {
  cluster main {
    network-policy: none
    service-account blog-account
    service blog { foothold: true  runs-as: blog-account }
    service ledger { criticality: high  peer-policy: allow-all }
  }
  expect no pivot-from-exposed-to-critical-service
}
