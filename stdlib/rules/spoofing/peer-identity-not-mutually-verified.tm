module std

/// Services do not verify each other by name
///
/// ## What it does
///
/// Reports each call between two workloads over a network whose ends do not both check the name of
/// the other: no certificate is checked, only the server's is, or any certificate from the
/// authority will do. A load balancer looks at none: what it passes on is left out.
///
/// ## Why it matters
///
/// TLS keeps outsiders from reading, but only a name keeps insiders from answering in another's
/// place. If any certificate of the mesh is good enough, every workload of the mesh can pose as any
/// other.
///
/// ## How to fix it
///
/// Turn on strict mutual TLS and pin the peer that is expected: compare the SAN or the SPIFFE ID
/// with the name of the service, on both ends. Then state `peer-verification: mutual-san`.
///
/// ## How to accept it
///
/// ```tm
/// accept peer-identity-not-mutually-verified on checkout->cart {
///   reason: "both run in one pod until the split is done"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-297: certificate with the wrong host is accepted
/// - CWE-295: improper certificate validation
/// - CAPEC-94: adversary in the middle
/// - CAPEC-475: signature spoofing by improper validation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 12.1.3: client certificates are validated before they are used
/// - OWASP ASVS 5.0, 12.3.2: TLS clients validate the server's certificate
/// - OWASP ASVS 5.0, 12.3.5: services inside authenticate each other strongly
/// - NIST SP 800-53, SC-8(1): cryptographic protection of transmissions
/// - NIST SP 800-53, IA-9: service identification and authentication
rule peer-identity-not-mutually-verified {
  for f: flow
  where f.service-to-service
    and f.from is not load-balancer
    and f.crosses-network
    and not f.peer-verification.names-peer
  severity: medium
  stride: [spoofing]
  cwe: [297, 295]
  capec: [94, 475]
  owasp-api: ["API2:2023"]
  asvs: ["12.1.3", "12.3.2", "12.3.5"]
  nist: ["SC-8(1)", "IA-9"]
  message: "{f.from} and {f.target} do not verify each other by name"
  at: f.peer-verification
  help: "use strict mutual TLS, compare the certificate's name with the expected peer on both ends, and state `peer-verification: mutual-san`"
}

test "no verification is reported" {
  service cart
  service orders
  flow book: cart -> orders { peer-verification: none }
  expect peer-identity-not-mutually-verified on book
}

test "so is verification of the server alone" {
  service cart
  service orders
  flow book: cart -> orders { peer-verification: server }
  expect peer-identity-not-mutually-verified on book
}

test "so is taking any certificate" {
  service cart
  service orders
  flow book: cart -> orders { peer-verification: mutual-any-cert }
  expect peer-identity-not-mutually-verified on book
}

test "mutual verification by name is not" {
  service cart
  service orders
  flow book: cart -> orders { peer-verification: mutual-san }
  expect no peer-identity-not-mutually-verified
}

test "calls from actors and calls inside a process are left alone" {
  actor visitor { trust: anonymous }
  service cart
  service orders
  flow browse: visitor -> cart { peer-verification: server }
  flow book: cart -> orders { protocol: in-process  peer-verification: none }
  expect no peer-identity-not-mutually-verified
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders
  expect question peer-identity-not-mutually-verified on book
}

test "certificates on both ends, and nobody noted what is compared, are a question" {
  service cart
  service orders
  flow book: cart -> orders { peer-verification: mutual }
  expect question peer-identity-not-mutually-verified on book
}

test "a load balancer looks at nobody's certificate" {
  load-balancer balancer
  service orders
  flow pass: balancer -> orders
  expect no peer-identity-not-mutually-verified
}
