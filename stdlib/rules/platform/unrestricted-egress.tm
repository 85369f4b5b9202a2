module std

/// Whatever runs in a zone can send data anywhere
///
/// ## What it does
///
/// Reports each cluster, namespace, VPC or DMZ without a policy for outgoing traffic. What is stated for
/// an outer zone is reported there, once; what is stated for none is asked of the outermost.
///
/// ## Why it matters
///
/// Stolen data needs a way out, and so does an attacker's tool. Requests that a user steers reach
/// the metadata of the cloud, which hands out credentials.
///
/// ## How to fix it
///
/// Let outgoing traffic pass a gateway with a list of destinations and block the metadata addresses.
/// State `egress-policy: allowlist`.
///
/// ## How to accept it
///
/// ```tm
/// accept unrestricted-egress on prod {
///   reason: "egress gateway in the next quarter; metadata is blocked already"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-668: a resource is exposed to the wrong sphere
/// - MITRE ATT&CK T1567: exfiltration over web services
/// - MITRE ATT&CK T1552.005: credentials from instance metadata
/// - OWASP API Security Top 10, API7:2023: server side request forgery
/// - OWASP ASVS 5.0, 13.2.4: external destinations are on an allowlist
/// - OWASP ASVS 5.0, 13.2.5: the server may only send to listed resources
/// - NIST SP 800-53, SC-7(5): deny by default, allow by exception
/// - NIST SP 800-53, AC-4: information flow enforcement
rule unrestricted-egress {
  for b: network-zone
  where (b is cluster or b is namespace or b is vpc or b is dmz)
    and b.egress-policy in [none, unrestricted]
    and not (b.parent is network-zone and b.parent.egress-policy == b.egress-policy)
    and (b.egress-policy is known
      or not (b.parent is cluster or b.parent is namespace or b.parent is vpc))
  severity: medium
  stride: [information-disclosure, elevation-of-privilege]
  cwe: [668]
  attack: ["T1567", "T1552.005"]
  owasp-api: ["API7:2023"]
  asvs: ["13.2.4", "13.2.5"]
  nist: ["SC-7(5)", "AC-4"]
  message: "whatever runs in {b} can send data anywhere (egress: {b.egress-policy})"
  at: b.egress-policy
  help: "list the destinations that {b} may send to, block the metadata addresses, and state `egress-policy: allowlist`"
}

test "a namespace without a policy is reported" {
  namespace shop { egress-policy: none }
  expect unrestricted-egress on shop
}

test "so is a cluster that lets everything out" {
  cluster prod { egress-policy: unrestricted }
  expect unrestricted-egress on prod
}

test "so is a VPC" {
  vpc main { egress-policy: none }
  expect unrestricted-egress on main
}

test "what comes from outside is reported there" {
  cluster prod {
    egress-policy: unrestricted
    namespace shop
  }
  expect unrestricted-egress on prod
  expect no unrestricted-egress on shop
}

test "a list is not" {
  namespace shop { egress-policy: allowlist }
  expect no unrestricted-egress
}

test "a region has no traffic of its own" {
  region west
  expect no unrestricted-egress
}

test "a zone that does not say is a question" {
  namespace shop
  expect question unrestricted-egress on shop
}

test "a namespace that opens what its cluster closes is" {
  cluster prod {
    egress-policy: allowlist
    namespace shop { egress-policy: unrestricted }
  }
  expect unrestricted-egress on shop
}

test "a subnet leaves that to its network" {
  subnet left { egress-policy: none }
  expect no unrestricted-egress
}

test "the outermost zone is asked for all in it" {
  vpc main { cluster prod { namespace shop } }
  expect question unrestricted-egress on main
}

test "a zone in one that has answered is not" {
  vpc main { egress-policy: allowlist  cluster prod { namespace shop } }
  expect no unrestricted-egress
}

test "so is a DMZ" {
  dmz edge { egress-policy: none }
  expect unrestricted-egress on edge
}
