module std

/// A service takes connections from peers that have no business with it
///
/// ## What it does
///
/// Reports each workload whose peer policy admits any peer, any peer of its namespace, or any that
/// matches a wildcard. Left out are third parties, whose policy is not ours to state, and what
/// outsiders call directly: nobody can name those callers.
///
/// ## Why it matters
///
/// Each workload that may connect is a place from which the service can be attacked. A wide policy
/// makes the compromise of the least important service the compromise of the most important one.
///
/// ## How to fix it
///
/// Name the callers of the service, with methods and paths where the mesh can do that, and drop the
/// rest. State `peer-policy: named-principals`.
///
/// ## How to accept it
///
/// ```tm
/// accept peer-policy-too-wide on catalog {
///   reason: "serves public data to everybody in the cluster"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-732: incorrect permission assignment for a critical resource
/// - CWE-284: improper access control
/// - CAPEC-180: exploiting incorrectly configured access control levels
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 13.2.4: an allowlist says with which systems a service communicates
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, AC-6: least privilege
/// - MITRE ATT&CK T1210: exploitation of remote services
/// - NIST SP 800-204B: attribute-based access control with a service mesh
rule peer-policy-too-wide {
  for s: workload
  where not s.external and not s.entry-point and s.peer-policy.wide
  severity: high
  stride: [elevation-of-privilege]
  cwe: [732, 284]
  capec: [180]
  attack: ["T1210"]
  owasp-api: ["API5:2023"]
  asvs: ["13.2.4"]
  nist: ["AC-4", "AC-6"]
  message: "{s} takes connections by {s.peer-policy}, far wider than its callers"
  at: s.peer-policy
  help: "name the callers of {s} in the policy of the mesh or network and state `peer-policy: named-principals`"
}

test "taking any peer is reported" {
  service cart { peer-policy: allow-all }
  expect peer-policy-too-wide on cart
}

test "so are the whole namespace and wildcards" {
  service cart { peer-policy: namespace-wide }
  service orders { peer-policy: wildcard-principal }
  expect peer-policy-too-wide on cart
  expect peer-policy-too-wide on orders
}

test "named peers are not" {
  service cart { peer-policy: named-principals }
  expect no peer-policy-too-wide
}

test "stores have no peer policy, and that of a third party is not ours" {
  datastore ledger
  third-party provider { peer-policy: allow-all }
  expect no peer-policy-too-wide
}

test "a service that does not say is a question" {
  service cart
  expect question peer-policy-too-wide on cart
}

test "nobody can name the peers of what outsiders call directly" {
  actor visitor { trust: anonymous }
  gateway front { peer-policy: allow-all }
  web site { peer-policy: allow-all }
  visitor -> front
  visitor -> site
  expect no peer-policy-too-wide
}

test "those of a gateway inside can be named" {
  gateway inner { peer-policy: allow-all }
  service desk
  desk -> inner
  expect peer-policy-too-wide on inner
}
