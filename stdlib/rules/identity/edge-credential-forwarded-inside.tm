module std

/// The credential of a client is passed on inside
///
/// ## What it does
///
/// Reports each call between two workloads that hands on the token with which the user came in.
///
/// ## Why it matters
///
/// That token is also good at the front door. Each service that sees it can go out and come back in
/// as the user, and a log or a trace anywhere in the chain is enough to lose it. And no service can
/// tell a request of the user from one of its neighbour.
///
/// ## How to fix it
///
/// Exchange the token at the edge for one that is signed for inside use, carries the user's id and
/// is refused outside. State `identity-propagation: token-exchange` or `signed-jwt`.
///
/// ## How to accept it
///
/// ```tm
/// accept edge-credential-forwarded-inside on edge->profile {
///   reason: "one service behind the gateway; the exchange comes with the second"
///   owner: "edge-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-522: insufficiently protected credentials
/// - CWE-441: unintended proxy or intermediary
/// - CAPEC-633: token impersonation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 10.1.1: tokens are sent to those components only that need them
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, SC-16: transmission of security attributes
/// - MITRE ATT&CK T1528: steal application access token
/// - OWASP Microservices Security Cheat Sheet: an external token is not handed on inside
rule edge-credential-forwarded-inside {
  for f: flow
  where f.service-to-service and f.identity-propagation == forwarded-token
  severity: medium
  stride: [spoofing, information-disclosure]
  cwe: [522, 441]
  capec: [633]
  attack: ["T1528"]
  owasp-api: ["API2:2023"]
  asvs: ["10.1.1"]
  nist: ["AC-4", "SC-16"]
  message: "{f.from} hands {f.target} the token that the user came in with"
  at: f.identity-propagation
  help: "exchange the token at the edge for one that is of no use outside, and state `identity-propagation: token-exchange` or `signed-jwt`"
}

test "a gateway that passes the user's token on is reported" {
  gateway edge
  service profile
  flow show: edge -> profile { identity-propagation: forwarded-token }
  expect edge-credential-forwarded-inside on show
}

test "so is a service that does" {
  service profile
  service orders
  flow look: profile -> orders { identity-propagation: forwarded-token }
  expect edge-credential-forwarded-inside on look
}

test "an exchanged token is not" {
  gateway edge
  service profile
  flow show: edge -> profile { identity-propagation: token-exchange }
  expect no edge-credential-forwarded-inside
}

test "neither is the client that brings its token along" {
  actor visitor { trust: authenticated }
  gateway edge
  flow enter: visitor -> edge { identity-propagation: forwarded-token }
  expect no edge-credential-forwarded-inside
}

test "a propagation stated as unknown is a question" {
  gateway edge
  service profile
  flow show: edge -> profile { identity-propagation: unknown }
  expect question edge-credential-forwarded-inside on show
}
