module std

/// Nobody verifies the signature of the token that says who the user is
///
/// ## What it does
///
/// Reports each flow to a workload that hands on a signed token about the user, if the receiver
/// does not verify the signature. Channels and stores pass tokens on and verify nothing: there it
/// is the flow to the consumer that counts. What a third party verifies is left out.
///
/// ## Why it matters
///
/// A signature that nobody checks is decoration. Whoever can send a request writes a token of their
/// own, with any user and any role in it, and it reads like the real one.
///
/// ## How to fix it
///
/// Verify the token at each receiver with the issuer's published keys and a list of allowed
/// algorithms. A sidecar may do it, if no request gets around it. State `sig` in `validates`.
///
/// ## How to accept it
///
/// ```tm
/// accept propagated-token-not-verified on cart->orders {
///   reason: "orders uses the user's id for tracing only"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-347: improper verification of a cryptographic signature
/// - CAPEC-475: signature spoofing by improper validation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 9.1.1: self-contained tokens are validated before their content is used
/// - OWASP ASVS 5.0, 6.8.2: signatures on assertions of identity are always checked
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - NIST SP 800-53, SC-16: transmission of security attributes
rule propagated-token-not-verified {
  for f: flow
  where f.to is workload
    and not f.to.external
    and f.identity-propagation.signed
    and sig not in f.validates
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [347]
  capec: [475]
  owasp-api: ["API2:2023"]
  asvs: ["9.1.1", "6.8.2"]
  nist: ["IA-9", "SC-16"]
  message: "{f.target} believes what the token from {f.from} says about the user without verifying its signature"
  at: f.validates
  help: "verify the token in {f.to} or its sidecar with the issuer's keys, and state `validates: [sig, iss, aud, exp]`"
}

test "a signed token whose signature nobody checks is reported" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: signed-jwt  validates: [exp] }
  expect propagated-token-not-verified on book
}

test "so is an exchanged one of which nothing is checked" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: token-exchange  validates: [] }
  expect propagated-token-not-verified on book
}

test "so is one that a consumer takes from a channel" {
  service cart
  queue placed
  service orders
  flow send: cart -> placed { identity-propagation: signed-jwt  validates: [] }
  flow take: placed -> orders { identity-propagation: signed-jwt  validates: [] }
  expect propagated-token-not-verified on take
  expect no propagated-token-not-verified on send
}

test "a verified one is not" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: signed-jwt  validates: [sig, iss, aud, exp] }
  expect no propagated-token-not-verified
}

test "neither is what is not signed, nor what a third party gets" {
  service cart
  service orders
  third-party provider
  flow book: cart -> orders { identity-propagation: plain-header  validates: [] }
  flow pay: cart -> provider { identity-propagation: signed-jwt  validates: [] }
  expect no propagated-token-not-verified
}

test "checks that nobody states are a question" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: signed-jwt }
  expect question propagated-token-not-verified on book
}
