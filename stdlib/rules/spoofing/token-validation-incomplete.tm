module std

/// A token is believed without checking all of it
///
/// ## What it does
///
/// Reports each flow that is authenticated by a token with claims (JWT, OAuth 2.0, OpenID Connect,
/// SAML), if the receiver does not check its signature, issuer, audience or expiry. A receiver that
/// asks the issuer about the token on each call (RFC 7662) checks all four that way. What a third
/// party checks is left out. Of a flow to or from a store or channel this is asked
/// once its `authentication` is stated: most prove themselves with something else than a token.
///
/// ## Why it matters
///
/// Each check that is missing makes other tokens pass: without the signature those that the
/// attacker wrote, without the issuer those of any tenant of the same provider, without the
/// audience those that were given to another service, without the expiry those from an old backup.
///
/// ## How to fix it
///
/// Check the signature with pinned keys and a list of allowed algorithms, then issuer, audience and
/// time, at every receiver and with one library. State `validates: [sig, iss, aud, exp]`.
///
/// ## How to accept it
///
/// ```tm
/// accept token-validation-incomplete on edge->catalog {
///   reason: "one issuer with one audience; a second is not planned"
///   owner: "edge-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-347: improper verification of a cryptographic signature
/// - CWE-345: insufficient verification of data authenticity
/// - CWE-613: insufficient session expiration
/// - CAPEC-196: session credential falsification through forging
/// - CAPEC-475: signature spoofing by improper validation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 9.1.1: self-contained tokens are validated before their content is used
/// - OWASP ASVS 5.0, 9.2.1: tokens are used within their time of validity only
/// - OWASP ASVS 5.0, 9.2.3: a service takes tokens that are meant for it only
/// - OWASP ASVS 5.0, 10.3.1: a resource server takes access tokens that are meant for it only
/// - NIST SP 800-53, IA-5: authenticator management
/// - NIST SP 800-53, SC-23: session authenticity
/// - RFC 8725: best current practices for JSON Web Tokens
rule token-validation-incomplete {
  for f: flow
  let unchecked = collect c in [sig, iss, aud, exp] if c not in f.validates: c
  where f.crosses-network
    and (f.authentication is known or f.to is workload and f.from is not channel)
    and f.authentication.carries-claims
    and not f.to.external
    and any c in unchecked
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [347, 345, 613]
  capec: [196, 475]
  owasp-api: ["API2:2023"]
  asvs: ["9.1.1", "9.2.1", "9.2.3", "10.3.1"]
  nist: ["IA-5", "SC-23"]
  message: "{f.target} believes tokens from {f.from} without checking {unchecked}"
  at: f.validates
  help: "check signature, issuer, audience and expiry in {f.to}, and state `validates: [sig, iss, aud, exp]`"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { authentication: jwt  validates: [] }
  expect no token-validation-incomplete
}

test "a token whose signature nobody checks is reported" {
  gateway edge
  service orders
  flow place: edge -> orders { authentication: jwt  validates: [iss, aud, exp] }
  expect token-validation-incomplete on place
}

test "so is one whose issuer, audience or expiry nobody checks" {
  gateway edge
  service orders
  flow issuer: edge -> orders { authentication: oauth2  validates: [sig, aud, exp] }
  flow audience: edge -> orders { authentication: oidc  validates: [sig, iss, exp] }
  flow expiry: edge -> orders { authentication: saml  validates: [sig, iss, aud] }
  expect token-validation-incomplete on issuer
  expect token-validation-incomplete on audience
  expect token-validation-incomplete on expiry
}

test "all four are enough" {
  gateway edge
  service orders
  flow place: edge -> orders { authentication: jwt  validates: [sig, iss, aud, exp] }
  expect no token-validation-incomplete
}

test "proofs without claims, and what a third party checks, are left alone" {
  gateway edge
  service orders
  third-party provider
  flow place: edge -> orders { authentication: mtls  validates: [] }
  flow pay: orders -> provider { authentication: oauth2  validates: [] }
  expect no token-validation-incomplete
}

test "checks that nobody states are a question" {
  gateway edge
  service orders
  flow place: edge -> orders { authentication: jwt }
  expect question token-validation-incomplete on place
}

test "so is a proof of which nobody noted what it is" {
  gateway edge
  service orders
  flow place: edge -> orders { authentication: other  validates: [sig] }
  expect question token-validation-incomplete on place
}

test "what is not known to be a token is no question of stores and channels" {
  service orders
  database ledger
  topic events
  orders -> ledger
  orders -> events
  events -> orders
  expect no token-validation-incomplete
}

test "a token that a broker believes without its audience is reported" {
  service orders
  topic events
  flow publish: orders -> events { authentication: oauth2  validates: [sig, iss, exp] }
  expect token-validation-incomplete on publish
}
