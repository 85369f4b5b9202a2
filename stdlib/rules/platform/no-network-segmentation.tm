module std

/// Everything in a zone can talk to everything
///
/// ## What it does
///
/// Reports each cluster, namespace, VPC or subnet that lets traffic in by default, if more than one
/// of its workloads and stores is protected by no default-deny zone further in. What an inner zone
/// has from the one around it is reported there, once; what is stated for none is asked of the
/// outermost.
///
/// ## Why it matters
///
/// The first foothold is the whole zone: every port of every member can be tried from it, those
/// included that no caller was ever meant to use.
///
/// ## How to fix it
///
/// Drop by default, in and out, in each namespace, and then allow the flows that the model shows.
/// State `network-policy: default-deny`. It is enough to do it in the zones further in.
///
/// ## How to accept it
///
/// ```tm
/// accept no-network-segmentation on main {
///   reason: "a cluster for one team with one product"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-653: improper isolation or compartmentalization
/// - CWE-284: improper access control
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.2.4: an allowlist says with which systems a service communicates
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - MITRE ATT&CK T1046: network service discovery
/// - MITRE ATT&CK T1210: exploitation of remote services
/// - NSA and CISA, Kubernetes Hardening Guide: network separation
rule no-network-segmentation {
  for b: network-zone
  where b.network-policy in [none, default-allow]
    and not (b.parent is network-zone and b.parent.network-policy == b.network-policy)
    and (b.network-policy is known or b.parent is not network-zone)
    and (count m in b.unsegmented) > 1
  severity: high
  stride: [elevation-of-privilege]
  cwe: [653, 284]
  attack: ["T1046", "T1210"]
  owasp-api: ["API8:2023"]
  asvs: ["13.2.4"]
  nist: ["SC-7", "AC-4"]
  message: "{b} does not separate {b.unsegmented}"
  at: b.network-policy
  help: "drop by default in {b} or in each namespace inside it, allow the flows of the model, and state `network-policy: default-deny`"
}

test "a namespace without a policy is reported" {
  namespace shop {
    network-policy: none
    service cart
    datastore ledger
  }
  expect no-network-segmentation on shop
}

test "so is a cluster that allows by default, for the namespaces that follow it" {
  cluster main {
    network-policy: default-allow
    namespace shop {
      service cart
      service orders
    }
    namespace lab { service probe }
  }
  expect no-network-segmentation on main
  expect no no-network-segmentation on shop
  expect no no-network-segmentation on lab
}

test "zones that drop by default protect their members from the zone around them, too" {
  cluster main {
    network-policy: default-allow
    namespace shop {
      network-policy: default-deny
      service cart
      service orders
    }
    namespace lab {
      network-policy: default-deny
      service probe
    }
  }
  expect no no-network-segmentation
}

test "a single member has nobody to be separated from, and actors do not count" {
  namespace shop {
    network-policy: none
    service cart
    actor operator { trust: admin }
  }
  expect no no-network-segmentation
}

test "a policy that nobody states is a question" {
  namespace shop {
    service cart
    service orders
  }
  expect question no-network-segmentation on shop
}

test "what drops around a zone separates nothing in it" {
  cluster main {
    network-policy: default-deny
    namespace shop {
      network-policy: none
      service cart
      service orders
    }
  }
  expect no-network-segmentation on shop
  expect no no-network-segmentation on main
}

test "what comes from outside is reported there" {
  vpc main {
    network-policy: none
    subnet inner { service desk  service stock }
  }
  expect no-network-segmentation on main
  expect no no-network-segmentation on inner
}

test "the outermost zone is asked for all in it" {
  vpc main { subnet inner { service desk  service stock } }
  expect question no-network-segmentation on main
  expect no no-network-segmentation on inner
}

test "a zone that opens what the one around it closes is reported" {
  vpc main {
    network-policy: default-deny
    subnet inner { network-policy: default-allow  service desk  service stock }
  }
  expect no-network-segmentation on inner
}
