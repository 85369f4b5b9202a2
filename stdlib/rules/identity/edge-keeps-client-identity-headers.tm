module std

/// The edge lets clients send the headers that services believe
///
/// ## What it does
///
/// Reports each gateway and load balancer that tells services who the user is in a form that
/// anybody can write (a plain header, an unsigned token), and is stated not to remove what clients
/// send in its place (`strips-identity-headers: false`).
///
/// ## Why it matters
///
/// The header that the edge sets and the one that a client sends arrive alike. A client that sends
/// `X-User-Id: admin` is the administrator for everything behind the edge, without any foothold
/// inside.
///
/// ## How to fix it
///
/// Delete every header that services trust from incoming requests, in all its spellings, then set
/// it from the verified token only. Then state `strips-identity-headers: true`. A signed token in
/// its place (`identity-propagation: signed-jwt`) cannot be sent by clients at all.
///
/// ## How to accept it
///
/// ```tm
/// accept edge-keeps-client-identity-headers on edge {
///   reason: "another proxy in front of it removes them"
///   owner: "edge-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-348: use of a less trusted source
/// - CWE-807: reliance on untrusted inputs in a security decision
/// - CAPEC-77: manipulating user-controlled variables
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 4.1.3: headers set by an intermediary cannot be overridden by a client
/// - OWASP ASVS 5.0, 15.3.4: what proxies hand on about the client cannot be changed by the client
/// - NIST SP 800-53, SI-10: information input validation
/// - NIST SP 800-53, SC-7: boundary protection
rule edge-keeps-client-identity-headers {
  for s: workload
  exists f in s.outgoing
  where (s is gateway or s is load-balancer)
    and s.strips-identity-headers == false
    and f.identity-propagation.forgeable
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [348, 807]
  capec: [77]
  owasp-api: ["API2:2023"]
  asvs: ["4.1.3", "15.3.4"]
  nist: ["SI-10", "SC-7"]
  message: "{s} keeps identity headers of clients, and {f.to} believes {f.identity-propagation}"
  at: s.strips-identity-headers
  help: "delete the headers that {f.to} trusts from incoming requests, set them from the verified token only, and state `strips-identity-headers: true`"
}

test "a gateway that keeps the header of clients is reported" {
  gateway edge { strips-identity-headers: false }
  service orders
  flow place: edge -> orders { identity-propagation: plain-header }
  expect edge-keeps-client-identity-headers on edge
}

test "so is a load balancer that keeps tokens without a signature" {
  load-balancer front { strips-identity-headers: false }
  service orders
  flow place: front -> orders { identity-propagation: unsigned-jwt }
  expect edge-keeps-client-identity-headers on front
}

test "one that removes them is not" {
  gateway edge { strips-identity-headers: true }
  service orders
  flow place: edge -> orders { identity-propagation: plain-header }
  expect no edge-keeps-client-identity-headers
}

test "neither is one whose services believe signed tokens only, nor a service behind it" {
  gateway edge { strips-identity-headers: false }
  service orders { strips-identity-headers: false }
  service stock
  flow place: edge -> orders { identity-propagation: signed-jwt }
  flow book: orders -> stock { identity-propagation: plain-header }
  expect no edge-keeps-client-identity-headers
}

test "a gateway that does not say is a question" {
  gateway edge
  service orders
  flow place: edge -> orders { identity-propagation: plain-header }
  expect question edge-keeps-client-identity-headers on edge
}
