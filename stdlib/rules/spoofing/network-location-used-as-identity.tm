module std

/// A place in the network is taken for an identity
///
/// ## What it does
///
/// Reports each flow whose caller is recognised by where it calls from: the network that it is in,
/// or an address on a list.
///
/// ## Why it matters
///
/// Addresses say where a packet seems to come from, not who sent it. Pods come and go and inherit
/// each other's addresses, any workload on the subnet passes, and so does an attacker who got into
/// one of them.
///
/// ## How to fix it
///
/// Treat addresses and subnets as facts for routing and authenticate the workload itself, by
/// certificate or signed token. Keep the list as a second layer if it costs little. Then state the
/// authentication in force, for example `authentication: mtls`.
///
/// ## How to accept it
///
/// ```tm
/// accept network-location-used-as-identity on reporting->legacy-mainframe {
///   reason: "the mainframe cannot do better; it stands alone in its subnet"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-291: reliance on an IP address for authentication
/// - CWE-290: authentication bypass by spoofing
/// - CAPEC-151: identity spoofing
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - MITRE ATT&CK T1557.002: ARP cache poisoning
/// - NIST SP 800-207: no trust by network location
rule network-location-used-as-identity {
  for f: flow
  where f.crosses-network and f.authentication in [network-location, ip-allowlist]
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [291, 290]
  capec: [151]
  attack: ["T1557.002"]
  owasp-api: ["API2:2023"]
  asvs: ["8.4.2"]
  nist: ["IA-9", "AC-4"]
  message: "{f.target} takes the place that {f.from} calls from for its identity"
  at: f.authentication
  help: "authenticate {f.from} by certificate or signed token, keep address lists as a second layer only, and state `authentication: mtls` (or `jwt`, `oauth2`)"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { authentication: ip-allowlist }
  expect no network-location-used-as-identity
}

test "trusting the network is reported" {
  service cart
  service orders
  flow book: cart -> orders { authentication: network-location }
  expect network-location-used-as-identity on book
}

test "so is a list of addresses, for partners too" {
  service cart
  third-party provider
  flow pay: cart -> provider { authentication: ip-allowlist }
  expect network-location-used-as-identity on pay
}

test "an authenticated call is not" {
  service cart
  service orders
  flow book: cart -> orders { authentication: jwt }
  expect no network-location-used-as-identity
}

test "a call without any authentication is another rule's matter" {
  service cart
  service orders
  flow book: cart -> orders { authentication: none }
  expect no network-location-used-as-identity
  expect service-call-unauthenticated on book
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders
  expect question network-location-used-as-identity on book
}
