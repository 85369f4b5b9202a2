module std

/// A user's identity travels in a header that anybody can write
///
/// ## What it does
///
/// Reports each flow that says on behalf of whom it is made by a plain header or an unsigned token.
///
/// ## Why it matters
///
/// The receiver cannot tell a header that the gateway set from one that an attacker did. Whoever
/// can send it a request, a compromised neighbour or a forgotten test pod, is any user it names,
/// the administrator included.
///
/// ## How to fix it
///
/// Replace the header by a short-lived context token that the issuer at the edge signs
/// (`identity-propagation: signed-jwt` or `token-exchange`), and let receivers verify signature and
/// issuer (`validates: [sig, iss, aud, exp]`).
///
/// ## How to accept it
///
/// ```tm
/// accept identity-in-plaintext-header on edge->frontend {
///   reason: "the header only chooses a language"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-348: use of a less trusted source
/// - CWE-290: authentication bypass by spoofing
/// - CWE-345: insufficient verification of data authenticity
/// - CAPEC-21: exploitation of trusted identifiers
/// - CAPEC-195: principal spoofing
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 4.1.3: headers set by an intermediary cannot be overridden by a client
/// - OWASP ASVS 5.0, 9.1.1: self-contained tokens are validated before their content is used
/// - NIST SP 800-53, SC-16: transmission of security attributes
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - OWASP Microservices Security Cheat Sheet: signed structures for identity propagation
rule identity-in-plaintext-header {
  for f: flow
  where f.identity-propagation.forgeable
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [348, 290, 345]
  capec: [21, 195]
  owasp-api: ["API2:2023"]
  asvs: ["4.1.3", "9.1.1"]
  nist: ["SC-16", "IA-9"]
  message: "{f.from} tells {f.target} who the user is by {f.identity-propagation}, which anybody can write"
  at: f.identity-propagation
  help: "pass a short-lived token signed by the issuer at the edge, let {f.to} verify it, and state `identity-propagation: signed-jwt`"
}

test "a plain header is reported" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: plain-header }
  expect identity-in-plaintext-header on book
}

test "so is a token without a signature" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: unsigned-jwt }
  expect identity-in-plaintext-header on book
}

test "a signed context is not" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: signed-jwt }
  expect no identity-in-plaintext-header
}

test "neither is a flow without a user" {
  service cart
  service orders
  flow book: cart -> orders
  expect no identity-in-plaintext-header
}

test "a propagation stated as unknown is a question" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: unknown }
  expect question identity-in-plaintext-header on book
}
