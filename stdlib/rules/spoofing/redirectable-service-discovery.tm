module std

/// Callers can be led to a false service
///
/// ## What it does
///
/// Reports each call between two workloads that finds its callee by DNS, a registry or a call into
/// the network (`broadcast`), and then verifies nobody.
///
/// ## Why it matters
///
/// Whoever can poison the answer, by a forged DNS record, a false registration or a spoofed
/// address, becomes the callee: it receives the requests with their credentials and answers what it
/// likes.
///
/// ## How to fix it
///
/// Verify the name of the callee cryptographically on each connection, so that a false answer ends
/// in an error. State `peer-verification: mutual-san`, or `server` where the callee need not know
/// the caller.
///
/// ## How to accept it
///
/// ```tm
/// accept redirectable-service-discovery on frontend->search {
///   reason: "results are public and shown as they are"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-350: reliance on reverse DNS for a security decision
/// - CWE-346: origin validation error
/// - CAPEC-142: DNS cache poisoning
/// - CAPEC-89: pharming
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 12.3.2: TLS clients validate the server's certificate
/// - NIST SP 800-53, SC-20: secure name resolution
/// - NIST SP 800-53, SC-23: session authenticity
/// - MITRE ATT&CK T1557: adversary-in-the-middle
rule redirectable-service-discovery {
  for f: flow
  where f.service-to-service and f.discovery.redirectable and f.peer-verification == none
  severity: medium
  stride: [spoofing, tampering]
  cwe: [350, 346]
  capec: [142, 89]
  attack: ["T1557"]
  owasp-api: ["API2:2023"]
  asvs: ["12.3.2"]
  nist: ["SC-20", "SC-23"]
  message: "{f.from} finds {f.target} by {f.discovery} and does not check who answers"
  at: f.discovery
  help: "verify the certificate name of {f.to} on each connection and state `peer-verification: mutual-san`"
}

test "DNS without verification is reported" {
  service cart
  service orders
  flow book: cart -> orders { discovery: dns  peer-verification: none }
  expect redirectable-service-discovery on book
}

test "so is a registry" {
  service cart
  service orders
  flow book: cart -> orders { discovery: registry  peer-verification: none }
  expect redirectable-service-discovery on book
}

test "and whoever answers first" {
  service cart
  service orders
  flow book: cart -> orders { discovery: broadcast  peer-verification: none }
  expect redirectable-service-discovery on book
}

test "a verified callee is not" {
  service cart
  service orders
  flow book: cart -> orders { discovery: dns  peer-verification: server }
  expect no redirectable-service-discovery
}

test "neither are fixed addresses, nor calls that do not say how they find their callee" {
  service cart
  service orders
  flow book: cart -> orders { discovery: static  peer-verification: none }
  flow list: cart -> orders { peer-verification: none }
  expect no redirectable-service-discovery
}

test "verification that nobody states is a question" {
  service cart
  service orders
  flow book: cart -> orders { discovery: dns }
  expect question redirectable-service-discovery on book
}

test "people look up names too, and third parties are reached by them" {
  actor visitor { trust: anonymous }
  gateway front
  third-party provider
  each flow { discovery: dns  peer-verification: none }
  visitor -> front
  front -> provider
  expect no redirectable-service-discovery
}
