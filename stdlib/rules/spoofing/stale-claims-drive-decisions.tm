module std

/// Rights that were taken away stay in the token
///
/// ## What it does
///
/// Reports each flow that is authenticated by a token with claims that lives for hours or longer
/// and that nobody can revoke. Tokens for third parties are left out. Of a flow to or from a store or channel it is asked
/// once its `authentication` is stated: most prove themselves with something else than a token.
///
/// ## Why it matters
///
/// A token says what was true when it was issued. Who was dismissed, blocked or moved to another
/// role in the meantime keeps the old rights until it expires, and so does whoever stole it.
///
/// ## How to fix it
///
/// Let tokens that carry rights live for minutes (`token-lifetime: short`). Or ask the issuer about
/// them, or push revocations to all services, and state `revocation: immediate`.
///
/// ## How to accept it
///
/// ```tm
/// accept stale-claims-drive-decisions on kiosk->edge {
///   reason: "the device token carries no rights but to show the clock"
///   owner: "edge-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-613: insufficient session expiration
/// - CWE-672: operation on a resource after expiration or release
/// - CAPEC-21: exploitation of trusted identifiers
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 8.3.2: changed rights take effect at once
/// - OWASP ASVS 5.0, 7.4.1: an ended session cannot be used any more
/// - NIST SP 800-53, AC-2: account management
/// - NIST SP 800-53, AC-12: session termination
rule stale-claims-drive-decisions {
  for f: flow
  where f.crosses-network
    and (f.authentication is known or f.to is workload and f.from is not channel)
    and f.authentication.carries-claims
    and f.token-lifetime in [long, static]
    and f.revocation == none
    and not f.to.external
  severity: medium
  stride: [spoofing, elevation-of-privilege]
  cwe: [613, 672]
  capec: [21]
  owasp-api: ["API2:2023"]
  asvs: ["8.3.2", "7.4.1"]
  nist: ["AC-2", "AC-12"]
  message: "{f.target} goes by what a token from {f.from} says ({f.token-lifetime} lifetime), and nobody can revoke it"
  at: f.revocation
  help: "shorten the token's life (`token-lifetime: short`), or let {f.to} learn of revocations and state `revocation: immediate`"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { authentication: jwt  token-lifetime: long  revocation: none }
  expect no stale-claims-drive-decisions
}

test "a token for hours that nobody can revoke is reported" {
  actor visitor { trust: authenticated }
  gateway edge
  flow enter: visitor -> edge { authentication: jwt  token-lifetime: long  revocation: none }
  expect stale-claims-drive-decisions on enter
}

test "so is one that never expires" {
  service cart
  service orders
  flow book: cart -> orders { authentication: oauth2  token-lifetime: static  revocation: none }
  expect stale-claims-drive-decisions on book
}

test "minutes are fine, and so is a token that can be revoked" {
  service cart
  service orders
  flow book: cart -> orders { authentication: jwt  token-lifetime: short  revocation: none }
  flow look: cart -> orders { authentication: jwt  token-lifetime: long  revocation: immediate }
  expect no stale-claims-drive-decisions
}

test "what carries no claims, and what third parties believe, is another matter" {
  service cart
  service orders
  third-party provider
  flow book: cart -> orders { authentication: api-key  token-lifetime: static  revocation: none }
  flow pay: cart -> provider { authentication: oauth2  token-lifetime: long  revocation: none }
  expect no stale-claims-drive-decisions
}

test "a revocation that nobody states is a question" {
  service cart
  service orders
  flow book: cart -> orders { authentication: jwt  token-lifetime: long }
  expect question stale-claims-drive-decisions on book
}

test "what is not known to be a token is no question of stores and channels" {
  service orders
  database ledger
  topic events
  orders -> ledger
  orders -> events
  events -> orders
  expect no stale-claims-drive-decisions
}

test "a token for a store that nobody can revoke is reported" {
  service orders
  database ledger
  flow write: orders -> ledger {
    authentication: oauth2
    token-lifetime: long
    revocation: none
  }
  expect stale-claims-drive-decisions on write
}
